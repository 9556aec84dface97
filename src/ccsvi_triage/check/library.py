"""Every check of a library, one after the other."""

from collections.abc import Callable, Iterator

from ccsvi_triage.check.claims import check_claims
from ccsvi_triage.check.coherence import check_studies
from ccsvi_triage.check.consensus import check_consensus
from ccsvi_triage.check.instruments import check_instrument
from ccsvi_triage.check.left_out import check_left_out
from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.check.thresholds import check_thresholds
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem


def check_library(library: Library, instrument: Callable[[str], Instrument | None]) -> Iterator[Problem]:
    """Find what is wrong with records that could be read.

    Args:
        library: The records.
        instrument: Gives an instrument by its id, ours or the library's, or ``None``.
    """
    yield from check_studies(library)
    yield from check_claims(library)
    yield from check_left_out(library)
    yield from check_thresholds(library)
    for own in library.instruments.values():
        yield from check_instrument(own)
    for sheet in library.sheets.values():
        form = instrument(sheet.instrument)
        if form is not None:
            yield from check_sheet(sheet, form, library.studies.get(sheet.study))
        yield from check_consensus(sheet, library.sheets)
