"""What the formats share that show findings at places of files."""

import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Finding, Report
from ccsvi_triage.report.findings import fingerprints, worst_first


class Found(NamedTuple):
    """A finding, and what it is known by from one run to the next."""

    finding: Finding
    fingerprint: str


def ordered(report: Report) -> list[Found]:
    """Give the findings of a report, gravest first; those of one level stay in their order."""
    marks = fingerprints(report.findings)
    return [Found(report.findings[number], marks[number]) for number in worst_first(report.findings)]


def path_of(finding: Finding, page: Page) -> str:
    """Give the name of a finding's file as a service counts it: with slashes, and from its root where it lies below.

    A file that lies outside keeps the name by which it was read; a finding without a file is one of the folder.
    """
    file = finding.place.file
    if not file or not page.here:
        return file or "."
    whole = os.path.normpath(os.path.join(page.here, file))
    for folder in (page.root, page.here):
        if folder and whole.startswith(folder.rstrip(os.sep) + os.sep):
            return whole[len(folder.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return file.replace(os.sep, "/")


def message_of(finding: Finding) -> str:
    """Give what a finding says and what to do about it, in one line."""
    said = clean(finding.message).strip()
    hint = clean(finding.help).strip()
    return f"{said} ({hint})" if hint else said


def colophon(report: Report) -> Iterator[tuple[str, str]]:
    """Say by what a report was made: tool, files and instruments with their versions; and that no form is official."""
    data: Any = report.data
    tool = data.get("tool")
    if tool:
        yield "tool", f"{tool['name']} {tool['version']}"
    if data.get("data"):
        yield "data", str(data["data"]["version"])
    if data.get("date"):
        yield "date", str(data["date"])
    for instrument in data.get("instruments", ()):
        yield "instrument", f"{instrument['id']} {instrument['version']}"
    if data.get("notice"):
        yield "notice", str(data["notice"])
