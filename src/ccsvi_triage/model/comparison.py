"""Several studies side by side: their results on one scale, what sets them apart, and what carries more weight."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.appraisal import Ground, Reading, StudyVerdict
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.study import Outcome, Result, Study
from ccsvi_triage.model.words import Bearing, Design, Disagreement, EffectMeasure, Flaw


class Matching(StrEnum):
    """How the outcomes that are compared were found."""

    ASKED = "asked"
    ID = "id"
    CLAIM = "claim"
    WORDS = "words"
    MAIN = "main"


class Matched(NamedTuple):
    """Which outcome of each study is compared.

    Attributes:
        by: How they were found.
        words: The id, the claim, or the word that their names share; empty where each study's main outcome is taken.
        outcomes: By the study's id; ``None`` where a study has no such outcome, or none at all.
    """

    by: Matching
    words: str
    outcomes: Mapping[str, Outcome | None]

    @property
    def same(self) -> bool:
        """Whether they are taken to be one outcome; main outcomes are whatever each study chose."""
        return self.by is not Matching.MAIN


class Contrast(StrEnum):
    """What a result sets against what."""

    BETWEEN = "between-groups"
    WITHIN = "within-group"
    NONE = "none"


class Change(StrEnum):
    """Which way the same people changed, as far as it is printed."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNKNOWN = "unknown"


class Effect(NamedTuple):
    """How far two groups differ, on one measure.

    Attributes:
        value: The estimate; a ratio from 0 up, or a difference. A risk difference is a share: 0.2 is 20 points.
        low: The lower limit of the interval, or ``None`` where there is none.
        level: The interval's level as a share of 1.
        method: How the limits were found, or ``as printed``.
        computed: We computed it, from what is printed of the groups; else it is as printed.
        finds_below: The effect nearest to none, on the lower side, that a study of this size finds with 80 % power;
            ``None`` where no such effect is large enough, or it cannot be told.
        finds_above: The same on the upper side.
        error: The standard error of a difference whose interval is not of the normal distribution; else ``None``.
    """

    measure: EffectMeasure
    value: float
    low: float | None
    high: float | None
    level: float
    method: str
    computed: bool
    finds_below: float | None = None
    finds_above: float | None = None
    error: float | None = None

    @property
    def none(self) -> float:
        """The value that says that the groups do not differ."""
        return 1.0 if self.measure in RATIOS else 0.0

    @property
    def leaves_out_none(self) -> bool | None:
        """Whether the interval leaves out that the groups do not differ; ``None`` where there is no interval."""
        if self.low is None or self.high is None:
            return None
        return not self.low <= self.none <= self.high


RATIOS = frozenset(
    {EffectMeasure.RISK_RATIO, EffectMeasure.ODDS_RATIO, EffectMeasure.HAZARD_RATIO, EffectMeasure.RATE_RATIO}
)
DIFFERENCES = frozenset(
    {EffectMeasure.RISK_DIFFERENCE, EffectMeasure.MEAN_DIFFERENCE, EffectMeasure.STANDARDISED_MEAN_DIFFERENCE}
)

GO_TOGETHER = frozenset({Design.CLUSTER_RANDOMISED_TRIAL, Design.CROSSOVER_TRIAL})
"""Designs whose people are not independent of each other, so that what bare counts or means give has wrong limits."""

MEASURES = (
    EffectMeasure.RISK_RATIO,
    EffectMeasure.RISK_DIFFERENCE,
    EffectMeasure.ODDS_RATIO,
    EffectMeasure.HAZARD_RATIO,
    EffectMeasure.RATE_RATIO,
    EffectMeasure.MEAN_DIFFERENCE,
    EffectMeasure.STANDARDISED_MEAN_DIFFERENCE,
)
"""On which scale results are put, the first that all of them have."""


class OwnTest(NamedTuple):
    """A p value that we computed, and the test."""

    p: float
    test: str


class Scaled(NamedTuple):
    """What one study tells of the outcome that is compared, with the effects that can be had from it.

    Attributes:
        outcome: ``None`` where it has no such outcome.
        result: The result that was taken; ``None`` where there is none.
        pair: The arms that are compared, the first with the second; empty where there are no two.
        given: What the effects are made of, such as ``3/9 (angioplasty) v 1/10 (sham)``.
        derived: What they are made of was worked out by the people who wrote the record, and is not printed so.
        effects: On each measure on which there is one.
        printed_p: As printed, with its sign; empty where none is.
        tests: P values that we computed.
        gives: The tests that give the printed p value.
        lacks: Why there is no effect between groups, or no p value of ours; empty where there is.
        finds: What the study could have found, in words; empty where that cannot be told.
        change: Of the same people before and after.
        others: How many other results of this outcome have an effect too.
        counts: Where people are counted: those with the event and all in the first group, then in the second.
    """

    study: Study
    outcome: Outcome | None
    result: Result | None
    contrast: Contrast
    pair: tuple[str, ...] = ()
    given: str = ""
    derived: bool = False
    effects: tuple[Effect, ...] = ()
    printed_p: str = ""
    significant: bool | None = None
    tests: tuple[OwnTest, ...] = ()
    gives: tuple[str, ...] = ()
    lacks: str = ""
    finds: str = ""
    change: Change = Change.UNKNOWN
    others: int = 0
    counts: tuple[int, int, int, int] | None = None

    def on(self, measure: EffectMeasure) -> Effect | None:
        """Give the effect on a measure."""
        return next((effect for effect in self.effects if effect.measure is measure), None)


