"""The risk in the groups compared with, and what it makes of a ratio and of a threshold."""

import math
from collections.abc import Iterable, Sequence

from ccsvi_triage.logic.threshold import ends_of
from ccsvi_triage.model.averaging import Absolute
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import RATIOS, Effect
from ccsvi_triage.model.synthesis import Weighed
from ccsvi_triage.model.words import Design, EffectMeasure
from ccsvi_triage.stats.absolute import CONVERTED, ratio_of, risk_with
from ccsvi_triage.stats.effect_size import Measure

IMPORTANT = 0.25
"""A relative change that matters where nobody has said which does (GRADE guidelines 6, J Clin Epidemiol 2011;64)."""
Risk = tuple[int, int]
"""Events, and people among whom they were counted."""


def control_risk(body: Iterable[Weighed]) -> Risk | None:
    """Give the events and the people in the second groups of all studies that count people."""
    known = [counts for each in body if (counts := each.named.scaled.counts) is not None]
    return (sum(c for _, _, c, _ in known), sum(m for _, _, _, m in known)) if known else None


def risk_without(body: Sequence[Weighed]) -> Risk | None:
    """Give the risk of people who were not treated, or not exposed, as far as these studies tell it.

    Returns:
        ``None`` where no study counts people, where nobody or everybody had the event, and where a study chose its
        people by whether they had it: such shares are nobody's risk.
    """
    designs = [each.named.verdict.study.design for each in body]
    if any(design is not None and design.value is Design.CASE_CONTROL for design in designs):
        return None
    found = control_risk(body)
    return found if found is not None and 0 < found[0] < found[1] else None


def absolute_of(effect: Effect, risk: Risk | None) -> Absolute | None:
    """Give the risk with a treatment, or an exposure, that a ratio with its interval makes of the risk without."""
    if risk is None or effect.measure not in _CONVERTED or effect.low is None or effect.high is None:
        return None
    share, on = risk[0] / risk[1], Measure(effect.measure.value)
    value, low, high = (risk_with(on, end, share) for end in (effect.value, effect.low, effect.high))
    return Absolute(*risk, value, low, high)


_CONVERTED = frozenset(EffectMeasure(measure.value) for measure in CONVERTED)


def own_thresholds(claim: Claim, measure: EffectMeasure, risk: Risk | None) -> tuple[float, float] | None:
    """Give the effects at or beyond which it matters, as a person sets them; ``None`` where none is of this measure.

    A difference of risks that a person sets holds for a ratio too, by the risk without the treatment. What no change
    can reach from there is 0, or has no limit.
    """
    own = claim.threshold
    ends = ends_of(own) if own is not None else None
    if own is None or ends is None or own.measure is measure:
        return ends
    if own.measure is not EffectMeasure.RISK_DIFFERENCE or measure not in _CONVERTED or risk is None:
        return None
    share, on = risk[0] / risk[1], Measure(measure.value)
    less, more = (share + end for end in ends)
    return ratio_of(on, less, share) if less > 0 else 0.0, ratio_of(on, more, share) if more < 1 else math.inf


def thresholds(claim: Claim, measure: EffectMeasure, risk: Risk | None) -> tuple[float, float] | None:
    """Give the effects at or beyond which it matters: a person's, else a quarter less and more of a ratio."""
    own = own_thresholds(claim, measure, risk)
    if own is not None:
        return own
    return (1 - IMPORTANT, 1 + IMPORTANT) if measure in RATIOS else None
