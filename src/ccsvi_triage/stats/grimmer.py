"""Can a mean and a standard deviation of whole numbers come out together as printed? (GRIMMER, in exact arithmetic).

The published algorithms look at the one sum nearest to the printed mean. Where the mean has few decimals, several sums
are possible, and true data are called impossible. Here every sum is tried, and for each sum every sum of squares.
"""

import math
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.stats.printed import Printed, Rounding
from ccsvi_triage.stats.verdict import Alternative, Verdict

MOST_WORK = 200_000
"""How many sums and sums of squares are tried before a check gives up and says that it cannot tell."""


class Obstacle(StrEnum):
    """Why no sample fits; the furthest that any sum came."""

    NONE = "none"
    TOO_LITTLE = "too little is told"
    TOO_LARGE = "too large to try"
    NEGATIVE = "a standard deviation is never below zero"
    MEAN = "no whole sum gives the mean"
    SQUARES = "no whole sum of squares gives the standard deviation"
    LEAST = "the standard deviation is smaller than such a mean allows"
    PARITY = "the sum and the sum of squares are not both odd or both even"
    GAP = "no such few whole numbers have this sum and sum of squares"
    OFF_SCALE = "the mean lies outside the scale"
    MOST = "the standard deviation is larger than the scale and the mean allow"
    SCALE = "no sample on the scale has this mean and standard deviation"


class Grimmer(NamedTuple):
    """What GRIMMER says of a mean with its standard deviation.

    Attributes:
        explained_by: What had to be taken for granted where the numbers do not fit as rounded, with n - 1.
        obstacle: Why nothing fits, as printed.
        witness: A sum and a sum of squares that fit, in steps; ``None`` where nothing does.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    obstacle: Obstacle
    witness: tuple[int, int] | None


class Reading(NamedTuple):
    """One way to read a printed mean and standard deviation."""

    rounding: Rounding
    population: bool

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What this reading takes for granted."""
        cut = (Alternative.TRUNCATED,) if self.rounding is not Rounding.NEAREST else ()
        return cut + ((Alternative.POPULATION_SD,) if self.population else ())


READINGS = (
    Reading(Rounding.NEAREST, population=False),
    Reading(Rounding.ANY, population=False),
    Reading(Rounding.NEAREST, population=True),
    Reading(Rounding.ANY, population=True),
)
"""As printed first; an innocent reading is tried before anything is wrong."""


class Told(NamedTuple):
    """A mean and a standard deviation as printed, and how many people they are of."""

    mean: Printed
    sd: Printed
    n: int


