import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.model import text
from ccsvi_triage.model.text import Date, Day, Doi, Duration, Id, Number, Pattern, Points, PValue, Url

PATTERNS = [kind for kind in vars(text).values() if isinstance(kind, type) and issubclass(kind, Pattern) and kind.WANTS]

FITS: list[tuple[type[Pattern], str]] = [
    *[(Number, t) for t in ["0", "65", "5.10", "-0.3", "+1", "\u22121.5", ".5", "1,234", "12,345,678.90", "007"]],
    *[(PValue, t) for t in ["0.03", ".03", "<0.001", "< 0.001", "=0.05", "> 0.05", "\u2264 0.05", "0", "1", "1.00"]],
    *[(Duration, t) for t in ["18 months", "1 year", "6-12 weeks", "6 - 12 weeks", "1.5 years", "90 minutes"]],
    *[(Date, t) for t in ["2009", "2009-12", "2009-12-08", "1543", "2199-01-31"]],
    *[(Day, t) for t in ["2027-01-31", "2028-02-29", "2199-12-31"]],
    *[(Id, t) for t in ["a", "zamboni-2009-jvs", "43", "x" * 64]],
    *[
        (Doi, t)
        for t in ["10.1016/j.jvs.2009.07.096", "10.1016/S0140-6736(13)61747-X", "10.1212/01.wnl.0000285426.73143"]
    ],
    *[(Url, t) for t in ["http://example.org", "https://example.org/a?b=c#d"]],
    *[(Points, t) for t in ["1", "0", "-1", "10"]],
]

FITS_NOT: list[tuple[type[Pattern], str]] = [
    *[
        (Number, t)
        for t in ["", "1e5", "5.", "1,23", "1 234", "12 %", "about 5", "nan", ".inf", "0x10", "1_000", "--1"]
    ],
    *[(PValue, t) for t in ["", "NS", "p<0.05", "1.5", "2", "-0.01", "<", "0.05 (two-sided)", "1.01"]],
    *[(Duration, t) for t in ["", "18", "months", "18months", "a year", "18 lightyears", "-1 year"]],
    *[
        (Date, t)
        for t in ["", "2009-13", "2009-00", "2009-12-32", "2009-12-00", "09", "8 Dec 2009", "2009-1-1", "1066"]
    ],
    *[(Id, t) for t in ["", "Zamboni-2009", "-a", "a_b", "a b", "a/b", "../a", "x" * 65, "zamboni\u2010 2009"]],
    *[(Doi, t) for t in ["", "10.1016", "doi:10.1016/j", "https://doi.org/10.1016/j", "10.12/j", "10.1016/a b"]],
    *[
        (Url, t)
        for t in ["", "example.org", "javascript:alert(1)", "ftp://example.org", "https://", "http://a b", 'http://"']
    ],
    *[(Points, t) for t in ["", "+1", "1.5", "one", "--1", "100"]],
]


@pytest.mark.parametrize(("kind", "typed"), FITS)
def test_what_people_print_is_taken_as_it_stands(kind: type[Pattern], typed: str) -> None:
    assert re.fullmatch(kind.PATTERN, typed)


@pytest.mark.parametrize(("kind", "typed"), FITS_NOT)
def test_what_may_be_read_in_two_ways_or_none_is_refused(kind: type[Pattern], typed: str) -> None:
    assert not re.fullmatch(kind.PATTERN, typed)


@pytest.mark.parametrize("kind", PATTERNS)
def test_the_example_that_a_message_gives_is_itself_taken(kind: type[Pattern]) -> None:
    examples = re.findall(r"such as (.+)$", kind.WANTS)
    for example in re.split(r", | or ", examples[0] if examples else ""):
        assert not example or re.fullmatch(kind.PATTERN, example)


@pytest.mark.parametrize("kind", [Number, PValue, Date, Duration])
def test_digits_of_other_scripts_are_no_numbers(kind: type[Pattern]) -> None:
    assert not re.fullmatch(kind.PATTERN, "\u0662\u0660\u0660\u0669")
    assert not re.fullmatch(kind.PATTERN, "\u0662\u0660 months")


@pytest.mark.parametrize("kind", PATTERNS)
@pytest.mark.parametrize("hidden", ["\n", " ", "\u00a0"])
def test_a_blank_at_the_end_is_never_passed_over(kind: type[Pattern], hidden: str) -> None:
    typed = next(t for k, t in FITS if k is kind)
    assert not re.fullmatch(kind.PATTERN, typed + hidden)


@given(st.from_regex(Number.PATTERN, fullmatch=True))
def test_whatever_is_taken_as_a_number_can_be_reckoned_with(typed: str) -> None:
    assert Decimal(typed.replace(",", "").replace("\u2212", "-")).is_finite()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-10_000, max_value=10_000, places=3))
def test_every_plain_decimal_is_taken_as_a_number(number: Decimal) -> None:
    assert re.fullmatch(Number.PATTERN, f"{number:f}")


@given(st.from_regex(PValue.PATTERN, fullmatch=True))
def test_whatever_is_taken_as_a_p_value_lies_between_0_and_1(typed: str) -> None:
    assert 0 <= Decimal(typed.lstrip("<>=\u2264\u2265 ")) <= 1


@given(st.dates())
def test_every_date_since_the_first_printed_papers_is_taken(date: object) -> None:
    typed = str(date)
    assert bool(re.fullmatch(Date.PATTERN, typed)) == ("1500" <= typed[:4] <= "2199")


MENDS: list[tuple[type[Pattern], str, str]] = [
    (Number, "60,5", "write 60.5"),
    (Number, "40 %", "numbers have no sign behind them; a percentage is written below 'percent'"),
    (Number, "about 5", ""),
    (PValue, "p = 0.03", "write 0.03"),
    (PValue, "P<.05", "write <.05"),
    (PValue, "p-value 0.2", "write 0.2"),
    (PValue, "< 0,001", "write <0.001"),
    (PValue, "n.s.", ""),
    (Duration, "6 mo", "write 6 months"),
    (Duration, "12wks", "write 12 weeks"),
    (Duration, "1 yr.", "write 1 year"),
    (Duration, "6 m", ""),
    (Duration, "six months", ""),
    (Date, "2020-2-3", "write 2020-02-03"),
    (Date, "2020/2", "write 2020-02"),
    (Date, "2020-02-31", ""),
    (Date, "3.2.2020", ""),
    (Id, "Müller 2020", "write muller-2020"),
    (Id, "Smith_2020a", "write smith-2020a"),
    (Id, "???", ""),
    (Doi, "https://doi.org/10.1016/j.jvs.2009.07.096", "write 10.1016/j.jvs.2009.07.096"),
    (Doi, "DOI: 10.1016/j.jvs.2009.07.096", "write 10.1016/j.jvs.2009.07.096"),
    (Doi, "https://example.org/10.1016/j", ""),
    (Url, "www.example.org", "write https://www.example.org"),
    (Url, "example", ""),
]


@pytest.mark.parametrize(("kind", "typed", "mend"), MENDS)
def test_a_usual_slip_is_told_with_what_was_meant(kind: type[Pattern], typed: str, mend: str) -> None:
    assert not re.fullmatch(kind.PATTERN, typed)
    assert kind.mend(typed) == mend


@given(st.sampled_from(PATTERNS), st.text(max_size=40))
def test_what_a_mend_tells_to_write_can_be_read(kind: type[Pattern], typed: str) -> None:
    write, told, meant = kind.mend(typed).partition("write ")
    assert write or not told or re.fullmatch(kind.PATTERN, meant)
