import math
from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccsvi_triage.stats.agreement import (
    Coefficient,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    linear_weights,
    pair_table,
    rating_counts,
)
from ccsvi_triage.stats.interval import Method

Rows = Callable[[str], list[Mapping[str, str]]]

TABLES = st.integers(2, 5).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, 30), min_size=size, max_size=size), min_size=size, max_size=size)
)


def counts_of(table: Sequence[Sequence[int]]) -> list[list[int]]:
    """Give what two people answered item by item."""
    size = len(table)
    return [
        [(at == i) + (at == j) for at in range(size)]
        for i, row in enumerate(table)
        for j, n in enumerate(row)
        for _ in range(n)
    ]


def several(table: Sequence[Sequence[int]]) -> bool:
    """Tell whether a table counts two items or more, and more than one answer."""
    used = {at for i, row in enumerate(table) for j, n in enumerate(row) if n for at in (i, j)}
    return sum(map(sum, table)) > 1 and len(used) > 1


# values of reference programs and of papers


def test_two_people_agree_as_statsmodels_and_irrcac_say(pinned: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        table = [[int(n) for n in line.split()] for line in row["table"].split("/")]
        plain, ac1 = cohen_kappa(table), gwet_ac1(counts_of(table))
        weighted = cohen_kappa(table, weights=linear_weights(len(table)))
        found = {"kappa": plain, "weighted": weighted, "ac1": ac1}
        return {
            **{name: one.value for name, one in found.items()},
            **{f"{name}_se": one.error for name, one in found.items()},
            "kappa_lo": limit(plain.low, -1, row["kappa_lo"]),
            "kappa_hi": limit(plain.high, 1, row["kappa_hi"]),
        }

    compare(pinned("agreement_two"), values, 1e-9)


def limit(ours: float | None, cut: int, told: str) -> float | None:
    """Give our limit; where it is cut at -1 or 1, what was told, if that lies beyond."""
    return float(told) if ours == cut and float(told) * cut >= 1 else ours


def test_several_people_agree_as_irrcac_says(pinned: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        counts = rating_counts(row["ratings"].split("/"), row["words"])
        found = {"fleiss": fleiss_kappa(counts), "ac1": gwet_ac1(counts)}
        return {**{n: one.value for n, one in found.items()}, **{f"{n}_se": one.error for n, one in found.items()}}

    def limits(row: Mapping[str, str]) -> dict[str, float | None]:
        counts = rating_counts(row["ratings"].split("/"), row["words"])
        found = {"fleiss": fleiss_kappa(counts), "ac1": gwet_ac1(counts)}
        low = {f"{name}_lo": limit(one.low, -1, row[f"{name}_lo"]) for name, one in found.items()}
        return low | {f"{name}_hi": limit(one.high, 1, row[f"{name}_hi"]) for name, one in found.items()}

    compare(pinned("agreement_many"), values, 1e-12)
    compare(pinned("agreement_many"), limits, 2e-8)  # irrCAC's own quantile of Student's t has nine digits


def test_the_example_of_cohen_1968_gives_what_he_reports() -> None:
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    apart = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
    weights = [[1 - weight / 6 for weight in row] for row in apart]
    assert round(cohen_kappa(table).value, 3) == 0.492
    assert round(cohen_kappa(table, weights=weights).value, 3) == 0.348


def test_kappa_is_what_a_hand_finds() -> None:
    """20 + 15 of 50 the same, 0.7; by chance 0.5 * 0.6 + 0.5 * 0.4, 0.5; so 0.2 / 0.5."""
    assert math.isclose(cohen_kappa([[20, 5], [10, 15]]).value, 0.4)


def test_the_example_of_ten_patients_and_fourteen_people_gives_what_is_widely_reported() -> None:
    counts = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    assert round(fleiss_kappa(counts).value, 3) == 0.210


def test_where_nearly_all_answers_are_one_word_kappa_falls_and_ac1_does_not() -> None:
    table = [[118, 5], [2, 0]]
    assert cohen_kappa(table).value < 0
    assert gwet_ac1(counts_of(table)).value > 0.9


# refusals


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[1, 0], [0, 0]], [[5, 0], [0, 0]], [[1, 2]], [[3, -1], [0, 4]]])
def test_kappa_is_refused_where_it_is_not_defined(table: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"[a-z]"):
        cohen_kappa(table)


