"""A report for a person at a terminal, or for a pipe: the same lines, with or without colour."""

import re
from collections.abc import Iterable, Sequence
from io import StringIO

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
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Verbatim,
)

_INDENT = 2


def render(report: Report, page: Page) -> str:
    """Draw a report's blocks one under the other.

    No line ends in blanks, none is longer than the page but where an id or a code alone is, and no line is a command
    to the log of a CI runner.
    """
    console = Console(
        file=StringIO(),
        width=page.width,
        force_terminal=page.colour,
        color_system="standard" if page.colour else None,
        no_color=not page.colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for block in report.blocks:
        for piece in _draw(block, page):
            console.print(piece, soft_wrap=isinstance(block, Verbatim) or (isinstance(block, Line) and block.whole))
    text = console.file
    assert isinstance(text, StringIO)
    lines = "".join(f"{line.rstrip()}\n" for line in text.getvalue().split("\n")[:-1])
    return disarm(lines) if not page.ascii else fit(disarm(lines), ascii_only=True)


def _draw(block: Block, page: Page) -> Iterable[RenderableType]:
    match block:
        case Line():
            yield from _line(block, page)
        case Table():
            yield from _table(block, page)
        case Pairs():
            yield from _pairs(block, page)
        case Text():
            yield RichText(_clean(block.text, page), style=STYLE[block.tone])
        case Verbatim():
            for line in block.text.split("\n"):
                yield RichText(_clean(line, page, keep_blanks=True))
        case Gap():
            yield ""


def _clean(text: str, page: Page, *, keep_blanks: bool = False) -> str:
    safe = clean(text)
    return fit(safe if keep_blanks else safe.strip(), ascii_only=page.ascii)


def _cell(cell: Cell, page: Page) -> RichText:
    if isinstance(cell, Mark):
        sign = SIGN.get(cell.tone)
        word = _clean(cell.text, page)
        return RichText(f"{sign} {word}" if sign else word, style=STYLE[cell.tone])
    return RichText(_clean(cell, page))


def _line(line: Line, page: Page) -> Iterable[RenderableType]:
    left = RichText()
    for cell in line.cells:
        if isinstance(cell, Mark):
            left.append_text(_cell(cell, page))
        else:
            left.append(fit(clean(cell), ascii_only=page.ascii))
    right = _cell(line.right, page) if line.right else RichText()
    gap = page.width - left.cell_len - right.cell_len
    if not line.right:
        yield left
    elif gap > 1:
        yield RichText.assemble(left, " " * gap, right)
    else:
        yield left
        yield right


def _table(table: Table, page: Page) -> Iterable[RenderableType]:
    if table.title:
        yield RichText(_clean(table.title, page), style="bold")
    drawn = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, header_style="dim")
    widths = _widths(table, page)
    for column, width in zip(table.columns, widths, strict=True):
        drawn.add_column(
            RichText(_clean(column.name, page)),
            width=width,
            no_wrap=column.whole,
            overflow="fold",
            justify="right" if column.right else "left",
        )
    for number, row in enumerate(table.rows, 1):
        cells = [_folded(_cell(cell, page), width) for cell, width in zip(row, widths, strict=True)]
        if table.last_apart and number == len(table.rows):
            drawn.add_row()
        drawn.add_row(*cells)
    yield Padding(drawn, (0, 0, 0, _INDENT), expand=False)


def _widths(table: Table, page: Page) -> list[int]:
    """Share the page among the columns: those that are whole get what they need, the others by their text."""
    needs = [_needs(column, [row[i] for row in table.rows], page) for i, column in enumerate(table.columns)]
    room = page.width - _INDENT - 2 * len(needs)
    if sum(needs) <= room:
        return needs
    fixed = sum(need for need, column in zip(needs, table.columns, strict=True) if column.whole)
    free = [i for i, column in enumerate(table.columns) if not column.whole]
    left = max(room - fixed, 8 * len(free))
    widths = list(needs)
    for position, i in enumerate(sorted(free, key=lambda i: needs[i])):
        fair = left // (len(free) - position)
        widths[i] = min(needs[i], max(fair, 8))
        left -= widths[i]
    return widths


def _folded(text: RichText, width: int) -> RichText:
    """Break words that are wider than their column behind a hyphen or slash, where they have one."""
    if all(cell_len(word) <= width for word in text.plain.split(" ")):
        return text
    words = [word if cell_len(word) <= width else _parted(word, width) for word in text.plain.split(" ")]
    return RichText(" ".join(words), style=text.style)


def _parted(word: str, width: int) -> str:
    lines = [""]
    for piece in re.split(r"(?<=[-/_.?&=])", word):
        if cell_len(lines[-1] + piece) > width and lines[-1]:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


def _needs(column: Column, cells: Sequence[Cell], page: Page) -> int:
    return max([_cell(cell, page).cell_len for cell in (column.name, *cells)], default=1) or 1


def _pairs(pairs: Pairs, page: Page) -> Iterable[RenderableType]:
    if pairs.title:
        yield RichText(_clean(pairs.title, page), style="bold")
    labels = [_cell(label, page) for label, _ in pairs.rows]
    widest = max((label.cell_len for label in labels), default=0)
    if widest > page.width // 3:
        for label, (_, value) in zip(labels, pairs.rows, strict=True):
            yield Padding(label, (0, 0, 0, _INDENT))
            yield Padding(_cell(value, page), (0, 0, 0, 3 * _INDENT))
        return
    drawn = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False, show_header=False)
    drawn.add_column(no_wrap=True, width=widest)
    drawn.add_column(overflow="fold")
    for label, (_, value) in zip(labels, pairs.rows, strict=True):
        drawn.add_row(label, _folded(_cell(value, page), page.width - widest - 3 * _INDENT))
    yield Padding(drawn, (0, 0, 0, _INDENT), expand=False)
