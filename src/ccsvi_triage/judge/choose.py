"""Which instrument fits a study, and what such a study can carry."""

from collections.abc import Container
from typing import NamedTuple

from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.instrument import Ceiling, Choice
from ccsvi_triage.model.library import Choosing
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern, Question, Strength, YesNo


class Chosen(NamedTuple):
    """The row that fits, or what keeps any from fitting."""

    choice: Choice | None
    problems: tuple[Problem, ...]


def choose(study: Study, choosing: Choosing) -> Chosen:
    """Find the one row of the selection rule that fits a study.

    Rows that are ``first`` settle the matter, the first of them that fits. Of the others exactly one must fit: two
    that do mean that the study's facts contradict each other.

    Args:
        study: The study.
        choosing: The selection rule.

    Returns:
        The row, or a problem at the study's design that names the rows.
    """
    facts = Facts(study)
    fits = [choosing.choices[number] for number, _ in facts.fitting(choosing.choices)]
    for choice in fits:
        if choice.first is YesNo.YES:
            return Chosen(choice, ())
    if len(fits) == 1:
        return Chosen(fits[0], ())
    place: Place = study.where["design"]
    if fits:
        rows = " and ".join(f"{choice.id!r} ({choice.title})" for choice in fits)
        message = f"the facts of {study.id!r} fit {len(fits)} kinds of study: {rows}"
        hint = "its design, control and randomisation contradict each other; correct them, or name an 'instrument'"
        return Chosen(None, (Problem("E-DESIGN", message, place, hint=hint),))
    known = _known(study)
    message = f"no row of the selection rule fits {study.id!r}: {known}"
    hint = "record its design and its question, or name an 'instrument' with a reason in its note"
    return Chosen(None, (Problem("E-DESIGN", message, place, hint=hint),))


def _known(study: Study) -> str:
    design = study.design.word() if study.design else "open"
    question = study.question.word() if study.question else "open"
    return f"kind {study.kind}, design {design}, question {question}"


def ceiling(study: Study, choice: Choice | None, worst: Concern | None, choosing: Choosing) -> Ceiling | None:
    """Find what a study can carry: by its design, its question, and the judgement where one is decided.

    Args:
        study: The study.
        choice: The row that fits it.
        worst: The worst overall concern, or ``None`` while it is open.
        choosing: The ceilings, in their order; the first that fits counts.
    """
    if choice is None:
        return None
    question = study.question.value if study.question else None
    return ceiling_of(choice.ceiling, question, worst, choosing)


def ceiling_of(
    strength: Strength, question: Question | None, worst: Concern | None, choosing: Choosing
) -> Ceiling | None:
    """Find what may be said where so much can be carried on a question.

    Args:
        strength: The most that can be carried.
        question: What is asked; ``None`` where that is open.
        worst: The worst overall concern, or ``None`` while it is open.
        choosing: The ceilings, in their order; the first that fits counts.
    """
    for entry in choosing.ceilings:
        if entry.strength is not strength:
            continue
        if entry.question and question not in entry.question:
            continue
        if entry.concern and worst not in entry.concern:
            continue
        return entry
    return None


def override(study: Study, known: Container[str]) -> str:
    """Give the instrument that the study's own file asks for, or ``""``."""
    if study.instrument is None or study.instrument.value is None:
        return ""
    return study.instrument.value if study.instrument.value in known else ""
