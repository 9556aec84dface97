"""Which test gives a printed p value, and can any pairing of printed margins give it?

The tests are handed in as functions, so that a caller says which family is tried, and names what is found.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.stats.distributions import chi_squared_tail
from ccsvi_triage.stats.printed import Printed, Rounding, Sign
from ccsvi_triage.stats.statistic import span_of_p
from ccsvi_triage.stats.verdict import Alternative, Verdict

Test2x2 = Callable[[int, int, int, int], float]
"""Gives p from events and total of one group, and events and total of the other."""

PairedTest = Callable[[int, int], float]
"""Gives p from how many changed one way, and how many the other."""

_MOST_PAIRINGS = 200_000


class Matched(NamedTuple):
    """Which tests give a printed p value.

    Attributes:
        explained_by: ``truncated`` where a test fits only with digits cut off.
        fitting: The tests that give it, in the order in which they were handed in.
        values: What each test gives.
        nearest: The test that comes nearest, by the ratio of p values.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    fitting: tuple[str, ...]
    values: Mapping[str, float]
    nearest: str | None


def which_tests(p: Printed, values: Mapping[str, float]) -> Matched:
    """Tell which of some computed p values a printed one can be.

    Args:
        p: The p value as printed.
        values: A p value from each test, by the test's name.

    Returns:
        ``inconsistent`` where none fits: another test, an adjusted analysis or other numbers explain that.
    """
    nearest = _nearest(p, values)
    if p.sign is Sign.ABOUT or not values:
        return Matched(Verdict.CANNOT_TELL, (), (), values, nearest)
    if not 0 <= p.value <= 1:
        return Matched(Verdict.INCONSISTENT, (), (), values, nearest)
    for rounding, explained in ((Rounding.NEAREST, ()), (Rounding.TRUNCATED, (Alternative.TRUNCATED,))):
        span = span_of_p(p, rounding)
        fitting = tuple(name for name, value in values.items() if span.may_hold(value))
        if fitting:
            return Matched(Verdict.CONSISTENT, explained, fitting, values, nearest)
    return Matched(Verdict.INCONSISTENT, (), (), values, nearest)


class TwoGroups(NamedTuple):
    """How many of how many had the event in each of two groups."""

    events_a: int
    total_a: int
    events_b: int
    total_b: int


def which_test_of_two_groups(p: Printed, groups: TwoGroups, tests: Mapping[str, Test2x2]) -> Matched:
    """Tell which test of two groups gives a printed p value.

    Args:
        p: The p value as printed.
        groups: The 2x2 table.
        tests: The tests to try, by name.

    Raises:
        ValueError: As the tests do.
    """
    return which_tests(p, {name: test(*groups) for name, test in tests.items()})


