from fractions import Fraction

import pytest

from ccsvi_triage.check.numbers.wording import (
    BECAUSE,
    conflict_severity,
    fits,
    hundredths,
    impossible_said,
    number,
    p_beside_interval,
    p_number,
    p_text,
    p_told,
    severity,
    share,
    some,
    spread,
    told,
)
from ccsvi_triage.model.finding import Fits
from ccsvi_triage.model.words import Severity
from ccsvi_triage.stats.coherence import Coherence, Scale, Told, coherence
from ccsvi_triage.stats.printed import read_printed
from ccsvi_triage.stats.verdict import Alternative, Verdict


def test_every_verdict_and_every_innocent_reading_has_its_words() -> None:
    assert {fits(verdict) for verdict in Verdict} == set(Fits)
    assert set(BECAUSE) == set(Alternative)


def test_the_ladder_places_what_was_tried_below_what_is_wrong() -> None:
    assert severity(Verdict.INCONSISTENT, (), Severity.ERROR) is Severity.ERROR
    assert severity(Verdict.CANNOT_TELL, (), Severity.ERROR) is Severity.INFO
    assert severity(Verdict.CONSISTENT, (), Severity.ERROR) is Severity.OK
    assert severity(Verdict.CONSISTENT, (Alternative.ONE_SIDED,), Severity.ERROR) is Severity.INFO
    assert severity(Verdict.CONSISTENT, (Alternative.TRUNCATED,), Severity.ERROR) is Severity.NOTE


@pytest.mark.parametrize(
    ("p", "grave"),
    [("0.046", Severity.NOTE), ("<0.05", Severity.NOTE), ("0.02", Severity.ERROR), ("<0.001", Severity.ERROR)],
)
def test_a_conflict_near_the_line_is_a_note_and_any_other_an_error(p: str, grave: Severity) -> None:
    # the interval gives p from 0.057 on
    estimate, low, high, printed = (read_printed(text) for text in ("0.75", "0.558", "1.008", p))
    result = coherence(Told(estimate, low, high, Scale.RATIO, printed))
    assert conflict_severity(printed, result) is grave
    assert conflict_severity(printed, result._replace(low=None)) is Severity.ERROR


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (float("inf"), "infinity"),
        (0.0012345, "0.00123"),
        (1234567.0, "1234567"),
        (1e12, "1e+12"),
        (2.5, "2.5"),
    ],
)
def test_numbers_are_written_as_people_read_them(value: float, text: str) -> None:
    assert number(value) == text


def test_p_values_are_written_with_their_sign() -> None:
    assert (p_text(0.0334), p_text(0.00001), p_number(1.2)) == ("p = 0.0334", "p < 0.0001", "1")
    assert [p_told(read_printed(text)) for text in ("0.05", "<.001", "\u2265 0.05")] == [
        "p = 0.05",
        "p < .001",
        "p \u2265 0.05",
    ]
    assert told(read_printed("5.10")) == "5.10"


def test_shares_and_totals_are_written_short() -> None:
    assert share(11, 31) == "11/31 = 35.48 %"
    assert hundredths(Fraction(5, 1)) == "5"
    assert [spread(range(0)), spread(range(30, 31)), spread(range(237, 241))] == ["no whole number", "30", "237 to 240"]
    assert spread(range(1, 10**30)).startswith("1 to 9")
    assert some(range(1, 4)) == "1, 2, 3"
    assert some(range(1, 20)).endswith("12, ...")


def interval(estimate: str, low: str, high: str, p: str | None = None) -> Coherence:
    value, least, most = (read_printed(each) for each in (estimate, low, high))
    return coherence(Told(value, least, most, Scale.RATIO, read_printed(p) if p is not None else None))


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (("1.85", "1.2", "1.7"), "the interval does not contain its own estimate: it"),
        (("1.5", "1.7", "1.2"), "the limits of the interval are the wrong way round: it"),
        (("1.5", "-0.2", "1.7"), "a ratio is never below zero: it"),
        (("1.79", "1.2", "1.7"), "the interval does not contain its own estimate: it, unless digits were cut off"),
        (("1.5", "1.2", "1.9"), ""),
    ],
)
def test_what_no_interval_can_be_is_said_with_what_would_excuse_it(numbers: tuple[str, str, str], said: str) -> None:
    assert impossible_said(interval(*numbers), "it") == said


@pytest.mark.parametrize(
    ("p", "said"),
    [
        ("0.0005", "the interval and p = 0.0005 go together: it"),
        ("0.00023", "p = 0.00023 follows from the interval if the p value counts one tail: it"),
        ("0.02", "p = 0.02 does not follow from the interval: it"),
    ],
)
def test_a_p_value_goes_with_its_interval_or_follows_if_or_does_not_follow(p: str, said: str) -> None:
    told_p = read_printed(p)
    assert p_beside_interval(told_p, interval("1.50", "1.20", "1.90", p), "it") == said
