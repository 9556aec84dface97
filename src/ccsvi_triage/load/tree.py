"""YAML text to a tree that remembers every place.

The reader works on the parser's events, so that it sees what the author typed: scalars stay text, and whatever YAML
would guess, merge, repeat or hide is refused with its place. It needs no recursion of PyYAML's and has hard limits,
because a file may come from anybody.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ccsvi_triage.model.place import Place, Span, Stretch, in_numbers
from ccsvi_triage.model.problem import Problem

MAX_BYTES = 64 << 20
MAX_DEPTH = 24
MAX_VALUES = 8_000_000
MAX_SCALAR = 100_000
MAX_KEY = 500

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


Event: TypeAlias = Any
"""One of PyYAML's events; its stubs say less of them than the parser gives."""


class Scalar(NamedTuple):
    """A leaf: the characters that the author typed, or nothing at all."""

    text: str
    event: Event
    empty: bool

    @property
    def span(self) -> Span:
        """Where it stands; worked out when somebody asks."""
        return _span(self.event)

    @property
    def stretch(self) -> Stretch:
        """Where it stands, in the parser's own marks."""
        return (self.event.start_mark, self.event.end_mark)


class _Collection:
    """What a list and a mapping have in common: where they stand."""

    __slots__ = ("stretch",)

    stretch: Stretch

    @property
    def span(self) -> Span:
        """Where it stands; worked out when somebody asks."""
        return in_numbers(self.stretch)


class Sequence(_Collection):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, items: "list[Node]", stretch: Stretch) -> None:
        """Keep the items in their order."""
        self.items = items
        self.stretch = stretch


class Mapping(_Collection):
    """A mapping with the place of each key."""

    __slots__ = ("_keys", "entries")

    def __init__(self, entries: "dict[str, Node]", keys: dict[str, Any], stretch: Stretch) -> None:
        """Keep the entries in their order, and of each key its span or the event that has it."""
        self.entries = entries
        self.stretch = stretch
        self._keys = keys

    def key_span(self, name: str) -> Span:
        """Tell where a key stands, from its first character to just behind its last."""
        key = self._keys[name]
        return key if type(key) is tuple else _span(key)


Node: TypeAlias = Scalar | Sequence | Mapping
Take: TypeAlias = Callable[[str, Span, "Node"], None]


_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_ASCII = bytes(range(0x80))


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
    body = raw.removeprefix(BOM_UTF8)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        before = body[: error.start].decode("utf-8")
        message = f"byte 0x{body[error.start]:02x} is not UTF-8"
        return "", [_at("F011", message, file, before, hint="save the file as UTF-8")]
    found = _REFUSED.search(text) if _suspicious(body) else None
    if found:
        before = text[: found.start()]
        character = ord(found.group())
        message = f"the character U+{character:04X} is not allowed: it is invisible or steers terminals"
        return "", [_at("F012", message, file, before, hint="delete it")]
    return text, []


def _suspicious(body: bytes) -> bool:
    """Tell whether valid UTF-8 holds a character that is refused, at the speed at which bytes are dropped."""
    beyond = body.translate(None, _ASCII)
    return len(body.translate(None, _PLAIN)) > len(beyond) or _REFUSED.search(beyond.decode("utf-8")) is not None


def _at(code: str, message: str, file: str, before: str = "", hint: str = "") -> Problem:
    lines = re.split("\r\n|\r|\n", before)
    line, column = len(lines), len(lines[-1]) + 1
    return Problem(code, message, Place(file, line, column, line, column + 1), hint=hint)


def read(  # noqa: PLR0913, PLR0917 -- a text, what it is called, and what is done with its parts
    text: str,
    file: str,
    take: Take,
    shift: int = 0,
    whole: Take | None = None,
    problems: list[Problem] | None = None,
) -> list[Problem]:
    """Read one YAML document and hand on its parts as they come.

    The top of a file is a mapping. An entry whose value is a list is handed on item by item, so that a library of
    ten thousand studies never stands in memory as a tree; any other entry is handed on whole.

    Args:
        text: The whole text.
        file: Its path as it shall be shown.
        take: Called with the top-level key, the key's place, and an item or value.
        shift: Lines that stand in the file before the text.
        whole: Called instead for a value that is no list, and for a list without items.
        problems: Where to put what is wrong as it is found, so that ``take`` can tell which item has a problem.

    Returns:
        What is wrong, in the order of the lines. Never raises for what stands in the file.
    """
    problems = [] if problems is None else problems
    parser = None
    try:
        parser = _Parser(text)
        _Reader(parser, file, problems, shift).document(take, whole or take)
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
    "found character that cannot start any token": (
        "indent with blanks, not with tabs; quote a text that begins with @, ` or %"
    ),
    "did not find expected key": "is the indentation right, and is every quote closed?",
    "could not find expected ':'": "a key is written 'key: value'",
    "found unexpected end of stream": "a quote or bracket is not closed",
}


def _problem(  # noqa: PLR0913, PLR0917 -- one problem in all its parts
    code: str, message: str, file: str, span: Span, shift: int, hint: str = ""
) -> Problem:
    line, column, end_line, end_column = span
    place = Place(file, line + 1 + shift, column + 1, end_line + 1 + shift, end_column + 1)
    return Problem(code, message, place, hint=hint)


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return (start.line, start.column, end.line, end.column)


