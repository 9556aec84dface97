"""Findings as SARIF 2.1.0, which code scanning services and editors read.

The fields are those that GitHub asks for. A finding is known again by its fingerprint, which no line takes part in.
Nothing is a matter of security here, so that no severity of that kind is given.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ccsvi_triage.model.place import Place
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.found import Found, colophon, message_of, ordered, path_of
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_json import encoded
from ccsvi_triage.report.blocks import Report, RulePage

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000
"""A run with more is refused by GitHub."""
_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of signs that stand for no byte of a name."""
_STEP = "  "


def render(report: Report, page: Page) -> str:
    """Write a report's findings as one run, gravest first."""
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write a report's findings as one run, piece by piece."""
    found = ordered(report)
    shown = found[:MOST_RESULTS]
    ids = {rule: number for number, rule in enumerate(sorted({each.finding.rule for each in shown}))}
    run: dict[str, Any] = {
        "tool": {"driver": _driver(report, ids, shown)},
        "automationDetails": {"id": f"{_kind(report)}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(len(found) - len(shown))],
        "properties": _properties(report),
    }
    head = {"$schema": SCHEMA, "version": "2.1.0"}
    yield "{\n" + "".join(f"{_STEP}{encoded(name, page)}: {encoded(value, page)},\n" for name, value in head.items())
    yield f'{_STEP}"runs": [\n{_STEP * 2}{{\n'
    for name, value in run.items():
        yield f"{_STEP * 3}{encoded(name, page)}: {encoded(value, page, _STEP * 3)},\n"
    yield f'{_STEP * 3}"results": ['
    for number, each in enumerate(shown):
        result = _result(each, ids[each.finding.rule], page)
        yield f"{',' if number else ''}\n{_STEP * 4}{encoded(result, page, _STEP * 4)}"
    yield f"{chr(10) + _STEP * 3 if shown else ''}]\n{_STEP * 2}}}\n{_STEP}]\n}}\n"


def _kind(report: Report) -> str:
    """Name the report, so that a service keeps several of one commit apart."""
    kind = str(report.data.get("schema", "")).split("/")
    return f"ccsvi-triage/{kind[1]}" if len(kind) > 1 else "ccsvi-triage"


def _driver(report: Report, ids: dict[str, int], shown: Sequence[Found]) -> dict[str, Any]:
    levels = {each.finding.rule: each.finding.level for each in reversed(shown)}
    tool: Any = report.data.get("tool", {})
    return {
        "name": "ccsvi-triage",
        "semanticVersion": str(tool.get("version", "")),
        "rules": [_rule(rule, report.rules.get(rule), levels[rule]) for rule in ids],
    }


def _rule(rule: str, page: RulePage | None, level: Severity) -> dict[str, Any]:
    word = rule.rpartition(":")[2]
    told = page or RulePage(rule, rule, f"triage explain {word}")
    return {
        "id": rule,
        "shortDescription": {"text": _sentence(told.title)},
        "fullDescription": {"text": _sentence(told.about)},
        "help": {"text": _sentence(told.help)},
        "defaultConfiguration": {"level": _LEVEL[level]},
        "properties": {"tags": ["evidence-appraisal", *([rule.partition(":")[0]] if ":" in rule else [])]},
    }


def _sentence(text: str) -> str:
    said = clean(text).strip()
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _invocation(more: int) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": True}
    if more:
        said = f"{more} findings more, none graver than those shown, are left out: a run holds {MOST_RESULTS} at most."
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": said}}]
    return invocation


def _properties(report: Report) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, value in colophon(report):
        if name == "instrument":
            told.setdefault("instruments", []).append(value)
        else:
            told[name] = value
    return told


def _result(each: Found, index: int, page: Page) -> dict[str, Any]:
    finding = each.finding
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(path_of(finding, page))}}
    region = _region(finding.place)
    if region:
        location["region"] = region
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVEL[finding.level],
        "message": {"text": _sentence(message_of(finding))},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"primaryLocationLineHash": each.fingerprint},
    }
    if finding.waived:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": _sentence(finding.waived)}
        ]
    return result


def _region(place: Place) -> dict[str, int]:
    """Give a place as a region; one whose end nobody knows has its beginning alone."""
    if place.line < 1:
        return {}
    region = {"startLine": place.line, "startColumn": max(place.column, 1)}
    if (place.end_line, place.end_column) > (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": max(place.end_column, 1)}
    return region


def _uri(path: str) -> str:
    """Write the name of a file as a relative reference; one that begins with a slash is an address of this machine."""
    raw = _NO_BYTE.sub("\ufffd", path).encode("utf-8", "surrogateescape")
    plain = "".join(chr(sign) if sign in _PLAIN else f"%{sign:02X}" for sign in raw)
    return f"file://{plain}" if plain.startswith("/") else plain
