"""Bars of judgements: each part with its sign where that fits, and all words and shares below the bar."""

from ccsvi_triage.render.draw import beside
from ccsvi_triage.render.draw.lettering import width_of as text_width
from ccsvi_triage.render.draw.lettering import wrap
from ccsvi_triage.render.draw.pen import SMALL, USUAL, Pen, leading
from ccsvi_triage.render.palette import PALETTES, SIGN
from ccsvi_triage.report.charts import Bar, BarPanel, Segment, Summary

_LABELS, _BAR = 220.0, 460.0
_HIGH = 22.0
_LEAST = 18.0
"""A part that is narrower has no sign in it."""

_BETWEEN = "; "


def width_of(chart: Summary) -> float:
    """Tell how wide a chart is."""
    return _LABELS + beside.GAP + _BAR if chart.panels else 0.0


def draw(chart: Summary, pen: Pen, left: float, top: float, width: float) -> float:
    """Draw the panels one under the other, and give where they end."""
    for panel in chart.panels:
        top = _panel(panel, pen, left, top, width) + beside.GAP
    return top


def _panel(panel: BarPanel, pen: Pen, left: float, top: float, width: float) -> float:
    studies = "1 study" if panel.studies == 1 else f"{panel.studies} studies"
    people = "" if panel.people is None else f" with {panel.people} people"
    top = pen.paragraph(left, top, f"{panel.title}: {studies}{people}", width, bold=True) + 6
    for number, bar in enumerate(panel.bars):
        if panel.whole and number == len(panel.bars) - 1:
            pen.line(left, top, left + _LABELS + beside.GAP + _BAR, top, part="text")
            top += 8
        top = _bar(bar, pen, left, top)
    return top


def _bar(bar: Bar, pen: Pen, left: float, top: float) -> float:
    name = f"{bar.heading.label} {bar.heading.title}".strip()
    label = wrap(name, _LABELS, USUAL)
    pen.lines(left, top + 2, label)
    at = left + _LABELS + beside.GAP
    for segment in bar.segments:
        wide = segment.share * _BAR
        with pen.cell(name, f"{segment.mark.text} {_share(segment)}"):
            pen.block(at, top, wide, _HIGH, segment.mark.tone)
            if wide >= _LEAST and segment.mark.tone in SIGN:
                _, ink = PALETTES[pen.palette][segment.mark.tone]
                sign = SIGN[segment.mark.tone]
                pen.text(at + wide / 2, top + _HIGH / 2 + 4.4, sign, anchor="middle", bold=True, fill=ink)
        at += wide
    below = pen.lines(left + _LABELS + beside.GAP, top + _HIGH + 3, _said(bar), size=SMALL)
    return max(below, top + 2 + len(label) * leading(USUAL)) + 8


def _share(segment: Segment) -> str:
    return f"{segment.said} ({'1 study' if segment.studies == 1 else f'{segment.studies} studies'})"


def _said(bar: Bar) -> list[str]:
    """Give signs, words and shares in lines, one judgement after the other and none of them parted if it fits."""
    lines: list[str] = []
    for segment in bar.segments:
        said = f"{SIGN.get(segment.mark.tone, '')} {segment.mark.text} {_share(segment)}".strip()
        if lines and text_width(f"{lines[-1]}{_BETWEEN}{said}", SMALL) <= _BAR:
            lines[-1] += f"{_BETWEEN}{said}"
        else:
            lines.append(said)
    return [part for line in lines for part in wrap(line, _BAR, SMALL)]
