from collections.abc import Callable

import pytest

from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]
COUNTS = "  arms: {a: {n: 70, events: 58}, b: {n: 33, events: 22}}\n"


def estimate(fields: str, more: str = "", unit: str = "patients") -> str:
    return f"- unit: {unit}\n  estimates: [{{{fields}}}]\n{more}"


def told(found: Finding) -> tuple[str, Severity, Fits]:
    return found.check, found.severity, found.fits


# an estimate and its interval


def test_an_estimate_in_its_interval_comes_out(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 0.75, low: 0.34, high: 1.68"))
    assert told(found) == ("N-INTERVAL", Severity.OK, Fits.CONSISTENT)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ("measure: HR, value: 1.85, low: 1.2, high: 1.7", "does not contain its own estimate"),
        ("measure: HR, value: 1.5, low: 1.7, high: 1.2", "the wrong way round"),
        ("measure: HR, value: -1.5, low: -2, high: 1.2", "never below zero"),
        ("measure: MD, value: 3, low: -2, high: 1.2", "does not contain its own estimate"),
    ],
)
def test_impossible_intervals_are_errors(fields: str, words: str, finds: Finds) -> None:
    (found,) = finds(estimate(fields))
    assert told(found) == ("N-INTERVAL", Severity.ERROR, Fits.INCONSISTENT)
    assert words in found.said
    assert "a misprint" in found.innocent[0]


