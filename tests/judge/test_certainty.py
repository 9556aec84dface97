import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.judge.certainty import LEVELS, certainty_of, levels, size_of
from ccsvi_triage.model.claim import Rated
from ccsvi_triage.model.comparison import Effect
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Step, Synthesis
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import Certainty, CertaintyReason, EffectMeasure, Flaw, Importance

Judge = Callable[..., Synthesis]
RELAPSES = "angioplasty-reduces-relapses-rrms"
REASONS = tuple(CertaintyReason)


def step(synthesis: Synthesis, reason: CertaintyReason) -> Step:
    return next(step for step in synthesis.certainty.steps if step.reason is reason)


def rated(library: Library, claim: str, *ratings: tuple[CertaintyReason, int]) -> Library:
    decided = tuple(
        Rated(reason=reason, steps=steps, because="so it is", by="A. Reviewer", date=Date("2031-05-04"))
        for reason, steps in ratings
    )
    claims = {**library.claims, claim: replaced(library.claims[claim], certainty=decided)}
    return library._replace(claims=claims)


def effect(low: float, high: float, measure: EffectMeasure = EffectMeasure.RISK_RATIO) -> Effect:
    middle = math.sqrt(low * high) if measure is EffectMeasure.RISK_RATIO else (low + high) / 2
    return Effect(measure, middle, low, high, 0.95, "pooled", computed=True)


def test_randomised_studies_begin_high_and_others_low(shipped: Library, judge_claim: Judge) -> None:
    assert judge_claim(shipped, RELAPSES).certainty.start is Certainty.HIGH
    assert judge_claim(shipped, RELAPSES, as_of="2012").certainty.start is Certainty.LOW
    assert judge_claim(shipped, "ccsvi-more-prevalent-in-ms").certainty.start is Certainty.LOW


def test_where_there_are_randomised_studies_only_those_are_rated(shipped: Library, judge_claim: Judge) -> None:
    assert judge_claim(shipped, RELAPSES).certainty.body == ("siddiqui-2014-premise", "traboulsee-2018")


def test_an_open_judgement_leaves_certainty_open(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, RELAPSES)
    bias = step(judged, CertaintyReason.RISK_OF_BIAS)
    assert bias.proposed == (0, 1)
    assert "siddiqui-2014-premise" in bias.because
    assert judged.certainty.possible == (Certainty.LOW, Certainty.VERY_LOW)
    assert judged.certainty.final is None


def test_a_person_decides_and_the_proposal_stays_beside_it(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(rated(shipped, RELAPSES, (CertaintyReason.RISK_OF_BIAS, 0)), RELAPSES)
    bias = step(judged, CertaintyReason.RISK_OF_BIAS)
    assert bias.proposed == (0, 1)
    assert bias.final == (0,)
    assert judged.certainty.proposed == (Certainty.LOW, Certainty.VERY_LOW)
    assert judged.certainty.final is Certainty.LOW


def test_a_person_may_go_against_what_is_proposed(shipped: Library, judge_claim: Judge) -> None:
    library = rated(shipped, RELAPSES, (CertaintyReason.RISK_OF_BIAS, 0), (CertaintyReason.IMPRECISION, 1))
    assert judge_claim(library, RELAPSES).certainty.final is Certainty.MODERATE


def test_every_study_judged_critical_is_two_steps(shipped: Library, judge_claim: Judge) -> None:
    assert step(judge_claim(shipped, RELAPSES, as_of="2012"), CertaintyReason.RISK_OF_BIAS).proposed == (2,)


def test_what_stands_on_no_ladder_is_open_and_not_low(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, "ccsvi-more-prevalent-in-ms")
    assert step(judged, CertaintyReason.RISK_OF_BIAS).proposed == (0, 1, 2)


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0.3, 2.9, (2,)),
        (0.5, 1.1, (1,)),
        (0.9, 1.5, (1,)),
        (0.9, 1.1, (1,)),
        (0.3, 0.6, (1,)),
    ],
)
def test_a_pooled_interval_takes_the_place_of_the_narrowest_one(
    low: float, high: float, steps: tuple[int, ...], shipped: Library, judge_claim: Judge
) -> None:
    counted = judge_claim(shipped, RELAPSES).counted
    certainty = certainty_of(shipped.claims[RELAPSES], counted, effect(low, high))
    found = next(step for step in certainty.steps if step.reason is CertaintyReason.IMPRECISION)
    assert found.proposed == steps
    assert "narrowest" not in found.because


def test_a_narrow_interval_of_few_people_is_rated_down_for_the_number_of_people(
    shipped: Library, judge_claim: Judge
) -> None:
    counted = judge_claim(shipped, RELAPSES).counted
    found = certainty_of(shipped.claims[RELAPSES], counted, effect(0.9, 1.1)).steps
    because = next(step.because for step in found if step.reason is CertaintyReason.IMPRECISION)
    assert "fewer than the 3696" in because


