"""A tree to records: the record class is the schema, and there is no other.

For every type a reader is made once from the class's own annotations; reading a file is then a walk over its tree.
"""

import re
import types
import typing
from collections.abc import Callable
from collections.abc import Mapping as MappingType
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Any, TypeVar

from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.load.tree import Mapping, Node, Scalar, Sequence
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.place import Place, Span, Stretch, Where
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.record import Record, default_of, fields_of, required
from ccsvi_triage.model.text import Pattern, Reference
from ccsvi_triage.model.words import Silence

R = TypeVar("R", bound=Record)
_BAD: Any = object()
_put = object.__setattr__
_new = tuple.__new__
_WHOLE = re.compile(r"0|[1-9][0-9]{0,11}")
_DIGITS = 12


class Referred(typing.NamedTuple):
    """An id that some record points to, and where it does so."""

    id: str
    to: tuple[str, ...]
    node: Scalar
    decoder: "Decoder"

    @property
    def place(self) -> Place:
        """The place of the reference."""
        return self.decoder.place(self.node.span)


class Decoder:
    """Reads the nodes of one file as records and keeps every problem and reference that it meets."""

    def __init__(self, file: str, shift: int = 0) -> None:
        """Begin a file.

        Args:
            file: Its path as it shall be shown.
            shift: Lines that stand in the file before the text that was read.
        """
        self.file = file
        self.shift = shift
        self.problems: list[Problem] = []
        self.references: list[Referred] = []

    def record(self, kind: type[R], node: Node) -> R | None:
        """Read a mapping as a record.

        Args:
            kind: The record's class; its fields are the keys that may stand.
            node: The node to read.

        Returns:
            The record, or ``None`` where it cannot be read; ``problems`` then says why.
        """
        value = _reader(kind)(node, self)
        return None if value is _BAD else typing.cast("R", value)

    def place(self, span: Span) -> Place:
        """Turn a span of the text into a place in the file."""
        line, column, end_line, end_column = span
        shift = self.shift + 1
        return Place(self.file, line + shift, column + 1, end_line + shift, end_column + 1)

    def fail(self, code: str, message: str, span: Span, hint: str = "") -> Any:  # noqa: ANN401 -- the mark of failure
        """Keep a problem; returns the mark that stands for a value that cannot be read."""
        self.problems.append(Problem(code, message, self.place(span), hint=hint))
        return _BAD


_Reader = Callable[[Node, Decoder], Any]
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
    if origin is MappingType:
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


