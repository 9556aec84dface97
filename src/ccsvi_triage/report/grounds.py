"""What an appraisal rests on: flaws, answers, criteria, printed results, and who says so."""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.model.appraisal import Answered, Appraisal, Ground, Origin, StudyVerdict
from ccsvi_triage.model.instrument import Counts
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Numbers, Result, Study
from ccsvi_triage.model.words import Basis, YesNo
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Mark, Pairs, Table, Text, Tone
from ccsvi_triage.report.say import source_line


def flaws_table(study: Study, number: Mapping[str, str]) -> Iterator[Block]:
    """Tell the flaws that are stated of a study, with who says so."""
    if not study.flaws:
        return
    rows = tuple(
        (
            Mark(flaw.code.value, Tone.CODE),
            f"{flaw.detail} ({flaw.basis.value}, {who_says(flaw.source, flaw.locator, number) or 'no source'})".strip(),
        )
        for flaw in study.flaws
    )
    yield Gap()
    columns = (Column("Flaw", whole=True), Column("What, and who says so"))
    yield Table("Flaws", columns, rows)


def answers_table(appraisal: Appraisal, number: Mapping[str, str]) -> Iterator[Block]:
    """Tell every answer of an appraisal that was asked, and what it rests on."""
    rows: list[tuple[Cell, ...]] = []
    for judgement in appraisal.judgements:
        rows += [_answer_row(a, number) for a in judgement.answers if a.origin is not Origin.NOT_ASKED]
    if not rows:
        return
    yield Gap()
    columns = (Column("Question", whole=True), Column("Answer"), Column("What is asked, and why so answered"))
    yield Table(f"Answers to {appraisal.instrument.title}", columns, tuple(rows))


def _answer_row(answered: Answered, number: Mapping[str, str]) -> tuple[Cell, ...]:
    question = answered.question
    if answered.answer is None:
        return Mark(question.id, Tone.CODE), Mark("open", Tone.OPEN), question.short or question.text
    word: Cell = f"{answered.answer} *" if answered.origin is Origin.PROPOSED else answered.answer
    return Mark(question.id, Tone.CODE), word, _grounded(question.short or question.text, answered, number)


def _grounded(asked: str, answered: Answered, number: Mapping[str, str]) -> str:
    """Write what is asked, why it is so answered, and what that rests on."""
    grounds = "; ".join(_ground_words(ground, number) for ground in answered.grounds)
    because = f"{answered.because} ({grounds})" if grounds else answered.because
    return f"{asked} {because}".strip()


def _ground_words(ground: Ground, number: Mapping[str, str]) -> str:
    said = "" if ground.what == "answer" else f"{ground.what}: {ground.word}"
    who = who_says(ground.source, ground.locator, number)
    basis = "inferred" if ground.basis is Basis.INFERRED else ""
    where = str(ground.place) if ground.place.file else ""
    return ", ".join(part for part in (said, who, basis, where) if part)


def who_says(source: str, locator: str, number: Mapping[str, str]) -> str:
    """Write who says a thing by the number of the source in the list below, and where in it."""
    return " ".join(part for part in (number.get(source, source), locator) if part)


def criteria_table(verdict: StudyVerdict, number: Mapping[str, str]) -> Iterator[Block]:
    """Tell the criteria of the checklist that are not met, and what each opens the door to."""
    if verdict.tally is None:
        return
    bad = [row for row in verdict.tally.rows if row.counts is Counts.NOT_MET]
    if not bad:
        return
    rows = tuple(
        (
            Mark(row.answered.question.id, Tone.CODE),
            _grounded(f"{row.answered.question.short}:", row.answered, number),
            row.answered.question.opens,
        )
        for row in bad
    )
    yield Gap()
    columns = (Column("Id", whole=True), Column("Not met, and why"), Column("Opens"))
    yield Table("Checklist, criteria not met", columns, rows)


def results_table(study: Study, number: Mapping[str, str]) -> Iterator[Block]:
    """Tell the results of a study as printed."""
    rows = [
        (outcome.name if not n else "", result_words(result), who_says(result.source, result.locator, number))
        for outcome in study.outcomes
        for n, result in enumerate(outcome.results)
    ]
    if not rows:
        return
    yield Gap()
    columns = (Column("Outcome"), Column("As printed"), Column("Source"))
    yield Table("Results", columns, tuple(rows))


