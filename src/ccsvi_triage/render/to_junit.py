"""Findings as a JUnit report: a suite for each study and claim, a case for each finding.

An error or a warning fails its case, a note is a case that was skipped, and what was looked at without a finding is a
case that passed. The form is the strict one, which Jenkins takes.
"""

from collections.abc import Iterator
from itertools import count

from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.clean import clean, disarm
from ccsvi_triage.render.found import colophon, message_of, path_of
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Finding, Report

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_NOTHING = "nothing found"
_FAILS = (Severity.ERROR,)


def render(report: Report, page: Page) -> str:
    """Write a report's findings as suites of cases."""
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write a report's findings suite by suite."""
    suites = _suites(report, page)
    tests = sum(len(findings) or 1 for findings in suites.values())
    failures = sum(_failures(findings) for findings in suites.values())
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f'<testsuites name="ccsvi-triage" tests="{tests}" failures="{failures}" errors="0">\n'
    if any(True for _ in colophon(report)):
        yield _shown('  <testsuite name="triage" tests="0" failures="0" errors="0" skipped="0">\n', page)
        yield "".join(_shown(line, page) for line in _properties(report))
        yield "  </testsuite>\n"
    for name, findings in suites.items():
        yield "".join(_shown(line, page) for line in _suite(name, findings, page))
    yield "</testsuites>\n"


def _suites(report: Report, page: Page) -> dict[str, list[Finding]]:
    """Put the findings with what they are about; those of a file that are about neither study nor claim with it."""
    suites: dict[str, list[Finding]] = {name: [] for name in report.subjects}
    for finding in report.findings:
        suites.setdefault(finding.study or finding.claim or path_of(finding, page), []).append(finding)
    return suites


def _failures(findings: list[Finding]) -> int:
    return sum(finding.level in _FAILS for finding in findings)


def _properties(report: Report) -> Iterator[str]:
    yield "    <properties>\n"
    for name, value in colophon(report):
        yield f'      <property name="{name}" value="{_escape(value)}"/>\n'
    yield "    </properties>\n"


def _suite(name: str, findings: list[Finding], page: Page) -> Iterator[str]:
    failures = _failures(findings)
    skipped = len(findings) - failures
    counts = f'tests="{len(findings) or 1}" failures="{failures}" errors="0" skipped="{skipped}"'
    yield f'  <testsuite name="{_escape(name)}" {counts}>\n'
    names: set[str] = set()
    for finding in findings:
        yield from _case(name, finding, names, page)
    if not findings:
        yield f'    <testcase classname="{_escape(name)}" name="{_NOTHING}"/>\n'
    yield "  </testsuite>\n"


def _case(suite: str, finding: Finding, names: set[str], page: Page) -> Iterator[str]:
    place, path = finding.place, path_of(finding, page)
    named = _named(finding, names)
    names.add(named)
    where = f' file="{_escape(path)}" line="{max(place.line, 1)}"' if page.file_attribute else ""
    yield f'    <testcase classname="{_escape(suite)}" name="{_escape(named)}"{where}>\n'
    said = _escape(message_of(finding))
    if finding.level in _FAILS:
        yield f'      <failure type="{finding.level.value}" message="{said}">'
        yield f"{_escape(path)}:{place.line}:{place.column}: {finding.level.value}[{_escape(finding.rule)}]</failure>\n"
    else:
        yield f'      <skipped message="{said}"/>\n'
    yield "    </testcase>\n"


def _named(finding: Finding, names: set[str]) -> str:
    """Name a case by its rule and outcome; of several such cases each has a number, since equal names are dropped."""
    name = f"{finding.rule} {finding.outcome}".strip()
    again = (f"{name} ({number})" for number in count(2))
    return name if name not in names else next(other for other in again if other not in names)


def _escape(text: str) -> str:
    return clean(text).strip().translate(_ESCAPES)


def _shown(line: str, page: Page) -> str:
    """Disarm a line; where only ASCII can be shown, other signs are written as references."""
    safe = disarm(line)
    return safe.encode("ascii", "xmlcharrefreplace").decode("ascii") if page.ascii else safe
