"""What a supposition changes, row by row: the judgement, and what hangs on it."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.model.appraisal import Appraisal, OverallJudgement, StudyVerdict, Tally
from ccsvi_triage.model.instrument import Axis, Counts, OverallRule
from ccsvi_triage.model.whatif import (
    AnswerShift,
    AppraisalShift,
    DomainShift,
    WhatIf,
    WholeShift,
    instruments_of,
    level_of,
)
from ccsvi_triage.report.blocks import Cell, Mark, Tone
from ccsvi_triage.report.judgement import domains_named, why
from ccsvi_triage.report.of_minimal import domain_name, levels_mark, result_name, short_name, whole_name
from ccsvi_triage.report.reading import reading_cells

_NOTHING = Mark("-", Tone.MUTED)


def changed_rows(told: WhatIf) -> tuple[list[tuple[Cell, ...]], list[tuple[int, str]]]:
    """Give the rows of what changes; of several results each under its name, what is said of the study after them."""
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    several = len(told.appraisals) > 1
    if told.chosen_otherwise:
        before, after = told.before, told.after
        rows.append(("Judged by", judged_by(before), judged_by(after), _because_of(after)))
    for shift in told.appraisals:
        shifted = list(_shifted(shift))
        if shifted and several:
            sections.append((len(rows), _shift_name(shift)))
        rows += shifted
    of_study = list(_of_study(told))
    if of_study and sections:
        sections.append((len(rows), "The study"))
    return rows + of_study, sections


def _shift_name(shift: AppraisalShift) -> str:
    kept = shift.after or shift.before
    assert kept is not None
    name = result_name(kept)
    return f"{kept.instrument.id}: {name}" if name else kept.instrument.id


def judged_by(verdict: StudyVerdict) -> str:
    """Say what judges a study, or why nothing does."""
    names = instruments_of(verdict)
    if names:
        return ", ".join(names)
    if verdict.choice is None:
        return "none: unclear design"
    if verdict.choice.refusal:
        return f"none: {verdict.choice.title.lower()}"
    return f"none yet: {verdict.choice.wants}" if verdict.choice.wants else "none"


def _because_of(verdict: StudyVerdict) -> str:
    if verdict.appraisals and verdict.chosen_by == "option":
        return "asked for on the command line"
    if verdict.appraisals and verdict.chosen_by == "file":
        return "the record names it"
    return verdict.choice.because if verdict.choice else "rows of the selection rule contradict each other"


def _of_study(told: WhatIf) -> Iterator[tuple[Cell, ...]]:
    """Give what changes beside the judgement: the checklist, when to read it, and what it can carry."""
    before, after = told.before, told.after
    if told.criteria:
        yield "Checklist", *_tallies(before.tally, after.tally)
    if told.read_otherwise:
        yield "Reading order", *(": ".join(reading_cells(reading)) for reading in told.readings), ""
    if told.carries_otherwise:
        if (old_may := _may(before)) != (new_may := _may(after)):
            yield "Can carry", old_may, new_may, _why_nothing(after)
        if (old_not := _may_not(before)) != (new_not := _may_not(after)):
            yield "Cannot", old_not, new_not, ""


def _tallies(before: Tally | None, after: Tally | None) -> tuple[Cell, Cell, str]:
    """Write two tallies: what is met, and which other numbers differ."""
    if before is None or after is None:
        return _met(before), _met(after), "" if after else "nothing is counted of such a record"
    words = ((Counts.NOT_MET, "not met"), (Counts.NOT_REPORTED, "not reported"), (Counts.NOT_APPLICABLE, "n/a"))
    pairs = [(word, before.number(kind), after.number(kind)) for kind, word in (*words, (None, "open"))]
    said = [f"{word} {old} -> {new}" for word, old, new in pairs if old != new]
    return _met(before), _met(after), ", ".join(said)


def _met(tally: Tally | None) -> str:
    return f"met {tally.number(Counts.MET)}" if tally else "not counted"


def _may(verdict: StudyVerdict) -> Cell:
    return f'"{verdict.carries.may}"' if verdict.carries else _NOTHING


def _may_not(verdict: StudyVerdict) -> Cell:
    barred = verdict.carries.may_not if verdict.carries else ()
    return ", ".join(f'"{said}"' for said in barred) if barred else _NOTHING


def _why_nothing(verdict: StudyVerdict) -> str:
    if verdict.carries is not None:
        return ""
    if verdict.choice is None:
        return "not said while it is unclear what kind of study it is"
    return verdict.choice.refusal


# domains and wholes


def _shifted(shift: AppraisalShift) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of one appraisal; of an instrument that is used no more the whole suffices."""
    for domain in shift.domains:
        if domain.changed and shift.after is not None:
            yield _domain_shift(shift, domain)
    for whole in shift.wholes:
        if whole.changed:
            yield _whole_shift(shift, whole)


