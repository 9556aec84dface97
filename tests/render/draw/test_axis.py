"""On an axis greater values lie further right, estimates always lie on it, and words below it never touch."""

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.render.draw.axis import Axis, axis_for, pixels, ticks, years
from ccsvi_triage.report.charts import Spread

VALUES = st.floats(1e-6, 1e6)
SPREADS = st.lists(st.builds(Spread, VALUES, VALUES | st.none(), VALUES | st.none()), min_size=1, max_size=6)


def axis_of(*spreads: Spread, ratio: bool = True) -> Axis:
    return axis_for(spreads, 1.0 if ratio else 0.0, ratio=ratio, left=100, width=260)


@given(SPREADS, st.booleans())
def test_every_estimate_and_no_effect_lie_on_the_axis(spreads: list[Spread], ratio: bool) -> None:  # noqa: FBT001
    axis = axis_of(*spreads, ratio=ratio)
    for value in (1.0 if ratio else 0.0, *(spread.value for spread in spreads)):
        assert not axis.below(value)
        assert not axis.above(value)
        assert 100 <= axis.at(value) <= 360


@given(SPREADS, VALUES, VALUES, st.booleans())
def test_what_is_greater_lies_no_further_left(spreads: list[Spread], one: float, other: float, ratio: bool) -> None:  # noqa: FBT001
    axis = axis_of(*spreads, ratio=ratio)
    assert axis.at(min(one, other)) <= axis.at(max(one, other))


@given(SPREADS, st.booleans())
def test_words_below_an_axis_never_touch_and_no_effect_is_among_them(spreads: list[Spread], ratio: bool) -> None:  # noqa: FBT001
    axis, none = axis_of(*spreads, ratio=ratio), 1.0 if ratio else 0.0
    told = ticks(axis, none)
    assert (axis.at(none), f"{none:g}") in told
    for (x, said), (x_, said_) in pairwise(told):
        assert x_ - x > (pixels(said) + pixels(said_)) / 2


def test_a_ratio_axis_is_logarithmic() -> None:
    axis = axis_of(Spread(1.0, 0.25, 4.0))
    assert math.isclose(axis.at(2) - axis.at(1), axis.at(1) - axis.at(0.5))


def test_an_axis_of_differences_is_even() -> None:
    axis = axis_of(Spread(1.0, -4.0, 4.0), ratio=False)
    assert math.isclose(axis.at(2) - axis.at(1), axis.at(1) - axis.at(0))


@given(SPREADS, st.booleans())
def test_an_axis_has_two_to_eight_values_and_differences_are_evenly_apart(spreads: list[Spread], ratio: bool) -> None:  # noqa: FBT001
    axis = axis_of(*spreads, ratio=ratio)
    told = ticks(axis, 1.0 if ratio else 0.0)
    assert 2 <= len(told) <= 8
    if not ratio:
        apart = [x_ - x for (x, _), (x_, _) in pairwise(told)]
        assert max(apart) - min(apart) < 0.1


def test_values_are_written_with_all_their_figures() -> None:
    axis = axis_of(Spread(123000, 100000, 160000), ratio=False)
    assert [said for _, said in ticks(axis, 0.0)] == ["0", "50000", "100000", "150000"]
    axis = axis_of(Spread(-0.3, -0.8, 0.2), ratio=False)
    assert [said for _, said in ticks(axis, 0.0)] == ["-0.8", "-0.6", "-0.4", "-0.2", "0", "0.2"]


def test_nothing_below_zero_and_nothing_without_limit_has_a_place_on_a_ratio_axis() -> None:
    axis = axis_of(Spread(1.0, 0.0, math.inf))
    assert axis.below(0.0)
    assert axis.above(math.inf)
    assert axis.at(0.0) == 100
    assert axis.at(math.inf) == 360


def test_one_boundless_interval_does_not_press_the_others_together() -> None:
    axis = axis_of(Spread(1.0, 0.5, 2.0), Spread(1.2, 0.001, 5000.0))
    assert axis.below(0.001)
    assert axis.above(5000.0)
    assert axis.at(2.0) - axis.at(0.5) > 60


@given(st.floats(1500, 2199), st.floats(0, 600))
def test_years_lie_in_order_on_their_line_and_never_touch(first: float, long: float) -> None:
    axis, told = years(first, first + long, 100, 320)
    assert not axis.below(first)
    assert not axis.above(first + long)
    assert told
    for (x, said), (x_, said_) in pairwise(told):
        assert x_ - x > (pixels(said) + pixels(said_)) / 2
