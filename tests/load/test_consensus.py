"""What reviewers agree on is written down, and what they differ on is left for a person."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.consensus import check_consensus
from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.load.consensus import ALL, consensus_text
from ccsvi_triage.load.files import Read
from ccsvi_triage.load.writing import one_line, refusal
from ccsvi_triage.model.agreement import Compared
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.sheet import Given, Ruling, Sheet
from ccsvi_triage.model.text import Date, SourceRef
from ccsvi_triage.model.words import Direction, Severity

ReadText = Callable[[str], Read]
SETUP = {"effect": "assignment"}
STUDY = 'studies: [{id: s, title: "S", kind: primary-study}]\n'
SHARED = {"1.1": "Y", "1.3": "N", "4.1": "N"}


@pytest.fixture(scope="module")
def table(reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument]) -> Any:
    return reviewers(instrument_of("rob2"))


@pytest.fixture(scope="module")
def begun(read_text: ReadText) -> Callable[[Compared], Sheet]:
    """Give a function that writes the beginning of a consensus and reads it back; only the ids it names are unknown."""

    def begin(compared: Compared) -> Sheet:
        read = read_text(STUDY + consensus_text(compared, "settled", "A study"))
        assert {problem.code for problem in read.problems} <= {"F202"}, "\n".join(map(str, read.problems))
        sheet = read.library.sheets["settled"]
        known = {str(one.id): one for one in compared.sheets}
        problems = [*check_sheet(sheet, compared.instrument, None), *check_consensus(sheet, known)]
        errors = [str(problem) for problem in problems if problem.severity is Severity.ERROR]
        assert not errors, "\n".join(errors)
        return sheet

    return begin


def test_what_all_say_is_filled_in_with_the_reasons_of_each_and_the_rest_is_open(
    table: Any, begun: Callable[[Compared], Sheet]
) -> None:
    compared = table.compare({**SHARED, "1.2": "Y"}, {**SHARED, "1.2": "N", "5.1": "Y"}, setup=SETUP, outcome="pain")
    sheet = begun(compared)
    assert {name: given_.answer for name, given_ in sheet.answers.items()} == SHARED
    assert {given_.by for given_ in sheet.answers.values()} == {ALL}
    assert sheet.answers["1.1"].because == "A: A says so; B: B says so"
    assert sheet.consensus_of == ("by-a", "by-b")
    assert (sheet.study, sheet.instrument, sheet.outcome) == ("s", "rob2", "pain")
    assert sheet.reviewer == "A, B"
    assert dict(sheet.setup) == SETUP
    text = consensus_text(compared, "settled", "A study")
    assert '      # 1.2: {answer: "", because: "", by: ""}  # Y, PY, PN, N, NI\n' in text
    assert "      #   A: Y - A says so" in text
    assert "      #   B: N - B says so" in text
    assert "      #   A: open\n      #   B: Y - B says so" in text


def test_a_source_that_is_not_shared_stands_within_its_reason(table: Any, begun: Callable[[Compared], Sheet]) -> None:
    def given_(source: str, because: str) -> dict[str, Given]:
        return {"1.1": Given(answer="Y", because=because, source=SourceRef(source), locator="p. 1")}

    def told(first: Given, second: Given) -> Given:
        sheets = table.sheet("A", {}, setup=SETUP), table.sheet("B", {}, setup=SETUP)
        answers = ({"1.1": first}, {"1.1": second})
        filled = [table.sheet(s.reviewer, {}, setup=SETUP) for s in sheets]
        made = [_with(sheet, answer) for sheet, answer in zip(filled, answers, strict=True)]
        return begun(table.agree(*made).compared[0]).answers["1.1"]

    shared = told(given_("s", "drawn")["1.1"], given_("s", "drawn")["1.1"])
    assert (shared.because, shared.source, shared.locator) == ("drawn", "s", "p. 1")
    apart = told(given_("s", "drawn")["1.1"], given_("t", "drawn")["1.1"])
    assert (apart.because, apart.source) == ("A: drawn (s p. 1); B: drawn (t p. 1)", "")


def _with(sheet: Sheet, answers: dict[str, Given]) -> Sheet:
    return Sheet(
        id=sheet.id, study=sheet.study, instrument=sheet.instrument, version=sheet.version, reviewer=sheet.reviewer,
        setup=sheet.setup, answers=answers,
    )  # fmt: skip


def test_rulings_are_never_taken_over(table: Any, begun: Callable[[Compared], Sheet]) -> None:
    ruling = Ruling(level="high", reason="the plan was changed", by="B", date=Date("2031-05-04"))
    compared = table.compare(SHARED, SHARED, setup=SETUP, rulings={"D5": ruling})
    assert not begun(compared).rulings
    assert "high - the plan was changed (B, 2031-05-04)" in consensus_text(compared, "settled", "A study")


def test_directions_are_taken_where_all_give_the_same(table: Any, begun: Callable[[Compared], Sheet]) -> None:
    toward = {"D1": Direction.FAVOURS_EXPERIMENTAL}
    assert begun(table.compare(SHARED, SHARED, setup=SETUP, directions=toward)).directions == toward
    told = table.agree(table.sheet("A", SHARED, setup=SETUP, directions=toward), table.sheet("B", SHARED, setup=SETUP))
    assert not begun(told.compared[0]).directions


def test_levels_that_people_gave_are_taken_where_all_give_the_same(
    reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument], begun: Callable[[Compared], Sheet]
) -> None:
    quadas = reviewers(instrument_of("quadas-2"))
    setup = {"question": "people, scan, venography", "threshold": "no"}
    told = quadas.agree(
        quadas.sheet("A", {}, setup=setup, judgements={"D1": "high", "D2": "low", "D3": "low"}),
        quadas.sheet("B", {}, setup=setup, judgements={"D1": "high", "D2": "unclear"}),
    )
    sheet = begun(told.compared[0])
    assert {name: (judged.level, judged.by) for name, judged in sheet.judgements.items()} == {"D1": ("high", ALL)}
    text = consensus_text(told.compared[0], "settled", "A study")
    assert "      #   A: low - A judges so\n      #   B: open\n" in text


def test_answers_to_parts_are_taken_part_by_part(
    reviewers: Callable[..., Any], instrument_of: Callable[[str], Instrument], begun: Callable[[Compared], Sheet]
) -> None:
    instrument = instrument_of("amstar-2")
    question = next(q for one in instrument.domains for q in one.questions if len(q.parts) > 1)
    one, two = (part.id for part in question.parts[:2])
    compared = reviewers(instrument).compare({one: "yes", two: "yes"}, {one: "yes", two: "no"})
    assert {name: given_.answer for name, given_ in begun(compared).answers.items()} == {one: "yes"}


WORDS = st.none() | st.sampled_from(("Y", "PY", "PN", "N", "NI"))
NAMES = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.6", "2.7", "3.1", "3.2", "4.1", "4.2", "4.3", "4.4", "5.1")
ANSWERS = st.dictionaries(st.sampled_from(NAMES), WORDS).map(
    lambda words: {n: w for n, w in words.items() if w and (n, w) != ("3.2", "NI")}
)


@settings(max_examples=60)
@given(drawn=st.lists(ANSWERS, min_size=2, max_size=3))
def test_whatever_they_answer_the_sheet_lints_and_holds_what_all_say_and_nothing_else(
    drawn: list[dict[str, str]], table: Any, read_text: ReadText
) -> None:
    compared = table.compare(*drawn, setup=SETUP)
    unasked = {
        answered.question.id
        for domain in compared.domains
        for found in domain.answers
        for answered in found
        if answered.origin.value == "not-asked"
    }
    sheet = read_text(STUDY + consensus_text(compared, "settled", "A study")).library.sheets["settled"]
    shared = set.intersection(*(set(words.items()) for words in drawn))
    assert {(name, given_.answer) for name, given_ in sheet.answers.items()} == {
        (name, word) for name, word in shared if name not in unasked
    }
    problems = [*check_sheet(sheet, compared.instrument, None), *check_consensus(sheet, {})]
    assert not [str(problem) for problem in problems if problem.severity is Severity.ERROR]


@settings(max_examples=60)
@given(data=st.data())
def test_whatever_a_reason_says_the_sheet_reads_back_and_no_line_is_a_command(
    data: st.DataObject,
    hostile: st.SearchStrategy[str],
    table: Any,
    begun: Callable[[Compared], Sheet],
    commands_in: Callable[[str], list[str]],
) -> None:
    said = one_line(data.draw(hostile))
    if refusal(said):
        return
    word = data.draw(st.sampled_from(("Y", "N")))
    sheets = [
        _with(table.sheet(name, {}, setup=SETUP), {"1.1": Given(answer=answer, because=said)})
        for name, answer in (("A", "Y"), ("B", word))
    ]
    (compared,) = table.agree(*sheets).compared
    sheet = begun(compared)
    if word == "Y":
        assert sheet.answers["1.1"].because == said
    assert not commands_in(consensus_text(compared, "settled", said))
