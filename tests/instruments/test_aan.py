from collections.abc import Callable, Mapping

import pytest

from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.table import DomainLogic
from ccsvi_triage.model.appraisal import Appraisal, Origin
from ccsvi_triage.model.instrument import Instrument, Tells
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[..., Study]

JUDGE = Judge()
"""One for all tests, so that the tables are made ready once."""
CLASSES = ("I", "II", "III", "IV")
BEST = {
    "design": "randomised", "representative": "yes", "masked": "yes", "baseline": "yes", "a": "yes", "b": "yes",
    "c": "yes", "d": "yes", "e": "no-claim",
}  # fmt: skip


@pytest.fixture(scope="module")
def aan(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("aan")


@pytest.fixture(scope="module")
def classes(aan: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> Callable[..., tuple[str, ...]]:
    """Give a function that tells which classes a study may have by answers and facts."""

    def possible(answers: Mapping[str, str], facts: str = "") -> tuple[str, ...]:
        sheet = sheet_of(aan, answers) if answers else None
        overall = JUDGE.appraise(study_of(facts), aan, sheet).overall
        assert overall is not None
        return overall.possible

    return possible


def published(whole: Mapping[str, str]) -> str:
    """Encode the scheme a second time; what is not reported counts as missed."""
    design = whole["design"]
    if design == "uncontrolled":
        return "IV"
    missed = [name for name in "abcd" if whole[name] != "yes"]
    missed += ["e"] if whole["e"] not in {"no-claim", "met"} else []
    equal = whole["e"] in {"no-claim", "met", "per-protocol-missing"}
    order = [name for name in ("period", "carry-over") if design == "crossover" and whole[name] != "yes"]
    alike = whole["baseline"] == "yes"
    neutral = "yes" in {whole["masked"], whole["outcome"]}
    chance = design in {"randomised", "crossover"}
    if chance and whole["representative"] == whole["masked"] == "yes" and alike and not missed and not order:
        return "I"
    if chance and alike and neutral and equal and len(missed) <= 2 and len(order) <= 1:
        return "II"
    if design == "matched-cohort" and alike and neutral and set(missed) <= {"a"}:
        return "II"
    weighed = whole["confounding"] == "yes" and (neutral or whole["outsider"] == "yes")
    return "III" if weighed else "IV"


def test_every_set_of_answers_has_the_class_of_the_scheme(aan: Instrument) -> None:
    (domain,) = aan.domains
    logic = DomainLogic(aan, domain, {})
    found = set()
    whole: dict[str, str]
    for whole in logic.completions({}):
        given = {name: word for name, word in whole.items() if word != "NA"}
        assert logic.level(logic.firing(whole)) == published(whole), given
        found.add(published(whole))
    assert found == set(CLASSES)
    assert {q.id for q in domain.questions} == set(whole)


def test_what_is_not_told_counts_as_missed(aan: Instrument) -> None:
    (domain,) = aan.domains
    logic = DomainLogic(aan, domain, {})
    for question in domain.questions:
        for whole in logic.completions({"design": "crossover", "c": "yes", "d": "yes", "representative": "yes"}):
            if whole[question.id] in {"no", "NI"}:
                other = {**whole, question.id: "NI" if whole[question.id] == "no" else "no"}
                assert published(other) == published(whole)


def test_classes_speak_of_evidence_and_stand_on_no_ladder_of_concern(aan: Instrument) -> None:
    assert aan.tells is Tells.EVIDENCE_LEVEL
    assert tuple(aan.levels) == CLASSES
    assert set(aan.levels.values()) == {Concern.UNPLACED}


def test_it_prints_which_wording_and_which_scheme_it_is(aan: Instrument) -> None:
    assert "2017" in aan.version
    assert "therapeutic" in aan.title


def test_a_trial_that_meets_everything_is_class_one(classes: Callable[..., tuple[str, ...]]) -> None:
    assert classes(BEST) == ("I",)


@pytest.mark.parametrize("name", ["representative", "masked", "a", "b", "c", "d"])
def test_one_criterion_missed_or_not_told_is_never_class_one(
    classes: Callable[..., tuple[str, ...]], name: str
) -> None:
    for word in ("no", "NI"):
        assert classes({**BEST, "outcome": "yes", name: word} if name == "masked" else {**BEST, name: word}) == ("II",)


def test_two_letters_may_be_missed_for_class_two_and_three_may_not(classes: Callable[..., tuple[str, ...]]) -> None:
    assert classes({**BEST, "a": "no", "b": "no"}) == ("II",)
    assert classes({**BEST, "a": "no", "b": "no", "c": "no"}) == ("III", "IV")
    assert classes({**BEST, "a": "no", "b": "no", "c": "no", "confounding": "yes"}) == ("III",)


def test_a_trial_of_equivalence_without_its_first_conditions_falls_to_class_three(
    classes: Callable[..., tuple[str, ...]],
) -> None:
    assert classes({**BEST, "e": "met"}) == ("I",)
    assert classes({**BEST, "e": "per-protocol-missing"}) == ("II",)
    assert classes({**BEST, "e": "not-met", "confounding": "yes"}) == ("III",)
    assert classes({**BEST, "e": "NI", "confounding": "yes"}) == ("III",)


def test_a_crossover_trial_may_miss_one_of_its_two_and_not_both(classes: Callable[..., tuple[str, ...]]) -> None:
    crossover = {**BEST, "design": "crossover", "confounding": "yes"}
    assert classes({**crossover, "period": "yes", "carry-over": "yes"}) == ("I",)
    assert classes({**crossover, "period": "yes", "carry-over": "no"}) == ("II",)
    assert classes({**crossover, "period": "no", "carry-over": "yes"}) == ("II",)
    assert classes({**crossover, "period": "no", "carry-over": "NI"}) == ("III",)


def test_a_matched_cohort_is_never_class_one(classes: Callable[..., tuple[str, ...]]) -> None:
    cohort = {**BEST, "design": "matched-cohort", "outcome": "yes"}
    assert classes({name: cohort[name] for name in ("design", "baseline", "b", "c", "d", "e", "outcome")}) == ("II",)
    assert "I" not in classes({"design": "matched-cohort"})


def test_groups_that_were_not_alike_are_never_better_than_class_three(
    classes: Callable[..., tuple[str, ...]],
) -> None:
    assert classes({**BEST, "baseline": "NI"}) == ("III", "IV")


def test_open_answers_leave_every_class_that_they_still_allow(classes: Callable[..., tuple[str, ...]]) -> None:
    assert classes({"design": "randomised"}) == CLASSES
    assert classes({"design": "controlled"}) == ("III", "IV")
    assert classes({"design": "uncontrolled"}) == ("IV",)


@pytest.mark.parametrize(
    ("facts", "question", "answer"),
    [
        ("design: single-arm", "design", "uncontrolled"),
        ("design: case-series", "design", "uncontrolled"),
        ("design: randomised-trial\ncontrol: none", "design", "uncontrolled"),
        ("design: randomised-trial\nbetween_groups: no", "design", "uncontrolled"),
        ("design: randomised-trial\nrandomised: unclear", "design", "controlled"),
        ("design: randomised-trial\nrandomised: yes", "design", "randomised"),
        ("design: cluster-randomised-trial", "design", "randomised"),
        ("design: crossover-trial", "design", "crossover"),
        ("design: quasi-randomised-trial", "design", "controlled"),
        ("design: historically-controlled", "design", "controlled"),
        ("design: cohort", "design", None),
        ("kind: secondary-analysis\ndesign: randomised-trial", "design", None),
        ("kind: protocol\ndesign: randomised-trial", "design", None),
    ],
)
def test_a_recorded_design_proposes_with_what_the_treatment_was_compared(
    aan: Instrument, study_of: StudyOf, facts: str, question: str, answer: str | None
) -> None:
    assert proposed(JUDGE.appraise(study_of(facts), aan))[question] == answer


@pytest.mark.parametrize(
    ("facts", "question", "answer"),
    [
        ("blinding: {participants: yes, carers: yes, assessors: yes}", "masked", "yes"),
        ("blinding: {participants: yes, assessors: yes}", "masked", None),
        ("blinding: {participants: yes, carers: not-reported, assessors: yes}", "masked", "NI"),
        ("blinding: {participants: yes, carers: no, assessors: yes}", "masked", "no"),
        ("flaws: [{code: blinding-failed, basis: stated}]", "masked", "no"),
        ("baseline_alike: yes", "baseline", "yes"),
        ("baseline_alike: no", "baseline", None),
        ("baseline_alike: no\nconfounders_adjusted: yes", "baseline", "yes"),
        ("concealed: not-reported", "a", "NI"),
        ("lost: 21\nenrolled: 100", "d", "no"),
        ("lost: 20\nenrolled: 100", "d", None),
    ],
)
def test_a_recorded_fact_proposes_no_more_than_it_settles(
    aan: Instrument, study_of: StudyOf, facts: str, question: str, answer: str | None
) -> None:
    study = study_of(f"design: randomised-trial\n{facts}")
    assert proposed(JUDGE.appraise(study, aan))[question] == answer


def test_the_words_double_blind_are_not_triple_masking(aan: Instrument, study_of: StudyOf) -> None:
    study = study_of("design: randomised-trial\nblinding: {participants: yes, assessors: yes}")
    assert "I" in JUDGE.appraise(study, aan).judgements[0].possible
    assert proposed(JUDGE.appraise(study, aan))["masked"] is None


def proposed(appraisal: Appraisal) -> dict[str, str | None]:
    return {
        answered.question.id: answered.answer if answered.origin is Origin.PROPOSED else None
        for judgement in appraisal.judgements
        for answered in judgement.answers
    }
