import math
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.vote import Directed, combine, vote

Rows = Callable[[str], list[Mapping[str, str]]]
RESULTS = st.lists(st.builds(Directed, st.floats(1e-12, 1), st.booleans()), min_size=2, max_size=12)


def test_votes_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        found = vote(int(row["k"]), int(row["n"]) - int(row["k"]))
        assert found is not None
        return {"p_two": found.p, "wilson_lo": found.share.low, "wilson_hi": found.share.high}

    compare(rows("signtest"), values, 1e-9)


def test_combined_p_values_are_those_of_r(rows: Rows, compare: Callable[..., None]) -> None:
    def values(row: Mapping[str, str]) -> dict[str, float | None]:
        found = combine([Directed(2 * min(p, 1 - p), for_it=p <= 0.5) for p in map(float, row["p"].split(";"))])
        assert found is not None
        return {"fisher_p": found.fisher, "stouffer_p": found.stouffer}

    compare(rows("combinep"), values, 1e-9)


def test_studies_without_a_direction_are_left_out_and_told() -> None:
    found = vote(3, 1, 4)
    assert found is not None
    assert (found.share.estimate, found.counted, found.without) == (0.75, 4, 4)
    assert found[:3] == vote(3, 1)[:3]  # type: ignore[index]
    assert vote(0, 0, 5) is None
    with pytest.raises(ValueError, match="not below 0"):
        vote(1, 1, -1)


@given(st.integers(0, 60), st.integers(0, 60))
def test_to_ask_for_the_other_direction_mirrors_the_vote(for_it: int, against_it: int) -> None:
    one, other = vote(for_it, against_it), vote(against_it, for_it)
    assert (one is None) is (other is None) is (for_it + against_it == 0)
    if one is not None and other is not None:
        assert one.p == other.p
        assert one.share.low == pytest.approx(1 - other.share.high, abs=1e-12)


@given(RESULTS)
def test_to_ask_for_the_other_direction_mirrors_what_is_combined(results: list[Directed]) -> None:
    one, other = combine(results), combine([Directed(p, not for_it) for p, for_it in results])
    assert one is not None
    assert other is not None
    assert one.stouffer == pytest.approx(1 - other.stouffer, abs=1e-12)
    assert all(0 <= p <= 1 for p in (*one[:2], *other[:2]))


def test_a_clear_result_against_it_is_not_lost_beside_one_for_it() -> None:
    found = combine([Directed(1e-200, for_it=False), Directed(1e-200, for_it=True)])
    assert found is not None
    assert found.stouffer == 0.5


def test_one_p_value_is_not_combined_and_what_is_none_is_refused() -> None:
    assert combine([Directed(0.01, for_it=True)]) is combine([]) is None
    for p in (0.0, -0.1, 1.1, math.nan):
        with pytest.raises(ValueError, match="no p value"):
            combine([Directed(p, for_it=True)] * 2)
