"""Many studies told as a report, one row each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.model.appraisal import Reading, StudyVerdict
from ccsvi_triage.model.instrument import Counts
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.words import YesNo
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.counted import tally_words
from ccsvi_triage.report.data_appraisal import appraisals_data
from ccsvi_triage.report.judgement import PROPOSED, decided_wholes, is_proposed, judgement_mark, starred
from ccsvi_triage.report.licences import licences
from ccsvi_triage.report.reading import READ, read_table, reading_cells
from ccsvi_triage.report.say import cite


def of_many(
    verdicts: Sequence[StudyVerdict],
    library: Library,
    version: str,
    readings: Mapping[str, Reading],
    *,
    grouped: bool = True,
) -> Report:
    """Tell many studies, one row each.

    Args:
        verdicts: What is said of each study, in the order in which they are shown.
        library: The library, for the sources.
        version: The tool's version.
        readings: By the study's id: when to read it.
        grouped: The studies stand in the order of reading.
    """
    judged = sum(bool(verdict.appraisals) for verdict in verdicts)
    wanted = Counter(v.choice.wants for v in verdicts if v.choice and v.choice.wants and not v.appraisals)
    refused = sum(bool(verdict.choice and verdict.choice.refusal) for verdict in verdicts)
    records = "1 record" if len(verdicts) == 1 else f"{len(verdicts)} records"
    said = f"{records}: {judged} judged, {refused} no evidence to be judged"
    blocks: list[Block] = [studies_table(verdicts, readings, grouped=grouped), Gap(), Text(said), STUDIES_LEGEND]
    if wanted:
        pairs: tuple[tuple[Cell, Cell], ...] = tuple((str(n), name) for name, n in wanted.most_common())
        title = "Instruments that this version does not have, and how many studies want them"
        blocks += [Gap(), Pairs(pairs, title=title)]
    blocks += licences(verdicts)
    data = appraisals_data(verdicts, library, version, readings)
    return Report(tuple(blocks), data, f"Appraisals of {len(verdicts)} records", (many_table(verdicts, readings),))


def studies_table(verdicts: Sequence[StudyVerdict], readings: Mapping[str, Reading], *, grouped: bool = True) -> Table:
    """Lay out many studies, one row each."""
    columns = (
        Column("Study", whole=True),
        Column("Judgement"),
        Column("Instrument"),
        Column("Checklist", whole=True),
    )
    rows = [_row(verdict) for verdict in verdicts]
    return read_table(columns, rows, [readings[verdict.study.id] for verdict in verdicts], grouped=grouped)


_MANY_COLUMNS = (
    *("study", "citation", "year", "judgement", "confirmed", "concern", "instrument", "instrument_version"),
    *("checklist_met", "checklist_not_met", "checklist_not_reported", "checklist_open", "checklist_not_applicable"),
    *("read", "reason", "notice"),
)


def many_table(verdicts: Sequence[StudyVerdict], readings: Mapping[str, Reading]) -> Table:
    """Tell many studies to a program, one row each; a cell is empty where there is nothing to say."""
    rows = tuple(tuple(_many_cells(verdict, readings[verdict.study.id])) for verdict in verdicts)
    return Table("", tuple(Column(name) for name in _MANY_COLUMNS), rows)


def _many_cells(verdict: StudyVerdict, reading: Reading) -> Iterator[Cell]:
    study = verdict.study
    yield from (study.id, cite(study), str(study.year) if study.year is not None else "")
    yield judgement_mark(verdict)
    decided = decided_wholes(verdict)
    yield "" if not decided else "yes" if any(overall.confirmed for overall in decided) else "no"
    yield verdict.worst.name.lower() if verdict.worst is not None else ""
    instrument = verdict.appraisals[0].instrument if verdict.appraisals else None
    yield from (instrument.id, instrument.version) if instrument else ("", "")
    tally = verdict.tally
    kinds = (Counts.MET, Counts.NOT_MET, Counts.NOT_REPORTED, None, Counts.NOT_APPLICABLE)
    yield from (str(tally.number(kind)) if tally else "" for kind in kinds)
    yield from reading_cells(reading)
    yield _NO_FORM if instrument and instrument.ours is not YesNo.YES else ""


_NO_FORM = "not the official form of the instrument, and not endorsed by its authors"
STUDIES_LEGEND = Pairs(
    (("*", PROPOSED), ("Checklist", "criteria met / not met / not reported / open"), ("P1 to P3", READ))
)
"""What the columns of ``studies_table`` mean."""


def _row(verdict: StudyVerdict) -> tuple[Cell, ...]:
    mark = judgement_mark(verdict)
    if is_proposed(verdict):
        mark = starred(mark)
    return Mark(verdict.study.id, Tone.CODE), mark, _instrument_words(verdict), tally_words(verdict.tally)


def _instrument_words(verdict: StudyVerdict) -> str:
    if verdict.appraisals:
        return verdict.appraisals[0].instrument.id
    return "none yet" if verdict.choice is not None and verdict.choice.wants else "none"
