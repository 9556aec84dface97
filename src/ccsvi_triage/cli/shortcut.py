"""The short way for the plainest command lines, past Typer.

Typer (and, from 0.29 on, pydantic behind it) costs more than reading a library and judging a study. The grammar here
is closed: a command's name, words, and options that stand in the table below with a value that needs no judgement.
Whatever it does not wholly understand goes to Typer; a property test holds the two to the same request
(docs/decisions/0005-a-short-way-past-typer.md).
"""

from collections.abc import Callable, Mapping
from typing import Any

from ccsvi_triage.cli.requests import AppraiseRequest, Common, ListRequest, Request, ShowRequest
from ccsvi_triage.render.formats import Format

_FORMATS: Mapping[str, Format] = {"table": Format.TABLE, "json": Format.JSON}
_COLORS = frozenset(("auto", "always", "never"))


def _format(word: str) -> Format | None:
    return _FORMATS.get(word)


def _color(word: str) -> str | None:
    return word if word in _COLORS else None


def _width(word: str) -> int | None:
    plain = word.isascii() and word.isdigit() and len(word) <= _DIGITS and not word.startswith("0")
    return int(word) if plain and int(word) in _WIDTHS else None


def _word(word: str) -> str | None:
    return word or None


_DIGITS = 4
_WIDTHS = range(40, 1001)
_COMMON: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "--format": ("format", _format),
    "-f": ("format", _format),
    "--data": ("data", _word),
    "--output": ("output", _word),
    "-o": ("output", _word),
    "--color": ("color", _color),
    "--width": ("width", _width),
}
_APPRAISE = frozenset(("--all", "--full"))
_FLAGS: Mapping[str, str] = {"--quiet": "quiet", "-q": "quiet"}


def parse(words: list[str]) -> Request | None:
    """Read a command line, or return ``None`` to leave it to Typer.

    Args:
        words: The command line without the program's name.
    """
    if not words or words[0] not in ("appraise", "list", "show"):
        return None
    read = _read(words[1:], appraise=words[0] == "appraise")
    if read is None:
        return None
    free, common, own = read
    match words[0]:
        case "appraise" if ("--all" in own) != bool(free):
            return AppraiseRequest(tuple(free), every="--all" in own, full="--full" in own, common=common)
        case "list" if not free:
            return ListRequest(common=common)
        case "show" if len(free) == 1:
            return ShowRequest(free[0], common=common)
    return None


def _read(words: list[str], *, appraise: bool) -> tuple[list[str], Common, set[str]] | None:
    free: list[str] = []
    given: dict[str, Any] = {}
    own: set[str] = set()
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if not word.startswith("-"):
            if not word:
                return None
            free.append(word)
            continue
        if word in _APPRAISE and appraise and word not in own:
            own.add(word)
            continue
        if word in _FLAGS and _FLAGS[word] not in given:
            given[_FLAGS[word]] = True
            continue
        if word not in _COMMON or at == len(words) or words[at].startswith("-"):
            return None
        name, convert = _COMMON[word]
        value = convert(words[at])
        at += 1
        if value is None or name in given:
            return None
        given[name] = value
    return free, Common(**given), own
