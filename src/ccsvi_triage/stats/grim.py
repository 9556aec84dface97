"""Can a mean or a percentage of whole things come out as printed? (GRIM, in exact arithmetic)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.stats.printed import Printed, Rounding
from ccsvi_triage.stats.verdict import Alternative, Verdict


class Grim(NamedTuple):
    """What GRIM says of a mean or a percentage.

    Attributes:
        explained_by: What had to be taken for granted where the number does not fit as rounded.
        sums: Every sum that gives the number by rounding, counted in steps (for a percentage: every count of people).
            Empty where none does.
        below: The largest possible value at or below the printed one, in its own unit.
        above: The smallest possible value above the printed one.
        telling: Whether the check could have failed: with many people and few decimals every number is possible.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    sums: range
    below: Fraction
    above: Fraction
    telling: bool


def grim(mean: Printed, n: int, *, items: int = 1, step: Fraction = Fraction(1)) -> Grim:
    """Tell whether a mean can come from ``n`` people whose values move in whole steps.

    Args:
        mean: The mean as printed.
        n: People, at least 1.
        items: How many such values make up one person's (a scale of 5 items, averaged, has 5).
        step: By how much a value moves at least: 1 for counts and whole years, 1/2 for EDSS, above zero.

    Returns:
        The verdict; ``cannot tell`` where only a bound is printed. Not to be used where values move freely (MSFC, age
        in days), nor to conclude from a mismatch alone: missing values, weights or another ``n`` explain it.

    Raises:
        ValueError: ``n`` or ``items`` is below 1, or ``step`` is not above zero.

    Source:
        Brown NJL, Heathers JAJ. Soc Psychol Personal Sci 2017;8:363-369. Here with fractions instead of floating point,
        so that a half is never lost to binary rounding.
    """
    return _grim(mean, _grain(n, items, step))


def grim_percent(percent: Printed, n: int, *, items: int = 1) -> Grim:
    """Tell whether a percentage can be a whole number of ``n`` people (or of ``n`` times ``items`` answers).

    Args:
        percent: The percentage as printed: 73 for ``73 %``.
        n: People, at least 1.
        items: How many answers each person gave.

    Raises:
        ValueError: ``n`` or ``items`` is below 1.
    """
    return _grim(percent, _grain(n, items, Fraction(100)))


def fitting_totals(percents: Sequence[Printed], most: int, *, least: int = 1) -> tuple[int, ...]:
    """Give every number of people, up to ``most``, of which all percentages can be whole numbers, by rounding.

    Args:
        percents: Percentages that are said to be of the same people; at least one.
        most: The largest number to try, at most 100 000.
        least: The smallest number to try, at least 1.

    Raises:
        ValueError: A bound is out of order, or a percentage is not exact.
    """
    return tuple(
        n for n in _trials(percents, least, most) if all(p.rounded().multiples(Fraction(100, n)) for p in percents)
    )


def fitting_sizes(
    mean: Printed, most: int, *, least: int = 1, items: int = 1, step: Fraction = Fraction(1)
) -> tuple[int, ...]:
    """Give every number of people, up to ``most``, that can have a mean as printed, by rounding.

    Raises:
        ValueError: A bound is out of order, or the mean is not exact.
    """
    return tuple(n for n in _trials((mean,), least, most) if mean.rounded().multiples(_grain(n, items, step)))


_MOST_TRIALS = 100_000


def _trials(numbers: Sequence[Printed], least: int, most: int) -> Iterator[int]:
    if not numbers or not all(number.exact for number in numbers):
        message = "only exact numbers tell of how many people they are"
        raise ValueError(message)
    if not 1 <= least <= most <= _MOST_TRIALS:
        message = f"totals are tried from 1 to {_MOST_TRIALS}, in order"
        raise ValueError(message)
    return iter(range(least, most + 1))


def _grain(n: int, items: int, step: Fraction) -> Fraction:
    if n < 1 or items < 1 or step <= 0:
        message = "people and items are at least 1, and a step is above zero"
        raise ValueError(message)
    return Fraction(step) / (n * items)


def _grim(printed: Printed, grain: Fraction) -> Grim:
    sums = printed.rounded().multiples(grain)
    nearest = printed.value // grain
    explained: tuple[Alternative, ...] = ()
    if not printed.exact:
        verdict = Verdict.CANNOT_TELL
    elif sums:
        verdict = Verdict.CONSISTENT
    elif printed.rounded(Rounding.TRUNCATED).multiples(grain):
        verdict, explained = Verdict.CONSISTENT, (Alternative.TRUNCATED,)
    else:
        verdict = Verdict.INCONSISTENT
    return Grim(
        verdict=verdict,
        explained_by=explained,
        sums=sums,
        below=nearest * grain,
        above=(nearest + 1) * grain,
        telling=grain > printed.unit,
    )
