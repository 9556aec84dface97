import pytest

from ccsvi_triage.logic.threshold import ends_of, number_of, why_not
from ccsvi_triage.model.claim import Threshold
from ccsvi_triage.model.text import Date, Number
from ccsvi_triage.model.words import EffectMeasure


def threshold(measure: EffectMeasure, less: str, more: str) -> Threshold:
    return Threshold(
        measure=measure, less=Number(less), more=Number(more), because="so", by="A. Reviewer", date=Date("2031")
    )


@pytest.mark.parametrize(
    ("measure", "less", "more", "ends"),
    [
        (EffectMeasure.RISK_RATIO, "0.80", "1.25", (0.8, 1.25)),
        (EffectMeasure.MEAN_DIFFERENCE, "\u22120.5", "1,000", (-0.5, 1000.0)),
        (EffectMeasure.RISK_RATIO, "1.25", "0.80", None),
        (EffectMeasure.RISK_RATIO, "-0.1", "1.25", None),
        (EffectMeasure.RISK_RATIO, "0", "1.25", None),
        (EffectMeasure.RISK_DIFFERENCE, "0.1", "0.2", None),
        (EffectMeasure.SENSITIVITY, "0.1", "1.2", None),
    ],
)
def test_a_threshold_lies_on_both_sides_of_no_effect_or_says_why_not(
    measure: EffectMeasure, less: str, more: str, ends: tuple[float, float] | None
) -> None:
    told = threshold(measure, less, more)
    assert ends_of(told) == ends
    assert bool(why_not(told)) is (ends is None)


def test_a_number_is_read_as_printed() -> None:
    assert number_of("\u22121,234.50") == -1234.5
