"""An effect is drawn where it lies, with arrows where it goes on, and what has none says why."""

import re

import pytest

from ccsvi_triage.render.draw.forest import draw, width_of
from ccsvi_triage.render.draw.pen import Pen
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.report.charts import Forest, ForestPanel, ForestRow, Label, Light, Pooled, Spread
from ccsvi_triage.report.marks import Mark, Tone

OPEN = Light(Mark("open", Tone.OPEN), "low or high")


def row(spread: Spread | None, people: int | None = 100) -> ForestRow:
    return ForestRow(Label("s", "Study"), "1/10 v 2/10", spread, "0.5 (0.1 to 2)", people, OPEN)


def drawn(*rows: ForestRow, pooled: Pooled | None = None) -> str:
    panel = ForestPanel("Risk ratio", ratio=True, none=1.0, less="better", more="worse", rows=rows, pooled=pooled)
    pen, chart = Pen(Palette.COCHRANE), Forest((panel,))
    draw(chart, pen, 0, 0, width_of(chart))
    return "\n".join(pen.elements)


def test_an_interval_has_a_line_a_square_and_its_words() -> None:
    said = drawn(row(Spread(0.5, 0.1, 2.0)))
    assert "<polygon" not in said
    assert len(re.findall(r'<rect [^>]*class="p-text"', said)) == 1
    assert ">0.5 (0.1 to 2)</text>" in said
    assert "Study, 100 people: 0.5 (0.1 to 2)" in said
    assert "open: low or high" in said


def test_an_interval_that_goes_on_has_an_arrow_at_that_end() -> None:
    assert drawn(row(Spread(0.5, 0.0, 2.0))).count("<polygon") == 1
    assert drawn(row(Spread(0.5, 0.0, float("inf")))).count("<polygon") == 2


def test_an_estimate_of_zero_has_no_square_on_a_logarithmic_axis() -> None:
    said = drawn(row(Spread(0.0, 0.0, 2.0)))
    assert not re.findall(r'<rect [^>]*class="p-text"', said)
    assert said.count("<polygon") == 1


def squares(said: str) -> list[float]:
    return [float(side) for side in re.findall(r'width="([\d.]+)" height="[\d.]+" class="p-text"', said)]


def test_squares_grow_with_people_unless_one_number_is_unknown() -> None:
    small, large = squares(drawn(row(Spread(1.0, 0.5, 2.0), 100), row(Spread(1.0, 0.5, 2.0), 400)))
    assert large == 2 * small
    alike = squares(drawn(row(Spread(1.0, 0.5, 2.0), None), row(Spread(1.0, 0.5, 2.0), 400)))
    assert len(set(alike)) == 1


def test_what_has_no_effect_says_why_and_has_no_axis() -> None:
    said = drawn(row(None)._replace(said="before and after in one group"))
    assert "Why none" in said
    assert "before and after in one group" in said
    assert "stroke-dasharray" not in said


def test_a_pooled_effect_is_a_diamond_and_there_is_none_unless_one_is_handed_in() -> None:
    pooled = Pooled("Pooled", Spread(0.8, 0.7, 0.9), "0.8 (0.7 to 0.9)", "random effects, 2 studies")
    said = drawn(row(Spread(1.0, 0.5, 2.0)), pooled=pooled)
    assert said.count("<polygon") == 1
    assert "random effects" in said
    assert "<polygon" not in drawn(row(Spread(1.0, 0.5, 2.0)))


def corners(said: str) -> list[list[tuple[float, float]]]:
    shapes = re.findall(r'<polygon points="([^"]*)"', said)
    return [[(float(x), float(y)) for x, y in (one.split(",") for one in shape.split())] for shape in shapes]


def test_a_diamond_lies_exactly_on_its_interval() -> None:
    pooled = Pooled("Pooled", Spread(0.8, 0.5, 1.28), "0.8 (0.5 to 1.28)", "of 2 studies")
    said = drawn(row(Spread(0.8, 0.5, 1.28)), pooled=pooled)
    (diamond,) = corners(said)
    line = re.search(r'<line x1="([\d.]+)" y1="[\d.]+" x2="([\d.]+)" y2="[\d.]+" class="p-text-stroke"', said)
    assert line is not None
    assert [diamond[0][0], diamond[2][0]] == [float(line[1]), float(line[2])]
    assert diamond[1][0] == diamond[3][0] == pytest.approx((diamond[0][0] + diamond[2][0]) / 2, abs=0.1)


def test_a_diamond_that_goes_on_beyond_the_axis_is_cut_off_with_an_arrow_there() -> None:
    wide = Pooled("Pooled", Spread(1.0, 1e-9, 1e9), "1 (1e-09 to 1e+09)", "of 2 studies")
    diamond, *arrows = corners(drawn(row(Spread(1.0, 0.5, 2.0)), pooled=wide))
    assert len(diamond) == 6
    assert [len(arrow) for arrow in arrows] == [3, 3]
    assert min(x for x, _ in arrows[0]) < diamond[0][0]
    assert max(x for x, _ in arrows[1]) > diamond[2][0]
    endless = Pooled("Pooled", Spread(1.0, 0.5, float("inf")), "1 (0.5 to no limit)", "of 2 studies")
    assert len(corners(drawn(row(Spread(1.0, 0.5, 2.0)), pooled=endless))) == 2


def test_squares_of_all_panels_are_drawn_to_one_size() -> None:
    small, large = row(Spread(1.0, 0.5, 2.0), 100), row(Spread(1.0, 0.5, 2.0), 400)
    unknown = row(Spread(1.0, 0.5, 2.0), None)

    def sides(*rows: ForestRow) -> list[float]:
        panel = ForestPanel("RR", ratio=True, none=1.0, less="better", more="worse", rows=())
        pen, chart = Pen(Palette.COCHRANE), Forest(tuple(panel._replace(rows=(one,)) for one in rows))
        draw(chart, pen, 0, 0, width_of(chart))
        return squares("\n".join(pen.elements))

    assert sides(small, large)[1] == 2 * sides(small, large)[0]
    assert len(set(sides(small, large, unknown))) == 1


def test_a_square_stands_on_the_level_of_the_judgement_however_long_the_name_is() -> None:
    said = drawn(row(Spread(0.5, 0.1, 2.0))._replace(study=Label("s", "A very long name " * 6)))
    ((y, side),) = re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)" class="p-text"', said)
    (sign,) = re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', said)
    assert float(y) + float(side) / 2 == float(sign)


def test_both_sides_of_no_effect_are_named() -> None:
    said = drawn(row(Spread(1.0, 0.5, 2.0)))
    assert "below 1: better" in said
    assert "above 1: worse" in said


def test_an_arrow_of_a_diamond_is_never_narrower_than_where_the_diamond_is_cut() -> None:
    endless = Pooled("Pooled", Spread(1.0, 0.0, float("inf")), "1 (0 to no limit)", "of 2 studies")
    diamond, *arrows = corners(drawn(row(Spread(1.0, 0.5, 2.0)), pooled=endless))
    cut = diamond[-1][1] - diamond[0][1]
    assert cut > 0
    assert all(max(y for _, y in arrow) - min(y for _, y in arrow) > cut for arrow in arrows)


def test_a_diamond_can_be_seen_however_short_its_interval_is() -> None:
    tight = Pooled("Pooled", Spread(1.0, 0.9999, 1.0001), "1 (1 to 1)", "of 2 studies")
    (diamond,) = corners(drawn(row(Spread(1.0, 0.2, 5.0)), pooled=tight))
    assert diamond[2][0] - diamond[0][0] == pytest.approx(2, abs=0.11)
