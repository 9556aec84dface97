"""Can the mean and the standard deviation of yes-or-no data come out together as printed? (DEBIT, exact)."""

import math
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.stats.grimmer import MOST_WORK, READINGS, Obstacle, Reading
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.verdict import Alternative, Verdict


class Debit(NamedTuple):
    """What DEBIT says of a share with its standard deviation.

    Attributes:
        explained_by: What had to be taken for granted where the numbers do not fit as rounded, with n - 1.
        obstacle: Why nothing fits, as printed.
        ones: How many of ``n`` would give both numbers; ``None`` where no count does.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    obstacle: Obstacle
    ones: int | None


def debit(mean: Printed, sd: Printed, n: int) -> Debit:
    """Tell whether ``n`` values of 0 and 1 can have a mean and a standard deviation as printed.

    Args:
        mean: The share of ones as printed, from 0 to 1.
        sd: The standard deviation as printed, in the same unit.
        n: People, at least 1; one person has no standard deviation.

    Raises:
        ValueError: ``n`` is below 1.

    Source:
        Heathers JAJ, Brown NJL. DEBIT: A simple consistency test for binary data, 2019. Exact: every count is tried.
    """
    if n < 1:
        message = "people are at least 1"
        raise ValueError(message)
    if not mean.exact or not sd.exact or n == 1:
        return Debit(Verdict.CANNOT_TELL, (), Obstacle.TOO_LITTLE, None)
    if sd.value < 0:
        return Debit(Verdict.INCONSISTENT, (), Obstacle.NEGATIVE, None)
    first: Obstacle | None = None
    for reading in READINGS:
        obstacle, count = _try(mean, sd, n, reading)
        if count is not None:
            return Debit(Verdict.CONSISTENT, reading.alternatives, first or Obstacle.NONE, count)
        if obstacle is Obstacle.TOO_LARGE:
            return Debit(Verdict.CANNOT_TELL, (), obstacle, None)
        first = first or obstacle
    return Debit(Verdict.INCONSISTENT, (), first or Obstacle.NONE, None)


def _try(mean: Printed, sd: Printed, n: int, reading: Reading) -> tuple[Obstacle, int | None]:
    counts = mean.rounded(reading.rounding).multiples(Fraction(1, n))
    counts = range(max(counts.start, 0), min(counts.stop, n + 1))
    if not counts:
        return Obstacle.MEAN, None
    if len(counts) > MOST_WORK:
        return Obstacle.TOO_LARGE, None
    least, most = sd.rounded(reading.rounding).ends
    whole = n * (n if reading.population else n - 1)
    low = math.ceil(max(least, Fraction(0)) ** 2 * whole)
    high = math.floor(most**2 * whole)
    for count in counts:
        if low <= count * (n - count) <= high:
            return Obstacle.NONE, count
    return Obstacle.SQUARES, None
