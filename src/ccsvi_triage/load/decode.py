"""A stream to records: the record class is the schema, and there is no other.

For every type a reader is made once from the class's own annotations; a reader takes the event with which a value
begins, and walks the stream to the value's end.
"""

import re
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Any, TypeVar

from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.load.stream import EMPTY, Event, Stream, is_empty, stretch_of
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.place import Place, Stretch, Where, place_of
from ccsvi_triage.model.record import Record, default_of, fields_of, maker_of, required
from ccsvi_triage.model.text import Pattern, Reference
from ccsvi_triage.model.words import Silence

R = TypeVar("R", bound=Record)
_BAD: Any = object()
_new = tuple.__new__
_WHOLE = re.compile(r"0|[1-9][0-9]{0,11}")
_DIGITS = 12


class Referred(typing.NamedTuple):
    """An id that some record points to, and where it does so."""

    id: str
    to: tuple[str, ...]
    stretch: Stretch
    stream: Stream

    @property
    def place(self) -> Place:
        """The place of the reference."""
        return place_of(self.stream.file, self.stretch, self.stream.shift)


class Decoder:
    """Reads the values of one file as records and keeps every reference that it meets.

    Attributes:
        stream: The file, which keeps the problems.
        references: What its records point to.
        unread: Of the record that could not be read last, the id that it gives itself; else ``""``.
    """

    def __init__(self, stream: Stream) -> None:
        """Begin a file."""
        self.stream = stream
        self.references: list[Referred] = []
        self.unread = ""

    def record(self, kind: type[R], start: Event) -> R | None:
        """Read a mapping as a record.

        Args:
            kind: The record's class; its fields are the keys that may stand.
            start: The event that begins it.

        Returns:
            The record, or ``None`` where anything in it is wrong; the stream's problems then say what.
        """
        told = len(self.stream.problems)
        self.unread = ""
        value = _reader(kind)(start, self)
        if value is _BAD:
            return None
        if len(self.stream.problems) > told:
            self.unread = getattr(value, "id", "")
            return None
        return typing.cast("R", value)

    def fail(self, code: str, message: str, stretch: Stretch, hint: str = "") -> Any:  # noqa: ANN401 -- the mark of failure
        """Keep a problem; returns the mark that stands for a value that cannot be read."""
        self.stream.tell(code, message, stretch, hint)
        return _BAD


_Reader = Callable[[Event, Decoder], Any]
_readers: dict[Any, _Reader] = {}


def _reader(kind: Any) -> _Reader:  # noqa: ANN401 -- an annotation
    """Give the reader of a type, made at the first call."""
    known = _readers.get(kind)
    if known is None:
        known = _make(kind)
        _readers[kind] = known
    return known


def _make(kind: Any) -> _Reader:  # noqa: ANN401, C901, PLR0911 -- one line for each kind of type
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _reader(next(a for a in args if a is not types.NoneType))
    if origin is tuple:
        return _list_of(args[0])
    if origin is Mapping:
        return _mapping_of(args[1])
    if origin is Fact:
        return _fact_of(args[0])
    if kind is Condition:
        return _condition
    if kind is int:
        return _whole_number
    if issubclass(kind, Record):
        return _record_of(kind)
    if issubclass(kind, Enum):
        return _word_of(kind)
    if issubclass(kind, Pattern):
        return _pattern_of(kind)
    if issubclass(kind, Reference):
        return _reference_to(kind)
    return _text


