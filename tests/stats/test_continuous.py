import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.continuous import (
    Group,
    mean_difference,
    pooled_deviation,
    small_sample_factor,
    standardised_difference,
)

Rows = Callable[[str], list[Mapping[str, str]]]
GROUPS = st.builds(Group, st.floats(-1e3, 1e3), st.floats(1e-3, 1e3), st.integers(2, 500))


def both(row: Mapping[str, str]) -> tuple[Group, Group]:
    a, b = (Group(float(row[f"m{n}"]), float(row[f"sd{n}"]), int(row[f"n{n}"])) for n in (1, 2))
    return a, b


def test_differences_of_means_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        welch, student = mean_difference(*both(row)), mean_difference(*both(row), same_spread=True)
        return {
            "md": welch.interval.estimate,
            "md_vi": welch.standard_error**2,
            "sp": pooled_deviation(*both(row)),
            "t_welch": welch.t,
            "df_welch": welch.df,
            "p_welch": welch.p,
            "md_ci_welch_lo": welch.interval.low,
            "md_ci_welch_hi": welch.interval.high,
            "t_student": student.t,
            "df_pooled": student.df,
            "p_student": student.p,
            "md_ci_student_lo": student.interval.low,
            "md_ci_student_hi": student.interval.high,
        }

    compare(rows("continuous"), values, 1e-9)


def test_standardised_differences_are_those_of_metafor(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        difference = standardised_difference(*both(row))
        return {"smd_g": difference.interval.estimate, "smd_g_vi_LS": difference.variance}

    compare(rows("continuous"), values, 1e-9)


@given(GROUPS, GROUPS, st.booleans())
def test_to_swap_the_groups_negates_the_difference(a: Group, b: Group, same: bool) -> None:  # noqa: FBT001
    one, other = mean_difference(a, b, same_spread=same), mean_difference(b, a, same_spread=same)
    assert one.interval.low == pytest.approx(-other.interval.high, rel=1e-9, abs=1e-9)
    assert one.p == pytest.approx(other.p, rel=1e-9)
    assert one.interval.low < a.mean - b.mean < one.interval.high


@given(GROUPS, GROUPS)
def test_p_and_limits_tell_the_same(a: Group, b: Group) -> None:
    difference = mean_difference(a, b)
    assert 1 - 1e-9 <= difference.df <= (a.people + b.people - 2) * (1 + 1e-9)
    if abs(difference.p - 0.05) > 1e-9:
        assert (difference.p < 0.05) is not (difference.interval.low <= 0 <= difference.interval.high)


@given(GROUPS, GROUPS, st.floats(0.01, 100))
def test_a_standardised_difference_has_no_unit(a: Group, b: Group, factor: float) -> None:
    scaled = (Group(g.mean * factor, g.deviation * factor, g.people) for g in (a, b))
    one, other = standardised_difference(a, b), standardised_difference(*scaled)
    assert one.interval.estimate == pytest.approx(other.interval.estimate, rel=1e-9, abs=1e-9)


def test_a_difference_of_more_than_two_deviations_raises_suspicion() -> None:
    """Standard errors of 30 people printed as standard deviations make 0.5 deviations look like 2.7."""
    as_errors = Group(5, 2 / math.sqrt(30), 30), Group(4, 2 / math.sqrt(30), 30)
    as_deviations = Group(5, 2, 30), Group(4, 2, 30)
    assert standardised_difference(*as_errors).standard_error_suspected
    assert not standardised_difference(*as_deviations).standard_error_suspected


@pytest.mark.parametrize(
    ("df", "factor"), [(2, 1 / math.sqrt(math.pi)), (10, 0.9227456), (9_999, 0.9999249902), (10_001, 0.9999250052)]
)
def test_the_factor_for_small_samples_rises_to_one(df: float, factor: float) -> None:
    assert small_sample_factor(df) == pytest.approx(factor, rel=1e-7)
    assert small_sample_factor(df) < small_sample_factor(df + 1) < 1


@pytest.mark.parametrize(
    "group",
    [Group(1, 0, 5), Group(1, -1, 5), Group(1, 1, 1), Group(math.nan, 1, 5), Group(1, math.inf, 5)],
)
def test_a_group_without_a_spread_is_refused(group: Group) -> None:
    for function in (mean_difference, standardised_difference, pooled_deviation):
        with pytest.raises(ValueError, match=r"standard deviation|at least 2 people|finite"):
            function(group, Group(1, 1, 5))
        with pytest.raises(ValueError, match=r"standard deviation|at least 2 people|finite"):
            function(Group(1, 1, 5), group)


def test_a_factor_without_degrees_of_freedom_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        small_sample_factor(1)
