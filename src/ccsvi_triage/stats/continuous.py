"""How much two means differ, from means, standard deviations and numbers of people."""

import math
from typing import NamedTuple

from ccsvi_triage.stats.distributions import t_from_tail, t_tail
from ccsvi_triage.stats.interval import Interval, Method, check_finite, check_level, normal_width


class Group(NamedTuple):
    """What a paper tells of a measurement in one group."""

    mean: float
    deviation: float
    """The standard deviation, not the standard error; above 0, in the unit of the mean."""
    people: int


class MeanDifference(NamedTuple):
    """A difference of means with its test."""

    interval: Interval
    standard_error: float
    t: float
    df: float
    p: float
    """Two-sided, from 0 to 1."""


def mean_difference(a: Group, b: Group, *, level: float = 0.95, same_spread: bool = False) -> MeanDifference:
    """Tell how much higher the mean of group A is than that of group B.

    Args:
        a: The group of interest, of at least 2 people.
        b: The group it is compared with, of at least 2 people.
        level: Confidence level as a share of 1.
        same_spread: Whether both are taken to have the same spread (Student); else Welch's test, our default.

    Returns:
        Mean of A minus mean of B in the unit of the measurement, its limits, t, df and two-sided p.

    Raises:
        ValueError: A group has fewer than 2 people, a standard deviation is not above 0, a number is not finite, or the
            level is not between 0 and 1.

    Source:
        Welch BL. Biometrika 1947;34:28-35.
    """
    _check_group(a)
    _check_group(b)
    check_level(level)
    if same_spread:
        df: float = a.people + b.people - 2
        error = pooled_deviation(a, b) * math.sqrt(1 / a.people + 1 / b.people)
    else:
        of_a, of_b = a.deviation / math.sqrt(a.people), b.deviation / math.sqrt(b.people)
        error = math.hypot(of_a, of_b)
        df = 1 / ((of_a / error) ** 4 / (a.people - 1) + (of_b / error) ** 4 / (b.people - 1))
    difference = a.mean - b.mean
    reach = t_from_tail((1 - level) / 2, df) * error
    method = Method.STUDENT if same_spread else Method.WELCH
    interval = Interval(difference, difference - reach, difference + reach, level, method)
    t = difference / error
    return MeanDifference(interval, error, t, df, min(1.0, 2 * t_tail(abs(t), df)))


def pooled_deviation(a: Group, b: Group) -> float:
    """Give the standard deviation within groups that both are taken to share.

    Args:
        a: A group of at least 2 people.
        b: Another group of at least 2 people.

    Returns:
        A standard deviation in the unit of the measurement.

    Raises:
        ValueError: A group has fewer than 2 people, a standard deviation is not above 0, or a number is not finite.
    """
    _check_group(a)
    _check_group(b)
    df = a.people + b.people - 2
    return math.hypot(a.deviation * math.sqrt((a.people - 1) / df), b.deviation * math.sqrt((b.people - 1) / df))


class StandardisedDifference(NamedTuple):
    """A difference of means counted in standard deviations."""

    interval: Interval
    variance: float
    standard_error_suspected: bool
    """True beyond 2 standard deviations: a standard error printed as a standard deviation is the usual cause."""


def standardised_difference(a: Group, b: Group, *, level: float = 0.95) -> StandardisedDifference:
    """Tell by how many standard deviations the mean of group A is above that of group B: Hedges' g.

    Args:
        a: The group of interest, of at least 2 people.
        b: The group it is compared with, of at least 2 people.
        level: Confidence level as a share of 1.

    Returns:
        The difference in pooled standard deviations, corrected for small samples by the exact factor, with limits from
        the large-sample variance 1/n1 + 1/n2 + g squared / (2 N), and that variance.

    Raises:
        ValueError: A group has fewer than 2 people, a standard deviation is not above 0, a number is not finite, or the
            level is not between 0 and 1.

    Source:
        Hedges LV. J Educ Stat 1981;6:107-128.
    """
    spread = pooled_deviation(a, b)
    z = normal_width(level)
    df = a.people + b.people - 2
    g = small_sample_factor(df) * (a.mean - b.mean) / spread
    variance = 1 / a.people + 1 / b.people + g * g / (2 * (a.people + b.people))
    reach = z * math.sqrt(variance)
    return StandardisedDifference(Interval(g, g - reach, g + reach, level, Method.NORMAL), variance, abs(g) > 2)


def small_sample_factor(df: float) -> float:
    """Give the factor that takes the bias of small samples from a standardised difference.

    Args:
        df: Degrees of freedom of the pooled standard deviation, at least 2.

    Returns:
        A factor between 0.56 and 1.

    Raises:
        ValueError: ``df`` is below 2.

    Source:
        Hedges LV. J Educ Stat 1981;6:107-128, the exact form by the gamma function.
    """
    if not df >= 2:
        message = f"degrees of freedom are at least 2 here, and {df!r} is not"
        raise ValueError(message)
    if df > 1e4:
        # logarithms of gamma lose digits here, and the series has no more to give
        return 1 - 3 / (4 * df) - 7 / (32 * df * df)
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)


def _check_group(group: Group) -> None:
    check_finite(group.mean, group.deviation)
    if group.people < 2:
        message = f"a spread takes at least 2 people, not {group.people!r}"
        raise ValueError(message)
    if group.deviation <= 0:
        message = f"a standard deviation is above 0, and {group.deviation!r} is not"
        raise ValueError(message)
