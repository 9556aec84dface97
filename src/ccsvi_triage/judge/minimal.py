"""The smallest changes to answers that turn a judgement: found by search, not by a rule of thumb.

A set of answers turns a domain to some levels where every completion that it leaves possible ends at one of them. The
search takes a case that does not, and branches over the answers that would rule it out: whatever set does the job must
hold one of these. So no set is missed, and sets are met in the order of their size.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, reduce
from itertools import accumulate, chain, combinations, groupby, islice
from math import prod
from operator import and_
from typing import Any, NamedTuple, TypeAlias

from ccsvi_triage.judge.appraise import Judge, Standing
from ccsvi_triage.logic.condition import counts_hold
from ccsvi_triage.logic.facts import FLAW, Facts
from ccsvi_triage.logic.overall import counted, worst
from ccsvi_triage.logic.table import DomainLogic
from ccsvi_triage.model.appraisal import Answered, Appraisal, Ground, Judgement, Origin, OverallJudgement
from ccsvi_triage.model.instrument import Asked, Axis, Instrument, Overall, OverallRule, whole_levels
from ccsvi_triage.model.whatif import (
    NEEDS,
    NOTHING,
    AnswerSet,
    By,
    Change,
    Minimal,
    Need,
    Part,
    Plan,
    Reach,
    Turning,
    Way,
)
from ccsvi_triage.model.words import Basis, Concern, Flaw, Silence, YesNo

MOST_PLANS = 100
"""So many plans are written out; the number of ways counts all of them."""

DESIGN_FACTS = frozenset((
    "kind", "design", "control", "comparator", "randomised", "sequence", "concealed", "sites", "prospective",
    "sampling", "entered_when_active", "repeated_baseline", "arms.count", "registration.before_enrolment",
    "blinding.participants", "blinding.carers", "blinding.assessors", "outcome.assessors_blinded",
    "accuracy.reference", "accuracy.threshold_fixed", "accuracy.read_blind",
))  # fmt: skip
"""How a study was built. Where a source states one of these, no closer reading changes what follows from it."""

DESIGN_FLAWS = frozenset((
    Flaw.NO_CONTROL, Flaw.NOT_RANDOMISED, Flaw.NO_CONCEALMENT, Flaw.RETROSPECTIVE, Flaw.UNBLINDED_PARTICIPANTS,
    Flaw.UNBLINDED_CARERS, Flaw.UNBLINDED_ASSESSORS, Flaw.NO_SHAM, Flaw.SINGLE_SITE, Flaw.LATE_PROTOCOL,
    Flaw.NOT_REGISTERED,
))  # fmt: skip
"""Stated flaws that are as fixed as those facts."""

PROBABLY = ("PY", "PN")
"""Answers that say "probably": one that facts propose so is left to the reader by the instrument itself."""

_UNSAID = frozenset((*Silence, YesNo.UNCLEAR))


def minimal(appraisal: Appraisal, barred: str = "", judge: Judge | None = None) -> Minimal:
    """Find what would turn each domain of an appraisal, and the whole.

    Args:
        appraisal: The appraisal; its sheet must be sound (``check.sheets``), its instrument too.
        barred: A level of the whole that the tables may not give to such a design.
        judge: Where instruments are made ready.
    """
    makes_ready = judge or Judge()
    pieces = [_Piece(appraisal, judgement, makes_ready) for judgement in appraisal.judgements]
    wholes = []
    instrument = appraisal.instrument
    if appraisal.overall is not None:
        on_main = [piece for piece in pieces if not piece.judgement.domain.axis]
        wholes.append(_whole(instrument, instrument.overall, appraisal.overall, on_main, barred, None))
    for axis in appraisal.axes:
        if axis.overall is not None:
            on_it = [piece for piece in pieces if piece.judgement.domain.axis == axis.axis.id]
            wholes.append(_whole(instrument, axis.axis.overall, axis.overall, on_it, "", axis.axis))
    return Minimal(appraisal, tuple(_domain(instrument, piece) for piece in pieces), tuple(wholes))


# what a judgement may be turned to


def _domain(instrument: Instrument, piece: "_Piece") -> Turning:
    judgement = piece.judgement
    if piece.by is not By.TABLES:
        return Turning(judgement, None, piece.by, NOTHING, NOTHING, ())

    def reach(levels: Sequence[str]) -> Reach:
        return Reach(tuple(levels), tuple(_ways_of(piece, levels)) if levels else ())

    better, worse = _directions(piece.levels, instrument.levels, piece.held)
    others = [level for level in piece.levels if piece.held != (level,)]
    return Turning(judgement, None, By.TABLES, reach(better), reach(worse), tuple(reach((level,)) for level in others))


def _whole(  # noqa: PLR0913, PLR0917 -- one whole in all its surroundings
    instrument: Instrument,
    rule: Overall,
    overall: OverallJudgement,
    pieces: Sequence["_Piece"],
    barred: str,
    axis: Axis | None,
) -> Turning:
    by = By.RULING if overall.ruling else By.PERSON if rule.rule is OverallRule.PERSON else By.TABLES
    if by is not By.TABLES:
        return Turning(overall, axis, by, NOTHING, NOTHING, ())
    ladder = whole_levels(instrument, rule)
    held = overall.possible

    def reach(levels: Sequence[str]) -> Reach:
        wanted = [level for level in levels if level != barred]
        whole = _Whole(_folded(rule, tuple(ladder), wanted), rule, tuple(instrument.levels), tuple(ladder))
        return Reach(tuple(levels), tuple(_ways_together(pieces, whole)) if wanted else ())

    better, worse = _directions([level for level in ladder if level != barred], ladder, held)
    others = [level for level in ladder if held != (level,)]
    return Turning(overall, axis, by, reach(better), reach(worse), tuple(reach((level,)) for level in others))


def _directions(
    levels: Sequence[str], concerns: Mapping[str, Concern], held: Sequence[str]
) -> tuple[list[str], list[str]]:
    """Give the levels that are better and worse than what holds; while it is open, its own best and worst count too.

    A level that has no place on the common ladder, such as "not applicable", is neither.
    """
    placed = [level for level in levels if concerns[level] is not Concern.UNPLACED]
    standing = [placed.index(level) for level in held if level in placed]
    if not standing:
        return [], []
    still = 1 if len(held) > 1 else 0
    return placed[: min(standing) + still], placed[max(standing) + 1 - still :]


def _ways_of(piece: "_Piece", levels: Collection[str]) -> Iterator[Way]:
    least = None
    for need in NEEDS:
        found = piece.smallest(frozenset(levels), need)
        if found is not None and (least is None or found.size < least):
            least = found.size
            by_result = list(_by_result(piece.told(found.sets)))
            plans = tuple(Plan(result, (Part(piece.judgement.domain, sets),)) for result, sets in by_result)
            yield Way(need, found.size, sum(map(number_of_sets, plans)), plans)


def _by_result(sets: Iterable[AnswerSet]) -> Iterator[tuple[tuple[str, ...], tuple[AnswerSet, ...]]]:
    """Put sets together that have the same result."""
    groups: dict[tuple[str, ...], list[AnswerSet]] = {}
    for one in sets:
        groups.setdefault(one.result, []).append(one)
    yield from ((result, tuple(group)) for result, group in groups.items())


# one domain


_Answers: TypeAlias = tuple[tuple[int, str], ...]
"""Questions by their number, each with the first word of a class of answers."""


class _Found(NamedTuple):
    """The smallest sets that do, each with the levels that it leaves possible."""

    size: int
    sets: tuple[tuple[_Answers, tuple[str, ...]], ...]


class _Piece:
    """A domain as a piece of the whole: at which levels it may stand, and what it costs to have it elsewhere."""

    def __init__(self, appraisal: Appraisal, judgement: Judgement, judge: Judge) -> None:
        self.judgement = judgement
        self.levels = judgement.domain.levels or tuple(appraisal.instrument.levels)
        self.held = (judgement.final,) if judgement.final is not None else judgement.possible
        self.by = By.RULING if judgement.ruling else By.PERSON if judgement.by_person else By.TABLES
        self._known: dict[tuple[frozenset[str], Need], _Found | None] = {}
        self._searched: dict[tuple[frozenset[str], tuple[tuple[str, ...], ...]], _Found | None] = {}
        if self.by is By.TABLES:
            facts = Facts(appraisal.study, appraisal.outcome)
            setup = dict(appraisal.setup)
            standing = judge.standing(appraisal.instrument, judgement.domain, setup, appraisal.sheet, facts)
            self._space = _space(standing.logic)
            self._choices = [_choice(answered, standing, facts) for answered in standing.answered]

    def smallest(self, levels: frozenset[str], most: Need) -> _Found | None:
        """Find the smallest sets that leave nothing possible but some levels.

        Args:
            levels: The levels that are wanted.
            most: Answers that take more than this stay as they are.

        Returns:
            All sets of the smallest size, or ``None`` where none does.
        """
        key = (levels, most)
        if key not in self._known:
            by_tables = self.by is By.TABLES
            self._known[key] = self._by_answers(levels, most) if by_tables else self._by_person(levels, most)
        return self._known[key]

    def _by_answers(self, levels: frozenset[str], most: Need) -> _Found | None:
        allowed = tuple(choice.up_to(most) for choice in self._choices)
        key = (levels, allowed)
        if key not in self._searched:
            found = self._space.search([choice.now for choice in self._choices], allowed, levels)
            self._searched[key] = _Found(len(found[0][0]), found) if found else None
        return self._searched[key]

    def _by_person(self, levels: frozenset[str], most: Need) -> _Found | None:
        """Have a person give one of the levels, who alone can."""
        if levels.issuperset(self.held):
            return _Found(0, (((), self.held),))
        words = tuple(level for level in self.levels if level in levels)
        possible = NEEDS.index(self._of_person) <= NEEDS.index(most)
        return _Found(1, tuple((((0, word),), (word,)) for word in words)) if words and possible else None

    @property
    def _of_person(self) -> Need:
        return Need.OPEN if self.judgement.final is None else Need.REVIEWER

    def told(self, sets: Iterable[tuple[_Answers, tuple[str, ...]]]) -> tuple[AnswerSet, ...]:
        """Write sets with all words of each class, those in one that differ in one answer and not in what follows."""
        if self.by is not By.TABLES:
            words = tuple(word for answers, _ in sets for _, word in answers)
            return (AnswerSet((Change(None, self.judgement.final, words, self._of_person),), words),)
        merged = sorted(_merged(sets), key=lambda pair: self._in_order(pair[0]))
        return tuple(
            AnswerSet(tuple(self._choices[at].change(firsts) for at, firsts in answers), result)
            for answers, result in merged
        )

    def _in_order(self, answers: "_Merged") -> tuple[tuple[int, int], ...]:
        """Order sets by their questions, and by the instrument's order of answers."""
        return tuple((at, min(map(self._choices[at].options.index, firsts))) for at, firsts in answers)


