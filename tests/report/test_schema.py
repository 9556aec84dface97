"""The schema of the reports is itself a schema, and closed."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from ccsvi_triage.report.blocks import SCHEMA_VERSION
from ccsvi_triage.report.schema import report_schema
from ccsvi_triage.report.schema_agreement import OF_AGREEMENT
from ccsvi_triage.report.schema_claims import OF_AVERAGES, OF_CLAIMS
from ccsvi_triage.report.schema_comparison import OF_COMPARISON
from ccsvi_triage.report.schema_findings import OF_FINDINGS, OF_GATE
from ccsvi_triage.report.schema_library import OF_DIFFERENCE, OF_REPORT
from ccsvi_triage.report.schema_pages import OF_PAGES, PAGES
from ccsvi_triage.report.schema_studies import OF_JUDGEMENTS, OF_STUDY
from ccsvi_triage.report.schema_whatif import OF_WHATIF

PARTS = (
    *(OF_PAGES, OF_FINDINGS, OF_JUDGEMENTS, OF_AGREEMENT, OF_STUDY, OF_WHATIF, OF_COMPARISON),
    *(OF_CLAIMS, OF_AVERAGES, OF_REPORT, OF_DIFFERENCE, OF_GATE),
)


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    if isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


def references(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].removeprefix("#/$defs/")
        for inner in schema.values():
            yield from references(inner)
    if isinstance(schema, list):
        for inner in schema:
            yield from references(inner)


def test_the_schema_is_a_valid_one() -> None:
    Draft202012Validator.check_schema(report_schema())


def test_every_object_but_the_record_itself_says_which_keys_it_has() -> None:
    open_ = [schema for schema in objects(report_schema()) if "additionalProperties" not in schema]
    assert open_ == [{"type": "object"}]


def test_every_key_that_is_described_is_always_there() -> None:
    for schema in objects(report_schema()):
        assert schema.get("required", []) == list(schema.get("properties", {}))


def test_every_report_has_a_name_of_its_own_with_the_version() -> None:
    names = [report["properties"]["schema"]["const"] for report in report_schema()["oneOf"]]
    assert len(set(names)) == len(names)
    assert all(name.startswith("ccsvi-triage/") and name.endswith(f"/{SCHEMA_VERSION}") for name in names)


def test_no_two_parts_define_one_name() -> None:
    names = [name for part in PARTS for name in part]
    assert sorted(names) == sorted(set(names))
    assert set(names) == set(report_schema()["$defs"])


def test_every_definition_is_pointed_to_and_there_is_one_for_every_pointer() -> None:
    schema = report_schema()
    assert set(references(schema)) == set(schema["$defs"])
    assert set(PAGES) <= set(OF_PAGES)
