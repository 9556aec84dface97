"""How much more often an event came in one group than in another, from counts.

Group A is the one of interest (treated, exposed), group B what it is compared with. A cell that is zero is never
"corrected" by a half: where the common formula breaks down, another method is taken and named.
"""

import math
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.exact import conditional_odds_ratio
from ccsvi_triage.stats.interval import Interval, Method, check_count, normal_width
from ccsvi_triage.stats.proportion import wilson
from ccsvi_triage.stats.score import risk_ratio_score


def risk_difference(events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95) -> Interval:
    """Tell how much more often an event came in group A than in group B.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1; 0.95 means 95 %.

    Returns:
        Risk in A minus risk in B, as a share from -1 to 1 (0.2 is 20 percentage points), with limits by Newcombe's
        hybrid score method. They exist for every table: 0 of 9 against 0 of 10 is not "no difference".

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.

    Source:
        Newcombe RG. Stat Med 1998;17:873-890, method 10.
    """
    a = wilson(events_a, total_a, level=level)
    b = wilson(events_b, total_b, level=level)
    share_a, share_b = events_a / total_a, events_b / total_b
    difference = share_a - share_b
    return Interval(
        difference,
        max(-1.0, difference - math.hypot(share_a - a.low, b.high - share_b)),
        min(1.0, difference + math.hypot(a.high - share_a, share_b - b.low)),
        level,
        Method.NEWCOMBE,
    )


def risk_ratio(events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95) -> Interval:
    """Tell how many times as often an event came in group A as in group B.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1.

    Returns:
        Risk in A divided by risk in B, from 0 to infinity; ``None`` where neither group had an event. Limits by Katz's
        logarithm where no cell is zero, else Koopman's score limits, which are then (0, x), (x, infinity) or, without
        any event, (0, infinity). Where ``smallest_expected`` is below 5, show ``score.risk_ratio_score`` beside it.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.

    Source:
        Katz D et al. Biometrics 1978;34:469-474. Koopman PAR. Biometrics 1984;40:513-517.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    if 0 in (events_a, events_b, total_a - events_a, total_b - events_b):
        return risk_ratio_score(events_a, total_a, events_b, total_b, level=level)
    ratio = events_a * total_b / (total_a * events_b)
    error = math.sqrt((total_a - events_a) / (events_a * total_a) + (total_b - events_b) / (events_b * total_b))
    factor = math.exp(normal_width(level) * error)
    return Interval(ratio, ratio / factor, ratio * factor, level, Method.KATZ)


def odds_ratio(events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95) -> Interval:
    """Tell how many times as high the odds of an event were in group A as in group B.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1.

    Returns:
        Odds in A divided by odds in B, from 0 to infinity; ``None`` where nobody or everybody had the event. Limits
        by Woolf's logarithm where no cell is zero, else exact conditional ones.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.

    Source:
        Woolf B. Ann Hum Genet 1955;19:251-253.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    others_a, others_b = total_a - events_a, total_b - events_b
    if 0 in (events_a, events_b, others_a, others_b):
        return conditional_odds_ratio(events_a, total_a, events_b, total_b, level=level)
    ratio = events_a * others_b / (others_a * events_b)
    factor = math.exp(normal_width(level) * math.sqrt(1 / events_a + 1 / others_a + 1 / events_b + 1 / others_b))
    return Interval(ratio, ratio / factor, ratio * factor, level, Method.WOOLF)


def smallest_expected(events_a: int, total_a: int, events_b: int, total_b: int) -> float:
    """Give the smallest count that would be expected in a cell if the groups did not differ.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.

    Returns:
        A number of people; below 5 the chi-squared test and logarithmic limits are not to be relied on.

    Raises:
        ValueError: A total is below 1, or a count lies outside its total.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    events, people = events_a + events_b, total_a + total_b
    return min(events, people - events) * min(total_a, total_b) / people


class Direction(StrEnum):
    """Whom a treatment serves."""

    BENEFIT = "benefit"
    HARM = "harm"
    NEITHER = "neither"


class Needed(NamedTuple):
    """How many people have to be treated until one more of them has a benefit, or a harm."""

    number: float
    """At least 1; infinite where there is no difference."""
    whole: int | None
    """In whole people, rounded against the treatment: up for a benefit, down for a harm. ``None`` for infinity."""
    direction: Direction


class NumberNeeded(NamedTuple):
    """A number needed to treat, with its limits.

    Where ``through_infinity`` is true the limits are not the ends of one stretch of numbers: what the data allow then
    runs from ``best`` (so many for a benefit) up to infinity, and on the side of harm from infinity down to ``worst``.
    """

    estimate: Needed
    best: Needed
    """The limit that speaks most for the treatment."""
    worst: Needed
    """The limit that speaks most against it."""
    through_infinity: bool
    level: float


def number_needed(difference: Interval, *, event_is_wanted: bool) -> NumberNeeded:
    """Tell how many people have to be treated for one more to have a benefit, with limits that say what they mean.

    Args:
        difference: Risk with the treatment minus risk without, as a share, of a known length of time.
        event_is_wanted: True for a response or a cure, false for a relapse or a death.

    Returns:
        Numbers of people over the same length of time as the risks.

    Raises:
        ValueError: The difference has no estimate, or a number outside -1 to 1.

    Source:
        Altman DG. BMJ 1998;317:1309-1312.
    """
    if difference.estimate is None:
        message = "without a difference there is no number needed to treat"
        raise ValueError(message)
    if not -1 <= difference.low <= difference.estimate <= difference.high <= 1:
        message = (
            f"{difference.low!r}, {difference.estimate!r}, {difference.high!r} are no difference of risks in order"
        )
        raise ValueError(message)
    sign = 1 if event_is_wanted else -1
    ends = sorted((sign * difference.low, sign * difference.high))
    return NumberNeeded(
        _needed(sign * difference.estimate),
        _needed(ends[1]),
        _needed(ends[0]),
        ends[0] < 0 < ends[1],
        difference.level,
    )


def _needed(gain: float) -> Needed:
    """Turn a share of people who gain (or, below 0, lose) into how many have to be treated for one of them."""
    if gain == 0 or math.isinf(1 / gain):
        return Needed(math.inf, None, Direction.NEITHER)
    number = 1 / abs(gain)
    # 1 / (3/10 - 1/10) is 5.000000000000001 in binary: a share is not known to the last digit
    near = round(number)
    exact = abs(number - near) <= 1e-9 * number
    if gain > 0:
        return Needed(number, near if exact else math.ceil(number), Direction.BENEFIT)
    return Needed(number, near if exact else math.floor(number), Direction.HARM)
