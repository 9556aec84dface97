"""What the tests of renderers share."""

from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from ccsvi_triage.cli.app import parse_with_typer
from ccsvi_triage.cli.dispatch import dispatch
from ccsvi_triage.render.palette import SIGN
from ccsvi_triage.report.blocks import (
    Block,
    Cell,
    Column,
    Divider,
    Gap,
    Line,
    Mark,
    Pairs,
    Picture,
    Report,
    Table,
    Text,
    Tone,
    Verbatim,
)
from ccsvi_triage.report.charts import (
    Bar,
    BarPanel,
    Chart,
    DirectionRow,
    Directions,
    Evidence,
    EvidenceRow,
    Forest,
    ForestPanel,
    ForestRow,
    Happening,
    Heading,
    Label,
    Light,
    LightPanel,
    LightRow,
    Moment,
    Pooled,
    Segment,
    Spread,
    Stretch,
    Summary,
    Timeline,
    TrafficLight,
    Way,
    Weights,
)
from ccsvi_triage.report.of_plot import KINDS

ROOT = Path(__file__).parent.parent.parent
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,40}", fullmatch=True)


@pytest.fixture(scope="session")
def ids() -> st.SearchStrategy[str]:
    """Give a way to draw ids."""
    return IDS


@st.composite
def _pictures(draw: st.DrawFn, hostile: st.SearchStrategy[str]) -> Picture:
    """Draw a picture in which every text is hostile, whatever its kind."""

    def maybe(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.none() | inner

    def some(inner: st.SearchStrategy[Any], least: int = 0) -> tuple[Any, ...]:
        return tuple(draw(st.lists(inner, min_size=least, max_size=3)))

    marks = st.builds(Mark, hostile, st.sampled_from(sorted(SIGN)))
    labels, lights = st.builds(Label, IDS, hostile, hostile), st.builds(Light, marks, hostile)
    people, ways = maybe(st.integers(0, 10**6)), st.sampled_from(Way)
    years = st.integers(1500, 2199)
    moments = maybe(st.builds(lambda year, wide: Moment(str(year), float(year), year + wide), years, st.floats(0, 1)))
    numbers = st.floats(-1e6, 1e6) | st.sampled_from((0.0, 1.0, float("inf")))
    finite, limits = st.floats(-1e6, 1e6) | st.floats(0, 3), maybe(numbers)
    spreads = st.builds(Spread, finite, limits, limits).map(
        lambda s: s if None in s or s.low <= s.high else Spread(s.value, s.high, s.low)  # type: ignore[operator]
    )
    chart: Chart
    match draw(st.sampled_from(list(KINDS))):
        case "traffic-light":
            whole = draw(st.booleans())
            headings = some(st.builds(Heading, hostile, hostile), 1)
            rows = some(st.builds(LightRow, labels, st.tuples(*(maybe(lights) for _ in headings))))
            chart = TrafficLight((LightPanel(draw(hostile), headings, rows, whole),))
        case "summary":
            found = some(marks, 1)
            segments = tuple(Segment(mark, 1 / len(found), draw(hostile), 2) for mark in found)
            bars = some(st.builds(Bar, st.builds(Heading, hostile, hostile), st.just(segments)), 1)
            panel = BarPanel(draw(hostile), bars, draw(st.integers(1, 99)), draw(people), draw(st.booleans()))
            chart = Summary(draw(st.sampled_from(Weights)), (panel,))
        case "forest":
            drawn = some(st.builds(ForestRow, labels, hostile, maybe(spreads), hostile, people, lights))
            pooled = draw(maybe(st.builds(Pooled, hostile, spreads, hostile, hostile)))
            ratio = draw(st.booleans())
            names = [draw(hostile) for _ in range(3)]
            chart = Forest((ForestPanel(names[0], ratio, float(ratio), names[1], names[2], drawn, pooled),))
        case "directions":
            rows = some(st.builds(DirectionRow, labels, ways, st.booleans(), hostile, people, lights))
            chart = Directions(draw(hostile), rows)
        case "timeline":
            happenings = some(st.builds(Happening, labels, moments, marks, st.booleans(), people, lights))
            chart = Timeline(some(st.builds(Stretch, moments, marks, hostile)), happenings)
        case _:
            texts = [draw(hostile) for _ in range(3)]
            of = st.builds(EvidenceRow, labels, hostile, hostile, people, marks, lights, marks, hostile)
            chart = Evidence(texts[0], draw(marks), texts[1], texts[2], some(of))
    count = len(chart.panels) if isinstance(chart, TrafficLight) else 2
    tables = tuple(Table(draw(hostile), (Column("What"),), ((draw(hostile),),)) for _ in range(count))
    return Picture(draw(hostile), draw(hostile), chart, tables, some(hostile))


@pytest.fixture(scope="session")
def pictures(hostile: st.SearchStrategy[str]) -> st.SearchStrategy[Picture]:
    """Give a way to draw pictures of every kind in which every text is hostile."""
    return _pictures(hostile)


@pytest.fixture(scope="session")
def reports(hostile: st.SearchStrategy[str]) -> st.SearchStrategy[Report]:
    """Give a way to draw reports in which every text is hostile and every code is an id."""
    codes = IDS.map(lambda code: Mark(code, Tone.CODE))
    cells: st.SearchStrategy[Cell] = hostile | st.builds(
        Mark, hostile, st.sampled_from([tone for tone in Tone if tone is not Tone.CODE])
    )

    @st.composite
    def tables(draw: st.DrawFn) -> Table:
        columns = [Column("Id", whole=True)]
        columns += draw(
            st.lists(st.builds(Column, st.sampled_from(("What", "Why so", "")), right=st.booleans()), max_size=4)
        )
        rows = draw(st.lists(st.tuples(codes, *(cells for _ in columns[1:])), max_size=4))
        title = draw(st.just("") | hostile)
        return Table(title, tuple(columns), tuple(rows), draw(st.booleans()), draw(st.booleans()))

    def pairs(rows: list[tuple[Cell, Cell]], title: str) -> Pairs:
        return Pairs(tuple(rows), title)

    blocks: st.SearchStrategy[Block] = st.one_of(
        st.builds(Line, st.lists(cells, max_size=3).map(tuple), st.just("") | codes, st.booleans()),
        tables(),
        st.builds(pairs, st.lists(st.tuples(cells | codes, cells), max_size=3), st.just("") | hostile),
        st.builds(Text, hostile, st.sampled_from(Tone), st.booleans()),
        st.builds(Verbatim, hostile),
        _pictures(hostile),
        st.just(Divider()),
        st.just(Gap()),
    )
    return st.deferred(lambda: st.lists(blocks, max_size=4).map(lambda drawn: Report(tuple(drawn), {})))


@pytest.fixture(scope="session")
def page_of() -> Callable[..., str]:
    """Give a function that runs the program on the shipped case and gives the page that it writes."""

    def run(*words: str, form: str = "html") -> str:
        asked = parse_with_typer([*words, "--format", form, "--data", str(ROOT / "data"), "--quiet"])
        assert not isinstance(asked, int)
        said = StringIO()
        with redirect_stdout(said):
            assert dispatch(asked) == 0
        return said.getvalue()

    return run


OF_CLAIM = ("timeline", "evidence")


@pytest.fixture(scope="session")
def plot(page_of: Callable[..., str]) -> Callable[[str, str], str]:
    """Give a function that draws a picture of a kind from the shipped case."""

    def draw(kind: str, form: str) -> str:
        claim = "angioplasty-reduces-relapses-rrms"
        words = (claim,) if kind in OF_CLAIM else ("--all",)
        return page_of("plot", kind, *words, form=form)

    return draw
