import subprocess
import sys
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.average import Basis, Weighing, common_effect
from ccsvi_triage.stats.effect_size import EffectSize, Measure, Share, Table, as_read
from ccsvi_triage.stats.mantel_haenszel import mantel_haenszel
from ccsvi_triage.stats.pool import Caution, Entry, Pooled, Refusal, pool

SHAM_TRIALS = [Table(3, 9, 1, 10), Table(5, 49, 6, 55)]
SIZE = st.builds(EffectSize, st.floats(-3, 3), st.floats(0.001, 4))
GROUP = st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
TABLE = st.builds(lambda a, b: Table(*a, *b), GROUP, GROUP)


def entries(results: Any, measure: Measure = Measure.RISK_RATIO, **more: Any) -> list[Entry]:
    return [Entry(f"study-{number}", measure, result, **more) for number, result in enumerate(results)]


def numbers(pooled: Pooled) -> list[float]:
    assert pooled.common is not None
    assert pooled.scatter is not None
    told = [*pooled.common[:2], *pooled.scatter]
    if pooled.random is not None:
        told += [*pooled.random.truncated[:2], pooled.random.tau2.value, *pooled.random.prediction[:2]]
    return told


def test_every_published_body_of_studies_is_averaged_as_metafor_does(analyses: Any, held: Any) -> None:
    pooled_from_tables = 0
    for analysis in analyses:
        known = {measure.value: measure for measure in Measure}
        measure = (
            Measure.PROPORTION if analysis.measure == "PLO" else known.get(analysis.measure, Measure.MEAN_DIFFERENCE)
        )
        results = analysis.tables or (analysis.shares if analysis.measure == "PLO" else analysis.sizes)
        pooled = pool(entries(results, measure))
        if len(analysis.sizes) < 2:
            assert pooled.refusal is Refusal.ONE_STUDY
            continue
        assert pooled.refusal is None
        assert len(pooled.names) == analysis.told["k_used"]
        assert pooled.common is not None
        if analysis.tables:
            pooled_from_tables += 1
            assert pooled.common == mantel_haenszel(analysis.tables, measure)
        else:
            held.near((analysis.name, "common"), pooled.common.estimate, analysis.told["EE"]["est"], 1e-8)
        assert (pooled.random is None) is (len(pooled.names) == 2)
        if pooled.random is not None:
            told = analysis.told["REML_adhoc"]
            held.near((analysis.name, "se"), pooled.random.truncated.error, told["se"], 1e-8)
            held.near((analysis.name, "tau2"), pooled.random.tau2.value, analysis.told["REML_z"]["tau2"], 1e-7)
            assert pooled.random.average is not None
            held.near((analysis.name, "se"), pooled.random.average.error, analysis.told["REML_knha"]["se"], 1e-8)
    assert pooled_from_tables > 20
    assert held.seen > 150
    assert held.wrong == []


# what is not averaged


@given(SIZE)
def test_one_study_is_never_an_average(size: EffectSize) -> None:
    pooled = pool(entries([size], Measure.MEAN_DIFFERENCE))
    assert pooled.refusal is Refusal.ONE_STUDY
    assert (pooled.names, pooled.sizes) == (("study-0",), (size,))
    assert (pooled.common, pooled.random, pooled.scatter, pooled.egger) == (None, None, None, None)


def test_two_studies_have_a_common_effect_only() -> None:
    pooled = pool(entries(SHAM_TRIALS))
    assert pooled.refusal is None
    assert pooled.common is not None
    assert pooled.common.weighing is Weighing.MANTEL_HAENSZEL
    read = [round(as_read(value, Measure.RISK_RATIO), 2) for value in (pooled.common.estimate, *pooled.common[4:6])]
    assert read == [1.28, 0.49, 3.32]
    assert (pooled.random, pooled.prefer_common) == (None, True)
    assert pooled.cautions == (Caution.TWO_STUDIES, Caution.TOO_FEW_FOR_FUNNEL)


def test_two_studies_that_contradict_each_other_are_said_to() -> None:
    pooled = pool(entries([EffectSize(1, 0.01), EffectSize(-1, 0.01)], Measure.MEAN_DIFFERENCE))
    assert Caution.DISAGREE in pooled.cautions


