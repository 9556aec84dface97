"""What one begins with answers nothing, and says what is wanted."""

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.judge.appraise import main_outcome
from ccsvi_triage.judge.asking import Asking
from ccsvi_triage.load.amend import Put, amend
from ccsvi_triage.load.files import SECTIONS, Read, shelf_ids
from ccsvi_triage.load.skeleton import record_text, sheet_text
from ccsvi_triage.load.stream import Stream
from ccsvi_triage.load.writing import one_line, refusal
from ccsvi_triage.model.instrument import Asked, Domain, Instrument, Part
from ccsvi_triage.model.record import fields_of, replaced
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Id, InstrumentRef, StudyRef

InstrumentOf = Callable[[str], Instrument]
StudyOf = Callable[[str], Study]

STUDY = """\
studies:
  - id: s
    title: A study
    kind: primary-study
    question: benefit
    design: single-arm
    control: {value: none, source: s, locator: "p 1: methods", basis: inferred}
    randomised: no
    blinding: {participants: no}
    outcomes: [{id: o, name: Pain, role: primary, measure: subjective}]
"""


PROPOSING = ("rob2", "single-arm", "quick")
"""Instruments to which this study's facts say something for certain."""


def head(instrument: Instrument, **changes: object) -> Sheet:
    whole = {
        "id": Id("a"), "study": StudyRef("s"), "instrument": InstrumentRef(instrument.id),
        "version": instrument.version, "reviewer": "", **changes,
    }  # fmt: skip
    return Sheet(**whole)  # type: ignore[arg-type]


def skeleton(instrument: Instrument, study: Study, sheet: Sheet) -> str:
    asking = Asking(study, instrument, main_outcome(study))
    return sheet_text(sheet, "A study", instrument, asking.blank(sheet))


@pytest.mark.parametrize("name", shelf_ids())
def test_an_empty_sheet_of_every_instrument_reads_back_answers_nothing_and_lacks_only_its_set_up(
    name: str, instrument_of: InstrumentOf, read_text: Callable[[str], Read]
) -> None:
    instrument = instrument_of(name)
    study = read_text(STUDY).library.studies["s"]
    sheet = head(instrument, outcome="o")
    found = read_text(STUDY + skeleton(instrument, study, sheet))
    assert found.problems == ()
    assert found.library.sheets["a"] == sheet
    told = {problem.code for problem in check_sheet(sheet, instrument, study)}
    needs = any(not setup.default for setup in instrument.setup)
    assert told == ({"E-SETUP"} if needs else set())


@pytest.mark.parametrize("name", shelf_ids())
def test_every_proposal_stands_as_a_comment_that_becomes_its_answer_when_the_mark_goes(
    name: str, instrument_of: InstrumentOf, read_text: Callable[[str], Read]
) -> None:
    instrument = instrument_of(name)
    study = read_text(STUDY).library.studies["s"]
    sheet = head(instrument, outcome="o", setup={"effect": "assignment"} if name == "rob2" else {})
    text = skeleton(instrument, study, sheet)
    confirmed = re.sub(r"(?m)^      # (?=[\w.-]+: \{answer: [^,]+,)", "      ", text)
    answers = read_text(STUDY + confirmed).library.sheets["a"].answers
    steps = Asking(study, instrument, main_outcome(study)).blank(sheet).steps
    proposed = {step.name: step.proposed for step in steps if step.proposed is not None and step.question is not None}
    assert proposed or name not in PROPOSING
    assert {
        n: (given.answer, given.because, given.source, given.locator, given.basis) for n, given in answers.items()
    } == {n: (p.answer, p.because, p.source, p.locator, p.basis) for n, p in proposed.items()}


def test_only_what_may_be_asked_under_the_set_up_is_written(instrument_of: InstrumentOf, study_of: StudyOf) -> None:
    rob2 = instrument_of("rob2")
    by_word = {
        word: skeleton(rob2, study_of(""), head(rob2, setup={"effect": word})) for word in ("assignment", "adhering")
    }
    assert "effect: adhering\n" in by_word["adhering"]
    assert "# nonadherence: no\n" in by_word["adhering"]
    assert "nonadherence" not in by_word["assignment"]
    assert "# 2.7: {answer:" in by_word["assignment"]
    assert "# 2.7: {answer:" not in by_word["adhering"]


