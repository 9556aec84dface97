"""YAML text to a stream of values, each with its place.

The stream gives the parser's own events, so that its reader sees what the author typed: scalars stay text, and whatever
YAML would guess, merge, repeat or hide is refused with its place. No tree is built: who reads a mapping or a list is
given its values one by one, while the parser stands behind them. There is no recursion of PyYAML's, and there are hard
limits, because a file may come from anybody.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ccsvi_triage.model.place import Mark, Place, Stretch, place_of
from ccsvi_triage.model.problem import Problem

MAX_BYTES = 64 << 20
MAX_DEPTH = 24
MAX_VALUES = 8_000_000
MAX_SCALAR = 100_000
MAX_KEY = 500

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
EMPTY = frozenset(("", "~", "null", "Null", "NULL"))
"""What stands for nothing at all where it is not quoted."""
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u200b\u200e\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)


Event: TypeAlias = Any
"""One of PyYAML's events; its stubs say less of them than the parser gives."""


_PLAIN = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
_ASCII = bytes(range(0x80))


class _Unreadable(Exception):  # noqa: N818 -- it never leaves this module
    """The rest of the file cannot be made sense of."""

    def __init__(self, code: str, message: str, stretch: Stretch, hint: str = "") -> None:
        """Say what stands where."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.stretch = stretch
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


class Stream:
    """The values of one file, in the order in which they stand.

    An event that stands for a scalar is the whole value. One that begins a mapping or a list must be walked to its end
    by ``pairs``, ``items`` or ``skip`` before the next value is taken.

    Attributes:
        file: Its path as it shall be shown.
        shift: Lines that stand in the file before the text.
        problems: What is wrong with it, in the order in which it was found.
        ended: Where the mapping or list ends that was walked last.
    """

    def __init__(self, text: str, file: str, shift: int = 0) -> None:
        """Lay a text out; nothing is read yet."""
        self.file = file
        self.shift = shift
        self.problems: list[Problem] = []
        self.ended: Mark
        self._text = text
        self._next: Callable[[], Event]
        self._depth = 0
        self._values = 0

    def read(self, visit: Callable[[Event], object]) -> list[Problem]:
        """Read the text as one YAML document whose top is a mapping.

        Args:
            visit: Called with the event that begins the mapping, and walks it to its end.

        Returns:
            ``problems``. Never raises for what stands in the file.
        """
        parser = None
        try:
            parser = _Parser(self._text)
            self._next = parser.get_event
            self._document(visit)
        except _Unreadable as error:
            self.tell(error.code, error.message, error.stretch, error.hint)
        except yaml.MarkedYAMLError as error:
            self.problems.append(_syntax(error, self._text, self.file, self.shift))
        except (yaml.YAMLError, RecursionError, ValueError, OverflowError, IndexError) as error:
            place = Place(self.file, 1 + self.shift, 1, 1 + self.shift, 1)
            self.problems.append(Problem("F001", f"cannot be read as YAML ({type(error).__name__})", place))
        finally:
            if parser is not None:
                parser.dispose()
        return self.problems

    def tell(self, code: str, message: str, stretch: Stretch, hint: str = "") -> None:
        """Keep a problem."""
        self.problems.append(Problem(code, message, place_of(self.file, stretch, self.shift), hint=hint))

    def pairs(self, start: Event) -> Iterator[tuple[str, Event, Event]]:
        """Walk a mapping.

        Args:
            start: The event that begins it.

        Yields:
            A key's name, the key, and the value. Of two equal keys the second is told and passed over.
        """
        following = self._next
        self._depth += 1
        keys: dict[str, Event] = {}
        last: Mark | None = None
        while True:
            key = following()
            if type(key) is not ScalarEvent:
                if type(key) is MappingEndEvent:
                    break
                self._refuse(key)
                raise _Unreadable("F006", "a key must be plain text", stretch_of(key), "write 'key: value'")
            name = key.value
            again = name in keys
            if (
                again
                or key.style
                or key.tag is not None
                or key.anchor is not None
                or name == "<<"
                or len(name) > MAX_KEY
            ):
                self._key(key, keys)
            value = following()
            if type(value) is ScalarEvent:
                last = value.end_mark
                if (
                    value.style == '"'
                    or value.tag is not None
                    or value.anchor is not None
                    or len(value.value) > MAX_SCALAR
                ):
                    self._scalar(value)
                if not again:
                    keys[name] = key
                    yield name, key, value
                continue
            self._collection(value)
            if again:
                self.skip(value)
            else:
                keys[name] = key
                yield name, key, value
            last = self.ended
        self._end(start, key, last, len(keys))

    def items(self, start: Event) -> Iterator[Event]:
        """Walk a list.

        Args:
            start: The event that begins it.

        Yields:
            Each item.
        """
        following = self._next
        self._depth += 1
        number = 0
        last: Mark | None = None
        while True:
            item = following()
            kind = type(item)
            if kind is SequenceEndEvent:
                break
            number += 1
            if kind is ScalarEvent:
                last = item.end_mark
                if item.style == '"' or item.tag is not None or item.anchor is not None or len(item.value) > MAX_SCALAR:
                    self._scalar(item)
                yield item
                continue
            self._collection(item)
            yield item
            last = self.ended
        self._end(start, item, last, number)

    def skip(self, value: Event) -> Stretch:
        """Pass over a value that nobody wants, as strictly as if somebody did; returns where it stands."""
        kind = type(value)
        if kind is ScalarEvent:
            return stretch_of(value)
        if kind is MappingStartEvent:
            for _, _, inner in self.pairs(value):
                self.skip(inner)
        else:
            for inner in self.items(value):
                self.skip(inner)
        return value.start_mark, self.ended

    def _document(self, visit: Callable[[Event], object]) -> None:
        following = self._next
        event = following()
        if type(event) is StreamStartEvent:
            event = following()
        if type(event) is StreamEndEvent:
            raise _Unreadable("F002", "the file is empty", stretch_of(event), "delete it or write 'studies:' into it")
        if type(event) is DocumentStartEvent:
            event = following()
        if type(event) is ScalarEvent and is_empty(event):
            raise _Unreadable("F002", "the file is empty", stretch_of(event), "delete it or write 'studies:' into it")
        self._refuse(event)
        if type(event) is not MappingStartEvent:
            message = "a file begins with a key such as 'studies:', not with a list or a single value"
            raise _Unreadable("F003", message, stretch_of(event), "write 'studies:' above the list")
        visit(event)
        event = following()
        if type(event) is DocumentEndEvent:
            event = following()
        if type(event) is not StreamEndEvent:
            hint = "a file holds one document; take the '---' out or make two files"
            raise _Unreadable("F005", "a second YAML document begins here", stretch_of(event), hint)

    def _key(self, key: Event, keys: dict[str, Event]) -> None:
        """Look closely at a key that is not new and plain."""
        self._refuse(key)
        name = key.value
        if len(name) > MAX_KEY:
            message = f"a key of more than {MAX_KEY} characters"
            raise _Unreadable("F010", message, stretch_of(key), "is a quote not closed?")
        if key.style == '"':
            self._visible(key)
        if name == "<<" and not key.style:
            hint = "write the keys out; every record stands for itself"
            raise _Unreadable("F007", "a merge key (<<) is not allowed", stretch_of(key), hint)
        if name in keys:
            line = keys[name].start_mark.line + 1 + self.shift
            hint = f"first on line {line}; keep one of them"
            self.tell("F004", f"{name!r} stands here twice", stretch_of(key), hint)

    def _scalar(self, value: Event) -> None:
        """Look closely at a scalar that is not short and plain."""
        self._refuse(value)
        self._visible(value)
        if len(value.value) > MAX_SCALAR:
            message = f"a text of more than {MAX_SCALAR} characters"
            raise _Unreadable("F010", message, stretch_of(value), "is a quote not closed?")

    def _collection(self, start: Event) -> None:
        """Look at what begins a mapping or a list."""
        self._refuse(start)
        if self._depth >= MAX_DEPTH:
            hint = "is a bracket not closed?"
            raise _Unreadable("F009", f"nested deeper than {MAX_DEPTH} levels", stretch_of(start), hint)

    def _refuse(self, event: Event) -> None:
        """Refuse what must not stand in front of any value."""
        if type(event) is AliasEvent:
            raise _Unreadable("F007", "an alias (*name) is not allowed", stretch_of(event), "write the value out")
        if getattr(event, "anchor", None) is not None:
            raise _Unreadable("F007", "an anchor (&name) is not allowed", stretch_of(event), "delete it")
        if getattr(event, "tag", None) is not None:
            hint = "delete it; what a value is follows from its key"
            raise _Unreadable("F008", f"a tag ({event.tag}) is not allowed", stretch_of(event), hint)

    def _visible(self, event: Event) -> None:
        """Tell of what an escape in double quotes may have brought in."""
        found = _REFUSED.search(event.value)
        if found:
            message = f"the character U+{ord(found.group()):04X} is not allowed: it is invisible or steers terminals"
            self.tell("F012", message, stretch_of(event), "delete it")

    def _end(self, start: Event, end: Event, last: Mark | None, values: int) -> None:
        """Close a mapping or a list: at its bracket, or, in block style, where its last value ends.

        In block style the parser's own end stands where the next thing begins, behind blank lines and comments.
        """
        self._depth -= 1
        self._values += values
        if self._values > MAX_VALUES:
            hint = "split the file; every file of the folder is read"
            raise _Unreadable("F010", f"more than {MAX_VALUES} values in one file", stretch_of(start), hint)
        final = end.end_mark
        self.ended = last if last is not None and end.start_mark.index == final.index else final


def stretch_of(event: Event) -> Stretch:
    """Give where an event begins and ends."""
    return event.start_mark, event.end_mark


def is_empty(scalar: Event) -> bool:
    """Tell whether a scalar is nothing at all: no text, or YAML's own words for it."""
    return not scalar.style and scalar.value in EMPTY


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str, shift: int) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1 + shift, mark.column + 1) if mark else (1 + shift, 1)
    said = error.problem or error.context or "cannot be read"
    lines = text.splitlines()[max(0, mark.line - 1) : mark.line + 1] if mark else []
    hint = _NO_BLANK if any(_LIKE_A_BLANK in line for line in lines) else _SYNTAX_HINTS.get(said, "")
    return Problem("F001", f"not YAML: {said}", Place(file, line, column, line, column), hint=hint)


_LIKE_A_BLANK = "\u00a0"
_NO_BLANK = "U+00A0, which only looks like a blank, stands there or in the line before; type the blanks anew"
_BRACKETS = "is every bracket closed, and a text with a comma or a bracket in it quoted?"
_SYNTAX_HINTS = {
    "mapping values are not allowed in this context": (
        'a text with ": " in it wants quotes round it; or the line is indented too far'
    ),
    "found character that cannot start any token": (
        "indent with blanks, not with tabs; quote a text that begins with @, ` or %"
    ),
    "did not find expected key": "is the indentation right, and is every quote closed?",
    "did not find expected '-' indicator": "is the indentation right? the keys of one record begin in one column",
    "did not find expected ',' or ']'": _BRACKETS,
    "did not find expected ',' or '}'": _BRACKETS,
    "did not find expected alphabetic or numeric character": "quote a text that begins with * or &",
    "could not find expected ':'": (
        "a key is written 'key: value', with a blank behind the colon; look at the line before too"
    ),
    "found unexpected end of stream": "a quote or bracket is not closed",
}
