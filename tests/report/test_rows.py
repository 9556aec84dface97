"""The tables that reports give to programs have one row a thing, and say what the JSON reports say."""

import csv
import re
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from ccsvi_triage.check.numbers.prose import recheck_text
from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_inventory import of_inventory
from ccsvi_triage.report.of_many import of_many
from ccsvi_triage.report.of_problems import of_problems
from ccsvi_triage.report.of_recheck import of_prose, of_recheck

LibraryOf = Callable[[str], Library]

STUDIES = """
studies:
  - id: hope
    title: Hope
    kind: primary-study
    authors: [Hoper A]
    year: 2009
    question: benefit
    design: single-arm
    control: none
    enrolled: 35
    flaws: [{code: regression-to-mean, basis: inferred}, {code: single-site, basis: inferred}]
    outcomes:
      - id: relapse
        name: Relapse
        results:
          - unit: patients
            arms: {before: {percent: 73, n: 35}, after: {percent: 50, n: 35}}
  - {id: herald, title: H, kind: news}
  - {id: undone, title: U, kind: primary-study, status: retracted, question: benefit, design: single-arm, control: none}
  - {id: veins, title: V, kind: primary-study, question: association, design: case-control}
"""


def rows_of(report: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(render(report, Format.CSV, Page())), strict=True))


def bench_of(library: Library) -> Bench:
    return Bench(library, Shelf(library))


def test_a_listed_study_has_a_row_that_says_what_json_says(library_of: LibraryOf) -> None:
    library = library_of(STUDIES)
    bench = bench_of(library)
    verdicts = [bench.verdict(study) for study in library.studies.values()]
    for grouped in (True, False):
        report = of_inventory(verdicts, 4, "1", bench.readings(verdicts), grouped=grouped)
        for row, study in zip(rows_of(report), report.data["studies"], strict=True):
            for column, key in (("study", "id"), ("year", "year"), ("kind", "kind"), ("status", "status")):
                assert row[column] == str(study[key] or "")
            for column in ("citation", "design", "enrolled", "instrument", "judgement"):
                assert row[column] == str(study[column] or "")
            assert row["flaws"].split() == study["flaws"]
            assert (row["file"], row["line"]) == (study["place"]["file"], str(study["place"]["line"]))
            possible = study["reading"]["possible"]
            assert row["read"] in {possible[0], f"{possible[0]} to {possible[-1]}", "P?"}
            assert row["reason"] == (study["reading"]["because"] or f"open: {', '.join(study['reading']['open'])}")


def test_an_appraised_study_has_a_row_that_says_what_json_says(library_of: LibraryOf) -> None:
    library = library_of(STUDIES)
    bench = bench_of(library)
    verdicts = [bench.verdict(study) for study in library.studies.values()]
    report = of_many(verdicts, library, "1", bench.readings(verdicts))
    rows = {row["study"]: row for row in rows_of(report)}
    assert [rows[name]["judgement"] for name in ("hope", "herald", "undone", "veins")] == [
        "critical", "not judged", "retracted", "open",
    ]  # fmt: skip
    assert [rows[name]["confirmed"] for name in ("hope", "herald", "undone", "veins")] == ["no", "", "", ""]
    assert [rows[name]["notice"][:8] for name in ("hope", "herald", "veins")] == ["", "", "not the "]
    for study in report.data["studies"]:
        row = rows[study["id"]]
        assert row["concern"] == (study["worst_concern"] or "")
        assert row["instrument"] == (study["selection"]["instrument"] or "")
        counted = study["checklist"]
        for column in ("met", "not_met", "not_reported", "open", "not_applicable"):
            assert row[f"checklist_{column}"] == ("" if counted is None else str(counted[column]))
    versions = {one["id"]: one["version"] for one in report.data["instruments"]}
    assert all(row["instrument_version"] == versions.get(row["instrument"], "") for row in rows.values())


def test_a_problem_has_a_row_with_its_place_and_its_mend() -> None:
    problem = Problem("F102", "no such key", Place("data/a.yaml", 3, 5, 3, 9), Severity.WARNING, "did you mean 'x'?")
    report = of_problems([problem], 1, Library({}, {}, {}, {}, {}), "1")
    assert rows_of(report) == [
        {
            "file": "data/a.yaml",
            "line": "3",
            "column": "5",
            "severity": "warning",
            "code": "F102",
            "message": "no such key",
            "hint": "did you mean 'x'?",
        }
    ]
    assert rows_of(of_problems([], 1, Library({}, {}, {}, {}, {}), "1")) == []


def test_a_finding_has_a_row_with_all_that_json_says(library_of: LibraryOf) -> None:
    rechecks = [recheck(study) for study in library_of(STUDIES).studies.values()]
    full, short = of_recheck(rechecks, "1", full=True), of_recheck(rechecks, "1")
    findings = [(study["id"], finding) for study in full.data["studies"] for finding in study["findings"]]
    assert findings
    for row, (study, finding) in zip(rows_of(full), findings, strict=True):
        assert row["study"] == study
        for key in ("outcome", "about", "severity", "verdict", "check", "said", "source", "locator"):
            assert row[key] == finding[key]
        for key in ("shown", "innocent", "missing"):
            assert row[key] == "; ".join(finding[key])
        assert (row["file"], row["line"]) == (finding["place"]["file"], str(finding["place"]["line"]))
    telling = [row for row in rows_of(full) if row["severity"] != "ok" and row["verdict"] != "cannot-tell"]
    assert rows_of(short) == telling
    assert telling


def test_a_finding_in_a_text_has_a_row_with_its_line() -> None:
    text = "Improvement was more frequent, OR 1.85 (95% CI 1.2 to 1.7).\n"
    findings = recheck_text(text, "abstract.txt")
    rows = rows_of(of_prose(findings, "abstract.txt", "1", full=True))
    assert len(rows) == len(findings) > 0
    assert {row["text"] for row in rows} == {"abstract.txt"}
    assert all(row["line"] == "1" for row, found in zip(rows, findings, strict=True) if found.place != NOWHERE)


def test_the_page_on_sharing_reports_names_every_column_in_its_order(library_of: LibraryOf, root: Path) -> None:
    library = library_of(STUDIES)
    bench = bench_of(library)
    verdicts = [bench.verdict(study) for study in library.studies.values()]
    readings = bench.readings(verdicts)
    page = (root / "docs" / "how-to" / "share-a-report.md").read_text(encoding="utf-8")
    for command, report in (
        ("list", of_inventory(verdicts, 4, "1", readings)),
        ("appraise --all", of_many(verdicts, library, "1", readings)),
        ("recheck", of_recheck([recheck(verdict.study) for verdict in verdicts], "1")),
        ("lint", of_problems([], 1, library, "1")),
    ):
        (told,) = re.findall(rf"^\| `{command}` \| [a-z]+ \| (.*) \|$", page, flags=re.MULTILINE)
        named = re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", told))
        assert named == render(report, Format.CSV, Page()).splitlines()[0].split(",")
