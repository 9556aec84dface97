"""``triage plot``."""

from collections.abc import Callable, Mapping, Sequence

from ccsvi_triage import version
from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.cli.appraise import check_outcome, stop_on_errors
from ccsvi_triage.cli.claim import ClaimDesk
from ccsvi_triage.cli.drawn import about_counted, counted_on
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, check_asked, chosen_studies, open_library, pick_claim
from ccsvi_triage.cli.requests import ClaimRequest, PlotRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.matching import match_outcomes
from ccsvi_triage.judge.sides import one_scale
from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.comparison import Effect, Matched, Scaled
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.report.blocks import Picture
from ccsvi_triage.report.charts import Weights
from ccsvi_triage.report.of_plot import of_plot
from ccsvi_triage.report.plot_claims import evidence, timeline
from ccsvi_triage.report.plot_effects import directions, forest
from ccsvi_triage.report.plot_studies import summary, traffic_light

OF_CLAIMS: Mapping[str, Callable[[Synthesis], Picture]] = {"timeline": timeline, "evidence": evidence}
"""The pictures that are of one claim, and not of studies."""

_OF_RESULTS = ("forest", "directions")


def run(request: PlotRequest) -> int:
    """Draw one picture."""
    library = open_library(request.common)
    if request.kind in OF_CLAIMS:
        picture = OF_CLAIMS[request.kind](_judged(_claim_named(request), library, request))
    elif request.claim:
        picture = _of_claim(request, library)
    else:
        picture = _of_studies(request, library)
    say(of_plot(picture, version()), request.common)
    return Exit.DONE


def _claim_named(request: PlotRequest) -> str:
    named = [*request.words, *([request.claim] if request.claim else [])]
    if len(named) != 1 or request.every:
        message = f"triage: a picture of the kind {request.kind} is of one claim ('triage claim' lists all)"
        raise Stop(Exit.CANNOT, message)
    return named[0]


def _judged(query: str, library: Library, request: PlotRequest) -> Synthesis:
    claim = pick_claim(query, library, exact=request.exact)
    desk = ClaimDesk(library)
    synthesis = desk.judge(claim, ClaimRequest())
    stop_on_errors(desk.all(), quiet=request.common.quiet)
    return synthesis


def _of_claim(request: PlotRequest, library: Library) -> Picture:
    """Draw the studies that count on a claim, each by the result by which it bears on it."""
    if request.words or request.every:
        raise Stop(Exit.CANNOT, "triage: --claim takes its studies from the claim; name none, and leave out --all")
    synthesis = _judged(request.claim, library, request)
    verdicts, told, matched, handed = counted_on(synthesis)
    return about_counted(_draw(request, verdicts, told, matched, handed), synthesis)


def _of_studies(request: PlotRequest, library: Library) -> Picture:
    check_asked(request.words, every=request.every, hint="name one or more studies, --all, or --claim")
    claim = next((word for word in request.words if word in library.claims and word not in library.studies), "")
    if claim:
        said = f"{claim!r} is a claim; --claim {claim} draws its studies"
        raise Stop(Exit.CANNOT, f"triage: {said}, and {listed(tuple(OF_CLAIMS), 'or')} draws the claim itself")
    studies = chosen_studies(request.words, library, every=request.every, exact=request.exact)
    bench = Bench(library, Shelf(library))
    if request.kind in _OF_RESULTS:
        verdicts = [bench.verdict(study) for study in studies]
        stop_on_errors(verdicts, quiet=request.common.quiet)
        matched = _matched(request, library, studies)
        told = [on_scale(study, matched.outcomes[str(study.id)]) for study in studies]
        return _draw(request, verdicts, told, matched, None)
    if request.outcome:
        check_outcome(request.outcome, studies)
    verdicts = [bench.verdict(study, outcome=request.outcome) for study in studies]
    stop_on_errors(verdicts, quiet=request.common.quiet)
    return _of_judgements(request, verdicts)


def _draw(
    request: PlotRequest,
    verdicts: Sequence[StudyVerdict],
    told: Sequence[Scaled],
    matched: Matched,
    handed: tuple[Effect, str] | None,
) -> Picture:
    if request.kind not in _OF_RESULTS:
        return _of_judgements(request, verdicts)
    by_id = {str(verdict.study.id): verdict for verdict in verdicts}
    if request.kind == "directions":
        return directions(told, by_id, matched)
    return forest(told, by_id, one_scale(told, matched), matched, handed)


def _of_judgements(request: PlotRequest, verdicts: Sequence[StudyVerdict]) -> Picture:
    if request.kind == "summary":
        return summary(verdicts, Weights(request.weights))
    return traffic_light(verdicts)


def _matched(request: PlotRequest, library: Library, studies: Sequence[Study]) -> Matched:
    matched = match_outcomes(studies, library.claims.values(), request.outcome)
    if request.outcome and not any(matched.outcomes.values()):
        known = dict.fromkeys(str(outcome.id) for study in studies for outcome in study.outcomes)
        raise Stop(Exit.CANNOT, f"triage: no study has an outcome {request.outcome!r}", f"  {', '.join(known)}")
    return matched
