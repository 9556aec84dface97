"""A study, or one result of it, under one instrument."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.logic.overall import counted, worst
from ccsvi_triage.logic.table import (
    Decision,
    DomainLogic,
    applies,
    assumed_setup,
    conditions_of,
    either,
    full_setup,
    impossible,
)
from ccsvi_triage.model.appraisal import (
    Answered,
    Appraisal,
    AxisJudgement,
    Counted,
    Ground,
    Judgement,
    Origin,
    OverallJudgement,
    Tally,
)
from ccsvi_triage.model.instrument import (
    NOT_ASKED,
    Asked,
    Domain,
    Form,
    Instrument,
    Overall,
    OverallRule,
    Rule,
    Sign,
    whole_levels,
)
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import OVERALL, Given, Judged, Ruling, Sheet
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.words import OutcomeRole, YesNo


class Standing(NamedTuple):
    """The answers to a domain before its gates have their say: one behind a closed gate is here with its answer.

    Attributes:
        narrowed: Of open questions some of whose parts are answered, the answers that they may still have.
    """

    logic: DomainLogic
    answered: tuple[Answered, ...]
    narrowed: Mapping[str, tuple[str, ...]]


class Judge:
    """Instruments made ready; one for a run, so that what one study costs the next one has for nothing."""

    def __init__(self) -> None:
        """Begin with nothing made ready."""
        self._ready: dict[tuple[str, str, tuple[tuple[str, str], ...]], DomainLogic] = {}
        self._parts: dict[int, tuple[Asked, DomainLogic]] = {}

    def appraise(  # noqa: PLR0913, PLR0917 -- all that one judgement is about
        self,
        study: Study,
        instrument: Instrument,
        sheet: Sheet | None = None,
        outcome: Outcome | None = None,
        problems: Sequence[Problem] = (),
        barred: str = "",
    ) -> Appraisal:
        """Judge a study by every domain of an instrument.

        A question takes the reviewer's answer; where there is none, the study's facts may propose one, and it is
        shown as a proposal; else it stays open. An open question is never read as "no information".

        Args:
            study: The study; it is not changed.
            instrument: The instrument; its tables must be whole (``check.instruments``).
            sheet: A reviewer's answers to this instrument for this study.
            outcome: The outcome judged, where the instrument judges results.
            problems: What is wrong with the sheet; it is handed on.
            barred: A level that the tables may not give to such a design without a ruling.

        Returns:
            One judgement a domain, in the instrument's order, and the whole by the instrument's own rule.
        """
        setup = full_setup(instrument, sheet.setup if sheet else {})
        facts = Facts(study, outcome)
        proposed = _proposed_setup(instrument, setup, facts)
        assumed = assumed_setup(instrument, setup, proposed)
        setup |= assumed
        refused = _refused(instrument, setup, sheet)
        judgements = tuple(
            self._judge(instrument, domain, setup, sheet, facts, refused)
            for domain in instrument.domains
            if instrument.form is Form.JUDGED and applies(domain, setup)
        )
        main = [judgement for judgement in judgements if not judgement.domain.axis]
        return Appraisal(
            study=study,
            instrument=instrument,
            sheet=sheet,
            outcome=outcome,
            setup=tuple(setup.items()),
            assumed=tuple(name for name in assumed if name not in proposed),
            proposed=tuple(name for name in assumed if name in proposed),
            judgements=judgements,
            overall=_overall(instrument, instrument.overall, main, sheet, barred, OVERALL),
            axes=tuple(_axes(instrument, judgements, sheet)),
            problems=tuple(problems),
        )

    def _logic(self, instrument: Instrument, domain: Domain, setup: Mapping[str, str]) -> DomainLogic:
        key = (instrument.id, domain.id, tuple(setup.items()))
        ready = self._ready.get(key)
        if ready is None or ready.domain is not domain:
            ready = DomainLogic(instrument, domain, setup)
            self._ready[key] = ready
        return ready

    def _judge(  # noqa: PLR0913, PLR0917 -- one domain in all its surroundings
        self,
        instrument: Instrument,
        domain: Domain,
        setup: Mapping[str, str],
        sheet: Sheet | None,
        facts: Facts,
        refused: frozenset[str],
    ) -> Judgement:
        logic, found, narrowed = self.standing(instrument, domain, setup, sheet, facts)
        answers = {a.question.id: a.answer for a in found if a.answer is not None}
        decision = _decide(logic, answers, narrowed)
        if refused and not refused.isdisjoint(_looked_at(domain)):
            decision = Decision(domain.levels or tuple(instrument.levels), (), (), decision.unasked)
        shown = tuple(_shown(a, logic.options[a.question.id], decision) for a in found)
        levels = domain.levels or tuple(instrument.levels)
        ruling = _ruling(levels, sheet, domain.id)
        by_person = not domain.tables or instrument.provisional is YesNo.YES
        judged = _judged(levels, sheet, domain.id) if by_person else None
        firm = {a.question.id: a.answer for a in found if a.answer is not None and a.origin in _FIRM} if sheet else {}
        settled = bool(ruling or judged) or firm == answers
        return Judgement(
            domain=domain,
            answers=shown,
            possible=decision.possible,
            rules=decision.rules,
            matters=tuple(q for q in domain.questions if q.id in decision.matters),
            ruling=ruling,
            judged=judged,
            by_person=by_person,
            signs=tuple(_signs(domain, setup, shown)) if domain.signs else (),
            direction=sheet.directions.get(domain.id) if sheet else None,
            confirmed=settled or _decide(logic, firm, narrowed).possible == decision.possible,
        )

    def standing(
        self,
        instrument: Instrument,
        domain: Domain,
        setup: Mapping[str, str],
        sheet: Sheet | None,
        facts: Facts,
    ) -> Standing:
        """Give the answers to a domain under a set-up, from a sheet and from facts, whether they are asked or not."""
        logic = self._logic(instrument, domain, setup)
        found = [answer_to(question, logic.options[question.id], sheet, facts) for question in domain.questions]
        narrowed: dict[str, tuple[str, ...]] = {}
        if sheet and sheet.answers:
            found = [self._from_parts(answered, logic, sheet, narrowed) for answered in found]
        return Standing(logic, tuple(found), narrowed)

    def _from_parts(
        self, answered: Answered, logic: DomainLogic, sheet: Sheet, narrowed: dict[str, tuple[str, ...]]
    ) -> Answered:
        """Take a question's answer from its parts, where the sheet answers those; or narrow what it may still be."""
        question = answered.question
        if not question.parts or answered.origin is Origin.ANSWERED:
            return answered
        given = {part.id: sheet.answers[part.id] for part in question.parts if part.id in sheet.answers}
        if not given:
            return answered
        ready = self._parts.get(id(question))
        if ready is None:
            ready = question, DomainLogic.of_parts(question, logic.options[question.id])
            self._parts[id(question)] = ready
        decision = ready[1].decide({name: part.answer for name, part in given.items()})
        grounds = tuple(_ground(part, name) for name, part in given.items())
        if len(decision.possible) == 1:
            because = "; ".join(dict.fromkeys(rule.because for rule in decision.rules))
            return Answered(question, decision.possible[0], Origin.FROM_PARTS, because, grounds)
        narrowed[question.id] = decision.possible
        return Answered(question, None, Origin.OPEN, "", grounds)


