"""A study with other facts, and its sheets with other answers: what somebody supposes, and what comes out otherwise."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from ccsvi_triage.logic.facts import FLAW
from ccsvi_triage.model.appraisal import Answered, Appraisal, Judgement, Reading, StudyVerdict
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.record import Record, replaced
from ccsvi_triage.model.sheet import Given, Judged, Sheet
from ccsvi_triage.model.study import Accuracy, Blinding, Funding, Outcome, Registration, Review, StatedFlaw, Study
from ccsvi_triage.model.text import Id, InstrumentRef, StudyRef
from ccsvi_triage.model.whatif import AnswerShift, AppraisalShift, DomainShift, Heeded, Of, Supposed, WhatIf, WholeShift
from ccsvi_triage.model.words import Basis, Flaw

BECAUSE = "supposed"
"""The reason that stands for what is supposed."""

SHEET = Id("supposed")
"""The sheet that answers stand in where the study has none of the instrument."""

_GROUPS: Mapping[str, type[Record]] = {
    "blinding": Blinding,
    "registration": Registration,
    "funding": Funding,
    "accuracy": Accuracy,
    "review": Review,
}


# what is supposed


def with_fact(study: Study, path: str, value: Any, outcomes: Collection[str]) -> Study:  # noqa: ANN401 -- a field's value
    """Give a study with another fact.

    Args:
        study: The study.
        path: The fact's path, as conditions name it.
        value: What the record's field takes; ``None`` leaves the fact open.
        outcomes: The ids of the outcomes that a path such as ``outcome.measure`` is about.
    """
    if isinstance(value, Fact):
        value = replaced(value, note=BECAUSE)
    first, _, last = path.partition(".")
    if first == "outcome":
        changed = (replaced(o, **{last: value}) if o.id in outcomes else o for o in study.outcomes)
        return replaced(study, outcomes=tuple(changed))
    if not last:
        return replaced(study, **{path: value})
    group = getattr(study, first) or _GROUPS[first]()
    return replaced(study, **{first: replaced(group, **{last: value})})


def word_at(study: Study, path: str, outcome: Outcome | None) -> str:
    """Write a fact as a file has it; ``""`` while it is open."""
    first, _, last = path.partition(".")
    owner = outcome if first == "outcome" else getattr(study, first) if last else study
    value = getattr(owner, last or first) if owner is not None else None
    if value is None:
        return ""
    if isinstance(value, Fact):
        return value.word()
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def with_flaw(study: Study, code: Flaw) -> Study:
    """Give a study of which one flaw more is stated."""
    return replaced(study, flaws=(*study.flaws, StatedFlaw(code=code, detail=BECAUSE, basis=Basis.INFERRED)))


def without_flaw(study: Study, code: Flaw) -> Study:
    """Give a study of which a flaw is not stated."""
    return replaced(study, flaws=tuple(flaw for flaw in study.flaws if flaw.code is not code))


def with_answers(sheet: Sheet, supposed: Iterable[Supposed]) -> Sheet:
    """Give a sheet with other answers, set-ups and levels of a person; each has a reason, so that it counts."""
    answers, setup, judgements = dict(sheet.answers), dict(sheet.setup), dict(sheet.judgements)
    for one in supposed:
        if one.of is Of.ANSWER:
            _put(answers, one.what, Given(answer=one.after, because=BECAUSE) if one.after else None)
        elif one.of is Of.SETUP:
            _put(setup, one.what, one.after or None)
        elif one.of is Of.JUDGEMENT:
            _put(judgements, one.what, Judged(level=one.after, because=BECAUSE) if one.after else None)
    return replaced(sheet, answers=answers, setup=setup, judgements=judgements)


def _put(known: dict[str, Any], name: str, value: Any) -> None:  # noqa: ANN401 -- what a sheet maps to
    """Put a value in, or take out what stands there."""
    if value is None:
        known.pop(name, None)
    else:
        known[name] = value


def empty_sheet(study: Study, instrument: Instrument, setup: Mapping[str, str], outcome: str = "") -> Sheet:
    """Give the sheet in which answers are supposed where the study has none.

    Args:
        study: The study.
        instrument: The instrument that it fills in.
        setup: The set-up that is assumed without it; what it leaves to people's own words is supposed to be said.
        outcome: The outcome that it judges; the main one, where this is empty.
    """
    return Sheet(
        id=SHEET,
        study=StudyRef(study.id),
        instrument=InstrumentRef(instrument.id),
        version=instrument.version,
        reviewer=BECAUSE,
        outcome=outcome,
        setup={**{asked.id: BECAUSE for asked in instrument.setup if not asked.options}, **setup},
    )


# what comes out otherwise


def compare(
    supposed: Sequence[Supposed],
    before: StudyVerdict,
    after: StudyVerdict,
    readings: tuple[Reading, Reading],
    chosen_by: Collection[str],
) -> WhatIf:
    """Hold two verdicts on a study against each other.

    Args:
        supposed: In what they differ.
        before: On what is recorded.
        after: On what is supposed.
        readings: When to read it, before and after.
        chosen_by: The paths at which the selection rule looks.
    """
    others = [one for one in supposed if one.of in _HEEDED and one.before != one.after]
    heeded = tuple(_heeded(others, after, chosen_by))
    looked_at = {*_READING_LOOKS_AT, *(one.path for one in heeded), *_paths(before), *_paths(after)}
    judging = {appraisal.instrument.id for appraisal in (*before.appraisals, *after.appraisals)}
    return WhatIf(
        supposed=tuple(supposed),
        before=before,
        after=after,
        appraisals=(
            *_appraisals(before.appraisals, after.appraisals),
            *_appraisals(_apart(before.beside, judging), _apart(after.beside, judging)),
        ),
        criteria=tuple(_criteria(before, after)),
        readings=readings,
        brought=_more(after.problems, before.problems),
        mended=_more(before.problems, after.problems),
        heeded=heeded,
        unheeded=tuple(dict.fromkeys(path for one in others if (path := _path(one)) not in looked_at)),
    )


def _apart(beside: Iterable[Appraisal], judging: Collection[str]) -> list[Appraisal]:
    """Leave out what judges the study on the other side: it is told there."""
    return [appraisal for appraisal in beside if appraisal.instrument.id not in judging]


_HEEDED = (Of.FACT, Of.FLAW)

_READING_LOOKS_AT = frozenset(("status", "relation", "question", "outcome.importance"))
"""Facts at which the reading order looks, beside what is judged."""


def _path(one: Supposed) -> str:
    return f"{FLAW} {one.what}" if one.of is Of.FLAW else one.what


def _heeded(supposed: Iterable[Supposed], verdict: StudyVerdict, chosen_by: Collection[str]) -> Iterator[Heeded]:
    """Find what looks at some facts and flaws."""
    answers = [
        (appraisal.instrument, answered)
        for appraisal in (*verdict.appraisals, *verdict.beside)
        for judgement in appraisal.judgements
        for answered in judgement.answers
    ]
    if verdict.tally is not None:
        answers += [(verdict.tally.instrument, row.answered) for row in verdict.tally.rows]
    for one in supposed:
        if one.what in chosen_by and one.of is Of.FACT:
            yield Heeded(_path(one), None, None)
        for instrument, answered in answers:
            if any(_looks_at(proposal.when, one) for proposal in answered.question.proposals):
                yield Heeded(_path(one), instrument, answered)


def _looks_at(condition: Condition, one: Supposed) -> bool:
    """Tell whether a condition looks at a fact, or at the very flaw that is supposed."""
    if one.of is Of.FLAW:
        return any(one.what in clause.get(FLAW, ()) for clause in condition.clauses)
    return one.what in paths_of([condition])


def _more(problems: Iterable[Problem], others: Iterable[Problem]) -> tuple[Problem, ...]:
    """Give the problems that the others do not have, wherever they stand."""
    known = {problem._replace(place=NOWHERE) for problem in others}
    return tuple(problem for problem in problems if problem._replace(place=NOWHERE) not in known)


def _appraisals(before: Sequence[Appraisal], after: Sequence[Appraisal]) -> Iterator[AppraisalShift]:
    """Put appraisals side by side, those by the same instrument in their order."""
    names = dict.fromkeys(appraisal.instrument.id for appraisal in (*before, *after))
    for name in names:
        olds = [appraisal for appraisal in before if appraisal.instrument.id == name]
        news = [appraisal for appraisal in after if appraisal.instrument.id == name]
        yield from (_appraisal(old, new) for old, new in zip_longest(olds, news))


def _appraisal(before: Appraisal | None, after: Appraisal | None) -> AppraisalShift:
    olds = {j.domain.id: j for j in before.judgements} if before else {}
    news = {j.domain.id: j for j in after.judgements} if after else {}
    kept = after or before
    assert kept is not None
    ids = [domain.id for domain in kept.instrument.domains if domain.id in olds or domain.id in news]
    domains = tuple(_domain(olds.get(name), news.get(name)) for name in ids)
    return AppraisalShift(before, after, domains, tuple(_wholes(before, after)))


def _wholes(before: Appraisal | None, after: Appraisal | None) -> Iterator[WholeShift]:
    old, new = before.overall if before else None, after.overall if after else None
    if old or new:
        yield WholeShift(None, old, new)
    olds = {axis.axis.id: axis for axis in before.axes} if before else {}
    news = {axis.axis.id: axis for axis in after.axes} if after else {}
    for axis in dict.fromkeys([*olds, *news]):
        one, other = olds.get(axis), news.get(axis)
        kept = other or one
        assert kept is not None
        yield WholeShift(kept.axis, one.overall if one else None, other.overall if other else None)


def _domain(before: Judgement | None, after: Judgement | None) -> DomainShift:
    return DomainShift(before, after, tuple(_answers(before.answers if before else (), after.answers if after else ())))


def _answers(before: Iterable[Answered], after: Iterable[Answered]) -> Iterator[AnswerShift]:
    """Give the answers that are another word than before, or come from elsewhere."""
    olds = {answered.question.id: answered for answered in before}
    news = {answered.question.id: answered for answered in after}
    for name in dict.fromkeys([*olds, *news]):
        old, new = olds.get(name), news.get(name)
        if old is None or new is None or old.answer != new.answer:
            yield AnswerShift(old, new)


def _criteria(before: StudyVerdict, after: StudyVerdict) -> Iterator[AnswerShift]:
    """Give the criteria of the checklist that count otherwise."""
    olds = [row.answered for row in before.tally.rows] if before.tally else []
    news = [row.answered for row in after.tally.rows] if after.tally else []
    yield from _answers(olds, news)


def _paths(verdict: StudyVerdict) -> Iterator[str]:
    """Name the facts at which the proposals of what judges or counts a study look."""
    used = [appraisal.instrument for appraisal in (*verdict.appraisals, *verdict.beside)]
    for instrument in [*used, *([verdict.tally.instrument] if verdict.tally else [])]:
        yield from paths_of(proposal.when for asked in instrument.setup for proposal in asked.proposals)
        for domain in instrument.domains:
            yield from paths_of(proposal.when for asked in domain.questions for proposal in asked.proposals)


_FROM: Mapping[str, tuple[str, ...]] = {
    "lost.percent": ("lost", "enrolled"),
    "target.reached": ("target", "enrolled"),
}
"""Facts that a fact computed from others comes from."""


def paths_of(conditions: Iterable[Condition]) -> Iterator[str]:
    """Name the facts at which some conditions look, those behind computed ones among them."""
    for condition in conditions:
        for path in condition.names():
            yield path
            yield from _FROM.get(path, ())
