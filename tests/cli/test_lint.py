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
