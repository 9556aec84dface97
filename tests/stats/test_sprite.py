from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.grimmer import Obstacle
from ccsvi_triage.stats.printed import Printed, read_printed
from ccsvi_triage.stats.sprite import largest_deviation, most_squares, on_scale, possible_sample
from ccsvi_triage.stats.verdict import Verdict

Rows = Callable[[str], list[Mapping[str, str]]]


def counted(n: int, steps: int) -> set[tuple[int, int]]:
    """Count all samples through: every sum with every sum of squares."""
    found = {(0, 0)}
    for _ in range(n):
        found = {(total + v, squares + v * v) for total, squares in found for v in range(steps + 1)}
    return found


def rounded(value: float, decimals: int) -> Printed:
    return read_printed(f"{value:.{decimals}f}")


def test_every_row_is_as_counted(rows: Rows) -> None:
    for row in rows("sprite"):
        result = possible_sample(
            read_printed(row["mean"]),
            read_printed(row["sd"]),
            int(row["n"]),
            lowest=Fraction(row["scale_min"]),
            highest=Fraction(row["scale_max"]),
        )
        assert (result.verdict is Verdict.CONSISTENT and not result.explained_by) == (row["expected"] == "1"), row
        if row["reason"] == "GRIM":
            assert result.obstacle is Obstacle.MEAN


@pytest.mark.parametrize(("n", "steps"), [(1, 5), (2, 7), (3, 6), (4, 4), (6, 3), (9, 4), (12, 2), (20, 3), (7, 10)])
def test_which_samples_are_on_a_scale_is_as_counted(n: int, steps: int) -> None:
    found = counted(n, steps)
    for total in range(n * steps + 1):
        for squares in range(n * steps * steps + 1):
            assert on_scale(total, squares, n, steps) == ((total, squares) in found)


SCALES = st.tuples(st.integers(-5, 5), st.sampled_from([1, 2, 4, 6, 10, 100]))


@given(SCALES, st.data(), st.integers(0, 3), st.integers(0, 3))
def test_a_true_sample_is_never_called_inconsistent(
    scale: tuple[int, int], data: st.DataObject, mean_decimals: int, sd_decimals: int
) -> None:
    lowest, steps = scale
    values = data.draw(st.lists(st.integers(lowest, lowest + steps), min_size=2, max_size=80))
    n = len(values)
    mean = Fraction(sum(values), n)
    sd = float(sum((v - mean) ** 2 for v in values) / (n - 1)) ** 0.5
    printed = Printed(Fraction(round(mean * 10**mean_decimals), 10**mean_decimals), mean_decimals)
    result = possible_sample(printed, rounded(sd, sd_decimals), n, lowest=lowest, highest=lowest + steps)
    assert result.verdict is not Verdict.INCONSISTENT
    assert result.explained_by == ()
    found = on_scale(sum(values) - n * lowest, sum((v - lowest) ** 2 for v in values), n, steps)
    assert found is not False
    # on a short scale all samples are counted through
    assert steps > 10 or found is True


