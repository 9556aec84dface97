import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.printed import Printed, Rounding, Sign, Span, read_printed

NUMBERS = st.fractions(min_value=-1000, max_value=1000, max_denominator=5000)
DECIMALS = st.integers(0, 6)


def shown(value: Fraction, decimals: int, rounding: Rounding) -> str:
    """Write a number with so many decimals, without floating point."""
    scaled = value * 10**decimals
    match rounding:
        case Rounding.HALF_UP:
            whole = math.floor(scaled + Fraction(1, 2))
        case Rounding.TRUNCATED:
            whole = int(scaled)
        case _:
            whole = round(scaled)
    digits = f"{abs(whole):0{decimals + 1}d}"
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if whole < 0 else text


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("5.10", Fraction(51, 10), 2),
        ("5.1", Fraction(51, 10), 1),
        (".05", Fraction(1, 20), 2),
        ("0,05", Fraction(1, 20), 2),
        ("0,050", Fraction(1, 20), 3),
        ("0\u00b705", Fraction(1, 20), 2),
        ("5.", Fraction(5), 0),
        ("1,234", Fraction(1234), 0),
        ("1,234.5", Fraction(12345, 10), 1),
        ("1\u2009234", Fraction(1234), 0),
        ("12 345 678", Fraction(12345678), 0),
        ("\u22123", Fraction(-3), 0),
        ("\u20130.5", Fraction(-1, 2), 1),
        ("+3", Fraction(3), 0),
        ("1.2e-5", Fraction(12, 10**6), 6),
        ("1.2E3", Fraction(1200), -2),
        ("1.2 \u00d7 10^-5", Fraction(12, 10**6), 6),
        ("1.2x10\u22125", Fraction(12, 10**6), 6),
        ("1.2 \u00d7 10\u207b\u2075", Fraction(12, 10**6), 6),
        (" 73 ", Fraction(73), 0),
    ],
)
def test_a_number_keeps_its_value_and_its_decimals(text: str, value: Fraction, decimals: int) -> None:
    read = read_printed(text)
    assert (read.value, read.decimals, read.sign, read.percent) == (value, decimals, Sign.EQUAL, False)


