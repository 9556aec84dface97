"""Claims that name outcomes which are not there, or one study twice, or rate certainty as it cannot be."""

from collections.abc import Iterator

from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import CertaintyReason, Severity


def check_claims(library: Library) -> Iterator[Problem]:
    """Find what is wrong with the claims of a library."""
    for claim in library.claims.values():
        yield from _ratings(claim)
        seen: dict[str, int] = {}
        for bears in claim.evidence:
            line = bears.where["study"].line
            if bears.study in seen:
                message = f"the claim names {bears.study!r} twice"
                hint = f"first on line {seen[bears.study]}"
                yield Problem("C201", message, bears.where["study"], Severity.WARNING, hint)
            seen.setdefault(bears.study, line)
            study = library.studies.get(bears.study)
            if study and bears.outcome and bears.outcome not in {o.id for o in study.outcomes}:
                known = ", ".join(o.id for o in study.outcomes) or "none"
                message = f"the study {study.id!r} has no outcome {bears.outcome!r}"
                yield Problem("C202", message, bears.where["outcome"], hint=f"its outcomes are: {known}")


_UP = (CertaintyReason.LARGE_EFFECT, CertaintyReason.DOSE_RESPONSE, CertaintyReason.OPPOSING_CONFOUNDING)
_MOST_DOWN, _MOST_UP = 3, 2


def _ratings(claim: Claim) -> Iterator[Problem]:
    """Find reasons of certainty that are rated twice, or by more steps than there are."""
    seen: dict[CertaintyReason, int] = {}
    for rated in claim.certainty:
        most = _MOST_UP if rated.reason in _UP else _MOST_DOWN
        if rated.steps > most:
            message = f"{rated.reason.value} goes by {most} steps at most, not {rated.steps}"
            yield Problem("C203", message, rated.where["steps"])
        if rated.reason in seen:
            hint = f"first on line {seen[rated.reason]}"
            yield Problem("C203", f"{rated.reason.value} is rated twice", rated.where["reason"], hint=hint)
        seen.setdefault(rated.reason, rated.where["reason"].line)
