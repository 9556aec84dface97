"""No text steers a terminal or the runner of a pipeline."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.render.clean import clean, disarm, fit

KEPT = "\u200c\u200d\u00ad"


@given(st.data())
def test_cleaned_text_is_one_line_without_unseen_characters(
    hostile: st.SearchStrategy[str], data: st.DataObject
) -> None:
    shown = clean(data.draw(hostile | st.text()))
    assert len(shown.splitlines()) <= 1
    assert all(c in KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} for c in shown)


@given(st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"])))
def test_what_people_write_is_kept_but_for_its_normal_form(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


@given(st.data())
def test_cleaning_twice_changes_nothing_more(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    once = clean(data.draw(hostile))
    assert clean(once) == once


@pytest.mark.parametrize(
    "text", ["[red]x[/red]", "[/x]", "a\\b", "\u674e\u6653\u660e", "\U0001f469\u200d\u2695\ufe0f", "\u05d0\u05d1"]
)
def test_markup_and_every_script_are_left_as_they_are(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("ascii_only", [False, True])
@given(st.data())
def test_a_runner_finds_no_command_in_disarmed_text(
    hostile: st.SearchStrategy[str],
    commands_in: Callable[[str], list[str]],
    ascii_only: bool,  # noqa: FBT001
    data: st.DataObject,
) -> None:
    text = fit(clean(data.draw(hostile)), ascii_only=ascii_only)
    assert not commands_in(disarm(text, ascii_only=ascii_only))


@pytest.mark.parametrize("text", ["3:1", "a ratio of 2::1", "see [1]", "C# and ##", "https://x.org/a::b"])
def test_what_is_no_command_is_left_alone(text: str) -> None:
    assert disarm(text) == text


def test_a_disarmed_line_looks_the_same() -> None:
    shown = disarm("::add-mask::2018\nis ##[add-mask]MS")
    assert shown.replace("\u2060", "") == "::add-mask::2018\nis ##[add-mask]MS"


@given(st.text())
def test_a_terminal_without_utf_8_gets_ascii_alone(text: str) -> None:
    assert fit(text, ascii_only=True).isascii()


@given(st.text())
def test_a_terminal_with_utf_8_gets_everything(text: str) -> None:
    assert fit(text, ascii_only=False) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("met 3 · open 6", "met 3 - open 6"),
        ("1\N{EN DASH}2", "1-2"),
        ("p ≤ 0.05", "p <= 0.05"),
        ("Martínez-Yelamos", "Martinez-Yelamos"),
    ],
)
def test_ascii_stands_for_the_signs_and_accents_of_reports(text: str, plain: str) -> None:
    assert fit(text, ascii_only=True) == plain
