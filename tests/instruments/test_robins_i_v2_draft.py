"""ROBINS-I V2 (draft): tables that only suggest, held against a second encoding, and a person who judges."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, NamedTuple

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.overall import worst
from ccsvi_triage.logic.table import DomainLogic, applies, full_setup
from ccsvi_triage.model.appraisal import Appraisal, Judgement, OverallJudgement
from ccsvi_triage.model.instrument import Domain, Instrument
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import Concern, YesNo

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Answers = dict[str, str]

YES = ("Y", "PY")
NO = ("N", "PN")
ALL = ("Y", "PY", "PN", "N", "NI")
FIRM = ("Y", "PY", "PN", "N")
WEAK_NO = ("Y", "PY", "WN", "SN", "NI")
WEAK_YES = ("SY", "WY", "PN", "N", "NI")
PASSED, LOW, BEST = "passed", "low", "low-except-confounding"
MODERATE, SERIOUS, CRITICAL = "moderate", "serious", "critical"
LADDER = (LOW, MODERATE, SERIOUS, CRITICAL)
CONFOUNDING = (BEST, MODERATE, SERIOUS, CRITICAL)
DOMAINS = ("screen", "D1-assignment", "D2", "D3", "D4", "D5", "D6")
SETUP = {
    "effect": "assignment",
    "participants": "adults with multiple sclerosis",
    "experimental": "a vein opened",
    "comparator": "no procedure",
    "confounders": "age, disability, relapses",
}


class Gated(NamedTuple):
    """A question of the second encoding: when it is asked, and its answers."""

    id: str
    asked: Callable[[Answers], bool] = lambda _: True
    options: tuple[str, ...] = ALL


class Traced(NamedTuple):
    """One domain as it was traced: its questions, what its table suggests, and where tracings are known to differ."""

    domain: str
    questions: tuple[Gated, ...]
    suggests: Callable[[Answers], str]
    disputed: Callable[[Answers], bool]
    sets: int


def yes(word: str) -> bool:
    return word in YES


def no(word: str) -> bool:
    return word in NO


def yes_or_unknown(word: str) -> bool:
    return word in (*YES, "NI")


def no_or_unknown(word: str) -> bool:
    return word in (*NO, "NI")


def step(number: int) -> str:
    return LADDER[min(number, 3)]


def never(_: Answers) -> bool:
    return False


def screen(a: Answers) -> str:
    return CRITICAL if yes(a["B2"]) or yes(a["B3"]) else PASSED


def classification(a: Answers) -> str:
    entry = {"NA": 0, "SY": 0, "WY": 1, "NI": 1, "PN": 2, "N": 2}[a["2.3"]]
    by_outcome = {"PN": 0, "N": 0, "WY": 1, "NI": 1, "SY": 2}[a["2.4"]]
    return step(entry + by_outcome + (0 if no(a["2.5"]) else 1))


def classification_disputed(a: Answers) -> bool:
    return a["2.3"] == "SY" or (a["2.3"] in {"WY", "NI"} and a["2.4"] == "SY" and no(a["2.5"]))


def start_of_follow_up(a: Answers) -> str:
    if a["3.1"] == "SN":
        return SERIOUS
    if a["3.1"] in {"WN", "NI"} or yes(a["3.2"]):
        return MODERATE
    return LOW


def selected_later(a: Answers) -> str:
    if no(a["3.3"]) or no(a["3.4"]):
        return LOW
    if "NI" in {a["3.3"], a["3.4"]}:
        return MODERATE
    return SERIOUS if yes(a["3.5"]) else MODERATE


def selection(a: Answers) -> str:
    found = max(start_of_follow_up(a), selected_later(a), key=LADDER.index)
    if found != SERIOUS:
        return found
    if yes(a["3.6"]) or yes(a["3.7"]):
        return MODERATE
    return CRITICAL if yes(a["3.8"]) else SERIOUS


def missing_data(a: Answers) -> str:
    if all(yes(a[name]) for name in ("4.1", "4.2", "4.3")):
        return LOW
    if no(a["4.4"]):
        if yes(a["4.7"]):
            if not yes(a["4.8"]):
                return SERIOUS
            handled = a["4.9"]
        else:
            handled = a["4.10"]
        if yes(handled):
            return LOW
    else:
        if no(a["4.5"]):
            return LOW
        handled = a["4.6"]
    number = {"Y": 0, "PY": 0, "WN": 1, "NI": 1, "SN": 2}[handled]
    return step(number + (0 if yes(a["4.11"]) else 1))


def data_incomplete(a: Answers) -> bool:
    return any(no_or_unknown(a[name]) for name in ("4.1", "4.2", "4.3"))


def measurement(a: Answers) -> str:
    if yes(a["5.1"]) or a["5.3"] == "SY":
        return SERIOUS
    if a["5.1"] == "NI":
        return MODERATE
    return MODERATE if a["5.3"] in {"WY", "NI"} else LOW


def reported(a: Answers) -> str:
    if yes(a["6.1"]):
        return LOW
    picks = [a["6.2"], a["6.3"], a["6.4"]]
    number = sum(map(yes, picks))
    if number:
        return CRITICAL if number > 1 else SERIOUS
    return {0: LOW, 3: SERIOUS}.get(picks.count("NI"), MODERATE)


TRACED = (
    Traced(
        "screen",
        (
            Gated("B1", options=FIRM),
            Gated("B2", lambda a: no(a["B1"]), FIRM),
            Gated("B3", options=FIRM),
        ),
        screen,
        never,
        40,
    ),
    Traced(
        "D2",
        (
            Gated("2.1"),
            Gated("2.2", lambda a: no_or_unknown(a["2.1"])),
            Gated("2.3", lambda a: no_or_unknown(a["2.2"]), WEAK_YES),
            Gated("2.4", options=WEAK_YES),
            Gated("2.5"),
        ),
        classification,
        classification_disputed,
        1_325,
    ),
    Traced(
        "D3",
        (
            Gated("3.1", options=WEAK_NO),
            Gated("3.2", lambda a: yes(a["3.1"])),
            Gated("3.3"),
            Gated("3.4", lambda a: yes(a["3.3"])),
            Gated("3.5", lambda a: yes(a["3.4"])),
            Gated("3.6", lambda a: a["3.1"] == "SN" or yes(a["3.5"])),
            Gated("3.7", lambda a: no_or_unknown(a["3.6"])),
            Gated("3.8", lambda a: no_or_unknown(a["3.7"])),
        ),
        selection,
        lambda a: a["3.4"] == "NI",
        6_877,
    ),
    Traced(
        "D4",
        (
            Gated("4.1"),
            Gated("4.2"),
            Gated("4.3"),
            Gated("4.4", data_incomplete),
            Gated("4.5", lambda a: yes_or_unknown(a["4.4"])),
            Gated("4.6", lambda a: yes_or_unknown(a["4.5"]), WEAK_NO),
            Gated("4.7", lambda a: no(a["4.4"])),
            Gated("4.8", lambda a: yes(a["4.7"])),
            Gated("4.9", lambda a: yes(a["4.8"]), WEAK_NO),
            Gated("4.10", lambda a: no_or_unknown(a["4.7"]), WEAK_NO),
            Gated(
                "4.11",
                lambda a: yes_or_unknown(a["4.5"]) or bool({"WN", "SN", "NI"} & {a["4.9"], a["4.10"]}),
                FIRM,
            ),
        ),
        missing_data,
        lambda a: yes(a["4.6"]) or no_or_unknown(a["4.8"]),
        46_106,
    ),
    Traced(
        "D5",
        (Gated("5.1"), Gated("5.2"), Gated("5.3", lambda a: yes_or_unknown(a["5.2"]), WEAK_YES)),
        measurement,
        never,
        85,
    ),
    Traced(
        "D6",
        (
            Gated("6.1"),
            *(Gated(name, lambda a: no_or_unknown(a["6.1"])) for name in ("6.2", "6.3", "6.4")),
        ),
        reported,
        lambda a: {a["6.2"], a["6.3"], a["6.4"]} == {"NI"},
        377,
    ),
)

CONFOUNDING_QUESTIONS = {
    "assignment": (
        Gated("1.1A", options=WEAK_NO),
        Gated("1.2A", lambda a: a["1.1A"] in {"Y", "PY", "WN"}, WEAK_NO),
        Gated("1.3A", lambda a: a["1.1A"] in {"Y", "PY", "WN"}),
        Gated("1.4A", options=FIRM),
    ),
    "per-protocol": (
        Gated("1.1B"),
        Gated("1.2B", lambda a: yes(a["1.1B"]), WEAK_NO),
        Gated("1.3B", lambda a: a["1.2B"] in {"Y", "PY", "WN"}, WEAK_NO),
        Gated("1.4B", lambda a: no_or_unknown(a["1.1B"])),
        Gated("1.5B", options=FIRM),
    ),
}


def least_assignment(a: Answers) -> str:
    """Give the best level that any of three tracings has for these answers."""
    doubt = yes(a["1.4A"])
    if a["1.1A"] in {"SN", "NI"}:
        return CRITICAL if doubt else SERIOUS
    if yes(a["1.3A"]) or a["1.2A"] in {"SN", "NI"}:
        return SERIOUS
    return MODERATE if doubt else BEST


def least_per_protocol(a: Answers) -> str:
    """Give the best level that any of three tracings has for these answers."""
    if yes(a["1.4B"]):
        return CRITICAL
    if no_or_unknown(a["1.1B"]) or {"SN", "NI"} & {a["1.2B"], a["1.3B"]}:
        return SERIOUS
    return MODERATE if yes(a["1.5B"]) else BEST


LEAST = {"assignment": (least_assignment, 308), "per-protocol": (least_per_protocol, 196)}

every_table = pytest.mark.parametrize("traced", TRACED, ids=lambda traced: traced.domain)


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


def domain_of(draft: Instrument, name: str) -> Domain:
    return next(domain for domain in draft.domains if domain.id == name)


@pytest.fixture(scope="module")
def seat(seat_at: Callable[..., Any]) -> Any:
    return seat_at("robins-i-v2-draft", SETUP)


@pytest.fixture(scope="module")
def draft(seat: Any) -> Instrument:
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


def codes(sheet: Sheet, draft: Instrument) -> list[str]:
    return [problem.code for problem in check_sheet(sheet, draft, None)]


def of_domain(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == domain)


def whole_of(appraisal: Appraisal) -> OverallJudgement:
    assert appraisal.overall is not None
    return appraisal.overall


def vector(levels: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(DOMAINS, levels, strict=True))


# the tables, as far as they go


@every_table
def test_every_reachable_set_of_answers_gets_the_suggestion_of_the_tracing_by_one_rule(
    traced: Traced, draft: Instrument
) -> None:
    logic = DomainLogic(draft, domain_of(draft, traced.domain), full_setup(draft, SETUP))
    number = 0
    for whole in reachable(traced.questions):
        number += 1
        decision = logic.decide(given(whole))
        assert decision.possible == (traced.suggests(whole),), whole
        assert len(decision.rules) == 1, whole
        assert decision.unasked == {q.id for q in traced.questions if not q.asked(whole)}, whole
        assert logic.unasked_answers(given(whole)) == (), whole
    assert number == traced.sets


@every_table
def test_the_questions_take_the_traced_answers(traced: Traced, draft: Instrument) -> None:
    logic = DomainLogic(draft, domain_of(draft, traced.domain), full_setup(draft, SETUP))
    assert list(logic.options.items()) == [(q.id, q.options) for q in traced.questions]


@every_table
def test_where_tracings_are_known_to_differ_a_sign_says_so_and_speaks_against_no_level(
    traced: Traced, draft: Instrument
) -> None:
    signs = domain_of(draft, traced.domain).signs
    for whole in reachable(traced.questions):
        shown = [sign for sign in signs if holds(sign.when, whole)]
        assert bool(shown) == traced.disputed(whole), whole
        assert all(sign.because and not sign.against for sign in shown)


def test_groups_told_apart_only_by_the_analysis_are_judged_in_every_cell(draft: Instrument) -> None:
    logic = DomainLogic(draft, domain_of(draft, "D2"), {})
    for third, fourth, fifth in product(("SY", "WY", "NI"), ("WY", "NI"), ALL):
        answers = {"2.1": "N", "2.2": "N", "2.3": third, "2.4": fourth, "2.5": fifth}
        assert len(logic.decide(answers).possible) == 1, answers


def test_evidence_on_missing_data_is_never_needed_where_its_gate_is_closed(draft: Instrument) -> None:
    logic = DomainLogic(draft, domain_of(draft, "D4"), {})
    for word in ("N", "PN", "NI"):
        decision = logic.decide({"4.1": "Y", "4.2": "N", "4.3": "Y", "4.4": "N", "4.7": "Y", "4.8": word})
        assert (decision.possible, decision.matters) == ((SERIOUS,), ())
        assert "4.11" in decision.unasked


def test_no_information_on_any_way_of_picking_is_not_low(draft: Instrument) -> None:
    logic = DomainLogic(draft, domain_of(draft, "D6"), {})
    assert logic.decide({"6.1": "NI", "6.2": "NI", "6.3": "NI", "6.4": "NI"}).possible == (SERIOUS,)


# confounding, which has no table


@pytest.mark.parametrize("effect", CONFOUNDING_QUESTIONS)
def test_no_set_of_answers_on_confounding_suggests_a_level(effect: str, appraise: Callable[..., Appraisal]) -> None:
    questions = CONFOUNDING_QUESTIONS[effect]
    for whole in reachable(questions):
        judgement = of_domain(appraise(given(whole), setup={"effect": effect}), f"D1-{effect}")
        assert (judgement.suggested, judgement.final, judgement.possible) == (None, None, CONFOUNDING), whole
        unasked = {answered.question.id for answered in judgement.answers if answered.answer == "NA"}
        assert unasked == {q.id for q in questions if not q.asked(whole)}, whole


@pytest.mark.parametrize("effect", CONFOUNDING_QUESTIONS)
def test_signs_on_confounding_speak_against_just_the_levels_that_no_tracing_has(effect: str, draft: Instrument) -> None:
    least, sets = LEAST[effect]
    signs = domain_of(draft, f"D1-{effect}").signs
    number = 0
    for whole in reachable(CONFOUNDING_QUESTIONS[effect]):
        number += 1
        against = {level for sign in signs if holds(sign.when, whole) for level in sign.against}
        assert against == set(CONFOUNDING[: CONFOUNDING.index(least(whole))]), whole
    assert number == sets


def test_the_effect_of_interest_picks_one_of_the_two_first_domains(draft: Instrument) -> None:
    for effect in ("assignment", "per-protocol"):
        judged = [d.id for d in draft.domains if applies(d, full_setup(draft, {"effect": effect}))]
        assert judged == ["screen", f"D1-{effect}", "D2", "D3", "D4", "D5", "D6"]


def test_answers_on_one_effect_are_never_read_as_answers_on_the_other(
    draft: Instrument, sheet: Callable[..., Sheet]
) -> None:
    assert codes(sheet({"1.4A": "N"}, setup={"effect": "per-protocol"}), draft) == ["E-QUESTION"]


# provisional: a person gives every level


def test_it_is_provisional_and_says_draft(draft: Instrument) -> None:
    assert draft.provisional is YesNo.YES
    assert "draft" in draft.title
    assert "draft" in draft.version
    assert "draft" in draft.notice


@every_table
def test_a_suggestion_is_shown_and_gives_the_domain_no_level(
    traced: Traced, appraise: Callable[..., Appraisal]
) -> None:
    firsts: dict[str, Answers] = {}
    for whole in reachable(traced.questions):
        firsts.setdefault(traced.suggests(whole), whole)
    for level, whole in firsts.items():
        judgement = of_domain(appraise(given(whole)), traced.domain)
        assert (judgement.by_person, judgement.suggested, judgement.final) == (True, level, None)


@pytest.mark.parametrize(
    "answers",
    [{"B1": "N", "B2": "Y", "B3": "N"}, {"2.1": "N", "2.2": "N", "2.3": "N", "2.4": "SY", "2.5": "Y"}],
    ids=["screen", "classification"],
)
def test_a_suggestion_that_nobody_has_confirmed_does_not_decide_the_whole(
    answers: Answers, appraise: Callable[..., Appraisal]
) -> None:
    appraisal = appraise(answers)
    assert (whole_of(appraisal).suggested, whole_of(appraisal).final, appraisal.concern) == (None, None, None)


def test_a_person_gives_a_level_other_than_the_suggestion(
    draft: Instrument, sheet: Callable[..., Sheet], appraise: Callable[..., Appraisal]
) -> None:
    answers, levels = {"5.1": "Y", "5.2": "N"}, {"D5": MODERATE}
    assert codes(sheet(answers, levels), draft) == []
    judgement = of_domain(appraise(answers, levels), "D5")
    assert (judgement.suggested, judgement.final) == (SERIOUS, MODERATE)


@pytest.mark.parametrize(
    ("domain", "word"),
    [("screen", LOW), ("D1-assignment", LOW), ("D2", BEST), ("D2", PASSED), ("D6", "no-information"), ("D5", "High")],
)
def test_a_level_that_the_domain_does_not_have_is_refused_and_it_stays_open(
    domain: str,
    word: str,
    draft: Instrument,
    sheet: Callable[..., Sheet],
    appraise: Callable[..., Appraisal],
) -> None:
    assert codes(sheet({}, {domain: word}), draft) == ["E-JUDGED"]
    assert of_domain(appraise({}, {domain: word}), domain).final is None


def test_an_empty_form_is_open(appraise: Callable[..., Appraisal]) -> None:
    appraisal = appraise()
    assert [judgement.final for judgement in appraisal.judgements] == [None] * 7
    assert (whole_of(appraisal).final, appraisal.concern, appraisal.complete) == (None, None, False)


# the whole


def published(levels: tuple[str, ...]) -> str:
    """Give the worst; where all are at their best, what is said of confounding is said of the whole."""
    for level in (CRITICAL, SERIOUS, MODERATE):
        if level in levels:
            return level
    return BEST


def test_the_worst_domain_decides_all_8_192_combinations(draft: Instrument) -> None:
    ladder = tuple(draft.levels)
    number = 0
    for levels in product((PASSED, CRITICAL), CONFOUNDING, *[LADDER] * 5):
        number += 1
        assert worst([(level,) for level in levels], ladder) == (published(levels),), levels
    assert number == 8_192


def test_the_best_that_the_whole_can_be_keeps_the_doubt_about_confounding(
    appraise: Callable[..., Appraisal],
) -> None:
    appraisal = appraise({}, vector((PASSED, BEST, LOW, LOW, LOW, LOW, LOW)))
    assert (whole_of(appraisal).final, appraisal.concern) == (BEST, Concern.NONE)


def test_a_screen_that_ends_the_assessment_decides_the_whole_whatever_is_open(
    appraise: Callable[..., Appraisal],
) -> None:
    appraisal = appraise({"B1": "N", "B2": "Y", "B3": "N"}, {"screen": CRITICAL})
    assert whole_of(appraisal).final == CRITICAL


def test_a_passed_screen_makes_nothing_low(appraise: Callable[..., Appraisal]) -> None:
    assert whole_of(appraise({"B1": "Y", "B3": "N"}, {"screen": PASSED})).final is None


def test_six_serious_domains_are_serious_until_a_person_records_the_step(appraise: Callable[..., Appraisal]) -> None:
    levels = vector((PASSED, *(SERIOUS,) * 6))
    before = whole_of(appraise({}, levels))
    assert before.final == SERIOUS
    assert before.step
    ruling = Ruling(level=CRITICAL, reason="all of them point one way", by="RK", date=Date("2026-01-31"))
    after = whole_of(appraise({}, levels, rulings={"overall": ruling}))
    assert (after.final, after.suggested, after.step) == (CRITICAL, SERIOUS, "")


def test_six_moderate_domains_are_moderate_and_never_more_by_a_count(appraise: Callable[..., Appraisal]) -> None:
    overall = whole_of(appraise({}, vector((PASSED, *(MODERATE,) * 6))))
    assert (overall.final, overall.step) == (MODERATE, "")


@pytest.mark.parametrize("missing", ["effect", "participants", "experimental", "comparator", "confounders"])
def test_a_sheet_without_a_part_of_its_set_up_is_refused(missing: str, draft: Instrument, sheet_of: SheetOf) -> None:
    setup = {name: word for name, word in SETUP.items() if name != missing}
    assert codes(sheet_of(draft, {}, setup), draft) == ["E-SETUP"]
