import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats import distributions
from ccsvi_triage.stats.distributions import (
    beta_below,
    beta_from_below,
    binomial_at,
    binomial_at_least,
    binomial_at_most,
    chi_squared_from_tail,
    chi_squared_tail,
    f_from_tail,
    f_tail,
    noncentral_t_tail,
    normal_from_tail,
    normal_tail,
    t_from_tail,
    t_tail,
)

TAILS = st.floats(1e-30, 1 - 1e-6)
DF = st.one_of(st.integers(1, 5000), st.floats(0.5, 300))


def number(text: str) -> float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


def test_tails_agree_with_fifty_digits_to_eleven_however_small_they_are(
    pinned: Callable[[str], list[Mapping[str, str]]], compare: Callable[..., None]
) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        given_numbers = [number(row[name]) for name in ("x", "a", "b") if row[name] != ""]
        return {"value": getattr(distributions, row["function"])(*given_numbers)}

    rows = pinned("distributions")
    assert {row["function"] for row in rows} >= {"normal_tail", "t_tail", "f_tail", "chi_squared_tail", "beta_below"}
    assert min(float(row["value"]) for row in rows) < 1e-200
    compare(rows, values, 1e-11)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (normal_from_tail(0.025), 1.9599639845400545),
        (normal_from_tail(1e-20), 9.262340089798408),
        (normal_from_tail(0.975), -1.9599639845400545),
        (t_from_tail(0.025, 10), 2.228138851986273),
        (t_from_tail(0.025, 1), 1 / math.tan(0.025 * math.pi)),
        (t_from_tail(0.025, math.inf), 1.9599639845400545),
        (chi_squared_from_tail(0.05, 1), 3.841458820694124),
        (f_from_tail(0.05, 1, 10), 4.9646027437307145),
        (beta_from_below(0.025, 3, 17), 0.03382624900176467),
    ],
)
def test_values_at_a_tail_are_those_of_the_tables(value: float, expected: float) -> None:
    assert value == pytest.approx(expected, rel=1e-13)


@given(TAILS, DF, DF)
def test_the_value_at_a_tail_leaves_that_tail(tail: float, df: float, df2: float) -> None:
    assert normal_tail(normal_from_tail(tail)) == pytest.approx(tail, rel=1e-12)
    assert t_tail(t_from_tail(tail, df), df) == pytest.approx(tail, rel=1e-10)
    assert chi_squared_tail(chi_squared_from_tail(tail, df), df) == pytest.approx(tail, rel=1e-10)
    assert f_tail(f_from_tail(tail, df, df2), df, df2) == pytest.approx(tail, rel=1e-10)


@given(TAILS, DF, DF)
def test_the_beta_value_at_a_share_leaves_that_share_below(share: float, a: float, b: float) -> None:
    x = beta_from_below(share, a, b)
    # a value next to 1 has too few digits to tell how far from 1 it is
    if x < 0.999:
        assert beta_below(x, a, b) == pytest.approx(share, rel=1e-9)


@given(st.floats(-40, 40), st.floats(0, 3), DF)
def test_tails_only_fall(at: float, further: float, df: float) -> None:
    assert normal_tail(at + further) <= normal_tail(at)
    assert t_tail(at + further, df) <= t_tail(at, df) * (1 + 1e-11)
    assert chi_squared_tail(abs(at) + further, df) <= chi_squared_tail(abs(at), df) * (1 + 1e-11)
    assert f_tail(abs(at) + further, df, 9) <= f_tail(abs(at), df, 9) * (1 + 1e-11)


@given(st.floats(-300, 300), DF)
def test_both_tails_of_a_symmetrical_distribution_make_one(at: float, df: float) -> None:
    assert normal_tail(at) + normal_tail(-at) == pytest.approx(1, abs=1e-15)
    assert t_tail(at, df) + t_tail(-at, df) == pytest.approx(1, abs=1e-13)


