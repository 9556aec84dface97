"""What would change a judgement, told as a report."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ccsvi_triage.model.appraisal import (
    Answered,
    Appraisal,
    Judgement,
    Origin,
    OverallJudgement,
    Reading,
    StudyVerdict,
    Tally,
)
from ccsvi_triage.model.instrument import Axis, Counts, Instrument, OverallRule, Priority
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.whatif import (
    AnswerShift,
    AppraisalShift,
    ClaimShift,
    DomainShift,
    Heeded,
    Minimal,
    Of,
    WhatIf,
    WholeShift,
    instruments_of,
    level_of,
)
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.counted import tally_sentence
from ccsvi_triage.report.judgement import why
from ccsvi_triage.report.licences import NOT_OFFICIAL, licences
from ccsvi_triage.report.of_claim import certainty_words, decided_data, verdict_mark
from ccsvi_triage.report.of_minimal import (
    domain_name,
    legend,
    levels_mark,
    minimal_blocks,
    minimal_data,
    needs_of,
    one_of,
    questions,
    result_name,
    short_name,
    whole_name,
)
from ccsvi_triage.report.reading import reading_data
from ccsvi_triage.report.say import cite, problem_data

_NOTHING = Mark("-", Tone.MUTED)


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
    return Report(tuple(blocks), _data(before, told, turnings, version))


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
        yield Text(f"There is no judgement to turn. Judged by: {_judged_by(verdict)}.{counts}")
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
    changed, sections = _changed(told)
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
    unchanged = list(_unchanged(told)) if changed else []
    if unchanged:
        yield Gap()
        yield Text(f"Unchanged: {'; '.join(unchanged)}", Tone.MUTED)


def _changed(told: WhatIf) -> tuple[list[tuple[Cell, ...]], list[tuple[int, str]]]:
    """Give the rows of what changes; of several results each under its name, what is said of the study after them."""
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    several = len(told.appraisals) > 1
    if told.chosen_otherwise:
        before, after = told.before, told.after
        rows.append(("Judged by", _judged_by(before), _judged_by(after), _because_of(after)))
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


def _judged_by(verdict: StudyVerdict) -> str:
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
        yield "Reading order", *map(_read, told.readings), ""
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


def _read(reading: Reading) -> str:
    open_ = f"open: {', '.join(reading.unsettled)}"
    return f"{_priority(reading.possible)}: {reading.because or open_}"


def _priority(possible: Sequence[Priority]) -> str:
    if Priority.UNKNOWN in possible:
        return Priority.UNKNOWN.value
    return possible[0].value if len(possible) == 1 else f"{possible[0].value} to {possible[-1].value}"


def _may(verdict: StudyVerdict) -> Cell:
    ceiling = _ceiling(verdict)
    return f'"{ceiling[0]}"' if ceiling else _NOTHING


def _may_not(verdict: StudyVerdict) -> Cell:
    ceiling = _ceiling(verdict)
    return ", ".join(f'"{said}"' for said in ceiling[1]) if ceiling and ceiling[1] else _NOTHING


def _why_nothing(verdict: StudyVerdict) -> str:
    if _ceiling(verdict) is not None:
        return ""
    if verdict.choice is None:
        return "not said while it is unclear what kind of study it is"
    return verdict.choice.refusal


def _ceiling(verdict: StudyVerdict) -> tuple[str, tuple[str, ...]] | None:
    if verdict.ceiling is None or (verdict.choice and verdict.choice.refusal):
        return None
    return verdict.ceiling.may, verdict.ceiling.may_not


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
        said = _deciding(shift.after, whole.after, whole.axis)
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


def _deciding(appraisal: Appraisal, overall: OverallJudgement, axis: Axis | None) -> str:
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
        return f"depends on {_domains(undecided)}" if undecided else overall.step
    deciding = [short_name(appraisal, j) for j in judgements if j.final == overall.suggested]
    word = levels_mark(appraisal.instrument, level_of(overall), axis, whole=True).text
    if not deciding:
        return f"the worst domain decides: at least one of those that are open stands at {word}"
    stand = "stands" if len(deciding) == 1 else "stand"
    return f"the worst domain decides: {_domains(deciding)} {stand} at {word}"


def _domains(labels: Sequence[str]) -> str:
    return f"{'domain' if len(labels) == 1 else 'domains'} {', '.join(labels)}"


# why, and what stays


def reasons(told: WhatIf) -> Iterator[str]:
    """Say why what might have been expected to change does not: no more than what is seen to hold."""
    if told.supposed and all(one.before == one.after for one in told.supposed):
        yield "All that is supposed is recorded already."
        return
    if told.unheeded and not any(shift.changed for shift in told.claims):
        asked = [*instruments_of(told.after), *([told.after.tally.instrument.id] if told.after.tally else [])]
        by = f", and no question of {one_of(list(dict.fromkeys(asked)))}" if asked else ""
        yield f"Nothing looks at {one_of(told.unheeded)}: no row of the selection rule{by}."
    moved = any(domain.answers for shift in told.appraisals for domain in shift.domains)
    if not told.chosen_otherwise and not moved:
        judges = instruments_of(told.after)
        heeded = (one for one in told.heeded if not told.changed or (one.instrument and one.instrument.id in judges))
        yield from dict.fromkeys(_heeded(one) for one in heeded)
    several = len(told.appraisals) > 1
    for shift in told.appraisals:
        yield from _standing_still(shift, several=several)


def _heeded(one: Heeded) -> str:
    """Say what looks at a fact, and why it comes out as before."""
    if one.answered is None or one.instrument is None:
        return f"The selection rule looks at {one.path}, and picks the same row."
    return f"{one.instrument.id}/{one.answered.question.id} looks at {one.path}, and {_stays(one.answered)}."


def _stays(answered: Answered) -> str:
    if answered.origin is Origin.NOT_ASKED:
        return "is not asked"
    if answered.answer is None:
        return "stays open"
    if answered.origin is Origin.PROPOSED:
        by = ", ".join(dict.fromkeys(f"{ground.what} {ground.word}" for ground in answered.grounds))
        return f"stays {answered.answer}: {by} decides it"
    return f"stays {answered.answer}: a sheet answers it"


def _standing_still(shift: AppraisalShift, *, several: bool) -> Iterator[str]:
    """Say why a domain stands still although answers to it change, and the whole although domains do."""
    if shift.before is None or shift.after is None:
        return
    name = result_name(shift.after)
    of = f"{name}: " if several and name else ""
    for domain in shift.domains:
        if domain.answers and not domain.changed and domain.after is not None:
            ids = [_question(answer) for answer in domain.answers]
            word = levels_mark(shift.after.instrument, level_of(domain.after)).text
            stands = "is still open" if len(level_of(domain.after)) > 1 else f"stands at {word} either way"
            changes = "changes" if len(ids) == 1 else "change"
            yield f"{of}{one_of(ids, 'and')} {changes}, and domain {short_name(shift.after, domain.after)} {stands}."
    if any(domain.answers or domain.changed for domain in shift.domains):
        for whole in shift.wholes:
            if whole.after is not None and not whole.changed:
                stays = "is still open" if len(level_of(whole.after)) > 1 else "stays"
                yield f"{of}{whole_name(whole.axis)} {stays}: {_deciding(shift.after, whole.after, whole.axis)}."


def _question(shift: AnswerShift) -> str:
    kept = shift.after or shift.before
    assert kept is not None
    return kept.question.id


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
        Mark(f"{instrument.id}/{_question(shift)}", Tone.CODE),
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


def _unchanged(told: WhatIf) -> Iterator[str]:
    if not told.chosen_otherwise:
        yield f"judged by {_judged_by(told.before)}"
    several = len(told.appraisals) > 1
    for shift in told.appraisals:
        said = list(_same(shift))
        name = result_name(shift.after) if shift.after else ""
        if said:
            yield f"{name}: {one_of(said, 'and')}" if several and name else "; ".join(said)
    if not told.criteria and told.after.tally is not None:
        yield "the checklist"
    if not told.read_otherwise:
        yield "when to read it"
    if not told.carries_otherwise and _ceiling(told.after) is not None:
        yield "what it can carry"


def _same(shift: AppraisalShift) -> Iterator[str]:
    if shift.before is None or shift.after is None:
        return
    same = [short_name(shift.after, d.after) for d in shift.domains if d.after is not None and not d.changed]
    if same:
        yield _domains(same)
    for whole in shift.wholes:
        if not whole.changed and whole.after is not None:
            levels = level_of(whole.after)
            word = levels_mark(shift.after.instrument, levels, whole.axis, whole=True).text
            yield f"{whole_name(whole.axis)} ({word if len(levels) == 1 else 'open'})"


# for programs


def _data(
    before: StudyVerdict, told: WhatIf | None, turnings: Sequence[Minimal] | None, version: str
) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/whatif/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "study": before.study.id,
        "citation": cite(before.study),
        "supposed": _supposed_data(told) if told else None,
        "minimal": [minimal_data(found) for found in turnings] if turnings is not None else None,
    }


def _supposed_data(told: WhatIf) -> dict[str, Any]:
    return {
        "changed": told.changed,
        "suppositions": [
            {"of": one.of.value, "what": one.what, "before": one.before or None, "after": one.after or None}
            for one in told.supposed
        ],
        "reasons": list(reasons(told)),
        "selection": _both(told.before, told.after, _selection_data),
        "appraisals": [_appraisal_data(shift) for shift in told.appraisals],
        "checklist": {
            **_both(told.before, told.after, _tally_data),
            "criteria": [_answer_data(answer) for answer in told.criteria],
        },
        "ceiling": _both(told.before, told.after, _ceiling_data),
        "reading": {
            "changed": told.read_otherwise,
            "before": reading_data(told.readings[0]),
            "after": reading_data(told.readings[1]),
        },
        "claims": [_claim_data(shift) for shift in told.claims],
        "no_claims": told.no_claims or None,
        "brought": [problem_data(problem) for problem in told.brought],
        "mended": [problem_data(problem) for problem in told.mended],
        "heeded": [
            {
                "what": one.path,
                "instrument": one.instrument.id if one.instrument else None,
                "question": one.answered.question.id if one.answered else None,
            }
            for one in told.heeded
        ],
        "unheeded": list(told.unheeded),
    }


def _claim_data(shift: ClaimShift) -> dict[str, Any]:
    return {
        "id": str(shift.claim.id),
        "text": shift.claim.text,
        **_both(shift.before, shift.after, _standing_data),
    }


def _standing_data(synthesis: Synthesis) -> dict[str, Any]:
    certainty = synthesis.certainty
    return {
        **decided_data(synthesis.decided),
        "certainty": certainty.final.value if certainty.final is not None else None,
        "certainty_possible": [level.value for level in certainty.possible],
    }


def _both(before: Any, after: Any, data: Any) -> dict[str, Any]:  # noqa: ANN401 -- any two of a kind
    old, new = data(before), data(after)
    return {"changed": old != new, "before": old, "after": new}


def _selection_data(verdict: StudyVerdict) -> dict[str, Any]:
    choice = verdict.choice
    return {
        "row": choice.id if choice else None,
        "chosen_by": verdict.chosen_by,
        "instruments": list(instruments_of(verdict)),
        "wanted": (choice.wants or None) if choice else None,
        "refusal": (choice.refusal or None) if choice else None,
    }


def _tally_data(verdict: StudyVerdict) -> dict[str, Any] | None:
    tally = verdict.tally
    if tally is None:
        return None
    return {
        "instrument": tally.instrument.id,
        "met": tally.number(Counts.MET),
        "not_met": tally.number(Counts.NOT_MET),
        "not_reported": tally.number(Counts.NOT_REPORTED),
        "not_applicable": tally.number(Counts.NOT_APPLICABLE),
        "open": tally.number(None),
        "said": tally_sentence(tally),
    }


def _ceiling_data(verdict: StudyVerdict) -> dict[str, Any] | None:
    ceiling = _ceiling(verdict)
    return {"may": ceiling[0], "may_not": list(ceiling[1])} if ceiling else None


def _appraisal_data(shift: AppraisalShift) -> dict[str, Any]:
    kept = shift.after or shift.before
    assert kept is not None
    return {
        "instrument": kept.instrument.id,
        "outcome": kept.outcome.id if kept.outcome else None,
        "sheet": kept.sheet.id if kept.sheet and kept.sheet.where.record != NOWHERE else None,
        "judged": {"before": shift.before is not None, "after": shift.after is not None},
        "changed": shift.changed,
        "domains": [
            {
                "id": (domain.after or domain.before).domain.id,  # type: ignore[union-attr]
                "changed": domain.changed,
                "before": _held_data(domain.before),
                "after": _held_data(domain.after),
                "why": why(shift.after.instrument, domain.after) if shift.after and domain.after else None,
                "answers": [_answer_data(answer) for answer in domain.answers],
            }
            for domain in shift.domains
        ],
        "wholes": [
            {
                "axis": whole.axis.id if whole.axis else None,
                "changed": whole.changed,
                "before": _held_data(whole.before),
                "after": _held_data(whole.after),
                "why": _deciding(shift.after, whole.after, whole.axis) if shift.after and whole.after else None,
            }
            for whole in shift.wholes
        ],
    }


def _held_data(held: Judgement | OverallJudgement | None) -> dict[str, Any] | None:
    return {"judgement": held.final, "possible": list(held.possible)} if held else None


def _answer_data(shift: AnswerShift) -> dict[str, Any]:
    return {
        "question": _question(shift),
        "before": _word_data(shift.before),
        "after": _word_data(shift.after),
    }


def _word_data(answered: Answered | None) -> dict[str, Any] | None:
    if answered is None:
        return None
    return {"answer": answered.answer, "origin": answered.origin.value, "because": answered.because}
