from collections.abc import Callable, Mapping
from itertools import product

import pytest

from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.table import DomainLogic
from ccsvi_triage.model.appraisal import Appraisal, Origin
from ccsvi_triage.model.instrument import Instrument, Tells
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import Concern, Control, Design, Kind, Question

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[..., Study]
Level = Callable[..., tuple[str, ...]]
ByDesign = Mapping[str, str | tuple[str, ...]]

ALL = ("1", "2", "3", "4", "5", "no-level")
ROWS = {
    "benefit": "treatment",
    "harm": "harm",
    "accuracy": "diagnosis",
    "prevalence": "prevalence",
    "prognosis": "prognosis",
    "cause": "other",
    "association": "other",
    "mechanism": "other",
    "factual": "other",
}
NO_STUDIES = {
    "protocol", "narrative-review", "appraisal", "guideline", "statement", "commentary", "news", "blog", "book",
    "project",
}  # fmt: skip


@pytest.fixture(scope="module")
def ocebm(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("ocebm")


@pytest.fixture(scope="module")
def level(ocebm: Instrument, study_of: StudyOf) -> Level:
    """Give a function that tells which levels a study may have by its facts, written one a line."""

    def levels(*facts: str, sheet: Sheet | None = None) -> tuple[str, ...]:
        return possible(Judge().appraise(study_of("\n".join(facts)), ocebm, sheet))

    return levels


def possible(appraisal: Appraisal) -> tuple[str, ...]:
    assert appraisal.overall is not None
    return appraisal.overall.possible


# the table, encoded a second time


def of_treatment(row: str, answers: Mapping[str, str]) -> str:
    """Encode the rows on benefit and on harms."""
    kind = answers["T1"]
    if kind in {"review-of-reviews", "no-study"}:
        return "no-level"
    if kind == "review-of-randomised":
        return "1"
    if kind == "review-of-case-control":
        return "1" if row == "harm" and answers["T3"] == "yes" else "4"
    if kind == "randomised":
        return "2"
    if kind == "controlled":
        return "3" if row == "treatment" or answers["T2"] == "yes" else "4"
    return {"review-of-controlled": "3", "mechanism": "5"}.get(kind, "4")


def of_diagnosis(row: str, answers: Mapping[str, str]) -> str:
    """Encode the row on tests."""
    assert row == "diagnosis"
    kind = answers["D1"]
    if kind in {"one-gate", "review"}:
        if answers["D5"] == "yes":
            return "4"
        sound = answers["D2"] == answers["D3"] == answers["D4"] == "yes"
        return ("2" if kind == "one-gate" else "1") if sound else "3"
    return {"two-gate": "4", "review-of-two-gate": "4", "mechanism": "5"}.get(kind, "no-level")


def of_prevalence(row: str, answers: Mapping[str, str]) -> str:
    """Encode the row on how common something is, which has no level 5."""
    assert row == "prevalence"
    kind = answers["P1"]
    if kind == "survey":
        return "1" if answers["P2"] == "yes" else "3"
    if kind == "review":
        return "2" if answers["P3"] == "yes" else "3"
    return {"series": "4", "review-of-series": "4"}.get(kind, "no-level")


def of_prognosis(row: str, answers: Mapping[str, str]) -> str:
    """Encode the row on how people fare, which has no level 5."""
    assert row == "prognosis"
    kind = answers["G1"]
    if kind in {"cohort", "review"}:
        return "3" if answers["G2"] != "yes" else "2" if kind == "cohort" else "1"
    if kind in {"control-arm", "review-of-arms"}:
        return "3"
    return "4" if kind in {"series", "case-control", "cross-sectional", "review-of-series"} else "no-level"


def of_other(row: str, answers: Mapping[str, str]) -> str:
    """Encode that there is no row."""
    assert row == "other"
    return "5" if answers["O1"] == "mechanism" else "no-level"


def of_unsettled(row: str, answers: Mapping[str, str]) -> str:
    """Encode that without a row only the reviewer can tell."""
    assert row == "unsettled"
    return "no-level" if answers["U1"] == "no-study" else answers["U1"].removeprefix("level-")


@pytest.mark.parametrize(
    ("domain", "row", "expected"),
    [
        ("treatment", "treatment", of_treatment),
        ("treatment", "harm", of_treatment),
        ("diagnosis", "diagnosis", of_diagnosis),
        ("prevalence", "prevalence", of_prevalence),
        ("prognosis", "prognosis", of_prognosis),
        ("other", "other", of_other),
        ("unsettled", "unsettled", of_unsettled),
    ],
)
def test_every_set_of_answers_has_the_level_of_the_table(
    ocebm: Instrument, cases: type, domain: str, row: str, expected: Callable[[str, Mapping[str, str]], str]
) -> None:
    found = next(d for d in ocebm.domains if d.id == domain)
    setup = {"question": row}
    logic = DomainLogic(ocebm, found, setup)
    wholes = list(cases(ocebm, found, setup).all())
    assert wholes
    for whole in wholes:
        given = {name: word for name, word in whole.items() if word != "NA" and name not in setup}
        assert logic.decide(given).possible == (expected(row, whole),), whole


def test_levels_speak_of_evidence_and_stand_on_no_ladder_of_concern(ocebm: Instrument) -> None:
    assert ocebm.tells is Tells.EVIDENCE_LEVEL
    assert tuple(ocebm.levels) == ALL
    assert set(ocebm.levels.values()) == {Concern.UNPLACED}
    assert ocebm.version == "2011"


def test_exactly_one_row_applies_to_each_question(ocebm: Instrument, sheet_of: SheetOf, study_of: StudyOf) -> None:
    (setup,) = ocebm.setup
    for word in setup.options:
        assert len(Judge().appraise(study_of(), ocebm, sheet_of(ocebm, {}, {"question": word})).judgements) == 1


# the row, from the study's question


@pytest.mark.parametrize("question", [question.value for question in Question])
def test_the_question_of_a_study_chooses_the_row(ocebm: Instrument, study_of: StudyOf, question: str) -> None:
    assert dict(Judge().appraise(study_of(f"question: {question}"), ocebm).setup) == {"question": ROWS[question]}


def test_a_study_whose_question_nobody_recorded_may_have_any_level(level: Level) -> None:
    assert level("design: randomised-trial", "randomised: yes", "control: sham") == ALL


def test_the_sheet_goes_before_the_question_of_the_study(ocebm: Instrument, level: Level, sheet_of: SheetOf) -> None:
    sheet = sheet_of(ocebm, {}, {"question": "prognosis"})
    assert level("design: randomised-trial", "question: benefit", sheet=sheet) == ("3",)


# levels from facts alone: every kind, every design

BENEFIT: ByDesign = {
    "randomised-trial": "2",
    "cluster-randomised-trial": "2",
    "crossover-trial": "2",
    "quasi-randomised-trial": "3",
    "non-randomised-trial": "3",
    "historically-controlled": "4",
    "cohort": "3",
    "single-arm": "4",
    "case-series": "4",
    "case-report": "4",
    "case-control": "4",
    "cross-sectional": "4",
    "one-group-follow-up": "4",
    "review": ALL,
    "meta-analysis": ALL,
    "animal-experiment": "5",
    "laboratory": "5",
    "not-a-study": "no-level",
}
HARM: ByDesign = {
    **BENEFIT,
    "quasi-randomised-trial": ("3", "4"),
    "non-randomised-trial": ("3", "4"),
    "cohort": ("3", "4"),
}
OPEN_TEST = ("1", "2", "3", "4", "5", "no-level")
ONE_GATE = ("2", "3", "4")
ACCURACY: ByDesign = {
    **dict.fromkeys(BENEFIT, OPEN_TEST),
    "case-control": "4",
    "single-arm": ONE_GATE,
    "case-series": ONE_GATE,
    "one-group-follow-up": ONE_GATE,
    "animal-experiment": "5",
    "laboratory": "5",
    "not-a-study": "no-level",
}
OPEN_COUNT = ("1", "2", "3", "4", "no-level")
PREVALENCE: ByDesign = {
    **dict.fromkeys(BENEFIT, "3"),
    "cohort": ("1", "3"),
    "cross-sectional": ("1", "3"),
    "one-group-follow-up": ("1", "3"),
    "case-series": "4",
    "case-report": "4",
    "case-control": OPEN_COUNT,
    "review": OPEN_COUNT,
    "meta-analysis": OPEN_COUNT,
    "animal-experiment": "no-level",
    "laboratory": "no-level",
    "not-a-study": "no-level",
}
PROGNOSIS: ByDesign = {
    **dict.fromkeys(BENEFIT, "3"),
    "cohort": ("2", "3"),
    "one-group-follow-up": ("2", "3"),
    "historically-controlled": "4",
    "single-arm": "4",
    "case-series": "4",
    "case-report": "4",
    "case-control": "4",
    "cross-sectional": "4",
    "review": OPEN_COUNT,
    "meta-analysis": OPEN_COUNT,
    "animal-experiment": "no-level",
    "laboratory": "no-level",
    "not-a-study": "no-level",
}
OTHER: ByDesign = {
    **dict.fromkeys(BENEFIT, "no-level"),
    "review": ("5", "no-level"),
    "meta-analysis": ("5", "no-level"),
    "animal-experiment": "5",
    "laboratory": "5",
    "not-a-study": "no-level",
}
MECHANISM: ByDesign = {**dict.fromkeys(BENEFIT, "5"), "not-a-study": "no-level"}
BY_QUESTION: dict[str, ByDesign] = {
    "benefit": BENEFIT,
    "harm": HARM,
    "accuracy": ACCURACY,
    "prevalence": PREVALENCE,
    "prognosis": PROGNOSIS,
    "association": OTHER,
    "cause": OTHER,
    "factual": OTHER,
    "mechanism": MECHANISM,
}


@pytest.mark.parametrize("question", [question.value for question in Question])
@pytest.mark.parametrize("design", [design.value for design in Design])
def test_every_design_gets_its_level_or_stays_open_where_it_is_not_known(
    level: Level, question: str, design: str
) -> None:
    expected = BY_QUESTION[question][design]
    told = (expected,) if isinstance(expected, str) else expected
    assert level(f"design: {design}", f"question: {question}") == told


@pytest.mark.parametrize("question", ["", *(question.value for question in Question)])
@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_what_reports_no_study_of_its_own_has_no_level_whatever_it_says(level: Level, kind: str, question: str) -> None:
    facts = [f"kind: {kind}", "design: randomised-trial", "between_groups: yes"]
    found = level(*facts, *([f"question: {question}"] if question else []))
    rowless = question in ("cause", "association", "factual")
    assert (found == ("no-level",)) == (kind in NO_STUDIES or rowless)


@pytest.mark.parametrize("status", ["planned", "ongoing", "retracted"])
def test_a_study_without_results_that_count_has_no_level(level: Level, status: str) -> None:
    for question in ROWS:
        assert level(f"status: {status}", f"question: {question}", "design: randomised-trial") == ("no-level",)


def test_an_empty_record_is_open(level: Level) -> None:
    for question in ROWS:
        assert (len(level(f"question: {question}")) > 1) == (question != "mechanism")


# treatments


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ("design: randomised-trial, randomised: yes, control: sham, between_groups: yes", "2"),
        ("design: randomised-trial, randomised: no", "3"),
        ("design: randomised-trial, randomised: unclear", "3"),
        ("design: randomised-trial, control: none", "4"),
        ("design: randomised-trial, between_groups: no", "4"),
        ("design: randomised-trial, control: historical", "4"),
        ("design: randomised-trial, control: historical, randomised: no", "4"),
        ("design: quasi-randomised-trial, randomised: yes", "3"),
        ("design: non-randomised-trial, control: external", "4"),
        ("design: cohort, control: none", "4"),
        ("design: cohort, control: no-treatment", "3"),
        ("design: single-arm, randomised: yes", "4"),
        ("design: single-arm, control: sham", "4"),
        ("kind: secondary-analysis, design: randomised-trial, between_groups: yes", "2"),
        ("kind: secondary-analysis, design: randomised-trial, between_groups: no", "4"),
    ],
)
def test_facts_that_contradict_a_design_never_raise_its_level(level: Level, facts: str, expected: str) -> None:
    assert level("question: benefit", *facts.split(", ")) == (expected,)


