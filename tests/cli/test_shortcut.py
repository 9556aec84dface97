"""The short way past Typer reads a command line as Typer does, or leaves it to Typer."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ccsvi_triage.cli.app import parse_with_typer
from ccsvi_triage.cli.requests import AppraiseRequest, Common, ListRequest, ShowRequest
from ccsvi_triage.cli.shortcut import parse
from ccsvi_triage.render.formats import Format

FREE = ("hope-2009", "zamboni", "09", "--", "-", "", "json", "all", "a=b", "@x", "\u00fc")
VALUES = (
    *("json", "table", "md", "JSON", "xml", "auto", "always", "never", "out", ""),
    *("80", "39", "040", "1001", "1000", " 80", "\u0668\u0660"),
)
OPTIONS = (
    *("--format", "-f", "--data", "--output", "-o", "--color", "--width", "--quiet", "-q", "--all", "--full"),
    *("--exact", "--instrument", "--outcome", "--fail-on", "--exit-zero", "--year", "--flaw", "--strict"),
    *("--help", "-h", "--version", "--format=json", "-fjson", "-qf", "--no-all", "--forma", "-x"),
)
NAMES = ("appraise", "list", "show", "explain", "lint", "schema", "apraise", "--version", "")
PAIRS = st.tuples(st.sampled_from(OPTIONS), st.sampled_from(VALUES))
WORDS = st.one_of(
    st.sampled_from(FREE).map(lambda word: (word,)),
    st.sampled_from(OPTIONS).map(lambda word: (word,)),
    PAIRS,
    st.text(max_size=3).map(lambda word: (word,)),
)
LINES = st.tuples(st.sampled_from(NAMES[:3]) | st.sampled_from(NAMES), st.lists(WORDS, max_size=5)).map(
    lambda drawn: [drawn[0], *(word for group in drawn[1] for word in group)]
)


@settings(max_examples=400, deadline=None)
@example(["appraise", "--all", "--full", "-f", "json", "--width", "100"])
@example(["appraise", "a", "b", "-q", "-o", "out"])
@example(["list", "--color", "never", "--data", "dir"])
@example(["show", "a", "--format", "table"])
@given(LINES)
def test_what_the_short_way_understands_it_understands_as_typer_does(words: list[str]) -> None:
    request = parse(words)
    if request is not None:
        assert request == parse_with_typer(words)


@settings(max_examples=100)
@given(st.lists(st.sampled_from((*FREE, *VALUES, *OPTIONS)) | st.text(), max_size=5))
def test_it_takes_no_command_but_its_three(words: list[str]) -> None:
    assert parse(words) is None or words[0] in ("appraise", "list", "show")


@pytest.mark.parametrize(
    ("line", "request_"),
    [
        ("appraise hope-2009", AppraiseRequest(("hope-2009",))),
        ("appraise a b -f json", AppraiseRequest(("a", "b"), common=Common(format=Format.JSON))),
        ("appraise --all", AppraiseRequest((), every=True)),
        ("appraise a --full --width 100", AppraiseRequest(("a",), full=True, common=Common(width=100))),
        ("list -q", ListRequest(common=Common(quiet=True))),
        ("show a --data d -o f", ShowRequest("a", common=Common(data="d", output="f"))),
    ],
)
def test_the_plainest_lines_take_the_short_way(line: str, request_: object) -> None:
    assert parse(line.split()) == request_


@pytest.mark.parametrize(
    "line",
    [
        "",
        "appraise",
        "appraise --all a",
        "appraise a --exact",
        "appraise a --format=json",
        "appraise a --format xml",
        "appraise a -f md",
        "appraise a -f",
        "appraise a -o -",
        "appraise a -f json -f json",
        "appraise a --width 8",
        "appraise a --width 080",
        "appraise -- a",
        "appraise a -h",
        "list a",
        "list --all",
        "list --year 2009",
        "show",
        "show a b",
        "explain rob2",
        "lint",
        "--version",
    ],
)
def test_everything_else_is_left_to_typer(line: str) -> None:
    assert parse(line.split()) is None


def test_an_empty_word_is_left_to_typer() -> None:
    assert parse(["appraise", ""]) is None
    assert parse(["list", "--data", ""]) is None
