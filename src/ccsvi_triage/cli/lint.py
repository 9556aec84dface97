"""``triage lint``."""

from ccsvi_triage import version
from ccsvi_triage.check.numbers.study import number_problems
from ccsvi_triage.cli.gate import Asked, Gate
from ccsvi_triage.cli.library import Shelf, locate, read_whole
from ccsvi_triage.cli.policy import policy_of
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import Common, LintRequest
from ccsvi_triage.cli.rules import with_rules
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.whole import file_problems, in_file_order
from ccsvi_triage.logic.gate import Kind
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.findings import problem_findings
from ccsvi_triage.report.of_problems import of_problems


def run(request: LintRequest) -> int:
    """Find every problem of a library."""
    common = request.common._replace(data=request.path) if request.path else request.common
    gate = _gate(request, common)
    with Progress(quiet=common.quiet) as progress:
        progress.doing("reading the library")
        read = read_whole(common)
        progress.doing("checking the library")
        found = list(file_problems(read, Shelf(read.library)))
        for study in progress.through(read.library.studies.values(), "recomputing numbers of studies"):
            found += number_problems(study)
    problems = in_file_order(found, read)
    reckoning = gate.reckon(tuple(problem_findings(problems, read.library, read.folder)))
    shown = [*map(_shown, problems, reckoning.findings), *reckoning.problems]
    shipped = locate(common).shipped
    report = of_problems(shown, len(read.files), read.library, version(), folder=read.folder, shipped=shipped)
    say(with_rules(report._replace(findings=reckoning.findings), common.format), common)
    return gate.leave(reckoning._replace(problems=()), common)


def _gate(request: LintRequest, common: Common) -> Gate:
    """Settle the gate: an error where nobody says anything else."""
    strict = request.strict and not request.fail_on
    asked = Asked(
        "lint",
        (Kind.PROBLEM,),
        ("warning",) if strict else request.fail_on,
        named=not strict,
        usual=("error",),
        looked=_LOOKED,
        baseline=request.baseline or "",
        writes=request.write_baseline or "",
    )
    return Gate(asked, policy_of(locate(common)))


_LOOKED = ("F", "C", "E-", "T", "W-")
"""Beginnings of the codes of what is wrong with files; numbers are looked at in full by other commands."""


def _shown(problem: Problem, finding: Finding) -> Problem:
    """Show a problem that is waived as a note that says so."""
    return problem._replace(severity=finding.level, message=finding.message) if finding.waived else problem
