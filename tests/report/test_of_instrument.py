"""An instrument, and each part of it, is told whole."""

from collections.abc import Callable

import pytest

from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.logic.condition import condition_words
from ccsvi_triage.model.instrument import Form, Instrument
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_terminal import render
from ccsvi_triage.report.of_instrument import of_instrument, of_part, parts

InstrumentOf = Callable[[str], Instrument]


@pytest.mark.parametrize("name", shelf_ids())
def test_an_instrument_shows_every_question_and_rule_its_licence_and_its_sources(
    name: str, instrument_of: InstrumentOf
) -> None:
    instrument = instrument_of(name)
    shown = render(of_instrument(instrument, "1"), Page(width=1000))
    for said in (instrument.title, instrument.version, instrument.licence, instrument.notice, instrument.about):
        assert said in shown
    for source in instrument.sources:
        assert source.cite.rstrip(".") in shown
    for domain in instrument.domains:
        for question in domain.questions:
            assert question.id in shown
            assert question.text in shown
        for rule in (rule for table in domain.tables for rule in table.rules):
            assert rule.id in shown
            assert rule.because in shown
            assert condition_words(rule.when) in shown
    assert ("never a judgement" in shown) == (instrument.form is not Form.JUDGED)


@pytest.mark.parametrize("name", shelf_ids())
def test_every_part_is_told_and_by_its_own_name(name: str, instrument_of: InstrumentOf) -> None:
    instrument = instrument_of(name)
    for part in parts(instrument):
        report = of_part(instrument, part, "1")
        assert report.blocks
        assert f"{name}/" in render(report, Page())
        for page in report.data["pages"]:
            assert page["instrument"] == name
            smaller = [part["id"] for part in page.get("parts", ())]
            assert part in (page["id"], page.get("label"), *smaller)


def test_parts_are_named_once_each_and_others_have_no_page(instrument_of: InstrumentOf) -> None:
    names = parts(instrument_of("rob2"))
    assert len(set(names)) == len(names)
    assert {"D1", "1.1", "D1.1"} <= set(names)
    assert of_part(instrument_of("rob2"), "nothing", "1").blocks == ()


def test_a_question_shows_when_it_is_asked_what_proposes_its_answer_and_which_rules_use_it(
    instrument_of: InstrumentOf,
) -> None:
    report = of_part(instrument_of("rob2"), "4.3", "1")
    (page,) = report.data["pages"]
    question = next(q for d in instrument_of("rob2").domains for q in d.questions if q.id == "4.3")
    assert page["asked_when"] == condition_words(question.asked_when)
    assert [proposal["answer"] for proposal in page["proposals"]] == [p.answer for p in question.proposals]
    assert page["rules"]
    shown = render(report, Page(width=1000))
    for proposal in question.proposals:
        assert proposal.because in shown
    assert ", ".join(page["rules"]) in shown


def test_a_rule_shows_the_terms_that_it_uses(instrument_of: InstrumentOf) -> None:
    (page,) = of_part(instrument_of("single-arm"), "R5", "1").data["pages"]
    assert set(page["terms"]) == {"picked"}
    assert page["terms"]["picked"] == "6.2 = Y or PY; or 6.3 = Y or PY"
