import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.judge.certainty import LEVELS, certainty_of, levels, size_of
from ccsvi_triage.model.averaging import Averaging, Between, Entered, Mean, Method, Sound
from ccsvi_triage.model.claim import Claim, Rated, Threshold
from ccsvi_triage.model.comparison import Effect
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Step, Synthesis, Weighed
from ccsvi_triage.model.text import Date, Number
from ccsvi_triage.model.words import Certainty, CertaintyReason, Concern, EffectMeasure

Judge = Callable[..., Synthesis]
RELAPSES = "angioplasty-reduces-relapses-rrms"
REASONS = tuple(CertaintyReason)
DIRECT = ((CertaintyReason.INDIRECTNESS, 0),)


def step(synthesis: Synthesis, reason: CertaintyReason) -> Step:
    return next(step for step in synthesis.certainty.steps if step.reason is reason)


def rated(library: Library, claim: str, *ratings: tuple[CertaintyReason, int]) -> Library:
    decided = tuple(
        Rated(reason=reason, steps=steps, because="so it is", by="A. Reviewer", date=Date("2031-05-04"))
        for reason, steps in ratings
    )
    claims = {**library.claims, claim: replaced(library.claims[claim], certainty=decided)}
    return library._replace(claims=claims)


def pooled(low: float, high: float, measure: EffectMeasure = EffectMeasure.RISK_RATIO) -> Averaging:
    """Give an average of the two sham-controlled trials with some limits."""
    middle = math.sqrt(low * high) if measure is EffectMeasure.RISK_RATIO else (low + high) / 2
    effect = Effect(measure, middle, low, high, 0.95, "pooled", computed=True)
    mean = Mean(effect, Method.INVERSE_VARIANCE, 0.5, None, 2)
    entered = tuple(
        Entered(name, effect, "", 0.5, (Concern.NONE,), "") for name in ("siddiqui-2014-premise", "traboulsee-2018")
    )
    sound = Sound(tuple(each.study for each in entered), mean, changes=False)
    return Averaging(
        measure, entered, (), (), quoted=mean, between=Between(1.0, 1, 0.3), shares=(("none", 1.0),), sound=(sound,)
    )


def proposed(claim: Claim, counted: Sequence[Weighed], average: Averaging, reason: CertaintyReason) -> Step:
    return next(step for step in certainty_of(claim, counted, average).steps if step.reason is reason)


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
    judged = judge_claim(rated(shipped, RELAPSES, *DIRECT, (CertaintyReason.RISK_OF_BIAS, 0)), RELAPSES)
    bias = step(judged, CertaintyReason.RISK_OF_BIAS)
    assert bias.proposed == (0, 1)
    assert bias.final == (0,)
    assert judged.certainty.proposed == (Certainty.LOW, Certainty.VERY_LOW)
    assert judged.certainty.final is Certainty.LOW


def test_a_person_may_go_against_what_is_proposed(shipped: Library, judge_claim: Judge) -> None:
    library = rated(shipped, RELAPSES, *DIRECT, (CertaintyReason.RISK_OF_BIAS, 0), (CertaintyReason.IMPRECISION, 1))
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
        (0.49, 5.1, (3,)),
        (0.19, 2.1, (3,)),
        (0.49, 4.9, (2,)),
        (0.21, 1.9, (2,)),
    ],
)
def test_a_pooled_interval_takes_the_place_of_the_narrowest_one(
    low: float, high: float, steps: tuple[int, ...], shipped: Library, judge_claim: Judge
) -> None:
    counted = judge_claim(shipped, RELAPSES).counted
    found = proposed(shipped.claims[RELAPSES], counted, pooled(low, high), CertaintyReason.IMPRECISION)
    assert found.proposed == steps
    assert "narrowest" not in found.because


def test_a_narrow_interval_of_few_people_is_rated_down_for_the_number_of_people(
    shipped: Library, judge_claim: Judge
) -> None:
    counted = judge_claim(shipped, RELAPSES).counted
    found = proposed(shipped.claims[RELAPSES], counted, pooled(0.9, 1.1), CertaintyReason.IMPRECISION)
    assert "123 people are fewer than the 3696" in found.because


