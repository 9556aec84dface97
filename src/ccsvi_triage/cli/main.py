"""The entry point: every ending has one exit code, and a crash never looks like a verdict."""

import gc
import os
import sys
from typing import NoReturn

from ccsvi_triage.cli.exits import Exit, Stop

_DEBUG = "--debug"


def main() -> NoReturn:
    """Run ``triage`` on the words of the command line and leave."""
    gc.disable()  # a run is short, and its records hold no cycle that would have to be found
    arguments = [word for word in sys.argv[1:] if word != _DEBUG]
    debug = len(arguments) < len(sys.argv) - 1
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)
    try:
        code = _run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except Stop as stop:
        code = _end(stop.code, *stop.lines)
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
        _let_go()
    except BrokenPipeError:
        code = _end(Exit.READER_GONE)
        _let_go()
    except OSError as error:
        code = _end(Exit.CANNOT, f"triage: {error.filename or 'cannot go on'}: {error.strerror}")
        _let_go()
    except Exception as error:  # noqa: BLE001 -- the last wall: a fault of ours must say so
        code = _end(Exit.FAULT, *_traced(debug=debug), _fault(error))
    _settle()
    sys.exit(int(code))


def _run(arguments: list[str]) -> int:
    from ccsvi_triage.cli.shortcut import parse  # noqa: PLC0415 -- after the streams are set up

    request = parse(arguments)
    if request is not None:
        from ccsvi_triage.cli.dispatch import dispatch  # noqa: PLC0415

        return dispatch(request)
    from ccsvi_triage.cli.app import run  # noqa: PLC0415 -- Typer is dear

    return run(arguments)


def _end(code: Exit, *lines: str) -> Exit:
    if lines:
        from ccsvi_triage.cli.streams import say_aside  # noqa: PLC0415 -- most runs have nothing to say aside

        for line in lines:
            say_aside(line)
    return code


def _fault(error: Exception) -> str:
    what = f"{type(error).__name__}: {error}"
    return f"triage: a fault of ours: {what} (please report it; the same command with --debug shows where it happened)"


def _traced(*, debug: bool) -> list[str]:
    if not debug:
        return []
    import traceback  # noqa: PLC0415 -- a fault of ours only

    return traceback.format_exc().splitlines()


def _let_go(stream: int = 1) -> None:
    """Point an output stream to nowhere, so that what is left in its buffer breaks or blocks nothing at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def _settle() -> None:
    """Write out what standard error still holds; a note that gets lost must not change how the run ends."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    except OSError:
        _let_go(2)
