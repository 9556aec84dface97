"""What holds for every instrument of the package, those to come included."""

from collections.abc import Callable

import pytest

from ccsvi_triage.check.instruments import check_instrument
from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge, tally
from ccsvi_triage.judge.scale import total
from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.instrument import Form, Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

every_instrument = pytest.mark.parametrize("name", shelf_ids())


def test_the_shelf_holds_the_three_instruments_of_this_version() -> None:
    assert {"rob2", "single-arm", "quick"} <= set(shelf_ids())


@every_instrument
def test_its_tables_are_whole_free_of_overlap_and_reached_in_every_row(name: str, instrument_of: InstrumentOf) -> None:
    assert [str(problem) for problem in check_instrument(instrument_of(name))] == []


@every_instrument
def test_its_file_is_called_as_it_is(name: str, instrument_of: InstrumentOf) -> None:
    assert instrument_of(name).id == name


@every_instrument
def test_it_tells_its_version_its_licence_and_that_it_is_not_official(name: str, instrument_of: InstrumentOf) -> None:
    instrument = instrument_of(name)
    assert instrument.version
    assert instrument.licence
    assert "not" in instrument.notice.lower()
    assert "official" in instrument.notice.lower()


@every_instrument
def test_it_has_a_word_for_each_answer_and_each_level(name: str, instrument_of: InstrumentOf) -> None:
    instrument = instrument_of(name)
    options = {word for domain in instrument.domains for q in domain.questions for word in q.options}
    assert {*instrument.options, *options} <= instrument.option_words.keys()
    assert instrument.levels.keys() == instrument.level_words.keys()


@every_instrument
def test_each_of_its_rules_and_proposals_gives_a_reason(name: str, instrument_of: InstrumentOf) -> None:
    domains = instrument_of(name).domains
    rules = [rule for domain in domains for table in domain.tables for rule in table.rules]
    proposals = [proposal for domain in domains for q in domain.questions for proposal in q.proposals]
    assert [rule.id for rule in rules if not rule.because] == []
    assert [proposal.answer for proposal in proposals if not proposal.because] == []


@every_instrument
def test_an_empty_sheet_gives_open_and_never_a_level(
    name: str, instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument, study = instrument_of(name), study_of("")
    empty = sheet_of(instrument, {})
    if instrument.form is Form.TALLY:
        for sheet in (None, empty):
            assert all(row.counts is None for row in tally(study, instrument, sheet).rows)
        return
    if instrument.form is Form.SCALE:
        for sheet in (None, empty):
            added = total(study, instrument, sheet)
            assert {row.points for row in added.rows} == {None}
            assert added.low < added.high == added.most
        return
    for sheet in (None, empty):
        appraisal = Judge().appraise(study, instrument, sheet)
        assert appraisal.judgements
        for judgement in appraisal.judgements:
            assert (judgement.suggested, judgement.final) == (None, None), judgement.domain.id
            assert len(judgement.possible) > 1
            assert {answered.origin for answered in judgement.answers} <= {Origin.OPEN, Origin.NOT_ASKED}
        assert appraisal.overall is not None
        assert (appraisal.overall.suggested, appraisal.overall.final) == (None, None)
        assert not appraisal.complete


@every_instrument
def test_facts_that_nobody_has_looked_for_propose_nothing(
    name: str, instrument_of: InstrumentOf, study_of: StudyOf
) -> None:
    assert set(origins(instrument_of(name), study_of(""))) <= {Origin.OPEN, Origin.NOT_ASKED}


@every_instrument
def test_a_judgement_of_bias_looks_at_no_fact_about_precision_reach_or_interests(
    name: str, instrument_of: InstrumentOf
) -> None:
    instrument = instrument_of(name)
    apart = {"sites", "enrolled", "target", "target.reached", "countries", "funding.kind", "funding.name", "interests"}
    flaws = {"single-site", "small-sample", "underpowered", "imprecise", "financial-interest", "funder-interest"}
    if instrument.form is Form.JUDGED:
        for domain in instrument.domains:
            for question in domain.questions:
                for proposal in question.proposals:
                    for clause in proposal.when.clauses:
                        assert apart.isdisjoint(clause), question.id
                        assert flaws.isdisjoint(clause.get("flaw", ())), question.id


@every_instrument
def test_an_empty_sheet_of_it_has_nothing_wrong_with_its_answers(
    name: str, instrument_of: InstrumentOf, sheet_of: SheetOf
) -> None:
    instrument = instrument_of(name)
    codes = {problem.code for problem in check_sheet(sheet_of(instrument, {}), instrument, None)}
    assert codes <= {"E-SETUP"}


@every_instrument
def test_a_word_that_is_no_answer_is_a_problem_at_every_question_and_leaves_it_open(
    name: str, instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = instrument_of(name)
    questions = {question.id for domain in instrument.domains for question in domain.questions}
    sheet = sheet_of(instrument, dict.fromkeys(questions, "Banana"))
    assert {problem.code for problem in check_sheet(sheet, instrument, None)} >= {"E-ANSWER"}
    assert set(origins(instrument, study_of(""), sheet)) <= {Origin.OPEN, Origin.NOT_ASKED}


@every_instrument
def test_a_scale_belongs_to_a_family_says_for_which_studies_it_is_and_has_no_levels(
    name: str, instrument_of: InstrumentOf
) -> None:
    instrument = instrument_of(name)
    if instrument.form is Form.SCALE:
        assert instrument.legacy
        assert instrument.suits.clauses
        assert not instrument.levels
        assert not instrument.overall.levels


def origins(instrument: Instrument, study: Study, sheet: Sheet | None = None) -> list[Origin]:
    """Give where the answer to each question comes from."""
    if instrument.form is Form.TALLY:
        return [row.answered.origin for row in tally(study, instrument, sheet).rows]
    if instrument.form is Form.SCALE:
        return [row.answered.origin for row in total(study, instrument, sheet).rows]
    judgements = Judge().appraise(study, instrument, sheet).judgements
    return [answered.origin for judgement in judgements for answered in judgement.answers]
