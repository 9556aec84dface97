"""What is wrong with a file (a concern, by contrast, is about a study)."""

from typing import NamedTuple

from ccsvi_triage.model.place import Place
from ccsvi_triage.model.words import Severity

PROBLEM_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


class Problem(NamedTuple):
    """One thing that the author of a file can mend.

    Attributes:
        code: A stable id such as ``F102``; ``triage explain F102`` tells more.
        message: One sentence: what stands there, and what was expected. No full stop.
        place: Where to mend it.
        hint: The mend itself, where it is known, such as ``did you mean 'no-control'?``.
    """

    code: str
    message: str
    place: Place
    severity: Severity = Severity.ERROR
    hint: str = ""

    def __str__(self) -> str:
        """Write the line that the terminal shows."""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.severity}[{self.code}]: {self.message}{hint}"
