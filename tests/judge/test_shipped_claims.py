"""The claims of the shipped case come out by the rules, and one other fact makes another verdict."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ccsvi_triage.model.claim import Claim, View
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Aside, Leaning, Synthesis
from ccsvi_triage.model.text import StudyRef
from ccsvi_triage.model.words import Asserts, Bearing, Design, Kind, Reading, Status, Strength, Viewpoint

Judge = Callable[..., Synthesis]

NOW = {
    "ccsvi-causes-ms": "not-supported",
    "ccsvi-more-prevalent-in-ms": "inconsistent",
    "ccsvi-specific-to-ms": "inconsistent",
    "zamboni-ultrasound-criteria-accurate": "not-supported",
    "angioplasty-reduces-relapses-rrms": "not-supported",
    "angioplasty-reduces-mri-lesions": "not-supported",
    "angioplasty-improves-symptoms-qol": "not-supported",
    "angioplasty-improves-function": "overstated inconsistent not-supported",
    "angioplasty-is-safe": "not-supported",
    "angioplasty-may-worsen-ms": "supported",
    "venous-iron-mechanism": "not-supported",
    "hypoperfusion-axonal-degeneration": "supported",
    "bosentan-raises-naa": "untested",
    "nimodipine-eae": "overstated",
    "nimodipine-treats-ms": "untested",
    "oxygen-helps-ms": "overstated",
    "no-controlled-hbo-trials": "contradicted",
    "aspirin-fatigue-perfusion": "overstated",
    "exercise-blood-flow": "untested",
    "untreated-rrms-improves": "supported",
}
RELAPSES = "angioplasty-reduces-relapses-rrms"


def possible(synthesis: Synthesis) -> str:
    return " ".join(verdict.value for verdict in synthesis.decided.possible)


def with_study(library: Library, name: str, **facts: Any) -> Library:
    studies = {**library.studies, name: replaced(library.studies[name], **facts)}
    return library._replace(studies=studies)


def with_claim(library: Library, name: str, **facts: Any) -> Library:
    claims: Mapping[str, Claim] = {**library.claims, name: replaced(library.claims[name], **facts)}
    return library._replace(claims=claims)


def test_every_claim_that_ships_has_a_verdict_here(shipped: Library) -> None:
    assert list(shipped.claims) == list(NOW)


@pytest.mark.parametrize("claim", NOW)
def test_a_claim_that_ships_stands_so(claim: str, shipped: Library, judge_claim: Judge) -> None:
    assert possible(judge_claim(shipped, claim)) == NOW[claim]


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [
        ("2008", "untested"),
        ("2009-11-30", "untested"),
        ("2009-12", "overstated"),
        ("2013-12-31", "overstated"),
        ("2014-07-28", "overstated"),
        ("2014-07-29", "not-supported"),
        ("2018", "not-supported"),
    ],
)
def test_the_relapse_claim_is_overstated_until_the_first_sham_controlled_trial(
    as_of: str, verdict: str, shipped: Library, judge_claim: Judge
) -> None:
    assert possible(judge_claim(shipped, RELAPSES, as_of=as_of)) == verdict


def test_the_history_of_the_relapse_claim_names_the_trials_that_changed_it(
    shipped: Library, judge_claim: Judge
) -> None:
    history = judge_claim(shipped, RELAPSES).history
    told = [(era.date, " ".join(v.value for v in era.decided.possible), era.studies, era.changed) for era in history]
    assert told == [
        ("2009-12", "overstated", ("zamboni-2009-jvs",), True),
        ("2012", "overstated", ("salvi-2012",), False),
        ("2014-07-29", "not-supported", ("siddiqui-2014-premise",), True),
        ("2018", "not-supported", ("traboulsee-2018", "zamboni-2018-bravedreams"), False),
    ]


@pytest.mark.parametrize("claim", NOW)
def test_the_last_step_of_a_history_is_what_holds_now(claim: str, shipped: Library, judge_claim: Judge) -> None:
    now = judge_claim(shipped, claim)
    if now.history:
        assert now.history[-1].decided.possible == now.decided.possible
        assert now.history[-1].certainty == now.certainty


@pytest.mark.parametrize("claim", NOW)
def test_each_step_of_a_history_is_what_asking_on_that_date_says(
    claim: str, shipped: Library, judge_claim: Judge
) -> None:
    for era in judge_claim(shipped, claim).history:
        if era.date:
            assert judge_claim(shipped, claim, as_of=era.date).decided.possible == era.decided.possible


def test_without_its_sham_controlled_trials_the_relapse_claim_is_overstated_as_it_was(
    shipped: Library, judge_claim: Judge
) -> None:
    library = with_study(shipped, "siddiqui-2014-premise", status=Status.RETRACTED)
    assert possible(judge_claim(library, RELAPSES, as_of="2017")) == "overstated"
    library = with_study(library, "traboulsee-2018", status=Status.RETRACTED)
    assert possible(judge_claim(library, RELAPSES)) == "overstated"
    assert {each.word for each in judge_claim(library, RELAPSES).aside} >= {Aside.RETRACTED}


def test_a_trial_that_was_only_planned_does_not_count(shipped: Library, judge_claim: Judge) -> None:
    library = with_study(shipped, "siddiqui-2014-premise", kind=Kind.PROTOCOL)
    judged = judge_claim(library, RELAPSES, as_of="2017")
    assert possible(judged) == "overstated"
    assert [each.word for each in judged.aside if each.named.verdict.study.id == "siddiqui-2014-premise"] == [
        Aside.PLAN
    ]


def test_two_reports_of_one_trial_count_once(shipped: Library, judge_claim: Judge) -> None:
    library = with_study(shipped, "traboulsee-2018", companion_of=StudyRef("siddiqui-2014-premise"))
    judged = judge_claim(library, RELAPSES)
    assert "traboulsee-2018" not in {each.id for each in judged.counted}
    assert judged.certainty.body == ("siddiqui-2014-premise",)


def test_a_trial_that_was_no_trial_refutes_nothing(shipped: Library, judge_claim: Judge) -> None:
    design = Fact(value=Design.SINGLE_ARM)
    no = {"design": design, "randomised": None, "control": None, "sequence": None, "concealed": None}
    library = with_study(shipped, "siddiqui-2014-premise", **no)
    assert possible(judge_claim(library, RELAPSES, as_of="2017")) != "not-supported"


def test_the_same_results_refute_nothing_that_is_asserted_as_no_more_than_they_carry(
    shipped: Library, judge_claim: Judge
) -> None:
    library = with_claim(shipped, RELAPSES, strength=Strength.HYPOTHESIS)
    assert possible(judge_claim(library, RELAPSES, as_of="2013")) == "supported"


def test_a_claim_of_safety_is_judged_by_harms_recorded_and_not_by_silence(shipped: Library, judge_claim: Judge) -> None:
    assert possible(judge_claim(shipped, "angioplasty-is-safe", as_of="2010")) == "overstated"
    judged = judge_claim(shipped, "angioplasty-is-safe", as_of="2011-09")
    assert possible(judged) == "not-supported"
    assert [rule.id for rule in judged.decided.deciding] == ["harm-recorded"]


def test_nothing_that_an_authority_says_is_an_input(shipped: Library, judge_claim: Judge) -> None:
    for claim in NOW:
        judged = judge_claim(shipped, claim)
        beside = {"cochrane-2019", "tfp-43", "fda-2012", "fda-2017", "samson-2010"}
        assert not beside & {each.id for each in judged.counted}
        silent = with_claim(shipped, claim, said_by=())
        assert judge_claim(silent, claim).decided == judged.decided


def test_what_others_concluded_of_a_study_is_no_input(shipped: Library, judge_claim: Judge) -> None:
    studies: dict[str, Study] = {
        name: replaced(study, conclusion=Fact(value="It is proven beyond doubt"), summary="", note="")
        for name, study in shipped.studies.items()
    }
    changed = shipped._replace(studies=studies)
    for claim in NOW:
        assert judge_claim(changed, claim).decided.possible == judge_claim(shipped, claim).decided.possible


def test_time_alone_vetoes_a_cause(shipped: Library, judge_claim: Judge) -> None:
    """Nothing else decides that claim where only the first report of an association counts."""
    for viewpoint in Viewpoint:
        judged = judge_claim(_with_view(shipped, viewpoint), "ccsvi-causes-ms", as_of="2010")
        vetoed = viewpoint is Viewpoint.TEMPORALITY
        assert possible(judged) == ("not-supported" if vetoed else "overstated")
        assert ("wrong-order" in [rule.id for rule in judged.decided.deciding]) is vetoed


def test_a_veto_waits_for_its_study(shipped: Library, judge_claim: Judge) -> None:
    library = _with_view(shipped, Viewpoint.TEMPORALITY, "baracchini-2011")
    assert possible(judge_claim(library, "ccsvi-causes-ms", as_of="2010")) == "overstated"
    fired = {rule.id for rule in judge_claim(library, "ccsvi-causes-ms").decided.rules}
    assert "wrong-order" in fired
    library = with_study(library, "baracchini-2011", status=Status.RETRACTED)
    fired = {rule.id for rule in judge_claim(library, "ccsvi-causes-ms").decided.rules}
    assert "wrong-order" not in fired


def _with_view(library: Library, viewpoint: Viewpoint, study: str = "zamboni-2009-jnnp") -> Library:
    view = View(viewpoint=viewpoint, bearing=Bearing.AGAINST, studies=(StudyRef(study),), because="so it is")
    return with_claim(library, "ccsvi-causes-ms", viewpoints=(view,))


def test_what_is_not_even_an_association_is_no_supported_cause(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, "ccsvi-causes-ms")
    assert [rule.id for rule in judged.decided.deciding] == ["null-of-less"]
    modest = with_claim(shipped, "ccsvi-causes-ms", strength=Strength.ASSOCIATION)
    assert possible(judge_claim(modest, "ccsvi-causes-ms")) == "inconsistent"


def test_an_association_is_shown_by_numbers_of_people_and_not_by_words(shipped: Library, judge_claim: Judge) -> None:
    claim = "ccsvi-more-prevalent-in-ms"
    assert possible(judge_claim(shipped, claim, as_of="2009")) == "overstated"
    alone = tuple(each for each in shipped.claims[claim].evidence if each.study == "zivadinov-2011")
    assert possible(judge_claim(with_claim(shipped, claim, evidence=alone), claim)) == "supported"


def test_a_study_that_nobody_has_read_leans_by_numbers_or_not_at_all(shipped: Library, judge_claim: Judge) -> None:
    claim = "ccsvi-more-prevalent-in-ms"
    leanings = {each.id: each.leaning for each in judge_claim(shipped, claim).counted}
    assert leanings["doepp-2010"] is Leaning.UNCLEAR
    assert leanings["zivadinov-2011"] is Leaning.FOR
    read = with_study(shipped, "doepp-2010", read=Reading.ABSTRACT)
    assert {e.id: e.leaning for e in judge_claim(read, claim).counted}["doepp-2010"] is Leaning.NULL


def test_a_trial_of_which_no_result_is_known_tests_nothing(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, "bosentan-raises-naa")
    assert judged.words.may == "there are studies, and what is known of them does not tell"
    assert not any(era.changed for era in judged.history)


def test_animals_carry_a_mechanism_and_no_more(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, "nimodipine-eae")
    assert {each.most for each in judged.counted} == {Strength.HYPOTHESIS}
    modest = with_claim(shipped, "nimodipine-eae", strength=Strength.HYPOTHESIS)
    assert possible(judge_claim(modest, "nimodipine-eae")) == "supported"
    treats = shipped.claims["nimodipine-treats-ms"]
    bold = tuple(replaced(bears, bearing=Bearing.FOR) for bears in treats.evidence)
    library = with_claim(shipped, "nimodipine-treats-ms", evidence=bold)
    assert possible(judge_claim(library, "nimodipine-treats-ms")) == "untested"
    library = with_claim(library, "nimodipine-treats-ms", strength=Strength.EFFECT)
    assert possible(judge_claim(library, "nimodipine-treats-ms")) == "overstated"


def test_a_fact_that_there_is_none_falls_by_one_that_there_is(shipped: Library, judge_claim: Judge) -> None:
    claim = "no-controlled-hbo-trials"
    assert possible(judge_claim(shipped, claim, as_of="2010")) == "untested"
    turned = with_claim(shipped, claim, asserts=Asserts.PRESENCE)
    assert possible(judge_claim(turned, claim)) != "contradicted"


def test_studies_may_be_left_out_by_their_judgement(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, RELAPSES, exclude=("high", "critical"))
    trials = {"siddiqui-2014-premise", "traboulsee-2018", "zamboni-2018-bravedreams"}
    assert {each.id for each in judged.counted} == trials
    assert [each.word for each in judged.aside].count(Aside.EXCLUDED) == 2
    assert possible(judge_claim(shipped, RELAPSES, exclude=("critical",), as_of="2012")) == "untested"


@pytest.mark.parametrize("claim", NOW)
def test_the_order_in_which_a_claim_names_its_studies_makes_no_difference(
    claim: str, shipped: Library, judge_claim: Judge
) -> None:
    turned = with_claim(shipped, claim, evidence=shipped.claims[claim].evidence[::-1])
    one, other = judge_claim(shipped, claim), judge_claim(turned, claim)
    assert one.decided == other.decided
    assert [(w.id, w.leaning, w.carries) for w in one.counted] == [(w.id, w.leaning, w.carries) for w in other.counted]
    assert one.certainty == other.certainty
    assert one.words == other.words


@pytest.mark.parametrize("claim", NOW)
def test_what_is_set_aside_changes_nothing(claim: str, shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, claim)
    beside = {str(each.named.verdict.study.id) for each in judged.aside if each.word is not Aside.CONTEXT}
    fewer = tuple(bears for bears in shipped.claims[claim].evidence if bears.study not in beside)
    again = judge_claim(with_claim(shipped, claim, evidence=fewer), claim)
    assert again.decided == judged.decided
    assert again.certainty == judged.certainty
