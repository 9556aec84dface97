"""What can be said of several studies that tell no effects that could be averaged: directions, and p values with one.

How many studies were "significant" is never counted: that tells of their sizes.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from ccsvi_triage.stats.baseline import fisher_combined
from ccsvi_triage.stats.distributions import normal_from_tail, normal_tail
from ccsvi_triage.stats.exact import sign_test
from ccsvi_triage.stats.interval import Interval
from ccsvi_triage.stats.proportion import wilson


class Vote(NamedTuple):
    """In how many studies the effect went one way.

    Attributes:
        share: Of the studies with a direction, how many went that way, with Wilson's limits.
        p: Two-sided, exact, of both directions being as frequent; it says nothing of how large the effect is.
        counted: Studies with a direction.
        without: Studies without one, which are left out.
    """

    share: Interval
    p: float
    counted: int
    without: int


def vote(for_it: int, against_it: int, without: int = 0, *, level: float = 0.95) -> Vote | None:
    """Count studies by the direction of their effect, whatever their p values.

    Args:
        for_it: Studies whose effect goes one way, from 0.
        against_it: Studies whose effect goes the other way, from 0.
        without: Studies that show no direction, from 0.
        level: Confidence level as a share of 1.

    Returns:
        The count; ``None`` where no study has a direction.

    Raises:
        ValueError: A number is below 0, or the level is not between 0 and 1.

    Source:
        Cochrane Handbook for Systematic Reviews of Interventions 6.3, chapter 12.
    """
    if min(for_it, against_it, without) < 0:
        message = "a number of studies is not below 0"
        raise ValueError(message)
    counted = for_it + against_it
    if not counted:
        return None
    return Vote(wilson(for_it, counted, level=level), sign_test(for_it, against_it), counted, without)


class Directed(NamedTuple):
    """A two-sided p value, and whether the effect went the way that is asked about."""

    p: float
    for_it: bool


class Combined(NamedTuple):
    """P values of several studies taken together, one-sided: how well no effect in any study explains them.

    Attributes:
        fisher: By the sum of logarithms, from 0 to 1. One small p value suffices to make it small.
        stouffer: By the sum of normal values, each study with the same weight, from 0 to 1.
        studies: How many were combined.
    """

    fisher: float
    stouffer: float
    studies: int


def combine(results: Sequence[Directed]) -> Combined | None:
    """Combine the p values of independent studies of one question, in one direction.

    Args:
        results: Two-sided p values of at least 1e-299, at most 1, each with the direction of its effect.

    Returns:
        One-sided p values: small ones say that the effect goes the way that was asked about in at least one study.
        ``None`` for fewer than two studies.

    Raises:
        ValueError: A p value lies outside its range; "below .001" is no p value.

    Source:
        Fisher RA. Statistical Methods for Research Workers, 4th ed. 1932. Stouffer SA et al. The American Soldier, vol.
        1. 1949. When to do so: Cochrane Handbook for Systematic Reviews of Interventions 6.3, chapter 12.
    """
    for result in results:
        if not 1e-299 <= result.p <= 1:
            message = f"{result.p!r} is no p value that can be combined"
            raise ValueError(message)
    if len(results) < 2:
        return None
    fisher = fisher_combined([result.p / 2 if result.for_it else 1 - result.p / 2 for result in results])
    # by normal values, since 1 - p / 2 has no digits of a small p left
    values = [normal_from_tail(result.p / 2) * (1 if result.for_it else -1) for result in results]
    return Combined(fisher, normal_tail(math.fsum(values) / math.sqrt(len(results))), len(results))
