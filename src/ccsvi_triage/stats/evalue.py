"""How strong an unmeasured confounder would have to be to explain an association away.

An E-value answers a question about confounding between people who were compared. Where people were put into groups by
chance the question is another one, and where nobody was compared there is no association to explain: both are refused.
"""

import math
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.interval import check_finite


class Contrast(StrEnum):
    """What stands behind an effect."""

    OBSERVED_GROUPS = "observed-groups"
    RANDOMISED_GROUPS = "randomised-groups"
    BEFORE_AND_AFTER = "before-and-after"


class Measure(StrEnum):
    """What kind of ratio an effect is, and whether the event was rare (up to about 15 % by the end of the study)."""

    RISK_RATIO = "risk-ratio"
    ODDS_RATIO_RARE = "odds-ratio-rare"
    ODDS_RATIO_COMMON = "odds-ratio-common"
    HAZARD_RATIO_RARE = "hazard-ratio-rare"
    HAZARD_RATIO_COMMON = "hazard-ratio-common"


class EValue(NamedTuple):
    """How strongly a confounder would have to go with both exposure and outcome, each as a risk ratio from 1."""

    risk_ratio: float
    """The effect as an approximate risk ratio."""
    estimate: float
    """To move the estimate to no effect."""
    limit: float | None
    """To move the nearer limit to no effect; 1 where the limits include it already, ``None`` where there are none."""


def e_value(
    estimate: float,
    low: float | None = None,
    high: float | None = None,
    *,
    measure: Measure,
    contrast: Contrast,
) -> EValue:
    """Give the E-value of a ratio.

    Args:
        estimate: The ratio, above 0 and finite.
        low: Its lower confidence limit, from 0, where one is known; then ``high`` is too.
        high: Its upper confidence limit; may be infinite.
        measure: What kind of ratio it is; that decides how it becomes a risk ratio.
        contrast: What stands behind it.

    Returns:
        Risk ratios from 1: the larger, the harder to explain away.

    Raises:
        ValueError: The groups are randomised or there are none, the estimate is not above 0 and finite, only one limit
            is told, or the estimate lies outside its limits.

    Source:
        VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268-274, tables 1 and 2.
    """
    _refuse(contrast)
    if not 0 < estimate < math.inf:
        message = f"a ratio is above 0 and finite here, and {estimate!r} is not"
        raise ValueError(message)
    if (low is None) is not (high is None):
        message = "one confidence limit without the other"
        raise ValueError(message)
    ratio = _as_risk_ratio(estimate, measure)
    if low is None or high is None:
        return EValue(ratio, _strength(ratio), None)
    if not 0 <= low <= estimate <= high:
        message = f"{estimate!r} does not lie between its limits {low!r} and {high!r}"
        raise ValueError(message)
    if low <= 1 <= high:
        return EValue(ratio, _strength(ratio), 1.0)
    nearer = low if estimate > 1 else high
    return EValue(ratio, _strength(ratio), _strength(_as_risk_ratio(nearer, measure)))


def e_value_of_standardised(difference: float, standard_error: float | None = None, *, contrast: Contrast) -> EValue:
    """Give the E-value of a standardised difference of means.

    Args:
        difference: The difference in standard deviations, finite.
        standard_error: Its standard error, from 0, where it is known; the limits are those of 95 %.
        contrast: What stands behind it.

    Returns:
        Risk ratios from 1, by the approximation that a risk ratio is exp(0.91 d).

    Raises:
        ValueError: The groups are randomised or there are none, a number is not finite, or the standard error is
            below 0.

    Source:
        VanderWeele TJ, Ding P. Ann Intern Med 2017;167:268-274, table 2.
    """
    _refuse(contrast)
    check_finite(difference)
    ratio, size = math.exp(0.91 * difference), 0.91 * abs(difference)
    if standard_error is None:
        return EValue(ratio, _strength_of(size), None)
    check_finite(standard_error)
    if standard_error < 0:
        message = f"a standard error is from 0, and {standard_error!r} is not"
        raise ValueError(message)
    return EValue(ratio, _strength_of(size), _strength_of(max(0.0, size - 1.78 * standard_error)))


def _strength(ratio: float) -> float:
    """Give the E-value of a risk ratio on either side of 1."""
    larger = max(ratio, 1 / ratio)
    return larger + math.sqrt(larger * (larger - 1))


def _strength_of(size: float) -> float:
    """Give the E-value of a risk ratio by the size of its logarithm, which is exact near no effect."""
    larger = math.exp(size)
    return larger + math.sqrt(larger * math.expm1(size))


def _as_risk_ratio(ratio: float, measure: Measure) -> float:
    """Turn a ratio into an approximate risk ratio."""
    if measure is Measure.ODDS_RATIO_COMMON:
        return math.sqrt(ratio)
    if measure is Measure.HAZARD_RATIO_COMMON:
        return math.expm1(math.log(0.5) * math.sqrt(ratio)) / math.expm1(math.log(0.5) * math.sqrt(1 / ratio))
    return ratio


def _refuse(contrast: Contrast) -> None:
    if contrast is Contrast.RANDOMISED_GROUPS:
        message = "an E-value is about confounding, which chance has taken care of in randomised groups"
        raise ValueError(message)
    if contrast is Contrast.BEFORE_AND_AFTER:
        message = "nobody was compared, so there is no association that a confounder could explain"
        raise ValueError(message)
