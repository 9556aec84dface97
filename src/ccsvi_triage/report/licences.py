"""Whose the instruments of a report are, and that none of them is the official form."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.words import YesNo
from ccsvi_triage.report.blocks import Block, Gap, Pairs, Text, Tone

NOT_OFFICIAL = (
    "Not the official form of any instrument and not endorsed by its authors; questions are our paraphrases. "
    "The tally counts what is reported; it measures no quality and does not compare designs."
)


def licences(verdicts: Sequence[StudyVerdict]) -> Iterator[Block]:
    """Name the instruments used, with their versions and licences."""
    used = _instruments(verdicts)
    if used:
        yield Gap()
        rows = tuple((name, f"{i.title}, {i.version}. {i.licence}") for name, i in used.items())
        yield Pairs(rows, title="Instruments")
    yield Gap()
    yield Text(NOT_OFFICIAL, Tone.MUTED)


def _instruments(verdicts: Iterable[StudyVerdict]) -> dict[str, Instrument]:
    used: dict[str, Instrument] = {}
    for verdict in verdicts:
        used |= {a.instrument.id: a.instrument for a in (*verdict.appraisals, *verdict.beside)}
        used |= {scale.instrument.id: scale.instrument for scale in verdict.scales}
        if verdict.tally:
            used[verdict.tally.instrument.id] = verdict.tally.instrument
    return {name: used[name] for name in sorted(used)}


def instruments_data(verdicts: Iterable[StudyVerdict]) -> list[dict[str, Any]]:
    """Give the instruments by which studies are judged for JSON."""
    return [_instrument_data(instrument) for instrument in _instruments(verdicts).values()]


def _instrument_data(instrument: Instrument) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "title": instrument.title,
        "version": instrument.version,
        "ours": instrument.ours is YesNo.YES,
        "licence": instrument.licence,
        "notice": instrument.notice,
    }
