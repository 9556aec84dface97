"""Decision tables: decide from the answers so far, and say what is still possible.

A domain is decided as soon as every completion of the open answers gives the same level. Completions are counted not
over all answers but over classes of answers that no gate and no rule of the domain tells apart, so that a domain of
seven open questions has a hundred of them and not ten thousand.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ccsvi_triage.logic.condition import holds
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import NOT_ASKED, Asked, Domain, Instrument, Rule, SetupRule, Table

PART_ANSWERS = ("yes", "no")
"""The answers that a part of a question takes."""


class Decision(NamedTuple):
    """What a domain's tables say to the answers so far.

    Attributes:
        possible: The levels that some completion gives, best first; one where the domain is decided.
        rules: The rules by which they come about, in the order of the tables.
        matters: The open questions on whose answer the level depends, in order.
        unasked: Questions that no completion asks. ``NA`` given to a question that is asked does not make it one.
    """

    possible: tuple[str, ...]
    rules: tuple[Rule, ...]
    matters: tuple[str, ...]
    unasked: frozenset[str]


def either(decisions: Sequence[Decision], levels: Sequence[str]) -> Decision:
    """Put together what several sets of answers give, of which one will turn out to be the right one.

    Args:
        decisions: What each of them gives; at least one.
        levels: The levels, best first.
    """
    rules = dict.fromkeys(rule for decision in decisions for rule in decision.rules)
    matters = dict.fromkeys(name for decision in decisions for name in decision.matters)
    return Decision(
        possible=tuple(level for level in levels if any(level in decision.possible for decision in decisions)),
        rules=tuple(rules),
        matters=tuple(matters),
        unasked=frozenset.intersection(*(decision.unasked for decision in decisions)),
    )


class Hole(NamedTuple):
    """A set of answers that a table does not decide by exactly one rule."""

    table: Table
    answers: Mapping[str, str]
    rules: tuple[Rule, ...]


class DomainLogic:
    """A domain made ready to decide, for one set-up.

    Decisions are remembered: in a large library most studies share their answers to a domain.
    """

    def __init__(self, instrument: Instrument, domain: Domain, setup: Mapping[str, str]) -> None:
        """Find the classes of answers that the domain tells apart."""
        self._prepare(domain, setup, domain.levels or tuple(instrument.levels), instrument.options)

    @classmethod
    def of_parts(cls, question: Asked, options: Sequence[str]) -> "DomainLogic":
        """Make a question that is answered in parts ready: its parts are asked, and its answers are the levels.

        Args:
            question: A question that has parts.
            options: The answers that it takes.
        """
        asked = tuple(Asked(id=part.id, text=part.text) for part in question.parts)
        domain = Domain(
            id=question.id, title=question.text, questions=asked, tables=(Table(rules=question.from_parts),)
        )
        made = cls.__new__(cls)
        made._prepare(domain, {}, options, PART_ANSWERS)  # noqa: SLF001 -- of this very class
        return made

    def _prepare(self, domain: Domain, setup: Mapping[str, str], levels: Sequence[str], options: Sequence[str]) -> None:
        self.domain = domain
        self._setup = dict(setup)
        self.levels = tuple(levels)
        self._ladder = {level: step for step, level in enumerate(levels)}
        self.options = {q.id: q.options or tuple(options) for q in domain.questions}
        self._classes = {q.id: _classes(domain, q.id, self.options[q.id]) for q in domain.questions}
        self._gated_by_terms = {
            q.id for q in domain.questions if not domain.terms.keys().isdisjoint(q.asked_when.names())
        }
        self._known: dict[tuple[str | None, ...], Decision] = {}

    def decide(self, answers: Mapping[str, str]) -> Decision:
        """Decide from the answers so far; a question without an answer is open, never "no information".

        Args:
            answers: By question id. An answer to a question that is not asked is left out of account, and a word that
                is none of the question's options leaves it open; both are problems of the sheet
                (``check.sheets``).
        """
        key = tuple(self._classes[q.id].get(answers.get(q.id, "")) for q in self.domain.questions)
        known = self._known.get(key)
        if known is None:
            known = self._decide({q.id: a for q, a in zip(self.domain.questions, key, strict=True) if a is not None})
            self._known[key] = known
        return known

    def completions(self, answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
        """Give every completion of the answers, over classes; the set-up stands in each."""
        yield from self._complete(0, dict(self._setup), answers)

    def classes(self, question: str) -> dict[str, tuple[str, ...]]:
        """Give the answers to a question in classes that the domain does not tell apart, each by its first one."""
        classes: dict[str, tuple[str, ...]] = {}
        for word, first in self._classes[question].items():
            classes[first] = (*classes.get(first, ()), word)
        return classes

    def unasked_answers(self, answers: Mapping[str, str]) -> tuple[str, ...]:
        """Name the answered questions that the other answers do not ask, whatever the open ones turn out to be."""
        unasked = self.decide(answers).unasked
        return tuple(q.id for q in self.domain.questions if q.id in unasked and answers.get(q.id, "NA") != NOT_ASKED)

    def asked(self, question: str, answers: Mapping[str, str]) -> bool:
        """Tell whether every completion asks a question."""
        others = {name: answer for name, answer in answers.items() if name != question}
        asked = question_of(self.domain, question)
        return all(self.asks(asked, whole) for whole in self.completions(others))

    def asks(self, question: Asked, whole: Mapping[str, str]) -> bool:
        """Tell whether a completion asks a question; of one that takes ``NA`` for an answer only its gate tells."""
        if whole[question.id] != NOT_ASKED:
            return True
        return NOT_ASKED in self.options[question.id] and holds(question.asked_when, self._with_terms(whole))

    def holes(self) -> Iterator[Hole]:
        """Find the sets of answers that a table decides by no rule or by several."""
        for whole in self.completions({}):
            for table in self.domain.tables:
                rules = self._matching(table, self._with_terms(whole))
                if len(rules) != 1:
                    yield Hole(table, whole, rules)

    def firing(self, answers: Mapping[str, str]) -> tuple[Rule, ...]:
        """Give the rules that hold for a whole set of answers, gates and all.

        Args:
            answers: An answer for each question that is asked, and the set-up.
        """
        whole = self._with_terms(answers)
        return tuple(rule for table in self.domain.tables for rule in self._matching(table, whole))

    def level(self, rules: Sequence[Rule]) -> str:
        """Give the worst level of some rules."""
        return max((rule.then for rule in rules), key=self._ladder.__getitem__)

    def _decide(self, answers: Mapping[str, str]) -> Decision:
        """Walk the tree of completions; a question matters where its branches differ in what follows from them."""
        questions = self.domain.questions
        levels: set[str] = set()
        rules: set[str] = set()
        ever: set[str] = set()
        matters: set[str] = set()

        def walk(at: int, so_far: dict[str, str]) -> Hashable:
            if at == len(questions):
                given, fired = self._outcome(so_far)
                levels.update(given)
                rules.update(rule.id for rule in fired)
                return frozenset(given)
            question = questions[at]
            words = self._words(question, so_far, answers)
            if words is None:
                return walk(at + 1, {**so_far, question.id: NOT_ASKED})
            ever.add(question.id)
            branches = tuple([walk(at + 1, {**so_far, question.id: word}) for word in words])
            if len(set(branches)) == 1:
                return branches[0]
            matters.add(question.id)
            return question.id, branches

        walk(0, dict(self._setup))
        every = [rule for table in self.domain.tables for rule in table.rules]
        return Decision(
            possible=tuple(level for level in self._ladder if level in levels),
            rules=tuple(rule for rule in every if rule.id in rules),
            matters=tuple(q.id for q in questions if q.id in matters),
            unasked=frozenset(q.id for q in questions if q.id not in ever),
        )

    def _outcome(self, answers: Mapping[str, str]) -> tuple[set[str], list[Rule]]:
        """Give the worst level of the rules that hold; where a table has none that does, any worse one may be meant."""
        whole = self._with_terms(answers)
        by_table = [self._matching(table, whole) for table in self.domain.tables]
        fired = [rule for rules in by_table for rule in rules]
        if fired and all(by_table):
            return {self.level(fired)}, fired
        least = max((self._ladder[rule.then] for rule in fired), default=0)
        return {level for level, step in self._ladder.items() if step >= least}, fired

    def _complete(self, at: int, so_far: dict[str, str], answers: Mapping[str, str]) -> Iterator[dict[str, str]]:
        questions = self.domain.questions
        if at == len(questions):
            yield so_far
            return
        question = questions[at]
        for word in self._words(question, so_far, answers) or (NOT_ASKED,):
            yield from self._complete(at + 1, {**so_far, question.id: word}, answers)

    def _words(self, question: Asked, so_far: Mapping[str, str], answers: Mapping[str, str]) -> tuple[str, ...] | None:
        """Give the answers that a question may still have, one of a class; ``None`` where it is not asked."""
        known = self._with_terms(so_far) if question.id in self._gated_by_terms else so_far
        if not holds(question.asked_when, known):
            return None
        given = answers.get(question.id)
        return (given,) if given is not None else tuple(dict.fromkeys(self._classes[question.id].values()))

    def _with_terms(self, answers: Mapping[str, str]) -> Mapping[str, str]:
        terms = self.domain.terms
        if not terms:
            return answers
        return {**answers, **{name: "yes" if holds(when, answers) else "no" for name, when in terms.items()}}

    @staticmethod
    def _matching(table: Table, answers: Mapping[str, str]) -> tuple[Rule, ...]:
        return tuple(rule for rule in table.rules if holds(rule.when, answers))


def conditions_of(domain: Domain) -> Iterator[Condition]:
    """Give every condition of a domain that looks at answers."""
    yield from (q.asked_when for q in domain.questions)
    yield from domain.terms.values()
    yield from (rule.when for table in domain.tables for rule in table.rules)


def applies(domain: Domain, setup: Mapping[str, str]) -> bool:
    """Tell whether a domain is judged under a set-up."""
    return holds(domain.applies, setup)


def full_setup(instrument: Instrument, given: Mapping[str, str]) -> dict[str, str]:
    """Complete a set-up by the defaults; a word that is no answer counts as none, and what then has none stays out."""
    sound = {s.id: word for s in instrument.setup if (word := given.get(s.id, "")) in s.options or not s.options}
    return {s.id: word for s in instrument.setup if (word := sound.get(s.id) or s.default)}


def assumed_setup(
    instrument: Instrument, setup: Mapping[str, str], proposed: Mapping[str, str] = MappingProxyType({})
) -> dict[str, str]:
    """Give what has to be assumed where nobody has filled in a sheet: what facts propose, else the first option.

    Args:
        instrument: The instrument.
        setup: What is settled, by the sheet or by a default.
        proposed: What the study's facts suggest.
    """
    return {s.id: proposed.get(s.id, s.options[0]) for s in instrument.setup if s.id not in setup and s.options}


def impossible(instrument: Instrument, setup: Mapping[str, str], answers: Mapping[str, str]) -> tuple[SetupRule, ...]:
    """Give the rules by which a set-up, or answers that undo it, cannot be.

    Args:
        instrument: The instrument.
        setup: The set-up in full.
        answers: What a sheet says; ``NA`` to a question that is not asked undoes nothing.
    """
    if not any(holds(rule.when, {**answers, **setup}) for rule in instrument.impossible):
        return ()
    said = dict(setup)
    for domain in instrument.domains:
        if applies(domain, setup):
            unasked = DomainLogic(instrument, domain, setup).decide(answers).unasked
            said |= {q.id: answers[q.id] for q in domain.questions if q.id in answers and q.id not in unasked}
    return tuple(rule for rule in instrument.impossible if holds(rule.when, said))


def question_of(domain: Domain, name: str) -> Asked:
    """Give a domain's question by its id.

    Raises:
        KeyError: There is none.
    """
    for question in domain.questions:
        if question.id == name:
            return question
    raise KeyError(name)


def _classes(domain: Domain, name: str, options: Sequence[str]) -> dict[str, str]:
    """Map each answer to the first that no condition of the domain tells from it."""
    atoms = [
        words
        for condition in conditions_of(domain)
        for clause in condition.clauses
        if (words := clause.get(name)) is not None
    ]
    first: dict[tuple[bool, ...], str] = {}
    return {word: first.setdefault(tuple(word in words for words in atoms), word) for word in options}
