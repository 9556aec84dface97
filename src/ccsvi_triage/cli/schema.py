"""``triage schema``."""

import json

from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.requests import SchemaRequest
from ccsvi_triage.cli.streams import write
from ccsvi_triage.load.schema import library_schema
from ccsvi_triage.model import words
from ccsvi_triage.report.schema import report_schema


def run(request: SchemaRequest) -> int:
    """Print the JSON Schema of a library's files, or of the JSON reports."""
    documents = {
        name: (kind.__doc__ or "").strip().split("\n")[0]
        for name, kind in vars(words).items()
        if isinstance(kind, type)
    }
    schema = library_schema(documents) if request.what == "library" else report_schema()
    write(request.common.output, json.dumps(schema, indent=2) + "\n")
    return Exit.DONE
