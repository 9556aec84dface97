"""The settings of a project: its library, and what it has settled for its gates."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from ccsvi_triage.load.decode import Decoder
from ccsvi_triage.load.files import load_ours, read_bytes
from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.load.stream import Stream, text_of
from ccsvi_triage.logic.gate import Kind, short_words, waivable, words_of
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.place import Place, Spot, Where
from ccsvi_triage.model.policy import Settings, Waiver
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.record import replaced

__all__ = ["Settings", "read_project", "read_settings"]
_CODE = re.compile(r"[FCTPEWN]-?[A-Z0-9][A-Z0-9-]*")


def read_settings(path: str, shown: str = "") -> tuple[Settings, tuple[Problem, ...]]:
    """Read a settings file.

    Args:
        path: The file.
        shown: The file as places show it; as it was given, where this is empty.

    Raises:
        CannotRead: It may not be read.
    """
    shown = shown or path
    text, problems = text_of(read_bytes(path), shown)
    if problems:
        return Settings(), tuple(problems)
    return _settings(text, shown)


def _settings(text: str, shown: str) -> tuple[Settings, tuple[Problem, ...]]:
    stream = Stream(text, shown)
    found: list[Settings | None] = []
    decoder = Decoder(stream)
    problems = stream.read(lambda top: found.append(decoder.record(Settings, top)))
    settings = next(filter(None, found), Settings())
    told = sorted((*problems, *_wrong(settings)), key=lambda p: (p.place.line, p.place.column))
    return settings, tuple(told)


def _wrong(settings: Settings) -> Iterator[Problem]:
    """Find words that no gate and no waiver knows."""
    known = words_of(Kind)
    for word in settings.fail_on:
        if word not in known:
            hint = did_you_mean(word, known) or f"known are {', '.join(short_words(list(Kind)))}"
            hint = f"several are a list: [{word}]" if all(part.strip() in known for part in word.split(",")) else hint
            yield Problem("F105", f"{word!r} is no word of a gate", settings.where["fail-on"], hint=hint)
    for waiver in settings.waivers:
        if not (waiver.study or waiver.claim):
            hint = "a waiver is for one study or one claim; what is known of all belongs into a baseline"
            yield Problem("F103", "a waiver needs 'study' or 'claim'", waiver.where.record, hint=hint)
        for key in ("reason", "owner"):
            if not getattr(waiver, key).strip():
                yield Problem("F103", f"a waiver needs {key!r}", waiver.where[key])
        if waiver.rule not in waivable() and waiver.rule not in _codes():
            hint = did_you_mean(waiver.rule, [*waivable(), *_codes()])
            yield Problem("F105", f"{waiver.rule!r} is no rule of a finding", waiver.where["rule"], hint=hint)


def _codes() -> list[str]:
    """Give the codes of problems and of checks of numbers."""
    files = ("problems.yaml", "checks.yaml")
    return [entry.id for file in files for entry in load_ours("catalogue", file, section="entries", kind=Entry)]


# pyproject.toml

_TABLE = ("tool", "triage")
_Path = tuple[str | int, ...]


def read_project(path: str, shown: str = "") -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read the settings in a ``pyproject.toml``.

    Args:
        path: The file.
        shown: The file as places show it; as it was given, where this is empty.

    Returns:
        The settings, or ``None`` where it has none of ours; and what is wrong with them.

    Raises:
        CannotRead: It may not be read.
    """
    shown = shown or path
    raw = read_bytes(path)
    if b"triage" not in raw:
        return None, ()
    try:
        text = raw.decode("utf-8")
        top: Any = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return Settings(), (_no_toml(error, shown),)
    for name in _TABLE:
        if not isinstance(top, dict) or name not in top:
            return None, ()
        top = top[name]
    lines = list(_lines(top if isinstance(top, dict) else {"data": top}))
    settings, problems = _settings("".join(f"{line.text}\n" for line in lines) or "{}\n", shown)
    spots = _Spots(text)

    def place(inside: Place) -> Place:
        return spots.place(shown, lines[inside.line - 1].path if 0 < inside.line <= len(lines) else _TABLE)

    moved = [problem._replace(place=place(problem.place)) for problem in problems]
    moved += [
        Problem("F104", f"{line.value} is no text", spots.place(shown, line.path), hint="write it between quotes")
        for line in lines
        if isinstance(line.value, int | float)
    ]
    waivers = tuple(replaced(waiver, where=_where(waiver, place)) for waiver in settings.waivers)
    return replaced(settings, waivers=waivers), tuple(sorted(moved, key=lambda p: (p.place.line, p.place.column)))


