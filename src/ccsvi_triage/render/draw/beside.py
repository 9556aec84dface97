"""What stands at the left of every row: a study's name, and below it what must be known of the row."""

from collections.abc import Iterable

from ccsvi_triage.render.draw.lettering import widest, wrap
from ccsvi_triage.render.draw.pen import SMALL, USUAL, Pen, leading
from ccsvi_triage.report.charts import Label

GAP = 12.0
"""Between two columns."""

PAD = 5.0
"""Above and below what stands in a row."""

_NARROWEST, _WIDEST = 110.0, 190.0


def room_for(labels: Iterable[Label]) -> float:
    """Tell how wide the column of some labels is; a longer name is wrapped."""
    known = list(labels)
    names = widest([label.name for label in known], USUAL)
    about = widest([label.about for label in known], SMALL)
    return min(max(names, min(about, _WIDEST), _NARROWEST), _WIDEST) + 1


def height_of(label: Label, room: float) -> float:
    """Tell how high a label is in a column."""
    names, about = _lines(label, room)
    return len(names) * leading(USUAL) + len(about) * leading(SMALL)


def write(pen: Pen, label: Label, x: float, top: float, room: float) -> None:
    """Write a label into a column."""
    names, about = _lines(label, room)
    below = pen.lines(x, top, names, size=USUAL)
    pen.lines(x, below, about, size=SMALL, part="quiet")


def _lines(label: Label, room: float) -> tuple[list[str], list[str]]:
    return wrap(label.name, room, USUAL) or wrap(label.id, room, USUAL), wrap(label.about, room, SMALL)


def text_height(text: str, room: float, size: float = SMALL) -> float:
    """Tell how high a text is in a column."""
    return len(wrap(text, room, size)) * leading(size)
