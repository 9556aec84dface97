"""A report as a page of its own: one file that a browser shows, a printer prints, and nothing runs in.

No script, no network, no picture: the page's policy allows its one style sheet, by its hash, and nothing else. No text
of a report becomes an element, an attribute or a style; the one attribute that a text can fill is the address of a
link, which is a web address or a DOI in plain signs, or there is no link.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from ccsvi_triage.render.clean import clean, disarm
from ccsvi_triage.render.draw.pen import rules
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import DARK, LIGHT, PAINT, SIGN
from ccsvi_triage.render.to_svg import inline
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

_MANY = 4
_UNTITLED = "Report"
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_PIECES = re.compile(
    r"(?<!`)`(?P<code>[^`\s](?:[^`]*[^`\s])?)`(?!`)"
    r"|(?P<address>(?<!\w)(?:https?://|doi:10\.)\S+)"
    r"|(?P<name>(?<![\w-])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)+(?![\w-]))"
)
_WEB = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:[/?#][A-Za-z0-9._~:/?#@!$&()*+,;=%-]*)?"
)
_DOI = re.compile(r"doi:(10\.\d{4,9}/[A-Za-z0-9._()/:;+-]+)")
_BEHIND = ".,;:!?\"'`>\u2019\u201d\u00bb"
_LONGEST = 2000
_CLOSERS = {")": "(", "]": "["}


def _sheet(*, pictures: bool) -> str:
    """Write the style sheet; that of pictures is part of it where there are any."""
    drawn = f"{_PICTURES}{rules({name: f'var(--{name})' for name in LIGHT})}\n" if pictures else ""
    light, dark = (" ".join(f"--{name}: {hue};" for name, hue in hues.items()) for hues in (LIGHT, DARK))
    signs = "\n".join(
        f".{tone.value} .sign {{ background: {ground}; color: {ink}; }}" for tone, (ground, ink) in PAINT.items()
    )
    return f"""
:root {{ color-scheme: light dark; {light} }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
* {{ box-sizing: border-box; }}
body {{ margin: 0 auto; padding: 1rem; max-width: 64rem; font: 1rem/1.5 system-ui, "DejaVu Sans", sans-serif;
  color: var(--text); background: var(--page); overflow-wrap: anywhere; }}
h1, h2, h3 {{ line-height: 1.25; margin: 1.6rem 0 .5rem; }}
h1 {{ font-size: 1.5rem; margin-top: 0; }}
h2 {{ font-size: 1.25rem; }}
h3 {{ font-size: 1.05rem; }}
h1, h2, .parted {{ display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline;
  column-gap: 1.5rem; }}
h1 code, h2 code {{ font-size: .95rem; font-weight: normal; }}
p, ul, dl, pre {{ margin: .5rem 0; }}
.under {{ margin-left: .75rem; }}
.muted {{ color: var(--quiet); }}
a {{ color: var(--link); }}
code, pre {{ font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; }}
.whole {{ display: inline-block; max-width: 100%; }}
td .whole, th .whole, td.whole, th.whole {{ white-space: nowrap; }}
td.whole, th.whole {{ display: table-cell; max-width: none; }}
.box {{ position: relative; overflow-x: auto; margin: .9rem 0; }}
table {{ border-collapse: collapse; min-width: 50%; }}
caption {{ text-align: left; font-weight: bold; padding: .25rem 0; }}
th, td {{ padding: .3rem .75rem .3rem .5rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line);
  font-weight: normal; overflow-wrap: break-word; }}
