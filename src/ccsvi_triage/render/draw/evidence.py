"""The evidence on a claim: its verdict, and the studies that count, as a table."""

from ccsvi_triage.render.draw import beside
from ccsvi_triage.render.draw.lettering import wrap
from ccsvi_triage.render.draw.pen import SMALL, USUAL, Pen, leading, light_title, mark_height
from ccsvi_triage.report.charts import Evidence, EvidenceRow
from ccsvi_triage.report.marks import Mark

_COLUMNS = (
    *(("When", 70.0), ("Design", 100.0), ("People", 62.0), ("Says", 88.0)),
    *(("Judgement", 104.0), ("Can carry", 104.0), ("Result", 200.0)),
)
_GAP = 10.0
_VERDICT = 90.0


def width_of(chart: Evidence) -> float:
    """Tell how wide a chart is."""
    return _room(chart) + sum(wide + _GAP for _, wide in _COLUMNS)


def _room(chart: Evidence) -> float:
    return beside.room_for(row.study for row in chart.rows)


def draw(chart: Evidence, pen: Pen, left: float, top: float, width: float) -> float:
    """Draw the verdict, then the studies, and give where they end."""
    top = _verdict(chart, pen, left, top, width) + beside.GAP
    if not chart.rows:
        return pen.paragraph(left, top, "No study that the claim names counts.", width)
    room = _room(chart)
    starts = [left + room + _GAP]
    for _, wide in _COLUMNS:
        starts.append(starts[-1] + wide + _GAP)
    high = leading(USUAL) + 6
    pen.band(left, top, width, high)
    pen.text(left + 4, top + USUAL + 3, "Study", bold=True)
    for (name, wide), x in zip(_COLUMNS, starts, strict=False):
        right = name == "People"
        pen.text(x + (wide if right else 0), top + USUAL + 3, name, bold=True, anchor="end" if right else "start")
    top += high
    for number, row in enumerate(chart.rows):
        top = _row(row, pen, left, top, width, room, starts, banded=bool(number % 2))
        pen.line(left, top, left + width, top)
    return top


def _verdict(chart: Evidence, pen: Pen, left: float, top: float, width: float) -> float:
    at, room = left + _VERDICT, width - _VERDICT
    pen.text(left, top + USUAL + 2, "Verdict", part="quiet")
    with pen.cell("Verdict", chart.verdict.text):
        top = pen.mark(at, top, chart.verdict, room, size=USUAL)
    for name, said in (("Certainty", chart.certainty), ("May say", f'"{chart.may}"')):
        pen.text(left, top + USUAL + 2, name, part="quiet")
        top = pen.paragraph(at, top + 2, said, room)
    return top


def _row(  # noqa: PLR0913, PLR0917 -- where the columns are
    row: EvidenceRow,
    pen: Pen,
    left: float,
    top: float,
    width: float,
    room: float,
    starts: list[float],
    *,
    banded: bool,
) -> float:
    cells = _cells(row)
    heights = [beside.height_of(row.study, room - 4)]
    for (_, wide), cell in zip(_COLUMNS, cells, strict=True):
        heights.append(mark_height(cell, wide) if isinstance(cell, Mark) else beside.text_height(cell, wide) + 2)
    high = max(heights) + 2 * beside.PAD
    if banded:
        pen.band(left, top, width, high)
    inner = top + beside.PAD
    beside.write(pen, row.study, left + 4, inner, room - 4)
    for (name, wide), x, cell in zip(_COLUMNS, starts, cells, strict=False):
        said = light_title(row.judgement) if name == "Judgement" else cell.text if isinstance(cell, Mark) else cell
        with pen.cell(f"{row.study.name}, {name}", said):
            if isinstance(cell, Mark):
                pen.mark(x, inner, cell, wide)
            elif name == "People":
                pen.lines(x + wide, inner + 2, wrap(cell, wide, SMALL), size=SMALL, anchor="end")
            else:
                pen.paragraph(x, inner + 2, cell, wide, size=SMALL)
    return top + high


def _cells(row: EvidenceRow) -> tuple[str | Mark, ...]:
    people = "not recorded" if row.people is None else str(row.people)
    return row.when, row.design, people, row.says, row.judgement.mark, row.carries, row.result
