"""Studies of the library that a claim seems to leave out.

A study is missed only where records alone show that it bears on the claim; whoever leaves it out on purpose says so
under ``left_out``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ccsvi_triage.check.claims import NO_STUDIES
from ccsvi_triage.model.claim import Bears, Claim
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Bearing, Kind, OutcomeRole, Severity, Status


def check_left_out(library: Library) -> Iterator[Problem]:
    """Find the studies that claims leave out, one problem a claim, in the order of the file."""
    others = _Others(library)
    for claim in library.claims.values():
        missed: dict[str, str] = {}
        for study, why in others.missed(claim):
            missed.setdefault(study, why)
        if missed:
            told = "; ".join(f"{study} ({why})" for study, why in missed.items())
            number = "a study" if len(missed) == 1 else f"{len(missed)} studies"
            hint = "name it in 'evidence', or say under 'left_out' why not"
            yield Problem("C207", f"the claim leaves out {number}: {told}", claim.where["id"], Severity.WARNING, hint)


class _Named(NamedTuple):
    claim: Claim
    bears: Bears


class _Others:
    """What other claims name, by what they are about and by what was measured."""

    def __init__(self, library: Library) -> None:
        """Look once at every claim and every study."""
        self._studies = library.studies
        self._roots = {name: _root(name, library.studies) for name in library.studies}
        self._registered: dict[str, list[str]] = {}
        for name, study in library.studies.items():
            entry = _registration(study)
            if entry:
                self._registered.setdefault(entry, []).append(name)
        self._measured: dict[tuple[str, str], list[_Named]] = {}
        for claim in library.claims.values():
            for bears in _pointing(claim):
                for outcome in _measured(library.studies.get(bears.study)):
                    for about in _alternatives(claim.intervention):
                        self._measured.setdefault((about, outcome), []).append(_Named(claim, bears))

    def missed(self, claim: Claim) -> Iterator[tuple[str, str]]:
        """Give the studies that a claim leaves out, each with why it seems to bear on it."""
        known = {str(bears.study) for bears in claim.evidence} | {str(each.study) for each in claim.left_out}
        settled = {self._roots.get(name, name) for name in known} | known
        pointing = [bears for bears in _pointing(claim) if bears.study in self._studies]
        for bears in pointing:
            yield from self._of_family(bears, known)
        outcomes = dict.fromkeys(bears.outcome for bears in pointing if bears.outcome)
        for about in _alternatives(claim.intervention):
            for outcome in outcomes:
                for named in self._measured.get((about, outcome), ()):
                    study = str(named.bears.study)
                    if named.claim is not claim and self._roots[study] not in settled and self._counts(study):
                        yield study, f"measured {outcome}, and is named by {named.claim.id} on the same"

    def _of_family(self, bears: Bears, known: set[str]) -> Iterator[tuple[str, str]]:
        """Give the study that a named one is a further report of, and what has the same registration beside it."""
        study = self._studies[bears.study]
        root = self._roots[bears.study]
        if root not in known and self._counts(root):
            yield root, f"{study.id} is a further report of it"
        for other in self._registered.get(_registration(study), ()):
            if other not in known and self._roots[other] != root and self._counts(other):
                yield other, f"registered as {_registration(study)}, as {study.id} is"

    def _counts(self, name: str) -> bool:
        """Tell whether a study can count at all."""
        study = self._studies[name]
        unfit = study.kind is Kind.PROTOCOL or study.kind in NO_STUDIES
        return not unfit and study.status not in (Status.PLANNED, Status.ONGOING, Status.RETRACTED)


def _measured(study: Study | None) -> Iterator[str]:
    """Give the outcomes of which a study has results, but for what was measured when people entered."""
    for outcome in study.outcomes if study is not None else ():
        if outcome.results and not (outcome.role and outcome.role.value is OutcomeRole.BASELINE):
            yield str(outcome.id)


def _pointing(claim: Claim) -> Iterator[Bears]:
    return (bears for bears in claim.evidence if bears.bearing is not Bearing.CONTEXT)


def _alternatives(intervention: str) -> tuple[str, ...]:
    """Split what a claim is about: "angioplasty or stenting" is both; what is not said is nothing."""
    parts = re.split(r"\s*(?:[,;/]|\bor\b)\s*", intervention.lower())
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _registration(study: Study) -> str:
    entry = study.registration.id if study.registration else None
    return (entry.value or "").strip() if entry is not None else ""


def _root(name: str, studies: Mapping[str, Study]) -> str:
    """Give the study at the end of a chain of further reports; a circle ends where it began."""
    seen = {name}
    at = name
    while (above := str(studies[at].companion_of)) in studies and above not in seen:
        seen.add(above)
        at = above
    return at
