"""Every step of the common ladder has a tone of its own; values are made when somebody looks at them."""

from ccsvi_triage.model.words import Concern
from ccsvi_triage.report.blocks import TONE_OF, Each, Tone


def test_every_concern_and_an_open_one_have_tones_that_differ() -> None:
    assert set(TONE_OF) == {None, *Concern}
    assert len(set(TONE_OF.values())) == len(TONE_OF)
    assert TONE_OF[None] is Tone.OPEN


def test_values_are_made_when_somebody_looks_at_them() -> None:
    made: list[int] = []

    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    each = Each((1, 2, 3), double)
    assert (len(each), made) == (3, [])
    assert (each[1], each[-1], made) == (4, 6, [2, 3])
    assert list(each) == list(each) == [2, 4, 6]
    assert list(each[1:]) == [4, 6]
    assert 6 in each
    assert not Each((), double)


def test_values_are_the_same_where_all_of_them_are() -> None:
    each = Each((1, 2), str)
    assert each == ["1", "2"]
    assert each == Each(("1", "2"), str)
    assert each != ["1"]
    assert each != ["1", "3"]
    assert each != "12"
