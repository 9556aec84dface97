from collections.abc import Callable, Iterator, Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import Judge
from ccsvi_triage.logic.overall import counted
from ccsvi_triage.logic.table import DomainLogic
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin
from ccsvi_triage.model.instrument import Asked, Domain, Instrument
from ccsvi_triage.model.sheet import Ruling, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Date
from ccsvi_triage.model.words import Concern

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

CRITICAL = {"2", "4", "7", "9", "11", "13", "15"}
"""The items that the article proposes as critical."""

YES_NO = ("yes", "no")
PARTIAL = ("yes", "partial-yes", "no")
POOLED = ("yes", "no", "no-meta-analysis")
OPTIONS = {
    "1": YES_NO, "2": PARTIAL, "3": YES_NO, "4": PARTIAL, "5": YES_NO, "6": YES_NO, "7": PARTIAL, "8": PARTIAL,
    "9a": (*PARTIAL, "only-non-randomised"), "9b": (*PARTIAL, "only-randomised"), "10": YES_NO, "11a": POOLED,
    "11b": POOLED, "12": POOLED, "13": YES_NO, "14": YES_NO, "15": POOLED, "16": YES_NO,
}  # fmt: skip
"""The answers that the form has for each item."""

ALL_YES = dict.fromkeys(OPTIONS, "yes")
EVERY = ("high", "moderate", "low", "critically-low")


def item_of(question: str) -> str:
    return question.rstrip("ab")


def weak_items(answers: Mapping[str, str]) -> set[str]:
    """Give the items of which a half at least is answered no."""
    return {item_of(question) for question, word in answers.items() if word == "no"}


def published(answers: Mapping[str, str], critical: set[str]) -> str:
    """Rate the whole as the article does."""
    flaws = len(weak_items(answers) & critical)
    if flaws:
        return "low" if flaws == 1 else "critically-low"
    return "high" if len(weak_items(answers)) <= 1 else "moderate"


def contradicts(answers: Mapping[str, str]) -> bool:
    """Tell whether two answers cannot both be true."""
    kinds = answers.get("9a") == "only-non-randomised" and answers.get("9b") == "only-randomised"
    pooled = {"yes", "no"} & {answers.get("11a"), answers.get("11b")}
    return kinds or bool(pooled and "no-meta-analysis" in (answers.get("12"), answers.get("15")))


