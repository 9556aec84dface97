"""``triage claim --text``: the stored claims that a sentence comes near to."""

import sys

from ccsvi_triage import version
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import open_library
from ccsvi_triage.cli.requests import ClaimRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.load.nearby import MOST_CHARACTERS, nearby
from ccsvi_triage.report.of_nearness import of_nearness


def hold(request: ClaimRequest, typed: str) -> int:
    """Show the claims that a sentence comes near to; nothing is judged, and no gate closes."""
    text = " ".join((_read() if typed == "-" else typed).split())
    if not text:
        raise Stop(Exit.CANNOT, "triage: --text has no words")
    if len(text) > MOST_CHARACTERS:
        raise Stop(Exit.CANNOT, f"triage: --text takes a sentence, of {MOST_CHARACTERS} characters at most")
    library = open_library(request.common)
    if not library.claims:
        raise Stop(Exit.CANNOT, "triage: the library has no claims ('triage new claim' begins one)")
    say(of_nearness(nearby(text, library, request.top), len(library.claims), version()), request.common)
    return Exit.DONE


def _read() -> str:
    """Read a sentence from standard input, and no more of it than shows that it is none."""
    if sys.stdin is None:
        raise Stop(Exit.CANNOT, "triage: standard input is closed")
    raw = sys.stdin.buffer.read(4 * _MOST)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"triage: standard input is no UTF-8 text (byte {error.start + 1}); save it as plain text in UTF-8"
        raise Stop(Exit.CANNOT, message) from None


_MOST = 2 * MOST_CHARACTERS
