from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.place import NOWHERE, Spot, Where
from ccsvi_triage.model.record import Record, RecordType, default_of, fields_of, items, maker_of, replaced, required

HERE = Where("data/a.yaml", (Spot(2, 4), Spot(5, 0)), {"title": (Spot(3, 11), Spot(3, 20))})


class Paper(Record):
    NAME: ClassVar = "paper of a test"

    title: str
    pages: str = ""
    words: tuple[str, ...] = ()
    counts: Mapping[str, str] = MappingProxyType({})


class Preprint(Paper):
    server: str = "none"


def test_a_field_without_a_value_takes_its_default() -> None:
    paper = Paper(title="A")
    assert (paper.title, paper.pages, paper.words, dict(paper.counts)) == ("A", "", (), {})


def test_a_field_without_a_default_must_be_given() -> None:
    with pytest.raises(TypeError, match="Paper needs 'title'"):
        Paper(pages="1-2")  # type: ignore[call-arg]


def test_a_field_that_the_class_does_not_have_is_refused_by_its_name() -> None:
    with pytest.raises(TypeError, match="Paper has no 'tilte'"):
        Paper(title="A", tilte="B")  # type: ignore[call-arg]


def test_a_class_variable_is_no_field() -> None:
    assert "NAME" not in fields_of(Paper)
    with pytest.raises(TypeError, match="Paper has no 'NAME'"):
        Paper(title="A", NAME="B")  # type: ignore[call-arg]


def test_a_record_cannot_be_changed() -> None:
    paper = Paper(title="A")
    with pytest.raises(AttributeError, match="Paper is frozen"):
        paper.title = "B"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="Paper is frozen"):
        del paper.title
    assert paper.title == "A"


def test_a_record_takes_no_new_attribute() -> None:
    paper: Any = Paper(title="A")
    with pytest.raises(AttributeError):
        paper.note = "B"
    assert not hasattr(paper, "__dict__")


def test_records_that_say_the_same_are_equal_wherever_they_stand() -> None:
    here, elsewhere = Paper(title="A", where=HERE), Paper(title="A")
    assert here == elsewhere
    assert hash(here) == hash(elsewhere)
    assert here.where["title"].line == 4
    assert elsewhere.where["title"] == NOWHERE


def test_records_that_hold_records_are_equal_wherever_those_stand() -> None:
    assert Fact(value=(Paper(title="A", where=HERE),)) == Fact(value=(Paper(title="A"),))


@pytest.mark.parametrize("other", [Paper(title="B"), Paper(title="A", pages="1"), Preprint(title="A"), "A", None])
def test_records_that_differ_in_anything_else_are_not_equal(other: object) -> None:
    assert Paper(title="A") != other


@given(
    title=st.text(max_size=5),
    words=st.lists(st.text(max_size=3), max_size=3),
    counts=st.dictionaries(st.text(max_size=2), st.text(max_size=2), max_size=3),
)
def test_equal_records_always_have_equal_hashes(title: str, words: list[str], counts: dict[str, str]) -> None:
    backwards = dict(reversed(counts.items()))
    one = Paper(title=title, words=tuple(words), counts=MappingProxyType(counts), where=HERE)
    other = Paper(title=title, words=tuple(words), counts=MappingProxyType(backwards))
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other, Paper(title=title + "x")}) == 2


def test_a_record_shows_what_was_said_and_leaves_defaults_out() -> None:
    assert repr(Paper(title="A", pages="1-2")) == "Paper(title='A', pages='1-2')"


def test_fields_come_in_the_order_of_the_class_and_without_the_place() -> None:
    assert [name for name, _ in items(Preprint(title="A"))] == ["title", "pages", "words", "counts", "server"]
    assert list(fields_of(Preprint)) == ["title", "pages", "words", "counts", "server"]


def test_only_a_field_without_a_default_is_required() -> None:
    assert [name for name in fields_of(Paper) if required(Paper, name)] == ["title"]
    assert not required(Paper, "pages")
    assert not default_of(Paper, "pages")


def test_a_required_field_has_no_default() -> None:
    with pytest.raises(KeyError):
        default_of(Paper, "title")


def test_annotations_that_a_class_body_gives_by_a_function_become_fields_too() -> None:
    body = {"__module__": __name__, "__annotate_func__": lambda _format: {"title": str, "pages": str}, "pages": ""}
    late: Any = RecordType("Late", (Record,), body)
    assert list(fields_of(late)) == ["title", "pages"]
    assert late(title="A").title == "A"
    with pytest.raises(TypeError, match="Late needs 'title'"):
        late()


def test_a_record_made_from_its_values_in_order_is_the_one_made_from_their_names() -> None:
    preprint = Preprint(title="A", pages="1-2", words=("b",), server="c")
    made = maker_of(Preprint)([HERE, *(value for _, value in items(preprint))])
    assert made == preprint
    assert type(made) is Preprint
    assert made.where is HERE
    with pytest.raises(AttributeError, match="Preprint is frozen"):
        made.title = "B"  # type: ignore[misc]


def test_a_record_like_another_keeps_what_is_not_replaced_and_its_place() -> None:
    first = Paper(title="A", pages="1-2", where=HERE)
    second = replaced(first, title="B")
    assert (second.title, second.pages, second.where) == ("B", "1-2", first.where)
    assert first.title == "A"
    with pytest.raises(TypeError, match="has no"):
        replaced(first, other="x")
