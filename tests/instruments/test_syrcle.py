from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.overall import worst
from ccsvi_triage.model.appraisal import Appraisal, Origin
from ccsvi_triage.model.instrument import Form, Instrument, OverallRule
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Judging = Callable[..., Appraisal]

LOW, UNCLEAR, HIGH = LEVELS = ("low", "unclear", "high")
ITEMS = tuple(str(number) for number in range(1, 11))
OF_ANSWER = {"Y": LOW, "U": UNCLEAR, "N": HIGH}


@pytest.fixture(scope="module")
def syrcle(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("syrcle")


@pytest.fixture(scope="module")
def judge(syrcle: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> Judging:
    """Give a function that judges a sheet of bare answers, by item."""
    study, ready = study_of(""), Judge()

    def appraise(answers: dict[str, str]) -> Appraisal:
        return ready.appraise(study, syrcle, sheet_of(syrcle, answers))

    return appraise


def final(appraisal: Appraisal) -> str | None:
    assert appraisal.overall is not None
    return appraisal.overall.final


def floor(levels: tuple[str, ...]) -> str:
    """Say our rule for the whole again: high if any is, else unclear if any is, else low."""
    for level in (HIGH, UNCLEAR):
        if level in levels:
            return level
    return LOW


def test_it_has_the_ten_items_in_order_each_with_one_question(syrcle: Instrument) -> None:
    assert [domain.id for domain in syrcle.domains] == [f"I{number}" for number in ITEMS]
    assert [[question.id for question in domain.questions] for domain in syrcle.domains] == [[n] for n in ITEMS]
    assert [domain.label for domain in syrcle.domains] == list(ITEMS)


def test_yes_is_low_no_is_high_and_unclear_is_unclear_for_every_item(judge: Judging) -> None:
    for place, item in enumerate(ITEMS):
        for answer, level in OF_ANSWER.items():
            judgement = judge({item: answer}).judgements[place]
            assert (judgement.final, [rule.then for rule in judgement.rules]) == (level, [level])


def test_the_worst_item_decides_for_every_vector_of_levels() -> None:
    for levels in product(LEVELS, repeat=len(ITEMS)):
        assert worst([(level,) for level in levels], LEVELS) == (floor(levels),), levels


def test_the_whole_of_a_sheet_is_that_of_its_items_whatever_is_left_open(syrcle: Instrument, judge: Judging) -> None:
    assert (syrcle.overall.rule, tuple(syrcle.levels)) == (OverallRule.WORST, LEVELS)

    @settings(max_examples=300)
    @given(words=st.lists(st.sampled_from((None, *OF_ANSWER)), min_size=10, max_size=10))
    def check(words: list[str | None]) -> None:
        answers = {item: word for item, word in zip(ITEMS, words, strict=True) if word is not None}
        known = tuple(OF_ANSWER[word] for word in answers.values())
        whole = final(judge(answers))
        if len(known) == len(ITEMS) or HIGH in known:
            assert whole == floor(known)
        else:
            assert whole is None

    check()


def test_nine_good_items_and_an_open_one_are_not_low(judge: Judging) -> None:
    appraisal = judge(dict.fromkeys(ITEMS[:9], "Y"))
    assert final(appraisal) is None
    assert appraisal.overall is not None
    assert appraisal.overall.possible == LEVELS


def test_an_empty_form_is_incomplete_and_has_no_level(judge: Judging) -> None:
    appraisal = judge({})
    assert not appraisal.complete
    assert final(appraisal) is None


# mistakes that others make


def test_it_adds_nothing_up(syrcle: Instrument) -> None:
    assert syrcle.form is Form.JUDGED
    assert not syrcle.points
    assert not syrcle.counts


def test_the_rule_for_the_whole_is_told_to_be_ours(syrcle: Instrument) -> None:
    assert "is ours" in syrcle.overall.note
    assert "against a summary score" in syrcle.overall.note


def test_a_judgement_is_never_made_by_a_count(judge: Judging) -> None:
    one = judge({**dict.fromkeys(ITEMS, "Y"), "4": "N"})
    nine = judge({**dict.fromkeys(ITEMS, "N"), "4": "Y"})
    assert final(one) == final(nine) == HIGH
    assert final(judge(dict.fromkeys(ITEMS, "U"))) == UNCLEAR


def test_unclear_is_no_step_between_low_and_high(judge: Judging) -> None:
    assert judge({**dict.fromkeys(ITEMS, "Y"), "6": "U"}).concern is None


def test_a_level_cannot_be_typed_in(syrcle: Instrument, sheet_of: SheetOf) -> None:
    sheet = sheet_of(syrcle, {}, None, None, {"I1": LOW})
    assert [problem.code for problem in check_sheet(sheet, syrcle, None)] == ["E-JUDGED"]


# what facts propose

OUTCOME = "outcomes: [{{id: o, name: O, {}}}]"


@pytest.mark.parametrize(
    ("facts", "question", "answer"),
    [
        ("randomised: no", "1", "N"),
        ("randomised: yes\nsequence: drawn lots", "1", "Y"),
        ("randomised: yes\nsequence: not-reported", "1", "U"),
        ("randomised: not-reported", "1", "U"),
        ("baseline_alike: yes", "2", "Y"),
        ("baseline_alike: no\nconfounders_adjusted: yes", "2", "Y"),
        ("baseline_alike: no\nconfounders_adjusted: no", "2", "N"),
        ("baseline_alike: not-reported", "2", "U"),
        ("concealed: yes", "3", "Y"),
        ("concealed: not-reported", "3", "U"),
        ("blinding: {carers: no}", "5", "N"),
        (OUTCOME.format("assessors_blinded: yes"), "7", "Y"),
        (OUTCOME.format("assessors_blinded: no, measure: objective"), "7", "Y"),
        (OUTCOME.format("assessors_blinded: no, measure: subjective"), "7", "N"),
        (OUTCOME.format("assessors_blinded: no") + "\nblinding: {assessors: yes}", "7", "U"),
        (OUTCOME.format("measure: subjective") + "\nblinding: {assessors: no}", "7", "N"),
        ("blinding: {assessors: no}", "7", "U"),
        ("lost: 0\nenrolled: 24", "8", "Y"),
        ("lost: not-reported", "8", "U"),
        ("flaws: [{code: selective-reporting, basis: stated}]", "9", "N"),
        ("flaws: [{code: unit-of-analysis, basis: stated}]", "10", "N"),
    ],
)
def test_a_recorded_fact_proposes_an_answer(
    facts: str, question: str, answer: str, syrcle: Instrument, study_of: StudyOf
) -> None:
    study = study_of(facts)
    outcome = study.outcomes[0] if study.outcomes else None
    appraisal = Judge().appraise(study, syrcle, None, outcome)
    answers = {a.question.id: a for judgement in appraisal.judgements for a in judgement.answers}
    assert (answers[question].answer, answers[question].origin) == (answer, Origin.PROPOSED)


@pytest.mark.parametrize(
    "facts",
    [
        "randomised: yes",
        "baseline_alike: no",
        "lost: 3\nenrolled: 24",
        "registration: {outcome_kept: yes}",
        "funding: {kind: industry}\ninterests: financial",
        "flaws: [{code: attrition, basis: stated}]",
    ],
)
def test_a_fact_that_does_not_settle_an_item_proposes_nothing(
    facts: str, syrcle: Instrument, study_of: StudyOf
) -> None:
    appraisal = Judge().appraise(study_of(facts), syrcle)
    assert {a.origin for judgement in appraisal.judgements for a in judgement.answers} == {Origin.OPEN}
