"""A guess of how a sentence puts a claim: whether it asserts, denies, asks or hedges it.

Single words are looked at, and no grammar: a guess is for showing beside the words that led to it, and "unsure" is an
honest one.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from ccsvi_triage.load.lookup import words_of
from ccsvi_triage.model.nearness import Guess, Manner


def as_words(text: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(text.split())


_MORE = as_words(
    "boost boosts common commoner frequent frequently grow grows higher increase increased increases more often "
    "prevalent raise raised raises raising rise rises"
)
_LESS = as_words(
    "cut cuts cutting decrease decreased decreases drop drops fall falls fell fewer lessen lessened lessens less "
    "lower lowered lowers prevent prevented prevents rare rarer rarely reduce reduced reduces reducing seldom slow "
    "slowed slows stop stopped stops"
)
_BETTER = as_words(
    "beneficial benefit benefits better cure cured cures ease eased eases easing effective foster fostered fosters "
    "good heal healed heals help helped helpful helps improve improved improvement improves improving protect "
    "protected protects relieve relieved relieves restore restored restores safe safely safer save saved saves work "
    "worked works"
)
_WORSE = as_words(
    "aggravate aggravated aggravates bad damage damaged damages danger dangerous harm harmed harmful harms ineffective "
    "risky unsafe useless worse worsen worsened worsening worsens"
)
TURNS = _MORE | _LESS | _BETTER | _WORSE
"""Words by which a sentence says which way something goes."""

_NEGATIONS = as_words(
    "arent cannot cant contradict contradicted contradicts couldnt debunk debunked didnt disproved disproven "
    "disproves doesnt dont false hasnt havent hoax isnt lack lacked lacks myth neither never no nobody none nonsense "
    "nor not nothing refute refuted refutes unable untrue wasnt werent wont wouldnt wrong"
)
_NO_NEGATIONS = re.compile(r"\b(?:not only|not just|not merely|no doubt|no wonder|wrong side)\b")
_FAILS = re.compile(r"\b(?:fail(?:s|ed|ing)?|failure) to\b|\babsence of\b")
_HEDGES = as_words(
    "allegedly apparently appear appeared appears conceivably could doubt doubtful doubts hypothesis hypothesise "
    "hypothesised hypothesize hypothesized likely may maybe might perhaps possible possibly potential potentially "
    "preliminary presumably probable probably promising reportedly seem seemed seems speculate speculated suggest "
    "suggested suggesting suggests supposedly uncertain unclear unlikely unproven"
)
_TELLS = as_words(
    "according argue argued argues believe believed believes claim claimed claims insist insists said say says "
    "think thinks thought told"
)
_ASKING = as_words(
    "are can could did do does had has have how is might should was were what whether who why will would"
)
_TURN = re.compile(r"\b(?:although|but|however|though|whereas|while|yet)\b", re.IGNORECASE)
_PARTS = re.compile(
    r"[.,;:!?()\u2013\u2014]+|\s-+\s|\b(?:although|but|however|though|whereas|while|yet)\b", re.IGNORECASE
)


class _Signs(NamedTuple):
    """What the words of one part of a sentence are signs of."""

    words: tuple[str, ...]
    negations: tuple[str, ...]
    hedges: tuple[str, ...]
    tells: tuple[str, ...]


def guess(text: str, wordings: Sequence[str], shared: Collection[str]) -> Guess:
    """Guess how a sentence puts a claim.

    Args:
        text: The sentence.
        wordings: The claim's wordings, the nearest first; the others are looked at where that one does not show which
            way the sentence goes.
        shared: Words that the sentence shares with the claim, as ``lookup.words_of`` gives them.
    """
    asking = _asks(text)
    if asking:
        return Guess(Manner.ASKS, (asking,), "it is put as a question")
    parts = [_signs(part) for part in _PARTS.split(text) if words_of(part)]
    if not parts:
        return Guess(Manner.UNSURE, (), "it has no words")
    main = max(parts, key=lambda part: sum(word in shared for word in part.words))
    others = [part for part in parts if part is not main]
    astray = [word for part in others for word in part.negations]
    if astray and (_TURN.search(text) or not main.negations):
        return Guess(Manner.UNSURE, tuple(astray), "one part of it is turned round, and another is not")
    tells = [word for part in parts for word in part.tells]
    if tells:
        return Guess(Manner.UNSURE, tuple(tells), "it tells what somebody says, and that is not saying it")
    claimed = [_signs(wording) for wording in wordings]
    plain = _plain(main, claimed)
    hedges = tuple(word for part in parts for word in part.hedges)
    if hedges and plain.manner is not Manner.UNSURE and not claimed[0].hedges:
        return Guess(Manner.HEDGES, (*hedges, *plain.cues), "it is put with a reserve")
    return plain


def _plain(main: _Signs, claimed: Sequence[_Signs]) -> Guess:
    """Guess without regard to reserves: by what is denied, and by which way the words go."""
    against = [_against(main.words, claim.words) for claim in claimed if claim is claimed[0] or not claim.negations]
    reversed_, cues = next((found for found in against if found[0] is not None), against[0])
    if main.negations or claimed[0].negations:
        return _negated(main, claimed[0], reversed_, cues)
    if reversed_ is None:
        return Guess(Manner.UNSURE, cues, "which way it goes does not show in its words")
    if reversed_:
        return Guess(Manner.DENIES, cues, "its words go the other way")
    return Guess(Manner.ASSERTS, cues, "nothing in it denies, asks or hedges")


def _negated(main: _Signs, claim: _Signs, reversed_: bool | None, cues: tuple[str, ...]) -> Guess:  # noqa: FBT001 -- what was found
    """Guess where something is denied, in the sentence or in the claim itself."""
    if len(main.negations) > 1:
        return Guess(Manner.UNSURE, main.negations, "it is turned round more than once")
    if claim.negations and main.negations and reversed_ is False:
        return Guess(Manner.ASSERTS, main.negations, "both say that it is not so")
    if claim.negations:
        return Guess(Manner.UNSURE, main.negations, "the claim itself is put with a negation")
    if reversed_:
        return Guess(Manner.UNSURE, (*main.negations, *cues), "it denies the opposite, and that is not the same")
    return Guess(Manner.DENIES, main.negations, "it is put with a negation")


def _asks(text: str) -> str:
    """Give the sign of a question, or ``""``."""
    if re.search(r"[?\u061f\uff1f][\s\"'\u201d\u2019\u00bb)\]]*$", text):
        return "?"
    words = words_of(text[:_START])
    return words[0] if words and words[0] in _ASKING else "whether" if "whether" in words[:_EARLY] else ""


_START, _EARLY = 200, 5


def _signs(text: str) -> _Signs:
    words = tuple(words_of(text))
    said = _NO_NEGATIONS.sub(" ", " ".join(words))
    negations = [word for word in said.split() if word in _NEGATIONS]
    negations += _FAILS.findall(said)
    return _Signs(words, tuple(negations), _of(words, _HEDGES), _of(words, _TELLS))


def _of(words: Iterable[str], known: Collection[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word in known)


def _against(words: Sequence[str], claim: Sequence[str]) -> tuple[bool | None, tuple[str, ...]]:
    """Tell whether words go the other way than those of a claim, and which do; ``None`` where that does not show."""
    if _swapped(words, claim):
        return True, ("than",)
    turning = _of(words, TURNS)
    words, claim = list(_without_less(words)), list(_without_less(claim))
    known = False
    for one, other in ((_MORE, _LESS), (_BETTER, _WORSE)):
        mine, theirs = (_side(each, one, other) for each in (words, claim))
        if theirs == "both" or (theirs and mine == "both"):
            return None, turning
        if theirs and mine:
            if mine != theirs:
                return True, turning
            known = True
    if not known and any(word in TURNS for word in claim):
        return None, turning
    return False, turning


def _without_less(words: Sequence[str]) -> Iterator[str]:
    """Write the opposite where "less" stands before a word, as in "less safe"."""
    for at, word in enumerate(words):
        if at and words[at - 1] == "less" and word in _BETTER | _MORE:
            yield "worse" if word in _BETTER else "fewer"
        elif word != "less" or not _BETTER.union(_MORE).intersection(words[at + 1 : at + 2]):
            yield word


def _side(words: Iterable[str], one: Collection[str], other: Collection[str]) -> str:
    has_one, has_other = any(word in one for word in words), any(word in other for word in words)
    return "both" if has_one and has_other else "one" if has_one else "other" if has_other else ""


def _swapped(words: Sequence[str], claim: Sequence[str]) -> bool:
    """Tell whether two comparisons have their sides changed over."""
    if "than" not in words or "than" not in claim:
        return False
    (low, high), (claimed_low, claimed_high) = (_sides(each) for each in (words, claim))
    return bool((low - high) & (claimed_high - claimed_low) and (high - low) & (claimed_low - claimed_high))


def _sides(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    at = words.index("than")
    return frozenset(words[:at]), frozenset(words[at + 1 :])
