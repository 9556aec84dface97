"""``triage lint``."""

from collections.abc import Iterator

from ccsvi_triage import version
from ccsvi_triage.check.claims import bearing_problem, ruling_problem
from ccsvi_triage.check.library import check_library
from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.check.numbers.study import number_problems
from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.library import Shelf, read_library
from ccsvi_triage.cli.requests import LintRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.judge.choose import choose
from ccsvi_triage.judge.evidence import numbers_against
from ccsvi_triage.load.files import load_choosing
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Question, Severity
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
    problems += _bearings(read.library)
    if not any(problem.severity is Severity.ERROR for problem in problems):
        problems += _rulings(read.library)
    order = {path: index for index, path in enumerate(read.files)}
    problems.sort(key=lambda p: (order.get(p.place.file, -1), p.place.line, p.place.column, p.code))
    say(of_problems(problems, len(read.files), read.library, version()), common)
    bad = (Severity.ERROR, Severity.WARNING) if request.strict else (Severity.ERROR,)
    tripped = any(problem.severity in bad for problem in problems)
    return Exit.GATE if tripped and not common.exit_zero else Exit.DONE


def _bearings(library: Library) -> Iterator[Problem]:
    """Find the studies that claims name one way and whose numbers point another.

    Only claims of benefit and harm are looked at: of others, the numbers may be right and beside the point, as where a
    thing is commoner in one group and the claim is that the other has none.
    """
    for claim in library.claims.values():
        for bears in claim.evidence if claim.kind in _DIRECT else ():
            study = library.studies.get(bears.study)
            outcome = next((known for known in study.outcomes if known.id == bears.outcome), None) if study else None
            said = numbers_against(claim, bears, on_scale(study, outcome)) if study and outcome else ""
            if said:
                yield bearing_problem(bears, said)


_DIRECT = (Question.BENEFIT, Question.HARM)


def _rulings(library: Library) -> Iterator[Problem]:
    """Find verdicts of people that are better than the rules allow; claims without a ruling are not judged."""
    ruled = [claim for claim in library.claims.values() if claim.ruling is not None]
    if not ruled:
        return
    from ccsvi_triage.cli.claim import ClaimDesk  # noqa: PLC0415 -- few claims have a ruling

    desk = ClaimDesk(library)
    for claim in ruled:
        problem = ruling_problem(claim, desk.judge(claim).decided.possible)
        if problem is not None:
            yield problem
