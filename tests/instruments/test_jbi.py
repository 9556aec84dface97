"""The checklists of one family: each item stands by itself, and a person decides the whole."""

from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.model.appraisal import Appraisal, Origin
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.sheet import Judged, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

ITEMS = {"jbi-case-series": 10, "jbi-prevalence": 9, "jbi-cross-sectional": 8, "jbi-case-control": 10}
LEVEL_OF = {"yes": "met", "no": "not-met", "unclear": "unclear", "not-applicable": "not-applicable"}
DECISIONS = ("include", "seek-further", "exclude")


@pytest.fixture(params=ITEMS)
def checklist(request: pytest.FixtureRequest, instrument_of: InstrumentOf) -> Instrument:
    return instrument_of(request.param)


@pytest.fixture
def judge(checklist: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> Callable[..., Appraisal]:
    """Give a function that judges a sheet of these answers, and of this decision where there is one."""
    study, ready = study_of(""), Judge()

    def appraise(answers: Mapping[str, str], decision: str = "") -> Appraisal:
        judgements = {"overall": decision} if decision else None
        return ready.appraise(study, checklist, sheet_of(checklist, answers, judgements=judgements))

    return appraise


def final(appraisal: Appraisal) -> str | None:
    assert appraisal.overall is not None
    return appraisal.overall.final


def numbers(checklist: Instrument) -> list[str]:
    return [str(number) for number in range(1, ITEMS[checklist.id] + 1)]


def counts(checklist: Instrument) -> Iterator[dict[str, str]]:
    """Give sheets with every number of items met, the others answered by each of the other words."""
    names = numbers(checklist)
    for other in ("no", "unclear", "not-applicable"):
        for met in range(len(names) + 1):
            yield {name: "yes" if at < met else other for at, name in enumerate(names)}


def test_its_items_have_the_numbers_and_the_answers_of_the_form(checklist: Instrument) -> None:
    assert [domain.id for domain in checklist.domains] == [f"I{name}" for name in numbers(checklist)]
    assert [[question.id for question in domain.questions] for domain in checklist.domains] == [
        [name] for name in numbers(checklist)
    ]
    assert checklist.options == tuple(LEVEL_OF)


def test_each_item_stands_by_itself(checklist: Instrument, judge: Callable[..., Appraisal]) -> None:
    @given(
        answers=st.fixed_dictionaries({}, optional={n: st.sampled_from(tuple(LEVEL_OF)) for n in numbers(checklist)})
    )
    def check(answers: dict[str, str]) -> None:
        judgements = {judgement.domain.id: judgement.final for judgement in judge(answers).judgements}
        assert judgements == {f"I{n}": LEVEL_OF.get(answers.get(n, "")) for n in numbers(checklist)}

    check()


def test_the_whole_is_never_made_by_a_count(checklist: Instrument, judge: Callable[..., Appraisal]) -> None:
    for answers in counts(checklist):
        appraisal = judge(answers)
        assert appraisal.complete
        assert appraisal.overall is not None
        assert (appraisal.overall.suggested, appraisal.overall.final) == (None, None)
        assert appraisal.overall.possible == DECISIONS


def test_seven_or_more_yes_do_not_include_a_study(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    series = instrument_of("jbi-case-series")
    for met in (7, 8, 9, 10):
        sheet = sheet_of(series, {str(n): "yes" if n <= met else "no" for n in range(1, 11)})
        assert final(Judge().appraise(study_of(""), series, sheet)) is None


def test_a_persons_decision_holds_whatever_the_items_say(
    checklist: Instrument, judge: Callable[..., Appraisal], sheet_of: SheetOf
) -> None:
    for decision in DECISIONS:
        for answers in counts(checklist):
            assert final(judge(answers, decision)) == decision
        sheet = sheet_of(checklist, {}, judgements={"overall": decision})
        assert [problem.code for problem in check_sheet(sheet, checklist, None)] == []


def test_a_decision_is_no_step_of_the_common_ladder(checklist: Instrument, judge: Callable[..., Appraisal]) -> None:
    assert set(checklist.overall.levels.values()) == {Concern.UNPLACED}
    assert checklist.overall.level_words.keys() == checklist.overall.levels.keys()
    assert {judge({}, decision).concern for decision in DECISIONS} == {None}


def test_a_decision_without_a_reason_is_none(checklist: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> None:
    whole = sheet_of(checklist, {})
    bare = Sheet(
        id=whole.id, study=whole.study, instrument=whole.instrument, version=whole.version, reviewer=whole.reviewer,
        judgements={"overall": Judged(level="include", because=" ")},
    )  # fmt: skip
    assert final(Judge().appraise(study_of(""), checklist, bare)) is None
    assert {problem.code for problem in check_sheet(bare, checklist, None)} == {"E-JUDGED"}


def test_a_decision_does_not_answer_the_items(judge: Callable[..., Appraisal]) -> None:
    appraisal = judge({}, "include")
    assert not appraisal.complete
    assert {judgement.final for judgement in appraisal.judgements} == {None}


def test_unclear_and_not_applicable_say_nothing_of_how_grave_a_concern_is(checklist: Instrument) -> None:
    assert {level for level, step in checklist.levels.items() if step is Concern.UNPLACED} == {
        "unclear",
        "not-applicable",
    }


def test_an_item_is_judged_by_its_answer_and_not_typed_in(checklist: Instrument, sheet_of: SheetOf) -> None:
    sheet = sheet_of(checklist, {}, judgements={"I1": "met"})
    assert {problem.code for problem in check_sheet(sheet, checklist, None)} == {"E-JUDGED"}


def test_nothing_is_added_up(checklist: Instrument) -> None:
    assert checklist.form.value == "judged"
    assert checklist.overall.rule.value == "person"
    assert (dict(checklist.points), dict(checklist.counts), checklist.overall.rules) == ({}, {}, ())


# proposals


@pytest.mark.parametrize(
    ("name", "facts", "proposed"),
    [
        ("jbi-case-series", "sampling: consecutive", {"4": "yes"}),
        ("jbi-case-series", "sampling: population", {"5": "yes"}),
        ("jbi-case-series", "sampling: self-selected", {"4": "no", "5": "no"}),
        ("jbi-case-series", "sampling: not-reported", {"4": "unclear", "5": "unclear"}),
        ("jbi-case-series", "sampling: random", {}),
        (
            "jbi-case-series",
            "sampling: consecutive\nflaws: [{code: post-hoc-exclusions, basis: stated}]",
            {"4": "yes", "5": "no"},
        ),
        ("jbi-case-series", "flaws: [{code: passive-reports, basis: stated}]", {"4": "no", "5": "no"}),
        ("jbi-prevalence", "sampling: random", {"2": "yes"}),
        ("jbi-prevalence", "sampling: convenience", {"2": "no"}),
        ("jbi-prevalence", "sampling: consecutive", {}),
        ("jbi-prevalence", "sampling: not-reported", {"2": "unclear"}),
        ("jbi-prevalence", "flaws: [{code: unreliable-measurement, basis: stated}]", {"7": "no"}),
        ("jbi-cross-sectional", "confounders_adjusted: yes", {"5": "yes", "6": "yes"}),
        ("jbi-cross-sectional", "confounders_adjusted: no", {"6": "no"}),
        ("jbi-cross-sectional", "confounders_adjusted: not-reported", {"6": "unclear"}),
        ("jbi-case-control", "confounders_adjusted: yes", {"6": "yes", "7": "yes"}),
        ("jbi-case-control", "baseline_alike: yes", {"1": "yes"}),
        ("jbi-case-control", "baseline_alike: not-reported", {"1": "unclear"}),
        ("jbi-case-control", "baseline_alike: yes\nflaws: [{code: baseline-imbalance, basis: stated}]", {"1": "no"}),
        ("jbi-case-control", "sampling: matched", {}),
        ("jbi-prevalence", "enrolled: 10\ntarget: 100\nsites: 1", {}),
    ],
)
def test_only_facts_that_settle_an_answer_propose_it(
    name: str, facts: str, proposed: Mapping[str, str], instrument_of: InstrumentOf, study_of: StudyOf
) -> None:
    appraisal = Judge().appraise(study_of(facts), instrument_of(name))
    found = {a.question.id: a.answer for j in appraisal.judgements for a in j.answers if a.origin is Origin.PROPOSED}
    assert found == proposed
    assert final(appraisal) is None
