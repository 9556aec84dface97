"""A comparison is told without inventing anything, and its JSON holds all that its tables show."""

import csv
import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.instrument import Citation
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Direction, Disagreement, Flaw
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Cell, Mark, Report, Table
from ccsvi_triage.report.of_comparison import SAID, of_comparison, shared_limits, short_names

Lay = Callable[..., Comparison]
PAIRS = (
    ("zamboni-2009-jvs", "siddiqui-2014-premise"),
    ("zamboni-2009-jnnp", "comi-2013-cosmo"),
    ("desai-2020", "rochims-2020"),
    ("zamboni-2009-jvs", "siddiqui-2014-premise", "zamboni-2018-bravedreams", "comi-2013-cosmo", "laupacis-2011"),
)


def text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Mark) else cell


def written(report: Report) -> str:
    return " ".join(render(report, Format.TABLE, Page(width=400)).split())


def tables(report: Report) -> list[Table]:
    return [block for block in report.blocks if isinstance(block, Table) and block.title.startswith("What differs")]


@pytest.mark.parametrize("ids", PAIRS)
@pytest.mark.parametrize("beside", [2, 3, 8])
def test_the_table_can_be_made_again_from_the_json(ids: Sequence[str], beside: int, shipped: Library, lay: Lay) -> None:
    report = of_comparison(lay(shipped, *ids), shipped, "1.0", beside=beside)
    data: dict[str, Any] = json.loads(json.dumps(dict(report.data)))
    names = [study["name"] for study in data["studies"]]
    rows = [row for row in data["rows"] if not row["same"]]
    heads: list[str] = []
    for table in tables(report):
        first, number = len(heads), len(table.columns) - 1
        heads += [column.name for column in table.columns[1:]]
        again = [[row["label"], *(c["text"] for c in row["cells"][first : first + number])] for row in rows]
        assert [[text(cell) for cell in row] for row in table.rows] == [row for row in again if any(row[1:])]
    assert heads == names


def test_rows_for_programs_hold_every_row_of_every_study(shipped: Library, lay: Lay) -> None:
    report = of_comparison(lay(shipped, *PAIRS[3]), shipped, "1.0", beside=2, folded=True)
    lines = list(csv.reader(render(report, Format.CSV, Page()).splitlines()))
    assert lines[0] == ["key", "section", "label", "same", *PAIRS[3]]
    assert [line[0] for line in lines[1:]] == [row["key"] for row in report.data["rows"]]


def test_a_note_on_bias_is_told_up_to_its_first_figure_and_says_that_it_is_contested(
    side_by_side: Library, lay: Lay
) -> None:
    note = BiasNote(
        id=Id("a-note"),
        flaw=(Flaw.NO_CONTROL, Flaw.NOT_RANDOMISED),
        title="Without a control group",
        direction=Direction.AWAY_FROM_NULL,
        size="Two things were compared. One came out ahead by 0.5 (0.1 to 0.9). More is told here.",
        contested="Others found none.",
        about="any",
        sources=(Citation(cite="A work", doi="10.5555/a"), Citation(cite="Another", doi="10.5555/b")),
    )
    report = of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0", (note,))
    said = written(report)
    told = "Without a control group: two things were compared. One came out ahead by 0.5 (0.1 to 0.9); usually away"
    assert said.count(told) == 1
    assert "; contested [A work doi:10.5555/a and 1 more]" in said
    assert "More is told here" not in said
    assert sum(len(reason["notes"]) for reason in report.data["disagreement"]["reasons"]) == 2


def test_folding_leaves_the_json_as_it_is(shipped: Library, lay: Lay) -> None:
    laid = lay(shipped, *PAIRS[0])
    assert of_comparison(laid, shipped, "1", folded=True).data == of_comparison(laid, shipped, "1").data


def test_more_studies_than_have_room_follow_in_further_tables(shipped: Library, lay: Lay) -> None:
    report = of_comparison(lay(shipped, *PAIRS[3]), shipped, "1.0", beside=2)
    assert [len(table.columns) for table in tables(report)] == [3, 3, 2]
    assert tables(report)[0].title == "What differs, part 1 of 3"


def test_short_names_are_told_apart_by_their_ids_and_not_by_their_order(shipped: Library) -> None:
    chosen = [shipped.studies[name] for name in ("zamboni-2009-jvs", "zamboni-2009-jnnp", "comi-2013-cosmo")]
    names = short_names(chosen)
    assert names == {
        "zamboni-2009-jvs": "Zamboni 2009 b",
        "zamboni-2009-jnnp": "Zamboni 2009 a",
        "comi-2013-cosmo": "Comi 2013",
    }
    assert short_names(chosen[::-1]) == names


def test_every_reason_has_its_line() -> None:
    assert list(SAID) == list(Disagreement)


def test_a_null_result_stands_with_its_interval_and_what_it_could_have_found(side_by_side: Library, lay: Lay) -> None:
    said = written(of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0"))
    assert "no difference shown is no proof of none: RR 3.33 (0.418 to 26.6)" in said
    assert "it could have found with 80 % power a risk of 69 % or more, against 1/10 = 10 %" in said
    assert "negative" not in said


def test_a_change_in_one_group_is_never_written_as_an_effect(side_by_side: Library, lay: Lay) -> None:
    report = of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0")
    said = written(report)
    assert "none between groups: before and after in one group" in said
    (told,) = [study for study in report.data["studies"] if study["id"] == "open-2009"]
    assert told["result"]["effects"] == []
    assert told["result"]["p_computed"] == []


def test_each_reason_names_flaw_study_and_source(side_by_side: Library, lay: Lay) -> None:
    said = written(of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0"))
    assert "no-control open-2009: Nobody went untreated (stated, [1] first line)" in said
    assert "[1] page: A page of a review." in said


def test_no_note_on_bias_is_made_up(side_by_side: Library, lay: Lay) -> None:
    report = of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0")
    assert "size of bias" not in written(report)
    assert all(reason["notes"] == [] for reason in report.data["disagreement"]["reasons"])


def test_studies_that_agree_get_no_reasons(side_by_side: Library, lay: Lay) -> None:
    comparison = lay(side_by_side, "sham-2014", "undone-2012")
    said = written(of_comparison(comparison, side_by_side, "1.0"))
    assert "only one of them counts" in said
    assert "Why they disagree" not in said


def test_what_none_may_be_said_to_show_is_what_all_ceilings_bar(side_by_side: Library, lay: Lay) -> None:
    verdicts = lay(side_by_side, "open-2009", "sham-2014").verdicts
    limits = [set(verdict.ceiling.may_not) for verdict in verdicts if verdict.ceiling]
    assert set(shared_limits(verdicts)) == set.intersection(*limits)
    assert shared_limits(verdicts) == shared_limits(verdicts[::-1])


def test_conflicts_between_sources_are_shown_and_not_averaged(shipped: Library, lay: Lay) -> None:
    said = written(of_comparison(lay(shipped, *PAIRS[0]), shipped, "1.0"))
    assert "Sources disagree; nothing is averaged" in said
    assert "4 relapses against 1, p 0.389" in said
    assert "3 of 9 patients against 1 of 10 patients with a relapse" in said
