"""What would change a judgement, told as a report."""

from collections.abc import Iterable, Iterator, Sequence

from ccsvi_triage.model.appraisal import Answered, Origin, StudyVerdict
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.whatif import AnswerShift, ClaimShift, Minimal, Of, WhatIf
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Line, Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.data_whatif import whatif_data
from ccsvi_triage.report.licences import licences
from ccsvi_triage.report.of_claim import certainty_words, verdict_mark
from ccsvi_triage.report.of_minimal import legend, minimal_blocks, needs_of, questions
from ccsvi_triage.report.say import cite
from ccsvi_triage.report.shifts import changed_rows, judged_by, question_of
from ccsvi_triage.report.unmoved import reasons, unchanged_words


def of_whatif(
    before: StudyVerdict,
    told: WhatIf | None,
    turnings: Sequence[Minimal] | None,
    version: str,
    *,
    domain: str | None = None,
) -> Report:
    """Tell what would change.

    Args:
        before: What is said of the study as it is recorded.
        told: What is supposed, and what comes out otherwise, where something is.
        turnings: The smallest changes that turn each judgement, where they are wanted.
        version: The tool's version.
        domain: The one domain that is wanted, level by level.
    """
    study = before.study
    blocks: list[Block] = [Line((Mark(cite(study), Tone.STRONG),), Mark(study.id, Tone.CODE)), Text(study.title)]
    if told is not None:
        blocks += _supposed(told)
    if turnings is not None:
        blocks += _turnings(
            turnings, told.after if told else before, supposes=told is not None, alone=domain is not None
        )
    blocks += licences([told.after, before] if told else [before])
    return Report(tuple(blocks), whatif_data(before, told, turnings, version))


def _turnings(turnings: Sequence[Minimal], verdict: StudyVerdict, *, supposes: bool, alone: bool) -> Iterator[Block]:
    if supposes and turnings:
        yield Gap()
        yield Line((Mark("The smallest changes from what is supposed", Tone.STRONG),))
    for found in turnings:
        yield Gap()
        yield from minimal_blocks(found, alone=alone)
    if alone:
        yield from questions(turnings)
    told = {id(found.appraisal) for found in turnings}
    if any(id(appraisal) not in told for appraisal in verdict.appraisals) and not alone:
        yield Gap()
        yield Text("Where answers contradict each other, no smallest changes are looked for.")
    if not verdict.appraisals:
        yield Gap()
        counts = " What a checklist counts turns nothing: it is no judgement." if verdict.tally else ""
        yield Text(f"There is no judgement to turn. Judged by: {judged_by(verdict)}.{counts}")
    yield from legend(needs_of(t for found in turnings for t in (*found.domains, *found.wholes)))


# what is supposed


def _supposed(told: WhatIf) -> Iterator[Block]:
    rows: list[tuple[Cell, Cell]] = []
    for one in told.supposed:
        nothing = "not stated" if one.of is Of.FLAW else "open"
        what = f"flaw {one.what}" if one.of is Of.FLAW else one.what
        same = ", as it is" if one.before == one.after else ""
        change = f"{one.before or nothing} -> {one.after or nothing}"
        rows.append((Mark(what, Tone.CODE), f"{one.after or nothing}{same}" if same else change))
    yield Gap()
    yield Pairs(tuple(rows), title="Supposed, and written nowhere")
    yield Gap()
    changed, sections = changed_rows(told)
    if changed:
        columns = (Column("What changes"), Column("Now"), Column("Then"), Column("Why then"))
        yield Table("", columns, tuple(changed), sections=tuple(sections))
    elif told.changed:
        yield Line((Mark("Nothing changes in what is said of the study.", Tone.STRONG),))
    else:
        yield Line((Mark("Nothing changes.", Tone.STRONG),))
    why_not = list(reasons(told))
    if why_not and changed:
        yield Gap()
    yield from (Text(reason) for reason in why_not)
    answers = list(dict.fromkeys(_answer_rows(told)))
    if answers:
        yield Gap()
        columns = (Column("Answer", whole=True), Column("Now"), Column("Then"), Column("Because"))
        yield Table("Answers that change", columns, tuple(answers))
    yield from _claims(told)
    yield from _problems("Problems that this brings", told.brought)
    yield from _problems("Problems that this takes away", told.mended)
    if any(problem.severity is Severity.ERROR for problem in told.brought):
        yield Text("While a file holds such an error, 'triage appraise' judges nothing of the study.")
    unchanged = list(unchanged_words(told)) if changed else []
    if unchanged:
        yield Gap()
        yield Text(f"Unchanged: {'; '.join(unchanged)}", Tone.MUTED)


