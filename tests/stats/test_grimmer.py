import random
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.grimmer import Obstacle, exists, grimmer, least_squares
from ccsvi_triage.stats.printed import Printed, read_printed
from ccsvi_triage.stats.verdict import Alternative, Verdict

Row = Mapping[str, str]
Rows = Callable[[str], list[Row]]

REASONS = {
    "GRIM": Obstacle.MEAN,
    "parity": Obstacle.PARITY,
    "no integer sum of squares": Obstacle.SQUARES,
    "ok": Obstacle.NONE,
}


def printed_sd(values: Sequence[int], scale: Fraction, decimals: int, *, freedom: int) -> Printed:
    """Give the standard deviation of a sample as a paper would print it, rounded from thirty digits."""
    n = len(values)
    variance = (sum(v * v for v in values) - Fraction(sum(values) ** 2, n)) / freedom * scale**2
    with localcontext() as context:
        context.prec = 40
        root = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
        return read_printed(str(root.quantize(Decimal(10) ** -decimals, ROUND_HALF_EVEN)))


def printed_mean(values: Sequence[int], scale: Fraction, decimals: int) -> Printed:
    mean = Fraction(sum(values), len(values)) * scale
    return Printed(Fraction(round(mean * 10**decimals), 10**decimals), decimals)


def test_every_row_is_as_argued(rows: Rows) -> None:
    for row in rows("grimmer"):
        result = grimmer(
            read_printed(row["mean"]),
            read_printed(row["sd"]),
            int(row["n"]),
            items=int(row["items"]),
            step=Fraction(row["step"]),
        )
        fits = result.verdict is Verdict.CONSISTENT and not result.explained_by
        assert fits == (row["expected"] == "1"), row
        if row["reason"] in REASONS:
            assert result.obstacle in {REASONS[row["reason"]], Obstacle.LEAST} if not fits else Obstacle.NONE


@given(
    st.lists(st.integers(-9, 40), min_size=2, max_size=40),
    st.integers(1, 4),
    st.sampled_from([Fraction(1), Fraction(1, 2)]),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_a_true_sample_is_never_called_inconsistent(
    values: list[int], items: int, step: Fraction, mean_decimals: int, sd_decimals: int
) -> None:
    scale = step / items
    mean = printed_mean(values, scale, mean_decimals)
    n = len(values)
    result = grimmer(mean, printed_sd(values, scale, sd_decimals, freedom=n - 1), n, items=items, step=step)
    assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, ())
    result = grimmer(mean, printed_sd(values, scale, sd_decimals, freedom=n), n, items=items, step=step)
    assert result.verdict is Verdict.CONSISTENT


def test_ten_thousand_simulated_samples_are_not_flagged() -> None:
    chance = random.Random(2009)  # noqa: S311 -- the same ten thousand every time
    for _ in range(10_000):
        n = chance.choice((2, 3, 4, 5, 8, 20, 35, 65, 100))
        top = chance.choice((1, 4, 6, 10))
        values = [round(top * chance.betavariate(0.6, 0.9)) for _ in range(n)]
        one = Fraction(1)
        mean = printed_mean(values, one, chance.choice((0, 1, 2)))
        result = grimmer(mean, printed_sd(values, one, chance.choice((0, 1, 2)), freedom=n - 1), n)
        assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, ()), (values, mean)


@pytest.mark.parametrize(("n", "most"), [(1, 9), (2, 9), (3, 7), (4, 6), (5, 5), (6, 4), (7, 3)])
def test_which_sums_and_squares_exist_is_as_counted(n: int, most: int) -> None:
    seen = {(sum(c), sum(x * x for x in c)) for c in combinations_with_replacement(range(-most, most + 1), n)}
    # numbers beyond the count could give more than this only with larger squares
    for total in range(-n, n + 1):
        for squares in range((most + 1) ** 2):
            assert exists(total, squares, n) == ((total, squares) in seen)


@given(st.integers(1, 60), st.integers(-300, 300))
def test_the_least_squares_exist_and_nothing_below(n: int, total: int) -> None:
    least = least_squares(total, n)
    assert exists(total, least, n)
    assert not any(exists(total, least - k, n) for k in (1, 2))


