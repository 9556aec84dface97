"""RoB 2 held against a second encoding, written from the published tables and not from the YAML."""

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

import pytest

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.table import DomainLogic, applies, full_setup
from ccsvi_triage.model.appraisal import Appraisal, Origin
from ccsvi_triage.model.instrument import Instrument
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
LOW, SOME, HIGH = "low", "some-concerns", "high"

ASSIGNMENT = {"effect": "assignment"}
ADHERING = {
    "effect": "adhering",
    "nonprotocol-interventions": "yes",
    "implementation-failures": "yes",
    "nonadherence": "yes",
}
SCOPE = ("nonprotocol-interventions", "implementation-failures", "nonadherence")


class Gated(NamedTuple):
    """A question of the second encoding: its answers, and when it is asked."""

    id: str
    asked: Callable[[Answers], bool] = lambda _: True
    options: tuple[str, ...] = ALL


def yes(word: str) -> bool:
    return word in YES


def no(word: str) -> bool:
    return word in NO


def yes_or_unknown(word: str) -> bool:
    return word in (*YES, "NI")


def no_or_unknown(word: str) -> bool:
    return word in (*NO, "NI")


def aware(a: Answers) -> bool:
    return yes_or_unknown(a["2.1"]) or yes_or_unknown(a["2.2"])


def randomisation(a: Answers) -> tuple[set[str], str]:
    random, concealed, imbalance = a["1.1"], a["1.2"], a["1.3"]
    if no(concealed):
        return {"D1.1"}, HIGH
    if concealed == "NI":
        return ({"D1.2"}, HIGH) if yes(imbalance) else ({"D1.3"}, SOME)
    if no(random):
        return {"D1.4"}, SOME
    return ({"D1.5"}, SOME) if yes(imbalance) else ({"D1.6"}, LOW)


def deviations_assignment(a: Answers) -> tuple[set[str], str]:
    if not aware(a):
        first, level = "P1.1", LOW
    elif no(a["2.3"]):
        first, level = "P1.2", LOW
    elif a["2.3"] == "NI":
        first, level = "P1.3", SOME
    elif no(a["2.4"]):
        first, level = "P1.4", SOME
    elif yes(a["2.5"]):
        first, level = "P1.5", SOME
    else:
        first, level = "P1.6", HIGH
    if yes(a["2.6"]):
        second, other = "P2.1", LOW
    elif no(a["2.7"]):
        second, other = "P2.2", SOME
    else:
        second, other = "P2.3", HIGH
    return {first, second}, max(level, other, key=(LOW, SOME, HIGH).index)


def deviations_adhering(a: Answers) -> tuple[set[str], str]:
    clean = not yes_or_unknown(a["2.4"]) and not yes_or_unknown(a["2.5"])
    suits = yes(a["2.6"])
    if not aware(a):
        if clean:
            return {"D2B.1"}, LOW
        return ({"D2B.2"}, SOME) if suits else ({"D2B.3"}, HIGH)
    if not no_or_unknown(a["2.3"]):
        if clean:
            return {"D2B.4"}, LOW
        return ({"D2B.5"}, SOME) if suits else ({"D2B.6"}, HIGH)
    return ({"D2B.7"}, SOME) if suits else ({"D2B.8"}, HIGH)


def missing_data(a: Answers) -> tuple[set[str], str]:
    if yes(a["3.1"]):
        return {"D3.1"}, LOW
    if yes(a["3.2"]):
        return {"D3.2"}, LOW
    if no(a["3.3"]):
        return {"D3.3"}, LOW
    return ({"D3.4"}, SOME) if no(a["3.4"]) else ({"D3.5"}, HIGH)


def measurement(a: Answers) -> tuple[set[str], str]:
    if yes(a["4.1"]):
        return {"D4.1"}, HIGH
    if yes(a["4.2"]):
        return {"D4.2"}, HIGH
    alike = no(a["4.2"])
    if no(a["4.3"]):
        return ({"D4.3"}, LOW) if alike else ({"D4.7"}, SOME)
    if no(a["4.4"]):
        return ({"D4.4"}, LOW) if alike else ({"D4.8"}, SOME)
    if no(a["4.5"]):
        return ({"D4.5"}, SOME) if alike else ({"D4.9"}, SOME)
    return ({"D4.6"}, HIGH) if alike else ({"D4.10"}, HIGH)


def reported_result(a: Answers) -> tuple[set[str], str]:
    picked = a["5.2"], a["5.3"]
    if any(map(yes, picked)):
        return {"D5.1"}, HIGH
    if "NI" in picked:
        return {"D5.2"}, SOME
    return ({"D5.3"}, LOW) if yes(a["5.1"]) else ({"D5.4"}, SOME)


