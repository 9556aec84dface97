"""CSV is read back as the table that was meant, and no spreadsheet computes any of it."""

import csv
import re
import unicodedata
from collections.abc import Callable
from io import StringIO

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_csv import pieces, render
from ccsvi_triage.report.blocks import Block, Cell, Column, Line, Mark, Pairs, Report, Table, Text, Tone

FORMULAS = st.sampled_from(
    (
        *(
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(A1)",
            "\uff1d1+1",
            "\uff0b1",
            "\uff0d1+1",
            "\uff20x",
            "\u22121+1",
            "\t=1",
            "\r=1",
        ),
        *(
            "\n=1",
            " =1",
            "\u200c=1",
            "\u00ad=1",
            "a;=1",
            "a; =1",
            'a;"=1',
            'a;""@x',
            ";;=1",
            "a\t=1",
            '"=1',
            "'=1",
            ";'=1",
        ),
        *("-2.5", "+3", "1e-5", "\u22122.5", "a;-2.5", '=HYPERLINK("http://x.org","y")', "=cmd|' /C calc'!A0", ",=1"),
    )
)
NUMBER = re.compile(r"[-+\u2212]?\d+(\.\d+)?([eE][-+]?\d+)?")


def written(*blocks: Block, tables: tuple[Table, ...] = (), ascii_only: bool = False) -> str:
    return render(Report(blocks, {}, tables=tables), Page(ascii=ascii_only))


def read(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(StringIO(text), delimiter=delimiter, strict=delimiter == ","))


def table(*rows: tuple[Cell, ...], title: str = "") -> Table:
    width = len(rows[0]) if rows else 1
    return Table(title, tuple(Column(f"c{n}") for n in range(width)), rows)


def computed(cell: str) -> bool:
    """Tell whether a spreadsheet would compute a cell: port of OWASP's advice, looking past what nobody sees."""
    seen = cell.strip().strip('"\u200c\u200d\u00ad\u2060').strip()
    return seen[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20\u2212\t\r") - {""} and not NUMBER.fullmatch(seen)


@settings(max_examples=200)
@given(st.data())
def test_a_table_is_read_back_but_for_the_apostrophe_before_a_formula(
    hostile: st.SearchStrategy[str], data: st.DataObject
) -> None:
    width = data.draw(st.integers(1, 4))
    rows = data.draw(st.lists(st.tuples(*(hostile | FORMULAS for _ in range(width))), min_size=1, max_size=4))
    head, *body = read(written(table(*rows)))
    assert head == [f"c{n}" for n in range(width)]
    assert len(body) == len(rows)
    for cells, row in zip(body, rows, strict=True):
        assert len(cells) == width
        for cell, text in zip(cells, row, strict=True):
            wanted = clean(text).strip()
            assert cell.replace("\u2060", "").replace("'", "") == wanted.replace("'", "")
            if not computed(wanted) and ";" not in wanted:
                assert cell.replace("\u2060", "") == wanted


@settings(max_examples=200)
@given(st.data(), st.sampled_from(",;\t"), st.booleans())
def test_no_cell_is_computed_wherever_a_spreadsheet_parts_cells(
    hostile: st.SearchStrategy[str],
    data: st.DataObject,
    delimiter: str,
    ascii_only: bool,  # noqa: FBT001
) -> None:
    pieces = st.lists(hostile | FORMULAS, min_size=1, max_size=3).map("".join)
    rows = data.draw(
        st.lists(st.tuples(pieces, pieces.map(lambda text: Mark(text, Tone.SOME))), min_size=1, max_size=3)
    )
    for row in read(written(table(*rows, title="=1"), ascii_only=ascii_only), delimiter):
        for cell in row:
            first, *others = cell.split(",") if delimiter != "," else [cell]
            assert not computed(first), others


@pytest.mark.parametrize("text", ["-2.5", "+3", "0.05", "1e-5", "\u22122.5", "-12", "1348"])
def test_a_plain_number_stays_one(text: str) -> None:
    assert read(written(table((text,)))) == [["c0"], [text]]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("-1+1", "'-1+1"),
        ("- 2", "'- 2"),
        ("@x", "'@x"),
        ("\uff1d1", "'\uff1d1"),
        ("\t=1", "'=1"),
        ("a;=1", "a;'=1"),
        ("a; @b", "a; '@b"),
        ("a\nb\x1b[31m", "a b\ufffd[31m"),
        ("2009; -2.5 to 3", "2009; '-2.5 to 3"),
        ("p = 0.05", "p = 0.05"),
        ("1-2", "1-2"),
    ],
)
def test_a_formula_is_defused_and_other_text_is_left_alone(text: str, safe: str) -> None:
    assert read(written(table((text,)))) == [["c0"], [safe]]


