import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.effect import odds_ratio, risk_difference
from ccsvi_triage.stats.effect_size import OF_TABLES, Measure, Table
from ccsvi_triage.stats.mantel_haenszel import mantel_haenszel, scatter_about, weights

GROUP = st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
TABLES = st.lists(st.builds(lambda a, b: Table(*a, *b), GROUP, GROUP), min_size=1, max_size=8)
MEASURES = st.sampled_from(sorted(OF_TABLES))


@pytest.mark.parametrize("measure", sorted(OF_TABLES))
def test_averages_of_tables_are_those_of_metafor(measure: Measure, analyses: Any, held: Any) -> None:
    for analysis in analyses:
        told = analysis.told.get(f"MH_{measure.value}")
        if told is None:
            continue
        average = mantel_haenszel(analysis.tables, measure)
        assert average is not None
        scatter = scatter_about(analysis.tables, measure, average)
        for key, value in (
            ("est", average.estimate),
            ("se", average.error),
            ("ci_lb", average.low),
            ("ci_ub", average.high),
            ("p", average.p),
            ("QE", scatter.q),
            ("QEp", scatter.p),
        ):
            held.near((analysis.name, key), value, told[key], 1e-8)
    assert held.seen == 15 * 7
    assert held.wrong == []


@given(TABLES, MEASURES)
def test_to_swap_the_groups_negates_the_average(tables: list[Table], measure: Measure) -> None:
    swapped = [Table(t.events_b, t.total_b, t.events_a, t.total_a) for t in tables]
    one, other = mantel_haenszel(tables, measure), mantel_haenszel(swapped, measure)
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one.estimate == pytest.approx(-other.estimate, rel=1e-9, abs=1e-12)
        assert one.error == pytest.approx(other.error, rel=1e-9)


@given(TABLES, MEASURES, st.randoms(use_true_random=False))
def test_the_order_of_the_studies_does_not_matter(tables: list[Table], measure: Measure, chance: Any) -> None:
    one, other = mantel_haenszel(tables, measure), mantel_haenszel(chance.sample(tables, len(tables)), measure)
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one[:2] == pytest.approx(other[:2], rel=1e-12, abs=1e-15)


@given(TABLES, st.integers(1, 300), st.integers(1, 300))
def test_a_table_without_events_changes_no_ratio(tables: list[Table], total_a: int, total_b: int) -> None:
    more = [*tables, Table(0, total_a, 0, total_b)]
    for ratio in (Measure.RISK_RATIO, Measure.ODDS_RATIO):
        one, other = mantel_haenszel(tables, ratio), mantel_haenszel(more, ratio)
        assert one == other
        if one is not None:
            assert scatter_about(tables, ratio, one) == scatter_about(more, ratio, one)


def test_one_table_alone_has_its_own_effect() -> None:
    table = Table(3, 9, 1, 10)
    own, difference = odds_ratio(*table), risk_difference(*table)
    average, apart = mantel_haenszel([table], Measure.ODDS_RATIO), mantel_haenszel([table], Measure.RISK_DIFFERENCE)
    assert average is not None
    assert apart is not None
    assert own.estimate is not None
    assert average.estimate == pytest.approx(math.log(own.estimate))
    assert (average.low, average.high) == pytest.approx((math.log(own.low), math.log(own.high)))
    assert apart.estimate == pytest.approx(difference.estimate)


@pytest.mark.parametrize("measure", sorted(OF_TABLES))
def test_tables_without_events_have_no_average(measure: Measure) -> None:
    assert mantel_haenszel([Table(0, 9, 0, 10), Table(0, 4, 0, 5)], measure) is None


def test_a_group_without_events_has_no_ratio_and_a_difference() -> None:
    tables = [Table(0, 20, 3, 20), Table(0, 10, 1, 10)]
    assert mantel_haenszel(tables, Measure.RISK_RATIO) is mantel_haenszel(tables, Measure.ODDS_RATIO) is None
    difference = mantel_haenszel(tables, Measure.RISK_DIFFERENCE)
    assert difference is not None
    assert difference.estimate == pytest.approx(-4 / 30)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to average"):
        mantel_haenszel([], Measure.ODDS_RATIO)
    with pytest.raises(ValueError, match="no count"):
        mantel_haenszel([Table(5, 4, 1, 4)], Measure.ODDS_RATIO)
    with pytest.raises(ValueError, match="gives no MD"):
        mantel_haenszel([Table(1, 4, 1, 4)], Measure.MEAN_DIFFERENCE)


@given(TABLES, MEASURES)
def test_weights_make_the_average_out_of_the_studies_own_effects(tables: list[Table], measure: Measure) -> None:
    found = weights(tables, measure)
    if not any(found):
        return
    assert math.fsum(found) == pytest.approx(1)
    parts = []
    for weight, (a, n1, c, n2) in zip(found, tables, strict=True):
        if not weight:
            continue
        if measure is Measure.ODDS_RATIO:
            parts.append(weight * a * (n2 - c) / ((n1 - a) * c))
        else:
            parts.append(weight * (a / n1 - c / n2 if measure is Measure.RISK_DIFFERENCE else a * n2 / (n1 * c)))
    whole = mantel_haenszel(tables, measure)
    if whole is not None and all(found):
        average = whole.estimate if measure is Measure.RISK_DIFFERENCE else math.exp(whole.estimate)
        assert math.fsum(parts) == pytest.approx(average, abs=1e-9)


def test_a_measure_that_tables_do_not_give_has_no_weights() -> None:
    with pytest.raises(ValueError, match="gives no HR"):
        weights([Table(1, 10, 2, 10)], Measure.HAZARD_RATIO)
