"""Files to records: the only module that opens the files of a library and of the package."""

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

from ccsvi_triage.load import tree
from ccsvi_triage.load.decode import Decoder, Referred
from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.load.tree import Node, read, text_of
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.instrument import Ceiling, Choice, Instrument
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.place import Place, Span
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.record import Record
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.source import Source
from ccsvi_triage.model.study import Study

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHELF = os.path.join(PACKAGE, "instruments")

SECTIONS: dict[str, type[Record]] = {
    "sources": Source,
    "studies": Study,
    "claims": Claim,
    "sheets": Sheet,
    "instruments": Instrument,
}
"""What the top-level keys of a library's files hold."""

R = TypeVar("R", bound=Record)


class Read(NamedTuple):
    """What a folder held."""

    library: Library
    problems: tuple[Problem, ...]
    files: tuple[str, ...]


class CannotRead(Exception):  # noqa: N818 -- said to the user as it stands
    """A file or folder is missing or may not be read."""


def load(folder: str, shelf: Iterable[str] = (), shown: str = "") -> Read:
    """Read every YAML file below a folder as one library.

    Args:
        folder: The library's folder.
        shelf: The ids of the instruments that come with the package, which sheets may name.
        shown: The folder as places show it; as it was given, where this is empty.

    Returns:
        What could be read, and every problem of every file in the order of the files and their lines. A record with a
        problem is left out, never half read.

    Raises:
        CannotRead: The folder or a file in it is missing or may not be read.
    """
    paths = tuple(_yaml_files(folder))
    files = tuple(_shown(os.path.join(shown or folder, os.path.relpath(path, folder))) for path in paths)
    found: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    problems: list[Problem] = []
    references: list[Referred] = []
    broken: set[str] = set()
    with _without_collector():
        for path, file in zip(paths, files, strict=True):
            text, told = text_of(read_bytes(path), file)
            referred: list[Referred] = []
            if not told:
                told, referred = _read_text(text, file, SECTIONS, _keeper(found, problems, broken), broken)
            problems += told
            references += referred
    problems += _dangling(references, found, set(shelf), broken)
    order = {path: index for index, path in enumerate(files)}
    problems.sort(key=lambda p: (order.get(p.place.file, -1), p.place.line, p.place.column))
    library = Library(**{name: found[name] for name in Library._fields})
    return Read(library, tuple(problems), files)


def shelf_ids() -> tuple[str, ...]:
    """Give the ids of the instruments that come with the package, in alphabetical order."""
    names = (name[: -len(".yaml")] for name in os.listdir(SHELF) if name.endswith(".yaml"))
    return tuple(sorted(name for name in names if name != _CHOOSING))


def load_instrument(name: str) -> Instrument:
    """Read one instrument of the package.

    Args:
        name: Its id, which is its file's name.

    Raises:
        CannotRead: There is none of that id.
        ValueError: The file is wrong, which is a fault of ours.
    """
    (instrument,) = _ours(os.path.join(SHELF, f"{name}.yaml"), {"instruments": Instrument})
    assert isinstance(instrument, Instrument)
    return instrument


def load_choosing() -> Choosing:
    """Read the rule that picks an instrument for a study.

    Raises:
        ValueError: The file is wrong, which is a fault of ours.
    """
    records = _ours(os.path.join(SHELF, f"{_CHOOSING}.yaml"), {"choices": Choice, "ceilings": Ceiling})
    choices = tuple(record for record in records if isinstance(record, Choice))
    ceilings = tuple(record for record in records if isinstance(record, Ceiling))
    return Choosing(choices, ceilings)


def load_ours(*path: str, section: str, kind: type[R]) -> tuple[R, ...]:
    """Read a file of the package that holds one list.

    Args:
        path: Where it lies in the package.
        section: Its top-level key.
        kind: What the list holds.

    Raises:
        ValueError: The file is wrong, which is a fault of ours.
    """
    return tuple(_ours(os.path.join(PACKAGE, *path), {section: kind}))


_CHOOSING = "choosing"
_YAML = (".yaml", ".yml")
_Keep = Callable[[str, Record], None]


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the collector of cycles: it would walk all records over and over, and they hold no cycle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _yaml_files(folder: str) -> Iterator[str]:
    """Find the YAML files below a folder, sorted, without hidden ones."""
    if os.path.isfile(folder):
        yield folder
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda e: (e.is_dir(), e.name))
    except OSError as error:
        message = f"{folder}: {error.strerror}"
        raise CannotRead(message) from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _yaml_files(os.path.join(folder, entry.name))
        elif entry.name.endswith(_YAML):
            yield os.path.join(folder, entry.name)


