"""``triage new``."""

import os
import re
from collections.abc import Container, Iterator

from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, locate, open_library, path_of, pick, pick_study
from ccsvi_triage.cli.requests import NewRequest
from ccsvi_triage.cli.schema import of_library
from ccsvi_triage.cli.streams import say_aside, write
from ccsvi_triage.judge.appraise import main_outcome
from ccsvi_triage.judge.asking import Asking
from ccsvi_triage.judge.choose import choose, override
from ccsvi_triage.load.files import PACKAGE, load_choosing, read_bytes
from ccsvi_triage.load.skeleton import record_text, sheet_text
from ccsvi_triage.load.writing import one_line, refusal
from ccsvi_triage.model.instrument import Instrument, Judges
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.text import Id, InstrumentRef, StudyRef
from ccsvi_triage.report.say import cite

_ID = re.compile(Id.PATTERN)
_SECTION = {"study": "studies", "claim": "claims"}
_EXAMPLE = os.path.join(PACKAGE, "example")
_SCHEMA = "library.schema.json"
_LONGEST = 64


def run(request: NewRequest) -> int:
    """Begin a sheet, a study, a claim or a library."""
    if request.what == "library":
        return _library(request)
    output = request.common.output
    _not_there(output, force=request.force)
    write(output, _sheet(request) if request.what == "sheet" else _record(request))
    return Exit.DONE


def _not_there(path: str | None, *, force: bool) -> None:
    """Stop where a file would be written over.

    Raises:
        Stop: There is a file, and nobody said that it may go.
    """
    if path not in (None, "-") and not force and os.path.isfile(path or ""):
        raise Stop(Exit.CANNOT, f"triage: {path} is there already; nothing was written (--force writes over it)")


def _record(request: NewRequest) -> str:
    name = request.name or ""
    if name and not _ID.fullmatch(name):
        raise Stop(Exit.CANNOT, f"triage: {name!r} is not {Id.WANTS}")
    return record_text(_SECTION[request.what], name)


# a library


def _library(request: NewRequest) -> int:
    folder = request.name or ""
    files = dict(_example())
    for name in files:
        _not_there(os.path.join(folder, name), force=request.force)
    if os.path.isdir(folder) and os.listdir(folder) and not request.force:
        said = f"{folder} is not empty; nothing was written (--force writes into it, over files of the same names)"
        raise Stop(Exit.CANNOT, f"triage: {said}")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise Stop(Exit.CANNOT, f"triage: cannot make {folder}: {error.strerror}") from None
    for name, text in files.items():
        write(os.path.join(folder, name), text)
    if not request.common.quiet:
        say_aside(f"triage: {folder} holds {', '.join(files)}; try 'triage appraise --all --data {folder}'")
    return Exit.DONE


def _example() -> Iterator[tuple[str, str]]:
    """Give the files of a small library that lints clean."""
    for name in sorted(os.listdir(_EXAMPLE)):
        yield name, read_bytes(os.path.join(_EXAMPLE, name)).decode("utf-8")
    yield _SCHEMA, of_library()


# a sheet


def _sheet(request: NewRequest) -> str:
    library = open_library(request.common)
    shelf = Shelf(library)
    study = pick_study(request.name or "", library, exact=request.exact)
    named = pick("instrument", request.instrument, shelf.ids) if request.instrument else _fitting(study, shelf)
    instrument = shelf[named]
    outcome = _outcome(request.outcome or "", study, instrument)
    reviewer = one_line(request.reviewer or "")
    wrong = refusal(reviewer)
    if wrong:
        raise Stop(Exit.CANNOT, f"triage: --reviewer: {wrong}")
    sheet = Sheet(
        id=_unused(study.id, instrument.id, outcome.id if outcome else "", _staying(request, library)),
        study=StudyRef(study.id),
        instrument=InstrumentRef(instrument.id),
        version=instrument.version,
        reviewer=reviewer,
        outcome=outcome.id if outcome else "",
        setup=_setup(request.setup, instrument),
    )
    return sheet_text(sheet, cite(study), instrument, Asking(study, instrument, outcome).blank(sheet))


def _fitting(study: Study, shelf: Shelf) -> str:
    """Give the id of the instrument that fits a study.

    Raises:
        Stop: None does.
    """
    asked = override(study, shelf.ids)
    if asked:
        return asked
    chosen = choose(study, load_choosing())
    choice = chosen.choice
    if choice is None:
        raise Stop(Exit.CANNOT, *map(str, chosen.problems))
    if choice.refusal:
        raise Stop(Exit.CANNOT, f"triage: {study.id}: {one_line(choice.refusal)}")
    if not choice.instrument:
        wants = f"; experts would use {choice.wants}" if choice.wants else ""
        said = (
            f"no instrument of this version fits {study.id}{wants} (--instrument takes one of {', '.join(shelf.ids)})"
        )
        raise Stop(Exit.CANNOT, f"triage: {said}")
    return choice.instrument


def _outcome(wanted: str, study: Study, instrument: Instrument) -> Outcome | None:
    if instrument.judges is Judges.STUDY:
        if wanted:
            said = f"{instrument.id} judges a study as a whole, and takes no --outcome"
            raise Stop(Exit.CANNOT, f"triage: {said}")
        return None
    if not wanted:
        return main_outcome(study)
    named = pick(f"outcome of {study.id}", wanted, [outcome.id for outcome in study.outcomes])
    return next(outcome for outcome in study.outcomes if outcome.id == named)


def _setup(words: tuple[str, ...], instrument: Instrument) -> dict[str, str]:
    known = {setup.id: setup for setup in instrument.setup}
    found: dict[str, str] = {}
    for word in words:
        name, _, given = word.partition("=")
        setup = known[pick(f"set-up of {instrument.id}", name, known)]
        value = one_line(given)
        if setup.options:
            value = pick(f"answer to the set-up {name}:", value, setup.options)
        elif refusal(value) or not value:
            raise Stop(Exit.CANNOT, f"triage: --setup {name}: {refusal(value) or 'it is told in words'}")
        found[name] = value
    return found


def _staying(request: NewRequest, library: Library) -> set[str]:
    """Give the ids of the sheets that are still there when the new one has been written over its file."""
    located, output = locate(request.common), request.common.output or ""
    return {
        name
        for name, sheet in library.sheets.items()
        if os.path.realpath(path_of(sheet.where.record.file, located)) != os.path.realpath(output)
    }


def _unused(study: str, instrument: str, outcome: str, known: Container[str]) -> Id:
    """Make up an id that no sheet of the library has."""
    ending = f"-{instrument}" + (f"-{outcome}" if outcome else "")
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        room = _LONGEST - len(suffix)
        name = f"{study[: max(1, room - len(ending))]}{ending}"[:room] + suffix
        if name not in known:
            return Id(name)
        number += 1
