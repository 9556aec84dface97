"""A report as Markdown, for a page in a repository."""

import re
from collections.abc import Iterable, Iterator

from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import SIGN
from ccsvi_triage.report.blocks import (
    Block,
    Cell,
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

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
_CODE = re.compile(r"(?<!`)`([^`|\s\\](?:[^`|\\]*[^`|\s\\])?)`(?!`)")
_OPENING = re.compile(r"^(\d{0,9})([-+=.)])")
_JOINER = "\u2060"


def render(report: Report, page: Page) -> str:
    """Write a report's blocks as GitHub-flavoured Markdown: no text of a file becomes markup, a link or HTML."""
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write a report's blocks, one at a time."""
    between = ""
    for number, block in enumerate(report.blocks):
        text = "\n".join(_draw(block, "##" if number else "#")).strip("\n")
        if text:
            yield between + disarm(fit(f"{text}\n", ascii_only=page.ascii))
            between = "\n"
    if not between:
        yield "\n"


def _draw(block: Block, heading: str) -> Iterable[str]:
    match block:
        case Line(cells=(Mark(text=said, tone=Tone.STRONG),)):
            yield f"{heading} {_escape(said)}" + (f" {_inline(block.right)}" if block.right else "")
        case Line():
            cells = (*block.cells, " ", block.right) if block.right else block.cells
            yield _opened("".join(map(_inline, cells)))
        case Table():
            yield from _table(block)
        case Picture():
            yield from _picture(block)
        case Pairs():
            yield from _pairs(block)
        case Text():
            text = _escape(block.text)
            yield f"*{text}*" if block.tone is Tone.MUTED and text else _opened(text)
        case Verbatim():
            yield from _fenced(block.text)
        case Divider():
            yield "---"
        case Gap():
            yield ""


def _pairs(pairs: Pairs) -> Iterable[str]:
    if pairs.title:
        yield f"### {_escape(pairs.title)}\n"
    yield from (f"- {_labelled(label, value)}" for label, value in pairs.rows)


def _table(table: Table) -> Iterable[str]:
    if table.title:
        yield f"### {_escape(table.title)}\n"
    yield f"| {' | '.join(_escape(column.name) for column in table.columns)} |"
    yield f"|{'|'.join(' ---: ' if column.right else ' --- ' for column in table.columns)}|"
    titles = dict(table.sections)
    for number, row in enumerate(table.rows):
        if number in titles:
            yield f"| {_inline(Mark(titles[number], Tone.STRONG))} |{'  |' * (len(table.columns) - 1)}"
        yield f"| {' | '.join(_in_table(cell) for cell in row)} |"


def _picture(picture: Picture) -> Iterable[str]:
    """Write what a picture shows as a table, with all that must be known to read it."""
    yield f"### {_escape(picture.title)}\n"
    yield f"{_opened(_escape(picture.description))}\n"
    for number, table in enumerate(picture.tables):
        yield from ([""] if number else [])
        yield from _table(table)
    yield from (f"\n{_opened(_escape(note))}" for note in picture.notes)


def _fenced(text: str) -> Iterable[str]:
    """Give text as code, between fences that are longer than any in it."""
    lines = [clean(line).rstrip() for line in text.split("\n")]
    fence = "`" * max(len(run) + 1 for run in ["``", *re.findall("`+", text)])
    yield from (fence, *lines, fence)


def _labelled(label: Cell, value: Cell) -> str:
    name = _inline(Mark(label, Tone.STRONG) if isinstance(label, str) else label)
    return _opened(f"{name}: {_inline(value).strip()}")


def _in_table(cell: Cell) -> str:
    """Write a cell; in the code of a table, too, a pipe wants a backslash, which none before it may take away."""
    if isinstance(cell, Mark) and cell.tone is Tone.CODE:
        return _code(cell.text).replace("\\|", f"\\{_JOINER}|").replace("|", "\\|")
    return _inline(cell)


def _code(text: str) -> str:
    """Write text as code, in which nothing is markup and no name calls anybody."""
    safe = clean(text).strip()
    if not safe:
        return ""
    fence = "`" * (max(map(len, re.findall("`+", safe)), default=0) + 1)
    edge = " " if "`" in (safe[0], safe[-1]) else ""
    return f"{fence}{edge}{safe}{edge}{fence}"


def _inline(cell: Cell) -> str:
    if isinstance(cell, str):
        return _escape(cell, strip=False)
    if cell.tone is Tone.CODE:
        return _code(cell.text)
    sign = SIGN.get(cell.tone)
    word = _escape(f"{sign} {cell.text}" if sign else cell.text)
    strong = cell.tone is Tone.STRONG and word[:1].isalnum() and word[-1].isalnum()
    return f"**{word}**" if strong else word


def _escape(text: str, *, strip: bool = True) -> str:
    """Escape what would be markup; a piece between two backticks is code, in which nothing is markup."""
    safe = clean(text)
    pieces = _CODE.split(safe.strip() if strip else safe)
    return "".join(f"`{piece}`" if n % 2 else _MARKUP.sub(r"\\\1", piece) for n, piece in enumerate(pieces))


def _opened(text: str) -> str:
    """Escape what would open a list or underline a heading at the beginning of a line."""
    return _OPENING.sub(r"\1\\\2", text.strip())
