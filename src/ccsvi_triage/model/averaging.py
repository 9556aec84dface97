"""The results of several studies averaged, or why they are not. Every number stands as people read it."""

from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.claim import Pooling
from ccsvi_triage.model.comparison import Effect
from ccsvi_triage.model.words import Concern, Difference, EffectMeasure


class Refusal(StrEnum):
    """Why studies are not averaged."""

    NO_RESULT = "no-result"
    ONE_STUDY = "one-study"
    FEW_SHARES = "few-shares"
    OUTCOMES = "outcomes"
    TIMES = "times"
    ADJUSTMENT = "adjustment"
    DESIGNS = "designs"
    DIRECTIONS = "directions"
    MEASURES = "measures"
    SCALES = "scales"
    ONLY_HALVES = "only-halves"
    DISAGREE = "disagree"


class Refused(NamedTuple):
    """One reason for which there is no average.

    Attributes:
        because: The reason, with the studies.
        mend: What would mend it, or that nothing does.
    """

    word: Refusal
    because: str
    mend: str


class Method(StrEnum):
    """How an average, and its limits, were found."""

    MANTEL_HAENSZEL = "mantel-haenszel"
    INVERSE_VARIANCE = "inverse-variance"
    HARTUNG_KNAPP = "hartung-knapp"
    HARTUNG_KNAPP_TRUNCATED = "hartung-knapp-truncated"
    ALONE = "one-study"


class Mean(NamedTuple):
    """An average effect.

    Attributes:
        effect: With its interval.
        p: Two-sided, of no effect; ``None`` for a share, which compares nothing.
        df: Degrees of freedom of its t distribution; ``None`` for the normal one.
        studies: How many are averaged.
    """

    effect: Effect
    method: Method
    p: float | None
    df: float | None
    studies: int


class Entered(NamedTuple):
    """A study that is averaged.

    Attributes:
        effect: Its own, on the measure of the average; ``None`` for a ratio without an event in the second group.
        given: The counts that it is made of; empty where it is taken as printed.
        weight: Its share of the weight in the average that is quoted, from 0 to 1.
        concerns: The steps of the common ladder at which it may stand; ``None`` for one that stands on none.
        time: When its outcome was measured, in words.
    """

    study: str
    effect: Effect | None
    given: str
    weight: float
    concerns: tuple[Concern | None, ...]
    time: str


class LeftOut(NamedTuple):
    """A study that counts, is rated, and is not averaged."""

    study: str
    because: str


class Absolute(NamedTuple):
    """What an average ratio means for people like those of the groups compared with.

    Attributes:
        events: In the groups compared with, all studies averaged together.
        people: In these groups.
        risk: With the treatment or exposure, from 0 to 1, with its limits. How far the risk without may be off is not
            in them.
    """

    events: int
    people: int
    risk: float
    low: float
    high: float

    @property
    def without(self) -> float:
        """The risk in the groups compared with."""
        return self.events / self.people


class Between(NamedTuple):
    """How much the studies differ.

    Attributes:
        q: Cochran's, about the common effect.
        df: The number of studies less one.
        p: Of q; with few studies a large one does not say that they agree.
        tau2: The variance between studies, on the scale of pooling; ``None`` for two studies, as all that follows.
        tau2_low: The lower limit of its interval, by q's profile.
        i2: Its share of all variance, from 0 to 1.
    """

    q: float
    df: int
    p: float
    tau2: float | None = None
    tau2_low: float | None = None
    tau2_high: float | None = None
    i2: float | None = None
    i2_low: float | None = None
    i2_high: float | None = None


class Ahead(NamedTuple):
    """Where the true effect of a further study like these would lie; ``basis`` says by which distribution."""

    low: float
    high: float
    basis: str


class Without(NamedTuple):
    """The average without one study.

    Attributes:
        changes: No effect lies within one of the two intervals and not within the other.
    """

    study: str
    mean: Mean
    changes: bool


class Sound(NamedTuple):
    """The average of those studies alone that are not judged serious or worse.

    Attributes:
        studies: Which they are, where open judgements fall so.
        mean: ``None`` where none is left; of one study, its own result.
        changes: What the average lets anybody say would be another thing.
    """

    studies: tuple[str, ...]
    mean: Mean | None
    changes: bool


class Slant(NamedTuple):
    """Egger's test of whether small studies show other effects: its slope and p value."""

    slope: float
    p: float


class Votes(NamedTuple):
    """How many studies point which way, whatever their p values; it says nothing of how large an effect is.

    Attributes:
        one_way: What the first way is: ``better`` or ``more`` in the first group.
        first: The studies that point that way.
        second: Those that point the other way.
        without: Those of which the direction is not known, or which show none.
        share: Of those with a direction, the share of the first way, from 0 to 1, with Wilson's limits.
        p: Of the sign test, two-sided and exact.
    """

    one_way: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    without: tuple[str, ...]
    share: float
    low: float
    high: float
    p: float


class Passed(NamedTuple):
    """A difference that a person lets the average pass over, and what it is here; the claim has who and why."""

    what: Difference
    said: str
    by: Pooling


class Averaging(NamedTuple):
    """What comes of the attempt to average the studies of a claim.

    Attributes:
        measure: What is averaged; ``None`` where no one measure can be had.
        entered: Those that are averaged, by date; where there is no average, those that could be.
        left_out: Those that cannot be.
        refused: Why there is no average; empty where there is one.
        passed: Differences that a person lets pass.
        cautions: What must be said beside it.
        quoted: The average to quote; ``None`` where it is refused, as all that follows.
        common: As if all had the same true effect.
        random: As if their true effects differ, by REML with Hartung and Knapp's limits.
        truncated: The same with limits never narrower than without Hartung and Knapp.
        ahead: The prediction interval, for three studies and more.
        without: The average without each study; empty for fewer than three, and for more than a hundred.
        shares: The weight of the studies of each judgement, from 0 to 1; the judgement in words.
        sound: By risk of bias: one for each way in which open judgements may fall, as far as there are few of them;
            empty where a study stands on no step of the common ladder.
        some_ways: There are more such ways than were looked at.
        slant: Egger's test, for ten studies and more.
        votes: The count of directions, where most of the studies tell no effect that can be averaged.
    """

    measure: EffectMeasure | None
    entered: tuple[Entered, ...]
    left_out: tuple[LeftOut, ...]
    refused: tuple[Refused, ...]
    passed: tuple[Passed, ...] = ()
    cautions: tuple[str, ...] = ()
    quoted: Mean | None = None
    common: Mean | None = None
    random: Mean | None = None
    truncated: Mean | None = None
    between: Between | None = None
    ahead: Ahead | None = None
    without: tuple[Without, ...] = ()
    shares: tuple[tuple[str, float], ...] = ()
    sound: tuple[Sound, ...] = ()
    some_ways: bool = False
    slant: Slant | None = None
    absolute: Absolute | None = None
    votes: Votes | None = None
