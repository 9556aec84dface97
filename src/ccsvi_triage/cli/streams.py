"""What goes to standard output, to standard error and to a file."""

import os
import stat
import sys
import tempfile

from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report

_WIDTHS = range(40, 1001)
_USUAL = 80


def say_aside(line: str) -> None:
    """Write one line to standard error, safe for a terminal and for the log of a CI runner."""
    if sys.stderr is not None:
        sys.stderr.write(fit(disarm(clean(line)), ascii_only=not _utf8(sys.stderr.encoding)) + "\n")


def say(report: Report, common: Common) -> None:
    """Write a report where the options want it."""
    to_file = common.output not in (None, "-")
    page = _page(common, to_file=to_file)
    text = render(report, common.format, page)
    if to_file:
        assert common.output is not None
        write(common.output, text)
    else:
        sys.stdout.write(text)


def _page(common: Common, *, to_file: bool) -> Page:
    terminal = sys.stdout.isatty() and not to_file
    width = common.width or (_terminal_width() if terminal else _env_width())
    return Page(
        width=min(max(width, _WIDTHS.start), _WIDTHS.stop - 1),
        colour=_colour(common.color, terminal=terminal) and common.format is Format.TABLE,
        ascii=not to_file and not _utf8(sys.stdout.encoding),
    )


def _env_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isascii() and columns.isdigit() and int(columns) > 0 else _USUAL


def _terminal_width() -> int:
    if os.environ.get("COLUMNS", "").isdigit():
        return _env_width()
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL
    except OSError:
        return _USUAL


def _colour(wanted: str, *, terminal: bool) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _utf8(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "").replace("_", "") in {"utf8", "utf8sig", "cp65001"}


def write(path: str, text: str) -> None:
    """Write a file in one step: the old one or the new one, never half of it."""
    try:
        _write_atomic(path, text.encode("utf-8"))
    except OSError as error:
        raise Stop(Exit.CANNOT, f"triage: cannot write {path}: {error.strerror}") from None


def _write_atomic(path: str, data: bytes) -> None:
    target = os.path.realpath(path)
    try:
        old = os.stat(target)
    except FileNotFoundError:
        old = None
    if old is not None and not stat.S_ISREG(old.st_mode):
        with open(target, "wb") as stream:
            stream.write(data)
        return
    handle, temporary = tempfile.mkstemp(prefix=f".{os.path.basename(target)[:40]}.", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, stat.S_IMODE(old.st_mode) if old else 0o666 & ~mask)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
