"""``triage agree``."""

import os
from collections.abc import Container, Iterator, Sequence

from ccsvi_triage import version
from ccsvi_triage.check.consensus import check_consensus
from ccsvi_triage.check.sheets import check_sheet
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, open_library, pick, pick_studies
from ccsvi_triage.cli.requests import AgreeRequest
from ccsvi_triage.cli.streams import say, say_aside, write
from ccsvi_triage.judge.agree import Desk, agree
from ccsvi_triage.judge.choose import choose
from ccsvi_triage.load.consensus import consensus_text
from ccsvi_triage.load.files import load_choosing
from ccsvi_triage.model.agreement import Agreement, Compared
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.of_agreement import of_agreement
from ccsvi_triage.report.say import cite

_LONGEST_ID = 64


def run(request: AgreeRequest) -> int:
    """Compare sheets of several reviewers, or begin the sheet that settles them."""
    library = open_library(request.common)
    shelf = Shelf(library)
    sheets = _sheets(request, library, shelf)
    _stop_on_errors(sheets, library, shelf, quiet=request.common.quiet)
    told = agree(sheets, _desk(library, shelf))
    if not told.compared:
        raise Stop(Exit.CANNOT, "triage: nothing can be compared", *_apart(told))
    if request.consensus:
        _begin_consensus(request, told, library)
    else:
        say(of_agreement(told, version(), full=request.full), request.common)
    return _gate(request, told)


def _desk(library: Library, shelf: Shelf) -> Desk:
    choosing = load_choosing()

    def barred(study: Study, instrument: Instrument) -> str:
        choice = choose(study, choosing).choice
        return choice.barred if choice is not None and choice.instrument == instrument.id else ""

    consensus = [sheet for sheet in library.sheets.values() if sheet.consensus_of]
    return Desk(library.studies, shelf.__getitem__, barred, consensus)


# which sheets


def _sheets(request: AgreeRequest, library: Library, shelf: Shelf) -> list[Sheet]:
    """Give the sheets that are named, or those of the studies that are."""
    known = library.sheets
    named = [word for word in request.words if word in known]
    if not request.words:
        raise Stop(Exit.CANNOT, "triage: name two or more sheets, or a study ('triage show SHEET' shows one)")
    if named and len(named) < len(request.words):
        other = next(word for word in request.words if word not in known)
        pick("sheet", other, known)
    if len(request.words) == 1 and request.words[0] in library.studies:
        named = []
    if named:
        if len(set(named)) == 1:
            study = known[named[0]].study
            said = f"name another sheet to compare {named[0]} with, or {study} for all sheets of the study"
            raise Stop(Exit.CANNOT, f"triage: {said}")
        if request.instrument or request.outcome:
            said = "--instrument and --outcome pick among the sheets of a study; here the sheets are named"
            raise Stop(Exit.CANNOT, f"triage: {said}")
        return [known[name] for name in dict.fromkeys(named)]
    studies = pick_studies(request.words, library, exact=request.exact)
    return _of_studies(request, studies, library, shelf)


def _of_studies(request: AgreeRequest, studies: Sequence[Study], library: Library, shelf: Shelf) -> list[Sheet]:
    instrument = pick("instrument", request.instrument, shelf.ids) if request.instrument else ""
    if request.outcome:
        pick("outcome", request.outcome, dict.fromkeys(o.id for study in studies for o in study.outcomes))
    ids = dict.fromkeys(str(study.id) for study in studies)
    found = [
        sheet
        for name in ids
        for sheet in library.sheets.values()
        if str(sheet.study) == name
        and not sheet.consensus_of
        and instrument in ("", sheet.instrument)
        and request.outcome in (None, sheet.outcome)
    ]
    if not found:
        of = f" by {instrument}" if instrument else ""
        on = f" on {request.outcome}" if request.outcome else ""
        raise Stop(Exit.CANNOT, f"triage: there is no sheet of {', '.join(ids)}{of}{on}")
    return found


def _stop_on_errors(sheets: Sequence[Sheet], library: Library, shelf: Shelf, *, quiet: bool) -> None:
    """Tell what is wrong with the sheets and with those that settle them; where it is an error, compare nothing."""
    named = {sheet.id for sheet in sheets}
    settling = [sheet for sheet in library.sheets.values() if named & set(sheet.consensus_of)]
    problems: list[Problem] = []
    for sheet in {one.id: one for one in (*sheets, *settling)}.values():
        problems += check_sheet(sheet, shelf[sheet.instrument], library.studies.get(sheet.study))
        problems += check_consensus(sheet, library.sheets)
    problems.sort(key=lambda problem: problem.place)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors:
        number = "1 error" if len(errors) == 1 else f"{len(errors)} errors"
        raise Stop(Exit.CANNOT, *map(str, errors), f"triage: {number}; nothing was compared")
    for problem in problems:
        if not quiet:
            say_aside(str(problem))


def _apart(told: Agreement) -> Iterator[str]:
    yield from (f"  {one.sheet.id}: {one.because}" for one in told.apart)


# a consensus


def _begin_consensus(request: AgreeRequest, told: Agreement, library: Library) -> None:
    """Write the beginning of a consensus sheet; one that is there is never written over.

    Raises:
        Stop: The sheets are about several things, or settled already; or the file is there.
    """
    if len(told.compared) > 1:
        names = (f"  {' '.join(sheet.id for sheet in one.sheets)}" for one in told.compared)
        raise Stop(Exit.CANNOT, "triage: a consensus settles one result of one study; name the sheets of one:", *names)
    (compared,) = told.compared
    settling = _settling(compared, library)
    if settling:
        raise Stop(Exit.CANNOT, f"triage: {settling} settles these sheets already ('triage show {settling}')")
    output = request.common.output
    if output not in (None, "-") and os.path.isfile(output or ""):
        raise Stop(Exit.CANNOT, f"triage: {output} is there already; nothing was written")
    if not request.common.quiet:
        for line in _apart(told):
            say_aside(f"triage: left out:{line[1:]}")
    name = _unused(compared, library.sheets)
    write(output, consensus_text(compared, name, cite(compared.study)))


def _settling(compared: Compared, library: Library) -> str:
    names = {sheet.id for sheet in compared.sheets}
    return next((sheet.id for sheet in library.sheets.values() if names & set(sheet.consensus_of)), "")


def _unused(compared: Compared, known: Container[str]) -> str:
    """Make up an id that no sheet of the library has."""
    sheet = compared.sheets[0]
    ending = f"-{sheet.instrument}" + (f"-{sheet.outcome}" if sheet.outcome else "") + "-consensus"
    number = 1
    while True:
        suffix = "" if number == 1 else f"-{number}"
        room = _LONGEST_ID - len(suffix)
        name = f"{sheet.study[: max(1, room - len(ending))]}{ending}"[:room] + suffix
        if name not in known:
            return name
        number += 1


def _gate(request: AgreeRequest, told: Agreement) -> int:
    """Leave with 1 where a condition of ``--fail-on`` holds, and no consensus has settled it."""
    if not request.fail_on:
        return Exit.DONE
    from ccsvi_triage.cli.tripped import Trip, leave  # noqa: PLC0415 -- only where a gate is asked for

    trips = []
    for one in told.compared:
        if one.unsettled:
            rule = "reviewers:judgement" if one.unsettled_judgement else "reviewers:disagreement"
            said = f"{one.study.id}: {', '.join(str(sheet.id) for sheet in one.sheets)} are not settled"
            trips.append(Trip(rule, said))
    return leave(request.fail_on, trips, request.common)
