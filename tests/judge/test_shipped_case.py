"""What the case that ships must show: a hopeful study without a control group, and three sham-controlled trials."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.library import check_library
from ccsvi_triage.judge.appraise import Judge, main_outcome, tally
from ccsvi_triage.judge.choose import ceiling, choose
from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.appraisal import Appraisal, Origin
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Counts, Form, Instrument
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern, Flaw, Severity, Strength

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]

SHAM_TRIALS = ("siddiqui-2014-premise", "traboulsee-2018", "zamboni-2018-bravedreams")
sham_trial = pytest.mark.parametrize("name", SHAM_TRIALS)


@pytest.fixture(scope="module")
def zamboni(shipped: Library) -> Study:
    return shipped.studies["zamboni-2009-jvs"]


def instrument_for(study: Study, choosing: Choosing, instrument_of: InstrumentOf) -> Instrument:
    choice = choose(study, choosing).choice
    assert choice is not None
    return instrument_of(choice.instrument)


def codes(study: Study) -> set[Flaw]:
    return {flaw.code for flaw in study.flaws}


def counted(study: Study, quick: Instrument) -> dict[str, Counts | None]:
    return {row.answered.question.id: row.counts for row in tally(study, quick, None, main_outcome(study)).rows}


def final(appraisal: Appraisal) -> str | None:
    assert appraisal.overall is not None
    return appraisal.overall.final


def says(study: Study, path: str, *words: str) -> bool:
    return Facts(study).meets(Condition(({path: words},))) is not None


# Zamboni 2009


@pytest.mark.parametrize(
    "flaw",
    [
        Flaw.NO_CONTROL,
        Flaw.NOT_RANDOMISED,
        Flaw.UNBLINDED_PARTICIPANTS,
        Flaw.SINGLE_SITE,
        Flaw.REGRESSION_TO_MEAN,
    ],
)
def test_zamboni_2009_is_flagged_with_a_source_and_the_spot_in_it(flaw: Flaw, zamboni: Study, shipped: Library) -> None:
    (stated,) = (stated for stated in zamboni.flaws if stated.code is flaw)
    assert stated.source in {*shipped.sources, *shipped.studies}
    assert stated.locator
    assert stated.detail


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("control", "none"),
        ("randomised", "no"),
        ("blinding.participants", "no"),
        ("sites", "1"),
        ("enrolled", "65"),
        ("design", "single-arm"),
    ],
)
def test_the_facts_of_zamboni_2009_say_so_too_and_name_their_source(
    path: str, word: str, zamboni: Study, shipped: Library
) -> None:
    ground = Facts(zamboni).ground(path)
    assert ground is not None
    assert ground.word == word
    assert ground.source in {*shipped.sources, *shipped.studies}
    assert ground.locator


@pytest.mark.parametrize("criterion", ["q01", "q03", "q04", "q05", "q09", "q19", "q25"])
def test_the_checklist_holds_the_design_against_zamboni_2009(
    criterion: str, zamboni: Study, instrument_of: InstrumentOf
) -> None:
    assert counted(zamboni, instrument_of("quick"))[criterion] is Counts.NOT_MET


def test_zamboni_2009_is_judged_as_a_single_arm_and_can_carry_a_hypothesis(zamboni: Study, choosing: Choosing) -> None:
    choice = choose(zamboni, choosing).choice
    assert choice is not None
    assert (choice.instrument, choice.ceiling) == ("single-arm", Strength.HYPOTHESIS)
    said = ceiling(zamboni, choice, Concern.CRITICAL, choosing)
    assert said is not None
    assert "trial" in said.may
    assert "it works" in said.may_not


def test_zamboni_2009_is_critical_for_every_outcome_from_its_facts_alone(
    zamboni: Study, choosing: Choosing, instrument_of: InstrumentOf
) -> None:
    instrument = instrument_for(zamboni, choosing, instrument_of)
    assert len(zamboni.outcomes) > 1
    for outcome in zamboni.outcomes:
        appraisal = Judge().appraise(zamboni, instrument, None, outcome)
        assert final(appraisal) == "critical", outcome.id
        critical = {judgement.domain.id for judgement in appraisal.judgements if judgement.final == "critical"}
        assert {"comparison", "natural-history"} <= critical, outcome.id


def test_zamboni_2009_stays_critical_whatever_a_reviewer_says_to_what_is_open(
    zamboni: Study, choosing: Choosing, instrument_of: InstrumentOf, sheet_of: SheetOf
) -> None:
    instrument = instrument_for(zamboni, choosing, instrument_of)
    outcome = main_outcome(zamboni)
    plain = Judge().appraise(zamboni, instrument, None, outcome)
    open_ = [a.question for j in plain.judgements for a in j.answers if a.origin is Origin.OPEN]
    assert open_

    @settings(max_examples=60, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        answers = {q.id: data.draw(st.sampled_from(q.options or instrument.options)) for q in open_}
        assert final(Judge().appraise(zamboni, instrument, sheet_of(instrument, answers), outcome)) == "critical"

    check()


def test_the_missing_data_of_zamboni_2009_stay_open_since_nobody_saw_the_losses(
    zamboni: Study, choosing: Choosing, instrument_of: InstrumentOf
) -> None:
    appraisal = Judge().appraise(zamboni, instrument_for(zamboni, choosing, instrument_of), None, main_outcome(zamboni))
    (missing,) = (judgement for judgement in appraisal.judgements if judgement.domain.id == "missing-data")
    assert missing.final is None


# the three sham-controlled trials


@sham_trial
def test_a_sham_trial_is_not_flagged_for_lacking_a_control_group_randomisation_a_sham_or_blinding(
    name: str, shipped: Library
) -> None:
    lacking = {
        Flaw.NO_CONTROL,
        Flaw.NOT_RANDOMISED,
        Flaw.NO_SHAM,
        Flaw.UNBLINDED_PARTICIPANTS,
        Flaw.UNBLINDED_CARERS,
        Flaw.UNBLINDED_ASSESSORS,
    }
    assert codes(shipped.studies[name]) & lacking == set()


@sham_trial
def test_the_checklist_holds_neither_control_nor_chance_nor_blinding_against_a_sham_trial(
    name: str, shipped: Library, instrument_of: InstrumentOf
) -> None:
    found = counted(shipped.studies[name], instrument_of("quick"))
    assert Counts.NOT_MET not in {found[criterion] for criterion in ("q01", "q02", "q03", "q04", "q05", "q06")}
    assert (found["q03"], found["q04"], found["q19"]) == (Counts.MET, Counts.MET, Counts.MET)


def test_of_the_three_sham_trials_only_the_one_of_2014_is_flagged_single_site(
    shipped: Library, instrument_of: InstrumentOf
) -> None:
    flagged = [name for name in SHAM_TRIALS if Flaw.SINGLE_SITE in codes(shipped.studies[name])]
    assert flagged == ["siddiqui-2014-premise"]
    not_met = [
        name for name in SHAM_TRIALS if counted(shipped.studies[name], instrument_of("quick"))["q09"] is Counts.NOT_MET
    ]
    assert not_met == ["siddiqui-2014-premise"]


@sham_trial
def test_a_sham_trial_is_judged_by_rob_2_and_can_carry_an_effect(
    name: str, shipped: Library, choosing: Choosing
) -> None:
    chosen = choose(shipped.studies[name], choosing)
    assert chosen.problems == ()
    assert chosen.choice is not None
    assert (chosen.choice.instrument, chosen.choice.ceiling) == ("rob2", Strength.EFFECT)


@sham_trial
def test_a_sham_trial_has_a_sheet_in_which_each_answer_names_its_reason_its_source_and_the_spot(
    name: str, shipped: Library
) -> None:
    sheets = [sheet for sheet in shipped.sheets.values() if sheet.study == name and sheet.instrument == "rob2"]
    assert sheets
    for sheet in sheets:
        for question, answer in sheet.answers.items():
            assert answer.because, (sheet.id, question)
            assert answer.source in {*shipped.sources, *shipped.studies}, (sheet.id, question)
            assert answer.locator, (sheet.id, question)


@sham_trial
def test_what_the_sources_of_a_sham_trial_do_not_carry_stays_open_and_nothing_in_its_sheet_is_no_information(
    name: str, shipped: Library, instrument_of: InstrumentOf
) -> None:
    study = shipped.studies[name]
    outcomes = {str(outcome.id): outcome for outcome in study.outcomes}
    sheets = [sheet for sheet in shipped.sheets.values() if sheet.study == name and sheet.instrument == "rob2"]
    for sheet in sheets:
        assert "NI" not in {answer.answer for answer in sheet.answers.values()}
        appraisal = Judge().appraise(study, instrument_of("rob2"), sheet, outcomes[sheet.outcome])
        assert final(appraisal) is None
        assert not appraisal.complete


# the other kinds of study

KINDS = {
    "animal": ("desai-2020", "syrcle"),
    "accuracy": ("hartel-2015", "quadas-3"),
    "review-of-interventions": ("cochrane-2019", "amstar-2"),
    "review-of-another-question": ("laupacis-2011", "robis"),
    "case-control": ("comi-2013-cosmo", "jbi-case-control"),
    "non-randomised": ("zamboni-2012-ejves", "robins-i"),
    "cohort": ("gandhi-2019", "robins-e"),
    "single-arm": ("zamboni-2009-jvs", "single-arm"),
    "case-series": ("burton-2011", "jbi-case-series"),
}
each_kind = pytest.mark.parametrize(("name", "wanted"), KINDS.values(), ids=KINDS)

JUDGED_BY_A_PERSON = ("hartel-2015", "zamboni-2012-ejves", "gandhi-2019", "laupacis-2011")


def sheets_of(name: str, instrument: str, shipped: Library) -> list[Sheet]:
    return [s for s in shipped.sheets.values() if s.study == name and s.instrument == instrument]


def by_sheet(sheet: Sheet, shipped: Library, instrument: Instrument) -> Appraisal:
    study = shipped.studies[sheet.study]
    outcomes = {str(outcome.id): outcome for outcome in study.outcomes}
    return Judge().appraise(study, instrument, sheet, outcomes.get(sheet.outcome))


@each_kind
def test_each_kind_of_study_gets_its_instrument_by_the_rule_and_has_a_sheet_for_it(
    name: str, wanted: str, shipped: Library, choosing: Choosing
) -> None:
    study = shipped.studies[name]
    chosen = choose(study, choosing)
    assert study.instrument is None
    assert chosen.problems == ()
    assert chosen.choice is not None
    assert chosen.choice.instrument == wanted
    assert sheets_of(name, wanted, shipped)


def test_each_answer_of_a_sheet_that_ships_names_its_reason_its_source_and_the_spot(shipped: Library) -> None:
    for sheet in shipped.sheets.values():
        for question, answer in sheet.answers.items():
            assert answer.because, (sheet.id, question)
            assert answer.source in {*shipped.sources, *shipped.studies}, (sheet.id, question)
            assert answer.locator, (sheet.id, question)


def test_no_sheet_that_ships_calls_no_information_what_nobody_has_read_whole(shipped: Library) -> None:
    for sheet in shipped.sheets.values():
        assert "NI" not in {answer.answer for answer in sheet.answers.values()}, sheet.id
        if sheet.instrument == "syrcle":
            assert "U" not in {answer.answer for answer in sheet.answers.values()}, sheet.id


def test_only_the_study_without_a_control_group_has_a_judgement_of_the_whole(
    shipped: Library, instrument_of: InstrumentOf
) -> None:
    finals = {
        name: final(by_sheet(sheet, shipped, instrument_of(wanted)))
        for name, wanted in KINDS.values()
        for sheet in sheets_of(name, wanted, shipped)
    }
    assert {name: level for name, level in finals.items() if level is not None} == {"zamboni-2009-jvs": "critical"}


@pytest.mark.parametrize("name", JUDGED_BY_A_PERSON)
def test_answers_alone_judge_no_domain_that_is_for_a_person_to_judge(
    name: str, shipped: Library, instrument_of: InstrumentOf
) -> None:
    wanted = dict(KINDS.values())[name]
    (sheet,) = sheets_of(name, wanted, shipped)
    assert sheet.judgements == {}
    assert sheet.rulings == {}
    appraisal = by_sheet(sheet, shipped, instrument_of(wanted))
    assert {judgement.final for judgement in appraisal.judgements} == {None}


def test_the_sheet_of_zamboni_2009_confirms_the_missing_comparison_and_leaves_open_what_nobody_saw(
    shipped: Library, instrument_of: InstrumentOf
) -> None:
    (sheet,) = sheets_of("zamboni-2009-jvs", "single-arm", shipped)
    appraisal = by_sheet(sheet, shipped, instrument_of("single-arm"))
    finals = {judgement.domain.id: judgement.final for judgement in appraisal.judgements}
    assert finals["comparison"] == "critical"
    assert finals["missing-data"] is None
    assert not {"4.3", "5.1", "5.2", "5.3", "6.1"} & set(sheet.answers)


def test_what_is_looked_for_in_the_trust_of_a_trial_is_unclear_at_most_and_judges_nothing(
    shipped: Library, instrument_of: InstrumentOf
) -> None:
    (sheet,) = sheets_of("siddiqui-2014-premise", "inspect-sr", shipped)
    assert {answer.answer for answer in sheet.answers.values()} == {"U"}
    assert final(by_sheet(sheet, shipped, instrument_of("inspect-sr"))) is None


@pytest.mark.parametrize("name", ["cochrane-2019", "exercise-cochrane-2015"])
def test_nothing_is_said_of_pooling_where_nobody_saw_whether_a_review_pooled(
    name: str, shipped: Library, instrument_of: InstrumentOf
) -> None:
    sheets = sheets_of(name, "amstar-2", shipped)
    appraisal = Judge().appraise(shipped.studies[name], instrument_of("amstar-2"), sheets[0] if sheets else None, None)
    finals = {judgement.domain.id: judgement.final for judgement in appraisal.judgements}
    assert {finals[item] for item in ("I11", "I12", "I15")} == {None}


@pytest.mark.parametrize("name", ["martinez-yelamos-2006", "zhao-2008", "stellmann-2015"])
def test_how_people_fare_without_treatment_stands_on_level_3(
    name: str, shipped: Library, instrument_of: InstrumentOf
) -> None:
    (sheet,) = sheets_of(name, "ocebm", shipped)
    assert final(by_sheet(sheet, shipped, instrument_of("ocebm"))) == "3"


# the whole library


def test_nothing_is_wrong_with_the_library_that_ships(shipped: Library, instrument_of: InstrumentOf) -> None:
    found = check_library(shipped, lambda name: instrument_of(name) if name in shelf_ids() else None)
    assert [str(problem) for problem in found if problem.severity is not Severity.NOTE] == []


def test_every_study_that_ships_fits_one_row_of_the_selection_rule(shipped: Library, choosing: Choosing) -> None:
    problems = [p for study in shipped.studies.values() for p in choose(study, choosing).problems]
    assert [str(problem) for problem in problems] == []


def test_every_study_that_ships_is_told_what_it_can_carry(shipped: Library, choosing: Choosing) -> None:
    for study in shipped.studies.values():
        for worst in (None, *Concern):
            assert ceiling(study, choose(study, choosing).choice, worst, choosing) is not None, study.id


def test_no_single_arm_study_that_ships_is_judged_better_than_serious(
    shipped: Library, choosing: Choosing, instrument_of: InstrumentOf
) -> None:
    judged = []
    for study in shipped.studies.values():
        choice = choose(study, choosing).choice
        if choice is not None and choice.instrument == "single-arm":
            appraisal = Judge().appraise(study, instrument_of("single-arm"), None, main_outcome(study))
            assert appraisal.overall is not None
            assert set(appraisal.overall.possible) <= {"serious", "critical"}, study.id
            judged.append(study.id)
    assert "zamboni-2009-jvs" in judged


def test_no_study_that_ships_gets_a_judgement_from_an_instrument_that_only_counts(
    shipped: Library, instrument_of: InstrumentOf
) -> None:
    counting = [name for name in shelf_ids() if instrument_of(name).form is Form.TALLY]
    assert counting
    for study in shipped.studies.values():
        assert all(Judge().appraise(study, instrument_of(name)).overall is None for name in counting)


def test_nothing_that_ships_as_an_opinion_or_a_plan_is_judged(shipped: Library, choosing: Choosing) -> None:
    for study in shipped.studies.values():
        choice = choose(study, choosing).choice
        assert choice is not None
        if study.kind in ("news", "blog", "statement", "narrative-review", "protocol", "commentary", "book", "project"):
            assert choice.refusal, study.id
            assert choice.instrument == ""


@sham_trial
def test_the_participants_of_a_sham_trial_are_recorded_as_blinded(name: str, shipped: Library) -> None:
    assert says(shipped.studies[name], "blinding.participants", "yes")
    assert says(shipped.studies[name], "control", "sham")
    assert says(shipped.studies[name], "randomised", "yes")
