"""A report: what is to be said, for every renderer alike."""

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from ccsvi_triage.model.words import Concern
from ccsvi_triage.report.charts import Chart
from ccsvi_triage.report.marks import Cell, Mark, Tone

__all__ = [
    "SCHEMA_VERSION",
    "TONE_OF",
    "Block",
    "Cell",
    "Column",
    "Divider",
    "Gap",
    "Line",
    "Mark",
    "Pairs",
    "Picture",
    "Report",
    "Table",
    "Text",
    "Tone",
    "Verbatim",
]

SCHEMA_VERSION = "1.1"
"""The version of the JSON reports; its first number changes only when a key changes its meaning or goes."""


class Line(NamedTuple):
    """A line of text, with something at its right end where there is room.

    Attributes:
        whole: It is never wrapped and bears no signs, so that other programs can read it.
    """

    cells: tuple[Cell, ...]
    right: Cell = ""
    whole: bool = False


class Column(NamedTuple):
    """A column of a table; one that is whole is never wrapped or cut."""

    name: str
    whole: bool = False
    right: bool = False


class Table(NamedTuple):
    """Rows under named columns.

    Attributes:
        last_apart: The last row sums up the others.
        flush: It stands by itself, not under a head.
        sections: Headings, each with the number of the row that it stands before.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    last_apart: bool = False
    flush: bool = False
    sections: tuple[tuple[int, str], ...] = ()


class Pairs(NamedTuple):
    """Labels with what they say."""

    rows: tuple[tuple[Cell, Cell], ...]
    title: str = ""


class Text(NamedTuple):
    """A paragraph.

    Attributes:
        under: It belongs to the table above it.
    """

    text: str
    tone: Tone = Tone.PLAIN
    under: bool = False


class Verbatim(NamedTuple):
    """Lines that keep their shape, such as a piece of a file."""

    text: str


class Picture(NamedTuple):
    """A chart, which a renderer may draw.

    Attributes:
        title: What it is called.
        description: What it shows, in a few sentences, for people who do not see it.
        tables: The same as rows, for renderers that cannot draw and for people who do not see.
        notes: What a reader must know to read it; a renderer shows all of them.
    """

    title: str
    description: str
    chart: Chart
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()


class Divider(NamedTuple):
    """A line across the page, between two studies."""


class Gap(NamedTuple):
    """An empty line."""


Block: TypeAlias = Line | Table | Pairs | Text | Verbatim | Picture | Divider | Gap


class Report(NamedTuple):
    """What a command has to say.

    Attributes:
        blocks: For people.
        data: The same for machines; its keys are a public contract (``triage schema report``).
        title: What a page with it is called, where it does not begin with a heading of its own.
        tables: For programs that read rows, where the tables among the blocks are laid out for the eye; else those
            are taken. Names of columns are a public contract.
    """

    blocks: tuple[Block, ...]
    data: Mapping[str, Any]
    title: str = ""
    tables: tuple[Table, ...] = ()


TONE_OF: Mapping[Concern | None, Tone] = {
    None: Tone.OPEN,
    Concern.UNPLACED: Tone.APART,
    Concern.NONE: Tone.GOOD,
    Concern.SOME: Tone.SOME,
    Concern.SERIOUS: Tone.SERIOUS,
    Concern.CRITICAL: Tone.CRITICAL,
}
