"""``triage appraise``."""

from ccsvi_triage import version
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, check_asked, chosen_studies, open_for, open_library, pick
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import FILE, READING, AppraiseRequest
from ccsvi_triage.cli.streams import say, say_aside
from ccsvi_triage.cli.verdicts import Bench, in_order
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.of_appraisal import of_verdicts
from ccsvi_triage.report.of_many import of_many


def run(request: AppraiseRequest) -> int:
    """Judge one or more studies, or all."""
    with Progress(quiet=request.common.quiet) as progress:
        progress.doing("reading the library")
        library = open_library(request.common) if request.every else open_for(request.studies, request.common)
        check_asked(request.studies, every=request.every)
        studies = chosen_studies(request.studies, library, every=request.every, exact=request.exact)
        bench = Bench(library, Shelf(library))
        instrument = pick("instrument", request.instrument, bench.shelf.ids) if request.instrument else ""
        if request.outcome:
            check_outcome(request.outcome, studies)
        asked = instrument, request.outcome or "", request.legacy
        verdicts = [bench.verdict(study, *asked) for study in progress.through(studies, "judging studies")]
    stop_on_errors(verdicts, quiet=request.common.quiet)
    if request.full or not request.every:
        verdicts = [_with_numbers(verdict) for verdict in verdicts]
    sort = request.sort or (READING if request.every else FILE)
    readings = bench.readings(verdicts) if request.every or sort == READING else {}
    verdicts = in_order(sort, verdicts, readings)
    if request.every and not request.full:
        report = of_many(verdicts, library, version(), readings, grouped=sort == READING)
    else:
        report = of_verdicts(verdicts, library, version(), full=request.full)
    say(report, request.common)
    if not request.fail_on:
        return Exit.DONE
    from ccsvi_triage.cli.tripped import leave, study_trips  # noqa: PLC0415 -- only where a gate is asked for

    return leave(request.fail_on, study_trips(verdicts), request.common)


def _with_numbers(verdict: StudyVerdict) -> StudyVerdict:
    """Add what recomputing the printed numbers finds; a study without results has none."""
    if not any(outcome.results for outcome in verdict.study.outcomes):
        return verdict
    from ccsvi_triage.check.numbers.study import recheck  # noqa: PLC0415 -- only where there are numbers

    return verdict._replace(numbers=recheck(verdict.study))


def check_outcome(outcome: str, studies: list[Study]) -> None:
    """Stop where no study has such an outcome."""
    known = dict.fromkeys(o.id for study in studies for o in study.outcomes)
    pick("outcome", outcome, known)


def stop_on_errors(verdicts: list[StudyVerdict], *, quiet: bool) -> None:
    """Tell what is wrong with facts and sheets; where it is an error, judge nothing."""
    problems: list[Problem] = [problem for verdict in verdicts for problem in verdict.problems]
    problems.sort(key=lambda problem: problem.place)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        number = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        raise Stop(Exit.CANNOT, *map(str, errors), f"triage: {number}; nothing was judged")
    for problem in problems:
        if problem.severity is Severity.WARNING and not quiet:
            say_aside(str(problem))
