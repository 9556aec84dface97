"""What a person is shown who fills in a sheet."""

from collections.abc import Callable

import pytest

from ccsvi_triage.judge.appraise import main_outcome
from ccsvi_triage.judge.asking import Asking
from ccsvi_triage.model.asking import says_more
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Domain, Instrument, Overall, OverallRule, Sign
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_terminal import render
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_asking import of_counted, of_doubts, of_end, of_forming, of_opening, of_step

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

SETUP = {"effect": "assignment"}


def shown(report: Report) -> str:
    text = render(report, Page(width=100, colour=False, ascii=False))
    return " ".join(text.split())


@pytest.fixture
def asking(instrument_of: InstrumentOf, study_of: StudyOf) -> Asking:
    study = study_of("blinding: {participants: yes}\noutcomes: [{id: o, name: Pain}]")
    return Asking(study, instrument_of("rob2"), main_outcome(study))


def test_the_opening_tells_whose_sheet_it_is_and_the_keys(asking: Asking, sheet_of: SheetOf) -> None:
    sheet = sheet_of(asking.instrument, {}, SETUP)
    text = shown(of_opening(sheet, asking.study, asking.instrument, asking.outcome, 3, 9))
    for said in ("a-sheet", "RoB 2, 2019-08-22", "Pain", "A reviewer", "3 answered, 9 to ask", "q leave", "official"):
        assert said in text


def test_a_question_is_shown_with_hint_answers_and_what_the_facts_propose(asking: Asking, sheet_of: SheetOf) -> None:
    sheet = sheet_of(asking.instrument, {}, SETUP)
    step = next(step for step in asking.steps(sheet) if step.name == "2.1")
    text = shown(of_step(step, asking.forming(sheet)))
    assert "Domain D2: Deviations" in text
    assert "2.1 During the trial" in text
    assert "PY (probably yes)" in text
    assert "The facts propose PN because participants were blinded" in text
    assert "(blinding.participants: yes)" in text
    assert "Asked when" not in text
    assert "Asked when always" in shown(of_step(step, asking.forming(sheet), full=True))


def test_what_the_file_says_is_shown_when_it_is_asked_again(asking: Asking, sheet_of: SheetOf) -> None:
    sheet = sheet_of(asking.instrument, {"1.1": "PY"}, SETUP)
    steps = {step.name: step for step in asking.steps(sheet)}
    assert "In the file PY: so it is" in shown(of_step(steps["1.1"], asking.forming(sheet)))
    assert "In the file assignment" in shown(of_step(steps["effect"], asking.forming(sheet)))


def test_the_judgement_is_shown_as_it_forms(asking: Asking, sheet_of: SheetOf) -> None:
    first = shown(of_forming(asking.forming(sheet_of(asking.instrument, {"4.2": "PN", "4.3": "PN"}, SETUP)), "D4"))
    assert "? low or high: depends on 4.1" in first
    assert "D1" not in first
    after = shown(of_forming(asking.forming(sheet_of(asking.instrument, {"4.1": "Y"}, SETUP)), "D4"))
    assert "! high: the method does not suit the outcome" in after
    assert "OVERALL" in after


