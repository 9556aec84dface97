import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.logic.gate import INCOMPLETE, OPEN, Kind, rules_of, short_words, waivable, words_of
from ccsvi_triage.model.words import ClaimVerdict, Flaw, Severity

NOTE = Severity.NOTE
ALL = words_of(Kind)


def test_a_step_holds_for_itself_and_what_is_graver() -> None:
    steps = ["judgement:some", "judgement:serious", "judgement:critical"]
    for number, word in enumerate(("some", "serious", "critical")):
        assert [ALL[word].holds(rule, NOTE) for rule in steps] == [step >= number for step in range(3)]


@pytest.mark.parametrize(("word", "holds"), [("error", 1), ("warning", 2), ("note", 3)])
def test_a_severity_holds_for_problems_that_are_as_grave_and_for_no_judgement(word: str, holds: int) -> None:
    levels = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    assert sum(ALL[word].holds("F102", level) for level in levels) == holds
    assert not any(ALL[word].holds("judgement:critical", level) for level in levels)
    assert not ALL[word].holds("N-WHOLE", Severity.INFO)


def test_a_verdict_holds_for_itself_alone() -> None:
    for verdict in ClaimVerdict:
        held = [other for other in ClaimVerdict if ALL[verdict.value].holds(f"claim:{other.value}", NOTE)]
        assert held == [verdict]


def test_incomplete_holds_for_judgements_and_verdicts_that_are_open() -> None:
    assert [ALL["incomplete"].holds(rule, NOTE) for rule in (INCOMPLETE, OPEN)] == [True, True]
    assert [ALL[INCOMPLETE].holds(rule, NOTE) for rule in (INCOMPLETE, OPEN)] == [True, False]


def test_what_is_worse_has_changed_too() -> None:
    assert ALL["changed"].holds("difference:worse", NOTE)
    assert not ALL["worse"].holds("difference:changed", NOTE)


def test_a_disagreement_on_a_judgement_is_a_disagreement() -> None:
    assert ALL["disagreement"].holds("reviewers:judgement", NOTE)
    assert not ALL["judgement"].holds("reviewers:disagreement", NOTE)


def test_every_word_means_the_same_for_every_command_that_takes_it() -> None:
    for kind in Kind:
        for word, condition in words_of([kind]).items():
            assert ALL[word] == condition


def test_a_short_word_and_its_long_form_mean_the_same() -> None:
    for word, condition in ALL.items():
        kind, _, short = word.partition(":")
        if short and kind != "flaw" and short in ALL and short != "incomplete":
            assert (condition.rules, condition.levels) == (ALL[short].rules, ALL[short].levels)


def test_people_are_told_of_flaws_by_one_example() -> None:
    told = short_words([Kind.JUDGEMENT, Kind.FLAW])
    assert told == ["some", "serious", "critical", "incomplete", "flaw:CODE"]


@given(st.sampled_from(waivable()))
def test_what_can_be_waived_stands_for_rules_of_findings(word: str) -> None:
    rules = rules_of(word)
    assert rules
    if ":" in word:
        assert rules == {word}


def test_a_waiver_of_one_judgement_is_none_of_a_graver_one() -> None:
    assert "judgement:critical" not in rules_of("serious")
    assert rules_of("incomplete") == {INCOMPLETE, OPEN}
    assert f"flaw:{Flaw.NO_CONTROL.value}" in rules_of("no-control")
    assert "F102" in rules_of("F102")
