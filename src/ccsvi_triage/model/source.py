"""A paper, page or book that facts come from."""

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import Date, Doi, Id, Url
from ccsvi_triage.model.words import SourceKind


class Source(Record):
    """One source.

    Attributes:
        seen: How much of it was read.
        date: When it was published or, for a page that changes, read.
    """

    id: Id
    title: str
    kind: SourceKind
    authors: str = ""
    date: Date | None = None
    doi: Doi | None = None
    pmid: str = ""
    url: Url | None = None
    seen: str = ""
    note: str = ""