@pytest.mark.parametrize(
    ("others", "refusal"),
    [
        ([Entry("b", Measure.ODDS_RATIO, SHAM_TRIALS[1])], Refusal.MEASURES_DIFFER),
        ([Entry("b", Measure.RISK_RATIO, SHAM_TRIALS[1], outcome="at a year")], Refusal.OUTCOMES_DIFFER),
        ([Entry("b", Measure.RISK_RATIO, SHAM_TRIALS[1], design="before and after")], Refusal.DESIGNS_DIFFER),
        ([Entry("a", Measure.RISK_RATIO, SHAM_TRIALS[1])], Refusal.SAME_STUDY_TWICE),
        ([Entry("b", Measure.RISK_RATIO, Share(1, 9))], Refusal.RESULT_IS_OTHER),
        ([Entry("b", Measure.RISK_RATIO, Table(0, 9, 0, 9))], Refusal.ONE_STUDY),
        ([Entry("b", Measure.RISK_RATIO, SHAM_TRIALS[1], faulty=True)], Refusal.ONE_STUDY),
        ([], Refusal.ONE_STUDY),
    ],
)
def test_studies_that_do_not_go_together_are_not_averaged(others: list[Entry], refusal: Refusal) -> None:
    pooled = pool([Entry("a", Measure.RISK_RATIO, SHAM_TRIALS[0]), *others])
    assert pooled.refusal is refusal
    assert (pooled.common, pooled.peto, pooled.random, pooled.scatter) == (None, None, None, None)


def test_a_table_does_not_go_with_a_measure_that_it_does_not_give() -> None:
    assert pool(entries(SHAM_TRIALS, Measure.HAZARD_RATIO)).refusal is Refusal.RESULT_IS_OTHER
    assert pool(entries([Share(1, 9), Share(2, 8)], Measure.RISK_DIFFERENCE)).refusal is Refusal.RESULT_IS_OTHER


@pytest.mark.parametrize("measure", [Measure.RISK_RATIO, Measure.ODDS_RATIO, Measure.RISK_DIFFERENCE])
def test_added_halves_alone_are_never_averaged(measure: Measure) -> None:
    pooled = pool(entries([Table(0, 9, 0, 10), Table(0, 20, 0, 8), Table(0, 5, 0, 5)], measure))
    wanted = Refusal.ONLY_HALVES if measure is Measure.RISK_DIFFERENCE else Refusal.NO_STUDY
    assert (pooled.refusal, pooled.common) == (wanted, None)
    if measure is not Measure.RISK_DIFFERENCE:
        assert pool(entries([Table(0, 9, 2, 10), Table(0, 20, 1, 8)], measure)).refusal is Refusal.ONLY_HALVES


def test_nothing_is_not_averaged() -> None:
    assert pool([]).refusal is Refusal.NO_STUDY
    broken = pool(entries([Table(9, 4, 0, 0)], faulty=True))
    assert (broken.refusal, broken.left_out, broken.cautions) == (
        Refusal.NO_STUDY,
        ("study-0",),
        (Caution.FAULTY_LEFT_OUT,),
    )


# what is said beside an average


def test_a_study_with_impossible_numbers_is_left_out_unless_asked_for() -> None:
    together = entries([EffectSize(0.1, 0.1), EffectSize(0.2, 0.1), EffectSize(0.1, 0.2)], Measure.MEAN_DIFFERENCE)
    together.append(Entry("broken", Measure.MEAN_DIFFERENCE, EffectSize(9, 0.001), faulty=True))
    without, with_it = pool(together), pool(together, keep_faulty=True)
    assert (without.left_out, Caution.FAULTY_LEFT_OUT in without.cautions) == (("broken",), True)
    assert (with_it.left_out, Caution.FAULTY_LEFT_OUT in with_it.cautions) == ((), False)
    assert without.common is not None
    assert with_it.common is not None
    assert without.common.estimate < 1 < with_it.common.estimate


def test_a_study_without_events_is_left_out_of_a_ratio_and_told() -> None:
    tables = [*SHAM_TRIALS, Table(2, 30, 4, 30), Table(0, 12, 0, 12)]
    ratio, difference = pool(entries(tables)), pool(entries(tables, Measure.RISK_DIFFERENCE))
    assert (ratio.left_out, Caution.WITHOUT_EVENTS in ratio.cautions) == (("study-3",), True)
    assert (difference.left_out, Caution.WITHOUT_EVENTS in difference.cautions) == ((), False)
    assert Caution.HALVES_ADDED in difference.cautions
    assert Caution.HALVES_ADDED not in ratio.cautions


