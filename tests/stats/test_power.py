import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.distributions import normal_from_tail, normal_tail
from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.power import (
    Detectable,
    InformationSize,
    detectable_effect,
    detectable_means,
    detectable_risks,
    exact_power_of_risks,
    optimal_information_size,
    people_for_means,
    people_for_risks,
    power_of_means,
    power_of_risks,
)

Rows = Callable[[str], list[Mapping[str, str]]]
RISK = st.floats(0.001, 0.999)


def test_the_power_of_risks_is_that_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        p1, p2, n = float(row["p1"]), float(row["p2"]), float(row["n"])
        return {
            "power": power_of_risks(p1, p2, n, n),
            "power_strict": power_of_risks(p1, p2, n, n, either_way=True),
        }

    compare(rows("power_prop"), values, 1e-6)


def test_the_people_for_risks_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    compare(
        [row for row in rows("power_prop") if row["p1"] != row["p2"]],
        lambda row: {"n_for_80": people_for_risks(float(row["p1"]), float(row["p2"]))},
        1e-5,
    )


def test_the_power_of_means_is_that_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        delta, deviation, n = float(row["delta"]), float(row["sd"]), float(row["n"])
        return {
            "power": power_of_means(delta, deviation, n, n),
            "power_strict": power_of_means(delta, deviation, n, n, either_way=True),
        }

    compare(rows("power_t"), values, 1e-9)


def test_what_r_solves_for_comes_out(rows: Rows, compare: Callable[..., None]) -> None:
    """R stops its search at about 1e-5; ours goes on until the power is the one that was asked for."""

    def values(row: Mapping[str, str]) -> dict[str, float]:
        delta, deviation, n = float(row["delta"]), float(row["sd"]), float(row["n"])
        detectable = detectable_means(deviation, n, n)
        assert power_of_means(detectable, deviation, n, n) == pytest.approx(0.8, rel=1e-12)
        return {"n_for_80": people_for_means(delta, deviation), "mde_80": detectable}

    compare(rows("power_t"), values, 2e-5)


@given(st.floats(0.001, 10), st.floats(0.06, 0.99))
def test_an_effect_is_found_with_the_power_that_was_asked_for(error: float, power: float) -> None:
    found = detectable_effect(error, power=power)
    assert normal_tail(normal_from_tail(0.025) - found / error) == pytest.approx(power, rel=1e-9)


def test_the_people_that_a_reduction_of_risk_takes_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float]:
        treated, control = float(row["eer"]), float(row["cer"])
        return {
            "n_per_group_powerproptest": people_for_risks(treated, control),
            "n_per_group_unpooled": people_for_risks(treated, control, pooled=False),
            "n_per_group_90": people_for_risks(treated, control, power=0.9),
        }

    compare(rows("ois"), values, 1e-5)


def test_the_information_size_is_of_whole_people_in_both_groups(rows: Rows) -> None:
    for row in rows("ois"):
        control, reduction = float(row["cer"]), float(row["rrr"])
        size = optimal_information_size(control, reduction=reduction)
        group = math.ceil(float(row["n_per_group_powerproptest"]))
        assert size == InformationSize(2 * group, math.ceil(group * (control + float(row["eer"]))))


def test_a_trial_of_nineteen_people_could_hardly_find_anything() -> None:
    assert round(exact_power_of_risks(1 / 3, 0.1, 9, 10), 2) == 0.14
    assert fisher(6, 9, 1, 10).two_sided < 0.05 < fisher(5, 9, 1, 10).two_sided
    detectable = detectable_risks(0.1, 9, 10)
    assert detectable.below is None
    assert detectable.above is not None
    assert detectable.above > 0.6


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 20), st.integers(0, 20))
def test_exact_power_is_the_chance_of_a_significant_table(people_a: int, people_b: int, a: int, b: int) -> None:
    risk_a, risk_b = Fraction(a, 20), Fraction(b, 20)
    chance = sum(
        comb(people_a, i) * risk_a**i * (1 - risk_a) ** (people_a - i)
        * comb(people_b, j) * risk_b**j * (1 - risk_b) ** (people_b - j)
        for i in range(people_a + 1)
        for j in range(people_b + 1)
        if fisher(i, people_a, j, people_b).two_sided < 0.05
    )  # fmt: skip
    assert exact_power_of_risks(a / 20, b / 20, people_a, people_b) == pytest.approx(float(chance), abs=1e-12)


