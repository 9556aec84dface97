"""The entry point: every ending has one exit code, and a crash never looks like a verdict."""

import os
import sys
from typing import NoReturn

from ccsvi_triage.cli.exits import Exit, Stop

_DEBUG = "--debug"


def main() -> NoReturn:
    """Run ``triage`` on the words of the command line and leave."""
    arguments = [word for word in sys.argv[1:] if word != _DEBUG]
    debug = len(arguments) < len(sys.argv) - 1
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)
    try:
        code = _run(arguments, debug=debug)
        sys.stdout.flush()
    except BrokenPipeError:
        code = Exit.READER_GONE
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError as error:
        code = Exit.CANNOT
        _say(f"triage: cannot write the output: {error.strerror}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(int(code))


def _run(arguments: list[str], *, debug: bool) -> int:
    from ccsvi_triage.cli.shortcut import parse  # noqa: PLC0415 -- after the streams are set up

    try:
        request = parse(arguments)
        if request is not None:
            from ccsvi_triage.cli.dispatch import dispatch  # noqa: PLC0415

            return dispatch(request)
        from ccsvi_triage.cli.app import run  # noqa: PLC0415 -- Typer is dear

        return run(arguments)
    except Stop as stop:
        for line in stop.lines:
            _say(line)
        return stop.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 -- the last wall: a fault of ours must say so
        if debug:
            import traceback  # noqa: PLC0415

            traceback.print_exc()
        _say(f"triage: a fault of ours: {type(error).__name__}: {error}")
        _say("triage: please report it; the same command with --debug shows where it happened")
        return Exit.FAULT


def _say(line: str) -> None:
    from ccsvi_triage.cli.streams import say_aside  # noqa: PLC0415 -- most runs have nothing to say aside

    say_aside(line)