thead th, thead td {{ background: var(--band); color: var(--quiet); border-top: 0; }}
tr.more > * {{ border-top: 0; padding-top: 0; }}
tr.last > * {{ border-top: 3px double var(--line); font-weight: bold; }}
tr.section > th {{ font-weight: bold; padding-top: 1rem; }}
.wide {{ min-width: 11rem; }}
.right {{ text-align: right; font-variant-numeric: tabular-nums; }}
dl {{ display: grid; grid-template-columns: fit-content(18rem) minmax(0, 1fr); gap: .3rem 1.25rem; }}
dl > div {{ display: contents; }}
dt {{ color: var(--quiet); }}
dd {{ margin: 0; grid-column: 2; }}
ul.lines {{ list-style: none; padding: 0; }}
ul.lines > li {{ padding: .2rem 0; border-top: 1px solid var(--line); }}
pre {{ overflow-x: auto; padding: .75rem; background: var(--band); line-height: 1.4; }}
hr {{ border: 0; border-top: 3px solid var(--line); margin: 2.5rem 0; }}
footer {{ margin-top: 2rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: .9rem; }}
nav, details.folded {{ margin: 1rem 0; }}
.sign {{ display: inline-block; min-width: 1.4em; padding: 0 .25em; border: 1px solid var(--text); border-radius: .7em;
  font-weight: bold; line-height: 1.3; text-align: center; }}
{signs}
.short {{ white-space: nowrap; }}
.unseen {{ position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }}
@media (max-width: 36rem) {{ dl, dl > div {{ display: block; }} dd {{ margin: 0 0 .4rem 1rem; }}
  .under {{ margin-left: 0; }} }}
