from collections.abc import Callable

from ccsvi_triage.check.library import check_library
from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library

LIBRARY = """
studies:
  - {id: a, title: A, kind: primary-study, enrolled: 1, lost: 2}
claims:
  - id: c
    text: It works
    kind: benefit
    strength: effect
    evidence:
      - {study: a, bearing: for, why: so, outcome: nothing}
sheets:
  - {id: s1, study: a, instrument: rob2, version: "2019-08-22", reviewer: RK, setup: {effect: itt}}
  - {id: s2, study: a, instrument: mine, version: "1", reviewer: RK, answers: {q1: maybe}}
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
        questions: [{id: q1, text: one}]
        tables: [{id: t, rules: [{id: r1, when: {q1: Y}, then: low, because: so}]}]
"""


def test_studies_claims_instruments_and_sheets_are_all_checked_in_one_run(
    library_of: Callable[[str], Library], instrument_of: Callable[[str], Instrument]
) -> None:
    library = library_of(LIBRARY)
    known = {**{name: instrument_of(name) for name in shelf_ids()}, **library.instruments}
    codes = {problem.code for problem in check_library(library, known.get)}
    assert codes == {"C103", "C202", "T101", "E-SETUP", "E-ANSWER", "E-BECAUSE"}


def test_a_sheet_of_an_instrument_that_is_not_there_is_left_to_the_reader(library_of: Callable[[str], Library]) -> None:
    library = library_of(LIBRARY)
    codes = {problem.code for problem in check_library(library, lambda _: None)}
    assert codes == {"C103", "C202", "T101"}


def test_nothing_is_wrong_with_an_empty_library() -> None:
    assert list(check_library(Library({}, {}, {}, {}, {}), lambda _: None)) == []
