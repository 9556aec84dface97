import csv
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.prose import as_statcheck_does, recheck_text
from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.words import Severity

STRINGS = Path(__file__).parent.parent.parent / "stats" / "data" / "statcheck_strings.csv"


def told(text: str) -> list[tuple[str, Severity, Fits]]:
    return [(found.check, found.severity, found.fits) for found in recheck_text(text, "text")]


def only(text: str) -> Finding:
    (found,) = recheck_text(text, "text")
    return found


# tests


@pytest.mark.parametrize(
    ("text", "severity", "fits"),
    [
        ("t(28) = 2.20, p = .036", Severity.OK, Fits.CONSISTENT),
        ("(\u03c72 = 8.71, df = 3, P = 0.03)", Severity.OK, Fits.CONSISTENT),
        ("t28 = 2.20, P = .036", Severity.OK, Fits.CONSISTENT),
        ("t(28) = 2.20, p = .018", Severity.INFO, Fits.CONSISTENT),
        ("t(28) = 2.20, p = .040", Severity.WARNING, Fits.INCONSISTENT),
        ("t(28) = 2.20, p = .06", Severity.ERROR, Fits.INCONSISTENT),
        ("t(28) = 2.20, ns", Severity.INFO, Fits.CANNOT_TELL),
        ("t = 2.20, p = .06", Severity.INFO, Fits.CANNOT_TELL),
        ("t(0) = 2.20, p = .06", Severity.WARNING, Fits.INCONSISTENT),
    ],
)
def test_a_test_in_a_text_is_recomputed(text: str, severity: Severity, fits: Fits) -> None:
    assert told(f"We found it, {text}.") == [("N-STATISTIC", severity, fits)]


# effects


@pytest.mark.parametrize(
    ("text", "check", "severity"),
    [
        ("RR 0.8 (0.5-1.2; p<0.01)", "N-P-INTERVAL", Severity.ERROR),
        ("RR 0.8 (0.5-1.2; p=0.32)", "N-P-INTERVAL", Severity.OK),
        ("HR, 0.75; 95% CI, 0.34-1.68; P = .49", "N-P-INTERVAL", Severity.OK),
        ("(OR=2.1 [95%CI 1.1;4.0], p=0.02)", "N-P-INTERVAL", Severity.OK),
        ("RR 1.5 (CI95% 1.1-2.0)", "N-INTERVAL", Severity.OK),
        ("RD 3% (CI 1% to 5%)", "N-INTERVAL", Severity.OK),
        ("OR 1.85 (95% CI 1.2 to 1.7), P = .002", "N-INTERVAL", Severity.ERROR),
        ("OR 1.85 (95% CI 2.7 to 1.2)", "N-INTERVAL", Severity.ERROR),
        ("HR 0.75 (0.558 to 1.008), p = 0.046", "N-P-INTERVAL", Severity.NOTE),
        ("OR 16 (95% CI 3.5 to 72.5), P<.0001", "N-P-INTERVAL", Severity.NOTE),
        ("aOR 16 (95% CI 3.5 to 72.5), P<.0001", "N-P-INTERVAL", Severity.INFO),
        ("HR 0.75 (0.34 to 1.68), P = .24", "N-P-INTERVAL", Severity.INFO),
        ("a score of 3.1 (95% CI 2.0 to 4.2), p = 0.01", "N-P-INTERVAL", Severity.INFO),
        ("OR 1.5 (100% CI 1 to 2)", "N-INTERVAL", Severity.WARNING),
    ],
)
def test_an_effect_in_a_text_is_set_beside_its_interval_and_p(text: str, check: str, severity: Severity) -> None:
    found = only(f"It was so: {text}, as we say.")
    assert (found.check, found.severity) == (check, severity), found


# shares


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("12 of 34 (35%)", Severity.OK),
        ("12/34, 35%", Severity.OK),
        ("12 of 34, 35%", Severity.OK),
        ("3 of 35 (8%)", Severity.NOTE),
        ("11 (37%) of 31", Severity.WARNING),
        ("12/34, 36%", Severity.WARNING),
        ("10 of 9 (111%)", Severity.ERROR),
        ("15 (6.3%)", Severity.INFO),
        ("0 of 0 (0%)", Severity.INFO),
    ],
)
def test_a_share_in_a_text_is_set_beside_its_count(text: str, severity: Severity) -> None:
    for sentence in (f"They were {text}.", f"They ({text}) came.", text):
        if f"({text})" in sentence and "(" in text:
            continue
        found = only(sentence)
        assert (found.check, found.severity) == ("N-PERCENT", severity), found


