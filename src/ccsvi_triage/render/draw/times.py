"""A claim over time: how it stood, as bars, and the studies that appeared, as signs, all on one line of years."""

import math
from collections.abc import Sequence

from ccsvi_triage.render.draw import beside
from ccsvi_triage.render.draw.axis import Axis, years
from ccsvi_triage.render.draw.pen import RADIUS, SMALL, USUAL, Pen, leading, light_title, mark_height
from ccsvi_triage.report.charts import Happening, Moment, Stretch, Timeline
from ccsvi_triage.report.marks import Tone

_TIME, _SAYS, _BIAS = 320.0, 118.0, 120.0
_BAR = 16.0
_TAIL = 0.08
"""The least share of the line of time that the last bar has, since it stands until something new appears."""

_UNDATED = "undated"


def width_of(chart: Timeline) -> float:
    """Tell how wide a chart is."""
    return _room(chart) + _TIME + _SAYS + _BIAS + 3 * beside.GAP


def _room(chart: Timeline) -> float:
    return max(beside.room_for(each.study for each in chart.happenings), 160.0)


def draw(chart: Timeline, pen: Pen, left: float, top: float, width: float) -> float:
    """Draw the bars, then the studies below them, and give where they end."""
    columns = _Columns(chart, pen, left, width)
    if chart.stretches:
        top = columns.heads(top, "How the claim stood", "Certainty", "")
        for number, stretch in enumerate(chart.stretches):
            last = number == len(chart.stretches) - 1
            top = columns.stretch(stretch, None if last else chart.stretches[number + 1].since, top, last=last)
        top = columns.ticks(top) + beside.GAP
    if chart.happenings:
        top = columns.heads(top, "What appeared", "Says", "Judgement")
        for number, happening in enumerate(chart.happenings):
            top = columns.happening(happening, top, banded=bool(number % 2))
        top = columns.ticks(top)
    return top


class _Columns:
    """Where the columns are, and what is drawn in them."""

    def __init__(self, chart: Timeline, pen: Pen, left: float, width: float) -> None:
        self.pen, self.left, self.width, self.room = pen, left, width, _room(chart)
        self.time = left + self.room + beside.GAP
        self.says = self.time + _TIME + beside.GAP
        self.bias = self.says + _SAYS + beside.GAP
        self.axis, self.years = _axis(chart, self.time)

    def heads(self, top: float, first: str, second: str, third: str) -> float:
        high = leading(USUAL) + 6
        self.pen.band(self.left, top, self.width, high)
        for x, said in ((self.left + 4, first), (self.says, second), (self.bias, third)):
            self.pen.text(x, top + USUAL + 3, said, bold=True)
        return top + high

    def stretch(self, stretch: Stretch, after: Moment | None, top: float, *, last: bool) -> float:
        pen, rest = self.pen, _SAYS + beside.GAP + _BIAS
        since = f"since {stretch.since.said}" if stretch.since else _UNDATED
        sign = mark_height(stretch.verdict, self.room - 4, size=USUAL)
        high = max(sign + leading(SMALL), beside.text_height(stretch.certainty, rest)) + 2 * beside.PAD
        inner = top + beside.PAD
        with pen.cell(since, stretch.verdict.text, f"certainty {stretch.certainty}"):
            below = pen.mark(self.left + 4, inner, stretch.verdict, self.room - 4, size=USUAL)
            pen.text(self.left + 4, below + SMALL, since, size=SMALL, part="quiet")
            if self.axis is not None and stretch.since is not None:
                self._bar(self.axis, stretch.since, after, inner + sign / 2, stretch.verdict.tone, last=last)
        pen.paragraph(self.says, inner + 2, stretch.certainty, rest, size=SMALL)
        pen.line(self.left, top + high, self.left + self.width, top + high)
        return top + high

    def _bar(  # noqa: PLR0913 -- from when to when, and how it looks
        self, axis: Axis, since: Moment, after: Moment | None, y: float, tone: Tone, *, last: bool
    ) -> None:
        """Draw a bar from when a verdict stood for sure; a line before it is the time in which it may have begun."""
        start, end = axis.at(since.last), self.time + _TIME if after is None else axis.at(after.last)
        self.pen.line(axis.at(since.first), y, start, y, part="text")
        self.pen.block(start, y - _BAR / 2, max(end - start, 2), _BAR, tone, pointed=last)

    def happening(self, each: Happening, top: float, *, banded: bool) -> float:
        pen = self.pen
        heights = (
            beside.height_of(each.study, self.room - 4),
            mark_height(each.says, _SAYS),
            mark_height(each.judgement.mark, _BIAS),
        )
        high = max(heights) + 2 * beside.PAD
        if banded:
            pen.band(self.left, top, self.width, high)
        inner = top + beside.PAD
        middle = inner + mark_height(each.says, _SAYS) / 2
        beside.write(pen, each.study, self.left + 4, inner, self.room - 4)
        if self.axis is not None and each.when is not None:
            with pen.cell(f"{each.study.name}, {each.when.said}", each.says.text):
                first, last = self.axis.at(each.when.first), self.axis.at(each.when.last)
                pen.line(first, middle, last, middle, part="text")
                place = min(max((first + last) / 2, self.time + RADIUS), self.time + _TIME - RADIUS)
                pen.sign(place, middle, each.says.tone)
        elif each.when is None:
            pen.text(self.time, inner + SMALL + 2, _UNDATED, size=SMALL, part="quiet")
        with pen.cell(f"{each.study.name} says", each.says.text):
            pen.mark(self.says, inner, each.says, _SAYS)
        with pen.cell(f"{each.study.name}, judgement", light_title(each.judgement)):
            pen.mark(self.bias, inner, each.judgement.mark, _BIAS)
        return top + high

    def ticks(self, top: float) -> float:
        if self.axis is None:
            return top
        pen = self.pen
        pen.line(self.time, top, self.time + _TIME, top, part="text")
        for x, said in self.years:
            pen.line(x, top, x, top + 4, part="text")
            pen.text(x, top + 5 + SMALL, said, size=SMALL, anchor="middle")
        return top + leading(SMALL) + 6


def _axis(chart: Timeline, left: float) -> tuple[Axis | None, Sequence[tuple[float, str]]]:
    known = [each.when for each in chart.happenings if each.when is not None]
    known += [stretch.since for stretch in chart.stretches if stretch.since is not None]
    if not known:
        return None, ()
    first, last = min(moment.first for moment in known), max(moment.last for moment in known)
    begun = [stretch.since.last for stretch in chart.stretches if stretch.since is not None]
    if begun:
        low = math.floor(first)
        last = max(last, (max(begun) - _TAIL * low) / (1 - _TAIL))
    return years(first, last, left, _TIME)
