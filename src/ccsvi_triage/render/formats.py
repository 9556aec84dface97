"""The list of formats: a new one is a module ``to_<name>``, a member and a case here."""

from collections.abc import Iterator
from enum import StrEnum
from typing import assert_never

from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Report


class Format(StrEnum):
    """What ``--format`` takes."""

    TABLE = "table"
    JSON = "json"
    MD = "md"
    HTML = "html"
    CSV = "csv"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"


OF_FINDINGS = (Format.SARIF, Format.GITHUB, Format.GITLAB, Format.JUNIT)
"""The formats that show findings, and nothing else of a report."""


def render(report: Report, format_: Format, page: Page) -> str:
    """Write a report in a format.

    Pure: the same report and page give the same text, byte for byte.
    """
    return "".join(pieces(report, format_, page))


def pieces(report: Report, format_: Format, page: Page) -> Iterator[str]:  # noqa: PLR0911 -- one case a format
    """Write a report in a format, piece by piece; only that format's module is loaded."""
    match format_:
        case Format.TABLE:
            from ccsvi_triage.render import to_terminal  # noqa: PLC0415 -- Rich is dear

            return to_terminal.pieces(report, page)
        case Format.JSON:
            from ccsvi_triage.render import to_json  # noqa: PLC0415

            return to_json.pieces(report, page)
        case Format.MD:
            from ccsvi_triage.render import to_markdown  # noqa: PLC0415

            return to_markdown.pieces(report, page)
        case Format.HTML:
            from ccsvi_triage.render import to_html  # noqa: PLC0415

            return to_html.pieces(report, page)
        case Format.CSV:
            from ccsvi_triage.render import to_csv  # noqa: PLC0415

            return to_csv.pieces(report, page)
        case Format.SARIF:
            from ccsvi_triage.render import to_sarif  # noqa: PLC0415

            return to_sarif.pieces(report, page)
        case Format.GITHUB:
            from ccsvi_triage.render import to_github  # noqa: PLC0415

            return to_github.pieces(report, page)
        case Format.GITLAB:
            from ccsvi_triage.render import to_gitlab  # noqa: PLC0415

            return to_gitlab.pieces(report, page)
        case Format.JUNIT:
            from ccsvi_triage.render import to_junit  # noqa: PLC0415

            return to_junit.pieces(report, page)
        case _:
            assert_never(format_)
