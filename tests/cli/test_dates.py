"""The day of a report is what somebody told, and never what a clock says."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.cli.dates import day, day_of
from ccsvi_triage.cli.exits import Stop


@given(st.integers(0, 253_402_300_799))
def test_a_day_is_that_of_the_calendar(seconds: int) -> None:
    assert day(seconds) == datetime.fromtimestamp(seconds, UTC).strftime("%4Y-%m-%d")


@pytest.mark.parametrize("date", ["1970-01-01", "1999-12-31", "2000-02-29", "2026-11-21", "2100-03-01", "9999-12-31"])
def test_the_ends_of_months_and_leap_days_are_right(date: str) -> None:
    assert day(int(datetime.fromisoformat(f"{date}T23:59:59+00:00").timestamp())) == date


def test_what_is_told_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert day_of(None) == ""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    assert day_of(None) == "2026-11-21"
    assert day_of("2009") == "2009"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert day_of(None) == ""


@pytest.mark.parametrize("told", ["soon", "-1", "1.5", "1e9", " 1", "\u0661", "9" * 12, "9" * 5000])
def test_a_variable_that_holds_no_seconds_is_refused(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    with pytest.raises(Stop, match="SOURCE_DATE_EPOCH"):
        day_of(None)