class Reachable(NamedTuple):
    """Whether a printed p value can come from the same people seen twice.

    Attributes:
        explained_by: ``truncated`` where that is needed.
        fitting: The tests under which a pairing gives it.
        bounds: For each test the least and the greatest p value over all pairings.
        between: The tests whose bounds hold the printed value though no pairing gives it.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    fitting: tuple[str, ...]
    bounds: Mapping[str, tuple[float, float]]
    between: tuple[str, ...]


def reachable_p(
    p: Printed, people: int, before: Iterable[int], after: Iterable[int], tests: Mapping[str, PairedTest]
) -> Reachable:
    """Tell whether any pairing of what is printed before and after gives a printed p value.

    With the same people seen twice, the margins fix how many more changed one way than the other, and bound how many
    changed at all. Every possible pairing is tried.

    Args:
        p: The p value as printed.
        people: How many were seen twice, at least 1.
        before: How many had the event before: every count that the printed number allows.
        after: How many had it after, likewise.
        tests: The tests to try; each is called with those who lost the event and those who gained it.

    Returns:
        ``inconsistent`` where no pairing gives the value under any test; ``cannot tell`` where the margins allow
        no count, so that nothing can be tried, and where there would be more than 200 000 pairings.

    Raises:
        ValueError: A count is outside 0 to ``people``.
    """
    pairings = _pairings(people, tuple(before), tuple(after))
    values = {name: [test(*pairing) for pairing in pairings] for name, test in tests.items()} if pairings else {}
    bounds = {name: (min(every), max(every)) for name, every in values.items()}
    if not values or p.sign is Sign.ABOUT:
        return Reachable(Verdict.CANNOT_TELL, (), (), bounds, ())
    between: tuple[str, ...] = ()
    for rounding, explained in ((Rounding.NEAREST, ()), (Rounding.TRUNCATED, (Alternative.TRUNCATED,))):
        span = span_of_p(p, rounding)
        fitting = tuple(name for name, every in values.items() if any(map(span.may_hold, every)))
        if fitting:
            return Reachable(Verdict.CONSISTENT, explained, fitting, bounds, ())
        if rounding is Rounding.NEAREST:
            between = tuple(name for name, (low, high) in bounds.items() if low <= float(p.value) <= high)
    return Reachable(Verdict.INCONSISTENT, (), (), bounds, between)


def _pairings(people: int, before: Sequence[int], after: Sequence[int]) -> list[tuple[int, int]]:
    """Give who changed, (lost, gained), for every pairing of the margins; none where there would be too many."""
    if people < 1 or any(not 0 <= count <= people for count in (*before, *after)):
        message = "a count before or after is one of the people"
        raise ValueError(message)
    if len(before) * len(after) * people > _MOST_PAIRINGS:
        return []
    return sorted(
        {
            (lost, lost - first + second)
            for first in before
            for second in after
            for lost in range(max(0, first - second), min(first, people - second) + 1)
        }
    )


class TableTest(NamedTuple):
    """Pearson's chi-squared test of a table.

    Attributes:
        statistic: Exact.
        df: Degrees of freedom.
        p: From 0 to 1.
        small: How many cells expect less than 5, where the test is doubtful.
    """

    statistic: Fraction
    df: int
    p: float
    small: int


def chi_squared_of_table(rows: Sequence[Sequence[int]]) -> TableTest:
    """Test a table of counts for any association.

    Args:
        rows: Counts from 0, at least two rows and two columns, all rows of one length. Rows and columns without anybody
            are left out, as they say nothing.

    Raises:
        ValueError: The table is no table, or nothing is left of it.
    """
    if len({len(row) for row in rows}) != 1 or any(count < 0 for row in rows for count in row):
        message = "a table has rows of one length, and nobody counts below zero"
        raise ValueError(message)
    kept = [row for row in rows if any(row)]
    columns = [column for column in zip(*kept, strict=True) if any(column)]
    if len(kept) < 2 or len(columns) < 2:
        message = "a test of association needs two rows and two columns that are not empty"
        raise ValueError(message)
    down = [sum(row) for row in zip(*columns, strict=True)]
    across = [sum(column) for column in columns]
    everybody = sum(across)
    statistic = Fraction(-everybody)
    small = 0
    for column, in_column in zip(columns, across, strict=True):
        for count, in_row in zip(column, down, strict=True):
            statistic += Fraction(count * count * everybody, in_row * in_column)
            small += in_row * in_column < 5 * everybody
    df = (len(down) - 1) * (len(across) - 1)
    return TableTest(statistic, df, chi_squared_tail(float(statistic), df), small)


def rate_p(events_a: int, people_a: int, events_b: int, people_b: int) -> float:
    """Give the exact two-sided p value for two counts of events, as if each came on its own (Poisson).

    Events cluster in people (three lesions in one patient are not three patients), so the true p value is mostly
    larger: a printed one far below this is suspect, one above it is as it should be.

    Args:
        events_a: Events in A, from 0 to 100 000.
        people_a: People, or person-years, in A, at least 1.
        events_b: Events in B.
        people_b: People, or person-years, in B.

    Returns:
        From 0 to 1, given the number of all events; 1 where there are none.

    Raises:
        ValueError: A number is out of its range.

    Source:
        Przyborowski J, Wilenski H. Biometrika 1940;31:313-323.
    """
    events = events_a + events_b
    if min(events_a, events_b) < 0 or min(people_a, people_b) < 1 or events > _MOST_EVENTS:
        message = "events are from 0 to 100 000, in at least one person"
        raise ValueError(message)
    share = math.log(people_a) - math.log(people_a + people_b)
    other = math.log(people_b) - math.log(people_a + people_b)
    logs = [
        math.lgamma(events + 1) - math.lgamma(k + 1) - math.lgamma(events - k + 1) + k * share + (events - k) * other
        for k in range(events + 1)
    ]
    # ties within 1e-7, as for tables
    return min(1.0, math.fsum(math.exp(value) for value in logs if value <= logs[events_a] + 1e-7))


_MOST_EVENTS = 100_000


def _nearest(p: Printed, values: Mapping[str, float]) -> str | None:
    printed = float(p.value)

    def gap(name: str) -> float:
        value = values[name]
        if not printed or not value:
            return abs(printed - value)
        return abs(math.log(value / printed))

    return min(values, key=gap, default=None)
