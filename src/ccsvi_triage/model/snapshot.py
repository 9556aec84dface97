"""How a library was judged at one moment; a difference is taken between two of these."""

from collections.abc import Mapping
from typing import NamedTuple

from ccsvi_triage.model.words import Severity

WHOLE = ""
"""The name of the judgement of a whole instrument among its domains."""


class AnswerSeen(NamedTuple):
    """A question with its answer.

    Attributes:
        answer: The word; empty while it is open.
        grounds: What it rests on: the path of a fact, ``flaw`` or ``answer``, each with what the file says.
    """

    question: str
    answer: str
    grounds: tuple[tuple[str, str], ...] = ()


class LevelSeen(NamedTuple):
    """A judgement: of a domain, or of the whole.

    Attributes:
        name: The domain's id; ``WHOLE`` for the whole, and the axis for the whole of an axis.
        label: What people call it.
        level: The instrument's word; empty while it is open.
        possible: The levels still possible, best first.
        rules: The rules that give it, each with its reason.
        person: What a person decided instead, or judged, and who; empty where no person did.
        sums_up: It is the judgement of a whole.
    """

    name: str
    label: str
    level: str
    possible: tuple[str, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    answers: tuple[AnswerSeen, ...] = ()
    person: str = ""
    sums_up: bool = False


class JudgedSeen(NamedTuple):
    """What one instrument said of a study, or of one result of it.

    Attributes:
        sheet: The id of the sheet; empty where only the facts spoke.
        beside: It is no part of the study's judgement.
        levels: The whole first.
    """

    instrument: str
    version: str
    outcome: str
    sheet: str
    beside: bool
    levels: tuple[LevelSeen, ...]


class NumberSeen(NamedTuple):
    """A printed number that cannot be right, or hardly."""

    check: str
    severity: Severity
    outcome: str
    about: str
    said: str


class StudySeen(NamedTuple):
    """A study with what was said of it.

    Attributes:
        described: What the study is, in one line.
        counts: It counts as evidence.
        row: The row of the selection rule that picked the instrument.
        instrument: The instrument that judged it; empty where none did.
        worst: The worst overall concern on the common ladder; empty while it is open.
        carries: The strength of what it can carry; empty where nothing is said of that.
        numbers: Those that are errors or warnings.
    """

    id: str
    citation: str
    described: str
    status: str
    counts: bool
    row: str
    instrument: str
    worst: str
    carries: str
    judged: tuple[JudgedSeen, ...]
    numbers: tuple[NumberSeen, ...]


class ClaimSeen(NamedTuple):
    """A claim with what was said of it.

    Attributes:
        wording: What the record says itself: ``text``, ``kind``, ``asserts``, ``strength``, and a person's ``ruling``
            beside the rules.
        verdict: Empty while several are possible.
        deciding: The rules that decide, each with its reason.
        certainty: Empty while several levels are possible, or nothing is rated.
        steps: The reasons of certainty, each with its steps.
        evidence: How each study stands that the claim names, by its id: what it says and can carry, or why it is set
            aside.
        known: What the rules looked at.
    """

    id: str
    wording: Mapping[str, str]
    verdict: str
    possible: tuple[str, ...]
    deciding: tuple[tuple[str, str], ...]
    certainty: str
    certainty_possible: tuple[str, ...]
    steps: Mapping[str, str]
    evidence: Mapping[str, str]
    known: Mapping[str, str]


class Snapshot(NamedTuple):
    """All of it.

    Attributes:
        tool: The version of the program that judged.
    """

    tool: str
    studies: Mapping[str, StudySeen]
    claims: Mapping[str, ClaimSeen]
