"""Problems of files and numbers that cannot be right, as findings; and what any finding is known by."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from ccsvi_triage.model.finding import Finding as NumberFinding
from ccsvi_triage.model.finding import Fits
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES, Problem
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.say import place_data

TELLING = (Severity.ERROR, Severity.WARNING)
"""What recomputing must have found of a number to make it a finding."""


def problem_findings(problems: Iterable[Problem], library: Library, folder: str = "") -> Iterator[Finding]:
    """Give problems of files as findings, each with the study or claim that it stands in, where that could be read.

    Args:
        problems: What is wrong with the files.
        library: What could be read of them.
        folder: The library's folder as places show it, so that a file is known by its name from there on.
    """
    owners = _Owners(library)
    for problem in problems:
        study, claim = owners.at(problem)
        yield Finding(
            problem.code,
            problem.severity,
            problem.message,
            problem.place,
            help=problem.hint,
            study=study,
            claim=claim,
            key=problem.message if study or claim else f"{_below(problem.place.file, folder)}: {problem.message}",
        )


def _below(file: str, folder: str) -> str:
    """Name a file from the library's folder on, wherever a run stands; one that is the library by its own name."""
    return file.rpartition("/")[2] if file == folder else file.removeprefix(f"{folder}/")


def number_findings(found: Iterable[NumberFinding], study: str = "", place: Place = NOWHERE) -> Iterator[Finding]:
    """Give the numbers that cannot be right as findings.

    Args:
        found: What recomputing found.
        study: The id of the study that prints them; empty for a text that is none.
        place: Where to show a number whose own place nobody knows.
    """
    for one in telling(found):
        yield Finding(
            one.check,
            one.severity,
            f"{study}: {one.said}" if study else one.said,
            one.place if one.place != NOWHERE else place,
            help=f"triage recheck {study}" if study else f"triage explain {one.check}",
            study=study,
            outcome=one.outcome,
            key=f"{one.about}: {one.said}",
        )


def telling(findings: Iterable[NumberFinding]) -> Iterator[NumberFinding]:
    """Give what was found of numbers that cannot be right; one that nobody can check is none of them."""
    return (found for found in findings if found.severity in TELLING and found.fits is not Fits.CANNOT_TELL)


class _Span(NamedTuple):
    """Where a record ends, and whose it is."""

    end: int
    study: str
    claim: str


class _Owners:
    """Which study or claim the lines of files are about."""

    def __init__(self, library: Library) -> None:
        spans: dict[str, list[tuple[int, _Span]]] = {}
        for study in library.studies.values():
            place = study.where.record
            spans.setdefault(place.file, []).append((place.line, _Span(place.end_line, str(study.id), "")))
        for sheet in library.sheets.values():
            place = sheet.where.record
            spans.setdefault(place.file, []).append((place.line, _Span(place.end_line, str(sheet.study), "")))
        for claim in library.claims.values():
            place = claim.where.record
            spans.setdefault(place.file, []).append((place.line, _Span(place.end_line, "", str(claim.id))))
        self._spans = {file: sorted(listed) for file, listed in spans.items()}
        self._starts = {file: [line for line, _ in listed] for file, listed in self._spans.items()}

    def at(self, problem: Problem) -> tuple[str, str]:
        """Give the study and the claim in whose record a problem stands; each may be empty."""
        place = problem.place
        at = bisect_right(self._starts.get(place.file, ()), place.line) - 1
        if at < 0:
            return "", ""
        _, span = self._spans[place.file][at]
        return (span.study, span.claim) if place.line <= span.end else ("", "")


def fingerprints(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Give what each finding is known by from one run to the next, in the order of the findings.

    It comes from the rule, the study, outcome or claim, and from what tells the finding from others of its rule there:
    never from a line, so that lines that are added above it change nothing. No two of a run are the same; those that
    nothing tells apart are counted.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        known = (finding.rule, finding.study, finding.outcome, finding.claim, finding.key)
        seen[known] += 1
        made.append(sha256("\x1f".join((*known, str(seen[known]))).encode("utf-8", "replace")).hexdigest()[:32])
    return tuple(made)


_STEP = {severity: step for step, severity in enumerate(PROBLEM_SEVERITIES)}


def worst_first(findings: Sequence[Finding]) -> list[int]:
    """Give the numbers of findings, gravest first; those of one level stay in their order."""
    return sorted(range(len(findings)), key=lambda number: _STEP[findings[number].level])


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Count findings by level."""
    found = Counter(finding.level for finding in findings)
    return {severity.value: found[severity] for severity in PROBLEM_SEVERITIES}


def finding_data(finding: Finding, fingerprint: str) -> dict[str, Any]:
    """Give a finding for JSON."""
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "message": finding.message,
        "help": finding.help,
        "study": finding.study or None,
        "outcome": finding.outcome or None,
        "claim": finding.claim or None,
        "waived": finding.waived or None,
        "fingerprint": fingerprint,
        "place": place_data(finding.place),
    }
