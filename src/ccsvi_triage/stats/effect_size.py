"""One study's effect as pooling needs it: a number on a scale where effects add up, and how uncertain it is.

Ratios are pooled as natural logarithms, proportions as logits, differences as they are. Group A is the one of interest,
group B what it is compared with. A half is added to all four cells of a table only where one of them is zero, and the
size says so; for one study alone ``effect.py`` has limits that need no half.
"""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.interval import check_count

_LEAST, _MOST = 1e-50, 1e50


class Measure(StrEnum):
    """What kind of effect is pooled. Two kinds never go into one average."""

    RISK_RATIO = "RR"
    ODDS_RATIO = "OR"
    HAZARD_RATIO = "HR"
    RATE_RATIO = "rate-ratio"
    RISK_DIFFERENCE = "RD"
    MEAN_DIFFERENCE = "MD"
    STANDARDISED_MEAN_DIFFERENCE = "SMD"
    PROPORTION = "proportion"


RATIOS = frozenset({Measure.RISK_RATIO, Measure.ODDS_RATIO, Measure.HAZARD_RATIO, Measure.RATE_RATIO})
"""Measures that are pooled as natural logarithms."""
OF_TABLES = frozenset({Measure.RISK_RATIO, Measure.ODDS_RATIO, Measure.RISK_DIFFERENCE})
"""Measures that a table of counts gives."""


class Table(NamedTuple):
    """How many people of two groups had an event."""

    events_a: int
    total_a: int
    events_b: int
    total_b: int


class Share(NamedTuple):
    """How many people of one group had an event."""

    events: int
    total: int


class EffectSize(NamedTuple):
    """An effect on the scale on which it is pooled.

    Attributes:
        estimate: From -1e50 to 1e50; a logarithm for a ratio, a logit for a proportion.
        variance: The standard error squared, from 1e-50 to 1e50.
        halved: Whether a half was added to the cells because one of them was zero.
    """

    estimate: float
    variance: float
    halved: bool = False


def table_size(table: Table, measure: Measure) -> EffectSize | None:
    """Give the effect of one table of counts, as it goes into an average.

    Args:
        table: Counts from 0 to their totals, totals of at least 1.
        measure: A risk ratio, an odds ratio or a risk difference.

    Returns:
        The logarithm of the ratio, or the difference as a share, with its large-sample variance. ``None`` for a ratio
        where nobody, or everybody, had the event in both groups: such a table tells nothing of a ratio. A risk
        difference is moved by the halves too, off zero even without any event; Mantel and Haenszel's average of
        differences adds none.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or a table does not give the measure.

    Source:
        Fleiss JL. Stat Methods Med Res 1993;2:121-145, for effects and variances. Sweeting MJ et al. Stat Med
        2004;23:1351-1375, for what the halves do. As metafor's ``escalc`` with ``to="only0"`` and ``drop00=TRUE``.
    """
    check_count(table.events_a, table.total_a)
    check_count(table.events_b, table.total_b)
    if measure not in OF_TABLES:
        message = f"a table of counts gives no {measure.value}"
        raise ValueError(message)
    a, c = table.events_a, table.events_b
    b, d = table.total_a - a, table.total_b - c
    if measure is not Measure.RISK_DIFFERENCE and (a == c == 0 or b == d == 0):
        return None
    halved = 0 in (a, b, c, d)
    half = 0.5 if halved else 0.0
    of_a, not_a, of_b, not_b = a + half, b + half, c + half, d + half
    all_a, all_b = of_a + not_a, of_b + not_b
    if measure is Measure.ODDS_RATIO:
        estimate = math.log(of_a) - math.log(not_a) - math.log(of_b) + math.log(not_b)
        return EffectSize(estimate, 1 / of_a + 1 / not_a + 1 / of_b + 1 / not_b, halved)
    if measure is Measure.RISK_RATIO:
        estimate = math.log(of_a / all_a) - math.log(of_b / all_b)
        return EffectSize(estimate, not_a / of_a / all_a + not_b / of_b / all_b, halved)
    variance = of_a * not_a / all_a**3 + of_b * not_b / all_b**3
    return EffectSize(of_a / all_a - of_b / all_b, variance, halved)


def share_size(share: Share) -> EffectSize:
    """Give the logit of one proportion, as it goes into an average of proportions.

    Args:
        share: A count from 0 to its total, a total of at least 1.

    Returns:
        The logarithm of the odds with its variance; a half is added to those with and those without the event where
        one of the two is zero. The double arcsine of Freeman and Tukey is not offered: its averages can mislead.

    Raises:
        ValueError: The total is below 1, or the count lies outside it.

    Source:
        Schwarzer G et al. Res Synth Methods 2019;10:476-483, doi:10.1002/jrsm.1348.
    """
    check_count(share.events, share.total)
    halved = share.events in (0, share.total)
    half = 0.5 if halved else 0.0
    of, other = share.events + half, share.total - share.events + half
    return EffectSize(math.log(of) - math.log(other), 1 / of + 1 / other, halved)


def as_read(value: float, measure: Measure) -> float:
    """Turn a number from the scale of pooling to the one that people read.

    Returns:
        A ratio, a share from 0 to 1, or the difference itself.
    """
    if measure in RATIOS:
        return math.exp(value) if value < 709 else math.inf
    if measure is Measure.PROPORTION:
        return 1 / (1 + math.exp(-value)) if value > -709 else math.exp(value)
    return value


def no_effect(measure: Measure) -> float | None:
    """Give where no effect lies on the scale of pooling; ``None`` for a proportion, which compares nothing."""
    return None if measure is Measure.PROPORTION else 0.0


def check_sizes(sizes: Sequence[EffectSize]) -> None:
    """Refuse what cannot be averaged.

    Raises:
        ValueError: There is no size, or an estimate or a variance lies outside its range.
    """
    if not sizes:
        message = "without a study there is nothing to average"
        raise ValueError(message)
    for size in sizes:
        # a comparison with "not a number" is false
        if not (abs(size.estimate) <= _MOST and _LEAST <= size.variance <= _MOST):
            message = f"{size.estimate!r} with variance {size.variance!r} is no effect that can be averaged"
            raise ValueError(message)
