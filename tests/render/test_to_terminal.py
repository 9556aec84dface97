"""A terminal shows every report within its width, with codes whole, and is steered by none."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_terminal import render
from ccsvi_triage.report.blocks import (
    Block,
    Column,
    Divider,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
    Verbatim,
)

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SEEN = "\n\u200c\u200d\u00ad\u2060"
CODE = re.compile(r"[\"'(\[]*[a-z0-9][a-z0-9-]{0,63}[\"')\],.;:]*")


def drawn(*blocks: Block, width: int = 80, colour: bool = False, ascii_only: bool = False) -> str:
    return render(Report(blocks, {}), Page(width, colour, ascii_only))


pages = st.builds(Page, st.integers(40, 200), st.booleans(), st.booleans())


@settings(max_examples=60)
@given(st.data(), pages)
def test_no_report_steers_a_terminal(reports: st.SearchStrategy[Report], data: st.DataObject, page: Page) -> None:
    text = COLOUR.sub("", render(data.draw(reports), page)) if page.colour else render(data.draw(reports), page)
    assert all(c in SEEN or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in text)
    assert text.isascii() or not page.ascii


@settings(max_examples=60)
@given(st.data(), pages)
def test_no_line_of_a_report_is_a_command_to_a_runner(
    reports: st.SearchStrategy[Report], commands_in: Callable[[str], list[str]], data: st.DataObject, page: Page
) -> None:
    assert not commands_in(render(data.draw(reports), page))


@settings(max_examples=60)
@given(st.data(), pages)
def test_no_line_ends_in_blanks(reports: st.SearchStrategy[Report], data: st.DataObject, page: Page) -> None:
    lines = COLOUR.sub("", render(data.draw(reports), page)).split("\n")
    assert [line for line in lines if line.endswith((" ", "\t"))] == []


@settings(max_examples=60)
@given(st.data(), pages)
def test_no_line_is_wider_than_the_page_but_for_a_code_alone(
    reports: st.SearchStrategy[Report], data: st.DataObject, page: Page
) -> None:
    report = data.draw(reports)
    wrapped = tuple(b for b in report.blocks if not isinstance(b, Verbatim) and not (isinstance(b, Line) and b.whole))
    lines = COLOUR.sub("", render(Report(wrapped, {}), page)).split("\n")
    assert [line for line in lines if cell_len(line) > page.width and not CODE.fullmatch(line.strip())] == []


@settings(max_examples=60)
@given(st.data(), pages)
def test_colour_adds_nothing_but_colour(reports: st.SearchStrategy[Report], data: st.DataObject, page: Page) -> None:
    report = data.draw(reports)
    assert COLOUR.sub("", render(report, page._replace(colour=True))) == render(report, page._replace(colour=False))


@settings(max_examples=60)
@given(st.data(), pages)
def test_every_code_is_shown_whole(
    reports: st.SearchStrategy[Report], ids: st.SearchStrategy[str], data: st.DataObject, page: Page
) -> None:
    report, code = data.draw(reports), data.draw(ids)
    blocks: tuple[Block, ...] = (
        Line(("What", Mark("is said", Tone.GOOD)), Mark(code, Tone.CODE)),
        Text(f"see also {code}, and others"),
        Pairs((("See", code), ("and", "more words " * 9))),
        Pairs(((Mark(code, Tone.CODE), "more words " * 9),)),
        Table("", (Column("Id", whole=True), Column("What"), Column("Why")), ((code, "b", "c"),)),
        Table("", (Column("Id", whole=True), Column("What")), (("a", "more words " * 9), (code, ""))),
    )
    block = data.draw(st.sampled_from(blocks))
    text = COLOUR.sub("", render(Report((*report.blocks, block), {}), page))
    assert any(code in line for line in text.split("\n"))


@given(st.data())
def test_text_is_shown_to_the_letter(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    said = data.draw(hostile)
    shown = drawn(Text(said), Pairs((("Label", said),)), Table("", (Column("A"),), ((said,),)), width=1000)
    for line in shown.replace("\u2060", "").split("\n")[:1]:
        assert line == clean(said).strip()
    assert shown.replace("\u2060", "").count(clean(said).strip()) >= 3


@pytest.mark.parametrize("said", ["[red]x[/red]", "[/x] closes nothing", ":warning:", "a\\b \\[bold]"])
def test_markup_of_the_drawing_library_is_only_text(said: str) -> None:
    assert drawn(Text(said)) == f"{said}\n"
    assert said in drawn(Table(said, (Column(said),), ((said,),)))


def test_a_mark_has_its_sign_its_word_and_its_colour() -> None:
    block = Line((Mark("critical", Tone.CRITICAL),))
    assert drawn(block) == "X critical\n"
    assert drawn(block, colour=True) == "\x1b[1;31mX critical\x1b[0m\n"


def test_what_stands_right_goes_below_where_there_is_no_room() -> None:
    line = Line((Mark("A citation that fills the line", Tone.STRONG),), Mark("an-id-2009", Tone.CODE))
    assert drawn(line, width=50) == f"A citation that fills the line{' ' * 10}an-id-2009\n"
    assert drawn(line, width=40) == "A citation that fills the line\nan-id-2009\n"


def test_a_long_last_column_stands_below_its_row_where_there_is_little_room() -> None:
    columns = (Column("Id", whole=True), Column("When"), Column("What was found", under=True))
    said = "a long sentence on what was found in the study and why it counts"
    table = Table("", columns, (("a-study-2009", "2009", said), ("b-2010", "2010", "")))
    assert drawn(table, width=60) == (
        "  Id            When\n"
        "  a-study-2009  2009\n"
        "      a long sentence on what was found in the study and why\n"
        "      it counts\n"
        "  b-2010        2010\n"
    )
    wide = drawn(table, width=120).split("\n")
    assert wide[1] == f"  a-study-2009  2009  {said}"


def test_a_table_shares_the_page_among_its_columns() -> None:
    table = Table(
        "Why",
        (Column("Rule", whole=True), Column("Because"), Column("n", whole=True, right=True)),
        (("D1.1", "somebody could foresee the next group that a person would enter", "7"), ("D1.2", "no", "12")),
        last_apart=True,
    )
    assert drawn(table, width=40) == (
        "Why\n"
        "  Rule  Because                        n\n"
        "  D1.1  somebody could foresee the     7\n"
        "        next group that a person\n"
        "        would enter\n"
        "\n"
        "  D1.2  no                            12\n"
    )


def test_columns_that_do_not_fit_beside_each_other_stand_below_each_other() -> None:
    table = Table(
        "",
        (Column("Study", whole=True), Column("Design"), Column("Judgement"), Column("Checklist", whole=True)),
        ((Mark("a-study-with-a-long-name-2009", Tone.CODE), "randomised-trial", Mark("open", Tone.OPEN), "7/4/0/13"),),
    )
    assert drawn(table, width=44) == (
        "  a-study-with-a-long-name-2009\n"
        "    Design     randomised-trial\n"
        "    Judgement  ? open\n"
        "    Checklist  7/4/0/13\n"
    )  # fmt: skip


def test_a_long_address_breaks_behind_its_slashes() -> None:
    shown = drawn(Pairs((("[1]", "https://example.org/articles/of/the/year/2009/number/one"),)), width=40)
    assert shown == "  [1]  https://example.org/articles/of/\n       the/year/2009/number/one\n"


def test_labels_that_would_take_the_page_stand_above_what_they_say() -> None:
    shown = drawn(Pairs((("a-label-that-takes-the-page", "what it says"),)), width=40)
    assert shown == "  a-label-that-takes-the-page\n      what it says\n"


def test_a_line_for_other_programs_is_neither_wrapped_nor_signed() -> None:
    line = Line(("data/studies.yaml:3:5: ", Mark("error[F102]", Tone.CRITICAL), f": {'long ' * 30}end"), whole=True)
    assert drawn(line, width=40) == f"data/studies.yaml:3:5: error[F102]: {'long ' * 30}end\n"


def test_a_piece_of_a_file_keeps_its_shape() -> None:
    assert drawn(Verbatim("studies:\n  - id: a\n\n    title: B   C")) == "studies:\n  - id: a\n\n    title: B   C\n"


def test_text_that_belongs_to_a_table_is_set_in_as_the_table_is() -> None:
    assert drawn(Text("said of the table above", under=True), width=40) == "  said of the table above\n"
    assert drawn(Divider(), Gap(), Text("next"), width=40) == f"{'-' * 40}\n\nnext\n"


def test_wide_characters_count_for_two() -> None:
    lines = drawn(Text("\u674e" * 60), width=40).splitlines()
    assert [len(line) for line in lines] == [20, 20, 20]


def test_a_terminal_without_utf_8_is_drawn_in_ascii() -> None:
    table = Table("", (Column("Wer"),), (("Müller · 李",),))
    assert drawn(table, ascii_only=True) == "  Wer\n  Muller - ?\n"
