"""What one reviewer reached or answered, and why, with where it stands."""

from collections.abc import Sequence
from typing import TypeAlias

from ccsvi_triage.model.appraisal import Answered, Ground, Judgement, Origin, OverallJudgement
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.words import Basis
from ccsvi_triage.report.blocks import Cell, Mark, Tone

Reached: TypeAlias = Judgement | OverallJudgement


def held_levels(judged: Reached) -> Sequence[str]:
    """Give the levels that are held: the one that is settled, or those still possible."""
    return (judged.final,) if judged.final is not None else judged.possible


def reached_why(judged: Reached) -> str:
    """Say why a judgement is what it is, by whom, and where that stands."""
    if judged.ruling is not None:
        by = f"ruling of {judged.ruling.by}, {judged.ruling.date}"
        return _bracketed(judged.ruling.reason, by, judged.ruling.where.record)
    if judged.judged is not None:
        by = f"; decided by {judged.judged.by}" if judged.judged.by else ""
        source = f"{judged.judged.source} {judged.judged.locator}".strip()
        return _bracketed(f"{judged.judged.because}{by}", source, judged.judged.where.record)
    if isinstance(judged, Judgement) and judged.final is None and judged.matters:
        return f"depends on {', '.join(question.id for question in judged.matters)}"
    if judged.final is None:
        return "nobody has judged it yet"
    rules = [rule for rule in judged.rules if rule.then == judged.final] or judged.rules
    return "; ".join(dict.fromkeys(f"{rule.because} ({rule.id})" for rule in rules)) or "the worst domain decides"


def answer_cell(answered: Answered) -> Cell:
    """Give an answer; what was not asked, or is open, says so."""
    if answered.origin is Origin.NOT_ASKED:
        return Mark("not asked", Tone.MUTED)
    if answered.answer is None:
        return Mark("open", Tone.OPEN)
    return answered.answer


def answer_reasons(answered: Answered) -> str:
    """Give the reason of an answer, or of those to its parts, each with its source and place."""
    if answered.origin is Origin.ANSWERED:
        return "; ".join(_ground(ground) for ground in answered.grounds)
    parts = [f"{ground.what} {ground.word}: {_ground(ground)}" for ground in answered.grounds]
    return f"by its parts: {'; '.join(parts)}" if parts else ""


def _ground(ground: Ground) -> str:
    source = f"{ground.source} {ground.locator}".strip()
    inferred = Basis.INFERRED.value if ground.basis is Basis.INFERRED else ""
    about = ", ".join(part for part in (source, inferred) if part)
    return _bracketed(ground.note or "no reason", about, ground.place)


def _bracketed(said: str, source: str, place: Place) -> str:
    about = [part for part in (source, str(place) if place != NOWHERE and place.file else "") if part]
    return f"{said} ({'; '.join(about)})" if about else said