class _Choice(NamedTuple):
    """What a question may still be answered, and what else it might be.

    Attributes:
        now: The first words of the classes that are possible as it is; one where it is answered.
        needs: What each class takes that would change something.
        words: The words of each class.
    """

    answered: Answered
    options: tuple[str, ...]
    now: tuple[str, ...]
    needs: Mapping[str, Need]
    words: Mapping[str, tuple[str, ...]]
    grounds: tuple[Ground, ...]

    def up_to(self, most: Need) -> tuple[str, ...]:
        """Give the classes that take no more than some need."""
        return tuple(first for first, need in self.needs.items() if NEEDS.index(need) <= NEEDS.index(most))

    def change(self, firsts: Sequence[str]) -> Change:
        """Write an answer out."""
        asked = self.answered.question
        words = tuple(sorted(chain.from_iterable(self.words[first] for first in firsts), key=self.options.index))
        need = max((self.needs[first] for first in firsts), key=NEEDS.index)
        return Change(asked, self.answered.answer, words, need, self.grounds if need is Need.DESIGN else ())


def _choice(answered: Answered, standing: Standing, facts: Facts) -> _Choice:
    question = answered.question
    options = standing.logic.options[question.id]
    classes = standing.logic.classes(question.id)
    if answered.answer is None or not any(answered.answer in known for known in classes.values()):
        answered = answered._replace(answer=None)
        narrowed = standing.narrowed.get(question.id, options)
        words = {first: tuple(w for w in known if w in narrowed) or known for first, known in classes.items()}
        now = tuple(first for first, known in classes.items() if not set(known).isdisjoint(narrowed))
        needs = {first: Need.OPEN if first in now else Need.REVIEWER for first in classes}
        return _Choice(answered, options, now, needs, words, ())
    own = tuple(first for first, known in classes.items() if answered.answer in known)
    grounds = settled_by_design(question, facts)
    agrees = bool(grounds) and _proposed(question, facts) in classes[own[0]]
    need = Need.DESIGN if agrees else Need.PROPOSED if answered.origin is Origin.PROPOSED else Need.REVIEWER
    others = {first: need for first in classes if first not in own}
    return _Choice(answered, options, own, others, classes, grounds if agrees else ())


