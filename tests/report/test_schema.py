"""The schema of the reports is itself a schema, and closed."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator

from ccsvi_triage.report.blocks import SCHEMA_VERSION
from ccsvi_triage.report.schema import report_schema


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for inner in schema.values():
            yield from objects(inner)
    if isinstance(schema, list):
        for inner in schema:
            yield from objects(inner)


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
