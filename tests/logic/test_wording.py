"""Effects and steps of the ladder are written so that nobody misreads them."""

import math

import pytest

from ccsvi_triage.logic.wording import effect_text, figure, listed, some
from ccsvi_triage.model.comparison import Effect
from ccsvi_triage.model.words import EffectMeasure


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3.3333, "3.33"),
        (0.4177, "0.418"),
        (1165.0, "1165"),
        (0.00012, "0.00012"),
        (math.inf, "no limit"),
        (-0.0, "0"),
        (43, "43"),
    ],
)
def test_a_figure_has_three_digits_and_no_exponent(value: float, written: str) -> None:
    assert figure(value) == written


def test_an_effect_stands_with_its_interval_and_a_difference_of_risks_in_points() -> None:
    ratio = Effect(EffectMeasure.RISK_RATIO, 10 / 3, 0.418, math.inf, 0.95, "Katz", computed=True)
    assert effect_text(ratio) == "RR 3.33 (0.418 to no limit)"
    difference = Effect(EffectMeasure.RISK_DIFFERENCE, 0.233, -0.138, 0.556, 0.95, "Newcombe", computed=True)
    assert effect_text(difference) == "RD +23.3 points (-13.8 to 55.6)"
    bare = Effect(EffectMeasure.HAZARD_RATIO, 0.5, None, None, 0.95, "as printed", computed=False)
    assert effect_text(bare) == "HR 0.5, no interval printed"


def test_words_are_listed_with_the_last_one_joined() -> None:
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_long_lists_of_names_are_cut_and_say_how_many_more() -> None:
    assert some(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert some(["a", "b", "c"]) == "a, b, c"
