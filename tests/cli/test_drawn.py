"""Pages for a browser have pictures beside their tables, and only pages do."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from ccsvi_triage.cli import drawn
from ccsvi_triage.cli.drawn import about_counted, pictures_of_claim, pictures_of_library
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.cli.whole import judge_library
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.report.blocks import Picture, Text
from ccsvi_triage.report.charts import Forest, Summary, Timeline, TrafficLight
from ccsvi_triage.report.of_library import Whole
from ccsvi_triage.report.of_pooled import pooled_notes

Run = Callable[..., Any]
RELAPSES = "angioplasty-reduces-relapses-rrms"


@pytest.fixture
def whole(desk: Any) -> Whole:  # noqa: ARG001 -- a library to stand in
    judged = judge_library(Common(quiet=True), Progress(quiet=True))
    assert judged.whole is not None
    return judged.whole


def kinds(blocks: Any) -> list[type]:
    return [type(block.chart) for block in blocks if isinstance(block, Picture)]


def test_a_claim_is_drawn_over_time_and_by_its_effects(shipped: Library, judge_claim: Run) -> None:
    assert kinds(pictures_of_claim(judge_claim(shipped, RELAPSES))) == [Timeline, Forest]


def test_a_forest_with_an_average_says_beside_it_what_the_claim_says(shipped: Library, judge_claim: Run) -> None:
    synthesis: Synthesis = judge_claim(shipped, RELAPSES)
    *_, picture = (block for block in pictures_of_claim(synthesis) if isinstance(block, Picture))
    beside = list(pooled_notes(synthesis.pooled))
    assert beside
    assert list(picture.notes[1 : len(beside) + 1]) == beside
    forest = picture.chart
    assert isinstance(forest, Forest)
    bare = Forest(tuple(panel._replace(pooled=None) for panel in forest.panels))
    assert not set(beside) & set(about_counted(picture._replace(chart=bare, notes=()), synthesis).notes)


def test_a_claim_on_which_nothing_counts_is_not_drawn(shipped: Library, judge_claim: Run) -> None:
    synthesis: Synthesis = judge_claim(shipped, "exercise-blood-flow")
    assert not list(pictures_of_claim(synthesis))


def test_a_claim_without_an_effect_between_groups_has_no_forest(shipped: Library, judge_claim: Run) -> None:
    assert kinds(pictures_of_claim(judge_claim(shipped, "untreated-rrms-improves"))) == [Timeline]


def test_a_library_is_drawn_by_its_judgements_and_its_claims(whole: Whole) -> None:
    assert kinds(pictures_of_library(whole)) == [TrafficLight, Summary, Timeline]


def test_many_studies_are_drawn_by_their_shares_alone(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "MOST_STUDIES", 1)
    blocks = list(pictures_of_library(whole))
    assert kinds(blocks) == [Summary, Timeline]
    assert any(isinstance(block, Text) and "only shares" in block.text for block in blocks)


def test_of_many_claims_the_first_are_drawn_and_the_rest_told(whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn, "MOST_CLAIMS", 0)
    blocks = list(pictures_of_library(whole))
    assert Timeline not in kinds(blocks)
    assert any(isinstance(block, Text) and "The first 0 of 1 claims" in block.text for block in blocks)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("words", [("report",), ("claim", "widening-helps")])
def test_pictures_stand_in_pages_and_nowhere_else(words: tuple[str, ...], run: Run) -> None:
    assert "<svg" in run(*words, "--format", "html").out
    for form in ("table", "json", "md"):
        assert not re.search("<svg|over time", run(*words, "--format", form).out)