def test_a_trial_with_a_sham_group_and_a_historical_one_stays_a_randomised_trial(level: Level) -> None:
    facts = ("question: benefit", "design: randomised-trial", "control: [sham, historical]")
    assert level(*facts) == ("2",)


def test_a_stated_lack_of_a_control_group_counts_as_one(level: Level) -> None:
    flaw = "flaws: [{code: no-control, basis: stated}]"
    assert level("question: benefit", "design: non-randomised-trial", flaw) == ("4",)


def test_a_further_analysis_of_a_trial_is_not_taken_for_a_comparison_of_its_groups(level: Level) -> None:
    assert level("kind: secondary-analysis", "question: benefit", "design: randomised-trial") == ALL


@pytest.mark.parametrize(
    ("includes", "expected"),
    [
        ("randomised-trial", "1"),
        ("[randomised-trial, crossover-trial]", "1"),
        ("[randomised-trial, cohort]", "3"),
        ("[randomised-trial, quasi-randomised-trial]", "3"),
        ("[randomised-trial, case-control]", "4"),
        ("[randomised-trial, cohort, case-series]", "4"),
        ("[randomised-trial, animal-experiment]", "5"),
        ("[randomised-trial, meta-analysis]", "no-level"),
        ("review", "no-level"),
    ],
)
def test_a_review_counts_as_the_weakest_kind_of_study_that_it_takes_in(
    level: Level, includes: str, expected: str
) -> None:
    facts = ("kind: systematic-review", "question: benefit", f"review: {{includes: {includes}}}")
    assert level(*facts) == (expected,)


