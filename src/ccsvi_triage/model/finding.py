"""What recomputing a printed number tells of it."""

from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.model.place import Place
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity


class Fits(StrEnum):
    """Whether a printed number is what can be recomputed."""

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    CANNOT_TELL = "cannot-tell"


class Finding(NamedTuple):
    """What one check says of one printed number, or of several that belong together.

    Attributes:
        check: The check, such as ``N-WHOLE``; ``triage explain N-WHOLE`` tells more.
        said: One sentence: what cannot be so, or what was reproduced. No full stop.
        place: Where the number stands in our files.
        outcome: The outcome's id; empty where the number is the study's own.
        about: The group or contrast that the number is about; empty for everybody.
        source: The id of the source that prints the number.
        locator: Where in the source.
        shown: The arithmetic, a line each, so that anybody can redo it.
        innocent: What would explain it without anybody's fault.
        missing: The fields that would have to be known, where the verdict is "cannot tell".
    """

    check: str
    fits: Fits
    severity: Severity
    said: str
    place: Place
    outcome: str = ""
    about: str = ""
    source: str = ""
    locator: str = ""
    shown: tuple[str, ...] = ()
    innocent: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Recheck(NamedTuple):
    """All findings on the numbers of one study, in the order of its file."""

    study: Study
    findings: tuple[Finding, ...]

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Give the findings of a severity and all graver ones."""
        steps = list(Severity)
        return tuple(found for found in self.findings if steps.index(found.severity) <= steps.index(severity))
