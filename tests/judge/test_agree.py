"""What reviewers agree on: who is compared with whom, and where their judgements part."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.model.agreement import Compared, DomainComparison, Standing
from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Ruling
from ccsvi_triage.model.text import Date, SheetRef

Seat = Callable[..., Any]
InstrumentOf = Callable[[str], Instrument]

ASSIGNMENT = {"effect": "assignment"}
LOW = {
    "1.1": "Y",
    "1.2": "Y",
    "1.3": "N",
    "2.1": "N",
    "2.2": "N",
    "2.6": "Y",
    "3.1": "Y",
    "4.1": "N",
    "4.2": "N",
    "4.3": "N",
    "5.1": "Y",
    "5.2": "N",
    "5.3": "N",
}


@pytest.fixture(scope="module")
def table(reviewers: Seat, instrument_of: InstrumentOf) -> Any:
    return reviewers(instrument_of("rob2"), instrument_of("quick"))


def domain(compared: Compared, name: str) -> DomainComparison:
    return next(one for one in compared.domains if one.domain.id == name)


# who is compared with whom


def test_sheets_on_the_same_thing_are_compared_and_the_others_are_told_apart_with_the_reason(table: Any) -> None:
    first = table.sheet("A", LOW, setup=ASSIGNMENT, outcome="pain")
    told = table.agree(
        first,
        table.sheet("B", LOW, setup=ASSIGNMENT, outcome="pain"),
        table.sheet("C", LOW, setup=ASSIGNMENT, outcome="sleep"),
        table.sheet("D", LOW, setup={"effect": "adhering"}, outcome="pain"),
        table.sheet("E", LOW, setup=ASSIGNMENT, outcome="pain", version="2016"),
        table.sheet("F", {}, outcome="pain", instrument="quick"),
        table.sheet("G", LOW, setup=ASSIGNMENT, outcome="pain", consensus_of=(SheetRef("by-a"), SheetRef("by-b"))),
    )
    assert [[sheet.reviewer for sheet in one.sheets] for one in told.compared] == [["A", "B"]]
    why = {one.sheet.reviewer: one.because for one in told.apart}
    assert list(why) == ["C", "D", "E", "F", "G"]
    assert "another outcome" in why["C"]
    assert "another set-up (effect" in why["D"]
    assert "another version" in why["E"]
    assert "another instrument" in why["F"]
    assert "consensus" in why["G"]


def test_two_sheets_of_one_reviewer_are_no_agreement(table: Any) -> None:
    twice = table.sheet("A", LOW, setup=ASSIGNMENT), table.sheet(" a ", LOW, setup=ASSIGNMENT, id="again")
    told = table.agree(*twice)
    assert not told.compared
    assert not told.figures
    assert all("name the one that counts" in one.because for one in told.apart)


def test_a_sheet_that_is_named_twice_is_one_sheet(table: Any) -> None:
    sheet = table.sheet("A", LOW, setup=ASSIGNMENT)
    assert not table.agree(sheet, sheet).compared


def test_results_in_different_words_are_compared_with_a_note(table: Any) -> None:
    told = table.agree(
        table.sheet("A", LOW, setup=ASSIGNMENT, result="the mean"),
        table.sheet("B", LOW, setup=ASSIGNMENT, result="the median"),
    )
    assert ["different words" in note for note in told.compared[0].notes] == [True]


# where they part


def test_a_single_answer_that_makes_the_difference_is_found(table: Any) -> None:
    # D1: hidden order against an order of which nothing is told
    compared = table.compare(LOW, {**LOW, "1.2": "NI", "2.6": "PY"}, setup=ASSIGNMENT)
    first = domain(compared, "D1")
    assert first.standing is Standing.DIFFERS
    (difference,) = first.differences
    assert difference.question.id == "1.2"
    assert [(e.sheet, e.before, e.after, e.changes) for e in difference.alone] == [
        ("by-a", ("low",), ("some-concerns",), True),
        ("by-b", ("some-concerns",), ("low",), True),
    ]
    assert compared.differs
    (whole,) = compared.wholes
    assert whole.standing is Standing.DIFFERS
    assert {exchange.names for exchange in whole.smallest} == {("D1",)}


def test_answers_that_differ_in_step_only_change_no_judgement(table: Any) -> None:
    compared = table.compare(LOW, {**LOW, "2.6": "PY", "1.1": "PY"}, setup=ASSIGNMENT)
    assert not compared.differs
    assert compared.disagrees
    assert [d.question.id for one in compared.domains for d in one.differences] == ["1.1", "2.6"]
    assert all(d.alone == () for one in compared.domains for d in one.differences)


def test_a_question_that_an_earlier_answer_closes_to_one_of_them_follows_and_is_no_disagreement_of_its_own(
    table: Any,
) -> None:
    other = {**LOW, "4.3": "Y", "4.4": "Y", "4.5": "Y"}
    fourth = domain(table.compare(LOW, other, setup=ASSIGNMENT), "D4")
    assert [(d.question.id, d.follows) for d in fourth.differences] == [("4.3", False), ("4.4", True), ("4.5", True)]
    assert fourth.differences[1].answers[0].origin is Origin.NOT_ASKED
    # the first's level needs more than one answer of the second: behind 4.3 the gate to 4.4 opens
    assert ("4.3", "4.4") in {exchange.names for exchange in fourth.smallest if exchange.sheet == "by-a"}
    assert ("4.3",) in {exchange.names for exchange in fourth.smallest if exchange.sheet == "by-b"}


def test_what_one_has_not_answered_is_open_and_never_a_disagreement(table: Any) -> None:
    compared = table.compare(LOW, {}, setup=ASSIGNMENT)
    assert not compared.disagrees
    assert all(one.standing is Standing.OPEN and not one.differences for one in compared.domains)


def test_what_facts_propose_is_nobodys_answer(
    reviewers: Seat, instrument_of: InstrumentOf, library_of: Callable[[str], Library]
) -> None:
    study = library_of(
        "studies: [{id: s, title: S, kind: primary-study, design: single-arm, control: none, question: benefit}]"
    ).studies["s"]
    instrument = instrument_of("single-arm")
    judged = Judge().appraise(study, instrument)
    assert any(a.origin is Origin.PROPOSED for judgement in judged.judgements for a in judgement.answers)
    compared = reviewers(instrument, study=study).compare({}, {})
    origins = {a.origin for one in compared.domains for found in one.answers for a in found}
    assert origins <= {Origin.OPEN, Origin.NOT_ASKED}


def test_levels_that_two_people_gave_differ_without_any_answer_to_exchange(
    reviewers: Seat, instrument_of: InstrumentOf
) -> None:
    quadas = reviewers(instrument_of("quadas-2"))
    setup = {"question": "people, scan, venography", "threshold": "no"}
    told = quadas.agree(
        quadas.sheet("A", {"1.1": "Y"}, setup=setup, judgements={"D1": "low", "D2": "low", "A1": "low"}),
        quadas.sheet("B", {"1.1": "N"}, setup=setup, judgements={"D1": "high", "D2": "low", "A1": "high"}),
    )
    (compared,) = told.compared
    standings = {one.domain.id: one.standing for one in compared.domains}
    assert standings["D1"] is standings["A1"] is Standing.DIFFERS
    assert standings["D2"] is Standing.SAME
    assert standings["D3"] is Standing.OPEN
    first = domain(compared, "D1")
    assert first.smallest == ()
    assert [d.alone for d in first.differences] == [()]
    axes = {whole.axis.id if whole.axis else "": whole.standing for whole in compared.wholes}
    assert set(axes) == {"", "applicability"}


def test_a_ruling_holds_and_parts_reviewers_whose_answers_are_alike(table: Any) -> None:
    ruling = Ruling(level="high", reason="the plan was changed", by="B", date=Date("2031-05-04"))
    told = table.agree(
        table.sheet("A", LOW, setup=ASSIGNMENT), table.sheet("B", LOW, setup=ASSIGNMENT, rulings={"D5": ruling})
    )
    (compared,) = told.compared
    fifth = domain(compared, "D5")
    assert fifth.standing is Standing.DIFFERS
    assert not fifth.differences
    assert not fifth.smallest


def test_a_checklist_that_judges_nothing_has_answers_to_compare_and_no_levels(
    reviewers: Seat, instrument_of: InstrumentOf
) -> None:
    quick = instrument_of("quick")
    first, second = quick.domains[0].questions[:2]
    compared = reviewers(quick).compare({first.id: "yes", second.id: "no"}, {first.id: "no", second.id: "no"})
    assert {one.standing for one in compared.domains} == {Standing.NONE}
    assert [d.question.id for one in compared.domains for d in one.differences] == [first.id]
    assert compared.wholes == ()


def test_parts_that_differ_are_named(reviewers: Seat, instrument_of: InstrumentOf) -> None:
    instrument = instrument_of("amstar-2")
    question = next(q for one in instrument.domains for q in one.questions if q.parts)
    part = question.parts[0].id
    seated = reviewers(instrument)
    told = seated.agree(seated.sheet("A", {part: "yes"}), seated.sheet("B", {part: "no"}))
    (compared,) = told.compared
    assert [d.parts for one in compared.domains for d in one.differences] == [(part,)]


# a consensus


def test_a_consensus_stands_beside_those_that_it_settles_and_says_what_it_leaves_open(table: Any) -> None:
    sheets = table.sheet("A", LOW, setup=ASSIGNMENT), table.sheet("B", {**LOW, "1.2": "NI"}, setup=ASSIGNMENT)
    names = tuple(SheetRef(sheet.id) for sheet in sheets)
    whole = table.sheet("C", {**LOW, "1.2": "PY"}, setup=ASSIGNMENT, consensus_of=names)
    (compared,) = table.agree(*sheets, consensus=[whole]).compared
    assert compared.consensus is whole
    assert compared.disagrees
    assert not compared.unsettled
    assert [d.consensus.answer for d in domain(compared, "D1").differences if d.consensus] == ["PY"]
    partly = table.sheet("C", {"1.1": "Y"}, setup=ASSIGNMENT, consensus_of=names)
    (compared,) = table.agree(*sheets, consensus=[partly]).compared
    assert compared.unsettled
    assert compared.unsettled_judgement


def test_a_consensus_of_others_settles_nothing_here(table: Any) -> None:
    sheets = table.sheet("A", LOW, setup=ASSIGNMENT), table.sheet("B", LOW, setup=ASSIGNMENT)
    other = table.sheet("C", LOW, setup=ASSIGNMENT, consensus_of=(SheetRef("by-a"), SheetRef("elsewhere")))
    assert table.agree(*sheets, consensus=[other]).compared[0].consensus is None


# always


WORDS = st.sampled_from(("Y", "PY", "PN", "N", "NI"))


@st.composite
def rob2_answers(draw: st.DrawFn) -> dict[str, str]:
    """Draw answers near to those of a study at low risk, so that judgements are often decided."""
    changed = draw(st.dictionaries(st.sampled_from((*LOW, "2.3", "2.7", "3.2", "4.4", "4.5")), WORDS, max_size=5))
    return {**LOW, **changed}


@settings(max_examples=40)
@given(st.lists(rob2_answers(), min_size=3, max_size=3))
def test_who_comes_first_makes_no_difference(table: Any, drawn: list[dict[str, str]]) -> None:
    sheets = [table.sheet(name, words, setup=ASSIGNMENT) for name, words in zip("ABC", drawn, strict=True)]

    def told(order: tuple[Any, ...]) -> Any:
        (compared,) = table.agree(*order).compared
        return [
            (one.standing, {d.question.id for d in one.differences}, frozenset(one.smallest))
            for one in compared.domains
        ] + [(whole.standing, frozenset(whole.smallest)) for whole in compared.wholes]

    orders = [told(order) for order in permutations(sheets)]
    assert all(order == orders[0] for order in orders)


@settings(max_examples=40)
@given(rob2_answers())
def test_reviewers_who_answer_alike_disagree_on_nothing(table: Any, words: dict[str, str]) -> None:
    told = table.agree(*(table.sheet(name, words, setup=ASSIGNMENT) for name in "ABC"))
    (compared,) = told.compared
    assert not compared.disagrees
    assert all(one.agreed == one.items for one in told.figures)


@settings(max_examples=60)
@given(rob2_answers(), rob2_answers())
def test_judgements_differ_where_and_only_where_the_levels_of_an_appraisal_do(
    table: Any, instrument_of: InstrumentOf, first: dict[str, str], second: dict[str, str]
) -> None:
    sheets = table.sheet("A", first, setup=ASSIGNMENT), table.sheet("B", second, setup=ASSIGNMENT)
    (compared,) = table.agree(*sheets).compared
    judged = [Judge().appraise(table.study, instrument_of("rob2"), sheet) for sheet in sheets]
    for one, a, b in zip(compared.domains, judged[0].judgements, judged[1].judgements, strict=True):
        assert (one.standing is Standing.DIFFERS) == (not set(a.possible) & set(b.possible))
        assert (one.standing is Standing.SAME) == (a.final is not None and a.final == b.final)
