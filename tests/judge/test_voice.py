"""Studies that are averaged count by their average."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.voice import hear
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import Leaning, Synthesis
from ccsvi_triage.model.words import ClaimVerdict
from ccsvi_triage.report.of_claim import of_claim
from ccsvi_triage.stats.pool import Caution

Judge = Callable[..., Synthesis]
Trials = Callable[..., Library]
SMALL = ((60, 400, 75, 400), (80, 500, 98, 500), (45, 300, 58, 300), (90, 600, 112, 600), (50, 350, 66, 350))
"""Five trials of which none shows a difference by itself."""
OUTWEIGHED = ((80, 1000, 110, 1000), (2102, 18176, 2158, 18106), (769, 12927, 782, 12944), (387, 2650, 377, 2643))
"""One small trial that shows a difference, and three large ones that do not, all within chance of each other."""
APART = ((20, 1000, 100, 1000), (30, 1000, 90, 1000), (100, 1000, 98, 1000), (110, 1000, 80, 1000))
"""Trials that differ by much more than chance."""


TRIAL = """
  - id: t{n}
    title: A trial
    kind: primary-study
    year: {year}
    question: {kind}
    design: randomised-trial
    arms: [{{id: drug, role: intervention}}, {{id: sham, role: comparator}}]
    outcomes:
      - id: death
        name: Death
        importance: patient-important
        time: 1 year
        better: lower
        results:
          - {{unit: patients, arms: {{drug: {{events: {a}, n: {m}}}, sham: {{events: {c}, n: {k}}}}}}}
"""


SHEET = """
  - id: s{n}
    study: t{n}
    instrument: rob2
    version: "2019-08-22"
    reviewer: A. Reviewer
    date: 2031-05-04
    outcome: death
    setup: {{effect: assignment}}
    rulings: {{overall: {{level: {level}, reason: seen whole and talked over, by: A. Reviewer, date: 2031-05-04}}}}
