from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Judging = Callable[..., Appraisal]

LOW, UNCLEAR, HIGH = LEVELS = ("low", "unclear", "high")
BIAS = ("D1", "D2", "D3", "D4")
FIT = ("A1", "A2", "A3")
SETUP = {"question": "q", "threshold": "yes"}
ASKED = {
    "D1": ("1.1", "1.2", "1.3"),
    "D2": ("2.1", "2.2"),
    "D3": ("3.1", "3.2"),
    "D4": ("4.1", "4.2", "4.3", "4.4"),
}


@pytest.fixture(scope="module")
def seat(seat_at: Callable[..., Any]) -> Any:
    return seat_at("quadas-2", SETUP)


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


def at_risk(levels: tuple[str, ...]) -> bool:
    """Say the article's sentence: at risk where one domain or more is high or unclear."""
    return any(level in (HIGH, UNCLEAR) for level in levels)


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


def test_it_asks_eleven_questions_in_four_domains_and_three_on_fit_have_none(quadas: Instrument) -> None:
    asked = {domain.id: tuple(question.id for question in domain.questions) for domain in quadas.domains}
    assert asked == {**ASKED, **dict.fromkeys(FIT, ())}


def test_no_table_judges_any_domain(quadas: Instrument) -> None:
    assert [domain.id for domain in quadas.domains if domain.tables] == []


def test_it_says_that_its_authors_have_replaced_it(quadas: Instrument) -> None:
    assert "replaced" in quadas.about
    assert "QUADAS-3" in quadas.notice


def test_the_rule_for_the_whole_is_told_to_be_ours_and_no_score(quadas: Instrument) -> None:
    assert "our rule" in quadas.overall.note
    assert "nothing is counted" in quadas.overall.note


def test_the_question_of_the_review_has_to_be_told(quadas: Instrument, sheet_of: SheetOf) -> None:
    (problem,) = check_sheet(sheet_of(quadas, {}, {"threshold": "no"}), quadas, None)
    assert problem.code == "E-SETUP"
    assert "'question'" in problem.message


# the whole


def test_the_whole_is_low_exactly_where_the_article_calls_it_so(judge: Judging) -> None:
    for levels in product(LEVELS, repeat=len(BIAS)):
        assert (final(judge(dict(zip(BIAS, levels, strict=True)))) != LOW) == at_risk(levels), levels


def test_between_unclear_and_high_the_worst_domain_decides(judge: Judging) -> None:
    for levels in product(LEVELS, repeat=len(BIAS)):
        if at_risk(levels):
            worst = HIGH if HIGH in levels else UNCLEAR
            assert final(judge(dict(zip(BIAS, levels, strict=True)))) == worst, levels


def test_applicability_follows_its_own_three_domains(judge: Judging) -> None:
    for levels in product(LEVELS, repeat=len(FIT)):
        worst = next(level for level in (HIGH, UNCLEAR, LOW) if level in levels)
        appraisal = judge({**dict(zip(FIT, levels, strict=True)), **dict.fromkeys(BIAS, LOW)})
        assert (fit(appraisal), final(appraisal)) == (worst, LOW), levels


def test_a_poor_fit_alone_leaves_bias_open(judge: Judging) -> None:
    appraisal = judge(dict.fromkeys(FIT, HIGH))
    assert (final(appraisal), fit(appraisal)) == (None, HIGH)


# a person judges


def test_no_set_of_answers_judges_a_domain(quadas: Instrument, judge: Judging) -> None:
    for domain, questions in ASKED.items():
        for words in product(quadas.options, repeat=len(questions)):
            assert of(judge({}, dict(zip(questions, words, strict=True))), domain).final is None


def test_a_no_flags_and_does_not_decide(judge: Judging, doubts: Callable[..., list[str]]) -> None:
    for domain, questions in ASKED.items():
        for question in questions:
            answers = {**dict.fromkeys(questions, "Y"), question: "N"}
            judged = of(judge({domain: LOW}, answers), domain)
            assert judged.final == LOW
            assert [sign.because for sign in judged.signs if f"({question})" in sign.because]
            assert doubts({domain: LOW}, answers) == []


@pytest.mark.parametrize("domain", BIAS)
def test_unclear_is_doubted_where_everything_is_reported(domain: str, doubts: Callable[..., list[str]]) -> None:
    first, *others = ASKED[domain]
    reported = {**dict.fromkeys(others, "Y"), first: "N"}
    assert doubts({domain: UNCLEAR}, reported) == [domain]
    assert doubts({domain: UNCLEAR}, {**reported, first: "U"}) == []


