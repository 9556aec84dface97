"""Where a function crosses zero."""

import math
from collections.abc import Callable

_STEPS = 400


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Find where a continuous function crosses zero between two points.

    Args:
        function: Any continuous function; its value may be infinite, but not ``nan``.
        low: A point at which the function has one sign, or is zero.
        high: A point at which it has the other sign, or is zero.

    Returns:
        A crossing, to about four units in the last place of the larger point that brackets it, or of 1.

    Raises:
        ValueError: The function has one and the same sign at both points, or a value is not a number.

    Source:
        Chandrupatla TR. Adv Eng Softw 1997;28:145-149: by three points where it is safe, else half the way.
    """
    newest, other = float(low), float(high)
    at_newest, at_other = function(newest), function(other)
    if math.isnan(at_newest) or math.isnan(at_other) or min(at_newest, at_other) > 0 or max(at_newest, at_other) < 0:
        message = f"no change of sign between {low!r} and {high!r}"
        raise ValueError(message)
    share = 0.5
    for _ in range(_STEPS):
        point = newest + share * (other - newest)
        at_point = function(point)
        if math.isnan(at_point):
            message = f"no number at {point!r}"
            raise ValueError(message)
        if (at_point > 0) is (at_newest > 0):
            last, at_last = newest, at_newest
        else:
            last, at_last = other, at_other
            other, at_other = newest, at_newest
        newest, at_newest = point, at_point
        best = newest if abs(at_newest) < abs(at_other) else other
        width = abs(other - newest)
        tolerance = 4.5e-16 * max(1.0, abs(best))
        if min(abs(at_newest), abs(at_other)) == 0 or width <= 2 * tolerance:
            return best
        share = _share(newest, at_newest, other, at_other, last, at_last)
        least = tolerance / width
        share = min(max(share, least), 1 - least)
    return best


def _share(newest: float, at_newest: float, other: float, at_other: float, last: float, at_last: float) -> float:
    """Tell how far to go from the newest point to the other one: by a curve through three points, or half the way."""
    place = (newest - other) / (last - other)
    height = (at_newest - at_other) / (at_last - at_other) if math.isfinite(at_last - at_other) else math.nan
    if not 1 - math.sqrt(1 - place) < height < math.sqrt(place):
        return 0.5
    return at_newest / (at_other - at_newest) * at_last / (at_other - at_last) + (last - newest) / (
        other - newest
    ) * at_newest / (at_last - at_newest) * at_other / (at_last - at_other)
