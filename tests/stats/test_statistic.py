import csv
import json
import math
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccsvi_triage.stats import statistic
from ccsvi_triage.stats.printed import Printed, read_printed
from ccsvi_triage.stats.reported import find_tests, speaks_of_one_side
from ccsvi_triage.stats.statistic import (
    Kind,
    PrintedTest,
    StatcheckOptions,
    as_statcheck,
    check_statistic,
    claims_significance,
    p_of,
    p_within,
    span_of_p,
)
from ccsvi_triage.stats.verdict import Alternative, Verdict

ALPHA = Fraction(1, 20)


def numeral(value: float, decimals: int) -> Printed:
    return read_printed(f"{value:.{decimals}f}")


def made(kind: str, statistic: str, df1: str = "", df2: str = "") -> PrintedTest:
    return PrintedTest(
        Kind(kind), read_printed(statistic), read_printed(df1) if df1 else None, read_printed(df2) if df2 else None
    )


def options_of(row: Mapping[str, Any]) -> StatcheckOptions:
    return StatcheckOptions(
        alpha=float(row["alpha"]),
        all_one_sided=bool(int(row["all_one_sided"])),
        one_sided_where_told=bool(int(row["one_sided_where_told"])),
        alpha_is_significant=bool(int(row["alpha_is_significant"])),
        zero_is_wrong=bool(int(row["zero_is_wrong"])),
    )


def as_read(text: str, options: StatcheckOptions) -> list[tuple[Any, ...]]:
    """Give what statcheck would read of a text, with its verdicts."""
    told = speaks_of_one_side(text)
    return [
        (
            found.test.kind.value.lower(),
            float(found.test.statistic.value),
            found.test.statistic.sign.value,
            "ns" if found.p is None else found.p.sign.value,
            None if found.p is None else float(found.p.value),
            *as_statcheck(found.test, found.p, options, one_sided_told=told),
        )
        for found in find_tests(text)
        if found.apa
    ]


def expected(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        row["kind"].lower(),
        float(row["statistic"]),
        row["sign"],
        row["p_sign"],
        None if row["p"] in ("", None) else float(row["p"]),
        pytest.approx(float(row["computed_p"]), rel=1e-9),
        bool(int(row["error"])),
        bool(int(row["decision_error"])),
    )


def held(rows: list[Mapping[str, Any]]) -> None:
    whole: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        whole.setdefault(row["id"], []).append(row)
    assert whole
    for results in whole.values():
        wanted = [expected(row) for row in results if row["kind"]]
        assert as_read(results[0]["text"], options_of(results[0])) == wanted, results[0]["text"]


def test_what_statcheck_says_of_a_pinned_string_is_said_word_for_word() -> None:
    path = Path(__file__).parent / "data" / "statcheck_strings.csv"
    with path.open(encoding="utf-8", newline="") as file:
        held(list(csv.DictReader(line for line in file if not line.startswith("#"))))


def test_what_statcheck_says_of_any_string_is_said_word_for_word(reference_data: Path) -> None:
    strings = json.loads((reference_data / "stats" / "statcheck_strings.json").read_text(encoding="utf-8"))
    rows: list[Mapping[str, Any]] = []
    for entry in strings:
        common = {
            "id": entry["id"],
            "text": entry["text"],
            "alpha": entry["alpha"],
            "all_one_sided": entry["OneTailedTests"],
            "one_sided_where_told": entry["OneTailedTxt"],
            "alpha_is_significant": entry["pEqualAlphaSig"],
            "zero_is_wrong": entry["pZeroError"],
        }
        rows += [
            {
                **common,
                "kind": result["test_type"],
                "statistic": result["test_value"],
                "sign": result["test_comp"],
                "p_sign": result["p_comp"],
                "p": result["reported_p"],
                "computed_p": result["computed_p"],
                "error": result["error"],
                "decision_error": result["decision_error"],
            }
            for result in entry["results"]
        ] or [{**common, "kind": ""}]
    held(rows)


CASES = st.one_of(
    st.tuples(st.just(Kind.T), st.floats(-8, 8), st.integers(1, 300), st.none()),
    st.tuples(st.just(Kind.Z), st.floats(-8, 8), st.none(), st.none()),
    st.tuples(st.just(Kind.R), st.floats(-0.999, 0.999), st.integers(1, 300), st.none()),
    st.tuples(st.just(Kind.F), st.floats(0, 40), st.integers(1, 9), st.integers(1, 300)),
    st.tuples(st.sampled_from([Kind.CHI_SQUARED, Kind.Q]), st.floats(0, 40), st.integers(1, 20), st.none()),
)


@given(CASES, st.integers(0, 3), st.integers(1, 4))
def test_a_p_value_that_was_computed_and_rounded_is_never_called_inconsistent(
    case: tuple[Kind, float, int | None, int | None], decimals: int, p_decimals: int
) -> None:
    kind, value, df1, df2 = case
    p = p_of(kind, value, df1 or math.nan, df2 or math.nan)
    test = PrintedTest(
        kind,
        numeral(value, decimals),
        None if df1 is None else Printed(Fraction(df1)),
        None if df2 is None else Printed(Fraction(df2)),
    )
    result = check_statistic(test, numeral(p, p_decimals))
    assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, ())
    assert not result.flips
    assert result.low is not None
    assert result.high is not None
    assert result.low <= p * (1 + 1e-9)
    assert p <= result.high * (1 + 1e-9)
    above = math.ceil(p * 100) / 100
    assert check_statistic(test, read_printed(f"<{above:.2f}")).verdict is Verdict.CONSISTENT
    half = check_statistic(test, numeral(p / 2, p_decimals))
    if kind in (Kind.T, Kind.R, Kind.Z):
        assert half.verdict is Verdict.CONSISTENT


@given(st.floats(0.5, 5), st.floats(2, 80), st.integers(1, 2))
def test_degrees_of_freedom_that_were_rounded_are_never_held_against_p(t: float, df: float, decimals: int) -> None:
    p = p_of(Kind.T, t, df)
    test = PrintedTest(Kind.T, numeral(t, 2), numeral(df, decimals))
    assert check_statistic(test, numeral(p, 4)).verdict is Verdict.CONSISTENT


@given(st.floats(0.5, 8), st.floats(1.2, 5), st.floats(5, 80))
def test_rounded_degrees_of_freedom_of_f_are_never_held_against_p(f: float, df1: float, df2: float) -> None:
    p = p_of(Kind.F, f, df1, df2)
    test = PrintedTest(Kind.F, numeral(f, 2), numeral(df1, 2), numeral(df2, 2))
    assert check_statistic(test, numeral(p, 4)).verdict is Verdict.CONSISTENT


@given(st.floats(0.5, 8), st.integers(2, 99), st.integers(1, 3))
def test_digits_cut_off_are_an_explanation(t: float, df: int, decimals: int) -> None:
    p = p_of(Kind.T, t, df)
    cut_t = math.floor(t * 10**decimals) / 10**decimals
    cut_p = math.floor(p * 1000) / 1000
    assume(cut_p > 0)
    test = PrintedTest(Kind.T, numeral(cut_t, decimals), Printed(Fraction(df)))
    assert check_statistic(test, numeral(cut_p, 3)).verdict is Verdict.CONSISTENT


def test_a_p_value_that_does_not_follow_is_called_inconsistent() -> None:
    result = check_statistic(made("t", "2.20", "28"), read_printed(".08"))
    assert (result.verdict, result.flips) == (Verdict.INCONSISTENT, True)
    assert result.p == pytest.approx(0.03622548477884, rel=1e-11)
    same = check_statistic(made("t", "2.20", "28"), read_printed(".02"))
    assert (same.verdict, same.explained_by, same.flips) == (Verdict.CONSISTENT, (Alternative.ONE_SIDED,), False)
    assert check_statistic(made("F", "2.20", "2", "28"), read_printed(".03")).flips is True


def test_the_chi_squared_of_the_napoli_trial_is_reproduced() -> None:
    result = check_statistic(made("chi2", "8.71", "3"), read_printed("0.03"))
    assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, ())


def test_a_statistic_of_nothing_reaches_a_p_value_of_1_though_statcheck_wraps_it_round_zero() -> None:
    test = made("t", "0.0", "28")
    assert as_statcheck(test, read_printed("1.00")).error
    assert check_statistic(test, read_printed("1.00")).verdict is Verdict.CONSISTENT


