"""A domain may be judged by a person, a whole by a count, an answer by its parts, and two axes never mix."""

from collections.abc import Callable, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.instruments import check_instrument
from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin, speaking
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern

SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

HEAD = """
instruments:
  - id: mine
    title: Mine
    version: "1"
    about: a
    form: judged
    judges: study
    ours: yes
    licence: CC0-1.0
    notice: Not official.
    sources: [{cite: House}]
    options: [Y, N]
"""
BY_PERSON = (
    HEAD
    + """\
    levels: {low: none, moderate: some, no-information: unplaced, serious: serious}
    domains:
      - id: D1
        title: One
        questions: [{id: "1.1", text: Was it well done?}]
        levels: [low, no-information, serious]
        signs:
          - {when: {1.1: N}, because: it was not well done, against: [low]}
          - {when: {1.1: Y}, because: it was well done}
      - id: D2
        title: Two
        questions: [{id: "2.1", text: Was it?}]
      - id: A1
        title: Applicable
        axis: applicability
        questions: [{id: "3.1", text: Is it about us?}]
    axes: [{id: applicability, title: Applicability}]
"""
)
COUNTED = (
    HEAD
    + """\
    levels: {fine: none, weak: some, grave: serious}
    setup: [{id: grave-2, text: Is item 2 grave?, short: "2", group: grave items, options: [yes, no], default: yes}]
    domains:
      - id: I1
        title: One
        questions:
          - id: "1"
            text: One?
            options: [Yes, Partly, No]
            parts: [{id: 1a, text: a}, {id: 1b, text: b}]
            from_parts:
              - {id: P1, when: {1a: yes, 1b: yes}, then: Yes, because: both}
              - {id: P2, when: {1a: yes, 1b: no}, then: Partly, because: only the first}
              - {id: P3, when: {1a: no}, then: No, because: not even the first}
        tables:
          - rules:
              - {id: I1.1, when: {1: [Yes, Partly]}, then: fine, because: so}
              - {id: I1.2, when: {1: No}, then: weak, because: so}
      - id: I2
        title: Two
        questions: [{id: "2", text: Two?}]
        tables:
          - rules:
              - {id: I2.1, when: {2: Y}, then: fine, because: so}
              - {id: I2.2, when: {2: N, grave-2: yes}, then: grave, because: so}
              - {id: I2.3, when: {2: N, grave-2: no}, then: weak, because: so}
      - id: I3
        title: Three
        questions: [{id: "3", text: Three?}]
        tables:
          - rules:
              - {id: I3.1, when: {3: Y}, then: fine, because: so}
              - {id: I3.2, when: {3: N}, then: weak, because: so}
    overall:
      rule: counted
      levels: {high: none, middling: some, poor: serious}
      rules:
        - {id: W1, when: {grave: 0, weak: "<= 1"}, then: high, because: at most one weak point}
        - {id: W2, when: {grave: 0, weak: "> 1"}, then: middling, because: several weak points}
        - {id: W3, when: {grave: "> 0"}, then: poor, because: a grave one}
      escalation: {whole: middling, level: weak, at_least: 2, to: poor, because: they may add up}
"""
)
ANSWERS = ("Y", "N")


@pytest.fixture
def made(library_of: Callable[[str], Library]) -> Callable[[str], Instrument]:
    def make(text: str) -> Instrument:
        instrument = library_of(text).instruments["mine"]
        assert [str(problem) for problem in check_instrument(instrument)] == []
        return instrument

    return make


@pytest.fixture(scope="module")
def counted(library_of: Callable[[str], Library]) -> Instrument:
    return library_of(COUNTED).instruments["mine"]


def of(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == domain)


def codes(sheet: Sheet, instrument: Instrument) -> list[str]:
    return [problem.code for problem in check_sheet(sheet, instrument, None)]


# judged by a person


