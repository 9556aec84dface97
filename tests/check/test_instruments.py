from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.instruments import check_instrument, unknown_facts
from ccsvi_triage.logic.facts import fact_types
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Instrument, Rule, Table
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.record import fields_of

LibraryOf = Callable[[str], Library]

SOUND = """
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
    options: [Y, N, NI]
    levels: {low: none, some: some, high: serious}
    setup:
      - {id: effect, text: which effect, options: [one, other], default: one}
    impossible:
      - {when: {effect: other, q1: NI}, because: it cannot be}
    domains:
      - id: first
        title: First
        questions:
          - id: q1
            text: one
            proposals:
              - {when: {randomised: yes, sites: "> 1"}, answer: Y, because: so}
          - {id: q2, text: two, asked_when: {q1: Y}}
          - {id: q3, text: three, asked_when: {sure: yes}}
        terms:
          sure: [{q1: N}, {q2: N}]
        tables:
          - id: t
            rules:
              - {id: r1, when: {q1: Y, q2: Y}, then: low, because: so}
              - {id: r2, when: {q1: Y, q2: [N, NI]}, then: some, because: so}
              - {id: r3, when: {q1: [N, NI]}, then: high, because: so}
    overall:
      rule: worst
      escalation: {level: some, at_least: 2, to: high, because: a step}
"""


def found(library_of: LibraryOf, old: str = "", new: str = "") -> list[Problem]:
    assert not old or SOUND.count(old) == 1, f"{old!r} stands {SOUND.count(old)} times"
    return list(check_instrument(library_of(SOUND.replace(old, new) if old else SOUND).instruments["mine"]))


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def test_nothing_is_wrong_with_a_sound_instrument(library_of: LibraryOf) -> None:
    assert found(library_of) == []


def test_a_hole_is_shown_as_the_case_that_no_rule_covers(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "q2: [N, NI]}, then", "q2: N}, then")
    assert problem.code == "T101"
    assert problem.message == "no rule of the domain 'first' covers q1 = Y, q2 = NI, q3 = NA"
    assert problem.place.line == line_of(SOUND, "- id: t")


def test_an_overlap_names_both_rules_and_a_case(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "{q1: [N, NI]}, then", "{q1: [N, NI, Y], q2: [NA, Y]}, then")
    assert problem.code == "T102"
    assert problem.message == "rules r1 and r3 both hold for q1 = Y, q2 = Y, q3 = NA"


def test_a_rule_that_no_answers_reach_is_found_where_it_stands(library_of: LibraryOf) -> None:
    unreached = "then: high, because: so}\n              - {id: r4, when: {q1: N, q2: Y}, then: low, because: so}"
    (problem,) = found(library_of, "then: high, because: so}", unreached)
    assert (problem.code, problem.message) == ("T103", "no set of answers reaches the rule 'r4'")
    assert problem.place.line == line_of(SOUND, "id: r3") + 1