_FIRM = (Origin.ANSWERED, Origin.FROM_PARTS)


def tally(study: Study, instrument: Instrument, sheet: Sheet | None = None, outcome: Outcome | None = None) -> Tally:
    """Count the criteria of a checklist that a study meets; never a judgement.

    Args:
        study: The study.
        instrument: A checklist of the form ``tally``.
        sheet: A reviewer's answers; they go before what the facts settle.
        outcome: The outcome that criteria about an outcome look at.

    Returns:
        Every criterion with its answer, or open.
    """
    facts = Facts(study, outcome)
    rows = []
    for domain in instrument.domains:
        for question in domain.questions:
            answered = answer_to(question, question.options or instrument.options, sheet, facts)
            if answered.answer == NOT_ASKED and NOT_ASKED not in instrument.counts:
                answered = _open(answered)
            counts = instrument.counts[answered.answer] if answered.answer is not None else None
            rows.append(Counted(answered, counts))
    return Tally(instrument, tuple(rows))


def main_outcome(study: Study) -> Outcome | None:
    """Give the outcome that is judged where nobody names one: the first primary one, else the first.

    A row of the table of how people were at the start is nobody's outcome.
    """
    outcomes = [o for o in study.outcomes if o.role is None or o.role.value is not OutcomeRole.BASELINE]
    for outcome in outcomes:
        if outcome.role is not None and outcome.role.value is OutcomeRole.PRIMARY:
            return outcome
    return outcomes[0] if outcomes else None


