"""The evidence on a claim begins with its verdict, and has a row for each study that counts."""

from ccsvi_triage.render.draw.evidence import draw, width_of
from ccsvi_triage.render.draw.pen import Pen
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.report.charts import Evidence, EvidenceRow, Label, Light
from ccsvi_triage.report.marks import Mark, Tone


def drawn(*rows: EvidenceRow) -> str:
    chart = Evidence("It works", Mark("NOT SUPPORTED", Tone.CRITICAL), "low", "it was not shown", rows)
    pen = Pen(Palette.COCHRANE)
    draw(chart, pen, 0, 0, max(width_of(chart), 480))
    return "\n".join(pen.elements)


ROW = EvidenceRow(
    Label("sham-2014", "Sham 2014"), "2014-07", "Randomised trial", None, Mark("not shown", Tone.SERIOUS),
    Light(Mark("open", Tone.OPEN), "low or high"), Mark("an effect", Tone.PLAIN), "RR 1.2 (0.8 to 1.8)",
)  # fmt: skip


def test_the_verdict_stands_above_with_sign_and_word() -> None:
    said = drawn(ROW)
    assert ">NOT SUPPORTED</text>" in said
    assert ">X</text>" in said
    assert ">&quot;it was not shown&quot;</text>" in said


def test_a_row_says_all_that_counts_and_what_is_not_recorded() -> None:
    said = drawn(ROW)
    for word in ("Sham 2014", "2014-07", "Randomised trial", "not recorded", "not shown", "open", "an effect"):
        assert f"{word}</text>" in said or f": {word}</title>" in said, word
    assert "<title>Sham 2014, Judgement: open: low or high</title>" in said


def test_where_no_study_counts_that_is_said() -> None:
    assert "No study that the claim names counts." in drawn()