class Published(NamedTuple):
    """One published table: its questions with their gates, what it says, and how many sets of answers reach it."""

    domain: str
    setup: Mapping[str, str]
    questions: tuple[Gated, ...]
    judge: Callable[[Answers], tuple[set[str], str]]
    sets: int


WITH_NA = ("NA", *ALL)
TABLES = (
    Published("D1", ASSIGNMENT, (Gated("1.1"), Gated("1.2"), Gated("1.3")), randomisation, 125),
    Published(
        "D2-assignment",
        ASSIGNMENT,
        (
            Gated("2.1"),
            Gated("2.2"),
            Gated("2.3", aware),
            Gated("2.4", lambda a: yes(a["2.3"])),
            Gated("2.5", lambda a: yes_or_unknown(a["2.4"])),
            Gated("2.6"),
            Gated("2.7", lambda a: no_or_unknown(a["2.6"])),
        ),
        deviations_assignment,
        13_277,
    ),
    Published(
        "D2-adhering",
        ADHERING,
        (
            Gated("2.1"),
            Gated("2.2"),
            Gated("2.3", aware, WITH_NA),
            Gated("2.4", options=WITH_NA),
            Gated("2.5", options=WITH_NA),
            Gated(
                "2.6",
                lambda a: no_or_unknown(a["2.3"]) or yes_or_unknown(a["2.4"]) or yes_or_unknown(a["2.5"]),
            ),
        ),
        deviations_adhering,
        20_988,
    ),
    Published(
        "D3",
        ASSIGNMENT,
        (
            Gated("3.1"),
            Gated("3.2", lambda a: no_or_unknown(a["3.1"]), ("Y", "PY", "PN", "N")),
            Gated("3.3", lambda a: no(a["3.2"])),
            Gated("3.4", lambda a: yes_or_unknown(a["3.3"])),
        ),
        missing_data,
        110,
    ),
    Published(
        "D4",
        ASSIGNMENT,
        (
            Gated("4.1"),
            Gated("4.2"),
            Gated("4.3", lambda a: no_or_unknown(a["4.1"]) and no_or_unknown(a["4.2"])),
            Gated("4.4", lambda a: yes_or_unknown(a["4.3"])),
            Gated("4.5", lambda a: yes_or_unknown(a["4.4"])),
        ),
        measurement,
        493,
    ),
    Published("D5", ASSIGNMENT, (Gated("5.1"), Gated("5.2"), Gated("5.3")), reported_result, 125),
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


def logic_of(rob2: Instrument, name: str, setup: Mapping[str, str]) -> DomainLogic:
    domain = next(domain for domain in rob2.domains if domain.id == name)
    return DomainLogic(rob2, domain, full_setup(rob2, setup))


def answered(questions: tuple[Gated, ...], whole: Answers) -> Answers:
    """Leave out what is not asked; an ``NA`` that was chosen stays."""
    return {q.id: whole[q.id] for q in questions if whole[q.id] != "NA" or (q.asked(whole) and "NA" in q.options)}


def test_all_six_tables_have_35_118_sets_of_answers() -> None:
    assert [table.sets for table in TABLES] == [125, 13_277, 20_988, 110, 493, 125]
    assert sum(table.sets for table in TABLES) == 35_118


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.domain)
def test_every_reachable_set_of_answers_gets_the_published_judgement_by_the_published_rule(
    table: Published, instrument_of: InstrumentOf
) -> None:
    logic = logic_of(instrument_of("rob2"), table.domain, table.setup)
    number = 0
    for whole in reachable(table.questions):
        number += 1
        rules, level = table.judge(whole)
        decision = logic.decide(answered(table.questions, whole))
        assert decision.possible == (level,), whole
        assert {rule.id for rule in decision.rules} == rules, whole
        assert decision.matters == (), whole
    assert number == table.sets


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.domain)
def test_exactly_the_questions_with_an_open_gate_are_asked_and_their_answers_are_never_called_unasked(
    table: Published, instrument_of: InstrumentOf
) -> None:
    logic = logic_of(instrument_of("rob2"), table.domain, table.setup)
    for whole in reachable(table.questions):
        given = answered(table.questions, whole)
        assert logic.decide(given).unasked == {q.id for q in table.questions if not q.asked(whole)}, whole
        assert logic.unasked_answers(given) == (), whole


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.domain)
def test_every_rule_of_the_published_tables_is_reached(table: Published, instrument_of: InstrumentOf) -> None:
    logic = logic_of(instrument_of("rob2"), table.domain, table.setup)
    reached = set().union(*(table.judge(whole)[0] for whole in reachable(table.questions)))
    assert reached == {rule.id for part in logic.domain.tables for rule in part.rules}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.domain)
