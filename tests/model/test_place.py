import gc

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.model.place import NOWHERE, UNKNOWN, Place, Spot, Where


def test_a_place_is_written_as_editors_take_it() -> None:
    assert str(Place("data/studies.yaml", 3, 5, 3, 10)) == "data/studies.yaml:3:5"


def test_a_record_knows_its_own_place_and_that_of_each_field_counted_from_one() -> None:
    where = Where("a.yaml", (Spot(0, 2), Spot(4, 0)), {"title": (Spot(1, 9), Spot(1, 14))})
    assert where.record == Place("a.yaml", 1, 3, 5, 1)
    assert where["title"] == Place("a.yaml", 2, 10, 2, 15)


def test_a_field_that_the_file_does_not_have_stands_where_its_record_stands() -> None:
    where = Where("a.yaml", (Spot(0, 2), Spot(4, 0)), {"title": (Spot(1, 9), Spot(1, 14))})
    assert where["pages"] == where.record
    assert "title" in where
    assert "pages" not in where


def test_lines_before_the_text_that_was_read_are_counted() -> None:
    where = Where("a.yaml", (Spot(0, 2), Spot(4, 0)), {"title": (Spot(1, 9), Spot(1, 14))}, shift=10)
    assert where.record == Place("a.yaml", 11, 3, 15, 1)
    assert where["title"] == Place("a.yaml", 12, 10, 12, 15)


def test_what_no_file_holds_stands_nowhere() -> None:
    assert UNKNOWN.record == NOWHERE
    assert UNKNOWN["title"] == NOWHERE


ENDS = st.builds(Spot, st.integers(0, 2**30 - 1), st.integers(0, 2**30 - 1))


@given(ENDS, ENDS)
def test_every_place_that_a_file_can_have_is_given_back(first: Spot, last: Spot) -> None:
    where = Where("a.yaml", (first, last), {"title": (last, first)})
    ends = first.line + 1, first.column + 1, last.line + 1, last.column + 1
    assert where.record == Place("a.yaml", *ends)
    assert where["title"] == Place("a.yaml", *ends[2:], *ends[:2])


def test_the_marks_of_a_reader_are_not_held() -> None:
    where = Where("a.yaml", (Spot(0, 2), Spot(4, 0)), {"title": (Spot(1, 9), Spot(1, 14))})
    held, left = [], [*gc.get_referents(where)]
    while left:
        each = left.pop()
        if not isinstance(each, type):
            held.append(each)
            left += gc.get_referents(each)
    assert not [each for each in held if isinstance(each, tuple)]
