"""ROBINS-E: three outputs a domain, typed in by a person, and the worst of the levels for the whole."""

from collections.abc import Callable, Mapping
from itertools import product

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.overall import worst
from ccsvi_triage.model.appraisal import Appraisal, OverallJudgement
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern, Direction

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

BEST, LOW, SOME, HIGH, VERY_HIGH = "low-except-confounding", "low", "some-concerns", "high", "very-high"
DOMAINS = ("D1", "D2", "D3", "D4", "D5", "D6", "D7")
SETUP = {"confounders": "age, smoking"}
FIRST = (BEST, SOME, HIGH, VERY_HIGH)
OTHERS = (LOW, SOME, HIGH, VERY_HIGH)


@pytest.fixture(scope="module")
def robins(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("robins-e")


@pytest.fixture(scope="module")
def sheet(robins: Instrument, sheet_of: SheetOf) -> Callable[..., Sheet]:
    def by(judgements: Mapping[str, str] | None = None, answers: Mapping[str, str] | None = None) -> Sheet:
        return sheet_of(robins, answers or {}, SETUP, None, judgements)

    return by


@pytest.fixture(scope="module")
def appraise(robins: Instrument, sheet: Callable[..., Sheet], study_of: StudyOf) -> Callable[..., Appraisal]:
    judge, study = Judge(), study_of("")

    def by(judgements: Mapping[str, str] | None = None, answers: Mapping[str, str] | None = None) -> Appraisal:
        return judge.appraise(study, robins, sheet(judgements, answers))

    return by


def vector(levels: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(DOMAINS, levels, strict=True))


def whole_of(appraisal: Appraisal) -> OverallJudgement:
    assert appraisal.overall is not None
    return appraisal.overall


def codes(sheet: Sheet, robins: Instrument) -> list[str]:
    return [problem.code for problem in check_sheet(sheet, robins, None)]


def published(levels: tuple[str, ...]) -> str:
    """Give the worst; where all are at their best, what is said of confounding is said of the whole."""
    for level in (VERY_HIGH, HIGH, SOME):
        if level in levels:
            return level
    return BEST


def test_the_worst_domain_decides_all_16_384_combinations(robins: Instrument) -> None:
    ladder = tuple(robins.levels)
    number = 0
    for levels in product(FIRST, *[OTHERS] * 6):
        number += 1
        assert worst([(level,) for level in levels], ladder) == (published(levels),), levels
    assert number == 16_384


@pytest.mark.parametrize("level", [SOME, HIGH, VERY_HIGH])
def test_seven_domains_at_a_level_are_that_level_and_no_worse(level: str, appraise: Callable[..., Appraisal]) -> None:
    overall = whole_of(appraise(vector((level,) * 7)))
    assert (overall.final, overall.step) == (level, "")


def test_the_best_that_the_whole_can_be_keeps_the_doubt_about_confounding(
    appraise: Callable[..., Appraisal],
) -> None:
    appraisal = appraise(vector((BEST, *(LOW,) * 6)))
    assert (whole_of(appraisal).final, appraisal.concern) == (BEST, Concern.NONE)


def test_plain_low_is_no_level_of_confounding_and_its_best_is_none_of_the_others(
    robins: Instrument, sheet: Callable[..., Sheet]
) -> None:
    assert codes(sheet({"D1": LOW}), robins) == ["E-JUDGED"]
    for domain in DOMAINS[1:]:
        assert codes(sheet({domain: BEST}), robins) == ["E-JUDGED"]


@pytest.mark.parametrize("word", ["serious", "critical", "moderate", "no-information", "High", "Very high"])
def test_a_word_of_another_instrument_is_refused_and_the_domain_stays_open(
    word: str, robins: Instrument, sheet: Callable[..., Sheet], appraise: Callable[..., Appraisal]
) -> None:
    assert codes(sheet({"D2": word}), robins) == ["E-JUDGED"]
    assert appraise({"D2": word}).judgements[1].final is None


def test_whether_bias_threatens_the_conclusions_never_changes_a_level(appraise: Callable[..., Appraisal]) -> None:
    levels = vector((SOME,) * 7)
    for words in product(("yes", "no", "cannot-tell"), repeat=7):
        answers = {f"threat-{number}": word for number, word in enumerate(words, 1)}
        appraisal = appraise(levels, answers)
        assert [judgement.final for judgement in appraisal.judgements] == [SOME] * 7
        assert whole_of(appraisal).final == SOME
        assert appraisal.complete


def test_each_domain_has_its_three_outputs(robins: Instrument, sheet: Callable[..., Sheet], study_of: StudyOf) -> None:
    plain = sheet(vector((HIGH,) * 7), {f"threat-{number}": "cannot-tell" for number in range(1, 8)})
    filled = Sheet(
        id=plain.id,
        study=plain.study,
        instrument=plain.instrument,
        version=plain.version,
        reviewer=plain.reviewer,
        setup=plain.setup,
        answers=plain.answers,
        judgements=plain.judgements,
        directions=dict.fromkeys(DOMAINS, Direction.TOWARDS_NULL),
    )
    assert codes(filled, robins) == []
    for judgement in Judge().appraise(study_of(""), robins, filled).judgements:
        found = judgement.final, judgement.direction, [answered.answer for answered in judgement.answers]
        assert found == (HIGH, Direction.TOWARDS_NULL, ["cannot-tell"])


@pytest.mark.parametrize(("domain", "level"), [("D1", BEST), *((domain, LOW) for domain in DOMAINS[1:])])
def test_bias_that_is_low_and_yet_threatens_the_conclusions_is_warned_of(
    domain: str, level: str, robins: Instrument, sheet: Callable[..., Sheet]
) -> None:
    question = f"threat-{domain[1]}"
    assert codes(sheet({domain: level}, {question: "yes"}), robins) == ["E-DOUBT"]
    for word in ("no", "cannot-tell"):
        assert codes(sheet({domain: level}, {question: word}), robins) == []
    assert codes(sheet({domain: HIGH}, {question: "yes"}), robins) == []


def test_cannot_tell_is_an_answer_and_nothing_is_open(appraise: Callable[..., Appraisal]) -> None:
    blank = appraise(vector((SOME,) * 7))
    told = appraise(vector((SOME,) * 7), {f"threat-{number}": "cannot-tell" for number in range(1, 8)})
    assert (blank.complete, told.complete) == (False, True)


def test_an_empty_form_is_open(appraise: Callable[..., Appraisal]) -> None:
    appraisal = appraise()
    assert [judgement.final for judgement in appraisal.judgements] == [None] * 7
    assert (whole_of(appraisal).final, appraisal.concern, appraisal.complete) == (None, None, False)


def test_six_domains_at_their_best_and_an_open_one_are_not_at_their_best(
    appraise: Callable[..., Appraisal],
) -> None:
    levels = vector((BEST, *(LOW,) * 6))
    del levels["D7"]
    assert whole_of(appraise(levels)).final is None


def test_the_confounders_have_to_be_named(robins: Instrument, sheet_of: SheetOf) -> None:
    assert codes(sheet_of(robins, {}, {}), robins) == ["E-SETUP"]


def test_it_says_that_its_signalling_questions_are_not_here(robins: Instrument) -> None:
    assert "signalling questions" in robins.about
    assert [len(domain.questions) for domain in robins.domains] == [1] * 7
