import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.paired import (
    Range,
    mcnemar,
    paired_bounds,
    paired_difference,
    paired_difference_score,
    paired_odds_ratio,
)
from ccsvi_triage.stats.pvalue import chi_squared

Rows = Callable[[str], list[Mapping[str, str]]]
CELL = st.integers(0, 120)
MARGINS = st.integers(1, 60).flatmap(
    lambda pairs: st.tuples(st.just(pairs), st.integers(0, pairs), st.integers(0, pairs))
)


def cells(row: Mapping[str, str]) -> tuple[int, int, int, int]:
    return int(row["a"]), int(row["b"]), int(row["c"]), int(row["d"])


def test_mcnemars_p_values_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        p = mcnemar(int(row["b"]), int(row["c"]))
        return {"p_exact": p.exact, "p_midp": p.mid_p, "p_asym": p.asymptotic, "p_cc": p.corrected}

    compare(rows("mcnemar"), values, 1e-9)


def test_paired_differences_and_odds_ratios_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        difference = paired_difference(*cells(row))
        ratio = paired_odds_ratio(int(row["b"]), int(row["c"]))
        return {
            "rd": difference.estimate,
            "newcombe_lo": difference.low,
            "newcombe_hi": difference.high,
            "or": ratio.estimate,
            "or_exact_lo": ratio.low,
            "or_exact_hi": ratio.high,
        }

    compare(rows("mcnemar"), values, 1e-9)


def test_tangos_limits_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        kept, lost, gained, never = cells(row)
        interval = paired_difference_score(lost, gained, kept + lost + gained + never)
        return {"tango_lo": interval.low, "tango_hi": interval.high}

    compare(rows("mcnemar"), values, 1e-4)


def test_bounds_are_those_of_a_walk_through_all_pairings(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        bounds = paired_bounds(int(row["n"]), int(row["x1"]), int(row["x2"]))
        return {
            "exact_min": bounds.exact.least,
            "exact_max": bounds.exact.most,
            "midp_min": bounds.mid_p.least,
            "midp_max": bounds.mid_p.most,
            "asym_min": bounds.asymptotic.least,
            "asym_max": bounds.asymptotic.most,
            "cc_min": bounds.corrected.least,
            "cc_max": bounds.corrected.most,
        }

    compare(rows("paired_bounds"), values, 1e-9)


def test_the_wrong_test_for_the_same_people_is_reproduced_too(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        table = int(row["x1"]), int(row["n"]), int(row["x2"]), int(row["n"])
        return {"unpaired_chi2_p": chi_squared(*table).plain, "unpaired_fisher_p": fisher(*table).two_sided}

    compare(rows("paired_bounds"), values, 1e-9)


def test_no_pairing_of_thirty_five_people_gives_a_p_that_was_printed_for_them() -> None:
    """27 % and 50 % free of relapse of 35 people seen twice, and p = 0.0014: below what any McNemar test can reach."""
    bounds = paired_bounds(35, 26, 17)
    assert min(p.least for p in bounds[1:]) > 0.00145
    assert bounds.changed == Range(9, 27)


@given(MARGINS)
def test_bounds_hold_for_every_pairing_and_are_reached(margins: tuple[int, int, int]) -> None:
    pairs, first, second = margins
    results = [
        mcnemar(lost, lost - first + second) for lost in range(max(0, first - second), min(first, pairs - second) + 1)
    ]
    for bound, values in zip(paired_bounds(*margins)[1:], zip(*results, strict=True), strict=True):
        assert bound == (min(values), max(values))


@given(CELL, CELL, CELL, CELL)
def test_limits_embrace_the_difference_and_its_mirror(kept: int, lost: int, gained: int, never: int) -> None:
    pairs = kept + lost + gained + never
    if not pairs:
        return
    one, other = paired_difference(kept, lost, gained, never), paired_difference(kept, gained, lost, never)
    score, score_other = paired_difference_score(lost, gained, pairs), paired_difference_score(gained, lost, pairs)
    for interval in (one, score):
        assert interval.estimate is not None
        assert -1 <= interval.low <= interval.estimate <= interval.high <= 1
    assert one.low == pytest.approx(-other.high, abs=1e-12)
    assert score.low == pytest.approx(-score_other.high, abs=1e-9)


@given(CELL, CELL)
def test_to_swap_the_times_inverts_a_paired_odds_ratio(lost: int, gained: int) -> None:
    one, other = paired_odds_ratio(lost, gained), paired_odds_ratio(gained, lost)
    if lost + gained:
        assert one.estimate is not None
        assert one.low <= one.estimate <= one.high
    else:
        assert (one.estimate, one.low, one.high) == (None, 0, math.inf)
    assert (one.low == 0) is math.isinf(other.high)
    if one.low:
        assert one.low == pytest.approx(1 / other.high, rel=1e-12)


@given(CELL, CELL)
def test_the_order_of_times_changes_no_p(lost: int, gained: int) -> None:
    assert mcnemar(lost, gained) == mcnemar(gained, lost)
    assert all(0 < p <= 1 for p in mcnemar(lost, gained))


def test_as_many_each_way_is_no_evidence_even_where_a_correction_would_overshoot() -> None:
    """Some programs take |b - c| - 1 for its square where b equals c, and find a p below 1."""
    assert mcnemar(3, 3).corrected == mcnemar(3, 3).asymptotic == 1


@pytest.mark.parametrize(
    ("function", "counts", "match"),
    [
        (mcnemar, (-1, 3), "no count"),
        (paired_difference, (1, -1, 3, 4), "no count"),
        (paired_difference, (0, 0, 0, 0), "no pair"),
        (paired_difference_score, (3, 3, 5), "no count"),
        (paired_odds_ratio, (3, -3), "no count"),
        (paired_bounds, (0, 0, 0), "at least 1"),
        (paired_bounds, (5, 6, 1), "6 of 5"),
        (paired_bounds, (5, 1, -1), "-1 of 5"),
    ],
)
def test_impossible_counts_are_refused(function: Callable[..., object], counts: tuple[int, ...], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        function(*counts)