def test_a_domain_without_tables_is_open_whatever_is_answered(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(BY_PERSON)
    appraisal = Judge().appraise(study_of(""), instrument, sheet_of(instrument, {"1.1": "Y", "2.1": "Y", "3.1": "Y"}))
    assert [judgement.final for judgement in appraisal.judgements] == [None, None, None]
    assert of(appraisal, "D1").possible == ("low", "no-information", "serious")
    assert appraisal.overall is not None
    assert appraisal.overall.final is None


def test_a_person_judges_and_the_worst_domain_of_the_axis_decides(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(BY_PERSON)
    levels = {"D1": "low", "D2": "moderate", "A1": "serious"}
    appraisal = Judge().appraise(study_of(""), instrument, sheet_of(instrument, {}, judgements=levels))
    assert appraisal.overall is not None
    assert (appraisal.overall.final, appraisal.concern) == ("moderate", Concern.SOME)
    ((axis, judged),) = appraisal.axes
    assert (axis.id, judged and judged.final) == ("applicability", "serious")


def test_missing_information_outweighs_a_moderate_domain_and_is_no_step_of_the_ladder(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(BY_PERSON)
    levels = {"D1": "no-information", "D2": "moderate"}
    appraisal = Judge().appraise(study_of(""), instrument, sheet_of(instrument, {}, judgements=levels))
    assert appraisal.overall is not None
    assert (appraisal.overall.final, appraisal.concern) == ("no-information", None)
    assert speaking([appraisal]) is appraisal


def test_signs_are_shown_and_held_against_a_level_and_overrule_nothing(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(BY_PERSON)
    sheet = sheet_of(instrument, {"1.1": "N"}, judgements={"D1": "low"})
    judgement = of(Judge().appraise(study_of(""), instrument, sheet), "D1")
    assert [sign.because for sign in judgement.signs] == ["it was not well done"]
    assert judgement.final == "low"
    assert "E-DOUBT" in codes(sheet, instrument)
    assert "E-DOUBT" not in codes(sheet_of(instrument, {"1.1": "N"}, judgements={"D1": "serious"}), instrument)


@pytest.mark.parametrize("judgements", [{"D1": "moderate"}, {"D1": "splendid"}, {"D9": "low"}, {"overall": "low"}])
def test_a_level_that_cannot_stand_is_a_problem_and_judges_nothing(
    judgements: Mapping[str, str], made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(BY_PERSON)
    sheet = sheet_of(instrument, {}, judgements=judgements)
    assert "E-JUDGED" in codes(sheet, instrument)
    appraisal = Judge().appraise(study_of(""), instrument, sheet)
    assert appraisal.overall is not None
    assert [appraisal.overall.final, *(judgement.final for judgement in appraisal.judgements)] == [None] * 4


def test_a_level_typed_in_where_tables_judge_is_a_problem_and_judges_nothing(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(COUNTED)
    sheet = sheet_of(instrument, {}, judgements={"I3": "fine"})
    assert "E-JUDGED" in codes(sheet, instrument)
    assert of(Judge().appraise(study_of(""), instrument, sheet), "I3").final is None


def test_provisional_tables_suggest_and_a_person_judges(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(COUNTED.replace("    ours: yes\n", "    ours: yes\n    provisional: yes\n"))
    bare = of(Judge().appraise(study_of(""), instrument, sheet_of(instrument, {"3": "N"})), "I3")
    assert (bare.suggested, bare.final) == ("weak", None)
    sheet = sheet_of(instrument, {"3": "N"}, judgements={"I3": "fine"})
    assert of(Judge().appraise(study_of(""), instrument, sheet), "I3").final == "fine"
    assert codes(sheet, instrument) == []


def test_a_whole_that_a_person_judges_follows_from_no_domain(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(BY_PERSON + "    overall: {rule: person, levels: {include: unplaced, exclude: unplaced}}\n")
    every = {"D1": "low", "D2": "low", "A1": "low"}
    appraisal = Judge().appraise(study_of(""), instrument, sheet_of(instrument, {}, judgements=every))
    assert appraisal.overall is not None
    assert (appraisal.overall.final, appraisal.overall.possible) == (None, ("include", "exclude"))
    sheet = sheet_of(instrument, {}, judgements={**every, "overall": "exclude"})
    judged = Judge().appraise(study_of(""), instrument, sheet).overall
    assert judged is not None
    assert judged.final == "exclude"


# counted, and answered in parts


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_counted_whole_is_what_every_completion_gives(
    data: st.DataObject, counted: Instrument, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    every = {"1": ("Yes", "Partly", "No"), "2": ANSWERS, "3": ANSWERS}
    given_ = {name: word for name, words in every.items() if (word := data.draw(st.sampled_from((*words, ""))))}
    overall = Judge().appraise(study_of(""), counted, sheet_of(counted, given_)).overall
    assert overall is not None
    completions = [
        dict(zip(every, words, strict=True))
        for words in product(*((given_[name],) if name in given_ else every[name] for name in every))
    ]
    assert set(overall.possible) == {plain(whole) for whole in completions}


def plain(answers: Mapping[str, str]) -> str:
    """Judge the whole again, in plain Python."""
    if answers["2"] == "N":
        return "poor"
    return "middling" if (answers["1"], answers["3"]) == ("No", "N") else "high"


def test_an_item_counts_as_grave_only_where_the_set_up_says_so(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(COUNTED)
    for word, whole in (("yes", "poor"), ("no", "high")):
        sheet = sheet_of(instrument, {"1": "Yes", "2": "N", "3": "Y"}, {"grave-2": word})
        overall = Judge().appraise(study_of(""), instrument, sheet).overall
        assert overall is not None
        assert (overall.final, [rule.then for rule in overall.rules]) == (whole, [whole])


def test_a_step_beyond_the_count_is_offered_and_never_taken(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(COUNTED)
    overall = Judge().appraise(study_of(""), instrument, sheet_of(instrument, {"1": "No", "2": "Y", "3": "N"})).overall
    assert overall is not None
    assert overall.final == "middling"
    assert "poor" in overall.step
    calm = Judge().appraise(study_of(""), instrument, sheet_of(instrument, {"1": "No", "2": "Y", "3": "Y"})).overall
    assert calm is not None
    assert (calm.final, calm.step) == ("high", "")


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ({"1a": "yes", "1b": "yes"}, "Yes"),
        ({"1a": "yes", "1b": "no"}, "Partly"),
        ({"1a": "no"}, "No"),
        ({"1a": "yes"}, None),
        ({"1b": "no"}, None),
    ],
)
def test_an_answer_follows_from_its_parts_as_soon_as_they_decide_it(
    parts: Mapping[str, str],
    answer: str | None,
    made: Callable[[str], Instrument],
    study_of: StudyOf,
    sheet_of: SheetOf,
) -> None:
    instrument = made(COUNTED)
    sheet = sheet_of(instrument, parts)
    assert codes(sheet, instrument) == []
    (answered,) = of(Judge().appraise(study_of(""), instrument, sheet), "I1").answers
    assert (answered.answer, answered.origin) == (answer, Origin.FROM_PARTS if answer else Origin.OPEN)


def test_parts_that_leave_the_answer_open_narrow_what_is_possible(
    made: Callable[[str], Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = made(COUNTED)
    judgement = of(Judge().appraise(study_of(""), instrument, sheet_of(instrument, {"1a": "yes"})), "I1")
    assert judgement.possible == ("fine",)


def test_an_answer_that_its_parts_contradict_is_a_problem(made: Callable[[str], Instrument], sheet_of: SheetOf) -> None:
    instrument = made(COUNTED)
    assert codes(sheet_of(instrument, {"1": "Yes", "1a": "no"}), instrument) == ["E-PARTS"]
    assert codes(sheet_of(instrument, {"1": "Partly", "1a": "yes"}), instrument) == []
    assert codes(sheet_of(instrument, {"1a": "perhaps"}), instrument) == ["E-ANSWER"]


# what is wrong with such an instrument


@pytest.mark.parametrize(
    ("text", "old", "new", "code"),
    [
        (COUNTED, 'weak: "<= 1"', 'weak: "< 1"', "T101"),
        (COUNTED, 'weak: "> 1"', 'weak: ">= 1"', "T102"),
        (COUNTED, 'grave: "> 0"', 'grave: "> 3"', "T101"),
        (COUNTED, 'grave: 0, weak: "> 1"', 'gruff: 0, weak: "> 1"', "T105"),
        (COUNTED, 'weak: "> 1"', "weak: many", "T105"),
        (COUNTED, "then: middling", "then: muddling", "T105"),
        (COUNTED, "whole: middling", "whole: muddling", "T105"),
        (COUNTED, "{1a: yes, 1b: no}", "{1a: yes, 1b: [yes, no]}", "T102"),
        (COUNTED, "when: {1a: no}", "when: {1a: no, 1b: no}", "T101"),
        (COUNTED, "{id: 1b, text: b}", "{id: 1a, text: b}", "T105"),
        (COUNTED, "then: Partly, because", "then: Perhaps, because", "T105"),
        (COUNTED, "{id: 1b, text: b}", '{id: "3", text: b}', "T105"),
        (BY_PERSON, "axis: applicability", "axis: elsewhere", "T105"),
        (BY_PERSON, "levels: [low, no-information, serious]", "levels: [low, lower]", "T105"),
        (BY_PERSON, "against: [low]", "against: [lower]", "T105"),
        (BY_PERSON, "{when: {1.1: N}, because: it was not", "{when: {9.9: N}, because: it was not", "T105"),
        (BY_PERSON, "moderate: some, no-information: unplaced, serious: serious", "moderate: serious, x: some", "T105"),
    ],
)
def test_a_table_that_is_not_whole_or_a_name_that_is_not_there_is_told(
    text: str, old: str, new: str, code: str, library_of: Callable[[str], Library]
) -> None:
    assert text.count(old) == 1
    problems = list(check_instrument(library_of(text.replace(old, new)).instruments["mine"]))
    assert code in {problem.code for problem in problems}
    assert all(problem.place.line > 1 for problem in problems)
