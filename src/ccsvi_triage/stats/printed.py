"""A number as a paper prints it: exact, and with the range in which the number lay before it was rounded.

``5.10`` and ``5.1`` are different reports: the first stands for 5.095 to 5.105, the second for 5.05 to 5.15. Every
check of a printed number works on such ranges, with fractions, so that nothing is lost and nothing is accused in vain.
"""

import math
import re
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_MOST_TEXT = 120
_MOST_EXPONENT = 250
_SLACK = Fraction(1, 10**9)

_SHAPE = re.compile(
    r"\s*(?P<sign><=|>=|=<|=>|[<>=\u2264\u2265~\u2248])?\s*"
    r"(?P<minus>[-+\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d])?\s?"
    r"(?:(?P<grouped>[1-9][0-9]{0,2}(?P<group>[, \u00a0\u2009\u202f])[0-9]{3}(?:(?P=group)[0-9]{3}){0,4})"
    r"(?:[.\u00b7](?P<after>[0-9]{1,20}))?"
    r"|(?P<whole>[0-9]{1,20})(?:[.,\u00b7](?P<fraction>[0-9]{0,20}))?"
    r"|[.,\u00b7](?P<bare>[0-9]{1,20}))"
    r"(?:[eE](?P<exponent>[-+\u2212]?[0-9]{1,3})"
    r"|\s?[x\u00d7*]\s?10(?:\s?(?:\^|\*\*)\s?(?P<power>[-+\u2212]?[0-9]{1,3})|(?P<low>[-\u2212][0-9]{1,3})"
    r"|(?P<raised>[\u207a\u207b]?[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,3})))?"
    r"\s*(?P<percent>%|percent|per cent)?\s*"
)
_RAISED = str.maketrans("\u207a\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "+-0123456789")


class Sign(StrEnum):
    """How a printed number relates to the true one."""

    EQUAL = "="
    BELOW = "<"
    AT_MOST = "\u2264"
    ABOVE = ">"
    AT_LEAST = "\u2265"
    ABOUT = "~"


_SIGNS = {"=<": Sign.AT_MOST, "<=": Sign.AT_MOST, "=>": Sign.AT_LEAST, ">=": Sign.AT_LEAST, "\u2248": Sign.ABOUT}


class Rounding(StrEnum):
    """How a number may have been shortened to what is printed."""

    NEAREST = "nearest"
    """To the nearest, a half in either direction: what holds whatever the convention."""
    HALF_UP = "half up"
    """To the nearest, a half towards plus infinity."""
    HALF_EVEN = "half even"
    """To the nearest, a half to the even digit, as IEEE arithmetic, R and Python do."""
    TRUNCATED = "truncated"
    """Cut off, towards zero."""
    ANY = "any"
    """To the nearest or cut off."""


class Span(NamedTuple):
    """All numbers from ``low`` to ``high``; ``None`` is no bound. An end takes part where it is closed."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool = True
    high_closed: bool = True

    @property
    def ends(self) -> tuple[Fraction, Fraction]:
        """Both ends of a range that has both.

        Raises:
            ValueError: A side has no bound.
        """
        if self.low is None or self.high is None:
            message = "a range without a bound has no two ends"
            raise ValueError(message)
        return self.low, self.high

    def holds(self, value: Fraction | int) -> bool:
        """Tell whether an exact number lies in the range."""
        above = self.low is None or value > self.low or (self.low_closed and value == self.low)
        below = self.high is None or value < self.high or (self.high_closed and value == self.high)
        return above and below

    def may_hold(self, value: float) -> bool:
        """Tell whether a computed number lies in the range, with room at a closed end for what floating point loses.

        The room is 1e-9 of the number. An open end has none: 1 is never printed as 0.99 by cutting off digits.
        """
        if math.isnan(value):
            return False
        if math.isinf(value):
            return (self.high if value > 0 else self.low) is None
        exact = Fraction(value)
        slack = abs(exact) * _SLACK
        above = self.low is None or exact > self.low or (self.low_closed and exact + slack >= self.low)
        below = self.high is None or exact < self.high or (self.high_closed and exact - slack <= self.high)
        return above and below

    def meets(self, other: "Span") -> bool:
        """Tell whether two ranges have a number in common."""
        return _before(self, other) and _before(other, self)

    def times(self, factor: Fraction | int) -> "Span":
        """Give the range of the numbers times a factor above zero.

        Raises:
            ValueError: The factor is zero or below.
        """
        if factor <= 0:
            message = "a range is scaled by a factor above zero"
            raise ValueError(message)
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return self._replace(low=low, high=high)

    def multiples(self, grain: Fraction) -> range:
        """Give the whole numbers ``k`` for which ``k`` times ``grain`` lies in the range.

        Raises:
            ValueError: The range has an open side, or the grain is zero or below.
        """
        low, high = self.ends
        if grain <= 0:
            message = "a grain is above zero"
            raise ValueError(message)
        first = math.ceil(low / grain)
        last = math.floor(high / grain)
        first += first * grain == low and not self.low_closed
        last -= last * grain == high and not self.high_closed
        return range(first, last + 1)


def _before(first: Span, second: Span) -> bool:
    """Tell whether the first range begins before the second ends."""
    if first.low is None or second.high is None or first.low < second.high:
        return True
    return first.low == second.high and first.low_closed and second.high_closed


class Printed(NamedTuple):
    """A number as printed.

    Attributes:
        value: The number itself, exact.
        decimals: How many decimals were printed; below zero where an exponent hides digits (``1.2e5`` has -4).
        sign: ``=`` unless the text says otherwise.
        percent: Whether a per cent sign follows; the value stays as printed (73 for ``73 %``).
        text: What was read.
    """

    value: Fraction
    decimals: int = 0
    sign: Sign = Sign.EQUAL
    percent: bool = False
    text: str = ""

    @property
    def exact(self) -> bool:
        """Whether the number itself is told, and not a bound or a guess."""
        return self.sign is Sign.EQUAL

    @property
    def unit(self) -> Fraction:
        """One in the last printed digit."""
        return _unit(self.decimals)

    def rounded(self, rounding: Rounding = Rounding.NEAREST) -> Span:
        """Give the range of numbers that are printed like this one, whatever the sign before it says."""
        return _rounded(self.value, self.decimals, rounding)

    def span(self, rounding: Rounding = Rounding.NEAREST) -> Span:
        """Give the range of true numbers for which the text would be printed, its sign included.

        ``<0.05`` and ``≤0.05`` both allow 0.05 itself: who prints one may have meant the other. ``~`` says nothing that
        could be checked, and allows every number.
        """
        match self.sign:
            case Sign.EQUAL:
                return self.rounded(rounding)
            case Sign.BELOW | Sign.AT_MOST:
                return Span(None, self.value)
            case Sign.ABOVE | Sign.AT_LEAST:
                return Span(self.value, None)
            case Sign.ABOUT:
                return Span(None, None)

    def agrees(self, other: "Printed") -> bool:
        """Tell whether two printings can be of one number: ``0.1`` agrees with ``0.13``, ``0.10`` does not."""
        return self.span().meets(other.span())


def read_printed(text: str) -> Printed:
    """Read one number as printed.

    Read are decimals with a point, a raised point or a comma (``0.05``, ``0·05``, ``0,05``, ``.05``), thousands in
    groups (``1,234``, ``1 234``: three digits after a comma are thousands unless a zero stands before it), any kind of
    minus, a sign before the number (``<0.001``, ``≥ 5``), powers of ten (``1.2e-5``, ``1.2 x 10^-5``) and a per cent
    sign.

    Args:
        text: The number, with nothing else around it.

    Returns:
        The number with its decimals.

    Raises:
        ValueError: The text is no such number, or needs more than 20 digits on a side or a power beyond 10^250.
    """
    if len(text) > _MOST_TEXT:
        raise ValueError(_no_number(text))
    return _read(text)


@lru_cache(maxsize=4096)
def _read(text: str) -> Printed:
    """Read a text that is not too long; every check of a result reads its numbers anew."""
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError(_no_number(text))
    found = match.groupdict()
    whole = re.sub(r"[^0-9]", "", found["grouped"] or found["whole"] or "")
    fraction = found["after"] or found["fraction"] or found["bare"] or ""
    power = found["exponent"] or found["power"] or found["low"] or (found["raised"] or "0").translate(_RAISED)
    exponent = int(power.replace("\u2212", "-"))
    if abs(exponent) > _MOST_EXPONENT:
        message = f"{text[:40]!r} lies beyond all that is ever measured"
        raise ValueError(message)
    size = Fraction(int(whole + fraction or "0"), 10 ** len(fraction)) * Fraction(10) ** exponent
    negative = found["minus"] not in (None, "+")
    sign = found["sign"] or "="
    return Printed(
        value=-size if negative else size,
        decimals=len(fraction) - exponent,
        sign=_SIGNS.get(sign) or Sign(sign),
        percent=found["percent"] is not None,
        text=text,
    )


@lru_cache(maxsize=64)
def _unit(decimals: int) -> Fraction:
    return Fraction(10) ** -decimals


@lru_cache(maxsize=4096)
def _rounded(value: Fraction, decimals: int, rounding: Rounding) -> Span:
    """Give the numbers that are printed like one; one check asks for the same range many times."""
    unit = _unit(decimals)
    near = Span(value - unit / 2, value + unit / 2)
    match rounding:
        case Rounding.NEAREST:
            return near
        case Rounding.HALF_UP:
            return near._replace(high_closed=False)
        case Rounding.HALF_EVEN:
            even = (value / unit).numerator % 2 == 0
            return near._replace(low_closed=even, high_closed=even)
        case Rounding.TRUNCATED:
            return _cut(value, unit)
        case Rounding.ANY:
            return _hull(near, _cut(value, unit))


def _cut(value: Fraction, unit: Fraction) -> Span:
    if value > 0:
        return Span(value, value + unit, high_closed=False)
    if value < 0:
        return Span(value - unit, value, low_closed=False)
    return Span(-unit, unit, low_closed=False, high_closed=False)


def _no_number(text: str) -> str:
    return f"{text[:40]!r} is not a number as printed"


def _hull(first: Span, second: Span) -> Span:
    """Give the smallest range that holds two bounded ones."""
    low, high = min(first.ends[0], second.ends[0]), max(first.ends[1], second.ends[1])
    return Span(low, high, first.holds(low) or second.holds(low), first.holds(high) or second.holds(high))
