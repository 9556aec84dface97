"""A value that somebody types is read as in a file, with the same words where it is wrong."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.load.single import not_among, read_fact, settable, unknown
from ccsvi_triage.logic.facts import COMPUTED, FLAW, fact_types
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Control, Design, Silence

PATHS = sorted(settable())


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("control", "sham", (Control.SHAM,)),
        ("design", "single-arm", Design.SINGLE_ARM),
        ("sites", "3", 3),
        ("randomised", "not-reported", Silence.NOT_REPORTED),
    ],
)
def test_a_fact_takes_what_it_takes_in_a_file(path: str, typed: str, value: object) -> None:
    read = read_fact(path, typed)
    assert read.wrong == ""
    assert isinstance(read.value, Fact)
    assert value in (read.value.value, read.value.silence)


def test_items_of_a_list_stand_between_commas() -> None:
    assert read_fact("countries", "Italy, France").value.value == ("Italy", "France")


@pytest.mark.parametrize("path", ["control", "blinding.participants", "outcome.measure", "countries"])
def test_nothing_typed_is_open(path: str) -> None:
    read = read_fact(path, "")
    assert (read.value or None, read.wrong) == (None, "")


@pytest.mark.parametrize("path", ["title", "kind"])
def test_what_a_study_must_have_cannot_be_open(path: str) -> None:
    assert read_fact(path, "").wrong == "it cannot be open"


@pytest.mark.parametrize(
    ("path", "typed", "message", "study"),
    [
        ("control", "shm", "did you mean 'sham'?", "control: shm"),
        ("sites", "3.0", "'3.0' is not a whole number", "sites: 3.0"),
        ("blinding.carers", "maybe", "'maybe' is not one of", "blinding: {carers: maybe}"),
    ],
)
def test_a_wrong_value_is_told_in_the_words_of_the_reader_of_files(
    path: str, typed: str, message: str, study: str, read_text: Callable[[str], object]
) -> None:
    wrong = read_fact(path, typed).wrong
    assert message in wrong
    in_a_file = read_text(f"studies:\n  - {{id: s, title: t, kind: primary-study, {study}}}\n")
    (problem,) = in_a_file.problems  # type: ignore[attr-defined]
    assert wrong == (f"{problem.message} ({problem.hint})" if problem.hint else problem.message)


def test_every_fact_of_a_study_can_be_typed_but_names_records_and_what_is_computed() -> None:
    apart = set(fact_types()) - set(settable())
    assert {FLAW, *COMPUTED} <= apart
    assert not {"control", "blinding.participants", "outcome.measure", "registration.before_enrolment"} & apart


@given(st.sampled_from(PATHS), st.text())
def test_no_text_whatever_breaks_the_reader(path: str, typed: str) -> None:
    read = read_fact(path, typed)
    assert not read.wrong or read.value is None


@given(st.sampled_from(["sites", "enrolled", "year"]), st.integers(1900, 2100))
def test_a_number_is_read_as_the_file_s_reader_reads_it(path: str, number: int) -> None:
    value = read_fact(path, str(number)).value
    assert number == (value.value if isinstance(value, Fact) else value)


def test_what_is_not_known_says_what_may_be_meant() -> None:
    assert unknown("contrl", ["control", "design"]) == "'contrl' is not known here (did you mean 'control'?)"
    assert unknown("xyz", ["control"], "look there") == "'xyz' is not known here (look there)"
    assert not_among("yess", ["yes", "no"], "q1") == (
        "'yess' is no answer to q1 (did you mean 'yes'? it takes yes, no)"
    )


def test_a_value_belongs_to_the_record_that_a_file_would_give(library_of: Callable[[str], Library]) -> None:
    study: Study = library_of(
        "studies:\n  - {id: s, title: t, kind: primary-study, control: sham, blinding: {carers: no}}\n"
    ).studies["s"]
    assert read_fact("control", "sham").value == study.control
    assert study.blinding is not None
    assert read_fact("blinding.carers", "no").value == study.blinding.carers


@given(typed=st.text(min_size=1, max_size=20))
def test_what_is_typed_has_no_control_character(typed: str) -> None:
    read = read_fact("countries", typed)
    assert (
        read.wrong
        or read.value is None
        or all(unicodedata.category(sign) != "Cc" for item in read.value.value for sign in item)
    )
