"""Lint tells every problem of a library, in the order of its lines, for people and for programs."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
LINE = re.compile(
    r"(?P<file>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning|note)\[(?P<code>[\w-]+)\]: .+"
)

WRONG = """\
studies:
  - {id: odd, title: Odd, kind: news, yaer: 2009}
  - {id: even, title: Even, kind: primary-study, question: benefit, design: single-arm, sites: 3,
     flaws: [{code: single-site, source: review-page, basis: stated}]}
"""
WARNED = """\
studies:
  - {id: w, title: W, kind: primary-study, question: benefit, design: single-arm,
     flaws: [{code: single-site, basis: inferred}]}
"""


def test_each_problem_is_a_line_that_editors_read(desk: Path, run: Run) -> None:
    (desk / "data" / "a.yaml").write_text(WRONG, encoding="utf-8")
    ran = run("lint", "--width", "60")
    *lines, last = ran.out.splitlines()
    assert (ran.code, ran.err) == (1, "")
    found = [match.groupdict() for line in lines if (match := LINE.fullmatch(line))]
    assert len(found) == len(lines) == 2
    assert [(f["file"], f["line"], f["code"]) for f in found] == [
        ("data/a.yaml", "2", "F102"),
        ("data/a.yaml", "4", "C101"),
    ]
    assert last.endswith("; 2 errors")


def test_colour_leaves_the_lines_as_they_are(desk: Path, run: Run) -> None:
    (desk / "data" / "a.yaml").write_text(WRONG, encoding="utf-8")
    coloured = run("lint", "--color", "always").out
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == run("lint").out


def test_json_has_the_same_problems(desk: Path, run: Run) -> None:
    (desk / "data" / "a.yaml").write_text(WRONG, encoding="utf-8")
    data = json.loads(run("lint", "--format", "json").out)
    assert data["counts"] == {"error": 2, "warning": 0, "note": 0}
    *lines, _ = run("lint").out.splitlines()
    for line, problem in zip(lines, data["problems"], strict=True):
        place = "{file}:{line}:{column}".format(**problem["place"])
        assert line.startswith(f"{place}: {problem['severity']}[{problem['code']}]: {problem['message']}")


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        (WRONG, (), 1),
        (WRONG, ("--exit-zero",), 0),
        (WARNED, (), 0),
        (WARNED, ("--strict",), 1),
        (WARNED, ("--strict", "--exit-zero"), 0),
        ("", (), 1),
    ],
)
def test_errors_trip_the_gate_and_warnings_only_where_that_is_asked(
    text: str, words: tuple[str, ...], code: int, desk: Path, run: Run
) -> None:
    (desk / "data" / "a.yaml").write_text(text, encoding="utf-8")
    assert run("lint", *words).code == code


def test_a_folder_may_be_named_in_two_ways(desk: Path, run: Run) -> None:
    other = desk / "other"
    other.mkdir()
    (other / "a.yaml").write_text("studies: [{id: a, title: A, kind: news}]", encoding="utf-8")
    said = "1 file: 1 study, 0 claims, 0 sheets, 0 sources; nothing wrong\n"
    assert run("lint", "other") == run("lint", "--data", "other") == run("lint", "other/a.yaml") == (0, said, "")


@pytest.mark.usefixtures("checkout")
def test_nothing_is_wrong_with_the_shipped_case(run: Run) -> None:
    data = json.loads(run("lint", "--format", "json").out)
    assert [problem["message"] for problem in data["problems"] if problem["severity"] == "error"] == []


# claims

CLAIM = """\
claims:
  - id: it-helps
    text: It helps
    kind: {kind}
    strength: effect
    evidence:
      - {{study: t, bearing: {bearing}, why: so, outcome: relapse}}
{more}studies:
  - id: t
    title: T
    kind: primary-study
    question: benefit
    design: randomised-trial
    arms: [{{id: a, role: intervention, n: 100}}, {{id: b, role: comparator, n: 100}}]
    outcomes:
      - id: relapse
        name: Relapse
        better: lower
        results: [{{unit: patients, arms: {{a: {{events: 50, n: 100}}, b: {{events: {events}, n: 100}}}}}}]
"""


def claim_problems(run: Run, folder: Path, **words: str) -> list[tuple[str, int, str]]:
    text = CLAIM.format(**{"kind": "benefit", "bearing": "for", "events": "51", "more": "", **words})
    (folder / "library.yaml").write_text(text, encoding="utf-8")
    problems = json.loads(run("lint", str(folder), "--format", "json").out)["problems"]
    return [(p["code"], p["place"]["line"], p["message"]) for p in problems if p["code"].startswith("C2")]


@pytest.mark.parametrize(
    ("bearing", "events", "said"),
    [
        ("for", "51", "no difference shown"),
        ("for", "10", "worse in the first group"),
        ("against", "90", "better in the first group"),
    ],
)
def test_a_bearing_against_the_numbers_is_told_at_the_bearing(
    bearing: str, events: str, said: str, run: Run, tmp_path: Path
) -> None:
    ((code, line, message),) = claim_problems(run, tmp_path, bearing=bearing, events=events)
    assert (code, line) == ("C206", 7)
    assert message == f"the claim names 't' as {bearing} it, and its numbers say otherwise: {said}"
    known = {
        "for": "(write 'against' where they do not show it, or",
        "against": "(write the bearing that they have, or",
    }
    assert known[bearing] in run("lint", str(tmp_path)).out


@pytest.mark.parametrize(
    "words",
    [
        {"bearing": "against"},
        {"bearing": "for", "events": "90"},
        {"bearing": "against", "events": "10"},
        {"bearing": "unclear"},
        {"bearing": "context"},
        {"kind": "association", "bearing": "against", "events": "10"},
    ],
)
def test_a_bearing_that_the_numbers_have_and_numbers_beside_the_point_are_no_problem(
    words: dict[str, str], run: Run, tmp_path: Path
) -> None:
    assert claim_problems(run, tmp_path, **words) == []


RULED = "    ruling: {{verdict: {verdict}, because: {because}, by: A. Reviewer, date: 2031-05-04}}\n"


def test_a_ruling_better_than_the_rules_allow_is_told_with_what_they_allow(run: Run, tmp_path: Path) -> None:
    more = RULED.format(verdict="supported", because="I am sure")
    ((code, line, message),) = claim_problems(run, tmp_path, bearing="against", more=more)
    assert (code, line) == ("C210", 8)
    assert message.startswith("a person rules supported, better than the rules allow: ")
    good = RULED.format(verdict="supported", because="a trial that is not in this library yet found less of it")
    assert claim_problems(run, tmp_path, bearing="against", more=good) == []
    graver = RULED.format(verdict="contradicted", because="so")
    assert claim_problems(run, tmp_path, bearing="against", more=graver) == []


def test_no_claim_is_judged_while_the_library_has_errors(run: Run, tmp_path: Path) -> None:
    more = RULED.format(verdict="supported", because="I am sure") + "    nothing: such\n"
    assert claim_problems(run, tmp_path, bearing="against", more=more) == []


def test_a_claim_without_its_strength_is_told_what_that_is(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("claims:\n  - {id: x, text: X, kind: benefit}\n", encoding="utf-8")
    out = run("lint", str(tmp_path)).out
    assert "a claim needs 'strength' (how much a sentence claims, weakest first: description, hypothesis," in out


def test_where_there_is_no_library_nobody_takes_the_shipped_case_for_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("lint", "-q", "--width", "120")
    assert (ran.code, ran.err) == (0, "")
    assert re.fullmatch(r"\d+ files of the shipped case: .*; nothing wrong\n", ran.out)
