"""All that was read, by id."""

from collections.abc import Mapping
from typing import NamedTuple

from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.instrument import Ceiling, Choice, Instrument, ReadingOrder
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.source import Source
from ccsvi_triage.model.study import Study


class Library(NamedTuple):
    """The records of one run, each list in the order of the files.

    Attributes:
        instruments: Those that the files of the library define; ours are on the shelf.
    """

    sources: Mapping[str, Source]
    studies: Mapping[str, Study]
    claims: Mapping[str, Claim]
    sheets: Mapping[str, Sheet]
    instruments: Mapping[str, Instrument]


class Choosing(NamedTuple):
    """The rule that picks an instrument, and what each kind of study can carry.

    Attributes:
        checklist: The id of the instrument that counts every study, whatever judges it.
        reading: In which order studies are to be read.
    """

    choices: tuple[Choice, ...]
    ceilings: tuple[Ceiling, ...]
    checklist: str = ""
    reading: ReadingOrder | None = None
