"""A page of ``triage explain``: what a word means, why it matters, and how to mend it."""

from ccsvi_triage.model.instrument import Citation
from ccsvi_triage.model.record import Record


class Entry(Record):
    """One page.

    Attributes:
        id: A flaw, a problem code, or a word of a closed vocabulary.
        group: Which list it belongs to: ``flaw``, ``problem`` or the vocabulary's name.
        sevco: The id of the matching term in the Scientific Evidence Code System, where there is one.
    """

    id: str
    group: str
    title: str
    what: str
    why: str = ""
    mend: str = ""
    example: str = ""
    see: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    sevco: str = ""
