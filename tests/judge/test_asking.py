"""What is asked, in which order, and what is never asked."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.appraise import main_outcome
from ccsvi_triage.judge.asking import Asking, tallied
from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.model.asking import Proposed, Step, Wanted
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import (
    Asked,
    Axis,
    Domain,
    Form,
    Instrument,
    Overall,
    OverallRule,
    Part,
    Proposal,
    Rule,
    Setup,
)
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.sheet import Given, Judged, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import YesNo

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]

HOPE = """
    question: benefit
    design: single-arm
    control: {value: none, source: s, locator: p 1}
"""


def names(steps: tuple[Step, ...], *, due: bool = True) -> list[str]:
    return [step.name for step in steps if step.due or not due]


def told(sheet: Sheet, step: Step, word: str) -> Sheet:
    """Answer a step."""
    if step.wanted is Wanted.SETUP:
        return replaced(sheet, setup={**sheet.setup, step.name: word})
    if step.wanted is Wanted.LEVEL:
        return replaced(sheet, judgements={**sheet.judgements, step.name: Judged(level=word, because="so")})
    return replaced(sheet, answers={**sheet.answers, step.name: Given(answer=word, because="so")})


# set-ups


def test_the_set_up_comes_first_and_opens_its_own_questions(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    asking = Asking(study_of(""), rob2)
    first = asking.next(sheet_of(rob2, {}))
    assert first is not None
    assert (first.wanted, first.name, first.settled) == (Wanted.SETUP, "effect", False)
    assert [s.name for s in asking.steps(sheet_of(rob2, {}, {"effect": "assignment"})) if s.wanted is Wanted.SETUP] == [
        "effect"
    ]
    adhering = asking.steps(sheet_of(rob2, {}, {"effect": "adhering"}))
    assert [step.name for step in adhering if step.wanted is Wanted.SETUP] == [setup.id for setup in rob2.setup]


def test_a_set_up_that_cannot_be_is_asked_again_from_its_end(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    asking = Asking(study_of(""), rob2)
    nothing = dict.fromkeys((setup.id for setup in rob2.setup), "no") | {"effect": "adhering"}
    sheet = sheet_of(rob2, {}, nothing)
    assert [rule.code for rule in asking.refused(sheet)] == ["E-D2B-SCOPE"]
    step = asking.next(sheet)
    assert step is not None
    assert step.name == "nonadherence"
    assert asking.refused(told(sheet, step, "yes")) == ()
    after = asking.next(told(sheet, step, "yes"))
    assert after is not None
    assert after.name == "1.1"


# questions


def test_a_proposal_is_asked_like_any_other_question_and_offered(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument, study = instrument_of("single-arm"), study_of(HOPE)
    asking = Asking(study, instrument, main_outcome(study))
    step = asking.next(sheet_of(instrument, {}))
    assert step is not None
    assert (step.name, step.held, step.settled) == ("1.1", None, False)
    assert step.proposed is not None
    assert step.proposed[:4] == Proposed("N", "no control group", "s", "p 1")[:4]
    assert asking.forming(sheet_of(instrument, {})).judgements[0].final is None


def test_what_an_answer_settles_is_asked_no_more(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    asking = Asking(study_of(""), rob2)
    before = asking.steps(sheet_of(rob2, {}, {"effect": "assignment"}))
    after = asking.steps(sheet_of(rob2, {"4.1": "Y"}, {"effect": "assignment"}))
    assert {"4.1", "4.2"} <= set(names(before))
    assert not {"4.2", "4.3"} & set(names(after))
    assert "4.2" in names(after, due=False)


def test_a_question_behind_an_open_gate_waits_for_it(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    asking = Asking(study_of(""), rob2)
    sheet = sheet_of(rob2, {}, {"effect": "assignment"})
    assert "3.2" not in names(asking.steps(sheet), due=False)
    assert "3.2" in [step.name for step in asking.blank(sheet).steps]
    assert "3.2" in names(asking.steps(sheet_of(rob2, {"3.1": "N"}, {"effect": "assignment"})))
    skipped = {("answers", "3.1")}
    after = [step.name for step in asking.steps(sheet) if step.due and step.key not in skipped]
    assert "3.2" not in after


def test_an_answer_that_others_closed_the_gate_to_is_named(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    asking = Asking(study_of(""), rob2)
    assert asking.unasked(sheet_of(rob2, {"3.1": "N", "3.2": "N"}, {"effect": "assignment"})) == ()
    assert asking.unasked(sheet_of(rob2, {"3.1": "Y", "3.2": "N"}, {"effect": "assignment"})) == ("3.2",)


def test_a_word_that_is_no_answer_is_asked_again(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    step = Asking(study_of(""), rob2).next(sheet_of(rob2, {"1.1": "perhaps"}, {"effect": "assignment"}))
    assert step is not None
    assert (step.name, step.settled) == ("1.1", False)


def test_back_leads_to_what_was_answered_or_skipped_before(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    asking = Asking(study_of(""), rob2)
    sheet = sheet_of(rob2, {"1.1": "Y"}, {"effect": "assignment"})

    def before(name: str, *skipped: str) -> str | None:
        step = asking.before(sheet, ("answers", name), [("answers", s) for s in skipped])
        return step.name if step else None

    assert before("1.3", "1.2") == "1.2"
    assert before("1.3") == "1.1"
    assert before("1.1") == "effect"
    assert asking.before(sheet, ("setup", "effect")) is None
    assert asking.before(sheet, ("answers", "nowhere")) is None


# what a person judges, parts, and other forms


def by_hand(instrument: Instrument, **changes: Any) -> Instrument:
    """Make an instrument whose one domain a person judges, on two axes."""
    domains = (
        Domain(
            id="D1",
            title="First",
            questions=(
                Asked(id="1", text="One?", options=("Y", "N")),
                Asked(id="2", text="Two?", options=("Y", "N"), asked_when=Condition(({"1": ("Y",)},))),
            ),
        ),
        Domain(id="A1", title="Fit", axis="fit", questions=()),
    )
    return replaced(
        instrument,
        **{
            "id": Id("by-hand"),
            "setup": (),
            "impossible": (),
            "domains": domains,
            "axes": (Axis(id=Id("fit"), title="Fit", overall=Overall(rule=OverallRule.PERSON)),),
            "overall": Overall(rule=OverallRule.PERSON, note="You judge."),
            **changes,
        },
    )


def test_a_person_is_asked_for_a_level_behind_the_questions_of_the_domain_and_for_the_whole_at_the_end(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    made = by_hand(instrument_of("rob2"))
    asking = Asking(study_of(""), made)
    assert names(asking.steps(sheet_of(made, {}))) == ["1", "D1", "A1", "overall", "fit"]
    sheet = sheet_of(made, {"1": "Y", "2": "N"}, judgements={"D1": "low"})
    assert names(asking.steps(sheet)) == ["A1", "overall", "fit"]
    whole = asking.steps(sheet)[-2]
    assert (whole.key, whole.options, whole.help) == (("judgements", "overall"), tuple(made.levels), "You judge.")
    assert names(asking.steps(sheet_of(made, {"1": "N"}, judgements={"D1": "no such level"})))[0] == "D1"


def test_tables_that_only_suggest_propose_a_level(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    made = replaced(instrument_of("rob2"), id=Id("draft"), provisional=YesNo.YES)
    asking = Asking(study_of(""), made)
    sheet = sheet_of(made, {"4.1": "Y"}, {"effect": "assignment"})
    level = next(step for step in asking.steps(sheet) if step.key == ("judgements", "D4"))
    assert level.due
    assert level.proposed is not None
    assert level.proposed.answer == "high"


PARTS = Asked(
    id="1",
    text="Both?",
    options=("Y", "N"),
    parts=(Part(id="1-a", text="One half?"), Part(id="1-b", text="The other?")),
    from_parts=(
        Rule(id="y", when=Condition(({"1-a": ("yes",), "1-b": ("yes",)},)), then="Y", because="both"),
        Rule(id="n", when=Condition(({"1-a": ("no",)}, {"1-a": ("yes",), "1-b": ("no",)})), then="N", because="not"),
    ),
)


def test_parts_are_asked_until_they_settle_the_question(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    made = by_hand(
        instrument_of("rob2"), domains=(Domain(id="D1", title="First", questions=(PARTS,)),), overall=Overall()
    )
    asking = Asking(study_of(""), made)
    assert names(asking.steps(sheet_of(made, {}))) == ["1-a", "1-b", "D1"]
    assert names(asking.steps(sheet_of(made, {"1-a": "no"}))) == ["D1"]
    assert names(asking.steps(sheet_of(made, {"1-a": "yes"}))) == ["1-b", "D1"]
    assert names(asking.steps(sheet_of(made, {"1": "Y"}))) == ["D1"]


def test_every_criterion_of_a_tally_is_asked_and_no_level(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    quick = instrument_of("quick")
    asking = Asking(study_of(HOPE), quick)
    every = [question.id for domain in quick.domains for question in domain.questions]
    assert names(asking.steps(sheet_of(quick, {}))) == every
    assert names(asking.steps(sheet_of(quick, {every[0]: "no"}))) == every[1:]


def test_a_set_up_that_holds_by_default_is_not_asked_unless_the_facts_propose_otherwise(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    amstar = instrument_of("amstar-2")
    asking = Asking(study_of(HOPE), amstar)
    sheet = sheet_of(amstar, {}, {"critical-1": "yes"})
    assert not any(step.wanted is Wanted.SETUP for step in asking.steps(sheet) if step.due)
    assert list(asking.held(sheet)) == [setup.id for setup in amstar.setup if setup.id != "critical-1"]
    assert asking.held(sheet)["critical-2"] == "yes"

    proposal = Proposal(when=Condition(({"design": ("single-arm",)},)), answer="no", because="one group")
    first, *others = amstar.setup
    for default, due in (("yes", True), ("no", False)):
        made = replaced(amstar, setup=(replaced(first, default=default, proposals=(proposal,)), *others))
        step = Asking(study_of(HOPE), made).next(sheet_of(made, {}))
        assert step is not None
        assert (step.name == first.id) is due


def test_set_ups_that_are_chosen_together_are_all_asked_although_they_have_defaults(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    rob2 = instrument_of("rob2")
    chosen = {"effect": "adhering", "nonadherence": "yes"}
    asking = Asking(study_of(""), rob2)
    due = {step.name for step in asking.steps(sheet_of(rob2, {}, chosen)) if step.due and step.wanted is Wanted.SETUP}
    assert due == {setup.id for setup in rob2.setup} - set(chosen)


def test_a_set_up_is_proposed_by_facts_or_by_its_default(
    instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    proposal = Proposal(when=Condition(({"design": ("single-arm",)},)), answer="b", because="one group")
    setup = (
        Setup(id="which", text="Which?", options=("a", "b"), proposals=(proposal,)),
        Setup(id="told", text="In words?"),
    )
    domain = Domain(id="D1", title="D", applies=Condition(({"which": ("b",)},)), questions=())
    made = by_hand(instrument_of("rob2"), setup=setup, domains=(domain,), axes=(), overall=Overall())
    asking = Asking(study_of(HOPE), made)
    first, second, *others = asking.steps(sheet_of(made, {}))
    assert first.proposed is not None
    assert (first.proposed.answer, second.options, [step.name for step in others]) == ("b", (), ["D1"])
    assert asking.blank(sheet_of(made, {})).assumed == {"which": "b"}
    assert names(asking.steps(sheet_of(made, {}, {"which": "a", "told": "so"}))) == []


# what always holds


@pytest.mark.parametrize("name", shelf_ids())
def test_who_answers_all_that_is_asked_comes_to_an_end_at_which_nothing_is_open_that_matters(
    name: str, instrument_of: InstrumentOf, study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = instrument_of(name)
    study = study_of("")

    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def check(data: st.DataObject) -> None:
        asking = Asking(study, instrument)
        sheet = sheet_of(instrument, {})
        asked: list[tuple[str, str]] = []
        while (step := asking.next(sheet)) is not None:
            if step.key in asked:
                assert asking.refused(sheet)
            asked.append(step.key)
            assert len(asked) < 200
            word = data.draw(st.sampled_from(step.options)) if step.options else "in words"
            sheet = told(sheet, step, word)
            if step.wanted is Wanted.SETUP and asking.refused(sheet) and word != step.options[0]:
                sheet = told(sheet, step, step.options[0])
        forming = asking.forming(sheet)
        assert asking.unasked(sheet) == ()
        if instrument.form is Form.JUDGED:
            assert all(judgement.final is not None for judgement in forming.judgements)
            assert all(judgement.confirmed for judgement in forming.judgements)
        assert tallied(asking.steps(sheet)).due == 0

    check()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_skipping_everything_comes_to_an_end_and_answers_nothing(
    data: st.DataObject, whole_instruments: st.SearchStrategy[Instrument], study_of: StudyOf, sheet_of: SheetOf
) -> None:
    instrument = data.draw(whole_instruments)
    asking = Asking(study_of(""), instrument)
    sheet = sheet_of(instrument, {})
    skipped: set[tuple[str, str]] = set()
    while (step := asking.next(sheet, skipped)) is not None:
        assert step.key not in skipped
        skipped.add(step.key)
    assert dict(sheet.answers) == {}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_only_what_is_asked_for_certain_is_asked(
    data: st.DataObject,
    whole_instruments: st.SearchStrategy[Instrument],
    study_of: StudyOf,
    sheet_of: SheetOf,
    cases: Any,
) -> None:
    instrument = data.draw(whole_instruments)
    asking = Asking(study_of(""), instrument)
    every = cases(instrument, instrument.domains[0], {})
    answers: Mapping[str, str] = {}
    while (step := asking.next(sheet_of(instrument, answers))) is not None:
        whole = [case for case in every.all() if every.fits(answers, case)]
        assert all(every.asks(step.name, case) for case in whole)
        assert len({every.level(case) for case in whole}) > 1
        answers = {**answers, step.name: data.draw(st.sampled_from(step.options))}
    (judgement,) = asking.forming(sheet_of(instrument, answers)).judgements
    assert {every.level(case) for case in every.all() if every.fits(answers, case)} == {judgement.final}
