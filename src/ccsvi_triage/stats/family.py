"""Every interval of an effect that a paper may print for the same counts.

We show one of them as our own (``effect.py``). A printed one is set beside all of them before it is called another.
"""

import math
from collections.abc import Iterator

from ccsvi_triage.stats.coherence import Ratio
from ccsvi_triage.stats.effect import odds_ratio, risk_difference, risk_ratio
from ccsvi_triage.stats.exact import conditional_odds_ratio
from ccsvi_triage.stats.interval import Interval, Method, normal_width
from ccsvi_triage.stats.score import odds_ratio_score, risk_difference_score, risk_ratio_score

_EXACT_UP_TO = 2_000


def intervals_of(
    effect: Ratio, events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95
) -> Iterator[Interval]:
    """Give an effect by each method in use, our own choice first.

    Args:
        effect: Which effect.
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1.

    Returns:
        The intervals. Exact ones are left out above 2,000 people. Where a cell is zero, one of them has a half added to
        every cell, since many programs do so without a word.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.
    """
    table = (events_a, total_a, events_b, total_b)
    zero = 0 in (events_a, events_b, total_a - events_a, total_b - events_b)
    match effect:
        case Ratio.RISK_DIFFERENCE:
            yield risk_difference(*table, level=level)
            yield _wald(*table, level)
            yield risk_difference_score(*table, level=level)
            yield risk_difference_score(*table, level=level, corrected=False)
        case Ratio.RISK_RATIO:
            yield risk_ratio(*table, level=level)
            yield risk_ratio_score(*table, level=level)
            yield risk_ratio_score(*table, level=level, corrected=True)
            if zero:
                yield _half_added(*table, level, odds=False)
        case Ratio.ODDS_RATIO:
            yield odds_ratio(*table, level=level)
            if total_a + total_b <= _EXACT_UP_TO:
                yield conditional_odds_ratio(*table, level=level)
                yield conditional_odds_ratio(*table, level=level, mid_p=True)
            yield odds_ratio_score(*table, level=level)
            yield odds_ratio_score(*table, level=level, corrected=True)
            if zero:
                yield _half_added(*table, level, odds=True)


def _wald(events_a: int, total_a: int, events_b: int, total_b: int, level: float) -> Interval:
    """Give the difference with the plain normal interval, which may leave -1 to 1 and has no width at 0 against 0."""
    share_a, share_b = events_a / total_a, events_b / total_b
    error = math.sqrt(share_a * (1 - share_a) / total_a + share_b * (1 - share_b) / total_b)
    reach, difference = normal_width(level) * error, share_a - share_b
    return Interval(difference, difference - reach, difference + reach, level, Method.WALD)


def _half_added(events_a: int, total_a: int, events_b: int, total_b: int, level: float, *, odds: bool) -> Interval:
    """Give a ratio after a half was added to every cell, by the logarithm."""
    a, b, c, d = (cell + 0.5 for cell in (events_a, total_a - events_a, events_b, total_b - events_b))
    ratio = a * d / (b * c) if odds else a * (c + d) / ((a + b) * c)
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d) if odds else math.sqrt(b / (a * (a + b)) + d / (c * (c + d)))
    factor = math.exp(normal_width(level) * error)
    return Interval(ratio, ratio / factor, ratio * factor, level, Method.HALF_ADDED)
