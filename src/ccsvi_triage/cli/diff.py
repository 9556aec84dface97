"""``triage diff``."""

import os
from collections.abc import Iterable, Iterator, Sequence

from ccsvi_triage import version
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.gate import Asked, settle
from ccsvi_triage.cli.git import commit_of, library_at
from ccsvi_triage.cli.library import Shelf, locate, told
from ccsvi_triage.cli.policy import policy_of
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import DiffRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.tripped import Trip, leave
from ccsvi_triage.cli.whole import Judged, judge_library, judge_read
from ccsvi_triage.judge.difference import differ
from ccsvi_triage.load.files import CannotRead, load, read_bytes, shelf_ids
from ccsvi_triage.load.snapshot import NotAReport, read_report, snapshot_of
from ccsvi_triage.logic.gate import Kind
from ccsvi_triage.model.difference import Difference, Ladder, Way
from ccsvi_triage.model.instrument import Instrument, whole_levels
from ccsvi_triage.model.snapshot import Snapshot
from ccsvi_triage.report.of_difference import Against, of_difference
from ccsvi_triage.report.of_library import of_library

_REPORT = ".json"


def run(request: DiffRequest) -> int:
    """Say what differs from a revision of the library, or from a report that was saved."""
    with Progress(quiet=request.common.quiet) as progress:
        judged = judge_library(request.common, progress)
        after = _snapshot(judged, "")
        if _is_file(request.against):
            before, commit, shelves = _of_file(request.against), "", [Shelf(judged.read.library)]
        else:
            old, commit = _at_revision(request, progress)
            before, shelves = _snapshot(old, request.against), [Shelf(each.read.library) for each in (judged, old)]
    difference = differ(before, after, _ladders((before, after), shelves))
    say(of_difference(difference, Against(request.against, commit, before.tool), version()), request.common)
    return _leave(request, difference)


def _is_file(against: str) -> bool:
    """Tell whether a name is that of a file by how it is written, and never by what lies there.

    Whoever proposes a change could else put a file of the name of a revision beside it, and have the change compared
    with what the file says.
    """
    first = against.replace(os.sep, "/").partition("/")[0]
    return against.lower().endswith(_REPORT) or os.path.isabs(against) or first in {os.curdir, os.pardir}


def _of_file(path: str) -> Snapshot:
    """Read a report that was saved."""
    try:
        return read_report(read_bytes(path))
    except CannotRead as error:
        raise Stop(Exit.CANNOT, f"triage: cannot read {error}") from None
    except NotAReport as error:
        hint = "'triage report --format json -o FILE' saves one"
        raise Stop(Exit.CANNOT, f"triage: {path} cannot be compared with: {error} ({hint})") from None


def _at_revision(request: DiffRequest, progress: Progress) -> tuple[Judged, str]:
    """Judge the library as it was at a revision."""
    located = locate(request.common)
    commit = commit_of(request.against, located.folder)
    with library_at(commit, request.against, located.folder, quiet=request.common.quiet) as folder:
        progress.doing("reading the library as it was")
        try:
            read = load(folder, shelf_ids(), f"{request.against}:{located.shown}")
        except CannotRead as error:
            raise Stop(Exit.CANNOT, f"triage: cannot read {error}") from None
    return judge_read(read, progress), commit


def _snapshot(judged: Judged, revision: str) -> Snapshot:
    if judged.whole is None:
        if not revision:
            raise Stop(Exit.CANNOT, *told(list(judged.errors)))
        where = f"triage: at {revision}, the library cannot be judged:"
        raise Stop(Exit.CANNOT, where, *told(list(judged.errors), "there is nothing to compare with"))
    return snapshot_of(of_library(judged.whole, version()).data)


def _ladders(snapshots: Sequence[Snapshot], shelves: Iterable[Shelf]) -> dict[str, Ladder]:
    """Give the levels of the instruments that judged; one whose levels differ between the two has none."""
    names = dict.fromkeys(
        judged.instrument for each in snapshots for study in each.studies.values() for judged in study.judged
    )
    ladders: dict[str, Ladder] = {}
    for name in names:
        known = [_ladder(instrument) for shelf in shelves if (instrument := shelf.get(name)) is not None]
        if known and all(each == known[0] for each in known):
            ladders[name] = known[0]
    return ladders


def _ladder(instrument: Instrument) -> Ladder:
    axes = {str(axis.id): tuple(whole_levels(instrument, axis.overall)) for axis in instrument.axes}
    return Ladder(tuple(instrument.levels), tuple(whole_levels(instrument)), axes)


def _leave(request: DiffRequest, difference: Difference) -> int:
    policy = policy_of(locate(request.common))
    whence, conditions = settle(Asked("diff", (Kind.DIFFERENCE,), request.fail_on), policy)
    return leave([each.word for each in conditions], _trips(difference), request.common, whence)


def _trips(difference: Difference) -> Iterator[Trip]:
    for changed, change in difference.changes():
        rule = "worse" if change.way is Way.WORSE else "changed"
        what = f"{change.part.value} {change.name}".strip()
        yield Trip(f"difference:{rule}", f"{changed.id}: {what}: {change.before or '-'} -> {change.after or '-'}")
    for word, briefs in (
        ("new", (*difference.new_claims, *difference.new_studies)),
        ("gone", (*difference.gone_claims, *difference.gone_studies)),
    ):
        yield from (Trip("difference:changed", f"{brief.id}: {word}: {brief.said}") for brief in briefs)
    for each in difference.standing:
        if each.because:
            yield Trip("difference:changed", f"{each.id}: names other studies, or names them otherwise")