def _answer_rows(told: WhatIf) -> Iterator[tuple[Cell, ...]]:
    for shift in told.appraisals:
        if shift.before is None or shift.after is None:
            continue
        for domain in shift.domains:
            if domain.before is not None and domain.after is not None:
                yield from (_answer_row(shift.after.instrument, answer) for answer in domain.answers)
    counted = told.after.tally or told.before.tally
    if counted is not None and told.before.tally is not None and told.after.tally is not None:
        yield from (_answer_row(counted.instrument, answer) for answer in told.criteria)


def _answer_row(instrument: Instrument, shift: AnswerShift) -> tuple[Cell, ...]:
    return (
        Mark(f"{instrument.id}/{question_of(shift)}", Tone.CODE),
        _answer_cell(shift.before),
        _answer_cell(shift.after),
        _because(shift),
    )


def _because(shift: AnswerShift) -> str:
    if shift.after is None or shift.after.origin is Origin.NOT_ASKED:
        return "not asked then"
    if shift.after.answer is None:
        was_asked = shift.before is not None and shift.before.origin is not Origin.NOT_ASKED
        return "nothing answers it then" if was_asked else "asked then"
    return shift.after.because


def _answer_cell(answered: Answered | None) -> Cell:
    if answered is None or answered.answer is None:
        return Mark("open", Tone.OPEN)
    return answered.answer


def _claims(told: WhatIf) -> Iterator[Block]:
    """Tell what comes of it for the claims that name the study."""
    rows = [row for shift in told.claims for row in _claim_rows(shift)]
    if rows:
        yield Gap()
        columns = (Column("Claim", whole=True), Column("Now"), Column("Then"), Column("Because", under=True))
        yield Table("Claims that name it, and change", columns, tuple(rows))
    same = [str(shift.claim.id) for shift in told.claims if not shift.changed]
    if same:
        yield Gap()
        number = "1 claim names" if len(same) == 1 else f"{len(same)} claims name"
        yield Text(
            f"{number} it and keep{'s' if len(same) == 1 else ''} verdict and certainty: {', '.join(same)}", Tone.MUTED
        )
    if told.no_claims:
        yield Gap()
        yield Text(f"Claims: {told.no_claims}.")


def _claim_rows(shift: ClaimShift) -> Iterator[tuple[Cell, ...]]:
    if not shift.changed:
        return
    name = Mark(str(shift.claim.id), Tone.CODE)
    if shift.decided_otherwise:
        because = "; ".join(f"{rule.because} ({rule.id})" for rule in shift.after.decided.deciding)
        yield name, verdict_mark(shift.before), verdict_mark(shift.after), because
    if shift.rated_otherwise:
        words = (f"certainty {certainty_words(each.certainty)}" for each in (shift.before, shift.after))
        yield "" if shift.decided_otherwise else name, *words, ""


def _problems(title: str, problems: Iterable[Problem]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for problem in problems:
        hint = f" ({problem.hint})" if problem.hint else ""
        tone = Tone.CRITICAL if problem.severity is Severity.ERROR else Tone.SOME
        rows.append((Mark(problem.code, tone), f"{problem.message}{hint}"))
    if rows:
        yield Gap()
        yield Table(title, (Column("Code", whole=True), Column("What")), tuple(rows))
