"""A report for a machine."""

import json

from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report


def render(report: Report, page: Page) -> str:
    """Write ``report.data``; its keys are a public contract.

    What the log of a CI runner would read as a command is written with an escape, which JSON reads as the same text.
    """
    text = json.dumps(report.data, indent=2, ensure_ascii=page.ascii)
    return text.replace("##[", "##\\u005b") + "\n"
