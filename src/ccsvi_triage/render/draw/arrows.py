"""Directions of effects: an arrow for each result, larger the more people, and hollow for a change in one group."""

import math

from ccsvi_triage.render.draw import beside
from ccsvi_triage.render.draw.pen import SMALL, USUAL, Pen, leading, light_title, mark_height
from ccsvi_triage.report.charts import DirectionRow, Directions, Way

_ARROW, _WAY, _PEOPLE, _RESULT, _BIAS = 34.0, 106.0, 74.0, 230.0, 120.0
_LEAST, _LARGEST = 8.0, 24.0


def width_of(chart: Directions) -> float:
    """Tell how wide a chart is."""
    return _room(chart) + _ARROW + _WAY + _PEOPLE + _RESULT + _BIAS + 5 * beside.GAP


def _room(chart: Directions) -> float:
    return beside.room_for(row.study for row in chart.rows)


def draw(chart: Directions, pen: Pen, left: float, top: float, width: float) -> float:
    """Draw the rows, and give where they end."""
    room = _room(chart)
    starts = [left + room + beside.GAP]
    for wide in (_ARROW, _WAY, _PEOPLE, _RESULT):
        starts.append(starts[-1] + wide + beside.GAP)
    arrow, way, people, result, bias = starts
    high = leading(USUAL) + 6
    pen.band(left, top, width, high)
    base = top + USUAL + 3
    for x, said in ((left + 4, "Study"), (arrow, "Direction"), (result, "Result"), (bias, "Judgement")):
        pen.text(x, base, said, bold=True)
    pen.text(people + _PEOPLE, base, "People", bold=True, anchor="end")
    top += high
    most = max((row.people for row in chart.rows if row.people is not None), default=0)
    for number, row in enumerate(chart.rows):
        high = _height(row, room)
        if number % 2:
            pen.band(left, top, width, high)
        inner = top + beside.PAD
        beside.write(pen, row.study, left + 4, inner, room - 4)
        with pen.cell(f"{row.study.name}, {_people(row)}", _way(row), row.said):
            _arrow(pen, row, arrow + _ARROW / 2, inner + _LARGEST / 2, most)
        pen.paragraph(way, inner + 2, _way(row), _WAY, size=SMALL)
        pen.lines(people + _PEOPLE, inner + 2, _told(row), size=SMALL, anchor="end")
        pen.paragraph(result, inner + 2, row.said, _RESULT, size=SMALL)
        with pen.cell(f"{row.study.name}, judgement", light_title(row.judgement)):
            pen.mark(bias, inner, row.judgement.mark, _BIAS)
        top += high
        pen.line(left, top, left + width, top)
    return top


def _height(row: DirectionRow, room: float) -> float:
    heights = (
        beside.height_of(row.study, room - 4),
        beside.text_height(_way(row), _WAY) + 2,
        beside.text_height(row.said, _RESULT) + 2,
        len(_told(row)) * leading(SMALL) + 2,
        mark_height(row.judgement.mark, _BIAS),
        _LARGEST,
    )
    return max(heights) + 2 * beside.PAD


def _way(row: DirectionRow) -> str:
    return f"{row.way.value}, in one group" if row.within else row.way.value


def _told(row: DirectionRow) -> list[str]:
    return ["not", "recorded"] if row.people is None else [str(row.people)]


def _people(row: DirectionRow) -> str:
    return "number of people not recorded" if row.people is None else f"{row.people} people"


def _arrow(pen: Pen, row: DirectionRow, x: float, y: float, most: int) -> None:
    """Draw an arrow around a point, or a question mark where no direction can be told."""
    if row.way is Way.UNKNOWN:
        pen.text(x, y + 5, "?", size=14, anchor="middle", bold=True)
        return
    size = max(_LEAST, _LARGEST * math.sqrt(row.people / most)) if row.people and most else _LEAST
    half = size / 2
    points = {
        Way.BETTER: [(x, y - half), (x + half, y + half), (x - half, y + half)],
        Way.WORSE: [(x, y + half), (x + half, y - half), (x - half, y - half)],
        Way.MORE: [(x + half, y), (x - half, y - half), (x - half, y + half)],
        Way.LESS: [(x - half, y), (x + half, y - half), (x + half, y + half)],
        Way.SAME: [(x - half, y), (x, y - half), (x + half, y), (x, y + half)],
    }
    pen.shape(points[row.way], hollow=row.within)
