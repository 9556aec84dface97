"""``triage report``."""

import os
from collections.abc import Iterable

from ccsvi_triage import version
from ccsvi_triage.cli.dates import day_of
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.gate import Asked, Gate
from ccsvi_triage.cli.library import locate, told
from ccsvi_triage.cli.policy import policy_of
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import Common, ReportRequest
from ccsvi_triage.cli.rules import with_rules
from ccsvi_triage.cli.streams import say, say_aside
from ccsvi_triage.cli.whole import Judged, judge_library
from ccsvi_triage.logic.gate import OF_LIBRARY
from ccsvi_triage.render.formats import OF_FINDINGS, Format, pieces
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Block, Report
from ccsvi_triage.report.judged import unshown
from ccsvi_triage.report.of_gate import with_gate
from ccsvi_triage.report.of_library import of_library
from ccsvi_triage.report.of_problems import of_problems

SUMMARY = "GITHUB_STEP_SUMMARY"
MOST_BYTES = 1_048_576
"""A summary of a step may hold so many."""


def run(request: ReportRequest) -> int:
    """Tell a whole library."""
    common = request.common
    date = day_of(request.date)
    gate = Gate(_asked(request), policy_of(locate(common)))
    summary = _summary_file() if request.step_summary else ""
    with Progress(quiet=common.quiet) as progress:
        judged = judge_library(common, progress)
    if judged.whole is None:
        return _unsound(judged, common, summary)
    drawn: Iterable[Block] = ()
    if common.format is Format.HTML:
        from ccsvi_triage.cli.drawn import pictures_of_library  # noqa: PLC0415 -- only a page shows pictures

        drawn = pictures_of_library(judged.whole)
    report = of_library(judged.whole, version(), date=date, full=request.full, pictures=drawn)
    reckoning = gate.reckon(report.findings, tuple(unshown(judged.whole.verdicts, judged.whole.judged)))
    report = with_rules(with_gate(report, reckoning, told=gate.settled), common.format)
    say(report, common)
    if summary:
        add_summary(report, summary)
    return gate.leave(reckoning, common)


def _asked(request: ReportRequest) -> Asked:
    return Asked(
        "report",
        OF_LIBRARY,
        request.fail_on,
        baseline=request.baseline or "",
        writes=request.write_baseline or "",
        date=request.date,
    )


def _unsound(judged: Judged, common: Common, summary: str) -> int:
    """Say why nothing was judged; a format that shows findings shows the problems at their places all the same.

    Raises:
        Stop: The format is another one.
    """
    lines = told(list(judged.errors))
    if common.format not in OF_FINDINGS:
        raise Stop(Exit.CANNOT, *lines)
    read = judged.read
    report = of_problems(judged.problems, len(read.files), read.library, version(), folder=read.folder)
    say(with_rules(report, common.format), common)
    if summary:
        add_summary(report, summary)
    for line in lines:
        say_aside(line)
    return Exit.CANNOT


def _summary_file() -> str:
    """Find the file that GitHub shows as a step's summary.

    Raises:
        Stop: There is none.
    """
    path = os.environ.get(SUMMARY, "")
    if not path:
        raise Stop(Exit.CANNOT, f"triage: --step-summary wants a step of a GitHub workflow ({SUMMARY} is not set)")
    return path


def add_summary(report: Report, path: str) -> None:
    """Add a report as Markdown to the summary of a step; what has no room any more is left out and named.

    Raises:
        Stop: The file cannot be written.
    """
    try:
        with open(path, "ab") as file:
            file.write(_fitting(report, MOST_BYTES - file.tell()))
    except OSError as error:
        raise Stop(Exit.CANNOT, f"triage: cannot write {path}: {error.strerror}") from None


_CUT = b"\n*The summary of a step holds no more; the rest of the report is left out here.*\n"


def _fitting(report: Report, room: int) -> bytes:
    """Give as many whole lines of a report as there is room for."""
    kept = bytearray()
    for piece in pieces(report, Format.MD, Page()):
        for line in piece.encode("utf-8").splitlines(keepends=True):
            if len(kept) + len(line) > room - len(_CUT):
                return bytes(kept) + _CUT if room >= len(_CUT) else b""
            kept += line
    return bytes(kept)
