"""What is said of reviewers' sheets."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ccsvi_triage.model.agreement import Agreement
from ccsvi_triage.model.instrument import Instrument, whole_levels
from ccsvi_triage.model.sheet import Ruling
from ccsvi_triage.model.text import Date
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.of_agreement import KAPPA_NOTE, of_agreement
from ccsvi_triage.report.schema import report_schema

SETUP = {"effect": "assignment"}
LOW = {"1.1": "Y", "1.2": "Y", "1.3": "N", "4.1": "N", "4.2": "N", "4.3": "N"}


@pytest.fixture(scope="module")
def table(reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument]) -> Any:
    return reviewers(instrument_of("rob2"))


def agreed(table: Any, *answers: dict[str, str], **more: Any) -> Agreement:
    told: Agreement = table.agree(
        *(table.sheet(name, words, setup=SETUP, **more) for name, words in zip("ABCD", answers, strict=False))
    )
    return told


def shown(told: Agreement, *, full: bool = False) -> str:
    return render(of_agreement(told, "1", full=full), Format.TABLE, Page(width=1000))


def test_the_summary_counts_what_differs(table: Any) -> None:
    assert "Answers differ to 1 question, and 1 of 5 domains comes out differently (3 still open)" in shown(
        agreed(table, LOW, {**LOW, "1.2": "N"})
    )
    said = shown(agreed(table, LOW, LOW))
    assert "No two answers differ, and none of 5 domains comes out differently" in said
    assert "Judgements that differ" not in said
    assert "Other disagreements" not in said


def test_an_answer_that_alone_makes_the_difference_is_named_with_what_it_does(table: Any) -> None:
    said = shown(agreed(table, LOW, {**LOW, "1.2": "N"}, LOW))
    assert "1.2 alone" in said
    assert "A or C with the answer of B: low becomes high; B with the answer of A or C: high becomes low" in said


def test_a_set_of_answers_is_named_where_no_single_one_is_enough(table: Any) -> None:
    said = shown(agreed(table, LOW, {**LOW, "4.3": "Y", "4.4": "Y", "4.5": "Y"}))
    assert "A with the answers to 4.3 and 4.4 of B: low becomes some concerns or high" in said
    assert "A with the answer of B: low becomes open: low, some concerns or high" in said
    assert "Asked of some only, as their earlier answers have it: 4.4, 4.5." in said


def test_a_ruling_is_named_as_what_the_difference_turns_on(table: Any) -> None:
    ruling = Ruling(level="high", reason="the plan was changed", by="RK", date=Date("2031-05-04"))
    told = table.agree(table.sheet("A", LOW, setup=SETUP), table.sheet("B", LOW, setup=SETUP, rulings={"D1": ruling}))
    said = shown(told)
    assert "+ low  ! high  a ruling" in said
    assert "the plan was changed (ruling of RK, 2031-05-04)" in said


def test_a_whole_with_words_of_its_own_is_told_in_them_with_the_reason_of_each(
    reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument]
) -> None:
    amstar = instrument_of("amstar-2")
    seated = reviewers(amstar)
    levels = list(whole_levels(amstar))
    assert set(levels) - set(amstar.levels)
    rulings = [
        {"overall": Ruling(level=level, reason=f"read as {level}", by="RK", date=Date("2031-05-04"))}
        for level in (levels[0], levels[-1])
    ]
    told = seated.agree(*(seated.sheet(name, {}, rulings=one) for name, one in zip("AB", rulings, strict=True)))
    said = shown(told)
    for level in (levels[0], levels[-1]):
        assert f"read as {level} (ruling of RK, 2031-05-04)" in said
    Draft202012Validator(report_schema()).validate(json.loads(render(of_agreement(told, "1"), Format.JSON, Page())))


def test_a_ruling_beside_a_whole_that_the_domains_give_says_what_gives_it(
    table: Any,
) -> None:
    ruling = Ruling(level="some-concerns", reason="it adds up", by="RK", date=Date("2031-05-04"))
    high = {**LOW, "1.2": "N"}
    told = table.agree(
        table.sheet("A", high, setup=SETUP), table.sheet("B", high, setup=SETUP, rulings={"overall": ruling})
    )
    assert "the worst domain decides" in shown(told)


def test_what_is_open_is_named_with_the_questions_on_which_it_depends(table: Any) -> None:
    said = shown(agreed(table, {"1.2": "PY", "1.1": "Y", "1.3": "N"}, {"1.2": "PY"}))
    line = next(line for line in said.splitlines() if line.startswith("  D1 Randomisation"))
    assert "B: depends on 1.1, 1.3" in line
    assert "A:" not in line


def test_figures_come_with_limits_and_those_that_are_refused_with_the_reason(table: Any) -> None:
    said = shown(agreed(table, LOW, {**LOW, "1.1": "PY", "4.1": "PN"}))
    assert "67% [30,90]" in said
    assert "All answers" in said
    assert KAPPA_NOTE in said
    refused = shown(agreed(table, {"1.1": "Y"}, {"1.1": "Y"}))
    assert "none (a)" in refused
    assert "(a)  fewer than 2 items" in refused


def test_every_letter_of_a_refusal_has_its_reason(table: Any) -> None:
    for told in (agreed(table, {"1.1": "Y"}, {}), agreed(table, LOW, LOW, LOW), agreed(table, LOW, {"1.1": "N"})):
        said = shown(told, full=True)
        rows, _, notes = said.partition("How far they agree")[2].partition("\n\n  (a)")
        assert notes
        for letter in "abcdef":
            assert (f" ({letter})" in rows) == (letter == "a" or f"\n  ({letter})  " in notes)


def test_of_three_the_weighted_kappa_is_for_two_only(table: Any) -> None:
    said = shown(agreed(table, LOW, LOW, {**LOW, "1.1": "PY"}))
    panel = said.partition("\nA, B and C\n")[2].splitlines()[0]
    assert "for two only" in panel


def test_sheets_that_are_compared_with_none_are_listed_with_the_reason(table: Any) -> None:
    told = table.agree(
        table.sheet("A", LOW, setup=SETUP),
        table.sheet("B", LOW, setup=SETUP),
        table.sheet("C", LOW, setup={"effect": "adhering"}),
    )
    assert "by-c  by-b has another set-up (effect assignment)" in shown(told) or (
        "by-c  by-a has another set-up (effect assignment)" in shown(told)
    )
    assert of_agreement(told, "1").data["apart"][0]["sheet"] == "by-c"


def test_a_checklist_without_levels_has_answers_that_differ_and_no_judgement(
    reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument]
) -> None:
    quick = instrument_of("quick")
    first = quick.domains[0].questions[0].id
    said = render(
        of_agreement(reviewers(quick).agree(*_two(reviewers(quick), first)), "1"), Format.TABLE, Page(width=1000)
    )
    assert "Answers that differ" in said
    assert "Judgements" not in said
    assert "domain" not in said.partition("Answers that differ")[0]


def _two(seated: Any, name: str) -> tuple[Any, Any]:
    return seated.sheet("A", {name: "yes"}), seated.sheet("B", {name: "no"})


WORDS = st.none() | st.sampled_from(("Y", "PY", "PN", "N", "NI"))
NAMES = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.6", "3.1", "4.1", "4.2", "4.3", "4.4", "4.5", "5.1", "5.2", "5.3")
ANSWERS = st.dictionaries(st.sampled_from(NAMES), WORDS, min_size=8).map(
    lambda words: {name: word for name, word in words.items() if word}
)


@settings(max_examples=40)
@given(st.lists(ANSWERS, min_size=2, max_size=4))
def test_every_report_fits_its_schema_and_every_difference_is_shown(table: Any, drawn: list[dict[str, str]]) -> None:
    told = agreed(table, *drawn)
    report = of_agreement(told, "1", full=True)
    Draft202012Validator(report_schema()).validate(json.loads(render(report, Format.JSON, Page())))
    text = render(report, Format.TABLE, Page(width=1000))
    for domain in told.compared[0].domains:
        for difference in domain.differences:
            assert difference.question.text in text or difference.follows


@settings(max_examples=20)
@given(said=st.data())
def test_a_reason_steers_nothing(
    said: st.DataObject, hostile: st.SearchStrategy[str], table: Any, commands_in: Callable[[str], list[str]]
) -> None:
    word = said.draw(hostile)
    told = table.agree(
        table.sheet("A", {"1.1": "Y"}, setup=SETUP, result=word),
        table.sheet(f"B {word}", {"1.1": "N"}, setup=SETUP, id="by-b"),
    )
    for format_ in Format:
        assert not commands_in(render(of_agreement(told, "1"), format_, Page(width=80)))
