"""How effects, lists of names, and steps of the common ladder are worded where studies stand side by side."""

from collections.abc import Sequence

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.comparison import DIFFERENCES, Effect
from ccsvi_triage.model.instrument import whole_levels
from ccsvi_triage.model.words import Concern, EffectMeasure


def effect_text(effect: Effect) -> str:
    """Write an effect with its interval, a risk difference in percentage points."""
    points = effect.measure is EffectMeasure.RISK_DIFFERENCE
    scale = 100 if points else 1
    unit = " points" if points else ""
    sign = "+" if (effect.measure in DIFFERENCES and effect.value > 0) else ""
    value = f"{effect.measure.value} {sign}{figure(effect.value * scale)}{unit}"
    if effect.low is None or effect.high is None:
        return f"{value}, no interval printed"
    return f"{value} ({figure(effect.low * scale)} to {figure(effect.high * scale)})"


def figure(value: float) -> str:
    """Write a number with three digits and no exponent, unless it is very large or small."""
    if value == float("inf"):
        return "no limit"
    text = f"{value:.3g}"
    if "e" in text and 1e-4 <= abs(value) < 1e9:  # noqa: PLR2004 -- what people read without effort
        text = f"{value:.0f}" if abs(value) >= 1 else f"{value:.6f}".rstrip("0")
    return "0" if text == "-0" else text


def concerns(verdict: StudyVerdict) -> frozenset[Concern]:
    """Give the steps of the common ladder at which a study may stand; none where nothing says so."""
    if verdict.worst is not None:
        return frozenset({verdict.worst})
    found: set[Concern] = set()
    for appraisal in verdict.appraisals:
        if appraisal.overall is None:
            return frozenset()
        levels = whole_levels(appraisal.instrument)
        possible = (appraisal.overall.final,) if appraisal.overall.final is not None else appraisal.overall.possible
        found |= {levels[level] for level in possible}
    return frozenset() if Concern.UNPLACED in found else frozenset(found)


def concern_words(verdict: StudyVerdict) -> str:
    """Write at which step of the common ladder a study stands, or between which it may."""
    possible = sorted(concerns(verdict))
    if not possible:
        return "not as a whole"
    low, high = possible[0].name.lower(), possible[-1].name.lower()
    return low if low == high else f"{low} to {high}, still open"


def listed(words: Sequence[str], joiner: str = "and") -> str:
    """Write words as a list."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joiner} {words[-1]}"


_FEW = 3


def some(names: Sequence[str]) -> str:
    """Write a list of names; of many only the first, and how many more there are."""
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"{', '.join(names[:_FEW])}{more}"