def test_yes_is_judged_as_probably_yes_and_no_as_probably_no(table: Published, instrument_of: InstrumentOf) -> None:
    logic = logic_of(instrument_of("rob2"), table.domain, table.setup)
    firm = {"PY": "Y", "PN": "N"}
    for whole in reachable(table.questions):
        given = answered(table.questions, whole)
        assert logic.decide({name: firm.get(word, word) for name, word in given.items()}) == logic.decide(given)


@pytest.mark.parametrize("ticked", [t for t in product(("yes", "no"), repeat=3) if "yes" in t], ids="-".join)
def test_for_the_effect_of_adhering_only_what_is_to_be_looked_at_is_asked(
    ticked: tuple[str, str, str], instrument_of: InstrumentOf
) -> None:
    looked_at = dict(zip(("2.3", "2.4", "2.5"), ticked, strict=True))
    questions = tuple(
        q._replace(asked=lambda a, q=q: looked_at.get(q.id, "yes") == "yes" and q.asked(a))  # type: ignore[misc]
        for q in next(table for table in TABLES if table.domain == "D2-adhering").questions
    )
    scope = {"effect": "adhering", **dict(zip(SCOPE, ticked, strict=True))}
    logic = logic_of(instrument_of("rob2"), "D2-adhering", scope)
    for whole in reachable(questions):
        given = answered(questions, whole)
        rules, level = deviations_adhering(whole)
        decision = logic.decide(given)
        assert decision.possible == (level,), whole
        assert {rule.id for rule in decision.rules} == rules, whole
        assert decision.unasked == {q.id for q in questions if not q.asked(whole)}, whole


def test_the_effect_of_interest_picks_one_of_the_two_second_domains(instrument_of: InstrumentOf) -> None:
    rob2 = instrument_of("rob2")
    for effect, wanted in (("assignment", "D2-assignment"), ("adhering", "D2-adhering")):
        judged = [domain.id for domain in rob2.domains if applies(domain, full_setup(rob2, {"effect": effect}))]
        assert judged == ["D1", wanted, "D3", "D4", "D5"]


# the overall judgement


BY_LEVEL: dict[str, dict[str, Answers]] = {
    "D1": {
        LOW: {"1.1": "Y", "1.2": "Y", "1.3": "N"},
        SOME: {"1.1": "Y", "1.2": "NI", "1.3": "N"},
        HIGH: {"1.1": "Y", "1.2": "N", "1.3": "N"},
    },
    "D2-assignment": {
        LOW: {"2.1": "N", "2.2": "N", "2.6": "Y"},
        SOME: {"2.1": "Y", "2.2": "N", "2.3": "NI", "2.6": "Y"},
        HIGH: {"2.1": "N", "2.2": "N", "2.6": "N", "2.7": "Y"},
    },
    "D3": {
        LOW: {"3.1": "Y"},
        SOME: {"3.1": "N", "3.2": "N", "3.3": "Y", "3.4": "N"},
        HIGH: {"3.1": "N", "3.2": "N", "3.3": "Y", "3.4": "Y"},
    },
    "D4": {
        LOW: {"4.1": "N", "4.2": "N", "4.3": "N"},
        SOME: {"4.1": "N", "4.2": "NI", "4.3": "N"},
        HIGH: {"4.1": "Y", "4.2": "N"},
    },
    "D5": {
        LOW: {"5.1": "Y", "5.2": "N", "5.3": "N"},
        SOME: {"5.1": "N", "5.2": "N", "5.3": "N"},
        HIGH: {"5.1": "Y", "5.2": "Y", "5.3": "N"},
    },
}


class Vector(NamedTuple):
    """One level for each of the five domains."""

    levels: tuple[str, ...]
    answers: Answers


def vectors() -> Iterator[Vector]:
    for levels in product((LOW, SOME, HIGH), repeat=5):
        parts = [BY_LEVEL[domain][level] for domain, level in zip(BY_LEVEL, levels, strict=True)]
        yield Vector(levels, {name: word for part in parts for name, word in part.items()})


@pytest.fixture(scope="module")
def appraise(instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf) -> Callable[..., Appraisal]:
    rob2, study, judge = instrument_of("rob2"), study_of(""), Judge()

    def by(answers: Answers, rulings: Mapping[str, Ruling] | None = None, barred: str = "") -> Appraisal:
        return judge.appraise(study, rob2, sheet_of(rob2, answers, ASSIGNMENT, rulings), barred=barred)

    return by


