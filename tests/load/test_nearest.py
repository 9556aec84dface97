from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.load.nearest import did_you_mean, nearest, nearest_by_part

WORDS = st.lists(st.text("abcd-", min_size=1, max_size=8), max_size=8, unique=True)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("tilte", ["id", "title", "kind"], "title"),
        ("no-controls", ["no-sham", "no-control", "not-randomised"], "no-control"),
        ("Title", ["title"], "title"),
        ("follow up", ["follow_up"], "follow_up"),
        ("zambony-2009", ["zamboni-2009", "zamboni-2018"], "zamboni-2009"),
    ],
)
def test_a_slip_of_the_pen_leads_to_the_word_that_was_meant(word: str, known: list[str], meant: str) -> None:
    assert nearest(word, known) == meant
    assert did_you_mean(word, known) == f"did you mean '{meant}'?"


@pytest.mark.parametrize(
    ("word", "known"), [("xyz", ["title", "kind"]), ("title", []), ("", ["title"]), ("!!!", ["???"])]
)
def test_nothing_is_offered_where_nothing_is_near(word: str, known: list[str]) -> None:
    assert not nearest(word, known)
    assert not did_you_mean(word, known)


def test_of_equally_near_words_the_first_by_name_is_offered() -> None:
    assert nearest("study-x", ["study-c", "study-a", "study-b"]) == "study-a"
    assert nearest("study-x", {"study-c", "study-a", "study-b"}) == "study-a"


@given(st.text(max_size=10), WORDS, st.randoms(use_true_random=False))
def test_the_order_of_the_known_words_never_matters(word: str, known: list[str], random: Random) -> None:
    shuffled = list(known)
    random.shuffle(shuffled)
    assert nearest(word, shuffled) == nearest(word, known)


@given(st.text(), WORDS)
def test_only_a_known_word_is_ever_offered(word: str, known: list[str]) -> None:
    assert nearest(word, known) in {"", *known}


@given(WORDS.filter(bool).flatmap(lambda words: st.tuples(st.sampled_from(words), st.just(words))))
def test_a_known_word_is_nearest_to_itself(word_and_known: tuple[str, list[str]]) -> None:
    word, known = word_and_known
    found = nearest(word, known)
    assert found == word or found.strip("-") == word.strip("-") or not word.strip("-")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("regresion", ("regression-to-mean",)),
        ("unbinded", ("unblinded-assessors", "unblinded-carers", "unblinded-participants")),
        ("size", ()),
        ("", ()),
        ("!!!", ()),
    ],
)
def test_a_slip_in_one_part_of_a_word_leads_to_the_words_that_have_it(word: str, meant: tuple[str, ...]) -> None:
    known = ["regression-to-mean", "unblinded-carers", "unblinded-participants", "unblinded-assessors", "no-sham"]
    assert nearest_by_part(word, known) == meant
    assert nearest_by_part(word, []) == ()