def _no_toml(error: Exception, shown: str) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line, column = (int(found[1]), int(found[2])) if found else (1, 1)
    said = re.sub(r" *\(at .*\)", "", str(error)) if isinstance(error, tomllib.TOMLDecodeError) else "it cannot be read"
    return Problem("F001", f"not TOML: {said}", Place(shown, line, column, line, column))


def _where(waiver: Waiver, place: Callable[[Place], Place]) -> Where:
    at = place(waiver.where.record)
    spot = Spot(at.line - 1, at.column - 1)
    return Where(at.file, (spot, spot), {})


class _Line(NamedTuple):
    """A line of settings written as YAML, the path of what stands in it, and the value where it is a single one."""

    text: str
    path: _Path
    value: object = None


def _lines(table: Mapping[str, Any], path: _Path = _TABLE, indent: str = "") -> Iterator[_Line]:
    """Write a table as YAML, one value a line, so that it is read as strictly, and with the same words, as a file."""
    for name, value in table.items():
        at = (*path, name)
        key = f"{indent}{_quoted(name)}:"
        if isinstance(value, dict) and value:
            yield _Line(key, at)
            yield from _lines(value, at, f"{indent}  ")
        elif isinstance(value, list) and value:
            yield _Line(key, at)
            yield from chain.from_iterable(_item(item, (*at, number), indent) for number, item in enumerate(value))
        else:
            yield _Line(f"{key} {_scalar(value)}", at, value)


def _item(item: object, path: _Path, indent: str) -> Iterator[_Line]:
    if isinstance(item, dict) and item:
        yield _Line(f"{indent}-", path)
        yield from _lines(item, path, f"{indent}  ")
    else:
        yield _Line(f"{indent}- {_scalar(item)}", path, item)


def _scalar(value: object) -> str:
    """Write a value; an empty list or table as such, a list inside a list on one line."""
    if isinstance(value, list | dict):
        return json.dumps(value, default=str, ensure_ascii=False)
    return _quoted(str(value).lower() if isinstance(value, bool) else str(value))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_KEY = re.compile(r"""[ \t]*((?:[\w-]+|"[^"]*"|'[^']*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"]*"|'[^']*'))*)[ \t]*=""")
_HEAD = re.compile(r"[ \t]*(\[\[?)[ \t]*([^\[\]]+?)[ \t]*\]")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


class _Spots:
    """Where the keys of a TOML text stand: those at the beginning of a line; others stand with what holds them."""

    def __init__(self, text: str) -> None:
        self._known: dict[_Path, tuple[int, int]] = {}
        inside: _Path = ()
        counted: dict[_Path, int] = {}
        for number, line in enumerate(text.split("\n"), 1):
            head, key = _HEAD.match(line), _KEY.match(line)
            if key is not None:
                self._keep((*inside, *_parts(key[1])), number, key.start(1) + 1)
            elif head is not None:
                inside = _parts(head[2])
                if head[1] == "[[":
                    counted[inside] = counted.get(inside, -1) + 1
                    self._keep(inside, number, head.start(1) + 1)
                    inside = (*inside, counted[inside])
                self._keep(inside, number, head.start(1) + 1)

    def _keep(self, path: _Path, line: int, column: int) -> None:
        self._known.setdefault(path, (line, column))

    def place(self, file: str, path: Iterable[str | int]) -> Place:
        """Give the place of a path, or of the nearest thing that holds it."""
        steps = tuple(path)
        while steps and steps not in self._known:
            steps = steps[:-1]
        line, column = self._known.get(steps, (1, 1))
        return Place(file, line, column, line, column)


def _parts(key: str) -> _Path:
    return tuple(part.strip("\"'") for part in _PART.findall(key))