@pytest.fixture(scope="module")
def amstar(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("amstar-2")


@pytest.fixture(scope="module")
def judge(amstar: Instrument, study_of: StudyOf, sheet_of: SheetOf) -> Callable[..., Appraisal]:
    """Give a function that judges a sheet of these answers, on a review of which nothing else is known."""
    study, ready = study_of("kind: systematic-review"), Judge()

    def appraise(answers: Mapping[str, str], setup: Mapping[str, str] | None = None, **more: object) -> Appraisal:
        return ready.appraise(study, amstar, sheet_of(amstar, answers, setup, **more))

    return appraise


def of(appraisal: Appraisal, item: str) -> Judgement:
    return next(judgement for judgement in appraisal.judgements if judgement.domain.id == f"I{item}")


def final(appraisal: Appraisal) -> str | None:
    assert appraisal.overall is not None
    return appraisal.overall.final


def possible(appraisal: Appraisal) -> tuple[str, ...]:
    assert appraisal.overall is not None
    return appraisal.overall.possible


def questions(amstar: Instrument) -> Iterator[tuple[Domain, Asked]]:
    yield from ((domain, question) for domain in amstar.domains for question in domain.questions)


def test_it_has_sixteen_items_with_the_answers_of_the_form(amstar: Instrument) -> None:
    assert [domain.id for domain in amstar.domains] == [f"I{number}" for number in range(1, 17)]
    assert {q.id: q.options or amstar.options for _, q in questions(amstar)} == OPTIONS


def test_the_critical_items_are_those_that_the_article_proposes_until_a_sheet_says_otherwise(
    amstar: Instrument, judge: Callable[..., Appraisal]
) -> None:
    assert {setup.short for setup in amstar.setup if setup.default == "yes"} == CRITICAL
    assert len({setup.group for setup in amstar.setup}) == 1
    appraisal = judge({}, {"critical-7": "no", "critical-16": "yes"})
    said = {name.removeprefix("critical-") for name, word in appraisal.setup if word == "yes"}
    assert said == (CRITICAL - {"7"}) | {"16"}
    assert appraisal.assumed == ()


# items


@pytest.mark.parametrize("critical", ["yes", "no"])
@pytest.mark.parametrize("number", [str(number) for number in range(1, 17)])
def test_each_item_is_judged_as_its_answers_say(amstar: Instrument, number: str, critical: str) -> None:
    (domain,) = (domain for domain in amstar.domains if domain.id == f"I{number}")
    logic = DomainLogic(amstar, domain, {f"critical-{number}": critical})
    names = [question.id for question in domain.questions]
    for words in product(*(OPTIONS[name] for name in names)):
        answers = dict(zip(names, words, strict=True))
        weakness = "critical-weakness" if critical == "yes" else "weakness"
        applicable = {word for word in words if not word.startswith(("only-", "no-meta"))}
        if "no" in words or (number == "9" and not applicable):
            expected = weakness
        elif not applicable:
            expected = "not-applicable"
        else:
            expected = "partly-met" if "partial-yes" in words else "met"
        assert logic.decide(answers).possible == (expected,), answers


def test_a_half_that_does_not_apply_leaves_the_item_to_the_other_half(judge: Callable[..., Appraisal]) -> None:
    appraisal = judge({"9a": "partial-yes", "9b": "only-randomised", "11a": "yes", "11b": "no-meta-analysis"})
    assert (of(appraisal, "9").final, of(appraisal, "11").final) == ("partly-met", "met")


def test_a_partial_yes_is_no_weakness_and_the_instrument_says_that_this_is_our_reading(
    amstar: Instrument, judge: Callable[..., Appraisal]
) -> None:
    partly = {name: "partial-yes" if "partial-yes" in words else "yes" for name, words in OPTIONS.items()}
    assert final(judge(partly)) == "high"
    assert "our reading" in amstar.overall.note


# parts

TWO_STEPS = {
    "2": (4, 4), "4": (3, 5), "7": (1, 1), "8": (5, 5), "9a": (2, 2), "9b": (2, 2),
}  # fmt: skip
"""How many parts a partial yes needs, and how many more a yes does."""
ALL_OF = {"1": 4, "11a": 3, "11b": 4, "15": 2}
ONE_OF = {"5": 2, "6": 2, "12": 2, "13": 2, "14": 2, "16": 2}


def test_the_items_in_several_parts_have_them_all(amstar: Instrument) -> None:
    numbers = {q.id: len(q.parts) for _, q in questions(amstar) if q.parts}
    assert numbers == {name: sum(steps) for name, steps in TWO_STEPS.items()} | ALL_OF | ONE_OF


@pytest.mark.parametrize("name", [*TWO_STEPS, *ALL_OF, *ONE_OF])
def test_the_answer_follows_from_the_parts_as_the_form_says(amstar: Instrument, name: str) -> None:
    (question,) = (q for _, q in questions(amstar) if q.id == name)
    logic = DomainLogic.of_parts(question, OPTIONS[name])
    ids = [part.id for part in question.parts]
    for words in product(YES_NO, repeat=len(ids)):
        told = [word == "yes" for word in words]
        if name in ONE_OF:
            expected = "yes" if any(told) else "no"
        elif name in ALL_OF:
            expected = "yes" if all(told) else "no"
        else:
            first = told[: TWO_STEPS[name][0]]
            expected = "yes" if all(told) else "partial-yes" if all(first) else "no"
        assert logic.decide(dict(zip(ids, words, strict=True))).possible == (expected,), words


def test_parts_stand_in_for_the_answer(judge: Callable[..., Appraisal]) -> None:
    appraisal = judge({"7-list": "yes", "7-reasons": "no"})
    (answered,) = of(appraisal, "7").answers
    assert (answered.answer, answered.origin, of(appraisal, "7").final) == (
        "partial-yes",
        Origin.FROM_PARTS,
        "partly-met",
    )


def test_a_part_that_is_open_leaves_open_what_hangs_on_it(judge: Callable[..., Appraisal]) -> None:
    assert of(judge({"7-list": "yes"}), "7").possible == ("met", "partly-met")
    assert of(judge({"7-list": "no"}), "7").final == "critical-weakness"


def test_an_answer_that_its_parts_contradict_is_a_problem(amstar: Instrument, sheet_of: SheetOf) -> None:
    sheet = sheet_of(amstar, {"7": "yes", "7-list": "yes", "7-reasons": "no"})
    assert "E-PARTS" in {problem.code for problem in check_sheet(sheet, amstar, None)}


# the whole


def test_the_whole_follows_from_the_counts_as_the_article_has_it_for_every_count(amstar: Instrument) -> None:
    levels = tuple(amstar.levels)
    for critical in range(17):
        for others in range(17 - critical):
            left = 16 - critical - others
            expected = "critically-low" if critical > 1 else "low" if critical else "moderate" if others > 1 else "high"
            for good in ("met", "partly-met", "not-applicable"):
                held = [("critical-weakness",)] * critical + [("weakness",)] * others + [(good,)] * left
                assert counted(held, amstar.overall.rules, levels, EVERY)[0] == (expected,)


@settings(max_examples=200)
@given(data=st.data())
def test_the_whole_is_the_published_rating_for_all_answers_and_all_lists_of_critical_items(
    data: st.DataObject, judge: Callable[..., Appraisal]
) -> None:
    answers = {name: data.draw(st.sampled_from(words)) for name, words in OPTIONS.items()}
    chosen = data.draw(st.sets(st.sampled_from([str(number) for number in range(1, 17)])))
    setup = {f"critical-{number}": "yes" if str(number) in chosen else "no" for number in range(1, 17)}
    appraisal = judge(answers, setup)
    if contradicts(answers):
        assert not all(judgement.final for judgement in appraisal.judgements)
    else:
        assert final(appraisal) == published(answers, chosen)
        assert appraisal.complete


@settings(max_examples=200)
@given(data=st.data())
def test_open_items_leave_possible_every_rating_that_they_may_still_give_and_no_other(
    data: st.DataObject, judge: Callable[..., Appraisal]
) -> None:
    known = {name: data.draw(st.sampled_from(words)) for name, words in OPTIONS.items() if item_of(name) != "9"}
    known |= {"9a": "yes", "9b": "yes"}
    for name in ("12", "15"):
        if known[name] == "no-meta-analysis":
            known[name] = "yes"
    left_open = data.draw(st.sets(st.sampled_from(sorted(OPTIONS)), max_size=16))
    partial = {name: word for name, word in known.items() if name not in left_open}
    weak, still = weak_items(partial), {item_of(name) for name in left_open} - weak_items(partial)
    expected = {
        rate(len(weak & CRITICAL) + more, len(weak - CRITICAL) + others)
        for more in range(len(still & CRITICAL) + 1)
        for others in range(len(still - CRITICAL) + 1)
    }
    assert set(possible(judge(partial))) == expected


def rate(critical: int, others: int) -> str:
    if critical:
        return "low" if critical == 1 else "critically-low"
    return "moderate" if others > 1 else "high"


def test_the_levels_of_the_whole_stand_on_the_common_ladder_best_first(amstar: Instrument) -> None:
    assert tuple(amstar.overall.levels) == EVERY == tuple(amstar.overall.level_words)
    assert list(amstar.overall.levels.values()) == [Concern.NONE, Concern.SOME, Concern.SERIOUS, Concern.CRITICAL]


# moderate to low

FIVE_WEAK = ALL_YES | dict.fromkeys(("1", "3", "5", "6", "10"), "no")


def test_many_weaknesses_stay_moderate_and_the_step_to_low_is_offered_and_not_taken(
    judge: Callable[..., Appraisal],
) -> None:
    for number in range(2, 10):
        weak = ("1", "3", "5", "6", "8", "10", "12", "14", "16")[:number]
        appraisal = judge(ALL_YES | dict.fromkeys(weak, "no"))
        assert final(appraisal) == "moderate"
        assert appraisal.overall is not None
        assert "low together? Nobody has recorded a decision" in appraisal.overall.step


def test_a_recorded_ruling_takes_the_step_to_low(amstar: Instrument, judge: Callable[..., Appraisal]) -> None:
    ruling = Ruling(level="low", reason="five weaknesses together", by="A reviewer", date=Date("2026-01-01"))
    appraisal = judge(FIVE_WEAK, rulings={"overall": ruling})
    assert appraisal.overall is not None
    assert (appraisal.overall.suggested, appraisal.overall.final, appraisal.overall.step) == ("moderate", "low", "")
    assert amstar.overall.escalation is not None
    assert (amstar.overall.escalation.whole, amstar.overall.escalation.to) == ("moderate", "low")


@pytest.mark.parametrize("weak", [(), ("1",), ("2",), ("1", "2"), ("2", "4")])
def test_no_step_is_offered_from_any_other_rating(weak: tuple[str, ...], judge: Callable[..., Appraisal]) -> None:
    overall = judge(ALL_YES | dict.fromkeys(weak, "no")).overall
    assert overall is not None
    assert overall.step == ""


# what other programs get wrong


def test_an_empty_form_is_never_critically_low(judge: Callable[..., Appraisal]) -> None:
    appraisal = judge({})
    assert (final(appraisal), appraisal.concern, appraisal.complete) == (None, None, False)
    assert possible(appraisal) == EVERY


def test_an_unanswered_item_is_no_weakness(judge: Callable[..., Appraisal]) -> None:
    for name in OPTIONS:
        appraisal = judge({other: word for other, word in ALL_YES.items() if other != name})
        assert of(appraisal, item_of(name)).final is None
        assert set(possible(appraisal)) == {"high", "low"} if item_of(name) in CRITICAL else {"high"}


@pytest.mark.parametrize(("answered", "other"), [("9a", "9b"), ("9b", "9a"), ("11a", "11b"), ("11b", "11a")])
def test_an_unanswered_half_of_an_item_is_not_left_out_of_account(
    answered: str, other: str, judge: Callable[..., Appraisal]
) -> None:
    judgement = of(judge({answered: "yes"}), item_of(answered))
    assert judgement.final is None
    assert [question.id for question in judgement.matters] == [other]
    assert of(judge({answered: "no"}), item_of(answered)).final == "critical-weakness"


def test_two_halves_answered_no_are_one_weakness(judge: Callable[..., Appraisal]) -> None:
    assert final(judge(ALL_YES | {"9a": "no", "9b": "no"})) == "low"


def test_item_five_is_about_selection_and_item_six_about_extraction(amstar: Instrument) -> None:
    text = {q.id: " ".join([q.text, *(part.text for part in q.parts)]).lower() for _, q in questions(amstar)}
    assert "select" in text["5"]
    assert not {"extract", "data"} & set(text["5"].split())
    assert "extract" in text["6"]
    assert "select" not in text["6"]


@pytest.mark.parametrize("name", [name for name, words in OPTIONS.items() if "partial-yes" not in words])
def test_a_partial_yes_is_refused_where_the_form_has_none(
    name: str, amstar: Instrument, sheet_of: SheetOf, judge: Callable[..., Appraisal]
) -> None:
    sheet = sheet_of(amstar, {name: "partial-yes"})
    assert "E-ANSWER" in {problem.code for problem in check_sheet(sheet, amstar, None)}
    assert of(judge({name: "partial-yes"}), item_of(name)).final is None


@pytest.mark.parametrize(
    "answers",
    [
        {"9a": "only-non-randomised", "9b": "only-randomised"},
        {"11a": "yes", "12": "no-meta-analysis"},
        {"11b": "no", "15": "no-meta-analysis"},
    ],
)
def test_answers_that_cannot_both_be_true_are_a_problem_and_decide_nothing(
    answers: Mapping[str, str], amstar: Instrument, sheet_of: SheetOf, judge: Callable[..., Appraisal]
) -> None:
    codes = {problem.code for problem in check_sheet(sheet_of(amstar, answers), amstar, None)}
    assert "E-SETUP" in codes
    appraisal = judge({**ALL_YES, **answers})
    assert {of(appraisal, item_of(name)).final for name in answers} == {None}


def test_items_are_never_added_up_to_a_score(amstar: Instrument) -> None:
    assert amstar.form.value == "judged"
    assert not amstar.points
    assert not amstar.counts


# proposals


@pytest.mark.parametrize(
    ("facts", "proposed"),
    [
        ("review: {protocol: no}", {"2": "no"}),
        ("review: {protocol: not-reported}", {"2": "no"}),
        ("review: {protocol: yes}", {}),
        ("design: review", dict.fromkeys(("11a", "11b", "12", "15"), "no-meta-analysis")),
        ("design: meta-analysis", {}),
        (
            "flaws: [{code: empty-review, basis: stated}]",
            dict.fromkeys(("11a", "11b", "12", "15"), "no-meta-analysis"),
        ),
    ],
)
def test_only_facts_that_settle_an_answer_propose_it(
    facts: str, proposed: Mapping[str, str], amstar: Instrument, study_of: StudyOf
) -> None:
    appraisal = Judge().appraise(study_of(f"kind: systematic-review\n{facts}"), amstar)
    found = {a.question.id: a.answer for j in appraisal.judgements for a in j.answers if a.origin is Origin.PROPOSED}
    assert found == proposed
    assert final(appraisal) is None
