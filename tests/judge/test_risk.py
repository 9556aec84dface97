import math
from collections.abc import Callable

import pytest

from ccsvi_triage.judge.risk import absolute_of, control_risk, own_thresholds, risk_without, thresholds
from ccsvi_triage.model.claim import Claim, Threshold
from ccsvi_triage.model.comparison import Effect
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.text import Date, Number
from ccsvi_triage.model.words import CertaintyReason, EffectMeasure

Judge = Callable[..., Synthesis]
Trials = Callable[..., Library]
RISK_RATIO, ODDS_RATIO = EffectMeasure.RISK_RATIO, EffectMeasure.ODDS_RATIO
RISK_DIFFERENCE = EffectMeasure.RISK_DIFFERENCE


def effect(measure: EffectMeasure, value: float, low: float | None, high: float | None) -> Effect:
    return Effect(measure, value, low, high, 0.95, "so", computed=True)


def with_threshold(claim: Claim, measure: EffectMeasure, less: str, more: str) -> Claim:
    told = Threshold(
        measure=measure, less=Number(less), more=Number(more), because="so", by="A. Reviewer", date=Date("2031")
    )
    return replaced(claim, threshold=told)


def test_the_risk_without_is_that_of_all_groups_compared_with(trials_of: Trials, judge_claim: Judge) -> None:
    counted = judge_claim(trials_of((3, 50, 6, 60), (5, 40, 4, 40)), "it").counted
    assert control_risk(counted) == risk_without(counted) == (10, 100)


def test_nobody_or_everybody_with_the_event_tells_no_risk(trials_of: Trials, judge_claim: Judge) -> None:
    for events in (0, 40):
        counted = judge_claim(trials_of((5, 40, events, 40)), "it").counted
        assert control_risk(counted) == (events, 40)
        assert risk_without(counted) is None
    assert risk_without([]) is None


def test_shares_of_people_chosen_by_their_disease_are_nobodys_risk(trials_of: Trials, judge_claim: Judge) -> None:
    library = trials_of((5, 40, 4, 40), other={"t0": {"design: randomised-trial": "design: case-control"}})
    counted = judge_claim(library, "it").counted
    assert control_risk(counted) == (4, 40)
    assert risk_without(counted) is None


def test_a_ratio_is_told_in_people_with_its_limits() -> None:
    found = absolute_of(effect(RISK_RATIO, 0.5, 0.25, 2.0), (10, 100))
    assert found is not None
    assert (found.without, found.risk, found.low, found.high) == pytest.approx((0.1, 0.05, 0.025, 0.2))


@pytest.mark.parametrize(
    "told",
    [
        effect(EffectMeasure.MEAN_DIFFERENCE, 0.5, 0.2, 0.8),
        effect(EffectMeasure.HAZARD_RATIO, 0.5, 0.2, 0.8),
        effect(RISK_RATIO, 0.5, None, None),
    ],
)
def test_what_leads_to_no_risk_is_not_told_in_people(told: Effect) -> None:
    assert absolute_of(told, (10, 100)) is None
    assert absolute_of(effect(RISK_RATIO, 0.5, 0.2, 0.8), None) is None


@pytest.mark.parametrize(
    ("less", "more", "measure", "ends"),
    [
        ("-0.05", "0.05", RISK_RATIO, (0.5, 1.5)),
        ("-0.05", "0.1", ODDS_RATIO, (9 / 19, 2.25)),
        ("-0.2", "0.95", RISK_RATIO, (0.0, math.inf)),
        ("-0.1", "0.9", ODDS_RATIO, (0.0, math.inf)),
    ],
)
def test_a_difference_of_risks_that_matters_is_one_of_ratios_by_the_risk_without(
    less: str,
    more: str,
    measure: EffectMeasure,
    ends: tuple[float, float],
    shipped: Library,
) -> None:
    claim = with_threshold(shipped.claims["angioplasty-is-safe"], RISK_DIFFERENCE, less, more)
    assert own_thresholds(claim, measure, (10, 100)) == pytest.approx(ends)
    assert own_thresholds(claim, RISK_DIFFERENCE, None) == (float(less), float(more))


def test_without_a_risk_a_quarter_of_a_ratio_is_taken_and_of_a_difference_nothing(shipped: Library) -> None:
    claim = with_threshold(shipped.claims["angioplasty-is-safe"], RISK_DIFFERENCE, "-0.05", "0.05")
    assert own_thresholds(claim, RISK_RATIO, None) is None
    assert own_thresholds(claim, EffectMeasure.HAZARD_RATIO, (10, 100)) is None
    assert thresholds(claim, RISK_RATIO, None) == (0.75, 1.25)
    assert thresholds(claim, EffectMeasure.MEAN_DIFFERENCE, (10, 100)) is None


def test_a_threshold_in_people_decides_on_imprecision_where_a_quarter_would_not(
    trials_of: Trials, judge_claim: Judge
) -> None:
    tables = (20, 1000, 20, 1000), (22, 1000, 20, 1000)
    threshold = """\
    threshold:
      {measure: RD, less: "%s", more: "%s", because: so many matter, by: A. Reviewer, date: 2031-05-04}
    """

    def steps(claim: str = "") -> tuple[tuple[int, ...], str]:
        judged = judge_claim(trials_of(*tables, claim=claim), "it")
        step = next(step for step in judged.certainty.steps if step.reason is CertaintyReason.IMPRECISION)
        return step.proposed, step.because

    assert steps()[0] == (2,)
    wide, said = steps(threshold % ("-0.03", "0.03"))
    assert wide == (0,)
    assert "4020 people where one good trial" not in said
    assert "RD -0.03 and 0.03 from 40/2000 are RR 0 and 2.5" in said
    assert steps(threshold % ("-0.001", "0.001"))[0] == (2,)
