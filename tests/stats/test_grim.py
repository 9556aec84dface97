from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.grim import Grim, fitting_sizes, fitting_totals, grim, grim_percent
from ccsvi_triage.stats.printed import Printed, Rounding, read_printed
from ccsvi_triage.stats.verdict import Alternative, Verdict

Row = Mapping[str, str]
Rows = Callable[[str], list[Row]]

WAYS = {
    "up_or_down": Rounding.NEAREST,
    "half_up": Rounding.HALF_UP,
    "half_even": Rounding.HALF_EVEN,
    "trunc": Rounding.TRUNCATED,
}


def judged(row: Row) -> Grim:
    mean, n, items = read_printed(row["mean"]), int(row["n"]), int(row["items"])
    if row["percent"] == "1":
        return grim_percent(mean, n, items=items)
    return grim(mean, n, items=items, step=Fraction(row["step"]))


def grain(row: Row) -> Fraction:
    step = Fraction(100) if row["percent"] == "1" else Fraction(row["step"])
    return step / (int(row["n"]) * int(row["items"]))


def test_every_way_of_rounding_is_as_counted(rows: Rows) -> None:
    wrong = [
        (dict(row), way)
        for row in rows("grim")
        for way, rounding in WAYS.items()
        if bool(read_printed(row["mean"]).rounded(rounding).multiples(grain(row))) != (row[way] == "1")
    ]
    assert wrong == []


def test_the_verdict_is_by_rounding_and_truncation_is_only_an_explanation(rows: Rows) -> None:
    for row in rows("grim"):
        result = judged(row)
        if row["up_or_down"] == "1":
            assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, ())
        elif row["trunc"] == "1":
            assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, (Alternative.TRUNCATED,))
        else:
            assert (result.verdict, result.explained_by) == (Verdict.INCONSISTENT, ())


def test_the_possible_sums_and_the_nearest_values_are_as_counted(rows: Rows) -> None:
    for row in rows("grim"):
        result = judged(row)
        assert len(result.sums) == int(row["n_sums"])
        if result.sums:
            assert (result.sums[0], result.sums[-1]) == (int(row["sum_lo"]), int(row["sum_hi"]))
        assert float(result.below) == pytest.approx(float(row["nearest_below"]), rel=1e-10, abs=1e-12)
        assert float(result.above) == pytest.approx(float(row["nearest_above"]), rel=1e-10, abs=1e-12)


@given(
    st.lists(st.integers(-50, 200), min_size=1, max_size=60),
    st.integers(1, 5),
    st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(1, 10), Fraction(3)]),
    st.integers(0, 4),
    st.booleans(),
)
def test_a_mean_of_a_true_sample_is_never_called_inconsistent(
    values: list[int],
    items: int,
    step: Fraction,
    decimals: int,
    cut: bool,  # noqa: FBT001 -- drawn, not called
) -> None:
    mean = Fraction(sum(values), len(values)) * step / items
    scaled = mean * 10**decimals
    printed = Printed(Fraction(int(scaled) if cut else round(scaled), 10**decimals), decimals)
    result = grim(printed, len(values), items=items, step=step)
    assert result.verdict is Verdict.CONSISTENT
    if not cut:
        assert sum(values) in result.sums


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(0, 3))
def test_a_percentage_of_whole_people_is_never_called_inconsistent(group: tuple[int, int], decimals: int) -> None:
    count, n = group
    scaled = Fraction(100 * count, n) * 10**decimals
    printed = Printed(Fraction(round(scaled), 10**decimals), decimals)
    assert count in grim_percent(printed, n).sums
    assert n in fitting_totals((printed,), n)


def test_seventy_three_and_fifty_per_cent_cannot_both_be_whole_patients_of_35() -> None:
    before, after = read_printed("73"), read_printed("50")
    assert grim_percent(before, 35).verdict is Verdict.INCONSISTENT
    assert grim_percent(after, 35).verdict is Verdict.INCONSISTENT
    assert (grim_percent(before, 35).below, grim_percent(before, 35).above) == (Fraction(2500, 35), Fraction(2600, 35))
    relapse_free = read_printed("27")
    assert fitting_totals((relapse_free, after), 65) == (22, 26, 30, 40, 44, 48, 52, 56, 60, 62, 64)
    assert fitting_totals((relapse_free, after, read_printed("12")), 65) == (26, 40, 48, 52, 56, 60, 64)


def test_a_mean_in_half_steps_that_only_truncation_gives_is_explained() -> None:
    result = grim(read_printed("2.27"), 29, step=Fraction(1, 2))
    assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, (Alternative.TRUNCATED,))
    assert 29 not in fitting_sizes(read_printed("2.27"), 40, step=Fraction(1, 2))
    assert 33 in fitting_sizes(read_printed("2.27"), 40, step=Fraction(1, 2))


def test_a_check_that_cannot_fail_says_so() -> None:
    assert not grim(read_printed("3.1"), 40).telling
    assert grim(read_printed("3.10"), 40).telling
    assert grim_percent(read_printed("73"), 35).telling
    assert not grim_percent(read_printed("73"), 100).telling


def test_a_bound_says_nothing() -> None:
    assert grim(read_printed("<3.10"), 7).verdict is Verdict.CANNOT_TELL
    assert grim_percent(read_printed("~50"), 7).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(("n", "items", "step"), [(0, 1, Fraction(1)), (5, 0, Fraction(1)), (5, 1, Fraction(0))])
def test_nobody_has_no_mean(n: int, items: int, step: Fraction) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        grim(read_printed("3.10"), n, items=items, step=step)


def test_totals_are_tried_within_reason() -> None:
    with pytest.raises(ValueError, match="in order"):
        fitting_totals((read_printed("50"),), 5, least=6)
    with pytest.raises(ValueError, match="in order"):
        fitting_sizes(read_printed("50"), 10**9)
    with pytest.raises(ValueError, match="only exact"):
        fitting_totals((), 5)
    with pytest.raises(ValueError, match="only exact"):
        fitting_totals((read_printed("<50"),), 5)
