"""Reasons come in one order, rest on facts and flaws, and hold what sets the sides apart."""

from collections.abc import Callable

import pytest

from ccsvi_triage.judge.reasons import FACTS, FLAWS, flaw_of
from ccsvi_triage.logic.facts import fact_types
from ccsvi_triage.model.comparison import Comparison, Reason
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.words import Disagreement, Flaw

Lay = Callable[..., Comparison]
LibraryOf = Callable[[str], Library]


def reasons(found: Comparison) -> dict[Disagreement, Reason]:
    return {reason.word: reason for reason in found.reasons}


def test_each_flaw_stands_behind_one_reason_at_most() -> None:
    every = [flaw for flaws in FLAWS.values() for flaw in flaws]
    assert len(every) == len(set(every))


def test_each_fact_is_one_that_a_study_has() -> None:
    known = fact_types()
    assert [path for paths in FACTS.values() for path in paths if path not in known] == []


def test_reasons_come_in_the_order_of_their_words(side_by_side: Library, lay: Lay) -> None:
    found = lay(side_by_side, "open-2009", "sham-2014", "large-2018")
    words = [reason.word for reason in found.reasons]
    assert words == sorted(words, key=list(Disagreement).index)
    assert words[0] is Disagreement.CHANCE or Disagreement.CHANCE not in words


def test_no_control_comes_before_blinding_and_names_flaw_and_source(side_by_side: Library, lay: Lay) -> None:
    found = reasons(lay(side_by_side, "open-2009", "sham-2014"))
    comparison = found[Disagreement.COMPARISON]
    (name, ground) = comparison.flaws[0]
    assert (name, ground.word, ground.source, ground.locator) == ("open-2009", "no-control", "page", "first line")
    assert dict(comparison.partings[0].says) == {"open-2009": "none", "sham-2014": "sham"}
    words = list(found)
    assert words.index(Disagreement.COMPARISON) < words.index(Disagreement.BLINDING)


def test_the_rules_that_look_at_such_facts_are_named(side_by_side: Library, lay: Lay) -> None:
    judged = reasons(lay(side_by_side, "open-2009", "sham-2014"))[Disagreement.COMPARISON].judged
    assert judged
    assert all(each.study == "open-2009" and each.rules and each.concern == "critical" for each in judged)


def test_a_flaw_that_all_have_explains_nothing(side_by_side: Library, lay: Lay) -> None:
    found = lay(side_by_side, "open-2009", "sham-2014")
    stated = {ground.word for reason in found.reasons for _, ground in reason.flaws}
    assert "single-site" not in stated
    assert {"no-control", "small-sample"} <= stated


def test_what_is_open_is_no_difference(side_by_side: Library, lay: Lay) -> None:
    found = lay(side_by_side, "open-2009", "sham-2014")
    paths = {parting.what for reason in found.reasons for parting in reason.partings}
    assert "blinding.participants" in paths
    assert "blinding.carers" not in paths
    assert "blinding.assessors" not in paths


def test_chance_comes_first_where_a_small_trial_would_have_missed_the_effect(side_by_side: Library, lay: Lay) -> None:
    first = lay(side_by_side, "sham-2014", "large-2018").reasons[0]
    assert first.word is Disagreement.CHANCE
    assert [parting.what for parting in first.partings] == ["intervals overlap", "too small to see it"]


def test_chance_is_not_named_where_results_stand_on_no_one_scale(side_by_side: Library, lay: Lay) -> None:
    assert Disagreement.CHANCE not in reasons(lay(side_by_side, "open-2009", "sham-2014"))


def test_a_result_without_a_difference_says_what_it_leaves_open(side_by_side: Library, lay: Lay) -> None:
    precision = reasons(lay(side_by_side, "open-2009", "sham-2014"))[Disagreement.PRECISION]
    says = dict(precision.partings[0].says)
    assert says == {"sham-2014": "RR 3.33 (0.418 to 26.6); with 80 % power a risk of 69 % or more, against 1/10 = 10 %"}


def test_each_reason_names_the_flaws_on_whose_size_something_may_be_known(side_by_side: Library, lay: Lay) -> None:
    found = reasons(lay(side_by_side, "open-2009", "sham-2014"))
    assert found[Disagreement.COMPARISON].bias == {Flaw.NO_CONTROL}
    assert found[Disagreement.PRECISION].bias == {Flaw.SMALL_SAMPLE}


def test_a_fact_that_is_a_flaw_by_itself_needs_nobody_to_state_it(side_by_side: Library, lay: Lay) -> None:
    allocation = reasons(lay(side_by_side, "open-2009", "sham-2014"))[Disagreement.ALLOCATION]
    assert allocation.flaws == ()
    assert allocation.bias == {Flaw.NOT_RANDOMISED}
    grounds = [ground for parting in allocation.partings for _, ground in parting.grounds]
    assert Flaw.NOT_RANDOMISED in {flaw_of(ground) for ground in grounds}


@pytest.mark.parametrize(("one", "other", "parts"), [("vehicle", "placebo", False), ("usual-care", "placebo", True)])
def test_controls_that_look_like_the_treatment_are_of_one_sort(
    library_of: LibraryOf,
    lay: Lay,
    one: str,
    other: str,
    parts: bool,  # noqa: FBT001
) -> None:
    two = library_of(
        "studies:\n"
        + "".join(
            f"  - {{id: s{n}, title: T, kind: primary-study, question: benefit, design: randomised-trial, "
            f"randomised: yes, control: {control}}}\n"
            for n, control in ((1, one), (2, other))
        )
    )
    assert (Disagreement.COMPARISON in reasons(lay(two, "s1", "s2"))) is parts


def test_numbers_of_another_outcome_explain_nothing(shipped: Library, lay: Lay) -> None:
    found = reasons(lay(shipped, "zamboni-2009-jvs", "siddiqui-2014-premise"))
    findings = found[Disagreement.NUMBERS].findings
    assert {finding.outcome for _, finding in findings} == {"relapse-one-year"}


def test_animals_and_people_are_told_apart(shipped: Library, lay: Lay) -> None:
    population = reasons(lay(shipped, "desai-2020", "rochims-2020"))[Disagreement.POPULATION]
    says = {parting.what: dict(parting.says) for parting in population.partings}
    assert says["studied in"] == {"desai-2020": "animals", "rochims-2020": "people"}
