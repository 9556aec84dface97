import math
from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from operator import mul
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.effect_size import EffectSize
from ccsvi_triage.stats.heterogeneity import (
    Scatter,
    TauSquared,
    cochran,
    dersimonian_laird,
    paule_mandel,
    profile,
    restricted_likelihood,
    share_between,
)

SIZES = st.lists(
    st.builds(EffectSize, st.floats(-5, 5), st.floats(-6, 3).map(lambda power: 10**power)), min_size=2, max_size=12
)
ESTIMATORS = {"DL": dersimonian_laird, "PM": paule_mandel, "REML": restricted_likelihood}


def slope(sizes: Sequence[EffectSize], tau2: Decimal) -> Decimal:
    """Give twice the slope of the restricted log-likelihood, from the textbook."""
    weights = [1 / (Decimal(size.variance) + tau2) for size in sizes]
    estimates = [Decimal(size.estimate) for size in sizes]
    total = sum(weights, Decimal(0))
    mean = sum(map(mul, weights, estimates), Decimal(0)) / total
    squares = sum(((w * (y - mean)) ** 2 for w, y in zip(weights, estimates, strict=True)), Decimal(0))
    return squares - total + sum((w * w for w in weights), Decimal(0)) / total


def test_q_is_that_of_metafor(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        test, told = cochran(analysis.sizes), analysis.told["EE"]
        held.near((analysis.name, "q"), test.q, told["QE"], 1e-8)
        held.near((analysis.name, "p"), test.p, told["QEp"], 1e-8)
    assert held.seen == 106
    assert held.wrong == []


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
def test_the_variance_between_studies_is_that_of_metafor(name: str, analyses: Any, held: Any) -> None:
    for analysis in analyses:
        tau2, told = ESTIMATORS[name](analysis.sizes), analysis.told[f"{name}_z"]
        held.near((analysis.name, "tau2"), tau2.value, told["tau2"], 1e-7)
        held.near((analysis.name, "I2"), 100 * share_between(analysis.sizes, tau2.value), told["I2"], 1e-7)
        assert tau2.maxima == 1
    assert held.seen == 106
    assert held.wrong == []


def test_the_slope_of_the_likelihood_changes_its_sign_at_the_estimate_to_nine_digits(analyses: Any) -> None:
    seen = 0
    with localcontext() as context:
        context.prec = 40
        for analysis in analyses:
            tau2 = Decimal(restricted_likelihood(analysis.sizes).value)
            if tau2:
                seen += 1
                assert slope(analysis.sizes, tau2 * (1 - Decimal("1e-9"))) > 0, analysis.name
                assert slope(analysis.sizes, tau2 * (1 + Decimal("1e-9"))) < 0, analysis.name
    assert seen > 40


def test_the_profile_is_that_of_metafor(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        if "tau2_Qprofile_CI" not in analysis.told:
            continue
        spread, told = profile(analysis.sizes), analysis.told["tau2_Qprofile_CI"]
        assert spread is not None
        for value, expected in zip(
            (spread.tau2_low, spread.tau2_high, 100 * spread.i2_low, 100 * spread.i2_high),
            (*told["tau2"], *told["I2"]),
            strict=True,
        ):
            held.near(analysis.name, value, expected, 1e-7)
        assert spread.empty is (spread.tau2_high == 0)
        assert spread.empty is analysis.name.startswith("dat.nissen2007")
    assert held.seen == 4 * 48
    assert held.wrong == []


def test_one_study_does_not_differ_from_itself() -> None:
    alone = [EffectSize(0.5, 0.04)]
    assert cochran(alone) == (0.0, 0, 1.0)
    assert [estimate(alone).value for estimate in ESTIMATORS.values()] == [0, 0, 0]
    assert share_between(alone, 0.0) == 0
    assert profile(alone) is profile(alone * 2) is None


def test_the_highest_of_several_peaks_is_taken() -> None:
    # two precise studies that agree to the last hair, and two that lie far off
    sizes = [EffectSize(0.0, 1e-6), EffectSize(1e-3, 1e-6), EffectSize(8.0, 4.0), EffectSize(-9.0, 4.0)]
    found = restricted_likelihood(sizes)
    assert found.maxima == 2
    scatter = Scatter(sizes)
    assert all(
        scatter.likelihood(found.value) >= scatter.likelihood(10 ** (power / 20)) - 1e-9 for power in range(-160, 80)
    )


@given(SIZES)
def test_no_other_variance_is_likelier(sizes: list[EffectSize]) -> None:
    found, scatter = restricted_likelihood(sizes), Scatter(sizes)
    highest = scatter.likelihood(found.value)
    tried = [0.0, *(10 ** (power / 10) for power in range(-70, 50))]
    assert highest >= max(map(scatter.likelihood, tried)) - 1e-9 * max(1, abs(highest))


@given(SIZES)
def test_paule_and_mandel_bring_q_to_its_expectation(sizes: list[EffectSize]) -> None:
    tau2, scatter, df = paule_mandel(sizes).value, Scatter(sizes), len(sizes) - 1
    if tau2:
        assert scatter.q(tau2) == pytest.approx(df, rel=1e-9)
    else:
        assert scatter.q(0.0) <= df


@given(SIZES, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(sizes: list[EffectSize], chance: Any) -> None:
    mixed = chance.sample(sizes, len(sizes))
    assert cochran(mixed) == pytest.approx(cochran(sizes), rel=1e-12)
    for estimate in ESTIMATORS.values():
        assert estimate(mixed).value == pytest.approx(estimate(sizes).value, rel=1e-12)


@given(SIZES, st.sampled_from(sorted(ESTIMATORS)))
def test_mirrored_effects_vary_as_much(sizes: list[EffectSize], name: str) -> None:
    mirrored = [size._replace(estimate=-size.estimate) for size in sizes]
    assert ESTIMATORS[name](mirrored).value == pytest.approx(ESTIMATORS[name](sizes).value, rel=1e-9, abs=1e-12)


@given(SIZES, st.sampled_from(sorted(ESTIMATORS)))
def test_a_change_of_unit_changes_the_variance_by_its_square(sizes: list[EffectSize], name: str) -> None:
    scaled = [EffectSize(1024 * size.estimate, 1024**2 * size.variance) for size in sizes]
    assert ESTIMATORS[name](scaled).value == pytest.approx(1024**2 * ESTIMATORS[name](sizes).value, rel=1e-9)


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=8), st.floats(0.01, 4))
def test_with_equal_precision_all_estimators_are_the_same(estimates: list[float], variance: float) -> None:
    sizes = [EffectSize(estimate, variance) for estimate in estimates]
    mean = math.fsum(estimates) / len(estimates)
    plain = math.fsum((y - mean) ** 2 for y in estimates) / (len(estimates) - 1)
    for estimate in ESTIMATORS.values():
        assert estimate(sizes).value == pytest.approx(max(0.0, plain - variance), rel=1e-9, abs=1e-12)


@given(SIZES, st.floats(0.5, 0.9), st.floats(0.91, 0.999))
def test_a_wider_level_reaches_further(sizes: list[EffectSize], level: float, wider: float) -> None:
    narrow, wide = profile(sizes, level=level), profile(sizes, level=wider)
    assert (narrow is None) is (len(sizes) < 3)
    if narrow is not None and wide is not None:
        assert wide.tau2_low <= narrow.tau2_low <= narrow.tau2_high <= wide.tau2_high
        assert 0 <= narrow.i2_low <= narrow.i2_high < 1


@pytest.mark.parametrize(
    "sizes",
    [
        [EffectSize(0, 1e-50), EffectSize(1e50, 1e50), EffectSize(-1e50, 1)],
        [EffectSize(1e50, 1e-50), EffectSize(-1e50, 1e-50), EffectSize(0, 1e-50)],
        [EffectSize(0, 1e50), EffectSize(1e-50, 1e-50), EffectSize(0, 1e-50)],
        [EffectSize(1e9 + i / 8, 1e-4) for i in range(5)],
    ],
)
def test_effects_at_the_ends_of_their_range_have_a_variance(sizes: list[EffectSize]) -> None:
    for estimate in ESTIMATORS.values():
        assert 0 <= estimate(sizes).value < math.inf
    spread = profile(sizes)
    assert spread is not None
    assert 0 <= spread.tau2_low <= spread.tau2_high < math.inf
    assert 0 <= share_between(sizes, spread.tau2_high) <= 1


def test_an_offset_costs_no_digits() -> None:
    sizes = [EffectSize(i / 8, 1e-4) for i in range(5)]
    moved = [size._replace(estimate=size.estimate + 2.0**30) for size in sizes]
    assert cochran(moved) == pytest.approx(cochran(sizes), rel=1e-12)


@pytest.mark.parametrize("estimate", ESTIMATORS.values())
def test_nothing_to_average_is_refused(estimate: Callable[[list[EffectSize]], TauSquared]) -> None:
    with pytest.raises(ValueError, match="nothing to average"):
        estimate([])
    with pytest.raises(ValueError, match="from 0"):
        share_between([EffectSize(0, 1)], -1.0)
    with pytest.raises(ValueError, match="between 0 and 1"):
        profile([EffectSize(0, 1)] * 3, level=1.0)
