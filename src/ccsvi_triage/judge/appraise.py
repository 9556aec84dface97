"""A study, or one result of it, under one instrument."""

from collections.abc import Iterable, Mapping, Sequence

from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.logic.table import (
    Decision,
    DomainLogic,
    applies,
    assumed_setup,
    conditions_of,
    full_setup,
    impossible,
)
from ccsvi_triage.model.appraisal import (
    Answered,
    Appraisal,
    Counted,
    Ground,
    Judgement,
    Origin,
    OverallJudgement,
    Tally,
)
from ccsvi_triage.model.instrument import NOT_ASKED, Asked, Domain, Instrument, OverallRule
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import OVERALL, Given, Ruling, Sheet
from ccsvi_triage.model.study import Outcome, Study


class Judge:
    """Instruments made ready; one for a run, so that what one study costs the next one has for nothing."""

    def __init__(self) -> None:
        """Begin with nothing made ready."""
        self._ready: dict[tuple[str, str, tuple[tuple[str, str], ...]], DomainLogic] = {}

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
            One judgement a domain, in the instrument's order, and the worst of them as the whole.
        """
        setup = full_setup(instrument, sheet.setup if sheet else {})
        assumed = assumed_setup(instrument, setup)
        setup |= assumed
        facts = Facts(study, outcome)
        refused = _refused(instrument, setup, sheet)
        judgements = tuple(
            self._judge(instrument, domain, setup, sheet, facts, refused)
            for domain in instrument.domains
            if domain.tables and applies(domain, setup)
        )
        return Appraisal(
            study=study,
            instrument=instrument,
            sheet=sheet,
            outcome=outcome,
            setup=tuple(setup.items()),
            assumed=tuple(assumed),
            judgements=judgements,
            overall=_overall(instrument, judgements, sheet, barred),
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
        logic = self._logic(instrument, domain, setup)
        found = [_answer(question, logic.options[question.id], sheet, facts) for question in domain.questions]
        answers = {a.question.id: a.answer for a in found if a.answer is not None}
        decision = logic.decide(answers)
        if refused and not refused.isdisjoint(_looked_at(domain)):
            decision = Decision(tuple(instrument.levels), (), (), decision.unasked)
        shown = tuple(_shown(a, logic.options[a.question.id], decision) for a in found)
        ruling = _ruling(instrument, sheet, domain.id)
        firm = {i: a for i, a in answers.items() if i in sheet.answers} if sheet else {}
        return Judgement(
            domain=domain,
            answers=shown,
            possible=decision.possible,
            rules=decision.rules,
            matters=tuple(q for q in domain.questions if q.id in decision.matters),
            ruling=ruling,
            direction=sheet.directions.get(domain.id) if sheet else None,
            confirmed=bool(ruling) or firm == answers or logic.decide(firm).possible == decision.possible,
        )


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
            answered = _answer(question, question.options or instrument.options, sheet, facts)
            if answered.answer == NOT_ASKED and NOT_ASKED not in instrument.counts:
                answered = _open(answered)
            counts = instrument.counts[answered.answer] if answered.answer is not None else None
            rows.append(Counted(answered, counts))
    return Tally(instrument, tuple(rows))


def main_outcome(study: Study) -> Outcome | None:
    """Give the outcome that is judged where nobody names one: the first primary one, else the first."""
    for outcome in study.outcomes:
        if outcome.role is not None and outcome.role.value == "primary":
            return outcome
    return study.outcomes[0] if study.outcomes else None


def _answer(question: Asked, options: Sequence[str], sheet: Sheet | None, facts: Facts) -> Answered:
    given = sheet.answers.get(question.id) if sheet else None
    if given is not None:
        answered = Answered(question, given.answer, Origin.ANSWERED, given.because, (_ground(given),))
        return answered if given.answer in (*options, NOT_ASKED) else _open(answered)
    proposed = facts.first(question.proposals) if question.proposals else None
    if proposed is not None:
        proposal = question.proposals[proposed[0]]
        return Answered(question, proposal.answer, Origin.PROPOSED, proposal.because, proposed[1])
    return Answered(question, None, Origin.OPEN, "", ())


def _ground(given: Given) -> Ground:
    place = given.where["answer"]
    return Ground("answer", given.answer, given.source, given.locator, given.basis, given.because, place)


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


def _ruling(instrument: Instrument, sheet: Sheet | None, name: str) -> Ruling | None:
    """Give a person's ruling; one without a known level, a reason and a name is none."""
    ruling = sheet.rulings.get(name) if sheet else None
    if ruling is None or ruling.level not in instrument.levels or not ruling.reason.strip() or not ruling.by.strip():
        return None
    return ruling


def _refused(instrument: Instrument, setup: Mapping[str, str], sheet: Sheet | None) -> frozenset[str]:
    """Name what takes part in a set-up that cannot be: domains that look at it are not decided."""
    words = {name: given.answer for name, given in sheet.answers.items()} if sheet else {}
    rules = impossible(instrument, setup, words)
    return frozenset().union(*(rule.when.names() for rule in rules))


def _looked_at(domain: Domain) -> set[str]:
    return domain.applies.names().union(*(condition.names() for condition in conditions_of(domain)))


def _overall(
    instrument: Instrument, judgements: Sequence[Judgement], sheet: Sheet | None, barred: str
) -> OverallJudgement | None:
    if instrument.overall.rule is OverallRule.NONE or not judgements:
        return None
    ladder = {level: step for step, level in enumerate(instrument.levels)}
    held = [(j.final,) if j.final is not None else j.possible for j in judgements]
    floor = max(min(ladder[level] for level in levels) for levels in held)
    reachable = {ladder[level] for levels in held for level in levels}
    possible = tuple(level for level, step in ladder.items() if step == floor or (step > floor and step in reachable))
    suggested = possible[0] if len(possible) == 1 and possible[0] != barred else None
    ruling = _ruling(instrument, sheet, OVERALL)
    return OverallJudgement(
        possible=possible,
        suggested=suggested,
        ruling=ruling,
        step="" if ruling else _step(instrument, judgements, possible, barred),
        direction=sheet.directions.get(OVERALL) if sheet else None,
        confirmed=bool(ruling) or _confirmed(judgements, suggested, ladder),
    )


def _confirmed(judgements: Iterable[Judgement], suggested: str | None, ladder: Mapping[str, int]) -> bool:
    """Tell whether no proposal decides the whole: a confirmed domain at the worst level does, or all of them."""
    listed = list(judgements)
    worst = list(ladder)[-1]
    if suggested == worst:
        return any(j.confirmed and j.final == worst for j in listed)
    return all(j.confirmed for j in listed)


def _step(instrument: Instrument, judgements: Sequence[Judgement], possible: Sequence[str], barred: str) -> str:
    """Name the step that only a person can take from here, where there is one."""
    if barred and tuple(possible) == (barred,):
        word = instrument.level_words.get(barred, barred).lower()
        return f"these tables are not made for the design and cannot give {word}; a ruling with a reason can"
    step = instrument.overall.escalation
    levels = [j.final for j in judgements]
    if step is None or levels.count(step.level) < step.at_least:
        return ""
    ladder = list(instrument.levels)
    if any(level is None or ladder.index(level) > ladder.index(step.level) for level in levels):
        return ""
    number = levels.count(step.level)
    word = instrument.level_words.get(step.level, step.level)
    raised = instrument.level_words.get(step.to, step.to)
    return f"{number} domains with {word.lower()}: {raised.lower()} together? Nobody has recorded a decision"
