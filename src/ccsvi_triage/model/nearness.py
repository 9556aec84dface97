"""A sentence that somebody met somewhere, and the stored claims that it comes near to."""

from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.claim import Claim


class Manner(StrEnum):
    """How a sentence may put a claim, as far as its words let anybody guess."""

    ASSERTS = "asserts"
    DENIES = "denies"
    ASKS = "asks"
    HEDGES = "hedges"
    UNSURE = "unsure"


class Guess(NamedTuple):
    """A guess of how a sentence puts a claim; it is made from single words and decides nothing.

    Attributes:
        cues: The words of the sentence that led to it, as they stand there.
        because: Why, in words.
    """

    manner: Manner
    cues: tuple[str, ...]
    because: str


class Near(NamedTuple):
    """A claim that a sentence comes near to.

    Attributes:
        score: How near, from 0 to 100: the part of the sentence's words that the claim has, and of the claim's that
            the sentence has, rare words counting more.
        wording: That wording of the claim which is nearest.
        shared: Words of the sentence that the claim has too, as they stand in the sentence.
    """

    claim: Claim
    score: int
    wording: str
    shared: tuple[str, ...]
    guess: Guess


class Nearness(NamedTuple):
    """What a sentence comes near to.

    Attributes:
        near: The nearest first; none where no claim is near enough.
        least: The score from which a claim is near enough to be shown.
    """

    text: str
    near: tuple[Near, ...]
    least: int