def _shown(path: str) -> str:
    """Write a path as it is shown: with slashes, and without a leading ``./`` or a trailing ``/.``."""
    return os.path.normpath(path).replace(os.sep, "/")


def read_bytes(path: str) -> bytes:
    """Read a file.

    Raises:
        CannotRead: It is missing or may not be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        message = f"{path}: {error.strerror}"
        raise CannotRead(message) from None


def _read_text(
    text: str, file: str, sections: Mapping[str, type[Record]], keep: _Keep, broken: set[str]
) -> tuple[list[Problem], list[Referred]]:
    decoder = Decoder(file)
    wrong: set[str] = set()

    def take(section: str, span: Span, node: Node) -> None:
        kind = sections.get(section)
        if kind is None:
            if section not in wrong:
                wrong.add(section)
                hint = did_you_mean(section, sections) or f"known are {', '.join(sections)}"
                decoder.fail("F102", f"a file has no {section!r}", span, hint)
            return
        record = decoder.record(kind, node)
        if record is not None:
            keep(section, record)
        elif isinstance(node, tree.Mapping) and isinstance(name := node.entries.get("id"), tree.Scalar):
            broken.add(name.text)

    problems = read(text, file, take)
    return problems + decoder.problems, decoder.references


def _keeper(found: dict[str, dict[str, Any]], problems: list[Problem], broken: set[str]) -> _Keep:
    def keep(section: str, record: Any) -> None:  # noqa: ANN401 -- every kind of record that has an id
        known = found[section]
        first = known.get(record.id)
        if first is None:
            known[record.id] = record
            return
        place: Place = record.where["id"]
        hint = f"first at {first.where['id']}; an id stands for one record of the library"
        problems.append(Problem("F201", f"the id {record.id!r} stands twice among the {section}", place, hint=hint))
        broken.add(record.id)

    return keep


def _dangling(
    references: Iterable[Referred], found: Mapping[str, Mapping[str, Any]], shelf: set[str], broken: set[str]
) -> Iterator[Problem]:
    """Find references to records that are not there."""
    for to in {referred.to for referred in references}:
        known: set[str] = set().union(*(found[name] for name in to)) | (shelf if "instruments" in to else set())
        for referred in references:
            if referred.to != to or referred.id in known or referred.id in broken or not referred.id:
                continue
            what = " or ".join(_ONE[name] for name in to)
            hint = did_you_mean(referred.id, known) or "is its record broken, or its file outside the folder?"
            yield Problem("F202", f"there is no {what} {referred.id!r}", referred.place, hint=hint)


_ONE = {
    "sources": "source",
    "studies": "study",
    "claims": "claim",
    "sheets": "sheet",
    "instruments": "instrument",
}


def _ours(path: str, sections: Mapping[str, type[R]]) -> list[R]:
    records: list[Any] = []
    with _without_collector():
        shown = _shown(os.path.join("ccsvi_triage", os.path.relpath(path, PACKAGE)))
        text, problems = text_of(read_bytes(path), shown)
        told, _ = _read_text(text, shown, sections, lambda _, record: records.append(record), set())
        problems += told
    if problems:
        message = "\n".join(str(problem) for problem in problems)
        raise ValueError(message)
    return records


def stored(folder: str, shown: str, place: Place) -> str:
    """Give the lines of a file in which a record stands.

    Args:
        folder: The library's folder.
        shown: The folder as places show it.
        place: The record's place.

    Raises:
        CannotRead: The file has gone.
    """
    path = next(p for p in _yaml_files(folder) if _shown(os.path.join(shown, os.path.relpath(p, folder))) == place.file)
    text, _ = text_of(read_bytes(path), place.file)
    lines = text.splitlines()[place.line - 1 : place.end_line]
    if place.end_column == 1:
        lines = lines[:-1] if len(lines) == place.end_line - place.line + 1 else lines
    while lines and not lines[-1].strip():
        lines.pop()
    indent = " " * (place.column - 1)
    if lines:
        lines[0] = indent + lines[0][place.column - 1 :]
    return "\n".join(line.removeprefix(indent) for line in lines)
