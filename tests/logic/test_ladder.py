"""A verdict is better only where it stands above all that is possible."""

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.logic.ladder import LADDER, better
from ccsvi_triage.model.words import ClaimVerdict

VERDICTS = st.sampled_from(ClaimVerdict)


@given(verdict=VERDICTS, possible=st.lists(VERDICTS, min_size=1))
def test_none_is_better_than_itself_and_the_gravest_than_none(
    verdict: ClaimVerdict, possible: list[ClaimVerdict]
) -> None:
    assert not better(verdict, [*possible, verdict])
    assert not better(LADDER[-1], possible)
    assert better(verdict, possible) == (LADDER.index(verdict) < min(map(LADDER.index, possible)))