def test_a_difference_without_a_threshold_stays_open(shipped: Library, judge_claim: Judge) -> None:
    counted = judge_claim(shipped, RELAPSES).counted
    for low, high, steps in ((-1.0, 1.0, (1, 2)), (1.0, 2.0, (0, 1))):
        average = pooled(low, high, EffectMeasure.MEAN_DIFFERENCE)
        found = proposed(shipped.claims[RELAPSES], counted, average, CertaintyReason.IMPRECISION)
        assert found.proposed == steps


def threshold(measure: EffectMeasure, less: str, more: str) -> Threshold:
    return Threshold(
        measure=measure, less=Number(less), more=Number(more), because="so", by="A. Reviewer", date=Date("2031")
    )


@pytest.mark.parametrize(
    ("measure", "less", "more", "low", "high", "steps"),
    [
        # 80 % power: 2.80 standard errors, which are 0.102, 0.153 and 0.204 here
        (EffectMeasure.MEAN_DIFFERENCE, "-0.5", "0.5", -0.2, 0.2, (0,)),
        (EffectMeasure.MEAN_DIFFERENCE, "-0.5", "0.5", 0.1, 0.4999, (0,)),
        (EffectMeasure.MEAN_DIFFERENCE, "-0.5", "0.5", -0.3, 0.3, (0,)),
        (EffectMeasure.MEAN_DIFFERENCE, "-0.5", "0.5", -0.4, 0.4, (1,)),
        (EffectMeasure.MEAN_DIFFERENCE, "-0.5", "0.5", 0.6, 1.4, (1,)),
        (EffectMeasure.STANDARDISED_MEAN_DIFFERENCE, "-0.2", "0.2", -0.13, 0.13, (0,)),
        (EffectMeasure.STANDARDISED_MEAN_DIFFERENCE, "-0.2", "0.2", -0.15, 0.15, (1,)),
        (EffectMeasure.MEAN_DIFFERENCE, "-0.5", "0.5", -0.6, 0.4, (1,)),
        (EffectMeasure.MEAN_DIFFERENCE, "-0.5", "0.5", -0.6, 0.6, (2,)),
        (EffectMeasure.RISK_RATIO, "0.50", "2.0", 0.6, 1.9, (0,)),
        (EffectMeasure.RISK_RATIO, "0.50", "2.0", 0.4, 1.9, (1,)),
        (EffectMeasure.RISK_RATIO, "0.50", "2.0", 0.4, 2.1, (2,)),
        # of another measure, and on the wrong side of no effect: a quarter is taken
        (EffectMeasure.ODDS_RATIO, "0.50", "2.0", 0.6, 1.9, (2,)),
        (EffectMeasure.RISK_RATIO, "2.0", "0.50", 0.6, 1.9, (2,)),
    ],
)
def test_a_threshold_that_a_person_sets_decides_on_imprecision(  # noqa: PLR0913, PLR0917 -- a table of cases
    measure: EffectMeasure,
    less: str,
    more: str,
    low: float,
    high: float,
    steps: tuple[int, ...],
    trials_of: Callable[..., Library],
    judge_claim: Judge,
) -> None:
    library = trials_of((60, 300, 62, 300), (50, 280, 52, 270))
    counted = judge_claim(library, "it").counted
    claim = replaced(library.claims["it"], threshold=threshold(measure, less, more))
    on = EffectMeasure.RISK_RATIO if measure is EffectMeasure.ODDS_RATIO else measure
    average = pooled(low, high, on)
    named = tuple(each._replace(study=f"t{n}") for n, each in enumerate(average.entered))
    found = proposed(claim, counted, average._replace(entered=named), CertaintyReason.IMPRECISION)
    assert found.proposed == steps
    if len(steps) == 1 and steps[0] and less == "0.50" and measure is EffectMeasure.RISK_RATIO:
        assert "threshold" in found.because


def test_nineteen_people_alone_leave_very_low_certainty_and_a_later_trial_lets_it_rise(
    shipped: Library, judge_claim: Judge
) -> None:
    history = {era.date: era.certainty for era in judge_claim(shipped, RELAPSES).history}
    imprecision = next(s for s in history["2014-07-29"].steps if s.reason is CertaintyReason.IMPRECISION)
    assert imprecision.proposed == (3,)
    assert "RR 3.33 (0.418 to 26.6)" in imprecision.because
    assert history["2014-07-29"].possible == (Certainty.VERY_LOW,)
    assert history["2018"].possible == (Certainty.LOW, Certainty.VERY_LOW)


