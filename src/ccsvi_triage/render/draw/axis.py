"""A line of numbers or of time: where a value stands on it, and which values are written below it."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ccsvi_triage.render.draw.lettering import width_of
from ccsvi_triage.render.draw.pen import SMALL
from ccsvi_triage.report.charts import Spread

_REACH = 8.0
"""How far beyond the estimates an axis goes for the sake of an interval, as a factor, or in middling widths."""

_MOST_TICKS = 8
_PAD = 0.04
_ROOM = 0.8
"""How much of its width a year needs on either side."""

_NEAR = 0.65
"""How much of its width another value needs."""


class Axis(NamedTuple):
    """A line from one value to another.

    Attributes:
        low: The value at the left end; on a logarithmic axis its logarithm, as for ``high``.
    """

    ratio: bool
    low: float
    high: float
    left: float
    width: float

    def at(self, value: float) -> float:
        """Give where a value stands, at an end where it lies beyond."""
        return min(max(self.place(value), self.left), self.left + self.width)

    def place(self, value: float) -> float:
        """Give where a value stands or, where it lies beyond an end, would stand."""
        return self.left + (self._on(value) - self.low) / (self.high - self.low) * self.width

    def below(self, value: float) -> bool:
        """Tell whether a value lies beyond the left end."""
        return self._on(value) < self.low

    def above(self, value: float) -> bool:
        """Tell whether a value lies beyond the right end."""
        return self._on(value) > self.high

    def _on(self, value: float) -> float:
        if not self.ratio:
            return value
        return -math.inf if value <= 0 else math.log10(value) if math.isfinite(value) else math.inf


def axis_for(spreads: Sequence[Spread], none: float, *, ratio: bool, left: float, width: float) -> Axis:
    """Choose an axis on which every estimate and the value of no effect stand, and intervals as far as that is useful.

    Args:
        spreads: The estimates with their limits.
        none: The value that says that there is no difference.
        ratio: Whether the axis is logarithmic; estimates of 0 and below have no place on it.
        left: The left end, in pixels.
        width: How long it is, in pixels.
    """
    if ratio:
        low, high = _ratio_ends(spreads)
    else:
        low, high = _linear_ends(spreads, none)
    pad = (high - low) * _PAD
    return Axis(ratio, low - pad, high + pad, left, width)


def _ratio_ends(spreads: Sequence[Spread]) -> tuple[float, float]:
    points = [math.log10(spread.value) for spread in spreads if 0 < spread.value < math.inf]
    least, most = min([0.0, *points]), max([0.0, *points])
    reach = math.log10(_REACH)
    lows = [math.log10(s.low) for s in spreads if s.low is not None and 0 < s.low < math.inf]
    highs = [math.log10(s.high) for s in spreads if s.high is not None and 0 < s.high < math.inf]
    low = max(min([least, *lows]), least - reach)
    high = min(max([most, *highs]), most + reach)
    return min(low, -math.log10(2)), max(high, math.log10(2))


def _linear_ends(spreads: Sequence[Spread], none: float) -> tuple[float, float]:
    points = [none, *(spread.value for spread in spreads if math.isfinite(spread.value))]
    least, most = min(points), max(points)
    limits = [(s.low, s.high) for s in spreads if s.low is not None and s.high is not None]
    finite = [(low, high) for low, high in limits if math.isfinite(low) and math.isfinite(high)]
    widths = sorted(high - low for low, high in finite)
    middling = widths[len(widths) // 2] if widths else 0.0
    low = max(min([least, *(low for low, _ in finite)]), least - _REACH * max(middling, most - least))
    high = min(max([most, *(high for _, high in finite)]), most + _REACH * max(middling, most - least))
    return (low, high) if high > low else (low - 1, high + 1)


def pixels(word: str) -> float:
    """Tell how wide a word below an axis is."""
    return width_of(word, SMALL)


def ticks(axis: Axis, none: float | None = None, width: Callable[[str], float] = pixels) -> list[tuple[float, str]]:
    """Give the values that are written below an axis, as places and words, so that no two words touch.

    Args:
        axis: The axis.
        none: A value that is always among them where it lies on the axis.
        width: Tells how wide a word is, in the unit of the axis.
    """
    told: list[tuple[float, str]] = []
    for values in _ratio_ticks(axis) if axis.ratio else _linear_ticks(axis):
        shown = sorted({*values, *([none] if none is not None else [])})
        told = [(axis.at(value), _figure(value)) for value in shown if not axis.below(value) and not axis.above(value)]
        if len(told) <= _MOST_TICKS and not _touching(told, width):
            return told
    return _thinned(axis, told, none, width)


def _touching(told: Sequence[tuple[float, str]], width: Callable[[str], float]) -> bool:
    return any(x_ - x <= _NEAR * (width(said) + width(said_)) for (x, said), (x_, said_) in pairwise(told))


def _thinned(
    axis: Axis, told: Sequence[tuple[float, str]], none: float | None, width: Callable[[str], float]
) -> list[tuple[float, str]]:
    """Leave out words until none touches another, and the value that is always there never."""
    always = axis.at(none) if none is not None else None
    kept: list[tuple[float, str]] = []
    for one in sorted(told, key=lambda each: each[0] != always):
        if not _touching(sorted([*kept, one]), width):
            kept.append(one)
    return sorted(kept)


def _ratio_ticks(axis: Axis) -> Iterator[list[float]]:
    """Give sets of round values, from many to few: thirds of a decade as far as that goes, then whole ones."""
    first, last = math.floor(axis.low), math.ceil(axis.high)
    yield [float(f"{f}e{e}") for e in range(first, last + 1) for f in (1, 2, 5)]
    for step in _steps():
        yield [float(f"1e{e}") for e in range(first, last + 1) if not e % step]
        if step > last - first:
            return


def _linear_ticks(axis: Axis) -> Iterator[list[float]]:
    """Give sets of round values, from many to few."""
    span = axis.high - axis.low
    power = math.floor(math.log10(span / _MOST_TICKS))
    for figure in _steps():
        step = figure * 10.0**power
        yield [n * step for n in range(math.ceil(axis.low / step), math.floor(axis.high / step) + 1)]
        if step > span:
            return


_PLAIN = (1e-4, 1e7)
"""Between these a number is written with all its figures."""


def _figure(value: float) -> str:
    size = abs(value)
    text = f"{value:.10g}" if not size or _PLAIN[0] <= size < _PLAIN[1] else f"{value:.4g}"
    return "0" if text == "-0" else text


def years(
    first: float,
    last: float,
    left: float,
    length: float,
    width: Callable[[str], float] = pixels,
) -> tuple[Axis, list[tuple[float, str]]]:
    """Choose an axis of whole years, and the years that are written below it.

    Args:
        first: The first moment on it, in years.
        last: The last one.
        left: The left end.
        length: How long it is.
        width: Tells how wide a word is, in the unit of the axis.
    """
    low, high = math.floor(first), max(math.ceil(last), math.floor(first) + 1)
    axis = Axis(ratio=False, low=float(low), high=float(high), left=left, width=length)
    fits = max(int(length // (2 * _ROOM * width("2000"))), 1)
    step = next(step for step in _steps() if (high - low) / step <= fits)
    shown = range(math.ceil(low / step) * step, high + 1, step)
    return axis, [(axis.at(float(year)), str(year)) for year in shown]


def _steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
