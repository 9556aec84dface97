from collections.abc import Callable

import pytest

from ccsvi_triage.judge.scale import total
from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

SCALE = """
instruments:
  - id: old
    title: Old scale
    version: "1"
    about: Adds up.
    form: scale
    judges: study
    ours: yes
    legacy: old
    licence: CC0-1.0
    notice: Not official.
    sources: [{cite: Nobody 1999}]
    options: [yes, no]
    points: {yes: 1, no: 0}
    domains:
      - id: D
        title: All
        questions:
          - id: r
            text: Randomised?
            proposals: [{when: {randomised: yes}, answer: yes, because: randomised}]
          - id: m
            text: How?
            options: [good, bad, untold]
            points: {good: 1, bad: -1, untold: 0}
            asked_when: {r: yes}
          - {id: w, text: Losses told?}
"""


@pytest.fixture
def scale(library_of: Callable[[str], Library]) -> Instrument:
    return library_of(SCALE).instruments["old"]


def test_an_empty_form_may_come_to_anything(scale: Instrument, study_of: StudyOf) -> None:
    added = total(study_of(""), scale)
    assert (added.low, added.high, added.most) == (0, 3, 3)
    assert [row.points for row in added.rows] == [None, None, None]


def test_an_open_item_is_never_counted_as_nothing(scale: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> None:
    added = total(study_of(""), scale, sheet_of(scale, {"r": "yes", "m": "bad"}))
    assert (added.low, added.high) == (0, 1)


def test_points_may_be_taken_away(scale: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> None:
    added = total(study_of(""), scale, sheet_of(scale, {"r": "yes", "m": "bad", "w": "no"}))
    assert (added.low, added.high) == (0, 0)
    assert [row.points for row in added.rows] == [1, -1, 0]


def test_an_item_that_is_not_asked_adds_nothing_and_is_not_open(
    scale: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    added = total(study_of(""), scale, sheet_of(scale, {"r": "no", "w": "yes"}))
    assert (added.low, added.high) == (1, 1)
    assert added.rows[1].answered.origin is Origin.NOT_ASKED


def test_facts_propose_an_item(scale: Instrument, study_of: StudyOf) -> None:
    added = total(study_of("randomised: yes"), scale)
    assert added.rows[0].answered.origin is Origin.PROPOSED
    assert (added.low, added.high) == (0, 3)


def test_a_word_that_is_no_answer_leaves_the_item_open(scale: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> None:
    added = total(study_of(""), scale, sheet_of(scale, {"r": "maybe", "w": "NA"}))
    assert [row.points for row in added.rows] == [None, None, None]
