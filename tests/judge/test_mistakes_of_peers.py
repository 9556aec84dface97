"""Mistakes that other programs of the field make, each of which must not come back here."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge, main_outcome, tally
from ccsvi_triage.judge.choose import ceiling, choose
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin
from ccsvi_triage.model.instrument import Counts, Instrument
from ccsvi_triage.model.library import Choosing
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import Design, Kind

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Setup = Mapping[str, str]

ASSIGNMENT = {"effect": "assignment"}
ADHERING = {"effect": "adhering", "nonadherence": "yes"}
EVERY = ("low", "some-concerns", "high")
SILENT = dict.fromkeys(
    (
        *("q1_1", "q1_2", "q1_3", "q2_1", "q2_2", "q2_3", "q2_6", "q2_7", "q3_1", "q3_3", "q3_4"),
        *("q4_1", "q4_2", "q4_3", "q4_4", "q4_5", "q5_1", "q5_2", "q5_3"),
    ),
    "NI",
)


@pytest.fixture(scope="module")
def rob2(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("rob2")


@pytest.fixture(scope="module")
def judge(rob2: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> Callable[..., Appraisal]:
    """Give a function that judges bare answers, and nothing else, by RoB 2."""
    study = study_of("")

    def by(setup: Setup = ASSIGNMENT, **answers: str) -> Appraisal:
        return Judge().appraise(study, rob2, sheet_of(rob2, dotted(answers), setup))

    return by


@pytest.fixture(scope="module")
def wrong(rob2: Instrument, sheet_of: SheetOf) -> Callable[..., list[str]]:
    """Give a function that names what is wrong with bare answers to RoB 2, each with the question concerned."""

    def of_sheet(setup: Setup = ASSIGNMENT, **answers: str) -> list[str]:
        problems = check_sheet(sheet_of(rob2, dotted(answers), setup), rob2, None)
        return [f"{problem.code} {problem.message}" for problem in problems]

    return of_sheet


def dotted(answers: Mapping[str, str]) -> dict[str, str]:
    """Read ``q3_1`` as the question 3.1."""
    return {name[1:].replace("_", "."): word for name, word in answers.items()}


def of(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id.startswith(domain))


Judging = Callable[..., Appraisal]
Finding = Callable[..., list[str]]


# blanks


@pytest.mark.parametrize("setup", [ASSIGNMENT, ADHERING], ids=["assignment", "adhering"])
def test_a_blank_second_domain_is_not_high(setup: Setup, judge: Judging) -> None:
    blank = of(judge(setup), "D2")
    assert (blank.final, blank.possible) == (None, EVERY)


def test_a_second_domain_in_which_nobody_knew_the_group_and_the_rest_is_blank_is_not_high(judge: Judging) -> None:
    deviations = of(judge(q2_1="N", q2_2="N"), "D2")
    assert (deviations.final, deviations.possible) == (None, EVERY)
    assert [question.id for question in deviations.matters] == ["2.6", "2.7"]


@pytest.mark.parametrize("domain", ["D1", "D2", "D3", "D4", "D5"])
def test_a_blank_is_not_no_information(domain: str, judge: Judging) -> None:
    blank = of(judge(), domain)
    silent = of(judge(**{**SILENT, "q3_2": "N"}), domain)
    assert (blank.final, blank.possible) == (None, EVERY)
    assert {answered.origin for answered in blank.answers} == {Origin.OPEN}
    assert silent.final in ("some-concerns", "high")
    assert Origin.OPEN not in {answered.origin for answered in silent.answers}


def test_a_blank_does_not_become_some_concerns(judge: Judging) -> None:
    assert [judgement.final for judgement in judge().judgements] == [None] * 5
    overall = judge().overall
    assert overall is not None
    assert (overall.final, overall.possible) == (None, EVERY)


def test_a_third_domain_with_all_data_and_the_rest_blank_is_low_and_not_left_without_a_judgement(
    judge: Judging,
) -> None:
    missing = of(judge(q3_1="Y"), "D3")
    assert (missing.final, [rule.id for rule in missing.rules]) == ("low", ["D3.1"])


def test_a_missing_domain_is_not_some_concerns(judge: Judging) -> None:
    part = {
        "q1_1": "Y", "q1_2": "Y", "q1_3": "N", "q2_1": "N", "q2_2": "N", "q2_6": "Y", "q3_1": "Y",
        "q4_1": "N", "q4_2": "N", "q4_3": "N",
    }  # fmt: skip
    overall = judge(**part).overall
    assert overall is not None
    assert (overall.final, overall.possible) == (None, EVERY)


def test_all_domains_unclear_is_not_low(judge: Judging) -> None:
    appraisal = judge(**SILENT)
    assert appraisal.overall is not None
    assert appraisal.overall.final != "low"
    assert "low" not in {judgement.final for judgement in appraisal.judgements}


def test_an_instrument_of_which_nothing_could_be_judged_is_not_low(study_of: StudyOf, rob2: Instrument) -> None:
    overall = Judge().appraise(study_of(""), rob2).overall
    assert overall is not None
    assert overall.final is None


# NA


def test_no_to_3_1_with_the_rest_not_applicable_is_neither_low_nor_high_but_a_problem_and_open(
    judge: Judging, wrong: Finding
) -> None:
    answers = {"q3_1": "N", "q3_2": "NA", "q3_3": "NA", "q3_4": "NA"}
    missing = of(judge(**answers), "D3")
    assert (missing.final, missing.possible, missing.complete) == (None, EVERY, False)
    assert wrong(**answers) == ["E-NA 3.2 is answered NA although it is asked"]


def test_not_applicable_to_who_knew_the_group_is_not_low(judge: Judging, wrong: Finding) -> None:
    answers = {"q4_1": "N", "q4_2": "N", "q4_3": "NA"}
    measured = of(judge(**answers), "D4")
    assert (measured.final, measured.possible) == (None, EVERY)
    assert wrong(**answers) == ["E-NA 4.3 is answered NA although it is asked"]


@pytest.mark.parametrize("question", ["q1_1", "q1_2", "q1_3", "q2_1", "q2_6", "q3_1", "q4_1", "q4_2", "q5_1", "q5_2"])
def test_a_question_that_is_always_asked_takes_no_not_applicable(question: str, judge: Judging, wrong: Finding) -> None:
    name = question[1:].replace("_", ".")
    assert wrong(**{question: "NA"}) == [f"E-NA {name} is answered NA although it is asked"]
    assert judge(**{question: "NA"}).overall == judge().overall


def test_not_applicable_where_the_gate_is_closed_is_no_problem(wrong: Finding) -> None:
    assert wrong(q3_1="Y", q3_2="NA", q3_3="NA", q3_4="NA") == []


def test_3_2_takes_no_no_information(judge: Judging, wrong: Finding) -> None:
    assert wrong(q3_1="N", q3_2="NI") == ["E-ANSWER 'NI' is no answer to 3.2"]
    assert of(judge(q3_1="N", q3_2="NI"), "D3").possible == EVERY


# contradictions


def test_4_5_answered_yes_although_nobody_knew_the_group_is_unasked_and_not_high(
    judge: Judging, wrong: Finding
) -> None:
    answers = {"q4_1": "N", "q4_2": "N", "q4_3": "N", "q4_5": "Y"}
    assert of(judge(**answers), "D4").final == "low"
    assert wrong(**answers) == ["E-UNASKED 4.5 is answered Y although it is not asked (4.3 = N)"]


def test_2_4_answered_although_the_report_does_not_tell_of_departures_is_unasked(
    judge: Judging, wrong: Finding
) -> None:
    answers = {"q2_1": "Y", "q2_3": "NI", "q2_4": "Y", "q2_6": "Y"}
    assert of(judge(**answers), "D2").final == "some-concerns"
    assert wrong(**answers) == ["E-UNASKED 2.4 is answered Y although it is not asked (2.3 = NI)"]


def test_a_word_that_is_no_answer_is_not_taken_and_does_not_rank_as_low(judge: Judging, wrong: Finding) -> None:
    answers = {"q4_1": "N", "q4_2": "N", "q4_3": "Banana"}
    assert of(judge(**answers), "D4").possible == EVERY
    assert wrong(**answers) == ["E-ANSWER 'Banana' is no answer to 4.3"]


# the published table, and not what is told of it


@pytest.mark.parametrize(("known", "departed"), list(product(("Y", "PY", "NI"), ("N", "PN"))))
def test_knowing_the_group_without_departing_from_the_plan_is_low_and_not_some_concerns(
    known: str, departed: str, judge: Judging
) -> None:
    assert of(judge(q2_1=known, q2_2="N", q2_3=departed, q2_6="Y"), "D2").final == "low"


def test_no_set_of_answers_to_the_first_domain_is_left_without_a_judgement(judge: Judging) -> None:
    for words in product(("Y", "PY", "PN", "N", "NI"), repeat=3):
        answers = dict(zip(("q1_1", "q1_2", "q1_3"), words, strict=True))
        assert of(judge(**answers), "D1").final in EVERY, words


def test_no_information_in_either_place_where_the_prose_is_silent_follows_the_flowchart(judge: Judging) -> None:
    assert of(judge(q1_2="NI", q1_3="NI"), "D1").final == "some-concerns"
    assert of(judge(q2_6="N", q2_7="NI"), "D2").final == "high"
    assert of(judge(q4_1="N", q4_2="N", q4_3="Y", q4_4="Y", q4_5="NI"), "D4").final == "high"
    assert of(judge(q5_1="Y", q5_2="NI", q5_3="N"), "D5").final == "some-concerns"


def vectors(number: int) -> Iterator[dict[str, str]]:
    """Give answers with as many domains at some concerns as wanted, the others at low."""
    some = [
        {"q1_1": "Y", "q1_2": "NI", "q1_3": "N"},
        {"q2_1": "Y", "q2_3": "NI", "q2_6": "Y"},
        {"q3_1": "N", "q3_2": "N", "q3_3": "Y", "q3_4": "N"},
        {"q4_1": "N", "q4_2": "NI", "q4_3": "N"},
        {"q5_1": "N", "q5_2": "N", "q5_3": "N"},
    ]
    low = [
        {"q1_1": "Y", "q1_2": "Y", "q1_3": "N"},
        {"q2_1": "N", "q2_2": "N", "q2_6": "Y"},
        {"q3_1": "Y"},
        {"q4_1": "N", "q4_2": "N", "q4_3": "N"},
        {"q5_1": "Y", "q5_2": "N", "q5_3": "N"},
    ]
    for start in range(5):
        picked = {(start + step) % 5 for step in range(number)}
        parts = [some[at] if at in picked else low[at] for at in range(5)]
        yield {name: word for part in parts for name, word in part.items()}


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_two_to_five_some_concerns_are_not_high_by_count(number: int, judge: Judging) -> None:
    for answers in vectors(number):
        overall = judge(**answers).overall
        assert overall is not None
        assert overall.final == "some-concerns"
        assert overall.step.startswith(f"{number} domains with some concerns")


def test_the_step_to_high_is_not_forgotten_but_offered(judge: Judging) -> None:
    (one, *_) = vectors(1)
    (two, *_) = vectors(2)
    before, after = judge(**one).overall, judge(**two).overall
    assert before is not None
    assert after is not None
    assert before.step == ""
    assert "high together?" in after.step


@pytest.mark.parametrize("level", ["no-information", "No information", "Hihg", "High"])
def test_a_level_that_the_instrument_does_not_have_is_neither_guessed_nor_used(
    level: str, rob2: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    ruling = Ruling(level=level, reason="as said", by="RK", date=Date("2026-01-31"))
    sheet = sheet_of(rob2, {}, ASSIGNMENT, {"D1": ruling})
    assert [problem.code for problem in check_sheet(sheet, rob2, None)] == ["E-RULING"]
    assert of(Judge().appraise(study_of(""), rob2, sheet), "D1").final is None


# designs


@pytest.mark.parametrize("design", ["non-randomised-trial", "quasi-randomised-trial"])
def test_non_randomised_never_reads_as_randomised(design: str, study_of: StudyOf, choosing: Choosing) -> None:
    study = study_of(f"summary: A non-randomised trial\ndesign: {design}\nquestion: benefit")
    choice = choose(study, choosing).choice
    assert choice is not None
    assert choice.instrument != "rob2"
    said = ceiling(study, choice, None, choosing)
    assert said is not None
    assert "randomised" not in said.may


@pytest.mark.parametrize("words", ["summary", "note", "journal"])
def test_a_single_arm_whose_text_calls_for_a_randomised_trial_is_none(
    words: str, study_of: StudyOf, choosing: Choosing
) -> None:
    text = "Single-arm study without a control group. A randomized controlled trial is needed."
    choice = choose(study_of(f"design: single-arm\nquestion: benefit\n{words}: {text}"), choosing).choice
    assert choice is not None
    assert choice.instrument == "single-arm"


def test_a_clinical_trial_of_which_no_more_is_known_is_no_randomised_one(study_of: StudyOf, choosing: Choosing) -> None:
    chosen = choose(study_of("question: benefit\nsummary: Clinical Trial, Phase I"), choosing)
    assert chosen.choice is None
    assert [problem.code for problem in chosen.problems] == ["E-DESIGN"]


def test_a_retracted_randomised_trial_is_not_scored(study_of: StudyOf, choosing: Choosing) -> None:
    choice = choose(study_of("design: randomised-trial\nquestion: benefit\nstatus: retracted"), choosing).choice
    assert choice is not None
    assert choice.instrument == ""
    assert choice.refusal


def test_only_a_design_that_chance_made_is_judged_as_randomised(study_of: StudyOf, choosing: Choosing) -> None:
    made_by_chance = {Design.RANDOMISED_TRIAL, Design.CLUSTER_RANDOMISED_TRIAL, Design.CROSSOVER_TRIAL}
    for kind, design in product(Kind, Design):
        choice = choose(study_of(f"kind: {kind}\ndesign: {design}\nquestion: benefit"), choosing).choice
        assert choice is not None
        studied = kind in (Kind.PRIMARY_STUDY, Kind.SECONDARY_ANALYSIS)
        assert (choice.instrument == "rob2") == (studied and design in made_by_chance), (kind, design)


# reporting is not conduct


@pytest.mark.parametrize(
    ("facts", "criterion"),
    [
        ("blinding: {participants: no}", "q04"),
        ("concealed: no", "q02"),
        ("harms_sought: no", "q21"),
        ("stopped_early: yes", "q20"),
    ],
)
def test_a_report_that_says_we_did_not_has_not_met_the_criterion(
    facts: str, criterion: str, study_of: StudyOf, instrument_of: InstrumentOf
) -> None:
    rows = {row.answered.question.id: row for row in tally(study_of(facts), instrument_of("quick")).rows}
    assert rows[criterion].counts is Counts.NOT_MET


def test_a_tally_of_many_criteria_met_gives_no_judgement(study_of: StudyOf, instrument_of: InstrumentOf) -> None:
    study = study_of("""
        randomised: yes
        sequence: a computer list
        concealed: yes
        control: sham
        blinding: {participants: yes, carers: yes, assessors: yes}
        sites: 3
        lost: 0
        enrolled: 100
        target: 100
        analysis_set: intention-to-treat
        peer_reviewed: yes
    """)
    quick = instrument_of("quick")
    assert tally(study, quick).number(Counts.MET) >= 10
    assert Judge().appraise(study, quick, None, main_outcome(study)).overall is None
