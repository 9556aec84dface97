"""A line of a comparison says of every study what is recorded, and what is not is open."""

from collections.abc import Callable

from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.library import Library
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.comparison_rows import cell_text, comparison_rows
from ccsvi_triage.report.of_comparison import of_comparison

Lay = Callable[..., Comparison]
Written = Callable[[Report], str]


def test_a_change_in_one_group_is_never_written_as_an_effect(side_by_side: Library, lay: Lay, written: Written) -> None:
    report = of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0")
    said = written(report)
    assert "none between groups: before and after in one group" in said
    (told,) = [study for study in report.data["studies"] if study["id"] == "open-2009"]
    assert told["result"]["effects"] == []
    assert told["result"]["p_computed"] == []


def test_every_line_has_a_cell_for_every_study_and_a_key_of_its_own(side_by_side: Library, lay: Lay) -> None:
    rows = list(comparison_rows(lay(side_by_side, *side_by_side.studies)))
    assert {len(row.cells) for row in rows} == {len(side_by_side.studies)}
    assert len({row.key for row in rows}) == len(rows)


def test_what_nobody_has_recorded_is_open_and_differs_from_every_word(side_by_side: Library, lay: Lay) -> None:
    comparison = lay(side_by_side, "open-2009", "sham-2014")
    studies = [verdict.study for verdict in comparison.verdicts]
    rows = {row.key: row for row in comparison_rows(comparison)}
    for name in ("population", "intervention", "concealed", "sites", "follow_up"):
        facts = [getattr(study, name) for study in studies]
        assert [cell_text(cell) == "open" for cell in rows[name].cells] == [fact is None for fact in facts]


def test_a_retracted_study_is_never_said_to_have_found_anything(side_by_side: Library, lay: Lay) -> None:
    rows = {row.key: row for row in comparison_rows(lay(side_by_side, "sham-2014", "undone-2012"))}
    assert [cell_text(rows[key].cells[1]) for key in ("says", "overall", "can-carry")] == [
        "never counted", "retracted, never counted", "nothing",
    ]  # fmt: skip
