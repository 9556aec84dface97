"""Forest plots: estimates with intervals on an axis, what they are made of, and how each study is judged."""

import math

from ccsvi_triage.render.draw import beside
from ccsvi_triage.render.draw.axis import Axis, axis_for, ticks
from ccsvi_triage.render.draw.lettering import wrap
from ccsvi_triage.render.draw.pen import SMALL, USUAL, Pen, leading, light_title, mark_height
from ccsvi_triage.report.charts import Forest, ForestPanel, ForestRow, Pooled, Spread

_GIVEN, _PLOT, _SAID, _BIAS = 130.0, 260.0, 130.0, 110.0
_MANY = 25
_LEAST, _LARGEST, _EVEN = 5.0, 14.0, 8.0
_ARROW = 6.0
_DIAMOND = 6.0
"""Half of its height."""

_SLIM = 2.0
"""A diamond that is slimmer could not be seen."""


def width_of(chart: Forest) -> float:
    """Tell how wide a chart is."""
    return _room(chart) + _GIVEN + _PLOT + _SAID + _BIAS + 4 * beside.GAP if chart.panels else 0.0


def _room(chart: Forest) -> float:
    return beside.room_for(row.study for panel in chart.panels for row in panel.rows)


def draw(chart: Forest, pen: Pen, left: float, top: float, width: float) -> float:
    """Draw the panels one under the other, and give where they end."""
    for panel in chart.panels:
        top = _Drawn(panel, pen, left, width, _room(chart), _most(chart)).draw(top) + 2 * beside.GAP
    return top


def _most(chart: Forest) -> int:
    """Give the largest number of people, to which all squares are drawn; 0 where one is unknown, and all are alike."""
    people = [row.people for panel in chart.panels for row in panel.rows if row.spread is not None]
    return 0 if None in people else max(filter(None, people), default=0)