def answer_to(question: Asked, options: Sequence[str], sheet: Sheet | None, facts: Facts) -> Answered:
    """Give the answer to a question: the sheet's, else what the study's facts propose, else none."""
    given = sheet.answers.get(question.id) if sheet else None
    if given is not None:
        answered = Answered(question, given.answer, Origin.ANSWERED, given.because, (_ground(given),))
        return answered if given.answer in (*options, NOT_ASKED) else _open(answered)
    proposed = facts.first(question.proposals) if question.proposals else None
    if proposed is not None:
        proposal = question.proposals[proposed[0]]
        return Answered(question, proposal.answer, Origin.PROPOSED, proposal.because, proposed[1])
    return Answered(question, None, Origin.OPEN, "", ())


def _ground(given: Given, name: str = "answer") -> Ground:
    place = given.where["answer"]
    return Ground(name, given.answer, given.source, given.locator, given.basis, given.because, place)


def _proposed_setup(instrument: Instrument, setup: Mapping[str, str], facts: Facts) -> dict[str, str]:
    """Give what the study's facts suggest for set-ups that nobody has settled."""
    found = {}
    for asked in instrument.setup:
        if asked.id not in setup and asked.proposals and (first := facts.first(asked.proposals)):
            found[asked.id] = asked.proposals[first[0]].answer
    return found


def _decide(logic: DomainLogic, answers: Mapping[str, str], narrowed: Mapping[str, tuple[str, ...]]) -> Decision:
    """Decide a domain, some of whose open questions may have certain answers only."""
    if not narrowed:
        return logic.decide(answers)
    sets = [dict(zip(narrowed, words, strict=True)) for words in product(*narrowed.values())]
    decisions = [logic.decide({**answers, **words}) for words in sets]
    together = either(decisions, logic.levels)
    matters = dict.fromkeys([*together.matters, *(narrowed if len(together.possible) > 1 else ())])
    return together._replace(matters=tuple(matters))


def _signs(domain: Domain, setup: Mapping[str, str], answers: Sequence[Answered]) -> Iterator[Sign]:
    """Give the signs of a domain that hold for what is answered."""
    known = {**setup, **{a.question.id: a.answer for a in answers if a.answer is not None}}
    known |= {name: "yes" if holds(when, known) else "no" for name, when in domain.terms.items()}
    yield from (sign for sign in domain.signs if holds(sign.when, known))


def _shown(answered: Answered, options: Sequence[str], decision: Decision) -> Answered:
    """Say of a question that it is not asked, or that it is open although somebody wrote ``NA``."""
    unasked = answered.question.id in decision.unasked
    if unasked and answered.origin is not Origin.ANSWERED:
        return answered._replace(answer=NOT_ASKED, origin=Origin.NOT_ASKED, because="", grounds=())
    if not unasked and answered.answer == NOT_ASKED and NOT_ASKED not in options:
        return _open(answered)
    return answered


def _open(answered: Answered) -> Answered:
    """Take out a word that answers nothing; what is wrong with it is for ``check.sheets`` to say."""
    return answered._replace(answer=None, origin=Origin.OPEN, because="", grounds=())


def _ruling(levels: Iterable[str], sheet: Sheet | None, name: str) -> Ruling | None:
    """Give a person's ruling; one without a known level, a reason and a name is none."""
    ruling = sheet.rulings.get(name) if sheet else None
    if ruling is None or ruling.level not in levels or not ruling.reason.strip() or not ruling.by.strip():
        return None
    return ruling


