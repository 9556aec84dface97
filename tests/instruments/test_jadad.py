from collections.abc import Callable, Mapping
from itertools import product

import pytest

from ccsvi_triage.judge.scale import total
from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.instrument import Form, Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[..., Study]

METHODS = {"appropriate": 1, "inappropriate": -1, "not-described": 0}


@pytest.fixture(scope="module")
def jadad(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("jadad")


def published(answers: Mapping[str, str]) -> int:
    """Add up by the published rule: a method gains or loses a point only where its item has one."""
    points = 0
    for item in ("1", "2"):
        if answers[item] == "yes":
            points += 1 + METHODS[answers[f"{item}m"]]
    return points + (answers["3"] == "yes")


def forms() -> list[dict[str, str]]:
    found = []
    methods = [("yes", method) for method in METHODS] + [("no", "")]
    for first, second, third in product(methods, methods, ("yes", "no")):
        answers = {"1": first[0], "1m": first[1], "2": second[0], "2m": second[1], "3": third}
        found.append({name: word for name, word in answers.items() if word})
    return found


def test_every_form_adds_up_to_what_the_rule_says_and_to_between_nothing_and_five(
    jadad: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    found = set()
    for answers in forms():
        added = total(study_of(), jadad, sheet_of(jadad, answers))
        assert (added.low, added.high, added.most) == (published(answers), published(answers), 5), answers
        found.add(added.low)
    assert found == {0, 1, 2, 3, 4, 5}


def test_the_envelope_of_a_part_filled_form_is_what_its_completions_give(
    jadad: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    whole = forms()
    for answers in whole:
        for left_out in answers:
            part = {name: word for name, word in answers.items() if name != left_out}
            asked = {name: word for name, word in part.items() if not name.endswith("m") or part.get(name[0]) == "yes"}
            completions = [published(w) for w in whole if asked.items() <= w.items()]
            added = total(study_of(), jadad, sheet_of(jadad, asked))
            assert (added.low, added.high) == (min(completions), max(completions)), asked


def test_a_method_without_its_item_takes_no_point_away(jadad: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> None:
    added = total(study_of(), jadad, sheet_of(jadad, {"1": "no", "1m": "inappropriate", "2": "no", "3": "no"}))
    assert (added.low, added.high) == (0, 0)


def test_it_says_that_it_never_asks_whether_allocation_was_concealed(jadad: Instrument) -> None:
    assert jadad.form is Form.SCALE
    assert "concealed" in jadad.about
    assert not any("conceal" in q.text for domain in jadad.domains for q in domain.questions)


@pytest.mark.parametrize(
    ("facts", "item", "answer"),
    [
        ("randomised: yes", "1", "yes"),
        ("randomised: no", "1", "no"),
        ("randomised: yes\nsequence: not-reported", "1m", "not-described"),
        ("randomised: yes\nsequence: a computer list", "1m", None),
        ("randomised: yes\ndesign: quasi-randomised-trial", "1m", "inappropriate"),
        ("blinding: {participants: no}", "2", "no"),
        ("blinding: {participants: yes, assessors: yes}", "2", None),
        ("lost: not-reported", "3", "no"),
        ("lost: 4", "3", None),
    ],
)
def test_a_recorded_fact_proposes_no_more_than_it_settles(
    jadad: Instrument, study_of: StudyOf, facts: str, item: str, answer: str | None
) -> None:
    rows = {row.answered.question.id: row.answered for row in total(study_of(facts), jadad).rows}
    assert (rows[item].answer if rows[item].origin is Origin.PROPOSED else None) == answer
