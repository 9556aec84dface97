from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.counts import (
    Flow,
    Relation,
    counted_as_people,
    events_beside_people,
    fitting_counts,
    implied_totals,
    parts_of,
    percent_of_count,
    percents_of,
    sums_of,
)
from ccsvi_triage.stats.printed import Printed, read_printed
from ccsvi_triage.stats.verdict import Alternative, Verdict

Rows = Callable[[str], list[Mapping[str, str]]]
GROUPS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def printed(value: Fraction, decimals: int, *, cut: bool = False) -> Printed:
    scaled = value * 10**decimals
    return Printed(Fraction(int(scaled) if cut else round(scaled), 10**decimals), decimals)


def test_every_percentage_is_as_counted(rows: Rows) -> None:
    for row in rows("counts_percents"):
        share = percent_of_count(int(row["count"]), int(row["n"]), read_printed(row["percent"]))
        said = "mismatch" if share.verdict is Verdict.INCONSISTENT else "truncated" if share.explained_by else "match"
        assert said == row["verdict"], row
        ends = (str(share.totals[0]), str(share.totals[-1])) if share.totals else ("", "")
        assert ends == (row["implied_n_min"], row["implied_n_max"]), row
        assert share.exact is not None
        assert float(share.exact) == pytest.approx(float(row["exact"]), rel=1e-11)


@given(GROUPS, st.integers(0, 3), st.booleans())
def test_a_true_percentage_is_never_called_inconsistent(group: tuple[int, int], decimals: int, cut: bool) -> None:  # noqa: FBT001 -- drawn, not called
    count, total = group
    percent = printed(Fraction(100 * count, total), decimals, cut=cut)
    share = percent_of_count(count, total, percent)
    assert share.verdict is Verdict.CONSISTENT
    if not cut:
        assert share.explained_by == ()
        assert share.totals is None or total in share.totals
        assert count in fitting_counts(percent, total)


@given(st.integers(1, 400), st.decimals(0, 100, places=1))
def test_the_implied_totals_are_all_that_there_are(count: int, percent: object) -> None:
    read = read_printed(str(percent))
    totals = implied_totals(count, read)
    if totals is None:
        assert read.value == 0
        return
    for total in {*range(count, count + 40), *totals[:5], totals.start - 1, totals.stop} - set(range(count)):
        assert (total in totals) == (percent_of_count(count, total, read).verdict is Verdict.CONSISTENT and
            not percent_of_count(count, total, read).explained_by)  # fmt: skip


def test_a_percentage_that_needs_other_patients_names_them() -> None:
    share = percent_of_count(15, 259, read_printed("6.3"))
    assert share.verdict is Verdict.INCONSISTENT
    assert share.totals == range(237, 241)
    cut = percent_of_count(3, 35, read_printed("8"))
    assert (cut.verdict, cut.explained_by) == (Verdict.CONSISTENT, (Alternative.TRUNCATED,))


def test_without_a_total_only_the_fitting_ones_are_told() -> None:
    share = percent_of_count(15, None, read_printed("6.3%"))
    assert (share.verdict, share.totals) == (Verdict.CANNOT_TELL, range(237, 241))
    assert percent_of_count(0, 0, read_printed("0")).verdict is Verdict.CANNOT_TELL
    assert percent_of_count(3, 9, read_printed("<50")).verdict is Verdict.CANNOT_TELL
    assert percent_of_count(12, 9, read_printed("133")).verdict is Verdict.INCONSISTENT
    assert implied_totals(0, read_printed("0")) is None
    assert implied_totals(3, read_printed("-5")) == range(0)


def test_nobody_counts_below_zero() -> None:
    with pytest.raises(ValueError, match="below zero"):
        percent_of_count(-1, 5, read_printed("5"))
    with pytest.raises(ValueError, match="below zero"):
        implied_totals(-1, read_printed("5"))
    with pytest.raises(ValueError, match="of somebody"):
        fitting_counts(read_printed("5"), 0)