def _between(start: Event, end: Event, last: Node | None = None) -> Stretch:
    """Give the stretch of a list or mapping: to its bracket, or, in block style, to where its last value ends.

    In block style the parser's own end stands where the next thing begins, behind blank lines and comments.
    """
    final = end.end_mark
    if last is not None and end.start_mark.index == final.index:
        final = last.event.end_mark if type(last) is Scalar else last.stretch[1]
    return (start.start_mark, final)


class _Reader:
    """Walks the events of one file."""

    def __init__(self, parser: Event, file: str, problems: list[Problem], shift: int) -> None:
        self._next: Callable[[], Event] = parser.get_event
        self._file = file
        self._problems = problems
        self._shift = shift
        self._values = 0

    def document(self, take: Take, whole: Take) -> None:
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
        self._top(take, whole)
        event = following()
        if type(event) is DocumentEndEvent:
            event = following()
        if type(event) is not StreamEndEvent:
            hint = "a file holds one document; take the '---' out or make two files"
            raise Unreadable("F005", "a second YAML document begins here", _span(event), hint)

    def _top(self, take: Take, whole: Take) -> None:
        keys: dict[str, Event] = {}
        following = self._next
        while True:
            event = following()
            if type(event) is MappingEndEvent:
                return
            known = self._key(event, keys)
            key, span = event.value, _span(event)
            value = following()
            if known:
                self._node(value, 2)
                continue
            if type(value) is SequenceStartEvent:
                self._refuse(value)
                item = following()
                if type(item) is SequenceEndEvent:
                    whole(key, span, Sequence([], _between(value, item)))
                    continue
                while type(item) is not SequenceEndEvent:
                    take(key, span, self._node(item, 2))
                    item = following()
            else:
                whole(key, span, self._node(value, 2))

    def _key(self, event: Event, keys: dict[str, Event]) -> bool:
        """Take a key in, and tell whether it stood there before."""
        if type(event) is not ScalarEvent:
            self._refuse(event)
            raise Unreadable("F006", "a key must be plain text", _span(event), "write 'key: value'")
        self._refuse(event)
        name = event.value
        if len(name) > MAX_KEY:
            raise Unreadable("F010", f"a key of more than {MAX_KEY} characters", _span(event), "is a quote not closed?")
        if event.style == '"':
            self._visible(event)
        if name == "<<" and not event.style:
            hint = "write the keys out; every record stands for itself"
            raise Unreadable("F007", "a merge key (<<) is not allowed", _span(event), hint)
        if name in keys:
            line = keys[name].start_mark.line + 1 + self._shift
            message = f"{name!r} stands here twice"
            hint = f"first on line {line}; keep one of them"
            self._problems.append(_problem("F004", message, self._file, _span(event), self._shift, hint))
            return True
        keys[name] = event
        return False

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
        if kind is ScalarEvent:
            text, style = event.value, event.style
            if style == '"' or event.tag is not None or event.anchor is not None or len(text) > MAX_SCALAR:
                self._scalar(event)
            return Scalar(text, event, not style and text in _EMPTY)
        self._refuse(event)
        if depth > MAX_DEPTH:
            hint = "is a bracket not closed?"
            raise Unreadable("F009", f"nested deeper than {MAX_DEPTH} levels", _span(event), hint)
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
        """Read a mapping; here most of the time of a load is spent, so that plain keys and values are read in line."""
        following = self._next
        entries: dict[str, Node] = {}
        keys: dict[str, Event] = {}
        known = False
        while True:
            event = following()
            kind = type(event)
            if kind is MappingEndEvent:
                break
            if kind is ScalarEvent and not event.style and event.tag is None and event.anchor is None:
                name = event.value
                known = name in keys or name == "<<" or len(name) > MAX_KEY
                if known:
                    known = self._key(event, keys)
                else:
                    keys[name] = event
            else:
                known = self._key(event, keys)
                name = event.value
            event = following()
            kind = type(event)
            if kind is ScalarEvent:
                text, style = event.value, event.style
                if style == '"' or event.tag is not None or event.anchor is not None or len(text) > MAX_SCALAR:
                    self._scalar(event)
                value: Node = _new(Scalar, (text, event, not style and text in _EMPTY))
            else:
                value = self._node(event, depth)
            if not known:
                entries[name] = value
        self._count(len(entries), start)
        return Mapping(entries, keys, _between(start, event, entries[name] if entries and not known else None))

    def _sequence(self, start: Event, depth: int) -> Sequence:
        following, node = self._next, self._node
        items: list[Node] = []
        while True:
            event = following()
            kind = type(event)
            if kind is SequenceEndEvent:
                self._count(len(items), start)
                return Sequence(items, _between(start, event, items[-1] if items else None))
            items.append(node(event, depth))

    def _count(self, values: int, start: Event) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            hint = "split the file; every file of the folder is read"
            raise Unreadable("F010", f"more than {MAX_VALUES} values in one file", _span(start), hint)


_new = tuple.__new__
"""Makes a named tuple without the call in Python that its class would make."""
