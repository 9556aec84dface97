import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.reported import (
    FoundEffect,
    Measure,
    Place,
    find,
    find_effects,
    find_shares,
    find_tests,
    speaks_of_one_side,
)


def held(rows: list[Mapping[str, Any]]) -> None:
    assert rows
    for row in rows:
        (effect,) = find_effects(row["text"])
        numbers = [(effect.estimate, row["est"]), (effect.low, row["lo"]), (effect.high, row["hi"])]
        assert [float(printed.value) for printed, _ in numbers] == [float(text) for _, text in numbers], row
        assert [printed.decimals for printed, _ in numbers] == [len(t.partition(".")[2]) for _, t in numbers], row
        if row["p"]:
            assert effect.p is not None, row
            assert (float(effect.p.value), effect.p.sign.value) == (float(row["p"]), row["p_sign"])
        else:
            assert effect.p is None
        assert effect.measure.value.replace("-", " ") == row["measure"]
        assert effect.measure.is_ratio == (row["scale"] == "ratio")


def test_every_pinned_sentence_is_read() -> None:
    path = Path(__file__).parent / "data" / "effect_ci_p.csv"
    with path.open(encoding="utf-8", newline="") as file:
        held(list(csv.DictReader(line for line in file if not line.startswith("#"))))


def test_every_sentence_is_read(reference_data: Path) -> None:
    held(json.loads((reference_data / "stats" / "effect_ci_p.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "kind", "df1", "df2", "statistic", "p"),
    [
        ("\u03c7\u00b2 = 8.71, df = 3, P = 0.03", "chi2", "3", None, 8.71, 0.03),
        ("\u03c72(1, N=90) = 0.89, p=.35", "chi2", "1", None, 0.89, 0.35),
        ("\u03c7^2(2) = 8.71; P = 0.03", "chi2", "2", None, 8.71, 0.03),
        ("chi-squared (df = 3) = 8.71, P = 0.03", "chi2", "3", None, 8.71, 0.03),
        ("F1,28 = 4.84, P = .036", "F", "1", "28", 4.84, 0.036),
        ("F(1;28)=4.84; P=0.036", "F", "1", "28", 4.84, 0.036),
        ("F(2, 285) = 3.1, p = .047", "F", "2", "285", 3.1, 0.047),
        ("t28 = 2.2, P = .036", "t", "28", None, 2.2, 0.036),
        ("(t = 2.20, 28 df, p = 0.036)", "t", "28", None, 2.2, 0.036),
        ("t(28)=2.20 (P=0.036)", "t", "28", None, 2.2, 0.036),
        ("T[28] = \u22122.20, P value = 0.036", "t", "28", None, -2.2, 0.036),
        ("t(28) = 2,20, p = 0,036", "t", "28", None, 2.2, 0.036),
        ("t(28) = 2.20, SE = 0.3, d = 0.4, p = .036", "t", "28", None, 2.2, 0.036),
        ("r(28) = -.22, 95% CI [-.5, .1], p = .24", "r", "28", None, -0.22, 0.24),
        ("r = .22, p = .24", "r", None, None, 0.22, 0.24),
        ("Z=-2.42; two-sided P=0.016", "z", None, None, -2.42, 0.016),
        ("z(28) = 2.20, p = .03", "z", None, None, 2.2, 0.03),
        ("Cochran's Q(4) = 9.4, p = .05", "Q", "4", None, 9.4, 0.05),
        ("Q-between(2) = 2.20, p = .33", "Qb", "2", None, 2.2, 0.33),
        ("t(2,28) = 2.20, p = .03", "t", None, None, 2.2, 0.03),
        ("t(28) = 2.20, p &lt; .05", "t", "28", None, 2.2, 0.05),
    ],
)
def test_a_test_is_read_in_any_style(  # noqa: PLR0913, PLR0917
    text: str, kind: str, df1: str | None, df2: str | None, statistic: float, p: float
) -> None:
    (found,) = find_tests(f"It was so ({text}) throughout.")
    assert found.test.kind.value == kind
    assert (found.test.df1 and found.test.df1.text, found.test.df2 and found.test.df2.text) == (df1, df2)
    assert float(found.test.statistic.value) == statistic
    assert found.p is not None
    assert float(found.p.value) == p


def test_not_significant_is_read_as_a_p_value_that_is_not_told() -> None:
    for text, apa in (("t(18) = 1.23, ns", True), ("t(18) = 1.23, n.s.", True), ("t(18) = 1.23; NS", False)):
        (found,) = find_tests(text)
        assert (found.p, found.apa) == (None, apa)


@pytest.mark.parametrize(
    "text",
    [
        "t-test (P = 0.03)",
        "see p. 01",
        "p = .05",
        "grant 12(3) = 4",
        "Part(28) = 2.20, p = .03",
        "F = ma, p = mv",
        "",
        "t(28) = 2.20% of them, p = .03",
        "r/(28) = 2, p",
        "t(28) = " + "9" * 60 + ", p = .03",
        "vitamin B12 = 3, p = .1",
    ],
)
def test_what_is_no_test_is_not_read_as_one(text: str) -> None:
    assert find_tests(text) == ()


def numbers(effect: FoundEffect) -> tuple[float, float, float]:
    return float(effect.estimate.value), float(effect.low.value), float(effect.high.value)


@pytest.mark.parametrize(
    ("text", "measure", "values", "level", "adjusted"),
    [
        ("aOR 1.5 (1.1 to 2.0)", Measure.ODDS_RATIO, (1.5, 1.1, 2.0), None, True),
        ("adjusted hazard ratio, 1.5; 90% confidence interval [CI], 0.9 to 2.5", "HR", (1.5, 0.9, 2.5), "90", True),
        ("unadjusted odds ratio 1.93 (1.3-2.8)", "OR", (1.93, 1.3, 2.8), None, False),
        ("age-adjusted OR 1.93 (1.3-2.8)", "OR", (1.93, 1.3, 2.8), None, True),
        ("17 (95% CI 1.4 to 32.6; P=.032)", Measure.UNKNOWN, (17, 1.4, 32.6), "95", False),
        ("HR 0\u00b775 (95% CI 0\u00b760\u20130\u00b793; p=0\u00b7009)", "HR", (0.75, 0.6, 0.93), "95", False),
        ("MD -1.5 (-2.9--0.1)", Measure.MEAN_DIFFERENCE, (-1.5, -2.9, -0.1), None, False),
        ("mean difference of \u22121.2 points (95% CI \u22122.0 to \u22120.4)", "MD", (-1.2, -2.0, -0.4), "95", False),
        ("5.2% (95% CI, 1.0% to 9.4%)", Measure.UNKNOWN, (5.2, 1.0, 9.4), "95", False),
        ("RR=1.2 [0.9;1.6]", Measure.RISK_RATIO, (1.2, 0.9, 1.6), None, False),
        ("rate ratio (RR) 0.72 (95% CI 0.32,1.63)", Measure.RATE_RATIO, (0.72, 0.32, 1.63), "95", False),
        ("SMD 0.31 (99% credible interval 0.02 to 0.60)", "SMD", (0.31, 0.02, 0.6), "99", False),
    ],
)
def test_an_effect_is_read_in_any_style(
    text: str, measure: Measure | str, values: tuple[float, float, float], level: str | None, *, adjusted: bool
) -> None:
    (effect,) = find_effects(f"There was a change of {text} in all.")
    assert effect.measure == measure
    assert numbers(effect) == values
    assert (effect.level and effect.level.text) == level
    assert effect.adjusted == adjusted


@pytest.mark.parametrize(
    "text",
    ["either OR 5 patients", "aged 45 (20 to 70) years", "OR 1.5", "OR 1.5 (2009)", "for 12 or 13 (1-2) weeks", ""],
)
def test_what_is_no_effect_is_not_read_as_one(text: str) -> None:
    assert find_effects(text) == ()


@pytest.mark.parametrize(
    ("text", "part", "total", "percent"),
    [
        ("58 of 70 (83%)", 58, 70, "83%"),
        ("11 (37%) of 31", 11, 31, "37%"),
        ("3/9 (33.3 %)", 3, 9, "33.3%"),
        ("1,037 of 1,199 (86.5%)", 1037, 1199, "86.5%"),
        ("83% (58/70)", 58, 70, "83%"),
        ("67 per cent (22 of 33 patients)", 22, 33, "67%"),
        ("13 of the 29 (45%)", 13, 29, "45%"),
        ("563 out of 586 patients (96.1%)", 563, 586, "96.1%"),
        ("15 patients (6.3%)", 15, None, "6.3%"),
        ("112 (97.4%) completed", 112, None, "97.4%"),
        ("5 (9.6%) of 52.5", 5, None, "9.6%"),
    ],
)
def test_a_count_with_its_percentage_is_read(text: str, part: int, total: int | None, percent: str) -> None:
    (share,) = find_shares(f"There were {text} in all.")
    assert (share.part, share.total, share.percent.text) == (part, total, percent)


@pytest.mark.parametrize(
    "text", ["2009/12/08 (5%)", "12.5 (3%)", "in 2012 (SD 3.2%)", "0.35 (35%)", "a 95% (CI 3/4)", ""]
)
def test_what_is_no_count_is_not_read_as_one(text: str) -> None:
    assert find_shares(text) == ()


def test_places_point_at_what_was_read() -> None:
    text = "Both F(2, 28) = 2.20, p = .13, F(2, 28) = 1.23, p = .31 were not; OR 0.75; 95% CI 0.34-1.68; 3/9 (33%)."
    found = find(text)
    places = [thing.place for thing in found.tests]
    places += [thing.place for thing in found.effects]
    places += [thing.place for thing in found.shares]
    spots = [text[place.start : place.end] for place in places]
    assert spots == [
        "F(2, 28) = 2.20, p = .13",
        "F(2, 28) = 1.23, p = .31",
        "OR 0.75; 95% CI 0.34-1.68",
        "3/9 (33%)",
    ]
    assert found.shares[0].place == Place(text.index("3/9"), len(text) - 1)


def test_a_one_sided_test_is_heard_of() -> None:
    assert speaks_of_one_side("A One-Tailed test")
    assert speaks_of_one_side("directional")
    assert not speaks_of_one_side("two-sided")


PIECES = st.sampled_from(
    [
        "t",
        "F",
        "(",
        ")",
        "28",
        ",",
        " ",
        "=",
        "2.20",
        "p",
        "<",
        ".05",
        "OR",
        "95% CI",
        "0.5",
        "-",
        "to",
        "%",
        "of",
        "3/9",
        *["\u03c7", "2", "[", "]", ";", "n.s.", "\n", "9" * 30, "e5", "adjusted", "&lt;", "\u00b7", "df", "N", "1,234"],
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_searched_and_places_lie_in_it_and_in_order(text: str) -> None:
    found = find(text)
    for things in (found.tests, found.effects, found.shares):
        at = 0
        for thing in things:
            assert at <= thing.place.start < thing.place.end <= len(text)
            at = thing.place.end


HEAPS = ["9", "(", "t(", "t(28", "OR 1.5 (", "1 of ", "1/1", "1 a a a a ", "t(28) = 2.2, ", "95% CI ", "1 (95% CI "]
HEAPS += ["Q-", "1,111", "9.9", "5 95% CI 5 ", "t(28) = 2.20, p = ", " ", "- ", "1(1%) of ", "t(28) = 2.20, SE = 0.3,"]


def test_what_is_nothing_but_beginnings_is_searched_to_its_end() -> None:
    # no measure of time: were the search to grow with the square of the text, this would not end before the guard
    heaps = [(piece, 160_000) for piece in HEAPS] + [(piece, 500_000) for piece in ("9", "(", "9(", "([{9.,")]
    program = (
        "from ccsvi_triage.stats.reported import find\n"
        f"for piece, size in {heaps!r}:\n"
        "    find(piece * (size // len(piece)))\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], timeout=600, check=False)
    assert ended.returncode == 0
