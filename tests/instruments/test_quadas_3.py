from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.sheet import Judged, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Id, InstrumentRef, StudyRef

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Judging = Callable[..., Appraisal]

LOW, INSUFFICIENT, HIGH = LEVELS = ("low", "insufficient-information", "high")
BIAS = ("D1", "D2", "D3", "D4")
FIT = ("A1", "A2", "A3")
SETUP = {"question": "q", "ideal-trial": "t", "threshold": "yes", "reference-threshold": "yes"}
ASKED = {
    "D1": ("1.1", "1.2", "1.3", "1.4"),
    "D2": ("2.1", "2.2", "2.3", "2.4"),
    "D3": ("3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "3.8"),
    "D4": ("4.1", "4.2", "4.3", "4.4"),
}


@pytest.fixture(scope="module")
def seat(seat_at: Callable[..., Any]) -> Any:
    return seat_at("quadas-3", SETUP)


@pytest.fixture(scope="module")
def quadas(seat: Any) -> Instrument:
    instrument: Instrument = seat.instrument
    return instrument


@pytest.fixture(scope="module")
def judge(seat: Any) -> Judging:
    """Give a function that judges by levels and bare answers, and by nothing else."""
    return lambda levels=None, answers=None, setup=None: seat.appraise(answers, levels, setup)


@pytest.fixture(scope="module")
def doubts(seat: Any) -> Callable[..., list[str]]:
    """Give a function that names the domains whose level the answers speak against."""

    def of_sheet(levels: Mapping[str, str], answers: Mapping[str, str], setup: Mapping[str, str] = SETUP) -> list[str]:
        problems = seat.problems(seat.sheet(answers, levels, setup))
        assert {problem.code for problem in problems} <= {"E-DOUBT"}
        return [problem.message.split()[0] for problem in problems]

    return of_sheet


def published(levels: tuple[str, ...]) -> str:
    """Say the tool's rule for the whole again, in other words than the program's."""
    if any(level == HIGH for level in levels):
        return HIGH
    return LOW if all(level == LOW for level in levels) else INSUFFICIENT


def of(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == domain)


def final(appraisal: Appraisal) -> str | None:
    assert appraisal.overall is not None
    return appraisal.overall.final


def fit(appraisal: Appraisal) -> str | None:
    (axis,) = appraisal.axes
    assert axis.overall is not None
    return axis.overall.final


# what it is


def test_it_asks_twenty_questions_in_four_domains_and_three_on_fit_have_none(quadas: Instrument) -> None:
    asked = {domain.id: tuple(question.id for question in domain.questions) for domain in quadas.domains}
    assert asked == {**ASKED, **dict.fromkeys(FIT, ())}


def test_only_the_questions_on_thresholds_have_a_gate(quadas: Instrument) -> None:
    gates = {q.id: q.asked_when.clauses for domain in quadas.domains for q in domain.questions if q.asked_when.clauses}
    assert gates == {"2.4": ({"threshold": ("yes",)},), "3.7": ({"reference-threshold": ("yes",)},)}


def test_no_table_judges_any_domain(quadas: Instrument) -> None:
    assert [domain.id for domain in quadas.domains if domain.tables] == []


def test_without_a_question_and_an_ideal_trial_there_is_nothing_to_judge_against(
    quadas: Instrument, sheet_of: SheetOf
) -> None:
    setup = {"threshold": "yes", "reference-threshold": "no"}
    messages = [problem.message for problem in check_sheet(sheet_of(quadas, {}, setup), quadas, None)]
    assert [message.split("'")[1] for message in messages] == ["question", "ideal-trial"]


# the whole


def test_the_whole_is_the_published_one_for_every_vector_of_levels(judge: Judging) -> None:
    for levels in product(LEVELS, repeat=len(BIAS)):
        assert final(judge(dict(zip(BIAS, levels, strict=True)))) == published(levels), levels


def test_applicability_is_the_published_one_for_every_vector_of_levels(judge: Judging) -> None:
    for levels in product(LEVELS, repeat=len(FIT)):
        assert fit(judge(dict(zip(FIT, levels, strict=True)))) == published(levels), levels


def test_bias_and_applicability_never_touch_each_other(judge: Judging) -> None:
    for bias, matches in product(LEVELS, repeat=2):
        appraisal = judge({**dict.fromkeys(BIAS, bias), **dict.fromkeys(FIT, matches)})
        assert (final(appraisal), fit(appraisal)) == (bias, matches)


def test_a_poor_fit_alone_leaves_bias_open(judge: Judging) -> None:
    appraisal = judge(dict.fromkeys(FIT, HIGH))
    assert (final(appraisal), fit(appraisal)) == (None, HIGH)


def test_what_may_still_come_of_some_judged_domains_is_what_some_completion_gives(judge: Judging) -> None:
    for levels in product((None, *LEVELS), repeat=len(BIAS)):
        given_ = {domain: level for domain, level in zip(BIAS, levels, strict=True) if level is not None}
        overall = judge(given_).overall
        assert overall is not None
        completions = product(*((level,) if level else LEVELS for level in levels))
        assert set(overall.possible) == {published(whole) for whole in completions}, levels


def test_insufficient_information_is_no_middle_grade(judge: Judging) -> None:
    assert judge({**dict.fromkeys(BIAS, LOW), "D2": INSUFFICIENT}).concern is None
    assert judge(dict.fromkeys(BIAS, LOW)).concern is not None


def test_no_number_of_domains_without_information_makes_the_whole_high_or_low(judge: Judging) -> None:
    assert final(judge(dict.fromkeys(BIAS, INSUFFICIENT))) == INSUFFICIENT


# a person judges


def test_a_no_flags_and_does_not_decide(judge: Judging, doubts: Callable[..., list[str]]) -> None:
    for domain, questions in ASKED.items():
        for question in questions:
            for no in ("N", "PN"):
                answers = {**dict.fromkeys(questions, "Y"), question: no}
                assert of(judge({}, answers), domain).final is None
                judged = of(judge({domain: LOW}, answers), domain)
                assert judged.final == LOW
                assert [sign.because for sign in judged.signs if f"({question})" in sign.because]
                assert doubts({domain: LOW}, answers) == []


def test_a_judgement_is_never_made_by_a_count(quadas: Instrument, judge: Judging) -> None:
    every = [question for questions in ASKED.values() for question in questions]

    @settings(max_examples=100)
    @given(words=st.lists(st.sampled_from(quadas.options), min_size=len(every), max_size=len(every)))
    def check(words: list[str]) -> None:
        appraisal = judge({}, dict(zip(every, words, strict=True)))
        assert [judgement.final for judgement in appraisal.judgements] == [None] * 7
        assert (final(appraisal), fit(appraisal)) == (None, None)

    check()


def test_all_yes_does_not_make_a_domain_low_without_a_person(judge: Judging) -> None:
    answers = dict.fromkeys([question for questions in ASKED.values() for question in questions], "Y")
    appraisal = judge({}, answers)
    assert {judgement.final for judgement in appraisal.judgements} == {None}


def test_a_level_without_a_reason_is_none(quadas: Instrument, study_of: StudyOf) -> None:
    bare = {domain: Judged(level=LOW, because=" ") for domain in BIAS}
    sheet = Sheet(
        id=Id("a-sheet"),
        study=StudyRef("s"),
        instrument=InstrumentRef(quadas.id),
        version=quadas.version,
        reviewer="A reviewer",
        setup=SETUP,
        judgements=bare,
    )
    assert final(Judge().appraise(study_of(""), quadas, sheet)) is None


# what answers speak against


@pytest.mark.parametrize("domain", BIAS)
def test_high_is_doubted_where_every_answer_is_yes(domain: str, doubts: Callable[..., list[str]]) -> None:
    yes = dict.fromkeys(ASKED[domain], "PY")
    assert doubts({domain: HIGH}, yes) == [domain]
    assert doubts({domain: LOW}, yes) == []


@pytest.mark.parametrize("domain", BIAS)
def test_insufficient_information_is_doubted_where_everything_is_reported(
    domain: str, doubts: Callable[..., list[str]]
) -> None:
    first, *others = ASKED[domain]
    reported = {**dict.fromkeys(others, "Y"), first: "N"}
    assert doubts({domain: INSUFFICIENT}, reported) == [domain]
    assert doubts({domain: INSUFFICIENT}, {**reported, first: "NI"}) == []
    assert doubts({domain: INSUFFICIENT}, dict.fromkeys(others, "Y")) == []


@pytest.mark.parametrize("domain", BIAS)
def test_low_is_doubted_where_nothing_is_reported(domain: str, doubts: Callable[..., list[str]]) -> None:
    silent = dict.fromkeys(ASKED[domain], "NI")
    assert doubts({domain: LOW}, silent) == [domain]
    assert doubts({domain: INSUFFICIENT}, silent) == []


@pytest.mark.parametrize(
    ("domain", "gated", "setup"), [("D2", "2.4", "threshold"), ("D3", "3.7", "reference-threshold")]
)
def test_a_question_on_a_threshold_that_there_is_not_is_not_missed(
    domain: str, gated: str, setup: str, doubts: Callable[..., list[str]], judge: Judging
) -> None:
    without = {**SETUP, setup: "no"}
    asked = [question for question in ASKED[domain] if question != gated]
    assert doubts({domain: HIGH}, dict.fromkeys(asked, "Y"), without) == [domain]
    assert doubts({domain: INSUFFICIENT}, dict.fromkeys(asked, "N"), without) == [domain]
    assert doubts({domain: LOW}, dict.fromkeys(asked, "NI"), without) == [domain]
    origins = [answered.origin for answered in of(judge({}, dict.fromkeys(asked, "Y"), without), domain).answers]
    assert Origin.OPEN not in origins
    assert not of(judge({}, dict.fromkeys(asked, "Y"), without), domain).complete
    with_it = of(judge({}, dict.fromkeys(asked, "Y")), domain)
    assert [answered.question.id for answered in with_it.answers if answered.origin is Origin.OPEN] == [gated]


# mistakes that other programs make


def test_yes_is_the_good_answer_to_every_question(quadas: Instrument) -> None:
    for domain in quadas.domains:
        for question in domain.questions:
            flags = [sign for sign in domain.signs if f"({question.id})" in sign.because]
            assert [sign.when.clauses for sign in flags] == [({question.id: ("N", "PN")},)]


def test_nothing_but_no_information_is_not_low(judge: Judging) -> None:
    silent = dict.fromkeys([question for questions in ASKED.values() for question in questions], "NI")
    assert final(judge({}, silent)) is None
    assert final(judge(dict.fromkeys(BIAS, INSUFFICIENT), silent)) == INSUFFICIENT


def test_an_empty_form_is_incomplete_and_has_no_level(judge: Judging) -> None:
    appraisal = judge()
    assert not appraisal.complete
    assert (final(appraisal), fit(appraisal)) == (None, None)
    assert {origin for j in appraisal.judgements for origin in [a.origin for a in j.answers]} == {Origin.OPEN}


def test_there_is_no_moderate(quadas: Instrument) -> None:
    assert tuple(quadas.levels) == LEVELS


# what facts propose


@pytest.mark.parametrize(
    ("facts", "question", "answer"),
    [
        ("design: case-control", "1.1", "N"),
        ("control: [healthy, other-disease]", "1.1", "N"),
        ("flaws: [{code: spectrum-bias, basis: stated}]", "1.1", "N"),
        ("flaws: [{code: spectrum-bias, basis: stated}]", "1.4", "N"),
        ("prospective: yes", "1.2", "Y"),
        ("prospective: no", "1.2", "N"),
        ("prospective: not-reported", "1.2", "NI"),
        ("sampling: consecutive", "1.3", "Y"),
        ("sampling: convenience", "1.3", "N"),
        ("accuracy: {operators_trained: no}", "2.1", "PN"),
        ("accuracy: {read_blind: yes}", "2.2", "Y"),
        ("accuracy: {read_blind: no}", "2.2", "N"),
        ("accuracy: {read_blind: not-reported}", "2.2", "NI"),
        ("accuracy: {threshold_fixed: yes}", "2.4", "Y"),
        ("accuracy: {threshold_fixed: no}", "2.4", "PN"),
        ("accuracy: {reference: not-reported}", "3.1", "NI"),
        ("flaws: [{code: partial-verification, basis: stated}]", "3.2", "N"),
        ("flaws: [{code: differential-verification, basis: stated}]", "3.3", "N"),
        ("flaws: [{code: post-hoc-exclusions, basis: stated}]", "4.1", "N"),
        ("flaws: [{code: unit-of-analysis, basis: stated}]", "4.3", "PN"),
    ],
)
def test_a_recorded_fact_proposes_an_answer(
    facts: str, question: str, answer: str, quadas: Instrument, study_of: StudyOf
) -> None:
    appraisal = Judge().appraise(study_of(facts), quadas)
    answers = {a.question.id: a for judgement in appraisal.judgements for a in judgement.answers}
    assert (answers[question].answer, answers[question].origin) == (answer, Origin.PROPOSED)
    assert {judgement.final for judgement in appraisal.judgements} == {None}


def test_a_test_without_a_threshold_is_not_asked_about_one(quadas: Instrument, study_of: StudyOf) -> None:
    facts = "accuracy: {threshold_fixed: not-applicable}"
    appraisal = Judge().appraise(study_of(facts), quadas)
    assert dict(appraisal.setup)["threshold"] == "no"
    assert "threshold" in appraisal.proposed


def test_an_unclear_fact_proposes_nothing(quadas: Instrument, study_of: StudyOf) -> None:
    facts = "prospective: unclear\naccuracy: {read_blind: unclear, threshold_fixed: unclear}"
    appraisal = Judge().appraise(study_of(facts), quadas)
    assert {a.origin for judgement in appraisal.judgements for a in judgement.answers} == {Origin.OPEN}