@given(RISK, RISK, st.floats(2, 2000), st.floats(2, 2000))
def test_power_is_a_share_and_does_not_know_which_group_is_which(a: float, b: float, n: float, m: float) -> None:
    power = power_of_risks(a, b, n, m)
    assert 0 <= power <= power_of_risks(a, b, n, m, either_way=True) <= 1 + 1e-12
    assert power == pytest.approx(power_of_risks(b, a, m, n), rel=1e-9)
    assert power == pytest.approx(power_of_risks(1 - a, 1 - b, n, m), rel=1e-6, abs=1e-12)


@given(RISK, RISK, st.floats(0.1, 0.99))
def test_as_many_people_as_asked_for_have_the_power_asked_for(a: float, b: float, power: float) -> None:
    if abs(a - b) > 1e-3:
        people = people_for_risks(a, b, power=power)
        assert power_of_risks(a, b, people, people) == pytest.approx(power, rel=1e-6)


@given(RISK, st.floats(5, 5000), st.floats(5, 5000))
def test_a_detectable_risk_is_found_with_the_power_asked_for(control: float, n: float, m: float) -> None:
    below, above = detectable_risks(control, n, m)
    for risk in (below, above):
        if risk is not None:
            assert power_of_risks(risk, control, n, m) == pytest.approx(0.8, abs=1e-6)
    assert below is None or below < control
    assert above is None or above > control


def test_without_any_risk_none_can_be_lower() -> None:
    assert detectable_risks(0, 50, 50).below is None
    assert detectable_risks(1, 50, 50).above is None
    assert detectable_risks(0.5, 1, 1) == Detectable(None, None)


@given(st.floats(0.1, 5), st.floats(0.1, 5), st.integers(2, 300), st.integers(2, 300))
def test_more_people_and_larger_differences_have_more_power(d: float, sd: float, n: int, m: int) -> None:
    power = power_of_means(d, sd, n, m)
    assert power <= power_of_means(d, sd, n + 5, m) + 1e-12
    assert power <= power_of_means(d * 1.1, sd, n, m) + 1e-12
    assert power == pytest.approx(power_of_means(-d, sd, m, n), rel=1e-9)


@given(st.floats(0.05, 4), st.floats(0.2, 0.95))
def test_as_many_people_as_asked_for_find_the_means_apart(difference: float, power: float) -> None:
    people = people_for_means(difference, 1, power=power)
    reached = power_of_means(difference, 1, people, people)
    assert reached == pytest.approx(power, rel=1e-9) or (people == 2 and reached > power)


def test_certain_risks_need_no_luck() -> None:
    assert power_of_risks(1, 0, 50, 50) == 1
    assert power_of_risks(0, 0, 50, 50) == 0
    assert power_of_risks(1, 0, 1, 1) == 0


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: power_of_risks(1.2, 0.5, 10, 10), "risk is from 0 to 1"),
        (lambda: power_of_risks(0.2, math.nan, 10, 10), "risk is from 0 to 1"),
        (lambda: power_of_risks(0.2, 0.5, 0, 10), "group has people"),
        (lambda: power_of_risks(0.2, 0.5, 10, 10, significance=5), "significance"),
        (lambda: people_for_risks(0.2, 0.2), "not there"),
        (lambda: people_for_risks(0.2, 0.3, power=0.02), "power"),
        (lambda: people_for_risks(0.2, 0.3, power=1), "power"),
        (lambda: detectable_risks(0.2, 10, -1), "group has people"),
        (lambda: exact_power_of_risks(0.2, 0.3, 101, 100), "up to 200"),
        (lambda: exact_power_of_risks(0.2, 0.3, 10, 0), "group has people"),
        (lambda: power_of_means(1, 0, 10, 10), "standard deviation"),
        (lambda: power_of_means(math.inf, 1, 10, 10), "finite"),
        (lambda: power_of_means(1, 1, 1, 10), "at least 2"),
        (lambda: people_for_means(0, 1), "not there"),
        (lambda: detectable_means(0, 10, 10), "standard deviation"),
        (lambda: detectable_effect(0), "standard error"),
        (lambda: optimal_information_size(0), "control risk"),
        (lambda: optimal_information_size(0.5, reduction=0), "not there"),
        (lambda: optimal_information_size(0.5, reduction=-1.5), "risk is from 0 to 1"),
    ],
)
def test_what_cannot_be_is_refused(call: Callable[[], object], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        call()
