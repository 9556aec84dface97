"""RIS says what the references say, to a reader that others wrote, whatever stands in them."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.render.clean import clean, disarm
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_ris import render, split_pages
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind, Report

Find = Callable[[str], list[str]]

ZAMBONI = Reference(
    id="zamboni-2009-jvs",
    kind=ReferenceKind.ARTICLE,
    title="An open study",
    authors=(Author("Zamboni", "P."), Author("Smith", "J.", "Jr"), Author(whole="MS Trust")),
    date=(2009, 12),
    container="Journal of Vascular Surgery",
    volume="50",
    issue="6",
    pages="1348-58",
    doi="10.1016/j.jvs.2009.07.096",
    pmid="19958985",
    pmcid="PMC1",
    url="https://example.org/a",
    notes=("RETRACTED", "Retraction 2013"),
)


def read(text: str) -> list[dict[str, Any]]:
    return list(rispy.loads(text))


def said(text: str) -> str:
    """Give a text as it may stand in a line, behind its tag."""
    return disarm(f"TI  - {' '.join(clean(text).split())}").removeprefix("TI  - ")


def test_every_field_is_read_back_by_another_reader() -> None:
    (found,) = read(render(Report((), {}, references=(ZAMBONI,)), Page()))
    assert found == {
        "type_of_reference": "JOUR",
        "id": "zamboni-2009-jvs",
        "authors": ["Zamboni, P.", "Smith, J., Jr", "MS Trust"],
        "title": "An open study",
        "secondary_title": "Journal of Vascular Surgery",
        "journal_name": "Journal of Vascular Surgery",
        "year": "2009",
        "date": "2009/12//",
        "volume": "50",
        "number": "6",
        "start_page": "1348",
        "end_page": "1358",
        "doi": "10.1016/j.jvs.2009.07.096",
        "accession_number": "19958985",
        "custom2": "PMC1",
        "urls": ["https://example.org/a"],
        "notes": ["RETRACTED", "Retraction 2013"],
    }


def test_what_is_not_known_is_not_written() -> None:
    text = render(Report((), {}, references=(Reference("a", ReferenceKind.OTHER, "T"),)), Page())
    assert text == "TY  - GEN\r\nID  - a\r\nTI  - T\r\nER  - \r\n"


@settings(max_examples=60)
@given(st.data())
def test_no_record_is_lost_split_or_changed_by_what_stands_in_it(
    references: st.SearchStrategy[Reference], commands_in: Find, data: st.DataObject
) -> None:
    drawn = tuple(data.draw(st.lists(references, max_size=4)))
    text = render(Report((), {}, references=drawn), Page())
    assert not commands_in(text)
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\x00-\x1f\x7f-\x9f\u2028\u2029]*", line) for line in lines)
    found = read(text)
    assert [record["id"] for record in found] == [reference.id for reference in drawn]
    for record, reference in zip(found, drawn, strict=True):
        assert record["title"] == said(reference.title)
        assert len(record.get("authors", [])) == len(reference.authors)
        assert record.get("doi", "") == said(reference.doi)
        assert record.get("year", "") == "".join(str(part) for part in reference.date[:1])


@pytest.mark.parametrize(
    ("pages", "start", "end"),
    [
        ("482-91", "482", "491"),
        ("1348-58", "1348", "1358"),
        ("E3295-E3304", "E3295", "E3304"),
        ("E1203-12", "E1203", "E1212"),
        ("A13-5", "A13", "A15"),
        ("9-17", "9", "17"),
        ("98\u2013102", "98", "102"),
        ("148-1052", "148", "1052"),
        ("e0116559", "e0116559", ""),
        ("121", "121", ""),
        ("1348-58.e1-3", "1348-58.e1-3", ""),
        ("S1-T4", "S1-T4", ""),
        ("20-13", "20-13", ""),
        ("CD009903.pub2", "CD009903.pub2", ""),
        ("", "", ""),
    ],
)
def test_pages_are_taken_apart_only_where_they_are_a_plain_range(pages: str, start: str, end: str) -> None:
    assert split_pages(pages) == (start, end)


@given(st.integers(1, 99999), st.integers(0, 99999))
def test_a_short_last_page_means_the_same_page(first: int, more: int) -> None:
    last = str(first + more)
    kept = next((at for at, (a, b) in enumerate(zip(str(first), last, strict=False)) if a != b), len(last) - 1)
    short = last[kept:] if len(last) == len(str(first)) else last
    assert split_pages(f"{first}-{short}") == (str(first), last)
