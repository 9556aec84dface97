"""Words that a person types, written as YAML that reads back as exactly these words."""

import re
from collections.abc import Iterable, Mapping

from ccsvi_triage.load.stream import MAX_SCALAR, text_of

_PLAIN = re.compile(r"[A-Za-z](?:[A-Za-z0-9 ()/;%+._-]*[A-Za-z0-9)%])?")
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_NOTHING = frozenset(("null", "Null", "NULL"))
_BLANKS = re.compile(r"[\t\n\r]+")
_MOST = 110
"""Characters of a line on which an answer stands as a whole; a longer one gets a line for each of its keys."""


def one_line(text: str) -> str:
    """Give typed text without breaks, and without blanks at its ends."""
    return _BLANKS.sub(" ", text).strip()


def refusal(text: str) -> str:
    """Say why a text cannot stand in a file, or ``""`` where it can."""
    if len(text) > MAX_SCALAR:
        return f"a text has {MAX_SCALAR} characters at most"
    ahead = " " * 64  # where a byte order mark would be taken off, and where zeros would look like UTF-16
    _, problems = text_of((ahead + text).encode("utf-8", "surrogatepass"), "")
    return problems[0].message if problems else ""


def scalar(text: str) -> str:
    """Write one value on one line: plain where nobody could read it otherwise, else in double quotes."""
    if _PLAIN.fullmatch(text) and text not in _NOTHING:
        return text
    return _quoted(text)


def key(name: str) -> str:
    """Write a key."""
    return name if _KEY.fullmatch(name) and len(name) > 0 else _quoted(name)


def flow(entries: Mapping[str, str]) -> str:
    """Write a mapping on one line, in braces."""
    return "{" + ", ".join(f"{key(name)}: {scalar(value)}" for name, value in entries.items()) + "}"


def entry(name: str, value: str | Mapping[str, str], indent: int) -> list[str]:
    """Write a key with its value as lines, short ones on one line.

    Args:
        name: The key.
        value: A word, or a mapping of words.
        indent: Blanks before the key.
    """
    if isinstance(value, str):
        return [f"{' ' * indent}{key(name)}: {scalar(value)}"]
    line = f"{' ' * indent}{key(name)}: {flow(value)}"
    if len(line) <= _MOST:
        return [line]
    return [f"{' ' * indent}{key(name)}:", *_block(value, indent + 2)]


def _block(entries: Mapping[str, str], indent: int) -> Iterable[str]:
    yield from (f"{' ' * indent}{key(name)}: {scalar(value)}" for name, value in entries.items())


def _quoted(text: str) -> str:
    """Put a text in double quotes; two signs that begin a command in the log of a CI runner are parted."""
    inner = text.replace("\\", "\\\\").replace('"', '\\"').replace("##", "#\\x23")
    return f'"{inner}"'
