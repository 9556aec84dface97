from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.logic.condition import counts_hold
from ccsvi_triage.logic.overall import counted, every_count, worst
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Rule

LADDER = ("low", "moderate", "no-information", "serious")
WHOLE = ("high", "moderate", "poor")
RULES = (
    Rule(id="W1", when=Condition(({"serious": ("0",), "moderate": ("<= 1",)},)), then="high", because="few"),
    Rule(id="W2", when=Condition(({"serious": ("0",), "moderate": (">= 2",)},)), then="moderate", because="many"),
    Rule(id="W3", when=Condition(({"serious": (">= 1",)},)), then="poor", because="grave"),
)
held = st.lists(st.sets(st.sampled_from(LADDER), min_size=1).map(tuple), min_size=1, max_size=5)


@given(held)
def test_the_worst_that_is_possible_is_what_the_completions_give(domains: list[tuple[str, ...]]) -> None:
    completions = {max(whole, key=LADDER.index) for whole in product(*domains)}
    assert set(worst(domains, LADDER)) == completions


@given(held)
def test_a_table_on_counts_gives_what_the_completions_give(domains: list[tuple[str, ...]]) -> None:
    completions = set()
    for whole in product(*domains):
        counts = {level: whole.count(level) for level in LADDER}
        completions |= {rule.then for rule in RULES if counts_hold(rule.when, counts)}
    possible, fired = counted(domains, RULES, LADDER, WHOLE)
    assert set(possible) == completions
    assert {rule.then for rule in fired} == completions
    assert list(possible) == sorted(possible, key=WHOLE.index)


def test_a_domain_without_information_is_worse_than_a_moderate_one_and_better_than_a_serious_one() -> None:
    assert worst([("moderate",), ("no-information",)], LADDER) == ("no-information",)
    assert worst([("serious",), ("no-information",)], LADDER) == ("serious",)


def test_every_way_to_stand_is_counted_once() -> None:
    ways = [tuple(counts.values()) for counts in every_count(3, ("a", "b", "c"))]
    assert len(ways) == len(set(ways)) == 10
    assert {sum(way) for way in ways} == {3}


def test_without_levels_there_is_no_way_to_stand() -> None:
    assert list(every_count(3, ())) == []
