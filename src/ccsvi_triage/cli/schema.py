"""``triage schema``."""

import json
from collections.abc import Mapping
from typing import Any

from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.requests import SchemaRequest
from ccsvi_triage.cli.streams import write
from ccsvi_triage.load.schema import library_schema
from ccsvi_triage.model import words
from ccsvi_triage.report.schema import report_schema


def run(request: SchemaRequest) -> int:
    """Print the JSON Schema of a library's files, or of the JSON reports."""
    write(request.common.output, of_library() if request.what == "library" else _text(report_schema()))
    return Exit.DONE


def of_library() -> str:
    """Give the JSON Schema of a library's files as text."""
    documents = {
        name: (kind.__doc__ or "").strip().split("\n")[0]
        for name, kind in vars(words).items()
        if isinstance(kind, type)
    }
    return _text(library_schema(documents))


def _text(schema: Mapping[str, Any]) -> str:
    return json.dumps(schema, indent=2) + "\n"