def _proposed(question: Asked, facts: Facts) -> str:
    first = facts.first(question.proposals)
    return question.proposals[first[0]].answer if first else ""


def settled_by_design(question: Asked, facts: Facts) -> tuple[Ground, ...]:
    """Give the facts of design that settle a question, or none where they do not, or only probably, or by inference."""
    first = facts.first(question.proposals) if question.proposals else None
    if first is None or question.proposals[first[0]].answer in PROBABLY:
        return ()
    grounds = tuple(first[1])
    return grounds if grounds and all(map(_fixed, grounds)) else ()


def _fixed(ground: Ground) -> bool:
    if ground.basis is Basis.INFERRED or ground.word in _UNSAID:
        return False
    return ground.word in DESIGN_FLAWS if ground.what == FLAW else ground.what in DESIGN_FACTS


class _Space:
    """Every case of a domain as a bit of a number: so that many are looked at in one step."""

    def __init__(self, logic: DomainLogic) -> None:
        questions = logic.domain.questions
        self._cases: list[tuple[str | None, ...]] = []
        self._at: dict[str, int] = dict.fromkeys(logic.levels, 0)
        classes = [logic.classes(question.id) for question in questions]
        self._admits: list[dict[str, int]] = [dict.fromkeys(firsts, 0) for firsts in classes]
        for number, whole in enumerate(logic.completions({})):
            bit = 1 << number
            answers = tuple(whole[q.id] if logic.asks(q, whole) else None for q in questions)
            self._cases.append(answers)
            for level in _levels_of(logic, whole):
                self._at[level] |= bit
            for admits, answer in zip(self._admits, answers, strict=True):
                for first in admits if answer is None else (answer,):
                    admits[first] |= bit
        self._every = (1 << len(self._cases)) - 1

    def search(
        self, now: Sequence[Sequence[str]], allowed: Sequence[Collection[str]], levels: Collection[str]
    ) -> tuple[tuple[_Answers, tuple[str, ...]], ...]:
        """Find all smallest sets of answers after which nothing is possible but some levels.

        Args:
            now: Of each question, the classes that are possible as it is.
            allowed: Of each question, the classes to which it may be changed.
            levels: The levels that are wanted.

        Returns:
            The sets in the order of the questions, each with the levels that it leaves; none where there is none.
        """
        wanted = reduce(int.__or__, (self._at[level] for level in levels), 0)
        unwanted = reduce(int.__or__, (bits for level, bits in self._at.items() if level not in levels), 0)
        present = [_union(admits, firsts) for admits, firsts in zip(self._admits, now, strict=True)]
        widest = [
            has | _union(admits, firsts) for has, admits, firsts in zip(present, self._admits, allowed, strict=True)
        ]
        if not self._meet(widest) & wanted:
            return ()
        for size in range(len(now) + 1):
            found: set[_Answers] = set()
            self._visit((), present, widest, allowed, (wanted & ~unwanted, unwanted), size, found, set())
            if found:
                return tuple((answers, self._left(answers, present)) for answers in sorted(found))
        return ()

    def _visit(  # noqa: PLR0913, PLR0917 -- one step of the search in all its surroundings
        self,
        chosen: _Answers,
        present: list[int],
        widest: list[int],
        allowed: Sequence[Collection[str]],
        aim: tuple[int, int],
        left: int,
        found: set[_Answers],
        seen: set[_Answers],
    ) -> None:
        """Go on from some changes: done where no unwanted case is left, else rule one out by one more change."""
        wanted, unwanted = aim
        wrong = self._meet(present) & unwanted
        if not wrong:
            found.add(chosen)
            return
        hoped = self._meet(widest) & wanted
        if not left or not hoped:
            return
        if left == 1:
            found.update(self._last(chosen, present, allowed, unwanted))
            return
        case = self._like(wrong, hoped)
        taken = {at for at, _ in chosen}
        for at, firsts in enumerate(allowed):
            for first in firsts if at not in taken else ():
                admits = self._admits[at][first]
                if admits >> case & 1:
                    continue
                longer = tuple(sorted((*chosen, (at, first))))
                if longer in seen:
                    continue
                seen.add(longer)
                now = [*present[:at], admits, *present[at + 1 :]]
                may = [*widest[:at], admits, *widest[at + 1 :]]
                self._visit(longer, now, may, allowed, aim, left - 1, found, seen)

    def _last(
        self, chosen: _Answers, present: Sequence[int], allowed: Sequence[Collection[str]], unwanted: int
    ) -> Iterator[_Answers]:
        """Give the changes that rule out by themselves all that is still unwanted."""
        taken = {at for at, _ in chosen}
        before = list(accumulate(present, and_, initial=self._every))
        behind = list(accumulate(reversed(present), and_, initial=self._every))
        for at, firsts in enumerate(allowed):
            if at in taken:
                continue
            others = before[at] & behind[len(present) - at - 1] & unwanted
            yield from (
                tuple(sorted((*chosen, (at, first)))) for first in firsts if not others & self._admits[at][first]
            )

    def _like(self, wrong: int, hoped: int) -> int:
        """Choose, of the cases to be ruled out, one that is much like a case that is wanted: it leaves few branches."""
        model = self._cases[(hoped & -hoped).bit_length() - 1]
        for admits, answer in zip(self._admits, model, strict=True):
            alike = wrong & admits[answer] if answer is not None else wrong
            wrong = alike or wrong
        return (wrong & -wrong).bit_length() - 1

    def _left(self, answers: _Answers, present: Sequence[int]) -> tuple[str, ...]:
        changed = list(present)
        for at, first in answers:
            changed[at] = self._admits[at][first]
        possible = self._meet(changed)
        return tuple(level for level, bits in self._at.items() if bits & possible)

    def _meet(self, each: Iterable[int]) -> int:
        return reduce(and_, each, self._every)


