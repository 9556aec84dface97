import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccsvi_triage.stats import exact
from ccsvi_triage.stats.exact import (
    barnard_p,
    boschloo_p,
    conditional_odds_ratio,
    fisher,
    fisher_one_sided,
    fisher_two_sided,
    sign_test,
    sign_test_mid_p,
)

Rows = Callable[[str], list[Mapping[str, str]]]


def groups(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.integers(1, most).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def table(row: Mapping[str, str]) -> tuple[int, int, int, int]:
    return int(row["a"]), int(row["n1"]), int(row["c"]), int(row["n2"])


def test_fishers_p_values_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        p = fisher(*table(row))
        return {
            "fisher_p": p.two_sided,
            "fisher_p_greater": p.more_in_a,
            "fisher_p_less": p.fewer_in_a,
            "fisher_midp_pointprob": p.mid_p,
            "fisher_midp_double": p.central_mid_p,
        }

    compare(rows("twobytwo"), values, 1e-9)


def test_conditional_odds_ratios_are_exact(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        plain, mid_p = conditional_odds_ratio(*table(row)), conditional_odds_ratio(*table(row), mid_p=True)
        return {
            "or_cmle": plain.estimate,
            "or_exact_lo": plain.low,
            "or_exact_hi": plain.high,
            "or_midp_lo": mid_p.low,
            "or_midp_hi": mid_p.high,
        }

    compare(rows("twobytwo"), values, 1e-9)


def test_unconditional_p_values_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        return {"boschloo_p": boschloo_p(*table(row)), "barnard_zpooled_p": barnard_p(*table(row))}

    small = [row for row in rows("twobytwo") if int(row["n1"]) + int(row["n2"]) <= 200]
    compare(small, values, 1e-3)


def test_sign_tests_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    compare(rows("signtest"), lambda row: {"p_two": sign_test(int(row["k"]), int(row["n"]) - int(row["k"]))}, 1e-12)


def test_scipy_halves_ties_of_barnards_test_and_we_do_not() -> None:
    assert (round(barnard_p(2, 4, 4, 5), 4), round(barnard_p(5, 9, 3, 10), 4)) == (0.5734, 0.3595)


def test_scipy_doubles_boschloos_one_sided_p_and_we_order_by_the_two_sided_one() -> None:
    assert round(boschloo_p(3, 9, 1, 10), 4) == 0.2244


def test_the_limits_of_rs_fisher_test_are_right_to_three_digits_and_ours_to_twelve() -> None:
    interval = conditional_odds_ratio(3, 9, 1, 10)
    low, high = Fraction(interval.low), Fraction(interval.high)
    ways = [comb(9, k) * comb(10, 4 - k) for k in range(5)]
    above = sum(ways[k] * low**k for k in range(3, 5)) / sum(ways[k] * low**k for k in range(5))
    below = sum(ways[k] * high**k for k in range(4)) / sum(ways[k] * high**k for k in range(5))
    assert float(above) == pytest.approx(0.025, rel=1e-11)
    assert float(below) == pytest.approx(0.025, rel=1e-11)


def test_the_limits_of_rs_fisher_test_are_far_out_for_separated_groups_and_ours_are_not() -> None:
    interval = conditional_odds_ratio(1000, 1000, 0, 1000)
    assert (interval.estimate, interval.high) == (math.inf, math.inf)
    # with j people fewer on each side of the diagonal, a table is comb(1000, j) squared / psi ** j times as likely
    others = math.fsum(math.exp(2 * math.log(comb(1000, j)) - j * math.log(interval.low)) for j in range(1001))
    assert 1 / others == pytest.approx(0.025, rel=1e-10)


def test_a_small_sham_controlled_trial_has_no_significant_p() -> None:
    p = fisher(3, 9, 1, 10)
    assert (round(p.two_sided, 3), round(p.mid_p, 3), round(barnard_p(3, 9, 1, 10), 3)) == (0.303, 0.195, 0.268)


@given(groups(60), groups(60))
def test_a_p_value_is_the_sum_of_exact_fractions(a: tuple[int, int], b: tuple[int, int]) -> None:
    events = a[0] + b[0]
    ways = {k: comb(a[1], k) * comb(b[1], events - k) for k in range(max(0, events - b[1]), min(events, a[1]) + 1)}
    observed, whole = ways[a[0]], sum(ways.values())
    p = fisher(*a, *b)
    assert p.two_sided == sum(way for way in ways.values() if way <= observed) / whole
    assert p.more_in_a == sum(way for k, way in ways.items() if k >= a[0]) / whole
    assert p.fewer_in_a == sum(way for k, way in ways.items() if k <= a[0]) / whole


@given(groups(120), groups(120))
def test_to_swap_groups_or_to_count_the_others_changes_no_two_sided_p(a: tuple[int, int], b: tuple[int, int]) -> None:
    p, swapped = fisher(*a, *b), fisher(*b, *a)
    others = fisher(a[1] - a[0], a[1], b[1] - b[0], b[1])
    assert p.two_sided == swapped.two_sided == others.two_sided
    assert p.mid_p == swapped.mid_p == others.mid_p
    assert p.more_in_a == swapped.fewer_in_a == others.fewer_in_a


@given(groups(120), groups(120))
def test_p_values_keep_their_order(a: tuple[int, int], b: tuple[int, int]) -> None:
    p = fisher(*a, *b)
    assert 0 < p.mid_p <= p.two_sided <= 1
    assert p.two_sided >= min(p.more_in_a, p.fewer_in_a)
    assert p.central_mid_p <= 2 * min(p.more_in_a, p.fewer_in_a)


@given(groups(800), groups(800))
def test_floating_point_weights_give_what_whole_numbers_give(a: tuple[int, int], b: tuple[int, int]) -> None:
    with pytest.MonkeyPatch.context() as patched:
        whole = fisher(*a, *b)
        patched.setattr(exact, "_EXACT_UP_TO", 0)
        floating = fisher(*a, *b)
    for one, other in zip(whole, floating, strict=True):
        assert other == pytest.approx(one, rel=1e-12, abs=1e-290)


def test_a_table_beyond_what_floating_point_numbers_hold_has_p_zero_on_its_side() -> None:
    p = fisher(0, 5000, 5000, 5000)
    assert (p.two_sided, p.more_in_a, p.fewer_in_a) == (0, 1, 0)
    assert fisher(5000, 5000, 0, 5000).more_in_a == 0


def test_a_table_of_millions_takes_no_noticeable_time() -> None:
    assert fisher(250_000, 1_000_000, 250_900, 1_000_000).two_sided == pytest.approx(0.1423, abs=2e-3)


@given(groups(60), groups(60), st.booleans())
def test_exact_limits_embrace_the_estimate_and_mid_p_narrows_them(
    a: tuple[int, int],
    b: tuple[int, int],
    mid_p: bool,  # noqa: FBT001
) -> None:
    interval = conditional_odds_ratio(*a, *b, mid_p=mid_p)
    if interval.estimate is None:
        assert (interval.low, interval.high) == (0, math.inf)
    else:
        assert interval.low <= interval.estimate <= interval.high
    plain = conditional_odds_ratio(*a, *b)
    assert plain.low <= interval.low
    assert interval.high <= plain.high


@given(groups(60), groups(60))
def test_to_swap_the_groups_inverts_a_conditional_odds_ratio(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, other = conditional_odds_ratio(*a, *b), conditional_odds_ratio(*b, *a)
    assert (one.low == 0) is math.isinf(other.high)
    if one.low:
        assert one.low == pytest.approx(1 / other.high, rel=1e-9)


@given(groups(25), groups(25))
def test_boschloo_is_never_above_fisher(a: tuple[int, int], b: tuple[int, int]) -> None:
    assert 0 < boschloo_p(*a, *b) <= fisher(*a, *b).two_sided * (1 + 1e-9)


@given(groups(14), groups(14), st.floats(0.001, 0.999))
def test_barnard_is_at_least_what_any_common_risk_gives(a: tuple[int, int], b: tuple[int, int], risk: float) -> None:
    def gap(in_a: int, in_b: int) -> Fraction:
        events, people = in_a + in_b, a[1] + b[1]
        if events in (0, people):
            return Fraction(0)
        return Fraction((in_a * b[1] - in_b * a[1]) ** 2, events * (people - events))

    seen = gap(a[0], b[0])
    chance = math.fsum(
        comb(a[1], i) * comb(b[1], j) * risk ** (i + j) * (1 - risk) ** (a[1] + b[1] - i - j)
        for i in range(a[1] + 1)
        for j in range(b[1] + 1)
        if gap(i, j) >= seen
    )
    assert barnard_p(*a, *b) >= chance * (1 - 1e-6)


@given(st.integers(0, 1500), st.integers(0, 1500))
def test_a_sign_test_does_not_know_which_way_is_which(one: int, other: int) -> None:
    assert sign_test(one, other) == sign_test(other, one)
    assert sign_test_mid_p(one, other) == sign_test_mid_p(other, one)
    assert 0 < sign_test_mid_p(one, other) <= sign_test(one, other) <= 1 or one + other > 1000


@given(st.integers(0, 900))
def test_beyond_whole_numbers_a_sign_test_goes_on_as_before(one: int) -> None:
    assume(one <= 900)
    with pytest.MonkeyPatch.context() as patched:
        whole = sign_test(one, 950 - one), sign_test_mid_p(one, 950 - one)
        patched.setattr(exact, "_EXACT_TRIALS_UP_TO", 0)
        floating = sign_test(one, 950 - one), sign_test_mid_p(one, 950 - one)
    assert floating == pytest.approx(whole, rel=1e-10)


def test_nothing_that_changed_is_no_evidence() -> None:
    assert sign_test(0, 0) == sign_test_mid_p(0, 0) == 1


@pytest.mark.parametrize("function", [fisher, conditional_odds_ratio, boschloo_p, barnard_p])
@pytest.mark.parametrize("counts", [(5, 4, 1, 4), (1, 4, -1, 4), (0, 0, 1, 4)])
def test_impossible_counts_are_refused(function: Callable[..., object], counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"total is at least 1|is no count"):
        function(*counts)


@pytest.mark.parametrize("function", [boschloo_p, barnard_p])
def test_an_unconditional_test_of_many_people_is_refused(function: Callable[..., float]) -> None:
    with pytest.raises(ValueError, match="up to 200 people"):
        function(1, 101, 1, 100)


@pytest.mark.parametrize("function", [sign_test, sign_test_mid_p])
def test_a_count_below_zero_is_refused(function: Callable[..., float]) -> None:
    with pytest.raises(ValueError, match="-1 is no count"):
        function(3, -1)


# asked for by the thousand


@given(groups(100), groups(100))
def test_one_p_value_asked_for_alone_is_the_one_among_all(a: tuple[int, int], b: tuple[int, int]) -> None:
    table = (*a, *b)
    found = fisher(*table)
    assert fisher_two_sided(*table) == found.two_sided
    assert fisher_one_sided(*table, more_in_a=True) == found.more_in_a
    assert fisher_one_sided(*table, more_in_a=False) == found.fewer_in_a


@pytest.mark.parametrize("table", [(900, 1500, 700, 1400), (3, 1200, 9, 1100)])
def test_one_p_value_alone_is_the_one_among_all_in_large_groups_too(table: tuple[int, int, int, int]) -> None:
    found = fisher(*table)
    assert fisher_two_sided(*table) == found.two_sided
    assert fisher_one_sided(*table, more_in_a=True) == found.more_in_a
    assert fisher_one_sided(*table, more_in_a=False) == found.fewer_in_a


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_every_weight_is_the_number_of_ways(total_a: int, total_b: int, data: st.DataObject) -> None:
    events = data.draw(st.integers(0, total_a + total_b))
    first, weights = exact._whole_weights(total_a, total_b, events)
    assert first == max(0, events - total_b)
    assert weights == [
        math.comb(total_a, k) * math.comb(total_b, events - k) for k in range(first, min(events, total_a) + 1)
    ]


def everywhere(surprising: list[int]) -> float:
    """Find the worst case with every height as exact as can be."""
    likely = exact._Likelihood(surprising)
    step = math.pi / 2 / (exact._GRID + 1)
    heights = [likely.at(step * place) for place in range(1, exact._GRID + 1)]
    peaks = sorted(range(exact._GRID), key=heights.__getitem__, reverse=True)[: exact._PEAKS]

    def climb(low: float, high: float) -> float:
        low, high = max(low, 1e-9), min(high, math.pi / 2 - 1e-9)
        for _ in range(31):
            reach = exact._GOLDEN * (high - low)
            left, right = high - reach, low + reach
            best = max(likely.at(left), likely.at(right))
            low, high = (low, right) if likely.at(left) > likely.at(right) else (left, high)
        return best

    return min(1.0, max(climb(step * place, step * (place + 2)) for place in peaks))


@settings(max_examples=25)
@given(st.integers(1, 40), st.integers(1, 40), st.data())
def test_looking_roughly_first_finds_the_worst_case_that_looking_everywhere_finds(
    total_a: int, total_b: int, data: st.DataObject
) -> None:
    table = data.draw(st.integers(0, total_a)), total_a, data.draw(st.integers(0, total_b)), total_b
    asked: list[list[int]] = []

    def kept(surprising: list[int]) -> float:
        asked.append([*surprising])
        return 0.0

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exact, "_worst_case", kept)
        boschloo_p(*table)
        barnard_p(*table)
    assert [exact._worst_case(surprising) for surprising in asked] == pytest.approx(
        [everywhere(surprising) for surprising in asked], rel=1e-12
    )


def test_the_worst_case_is_looked_for_exactly_only_where_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    exactly: set[float] = set()
    at = exact._Likelihood.at

    def counted(self: exact._Likelihood, angle: float) -> float:
        exactly.add(angle)
        return at(self, angle)

    monkeypatch.setattr(exact._Likelihood, "at", counted)
    boschloo_p(12, 60, 4, 58)
    # a grid of 600 and eight climbs of 32 steps
    assert len(exactly) < 200
