"""When to read a study, in words, in rows and in data."""

from collections.abc import Sequence
from typing import Any

from ccsvi_triage.model.appraisal import Reading
from ccsvi_triage.model.instrument import Priority
from ccsvi_triage.report.blocks import Cell, Column, Table

READ = (
    "an order of reading by level of evidence, directness and judgement, and no measure of quality "
    "('triage explain selection')"
)
"""What the order of reading is, and is not."""


def read_table(
    columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], readings: Sequence[Reading], *, grouped: bool
) -> Table:
    """Tell studies with when to read each: under a heading for each reason, or with a column of its own.

    Args:
        columns: The columns without it.
        rows: One for each study.
        readings: One for each study.
        grouped: Studies that are read for the same reason stand together.
    """
    if not grouped:
        told = tuple((*row, _short_reading(reading)) for row, reading in zip(rows, readings, strict=True))
        return Table("", (*columns, Column("Read")), told, flush=True)
    words = [reading_words(reading) for reading in readings]
    sections = tuple((n, said) for n, said in enumerate(words) if n == 0 or said != words[n - 1])
    return Table("", tuple(columns), tuple(rows), flush=True, sections=sections)


_WHEN = {
    Priority.HOLD: "HOLD, not to be read as evidence",
    Priority.FIRST: "P1, read first",
    Priority.NEXT: "P2, read next",
    Priority.BACKGROUND: "P3, background",
    Priority.UNKNOWN: "P?, not known",
}


def _short_reading(reading: Reading) -> str:
    if len(reading.possible) == 1:
        return f"{reading.priority.value} {reading.because}"
    return f"{_span(reading, '-')} open: {', '.join(reading.unsettled)}"


def _span(reading: Reading, to: str) -> str:
    """Write between which priorities it is open; nothing is known where none of the rows may be the one."""
    if Priority.UNKNOWN in reading.possible:
        return Priority.UNKNOWN.value
    return to.join((reading.possible[0].value, reading.possible[-1].value))


def reading_words(reading: Reading) -> str:
    """Write when to read a study, and why; where it is open, between what, and what is open."""
    if len(reading.possible) == 1:
        return f"{_WHEN[reading.priority]}: {reading.because}"
    return f"{_span(reading, ' to ')}, open: {', '.join(reading.unsettled)}"


def reading_cells(reading: Reading) -> tuple[str, str]:
    """Give when to read a study, and why, or what is open, for a program that reads rows."""
    if len(reading.possible) == 1:
        return reading.priority.value, reading.because
    return _span(reading, " to "), f"open: {', '.join(reading.unsettled)}"


def reading_data(reading: Reading) -> dict[str, Any]:
    """Give when to read a study for JSON."""
    return {
        "priority": reading.priority.value,
        "possible": [priority.value for priority in reading.possible],
        "because": reading.because,
        "open": list(reading.unsettled),
    }
