from collections.abc import Callable
from itertools import product

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.scale import total
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.instrument import Form, Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Design

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[..., Study]

OPTIONS = {
    "S1": "abcd", "S2": "abc", "S3": "abcd", "S4": "ab", "C1a": ("yes", "no"), "C1b": ("yes", "no"), "O1": "abcd",
    "O2": "ab", "O3": "abcd",
}  # fmt: skip
STARS = {
    "S1": "ab", "S2": "a", "S3": "ab", "S4": "a", "C1a": ("yes",), "C1b": ("yes",), "O1": "ab", "O2": "a", "O3": "ab",
}  # fmt: skip
SETUP = {
    "most-important-factor": "age",
    "second-factor": "disability at the start",
    "follow-up-length": "two years",
    "follow-up-percentage": "80 per cent",
}


@pytest.fixture(scope="module")
def nos(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("nos-cohort")


def test_it_has_the_items_and_the_letters_of_the_form(nos: Instrument) -> None:
    found = {q.id: tuple(q.options) for domain in nos.domains for q in domain.questions}
    assert found == {name: tuple(words) for name, words in OPTIONS.items()}


def test_each_starred_option_earns_one_star_and_no_other_does(nos: Instrument) -> None:
    for domain in nos.domains:
        for question in domain.questions:
            for word in question.options:
                assert int(question.points[word]) == (word in STARS[question.id]), (question.id, word)


def test_every_form_has_as_many_stars_as_starred_answers_and_nine_at_most(
    nos: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    study = study_of()
    for words in product(*(("a", "c") if len(OPTIONS[name]) > 3 else OPTIONS[name][:2] for name in OPTIONS)):
        answers = dict(zip(OPTIONS, words, strict=True))
        stars = sum(word in STARS[name] for name, word in answers.items())
        added = total(study, nos, sheet_of(nos, answers, SETUP))
        assert (added.low, added.high, added.most) == (stars, stars, 9)


def test_it_has_no_bands_of_quality(nos: Instrument) -> None:
    assert (nos.form, nos.legacy) == (Form.SCALE, "nos")
    assert not nos.levels
    assert not nos.level_words


@pytest.mark.parametrize("name", sorted(SETUP))
def test_what_the_scale_leaves_blank_has_to_be_filled_in(nos: Instrument, sheet_of: SheetOf, name: str) -> None:
    setup = {key: words for key, words in SETUP.items() if key != name}
    assert [problem.code for problem in check_sheet(sheet_of(nos, {}, setup), nos, None)] == ["E-SETUP"]
    assert [problem.code for problem in check_sheet(sheet_of(nos, {}, SETUP), nos, None)] == []


def test_it_suits_cohorts_alone(nos: Instrument, study_of: StudyOf) -> None:
    for design in Design:
        suited = Facts(study_of(f"design: {design.value}")).meets(nos.suits) is not None
        assert suited == (design is Design.COHORT)


@pytest.mark.parametrize(
    ("facts", "item", "answer"),
    [
        ("sampling: self-selected", "S1", "c"),
        ("sampling: not-reported", "S1", "d"),
        ("sampling: population", "S1", None),
        ("control: historical", "S2", "b"),
        ("confounders_adjusted: no", "C1a", "no"),
        ("confounders_adjusted: no", "C1b", "no"),
        ("confounders_adjusted: yes", "C1a", None),
        ("blinding: {assessors: yes}", "O1", None),
        ("lost: 0\nenrolled: 20", "O3", "a"),
        ("lost: 1\nenrolled: 20", "O3", None),
        ("lost: not-reported", "O3", "d"),
    ],
)
def test_a_recorded_fact_proposes_no_more_than_it_settles(
    nos: Instrument, study_of: StudyOf, facts: str, item: str, answer: str | None
) -> None:
    rows = {row.answered.question.id: row.answered for row in total(study_of(facts), nos).rows}
    assert (rows[item].answer if rows[item].origin is Origin.PROPOSED else None) == answer
