"""Findings as annotations of a GitHub workflow: the one format that speaks to the runner.

Every line that is a command is one that this module made. What a file says stands in it with the signs escaped that
would end it.
"""

from collections import Counter
from collections.abc import Iterator

from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.found import Found, colophon, message_of, ordered, path_of
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report

MOST_SHOWN = 10
"""Of a kind, so many annotations of one step are shown; the log holds them all."""
_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(report: Report, page: Page) -> str:
    """Write a report's findings as annotations, gravest first, and last how many more there are than are shown."""
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write a report's findings as annotations, line by line."""
    found = ordered(report)
    counted = Counter(each.finding.level for each in found)
    summary = _summary(counted)
    told = any(counted[level] > MOST_SHOWN for level in _COMMAND)
    for each in found:
        if told and each.finding.level is Severity.NOTE:  # before the notices, of which only the first are shown
            yield f"::notice title=triage::{_data(summary, page)}\n"
            told = False
        yield f"{_annotation(each, page)}\n"
    if told:
        yield f"::notice title=triage::{_data(summary, page)}\n"
    for name, value in colophon(report):
        yield disarm(fit(clean(f"triage: {name}: {value}"), ascii_only=page.ascii), ascii_only=page.ascii) + "\n"
    yield f"triage: {summary}\n"


def _summary(counted: Counter[Severity]) -> str:
    parts = [_counted(counted[level], level.value) for level in _COMMAND if counted[level]]
    more = [_counted(counted[level] - MOST_SHOWN, level.value) for level in _COMMAND if counted[level] > MOST_SHOWN]
    said = ", ".join(parts) or "no findings"
    if not more:
        return said
    return f"{said}; GitHub shows about {MOST_SHOWN} of a kind for a step, and the log has {', '.join(more)} more"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _annotation(each: Found, page: Page) -> str:
    finding, place = each.finding, each.finding.place
    properties = {"file": path_of(finding, page)}
    if place.line > 0:
        properties |= {"line": str(place.line)}
        if place.end_line == place.line and place.end_column > place.column > 0:
            properties |= {"endLine": str(place.line), "col": str(place.column), "endColumn": str(place.end_column)}
        elif place.column > 0:
            properties |= {"col": str(place.column)}
    properties["title"] = finding.rule
    listed = ",".join(f"{name}={_property(value, page)}" for name, value in properties.items())
    return f"::{_COMMAND[finding.level]} {listed}::{_data(message_of(finding), page)}"


def _property(text: str, page: Page) -> str:
    return _plain(text, page).translate(_PROPERTY)


def _data(text: str, page: Page) -> str:
    return _plain(text, page).translate(_DATA)


def _plain(text: str, page: Page) -> str:
    """Clean a text; the older form of a command, which counts anywhere in a line, is parted in it."""
    return disarm(fit(clean(text), ascii_only=page.ascii), ascii_only=page.ascii)