def test_an_estimate_that_digits_cut_off_bring_into_its_interval_is_a_note(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 1.8, low: 1.2, high: 1.75"))
    assert found.severity is Severity.OK
    (found,) = finds(estimate("measure: HR, value: 1.85, low: 1.2, high: 1.8"))
    assert found.severity is Severity.OK
    (found,) = finds(estimate("measure: HR, value: 1.87, low: 1.2, high: 1.8"))
    assert told(found) == ("N-INTERVAL", Severity.NOTE, Fits.CONSISTENT)


@pytest.mark.parametrize("level", ["0", "100", "150", "0.95"])
def test_a_level_that_no_interval_has_is_a_warning_and_is_not_computed_with(level: str, finds: Finds) -> None:
    found = finds(estimate(f"measure: HR, value: 0.75, low: 0.34, high: 1.68, level: {level}", "  p: 0.49\n"))
    assert [told(each) for each in found] == [
        ("N-INTERVAL", Severity.WARNING, Fits.INCONSISTENT),
        ("N-P-INTERVAL", Severity.OK, Fits.CONSISTENT),
    ]
    assert found[0].said.startswith(f"no interval has a level of {level} %")


def test_an_interval_of_one_standard_error_is_taken_at_its_level(finds: Finds) -> None:
    (found,) = finds(estimate("measure: MD, value: 1.50, low: 0.50, high: 2.50, level: 68", "  p: 0.136\n"))
    assert told(found) == ("N-P-INTERVAL", Severity.OK, Fits.CONSISTENT)


def test_without_an_interval_p_cannot_be_set_beside_an_estimate(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 0.75", "  p: 0.49\n"))
    assert (found.severity, found.fits, found.missing) == (
        Severity.INFO,
        Fits.CANNOT_TELL,
        ("low and high of the estimate",),
    )


@pytest.mark.parametrize("measure", ["kappa", "r", "proportion", "sensitivity", "percent-change"])
def test_what_has_no_scale_of_its_own_is_left_alone(measure: str, finds: Finds) -> None:
    assert finds(estimate(f"measure: {measure}, value: 3, low: 4, high: 1", "  p: 0.2\n")) == []


def test_an_odds_ratio_of_nothing_is_judged_without_a_logarithm_of_it(finds: Finds) -> None:
    found = finds(estimate("measure: OR, value: 0, low: 0, high: 0", "  p: 0.2\n"))
    assert {each.fits for each in found} <= set(Fits)


# p against the interval


def test_p_that_follows_from_the_interval_comes_out_with_its_range(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 0.75, low: 0.34, high: 1.68", "  p: 0.49\n"))
    assert told(found) == ("N-P-INTERVAL", Severity.OK, Fits.CONSISTENT)
    assert found.shown == ("the interval gives p = 0.48 (from 0.465 to 0.495 within rounding)",)


def test_p_that_does_not_follow_and_decides_alike_is_a_note(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 16, low: 3.5, high: 72.5, level: 95", "  p: <.0001\n"))
    assert told(found) == ("N-P-INTERVAL", Severity.NOTE, Fits.INCONSISTENT)


def test_p_that_misses_by_little_far_from_the_line_is_a_remark(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 1.05, low: 0.47, high: 2.39", "  p: 0.99\n"))
    assert told(found) == ("N-P-INTERVAL", Severity.INFO, Fits.INCONSISTENT)


def test_p_of_one_tail_is_a_remark_that_says_so(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 0.75, low: 0.34, high: 1.68", "  p: 0.24\n"))
    assert told(found) == ("N-P-INTERVAL", Severity.INFO, Fits.CONSISTENT)
    assert "one tail" in found.said


def test_p_and_an_interval_that_decide_differently_by_far_are_an_error(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 0.80, low: 0.50, high: 1.28", "  p: 0.01\n"))
    assert told(found) == ("N-P-INTERVAL", Severity.ERROR, Fits.INCONSISTENT)
    assert found.said.startswith("the interval holds no effect, and p = 0.01 says otherwise")
    (found,) = finds(estimate("measure: HR, value: 0.50, low: 0.30, high: 0.83", "  p: 0.30\n"))
    assert found.severity is Severity.ERROR
    assert found.said.startswith("the interval leaves out no effect")


def test_p_and_an_interval_on_either_side_of_the_line_and_near_it_are_a_note(finds: Finds) -> None:
    # the p value of a rank test beside an interval of a model
    (found,) = finds(estimate("measure: HR, value: 0.75, low: 0.558, high: 1.008", "  p: 0.046\n"))
    assert told(found) == ("N-P-INTERVAL", Severity.NOTE, Fits.INCONSISTENT)


def test_an_interval_that_touches_no_effect_conflicts_with_nothing(finds: Finds) -> None:
    (found,) = finds(estimate("measure: HR, value: 0.75, low: 0.56, high: 1.0", "  p: 0.049\n"))
    assert found.severity is Severity.OK


def test_p_of_another_test_of_the_counts_than_the_intervals_is_no_error(finds: Finds) -> None:
    # 1/50 and 7/50: chi-squared gives 0.027, and the interval of the logarithm holds 1
    arms = "  arms: {a: {n: 50, events: 7}, b: {n: 50, events: 1}}\n  p: 0.027\n"
    (found,) = finds(estimate("measure: OR, value: 7.98, low: 0.94, high: 67.45", arms), check="N-P-INTERVAL")
    assert found.severity is Severity.NOTE
    assert "p is that of chi-squared" in found.innocent[0]


# the width of an interval


def test_an_interval_narrower_than_its_people_make_it_is_an_error_that_tells_how_many_it_needs(finds: Finds) -> None:
    facts = "randomised: yes\narms: [{id: a, role: intervention, n: 31}, {id: b, role: comparator, n: 35}]"
    (found,) = finds(estimate("measure: OR, value: 1.93, low: 1.3, high: 2.8"), check="N-WIDTH", facts=facts)
    assert told(found) == ("N-WIDTH", Severity.ERROR, Fits.INCONSISTENT)
    assert "needs 364 independent people or more, and there are 66" in found.said
    assert "sqrt(4/31 + 4/35)" in found.shown[1]


def test_a_narrow_interval_of_groups_that_may_be_matched_is_a_remark(finds: Finds) -> None:
    arms = "arms: [{id: a, role: cases, n: 50}, {id: b, role: controls, n: 50}]"
    narrow = estimate("measure: OR, value: 2.00, low: 1.08, high: 3.70")
    assert finds(narrow, check="N-WIDTH", facts=f"design: case-control\n{arms}")[0].severity is Severity.INFO
    assert finds(narrow, check="N-WIDTH", facts=f"randomised: yes\n{arms}")[0].severity is Severity.ERROR


def test_an_interval_as_wide_as_its_people_make_it_comes_out(finds: Finds) -> None:
    (found,) = finds(estimate("measure: OR, value: 2.42, low: 0.93, high: 6.27"), check="N-WIDTH")
    assert told(found) == ("N-WIDTH", Severity.OK, Fits.CONSISTENT)


def test_a_narrower_interval_of_another_level_is_judged_at_that_level(finds: Finds) -> None:
    facts = "randomised: yes\narms: [{id: a, role: intervention, n: 50}, {id: b, role: comparator, n: 50}]"
    fields = "measure: OR, value: 2.00, low: 1.30, high: 3.07"
    assert finds(estimate(fields), check="N-WIDTH", facts=facts)[0].severity is Severity.ERROR
    assert finds(estimate(f"{fields}, level: 68"), check="N-WIDTH", facts=facts)[0].severity is Severity.OK


def test_the_larger_of_two_sizes_is_taken_since_a_model_may_use_people_whose_outcome_is_missing(finds: Finds) -> None:
    facts = (
        "randomised: yes\narms: [{id: a, role: intervention, n: 100, analysed: 10}, "
        "{id: b, role: comparator, n: 100, analysed: 10}]"
    )
    found = finds(estimate("measure: OR, value: 2.00, low: 1.12, high: 3.57"), check="N-WIDTH", facts=facts)
    assert [each.severity for each in found] == [Severity.OK]


def test_where_nobody_tells_how_many_people_there_are_no_width_is_judged(finds: Finds) -> None:
    narrow = estimate("measure: OR, value: 2.00, low: 1.99, high: 2.01, between: [a, nobody]")
    assert finds(narrow, check="N-WIDTH") == []
    facts = "arms: [{id: a, role: intervention, n: not-reported, analysed: 5}, {id: b, role: comparator, n: 0}]"
    assert finds(estimate("measure: OR, value: 2.00, low: 1.99, high: 2.01"), check="N-WIDTH", facts=facts) == []


# the effect against the counts


def test_an_estimate_and_an_interval_of_the_counts_come_out(finds: Finds) -> None:
    (found,) = finds(estimate("measure: OR, value: 2.42, low: 0.93, high: 6.27", COUNTS), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.OK, Fits.CONSISTENT)
    assert found.shown == ("58/70 (a) and 22/33 (b) give OR 2.42 (0.931 to 6.27), crude, woolf",)


@pytest.mark.parametrize(
    ("fields", "method"),
    [
        ("measure: RD, value: 16.2, low: -2.2, high: 34.5", "wald"),
        ("measure: RD, value: 0.16, low: -0.01, high: 0.35", ""),
        ("measure: OR, value: 2.39, low: 0.83, high: 6.95", "conditional-exact"),
        ("measure: RR, value: 1.24, low: 0.99, high: 1.69", "koopman"),
        ("measure: OR, value: 2.42, low: 1.09, high: 5.38, level: 90", ""),
    ],
)
def test_the_interval_of_any_method_in_use_and_of_the_printed_level_comes_out(
    fields: str, method: str, finds: Finds
) -> None:
    (found,) = finds(estimate(fields, COUNTS), check="N-EFFECT")
    assert found.severity is Severity.OK, found
    assert any(line.startswith(f"{method} gives") for line in found.shown) == bool(method)


def test_a_half_added_to_every_cell_is_found_where_a_cell_is_zero(finds: Finds) -> None:
    counts = "  arms: {a: {n: 52, events: 5}, b: {n: 28, events: 0}}\n"
    (found,) = finds(estimate("measure: OR, value: 6.60, low: 0.35, high: 123.86", counts), check="N-EFFECT")
    assert found.severity is Severity.OK
    assert "half-added gives" in found.shown[1]


def test_an_estimate_with_another_interval_is_a_remark_and_a_note_where_that_decides_differently(
    finds: Finds,
) -> None:
    (found,) = finds(estimate("measure: OR, value: 2.42, low: 0.80, high: 7.00", COUNTS), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.INFO, Fits.CONSISTENT)
    (found,) = finds(estimate("measure: OR, value: 2.42, low: 1.20, high: 5.00", COUNTS), check="N-EFFECT")
    assert found.severity is Severity.NOTE
    assert found.said.endswith("which decides differently")


def test_an_effect_that_the_counts_do_not_give_is_a_note(finds: Finds) -> None:
    (found,) = finds(estimate("measure: OR, value: 3.00, low: 0.90, high: 10.0", COUNTS), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.NOTE, Fits.INCONSISTENT)


def test_an_effect_that_decides_otherwise_than_the_counts_is_a_warning(finds: Finds) -> None:
    printed = "measure: OR, value: 2.64, low: 1.11, high: 6.28"
    (found,) = finds(estimate(printed, COUNTS), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.WARNING, Fits.INCONSISTENT)
    assert "2.42, and they decide differently" in found.said


def test_an_effect_that_is_said_to_be_adjusted_is_a_remark(finds: Finds) -> None:
    printed = "measure: OR, value: 2.64, low: 1.11, high: 6.28, adjusted: yes"
    (found,) = finds(estimate(printed, COUNTS), check="N-EFFECT")
    assert found.severity is Severity.INFO


def test_counts_that_we_worked_out_or_of_people_told_elsewhere_carry_no_warning(finds: Finds) -> None:
    printed = estimate("measure: OR, value: 2.64, low: 1.11, high: 6.28")
    derived = f"- unit: patients\n  derived: yes\n  note: so\n{COUNTS}"
    (found,) = finds(printed + derived, check="N-EFFECT")
    assert found.severity is Severity.NOTE
    facts = "arms: [{id: a, role: intervention, n: 70}, {id: b, role: comparator, n: 33}]"
    bare = "  arms: {a: {events: 58}, b: {events: 22}}\n"
    (found,) = finds(estimate("measure: OR, value: 2.64, low: 1.11, high: 6.28", bare), check="N-EFFECT", facts=facts)
    assert found.severity is Severity.NOTE


@pytest.mark.parametrize(
    "fields",
    ["measure: OR, value: 0.41", "measure: RR, value: 0.80", "measure: RD, value: -16.2", "measure: RR, value: 0.51"],
)
def test_an_effect_the_other_way_round_or_of_those_without_the_event_is_a_remark(fields: str, finds: Finds) -> None:
    (found,) = finds(estimate(fields, COUNTS), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.INFO, Fits.CONSISTENT)


def test_an_effect_with_digits_cut_off_is_a_note(finds: Finds) -> None:
    (found,) = finds(estimate("measure: OR, value: 2.41", COUNTS), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.NOTE, Fits.CONSISTENT)


def test_nobody_with_the_event_is_no_ratio(finds: Finds) -> None:
    for events, words in (("0", "nobody"), ("9", "everybody")):
        arms = f"  arms: {{a: {{n: 9, events: {events}}}, b: {{n: 9, events: {events}}}}}\n"
        (found,) = finds(estimate("measure: OR, value: 1", arms), check="N-EFFECT")
        assert found.fits is Fits.CANNOT_TELL
        assert words in found.said


def test_from_percentages_alone_an_effect_is_bounded(finds: Finds) -> None:
    arms = "  arms: {a: {percent: 96}, b: {percent: 53}}\n"
    (found,) = finds(estimate("measure: OR, value: 16", arms, unit="vessels"), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.NOTE, Fits.INCONSISTENT)
    assert found.shown == ("96 % and 53 % give OR 18.4 to 24.9 within rounding",)
    (found,) = finds(estimate("measure: OR, value: 20", arms, unit="vessels"), check="N-EFFECT")
    assert found.severity is Severity.OK
    (found,) = finds(estimate("measure: OR, value: 16, adjusted: yes", arms, unit="vessels"), check="N-EFFECT")
    assert found.severity is Severity.INFO


@pytest.mark.parametrize("value", ["43", "0.43", "-43", "-0.43"])
def test_a_difference_of_percentages_may_be_printed_in_points_or_as_a_share_and_with_either_sign(
    value: str, finds: Finds
) -> None:
    arms = "  arms: {a: {percent: 96}, b: {percent: 53}}\n"
    (found,) = finds(estimate(f"measure: RD, value: {value}", arms, unit="vessels"), check="N-EFFECT")
    assert found.fits is Fits.CONSISTENT


def test_a_half_per_cent_point_is_not_taken_for_fifty(finds: Finds) -> None:
    arms = "  arms: {a: {n: 1000, events: 15}, b: {n: 1000, events: 10}}\n"
    (found,) = finds(estimate("measure: RD, value: 0.5", arms), check="N-EFFECT")
    assert told(found) == ("N-EFFECT", Severity.OK, Fits.CONSISTENT)
