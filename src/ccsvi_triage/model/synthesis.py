"""What the studies of a claim let anybody say: the verdict, its certainty, and since when."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.averaging import Averaging, Mean
from ccsvi_triage.model.claim import Bears, Claim, Rated, View
from ccsvi_triage.model.comparison import Scaled
from ccsvi_triage.model.condition import ALWAYS, Condition
from ccsvi_triage.model.instrument import Ceiling
from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Certainty, CertaintyReason, ClaimVerdict, Concern, Match, Question, Strength


class Cap(Record):
    """What keeps a study from carrying as much as its design could.

    Attributes:
        when: On ``kind``, ``side``, ``concern``, ``animals``, ``direct`` and ``asked``.
    """

    id: Id
    when: Condition
    at_most: Strength
    because: str


class VerdictRule(Record):
    """One row of the decision table; of all rows that hold, the gravest verdict does.

    Attributes:
        when: On the words of ``judge.verdicts.WORDS``.
    """

    id: Id
    when: Condition
    then: ClaimVerdict
    because: str


class VerdictWords(Record):
    """What may and may not be said where a verdict holds."""

    id: Id
    when: Condition = ALWAYS
    may: str
    may_not: tuple[str, ...] = ()


class Wanting(Record):
    """Which study would answer a claim of a kind."""

    id: Id
    kind: tuple[Question, ...]
    when: Condition = ALWAYS
    design: str
    blinding: str
    follow_up: str


class VerdictTable(NamedTuple):
    """Everything by which claims are judged, as data."""

    caps: tuple[Cap, ...]
    rules: tuple[VerdictRule, ...]
    sayings: tuple[VerdictWords, ...]
    missing: tuple[Wanting, ...]


class Leaning(StrEnum):
    """What a study that counts says on a claim."""

    FOR = "for"
    NULL = "null"
    AGAINST = "against"
    UNCLEAR = "unclear"


class Aside(StrEnum):
    """Why a study that a claim names is not counted."""

    RETRACTED = "retracted"
    PLAN = "plan"
    NO_STUDY = "no-study"
    COMPANION = "companion"
    CONCLUSION = "conclusion"
    CONTEXT = "context"
    EXCLUDED = "excluded"
    LATER = "later"
    UNDATED = "undated"


class Named(NamedTuple):
    """A study that a claim names, with everything that is known of it.

    Attributes:
        scaled: The result by which it bears on the claim.
    """

    bears: Bears
    verdict: StudyVerdict
    scaled: Scaled


class SetAside(NamedTuple):
    """A study that is shown and not counted."""

    named: Named
    word: Aside
    because: str


class Carried(NamedTuple):
    """What a study can carry on a claim at one step of the common ladder.

    Attributes:
        concern: The step; ``None`` where nothing on the ladder is known of the study.
        caps: What keeps it from carrying what its design could.
    """

    concern: Concern | None
    strength: Strength
    caps: tuple[Cap, ...]


class Weighed(NamedTuple):
    """A study that counts.

    Attributes:
        id: The study's id.
        because: By what it leans this way.
        numbers: It leans so by its numbers, not by what its record says in words.
        shown: A difference between groups is shown in the claim's own direction.
        rules_out: Its interval leaves out any important effect of the kind that the claim is about.
        direct: Whether the outcome of the claim was measured, or what stands in for it; ``None`` where it is open.
        matches: How what was studied stands to each part of the claim's question; ``None`` where nothing says so.
        carries: What it can carry: once where its judgement is decided, else for each step that is still possible.
    """

    id: str
    named: Named
    leaning: Leaning
    because: str
    numbers: bool
    shown: bool
    rules_out: bool
    animals: bool
    randomised: bool
    direct: bool | None
    matches: Mapping[str, Match | None]
    carries: tuple[Carried, ...]

    @property
    def least(self) -> Strength:
        """The least that it can carry."""
        if len(self.carries) == 1:
            return self.carries[0].strength
        return min((each.strength for each in self.carries), key=STEPS.index)

    @property
    def most(self) -> Strength:
        """The most that it can carry."""
        if len(self.carries) == 1:
            return self.carries[0].strength
        return max((each.strength for each in self.carries), key=STEPS.index)


STEPS = tuple(Strength)


class Voice(NamedTuple):
    """What studies that are averaged say together.

    Attributes:
        studies: Their ids, by date.
        because: Their average, and what it shows.
    """

    studies: tuple[str, ...]
    leaning: Leaning
    because: str


class Decided(NamedTuple):
    """The verdict, or those that are still possible.

    Attributes:
        possible: Best first; one where it is settled.
        rules: The rules that hold, gravest first: those of every case that is possible.
        deciding: Those of them that give the verdicts.
        hinges: The studies whose open judgement makes the difference.
        known: The words that the rules looked at, with all that each may be.
    """

    possible: tuple[ClaimVerdict, ...]
    rules: tuple[VerdictRule, ...]
    deciding: tuple[VerdictRule, ...]
    hinges: tuple[str, ...]
    known: Mapping[str, tuple[str, ...]]

    @property
    def final(self) -> ClaimVerdict | None:
        """The verdict, or ``None`` while several are possible."""
        return self.possible[0] if len(self.possible) == 1 else None


class Step(NamedTuple):
    """One reason of certainty.

    Attributes:
        proposed: The steps that the records let us propose, all that are possible while something is open.
        because: Why.
        rated: What a person decided instead or confirmed.
    """

    reason: CertaintyReason
    up: bool
    proposed: tuple[int, ...]
    because: str
    rated: Rated | None = None

    @property
    def final(self) -> tuple[int, ...]:
        """The steps that hold: a person's, else the proposed ones."""
        return (self.rated.steps,) if self.rated is not None else self.proposed


