"""A picture as a report of its own: drawn where that can be, as a table elsewhere, and for programs as its data."""

import math
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from ccsvi_triage.report.blocks import SCHEMA_VERSION, Picture, Report
from ccsvi_triage.report.charts import Directions, Evidence, Forest, Summary, Timeline, TrafficLight

KINDS = {
    "traffic-light": TrafficLight,
    "summary": Summary,
    "forest": Forest,
    "directions": Directions,
    "timeline": Timeline,
    "evidence": Evidence,
}
"""The kinds of pictures, each with its chart."""


def of_plot(picture: Picture, version: str) -> Report:
    """Tell one picture.

    Args:
        picture: What is shown.
        version: The tool's version.
    """
    kind = next(name for name, chart in KINDS.items() if isinstance(picture.chart, chart))
    data = {
        "schema": f"ccsvi-triage/plot/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "kind": kind,
        "title": picture.title,
        "description": picture.description,
        "notes": list(picture.notes),
        "chart": plain(picture.chart),
    }
    return Report((picture,), data, picture.title, picture.tables)


def plain(value: Any) -> Any:  # noqa: ANN401 -- any part of a chart, and what JSON can hold of it
    """Give a chart, or a part of one, as JSON has it; a number that has no limit there is ``null``."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {name: plain(part) for name, part in zip(value._fields, value, strict=True)}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def shape_of(hint: Any) -> dict[str, Any]:  # noqa: ANN401 -- the type of any part of a chart
    """Give the JSON Schema of a part of a chart from its type."""
    if isinstance(hint, UnionType):
        inner = [part for part in get_args(hint) if part is not NoneType]
        (shape,) = map(shape_of, inner)
        return {"anyOf": [shape, {"type": "null"}]} if len(inner) < len(get_args(hint)) else shape
    if get_origin(hint) is tuple:
        return {"type": "array", "items": shape_of(get_args(hint)[0])}
    if hasattr(hint, "_fields"):
        parts = {name: shape_of(part) for name, part in get_type_hints(hint).items()}
        return {"type": "object", "properties": parts, "required": list(parts), "additionalProperties": False}
    if issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return {"type": _PLAIN[hint]}


_PLAIN = {str: "string", bool: "boolean", int: "integer", float: ["number", "null"]}
"""A number that has a fraction may be without limit, and is ``null`` then."""
