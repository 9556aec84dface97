import math
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccsvi_triage.stats.average import Average, Basis, Weighing, average_of, common_effect, prediction, random_effects
from ccsvi_triage.stats.effect_size import EffectSize
from ccsvi_triage.stats.heterogeneity import dersimonian_laird, paule_mandel, restricted_likelihood

SIZES = st.lists(
    st.builds(EffectSize, st.floats(-5, 5), st.floats(-4, 2).map(lambda power: 10**power)), min_size=2, max_size=12
)
ESTIMATORS = {"DL": dersimonian_laird, "PM": paule_mandel, "REML": restricted_likelihood}
WEIGHINGS = {
    "z": Weighing.RANDOM_NORMAL,
    "knha": Weighing.HARTUNG_KNAPP,
    "adhoc": Weighing.HARTUNG_KNAPP_TRUNCATED,
}


def hold(held: Any, name: str, average: Average, told: Any) -> None:
    for key, value in (
        ("est", average.estimate),
        ("se", average.error),
        ("ci_lb", average.low),
        ("ci_ub", average.high),
    ):
        held.near((name, key), value, told.get(key), 1e-8, average.error)
    # the tolerance of the variance between studies, of which it is made
    held.near((name, "p"), average.p, told["p"], 1e-7)


def test_common_effects_are_those_of_metafor(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        hold(held, analysis.name, common_effect(analysis.sizes), analysis.told["EE"])
    assert held.seen == 53 * 5
    assert held.wrong == []


@pytest.mark.parametrize("name", sorted(ESTIMATORS))
@pytest.mark.parametrize("test", sorted(WEIGHINGS))
def test_averages_of_random_effects_are_those_of_metafor(name: str, test: str, analyses: Any, held: Any) -> None:
    for analysis in analyses:
        tau2, told = ESTIMATORS[name](analysis.sizes).value, analysis.told[f"{name}_{test}"]
        average = random_effects(analysis.sizes, tau2, weighing=WEIGHINGS[test])
        if average is None:
            # metafor falls back to another test for one study, and calls equal effects certain
            assert len(analysis.sizes) == 1 or told["se"] == 0, analysis.name
            continue
        hold(held, analysis.name, average, told)
        for key, basis in (
            ("pi_hts_km2", Basis.TWO_LESS),
            ("pi_t_km1", Basis.ONE_LESS),
            ("pi_z", Basis.NORMAL),
        ):
            ahead = prediction(average, tau2, len(analysis.sizes), basis=basis)
            assert (ahead is None) is (len(analysis.sizes) < 3)
            if ahead is not None:
                held.near((analysis.name, key), ahead.low, told[key][0], 1e-7, average.error)
                held.near((analysis.name, key), ahead.high, told[key][1], 1e-7, average.error)
    assert held.seen > 480
    assert held.wrong == []


@given(SIZES)
def test_without_variance_between_studies_both_averages_are_the_same(sizes: list[EffectSize]) -> None:
    common, random = common_effect(sizes), random_effects(sizes, 0.0, weighing=Weighing.RANDOM_NORMAL)
    assert random is not None
    assert random == common._replace(weighing=Weighing.RANDOM_NORMAL)
    knapp = random_effects(sizes, 0.0)
    if knapp is not None:
        assert knapp.estimate == common.estimate


@given(SIZES, st.floats(0, 9), st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(sizes: list[EffectSize], tau2: float, chance: Any) -> None:
    mixed = chance.sample(sizes, len(sizes))
    for weighing in WEIGHINGS.values():
        one, other = (random_effects(order, tau2, weighing=weighing) for order in (sizes, mixed))
        assert (one is None) is (other is None)
        if one is not None and other is not None:
            assert one[:6] == pytest.approx(other[:6], rel=1e-9, abs=1e-12)


@given(SIZES, st.floats(0, 9))
def test_mirrored_effects_have_the_mirrored_average(sizes: list[EffectSize], tau2: float) -> None:
    mirrored = [size._replace(estimate=-size.estimate) for size in sizes]
    one, other = random_effects(sizes, tau2), random_effects(mirrored, tau2)
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert (one.estimate, one.low, one.high) == pytest.approx((-other.estimate, -other.high, -other.low), abs=1e-9)


@given(SIZES, st.floats(-5, 5))
def test_a_study_that_knows_nothing_changes_no_average(sizes: list[EffectSize], estimate: float) -> None:
    blind = [*sizes, EffectSize(estimate, 1e30)]
    assert common_effect(blind)[:6] == pytest.approx(common_effect(sizes)[:6], rel=1e-9, abs=1e-12)
    tau2 = restricted_likelihood(sizes).value
    assert restricted_likelihood(blind).value == pytest.approx(tau2, rel=1e-6, abs=1e-9)
    one, other = (random_effects(some, tau2, weighing=Weighing.RANDOM_NORMAL) for some in (sizes, blind))
    assert one is not None
    assert other is not None
    assert other[:6] == pytest.approx(one[:6], rel=1e-9, abs=1e-12)


@given(SIZES, st.floats(0, 9))
def test_truncated_limits_are_never_narrower_than_the_plain_ones(sizes: list[EffectSize], tau2: float) -> None:
    knapp, normal = random_effects(sizes, tau2), random_effects(sizes, tau2, weighing=Weighing.RANDOM_NORMAL)
    truncated = random_effects(sizes, tau2, weighing=Weighing.HARTUNG_KNAPP_TRUNCATED)
    assert truncated is not None
    assert normal is not None
    assert truncated.error >= normal.error * (1 - 1e-12)
    assert truncated.high - truncated.low >= normal.high - normal.low
    if knapp is not None:
        assert knapp.error <= truncated.error


@given(SIZES, st.floats(0, 9))
def test_an_average_lies_among_the_effects_and_within_its_limits(sizes: list[EffectSize], tau2: float) -> None:
    assume(max(size.estimate for size in sizes) > min(size.estimate for size in sizes) + 1e-6)
    average = random_effects(sizes, tau2)
    assert average is not None
    estimates = [size.estimate for size in sizes]
    assert min(estimates) - 1e-12 <= average.estimate <= max(estimates) + 1e-12
    assert average.low <= average.estimate <= average.high
    # the limits leave out no effect just where p says so
    if abs(average.p - 0.05) > 1e-9:
        assert (average.low <= 0 <= average.high) is (average.p > 0.05)


def test_equal_effects_are_not_called_certain() -> None:
    alike = [EffectSize(0.1, 0.01), EffectSize(0.1, 0.02), EffectSize(0.1, 0.5)]
    assert random_effects(alike, 0.0) is None
    truncated = random_effects(alike, 0.0, weighing=Weighing.HARTUNG_KNAPP_TRUNCATED)
    assert truncated is not None
    assert truncated.low < 0.1 < truncated.high
    assert random_effects(alike[:1], 0.0, weighing=Weighing.HARTUNG_KNAPP_TRUNCATED) is None


def test_a_prediction_reaches_further_than_the_average_and_names_its_basis() -> None:
    average = average_of(0.2, 0.1, level=0.95, weighing=Weighing.HARTUNG_KNAPP, df=4)
    ahead = prediction(average, 0.04, 5)
    assert ahead is not None
    assert (ahead.basis, ahead.df, ahead.basis.value) == (Basis.ONE_LESS, 4, "t, k - 1")
    assert ahead.low < average.low < average.high < ahead.high
    assert prediction(average, 0.04, 2) is None


def test_what_is_no_average_is_refused() -> None:
    sizes = [EffectSize(0, 1), EffectSize(1, 1)]
    with pytest.raises(ValueError, match="from 0"):
        random_effects(sizes, -0.1)
    with pytest.raises(ValueError, match="from 0"):
        random_effects(sizes, math.nan)
    with pytest.raises(ValueError, match="no way to average"):
        random_effects(sizes, 0.1, weighing=Weighing.PETO)
    with pytest.raises(ValueError, match="above 0"):
        average_of(0, 0, level=0.95, weighing=Weighing.PETO)
    with pytest.raises(ValueError, match="between 0 and 1"):
        common_effect(sizes, level=0)
    with pytest.raises(ValueError, match="from 0"):
        prediction(common_effect(sizes), -1, 5)
