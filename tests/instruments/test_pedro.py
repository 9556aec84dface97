from collections.abc import Callable
from itertools import product

import pytest

from ccsvi_triage.judge.scale import total
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.appraisal import Origin, ScaleTotal
from ccsvi_triage.model.instrument import Form, Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Design

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[..., Study]

ITEMS = tuple(str(number) for number in range(1, 12))


@pytest.fixture(scope="module")
def pedro(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("pedro")


def test_it_has_the_eleven_items_and_no_bands(pedro: Instrument) -> None:
    assert tuple(q.id for domain in pedro.domains for q in domain.questions) == ITEMS
    assert (pedro.form, pedro.legacy) == (Form.SCALE, "pedro")
    assert not pedro.levels


def test_every_form_adds_up_items_two_to_eleven_and_leaves_item_one_out(
    pedro: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    study = study_of()
    for words in product(("yes", "no"), repeat=len(ITEMS)):
        answers = dict(zip(ITEMS, words, strict=True))
        added = total(study, pedro, sheet_of(pedro, answers))
        points = sum(word == "yes" for word in words[1:])
        assert (added.low, added.high, added.most) == (points, points, 10)


def test_an_open_item_is_never_counted_as_no(pedro: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> None:
    added = total(study_of(), pedro, sheet_of(pedro, {"2": "yes", "3": "no"}))
    assert (added.low, added.high) == (1, 9)


@pytest.mark.parametrize(
    ("facts", "item", "answer"),
    [
        ("randomised: yes", "2", "yes"),
        ("randomised: no", "2", "no"),
        ("randomised: not-reported", "2", "no"),
        ("randomised: unclear", "2", None),
        ("design: quasi-randomised-trial\nrandomised: yes", "2", "no"),
        ("concealed: yes", "3", "yes"),
        ("concealed: not-reported", "3", "no"),
        ("baseline_alike: yes", "4", "yes"),
        ("baseline_alike: yes\nflaws: [{code: baseline-imbalance, basis: stated}]", "4", "no"),
        ("blinding: {participants: yes}", "5", "yes"),
        ("blinding: {participants: yes}\nflaws: [{code: blinding-failed, basis: stated}]", "5", "no"),
        ("blinding: {carers: no}", "6", "no"),
        ("blinding: {carers: not-applicable}", "6", None),
        ("blinding: {assessors: yes}", "7", "yes"),
        ("blinding: {participants: yes}", "7", None),
        ("lost: 14\nenrolled: 100", "8", "yes"),
        ("lost: 15\nenrolled: 100", "8", "no"),
        ("lost: not-reported\nenrolled: 100", "8", "no"),
        ("lost: 3", "8", None),
        ("analysis_set: intention-to-treat", "9", "yes"),
        ("analysis_set: per-protocol", "9", "no"),
        ("analysis_set: modified-intention-to-treat", "9", None),
        ("between_groups: yes", "10", "yes"),
        ("between_groups: no", "10", "no"),
    ],
)
def test_a_recorded_fact_proposes_no_more_than_it_settles(
    pedro: Instrument, study_of: StudyOf, facts: str, item: str, answer: str | None
) -> None:
    assert proposed(total(study_of(facts), pedro))[item] == answer


def test_it_is_made_for_trials_alone(pedro: Instrument, study_of: StudyOf) -> None:
    trials = {"randomised-trial", "cluster-randomised-trial", "crossover-trial", "quasi-randomised-trial"}
    for design in Design:
        suited = Facts(study_of(f"design: {design.value}")).meets(pedro.suits) is not None
        assert suited == (design.value in trials)
    assert Facts(study_of("kind: protocol\ndesign: randomised-trial")).meets(pedro.suits) is None


def proposed(added: ScaleTotal) -> dict[str, str | None]:
    return {
        row.answered.question.id: row.answered.answer if row.answered.origin is Origin.PROPOSED else None
        for row in added.rows
    }
