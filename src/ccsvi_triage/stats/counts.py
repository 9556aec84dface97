"""Do printed counts, percentages and totals go together?"""

import math
from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.stats.printed import Printed, Rounding, Span
from ccsvi_triage.stats.verdict import Alternative, Verdict


class Share(NamedTuple):
    """What is said of a percentage beside its count.

    Attributes:
        explained_by: ``truncated`` where the digits were cut off.
        exact: The count as a percentage of the total; ``None`` without a total.
        difference: How many percentage points the printed number is from that.
        totals: The totals of which the count would be printed as this percentage, by rounding; empty where there is
            none, and ``None`` where the count is 0 and every total or none would do.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    exact: Fraction | None
    difference: Fraction | None
    totals: range | None


def percent_of_count(count: int, total: int | None, percent: Printed) -> Share:
    """Tell whether a printed percentage is the count's share of the total.

    Args:
        count: People (or other things) counted, from 0.
        total: Of how many, from 0; ``None`` where it is not printed, which leaves only the totals that would fit.
        percent: The percentage as printed: 73 for ``73 %``.

    Returns:
        The verdict; a count above its total is inconsistent whatever the percentage.

    Raises:
        ValueError: ``count`` or ``total`` is below 0.
    """
    if count < 0 or (total is not None and total < 0):
        message = "nobody counts below zero"
        raise ValueError(message)
    totals = implied_totals(count, percent)
    if not total or not percent.exact:
        return Share(Verdict.CANNOT_TELL, (), None, None, totals)
    exact = Fraction(100 * count, total)
    explained: tuple[Alternative, ...] = ()
    if count <= total and percent.rounded().holds(exact):
        verdict = Verdict.CONSISTENT
    elif count <= total and percent.rounded(Rounding.TRUNCATED).holds(exact):
        verdict, explained = Verdict.CONSISTENT, (Alternative.TRUNCATED,)
    else:
        verdict = Verdict.INCONSISTENT
    return Share(verdict, explained, exact, abs(percent.value - exact), totals)


def implied_totals(count: int, percent: Printed) -> range | None:
    """Give the totals of which a count would be printed as this percentage, by rounding.

    Returns:
        The totals, none where no total fits; ``None`` where nothing follows: the count is 0, the percentage may be 0,
        or only a bound is printed.

    Raises:
        ValueError: ``count`` is below 0.
    """
    if count < 0:
        message = "nobody counts below zero"
        raise ValueError(message)
    low, high = percent.rounded().ends
    if count == 0 or not percent.exact or low <= 0 < high:
        return None
    if high <= 0:
        return range(0)
    return range(max(count, math.ceil(100 * count / high)), math.floor(100 * count / low) + 1)


class Relation(StrEnum):
    """How two sides of a sum should stand."""

    EQUAL = "="
    AT_MOST = "\u2264"


class Sum(NamedTuple):
    """A sum that should hold, in numbers.

    Attributes:
        what: The two sides in words.
        left: The side that is made of parts.
        right: The side that they make up, or do not exceed.
    """

    what: str
    left: int
    relation: Relation
    right: int

    @property
    def verdict(self) -> Verdict:
        """Whether it holds."""
        holds = self.left == self.right if self.relation is Relation.EQUAL else self.left <= self.right
        return Verdict.CONSISTENT if holds else Verdict.INCONSISTENT


class Flow(NamedTuple):
    """How many people went through a study; what is not told is ``None``, and takes part in no sum.

    Attributes:
        screened: People looked at.
        excluded: Of those, how many did not go on.
        enrolled: People who went on (in a trial: were randomised).
        arms: People in each arm; empty where not told.
        treated: People who were treated.
        analysed: People in the analysis of each arm, in the order of the arms; ``None`` for one that is not told.
        lost: People lost in each arm, likewise.
    """

    screened: int | None = None
    excluded: int | None = None
    enrolled: int | None = None
    arms: tuple[int, ...] = ()
    treated: int | None = None
    analysed: tuple[int | None, ...] = ()
    lost: tuple[int | None, ...] = ()


def sums_of(flow: Flow) -> tuple[Sum, ...]:
    """Give every sum that the flow of people through a study should satisfy, as far as its numbers are told.

    Raises:
        ValueError: There are arms, and another number of entries under ``analysed`` or ``lost``.
    """
    for told in (flow.analysed, flow.lost):
        if told and len(told) != len(flow.arms):
            message = "analysed and lost go with the arms, one by one"
            raise ValueError(message)
    return tuple(_sums(flow))


def _sums(flow: Flow) -> Iterator[Sum]:
    if flow.screened is not None and flow.excluded is not None and flow.enrolled is not None:
        yield Sum("screened less excluded = enrolled", flow.screened - flow.excluded, Relation.EQUAL, flow.enrolled)
    elif flow.screened is not None and flow.enrolled is not None:
        yield Sum("enrolled \u2264 screened", flow.enrolled, Relation.AT_MOST, flow.screened)
    if flow.arms and flow.enrolled is not None:
        yield Sum("all arms = enrolled", sum(flow.arms), Relation.EQUAL, flow.enrolled)
    if flow.treated is not None and flow.enrolled is not None:
        yield Sum("treated \u2264 enrolled", flow.treated, Relation.AT_MOST, flow.enrolled)
    for number, (arm, kept) in enumerate(zip(flow.arms, flow.analysed, strict=False), 1):
        if kept is not None:
            yield Sum(f"analysed in arm {number} \u2264 arm {number}", kept, Relation.AT_MOST, arm)
    for number, (arm, gone) in enumerate(zip(flow.arms, flow.lost, strict=False), 1):
        if gone is not None:
            yield Sum(f"lost in arm {number} \u2264 arm {number}", gone, Relation.AT_MOST, arm)


def parts_of(parts: Sequence[int], whole: int, *, what: str = "all parts = whole") -> Sum:
    """Set the sum of counts beside the count that they should make up."""
    return Sum(what, sum(parts), Relation.EQUAL, whole)


_ALL = Fraction(100)


class PercentSum(NamedTuple):
    """What is said of percentages that should make up another.

    Attributes:
        sum: The printed percentages added up.
        span: Where the sum of the unrounded ones lies.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    sum: Fraction
    span: Span


