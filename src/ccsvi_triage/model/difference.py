"""What differs between two judgements of a library, and why."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple


class Way(StrEnum):
    """Whether a difference is for the worse."""

    WORSE = "worse"
    BETTER = "better"
    NEITHER = "neither"


class Part(StrEnum):
    """What of a study or claim differs."""

    VERDICT = "verdict"
    CERTAINTY = "certainty"
    WORDING = "wording"
    COUNTED = "counted"
    INSTRUMENT = "instrument"
    JUDGEMENT = "judgement"
    DOMAIN = "domain"
    CARRIES = "carries"
    NUMBER = "number"


class Why(NamedTuple):
    """One reason: a fact, an answer, a rule or a study that is another one.

    Attributes:
        before: Empty where it was not there.
        after: Empty where it is not there any more.
    """

    what: str
    before: str
    after: str


class Change(NamedTuple):
    """One thing that differs.

    Attributes:
        name: Which one, where there are several: an instrument with its outcome and domain, or a check.
    """

    part: Part
    name: str
    before: str
    after: str
    way: Way
    because: tuple[Why, ...] = ()


class Changed(NamedTuple):
    """A study or claim of which something differs."""

    id: str
    title: str
    changes: tuple[Change, ...]

    @property
    def way(self) -> Way:
        """The gravest of its changes."""
        ways = {change.way for change in self.changes}
        return next(way for way in Way if way in ways)


class Brief(NamedTuple):
    """A study or claim that is new or gone, with what is or was said of it."""

    id: str
    title: str
    said: str


class Standing(NamedTuple):
    """A claim that stands as before, although a study that it names does not.

    Attributes:
        said: Its verdict and certainty.
        studies: The studies that differ, or of which the claim says something else.
        because: How these studies stood and stand in the claim, where that differs.
    """

    id: str
    title: str
    said: str
    studies: tuple[str, ...]
    because: tuple[Why, ...]


class Ladder(NamedTuple):
    """The levels of an instrument, best first: those of domains, and those of the whole."""

    levels: tuple[str, ...]
    whole: tuple[str, ...]
    axes: Mapping[str, tuple[str, ...]]


class Difference(NamedTuple):
    """Everything that differs, in the order of the files; what is gone comes in the order of the files before.

    Attributes:
        tools: The versions of the program, where they differ.
    """

    claims: tuple[Changed, ...]
    studies: tuple[Changed, ...]
    standing: tuple[Standing, ...]
    new_claims: tuple[Brief, ...]
    gone_claims: tuple[Brief, ...]
    new_studies: tuple[Brief, ...]
    gone_studies: tuple[Brief, ...]
    tools: Why | None = None

    def changes(self) -> Iterator[tuple[Changed, Change]]:
        """Give each thing that differs, with the claim or study of which it does."""
        for changed in (*self.claims, *self.studies):
            yield from ((changed, change) for change in changed.changes)

    @property
    def empty(self) -> bool:
        """Nothing differs that anybody would be told of."""
        return not any(self[:-1])
