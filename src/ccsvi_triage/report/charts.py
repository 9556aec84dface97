"""What a picture shows, and not yet how it is drawn: numbers, words and their order, for every renderer alike.

A judgement is a word with its tone everywhere, so that no renderer has a colour alone to tell it by. Whatever could
not be drawn, because it is open or not recorded, stands in the chart with its reason and is never left out silently.
"""

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from ccsvi_triage.report.marks import Mark


class Label(NamedTuple):
    """What stands beside a row.

    Attributes:
        id: The study's id.
        name: A short citation, such as ``Zamboni 2009``.
        about: What tells this row from others of the study, or what must be known of it, such as ``retracted``.
    """

    id: str
    name: str
    about: str = ""


class Light(NamedTuple):
    """A judgement in a cell.

    Attributes:
        mark: The word, with its tone; ``open`` while it is open.
        detail: What a reader learns beside the word, such as the levels that are still possible.
    """

    mark: Mark
    detail: str = ""


class Heading(NamedTuple):
    """A domain: a short label and what it stands for; of the judgement of the whole the label says it all."""

    label: str
    title: str


# traffic lights: studies by domains


class LightRow(NamedTuple):
    """One result of a study; ``None`` where a domain does not apply or was not judged."""

    study: Label
    lights: tuple[Light | None, ...]


class LightPanel(NamedTuple):
    """Rows under the domains of one instrument, or of one axis of it; where it judges the whole, that comes last.

    Attributes:
        whole: The last of the headings is the judgement of the whole.
    """

    title: str
    headings: tuple[Heading, ...]
    rows: tuple[LightRow, ...]
    whole: bool


class TrafficLight(NamedTuple):
    """Judgements by study and domain."""

    panels: tuple[LightPanel, ...]


# summary: shares of judgements


class Weights(StrEnum):
    """By what shares are counted."""

    PEOPLE = "people"
    EQUAL = "equal"


class Segment(NamedTuple):
    """One judgement's part of a bar.

    Attributes:
        share: From 0 to 1.
        said: The share in words, such as ``40 %``.
        studies: How many studies are judged so; one with several results stands at each of their judgements.
    """

    mark: Mark
    share: float
    said: str
    studies: int


class Bar(NamedTuple):
    """One domain, or the whole; the shares of its segments make up 1."""

    heading: Heading
    segments: tuple[Segment, ...]


class BarPanel(NamedTuple):
    """The bars of one instrument, or of one axis of it.

    Attributes:
        studies: How many are counted.
        people: How many people they have, or ``None`` where that is not what is counted.
    """

    title: str
    bars: tuple[Bar, ...]
    studies: int
    people: int | None
    whole: bool


class Summary(NamedTuple):
    """How large a share of studies, or of their people, has which judgement."""

    weights: Weights
    panels: tuple[BarPanel, ...]


# forest: estimates with intervals


class Spread(NamedTuple):
    """An estimate with its limits, each on its own scale; ``None`` for a limit that is not known.

    A ratio may be 0 and its upper limit may be infinite.
    """

    value: float
    low: float | None
    high: float | None


class ForestRow(NamedTuple):
    """One study's effect.

    Attributes:
        given: What it is made of, such as ``3/9 v 1/10``; empty where it stands as printed.
        spread: ``None`` where there is no effect to draw.
        said: The effect in words, or why there is none.
        people: How many people it is about; ``None`` where that is not recorded.
    """

    study: Label
    given: str
    spread: Spread | None
    said: str
    people: int | None
    judgement: Light


class Pooled(NamedTuple):
    """An effect that was pooled elsewhere.

    Attributes:
        how: By which model, of how many studies.
    """

    name: str
    spread: Spread
    said: str
    how: str


class ForestPanel(NamedTuple):
    """Effects on one measure, which alone may stand on one axis.

    Attributes:
        ratio: The axis is a logarithmic one.
        none: The value that says that the groups do not differ.
        less: What lies on the side of the smaller values, in words.
        more: What lies on the side of the greater ones.
    """

    title: str
    ratio: bool
    none: float
    less: str
    more: str
    rows: tuple[ForestRow, ...]
    pooled: Pooled | None = None


class Forest(NamedTuple):
    """Effects with their intervals, and each study's judgement beside them."""

    panels: tuple[ForestPanel, ...]


# directions of effects


class Way(StrEnum):
    """Which way an effect goes, whether or not chance could have made it."""

    BETTER = "better"
    WORSE = "worse"
    MORE = "more"
    LESS = "less"
    SAME = "no difference"
    UNKNOWN = "cannot be told"


class DirectionRow(NamedTuple):
    """One study's direction.

    Attributes:
        within: It is a change in one group, and no difference between groups.
        said: The result in words.
    """

    study: Label
    way: Way
    within: bool
    said: str
    people: int | None
    judgement: Light


class Directions(NamedTuple):
    """Which way effects go, by their estimates alone."""

    outcome: str
    rows: tuple[DirectionRow, ...]


# a claim over time


class Moment(NamedTuple):
    """A date, as precisely as it is known.

    Attributes:
        said: As it is written, such as ``2009-12``.
        first: The first moment that it may mean, in years, such as 2009.92.
        last: The last one.
    """

    said: str
    first: float
    last: float


class Stretch(NamedTuple):
    """How a claim stood from a date on, until the next stretch begins."""

    since: Moment | None
    verdict: Mark
    certainty: str


class Happening(NamedTuple):
    """A study that appeared.

    Attributes:
        says: What it says on the claim: for, not shown, against, unclear; or why it is not counted.
        counted: It counts for the verdict.
    """

    study: Label
    when: Moment | None
    says: Mark
    counted: bool
    people: int | None
    judgement: Light


class Timeline(NamedTuple):
    """How a claim stood, and what appeared when."""

    stretches: tuple[Stretch, ...]
    happenings: tuple[Happening, ...]


# the evidence on a claim


class EvidenceRow(NamedTuple):
    """One study that counts.

    Attributes:
        carries: What it can carry.
        result: What it found, in words.
    """

    study: Label
    when: str
    design: str
    people: int | None
    says: Mark
    judgement: Light
    carries: Mark
    result: str


class Evidence(NamedTuple):
    """What counts on a claim, and what it comes to."""

    claim: str
    verdict: Mark
    certainty: str
    may: str
    rows: tuple[EvidenceRow, ...]


Chart: TypeAlias = TrafficLight | Summary | Forest | Directions | Timeline | Evidence