def test_adjusted_and_crude_effects_together_are_told() -> None:
    pooled = pool(
        [
            Entry("a", Measure.HAZARD_RATIO, EffectSize(0.1, 0.1), adjusted=True),
            Entry("b", Measure.HAZARD_RATIO, EffectSize(0.2, 0.1)),
        ]
    )
    assert Caution.ADJUSTED_WITH_CRUDE in pooled.cautions
    assert pooled.common is not None
    assert pooled.common.weighing is Weighing.INVERSE_VARIANCE


def test_effects_on_both_sides_are_not_told_by_an_average_alone() -> None:
    estimates = (1.0, 1.2, -0.8, 0.9, 1.1, -0.5)
    pooled = pool(entries([EffectSize(y, 0.01) for y in estimates], Measure.MEAN_DIFFERENCE))
    assert Caution.BOTH_SIDES in pooled.cautions
    assert Caution.FEW not in pooled.cautions
    shares = pool(entries([Share(x, 20) for x in (1, 19, 2, 18, 10)], Measure.PROPORTION))
    assert Caution.BOTH_SIDES not in shares.cautions
    assert shares.random is not None
    assert 0 < as_read(shares.random.prediction.low, Measure.PROPORTION) < 0.5


def test_limits_narrower_than_those_of_a_common_effect_are_told() -> None:
    near = [EffectSize(0.30 + i / 1000, 0.04) for i in range(4)]
    pooled = pool(entries(near, Measure.MEAN_DIFFERENCE))
    assert {Caution.NARROWER, Caution.MORE_ALIKE, Caution.FEW} <= set(pooled.cautions)
    assert pooled.random is not None
    assert pooled.random.average is not None
    assert pooled.random.truncated.error > pooled.random.average.error


def test_equal_effects_have_truncated_limits_only() -> None:
    pooled = pool(entries([EffectSize(0.3, v) for v in (0.1, 0.2, 0.3)], Measure.MEAN_DIFFERENCE))
    assert Caution.ALIKE in pooled.cautions
    assert pooled.random is not None
    assert pooled.random.average is None
    assert pooled.random.prediction.low < pooled.random.truncated.estimate < pooled.random.prediction.high


def test_several_peaks_are_told() -> None:
    sizes = [EffectSize(0.0, 1e-6), EffectSize(1e-3, 1e-6), EffectSize(8.0, 4.0), EffectSize(-9.0, 4.0)]
    assert Caution.SEVERAL_PEAKS in pool(entries(sizes, Measure.MEAN_DIFFERENCE)).cautions


def test_rare_events_prefer_the_common_effect_and_bring_peto() -> None:
    pooled = pool(entries([Table(i, 1000, 5 - i, 1000) for i in range(5)], Measure.ODDS_RATIO))
    assert Caution.RARE in pooled.cautions
    assert pooled.prefer_common
    assert pooled.peto is not None
    assert pooled.peto.unmet == ()
    often = pool(entries([Table(30 + i, 100, 35 - i, 100) for i in range(5)], Measure.ODDS_RATIO))
    assert Caution.RARE not in often.cautions
    assert not often.prefer_common
    assert pool(entries(SHAM_TRIALS)).peto is None


def test_the_funnel_is_tested_from_ten_studies_on_and_never_of_odds_ratios() -> None:
    tables = [Table(5 + i % 3, 40 + 9 * i, 7 + i, 50 + 7 * i) for i in range(12)]
    assert pool(entries(tables)).egger is not None
    assert pool(entries(tables[:9])).egger is None
    assert Caution.TOO_FEW_FOR_FUNNEL in pool(entries(tables[:9])).cautions
    odds = pool(entries(tables, Measure.ODDS_RATIO))
    assert (odds.egger, Caution.FUNNEL_OF_ODDS in odds.cautions) == (None, True)


def test_the_basis_of_a_prediction_is_told() -> None:
    some = entries([EffectSize(i / 10, 0.01) for i in range(6)], Measure.MEAN_DIFFERENCE)
    for basis, df in ((Basis.ONE_LESS, 5), (Basis.TWO_LESS, 4)):
        random = pool(some, basis=basis).random
        assert random is not None
        assert (random.prediction.basis, random.prediction.df) == (basis, df)


# what always holds


