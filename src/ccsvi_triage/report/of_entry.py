"""A page of the catalogue told as a report."""

from collections.abc import Iterator, Sequence
from typing import Any

from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.instrument import Citation, Instrument
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Block, Cell, Divider, Gap, Line, Mark, Pairs, Report, Text, Tone


def of_entries(entries: Sequence[Entry], version: str) -> Report:
    """Tell the pages of a word, one for each vocabulary that has it.

    Args:
        entries: The pages.
        version: The tool's version.
    """
    blocks: list[Block] = []
    for entry in entries:
        if blocks:
            blocks.append(Gap())
        blocks += _page(entry)
    return Report(tuple(blocks), _data([_entry_data(entry) for entry in entries], version))


def joined(first: Report, second: Report) -> Report:
    """Tell two pages on one word, such as a design and the instrument that is named after it."""
    data = {**first.data, "pages": [*first.data["pages"], *second.data["pages"]]}
    return Report((*first.blocks, Gap(), Divider(), Gap(), *second.blocks), data)


def of_topics(instruments: Sequence[Instrument], entries: Sequence[Entry], version: str) -> Report:
    """Tell what there is to be explained.

    Args:
        instruments: The instruments on the shelf.
        entries: The pages of the catalogue.
        version: The tool's version.
    """
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry.id)
    topics: list[dict[str, Any]] = [{"group": "instrument", "words": [i.id for i in instruments]}]
    topics += [{"group": group, "words": ids} for group, ids in groups.items()]
    shelf: tuple[tuple[Cell, Cell], ...] = tuple(
        (Mark(i.id, Tone.CODE), f"{i.title}, {i.version}") for i in instruments
    )
    blocks: list[Block] = [Text("triage explain WORD, with any of these words"), Gap()]
    blocks.append(Pairs(tuple(shelf), title="Instruments, and their parts as in ID/QUESTION and ID/RULE"))
    for group, title in _TITLES.items():
        if group in groups:
            blocks += [Gap(), Line((Mark(title, Tone.STRONG),)), Text(", ".join(groups.pop(group)), under=True)]
    others: tuple[tuple[Cell, Cell], ...] = tuple((group, ", ".join(ids)) for group, ids in groups.items())
    blocks += [Gap(), Pairs(others, title="Words that the files of a library take")]
    return Report(tuple(blocks), _data(topics, version))


_TITLES = {
    "flaw": "Flaws",
    "problem": "Problem codes",
    "check": "Checks of printed numbers",
    "house": "Words of this program",
}


def citation_words(citation: Citation) -> str:
    """Write a citation with its address and what a reader must know of it."""
    parts = [citation.cite]
    if citation.doi:
        parts.append(f"doi:{citation.doi}")
    if citation.url:
        parts.append(citation.url)
    if citation.licence:
        parts.append(citation.licence)
    said = ". ".join(part.rstrip(".") for part in parts)
    return f"{said}. {citation.note}" if citation.note else f"{said}."


def sources_block(sources: Sequence[Citation]) -> Iterator[Block]:
    """Tell the sources of a page."""
    if sources:
        yield Gap()
        rows: tuple[tuple[Cell, Cell], ...] = tuple((str(n), citation_words(c)) for n, c in enumerate(sources, 1))
        yield Pairs(rows, title="Sources")


def citation_data(citation: Citation) -> dict[str, str]:
    """Give a citation for JSON."""
    return {
        "cite": citation.cite,
        "doi": citation.doi,
        "url": citation.url or "",
        "licence": citation.licence,
        "note": citation.note,
    }


def _page(entry: Entry) -> Iterator[Block]:
    yield Line((Mark(entry.title, Tone.STRONG),), Mark(f"{entry.group}: {entry.id}", Tone.CODE))
    yield Gap()
    yield Text(entry.what)
    rows: list[tuple[Cell, Cell]] = []
    for label, text in (("Why it matters", entry.why), ("What mends it", entry.mend), ("Example", entry.example)):
        if text:
            rows.append((label, text))
    if entry.see:
        rows.append(("See also", ", ".join(entry.see)))
    if entry.sevco:
        rows.append(("SEVCO", f"term {entry.sevco} of the Scientific Evidence Code System"))
    if rows:
        yield Gap()
        yield Pairs(tuple(rows))
    yield from sources_block(entry.sources)


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "group": entry.group,
        "word": entry.id,
        "title": entry.title,
        "what": entry.what,
        "why": entry.why,
        "mend": entry.mend,
        "example": entry.example,
        "see": list(entry.see),
        "sevco": entry.sevco,
        "sources": [citation_data(citation) for citation in entry.sources],
    }


def _data(pages: list[dict[str, Any]], version: str) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/explanation/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "pages": pages,
    }
