"""Which results can be averaged; tests/judge/test_averaging.py has what comes of them."""

from collections.abc import Callable

import pytest

from ccsvi_triage.judge.averaging import no_faults
from ccsvi_triage.judge.certainty import body_of
from ccsvi_triage.judge.entries import Entries, Gathered, grouped, is_review, time_of
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import EffectMeasure
from ccsvi_triage.stats.effect_size import EffectSize, Table

Judge = Callable[..., Synthesis]
Trials = Callable[..., Library]


def gathered(library: Library, judge: Judge) -> Gathered:
    return Entries(library.claims["it"], no_faults).gather(body_of(judge(library, "it").counted))


def test_counts_of_people_stay_counts_and_printed_intervals_become_logarithms(
    trials_of: Trials, judge_claim: Judge
) -> None:
    printed = "- {unit: patients, estimates: [{measure: OR, value: 0.50, low: 0.25, high: 1.00, level: 95}]}"
    found = gathered(trials_of((1, 10, 2, 10), printed), judge_claim)
    first, second = (each.sizes[EffectMeasure.ODDS_RATIO] for each in found.candidates)
    assert first == Table(1, 10, 2, 10)
    assert isinstance(second, EffectSize)
    # half the width of the interval is 1.96 standard errors: log(2) / 1.96
    assert second.estimate == pytest.approx(-0.6931472)
    assert second.variance == pytest.approx((0.6931472 / 1.9599640) ** 2)


def test_an_interval_of_another_level_is_read_at_that_level(trials_of: Trials, judge_claim: Judge) -> None:
    printed = "- {{unit: patients, estimates: [{{measure: OR, value: 0.50, low: 0.25, high: 1.00, level: {}}}]}}"
    found = gathered(trials_of(printed.format(90), printed.format(99)), judge_claim)
    first, second = (each.sizes[EffectMeasure.ODDS_RATIO] for each in found.candidates)
    assert isinstance(first, EffectSize)
    assert isinstance(second, EffectSize)
    assert first.variance / second.variance == pytest.approx((2.5758293 / 1.6448536) ** 2)


@pytest.mark.parametrize(
    ("result", "why"),
    [
        ("- {unit: patients, estimates: [{measure: OR, value: 0.5}]}", "usable interval"),
        ("- {unit: patients, estimates: [{measure: OR, value: 0.5, low: 0, high: 1}]}", "usable interval"),
        ("- {unit: patients, estimates: [{measure: OR, value: 0.5, low: 0.6, high: 1}]}", "usable interval"),
        ("- {unit: events, estimates: [{measure: rate-ratio, value: 0.5, low: 0.3, high: 1}]}", "counts events"),
        ("- {unit: patients, told: nothing}", "in words"),
        ("- {unit: patients, arms: {before: {events: 3, n: 9}, after: {events: 1, n: 9}}}", "one group"),
    ],
)
def test_a_result_that_cannot_be_averaged_says_why(
    result: str, why: str, trials_of: Trials, judge_claim: Judge
) -> None:
    found = gathered(trials_of((1, 10, 2, 10), (2, 10, 3, 10), result), judge_claim)
    assert [each.weighed.id for each in found.candidates] == ["t0", "t1"]
    ((study, because),) = found.left_out
    assert study == "t2"
    assert why in because


def test_studies_stand_by_date(trials_of: Trials, judge_claim: Judge) -> None:
    library = trials_of((1, 10, 2, 10), (2, 10, 3, 10), (1, 12, 3, 11), other={"t0": {"year: 2001": "year: 2019"}})
    assert [each.weighed.id for each in gathered(library, judge_claim).candidates] == ["t1", "t2", "t0"]


def test_a_review_is_no_study_of_people_of_its_own(shipped: Library) -> None:
    assert is_review(shipped.studies["laupacis-2011"])
    assert not is_review(shipped.studies["traboulsee-2018"])


def test_a_time_that_is_not_recorded_is_said_to_be_so(shipped: Library, judge_claim: Judge) -> None:
    body = judge_claim(shipped, "angioplasty-reduces-relapses-rrms").counted
    told = {each.id: time_of(each.named.scaled) for each in body}
    assert told["siddiqui-2014-premise"] == "6 months"
    assert told["traboulsee-2018"] == "time not recorded, of a study of 48 weeks"


def test_studies_that_have_the_same_stand_together() -> None:
    assert grouped([("a", "x"), ("b", "y"), ("c", "x")]) == "x (a, c); y (b)"
