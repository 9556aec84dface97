"""The chi-squared tests of two groups by an event, in the variants that papers use without telling which."""

from typing import NamedTuple

from ccsvi_triage.stats.distributions import chi_squared_tail
from ccsvi_triage.stats.interval import check_count


class ChiSquared(NamedTuple):
    """Pearson's statistic with one degree of freedom, and the two-sided p values that are made from it."""

    statistic: float
    plain: float
    """Without any correction; the p value of the pooled z test too."""
    yates: float
    """Corrected for continuity, as R's ``chisq.test`` does unless told otherwise."""
    n_minus_one: float
    """The statistic times (N - 1) / N."""


def chi_squared(events_a: int, total_a: int, events_b: int, total_b: int) -> ChiSquared:
    """Test by approximation whether two groups differ in how often an event came.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.

    Returns:
        The statistic from 0 to the number of people, and p values from 0 to 1. Where nobody or everybody had the event
        the statistic is told as 0 and each p value as 1.

    Raises:
        ValueError: A total is below 1, or a count lies outside its total.

    Source:
        Campbell I. Stat Med 2007;26:3661-3675.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    people, events = total_a + total_b, events_a + events_b
    margins = total_a * total_b * events * (people - events)
    if not margins:
        return ChiSquared(0.0, 1.0, 1.0, 1.0)
    gap = abs(events_a * total_b - events_b * total_a)
    statistic = people * gap * gap / margins
    # twice the corrected gap, so that it stays a whole number
    twice = max(0, 2 * gap - people)
    return ChiSquared(
        statistic,
        chi_squared_tail(statistic, 1),
        chi_squared_tail(people * twice * twice / (4 * margins), 1),
        chi_squared_tail((people - 1) * gap * gap / margins, 1),
    )