def test_risk_of_bias_is_rated_by_what_the_average_says_without_the_worst(shipped: Library, judge_claim: Judge) -> None:
    counted = judge_claim(shipped, RELAPSES).counted
    claim, average = shipped.claims[RELAPSES], pooled(0.6, 0.9)
    alone, mean = (average.entered[0].study,), average.quoted

    def bias(*sound: Sound, **more: Any) -> tuple[int, ...]:
        told = average._replace(sound=sound, **more)
        return proposed(claim, counted, told, CertaintyReason.RISK_OF_BIAS).proposed

    worse = tuple(each._replace(concerns=(Concern.CRITICAL,)) for each in average.entered)
    either = tuple(each._replace(concerns=(Concern.SOME, Concern.CRITICAL)) for each in average.entered)
    assert bias(Sound(alone, mean, changes=False)) == (0,)
    assert bias(Sound(alone, mean, changes=True)) == (1,)
    assert bias(Sound((), None, changes=True)) == (1,)
    assert bias(Sound((), None, changes=True), entered=worse) == (2,)
    assert bias(*average.sound, Sound((), None, changes=True), entered=either) == (0, 1, 2)
    assert bias(*average.sound, some_ways=True) == (0, 1)
    unplaced = tuple(each._replace(concerns=(None,)) for each in average.entered)
    assert bias(*average.sound, entered=unplaced) == (0, 1, 2)


def test_the_share_of_weight_by_judgement_is_told_with_risk_of_bias(shipped: Library, judge_claim: Judge) -> None:
    assert "100 % open (none to serious)" in step(judge_claim(shipped, RELAPSES), CertaintyReason.RISK_OF_BIAS).because


@pytest.mark.parametrize(
    ("tables", "steps"),
    [
        # alike, and all of them show it
        ([(50, 400, 100, 400), (40, 300, 75, 300), (30, 260, 66, 260), (45, 380, 90, 380), (60, 500, 118, 500)], (0,)),
        # on average they show it, and the next one may well not
        ([(20, 400, 100, 400), (60, 300, 75, 300), (20, 260, 66, 260), (95, 380, 110, 380), (30, 500, 118, 500)], (1,)),
        # two that differ by chance, and two that do not
        ([(10, 100, 14, 100), (12, 100, 13, 100)], (0,)),
        ([(10, 400, 100, 400), (100, 400, 90, 400)], (1,)),
    ],
)
def test_inconsistency_is_rated_by_where_another_study_would_lie(
    tables: list[tuple[int, int, int, int]],
    steps: tuple[int, ...],
    trials_of: Callable[..., Library],
    judge_claim: Judge,
) -> None:
    assert step(judge_claim(trials_of(*tables), "it"), CertaintyReason.INCONSISTENCY).proposed == steps


def test_publication_bias_is_looked_at_from_ten_studies_on(
    trials_of: Callable[..., Library], judge_claim: Judge
) -> None:
    even = [(10 + n % 3, 100 + 10 * n, 20 + n, 100 + 10 * n) for n in range(10)]
    few = step(judge_claim(trials_of(*even[:9]), "it"), CertaintyReason.PUBLICATION_BIAS)
    assert (few.proposed, "fewer than 10" in few.because) == ((0,), True)
    many = step(judge_claim(trials_of(*even), "it"), CertaintyReason.PUBLICATION_BIAS)
    assert "Egger" in many.because
    # the smaller, the more they show
    leaning = [(40 + 38 * n, 100 * (1 + n), 45 + 42 * n, 100 * (1 + n)) for n in range(5)]
    leaning += [(1, 15 + n, 10 + n, 15 + n) for n in range(6)]
    found = step(judge_claim(trials_of(*leaning), "it"), CertaintyReason.PUBLICATION_BIAS)
    assert found.proposed == (0, 1)
    assert "small studies show other effects" in found.because


def test_no_interval_leaves_imprecision_open(shipped: Library, judge_claim: Judge) -> None:
    assert step(judge_claim(shipped, "aspirin-fatigue-perfusion"), CertaintyReason.IMPRECISION).proposed == (0, 1, 2)


def test_animals_are_two_steps_from_people(shipped: Library, judge_claim: Judge) -> None:
    assert step(judge_claim(shipped, "oxygen-helps-ms"), CertaintyReason.INDIRECTNESS).proposed == (2,)


