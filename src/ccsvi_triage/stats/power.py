"""What a study of a size could have found: always for an effect that somebody states, never for the one observed."""

import math
from typing import NamedTuple

from ccsvi_triage.stats.distributions import binomial_at, noncentral_t_tail, normal_from_tail, normal_tail, t_from_tail
from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.interval import check_finite
from ccsvi_triage.stats.root import root

_EXACT_UP_TO = 200


def power_of_risks(
    risk_a: float,
    risk_b: float,
    people_a: float,
    people_b: float,
    *,
    significance: float = 0.05,
    either_way: bool = False,
) -> float:
    """Tell how likely a study finds a difference of risks significant, if the difference is what somebody states.

    Args:
        risk_a: Stated risk in A, from 0 to 1.
        risk_b: Stated risk in B, from 0 to 1.
        people_a: People in A, above 0.
        people_b: People in B, above 0.
        significance: The two-sided level, between 0 and 1.
        either_way: Whether significance in the wrong direction counts too.

    Returns:
        A share from 0 to 1, by the normal approximation with a pooled variance under no difference; for groups of the
        same size it is that of R's ``power.prop.test``.

    Raises:
        ValueError: A risk is not from 0 to 1, a group is not above 0, or the significance is not between 0 and 1.

    Source:
        Fleiss JL. Statistical Methods for Rates and Proportions. 1981, section 3.2.
    """
    _check_risk(risk_a)
    _check_risk(risk_b)
    _check_people(people_a, people_b)
    z = normal_from_tail(_half(significance))
    pooled = (people_a * risk_a + people_b * risk_b) / (people_a + people_b)
    error_none = math.sqrt(pooled * (1 - pooled) * (1 / people_a + 1 / people_b))
    error = math.sqrt(risk_a * (1 - risk_a) / people_a + risk_b * (1 - risk_b) / people_b)
    gap = abs(risk_a - risk_b)
    if not error:
        return 1.0 if gap > z * error_none else 0.0
    right = normal_tail((z * error_none - gap) / error)
    return right + normal_tail((z * error_none + gap) / error) if either_way else right


def people_for_risks(
    risk_a: float, risk_b: float, *, power: float = 0.8, significance: float = 0.05, pooled: bool = True
) -> float:
    """Tell how many people a group needs, of two groups of the same size, for a stated difference of risks.

    Args:
        risk_a: Stated risk in A, from 0 to 1.
        risk_b: Stated risk in B, from 0 to 1, another one.
        power: How likely the difference is to be found, from above half the significance to below 1.
        significance: The two-sided level, between 0 and 1.
        pooled: Whether the variance under no difference is the pooled one, as in R; else that of the stated risks.

    Returns:
        A number of people that is not rounded; round it up.

    Raises:
        ValueError: A risk is not from 0 to 1, both are equal, or the power or the significance is out of range.

    Source:
        Fleiss JL. Statistical Methods for Rates and Proportions. 1981, section 3.2.
    """
    _check_risk(risk_a)
    _check_risk(risk_b)
    if risk_a == risk_b:
        message = "no number of people finds a difference that is not there"
        raise ValueError(message)
    z, z_power = normal_from_tail(_half(significance)), _z_power(power, significance)
    spread = risk_a * (1 - risk_a) + risk_b * (1 - risk_b)
    middle = (risk_a + risk_b) / 2
    spread_none = 2 * middle * (1 - middle) if pooled else spread
    return ((z * math.sqrt(spread_none) + z_power * math.sqrt(spread)) / (risk_a - risk_b)) ** 2


class Detectable(NamedTuple):
    """The risks in A that a study would probably have told from the risk in B; ``None`` where no risk is far enough."""

    below: float | None
    above: float | None


def detectable_risks(
    risk_b: float, people_a: float, people_b: float, *, power: float = 0.8, significance: float = 0.05
) -> Detectable:
    """Tell how far the risk in A must lie from a stated risk in B for a study of this size to find it.

    Args:
        risk_b: Stated risk in B, from 0 to 1.
        people_a: People in A, above 0.
        people_b: People in B, above 0.
        power: How likely the difference is to be found, from above half the significance to below 1.
        significance: The two-sided level, between 0 and 1.

    Returns:
        The nearest risk below and above that is found with that power, each from 0 to 1.

    Raises:
        ValueError: The risk is not from 0 to 1, a group is not above 0, or the power or the significance is out of
            range.

    Source:
        ``power_of_risks``, solved for the risk.
    """
    _check_risk(risk_b)
    _z_power(power, significance)

    def missing(risk_a: float) -> float:
        return power_of_risks(risk_a, risk_b, people_a, people_b, significance=significance) - power

    return Detectable(
        root(missing, 0.0, risk_b) if missing(0.0) >= 0 else None,
        root(missing, risk_b, 1.0) if missing(1.0) >= 0 else None,
    )


