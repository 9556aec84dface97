"""Findings as a code quality report of GitLab: one list of issues."""

from collections.abc import Iterator
from typing import Any

from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.found import Found, colophon, message_of, ordered, path_of
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_json import encoded
from ccsvi_triage.report.blocks import Report

_SEVERITY = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}
_JUDGEMENTS = ("judgement:", "claim:")


def render(report: Report, page: Page) -> str:
    """Write a report's findings as a list of issues, gravest first; no two have the same fingerprint."""
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write a report's findings issue by issue."""
    told = dict(colophon(report))
    made = ", ".join(
        f"{name} {told[name]}" if name == "data" else told[name] for name in ("tool", "data") if name in told
    )
    found = ordered(report)
    yield "["
    for number, each in enumerate(found):
        yield f"{',' if number else ''}\n  {encoded(_issue(each, made, told.get('notice', ''), page), page, '  ')}"
    yield "\n]\n" if found else "]\n"


def _issue(each: Found, made: str, notice: str, page: Page) -> dict[str, Any]:
    finding = each.finding
    issue: dict[str, Any] = {
        "type": "issue",
        "check_name": finding.rule,
        "description": message_of(finding),
        "fingerprint": each.fingerprint,
        "severity": _SEVERITY[finding.level],
        "location": {"path": clean(path_of(finding, page)), "lines": {"begin": max(finding.place.line, 1)}},
        "engine_name": made,
    }
    if notice and finding.rule.startswith(_JUDGEMENTS):
        issue["content"] = {"body": notice}
    return issue
