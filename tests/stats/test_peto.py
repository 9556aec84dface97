from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.effect_size import Table
from ccsvi_triage.stats.peto import Unmet, peto, rare

GROUP = st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))
TABLES = st.lists(st.builds(lambda a, b: Table(*a, *b), GROUP, GROUP), min_size=1, max_size=8)


def test_averages_are_those_of_metafor(analyses: Any, held: Any) -> None:
    for analysis in analyses:
        told = analysis.told.get("PETO")
        if told is None:
            continue
        found = peto(analysis.tables)
        assert found is not None
        for key, value in (
            ("est", found.average.estimate),
            ("se", found.average.error),
            ("ci_lb", found.average.low),
            ("ci_ub", found.average.high),
            ("p", found.average.p),
            ("QE", found.scatter.q),
            ("QEp", found.scatter.p),
        ):
            held.near((analysis.name, key), value, told[key], 1e-8)
        exact = analysis.told["MH_OR"]
        held.near((analysis.name, "CMH"), (found.average.estimate / found.average.error) ** 2, exact["CMH"], 1e-8)
        held.near((analysis.name, "CMHp"), found.average.p, exact["CMHp"], 1e-8)
    assert held.seen == 15 * 9
    assert held.wrong == []


@given(TABLES)
def test_to_swap_the_groups_negates_the_average(tables: list[Table]) -> None:
    one, other = peto(tables), peto([Table(t.events_b, t.total_b, t.events_a, t.total_a) for t in tables])
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one.average.estimate == pytest.approx(-other.average.estimate, rel=1e-9, abs=1e-12)
        assert one.unmet == other.unmet


@given(TABLES, st.integers(1, 300), st.integers(1, 300))
def test_a_table_without_events_changes_no_average(tables: list[Table], total_a: int, total_b: int) -> None:
    one, other = peto(tables), peto([*tables, Table(0, total_a, 0, total_b)])
    assert (one is None) is (other is None)
    if one is not None and other is not None:
        assert one[:2] == other[:2]


def test_rare_balanced_and_small_is_what_the_method_is_for() -> None:
    found = peto([Table(3, 1000, 4, 1000), Table(0, 500, 1, 510)])
    assert found is not None
    assert found.unmet == ()


@pytest.mark.parametrize(
    ("tables", "unmet"),
    [
        ([Table(30, 1000, 33, 1000)], Unmet.NOT_RARE),
        ([Table(3, 1000, 4, 1000), Table(1, 300, 4, 900)], Unmet.UNBALANCED),
        ([Table(1, 1000, 9, 1000)], Unmet.LARGE),
    ],
)
def test_a_condition_that_does_not_hold_is_told(tables: list[Table], unmet: Unmet) -> None:
    found = peto(tables)
    assert found is not None
    assert found.unmet == (unmet,)


def test_tables_without_events_have_no_average() -> None:
    assert peto([Table(0, 9, 0, 10), Table(4, 4, 5, 5)]) is None


def test_events_are_rare_below_one_in_a_hundred() -> None:
    assert rare([Table(0, 100, 1, 100)])
    assert not rare([Table(1, 100, 1, 100)])
    with pytest.raises(ValueError, match="nothing to average"):
        rare([])
    with pytest.raises(ValueError, match="no count"):
        peto([Table(5, 4, 1, 4)])
