"""Judgements stand where they belong, shares make up a whole, and whatever is left out is named."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.cli.library import Shelf
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.load.files import Read
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.library import Library
from ccsvi_triage.report.charts import Summary, TrafficLight, Weights
from ccsvi_triage.report.lights import STAR
from ccsvi_triage.report.marks import Tone
from ccsvi_triage.report.plot_studies import percent, summary, traffic_light

SHEETS = """
sheets:
  - id: sham-relapse
    study: sham-2014
    instrument: rob2
    version: 2019-08-22
    reviewer: AB
    outcome: relapse
    answers:
      "1.1": {answer: Y, because: told}
      "1.2": {answer: Y, because: told}
      "1.3": {answer: N, because: told}
"""


@pytest.fixture
def verdicts(side_by_side: Library) -> list[StudyVerdict]:
    bench = Bench(side_by_side, Shelf(side_by_side))
    return [bench.verdict(study) for study in side_by_side.studies.values()]


def lights_of(verdicts: Sequence[StudyVerdict]) -> TrafficLight:
    chart = traffic_light(verdicts).chart
    assert isinstance(chart, TrafficLight)
    return chart


def bars_of(verdicts: Sequence[StudyVerdict], weights: Weights) -> Summary:
    chart = summary(verdicts, weights).chart
    assert isinstance(chart, Summary)
    return chart


def test_there_is_a_panel_for_each_instrument_with_its_version(verdicts: list[StudyVerdict]) -> None:
    titles = [panel.title for panel in lights_of(verdicts).panels]
    assert titles[0].startswith("Single-arm and before-after studies, ")
    assert titles[1].startswith("RoB 2, ")


def test_each_row_has_as_many_cells_as_there_are_headings(verdicts: list[StudyVerdict]) -> None:
    for panel in lights_of(verdicts).panels:
        assert all(len(row.lights) == len(panel.headings) for row in panel.rows)
        assert panel.headings[-1].label == "Overall"
        assert panel.whole


def test_a_cell_says_what_the_table_of_the_appraisal_says(verdicts: list[StudyVerdict]) -> None:
    panel = lights_of(verdicts).panels[0]
    first = panel.rows[0].lights[0]
    assert first is not None
    assert first.mark.text == "critical *"
    assert first.mark.tone is Tone.CRITICAL
    assert first.detail


def test_a_star_is_explained_and_what_is_not_judged_is_named(verdicts: list[StudyVerdict]) -> None:
    notes = traffic_light(verdicts).notes
    assert STAR in notes
    assert any("undone-2012" in note for note in notes) == (not verdicts[3].appraisals)


def test_a_table_says_the_same_as_the_picture(verdicts: list[StudyVerdict]) -> None:
    picture = traffic_light(verdicts)
    for panel, table in zip(lights_of(verdicts).panels, picture.tables, strict=True):
        assert [row[2:] for row in table.rows] == [
            tuple(light.mark if light else "" for light in row.lights) for row in panel.rows
        ]


def test_an_answered_domain_is_decided_and_has_no_star(read_text: Callable[[str], Read], side_by_side: Library) -> None:
    library = side_by_side._replace(sheets=read_text(SHEETS).library.sheets)
    verdict = Bench(library, Shelf(library)).verdict(library.studies["sham-2014"])
    first = lights_of([verdict]).panels[0].rows[0].lights[0]
    assert first is not None
    assert first.mark.text == "low"


@pytest.mark.parametrize("weights", Weights)
def test_the_shares_of_each_bar_make_up_a_whole(verdicts: list[StudyVerdict], weights: Weights) -> None:
    for panel in bars_of(verdicts, weights).panels:
        for bar in panel.bars:
            assert sum(segment.share for segment in bar.segments) == pytest.approx(1)


def test_people_weigh_by_their_number_and_studies_by_one(verdicts: list[StudyVerdict]) -> None:
    """The large trial has 800 people, the small one 19."""
    (by_people,) = (p for p in bars_of(verdicts, Weights.PEOPLE).panels if p.title.startswith("RoB"))
    (by_study,) = (p for p in bars_of(verdicts, Weights.EQUAL).panels if p.title.startswith("RoB"))
    assert (by_people.studies, by_people.people) == (2, 819)
    assert (by_study.studies, by_study.people) == (2, None)


def test_the_share_of_a_judgement_is_that_of_its_people(
    read_text: Callable[[str], Read], side_by_side: Library
) -> None:
    library = side_by_side._replace(sheets=read_text(SHEETS).library.sheets)
    bench = Bench(library, Shelf(library))
    verdicts = [bench.verdict(library.studies[name]) for name in ("sham-2014", "large-2018")]
    first = bars_of(verdicts, Weights.PEOPLE).panels[0].bars[0]
    assert [(s.mark.text, s.studies) for s in first.segments] == [("low", 1), ("open", 1)]
    assert first.segments[0].share == pytest.approx(19 / 819)
    assert first.segments[0].said == "2 %"
    equal = bars_of(verdicts, Weights.EQUAL).panels[0].bars[0]
    assert equal.segments[0].share == pytest.approx(1 / 2)


def test_a_retracted_study_is_no_part_of_a_summary_and_is_named(verdicts: list[StudyVerdict]) -> None:
    notes = summary(verdicts, Weights.EQUAL).notes
    assert any("retracted" in note and "undone-2012" in note for note in notes)
    counted = sum(panel.studies for panel in bars_of(verdicts, Weights.EQUAL).panels)
    assert counted == 3


def test_a_study_of_an_unknown_number_of_people_is_left_out_of_their_weights_and_named(
    side_by_side: Library, library_of: Callable[[str], Library]
) -> None:
    more = library_of(
        "studies:\n  - {id: uncounted, title: T, kind: primary-study, question: benefit, design: randomised-trial}\n"
    )
    library = side_by_side._replace(studies={**side_by_side.studies, **more.studies})
    bench = Bench(library, Shelf(library))
    verdicts = [bench.verdict(library.studies[name]) for name in ("large-2018", "uncounted")]
    picture = summary(verdicts, Weights.PEOPLE)
    assert any("not recorded: uncounted" in note for note in picture.notes)
    assert bars_of(verdicts, Weights.PEOPLE).panels[0].studies == 1
    assert bars_of(verdicts, Weights.EQUAL).panels[0].studies == 2


def test_a_further_report_is_no_part_of_a_summary_and_is_named(library_of: Callable[[str], Library]) -> None:
    more = library_of(
        """\
