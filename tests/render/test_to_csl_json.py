"""CSL-JSON keeps to its schema, and reads back as what the references say."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from ccsvi_triage.render.page import Page
from ccsvi_triage.render.to_csl_json import render
from ccsvi_triage.report.blocks import Author, Reference, ReferenceKind, Report

Find = Callable[[str], list[str]]

TEXT = {"type": "string"}
FLAG = {"type": ["string", "number", "boolean"]}
EITHER = {"type": ["string", "number"]}
NAME = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"), TEXT),
        **dict.fromkeys(("comma-suffix", "static-ordering", "parse-names"), FLAG),
    },
    "additionalProperties": False,
}
PART = {"type": "array", "items": EITHER, "minItems": 1, "maxItems": 3}
SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "id": EITHER,
            "type": {
                "enum": [
                    *("article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter"),
                    *("dataset", "document", "manuscript", "paper-conference", "post", "post-weblog", "report"),
                    *("review", "speech", "thesis", "webpage"),
                ]
            },
            "author": {"type": "array", "items": NAME},
            "issued": {
                "type": "object",
                "properties": {"date-parts": {"type": "array", "items": PART, "minItems": 1, "maxItems": 2}},
                "additionalProperties": False,
            },
            **dict.fromkeys(("volume", "issue", "page"), EITHER),
            **dict.fromkeys(("title", "container-title", "DOI", "PMID", "PMCID", "URL", "note"), TEXT),
        },
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
"""The parts of csl-data.json (citation-style-language/schema) that are in use, and no others."""


def rendered(*references: Reference, ascii_only: bool = False) -> str:
    return render(Report((), {}, references=references), Page(ascii=ascii_only))


def test_a_reference_has_what_is_known_and_no_other_field() -> None:
    reference = Reference(
        id="a",
        kind=ReferenceKind.ARTICLE,
        title="T",
        authors=(Author("Zamboni", "P."), Author("Smith", "J.", "Jr"), Author(whole="MS Trust")),
        date=(2009, 12),
        container="J",
        volume="50",
        pages="1348-58.e1-3",
        doi="10.5555/x",
        notes=("RETRACTED", "Retraction 2013"),
    )
    assert json.loads(rendered(reference)) == [
        {
            "id": "a",
            "type": "article-journal",
            "title": "T",
            "author": [
                {"family": "Zamboni", "given": "P."},
                {"family": "Smith", "given": "J.", "suffix": "Jr"},
                {"literal": "MS Trust"},
            ],
            "issued": {"date-parts": [[2009, 12]]},
            "container-title": "J",
            "volume": "50",
            "page": "1348-58.e1-3",
            "DOI": "10.5555/x",
            "note": "RETRACTED; Retraction 2013",
        }
    ]


def test_no_references_are_an_empty_list() -> None:
    assert rendered() == "[]\n"


@settings(max_examples=60)
@given(st.data())
def test_it_keeps_to_the_schema_and_to_the_letter_whatever_stands_in_it(
    references: st.SearchStrategy[Reference], commands_in: Find, data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(references, max_size=4))
    for ascii_only in (False, True):
        text = rendered(*drawn, ascii_only=ascii_only)
        assert not commands_in(text)
        assert not ascii_only or text.isascii()
        found = json.loads(text)
        Draft7Validator(SCHEMA).validate(found)
        for item, reference in zip(found, drawn, strict=True):
            assert item["title"] == reference.title
            assert item.get("container-title", "") == reference.container
            assert item.get("page", "") == reference.pages
            assert len(item.get("author", [])) == len(reference.authors)


def test_every_kind_has_a_type_of_the_schema() -> None:
    found = json.loads(rendered(*(Reference("a", kind, "T") for kind in ReferenceKind)))
    Draft7Validator(SCHEMA).validate(found)
    assert len({item["type"] for item in found}) == len(ReferenceKind)
