"""What is supposed is held against what is recorded, and nothing recorded is touched."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.whatif import (
    SHEET,
    compare,
    empty_sheet,
    paths_of,
    with_answers,
    with_fact,
    with_flaw,
    without_flaw,
    word_at,
)
from ccsvi_triage.load.single import read_fact
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.whatif import Of, Supposed, WhatIf
from ccsvi_triage.model.words import Flaw

StudyOf = Callable[..., Study]
SheetOf = Callable[..., Sheet]

FACTS = """\
question: benefit
design: single-arm
control: none
sites: 1
blinding: {participants: no}
outcomes: [{id: o, name: Walking, role: primary, measure: subjective}]
flaws: [{code: single-site, basis: inferred}]
"""
WORDS = {
    "control": ("none", "sham", "not-reported"),
    "sites": ("1", "2"),
    "blinding.participants": ("yes", "no", "not-reported"),
    "blinding.assessors": ("yes", "no"),
    "outcome.measure": ("subjective", "objective"),
    "registration.before_enrolment": ("yes", "no"),
}


def supposing(study: Study, path: str, word: str) -> Study:
    return with_fact(study, path, read_fact(path, word).value, {"o"})


@given(st.dictionaries(st.sampled_from(sorted(WORDS)), st.integers(0, 1)))
def test_what_is_supposed_is_there_and_nothing_else_is_touched(study_of: StudyOf, picks: dict[str, int]) -> None:
    study = study_of(FACTS)
    words = {path: WORDS[path][number] for path, number in picks.items()}
    changed = study
    for path, word in words.items():
        changed = supposing(changed, path, word)
    outcome = changed.outcomes[0]
    for path in WORDS:
        assert word_at(changed, path, outcome) == words.get(path, word_at(study, path, study.outcomes[0]))
    assert study == study_of(FACTS)
    assert (changed.id, changed.flaws, changed.where) == (study.id, study.flaws, study.where)


@pytest.mark.parametrize("path", sorted(WORDS))
def test_a_fact_that_is_left_open_is_open(study_of: StudyOf, path: str) -> None:
    changed = supposing(study_of(FACTS), path, "")
    assert word_at(changed, path, changed.outcomes[0]) == ""


def test_a_flaw_is_added_and_taken_away(study_of: StudyOf) -> None:
    study = study_of(FACTS)
    more = with_flaw(study, Flaw.NO_CONTROL)
    assert {flaw.code for flaw in more.flaws} == {Flaw.SINGLE_SITE, Flaw.NO_CONTROL}
    assert without_flaw(more, Flaw.NO_CONTROL) == study


def test_an_answer_a_set_up_and_a_level_are_put_into_a_copy_of_the_sheet(
    sheet_of: SheetOf, instrument_of: Callable[[str], Instrument]
) -> None:
    sheet = sheet_of(instrument_of("rob2"), {"1.1": "Y", "1.2": "N"}, {"effect": "assignment"})
    supposed = [
        Supposed(Of.ANSWER, "1.1", "Y", "N"),
        Supposed(Of.ANSWER, "1.2", "N", ""),
        Supposed(Of.SETUP, "effect", "assignment", "adhering"),
        Supposed(Of.JUDGEMENT, "D1", "", "high"),
    ]
    changed = with_answers(sheet, supposed)
    assert {name: given_.answer for name, given_ in changed.answers.items()} == {"1.1": "N"}
    assert (changed.setup["effect"], changed.judgements["D1"].level) == ("adhering", "high")
    assert set(sheet.answers) == {"1.1", "1.2"}


def test_where_there_is_no_sheet_one_without_answers_stands_for_it(
    study_of: StudyOf, instrument_of: Callable[[str], Instrument]
) -> None:
    sheet = empty_sheet(study_of(FACTS), instrument_of("robins-i"), {})
    assert (sheet.id, dict(sheet.answers)) == (SHEET, {})
    assert all(sheet.setup[asked.id] for asked in instrument_of("robins-i").setup if not asked.options)


# two verdicts


@pytest.fixture
def told(library_of: Callable[[str], Library]) -> Callable[[Mapping[str, str]], WhatIf]:
    """Give a function that supposes facts of a study and compares."""
    text = "studies:\n  - id: s\n    title: t\n    kind: primary-study\n    " + FACTS.replace("\n", "\n    ")

    def compared(words: Mapping[str, str]) -> WhatIf:
        library = library_of(text)
        study = library.studies["s"]
        changed = study
        supposed = []
        for path, word in words.items():
            changed = supposing(changed, path, word)
            supposed.append(Supposed(Of.FACT, path, word_at(study, path, study.outcomes[0]), word))
        bench = Bench(library, Shelf(library))
        other = bench.supposing(changed)
        before, after = bench.verdict(study), other.verdict(changed)
        readings = bench.readings([before])["s"], other.readings([after])["s"]
        return compare(supposed, before, after, readings, {"design", "control"})

    return compared


def test_the_same_study_is_told_to_be_the_same(told: Callable[[Mapping[str, str]], WhatIf]) -> None:
    same = told({})
    assert not same.changed
    assert [*same.brought, *same.mended, *same.criteria, *same.unheeded] == []


def test_a_domain_that_comes_out_otherwise_is_named_with_its_answers(
    told: Callable[[Mapping[str, str]], WhatIf],
) -> None:
    found = told({"blinding.participants": "yes", "blinding.assessors": "yes", "outcome.measure": "objective"})
    (shift,) = found.appraisals
    changed = [d.after.domain.id for d in shift.domains if d.changed and d.after]
    assert changed
    assert all(a.before != a.after for d in shift.domains for a in d.answers)
    assert found.changed


def test_problems_that_come_with_it_are_told_wherever_they_stand(told: Callable[[Mapping[str, str]], WhatIf]) -> None:
    assert [problem.code for problem in told({"sites": "2"}).brought] == ["C101"]
    assert {problem.code for problem in told({"control": "sham"}).brought} >= {"C102", "E-DESIGN"}


def test_a_fact_at_which_nothing_looks_is_named_and_one_at_which_something_does_is_not(
    told: Callable[[Mapping[str, str]], WhatIf],
) -> None:
    found = told({"year": "2001", "blinding.participants": "not-reported", "control": "no-treatment"})
    assert found.unheeded == ("year",)
    looks = {(one.path, one.instrument.id if one.instrument else None) for one in found.heeded}
    assert told({"control": "none"}).heeded == ()
    assert {("control", None), ("blinding.participants", "quick")} <= looks


def test_a_computed_fact_leads_back_to_those_it_comes_from() -> None:
    assert set(paths_of([Condition(({"lost.percent": (">5",)},))])) == {"lost.percent", "lost", "enrolled"}


def test_of_flaws_only_what_looks_at_the_very_one_is_named(library_of: Callable[[str], Library]) -> None:
    library = library_of(
        "studies:\n  - id: s\n    title: t\n    kind: primary-study\n    " + FACTS.replace("\n", "\n    ")
    )
    study = library.studies["s"]
    bench = Bench(library, Shelf(library))
    changed = without_flaw(study, Flaw.SINGLE_SITE)
    before, after = bench.verdict(study), bench.supposing(changed).verdict(changed)
    reading = bench.readings([before])["s"]
    supposed = [Supposed(Of.FLAW, "single-site", "stated", "")]
    heeded = compare(supposed, before, after, (reading, reading), ()).heeded
    assert {(one.path, one.answered.question.id if one.answered else None) for one in heeded} == {
        ("flaw single-site", "q09")
    }


def test_a_sheet_that_moves_beside_the_judgement_is_told_once(shipped: Library) -> None:
    study = shipped.studies["zamboni-2009-jvs"]
    bench = Bench(shipped, Shelf(shipped))
    changed = with_fact(study, "control", read_fact("control", "sham").value, ())
    other = bench.supposing(changed)
    before, after = bench.verdict(study), other.verdict(changed)
    readings = bench.readings([before])[study.id], other.readings([after])[study.id]
    told_ = compare([Supposed(Of.FACT, "control", "none", "sham")], before, after, readings, {"control"})
    assert [a.instrument.id for a in after.beside] == ["single-arm"]
    assert [(shift.before is None, shift.after is None) for shift in told_.appraisals] == [(False, True)]
