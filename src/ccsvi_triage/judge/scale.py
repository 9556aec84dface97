"""What an old scale adds up to: printed because its authors define the total, and judging nothing."""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.judge.appraise import answer_to
from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.appraisal import Answered, Origin, ScaleTotal, Scored
from ccsvi_triage.model.instrument import NOT_ASKED, Asked, Domain, Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Outcome, Study


def total(
    study: Study, instrument: Instrument, sheet: Sheet | None = None, outcome: Outcome | None = None
) -> ScaleTotal:
    """Add up a scale; an open item is never counted as 0.

    Args:
        study: The study.
        instrument: An instrument of the form ``scale``.
        sheet: A reviewer's answers; they go before what the facts propose.
        outcome: The outcome that items about an outcome look at.

    Returns:
        Each item with its points, and the lowest and the highest total that the open ones still allow.
    """
    facts = Facts(study, outcome)
    rows: list[Scored] = []
    low = high = most = 0
    for domain in instrument.domains:
        answers: dict[str, str] = {}
        for question in domain.questions:
            options = question.options or instrument.options
            answered = answer_to(question, options, sheet, facts)
            if answered.answer == NOT_ASKED and NOT_ASKED not in options:
                answered = answered._replace(answer=None, origin=Origin.OPEN)
            if question.asked_when.names() <= answers.keys() and not holds(question.asked_when, answers):
                answered = Answered(question, NOT_ASKED, Origin.NOT_ASKED, "", ())
            if answered.answer is not None:
                answers[question.id] = answered.answer
            rows.append(Scored(answered, _points(instrument, question, answered.answer)))
        reached = list(_totals(instrument, domain, answers))
        low, high = low + min(reached), high + max(reached)
        most += max(_totals(instrument, domain, {}))
    return ScaleTotal(instrument, sheet, tuple(rows), low, high, most)


def _points(instrument: Instrument, question: Asked, answer: str | None) -> int | None:
    if answer is None:
        return None
    given = (question.points or instrument.points).get(answer)
    return int(given) if given is not None else 0


def _totals(instrument: Instrument, domain: Domain, answers: Mapping[str, str]) -> Iterator[int]:
    """Give the totals that a domain may still come to; of items that open no gate the least and the most will do."""
    gates = {name for question in domain.questions for name in question.asked_when.names()}

    def walk(at: int, so_far: Mapping[str, str], points: int) -> Iterator[int]:
        if at == len(domain.questions):
            yield points
            return
        question = domain.questions[at]
        if not holds(question.asked_when, so_far):
            yield from walk(at + 1, {**so_far, question.id: NOT_ASKED}, points)
            return
        for word in _words(instrument, question, answers, apart=question.id in gates):
            more = _points(instrument, question, word) or 0
            yield from walk(at + 1, {**so_far, question.id: word}, points + more)

    if gates:
        yield from walk(0, {}, 0)
        return
    spans = [
        [_points(instrument, q, word) or 0 for word in _words(instrument, q, answers, apart=False)]
        for q in domain.questions
    ]
    yield sum(min(span) for span in spans)
    yield sum(max(span) for span in spans)


def _words(instrument: Instrument, question: Asked, answers: Mapping[str, str], *, apart: bool) -> Sequence[str]:
    """Give the answers that an item may still have: all where gates look at it, else a worst and a best one."""
    given = answers.get(question.id)
    if given is not None:
        return (given,)
    options = question.options or instrument.options
    if apart:
        return options
    ordered = sorted(options, key=lambda word: _points(instrument, question, word) or 0)
    return ordered[0], ordered[-1]
