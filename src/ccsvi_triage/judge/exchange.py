"""Which differing answers make the difference: what one reviewer's level becomes with another one's answers."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import combinations, permutations

from ccsvi_triage.judge.own import GIVEN, OwnAnswers, changed
from ccsvi_triage.logic.overall import counted, worst
from ccsvi_triage.model.agreement import Exchange
from ccsvi_triage.model.appraisal import Answered, Judgement, Origin, OverallJudgement
from ccsvi_triage.model.instrument import Asked, Domain, Instrument, Overall, OverallRule, whole_levels
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import YesNo

MOST_SETS = 4096
"""How many sets of answers are tried for one pair of sheets; all sets of twelve differing answers are as many."""

Levels = tuple[str, ...]


class DomainExchanges:
    """Exchanges answers to one domain between sheets whose tables give levels that cannot be the same."""

    def __init__(  # noqa: PLR0913, PLR0917 -- a domain in all its surroundings
        self,
        own: OwnAnswers,
        study: Study,
        instrument: Instrument,
        domain: Domain,
        sheets: Sequence[Sheet],
        judgements: Sequence[Judgement],
        answers: Sequence[Sequence[Answered]],
    ) -> None:
        """Take what there is to exchange.

        Args:
            own: Judges by what stands in a sheet.
            study: The study.
            instrument: A bare instrument.
            domain: One of its domains.
            sheets: The sheets.
            judgements: The judgement of the domain by each of them.
            answers: The answers of each of them to the domain's questions.
        """
        self._own = own
        self._study = study
        self._instrument = instrument
        self._domain = domain
        self._sheets = sheets
        self._before = [judgement.possible for judgement in judgements]
        self._answers = answers
        by_tables = bool(domain.tables) and instrument.provisional is YesNo.NO
        numbers = range(len(sheets)) if by_tables else ()
        self._pairs = [(i, j) for i, j in permutations(numbers, 2) if apart(self._before[i], self._before[j])]
        self._known: dict[tuple[int, int, tuple[str, ...]], Levels] = {}

    def alone(self, question: Asked) -> tuple[Exchange, ...]:
        """Exchange the answer to one question, for each two sheets that answer it differently."""
        name = question.id
        return tuple(self._exchange(i, j, (name,)) for i, j in self._pairs if name in self._differing(i, j))

    def smallest(self) -> tuple[tuple[Exchange, ...], bool]:
        """Find the smallest sets of answers whose exchange makes a level another one for certain.

        Returns:
            All sets of the smallest size, for each sheet and each other one; and whether all that had to be were tried.
        """
        found: list[Exchange] = []
        whole = True
        for i, j in self._pairs:
            differing = self._differing(i, j)
            names = [q.id for q in self._domain.questions if q.id in differing or q.id in self._following(i, j)]
            sets = (s for size in range(1, len(names) + 1) for s in combinations(names, size) if differing & set(s))
            smallest, searched = _first_that_change(sets, partial(self._exchange, i, j))
            found += smallest
            whole = whole and searched
        return tuple(found), whole

    def _differing(self, i: int, j: int) -> set[str]:
        pairs = zip(self._answers[i], self._answers[j], strict=True)
        return {a.question.id for a, b in pairs if a.origin in GIVEN and b.origin in GIVEN and a.answer != b.answer}

    def _following(self, i: int, j: int) -> set[str]:
        """Name the questions that are asked of one of the two, and answered."""
        pairs = zip(self._answers[i], self._answers[j], strict=True)
        return {
            a.question.id
            for a, b in pairs
            if (a.origin in GIVEN and b.origin is Origin.NOT_ASKED)
            or (a.origin is Origin.NOT_ASKED and b.origin in GIVEN)
        }

    def _exchange(self, i: int, j: int, names: tuple[str, ...]) -> Exchange:
        after = self._known.get((i, j, names))
        if after is None:
            asked = {answered.question.id for answered in self._answers[j] if answered.origin in GIVEN}
            mixed = with_answers(self._sheets[i], self._sheets[j], self._domain, names, asked)
            after = self._own.possible(self._study, self._instrument, self._domain, mixed)
            self._known[i, j, names] = after
        return Exchange(self._sheets[i].id, self._sheets[j].id, names, self._before[i], after)


def with_answers(sheet: Sheet, other: Sheet, domain: Domain, names: Sequence[str], asked_there: set[str]) -> Sheet:
    """Give a sheet with another one's answers to some questions of a domain, those to their parts among them.

    What the other one leaves out is left out, and so is what it answers though it was not asked: that is no answer.
    """
    asked = [question for question in domain.questions if question.id in names]
    taken = {question.id for question in asked}.union(part.id for question in asked for part in question.parts)
    kept = {name: given for name, given in sheet.answers.items() if name not in taken}
    theirs = {question.id for question in asked if question.id in asked_there}
    theirs |= {part.id for question in asked if question.id in theirs for part in question.parts}
    return changed(sheet, answers={**kept, **{n: given for n, given in other.answers.items() if n in theirs}})


def whole_exchanges(
    instrument: Instrument,
    rule: Overall,
    sheets: Sequence[Sheet],
    judgements: Sequence[Sequence[Judgement]],
    wholes: Sequence[OverallJudgement],
) -> tuple[Exchange, ...]:
    """Find the smallest sets of domains whose exchange makes the level of the whole another one for certain.

    Args:
        instrument: The instrument.
        rule: How its domains, or those of one axis, become one level.
        sheets: The sheets.
        judgements: For each sheet the judgements of these domains, in the same order.
        wholes: For each sheet the level of the whole.
    """
    if rule.rule not in (OverallRule.WORST, OverallRule.COUNTED):
        return ()
    held = [[held_by(judgement) for judgement in by_sheet] for by_sheet in judgements]
    found: list[Exchange] = []
    for i, j in permutations(range(len(sheets)), 2):
        if not apart(wholes[i].possible, wholes[j].possible):
            continue
        at = {mine.domain.id: n for n, mine in enumerate(judgements[i]) if held[i][n] != held[j][n]}

        def exchange(names: tuple[str, ...], i: int = i, j: int = j, at: dict[str, int] = at) -> Exchange:
            taken = {at[name] for name in names}
            mixed = [held[j][n] if n in taken else levels for n, levels in enumerate(held[i])]
            after = _whole(instrument, rule, mixed)
            return Exchange(sheets[i].id, sheets[j].id, names, wholes[i].possible, after)

        sets = (s for size in range(1, len(at) + 1) for s in combinations(at, size))
        found += _first_that_change(sets, exchange)[0]
    return tuple(found)


def held_by(judgement: Judgement | OverallJudgement) -> Levels:
    """Give the level that holds, or those that are still possible."""
    return (judgement.final,) if judgement.final is not None else judgement.possible


def apart(first: Levels, second: Levels) -> bool:
    """Tell whether two levels, or what is possible of them, cannot be the same."""
    return not set(first) & set(second)


def _whole(instrument: Instrument, rule: Overall, held: Sequence[Levels]) -> Levels:
    levels = tuple(whole_levels(instrument, rule))
    if rule.rule is OverallRule.WORST:
        return worst(held, levels)
    return counted(held, rule.rules, tuple(instrument.levels), levels)[0]


def _first_that_change(
    sets: Iterator[tuple[str, ...]], exchange: Callable[[tuple[str, ...]], Exchange]
) -> tuple[list[Exchange], bool]:
    """Try sets from the smallest on, and give all of the size of the first that changes the level."""
    found: list[Exchange] = []
    for tried, names in enumerate(sets):
        if found and len(names) > len(found[0].names):
            break
        if tried == MOST_SETS:
            return found, False
        made = exchange(names)
        if made.changes:
            found.append(made)
    return found, True