@lru_cache(maxsize=64)
def _space(logic: DomainLogic) -> _Space:
    """Lay a domain's cases out once, however many results are judged by it."""
    return _Space(logic)


def _levels_of(logic: DomainLogic, whole: Mapping[str, str]) -> tuple[str, ...]:
    """Give the level of a case; where a table has a hole, all that it may be."""
    rules = logic.firing(whole)
    return (logic.level(rules),) if len(rules) == len(logic.domain.tables) else logic.decide(whole).possible


def _union(admits: Mapping[str, int], firsts: Iterable[str]) -> int:
    return reduce(int.__or__, (admits[first] for first in firsts), 0)


_Merged: TypeAlias = tuple[tuple[int, tuple[str, ...]], ...]


def _merged(sets: Iterable[tuple[_Answers, tuple[str, ...]]]) -> list[tuple[_Merged, tuple[str, ...]]]:
    """Join sets that have the same result and differ in one answer, so that ``Y`` and ``PY`` make no two sets."""
    merged: list[tuple[_Merged, tuple[str, ...]]] = [
        (tuple((at, (first,)) for at, first in answers), result) for answers, result in sets
    ]
    for place in range(max((len(answers) for answers, _ in merged), default=0)):
        joined: dict[Any, list[str]] = {}
        for answers, result in merged:
            at, firsts = answers[place]
            key = (answers[:place], at, answers[place + 1 :], result)
            joined.setdefault(key, []).extend(firsts)
        merged = [
            ((*before, (at, tuple(firsts)), *after), result) for (before, at, after, result), firsts in joined.items()
        ]
    return merged


