"""ROBINS-I (2016): gates, house signs and the rule for the whole, held against a second encoding."""

from collections.abc import Callable, Iterator, Mapping
from itertools import combinations_with_replacement, product
from typing import Any, NamedTuple

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.overall import worst
from ccsvi_triage.logic.table import DomainLogic, applies, full_setup
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin, OverallJudgement
from ccsvi_triage.model.instrument import Domain, Instrument
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import Concern

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Answers = dict[str, str]

YES = ("Y", "PY")
NO = ("N", "PN")
ALL = ("Y", "PY", "PN", "N", "NI")
LOW, MODERATE, NO_INFORMATION, SERIOUS, CRITICAL = "low", "moderate", "no-information", "serious", "critical"
LEVELS = (LOW, MODERATE, NO_INFORMATION, SERIOUS, CRITICAL)
DOMAINS = ("D1", "D2", "D3", "D4-assignment", "D5", "D6", "D7")
SETUP = {
    "effect": "assignment",
    "participants": "adults with multiple sclerosis",
    "experimental": "a vein opened",
    "comparator": "no procedure",
    "confounders": "age, disability, relapses",
    "co-interventions": "none",
    "plan": "yes",
}


class Gated(NamedTuple):
    """A question of the second encoding: when it is asked, and its answers."""

    id: str
    asked: Callable[[Answers], bool] = lambda _: True
    options: tuple[str, ...] = ALL


class Expected(NamedTuple):
    """One domain as the reference has it: its questions, and the levels that its answers put in doubt."""

    domain: str
    setup: Mapping[str, str]
    questions: tuple[Gated, ...]
    doubted: Callable[[Answers], set[str]]
    sets: int


def yes(word: str) -> bool:
    return word in YES


def no(word: str) -> bool:
    return word in NO


def baseline(branch: str) -> Callable[[Answers], bool]:
    def asked(a: Answers) -> bool:
        untold = "NI" in {a["1.2"], a["1.3"]}
        return no(a["1.2"]) or no(a["1.3"]) or (untold and branch in {"baseline", "unsettled"})

    return asked


def time_varying(branch: str) -> Callable[[Answers], bool]:
    def asked(a: Answers) -> bool:
        untold = "NI" in {a["1.2"], a["1.3"]}
        return yes(a["1.3"]) or (untold and branch in {"time-varying", "unsettled"})

    return asked


def confounding_questions(branch: str) -> tuple[Gated, ...]:
    return (
        Gated("1.1", options=("Y", "PY", "PN", "N")),
        Gated("1.2", lambda a: yes(a["1.1"])),
        Gated("1.3", lambda a: yes(a["1.2"])),
        Gated("1.4", baseline(branch)),
        Gated("1.5", lambda a: yes(a["1.4"])),
        Gated("1.6", baseline(branch)),
        Gated("1.7", time_varying(branch)),
        Gated("1.8", lambda a: yes(a["1.7"])),
    )


def confounding(a: Answers) -> set[str]:
    if no(a["1.1"]):
        return {MODERATE, NO_INFORMATION, SERIOUS, CRITICAL}
    asked = [name for name in ("1.4", "1.5", "1.7", "1.8") if a[name] != "NA"]
    sound = all(yes(a[name]) for name in asked) and not yes(a["1.6"])
    return {LOW} if sound else {LOW, MODERATE}


def selection(a: Answers) -> set[str]:
    related = yes(a["2.2"]) and yes(a["2.3"])
    return {LOW, MODERATE} if (related or no(a["2.4"])) and no(a["2.5"]) else set()


def classification(a: Answers) -> set[str]:
    return {LOW, MODERATE} if no(a["3.1"]) or yes(a["3.3"]) else set()


def deviations_assignment(a: Answers) -> set[str]:
    return {LOW, MODERATE} if yes(a["4.2"]) else set()


def deviations_adhering(a: Answers) -> set[str]:
    departed = any(no(a[name]) for name in ("4.3", "4.4", "4.5"))
    return {LOW, MODERATE} if departed and no(a["4.6"]) else set()


def missing_data(a: Answers) -> set[str]:
    return {LOW} if no(a["5.4"]) and no(a["5.5"]) else set()


def measurement(a: Answers) -> set[str]:
    bent = no(a["6.3"]) or yes(a["6.4"]) or (yes(a["6.1"]) and yes(a["6.2"]))
    return {LOW, MODERATE} if bent else set()


def reported_with(plan: str) -> Callable[[Answers], set[str]]:
    def reported(a: Answers) -> set[str]:
        if any(yes(a[name]) for name in ("7.1", "7.2", "7.3")):
            return {LOW, MODERATE}
        return set() if plan == "yes" else {LOW}

    return reported