class Windows:
    """The sums, and for each sum the sums of squares, that a reading of a mean and a standard deviation allows.

    Values are counted in steps from an origin, so that they are whole numbers.
    """

    __slots__ = ("_denominator", "_high", "_low", "n", "sums")

    def __init__(self, told: Told, grain: Fraction, origin: Fraction, reading: Reading) -> None:
        """Take one value to move by ``grain``, and count from ``origin``."""
        mean, sd, n = told
        printed = mean.rounded(reading.rounding)
        bottom, top = printed.ends
        self.n = n
        self.sums = printed._replace(low=bottom - origin, high=top - origin).multiples(grain / n)
        least, most = sd.rounded(reading.rounding).ends
        freedom = n if reading.population else n - 1
        low = freedom * (max(least, Fraction(0)) / grain) ** 2
        high = freedom * (most / grain) ** 2
        # kept over one denominator, since a fraction a sum would cost ten times as much as these whole numbers
        common = math.lcm(low.denominator, high.denominator)
        self._low = n * low.numerator * (common // low.denominator)
        self._high = n * high.numerator * (common // high.denominator)
        self._denominator = common

    def squares(self, total: int) -> tuple[int, int]:
        """Give the first and the last whole sum of squares that a sum allows."""
        square = self._denominator * total * total
        whole = self._denominator * self.n
        return -(-(self._low + square) // whole), (self._high + square) // whole


def grimmer(mean: Printed, sd: Printed, n: int, *, items: int = 1, step: Fraction = Fraction(1)) -> Grimmer:
    """Tell whether ``n`` people whose values move in whole steps can have a mean and a standard deviation as printed.

    Args:
        mean: The mean as printed.
        sd: The standard deviation as printed (not the standard error).
        n: People, at least 1; one person has no standard deviation.
        items: How many such values make up one person's.
        step: By how much a value moves at least, above zero.

    Returns:
        The verdict; ``cannot tell`` where only a bound is printed, with one person, and where it would take more than
        ``MOST_WORK`` trials.

    Raises:
        ValueError: ``n`` or ``items`` is below 1, or ``step`` is not above zero.

    Source:
        Anaya J. PeerJ Preprints 2016;4:e2400v1 and Allard A. 2018 for the idea. That parity and the least sum of
        squares are all that binds from five whole numbers on follows from Gauss's and Legendre's theorems on three
        squares, one number taken away after the other; tests count it out for small cases.
    """
    if n < 1 or items < 1 or step <= 0:
        message = "people and items are at least 1, and a step is above zero"
        raise ValueError(message)
    if not mean.exact or not sd.exact or n == 1:
        return Grimmer(Verdict.CANNOT_TELL, (), Obstacle.TOO_LITTLE, None)
    if sd.value < 0:
        return Grimmer(Verdict.INCONSISTENT, (), Obstacle.NEGATIVE, None)
    first: Obstacle | None = None
    for reading in READINGS:
        obstacle, witness = _try(Windows(Told(mean, sd, n), Fraction(step) / items, Fraction(0), reading))
        if witness is not None:
            return Grimmer(Verdict.CONSISTENT, reading.alternatives, first or Obstacle.NONE, witness)
        if obstacle is Obstacle.TOO_LARGE:
            return Grimmer(Verdict.CANNOT_TELL, (), obstacle, None)
        first = first or obstacle
    return Grimmer(Verdict.INCONSISTENT, (), first or Obstacle.NONE, None)


def least_squares(total: int, n: int) -> int:
    """Give the smallest sum of squares that ``n`` whole numbers with this sum can have."""
    whole, rest = divmod(total, n)
    return n * whole * whole + 2 * whole * rest + rest


def exists(total: int, squares: int, n: int) -> bool:
    """Tell whether ``n`` whole numbers, of either sign, have this sum and this sum of squares; exact for every ``n``.

    Raises:
        ValueError: ``n`` is below 1.
    """
    if n < 1:
        message = "there is at least one number"
        raise ValueError(message)
    if (squares - total) % 2 or squares < least_squares(total, n):
        return False
    match n:
        case 1:
            return squares == total * total
        case 2:
            return _is_square(2 * squares - total * total)
        case 3:
            return any(exists(total - value, squares - value * value, 2) for value in _between(squares))
        case 4:
            # with y, z, w the differences of the three ways to pair the four, y2 + z2 + w2 = 4 squares - total2; an odd
            # total makes that 3 modulo 8, which is always three odd squares
            return total % 2 == 1 or _is_three_squares(squares - (total // 2) ** 2)
    return True


def _try(windows: Windows) -> tuple[Obstacle, tuple[int, int] | None]:
    if not windows.sums:
        return Obstacle.MEAN, None
    n = windows.n
    furthest = 0
    work = 0
    ladder = (Obstacle.SQUARES, Obstacle.LEAST, Obstacle.PARITY, Obstacle.GAP)
    for total in windows.sums:
        low, high = windows.squares(total)
        reached = 0
        if low <= high:
            reached = 1
            low = max(low, least_squares(total, n))
            if low <= high:
                reached = 2
                low += (low - total) % 2
                reached += low <= high
        for squares in range(low, high + 1, 2) if reached == 3 else ():
            work += _work(squares, n)
            if work > MOST_WORK:
                return Obstacle.TOO_LARGE, None
            if exists(total, squares, n):
                return Obstacle.NONE, (total, squares)
        furthest = max(furthest, reached)
        work += 1
        if work > MOST_WORK:
            return Obstacle.TOO_LARGE, None
    return ladder[furthest], None


def _work(squares: int, n: int) -> int:
    return 2 * math.isqrt(squares) + 1 if n == 3 else 1


def _between(squares: int) -> Iterator[int]:
    root = math.isqrt(squares)
    return iter(range(-root, root + 1))


def _is_square(number: int) -> bool:
    return number >= 0 and math.isqrt(number) ** 2 == number


def _is_three_squares(number: int) -> bool:
    """Tell whether a number is the sum of three squares (Legendre): all but 4^a (8b + 7)."""
    if number <= 0:
        return number == 0
    while number % 4 == 0:
        number //= 4
    return number % 8 != 7