def exact_power_of_risks(
    risk_a: float, risk_b: float, people_a: int, people_b: int, *, significance: float = 0.05
) -> float:
    """Tell how likely Fisher's exact test is significant, over all tables that stated risks can give.

    Args:
        risk_a: Stated risk in A, from 0 to 1.
        risk_b: Stated risk in B, from 0 to 1.
        people_a: People in A, at least 1.
        people_b: People in B, at least 1.
        significance: The two-sided level, between 0 and 1; p has to be below it.

    Returns:
        A share from 0 to 1, significance in either direction.

    Raises:
        ValueError: A risk is not from 0 to 1, a group has nobody, there are more than 200 people, or the significance
            is not between 0 and 1.
    """
    _check_risk(risk_a)
    _check_risk(risk_b)
    _check_people(people_a, people_b)
    _half(significance)
    if people_a + people_b > _EXACT_UP_TO:
        message = f"exact power takes up to {_EXACT_UP_TO} people here, not {people_a + people_b}"
        raise ValueError(message)
    in_a = [binomial_at(events, people_a, risk_a) for events in range(people_a + 1)]
    in_b = [binomial_at(events, people_b, risk_b) for events in range(people_b + 1)]
    return min(
        1.0,
        math.fsum(
            chance_a * chance_b
            for events_a, chance_a in enumerate(in_a)
            for events_b, chance_b in enumerate(in_b)
            # what is rarer than this adds nothing that a reader could see
            if chance_a * chance_b > 1e-18 and fisher(events_a, people_a, events_b, people_b).two_sided < significance
        ),
    )


def power_of_means(
    difference: float,
    deviation: float,
    people_a: float,
    people_b: float,
    *,
    significance: float = 0.05,
    either_way: bool = False,
) -> float:
    """Tell how likely a t test finds a difference of means significant, if the difference is what somebody states.

    Args:
        difference: Stated difference, in the unit of the measurement.
        deviation: Standard deviation within groups, above 0, in the same unit.
        people_a: People in A, at least 2.
        people_b: People in B, at least 2.
        significance: The two-sided level, between 0 and 1.
        either_way: Whether significance in the wrong direction counts too.

    Returns:
        A share from 0 to 1, by the noncentral t; for groups of the same size it is that of R's ``power.t.test``.

    Raises:
        ValueError: A number is not finite, the deviation is not above 0, a group has fewer than 2, or the significance
            is not between 0 and 1.
    """
    check_finite(difference, deviation)
    if deviation <= 0:
        message = f"a standard deviation is above 0, and {deviation!r} is not"
        raise ValueError(message)
    if not (people_a >= 2 and people_b >= 2):
        message = "a spread takes at least 2 people in each group"
        raise ValueError(message)
    df = people_a + people_b - 2
    limit = t_from_tail(_half(significance), df)
    shift = abs(difference) / (deviation * math.sqrt(1 / people_a + 1 / people_b))
    right = noncentral_t_tail(limit, df, shift)
    return right + noncentral_t_tail(limit, df, -shift) if either_way else right


def people_for_means(difference: float, deviation: float, *, power: float = 0.8, significance: float = 0.05) -> float:
    """Tell how many people a group needs, of two groups of the same size, for a stated difference of means.

    Args:
        difference: Stated difference, not 0, in the unit of the measurement.
        deviation: Standard deviation within groups, above 0, in the same unit.
        power: How likely the difference is to be found, from above half the significance to below 1.
        significance: The two-sided level, between 0 and 1.

    Returns:
        A number of people that is not rounded, at least 2; round it up.

    Raises:
        ValueError: The difference is 0, a number is not finite, the deviation is not above 0, or the power or the
            significance is out of range.

    Source:
        ``power_of_means``, solved for the number of people.
    """
    if not difference:
        message = "no number of people finds a difference that is not there"
        raise ValueError(message)
    _z_power(power, significance)

    def missing(logarithm: float) -> float:
        people = math.exp(logarithm)
        return power_of_means(difference, deviation, people, people, significance=significance) - power

    fewest = math.log(2)
    if missing(fewest) >= 0:
        return 2.0
    most = fewest + 1
    while missing(most) < 0:
        most += 1
    return math.exp(root(missing, most - 1, most))


