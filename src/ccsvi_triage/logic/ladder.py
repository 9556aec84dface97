"""Verdicts on claims as a ladder, from the best to the gravest."""

from collections.abc import Sequence

from ccsvi_triage.model.words import ClaimVerdict

LADDER = tuple(ClaimVerdict)


def better(verdict: ClaimVerdict, possible: Sequence[ClaimVerdict]) -> bool:
    """Tell whether a verdict is better than each of those that are possible."""
    return all(LADDER.index(verdict) < LADDER.index(each) for each in possible)
