"""What to ask next, so that a sheet becomes whole with as few questions as it takes.

What is asked follows from the reviewer's own answers alone: a proposal answers nothing until a person confirms it.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ccsvi_triage.judge.appraise import Judge, answer_to, tally
from ccsvi_triage.judge.scale import total
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.logic.table import (
    PART_ANSWERS,
    DomainLogic,
    applies,
    assumed_setup,
    conditions_of,
    full_setup,
    impossible,
)
from ccsvi_triage.model.appraisal import Appraisal, Ground, Judgement, Origin, ScaleTotal, Tally
from ccsvi_triage.model.asking import Blank, Proposed, Step, Wanted
from ccsvi_triage.model.instrument import (
    Asked,
    Domain,
    Form,
    Instrument,
    OverallRule,
    Setup,
    SetupRule,
    whole_levels,
)
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.sheet import OVERALL, Given, Sheet
from ccsvi_triage.model.study import Outcome, Study


class Asking:
    """Knows, for one study and one instrument, what a sheet still leaves to be asked."""

    def __init__(self, study: Study, instrument: Instrument, outcome: Outcome | None = None) -> None:
        """Make ready to ask.

        Args:
            study: The study; its facts propose answers and settle none.
            instrument: The instrument.
            outcome: The outcome judged, where the instrument judges results.
        """
        self.study = study
        self.instrument = instrument
        self.outcome = outcome
        self._facts = Facts(study, outcome)
        self._bare = _without_proposals(instrument)
        self._judge = Judge()
        self._logics: dict[tuple[str, tuple[tuple[str, str], ...]], DomainLogic] = {}
        self._of_parts: dict[str, DomainLogic] = {}

    def forming(self, sheet: Sheet) -> Appraisal:
        """Judge by the sheet alone, as if no fact proposed anything."""
        whole = replaced(sheet, setup=self._setup(sheet))
        return self._judge.appraise(self.study, self._bare, whole, self.outcome)

    def counted(self, sheet: Sheet) -> Tally | ScaleTotal | None:
        """Count by the sheet alone, where the instrument counts; ``None`` where it judges."""
        if self.instrument.form is Form.TALLY:
            return tally(self.study, self._bare, sheet, self.outcome)
        if self.instrument.form is Form.SCALE:
            return total(self.study, self._bare, sheet, self.outcome)
        return None

    def steps(self, sheet: Sheet) -> tuple[Step, ...]:
        """Give what is asked for certain, whatever the open answers turn out to be, in order."""
        return tuple(self._steps(sheet, certain=True))

    def blank(self, sheet: Sheet) -> Blank:
        """Give all that may be asked under the sheet's set-up, in order."""
        settled = full_setup(self.instrument, sheet.setup)
        assumed = {name: word for name, word in self._setup(sheet).items() if name not in settled}
        return Blank(tuple(self._steps(sheet, certain=False)), assumed)

    def next(self, sheet: Sheet, skipped: Collection[tuple[str, str]] = ()) -> Step | None:
        """Give what to ask next, or ``None`` where nothing is left.

        Of a set-up that cannot be, the last part comes first: it is the one that may undo it.

        Args:
            sheet: What is answered so far.
            skipped: Keys of steps that the person has left open.
        """
        due = [step for step in self.steps(sheet) if step.due and step.key not in skipped]
        wrong = [step for step in due if step.wanted is Wanted.SETUP and step.settled]
        unsettled = [step for step in due if step.wanted is Wanted.SETUP and not step.settled]
        if wrong and not unsettled:
            return wrong[-1]
        return next((step for step in due if step not in wrong), None)

    def before(self, sheet: Sheet, key: tuple[str, str], skipped: Collection[tuple[str, str]] = ()) -> Step | None:
        """Give the step that was answered or skipped before another one, or ``None`` where there is none.

        Args:
            sheet: What is answered so far.
            key: The key of the other step.
            skipped: Keys of steps that the person has left open.
        """
        found = None
        for step in self.steps(sheet):
            if step.key == key:
                return found
            if step.settled or step.key in skipped:
                found = step
        return None

    def held(self, sheet: Sheet) -> dict[str, str]:
        """Give the set-ups that nobody has settled and that are not asked, with what holds for them."""
        words = full_setup(self.instrument, sheet.setup)
        return {
            step.name: words[step.name]
            for step in self._setup_steps(sheet, self._setup(sheet))
            if not (step.settled or step.due)
        }

    def refused(self, sheet: Sheet) -> tuple[SetupRule, ...]:
        """Give the rules by which the sheet's set-up cannot be."""
        words = {name: given.answer for name, given in sheet.answers.items()}
        return impossible(self.instrument, self._setup(sheet), words)

    def unasked(self, sheet: Sheet) -> tuple[str, ...]:
        """Name what the sheet answers although its other answers no longer ask for it."""
        setup = self._setup(sheet)
        found: list[str] = []
        for domain in self._applied(setup):
            answers = self._answers(domain, sheet)
            unasked = self._logic(domain, setup).decide(answers).unasked
            for question in domain.questions:
                names = (question.id, *(part.id for part in question.parts))
                found += [name for name in names if question.id in unasked and name in sheet.answers]
        return tuple(found)

    def _setup(self, sheet: Sheet) -> dict[str, str]:
        """Give the set-up in full: what the sheet says, defaults, and what has to be assumed meanwhile."""
        settled = full_setup(self.instrument, sheet.setup)
        proposed = {setup.id: found.answer for setup in self.instrument.setup if (found := self._proposed_setup(setup))}
        return settled | assumed_setup(self.instrument, settled, proposed)

    def _proposed_setup(self, setup: Setup) -> Proposed | None:
        first = self._facts.first(setup.proposals) if setup.proposals else None
        if first is None:
            return None
        proposal = setup.proposals[first[0]]
        return _proposed(proposal.answer, proposal.because, tuple(first[1]))

    def _applied(self, setup: Mapping[str, str]) -> tuple[Domain, ...]:
        return tuple(domain for domain in self.instrument.domains if applies(domain, setup))

    def _logic(self, domain: Domain, setup: Mapping[str, str]) -> DomainLogic:
        key = domain.id, tuple(setup.items())
        if key not in self._logics:
            self._logics[key] = DomainLogic(self.instrument, domain, setup)
        return self._logics[key]

    def _asked(self, domain: Domain, question: Asked, setup: Mapping[str, str], answers: Mapping[str, str]) -> bool:
        """Tell whether a question is asked whatever the open answers are; only what its gate looks at can tell."""
        if not question.asked_when.clauses:
            return True
        key = f"{domain.id}/{question.id}", tuple(setup.items())
        if key not in self._logics:
            self._logics[key] = DomainLogic(self.instrument, _gate_of(domain, question), setup)
        return self._logics[key].asked(question.id, answers)

    def _logic_of_parts(self, question: Asked, options: tuple[str, ...]) -> DomainLogic:
        if question.id not in self._of_parts:
            self._of_parts[question.id] = DomainLogic.of_parts(question, options)
        return self._of_parts[question.id]

    def _answers(self, domain: Domain, sheet: Sheet) -> dict[str, str]:
        """Give a domain's answers that count, those that follow from parts among them."""
        found: dict[str, str] = {}
        for question in domain.questions:
            options = question.options or self.instrument.options
            given = sheet.answers.get(question.id)
            if given is not None and given.answer in options:
                found[question.id] = given.answer
            elif question.parts and (parts := _answered_parts(question, sheet)):
                possible = self._logic_of_parts(question, options).decide(parts).possible
                if len(possible) == 1:
                    found[question.id] = possible[0]
        return found

    def _steps(self, sheet: Sheet, *, certain: bool) -> Iterator[Step]:
        setup = self._setup(sheet)
        yield from self._setup_steps(sheet, setup)
        forming = self.forming(sheet)
        judged = {judgement.domain.id: judgement for judgement in forming.judgements}
        for domain in self._applied(setup):
            yield from self._questions(sheet, domain, setup, judged.get(domain.id), certain=certain)
            judgement = judged.get(domain.id)
            if judgement is not None and judgement.by_person:
                yield self._level_of_domain(sheet, judgement)
        if self.instrument.form is Form.JUDGED:
            yield from self._wholes(sheet, {judgement.domain.axis for judgement in forming.judgements})

    def _setup_steps(self, sheet: Sheet, setup: Mapping[str, str]) -> Iterator[Step]:
        wrong = frozenset[str]().union(*(rule.when.names() for rule in self.refused(sheet)))
        together = frozenset[str]().union(*(rule.when.names() for rule in self.instrument.impossible))
        for asked in self.instrument.setup:
            held = sheet.setup.get(asked.id)
            settled = bool(held and held.strip()) and (held in asked.options or not asked.options)
            if not settled and not self._bears(asked, setup):
                continue
            proposed = self._proposed_setup(asked)
            # What is chosen together with others is asked even so: a default there would choose silently.
            holds = (
                bool(asked.default)
                and asked.id not in together
                and (proposed is None or proposed.answer == asked.default)
            )
            if proposed is None and asked.default:
                proposed = Proposed(asked.default, "what holds where nobody says otherwise")
            yield Step(
                Wanted.SETUP, asked.id, asked.text, asked.help, asked.options, {}, None, None, proposed, held,
                settled=settled, due=asked.id in wrong or not (settled or holds),
            )  # fmt: skip

    def _bears(self, asked: Setup, setup: Mapping[str, str]) -> bool:
        """Tell whether anything depends on a set-up as the other ones are."""
        if not asked.options:
            return True
        here = self._applied(setup)
        if any(self._applied({**setup, asked.id: word}) != here for word in asked.options):
            return True
        if any(asked.id in condition.names() for domain in here for condition in conditions_of(domain)):
            return True
        if any(asked.id in sign.when.names() for domain in here for sign in domain.signs):
            return True
        clauses = (clause for rule in self.instrument.impossible for clause in rule.when.clauses)
        return any(
            asked.id in clause
            and all(setup[name] in words for name, words in clause.items() if name in setup and name != asked.id)
            for clause in clauses
        )

    def _questions(
        self, sheet: Sheet, domain: Domain, setup: Mapping[str, str], judgement: Judgement | None, *, certain: bool
    ) -> Iterator[Step]:
        logic = self._logic(domain, setup)
        answers = self._answers(domain, sheet)
        unasked = logic.decide(answers).unasked
        counted = judgement is not None and bool(domain.tables)
        matters = {question.id for question in judgement.matters} if judgement and counted else None
        for question in domain.questions:
            if question.id in unasked:
                continue
            if certain and not self._asked(domain, question, setup, answers):
                continue
            due = question.id not in answers and (matters is None or question.id in matters)
            if question.parts and question.id not in sheet.answers:
                yield from self._parts(sheet, domain, question, due=due)
            else:
                yield self._question(sheet, domain, question, settled=question.id in answers, due=due)

    def _question(self, sheet: Sheet, domain: Domain, question: Asked, *, settled: bool, due: bool) -> Step:
        options = question.options or self.instrument.options
        found = answer_to(question, options, None, self._facts)
        proposed = None
        if found.origin is Origin.PROPOSED and found.answer in options:
            proposed = _proposed(found.answer, found.because, tuple(found.grounds))
        return Step(
            Wanted.ANSWER, question.id, question.text, question.help, options, self.instrument.option_words, domain,
            question, proposed, sheet.answers.get(question.id), settled=settled, due=due,
        )  # fmt: skip

    def _parts(self, sheet: Sheet, domain: Domain, question: Asked, *, due: bool) -> Iterator[Step]:
        options = question.options or self.instrument.options
        given = _answered_parts(question, sheet)
        matters = self._logic_of_parts(question, options).decide(given).matters
        for part in question.parts:
            settled = part.id in given
            yield Step(
                Wanted.PART, part.id, part.text, part.help, PART_ANSWERS, {}, domain, question, None,
                sheet.answers.get(part.id), settled=settled, due=due and not settled and part.id in matters,
            )  # fmt: skip

    def _level_of_domain(self, sheet: Sheet, judgement: Judgement) -> Step:
        domain = judgement.domain
        options = domain.levels or tuple(self.instrument.levels)
        proposed = None
        if judgement.suggested is not None:
            because = "; ".join(dict.fromkeys(rule.because for rule in judgement.rules))
            proposed = Proposed(judgement.suggested, because)
        settled = bool(judgement.judged or judgement.ruling)
        return Step(
            Wanted.LEVEL, domain.id, domain.title, "", options, self.instrument.level_words, domain, None, proposed,
            sheet.judgements.get(domain.id), settled=settled, due=not settled,
        )  # fmt: skip

    def _wholes(self, sheet: Sheet, axes: Collection[str]) -> Iterator[Step]:
        """Ask for the levels of the whole, and of other axes, where a person gives them."""
        wholes = {OVERALL: ("The whole", self.instrument.overall)}
        wholes |= {axis.id: (axis.title, axis.overall) for axis in self.instrument.axes}
        for name, (title, overall) in wholes.items():
            if overall.rule is not OverallRule.PERSON or ("" if name == OVERALL else name) not in axes:
                continue
            options = tuple(whole_levels(self.instrument, overall))
            held = sheet.judgements.get(name)
            ruled = sheet.rulings.get(name)
            settled = bool(held and held.level in options and held.because.strip()) or bool(
                ruled and ruled.level in options and ruled.reason.strip() and ruled.by.strip()
            )
            words = {**self.instrument.level_words, **overall.level_words}
            yield Step(
                Wanted.LEVEL, name, title, overall.note, options, words, None, None, None, held,
                settled=settled, due=not settled,
            )  # fmt: skip


