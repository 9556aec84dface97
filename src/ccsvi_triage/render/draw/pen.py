"""Paper and pen: the elements of an SVG, each text escaped, each colour with a sign and a word beside it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.draw.lettering import sure, width_of, wrap
from ccsvi_triage.render.palette import LIGHT, PALETTES, SIGN, Palette
from ccsvi_triage.report.charts import Light
from ccsvi_triage.report.marks import Mark, Tone

FONT = "DejaVu Sans, Verdana, Arial, sans-serif"
SMALL, USUAL, LARGE = 10.0, 12.0, 15.0
"""Sizes of letters, in pixels."""

RADIUS = 9.0
"""Of the disc on which a sign stands."""

Anchor = Literal["start", "middle", "end"]
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_PARTS = ("text", "page", "quiet", "band", "line")


def escape(text: str) -> str:
    """Clean a text and escape it, so that it is text wherever it stands."""
    return clean(text).translate(_ESCAPES)


def number(value: float) -> str:
    """Write a coordinate, to a tenth of a pixel."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def leading(size: float) -> float:
    """Give the distance from one line to the next; room for what fonts reach above and below."""
    return round(size * 1.4)


class Pen:
    """Draws; the elements come out in the order in which they were drawn."""

    def __init__(self, palette: Palette) -> None:
        """Take some colours."""
        self.elements: list[str] = []
        self.palette = palette

    @contextmanager
    def cell(self, *said: str) -> Iterator[None]:
        """Give what is drawn inside a title, which is read out and shown under a pointer."""
        title = ": ".join(part for part in (escape(each).strip() for each in said) if part)
        self.elements.append(f"<g><title>{title}</title>" if title else "<g>")
        yield
        self.elements.append("</g>")

    def text(  # noqa: PLR0913 -- how a text looks
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = USUAL,
        anchor: Anchor = "start",
        bold: bool = False,
        part: str = "text",
        fill: str = "",
    ) -> None:
        """Write one line with its baseline at ``y``; a blank one leaves no trace."""
        shown = clean(text).strip()
        if not shown:
            return
        settings = [f'x="{number(x)}" y="{number(y)}" font-size="{number(size)}"']
        settings += [f'text-anchor="{anchor}"'] if anchor != "start" else []
        settings += ['font-weight="bold"'] if bold else []
        if fill:
            settings.append(f'fill="{fill}"')
        elif part != "text":
            settings.append(f'class="p-{part}" fill="{LIGHT[part]}"')
        if not sure(shown):
            wide = width_of(shown, size, bold=bold)
            settings.append(f'textLength="{number(max(wide, 1))}" lengthAdjust="spacingAndGlyphs"')
        self.elements.append(f"<text {' '.join(settings)}>{escape(shown)}</text>")

    def lines(  # noqa: PLR0913 -- how a text looks
        self,
        x: float,
        top: float,
        lines: Iterable[str],
        *,
        size: float = USUAL,
        anchor: Anchor = "start",
        bold: bool = False,
        part: str = "text",
    ) -> float:
        """Write lines one under the other from ``top`` on, and give where the next would begin."""
        for line in lines:
            self.text(x, top + size, line, size=size, anchor=anchor, bold=bold, part=part)
            top += leading(size)
        return top

    def paragraph(  # noqa: PLR0913 -- how a text looks
        self,
        x: float,
        top: float,
        text: str,
        room: float,
        *,
        size: float = USUAL,
        bold: bool = False,
        part: str = "text",
    ) -> float:
        """Write a text in lines that fit a room, and give where the next line would begin."""
        return self.lines(x, top, wrap(text, room, size, bold=bold), size=size, bold=bold, part=part)

    def band(self, x: float, y: float, width: float, height: float) -> None:
        """Draw a quiet ground behind a row."""
        self._rect(x, y, width, height, f'class="p-band" fill="{LIGHT["band"]}"')

    def block(  # noqa: PLR0913 -- where it is, and how it looks
        self, x: float, y: float, width: float, height: float, tone: Tone, *, pointed: bool = False
    ) -> None:
        """Draw a piece of a bar; one with a point beyond its right end says that it goes on."""
        ground, _ = self._paint(tone)
        look = f'class="p-edge" fill="{ground}" stroke="{LIGHT["text"]}"'
        if not pointed:
            self._rect(x, y, width, height, look)
            return
        right, middle = x + width, y + height / 2
        corners = ((x, y), (right, y), (right + height / 2, middle), (right, y + height), (x, y + height))
        self.elements.append(f'<polygon points="{_path(corners)}" {look}/>')

    def square(self, x: float, y: float, side: float) -> None:
        """Draw a square around a point."""
        settings = f'class="p-text" fill="{LIGHT["text"]}"'
        self._rect(x - side / 2, y - side / 2, side, side, settings)

    def line(  # noqa: PLR0913 -- two points, and how it looks
        self, x1: float, y1: float, x2: float, y2: float, *, part: str = "line", dashed: bool = False
    ) -> None:
        """Draw a line."""
        dash = ' stroke-dasharray="4 3"' if dashed else ""
        self.elements.append(
            f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
            f'class="p-{part}-stroke" stroke="{LIGHT[part]}"{dash}/>'
        )

    def shape(self, points: Sequence[tuple[float, float]], *, hollow: bool = False) -> None:
        """Draw a shape through points, filled or not."""
        kind = "p-hollow" if hollow else "p-text"
        fill = "none" if hollow else LIGHT["text"]
        edge = f' stroke="{LIGHT["text"]}" stroke-width="1.5"' if hollow else ""
        self.elements.append(f'<polygon points="{_path(points)}" class="{kind}" fill="{fill}"{edge}/>')

    def sign(self, x: float, y: float, tone: Tone) -> None:
        """Draw a tone's sign on its disc around a point; a tone without a sign leaves no trace."""
        if tone not in SIGN:
            return
        ground, ink = self._paint(tone)
        self.elements.append(
            f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(RADIUS)}" class="p-edge" fill="{ground}" '
            f'stroke="{LIGHT["text"]}"/>'
        )
        self.text(x, y + 4.4, SIGN[tone], size=USUAL, anchor="middle", bold=True, fill=ink)

    def mark(self, x: float, top: float, mark: Mark, room: float, *, size: float = SMALL) -> float:
        """Write a sign with its word to the right of it, and give where the next thing may begin.

        Args:
            x: The left end.
            top: The upper end.
            mark: The word with its tone.
            room: How wide sign and word may be together.
            size: Of the letters.
        """
        lines = wrap(glued(mark), room - MARK, size)
        high = max(2 * RADIUS + 2, len(lines) * leading(size))
        self.sign(x + RADIUS, top + high / 2, mark.tone)
        at = x + (MARK if mark.tone in SIGN else 0)
        self.lines(at, top + (high - len(lines) * leading(size)) / 2 + 1, lines, size=size)
        return top + high

    def _paint(self, tone: Tone) -> tuple[str, str]:
        return PALETTES[self.palette][tone]

    def _rect(self, x: float, y: float, width: float, height: float, settings: str) -> None:
        place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
        self.elements.append(f"<rect {place} {settings}/>")


def _path(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


MARK = 2 * RADIUS + 5
"""How much room the sign before a word takes."""


def mark_height(mark: Mark, room: float, *, size: float = SMALL) -> float:
    """Tell how high a sign with its word will be in a room."""
    return max(2 * RADIUS + 2, len(wrap(glued(mark), room - MARK, size)) * leading(size))


def glued(mark: Mark) -> str:
    """Write a judgement so that a star never stands on a line of its own."""
    return mark.text.replace(" *", "\u00a0*")


def light_title(light: Light) -> str:
    """Say a judgement for a title."""
    return f"{light.mark.text}{': ' if light.detail else ''}{light.detail}"


def rules(colours: dict[str, str]) -> str:
    """Write the style rules by which a picture takes other colours than those it is drawn in."""
    parts = "".join(f".p-{part}{{fill:{colours[part]}}}" for part in _PARTS)
    strokes = "".join(f".p-{part}-stroke{{stroke:{colours[part]}}}" for part in ("line", "text", "quiet"))
    return f"{parts}{strokes}.p-edge,.p-hollow{{stroke:{colours['text']}}}"
