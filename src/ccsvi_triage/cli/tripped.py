"""Whether a gate is tripped, by what, and with which code a run leaves; loaded where a gate is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.cli.streams import say_aside
from ccsvi_triage.logic.gate import Kind, words_of
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.judged import claim_findings, study_findings, unshown

_MOST_LINES = 10


class Trip(NamedTuple):
    """One thing that may trip a gate.

    Attributes:
        rule: As a finding has it: a code, or a word behind what it is a word of.
        said: What to tell of it, in one line.
    """

    rule: str
    said: str
    level: Severity = Severity.NOTE


def leave(words: Sequence[str], trips: Iterable[Trip], common: Common, whence: str = "--fail-on") -> int:
    """Name each condition that holds, with what trips it, and give the exit code.

    Args:
        words: The conditions, as they are written.
        trips: What it found.
        common: The options that commands share.
        whence: Where the conditions are written.
    """
    known = words_of(Kind)
    listed = list(trips) if words else []
    tripped = False
    for word in dict.fromkeys(words):
        by = [trip.said for trip in listed if known[word].holds(trip.rule, trip.level)]
        tripped = tripped or bool(by)
        tell(word, whence, by, quiet=common.quiet)
    return Exit.GATE if tripped and not common.exit_zero else Exit.DONE


def tell(word: str, whence: str, by: Sequence[str], *, quiet: bool) -> None:
    """Name a condition with what trips it, where anything does."""
    if quiet or not by:
        return
    say_aside(f"triage: {whence} {word} is tripped by {len(by)}:")
    for said in by[:_MOST_LINES]:
        say_aside(f"  {said}")
    if len(by) > _MOST_LINES:
        say_aside(f"  ... and {len(by) - _MOST_LINES} more")


def found(finding: Finding) -> Trip:
    """Take a finding as something that may trip a gate."""
    return Trip(finding.rule, f"{finding.place}: {finding.rule}: {finding.message}", finding.level)


def study_trips(verdicts: Iterable[StudyVerdict]) -> Iterator[Trip]:
    """Give what a gate may look at in what is said of studies."""
    for verdict in verdicts:
        yield from map(found, (*study_findings(verdict), *unshown((verdict,), ())))


def claim_trips(judged: Iterable[Synthesis]) -> Iterator[Trip]:
    """Give what a gate may look at in what is said of claims."""
    for synthesis in judged:
        yield from map(found, (*claim_findings(synthesis), *unshown((), (synthesis,))))