class OneScale(NamedTuple):
    """Whether results stand on one scale.

    Attributes:
        measure: The measure that all results with an effect have, or ``None``.
        why_not: Why they cannot be read as one; empty where they can.
        cautions: What a reader should know even so, such as other time points.
    """

    measure: EffectMeasure | None
    why_not: tuple[str, ...]
    cautions: tuple[str, ...]

    @property
    def one(self) -> bool:
        """The results can be read on one scale."""
        return self.measure is not None and not self.why_not


class Side(StrEnum):
    """What a result says of what was studied, by its numbers alone."""

    FOR = "for"
    AGAINST = "against"
    MORE = "more"
    LESS = "less"
    NOT_SHOWN = "not-shown"
    UNKNOWN = "unknown"


class Stand(NamedTuple):
    """On which side a study stands, and by what.

    Attributes:
        within: By a change in the same people, which is no effect between groups.
        said: In words.
    """

    study: Study
    side: Side
    within: bool
    said: str


class Borne(NamedTuple):
    """A claim on which the library records how studies bear."""

    claim: str
    text: str
    bearings: Mapping[str, Bearing]
    whys: Mapping[str, str]


class Standing(StrEnum):
    """Whether studies disagree."""

    DISAGREE = "disagree"
    AGREE = "agree"
    UNKNOWN = "unknown"


class Judged(NamedTuple):
    """A domain in which a study was judged seriously or critically for such a reason.

    Attributes:
        rules: The ids of the rules that give it.
    """

    study: str
    instrument: str
    domain: str
    concern: str
    rules: tuple[str, ...]


class Parting(NamedTuple):
    """One point on which studies differ, and what each of them has.

    Attributes:
        what: The fact's path where it is a fact, else a name of the point.
        says: What each study has, by its id; ``open`` where nobody has looked.
        grounds: The facts, by the study's id.
    """

    what: str
    says: tuple[tuple[str, str], ...]
    grounds: tuple[tuple[str, Ground], ...] = ()


class Reason(NamedTuple):
    """One thing that may make studies disagree.

    Attributes:
        partings: The points on which they differ.
        flaws: Flaws that are stated of some of them and not of all, by the study's id.
        judged: What its own instrument says of such a point.
        findings: Numbers that cannot be right.
        bias: The flaws that stand behind it, stated or amounting from facts, on whose size something may be known.
    """

    word: Disagreement
    partings: tuple[Parting, ...]
    flaws: tuple[tuple[str, Ground], ...] = ()
    judged: tuple[Judged, ...] = ()
    findings: tuple[tuple[str, Finding], ...] = ()
    bias: frozenset[Flaw] = frozenset()


class Outranked(NamedTuple):
    """Why one study carries less weight than another."""

    study: str
    by: str
    because: tuple[str, ...]


class Weight(NamedTuple):
    """Which studies carry more weight.

    Attributes:
        most: Those that none of the others outranks, in the order in which they are shown.
        outranked: For each pair of which one outranks the other.
        apart: For each pair of which neither does: why not.
        never: Those that are never counted.
    """

    most: tuple[str, ...]
    outranked: tuple[Outranked, ...]
    apart: tuple[tuple[str, str, str], ...]
    never: tuple[str, ...]


class Comparison(NamedTuple):
    """Everything that is said of some studies side by side.

    Attributes:
        readings: When to read each, by its id.
        counted: The ids of those that count as evidence.
        scaled: The result of each, by its id.
        stands: The side on which each stands that counts, by its id.
        because: Why they are said to disagree or not, or why it cannot be told.
        alike: On what those that disagree agree.
        reasons: What may make them disagree, most likely first; none where they do not.
    """

    verdicts: tuple[StudyVerdict, ...]
    readings: Mapping[str, Reading]
    counted: tuple[str, ...]
    matched: Matched
    scaled: Mapping[str, Scaled]
    scale: OneScale
    stands: Mapping[str, Stand]
    borne: tuple[Borne, ...]
    standing: Standing
    because: tuple[str, ...]
    alike: tuple[str, ...]
    reasons: tuple[Reason, ...]
    weight: Weight
