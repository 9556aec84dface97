"""From where on an effect matters, as a person sets it."""

from ccsvi_triage.model.claim import Threshold
from ccsvi_triage.model.comparison import DIFFERENCES, RATIOS


def number_of(text: str) -> float:
    """Give the value of a number as printed."""
    return float(text.replace(",", "").replace("\u2212", "-"))


def ends_of(threshold: Threshold) -> tuple[float, float] | None:
    """Give the effects at or beyond which it matters, less and more; ``None`` where they cannot be so."""
    return None if why_not(threshold) else (number_of(threshold.less), number_of(threshold.more))


def why_not(threshold: Threshold) -> str:
    """Say why a threshold cannot be so; nothing where it can."""
    less, more = number_of(threshold.less), number_of(threshold.more)
    ratio = threshold.measure in RATIOS
    if not ratio and threshold.measure not in DIFFERENCES:
        return f"{threshold.measure.value} is no effect between groups, of which a threshold could be set"
    none = 1 if ratio else 0
    if not less < none < more:
        return f"'less' is below {none} and 'more' above it, since {none} says that the groups do not differ"
    return "'less' of a ratio is above 0" if ratio and less <= 0 else ""
