"""``triage compare``."""

from ccsvi_triage import version
from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.cli.appraise import stop_on_errors
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, open_library, pick_study
from ccsvi_triage.cli.requests import FILE, CompareRequest
from ccsvi_triage.cli.streams import columns, say
from ccsvi_triage.cli.verdicts import Bench, in_order
from ccsvi_triage.judge.compare import FEWEST, MOST, compare, objection
from ccsvi_triage.judge.matching import match_outcomes
from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.comparison import Comparison, Matched, Standing
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.of_comparison import of_comparison

_ROOM = 26
"""Characters that a study's column takes beside others."""


def run(request: CompareRequest) -> int:
    """Compare two to eight studies side by side."""
    library = open_library(request.common)
    studies = _studies(request, library)
    bench = Bench(library, Shelf(library))
    verdicts = [bench.verdict(study) for study in studies]
    said = objection(verdicts)
    if said:
        raise Stop(Exit.CANNOT, f"triage: {said}")
    stop_on_errors(verdicts, quiet=request.common.quiet)
    verdicts = in_order(request.sort or FILE, [v._replace(numbers=recheck(v.study)) for v in verdicts], {})
    matched = _matched(request, library, studies)
    comparison = compare(
        verdicts,
        {str(study.id): on_scale(study, matched.outcomes[str(study.id)]) for study in studies},
        matched,
        claims=library.claims.values(),
        readings=bench.readings(verdicts),
    )
    beside = max(2, columns(request.common) // _ROOM) if request.common.format is Format.TABLE else MOST
    notes = load_ours("catalogue", "bias.yaml", section="notes", kind=BiasNote)
    report = of_comparison(comparison, library, version(), notes, beside=beside, folded=request.only_differences)
    say(report, request.common)
    return _gate(request, comparison)


def _studies(request: CompareRequest, library: Library) -> list[Study]:
    """Find the studies, each of its own."""
    picked = [pick_study(query, library, exact=request.exact) for query in request.studies]
    seen: dict[str, str] = {}
    for query, study in zip(request.studies, picked, strict=True):
        if study.id in seen:
            same = f"{seen[study.id]!r} and {query!r} are both {study.id}"
            raise Stop(Exit.CANNOT, f"triage: {same}; a study is not compared with itself")
        seen[study.id] = query
    if not FEWEST <= len(picked) <= MOST:
        number = "1 study is named" if len(picked) == 1 else f"{len(picked)} studies are named"
        raise Stop(
            Exit.CANNOT, f"triage: {number}; two to eight can stand side by side ('triage list' shows what there is)"
        )
    return picked


def _matched(request: CompareRequest, library: Library, studies: list[Study]) -> Matched:
    matched = match_outcomes(studies, library.claims.values(), request.outcome or "")
    if request.outcome and not any(matched.outcomes.values()):
        lines = (f"  {study.id}: {', '.join(str(o.id) for o in study.outcomes) or 'none'}" for study in studies)
        raise Stop(Exit.CANNOT, f"triage: no study has an outcome {request.outcome!r}; they have", *lines)
    return matched


def _gate(request: CompareRequest, comparison: Comparison) -> int:
    """Leave with 1 where a condition of ``--fail-on`` holds."""
    if not request.fail_on:
        return Exit.DONE
    from ccsvi_triage.cli.tripped import Trip, leave, study_trips  # noqa: PLC0415 -- only where a gate is asked for

    trips = [*study_trips(comparison.verdicts)]
    if comparison.standing is Standing.DISAGREE:
        names = ", ".join(str(verdict.study.id) for verdict in comparison.verdicts)
        trips.append(Trip("studies:disagree", f"{names} disagree"))
    return leave(request.fail_on, trips, request.common)
