"""``triage explain``."""

from collections.abc import Iterator, Sequence

from ccsvi_triage import version
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, open_library
from ccsvi_triage.cli.requests import ExplainRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.load.files import load_choosing, load_ours, load_verdicts
from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_choosing import of_choosing
from ccsvi_triage.report.of_entry import BIAS, joined, of_entries, of_notes, of_topics
from ccsvi_triage.report.of_instrument import of_instrument, of_part, parts
from ccsvi_triage.report.of_verdicts import of_verdicts

_NO_LIBRARY = Library({}, {}, {}, {}, {})
WHOLE_GROUPS = {"flaws": "flaw", "problems": "problem", "checks": "check", "disagreement": "disagreement"}
"""Words that explain all pages of a group in one."""
SELECTION = "selection"
"""The word for the rule that picks an instrument, and the order of reading."""
VERDICTS = "verdicts"
"""The word for the table by which claims are judged."""
_CATALOGUE = ("flaws.yaml", "problems.yaml", "checks.yaml", "words.yaml")


def run(request: ExplainRequest) -> int:
    """Explain an instrument, question, rule, flaw, problem code or word; without a word, list them."""
    say(_report(request), request.common)
    return Exit.DONE


def _report(request: ExplainRequest) -> Report:
    word = request.word
    shelf = Shelf(_NO_LIBRARY)
    if word is None:
        return of_topics([shelf[name] for name in shelf.ids], list(_entries()), version(), _notes())
    if word in (*WHOLE_GROUPS, BIAS, SELECTION, VERDICTS):
        return _whole(word)
    if request.common.data:
        shelf = Shelf(open_library(request.common))
    entries = [entry for entry in _entries() if entry.id.lower() == word.lower()]
    name, _, part = word.partition("/")
    named_so = [known for known in shelf.ids if known.lower() == name.lower()]
    if named_so:
        page = _of_instrument(shelf[named_so[0]], part, full=request.full)
        return joined(of_entries(entries, version()), page) if entries else page
    notes = _notes()
    if entries:
        return of_entries(entries, version(), notes)
    if named := [note for note in notes if note.id == word.lower()]:
        return of_notes(named, version())
    return _part_or_stop(word, shelf, [*(entry.id for entry in _entries()), *(note.id for note in notes)])


_MOST_PARTS = 8


def _part_or_stop(word: str, shelf: Shelf, words: Sequence[str]) -> Report:
    """Explain the part that only one instrument has, since reports name rules and questions without their instrument.

    Raises:
        Stop: None or several have it, or nothing at all is called so.
    """
    every = [(name, part) for name in shelf.ids for part in parts(shelf[name])]
    found = [(name, part) for name, part in every if part.lower() == word.lower()]
    if len(found) == 1:
        name, part = found[0]
        return of_part(shelf[name], part, version())
    if found:
        lines = [f"  triage explain {name}/{part}" for name, part in found[:_MOST_PARTS]]
        lines += [f"  ... and {len(found) - _MOST_PARTS} more"] if len(found) > _MOST_PARTS else []
        raise Stop(Exit.CANNOT, f"triage: {len(found)} instruments have a part {word!r}; name one of them too:", *lines)
    table = load_verdicts()
    if word.lower() in {*(str(rule.id) for rule in table.rules), *(str(cap.id) for cap in table.caps)}:
        said = f"{word!r} is a rule of the verdict on claims ('triage explain {VERDICTS}' has them all)"
        raise Stop(Exit.CANNOT, f"triage: {said}")
    from ccsvi_triage.load.nearest import did_you_mean, nearest_by_part  # noqa: PLC0415 -- only a wrong word pays for it

    known = [*words, *shelf.ids, *WHOLE_GROUPS, BIAS, SELECTION, VERDICTS]
    near = nearest_by_part(word, known)
    hint = f"did you mean {listed([repr(name) for name in near], 'or')}?" if near else ""
    hint = hint or did_you_mean(word, [*known, *(f"{name}/{part}" for name, part in every)])
    hint = hint or "'triage explain' lists all words"
    raise Stop(Exit.CANNOT, f"triage: nothing is called {word!r} ({hint})")


def _whole(word: str) -> Report:
    if word == BIAS:
        return of_notes(_notes(), version())
    if word == SELECTION:
        return of_choosing(load_choosing(), version())
    if word == VERDICTS:
        return of_verdicts(load_verdicts(), version())
    pages = [entry for entry in _entries() if entry.group == WHOLE_GROUPS[word]]
    return of_entries(pages, version(), _notes(), briefly=True)


def _of_instrument(instrument: Instrument, part: str, *, full: bool) -> Report:
    if not part:
        return of_instrument(instrument, version(), full=full)
    if part not in parts(instrument):
        from ccsvi_triage.load.nearest import did_you_mean  # noqa: PLC0415 -- only a wrong word pays for it

        hint = did_you_mean(part, parts(instrument)) or f"'triage explain {instrument.id}' lists its parts"
        raise Stop(Exit.CANNOT, f"triage: {instrument.id} has no {part!r} ({hint})")
    return of_part(instrument, part, version())


def _notes() -> tuple[BiasNote, ...]:
    return load_ours("catalogue", "bias.yaml", section="notes", kind=BiasNote)


def _entries() -> Iterator[Entry]:
    for file in _CATALOGUE:
        yield from load_ours("catalogue", file, section="entries", kind=Entry)
