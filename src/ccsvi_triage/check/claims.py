"""Claims that name what is not there or cannot bear on them, rate what cannot be, or rule without a reason."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.logic.ladder import better
from ccsvi_triage.model.claim import PARTS, Bears, Claim
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import (
    Bearing,
    CertaintyReason,
    ClaimVerdict,
    Design,
    Importance,
    Kind,
    Match,
    Question,
    Severity,
    Status,
)


def check_claims(library: Library) -> Iterator[Problem]:
    """Find what is wrong with the claims of a library."""
    for claim in library.claims.values():
        yield from _ratings(claim)
        yield from _unfit(claim, library.studies)
        yield from _ruling(claim)
        yield from _left_out(claim)
        seen: dict[str, int] = {}
        for bears in claim.evidence:
            line = bears.where["study"].line
            if bears.study in seen:
                message = f"the claim names {bears.study!r} twice"
                hint = f"first on line {seen[bears.study]}"
                yield Problem("C201", message, bears.where["study"], Severity.WARNING, hint)
            seen.setdefault(bears.study, line)
            study = library.studies.get(bears.study)
            yield from _directness(claim, bears, study)
            if study and bears.outcome and bears.outcome not in {o.id for o in study.outcomes}:
                known = ", ".join(o.id for o in study.outcomes) or "none"
                message = f"the study {study.id!r} has no outcome {bears.outcome!r}"
                yield Problem("C202", message, bears.where["outcome"], hint=f"its outcomes are: {known}")


# studies that do not bear on it


NO_STUDIES = (
    Kind.NARRATIVE_REVIEW,
    Kind.APPRAISAL,
    Kind.GUIDELINE,
    Kind.STATEMENT,
    Kind.COMMENTARY,
    Kind.NEWS,
    Kind.BLOG,
    Kind.BOOK,
    Kind.PROJECT,
)
"""What is published and is no study: it never counts, whichever way it points."""
_OF_PEOPLE = (Kind.PRIMARY_STUDY, Kind.SECONDARY_ANALYSIS)


def _unfit(claim: Claim, studies: Mapping[str, Study]) -> Iterator[Problem]:
    """Find studies that are named as if they pointed some way, and cannot."""
    pointing = [(bears, studies[bears.study]) for bears in claim.evidence if bears.study in studies]
    pointing = [(bears, study) for bears, study in pointing if bears.bearing is not Bearing.CONTEXT]
    in_people = any(study.kind in _OF_PEOPLE and not _animals(study) for _, study in pointing)
    for bears, study in pointing:
        place = bears.where["bearing"]
        said = f"the claim names {study.id!r} as {_POINTS[bears.bearing]}, and"
        if study.kind is Kind.PROTOCOL or study.status in (Status.PLANNED, Status.ONGOING):
            message = f"{said} it is a plan without results"
            yield Problem("C204", message, place, Severity.WARNING, "write bearing: context, or name its results")
        elif study.kind in NO_STUDIES:
            message = f"{said} it is no study ({study.kind.value.replace('-', ' ')}): it never counts"
            yield Problem("C204", message, place, Severity.WARNING, "write bearing: context, or name what it tells of")
        elif _animals(study) and claim.kind is not Question.MECHANISM and (in_people or bears.bearing in _UNHEARD):
            message = f"{said} it was done in animals: on a claim about people it says nothing"
            message += " beside studies in people" if bears.bearing not in _UNHEARD else " that way"
            hint = "write bearing: context; what it shows belongs to a claim about a mechanism"
            yield Problem("C205", message, place, Severity.WARNING, hint)


_UNHEARD = (Bearing.AGAINST, Bearing.UNCLEAR)
_POINTS = {Bearing.FOR: "for it", Bearing.AGAINST: "against it", Bearing.UNCLEAR: "unclear"}


def _animals(study: Study) -> bool:
    return study.design is not None and study.design.value is Design.ANIMAL_EXPERIMENT


def _directness(claim: Claim, bears: Bears, study: Study | None) -> Iterator[Problem]:
    """Find a part that differs, or an outcome that is said not to, where nobody says why."""
    told = bears.directness
    if told is None or told.because.strip():
        return
    differing = [part for part in PARTS if getattr(told, part) in (Match.OTHER, Match.PARTLY)]
    if differing:
        message = f"the {differing[0]} of {bears.study!r} is not the claim's, and nothing says in what it differs"
        hint = "say in 'because' what differs, and whether that is likely to change the effect"
        yield Problem("C211", message, told.where[differing[0]], Severity.WARNING, hint)
    elif told.outcome is Match.SAME and study is not None and _stands_in(claim, bears, study):
        message = f"the outcome {bears.outcome!r} is said to be the claim's own, and its study calls it a surrogate"
        hint = "say in 'because' why, or in the claim 'importance: surrogate' where it is about the surrogate itself"
        yield Problem("C211", message, told.where["outcome"], Severity.WARNING, hint)


def _stands_in(claim: Claim, bears: Bears, study: Study) -> bool:
    if claim.kind not in (Question.BENEFIT, Question.HARM) or claim.importance is Importance.SURROGATE:
        return False
    meant = [outcome.importance for outcome in study.outcomes if outcome.id == bears.outcome]
    return any(importance is not None and importance.value is Importance.SURROGATE for importance in meant)


def bearing_problem(bears: Bears, said: str) -> Problem:
    """Tell of a study whose numbers point another way than its record.

    Args:
        bears: How the claim names it.
        said: What its numbers say, such as "no difference shown".
    """
    message = f"the claim names {bears.study!r} as {_POINTS[bears.bearing]}, and its numbers say otherwise: {said}"
    hint = "write the bearing that they have, or name the outcome that is meant"
    if bears.bearing is Bearing.FOR:
        hint = (
            "write 'against' where they do not show it, or name the outcome that is meant; 'unclear' takes the numbers "
            "out of what is counted"
        )
    return Problem("C206", message, bears.where["bearing"], Severity.WARNING, hint)


# what a person decides


ENOUGH_WORDS = 8
"""So many different words make a reason one of substance."""


def _ruling(claim: Claim) -> Iterator[Problem]:
    ruling = claim.ruling
    for field in ("because", "by") if ruling is not None else ():
        assert ruling is not None
        if not getattr(ruling, field).strip():
            yield Problem("C209", f"a ruling without {field!r} is none", ruling.where[field])


def ruling_problem(claim: Claim, possible: Sequence[ClaimVerdict]) -> Problem | None:
    """Find a person's verdict that is better than the rules allow, without a reason of substance.

    Args:
        claim: The claim.
        possible: The verdicts that the rules leave possible.

    Returns:
        The problem, or ``None`` where there is none.
    """
    ruling = claim.ruling
    if ruling is None or not better(ruling.verdict, possible):
        return None
    words = set(re.findall(r"\w+", ruling.because.lower()))
    if len(words) >= ENOUGH_WORDS or not words:
        return None
    best = " or ".join(verdict.value.replace("-", " ") for verdict in possible)
    message = f"a person rules {ruling.verdict.value.replace('-', ' ')}, better than the rules allow: {best}"
    hint = f"say in 'because' what the rules do not see, in {ENOUGH_WORDS} words or more"
    return Problem("C210", message, ruling.where["verdict"], Severity.WARNING, hint)


def _left_out(claim: Claim) -> Iterator[Problem]:
    """Find studies that are said to be left out and are named all the same, or said so twice."""
    named = {str(bears.study): bears.where["study"].line for bears in claim.evidence}
    seen: dict[str, int] = {}
    for each in claim.left_out:
        first = named.get(str(each.study), seen.get(str(each.study)))
        if first is not None:
            message = f"{each.study!r} is left out, and stands in the claim already"
            yield Problem("C208", message, each.where["study"], hint=f"on line {first}; keep one of the two")
        if not each.why.strip():
            yield Problem("C208", f"{each.study!r} is left out without a reason", each.where["why"], hint="say why")
        seen.setdefault(str(each.study), each.where["study"].line)


# certainty


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
