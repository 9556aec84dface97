"""The tables of a report as CSV, for a spreadsheet or a program that reads rows.

RFC 4180 but for the end of a line, which is a line feed alone, so that the tools of a shell see no stray sign: a comma
between cells, quotes where they are needed, UTF-8 without a mark at the beginning, one row of names, one line a row.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import count
from typing import NamedTuple

from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Block, Cell, Line, Mark, Report, Table, Tone

_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212"
_UNSEEN = "\\s\u200c\u200d\u00ad\u2060"
_NUMBER = re.compile(r"[-+\u2212]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_OPENING = re.compile(f'(?=[{_UNSEEN}"]*[{_FORMULA}])')
_INSIDE = re.compile(f'(?<=;)([{_UNSEEN}"]*)(?=[{_FORMULA}])')


def render(report: Report, page: Page) -> str:
    """Write the report's tables under one row of names.

    A mark is its word alone. Where a table has headings between its rows, a column ``Section`` comes first; where
    there are several tables, a column ``Table`` before it, and each row fills the columns of its own table. A cell
    that a spreadsheet would read as a formula begins with an apostrophe, unless it is wanted as it is; a plain number
    never does.
    """
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write the report's tables, some rows at a time."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if page.excel and not page.ascii:
        yield "\ufeff"
    for number, row in enumerate(_all_rows(report), 1):
        writer.writerow(_cells(row, page))
        if number % _AT_ONCE == 0:
            yield disarm(text.getvalue(), ascii_only=page.ascii)
            text.seek(0)
            text.truncate()
    yield disarm(text.getvalue(), ascii_only=page.ascii)


_AT_ONCE = 200


def _all_rows(report: Report) -> Iterator[Sequence[Cell]]:
    """Give the row of names, and the rows of all tables under it."""
    parts = [_part(name, table) for name, table in _tables(report)]
    names = list(dict.fromkeys(name for part in parts for name in part.names))
    several, headed = len(parts) > 1, any(part.table.sections for part in parts)
    if parts:
        yield ["Table"] * several + ["Section"] * headed + names
    for part in parts:
        for section, row in part.rows():
            filled = dict(zip(part.names, row, strict=True))
            leading = [part.title] * several + [section] * headed
            yield [*leading, *(filled.get(name, "") for name in names)]


class _Part(NamedTuple):
    """A table with a name, and names of its columns that are told apart."""

    title: str
    table: Table
    names: list[str]

    def rows(self) -> Iterator[tuple[str, Sequence[Cell]]]:
        """Give each row with the heading that it stands under."""
        headings = dict(self.table.sections)
        heading = ""
        for number, row in enumerate(self.table.rows):
            heading = headings.get(number, heading)
            yield heading, row


def _tables(report: Report) -> Iterator[tuple[str, Table]]:
    """Give the tables, each with its title or the heading above it."""
    if report.tables:
        yield from ((table.title, table) for table in report.tables)
        return
    heading = report.title
    for block in report.blocks:
        heading = _heading(block) or heading
        if isinstance(block, Table):
            yield block.title or heading, block


def _heading(block: Block) -> str:
    match block:
        case Line(cells=(Mark(text=said, tone=Tone.STRONG),), right=right):
            return _plain(right) or said
        case _:
            return ""


def _part(title: str, table: Table) -> _Part:
    names: list[str] = []
    for number, column in enumerate(table.columns, 1):
        name = column.name.strip() or f"Column {number}"
        again = (f"{name} {n}" for n in count(2))
        names.append(name if name not in names else next(other for other in again if other not in names))
    return _Part(title, table, names)


def _cells(row: Sequence[Cell], page: Page) -> list[str]:
    said = (fit(clean(_plain(cell)).strip(), ascii_only=page.ascii) for cell in row)
    return list(said) if page.raw else [_safe(text) for text in said]


def _plain(cell: Cell) -> str:
    return cell.text if isinstance(cell, Mark) else cell


def _safe(text: str) -> str:
    """Defuse what a spreadsheet would compute: at the beginning, and behind a semicolon, where many part cells."""
    if _NUMBER.fullmatch(text):
        return text
    inside = _INSIDE.sub(r"\1'", text) if ";" in text else text
    return f"'{inside}" if _OPENING.match(inside) else inside
