"""``triage lint``."""

from ccsvi_triage import version
from ccsvi_triage.check.numbers.study import number_problems
from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.library import Shelf, read_library
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import LintRequest
from ccsvi_triage.cli.rules import with_rules
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.whole import file_problems, in_file_order
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.of_problems import of_problems


def run(request: LintRequest) -> int:
    """Find every problem of a library."""
    common = request.common._replace(data=request.path) if request.path else request.common
    with Progress(quiet=common.quiet) as progress:
        progress.doing("reading the library")
        read = read_library(common)
        progress.doing("checking the library")
        found = list(file_problems(read, Shelf(read.library)))
        for study in progress.through(read.library.studies.values(), "recomputing numbers of studies"):
            found += number_problems(study)
    problems = in_file_order(found, read)
    report = of_problems(problems, len(read.files), read.library, version())
    say(with_rules(report, common.format), common)
    bad = (Severity.ERROR, Severity.WARNING) if request.strict else (Severity.ERROR,)
    tripped = any(problem.severity in bad for problem in problems)
    return Exit.GATE if tripped and not common.exit_zero else Exit.DONE
