"""Changes to one sheet in the text of its file: lines are put in and words exchanged, and all else stays as it is.

The text is never written anew from records: comments, order and layout belong to the person who wrote them. After each
change the whole file is read again and held against what was to come about; a change that cannot be made so is refused.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from ccsvi_triage.load.decode import Decoder
from ccsvi_triage.load.stream import Event, Stream, is_empty, stretch_of
from ccsvi_triage.load.writing import entry, flow, key, scalar
from ccsvi_triage.model.place import Mark, Stretch
from ccsvi_triage.model.record import fields_of
from ccsvi_triage.model.sheet import Sheet

Value: TypeAlias = str | Mapping[str, str]

_SECTION = "sheets"
_BREAK = re.compile("\r\n|\r|\n")


class CannotAmend(Exception):  # noqa: N818 -- said to the user as it stands
    """The text cannot be changed in this way without touching anything else."""


class Put(NamedTuple):
    """A key that is to get a value, whether it is there or not.

    Attributes:
        path: The keys that lead to it from the sheet, such as ``answers`` and ``2.1``.
        value: A word; or a mapping of words, which is then all that the key holds.
        order: The names that may stand beside it, in the order in which they are to stand.
    """

    path: tuple[str, ...]
    value: Value
    order: tuple[str, ...] = ()


class TakeOut(NamedTuple):
    """An entry that is to hold no longer; its lines stay as comments.

    Attributes:
        path: The keys that lead to it from the sheet.
    """

    path: tuple[str, ...]


Change: TypeAlias = Put | TakeOut


def read_sheet(text: str, file: str, sheet: str) -> Sheet | None:
    """Read one sheet of a file, or give ``None`` where it is not there or anything in the file's text is wrong.

    Args:
        text: The whole file, as ``load.stream.text_of`` gives it.
        file: Its path as it is shown.
        sheet: The sheet's id.
    """
    sheets = [node for section, node in _nodes(text) or () if section == _SECTION]
    at = [number for number, node in enumerate(sheets) if _is(node, sheet)]
    stream = Stream(text, file)
    decoder = Decoder(stream)
    found: list[Sheet | None] = []

    def visit(start: Event) -> None:
        for section, _, value in stream.pairs(start):
            if section != _SECTION or type(value) is not SequenceStartEvent:
                stream.skip(value)
                continue
            for number, item in enumerate(stream.items(value)):
                if number in at:
                    found.append(decoder.record(Sheet, item))
                else:
                    stream.skip(item)

    return found[0] if not stream.read(visit) and len(found) == 1 else None


def amend(text: str, sheet: str, change: Change) -> str:
    """Change one entry of one sheet.

    Args:
        text: The whole file, as ``load.stream.text_of`` gives it.
        sheet: The sheet's id.
        change: What is to become of the entry.

    Returns:
        The text, in which everything else reads as before and every comment stands.

    Raises:
        CannotAmend: The file cannot be read, has no such sheet, or is written in a way that does not allow the change.
    """
    wanted = _changed(_told(text), sheet, change)
    comments = _comments(text)
    for candidate in _candidates(text, sheet, change):
        try:
            told = _told(candidate)
        except CannotAmend:
            continue
        if told == wanted and not comments - _comments(candidate):
            return candidate
    message = f"{'.'.join(change.path)} cannot be written without touching other lines; write it by hand"
    raise CannotAmend(message)


# what a file says, without its layout

_Told: TypeAlias = Any
"""A text, ``None``, a list of these, or a dict of these."""


class _Scalar(NamedTuple):
    """A word of a file, or nothing at all."""

    text: str
    stretch: Stretch
    empty: bool


class _List(NamedTuple):
    """A list of a file."""

    items: "list[_Node]"
    stretch: Stretch


class _Mapping(NamedTuple):
    """A mapping of a file.

    Attributes:
        keys: Where each key stands.
        in_braces: It is written as ``{key: value}``.
    """

    entries: "dict[str, _Node]"
    keys: dict[str, Stretch]
    stretch: Stretch
    in_braces: bool


_Node: TypeAlias = _Scalar | _List | _Mapping


def _nodes(text: str) -> list[tuple[str, _Node]] | None:
    """Give what stands in a file, list by list, or ``None`` where anything is wrong with its text."""
    stream = Stream(text, "")
    found: list[tuple[str, _Node]] = []

    def visit(start: Event) -> None:
        for section, _, value in stream.pairs(start):
            node = _node(value, stream)
            found.extend((section, item) for item in (node.items if isinstance(node, _List) else [node]))

    return None if stream.read(visit) else found


def _node(event: Event, stream: Stream) -> _Node:
    if type(event) is ScalarEvent:
        return _Scalar(event.value, stretch_of(event), is_empty(event))
    begin = event.start_mark
    if type(event) is MappingStartEvent:
        entries: dict[str, _Node] = {}
        keys: dict[str, Stretch] = {}
        for name, spot, value in stream.pairs(event):
            keys[name] = stretch_of(spot)
            entries[name] = _node(value, stream)
        return _Mapping(entries, keys, (begin, stream.ended), bool(event.flow_style))
    items = [_node(item, stream) for item in stream.items(event)]
    return _List(items, (begin, stream.ended))


def _told(text: str) -> list[tuple[str, _Told]]:
    found = _nodes(text)
    if found is None:
        message = "something is wrong with the file as it stands now; 'triage lint' tells what"
        raise CannotAmend(message)
    return [(section, _plain(node)) for section, node in found]


def _plain(node: _Node) -> _Told:
    if isinstance(node, _Scalar):
        return None if node.empty else node.text
    if isinstance(node, _List):
        return [_plain(item) for item in node.items]
    return {name: _plain(child) for name, child in node.entries.items()} or None


def _is(node: _Node, sheet: str) -> bool:
    name = node.entries.get("id") if isinstance(node, _Mapping) else None
    return isinstance(name, _Scalar) and name.text == sheet


def _changed(told: list[tuple[str, _Told]], sheet: str, change: Change) -> list[tuple[str, _Told]]:
    """Give what a file is to say after a change."""
    at = [n for n, (section, said) in enumerate(told) if section == _SECTION and _names(said, sheet)]
    if len(at) != 1:
        message = f"the file has no sheet {sheet!r}, or more than one"
        raise CannotAmend(message)
    value: _Told = None
    if isinstance(change, Put):
        value = change.value if isinstance(change.value, str) else dict(change.value)
    out = isinstance(change, TakeOut)
    changed = list(told)
    changed[at[0]] = (_SECTION, _with(told[at[0]][1], change.path, value, out=out))
    return changed


def _names(said: _Told, sheet: str) -> bool:
    return isinstance(said, dict) and said.get("id") == sheet


def _with(said: _Told, path: Sequence[str], value: _Told, *, out: bool) -> _Told:
    if not path:
        return value
    if said is not None and not isinstance(said, dict):
        message = f"{path[0]!r} has no place in a single value"
        raise CannotAmend(message)
    entries = dict(said or {})
    if out and len(path) == 1:
        entries.pop(path[0], None)
    else:
        entries[path[0]] = _with(entries.get(path[0]), path[1:], value, out=out)
    return entries or None


def _comments(text: str) -> Counter[str]:
    """Count the lines of a file that are comments, each by what it says."""
    return Counter(line.strip() for line in _BREAK.split(text) if line.lstrip().startswith("#"))


# where a change can be made


class _Text:
    """A text with the lines in it, and one sheet of it."""

    def __init__(self, text: str, sheet: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        found = _BREAK.search(text)
        self.newline = found.group() if found else "\n"
        nodes = [node for section, node in _nodes(text) or () if section == _SECTION and _is(node, sheet)]
        (node,) = nodes
        assert isinstance(node, _Mapping), "it has an id"
        self.sheet = node

    def offset(self, mark: Mark) -> int:
        return min(self.starts[min(mark.line, len(self.starts) - 1)] + mark.column, len(self.text))

    def piece(self, stretch: Stretch) -> slice:
        """Give where a value stands, without blank lines and comments behind it."""
        first, last = self.offset(stretch[0]), self.offset(stretch[1])
        return slice(first, first + len(self.text[first:last].rstrip()))

    def line(self, number: int) -> str:
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[number] : end].rstrip("\r\n")

    @property
    def lines(self) -> int:
        """How many lines there are; an empty one behind the last break is none."""
        return len(self.starts) - (self.starts[-1] == len(self.text))

    def last_line(self, stretch: Stretch) -> int:
        """Tell on which line a value ends."""
        piece = self.piece(stretch)
        return bisect_right(self.starts, max(piece.start, piece.stop - 1)) - 1

    def exchanged(self, piece: slice, new: str) -> str:
        return self.text[: piece.start] + new + self.text[piece.stop :]

    def inserted(self, number: int, lines: Sequence[str]) -> str:
        """Put lines before a line, or at the end."""
        at = self.starts[number] if number < len(self.starts) else len(self.text)
        before = self.text[:at]
        ahead = "" if not before or before.endswith(("\n", "\r")) else self.newline
        return before + ahead + self.newline.join(lines) + self.newline + self.text[at:]


def _candidates(text: str, sheet: str, change: Change) -> Iterator[str]:
    whole = _Text(text, sheet)
    if isinstance(change, TakeOut):
        yield from _taken_out(whole, change.path)
    else:
        yield from _put(whole, sheet, change)


def _put(whole: _Text, sheet: str, change: Put) -> Iterator[str]:
    node: _Mapping = whole.sheet
    names = tuple(fields_of(Sheet))
    begin = node.stretch[0].line
    path, value = change.path, change.value
    for depth, name in enumerate(path):
        order = change.order if depth else names
        rest = path[depth + 1 :]
        child = node.entries.get(name)
        if child is None:
            yield from _inserted(whole, node, name, _nested(rest, value), order, begin if depth else None)
            return
        if not rest:
            yield from _exchanged(whole, sheet, change, node, child)
            return
        if isinstance(child, _Scalar) and child.empty:
            yield from _first(whole, node, name, rest, value, change.order)
            return
        if not isinstance(child, _Mapping):
            return
        begin = node.keys[name][0].line + 1
        node = child


def _nested(path: Sequence[str], value: Value) -> Value | dict[str, Value]:
    return {path[0]: value} if path else value


def _exchanged(whole: _Text, sheet: str, change: Put, node: _Mapping, child: _Node) -> Iterator[str]:
    """Give a key that is there another value."""
    value = change.value
    piece = whole.piece(child.stretch)
    written = scalar(value) if isinstance(value, str) else flow(value)
    if isinstance(child, _Scalar) and child.empty:
        after = whole.piece(node.keys[change.path[-1]]).stop
        at = after + whole.text[after:].index(":") + 1
        yield whole.exchanged(slice(at, at) if at > piece.stop or piece.start == piece.stop else piece, f" {written}")
    elif _hides_comment(whole.text[piece]):
        return
    elif isinstance(child, _Scalar) or (not isinstance(value, str) and isinstance(child, _Mapping) and child.in_braces):
        yield whole.exchanged(piece, written)
    elif isinstance(child, _Mapping) and not isinstance(value, str):
        yield from _key_by_key(whole.text, sheet, change.path, child, value)


def _hides_comment(written: str) -> bool:
    """Tell whether a comment may stand inside a value: behind the sign of a block, or in braces on several lines."""
    first = written[:1]
    head = _BREAK.split(written)[0]
    return (first in ("|", ">") and "#" in head) or (first == "{" and head != written and "#" in written)


def _key_by_key(
    text: str, sheet: str, path: tuple[str, ...], child: _Mapping, value: Mapping[str, str]
) -> Iterator[str]:
    """Exchange a mapping that stands on several lines, so that comments between them stay."""
    order = tuple(dict.fromkeys((*value, *child.entries)))
    try:
        for name, word in value.items():
            text = amend(text, sheet, Put((*path, name), word, order))
        for name in child.entries:
            if name not in value:
                text = amend(text, sheet, TakeOut((*path, name)))
    except CannotAmend:
        return
    yield text


def _inserted(  # noqa: PLR0913, PLR0917 -- where and what
    whole: _Text,
    node: _Mapping,
    name: str,
    value: Value | dict[str, Value],
    order: Sequence[str],
    begin: int | None,
) -> Iterator[str]:
    """Put in a key that is not there.

    Args:
        whole: The text.
        node: The mapping that is to have it.
        name: The key.
        value: Its value.
        order: The names that may stand beside it.
        begin: The line on which the mapping's comments may begin, or ``None`` for the sheet itself.
    """
    if node.in_braces:
        at = max((whole.piece(child.stretch).stop for child in node.entries.values()), default=None)
        comma = "" if at is None else ", "
        at = whole.piece(node.stretch).start + 1 if at is None else at
        yield whole.exchanged(slice(at, at), f"{comma}{key(name)}: {_in_braces(value)}")
        return
    indent = node.stretch[0].column
    lines = _lines(name, value, indent)
    first = node.stretch[0].line if begin is None else begin
    last = whole.last_line(node.stretch)
    if begin is not None:
        yield from _behind_comment(whole, name, lines, order, first, _until(whole, last + 1, indent))
    before = [other for other in order[: _at(order, name)] if other in node.entries]
    after = [other for other in order[_at(order, name) + 1 :] if other in node.entries]
    if before:
        yield whole.inserted(_behind(whole, node.entries[before[-1]].stretch, indent), lines)
    elif after:
        yield whole.inserted(_above(whole, node.keys[after[0]][0].line, first), lines)
    yield whole.inserted(_behind(whole, node.stretch, indent), lines)


def _behind(whole: _Text, stretch: Stretch, indent: int) -> int:
    """Give the line behind a value and the comments that belong to it: those that are indented deeper than its key."""
    first = whole.last_line(stretch) + 1
    line = _until(whole, first, indent + 1)
    while line > first and not whole.line(line - 1).strip():
        line -= 1
    return line


def _at(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _above(whole: _Text, line: int, first: int) -> int:
    """Go up over the comments that belong to a line."""
    while line > first and whole.line(line - 1).lstrip().startswith("#"):
        line -= 1
    return line


def _first(  # noqa: PLR0913, PLR0917 -- where and what
    whole: _Text, node: _Mapping, name: str, rest: Sequence[str], value: Value, order: Sequence[str]
) -> Iterator[str]:
    """Put the first entry into a mapping that is there and holds nothing, or comments only."""
    line = node.keys[name][0].line
    indent = node.stretch[0].column + 2
    within = _nested(rest[1:], value)
    child = node.entries[name]
    if node.in_braces or whole.text[whole.piece(child.stretch)]:
        after = whole.piece(node.keys[name]).stop
        at = after + whole.text[after:].index(":") + 1
        stop = max(at, whole.piece(child.stretch).stop)
        yield whole.exchanged(slice(at, stop), f" {_in_braces({rest[0]: within})}")
        return
    lines = _lines(rest[0], within, indent)
    yield from _behind_comment(whole, rest[0], lines, order, line + 1, _until(whole, line + 1, indent))
    yield whole.inserted(line + 1, lines)


def _until(whole: _Text, line: int, indent: int) -> int:
    """Go down over blank lines and over comments that are indented as an entry is."""
    while line < whole.lines:
        said = whole.line(line)
        stripped = said.lstrip(" ")
        if stripped and not (stripped.startswith("#") and len(said) - len(stripped) >= indent):
            return line
        line += 1
    return line


def _behind_comment(  # noqa: PLR0913, PLR0917 -- where and what
    whole: _Text, name: str, lines: Sequence[str], order: Sequence[str], first: int, last: int
) -> Iterator[str]:
    """Put lines behind the comment that speaks of them: one that begins with their name."""
    own = re.compile(rf"#+ *{re.escape(name)}(?:[:\s]|$)")
    other = [re.compile(rf"#+ *{re.escape(known)}(?:[:\s]|$)") for known in order if known != name]
    found = [n for n in range(first, last) if own.match(whole.line(n).lstrip(" "))]
    if not found:
        return
    line = found[-1] + 1
    while line < last:
        said = whole.line(line).lstrip(" ")
        if not said.startswith("#") or any(pattern.match(said) for pattern in other):
            break
        line += 1
    yield whole.inserted(line, lines)


def _lines(name: str, value: Any, indent: int) -> list[str]:  # noqa: ANN401 -- a word, or a mapping of mappings
    if isinstance(value, str) or all(isinstance(inner, str) for inner in value.values()):
        return entry(name, value, indent)
    lines = [f"{' ' * indent}{key(name)}:"]
    for inner, deeper in value.items():
        lines += _lines(inner, deeper, indent + 2)
    return lines


def _in_braces(value: Any) -> str:  # noqa: ANN401 -- a word, or a mapping of mappings
    if isinstance(value, str):
        return scalar(value)
    return "{" + ", ".join(f"{key(name)}: {_in_braces(inner)}" for name, inner in value.items()) + "}"


def _taken_out(whole: _Text, path: Sequence[str]) -> Iterator[str]:
    node: _Node = whole.sheet
    for name in path[:-1]:
        if not isinstance(node, _Mapping) or name not in node.entries:
            return
        node = node.entries[name]
    if not isinstance(node, _Mapping) or path[-1] not in node.entries:
        yield whole.text
        return
    if node.in_braces:
        said = _plain(node)
        said.pop(path[-1])
        piece = whole.piece(node.stretch)
        if all(isinstance(value, str | dict) for value in said.values()):
            yield whole.exchanged(piece, _in_braces(said))
        return
    first = node.keys[path[-1]][0].line
    last = max(first, whole.last_line(node.entries[path[-1]].stretch))
    indent = node.keys[path[-1]][0].column
    if whole.line(first)[:indent].strip():
        return
    new = [
        f"{line[:indent]}# {line[indent:]}" if line.strip() else line
        for line in map(whole.line, range(first, last + 1))
    ]
    end = whole.starts[last] + len(whole.line(last))
    yield whole.exchanged(slice(whole.starts[first], end), whole.newline.join(new))
