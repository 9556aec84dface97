from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.matching import (
    TwoGroups,
    chi_squared_of_table,
    rate_p,
    reachable_p,
    which_test_of_two_groups,
    which_tests,
)
from ccsvi_triage.stats.paired import mcnemar
from ccsvi_triage.stats.printed import read_printed
from ccsvi_triage.stats.pvalue import chi_squared
from ccsvi_triage.stats.verdict import Alternative, Verdict

Rows = Callable[[str], list[Mapping[str, str]]]

TESTS = {
    "chi2": lambda *table: chi_squared(*table).plain,
    "yates": lambda *table: chi_squared(*table).yates,
    "n-1": lambda *table: chi_squared(*table).n_minus_one,
    "fisher": lambda *table: fisher(*table).two_sided,
    "mid-p": lambda *table: fisher(*table).mid_p,
}
PAIRED = {
    "exact": lambda lost, gained: mcnemar(lost, gained).exact,
    "mid-p": lambda lost, gained: mcnemar(lost, gained).mid_p,
    "asymptotic": lambda lost, gained: mcnemar(lost, gained).asymptotic,
    "corrected": lambda lost, gained: mcnemar(lost, gained).corrected,
}


@pytest.mark.parametrize(
    ("p", "groups", "fitting"),
    [
        ("1.0", TwoGroups(21, 49, 23, 55), ("fisher",)),
        (".62", TwoGroups(1, 49, 3, 55), ("fisher",)),
        ("1.0", TwoGroups(5, 49, 6, 55), ("fisher",)),
        ("0.30", TwoGroups(38, 1165, 8, 376), ("fisher",)),
        ("0.46", TwoGroups(7, 226, 8, 376), ("chi2", "n-1")),
        ("0.266", TwoGroups(8, 206, 5, 70), ("chi2",)),
        ("0.71", TwoGroups(21, 68, 23, 68), ("chi2",)),
        ("0.06", TwoGroups(34, 68, 45, 68), ("chi2", "n-1")),
        ("<.0001", TwoGroups(110, 171, 30, 79), ("chi2", "n-1", "mid-p")),
    ],
)
def test_the_test_behind_a_printed_p_value_is_named(p: str, groups: TwoGroups, fitting: tuple[str, ...]) -> None:
    result = which_test_of_two_groups(read_printed(p), groups, TESTS)
    assert result.verdict is Verdict.CONSISTENT
    assert set(fitting) <= set(result.fitting)
    assert ("fisher" in result.fitting) == ("fisher" in fitting)


@pytest.mark.parametrize(
    ("p", "groups"),
    [("0.99", TwoGroups(38, 1165, 7, 226)), ("0.26", TwoGroups(5, 52, 0, 28)), ("0.389", TwoGroups(3, 9, 1, 10))],
)
def test_a_p_value_that_no_test_gives_is_told_with_the_nearest(p: str, groups: TwoGroups) -> None:
    result = which_test_of_two_groups(read_printed(p), groups, TESTS)
    assert (result.verdict, result.fitting) == (Verdict.INCONSISTENT, ())
    assert result.nearest in TESTS


TABLES = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@given(TABLES, st.sampled_from(sorted(TESTS)), st.integers(1, 4))
def test_a_test_that_gave_the_p_value_is_always_found(
    table: tuple[int, int, int, int], name: str, decimals: int
) -> None:
    p = TESTS[name](*table)
    assert name in which_test_of_two_groups(read_printed(f"{p:.{decimals}f}"), TwoGroups(*table), TESTS).fitting


def test_a_p_value_that_was_cut_off_is_explained() -> None:
    result = which_tests(read_printed("0.30"), {"one": 0.3099, "other": 0.5})
    assert (result.verdict, result.explained_by, result.fitting) == (
        Verdict.CONSISTENT,
        (Alternative.TRUNCATED,),
        ("one",),
    )


def test_without_a_test_or_a_p_value_nothing_is_said() -> None:
    assert which_tests(read_printed("0.3"), {}).verdict is Verdict.CANNOT_TELL
    assert which_tests(read_printed("~0.3"), {"one": 0.3}).verdict is Verdict.CANNOT_TELL
    assert which_tests(read_printed("3"), {"one": 0.3}).verdict is Verdict.INCONSISTENT
    assert which_tests(read_printed("0.00"), {"one": 0.3, "two": 1e-9}).fitting == ("two",)


