"""A consensus sheet settles sheets of several reviewers: those of the same thing, each of them once."""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import Given, Judged, Sheet

CODE = "E-CONSENSUS"
_FEWEST = 2


def check_consensus(sheet: Sheet, sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Find what keeps a sheet from settling those that it names.

    Args:
        sheet: A sheet; one that settles none has nothing wrong with it here.
        sheets: All sheets by id. A name that is not among them is for the reader to tell.
    """
    if not sheet.consensus_of:
        return
    place = sheet.where["consensus_of"]
    if len(set(sheet.consensus_of)) < _FEWEST:
        message = "a consensus settles the sheets of at least two reviewers"
        yield Problem(CODE, message, place, hint="name them all in 'consensus_of', each once")
    named = [sheets[name] for name in dict.fromkeys(sheet.consensus_of) if name in sheets]
    for other in named:
        why = _cannot_settle(sheet, other, sheets)
        if why:
            yield Problem(CODE, why, place, hint=f"take {other.id!r} out of 'consensus_of', or correct the sheet")
    if named and len(named) == len(set(sheet.consensus_of)):
        yield from _undecided(sheet, named)


def _cannot_settle(sheet: Sheet, other: Sheet, sheets: Mapping[str, Sheet]) -> str:
    """Say why a sheet cannot settle another one, or ``""`` where it can."""
    if other.id == sheet.id:
        return "a consensus cannot settle itself"
    if other.consensus_of:
        return f"{other.id!r} is a consensus itself, and no reviewer's sheet"
    for field in ("study", "instrument", "version", "outcome"):
        here, there = getattr(sheet, field), getattr(other, field)
        if here != there:
            return f"{other.id!r} is about another {field}: {there or 'none'}, and here it is {here or 'none'}"
    earlier = next((one for one in sheets.values() if str(other.id) in map(str, one.consensus_of)), sheet)
    if earlier.id != sheet.id:
        return f"{other.id!r} is settled by {earlier.id!r} already"
    return ""


def _undecided(sheet: Sheet, named: Sequence[Sheet]) -> Iterator[Problem]:
    """Find answers and levels that none of the reviewers gave, and of which nobody says who decided them."""
    for name, given in sheet.answers.items():
        words = {other.answers[name].answer for other in named if name in other.answers}
        yield from _nobodys(name, given.answer, given, words, given.where["answer"])
    for name, judged in sheet.judgements.items():
        words = {other.judgements[name].level for other in named if name in other.judgements}
        yield from _nobodys(name, judged.level, judged, words, judged.where["level"])


def _nobodys(name: str, word: str, given: Given | Judged, words: set[str], place: Place) -> Iterator[Problem]:
    if word not in words and not given.by.strip():
        said = f"the reviewers say {' and '.join(sorted(words))}" if words else "none of the reviewers settles it"
        message = f"{name} is {word} here, and {said}; nobody is named who decided it"
        yield Problem(CODE, message, place, hint="add 'by' with the name of who decided, and 'because'")
