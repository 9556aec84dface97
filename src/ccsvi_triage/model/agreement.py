"""What reviewers who filled in the same instrument agree on, and where they part."""

from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.appraisal import Answered, Judgement, OverallJudgement
from ccsvi_triage.model.instrument import Asked, Axis, Domain, Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Outcome, Study


class Standing(StrEnum):
    """How the levels of several reviewers stand to each other.

    ``DIFFERS``: at least two cannot come out the same, whatever is still open. ``OPEN``: they may. ``NONE``: the
    instrument gives no level.
    """

    DIFFERS = "differs"
    OPEN = "open"
    SAME = "same"
    NONE = "none"


class Exchange(NamedTuple):
    """What becomes of one reviewer's level with some of another one's answers.

    Attributes:
        sheet: The id of the sheet whose answers are exchanged.
        other: The id of the sheet that they are taken from.
        names: The questions, or for the whole the domains, that are exchanged.
        before: The levels possible by the sheet as it is, best first; one where it is decided.
        after: The same with the exchange.
    """

    sheet: str
    other: str
    names: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def changes(self) -> bool:
        """The level becomes another one for certain."""
        return not set(self.before) & set(self.after)


class Difference(NamedTuple):
    """A question on which reviewers part.

    Attributes:
        answers: One for each sheet, in their order; what nobody has answered is open, whatever facts propose.
        parts: The parts of the question that are answered differently.
        follows: No two answers differ; some reviewers are not asked, since they answered an earlier question otherwise.
        consensus: What the consensus sheet says.
        alone: What exchanging this one answer does, where the levels differ.
    """

    question: Asked
    answers: tuple[Answered, ...]
    parts: tuple[str, ...]
    follows: bool
    consensus: Answered | None
    alone: tuple[Exchange, ...]

    @property
    def settled(self) -> bool:
        """A consensus answers it, or closes the gate to it."""
        return self.consensus is not None and self.consensus.answer is not None


class DomainComparison(NamedTuple):
    """A domain as several reviewers see it.

    Attributes:
        answers: For each sheet the answers to all questions of the domain.
        judgements: One for each sheet; none where the instrument gives no levels.
        consensus: The judgement by the consensus sheet.
        smallest: The smallest sets of differing answers whose exchange makes a level another one.
        searched: All sets were tried up to the size of the smallest.
    """

    domain: Domain
    standing: Standing
    answers: tuple[tuple[Answered, ...], ...]
    judgements: tuple[Judgement, ...]
    consensus: Judgement | None
    differences: tuple[Difference, ...]
    smallest: tuple[Exchange, ...]
    searched: bool

    @property
    def disagrees(self) -> bool:
        """Two reviewers gave different answers, or levels that cannot be the same."""
        return self.standing is Standing.DIFFERS or any(not difference.follows for difference in self.differences)

    @property
    def level_settled(self) -> bool:
        """A consensus comes to a level."""
        return self.consensus is not None and self.consensus.final is not None


class WholeComparison(NamedTuple):
    """The whole, or one axis of it, as several reviewers see it.

    Attributes:
        axis: ``None`` for the main one.
        smallest: The smallest sets of domains whose exchange makes the level of the whole another one.
    """

    axis: Axis | None
    standing: Standing
    judgements: tuple[OverallJudgement, ...]
    consensus: OverallJudgement | None
    smallest: tuple[Exchange, ...]

    @property
    def level_settled(self) -> bool:
        """A consensus comes to a level."""
        return self.consensus is not None and self.consensus.final is not None


class Compared(NamedTuple):
    """Sheets of several reviewers on the same thing.

    Attributes:
        sheets: At least two, each of another reviewer.
        consensus: The sheet that settles them.
        notes: What a reader should know of how far they are about the same thing.
    """

    study: Study
    instrument: Instrument
    outcome: Outcome | None
    sheets: tuple[Sheet, ...]
    consensus: Sheet | None
    setup: tuple[tuple[str, str], ...]
    domains: tuple[DomainComparison, ...]
    wholes: tuple[WholeComparison, ...]
    notes: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """A judgement differs, of a domain or of the whole."""
        standings = [*(domain.standing for domain in self.domains), *(whole.standing for whole in self.wholes)]
        return Standing.DIFFERS in standings

    @property
    def disagrees(self) -> bool:
        """An answer or a judgement differs."""
        return self.differs or any(domain.disagrees for domain in self.domains)

    @property
    def unsettled_judgement(self) -> bool:
        """A judgement differs, and no consensus comes to one."""
        if any(domain.standing is Standing.DIFFERS and not domain.level_settled for domain in self.domains):
            return True
        return any(whole.standing is Standing.DIFFERS and not whole.level_settled for whole in self.wholes)

    @property
    def unsettled(self) -> bool:
        """An answer or a judgement differs, and no consensus settles it."""
        differing = (one for domain in self.domains for one in domain.differences if not one.follows)
        return self.unsettled_judgement or any(not one.settled for one in differing)


class Apart(NamedTuple):
    """A sheet that was compared with none, and why."""

    sheet: Sheet
    because: str


class Scope(StrEnum):
    """Over what a figure is taken."""

    ANSWERS = "answers"
    DOMAIN = "domain"
    QUESTION = "question"
    LEVELS = "levels"
    WHOLE = "whole"


class Measured(NamedTuple):
    """A figure, or why there is none.

    Attributes:
        value: ``None`` where it is refused.
        low: The lower limit at 95 %; ``None`` where there is none.
        high: The upper limit.
        items: On how many items it rests.
        refusal: Why there is no value; or, beside a value, why there are no limits.
    """

    value: float | None
    low: float | None
    high: float | None
    items: int
    refusal: str = ""


class Figures(NamedTuple):
    """How far reviewers agree, over some items.

    Attributes:
        version: The instrument's version that was filled in.
        name: The domain or question; empty for all answers and for levels.
        reviewers: Two, or all of a panel of three or more.
        scale: The answers or levels that could be given.
        ladder: Those that stand in an order, on which the weighted kappa rests; empty where there is none.
        items: What all of them answered.
        agreed: Where all gave the same.
        not_asked: Questions left out since they were asked of none.
        asked_of_some: Questions left out since an earlier answer closed them to some.
        left_open: Questions, or levels, left out since somebody has not settled them.
        observed: The share of ``agreed``.
        kappa: Cohen's for two, Fleiss' for more.
        weighted: Linearly weighted kappa; ``None`` for more than two.
    """

    instrument: str
    version: str
    scope: Scope
    name: str
    reviewers: tuple[str, ...]
    scale: tuple[str, ...]
    ladder: tuple[str, ...]
    items: int
    agreed: int
    not_asked: int
    asked_of_some: int
    left_open: int
    observed: Measured
    kappa: Measured
    weighted: Measured | None
    ac1: Measured


class Agreement(NamedTuple):
    """Everything that is said of some sheets."""

    compared: tuple[Compared, ...]
    apart: tuple[Apart, ...]
    figures: tuple[Figures, ...]
