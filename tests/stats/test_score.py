import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.interval import Interval
from ccsvi_triage.stats.score import odds_ratio_score, risk_difference_score, risk_ratio_score

Rows = Callable[[str], list[Mapping[str, str]]]
Effect = Callable[..., Interval]
ALL = pytest.mark.parametrize("effect", [risk_difference_score, risk_ratio_score, odds_ratio_score])
RATIOS = pytest.mark.parametrize("effect", [risk_ratio_score, odds_ratio_score])
GROUP = st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@pytest.mark.parametrize(
    ("prefix", "effect"), [("rd", risk_difference_score), ("rr", risk_ratio_score), ("or", odds_ratio_score)]
)
@pytest.mark.parametrize(("name", "corrected"), [("mn", True), ("score", False)])
def test_score_limits_are_those_of_r(  # noqa: PLR0913, PLR0917
    rows: Rows,
    compare: Callable[..., None],
    prefix: str,
    effect: Effect,
    name: str,
    corrected: bool,  # noqa: FBT001
) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        interval = effect(int(row["a"]), int(row["n1"]), int(row["c"]), int(row["n2"]), corrected=corrected)
        return {f"{prefix}_{name}_lo": interval.low, f"{prefix}_{name}_hi": interval.high}

    compare(rows("twobytwo"), values, 1e-6)


def test_statsmodels_took_the_events_for_the_people_of_the_control_group() -> None:
    right, wrong = (0.02704, 0.34529), (0.02732, 0.34343)
    interval = risk_difference_score(7, 34, 1, 34)
    assert (round(interval.low, 5), round(interval.high, 5)) == right != wrong


def test_contingencytables_gives_up_on_corner_tables_and_we_do_not() -> None:
    nobody, everybody = risk_difference_score(0, 3, 0, 3, corrected=False), risk_difference_score(1, 1, 0, 1)
    assert nobody.low == pytest.approx(-0.561497031755)
    assert nobody.high == pytest.approx(0.561497031755)
    assert -0.6 < everybody.low < 0
    assert everybody.high == 1


@ALL
@given(a=GROUP, b=GROUP, corrected=st.booleans())
def test_limits_embrace_their_estimate(
    effect: Effect, a: tuple[int, int], b: tuple[int, int], *, corrected: bool
) -> None:
    interval = effect(*a, *b, corrected=corrected)
    if interval.estimate is not None:
        assert interval.low <= interval.estimate <= interval.high


@RATIOS
@given(a=GROUP, b=GROUP, corrected=st.booleans())
def test_to_swap_the_groups_inverts_a_ratio(
    effect: Effect, a: tuple[int, int], b: tuple[int, int], *, corrected: bool
) -> None:
    first, second = effect(*a, *b, corrected=corrected), effect(*b, *a, corrected=corrected)
    assert (first.low == 0) is math.isinf(second.high)
    if first.low:
        assert first.low == pytest.approx(1 / second.high, rel=1e-9)


@given(GROUP, GROUP, st.booleans())
def test_to_swap_the_groups_negates_a_difference(a: tuple[int, int], b: tuple[int, int], corrected: bool) -> None:  # noqa: FBT001
    first = risk_difference_score(*a, *b, corrected=corrected)
    second = risk_difference_score(*b, *a, corrected=corrected)
    assert first.low == pytest.approx(-second.high, abs=1e-9)


@given(GROUP, GROUP)
def test_to_count_the_others_inverts_an_odds_ratio(a: tuple[int, int], b: tuple[int, int]) -> None:
    events = odds_ratio_score(*a, *b)
    others = odds_ratio_score(a[1] - a[0], a[1], b[1] - b[0], b[1])
    assert (events.low == 0) is math.isinf(others.high)
    if events.low:
        assert events.low == pytest.approx(1 / others.high, rel=1e-9)


@ALL
@given(a=GROUP, b=GROUP)
def test_the_correction_only_widens(effect: Effect, a: tuple[int, int], b: tuple[int, int]) -> None:
    plain, corrected = effect(*a, *b, corrected=False), effect(*a, *b, corrected=True)
    assert corrected.low <= plain.low + 1e-9 * abs(plain.low)
    assert (
        plain.high <= corrected.high + 1e-9 * abs(plain.high)
        if math.isfinite(plain.high)
        else corrected.high == math.inf
    )


@pytest.mark.parametrize("counts", [(999_999, 1_000_000, 1, 1_000_000), (1, 2_000_000, 1_999_999, 2_000_000)])
@ALL
def test_the_largest_of_groups_at_the_furthest_ends_have_limits(effect: Effect, counts: tuple[int, ...]) -> None:
    interval = effect(*counts)
    assert interval.estimate is not None
    assert -1 <= interval.low < interval.estimate < interval.high < math.inf


@ALL
@pytest.mark.parametrize("counts", [(5, 4, 1, 4), (1, 4, -1, 4), (0, 0, 1, 4)])
def test_impossible_counts_are_refused(effect: Effect, counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"total is at least 1|is no count"):
        effect(*counts)
