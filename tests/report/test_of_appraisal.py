"""An appraisal tells every judgement, why it is so, what is open, and who says what."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.source import Source
from ccsvi_triage.model.study import Account, Conflict, Outcome, StatedFlaw, Study
from ccsvi_triage.model.text import Id, SourceRef
from ccsvi_triage.model.words import Basis, Flaw, Kind, SourceKind, Status
from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_appraisal import of_many, of_verdicts

LibraryOf = Callable[[str], Library]


def reported(library: Library, *, full: bool = False, every: bool = False, instrument: str = "") -> Report:
    bench = Bench(library, Shelf(library))
    verdicts = [bench.verdict(study, instrument) for study in library.studies.values()]
    if every:
        return of_many(verdicts, library, "1", bench.readings(verdicts))
    return of_verdicts(verdicts, library, "1", full=full)


def shown(library: Library, **options: Any) -> str:
    return render(reported(library, **options), Format.TABLE, Page(width=200))


def row(text: str, name: str) -> str:
    """Give the line of a table that begins with a name."""
    return next(line for line in text.splitlines() if line.strip().startswith(name))


TRIAL = """
studies:
  - id: trial
    title: A trial
    kind: primary-study
    question: benefit
    design: randomised-trial
    randomised: yes
    outcomes: [{id: first, name: First}, {id: second, name: Second}]
"""
BEFORE_AND_AFTER = """
studies:
  - id: hope
    title: Hope
    kind: primary-study
    question: benefit
    design: single-arm
    control: none
    flaws: [{code: regression-to-mean, basis: inferred}]
"""
SHEET = """
  - id: {id}
    study: trial
    instrument: rob2
    version: "2019-08-22"
    reviewer: R
    outcome: {outcome}
    setup: {{effect: assignment}}
    answers: {{{answers}}}
    rulings: {{{rulings}}}
"""
LOW = "1.1: Y, 1.2: Y, 1.3: N, 2.1: N, 2.2: N, 2.6: Y, 3.1: Y, 4.1: N, 4.2: N, 4.3: N, 5.1: Y, 5.2: N, 5.3: N"


def sheet(answers: str = "", rulings: str = "", name: str = "a", outcome: str = "first") -> str:
    return SHEET.format(id=name, outcome=outcome, answers=answers, rulings=rulings)


def test_a_decided_domain_has_its_level_its_reason_and_its_rule(library_of: LibraryOf) -> None:
    text = shown(library_of(f"{TRIAL}\nsheets:{sheet(LOW)}"))
    assert re.search(r"D1 Randomisation +\+ low +the order was hidden, .* D1\.6$", row(text, "D1"))
    assert re.search(r"OVERALL +\+ low +the worst domain decides$", row(text, "OVERALL"))
    assert " *" not in text


def test_an_open_domain_has_the_levels_still_possible_and_what_they_depend_on(library_of: LibraryOf) -> None:
    text = shown(library_of(f"{TRIAL}\nsheets:{sheet('1.2: Y, 1.3: N')}"))
    assert re.search(r"D1 Randomisation +\? open +low or some concerns: depends on 1\.1$", row(text, "D1"))
    assert "? open" in row(text, "OVERALL")
    assert "Would change" in text


def test_a_proposal_is_starred_and_the_star_is_explained(library_of: LibraryOf) -> None:
    text = shown(library_of(BEFORE_AND_AFTER))
    assert re.search(r"1 Comparison +X critical \*", text)
    assert re.search(r"OVERALL +X critical \*", text)
    assert re.search(r"\n  \* +proposed from recorded facts; no reviewer has confirmed it\n", text)


def test_a_ruling_shows_its_reason_its_author_and_what_the_tables_give(library_of: LibraryOf) -> None:
    ruling = "D1: {level: high, reason: we asked them, by: A. B., date: 2024-05-06}"
    text = shown(library_of(f"{TRIAL}\nsheets:{sheet(LOW, ruling)}"))
    assert re.search(
        r"D1 .*! high +we asked them \(A\. B\., 2024-05-06; the tables give low\) +ruling$", row(text, "D1")
    )


def test_a_step_that_only_a_person_can_take_is_named(library_of: LibraryOf) -> None:
    answers = LOW.replace("1.1: Y", "1.1: N").replace("5.1: Y", "5.1: NI").replace("2.6: Y", "2.6: N, 2.7: N")
    text = shown(library_of(f"{TRIAL}\nsheets:{sheet(answers)}"))
    assert "3 domains with some concerns: high together? Nobody has recorded a decision" in text


def test_two_sheets_are_told_apart_by_their_outcomes(library_of: LibraryOf) -> None:
    text = shown(library_of(f"{TRIAL}\nsheets:{sheet()}{sheet(LOW, name='b', outcome='second')}"))
    assert text.count("Instrument  RoB 2") == 2
    assert re.search(r"Would change +First: answers to 1\.1", text)
    assert "Second: answers" not in text


def test_what_could_change_nothing_is_said_so(library_of: LibraryOf) -> None:
    assert re.search(
        r"Would change +no open answer can: domains 1, 2 stand at the worst level", shown(library_of(BEFORE_AND_AFTER))
    )


def test_full_shows_every_answer_with_its_source_and_place(library_of: LibraryOf) -> None:
    text = f"{TRIAL}\nsheets:{sheet('1.1: {answer: Y, because: by computer, locator: p. 3}')}"
    full = shown(library_of(text), full=True)
    assert re.search(r"1\.1 +Y .*by computer \(p\. 3, library\.yaml:\d+:\d+\)", full)
    assert re.search(r"1\.2 +\? open", full)
    assert "triage appraise trial --full" in shown(library_of(text))
    assert "--full" not in full


NUMBERS = """
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


