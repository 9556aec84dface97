"""An arrow points its way, is hollow where only one group changed, and grows with people."""

import re

import pytest

from ccsvi_triage.render.draw.arrows import draw, width_of
from ccsvi_triage.render.draw.pen import Pen
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.report.charts import DirectionRow, Directions, Label, Light, Way
from ccsvi_triage.report.marks import Mark, Tone

LOW = Light(Mark("low", Tone.GOOD))


def drawn(*rows: tuple[Way, bool, int | None]) -> str:
    listed = tuple(DirectionRow(Label("s", "Study"), way, within, "RR 1", people, LOW) for way, within, people in rows)
    pen, chart = Pen(Palette.COCHRANE), Directions("x", listed)
    draw(chart, pen, 0, 0, width_of(chart))
    return "\n".join(pen.elements)


def points(said: str) -> list[list[tuple[float, float]]]:
    found = re.findall(r'points="([^"]+)"', said)
    return [[(float(x), float(y)) for x, y in (p.split(",") for p in each.split())] for each in found]


@pytest.mark.parametrize(
    ("way", "axis", "sign"), [(Way.BETTER, 1, -1), (Way.WORSE, 1, 1), (Way.MORE, 0, 1), (Way.LESS, 0, -1)]
)
def test_an_arrow_has_its_one_tip_on_its_side(way: Way, axis: int, sign: int) -> None:
    (shape,) = points(drawn((way, False, 100)))
    values = [sign * point[axis] for point in shape]
    assert values.count(max(values)) == 1
    assert way.value in drawn((way, False, 100))


def test_a_change_in_one_group_is_hollow_and_says_so() -> None:
    said = drawn((Way.BETTER, True, 100))
    assert 'class="p-hollow" fill="none"' in said
    assert "better, in one group" in said


def test_what_cannot_be_told_has_no_arrow() -> None:
    said = drawn((Way.UNKNOWN, False, 100))
    assert "<polygon" not in said
    assert ">?</text>" in said


def test_an_arrow_grows_with_people_and_unknown_is_not_large() -> None:
    shapes = points(drawn((Way.BETTER, False, 400), (Way.BETTER, False, 100), (Way.BETTER, False, None)))
    large, small, unknown = (max(x for x, _ in shape) - min(x for x, _ in shape) for shape in shapes)
    assert large == pytest.approx(2 * small)
    assert unknown <= small