def test_a_proposal_is_no_part_of_the_judgement_that_forms(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    study, instrument = (
        study_of("control: none\nflaws: [{code: contradicted-by-trials, basis: stated}]"),
        instrument_of("single-arm"),
    )
    text = shown(of_forming(Asking(study, instrument).forming(sheet_of(instrument, {})), "comparison"))
    assert "depends on 1.1" in text


def test_the_end_names_what_is_open_and_the_way_on(asking: Asking, sheet_of: SheetOf) -> None:
    sheet = sheet_of(asking.instrument, {"4.1": "Y"}, SETUP)
    left = [step for step in asking.steps(sheet) if step.due]
    text = shown(of_end(asking.forming(sheet), left))
    assert "Left open: 1.1, 1.2" in text
    assert text.endswith("All of it: triage appraise s --instrument rob2 --full")
    assert "Nothing is left to ask" in shown(of_end(asking.forming(sheet), []))


def test_the_way_on_names_the_outcome_where_there_are_several(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    study = study_of("outcomes: [{id: o, name: Pain}, {id: second, name: Sleep}]")
    asking = Asking(study, instrument_of("rob2"), study.outcomes[1])
    assert shown(of_end(asking.forming(sheet_of(asking.instrument, {})), [])).endswith("--full --outcome second")


def test_what_the_answers_mean_is_told_again_only_where_they_change_or_help_is_wanted(
    asking: Asking, sheet_of: SheetOf
) -> None:
    sheet = sheet_of(asking.instrument, {}, SETUP)
    step = next(step for step in asking.steps(sheet) if step.name == "2.1")
    forming = asking.forming(sheet)
    assert "PY (probably yes)" not in shown(of_step(step, forming, step.options))
    assert "PY (probably yes)" in shown(of_step(step, forming, step.options[:-1]))
    assert "PY (probably yes)" in shown(of_step(step, forming, step.options, full=True))


def test_a_word_that_repeats_its_option_is_left_out() -> None:
    assert not says_more("not-met", {"not-met": "Not met"})
    assert not says_more("met", {})
    assert says_more("PY", {"PY": "probably yes"})


def test_what_is_held_without_being_asked_is_told(asking: Asking, sheet_of: SheetOf) -> None:
    sheet = sheet_of(asking.instrument, {}, SETUP)
    text = shown(of_opening(sheet, asking.study, asking.instrument, asking.outcome, 3, 9, {"branch": "unsettled"}))
    assert "not asked, and held unless you write another into the file: branch: unsettled" in text


@pytest.mark.parametrize(
    ("name", "answers", "said"),
    [
        ("jadad", {}, "Points 0 to 5 of 5, 5 open"),
        ("jadad", {"1": "yes", "1m": "appropriate"}, "Points 2 to 5 of 5, 3 open"),
        ("health-news", {"1": "satisfactory"}, "Count met 1 · not met 0 · not reported 0 · open 9 · n/a 0 (1 to 10 of"),
    ],
)
def test_what_judges_nothing_tells_its_count(  # noqa: PLR0913, PLR0917 -- three fixtures
    name: str, answers: dict[str, str], said: str, instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = instrument_of(name)
    asking = Asking(study_of("randomised: yes"), instrument)
    counted = asking.counted(sheet_of(instrument, answers))
    assert said in shown(of_counted(counted))
    assert said in shown(of_end(asking.forming(sheet_of(instrument, answers)), [], counted))


def test_a_domain_whose_id_is_a_mere_word_is_called_by_its_title(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = instrument_of("jadad")
    asking = Asking(study_of(""), instrument)
    sheet = sheet_of(instrument, {})
    assert shown(of_step(asking.steps(sheet)[0], asking.forming(sheet))).startswith("Domain: Randomisation 1 ")


def test_what_judges_has_no_count(asking: Asking, sheet_of: SheetOf) -> None:
    assert asking.counted(sheet_of(asking.instrument, {})) is None
    assert of_counted(None).blocks == ()


def test_the_end_names_the_step_that_only_a_ruling_takes(asking: Asking, sheet_of: SheetOf) -> None:
    some = {
        "1.1": "NI",
        "1.2": "Y",
        "1.3": "N",
        "5.1": "NI",
        "5.2": "N",
        "5.3": "N",
        "3.1": "Y",
        "2.1": "N",
        "2.2": "N",
    }
    some |= {"2.6": "Y", "4.1": "N", "4.2": "N", "4.3": "Y", "4.4": "Y", "4.5": "N"}
    assert "only a ruling can take" in shown(of_end(asking.forming(sheet_of(asking.instrument, some, SETUP)), []))


def test_a_person_who_judges_sees_the_answers_the_signs_and_doubts(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    first = instrument_of("rob2").domains[0]
    sign = Sign(when=Condition(({"1.1": ("N",)},)), because="no chance was behind it", against=("low",))
    made = replaced(
        instrument_of("rob2"), setup=(), impossible=(), overall=Overall(rule=OverallRule.PERSON),
        domains=(Domain(id="D1", title="First", questions=first.questions, signs=(sign,)),),
    )  # fmt: skip
    asking = Asking(study_of(""), made)
    sheet = sheet_of(made, {"1.1": "N", "1.2": "Y", "1.3": "N"})
    level, whole = (step for step in asking.steps(sheet) if step.due)
    text = shown(of_step(level, asking.forming(sheet)))
    assert "Domain D1: First, which a person judges" in text
    assert "1.1 N so it is" in text
    assert "Sign no chance was behind it" in text
    assert "D1 First ? open: a person judges it" in shown(of_step(whole, asking.forming(sheet)))
    judged = sheet_of(made, {"1.1": "N", "1.2": "Y", "1.3": "N"}, judgements={"D1": "low"})
    assert "speak against low: no chance" in shown(of_doubts(asking.forming(judged), "D1"))
    assert of_doubts(asking.forming(sheet), "D1").blocks == ()
    assert "+ low: so it is" in shown(of_forming(asking.forming(judged), "D1"))
