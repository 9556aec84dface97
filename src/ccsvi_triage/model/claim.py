"""A claim: a sentence that can be true or false."""

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import NO_SOURCE, Date, Id, Number, SourceRef, StudyRef
from ccsvi_triage.model.words import (
    Asserts,
    Bearing,
    CertaintyReason,
    ClaimVerdict,
    Difference,
    EffectMeasure,
    Importance,
    Match,
    Question,
    Stance,
    Strength,
    Viewpoint,
)


class Saying(Record):
    """Who puts the claim, how, and where."""

    who: str
    stance: Stance
    source: SourceRef = NO_SOURCE
    locator: str = ""
    note: str = ""


PARTS = ("population", "intervention", "comparator", "outcome")
"""The parts of a claim's question, in the order of PICO."""


class Directness(Record):
    """How what was studied stands to what a claim is about, part by part; what is left out, nobody has looked at.

    Attributes:
        intervention: The treatment, or the exposure.
        outcome: Without it, whether the outcome stands in for another is taken from the study's own record.
        because: What differs, and whether that is likely to change the effect.
    """

    population: Match | None = None
    intervention: Match | None = None
    comparator: Match | None = None
    outcome: Match | None = None
    because: str = ""


class Bears(Record):
    """A study that bears on a claim, and which way it points, whatever its worth."""

    NAME = "study of a claim"

    study: StudyRef
    bearing: Bearing
    why: str
    outcome: str = ""
    directness: Directness | None = None


class View(Record):
    """What studies say on a claim of cause from one viewpoint, as a person reads them."""

    NAME = "viewpoint"

    viewpoint: Viewpoint
    bearing: Bearing
    studies: tuple[StudyRef, ...]
    because: str


class Rated(Record):
    """What a person decides on one reason of certainty, whatever is proposed.

    Attributes:
        steps: By how many steps, down or up as the reason goes; 0 says that there is no ground to.
    """

    NAME = "step of certainty"

    reason: CertaintyReason
    steps: int
    because: str
    by: str
    date: Date


class Ruled(Record):
    """A person's own verdict on a claim; it is shown beside that of the rules, and never instead.

    Attributes:
        because: Why; a verdict better than the rules allow needs a reason of substance.
    """

    NAME = "ruling"

    verdict: ClaimVerdict
    because: str
    by: str
    date: Date


class LeftOut(Record):
    """A study that a claim does not name although it seems to bear on it, and why not."""

    NAME = "study left out"

    study: StudyRef
    why: str


class Pooling(Record):
    """What a person lets an average of the studies pass over. Designs and units are never among it.

    Attributes:
        allow: In what the studies may differ.
    """

    allow: tuple[Difference, ...]
    because: str
    by: str
    date: Date


class Threshold(Record):
    """From where on an effect matters, as a person sets it.

    Attributes:
        less: An effect at or below it matters; below the value that says that the groups do not differ.
        more: An effect at or above it matters; above that value.
    """

    measure: EffectMeasure
    less: Number
    more: Number
    because: str
    by: str
    date: Date


class Claim(Record):
    """One claim.

    Attributes:
        strength: How much the sentence claims, as its proponents put it.
        asserts: Whether it says that there is something, or that there is nothing, as in "is safe".
        aliases: Other words in which people say it.
        importance: Whether its own outcome matters to patients by itself; one that is about a surrogate says so.
        viewpoints: For a claim of cause.
        certainty: What a person decides on its certainty.
        ruling: A person's own verdict.
        left_out: Studies that are left out on purpose.
        pooling: Which differences between its studies a person allows in an average of them.
        threshold: From where on an effect matters; without it a quarter less or more of a ratio does.
    """

    id: Id
    text: str
    kind: Question
    strength: Strength
    asserts: Asserts = Asserts.PRESENCE
    aliases: tuple[str, ...] = ()
    population: str = ""
    intervention: str = ""
    comparator: str = ""
    outcome: str = ""
    importance: Importance | None = None
    said_by: tuple[Saying, ...] = ()
    evidence: tuple[Bears, ...] = ()
    viewpoints: tuple[View, ...] = ()
    certainty: tuple[Rated, ...] = ()
    ruling: Ruled | None = None
    left_out: tuple[LeftOut, ...] = ()
    pooling: Pooling | None = None
    threshold: Threshold | None = None
    note: str = ""
