"""Every format writes every report, and the same report always alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.render.formats import Format, pieces, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report


@pytest.mark.parametrize("format_", Format)
@settings(max_examples=30)
@given(st.data())
def test_a_report_is_written_alike_each_time_and_ends_with_its_line(
    reports: st.SearchStrategy[Report], format_: Format, data: st.DataObject
) -> None:
    report, page = data.draw(reports), Page(data.draw(st.integers(40, 120)))
    text = render(report, format_, page)
    assert text == render(report, format_, page)
    assert not text or text.endswith("\n")


@pytest.mark.parametrize("format_", Format)
@settings(max_examples=20)
@given(st.data())
def test_pieces_are_whole_lines_of_the_same_text(
    reports: st.SearchStrategy[Report], found: st.SearchStrategy[Report], format_: Format, data: st.DataObject
) -> None:
    report = data.draw(reports)._replace(findings=data.draw(found).findings)
    assert "".join(pieces(report, format_, Page())) == render(report, format_, Page())
