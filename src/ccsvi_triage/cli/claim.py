"""``triage claim``."""

from collections.abc import Callable, Iterable, Sequence

from ccsvi_triage import version
from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.check.numbers.study import faults_of
from ccsvi_triage.cli.appraise import stop_on_errors
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, open_library, pick_claim
from ccsvi_triage.cli.requests import ClaimRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.evidence import roots_of
from ccsvi_triage.judge.synthesis import ClaimBench
from ccsvi_triage.load.files import load_verdicts
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.claim import Bears, Claim
from ccsvi_triage.model.comparison import Scaled
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Named, Synthesis
from ccsvi_triage.model.words import Concern
from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.blocks import Block
from ccsvi_triage.report.of_claim import of_claim, of_claims

EXCLUDABLE = {
    "some": Concern.SOME,
    "serious": Concern.SERIOUS,
    "high": Concern.SERIOUS,
    "critical": Concern.CRITICAL,
}
"""Words of ``--exclude``; high is what instruments of trials call serious."""


def run(request: ClaimRequest) -> int:
    """Judge claims by the studies that they name, or hold a sentence against them."""
    if request.text is not None:
        from ccsvi_triage.cli.sentence import hold  # noqa: PLC0415 -- only a sentence pays for it

        return hold(request, request.text)
    library = open_library(request.common)
    claims = [pick_claim(query, library, exact=request.exact) for query in request.claims]
    claims = list({str(claim.id): claim for claim in claims}.values())
    if not library.claims:
        raise Stop(Exit.CANNOT, "triage: the library has no claims ('triage new claim' begins one)")
    desk = ClaimDesk(library)
    judged = [desk.judge(claim, request) for claim in claims or library.claims.values()]
    stop_on_errors(desk.all(), quiet=request.common.quiet)
    if claims:
        draw = _pictures(request.common.format)
        report = of_claim(judged, library, version(), as_of=request.as_of, traced=request.trace, pictures=draw)
    else:
        report = of_claims(judged, library, version(), as_of=request.as_of)
    say(report, request.common)
    if not request.fail_on:
        return Exit.DONE
    from ccsvi_triage.cli.tripped import claim_trips, leave  # noqa: PLC0415 -- only where a gate is asked for

    return leave(request.fail_on, claim_trips(judged), request.common)


def _pictures(format_: Format) -> Callable[[Synthesis], Iterable[Block]]:
    """Give what draws a claim: nothing, where the format shows no pictures."""
    if format_ is not Format.HTML:
        return lambda _: ()
    from ccsvi_triage.cli.drawn import pictures_of_claim  # noqa: PLC0415 -- only a page shows pictures

    return pictures_of_claim


class ClaimDesk:
    """Where the claims of one run are judged; a result that several claims name is judged once."""

    def __init__(self, library: Library, bench: Bench | None = None) -> None:
        """Lay out what every claim needs.

        Args:
            library: The records.
            bench: Where its studies are judged; one of its own, where this is left out.
        """
        self._library = library
        self._bench = bench or Bench(library, Shelf(library))
        self._claims = ClaimBench(load_verdicts(), self._bench.choosing, roots_of(library.studies), self._faults)
        self._verdicts: dict[tuple[str, str], StudyVerdict] = {}
        self._scaled: dict[tuple[str, str], Scaled] = {}
        self._known_faults: dict[str, tuple[str, ...]] = {}

    def all(self) -> list[StudyVerdict]:
        """Give what was said of each result that a claim names."""
        return list(self._verdicts.values())

    def judge(self, claim: Claim, request: ClaimRequest = ClaimRequest()) -> Synthesis:  # noqa: B008 -- it is frozen
        """Judge one claim as a request asks."""
        named = [self._named(bears) for bears in _once(claim.evidence)]
        excluded = {EXCLUDABLE[word] for word in request.exclude}
        return self._claims.judge(claim, named, as_of=request.as_of, excluded=excluded)

    def _faults(self, study: Study) -> tuple[str, ...]:
        """Give the checks by which a printed number of a study cannot be right."""
        if study.id not in self._known_faults:
            self._known_faults[study.id] = faults_of(study)
        return self._known_faults[study.id]

    def _named(self, bears: Bears) -> Named:
        key = str(bears.study), bears.outcome
        if key not in self._verdicts:
            study = self._library.studies[bears.study]
            outcome = next((known for known in study.outcomes if known.id == bears.outcome), None)
            self._verdicts[key] = self._bench.verdict(study, outcome=bears.outcome if outcome else "")
            self._scaled[key] = on_scale(study, outcome)
        return Named(bears, self._verdicts[key], self._scaled[key])


def _once(evidence: Iterable[Bears]) -> Sequence[Bears]:
    """Take a study that a claim names twice once, as it is named first; ``triage lint`` tells of it."""
    first: dict[str, Bears] = {}
    for bears in evidence:
        first.setdefault(str(bears.study), bears)
    return tuple(first.values())
