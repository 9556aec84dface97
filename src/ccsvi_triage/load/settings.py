"""The settings of a project."""

from ccsvi_triage.load.decode import Decoder
from ccsvi_triage.load.files import read_bytes
from ccsvi_triage.load.stream import Stream, text_of
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
    stream = Stream(text, path)
    found: list[Settings | None] = []
    decoder = Decoder(stream)
    problems = stream.read(lambda top: found.append(decoder.record(Settings, top)))
    told = sorted(problems, key=lambda p: (p.place.line, p.place.column))
    return next(filter(None, found), Settings()), tuple(told)
