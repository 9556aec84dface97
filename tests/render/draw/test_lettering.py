"""Lines fit their room, whatever is written, and no letter is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.draw.lettering import sure, widest, width_of, wrap

TEXTS = st.text() | st.text(alphabet="abc -/,WMi.李é\u0301\u00a0") | st.sampled_from(["", " ", "W" * 300, "a-" * 90])
ROOMS = st.floats(12, 400)


def letters(text: str) -> str:
    return "".join(clean(text).split())


@given(TEXTS, ROOMS, st.booleans())
def test_every_line_fits_its_room(text: str, room: float, bold: bool) -> None:  # noqa: FBT001
    for line in wrap(text, room, 10, bold=bold):
        assert width_of(line, 10, bold=bold) <= room or len(line) == 1
        assert line.strip()


@given(TEXTS, ROOMS)
def test_no_letter_is_lost_and_none_is_added(text: str, room: float) -> None:
    assert letters("".join(wrap(text, room, 10))) == letters(text)


def test_a_line_is_broken_at_blanks_first_then_behind_hyphens_then_anywhere() -> None:
    assert wrap("two words", width_of("words", 10), 10) == ["two", "words"]
    assert wrap("relapsing-remitting", width_of("relapsing-rem", 10), 10) == ["relapsing-", "remitting"]
    assert "".join(wrap("W" * 20, width_of("W" * 7, 10), 10)) == "W" * 20


def test_a_hard_blank_holds() -> None:
    assert wrap("some concerns\u00a0*", width_of("some concerns", 10), 10) == ["some", "concerns\u00a0*"]


def test_wide_signs_count_as_wide_and_marks_on_letters_as_nothing() -> None:
    assert width_of("李", 10) > width_of("W", 10) * 1.05
    assert width_of("e\u0301", 10) == width_of("e", 10) == width_of("é", 10)
    assert width_of("W", 10, bold=True) > width_of("W", 10) > width_of("i", 10)


@given(st.text(), st.text(), st.floats(1, 50))
def test_widths_add_up_and_grow_with_the_size(one: str, other: str, size: float) -> None:
    assert width_of(one + other, size) == pytest.approx(width_of(one, size) + width_of(other, size))
    assert width_of(one, 2 * size) == pytest.approx(2 * width_of(one, size))


def test_an_estimate_holds_for_latin_letters_and_plain_signs_alone() -> None:
    assert sure("Núñez de la Torre \u2013 Żółkiewska · 1.5 ≤ 2")
    assert not sure("李")
    assert not sure("محمد")


def test_the_widest_of_no_texts_is_nothing() -> None:
    assert widest([], 10) == 0
    assert widest(["i", "WW"], 10) == width_of("WW", 10)


@pytest.mark.parametrize(
    ("name", "taken"),
    [("Иванов Сидоренко", 9.9), ("Παπαδόπουλος", 7.5), ("محمد علي عبد الرحمن", 9.5), ("עברית כהן", 4.4)],
)
def test_letters_of_other_alphabets_are_neither_spread_nor_pressed_by_much(name: str, taken: float) -> None:
    """What they take in DejaVu Sans of size 1, as its own tables of widths say."""
    assert 0.85 < width_of(name, 1) / taken < 1.2


def test_what_stands_over_another_letter_or_is_unseen_takes_no_room() -> None:
    assert width_of("\u0e18\u0e31", 10) == width_of("\u0e18", 10)
    assert width_of("\u0915\u200d", 10) == width_of("\u0915", 10)