def percents_of(parts: Sequence[Printed], whole: Printed | None = None) -> PercentSum:
    """Tell whether percentages of parts without overlap can add up to another, mostly to 100.

    Args:
        parts: The percentages as printed, at least one.
        whole: What they should add up to; exactly 100 where nothing is given.

    Raises:
        ValueError: There are no parts.
    """
    if not parts:
        message = "a sum has parts"
        raise ValueError(message)
    total = sum((part.value for part in parts), Fraction(0))
    span = _added(parts, Rounding.NEAREST)
    if not all(number.exact for number in (*parts, *((whole,) if whole else ()))):
        return PercentSum(Verdict.CANNOT_TELL, (), total, span)
    for rounding, explained in ((Rounding.NEAREST, ()), (Rounding.ANY, (Alternative.TRUNCATED,))):
        if _added(parts, rounding).meets(whole.rounded(rounding) if whole else Span(_ALL, _ALL)):
            return PercentSum(Verdict.CONSISTENT, explained, total, span)
    return PercentSum(Verdict.INCONSISTENT, (), total, span)


def _added(parts: Sequence[Printed], rounding: Rounding) -> Span:
    ends = [part.rounded(rounding).ends for part in parts]
    return Span(sum((low for low, _ in ends), Fraction(0)), sum((high for _, high in ends), Fraction(0)))


class Counted(NamedTuple):
    """What is said of a count of things in people.

    Attributes:
        per_person: Things a person; ``None`` for nobody.
        whole: Whether that is a whole number above 1: then each person may have been counted so many times.
    """

    verdict: Verdict
    per_person: Fraction | None
    whole: bool


def counted_as_people(count: int, people: int) -> Counted:
    """Tell whether a count can be one of people: there are never more of them than there are people.

    Args:
        count: What was counted: lesions, relapses, veins, procedures, or people with one.
        people: In how many people, from 0.

    Returns:
        ``inconsistent`` where the count is above the number of people, so that no share, no 2x2 table and no risk may
        be made of it. ``consistent`` does not say that people were counted.

    Raises:
        ValueError: A number is below 0.
    """
    if count < 0 or people < 0:
        message = "nobody counts below zero"
        raise ValueError(message)
    per_person = Fraction(count, people) if people else None
    whole = per_person is not None and per_person > 1 and per_person.denominator == 1
    return Counted(Verdict.INCONSISTENT if count > people else Verdict.CONSISTENT, per_person, whole)


def events_beside_people(events: int, people_with: int) -> Verdict:
    """Tell whether so many events can have come in so many people who had at least one.

    Raises:
        ValueError: A number is below 0.
    """
    if events < 0 or people_with < 0:
        message = "nobody counts below zero"
        raise ValueError(message)
    possible = events >= people_with and (people_with > 0) == (events > 0)
    return Verdict.CONSISTENT if possible else Verdict.INCONSISTENT


def fitting_counts(percent: Printed, total: int) -> range:
    """Give the counts of a total that would be printed as this percentage, by rounding.

    Raises:
        ValueError: The total is below 1.
    """
    if total < 1:
        message = "a percentage is of somebody"
        raise ValueError(message)
    counts = percent.rounded().multiples(Fraction(100, total))
    return range(max(counts.start, 0), min(counts.stop, total + 1))
