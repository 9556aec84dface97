"""A side is told by numbers and recorded claims alone; results that are not on one scale say why."""

from collections.abc import Callable

import pytest

from ccsvi_triage.model.comparison import Comparison, Side, Standing
from ccsvi_triage.model.library import Library

Lay = Callable[..., Comparison]
LibraryOf = Callable[[str], Library]

TRIAL = """\
  - id: {id}
    title: T
    kind: primary-study
    question: benefit
    design: randomised-trial
    control: sham
    randomised: yes
    arms: [{{id: new, role: intervention, n: 100}}, {{id: old, role: comparator, n: 100}}]
    outcomes: [{{id: o, name: Walking, better: {better}, results: [{result}]}}]
"""
FEWER = "{unit: patients, arms: {new: {events: 10, n: 100}, old: {events: 40, n: 100}}}"
MORE = "{unit: patients, arms: {new: {events: 40, n: 100}, old: {events: 10, n: 100}}}"
ALIKE = "{unit: patients, arms: {new: {events: 20, n: 100}, old: {events: 21, n: 100}}}"
EVENTS = "{unit: events, arms: {new: {events: 20, n: 100}, old: {events: 21, n: 100}}}"
HAZARD = "{unit: patients, estimates: [{measure: HR, value: 0.5, low: 0.3, high: 0.8}]}"
BARE = "{unit: patients, estimates: [{measure: HR, value: 0.5}]}"


def trials(library_of: LibraryOf, *results: str, better: str = "lower") -> Library:
    return library_of(
        "studies:\n" + "".join(TRIAL.format(id=f"s{n}", better=better, result=r) for n, r in enumerate(results, 1))
    )


def laid(lay: Lay, library: Library) -> Comparison:
    return lay(library, *library.studies)


@pytest.mark.parametrize(
    ("result", "better", "side"),
    [
        (FEWER, "lower", Side.FOR),
        (FEWER, "higher", Side.AGAINST),
        (MORE, "lower", Side.AGAINST),
        (MORE, "higher", Side.FOR),
        (ALIKE, "lower", Side.NOT_SHOWN),
        (EVENTS, "lower", Side.UNKNOWN),
        (HAZARD, "lower", Side.FOR),
        (BARE, "lower", Side.UNKNOWN),
    ],
)
def test_a_side_follows_the_interval_and_which_way_is_better(
    library_of: LibraryOf, lay: Lay, result: str, better: str, side: Side
) -> None:
    found = laid(lay, trials(library_of, result, ALIKE, better=better))
    assert found.stands["s1"].side is side


def test_an_effect_against_none_shown_is_a_disagreement(library_of: LibraryOf, lay: Lay) -> None:
    found = laid(lay, trials(library_of, FEWER, ALIKE))
    assert found.standing is Standing.DISAGREE
    assert found.scale.one


def test_two_that_show_no_difference_do_not_disagree(library_of: LibraryOf, lay: Lay) -> None:
    found = laid(lay, trials(library_of, ALIKE, ALIKE))
    assert found.standing is Standing.AGREE
    assert found.reasons == ()


def test_what_cannot_be_told_is_not_called_agreement(library_of: LibraryOf, lay: Lay) -> None:
    found = laid(lay, trials(library_of, ALIKE, EVENTS))
    assert found.standing is Standing.UNKNOWN
    assert any("events are counted" in why for why in found.because)


def test_patients_against_events_stand_on_no_one_scale(library_of: LibraryOf, lay: Lay) -> None:
    scale = laid(lay, trials(library_of, ALIKE, EVENTS)).scale
    assert not scale.one
    assert "they count different things: s1 patients, s2 events" in scale.why_not


def test_different_measures_stand_on_no_one_scale(library_of: LibraryOf, lay: Lay) -> None:
    scale = laid(lay, trials(library_of, FEWER, HAZARD)).scale
    assert scale.measure is None
    assert "no measure can be had of all: s1 RR, s2 HR" in scale.why_not


def test_no_event_in_one_trial_puts_all_on_the_difference(library_of: LibraryOf, lay: Lay) -> None:
    none = "{unit: patients, arms: {new: {events: 5, n: 100}, old: {events: 0, n: 100}}}"
    scale = laid(lay, trials(library_of, FEWER, none)).scale
    assert scale.one
    assert scale.measure == "RD"


def test_before_and_after_is_set_apart_from_an_effect_between_groups(side_by_side: Library, lay: Lay) -> None:
    found = lay(side_by_side, "open-2009", "sham-2014")
    assert not found.scale.one
    assert "open-2009: a change in one group is no effect between groups" in found.scale.why_not
    assert found.stands["open-2009"].within
    assert found.stands["open-2009"].said == "better than before"
    assert found.stands["sham-2014"].said == "no difference shown"
    assert any("different times" in caution for caution in found.scale.cautions)


def test_recorded_claims_part_studies_whose_numbers_do_not(side_by_side: Library, lay: Lay) -> None:
    found = lay(side_by_side, "open-2009", "sham-2014")
    assert "on the claim treatment-prevents-relapse: open-2009 for, sham-2014 against" in found.because


def test_different_outcomes_are_never_set_against_each_other(library_of: LibraryOf, lay: Lay) -> None:
    two = trials(library_of, FEWER, ALIKE)
    text = "studies:\n" + "".join(
        TRIAL.format(id=f"s{n}", better="lower", result=r).replace("id: o, name: Walking", f"id: {o}, name: {o}")
        for n, r, o in ((1, FEWER, "xylitol"), (2, ALIKE, "zinc"))
    )
    found = laid(lay, library_of(text))
    assert found.standing is Standing.UNKNOWN
    assert found.scale.measure is None
    assert laid(lay, two).standing is Standing.DISAGREE
