"""What a project has settled for its gates."""

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.text import Day


class Waiver(Record):
    """A finding that somebody accepts for a while, with the reason.

    Attributes:
        rule: The finding's rule, or its word alone: ``judgement:critical``, ``critical``, ``no-control``, ``N-WHOLE``.
        study: The id of the study that it is about.
        claim: The id of the claim that it is about.
        outcome: The id of the outcome; empty for all of them.
        expires: The last day on which it holds.
    """

    HYPHENS = True

    rule: str
    study: str = ""
    claim: str = ""
    outcome: str = ""
    reason: str
    owner: str
    expires: Day


class Settings(Record):
    """What ``.triage.yaml``, or ``[tool.triage]`` in ``pyproject.toml``, may say.

    Attributes:
        data: The library's folder, from the folder of the settings.
        fail_on: The gate of the commands that look at a whole library.
        baseline: The file of the findings that are known, from the folder of the settings.
    """

    NAME = "settings file"
    HYPHENS = True

    data: str = ""
    fail_on: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    baseline: str = ""