def _domain_shift(shift: AppraisalShift, domain: DomainShift) -> tuple[Cell, ...]:
    held, appraisal = (domain.after, shift.after) if domain.after else (domain.before, shift.before)
    assert held is not None
    assert appraisal is not None
    marks = _two_marks(
        (shift.before, shift.after), (level_of(domain.before), level_of(domain.after)), None, whole=False
    )
    said = why(shift.after.instrument, domain.after) if shift.after and domain.after else "not judged then"
    return domain_name(appraisal, held), *marks, said


def _whole_shift(shift: AppraisalShift, whole: WholeShift) -> tuple[Cell, ...]:
    marks = _two_marks(
        (shift.before, shift.after), (level_of(whole.before), level_of(whole.after)), whole.axis, whole=True
    )
    if shift.after and whole.after:
        said = deciding_words(shift.after, whole.after, whole.axis)
    else:
        said = (
            "not judged then"
            if shift.after
            else f"{shift.before.instrument.id if shift.before else ''} judges it no more"
        )
    return Mark(whole_name(whole.axis), Tone.STRONG), *marks, said


def _two_marks(
    appraisals: tuple[Appraisal | None, Appraisal | None],
    levels: tuple[Sequence[str], Sequence[str]],
    axis: Axis | None,
    *,
    whole: bool,
) -> Iterator[Mark]:
    """Mark what holds before and after; what is possible is written out only where both are open."""
    both_open = all(len(possible) > 1 for possible in levels)
    for appraisal, possible in zip(appraisals, levels, strict=True):
        if appraisal is None:
            yield _NOTHING
        elif len(possible) > 1 and not both_open:
            yield Mark("open", Tone.OPEN)
        else:
            yield levels_mark(appraisal.instrument, possible, axis, whole=whole)


def deciding_words(appraisal: Appraisal, overall: OverallJudgement, axis: Axis | None) -> str:
    """Say what makes the whole what it is."""
    if overall.ruling is not None:
        return f"a person's ruling: {overall.ruling.reason}"
    if overall.judged is not None:
        return f"a person's judgement: {overall.judged.because}"
    rule = (axis.overall if axis else appraisal.instrument.overall).rule
    if rule is OverallRule.PERSON:
        return "a person judges the whole"
    if overall.suggested is not None and rule is OverallRule.COUNTED:
        return "; ".join(dict.fromkeys(row.because for row in overall.rules))
    return _of_domains(appraisal, overall, axis)


def _of_domains(appraisal: Appraisal, overall: OverallJudgement, axis: Axis | None) -> str:
    """Say which domains decide, or are still open."""
    judgements = appraisal.on_axis(axis.id if axis else "")
    if overall.suggested is None:
        undecided = [short_name(appraisal, j) for j in judgements if j.final is None]
        return f"depends on {domains_named(undecided)}" if undecided else overall.step
    deciding = [short_name(appraisal, j) for j in judgements if j.final == overall.suggested]
    word = levels_mark(appraisal.instrument, level_of(overall), axis, whole=True).text
    if not deciding:
        return f"the worst domain decides: at least one of those that are open stands at {word}"
    stand = "stands" if len(deciding) == 1 else "stand"
    return f"the worst domain decides: {domains_named(deciding)} {stand} at {word}"


def question_of(shift: AnswerShift) -> str:
    """Name the question of an answer that changes."""
    kept = shift.after or shift.before
    assert kept is not None
    return kept.question.id
