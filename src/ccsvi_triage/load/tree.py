"""YAML text to a tree that remembers every place.

The reader works on the parser's events, so that it sees what the author typed: scalars stay text, and whatever YAML
would guess, merge, repeat or hide is refused with its place. It needs no recursion of PyYAML's and has hard limits,
because a file may come from anybody.
"""

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ccsvi_triage.model.place import Place, Span
from ccsvi_triage.model.problem import Problem

MAX_BYTES = 64 << 20
MAX_DEPTH = 24
MAX_VALUES = 8_000_000
MAX_SCALAR = 100_000

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


class Scalar(NamedTuple):
    """A leaf: the characters that the author typed, or nothing at all."""

    text: str
    span: Span
    empty: bool


class Sequence:
    """A list."""

    __slots__ = ("items", "span")

    def __init__(self, items: "list[Node]", span: Span) -> None:
        """Keep the items in their order."""
        self.items = items
        self.span = span


class Mapping:
    """A mapping with the place of each key."""

    __slots__ = ("entries", "keys", "span")

    def __init__(self, entries: "dict[str, Node]", keys: dict[str, Span], span: Span) -> None:
        """Keep the entries in their order."""
        self.entries = entries
        self.keys = keys
        self.span = span


Node: TypeAlias = Scalar | Sequence | Mapping
Take: TypeAlias = Callable[[str, Span, "Node"], None]


