import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.coherence import Ratio
from ccsvi_triage.stats.family import intervals_of
from ccsvi_triage.stats.interval import Method

Rows = Callable[[str], list[Mapping[str, str]]]
GROUP = st.integers(1, 300).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
COLUMNS = {
    Ratio.ODDS_RATIO: {
        Method.WOOLF: "or_woolf",
        Method.CONDITIONAL_EXACT: "or_exact",
        Method.CONDITIONAL_MID_P: "or_midp",
        Method.SCORE: "or_score",
        Method.MIETTINEN_NURMINEN: "or_mn",
    },
    Ratio.RISK_RATIO: {Method.KATZ: "rr_katz", Method.KOOPMAN: "rr_score", Method.MIETTINEN_NURMINEN: "rr_mn"},
    Ratio.RISK_DIFFERENCE: {
        Method.NEWCOMBE: "rd_newcombe",
        Method.MIETTINEN_NURMINEN: "rd_mn",
        Method.MEE: "rd_score",
    },
}


@pytest.mark.parametrize("effect", Ratio)
def test_each_interval_is_the_one_of_its_name(effect: Ratio, rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        table = (int(row["a"]), int(row["n1"]), int(row["c"]), int(row["n2"]))
        found: dict[str, float | None] = {}
        for interval in intervals_of(effect, *table):
            column = COLUMNS[effect].get(interval.method)
            if column is not None:
                found |= {f"{column}_lo": interval.low, f"{column}_hi": interval.high}
        return found

    small = [row for row in rows("twobytwo") if int(row["n1"]) + int(row["n2"]) < 500]
    compare(small, values, 1e-6)


def test_the_plain_interval_of_a_difference_is_the_difference_and_its_normal_error() -> None:
    # worked by hand: 1/3 - 1/10, with the root of 2/81 + 9/1000 times 1.959964 on each side
    wald = next(i for i in intervals_of(Ratio.RISK_DIFFERENCE, 3, 9, 1, 10) if i.method is Method.WALD)
    assert (wald.estimate, wald.low, wald.high) == pytest.approx((0.233333, -0.126422, 0.593089), abs=1e-6)


def test_a_half_is_added_only_where_a_cell_is_zero() -> None:
    for effect in (Ratio.ODDS_RATIO, Ratio.RISK_RATIO):
        assert Method.HALF_ADDED not in {i.method for i in intervals_of(effect, 3, 9, 1, 10)}
        assert Method.HALF_ADDED in {i.method for i in intervals_of(effect, 3, 9, 0, 10)}
    half = next(i for i in intervals_of(Ratio.ODDS_RATIO, 5, 52, 0, 28) if i.method is Method.HALF_ADDED)
    # 5.5 times 28.5, by 47.5 times a half
    assert half.estimate == pytest.approx(6.6)


def test_exact_limits_are_left_out_where_there_are_many_people() -> None:
    methods = {interval.method for interval in intervals_of(Ratio.ODDS_RATIO, 900, 10_000, 800, 10_000)}
    assert methods == {Method.WOOLF, Method.SCORE, Method.MIETTINEN_NURMINEN}


@given(GROUP, GROUP, st.sampled_from(Ratio), st.sampled_from([0.8, 0.95]))
def test_every_interval_of_every_table_embraces_its_estimate(
    a: tuple[int, int], b: tuple[int, int], effect: Ratio, level: float
) -> None:
    for interval in intervals_of(effect, *a, *b, level=level):
        assert not math.isnan(interval.low)
        assert interval.level == level
        if interval.estimate is not None:
            slack = 1e-9 * max(1.0, abs(interval.estimate))
            assert interval.low - slack <= interval.estimate <= interval.high + slack


@pytest.mark.parametrize("table", [(3, 2, 1, 5), (-1, 3, 1, 5), (0, 0, 1, 5)])
def test_impossible_counts_are_refused(table: tuple[int, int, int, int]) -> None:
    for effect in Ratio:
        with pytest.raises(ValueError, match=r"is no count|at least"):
            list(intervals_of(effect, *table))