class _Drawn:
    """One panel on its paper, with where its columns are."""

    def __init__(  # noqa: PLR0913, PLR0917 -- where it is, and what it shares with the others
        self, panel: ForestPanel, pen: Pen, left: float, width: float, room: float, most: int
    ) -> None:
        self.panel, self.pen, self.left, self.width, self.room = panel, pen, left, width, room
        self.given = left + room + beside.GAP
        self.plot = self.given + _GIVEN + beside.GAP
        self.said = self.plot + _PLOT + beside.GAP
        self.bias = self.said + _SAID + beside.GAP
        self.end = self.bias + _BIAS
        spreads = [row.spread for row in panel.rows if row.spread is not None]
        spreads += [panel.pooled.spread] if panel.pooled is not None else []
        self.axis: Axis | None = None
        if spreads:
            self.axis = axis_for(spreads, panel.none, ratio=panel.ratio, left=self.plot, width=_PLOT)
        self.most = most

    def draw(self, top: float) -> float:
        pen, panel = self.pen, self.panel
        top = pen.paragraph(self.left, top, panel.title, self.width, bold=True) + 4
        top = self._heads(top)
        first = top
        for number, row in enumerate(panel.rows):
            high = self._height(row)
            if number % 2:
                pen.band(self.left, top, self.end - self.left, high)
            self._row(row, top)
            top += high
        if panel.pooled is not None:
            top = self._pooled(panel.pooled, top)
        if self.axis is None:
            return top
        none = self.axis.at(panel.none)
        pen.line(none, first, none, top, part="quiet", dashed=True)
        top = self._ticks(self.axis, top)
        return self._sides(top)

    def _heads(self, top: float) -> float:
        pen, high = self.pen, leading(USUAL) + 6
        pen.band(self.left, top, self.end - self.left, high)
        base = top + USUAL + 3
        drawn = ((self.given, "Made of"), (self.said, "Effect")) if self.axis else ((self.given, "Why none"),)
        for x, said in ((self.left + 4, "Study"), *drawn, (self.bias, "Judgement")):
            pen.text(x, base, said, bold=True)
        if self.axis and len(self.panel.rows) > _MANY:
            return self._ticks(self.axis, top + high, above=True)
        return top + high

    def _said_room(self, row: ForestRow) -> float:
        return _SAID if row.spread is not None else _GIVEN + _PLOT + _SAID + 2 * beside.GAP

    def _height(self, row: ForestRow) -> float:
        heights = (
            beside.height_of(row.study, self.room - 4),
            beside.text_height(row.given, _GIVEN),
            beside.text_height(row.said, self._said_room(row)),
            mark_height(row.judgement.mark, _BIAS),
        )
        return max(heights) + 2 * beside.PAD

    def _row(self, row: ForestRow, top: float) -> None:
        pen, inner = self.pen, top + beside.PAD
        beside.write(pen, row.study, self.left + 4, inner, self.room - 4)
        if row.spread is None or self.axis is None:
            pen.paragraph(self.given, inner + 1, row.said, self._said_room(row), size=SMALL)
        else:
            pen.paragraph(self.given, inner + 1, row.given, _GIVEN, size=SMALL)
            people = "" if row.people is None else f", {row.people} people"
            with pen.cell(f"{row.study.name}{people}", row.said):
                self._interval(self.axis, row.spread, inner + mark_height(row.judgement.mark, _BIAS) / 2, row.people)
            pen.paragraph(self.said, inner + 1, row.said, _SAID, size=SMALL)
        with pen.cell(f"{row.study.name}, judgement", light_title(row.judgement)):
            pen.mark(self.bias, inner, row.judgement.mark, _BIAS)

    def _interval(self, axis: Axis, spread: Spread, y: float, people: int | None) -> None:
        pen = self.pen
        if spread.low is not None and spread.high is not None:
            left, right = axis.at(spread.low), axis.at(spread.high)
            pen.line(left, y, right, y, part="text")
            self._arrows(axis, spread, y)
        if not axis.below(spread.value) and not axis.above(spread.value):
            side = _EVEN if not self.most else max(_LEAST, _LARGEST * math.sqrt((people or 0) / self.most))
            pen.square(axis.at(spread.value), y, side)

    def _arrows(self, axis: Axis, spread: Spread, y: float, *, half: float = 4.0) -> None:
        """Point beyond an end of the axis where an interval goes on there."""
        if spread.low is not None and axis.below(spread.low):
            tip = axis.at(spread.low)
            self.pen.shape([(tip, y), (tip + _ARROW, y - half), (tip + _ARROW, y + half)])
        if spread.high is not None and axis.above(spread.high):
            tip = axis.at(spread.high)
            self.pen.shape([(tip, y), (tip - _ARROW, y - half), (tip - _ARROW, y + half)])

    def _pooled(self, pooled: Pooled, top: float) -> float:
        pen = self.pen
        assert self.axis is not None
        pen.line(self.left, top, self.end, top, part="text")
        names = wrap(pooled.name, self.room - 4, USUAL, bold=True)
        how = wrap(pooled.how, _GIVEN, SMALL)
        said = wrap(pooled.said, _SAID, SMALL, bold=True)
        high = max(len(names) * leading(USUAL), max(len(how), len(said)) * leading(SMALL)) + 2 * beside.PAD
        pen.lines(self.left + 4, top + beside.PAD, names, bold=True)
        pen.lines(self.given, top + beside.PAD + 1, how, size=SMALL)
        pen.lines(self.said, top + beside.PAD + 1, said, size=SMALL, bold=True)
        with pen.cell(pooled.name, pooled.said, pooled.how):
            self._diamond(self.axis, pooled.spread, top + beside.PAD + leading(USUAL) / 2)
        return top + high

    def _diamond(self, axis: Axis, spread: Spread, y: float) -> None:
        """Draw a diamond from limit to limit; where it goes on beyond the axis it is cut off, with an arrow."""
        middle = axis.at(spread.value)
        left = axis.place(spread.value if spread.low is None else spread.low)
        right = axis.place(spread.value if spread.high is None else spread.high)
        upper = []
        for tip, cut in ((left, self.plot + _ARROW), (right, self.plot + _PLOT - _ARROW)):
            goes_on = tip < self.plot if tip <= middle else tip > self.plot + _PLOT
            if goes_on:
                share = (tip - cut) / (tip - middle) if math.isfinite(tip) else 1.0
                upper.append((cut, _DIAMOND * max(share, 0.0)))
            else:
                upper.append((tip, 0.0))
        (start, rise), (end, fall) = upper
        slim = max(_SLIM - (end - start), 0.0) / 2
        start, end = start - slim, end + slim
        corners = [(start, y - rise), (middle, y - _DIAMOND), (end, y - fall)]
        corners += [(end, y + fall)] * bool(fall) + [(middle, y + _DIAMOND)] + [(start, y + rise)] * bool(rise)
        self.pen.shape(corners)
        self._arrows(axis, spread, y, half=_DIAMOND + 1)

    def _ticks(self, axis: Axis, top: float, *, above: bool = False) -> float:
        pen = self.pen
        high = leading(SMALL) + 6
        line = top + high if above else top
        pen.line(self.plot, line, self.plot + _PLOT, line, part="text")
        for x, said in ticks(axis, self.panel.none):
            pen.line(x, line - (4 if above else 0), x, line + (0 if above else 4), part="text")
            pen.text(x, line - 6 if above else line + 5 + SMALL, said, size=SMALL, anchor="middle")
        return top + high

    def _sides(self, top: float) -> float:
        pen, half = self.pen, _PLOT / 2 - 6
        none = f"{self.panel.none:g}"
        left = wrap(f"below {none}: {self.panel.less}", half, SMALL)
        right = wrap(f"above {none}: {self.panel.more}", half, SMALL)
        pen.lines(self.plot, top + 2, left, size=SMALL, part="quiet")
        pen.lines(self.plot + _PLOT, top + 2, right, size=SMALL, anchor="end", part="quiet")
        return top + 2 + max(len(left), len(right)) * leading(SMALL)
