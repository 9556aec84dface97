"""The pictures of a report as SVG: no script, no address, no font of its own, and the same bytes each time."""

from typing import NamedTuple

from ccsvi_triage.render.clean import disarm
from ccsvi_triage.render.draw import arrows, bars, evidence, forest, lights, times
from ccsvi_triage.render.draw.pen import FONT, LARGE, SMALL, Pen, escape, number, rules
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.palette import DARK, LIGHT, Palette
from ccsvi_triage.report.blocks import Picture, Report
from ccsvi_triage.report.charts import Chart, Directions, Evidence, Forest, Summary, Timeline, TrafficLight

_MARGIN = 16.0
_NARROWEST = 480.0
_UNTITLED = "Picture"
_NOTHING = "There is nothing to show."


def render(report: Report, page: Page) -> str:
    """Draw a report's pictures one under the other, as one SVG; a report without any is an empty one that says so."""
    pictures = [block for block in report.blocks if isinstance(block, Picture)]
    title = report.title or (pictures[0].title if pictures else "")
    body = _Body(page.palette)
    for picture in pictures:
        body.add(picture)
    if not pictures:
        body.say(title, "The report has no picture.")
    described = " ".join(picture.description for picture in pictures)
    text = body.svg("picture", title, described, style=f"@media (prefers-color-scheme: dark){{{rules(DARK)}}}")
    text = disarm(f"{text}\n")
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii") if page.ascii else text


def inline(picture: Picture, name: str, palette: Palette) -> str:
    """Draw one picture for a page that has the style rules (``draw.pen.rules``) in its own sheet.

    Args:
        picture: What is drawn.
        name: From which the picture's ids are made; each picture of a page needs its own.
        palette: Which colours it has.
    """
    body = _Body(palette)
    body.add(picture, alone=True)
    return body.svg(name, picture.title, picture.description)


class _Drawing(NamedTuple):
    picture: Picture
    width: float
    alone: bool


class _Body:
    """Pictures one under the other."""

    def __init__(self, palette: Palette) -> None:
        self._pen = Pen(palette)
        self._pictures: list[_Drawing] = []
        self._said: list[tuple[str, str]] = []

    def add(self, picture: Picture, *, alone: bool = False) -> None:
        """Add a picture below those that there are, with its title and notes or, where they stand elsewhere, alone."""
        self._pictures.append(_Drawing(picture, max(_width_of(picture.chart), _NARROWEST), alone))

    def say(self, title: str, text: str) -> None:
        """Add words where there is no picture."""
        self._said.append((title, text))

    def svg(self, name: str, title: str, described: str, *, style: str = "") -> str:
        """Draw everything on one sheet."""
        width = max([_NARROWEST, *(drawing.width for drawing in self._pictures)])
        bottom = _MARGIN
        for heading, text in self._said:
            bottom = self._pen.paragraph(_MARGIN, bottom, heading, width, size=LARGE, bold=True)
            bottom = self._pen.paragraph(_MARGIN, bottom, text, width)
        for drawing in self._pictures:
            bottom = self._picture(drawing, bottom, width)
        across, down = number(width + 2 * _MARGIN), number(bottom + _MARGIN)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" '
            f'viewBox="0 0 {across} {down}" role="img" aria-labelledby="{name}-title {name}-about" '
            f'font-family="{FONT}" class="p-text" fill="{LIGHT["text"]}">'
        )
        parts = [head, f'<title id="{name}-title">{escape(title).strip() or _UNTITLED}</title>']
        parts.append(f'<desc id="{name}-about">{escape(described)}</desc>')
        parts += [f"<style>{style}</style>"] if style else []
        parts.append(f'<rect width="100%" height="100%" class="p-page" fill="{LIGHT["page"]}"/>')
        return "\n".join((*parts, *self._pen.elements, "</svg>"))

    def _picture(self, drawing: _Drawing, top: float, width: float) -> float:
        pen, picture = self._pen, drawing.picture
        if not drawing.alone:
            top = pen.paragraph(_MARGIN, top, picture.title, width, size=LARGE, bold=True) + 8
        end = _draw(picture.chart, pen, top, width)
        if end == top:
            end = pen.paragraph(_MARGIN, top, _NOTHING, width)
        if drawing.alone:
            return end
        end += 8
        for note in (*picture.drawing, *picture.notes):
            end = pen.paragraph(_MARGIN, end, note, width, size=SMALL, part="quiet") + 2
        return end


def _width_of(chart: Chart) -> float:
    match chart:
        case TrafficLight():
            return lights.width_of(chart)
        case Summary():
            return bars.width_of(chart)
        case Forest():
            return forest.width_of(chart)
        case Directions():
            return arrows.width_of(chart)
        case Timeline():
            return times.width_of(chart)
        case Evidence():
            return evidence.width_of(chart)


def _draw(chart: Chart, pen: Pen, top: float, width: float) -> float:
    match chart:
        case TrafficLight():
            return lights.draw(chart, pen, _MARGIN, top, width)
        case Summary():
            return bars.draw(chart, pen, _MARGIN, top, width)
        case Forest():
            return forest.draw(chart, pen, _MARGIN, top, width)
        case Directions():
            return arrows.draw(chart, pen, _MARGIN, top, width)
        case Timeline():
            return times.draw(chart, pen, _MARGIN, top, width)
        case Evidence():
            return evidence.draw(chart, pen, _MARGIN, top, width)