"""


@pytest.fixture(scope="module")
def trials(library_of: Callable[[str], Library]) -> Trials:
    """Give a function that makes a claim ``it`` of trials.

    Where none is told, the bearing is that of the numbers, and the level low; an empty level leaves it open.
    """

    def library(
        *tables: tuple[int, int, int, int],
        kind: str = "benefit",
        strength: str = "effect",
        asserts: str = "presence",
        bearings: Sequence[str] = (),
        levels: Sequence[str] = (),
    ) -> Library:
        lines = ["studies:"]
        for n, (a, m, c, k) in enumerate(tables):
            lines.append(TRIAL.format(n=n, year=2001 + n, kind=kind, a=a, m=m, c=c, k=k))
        lines.append(f"claims:\n  - {{id: it, text: So it is, kind: {kind}, strength: {strength}, asserts: {asserts},")
        lines.append("     evidence: [")
        for n, (a, m, c, k) in enumerate(tables):
            bearing = bearings[n] if bearings else "for" if a * k < c * m else "against"
            lines.append(f"       {{study: t{n}, bearing: {bearing}, why: so, outcome: death}},")
        lines += ["     ]}", "sheets:"]
        every = levels or ["low"] * len(tables)
        lines += [SHEET.format(n=n, level=level) for n, level in enumerate(every) if level]
        return library_of("\n".join(lines))

    return library


def leanings(judged: Synthesis) -> set[Leaning]:
    return {each.leaning for each in judged.counted}


def test_trials_that_show_nothing_one_by_one_may_show_it_together(trials: Trials, judge_claim: Judge) -> None:
    judged = judge_claim(trials(*SMALL), "it")
    assert leanings(judged) == {Leaning.NULL}
    assert judged.decided.final is ClaimVerdict.SUPPORTED
    assert judged.voice is not None
    assert judged.voice.leaning is Leaning.FOR
    assert judged.voice.because == "RR 0.795 (0.696 to 0.907), as if all had one effect: better in the first group"


def test_small_trials_that_show_it_are_outweighed_and_no_disagreement(trials: Trials, judge_claim: Judge) -> None:
    judged = judge_claim(trials(*OUTWEIGHED), "it")
    assert leanings(judged) == {Leaning.FOR, Leaning.NULL}
    assert judged.decided.final is ClaimVerdict.NOT_SUPPORTED
    assert judged.voice is not None
    assert judged.voice.leaning is Leaning.NULL


def test_trials_that_differ_too_much_count_one_by_one(trials: Trials, judge_claim: Judge) -> None:
    judged = judge_claim(trials(*APART), "it")
    assert judged.pooled is not None
    assert Caution.BOTH_SIDES.value in judged.pooled.cautions
    assert judged.voice is None
    assert judged.decided.final is ClaimVerdict.INCONSISTENT


def test_what_one_trial_cannot_carry_many_cannot_either(trials: Trials, judge_claim: Judge) -> None:
    judged = judge_claim(trials(*SMALL, strength="confirmed-effect"), "it")
    assert judged.voice is not None
    assert judged.decided.final is ClaimVerdict.OVERSTATED


def test_the_history_hears_the_average_of_each_date(trials: Trials, judge_claim: Judge) -> None:
    judged = judge_claim(trials(*SMALL), "it")
    told = [era.decided.final for era in judged.history]
    assert told == [ClaimVerdict.NOT_SUPPORTED, *[ClaimVerdict.SUPPORTED] * 4]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(2, 98), st.integers(2, 98)), min_size=3, max_size=6))
@example([(20, 100), (30, 90), (100, 98), (110, 80)])
def test_a_history_says_of_each_date_what_is_said_as_of_that_date(
    trials: Trials, judge_claim: Judge, events: list[tuple[int, int]]
) -> None:
    library = trials(*((first, 1000, second, 1000) for first, second in events))
    for era in judge_claim(library, "it").history:
        then = judge_claim(library, "it", as_of=era.date)
        assert (era.decided, era.certainty) == (then.decided, then.certainty)
        assert era.mean == (then.pooled.quoted if then.pooled is not None else None)


MIXED = ((140, 600, 180, 600), (86, 500, 96, 500), (78, 450, 87, 450), (68, 400, 76, 400))
"""A trial that shows it and three that do not; all together show it, and the three alone do not."""


def test_biased_trials_that_change_the_answer_speak_for_themselves(trials: Trials, judge_claim: Judge) -> None:
    sound = judge_claim(trials(*MIXED, levels=["low"] * 4), "it")
    assert sound.voice is not None
    assert (sound.voice.leaning, sound.decided.final) == (Leaning.FOR, ClaimVerdict.SUPPORTED)
    biased = judge_claim(trials(*MIXED, levels=["high", "low", "low", "low"]), "it")
    assert biased.voice is not None
    assert (biased.voice.leaning, biased.decided.final) == (Leaning.NULL, ClaimVerdict.NOT_SUPPORTED)
    assert biased.voice.studies == ("t1", "t2", "t3")


def test_while_a_judgement_that_changes_the_answer_is_open_the_verdict_is_open(
    trials: Trials, judge_claim: Judge
) -> None:
    judged = judge_claim(trials(*MIXED, levels=["", "low", "low", "low"]), "it")
    assert judged.voice is None
    assert judged.decided.final is None
    assert ClaimVerdict.NOT_SUPPORTED in judged.decided.possible
    assert judged.decided.hinges == ("t0",)
    for level in ("low", "high"):
        settled = judge_claim(trials(*MIXED, levels=[level, "low", "low", "low"]), "it")
        assert settled.decided.final in judged.decided.possible


def test_trials_that_are_all_biased_speak_together_and_carry_no_more_than_they_can(
    trials: Trials, judge_claim: Judge
) -> None:
    judged = judge_claim(trials(*SMALL, levels=["high"] * 5), "it")
    assert judged.voice is not None
    assert judged.voice.leaning is Leaning.FOR
    assert judged.decided.final is ClaimVerdict.OVERSTATED


def test_open_judgements_that_change_nothing_leave_one_voice(trials: Trials, judge_claim: Judge) -> None:
    judged = judge_claim(trials(*SMALL, levels=[""] * 5), "it")
    assert judged.voice is not None
    assert judged.voice.leaning is Leaning.FOR
    assert judged.decided.possible == (ClaimVerdict.SUPPORTED, ClaimVerdict.OVERSTATED)


def test_a_record_that_contradicts_its_numbers_leaves_each_to_speak_for_itself(
    trials: Trials, judge_claim: Judge
) -> None:
    told = [((30, 300, 60, 300), "against"), ((33, 300, 62, 300), "for"), ((31, 300, 58, 300), "for")]
    judged = judge_claim(trials(*(counts for counts, _ in told), bearings=[bearing for _, bearing in told]), "it")
    assert judged.pooled is not None
    assert judged.pooled.quoted is not None
    assert judged.voice is None


@pytest.mark.parametrize(("kind", "asserts", "leaning"), [
    ("harm", "presence", Leaning.AGAINST),
    ("harm", "absence", Leaning.FOR),
    ("benefit", "absence", Leaning.AGAINST),
])  # fmt: skip
def test_what_an_average_shows_is_read_as_the_claim_reads_it(
    trials: Trials, judge_claim: Judge, kind: str, asserts: str, leaning: Leaning
) -> None:
    bearing = "for" if leaning is Leaning.FOR else "against"
    judged = judge_claim(trials(*SMALL, kind=kind, asserts=asserts, bearings=[bearing] * len(SMALL)), "it")
    assert judged.voice is not None
    assert judged.voice.leaning is leaning


def test_the_report_tells_who_speaks_together(trials: Trials, judge_claim: Judge) -> None:
    library = trials(*SMALL)
    report = of_claim([judge_claim(library, "it")], library, "0", traced=True)
    assert report.data["claims"][0]["together"]["leaning"] == "for"
    assert "count by their average" in repr(report.blocks)


COUNTS = st.tuples(st.integers(5, 95), st.just(100), st.integers(5, 95), st.just(100))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(COUNTS, min_size=2, max_size=5))
def test_the_order_of_studies_makes_no_difference(
    trials: Trials, judge_claim: Judge, tables: list[tuple[int, int, int, int]]
) -> None:
    library = trials(*tables)
    judged = judge_claim(library, "it")
    claim = library.claims["it"]
    turned = judged.counted[::-1]
    assert hear(claim, turned, judged.pooled).voice == judged.voice
    if judged.voice is not None:
        assert {each.leaning for each in hear(claim, turned, judged.pooled).ways[0]} == {judged.voice.leaning}
