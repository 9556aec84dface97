"""The same people before and after, or matched pairs: what changes say, and what is left when only margins are told.

A pair is yes or no twice. Only pairs that changed carry information on a difference: ``lost`` had the event first and
not second, ``gained`` the other way round. Two columns of percentages do not tell how many these are; they only
bound them.
"""

import math
from typing import NamedTuple

from ccsvi_triage.stats.distributions import chi_squared_tail
from ccsvi_triage.stats.exact import sign_test, sign_test_mid_p
from ccsvi_triage.stats.interval import Interval, Method, check_count, normal_width
from ccsvi_triage.stats.proportion import clopper_pearson, wilson
from ccsvi_triage.stats.root import root


class McNemar(NamedTuple):
    """The two-sided p values of McNemar's test in its variants, each a share from 0 to 1."""

    exact: float
    mid_p: float
    """Our own choice where a p value is ours."""
    asymptotic: float
    corrected: float
    """Asymptotic, corrected for continuity, as R's ``mcnemar.test`` does unless told otherwise."""


def mcnemar(lost: int, gained: int) -> McNemar:
    """Test whether more pairs changed one way than the other.

    Args:
        lost: Pairs with the event first and not second, from 0.
        gained: Pairs with the event second and not first, from 0.

    Returns:
        The p values; all are 1 where nothing changed, or as many changed each way.

    Raises:
        ValueError: A number is below 0.

    Source:
        Fagerland MW, Lydersen S, Laake P. BMC Med Res Methodol 2013;13:91.
    """
    exact, mid_p = sign_test(lost, gained), sign_test_mid_p(lost, gained)
    gap, changed = abs(lost - gained), lost + gained
    if not gap:
        return McNemar(exact, mid_p, 1.0, 1.0)
    return McNemar(
        exact, mid_p, chi_squared_tail(gap * gap / changed, 1), chi_squared_tail((gap - 1) ** 2 / changed, 1)
    )


def paired_difference(kept: int, lost: int, gained: int, never: int, *, level: float = 0.95) -> Interval:
    """Tell how much more often the event came first than second, in the same people.

    Args:
        kept: Pairs with the event both times, from 0.
        lost: Pairs with the event first and not second, from 0.
        gained: Pairs with the event second and not first, from 0.
        never: Pairs without the event, from 0.
        level: Confidence level as a share of 1.

    Returns:
        First risk minus second risk, as a share from -1 to 1, with limits by Newcombe's square-and-add method.

    Raises:
        ValueError: A number is below 0, there is no pair, or the level is not between 0 and 1.

    Source:
        Newcombe RG. Stat Med 1998;17:2635-2650, method 10.
    """
    pairs = _pairs(kept, lost, gained, never)
    first, second = wilson(kept + lost, pairs, level=level), wilson(kept + gained, pairs, level=level)
    share_first, share_second = (kept + lost) / pairs, (kept + gained) / pairs
    correlation = _correlation(kept, lost, gained, never)
    difference = (lost - gained) / pairs

    def reach(one: float, other: float) -> float:
        return math.sqrt(max(0.0, one * one - 2 * correlation * one * other + other * other))

    return Interval(
        difference,
        max(-1.0, difference - reach(share_first - first.low, second.high - share_second)),
        min(1.0, difference + reach(first.high - share_first, share_second - second.low)),
        level,
        Method.NEWCOMBE_PAIRED,
    )


def paired_difference_score(lost: int, gained: int, pairs: int, *, level: float = 0.95) -> Interval:
    """Tell how much more often the event came first than second, with score limits.

    Args:
        lost: Pairs with the event first and not second, from 0.
        gained: Pairs with the event second and not first, from 0.
        pairs: All pairs, at least 1; those that did not change count by their number alone.
        level: Confidence level as a share of 1.

    Returns:
        First risk minus second risk, as a share from -1 to 1, with Tango's limits.

    Raises:
        ValueError: A number is below 0, more pairs changed than there are, or the level is not between 0 and 1.

    Source:
        Tango T. Stat Med 1998;17:891-908.
    """
    _pairs(0, lost, gained, pairs - lost - gained)
    z = normal_width(level)
    difference = (lost - gained) / pairs

    def score(delta: float) -> float:
        middle = (2 * pairs - lost + gained) * delta - lost - gained
        last = -gained * delta * (1 - delta)
        risk = (math.sqrt(max(0.0, middle * middle - 8 * pairs * last)) - middle) / (4 * pairs)
        variance = pairs * (2 * risk + delta * (1 - delta))
        gap = lost - gained - pairs * delta
        if variance <= 0:
            return math.copysign(math.inf, gap) if gap else 0.0
        return gap / math.sqrt(variance)

    low = -1.0 if difference == -1 else root(lambda delta: score(delta) - z, -1.0, difference)
    high = 1.0 if difference == 1 else root(lambda delta: score(delta) + z, difference, 1.0)
    return Interval(difference, low, high, level, Method.TANGO)


