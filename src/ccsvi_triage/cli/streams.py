"""What goes to standard output, to standard error and to a file."""

import os
import stat
import sys
from collections.abc import Iterable
from typing import TextIO

from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.progress import Progress
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.render.clean import clean, disarm, fit
from ccsvi_triage.render.formats import OF_FINDINGS, Format, pieces
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report

_WIDTHS = range(40, 1001)
_USUAL = 80
_DIGITS = 4


def say_aside(line: str) -> None:
    """Write one line to standard error, safe for a terminal and for the log of a CI runner.

    Where nobody can be told, nobody is: a note that gets lost does not change how a run ends.
    """
    if sys.stderr is None:
        return
    try:
        plain = not _utf8(sys.stderr.encoding)
        sys.stderr.write(disarm(fit(clean(line), ascii_only=plain), ascii_only=plain) + "\n")
    except OSError:
        pass


def say(report: Report, common: Common) -> None:
    """Write a report where the options want it."""
    to_file = common.output not in (None, "-")
    page = _page(common, None if to_file else _output())
    with Progress(quiet=common.quiet or not to_file) as progress:
        progress.doing("writing the report")
        write(common.output, pieces(report, common.format, page))


def columns(common: Common) -> int:
    """Tell how many characters a line of the report will have."""
    return _page(common, None if common.output not in (None, "-") else _output()).width


class Talk:
    """Questions to a person, and the answers: typed at a terminal, or piped in line by line.

    Attributes:
        terminal: A person types.
        lines: How many lines have been read.
    """

    def __init__(self) -> None:
        """Look who answers."""
        self.terminal = sys.stdin is not None and sys.stdin.isatty()
        self.lines = 0

    def ask(self, prompt: str) -> str | None:
        """Show a prompt and read one line, which is shown too where nobody sees it typed.

        Returns:
            The line without its break, or ``None`` where there are no more.

        Raises:
            Stop: The line is not text.
        """
        output = _output()
        plain = not _utf8(output.encoding)
        shown = disarm(fit(clean(prompt), ascii_only=plain), ascii_only=plain)
        output.flush()
        try:
            line = self._read(shown, output)
        except UnicodeDecodeError:
            raise Stop(Exit.CANNOT, f"triage: line {self.lines + 1} of the input is not UTF-8") from None
        if line is None:
            output.write("\n")
            return None
        self.lines += 1
        if not self.terminal:
            output.write(disarm(fit(clean(line), ascii_only=plain), ascii_only=plain).strip() + "\n")
        return line

    def _read(self, prompt: str, output: TextIO) -> str | None:
        if self.terminal and output.isatty():
            import readline  # noqa: F401, PLC0415 -- so that a person can mend a line before it is sent

            try:
                return input(prompt)
            except EOFError:
                return None
        output.write(prompt)
        output.flush()
        line = sys.stdin.readline() if sys.stdin is not None else ""
        return line.rstrip("\r\n") if line else None


def _output() -> TextIO:
    if sys.stdout is None:
        raise Stop(Exit.CANNOT, "triage: standard output is closed")
    return sys.stdout


def _page(common: Common, output: TextIO | None) -> Page:
    terminal = output is not None and output.isatty()
    width = common.width or _env_width() or (_terminal_width(output) if output and terminal else _USUAL)
    return Page(
        width=min(max(width, _WIDTHS.start), _WIDTHS.stop - 1),
        colour=common.format is Format.TABLE and _colour(common.color, terminal=terminal, file=output is None),
        ascii=output is not None and not _utf8(output.encoding),
        here=os.getcwd() if common.format in OF_FINDINGS else "",
        root=_root() if common.format in OF_FINDINGS else "",
        raw=common.raw,
        excel=common.excel,
        file_attribute=common.file_attribute,
        palette=common.palette,
    )


def _root() -> str:
    """Give the folder from which the service that runs us counts the names of files; empty where none does."""
    told = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or ""
    return os.path.normpath(told) if os.path.isabs(told) else ""


def _env_width() -> int:
    """Read ``COLUMNS``; 0 where it says nothing of use."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isascii() and columns.isdigit() and len(columns) <= _DIGITS else 0


def _terminal_width(output: TextIO) -> int:
    try:
        return os.get_terminal_size(output.fileno()).columns or _USUAL
    except OSError:
        return _USUAL


def _colour(wanted: str, *, terminal: bool, file: bool) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if file or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def _utf8(encoding: str | None) -> bool:
    return (encoding or "").lower().replace("-", "").replace("_", "") in {"utf8", "utf8sig", "cp65001"}


def write(path: str | None, text: str | Iterable[str]) -> None:
    """Write text to standard output, or to a file in one step: the old one or the new one, never half of it.

    Args:
        path: The file; ``None``, ``-`` and a name of standard output itself, such as ``/dev/stdout``, mean that.
        text: What to write, whole or in pieces, which are made while it is written.

    Raises:
        Stop: It cannot be written.
    """
    told = (text,) if isinstance(text, str) else text
    if path is not None and (not path or path.endswith(os.sep)):
        raise Stop(Exit.CANNOT, f"triage: {path!r} names no file to write to")
    if path is None or path == "-" or _is_output(path):
        output = _output()
        for piece in told:
            output.write(piece)
        return
    try:
        _write_atomic(path, (piece.encode("utf-8") for piece in told))
    except OSError as error:
        raise Stop(Exit.CANNOT, f"triage: cannot write {path}: {error.strerror}") from None


def _is_output(path: str) -> bool:
    try:
        return not os.path.isdir(path) and os.path.samestat(os.stat(path), os.fstat(1))
    except OSError:
        return False


def _write_atomic(path: str, data: Iterable[bytes]) -> None:
    target = os.path.realpath(path)
    try:
        old = os.stat(target)
    except FileNotFoundError:
        old = None
    if old is not None and not stat.S_ISREG(old.st_mode):
        with open(target, "wb") as stream:
            stream.writelines(data)
        return
    import tempfile  # noqa: PLC0415 -- only a report that goes to a file pays for it

    handle, temporary = tempfile.mkstemp(prefix=f".{os.path.basename(target)[:40]}.", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, stat.S_IMODE(old.st_mode) if old else 0o666 & ~mask)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise
