"""A report as Markdown, for a page in a repository."""

import re
from collections.abc import Iterable

from ccsvi_triage.render.clean import clean, disarm
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import SIGN
from ccsvi_triage.report.blocks import Block, Cell, Gap, Line, Mark, Pairs, Report, Table, Text, Tone, Verbatim

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")


def render(report: Report, page: Page) -> str:  # noqa: ARG001 -- every renderer takes a page
    """Write a report's blocks as GitHub-flavoured Markdown."""
    paragraphs = [text for block in report.blocks if (text := "\n".join(_draw(block)).strip("\n"))]
    return disarm("\n\n".join(paragraphs) + "\n")


def _draw(block: Block) -> Iterable[str]:
    match block:
        case Line():
            yield "".join(_inline(cell) for cell in (*block.cells, *((" ", block.right) if block.right else ())))
        case Table():
            yield from _table(block)
        case Pairs():
            if block.title:
                yield f"**{_escape(block.title)}**\n"
            yield from (f"- **{_inline(label)}**: {_inline(value)}" for label, value in block.rows)
        case Text():
            yield f"*{_escape(block.text)}*" if block.tone is Tone.MUTED else _escape(block.text)
        case Verbatim():
            yield from (f"    {clean(line)}".rstrip() for line in block.text.split("\n"))
        case Gap():
            yield ""


def _table(table: Table) -> Iterable[str]:
    if table.title:
        yield f"### {_escape(table.title)}\n"
    yield f"| {' | '.join(_escape(column.name) for column in table.columns)} |"
    yield f"|{'|'.join(' --- ' for _ in table.columns)}|"
    yield from (f"| {' | '.join(_inline(cell) for cell in row)} |" for row in table.rows)


def _inline(cell: Cell) -> str:
    if isinstance(cell, str):
        return _escape(cell)
    if cell.tone is Tone.CODE:
        return f"`{clean(cell.text).replace('`', chr(39)).replace('|', '/')}`"
    sign = SIGN.get(cell.tone)
    word = _escape(f"{sign} {cell.text}" if sign else cell.text)
    return f"**{word}**" if cell.tone is Tone.STRONG else word


def _escape(text: str) -> str:
    return _MARKUP.sub(r"\\\1", clean(text))
