"""``triage export``."""

import shlex
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ccsvi_triage.check.numbers.meta import meta_rows
from ccsvi_triage.cli.appraise import stop_on_errors
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, check_asked, chosen_studies, open_for, open_library, pick
from ccsvi_triage.cli.requests import ExportRequest
from ccsvi_triage.cli.streams import say, say_aside
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.lights import lights
from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model.export import LeftOut, Lights, LightsTool
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.of_export import of_lights, of_meta, of_references

_MOST_LINES = 50


def run(request: ExportRequest) -> int:
    """Write studies for another program."""
    check_asked(request.studies, every=request.every)
    library = open_library(request.common) if request.every else open_for(request.studies, request.common)
    studies = chosen_studies(request.studies, library, every=request.every, exact=request.exact)
    say(_report(request, library, studies), request.common)
    return Exit.DONE


def _report(request: ExportRequest, library: Library, studies: Sequence[Study]) -> Report:
    if request.common.format is Format.ROBVIS:
        return _of_judgements(request, library, studies)
    if request.common.format is Format.META_CSV:
        return _of_results(request, studies)
    return of_references(studies)


def _of_judgements(request: ExportRequest, library: Library, studies: Sequence[Study]) -> Report:
    tools = {str(tool.id): tool for tool in load_ours("catalogue", "robvis.yaml", section="tools", kind=LightsTool)}
    tool = tools[pick("template", request.tool or "", tools)]
    bench = Bench(library, Shelf(library))
    verdicts = [bench.verdict(study) for study in studies]
    stop_on_errors(verdicts, quiet=request.common.quiet)
    found = lights(verdicts, tool, weighted=request.weight)
    refused = [*found.refused, *(() if request.every else found.apart)]
    if refused:
        number = len({left.study for left in refused if left.study})
        said = {0: "them", 1: "1 study"}.get(number, f"{number} studies")
        raise Stop(
            Exit.CANNOT,
            *_lines(refused),
            f"triage: {tool.name} of robvis would misread {said}; nothing was exported",
            _way_on(request, found),
        )
    if not found.rows:
        raise Stop(Exit.CANNOT, f"triage: no study has a judgement that {tool.name} of robvis shows")
    _tell(found.apart, request, "study is left out", "studies are left out")
    return of_lights(found, weighted=request.weight)


def _way_on(request: ExportRequest, found: Lights) -> str:
    """Say which studies could be exported, with the command; or how one comes to be."""
    ready = list(dict.fromkeys(str(row.study.id) for row in found.rows))
    if not ready:
        if any(not left.study for left in found.refused):
            return "triage: name the studies that one instrument judges"
        return "triage: none could be; 'triage new sheet STUDY' begins a sheet, 'triage fill SHEET' asks what is open"
    number = "1 study" if len(ready) == 1 else f"{len(ready)} studies"
    if len(ready) > _MOST_LINES:
        return f"triage: {number} could be exported by their names, without those above"
    words = ["triage", "export", "--format", "robvis", "--tool", request.tool or "", *["--weight"] * request.weight]
    words += ["--data", request.common.data] if request.common.data else []
    return f"triage: {number} could be exported: {shlex.join([*words, *ready])}"


def _of_results(request: ExportRequest, studies: Sequence[Study]) -> Report:
    found = [meta_rows(study) for study in studies]
    left_out = [left for each in found for left in each.left_out]
    _tell(left_out, request, "result is left out", "results are left out")
    return of_meta([row for each in found for row in each.rows])


def _tell(left_out: Sequence[LeftOut], request: ExportRequest, one: str, several: str) -> None:
    """Say on standard error what is not exported: each where studies are named, else how many for which reason."""
    if request.common.quiet or not left_out:
        return
    for line in _by_reason(left_out) if request.every else _lines(left_out):
        say_aside(line)
    say_aside(f"triage: {len(left_out)} {one if len(left_out) == 1 else several}")


def _lines(left_out: Sequence[LeftOut]) -> Iterator[str]:
    for left in left_out[:_MOST_LINES]:
        what = " ".join(part for part in (left.study, f"({left.about})" if left.about else "") if part)
        yield f"{what}: {left.because}" if what else left.because
    if len(left_out) > _MOST_LINES:
        yield f"... and {len(left_out) - _MOST_LINES} more"


def _by_reason(left_out: Iterable[LeftOut]) -> Iterator[str]:
    reasons = sorted(left.because for left in left_out)
    counted = [(len(list(same)), reason) for reason, same in groupby(reasons)]
    yield from (f"  {number} {reason}" for number, reason in sorted(counted, key=lambda each: (-each[0], each[1])))