@pytest.mark.parametrize("text", ["73 %", "73%", "73 per cent", "73percent"])
def test_a_per_cent_sign_is_kept_apart_from_the_number(text: str) -> None:
    read = read_printed(text)
    assert (read.value, read.percent) == (Fraction(73), True)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("<0.001", Sign.BELOW),
        ("> .05", Sign.ABOVE),
        ("\u2264 5", Sign.AT_MOST),
        ("<=5", Sign.AT_MOST),
        (">=5", Sign.AT_LEAST),
        ("=5", Sign.EQUAL),
        ("~5", Sign.ABOUT),
        ("\u22485", Sign.ABOUT),
    ],
)
def test_a_sign_before_the_number_is_told(text: str, sign: Sign) -> None:
    assert read_printed(text).sign is sign


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        ".",
        "5.1.2",
        "1.234,5",
        "1,23,4",
        "five",
        "NaN",
        "inf",
        "1e999",
        "1e",
        "1 23",
        "0x10",
        "5 10",
        "\u0665",
        "1" * 41,
        "<<5",
        "--5",
        "5%%",
        "5e5e5",
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a number|lies beyond"):
        read_printed(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read = read_printed(text)
    except ValueError:
        return
    assert math.isfinite(float(read.value))
    assert read.text == text


@given(NUMBERS, DECIMALS, st.sampled_from([Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.TRUNCATED]))
def test_a_number_always_lies_in_the_range_of_what_is_printed_of_it(
    value: Fraction, decimals: int, rounding: Rounding
) -> None:
    read = read_printed(shown(value, decimals, rounding))
    assert read.rounded(rounding).holds(value)
    assert read.rounded(Rounding.ANY).holds(value)
    if rounding is not Rounding.TRUNCATED:
        assert read.rounded().holds(value)


@given(NUMBERS, DECIMALS, st.fractions(min_value=-2, max_value=2))
def test_a_number_outside_the_range_is_never_printed_so(value: Fraction, decimals: int, off: Fraction) -> None:
    read = read_printed(shown(value, decimals, Rounding.HALF_EVEN))
    other = value + off / 10**decimals
    if shown(other, decimals, Rounding.HALF_EVEN) == shown(value, decimals, Rounding.HALF_EVEN):
        assert read.rounded(Rounding.HALF_EVEN).holds(other)
    elif read.value or (value >= 0) == (other >= 0):
        assert not read.rounded(Rounding.HALF_EVEN).holds(other) or not read.value


@given(NUMBERS, DECIMALS, DECIMALS)
def test_two_printings_of_one_number_always_agree(value: Fraction, first: int, second: int) -> None:
    one, other = (read_printed(shown(value, d, Rounding.HALF_EVEN)) for d in (first, second))
    assert one.agrees(other)


def test_trailing_zeros_tell_two_printings_apart() -> None:
    assert read_printed("0.1").agrees(read_printed("0.13"))
    assert not read_printed("0.10").agrees(read_printed("0.13"))
    assert read_printed("<0.05").agrees(read_printed("0.03"))
    assert not read_printed("<0.05").agrees(read_printed("0.06"))


@given(NUMBERS, NUMBERS, st.fractions(min_value=Fraction(1, 50), max_value=5))
def test_the_multiples_of_a_range_are_all_that_it_holds(low: Fraction, wide: Fraction, grain: Fraction) -> None:
    span = Span(low, low + abs(wide) / 50, low_closed=False)
    found = span.multiples(grain)
    assert all(span.holds(k * grain) for k in found)
    assert not span.holds((found.start - 1) * grain)
    assert not span.holds(found.stop * grain)


def test_the_range_of_a_bound_has_an_open_side() -> None:
    assert read_printed("<0.05").span() == Span(None, Fraction(1, 20))
    assert read_printed(">0.05").span() == Span(Fraction(1, 20), None)
    assert read_printed("~0.05").span() == Span(None, None)
    with pytest.raises(ValueError, match="without a bound"):
        _ = read_printed("<0.05").span().ends
    with pytest.raises(ValueError, match="without a bound"):
        read_printed("<0.05").span().multiples(Fraction(1))


def test_a_range_is_scaled_by_what_is_above_zero_alone() -> None:
    assert Span(Fraction(1), None).times(3) == Span(Fraction(3), None)
    with pytest.raises(ValueError, match="above zero"):
        Span(Fraction(1), Fraction(2)).times(0)
    with pytest.raises(ValueError, match="above zero"):
        Span(Fraction(1), Fraction(2)).multiples(Fraction(0))


def test_ranges_that_touch_at_an_open_end_do_not_meet() -> None:
    first, second = Span(Fraction(0), Fraction(1)), Span(Fraction(1), Fraction(2))
    assert first.meets(second)
    assert second.meets(first)
    assert not first.meets(second._replace(low_closed=False))
    assert not second.meets(first._replace(high_closed=False))
    assert not first.meets(Span(Fraction(3), None))


def test_what_floating_point_loses_does_not_put_a_number_out_of_its_range() -> None:
    span = read_printed("0.3").rounded()
    assert span.may_hold(0.1 + 0.25)
    assert span.may_hold(0.35 + 1e-12)
    assert not span.may_hold(0.3501)
    assert not span.may_hold(math.nan)
    assert not span.may_hold(math.inf)
    assert Span(Fraction(0), None).may_hold(math.inf)
    assert not read_printed("0.99").rounded(Rounding.TRUNCATED).may_hold(1.0)


def test_a_printed_number_may_be_made_without_a_text() -> None:
    assert Printed(Fraction(51, 10), 2).rounded() == read_printed("5.10").rounded()
