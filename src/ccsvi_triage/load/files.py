"""Files to records: the only module that opens the files of a library and of the package."""

import gc
import os
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from yaml.events import ScalarEvent, SequenceStartEvent

from ccsvi_triage.load.decode import Decoder, Referred
from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.load.outline import Item, outline
from ccsvi_triage.load.stream import Event, Stream, is_empty, stretch_of, text_of
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.instrument import Ceiling, Checklist, Choice, Instrument, ReadingOrder
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.record import Record
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.source import Source
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Cap, VerdictRule, VerdictTable, VerdictWords, Wanting

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
    """What a folder held.

    Attributes:
        version: What the files hold, as ``sha256:`` and a sum, where it was asked for.
        folder: The folder as places show it; the file itself, where that was the library.
    """

    library: Library
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    version: str = ""
    folder: str = ""


class CannotRead(Exception):  # noqa: N818 -- said to the user as it stands
    """A file or folder is missing or may not be read."""


def load(folder: str, shelf: Iterable[str] = (), shown: str = "", *, versioned: bool = False) -> Read:
    """Read every YAML file below a folder as one library.

    Args:
        folder: The library's folder.
        shelf: The ids of the instruments that come with the package, which sheets may name.
        shown: The folder as places show it; as it was given, where this is empty.
        versioned: Sum up what the files hold.

    Returns:
        What could be read, and every problem of every file in the order of the files and their lines. A record with a
        problem is left out, never half read.

    Raises:
        CannotRead: The folder or a file in it is missing or may not be read.
    """
    texts = _texts(folder, shown, versioned=versioned)
    files = tuple(text.file for text in texts)
    found: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}
    problems: list[Problem] = []
    references: list[Referred] = []
    broken: set[str] = set()
    lost = False
    with _WithoutCollector():
        for file, text, told, _ in texts:
            referred: list[Referred] = []
            lost = lost or bool(told)
            if not told:
                told, referred = _read_text(text, file, SECTIONS, _keeper(found, problems, broken), broken)  # noqa: PLW2901
            problems += told
            references += referred
            lost = lost or any(problem.code in _LOST for problem in told)
    if not lost:
        problems += _dangling(references, found, set(shelf), broken)
    order = {path: index for index, path in enumerate(files)}
    problems.sort(key=lambda p: (order.get(p.place.file, -1), p.place.line, p.place.column))
    library = Library(**{name: found[name] for name in Library._fields})
    return Read(library, tuple(problems), files, _version(texts) if versioned else "", _shown(shown or folder))


def load_for(studies: Sequence[str], folder: str, shelf: Iterable[str] = (), shown: str = "") -> Library | None:
    """Read only what bears on some studies: themselves, their companion reports, sheets and sources.

    Args:
        studies: Their ids.
        folder: The library's folder.
        shelf: The ids of the instruments that come with the package.
        shown: The folder as places show it; as it was given, where this is empty.

    Returns:
        The part of the library, or ``None`` where it takes the whole: an id is not there or stands twice, a file has
        no outline, or anything in the part is wrong. What is wrong elsewhere is not seen.

    Raises:
        CannotRead: The folder or a file in it is missing or may not be read.
    """
    with _WithoutCollector():
        part = _Part.of(_texts(folder, shown))
        return part.library(studies, set(shelf)) if part else None


def shelf_ids() -> tuple[str, ...]:
    """Give the ids of the instruments that come with the package, in alphabetical order."""
    names = (name[: -len(".yaml")] for name in os.listdir(SHELF) if name.endswith(".yaml"))
    return tuple(sorted(name for name in names if name not in (_CHOOSING, _VERDICTS)))


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
    kinds: dict[str, type[Record]] = {
        "checklist": Checklist,
        "reading": ReadingOrder,
        "choices": Choice,
        "ceilings": Ceiling,
    }
    records = _ours(os.path.join(SHELF, f"{_CHOOSING}.yaml"), kinds)
    choices = tuple(record for record in records if isinstance(record, Choice))
    ceilings = tuple(record for record in records if isinstance(record, Ceiling))
    (checklist,) = (record.instrument for record in records if isinstance(record, Checklist))
    reading = next((record for record in records if isinstance(record, ReadingOrder)), None)
    return Choosing(choices, ceilings, checklist, reading)


