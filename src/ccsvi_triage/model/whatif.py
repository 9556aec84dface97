"""What would change a judgement: verdicts on what is supposed, beside those on what is recorded."""

from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.appraisal import Answered, Appraisal, Ground, Judgement, OverallJudgement, Reading, StudyVerdict
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.instrument import Asked, Axis, Domain, Instrument
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.synthesis import Synthesis


class Of(StrEnum):
    """What is supposed to be otherwise."""

    FACT = "fact"
    FLAW = "flaw"
    ANSWER = "answer"
    SETUP = "setup"
    JUDGEMENT = "judgement"


class Supposed(NamedTuple):
    """One thing that is supposed.

    Attributes:
        what: The fact's path, the question, the set-up, the domain or the flaw's code.
        before: What is recorded, as a file has it; ``""`` where nothing is.
        after: What is supposed instead; ``""`` where that is nothing.
    """

    of: Of
    what: str
    before: str
    after: str


class AnswerShift(NamedTuple):
    """An answer that comes out otherwise; ``None`` stands on a side on which the question has no place."""

    before: Answered | None
    after: Answered | None


class DomainShift(NamedTuple):
    """A domain before and after; ``None`` stands on a side on which it is not judged."""

    before: Judgement | None
    after: Judgement | None
    answers: tuple[AnswerShift, ...]

    @property
    def changed(self) -> bool:
        """What holds for the domain, or what may still hold, is something else than before."""
        return level_of(self.before) != level_of(self.after)


class WholeShift(NamedTuple):
    """The whole, or one axis, before and after."""

    axis: Axis | None
    before: OverallJudgement | None
    after: OverallJudgement | None

    @property
    def changed(self) -> bool:
        """What holds for the whole, or what may still hold, is something else than before."""
        return level_of(self.before) != level_of(self.after)


def level_of(held: Judgement | OverallJudgement | None) -> tuple[str, ...]:
    """Give the level that holds, or those that are still possible."""
    if held is None:
        return ()
    return (held.final,) if held.final is not None else held.possible


class AppraisalShift(NamedTuple):
    """One appraisal before and after; ``None`` stands on the side of an instrument that is not used there."""

    before: Appraisal | None
    after: Appraisal | None
    domains: tuple[DomainShift, ...]
    wholes: tuple[WholeShift, ...]

    @property
    def changed(self) -> bool:
        """A domain or the whole comes out otherwise, or another instrument judges."""
        same = self.before is not None and self.after is not None
        if not same or any(shift.changed for shift in self.domains):
            return True
        return any(shift.changed for shift in self.wholes)


class Heeded(NamedTuple):
    """A fact that is supposed, and what looks at it.

    Attributes:
        instrument: ``None`` where the selection rule looks at it.
        answered: The question that looks at it, with its answer then.
    """

    path: str
    instrument: Instrument | None
    answered: Answered | None


class ClaimShift(NamedTuple):
    """A claim that names the study, before and after."""

    claim: Claim
    before: Synthesis
    after: Synthesis

    @property
    def decided_otherwise(self) -> bool:
        """Its verdict, or those that are possible, are something else than before."""
        return self.before.decided.possible != self.after.decided.possible

    @property
    def rated_otherwise(self) -> bool:
        """How certain the evidence makes us is something else than before."""
        return self.before.certainty.possible != self.after.certainty.possible

    @property
    def changed(self) -> bool:
        """Anything that is said of it first is something else than before."""
        return self.decided_otherwise or self.rated_otherwise


