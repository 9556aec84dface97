"""A text picture fits the terminal, names every study, and says nothing by colour alone."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_html import render as to_html
from ccsvi_triage.render.to_markdown import render as to_markdown
from ccsvi_triage.render.to_svg import render as to_svg
from ccsvi_triage.render.to_terminal import render
from ccsvi_triage.report.blocks import Picture, Report, Table
from ccsvi_triage.report.charts import (
    Directions,
    Forest,
    ForestPanel,
    ForestRow,
    Heading,
    Label,
    Light,
    LightPanel,
    LightRow,
    Pooled,
    Spread,
    TrafficLight,
)
from ccsvi_triage.report.marks import Mark, Tone

Made = Callable[[int], dict[str, Picture]]
LOW = Light(Mark("low", Tone.GOOD))


def shown(picture: Picture, *, width: int = 80, ascii_only: bool = False) -> list[str]:
    return render(Report((picture,), {}), Page(width=width, ascii=ascii_only)).splitlines()


def framed(chart: TrafficLight | Forest | Directions) -> Picture:
    return Picture("A picture", "It shows.", chart, (Table("", (), ()),))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("studies", [1, 12, 60])
def test_no_line_is_wider_than_the_terminal(studies: int, width: int, made_pictures: Made) -> None:
    for kind, picture in made_pictures(studies).items():
        assert all(len(line) <= width for line in shown(picture, width=width)), kind


def test_every_study_is_named(made_pictures: Made) -> None:
    for kind, picture in made_pictures(60).items():
        whole = "\n".join(shown(picture))
        named = {f"made-up-{n + 1:02}" for n in range(60) if f"made-up-{n + 1:02}" in whole}
        if kind == "evidence":
            assert "Okafor 1991" in whole
        elif kind != "summary":
            assert len(named) == 60, kind


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_any_picture_can_be_shown_with_its_notes(pictures: st.SearchStrategy[Picture], data: st.DataObject) -> None:
    picture = data.draw(pictures)
    for width in (40, 80):
        assert shown(picture, width=width)


def test_ascii_is_enough(made_pictures: Made) -> None:
    for picture in made_pictures(12).values():
        assert all(line.isascii() for line in shown(picture, ascii_only=True))


def lights(*marks: Mark) -> Picture:
    headings = tuple(Heading(f"D{n}", f"Domain {n}") for n in range(len(marks)))
    row = LightRow(Label("one-2009", "One 2009"), tuple(Light(mark) for mark in marks))
    panel = LightPanel("Instrument", headings, (row,), whole=False)
    table = Table("Instrument", (), ())
    return Picture("Lights", "Lights.", TrafficLight((panel,)), (table._replace(title="The words"),))


def test_a_grid_of_signs_says_what_each_sign_means() -> None:
    lines = shown(lights(Mark("low", Tone.GOOD), Mark("high *", Tone.SERIOUS)))
    assert any(re.search(r"one-2009 +\+ +! \*", line) for line in lines)
    assert "  + low; ! high" in lines
    assert "  D0 Domain 0; D1 Domain 1" in lines


def test_where_one_sign_stands_for_two_words_the_words_are_shown() -> None:
    lines = shown(lights(Mark("low", Tone.GOOD), Mark("very low", Tone.GOOD)))
    assert any("The words" in line for line in lines)


def test_a_bar_is_filled_by_shares_and_what_is_there_has_a_sign(made_pictures: Made) -> None:
    lines = shown(made_pictures(60)["summary"])
    bars = [line.strip() for line in lines if re.fullmatch(r"  [-+!X?]{20,}", line)]
    told = [line for line in lines if re.search(r"\d %", line)]
    assert len(bars) == 6
    assert {len(bar) for bar in bars} == {60}
    for bar in bars:
        assert len(set(bar)) >= 4
    assert len(told) >= 6


def interval(spread: Spread, *, ratio: bool = True, others: tuple[Spread, ...] = ()) -> str:
    rows = tuple(ForestRow(Label(f"s-{n}", "S"), "", s, "said", 10, LOW) for n, s in enumerate((spread, *others)))
    panel = ForestPanel("RR", ratio=ratio, none=1.0 if ratio else 0.0, less="less", more="more", rows=rows)
    lines = shown(framed(Forest((panel,))))
    return next(line for line in lines if line.endswith("said")).removesuffix("said").strip()


def test_an_interval_is_drawn_from_limit_to_limit() -> None:
    assert re.fullmatch(r"-+\+?-*#-*\+?-*", interval(Spread(1.0, 0.5, 2.0)))
    assert re.fullmatch(r"\| +-+#-+", interval(Spread(4.0, 3.0, 5.0)))


def test_an_interval_that_goes_on_ends_with_an_angle() -> None:
    assert interval(Spread(1.5, 0.0, 3.0)).startswith("<")
    assert interval(Spread(1.5, 0.5, float("inf"))).endswith(">")


def test_an_estimate_without_an_interval_is_a_point() -> None:
    assert re.fullmatch(r"\| +#", interval(Spread(3.0, None, None)))


def test_the_undated_is_called_so(made_pictures: Made) -> None:
    lines = shown(made_pictures(60)["timeline"])
    assert any("undated" in line for line in lines)


def test_directions_have_an_arrow_and_a_word(made_pictures: Made) -> None:
    lines = shown(made_pictures(12)["directions"])
    assert any("▲ better" in line for line in lines)
    assert any("◇ no" in line for line in lines)
    plain = shown(made_pictures(12)["directions"], ascii_only=True)
    assert any("^ better" in line for line in plain)


def pooled(width: int, **told: str) -> list[str]:
    row = ForestRow(
        Label("s-1", "S", told.get("about", "")), "1/9 v 2/9", Spread(0.5, 0.2, 1.3), "0.5 (0.2 to 1.3)", 9, LOW
    )
    average = Pooled("Pooled", Spread(0.5, 1e-9, 1.3), "0.5 (1e-09 to 1.3)", "2 studies, of effects that differ (REML)")
    panel = ForestPanel("RR", ratio=True, none=1.0, less="less", more="more", rows=(row,), pooled=average)
    return shown(framed(Forest((panel,))), width=width)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_of_a_study_or_an_average_goes_on_at_the_edge_of_the_terminal(width: int) -> None:
    lines = pooled(width, about="a further report of another study; relapses within a year")
    inside = lines[lines.index("RR") + 1 : -1]
    assert all(line.startswith("  ") for line in inside if line)


def test_in_a_narrow_terminal_the_words_stand_below_a_picture_that_is_as_wide_as_the_terminal() -> None:
    lines = pooled(40)
    at = lines.index("  0.5 (0.2 to 1.3)")
    assert "#" in lines[at - 1]
    assert any(len(line) == 38 and set(line[2:]) == {"-", "+"} for line in lines)


def test_long_words_leave_the_picture_less_room_and_no_line_is_too_long() -> None:
    row = ForestRow(Label("s-1", "S"), "", Spread(0.5, 0.2, 1.3), "0.131 (4.13e-10 to 41760076), and more", 9, LOW)
    panel = ForestPanel("RR", ratio=True, none=1.0, less="less", more="more", rows=(row,))
    for width in (40, 60, 70, 80):
        assert all(len(line) <= width for line in shown(framed(Forest((panel,))), width=width))


def test_the_signs_of_a_forest_that_are_shown_are_explained_and_no_others() -> None:
    assert "  # estimate, - interval, O and = of the average, < or > it goes on" in pooled(80)
    assert "  # estimate, - interval" in shown(framed(Forest((effects(Spread(1.0, 0.5, 2.0)),))))


def effects(*spreads: Spread) -> ForestPanel:
    rows = tuple(ForestRow(Label(f"s-{n}", "S"), "", s, "said", 10, LOW) for n, s in enumerate(spreads))
    return ForestPanel("RR", ratio=True, none=1.0, less="less", more="more", rows=rows)


def test_how_shapes_are_drawn_is_not_told_where_they_are_not_drawn() -> None:
    picture = framed(Forest((effects(Spread(1.0, 0.5, 2.0)),)))._replace(notes=("A note.",), drawing=("Squares grow.",))
    for form, told in ((to_svg, True), (to_html, True), (render, False), (to_markdown, False)):
        said = form(Report((picture,), {}), Page())
        assert "A note." in said
        assert ("Squares grow." in said) == told
