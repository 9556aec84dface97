"""A guess of how a sentence puts a claim tells what it is made of, and says so where words do not show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.load.lookup import words_of
from ccsvi_triage.load.manner import TURNS, as_words, guess
from ccsvi_triage.model.nearness import Manner

RELAPSES = "Venous angioplasty reduces relapses"


def manner(text: str, *wordings: str) -> str:
    wordings = wordings or (RELAPSES,)
    shared = [word for word in words_of(text) if word in words_of(" ".join(wordings))]
    return guess(text, wordings, shared).manner.value


@pytest.mark.parametrize(
    "text",
    [
        "Venous angioplasty reduces relapses",
        "After venous angioplasty there are fewer relapses",
        "Not only does it feel good, angioplasty lowers the number of relapses",
    ],
)
def test_a_plain_sentence_asserts(text: str) -> None:
    assert manner(text) == "asserts"


@pytest.mark.parametrize(
    "text",
    [
        "Venous angioplasty does not reduce relapses",
        "Venous angioplasty doesn't reduce relapses",
        "Venous angioplasty doesn\u2019t reduce relapses",
        "Venous angioplasty failed to reduce relapses",
        "Venous angioplasty had no effect on relapses",
        "In people with MS, angioplasty never prevented relapses",
        "That angioplasty prevents relapses is a myth",
        "Venous angioplasty increases relapses",
        "There are more relapses after venous angioplasty",
    ],
)
def test_a_negation_and_words_that_go_the_other_way_deny(text: str) -> None:
    assert manner(text) == "denies"


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Angioplasty is unsafe", "Angioplasty is safe"),
        ("Angioplasty is less safe than drugs", "Angioplasty is safe"),
        ("Angioplasty is dangerous", "Angioplasty is safe"),
        ("Narrow veins are rarer in MS than in healthy people", "Narrow veins are commoner in MS than in others"),
        ("Narrow veins are less common in MS", "Narrow veins are more common in MS"),
        ("Narrow veins are commoner in healthy people than in MS", "Narrow veins are commoner in MS than in healthy"),
    ],
)
def test_reversed_comparisons_deny(text: str, claim: str) -> None:
    assert manner(text, claim) == "denies"


@pytest.mark.parametrize(
    "text",
    [
        "Does venous angioplasty reduce relapses?",
        'He asked: "Is it not so that angioplasty reduces relapses?"',
        "Can angioplasty reduce relapses",
        "Nobody knows whether angioplasty reduces relapses",
    ],
)
def test_a_question_asks_whatever_it_denies(text: str) -> None:
    assert manner(text) == "asks"


@pytest.mark.parametrize(
    "text",
    [
        "Venous angioplasty may reduce relapses",
        "Perhaps angioplasty does not reduce relapses",
        "A study suggests that angioplasty reduces relapses",
        "It is doubtful that angioplasty reduces relapses",
    ],
)
def test_a_reserve_hedges(text: str) -> None:
    assert manner(text) == "hedges"


def test_a_claim_with_a_reserve_is_asserted_by_a_sentence_with_one() -> None:
    assert manner("Angioplasty may worsen MS", "Angioplasty may worsen MS activity") == "asserts"


@pytest.mark.parametrize(
    "text",
    [
        "Venous angioplasty does not fail to reduce relapses",
        "Venous angioplasty does not increase relapses",
        "Zamboni says that venous angioplasty reduces relapses",
        "Venous angioplasty and relapses",
        "Drugs do not help, but angioplasty reduces relapses",
        "Drugs do nothing; angioplasty reduces relapses",
        "Venous angioplasty increases and reduces relapses",
    ],
)
def test_what_words_do_not_show_is_unsure(text: str) -> None:
    assert manner(text) == "unsure"


def test_a_claim_that_is_a_negation_itself_is_not_guessed_at_unless_the_sentence_is_one_too() -> None:
    claim = "There are no controlled trials of oxygen"
    assert manner("There are controlled trials of oxygen", claim) == "unsure"
    assert manner("There have been no controlled trials of oxygen", claim) == "asserts"


def test_another_wording_is_asked_where_the_nearest_does_not_show_the_way() -> None:
    assert manner("It improves disability", "It lessens disability") == "unsure"
    assert manner("It improves disability", "It lessens disability", "It helps disability") == "asserts"
    assert manner("It worsens disability", "It lessens disability", "It helps disability") == "denies"


def test_a_guess_names_the_words_that_led_to_it() -> None:
    found = guess("Angioplasty does not reduce relapses", [RELAPSES], ["angioplasty", "relapses"])
    assert (found.manner, found.cues) == (Manner.DENIES, ("not",))
    assert found.because == "it is put with a negation"


def test_words_without_letters_are_unsure() -> None:
    assert guess("\u00a1 ... !", [RELAPSES], []).manner is Manner.UNSURE


def test_each_turning_word_is_one_as_words_are_split() -> None:
    assert all(words_of(word) == [word] for word in TURNS)
    assert as_words("a b  a") == {"a", "b"}


@given(text=st.text(max_size=200), wordings=st.lists(st.text(max_size=80), min_size=1, max_size=3))
def test_any_text_gets_a_guess_with_a_reason(text: str, wordings: list[str]) -> None:
    found = guess(text, wordings, words_of(text))
    assert isinstance(found.manner, Manner)
    assert found.because
