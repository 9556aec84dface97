"""When to read a study is told with its reason, and what is open is never told as settled."""

import pytest

from ccsvi_triage.model.appraisal import Reading
from ccsvi_triage.model.instrument import Priority
from ccsvi_triage.report.blocks import Column
from ccsvi_triage.report.reading import read_table, reading_cells, reading_data, reading_words

SETTLED = Reading(Priority.NEXT, (Priority.NEXT,), "a trial", (), 0)
OPEN = Reading(Priority.UNKNOWN, (Priority.FIRST, Priority.NEXT), "", ("sites", "control"), 0)
UNKNOWN = Reading(Priority.UNKNOWN, (Priority.FIRST, Priority.UNKNOWN), "", ("design",), 0)


@pytest.mark.parametrize(
    ("reading", "words", "cells"),
    [
        (SETTLED, "P2, read next: a trial", ("P2", "a trial")),
        (OPEN, "P1 to P2, open: sites, control", ("P1 to P2", "open: sites, control")),
        (UNKNOWN, "P?, open: design", ("P?", "open: design")),
    ],
)
def test_what_is_open_is_told_with_what_it_lies_between(reading: Reading, words: str, cells: tuple[str, str]) -> None:
    assert reading_words(reading) == words
    assert reading_cells(reading) == cells


def test_data_hold_all_that_is_possible() -> None:
    assert reading_data(OPEN) == {
        "priority": "P?", "possible": ["P1", "P2"], "because": "", "open": ["sites", "control"],
    }  # fmt: skip


def test_studies_read_for_one_reason_stand_under_one_heading() -> None:
    rows = [("a",), ("b",), ("c",)]
    table = read_table([Column("Study")], rows, [SETTLED, SETTLED, OPEN], grouped=True)
    assert table.sections == ((0, reading_words(SETTLED)), (2, reading_words(OPEN)))
    assert table.rows == tuple(rows)


def test_in_another_order_each_row_says_when_to_read_it() -> None:
    table = read_table([Column("Study")], [("a",), ("b",)], [OPEN, SETTLED], grouped=False)
    assert not table.sections
    assert table.rows == (("a", "P1-P2 open: sites, control"), ("b", "P2 a trial"))
