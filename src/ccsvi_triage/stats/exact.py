"""Tests and limits from the exact distribution of counts.

Up to two thousand people all weights are whole numbers, and a tie is a tie; above that they are floating point numbers
relative to the likeliest table, right to about twelve digits.
"""

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import mul
from typing import NamedTuple

from ccsvi_triage.stats.distributions import binomial_at, binomial_at_most
from ccsvi_triage.stats.interval import Interval, Method, check_count, check_level
from ccsvi_triage.stats.root import root

_EXACT_UP_TO = 2_000
_EXACT_TRIALS_UP_TO = 1_000
_UNCONDITIONAL_UP_TO = 200
_WIDEST = 80.0
"""No limit of an odds ratio lies further than e to this power from 1, however large the groups."""
_LEAST_WEIGHT = 1e-305
_TIE = 10_000_000
"""R counts as a tie what is greater by no more than one part in this many."""


class Fisher(NamedTuple):
    """The p values that Fisher's exact distribution gives for one table, each a share from 0 to 1."""

    two_sided: float
    """All tables that are at most as likely as the observed one: R's rule, and most programs'."""
    more_in_a: float
    """One-sided: as many events in A as observed, or more."""
    fewer_in_a: float
    """One-sided: as many events in A as observed, or fewer."""
    mid_p: float
    """Two-sided, tables as likely as the observed one counted by half: our own choice where a p value is ours."""
    central_mid_p: float
    """Twice the smaller one-sided p value, in which the observed table counts by half; at most 1."""


