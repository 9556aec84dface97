import pytest

from ccsvi_triage.logic.condition import compares, condition_words, holds, is_comparison
from ccsvi_triage.model.condition import ALWAYS, Condition


def test_no_clause_at_all_holds_always() -> None:
    assert holds(ALWAYS, {})
    assert holds(ALWAYS, {"1.1": "N"})


def test_a_clause_wants_all_its_names() -> None:
    both = Condition(({"1.1": ("Y", "PY"), "1.2": ("N",)},))
    assert holds(both, {"1.1": "PY", "1.2": "N"})
    assert not holds(both, {"1.1": "PY", "1.2": "Y"})
    assert not holds(both, {"1.1": "NI", "1.2": "N"})


def test_one_clause_of_several_is_enough() -> None:
    either = Condition(({"2.1": ("Y",)}, {"2.2": ("Y",)}))
    assert holds(either, {"2.1": "N", "2.2": "Y"})
    assert holds(either, {"2.1": "Y", "2.2": "N"})
    assert not holds(either, {"2.1": "N", "2.2": "N"})


def test_a_name_without_an_answer_meets_no_clause_whatever_the_clause_wants() -> None:
    every = Condition(({"1.1": ("Y", "PY", "PN", "N", "NI", "NA")},))
    assert not holds(every, {})


@pytest.mark.parametrize(
    ("word", "number", "meets"),
    [
        ("<= 5", 5, True),
        ("<= 5", 5.0001, False),
        ("> 5", 5, False),
        ("> 5", 5.0001, True),
        (">= 2", 2, True),
        (">= 2", 1, False),
        ("<2", 1, True),
        ("< 2", 2, False),
    ],
)
def test_a_comparison_takes_or_leaves_its_own_limit_as_its_sign_says(word: str, number: float, *, meets: bool) -> None:
    assert is_comparison(word)
    assert compares(word, number) is meets


def test_a_plain_word_is_no_comparison() -> None:
    assert not is_comparison("5")
    assert not is_comparison("not-reported")
    with pytest.raises(ValueError, match="'5' is no comparison"):
        compares("5", 5)


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (ALWAYS, "always"),
        (Condition(({},)), "always"),
        (Condition(({"2.3": ("Y", "PY"), "2.4": ("N",)},)), "2.3 = Y or PY, and 2.4 = N"),
        (Condition(({"a": ("1",)}, {"b": ("2",)})), "a = 1; or b = 2"),
    ],
)
def test_a_condition_is_told_as_people_read_it(condition: Condition, said: str) -> None:
    assert condition_words(condition) == said