def detectable_means(
    deviation: float, people_a: float, people_b: float, *, power: float = 0.8, significance: float = 0.05
) -> float:
    """Tell how far two means must differ for a study of this size to find it.

    Args:
        deviation: Standard deviation within groups, above 0, in the unit of the measurement.
        people_a: People in A, at least 2.
        people_b: People in B, at least 2.
        power: How likely the difference is to be found, from above half the significance to below 1.
        significance: The two-sided level, between 0 and 1.

    Returns:
        The smallest difference that is found with that power, above 0, in the same unit.

    Raises:
        ValueError: The deviation is not above 0 and finite, a group has fewer than 2, or the power or the significance
            is out of range.

    Source:
        ``power_of_means``, solved for the difference.
    """
    check_finite(deviation)
    _z_power(power, significance)

    def missing(difference: float) -> float:
        return power_of_means(difference * deviation, deviation, people_a, people_b, significance=significance) - power

    most = 1.0
    while missing(most) < 0:
        most *= 2
    return deviation * root(missing, 0.0, most)


def detectable_effect(standard_error: float, *, power: float = 0.8, significance: float = 0.05) -> float:
    """Tell how far an estimate must lie from none for a study with this standard error to find it.

    Args:
        standard_error: Of the estimate, above 0; of the logarithm where the estimate is a ratio.
        power: How likely the effect is to be found, from above half the significance to below 1.
        significance: The two-sided level, between 0 and 1.

    Returns:
        The smallest effect that is found with that power, above 0, in the unit of the error, by the normal
        approximation.

    Raises:
        ValueError: The error is not above 0 and finite, or the power or the significance is out of range.

    Source:
        Fleiss JL. Statistical Methods for Rates and Proportions. 1981, section 3.2, without the change of variance.
    """
    check_finite(standard_error)
    if standard_error <= 0:
        message = f"a standard error is above 0, and {standard_error!r} is not"
        raise ValueError(message)
    return (normal_from_tail(_half(significance)) + _z_power(power, significance)) * standard_error


class InformationSize(NamedTuple):
    """How much information a body of evidence should hold before its size alone speaks against it."""

    people: int
    """In both groups together."""
    events: int
    """In both groups together, if the risks are as stated."""


def optimal_information_size(
    control_risk: float, *, reduction: float = 0.25, power: float = 0.8, significance: float = 0.05
) -> InformationSize:
    """Tell how many people and events one good trial would need: the yardstick of GRADE for imprecision.

    Args:
        control_risk: Stated risk without the treatment, between 0 and 1.
        reduction: Stated relative reduction of the risk, a share of 1; below 0 for an increase.
        power: How likely the difference is to be found, from above half the significance to below 1.
        significance: The two-sided level, between 0 and 1.

    Returns:
        Whole numbers of people and events, rounded up.

    Raises:
        ValueError: The control risk is not between 0 and 1, the reduction is 0 or leads to a risk outside 0 to 1, or
            the power or the significance is out of range.

    Source:
        Guyatt GH et al. J Clin Epidemiol 2011;64:1283-1293.
    """
    if not 0 < control_risk < 1:
        message = f"a control risk lies between 0 and 1, and {control_risk!r} does not"
        raise ValueError(message)
    treated_risk = control_risk * (1 - reduction)
    group = math.ceil(people_for_risks(treated_risk, control_risk, power=power, significance=significance))
    return InformationSize(2 * group, math.ceil(group * (control_risk + treated_risk)))


def _half(significance: float) -> float:
    if not 0 < significance < 1:
        message = f"a significance level lies between 0 and 1, and {significance!r} does not"
        raise ValueError(message)
    return significance / 2


def _z_power(power: float, significance: float) -> float:
    if not _half(significance) < power < 1:
        message = f"a power lies between half the significance and 1, and {power!r} does not"
        raise ValueError(message)
    return -normal_from_tail(power)


def _check_risk(risk: float) -> None:
    if not 0 <= risk <= 1:
        message = f"a risk is from 0 to 1, and {risk!r} is not"
        raise ValueError(message)


def _check_people(*groups: float) -> None:
    for people in groups:
        if not 0 < people < math.inf:
            message = f"a group has people, and {people!r} are none"
            raise ValueError(message)
