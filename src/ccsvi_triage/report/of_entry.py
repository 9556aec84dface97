"""A page of the catalogue told as a report."""

from collections.abc import Iterator, Sequence
from typing import Any

from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.instrument import Citation, Instrument
from ccsvi_triage.model.words import Direction
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Block, Cell, Divider, Gap, Line, Mark, Pairs, Report, Text, Tone

BIAS = "bias"
"""The group of the notes on bias, and the word that explains all of them."""
_FLAW = "flaw"


def of_entries(
    entries: Sequence[Entry], version: str, notes: Sequence[BiasNote] = (), *, briefly: bool = False
) -> Report:
    """Tell the pages of a word, one for each vocabulary that has it.

    Args:
        entries: The pages.
        version: The tool's version.
        notes: All that is known of the size of biases; a flaw's page tells what belongs to it.
        briefly: For people, only name those notes.
    """
    blocks: list[Block] = []
    pages: list[dict[str, Any]] = []
    for entry in entries:
        if blocks:
            blocks.append(Gap())
        own = notes_on(entry, notes)
        blocks += _page(entry, own if briefly else ())
        if own and not briefly:
            blocks += _size(own)
        pages.append(_entry_data(entry, own))
    ids = dict.fromkeys(entry.id for entry in entries)
    several = _TITLES.get(entries[0].group, entries[0].group) if len(ids) > 1 else next(iter(ids), "")
    title = several if len(entries) > 1 else ""
    return Report(tuple(blocks), _data(pages, version), title)


def of_notes(notes: Sequence[BiasNote], version: str) -> Report:
    """Tell what is known of the size of biases, each note with the flaws that it speaks on.

    Args:
        notes: The notes.
        version: The tool's version.
    """
    head = Line((Mark("What is known of the size of each bias", Tone.STRONG),), Mark(BIAS, Tone.CODE))
    blocks: list[Block] = [head, Gap(), Text(_CAVEAT), Gap(), Text(f"{_RATIOS} {_GAPS}")]
    for note in notes:
        blocks += [Gap(), Line((Mark(note.title, Tone.STRONG),), Mark(f"{BIAS}: {note.id}", Tone.CODE)), Gap()]
        blocks.append(Pairs((("Flaws", ", ".join(note.flaw)), *_note_rows(note))))
    return Report(tuple(blocks), _data([note_data(note) for note in notes], version))


def notes_on(entry: Entry, notes: Sequence[BiasNote]) -> tuple[BiasNote, ...]:
    """Give the notes that belong to a page; only a flaw has any."""
    return tuple(note for note in notes if entry.group == _FLAW and entry.id in note.flaw)


def joined(first: Report, second: Report) -> Report:
    """Tell two pages on one word, such as a design and the instrument that is named after it."""
    data = {**first.data, "pages": [*first.data["pages"], *second.data["pages"]]}
    return Report((*first.blocks, Gap(), Divider(), Gap(), *second.blocks), data)


def of_topics(
    instruments: Sequence[Instrument], entries: Sequence[Entry], version: str, notes: Sequence[BiasNote] = ()
) -> Report:
    """Tell what there is to be explained.

    Args:
        instruments: The instruments on the shelf.
        entries: The pages of the catalogue.
        version: The tool's version.
        notes: What is known of the size of biases.
    """
    groups: dict[str, list[str]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry.id)
    if notes:
        groups[BIAS] = [note.id for note in notes]
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
    return Report(tuple(blocks), _data(topics, version), "What can be explained")


_TITLES = {
    _FLAW: "Flaws",
    BIAS: "What is known of the size of each bias",
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


_CAVEAT = (
    "Findings of other studies, most of them on many studies at once. They are for readers: no weight and no sum is "
    "made of them, no judgement looks at them, and none tells how far a single study is off."
)
_RATIOS = "A ratio below 1 means that the flaw makes the treatment look better, where nothing else is said."
_GAPS = (
    "Where nothing is called contested, no finding to the contrary was met with, which does not mean that there is "
    "none. A flaw without a note is one on which no figure was found."
)
_USUALLY = {
    Direction.FAVOURS_EXPERIMENTAL: "mostly makes the treatment studied look better",
    Direction.FAVOURS_COMPARATOR: "mostly makes the treatment studied look worse",
    Direction.TOWARDS_NULL: "mostly makes a difference look smaller",
    Direction.AWAY_FROM_NULL: "mostly makes a difference look larger",
    Direction.UNPREDICTABLE: "nobody can say which way",
}


def note_data(note: BiasNote) -> dict[str, Any]:
    """Give a note on bias for JSON."""
    return {
        "group": BIAS,
        "word": note.id,
        "title": note.title,
        "flaws": [flaw.value for flaw in note.flaw],
        "direction": note.direction.value,
        "size": note.size,
        "contested": note.contested,
        "about": note.about,
        "sources": [citation_data(citation) for citation in note.sources],
    }


def _size(notes: Sequence[BiasNote]) -> Iterator[Block]:
    yield Gap()
    yield Line((Mark("What is known of its size", Tone.STRONG),))
    yield Gap()
    yield Text(f"{_CAVEAT} {_RATIOS}")
    for note in notes:
        yield Gap()
        yield Pairs(tuple(_note_rows(note)), title=note.title)


def _note_rows(note: BiasNote) -> Iterator[tuple[Cell, Cell]]:
    yield "Direction", f"{note.direction.value}: {_USUALLY[note.direction]}"
    yield "Size", note.size
    if note.contested:
        yield "Contested", note.contested
    yield "Holds for", note.about
    for number, citation in enumerate(note.sources, 1):
        yield f"Source {number}", citation_words(citation)


def _page(entry: Entry, named: Sequence[BiasNote] = ()) -> Iterator[Block]:
    yield Line((Mark(entry.title, Tone.STRONG),), Mark(f"{entry.group}: {entry.id}", Tone.CODE))
    yield Gap()
    yield Text(entry.what)
    rows: list[tuple[Cell, Cell]] = []
    for label, text in (("Why it matters", entry.why), ("What mends it", entry.mend), ("Example", entry.example)):
        if text:
            rows.append((label, text))
    if entry.see:
        rows.append(("See also", ", ".join(entry.see)))
    if named:
        rows.append(("Of its size", ", ".join(note.id for note in named)))
    if entry.sevco:
        rows.append(("SEVCO", f"term {entry.sevco} of the Scientific Evidence Code System"))
    if rows:
        yield Gap()
        yield Pairs(tuple(rows))
    yield from sources_block(entry.sources)


def _entry_data(entry: Entry, notes: Sequence[BiasNote]) -> dict[str, Any]:
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
        "bias": [note_data(note) for note in notes],
    }


def _data(pages: list[dict[str, Any]], version: str) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/explanation/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "pages": pages,
    }
