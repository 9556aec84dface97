"""A result is put on every scale on which it can stand, and on no other."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.model.comparison import Change, Contrast, Scaled
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import EffectMeasure
from ccsvi_triage.stats.exact import fisher

StudyOf = Callable[..., Study]
RR, RD, OR = EffectMeasure.RISK_RATIO, EffectMeasure.RISK_DIFFERENCE, EffectMeasure.ODDS_RATIO

TWO = "arms: [{id: new, role: intervention, n: 9}, {id: old, role: comparator, n: 10}]\n"


def scaled(study_of: StudyOf, results: str, arms: str = TWO) -> Scaled:
    study = study_of(f"{arms}outcomes: [{{id: o, name: Walking, better: higher, results: [{results}]}}]\n")
    return on_scale(study, study.outcomes[0])


def test_counts_of_people_in_two_groups_give_every_measure_of_risk(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: patients, arms: {new: {events: 3, n: 9}, old: {events: 1, n: 10}}}")
    assert told.contrast is Contrast.BETWEEN
    assert told.given == "3/9 (new) v 1/10 (old)"
    ratio = told.on(RR)
    assert ratio is not None
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((10 / 3, 0.418, 26.58), rel=1e-3)
    assert told.on(RD) is not None
    assert told.on(OR) is not None
    assert [(round(test.p, 3), test.test) for test in told.tests] == [(0.303, "Fisher's exact test")]


def test_what_the_study_could_have_found_stands_on_each_measure(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: patients, arms: {new: {events: 3, n: 9}, old: {events: 1, n: 10}}}")
    assert told.finds == "with 80 % power a risk of 69 % or more, against 1/10 = 10 %"
    ratio, difference = told.on(RR), told.on(RD)
    assert ratio is not None
    assert difference is not None
    assert (ratio.finds_below, difference.finds_below) == (None, None)
    assert (ratio.finds_above, difference.finds_above) == pytest.approx((6.89, 0.589), rel=1e-2)


def test_no_event_in_the_second_group_gives_no_ratio_and_still_a_difference(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: patients, arms: {new: {events: 3, n: 9}, old: {events: 0, n: 10}}}")
    assert told.on(RR) is None
    assert told.on(RD) is not None


def test_means_with_deviations_give_differences(study_of: StudyOf) -> None:
    told = scaled(study_of, '{unit: points, arms: {new: {mean: "5.0", sd: "1.0"}, old: {mean: "4.0", sd: "1.0"}}}')
    plain = told.on(EffectMeasure.MEAN_DIFFERENCE)
    assert plain is not None
    assert plain.value == pytest.approx(1.0)
    assert told.on(EffectMeasure.STANDARDISED_MEAN_DIFFERENCE) is not None
    assert told.tests[0].test == "Welch's t test"
    assert told.finds.startswith("with 80 % power a difference of")


def test_means_without_deviations_give_nothing_and_say_why(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: points, arms: {new: {mean: 5}, old: {mean: 4}}}")
    assert told.effects == ()
    assert "without standard deviations" in told.lacks


def test_before_and_after_in_one_group_is_no_effect_between_groups(study_of: StudyOf) -> None:
    told = scaled(
        study_of, "{unit: patients, arms: {before: {events: 30, n: 40}, after: {events: 20, n: 40}}, p: 0.01}"
    )
    assert told.contrast is Contrast.WITHIN
    assert told.effects == ()
    assert told.change is Change.LESS
    assert told.significant
    assert told.tests == ()


@pytest.mark.parametrize("unit", ["events", "lesions", "vessels", "parameters"])
def test_what_clusters_in_people_makes_no_effect(study_of: StudyOf, unit: str) -> None:
    told = scaled(
        study_of, f"{{unit: {unit}, arms: {{new: {{events: 4, n: 9}}, old: {{events: 1, n: 10}}}}, p: 0.389}}"
    )
    assert told.effects == ()
    assert unit in told.lacks
    assert told.printed_p == "0.389"


def test_people_go_before_events_of_the_same_outcome(study_of: StudyOf) -> None:
    events = "{unit: events, arms: {new: {events: 4, n: 9}, old: {events: 1, n: 10}}, p: 0.389}"
    people = "{unit: patients, arms: {new: {events: 3, n: 9}, old: {events: 1, n: 10}}}"
    told = scaled(study_of, f"{events}, {people}")
    assert told.result is not None
    assert told.result.unit == "patients"
    assert told.printed_p == ""


def test_a_printed_effect_stands_as_printed_with_the_p_value_of_its_interval(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: events, estimates: [{measure: rate-ratio, value: 0.72, low: 0.32, high: 1.63}]}")
    (effect,) = told.effects
    assert (effect.method, effect.computed) == ("as printed", False)
    assert [(round(test.p, 2), test.test) for test in told.tests] == [(0.43, "from the printed interval")]


def test_a_printed_effect_on_pieces_of_people_gives_no_p_value_and_no_power(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: parameters, estimates: [{measure: OR, value: 43, low: 29, high: 65}], p: <0.0001}")
    (effect,) = told.effects
    assert (effect.finds_below, effect.finds_above) == (None, None)
    assert (told.tests, told.finds) == ((), "")
    assert "not people" in told.lacks


def test_an_estimate_within_one_group_is_no_effect_between_groups(study_of: StudyOf) -> None:
    told = scaled(
        study_of,
        "{unit: vessels, estimates: [{measure: OR, value: 16, low: 3.5, high: 72.5, compares: one vein with another}]}",
        "arms: [{id: all, role: whole, n: 65}]\n",
    )
    assert told.contrast is Contrast.NONE


def test_counts_that_the_record_worked_out_are_marked(study_of: StudyOf) -> None:
    told = scaled(
        study_of, "{unit: patients, derived: yes, arms: {new: {events: 3, n: 9}, old: {events: 1, n: 10}}, note: fits}"
    )
    assert told.derived


def test_a_percentage_that_fits_several_counts_is_not_turned_into_one(study_of: StudyOf) -> None:
    arms = "arms: [{id: new, role: intervention, n: 900}, {id: old, role: comparator, n: 900}]\n"
    told = scaled(study_of, "{unit: patients, arms: {new: {percent: 30}, old: {percent: 10}}}", arms)
    assert told.effects == ()
    assert told.lacks == "the printed percentages fit several counts"


def test_a_result_in_words_and_a_missing_one_say_so(study_of: StudyOf) -> None:
    assert "in words" in scaled(study_of, "{unit: points, told: better than before}").lacks
    assert scaled(study_of, "").lacks == "no result is recorded"
    assert on_scale(study_of(), None).lacks == "no such outcome is recorded"


def test_the_printed_p_value_is_held_against_the_common_tests(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: patients, arms: {new: {events: 3, n: 9}, old: {events: 1, n: 10}}, p: 0.21}")
    assert "Fisher's exact test" not in told.gives
    assert told.gives


@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_the_limits_embrace_the_estimate_and_p_is_that_of_fisher(
    study_of: StudyOf, n: int, m: int, data: st.DataObject
) -> None:
    a, c = data.draw(st.integers(0, n)), data.draw(st.integers(0, m))
    told = scaled(study_of, f"{{unit: patients, arms: {{new: {{events: {a}, n: {n}}}, old: {{events: {c}, n: {m}}}}}}}")
    for effect in told.effects:
        assert effect.low is not None
        assert effect.high is not None
        assert effect.low <= effect.value + 1e-9
        assert effect.value <= effect.high + 1e-9
        assert effect.finds_below is None or effect.finds_below <= effect.none
        assert effect.finds_above is None or effect.finds_above >= effect.none
    if told.tests:
        assert told.tests[0].p == fisher(a, n, c, m).two_sided


def test_every_outcome_of_the_shipped_case_is_told_or_says_what_it_lacks(shipped: Library) -> None:
    for study in shipped.studies.values():
        for outcome in study.outcomes:
            told = on_scale(study, outcome)
            assert bool(told.effects) == (told.contrast is Contrast.BETWEEN)
            assert told.effects or told.lacks
            assert told.tests or told.lacks


COUNTS = "arms: {new: {events: 40, n: 400}, old: {events: 60, n: 400}}"


@pytest.mark.parametrize("design", ["cluster-randomised-trial", "crossover-trial"])
@pytest.mark.parametrize(
    ("numbers", "what"),
    [(COUNTS, "counts"), ("arms: {new: {mean: 5, sd: 2, n: 30}, old: {mean: 6, sd: 2, n: 30}}", "means")],
)
def test_nothing_is_made_of_numbers_of_people_who_go_together(
    study_of: StudyOf, design: str, numbers: str, what: str
) -> None:
    told = scaled(study_of, f"{{unit: patients, {numbers}}}", f"design: {design}\n{TWO}")
    assert told.effects == ()
    assert told.tests == ()
    assert told.lacks == f"its {what} do not tell how people of a {design.replace('-', ' ')} go together"


def test_an_effect_that_a_trial_by_clusters_prints_stands_in_place_of_its_counts(study_of: StudyOf) -> None:
    printed = "estimates: [{measure: RR, value: 0.67, low: 0.40, high: 1.12}]"
    told = scaled(study_of, f"{{unit: patients, {COUNTS}, {printed}}}", f"design: cluster-randomised-trial\n{TWO}")
    assert [(each.measure, each.low, each.computed) for each in told.effects] == [(RR, 0.40, False)]
    assert told.counts == (40, 400, 60, 400)


@pytest.mark.parametrize(
    ("design", "adjusted", "first"),
    [("cohort", "yes", 0.95), ("cohort", "no", 40 / 60), ("randomised-trial", "yes", 40 / 60)],
)
def test_an_adjusted_effect_goes_before_bare_counts_where_chance_did_not_make_the_groups(
    study_of: StudyOf, design: str, adjusted: str, first: float
) -> None:
    printed = f"estimates: [{{measure: RR, value: 0.95, low: 0.70, high: 1.25, adjusted: {adjusted}}}]"
    told = scaled(study_of, f"{{unit: patients, {COUNTS}, {printed}}}", f"design: {design}\n{TWO}")
    assert told.effects[0].value == pytest.approx(first)
    assert [each.measure for each in told.effects] == [RR, RD, OR]


def test_every_printed_effect_of_a_comparison_stands_beside_its_counts(study_of: StudyOf) -> None:
    printed = "estimates: [{measure: RR, value: 0.7}, {measure: HR, value: 0.6, low: 0.4, high: 0.9}]"
    told = scaled(study_of, f"{{unit: patients, {COUNTS}, {printed}}}")
    assert [each.measure for each in told.effects] == [RR, RD, OR, EffectMeasure.HAZARD_RATIO]


def test_large_groups_are_counted_where_their_counts_are_printed(study_of: StudyOf) -> None:
    told = scaled(study_of, "{unit: patients, arms: {new: {events: 8, n: 21720}, old: {events: 162, n: 21728}}}")
    ratio = told.on(RR)
    assert ratio is not None
    assert (ratio.value, ratio.low, ratio.high) == pytest.approx((0.0494, 0.0243, 0.1004), abs=1e-4)
    by_percent = scaled(
        study_of, '{unit: patients, arms: {new: {percent: "0.04", n: 21720}, old: {percent: "0.75", n: 21728}}}'
    )
    assert by_percent.effects == ()
    endless = scaled(study_of, "{unit: patients, arms: {new: {events: 8, n: 2000000}, old: {events: 162, n: 2000000}}}")
    assert endless.lacks == "of groups of more than 1000000 people nothing is computed"


def test_a_standard_error_gives_what_the_standard_deviation_gives(study_of: StudyOf) -> None:
    by_sd = scaled(study_of, "{unit: points, arms: {new: {mean: 5, sd: 6, n: 9}, old: {mean: 4, sd: 8, n: 16}}}")
    by_se = scaled(study_of, "{unit: points, arms: {new: {mean: 5, se: 2, n: 9}, old: {mean: 4, se: 2, n: 16}}}")
    assert by_se.effects == by_sd.effects
    assert len(by_se.effects) == 2
    assert by_se.given == "mean 5, SE 2, n 9 (new) v mean 4, SE 2, n 16 (old)"
