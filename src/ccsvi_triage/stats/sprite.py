"""Is there any sample on a scale with the mean and the standard deviation as printed? (the question that SPRITE asks).

SPRITE searches at random and may miss a sample that there is. Here the question is decided: bounds and parity first,
then a sample is built, and where that fails all samples are counted through. Where that would take too long, the answer
is that it cannot be told.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ccsvi_triage.stats.grimmer import MOST_WORK, READINGS, Obstacle, Told, Windows, exists, least_squares
from ccsvi_triage.stats.printed import Printed, Span
from ccsvi_triage.stats.verdict import Alternative, Verdict

_MOST_COUNTED = 100_000_000
"""The most machine words that a full count may touch: about a quarter of a second."""
_CHEAP = 40_000_000
_MOST_COUNTS = 2
"""How many dear counts one question may take."""
_MOST_BUILT = 300_000
"""How many people may be placed, in all samples that are tried."""
_LAST = 5
"""From five whole numbers on, parity and the least sum of squares are all that binds off a scale."""


class Sample(NamedTuple):
    """What is said of a sample on a scale.

    Attributes:
        explained_by: What had to be taken for granted where the numbers do not fit as rounded, with n - 1.
        obstacle: Why nothing fits, as printed.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    obstacle: Obstacle


def possible_sample(
    mean: Printed,
    sd: Printed,
    n: int,
    *,
    lowest: Fraction | int,
    highest: Fraction | int,
    items: int = 1,
    step: Fraction = Fraction(1),
) -> Sample:
    """Tell whether ``n`` people on a scale from ``lowest`` to ``highest`` can have a mean and an SD as printed.

    Args:
        mean: The mean as printed.
        sd: The standard deviation as printed.
        n: People, at least 1; one person has no standard deviation.
        lowest: The least value of the scale.
        highest: The greatest value, a whole number of steps above the least.
        items: How many values, each on the scale, are averaged for one person.
        step: By how much a value moves at least, above zero.

    Returns:
        The verdict; ``cannot tell`` where only a bound is printed, with one person, and where neither a sample is found
        nor all can be counted through in about half a second.

    Raises:
        ValueError: ``n`` or ``items`` is below 1, ``step`` is not above zero, or the scale is no whole number of steps.

    Source:
        Heathers JAJ et al. PeerJ Preprints 2018;6:e26968v1, for the question.
    """
    if n < 1 or items < 1 or step <= 0:
        message = "people and items are at least 1, and a step is above zero"
        raise ValueError(message)
    grain = Fraction(step) / items
    steps = (Fraction(highest) - Fraction(lowest)) / grain
    if steps.denominator != 1 or steps < 0:
        message = "a scale goes up in whole steps"
        raise ValueError(message)
    if not mean.exact or not sd.exact or n == 1:
        return Sample(Verdict.CANNOT_TELL, (), Obstacle.TOO_LITTLE)
    if sd.value < 0:
        return Sample(Verdict.INCONSISTENT, (), Obstacle.NEGATIVE)
    first: Obstacle | None = None
    for reading in READINGS:
        obstacle = _try(Windows(Told(mean, sd, n), grain, Fraction(lowest), reading), int(steps))
        if obstacle is Obstacle.NONE:
            return Sample(Verdict.CONSISTENT, reading.alternatives, first or obstacle)
        if obstacle is Obstacle.TOO_LARGE:
            return Sample(Verdict.CANNOT_TELL, (), obstacle)
        first = first or obstacle
    return Sample(Verdict.INCONSISTENT, (), first or Obstacle.NONE)