def test_a_p_value_of_zero_is_a_small_number_though_statcheck_calls_it_an_error() -> None:
    test = made("t", "22.20", "28")
    assert as_statcheck(test, read_printed(".000")).error
    assert check_statistic(test, read_printed(".000")).verdict is Verdict.CONSISTENT
    assert check_statistic(test, read_printed("<.000")).verdict is Verdict.CONSISTENT
    assert check_statistic(made("t", "2.20", "28"), read_printed(".000")).verdict is Verdict.INCONSISTENT


@pytest.mark.parametrize(
    ("test", "p", "verdict"),
    [
        (made("t", "2.20"), "0.036", Verdict.CANNOT_TELL),
        (made("F", "2.20", "2"), "0.036", Verdict.CANNOT_TELL),
        (made("t", "2.20", "28"), "~0.036", Verdict.CANNOT_TELL),
        (made("t", "~2.20", "28"), "0.036", Verdict.CANNOT_TELL),
        (made("t", ">-2.20", "28"), "0.036", Verdict.CANNOT_TELL),
        (made("t", "<-2.20", "28"), "0.02", Verdict.CONSISTENT),
        (made("t", "<-2.20", "28"), "0.20", Verdict.INCONSISTENT),
        (made("F", "<1", "1", "138"), "0.812", Verdict.CONSISTENT),
        (made("F", "<1", "2", "138"), "0.12", Verdict.INCONSISTENT),
        (made("t", ">2.20", "28"), "<.05", Verdict.CONSISTENT),
        (made("r", "26.05", "16"), "0.10", Verdict.INCONSISTENT),
        (made("r", "1.00", "16"), "<0.001", Verdict.CONSISTENT),
        (made("chi2", "-3.84", "1"), "0.05", Verdict.INCONSISTENT),
        (made("t", "2.20", "0"), "0.05", Verdict.INCONSISTENT),
        (made("t", "2.20", "28"), "1.03", Verdict.INCONSISTENT),
        (made("chi2", "3.84", "1"), "0.025", Verdict.CONSISTENT),
    ],
)
def test_what_is_told_is_judged_and_what_is_not_is_not(test: PrintedTest, p: str, verdict: Verdict) -> None:
    assert check_statistic(test, read_printed(p)).verdict is verdict


def test_an_impossible_statistic_has_no_p_value() -> None:
    with pytest.raises(ValueError, match="from -1 to 1"):
        p_of(Kind.R, 1.2, 10)
    with pytest.raises(ValueError, match="never below zero"):
        p_of(Kind.F, -1.0, 1, 10)
    with pytest.raises(ValueError, match="degrees of freedom"):
        as_statcheck(made("t", "2.20"), read_printed("0.036"))


@pytest.mark.parametrize(
    ("p", "side"),
    [
        ("0.03", True),
        ("0.08", False),
        ("0.05", None),
        ("<0.05", True),
        ("<0.1304", None),
        (">0.05", False),
        (">0.01", None),
        ("\u22640.05", True),
        ("0.051", False),
        ("~0.5", None),
    ],
)
def test_on_which_side_of_alpha_a_p_value_stands(p: str, *, side: bool | None) -> None:
    assert claims_significance(read_printed(p), ALPHA) is side


def test_the_range_of_a_p_value_stays_within_0_and_1() -> None:
    assert span_of_p(read_printed("1.0")).ends == (Fraction(95, 100), Fraction(1))
    assert span_of_p(read_printed("0.00")).ends == (Fraction(0), Fraction(1, 200))
    assert span_of_p(read_printed(">0.05")).ends == (ALPHA, Fraction(1))
    assert p_within(span_of_p(read_printed("0.05")), 0.054, 0.06)
    assert not p_within(span_of_p(read_printed("0.05")), 0.056, 0.06)


def test_the_readings_of_one_statistic_compute_each_p_value_once() -> None:
    (test,) = find_tests("F(2, 37) = 4.21, p = .08")
    assert test.p is not None
    statistic._known_p.cache_clear()
    check_statistic(test.test, test.p)
    computed = statistic._known_p.cache_info()
    assert computed.hits > 0
    check_statistic(test.test, test.p)
    assert statistic._known_p.cache_info().misses == computed.misses
