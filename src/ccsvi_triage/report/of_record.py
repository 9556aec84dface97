"""One record told as a report."""

from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Any

from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.record import Record, default_of, items, required
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Gap, Line, Mark, Report, Tone, Verbatim
from ccsvi_triage.report.say import place_data


def of_record(kind: str, record: Any, text: str, version: str) -> Report:  # noqa: ANN401 -- any kind of record
    """Show a record as its file has it, and as it was understood.

    Args:
        kind: The list that it stands in.
        record: The record.
        text: The lines of its file.
        version: The tool's version.
    """
    place = record.where.record
    head = Line((Mark(record.id, Tone.CODE), f"  {kind}"), Mark(str(place), Tone.MUTED))
    data = {
        "schema": f"ccsvi-triage/record/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "list": kind,
        "place": place_data(place),
        "record": plain(record),
    }
    return Report((head, Gap(), Verbatim(text)), data, str(record.id))


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 -- one line for each kind of value in a record
    """Give a value as JSON has it: open fields left out, numbers as printed kept as text."""
    if isinstance(value, Record):
        return {
            name: plain(inner)
            for name, inner in items(value)
            if inner is not None and (required(type(value), name) or inner != default_of(type(value), name))
        }
    if isinstance(value, Condition):
        return [plain(clause) for clause in value.clauses]
    if isinstance(value, tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, IntEnum):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, int) else str(value)
