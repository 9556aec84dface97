"""The table of verdicts leaves nothing undecided, and no worse evidence makes a better verdict."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product

import pytest

from ccsvi_triage.judge.decision import GRAVITY, NONE, WORDS, Table, derived
from ccsvi_triage.load.files import load_verdicts
from ccsvi_triage.logic.condition import holds
from ccsvi_triage.model.synthesis import VerdictTable
from ccsvi_triage.model.words import Asserts, ClaimVerdict, Question, Strength

Gravest = Callable[[Mapping[str, str]], int]

STEPS = WORDS["for"]
SAID = {
    "verdict": tuple(verdict.value for verdict in ClaimVerdict),
    "kind": WORDS["kind"],
    "asserts": WORDS["asserts"],
    "asserted": WORDS["asserted"],
    "best": ("none", "animals", "people"),
    "shown": WORDS["shown"],
    "unclear": ("yes", "no"),
    "rule": ("short", "not-shown-between-groups"),
}


@pytest.fixture(scope="module")
def table() -> VerdictTable:
    return load_verdicts()


def _cases() -> Iterator[dict[str, str]]:
    """Give every case that there can be: a claim that there is nothing knows no side that shows nothing."""
    for kind, asserts, asserted in product(Question, Asserts, Strength):
        absence = asserts is Asserts.ABSENCE
        sides = product(STEPS, (NONE,) if absence else STEPS, STEPS)
        for points, null, against in sides:
            free = {
                "shown": ("no",) if absence or points == NONE else ("yes", "no"),
                "ruled_out": ("yes", "no") if absence and points != NONE else ("no",),
                "sampled": ("yes", "no") if kind is Question.PREVALENCE and points != NONE else ("no",),
                "veto": ("yes", "no") if kind is Question.CAUSE else ("no",),
                "animals": ("no",) if kind is Question.MECHANISM else ("for", "no"),
            }
            for words in product(*free.values()):
                yield {
                    "kind": kind.value,
                    "asserts": asserts.value,
                    **derived(asserted, points, null, against),
                    **dict(zip(free, words, strict=True)),
                }


@cache
def cases() -> tuple[dict[str, str], ...]:
    return tuple(_cases())


@pytest.fixture(scope="module")
def gravest(table: VerdictTable) -> Gravest:
    """Give a function that tells how grave the verdict of a case is; what was told once is remembered."""
    known: dict[frozenset[tuple[str, str]], int] = {}

    def tell(words: Mapping[str, str]) -> int:
        key = frozenset(words.items())
        if key not in known:
            known[key] = max(GRAVITY.index(rule.then) for rule in table.rules if holds(rule.when, words))
        return known[key]

    return tell


def test_every_case_is_decided_by_some_rule(table: VerdictTable) -> None:
    ready = Table(table.rules)
    for words in cases():
        assert ready.rules_for(words), words


def test_every_rule_decides_some_case(table: VerdictTable) -> None:
    deciding = set()
    for words in cases():
        fired = [rule for rule in table.rules if holds(rule.when, words)]
        worst = max(GRAVITY.index(rule.then) for rule in fired)
        deciding |= {rule.id for rule in fired if GRAVITY.index(rule.then) == worst}
    assert deciding == {rule.id for rule in table.rules}


def test_rules_name_only_words_that_there_are(table: VerdictTable) -> None:
    for rule in table.rules:
        for clause in rule.when.clauses:
            for name, words in clause.items():
                assert set(words) <= set(WORDS[name]), (rule.id, name)


def test_what_points_the_way_of_a_claim_never_makes_it_better_by_carrying_less(gravest: Gravest) -> None:
    for words in cases():
        at = STEPS.index(words["for"])
        if words["for"] in (NONE, Strength.DESCRIPTION.value):
            continue
        asserted = Strength(words["asserted"])
        less = {**words, **derived(asserted, STEPS[at - 1], words["null"], words["against"])}
        assert gravest(less) >= gravest(words), words


def test_what_speaks_against_a_claim_never_makes_it_better_by_carrying_more(gravest: Gravest) -> None:
    for words in cases():
        for side in ("null", "against"):
            at = STEPS.index(words[side])
            if words[side] == NONE or at == len(STEPS) - 1:
                continue
            sides = {"null": words["null"], "against": words["against"], side: STEPS[at + 1]}
            more = {**words, **derived(Strength(words["asserted"]), words["for"], sides["null"], sides["against"])}
            assert gravest(more) >= gravest(words), (side, words)


def test_no_claim_is_supported_beyond_what_points_its_way_can_carry(gravest: Gravest) -> None:
    ladder = [strength.value for strength in Strength]
    for words in cases():
        if GRAVITY[gravest(words)] is ClaimVerdict.SUPPORTED:
            assert words["for"] != NONE
            assert ladder.index(words["for"]) >= ladder.index(words["asserted"])


def test_animals_alone_support_nothing_about_people(gravest: Gravest) -> None:
    for words in cases():
        if words["animals"] == "for" and words["for"] == NONE:
            assert GRAVITY[gravest(words)] is not ClaimVerdict.SUPPORTED


def test_there_are_words_for_every_verdict_and_every_kind_of_claim(table: VerdictTable) -> None:
    for words in product(*SAID.values()):
        known = dict(zip(SAID, words, strict=True))
        possible = known["verdict"] == "overstated" and known["best"] == NONE
        assert possible or any(holds(row.when, known) for row in table.sayings), known


def test_each_kind_of_claim_has_a_study_that_would_answer_it(table: VerdictTable) -> None:
    for kind, asserts in product(Question, Asserts):
        assert any(kind in row.kind and holds(row.when, {"asserts": asserts.value}) for row in table.missing)


def test_no_two_rows_have_one_id(table: VerdictTable) -> None:
    for rows in table:
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))
