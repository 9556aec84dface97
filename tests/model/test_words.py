import re
import typing
from enum import Enum, IntEnum, StrEnum

import pytest

from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model import instrument, study, words
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.record import Record, fields_of
from ccsvi_triage.model.words import Concern, Flaw, Silence, Strength

VOCABULARIES = [
    kind
    for kind in vars(words).values()
    if isinstance(kind, type) and issubclass(kind, Enum) and kind not in (StrEnum, IntEnum)
]
OF_THE_HOUSE = "house"
RECORDS = [
    kind
    for module in (study, instrument)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, Record)
]


def written(kind: type[Enum]) -> list[str]:
    return [member.name.lower() if issubclass(kind, IntEnum) else str(member.value) for member in kind]


def group_of(kind: type[Enum]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return [
        entry
        for file in ("flaws.yaml", "words.yaml")
        for entry in load_ours("catalogue", file, section="entries", kind=Entry)
    ]


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_word_has_one_page_that_explains_it(kind: type[Enum], entries: list[Entry]) -> None:
    pages = [entry.id for entry in entries if entry.group == group_of(kind)]
    assert sorted(pages) == sorted(written(kind))


def test_no_page_explains_a_word_that_is_not_there(entries: list[Entry]) -> None:
    groups = {group_of(kind) for kind in VOCABULARIES} | {OF_THE_HOUSE}
    assert {entry.group for entry in entries} == groups


def test_every_page_of_a_flaw_says_why_it_matters_and_how_it_is_avoided(entries: list[Entry]) -> None:
    flaws = [entry for entry in entries if entry.group == "flaw"]
    assert len(flaws) == len(Flaw)
    assert [entry.id for entry in flaws if not (entry.title and entry.what and entry.why and entry.mend)] == []


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_word_can_be_typed_without_quotes_or_blanks(kind: type[Enum]) -> None:
    assert all(re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", word) for word in written(kind))
    assert not {"null", "Null", "NULL"} & set(written(kind))


@pytest.mark.parametrize("kind", VOCABULARIES)
def test_every_vocabulary_says_what_it_is_for(kind: type[Enum]) -> None:
    assert (kind.__doc__ or "").strip()


@pytest.mark.parametrize("record", RECORDS)
def test_no_fact_has_a_value_that_reads_like_a_silence(record: type[Record]) -> None:
    silences = set(Silence)
    for hint in fields_of(record).values():
        for fact in (arg for arg in typing.get_args(hint) if typing.get_origin(arg) is Fact):
            (value,) = typing.get_args(fact)
            kind = typing.get_args(value)[0] if typing.get_origin(value) is tuple else value
            assert not (issubclass(kind, Enum) and silences & set(written(kind)))


def test_the_ladder_of_concerns_goes_from_none_to_critical() -> None:
    steps = sorted(concern for concern in Concern if concern is not Concern.UNPLACED)
    assert steps == [Concern.NONE, Concern.SOME, Concern.SERIOUS, Concern.CRITICAL]


def test_strength_grows_from_a_description_to_a_confirmed_effect() -> None:
    assert [strength.value for strength in Strength] == [
        "description",
        "hypothesis",
        "association",
        "effect",
        "confirmed-effect",
    ]
