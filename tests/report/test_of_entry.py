"""The pages of the catalogue say all that an entry has."""

from collections.abc import Callable

import pytest

from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.instrument import Citation, Instrument
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.text import Id, Url
from ccsvi_triage.model.words import Direction, Flaw
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_terminal import render
from ccsvi_triage.report.of_entry import citation_words, joined, note_data, of_entries, of_notes, of_topics

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
NOTE = BiasNote(
    id=Id("how-far"),
    flaw=(Flaw.NO_SHAM, Flaw.NO_CONTROL),
    title="How far it goes",
    direction=Direction.AWAY_FROM_NULL,
    size="By half",
    contested="By a third elsewhere",
    about="Pain",
    sources=(Citation(cite="A count", doi="10.5555/n"), Citation(cite="Another", url=Url("https://x.org"))),
)
UNCONTESTED = BiasNote(
    id=Id("how-rare"),
    flaw=(Flaw.NO_SHAM,),
    title="How rare it is",
    direction=Direction.UNPREDICTABLE,
    size="Not known",
    about="Deaths",
    sources=(Citation(cite="A third", doi="10.5555/m"),),
)
OF_A_FLAW = Entry(id="no-control", group="flaw", title="Nobody beside", what="Alone")
BARE = Entry(id="no-thing", group="design", title="Another sense", what="Only this")


def text(*entries: Entry) -> str:
    return render(of_entries(entries, "1", (NOTE, UNCONTESTED)), Page())


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


def test_several_pages_have_one_title_and_a_single_one_is_its_own() -> None:
    other = Entry(id="other-thing", group="flaw", title="Other", what="That")
    lonely = Entry(id="word", group="control", title="Word", what="That")
    told = ([FULL], [FULL, BARE], [FULL, other], [lonely, Entry(id="more", group="control", title="M", what="M")])
    assert [of_entries(entries, "1").title for entries in told] == ["", "no-thing", "Flaws", "control"]


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
        "bias": [],
    }


def test_a_flaw_is_told_with_what_is_known_of_its_size_and_no_other_note() -> None:
    shown = text(OF_A_FLAW)
    for said in ("What is known of its size", NOTE.title, "away-from-null", NOTE.size, NOTE.contested, NOTE.about):
        assert said in shown
    assert shown.index("A count. doi:10.5555/n.") < shown.index("Another. https://x.org.")
    assert UNCONTESTED.title not in shown
    (page,) = of_entries([OF_A_FLAW], "1", (NOTE, UNCONTESTED)).data["pages"]
    assert page["bias"] == [note_data(NOTE)]


def test_a_page_that_is_no_flaw_has_no_note_even_where_its_word_is_that_of_one() -> None:
    word = Entry(id="no-control", group="design", title="A design", what="Of that name")
    (page,) = of_entries([word], "1", (NOTE,)).data["pages"]
    assert page["bias"] == []
    assert NOTE.title not in text(word)


def test_among_many_pages_a_note_is_named_and_machines_have_it_whole() -> None:
    report = of_entries([OF_A_FLAW], "1", (NOTE, UNCONTESTED), briefly=True)
    shown = render(report, Page())
    assert "how-far" in shown
    assert NOTE.size not in shown
    assert report.data["pages"][0]["bias"] == [note_data(NOTE)]


@pytest.mark.parametrize("shown", [text(OF_A_FLAW), render(of_notes([NOTE], "1"), Page(width=1000))])
def test_wherever_figures_stand_it_is_said_that_no_weight_or_sum_is_made_of_them(shown: str) -> None:
    assert "no weight and no sum is made of them" in " ".join(shown.split())


def test_all_notes_stand_on_one_page_with_their_flaws() -> None:
    report = of_notes([NOTE, UNCONTESTED], "1")
    shown = render(report, Page())
    assert shown.index("bias: how-far") < shown.index("bias: how-rare")
    assert "no-sham, no-control" in shown
    assert shown.count("Contested") == 1
    assert report.data["pages"] == [note_data(NOTE), note_data(UNCONTESTED)]


def test_machines_are_told_every_field_of_a_note() -> None:
    assert note_data(UNCONTESTED) == {
        "group": "bias",
        "word": "how-rare",
        "title": "How rare it is",
        "flaws": ["no-sham"],
        "direction": "unpredictable",
        "size": "Not known",
        "contested": "",
        "about": "Deaths",
        "sources": [{"cite": "A third", "doi": "10.5555/m", "url": "", "licence": "", "note": ""}],
    }


@pytest.mark.parametrize("direction", list(Direction))
def test_each_direction_is_told_in_a_sentence_too(direction: Direction) -> None:
    shown = render(of_notes([replaced(NOTE, direction=direction)], "1"), Page())
    assert f"{direction.value}: " in shown


def test_two_pages_on_one_word_are_joined() -> None:
    both = joined(of_entries([FULL], "1"), of_entries([BARE], "1"))
    assert [page["group"] for page in both.data["pages"]] == ["flaw", "design"]
    shown = render(both, Page())
    assert "Nothing there" in shown
    assert "Another sense" in shown


def test_the_topics_list_every_word_by_its_group(instrument_of: Callable[[str], Instrument]) -> None:
    report = of_topics([instrument_of("rob2")], [FULL, BARE], "1", [NOTE])
    assert report.data["pages"] == [
        {"group": "instrument", "words": ["rob2"]},
        {"group": "flaw", "words": ["no-thing"]},
        {"group": "design", "words": ["no-thing"]},
        {"group": "bias", "words": ["how-far"]},
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
