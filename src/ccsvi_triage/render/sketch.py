"""Charts as text pictures, for a terminal: made of signs that every terminal has, and of tables."""

from collections.abc import Iterable, Iterator, Sequence

from ccsvi_triage.render.draw.axis import Axis, axis_for, ticks, years
from ccsvi_triage.render.palette import SIGN
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Line, Pairs, Picture, Table, Text
from ccsvi_triage.report.charts import (
    Bar,
    DirectionRow,
    Directions,
    Evidence,
    Forest,
    ForestPanel,
    ForestRow,
    Happening,
    LightPanel,
    Spread,
    Summary,
    Timeline,
    TrafficLight,
    Way,
)
from ccsvi_triage.report.marks import Mark, Tone

_INDENT = "  "
_BAR = 60
_PLOT = 46
_LEAST_PLOT = 24
"""A drawn interval that would be shorter has its words below it."""

_SHORTEST = 16
_ARROWS = {Way.BETTER: "▲", Way.WORSE: "▼", Way.MORE: "▶", Way.LESS: "◀", Way.SAME: "◆", Way.UNKNOWN: "?"}
_HOLLOW = {Way.BETTER: "△", Way.WORSE: "▽", Way.MORE: "▷", Way.LESS: "◁", Way.SAME: "◇", Way.UNKNOWN: "?"}
_PLAIN = {Way.BETTER: "^", Way.WORSE: "v", Way.MORE: ">", Way.LESS: "<", Way.SAME: "=", Way.UNKNOWN: "?"}


def sketch(picture: Picture, width: int, *, ascii_only: bool) -> Iterator[Block]:
    """Give a picture as blocks that a terminal can show.

    Args:
        picture: What is shown.
        width: Characters a line.
        ascii_only: Only ASCII can be shown.
    """
    chart = picture.chart
    match chart:
        case TrafficLight():
            yield from _lights(picture, chart, width)
        case Summary():
            yield from _summary(chart, width)
        case Forest():
            yield from _forest(chart, width)
        case Directions():
            yield _directions(chart, ascii_only=ascii_only)
        case Timeline():
            yield from _timeline(picture, chart, width)
        case Evidence():
            rows = (("Verdict", chart.verdict), ("Certainty", chart.certainty), ("May say", f'"{chart.may}"'))
            yield Pairs(rows)
            yield from _apart(table._replace(title="") for table in picture.tables)


def _apart(tables: Iterable[Table]) -> Iterator[Block]:
    for table in tables:
        yield Gap()
        yield table


# traffic lights


def _lights(picture: Picture, chart: TrafficLight, width: int) -> Iterator[Block]:
    """Give a grid of signs with the word of each, or the words themselves where one sign stands for several."""
    for panel, table in zip(chart.panels, picture.tables, strict=True):
        words = _words(panel)
        yield Gap()
        if words is None or _grid_width(panel) > width:
            yield table
            continue
        yield _grid(panel)
        key = [f"{sign} {word}" for sign, word in words.items()]
        yield Text("; ".join(key), under=True)
        yield Text("; ".join(f"{h.label} {h.title}" for h in panel.headings if h.title), Tone.MUTED, under=True)


def _words(panel: LightPanel) -> dict[str, str] | None:
    """Give the word that each sign stands for, or nothing where one stands for two."""
    words: dict[str, str] = {}
    for row in panel.rows:
        for light in row.lights:
            if light is not None:
                word = light.mark.text.removesuffix(" *")
                if words.setdefault(SIGN.get(light.mark.tone, ""), word) != word:
                    return None
    return None if "" in words else words


def _grid_width(panel: LightPanel) -> int:
    heads = sum(max(len(heading.label), 3) + 2 for heading in panel.headings)
    names = 2 + max((len(row.study.id) for row in panel.rows), default=0)
    return names + heads + (_RESULT if _several(panel) else 0)


_RESULT = 14
"""The least room for the name of a result."""


def _several(panel: LightPanel) -> bool:
    """Tell whether a study stands in more than one row, which its id does not tell apart."""
    return len({row.study.id for row in panel.rows}) < len(panel.rows)


def _grid(panel: LightPanel) -> Table:
    several = _several(panel)
    columns = [Column("Study", whole=True), *([Column("Result")] if several else [])]
    columns += [Column(heading.label, whole=True) for heading in panel.headings]
    rows = []
    for row in panel.rows:
        cells: list[Cell] = [Mark(row.study.id, Tone.CODE), *([row.study.about] if several else [])]
        for light in row.lights:
            starred = "*" if light is not None and light.mark.text.endswith(" *") else ""
            cells.append(Mark(starred, light.mark.tone) if light is not None else "n/a")
        rows.append(tuple(cells))
    return Table(panel.title, tuple(columns), tuple(rows))


