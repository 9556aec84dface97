"""A report: what is to be said, for every renderer alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, overload

from ccsvi_triage.model.place import Place
from ccsvi_triage.model.words import Concern, Severity
from ccsvi_triage.report.charts import Chart
from ccsvi_triage.report.marks import Cell, Mark, Tone

__all__ = [
    "SCHEMA_VERSION",
    "TONE_OF",
    "Author",
    "Block",
    "Cell",
    "Column",
    "Divider",
    "Each",
    "Finding",
    "Gap",
    "Line",
    "Mark",
    "Pairs",
    "Picture",
    "Reference",
    "ReferenceKind",
    "Report",
    "RulePage",
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
    """A column of a table.

    Attributes:
        whole: It is never wrapped or cut.
        under: The last of a table, for long text: where a terminal has little room, it stands below its row.
    """

    name: str
    whole: bool = False
    right: bool = False
    under: bool = False


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
        drawing: How its shapes are to be read; shown where it is drawn, and nowhere else.
    """

    title: str
    description: str
    chart: Chart
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    drawing: tuple[str, ...] = ()


class Divider(NamedTuple):
    """A line across the page, between two studies."""


class Gap(NamedTuple):
    """An empty line."""


Block: TypeAlias = Line | Table | Pairs | Text | Verbatim | Picture | Divider | Gap


class ReferenceKind(StrEnum):
    """What is referred to, as far as programs for references tell kinds apart."""

    ARTICLE = "article"
    PREPRINT = "preprint"
    BOOK = "book"
    NEWS = "news"
    POST = "post"
    PAGE = "page"
    OTHER = "other"


class Author(NamedTuple):
    """A person by family name and initials, or a name that is not to be taken apart.

    Attributes:
        family: Empty where the name is kept whole.
        given: Initials, each with its point.
        whole: The name as it stands; empty where it is a person's.
    """

    family: str = ""
    given: str = ""
    suffix: str = ""
    whole: str = ""


class Reference(NamedTuple):
    """A publication for programs that keep references; what is not known is empty.

    Attributes:
        more_authors: There are more than are listed.
        date: Year, month and day, as far as they are known.
        container: The journal, or what else it appeared in.
        notes: What a reader must know, such as a retraction.
    """

    id: str
    kind: ReferenceKind
    title: str
    authors: tuple[Author, ...] = ()
    more_authors: bool = False
    date: tuple[int, ...] = ()
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    notes: tuple[str, ...] = ()


class Finding(NamedTuple):
    """A problem, a number, a judgement, a flaw or a verdict, as it is shown at a place of a file.

    Attributes:
        rule: A stable id: the code of a problem (``F102``) or of a check of numbers (``N-WHOLE``), or a word behind
            what it is a word of: ``judgement:critical``, ``flaw:no-control``, ``claim:overstated``.
        level: ``error``, ``warning`` or ``note``.
        message: One sentence that can stand alone, without a full stop.
        place: Where it is shown.
        help: What to do, or where the reasons are; may be empty.
        study: The id of the study that it is about; empty for none.
        outcome: The id of the outcome that it is about; empty for none.
        claim: The id of the claim that it is about; empty for none.
        key: What tells it from others of its rule on the same study, outcome or claim; no line and no column.
        waived: Until when, by whom and why it is accepted; empty where it is not.
    """

    rule: str
    level: Severity
    message: str
    place: Place
    help: str = ""
    study: str = ""
    outcome: str = ""
    claim: str = ""
    key: str = ""
    waived: str = ""


class RulePage(NamedTuple):
    """What a rule of findings is about.

    Attributes:
        title: A few words.
        about: What it means.
        help: Why it matters, and what to do.
    """

    title: str
    about: str
    help: str


T = TypeVar("T")


class Each(Sequence[Any], Generic[T]):
    """A list of values for machines, each made when somebody looks at it and not kept.

    A report on ten thousand studies is written one by one, and never held as a whole.
    """

    __slots__ = ("_make", "_things")

    def __init__(self, things: Sequence[T], make: Callable[[T], Any]) -> None:
        """Keep what the values are made from, and the way to make one."""
        self._things = things
        self._make = make

    def __len__(self) -> int:
        """Tell how many there are."""
        return len(self._things)

    def __iter__(self) -> Iterator[Any]:
        """Make one after the other."""
        return map(self._make, self._things)

    def __eq__(self, other: object) -> bool:
        """Compare the values with those of another list."""
        if not isinstance(other, Each | list | tuple):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    @overload
    def __getitem__(self, at: int) -> Any: ...  # noqa: ANN401 -- JSON

    @overload
    def __getitem__(self, at: slice) -> "Each[T]": ...

    def __getitem__(self, at: int | slice) -> Any:
        """Make one, or give a part of the list."""
        if isinstance(at, slice):
            return Each(self._things[at], self._make)
        return self._make(self._things[at])


class Report(NamedTuple):
    """What a command has to say.

    Attributes:
        blocks: For people.
        data: The same for machines; its keys are a public contract (``triage schema report``).
        title: What a page with it is called, where it does not begin with a heading of its own.
        tables: For programs that read rows, where the tables among the blocks are laid out for the eye; else those
            are taken. Names of columns are a public contract.
        findings: For formats that show findings at places of files, in the order of the report.
        subjects: The ids of everything that was looked at for findings, in the order of the report.
        rules: By its id, what each rule of the findings is about; only where a format shows it.
        references: For programs that keep references.
    """

    blocks: tuple[Block, ...]
    data: Mapping[str, Any]
    title: str = ""
    tables: tuple[Table, ...] = ()
    findings: tuple[Finding, ...] = ()
    subjects: tuple[str, ...] = ()
    rules: Mapping[str, RulePage] = MappingProxyType({})
    references: tuple[Reference, ...] = ()


TONE_OF: Mapping[Concern | None, Tone] = {
    None: Tone.OPEN,
    Concern.UNPLACED: Tone.APART,
    Concern.NONE: Tone.GOOD,
    Concern.SOME: Tone.SOME,
    Concern.SERIOUS: Tone.SERIOUS,
    Concern.CRITICAL: Tone.CRITICAL,
}