@given(st.data(), st.booleans())
def test_csv_steers_no_terminal_and_no_runner_and_has_one_line_a_row(
    reports: st.SearchStrategy[Report],
    commands_in: Callable[[str], list[str]],
    data: st.DataObject,
    ascii_only: bool,  # noqa: FBT001
) -> None:
    report = data.draw(reports)
    text = render(report, Page(ascii=ascii_only))
    kept = "\n\u200c\u200d\u00ad\u2060"
    assert all(c in kept or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in text)
    assert text.isascii() or not ascii_only
    assert not commands_in(text)
    tables = [block for block in report.blocks if isinstance(block, Table)]
    assert text.count("\n") == sum(len(each.rows) for each in tables) + bool(tables)
    assert len({len(row) for row in read(text)}) <= 1


@given(st.lists(st.sampled_from(("", "n", "n 2", "n 3", "Column 1", "=x")), min_size=1, max_size=6))
@example(["n", "n", "n 2"])
def test_columns_are_told_apart(names: list[str]) -> None:
    row = tuple(f"v{n}" for n in range(len(names)))
    head, cells = read(written(Table("", tuple(map(Column, names)), (row,))))
    assert len(set(head)) == len(head)
    assert cells == list(row)


def test_one_table_stands_alone_and_its_headings_are_a_column() -> None:
    marked = Table(
        "Studies", (Column("Id"), Column("J")), (("a", Mark("low", Tone.GOOD)), ("b", "?")), sections=((1, "P2"),)
    )
    assert written(Text("before"), marked, Pairs((("a", "b"),))) == "Section,Id,J\n,a,low\nP2,b,?\n"


def test_several_tables_are_named_by_their_titles_or_by_the_heading_above_them() -> None:
    blocks = (
        Line((Mark("Hope 2009, J Hope", Tone.STRONG),), Mark("hope-2009", Tone.CODE)),
        Table("", (Column("Id"), Column("n")), (("a", "1"),)),
        Table("Sums", (Column("n"), Column("Why")), (("2", "so"),)),
    )
    assert written(*blocks) == "Table,Id,n,Why\nhope-2009,a,1,\nSums,,2,so\n"


def test_tables_that_are_made_for_programs_stand_in_place_of_those_for_the_eye() -> None:
    eye, program = table(("x",)), Table("", (Column("study"),), (("a",),))
    assert written(eye, tables=(program,)) == "study\na\n"


def test_a_report_without_tables_has_no_rows() -> None:
    assert written(Text("only words")) == ""
    assert written(Table("", (Column("a"), Column("b")), ())) == "a,b\n"


def test_cells_that_need_it_stand_in_quotes() -> None:
    assert written(table(('say "x"', "a, b"))) == 'c0,c1\n"say ""x""","a, b"\n'


@given(st.text())
def test_a_defused_text_is_not_defused_again(text: str) -> None:
    once = read(written(table((text, "end"))))[1][0]
    assume("##" not in text and "::" not in text)
    assert read(written(table((once, "end"))))[1][0] == once


def test_a_cell_is_left_as_it_is_where_that_is_wanted() -> None:
    report = Report((table(("=1+1", "a;=1", "\x1b=2")),), {})
    assert read(render(report, Page(raw=True)))[1] == ["=1+1", "a;=1", "\ufffd=2"]


def test_excel_gets_its_mark_and_nobody_else() -> None:
    report = Report((table(("a",)),), {})
    assert render(report, Page(excel=True)) == "\ufeff" + render(report, Page())
    assert render(report, Page(excel=True, ascii=True)).isascii()


def test_many_rows_come_piece_by_piece_and_none_is_lost() -> None:
    rows = Table("", (Column("n"),), tuple((str(number),) for number in range(1001)))
    written = list(pieces(Report((rows,), {}), Page()))
    assert len(written) > 3
    assert read("".join(written)) == [["n"], *([str(number)] for number in range(1001))]