def test_the_worst_domain_decides_all_243_combinations_and_never_a_count(appraise: Callable[..., Appraisal]) -> None:
    found = []
    for vector in vectors():
        appraisal = appraise(vector.answers)
        assert tuple(judgement.final for judgement in appraisal.judgements) == vector.levels
        overall = appraisal.overall
        assert overall is not None
        worst = HIGH if HIGH in vector.levels else SOME if SOME in vector.levels else LOW
        assert (overall.final, overall.suggested, overall.possible) == (worst, worst, (worst,)), vector.levels
        may_escalate = bool(overall.step)
        assert may_escalate == (worst == SOME and vector.levels.count(SOME) >= 2), vector.levels
        found.append((worst, may_escalate))
    assert len(found) == 243
    assert [worst for worst, _ in found].count(LOW) == 1
    assert [worst for worst, _ in found].count(SOME) == 31
    assert [worst for worst, _ in found].count(HIGH) == 211
    assert found.count((SOME, True)) == 26


def test_five_some_concerns_are_some_concerns_until_a_person_records_the_step_with_a_reason(
    appraise: Callable[..., Appraisal],
) -> None:
    vector = next(v for v in vectors() if v.levels == (SOME,) * 5)
    before = appraise(vector.answers).overall
    assert before is not None
    assert before.final == SOME
    assert before.step == "5 domains with some concerns: high together? Nobody has recorded a decision"
    ruling = Ruling(level=HIGH, reason="five small doubts point one way", by="RK", date=Date("2026-01-31"))
    after = appraise(vector.answers, {"overall": ruling}).overall
    assert after is not None
    assert (after.final, after.suggested, after.ruling, after.step) == (HIGH, SOME, ruling, "")


def test_a_person_who_keeps_some_concerns_with_a_reason_is_not_asked_again(appraise: Callable[..., Appraisal]) -> None:
    vector = next(v for v in vectors() if v.levels == (SOME, SOME, LOW, LOW, LOW))
    ruling = Ruling(level=SOME, reason="neither doubt matters for deaths", by="RK", date=Date("2026-01-31"))
    overall = appraise(vector.answers, {"overall": ruling}).overall
    assert overall is not None
    assert (overall.final, overall.step) == (SOME, "")


def test_no_step_is_offered_while_a_domain_is_open(appraise: Callable[..., Appraisal]) -> None:
    vector = next(v for v in vectors() if v.levels == (SOME, SOME, SOME, SOME, LOW))
    part = {name: word for name, word in vector.answers.items() if not name.startswith("5.")}
    overall = appraise(part).overall
    assert overall is not None
    assert (overall.final, overall.possible, overall.step) == (None, (SOME, HIGH), "")


def test_the_levels_stand_on_the_common_ladder_without_a_critical_step(instrument_of: InstrumentOf) -> None:
    assert dict(instrument_of("rob2").levels) == {
        LOW: Concern.NONE,
        SOME: Concern.SOME,
        HIGH: Concern.SERIOUS,
    }


def test_a_barred_low_is_given_to_no_combination_without_a_ruling(appraise: Callable[..., Appraisal]) -> None:
    for vector in vectors():
        free, barred = appraise(vector.answers).overall, appraise(vector.answers, barred=LOW).overall
        assert free is not None
        assert barred is not None
        assert barred.final == (None if free.final == LOW else free.final), vector.levels


# the set-up


def codes(sheet: Sheet, instrument: Instrument) -> list[str]:
    return [problem.code for problem in check_sheet(sheet, instrument, None)]


