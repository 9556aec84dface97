"""Tables of what groups were like at the start: the p value of each row, and what a whole table is like.

A row's p value says nothing of the people; chance made the groups. Whole tables are only screened here: rows are
correlated, and rounding makes every p value a range.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.stats.distributions import chi_squared_tail, normal_from_tail, normal_tail, t_tail
from ccsvi_triage.stats.printed import Printed, Rounding
from ccsvi_triage.stats.statistic import p_within, span_of_p
from ccsvi_triage.stats.verdict import Alternative, Verdict

LEAST_ROWS = 8
"""Fewer rows than this are not combined."""


class Group(NamedTuple):
    """One group's mean, standard deviation (not standard error) and number of people, as printed."""

    mean: Printed
    sd: Printed
    n: int


class RowTest(NamedTuple):
    """The p values of a comparison of two means, two-sided.

    Attributes:
        student: Student's, of the numbers as printed; ``None`` where both standard deviations are 0.
        welch: Welch's, likewise.
        student_low: The least p value that rounding allows with Student's test.
        student_high: The greatest.
        low: A p value below which neither test comes, whatever the rounding.
        high: One above which neither comes.
    """

    student: float | None
    welch: float | None
    student_low: float
    student_high: float
    low: float
    high: float


def row_test(first: Group, second: Group) -> RowTest:
    """Compare two printed means.

    Raises:
        ValueError: A group has fewer than 2 people, a standard deviation is below 0, or a number is not exact.

    Source:
        Carlisle JB et al. Anaesthesia 2015;70:848-858, for what rounding does to such p values.
    """
    return _row(first, second, Rounding.NEAREST)


def check_row(first: Group, second: Group, p: Printed) -> tuple[Verdict, tuple[Alternative, ...], RowTest]:
    """Tell whether a printed p value can come from Student's or Welch's test of a row.

    Returns:
        The verdict, what explains it, and the p values. A rank test or another analysis explains a mismatch too.

    Raises:
        ValueError: As ``row_test``, or p lies outside 0 to 1.
    """
    if not 0 <= p.value <= 1:
        message = "a p value lies from 0 to 1"
        raise ValueError(message)
    test = row_test(first, second)
    cut = _row(first, second, Rounding.ANY)
    for factor, sided in ((1.0, ()), (0.5, (Alternative.ONE_SIDED,))):
        for tried, rounding, shortened in (
            (test, Rounding.NEAREST, ()),
            (cut, Rounding.ANY, (Alternative.TRUNCATED,)),
        ):
            if p_within(span_of_p(p, rounding), tried.low * factor, tried.high * factor):
                return Verdict.CONSISTENT, (*sided, *shortened), test
    return Verdict.INCONSISTENT, (), test


class Screened(NamedTuple):
    """What a whole table is like; a screen, never a verdict.

    Attributes:
        rows: How many rows were combined.
        fisher_low: The least combined p value by Fisher's method over all rounding; small where groups differ more than
            chance makes them, near 1 where they are more alike.
        fisher_high: The greatest.
        stouffer_low: Likewise by Stouffer's method.
        stouffer_high: The greatest.
    """

    rows: int
    fisher_low: float
    fisher_high: float
    stouffer_low: float
    stouffer_high: float


def screen(ranges: Sequence[tuple[float, float]]) -> Screened | None:
    """Combine the p values of a table, each given as a range.

    Args:
        ranges: From the least to the greatest p value of each row, from 0 to 1.

    Returns:
        The combined p values; ``None`` for fewer than ``LEAST_ROWS`` rows.

    Raises:
        ValueError: A range is out of order or outside 0 to 1.
    """
    if any(not 0 <= low <= high <= 1 for low, high in ranges):
        message = "p values lie from 0 to 1, the lesser first"
        raise ValueError(message)
    if len(ranges) < LEAST_ROWS:
        return None
    lows, highs = [low for low, _ in ranges], [high for _, high in ranges]
    return Screened(
        len(ranges), fisher_combined(lows), fisher_combined(highs), stouffer_combined(lows), stouffer_combined(highs)
    )


def fisher_combined(p_values: Sequence[float]) -> float:
    """Combine independent p values by the sum of their logarithms.

    Raises:
        ValueError: There is none, or one lies outside 0 to 1.

    Source:
        Fisher RA. Statistical Methods for Research Workers, 4th ed. 1932, section 21.1.
    """
    _check(p_values)
    if 0.0 in p_values:
        return 0.0
    return chi_squared_tail(-2 * math.fsum(map(math.log, p_values)), 2 * len(p_values))


def stouffer_combined(p_values: Sequence[float]) -> float:
    """Combine independent one-sided p values by the sum of their normal values, each with the same weight.

    Raises:
        ValueError: There is none, one lies outside 0 to 1, or there is both a 0 and a 1.

    Source:
        Stouffer SA et al. The American Soldier, vol. 1. 1949, p. 45.
    """
    _check(p_values)
    certain = {p for p in p_values if p in (0.0, 1.0)}
    if certain:
        if len(certain) > 1:
            message = "0 and 1 together cannot be combined"
            raise ValueError(message)
        return certain.pop()
    return normal_tail(math.fsum(map(normal_from_tail, p_values)) / math.sqrt(len(p_values)))


