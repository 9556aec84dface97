"""What an instrument says of a study: verdicts, as against the facts that they are drawn from."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.finding import Recheck
from ccsvi_triage.model.instrument import (
    Asked,
    Axis,
    Ceiling,
    Choice,
    Counts,
    Domain,
    Instrument,
    Priority,
    Rule,
    Sign,
    whole_levels,
)
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import Judged, Ruling, Sheet
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.words import Basis, Concern, Direction


class Origin(StrEnum):
    """Where an answer comes from."""

    ANSWERED = "answered"
    FROM_PARTS = "from-parts"
    PROPOSED = "proposed"
    OPEN = "open"
    NOT_ASKED = "not-asked"


class Ground(NamedTuple):
    """A fact, flaw or answer of a file that something rests on.

    Attributes:
        what: The fact's path, or ``flaw``, or ``answer``.
        word: What the file says.
        source: The id of the source, where one is given.
    """

    what: str
    word: str
    source: str
    locator: str
    basis: Basis
    note: str
    place: Place


class Answered(NamedTuple):
    """A question with its answer, or without one.

    Attributes:
        answer: The word; ``None`` where nobody has answered, ``NA`` where the gate does not ask.
    """

    question: Asked
    answer: str | None
    origin: Origin
    because: str
    grounds: Sequence[Ground]


class Judgement(NamedTuple):
    """A domain's verdict, with the rules that gave it.

    Attributes:
        possible: The levels still possible, best first; one where the domain is decided.
        rules: The rules that give them.
        matters: The open questions on which the level depends.
        ruling: What a person decided instead, with the reason.
        judged: The level that the reviewer gave, where a person judges.
        by_person: No table settles it: there is none, or it only suggests.
        signs: What the answers speak for, where they do.
        confirmed: No answer that decides it is a mere proposal.
    """

    domain: Domain
    answers: tuple[Answered, ...]
    possible: tuple[str, ...]
    rules: tuple[Rule, ...]
    matters: tuple[Asked, ...]
    ruling: Ruling | None
    judged: Judged | None
    by_person: bool
    signs: tuple[Sign, ...]
    direction: Direction | None
    confirmed: bool

    @property
    def suggested(self) -> str | None:
        """The level that the tables give, or ``None`` while several are possible."""
        return self.possible[0] if len(self.possible) == 1 and self.domain.tables else None

    @property
    def final(self) -> str | None:
        """The level that holds: a person's ruling, else the reviewer's level, else what the tables give."""
        if self.ruling:
            return self.ruling.level
        if self.by_person:
            return self.judged.level if self.judged else None
        return self.suggested

    @property
    def complete(self) -> bool:
        """No question that is asked is open, and where a person judges, the level is given."""
        answered = all(answered.origin is not Origin.OPEN for answered in self.answers)
        return answered and (self.final is not None or not self.by_person)


class OverallJudgement(NamedTuple):
    """The verdict of the whole instrument.

    Attributes:
        possible: The levels still possible, best first.
        suggested: The level that the domains give before any ruling.
        rules: The rules by which it comes about, where a table on counts gives it.
        judged: The level that the reviewer gave, where a person judges the whole.
        step: The step that only a person can take from here, where there is one and nobody has recorded it.
        confirmed: No answer that decides it is a mere proposal.
    """

    possible: tuple[str, ...]
    suggested: str | None
    rules: tuple[Rule, ...]
    ruling: Ruling | None
    judged: Judged | None
    step: str
    direction: Direction | None
    confirmed: bool

    @property
    def final(self) -> str | None:
        """The level that holds: a person's ruling, else the reviewer's level, else what the domains give."""
        if self.ruling:
            return self.ruling.level
        return self.judged.level if self.judged else self.suggested


class AxisJudgement(NamedTuple):
    """What an instrument says on an axis beside its main one, such as applicability."""

    axis: Axis
    overall: OverallJudgement | None


class Appraisal(NamedTuple):
    """One study, or one result of it, under one instrument.

    Attributes:
        setup: The set-up questions with their answers.
        assumed: Those that nobody has answered; what stands for them in ``setup`` is an assumption and is shown as one.
        proposed: Those that the study's facts propose, and nobody has confirmed.
    """

    study: Study
    instrument: Instrument
    sheet: Sheet | None
    outcome: Outcome | None
    setup: tuple[tuple[str, str], ...]
    assumed: tuple[str, ...]
    proposed: tuple[str, ...]
    judgements: tuple[Judgement, ...]
    overall: OverallJudgement | None
    axes: tuple[AxisJudgement, ...]
    problems: tuple[Problem, ...]

    def on_axis(self, axis: str) -> tuple[Judgement, ...]:
        """Give the judgements of the domains on one axis; ``""`` is the main one."""
        return tuple(judgement for judgement in self.judgements if judgement.domain.axis == axis)

    @property
    def complete(self) -> bool:
        """No question that is asked is open."""
        return all(judgement.complete for judgement in self.judgements)

    @property
    def concern(self) -> Concern | None:
        """The step of the overall judgement on the common ladder, or ``None`` while it is open or has none."""
        if self.overall is None or self.overall.final is None:
            return None
        concern = whole_levels(self.instrument)[self.overall.final]
        return None if concern is Concern.UNPLACED else concern


def speaking(appraisals: Sequence[Appraisal]) -> Appraisal | None:
    """Give the result that speaks for a study: the worst of its results under one instrument.

    While one of them is open, none speaks, unless one stands at its instrument's worst level already.
    """
    decided = [(list(whole_levels(a.instrument)).index(level), a) for a in appraisals if (level := _final(a))]
    if not decided:
        return None
    step, worst = max(decided, key=lambda pair: pair[0])
    settled = step == len(whole_levels(worst.instrument)) - 1
    return worst if settled or len(decided) == len(appraisals) else None


def _final(appraisal: Appraisal) -> str | None:
    return appraisal.overall.final if appraisal.overall else None


class Counted(NamedTuple):
    """One criterion of a tally."""

    answered: Answered
    counts: Counts | None


class Tally(NamedTuple):
    """How many criteria of a checklist are met; a count of what is reported, not a measure of quality."""

    instrument: Instrument
    rows: tuple[Counted, ...]

    def number(self, counts: Counts | None) -> int:
        """Count the criteria of one kind; ``None`` counts the open ones."""
        return sum(row.counts is counts for row in self.rows)


class Scored(NamedTuple):
    """One item of a scale.

    Attributes:
        points: What the answer adds to the total; ``None`` while it is open, 0 where the item is not asked.
    """

    answered: Answered
    points: int | None


class ScaleTotal(NamedTuple):
    """What an old scale adds up to; printed because its authors define it, and judging nothing.

    Attributes:
        low: The total if every open item went against the study.
        high: The total if every open item went for it.
        most: The highest total that the scale can give.
    """

    instrument: Instrument
    sheet: Sheet | None
    rows: tuple[Scored, ...]
    low: int
    high: int
    most: int


class Counting:
    """A tally that is counted when somebody looks at it, and once."""

    __slots__ = ("_count", "_tally")

    def __init__(self, count: Callable[[], Tally]) -> None:
        """Keep the way to the tally."""
        self._count = count
        self._tally: Tally | None = None

    @property
    def tally(self) -> Tally:
        """The tally."""
        if self._tally is None:
            self._tally = self._count()
        return self._tally


class Reading(NamedTuple):
    """When to read a study.

    Attributes:
        possible: The priorities that are still possible; one where it is settled.
        because: The reason; empty while it is not settled.
        unsettled: What is open and makes a difference.
        rank: Its place among the reasons, by which studies of one priority are put in order.
    """

    priority: Priority
    possible: tuple[Priority, ...]
    because: str
    unsettled: tuple[str, ...]
    rank: int


class StudyVerdict(NamedTuple):
    """Everything that is said of one study.

    Attributes:
        choice: The row that picked the instrument, or ``None`` where rows contradict each other.
        appraisals: One for each sheet, or one from the facts alone; empty where nothing is judged.
        beside: By instruments that speak of something else, from sheets; they are no part of the judgement.
        scales: Totals of old scales, where somebody asked for them.
        ceiling: What a study of its design and judgement can carry, whatever became of it; ``carries`` heeds that too.
        numbers: What recomputing its printed numbers found, or ``None`` where nobody recomputed them.
    """

    study: Study
    choice: Choice | None
    chosen_by: str
    appraisals: tuple[Appraisal, ...]
    beside: tuple[Appraisal, ...]
    scales: tuple[ScaleTotal, ...]
    counting: Counting | None
    ceiling: Ceiling | None
    companions: tuple[str, ...]
    problems: tuple[Problem, ...]
    numbers: Recheck | None = None

    @property
    def tally(self) -> Tally | None:
        """What the checklist counts, or ``None`` for a record that is never scored."""
        return self.counting.tally if self.counting else None

    @property
    def carries(self) -> Ceiling | None:
        """What the study can carry, or ``None`` where it carries nothing: it was retracted, or is no evidence."""
        return None if self.choice is not None and self.choice.refusal else self.ceiling

    @property
    def worst(self) -> Concern | None:
        """The worst overall concern of the results judged, or ``None`` while an open one might be worse."""
        speaks = speaking(self.appraisals)
        return speaks.concern if speaks else None
