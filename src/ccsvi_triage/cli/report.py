"""``triage report``."""

from ccsvi_triage import version
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import told
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import ReportRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.whole import judge_library
from ccsvi_triage.report.of_library import of_library


def run(request: ReportRequest) -> int:
    """Tell a whole library."""
    with Progress(quiet=request.common.quiet) as progress:
        judged = judge_library(request.common, progress)
    if judged.whole is None:
        raise Stop(Exit.CANNOT, *told(list(judged.errors)))
    say(of_library(judged.whole, version(), date=request.date), request.common)
    return Exit.DONE
