import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.effect_size import (
    OF_TABLES,
    EffectSize,
    Measure,
    Share,
    Table,
    as_read,
    check_sizes,
    no_effect,
    share_size,
    table_size,
)

GROUP = st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
MEASURES = st.sampled_from(sorted(OF_TABLES))


def test_effects_of_tables_are_those_of_metafor(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        if not analysis.tables:
            continue
        for table, y, v in zip(analysis.tables, analysis.told["yi"], analysis.told["vi"], strict=True):
            size = table_size(table, Measure(analysis.measure))
            assert (size is None) is (y is None), (analysis.name, table)
            if size is not None:
                held.near(analysis.name, size.estimate, y, 1e-9, 1e-3)
                held.near(analysis.name, size.variance, v, 1e-9)
    assert held.seen > 900
    assert held.wrong == []


def test_logits_of_shares_are_those_of_metafor(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        if analysis.measure != "PLO":
            continue
        for share, y, v in zip(analysis.shares, analysis.told["yi"], analysis.told["vi"], strict=True):
            size = share_size(share)
            held.near(analysis.name, size.estimate, y, 1e-9, 1e-3)
            held.near(analysis.name, size.variance, v, 1e-9)
    assert held.seen > 100
    assert held.wrong == []


@given(GROUP, GROUP, MEASURES)
def test_to_swap_the_groups_negates_the_effect(a: tuple[int, int], b: tuple[int, int], measure: Measure) -> None:
    one, other = table_size(Table(*a, *b), measure), table_size(Table(*b, *a), measure)
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one.estimate == pytest.approx(-other.estimate, rel=1e-12, abs=1e-12)
        assert one.variance == pytest.approx(other.variance, rel=1e-12)


@given(GROUP, GROUP, MEASURES)
def test_halves_are_added_where_a_cell_is_zero_and_nowhere_else(
    a: tuple[int, int], b: tuple[int, int], measure: Measure
) -> None:
    size = table_size(Table(*a, *b), measure)
    if size is not None:
        assert size.halved is (0 in (a[0], b[0], a[1] - a[0], b[1] - b[0]))
        assert math.isfinite(size.estimate)
        assert 0 < size.variance < math.inf


@pytest.mark.parametrize("table", [Table(0, 9, 0, 10), Table(9, 9, 10, 10)])
def test_a_table_without_any_contrast_is_no_ratio(table: Table) -> None:
    assert table_size(table, Measure.ODDS_RATIO) is None
    assert table_size(table, Measure.RISK_RATIO) is None
    difference = table_size(table, Measure.RISK_DIFFERENCE)
    assert difference is not None
    assert difference.halved


def test_a_share_of_none_or_all_gets_halves() -> None:
    none, everyone = share_size(Share(0, 10)), share_size(Share(10, 10))
    assert none.halved
    assert none.estimate == pytest.approx(-everyone.estimate) == pytest.approx(math.log(0.5 / 10.5))
    assert not share_size(Share(3, 10)).halved


def test_numbers_are_turned_back_to_what_people_read() -> None:
    assert as_read(math.log(2), Measure.ODDS_RATIO) == pytest.approx(2)
    assert as_read(1e9, Measure.RISK_RATIO) == math.inf
    assert as_read(share_size(Share(3, 10)).estimate, Measure.PROPORTION) == pytest.approx(0.3)
    assert as_read(-1e9, Measure.PROPORTION) == 0
    assert as_read(1e9, Measure.PROPORTION) == 1
    assert as_read(-0.25, Measure.RISK_DIFFERENCE) == -0.25
    assert no_effect(Measure.PROPORTION) is None
    assert no_effect(Measure.HAZARD_RATIO) == 0


@pytest.mark.parametrize("counts", [(5, 4, 1, 4), (1, 4, -1, 4), (0, 0, 1, 4), (1, 4, 0, 0)])
def test_impossible_counts_are_refused(counts: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match=r"total is at least 1|is no count"):
        table_size(Table(*counts), Measure.ODDS_RATIO)


def test_a_measure_that_a_table_does_not_give_is_refused() -> None:
    with pytest.raises(ValueError, match="gives no HR"):
        table_size(Table(1, 4, 2, 4), Measure.HAZARD_RATIO)


@pytest.mark.parametrize(
    ("estimate", "variance"), [(math.nan, 1), (math.inf, 1), (1, 0), (1, -1), (1, math.nan), (1e60, 1)]
)
def test_what_is_no_effect_cannot_be_averaged(estimate: float, variance: float) -> None:
    with pytest.raises(ValueError, match="no effect that can be averaged"):
        check_sizes([EffectSize(0, 1), EffectSize(estimate, variance)])
    with pytest.raises(ValueError, match="nothing to average"):
        check_sizes([])
