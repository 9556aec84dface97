import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccsvi_triage.stats.baseline import (
    LEAST_ROWS,
    Group,
    check_row,
    fisher_combined,
    row_test,
    screen,
    stouffer_combined,
    suspicion,
)
from ccsvi_triage.stats.distributions import t_tail
from ccsvi_triage.stats.printed import read_printed
from ccsvi_triage.stats.verdict import Alternative, Verdict

Rows = Callable[[str], list[Mapping[str, str]]]


def group(mean: str, sd: str, n: int) -> Group:
    return Group(read_printed(mean), read_printed(sd), n)


def test_the_p_values_of_a_row_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        test = row_test(
            group(row["m1"], row["sd1"], int(row["n1"])),
            group(row["m2"], row["sd2"], int(row["n2"])),
        )
        return {
            "p_student": test.student,
            "p_welch": test.welch,
            "p_student_min": test.student_low,
            "p_student_max": test.student_high,
        }

    compare(rows("baseline_p"), values, 1e-9)


def test_combined_p_values_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        p_values = list(map(float, row["p"].split(";")))
        return {"fisher_p": fisher_combined(p_values), "stouffer_p": stouffer_combined(p_values)}

    compare(rows("combinep"), values, 1e-9)


MEANS, SDS, SIZES = st.floats(-50, 50), st.floats(0.2, 30), st.integers(2, 200)


def p_values(m1: float, s1: float, n: int, m2: float, s2: float, m: int) -> tuple[float, float]:  # noqa: PLR0913, PLR0917
    """Give Student's and Welch's p value by the textbook."""
    gap, v, w = abs(m1 - m2), s1**2 / n, s2**2 / m
    pooled = math.sqrt(((n - 1) * s1**2 + (m - 1) * s2**2) / (n + m - 2) * (1 / n + 1 / m))
    df = (v + w) ** 2 / (v**2 / (n - 1) + w**2 / (m - 1))
    return 2 * t_tail(gap / pooled, n + m - 2), 2 * t_tail(gap / math.sqrt(v + w), df)


@given(MEANS, SDS, SIZES, MEANS, SDS, SIZES, st.integers(0, 2), st.integers(1, 4))
def test_a_p_value_computed_from_true_summaries_is_never_called_inconsistent(  # noqa: PLR0913, PLR0917
    m1: float, s1: float, n: int, m2: float, s2: float, m: int, decimals: int, p_decimals: int
) -> None:
    first = group(f"{m1:.{decimals}f}", f"{s1:.{decimals}f}", n)
    second = group(f"{m2:.{decimals}f}", f"{s2:.{decimals}f}", m)
    for p in p_values(m1, s1, n, m2, s2, m):
        verdict, explained, test = check_row(first, second, read_printed(f"{p:.{p_decimals}f}"))
        assert (verdict, explained) == (Verdict.CONSISTENT, ())
        assert test.low <= p * (1 + 1e-9)
        assert p <= test.high * (1 + 1e-9)
        half, _, _ = check_row(first, second, read_printed(f"{p / 2:.{p_decimals}f}"))
        assert half is Verdict.CONSISTENT


@given(MEANS, SDS, SIZES, MEANS, SDS, SIZES)
def test_swapping_the_groups_leaves_the_p_value(m1: float, s1: float, n: int, m2: float, s2: float, m: int) -> None:  # noqa: PLR0913, PLR0917
    first, second = group(f"{m1:.2f}", f"{s1:.2f}", n), group(f"{m2:.2f}", f"{s2:.2f}", m)
    assert row_test(first, second) == pytest.approx(row_test(second, first), rel=1e-9)


def test_a_p_value_far_off_is_called_inconsistent() -> None:
    verdict, explained, test = check_row(group("44.1", "6.3", 100), group("49.1", "6.5", 12), read_printed("0.40"))
    assert (verdict, explained) == (Verdict.INCONSISTENT, ())
    assert test.student == pytest.approx(0.0109115110167, rel=1e-9)
    verdict, explained, _ = check_row(group("44.1", "6.3", 100), group("49.1", "6.5", 12), read_printed("0.0055"))
    assert (verdict, explained) == (Verdict.CONSISTENT, (Alternative.ONE_SIDED,))


def test_equal_means_without_spread_have_no_p_value() -> None:
    test = row_test(group("5", "0.0", 10), group("5", "0.0", 10))
    assert (test.student, test.welch, test.low, test.high) == (None, None, 0.0, 1.0)


def test_a_row_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="two people"):
        row_test(group("5", "1", 1), group("5", "1", 10))
    with pytest.raises(ValueError, match="not below zero"):
        row_test(group("5", "-1", 5), group("5", "1", 10))
    with pytest.raises(ValueError, match="not below zero"):
        row_test(group("<5", "1", 5), group("5", "1", 10))
    with pytest.raises(ValueError, match="0 to 1"):
        check_row(group("5", "1", 5), group("5", "1", 10), read_printed("2"))


def test_a_table_with_few_rows_is_not_combined() -> None:
    assert screen([(0.2, 0.3)] * (LEAST_ROWS - 1)) is None
    whole = screen([(0.2, 0.3)] * LEAST_ROWS)
    assert whole is not None
    assert (whole.rows, whole.fisher_low < whole.fisher_high, whole.stouffer_low < whole.stouffer_high) == (
        8,
        True,
        True,
    )
    with pytest.raises(ValueError, match="lesser first"):
        screen([(0.5, 0.3)])


@given(st.lists(st.floats(1e-6, 1 - 1e-6), min_size=1, max_size=20))
def test_larger_p_values_never_combine_to_a_smaller_one(values: list[float]) -> None:
    larger = [p + (1 - p) / 2 for p in values]
    assert fisher_combined(values) <= fisher_combined(larger)
    assert stouffer_combined(values) <= stouffer_combined(larger)


def test_certain_p_values_are_combined_or_refused() -> None:
    assert fisher_combined([0.0, 0.5]) == 0
    assert stouffer_combined([1.0, 0.5]) == 1
    with pytest.raises(ValueError, match="cannot be combined"):
        stouffer_combined([0.0, 1.0])
    with pytest.raises(ValueError, match="at least one"):
        fisher_combined([])


@given(st.floats(1, 50), st.integers(9, 400), st.integers(9, 400))
def test_a_standard_error_in_place_of_a_deviation_is_hinted_at(sd: float, n: int, m: int) -> None:
    error = sd / math.sqrt(n)
    assume(error > 0.5)
    said = suspicion(group("50", f"{error:.3f}", n), group("50", f"{sd:.3f}", m), from_zero=False)
    assert said.like_standard_error == (error * 2 < sd)
    assert not suspicion(group("50", f"{sd:.3f}", m), group("50", f"{sd:.3f}", n), from_zero=False).like_standard_error


def test_a_deviation_above_the_mean_hints_at_skew_where_nothing_lies_below_zero() -> None:
    assert suspicion(group("0.76", "0.99", 29), group("0.45", "0.62", 29), from_zero=True).skewed
    assert not suspicion(group("0.76", "0.99", 29), group("0.45", "0.62", 29), from_zero=False).skewed