def fisher(events_a: int, total_a: int, events_b: int, total_b: int) -> Fisher:
    """Test whether two groups differ in how often an event came, given how many events there were in all.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.

    Returns:
        The p values. A p value below 1e-300 may be told as 0 where there are more than two thousand people.

    Raises:
        ValueError: A total is below 1, or a count lies outside its total.

    Source:
        Fisher RA. J R Stat Soc 1935;98:39-82; the two-sided rule as in R's ``fisher.test``, ties within 1e-7 included.
        Mid-p: Lancaster HO. J Am Stat Assoc 1961;56:223-234.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    first, weights = _weights(total_a, total_b, events_a + events_b)
    at = events_a - first
    if not 0 <= at < len(weights):
        # further out than floating point numbers tell from zero
        return Fisher(0.0, float(at < 0), float(at >= 0), 0.0, 0.0)
    observed = weights[at]
    whole, unlikelier, as_likely = _sum(weights), *_unlikely(weights, observed)
    above, below = _sum(weights[at:]), _sum(weights[: at + 1])
    half = 2 * min(above, below) - observed
    return Fisher(
        min(1.0, (unlikelier + as_likely) / whole),
        min(1.0, above / whole),
        min(1.0, below / whole),
        min(1.0, (2 * unlikelier + as_likely) / (2 * whole)),
        min(1.0, half / whole),
    )


def fisher_two_sided(events_a: int, total_a: int, events_b: int, total_b: int) -> float:
    """Give the two-sided p value of ``fisher`` alone, for who asks for many of them.

    Raises:
        ValueError: A total is below 1, or a count lies outside its total.
    """
    if total_a + total_b > _EXACT_UP_TO:
        return fisher(events_a, total_a, events_b, total_b).two_sided
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    first, weights = _whole_weights(total_a, total_b, events_a + events_b)
    bar = _tied_with(weights[events_a - first])
    return min(1.0, sum([weight for weight in weights if weight <= bar]) / sum(weights))


def fisher_one_sided(events_a: int, total_a: int, events_b: int, total_b: int, *, more_in_a: bool) -> float:
    """Give one of the one-sided p values of ``fisher`` alone, for who asks for many of them.

    Raises:
        ValueError: A total is below 1, or a count lies outside its total.
    """
    if total_a + total_b > _EXACT_UP_TO:
        whole = fisher(events_a, total_a, events_b, total_b)
        return whole.more_in_a if more_in_a else whole.fewer_in_a
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    first, weights = _whole_weights(total_a, total_b, events_a + events_b)
    at = events_a - first
    return min(1.0, sum(weights[at:] if more_in_a else weights[: at + 1]) / sum(weights))


def conditional_odds_ratio(
    events_a: int, total_a: int, events_b: int, total_b: int, *, level: float = 0.95, mid_p: bool = False
) -> Interval:
    """Give the odds ratio that is likeliest given how many events there were in all, with exact limits.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        level: Confidence level as a share of 1.
        mid_p: Whether the observed table counts by half in each tail, which makes the limits less wide.

    Returns:
        Odds in A divided by odds in B, from 0 to infinity. The estimate is the conditional one and differs from the
        cross-product of the cells; it is ``None``, between 0 and infinity, where nobody or everybody had the event.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the level is not between 0 and 1.

    Source:
        Cornfield J. Proc Third Berkeley Symp 1956;4:135-148. The tails are solved to twelve digits, where R's
        ``fisher.test`` stops at about three.
    """
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    check_level(level)
    method = Method.CONDITIONAL_MID_P if mid_p else Method.CONDITIONAL_EXACT
    events = events_a + events_b
    lowest, highest = max(0, events - total_b), min(events, total_a)
    if lowest == highest:
        return Interval(None, 0.0, math.inf, level, method)
    shifted = _Shifted(*_log_weights(total_a, total_b, events))
    tail = (1 - level) / 2
    at_lowest, at_highest = events_a == lowest, events_a == highest
    half = 0.5 if mid_p else 0.0

    def above(logarithm: float) -> float:
        return shifted.at_least(events_a, logarithm, half) - tail

    def below(logarithm: float) -> float:
        return shifted.at_most(events_a, logarithm, half) - tail

    if at_lowest:
        estimate = 0.0
    elif at_highest:
        estimate = math.inf
    else:
        estimate = math.exp(root(lambda u: shifted.mean(u) - events_a, -_WIDEST, _WIDEST))
    low = 0.0 if at_lowest else math.exp(root(above, -_WIDEST, _WIDEST))
    high = math.inf if at_highest else math.exp(root(below, -_WIDEST, _WIDEST))
    return Interval(estimate, low, high, level, method)


def boschloo_p(events_a: int, total_a: int, events_b: int, total_b: int) -> float:
    """Test two groups without taking the number of events as given, by Fisher's p as the measure of surprise.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.

    Returns:
        The two-sided p value from 0 to 1, never above Fisher's. Tables are ordered by the two-sided p, as R's Exact
        does; twice the one-sided p, as scipy has it, is another and larger number.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or there are more than 200 people.

    Source:
        Boschloo RD. Stat Neerl 1970;24.
    """
    _check_small(events_a, total_a, events_b, total_b)
    _, weights = _whole_weights(total_a, total_b, events_a + events_b)
    seen = weights[events_a - max(0, events_a + events_b - total_b)]
    # Fisher's p of the table, as a fraction of whole numbers, with R's allowance for ties
    part = sum(weight for weight in weights if weight * _TIE <= seen * (_TIE + 1)) * (_TIE + 1)
    whole = sum(weights) * _TIE
    surprising = []
    for events in range(total_a + total_b + 1):
        _, weights = _whole_weights(total_a, total_b, events)
        surprising.append(_up_to(sorted(weights), part, whole))
    return _worst_case(surprising)


def barnard_p(events_a: int, total_a: int, events_b: int, total_b: int) -> float:
    """Test two groups without taking the number of events as given, by the pooled z score as the measure of surprise.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.

    Returns:
        The two-sided p value from 0 to 1. Scores are compared as whole numbers, so that ties count.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or there are more than 200 people.

    Source:
        Barnard GA. Biometrika 1947;34:123-138; the pooled score: Suissa S, Shuster JJ. J R Stat Soc A 1985;148:317-327.
    """
    _check_small(events_a, total_a, events_b, total_b)
    people, events = total_a + total_b, events_a + events_b
    gap_seen, spread_seen = (events_a * total_b - events_b * total_a) ** 2, events * (people - events)
    if not gap_seen:
        return 1.0
    ways_a, ways_b = _ways(total_a, total_a), _ways(total_b, total_b)
    surprising = [0] * (people + 1)
    for in_a in range(total_a + 1):
        for in_b in range(total_b + 1):
            gap, spread = (in_a * total_b - in_b * total_a) ** 2, (in_a + in_b) * (people - in_a - in_b)
            if spread and gap * spread_seen >= gap_seen * spread:
                surprising[in_a + in_b] += ways_a[in_a] * ways_b[in_b]
    return _worst_case(surprising)


def sign_test(for_it: int, against_it: int) -> float:
    """Test whether one of two directions is more frequent than a tossed coin would make it.

    Args:
        for_it: How many go one way, from 0; those that go neither way are left out beforehand.
        against_it: How many go the other way, from 0.

    Returns:
        The two-sided exact p value from 0 to 1; 1 where nothing goes any way. It is McNemar's exact test too.

    Raises:
        ValueError: A number is below 0.
    """
    changed = _changed(for_it, against_it)
    return min(1.0, 2 * _half_at_most(min(for_it, against_it), changed))


def sign_test_mid_p(for_it: int, against_it: int) -> float:
    """Test as ``sign_test`` does, with what was observed counted by half.

    Args:
        for_it: How many go one way, from 0.
        against_it: How many go the other way, from 0.

    Returns:
        The two-sided mid-p value from 0 to 1. It is McNemar's mid-p test too.

    Raises:
        ValueError: A number is below 0.

    Source:
        Fagerland MW, Lydersen S, Laake P. BMC Med Res Methodol 2013;13:91.
    """
    changed = _changed(for_it, against_it)
    fewer = min(for_it, against_it)
    if for_it == against_it:
        return 1 - 0.5 * _half_at(fewer, changed) if changed else 1.0
    return 2 * _half_at_most(fewer, changed) - _half_at(fewer, changed)


# the hypergeometric distribution


def _weights(total_a: int, total_b: int, events: int) -> tuple[int, Sequence[float]]:
    """Give how likely each number of events in A is, up to a common factor, and the first such number."""
    if total_a + total_b <= _EXACT_UP_TO:
        return _whole_weights(total_a, total_b, events)
    return _relative_weights(total_a, total_b, events)


def _whole_weights(total_a: int, total_b: int, events: int) -> tuple[int, list[int]]:
    """Count the ways to have each number of events in A, up to so many events in all."""
    people = total_a + total_b
    if 2 * events > people:
        # those without the event are fewer, and go together in the same ways
        first, weights = _whole_weights(total_a, total_b, people - events)
        return total_a - first - len(weights) + 1, weights[::-1]
    first, last = max(0, events - total_b), min(events, total_a)
    in_a, in_b = _ways(total_a, last), _ways(total_b, events - first)
    return first, list(map(mul, in_a[first : last + 1], in_b[events - last : events - first + 1][::-1]))


def _ways(total: int, most: int) -> list[int]:
    """Give in how many ways none, one, two and so on of some people can have the event, at least up to a number."""
    row = _row(total)
    while len(row) <= most:
        row.append(row[-1] * (total - len(row) + 1) // len(row))
    return row


@lru_cache(maxsize=16)
def _row(_: int) -> list[int]:
    """Begin the numbers of ways for a group; they are kept, since tests ask for the same groups again and again."""
    return [1]


def _relative_weights(total_a: int, total_b: int, events: int) -> tuple[int, list[float]]:
    """Give the weights relative to the likeliest table, as far as a floating point number tells them from zero."""
    first, last = max(0, events - total_b), min(events, total_a)
    likeliest = (events + 1) * (total_a + 1) // (total_a + total_b + 2)
    likeliest = min(max(likeliest, first), last)
    up, down = [1.0], []
    for k in range(likeliest, last):
        weight = up[-1] * (((total_a - k) * (events - k)) / ((k + 1) * (total_b - events + k + 1)))
        if weight < _LEAST_WEIGHT:
            break
        up.append(weight)
    weight = 1.0
    for k in range(likeliest, first, -1):
        weight *= (k * (total_b - events + k)) / ((total_a - k + 1) * (events - k + 1))
        if weight < _LEAST_WEIGHT:
            break
        down.append(weight)
    return likeliest - len(down), down[::-1] + up


def _log_weights(total_a: int, total_b: int, events: int) -> tuple[int, list[float]]:
    """Give the logarithms of the weights, up to a common summand, and the first such number."""
    first, last = max(0, events - total_b), min(events, total_a)
    steps = (
        math.log((total_a - k) * (events - k)) - math.log((k + 1) * (total_b - events + k + 1))
        for k in range(first, last)
    )
    return first, list(accumulate(steps, initial=0.0))


class _Shifted:
    """The distribution of the events in A for any odds ratio: Fisher's noncentral hypergeometric one."""

    __slots__ = ("_first", "_logs")

    def __init__(self, first: int, logs: Sequence[float]) -> None:
        self._first = first
        self._logs = logs

    def _tilted(self, logarithm: float) -> list[float]:
        logs = [log + place * logarithm for place, log in enumerate(self._logs)]
        largest = max(logs)
        return [math.exp(log - largest) for log in logs]

    def mean(self, logarithm: float) -> float:
        """Give the events in A to be expected where the odds ratio has this logarithm."""
        weights = self._tilted(logarithm)
        return self._first + math.fsum(place * weight for place, weight in enumerate(weights)) / math.fsum(weights)

    def at_least(self, count: int, logarithm: float, left_out: float) -> float:
        """Give how often there are that many events in A or more, a share of the point itself left out."""
        weights, at = self._tilted(logarithm), count - self._first
        return (math.fsum(weights[at:]) - left_out * weights[at]) / math.fsum(weights)

    def at_most(self, count: int, logarithm: float, left_out: float) -> float:
        """Give how often there are that many events in A or fewer, a share of the point itself left out."""
        weights, at = self._tilted(logarithm), count - self._first
        return (math.fsum(weights[: at + 1]) - left_out * weights[at]) / math.fsum(weights)