def test_the_flow_of_a_trial_adds_up() -> None:
    sums = sums_of(Flow(screened=177, excluded=62, enrolled=115, arms=(76, 39), analysed=(73, 39), lost=(3, None)))
    assert [s.verdict for s in sums] == [Verdict.CONSISTENT] * len(sums)
    assert [(s.left, s.relation, s.right) for s in sums] == [
        (115, Relation.EQUAL, 115),
        (115, Relation.EQUAL, 115),
        (73, Relation.AT_MOST, 76),
        (39, Relation.AT_MOST, 39),
        (3, Relation.AT_MOST, 76),
    ]


def test_more_people_treated_than_enrolled_is_seen() -> None:
    (wrong,) = [s for s in sums_of(Flow(enrolled=1202, treated=1999)) if s.verdict is Verdict.INCONSISTENT]
    assert (wrong.left, wrong.right) == (1999, 1202)
    assert "treated" in wrong.what
    assert sums_of(Flow(screened=10, enrolled=12))[0].verdict is Verdict.INCONSISTENT


def test_what_is_not_told_takes_part_in_no_sum() -> None:
    assert sums_of(Flow()) == ()
    assert sums_of(Flow(screened=10, excluded=3)) == ()
    assert sums_of(Flow(arms=(5, 6))) == ()
    with pytest.raises(ValueError, match="one by one"):
        sums_of(Flow(arms=(5, 6), analysed=(5,)))


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.integers(0, 100))
def test_a_true_flow_is_never_called_inconsistent(arms: list[int], excluded: int) -> None:
    enrolled = sum(arms)
    flow = Flow(
        screened=enrolled + excluded,
        excluded=excluded,
        enrolled=enrolled,
        arms=tuple(arms),
        treated=enrolled,
        analysed=tuple(arms),
        lost=(0,) * len(arms),
    )
    assert {s.verdict for s in sums_of(flow)} == {Verdict.CONSISTENT}
    assert parts_of(arms, enrolled).verdict is Verdict.CONSISTENT
    assert parts_of(arms, enrolled + 1).verdict is Verdict.INCONSISTENT


@given(st.lists(st.integers(0, 300), min_size=1, max_size=8).filter(any), st.integers(0, 2), st.booleans())
def test_true_percentages_of_parts_always_add_up(parts: list[int], decimals: int, cut: bool) -> None:  # noqa: FBT001 -- drawn, not called
    shares = [printed(Fraction(100 * part, sum(parts)), decimals, cut=cut) for part in parts]
    assert percents_of(shares).verdict is Verdict.CONSISTENT


def test_percentages_may_miss_their_sum_by_rounding_and_no_more() -> None:
    parts = [read_printed(text) for text in ("43.5", "49.5", "3.1")]
    assert percents_of(parts, read_printed("96.1")).verdict is Verdict.CONSISTENT
    assert percents_of(parts).verdict is Verdict.INCONSISTENT
    thirds = [read_printed("33"), read_printed("33"), read_printed("33")]
    assert (percents_of(thirds).verdict, percents_of(thirds).sum) == (Verdict.CONSISTENT, Fraction(99))
    fifths = [read_printed("16")] * 6
    assert percents_of(fifths).explained_by == (Alternative.TRUNCATED,)
    assert percents_of([read_printed("<5"), read_printed("95")]).verdict is Verdict.CANNOT_TELL
    with pytest.raises(ValueError, match="has parts"):
        percents_of([])


def test_more_lesions_than_patients_are_not_patients() -> None:
    assert counted_as_people(17, 9).verdict is Verdict.INCONSISTENT
    assert counted_as_people(3, 10).verdict is Verdict.CONSISTENT
    parameters = counted_as_people(1430, 286)
    assert (parameters.per_person, parameters.whole) == (Fraction(5), True)
    assert not counted_as_people(9, 9).whole
    assert counted_as_people(1, 0).per_person is None
    with pytest.raises(ValueError, match="below zero"):
        counted_as_people(-1, 5)


def test_events_are_never_fewer_than_the_people_who_had_one() -> None:
    assert events_beside_people(4, 3) is Verdict.CONSISTENT
    assert events_beside_people(3, 4) is Verdict.INCONSISTENT
    assert events_beside_people(1, 0) is Verdict.INCONSISTENT
    assert events_beside_people(0, 0) is Verdict.CONSISTENT
    with pytest.raises(ValueError, match="below zero"):
        events_beside_people(0, -1)
