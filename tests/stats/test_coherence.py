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

from ccsvi_triage.stats.coherence import (
    Coherence,
    Ratio,
    Scale,
    Story,
    Told,
    coherence,
    effect_of_percents,
    odds_ratio_width,
)
from ccsvi_triage.stats.distributions import normal_from_tail, normal_tail, t_from_tail, t_tail
from ccsvi_triage.stats.effect import odds_ratio
from ccsvi_triage.stats.exact import conditional_odds_ratio
from ccsvi_triage.stats.printed import Printed, read_printed
from ccsvi_triage.stats.score import odds_ratio_score
from ccsvi_triage.stats.verdict import Alternative, Verdict

SCALES = {"ratio": Scale.RATIO, "diff": Scale.DIFFERENCE}


def numeral(value: float, decimals: int) -> Printed:
    return read_printed(f"{value:.{decimals}f}")


def told(text: str, p: str = "", *, scale: Scale = Scale.RATIO, level: float | None = 0.95) -> Told:
    estimate, low, high = map(read_printed, text.split())
    return Told(estimate, low, high, scale, read_printed(p) if p else None, level)


def judged(row: Mapping[str, Any]) -> Coherence:
    estimate, low, high = (read_printed(row[name]) for name in ("est", "lo", "hi"))
    p = read_printed(row["p_sign"] + row["p"]) if row["p"] else None
    return coherence(Told(estimate, low, high, SCALES[row["scale"]], p, 0.95))


def held(rows: list[Mapping[str, Any]]) -> None:
    assert rows
    for row in rows:
        result = judged(row)
        assert result.story.value == row["verdict"], row
        for column, value in (("p_lo", result.low), ("p_hi", result.high), ("p_point", result.p)):
            if row[column] in ("", None):
                assert value is None, (row, column)
            else:
                assert value == pytest.approx(float(row[column]), rel=1e-6), (row, column)
        columns = {
            "symmetric": result.symmetric,
            "ci_excludes_null": result.excludes_none,
            "bound_touches_null": result.touches_none,
        }
        for column, truth in columns.items():
            if truth is not None:
                assert truth == bool(int(row[column])), (row, column)
        if result.story in (Story.P_DIFFERS, Story.DECISION) and row["p_consistent_if_one_sided"] in (1, "1"):
            assert Alternative.ONE_SIDED in result.explained_by


def test_every_pinned_sentence_is_judged_as_by_interval_arithmetic() -> None:
    path = Path(__file__).parent / "data" / "effect_ci_p.csv"
    with path.open(encoding="utf-8", newline="") as file:
        held(list(csv.DictReader(line for line in file if not line.startswith("#"))))


def test_every_sentence_is_judged_as_by_interval_arithmetic(reference_data: Path) -> None:
    rows = json.loads((reference_data / "stats" / "effect_ci_p.json").read_text(encoding="utf-8"))
    held([{**row, "p_sign": row["p_sign"] or "", "p": row["p"] or ""} for row in rows])


ERRORS = st.floats(0.02, 3)
LEVELS = st.sampled_from([0.9, 0.95, 0.99])


@given(st.floats(-4, 4), ERRORS, LEVELS, st.integers(1, 4), st.integers(1, 4))
def test_a_wald_interval_of_a_ratio_and_its_p_value_always_cohere(
    log: float, error: float, level: float, decimals: int, p_decimals: int
) -> None:
    reach = normal_from_tail((1 - level) / 2) * error
    numbers = [numeral(math.exp(value), decimals) for value in (log, log - reach, log + reach)]
    p = numeral(2 * normal_tail(abs(log) / error), p_decimals)
    result = coherence(Told(numbers[0], numbers[1], numbers[2], Scale.RATIO, p, level))
    assert (result.verdict, result.story, result.explained_by) == (Verdict.CONSISTENT, Story.COHERENT, ())
    assert result.symmetric is not False


@given(st.floats(-50, 50), ERRORS, LEVELS, st.integers(0, 3), st.integers(1, 4))
def test_a_wald_interval_of_a_difference_and_its_p_value_always_cohere(
    middle: float, error: float, level: float, decimals: int, p_decimals: int
) -> None:
    reach = normal_from_tail((1 - level) / 2) * error
    numbers = [numeral(value, decimals) for value in (middle, middle - reach, middle + reach)]
    p = numeral(2 * normal_tail(abs(middle) / error), p_decimals)
    result = coherence(Told(numbers[0], numbers[1], numbers[2], Scale.DIFFERENCE, p, level))
    assert (result.verdict, result.story, result.explained_by) == (Verdict.CONSISTENT, Story.COHERENT, ())


