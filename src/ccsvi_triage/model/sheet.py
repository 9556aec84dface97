"""A sheet: one reviewer's filled-in answers to one instrument for one study or result."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import NO_SOURCE, Date, Id, InstrumentRef, SourceRef, StudyRef
from ccsvi_triage.model.words import Basis, Direction

OVERALL = "overall"
"""What stands for the whole instrument among the domains that are ruled on."""


class Given(Record):
    """An answer to one question, with its reason and source; in a file it may be the bare answer."""

    PLAIN: ClassVar = "answer"

    answer: str
    because: str = ""
    source: SourceRef = NO_SOURCE
    locator: str = ""
    basis: Basis = Basis.STATED


class Ruling(Record):
    """What a person decided of a domain or of the whole, against or beyond the algorithm.

    Attributes:
        level: The instrument's own word.
        reason: Why; a ruling without a reason is none.
        by: Who decided.
        date: When.
    """

    level: str
    reason: str
    by: str
    date: Date


class Sheet(Record):
    """One sheet.

    Attributes:
        version: The instrument's version that was filled in.
        outcome: The outcome that it judges, where the instrument judges results.
        setup: The instrument's set-up questions, such as the effect of interest.
        rulings: Overrides by domain id, or ``overall``.
        directions: The expected direction of bias by domain id, or ``overall``.
    """

    id: Id
    study: StudyRef
    instrument: InstrumentRef
    version: str
    reviewer: str
    date: Date | None = None
    outcome: str = ""
    result: str = ""
    setup: Mapping[str, str] = MappingProxyType({})
    answers: Mapping[str, Given] = MappingProxyType({})
    rulings: Mapping[str, Ruling] = MappingProxyType({})
    directions: Mapping[str, Direction] = MappingProxyType({})
    note: str = ""
