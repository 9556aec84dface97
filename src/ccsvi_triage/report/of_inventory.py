"""The inventory told as a report."""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.model.appraisal import Reading, StudyVerdict
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Kind
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Cell, Column, Gap, Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.judgement import judgement_mark
from ccsvi_triage.report.reading import READ, read_table, reading_cells, reading_data
from ccsvi_triage.report.say import cite, place_data


def of_inventory(
    verdicts: Sequence[StudyVerdict],
    known: int,
    version: str,
    readings: Mapping[str, Reading],
    *,
    grouped: bool = True,
) -> Report:
    """Tell which studies there are, one row each.

    Args:
        verdicts: The studies that are listed.
        known: How many the library holds.
        version: The tool's version.
        readings: By the study's id: when to read it.
        grouped: The studies stand in the order of reading.
    """
    columns = [
        Column("Study", whole=True),
        Column("Year", whole=True),
        Column("Design or kind"),
        Column("n", whole=True, right=True),
        Column("Judgement"),
    ]
    rows = [_row(verdict) for verdict in verdicts]
    if not grouped:  # the reason for reading needs the room
        columns.pop(_PEOPLE)
        rows = [(*row[:_PEOPLE], *row[_PEOPLE + 1 :]) for row in rows]
    table = read_table(columns, rows, [readings[verdict.study.id] for verdict in verdicts], grouped=grouped)
    said = f"{len(verdicts)} of {known} studies" if len(verdicts) != known else f"{known} studies"
    data = {
        "schema": f"ccsvi-triage/inventory/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "known": known,
        "studies": [_data(verdict, readings[verdict.study.id]) for verdict in verdicts],
    }
    blocks = (table, Gap(), Text(said), Pairs((("P1 to P3", READ),)))
    return Report(blocks, data, "Studies", (_rows_table(verdicts, readings),))


_COLUMNS = (
    *("study", "citation", "year", "kind", "status", "design", "enrolled", "instrument", "judgement", "read"),
    *("reason", "flaws", "file", "line"),
)


def _rows_table(verdicts: Sequence[StudyVerdict], readings: Mapping[str, Reading]) -> Table:
    """Tell the studies to a program, one row each; a cell is empty where there is nothing to say."""
    rows = tuple(tuple(_cells(verdict, readings[verdict.study.id])) for verdict in verdicts)
    return Table("", tuple(Column(name) for name in _COLUMNS), rows)


def _cells(verdict: StudyVerdict, reading: Reading) -> Iterator[Cell]:
    study = verdict.study
    yield from (study.id, cite(study), str(study.year) if study.year is not None else "")
    yield from (study.kind.value, study.status.value, study.design.word() if study.design else "")
    yield str(study.enrolled.value) if study.enrolled and study.enrolled.value is not None else ""
    yield verdict.appraisals[0].instrument.id if verdict.appraisals else ""
    yield judgement_mark(verdict)
    yield from reading_cells(reading)
    yield " ".join(flaw.code.value for flaw in study.flaws)
    place = study.where.record
    yield from (place.file, str(place.line))


_PEOPLE = 3
"""Where the number of people stands in a row."""


def _row(verdict: StudyVerdict) -> tuple[Cell, ...]:
    study = verdict.study
    people = str(study.enrolled.value) if study.enrolled and study.enrolled.value is not None else ""
    return (
        Mark(study.id, Tone.CODE),
        str(study.year) if study.year is not None else "?",
        _design_or_kind(study),
        people,
        judgement_mark(verdict),
    )


_STUDIES = (Kind.PRIMARY_STUDY, Kind.SECONDARY_ANALYSIS, Kind.SYSTEMATIC_REVIEW)


def _design_or_kind(study: Study) -> str:
    """Name the design of a study, and the kind of what is none."""
    if study.kind not in _STUDIES:
        return study.kind.value
    return study.design.word() if study.design else "open"


def _data(verdict: StudyVerdict, reading: Reading) -> dict[str, object]:
    study = verdict.study
    return {
        "id": study.id,
        "citation": cite(study),
        "title": study.title,
        "year": study.year,
        "kind": study.kind.value,
        "status": study.status.value,
        "design": study.design.word() if study.design else None,
        "enrolled": study.enrolled.value if study.enrolled else None,
        "instrument": verdict.appraisals[0].instrument.id if verdict.appraisals else None,
        "wanted": (verdict.choice.wants or None) if verdict.choice else None,
        "judgement": judgement_mark(verdict).text,
        "reading": reading_data(reading),
        "flaws": [flaw.code.value for flaw in study.flaws],
        "place": place_data(study.where.record),
    }
