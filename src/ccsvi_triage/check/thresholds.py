"""Thresholds of claims that cannot be so."""

from collections.abc import Iterator

from ccsvi_triage.logic.threshold import why_not
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem


def check_thresholds(library: Library) -> Iterator[Problem]:
    """Find thresholds of what matters that lie on the wrong side of no effect, or are of no effect at all."""
    for claim in library.claims.values():
        message = why_not(claim.threshold) if claim.threshold is not None else ""
        if claim.threshold is not None and message:
            hint = "a ratio: less: 0.75, more: 1.25; a difference: less: -0.5, more: 0.5"
            yield Problem("C221", message, claim.threshold.where["less"], hint=hint)
