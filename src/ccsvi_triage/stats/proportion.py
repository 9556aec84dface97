"""How far one proportion can be trusted."""

import math

from ccsvi_triage.stats.distributions import beta_from_below
from ccsvi_triage.stats.interval import Interval, Method, check_count, check_level, normal_width


def wilson(events: int, total: int, *, level: float = 0.95, corrected: bool = False) -> Interval:
    """Give a proportion with Wilson's score limits: our default for one proportion.

    Args:
        events: People with the event, a whole number from 0 to ``total``.
        total: People, at least 1.
        level: Confidence level as a share of 1.
        corrected: Whether to correct for continuity, as R's ``prop.test`` does unless told otherwise.

    Returns:
        A share from 0 to 1, with limits that never leave that range.

    Raises:
        ValueError: The total is below 1, the count lies outside it, or the level is not between 0 and 1.

    Source:
        Newcombe RG. Stat Med 1998;17:857-872, methods 3 and 4.
    """
    check_count(events, total)
    z = normal_width(level)
    share = events / total
    square = z * z
    if corrected:
        reach_low = z * math.sqrt(max(0.0, square - 2 - 1 / total + 4 * share * (total * (1 - share) + 1)))
        reach_high = z * math.sqrt(max(0.0, square + 2 - 1 / total + 4 * share * (total * (1 - share) - 1)))
        low = (2 * events + square - 1 - reach_low) / (2 * (total + square))
        high = (2 * events + square + 1 + reach_high) / (2 * (total + square))
    else:
        reach = z * math.sqrt(square + 4 * events * (1 - share))
        low = (2 * events + square - reach) / (2 * (total + square))
        high = (2 * events + square + reach) / (2 * (total + square))
    return Interval(
        share,
        0.0 if events == 0 else max(0.0, low),
        1.0 if events == total else min(1.0, high),
        level,
        Method.WILSON_CORRECTED if corrected else Method.WILSON,
    )


def clopper_pearson(events: int, total: int, *, level: float = 0.95) -> Interval:
    """Give a proportion with exact limits, which cover at least as often as they say and mostly more often.

    Args:
        events: People with the event, a whole number from 0 to ``total``.
        total: People, at least 1.
        level: Confidence level as a share of 1.

    Returns:
        A share from 0 to 1 with its limits.

    Raises:
        ValueError: The total is below 1, the count lies outside it, or the level is not between 0 and 1.

    Source:
        Clopper CJ, Pearson ES. Biometrika 1934;26:404-413, by quantiles of the beta distribution.
    """
    check_count(events, total)
    check_level(level)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else beta_from_below(tail, events, total - events + 1)
    high = 1.0 if events == total else beta_from_below(1 - tail, events + 1, total - events)
    return Interval(events / total, low, high, level, Method.CLOPPER_PEARSON)


def most_after_none(total: int, *, level: float = 0.95) -> float:
    """Tell how frequent an event can still be when nobody of ``total`` had it, one-sided and exact.

    Args:
        total: People observed, at least 1.
        level: Confidence level as a share of 1.

    Returns:
        A share from 0 to 1; close to 3 divided by ``total`` (the rule of three) for 30 people and more at 0.95.

    Raises:
        ValueError: The total is below 1, or the level is not between 0 and 1.

    Source:
        Hanley JA, Lippman-Hand A. JAMA 1983;249:1743-1745.
    """
    check_count(0, total)
    check_level(level)
    return -math.expm1(math.log1p(-level) / total)
