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
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.palette import SIGN
from ccsvi_triage.report.blocks import (
    Author,
    Block,
    Cell,
    Column,
    Divider,
    Finding,
    Gap,
    Line,
    Mark,
    Pairs,
    Picture,
    Reference,
    ReferenceKind,
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
def references(hostile: st.SearchStrategy[str]) -> st.SearchStrategy[Reference]:
    """Give a way to draw references in which every text is hostile, and every id and address what a reader lets in."""
    words = hostile.filter(str.strip)
    people = st.builds(Author, family=st.sampled_from(("van Zuuren", "O'Neill", "M\u00fcller")), given=st.just("E. J."))
    authors = st.lists(people | words.map(lambda name: Author(whole=name)), max_size=4).map(tuple)
    dates = st.one_of(
        st.just(()),
        st.tuples(st.integers(1500, 2199)),
        st.tuples(st.integers(1500, 2199), st.integers(1, 12)),
        st.tuples(st.integers(1500, 2199), st.integers(1, 12), st.integers(1, 28)),
    )
    printable = st.text(
        st.characters(min_codepoint=33, max_codepoint=0x2FFF, categories=("L", "N", "P", "S")), max_size=20
    )
    return st.builds(
        Reference,
        id=IDS,
        kind=st.sampled_from(ReferenceKind),
        title=words,
        authors=authors,
        more_authors=st.booleans(),
        date=dates,
        container=hostile,
        volume=hostile,
        issue=hostile,
        pages=hostile | st.sampled_from(("1348-58.e1-3", "482-91", "E3295-E3304", "e0116559", "12", "9-3")),
        doi=st.just("") | printable.map(lambda rest: f"10.5555/{rest}x"),
        pmid=st.sampled_from(("", "19958985")),
        pmcid=st.sampled_from(("", "PMC4132574")),
        url=st.just("") | printable.map(lambda rest: f"https://example.org/{rest}"),
        notes=st.lists(words, max_size=2).map(tuple),
    )


@pytest.fixture(scope="session")
def found(hostile: st.SearchStrategy[str]) -> st.SearchStrategy[Report]:
    """Give a way to draw reports with findings in which every text is hostile, the names of files among them."""

    @st.composite
    def findings(draw: st.DrawFn) -> Finding:
        line, column = draw(st.integers(0, 3)), draw(st.integers(0, 3))
        place = Place(draw(hostile), line, column, line + draw(st.integers(0, 1)), column + draw(st.integers(0, 2)))
        rule = draw(st.sampled_from(("F102", "flaw:no-control", "judgement:critical", "claim:open")) | hostile)
        study, claim = draw(st.sampled_from((("a-2009", ""), ("", "it-helps"), ("", ""))))
        level = draw(st.sampled_from(PROBLEM_SEVERITIES))
        help_ = draw(st.just("") | hostile)
        return Finding(rule, level, draw(hostile), place, help_, study, draw(st.just("") | IDS), claim, draw(hostile))

    data = {
        "schema": "ccsvi-triage/report/1.1",
        "tool": {"name": "ccsvi-triage", "version": "1.2"},
        "data": {"version": "sha256:0", "files": 1},
        "date": "2026-11-21",
        "notice": "no official form",
        "instruments": [{"id": "rob2", "version": "2019"}],
    }

    def report(drawn: list[Finding]) -> Report:
        return Report((), data, findings=tuple(drawn), subjects=("a-2009", "nothing-2010"))

    return st.lists(findings(), max_size=3).map(report)


@pytest.fixture(scope="session")
def finding() -> Callable[..., Finding]:
    """Give a function that makes a plain finding, but for what is told."""

    def make(**told: Any) -> Finding:
        usual: dict[str, Any] = {
            "rule": "F102",
            "level": Severity.ERROR,
            "message": "a study has no 'tilte'",
            "place": Place("data/a.yaml", 3, 5, 3, 10),
            "study": "a-2009",
        }
        return Finding(**{**usual, **told})

    return make


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
def plot(page_of: Callable[..., str]) -> Callable[..., str]:
    """Give a function that draws a picture of a kind from the shipped case: of one claim, or of all studies."""

    def draw(kind: str, form: str, *, every: bool = False) -> str:
        claim = "angioplasty-reduces-relapses-rrms"
        words = (claim,) if kind in OF_CLAIM else ("--all",) if every else ("--claim", claim)
        return page_of("plot", kind, *words, form=form)

    return draw