def _text(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    if type(event) is ScalarEvent:
        return event.value
    return _not_one_value(event, decoder)


def _not_one_value(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    what = "a list" if type(event) is SequenceStartEvent else "'key: value' lines"
    return decoder.fail("F101", f"one value is wanted here, not {what}", decoder.stream.skip(event))


def _whole_number(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    if type(event) is not ScalarEvent:
        return _not_one_value(event, decoder)
    text = event.value
    if _WHOLE.fullmatch(text):
        return int(text)
    plain = text.replace(",", "").replace(" ", "")
    hint = f"write {int(plain)}" if plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS else ""
    return decoder.fail("F104", f"{text!r} is not a whole number", stretch_of(event), hint)


def _pattern_of(kind: type[Pattern]) -> _Reader:
    matches = re.compile(kind.PATTERN).fullmatch
    make = str.__new__

    def read(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(event) is not ScalarEvent:
            return _not_one_value(event, decoder)
        if matches(event.value):
            return make(kind, event.value)
        message = f"{event.value!r} is not {kind.WANTS}"
        return decoder.fail("F104", message, stretch_of(event), kind.mend(event.value))

    return read


def _reference_to(kind: type[Reference]) -> _Reader:
    to = kind.TO
    make = str.__new__

    def read(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(event) is not ScalarEvent:
            return _not_one_value(event, decoder)
        text = event.value
        decoder.references.append(_new(Referred, (text, to, stretch_of(event), decoder.stream)))
        return make(kind, text)

    return read


def _word_of(kind: type[Enum]) -> _Reader:
    named = issubclass(kind, IntEnum)
    words = {(member.name.lower() if named else str(member.value)): member for member in kind}

    def read(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(event) is not ScalarEvent:
            return _not_one_value(event, decoder)
        member = words.get(event.value)
        return _wrong_word(event, words, decoder) if member is None else member

    return read


_YES_NO = {"true": "yes", "false": "no", "y": "yes", "n": "no", "on": "yes", "off": "no"}
_FEW = 12


def _wrong_word(event: Event, words: typing.Iterable[str], decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    known = list(words)
    text = event.value
    meant = _YES_NO.get(text.lower(), "")
    hint = f"write {meant}" if meant in known else did_you_mean(text, known)
    choice = ", ".join(known) if len(known) <= _FEW else f"{', '.join(known[:_FEW])}, ..."
    return decoder.fail("F105", f"{text!r} is not one of {choice}", stretch_of(event), hint)


def _list_of(kind: Any) -> _Reader:  # noqa: ANN401 -- an annotation
    item = _reader(kind)
    lone = isinstance(kind, type) and issubclass(kind, str)

    def read(start: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(start) is SequenceStartEvent:
            return _all([_empty(event, decoder) or item(event, decoder) for event in decoder.stream.items(start)])
        if lone and type(start) is ScalarEvent:
            value = item(start, decoder)
            return _BAD if value is _BAD else (value,)
        message = "a list is wanted here: '- ' before each item, or [a, b]"
        return decoder.fail("F101", message, decoder.stream.skip(start))

    return read


def _all(values: list[Any]) -> Any:  # noqa: ANN401 -- the mark of failure, or a tuple
    """Give all values, or none of them where one cannot be read."""
    for value in values:
        if value is _BAD:
            return _BAD
    return tuple(values)


def _empty(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- the mark of failure, or nothing
    """Refuse an item of a list that is nothing."""
    if type(event) is ScalarEvent and event.value in EMPTY and not event.style:
        return decoder.fail("F101", "an item of the list is empty", stretch_of(event), "write it, or delete its '-'")
    return None


def _mapping_of(kind: Any) -> _Reader:  # noqa: ANN401 -- an annotation
    value_of = _reader(kind)

    def read(start: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(start) is not MappingStartEvent:
            return decoder.fail("F101", "'key: value' lines are wanted here", decoder.stream.skip(start))
        values: dict[str, Any] = {}
        sound = True
        for name, _, event in decoder.stream.pairs(start):
            if type(event) is ScalarEvent and is_empty(event):
                continue
            value = values[name] = value_of(event, decoder)
            sound = sound and value is not _BAD
        return MappingProxyType(values) if sound else _BAD

    return read


def _condition(start: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    """Read one clause, or a list of clauses of which one must hold."""
    clause = _reader(Mapping[str, tuple[str, ...]])
    events = decoder.stream.items(start) if type(start) is SequenceStartEvent else (start,)
    clauses = _all([clause(event, decoder) for event in events])
    return _BAD if clauses is _BAD else Condition(clauses)


def _record_of(kind: type[Record]) -> _Reader:
    """Make the reader of a record class; the readers of its fields are made when the first one is read."""
    hints = {_key(kind, name): hint for name, hint in fields_of(kind).items()}
    needed = tuple(_key(kind, name) for name in fields_of(kind) if required(kind, name))
    plain: str = getattr(kind, "PLAIN", "")
    blank = _blank(kind)
    readers: dict[str, _Reader] = {}
    make = maker_of(kind)

    def read(start: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if not readers:
            readers.update({name: _reader(hint) for name, hint in hints.items()})
        stream = decoder.stream
        values = blank.copy()
        how = type(start)
        if how is MappingStartEvent:
            stretches, sound = _entries(kind, readers, values, stream.pairs(start), decoder)
            stretch = (start.start_mark, stream.ended)
        elif plain and how is ScalarEvent:
            stretches, sound = _entries(kind, readers, values, ((plain, start, start),), decoder)
            stretch = stretch_of(start)
        else:
            return decoder.fail("F101", f"{_a(kind)} is written as 'key: value' lines", stream.skip(start))
        for name in needed:
            if values[name] is _MISSING:
                decoder.fail("F103", f"{_a(kind)} needs {name!r}", stretch, _wanted(hints[name]))
                sound = False
        if not sound:
            given = values.get("id")
            decoder.unread = given if isinstance(given, str) else ""
            return _BAD
        values["where"] = Where(stream.file, stretch, stretches, stream.shift)
        return make(values.values())

    return read


def _wanted(kind: Any) -> str:  # noqa: ANN401 -- an annotation
    """Tell what a field that is missing is for, and the words that it takes, where these are a closed list."""
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        return ""
    about = (kind.__doc__ or "").partition("\n")[0].partition(";")[0].rstrip(".")
    words = ", ".join(str(member.value) for member in kind)
    return f"{about[:1].lower()}{about[1:]}: {words}" if about else words


_MISSING: Any = object()


def _key(kind: type[Record], name: str) -> str:
    """Write a field's name as its key is written: settings are named as options are."""
    return name.replace("_", "-") if getattr(kind, "HYPHENS", False) else name


def _blank(kind: type[Record]) -> dict[str, Any]:
    """Give every key of a record, ``where`` first, with its default or the mark that it must still come."""
    blank = {_key(kind, name): _MISSING if required(kind, name) else default_of(kind, name) for name in fields_of(kind)}
    return {"where": None, **blank}


def _entries(
    kind: type[Record],
    readers: Mapping[str, _Reader],
    values: dict[str, Any],
    entries: typing.Iterable[tuple[str, Event, Event]],
    decoder: Decoder,
) -> tuple[Mapping[str, Stretch], bool]:
    """Read the entries of a record into ``values``; returns where each stands, and whether all could be read.

    Of a value that cannot be read its text is kept, so that a record that is left out can still be named.
    """
    stream = decoder.stream
    stretches: dict[str, Stretch] = {}
    sound = True
    for name, key, event in entries:  # most of the time of a load that is not the parser's is spent here
        reader = readers.get(name)
        how = type(event)
        if reader is None:
            sound = False
            hint = _cut(key, event) or _below(kind, name) or did_you_mean(name, readers)
            decoder.fail("F102", f"{_a(kind)} has no {name!r}", stretch_of(key), hint)
            stream.skip(event)
        elif how is not ScalarEvent:
            value = values[name] = reader(event, decoder)
            stretches[name] = (event.start_mark, stream.ended)
            sound = sound and value is not _BAD
        elif event.style or event.value not in EMPTY:
            value = reader(event, decoder)
            stretches[name] = (event.start_mark, event.end_mark)
            if value is _BAD:
                sound = False
                value = event.value
            values[name] = value
    return stretches, sound


def _cut(key: Event, value: Event) -> str:
    """Say where a key comes from that has no colon: within braces, a comma has cut it off the value before it."""
    begins, ends = stretch_of(value)[0], stretch_of(key)[1]
    if type(value) is not ScalarEvent or value.value or (begins.line, begins.column) != (ends.line, ends.column):
        return ""
    if key.value.isascii() and key.value.isdigit():
        return "within braces a comma begins a new key; write a decimal comma as a point"
    return "within braces a comma begins a new key; quote a text that has one"


def _below(kind: type[Record], name: str) -> str:
    """Say below which key of a record a key belongs that was written beside it, where there is one such."""
    found = [
        _key(kind, field)
        for field, hint in fields_of(kind).items()
        for inner in (hint, *typing.get_args(hint))
        if isinstance(inner, type) and issubclass(inner, Record) and name in {_key(inner, i) for i in fields_of(inner)}
    ]
    return f"it belongs below '{found[0]}:', indented further" if len(found) == 1 else ""


_FACT_KEYS = ("value", "source", "locator", "basis", "note")


def _fact_of(kind: Any) -> _Reader:  # noqa: ANN401 -- an annotation
    """Make the reader of a fact: a plain value, a silence, or both written out with their provenance."""
    told = _told_or_silent(_reader(kind))
    blank = _blank(Fact)
    readers: dict[str, _Reader] = {}
    make = maker_of(Fact)

    def read(start: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if not readers:
            hints = fields_of(Fact)
            readers.update({name: told if name == "value" else _reader(hints[name]) for name in _FACT_KEYS})
        stream = decoder.stream
        values = blank.copy()
        kind = type(start)
        if kind is MappingStartEvent:
            stretches, sound = _entries(Fact, readers, values, stream.pairs(start), decoder)
            if values["value"] is _MISSING:
                hint = "leave the whole fact out where nobody has looked; write not-reported where somebody has"
                stretch = (start.start_mark, stream.ended)
                return decoder.fail("F103", "a fact that is written out needs 'value'", stretch, hint)
        else:
            stretches = _NOWHERE
            values["value"] = told(start, decoder)
            sound = values["value"] is not _BAD
        if not sound:
            return _BAD
        if type(values["value"]) is Silence:
            values["value"], values["silence"] = None, values["value"]
        end = start.end_mark if kind is ScalarEvent else stream.ended
        values["where"] = Where(stream.file, (start.start_mark, end), stretches, stream.shift)
        return make(values.values())

    return read


_SILENCE = {silence.value: silence for silence in Silence}
_LIKE_SILENCE = frozenset(("na", "n/a", "n.a.", "nr", "n/r", "ni", "unknown", "not known", "not reported", "?"))
_WHICH_SILENCE = (
    "leave it out where nobody has looked; write not-reported where the whole report does not say it, and "
    "not-applicable where the question does not arise"
)


def _told_or_silent(value_of: _Reader) -> _Reader:
    """Make the reader of a value in whose stead a silence may stand."""

    def read(event: Event, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        silence = _SILENCE.get(event.value) if type(event) is ScalarEvent else None
        if silence is not None:
            return silence
        value = value_of(event, decoder)
        if value is _BAD and type(event) is ScalarEvent and event.value.lower() in _LIKE_SILENCE:
            last = decoder.stream.problems[-1]
            decoder.stream.problems[-1] = last if last.hint else last._replace(hint=_WHICH_SILENCE)
        return value

    return read


_NOWHERE: Mapping[str, Stretch] = MappingProxyType({})


def _a(kind: type[Record]) -> str:
    name = getattr(kind, "NAME", "") or kind.__name__.lower()
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
