import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.whole import judge_read
from ccsvi_triage.load.files import load, shelf_ids
from ccsvi_triage.load.snapshot import NotAReport, read_report, snapshot_of
from ccsvi_triage.model.snapshot import WHOLE
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_library import of_library


@pytest.fixture(scope="session")
def small_report(root: Path) -> Report:
    read = load(str(root / "tests" / "cli" / "library"), shelf_ids(), "library")
    whole = judge_read(read, Progress(quiet=True)).whole
    assert whole is not None
    return of_library(whole, "0")


@pytest.fixture(scope="session")
def written(small_report: Report) -> str:
    return render(small_report, Format.JSON, Page())


def test_a_report_reads_the_same_from_a_file_as_where_it_was_made(small_report: Report, written: str) -> None:
    assert read_report(written.encode()) == snapshot_of(small_report.data)


def test_everything_that_can_differ_is_taken_over(written: str) -> None:
    seen = read_report(written.encode())
    assert seen.tool == "0"
    sham = seen.studies["sham-2014"]
    assert (sham.instrument, sham.counts, sham.status) == ("rob2", True, "published")
    assert sham.judged[0].levels[0].name == WHOLE
    ruled = next(level for level in sham.judged[0].levels if level.name == "D5")
    assert ruled.person == "some-concerns, decided by A. Reviewer"
    first = next(level for level in sham.judged[0].levels if level.name == "D1")
    assert [(answer.question, answer.answer) for answer in first.answers] == [("1.1", "Y"), ("1.2", "Y"), ("1.3", "N")]
    assert ("randomised", "yes") not in first.answers[0].grounds
    assert not seen.studies["undone-2012"].counts
    claim = seen.claims["widening-helps"]
    assert set(claim.evidence) == {"hope-2009", "sham-2014"}
    assert claim.wording["text"] == "Widening veins helps"
    assert claim.deciding
    assert claim.steps


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("{", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ("1" * 5000, "it is not JSON"),
        ("[]", "it is no report of triage"),
        ('{"schema": 1}', "it is no report of triage"),
        ('{"schema": "ccsvi-triage/inventory/1.1"}', "it holds inventory"),
        ('{"schema": "ccsvi-triage/report/2.0"}', "of version 2"),
        ('{"schema": "ccsvi-triage/report/1.1"}', "the report has no 'numbers'"),
    ],
)
def test_what_is_no_report_is_met_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NotAReport, match=said):
        read_report(text.encode())


def test_bytes_that_are_no_text_are_no_report() -> None:
    with pytest.raises(NotAReport, match="not JSON"):
        read_report(b'{"a": "\xff"}')


def test_what_is_missing_is_named_with_its_path(written: str) -> None:
    data = json.loads(written)
    del data["studies"][1]["appraisals"]
    with pytest.raises(NotAReport, match=r"the report\.studies\[1\] has no 'appraisals'"):
        snapshot_of(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=5,
)


def spots(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(spot for key, part in inner for spot in spots(part, (*path, key)))]


@given(st.data())
def test_whatever_stands_in_a_report_it_is_read_or_refused(written: str, data: st.DataObject) -> None:
    made = deepcopy(json.loads(written))
    top = data.draw(st.sampled_from(("studies", "claims", "numbers", "tool")))
    path = data.draw(st.sampled_from(spots(made[top], (top,))))
    inside = made
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = data.draw(JSON)
    try:
        snapshot_of(made)
    except NotAReport:
        return


def test_a_line_that_moves_changes_nothing(written: str) -> None:
    data = json.loads(written)
    for study in data["studies"]:
        study["place"]["line"] += 10
    assert snapshot_of(data) == read_report(written.encode())