def test_no_further_design_in_a_review_raises_its_level(level: Level) -> None:
    designs = [design.value for design in Design]
    for question in ("benefit", "harm", "accuracy", "prevalence", "prognosis"):
        for one, two in product(designs, designs):
            if question == "harm" and "case-control" in {one, two}:
                continue  # only a reviewer can tell whether its studies are nested, as the next test shows
            alone = level("kind: systematic-review", f"question: {question}", f"review: {{includes: {one}}}")
            both = level("kind: systematic-review", f"question: {question}", f"review: {{includes: [{one}, {two}]}}")
            if len(alone) == 1:
                assert min(ALL.index(found) for found in both) >= ALL.index(alone[0]), (question, one, two)


def test_a_review_that_does_not_say_what_it_takes_in_is_open(level: Level) -> None:
    for design in ("review", "meta-analysis"):
        assert level("kind: systematic-review", "question: benefit", f"design: {design}", "control: sham") == ALL


def test_a_review_that_found_nothing_has_no_level(level: Level) -> None:
    facts = ("kind: systematic-review", "question: benefit", "review: {includes: randomised-trial}")
    assert level(*facts, "flaws: [{code: empty-review, basis: stated}]") == ("no-level",)


def test_nested_case_control_studies_count_for_harms_alone_and_only_where_somebody_says_so(
    ocebm: Instrument, level: Level, sheet_of: SheetOf
) -> None:
    facts = ("kind: systematic-review", "review: {includes: case-control}")
    assert level(*facts, "question: benefit") == ("4",)
    assert level(*facts, "question: harm") == ("1", "4")
    assert level(*facts, sheet=sheet_of(ocebm, {"T3": "yes"}, {"question": "harm"})) == ("1",)


