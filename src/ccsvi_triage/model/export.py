"""What leaves for other programs: rows of judgements for robvis, rows of results for a meta-analysis."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ccsvi_triage.model.record import Record
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.text import Id


class LightsTool(Record):
    """One template of robvis: which columns it has, and which words it can read.

    Attributes:
        name: What robvis calls it, as its argument ``tool``.
        instruments: Ids of the instruments whose judgements it shows; empty means any one instrument.
        columns: Its domains, by their labels; empty means those of the instrument.
        words: The judgements that it knows; any other it would misread without a word.
        written: Words of instruments that mean one of those.
        alike: Of its words, those that it shows as one and the same.
    """

    id: Id
    name: str
    instruments: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    words: tuple[str, ...]
    written: Mapping[str, str] = MappingProxyType({})
    alike: tuple[str, ...] = ()


class LeftOut(NamedTuple):
    """What is not exported, and why.

    Attributes:
        study: The study's id; empty where it is all of them together.
        about: The result, where it is one of several.
        because: The reason, to be read after a colon. No full stop.
    """

    study: str
    about: str
    because: str


class Light(NamedTuple):
    """One row of judgements.

    Attributes:
        label: What tells it from other rows of the same study; empty where it is the only one.
        words: The judgement of each domain and of the whole, in the words of the template.
        weight: People enrolled; ``None`` where weights are not asked for.
    """

    study: Study
    label: str
    words: tuple[str, ...]
    weight: int | None


class Lights(NamedTuple):
    """The rows of judgements that a template can show, and the studies that it cannot.

    Attributes:
        columns: What the domains are called.
        refused: Those that the template would misread or count wrong.
        apart: Those that have no judgement by its instrument at all, or are never scored.
    """

    columns: tuple[str, ...]
    rows: tuple[Light, ...]
    refused: tuple[LeftOut, ...]
    apart: tuple[LeftOut, ...]


class ArmNumbers(NamedTuple):
    """What is printed for one arm, in the way in which programs read numbers; empty where it is not to be used."""

    events: str = ""
    n: str = ""
    mean: str = ""
    sd: str = ""


class PrintedEffect(NamedTuple):
    """An effect between two groups, as printed.

    Attributes:
        measure: In the words of the R package meta.
        ratio: It is a ratio, of which programs pool the logarithm; else a difference.
        level: The confidence level in per cent; empty where it is not printed.
        compares: What is compared with what, in the words of the file.
    """

    measure: str
    ratio: bool
    value: str
    low: str
    high: str
    level: str
    compares: str
    adjusted: str


class MetaRow(NamedTuple):
    """One result of a study for a meta-analysis: the first group against the second.

    Attributes:
        result: The result's id, or its number within the outcome.
        arms: The ids of the two arms; empty where an effect does not name them.
    """

    study: Study
    outcome: Outcome
    result: str
    group: str
    unit: str
    derived: bool
    arms: tuple[str, str]
    first: ArmNumbers
    second: ArmNumbers
    effect: PrintedEffect | None
    source: str
    locator: str


class MetaRows(NamedTuple):
    """The results of a study that a meta-analysis can read, and those that it cannot."""

    rows: tuple[MetaRow, ...]
    left_out: tuple[LeftOut, ...]
