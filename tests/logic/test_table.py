from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.logic.table import DomainLogic, applies, assumed_setup, full_setup, impossible, question_of
from ccsvi_triage.model.instrument import Domain, Instrument, Table
from ccsvi_triage.model.library import Library

InstrumentOf = Callable[[str], Instrument]
MODERATE = settings(max_examples=80, deadline=None)

ADHERING = {
    "effect": "adhering",
    "nonprotocol-interventions": "yes",
    "implementation-failures": "yes",
    "nonadherence": "yes",
}

ONLY_TOGETHER = """
instruments:
  - id: mine
    title: Mine
    version: "1"
    about: a
    form: judged
    judges: study
    ours: no
    licence: l
    notice: n
    sources: [{cite: House}]
    options: [Y, N]
    levels: {low: none, high: serious}
    domains:
      - id: d
        title: D
        questions: [{id: q1, text: one}, {id: q2, text: two}]
        tables:
          - id: t
            rules:
              - {id: r1, when: [{q1: Y, q2: Y}, {q1: N, q2: N}], then: low, because: alike}
              - {id: r2, when: [{q1: Y, q2: N}, {q1: N, q2: Y}], then: high, because: not alike}
"""


def setups(instrument: Instrument) -> Iterator[dict[str, str]]:
    """Give the set-ups under which each domain of a shipped instrument is judged in full."""
    yield {"effect": "assignment"} if instrument.setup else {}
    if instrument.setup:
        yield ADHERING


def judged_domains(instrument_of: InstrumentOf) -> Iterator[tuple[Instrument, Domain, dict[str, str]]]:
    for name in shelf_ids():
        instrument = instrument_of(name)
        for setup in setups(instrument):
            for domain in instrument.domains:
                if domain.tables and applies(domain, setup):
                    yield instrument, domain, setup


@st.composite
def partial_answers(draw: st.DrawFn, logic: DomainLogic) -> dict[str, str]:
    """Answer some questions by any of their words, asked or not."""
    answers = {name: draw(st.sampled_from((None, *words))) for name, words in logic.options.items()}
    return {name: word for name, word in answers.items() if word is not None}


def made(instrument: Instrument, setup: Mapping[str, str] | None = None) -> DomainLogic:
    return DomainLogic(instrument, instrument.domains[0], setup or {})


@MODERATE
@given(data=st.data())
def test_the_levels_still_possible_are_those_of_all_completions_and_no_others(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument], cases: Any
) -> None:
    instrument = data.draw(whole_instruments)
    logic = made(instrument)
    answers = data.draw(partial_answers(logic))
    every = cases(instrument, instrument.domains[0], {})
    completions = [whole for whole in every.all() if every.fits(answers, whole)]
    decision = logic.decide(answers)
    assert set(decision.possible) == {every.level(whole) for whole in completions}
    assert list(decision.possible) == [level for level in instrument.levels if level in decision.possible]
    fired = {rule.id for whole in completions for rules in every.rules(whole) for rule in rules}
    assert {rule.id for rule in decision.rules} == fired


def test_of_a_departure_in_an_open_domain_the_questions_behind_its_gate_matter_too(instrument_of: InstrumentOf) -> None:
    rob2 = instrument_of("rob2")
    deviations = next(domain for domain in rob2.domains if domain.id == "D2-assignment")
    logic = DomainLogic(rob2, deviations, {"effect": "assignment"})
    assert logic.decide({"2.1": "N"}).matters == ("2.2", "2.3", "2.4", "2.5", "2.6", "2.7")
    assert logic.decide({"2.1": "Y"}).matters == ("2.3", "2.4", "2.5", "2.6", "2.7")
    assert logic.decide({"2.1": "Y", "2.3": "NI", "2.6": "Y"}).matters == ()


@MODERATE
@given(data=st.data())
def test_a_question_is_called_unasked_exactly_where_no_completion_asks_it(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument], cases: Any
) -> None:
    instrument = data.draw(whole_instruments)
    logic = made(instrument)
    answers = data.draw(partial_answers(logic))
    every = cases(instrument, instrument.domains[0], {})
    completions = [whole for whole in every.all() if every.fits(answers, whole)]
    unasked = {name for name in logic.options if not any(every.asks(name, whole) for whole in completions)}
    assert logic.decide(answers).unasked == unasked
    assert set(logic.unasked_answers(answers)) == {name for name in unasked if answers.get(name, "NA") != "NA"}
    for name in logic.options:
        others = {other: word for other, word in answers.items() if other != name}
        wholes = [whole for whole in every.all() if every.fits(others, whole)]
        assert logic.asked(name, answers) == all(every.asks(name, whole) for whole in wholes)


