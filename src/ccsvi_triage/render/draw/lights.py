"""Traffic lights: studies by domains, a sign and a word in each cell."""

from collections.abc import Sequence

from ccsvi_triage.render.draw import beside
from ccsvi_triage.render.draw.lettering import widest, wrap
from ccsvi_triage.render.draw.pen import RADIUS, SMALL, USUAL, Pen, glued, leading, light_title
from ccsvi_triage.report.charts import Heading, Light, LightPanel, LightRow, TrafficLight

_MANY = 25
"""Rows from which on the headings stand below them too."""

_NARROWEST, _WIDEST = 58.0, 92.0
_DISC = 2 * RADIUS + 4
_HEADINGS = leading(USUAL) + 6
_APART = 6.0
_NONE = "n/a"


def width_of(chart: TrafficLight) -> float:
    """Tell how wide a chart is."""
    return max((_grid_width(panel) for panel in chart.panels), default=0.0)


def draw(chart: TrafficLight, pen: Pen, left: float, top: float, width: float) -> float:
    """Draw the panels one under the other, and give where they end."""
    for panel in chart.panels:
        top = _panel(panel, pen, left, top, width) + 2 * beside.GAP
    return top


def _grid_width(panel: LightPanel) -> float:
    apart = _APART if panel.whole else 0
    return _room(panel) + beside.GAP + len(panel.headings) * _cell(panel) + apart


def _room(panel: LightPanel) -> float:
    return beside.room_for(row.study for row in panel.rows)


def _cell(panel: LightPanel) -> float:
    """Tell how wide a cell is: the longest word of a judgement fits into it, unless it is very long."""
    lights = [light for row in panel.rows for light in row.lights if light is not None]
    words = [word for light in lights for word in glued(light.mark).split(" ")]
    heads = widest([heading.label for heading in panel.headings], USUAL, bold=True)
    return min(max(widest(words, SMALL), heads, _NARROWEST - 8), _WIDEST - 8) + 8


def _panel(panel: LightPanel, pen: Pen, left: float, top: float, width: float) -> float:
    top = pen.paragraph(left, top, panel.title, width, size=USUAL, bold=True) + 4
    room, cell = _room(panel), _cell(panel)
    starts = [left + room + beside.GAP + n * cell for n in range(len(panel.headings))]
    if panel.whole:
        starts[-1] += _APART
    end = left + _grid_width(panel)
    top = _headings(panel.headings, pen, left, top, end, starts, cell)
    for number, row in enumerate(panel.rows):
        high = _height(row, room, cell)
        if number % 2:
            pen.band(left, top, end - left, high)
        beside.write(pen, row.study, left + 4, top + beside.PAD, room - 4)
        for heading, light, x in zip(panel.headings, row.lights, starts, strict=True):
            _light(pen, row, heading, light, x + cell / 2, top + beside.PAD, cell)
        top += high
        pen.line(left, top, end, top)
    if len(panel.rows) > _MANY:
        top = _headings(panel.headings, pen, left, top, end, starts, cell)
    key = "; ".join(f"{heading.label}: {heading.title}" for heading in panel.headings if heading.title)
    return pen.paragraph(left, top + 6, key, end - left, size=SMALL, part="quiet")


def _headings(  # noqa: PLR0913, PLR0917 -- where the columns are
    headings: Sequence[Heading], pen: Pen, left: float, top: float, end: float, starts: Sequence[float], cell: float
) -> float:
    high = _HEADINGS + leading(USUAL) * (max(len(_head(heading, cell)) for heading in headings) - 1) if headings else 0
    pen.band(left, top, end - left, high)
    pen.text(left + 4, top + USUAL + 3, "Study", bold=True)
    for heading, x in zip(headings, starts, strict=True):
        with pen.cell(heading.label, heading.title):
            pen.lines(x + cell / 2, top + 3, _head(heading, cell), anchor="middle", bold=True)
    pen.line(left, top + high, end, top + high)
    return top + high


def _head(heading: Heading, cell: float) -> list[str]:
    return wrap(heading.label, cell - 4, USUAL, bold=True)


def _height(row: LightRow, room: float, cell: float) -> float:
    words = max((len(_words(light, cell)) for light in row.lights), default=0)
    return max(beside.height_of(row.study, room - 4), _DISC + words * leading(SMALL)) + 2 * beside.PAD


def _words(light: Light | None, cell: float) -> list[str]:
    return wrap(glued(light.mark), cell - 6, SMALL) if light is not None else [_NONE]


def _light(  # noqa: PLR0913, PLR0917 -- what stands where
    pen: Pen, row: LightRow, heading: Heading, light: Light | None, x: float, top: float, cell: float
) -> None:
    if light is None:
        with pen.cell(f"{row.study.name}, {heading.title or heading.label}", "does not apply here"):
            pen.text(x, top + RADIUS + SMALL, _NONE, size=SMALL, anchor="middle", part="quiet")
        return
    with pen.cell(f"{row.study.name}, {heading.title or heading.label}", light_title(light)):
        pen.sign(x, top + RADIUS, light.mark.tone)
        pen.lines(x, top + _DISC, _words(light, cell), size=SMALL, anchor="middle")