@media print {{
  :root {{ color-scheme: light; {light} }}
  @page {{ size: A4; margin: 16mm; }}
  body {{ max-width: none; padding: 0; font-size: 9.5pt; }}
  nav {{ display: none; }}
  details.folded::details-content {{ content-visibility: visible; block-size: auto; }}
  .box, pre {{ overflow: visible; }}
  pre {{ white-space: pre-wrap; }}
  thead {{ display: table-header-group; }}
  tr, dt, dd, li {{ break-inside: avoid; }}
  h1, h2, h3, caption, tr.section {{ break-after: avoid; }}
  .sign {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
}}
{drawn}"""


_PICTURES = """figure { margin: .9rem 0; }
figure svg { display: block; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media print { figure svg { max-width: 100%; height: auto; } figcaption { break-after: avoid; } }
summary { cursor: pointer; }
"""


def render(report: Report, page: Page) -> str:
    """Write a report's blocks as one HTML page, which needs no other file.

    Where the reader has ASCII alone, other signs are written as references, which a browser shows as themselves.
    """
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write a report's blocks as one HTML page, line by line."""
    for line in _lines_of(report, page):
        text = disarm(f"{line}\n")
        yield text.encode("ascii", "xmlcharrefreplace").decode("ascii") if page.ascii else text


def _lines_of(report: Report, page: Page) -> Iterator[str]:
    style = _sheet(pictures=any(isinstance(block, Picture) for block in report.blocks))
    heading = next((said for block in report.blocks if (said := _heading(block))), None)
    title = report.title or (heading.text if heading else _UNTITLED)
    shown = clean(title).strip() or _UNTITLED
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    yield from (
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_escape(shown)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
    )
    yield from _body(report, "" if not report.title and heading else shown, page)
    yield from _footer(report)
    yield from ("</body>", "</html>")


def _footer(report: Report) -> Iterator[str]:
    tool = report.data.get("tool")
    if tool:
        yield f"<footer><p>{_escape(' '.join(map(str, tool.values())))}</p></footer>"


def _heading(block: Block) -> Mark | None:
    """Give what a block says as a heading, where it is one."""
    match block:
        case Line(cells=(Mark(tone=Tone.STRONG) as mark,), whole=False) if clean(mark.text).strip():
            return mark
        case _:
            return None


def _body(report: Report, title: str, page: Page) -> Iterator[str]:
    """Give the page's lines: one heading of the first level, the others below it, and where they are many, a list."""
    parts = [heading for block in report.blocks if (heading := _heading(block))]
    if not title:
        del parts[0]
    yield "<main>"
    if title:
        yield f"<h1>{_escape(title)}</h1>"
        yield from _contents(parts)
    headings = 0 if title else -1
    tables = pictures = 0
    for whole, blocks in groupby(report.blocks, lambda block: isinstance(block, Line) and block.whole):
        if whole:
            yield from _lines(blocks)
            continue
        for block in blocks:
            if _heading(block):
                assert isinstance(block, Line)
                headings += 1
                yield _headline(block, headings)
                if not headings:
                    yield from _contents(parts)
            elif isinstance(block, Table):
                tables += 1
                yield from _whole_table(block, f"table-{tables}")
            elif isinstance(block, Picture):
                pictures += 1
                yield from _picture(block, pictures, tables, page, captioned=clean(block.title).strip() != title)
                tables += len(block.tables)
            else:
                yield from _draw(block, 3 if headings > 0 else 2)
    yield "</main>"


def _headline(line: Line, number: int) -> str:
    """Write a heading; the one with number 0 is the page's."""
    right = f" {_inline(line.right)}" if line.right else ""
    opening, closing = (f'<h2 id="part-{number}">', "</h2>") if number else ("<h1>", "</h1>")
    return f"{opening}<span>{_said(_text(line.cells[0]))}</span>{right}{closing}"


def _contents(parts: list[Mark]) -> Iterator[str]:
    if len(parts) < _MANY:
        return
    yield '<nav aria-label="Contents">'
    yield "<details><summary>Contents</summary>"
    yield "<ol>"
    for number, part in enumerate(parts, 1):
        yield f'<li><a href="#part-{number}">{_escape(clean(part.text).strip())}</a></li>'
    yield "</ol>"
    yield "</details>"
    yield "</nav>"


def _lines(lines: Iterable[Block]) -> Iterator[str]:
    """Write lines that stand one under the other, such as problems; of many the first, and the others folded."""
    listed = list(lines)
    for start in range(0, len(listed), MOST_ROWS):
        part = listed[start : start + MOST_ROWS]
        if start:
            span = f"Lines {start + 1:,} to {start + len(part):,} of {len(listed):,}"
            yield from _folded(span, _list(part))
        else:
            yield from _list(part)


def _list(lines: Iterable[Block]) -> Iterator[str]:
    yield '<ul class="lines">'
    for line in lines:
        assert isinstance(line, Line)
        yield f"<li>{''.join(map(_inline, _cells(line)))}</li>"
    yield "</ul>"


def _cells(line: Line) -> tuple[Cell, ...]:
    return (*line.cells, " ", line.right) if line.right else line.cells


def _draw(block: Block, level: int) -> Iterator[str]:
    match block:
        case Line():
            said = "".join(map(_inline, block.cells))
            if block.right:
                yield f'<p class="parted"><span>{said}</span> {_inline(block.right)}</p>'
            elif said.strip():
                yield f"<p>{said}</p>"
        case Pairs():
            yield from _pairs(block, level)
        case Text():
            said = _said(clean(block.text).strip())
            names = [block.tone.value] if block.tone is Tone.MUTED else []
            classes = (
                f' class="{" ".join([*names, "under"])}"' if block.under else f' class="{names[0]}"' if names else ""
            )
            if said:
                yield f"<p{classes}>{f'<strong>{said}</strong>' if block.tone is Tone.STRONG else said}</p>"
        case Verbatim():
            lines = "\n".join(_escape(clean(line).rstrip()) for line in block.text.split("\n"))
            yield f'<pre tabindex="0">\n{lines}</pre>'
        case Divider():
            yield "<hr>"
        case Gap() | Table() | Picture():
            return


def _pairs(pairs: Pairs, level: int) -> Iterator[str]:
    """Write labels and what they say; a row without a label goes on with the one above it."""
    title = clean(pairs.title).strip()
    if title:
        yield f"<h{level}><span>{_said(title)}</span></h{level}>"
    if not pairs.rows:
        return
    yield "<dl>"
    for number, (label, value) in enumerate(pairs.rows):
        name = _inline(label).strip()
        if name or number == 0:
            yield f"{'</div>' if number else ''}<div><dt>{name}</dt>"
        yield f"<dd>{_inline(value).strip()}</dd>"
    yield "</div></dl>"


MOST_ROWS = 500
"""A longer table or list is folded behind so many rows, since a browser lays out what it shows, and all of it."""


def _whole_table(table: Table, id_: str) -> Iterator[str]:
    """Write a table; of a long one the first part, and each other one folded."""
    starts = _starts(table)
    if len(starts) == 1:
        yield from _table(table, id_)
        return
    for number, (start, end) in enumerate(pairwise((*starts, len(table.rows))), 1):
        span = f"rows {start + 1:,} to {end:,} of {len(table.rows):,}"
        title = f"{table.title}: {span}" if table.title else span.capitalize()
        part = _table(_part(table, start, end)._replace(title=title), f"{id_}-{number}")
        if number == 1:
            yield from part
        else:
            first, last = _text(table.rows[start][0]), _text(table.rows[end - 1][0])
            yield from _folded(f"{span.capitalize()}{f': {first} to {last}' if first and last else ''}", part)


def _starts(table: Table) -> list[int]:
    """Say where the parts of a table begin: never with a row that goes on with the one above it."""
    starts = [0]
    for number, row in enumerate(table.rows):
        if number - starts[-1] >= MOST_ROWS and _text(row[0]):
            starts.append(number)
    return starts


def _part(table: Table, start: int, end: int) -> Table:
    """Give some rows of a table, under the heading under which they stand."""
    inside = tuple((number - start, heading) for number, heading in table.sections if start <= number < end)
    above = [heading for number, heading in table.sections if number < start]
    going_on = ((0, f"{above[-1]} (continued)"),) if above and not (inside and inside[0][0] == 0) else ()
    last = table.last_apart and end == len(table.rows)
    return table._replace(rows=table.rows[start:end], sections=(*going_on, *inside), last_apart=last)


def _folded(summary: str, lines: Iterable[str]) -> Iterator[str]:
    yield f'<details class="folded"><summary>{_escape(summary)}</summary>'
    yield from lines
    yield "</details>"


def _picture(picture: Picture, number: int, tables: int, page: Page, *, captioned: bool) -> Iterator[str]:
    """Write a picture with its title, in a box that a narrow window scrolls, and the same as tables below it."""
    name = f"picture-{number}"
    yield "<figure>"
    if captioned:
        yield f"<figcaption><strong>{_said(picture.title)}</strong></figcaption>"
    yield f'<div class="box" role="group" aria-labelledby="{name}-title" tabindex="0">'
    yield inline(picture, name, page.palette)
    yield "</div>"
    yield f"<p>{_said(picture.description)}</p>"
    yield from (f'<p class="muted">{_said(note)}</p>' for note in (*picture.drawing, *picture.notes))
    yield "</figure>"
    yield "<details><summary>The same as a table</summary>"
    for count, table in enumerate(picture.tables, tables + 1):
        yield from _table(table, f"table-{count}")
    yield "</details>"


def _table(table: Table, id_: str) -> Iterator[str]:
    """Write a table in a box of its own, which a narrow window scrolls."""
    title = clean(table.title).strip()
    names = ", ".join(name for column in table.columns if (name := clean(column.name).strip()))
    caption = f">{_said(title)}" if title else f' class="unseen">{_escape(names)}'
    yield f'<div class="box" role="group" aria-labelledby="{id_}" tabindex="0">'
    yield f'<table><caption id="{id_}"{caption}</caption>'
    yield "<thead>"
    yield f"<tr>{''.join(_head_cell(column) for column in table.columns)}</tr>"
    yield "</thead>"
    headings = dict(table.sections)
    yield "<tbody>"
    for number, row in enumerate(table.rows):
        if number in headings:
            if number:
                yield "</tbody>"
                yield "<tbody>"
            width = len(table.columns)
            yield f'<tr class="section"><th scope="rowgroup" colspan="{width}">{_said(headings[number])}</th></tr>'
        cells = [_inline(cell).strip() for cell in row]
        last = table.last_apart and number == len(table.rows) - 1
        more = number > 0 and number not in headings and not cells[0]
        kind = ' class="last"' if last else ' class="more"' if more else ""
        drawn = (_body_cell(n, c, said) for n, (c, said) in enumerate(zip(table.columns, cells, strict=True)))
        yield f"<tr{kind}>{''.join(drawn)}</tr>"
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _head_cell(column: Column) -> str:
    name = clean(column.name).strip()
    kind = _kind(column, name)
    return f'<th scope="col"{kind}>{_escape(name)}</th>' if name else f"<td{kind}></td>"


def _body_cell(number: int, column: Column, said: str) -> str:
    if number == 0 and said:
        return f'<th scope="row"{_kind(column, said)}>{said}</th>'
    return f"<td{_kind(column, said)}>{said}</td>"


_LONG = 60
_SHORT = 24


def _kind(column: Column, said: str) -> str:
    """Name what a cell is: never broken, at the right, or long enough that it needs room."""
    shown = len(re.sub("<[^>]*>", "", said))
    names = ["whole"] * column.whole + ["right"] * column.right + ["wide"] * (shown > _LONG and not column.whole)
    return f' class="{" ".join(names)}"' if names else ""


def _text(cell: Cell) -> str:
    return clean(cell.text if isinstance(cell, Mark) else cell).strip()


def _inline(cell: Cell) -> str:
    """Write a cell: sign and word where it judges, code where it is an id."""
    if isinstance(cell, str):
        return _said(cell)
    text = _text(cell)
    said = _words(text) if cell.tone is Tone.CODE else _said(text)
    sign = SIGN.get(cell.tone)
    if sign:
        kind = cell.tone.value + (" short" if len(text) <= _SHORT else "")
        return f'<span class="{kind}"><span class="sign">{_escape(sign)}</span> {said}</span>'
    opening, closing = _AROUND.get(cell.tone, ("", ""))
    return f"{opening}{said}{closing}" if said else ""


_AROUND = {
    Tone.CODE: ("<code>", "</code>"),
    Tone.STRONG: ("<strong>", "</strong>"),
    Tone.MUTED: ('<span class="muted">', "</span>"),
}


def _words(text: str) -> str:
    """Write code, which is broken at blanks alone."""
    return " ".join(f'<span class="whole">{_escape(word)}</span>' if word else "" for word in text.split(" "))


def _said(text: str) -> str:
    """Clean and escape a text; between two backticks is code, an address is a link, and an id is never broken."""
    text = clean(text)
    written = []
    at = 0
    for piece in _PIECES.finditer(text):
        written += [_escape(text[at : piece.start()]), _piece(piece)]
        at = piece.end()
    return "".join((*written, _escape(text[at:])))


def _piece(piece: re.Match[str]) -> str:
    match piece.lastgroup:
        case "code":
            return f"<code>{_words(piece['code'])}</code>"
        case "address":
            return _link(piece["address"])
        case _:
            return (
                f'<span class="whole">{_escape(piece["name"])}</span>'
                if _is_id(piece["name"])
                else _escape(piece["name"])
            )


def _is_id(name: str) -> bool:
    """Tell an id or a code from a word with a hyphen: it has a number, two hyphens and more, or capitals alone."""
    return name.count("-") > 1 or name.isupper() or any(sign.isdigit() for sign in name)


def _link(address: str) -> str:
    """Link an address if all of it is one; what closes the sentence or the bracket around it is no part of it."""
    if len(address) > _LONGEST:
        return _escape(address)
    end = len(address)
    while end and (address[end - 1] in _BEHIND or _unopened(address[:end])):
        end -= 1
    inner, behind = address[:end], _escape(address[end:])
    doi = _DOI.fullmatch(inner)
    target = f"https://doi.org/{doi[1]}" if doi else inner if _WEB.fullmatch(inner) else ""
    if not target:
        return f"{_escape(inner)}{behind}"
    return f'<a href="{_escape(target)}" rel="noopener noreferrer">{_escape(inner)}</a>{behind}'


def _unopened(text: str) -> bool:
    """Tell whether a text ends with a bracket that it does not open."""
    opener = _CLOSERS.get(text[-1])
    return opener is not None and text.count(opener) < text.count(text[-1])


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)
