import math

import pytest

from ccsvi_triage.stats.interval import check_count, check_finite, check_level, normal_width


def test_a_level_becomes_a_number_of_standard_errors() -> None:
    assert normal_width(0.95) == pytest.approx(1.959963984540054, rel=1e-13)
    assert normal_width(0.99) == pytest.approx(2.5758293035489004, rel=1e-13)


@pytest.mark.parametrize("level", [0, 1, -0.5, 95, math.nan])
def test_a_level_is_a_share_between_none_and_all(level: float) -> None:
    with pytest.raises(ValueError, match="confidence level"):
        check_level(level)


@pytest.mark.parametrize(("events", "total"), [(0, 0), (1, -1), (-1, 5), (6, 5)])
def test_a_count_lies_within_its_total(events: int, total: int) -> None:
    with pytest.raises(ValueError, match=r"total is at least 1|is no count"):
        check_count(events, total)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_a_finite_number_is_one(value: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        check_finite(1.0, value)
