import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.directness import indirectness
from ccsvi_triage.model.claim import PARTS, Claim, Directness
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Leaning, Synthesis, Weighed
from ccsvi_triage.model.words import CertaintyReason, Flaw, Importance, Match, Question

Judge = Callable[..., Synthesis]
RELAPSES = "angioplasty-reduces-relapses-rrms"
SAME = dict.fromkeys(PARTS, Match.SAME)
SMALL, LARGE = "siddiqui-2014-premise", "traboulsee-2018"


@pytest.fixture
def claim(shipped: Library) -> Claim:
    return shipped.claims[RELAPSES]


@pytest.fixture
def pair(shipped: Library, judge_claim: Judge) -> tuple[Weighed, Weighed]:
    """Give two trials that lean the same way."""
    small, large = (each for each in judge_claim(shipped, RELAPSES).counted if each.id in (SMALL, LARGE))
    assert small.leaning is large.leaning
    return small, large


def proposed(synthesis: Synthesis) -> tuple[tuple[int, ...], str]:
    step = next(step for step in synthesis.certainty.steps if step.reason is CertaintyReason.INDIRECTNESS)
    return step.proposed, step.because


def said(library: Library, told: dict[str, Directness | None], claim: str = RELAPSES) -> Library:
    """Give a library whose claim says this of each study named, and nothing of the others."""
    whole = library.claims[claim]
    evidence = tuple(replaced(each, directness=told.get(str(each.study))) for each in whole.evidence)
    return library._replace(claims={**library.claims, claim: replaced(whole, evidence=evidence)})


def direct(**parts: Match) -> Directness:
    told: dict[str, Any] = {**dict.fromkeys(PARTS, Match.SAME), **parts}
    return Directness(**told, because="so it is")


def test_what_nobody_has_recorded_is_open_and_never_the_same(shipped: Library, judge_claim: Judge) -> None:
    steps, because = proposed(judge_claim(said(shipped, {}), RELAPSES))
    assert steps == (0, 1, 2)
    assert because.startswith("open: whether people, treatment and comparison match the claim is not recorded of")
    assert SMALL in because


def test_what_is_recorded_as_the_same_of_all_is_no_step(shipped: Library, judge_claim: Judge) -> None:
    steps, because = proposed(judge_claim(said(shipped, {SMALL: direct(), LARGE: direct()}), RELAPSES))
    assert (steps, because) == ((0,), "people, treatment, comparison and outcome are recorded as the claim's own")


def test_other_people_with_most_of_the_weight_are_a_step_and_with_little_are_none(
    shipped: Library, judge_claim: Judge
) -> None:
    other = direct(population=Match.OTHER)
    steps, because = proposed(judge_claim(said(shipped, {SMALL: direct(), LARGE: other}), RELAPSES))
    assert (steps, because) == ((1,), f"other people were studied ({LARGE})")
    steps, because = proposed(judge_claim(said(shipped, {SMALL: other, LARGE: direct()}), RELAPSES))
    assert steps == (0,)
    assert because == f"other people were studied ({SMALL}); without, the others point the same way"


def test_two_parts_that_differ_are_two_steps(shipped: Library, judge_claim: Judge) -> None:
    other = direct(population=Match.OTHER, comparator=Match.OTHER)
    steps, because = proposed(judge_claim(said(shipped, {SMALL: other, LARGE: other}), RELAPSES))
    assert steps == (2,)
    assert "other people were studied" in because
    assert "another comparison was made" in because


def test_people_that_match_in_part_leave_it_to_a_person(shipped: Library, judge_claim: Judge) -> None:
    part = direct(population=Match.PARTLY)
    steps, because = proposed(judge_claim(said(shipped, {SMALL: direct(), LARGE: part}), RELAPSES))
    assert (steps, because) == ((0, 1), f"open: people match the claim in part in {LARGE}")


def test_what_somebody_could_not_tell_is_told_apart_from_what_nobody_recorded(
    shipped: Library, judge_claim: Judge
) -> None:
    unclear = direct(comparator=Match.UNCLEAR)
    steps, because = proposed(judge_claim(said(shipped, {SMALL: unclear, LARGE: unclear}), RELAPSES))
    assert (steps, because) == ((0, 1), f"open: whether comparison matches the claim is unclear of {SMALL}, {LARGE}")


