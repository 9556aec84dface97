"""A comparison is told without inventing anything, and its JSON holds all that its tables show."""

import csv
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.library import Library
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Cell, Mark, Report, Table
from ccsvi_triage.report.of_comparison import of_comparison, short_names

Lay = Callable[..., Comparison]
Written = Callable[[Report], str]
PAIRS = (
    ("zamboni-2009-jvs", "siddiqui-2014-premise"),
    ("zamboni-2009-jnnp", "comi-2013-cosmo"),
    ("desai-2020", "rochims-2020"),
    ("zamboni-2009-jvs", "siddiqui-2014-premise", "zamboni-2018-bravedreams", "comi-2013-cosmo", "laupacis-2011"),
)


def text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Mark) else cell


def tables(report: Report) -> list[Table]:
    return [block for block in report.blocks if isinstance(block, Table) and block.title.startswith("What differs")]


@pytest.mark.parametrize("ids", PAIRS)
@pytest.mark.parametrize("beside", [2, 3, 8])
def test_the_table_can_be_made_again_from_the_json(ids: Sequence[str], beside: int, shipped: Library, lay: Lay) -> None:
    report = of_comparison(lay(shipped, *ids), shipped, "1.0", beside=beside)
    data: dict[str, Any] = json.loads(json.dumps(dict(report.data)))
    names = [study["name"] for study in data["studies"]]
    rows = [row for row in data["rows"] if not row["same"]]
    heads: list[str] = []
    for table in tables(report):
        first, number = len(heads), len(table.columns) - 1
        heads += [column.name for column in table.columns[1:]]
        again = [[row["label"], *(c["text"] for c in row["cells"][first : first + number])] for row in rows]
        assert [[text(cell) for cell in row] for row in table.rows] == [row for row in again if any(row[1:])]
    assert heads == names


def test_rows_for_programs_hold_every_row_of_every_study(shipped: Library, lay: Lay) -> None:
    report = of_comparison(lay(shipped, *PAIRS[3]), shipped, "1.0", beside=2, folded=True)
    lines = list(csv.reader(render(report, Format.CSV, Page()).splitlines()))
    assert lines[0] == ["key", "section", "label", "same", *PAIRS[3]]
    assert [line[0] for line in lines[1:]] == [row["key"] for row in report.data["rows"]]


def test_more_studies_than_have_room_follow_in_further_tables(shipped: Library, lay: Lay) -> None:
    report = of_comparison(lay(shipped, *PAIRS[3]), shipped, "1.0", beside=2)
    assert [len(table.columns) for table in tables(report)] == [3, 3, 2]
    assert tables(report)[0].title == "What differs, part 1 of 3"


def test_short_names_are_told_apart_by_their_ids_and_not_by_their_order(shipped: Library) -> None:
    chosen = [shipped.studies[name] for name in ("zamboni-2009-jvs", "zamboni-2009-jnnp", "comi-2013-cosmo")]
    names = short_names(chosen)
    assert names == {
        "zamboni-2009-jvs": "Zamboni 2009 b",
        "zamboni-2009-jnnp": "Zamboni 2009 a",
        "comi-2013-cosmo": "Comi 2013",
    }
    assert short_names(chosen[::-1]) == names


def test_conflicts_between_sources_are_shown_and_not_averaged(shipped: Library, lay: Lay, written: Written) -> None:
    said = written(of_comparison(lay(shipped, *PAIRS[0]), shipped, "1.0"))
    assert "Sources disagree; nothing is averaged" in said
    assert "4 relapses against 1, p 0.389" in said
    assert "3 of 9 patients against 1 of 10 patients with a relapse" in said