def test_a_question_that_no_answers_ask_is_found_where_it_stands(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "sure: [{q1: N}, {q2: N}]", "sure: {q1: N, q2: N}")
    assert (problem.code, problem.message) == ("T104", "no set of answers asks 'q3'")
    assert problem.place.line == line_of(SOUND, "id: q3")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{q1: Y, q2: Y}, then", "{q1: Y, q9: Y}, then", "names 'q9', which is no question, term or set-up"),
        ("{q1: Y, q2: Y}, then", "{q1: Y, q2: PY}, then", "wants q2 = PY, which is no answer to it"),
        ("asked_when: {q1: Y}", "asked_when: {q7: Y}", "names 'q7', which is no question, term or set-up"),
        ("sure: [{q1: N}", "sure: [{q1: maybe}", "wants q1 = maybe, which is no answer to it"),
        ("{sure: yes}", "{sure: perhaps}", "wants sure = perhaps, which is no answer to it"),
        ("then: low", "then: lowish", "'lowish' is no level of the instrument"),
        ("level: some, at_least", "level: medium, at_least", "'medium' is no level of the instrument"),
        ("to: high", "to: higher", "'higher' is no level of the instrument"),
        ("answer: Y", "answer: perhaps", "a proposal answers q1 with 'perhaps'"),
        ("{randomised: yes,", "{randomized: yes,", "a proposal looks at randomized: yes, which no study can have"),
        ("{randomised: yes,", "{randomised: true,", "a proposal looks at randomised: true, which no study can have"),
        ('sites: "> 1"', 'sites: "> some"', "a proposal looks at sites: > some, which no study can have"),
        ('sites: "> 1"', "flaw: [attrition, badness]", "a proposal looks at flaw: badness, which no study can have"),
        ('sites: "> 1"', "target.reached: maybe", "a proposal looks at target.reached: maybe, which no study can have"),
        ('sites: "> 1"', "outcome.colour: red", "a proposal looks at outcome.colour: red, which no study can have"),
        ("default: one", "default: none", "the default 'none' is no answer to the set-up 'effect'"),
        ("{effect: other, q1", "{efect: other, q1", "names 'efect', which is no question, term or set-up"),
        ("{effect: other, q1", "{effect: third, q1", "wants effect = third, which is no answer to it"),
    ],
)
def test_a_name_or_word_that_is_not_there_is_found(old: str, new: str, message: str, library_of: LibraryOf) -> None:
    problems = found(library_of, old, new)
    assert {problem.code for problem in problems} == {"T105"}
    assert [problem.message for problem in problems if message in problem.message]
    assert all(problem.place.line for problem in problems)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("- {id: q2,", "- {id: q1,", "two questions are called 'q1'"),
        ("- {id: r2,", "- {id: r1,", "two rules are called 'r1'"),
        (
            "    overall:",
            "      - {id: first, title: Again, questions: []}\n    overall:",
            "two domains are called 'first'",
        ),
    ],
)
def test_two_of_one_id_are_found(old: str, new: str, message: str, library_of: LibraryOf) -> None:
    assert message in {problem.message for problem in found(library_of, old, new)}


def test_a_gate_on_a_later_question_is_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "asked_when: {q1: Y}", "asked_when: {q3: Y}")
    assert (problem.code, problem.message) == ("T105", "'q2' depends on 'q3', which does not stand before it")
    assert problem.place.line == line_of(SOUND, "id: q2")


def test_a_gate_on_its_own_question_is_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "asked_when: {q1: Y}", "asked_when: {q2: Y}")
    assert problem.message == "'q2' depends on 'q2', which does not stand before it"


def test_a_gate_on_a_later_question_behind_a_term_is_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "asked_when: {q1: Y}", "asked_when: {sure: yes}")
    assert problem.message == "'q2' depends on 'q2', which does not stand before it"


def test_a_term_of_a_term_is_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "{q2: N}]\n", "{q2: N}]\n          surer: {sure: yes}\n")
    assert (problem.code, problem.message) == ("T105", "the term 'surer' names the term 'sure'")


def test_levels_that_do_not_stand_best_first_are_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "low: none, some: some, high: serious", "low: none, high: serious, some: some")
    assert (problem.code, problem.message) == ("T105", "the level 'some' stands behind 'high' and is the better one")


def test_a_domain_that_no_set_up_leads_to_is_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "title: First", "title: First\n        applies: {effect: one, q1: Y}")
    assert (problem.code, problem.message) == ("T106", "no set-up leads to the domain 'first'")


def test_an_instrument_without_sources_is_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "sources: [{cite: House}]", "sources: []")
    assert problem.code == "T107"


def test_an_instrument_that_judges_without_levels_is_found(library_of: LibraryOf) -> None:
    problems = found(library_of, "    levels: {low: none, some: some, high: serious}\n", "")
    assert "an instrument that judges needs 'levels'" in {problem.message for problem in problems}


def test_an_answer_of_a_tally_that_counts_nowhere_is_found(library_of: LibraryOf) -> None:
    tally = SOUND[: SOUND.index("    setup:")].replace("form: judged", "form: tally") + (
        "    counts: {Y: met, N: not-met}\n"
        "    domains: [{id: all, title: All, questions: [{id: q1, text: one}]}]\n"
        "    overall: {rule: none}\n"
    )
    (problem,) = check_instrument(library_of(tally).instruments["mine"])
    assert (problem.code, problem.message) == ("T105", "the answer 'NI' counts nowhere")


