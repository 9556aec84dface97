"""A fact with its provenance."""

from typing import Generic, TypeVar

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import NO_SOURCE, SourceRef
from ccsvi_triage.model.words import Basis, Silence

T = TypeVar("T")


class Fact(Record, Generic[T]):
    """A value, or the reason why there is none, with who says so and where.

    In a file it is either plain (``sites: 1``) or written out
    (``sites: {value: 1, source: tfp-43, locator: "Concerns"}``). A fact that nobody has looked for is no ``Fact`` but
    ``None`` in its record: open.

    Attributes:
        value: What the source says; ``None`` exactly where ``silence`` is given.
        silence: Somebody looked, and the source does not say, or the question does not arise.
        source: The id of the source, or of the study record whose own paper says so.
        locator: The spot in the source: a section, table, page or line.
        basis: Whether the source says it or we concluded it.
        note: What a reader should know of it.
    """

    value: T | None
    silence: Silence | None = None
    source: SourceRef = NO_SOURCE
    locator: str = ""
    basis: Basis = Basis.STATED
    note: str = ""

    def word(self) -> str:
        """Write the value, or the silence, as the file has it."""
        if self.silence is not None:
            return self.silence.value
        if isinstance(self.value, tuple):
            return ", ".join(str(v) for v in self.value)
        return str(self.value)