@given(st.floats(-20, 20), ERRORS, st.integers(1, 30), st.integers(0, 3), st.booleans())
def test_an_interval_of_few_people_is_not_held_against_its_p_value(
    middle: float,
    error: float,
    df: int,
    decimals: int,
    df_told: bool,  # noqa: FBT001 -- drawn, not called
) -> None:
    reach = t_from_tail(0.025, df) * error
    numbers = [numeral(value, decimals) for value in (middle, middle - reach, middle + reach)]
    p = numeral(2 * t_tail(abs(middle) / error, df), 3)
    result = coherence(Told(numbers[0], numbers[1], numbers[2], Scale.DIFFERENCE, p, 0.95, df if df_told else None))
    assert result.verdict is Verdict.CONSISTENT
    if df_told:
        assert result.story is Story.COHERENT
    elif result.story is Story.P_DIFFERS:
        assert Alternative.STUDENT in result.explained_by
        assert result.df is not None


@given(st.floats(-3, 3), ERRORS, st.integers(1, 3))
def test_digits_cut_off_and_one_side_are_explanations(log: float, error: float, decimals: int) -> None:
    reach = 1.959963984540054 * error
    cut = [math.floor(math.exp(v) * 10**decimals) / 10**decimals for v in (log, log - reach, log + reach)]
    numbers = [numeral(value, decimals) for value in cut]
    p = normal_tail(abs(log) / error)
    shortened = numeral(math.floor(2 * p * 100) / 100, 2)
    assert coherence(Told(numbers[0], numbers[1], numbers[2], Scale.RATIO, shortened)).verdict is Verdict.CONSISTENT
    rounded = [numeral(math.exp(v), decimals) for v in (log, log - reach, log + reach)]
    assert coherence(Told(rounded[0], rounded[1], rounded[2], Scale.RATIO, numeral(p, 3))).verdict is Verdict.CONSISTENT


def test_an_estimate_outside_its_interval_is_impossible() -> None:
    result = coherence(told("1.85 1.2 1.7", "0.002"))
    assert (result.verdict, result.story) == (Verdict.INCONSISTENT, Story.OUTSIDE)
    assert coherence(told("6.62 19.72 2.23", "0.001")).story is Story.REVERSED
    assert coherence(told("0.5 -0.1 1.2")).story is Story.NEGATIVE
    assert coherence(told("0.5 -0.1 1.2", scale=Scale.DIFFERENCE)).story is Story.COHERENT
    touching = coherence(told("1.2 1.24 1.7"))
    assert touching.story is Story.COHERENT
    cut = coherence(told("1.2 1.26 1.7"))
    assert (cut.verdict, cut.explained_by, cut.story) == (Verdict.CONSISTENT, (Alternative.TRUNCATED,), Story.OUTSIDE)


def test_a_p_value_that_the_interval_denies_is_seen_and_the_levels_that_would_fit_are_named() -> None:
    result = coherence(told("16 3.5 72.5", "<.0001"))
    assert (result.verdict, result.story, result.explained_by) == (Verdict.INCONSISTENT, Story.P_DIFFERS, ())
    assert result.other_levels == (Alternative.LEVEL_99,)
    assert result.p == pytest.approx(0.000336, abs=5e-7)
    unnamed = coherence(told("16 3.5 72.5", "<.0001", level=None))
    assert (unnamed.verdict, unnamed.explained_by) == (Verdict.CONSISTENT, (Alternative.LEVEL_99,))
    conflict = coherence(told("0.720 0.579 0.896", ">0.05"))
    assert (conflict.verdict, conflict.story) == (Verdict.INCONSISTENT, Story.DECISION)


def test_brave_dreams_is_explained_by_digits_cut_off() -> None:
    result = coherence(told("0.72 0.32 1.63", "0.45"))
    assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, (Alternative.TRUNCATED,))


def test_an_interval_that_is_not_symmetric_says_nothing_of_p() -> None:
    result = coherence(told("3.45 -0.53 4.41", "0.12", scale=Scale.DIFFERENCE))
    assert (result.verdict, result.symmetric) == (Verdict.CANNOT_TELL, False)


def test_what_is_a_bound_is_not_judged() -> None:
    assert coherence(told(">1.5 1.2 1.7")).verdict is Verdict.CANNOT_TELL
    assert coherence(told("1.5 1.2 1.8", "~0.01")).verdict is Verdict.CANNOT_TELL
    with pytest.raises(ValueError, match="between 0 and 1"):
        coherence(told("1.5 1.2 1.8", level=95))


def test_a_limit_of_zero_leaves_the_ratio_open_on_that_side() -> None:
    result = coherence(told("1.5 0.0 9.8", "0.70"))
    assert (result.verdict, result.symmetric, result.p) == (Verdict.CONSISTENT, None, None)
    assert result.high == 1


