from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.fragility import Flip, fragility

Rows = Callable[[str], list[Mapping[str, str]]]
GROUP = st.integers(1, 45).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


def told(text: str) -> int | None:
    return int(text) if text else None


def test_all_flips_are_those_that_r_counts(rows: Rows) -> None:
    for row in rows("fragility"):
        found = fragility(int(row["a"]), int(row["n1"]), int(row["c"]), int(row["n2"]))
        assert found.p == pytest.approx(float(row["fisher_p"]), rel=1e-9)
        assert found.significant is (row["significant"] == "1")
        ways = "flip_arm1_plus", "flip_arm1_minus", "flip_arm2_plus", "flip_arm2_minus"
        assert found[2:6] == tuple(told(row[way]) for way in ways), row
        assert found.fewest == told(row["min_flips_any"])
        assert found.walsh == told(row["walsh_fi"])
        if row["fq"]:
            assert found.quotient == pytest.approx(float(row["fq"]), rel=1e-9)


def test_walshs_rule_never_ends_where_the_larger_group_has_the_lower_risk() -> None:
    found = fragility(40, 60, 100, 210)
    assert (found.significant, found.walsh, found.fewest) == (True, None, 3)
    assert Flip.MORE_IN_A not in found.by


@pytest.mark.parametrize(("table", "index"), [((15, 40, 5, 41), 3), ((110, 171, 30, 79), 10)])
def test_published_examples_come_out(table: tuple[int, int, int, int], index: int) -> None:
    assert fragility(*table).fewest == index


def test_one_person_more_would_have_made_adverse_events_significant() -> None:
    found = fragility(5, 49, 1, 55)
    assert (found.significant, found.fewest, found.by) == (False, 1, (Flip.MORE_IN_A, Flip.FEWER_IN_B))


@given(GROUP, GROUP, st.sampled_from((0.01, 0.05, 0.3)))
def test_the_short_ways_find_what_a_walk_through_all_tables_finds(
    a: tuple[int, int], b: tuple[int, int], level: float
) -> None:
    def walk(step_a: int, step_b: int) -> int | None:
        significant = fisher(*a, *b).two_sided < level
        moved = 1
        while 0 <= a[0] + moved * step_a <= a[1] and 0 <= b[0] + moved * step_b <= b[1]:
            p = fisher(a[0] + moved * step_a, a[1], b[0] + moved * step_b, b[1]).two_sided
            if (p < level) is not significant:
                return moved
            moved += 1
        return None

    found = fragility(*a, *b, significance=level)
    assert found[2:6] == (walk(1, 0), walk(-1, 0), walk(0, 1), walk(0, -1))


@given(GROUP, GROUP)
def test_to_swap_the_groups_swaps_the_flips(a: tuple[int, int], b: tuple[int, int]) -> None:
    one, other = fragility(*a, *b), fragility(*b, *a)
    assert one.fewest == other.fewest
    assert (one.more_in_a, one.fewer_in_a) == (other.more_in_b, other.fewer_in_b)
    if one.fewest is None:
        assert one.by == ()
        assert one.quotient is None
    else:
        assert one.by
        assert one.quotient == one.fewest / (a[1] + b[1])


def test_a_trial_of_thousands_is_counted_without_walking_through_all_of_it() -> None:
    assert fragility(100, 5000, 900, 5000).fewest == 725


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="significance"):
        fragility(1, 10, 5, 10, significance=5)