def load_verdicts() -> VerdictTable:
    """Read the table by which claims are judged.

    Raises:
        ValueError: The file is wrong, which is a fault of ours.
    """
    kinds: dict[str, type[Record]] = {"caps": Cap, "rules": VerdictRule, "sayings": VerdictWords, "missing": Wanting}
    records = _ours(os.path.join(SHELF, f"{_VERDICTS}.yaml"), kinds)
    return VerdictTable(
        tuple(record for record in records if isinstance(record, Cap)),
        tuple(record for record in records if isinstance(record, VerdictRule)),
        tuple(record for record in records if isinstance(record, VerdictWords)),
        tuple(record for record in records if isinstance(record, Wanting)),
    )


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


def read_alone(text: str, section: str, kind: type[R]) -> tuple[R | None, list[Problem]]:
    """Read a text that is no file and holds one record, as strictly as a file.

    Args:
        text: One key with the record below it.
        section: That key.
        kind: The record's class.

    Returns:
        The record, or ``None`` and what is wrong with it.
    """
    records: list[Any] = []
    problems, _ = _read_text(
        text, "", {section: kind}, lambda _, record: records.append(record), set(), alone=(section,)
    )
    return (None, problems) if problems else (records[0], [])


class _Text(NamedTuple):
    """A file's text, or what is wrong with it.

    Attributes:
        sum: What the file is called below the folder and the sum of its bytes, where they are wanted.
    """

    file: str
    text: str
    problems: list[Problem]
    sum: str = ""


def _texts(folder: str, shown: str, *, versioned: bool = False) -> list[_Text]:
    found = []
    for path in _yaml_files(folder):
        below = os.path.relpath(path, folder)
        file = _shown(os.path.join(shown or folder, below))
        raw = read_bytes(path)
        found.append(_Text(file, *text_of(raw, file), f"{_shown(below)}\0{_sum(raw)}" if versioned else ""))
    return found


def _version(texts: Iterable[_Text]) -> str:
    """Sum up what files hold: the same names below the folder with the same bytes give the same, wherever they lie."""
    lines = "".join(sorted(f"{text.sum}\n" for text in texts))
    return f"sha256:{_sum(lines.encode('utf-8', 'surrogateescape'))}"


def _sum(raw: bytes) -> str:
    from hashlib import sha256  # noqa: PLC0415 -- few runs sum anything up

    return sha256(raw).hexdigest()


class _Unsure(Exception):  # noqa: N818 -- it never leaves this module
    """The part cannot be told from the whole."""