@given(st.floats(0.001, 30), st.floats(1, 1000))
def test_a_squared_t_is_an_f_and_a_squared_normal_value_a_chi_squared_one(t: float, df: float) -> None:
    assert f_tail(t * t, 1, df) == pytest.approx(2 * t_tail(t, df), rel=1e-10)
    assert chi_squared_tail(t * t, 1) == pytest.approx(2 * normal_tail(t), rel=1e-11)
    assert t_tail(t, math.inf) == normal_tail(t)
    assert f_tail(t, df, math.inf) == chi_squared_tail(df * t, df)


@given(st.integers(0, 300), st.integers(0, 300), st.floats(0, 1))
def test_a_binomial_distribution_is_its_points_added_up(one: int, other: int, share: float) -> None:
    count, total = min(one, other), max(one, other)
    points = [binomial_at(k, total, share) for k in range(total + 1)]
    assert math.fsum(points) == pytest.approx(1, rel=1e-11)
    assert binomial_at_most(count, total, share) == pytest.approx(math.fsum(points[: count + 1]), rel=1e-10, abs=1e-290)
    assert binomial_at_least(count, total, share) == pytest.approx(math.fsum(points[count:]), rel=1e-10, abs=1e-290)


def test_a_count_outside_its_total_is_certain_or_impossible() -> None:
    assert binomial_at_most(-1, 5, 0.5) == binomial_at_least(6, 5, 0.5) == binomial_at(6, 5, 0.5) == 0
    assert binomial_at_most(5, 5, 0.5) == binomial_at_least(0, 5, 0.5) == binomial_at_most(0, 0, 0.5) == 1


@given(st.floats(-8, 8), st.floats(1, 500), st.floats(-8, 8))
def test_a_noncentral_t_lies_higher_the_further_it_is_shifted(t: float, df: float, shift: float) -> None:
    assert noncentral_t_tail(t, df, shift) <= noncentral_t_tail(t, df, shift + 0.5) + 1e-12
    assert noncentral_t_tail(t, df, 0) == pytest.approx(t_tail(t, df), rel=1e-11)


@pytest.mark.parametrize(
    ("function", "numbers"),
    [
        (normal_tail, (math.nan,)),
        (normal_from_tail, (0,)),
        (normal_from_tail, (1,)),
        (normal_from_tail, (math.nan,)),
        (t_tail, (math.nan, 3)),
        (t_tail, (1, 0)),
        (t_tail, (1, math.nan)),
        (t_from_tail, (0.5, -1)),
        (t_from_tail, (1e-299, 1)),
        (chi_squared_tail, (-1, 1)),
        (chi_squared_tail, (math.nan, 1)),
        (chi_squared_from_tail, (2, 1)),
        (f_tail, (1, 0, 1)),
        (f_tail, (-1, 1, 1)),
        (f_from_tail, (0.5, 1, math.inf)),
        (beta_below, (1.1, 1, 1)),
        (beta_below, (0.5, 0, 1)),
        (beta_from_below, (0.5, 1, math.inf)),
        (binomial_at_most, (1, -1, 0.5)),
        (binomial_at_least, (1, 2, 1.5)),
        (binomial_at, (1, 2, math.nan)),
        (noncentral_t_tail, (math.inf, 3, 1)),
        (noncentral_t_tail, (1, 0.5, 1)),
    ],
)
def test_a_number_that_cannot_be_is_refused(function: Callable[..., float], numbers: tuple[Any, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        function(*numbers)


def test_what_lies_at_the_ends_has_no_tail_or_all_of_it() -> None:
    assert t_tail(math.inf, 3) == chi_squared_tail(math.inf, 3) == f_tail(math.inf, 3, 3) == beta_below(0, 2, 2) == 0
    assert f_tail(math.inf, 3, math.inf) == 0
    assert t_tail(-math.inf, 3) == chi_squared_tail(0, 3) == f_tail(0, 3, 3) == beta_below(1, 2, 2) == 1