# tests of tests

ACCURATE = (
    "question: accuracy",
    "design: cross-sectional",
    "control: none",
    "sampling: consecutive",
    "accuracy: {read_blind: yes}",
)


def test_a_good_accuracy_study_is_open_until_somebody_judges_its_reference(
    ocebm: Instrument, level: Level, sheet_of: SheetOf
) -> None:
    assert level(*ACCURATE) == ("2", "3", "4")
    setup = {"question": "diagnosis"}
    assert level(*ACCURATE, sheet=sheet_of(ocebm, {"D3": "yes", "D5": "no"}, setup)) == ("2",)
    assert level(*ACCURATE, sheet=sheet_of(ocebm, {"D3": "yes", "D5": "yes"}, setup)) == ("4",)


def test_people_without_the_disease_make_a_study_of_a_test_two_gated(level: Level) -> None:
    for control in ("healthy", "other-disease", "relatives"):
        assert level("question: accuracy", "design: cross-sectional", f"control: {control}") == ("4",)


@pytest.mark.parametrize(
    "fact",
    [
        "sampling: convenience",
        "sampling: not-reported",
        "accuracy: {read_blind: no}",
        "accuracy: {read_blind: not-reported}",
        "flaws: [{code: differential-verification, basis: stated}]",
    ],
)
def test_a_test_that_was_not_done_as_level_2_asks_cannot_reach_it(level: Level, fact: str) -> None:
    key = fact.partition(":")[0]
    facts = [told for told in ACCURATE if not told.startswith(key)]
    assert level(*facts, fact) == ("3", "4")