def something_missing(a: Answers) -> bool:
    return no(a["5.1"]) or yes(a["5.2"]) or yes(a["5.3"])


EXPECTED = (
    Expected("D1", {"confounding-branch": "unsettled"}, confounding_questions("unsettled"), confounding, 5_956),
    Expected("D1", {"confounding-branch": "baseline"}, confounding_questions("baseline"), confounding, 1_276),
    Expected("D1", {"confounding-branch": "time-varying"}, confounding_questions("time-varying"), confounding, 964),
    Expected(
        "D2",
        {},
        (
            Gated("2.1"),
            Gated("2.2", lambda a: yes(a["2.1"])),
            Gated("2.3", lambda a: yes(a["2.2"])),
            Gated("2.4"),
            Gated("2.5", lambda a: (yes(a["2.2"]) and yes(a["2.3"])) or no(a["2.4"])),
        ),
        selection,
        473,
    ),
    Expected("D3", {}, (Gated("3.1"), Gated("3.2"), Gated("3.3")), classification, 125),
    Expected(
        "D4-assignment",
        {"effect": "assignment"},
        (Gated("4.1"), Gated("4.2", lambda a: yes(a["4.1"]))),
        deviations_assignment,
        13,
    ),
    Expected(
        "D4-adhering",
        {"effect": "adhering"},
        (
            Gated("4.3"),
            Gated("4.4"),
            Gated("4.5"),
            Gated("4.6", lambda a: any(no(a[name]) for name in ("4.3", "4.4", "4.5"))),
        ),
        deviations_adhering,
        517,
    ),
    Expected(
        "D5",
        {},
        (
            Gated("5.1"),
            Gated("5.2"),
            Gated("5.3"),
            Gated("5.4", something_missing),
            Gated("5.5", something_missing),
        ),
        missing_data,
        2_477,
    ),
    Expected("D6", {}, (Gated("6.1"), Gated("6.2"), Gated("6.3"), Gated("6.4")), measurement, 625),
    Expected("D7", {"plan": "yes"}, (Gated("7.1"), Gated("7.2"), Gated("7.3")), reported_with("yes"), 125),
    Expected("D7", {"plan": "no"}, (Gated("7.1"), Gated("7.2"), Gated("7.3")), reported_with("no"), 125),
    Expected(
        "D7", {"plan": "not-reported"}, (Gated("7.1"), Gated("7.2"), Gated("7.3")), reported_with("not-reported"), 125
    ),
)

every_domain = pytest.mark.parametrize(
    "expected", EXPECTED, ids=lambda expected: "-".join([expected.domain, *expected.setup.values()])
)


def reachable(questions: tuple[Gated, ...], at: int = 0, so_far: Answers | None = None) -> Iterator[Answers]:
    """Give every set of answers that the gates admit; what is not asked is ``NA``."""
    answers = so_far or {}
    if at == len(questions):
        yield answers
        return
    question = questions[at]
    for word in question.options if question.asked(answers) else ("NA",):
        yield from reachable(questions, at + 1, {**answers, question.id: word})


def given(whole: Answers) -> Answers:
    return {name: word for name, word in whole.items() if word != "NA"}


@pytest.fixture(scope="module")
def seat(seat_at: Callable[..., Any]) -> Any:
    return seat_at("robins-i", SETUP)


@pytest.fixture(scope="module")
def robins(seat: Any) -> Instrument:
    instrument: Instrument = seat.instrument
    return instrument


@pytest.fixture(scope="module")
def sheet(seat: Any) -> Callable[..., Sheet]:
    fill: Callable[..., Sheet] = seat.sheet
    return fill


@pytest.fixture(scope="module")
def appraise(seat: Any) -> Callable[..., Appraisal]:
    judge: Callable[..., Appraisal] = seat.appraise
    return judge


def codes(sheet: Sheet, robins: Instrument) -> list[str]:
    return [problem.code for problem in check_sheet(sheet, robins, None)]


def domain_of(robins: Instrument, name: str) -> Domain:
    return next(domain for domain in robins.domains if domain.id == name)


def of_domain(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == domain)


def whole_of(appraisal: Appraisal) -> OverallJudgement:
    assert appraisal.overall is not None
    return appraisal.overall


def vector(levels: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(DOMAINS, levels, strict=True))


# gates