@pytest.mark.parametrize("name", shelf_ids())
def test_no_line_of_a_sheet_stutters(name: str, instrument_of: InstrumentOf, study_of: StudyOf) -> None:
    instrument = instrument_of(name)
    text = skeleton(instrument, study_of(""), head(instrument))
    assert "?." not in text
    assert not re.search(r"\b(\w+): \1:", text)


def test_a_level_says_whether_a_table_suggests_one(instrument_of: InstrumentOf, study_of: StudyOf) -> None:
    draft, quadas = instrument_of("robins-i-v2-draft"), instrument_of("quadas-3")
    assert "D2: Classification of interventions. You judge; a table suggests." in skeleton(
        draft, study_of(""), head(draft)
    )
    assert "D1: Participants. You judge; no table does." in skeleton(quadas, study_of(""), head(quadas))


def test_parts_and_levels_are_written_too(instrument_of: InstrumentOf, study_of: StudyOf) -> None:
    parted = Asked(id="1", text="Both?", options=("Y", "N"), parts=(Part(id="1-a", text="One half?"),))
    made = replaced(
        instrument_of("rob2"), setup=(), impossible=(), domains=(Domain(id="D1", title="First", questions=(parted,)),)
    )
    text = skeleton(made, study_of(""), head(made))
    assert "      # 1 Both? Its answer follows from its parts:\n" in text
    assert (
        "      # 1-a One half?\n      #    yes | no\n      # 1-a: {answer: , because: , source: , locator: }\n" in text
    )
    assert "    judgements:\n      # D1: First. You judge; no table does.\n" in text
    assert "      # D1: {level: , because: , source: , locator: }\n" in text


def test_an_answer_that_is_put_in_stands_under_its_question(instrument_of: InstrumentOf, study_of: StudyOf) -> None:
    rob2 = instrument_of("rob2")
    text = skeleton(rob2, study_of(""), head(rob2))
    order = tuple(question.id for domain in rob2.domains for question in domain.questions)
    after = amend(text, "a", Put(("answers", "4.3"), {"answer": "N", "because": "so"}, order))
    assert "      # 4.3: {answer: , because: , source: , locator: }\n      4.3: {answer: N, because: so}\n" in after


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_whatever_an_instrument_says_no_comment_ends_early_and_none_is_a_command(
    data: st.DataObject,
    hostile: st.SearchStrategy[str],
    commands_in: Callable[[str], list[str]],
    instrument_of: InstrumentOf,
    study_of: StudyOf,
) -> None:
    said = [one_line(data.draw(hostile)) for _ in range(4)]
    if any(refusal(text) for text in said):
        return  # the reader of an instrument's file refuses it, too
    question = Asked(id="1", text=said[0], help=said[1], options=("Y", "N"))
    made = replaced(
        instrument_of("rob2"), setup=(), notice=said[2],
        domains=(Domain(id="D1", title=said[3], questions=(question,)),),
    )  # fmt: skip
    text = skeleton(made, study_of(""), head(made))
    assert not commands_in(text)
    stream = Stream(text, "f")
    assert not stream.read(stream.skip)


@pytest.mark.parametrize("section", ["studies", "claims"])
def test_a_record_to_begin_with_names_every_key_and_says_what_is_missing(
    section: str, read_text: Callable[[str], Read]
) -> None:
    text = record_text(section, "okafor-2031")
    found = read_text(text)
    assert {problem.code for problem in found.problems} == {"F103"}
    assert "needs 'kind'" in str(found.problems)
    for name in fields_of(SECTIONS[section]):
        assert re.search(rf"(?m)^  (?:- |  |  # ){name}:", text), name
    assert all(len(line) <= 100 for line in text.splitlines())


def test_a_key_whose_mark_is_taken_away_and_not_filled_in_is_open(read_text: Callable[[str], Read]) -> None:
    text = record_text("studies", "okafor-2031")
    text = text.replace("title:   ", "title: T ", 1).replace("    kind:\n", "    kind: news\n", 1)
    assert read_text(text).problems == ()
    bare = "\n".join(
        f"    {line.strip()[2:]}" if re.match(r"    # [a-z_]+:(  |$)", line) else line for line in text.split("\n")
    )
    found = read_text(bare)
    assert found.problems == ()
    assert found.library.studies["okafor-2031"] == read_text(text).library.studies["okafor-2031"]


def test_without_a_name_the_id_is_open(read_text: Callable[[str], Read]) -> None:
    assert "needs 'id'" in str(read_text(record_text("claims")).problems)
