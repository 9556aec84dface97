"""What is to be shown at places of files: problems, numbers, judgements, flaws and verdicts as findings."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from ccsvi_triage.model.appraisal import Appraisal, StudyVerdict
from ccsvi_triage.model.finding import Finding as NumberFinding
from ccsvi_triage.model.finding import Fits, Recheck
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES, Problem
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import ClaimVerdict, Concern, Severity, Status
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.of_appraisal import overall_why
from ccsvi_triage.report.of_claim import verdict_words
from ccsvi_triage.report.say import level_word, place_data

GRAVE: Mapping[Concern, Severity] = {Concern.SERIOUS: Severity.WARNING, Concern.CRITICAL: Severity.ERROR}
"""The overall judgements that are findings."""

UNSUPPORTED: Mapping[ClaimVerdict, Severity] = {
    ClaimVerdict.OVERSTATED: Severity.WARNING,
    ClaimVerdict.UNTESTED: Severity.NOTE,
    ClaimVerdict.INCONSISTENT: Severity.WARNING,
    ClaimVerdict.NOT_SUPPORTED: Severity.ERROR,
    ClaimVerdict.CONTRADICTED: Severity.ERROR,
}
"""The verdicts that are findings: all but supported."""

TELLING = (Severity.ERROR, Severity.WARNING)
"""What recomputing must have found of a number to make it a finding."""


def library_findings(
    library: Library,
    problems: Sequence[Problem],
    rechecks: Sequence[Recheck],
    verdicts: Sequence[StudyVerdict],
    judged: Sequence[Synthesis],
) -> Iterator[Finding]:
    """Give every finding of a library: problems, numbers, judgements with the flaws below each, verdicts on claims.

    Args:
        library: The records.
        problems: What is wrong with its files.
        rechecks: What recomputing printed numbers found.
        verdicts: What is said of its studies.
        judged: What is said of its claims.
    """
    yield from problem_findings(problems, library)
    yield from number_findings(rechecks)
    for verdict in verdicts:
        yield from _of_study(verdict)
    for synthesis in judged:
        yield from _of_claim(synthesis)


def problem_findings(problems: Iterable[Problem], library: Library) -> Iterator[Finding]:
    """Give problems of files as findings, each with the study or claim that it stands in, where that could be read."""
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
            key=problem.message if study or claim else f"{problem.place.file}: {problem.message}",
        )


def number_findings(rechecks: Iterable[Recheck]) -> Iterator[Finding]:
    """Give the numbers that cannot be right as findings."""
    for recheck in rechecks:
        study = str(recheck.study.id)
        for found in telling(recheck.findings):
            yield Finding(
                found.check,
                found.severity,
                f"{study}: {found.said}",
                found.place if found.place != NOWHERE else recheck.study.where["id"],
                help=f"triage recheck {study}",
                study=study,
                outcome=found.outcome,
                key=f"{found.about}: {found.said}",
            )


def telling(findings: Iterable[NumberFinding]) -> Iterator[NumberFinding]:
    """Give what was found of numbers that cannot be right; one that nobody can check is none of them."""
    return (found for found in findings if found.severity in TELLING and found.fits is not Fits.CANNOT_TELL)


def _of_study(verdict: StudyVerdict) -> Iterator[Finding]:
    """Give the judgements of a study, and the flaws that are stated of it; a retracted one is told and not judged."""
    study = verdict.study
    if study.status is Status.RETRACTED:
        yield Finding(
            "judgement:retracted",
            Severity.NOTE,
            f"{study.id}: retracted; it is shown and never counted",
            study.where["id"],
            study=str(study.id),
        )
    else:
        for appraisal in verdict.appraisals:
            yield from _judgement(appraisal)
    for flaw in study.flaws:
        detail = f", {flaw.detail}" if flaw.detail else ""
        yield Finding(
            f"flaw:{flaw.code.value}",
            Severity.NOTE,
            f"{study.id}: {flaw.code.value}{detail}",
            flaw.where["code"],
            help=f"triage explain {flaw.code.value}",
            study=str(study.id),
            key=f"{flaw.source} {flaw.locator}".strip(),
        )


def _judgement(appraisal: Appraisal) -> Iterator[Finding]:
    concern, overall, instrument = appraisal.concern, appraisal.overall, appraisal.instrument
    if concern is None or concern not in GRAVE or overall is None:
        return
    study = appraisal.study
    outcome = str(appraisal.outcome.id) if appraisal.outcome is not None else ""
    word = level_word(instrument, overall.final, instrument.overall)
    of = f" for {appraisal.outcome.name}" if appraisal.outcome is not None else ""
    proposed = "" if overall.confirmed else " (proposed from recorded facts; no reviewer has confirmed it)"
    yield Finding(
        f"judgement:{concern.name.lower()}",
        GRAVE[concern],
        f"{study.id}: {word} by {instrument.title}{of}: {overall_why(appraisal, overall)}{proposed}",
        study.where["id"],
        help=f"triage appraise {study.id} --full",
        study=str(study.id),
        outcome=outcome,
        key=f"{instrument.id} {appraisal.sheet.id if appraisal.sheet is not None else ''}".strip(),
    )


def _of_claim(synthesis: Synthesis) -> Iterator[Finding]:
    """Give the verdict on a claim that is not supported, or not decided."""
    claim, decided = synthesis.claim, synthesis.decided
    if decided.final is ClaimVerdict.SUPPORTED:
        return
    if decided.final is None:
        possible = " or ".join(verdict.value.replace("-", " ") for verdict in decided.possible)
        rule, level, said = "claim:open", Severity.NOTE, f"open: {possible}"
    else:
        rule, level = f"claim:{decided.final.value}", UNSUPPORTED[decided.final]
        because = "; ".join(rule.because for rule in decided.deciding)
        said = f"{verdict_words(decided.final)}: {because}" if because else verdict_words(decided.final)
    yield Finding(
        rule,
        level,
        f"{claim.id}: {said}",
        claim.where["id"],
        help=f"triage claim {claim.id} --trace",
        claim=str(claim.id),
    )


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
        "fingerprint": fingerprint,
        "place": place_data(finding.place),
    }
