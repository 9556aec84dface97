"""Every study has its place in the order of reading, with a reason; what is open leaves it between places."""

import re
from collections.abc import Callable, Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench, in_order
from ccsvi_triage.judge.reading import _place, reading_key
from ccsvi_triage.model.appraisal import Reading
from ccsvi_triage.model.instrument import Priority, ReadingRow
from ccsvi_triage.model.library import Choosing, Library

TRIAL = """
  - id: trial
    title: A trial
    kind: primary-study
    question: benefit
    design: randomised-trial
    randomised: yes
    control: placebo
    outcomes: [{id: relapse, name: Relapses, importance: IMPORTANCE}]
"""
RULED = """
sheets:
  - id: a
    study: trial
    instrument: rob2
    version: "2019-08-22"
    reviewer: R
    outcome: relapse
    setup: {effect: assignment}
    rulings: {overall: {level: LEVEL, reason: so, by: R, date: 2024-01-01}}
"""
POSSIBLE: dict[str, tuple[str, ...]] = {
    "status": ("published", "retracted"),
    "notice": ("none", "expression-of-concern", "correction"),
    "relation": ("none", "earlier-report"),
    "refused": ("no", "yes"),
    "trust": ("none", "some", "serious"),
    "level": ("1", "2", "3", "4", "5", "no-level"),
    "direct": ("yes", "no"),
    "concern": ("none", "some", "serious", "critical", "unplaced"),
}
Readings = Callable[[str], dict[str, Reading]]


@pytest.fixture(scope="module")
def readings(library_of: Callable[[str], Library]) -> Readings:
    def of(text: str) -> dict[str, Reading]:
        library = library_of(text)
        bench = Bench(library, Shelf(library))
        return bench.readings([bench.verdict(study) for study in library.studies.values()])

    return of


@pytest.fixture(scope="module")
def rows(choosing: Choosing) -> tuple[ReadingRow, ...]:
    assert choosing.reading is not None
    return choosing.reading.rows


@pytest.mark.parametrize(
    ("importance", "level", "priority", "because"),
    [
        ("patient-important", "low", Priority.FIRST, "level 1-2, direct, sound"),
        ("patient-important", "some-concerns", Priority.FIRST, "level 1-2, direct, sound"),
        ("patient-important", "high", Priority.NEXT, "level 1-2, biased"),
        ("surrogate", "low", Priority.NEXT, "level 1-2, surrogate"),
        ("surrogate", "high", Priority.NEXT, "level 1-2, biased"),
    ],
)
def test_a_trial_is_placed_by_its_outcome_and_its_judgement(
    importance: str, level: str, priority: Priority, because: str, readings: Readings
) -> None:
    text = f"studies:{TRIAL.replace('IMPORTANCE', importance)}{RULED.replace('LEVEL', level)}"
    reading = readings(text)["trial"]
    assert (reading.priority, reading.because, reading.unsettled) == (priority, because, ())


def test_what_nobody_has_judged_is_between_two_places_and_says_what_is_open(readings: Readings) -> None:
    reading = readings(f"studies:{TRIAL.replace('IMPORTANCE', 'patient-important')}")["trial"]
    assert (reading.priority, reading.because) == (Priority.UNKNOWN, "")
    assert reading.possible == (Priority.FIRST, Priority.NEXT)
    assert reading.unsettled == ("judgement",)


def test_what_is_open_and_makes_no_difference_is_not_named(readings: Readings) -> None:
    text = f"studies:{TRIAL.replace(', importance: IMPORTANCE', '')}{RULED.replace('LEVEL', 'high')}"
    reading = readings(text)["trial"]
    assert (reading.priority, reading.unsettled) == (Priority.NEXT, ())


@pytest.mark.parametrize(
    ("facts", "because"),
    [
        ("status: retracted", "retracted"),
        ("notices: [{kind: retraction}]", "retraction notice"),
        ("notices: [{kind: correction}, {kind: expression-of-concern}]", "expression of concern"),
    ],
)
def test_what_is_in_doubt_is_on_hold_whatever_else_is_known(facts: str, because: str, readings: Readings) -> None:
    reading = readings(f"studies:{TRIAL.replace('IMPORTANCE', 'patient-important')}    {facts}\n")["trial"]
    assert (reading.priority, reading.because) == (Priority.HOLD, because)