@given(st.integers(30, 4000), st.sampled_from([2, 4, 6, 10]), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_thousands_of_people_are_judged_too(n: int, steps: int, ends: float, middle: float, odd: float) -> None:
    at_ends = round(ends * n)
    values = [(steps if i < odd * at_ends else 0) if i < at_ends else round(middle * steps) for i in range(n)]
    values[-1] = steps // 2
    total, squares = sum(values), sum(v * v for v in values)
    assert on_scale(total, squares, n, steps) is True
    assert on_scale(total, most_squares(total, steps) + 2, n, steps) is False
    assert on_scale(total, squares + 1, n, steps) is False


def test_a_sample_that_a_scale_makes_impossible_is_seen_among_thousands() -> None:
    # everybody at one end or the other but for one person in the middle: one step short of the most
    n, steps = 3000, 6
    total = 1500 * steps
    assert on_scale(total, most_squares(total, steps), n, steps) is True
    assert on_scale(total, most_squares(total, steps) - 2, n, steps) is False
    assert on_scale(total, most_squares(total, steps) - 10, n, steps) is True


def test_a_deviation_that_fits_without_a_scale_may_not_fit_on_it() -> None:
    result = possible_sample(read_printed("3.3"), read_printed("2.2"), 6, lowest=1, highest=5)
    assert (result.verdict, result.obstacle) == (Verdict.INCONSISTENT, Obstacle.MOST)
    off = possible_sample(read_printed("5.50"), read_printed("1.00"), 20, lowest=1, highest=5)
    assert (off.verdict, off.obstacle) == (Verdict.INCONSISTENT, Obstacle.OFF_SCALE)


def test_half_steps_and_items_are_taken_into_account() -> None:
    edss = possible_sample(read_printed("1.98"), read_printed("0.92"), 29, lowest=0, highest=10, step=Fraction(1, 2))
    assert (edss.verdict, edss.explained_by) == (Verdict.CONSISTENT, ())
    items = possible_sample(read_printed("3.13"), read_printed("0.88"), 8, lowest=1, highest=5, items=2)
    assert (items.verdict, items.explained_by) == (Verdict.CONSISTENT, ())
    whole = possible_sample(read_printed("3.13"), read_printed("0.88"), 8, lowest=1, highest=5)
    assert (whole.verdict, whole.obstacle) == (Verdict.INCONSISTENT, Obstacle.SQUARES)


def test_what_cannot_be_judged_is_told() -> None:
    for mean, sd, n in (("3.0", "1.0", 1), ("~3.0", "1.0", 9), ("3.0", "<1.0", 9)):
        result = possible_sample(read_printed(mean), read_printed(sd), n, lowest=1, highest=5)
        assert (result.verdict, result.obstacle) == (Verdict.CANNOT_TELL, Obstacle.TOO_LITTLE)
    negative = possible_sample(read_printed("3.0"), read_printed("-1.0"), 9, lowest=1, highest=5)
    assert (negative.verdict, negative.obstacle) == (Verdict.INCONSISTENT, Obstacle.NEGATIVE)


def test_a_count_that_would_take_too_long_is_left_and_said_so(calls_of: Callable[[Callable[[], object]], int]) -> None:
    assert on_scale(150, 11_002, 4, 100, most_words=1000) is None
    mean, deviation = read_printed("500.5"), read_printed("499.7")
    assert calls_of(lambda: possible_sample(mean, deviation, 5000, lowest=0, highest=1001)) < 1_000_000


@pytest.mark.parametrize(
    ("n", "lowest", "highest", "items", "step"),
    [(0, 1, 5, 1, Fraction(1)), (5, 1, 5, 0, Fraction(1)), (5, 1, 5, 1, Fraction(0)), (5, 5, 1, 1, Fraction(1))],
)
def test_a_scale_that_is_none_is_refused(n: int, lowest: int, highest: int, items: int, step: Fraction) -> None:
    with pytest.raises(ValueError, match=r"at least 1|whole steps"):
        possible_sample(read_printed("3"), read_printed("1"), n, lowest=lowest, highest=highest, items=items, step=step)
    with pytest.raises(ValueError, match="at least one number"):
        on_scale(0, 0, 0, 5)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=30), st.integers(0, 2))
def test_no_deviation_is_larger_than_scale_and_mean_allow(values: list[int], decimals: int) -> None:
    n = len(values)
    mean = Fraction(sum(values), n)
    printed = Printed(Fraction(round(mean * 10**decimals), 10**decimals), decimals)
    variance = sum(((v - mean) ** 2 for v in values), Fraction(0)) / (n - 1)
    assert largest_deviation(printed, n, 0, 10).holds(variance)


def test_a_mean_off_the_scale_has_no_deviation() -> None:
    _, high = largest_deviation(read_printed("12"), 9, 0, 10).ends
    assert high < 0
    with pytest.raises(ValueError, match="two people"):
        largest_deviation(read_printed("5"), 1, 0, 10)