@given(st.lists(TABLE, min_size=2, max_size=8), st.sampled_from(["RR", "OR", "RD"]), st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(tables: list[Table], measure: str, chance: Any) -> None:
    put = entries(tables, Measure(measure))
    one, other = pool(put), pool(chance.sample(put, len(put)))
    assert one.refusal is other.refusal
    assert set(one.cautions) == set(other.cautions)
    if one.refusal is None:
        assert numbers(one) == pytest.approx(numbers(other), rel=1e-6, abs=1e-9)


@given(st.lists(TABLE, min_size=2, max_size=8), st.sampled_from(["RR", "OR", "RD"]))
def test_to_swap_the_groups_negates_every_average(tables: list[Table], measure: str) -> None:
    swapped = [Table(t.events_b, t.total_b, t.events_a, t.total_a) for t in tables]
    one, other = pool(entries(tables, Measure(measure))), pool(entries(swapped, Measure(measure)))
    assert one.refusal is other.refusal
    if one.common is not None and other.common is not None:
        assert one.common.estimate == pytest.approx(-other.common.estimate, rel=1e-6, abs=1e-9)
        assert one.common.low == pytest.approx(-other.common.high, rel=1e-6, abs=1e-9)
    if one.random is not None and other.random is not None:
        assert one.random.truncated.estimate == pytest.approx(-other.random.truncated.estimate, rel=1e-6, abs=1e-9)
        assert one.random.prediction.low == pytest.approx(-other.random.prediction.high, rel=1e-6, abs=1e-9)


@given(st.lists(SIZE, min_size=3, max_size=8))
def test_where_studies_do_not_vary_both_averages_are_the_same(sizes: list[EffectSize]) -> None:
    pooled = pool(entries(sizes, Measure.MEAN_DIFFERENCE))
    assert pooled.random is not None
    assert pooled.common is not None
    if pooled.random.tau2.value == 0:
        assert pooled.random.truncated.estimate == pooled.common.estimate == common_effect(sizes).estimate
    assert pooled.random.spread is not None
    assert pooled.random.spread.tau2_low <= pooled.random.spread.tau2_high
    assert pooled.random.prediction.low <= pooled.random.truncated.estimate <= pooled.random.prediction.high


@given(st.lists(SIZE, min_size=3, max_size=8))
def test_no_further_study_is_foretold_more_surely_than_the_average_to_quote(sizes: list[EffectSize]) -> None:
    pooled = pool(entries(sizes, Measure.MEAN_DIFFERENCE))
    random = pooled.random
    assert random is not None
    narrow = random.average is None or Caution.NARROWER in pooled.cautions
    quoted = random.truncated if narrow or random.average is None else random.average
    slack = 1e-9 * (1 + abs(quoted.low) + abs(quoted.high))
    assert random.prediction.low <= quoted.low + slack
    assert random.prediction.high >= quoted.high - slack


def test_the_work_of_averaging_grows_no_faster_than_the_studies(
    calls_of: Callable[[Callable[[], object]], int],
) -> None:
    chance = Random(1)  # noqa: S311
    sizes = [EffectSize(chance.gauss(0, 1), 10 ** chance.uniform(-6, 6)) for _ in range(1000)]
    tables = [Table(chance.randint(0, 50), 50, chance.randint(0, 60), 60) for _ in range(1000)]
    for put in (entries(sizes, Measure.MEAN_DIFFERENCE), entries(tables, Measure.ODDS_RATIO)):
        assert pool(put).refusal is None
        assert calls_of(partial(pool, put)) < 2 * calls_of(partial(pool, put[:500]))


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        pool([], level=95)


def test_a_start_of_the_program_does_not_load_what_averages() -> None:
    code = "import sys, ccsvi_triage.cli.main; print([n for n in sys.modules if n.startswith('ccsvi_triage.stats')])"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert told.stdout.strip() == "[]"


@given(st.lists(TABLE, max_size=6), st.sampled_from([Measure.RISK_RATIO, Measure.ODDS_RATIO, Measure.RISK_DIFFERENCE]))
def test_a_bare_average_is_the_whole_one_without_what_no_average_needs(tables: list[Table], measure: Measure) -> None:
    whole, bare = pool(entries(tables, measure)), pool(entries(tables, measure), whole=False)
    assert bare.peto is None
    said = tuple(caution for caution in whole.cautions if caution is not Caution.MORE_ALIKE)
    random = whole.random._replace(spread=None) if whole.random is not None else None
    assert bare == whole._replace(peto=None, random=random, cautions=said)
