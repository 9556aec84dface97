"""JSON says what the report says, and steers nobody's terminal."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_json import pieces, render
from ccsvi_triage.report.blocks import Each, Report


@given(st.data(), st.booleans())
def test_json_reads_as_the_data_of_the_report(
    hostile: st.SearchStrategy[str],
    data: st.DataObject,
    ascii_only: bool,  # noqa: FBT001
) -> None:
    said = data.draw(st.dictionaries(hostile, hostile | st.lists(hostile), max_size=3))
    text = render(Report((), said), Page(ascii=ascii_only))
    assert json.loads(text) == said
    assert text.isascii() or not ascii_only


@given(st.data())
def test_json_holds_no_character_that_steers_and_no_command(
    hostile: st.SearchStrategy[str], commands_in: Callable[[str], list[str]], data: st.DataObject
) -> None:
    text = render(Report((), data.draw(st.dictionaries(hostile, hostile, max_size=3))), Page())
    assert all(c == "\n" or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in text)
    assert not commands_in(text)


def test_what_people_write_stands_in_json_as_they_wrote_it() -> None:
    text = render(Report((), {"title": "Martínez-Yelamos · 李晓明"}), Page())
    assert "Martínez-Yelamos · 李晓明" in text
    assert "Mart\\u00ednez" in render(Report((), {"title": "Martínez-Yelamos"}), Page(ascii=True))


def test_the_keys_keep_their_order() -> None:
    assert render(Report((), {"b": 1, "a": [2]}), Page()) == '{\n  "b": 1,\n  "a": [\n    2\n  ]\n}\n'


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=4), st.booleans())
def test_values_made_one_by_one_are_written_as_a_list_would_be(
    values: list[Any],
    ascii_only: bool,  # noqa: FBT001
) -> None:
    page = Page(ascii=ascii_only)
    made = {"before": 1, "values": Each(values, lambda value: value), "after": {"a": []}}
    assert render(Report((), made), page) == render(Report((), {**made, "values": values}), page)


def test_values_are_made_while_they_are_written_and_not_before() -> None:
    made: list[int] = []

    def make(number: int) -> dict[str, int]:
        made.append(number)
        return {"n": number}

    written = pieces(Report((), {"values": Each(range(5), make)}), Page())
    assert [len(made) for piece in written if '"n"' in piece] == [1, 2, 3, 4, 5]
