"""The rule that picks an instrument, and the order of reading, told as a report."""

from typing import Any

from ccsvi_triage.logic.condition import condition_words
from ccsvi_triage.model.instrument import Choice, ReadingRow
from ccsvi_triage.model.library import Choosing
from ccsvi_triage.model.words import YesNo
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)


def of_choosing(choosing: Choosing, version: str) -> Report:
    """Tell which instrument is picked when, and in which order studies are to be read.

    Args:
        choosing: The selection rule.
        version: The tool's version.
    """
    first = [choice for choice in choosing.choices if choice.first is YesNo.YES]
    others = [choice for choice in choosing.choices if choice.first is not YesNo.YES]
    blocks: list[Block] = [
        Line((Mark("Which instrument when", Tone.STRONG),), Mark("selection", Tone.CODE)),
        Gap(),
        Text("Rows of the first kind are tried in their order, and the first that fits settles the matter."),
    ]
    for choice in first:
        blocks += [Gap(), _row(choice)]
    blocks += [
        Gap(),
        Text("Of these exactly one may fit; two that do mean that the study's facts contradict each other (E-DESIGN)."),
    ]
    for choice in others:
        blocks += [Gap(), _row(choice)]
    reading = choosing.reading
    if reading is not None:
        rows = tuple(_reading_row(row) for row in reading.rows)
        blocks += [
            Gap(),
            Text(f"The order of reading, the first row that fits; levels are those of {reading.levels}."),
            Gap(),
            Table("Order of reading", (Column("Read", whole=True), Column("When"), Column("Because")), rows),
        ]
    data = {
        "schema": f"ccsvi-triage/explanation/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "pages": [_data(choosing)],
    }
    return Report(tuple(blocks), data)


def _row(choice: Choice) -> Pairs:
    rows: list[tuple[Cell, Cell]] = [("When", condition_words(choice.when))]
    rows.append(("Instrument", choice.instrument or choice.wants or "none"))
    for label, said in (("Refused", choice.refusal), ("Warning", choice.warning), ("Also", "; ".join(choice.also))):
        if said:
            rows.append((label, said))
    if choice.barred:
        rows.append(("Barred", f"{choice.barred}, without a person's ruling"))
    rows += [("Can carry", choice.ceiling.value.replace("-", " ")), ("Because", choice.because)]
    return Pairs(tuple(rows), title=f"{choice.title} ({choice.id})")


def _reading_row(row: ReadingRow) -> tuple[Cell, ...]:
    return row.priority.value, condition_words(row.when), row.because


def _data(choosing: Choosing) -> dict[str, Any]:
    reading = choosing.reading
    return {
        "group": "selection",
        "rows": [
            {
                "id": choice.id,
                "title": choice.title,
                "first": choice.first is YesNo.YES,
                "when": condition_words(choice.when),
                "instrument": choice.instrument or None,
                "wants": choice.wants or None,
                "refusal": choice.refusal,
                "warning": choice.warning,
                "barred": choice.barred or None,
                "also": list(choice.also),
                "ceiling": choice.ceiling.value,
                "because": choice.because,
            }
            for choice in choosing.choices
        ],
        "reading": [
            {"priority": row.priority.value, "when": condition_words(row.when), "because": row.because}
            for row in (reading.rows if reading else ())
        ],
    }
