"""Where the records of a file stand, found without reading YAML.

To appraise one study of a large library, only that study and what bears on it need to be read. The outline finds the
lines of each record from their indentation. It is trusted only where no quote can reach over a record's edge and every
line is as indented as people write it; of any other file there is no outline, and the whole of it is read
(docs/decisions/0010-reading-only-what-is-asked.md).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Item(NamedTuple):
    """One record's lines.

    Attributes:
        section: The top-level key under which it stands.
        start: Where its first line begins in the text.
        end: Where its last line ends.
        line: The number of its first line, counted from 1.
    """

    section: str
    id: str
    start: int
    end: int
    line: int


_TOP_KEY = re.compile(r"([a-z]+):(?: +#.*)? *")
_FLUSH = re.compile(r"\n[^ \n#][^\n]*")
_VALUE = re.compile(r" *(?:- +)*(?:[A-Za-z0-9_.-]+: +)?")
_HIDDEN = re.compile(r": +[\"'\[{]")
_DOUBLE = re.compile(r"\"(?:[^\"\\]|\\.)*\"")
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_REST = re.compile(r" *(?: #.*)?")
_HEADER = re.compile(r"(?:(?! #).)*(?:: |- )[|>][-+0-9]* *(?: #.*)?")
_CONTENT = re.compile(r"\n *[^ #\n]")
_FIRST = re.compile(r"(?:\n *(?:#[^\n]*)?)*\n( *)- ")


def outline(text: str) -> list[Item] | None:
    """Find the records of a file.

    Args:
        text: The whole file, as ``load.stream.text_of`` gives it.

    Returns:
        The records in their order, or ``None`` where they cannot be told for certain without reading the file.
    """
    if "\r" in text or "\t" in text or not _lines_close(text.split("\n")):
        return None
    text = f"\n{text}"
    items: list[Item] = []
    for name, start, end in _sections(text):
        found = None if name is None else _items(text, name, start, end)
        if found is None:
            return None
        items += found
    return items


def _sections(text: str) -> Iterator[tuple[str | None, int, int]]:
    """Part the text at its top-level keys; a key of ``None`` stands for a line that is none, or stands twice.

    A stretch begins and ends at the line break before its first line.
    """
    starts: list[tuple[str | None, int, int]] = []
    seen: set[str] = set()
    for line in _FLUSH.finditer(text):
        if line.group().startswith("\n- "):
            continue
        key = _TOP_KEY.fullmatch(line.group().strip("\n "))
        name = key.group(1) if key and key.group(1) not in seen else None
        seen.add(name or "")
        starts.append((name, line.start(), line.end()))
    if _CONTENT.search(text, 0, starts[0][1] if starts else len(text)):
        yield None, 0, 0
    ends = [start for _, start, _ in starts[1:]] + [len(text)]
    for (name, _, body), end in zip(starts, ends[: len(starts)], strict=True):
        yield name, body, end


def _items(text: str, section: str, start: int, end: int) -> list[Item] | None:
    first = _FIRST.match(text, start, end)
    if first is None:
        return None if _CONTENT.search(text, start, end) else []
    indent = len(first.group(1))
    begins = re.compile(rf"\n {{{indent}}}- id: +([a-z0-9][a-z0-9-]*) *(?: #[^\n]*)?(?=\n|$)")
    shallow = re.compile(rf"\n {{0,{indent}}}[^ \n#]")
    found = list(begins.finditer(text, start, end))
    if len(found) != len(shallow.findall(text, start, end)):
        return None
    items: list[Item] = []
    line = text.count("\n", 0, start) + 1
    at = start
    for number, item in enumerate(found):
        line += text.count("\n", at, item.start())
        at = item.start()
        until = found[number + 1].start() if number + 1 < len(found) else end
        items.append(Item(section, item.group(1), at, until, line))
    return items


def _lines_close(lines: list[str]) -> bool:
    """Tell whether every quote and bracket that opens a value closes on its line."""
    suspects = {
        number
        for number, line in enumerate(lines)
        if ("{" in line or "[" in line or '"' in line or "'" in line) and not _line_closes(line)
    }
    return not suspects or _all_in_blocks(lines, suspects)


def _all_in_blocks(lines: list[str], suspects: set[int]) -> bool:
    """Tell whether some lines all stand in block scalars, where a quote is a character like any other."""
    block: int | None = None
    for number, line in enumerate(lines):
        stripped = line.lstrip(" ")
        if not stripped:
            continue
        indent = len(line) - len(stripped)
        if block is not None and indent > block:
            continue
        block = None
        if number in suspects:
            return False
        if ("|" in stripped or ">" in stripped) and stripped[0] != "#" and _HEADER.fullmatch(line):
            block = len(line) - len(line.lstrip(" -"))
    return True


def _line_closes(line: str) -> bool:
    head = _VALUE.match(line)
    assert head is not None, "it matches nothing at all, too"
    value = line[head.end() :]
    first = value[:1]
    if first in ("[", "{"):
        return _flow_closes(value)
    if first in ('"', "'"):
        quoted = (_DOUBLE if first == '"' else _SINGLE).match(value)
        return quoted is not None and _REST.fullmatch(value, quoted.end()) is not None
    return first == "#" or (first not in _ODD and not _HIDDEN.search(value))


_ODD = frozenset(("", "?", "!", "&", "*", "-", ":", ",", "]", "}", "|", ">", "%", "@", "`"))


def _flow_closes(value: str) -> bool:  # noqa: C901 -- one walk over one line
    """Tell whether a flow collection that begins a value ends with the line."""
    if '"' not in value and "'" not in value and "#" not in value:
        closes = value.rstrip(" ")[-1] == ("]" if value[0] == "[" else "}")
        inner = value.count("[") + value.count("{")
        if closes and inner == 1:
            return value.count("]") + value.count("}") == 1
    depth = 0
    at = 0
    fresh = True
    while at < len(value):
        character = value[at]
        if fresh and character in "\"'":
            quoted = (_DOUBLE if character == '"' else _SINGLE).match(value, at)
            if quoted is None:
                return False
            at = quoted.end()
            fresh = False
            continue
        if character in "[{":
            depth += 1
            fresh = True
        elif character in "]}":
            depth -= 1
            if depth == 0:
                return not value[at + 1 :].strip(" ")
        elif character in ",:":
            fresh = True
        elif character == "#" and value[at - 1] == " ":
            return False
        elif character != " ":
            fresh = False
        at += 1
    return False