def test_a_difference_without_a_threshold_stays_open(shipped: Library, judge_claim: Judge) -> None:
    counted = judge_claim(shipped, RELAPSES).counted
    for low, high, steps in ((-1.0, 1.0, (1, 2)), (1.0, 2.0, (0, 1))):
        pooled = effect(low, high, EffectMeasure.MEAN_DIFFERENCE)
        found = certainty_of(shipped.claims[RELAPSES], counted, pooled).steps
        assert next(s.proposed for s in found if s.reason is CertaintyReason.IMPRECISION) == steps


def test_no_interval_leaves_imprecision_open(shipped: Library, judge_claim: Judge) -> None:
    assert step(judge_claim(shipped, "aspirin-fatigue-perfusion"), CertaintyReason.IMPRECISION).proposed == (0, 1, 2)


def test_mixed_people_leave_indirectness_open_and_other_people_do_not(shipped: Library, judge_claim: Judge) -> None:
    claim, trial = "angioplasty-improves-symptoms-qol", "traboulsee-2018"
    for code, steps in ((Flaw.MIXED_POPULATION, (0, 1)), (Flaw.INDIRECT_POPULATION, (1,)), (Flaw.SINGLE_SITE, (0,))):
        flaw = replaced(shipped.studies[trial].flaws[0], code=code)
        studies = {**shipped.studies, trial: replaced(shipped.studies[trial], flaws=(flaw,))}
        judged = judge_claim(shipped._replace(studies=studies), claim)
        assert judged.certainty.body == (trial,)
        assert step(judged, CertaintyReason.INDIRECTNESS).proposed == steps


def test_a_surrogate_is_indirect_unless_the_claim_is_about_it(shipped: Library, judge_claim: Judge) -> None:
    lesions = "angioplasty-reduces-mri-lesions"
    assert step(judge_claim(shipped, lesions), CertaintyReason.INDIRECTNESS).proposed == (0,)
    other = replaced(shipped.claims[lesions], importance=Importance.PATIENT_IMPORTANT)
    library = shipped._replace(claims={**shipped.claims, lesions: other})
    assert step(judge_claim(library, lesions), CertaintyReason.INDIRECTNESS).proposed == (1,)


def test_animals_are_two_steps_from_people(shipped: Library, judge_claim: Judge) -> None:
    assert step(judge_claim(shipped, "oxygen-helps-ms"), CertaintyReason.INDIRECTNESS).proposed == (2,)


def test_studies_that_show_it_and_others_that_do_not_are_inconsistent(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, "ccsvi-more-prevalent-in-ms")
    assert step(judged, CertaintyReason.INCONSISTENCY).proposed == (1,)
    assert step(judge_claim(shipped, RELAPSES, as_of="2014"), CertaintyReason.INCONSISTENCY).proposed == (0,)


def test_nothing_is_rated_up_where_anything_is_rated_down(shipped: Library, judge_claim: Judge) -> None:
    large = step(judge_claim(shipped, "ccsvi-more-prevalent-in-ms"), CertaintyReason.LARGE_EFFECT)
    assert large.proposed == (0,)


def test_claims_of_other_kinds_are_not_rated_and_say_why(shipped: Library, judge_claim: Judge) -> None:
    certainty = judge_claim(shipped, "untreated-rrms-improves").certainty
    assert (certainty.start, certainty.possible, certainty.steps) == (None, (), ())
    assert "not made for claims of prognosis" in certainty.because


def test_no_study_is_nothing_to_rate_and_no_low_certainty(shipped: Library, judge_claim: Judge) -> None:
    certainty = judge_claim(shipped, "nimodipine-treats-ms").certainty
    assert (certainty.body, certainty.possible) == ((), ())


def test_the_size_of_a_trial_follows_from_the_risk_in_the_groups_compared_with(
    shipped: Library, judge_claim: Judge
) -> None:
    size = size_of(judge_claim(shipped, RELAPSES).counted)
    assert size is not None
    assert (size.people, size.people % 2) == (3696, 0)
    assert size_of(()) is None


STEPS_ = st.lists(
    st.builds(
        lambda reason, up, proposed: Step(reason, up, tuple(sorted(proposed)), "so it is"),
        st.sampled_from(REASONS),
        st.booleans(),
        st.sets(st.integers(0, 3), min_size=1, max_size=3),
    ),
    max_size=8,
)


@given(st.sampled_from(LEVELS), STEPS_)
def test_certainty_never_leaves_its_four_levels(start: Certainty, steps: list[Step]) -> None:
    possible = levels(start, steps)
    assert possible
    assert list(possible) == [level for level in LEVELS if level in possible]


@given(st.sampled_from(LEVELS), STEPS_, st.data())
def test_settling_a_step_never_makes_a_level_possible_that_was_not(
    start: Certainty, steps: list[Step], data: Any
) -> None:
    settled = [each._replace(proposed=(data.draw(st.sampled_from(each.proposed)),)) for each in steps]
    (level,) = levels(start, settled)
    assert level in levels(start, steps)
