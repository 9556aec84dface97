from collections.abc import Callable, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.condition import holds
from ccsvi_triage.model.appraisal import Appraisal
from ccsvi_triage.model.instrument import Domain, Instrument
from ccsvi_triage.model.sheet import Judged, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern, Severity

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

ANSWERS = ("Y", "PY", "PN", "N", "NI")
LEVELS = ("low", "unclear", "high")
DOMAINS = ("D1", "D2", "D3", "D4", "P3")


@pytest.fixture(scope="module")
def robis(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("robis")


@pytest.fixture(scope="module")
def judge(robis: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> Callable[..., Appraisal]:
    """Give a function that judges a sheet of these answers and levels."""
    study, ready = study_of("kind: systematic-review"), Judge()

    def appraise(answers: Mapping[str, str], judgements: Mapping[str, str] | None = None) -> Appraisal:
        return ready.appraise(study, robis, sheet_of(robis, answers, judgements=judgements))

    return appraise


def final(appraisal: Appraisal) -> str | None:
    assert appraisal.overall is not None
    return appraisal.overall.final


def by_id(robis: Instrument, name: str) -> Domain:
    return next(domain for domain in robis.domains if domain.id == name)


def every_question(robis: Instrument) -> list[str]:
    return [question.id for domain in robis.domains for question in domain.questions]


def doubted(words: tuple[str, ...]) -> set[str]:
    """Give the levels that all answers to a domain speak against: low needs yes, and unclear a lack of information."""
    against = set()
    if not set(words) <= {"Y", "PY"}:
        against.add("low")
    else:
        against.add("high")
    if "NI" not in words:
        against.add("unclear")
    return against


def test_it_asks_the_questions_of_the_tool_by_their_numbers(robis: Instrument) -> None:
    assert {domain.id: [question.id for question in domain.questions] for domain in robis.domains} == {
        "D1": ["1.1", "1.2", "1.3", "1.4", "1.5"],
        "D2": ["2.1", "2.2", "2.3", "2.4", "2.5"],
        "D3": ["3.1", "3.2", "3.3", "3.4", "3.5"],
        "D4": ["4.1", "4.2", "4.3", "4.4", "4.5", "4.6"],
        "P3": ["A", "B", "C"],
    }
    assert robis.options == ANSWERS
    assert {question for domain in robis.domains for question in domain.questions if question.options} == set()


def test_unclear_is_no_middle_step_between_low_and_high(robis: Instrument) -> None:
    assert dict(robis.levels) == {"low": Concern.NONE, "unclear": Concern.UNPLACED, "high": Concern.SERIOUS}


@given(data=st.data())
def test_answers_never_give_a_level_of_themselves(
    data: st.DataObject, robis: Instrument, judge: Callable[..., Appraisal]
) -> None:
    word = data.draw(st.sampled_from(ANSWERS))
    answers = {name: data.draw(st.sampled_from((word, *ANSWERS))) for name in every_question(robis)}
    appraisal = judge(answers)
    assert not appraisal.complete
    assert {judgement.final for judgement in appraisal.judgements} == {None}
    assert (final(appraisal), appraisal.concern) == (None, None)


def test_a_judgement_is_never_made_by_a_count_of_good_answers(
    robis: Instrument, judge: Callable[..., Appraisal]
) -> None:
    names = every_question(robis)
    for good in range(len(names) + 1):
        appraisal = judge({name: "Y" if at < good else "N" for at, name in enumerate(names)})
        assert final(appraisal) is None
        assert {judgement.possible for judgement in appraisal.judgements} == {LEVELS}


def test_the_whole_is_what_a_person_says_in_phase_three_whatever_the_four_domains_are(
    judge: Callable[..., Appraisal],
) -> None:
    for levels in product(LEVELS, repeat=len(DOMAINS)):
        appraisal = judge({}, dict(zip(DOMAINS, levels, strict=True)))
        assert tuple(judgement.final for judgement in appraisal.judgements) == levels
        assert final(appraisal) == levels[-1]
        assert all(judgement.by_person for judgement in appraisal.judgements)


def test_concerns_with_the_process_stand_apart_and_have_no_level_of_their_own(
    judge: Callable[..., Appraisal],
) -> None:
    appraisal = judge({}, dict.fromkeys(DOMAINS[:4], "high"))
    assert [judgement.domain.id for judgement in appraisal.on_axis("process")] == list(DOMAINS[:4])
    assert [axis.overall for axis in appraisal.axes] == [None]
    assert final(appraisal) is None


def test_a_level_without_a_reason_is_none(robis: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> None:
    whole = sheet_of(robis, {})
    bare = Sheet(
        id=whole.id, study=whole.study, instrument=whole.instrument, version=whole.version, reviewer=whole.reviewer,
        judgements={"P3": Judged(level="low", because="")},
    )  # fmt: skip
    assert final(Judge().appraise(study_of(""), robis, bare)) is None
    assert {problem.code for problem in check_sheet(bare, robis, None)} == {"E-JUDGED"}


def test_an_empty_form_is_incomplete_and_may_still_be_anything(judge: Callable[..., Appraisal]) -> None:
    appraisal = judge({})
    assert not appraisal.complete
    assert appraisal.overall is not None
    assert appraisal.overall.possible == LEVELS


@pytest.mark.parametrize("name", DOMAINS)
def test_the_signs_speak_against_what_the_criteria_do_not_bear(name: str, robis: Instrument) -> None:
    domain = by_id(robis, name)
    names = [question.id for question in domain.questions]
    for words in product(ANSWERS, repeat=len(names)):
        answers = dict(zip(names, words, strict=True))
        against = {level for sign in domain.signs if holds(sign.when, answers) for level in sign.against}
        assert against == doubted(words), answers


def test_open_questions_speak_neither_for_high_nor_against_unclear(robis: Instrument) -> None:
    for domain in robis.domains:
        answers = dict.fromkeys([question.id for question in domain.questions][1:], "Y")
        assert [sign.because for sign in domain.signs if holds(sign.when, answers)] == []


@pytest.mark.parametrize("level", LEVELS)
def test_a_level_that_the_answers_speak_against_is_warned_of_and_stands(
    level: str, robis: Instrument, sheet_of: SheetOf, judge: Callable[..., Appraisal]
) -> None:
    for words in product(ANSWERS, repeat=3):
        answers = dict(zip("ABC", words, strict=True))
        sheet = sheet_of(robis, answers, judgements={"P3": level})
        problems = [problem for problem in check_sheet(sheet, robis, None) if problem.code == "E-DOUBT"]
        assert bool(problems) == (level in doubted(words))
        assert {problem.severity for problem in problems} <= {Severity.WARNING}
        assert final(judge(answers, {"P3": level})) == level
