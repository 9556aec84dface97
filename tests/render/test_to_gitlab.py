"""GitLab's code quality report: a list of issues of the form that GitLab documents."""

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.found import ordered
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_gitlab import render
from ccsvi_triage.report.blocks import Finding, Report

SCHEMA = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "type": {"const": "issue"},
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\./"}},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)
"""After the table of GitLab's documentation on implementing a custom tool."""


@settings(max_examples=40)
@given(st.data())
def test_every_issue_has_what_gitlab_reads_and_a_mark_of_its_own(
    found: st.SearchStrategy[Report], commands_in: Callable[[str], list[str]], data: st.DataObject
) -> None:
    report = data.draw(found.filter(lambda drawn: all(f.rule and f.message.strip() for f in drawn.findings)))
    text = render(report, Page())
    issues = json.loads(text)
    assert [error.message for error in SCHEMA.iter_errors(issues) if "./" not in error.message] == []
    assert [issue["check_name"] for issue in issues] == [each.finding.rule for each in ordered(report)]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert not text.startswith("\ufeff")
    assert not commands_in(text)


def test_the_level_becomes_a_severity_and_a_place_that_nobody_knows_the_first_line(
    finding: Callable[..., Finding],
) -> None:
    findings = [finding(level=level, place=NOWHERE) for level in (Severity.NOTE, Severity.WARNING, Severity.ERROR)]
    issues = json.loads(render(Report((), {}, findings=tuple(findings)), Page()))
    assert [issue["severity"] for issue in issues] == ["critical", "major", "info"]
    assert issues[0]["location"] == {"path": ".", "lines": {"begin": 1}}


def test_an_empty_report_is_an_empty_list() -> None:
    assert json.loads(render(Report((), {}), Page())) == []


def test_a_judgement_says_that_it_is_no_official_form(finding: Callable[..., Finding]) -> None:
    data = {"tool": {"name": "ccsvi-triage", "version": "1"}, "data": {"version": "sha256:0"}, "notice": "no form"}
    findings = (finding(rule="judgement:critical"), finding())
    judged, problem = json.loads(render(Report((), data, findings=findings), Page()))
    assert judged["content"] == {"body": "no form"}
    assert "content" not in problem
    assert problem["engine_name"] == "ccsvi-triage 1, data sha256:0"
