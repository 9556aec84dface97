"""Everything that is said of a library, as findings: problems, numbers, judgements, flaws and verdicts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccsvi_triage.logic.gate import INCOMPLETE, OPEN
from ccsvi_triage.model.appraisal import Appraisal, Origin, StudyVerdict
from ccsvi_triage.model.finding import Recheck
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import ClaimVerdict, Concern, Severity, Status
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.findings import number_findings, problem_findings
from ccsvi_triage.report.judgement import PROPOSED, overall_why
from ccsvi_triage.report.of_claim import verdict_words
from ccsvi_triage.report.say import level_word

GRAVE: Mapping[Concern, Severity] = {Concern.SERIOUS: Severity.WARNING, Concern.CRITICAL: Severity.WARNING}
"""The overall judgements that are findings; a damning one is a result and no error, until somebody makes it a gate."""

UNSUPPORTED: Mapping[ClaimVerdict, Severity] = {
    ClaimVerdict.OVERSTATED: Severity.WARNING,
    ClaimVerdict.UNTESTED: Severity.NOTE,
    ClaimVerdict.INCONSISTENT: Severity.WARNING,
    ClaimVerdict.NOT_SUPPORTED: Severity.WARNING,
    ClaimVerdict.CONTRADICTED: Severity.WARNING,
}
"""The verdicts that are findings: all but supported."""


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
    for recheck in rechecks:
        yield from number_findings(recheck.findings, str(recheck.study.id), recheck.study.where["id"])
    for verdict in verdicts:
        yield from study_findings(verdict)
    for synthesis in judged:
        yield from claim_findings(synthesis)


def unshown(verdicts: Iterable[StudyVerdict], judged: Iterable[Synthesis]) -> Iterator[Finding]:
    """Give what no report shows as a finding, and a gate may look at: what is mild, open or supported."""
    for verdict in verdicts:
        if verdict.study.status is Status.RETRACTED:
            continue
        for appraisal in verdict.appraisals:
            if appraisal.concern is Concern.SOME:
                yield from _judgement(appraisal, {Concern.SOME: Severity.NOTE})
            if not appraisal.complete:
                yield _incomplete(appraisal)
    for synthesis in judged:
        if synthesis.decided.final is ClaimVerdict.SUPPORTED:
            yield _verdict(synthesis, f"claim:{ClaimVerdict.SUPPORTED.value}", Severity.NOTE, "SUPPORTED")


def study_findings(verdict: StudyVerdict) -> Iterator[Finding]:
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


def _judgement(appraisal: Appraisal, levels: Mapping[Concern, Severity] = GRAVE) -> Iterator[Finding]:
    concern, overall, instrument = appraisal.concern, appraisal.overall, appraisal.instrument
    if concern is None or concern not in levels or overall is None:
        return
    study = appraisal.study
    word = level_word(instrument, overall.final, instrument.overall)
    of = f" for {appraisal.outcome.name}" if appraisal.outcome is not None else ""
    proposed = "" if overall.confirmed else f" ({PROPOSED})"
    yield Finding(
        f"judgement:{concern.name.lower()}",
        levels[concern],
        f"{study.id}: {word} by {instrument.title}{of}: {overall_why(appraisal, overall)}{proposed}",
        study.where["id"],
        help=f"triage appraise {study.id} --full",
        study=str(study.id),
        outcome=_outcome(appraisal),
        key=_judged_by(appraisal),
    )


def _incomplete(appraisal: Appraisal) -> Finding:
    study = appraisal.study
    questions = [each.question.id for j in appraisal.judgements for each in j.answers if each.origin is Origin.OPEN]
    said = f"open: {', '.join(questions)}" if questions else "a judgement that a person has to give is open"
    return Finding(
        INCOMPLETE,
        Severity.NOTE,
        f"{study.id}: {appraisal.instrument.title}: {said}",
        study.where["id"],
        help=f"triage appraise {study.id} --full",
        study=str(study.id),
        outcome=_outcome(appraisal),
        key=_judged_by(appraisal),
    )


def _outcome(appraisal: Appraisal) -> str:
    return str(appraisal.outcome.id) if appraisal.outcome is not None else ""


def _judged_by(appraisal: Appraisal) -> str:
    return f"{appraisal.instrument.id} {appraisal.sheet.id if appraisal.sheet is not None else ''}".strip()


def claim_findings(synthesis: Synthesis) -> Iterator[Finding]:
    """Give the verdict on a claim that is not supported, or not decided."""
    decided = synthesis.decided
    if decided.final is ClaimVerdict.SUPPORTED:
        return
    if decided.final is None:
        possible = " or ".join(verdict.value.replace("-", " ") for verdict in decided.possible)
        rule, level, said = OPEN, Severity.NOTE, f"open: {possible}"
    else:
        rule, level = f"claim:{decided.final.value}", UNSUPPORTED[decided.final]
        because = "; ".join(rule.because for rule in decided.deciding)
        said = f"{verdict_words(decided.final)}: {because}" if because else verdict_words(decided.final)
    if synthesis.claim.ruling is not None:
        said += f"; beside it {synthesis.claim.ruling.by} gives {verdict_words(synthesis.claim.ruling.verdict)}"
    yield _verdict(synthesis, rule, level, said)


def _verdict(synthesis: Synthesis, rule: str, level: Severity, said: str) -> Finding:
    claim = synthesis.claim
    return Finding(
        rule,
        level,
        f"{claim.id}: {said}",
        claim.where["id"],
        help=f"triage claim {claim.id} --trace",
        claim=str(claim.id),
    )
