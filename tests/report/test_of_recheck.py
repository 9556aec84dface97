"""What recomputing found is told study by study, gravest words for the gravest numbers, and never as an accusation."""

from collections.abc import Callable
from typing import Any

import pytest

from ccsvi_triage.model.finding import Finding, Fits, Recheck
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Divider, Mark, Report, Table, Text, Tone
from ccsvi_triage.report.of_recheck import TONE, finding_data, numbers_pairs, of_prose, of_recheck

AT = Place("a.yaml", 3, 5, 3, 9)


def finding(severity: Severity, fits: Fits = Fits.INCONSISTENT, **more: Any) -> Finding:
    return Finding("N-TEST", fits, severity, f"a number that is {severity.value}", AT)._replace(**more)


@pytest.fixture
def study(study_of: Callable[[str], Study]) -> Study:
    return study_of("authors: [Number N]\nyear: 2030\noutcomes: [{id: o, name: An outcome}]")


EVERY = tuple(finding(severity) for severity in Severity)


def tables(report: Report) -> list[Table]:
    return [block for block in report.blocks if isinstance(block, Table)]


def texts(report: Report) -> list[str]:
    return [block.text for block in report.blocks if isinstance(block, Text)]


def told(report: Report) -> list[str]:
    """Give the severities of the findings that are shown."""
    return [row[0].text for table in tables(report) for row in table.rows if isinstance(row[0], Mark)]


# which are shown


def test_what_comes_out_or_cannot_be_told_is_left_out_unless_all_is_asked_for(study: Study) -> None:
    unknown = finding(Severity.INFO, Fits.CANNOT_TELL, said="open")
    recheck = Recheck(study, (*EVERY, unknown))
    shown = told(of_recheck([recheck], "1"))
    assert sorted(shown) == ["error", "info", "note", "warning"]
    assert len(told(of_recheck([recheck], "1", full=True))) == len(EVERY) + 1


def test_a_study_without_anything_to_tell_is_left_out_among_several_and_told_alone(study: Study) -> None:
    fine, wrong = Recheck(study, (finding(Severity.OK, Fits.CONSISTENT),)), Recheck(study, (finding(Severity.ERROR),))
    assert len(tables(of_recheck([fine, wrong, fine], "1"))) == 1
    assert texts(of_recheck([fine], "1")) == ["1 check: 1 comes out"]
    assert texts(of_recheck([Recheck(study, ())], "1")) == ["No printed number that could be checked"]


def test_a_line_stands_between_studies_and_never_first_or_last(study: Study) -> None:
    wrong = Recheck(study, (finding(Severity.ERROR),))
    blocks = of_recheck([wrong, wrong], "1").blocks
    dividers = [index for index, block in enumerate(blocks) if isinstance(block, Divider)]
    assert len(dividers) == 2
    assert 0 not in dividers
    assert len(blocks) - 1 not in dividers


# what is said of one


def test_a_finding_is_told_with_its_arithmetic_its_excuses_what_is_missing_and_its_place(study: Study) -> None:
    full = finding(
        Severity.NOTE, shown=("one", "two"), innocent=("this", "that"), missing=("n",), source="paper", locator="p. 3"
    )
    (table,) = tables(of_recheck([Recheck(study, (full,))], "1"))
    assert [row[2] for row in table.rows] == [
        "a number that is note",
        Mark("one", Tone.MUTED),
        Mark("two", Tone.MUTED),
        "may be: this; that",
        "missing: n",
        Mark("a.yaml:3:5 (printed in paper, p. 3)", Tone.MUTED),
    ]
    assert table.rows[0][:2] == (Mark("note", Tone.SOME), Mark("N-TEST", Tone.CODE))


def test_findings_stand_under_their_outcome_and_group(study: Study) -> None:
    found = (
        finding(Severity.NOTE),
        finding(Severity.NOTE, outcome="o"),
        finding(Severity.NOTE, outcome="o", about="g"),
    )
    (table,) = tables(of_recheck([Recheck(study, found)], "1"))
    assert table.sections == ((0, "The whole study"), (2, "An outcome"), (4, "An outcome \u00b7 g"))


