"""Why studies disagree is told from what is recorded, with who says so, and nothing is made up."""

from collections.abc import Callable

from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.instrument import Citation
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Direction, Disagreement, Flaw
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.disagreement import SAID
from ccsvi_triage.report.of_comparison import of_comparison

Lay = Callable[..., Comparison]
Written = Callable[[Report], str]


def test_every_reason_has_its_line() -> None:
    assert list(SAID) == list(Disagreement)


def test_a_note_on_bias_is_told_up_to_its_first_figure_and_says_that_it_is_contested(
    side_by_side: Library, lay: Lay, written: Written
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


def test_each_reason_names_flaw_study_and_source(side_by_side: Library, lay: Lay, written: Written) -> None:
    said = written(of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0"))
    assert "no-control open-2009: Nobody went untreated (stated, [1] first line)" in said
    assert "[1] page: A page of a review." in said


def test_no_note_on_bias_is_made_up(side_by_side: Library, lay: Lay, written: Written) -> None:
    report = of_comparison(lay(side_by_side, "open-2009", "sham-2014"), side_by_side, "1.0")
    assert "size of bias" not in written(report)
    assert all(reason["notes"] == [] for reason in report.data["disagreement"]["reasons"])


def test_studies_that_agree_get_no_reasons(side_by_side: Library, lay: Lay, written: Written) -> None:
    comparison = lay(side_by_side, "sham-2014", "undone-2012")
    said = written(of_comparison(comparison, side_by_side, "1.0"))
    assert "only one of them counts" in said
    assert "Why they disagree" not in said