@every_domain
def test_exactly_the_questions_with_an_open_gate_are_asked(expected: Expected, robins: Instrument) -> None:
    domain = domain_of(robins, expected.domain)
    logic = DomainLogic(robins, domain, full_setup(robins, {**SETUP, **expected.setup}))
    assert [q.id for q in domain.questions] == [q.id for q in expected.questions]
    assert {q.id: logic.options[q.id] for q in domain.questions} == {q.id: q.options for q in expected.questions}
    number = 0
    for whole in reachable(expected.questions):
        number += 1
        decision = logic.decide(given(whole))
        assert decision.unasked == {q.id for q in expected.questions if not q.asked(whole)}, whole
        assert logic.unasked_answers(given(whole)) == (), whole
    assert number == expected.sets


def test_it_has_the_34_questions_of_the_form(robins: Instrument) -> None:
    assert len([q for domain in robins.domains for q in domain.questions]) == 34


def test_the_effect_of_interest_picks_one_of_the_two_fourth_domains(robins: Instrument) -> None:
    for effect, wanted in (("assignment", "D4-assignment"), ("adhering", "D4-adhering")):
        judged = [d.id for d in robins.domains if applies(d, full_setup(robins, {"effect": effect}))]
        assert judged == ["D1", "D2", "D3", wanted, "D5", "D6", "D7"]


@pytest.mark.parametrize("answers", [{"1.1": "Y", "1.2": "NI"}, {"1.1": "Y", "1.2": "Y", "1.3": "NI"}])
def test_no_information_on_switching_leads_nowhere_until_the_reviewer_names_the_branch(
    answers: Answers, robins: Instrument, sheet: Callable[..., Sheet]
) -> None:
    assert codes(sheet(answers), robins) == ["E-SETUP"]
    for branch in ("baseline", "time-varying"):
        assert codes(sheet(answers, setup={"confounding-branch": branch}), robins) == []


def test_the_branch_need_not_be_named_where_the_answers_settle_it(
    robins: Instrument, sheet: Callable[..., Sheet]
) -> None:
    for answers in ({"1.1": "N"}, {"1.1": "Y", "1.2": "N"}, {"1.1": "Y", "1.2": "Y", "1.3": "Y"}):
        assert codes(sheet(answers), robins) == []


def test_possible_confounding_can_not_be_left_without_information(
    robins: Instrument, sheet: Callable[..., Sheet]
) -> None:
    assert codes(sheet({"1.1": "NI"}), robins) == ["E-ANSWER"]


@pytest.mark.parametrize(
    "missing", ["effect", "participants", "experimental", "comparator", "confounders", "co-interventions", "plan"]
)
def test_a_sheet_without_a_part_of_its_set_up_is_refused(missing: str, robins: Instrument, sheet_of: SheetOf) -> None:
    setup = {name: word for name, word in SETUP.items() if name != missing}
    assert codes(sheet_of(robins, {}, setup), robins) == ["E-SETUP"]


# a person judges


@every_domain
def test_no_set_of_answers_gives_a_domain_a_level(expected: Expected, robins: Instrument) -> None:
    domain = domain_of(robins, expected.domain)
    logic = DomainLogic(robins, domain, full_setup(robins, {**SETUP, **expected.setup}))
    assert domain.tables == ()
    for whole in reachable(expected.questions):
        assert logic.decide(given(whole)).possible == LEVELS, whole


def test_a_form_with_all_of_its_questions_answered_well_still_waits_for_a_person(
    appraise: Callable[..., Appraisal],
) -> None:
    good = {"1.1": "N", "2.1": "N", "2.4": "Y", "3.1": "Y", "3.2": "Y", "3.3": "N", "4.1": "N"}
    good |= {"5.1": "Y", "5.2": "N", "5.3": "N", "6.1": "N", "6.2": "N", "6.3": "Y", "6.4": "N"}
    appraisal = appraise({**good, "7.1": "N", "7.2": "N", "7.3": "N"})
    origins = {answered.origin for judgement in appraisal.judgements for answered in judgement.answers}
    assert Origin.OPEN not in origins
    assert not appraisal.complete
    assert [(j.by_person, j.suggested, j.final) for j in appraisal.judgements] == [(True, None, None)] * 7
    assert (whole_of(appraisal).suggested, whole_of(appraisal).final) == (None, None)


@every_domain
def test_the_signs_beside_a_domain_are_the_house_lints_and_no_others(expected: Expected, robins: Instrument) -> None:
    setup = full_setup(robins, {**SETUP, **expected.setup})
    signs = domain_of(robins, expected.domain).signs
    assert all(sign.because and sign.against for sign in signs)
    for whole in reachable(expected.questions):
        shown = [sign for sign in signs if holds(sign.when, {**setup, **whole})]
        assert {level for sign in shown for level in sign.against} == expected.doubted(whole), whole