def test_every_severity_has_a_tone_of_its_own() -> None:
    assert set(TONE) == set(Severity)
    assert len(set(TONE.values())) == len(Severity)


# sums


def test_what_nobody_can_check_is_counted_apart(study: Study) -> None:
    unknown = finding(Severity.INFO, Fits.CANNOT_TELL)
    summary = texts(of_recheck([Recheck(study, (*EVERY, *EVERY, unknown))], "1"))[0]
    assert summary == "11 checks: 2 errors, 2 warnings, 2 notes, 2 remarks, 2 come out, 1 cannot be told"


def test_several_studies_are_summed_up(study: Study) -> None:
    wrong = Recheck(study, (finding(Severity.ERROR),))
    assert "2 checks on 2 studies: 2 errors" in texts(of_recheck([wrong, wrong], "1"))


@pytest.mark.parametrize("severity", Severity)
def test_it_is_said_that_nobody_is_accused_where_a_number_cannot_be(severity: Severity, study: Study) -> None:
    said = texts(of_recheck([Recheck(study, (finding(severity),))], "1"))
    grave = severity in {Severity.ERROR, Severity.WARNING}
    assert any("it says nothing of why" in text for text in said) == grave
    said = texts(of_prose([finding(severity)], "page", "1"))
    assert any("it says nothing of why" in text for text in said) == grave


# a text


def test_a_text_is_told_as_a_study_is(study: Study) -> None:
    report = of_prose([*EVERY, finding(Severity.INFO, Fits.CANNOT_TELL)], "page.txt", "1")
    assert sorted(told(report)) == ["error", "info", "note", "warning"]
    assert report.data["text"] == "page.txt"
    assert len(report.data["findings"]) == 6
    assert texts(of_prose([], "page.txt", "1")) == ["No printed number that could be checked"]
    assert study.id == "s"


# for programs


def test_programs_are_told_everything_whatever_people_are_shown(study: Study) -> None:
    report = of_recheck([Recheck(study, EVERY)], "1.2")
    assert report.data["tool"] == {"name": "ccsvi-triage", "version": "1.2"}
    (data,) = report.data["studies"]
    assert data["counts"] == {severity.value: 1 for severity in Severity}
    assert data["findings"] == [finding_data(found) for found in EVERY]
    assert data["findings"][0]["place"]["line"] == 3


def test_rows_have_a_cell_for_each_name_and_no_place_where_there_is_none(study: Study) -> None:
    (table,) = of_recheck([Recheck(study, (finding(Severity.NOTE), finding(Severity.NOTE, place=NOWHERE)))], "1").tables
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert [row[-3:] for row in table.rows] == [("a.yaml", "3", "5"), ("", "", "")]


# in an appraisal


def test_an_appraisal_tells_the_three_gravest_and_where_the_rest_is(study: Study) -> None:
    found = [finding(Severity.WARNING)] * 4 + [finding(Severity.ERROR), finding(Severity.NOTE)]
    pairs = list(numbers_pairs(Recheck(study, tuple(found))))
    assert [label for label, _ in pairs] == ["Numbers", "", "", ""]
    assert pairs[0][1] == "a number that is error (N-TEST)"
    assert pairs[-1][1] == "and 2 more: the arithmetic, and what may explain it: triage recheck s"


def test_an_appraisal_says_that_nothing_is_wrong_only_where_something_was_checked(study: Study) -> None:
    fine, unknown = finding(Severity.OK, Fits.CONSISTENT), finding(Severity.INFO, Fits.CANNOT_TELL)
    assert list(numbers_pairs(Recheck(study, (unknown,)))) == []
    assert list(numbers_pairs(Recheck(study, (fine, unknown)))) == [
        ("Numbers", "1 check of printed numbers, and none that cannot be right")
    ]
    assert list(numbers_pairs(Recheck(study, (fine, fine)))) == [
        ("Numbers", "2 checks of printed numbers, and none that cannot be right")
    ]
