"""The settings of a project."""

from typing import NamedTuple

from ccsvi_triage.load.decode import Decoder
from ccsvi_triage.load.files import read_bytes
from ccsvi_triage.load.tree import Mapping, Node, read, text_of
from ccsvi_triage.model.place import Span
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.record import Record


class Settings(Record):
    """What a project's ``.triage.yaml`` may say.

    Attributes:
        data: The library's folder, from the folder of the settings.
    """

    NAME = "settings file"

    data: str = ""


def read_settings(path: str) -> tuple[Settings, tuple[Problem, ...]]:
    """Read a settings file.

    Raises:
        CannotRead: It may not be read.
    """
    text, problems = text_of(read_bytes(path), path)
    if problems:
        return Settings(), tuple(problems)
    entries: dict[str, Node] = {}
    keys: dict[str, Span] = {}

    decoder = Decoder(path)

    def take(name: str, span: Span, node: Node) -> None:
        if name in entries:
            decoder.fail("F101", "one value is wanted here, not a list", node.span)
        entries[name] = node
        keys[name] = span

    problems = read(text, path, take)
    settings = decoder.record(Settings, Mapping(entries, keys, (_TOP, _TOP)))
    told = sorted([*problems, *decoder.problems], key=lambda p: (p.place.line, p.place.column))
    return settings or Settings(), tuple(told)


class _Spot(NamedTuple):
    """A spot in a file."""

    line: int
    column: int


_TOP = _Spot(0, 0)
