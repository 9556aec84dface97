from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from ccsvi_triage.stats.average import Weighing, common_effect, random_effects
from ccsvi_triage.stats.effect_size import EffectSize
from ccsvi_triage.stats.heterogeneity import Scatter, share_between
from ccsvi_triage.stats.sensitivity import MOST_LOOKS, changes_decision, cumulative, fit, leave_one_out

STOPS = 4e-5
"""How far off metafor's variances may be here: its search stops at steps of 1e-5, whatever the unit of the effects."""

CallsOf = Callable[[Callable[[], object]], int]


def test_leaving_one_out_gives_what_metafor_gives(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        told = analysis.told.get("leave1out_REML")
        if told is None:
            continue
        alone = analysis.told["leave1out_EE"]
        fits = leave_one_out(analysis.sizes, weighing=Weighing.RANDOM_NORMAL)
        assert len(fits) == len(analysis.sizes)
        for left_out, found in enumerate(fits):
            name = (analysis.name, left_out)
            held.near((*name, "common"), found.common.estimate, alone["est"][left_out], 1e-8, found.common.error)
            held.near((*name, "common"), found.common.error, alone["se"][left_out], 1e-8)
            assert (found.random is None) is (found.studies < 3)
            if found.random is None or found.tau2 is None:
                continue
            rest = [*analysis.sizes[:left_out], *analysis.sizes[left_out + 1 :]]
            theirs, scatter = told["tau2"][left_out], Scatter(rest)
            assert found.tau2 == pytest.approx(theirs, abs=STOPS), name
            assert scatter.likelihood(found.tau2) >= scatter.likelihood(theirs) - 1e-9, name
            # with the variance at which metafor stopped, the average is the same
            stopped = random_effects(rest, theirs, weighing=Weighing.RANDOM_NORMAL)
            assert stopped is not None
            held.near((*name, "est"), stopped.estimate, told["est"][left_out], 1e-8, stopped.error)
            held.near((*name, "se"), stopped.error, told["se"][left_out], 1e-8)
            held.near((*name, "I2"), 100 * share_between(rest, theirs), told["I2"][left_out], 1e-7)
            assert found.random == random_effects(rest, found.tau2, weighing=Weighing.RANDOM_NORMAL)
    assert held.seen > 4000
    assert held.wrong == []


def test_the_last_average_of_a_course_is_that_of_all_studies(analyses: Any) -> None:
    for analysis in analyses:
        course = cumulative(analysis.sizes)
        assert course[-1] == fit(analysis.sizes)
        assert course[0].random is None
        if len(analysis.sizes) <= MOST_LOOKS:
            assert course[0].common == common_effect(analysis.sizes[:1])
            assert [found.studies for found in course] == list(range(1, len(analysis.sizes) + 1))


def test_one_or_two_studies_have_no_variance_between_them() -> None:
    two = [EffectSize(0, 1), EffectSize(3, 1)]
    assert fit(two)[2:] == fit(two[:1])[2:] == (None, None, None)
    assert leave_one_out(two[:1]) == ()
    assert [found.studies for found in leave_one_out(two)] == [1, 1]


def test_a_study_on_which_the_conclusion_hangs_is_seen() -> None:
    sizes = [EffectSize(0.1, 0.05), EffectSize(1.0, 0.01), EffectSize(0.1, 0.05), EffectSize(0.0, 0.05)]
    whole = common_effect(sizes)
    assert [changes_decision(whole, found.common) for found in leave_one_out(sizes)] == [False, True, False, False]


def test_a_thousand_studies_are_followed_in_a_hundred_steps_and_the_work_grows_no_faster_than_they_do(
    calls_of: CallsOf,
) -> None:
    chance = Random(1)  # noqa: S311
    sizes = [EffectSize(chance.gauss(0, 1), chance.uniform(0.01, 2)) for _ in range(1000)]
    course = cumulative(sizes)
    assert calls_of(lambda: cumulative(sizes)) < 2 * calls_of(lambda: cumulative(sizes[:500]))
    assert len(course) == MOST_LOOKS
    assert [course[0].studies, course[1].studies, course[-1].studies] == [10, 20, 1000]
    assert course[-1] == fit(sizes)


def test_nothing_to_average_is_refused() -> None:
    for function in (leave_one_out, cumulative):
        with pytest.raises(ValueError, match="nothing to average"):
            function([])
