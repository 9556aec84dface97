"""A study meets the instrument that fits it, its sheets, and the checklist that counts every study."""

from collections.abc import Callable

import pytest

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.instrument import Form
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.words import Concern

TRIAL = """
  - id: trial
    title: A trial
    kind: primary-study
    question: benefit
    design: randomised-trial
    randomised: yes
    outcomes:
      - {id: first, name: First, role: primary}
      - {id: second, name: Second}
"""
SHEET = """
  - id: {id}
    study: trial
    instrument: rob2
    version: "2019-08-22"
    reviewer: R
    outcome: {outcome}
    setup: {{effect: assignment}}
    rulings:
      overall: {{level: {level}, reason: so, by: R, date: 2024-01-01}}
"""


@pytest.fixture
def verdict(library_of: Callable[[str], Library]) -> Callable[..., StudyVerdict]:
    """Give a function that judges the first study of a library."""

    def judge(text: str, instrument: str = "", outcome: str = "") -> StudyVerdict:
        library = library_of(text)
        study = next(iter(library.studies.values()))
        return Bench(library, Shelf(library)).verdict(study, instrument, outcome)

    return judge


def test_a_study_without_a_sheet_is_judged_once_on_its_main_outcome(verdict: Callable[..., StudyVerdict]) -> None:
    (appraisal,) = verdict(f"studies:{TRIAL}").appraisals
    assert (appraisal.sheet, appraisal.outcome and appraisal.outcome.id) == (None, "first")


def test_each_sheet_is_judged_and_the_worst_counts(verdict: Callable[..., StudyVerdict]) -> None:
    sheets = SHEET.format(id="a", outcome="first", level="low") + SHEET.format(id="b", outcome="second", level="high")
    told = verdict(f"studies:{TRIAL}\nsheets:{sheets}")
    assert [a.sheet.id for a in told.appraisals if a.sheet] == ["a", "b"]
    assert told.worst is Concern.SERIOUS


def test_a_consensus_that_nobody_has_begun_settles_no_sheet(verdict: Callable[..., StudyVerdict]) -> None:
    sheets = SHEET.format(id="a", outcome="first", level="low") + SHEET.format(id="b", outcome="first", level="high")
    begun = (
        '  - {id: c, study: trial, instrument: rob2, version: "2019-08-22", reviewer: A and B, outcome: first, '
        "consensus_of: [a, b]}\n"
    )
    told = verdict(f"studies:{TRIAL}\nsheets:{sheets}{begun}")
    assert [a.sheet.id for a in told.appraisals if a.sheet] == ["a", "b"]
    assert "E-SETUP" in {problem.code for problem in told.problems}


def test_a_named_outcome_leaves_the_sheets_of_others_out(verdict: Callable[..., StudyVerdict]) -> None:
    sheets = SHEET.format(id="a", outcome="first", level="low") + SHEET.format(id="b", outcome="second", level="high")
    (appraisal,) = verdict(f"studies:{TRIAL}\nsheets:{sheets}", outcome="second").appraisals
    assert appraisal.sheet is not None
    assert (appraisal.sheet.id, appraisal.outcome and appraisal.outcome.id) == ("b", "second")


def test_the_checklist_that_counts_every_study_is_named_by_data_and_is_a_tally(
    choosing: Choosing, verdict: Callable[..., StudyVerdict]
) -> None:
    tally = verdict(f"studies:{TRIAL}").tally
    assert tally is not None
    assert (tally.instrument.id, tally.instrument.form) == (choosing.checklist, Form.TALLY)


def test_what_is_refused_is_neither_judged_nor_counted_unless_an_instrument_is_named(
    verdict: Callable[..., StudyVerdict],
) -> None:
    text = "studies: [{id: a, title: A, kind: blog, question: benefit}]"
    told = verdict(text)
    assert told.choice is not None
    assert told.choice.refusal
    assert (told.appraisals, told.tally) == ((), None)
    assert [a.instrument.id for a in verdict(text, instrument="rob2").appraisals] == ["rob2"]


def test_the_file_of_a_study_may_name_its_instrument(verdict: Callable[..., StudyVerdict]) -> None:
    told = verdict(f"studies:{TRIAL}    instrument: {{value: single-arm, note: so we agreed}}\n")
    assert told.chosen_by == "file"
    assert [a.instrument.id for a in told.appraisals] == ["single-arm"]
    assert verdict(f"studies:{TRIAL}").chosen_by == "rule"
    assert verdict(f"studies:{TRIAL}", instrument="single-arm").chosen_by == "option"


def test_facts_that_fit_two_rows_are_a_problem_unless_the_file_names_an_instrument(
    verdict: Callable[..., StudyVerdict],
) -> None:
    odd = f"studies:{TRIAL.replace('randomised: yes', 'control: none')}"
    assert "E-DESIGN" in [problem.code for problem in verdict(odd).problems]
    settled = verdict(f"{odd}    instrument: {{value: single-arm, note: one arm of it}}\n")
    assert "E-DESIGN" not in [problem.code for problem in settled.problems]
    assert [a.instrument.id for a in settled.appraisals] == ["single-arm"]


def test_a_study_knows_its_further_reports(verdict: Callable[..., StudyVerdict]) -> None:
    more = "  - {id: later, title: Later, kind: primary-study, companion_of: trial, relation: follow-up}\n"
    assert verdict(f"studies:{TRIAL}{more}").companions == ("later",)
