"""What is known of the size of a bias: findings of studies whose subjects are other studies."""

from ccsvi_triage.model.instrument import Citation
from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Direction, Flaw, Question


class BiasNote(Record):
    """One finding on how far a flaw moves results, as its sources give it.

    The figures are for readers. They are means over many studies and stay text: nothing is computed from them, and no
    judgement looks at them.

    Attributes:
        flaw: The flaws that it speaks on.
        direction: Which way the bias usually moves an effect.
        size: How far, with the interval that the source gives, or that no figure is known.
        contested: Where other studies, or the same one elsewhere, find otherwise; empty where none was found.
        about: For which outcomes and fields it holds.
        questions: The questions of studies that it bears on; all where none is named.
    """

    id: Id
    flaw: tuple[Flaw, ...]
    title: str
    direction: Direction
    size: str
    contested: str = ""
    about: str
    questions: tuple[Question, ...] = ()
    sources: tuple[Citation, ...]
