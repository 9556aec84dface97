"""A whole library told as one report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ccsvi_triage.model.appraisal import Reading, StudyVerdict
from ccsvi_triage.model.finding import Finding as NumberFinding
from ccsvi_triage.model.finding import Recheck
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES, Problem
from ccsvi_triage.model.synthesis import Era, Synthesis
from ccsvi_triage.model.words import ClaimVerdict, Concern, Severity, Status
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Each,
    Finding,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.data_appraisal import studies_data
from ccsvi_triage.report.findings import TELLING, counts, finding_data, fingerprints, telling
from ccsvi_triage.report.grounds import source_words, sources_used
from ccsvi_triage.report.judged import library_findings
from ccsvi_triage.report.judgement import NO_JUDGEMENT, is_proposed, judgement_mark
from ccsvi_triage.report.licences import NOT_OFFICIAL, instruments_data, licences
from ccsvi_triage.report.of_claim import (
    CLAIMS_LEGEND,
    TONE,
    claim_data,
    claims_table,
    rulings,
    verdict_words,
    wide_table,
)
from ccsvi_triage.report.of_claim import NOTICE as OF_CLAIMS
from ccsvi_triage.report.of_many import STUDIES_LEGEND, many_table, studies_table
from ccsvi_triage.report.of_problems import problem_line, problems_table
from ccsvi_triage.report.of_recheck import CAVEAT, rows_table
from ccsvi_triage.report.of_recheck import TONE as NUMBER_TONE
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


MOST_TOLD = 100
"""So many numbers and problems each are told one by one, unless all of them are asked for."""


def of_library(
    whole: Whole, version: str, *, date: str = "", full: bool = False, pictures: Iterable[Block] = ()
) -> Report:
    """Tell a whole library.

    Args:
        whole: Everything that is said of it.
        version: The tool's version.
        date: The day of the report, where somebody told it.
        full: Every number and problem to people too, however many they are.
        pictures: What is drawn, where the format shows it.
    """
    findings = tuple(library_findings(whole.library, whole.problems, whole.rechecks, whole.verdicts, whole.judged))
    subjects = (*(str(verdict.study.id) for verdict in whole.verdicts), *(str(s.claim.id) for s in whole.judged))
    numbers = [(str(each.study.id), found) for each in whole.rechecks for found in telling(each.findings)]
    blocks = tuple(_blocks(whole, numbers, _Made(version, whole.files, date), pictures, full=full))
    tables = tuple(_tables(whole, numbers, _Made(version, whole.files, date)))
    data = _data(whole, numbers, findings, _Made(version, whole.files, date))
    return Report(blocks, data, "", tables, findings, subjects)


class _Made(NamedTuple):
    """Of what a report was made, by what, and when."""

    version: str
    files: Files
    date: str

    def said(self) -> Iterator[tuple[str, str]]:
        """Write it out."""
        yield "Tool", f"ccsvi-triage {self.version}"
        yield "Files", str(self.files.number)
        yield "Data", self.files.version
        if self.date:
            yield "Date", self.date


_Numbers = Sequence[tuple[str, NumberFinding]]


def _blocks(whole: Whole, numbers: _Numbers, made: _Made, pictures: Iterable[Block], *, full: bool) -> Iterator[Block]:
    studies, claims = _counted(len(whole.verdicts), "study", "studies"), _counted(len(whole.judged), "claim")
    yield Line((Mark(f"Report on {studies} and {claims}", Tone.STRONG),))
    yield Gap()
    yield from _summary(whole, numbers)
    if whole.judged:
        yield from _head("Claims")
        yield claims_table(whole.judged)
        yield Gap()
        yield CLAIMS_LEGEND
        for beside in rulings(whole.judged):
            yield from (Gap(), beside)
        yield Gap()
        yield _history(whole.judged)
    if whole.verdicts:
        yield from _head("Studies, in the order of reading")
        yield studies_table(whole.verdicts, whole.readings)
        yield Gap()
        yield STUDIES_LEGEND
    yield from _head("Numbers that cannot be right")
    yield from _of_numbers(numbers, full=full)
    yield from _head("Problems of the files")
    yield from _of_problems(whole.problems, full=full)
    yield from pictures
    yield from _head("Made by")
    yield Pairs(tuple(made.said()))
    yield from licences(whole.verdicts)
    if whole.judged:
        yield Text(OF_CLAIMS, Tone.MUTED)


def _head(title: str) -> Iterator[Block]:
    yield Gap()
    yield Line((Mark(title, Tone.STRONG),))
    yield Gap()


def _summary(whole: Whole, numbers: _Numbers) -> Iterator[Block]:
    """Count studies by judgement, claims by verdict, numbers and problems by how grave they are."""
    right = Column("Studies", whole=True, right=True)
    proposed = _proposed(whole.verdicts)
    rows: list[tuple[Cell, ...]] = [
        (mark, str(number), str(proposed.get(mark.text, 0) or "")) for mark, number in _judgements(whole.verdicts)
    ]
    yield Table("", (Column("Judgement"), right, right._replace(name="Proposed")), tuple(rows))
    if whole.judged:
        yield Gap()
        counted = Counter(synthesis.decided.final for synthesis in whole.judged)
        marks = {verdict: Mark(verdict_words(verdict), TONE[verdict]) for verdict in ClaimVerdict}
        said = [*marks.items(), (None, Mark("open", Tone.OPEN))]
        rows = [(mark, str(counted[verdict])) for verdict, mark in said if counted[verdict]]
        yield Table("", (Column("Verdict"), right._replace(name="Claims")), tuple(rows))
    yield Gap()
    grave = Counter(found.severity for _, found in numbers)
    wrong = Counter(problem.severity for problem in whole.problems)
    yield Pairs(
        (
            ("Numbers", _levels(grave, TELLING) or "none that cannot be right"),
            ("Problems", _levels(wrong, PROBLEM_SEVERITIES) or "none"),
        )
    )


def _levels(counted: Mapping[Severity, int], levels: Sequence[Severity]) -> str:
    return ", ".join(_counted(counted[level], level.value) for level in levels if counted.get(level))


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _history(judged: Sequence[Synthesis]) -> Table:
    """Tell how each verdict came about: what it was once the studies of a day had appeared, where that changed it."""
    rows = tuple(
        (
            Mark(str(synthesis.claim.id), Tone.CODE),
            ", ".join(f"{era.date or 'undated'} {_then(era)}" for era in synthesis.history if era.changed) or "-",
        )
        for synthesis in judged
    )
    return Table("How each verdict came about", (Column("Claim", whole=True), Column("Verdicts")), rows)


def _then(era: Era) -> str:
    final = era.decided.final
    return final.value.replace("-", " ") if final is not None else "open"


def _of_numbers(numbers: _Numbers, *, full: bool) -> Iterator[Block]:
    if not numbers:
        yield Text("None among those that could be recomputed.")
        return
    columns = (Column("Study", whole=True), Column("Check", whole=True), Column("What was found"))
    grave = sorted(numbers, key=lambda pair: TELLING.index(pair[1].severity))
    shown = grave if full else grave[:MOST_TOLD]
    rows = tuple(
        (Mark(study, Tone.CODE), Mark(found.check, NUMBER_TONE[found.severity]), found.said) for study, found in shown
    )
    yield Table("", columns, rows)
    yield Gap()
    yield from _more(len(grave) - len(shown), "number", "triage recheck --all")
    yield Text(CAVEAT, Tone.MUTED)


def _of_problems(problems: Sequence[Problem], *, full: bool) -> Iterator[Block]:
    if not problems:
        yield Text("None.")
        return
    grave = sorted(problems, key=lambda problem: PROBLEM_SEVERITIES.index(problem.severity))
    shown = grave if full else grave[:MOST_TOLD]
    yield from map(problem_line, shown)
    yield from _more(len(grave) - len(shown), "problem", "triage lint")


def _more(number: int, what: str, command: str) -> Iterator[Block]:
    if number:
        yield Line((f"{_counted(number, what)} more, none graver than those above: ", Mark(command, Tone.CODE)))


def _tables(whole: Whole, numbers: _Numbers, made: _Made) -> Iterator[Table]:
    """Lay out everything for a program that reads rows."""
    yield many_table(whole.verdicts, whole.readings)._replace(title="studies")
    yield wide_table(whole.judged)._replace(title="claims")
    yield rows_table("study", numbers, full=True)._replace(title="numbers")
    yield problems_table(whole.problems)._replace(title="problems")
    rows: list[tuple[Cell, ...]] = list(made.said())
    rows += [("Instrument", f"{each['id']} {each['version']}") for each in instruments_data(whole.verdicts)]
    rows += [("Notice", NOT_OFFICIAL)]
    yield Table("about", (Column("about"), Column("value")), tuple(rows))


def _data(whole: Whole, numbers: _Numbers, findings: Sequence[Finding], made: _Made) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/report/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": made.version},
        "data": {"version": whole.files.version, "files": whole.files.number},
        "date": made.date or None,
        "notice": f"{NOT_OFFICIAL} {OF_CLAIMS}",
        "instruments": instruments_data(whole.verdicts),
        "summary": summary(whole, findings),
        "studies": studies_data(whole.verdicts, whole.readings),
        "claims": Each(whole.judged, claim_data),
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
        "judgements": {mark.text: number for mark, number in _judgements(whole.verdicts)},
        "proposed": _proposed(whole.verdicts),
        "concerns": _concerns(whole.verdicts),
        "claims": len(whole.judged),
        "verdicts": _verdicts(whole.judged),
        "numbers": _numbers(whole.rechecks),
        "problems": _problems(whole.problems),
        "findings": counts(findings),
    }


def _judgements(verdicts: Sequence[StudyVerdict]) -> list[tuple[Mark, int]]:
    """Count studies by the word that stands as their judgement, the gravest first, and last those that have none."""
    counted = Counter(judgement_mark(verdict) for verdict in verdicts)
    merged: dict[str, tuple[Mark, int]] = {}
    for mark, number in counted.items():
        known, before = merged.get(mark.text, (mark, 0))
        merged[mark.text] = (max(known, mark, key=_gravity), before + number)
    return sorted(merged.values(), key=lambda pair: (pair[0] in NO_JUDGEMENT, -_gravity(pair[0]), pair[0].text))


def _proposed(verdicts: Sequence[StudyVerdict]) -> dict[str, int]:
    """Count, by their word, the judgements that are proposed from recorded facts and that nobody has confirmed."""
    counted = Counter(judgement_mark(verdict).text for verdict in verdicts if is_proposed(verdict))
    return dict(sorted(counted.items()))


_GRAVITY = (Tone.MUTED, Tone.OPEN, Tone.APART, Tone.GOOD, Tone.SOME, Tone.SERIOUS, Tone.CRITICAL)


def _gravity(mark: Mark) -> int:
    return _GRAVITY.index(mark.tone)


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