def _judged(levels: Iterable[str], sheet: Sheet | None, name: str) -> Judged | None:
    """Give the level that the reviewer gives; one without a known level and a reason is none."""
    judged = sheet.judgements.get(name) if sheet else None
    return judged if judged is not None and judged.level in levels and judged.because.strip() else None


def _refused(instrument: Instrument, setup: Mapping[str, str], sheet: Sheet | None) -> frozenset[str]:
    """Name what takes part in a set-up that cannot be: domains that look at it are not decided."""
    words = {name: given.answer for name, given in sheet.answers.items()} if sheet else {}
    rules = impossible(instrument, setup, words)
    return frozenset().union(*(rule.when.names() for rule in rules))


def _looked_at(domain: Domain) -> set[str]:
    return domain.applies.names().union(*(condition.names() for condition in conditions_of(domain)))


def _axes(instrument: Instrument, judgements: Sequence[Judgement], sheet: Sheet | None) -> Iterator[AxisJudgement]:
    for axis in instrument.axes:
        on_it = [judgement for judgement in judgements if judgement.domain.axis == axis.id]
        yield AxisJudgement(axis, _overall(instrument, axis.overall, on_it, sheet, "", axis.id))


def _overall(  # noqa: PLR0913, PLR0917 -- one axis in all its surroundings
    instrument: Instrument,
    rule: Overall,
    judgements: Sequence[Judgement],
    sheet: Sheet | None,
    barred: str,
    name: str,
) -> OverallJudgement | None:
    if rule.rule is OverallRule.NONE or not judgements:
        return None
    levels = tuple(whole_levels(instrument, rule))
    held = [_held(instrument, judgement) for judgement in judgements]
    rules: tuple[Rule, ...] = ()
    if rule.rule is OverallRule.WORST:
        possible = worst(held, levels)
    elif rule.rule is OverallRule.COUNTED:
        possible, rules = counted(held, rule.rules, tuple(instrument.levels), levels)
    else:
        possible = levels
    by_person = rule.rule is OverallRule.PERSON
    suggested = possible[0] if len(possible) == 1 and possible[0] != barred and not by_person else None
    ruling = _ruling(levels, sheet, name)
    judged = _judged(levels, sheet, name) if by_person else None
    return OverallJudgement(
        possible=possible,
        suggested=suggested,
        rules=rules if len(possible) == 1 else (),
        ruling=ruling,
        judged=judged,
        step="" if ruling else _step(instrument, rule, judgements, possible, barred),
        direction=sheet.directions.get(name) if sheet else None,
        confirmed=bool(ruling or judged) or _confirmed(rule, judgements, suggested, levels),
    )


def _held(instrument: Instrument, judgement: Judgement) -> Sequence[str]:
    """Give the levels at which a domain may stand; what a table only suggests keeps a person from none of them."""
    if judgement.final is not None:
        return (judgement.final,)
    if judgement.by_person:
        return judgement.domain.levels or tuple(instrument.levels)
    return judgement.possible


def _confirmed(rule: Overall, judgements: Iterable[Judgement], suggested: str | None, levels: Sequence[str]) -> bool:
    """Tell whether no proposal decides the whole: a confirmed domain at the worst level does, or all of them."""
    listed = list(judgements)
    if rule.rule is OverallRule.WORST and suggested == levels[-1]:
        return any(j.confirmed and j.final == levels[-1] for j in listed)
    return all(j.confirmed for j in listed)


def _step(
    instrument: Instrument, rule: Overall, judgements: Sequence[Judgement], possible: Sequence[str], barred: str
) -> str:
    """Name the step that only a person can take from here, where there is one."""
    words = {**instrument.level_words, **rule.level_words}
    if barred and tuple(possible) == (barred,):
        word = words.get(barred, barred).lower()
        return f"these tables are not made for the design and cannot give {word}; a ruling with a reason can"
    step = rule.escalation
    levels = [j.final for j in judgements]
    if step is None or None in levels or levels.count(step.level) < step.at_least:
        return ""
    if tuple(possible) != (step.whole or step.level,):
        return ""
    number = levels.count(step.level)
    word = words.get(step.level, step.level).lower()
    raised = words.get(step.to, step.to).lower()
    return f"{number} domains with {word}: {raised} together? Nobody has recorded a decision"