def largest_deviation(mean: Printed, n: int, lowest: Fraction | int, highest: Fraction | int) -> Span:
    """Give the range in which the square of a standard deviation lies on a scale, whatever values people take on it.

    Args:
        mean: The mean as printed.
        n: People, at least 2.
        lowest: The least value of the scale.
        highest: The greatest value.

    Returns:
        From 0 to the largest variance (divided by n - 1); a range without a number in it (its top below 0) where the
        mean lies outside the scale.

    Raises:
        ValueError: ``n`` is below 2, or the scale is upside down.

    Source:
        Bhatia R, Davis C. Am Math Mon 2000;107:353-357.
    """
    if n < 2 or highest < lowest:
        message = "a deviation needs two people and a scale"
        raise ValueError(message)
    bottom, top = mean.rounded().ends
    if top < lowest or bottom > highest:
        return Span(Fraction(0), Fraction(-1))
    middle = Fraction(lowest + highest) / 2
    best = min(max(middle, bottom, Fraction(lowest)), top, Fraction(highest))
    return Span(Fraction(0), (highest - best) * (best - lowest) * Fraction(n, n - 1))


def on_scale(total: int, squares: int, n: int, steps: int, *, most_words: int = _MOST_COUNTED) -> bool | None:
    """Tell whether ``n`` whole numbers from 0 to ``steps`` have this sum and this sum of squares.

    Args:
        total: The sum.
        squares: The sum of squares.
        n: How many numbers, at least 1.
        steps: The largest number, at least 0.
        most_words: How many machine words may be touched to count all samples through; 100 million take about a
            quarter of a second.

    Returns:
        ``None`` where no such numbers are found and counting all of them through would take too long.

    Raises:
        ValueError: ``n`` is below 1, or ``steps`` below 0.
    """
    if n < 1 or steps < 0:
        message = "there is at least one number, on a scale that goes up"
        raise ValueError(message)
    if not 0 <= total <= n * steps or (squares - total) % 2:
        return False
    if not least_squares(total, n) <= squares <= most_squares(total, steps):
        return False
    total, squares, steps = _within_reach(total, squares, n, steps)
    if steps < 0 or not 0 <= total <= n * steps or squares > most_squares(total, steps):
        return False
    if steps <= 1 or _build(total, squares, n, steps):
        return True
    if _cost(n, steps) > min(_CHEAP, most_words):
        total, squares, n = _without_sure_ones(total, squares, n, steps)
    return _in_table(total, squares, n, steps) if _cost(n, steps) <= most_words else None


