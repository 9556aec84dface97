"""Score limits: all values of an effect that the data do not contradict, for every table of counts."""

import math
from collections.abc import Callable

from ccsvi_triage.stats.interval import Interval, Method, check_count, normal_width
from ccsvi_triage.stats.root import root

_WIDEST = 80.0
"""No limit of a ratio lies further than e to this power from 1, however large the groups."""


def risk_ratio_score(
    events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95, corrected: bool = False
) -> Interval:
    """Tell how many times as often an event came in group A as in B, with limits for every table.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1.
        corrected: Whether to enlarge the variance by N / (N - 1), as Miettinen and Nurminen do.

    Returns:
        Risk in A divided by risk in B, from 0 to infinity; ``None`` and the limits 0 and infinity where neither group
        had an event.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.

    Source:
        Koopman PAR. Biometrics 1984;40:513-517. Miettinen O, Nurminen M. Stat Med 1985;4:213-226.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    z = normal_width(level)
    share_a, share_b = events_a / total_a, events_b / total_b
    people, events = total_a + total_b, events_a + events_b

    def score(logarithm: float) -> float:
        ratio = math.exp(logarithm)
        middle = total_a * ratio + events_a + total_b + events_b * ratio
        risk_b = 2 * events / (middle + math.sqrt(max(0.0, middle * middle - 4 * people * ratio * events)))
        risk_b = min(1.0, 1 / ratio, risk_b)
        risk_a = min(1.0, ratio * risk_b)
        variance = risk_a * (1 - risk_a) / total_a + ratio * ratio * risk_b * (1 - risk_b) / total_b
        return _standardised(share_a - ratio * share_b, variance, people, corrected=corrected)

    method = Method.MIETTINEN_NURMINEN if corrected else Method.KOOPMAN
    if not events:
        return Interval(None, 0.0, math.inf, level, method)
    if not events_b:
        return Interval(math.inf, _limit_of_ratio(score, z), math.inf, level, method)
    ratio = events_a * total_b / (total_a * events_b)
    low = _limit_of_ratio(score, z) if events_a else 0.0
    return Interval(ratio, low, _limit_of_ratio(score, -z), level, method)


def odds_ratio_score(
    events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95, corrected: bool = False
) -> Interval:
    """Tell how many times as high the odds of an event were in group A as in B, with limits for every table.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1.
        corrected: Whether to enlarge the variance by N / (N - 1), as Miettinen and Nurminen do.

    Returns:
        Odds in A divided by odds in B, from 0 to infinity; ``None`` and the limits 0 and infinity where nobody or
        everybody had the event.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.

    Source:
        Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Uncorrected: Cornfield J. Proc Third Berkeley Symp
        1956;4:135-148.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    z = normal_width(level)
    people, events = total_a + total_b, events_a + events_b
    others_a, others_b = total_a - events_a, total_b - events_b

    def score(logarithm: float) -> float:
        if logarithm > 0:
            return -below_one(math.exp(-logarithm), events_b, total_b, total_a)
        return below_one(math.exp(logarithm), events_a, total_a, total_b)

    def below_one(ratio: float, seen: int, total: int, other_total: int) -> float:
        """Give the score of a ratio up to 1, by the cell that shrinks with it, so that it keeps its digits."""
        marked, spare = events, other_total - events
        if spare < 0:
            # the opposite cell of the table moves together with this one, and it is the one that shrinks
            seen, total, other_total, marked, spare = seen + spare, other_total, total, people - events, -spare
        middle = ratio * (total + marked) + spare
        root_of = math.sqrt(middle * middle + 4 * (1 - ratio) * ratio * total * marked)
        expected = 2 * ratio * total * marked / (middle + root_of)
        cells = (expected, total - expected, marked - expected, spare + expected)
        if min(cells) <= 0:
            return _standardised(seen - expected, 0.0, people, corrected=corrected)
        return _standardised(seen - expected, 1 / math.fsum(1 / cell for cell in cells), people, corrected=corrected)

    method = Method.MIETTINEN_NURMINEN if corrected else Method.SCORE
    if events in (0, people):
        return Interval(None, 0.0, math.inf, level, method)
    if 0 in (events_a, others_b):
        return Interval(0.0, 0.0, _limit_of_ratio(score, -z), level, method)
    if 0 in (events_b, others_a):
        return Interval(math.inf, _limit_of_ratio(score, z), math.inf, level, method)
    ratio = events_a * others_b / (others_a * events_b)
    return Interval(ratio, _limit_of_ratio(score, z), _limit_of_ratio(score, -z), level, method)


def risk_difference_score(
    events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95, corrected: bool = True
) -> Interval:
    """Tell how much more often an event came in group A than in B, with score limits.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1.
        corrected: Whether to enlarge the variance by N / (N - 1), as Miettinen and Nurminen do; Mee does not.

    Returns:
        Risk in A minus risk in B, as a share from -1 to 1.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.

    Source:
        Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Mee RW. Biometrics 1984;40:1175-1176.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    z = normal_width(level)
    difference = events_a / total_a - events_b / total_b
    people = total_a + total_b

    def score(delta: float) -> float:
        risk_b = _constrained_risk(events_a, total_a, events_b, total_b, delta)
        risk_a = min(1.0, max(0.0, risk_b + delta))
        variance = risk_a * (1 - risk_a) / total_a + risk_b * (1 - risk_b) / total_b
        return _standardised(difference - delta, variance, people, corrected=corrected)

    low = -1.0 if difference == -1 else root(lambda delta: score(delta) - z, -1.0, difference)
    high = 1.0 if difference == 1 else root(lambda delta: score(delta) + z, difference, 1.0)
    return Interval(difference, low, high, level, Method.MIETTINEN_NURMINEN if corrected else Method.MEE)


def _constrained_risk(events_a: int, total_a: int, events_b: int, total_b: int, delta: float) -> float:
    """Give the likeliest risk in B if the risk in A is that much higher: a root of a cubic, by cosines."""
    people = total_a + total_b
    square = (total_a + 2 * total_b) * delta - people - events_a - events_b
    linear = (total_b * delta - people - 2 * events_b) * delta + events_a + events_b
    constant = events_b * delta * (1 - delta)
    third = square / (3 * people)
    inner = third * third - linear / (3 * people)
    shift = third**3 - square * linear / (6 * people * people) + constant / (2 * people)
    size = math.copysign(math.sqrt(max(0.0, inner)), shift)
    angle = (math.pi + math.acos(max(-1.0, min(1.0, shift / size**3)))) / 3 if size else math.pi / 2
    return min(1.0, 1.0 - delta, max(0.0, -delta, 2 * size * math.cos(angle) - third))


def _standardised(gap: float, variance: float, people: int, *, corrected: bool) -> float:
    """Divide a gap by its standard error; without a variance any gap at all is infinitely many."""
    if corrected:
        variance *= people / (people - 1)
    if variance <= 0:
        return math.copysign(math.inf, gap) if gap else 0.0
    return gap / math.sqrt(variance)


def _limit_of_ratio(score: Callable[[float], float], z: float) -> float:
    """Find the ratio at which a score has fallen to ``z``."""
    return math.exp(root(lambda logarithm: score(logarithm) - z, -_WIDEST, _WIDEST))
