"""A claim: a sentence that can be true or false."""

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import NO_SOURCE, Id, SourceRef, StudyRef
from ccsvi_triage.model.words import Bearing, Question, Stance, Strength


class Saying(Record):
    """Who puts the claim, how, and where."""

    who: str
    stance: Stance
    source: SourceRef = NO_SOURCE
    locator: str = ""
    note: str = ""


class Bears(Record):
    """A study that bears on a claim, and which way it points, whatever its worth."""

    study: StudyRef
    bearing: Bearing
    why: str
    outcome: str = ""


class Claim(Record):
    """One claim.

    Attributes:
        strength: How much the sentence claims, as its proponents put it.
        aliases: Other words in which people say it.
    """

    id: Id
    text: str
    kind: Question
    strength: Strength
    aliases: tuple[str, ...] = ()
    population: str = ""
    intervention: str = ""
    comparator: str = ""
    outcome: str = ""
    said_by: tuple[Saying, ...] = ()
    evidence: tuple[Bears, ...] = ()
    note: str = ""
