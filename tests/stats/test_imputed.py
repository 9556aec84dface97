import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.continuous import Group, mean_difference
from ccsvi_triage.stats.imputed import (
    ImputedSummary,
    Origin,
    deviation_from_error,
    deviation_from_interval,
    deviation_from_p,
    error_from_interval,
    summary_from_five,
    summary_from_quartiles,
    summary_from_range,
)

Rows = Callable[[str], list[Mapping[str, str]]]
GROUPS = st.builds(Group, st.floats(-100, 100), st.floats(0.1, 50), st.integers(2, 400))


def summary(row: Mapping[str, str]) -> ImputedSummary:
    numbers = {name: float(text) for name, text in row.items() if name not in {"id", "n"} and text != ""}
    people = int(row["n"])
    if row["min"] == "":
        return summary_from_quartiles(numbers["q1"], numbers["median"], numbers["q3"], people)
    if row["q1"] == "":
        return summary_from_range(numbers["min"], numbers["median"], numbers["max"], people)
    return summary_from_five(numbers["min"], numbers["q1"], numbers["median"], numbers["q3"], numbers["max"], people)


def test_imputed_summaries_are_those_of_metafor(rows: Rows, compare: Callable[..., None]) -> None:
    compare(
        rows("fivenum"),
        lambda row: {"mean_luo": summary(row).mean, "sd_wan_shi": summary(row).deviation},
        1e-9,
    )


@given(GROUPS, GROUPS)
def test_what_a_test_was_made_of_comes_back_from_it(a: Group, b: Group) -> None:
    other = b._replace(deviation=a.deviation)
    test = mean_difference(a, other, same_spread=True)
    estimate = test.interval.estimate
    assert estimate is not None
    if 1e-12 < test.p < 0.999:
        found = deviation_from_p(estimate, test.p, a.people, other.people)
        assert found.value == pytest.approx(a.deviation, rel=1e-6)
        assert (found.origin, found.at_most) == (Origin.P_VALUE, False)
    error = error_from_interval(test.interval.low, test.interval.high, df=test.df)
    assert error.value == pytest.approx(test.standard_error, rel=1e-6)


def test_a_p_below_a_bar_gives_only_a_bound() -> None:
    bound, exact = deviation_from_p(3, 0.05, 20, 20, below=True), deviation_from_p(3, 0.01, 20, 20)
    assert bound.at_most
    assert exact.value < bound.value


def test_a_deviation_from_the_limits_of_one_mean_uses_t() -> None:
    assert deviation_from_interval(4, 6, 25).value == pytest.approx(5 * 2 / (2 * 2.0638985616280205), rel=1e-9)
    assert deviation_from_error(0.4, 25).value == pytest.approx(2)


def test_the_handbooks_example_of_limits_of_a_difference_comes_out() -> None:
    """Limits from 30.0 to 34.2 of one group of 25: the Handbook finds a standard deviation of 5.09 by 4.128."""
    assert deviation_from_interval(30.0, 34.2, 25).value == pytest.approx(5.09, abs=0.005)


def test_numbers_in_the_middle_are_not_skewed_and_lopsided_ones_are() -> None:
    assert not summary_from_range(0, 5, 10, 50).skewed
    assert summary_from_range(0, 1, 10, 50).skewed
    assert not summary_from_quartiles(4, 5, 6, 50).skewed
    assert summary_from_quartiles(4, 4.1, 6, 50).skewed
    assert not summary_from_five(0, 4, 5, 6, 10, 50).skewed
    assert summary_from_five(0, 4, 5, 6, 40, 50).skewed
    assert summary_from_five(0, 4, 4.1, 6, 9, 50).skewed


@given(
    st.lists(st.floats(-50, 50).map(lambda x: round(x, 2)), min_size=5, max_size=5, unique=True), st.integers(5, 900)
)
def test_an_imputed_mean_lies_within_its_values(values: list[float], people: int) -> None:
    least, lower, median, upper, most = sorted(values)
    for imputed in (
        summary_from_range(least, median, most, people),
        summary_from_quartiles(lower, median, upper, people),
        summary_from_five(least, lower, median, upper, most, people),
    ):
        assert least <= imputed.mean <= most
        assert imputed.deviation > 0


@given(st.floats(-100, 100), st.floats(0.1, 20), st.integers(5, 500))
def test_symmetrical_numbers_keep_their_middle(middle: float, reach: float, people: int) -> None:
    imputed = summary_from_five(middle - 2 * reach, middle - reach, middle, middle + reach, middle + 2 * reach, people)
    assert imputed.mean == pytest.approx(middle, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (lambda: summary_from_range(1, 2, 3, 4), "fewer than 5"),
        (lambda: summary_from_range(1, 4, 3, 40), "do not rise"),
        (lambda: summary_from_range(2, 2, 2, 40), "do not rise"),
        (lambda: summary_from_quartiles(1, 2, math.nan, 40), "finite"),
        (lambda: summary_from_five(1, 5, 4, 6, 9, 40), "do not rise"),
        (lambda: summary_from_five(1, 4, 4, 4, 9, 40), "do not rise"),
        (lambda: deviation_from_error(0, 10), "above 0"),
        (lambda: deviation_from_error(math.inf, 10), "above 0"),
        (lambda: deviation_from_error(1, 1), "at least 2"),
        (lambda: deviation_from_interval(2, 1, 10), "not below"),
        (lambda: deviation_from_interval(1, 2, 1), "at least 2"),
        (lambda: error_from_interval(1, 2, level=95), "confidence level"),
        (lambda: error_from_interval(1, math.inf), "finite"),
        (lambda: deviation_from_p(0, 0.03, 10, 10), "tells nothing"),
        (lambda: deviation_from_p(1, 0, 10, 10), "between 0 and 1"),
        (lambda: deviation_from_p(1, 0.5, 10, 1), "at least 2"),
    ],
)
def test_what_cannot_be_imputed_is_refused(call: Callable[[], object], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        call()
