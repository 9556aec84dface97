"""A whole library judged: its studies, its claims, its numbers and its files."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ccsvi_triage.check.claims import bearing_problem, ruling_problem
from ccsvi_triage.check.library import check_library
from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.cli.claim import ClaimDesk
from ccsvi_triage.cli.library import Shelf, read_whole, unsound
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import READING, ClaimRequest, Common
from ccsvi_triage.cli.verdicts import Bench, in_order
from ccsvi_triage.judge.choose import choose
from ccsvi_triage.judge.evidence import numbers_against
from ccsvi_triage.load.files import Read, load_choosing
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import Question, Severity
from ccsvi_triage.report.of_library import Files, Whole


class Judged(NamedTuple):
    """A library with everything that is said of it, or the errors for which nothing was judged.

    Attributes:
        read: The library's files.
        problems: What is wrong with them, in their order; without the numbers.
        errors: Those for which nothing was judged.
        whole: Everything; ``None`` where there are such errors.
    """

    read: Read
    problems: tuple[Problem, ...]
    errors: tuple[Problem, ...]
    whole: Whole | None


def judge_library(common: Common, progress: Progress) -> Judged:
    """Read a library and judge all of it.

    Raises:
        Stop: The folder or a file in it cannot be read at all.
    """
    progress.doing("reading the library")
    return judge_read(read_whole(common, versioned=True), progress)


def judge_read(read: Read, progress: Progress) -> Judged:
    """Judge all of a library that has been read."""
    library = read.library
    shelf = Shelf(library)
    progress.doing("checking the library")
    found = list(_of_records(read, shelf))
    errors = unsound(library, read.problems)
    if errors:
        return Judged(read, tuple(in_file_order(found, read)), tuple(errors), None)
    bench = Bench(library, shelf)
    verdicts = [bench.verdict(study) for study in progress.through(library.studies.values(), "judging studies")]
    desk = ClaimDesk(library)
    judged = [
        desk.judge(claim, ClaimRequest()) for claim in progress.through(library.claims.values(), "judging claims")
    ]
    if not _has_errors(found):
        found += _rulings(judged)
    problems = tuple(in_file_order(found, read))
    wrong = dict.fromkeys(problem for verdict in (*verdicts, *desk.all()) for problem in verdict.problems)
    errors = [problem for problem in wrong if problem.severity is Severity.ERROR]
    if errors:
        return Judged(read, problems, tuple(in_file_order(errors, read)), None)
    readings = bench.readings(verdicts)
    verdicts = in_order(READING, verdicts, readings)
    rechecks = [recheck(v.study, strength=False) for v in progress.through(verdicts, "recomputing numbers of studies")]
    files = Files(len(read.files), read.version, read.folder)
    whole = Whole(library, files, problems, tuple(verdicts), readings, tuple(rechecks), tuple(judged))
    return Judged(read, problems, (), whole)


def file_problems(read: Read, shelf: Shelf) -> Iterator[Problem]:
    """Find every problem of a library but for its numbers; of claims, only those are judged that a person ruled on."""
    found = list(_of_records(read, shelf))
    yield from found
    ruled = [claim for claim in read.library.claims.values() if claim.ruling is not None]
    if ruled and not _has_errors(found):
        desk = ClaimDesk(read.library)
        yield from _rulings(desk.judge(claim) for claim in ruled)


def _of_records(read: Read, shelf: Shelf) -> Iterator[Problem]:
    """Find what shows without judging anything."""
    library, choosing = read.library, load_choosing()
    yield from read.problems
    yield from check_library(library, shelf.get)
    for study in library.studies.values():
        if study.instrument is None:
            yield from choose(study, choosing).problems
    yield from _bearings(library)


def _has_errors(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.ERROR for problem in problems)


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


def _rulings(judged: Iterable[Synthesis]) -> Iterator[Problem]:
    """Find verdicts of people that are better than the rules allow."""
    for synthesis in judged:
        problem = ruling_problem(synthesis.claim, synthesis.decided.possible)
        if problem is not None:
            yield problem


def in_file_order(problems: Iterator[Problem] | list[Problem], read: Read) -> list[Problem]:
    """Put problems into the order of the files and their lines."""
    order = {path: index for index, path in enumerate(read.files)}
    return sorted(problems, key=lambda p: (order.get(p.place.file, -1), p.place.line, p.place.column, p.code))