@pytest.mark.parametrize("ticked", list(product(("yes", "no"), repeat=3)), ids="-".join)
def test_for_the_effect_of_adhering_something_must_be_looked_at(
    ticked: tuple[str, str, str], instrument_of: InstrumentOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    adhering = sheet_of(rob2, {}, {"effect": "adhering", **dict(zip(SCOPE, ticked, strict=True))})
    assert codes(adhering, rob2) == ([] if "yes" in ticked else ["E-D2B-SCOPE"])
    assignment = sheet_of(rob2, {}, {"effect": "assignment", **dict(zip(SCOPE, ticked, strict=True))})
    assert codes(assignment, rob2) == []


@pytest.mark.parametrize("ticked", [t for t in product(("yes", "no"), repeat=3) if "yes" in t], ids="-".join)
def test_what_is_to_be_looked_at_cannot_all_be_answered_with_does_not_apply(
    ticked: tuple[str, str, str], instrument_of: InstrumentOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    asked = {name: "NA" for name, word in zip(("2.3", "2.4", "2.5"), ticked, strict=True) if word == "yes"}
    scope = {"effect": "adhering", **dict(zip(SCOPE, ticked, strict=True))}
    sheet = sheet_of(rob2, {"2.1": "Y", "2.2": "Y", **asked}, scope)
    assert codes(sheet, rob2) == ["E-D2B-SCOPE"]


@pytest.mark.parametrize(
    ("setup", "answers"),
    [
        ({"effect": "adhering"}, {"2.1": "N", "2.2": "N"}),
        (ADHERING, {"2.1": "Y", "2.2": "Y", "2.3": "NA", "2.4": "NA", "2.5": "NA"}),
    ],
    ids=["nothing ticked", "all declared not applicable"],
)
def test_a_domain_that_nobody_looked_at_is_open_and_not_low(
    setup: Mapping[str, str],
    answers: Answers,
    instrument_of: InstrumentOf,
    study_of: StudyOf,
    sheet_of: SheetOf,
) -> None:
    rob2 = instrument_of("rob2")
    appraisal = Judge().appraise(study_of(""), rob2, sheet_of(rob2, answers, setup))
    (judgement,) = (j for j in appraisal.judgements if j.domain.id == "D2-adhering")
    assert (judgement.final, judgement.possible) == (None, (LOW, SOME, HIGH))


# what recorded facts propose


@pytest.mark.parametrize(
    ("facts", "proposed"),
    [
        ("randomised: yes\nsequence: not-reported", {"1.1": "NI"}),
        ("design: randomised-trial\nrandomised: yes\nsequence: a computer list", {"1.1": "Y"}),
        ("design: quasi-randomised-trial\nrandomised: yes\nsequence: by turns", {}),
        ("randomised: yes", {}),
        ("concealed: yes", {"1.2": "Y"}),
        ("blinding: {participants: no}", {"2.1": "Y"}),
        ("blinding: {participants: yes}", {"2.1": "PN"}),
        ("blinding: {carers: no}", {"2.2": "Y"}),
        ("analysis_set: intention-to-treat", {"2.6": "Y"}),
        ("analysis_set: per-protocol", {}),
        ("lost: 0\nenrolled: 100", {}),
        ("lost: 50\nenrolled: 100", {}),
        ("outcomes: [{id: o, name: O, assessors_blinded: no}]", {"4.3": "Y"}),
        ("outcomes: [{id: o, name: O, assessors_blinded: yes}]", {"4.3": "N"}),
        ("blinding: {assessors: no}\noutcomes: [{id: o, name: O, assessed_by: clinician}]", {"4.3": "Y"}),
        ("blinding: {assessors: no}\noutcomes: [{id: o, name: O, assessed_by: patient}]", {}),
        (
            "blinding: {participants: no}\noutcomes: [{id: o, name: O, assessed_by: patient}]",
            {"2.1": "Y", "4.3": "Y"},
        ),
        ("registration: {before_enrolment: no, protocol: no}", {"5.1": "N"}),
        ("registration: {id: not-reported, protocol: not-reported}", {"5.1": "NI"}),
        ("registration: {before_enrolment: yes}", {}),
        ("sites: 1\nenrolled: 19\ntarget: 100", {}),
        ("funding: {kind: industry}\ninterests: financial", {}),
    ],
)
def test_recorded_facts_propose_these_answers_and_no_others(
    facts: str, proposed: Answers, instrument_of: InstrumentOf, study_of: StudyOf
) -> None:
    study = study_of(facts)
    outcome = study.outcomes[0] if study.outcomes else None
    judgements = Judge().appraise(study, instrument_of("rob2"), None, outcome).judgements
    answered = {a.question.id: a for judgement in judgements for a in judgement.answers}
    found = {name: a.answer for name, a in answered.items() if a.origin is Origin.PROPOSED}
    assert found == proposed
    assert all(answered[name].grounds and answered[name].because for name in proposed)


def test_an_open_label_by_itself_sets_no_judgement(instrument_of: InstrumentOf, study_of: StudyOf) -> None:
    study = study_of("blinding: {participants: no, carers: no, assessors: no}")
    appraisal = Judge().appraise(study, instrument_of("rob2"))
    assert [judgement.possible for judgement in appraisal.judgements] == [(LOW, SOME, HIGH)] * 5


def test_no_fact_ever_proposes_that_a_result_was_picked(instrument_of: InstrumentOf) -> None:
    questions = {q.id: q for domain in instrument_of("rob2").domains for q in domain.questions}
    assert (questions["5.2"].proposals, questions["5.3"].proposals) == ((), ())