def test_studies_that_show_it_and_others_that_do_not_are_inconsistent(shipped: Library, judge_claim: Judge) -> None:
    judged = judge_claim(shipped, "ccsvi-more-prevalent-in-ms")
    assert step(judged, CertaintyReason.INCONSISTENCY).proposed == (1,)
    assert step(judge_claim(shipped, RELAPSES, as_of="2014"), CertaintyReason.INCONSISTENCY).proposed == (0,)


def test_whether_intervals_overlap_stays_open_where_not_every_study_tells_one(
    shipped: Library, judge_claim: Judge
) -> None:
    found = step(judge_claim(shipped, "angioplasty-improves-function"), CertaintyReason.INCONSISTENCY)
    assert (found.proposed, found.because[:4]) == ((0, 1), "open")


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


PAIN = """
  - unit: points
    arms: {drug: {mean: 40, sd: 20, n: 200}, sham: {mean: 48, sd: 20, n: 200}}
"""
OWN = """
threshold:
  measure: {}
  less: {}
  more: {}
  because: so it is
  by: A. Reviewer
  date: 2031-05-04
"""


def test_a_persons_threshold_is_held_against_the_measure_that_it_is_set_for(
    trials_of: Callable[..., Library], judge_claim: Judge
) -> None:
    known = judge_claim(trials_of(PAIN, claim=OWN.format("MD", -5, 5)), "it")
    imprecision = step(known, CertaintyReason.IMPRECISION)
    assert imprecision.proposed == (1,)
    assert "MD -8 (-11.9 to -4.07): the threshold of what matters, -5, lies within" in imprecision.because


@pytest.mark.parametrize(("way", "people"), [("lower", 2544), ("higher", 3130)])
def test_a_good_trial_is_one_that_finds_a_change_for_the_better(
    trials_of: Callable[..., Library], judge_claim: Judge, way: str, people: int
) -> None:
    better = {"t0": {"better: lower": f"better: {way}"}}
    known = judge_claim(trials_of((70, 400, 60, 400), other=better), "it")
    assert known.missing.size.people == people
    assert known.missing.size.because.startswith(
        f"to find a quarter {'less' if way == 'lower' else 'more'} than 60/400"
    )


def test_a_good_trial_is_one_that_finds_what_matters_to_a_person(
    trials_of: Callable[..., Library], judge_claim: Judge
) -> None:
    size = judge_claim(trials_of((58, 400, 60, 400), claim=OWN.format("RR", 0.9, 1.1)), "it").missing.size
    assert size.because.startswith("to find 10 % less than 60/400")
    assert size.people is not None
    assert size.people > 15_000


def test_where_no_study_is_judged_serious_that_is_what_is_said(
    trials_of: Callable[..., Library], judge_claim: Judge
) -> None:
    known = judge_claim(trials_of((70, 400, 60, 400)), "it")
    (trial,) = known.counted
    for concern, said in (
        (Concern.NONE, "no study is judged serious or worse"),
        (Concern.SERIOUS, "what is shown comes from one study, which is judged serious"),
        (Concern.CRITICAL, "the only study is judged critical"),
    ):
        judged = trial._replace(carries=(trial.carries[0]._replace(concern=concern),))
        bias = certainty_of(known.claim, [judged]).steps[0]
        assert bias.because == said


def test_people_who_go_together_are_not_counted_one_by_one(
    trials_of: Callable[..., Library], judge_claim: Judge
) -> None:
    clusters = {"t0": {"design: randomised-trial": "design: cluster-randomised-trial"}}
    text = """
      - unit: patients
        arms: {drug: {events: 700, n: 4000}, sham: {events: 600, n: 4000}}
        estimates: [{measure: RR, value: 1.17, low: 1.05, high: 1.24}]
    """
    known = judge_claim(trials_of(text, other=clusters), "it")
    assert (
        "whether the studies hold enough people cannot be computed" in step(known, CertaintyReason.IMPRECISION).because
    )


def test_where_no_variance_between_studies_is_seen_none_makes_them_inconsistent(
    trials_of: Callable[..., Library], judge_claim: Judge
) -> None:
    known = judge_claim(trials_of((60, 400, 85, 400), (70, 500, 98, 500), (45, 300, 60, 300)), "it")
    assert known.pooled is not None
    assert known.pooled.between is not None
    assert known.pooled.between.tau2 == 0
    inconsistency = step(known, CertaintyReason.INCONSISTENCY)
    assert inconsistency.proposed == (0,)
    assert inconsistency.because.startswith("no variance between the studies can be seen")
