from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.proportion import clopper_pearson, most_after_none, wilson

Rows = Callable[[str], list[Mapping[str, str]]]
COUNTS = st.integers(1, 3000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def test_limits_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        events, total = int(row["x"]), int(row["n"])
        score, exact = wilson(events, total), clopper_pearson(events, total)
        return {"wilson_lo": score.low, "wilson_hi": score.high, "cp_lo": exact.low, "cp_hi": exact.high}

    compare(rows("proportion"), values, 1e-9)


def test_corrected_limits_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        corrected = wilson(int(row["x"]), int(row["n"]), corrected=True)
        return {"wilson_cc_lo": corrected.low, "wilson_cc_hi": corrected.high}

    compare([row for row in rows("proportion") if 2 * int(row["x"]) != int(row["n"])], values, 1e-9)


def test_r_drops_the_correction_at_one_half_and_we_do_not(pinned: Rows) -> None:
    halves = [row for row in pinned("proportion") if 2 * int(row["x"]) == int(row["n"])]
    assert halves
    for row in halves:
        events, total = int(row["x"]), int(row["n"])
        assert float(row["wilson_cc_lo"]) == pytest.approx(wilson(events, total).low, rel=1e-9)
        assert wilson(events, total, corrected=True).low < float(row["wilson_cc_lo"])


def test_limits_after_no_event_are_exact(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        total = int(row["n"])
        return {
            "zero_exact_onesided_hi": most_after_none(total),
            "zero_exact_twosided_hi": clopper_pearson(0, total).high,
        }

    compare([row for row in rows("proportion") if row["x"] == "0"], values, 1e-9)


@given(st.integers(30, 10**7))
def test_the_rule_of_three_is_close_from_thirty_people_on(total: int) -> None:
    assert most_after_none(total) < 3 / total < 1.06 * most_after_none(total)


@given(COUNTS, st.floats(0.5, 0.999))
def test_limits_embrace_the_proportion_and_stay_between_none_and_all(counts: tuple[int, int], level: float) -> None:
    for interval in (wilson(*counts, level=level), wilson(*counts, level=level, corrected=True)):
        assert interval.estimate is not None
        assert 0 <= interval.low <= interval.estimate <= interval.high <= 1
    exact = clopper_pearson(*counts, level=level)
    assert 0 <= exact.low <= counts[0] / counts[1] <= exact.high <= 1


@given(COUNTS)
def test_to_count_the_others_mirrors_the_limits(counts: tuple[int, int]) -> None:
    events, total = counts
    for method in (wilson, clopper_pearson):
        these, others = method(events, total), method(total - events, total)
        assert these.low == pytest.approx(1 - others.high, abs=1e-12)


@given(st.integers(1, 60).flatmap(lambda total: st.tuples(st.integers(1, total), st.just(total))))
def test_an_exact_limit_leaves_the_tail_that_it_claims(counts: tuple[int, int]) -> None:
    events, total = counts
    low = Fraction(clopper_pearson(events, total).low)
    tail = sum(comb(total, k) * low**k * (1 - low) ** (total - k) for k in range(events, total + 1))
    assert float(tail) == pytest.approx(0.025, rel=1e-9)
