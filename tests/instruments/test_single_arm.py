from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.table import DomainLogic
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

YES = ("Y", "PY")


@pytest.fixture(scope="module")
def single_arm(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("single-arm")


@pytest.fixture(scope="module")
def judge(single_arm: Instrument, study_of: StudyOf) -> Callable[..., Appraisal]:
    """Give a function that judges the facts of a study by the instrument, and a sheet where there is one."""

    def appraise(facts: str = "", sheet: Sheet | None = None) -> Appraisal:
        study = study_of(facts)
        return Judge().appraise(study, single_arm, sheet, study.outcomes[0] if study.outcomes else None)

    return appraise


def of(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == domain)


def decided(single_arm: Instrument, cases: Any, domain: str) -> Iterator[tuple[Mapping[str, str], str]]:
    """Give every set of answers of a domain with the level that the engine gives it."""
    found = next(d for d in single_arm.domains if d.id == domain)
    logic = DomainLogic(single_arm, found, {})
    for whole in cases(single_arm, found, {}).all():
        (level,) = logic.decide({name: word for name, word in whole.items() if word != "NA"}).possible
        yield whole, level


def test_it_calls_itself_ours_and_not_validated(single_arm: Instrument) -> None:
    assert single_arm.ours == "yes"
    assert "not an official tool, not validated" in single_arm.notice
    assert single_arm.licence == "CC0-1.0"


def test_it_asks_about_the_six_things_that_mislead_without_a_comparison(single_arm: Instrument) -> None:
    assert [domain.id for domain in single_arm.domains] == [
        "comparison",
        "natural-history",
        "selection",
        "measurement",
        "missing-data",
        "reported-result",
    ]


def test_every_question_names_a_source(single_arm: Instrument) -> None:
    questions = [question for domain in single_arm.domains for question in domain.questions]
    assert [question.id for question in questions if not question.sources] == []


def test_no_answers_at_all_make_the_comparison_better_than_serious(single_arm: Instrument, cases: Any) -> None:
    levels = {level for _, level in decided(single_arm, cases, "comparison")}
    assert levels == {"serious", "critical"}


def test_without_a_concurrent_group_only_a_recorded_dramatic_effect_keeps_the_comparison_from_critical(
    single_arm: Instrument, cases: Any
) -> None:
    for whole, level in decided(single_arm, cases, "comparison"):
        compared = whole["1.1"] in YES and whole["1.2"] in YES
        if not compared:
            assert level == ("serious" if whole["1.3"] in YES else "critical"), whole


def test_no_answers_to_the_other_domains_make_a_single_arm_better_than_serious(
    single_arm: Instrument, sheet_of: SheetOf, judge: Callable[..., Appraisal]
) -> None:
    words = {
        question.id: question.options or single_arm.options
        for domain in single_arm.domains
        for question in domain.questions
    }

    @settings(max_examples=150, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        answers = {name: data.draw(st.sampled_from((None, *options))) for name, options in words.items()}
        answers["1.1"] = data.draw(st.sampled_from(("N", "PN", "NI")))
        sheet = sheet_of(single_arm, {name: word for name, word in answers.items() if word is not None})
        overall = judge("", sheet).overall
        assert overall is not None
        assert set(overall.possible) <= {"serious", "critical"}
        if answers["1.3"] not in YES and answers["1.3"] is not None:
            assert overall.final == "critical"

    check()


def test_the_best_answers_everywhere_still_leave_a_single_arm_at_serious(
    single_arm: Instrument, sheet_of: SheetOf, judge: Callable[..., Appraisal]
) -> None:
    best = {
        "1.1": "N", "1.3": "Y", "2.1": "N", "2.4": "N", "3.1": "Y", "3.2": "Y", "4.1": "N", "4.3": "N", "4.4": "Y",
        "5.1": "Y", "6.1": "Y", "6.2": "N", "6.3": "N",
    }  # fmt: skip
    appraisal = judge("", sheet_of(single_arm, best))
    assert [judgement.final for judgement in appraisal.judgements] == ["serious", "low", "low", "low", "low", "low"]
    assert appraisal.overall is not None
    assert appraisal.overall.final == "serious"


def test_the_worst_domain_decides(single_arm: Instrument, sheet_of: SheetOf, judge: Callable[..., Appraisal]) -> None:
    dramatic = {"1.1": "N", "1.3": "Y", "4.1": "Y", "4.2": "Y", "4.3": "Y"}
    appraisal = judge("", sheet_of(single_arm, dramatic))
    assert of(appraisal, "comparison").final == "serious"
    assert of(appraisal, "measurement").final == "critical"
    assert appraisal.overall is not None
    assert appraisal.overall.final == "critical"


def test_a_relapsing_disease_entered_when_active_and_measured_once_is_critical_whatever_else_is_said(
    single_arm: Instrument, cases: Any
) -> None:
    for whole, level in decided(single_arm, cases, "natural-history"):
        if whole["2.1"] in YES and whole["2.2"] in YES and whole["2.3"] not in YES:
            assert level == "critical", whole


def test_what_does_not_change_by_itself_and_alone_was_changed_is_low(single_arm: Instrument, cases: Any) -> None:
    for whole, level in decided(single_arm, cases, "natural-history"):
        assert (level == "low") == (whole["2.1"] in ("N", "PN") and whole["2.4"] in ("N", "PN")), whole


def test_an_unblinded_subjective_outcome_is_critical_and_an_objective_one_read_blind_is_not(
    single_arm: Instrument, cases: Any
) -> None:
    for whole, level in decided(single_arm, cases, "measurement"):
        if whole["4.1"] in YES and whole["4.2"] in YES and whole["4.3"] in YES:
            assert level == "critical", whole
        if whole["4.1"] in ("N", "PN"):
            assert level != "critical", whole


def test_a_result_picked_after_the_fact_is_never_better_than_serious(single_arm: Instrument, cases: Any) -> None:
    for whole, level in decided(single_arm, cases, "reported-result"):
        if whole["6.2"] in YES or whole["6.3"] in YES:
            assert level == "serious", whole


@pytest.mark.parametrize(
    ("facts", "question", "answer"),
    [
        ("control: none", "1.1", "N"),
        ("control: historical", "1.1", "N"),
        ("control: sham", "1.1", "PY"),
        ("flaws: [{code: no-control, basis: stated}]", "1.1", "N"),
        ("flaws: [{code: regression-to-mean, basis: stated}]", "2.1", "Y"),
        ("entered_when_active: not-reported\nflaws: [{code: regression-to-mean, basis: stated}]", "2.2", "PY"),
        ("sampling: consecutive", "3.1", "Y"),
        ("sampling: self-selected", "3.1", "N"),
        ("prospective: no", "3.2", "N"),
        ("outcomes: [{id: o, name: O, measure: objective}]", "4.1", "N"),
        ("outcomes: [{id: o, name: O, measure: subjective}]", "4.1", "Y"),
        ("outcomes: [{id: o, name: O, assessors_blinded: no}]", "4.3", "Y"),
        ("outcomes: [{id: o, name: O, assessors_blinded: yes}]", "4.3", "N"),
        ("lost: 5\nenrolled: 100", "5.1", "PY"),
        ("lost: 6\nenrolled: 100", "5.1", "N"),
        ("lost: 21\nenrolled: 100", "5.2", "Y"),
        ("lost: not-reported", "5.1", "NI"),
        ("registration: {before_enrolment: no}", "6.1", "N"),
        ("outcomes: [{id: o, name: O, role: post-hoc}]", "6.3", "Y"),
    ],
)
def test_a_recorded_fact_proposes_an_answer(
    facts: str, question: str, answer: str, judge: Callable[..., Appraisal]
) -> None:
    answers = {a.question.id: a for judgement in judge(facts).judgements for a in judgement.answers}
    assert (answers[question].answer, answers[question].origin) == (answer, Origin.PROPOSED)
    assert answers[question].grounds


def test_nothing_recorded_ever_proposes_a_dramatic_effect(single_arm: Instrument) -> None:
    (dramatic,) = (q for domain in single_arm.domains for q in domain.questions if q.id == "1.3")
    assert {proposal.answer for proposal in dramatic.proposals} <= {"N", "PN", "NI"}
