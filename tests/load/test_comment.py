"""What stands behind a blank and ``#`` is lost; where it was hardly meant as a comment, that is told."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.load.comment import cut_short
from ccsvi_triage.load.files import Read
from ccsvi_triage.model.words import Severity

STUDY = "studies:\n  - id: a-2020\n    title: {}\n    kind: news\n"


def told(text: str) -> list[tuple[int, int, str]]:
    return [(p.place.line, p.place.column, p.message.partition("'")[2].partition("'")[0]) for p in cut_short(text, "f")]


@pytest.mark.parametrize(
    ("value", "lost"),
    [
        ("Tools for Practice #43: a title", "#43: a title"),
        ("Tools for Practice\t#43", "#43"),
        ("the doctor's trial #3", "#3"),
        ("a title\n      that goes on #2", "#2"),
        ("T #" + "x" * 60, "#" + "x" * 39 + "..."),
    ],
)
def test_a_value_that_a_number_sign_cuts_is_told_with_what_is_lost(value: str, lost: str) -> None:
    text = STUDY.format(value)
    ((line, column, said),) = told(text)
    assert said == lost
    assert text.splitlines()[line - 1][column - 1 :].startswith(lost.removesuffix("..."))


@pytest.mark.parametrize(
    "value",
    [
        "T # a comment",
        "T ## a comment",
        "T #",
        '"Tools for Practice #43"',
        "'Tools for Practice #43' #and a comment",
        "C#3",
        "|\n      a text of lines #3\n      and more #4",
        ">-\n      issue #3",
        '"two lines\n      in quotes #3"',
        "# nothing\n#3",
    ],
)
def test_comments_and_what_is_no_comment_are_let_be(value: str) -> None:
    assert told(STUDY.format(value)) == []


def test_it_is_a_warning_that_leaves_the_record_as_it_is(read_text: Callable[[str], Read]) -> None:
    read = read_text(STUDY.format("Tools for Practice #43"))
    (problem,) = read.problems
    assert (problem.code, problem.severity) == ("F013", Severity.WARNING)
    assert read.library.studies["a-2020"].title == "Tools for Practice"


def test_lines_before_the_text_are_counted() -> None:
    (problem,) = cut_short("a: b #c\n", "f", 7)
    assert problem.place.line == 8


@given(st.text(alphabet="ab:#-' \"\t\n[]{}|>&*", max_size=60))
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    for problem in cut_short(text, "f"):
        line = text.splitlines()[problem.place.line - 1]
        assert line[problem.place.column - 1] == "#"