def test_numbers_are_shown_as_printed(library_of: LibraryOf) -> None:
    head = TRIAL.replace("    outcomes: [{id: first, name: First}, {id: second, name: Second}]\n", "")
    text = shown(library_of(head + NUMBERS.lstrip("\n")), full=True)
    assert "treated 9/53, 17.0 % v sham 8/51; RR all 1.10 (0.50 to 2.50); p = 0.80 [patients]" in text
    assert "women: before mean 5.10 (SD 1.0) v after median 4 (3 to 5); p <0.01; better" in text
    assert "better (reconstructed by us) [points]" in text
    assert "all n 3, fine [other]" in text


def test_a_refused_record_gets_a_sentence_and_no_score(library_of: LibraryOf) -> None:
    text = shown(library_of("studies: [{id: n, title: N, kind: news, question: benefit}]"))
    assert "News tells of evidence and is none" in text
    for word in ("Checklist", "Can carry", "OVERALL", "Instruments"):
        assert word not in text


def test_every_report_names_its_instruments_with_version_and_licence(library_of: LibraryOf) -> None:
    library = library_of(f"{TRIAL}\nsheets:{sheet(LOW)}")
    for text in (shown(library), shown(library, every=True), shown(library, full=True)):
        assert "RoB 2, 2019-08-22. The official documents are CC BY-NC-ND 4.0" in text
        assert "Quick checklist, 1.0. CC0-1.0" in text
        assert "Not the official form of any instrument" in text


def test_the_table_of_all_has_a_row_for_each_and_counts_them(library_of: LibraryOf) -> None:
    studies = TRIAL + (
        "  - {id: n, title: N, kind: news}\n"
        "  - {id: c, title: C, kind: primary-study, question: association, design: case-control}\n"
        "  - {id: r, title: R, kind: primary-study, status: retracted}\n"
        "  - {id: s, title: S, kind: primary-study, question: benefit, design: single-arm, control: none,\n"
        "     flaws: [{code: regression-to-mean, basis: inferred}]}\n"
    )
    text = shown(library_of(f"{studies}\nsheets:{sheet(LOW)}"), every=True)
    assert re.fullmatch(r"trial +\+ low +rob2 +\d+/\d+/\d+/\d+", row(text, "trial"))
    assert re.fullmatch(r"n +not judged +none", row(text, "n "))
    assert re.fullmatch(r"c +\? open +jbi-case-control +\d+/\d+/\d+/\d+", row(text, "c "))
    assert re.fullmatch(r"r +X retracted +none", row(text, "r "))
    assert re.fullmatch(r"s +X critical \* +single-arm +\d+/\d+/\d+/\d+", row(text, "s "))
    assert "5 records: 3 judged, 2 no evidence to be judged" in text


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
    hostile: st.SearchStrategy[str], commands_in: Callable[[str], list[str]], data: st.DataObject
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
def test_machines_read_hostile_records_as_they_are(hostile: st.SearchStrategy[str], data: st.DataObject) -> None:
    library = data.draw(_studies(hostile))
    (study,) = json.loads(render(reported(library), Format.JSON, Page()))["studies"]
    record = library.studies["study"]
    assert (study["title"], study["unseen"]) == (record.title, list(record.unseen))
    assert study["flaws"][0]["detail"] == record.flaws[0].detail


@pytest.mark.parametrize("title", ["[red]x[/red]", "[/x]", "a | b", "::add-mask::2018", "##[add-mask]MS", "李晓明"])
def test_a_hostile_title_is_still_readable(title: str) -> None:
    study = Study(id=Id("study"), title=title, kind=Kind.NEWS)
    text = shown(Library({}, {"study": study}, {}, {}, {}))
    assert clean(title) in text.replace("\u2060", "")
