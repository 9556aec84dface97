"""The words of gates: one grammar for every command that judges."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from ccsvi_triage.model.words import ClaimVerdict, Concern, Flaw, Severity

INCOMPLETE = "judgement:incomplete"
"""The rule of a judgement with a question that nobody has answered."""
OPEN = "claim:open"
"""The rule of a verdict that is open."""


class Kind(StrEnum):
    """What a gate may look at; each command knows some of it."""

    JUDGEMENT = "judgement"
    FLAW = "flaw"
    PROBLEM = "problem"
    CLAIM = "claim"
    STUDIES = "studies"
    REVIEWERS = "reviewers"
    DIFFERENCE = "difference"


OF_STUDIES = (Kind.JUDGEMENT, Kind.FLAW)
"""What can be asked of studies."""
OF_LIBRARY = (Kind.JUDGEMENT, Kind.FLAW, Kind.PROBLEM, Kind.CLAIM)
"""What can be asked of a whole library."""


class Condition(NamedTuple):
    """What trips a gate.

    Attributes:
        word: As it is written.
        rules: The rules of findings that trip it.
        levels: How grave a problem of a file, or a number, is that trips it, whatever its rule.
    """

    word: str
    rules: frozenset[str]
    levels: frozenset[Severity] = frozenset()

    def holds(self, rule: str, level: Severity) -> bool:
        """Tell whether a finding trips it; a rule with a colon is no problem of a file and no number."""
        return rule in self.rules or (level in self.levels and ":" not in rule)


_STEPS = tuple(concern.name.lower() for concern in sorted(Concern) if concern > Concern.NONE)
_LEVELS = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def _of_judgements() -> Iterable[Condition]:
    for number, step in enumerate(_STEPS):
        rules = frozenset(f"judgement:{graver}" for graver in _STEPS[number:])
        yield from (Condition(step, rules), Condition(f"judgement:{step}", rules))
    yield Condition("incomplete", frozenset((INCOMPLETE, OPEN)))
    yield Condition(INCOMPLETE, frozenset((INCOMPLETE,)))


def _of_claims() -> Iterable[Condition]:
    for verdict in ClaimVerdict:
        rules = frozenset((f"claim:{verdict.value}",))
        yield from (Condition(verdict.value, rules), Condition(f"claim:{verdict.value}", rules))
    yield Condition("incomplete", frozenset((INCOMPLETE, OPEN)))
    yield Condition(OPEN, frozenset((OPEN,)))


def _of_problems() -> Iterable[Condition]:
    for number, level in enumerate(_LEVELS):
        levels = frozenset(_LEVELS[: number + 1])
        yield from (
            Condition(level.value, frozenset(), levels),
            Condition(f"problem:{level.value}", frozenset(), levels),
        )


def _plain(kind: Kind, words: Mapping[str, Sequence[str]]) -> Iterable[Condition]:
    for word, rules in words.items():
        yield Condition(word, frozenset(f"{kind.value}:{rule}" for rule in rules))


def words_of(kinds: Iterable[Kind]) -> dict[str, Condition]:
    """Give every word that a gate of some kinds takes, with what it means."""
    return {condition.word: condition for kind in kinds for condition in _of(kind)}


def _of(kind: Kind) -> Iterable[Condition]:  # noqa: PLR0911 -- one line a kind
    match kind:
        case Kind.JUDGEMENT:
            return _of_judgements()
        case Kind.FLAW:
            return _plain(kind, {f"flaw:{flaw.value}": (flaw.value,) for flaw in Flaw})
        case Kind.PROBLEM:
            return _of_problems()
        case Kind.CLAIM:
            return _of_claims()
        case Kind.STUDIES:
            return _plain(kind, {"disagree": ("disagree",)})
        case Kind.REVIEWERS:
            return _plain(kind, {"disagreement": ("disagreement", "judgement"), "judgement": ("judgement",)})
        case Kind.DIFFERENCE:
            return _plain(kind, {"worse": ("worse",), "changed": ("worse", "changed")})


def short_words(kinds: Sequence[Kind]) -> list[str]:
    """Give the words as a person is told of them: those that have a short form by it, and flaws by one example."""
    known = [word for word in words_of(kinds) if ":" not in word]
    return [*known, *(["flaw:CODE"] if Kind.FLAW in kinds else [])]


@cache
def rules_of(word: str) -> frozenset[str]:
    """Give the rules of findings that a word of a waiver stands for: a rule itself, or its word alone.

    A waiver is for this judgement and no graver one, so that what gets worse trips the gate again.
    """
    if ":" in word:
        return frozenset((word,))
    if word == "incomplete":
        return frozenset((INCOMPLETE, OPEN))
    return frozenset((word, *(f"{kind.value}:{word}" for kind in (Kind.JUDGEMENT, Kind.FLAW, Kind.CLAIM))))


def waivable() -> list[str]:
    """Give every word that a waiver may have for its rule, but for the codes of problems and of checks."""
    steps = [f"judgement:{step}" for step in _STEPS]
    rules = [*steps, INCOMPLETE, OPEN, *(f"claim:{v.value}" for v in ClaimVerdict), *(f"flaw:{f.value}" for f in Flaw)]
    return [*rules, *dict.fromkeys(rule.partition(":")[2] for rule in rules if rule != OPEN)]
