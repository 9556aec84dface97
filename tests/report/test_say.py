"""Small pieces of speech say what is known and leave out what is open."""

from collections.abc import Callable

import pytest

from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.source import Source
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Doi, Id, Url
from ccsvi_triage.model.words import Design, Kind, Severity, SourceKind
from ccsvi_triage.report.blocks import Mark, Tone
from ccsvi_triage.report.say import (
    DESIGN,
    cite,
    described,
    level_mark,
    level_word,
    place_data,
    possible_words,
    problem_data,
    source_line,
)

StudyOf = Callable[[str], Study]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            "authors: [Zamboni P]\nyear: 2009\njournal: J Vasc Surg\nvolume: '50'\nissue: '6'\npages: 1348-58",
            "Zamboni 2009, J Vasc Surg 50(6):1348-58",
        ),
        ("authors: [De Vries AB]\nyear: 2010\njournal: Neurology\nvolume: '3'", "De Vries 2010, Neurology 3"),
        ("authors: [Bavera]\nyear: 2011", "Bavera 2011"),
        ("authors: [Nobody N]", "Nobody undated"),
        ("journal: The Herald\nyear: 2011", "The Herald, 2011"),
        ("", "A study, undated"),
    ],
)
def test_a_citation_is_short_and_says_what_is_known(facts: str, said: str, study_of: StudyOf) -> None:
    assert cite(study_of(facts)) == said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("", "Design not recorded"),
        ("design: single-arm", "Single-arm study"),
        ("design: not-reported", "Design not recorded"),
        (
            "design: single-arm\ncontrol: none\nsites: 1\nenrolled: 65",
            "Single-arm study · 65 people · no control group · 1 site",
        ),
        (
            "design: randomised-trial\ncontrol: [sham, usual-care]\nsites: 4",
            "Randomised trial · control: sham, usual care · 4 sites",
        ),
        ("sites: not-reported\nenrolled: not-reported", "Design not recorded"),
        ("blinding: {participants: yes, carers: no}", "Design not recorded · blind: participants"),
        ("blinding: {participants: no, assessors: no}", "Design not recorded · not blind: participants, assessors"),
        ("blinding: {participants: unclear}", "Design not recorded"),
        ("design: cohort\nfollow_up: 18 months", "Cohort study · 18 months"),
        ("design: animal-experiment\nspecies: mouse\nenrolled: 20", "Animal experiment · 20 animals (mouse)"),
        ("kind: news\ndesign: not-a-study", "News"),
        ("kind: secondary-analysis\ndesign: cohort", "Secondary analysis (cohort study)"),
        (
            "kind: systematic-review\ndesign: meta-analysis\nenrolled: 300\nspecies: human",
            "Systematic review (meta-analysis) · 300 people",
        ),
    ],
)
def test_a_study_is_described_by_what_is_recorded(facts: str, said: str, study_of: StudyOf) -> None:
    assert described(study_of(facts)) == said


def test_every_design_has_its_words() -> None:
    assert set(DESIGN) == set(Design)


def test_levels_are_said_as_people_read_them(instrument_of: Callable[[str], Instrument]) -> None:
    rob2 = instrument_of("rob2")
    assert level_word(rob2, "some-concerns") == "some concerns"
    assert level_word(rob2, None) == "open"
    assert level_mark(rob2, "low") == Mark("low", Tone.GOOD)
    assert level_mark(rob2, "some-concerns") == Mark("some concerns", Tone.SOME)
    assert level_mark(rob2, "high") == Mark("high", Tone.SERIOUS)
    assert level_mark(rob2, None) == Mark("open", Tone.OPEN)
    assert level_mark(instrument_of("single-arm"), "critical") == Mark("critical", Tone.CRITICAL)


def test_what_is_possible_is_listed_with_or(instrument_of: Callable[[str], Instrument]) -> None:
    rob2 = instrument_of("rob2")
    assert possible_words(rob2, ["low"]) == "low"
    assert possible_words(rob2, ["low", "high"]) == "low or high"
    assert possible_words(rob2, ["low", "some-concerns", "high"]) == "low, some concerns or high"


def test_places_and_problems_are_told_to_machines() -> None:
    place = Place("data/a.yaml", 3, 5, 3, 9)
    told = {"file": "data/a.yaml", "line": 3, "column": 5, "end_line": 3, "end_column": 9}
    assert place_data(place) == told
    assert place_data(NOWHERE) is None
    assert problem_data(Problem("F102", "wrong", place, Severity.WARNING, "mend it")) == {
        "code": "F102",
        "severity": "warning",
        "message": "wrong",
        "hint": "mend it",
        "place": told,
    }


def test_a_source_is_written_out_with_where_it_can_be_found() -> None:
    page = Source(id=Id("page"), title="A page", kind=SourceKind.PAGE, url=Url("https://example.org"), seen="all of it")
    paper = Source(id=Id("paper"), title="A paper", kind=SourceKind.PAPER, doi=Doi("10.5555/x"))
    study = Study(
        id=Id("s"), title="A study", kind=Kind.PRIMARY_STUDY, year=2009, authors=("Who W",), doi=Doi("10.5555/s")
    )
    sources, studies = {"page": page, "paper": paper}, {"s": study}
    assert source_line("page", sources, studies) == ("page: A page. Seen: all of it.", "https://example.org")
    assert source_line("paper", sources, studies) == ("paper: A paper.", "doi:10.5555/x")
    assert source_line("s", sources, studies) == ("s: Who 2009. A study.", "doi:10.5555/s")
    assert source_line("gone", sources, studies) == ("gone", "")