def _unlikely(weights: Sequence[float], observed: float) -> tuple[float, float]:
    """Add the weights below an observed one, and those that tie with it."""
    if isinstance(observed, int):
        # the same comparisons, made on the one number that is the same for all
        below, bar = (observed * _TIE - 1) // (_TIE + 1), _tied_with(observed)
        unlikelier = sum([weight for weight in weights if weight <= below])
        return unlikelier, sum([weight for weight in weights if weight <= bar]) - unlikelier
    unlikelier = _sum([weight for weight in weights if weight * (_TIE + 1) < observed * _TIE])
    return unlikelier, _sum([weight for weight in weights if weight * _TIE <= observed * (_TIE + 1)]) - unlikelier


def _tied_with(observed: int) -> int:
    """Give the largest whole weight that still ties with an observed one."""
    return observed * (_TIE + 1) // _TIE


def _sum(weights: Sequence[float]) -> float:
    """Add weights, exactly where they are whole numbers."""
    return math.fsum(weights) if weights and isinstance(weights[0], float) else sum(weights)


# tests that do not take the number of events as given


def _check_small(events_a: int, total_a: int, events_b: int, total_b: int) -> None:
    check_count(events_a, total_a)
    check_count(events_b, total_b)
    if total_a + total_b > _UNCONDITIONAL_UP_TO:
        message = f"an unconditional test takes up to {_UNCONDITIONAL_UP_TO} people here, not {total_a + total_b}"
        raise ValueError(message)


