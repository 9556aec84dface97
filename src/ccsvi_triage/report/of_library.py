"""A whole library told as one report."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ccsvi_triage.model.appraisal import Reading, StudyVerdict
from ccsvi_triage.model.finding import Recheck
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES, Problem
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import ClaimVerdict, Concern, Status
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Each, Finding, Report, Tone
from ccsvi_triage.report.findings import TELLING, counts, finding_data, fingerprints, library_findings, telling
from ccsvi_triage.report.of_appraisal import (
    NOT_OFFICIAL,
    instruments_data,
    judgement_mark,
    source_words,
    sources_used,
    studies_data,
)
from ccsvi_triage.report.of_claim import NOTICE as OF_CLAIMS
from ccsvi_triage.report.of_claim import claims_data
from ccsvi_triage.report.of_recheck import finding_data as number_data
from ccsvi_triage.report.say import problem_data


class Files(NamedTuple):
    """The files of a library.

    Attributes:
        number: How many there are.
        version: What they hold, as ``sha256:`` and a sum: the same files below another folder have the same.
    """

    number: int
    version: str


class Whole(NamedTuple):
    """Everything that is said of a library.

    Attributes:
        problems: What is wrong with its files, in their order; numbers are told apart.
        verdicts: What is said of each study, in the order of reading.
        readings: By a study's id: when to read it.
        rechecks: What recomputing printed numbers found, in the order of ``verdicts``.
        judged: What is said of each claim, in the order of the files.
    """

    library: Library
    files: Files
    problems: tuple[Problem, ...]
    verdicts: tuple[StudyVerdict, ...]
    readings: Mapping[str, Reading]
    rechecks: tuple[Recheck, ...]
    judged: tuple[Synthesis, ...]


def of_library(whole: Whole, version: str, *, date: str = "") -> Report:
    """Tell a whole library.

    Args:
        whole: Everything that is said of it.
        version: The tool's version.
        date: The day of the report, where somebody told it.
    """
    findings = tuple(library_findings(whole.library, whole.problems, whole.rechecks, whole.verdicts, whole.judged))
    subjects = (*(str(verdict.study.id) for verdict in whole.verdicts), *(str(s.claim.id) for s in whole.judged))
    return Report((), _data(whole, findings, version, date), "Report", (), findings, subjects)


def _data(whole: Whole, findings: Sequence[Finding], version: str, date: str) -> dict[str, Any]:
    numbers = [(str(each.study.id), found) for each in whole.rechecks for found in telling(each.findings)]
    return {
        "schema": f"ccsvi-triage/report/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "data": {"version": whole.files.version, "files": whole.files.number},
        "date": date or None,
        "notice": f"{NOT_OFFICIAL} {OF_CLAIMS}",
        "instruments": instruments_data(whole.verdicts),
        "summary": summary(whole, findings),
        "studies": studies_data(whole.verdicts, whole.readings),
        "claims": claims_data(whole.judged),
        "numbers": Each(numbers, lambda pair: {"study": pair[0], **number_data(pair[1])}),
        "problems": Each(whole.problems, problem_data),
        "sources": _sources(whole),
        "findings": Each(tuple(zip(findings, fingerprints(findings), strict=True)), lambda pair: finding_data(*pair)),
    }


def _sources(whole: Whole) -> dict[str, str]:
    names = {name for verdict in whole.verdicts for name in sources_used(verdict)}
    names |= {str(each.source) for s in whole.judged for each in s.claim.said_by if each.source}
    return {name: source_words(name, whole.library) for name in sorted(names)}


def summary(whole: Whole, findings: Sequence[Finding]) -> dict[str, Any]:
    """Count what is said of a library; nothing is weighed, and nothing added up into a score."""
    return {
        "studies": len(whole.verdicts),
        "judgements": dict(_judgements(whole.verdicts)),
        "concerns": _concerns(whole.verdicts),
        "claims": len(whole.judged),
        "verdicts": _verdicts(whole.judged),
        "numbers": _numbers(whole.rechecks),
        "problems": _problems(whole.problems),
        "findings": counts(findings),
    }


def _judgements(verdicts: Sequence[StudyVerdict]) -> Iterator[tuple[str, int]]:
    """Count studies by the word that stands as their judgement, the most frequent first."""
    counted = Counter(judgement_mark(verdict).text for verdict in verdicts)
    yield from sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


STANDINGS = (*(concern.name.lower() for concern in Concern if concern >= 0), "unplaced", "open", "not_judged")
"""Where a study may stand on the common ladder, and where it stands apart from it."""


def _concerns(verdicts: Sequence[StudyVerdict]) -> dict[str, int]:
    """Count studies by where they stand on the common ladder; one that is never counted as evidence is not judged."""
    counted = Counter(map(_standing, verdicts))
    return {standing: counted[standing] for standing in STANDINGS}


def _standing(verdict: StudyVerdict) -> str:
    if not verdict.appraisals or verdict.study.status is Status.RETRACTED:
        return "not_judged"
    if verdict.worst is not None:
        return verdict.worst.name.lower()
    return "unplaced" if judgement_mark(verdict).tone is Tone.APART else "open"


def _verdicts(judged: Sequence[Synthesis]) -> dict[str, int]:
    counted = Counter(synthesis.decided.final for synthesis in judged)
    return {**{verdict.value: counted[verdict] for verdict in ClaimVerdict}, "open": counted[None]}


def _numbers(rechecks: Sequence[Recheck]) -> dict[str, int]:
    counted = Counter(found.severity for recheck in rechecks for found in telling(recheck.findings))
    return {severity.value: counted[severity] for severity in TELLING}


def _problems(problems: Sequence[Problem]) -> dict[str, int]:
    counted = Counter(problem.severity for problem in problems)
    return {severity.value: counted[severity] for severity in PROBLEM_SEVERITIES}
