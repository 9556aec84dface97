"""A picture as a report of its own: drawn where that can be, as a table elsewhere, and for programs as its data."""

import math
from enum import Enum
from typing import Any

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
