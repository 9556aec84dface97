"""A sheet: one reviewer's filled-in answers to one instrument for one study or result."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import NO_SOURCE, Date, Id, InstrumentRef, SheetRef, SourceRef, StudyRef
from ccsvi_triage.model.words import Basis, Direction

OVERALL = "overall"
"""What stands for the whole instrument among the domains that are ruled on."""


class Given(Record):
    """An answer to one question, with its reason and source; in a file it may be the bare answer.

    Attributes:
        by: On a consensus sheet: who decided it.
    """

    NAME = "answer"

    PLAIN: ClassVar = "answer"

    answer: str
    because: str = ""
    source: SourceRef = NO_SOURCE
    locator: str = ""
    basis: Basis = Basis.STATED
    by: str = ""


class Judged(Record):
    """The level that the reviewer gives to a domain, or to the whole, where no table does; never without a reason.

    Attributes:
        level: The instrument's own word.
        by: On a consensus sheet: who decided it.
    """

    NAME = "judgement"

    level: str
    because: str
    source: SourceRef = NO_SOURCE
    locator: str = ""
    basis: Basis = Basis.STATED
    by: str = ""


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
        consensus_of: The sheets of several reviewers that this one settles; they are shown by ``triage agree`` and
            judge no more.
        setup: The instrument's set-up questions, such as the effect of interest.
        judgements: Levels by domain id, or ``overall``, where a person judges and no table does.
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
    consensus_of: tuple[SheetRef, ...] = ()
    setup: Mapping[str, str] = MappingProxyType({})
    answers: Mapping[str, Given] = MappingProxyType({})
    judgements: Mapping[str, Judged] = MappingProxyType({})
    rulings: Mapping[str, Ruling] = MappingProxyType({})
    directions: Mapping[str, Direction] = MappingProxyType({})
    note: str = ""