def _text(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    if type(node) is Scalar:
        return node.text
    return _not_one_value(node, decoder)


def _not_one_value(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    what = "a list" if type(node) is Sequence else "'key: value' lines"
    return decoder.fail("F101", f"one value is wanted here, not {what}", node.span)


def _whole_number(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    if type(node) is not Scalar:
        return _not_one_value(node, decoder)
    if _WHOLE.fullmatch(node.text):
        return int(node.text)
    plain = node.text.replace(",", "").replace(" ", "")
    hint = f"write {int(plain)}" if plain.isascii() and plain.isdigit() and len(plain) <= _DIGITS else ""
    return decoder.fail("F104", f"{node.text!r} is not a whole number", node.span, hint)


def _pattern_of(kind: type[Pattern]) -> _Reader:
    matches = re.compile(kind.PATTERN).fullmatch

    def read(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(node) is not Scalar:
            return _not_one_value(node, decoder)
        if matches(node.text):
            return kind(node.text)
        return decoder.fail("F104", f"{node.text!r} is not {kind.WANTS}", node.span)

    return read


def _reference_to(kind: type[Reference]) -> _Reader:
    to = kind.TO
    make = str.__new__

    def read(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(node) is not Scalar:
            return _not_one_value(node, decoder)
        text = node.text
        decoder.references.append(_new(Referred, (text, to, node, decoder)))
        return make(kind, text)

    return read


def _word_of(kind: type[Enum]) -> _Reader:
    named = issubclass(kind, IntEnum)
    words = {(member.name.lower() if named else str(member.value)): member for member in kind}

    def read(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(node) is not Scalar:
            return _not_one_value(node, decoder)
        member = words.get(node.text)
        return _wrong_word(node, words, decoder) if member is None else member

    return read


_YES_NO = {"true": "yes", "false": "no", "y": "yes", "n": "no", "on": "yes", "off": "no"}
_FEW = 12


def _wrong_word(node: Scalar, words: typing.Iterable[str], decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    known = list(words)
    meant = _YES_NO.get(node.text.lower(), "")
    hint = f"write {meant}" if meant in known else did_you_mean(node.text, known)
    choice = ", ".join(known) if len(known) <= _FEW else f"{', '.join(known[:_FEW])}, ..."
    return decoder.fail("F105", f"{node.text!r} is not one of {choice}", node.span, hint)


def _list_of(kind: Any) -> _Reader:  # noqa: ANN401 -- an annotation
    item = _reader(kind)
    lone = isinstance(kind, type) and issubclass(kind, str)

    def read(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(node) is Sequence:
            items = tuple([_empty(child, decoder) or item(child, decoder) for child in node.items])
            return _BAD if _BAD in items else items
        if lone and type(node) is Scalar:
            value = item(node, decoder)
            return _BAD if value is _BAD else (value,)
        return decoder.fail("F101", "a list is wanted here: '- ' before each item, or [a, b]", node.span)

    return read


def _empty(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- the mark of failure, or nothing
    """Refuse an item of a list that is nothing."""
    if type(node) is Scalar and node.empty:
        return decoder.fail("F101", "an item of the list is empty", node.span, "write it, or delete its '-'")
    return None


def _mapping_of(kind: Any) -> _Reader:  # noqa: ANN401 -- an annotation
    value_of = _reader(kind)

    def read(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(node) is not Mapping:
            return decoder.fail("F101", "'key: value' lines are wanted here", node.span)
        given = {n: child for n, child in node.entries.items() if not (type(child) is Scalar and child.empty)}
        values = {name: value_of(child, decoder) for name, child in given.items()}
        return _BAD if _BAD in values.values() else MappingProxyType(values)

    return read


def _condition(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    """Read one clause, or a list of clauses of which one must hold."""
    nodes = node.items if type(node) is Sequence else [node]
    clauses = []
    for clause in nodes:
        read = _clause(clause, decoder)
        if read is _BAD:
            return _BAD
        clauses.append(read)
    return Condition(tuple(clauses))


def _clause(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    return _reader(MappingType[str, tuple[str, ...]])(node, decoder)


def _record_of(kind: type[Record]) -> _Reader:  # noqa: C901 -- the reader that it makes stands in it
    """Make the reader of a record class; the readers of its fields are made when the first one is read."""
    names = fields_of(kind)
    needed = tuple(name for name in names if required(kind, name))
    defaults = {name: default_of(kind, name) for name in names if name not in needed}
    plain: str = getattr(kind, "PLAIN", "")
    readers: dict[str, _Reader] = {}
    make = kind.__new__

    def read(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401, C901, PLR0912 -- the hot path, in one go
        if not readers:
            readers.update({name: _reader(hint) for name, hint in names.items()})
        if type(node) is not Mapping:
            if not plain or type(node) is not Scalar:
                return decoder.fail("F101", f"{_a(kind)} is written as 'key: value' lines", node.span)
            entries: dict[str, Node] = {plain: node}
        else:
            entries = node.entries
        values = dict(defaults)
        spans: dict[str, Span | Stretch] = {}
        sound = True
        for name, child in entries.items():
            reader = readers.get(name)
            if reader is None:
                sound = _unknown(kind, name, names, node, decoder)
                continue
            if type(child) is Scalar:
                _, event, empty = child
                if empty:
                    continue
                spans[name] = (event.start_mark, event.end_mark)
            else:
                spans[name] = child.stretch
            value = reader(child, decoder)
            if value is _BAD:
                sound = False
            values[name] = value
        for name in needed:
            if name not in values:
                decoder.fail("F103", f"{_a(kind)} needs {name!r}", node.span)
                sound = False
        if not sound:
            return _BAD
        record = make(kind)
        for name, value in values.items():
            _put(record, name, value)
        _put(record, "where", Where(decoder.file, node.stretch, spans, decoder.shift))
        return record

    return read


def _unknown(kind: type[Record], name: str, known: typing.Iterable[str], node: Node, decoder: Decoder) -> bool:
    """Tell of a key that a record does not have; what has one is not sound."""
    assert type(node) is Mapping
    decoder.fail("F102", f"{_a(kind)} has no {name!r}", node.key_span(name), did_you_mean(name, known))
    return False


_SILENCE = {silence.value: silence for silence in Silence}
_FACT_KEYS = ("value", "source", "locator", "basis", "note")


def _fact_of(kind: Any) -> _Reader:  # noqa: ANN401 -- an annotation
    """Make the reader of a fact: a plain value, a silence, or both written out with their provenance."""
    value_of = _reader(kind)
    others: list[tuple[str, _Reader]] = []
    make = Fact.__new__

    def read(node: Node, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
        if type(node) is not Mapping:
            return _plain_fact(node, value_of, decoder)
        if not others:
            others.extend((name, _reader(hint)) for name, hint in fields_of(Fact).items() if name in _FACT_KEYS[1:])
        entries = node.entries
        sound = entries.keys() <= _FACT_NAMES or _only_known(node, decoder)
        told = entries.get("value")
        silence, value = None, None
        if told is None or (type(told) is Scalar and told.empty):
            hint = "leave the whole fact out where nobody has looked; write not-reported where somebody has"
            value = decoder.fail("F103", "a fact that is written out needs 'value'", node.span, hint)
        else:
            silence = _SILENCE.get(told.text) if type(told) is Scalar else None
            value = value_of(told, decoder) if silence is None else None
        fact = make(Fact)
        spans: dict[str, Span | Stretch] = {} if told is None else {"value": told.stretch}
        for name, reader in others:
            child = entries.get(name)
            if child is None or (type(child) is Scalar and child.empty):
                _put(fact, name, _UNSAID[name])
                continue
            spans[name] = child.stretch
            said = reader(child, decoder)
            sound = sound and said is not _BAD
            _put(fact, name, said)
        if value is _BAD or not sound:
            return _BAD
        _put(fact, "value", value)
        _put(fact, "silence", silence)
        _put(fact, "where", Where(decoder.file, node.stretch, spans, decoder.shift))
        return fact

    return read


def _plain_fact(node: Node, value_of: _Reader, decoder: Decoder) -> Any:  # noqa: ANN401 -- a reader
    """Read a fact that stands without its provenance."""
    silence = _SILENCE.get(node.text) if type(node) is Scalar else None
    value = value_of(node, decoder) if silence is None else None
    if value is _BAD:
        return _BAD
    fact: Fact[Any] = Fact.__new__(Fact)
    for name, unsaid in _UNSAID.items():
        _put(fact, name, unsaid)
    _put(fact, "value", value)
    _put(fact, "silence", silence)
    _put(fact, "where", Where(decoder.file, node.stretch, {}, decoder.shift))
    return fact


_UNSAID = {name: default_of(Fact, name) for name in ("source", "locator", "basis", "note")}
_FACT_NAMES = frozenset(_FACT_KEYS)


def _only_known(node: Mapping, decoder: Decoder) -> bool:
    """Tell of the keys that a fact does not have."""
    for name in node.entries:
        if name not in _FACT_NAMES:
            decoder.fail("F102", f"a fact has no {name!r}", node.key_span(name), did_you_mean(name, _FACT_KEYS))
    return False


def _a(kind: type[Record]) -> str:
    name = getattr(kind, "NAME", "") or kind.__name__.lower()
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