class _Part:
    """A library whose records are found by their lines and read one by one."""

    def __init__(self, texts: Sequence[_Text], items: Mapping[str, Mapping[str, tuple[int, Item]]]) -> None:
        self._texts = texts
        self._items = items
        self._found: dict[str, dict[str, Any]] = {name: {} for name in SECTIONS}

    @staticmethod
    def of(texts: Sequence[_Text]) -> "_Part | None":
        """Find every record's lines, or return ``None`` where a file hides them."""
        items: dict[str, dict[str, tuple[int, Item]]] = {name: {} for name in SECTIONS}
        for number, text in enumerate(texts):
            found = None if text.problems else outline(text.text)
            if found is None:
                return None
            for item in found:
                known = items.get(item.section)
                if known is None or item.id in known:
                    return None
                known[item.id] = (number, item)
        return _Part(texts, items)

    def library(self, studies: Iterable[str], shelf: set[str]) -> Library | None:
        """Read the part, or return ``None`` where it takes the whole."""
        try:
            wanted = [self._read("studies", study) for study in studies]
            references = [*wanted, *self._companions(wanted), *self._sheets(wanted)]
            references += [self._read("instruments", name) for name in self._items["instruments"]]
            self._referred([r for _, referred in references for r in referred], shelf)
        except _Unsure:
            return None
        order = {name: self._found[name] for name in Library._fields}
        for name, found in order.items():
            order[name] = {i: found[i] for i in self._items[name] if i in found}
        return Library(**order)

    def _read(self, section: str, name: str) -> tuple[str, list[Referred]]:
        """Read one record, and give its id and what it refers to."""
        if name not in self._items[section]:
            raise _Unsure
        number, item = self._items[section][name]
        text = self._texts[number]
        records: list[Any] = []
        lines = f"{section}:\n{text.text[item.start : item.end]}"
        problems, referred = _read_text(
            lines, text.file, SECTIONS, lambda _, record: records.append(record), set(), shift=item.line - 2
        )
        if problems or len(records) != 1 or records[0].id != name:
            raise _Unsure
        self._found[section][name] = records[0]
        return name, referred

    def _companions(self, wanted: Iterable[tuple[str, list[Referred]]]) -> Iterator[tuple[str, list[Referred]]]:
        """Read the reports of the same studies: those that point to them, and those that they point to."""
        names = {name for name, _ in wanted}
        for name, (number, item) in self._items["studies"].items():
            if name in names:
                continue
            at = self._texts[number].text.find(_COMPANION, item.start, item.end)
            while at >= 0:
                line = self._texts[number].text[at : item.end].partition("\n")[0]
                if not _PLAIN_COMPANION.fullmatch(line) or any(wanted in line for wanted in names):
                    yield self._read("studies", name)
                    break
                at = self._texts[number].text.find(_COMPANION, at + 1, item.end)
        for name in names:
            yield from self._upward(name)

    def _upward(self, name: str) -> Iterator[tuple[str, list[Referred]]]:
        following = self._found["studies"][name].companion_of
        while following and following not in self._found["studies"]:
            yield self._read("studies", following)
            following = self._found["studies"][following].companion_of

    def _sheets(self, wanted: Iterable[tuple[str, list[Referred]]]) -> Iterator[tuple[str, list[Referred]]]:
        """Read the sheets that name one of the studies anywhere."""
        names = {name for name, _ in wanted}
        for sheet, (number, item) in self._items["sheets"].items():
            lines = self._texts[number].text[item.start : item.end]
            if "\\" in lines or any(name in lines for name in names):
                yield self._read("sheets", sheet)

    def _referred(self, references: Iterable[Referred], shelf: set[str]) -> None:
        """Read the sources that the part names; what it names otherwise must only be there."""
        for referred in references:
            if not referred.id or (referred.id in shelf and "instruments" in referred.to):
                continue
            section = next((name for name in referred.to if referred.id in self._items[name]), None)
            if section is None:
                raise _Unsure
            if "sources" in referred.to and referred.id not in self._found[section]:
                self._read(section, referred.id)


_COMPANION = "companion_of"
_PLAIN_COMPANION = re.compile(r"companion_of: +[a-z0-9-]+ *(?: #.*)?")
_CHOOSING = "choosing"
_VERDICTS = "verdicts"
_ALONE = ("checklist", "reading")
_LOST = frozenset(("F001", "F003", "F005", "F006", "F007", "F008", "F009", "F010", "F011"))
"""Problems behind which the rest of a file is not read, so that nobody can tell what it would have held."""

_YAML = (".yaml", ".yml")
_Keep = Callable[[str, Record], None]


class _WithoutCollector:
    """Pauses the collector of cycles: it would walk all records over and over, and they hold no cycle."""

    def __enter__(self) -> None:
        self._was = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was:
            gc.enable()


def _yaml_files(folder: str, above: tuple[str, ...] = ()) -> Iterator[str]:
    """Find the YAML files below a folder, sorted, without hidden ones; a folder inside itself is passed over."""
    if os.path.isfile(folder):
        yield folder
        return
    here = os.path.realpath(folder)
    if here in above:
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
            yield from _yaml_files(os.path.join(folder, entry.name), (*above, here))
        elif entry.name.endswith(_YAML) and (entry.is_file() or entry.is_symlink()):
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


