import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccsvi_triage.stats.effect import (
    Direction,
    Needed,
    number_needed,
    odds_ratio,
    risk_difference,
    risk_ratio,
    smallest_expected,
)
from ccsvi_triage.stats.interval import Interval, Method

Rows = Callable[[str], list[Mapping[str, str]]]
GROUP = st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def table(row: Mapping[str, str]) -> tuple[int, int, int, int]:
    return int(row["a"]), int(row["n1"]), int(row["c"]), int(row["n2"])


def test_a_risk_difference_is_that_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        difference = risk_difference(*table(row))
        return {"rd": difference.estimate, "rd_newcombe_lo": difference.low, "rd_newcombe_hi": difference.high}

    compare(rows("twobytwo"), values, 1e-9)


def test_ratios_of_tables_without_a_zero_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        risk, odds = risk_ratio(*table(row)), odds_ratio(*table(row))
        assert (risk.method, odds.method) == (Method.KATZ, Method.WOOLF)
        return {
            "rr_katz": risk.estimate,
            "rr_katz_lo": risk.low,
            "rr_katz_hi": risk.high,
            "or_woolf": odds.estimate,
            "or_woolf_lo": odds.low,
            "or_woolf_hi": odds.high,
        }

    full = [
        row for row in rows("twobytwo") if 0 < int(row["a"]) < int(row["n1"]) and 0 < int(row["c"]) < int(row["n2"])
    ]
    compare(full, values, 1e-9)


def test_ratios_of_tables_with_a_zero_are_the_score_and_the_exact_ones(
    rows: Rows, compare: Callable[..., None]
) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        risk, odds = risk_ratio(*table(row)), odds_ratio(*table(row))
        assert (risk.method, odds.method) == (Method.KOOPMAN, Method.CONDITIONAL_EXACT)
        return {
            "rr_score_lo": risk.low,
            "rr_score_hi": risk.high,
            "or_exact_lo": odds.low,
            "or_exact_hi": odds.high,
        }

    zero = [row for row in rows("twobytwo") if row["a"] in {"0", row["n1"]} or row["c"] in {"0", row["n2"]}]
    compare(zero, values, 1e-6)


def test_a_small_sham_controlled_trial_tells_next_to_nothing() -> None:
    ratio, difference = risk_ratio(3, 9, 1, 10), risk_difference(3, 9, 1, 10)
    assert (round(ratio.low, 2), round(ratio.high, 1)) == (0.42, 26.6)
    assert (round(difference.low, 2), round(difference.high, 2)) == (-0.14, 0.56)


def test_no_events_at_all_are_no_ratio_and_not_no_difference() -> None:
    for ratio in (risk_ratio(0, 9, 0, 10), odds_ratio(0, 9, 0, 10)):
        assert (ratio.estimate, ratio.low, ratio.high) == (None, 0, math.inf)
    difference = risk_difference(0, 9, 0, 10)
    assert difference.estimate == 0
    assert (round(difference.low, 3), round(difference.high, 3)) == (-0.278, 0.299)


def test_all_with_the_event_are_a_risk_ratio_of_one_with_limits_of_its_own() -> None:
    ratio = risk_ratio(9, 9, 10, 10)
    assert ratio.estimate == 1
    assert ratio.low < 0.8
    assert ratio.high > 1.2
    assert odds_ratio(9, 9, 10, 10).estimate is None


@given(GROUP, GROUP, st.floats(0.5, 0.999))
def test_limits_embrace_their_estimate(a: tuple[int, int], b: tuple[int, int], level: float) -> None:
    for effect in (risk_difference, risk_ratio, odds_ratio):
        interval = effect(*a, *b, level=level)
        if interval.estimate is not None:
            assert interval.low <= interval.estimate <= interval.high
        assert interval.level == level


