"""Whether small studies show other effects than large ones, as they do where some stay unpublished (and otherwise)."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ccsvi_triage.stats.distributions import t_tail
from ccsvi_triage.stats.effect_size import EffectSize, check_sizes

LEAST_STUDIES = 10
"""With fewer studies the test finds next to nothing and is not made."""


class Egger(NamedTuple):
    """Egger's test of whether the effect changes with the standard error.

    Attributes:
        slope: How much the effect grows with the standard error; 0 is a funnel without a lean.
        intercept: The effect that a study without any error would have by this line, on the scale of pooling.
        t: The slope over its standard error.
        df: Degrees of freedom, the number of studies less two.
        p: Two-sided, from 0 to 1. A small one does not tell why small studies differ.
    """

    slope: float
    intercept: float
    t: float
    df: int
    p: float


def egger(sizes: Sequence[EffectSize]) -> Egger | None:
    """Test whether effects change with their standard errors.

    Args:
        sizes: At least one study. Of odds ratios from tables the test finds too much, since the logarithm and its error
            depend on each other; take it for other measures.

    Returns:
        The test, by least squares weighed by precision; ``None`` for fewer than ``LEAST_STUDIES`` studies, where all
        standard errors are the same, or where all effects lie on one line.

    Raises:
        ValueError: A size cannot be averaged (see ``check_sizes``).

    Source:
        Egger M et al. BMJ 1997;315:629-634. When to make it: Sterne JAC et al. BMJ 2011;343:d4002.
    """
    check_sizes(sizes)
    if len(sizes) < LEAST_STUDIES:
        return None
    errors = [math.sqrt(size.variance) for size in sizes]
    weights = [1 / size.variance for size in sizes]
    total = math.fsum(weights)
    mean_error = math.fsum([w * e for w, e in zip(weights, errors, strict=True)]) / total
    mean = math.fsum([w * size.estimate for w, size in zip(weights, sizes, strict=True)]) / total
    apart = [error - mean_error for error in errors]
    spread = math.fsum([w * x * x for w, x in zip(weights, apart, strict=True)])
    if max(errors) - min(errors) <= 1e-9 * max(errors):
        return None
    away = [size.estimate - mean for size in sizes]
    slope = math.fsum([w * x * y for w, x, y in zip(weights, apart, away, strict=True)]) / spread
    left = math.fsum([w * (y - slope * x) ** 2 for w, x, y in zip(weights, apart, away, strict=True)])
    whole = math.fsum([w * size.estimate**2 for w, size in zip(weights, sizes, strict=True)])
    if left <= 1e-24 * whole:
        return None
    df = len(sizes) - 2
    t = slope / math.sqrt(left / df / spread)
    return Egger(slope, mean - slope * mean_error, t, df, min(1.0, 2 * t_tail(abs(t), df)))
