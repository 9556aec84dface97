from collections.abc import Callable

import pytest

from ccsvi_triage.check.consensus import check_consensus
from ccsvi_triage.check.library import check_library
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library

LibraryOf = Callable[[str], Library]

HEAD = """
studies:
  - {id: s, title: S, kind: primary-study, outcomes: [{id: pain, name: Pain}, {id: sleep, name: Sleep}]}
  - {id: t, title: T, kind: primary-study}
sheets:
  - {id: a, study: s, instrument: rob2, version: "2019-08-22", reviewer: A, outcome: pain, answers: {1.1: Y, 1.2: Y}}
  - {id: b, study: s, instrument: rob2, version: "2019-08-22", reviewer: B, outcome: pain, answers: {1.1: Y, 1.2: N}}
  - {id: of-t, study: t, instrument: rob2, version: "2019-08-22", reviewer: B, outcome: pain}
  - {id: by-quick, study: s, instrument: quick, version: "1.0", reviewer: B, outcome: pain}
  - {id: of-1999, study: s, instrument: rob2, version: "1999", reviewer: B, outcome: pain}
  - {id: of-sleep, study: s, instrument: rob2, version: "2019-08-22", reviewer: B, outcome: sleep}
"""


def sheet(names: str, more: str = "", name: str = "c") -> str:
    head = f'{{id: {name}, study: s, instrument: rob2, version: "2019-08-22", reviewer: C, outcome: pain'
    return f"{HEAD}  - {head}, consensus_of: [{names}]{more}}}\n"


@pytest.fixture
def said(library_of: LibraryOf) -> Callable[[str], list[str]]:
    def messages(text: str) -> list[str]:
        sheets = library_of(text).sheets
        return [p.message for one in sheets.values() for p in check_consensus(one, sheets) if p.code == "E-CONSENSUS"]

    return messages


def test_a_consensus_of_two_reviewers_on_one_thing_is_sound(said: Callable[[str], list[str]]) -> None:
    assert said(sheet("a, b")) == []


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ("a", "at least two"),
        ("a, a", "at least two"),
        ("a, c", "itself"),
        ("a, of-t", "another study: t"),
        ("a, by-quick", "another instrument: quick"),
        ("a, of-1999", "another version: 1999"),
        ("a, of-sleep", "another outcome: sleep"),
    ],
)
def test_what_a_consensus_cannot_settle_is_told(names: str, wrong: str, said: Callable[[str], list[str]]) -> None:
    (message,) = said(sheet(names))
    assert wrong in message


def test_a_sheet_is_settled_by_one_consensus_only(said: Callable[[str], list[str]]) -> None:
    second = sheet("a, b", name="d").partition(HEAD)[2]
    messages = said(sheet("a, b") + second)
    assert messages == ["'a' is settled by 'c' already", "'b' is settled by 'c' already"]


def test_two_that_settle_each_other_are_told_both(said: Callable[[str], list[str]]) -> None:
    second = sheet("b, c", name="d").partition(HEAD)[2]
    messages = said(sheet("a, d") + second)
    assert messages == [
        "'d' is a consensus itself, and no reviewer's sheet",
        "'c' is a consensus itself, and no reviewer's sheet",
    ]


@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        (", answers: {1.2: PN}", "the reviewers say N and Y"),
        (", answers: {1.3: {answer: N, because: so}}", "none of the reviewers settles it"),
        (", answers: {1.2: {answer: PN, because: so, by: ' '}}", "nobody is named who decided it"),
        (", judgements: {D1: {level: low, because: so}}", "none of the reviewers settles it"),
    ],
)
def test_an_answer_that_no_reviewer_gave_needs_the_name_of_who_decided(
    more: str, wrong: str, said: Callable[[str], list[str]]
) -> None:
    (message,) = said(sheet("a, b", more))
    assert wrong in message


@pytest.mark.parametrize(
    "more",
    [
        ", answers: {1.1: Y}",
        ", answers: {1.2: N}",
        ", answers: {1.2: {answer: PN, because: so, by: A and B}}",
        ", judgements: {D1: {level: low, because: so, by: A}}",
    ],
)
def test_an_answer_that_a_reviewer_gave_or_somebody_decided_is_sound(
    more: str, said: Callable[[str], list[str]]
) -> None:
    assert said(sheet("a, b", more)) == []


def test_it_is_found_in_a_run_over_the_library(
    library_of: LibraryOf, instrument_of: Callable[[str], Instrument]
) -> None:
    problems = list(check_library(library_of(sheet("a")), instrument_of))
    assert [str(problem.place) for problem in problems if problem.code == "E-CONSENSUS"] == ["library.yaml:12:106"]
