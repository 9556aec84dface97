"""The average of several effects: one common effect, or the middle of effects that differ."""

import math
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.distributions import normal_tail, t_from_tail, t_tail
from ccsvi_triage.stats.heterogeneity import Scatter, Sized, scatter_of
from ccsvi_triage.stats.interval import check_level


class Weighing(StrEnum):
    """How studies were weighed and limits found. The name goes with the numbers."""

    INVERSE_VARIANCE = "inverse-variance"
    MANTEL_HAENSZEL = "mantel-haenszel"
    PETO = "peto"
    RANDOM_NORMAL = "random-effects-normal"
    HARTUNG_KNAPP = "random-effects-hartung-knapp"
    HARTUNG_KNAPP_TRUNCATED = "random-effects-hartung-knapp-truncated"
    """As Hartung and Knapp, but the standard error never smaller than the one without them."""


class Average(NamedTuple):
    """An average effect on the scale of pooling.

    Attributes:
        estimate: The average; a logarithm for ratios, a logit for proportions.
        error: Its standard error, above 0.
        df: Degrees of freedom of the t distribution that gave limits and p; infinite for the normal one.
        p: Two-sided, of no effect being 0 on this scale. For a proportion it says nothing.
        low: The lower limit.
        high: The upper limit.
        level: Confidence level as a share of 1.
    """

    estimate: float
    error: float
    df: float
    p: float
    low: float
    high: float
    level: float
    weighing: Weighing


class Basis(StrEnum):
    """Which distribution a prediction interval takes; programs differ, so it is told beside the interval."""

    ONE_LESS = "t, k - 1"
    """The number of studies less one: the default of R's meta since version 8, and ours."""
    TWO_LESS = "t, k - 2"
    """Higgins, Thompson and Spiegelhalter's own."""
    NORMAL = "normal"


class Prediction(NamedTuple):
    """Where the true effect of a further study like these would lie.

    Attributes:
        low: The lower limit, on the scale of pooling.
        high: The upper limit.
        df: Degrees of freedom; infinite for the normal distribution.
    """

    low: float
    high: float
    df: float
    basis: Basis
    level: float


def average_of(estimate: float, error: float, *, level: float, weighing: Weighing, df: float = math.inf) -> Average:
    """Give an estimate its limits and p value.

    Args:
        estimate: A number on the scale of pooling.
        error: Its standard error, above 0.
        level: Confidence level as a share of 1.
        weighing: How the two were found.
        df: Degrees of freedom, above 0; infinite for the normal distribution.

    Raises:
        ValueError: The error is not above 0, or the level is not between 0 and 1.
    """
    check_level(level)
    if not 0 < error < math.inf:
        message = f"a standard error is above 0, and {error!r} is not"
        raise ValueError(message)
    reach = t_from_tail((1 - level) / 2, df) * error
    ratio = abs(estimate) / error
    p = min(1.0, 2 * (normal_tail(ratio) if math.isinf(df) else t_tail(ratio, df)))
    return Average(estimate, error, df, p, estimate - reach, estimate + reach, level, weighing)


def common_effect(sizes: Sized, *, level: float = 0.95) -> Average:
    """Average studies that are taken to have one and the same true effect, each weighed by its precision.

    Args:
        sizes: At least one study.
        level: Confidence level as a share of 1.

    Raises:
        ValueError: A size cannot be averaged, or the level is not between 0 and 1.

    Source:
        Woolf B. Ann Hum Genet 1955;19:251-253.
    """
    return _weighed(scatter_of(sizes), 0.0, level, Weighing.INVERSE_VARIANCE)


def random_effects(
    sizes: Sized,
    tau2: float,
    *,
    level: float = 0.95,
    weighing: Weighing = Weighing.HARTUNG_KNAPP,
) -> Average | None:
    """Average studies whose true effects differ.

    Args:
        sizes: At least one study.
        tau2: The variance between studies, from 0, by one of the estimators of ``heterogeneity.py``.
        level: Confidence level as a share of 1.
        weighing: How limits are found: by one of the three that are named random effects.

    Returns:
        The middle of the true effects. ``None`` for Hartung and Knapp's limits of one study, or, unless truncated, of
        studies with the same effect, which they would call certain.

    Raises:
        ValueError: A size cannot be averaged, the variance is below 0, the level is not between 0 and 1, or the
            weighing is not one of random effects.

    Source:
        Hartung J, Knapp G. Stat Med 2001;20:3875-3889. Truncated: Knapp G, Hartung J. Stat Med 2003;22:2693-2710. That
        the untruncated limits can be narrower than those of a common effect: Jackson D et al. Stat Med
        2017;36:3923-3934.
    """
    scatter = scatter_of(sizes)
    if not 0 <= tau2 < math.inf:
        message = f"a variance between studies is a number from 0, and {tau2!r} is not"
        raise ValueError(message)
    if weighing is Weighing.RANDOM_NORMAL:
        return _weighed(scatter, tau2, level, weighing)
    if weighing not in (Weighing.HARTUNG_KNAPP, Weighing.HARTUNG_KNAPP_TRUNCATED):
        message = f"{weighing.value} is no way to average effects that differ"
        raise ValueError(message)
    df = len(scatter) - 1
    truncated = weighing is Weighing.HARTUNG_KNAPP_TRUNCATED
    if df < 1 or (scatter.alike() and not truncated):
        return None
    centre, total = scatter.centre(tau2)
    scale = scatter.q(tau2) / df
    error = math.sqrt(max(1.0, scale) if truncated else scale) / math.sqrt(total)
    return average_of(scatter.origin + centre, error, level=level, weighing=weighing, df=df)


def prediction(average: Average, tau2: float, studies: int, *, basis: Basis = Basis.ONE_LESS) -> Prediction | None:
    """Tell where the true effect of one more study like these would lie.

    Args:
        average: The average of random effects.
        tau2: The variance between studies, from 0.
        studies: How many there are.
        basis: Which distribution is taken.

    Returns:
        Limits at the level of the average; ``None`` for fewer than 3 studies. Below 5 they are hardly to be used.

    Raises:
        ValueError: The variance is below 0.

    Source:
        Higgins JPT et al. J R Stat Soc A 2009;172:137-159, for k - 2. Veroniki AA et al. Res Synth Methods
        2019;10:23-43, for the choice of df.
    """
    if not 0 <= tau2 < math.inf:
        message = f"a variance between studies is a number from 0, and {tau2!r} is not"
        raise ValueError(message)
    if studies < 3:
        return None
    df = {Basis.ONE_LESS: studies - 1.0, Basis.TWO_LESS: studies - 2.0, Basis.NORMAL: math.inf}[basis]
    reach = t_from_tail((1 - average.level) / 2, df) * math.hypot(math.sqrt(tau2), average.error)
    return Prediction(average.estimate - reach, average.estimate + reach, df, basis, average.level)


def _weighed(scatter: Scatter, tau2: float, level: float, weighing: Weighing) -> Average:
    centre, total = scatter.centre(tau2)
    return average_of(scatter.origin + centre, 1 / math.sqrt(total), level=level, weighing=weighing)