def test_an_interval_too_narrow_for_its_people_is_seen() -> None:
    napoli = odds_ratio_width(read_printed("1.3"), read_printed("2.8"), 31, 35)
    assert napoli.verdict is Verdict.INCONSISTENT
    assert napoli.least == pytest.approx(0.4933, abs=5e-5)
    assert napoli.people > 66 * 5
    zamboni = odds_ratio_width(read_printed("29"), read_printed("65"), 65, 235)
    assert (zamboni.verdict, zamboni.explained_by) == (Verdict.INCONSISTENT, ())
    assert zamboni.least == pytest.approx(0.2803, abs=5e-5)


GROUPS = st.tuples(st.integers(2, 60), st.integers(2, 60)).flatmap(
    lambda n: st.tuples(st.integers(1, n[0] - 1), st.just(n[0]), st.integers(1, n[1] - 1), st.just(n[1]))
)


@given(GROUPS, LEVELS, st.integers(1, 3))
def test_no_interval_of_true_people_is_ever_too_narrow(
    table: tuple[int, int, int, int], level: float, decimals: int
) -> None:
    for method in (odds_ratio, odds_ratio_score, conditional_odds_ratio):
        interval = method(*table, level=level)
        low, high = numeral(interval.low, decimals), numeral(interval.high, decimals)
        result = odds_ratio_width(low, high, table[1], table[3], level=level)
        assert result.verdict is not Verdict.INCONSISTENT, method
        if method is odds_ratio and result.verdict is Verdict.CONSISTENT:
            assert result.explained_by == ()


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 40))
def test_no_interval_of_true_pairs_is_ever_too_narrow(lost: int, gained: int, unchanged: int) -> None:
    error = math.sqrt(1 / lost + 1 / gained)
    log = math.log(lost / gained)
    pairs = lost + gained + unchanged
    low, high = (numeral(math.exp(log + side * 1.959963984540054 * error), 2) for side in (-1, 1))
    assume(low.value > 0)
    assert odds_ratio_width(low, high, pairs, pairs, matched=True).verdict is Verdict.CONSISTENT


def test_explanations_of_a_narrow_interval_are_tried() -> None:
    narrow = odds_ratio_width(read_printed("0.55"), read_printed("1.83"), 100, 100)
    assert (narrow.verdict, narrow.explained_by) == (Verdict.CONSISTENT, ())
    nineties = odds_ratio_width(read_printed("0.63"), read_printed("1.59"), 100, 100)
    assert (nineties.verdict, nineties.explained_by) == (Verdict.CONSISTENT, (Alternative.LEVEL_90,))
    assert odds_ratio_width(read_printed("0.0"), read_printed("0.1"), 10, 10).verdict is Verdict.CANNOT_TELL
    assert odds_ratio_width(read_printed("<0.5"), read_printed("0.6"), 10, 10).verdict is Verdict.CANNOT_TELL
    with pytest.raises(ValueError, match="in order"):
        odds_ratio_width(read_printed("3"), read_printed("2"), 10, 10)
    with pytest.raises(ValueError, match="groups have people"):
        odds_ratio_width(read_printed("1"), read_printed("2"), 0, 10)


def test_an_odds_ratio_of_16_does_not_come_from_53_and_96_per_cent() -> None:
    result = effect_of_percents(Ratio.ODDS_RATIO, read_printed("96"), read_printed("53"), read_printed("16"))
    assert result.verdict is Verdict.INCONSISTENT
    assert [round(float(end), 2) for end in result.span.ends] == [18.45, 24.95]


@given(
    st.tuples(st.integers(1, 300), st.integers(1, 300)).flatmap(
        lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(1, n[1]), st.just(n[1]))
    ),
    st.sampled_from(list(Ratio)),
    st.integers(0, 2),
    st.integers(0, 3),
)
def test_an_effect_of_true_percentages_is_never_called_inconsistent(
    table: tuple[int, int, int, int], measure: Ratio, decimals: int, effect_decimals: int
) -> None:
    a, n, c, m = table
    first, second = Fraction(a, n), Fraction(c, m)
    match measure:
        case Ratio.RISK_DIFFERENCE:
            effect = 100 * (first - second)
        case Ratio.RISK_RATIO:
            effect = first / second
        case _:
            assume(first < 1)
            effect = first * (1 - second) / (second * (1 - first))
    percents = [
        Printed(Fraction(round(100 * share * 10**decimals), 10**decimals), decimals) for share in (first, second)
    ]
    printed = Printed(Fraction(round(effect * 10**effect_decimals), 10**effect_decimals), effect_decimals)
    result = effect_of_percents(measure, percents[0], percents[1], printed)
    assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, ())


def test_percentages_are_percentages() -> None:
    with pytest.raises(ValueError, match="0 to 100"):
        effect_of_percents(Ratio.RISK_RATIO, read_printed("120"), read_printed("5"), read_printed("2"))
    bound = effect_of_percents(Ratio.RISK_RATIO, read_printed("<12"), read_printed("5"), read_printed("2"))
    assert bound.verdict is Verdict.CANNOT_TELL
