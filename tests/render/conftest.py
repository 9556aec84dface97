"""What the tests of renderers share."""

import pytest
from hypothesis import strategies as st

from ccsvi_triage.report.blocks import (
    Block,
    Cell,
    Column,
    Divider,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
    Verbatim,
)

IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,40}", fullmatch=True)


@pytest.fixture(scope="session")
def ids() -> st.SearchStrategy[str]:
    """Give a way to draw ids."""
    return IDS


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
        st.just(Divider()),
        st.just(Gap()),
    )
    return st.deferred(lambda: st.lists(blocks, max_size=4).map(lambda drawn: Report(tuple(drawn), {})))