# shares


def _summary(chart: Summary, width: int) -> Iterator[Block]:
    for panel in chart.panels:
        people = "" if panel.people is None else f", {panel.people} people"
        studies = "1 study" if panel.studies == 1 else f"{panel.studies} studies"
        yield Gap()
        yield Text(f"{panel.title}: {studies}{people}", Tone.STRONG)
        for bar in panel.bars:
            yield Text(f"{bar.heading.label} {bar.heading.title}".strip(), under=True)
            yield Line((_INDENT, *_bar(bar, min(_BAR, width - 4))), whole=True)
            told = (f"{SIGN.get(s.mark.tone, '')} {s.mark.text} {s.said} ({s.studies})".strip() for s in bar.segments)
            yield Text(", ".join(told), Tone.MUTED, under=True)


def _bar(bar: Bar, width: int) -> Iterator[Mark]:
    """Fill a line with signs by their shares, each at least once."""
    if not bar.segments:
        return
    exact = [segment.share * width for segment in bar.segments]
    cells = [max(1, int(amount)) for amount in exact]
    order = sorted(range(len(exact)), key=lambda n: (cells[n] - exact[n], n))
    at = 0
    while sum(cells) < width:
        cells[order[at % len(order)]] += 1
        at += 1
    while sum(cells) > width and max(cells) > 1:
        cells[cells.index(max(cells))] -= 1
    for segment, number in zip(bar.segments, cells, strict=True):
        yield Mark(SIGN.get(segment.mark.tone, ".") * number, segment.mark.tone)


# effects


def _forest(chart: Forest, width: int) -> Iterator[Block]:
    for panel in chart.panels:
        yield Gap()
        yield Text(panel.title, Tone.STRONG)
        yield from _panel(panel, width)


def _panel(panel: ForestPanel, width: int) -> Iterator[Block]:
    spreads = [row.spread for row in panel.rows if row.spread is not None]
    spreads += [panel.pooled.spread] if panel.pooled is not None else []
    words = [row.said for row in panel.rows if row.spread is not None]
    words += [panel.pooled.said] if panel.pooled is not None else []
    room = width - 2 * len(_INDENT) - max(map(len, words), default=0)
    beside = room >= _LEAST_PLOT
    wide = min(_PLOT, room if beside else width - 2 * len(_INDENT))
    axis = axis_for(spreads, panel.none, ratio=panel.ratio, left=0, width=wide - 1) if spreads else None
    for row in panel.rows:
        yield from _headline(row, width)
        if row.spread is None or axis is None:
            yield Text(row.said, under=True)
        else:
            yield from _told(_interval(axis, panel.none, row.spread, wide), row.said, beside=beside)
    if panel.pooled is not None and axis is not None:
        yield Text(panel.pooled.name, Tone.STRONG, under=True)
        yield Text(panel.pooled.how, Tone.MUTED, under=True)
        drawn = _interval(axis, panel.none, panel.pooled.spread, wide, line="=", point="O")
        yield from _told(drawn, panel.pooled.said, beside=beside)
    if axis is not None:
        yield from _ticks(ticks(axis, panel.none, width=lambda said: len(said) + 1.5), wide)
        yield Text(f"below {panel.none:g}: {panel.less}; above {panel.none:g}: {panel.more}", Tone.MUTED, under=True)
        yield Text(_read_as(axis, spreads, pooled=panel.pooled is not None), Tone.MUTED, under=True)


def _headline(row: ForestRow, width: int) -> Iterator[Block]:
    """Name a study with what its effect is made of: beside each other, or one below the other where that is long."""
    about = "; ".join(part for part in (row.study.about, row.given) if part)
    name, mark = Mark(row.study.id, Tone.CODE), row.judgement.mark
    used = len(_INDENT) + len(row.study.id) + 2 + len(about) + 4 + len(mark.text)
    if used <= width:
        yield Line((_INDENT, name, f"  {about}" if about else ""), mark)
        return
    yield Line((_INDENT, name), mark)
    yield Text(about, under=True)


def _told(drawn: str, said: str, *, beside: bool) -> Iterator[Block]:
    yield Line((f"{_INDENT}{drawn}{f'  {said}' if beside else ''}",), whole=True)
    if not beside:
        yield Text(said, under=True)


