import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.root import root


@given(st.floats(-50, 50), st.sampled_from((1, 3, 5)), st.floats(0.1, 60), st.floats(0.1, 60))
def test_a_crossing_is_found_wherever_it_lies(at: float, power: int, below: float, above: float) -> None:
    assert root(lambda x: (x - at) ** power, at - below, at + above) == pytest.approx(
        at, abs=1e-3 if power > 1 else 1e-13
    )


def test_the_order_of_the_ends_and_the_direction_of_the_crossing_do_not_matter() -> None:
    assert root(lambda x: 2 - x, 5, 0) == root(lambda x: x - 2, 0, 5) == 2


def test_a_function_may_be_infinite_beside_its_crossing() -> None:
    assert root(lambda x: math.inf if x > 1 else x - 1 if x else -math.inf, 0, 4) == pytest.approx(1, abs=1e-14)


def test_a_crossing_at_an_end_is_one() -> None:
    assert root(lambda x: x, 0, 3) == 0
    assert root(lambda x: x - 3, 0, 3) == 3


@pytest.mark.parametrize("value", [1, -1, 1e-300, math.nan])
def test_without_a_change_of_sign_nothing_is_found(value: float) -> None:
    with pytest.raises(ValueError, match="no change of sign"):
        root(lambda _: value, 0, 1)


def test_a_hole_in_a_function_is_not_taken_for_a_crossing() -> None:
    with pytest.raises(ValueError, match="no number at"):
        root(lambda x: x - 0.3 if x in (0, 1) else math.nan, 0, 1)