def test_a_correction_holds_nothing_up(readings: Readings) -> None:
    text = f"studies:{TRIAL.replace('IMPORTANCE', 'surrogate')}    notices: [{{kind: correction}}]\n"
    assert readings(text)["trial"].priority is Priority.NEXT


@pytest.mark.parametrize("kind", ["news", "blog", "protocol", "statement", "narrative-review"])
def test_what_is_no_evidence_is_background(kind: str, readings: Readings) -> None:
    reading = readings(f"studies: [{{id: a, title: A, kind: {kind}}}]")["a"]
    assert (reading.priority, reading.because) == (Priority.BACKGROUND, "no evidence itself")


def test_a_series_without_a_control_group_is_background_even_while_its_judgement_is_open(readings: Readings) -> None:
    facts = "kind: primary-study, question: benefit, design: single-arm"
    reading = readings(f"studies: [{{id: a, title: A, {facts}}}]")["a"]
    assert reading.priority is Priority.BACKGROUND
    assert reading.because == "level 4-5 or critical"


def test_every_case_has_a_row(rows: tuple[ReadingRow, ...]) -> None:
    for words in product(*POSSIBLE.values()):
        reading = _place(rows, tuple((name, (word,)) for name, word in zip(POSSIBLE, words, strict=True)))
        assert len(reading.possible) == 1
        assert reading.because


def test_every_row_is_the_one_for_some_case(rows: tuple[ReadingRow, ...]) -> None:
    every = {**POSSIBLE, "notice": (*POSSIBLE["notice"], "retraction")}
    ranks = {
        _place(rows, tuple((name, (word,)) for name, word in zip(every, words, strict=True))).rank
        for words in product(*every.values())
    }
    assert ranks == set(range(len(rows)))


@given(st.fixed_dictionaries({name: st.sets(st.sampled_from(words), min_size=1) for name, words in POSSIBLE.items()}))
def test_what_is_possible_is_what_the_completions_give(known: dict[str, set[str]]) -> None:
    rows_ = _rows()
    told = _place(rows_, tuple((name, tuple(sorted(words))) for name, words in known.items()))
    each = {
        _place(rows_, tuple((name, (word,)) for name, word in zip(known, words, strict=True))).priority
        for words in product(*known.values())
    }
    assert set(told.possible) == each
    assert (told.priority in told.possible) == (len(each) == 1) or Priority.UNKNOWN in each


def _rows() -> tuple[ReadingRow, ...]:
    from ccsvi_triage.load.files import load_choosing  # noqa: PLC0415 -- read once for the property

    if not _known:
        order = load_choosing().reading
        assert order is not None
        _known.extend(order.rows)
    return tuple(_known)


_known: list[ReadingRow] = []


def test_studies_stand_in_the_order_of_reading_and_ties_by_id(library_of: Callable[[str], Library]) -> None:
    news = "  - {id: %s, title: A, kind: news}\n"
    text = "studies:\n" + news % "b" + news % "a" + TRIAL.replace("IMPORTANCE", "surrogate").lstrip("\n")
    library = library_of(text)
    bench = Bench(library, Shelf(library))
    verdicts = [bench.verdict(study) for study in library.studies.values()]
    readings = bench.readings(verdicts)
    assert ids(in_order("reading", verdicts, readings)) == ["trial", "a", "b"]
    assert ids(in_order("file", verdicts, readings)) == ["b", "a", "trial"]


def test_a_reason_is_never_a_number(rows: Iterable[ReadingRow]) -> None:
    assert not any(
        re.search(r"\d", row.because.replace("level 1-2", "").replace("level 3", "").replace("level 4-5", ""))
        for row in rows
    )


def ids(verdicts: Iterable[object]) -> list[str]:
    return [str(verdict.study.id) for verdict in verdicts]  # type: ignore[attr-defined]


def test_a_study_that_may_be_read_first_comes_before_one_that_never_will_be(
    library_of: Callable[[str], Library],
) -> None:
    library = library_of(f"studies:{TRIAL.replace('IMPORTANCE', 'surrogate')}")
    verdict = Bench(library, Shelf(library)).verdict(library.studies["trial"])
    first, next_, background = Priority.FIRST, Priority.NEXT, Priority.BACKGROUND
    order = [(first,), (first, next_), (next_,), (next_, background), (background,)]
    readings = [Reading(p[0] if len(p) == 1 else Priority.UNKNOWN, p, "", (), 0) for p in reversed(order)]
    assert [r.possible for r in sorted(readings, key=lambda r: reading_key(verdict, r))] == order
