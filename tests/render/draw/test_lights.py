"""Traffic lights have a row for each result and a cell for each domain, and what does not apply says so."""

from ccsvi_triage.render.draw.lights import draw, width_of
from ccsvi_triage.render.draw.pen import Pen
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.report.charts import Heading, Label, Light, LightPanel, LightRow, TrafficLight
from ccsvi_triage.report.marks import Mark, Tone

LOW = Light(Mark("low", Tone.GOOD))


def chart_of(*lights: Light | None, rows: int = 1) -> TrafficLight:
    headings = tuple(Heading(f"D{n + 1}", f"Domain {n + 1}") for n in range(len(lights)))
    listed = tuple(LightRow(Label(f"s-{n}", f"Study {n}"), lights) for n in range(rows))
    return TrafficLight((LightPanel("An instrument", headings, listed, whole=True),))


def drawn(chart: TrafficLight) -> str:
    pen = Pen(Palette.COCHRANE)
    draw(chart, pen, 16, 16, width_of(chart))
    return "\n".join(pen.elements)


def test_a_cell_has_a_disc_a_sign_and_a_word() -> None:
    said = drawn(chart_of(LOW))
    assert said.count("<circle") == 1
    assert ">+</text>" in said
    assert ">low</text>" in said
    assert "<title>Study 0, Domain 1: low</title>" in said


def test_what_does_not_apply_has_no_disc_and_says_so() -> None:
    said = drawn(chart_of(LOW, None))
    assert said.count("<circle") == 1
    assert "does not apply here" in said
    assert ">n/a</text>" in said


def test_a_long_list_has_its_headings_below_too() -> None:
    assert drawn(chart_of(LOW, rows=25)).count(">D1</text>") == 1
    assert drawn(chart_of(LOW, rows=26)).count(">D1</text>") == 2


def test_the_domains_are_written_out_below() -> None:
    assert "D1: Domain 1; D2: Domain 2" in drawn(chart_of(LOW, LOW))


def test_no_panel_takes_no_room() -> None:
    assert width_of(TrafficLight(())) == 0
    assert draw(TrafficLight(()), Pen(Palette.MONO), 0, 10, 100) == 10