@MODERATE
@given(data=st.data())
def test_an_early_verdict_is_never_taken_back(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument]
) -> None:
    logic = made(data.draw(whole_instruments))
    answers = data.draw(partial_answers(logic))
    before = set(logic.decide(answers).possible)
    for name, words in logic.options.items():
        if name not in answers and name not in logic.decide(answers).unasked:
            answers[name] = data.draw(st.sampled_from(words))
            after = set(logic.decide(answers).possible)
            assert after <= before
            before = after
    assert len(before) == 1


@MODERATE
@given(data=st.data())
def test_the_order_of_the_answers_does_not_matter(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument]
) -> None:
    instrument = data.draw(whole_instruments)
    answers = data.draw(partial_answers(made(instrument)))
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert made(instrument).decide(shuffled) == made(instrument).decide(answers)


@MODERATE
@given(data=st.data())
def test_an_undecided_domain_always_names_open_questions_on_which_it_depends_and_a_decided_one_never(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument]
) -> None:
    logic = made(data.draw(whole_instruments))
    answers = data.draw(partial_answers(logic))
    decision = logic.decide(answers)
    assert (len(decision.possible) > 1) == bool(decision.matters)
    for name in decision.matters:
        assert name not in answers
        assert name not in decision.unasked


@MODERATE
@given(data=st.data())
def test_a_question_matters_exactly_where_its_answer_alone_can_turn_one_level_into_another(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument], cases: Any
) -> None:
    instrument = data.draw(whole_instruments)
    logic = made(instrument)
    answers = data.draw(partial_answers(logic))
    every = cases(instrument, instrument.domains[0], {})
    wholes = [(whole, every.level(whole)) for whole in every.all() if every.fits(answers, whole)]
    assume(len(wholes) <= 150)
    turned = set()
    for (one, level), (other, another) in combinations(wholes, 2):
        both = [name for name in logic.options if every.asks(name, one) and every.asks(name, other)]
        apart = [name for name in both if one[name] != other[name]]
        if level != another and len(apart) == 1:
            turned.add(apart[0])
    assert logic.decide(answers).matters == tuple(name for name in logic.options if name in turned)


@MODERATE
@given(data=st.data())
def test_what_was_decided_before_makes_no_difference_to_what_is_decided_now(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument]
) -> None:
    instrument = data.draw(whole_instruments)
    used = made(instrument)
    for _ in range(3):
        answers = data.draw(partial_answers(used))
        assert used.decide(answers) == made(instrument).decide(answers)