def result_words(result: Result) -> str:
    """Write a result as it is printed."""
    group = f"{result.group}: " if result.group else ""
    arms = [f"{arm} {_arm_numbers(numbers)}".strip() for arm, numbers in result.arms.items()]
    parts = [" v ".join(arms)]
    for estimate in result.estimates:
        interval = f" ({estimate.low} to {estimate.high})" if estimate.low is not None else ""
        about = f" {estimate.compares}" if estimate.compares else ""
        adjusted = "adjusted " if estimate.adjusted is YesNo.YES else ""
        own = f", {_p(estimate.p)}" if estimate.p is not None else ""
        parts.append(f"{adjusted}{estimate.measure.value}{about} {estimate.value}{interval}{own}")
    if result.statistic:
        parts.append(result.statistic)
    if result.p is not None:
        parts.append(_p(result.p))
    if result.told:
        parts.append(result.told)
    derived = " (reconstructed by us)" if result.derived is YesNo.YES else ""
    return f"{group}{'; '.join(part for part in parts if part)}{derived} [{result.unit.value}]"


def _arm_numbers(numbers: Numbers) -> str:
    parts = []
    if numbers.events is not None:
        parts.append(f"{numbers.events}/{numbers.n}" if numbers.n is not None else f"{numbers.events}")
    elif numbers.n is not None:
        parts.append(f"n {numbers.n}")
    if numbers.percent is not None:
        parts.append(f"{numbers.percent} %")
    if numbers.mean is not None:
        spread = f" (SD {numbers.sd})" if numbers.sd is not None else ""
        parts.append(f"mean {numbers.mean}{spread}")
    if numbers.median is not None:
        span = f" ({numbers.low} to {numbers.high})" if numbers.low is not None else ""
        parts.append(f"median {numbers.median}{span}")
    for pieces, sign in ((numbers.parts, ""), (numbers.shares, " %")):
        if pieces:
            parts.append("of these " + ", ".join(f"{name} {piece}{sign}" for name, piece in pieces.items()))
    if numbers.told:
        parts.append(numbers.told)
    return ", ".join(parts)


def _p(value: str) -> str:
    return f"p {value}" if value[0] in "<>=≤≥" else f"p = {value}"


def conflict_tables(study: Study, number: Mapping[str, str]) -> Iterator[Block]:
    """Tell what sources say differently of a study."""
    for conflict in study.conflicts:
        rows = tuple((a.says, who_says(a.source, a.locator, number)) for a in conflict.accounts)
        yield Gap()
        yield Table(f"Sources disagree: {conflict.about}", (Column("Says"), Column("Who says so")), rows)
        if conflict.note:
            yield Text(conflict.note, Tone.MUTED, under=True)


def sources_list(names: Sequence[str], library: Library) -> Iterator[Block]:
    """List sources by number, each with where it can be found."""
    if not names:
        return
    yield Gap()
    rows = tuple((Mark(f"[{n}]", Tone.CODE), source_words(name, library)) for n, name in enumerate(names, 1))
    yield Pairs(rows, title="Sources")


def source_words(name: str, library: Library) -> str:
    """Write a source out, with where it can be found."""
    said, where = source_line(name, library.sources, library.studies)
    return f"{said} {where}".strip()


def sources_shown(study: Study) -> tuple[str, ...]:
    """Name the sources of the flaws and of what sources tell differently."""
    names = [flaw.source for flaw in study.flaws]
    names += [account.source for conflict in study.conflicts for account in conflict.accounts]
    return tuple(dict.fromkeys(name for name in names if name))


def sources_used(verdict: StudyVerdict) -> tuple[str, ...]:
    """Name the sources that a report on a study points to, in the order of their first use."""
    study = verdict.study
    names: list[str] = [flaw.source for flaw in study.flaws]
    for appraisal in (*verdict.appraisals, *verdict.beside):
        names += [j.judged.source for j in appraisal.judgements if j.judged is not None]
        names += [g.source for j in appraisal.judgements for a in j.answers for g in a.grounds]
    names += [result.source for outcome in study.outcomes for result in outcome.results]
    names += [account.source for conflict in study.conflicts for account in conflict.accounts]
    return tuple(dict.fromkeys(name for name in names if name))