@pytest.mark.parametrize("domain", BIAS)
def test_high_is_doubted_where_every_answer_is_yes_and_low_where_nothing_is_reported(
    domain: str, doubts: Callable[..., list[str]]
) -> None:
    assert doubts({domain: HIGH}, dict.fromkeys(ASKED[domain], "Y")) == [domain]
    assert doubts({domain: LOW}, dict.fromkeys(ASKED[domain], "Y")) == []
    assert doubts({domain: LOW}, dict.fromkeys(ASKED[domain], "U")) == [domain]


@pytest.mark.parametrize(
    ("domain", "gated", "setup"), [("D2", "2.2", {"threshold": "no"}), ("D4", "4.2", {"verification": "no"})]
)
def test_a_question_that_the_set_up_leaves_out_is_not_missed(
    domain: str, gated: str, setup: Mapping[str, str], judge: Judging, doubts: Callable[..., list[str]]
) -> None:
    without = {**SETUP, **setup}
    asked = [question for question in ASKED[domain] if question != gated]
    origins = [answered.origin for answered in of(judge({}, dict.fromkeys(asked, "Y"), without), domain).answers]
    assert Origin.OPEN not in origins
    assert not of(judge({}, dict.fromkeys(asked, "Y"), without), domain).complete
    with_it = of(judge({}, dict.fromkeys(asked, "Y")), domain)
    assert [answered.question.id for answered in with_it.answers if answered.origin is Origin.OPEN] == [gated]
    assert doubts({domain: HIGH}, dict.fromkeys(asked, "Y"), without) == [domain]
    assert doubts({domain: UNCLEAR}, dict.fromkeys(asked, "N"), without) == [domain]
    assert doubts({domain: LOW}, dict.fromkeys(asked, "U"), without) == [domain]


# mistakes that other programs make


def test_four_unclear_domains_are_not_low(judge: Judging) -> None:
    assert final(judge(dict.fromkeys(BIAS, UNCLEAR))) == UNCLEAR


def test_no_domain_at_all_is_not_low(judge: Judging) -> None:
    assert (final(judge()), fit(judge())) == (None, None)


def test_yes_is_the_good_answer_to_every_question(quadas: Instrument) -> None:
    for domain in quadas.domains:
        for question in domain.questions:
            flags = [sign for sign in domain.signs if f"({question.id})" in sign.because]
            assert [sign.when.clauses for sign in flags] == [({question.id: ("N",)},)]


def test_the_judgement_of_a_domain_is_none_of_its_questions(quadas: Instrument, sheet_of: SheetOf) -> None:
    problems = list(check_sheet(sheet_of(quadas, {"D1": "N"}, SETUP), quadas, None))
    assert [problem.code for problem in problems] == ["E-QUESTION"]


def test_an_empty_form_is_incomplete_and_has_no_level(judge: Judging) -> None:
    appraisal = judge()
    assert not appraisal.complete
    assert {judgement.final for judgement in appraisal.judgements} == {None}


# what facts propose


@pytest.mark.parametrize(
    ("facts", "question", "answer"),
    [
        ("sampling: random", "1.1", "Y"),
        ("sampling: self-selected", "1.1", "N"),
        ("sampling: not-reported", "1.1", "U"),
        ("design: case-control", "1.2", "N"),
        ("control: healthy", "1.2", "N"),
        ("accuracy: {read_blind: yes}", "2.1", "Y"),
        ("accuracy: {read_blind: no}", "2.1", "N"),
        ("accuracy: {read_blind: not-reported}", "2.1", "U"),
        ("accuracy: {threshold_fixed: yes}", "2.2", "Y"),
        ("accuracy: {threshold_fixed: no}", "2.2", "N"),
        ("accuracy: {reference: not-reported}", "3.1", "U"),
        ("flaws: [{code: partial-verification, basis: stated}]", "4.2", "N"),
        ("flaws: [{code: differential-verification, basis: stated}]", "4.3", "N"),
        ("flaws: [{code: attrition, basis: stated}]", "4.4", "N"),
    ],
)
def test_a_recorded_fact_proposes_an_answer_and_no_level(
    facts: str, question: str, answer: str, quadas: Instrument, study_of: StudyOf
) -> None:
    appraisal = Judge().appraise(study_of(facts), quadas)
    answers = {a.question.id: a for judgement in appraisal.judgements for a in judgement.answers}
    assert (answers[question].answer, answers[question].origin) == (answer, Origin.PROPOSED)
    assert {judgement.final for judgement in appraisal.judgements} == {None}
