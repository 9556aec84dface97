import math
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.evalue import Contrast, EValue, Measure, e_value, e_value_of_standardised

Rows = Callable[[str], list[Mapping[str, str]]]
OBSERVED = Contrast.OBSERVED_GROUPS
MEASURES = {
    ("RR", ""): Measure.RISK_RATIO,
    ("OR", "TRUE"): Measure.ODDS_RATIO_RARE,
    ("OR", "FALSE"): Measure.ODDS_RATIO_COMMON,
    ("HR", "TRUE"): Measure.HAZARD_RATIO_RARE,
    ("HR", "FALSE"): Measure.HAZARD_RATIO_COMMON,
}


def of_row(row: Mapping[str, str]) -> EValue:
    numbers = {name: float(row[name]) if row[name] else None for name in ("est", "lo", "hi", "se")}
    estimate = numbers["est"]
    assert estimate is not None
    if row["measure"] == "MD":
        return e_value_of_standardised(estimate, numbers["se"], contrast=OBSERVED)
    measure = MEASURES[row["measure"], row["rare"]]
    return e_value(estimate, numbers["lo"], numbers["hi"], measure=measure, contrast=OBSERVED)


def test_e_values_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        found = of_row(row)
        return {"rr_equiv": found.risk_ratio, "evalue_point": found.estimate, "evalue_ci": found.limit}

    compare(rows("evalue"), values, 1e-9)


def test_the_authors_own_example_comes_out() -> None:
    found = e_value(3.9, 1.8, 8.7, measure=Measure.RISK_RATIO, contrast=OBSERVED)
    assert found.limit is not None
    assert (round(found.estimate, 2), round(found.limit, 2)) == (7.26, 3.0)


@given(st.floats(1e-6, 1e6), st.sampled_from(Measure))
def test_a_ratio_and_its_inverse_are_as_hard_to_explain_away(ratio: float, measure: Measure) -> None:
    one = e_value(ratio, measure=measure, contrast=OBSERVED)
    other = e_value(1 / ratio, measure=measure, contrast=OBSERVED)
    assert one.estimate == pytest.approx(other.estimate, rel=1e-6)
    assert one.estimate >= 1
    assert one.limit is None


@given(st.floats(0.01, 100), st.floats(0, 1), st.floats(1, 50), st.sampled_from(Measure))
def test_a_limit_is_never_harder_to_explain_away_than_the_estimate(
    ratio: float, down: float, up: float, measure: Measure
) -> None:
    found = e_value(ratio, ratio * down, ratio * up, measure=measure, contrast=OBSERVED)
    assert found.limit is not None
    assert 1 <= found.limit <= found.estimate * (1 + 1e-9)
    assert (found.limit == 1) or not ratio * down <= 1 <= ratio * up


@given(st.floats(-5, 5), st.floats(0, 5))
def test_a_standardised_difference_and_its_opposite_are_as_hard_to_explain_away(d: float, error: float) -> None:
    one = e_value_of_standardised(d, error, contrast=OBSERVED)
    other = e_value_of_standardised(-d, error, contrast=OBSERVED)
    assert one.estimate == pytest.approx(other.estimate, rel=1e-9)
    assert one.limit == other.limit
    assert e_value_of_standardised(d, contrast=OBSERVED).limit is None


@pytest.mark.parametrize(
    ("contrast", "match"),
    [(Contrast.RANDOMISED_GROUPS, "randomised"), (Contrast.BEFORE_AND_AFTER, "nobody was compared")],
)
def test_where_the_question_makes_no_sense_there_is_no_e_value(contrast: Contrast, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        e_value(2, measure=Measure.RISK_RATIO, contrast=contrast)
    with pytest.raises(ValueError, match=match):
        e_value_of_standardised(0.5, contrast=contrast)


@pytest.mark.parametrize(
    ("numbers", "match"),
    [
        ((0,), "above 0"),
        ((math.inf,), "above 0"),
        ((math.nan,), "above 0"),
        ((2, 1.5), "without the other"),
        ((2, None, 3), "without the other"),
        ((1.85, 1.2, 1.7), "between its limits"),
        ((2, -1, 3), "between its limits"),
        ((2, math.nan, 3), "between its limits"),
    ],
)
def test_a_ratio_that_cannot_be_is_refused(numbers: tuple[Any, ...], match: str) -> None:
    with pytest.raises(ValueError, match=match):
        e_value(*numbers, measure=Measure.RISK_RATIO, contrast=OBSERVED)


@pytest.mark.parametrize("numbers", [(math.nan, 1), (1, math.inf), (1, -1)])
def test_a_standardised_difference_that_cannot_be_is_refused(numbers: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match=r"finite|standard error"):
        e_value_of_standardised(*numbers, contrast=OBSERVED)
