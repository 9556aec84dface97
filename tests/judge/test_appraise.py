from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.appraise import Judge, main_outcome
from ccsvi_triage.model.appraisal import Answered, Appraisal, Judgement, Origin, OverallJudgement
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import Direction

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Appraise = Callable[..., Appraisal]

ASSIGNMENT = {"effect": "assignment"}
LOW_BUT_D4 = {
    "1.1": "Y", "1.2": "Y", "1.3": "N",
    "2.1": "N", "2.2": "N", "2.6": "Y",
    "3.1": "Y",
    "5.1": "Y", "5.2": "N", "5.3": "N",
}  # fmt: skip
ALL_LOW = {**LOW_BUT_D4, "4.1": "N", "4.2": "N", "4.3": "N"}
LEVELS = ("low", "some-concerns", "high")


@pytest.fixture(scope="module")
def appraise(instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf) -> Appraise:
    """Give a function that judges a study, of which the facts are given, by RoB 2 and a sheet of bare answers."""
    judge, rob2 = Judge(), instrument_of("rob2")

    def by(
        answers: Mapping[str, str] | None = None,
        facts: str = "",
        setup: Mapping[str, str] = ASSIGNMENT,
        rulings: Mapping[str, Ruling] | None = None,
        barred: str = "",
    ) -> Appraisal:
        study = study_of(facts)
        sheet = None if answers is None else sheet_of(rob2, answers, setup, rulings)
        return judge.appraise(study, rob2, sheet, main_outcome(study), barred=barred)

    return by


def of(appraisal: Appraisal, domain: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == domain)


def whole(appraisal: Appraisal) -> OverallJudgement:
    assert appraisal.overall is not None
    return appraisal.overall


def answer(appraisal: Appraisal, question: str) -> Answered:
    return next(a for judgement in appraisal.judgements for a in judgement.answers if a.question.id == question)


def ruling(level: str, reason: str = "because of this", by: str = "RK") -> Ruling:
    return Ruling(level=level, reason=reason, by=by, date=Date("2026-01-31"))


# what is decided, and what is open


def test_a_whole_sheet_is_decided_confirmed_and_complete(appraise: Appraise) -> None:
    appraisal = appraise(ALL_LOW)
    assert [judgement.final for judgement in appraisal.judgements] == ["low"] * 5
    assert all(judgement.confirmed and judgement.complete for judgement in appraisal.judgements)
    assert (whole(appraisal).final, whole(appraisal).confirmed, appraisal.complete) == ("low", True, True)


def test_one_open_question_that_can_change_the_level_leaves_the_domain_and_the_whole_open(appraise: Appraise) -> None:
    appraisal = appraise({**LOW_BUT_D4, "4.1": "N", "4.2": "N", "4.3": "Y", "4.4": "Y"})
    measurement = of(appraisal, "D4")
    assert (measurement.final, measurement.possible) == (None, ("some-concerns", "high"))
    assert [question.id for question in measurement.matters] == ["4.5"]
    assert (whole(appraisal).final, whole(appraisal).possible) == (None, ("some-concerns", "high"))
    assert not appraisal.complete


def test_low_or_high_that_depends_on_one_answer_leaves_the_middle_level_out(appraise: Appraise) -> None:
    measurement = of(appraise({"4.2": "PN", "4.3": "PN"}), "D4")
    assert measurement.possible == ("low", "high")
    assert [question.id for question in measurement.matters] == ["4.1"]


def test_a_domain_that_no_open_answer_can_change_is_decided_though_incomplete(appraise: Appraise) -> None:
    measurement = of(appraise({"4.1": "Y"}), "D4")
    assert (measurement.final, measurement.complete, measurement.matters) == ("high", False, ())
    assert [rule.id for rule in measurement.rules] == ["D4.1"]


def test_one_domain_at_the_worst_level_decides_the_whole_whatever_the_open_ones_say(appraise: Appraise) -> None:
    appraisal = appraise({"4.1": "Y"})
    assert (whole(appraisal).final, whole(appraisal).possible) == ("high", ("high",))
    assert [judgement.final for judgement in appraisal.judgements].count(None) == 4