def _read_text(  # noqa: PLR0913, PLR0917 -- a text, what may stand in it, and what becomes of it
    text: str,
    file: str,
    sections: Mapping[str, type[Record]],
    keep: _Keep,
    broken: set[str],
    alone: Container[str] = (),
    shift: int = 0,
) -> tuple[list[Problem], list[Referred]]:
    """Read a file's records; those of the sections ``alone`` stand by themselves, the others in lists."""
    stream = Stream(text, file, shift)
    decoder = Decoder(stream)

    def take(section: str, event: Event) -> None:
        record = decoder.record(sections[section], event)
        if record is not None:
            keep(section, record)
        elif decoder.unread:
            broken.add(decoder.unread)

    def visit(top: Event) -> None:
        for section, key, event in stream.pairs(top):
            listed = type(event) is SequenceStartEvent
            if section not in sections:
                hint = did_you_mean(section, sections) or f"known are {', '.join(sections)}"
                stream.tell("F102", f"a file has no {section!r}", stretch_of(key), hint)
                stream.skip(event)
            elif listed or section in alone:
                for item in stream.items(event) if listed else (event,):
                    take(section, item)
            elif not (type(event) is ScalarEvent and is_empty(event)):
                message = f"a list of records is wanted below {section!r}"
                stream.tell("F101", message, stream.skip(event), "write '- ' before the record")

    return stream.read(visit), decoder.references


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
    known: dict[tuple[str, ...], set[str]] = {}
    hints: dict[str, str] = {}
    for referred in references:
        there = known.get(referred.to)
        if there is None:
            there = set().union(*(found[name] for name in referred.to)) | broken | {""}
            there |= shelf if "instruments" in referred.to else set()
            known[referred.to] = there
        if referred.id in there:
            continue
        what = " or ".join(_ONE[name] for name in referred.to)
        if referred.id not in hints:
            near = did_you_mean(referred.id, there) if len(hints) < _HINTS else ""
            hints[referred.id] = near or "is its record broken, or its file outside the folder?"
        hint = hints[referred.id]
        yield Problem("F202", f"there is no {what} {referred.id!r}", referred.place, hint=hint)


_HINTS = 100
"""So many wrong ids get a nearest neighbour; to look for one takes a walk over all records."""

_ONE = {
    "sources": "source",
    "studies": "study",
    "claims": "claim",
    "sheets": "sheet",
    "instruments": "instrument",
}


def _ours(path: str, sections: Mapping[str, type[R]]) -> list[R]:
    records: list[Any] = []
    with _WithoutCollector():
        shown = _shown(os.path.join("ccsvi_triage", os.path.relpath(path, PACKAGE)))
        text, problems = text_of(read_bytes(path), shown)
        told, _ = _read_text(text, shown, sections, lambda _, record: records.append(record), set(), _ALONE)
        problems += told
    if problems:
        message = "\n".join(str(problem) for problem in problems)
        raise ValueError(message)
    return records


def stored(folder: str, shown: str, place: Place) -> str:
    """Give the lines of a file in which a record stands, from its first character to its last.

    Args:
        folder: The library's folder.
        shown: The folder as places show it.
        place: The record's place.

    Raises:
        CannotRead: The file has gone.
    """
    for path in _yaml_files(folder):
        if _shown(os.path.join(shown, os.path.relpath(path, folder))) == place.file:
            text, _ = text_of(read_bytes(path), place.file)
            break
    else:
        message = f"{place.file}: it has gone since it was read"
        raise CannotRead(message)
    lines = re.split("\r\n|\r|\n", text)[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = " " * (place.column - 1) + lines[0][place.column - 1 :]
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(line.removeprefix(" " * (place.column - 1)) for line in lines)
