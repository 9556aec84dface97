import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.absolute import CONVERTED, ratio_of, risk_with
from ccsvi_triage.stats.effect_size import Measure

RISKS = st.floats(0.001, 0.999)
RATIOS = st.floats(0, 50)
MEASURES = st.sampled_from(sorted(CONVERTED))


@pytest.mark.parametrize(
    ("measure", "value", "risk", "expected"),
    [
        (Measure.RISK_RATIO, 0.5, 0.1, 0.05),
        (Measure.RISK_RATIO, 3.0, 0.2, 0.6),
        (Measure.RISK_RATIO, 3.0, 0.4, 1.0),
        (Measure.ODDS_RATIO, 0.5, 0.1, 1 / 19),
        (Measure.ODDS_RATIO, 3.0, 0.4, 2 / 3),
        (Measure.ODDS_RATIO, math.inf, 0.4, 1.0),
        (Measure.RISK_RATIO, 0.0, 0.4, 0.0),
    ],
)
def test_a_ratio_leads_from_one_risk_to_the_other(measure: Measure, value: float, risk: float, expected: float) -> None:
    assert risk_with(measure, value, risk) == pytest.approx(expected, abs=1e-12)


@given(MEASURES, RATIOS, RISKS)
def test_a_risk_never_leaves_its_range_and_no_effect_changes_nothing(
    measure: Measure, value: float, risk: float
) -> None:
    assert 0 <= risk_with(measure, value, risk) <= 1
    assert risk_with(measure, 1.0, risk) == pytest.approx(risk)


@given(MEASURES, RATIOS, RATIOS, RISKS)
def test_a_larger_ratio_never_leads_to_a_smaller_risk(measure: Measure, one: float, other: float, risk: float) -> None:
    low, high = sorted((one, other))
    assert risk_with(measure, low, risk) <= risk_with(measure, high, risk)


@given(MEASURES, st.floats(0, 0.999), RISKS)
def test_the_ratio_of_two_risks_leads_back_to_the_first(measure: Measure, first: float, risk: float) -> None:
    assert risk_with(measure, ratio_of(measure, first, risk), risk) == pytest.approx(first, abs=1e-9)


def test_from_everybody_there_are_no_odds() -> None:
    assert ratio_of(Measure.ODDS_RATIO, 1.0, 0.5) == math.inf
    assert ratio_of(Measure.RISK_RATIO, 1.0, 0.5) == 2


@pytest.mark.parametrize("risk", [0.0, 1.0, -0.1, 1.1, math.nan])
def test_a_risk_of_nobody_or_everybody_is_refused(risk: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        risk_with(Measure.RISK_RATIO, 0.5, risk)
    with pytest.raises(ValueError, match="between 0 and 1"):
        ratio_of(Measure.RISK_RATIO, 0.5, risk)


def test_what_is_no_ratio_of_risks_or_odds_is_refused() -> None:
    for measure in set(Measure) - CONVERTED:
        with pytest.raises(ValueError, match="does not lead"):
            risk_with(measure, 0.5, 0.5)
    for value in (-0.1, math.nan):
        with pytest.raises(ValueError, match="0 or more"):
            risk_with(Measure.ODDS_RATIO, value, 0.5)
    with pytest.raises(ValueError, match="from 0 to 1"):
        ratio_of(Measure.ODDS_RATIO, 1.1, 0.5)