@pytest.mark.parametrize(
    ("code", "match"),
    [(Flaw.MIXED_POPULATION, Match.PARTLY), (Flaw.INDIRECT_POPULATION, Match.OTHER), (Flaw.SINGLE_SITE, None)],
)
def test_without_a_word_on_people_the_flaws_of_a_study_tell(
    code: Flaw, match: Match | None, shipped: Library, judge_claim: Judge
) -> None:
    flaw = replaced(shipped.studies[LARGE].flaws[0], code=code)
    library = said(shipped, {})
    studies = {**library.studies, LARGE: replaced(library.studies[LARGE], flaws=(flaw,))}
    judged = judge_claim(library._replace(studies=studies), RELAPSES)
    assert next(each for each in judged.counted if each.id == LARGE).matches["population"] is match


def test_what_the_claim_says_of_people_goes_before_the_flaws_of_the_study(shipped: Library, judge_claim: Judge) -> None:
    assert any(flaw.code is Flaw.MIXED_POPULATION for flaw in shipped.studies[LARGE].flaws)
    judged = judge_claim(said(shipped, {LARGE: direct()}), RELAPSES)
    assert next(each for each in judged.counted if each.id == LARGE).matches["population"] is Match.SAME


def test_a_surrogate_is_indirect_unless_the_claim_is_about_it(shipped: Library, judge_claim: Judge) -> None:
    lesions = "angioplasty-reduces-mri-lesions"
    assert proposed(judge_claim(shipped, lesions))[0] == (0,)
    other = replaced(shipped.claims[lesions], importance=Importance.PATIENT_IMPORTANT)
    steps, because = proposed(judge_claim(shipped._replace(claims={**shipped.claims, lesions: other}), lesions))
    assert steps == (1,)
    assert because.startswith("what was measured stands in for the outcome of the claim")


def test_a_surrogate_that_the_claim_calls_its_own_outcome_carries_what_its_design_can(
    shipped: Library, judge_claim: Judge
) -> None:
    lesions = "angioplasty-reduces-mri-lesions"
    about_patients = replaced(shipped.claims[lesions], importance=Importance.PATIENT_IMPORTANT)
    library = shipped._replace(claims={**shipped.claims, lesions: about_patients})
    told = said(library, {SMALL: direct()}, lesions)
    for judged, capped in ((judge_claim(library, lesions), True), (judge_claim(told, lesions), False)):
        small = next(each for each in judged.counted if each.id == SMALL)
        assert any(str(cap.id) == "surrogate" for carried in small.carries for cap in carried.caps) is capped


def test_an_exposure_is_not_called_a_treatment(claim: Claim, pair: Sequence[Weighed]) -> None:
    cause = replaced(claim, kind=Question.CAUSE)
    body = [each._replace(matches={**SAME, "intervention": None}) for each in pair]
    assert "whether exposure matches the claim" in indirectness(cause, body)[1]
    assert "whether treatment matches the claim" in indirectness(claim, body)[1]


def test_the_outcome_of_an_association_is_not_read_from_what_matters_to_patients(
    shipped: Library, judge_claim: Judge
) -> None:
    judged = judge_claim(said(shipped, {}, "ccsvi-specific-to-ms"), "ccsvi-specific-to-ms")
    assert {each.matches["outcome"] for each in judged.counted} == {None}


def test_indirect_studies_that_alone_point_a_way_are_a_step(claim: Claim, pair: Sequence[Weighed]) -> None:
    small, large = pair
    body = (small._replace(matches=SAME), large._replace(matches={**SAME, "population": Match.OTHER}))
    assert indirectness(claim, body)[0] == (0,)
    turned = (body[0], body[1]._replace(leaning=Leaning.FOR))
    assert indirectness(claim, turned)[0] == (1,)


MATCHES = st.fixed_dictionaries({part: st.sampled_from([None, *Match]) for part in PARTS})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_settling_a_part_never_makes_a_step_possible_that_was_not(
    claim: Claim, pair: tuple[Weighed, Weighed], data: st.DataObject
) -> None:
    matches = [data.draw(MATCHES) for _ in pair]
    share = data.draw(st.floats(0, 1))
    weights = data.draw(st.sampled_from([None, {pair[0].id: share, pair[1].id: 1 - share}]))
    leanings = [data.draw(st.sampled_from([Leaning.FOR, Leaning.NULL])) for _ in pair]

    def steps(given: Sequence[dict[str, Match | None]]) -> tuple[int, ...]:
        told = zip(pair, given, leanings, strict=True)
        return indirectness(claim, [each._replace(matches=m, leaning=lean) for each, m, lean in told], weights)[0]

    before = steps(matches)
    for which, part in itertools.product(range(len(pair)), PARTS):
        if matches[which][part] in (None, Match.UNCLEAR, Match.PARTLY):
            for settled in (Match.SAME, Match.OTHER):
                after = [dict(match) for match in matches]
                after[which][part] = settled
                assert set(steps(after)) <= set(before)
