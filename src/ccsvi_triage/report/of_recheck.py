"""What recomputing printed numbers found, told as a report."""

from collections.abc import Iterator, Sequence
from typing import Any

from ccsvi_triage.model.finding import Finding, Fits, Recheck
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Divider,
    Each,
    Line,
    Mark,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.blocks import Finding as Shown
from ccsvi_triage.report.findings import number_findings
from ccsvi_triage.report.say import cite, place_data

TONE = {
    Severity.ERROR: Tone.CRITICAL,
    Severity.WARNING: Tone.SERIOUS,
    Severity.NOTE: Tone.SOME,
    Severity.INFO: Tone.OPEN,
    Severity.OK: Tone.GOOD,
}
_COLUMNS = (Column("Severity", whole=True), Column("Check", whole=True), Column("What was found"))
_MOST_TOLD = 3
CAVEAT = (
    "A number that cannot be so as printed says that something is missing or misprinted, in the paper or in the file; "
    "it says nothing of why."
)


def of_recheck(rechecks: Sequence[Recheck], version: str, *, full: bool = False) -> Report:
    """Tell what recomputing found, study by study.

    Args:
        rechecks: The studies with their findings, in the order in which they are shown.
        version: The tool's version.
        full: Whether numbers that come out as printed, and those that nobody can check, are shown one by one.
    """
    blocks: list[Block] = []
    shown = 0
    for recheck in rechecks:
        table = _table(recheck, full=full)
        if not table.rows and len(rechecks) > 1:
            continue
        blocks += [Divider()] if shown else []
        blocks += _of_study(recheck, table)
        shown += 1
    if len(rechecks) > 1:
        blocks += [Divider()] if shown else []
        blocks.append(Text(_summary([f for recheck in rechecks for f in recheck.findings], len(rechecks))))
    if any(_telling(finding) for recheck in rechecks for finding in recheck.findings):
        blocks.append(Text(CAVEAT, Tone.MUTED))
    title = f"Printed numbers of {len(rechecks)} studies, recomputed" if len(rechecks) > 1 else ""
    found = [(str(recheck.study.id), finding) for recheck in rechecks for finding in recheck.findings]
    table = rows_table("study", found, full=full)
    subjects = tuple(str(recheck.study.id) for recheck in rechecks)
    return Report(tuple(blocks), _data(rechecks, version), title, (table,), tuple(_shown(rechecks)), subjects)


def _shown(rechecks: Sequence[Recheck]) -> Iterator[Shown]:
    for recheck in rechecks:
        yield from number_findings(recheck.findings, str(recheck.study.id), recheck.study.where["id"])


def of_prose(findings: Sequence[Finding], name: str, version: str, *, full: bool = False) -> Report:
    """Tell what was found in a text.

    Args:
        findings: The findings, in the order of the text.
        name: What the text is called.
        version: The tool's version.
        full: Whether numbers that come out, and those that nobody can check, are shown too.
    """
    rows = [row for finding in findings if full or _worth_showing(finding) for row in _rows(finding)]
    blocks: list[Block] = [Line((Mark(name, Tone.STRONG),))]
    if rows:
        blocks.append(Table("", _COLUMNS, tuple(rows)))
    blocks.append(Text(_summary(findings, None), under=bool(rows)))
    if any(_telling(finding) for finding in findings):
        blocks.append(Text(CAVEAT, Tone.MUTED))
    data = {
        "schema": f"ccsvi-triage/prose/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "text": name,
        "counts": _counts(findings),
        "findings": [finding_data(finding) for finding in findings],
    }
    table = rows_table("text", [(name, finding) for finding in findings], full=full)
    place = Place(name, 1, 1, 1, 1)
    return Report(tuple(blocks), data, tables=(table,), findings=tuple(number_findings(findings, place=place)))


_ROWS = (
    *("outcome", "about", "severity", "verdict", "check", "said", "shown", "innocent", "missing", "source", "locator"),
    *("file", "line", "column"),
)


def rows_table(of: str, found: Sequence[tuple[str, Finding]], *, full: bool) -> Table:
    """Tell findings to a program, one row each.

    Args:
        of: What the findings are of, the name of the first column.
        found: The findings, each with what it is of.
        full: Those too that the report for people leaves out.
    """
    rows = tuple((name, *_rows_cells(finding)) for name, finding in found if full or _worth_showing(finding))
    return Table("", tuple(Column(name) for name in (of, *_ROWS)), rows)


def _rows_cells(finding: Finding) -> Iterator[Cell]:
    yield from (finding.outcome, finding.about, finding.severity.value, finding.fits.value, finding.check, finding.said)
    yield from ("; ".join(said) for said in (finding.shown, finding.innocent, finding.missing))
    yield from (finding.source, finding.locator)
    known = finding.place != NOWHERE
    yield from (finding.place.file, str(finding.place.line), str(finding.place.column)) if known else ("", "", "")


