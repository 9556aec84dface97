"""A report for a machine."""

import json
import re
from typing import Any

from ccsvi_triage.render.clean import unseen
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report

_STRANGE = re.compile(r"[^\n -~\xa1-\xac\xae-\u0377]")
_COMMAND = re.compile(r"##(?=\w*\[)")


def render(report: Report, page: Page) -> str:
    """Write ``report.data``; its keys are a public contract.

    What would steer a terminal, and what the log of a CI runner would read as a command, is written with escapes,
    which JSON reads as the same text.
    """
    return safe_json(report.data, page)


def safe_json(data: Any, page: Page) -> str:  # noqa: ANN401 -- JSON
    """Write JSON that neither steers a terminal nor commands a runner, and reads back as it was."""
    text = _STRANGE.sub(_escaped, json.dumps(data, indent=2, ensure_ascii=page.ascii))
    return (_COMMAND.sub(r"#\\u0023", text) if "##" in text else text) + "\n"


def _escaped(character: re.Match[str]) -> str:
    return json.dumps(character.group())[1:-1] if unseen(character.group()) else character.group()