class Assurance(NamedTuple):
    """How certain the evidence is.

    Attributes:
        body: The ids of the studies that are rated.
        start: Where their design begins; ``None`` where there is nothing to rate.
        because: Why it begins there, or why nothing is rated.
        proposed: The levels that the records alone leave possible, highest first.
        possible: The levels that are possible with what a person decided.
    """

    body: tuple[str, ...]
    start: Certainty | None
    because: str
    steps: tuple[Step, ...] = ()
    proposed: tuple[Certainty, ...] = ()
    possible: tuple[Certainty, ...] = ()

    @property
    def final(self) -> Certainty | None:
        """The level, or ``None`` while several are possible or nothing is rated."""
        return self.possible[0] if len(self.possible) == 1 else None


class Era(NamedTuple):
    """How a claim stood once some studies had appeared.

    Attributes:
        date: When they appeared, as precisely as it is known; empty for those without a date.
        studies: Their ids.
        changed: The verdict, or those possible, differ from before.
        mean: The average of the studies that were rated then; ``None`` where there was none.
    """

    date: str
    studies: tuple[str, ...]
    decided: Decided
    certainty: Assurance
    changed: bool
    mean: Mean | None = None


class Size(NamedTuple):
    """How many people a trial needs.

    Attributes:
        people: In both groups together; ``None`` where it cannot be computed.
        events: In both groups together.
        because: What it is computed from, or why it cannot be.
    """

    people: int | None
    events: int | None
    because: str


class Missing(NamedTuple):
    """The study that would answer the claim; ``None`` for ``wanting`` where none is missing."""

    wanting: Wanting | None
    size: Size
    so_far: tuple[str, ...]


class Words(NamedTuple):
    """What may and may not be said.

    Attributes:
        ceiling: What the study that carries most can be said to show, and its id.
    """

    may: str
    may_not: tuple[str, ...]
    ceiling: Ceiling | None
    by: str


class Synthesis(NamedTuple):
    """Everything that is said of a claim.

    Attributes:
        counted: Those that count, in order of weight.
        aside: Those that do not, in the order of the file.
        as_of: The date on which it is asked; empty for today.
        views: What is recorded from viewpoints on a cause, of studies that count.
        pooled: What comes of averaging the studies that are rated; ``None`` where nothing is rated, and for kinds of
            claim whose studies are not averaged.
        voice: What the studies that are averaged say together, by which the verdict takes them; ``None`` where each
            speaks for itself.
    """

    claim: Claim
    counted: tuple[Weighed, ...]
    aside: tuple[SetAside, ...]
    decided: Decided
    certainty: Assurance
    history: tuple[Era, ...]
    missing: Missing
    words: Words
    views: tuple[View, ...]
    as_of: str = ""
    pooled: Averaging | None = None
    voice: Voice | None = None
