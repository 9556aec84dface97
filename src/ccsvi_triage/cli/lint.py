"""``triage lint``."""

from ccsvi_triage import version
from ccsvi_triage.check.library import check_library
from ccsvi_triage.check.numbers.study import number_problems
from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.library import Shelf, read_library
from ccsvi_triage.cli.requests import LintRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.judge.choose import choose
from ccsvi_triage.load.files import load_choosing
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.of_problems import of_problems


def run(request: LintRequest) -> int:
    """Find every problem of a library."""
    common = request.common._replace(data=request.path) if request.path else request.common
    read = read_library(common)
    shelf = Shelf(read.library)
    choosing = load_choosing()
    problems = [*read.problems, *check_library(read.library, shelf.get)]
    for study in read.library.studies.values():
        if study.instrument is None:
            problems += choose(study, choosing).problems
        problems += number_problems(study)
    order = {path: index for index, path in enumerate(read.files)}
    problems.sort(key=lambda p: (order.get(p.place.file, -1), p.place.line, p.place.column, p.code))
    say(of_problems(problems, len(read.files), read.library, version()), common)
    bad = (Severity.ERROR, Severity.WARNING) if request.strict else (Severity.ERROR,)
    tripped = any(problem.severity in bad for problem in problems)
    return Exit.GATE if tripped and not common.exit_zero else Exit.DONE