@given(GROUP, GROUP)
def test_to_swap_the_groups_negates_a_difference_and_inverts_a_ratio(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, other = risk_difference(*a, *b), risk_difference(*b, *a)
    assert one.low == pytest.approx(-other.high, abs=1e-12)
    for ratio in (risk_ratio, odds_ratio):
        first, second = ratio(*a, *b), ratio(*b, *a)
        assert (first.low == 0) is math.isinf(second.high)
        if first.low:
            assert first.low == pytest.approx(1 / second.high, rel=1e-9)


@given(GROUP, GROUP)
def test_a_wider_level_reaches_further(a: tuple[int, int], b: tuple[int, int]) -> None:
    for effect in (risk_difference, risk_ratio, odds_ratio):
        narrow, wide = effect(*a, *b, level=0.9), effect(*a, *b, level=0.99)
        assert wide.low <= narrow.low
        assert narrow.high <= wide.high


@given(GROUP, GROUP)
def test_the_smallest_expected_count_is_that_of_one_of_the_four_cells(a: tuple[int, int], b: tuple[int, int]) -> None:
    people = a[1] + b[1]
    cells = [n * m / people for n in (a[1], b[1]) for m in (a[0] + b[0], people - a[0] - b[0])]
    assert smallest_expected(*a, *b) == pytest.approx(min(cells), rel=1e-12)


# numbers needed to treat


def difference(low: float, estimate: float | None, high: float) -> Interval:
    return Interval(estimate, low, high, 0.95, Method.NEWCOMBE)


def test_a_clear_benefit_is_one_stretch_of_numbers() -> None:
    needed = number_needed(difference(-0.3, -0.2, -0.12), event_is_wanted=False)
    assert needed.estimate == Needed(5, 5, Direction.BENEFIT)
    assert needed.best.number == pytest.approx(10 / 3)
    assert (needed.best.whole, needed.best.direction) == (4, Direction.BENEFIT)
    assert needed.worst.number == pytest.approx(25 / 3)
    assert (needed.worst.whole, needed.worst.direction) == (9, Direction.BENEFIT)
    assert not needed.through_infinity


def test_limits_through_zero_run_through_infinity() -> None:
    needed = number_needed(difference(-0.05, 0.15, 0.3), event_is_wanted=True)
    assert needed.through_infinity
    assert needed.best.number == pytest.approx(10 / 3)
    assert (needed.best.whole, needed.best.direction) == (4, Direction.BENEFIT)
    assert needed.worst == Needed(20, 20, Direction.HARM)


def test_a_number_is_rounded_against_the_treatment() -> None:
    assert number_needed(difference(0.1, 0.15, 0.2), event_is_wanted=True).estimate.whole == 7
    assert number_needed(difference(0.1, 0.15, 0.2), event_is_wanted=False).estimate.whole == 6


def test_no_difference_needs_infinitely_many() -> None:
    needed = number_needed(difference(0, 0, 0.2), event_is_wanted=True)
    assert needed.estimate == needed.worst == Needed(math.inf, None, Direction.NEITHER)
    assert not needed.through_infinity


@given(GROUP, GROUP, st.booleans())
def test_a_wanted_event_and_its_opposite_need_the_same(a: tuple[int, int], b: tuple[int, int], wanted: bool) -> None:  # noqa: FBT001
    assume(a[0] / a[1] != b[0] / b[1])
    one = number_needed(risk_difference(*a, *b), event_is_wanted=wanted)
    swapped = number_needed(risk_difference(*b, *a), event_is_wanted=not wanted)
    assert one.estimate == swapped.estimate
    assert one.through_infinity == swapped.through_infinity


@pytest.mark.parametrize(("low", "estimate", "high"), [(0, None, 1), (0.3, 0.2, 0.4), (-2, 0, 1), (0, math.nan, 1)])
def test_without_a_difference_of_risks_there_is_no_number_needed(low: float, estimate: Any, high: float) -> None:
    with pytest.raises(ValueError, match="differ"):
        number_needed(difference(low, estimate, high), event_is_wanted=True)


@pytest.mark.parametrize("effect", [risk_difference, risk_ratio, odds_ratio])
@pytest.mark.parametrize("counts", [(5, 4, 1, 4), (1, 4, -1, 4), (0, 0, 1, 4), (1, 4, 0, 0)])
def test_impossible_counts_are_refused(effect: Callable[..., Interval], counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"total is at least 1|is no count"):
        effect(*counts)