@given(st.decimals(0, 30, places=1), st.decimals(0, 12, places=1), st.integers(2, 60), st.sampled_from([1, 2, 3]))
def test_a_witness_is_a_sum_and_squares_that_give_the_numbers(mean: Decimal, sd: Decimal, n: int, items: int) -> None:
    result = grimmer(read_printed(str(mean)), read_printed(str(sd)), n, items=items)
    assert (result.witness is not None) == (result.verdict is Verdict.CONSISTENT)
    if result.witness is None or result.explained_by:
        return
    total, squares = result.witness
    assert exists(total, squares, n)
    assert read_printed(str(mean)).rounded().holds(Fraction(total, n * items))
    variance = (squares - Fraction(total * total, n)) / (n - 1) / items**2
    low, high = read_printed(str(sd)).rounded().ends
    assert max(low, Fraction(0)) ** 2 <= variance <= high**2


def test_a_mean_with_one_decimal_is_not_judged_by_its_nearest_sum_as_scrutiny_and_rsprite2_do() -> None:
    for mean, sd, n in (("3.1", "1.39", 120), ("3.1", "1.41", 233), ("64.73", "25.89", 40)):
        assert grimmer(read_printed(mean), read_printed(sd), n).explained_by == ()
        assert grimmer(read_printed(mean), read_printed(sd), n).verdict is Verdict.CONSISTENT


def test_a_deviation_below_what_the_mean_allows_is_seen_where_scrutiny_misses_it() -> None:
    result = grimmer(read_printed("1.2"), read_printed("0.3"), 57)
    assert (result.explained_by, result.obstacle) == ((Alternative.TRUNCATED,), Obstacle.LEAST)
    result = grimmer(read_printed("1.2"), read_printed("0.1"), 57)
    assert (result.verdict, result.obstacle) == (Verdict.INCONSISTENT, Obstacle.LEAST)


def test_a_gap_among_few_people_is_seen() -> None:
    # two whole numbers with the sum 0 have the squares 0, 2, 8, 18 ...: six is even, large enough, and not among them
    result = grimmer(read_printed("0.0"), read_printed("2.449"), 2)
    assert (result.verdict, result.obstacle) == (Verdict.INCONSISTENT, Obstacle.GAP)


def test_digits_cut_off_and_a_deviation_with_n_are_explanations() -> None:
    cut = grimmer(read_printed("2.27"), read_printed("0.93"), 29, step=Fraction(1, 2))
    assert (cut.verdict, cut.explained_by, cut.obstacle) == (
        Verdict.CONSISTENT,
        (Alternative.TRUNCATED,),
        Obstacle.MEAN,
    )
    with_n = grimmer(read_printed("0.50"), read_printed("0.500"), 10)
    assert (with_n.verdict, with_n.explained_by) == (Verdict.CONSISTENT, (Alternative.POPULATION_SD,))


@pytest.mark.parametrize(
    ("mean", "sd", "n", "verdict", "obstacle"),
    [
        ("3.0", "1.0", 1, Verdict.CANNOT_TELL, Obstacle.TOO_LITTLE),
        ("~3.0", "1.0", 9, Verdict.CANNOT_TELL, Obstacle.TOO_LITTLE),
        ("3.0", "<1.0", 9, Verdict.CANNOT_TELL, Obstacle.TOO_LITTLE),
        ("3.0", "-1.0", 9, Verdict.INCONSISTENT, Obstacle.NEGATIVE),
        ("1e15", "3e14", 3, Verdict.CANNOT_TELL, Obstacle.TOO_LARGE),
    ],
)
def test_what_cannot_be_judged_is_told(mean: str, sd: str, n: int, verdict: Verdict, obstacle: Obstacle) -> None:
    result = grimmer(read_printed(mean), read_printed(sd), n)
    assert (result.verdict, result.obstacle) == (verdict, obstacle)


def test_nobody_has_no_deviation() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        grimmer(read_printed("3.0"), read_printed("1.0"), 0)
    with pytest.raises(ValueError, match="at least one"):
        exists(0, 0, 0)
