"""A whole library is told with its counts, its claims, its studies, its numbers and its problems."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.whole import judge_read
from ccsvi_triage.load.files import Read
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Line, Mark, Pairs, Table, Text, Tone
from ccsvi_triage.report.of_library import MOST_TOLD, Whole, of_library

PLACE = Place("data/a.yaml", 3, 5, 3, 9)


def whole_of(library: Library, **more: Any) -> Whole:
    whole = judge_read(Read(library, (), ("a.yaml",), "sha256:0"), Progress(quiet=True)).whole
    assert whole is not None
    return whole._replace(**more)


@pytest.fixture(scope="module")
def whole(side_by_side: Library) -> Whole:
    return whole_of(side_by_side)


def table(whole: Whole, first: str, **more: Any) -> Table:
    blocks = of_library(whole, "1", **more).blocks
    return next(block for block in blocks if isinstance(block, Table) and block.columns[0].name == first)


def test_the_summary_counts_every_study_once_and_tells_proposals_from_judgements(whole: Whole) -> None:
    summary = of_library(whole, "1").data["summary"]
    assert summary["studies"] == 4
    assert sum(summary["judgements"].values()) == sum(summary["concerns"].values()) == 4
    assert summary["judgements"] == {"critical": 1, "open": 2, "retracted": 1}
    assert summary["proposed"] == {"critical": 1}
    assert (summary["concerns"]["critical"], summary["concerns"]["open"], summary["concerns"]["not_judged"]) == (
        1,
        2,
        1,
    )
    assert table(whole, "Judgement").rows == (
        (Mark("critical", Tone.CRITICAL), "1", "1"),
        (Mark("retracted", Tone.CRITICAL), "1", ""),
        (Mark("open", Tone.OPEN), "2", ""),
    )


def test_the_summary_counts_every_claim_once(whole: Whole) -> None:
    summary = of_library(whole, "1").data["summary"]
    assert summary["claims"] == sum(summary["verdicts"].values()) == 1
    (row,) = table(whole, "Verdict").rows
    assert row[1] == "1"


def test_the_history_of_a_verdict_tells_when_it_changed(shipped: Library) -> None:
    blocks = of_library(whole_of(shipped), "1").blocks
    (history,) = [b for b in blocks if isinstance(b, Table) and b.title == "How each verdict came about"]
    said = {row[0].text: row[1] for row in history.rows if isinstance(row[0], Mark)}
    assert said["ccsvi-causes-ms"] == "2009 overstated, 2011 not supported"
    assert said["nimodipine-treats-ms"] == "-"


def test_json_can_be_read_twice_and_says_the_same(whole: Whole) -> None:
    data = of_library(whole, "1").data
    once = [json.dumps(list(data[name])) for name in ("studies", "claims", "numbers", "problems", "findings")]
    assert once == [json.dumps(list(data[name])) for name in ("studies", "claims", "numbers", "problems", "findings")]
    assert [study["id"] for study in data["studies"]] == [str(v.study.id) for v in whole.verdicts]
    assert data["data"] == {"version": "sha256:0", "files": 1}


def test_a_date_stands_in_the_report_only_where_somebody_told_it(whole: Whole) -> None:
    def made(**told: str) -> dict[str, Any]:
        report = of_library(whole, "1", **told)  # type: ignore[arg-type]
        pairs = [block for block in report.blocks if isinstance(block, Pairs)]
        return {str(label): value for block in pairs for label, value in block.rows} | {"json": report.data["date"]}

    assert "Date" not in made()
    assert made()["json"] is None
    assert (made(date="2026-11-21")["Date"], made(date="2026-11-21")["json"]) == ("2026-11-21", "2026-11-21")


def problems(number: int) -> tuple[Problem, ...]:
    levels = (Severity.NOTE, Severity.WARNING)
    return tuple(Problem("C101", f"wrong {n}", PLACE, levels[n % 2]) for n in range(number))


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (MOST_TOLD, MOST_TOLD), (MOST_TOLD + 5, MOST_TOLD)])
def test_of_many_problems_the_gravest_are_told_and_the_others_counted(number: int, shown: int, whole: Whole) -> None:
    report = of_library(whole._replace(problems=problems(number)), "1")
    lines = [block for block in report.blocks if isinstance(block, Line) and block.whole]
    assert len(lines) == shown
    severities = [cell.text.partition("[")[0] for line in lines for cell in line.cells if isinstance(cell, Mark)]
    assert severities == sorted(severities, key=["warning", "note"].index)
    more = [block for block in report.blocks if isinstance(block, Line) and "more, none graver" in str(block.cells[0])]
    assert len(more) == (number > shown)
    assert len(report.data["problems"]) == number
    every = of_library(whole._replace(problems=problems(number)), "1", full=True)
    assert len([block for block in every.blocks if isinstance(block, Line) and block.whole]) == number


def test_numbers_that_cannot_be_right_are_told_gravest_first(shipped: Library) -> None:
    whole = whole_of(shipped)
    rows = table(whole, "Study").rows
    assert rows
    numbers = next(
        block
        for block in of_library(whole, "1").blocks
        if isinstance(block, Table) and [column.name for column in block.columns][1:2] == ["Check"]
    ).rows
    tones = [cell.tone for row in numbers if isinstance(cell := row[1], Mark)]
    assert tones == sorted(tones, key=[Tone.CRITICAL, Tone.SERIOUS].index)
    assert len(numbers) == len(of_library(whole, "1").data["numbers"])


def test_a_library_without_claims_and_studies_says_so(library_of: Callable[[str], Library]) -> None:
    report = of_library(whole_of(library_of("studies: []")), "1")
    assert report.blocks[0] == Line((Mark("Report on 0 studies and 0 claims", Tone.STRONG),))
    texts = [block.text for block in report.blocks if isinstance(block, Text)]
    assert "None." in texts
    assert not [block for block in report.blocks if isinstance(block, Table)]
    assert report.findings == ()


def test_everything_that_was_looked_at_is_a_subject(whole: Whole) -> None:
    report = of_library(whole, "1")
    assert set(report.subjects) == {"open-2009", "sham-2014", "large-2018", "undone-2012", "treatment-prevents-relapse"}
    assert {finding.study or finding.claim for finding in report.findings} <= set(report.subjects)


def test_a_program_that_reads_rows_gets_everything_under_its_name(whole: Whole) -> None:
    tables = {table.title: table for table in of_library(whole, "1", date="2026").tables}
    assert list(tables) == ["studies", "claims", "numbers", "problems", "about"]
    assert (len(tables["studies"].rows), len(tables["claims"].rows)) == (4, 1)
    about = [(str(name), str(value)) for name, value in tables["about"].rows]
    assert about[:4] == [("Tool", "ccsvi-triage 1"), ("Files", "1"), ("Data", "sha256:0"), ("Date", "2026")]
    assert ("Instrument", "rob2 2019-08-22") in about
    assert about[-1][0] == "Notice"
