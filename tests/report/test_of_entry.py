"""The pages of the catalogue say all that an entry has."""

from collections.abc import Callable

import pytest

from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.instrument import Citation, Instrument
from ccsvi_triage.model.text import Url
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_terminal import render
from ccsvi_triage.report.of_entry import citation_words, joined, of_entries, of_topics

FULL = Entry(
    id="no-thing",
    group="flaw",
    title="Nothing there",
    what="What it is",
    why="Why it matters so",
    mend="How to mend it",
    example="For example",
    see=("other-thing", "more"),
    sources=(Citation(cite="A source", doi="10.5555/x", note="seen"),),
    sevco="00278",
)
BARE = Entry(id="no-thing", group="design", title="Another sense", what="Only this")


def text(*entries: Entry) -> str:
    return render(of_entries(entries, "1"), Page())


def test_a_page_shows_everything_that_an_entry_has() -> None:
    shown = text(FULL)
    for said in ("Nothing there", "flaw: no-thing", FULL.what, FULL.why, FULL.mend, FULL.example, "other-thing, more"):
        assert said in shown
    assert "term 00278" in shown
    assert "A source. doi:10.5555/x. seen" in shown


def test_a_page_leaves_out_what_an_entry_does_not_have() -> None:
    assert text(BARE) == f"Another sense{' ' * 51}design: no-thing\n\nOnly this\n"


def test_a_word_of_several_vocabularies_has_a_page_for_each() -> None:
    shown = text(FULL, BARE)
    assert shown.index("flaw: no-thing") < shown.index("design: no-thing")
    assert [page["group"] for page in of_entries([FULL, BARE], "1").data["pages"]] == ["flaw", "design"]


def test_machines_are_told_every_field_of_an_entry() -> None:
    (page,) = of_entries([FULL], "1").data["pages"]
    assert page == {
        "group": "flaw",
        "word": "no-thing",
        "title": "Nothing there",
        "what": "What it is",
        "why": "Why it matters so",
        "mend": "How to mend it",
        "example": "For example",
        "see": ["other-thing", "more"],
        "sevco": "00278",
        "sources": [{"cite": "A source", "doi": "10.5555/x", "url": "", "licence": "", "note": "seen"}],
    }


def test_two_pages_on_one_word_are_joined() -> None:
    both = joined(of_entries([FULL], "1"), of_entries([BARE], "1"))
    assert [page["group"] for page in both.data["pages"]] == ["flaw", "design"]
    shown = render(both, Page())
    assert "Nothing there" in shown
    assert "Another sense" in shown


def test_the_topics_list_every_word_by_its_group(instrument_of: Callable[[str], Instrument]) -> None:
    report = of_topics([instrument_of("rob2")], [FULL, BARE], "1")
    assert report.data["pages"] == [
        {"group": "instrument", "words": ["rob2"]},
        {"group": "flaw", "words": ["no-thing"]},
        {"group": "design", "words": ["no-thing"]},
    ]
    shown = render(report, Page())
    assert "rob2" in shown
    assert "design" in shown


@pytest.mark.parametrize(
    ("citation", "said"),
    [
        (Citation(cite="A book"), "A book."),
        (Citation(cite="A book."), "A book."),
        (Citation(cite="A page", url=Url("https://x.org"), licence="CC0"), "A page. https://x.org. CC0."),
        (Citation(cite="A paper", doi="10.5555/x", note="Its table 1."), "A paper. doi:10.5555/x. Its table 1."),
    ],
)
def test_a_citation_has_its_address_and_its_note(citation: Citation, said: str) -> None:
    assert citation_words(citation) == said
