"""A printed result with what else its study tells of the people behind it."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.model.study import Arm, Estimate, Numbers, Outcome, Result, Study
from ccsvi_triage.model.words import ArmRole, Unit, YesNo
from ccsvi_triage.stats.counts import fitting_counts, percent_of_count
from ccsvi_triage.stats.printed import Printed, read_printed
from ccsvi_triage.stats.verdict import Verdict

BEFORE, AFTER = "before", "after"
"""Keys under a result's ``arms`` for the same people seen twice."""

MOST_PEOPLE = 20_000
"""Larger groups are not tested by counting tables through."""

_SHARED = frozenset({Unit.PATIENTS, Unit.ANIMALS, Unit.STUDIES})
"""Units of which each has the event or has it not, and of which a study has as many as its arms say."""

_PIECES = frozenset({Unit.VESSELS, Unit.PROCEDURES, Unit.PARAMETERS})
"""Units of which a person has several; each has the event or has it not."""

_FIRST = frozenset({ArmRole.INTERVENTION, ArmRole.CASES})


class People(NamedTuple):
    """How many people a number is about.

    Attributes:
        n: How many, at least 1.
        beside: Whether that is printed beside the number; else it is what the study tells of the group.
        of: What the group is called, to be read after "of".
    """

    n: int
    beside: bool
    of: str


class Counts(NamedTuple):
    """How many of how many had the event.

    Attributes:
        events: Each count that the printed number allows, at least one.
        told: Whether the count is printed, here or in another result of the outcome; else a percentage allows it.
        beside: Whether the number of people is printed beside it; else it is what the study tells of the group.
    """

    events: tuple[int, ...]
    n: int
    told: bool
    beside: bool

    @property
    def sure(self) -> bool:
        """Whether both numbers are printed for this result: then nothing was concluded from elsewhere."""
        return self.told and self.beside


class Pair(NamedTuple):
    """Two groups of which the first is compared with the second, by the ids of their arms."""

    first: str
    second: str


class Datum(NamedTuple):
    """One result of one outcome of a study."""

    study: Study
    outcome: Outcome
    result: Result

    @property
    def counts_people(self) -> bool:
        """Whether each thing that is counted is a person (an animal, a study), with the event or without."""
        return self.result.unit in _SHARED

    @property
    def counts_shares(self) -> bool:
        """Whether each thing that is counted has the event or has it not."""
        return self.result.unit in _SHARED or self.result.unit in _PIECES

    @property
    def things(self) -> str:
        """What is counted, in the plural."""
        return "people" if self.result.unit is Unit.PATIENTS else self.result.unit.value

    @property
    def paired(self) -> bool:
        """Whether the same people are seen before and after."""
        return {BEFORE, AFTER} <= self.result.arms.keys()

    def people(self, key: str) -> People | None:
        """Tell how many people the numbers of an arm are about, or ``None`` where nothing tells it."""
        numbers = self.result.arms.get(key)
        if numbers is not None and numbers.n is not None:
            # nobody, or no whole number: then the number of people is told, and is of no use
            beside = whole(numbers.n)
            return People(beside, beside=True, of=self._name(key)) if beside else None
        if self.result.unit in _PIECES:
            return None
        told = fact(self.result.people)
        if told is not None:
            return People(told, beside=True, of=self.result.group or self._name(key)) if told > 0 else None
        if self.result.group and self.result.group != key and not _is_contrast(self.result, self.study):
            return None
        return self._of_study(key)

    def _of_study(self, key: str) -> People | None:
        if key in {BEFORE, AFTER}:
            n = first_told(self.study.analysed, self.study.enrolled)
            return People(n, beside=False, of="the study") if n and n > 0 else None
        arm = self.arm(key)
        n = first_told(arm.analysed, arm.n) if arm is not None else None
        return People(n, beside=False, of=self._name(key)) if n and n > 0 else None

    def arm(self, key: str) -> Arm | None:
        """Give an arm of the study by its id."""
        return next((arm for arm in self.study.arms if arm.id == key), None)

    def _name(self, key: str) -> str:
        return key if key not in {BEFORE, AFTER} else self.result.group or "the study"

    def counts(self, key: str, most: int = MOST_PEOPLE) -> Counts | None:
        """Tell how many of how many had the event in an arm, from what is printed here or beside this result.

        Args:
            key: The arm.
            most: Of larger groups nothing is told. No count is concluded from a percentage of more than
                ``MOST_PEOPLE``.
        """
        for datum in self._tellers(key):
            found = datum.own_counts(key, most)
            if found is not None:
                # what we worked out ourselves was not printed
                return found._replace(told=found.told and datum.result.derived is not YesNo.YES)
        return None

    def own_counts(self, key: str, most: int = MOST_PEOPLE) -> Counts | None:
        """Tell the same from this result alone."""
        numbers = self.result.arms.get(key)
        people = self.people(key)
        if numbers is None or people is None or people.n > most:
            return None
        events, percent = whole(numbers.events), printed(numbers.percent)
        if events is not None:
            other = not people.beside and percent is not None and not _goes(events, people.n, percent)
            return None if events > people.n or other else Counts((events,), people.n, told=True, beside=people.beside)
        if percent is None or not percent.exact or people.n > MOST_PEOPLE:
            return None
        fitting = tuple(fitting_counts(percent, people.n))
        many = len(fitting) > _MOST_CANDIDATES
        return Counts(fitting, people.n, told=False, beside=people.beside) if fitting and not many else None

    def _tellers(self, key: str) -> Iterator["Datum"]:
        """Give this result, then those of its outcome that tell the same arm's counts in other words."""
        if key in self.result.arms:
            yield self
        alike = [
            Datum(self.study, self.outcome, other)
            for other in self.outcome.results
            if other is not self.result and key in other.arms and self._same_people(other)
        ]
        yield from sorted(alike, key=lambda datum: datum.result.arms[key].events is None)

    def _same_people(self, other: Result) -> bool:
        if other.unit is not self.result.unit:
            return False
        whole_contrast = not other.group and _is_contrast(self.result, self.study)
        return other.group == self.result.group or whole_contrast

    def pair(self, estimate: Estimate | None = None) -> Pair | None:
        """Give the two arms that an estimate or the result's p value compares, or ``None`` where that is open."""
        if estimate is not None and estimate.between:
            return _pair_of(estimate.between)
        keys = [key for key in self.result.arms if key not in {BEFORE, AFTER}]
        if not keys and not self.paired:
            named = {e.between for e in self.result.estimates if e.between}
            if len(named) == 1:
                return _pair_of(named.pop())
            if not self.result.group or self.result.estimates:
                keys = [arm.id for arm in self.study.arms]
        if len(keys) != 2 or self.paired:  # noqa: PLR2004 -- a pair
            return None
        first, second = keys
        arms: dict[str, ArmRole] = {arm.id: arm.role for arm in self.study.arms}
        if arms.get(second) in _FIRST and arms.get(first) not in _FIRST:
            first, second = second, first
        return Pair(first, second)


