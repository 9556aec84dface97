from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.pvalue import chi_squared

Rows = Callable[[str], list[Mapping[str, str]]]
GROUP = st.integers(1, 2000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def test_chi_squared_tests_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        test = chi_squared(int(row["a"]), int(row["n1"]), int(row["c"]), int(row["n2"]))
        return {
            "chi2": test.statistic,
            "chi2_p": test.plain,
            "chi2_yates_p": test.yates,
            "chi2_n1_p": test.n_minus_one,
        }

    compare(rows("twobytwo"), values, 1e-9)


@given(GROUP, GROUP)
def test_a_correction_only_raises_p(a: tuple[int, int], b: tuple[int, int]) -> None:
    test = chi_squared(*a, *b)
    assert test.plain <= test.n_minus_one <= 1
    assert test.plain <= test.yates <= 1
    assert 0 <= test.statistic <= (a[1] + b[1]) * (1 + 1e-12)


@given(GROUP, GROUP)
def test_to_swap_groups_or_to_count_the_others_changes_nothing(a: tuple[int, int], b: tuple[int, int]) -> None:
    assert chi_squared(*a, *b) == chi_squared(*b, *a) == chi_squared(a[1] - a[0], a[1], b[1] - b[0], b[1])


@pytest.mark.parametrize("counts", [(0, 9, 0, 10), (9, 9, 10, 10)])
def test_where_nobody_differs_there_is_nothing_to_test(counts: tuple[int, ...]) -> None:
    assert chi_squared(*counts) == (0, 1, 1, 1)


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="5 of 4 is no count"):
        chi_squared(5, 4, 1, 4)
