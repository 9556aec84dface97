"""A report for a machine."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ccsvi_triage.render.clean import unseen
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Each, Report

_STRANGE = re.compile(r"[^\n -~\xa1-\xac\xae-\u0377]")
_COMMAND = re.compile(r"##(?=\w*\[)")
_STEP = "  "


def render(report: Report, page: Page) -> str:
    """Write ``report.data``; its keys are a public contract.

    What would steer a terminal, and what the log of a CI runner would read as a command, is written with escapes,
    which JSON reads as the same text.
    """
    return "".join(pieces(report, page))


def pieces(report: Report, page: Page) -> Iterator[str]:
    """Write ``report.data`` piece by piece, each value of a list that is made when it is looked at by itself."""
    values = report.data
    if not any(isinstance(value, Each) for value in values.values()):
        yield f"{encoded(values, page)}\n"
        return
    yield "{"
    for number, (name, value) in enumerate(values.items()):
        yield f"{',' if number else ''}\n{_STEP}{encoded(name, page)}: "
        if isinstance(value, Each) and value:
            yield from _listed(value, page)
        else:
            yield encoded([] if isinstance(value, Each) else value, page, _STEP)
    yield "\n}\n"


def _listed(values: Each[Any], page: Page) -> Iterator[str]:
    indent = _STEP * 2
    for number, value in enumerate(values):
        yield f"{',' if number else '['}\n{indent}{encoded(value, page, indent)}"
    yield f"\n{_STEP}]"


def encoded(value: object, page: Page, indent: str = "") -> str:
    """Write a value, its lines but for the first indented; no line of it steers a terminal or a CI runner."""
    text = _STRANGE.sub(_escaped, json.dumps(value, indent=2, ensure_ascii=page.ascii))
    text = _COMMAND.sub(r"#\\u0023", text) if "##" in text else text
    return text.replace("\n", f"\n{indent}") if indent else text


def _escaped(character: re.Match[str]) -> str:
    return json.dumps(character.group())[1:-1] if unseen(character.group()) else character.group()