def _up_to(weights: Sequence[int], part: int, whole: int) -> int:
    """Add weights from the smallest on, tied ones together, as long as their share stays within a bar."""
    most = sum(weights) * part // whole
    enough = so_far = 0
    for place, weight in enumerate(weights):
        so_far += weight
        last_of_ties = place + 1 == len(weights) or weights[place + 1] * _TIE > weight * (_TIE + 1)
        if last_of_ties:
            if so_far > most:
                break
            enough = so_far
    return enough


def _worst_case(surprising: Sequence[int]) -> float:
    """Find the common risk for which surprising tables are likeliest, and tell how likely.

    Args:
        surprising: For each number of events, in how many ways a surprising table has it.
    """
    likely = _Likelihood(surprising)
    # in this angle, peaks are about equally wide everywhere
    step = math.pi / 2 / (_GRID + 1)
    heights = [likely.roughly(step * place) for place in range(1, _GRID + 1)]
    bar = sorted(heights)[-_PEAKS] * (1 - _ROUGH)
    within = {place: likely.at(step * (place + 1)) for place in range(_GRID) if heights[place] >= bar}
    peaks = sorted(within, key=within.__getitem__, reverse=True)[:_PEAKS]
    return min(1.0, max(_climb(likely, step * place, step * (place + 2)) for place in peaks))


