"""An appraisal tells every judgement, why it is so, what is open, and who says what."""

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.model.library import Library
from ccsvi_triage.model.source import Source
from ccsvi_triage.model.study import Account, Conflict, Outcome, StatedFlaw, Study
from ccsvi_triage.model.text import Id, SourceRef
from ccsvi_triage.model.words import Basis, Flaw, Kind, SourceKind, Status
from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report

LibraryOf = Callable[[str], Library]
Shown = Callable[..., str]
Reported = Callable[..., Report]


def test_a_step_that_only_a_person_can_take_is_named(shown: Shown, judged_trial: Shown, low: str) -> None:
    answers = low.replace("1.1: Y", "1.1: N").replace("5.1: Y", "5.1: NI").replace("2.6: Y", "2.6: N, 2.7: N")
    said = "3 domains with some concerns: high together? Nobody has recorded a decision"
    assert said in shown(judged_trial(answers))


def test_two_sheets_are_told_apart_by_their_outcomes(shown: Shown, judged_trial: Shown, low: str) -> None:
    text = shown(judged_trial("", (low, "", "b", "second")))
    assert text.count("Instrument  RoB 2") == 2
    assert re.search(r"Would change +First: answers to 1\.1", text)
    assert "Second: answers" not in text


def test_what_could_change_nothing_is_said_so(shown: Shown, before_and_after: str) -> None:
    said = r"Would change +no open answer can: domains 1, 2 stand at the worst level"
    assert re.search(said, shown(before_and_after))


def test_a_refused_record_gets_a_sentence_and_no_score(shown: Shown) -> None:
    text = shown("studies: [{id: n, title: N, kind: news, question: benefit}]")
    assert "News tells of evidence and is none" in text
    for word in ("Checklist", "Can carry", "OVERALL", "Instruments"):
        assert word not in text


def test_the_short_report_says_how_to_see_all_of_it(shown: Shown, trial: str) -> None:
    assert "triage appraise trial --full" in shown(trial)
    assert "--full" not in shown(trial, full=True)


HOSTILE = settings(max_examples=40, deadline=None)


@st.composite
def _studies(draw: st.DrawFn, hostile: st.SearchStrategy[str]) -> Library:
    """Make a library in memory, past the reader's wall, in which every text is hostile."""
    source = Source(id=Id("source"), title=draw(hostile), kind=SourceKind.PAGE, seen=draw(hostile))
    study = Study(
        id=Id("study"),
        title=draw(hostile),
        kind=draw(st.sampled_from((Kind.PRIMARY_STUDY, Kind.NEWS))),
        authors=tuple(draw(st.lists(hostile, max_size=2))),
        journal=draw(hostile),
        volume=draw(hostile),
        status=draw(st.sampled_from((Status.PUBLISHED, Status.RETRACTED))),
        retraction_check=draw(hostile),
        unseen=tuple(draw(st.lists(hostile, max_size=2))),
        outcomes=(Outcome(id=Id("o"), name=draw(hostile)),),
        flaws=(
            StatedFlaw(
                code=Flaw.NO_CONTROL,
                detail=draw(hostile),
                source=SourceRef("source"),
                locator=draw(hostile),
                basis=Basis.STATED,
            ),
        ),
        conflicts=(Conflict(about=draw(hostile), accounts=(Account(says=draw(hostile)),), note=draw(hostile)),),
    )
    return Library({"source": source}, {"study": study}, {}, {}, {})


@HOSTILE
@given(st.data())
def test_hostile_records_reach_no_terminal_page_or_runner_raw(
    hostile: st.SearchStrategy[str], commands_in: Callable[[str], list[str]], reported: Reported, data: st.DataObject
) -> None:
    library = data.draw(_studies(hostile))
    reports = [reported(library, full=True, instrument="single-arm"), reported(library), reported(library, every=True)]
    page = Page(data.draw(st.integers(40, 120)), ascii=data.draw(st.booleans()))
    for report in reports:
        for format_ in Format:
            text = render(report, format_, page)
            assert not commands_in(text)
            assert not any(character in text for character in "\x1b\x9b\x07\r\x85\u202e\u2066\u200b\ufeff\ud800")


@HOSTILE
@given(st.data())
def test_machines_read_hostile_records_as_they_are(
    hostile: st.SearchStrategy[str], reported: Reported, data: st.DataObject
) -> None:
    library = data.draw(_studies(hostile))
    (study,) = json.loads(render(reported(library), Format.JSON, Page()))["studies"]
    record = library.studies["study"]
    assert (study["title"], study["unseen"]) == (record.title, list(record.unseen))
    assert study["flaws"][0]["detail"] == record.flaws[0].detail


@pytest.mark.parametrize("title", ["[red]x[/red]", "[/x]", "a | b", "::add-mask::2018", "##[add-mask]MS", "李晓明"])
def test_a_hostile_title_is_still_readable(title: str, shown: Shown) -> None:
    study = Study(id=Id("study"), title=title, kind=Kind.NEWS)
    text = shown(Library({}, {"study": study}, {}, {}, {}))
    assert clean(title) in text.replace("\u2060", "")
