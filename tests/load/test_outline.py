from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st
from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

from ccsvi_triage.load.outline import outline
from ccsvi_triage.load.stream import Event, Stream
from ccsvi_triage.model.problem import Problem

TEXT = """\
# a remark
sources:
  - id: page
    title: "A page: the first"
studies:

  # about one
  - id: one  # so it is called
    title: >-
      - id: folded
      and "more
    sites: {value: 1, note: "a: b"}
  - id: two
    title: It's two
    aliases:
      - id
claims:
"""


def read_plainly(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 -- a loader without types


def problems_of(text: str) -> list[Problem]:
    source = Stream(text, "a.yaml")
    return source.read(source.skip)


def test_every_record_is_found_with_its_section_and_the_number_of_its_first_line() -> None:
    found = outline(TEXT)
    assert found is not None
    assert [(item.section, item.id, item.line) for item in found] == [
        ("sources", "page", 3),
        ("studies", "one", 8),
        ("studies", "two", 13),
    ]


def test_the_lines_of_a_record_hold_all_of_it_and_nothing_else() -> None:
    found = outline(TEXT)
    assert found is not None
    whole = read_plainly(TEXT)
    for item in found:
        (record,) = read_plainly(TEXT[item.start : item.end])
        assert record in whole[item.section]
        assert record["id"] == item.id


@pytest.mark.parametrize(
    "text",
    [
        "studies:\n  - {id: one}\n",
        "studies: [{id: one}]\n",
        "studies:\n  - title: One\n    id: one\n",
        "studies:\n  - id: 'one'\n",
        "studies:\n  - id: &x one\n",
        "studies:\n  - id: one\nstudies:\n  - id: two\n",
        "'studies':\n  - id: one\n",
        "---\nstudies:\n  - id: one\n",
        "studies:\n  - id: one\n    note: 'multi\n  - id: two\n    line'\n",
        'studies:\n  - id: one\n    note: "multi\n  - id: two\n    line"\n',
        'studies:\n  - id: one\n    note: [a, "b\n  - id: two\n    c"]\n',
        'studies:\n  - id: one\n    note: a # "\n  - id: two\n    note: "x\n',
        "studies:\n  - id: one\r\n  - id: two\n",
        "studies:\n\t- id: one\n",
        "studies:\n  - id: one\n  title: One\n",
        "studies:\n  id: one\n",
    ],
)
def test_of_a_file_that_is_written_otherwise_there_is_no_outline(text: str) -> None:
    assert outline(text) is None


@pytest.mark.parametrize("text", ["studies:\n", "studies:\n  # nothing yet\nclaims:\n"])
def test_a_file_without_records_has_an_empty_outline(text: str) -> None:
    assert outline(text) == []


@pytest.mark.parametrize("text", ["", "# nothing\n", "\n\n"])
def test_a_file_without_a_key_has_no_records(text: str) -> None:
    assert not outline(text)


def test_a_file_whose_keys_are_indented_has_no_outline() -> None:
    assert outline(" studies:\n  - id: one\n") is None


def test_a_number_sign_in_a_key_begins_no_remark() -> None:
    assert outline("studies:#old:\n  - id: one\n") is None


@pytest.mark.parametrize("key", ["a:b", "a#b", "a[b", "it's"])
@pytest.mark.parametrize("quote", ["'", '"'])
def test_no_record_is_seen_in_a_quote_that_goes_on_below(key: str, quote: str) -> None:
    text = f"sources:\n  - id: one\n    {key}: {quote}x\nstudies:\n  - id: two\n    x{quote}\n"
    assert problems_of(text) == []
    assert outline(text) is None


@pytest.mark.parametrize("remark", ["# see: |", "# see: >-", "# - |"])
def test_no_record_is_seen_in_a_quote_below_a_remark(remark: str) -> None:
    text = f'studies:\n  - id: one\n    sites: {remark}\n      note: "x\n  - id: two\n    y"\n'
    assert problems_of(text) == []
    assert outline(text) is None


PIECES = st.sampled_from(
    [
        *[
            "",
            " ",
            "\n",
            "\n  ",
            "\n    ",
            "\t",
            ":",
            ": ",
            "- ",
            "[",
            "]",
            "{",
            "}",
            ",",
            '"',
            "'",
            "#",
            " #",
            "|",
            ">",
        ],
        *["\n  - id: x\n", "\n- id: y\n", "id: ", "'\n", '"\n', ": '", ': "', "studies:\n", "\\", "? ", "|-\n", "a"],
    ]
)


@given(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(0, 12), PIECES), max_size=4))
def test_where_there_is_an_outline_it_agrees_with_the_yaml_of_the_file(damages: list[tuple[int, int, str]]) -> None:
    text = TEXT
    for spot, length, piece in damages:
        text = text[:spot] + piece + text[spot + length :]
    found = outline(text)
    assume(found is not None)
    assert found is not None
    records: list[tuple[str, str]] = []
    source = Stream(text, "a.yaml")

    def visit(top: Event) -> None:
        for section, _, event in source.pairs(top):
            if isinstance(event, SequenceStartEvent):
                records.extend((section, id_of(source, item)) for item in source.items(event))
            else:
                source.skip(event)

    if source.read(visit):
        return
    assert [item.section for item in found] == [section for section, _ in records]
    for item, (_, name) in zip(found, records, strict=True):
        assert name.split()[0] == item.id, "an id that goes on below is none; its record is refused when it is read"


def id_of(source: Stream, record: Event) -> str:
    """Give the id of a record, and pass over the rest of it."""
    assert isinstance(record, MappingStartEvent)
    ids = []
    for name, _, event in source.pairs(record):
        source.skip(event)
        if name == "id":
            assert isinstance(event, ScalarEvent)
            ids.append(event.value)
    (found,) = ids
    return str(found)