def test_in_the_shipped_tables_the_levels_still_possible_are_those_of_all_completions(
    instrument_of: InstrumentOf, cases: Any
) -> None:
    @settings(max_examples=12, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        answers = data.draw(partial_answers(logic))
        assert set(logic.decide(answers).possible) == {level for whole, level in levels if every.fits(answers, whole)}

    for instrument, domain, setup in judged_domains(instrument_of):
        logic = DomainLogic(instrument, domain, full_setup(instrument, setup))
        every = cases(instrument, domain, full_setup(instrument, setup))
        levels = [(whole, every.level(whole)) for whole in every.all()]
        check()


def test_in_the_shipped_tables_a_question_that_does_not_matter_changes_nothing_whatever_is_answered(
    instrument_of: InstrumentOf,
) -> None:
    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        answers = data.draw(partial_answers(logic))
        decision = logic.decide(answers)
        for name in logic.options.keys() - answers.keys() - set(decision.matters):
            for word in logic.options[name]:
                assert logic.decide({**answers, name: word}).possible == decision.possible, (answers, name, word)

    for instrument, domain, setup in judged_domains(instrument_of):
        logic = DomainLogic(instrument, domain, full_setup(instrument, setup))
        check()


def test_a_blank_domain_is_open_and_one_of_nothing_but_no_information_is_decided(
    instrument_of: InstrumentOf,
) -> None:
    for instrument, domain, setup in judged_domains(instrument_of):
        logic = DomainLogic(instrument, domain, full_setup(instrument, setup))
        blank = logic.decide({})
        assert len(blank.possible) > 1, domain.id
        assert blank.matters, domain.id
        silent = logic.decide({name: "NI" if "NI" in words else words[-1] for name, words in logic.options.items()})
        assert len(silent.possible) == 1, domain.id
        assert not silent.matters, domain.id


def test_no_information_is_an_answer_and_leaves_no_question_open(instrument_of: InstrumentOf) -> None:
    for instrument, domain, setup in judged_domains(instrument_of):
        logic = DomainLogic(instrument, domain, full_setup(instrument, setup))
        for name, words in logic.options.items():
            if "NI" in words:
                assert name not in logic.decide({name: "NI"}).matters


def test_a_word_that_is_no_answer_leaves_the_question_open(instrument_of: InstrumentOf) -> None:
    for instrument, domain, setup in judged_domains(instrument_of):
        logic = DomainLogic(instrument, domain, full_setup(instrument, setup))
        for name in logic.options:
            assert logic.decide({name: "Banana"}) == logic.decide({})
            assert logic.decide({name: ""}) == logic.decide({})


def test_a_case_that_no_rule_covers_gets_no_level(instrument_of: InstrumentOf) -> None:
    rob2 = instrument_of("rob2")
    whole = next(domain for domain in rob2.domains if domain.id == "D3")
    (table,) = whole.tables
    holed = replaced(whole, Table(id="D3", rules=tuple(rule for rule in table.rules if rule.id != "D3.3")))
    logic = DomainLogic(rob2, holed, {})
    assert logic.decide({"3.1": "N", "3.2": "N", "3.3": "N"}).possible == ("low", "some-concerns", "high")
    assert logic.decide({"3.1": "Y"}).possible == ("low",)
    (hole,) = logic.holes()
    assert {name: hole.answers[name] for name in ("3.3", "3.4")} == {"3.3": "PN", "3.4": "NA"}
    assert hole.rules == ()


def test_a_case_that_one_of_two_tables_does_not_cover_is_no_better_than_the_other_says(
    instrument_of: InstrumentOf,
) -> None:
    rob2 = instrument_of("rob2")
    whole = next(domain for domain in rob2.domains if domain.id == "D2-assignment")
    first, second = whole.tables
    holed = replaced(whole, first, Table(id="P2", rules=second.rules[1:]))
    logic = DomainLogic(rob2, holed, {"effect": "assignment"})
    aware = {"2.1": "Y", "2.2": "Y", "2.3": "NI", "2.6": "Y"}
    assert logic.decide(aware).possible == ("some-concerns", "high")


def test_two_questions_that_only_count_together_are_both_named(library_of: Callable[[str], Library]) -> None:
    logic = made(library_of(ONLY_TOGETHER).instruments["mine"])
    assert logic.decide({}).possible == ("low", "high")
    assert logic.decide({}).matters == ("q1", "q2")
    assert logic.decide({"q1": "Y"}).matters == ("q2",)


def test_a_word_of_the_set_up_that_is_no_answer_counts_as_none(instrument_of: InstrumentOf) -> None:
    rob2 = instrument_of("rob2")
    assert "effect" not in full_setup(rob2, {"effect": "itt"})
    assert full_setup(rob2, {"effect": "adhering", "nonadherence": "maybe"})["nonadherence"] == "no"
    assert assumed_setup(rob2, full_setup(rob2, {"effect": "itt"})) == {"effect": "assignment"}
    assert assumed_setup(rob2, full_setup(rob2, {"effect": "adhering"})) == {}


def test_a_name_that_is_no_set_up_is_left_out(instrument_of: InstrumentOf) -> None:
    assert "colour" not in full_setup(instrument_of("rob2"), {"colour": "red"})


def test_na_where_the_gate_is_closed_does_not_make_a_set_up_impossible(instrument_of: InstrumentOf) -> None:
    rob2 = instrument_of("rob2")
    scope = full_setup(rob2, {"effect": "adhering", "nonprotocol-interventions": "yes"})
    assert impossible(rob2, scope, {"2.1": "N", "2.2": "N", "2.3": "NA"}) == ()
    assert [rule.code for rule in impossible(rob2, scope, {"2.1": "Y", "2.3": "NA"})] == ["E-D2B-SCOPE"]


def test_a_question_is_found_by_its_id_and_another_is_a_fault(instrument_of: InstrumentOf) -> None:
    domain = instrument_of("rob2").domains[0]
    assert question_of(domain, "1.2").id == "1.2"
    with pytest.raises(KeyError):
        question_of(domain, "9.9")


def replaced(domain: Domain, *tables: Table) -> Domain:
    return Domain(id=domain.id, title=domain.title, questions=domain.questions, terms=domain.terms, tables=tables)