# the whole


_State: TypeAlias = Any
_Reached: TypeAlias = frozenset[Any]


class _Fold(NamedTuple):
    """How levels of domains become the whole, one domain after the other, as far as what is wanted turns on it.

    Attributes:
        token: What a level of a domain counts as.
        start: Before the first domain.
        add: One domain more.
        good: Whether the whole comes out as wanted.
    """

    token: Callable[[str], Any]
    start: _State
    add: Callable[[_State, Any], _State]
    good: Callable[[_State], bool]


class _Whole(NamedTuple):
    """How the whole comes about, and what is wanted of it."""

    fold: _Fold
    rule: Overall
    levels: tuple[str, ...]
    ladder: tuple[str, ...]

    def possible(self, held: Sequence[Sequence[str]]) -> tuple[str, ...]:
        """Give the levels of the whole that may come of the levels at which its domains may stand."""
        if self.rule.rule is OverallRule.COUNTED:
            return counted(held, self.rule.rules, self.levels, self.ladder)[0]
        return worst(held, self.ladder)


def _folded(rule: Overall, ladder: Sequence[str], wanted: Collection[str]) -> _Fold:
    return _counting(rule, wanted) if rule.rule is OverallRule.COUNTED else _worst(ladder, wanted)


def _worst(ladder: Sequence[str], wanted: Collection[str]) -> _Fold:
    """The worst domain decides: levels side by side that are wanted alike are one."""
    runs = [fine for fine, _ in groupby(level in wanted for level in ladder)]
    numbers = (number for number, (_, run) in enumerate(groupby(ladder, lambda level: level in wanted)) for _ in run)
    token = dict(zip(ladder, numbers, strict=True))
    return _Fold(token.__getitem__, 0, max, runs.__getitem__)


