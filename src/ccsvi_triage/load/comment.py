"""Text that YAML takes for a comment though its author did not.

A blank and ``#`` end a value that is not quoted: of ``title: Tools for Practice #43`` the reader is given
``Tools for Practice``, and nobody is told. A comment is mostly written with a blank behind its ``#``, and so one
without is worth a warning.
"""

import re
from collections.abc import Iterator

import yaml

from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity

_CUT = re.compile(r"[ \t]+(#[^\s#][^\n\r]*)")
_QUOTED = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[\w.-]+:[ \t]+)?[\"'#]")
_SHOWN = 40
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def cut_short(text: str, file: str, shift: int = 0) -> Iterator[Problem]:
    """Find values behind which a text stands that is read as a comment, and was hardly meant as one.

    Args:
        text: A whole file that is YAML.
        file: Its path as it shall be shown.
        shift: Lines that stand in the file before the text.

    Yields:
        A warning at each such ``#``. Most files hold none of the kind and cost one search.
    """
    if not _may_be_cut(text):
        return
    lines = text.splitlines()
    for mark in _ends_of_plain_values(text):
        cut = _CUT.match(lines[mark.line], mark.column) if mark.line < len(lines) else None
        if cut is None:
            continue
        lost = cut.group(1).rstrip()
        shown = lost if len(lost) <= _SHOWN else f"{lost[:_SHOWN]}..."
        line, column = mark.line + 1 + shift, cut.start(1) + 1
        place = Place(file, line, column, line, column + len(lost))
        message = f"{shown!r} is read as a comment, and is no part of the value before it"
        hint = "quote the whole value; or write a blank behind '#' where a comment is meant"
        yield Problem("F013", message, place, Severity.WARNING, hint)


def _may_be_cut(text: str) -> bool:
    """Look whether any line may hold such a value, without reading YAML."""
    at = text.find("#")
    while at >= 0:
        if _CUT.match(text, at - 1) and not _QUOTED.match(text, text.rfind("\n", 0, at) + 1):
            return True
        at = text.find("#", at + 1)
    return False


def _ends_of_plain_values(text: str) -> Iterator[yaml.Mark]:
    """Give where each value ends that stands without quotes."""
    parser = _Parser(text)
    try:
        while parser.check_token():
            token = parser.get_token()
            if type(token) is yaml.ScalarToken and token.plain:
                yield token.end_mark
    except yaml.YAMLError:
        return  # the reader has told it
    finally:
        parser.dispose()
