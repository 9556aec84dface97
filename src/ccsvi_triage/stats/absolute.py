"""What a ratio means for people: the risk with the treatment, given the risk without."""

import math

from ccsvi_triage.stats.effect_size import Measure

CONVERTED = frozenset({Measure.RISK_RATIO, Measure.ODDS_RATIO})
"""Ratios that say, with the risk in the second group, what it is in the first."""


def risk_with(measure: Measure, value: float, risk: float) -> float:
    """Give the risk in the first group.

    Args:
        measure: A risk ratio or an odds ratio.
        value: Its value, 0 or more; it may have no limit.
        risk: The risk in the second group, above 0 and below 1.

    Returns:
        A risk from 0 to 1; where a risk ratio leads above 1, it is 1.

    Raises:
        ValueError: If the measure is no such ratio, or a number is out of range.

    Source:
        Cochrane Handbook for Systematic Reviews of Interventions 6.5, chapter 15, section 15.4.4.
    """
    _check(measure, risk)
    if not value >= 0:
        message = f"a ratio is 0 or more, and {value!r} is not"
        raise ValueError(message)
    if math.isinf(value):
        return 1.0
    if measure is Measure.RISK_RATIO:
        return min(value * risk, 1.0)
    return value * risk / (1 - risk + value * risk)


def ratio_of(measure: Measure, first: float, risk: float) -> float:
    """Give the ratio that leads from the risk in the second group to that in the first; see ``risk_with``.

    Args:
        measure: A risk ratio or an odds ratio.
        first: The risk in the first group, from 0 to 1.
        risk: The risk in the second group, above 0 and below 1.

    Raises:
        ValueError: If the measure is no such ratio, or a number is out of range.
    """
    _check(measure, risk)
    if not 0 <= first <= 1:
        message = f"a risk lies from 0 to 1, and {first!r} does not"
        raise ValueError(message)
    if measure is Measure.RISK_RATIO:
        return first / risk
    return math.inf if first == 1 else first / (1 - first) * (1 - risk) / risk


def _check(measure: Measure, risk: float) -> None:
    if measure not in CONVERTED:
        message = f"{measure.value} does not lead from one risk to another"
        raise ValueError(message)
    if not 0 < risk < 1:
        message = f"the risk in the second group lies between 0 and 1, and {risk!r} does not"
        raise ValueError(message)