def _read_as(axis: Axis, spreads: Sequence[Spread], *, pooled: bool) -> str:
    """Say how the signs are to be read, as far as there are such."""
    told = ["# estimate, - interval"]
    told += ["O and = of the average"] if pooled else []
    if any(s.low is not None and s.high is not None and (axis.below(s.low) or axis.above(s.high)) for s in spreads):
        told.append("< or > it goes on")
    return ", ".join(told)


def _interval(  # noqa: PLR0913 -- how it is drawn
    axis: Axis, none: float, spread: Spread, width: int, *, line: str = "-", point: str = "#"
) -> str:
    """Draw an estimate with its limits; an angle at an end says that it goes on beyond it."""
    drawn = [" "] * width
    middle = round(axis.at(none))
    drawn[middle] = "|"
    if spread.low is not None and spread.high is not None:
        first, last = round(axis.at(spread.low)), round(axis.at(spread.high))
        drawn[first : last + 1] = line * (last + 1 - first)
        if first <= middle <= last:
            drawn[middle] = "+"
        if axis.below(spread.low):
            drawn[first] = "<"
        if axis.above(spread.high):
            drawn[last] = ">"
    if not axis.below(spread.value) and not axis.above(spread.value):
        drawn[round(axis.at(spread.value))] = point
    return "".join(drawn)


def _ticks(told: Sequence[tuple[float, str]], width: int, before: str = _INDENT) -> Iterator[Line]:
    rule, below = ["-"] * width, [" "] * (width + 8)
    for place, said in told:
        at = round(place)
        rule[at] = "+"
        start = max(at - len(said) // 2, 0)
        below[start : start + len(said)] = said
    yield Line((f"{before}{''.join(rule)}",), whole=True)
    yield Line((f"{before}{''.join(below).rstrip()}",), whole=True)


def _directions(chart: Directions, *, ascii_only: bool) -> Table:
    columns = (
        Column("Study", whole=True),
        Column("Direction"),
        Column("People", right=True),
        Column("Result"),
        Column("Judgement"),
    )
    rows = tuple(
        (
            Mark(row.study.id, Tone.CODE),
            f"{_arrow(row, ascii_only=ascii_only)} {row.way.value}{', in one group' if row.within else ''}",
            "not recorded" if row.people is None else str(row.people),
            "; ".join(part for part in (row.study.about, row.said) if part),
            row.judgement.mark,
        )
        for row in chart.rows
    )
    return Table("", columns, rows)


def _arrow(row: DirectionRow, *, ascii_only: bool) -> str:
    if ascii_only:
        return _PLAIN[row.way]
    return (_HOLLOW if row.within else _ARROWS)[row.way]


# time


def _timeline(picture: Picture, chart: Timeline, width: int) -> Iterator[Block]:
    yield from _apart(picture.tables[:1])
    dated = [each for each in chart.happenings if each.when is not None]
    names = max((len(each.study.id) for each in chart.happenings), default=0)
    says = max((len(each.says.text) + 2 for each in chart.happenings), default=0)
    wide = width - len(_INDENT) - names - says - 4
    if not dated or wide < _SHORTEST:
        yield from _apart(picture.tables[1:])
        return
    first = min(each.when.first for each in dated if each.when)
    last = max(each.when.last for each in dated if each.when)
    axis, told = years(first, last, 0, wide - 1, width=len)
    yield Gap()
    yield Text("What appeared", Tone.STRONG)
    for each in chart.happenings:
        yield Line(
            (_INDENT, *_track(each, axis, names, wide), "  ", f"{SIGN[each.says.tone]} ", each.says.text), whole=True
        )
    yield from _ticks(told, wide, " " * (len(_INDENT) + names + 2))
    if any(axis.at(each.when.last) - axis.at(each.when.first) > 1 for each in dated if each.when):
        yield Text("- when it may have appeared, where no day is known", Tone.MUTED, under=True)


def _track(each: Happening, axis: Axis, names: int, width: int) -> Iterator[Cell]:
    yield Mark(each.study.id, Tone.CODE)
    yield " " * (names - len(each.study.id) + 2)
    if each.when is None:
        yield "undated".ljust(width)
        return
    start, end = round(axis.at(each.when.first)), round(axis.at(each.when.last))
    middle = (start + end) // 2
    drawn = [" "] * start + ["-"] * (end - start + 1) + [" "] * (width - end - 1)
    yield "".join(drawn[:middle])
    yield Mark(SIGN[each.says.tone], each.says.tone)
    yield "".join(drawn[middle + 1 :])
