"""Means and standard deviations that a paper does not print, from what it does: always marked as imputed.

Each result says from what it was made and whether it is a value or only a bound. Whoever shows a number that rests on
one has to show that too.
"""

import math
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.distributions import normal_from_tail, t_from_tail
from ccsvi_triage.stats.interval import check_finite, check_level


class Origin(StrEnum):
    """What an imputed number was made from."""

    STANDARD_ERROR = "standard-error"
    INTERVAL = "interval"
    P_VALUE = "p-value"
    RANGE = "range"
    QUARTILES = "quartiles"
    FIVE_NUMBERS = "five-numbers"


class Imputed(NamedTuple):
    """A standard deviation (or error) that was not printed."""

    value: float
    origin: Origin
    at_most: bool = False
    """True where ``value`` is only an upper bound, as from "p < 0.05"."""


class ImputedSummary(NamedTuple):
    """A mean and a standard deviation that were not printed."""

    mean: float
    deviation: float
    origin: Origin
    skewed: bool
    """True where the numbers contradict the normal distribution that the method takes for granted."""


def deviation_from_error(standard_error: float, people: int) -> Imputed:
    """Give the standard deviation of a group from the standard error of its mean.

    Args:
        standard_error: Above 0, in the unit of the measurement.
        people: People in the group, at least 2.

    Returns:
        A standard deviation in the same unit.

    Raises:
        ValueError: The error is not above 0 and finite, or there are fewer than 2 people.
    """
    _check_spread(standard_error)
    _check_people(people)
    return Imputed(standard_error * math.sqrt(people), Origin.STANDARD_ERROR)


def deviation_from_interval(low: float, high: float, people: int, *, level: float = 0.95) -> Imputed:
    """Give the standard deviation of a group from the confidence interval of its mean, by t.

    Args:
        low: Lower limit of the mean.
        high: Upper limit of the mean, above ``low``.
        people: People in the group, at least 2.
        level: Confidence level as a share of 1.

    Returns:
        A standard deviation in the unit of the limits.

    Raises:
        ValueError: The limits are not finite and in order, there are fewer than 2 people, or the level is not between 0
            and 1.

    Source:
        Cochrane Handbook, section 6.5.2.2.
    """
    _check_people(people)
    error = error_from_interval(low, high, df=people - 1, level=level).value
    return Imputed(error * math.sqrt(people), Origin.INTERVAL)


def error_from_interval(low: float, high: float, *, df: float = math.inf, level: float = 0.95) -> Imputed:
    """Give the standard error of a mean or a difference from its confidence interval.

    Args:
        low: Lower limit; of a ratio, its logarithm.
        high: Upper limit, above ``low``; of a ratio, its logarithm.
        df: Degrees of freedom of the t that the limits were made with; infinity for the normal distribution.
        level: Confidence level as a share of 1.

    Returns:
        A standard error in the unit of the limits.

    Raises:
        ValueError: The limits are not finite and in order, ``df`` is not above 0, or the level is not between 0 and 1.

    Source:
        Cochrane Handbook, sections 6.3.1 and 6.5.2.3.
    """
    check_finite(low, high)
    check_level(level)
    if not low < high:
        message = f"{low!r} is not below {high!r}"
        raise ValueError(message)
    return Imputed((high - low) / (2 * t_from_tail((1 - level) / 2, df)), Origin.INTERVAL)


def deviation_from_p(difference: float, p: float, people_a: int, people_b: int, *, below: bool = False) -> Imputed:
    """Give the standard deviation that two groups share from the p value of a t test of their means.

    Args:
        difference: Mean of A minus mean of B, not 0.
        p: The two-sided p value, above 0 and below 1.
        people_a: People in A, at least 2.
        people_b: People in B, at least 2.
        below: Whether the paper says only that p was below this number.

    Returns:
        A standard deviation in the unit of the difference; only an upper bound where ``below`` is true.

    Raises:
        ValueError: The difference is 0 or not finite, p is not between 0 and 1, or a group has fewer than 2 people.

    Source:
        Cochrane Handbook, section 6.5.2.3.
    """
    check_finite(difference)
    _check_people(people_a)
    _check_people(people_b)
    if not difference:
        message = "a difference of 0 tells nothing of the spread"
        raise ValueError(message)
    if not 0 < p < 1:
        message = f"a p value lies between 0 and 1 here, and {p!r} does not"
        raise ValueError(message)
    t = t_from_tail(p / 2, people_a + people_b - 2)
    value = abs(difference) / t / math.sqrt(1 / people_a + 1 / people_b)
    return Imputed(value, Origin.P_VALUE, below)