def _worth_showing(finding: Finding) -> bool:
    return finding.severity is not Severity.OK and finding.fits is not Fits.CANNOT_TELL


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    return {severity.value: sum(finding.severity is severity for finding in findings) for severity in Severity}


def _of_study(recheck: Recheck, table: Table) -> Iterator[Block]:
    yield Line((Mark(cite(recheck.study), Tone.STRONG),), Mark(recheck.study.id, Tone.CODE))
    if table.rows:
        yield table
    yield Text(_summary(recheck.findings, None), under=bool(table.rows))


def _table(recheck: Recheck, *, full: bool) -> Table:
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    last = None
    for finding in recheck.findings:
        if not full and not _worth_showing(finding):
            continue
        heading = _heading(recheck.study, finding)
        if heading != last:
            sections.append((len(rows), heading))
            last = heading
        rows += _rows(finding)
    return Table("", _COLUMNS, tuple(rows), sections=tuple(sections))


def _heading(study: Study, finding: Finding) -> str:
    names: dict[str, str] = {outcome.id: outcome.name for outcome in study.outcomes}
    parts = [names.get(finding.outcome, finding.outcome) or "The whole study", finding.about]
    return " \u00b7 ".join(part for part in parts if part)


def _rows(finding: Finding) -> Iterator[tuple[Cell, ...]]:
    """Give a finding and, under it, the arithmetic, what may explain it, and where the number stands."""
    yield Mark(finding.severity.value, TONE[finding.severity]), Mark(finding.check, Tone.CODE), finding.said
    for line in finding.shown:
        yield "", "", Mark(line, Tone.MUTED)
    if finding.innocent:
        yield "", "", f"may be: {'; '.join(finding.innocent)}"
    if finding.missing:
        yield "", "", f"missing: {', '.join(finding.missing)}"
    yield "", "", Mark(_where(finding), Tone.MUTED)


def _where(finding: Finding) -> str:
    printed = ", ".join(part for part in (finding.source, finding.locator) if part)
    return f"{finding.place}" + (f" (printed in {printed})" if printed else "")


def _telling(finding: Finding) -> bool:
    return finding.severity in {Severity.ERROR, Severity.WARNING}


def _summary(findings: Sequence[Finding], studies: int | None) -> str:
    """Count what was found; a number that nobody can check is no number that comes out."""
    unknown = sum(finding.fits is Fits.CANNOT_TELL for finding in findings)
    told = [finding for finding in findings if finding.fits is not Fits.CANNOT_TELL]
    words = {
        Severity.ERROR: ("error", "errors"),
        Severity.WARNING: ("warning", "warnings"),
        Severity.NOTE: ("note", "notes"),
        Severity.INFO: ("remark", "remarks"),
        Severity.OK: ("comes out", "come out"),
    }
    parts = []
    for severity, (one, many) in words.items():
        number = sum(finding.severity is severity for finding in told)
        if number:
            parts.append(f"{number} {one if number == 1 else many}")
    if unknown:
        parts.append(f"{unknown} cannot be told")
    checks = f"{len(findings)} {'check' if len(findings) == 1 else 'checks'}"
    where = "" if studies is None else f" on {studies} studies"
    return f"{checks}{where}: {', '.join(parts)}" if findings else f"No printed number{where} that could be checked"


def numbers_pairs(recheck: Recheck) -> Iterator[tuple[Cell, Cell]]:
    """Tell in an appraisal which numbers cannot be right, gravest first; nothing where nothing could be checked."""
    checked = [finding for finding in recheck.findings if finding.fits is not Fits.CANNOT_TELL]
    telling = sorted(filter(_telling, checked), key=lambda finding: list(Severity).index(finding.severity))
    label = "Numbers"
    for finding in telling[:_MOST_TOLD]:
        yield label, f"{finding.said} ({finding.check})"
        label = ""
    more = len(telling) - _MOST_TOLD
    if telling:
        others = f"and {more} more: " if more > 0 else ""
        yield "", f"{others}the arithmetic, and what may explain it: triage recheck {recheck.study.id}"
    elif checked:
        checks = "1 check" if len(checked) == 1 else f"{len(checked)} checks"
        yield label, f"{checks} of printed numbers, and none that cannot be right"


def finding_data(finding: Finding) -> dict[str, Any]:
    """Give a finding for machines."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "verdict": finding.fits.value,
        "said": finding.said,
        "outcome": finding.outcome,
        "about": finding.about,
        "shown": list(finding.shown),
        "innocent": list(finding.innocent),
        "missing": list(finding.missing),
        "source": finding.source,
        "locator": finding.locator,
        "place": place_data(finding.place),
    }


def _data(rechecks: Sequence[Recheck], version: str) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/recheck/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "studies": Each(rechecks, _study_data),
    }


def _study_data(recheck: Recheck) -> dict[str, Any]:
    return {
        "id": str(recheck.study.id),
        "counts": _counts(recheck.findings),
        "findings": [finding_data(finding) for finding in recheck.findings],
    }
