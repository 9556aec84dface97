"""Where a thing stands in the user's files."""

from collections.abc import Mapping
from types import MappingProxyType
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


class Mark(Protocol):
    """A spot in a text as a reader marks it."""

    @property
    def line(self) -> int:
        """Counted from 0."""

    @property
    def column(self) -> int:
        """Counted from 0."""


Stretch = tuple[Mark, Mark]
"""From the first character to just behind the last, in a reader's own marks."""


def place_of(file: str, stretch: Stretch, shift: int = 0) -> Place:
    """Turn a stretch of a text into a place in a file.

    Args:
        file: The path as it shall be shown.
        stretch: The stretch.
        shift: Lines that stand in the file before the text that was read.
    """
    first, last = stretch
    shift += 1
    return Place(file, first.line + shift, first.column + 1, last.line + shift, last.column + 1)


class Where:
    """The place of a record and of each field that the user wrote for it."""

    __slots__ = ("_file", "_shift", "_stretch", "_stretches")

    def __init__(self, file: str, stretch: Stretch, stretches: Mapping[str, Stretch], shift: int = 0) -> None:
        """Keep where a reader's marks are, each stretch as one number; a ``Place`` is made when somebody asks.

        Args:
            file: The path as it shall be shown; empty for a record that stands in no file.
            stretch: The record.
            stretches: Each field's value, by the field's name.
            shift: Lines that stand in the file before the text that was read.
        """
        first, last = stretch
        self._file = file
        # a reader's marks hold far more than a line and a column, and there are hundreds of them in a study
        self._stretch = (last.line << _WIDE | last.column) << 2 * _WIDE | first.line << _WIDE | first.column
        self._stretches = (
            {
                name: (last.line << _WIDE | last.column) << 2 * _WIDE | first.line << _WIDE | first.column
                for name, (first, last) in stretches.items()
            }
            if stretches
            else _NONE
        )
        self._shift = shift

    @property
    def record(self) -> Place:
        """The place of the whole record."""
        return self._place(self._stretch)

    def __getitem__(self, name: str) -> Place:
        """Give the place of a field's value, or of the record where the file does not have the field."""
        return self._place(self._stretches.get(name, self._stretch))

    def __contains__(self, name: str) -> bool:
        """Tell whether the file has the field."""
        return name in self._stretches

    def _place(self, stretch: int) -> Place:
        if not self._file:
            return NOWHERE
        line, column = stretch >> _WIDE & _MOST, stretch & _MOST
        end_line, end_column = stretch >> 3 * _WIDE, stretch >> 2 * _WIDE & _MOST
        return place_of(self._file, (Spot(line, column), Spot(end_line, end_column)), self._shift)


_WIDE = 30
"""Bits for a line or a column: no file that is read has so many characters."""
_MOST = (1 << _WIDE) - 1
_NONE: Mapping[str, int] = MappingProxyType({})


class Spot(NamedTuple):
    """A mark that no reader made."""

    line: int
    column: int


UNKNOWN = Where("", (Spot(0, 0), Spot(0, 0)), {})
