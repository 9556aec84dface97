"""References as BibTeX, for LaTeX and for the programs that read it."""

import re
from collections.abc import Iterator

from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind, Report

_TYPES = {ReferenceKind.ARTICLE: "article", ReferenceKind.BOOK: "book"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
"""How TeX writes what it would take as a command. Braces are named, since BibTeX counts even those with a backslash."""
_ADDRESS = {"\\": "%5C", "{": "%7B", "}": "%7D"}
"""In an address, which LaTeX takes to the letter, the same signs in the way of addresses."""
_TO_TEX = str.maketrans(_TEX)
_TO_ADDRESS = str.maketrans(_ADDRESS)
_DASH = re.compile(r"(?<=\w)\s*[-\u2013]\s*(?=\w)")


def render(report: Report, page: Page) -> str:
    """Write the report's references, an entry each, keyed by the study's id.

    Titles stand in double braces, so that no style takes their capitals. Letters beyond ASCII are written as they are
    (UTF-8), as today's LaTeX reads them.
    """
    entries = (_entry(reference, page) for reference in report.references)
    return disarm("\n".join(entries), ascii_only=page.ascii)


def _entry(reference: Reference, page: Page) -> str:
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(reference, page))
    return f"@{_TYPES.get(reference.kind, 'misc')}{{{reference.id},\n{fields}}}\n"


def _fields(reference: Reference, page: Page) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{{{_tex(reference.title, page)}}}}}"
    authors = [_name(author, page) for author in reference.authors]
    authors += ["others"] * (reference.more_authors and bool(authors))
    article = reference.kind is ReferenceKind.ARTICLE
    where = "journal" if article else "howpublished"
    told = (
        ("author", " and ".join(authors)),
        ("year", str(reference.date[0]) if reference.date else ""),
        (where, _tex(reference.container, page)),
        ("volume", _tex(reference.volume, page)),
        ("number", _tex(reference.issue, page)),
        ("pages", _DASH.sub("--", _tex(reference.pages, page))),
        ("doi", _address(reference.doi, page)),
        ("pmid", _tex(reference.pmid, page)),
        ("pmcid", _tex(reference.pmcid, page)),
        ("url", _address(reference.url, page)),
        ("note", _tex("; ".join(reference.notes), page)),
    )
    for name, value in told:
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and len(reference.date) > 1:
            yield "month", _MONTHS[reference.date[1] - 1]


def _name(author: Author, page: Page) -> str:
    """Write a name as BibTeX takes it apart; one that is whole stands in braces, so that no ``and`` splits it."""
    if author.whole:
        return f"{{{_tex(author.whole, page)}}}"
    parts = (author.family, author.suffix, author.given)
    return ", ".join(_tex(part, page) for part in parts if part)


def _tex(text: str, page: Page) -> str:
    return fit(" ".join(clean(text).split()), ascii_only=page.ascii).translate(_TO_TEX)


def _address(text: str, page: Page) -> str:
    return fit("".join(clean(text).split()), ascii_only=page.ascii).translate(_TO_ADDRESS)
