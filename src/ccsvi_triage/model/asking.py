"""What a person is asked on the way to a whole sheet."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.appraisal import Ground
from ccsvi_triage.model.instrument import Asked, Domain
from ccsvi_triage.model.sheet import Given, Judged
from ccsvi_triage.model.words import Basis


class Wanted(StrEnum):
    """What a step asks for: a set-up, an answer to a question or to a part of one, or a level."""

    SETUP = "setup"
    ANSWER = "answer"
    PART = "part"
    LEVEL = "level"


SECTION: Mapping[Wanted, str] = {
    Wanted.SETUP: "setup",
    Wanted.ANSWER: "answers",
    Wanted.PART: "answers",
    Wanted.LEVEL: "judgements",
}
"""The key of a sheet under which what a step asks for is written."""


def says_more(option: str, words: Mapping[str, str]) -> bool:
    """Tell whether an option's words say more than the option itself, capitals and hyphens aside."""
    return words.get(option, option).casefold().replace(" ", "-") != option.casefold().replace(" ", "-")


class Proposed(NamedTuple):
    """What the study's facts, or tables that only suggest, propose; no answer until a person confirms it.

    Attributes:
        source: Who says so, where one source does.
        grounds: The facts that it rests on.
    """

    answer: str
    because: str
    source: str = ""
    locator: str = ""
    basis: Basis = Basis.STATED
    grounds: Sequence[Ground] = ()


class Step(NamedTuple):
    """One thing to ask.

    Attributes:
        name: The key under which the sheet holds it: a set-up's, question's, part's or domain's id, or ``overall``.
        options: The words that it takes; empty for a set-up that is told in free words.
        words: The options as people read them.
        domain: Where a question stands, or what is judged; ``None`` for a set-up and for the whole.
        question: The question, or the one whose part is asked.
        proposed: What is proposed for it.
        held: What the sheet says.
        settled: The sheet answers it, and by a word that counts.
        due: It is open, and what follows depends on it.
    """

    wanted: Wanted
    name: str
    text: str
    help: str
    options: tuple[str, ...]
    words: Mapping[str, str]
    domain: Domain | None
    question: Asked | None
    proposed: Proposed | None
    held: Given | Judged | str | None
    settled: bool
    due: bool

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from every other step of a sheet."""
        return SECTION[self.wanted], self.name


class Blank(NamedTuple):
    """A sheet that is still to be filled in.

    Attributes:
        steps: All that may be asked under the set-up, in order.
        assumed: Set-ups that nobody has settled, with what stands for them meanwhile.
    """

    steps: tuple[Step, ...]
    assumed: Mapping[str, str]
