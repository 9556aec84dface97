"""The record classes as JSON Schema, for editors: the dataclass is the schema, and this is its shadow."""

import types
import typing
from collections.abc import Mapping
from enum import Enum, IntEnum
from typing import Any

from ccsvi_triage.load.files import SECTIONS
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.record import Record, fields_of, required
from ccsvi_triage.model.text import Pattern
from ccsvi_triage.model.words import Basis, Silence

DRAFT = "http://json-schema.org/draft-07/schema#"
"""Editors know draft 7 best."""

_SCALAR = {"type": ["string", "number", "boolean"]}
_MAYBE = {"type": ["string", "number", "boolean", "null"]}


def library_schema(documents: Mapping[str, str]) -> dict[str, Any]:
    """Give the schema of a library's files.

    Args:
        documents: A sentence for each record class and closed word, by its name, for an editor to show.

    Returns:
        A JSON Schema, draft 7. Plain YAML values are admitted where text is meant, since an editor's YAML reads
        ``2009`` as a number and ``no`` in a boolean's place.
    """
    maker = _Maker(documents)
    properties = {name: {"type": ["array", "null"], "items": maker.reference(kind)} for name, kind in SECTIONS.items()}
    return {
        "$schema": DRAFT,
        "title": "A library of studies, claims and sheets for triage",
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "definitions": dict(sorted(maker.definitions.items())),
    }


class _Maker:
    def __init__(self, documents: Mapping[str, str]) -> None:
        self._documents = documents
        self.definitions: dict[str, Any] = {}

    def reference(self, kind: type[Record]) -> dict[str, Any]:
        """Point to a record's definition, made at the first call."""
        name = kind.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._record(kind)
        return {"$ref": f"#/definitions/{name}"}

    def _record(self, kind: type[Record]) -> dict[str, Any]:
        fields = fields_of(kind)
        needed = [name for name in fields if required(kind, name)]
        schema: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: self._optional(hint, needed=name in needed) for name, hint in fields.items()},
        }
        if kind.__doc__:
            schema["description"] = kind.__doc__.strip().split("\n")[0]
        if needed:
            schema["required"] = needed
        plain = getattr(kind, "PLAIN", "")
        return {"anyOf": [self._type(fields[plain]), schema]} if plain else schema

    def _optional(self, hint: Any, *, needed: bool) -> dict[str, Any]:  # noqa: ANN401 -- an annotation
        schema = self._type(hint)
        return schema if needed else {"anyOf": [schema, {"type": "null"}]}

    def _type(self, hint: Any) -> dict[str, Any]:  # noqa: ANN401, PLR0911 -- one line for each kind of type
        origin, args = typing.get_origin(hint), typing.get_args(hint)
        if origin in (types.UnionType, typing.Union):
            return self._type(next(a for a in args if a is not types.NoneType))
        if origin is tuple:
            item = self._type(args[0])
            many = {"type": "array", "items": item}
            lone = isinstance(args[0], type) and issubclass(args[0], str)
            return {"anyOf": [many, item]} if lone else many
        if origin is Mapping:
            return {"type": "object", "additionalProperties": self._type(args[1])}
        if origin is Fact:
            return self._fact(args[0])
        if hint is Condition:
            clause = self._type(Mapping[str, tuple[str, ...]])
            return {"anyOf": [clause, {"type": "array", "items": clause}]}
        if hint is int:
            return {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]{1,12}$"}
        if issubclass(hint, Record):
            return self.reference(hint)
        if issubclass(hint, Enum):
            return self._words(hint)
        if issubclass(hint, Pattern):
            return {"type": ["string", "number"], "pattern": f"^({hint.PATTERN})$", "description": hint.WANTS}
        return _SCALAR

    def _fact(self, hint: Any) -> dict[str, Any]:  # noqa: ANN401 -- an annotation
        value = {"anyOf": [self._type(hint), {"enum": [silence.value for silence in Silence]}]}
        written_out = {
            "type": "object",
            "additionalProperties": False,
            "required": ["value"],
            "properties": {
                "value": value,
                "source": {**_MAYBE, "description": "the id of a source or study"},
                "locator": {**_MAYBE, "description": "the spot in the source"},
                "basis": self._optional(Basis, needed=False),
                "note": _MAYBE,
            },
        }
        return {"anyOf": [value, written_out]}

    def _words(self, kind: type[Enum]) -> dict[str, Any]:
        name = kind.__name__
        if name not in self.definitions:
            named = issubclass(kind, IntEnum)
            words: list[str | bool] = [m.name.lower() if named else str(m.value) for m in kind]
            words += [truth for word, truth in (("yes", True), ("no", False)) if word in words]
            self.definitions[name] = {"enum": words, "description": self._documents.get(name, "")}
        return {"$ref": f"#/definitions/{name}"}
