"""Problems and numbers become findings at their places, and keep the mark by which they are known."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.load.files import Read
from ccsvi_triage.model.finding import Finding as Number
from ccsvi_triage.model.finding import Fits
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES, Problem
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.findings import (
    counts,
    finding_data,
    fingerprints,
    number_findings,
    problem_findings,
    telling,
    worst_first,
)

LIBRARY = """\
studies:
  - id: a-2009
    title: A
    kind: news
  - id: b-2010
    title: B
    kind: news
claims:
  - {id: it-helps, text: It helps, kind: benefit, strength: effect}
"""
LINES = {2: ("a-2009", ""), 4: ("a-2009", ""), 6: ("b-2010", ""), 9: ("", "it-helps")}


def problem(line: int, message: str = "wrong", file: str = "library.yaml") -> Problem:
    return Problem("F102", message, Place(file, line, 5, line, 9), hint="mend it")


def test_a_problem_belongs_to_the_record_in_which_it_stands(library_of: Callable[[str], Library]) -> None:
    library = library_of(LIBRARY)
    found = list(problem_findings([problem(line) for line in LINES], library))
    assert [(each.study, each.claim) for each in found] == list(LINES.values())
    assert {(each.rule, each.level, each.message, each.help) for each in found} == {
        ("F102", Severity.ERROR, "wrong", "mend it")
    }


def test_a_problem_outside_of_every_record_belongs_to_its_file(library_of: Callable[[str], Library]) -> None:
    library = library_of(LIBRARY)
    first, second = problem_findings([problem(1), problem(3, file="other.yaml")], library)
    assert (first.study, first.claim, second.study, second.claim) == ("", "", "", "")
    assert len(set(fingerprints([first, second]))) == 2


@pytest.mark.parametrize(
    ("folder", "file"),
    [("lib", "lib/a/b.yaml"), ("../lib", "../lib/a/b.yaml"), (".", "a/b.yaml"), ("/lib", "/lib/a/b.yaml")],
)
def test_a_file_is_known_wherever_a_run_stands(folder: str, file: str, library_of: Callable[[str], Library]) -> None:
    (found,) = problem_findings([problem(1, file=file)], library_of(LIBRARY), folder)
    assert found.key == "a/b.yaml: wrong"


def test_a_file_that_is_the_library_is_known_by_its_name(library_of: Callable[[str], Library]) -> None:
    (found,) = problem_findings([problem(1, file="lib/b.yaml")], library_of(LIBRARY), "lib/b.yaml")
    assert found.key == "b.yaml: wrong"


def test_a_problem_in_a_sheet_belongs_to_its_study(read_text: Callable[[str], Read]) -> None:
    text = f'{LIBRARY}sheets:\n  - {{id: s, study: b-2010, instrument: quick, version: "1.0", reviewer: R}}\n'
    (found,) = problem_findings([problem(11)], read_text(text).library)
    assert found.study == "b-2010"


@given(st.integers(0, 9))
def test_lines_that_are_added_above_change_no_mark(library_of: Callable[[str], Library], more: int) -> None:
    moved = library_of("# a comment\n" * more + LIBRARY)
    (mark,) = fingerprints(list(problem_findings([problem(4 + more)], moved)))
    (before,) = fingerprints(list(problem_findings([problem(4)], library_of(LIBRARY))))
    assert mark == before


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from("12")), max_size=12))
def test_no_two_marks_are_the_same_and_each_depends_on_those_of_its_like_alone(
    drawn: list[tuple[str, str, str]],
) -> None:
    findings = [Finding(rule, Severity.NOTE, "", NOWHERE, study=study, key=key) for rule, study, key in drawn]
    marks = fingerprints(findings)
    assert len(set(marks)) == len(marks)
    alike = [n for n, finding in enumerate(findings) if finding == findings[0]]
    assert [marks[n] for n in alike] == list(fingerprints([findings[n] for n in alike]))


def test_what_is_joined_is_not_mistaken_for_what_is_apart() -> None:
    one, other = (Finding("r", Severity.NOTE, "", NOWHERE, study=s, key=k) for s, k in (("a", "bc"), ("ab", "c")))
    assert len(set(fingerprints([one, other]))) == 2


NUMBERS = """\
studies:
  - id: a-2009
    title: A
    kind: primary-study
    question: benefit
    design: single-arm
    control: none
    outcomes:
      - id: relapse
        name: Relapse
        results:
          - unit: patients
            arms: {before: {percent: 73, n: 35}, after: {percent: 60, n: 35}}
"""


def test_a_number_that_cannot_be_right_is_a_finding_where_it_stands(library_of: Callable[[str], Library]) -> None:
    study = library_of(NUMBERS).studies["a-2009"]
    rechecked = recheck(study)
    (found,) = number_findings(rechecked.findings, "a-2009", study.where["id"])
    assert (found.rule, found.study, found.outcome, found.place.line) == ("N-WHOLE", "a-2009", "relapse", 13)
    assert found.message.startswith("a-2009: 73 %")
    assert found.help == "triage recheck a-2009"


def test_only_what_cannot_be_right_is_told() -> None:
    kinds = [(fits, severity) for fits in Fits for severity in Severity]
    numbers = [Number("N-SUM", fits, severity, "said", NOWHERE) for fits, severity in kinds]
    assert {(one.fits, one.severity) for one in telling(numbers)} == {
        (fits, severity)
        for fits in (Fits.CONSISTENT, Fits.INCONSISTENT)
        for severity in (Severity.ERROR, Severity.WARNING)
    }


def test_a_number_whose_place_nobody_knows_is_shown_with_its_study() -> None:
    number = Number("N-SUM", Fits.INCONSISTENT, Severity.ERROR, "said", NOWHERE)
    place = Place("a.yaml", 2, 9, 2, 15)
    (found,) = number_findings([number], "a-2009", place)
    (text,) = number_findings([number], place=place)
    assert (found.place, text.place) == (place, place)
    assert (found.message, text.message, text.help) == ("a-2009: said", "said", "triage explain N-SUM")


@given(st.lists(st.sampled_from(PROBLEM_SEVERITIES), max_size=9))
def test_the_gravest_come_first_and_are_counted(levels: list[Severity]) -> None:
    findings = [Finding("r", level, "", NOWHERE) for level in levels]
    order = worst_first(findings)
    assert sorted(order) == list(range(len(levels)))
    steps = [(PROBLEM_SEVERITIES.index(levels[number]), number) for number in order]
    assert steps == sorted(steps)
    assert counts(findings) == {level.value: levels.count(level) for level in PROBLEM_SEVERITIES}


def test_json_says_null_for_what_a_finding_is_not_about() -> None:
    data = finding_data(Finding("F102", Severity.ERROR, "wrong", NOWHERE, claim="it-helps"), "mark")
    assert data == {
        "rule": "F102",
        "level": "error",
        "message": "wrong",
        "help": "",
        "study": None,
        "outcome": None,
        "claim": "it-helps",
        "waived": None,
        "fingerprint": "mark",
        "place": None,
    }
