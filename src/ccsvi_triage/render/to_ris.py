"""References as RIS, which EndNote, Covidence, RevMan, Rayyan and Zotero read."""

import re
from collections.abc import Iterator

from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind, Report

_TYPES = {
    ReferenceKind.ARTICLE: "JOUR",
    ReferenceKind.PREPRINT: "UNPB",
    ReferenceKind.BOOK: "BOOK",
    ReferenceKind.NEWS: "NEWS",
    ReferenceKind.POST: "BLOG",
    ReferenceKind.PAGE: "ELEC",
    ReferenceKind.OTHER: "GEN",
}
_RANGE = re.compile(r"([A-Za-z]*)(\d+)\s*[-\u2013]\s*([A-Za-z]*)(\d+)")


def render(report: Report, page: Page) -> str:
    """Write the report's references, each from ``TY`` to ``ER``.

    Lines end as RIS wants them, with a carriage return and a line feed. No value has a break in it, so that nothing in
    a title can begin a field or a record.
    """
    lines = (f"{tag}  - {_safe(value, page)}" for reference in report.references for tag, value in _record(reference))
    return disarm("".join(f"{line}\r\n" for line in lines), ascii_only=page.ascii)


def _record(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[reference.kind]
    yield from ((tag, value) for tag, value in _fields(reference) if value)
    yield "ER", ""


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "ID", reference.id
    yield from (("AU", _name(author)) for author in reference.authors)
    yield "TI", reference.title
    yield "T2", reference.container
    yield "JO", reference.container if reference.kind is ReferenceKind.ARTICLE else ""
    yield from _date(reference.date)
    yield "VL", reference.volume
    yield "IS", reference.issue
    start, end = split_pages(reference.pages)
    yield "SP", start
    yield "EP", end
    yield "DO", reference.doi
    yield "AN", reference.pmid
    yield "C2", reference.pmcid
    yield "UR", reference.url
    yield from (("N1", note) for note in reference.notes)


def _name(author: Author) -> str:
    return author.whole or ", ".join(part for part in (author.family, author.given, author.suffix) if part)


def _date(parts: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    if not parts:
        return
    yield "PY", f"{parts[0]:04}"
    if len(parts) > 1:
        year, month, day = (*parts, None)[:3]
        yield "DA", f"{year:04}/{month:02}/{'' if day is None else format(day, '02')}/"


def split_pages(pages: str) -> tuple[str, str]:
    """Split pages into the first and the last; a short last page is written out: ``482-91`` ends on 491.

    What is no plain range stays together as the first page, since programs compare these numbers.
    """
    found = _RANGE.fullmatch(pages.strip())
    if found is None:
        return pages, ""
    prefix, first, other, last = found.groups()
    if other not in ("", prefix):
        return pages, ""
    last = first[: max(0, len(first) - len(last))] + last
    return (f"{prefix}{first}", f"{prefix}{last}") if int(last) >= int(first) else (pages, "")


def _safe(value: str, page: Page) -> str:
    return fit(" ".join(clean(value).split()), ascii_only=page.ascii)