def test_a_hole_under_one_set_up_only_is_found(library_of: LibraryOf) -> None:
    (problem,) = found(library_of, "{q1: [N, NI]}, then", "{q1: [N, NI], effect: one}, then")
    assert problem.code == "T101"


# all that can be


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_table_is_called_whole_exactly_where_one_rule_holds_for_each_set_of_answers(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument], cases: Any
) -> None:
    instrument = damaged(data, data.draw(whole_instruments))
    (domain,) = instrument.domains
    every = cases(instrument, domain, {})
    wholes = list(every.all())
    codes = {problem.code for problem in check_instrument(instrument)}
    assert codes <= {"T101", "T102", "T103", "T104"}
    by_case = [rules for whole in wholes for rules in every.rules(whole)]
    reached = {rule.id for rules in by_case for rule in rules}
    assert ("T101" in codes) == any(not rules for rules in by_case)
    assert ("T102" in codes) == any(len(rules) > 1 for rules in by_case)
    assert ("T103" in codes) == bool({rule.id for table in domain.tables for rule in table.rules} - reached)
    asked = {q.id for q in domain.questions if any(every.asks(q.id, whole) for whole in wholes)}
    assert ("T104" in codes) == bool({q.id for q in domain.questions} - asked)


def damaged(data: st.DataObject, instrument: Instrument) -> Any:
    """Take a rule out, widen one, or leave the instrument as it is."""
    (domain,) = instrument.domains
    first, *others = domain.tables
    rules = list(first.rules)
    at = data.draw(st.integers(0, len(rules) - 1))
    match data.draw(st.sampled_from(("whole", "hole", "overlap"))):
        case "hole":
            del rules[at]
        case "overlap":
            wide = Rule(id="wide", when=Condition(), then=rules[at].then, because="so")
            rules = [*rules[:at], wide, *rules[at + 1 :]]
    tables = (Table(id=first.id, rules=tuple(rules)), *others)
    return like(instrument, domains=(like(domain, tables=tables),))


def like(record: Any, **changed: Any) -> Any:
    """Give a record with some fields changed."""
    return type(record)(**{name: getattr(record, name) for name in fields_of(type(record))} | changed)


# facts


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("randomised", ("yes", "no", "unclear", "not-reported", "not-applicable", "given")),
        ("control", ("sham", "none", "not-reported", "given")),
        ("sites", ("1", "> 1", "<= 2", "not-reported", "given")),
        ("sequence", ("anything at all",)),
        ("status", ("retracted",)),
        ("kind", ("news",)),
        ("blinding.participants", ("yes",)),
        ("registration.before_enrolment", ("no",)),
        ("review.includes", ("randomised-trial",)),
        ("outcome.measure", ("subjective",)),
        ("flaw", ("no-control", "single-site")),
        ("lost.percent", ("<= 5", "> 20.5")),
        ("target.reached", ("yes", "no")),
        ("arms.count", ("2", ">= 2")),
    ],
)
def test_what_a_study_can_have_is_known(path: str, words: tuple[str, ...]) -> None:
    assert path in fact_types()
    assert list(unknown_facts(Condition(({path: words},)))) == []


@pytest.mark.parametrize(
    ("path", "words", "wrong"),
    [
        ("nonsense", ("yes",), ("yes",)),
        ("outcomes", ("given",), ("given",)),
        ("arms", ("given",), ("given",)),
        ("blinding.patients", ("yes",), ("yes",)),
        ("randomised", ("yes", "Y"), ("Y",)),
        ("status", ("retracted", "not-reported"), ("not-reported",)),
        ("control", ("sham", "shams"), ("shams",)),
        ("sites", ("one", "> one", "-1", "<> 2"), ("one", "> one", "-1", "<> 2")),
        ("flaw", ("no-control", "no-controls"), ("no-controls",)),
    ],
)
def test_what_no_study_can_have_is_found(path: str, words: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert list(unknown_facts(Condition(({path: words},)))) == [(path, wrong)]
