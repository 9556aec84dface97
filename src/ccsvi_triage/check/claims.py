"""Claims that name outcomes which are not there, or one study twice."""

from collections.abc import Iterator

from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity


def check_claims(library: Library) -> Iterator[Problem]:
    """Find what is wrong with the claims of a library."""
    for claim in library.claims.values():
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