def test_the_levels_still_possible_for_the_whole_are_those_of_all_combinations_of_the_domains(
    appraise: Appraise, instrument_of: InstrumentOf
) -> None:
    ladder = list(instrument_of("rob2").levels)
    words = {name: ("Y", "N", "NI") if name != "3.2" else ("Y", "N") for name in (*ALL_LOW, "3.2", "2.3", "4.4", "4.5")}

    @settings(max_examples=100, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        some = {name: data.draw(st.sampled_from((None, *options))) for name, options in words.items()}
        appraisal = appraise({name: word for name, word in some.items() if word is not None})
        reached = {ladder[0]}
        for judgement in appraisal.judgements:
            reached = {max(one, other, key=ladder.index) for one in reached for other in judgement.possible}
        assert whole(appraisal).possible == tuple(level for level in ladder if level in reached)
        assert whole(appraisal).final == (next(iter(reached)) if len(reached) == 1 else None)

    check()


def test_the_rule_that_holds_is_the_explanation(appraise: Appraise) -> None:
    appraisal = appraise({**LOW_BUT_D4, "2.1": "Y", "2.3": "Y", "2.4": "N", "4.1": "PN", "4.2": "NI", "4.3": "N"})
    assert [rule.id for rule in of(appraisal, "D2-assignment").rules] == ["P1.4", "P2.1"]
    assert [rule.id for rule in of(appraisal, "D4").rules] == ["D4.7"]


def test_what_was_answered_is_kept_as_it_was_answered(appraise: Appraise) -> None:
    appraisal = appraise({**ALL_LOW, "1.1": "PY", "1.3": "PN"})
    assert [(a.answer, a.origin, a.because) for a in of(appraisal, "D1").answers] == [
        ("PY", Origin.ANSWERED, "so it is"),
        ("Y", Origin.ANSWERED, "so it is"),
        ("PN", Origin.ANSWERED, "so it is"),
    ]


def test_a_question_behind_a_closed_gate_is_not_asked_and_not_open(appraise: Appraise) -> None:
    appraisal = appraise({"3.1": "Y"})
    assert [(a.question.id, a.answer, a.origin) for a in of(appraisal, "D3").answers[1:]] == [
        ("3.2", "NA", Origin.NOT_ASKED),
        ("3.3", "NA", Origin.NOT_ASKED),
        ("3.4", "NA", Origin.NOT_ASKED),
    ]
    assert of(appraisal, "D3").complete


def test_a_question_whose_gate_may_still_open_is_open(appraise: Appraise) -> None:
    assert answer(appraise({}), "3.2").origin is Origin.OPEN


@pytest.mark.parametrize("word", ["Banana", "y", "yes", "", "NA", "N/A"])
def test_a_word_that_answers_nothing_leaves_its_question_open_and_the_sheet_incomplete(
    word: str, appraise: Appraise
) -> None:
    appraisal = appraise({**ALL_LOW, "4.3": word})
    assert (answer(appraisal, "4.3").answer, answer(appraisal, "4.3").origin) == (None, Origin.OPEN)
    assert of(appraisal, "D4").final is None
    assert not appraisal.complete


def test_a_wrong_word_is_not_made_good_by_a_recorded_fact(appraise: Appraise) -> None:
    facts = "blinding: {participants: no}"
    assert answer(appraise({"2.1": "Banana"}, facts), "2.1").origin is Origin.OPEN
    assert answer(appraise({}, facts), "2.1").origin is Origin.PROPOSED


def test_an_answer_to_a_question_that_is_not_asked_is_never_used(appraise: Appraise) -> None:
    with_it = of(appraise({"4.1": "N", "4.2": "N", "4.3": "N", "4.5": "Y"}), "D4")
    assert (with_it.final, [rule.id for rule in with_it.rules]) == ("low", ["D4.3"])


# the set-up


def test_the_set_up_that_was_answered_is_told_and_nothing_is_assumed(appraise: Appraise) -> None:
    appraisal = appraise({}, setup={"effect": "adhering", "nonadherence": "yes"})
    assert dict(appraisal.setup) == {
        "effect": "adhering",
        "nonprotocol-interventions": "no",
        "implementation-failures": "no",
        "nonadherence": "yes",
    }
    assert appraisal.assumed == ()
    assert [judgement.domain.id for judgement in appraisal.judgements] == ["D1", "D2-adhering", "D3", "D4", "D5"]


@pytest.mark.parametrize("setup", [{}, {"effect": "banana"}, {"effect": ""}, {"colour": "red"}])
def test_a_set_up_that_nobody_settled_is_assumed_and_told_as_an_assumption_and_no_domain_is_dropped(
    setup: Mapping[str, str], appraise: Appraise
) -> None:
    appraisal = appraise({}, setup=setup)
    assert appraisal.assumed == ("effect",)
    assert dict(appraisal.setup)["effect"] == "assignment"
    assert len(appraisal.judgements) == 5


def test_the_two_effects_of_interest_are_judged_by_their_own_second_domain(appraise: Appraise) -> None:
    answers = {**ALL_LOW, "2.5": "Y", "2.6": "N", "2.7": "Y"}
    adhering = {"effect": "adhering", "nonadherence": "yes"}
    assert of(appraise(answers), "D2-assignment").final == "high"
    assert of(appraise(answers, setup=adhering), "D2-adhering").final == "high"
    kept = {**answers, "2.5": "N"}
    assert of(appraise(kept), "D2-assignment").final == "high"
    assert of(appraise(kept, setup=adhering), "D2-adhering").final == "low"


# proposals


def test_a_recorded_fact_proposes_an_answer_that_is_told_as_a_proposal_with_what_it_rests_on(
    appraise: Appraise,
) -> None:
    facts = "blinding: {participants: {value: no, source: s, locator: Methods, basis: inferred}}"
    proposed = answer(appraise(None, facts), "2.1")
    assert (proposed.answer, proposed.origin, proposed.because) == (
        "Y",
        Origin.PROPOSED,
        "participants were not blinded",
    )
    (ground,) = proposed.grounds
    assert (ground.what, ground.word, ground.source, ground.locator) == (
        "blinding.participants",
        "no",
        "s",
        "Methods",
    )


def test_a_reviewer_s_answer_goes_before_a_proposal(appraise: Appraise) -> None:
    appraisal = appraise({"2.1": "N"}, "blinding: {participants: no}")
    assert (answer(appraisal, "2.1").answer, answer(appraisal, "2.1").origin) == ("N", Origin.ANSWERED)


def test_of_several_proposals_the_first_that_holds_counts(appraise: Appraise) -> None:
    facts = """
        blinding: {participants: yes, assessors: yes}
        outcomes: [{id: o, name: O, assessed_by: patient, assessors_blinded: no}]
    """
    assert answer(appraise(None, facts), "4.3").answer == "Y"


def test_a_judgement_that_rests_on_a_proposal_is_not_confirmed(appraise: Appraise) -> None:
    facts = "blinding: {participants: yes, carers: yes}\nanalysis_set: intention-to-treat"
    proposed = of(appraise(None, facts), "D2-assignment")
    assert (proposed.final, proposed.confirmed) == ("low", False)
    confirmed = of(appraise({"2.1": "PN", "2.2": "PN", "2.6": "Y"}, facts), "D2-assignment")
    assert (confirmed.final, confirmed.confirmed) == ("low", True)


def test_a_proposal_that_decides_nothing_does_not_take_the_confirmation_away(appraise: Appraise) -> None:
    facts = "registration: {id: not-reported, protocol: not-reported}"
    result = of(appraise({"5.2": "Y"}, facts), "D5")
    assert answer(appraise({"5.2": "Y"}, facts), "5.1").origin is Origin.PROPOSED
    assert (result.final, result.confirmed) == ("high", True)


def test_the_whole_is_confirmed_by_one_confirmed_domain_at_the_worst_level(appraise: Appraise) -> None:
    facts = "blinding: {participants: yes, carers: yes}\nanalysis_set: intention-to-treat"
    without = {name: word for name, word in ALL_LOW.items() if not name.startswith("2.")}
    assert not whole(appraise(without, facts)).confirmed
    assert whole(appraise({**without, "4.1": "Y"}, facts)).confirmed


@pytest.mark.parametrize("silence", ["not-reported", "not-applicable", "unclear"])
def test_a_silence_about_blinding_is_no_blinding_and_no_lack_of_it(silence: str, appraise: Appraise) -> None:
    facts = f"blinding: {{participants: {silence}, carers: {silence}, assessors: {silence}}}"
    assert [answer(appraise(None, facts), name).origin for name in ("2.1", "2.2", "4.3")] == [Origin.OPEN] * 3


# what a person decides


def test_an_override_keeps_both_verdicts(appraise: Appraise) -> None:
    decided = of(appraise(ALL_LOW, rulings={"D4": ruling("high")}), "D4")
    assert (decided.suggested, decided.final) == ("low", "high")
    assert decided.ruling is not None
    assert (decided.ruling.reason, decided.ruling.by, decided.ruling.date) == ("because of this", "RK", "2026-01-31")
    assert [rule.id for rule in decided.rules] == ["D4.3"]


def test_an_override_of_a_domain_counts_in_the_whole(appraise: Appraise) -> None:
    overall = whole(appraise(ALL_LOW, rulings={"D4": ruling("high")}))
    assert (overall.suggested, overall.final) == ("high", "high")


def test_an_open_domain_can_be_ruled_on_and_stays_told_as_open(appraise: Appraise) -> None:
    decided = of(appraise(LOW_BUT_D4, rulings={"D4": ruling("some-concerns")}), "D4")
    assert (decided.suggested, decided.final, decided.possible) == (None, "some-concerns", LEVELS)
    assert not decided.complete


def test_an_override_of_the_whole_keeps_what_the_domains_give(appraise: Appraise) -> None:
    overall = whole(appraise({**ALL_LOW, "4.1": "Y"}, rulings={"overall": ruling("some-concerns")}))
    assert (overall.suggested, overall.final) == ("high", "some-concerns")
    assert overall.ruling is not None


def test_what_a_person_ruled_is_confirmed_whatever_the_facts_propose(appraise: Appraise) -> None:
    facts = "blinding: {participants: yes, carers: yes}\nanalysis_set: intention-to-treat"
    appraisal = appraise({}, facts, rulings={"D2-assignment": ruling("high"), "overall": ruling("high")})
    assert of(appraisal, "D2-assignment").confirmed
    assert whole(appraisal).confirmed


@pytest.mark.parametrize(
    "bad", [ruling("hihg"), ruling("High"), ruling("no-information"), ruling("high", reason=" "), ruling("high", by="")]
)
def test_a_ruling_without_a_known_level_a_reason_or_a_name_rules_nothing(bad: Ruling, appraise: Appraise) -> None:
    appraisal = appraise(ALL_LOW, rulings={"D4": bad, "overall": bad})
    assert (of(appraisal, "D4").final, of(appraisal, "D4").ruling) == ("low", None)
    assert (whole(appraisal).final, whole(appraisal).ruling) == ("low", None)


def test_the_expected_direction_of_bias_is_kept_by_domain_and_for_the_whole(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    plain = sheet_of(rob2, ALL_LOW, ASSIGNMENT)
    directions = {"D4": Direction.FAVOURS_EXPERIMENTAL, "overall": Direction.TOWARDS_NULL}
    sheet = Sheet(
        id=plain.id, study=plain.study, instrument=plain.instrument, version=plain.version, reviewer=plain.reviewer,
        setup=plain.setup, answers=plain.answers, directions=directions,
    )  # fmt: skip
    appraisal = Judge().appraise(study_of(""), rob2, sheet)
    assert of(appraisal, "D4").direction is Direction.FAVOURS_EXPERIMENTAL
    assert of(appraisal, "D1").direction is None
    assert whole(appraisal).direction is Direction.TOWARDS_NULL
    assert whole(appraisal).final == "low"


# levels that a design bars


def test_a_barred_level_needs_a_ruling(appraise: Appraise) -> None:
    overall = whole(appraise(ALL_LOW, barred="low"))
    assert (overall.final, overall.suggested, overall.possible) == (None, None, ("low",))
    assert overall.step == "these tables are not made for the design and cannot give low; a ruling with a reason can"
    ruled = whole(appraise(ALL_LOW, barred="low", rulings={"overall": ruling("low")}))
    assert (ruled.final, ruled.suggested, ruled.step) == ("low", None, "")


def test_a_barred_level_does_not_bar_the_worse_ones(appraise: Appraise) -> None:
    assert whole(appraise({**ALL_LOW, "5.1": "N"}, barred="low")).final == "some-concerns"


# one judge for many studies


def test_what_one_study_was_given_leaves_the_next_one_alone(
    appraise: Appraise, instrument_of: InstrumentOf, study_of: StudyOf
) -> None:
    appraise(ALL_LOW, "blinding: {participants: no}")
    fresh = Judge().appraise(study_of(""), instrument_of("rob2"))
    assert appraise(None) == fresh


def test_an_instrument_of_the_same_id_with_other_tables_is_not_judged_by_the_first_ones(
    study_of: StudyOf, library_of: Callable[[str], Library]
) -> None:
    judge, study = Judge(), study_of("")
    lenient, strict = (library_of(TINY.replace("WORST", level)).instruments["mine"] for level in ("low", "high"))
    first = judge.appraise(study, lenient)
    second = judge.appraise(study, strict)
    assert whole(first).final == "low"
    assert whole(second).possible == ("low", "high")


TINY = """
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
        tables:
          - id: t
            rules:
              - {id: r1, when: {q1: Y}, then: low, because: so}
              - {id: r2, when: {q1: N}, then: WORST, because: so}
"""


def test_a_verdict_on_the_whole_is_never_taken_back_by_a_further_answer(appraise: Appraise) -> None:
    @settings(max_examples=40, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        facts = data.draw(st.sampled_from(("", "concealed: yes", "blinding: {participants: no, assessors: no}")))
        proposed = {a.question.id for j in appraise(None, facts).judgements for a in j.answers if a.answer}
        answers: dict[str, str] = {}
        before = set(LEVELS)
        for name in data.draw(st.permutations([name for name in ALL_LOW if name not in proposed])):
            answers[name] = data.draw(st.sampled_from(("Y", "N")))
            after = set(whole(appraise(answers, facts)).possible)
            assert after <= before
            before = after

    check()


def test_the_outcome_judged_is_the_first_primary_one_else_the_first_else_none(study_of: StudyOf) -> None:
    outcomes = "outcomes: [{id: a, name: A}, {id: b, name: B, role: primary}, {id: c, name: C, role: primary}]"
    chosen = main_outcome(study_of(outcomes))
    assert chosen is not None
    assert chosen.id == "b"
    first = main_outcome(study_of("outcomes: [{id: a, name: A, role: safety}, {id: b, name: B}]"))
    assert first is not None
    assert first.id == "a"
    assert main_outcome(study_of("")) is None


def test_how_people_were_at_the_start_is_no_outcome_to_judge(study_of: StudyOf) -> None:
    chosen = main_outcome(study_of("outcomes: [{id: age, name: Age, role: baseline}, {id: b, name: B}]"))
    assert chosen is not None
    assert chosen.id == "b"
    assert main_outcome(study_of("outcomes: [{id: age, name: Age, role: baseline}]")) is None