def test_the_bounds_of_a_pairing_are_as_walked_through(rows: Rows) -> None:
    columns = {"exact": "exact", "mid-p": "midp", "asymptotic": "asym", "corrected": "cc"}
    for row in rows("paired_bounds"):
        result = reachable_p(read_printed("0.5"), int(row["n"]), (int(row["x1"]),), (int(row["x2"]),), PAIRED)
        for name, column in columns.items():
            wanted = float(row[f"{column}_min"]), float(row[f"{column}_max"])
            assert result.bounds[name] == pytest.approx(wanted, rel=1e-9), row


PAIRS = st.tuples(*[st.integers(0, 25)] * 4).filter(any)


@given(PAIRS, st.sampled_from(sorted(PAIRED)), st.integers(1, 4))
def test_a_p_value_of_a_true_pairing_is_always_reachable(
    pairs: tuple[int, int, int, int], name: str, decimals: int
) -> None:
    both, lost, gained, _ = pairs
    p = PAIRED[name](lost, gained)
    printed = read_printed(f"{p:.{decimals}f}")
    result = reachable_p(printed, sum(pairs), (both + lost,), (both + gained,), PAIRED)
    assert result.verdict is Verdict.CONSISTENT
    assert name in result.fitting


def test_no_pairing_of_35_patients_gives_the_printed_p_value() -> None:
    for before in (25, 26):
        for after in (17, 18):
            result = reachable_p(read_printed("0.0014"), 35, (before,), (after,), PAIRED)
            assert (result.verdict, result.fitting, result.between) == (Verdict.INCONSISTENT, (), ())
    wider = reachable_p(read_printed("0.0014"), 65, (47, 48), (32, 33), PAIRED)
    assert wider.verdict is Verdict.CONSISTENT
    lesions = reachable_p(read_printed("<0.0001"), 35, (18,), (4,), PAIRED)
    assert lesions.fitting == ("mid-p",)


def test_a_p_value_between_two_pairings_is_told() -> None:
    result = reachable_p(read_printed("0.0201"), 35, (25,), (18,), PAIRED)
    assert result.verdict is Verdict.INCONSISTENT
    assert "exact" in result.between


def test_where_no_count_is_possible_nothing_is_said() -> None:
    assert reachable_p(read_printed("0.05"), 35, (), (17,), PAIRED).verdict is Verdict.CANNOT_TELL
    assert reachable_p(read_printed("~0.05"), 35, (18,), (17,), PAIRED).verdict is Verdict.CANNOT_TELL
    many = range(600)
    assert reachable_p(read_printed("0.05"), 1000, many, many, PAIRED).verdict is Verdict.CANNOT_TELL
    with pytest.raises(ValueError, match="one of the people"):
        reachable_p(read_printed("0.05"), 35, (36,), (17,), PAIRED)


def test_the_chi_squared_of_a_table_is_exact() -> None:
    result = chi_squared_of_table([[11, 7], [1, 3], [0, 7], [19, 18]])
    assert float(result.statistic) == pytest.approx(8.7055, abs=5e-5)
    assert result.p == pytest.approx(0.0335, abs=5e-5)
    assert (result.df, result.small) == (3, 4)


@given(TABLES.filter(lambda t: 0 < t[0] + t[2] < t[1] + t[3]))
def test_a_table_of_two_by_two_is_the_test_of_two_groups(table: tuple[int, int, int, int]) -> None:
    a, n, c, m = table
    result = chi_squared_of_table([[a, n - a], [c, m - c]])
    assert result.p == pytest.approx(chi_squared(*table).plain, rel=1e-9)
    assert chi_squared_of_table([[a, c], [n - a, m - c]]).statistic == result.statistic
    assert isinstance(result.statistic, Fraction)


@pytest.mark.parametrize("rows", [[[1, 2]], [[1, 2], [3]], [[0, 0], [1, 2]], [[1], [2]], [[-1, 2], [3, 4]], []])
def test_what_is_no_table_is_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"table|association"):
        chi_squared_of_table(rows)


def test_events_that_cluster_have_a_larger_p_value_than_independent_ones() -> None:
    assert rate_p(17, 9, 3, 10) == pytest.approx(0.00105, abs=5e-6)
    assert rate_p(4, 9, 1, 10) == pytest.approx(0.1967, abs=5e-5)
    assert rate_p(0, 9, 0, 10) == 1
    with pytest.raises(ValueError, match="at least one person"):
        rate_p(1, 0, 1, 5)
    with pytest.raises(ValueError, match="100 000"):
        rate_p(10**6, 5, 1, 5)


@given(st.integers(0, 200), st.integers(1, 50), st.integers(0, 200), st.integers(1, 50))
def test_swapping_the_groups_leaves_the_p_value_of_rates(a: int, n: int, c: int, m: int) -> None:
    assert rate_p(a, n, c, m) == pytest.approx(rate_p(c, m, a, n), rel=1e-9)
