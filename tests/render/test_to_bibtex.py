"""BibTeX is read back by a parser that others wrote, and no title is a command of TeX."""

import re
from collections.abc import Callable

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import NameParts, SeparateCoAuthors, SplitNameParts
from hypothesis import given, settings
from hypothesis import strategies as st

from ccsvi_triage.render.clean import clean
from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_bibtex import render
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind, Report

Find = Callable[[str], list[str]]

SIGNS = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    **{f"\\{sign}": sign for sign in "&%$#_"},
}


def text_of(tex: str) -> str:
    """Read what TeX would print, which may hold no other command."""
    pattern = re.compile("|".join(map(re.escape, SIGNS)))
    assert not set(pattern.sub("", tex)) & set("\\{}&%$#_~^"), tex
    return pattern.sub(lambda found: SIGNS[found[0]], tex)


def rendered(*references: Reference) -> str:
    return render(Report((), {}, references=references), Page())


def entries(text: str) -> list[dict[str, str]]:
    library = parse_string(text)
    assert not library.failed_blocks
    return [
        {"": entry.key, "@": entry.entry_type, **{field.key: field.value for field in entry.fields}}
        for entry in library.entries
    ]


ZAMBONI = Reference(
    id="zamboni-2009-jvs",
    kind=ReferenceKind.ARTICLE,
    title="CCSVI & 50% of {all} $costs$ in C:\\x_y",
    authors=(Author("van Zuuren", "E. J."), Author("Smith", "J.", "Jr"), Author(whole="Bodies and Others, Inc")),
    more_authors=True,
    date=(2009, 12, 8),
    container="J Vasc Surg",
    volume="50",
    issue="6",
    pages="1348-58.e1-3",
    doi="10.1002/(SICI)1097-0258(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    pmid="19958985",
    url="https://example.org/a_b%20c?d={e}",
    notes=("RETRACTED",),
)


def test_every_field_is_read_back_by_another_parser() -> None:
    (found,) = entries(rendered(ZAMBONI))
    title = found.pop("title")
    assert text_of(title.removeprefix("{").removesuffix("}")) == ZAMBONI.title
    assert found == {
        "": "zamboni-2009-jvs",
        "@": "article",
        "author": "van Zuuren, E. J. and Smith, Jr, J. and {Bodies and Others, Inc} and others",
        "year": "2009",
        "month": "dec",
        "journal": "J Vasc Surg",
        "volume": "50",
        "number": "6",
        "pages": "1348--58.e1--3",
        "doi": ZAMBONI.doi,
        "pmid": "19958985",
        "url": "https://example.org/a_b%20c?d=%7Be%7D",
        "note": "RETRACTED",
    }


def test_names_are_taken_apart_as_they_are_meant() -> None:
    library = parse_string(rendered(ZAMBONI), append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    first, second, third, fourth = library.entries[0]["author"]
    assert first == NameParts(first=["E.", "J."], von=["van"], last=["Zuuren"], jr=[])
    assert second == NameParts(first=["J."], von=[], last=["Smith"], jr=["Jr"])
    assert third == NameParts(first=[], von=[], last=["{Bodies and Others, Inc}"], jr=[])
    assert fourth.last == ["others"]


@pytest.mark.parametrize("kind", ReferenceKind)
def test_a_kind_without_a_type_of_its_own_is_misc(kind: ReferenceKind) -> None:
    (found,) = entries(rendered(Reference("a", kind, "T", container="C")))
    assert found["@"] == {"article": "article", "book": "book"}.get(kind.value, "misc")
    assert ("journal" in found) == (kind is ReferenceKind.ARTICLE)


@settings(max_examples=60)
@given(st.data())
def test_no_entry_is_lost_split_or_changed_by_what_stands_in_it(
    references: st.SearchStrategy[Reference], commands_in: Find, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(references, max_size=4, unique_by=lambda reference: reference.id))
    text = rendered(*drawn)
    assert not commands_in(text)
    found = entries(text)
    parted = parse_string(text, append_middleware=[SeparateCoAuthors()]).entries_dict
    assert [entry[""] for entry in found] == [reference.id for reference in drawn]
    for entry, reference in zip(found, drawn, strict=True):
        title = entry["title"].removeprefix("{").removesuffix("}")
        assert text_of(title) == " ".join(clean(reference.title).split())
        assert text_of(entry.get("volume", "")) == " ".join(clean(reference.volume).split())
        others = bool(reference.authors) and reference.more_authors
        names = parted[reference.id].fields_dict.get("author")
        assert len(names.value if names else []) == len(reference.authors) + others