class WhatIf(NamedTuple):
    """A study as it is recorded, and as somebody supposes it to be.

    Attributes:
        readings: When to read it, before and after.
        brought: Problems that come with what is supposed.
        mended: Problems that go with it.
        heeded: What looks at the facts and flaws that are supposed.
        unheeded: Of these facts, those that nothing by which the study is judged looks at.
        claims: The claims that name the study, in the order of the files.
        no_claims: Why no claim was looked at; empty where they were.
    """

    supposed: tuple[Supposed, ...]
    before: StudyVerdict
    after: StudyVerdict
    appraisals: tuple[AppraisalShift, ...]
    criteria: tuple[AnswerShift, ...]
    readings: tuple[Reading, Reading]
    brought: tuple[Problem, ...]
    mended: tuple[Problem, ...]
    heeded: tuple[Heeded, ...]
    unheeded: tuple[str, ...]
    claims: tuple[ClaimShift, ...] = ()
    no_claims: str = ""

    @property
    def chosen_otherwise(self) -> bool:
        """Another row of the selection rule fits, or another instrument judges."""
        return self.before.choice != self.after.choice or instruments_of(self.before) != instruments_of(self.after)

    @property
    def carries_otherwise(self) -> bool:
        """What the study can carry is something else."""
        return self.before.carries != self.after.carries

    @property
    def read_otherwise(self) -> bool:
        """It is to be read at another time, or for another reason."""
        return self.readings[0] != self.readings[1]

    @property
    def changed(self) -> bool:
        """Anything comes out otherwise."""
        return bool(
            self.chosen_otherwise
            or self.carries_otherwise
            or self.read_otherwise
            or self.criteria
            or self.brought
            or self.mended
            or any(shift.changed for shift in self.appraisals)
            or any(shift.changed for shift in self.claims)
        )


def instruments_of(verdict: StudyVerdict) -> tuple[str, ...]:
    """Name the instruments that judge a study."""
    return tuple(dict.fromkeys(appraisal.instrument.id for appraisal in verdict.appraisals))


class Need(StrEnum):
    """What it takes to change an answer, from the easiest to what no reading can do."""

    OPEN = "open"
    PROPOSED = "proposed"
    REVIEWER = "reviewer"
    DESIGN = "design"


NEEDS: tuple[Need, ...] = tuple(Need)
"""In the order of what they take."""


class Change(NamedTuple):
    """One answer that would have to be another one.

    Attributes:
        question: ``None`` where a person gives the level of the domain itself.
        now: The answer, or a person's level, as it is; ``None`` while there is none.
        words: Any of these will do.
        grounds: What settles the answer as it is, where the design of the study does.
    """

    question: Asked | None
    now: str | None
    words: tuple[str, ...]
    need: Need
    grounds: tuple[Ground, ...] = ()


class AnswerSet(NamedTuple):
    """Answers that together have an effect which none of them has without the others.

    Attributes:
        result: The levels that the domain may then have; one where it is decided.
    """

    changes: tuple[Change, ...]
    result: tuple[str, ...]


class Part(NamedTuple):
    """What one domain contributes: any of the sets."""

    domain: Domain
    sets: tuple[AnswerSet, ...]


class Plan(NamedTuple):
    """Domains that have to change together.

    Attributes:
        result: The levels that may then hold, of the domain or of the whole; one where it is decided.
    """

    result: tuple[str, ...]
    parts: tuple[Part, ...]


class Way(NamedTuple):
    """The smallest changes that do, where nothing harder is touched than ``need`` says.

    Attributes:
        size: How many answers it takes.
        number: How many ways there are, each domain's sets counted with each other's.
        plans: Those ways, by what comes of them; where there are very many, the first of them.
    """

    need: Need
    size: int
    number: int
    plans: tuple[Plan, ...]


class Reach(NamedTuple):
    """How to come to one of some levels.

    Attributes:
        levels: The levels that are wanted, best first; none where there is nothing to be wanted.
        ways: From the easiest need on; a harder one only where it takes fewer answers. None: no answers lead there.
    """

    levels: tuple[str, ...]
    ways: tuple[Way, ...]

    @property
    def need(self) -> Need | None:
        """The least that it takes, or ``None`` where no answers lead there."""
        return self.ways[0].need if self.ways else None


class By(StrEnum):
    """Who settles a judgement."""

    TABLES = "tables"
    PERSON = "person"
    RULING = "ruling"


class Turning(NamedTuple):
    """What would turn one judgement.

    Attributes:
        held: The judgement.
        axis: For a whole: its axis; ``None`` is the main one.
        better: To a better level; while it is open, to the best that is still possible.
        worse: To a worse level; while it is open, to the worst that is still possible.
        levels: To each level by itself but the one at which it stands.
    """

    held: Judgement | OverallJudgement
    axis: Axis | None
    by: By
    better: Reach
    worse: Reach
    levels: tuple[Reach, ...]


class Minimal(NamedTuple):
    """The smallest changes to one appraisal, domain by domain and for the whole."""

    appraisal: Appraisal
    domains: tuple[Turning, ...]
    wholes: tuple[Turning, ...]


NOTHING = Reach((), ())
