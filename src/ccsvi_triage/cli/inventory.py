"""``triage list``."""

from collections.abc import Iterator

from ccsvi_triage import version
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, open_library, pick
from ccsvi_triage.cli.requests import READING, ListRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.verdicts import Bench, in_order
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.instrument import whole_levels
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Design, Flaw, Kind
from ccsvi_triage.report.judgement import NO_JUDGEMENT, judgement_mark
from ccsvi_triage.report.of_inventory import of_inventory
from ccsvi_triage.report.say import level_word


def run(request: ListRequest) -> int:
    """List the studies that meet all filters."""
    library = open_library(request.common)
    for kind, words, known in (
        ("design", request.design, Design),
        ("kind", request.kind, Kind),
        ("flaw", request.flaw, Flaw),
    ):
        for word in words:
            pick(kind, word, {member.value: member for member in known})
    years = _years(request.year) if request.year else None
    bench = Bench(library, Shelf(library))
    studies = [study for study in library.studies.values() if _meets(study, request, years)]
    verdicts = [bench.verdict(study) for study in studies]
    if request.judgement:
        wanted = {word.replace("-", " ").lower() for word in request.judgement}
        for judgement in sorted(wanted):
            pick("judgement", judgement, dict.fromkeys(_judgements(verdicts)))
        verdicts = [v for v in verdicts if judgement_mark(v).text in wanted]
    readings = bench.readings(verdicts)
    sort = request.sort or READING
    verdicts = in_order(sort, verdicts, readings)
    say(of_inventory(verdicts, len(library.studies), version(), readings, grouped=sort == READING), request.common)
    return Exit.DONE


def _judgements(verdicts: list[StudyVerdict]) -> Iterator[str]:
    """Give the words that may stand as a judgement: those of the instruments used, and those where there is none."""
    for verdict in verdicts:
        for appraisal in verdict.appraisals:
            instrument = appraisal.instrument
            yield from (level_word(instrument, level, instrument.overall) for level in whole_levels(instrument))
    yield from (word.text for word in NO_JUDGEMENT)


def _meets(study: Study, request: ListRequest, years: range | None) -> bool:
    if request.design and (study.design is None or study.design.value not in request.design):
        return False
    if request.kind and study.kind.value not in request.kind:
        return False
    if request.flaw and not set(request.flaw) <= {flaw.code.value for flaw in study.flaws}:
        return False
    return years is None or (study.year is not None and study.year in years)


def _years(text: str) -> range:
    """Read ``2009``, ``2009-2012``, ``2014-`` or ``-2010``."""
    first, dash, last = text.partition("-")
    parts = [part for part in (first, last) if part]
    if not parts or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):  # noqa: PLR2004
        raise Stop(Exit.CANNOT, f"triage: {text!r} is no year; write 2009, 2009-2012, 2014- or -2010")
    if not dash:
        return range(int(first), int(first) + 1)
    return range(int(first or 0), int(last or 9999) + 1)
