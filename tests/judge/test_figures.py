"""Figures of agreement: what is counted, what is left out, and what is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.figures import reviewer_key
from ccsvi_triage.model.agreement import Figures, Scope
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.stats.agreement import cohen_kappa, gwet_ac1, linear_weights

Seat = Callable[..., Any]
SETUP = {"effect": "assignment"}


@pytest.fixture(scope="module")
def table(reviewers: Seat, instrument_of: Callable[[str], Instrument]) -> Any:
    return reviewers(instrument_of("rob2"))


def figures(table: Any, *answers: dict[str, str], scope: Scope = Scope.ANSWERS) -> list[Figures]:
    sheets = [table.sheet(name, words, setup=SETUP) for name, words in zip("ABCD", answers, strict=False)]
    return [one for one in table.agree(*sheets).figures if one.scope is scope]


def test_only_what_both_answered_is_counted_and_the_rest_is_told_apart(table: Any) -> None:
    # 4.3 closes 4.4 and 4.5 to the first; 1.3 is open to the second; 5.1 to 5.3 are open to both
    first = {"1.1": "Y", "1.2": "PY", "1.3": "N", "4.1": "N", "4.2": "N", "4.3": "N"}
    second = {"1.1": "Y", "1.2": "Y", "4.1": "N", "4.2": "N", "4.3": "Y", "4.4": "Y", "4.5": "N"}
    (one,) = figures(table, first, second)
    assert (one.items, one.agreed) == (5, 3)
    assert one.asked_of_some == 2
    assert one.reviewers == ("A", "B")
    questions = sum(len(domain.questions) for domain in table.instruments["rob2"].domains if domain.id != "D2-adhering")
    assert one.items + one.not_asked + one.asked_of_some + one.left_open == questions


def test_the_figures_are_those_of_the_table_that_a_hand_counts(table: Any) -> None:
    first = {"1.1": "Y", "1.2": "PY", "1.3": "N", "4.1": "N", "4.2": "NI"}
    second = {"1.1": "Y", "1.2": "Y", "1.3": "N", "4.1": "PN", "4.2": "N"}
    (one,) = figures(table, first, second)
    assert one.scale == ("Y", "PY", "PN", "N", "NI")
    counted = [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 1, 0], [0, 0, 0, 1, 0]]
    kappa = cohen_kappa(counted)
    assert (one.kappa.value, one.kappa.low, one.kappa.high) == (kappa.value, kappa.low, kappa.high)
    ordered = [row[:4] for row in counted[:4]]
    weighted = cohen_kappa(ordered, weights=linear_weights(4))
    assert one.weighted is not None
    assert (one.weighted.value, one.weighted.items) == (weighted.value, 4)
    said = [("Y", "Y"), ("PY", "Y"), ("N", "N"), ("N", "PN"), ("NI", "N")]
    ac1 = gwet_ac1([[sum(word == option for word in pair) for option in one.scale] for pair in said])
    assert (one.ac1.value, one.ac1.items) == (ac1.value, 5)
    assert one.observed.value == 0.4


def test_no_information_is_no_step_of_the_ladder(table: Any) -> None:
    (one,) = figures(table, {"1.1": "NI", "1.2": "NI"}, {"1.1": "NI", "1.2": "Y"})
    assert one.ladder == ("Y", "PY", "PN", "N")
    assert one.weighted is not None
    assert (one.weighted.value, one.weighted.items) == (None, 0)
    assert "fewer than 2 items" in one.weighted.refusal


def test_what_is_not_defined_is_refused_with_the_reason(table: Any) -> None:
    (one,) = figures(table, {"1.1": "Y", "1.2": "Y"}, {"1.1": "Y", "1.2": "Y"})
    assert one.kappa.value is None
    assert "chance alone" in one.kappa.refusal
    assert one.ac1.value == 1
    assert one.ac1.low is None
    (none,) = figures(table, {"1.1": "Y"}, {"1.2": "Y"})
    assert none.items == 0
    assert none.observed.value is None
    assert none.observed.refusal
    assert none.kappa.value is None


def test_of_three_reviewers_all_pairs_stand_beside_the_panel(table: Any) -> None:
    words = {"1.1": "Y", "1.2": "Y", "1.3": "N"}
    told = figures(table, words, {**words, "1.2": "N"}, {**words, "1.3": "Y"})
    assert [one.reviewers for one in told] == [("A", "B", "C"), ("A", "B"), ("A", "C"), ("B", "C")]
    panel, *pairs = told
    assert panel.weighted is None
    assert (panel.items, panel.agreed) == (3, 1)
    assert [one.agreed for one in pairs] == [2, 2, 1]


def test_levels_of_domains_are_compared_as_levels(table: Any) -> None:
    low = {"1.1": "Y", "1.2": "Y", "1.3": "N", "3.1": "Y"}
    (one,) = figures(table, low, {**low, "1.2": "N"}, scope=Scope.LEVELS)
    assert one.ladder == ("low", "some-concerns", "high")
    assert (one.items, one.agreed, one.left_open) == (2, 1, 3)


def test_two_axes_are_never_folded_into_one(reviewers: Seat, instrument_of: Callable[[str], Instrument]) -> None:
    quadas = reviewers(instrument_of("quadas-2"))
    setup = {"question": "q", "threshold": "no"}
    levels = {"D1": "low", "D2": "unclear", "A1": "low", "A2": "high"}
    told = quadas.agree(*(quadas.sheet(name, {}, setup=setup, judgements=levels) for name in "AB"))
    found = {one.name: one for one in told.figures if one.scope is Scope.LEVELS}
    assert {name: one.items for name, one in found.items()} == {"": 2, "applicability": 2}
    # a level that has no step on the common ladder has no place between the others
    assert found[""].weighted is not None
    assert found[""].weighted.value is None


def test_questions_have_figures_of_their_own_where_several_results_were_judged(table: Any) -> None:
    sheets = [
        table.sheet(name, {"1.1": word}, setup=SETUP, outcome=outcome, id=f"{name.lower()}-{outcome}")
        for outcome, words in (("pain", "YY"), ("sleep", "YN"))
        for name, word in zip("AB", words, strict=True)
    ]
    told = table.agree(*sheets)
    assert len(told.compared) == 2
    by_question = {one.name: one for one in told.figures if one.scope is Scope.QUESTION}
    assert (by_question["1.1"].items, by_question["1.1"].agreed) == (2, 1)
    assert any(one.scope is Scope.WHOLE for one in told.figures)
    alone = table.agree(*sheets[:2])
    assert not [one for one in alone.figures if one.scope in (Scope.QUESTION, Scope.WHOLE)]


def test_a_name_is_the_same_however_its_blanks_and_capitals_are_written() -> None:
    assert reviewer_key(" Rita  Kovacs ") == reviewer_key("rita kovacs")
    assert reviewer_key("RK") != reviewer_key("R K")


WORDS = st.none() | st.sampled_from(("Y", "PY", "PN", "N", "NI"))
NAMES = ("1.1", "1.2", "1.3", "2.1", "2.2", "3.1", "4.1", "4.2", "4.3", "4.4", "5.1")
ANSWERS = st.dictionaries(st.sampled_from(NAMES), WORDS).map(lambda words: {n: w for n, w in words.items() if w})


@settings(max_examples=50)
@given(st.lists(ANSWERS, min_size=2, max_size=4))
def test_every_question_is_counted_or_left_out_once_and_every_figure_lies_within_its_limits(
    table: Any, drawn: list[dict[str, str]]
) -> None:
    asked = sum(len(one.questions) for one in table.instruments["rob2"].domains if one.id != "D2-adhering")
    for one in figures(table, *drawn):
        assert one.items + one.not_asked + one.asked_of_some + one.left_open == asked
        assert 0 <= one.agreed <= one.items
        for measured in (one.observed, one.kappa, one.weighted, one.ac1):
            if measured is None:
                continue
            assert (measured.value is None) <= bool(measured.refusal)
            if measured.low is not None:
                assert measured.value is not None
                assert measured.high is not None
                assert -1 <= measured.low <= measured.value <= measured.high <= 1
