"""``triage show``."""

from typing import Any

from ccsvi_triage import version
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import locate, open_library, pick_study
from ccsvi_triage.cli.requests import ShowRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.load.files import stored
from ccsvi_triage.model.library import Library
from ccsvi_triage.report.of_record import of_record


def run(request: ShowRequest) -> int:
    """Show one record of any kind, as its file has it."""
    library = open_library(request.common)
    kind, record = _find(request, library)
    located = locate(request.common)
    text = stored(located.folder, located.shown, record.where.record)
    say(of_record(kind, record, text, version()), request.common)
    return Exit.DONE


def _find(request: ShowRequest, library: Library) -> tuple[str, Any]:
    """Look an id up in every list; a study may also be named by other words."""
    found = [
        (name, known[request.id]) for name, known in zip(Library._fields, library, strict=True) if request.id in known
    ]
    if len(found) > 1:
        where = "; ".join(f"{name}: {record.where.record}" for name, record in found)
        raise Stop(Exit.CANNOT, f"triage: {request.id!r} is the id of several records ({where})")
    if found:
        return found[0]
    return "studies", pick_study(request.id, library, exact=request.exact)