def summary_from_range(least: float, median: float, most: float, people: int) -> ImputedSummary:
    """Estimate mean and standard deviation from the median and the range.

    Args:
        least: The smallest value.
        median: The median.
        most: The largest value, above ``least``.
        people: People in the group, at least 5.

    Returns:
        Both in the unit of the values, made for values that follow a normal distribution.

    Raises:
        ValueError: The values are not finite and in order, or there are fewer than 5 people.

    Source:
        Mean: Luo D et al. Stat Methods Med Res 2018;27:1785-1805, equation 7. Standard deviation: Wan X et al. BMC Med
        Res Methodol 2014;14:135, equation 9. Skewness: Shi J et al. Stat Methods Med Res 2023,
        doi 10.1177/09622802231172043.
    """
    _check_order(people, least, median, most)
    weight = 4 / (4 + people**0.75)
    mean = weight * (least + most) / 2 + (1 - weight) * median
    skewness = _lean(least, median, most)
    skewed = skewness >= 1 / math.log(people + 9) + 2.5 / (people + 1)
    return ImputedSummary(mean, (most - least) / _range_width(people), Origin.RANGE, skewed)


def summary_from_quartiles(lower: float, median: float, upper: float, people: int) -> ImputedSummary:
    """Estimate mean and standard deviation from the median and the quartiles.

    Args:
        lower: The lower quartile.
        median: The median.
        upper: The upper quartile, above ``lower``.
        people: People in the group, at least 5.

    Returns:
        Both in the unit of the values, made for values that follow a normal distribution.

    Raises:
        ValueError: The values are not finite and in order, or there are fewer than 5 people.

    Source:
        Mean: Luo D et al. Stat Methods Med Res 2018;27:1785-1805, equation 11. Standard deviation: Wan X et al. BMC Med
        Res Methodol 2014;14:135, equation 16. Skewness: Shi J et al. Stat Methods Med Res 2023,
        doi 10.1177/09622802231172043.
    """
    _check_order(people, lower, median, upper)
    weight = 0.7 + 0.39 / people
    mean = weight * (lower + upper) / 2 + (1 - weight) * median
    skewed = _lean(lower, median, upper) >= 2.65 / math.sqrt(people) - 6 / people**2
    return ImputedSummary(mean, (upper - lower) / _quartile_width(people), Origin.QUARTILES, skewed)


def summary_from_five(
    least: float, lower: float, median: float, upper: float, most: float, people: int
) -> ImputedSummary:
    """Estimate mean and standard deviation from the median, the quartiles and the range.

    Args:
        least: The smallest value.
        lower: The lower quartile.
        median: The median.
        upper: The upper quartile, above ``lower``.
        most: The largest value.
        people: People in the group, at least 5.

    Returns:
        Both in the unit of the values, made for values that follow a normal distribution.

    Raises:
        ValueError: The values are not finite and in order, or there are fewer than 5 people.

    Source:
        Mean: Luo D et al. Stat Methods Med Res 2018;27:1785-1805, equation 15. Standard deviation: Shi J et al. Res
        Synth Methods 2020;11:641-654, equation 10. Skewness: Shi J et al. Stat Methods Med Res 2023,
        doi 10.1177/09622802231172043.
    """
    _check_order(people, least, lower, median, upper, most)
    _check_order(people, lower, median, upper)
    of_range = 2.2 / (2.2 + people**0.75)
    of_quartiles = 0.7 - 0.72 / people**0.55
    mean = of_range * (least + most) / 2 + of_quartiles * (lower + upper) / 2 + (1 - of_range - of_quartiles) * median
    share = 1 / (1 + 0.07 * people**0.6)
    deviation = share * (most - least) / _range_width(people) + (1 - share) * (upper - lower) / _quartile_width(people)
    outer = 2.65 * math.log(0.6 * people) / math.sqrt(people) * _lean(least, median, most)
    skewed = max(outer, _lean(lower, median, upper)) >= 3 / math.sqrt(people) - 40 / people**3
    return ImputedSummary(mean, deviation, Origin.FIVE_NUMBERS, skewed)


def _lean(low: float, median: float, high: float) -> float:
    """Tell how far the median lies from the middle, from 0 to 1."""
    return abs(low + high - 2 * median) / (high - low)


def _range_width(people: int) -> float:
    """Give how many standard deviations the range of a normal sample is wide."""
    return 2 * normal_from_tail(0.625 / (people + 0.25))


def _quartile_width(people: int) -> float:
    """Give how many standard deviations the quartiles of a normal sample lie apart."""
    return 2 * normal_from_tail((0.25 * people + 0.375) / (people + 0.25))


def _check_spread(value: float) -> None:
    if not 0 < value < math.inf:
        message = f"{value!r} is not a number above 0"
        raise ValueError(message)


def _check_people(people: int) -> None:
    if people < 2:
        message = f"a spread takes at least 2 people, not {people!r}"
        raise ValueError(message)


def _check_order(people: int, *values: float) -> None:
    check_finite(*values)
    if people < 5:
        message = f"a mean is not imputed from fewer than 5 people, and {people!r} are"
        raise ValueError(message)
    if list(values) != sorted(values) or values[0] == values[-1]:
        message = f"{', '.join(map(repr, values))} do not rise"
        raise ValueError(message)
