"""What a sheet says by itself."""

from collections.abc import Callable
from typing import Any

from ccsvi_triage.judge.own import OwnAnswers, changed, levels_given, outcome_of
from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Sheet

InstrumentOf = Callable[[str], Instrument]
STUDY = """
studies:
  - id: s
    title: S
    kind: primary-study
    control: none
    outcomes:
      - {id: pain, name: Pain, role: secondary}
      - {id: sleep, name: Sleep, role: primary}
"""


def test_a_bare_instrument_proposes_nothing_and_is_made_once(instrument_of: InstrumentOf) -> None:
    own, instrument = OwnAnswers(), instrument_of("single-arm")
    bare = own.bare(instrument)
    assert any(question.proposals for domain in instrument.domains for question in domain.questions)
    assert not any(question.proposals for domain in bare.domains for question in domain.questions)
    assert own.bare(instrument) is bare
    assert bare.where is instrument.where


def test_one_domain_is_judged_as_in_the_whole(
    library_of: Callable[[str], Library], instrument_of: InstrumentOf, sheet_of: Callable[..., Sheet]
) -> None:
    study, own = library_of(STUDY).studies["s"], OwnAnswers()
    bare = own.bare(instrument_of("rob2"))
    sheet = sheet_of(bare, {"1.1": "Y", "1.2": "NI", "4.1": "N", "4.3": "Y"}, {"effect": "assignment"})
    for judgement in own.appraise(study, bare, sheet).judgements:
        assert own.possible(study, bare, judgement.domain, sheet) == judgement.possible


def test_not_asked_and_open_are_told_apart_whatever_is_written(
    library_of: Callable[[str], Library], instrument_of: InstrumentOf, sheet_of: Callable[..., Sheet]
) -> None:
    study, own = library_of(STUDY).studies["s"], OwnAnswers()
    bare = own.bare(instrument_of("rob2"))
    sheet = sheet_of(bare, {"4.3": "N", "4.4": "NA", "4.1": "NA"}, {"effect": "assignment"})
    judgement = next(j for j in own.appraise(study, bare, sheet).judgements if j.domain.id == "D4")
    found: Any = own.answers(study, bare, judgement.domain, {"effect": "assignment"}, sheet, judgement)
    origins = {answered.question.id: answered.origin for answered in found}
    assert origins["4.3"] is Origin.ANSWERED
    assert origins["4.4"] is origins["4.5"] is Origin.NOT_ASKED
    assert origins["4.1"] is origins["4.2"] is Origin.OPEN


def test_a_sheet_without_an_outcome_is_about_the_main_one_where_results_are_judged(
    library_of: Callable[[str], Library], instrument_of: InstrumentOf, sheet_of: Callable[..., Sheet]
) -> None:
    study = library_of(STUDY).studies["s"]
    rob2, quadas = instrument_of("rob2"), instrument_of("quadas-2")
    main = outcome_of(study, rob2, sheet_of(rob2, {}))
    named = outcome_of(study, rob2, changed(sheet_of(rob2, {}), outcome="pain"))
    assert (main.id if main else "", named.id if named else "") == ("sleep", "pain")
    assert outcome_of(study, quadas, sheet_of(quadas, {})) is None


def test_a_count_of_criteria_gives_no_levels(instrument_of: InstrumentOf) -> None:
    assert levels_given(instrument_of("rob2"))
    assert not levels_given(instrument_of("quick"))


def test_a_changed_copy_keeps_its_place_and_leaves_the_record_alone(instrument_of: InstrumentOf) -> None:
    instrument = instrument_of("rob2")
    copy = changed(instrument, title="Another")
    assert (copy.title, copy.domains, copy.where) == ("Another", instrument.domains, instrument.where)
    assert instrument.title != "Another"
