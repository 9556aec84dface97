"""Words with a tone, of which everything that is said is made."""

from enum import StrEnum
from typing import NamedTuple, TypeAlias


class Tone(StrEnum):
    """How a word is meant; a renderer may add a sign and a colour, never drop the word."""

    GOOD = "good"
    SOME = "some"
    SERIOUS = "serious"
    CRITICAL = "critical"
    OPEN = "open"
    APART = "apart"
    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    CODE = "code"


class Mark(NamedTuple):
    """A word with its tone."""

    text: str
    tone: Tone


Cell: TypeAlias = str | Mark