class Suspicion(NamedTuple):
    """What a standard deviation is like beside the other numbers of its row; each a hint, not a finding.

    Attributes:
        skewed: The deviation is larger than the mean of a quantity that cannot lie below 0, so that the two tell little
            of it.
        like_standard_error: The deviation times the root of n comes near the other group's deviation, and the deviation
            itself does not: a standard error may stand in its place.
    """

    skewed: bool
    like_standard_error: bool


def suspicion(group: Group, other: Group, *, from_zero: bool) -> Suspicion:
    """Look at one group's standard deviation beside its mean and the other group's deviation.

    Args:
        group: The group that is looked at, with at least 9 people for the second hint.
        other: The group beside it.
        from_zero: Whether the quantity cannot lie below zero.
    """
    grown = group.sd.value**2 * group.n
    near = other.sd.value > 0 and Fraction(4, 9) <= grown / other.sd.value**2 <= Fraction(9, 4)
    far = group.n >= 9 and group.sd.value**2 * 4 < other.sd.value**2
    return Suspicion(from_zero and group.sd.value > group.mean.value, near and far)


def _row(first: Group, second: Group, rounding: Rounding) -> RowTest:
    if min(first.n, second.n) < 2:
        message = "a comparison of means needs two people a group"
        raise ValueError(message)
    numbers = (first.mean, first.sd, second.mean, second.sd)
    if min(first.sd.value, second.sd.value) < 0 or not all(number.exact for number in numbers):
        message = "a standard deviation is not below zero, and only exact numbers are compared"
        raise ValueError(message)
    least, most = _gap(first.mean, second.mean, rounding)
    (low_a, high_a), (low_b, high_b) = (_ends(sd, rounding) for sd in (first.sd, second.sd))
    n, m = first.n, second.n
    pooled = n + m - 2
    narrow, wide = _pooled_error(low_a, n, low_b, m), _pooled_error(high_a, n, high_b, m)
    student_low, student_high = _p(most, narrow, pooled), _p(least, wide, pooled)
    fewest = _fewest((low_a**2 / n, high_a**2 / n), n, (low_b**2 / m, high_b**2 / m), m)
    return RowTest(
        student=_point(first, second, welch=False),
        welch=_point(first, second, welch=True),
        student_low=student_low,
        student_high=student_high,
        low=min(student_low, _p(most, math.hypot(low_a / math.sqrt(n), low_b / math.sqrt(m)), pooled)),
        high=max(student_high, _p(least, math.hypot(high_a / math.sqrt(n), high_b / math.sqrt(m)), fewest)),
    )


def _fewest(first: tuple[float, float], n: int, second: tuple[float, float], m: int) -> float:
    """Give the fewest degrees of freedom of Welch's test over two ranges of squared errors: they lie at a corner."""
    corners = [_welch_df(a, n, b, m) for a, b in ((first[0], second[1]), (first[1], second[0])) if a or b]
    return min(corners, default=float(min(n, m) - 1))


def _welch_df(a: float, n: int, b: float, m: int) -> float:
    share = a / (a + b)
    return 1 / (share * share / (n - 1) + (1 - share) ** 2 / (m - 1))


def _pooled_error(sd_a: float, n: int, sd_b: float, m: int) -> float:
    return math.sqrt(((n - 1) * sd_a**2 + (m - 1) * sd_b**2) / (n + m - 2) * (1 / n + 1 / m))


def _point(first: Group, second: Group, *, welch: bool) -> float | None:
    gap = abs(float(first.mean.value - second.mean.value))
    sd_a, sd_b, n, m = float(first.sd.value), float(second.sd.value), first.n, second.n
    if not sd_a and not sd_b:
        return None
    if not welch:
        return _p(gap, _pooled_error(sd_a, n, sd_b, m), n + m - 2)
    return _p(gap, math.hypot(sd_a / math.sqrt(n), sd_b / math.sqrt(m)), _welch_df(sd_a**2 / n, n, sd_b**2 / m, m))


def _p(gap: float, error: float, df: float) -> float:
    if gap == 0:
        return 1.0
    return 2 * t_tail(gap / error, df) if error else 0.0


def _gap(first: Printed, second: Printed, rounding: Rounding) -> tuple[float, float]:
    (low, high), (other_low, other_high) = first.rounded(rounding).ends, second.rounded(rounding).ends
    least = max(low - other_high, other_low - high, Fraction(0))
    return float(least), float(max(high - other_low, other_high - low))


def _ends(sd: Printed, rounding: Rounding) -> tuple[float, float]:
    low, high = sd.rounded(rounding).ends
    return max(0.0, float(low)), float(high)


def _check(p_values: Sequence[float]) -> None:
    if not p_values or any(not 0 <= p <= 1 for p in p_values):
        message = "p values lie from 0 to 1, and there is at least one"
        raise ValueError(message)