class Unreadable(Exception):  # noqa: N818 -- it never leaves this module
    """The rest of the file cannot be made sense of."""

    def __init__(self, code: str, message: str, span: Span, hint: str = "") -> None:
        """Say what stands where."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.span = span
        self.hint = hint


def text_of(raw: bytes, file: str) -> tuple[str, list[Problem]]:
    """Decode a file, or say why it is not text that everybody reads alike.

    Args:
        raw: The whole file.
        file: Its path as it shall be shown.

    Returns:
        The text without a byte order mark, and what is wrong with it; where something is, the text is ``""``.
    """
    if len(raw) > MAX_BYTES:
        hint = "split it; every file of the folder is read"
        return "", [_at("F010", f"the file is larger than {MAX_BYTES >> 20} MiB", file, hint=hint)]
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in raw[:64]:
        return "", [_at("F011", "the file is not UTF-8 but, it seems, UTF-16 or binary", file, hint="save it as UTF-8")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig")
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        return "", [_at("F011", message, file, before, hint="save the file as UTF-8")]
    found = _REFUSED.search(text)
    if found:
        before = text[: found.start()]
        character = ord(found.group())
        message = f"the character U+{character:04X} is not allowed: it is invisible or steers terminals"
        return "", [_at("F012", message, file, before, hint="delete it")]
    return text, []


def _at(code: str, message: str, file: str, before: str = "", hint: str = "") -> Problem:
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return Problem(code, message, Place(file, line, column, line, column + 1), hint=hint)


def read(text: str, file: str, take: Take, shift: int = 0) -> list[Problem]:
    """Read one YAML document and hand on its parts as they come.

    The top of a file is a mapping. An entry whose value is a list is handed on item by item, so that a library of
    ten thousand studies never stands in memory as a tree; any other entry is handed on whole.

    Args:
        text: The whole text.
        file: Its path as it shall be shown.
        take: Called with the top-level key, the key's place, and an item or value.
        shift: Lines that stand in the file before the text.

    Returns:
        What is wrong, in the order of the lines. Never raises for what stands in the file.
    """
    problems: list[Problem] = []
    parser = None
    try:
        parser = _Parser(text)
        _Reader(parser, file, problems, shift).document(take)
    except Unreadable as error:
        problems.append(_problem(error.code, error.message, file, error.span, shift, error.hint))
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax(error, file, shift))
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError, IndexError) as error:
        place = Place(file, 1 + shift, 1, 1 + shift, 1)
        problems.append(Problem("F001", f"cannot be read as YAML ({type(error).__name__})", place))
    finally:
        if parser is not None:
            parser.dispose()
    return problems


def _syntax(error: yaml.MarkedYAMLError, file: str, shift: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1 + shift, mark.column + 1) if mark else (1 + shift, 1)
    said = error.problem or error.context or "cannot be read"
    hint = _SYNTAX_HINTS.get(said, "")
    return Problem("F001", f"not YAML: {said}", Place(file, line, column, line, column), hint=hint)


_SYNTAX_HINTS = {
    "mapping values are not allowed in this context": 'a text with ": " in it wants quotes round it',
    "found character that cannot start any token": "indent with blanks, not with tabs; quote a text that begins with @, ` or %",
    "did not find expected key": "is the indentation right, and is every quote closed?",
    "could not find expected ':'": "a key is written 'key: value'",
    "found unexpected end of stream": "a quote or bracket is not closed",
}


def _problem(code: str, message: str, file: str, span: Span, shift: int, hint: str = "") -> Problem:
    line, column, end_line, end_column = span
    place = Place(file, line + 1 + shift, column + 1, end_line + 1 + shift, end_column + 1)
    return Problem(code, message, place, hint=hint)


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return (start.line, start.column, end.line, end.column)


class _Reader:
    """Walks the events of one file."""

    def __init__(self, parser: yaml.SafeLoader, file: str, problems: list[Problem], shift: int) -> None:
        self._next: Callable[[], Event] = parser.get_event
        self._file = file
        self._problems = problems
        self._shift = shift
        self._values = 0

    def document(self, take: Take) -> None:
        """Read the stream: one document whose top is a mapping."""
        following = self._next
        event = following()
        if type(event) is StreamStartEvent:
            event = following()
        if type(event) is StreamEndEvent:
            raise Unreadable("F002", "the file is empty", _span(event), "delete it or write 'studies:' into it")
        if type(event) is DocumentStartEvent:
            event = following()
        if type(event) is ScalarEvent and event.value in _EMPTY and not event.style:
            raise Unreadable("F002", "the file is empty", _span(event), "delete it or write 'studies:' into it")
        if type(event) is not MappingStartEvent:
            self._refuse(event)
            message = "a file begins with a key such as 'studies:', not with a list or a single value"
            raise Unreadable("F003", message, _span(event), "write 'studies:' above the list")
        self._refuse(event)
        self._top(take)
        event = following()
        if type(event) is DocumentEndEvent:
            event = following()
        if type(event) is not StreamEndEvent:
            hint = "a file holds one document; take the '---' out or make two files"
            raise Unreadable("F005", "a second YAML document begins here", _span(event), hint)

    def _top(self, take: Take) -> None:
        keys: dict[str, Span] = {}
        following = self._next
        while True:
            event = following()
            if type(event) is MappingEndEvent:
                return
            key, span, known = self._key(event, keys)
            value = following()
            if known:
                self._node(value, 2)
                continue
            if type(value) is SequenceStartEvent:
                self._refuse(value)
                while type(item := following()) is not SequenceEndEvent:
                    take(key, span, self._node(item, 2))
            else:
                take(key, span, self._node(value, 2))

    def _key(self, event: Event, keys: dict[str, Span]) -> tuple[str, Span, bool]:
        if type(event) is not ScalarEvent:
            self._refuse(event)
            raise Unreadable("F006", "a key must be plain text", _span(event), "write 'key: value'")
        if event.tag is not None or event.anchor is not None:
            self._refuse(event)
        name = event.value
        span = _span(event)
        if event.style == '"':
            self._visible(event)
        if name == "<<" and not event.style:
            hint = "write the keys out; every record stands for itself"
            raise Unreadable("F007", "a merge key (<<) is not allowed", span, hint)
        if name in keys:
            line = keys[name][0] + 1 + self._shift
            message = f"{name!r} stands here twice"
            hint = f"first on line {line}; keep one of them"
            self._problems.append(_problem("F004", message, self._file, span, self._shift, hint))
            return name, span, True
        keys[name] = span
        return name, span, False

    def _refuse(self, event: Event) -> None:
        """Refuse what must not stand in front of any node."""
        if type(event) is AliasEvent:
            raise Unreadable("F007", "an alias (*name) is not allowed", _span(event), "write the value out")
        if getattr(event, "anchor", None) is not None:
            raise Unreadable("F007", "an anchor (&name) is not allowed", _span(event), "delete it")
        if getattr(event, "tag", None) is not None:
            hint = "delete it; what a value is follows from its key"
            raise Unreadable("F008", f"a tag ({event.tag}) is not allowed", _span(event), hint)

    def _node(self, event: Event, depth: int) -> Node:
        kind = type(event)
        self._values += 1
        if kind is ScalarEvent:
            text = event.value
            style = event.style
            if event.tag is not None or event.anchor is not None or style == '"' or len(text) > MAX_SCALAR:
                self._scalar(event)
            start, end = event.start_mark, event.end_mark
            return Scalar(text, (start.line, start.column, end.line, end.column), text in _EMPTY and not style)
        self._refuse(event)
        if depth > MAX_DEPTH:
            hint = "is a bracket not closed?"
            raise Unreadable("F009", f"nested deeper than {MAX_DEPTH} levels", _span(event), hint)
        if self._values > MAX_VALUES:
            hint = "split the file; every file of the folder is read"
            raise Unreadable("F010", f"more than {MAX_VALUES} values in one file", _span(event), hint)
        if kind is MappingStartEvent:
            return self._mapping(event, depth + 1)
        return self._sequence(event, depth + 1)

    def _scalar(self, event: Event) -> None:
        self._refuse(event)
        self._visible(event)
        if len(event.value) > MAX_SCALAR:
            hint = "is a quote not closed?"
            raise Unreadable("F010", f"a text of more than {MAX_SCALAR} characters", _span(event), hint)

    def _visible(self, event: Event) -> None:
        """Refuse what an escape in double quotes may have brought in."""
        found = _REFUSED.search(event.value)
        if found:
            message = f"the character U+{ord(found.group()):04X} is not allowed: it is invisible or steers terminals"
            self._problems.append(_problem("F012", message, self._file, _span(event), self._shift, "delete it"))

    def _mapping(self, start: Event, depth: int) -> Mapping:
        following, node = self._next, self._node
        entries: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        while True:
            event = following()
            if type(event) is MappingEndEvent:
                first, last = start.start_mark, event.end_mark
                return Mapping(entries, keys, (first.line, first.column, last.line, last.column))
            name, _, known = self._key(event, keys)
            value = node(following(), depth)
            if not known:
                entries[name] = value

    def _sequence(self, start: Event, depth: int) -> Sequence:
        following, node = self._next, self._node
        items: list[Node] = []
        while True:
            event = following()
            if type(event) is SequenceEndEvent:
                first, last = start.start_mark, event.end_mark
                return Sequence(items, (first.line, first.column, last.line, last.column))
            items.append(node(event, depth))