@pytest.mark.parametrize(
    ("level", "answers"),
    [
        ({"D1": LOW}, {"1.1": "Y"}),
        ({"D1": SERIOUS}, {"1.1": "N"}),
        ({"D1": MODERATE}, {"1.1": "Y", "1.2": "N", "1.4": "N"}),
        ({"D2": MODERATE}, {"2.1": "N", "2.4": "N", "2.5": "N"}),
        ({"D3": LOW}, {"3.3": "PY"}),
        ({"D5": LOW}, {"5.1": "N", "5.4": "N", "5.5": "N"}),
        ({"D6": MODERATE}, {"6.1": "Y", "6.2": "Y"}),
        ({"D7": LOW}, {"7.2": "Y"}),
    ],
)
def test_a_level_that_the_answers_speak_against_is_warned_of_and_stands(
    level: dict[str, str], answers: Answers, robins: Instrument, sheet: Callable[..., Sheet], study_of: StudyOf
) -> None:
    filled = sheet(answers, level)
    assert "E-DOUBT" in codes(filled, robins)
    judgements = Judge().appraise(study_of(""), robins, filled).judgements
    assert {judgement.domain.id: judgement.final for judgement in judgements if judgement.final} == level


def test_no_sign_stands_beside_a_domain_without_answers(appraise: Callable[..., Appraisal]) -> None:
    for plan in ("yes", "no", "not-reported"):
        for effect in ("assignment", "adhering"):
            appraisal = appraise({}, setup={"plan": plan, "effect": effect})
            assert [judgement.signs for judgement in appraisal.judgements] == [()] * 7


@pytest.mark.parametrize("word", ["high", "High", "Low", "unclear", "some-concerns", "no information", ""])
def test_a_word_of_another_instrument_is_refused_and_the_domain_stays_open(
    word: str, robins: Instrument, sheet: Callable[..., Sheet], appraise: Callable[..., Appraisal]
) -> None:
    assert codes(sheet({}, {"D1": word}), robins) == ["E-JUDGED"]
    assert of_domain(appraise({}, {"D1": word}), "D1").final is None


# the whole


def published(levels: tuple[str, ...]) -> str:
    """Give the whole by the published table, in its order."""
    if CRITICAL in levels:
        return CRITICAL
    if SERIOUS in levels:
        return SERIOUS
    if NO_INFORMATION in levels:
        return NO_INFORMATION
    if set(levels) == {LOW}:
        return LOW
    return MODERATE


def test_the_published_table_decides_all_78_125_combinations(robins: Instrument) -> None:
    ladder = tuple(robins.levels)
    number = 0
    for levels in product(LEVELS, repeat=7):
        number += 1
        assert worst([(level,) for level in levels], ladder) == (published(levels),), levels
    assert number == 78_125


def test_every_mixture_of_seven_levels_given_by_a_person_is_put_together_by_the_table_and_never_by_a_count(
    appraise: Callable[..., Appraisal],
) -> None:
    mixtures = list(combinations_with_replacement(LEVELS, 7))
    assert len(mixtures) == 330
    for levels in mixtures:
        appraisal = appraise({}, vector(levels))
        assert tuple(judgement.final for judgement in appraisal.judgements) == levels
        overall = whole_of(appraisal)
        assert (overall.final, overall.suggested) == (published(levels), published(levels)), levels
        offered = published(levels) == SERIOUS and levels.count(SERIOUS) >= 2
        assert bool(overall.step) == offered, levels


def test_one_moderate_and_six_without_information_are_no_information_and_not_moderate(
    appraise: Callable[..., Appraisal],
) -> None:
    appraisal = appraise({}, vector((MODERATE, *(NO_INFORMATION,) * 6)))
    assert (whole_of(appraisal).final, appraisal.concern) == (NO_INFORMATION, None)


def test_a_domain_without_information_does_not_leave_the_whole_moderate(appraise: Callable[..., Appraisal]) -> None:
    levels = (MODERATE, LOW, LOW, LOW, NO_INFORMATION, LOW, LOW)
    assert whole_of(appraise({}, vector(levels))).final == NO_INFORMATION


def test_seven_serious_domains_are_serious_until_a_person_records_the_step(appraise: Callable[..., Appraisal]) -> None:
    levels = vector((SERIOUS,) * 7)
    before = whole_of(appraise({}, levels))
    assert before.final == SERIOUS
    assert before.step
    ruling = Ruling(level=CRITICAL, reason="all of them point one way", by="RK", date=Date("2026-01-31"))
    after = whole_of(appraise({}, levels, rulings={"overall": ruling}))
    assert (after.final, after.suggested, after.step) == (CRITICAL, SERIOUS, "")