def paired_odds_ratio(lost: int, gained: int, *, level: float = 0.95) -> Interval:
    """Tell how many pairs lost the event for each that gained it, with exact limits.

    Args:
        lost: Pairs with the event first and not second, from 0.
        gained: Pairs with the event second and not first, from 0.
        level: Confidence level as a share of 1.

    Returns:
        The conditional odds ratio, from 0 to infinity; ``None`` and the limits 0 and infinity where nothing changed.

    Raises:
        ValueError: A number is below 0, or the level is not between 0 and 1.

    Source:
        Breslow NE, Day NE. Statistical Methods in Cancer Research I. IARC 1980, chapter 5.
    """
    changed = _pairs(0, lost, gained, 1) - 1
    normal_width(level)
    if not changed:
        return Interval(None, 0.0, math.inf, level, Method.CONDITIONAL_EXACT)
    low = clopper_pearson(lost, changed, level=level).low
    # the upper limit by the other direction, so that it loses no digits where nearly all changed one way
    other = clopper_pearson(gained, changed, level=level).low
    return Interval(
        lost / gained if gained else math.inf,
        low / (1 - low),
        (1 - other) / other if other else math.inf,
        level,
        Method.CONDITIONAL_EXACT,
    )


class Range(NamedTuple):
    """The smallest and the largest value that something can have."""

    least: float
    most: float


class PairedBounds(NamedTuple):
    """What two margins of the same people leave open: how many changed, and McNemar's p values."""

    changed: Range
    """How many pairs changed, one way or the other, at least and at most."""
    exact: Range
    mid_p: Range
    asymptotic: Range
    corrected: Range


def paired_bounds(pairs: int, first: int, second: int) -> PairedBounds:
    """Tell what McNemar's p can be when only the number with the event before and after is known.

    Args:
        pairs: People seen twice, at least 1.
        first: How many of them had the event first, from 0 to ``pairs``.
        second: How many had it second, from 0 to ``pairs``.

    Returns:
        For each variant of the test the smallest and the largest p that any pairing with these margins gives. A printed
        p outside all four belongs to other numbers or to another test; one within a range proves nothing.

    Raises:
        ValueError: There is no pair, or a count lies outside the pairs.
    """
    check_count(first, pairs)
    check_count(second, pairs)
    gap = first - second
    # with the gap fixed, each p rises with the number that changed; both ends are told without walking through
    # all pairings, except that without a gap the mid-p of "nothing changed" is 1 again
    fewest, most = max(0, gap), min(first, pairs - second)
    results = [mcnemar(lost, lost - gap) for lost in sorted({fewest, min(fewest + 1, most), most})]
    ranges = [Range(min(values), max(values)) for values in zip(*results, strict=True)]
    return PairedBounds(Range(2 * fewest - gap, 2 * most - gap), *ranges)


def _pairs(kept: int, lost: int, gained: int, never: int) -> int:
    """Add up pairs, and refuse what is no count."""
    for count in (kept, lost, gained, never):
        if count < 0:
            message = f"{count!r} is no count of pairs"
            raise ValueError(message)
    pairs = kept + lost + gained + never
    if not pairs:
        message = "there is no pair"
        raise ValueError(message)
    return pairs


def _correlation(kept: int, lost: int, gained: int, never: int) -> float:
    """Give how the two times go together, corrected for continuity towards none where they go together."""
    margins = (kept + lost) * (gained + never) * (kept + gained) * (lost + never)
    if not margins:
        return 0.0
    product = kept * never - lost * gained
    if product > 0:
        product_corrected = max(product - (kept + lost + gained + never) / 2, 0.0)
        return product_corrected / math.sqrt(margins)
    return product / math.sqrt(margins)