class Tallied(NamedTuple):
    """How far a sheet has come.

    Attributes:
        answered: Steps that are settled.
        due: Steps that are open and on which something depends.
    """

    answered: int
    due: int


def tallied(steps: Collection[Step]) -> Tallied:
    """Count the steps that are settled, and those that are due."""
    return Tallied(sum(step.settled for step in steps), sum(step.due for step in steps))


def _gate_of(domain: Domain, question: Asked) -> Domain:
    """Give a domain of a question and those that its gate looks at, one behind the other, and of no others."""
    by_id = {asked.id: asked for asked in domain.questions}
    wanted, seen = [question.id], set[str]()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in domain.terms:
            wanted += domain.terms[name].names()
        elif name in by_id:
            wanted += by_id[name].asked_when.names()
    questions = tuple(asked for asked in domain.questions if asked.id in seen)
    terms = {name: when for name, when in domain.terms.items() if name in seen}
    return replaced(domain, questions=questions, terms=terms, tables=(), signs=())


def _answered_parts(question: Asked, sheet: Sheet) -> dict[str, str]:
    given: dict[str, Given] = {part.id: sheet.answers[part.id] for part in question.parts if part.id in sheet.answers}
    return {name: part.answer for name, part in given.items() if part.answer in PART_ANSWERS}


def _proposed(answer: str, because: str, grounds: tuple[Ground, ...]) -> Proposed:
    """Carry a proposal with its source where its facts name one and no other."""
    sources = {ground.source for ground in grounds if ground.source}
    if len(sources) != 1:
        return Proposed(answer, because, grounds=grounds)
    first = next(ground for ground in grounds if ground.source)
    return Proposed(answer, because, first.source, first.locator, first.basis, grounds)


def _without_proposals(instrument: Instrument) -> Instrument:
    """Give an instrument to which the facts of a study say nothing."""
    domains = tuple(
        replaced(domain, questions=tuple(replaced(question, proposals=()) for question in domain.questions))
        for domain in instrument.domains
    )
    setup = tuple(replaced(asked, proposals=()) for asked in instrument.setup)
    return replaced(instrument, domains=domains, setup=setup)
