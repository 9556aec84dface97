"""How much an average depends on single studies, and how it came about study by study."""

from collections.abc import Sequence
from typing import NamedTuple

from ccsvi_triage.stats.average import Average, Weighing, common_effect, random_effects
from ccsvi_triage.stats.effect_size import EffectSize, check_sizes
from ccsvi_triage.stats.heterogeneity import restricted_likelihood, share_between

LEAST_STUDIES = 3
"""With fewer studies a variance between them cannot be told, and only a common effect is averaged."""

MOST_LOOKS = 100
"""A course of averages over time has no more fits than this."""


class Fit(NamedTuple):
    """The averages of some studies.

    Attributes:
        studies: How many.
        common: As if all had the same true effect, weighed by precision.
        random: As if their true effects differ, by REML; ``None`` for fewer than ``LEAST_STUDIES`` studies, or where
            Hartung and Knapp's limits do not exist.
        tau2: The variance between studies; ``None`` for fewer than ``LEAST_STUDIES``.
        i2: Its share of all variance, from 0 to 1; ``None`` likewise.
    """

    studies: int
    common: Average
    random: Average | None
    tau2: float | None
    i2: float | None


def fit(sizes: Sequence[EffectSize], *, level: float = 0.95, weighing: Weighing = Weighing.HARTUNG_KNAPP) -> Fit:
    """Average studies in both ways, as far as their number allows.

    Args:
        sizes: At least one study.
        level: Confidence level as a share of 1.
        weighing: How the limits of random effects are found.

    Raises:
        ValueError: A size cannot be averaged, the level is not between 0 and 1, or the weighing is not one of random
            effects.
    """
    common = common_effect(sizes, level=level)
    if len(sizes) < LEAST_STUDIES:
        return Fit(len(sizes), common, None, None, None)
    tau2 = restricted_likelihood(sizes).value
    random = random_effects(sizes, tau2, level=level, weighing=weighing)
    return Fit(len(sizes), common, random, tau2, share_between(sizes, tau2))


def leave_one_out(
    sizes: Sequence[EffectSize], *, level: float = 0.95, weighing: Weighing = Weighing.HARTUNG_KNAPP
) -> tuple[Fit, ...]:
    """Average all studies but one, for each of them. Takes time that grows with the square of their number.

    Args:
        sizes: The studies.
        level: Confidence level as a share of 1.
        weighing: How the limits of random effects are found.

    Returns:
        The fit without each study, in the order of the studies; nothing for fewer than two studies.

    Raises:
        ValueError: As ``fit``.
    """
    check_sizes(sizes)
    if len(sizes) < 2:
        return ()
    return tuple(
        fit([*sizes[:left_out], *sizes[left_out + 1 :]], level=level, weighing=weighing)
        for left_out in range(len(sizes))
    )


def cumulative(
    sizes: Sequence[EffectSize], *, level: float = 0.95, weighing: Weighing = Weighing.HARTUNG_KNAPP
) -> tuple[Fit, ...]:
    """Average the first study, the first two, and so on.

    Args:
        sizes: The studies in the order in which they came, such as by year.
        level: Confidence level as a share of 1.
        weighing: How the limits of random effects are found.

    Returns:
        The fit after each study; of more than ``MOST_LOOKS`` studies, that many fits at even distances, the last one of
        all studies: each fit tells how many are in. Looking again after every study finds a difference by chance more
        often than a single look does; the limits do not make up for that.

    Raises:
        ValueError: As ``fit``.
    """
    check_sizes(sizes)
    studies = len(sizes)
    looks = min(studies, MOST_LOOKS)
    # rounded up, so that the last look is at all studies
    return tuple(
        fit(sizes[: -(-studies * look // looks)], level=level, weighing=weighing) for look in range(1, looks + 1)
    )


def changes_decision(average: Average, other: Average) -> bool:
    """Tell whether no effect, 0 on the scale of pooling, is compatible with one average and not with the other."""
    return (average.low <= 0 <= average.high) is not (other.low <= 0 <= other.high)