_GRID = 600
_PEAKS = 8
_GOLDEN = (math.sqrt(5) - 1) / 2
_ROUGH = 1e-11
"""Rough heights are right to more digits than this: with up to 200 people, to about thirteen."""


class _Likelihood:
    """How likely surprising tables are, by the angle whose squared sine is the common risk."""

    def __init__(self, surprising: Sequence[int]) -> None:
        """Take in how many ways a surprising table has each number of events."""
        self._people = len(surprising) - 1
        self._logs = [(events, self._people - events, math.log(ways)) for events, ways in enumerate(surprising) if ways]
        self._rising = list(map(float, surprising))
        self._falling = self._rising[::-1]
        self._known: dict[float, float] = {}

    def roughly(self, angle: float) -> float:
        """Tell it quickly, by a polynomial of the odds."""
        risk = math.sin(angle) ** 2
        rest = 1 - risk
        small, large, ways = (risk, rest, self._falling) if risk <= rest else (rest, risk, self._rising)
        odds, total = small / large, 0.0
        for each in ways:
            total = total * odds + each
        return total * large**self._people

    def at(self, angle: float) -> float:
        """Tell it as exactly as floating point numbers can."""
        known = self._known.get(angle)
        if known is None:
            risk = math.sin(angle) ** 2
            log_risk, log_rest = math.log(risk), math.log1p(-risk)
            known = math.fsum([math.exp(log + events * log_risk + rest * log_rest) for events, rest, log in self._logs])
            self._known[angle] = known
        return known

    def higher(self, left: float, right: float) -> bool:
        """Tell whether it is more likely at one angle than at another: exactly only where they are close."""
        at_left, at_right = self.roughly(left), self.roughly(right)
        if abs(at_left - at_right) > _ROUGH * at_right:
            return at_left > at_right
        return self.at(left) > self.at(right)


def _climb(likely: _Likelihood, low: float, high: float) -> float:
    """Give the height of a peak between two points, by golden sections."""
    low = max(low, 1e-9)
    high = min(high, math.pi / 2 - 1e-9)
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    for _ in range(30):
        if likely.higher(left, right):
            high, right = right, left
            left = high - _GOLDEN * (high - low)
        else:
            low, left = left, right
            right = low + _GOLDEN * (high - low)
    return max(likely.at(left), likely.at(right))


# a fair coin


def _changed(for_it: int, against_it: int) -> int:
    if for_it < 0 or against_it < 0:
        message = f"{min(for_it, against_it)!r} is no count"
        raise ValueError(message)
    return for_it + against_it


def _half_at(count: int, total: int) -> float:
    if total > _EXACT_TRIALS_UP_TO:
        return binomial_at(count, total, 0.5)
    return math.comb(total, count) / (1 << total)


@lru_cache(maxsize=1024)
def _half_at_most(count: int, total: int) -> float:
    if total > _EXACT_TRIALS_UP_TO:
        return binomial_at_most(count, total, 0.5)
    ways = together = 1
    for k in range(count):
        ways = ways * (total - k) // (k + 1)
        together += ways
    return together / (1 << total)
