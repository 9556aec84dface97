"""References as CSL-JSON, which Zotero, pandoc and other programs that write bibliographies read."""

from collections.abc import Iterator
from typing import Any

from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_json import encoded
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind, Report

_TYPES = {
    ReferenceKind.ARTICLE: "article-journal",
    ReferenceKind.PREPRINT: "article",
    ReferenceKind.BOOK: "book",
    ReferenceKind.NEWS: "article-newspaper",
    ReferenceKind.POST: "post-weblog",
    ReferenceKind.PAGE: "webpage",
    ReferenceKind.OTHER: "document",
}


def render(report: Report, page: Page) -> str:
    """Write the report's references as one list; a field that is not known is left out."""
    references = [dict(_fields(reference)) for reference in report.references]
    return f"{encoded(references, page)}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, Any]]:
    yield "id", reference.id
    yield "type", _TYPES[reference.kind]
    yield "title", reference.title
    if reference.authors:
        yield "author", [_name(author) for author in reference.authors]
    if reference.date:
        yield "issued", {"date-parts": [list(reference.date)]}
    told = (
        ("container-title", reference.container),
        ("volume", reference.volume),
        ("issue", reference.issue),
        ("page", reference.pages),
        ("DOI", reference.doi),
        ("PMID", reference.pmid),
        ("PMCID", reference.pmcid),
        ("URL", reference.url),
        ("note", "; ".join(reference.notes)),
    )
    yield from ((name, text) for name, text in told if text)


def _name(author: Author) -> dict[str, str]:
    if author.whole:
        return {"literal": author.whole}
    name = {"family": author.family, "given": author.given}
    return {**name, "suffix": author.suffix} if author.suffix else name