# how common, how people fare


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("sampling: random", ("1",)),
        ("sampling: population", ("1",)),
        ("sampling: consecutive", ("3",)),
        ("sampling: self-selected", ("3",)),
        ("sampling: not-reported", ("3",)),
        ("sampling: reported-cases", ("4",)),
    ],
)
def test_how_people_came_in_decides_what_a_survey_is_worth(level: Level, fact: str, expected: tuple[str, ...]) -> None:
    assert level("question: prevalence", "design: cross-sectional", fact) == expected


def test_whether_a_cohort_began_early_in_the_disease_is_never_guessed(level: Level) -> None:
    for prospective in ("yes", "no"):
        facts = ("question: prognosis", "design: cohort", f"prospective: {prospective}", "sampling: consecutive")
        assert level(*facts) == ("2", "3")


# steps up and down


def test_a_dramatic_effect_is_never_proposed_and_a_ruling_stands_beside_the_level(
    ocebm: Instrument, sheet_of: SheetOf, study_of: StudyOf
) -> None:
    study = study_of("question: benefit\ndesign: case-series")
    ruling = Ruling(level="2", reason="all saw again at once", by="A reviewer", date=Date("2026-01-01"))
    sheet = sheet_of(ocebm, {}, {"question": "treatment"}, {"overall": ruling})
    overall = Judge().appraise(study, ocebm, sheet).overall
    assert overall is not None
    assert (overall.suggested, overall.final, overall.ruling) == ("4", "2", ruling)


def test_no_recorded_fact_about_size_effect_or_conduct_moves_a_level(level: Level) -> None:
    facts = ("question: benefit", "design: randomised-trial", "control: sham")
    for more in (
        "enrolled: 9",
        "blinding: {participants: no}",
        "flaws: [{code: implausible-effect, basis: stated}]",
        "flaws: [{code: small-sample, basis: stated}, {code: attrition, basis: stated}]",
        "interests: financial",
    ):
        assert level(*facts, more) == ("2",)


def test_no_control_word_raises_the_level_of_an_uncontrolled_design(level: Level) -> None:
    for design in ("single-arm", "case-series", "case-report", "one-group-follow-up"):
        for control in Control:
            assert level("question: benefit", f"design: {design}", f"control: {control.value}") == ("4",)


# the case that ships


def test_the_studies_of_the_shipped_case_stand_where_a_reader_expects_them(ocebm: Instrument, shipped: Library) -> None:
    judge = Judge()
    expected = {
        "zamboni-2009-jvs": ("4",),
        "zamboni-2012-ejves": ("3",),
        "siddiqui-2014-premise": ("2",),
        "zamboni-2018-bravedreams": ("2",),
        "traboulsee-2018": ("2",),
        "cochrane-2012": ("no-level",),
        "cochrane-2019": ("1",),
        "ingwersen-2018": ("5",),
        "simka-2012": ("1", "3"),
        "traboulsee-2014": ("no-level",),
        "tfp-43": ("no-level",),
    }
    assert {name: possible(judge.appraise(shipped.studies[name], ocebm)) for name in expected} == expected


def test_a_level_that_facts_give_is_shown_as_proposed_and_not_as_confirmed(ocebm: Instrument, shipped: Library) -> None:
    appraisal = Judge().appraise(shipped.studies["traboulsee-2018"], ocebm)
    assert appraisal.overall is not None
    assert not appraisal.overall.confirmed
    assert {a.origin for j in appraisal.judgements for a in j.answers} <= {Origin.PROPOSED, Origin.NOT_ASKED}
