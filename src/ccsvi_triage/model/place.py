"""Where a thing stands in the user's files."""

from collections.abc import Mapping
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """A stretch of a text file, from its first character to just behind its last.

    Attributes:
        file: The path as the user gave it. Never made absolute, so that a report reads the same on every machine.
        line: Counted from 1.
        column: Counted from 1, in characters.
        end_line: The line of the first character behind the stretch; equal to ``line`` where nobody knows it.
        end_column: The column of that character.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """Write ``file:line:column``, as editors and terminals take it."""
        return f"{self.file}:{self.line}:{self.column}"


NOWHERE = Place("", 0, 0, 0, 0)

Span = tuple[int, int, int, int]
"""Line, column, end line, end column, each counted from 0, as the reader counts."""


class Mark(Protocol):
    """A spot in a text as a reader marks it."""

    @property
    def line(self) -> int:
        """Counted from 0."""

    @property
    def column(self) -> int:
        """Counted from 0."""


Stretch = tuple[Mark, Mark]
"""The same as a reader's own marks, before anybody has asked for numbers."""


class Where:
    """The place of a record and of each field that the user wrote for it."""

    __slots__ = ("_file", "_shift", "_span", "_spans")

    def __init__(self, file: str, span: Span | Stretch, spans: Mapping[str, Span | Stretch], shift: int = 0) -> None:
        """Keep spans or marks; a ``Place`` is made when somebody asks.

        Args:
            file: The path as it shall be shown.
            span: The record.
            spans: Each field's value, by the field's name.
            shift: Lines that stand in the file before the text that was read.
        """
        self._file = file
        self._span = span
        self._spans = spans
        self._shift = shift

    @property
    def record(self) -> Place:
        """The place of the whole record."""
        return self._place(self._span)

    def __getitem__(self, name: str) -> Place:
        """Give the place of a field's value, or of the record where the file does not have the field."""
        return self._place(self._spans.get(name, self._span))

    def __contains__(self, name: str) -> bool:
        """Tell whether the file has the field."""
        return name in self._spans

    def _place(self, span: Span | Stretch) -> Place:
        if not self._file:
            return NOWHERE
        line, column, end_line, end_column = in_numbers(span) if len(span) == 2 else span  # noqa: PLR2004 -- two marks
        shift = self._shift + 1
        return Place(self._file, line + shift, column + 1, end_line + shift, end_column + 1)


def in_numbers(stretch: Stretch) -> Span:
    """Give the numbers of two marks."""
    first, last = stretch
    return first.line, first.column, last.line, last.column


UNKNOWN = Where("", (0, 0, 0, 0), {})