@pytest.mark.parametrize("weights", [[[1.0]], [[1, 0.5], [0.5, 0.9]], [[1, 2], [0, 1]], [[1, 0], [-1, 1]]])
def test_weights_that_cannot_be_are_refused(weights: list[list[float]]) -> None:
    with pytest.raises(ValueError, match="weight"):
        cohen_kappa([[2, 1], [1, 2]], weights=weights)


def test_a_ladder_of_one_step_has_no_weights() -> None:
    with pytest.raises(ValueError, match="2 steps"):
        linear_weights(1)


@pytest.mark.parametrize("counts", [[], [[2, 0]], [[2, 0], [1, 0]], [[1, 0], [0, 1]], [[2], [2]], [[3, -1], [1, 1]]])
def test_counts_that_cannot_be_are_refused(counts: list[list[int]]) -> None:
    for coefficient in (gwet_ac1, fleiss_kappa):
        with pytest.raises(ValueError, match=r"[a-z]"):
            coefficient(counts)


def test_fleiss_kappa_is_refused_where_all_give_one_answer_and_ac1_is_one() -> None:
    counts = [[3, 0], [3, 0], [3, 0]]
    with pytest.raises(ValueError, match="one and the same"):
        fleiss_kappa(counts)
    assert gwet_ac1(counts) == Coefficient(1.0, 0.0, None, None, 0.95, Method.STUDENT)


def test_a_word_that_is_no_category_is_refused() -> None:
    with pytest.raises(ValueError, match="'z' is none of the categories"):
        pair_table([("a", "z")], "ab")
    with pytest.raises(ValueError, match="'z' is none of the categories"):
        rating_counts([("a", "z")], "ab")


def test_full_agreement_has_no_limits_since_an_error_of_zero_would_claim_certainty() -> None:
    assert cohen_kappa([[4, 0], [0, 3]]) == Coefficient(1.0, 0.0, None, None, 0.95, Method.NORMAL)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        cohen_kappa([[4, 1], [2, 3]], level=level)
    with pytest.raises(ValueError, match="level"):
        gwet_ac1([[2, 0], [1, 1]], level=level)


# what always holds


@given(TABLES)
def test_limits_embrace_the_coefficient_and_stay_within_one(table: list[list[int]]) -> None:
    assume(several(table))
    counts = counts_of(table)
    for found in (
        cohen_kappa(table),
        cohen_kappa(table, weights=linear_weights(len(table))),
        gwet_ac1(counts),
        fleiss_kappa(counts),
    ):
        assert -1 - 1e-9 <= found.value <= 1 + 1e-9
        assert (found.low is None) == (found.high is None) == (found.error == 0)
        if found.low is not None and found.high is not None:
            assert -1 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1


@given(TABLES)
def test_who_is_named_first_makes_no_difference(table: list[list[int]]) -> None:
    assume(several(table))
    turned = [list(column) for column in zip(*table, strict=True)]
    for weights in (None, linear_weights(len(table))):
        here, there = cohen_kappa(table, weights=weights), cohen_kappa(turned, weights=weights)
        assert math.isclose(here.value, there.value, abs_tol=1e-9)
        assert math.isclose(here.error, there.error, abs_tol=1e-6)
    here, there = gwet_ac1(counts_of(table)), gwet_ac1(counts_of(turned))
    assert math.isclose(here.value, there.value, abs_tol=1e-9)


@given(TABLES)
def test_one_means_that_nobody_differs(table: list[list[int]]) -> None:
    assume(several(table))
    same = sum(table[i][i] for i in range(len(table))) == sum(map(sum, table))
    assert (cohen_kappa(table).value > 1 - 1e-9) == same
    assert (gwet_ac1(counts_of(table)).value > 1 - 1e-9) == same


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=2, max_size=2))
def test_a_ladder_of_two_steps_weighs_nothing(table: list[list[int]]) -> None:
    assume(several(table))
    assert cohen_kappa(table, weights=linear_weights(2)) == cohen_kappa(table)


@given(TABLES)
def test_a_table_of_pairs_counts_every_pair_once(table: list[list[int]]) -> None:
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    assert pair_table(pairs, range(len(table))) == table
    assert rating_counts(pairs, range(len(table))) == counts_of(table)