def _counting(rule: Overall, wanted: Collection[str]) -> _Fold:
    """A table on counts decides: levels that it does not count are one, and it counts no further than it looks."""
    clauses = [clause for row in rule.rules for clause in row.when.clauses]
    names = tuple(dict.fromkeys(name for clause in clauses for name in clause))
    words = [word for clause in clauses for each in clause.values() for word in each]
    most = 1 + max((int(number) for word in words for number in re.findall(r"\d+", word)), default=0)

    def token(level: str) -> int | None:
        return names.index(level) if level in names else None

    def add(counts: tuple[int, ...], at: int | None) -> tuple[int, ...]:
        if at is None:
            return counts
        return (*counts[:at], min(counts[at] + 1, most), *counts[at + 1 :])

    def good(counts: tuple[int, ...]) -> bool:
        known = dict(zip(names, counts, strict=True))
        given = {row.then for row in rule.rules if counts_hold(row.when, known)}
        return bool(given) and given.issubset(wanted)

    return _Fold(token, (0,) * len(names), add, good)


class _Option(NamedTuple):
    """What a domain may be turned to.

    Attributes:
        tokens: What its levels then count as.
        sets: How; none where it stays as it is.
    """

    tokens: frozenset[Any]
    size: int
    sets: tuple[AnswerSet, ...]


