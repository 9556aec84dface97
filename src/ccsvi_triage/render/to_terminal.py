"""A report for a person at a terminal, or for a pipe: the same lines, with or without colour."""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import dropwhile, pairwise

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text as RichText

from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import SIGN, STYLE
from ccsvi_triage.report.blocks import (
    Block,
    Cell,
    Column,
    Divider,
    Gap,
    Line,
    Mark,
    Pairs,
    Picture,
    Report,
    Table,
    Text,
    Tone,
    Verbatim,
)

_INDENT = 2
_BETWEEN = 2
_NARROWEST = 12
_ROOMY = 44
_CODE = re.compile(r"[\"'(\[]{0,3}[a-z0-9][a-z0-9-]{0,63}[\"')\],.;:]{0,3}")
_PIECES = re.compile(r"(?<=[-/_.?&=])")
_TAIL = re.compile(r"(?: |\x1b\[[0-9;]*m)+$")


def render(report: Report, page: Page) -> str:
    """Draw a report's blocks one under the other.

    No line ends in blanks, none is longer than the page but where an id or a code alone is, and no line is a command
    to the log of a CI runner.
    """
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Draw a report's blocks, a few lines at a time."""
    console = Console(
        file=StringIO(),
        width=page.width,
        height=100,
        force_terminal=page.colour,
        color_system="standard" if page.colour else None,
        no_color=not page.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    text = console.file
    assert isinstance(text, StringIO)
    for block in report.blocks:
        for piece in _draw(block, page):
            console.print(piece, soft_wrap=True)
            lines = "".join(f"{_trimmed(line)}\n" for line in text.getvalue().split("\n")[:-1])
            text.seek(0)
            text.truncate()
            yield disarm(lines, ascii_only=page.ascii)


def _trimmed(line: str) -> str:
    return _TAIL.sub(lambda tail: tail.group().replace(" ", ""), line)


def _draw(block: Block, page: Page) -> Iterable[RenderableType]:
    match block:
        case Line():
            yield from _line(block, page)
        case Table():
            yield from _table(block, page)
        case Pairs():
            yield from _pairs(block, page, _INDENT)
        case Text():
            text = _cell(Mark(block.text, block.tone), page, sign=False)
            yield from _lines(text, page, _INDENT if block.under else 0)
        case Verbatim():
            for line in block.text.split("\n"):
                yield RichText(fit(clean(line), ascii_only=page.ascii))
        case Picture():
            yield from _picture(block, page)
        case Divider():
            yield RichText("-" * page.width, style=STYLE[Tone.MUTED])
        case Gap():
            yield ""


def _picture(picture: Picture, page: Page) -> Iterable[RenderableType]:
    """Draw a picture as text, with its title above it and all that must be known to read it below."""
    yield from _lines(_cell(Mark(picture.title, Tone.STRONG), page), page)
    yield ""
    from ccsvi_triage.render.sketch import sketch  # noqa: PLC0415 -- only a picture pays for it

    drawn = dropwhile(lambda block: isinstance(block, Gap), sketch(picture, page.width, ascii_only=page.ascii))
    for block in drawn:
        yield from _draw(block, page)
    yield ""
    for note in picture.notes:
        yield from _lines(_cell(Mark(note, Tone.MUTED), page, sign=False), page)


def _cell(cell: Cell, page: Page, *, sign: bool = True) -> RichText:
    mark = cell if isinstance(cell, Mark) else Mark(cell, Tone.PLAIN)
    word = disarm(fit(clean(mark.text).strip(), ascii_only=page.ascii), ascii_only=page.ascii)
    shown = SIGN.get(mark.tone) if sign else None
    return RichText(f"{shown} {word}" if shown else word, style=STYLE[mark.tone])


def _line(line: Line, page: Page) -> Iterable[RenderableType]:
    left = RichText()
    for cell in line.cells:
        if isinstance(cell, Mark):
            left.append_text(_cell(cell, page, sign=not line.whole))
        else:
            left.append(fit(clean(cell), ascii_only=page.ascii))
    right = _cell(line.right, page) if line.right else RichText()
    gap = page.width - left.cell_len - right.cell_len
    if line.right and gap > 1:
        yield RichText.assemble(left, " " * gap, right)
        return
    if line.whole:
        yield left
    else:
        yield from _lines(left, page)
    if line.right:
        yield right


def _lines(text: RichText, page: Page, indent: int = 0) -> Iterable[RichText]:
    """Give a text line by line, as the page has room."""
    for part in _wrapped(text, page.width - indent).split("\n", allow_blank=True):
        yield RichText(" " * indent).append_text(part)


def _table(table: Table, page: Page) -> Iterable[RenderableType]:
    if table.title:
        yield from _lines(_cell(Mark(table.title, Tone.STRONG), page), page)
    indent = 0 if table.flush else _INDENT
    heads = [_cell(Mark(column.name, Tone.MUTED), page) for column in table.columns]
    rows = [[_cell(cell, page) for cell in row] for row in table.rows]
    widths = _widths(table.columns, heads, rows, page.width - indent)
    if not widths:
        yield from _stacked(table, page, indent)
        return
    if (
        table.columns[-1].under
        and len(widths) > 1
        and widths[-1] < min(_ROOMY, max((row[-1].cell_len for row in rows), default=0))
    ):
        yield from _with_lines_below(table, page, heads, rows)
        return
    starts = [0, *(at for at, _ in table.sections if at), len(rows)] if table.sections else [0, len(rows)]
    titles = dict(table.sections)
    if table.sections:
        yield Padding(_grid(table, heads, widths, [], last=False), (0, 0, 0, indent), expand=False)
    for start, end in pairwise(starts):
        if start in titles:
            yield ""
            yield from _lines(_cell(Mark(titles[start], Tone.STRONG), page), page)
        shown = heads if not table.sections else None
        drawn = _grid(table, shown, widths, rows[start:end], last=table.last_apart and end == len(rows))
        yield Padding(drawn, (0, 0, 0, indent), expand=False)


def _with_lines_below(
    table: Table, page: Page, heads: Sequence[RichText], rows: Sequence[Sequence[RichText]]
) -> Iterable[RenderableType]:
    """Draw a table whose last column stands below each row, as wide as the page."""
    indent = 0 if table.flush else _INDENT
    fewer = table._replace(columns=table.columns[:-1])
    widths = _widths(fewer.columns, heads[:-1], [row[:-1] for row in rows], page.width - indent)
    if not widths:
        yield from _stacked(table, page, indent)
        return
    titles = dict(table.sections)
    yield Padding(_grid(fewer, heads[:-1], widths, [], last=False), (0, 0, 0, indent), expand=False)
    for number, row in enumerate(rows):
        if number in titles:
            yield ""
            yield from _lines(_cell(Mark(titles[number], Tone.STRONG), page), page)
        yield Padding(_grid(fewer, None, widths, [row[:-1]], last=False), (0, 0, 0, indent), expand=False)
        if row[-1].plain:
            yield from _lines(row[-1], page, indent + 2 * _INDENT)


def _grid(
    table: Table,
    heads: Sequence[RichText] | None,
    widths: Sequence[int],
    rows: Sequence[Sequence[RichText]],
    *,
    last: bool,
) -> RichTable:
    """Draw rows side by side in columns of given widths, with or without their heads; the last one apart or not."""
    drawn = RichTable(
        box=None,
        pad_edge=False,
        padding=(0, _BETWEEN, 0, 0),
        show_edge=False,
        header_style="",
        show_header=heads is not None,
    )
    for number, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        drawn.add_column(heads[number] if heads else "", width=width, justify="right" if column.right else "left")
    for number, row in enumerate(rows, 1):
        if last and number == len(rows):
            drawn.add_row()
        drawn.add_row(*(_wrapped(cell, width, whole=False) for cell, width in zip(row, widths, strict=True)))
    return drawn


def _stacked(table: Table, page: Page, indent: int) -> Iterable[RenderableType]:
    """Draw a table whose columns do not fit beside each other: what a row is called, and the rest of it below."""
    titles = dict(table.sections)
    for number, row in enumerate(table.rows, 1):
        if number - 1 in titles:
            yield ""
            yield from _lines(_cell(Mark(titles[number - 1], Tone.STRONG), page), page)
        if table.last_apart and number == len(table.rows):
            yield ""
        name, *others = row
        yield from _lines(_cell(name, page), page, indent)
        said = zip(table.columns[1:], others, strict=True)
        pairs = tuple((Mark(column.name, Tone.MUTED), cell) for column, cell in said if _cell(cell, page).plain)
        yield from _pairs(Pairs(pairs), page, indent + _INDENT)


def _widths(
    columns: Sequence[Column], heads: Sequence[RichText], rows: Sequence[Sequence[RichText]], width: int
) -> list[int]:
    """Share a width among columns: each gets what it needs at least, and the rest is shared by their text.

    Returns:
        The width of each column, or nothing where they cannot stand side by side.
    """
    cells = [[head, *(row[i] for row in rows)] for i, head in enumerate(heads)]
    needs = [max(1, *(cell.cell_len for cell in column)) for column in cells]
    room = width - _BETWEEN * (len(columns) - 1)
    for whole in (True, False):
        least = [
            need if column.whole else max(_longest(cell.plain, whole=whole) for cell in texts)
            for column, need, texts in zip(columns, needs, cells, strict=True)
        ]
        if sum(least) <= room:
            return _shared(room - sum(least), least, needs)
    return []


def _shared(spare: int, least: Sequence[int], needs: Sequence[int]) -> list[int]:
    widths = list(least)
    wanting = sorted((need - lowest, i) for i, (need, lowest) in enumerate(zip(needs, least, strict=True)))
    for position, (missing, i) in enumerate(wanting):
        more = min(missing, spare // (len(wanting) - position))
        widths[i] += more
        spare -= more
    return widths


def _longest(text: str, *, whole: bool) -> int:
    """Tell how wide a column must be for a text: codes whole where that can be, other words as they can be parted."""
    widest = 1
    for word in text.split():
        if whole and _CODE.fullmatch(word):
            widest = max(widest, cell_len(word))
        else:
            widest = max(widest, min(_NARROWEST, max(map(cell_len, _PIECES.split(word)))))
    return widest


def _wrapped(text: RichText, width: int, *, whole: bool = True) -> RichText:
    """Break a text at blanks, and a word that is wider than a line behind a hyphen or slash where it has one.

    Args:
        text: The text.
        width: Of a line.
        whole: Leave a code whole even where it is wider than a line.
    """
    if text.cell_len <= width:
        return text
    cuts: list[int] = []
    at, used = 0, -1
    for word in text.plain.split(" "):
        size = cell_len(word)
        if used >= 0 and used + 1 + size > width:
            cuts.append(at)
            used = -1
        inside = list(_cuts(word, width)) if size > width and not (whole and _CODE.fullmatch(word)) else []
        cuts += [at + cut for cut in inside]
        used = cell_len(word[inside[-1] :]) if inside else used + 1 + size
        at += len(word) + 1
    parts = text.divide(cuts)
    for part in parts:
        part.rstrip()
    return RichText("\n").join(parts)


def _cuts(word: str, width: int) -> Iterable[int]:
    """Say where to break a word so that no piece is wider than a column."""
    at = used = 0
    for piece in _PIECES.split(word):
        size = cell_len(piece)
        if used and used + size > width:
            yield at
            used = 0
        if size <= width:
            at += len(piece)
            used += size
            continue
        for character in piece:
            if used + cell_len(character) > width:
                yield at
                used = 0
            at += 1
            used += cell_len(character)


def _pairs(pairs: Pairs, page: Page, indent: int) -> Iterable[RenderableType]:
    if pairs.title:
        yield from _lines(_cell(Mark(pairs.title, Tone.STRONG), page), page)
    rows = [(_cell(label, page), _cell(value, page)) for label, value in pairs.rows]
    widest = max((label.cell_len for label, _ in rows), default=0)
    room = page.width - indent - widest - _BETWEEN
    if widest > page.width * 2 // 5 or any(_longest(value.plain, whole=True) > room for _, value in rows):
        for label, value in rows:
            yield from _lines(label, page, indent)
            yield from _lines(value, page, indent + 2 * _INDENT)
        return
    drawn = RichTable(box=None, pad_edge=False, padding=(0, _BETWEEN, 0, 0), show_edge=False, show_header=False)
    drawn.add_column(no_wrap=True, width=widest)
    drawn.add_column(overflow="fold", width=room)
    for label, value in rows:
        drawn.add_row(label, _wrapped(value, room))
    yield Padding(drawn, (0, 0, 0, indent), expand=False)
