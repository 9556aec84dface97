"""``triage recheck``."""

import sys
from collections.abc import Sequence
from pathlib import Path

from ccsvi_triage import version
from ccsvi_triage.check.numbers.prose import as_statcheck_does, recheck_text
from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import check_asked, chosen_studies, open_for, open_library
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import RecheckRequest
from ccsvi_triage.cli.rules import with_rules
from ccsvi_triage.cli.streams import say
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.study import Study
from ccsvi_triage.report.of_recheck import of_prose, of_recheck

_MOST_BYTES = 20_000_000


def run(request: RecheckRequest) -> int:
    """Recompute the printed numbers of studies, or of a text."""
    if request.text is not None:
        return _of_text(request, request.text)
    with Progress(quiet=request.common.quiet) as progress:
        progress.doing("reading the library")
        studies = _studies(request)
        rechecks = [recheck(study) for study in progress.through(studies, "recomputing numbers of studies")]
    report = of_recheck(rechecks, version(), full=request.full)
    say(with_rules(report, request.common.format), request.common)
    return _gate(request, [(str(each.study.id), finding) for each in rechecks for finding in each.findings])


def _studies(request: RecheckRequest) -> list[Study]:
    check_asked(request.studies, every=request.every, hint="name one or more studies, --all, or --text FILE")
    library = open_library(request.common) if request.every else open_for(request.studies, request.common)
    return chosen_studies(request.studies, library, every=request.every, exact=request.exact)


def _of_text(request: RecheckRequest, path: str) -> int:
    if request.studies or request.every:
        raise Stop(Exit.CANNOT, "triage: --text reads a text, and takes no study and no --all")
    text, name = _read(path)
    findings = as_statcheck_does(text, name) if request.statcheck else recheck_text(text, name)
    report = of_prose(findings, name, version(), full=request.full or request.statcheck)
    say(with_rules(report, request.common.format), request.common)
    return _gate(request, [(name, finding) for finding in findings])


def _read(path: str) -> tuple[str, str]:
    """Read a text from a file or from standard input."""
    name = "standard input" if path == "-" else path
    try:
        raw = sys.stdin.buffer.read(_MOST_BYTES + 1) if path == "-" else _bytes(path)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"triage: {name} is no UTF-8 text (byte {error.start + 1}); save it as plain text in UTF-8"
        raise Stop(Exit.CANNOT, message) from None
    except (OSError, ValueError, AttributeError) as error:
        raise Stop(Exit.CANNOT, f"triage: cannot read {name}: {getattr(error, 'strerror', None) or error}") from None
    if len(raw) > _MOST_BYTES:
        raise Stop(Exit.CANNOT, f"triage: {name} has more than {_MOST_BYTES // 1_000_000} million bytes")
    return text.replace("\r\n", "\n").replace("\r", "\n"), name


def _bytes(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(_MOST_BYTES + 1)


def _gate(request: RecheckRequest, findings: Sequence[tuple[str, Finding]]) -> int:
    """Leave with 1 where a finding is as grave as ``--fail-on`` says."""
    if not request.fail_on:
        return Exit.DONE
    from ccsvi_triage.cli.tripped import Trip, leave  # noqa: PLC0415 -- only where a gate is asked for

    trips = (Trip(f.check, f"{_where(of, f)}{f.check}: {f.said}", f.severity) for of, f in findings)
    return leave(request.fail_on, trips, request.common)


def _where(of: str, finding: Finding) -> str:
    return f"{finding.place}: " if finding.place != NOWHERE else f"{of}: "
