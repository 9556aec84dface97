"""What an appraisal rests on is told with who says so and where, and numbers as they are printed."""

import re
from collections.abc import Callable

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.report.grounds import sources_shown, sources_used, who_says

Shown = Callable[..., str]
VerdictsOf = Callable[..., list[StudyVerdict]]

NUMBERS = """\
    outcomes:
      - id: o
        name: Outcome
        results:
          - {unit: patients, arms: {treated: {events: 9, n: 53, percent: 17.0}, sham: {events: 8, n: 51}},
             estimates: [{measure: RR, value: "1.10", low: "0.50", high: "2.50", compares: all}], p: "0.80"}
          - {unit: points, group: women, arms: {before: {mean: "5.10", sd: "1.0"}, after: {median: 4, low: 3, high: 5}},
             p: <0.01, told: better, derived: yes}
          - {unit: other, arms: {all: {n: 3, told: fine}}}
"""
CITED = """
sources:
  - {id: paper, title: A paper, kind: page, seen: whole}
  - {id: reply, title: A reply, kind: page, seen: whole}
studies:
  - id: s
    title: S
    kind: primary-study
    question: benefit
    design: single-arm
    control: none
    flaws: [{code: regression-to-mean, basis: stated, source: reply, locator: p. 2}]
    outcomes: [{id: o, name: O, results: [{unit: patients, arms: {all: {n: 3}}, source: paper, locator: table 1}]}]
    conflicts: [{about: the number, accounts: [{says: three, source: paper}, {says: four, source: reply}]}]
"""


def test_full_shows_every_answer_with_its_source_and_place(shown: Shown, judged_trial: Shown) -> None:
    full = shown(judged_trial("1.1: {answer: Y, because: by computer, locator: p. 3}"), full=True)
    assert re.search(r"1\.1 +Y .*by computer \(p\. 3, library\.yaml:\d+:\d+\)", full)
    assert re.search(r"1\.2 +\? open", full)


def test_numbers_are_shown_as_printed(shown: Shown, trial: str) -> None:
    head = trial.replace("    outcomes: [{id: first, name: First}, {id: second, name: Second}]\n", "")
    text = shown(head + NUMBERS, full=True)
    assert "treated 9/53, 17.0 % v sham 8/51; RR all 1.10 (0.50 to 2.50); p = 0.80 [patients]" in text
    assert "women: before mean 5.10 (SD 1.0) v after median 4 (3 to 5); p <0.01; better" in text
    assert "better (reconstructed by us) [points]" in text
    assert "all n 3, fine [other]" in text


def test_a_source_is_told_by_its_number_and_one_that_has_none_by_its_id() -> None:
    assert who_says("paper", "p. 3", {"paper": "[1]"}) == "[1] p. 3"
    assert who_says("reply", "", {"paper": "[1]"}) == "reply"
    assert who_says("", "", {}) == ""


def test_every_source_that_is_pointed_to_is_listed_once_and_in_the_order_of_use(
    verdicts_of: VerdictsOf, shown: Shown
) -> None:
    (verdict,) = verdicts_of(CITED)
    assert sources_used(verdict) == ("reply", "paper")
    assert sources_shown(verdict.study) == ("reply", "paper")
    text = shown(CITED, full=True)
    listed = text.partition("Sources\n")[2]
    assert re.search(r"\[1\] +reply: A reply", listed)
    assert re.search(r"\[2\] +paper: A paper", listed)
    assert "[2] table 1" in text
    assert "[1] p. 2" in text


def test_sources_that_disagree_stand_beside_each_other(shown: Shown) -> None:
    text = shown(CITED)
    assert re.search(r"Sources disagree: the number\n.*\n? *three +\[2\]\n *four +\[1\]", text)
