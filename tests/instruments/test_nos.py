"""The two forms of the Newcastle-Ottawa scale: their items, their stars, and what recorded facts settle."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import NamedTuple

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


class Encoding(NamedTuple):
    """One form as it was read a second time.

    Attributes:
        options: The letters of each item, in the order of the form.
        stars: The letters that earn a star.
        setup: What the form leaves blank for its users.
    """

    id: str
    options: Mapping[str, Sequence[str]]
    stars: Mapping[str, Sequence[str]]
    setup: Mapping[str, str]


COHORT = Encoding(
    "nos-cohort",
    {
        "S1": "abcd", "S2": "abc", "S3": "abcd", "S4": "ab", "C1a": ("yes", "no"), "C1b": ("yes", "no"), "O1": "abcd",
        "O2": "ab", "O3": "abcd",
    },
    {
        "S1": "ab", "S2": "a", "S3": "ab", "S4": "a", "C1a": ("yes",), "C1b": ("yes",), "O1": "ab", "O2": "a",
        "O3": "ab",
    },
    {
        "most-important-factor": "age",
        "second-factor": "disability at the start",
        "follow-up-length": "two years",
        "follow-up-percentage": "80 per cent",
    },
)  # fmt: skip
CASE_CONTROL = Encoding(
    "nos-case-control",
    {
        "S1": "abc", "S2": "ab", "S3": "abc", "S4": "ab", "C1a": ("yes", "no"), "C1b": ("yes", "no"), "E1": "abcde",
        "E2": "ab", "E3": "abc",
    },
    {
        "S1": "a", "S2": "a", "S3": "a", "S4": "a", "C1a": ("yes",), "C1b": ("yes",), "E1": "ab", "E2": "a", "E3": "a",
    },
    {"most-important-factor": "age", "second-factor": "sex"},
)  # fmt: skip
BOTH = (COHORT, CASE_CONTROL)
each_form = pytest.mark.parametrize("form", BOTH, ids=lambda form: form.id)


@each_form
def test_it_has_the_items_and_the_letters_of_the_form(form: Encoding, instrument_of: InstrumentOf) -> None:
    found = {q.id: tuple(q.options) for domain in instrument_of(form.id).domains for q in domain.questions}
    assert found == {name: tuple(words) for name, words in form.options.items()}


@each_form
def test_each_starred_option_earns_one_star_and_no_other_does(form: Encoding, instrument_of: InstrumentOf) -> None:
    for domain in instrument_of(form.id).domains:
        for question in domain.questions:
            for word in question.options:
                assert int(question.points[word]) == (word in form.stars[question.id]), (question.id, word)


@each_form
def test_every_form_has_as_many_stars_as_starred_answers_and_nine_at_most(
    form: Encoding, instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    nos, study = instrument_of(form.id), study_of()
    for words in product(*(("a", "c") if len(each) > 3 else each[:2] for each in form.options.values())):
        answers = dict(zip(form.options, words, strict=True))
        stars = sum(word in form.stars[name] for name, word in answers.items())
        added = total(study, nos, sheet_of(nos, answers, form.setup))
        assert (added.low, added.high, added.most) == (stars, stars, 9)


@each_form
def test_it_has_no_bands_of_quality(form: Encoding, instrument_of: InstrumentOf) -> None:
    nos = instrument_of(form.id)
    assert (nos.form, nos.legacy) == (Form.SCALE, "nos")
    assert not nos.levels
    assert not nos.level_words


@pytest.mark.parametrize(("form", "name"), [(form, name) for form in BOTH for name in sorted(form.setup)])
def test_what_the_scale_leaves_blank_has_to_be_filled_in(
    form: Encoding, name: str, instrument_of: InstrumentOf, sheet_of: SheetOf
) -> None:
    nos = instrument_of(form.id)
    setup = {key: words for key, words in form.setup.items() if key != name}
    assert [problem.code for problem in check_sheet(sheet_of(nos, {}, setup), nos, None)] == ["E-SETUP"]
    assert [problem.code for problem in check_sheet(sheet_of(nos, {}, form.setup), nos, None)] == []


def test_one_suits_cohorts_alone(instrument_of: InstrumentOf, study_of: StudyOf) -> None:
    for design in Design:
        suited = Facts(study_of(f"design: {design.value}")).meets(instrument_of("nos-cohort").suits) is not None
        assert suited == (design is Design.COHORT)


def test_the_other_suits_studies_that_compare_people_with_a_disease_to_others(
    instrument_of: InstrumentOf, study_of: StudyOf
) -> None:
    suits = instrument_of("nos-case-control").suits
    for design in Design:
        suited = Facts(study_of(f"design: {design.value}")).meets(suits) is not None
        assert suited == (design is Design.CASE_CONTROL)
    assert Facts(study_of("design: cross-sectional\ncontrol: healthy")).meets(suits) is not None
    assert Facts(study_of("design: cross-sectional\ncontrol: none")).meets(suits) is None


@pytest.mark.parametrize("design", [design.value for design in Design])
def test_no_study_suits_both_members_of_the_family(instrument_of: InstrumentOf, study_of: StudyOf, design: str) -> None:
    for control in ("none", "healthy", "no-treatment"):
        facts = Facts(study_of(f"design: {design}\ncontrol: {control}"))
        assert any(facts.meets(instrument_of(form.id).suits) is None for form in BOTH)


@pytest.mark.parametrize(
    ("form", "facts", "proposed"),
    [
        (COHORT, "sampling: self-selected", ("S1", "c")),
        (COHORT, "sampling: not-reported", ("S1", "d")),
        (COHORT, "sampling: population", ("S1", None)),
        (COHORT, "control: historical", ("S2", "b")),
        (COHORT, "confounders_adjusted: no", ("C1a", "no")),
        (COHORT, "confounders_adjusted: no", ("C1b", "no")),
        (COHORT, "confounders_adjusted: yes", ("C1a", None)),
        (COHORT, "blinding: {assessors: yes}", ("O1", None)),
        (COHORT, "lost: 0\nenrolled: 20", ("O3", "a")),
        (COHORT, "lost: 1\nenrolled: 20", ("O3", None)),
        (COHORT, "lost: not-reported", ("O3", "d")),
        (CASE_CONTROL, "sampling: consecutive", ("S2", "a")),
        (CASE_CONTROL, "sampling: population", ("S2", "a")),
        (CASE_CONTROL, "sampling: self-selected", ("S2", "b")),
        (CASE_CONTROL, "sampling: not-reported", ("S2", "b")),
        (CASE_CONTROL, "sampling: matched", ("S2", None)),
        (CASE_CONTROL, "control: healthy", ("S3", None)),
        (CASE_CONTROL, "control: healthy", ("S4", None)),
        (CASE_CONTROL, "flaws: [{code: contaminated-controls, basis: stated}]", ("S4", "b")),
        (CASE_CONTROL, "confounders_adjusted: no", ("C1a", "no")),
        (CASE_CONTROL, "confounders_adjusted: yes", ("C1b", None)),
        (CASE_CONTROL, "blinding: {assessors: yes}", ("E1", None)),
    ],
)
def test_a_recorded_fact_proposes_no_more_than_it_settles(
    form: Encoding, facts: str, proposed: tuple[str, str | None], instrument_of: InstrumentOf, study_of: StudyOf
) -> None:
    rows = {row.answered.question.id: row.answered for row in total(study_of(facts), instrument_of(form.id)).rows}
    item, answer = proposed
    assert (rows[item].answer if rows[item].origin is Origin.PROPOSED else None) == answer
