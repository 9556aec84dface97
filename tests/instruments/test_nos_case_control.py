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
    "S1": "abc", "S2": "ab", "S3": "abc", "S4": "ab", "C1a": ("yes", "no"), "C1b": ("yes", "no"), "E1": "abcde",
    "E2": "ab", "E3": "abc",
}  # fmt: skip
STARS = {
    "S1": "a", "S2": "a", "S3": "a", "S4": "a", "C1a": ("yes",), "C1b": ("yes",), "E1": "ab", "E2": "a", "E3": "a",
}  # fmt: skip
SETUP = {"most-important-factor": "age", "second-factor": "sex"}


@pytest.fixture(scope="module")
def nos(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("nos-case-control")


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
    for words in product(*(("a", "c") if name == "E1" else OPTIONS[name][:2] for name in OPTIONS)):
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


def test_it_suits_studies_that_compare_people_with_a_disease_to_others(nos: Instrument, study_of: StudyOf) -> None:
    for design in Design:
        suited = Facts(study_of(f"design: {design.value}")).meets(nos.suits) is not None
        assert suited == (design is Design.CASE_CONTROL)
    assert Facts(study_of("design: cross-sectional\ncontrol: healthy")).meets(nos.suits) is not None
    assert Facts(study_of("design: cross-sectional\ncontrol: none")).meets(nos.suits) is None


@pytest.mark.parametrize("design", [design.value for design in Design])
def test_no_study_suits_both_members_of_the_family(
    nos: Instrument, instrument_of: InstrumentOf, study_of: StudyOf, design: str
) -> None:
    for control in ("none", "healthy", "no-treatment"):
        facts = Facts(study_of(f"design: {design}\ncontrol: {control}"))
        assert facts.meets(nos.suits) is None or facts.meets(instrument_of("nos-cohort").suits) is None


@pytest.mark.parametrize(
    ("facts", "item", "answer"),
    [
        ("sampling: consecutive", "S2", "a"),
        ("sampling: population", "S2", "a"),
        ("sampling: self-selected", "S2", "b"),
        ("sampling: not-reported", "S2", "b"),
        ("sampling: matched", "S2", None),
        ("control: healthy", "S3", None),
        ("control: healthy", "S4", None),
        ("flaws: [{code: contaminated-controls, basis: stated}]", "S4", "b"),
        ("confounders_adjusted: no", "C1a", "no"),
        ("confounders_adjusted: yes", "C1b", None),
        ("blinding: {assessors: yes}", "E1", None),
    ],
)
def test_a_recorded_fact_proposes_no_more_than_it_settles(
    nos: Instrument, study_of: StudyOf, facts: str, item: str, answer: str | None
) -> None:
    rows = {row.answered.question.id: row.answered for row in total(study_of(facts), nos).rows}
    assert (rows[item].answer if rows[item].origin is Origin.PROPOSED else None) == answer