@pytest.mark.parametrize(
    "text",
    [
        "In 2/3, 20% died within a year.",
        "On 3/4, 10 people came, and 30% of them stayed.",
        "12 of 34, 35% of whom were women",
        "Volume 50 (6): 1348-58 (2009).",
        "The ratio of 3 to 4 was kept in 2009 (12 months).",
        "Of 65 patients, 35 had it; 50% were women.",
        "OR gate, RR interval and HR department, p. 12",
        "a 5-10 (7) scale, or 1.5 (0.5) on average",
    ],
)
def test_prose_that_tells_no_statistic_has_none_found(text: str) -> None:
    assert recheck_text(text, "text") == ()


def test_pages_that_explain_and_print_no_result_have_none_found(root: Path) -> None:
    for name in ("no-score", "how-judging-works"):
        text = (root / "docs" / "explanation" / f"{name}.md").read_text("utf-8")
        assert [found.said for found in recheck_text(text, name)] == []


# places


def test_findings_come_in_the_order_of_the_text_each_with_its_line_and_column() -> None:
    text = "One, 12 of 34 (35%).\n\nTwo, t(28) = 2.20, p = .036."
    first, second = recheck_text(text, "page.txt")
    assert (str(first.place), str(second.place)) == ("page.txt:1:6", "page.txt:3:6")
    assert first.place == Place("page.txt", 1, 6, 1, 20)


def test_a_long_stretch_is_quoted_short_and_on_one_line() -> None:
    found = only("t(28) = 2.20, " + "d = 0.40,\n" * 3 + "p = .036")
    assert "\n" not in found.said
    assert len(found.said) < 120


# as statcheck does


USUAL = {"all_one_sided": "0", "one_sided_where_told": "0", "alpha": "0.05", "alpha_is_significant": "1"}


def test_strings_are_judged_as_statcheck_judges_them() -> None:
    with STRINGS.open(encoding="utf-8", newline="") as file:
        every = list(csv.DictReader(line for line in file if not line.startswith("#")))
    rows = [row for row in every if all(row[name] == value for name, value in {**USUAL, "zero_is_wrong": "1"}.items())]
    assert len(rows) > 50
    words = {("0", "0"): Severity.OK, ("1", "0"): Severity.WARNING, ("1", "1"): Severity.ERROR}
    for ident in dict.fromkeys(row["id"] for row in rows):
        ours = [row for row in rows if row["id"] == ident]
        wanted = [words[row["error"], row["decision_error"]] for row in ours if row["kind"]]
        assert [found.severity for found in as_statcheck_does(ours[0]["text"], "text")] == wanted, ours[0]["text"]


def test_statcheck_reads_strict_strings_only_and_tells_what_it_computed() -> None:
    (found,) = as_statcheck_does("t(28) = 2.20, p = .036; \u03c72 = 8.71, df = 3, P = 0.03; OR 2 (1-4)", "text")
    assert (found.severity, found.shown) == (Severity.OK, ("computed p 0.0362",))


@pytest.mark.parametrize("text", ["t(0) = 2.2, p = .03", "F(0, 1) = 2.0, p = .1", "r(0) = .5, p = .1"])
def test_impossible_degrees_of_freedom_end_no_run(text: str) -> None:
    (found,) = as_statcheck_does(text, "text")
    assert (found.severity, found.fits) == (Severity.INFO, Fits.CANNOT_TELL)


# any text


PIECES = st.sampled_from(
    [
        *(
            "t",
            "F",
            "r",
            "z",
            "chi2",
            "Q",
            "(",
            ")",
            "0",
            "1",
            "28",
            ",",
            " ",
            " = ",
            "2.20",
            "-",
            "p",
            "<",
            ".05",
            "ns",
        ),
        *(
            "OR ",
            "RD ",
            "95% CI ",
            "0% CI",
            "0.5",
            " to ",
            "%",
            " of ",
            "3/9",
            "\u03c7",
            "[",
            "]",
            ";",
            "\n",
            "\0",
            "\r\n",
        ),
        *("9" * 30, "e250", "e-250", "adjusted ", "df = ", "N = ", "1,234", "\u2212", "\u00b7", "CI95% ", "(35%)"),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
def test_any_text_is_rechecked_and_every_place_lies_in_it(text: str) -> None:
    lines = text.split("\n")
    for found in (*recheck_text(text, "text"), *as_statcheck_does(text, "text")):
        assert 1 <= found.place.line <= len(lines)
        assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1
        assert found.said


@pytest.mark.parametrize("piece", ["a few words of prose, 12 of them. ", "\0", "\n", "12/34, ", "9", "CI95% "])
def test_five_megabytes_are_read_in_seconds(piece: str) -> None:
    text = piece * (5_000_000 // len(piece))
    begun = perf_counter()
    recheck_text(text, "text")
    assert perf_counter() - begun < 60
