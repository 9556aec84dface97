"""What a computed number is: an estimate, its limits, and how both were found."""

import math
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.distributions import normal_from_tail


class Method(StrEnum):
    """How limits were found. Two methods give two intervals for the same data, so the name goes with the numbers."""

    NEWCOMBE = "newcombe"
    MIETTINEN_NURMINEN = "miettinen-nurminen"
    MEE = "mee"
    KATZ = "katz"
    KOOPMAN = "koopman"
    WOOLF = "woolf"
    SCORE = "score"
    CONDITIONAL_EXACT = "conditional-exact"
    CONDITIONAL_MID_P = "conditional-mid-p"
    WILSON = "wilson"
    WILSON_CORRECTED = "wilson-corrected"
    CLOPPER_PEARSON = "clopper-pearson"
    NEWCOMBE_PAIRED = "newcombe-paired"
    TANGO = "tango"
    WELCH = "welch"
    STUDENT = "student"
    NORMAL = "normal"
    WALD = "wald"
    HALF_ADDED = "half-added"


class Interval(NamedTuple):
    """An estimate with its limits.

    ``estimate`` is ``None`` where the data carry none (no events in either group say nothing of a ratio); it may be
    infinite. The limits say what the data are compatible with, and may be infinite too.
    """

    estimate: float | None
    low: float
    high: float
    level: float
    """Confidence level as a share of 1; 0.95 means 95 %."""
    method: Method


def normal_width(level: float) -> float:
    """Give how many standard errors an interval of a level reaches to each side.

    Args:
        level: Confidence level as a share of 1, between 0 and 1.

    Returns:
        1.959964 for 0.95.

    Raises:
        ValueError: The level is not between 0 and 1.
    """
    check_level(level)
    return normal_from_tail((1 - level) / 2)


def check_level(level: float) -> None:
    """Refuse a confidence level that is not between 0 and 1.

    Raises:
        ValueError: It is not.
    """
    if not 0 < level < 1:
        message = f"a confidence level lies between 0 and 1, and {level!r} does not"
        raise ValueError(message)


def check_count(events: int, total: int) -> None:
    """Refuse a count that cannot be one of a total.

    Raises:
        ValueError: The total is below 1, or the count lies outside it.
    """
    if total < 1:
        message = f"a total is at least 1, and {total!r} is not"
        raise ValueError(message)
    if not 0 <= events <= total:
        message = f"{events!r} of {total!r} is no count"
        raise ValueError(message)


def check_finite(*values: float) -> None:
    """Refuse what is not a finite number.

    Raises:
        ValueError: One of the values is infinite or not a number.
    """
    for value in values:
        if not math.isfinite(value):
            message = f"{value!r} is not a finite number"
            raise ValueError(message)