def test_a_person_can_say_with_a_reason_that_the_domain_without_information_is_not_key(
    appraise: Callable[..., Appraisal],
) -> None:
    levels = vector((MODERATE, LOW, LOW, LOW, LOW, LOW, NO_INFORMATION))
    ruling = Ruling(level=MODERATE, reason="picking is no issue with deaths", by="RK", date=Date("2026-01-31"))
    overall = whole_of(appraise({}, levels, rulings={"overall": ruling}))
    assert (overall.final, overall.suggested) == (MODERATE, NO_INFORMATION)


def test_an_empty_form_is_open_and_neither_low_nor_without_information(appraise: Callable[..., Appraisal]) -> None:
    appraisal = appraise()
    assert (whole_of(appraisal).final, whole_of(appraisal).possible) == (None, LEVELS)
    assert not appraisal.complete
    assert appraisal.concern is None


def test_six_low_domains_and_an_open_one_are_not_low(appraise: Callable[..., Appraisal]) -> None:
    levels = vector((LOW,) * 7)
    del levels["D6"]
    assert whole_of(appraise({}, levels)).final is None


def test_a_critical_domain_decides_the_whole_whatever_is_open(appraise: Callable[..., Appraisal]) -> None:
    assert whole_of(appraise({}, {"D1": CRITICAL})).final == CRITICAL


def test_no_information_has_no_step_on_the_common_ladder(robins: Instrument) -> None:
    assert dict(robins.levels) == {
        LOW: Concern.NONE,
        MODERATE: Concern.SOME,
        NO_INFORMATION: Concern.UNPLACED,
        SERIOUS: Concern.SERIOUS,
        CRITICAL: Concern.CRITICAL,
    }


# what recorded facts propose


@pytest.mark.parametrize(
    ("facts", "proposed"),
    [
        ("confounders_adjusted: no", {"1.4": "N", "1.7": "N"}),
        ("confounders_adjusted: not-reported", {"1.4": "NI", "1.7": "NI"}),
        ("confounders_adjusted: yes", {}),
        ("lost: not-reported", {"5.1": "NI"}),
        ("lost: 0\nenrolled: 100", {}),
        ("lost: 50\nenrolled: 100", {}),
        ("outcomes: [{id: o, name: O, measure: subjective}]", {"6.1": "PY"}),
        ("outcomes: [{id: o, name: O, measure: objective}]", {"6.1": "PN"}),
        ("outcomes: [{id: o, name: O, assessors_blinded: no}]", {"6.2": "Y"}),
        ("outcomes: [{id: o, name: O, assessors_blinded: yes}]", {"6.2": "N"}),
        ("blinding: {participants: no}\noutcomes: [{id: o, name: O, assessed_by: patient}]", {"6.2": "Y"}),
        ("blinding: {participants: no, carers: no, assessors: no}", {}),
        ("registration: {before_enrolment: no, protocol: no}", {}),
        ("randomised: no\ncontrol: no-treatment", {}),
        ("sites: 1\nenrolled: 19\ntarget: 100", {}),
        ("funding: {kind: industry}\ninterests: financial", {}),
    ],
)
def test_recorded_facts_propose_these_answers_and_no_others(
    facts: str, proposed: Answers, robins: Instrument, study_of: StudyOf
) -> None:
    study = study_of(facts)
    outcome = study.outcomes[0] if study.outcomes else None
    judgements = Judge().appraise(study, robins, None, outcome).judgements
    answered = {a.question.id: a for judgement in judgements for a in judgement.answers}
    assert {name: a.answer for name, a in answered.items() if a.origin is Origin.PROPOSED} == proposed
    assert all(judgement.final is None for judgement in judgements)


@pytest.mark.parametrize(
    ("fact", "answer"), [("yes", "PY"), ("no", "PN"), ("not-reported", "NI")], ids=["alike", "unlike", "not told"]
)
def test_other_treatment_alike_in_the_groups_proposes_an_answer_on_balance(
    fact: str, answer: str, robins: Instrument, study_of: StudyOf, sheet: Callable[..., Sheet]
) -> None:
    study = study_of(f"co_interventions_alike: {fact}")
    appraisal = Judge().appraise(study, robins, sheet(setup={"effect": "adhering"}))
    found = {a.question.id: a.answer for a in of_domain(appraisal, "D4-adhering").answers}
    assert found["4.3"] == answer
