"""What a sheet says by itself: answers and levels that its reviewer gave, without any that facts propose."""

from collections.abc import Mapping
from typing import Any, TypeVar

from ccsvi_triage.judge.appraise import Judge, answer_to, main_outcome
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.logic.table import DomainLogic
from ccsvi_triage.model.appraisal import Answered, Appraisal, Judgement, Origin
from ccsvi_triage.model.instrument import NOT_ASKED, Domain, Form, Instrument, Judges
from ccsvi_triage.model.record import Record, items
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Outcome, Study

R = TypeVar("R", bound=Record)

GIVEN = (Origin.ANSWERED, Origin.FROM_PARTS)
"""Origins of an answer that a reviewer gave."""


class OwnAnswers:
    """Judges sheets by what stands in them; who leaves a question out does not agree with what facts propose."""

    def __init__(self) -> None:
        """Begin with nothing made ready."""
        self._judge = Judge()
        self._bare: dict[int, tuple[Instrument, Instrument]] = {}
        self._alone: dict[int, tuple[Domain, Instrument]] = {}
        self._logic: dict[tuple[str, str, tuple[tuple[str, str], ...]], DomainLogic] = {}

    def bare(self, instrument: Instrument) -> Instrument:
        """Give an instrument whose questions have no proposals."""
        known = self._bare.get(id(instrument))
        if known is None:
            domains = tuple(
                changed(domain, questions=tuple(changed(q, proposals=()) for q in domain.questions))
                for domain in instrument.domains
            )
            known = instrument, changed(instrument, domains=domains)
            self._bare[id(instrument)] = known
        return known[1]

    def appraise(self, study: Study, instrument: Instrument, sheet: Sheet, barred: str = "") -> Appraisal:
        """Judge a study by what a sheet says.

        Args:
            study: The study.
            instrument: A bare instrument.
            sheet: The sheet; nothing may be wrong with it.
            barred: A level that the tables may not give to such a design without a ruling.
        """
        return self._judge.appraise(study, instrument, sheet, outcome_of(study, instrument, sheet), (), barred)

    def possible(self, study: Study, instrument: Instrument, domain: Domain, sheet: Sheet) -> tuple[str, ...]:
        """Give the levels that the tables of one domain leave possible, best first."""
        known = self._alone.get(id(domain))
        if known is None:
            known = domain, changed(instrument, domains=(domain,))
            self._alone[id(domain)] = known
        return self.appraise(study, known[1], sheet).judgements[0].possible

    def answers(  # noqa: PLR0913, PLR0917 -- a domain in all its surroundings
        self,
        study: Study,
        instrument: Instrument,
        domain: Domain,
        setup: Mapping[str, str],
        sheet: Sheet,
        judgement: Judgement | None,
    ) -> tuple[Answered, ...]:
        """Give the answers to the questions of a domain; what is not asked says so, whether or not ``NA`` is written.

        Args:
            study: The study.
            instrument: A bare instrument.
            domain: One of its domains.
            setup: The set-up in full.
            sheet: The sheet.
            judgement: The domain's judgement, where the instrument gives any.
        """
        key = (instrument.id, domain.id, tuple(setup.items()))
        logic = self._logic.get(key)
        if logic is None or logic.domain is not domain:
            logic = DomainLogic(instrument, domain, setup)
            self._logic[key] = logic
        if judgement is not None:
            found = judgement.answers
        else:
            facts = Facts(study)
            found = tuple(answer_to(q, logic.options[q.id], sheet, facts) for q in domain.questions)
        words = {a.question.id: a.answer for a in found if a.answer is not None}
        unasked = logic.decide(words).unasked
        return tuple(_told(answered, logic, unasked) for answered in found)


def outcome_of(study: Study, instrument: Instrument, sheet: Sheet) -> Outcome | None:
    """Give the outcome that a sheet judges."""
    for known in study.outcomes:
        if known.id == sheet.outcome:
            return known
    return main_outcome(study) if instrument.judges is Judges.RESULT and not sheet.outcome else None


def levels_given(instrument: Instrument) -> bool:
    """Tell whether an instrument gives levels, and is no count of criteria."""
    return instrument.form is Form.JUDGED


def changed(record: R, **changes: Any) -> R:  # noqa: ANN401 -- any field's value
    """Give a copy of a record with other values for some fields, at the same place."""
    return type(record)(where=record.where, **{**dict(items(record)), **changes})


def _told(answered: Answered, logic: DomainLogic, unasked: frozenset[str]) -> Answered:
    question = answered.question
    if question.id in unasked:
        return Answered(question, NOT_ASKED, Origin.NOT_ASKED, "", ())
    if answered.answer == NOT_ASKED and NOT_ASKED not in logic.options[question.id]:
        return Answered(question, None, Origin.OPEN, "", ())
    return answered