def _within_reach(total: int, squares: int, n: int, steps: int) -> tuple[int, int, int]:
    """Cut the scale to where the numbers can be at all, with the same answer; a short scale is soon counted through.

    No number is farther from the mean than the spread of all of them allows.
    """
    reach = math.isqrt((n - 1) * (n * squares - total * total))
    lowest, highest = max(0, -((reach - total) // n)), min(steps, (total + reach) // n)
    return total - n * lowest, squares - 2 * lowest * total + n * lowest * lowest, highest - lowest


def most_squares(total: int, steps: int) -> int:
    """Give the largest sum of squares that whole numbers from 0 to ``steps`` with this sum can have."""
    if steps == 0:
        return 0
    full, rest = divmod(total, steps)
    return full * steps * steps + rest * rest


def _try(windows: Windows, steps: int) -> Obstacle:
    n = windows.n
    inside = range(max(windows.sums.start, 0), min(windows.sums.stop, n * steps + 1))
    if not inside:
        return Obstacle.OFF_SCALE if windows.sums else Obstacle.MEAN
    ladder = (Obstacle.SQUARES, Obstacle.LEAST, Obstacle.MOST, Obstacle.PARITY, Obstacle.SCALE)
    furthest = 0
    doubtful = False
    dear = built = 0
    if inside.stop - inside.start > MOST_WORK:
        return Obstacle.TOO_LARGE
    for total in inside:
        low, high = windows.squares(total)
        least, most = least_squares(total, n), most_squares(total, steps)
        reached = 0 if low > high else 1 if high < least else 2 if low > most else 3
        candidates = range(0)
        if reached == 3:
            low = max(low, least)
            candidates = range(low + (low - total) % 2, min(high, most) + 1, 2)
            reached += bool(candidates)
        furthest = max(furthest, reached)
        for squares in candidates:
            built += n
            if built > _MOST_BUILT + n or n > _MOST_BUILT:
                return Obstacle.TOO_LARGE
            found = on_scale(total, squares, n, steps, most_words=_MOST_COUNTED if dear < _MOST_COUNTS else _CHEAP)
            if found:
                return Obstacle.NONE
            dear += 1
            doubtful = doubtful or found is None
    return Obstacle.TOO_LARGE if doubtful else ladder[furthest]


def _without_sure_ones(total: int, squares: int, n: int, steps: int) -> tuple[int, int, int]:
    """Take away the numbers that every such sample has, so that a smaller sample is asked for, with the same answer.

    A number x adds x (steps - x) to steps * total - squares: nothing at either end of the scale, and at least steps - 1
    in between. So few are in between, and the sum tells how many at least are at each end. Likewise (x - q)(x - q - 1)
    is nothing for q and q + 1, and at least 2 for all others.
    """
    inner = (steps * total - squares) // (steps - 1)
    top = max(0, -(-(total - inner * (steps - 1)) // steps))
    bottom = max(0, -(-(steps * n - total - inner * (steps - 1)) // steps))
    total, squares, n = total - steps * top, squares - steps * steps * top, n - top - bottom
    if n < 1:
        return total, squares, n
    low, above = divmod(total, n)
    excess = squares - (2 * low + 1) * total + n * low * (low + 1)
    higher = max(0, above - excess)
    lower = max(0, n - above - excess - excess // 2)
    total -= low * lower + (low + 1) * higher
    squares -= low * low * lower + (low + 1) ** 2 * higher
    return total, squares, n - lower - higher


def _cost(n: int, steps: int) -> int:
    """Give about how many machine words it takes to count all samples of a size through."""
    return n * n * steps * (steps + 1) // 2 * (n * steps * steps // 64 + 8)


def _in_table(total: int, squares: int, n: int, steps: int) -> bool:
    if n < 1:
        return total == squares == n == 0
    if not 0 <= total <= n * steps or squares < 0:
        return False
    return bool(_table(n, steps)[total] >> squares & 1)


@lru_cache(maxsize=4)
def _table(n: int, steps: int) -> tuple[int, ...]:
    """Give for every sum of ``n`` numbers the sums of squares that go with it, as the bits of a whole number."""
    rows = [1]
    for _ in range(n):
        after = [0] * (len(rows) + steps)
        for total, row in enumerate(rows):
            for value in range(steps + 1):
                after[total + value] |= row << value * value
        rows = after
    return tuple(rows)


def _build(total: int, squares: int, n: int, steps: int) -> bool:
    """Try to build a sample: one number after the other as far from the mean as the rest can bear, the last at once.

    What is found is a sample. That nothing is found says nothing.
    """
    while n > _LAST:
        value = _farthest(total, squares, n, steps)
        if value is None:
            return False
        total, squares, n = total - value, squares - value * value, n - 1
    if not exists(total, squares, n):
        return False
    # none of them is farther from their mean than this, so that all are on the scale
    reach = (n - 1) * (n * squares - total * total)
    return reach <= total * total and reach <= (n * steps - total) ** 2


def _farthest(total: int, squares: int, n: int, steps: int) -> int | None:
    """Give the number farthest from the mean that leaves a sum and a sum of squares within the bounds of the others."""
    middle = total // n
    ways = (range(middle, -1, -1), range(min(middle + 1, steps), steps + 1))
    # the others are left less and less, the farther away a number is
    ends = [way[last] for way in ways if (last := _last(way, lambda value: _leaves(value, total, squares, n))) >= 0]
    for value in sorted(ends, key=lambda value: -abs(n * value - total)):
        rest = total - value
        if 0 <= rest <= (n - 1) * steps and squares - value * value <= most_squares(rest, steps):
            return value
    return None


def _last(way: range, holds: Callable[[int], bool]) -> int:
    """Give the place of the last value of a way for which something holds that then holds no more; -1 for none."""
    low, high = -1, len(way) - 1
    while low < high:
        half = (low + high + 1) // 2
        if holds(way[half]):
            low = half
        else:
            high = half - 1
    return low


def _leaves(value: int, total: int, squares: int, n: int) -> bool:
    return squares - value * value >= least_squares(total - value, n - 1)