def _ways_together(pieces: Sequence[_Piece], whole: _Whole) -> Iterator[Way]:
    least = None
    for need in NEEDS:
        options = [list(_options(piece, whole.fold, need)) for piece in pieces]
        size, number, found = _together(pieces, options, whole.fold)
        if number and (least is None or size < least):
            least = size
            plans = (Plan(_result(pieces, parts, whole), parts) for parts in islice(found, MOST_PLANS))
            yield Way(need, size, number, tuple(sorted(plans, key=lambda plan: _in_order(pieces, plan))))


def _result(pieces: Sequence[_Piece], parts: Sequence[Part], whole: _Whole) -> tuple[str, ...]:
    """Give the levels of the whole that come of some parts; all sets of a part have the same result."""
    after = {part.domain.id: part.sets[0].result for part in parts}
    return whole.possible([after.get(piece.judgement.domain.id, piece.held) for piece in pieces])


def _in_order(pieces: Sequence[_Piece], plan: Plan) -> tuple[int, ...]:
    order = [piece.judgement.domain.id for piece in pieces]
    return tuple(order.index(part.domain.id) for part in plan.parts)


def _options(piece: _Piece, fold: _Fold, most: Need) -> Iterator[_Option]:
    """Give what a domain may be turned to, each at its smallest cost; staying as it is comes first."""
    tokens = {level: fold.token(level) for level in piece.levels}
    stays = frozenset(tokens[level] for level in piece.held)
    yield _Option(stays, 0, ())
    each = tuple(dict.fromkeys(tokens.values()))
    for some in chain.from_iterable(combinations(each, number) for number in range(1, len(each) + 1)):
        wanted = frozenset(some)
        if wanted >= stays:
            continue
        found = piece.smallest(frozenset(level for level, token in tokens.items() if token in wanted), most)
        sets = [(a, result) for a, result in found.sets if wanted == {tokens[r] for r in result}] if found else []
        if found and sets:
            yield from (_Option(wanted, found.size, alike) for _, alike in _by_result(piece.told(sets)))


class _Step(NamedTuple):
    """The cheapest way to what some domains may come to: its cost, how many ways there are, and the last step."""

    size: int
    number: int
    back: list[tuple[_Reached, _Option]]


def _together(
    pieces: Sequence[_Piece], options: Sequence[Sequence[_Option]], fold: _Fold
) -> tuple[int, int, Iterator[tuple[Part, ...]]]:
    """Put domains together at the smallest cost, exactly.

    Of the domains so far nothing counts but what they may have come to; of two ways to the same, only the cheaper one
    can be part of the cheapest whole.
    """
    layers: list[dict[_Reached, _Step]] = [{frozenset((fold.start,)): _Step(0, 1, [])}]
    for choices in options:
        layer: dict[_Reached, _Step] = {}
        for reached, step in layers[-1].items():
            for option in choices:
                after = frozenset(fold.add(state, token) for state in reached for token in option.tokens)
                size, number = step.size + option.size, step.number * max(1, len(option.sets))
                known = layer.get(after)
                if known is None or size < known.size:
                    layer[after] = _Step(size, number, [(reached, option)])
                elif size == known.size:
                    layer[after] = _Step(size, known.number + number, [*known.back, (reached, option)])
        layers.append(layer)
    ends = {reached: step for reached, step in layers[-1].items() if all(map(fold.good, reached))}
    size = min((step.size for step in ends.values()), default=0)
    best = [reached for reached, step in ends.items() if step.size == size]
    number = sum(ends[reached].number for reached in best)
    return size, number, chain.from_iterable(_walk(pieces, layers, len(pieces), reached) for reached in best)


def _walk(
    pieces: Sequence[_Piece], layers: Sequence[Mapping[_Reached, _Step]], at: int, reached: _Reached
) -> Iterator[tuple[Part, ...]]:
    if at == 0:
        yield ()
        return
    for before, option in layers[at][reached].back:
        for parts in _walk(pieces, layers, at - 1, before):
            domain = pieces[at - 1].judgement.domain
            yield (*parts, Part(domain, option.sets)) if option.sets else parts


def number_of_sets(plan: Plan) -> int:
    """Count the ways of a plan: each domain's sets with each other's."""
    return prod(len(part.sets) for part in plan.parts)