_MOST_CANDIDATES = 12


def _pair_of(between: tuple[str, ...]) -> Pair | None:
    """Take the ids that an estimate names, if they are of two groups."""
    return Pair(*between) if len(between) == len(set(between)) == 2 else None  # noqa: PLR2004 -- a pair


def _goes(events: int, n: int, percent: Printed) -> bool:
    return percent_of_count(events, n, percent).verdict is Verdict.CONSISTENT


def data_of(study: Study) -> Iterator[Datum]:
    """Give each result of a study, in the order of its file."""
    for outcome in study.outcomes:
        for result in outcome.results:
            yield Datum(study, outcome, result)


def printed(text: object) -> Printed | None:
    """Read a number as printed; ``None`` where there is none."""
    if text is None:
        return None
    try:
        return read_printed(str(text))
    except ValueError:
        return None


def whole(text: object) -> int | None:
    """Read a count; ``None`` where there is none, or it is no whole number from 0."""
    number = printed(text)
    if number is None or not number.exact or number.value.denominator != 1 or number.value < 0:
        return None
    return int(number.value)


def counted(parts: Mapping[str, object]) -> tuple[int, ...] | None:
    """Read counts of parts; ``None`` where one is no count."""
    counts = [whole(part) for part in parts.values()]
    return None if None in counts else tuple(count for count in counts if count is not None)


def fact(told: object) -> int | None:
    """Give the number of a fact, or ``None`` where it is open or the source is silent."""
    value = getattr(told, "value", None)
    return value if isinstance(value, int) else None


def first_told(*facts: object) -> int | None:
    """Give the first number that some facts tell; one that is open, or on which the source is silent, is passed by."""
    return next((value for told in facts if (value := fact(told)) is not None), None)


def deviation(numbers: Numbers) -> Printed | None:
    """Give a printed standard deviation; none is below zero."""
    sd = printed(numbers.sd)
    return sd if sd is not None and sd.exact and sd.value >= 0 else None


def step_of(outcome: Outcome) -> tuple[Fraction, int] | None:
    """Give by how much one person's value moves at least, and how many such values are averaged."""
    scale = outcome.scale
    step = printed(scale.step) if scale is not None else None
    if scale is None or step is None or step.value <= 0:
        return None
    return step.value, max(1, scale.items or 1)


def _is_contrast(result: Result, study: Study) -> bool:
    """Tell whether a result's group only names which arms are compared."""
    arms = {arm.id for arm in study.arms}
    return any(estimate.between and set(estimate.between) <= arms for estimate in result.estimates)


def adjusted(estimate: Estimate | None) -> bool:
    """Tell whether an estimate is said to be adjusted."""
    return estimate is not None and estimate.adjusted is YesNo.YES
