"""The words in which the JSON Schema of the reports is written."""

from typing import Any

from ccsvi_triage.model.words import Concern, Direction, EffectMeasure

TEXT: dict[str, Any] = {"type": "string"}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
FLAG: dict[str, Any] = {"type": "boolean"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
MAYBE_COUNT: dict[str, Any] = {"type": ["integer", "null"], "minimum": 0}
NUMBER: dict[str, Any] = {"type": ["number", "null"]}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}


def closed(properties: dict[str, Any]) -> dict[str, Any]:
    """Describe an object that has each of these keys, and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(items: dict[str, Any]) -> dict[str, Any]:
    """Describe a list."""
    return {"type": "array", "items": items}


def map_of(values: dict[str, Any]) -> dict[str, Any]:
    """Describe an object whose keys are ids or words of the library."""
    return {"type": "object", "additionalProperties": values}


def ref(name: str) -> dict[str, Any]:
    """Point to a definition."""
    return {"$ref": f"#/$defs/{name}"}


def words(*words: str, maybe: bool = False) -> dict[str, Any]:
    """Describe a word of a closed list; or ``null`` too."""
    return {"enum": [*words, None] if maybe else list(words)}


def or_null(of: dict[str, Any]) -> dict[str, Any]:
    """Describe what may be ``null``."""
    return {"anyOf": [{"type": "null"}, of]}


CONCERN = words(*(concern.name.lower() for concern in Concern if concern >= 0), maybe=True)
DIRECTION = words(*(direction.value for direction in Direction), maybe=True)

MEASURE = words(*(measure.value for measure in EffectMeasure), maybe=True)
