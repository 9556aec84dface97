"""What is said of reviewers' sheets."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ccsvi_triage.model.instrument import Instrument, whole_levels
from ccsvi_triage.model.sheet import Ruling
from ccsvi_triage.model.text import Date
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.of_agreement import of_agreement
from ccsvi_triage.report.schema import report_schema


def test_the_summary_counts_what_differs(panel: Any) -> None:
    assert "Answers differ to 1 question, and 1 of 5 domains comes out differently (3 still open)" in panel.shown(
        panel.agreed(panel.low, {**panel.low, "1.2": "N"})
    )
    said = panel.shown(panel.agreed(panel.low, panel.low))
    assert "No two answers differ, and none of 5 domains comes out differently" in said
    assert "Judgements that differ" not in said
    assert "Other disagreements" not in said


def test_an_answer_that_alone_makes_the_difference_is_named_with_what_it_does(panel: Any) -> None:
    said = panel.shown(panel.agreed(panel.low, {**panel.low, "1.2": "N"}, panel.low))
    assert "1.2 alone" in said
    assert "A or C with the answer of B: low becomes high; B with the answer of A or C: high becomes low" in said


def test_a_set_of_answers_is_named_where_no_single_one_is_enough(panel: Any) -> None:
    said = panel.shown(panel.agreed(panel.low, {**panel.low, "4.3": "Y", "4.4": "Y", "4.5": "Y"}))
    assert "A with the answers to 4.3 and 4.4 of B: low becomes some concerns or high" in said
    assert "A with the answer of B: low becomes open: low, some concerns or high" in said
    assert "Asked of some only, as their earlier answers have it: 4.4, 4.5." in said


def test_a_whole_with_words_of_its_own_is_told_in_them_with_the_reason_of_each(
    panel: Any, reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument]
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
    said = panel.shown(told)
    for level in (levels[0], levels[-1]):
        assert f"read as {level} (ruling of RK, 2031-05-04)" in said
    Draft202012Validator(report_schema()).validate(json.loads(render(of_agreement(told, "1"), Format.JSON, Page())))


def test_sheets_that_are_compared_with_none_are_listed_with_the_reason(panel: Any) -> None:
    told = panel.table.agree(
        panel.table.sheet("A", panel.low, setup=panel.setup),
        panel.table.sheet("B", panel.low, setup=panel.setup),
        panel.table.sheet("C", panel.low, setup={"effect": "adhering"}),
    )
    assert "by-c  by-b has another set-up (effect assignment)" in panel.shown(told) or (
        "by-c  by-a has another set-up (effect assignment)" in panel.shown(told)
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


@settings(max_examples=20)
@given(said=st.data())
def test_a_reason_steers_nothing(
    said: st.DataObject, hostile: st.SearchStrategy[str], panel: Any, commands_in: Callable[[str], list[str]]
) -> None:
    word = said.draw(hostile)
    told = panel.table.agree(
        panel.table.sheet("A", {"1.1": "Y"}, setup=panel.setup, result=word),
        panel.table.sheet(f"B {word}", {"1.1": "N"}, setup=panel.setup, id="by-b"),
    )
    for format_ in Format:
        assert not commands_in(render(of_agreement(told, "1"), format_, Page(width=80)))