studies:
  - {id: main, title: T, kind: primary-study, question: benefit, design: randomised-trial, enrolled: 10}
  - {id: again, title: T, kind: primary-study, question: benefit, design: randomised-trial, enrolled: 10,
     companion_of: main, relation: follow-up}
"""
    )
    bench = Bench(more, Shelf(more))
    verdicts = [bench.verdict(study) for study in more.studies.values()]
    assert any(
        "further reports of studies that are counted: again" in n for n in summary(verdicts, Weights.EQUAL).notes
    )
    assert bars_of(verdicts, Weights.EQUAL).panels[0].studies == 1
    alone = [verdict for verdict in verdicts if verdict.study.id == "again"]
    assert bars_of(alone, Weights.PEOPLE).panels[0].people == 10


def test_the_weights_are_named(verdicts: list[StudyVerdict]) -> None:
    assert any("people" in note for note in summary(verdicts, Weights.PEOPLE).notes)
    assert any("equal" in note for note in summary(verdicts, Weights.EQUAL).notes)


@given(st.floats(0, 1))
def test_a_share_in_words_is_never_nothing_for_something_nor_all_for_less(share: float) -> None:
    said = percent(share)
    assert said.endswith(" %")
    assert (said == "0 %") == (share == 0)
    if said == "100 %":
        assert share == pytest.approx(1)


def test_a_summary_says_how_many_of_its_judgements_nobody_has_confirmed(verdicts: list[StudyVerdict]) -> None:
    (note,) = (note for note in summary(verdicts, Weights.EQUAL).notes if "proposed from recorded facts" in note)
    counted = [verdict for verdict in verdicts if verdict.study.id != "undone-2012"]
    rows = [row for panel in lights_of(counted).panels for row in panel.rows]
    starred = sum(light is not None and light.mark.text.endswith(" *") for row in rows for light in row.lights)
    assert starred > 1
    assert (
        note == f"{starred} judgements counted here are proposed from recorded facts; no reviewer has confirmed them."
    )


def test_a_study_that_is_judged_more_than_once_is_said_to_be_shared(
    read_text: Callable[[str], Read], side_by_side: Library
) -> None:
    again = SHEETS.split("sheets:")[1].replace("sham-relapse", "sham-again").replace("AB", "CD")
    for sheets, told in ((SHEETS, False), (SHEETS + again, True)):
        library = side_by_side._replace(sheets=read_text(sheets).library.sheets)
        verdict = Bench(library, Shelf(library)).verdict(library.studies["sham-2014"])
        notes = summary([verdict], Weights.EQUAL).notes
        assert any("judged more than once" in note for note in notes) is told
