"""The list of formats: a new one is a module ``to_<name>``, a member and a case here."""

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
    SVG = "svg"


def render(report: Report, format_: Format, page: Page) -> str:
    """Write a report in a format; only that format's module is loaded.

    Pure: the same report and page give the same text, byte for byte.
    """
    match format_:
        case Format.TABLE:
            from ccsvi_triage.render import to_terminal  # noqa: PLC0415 -- Rich is dear

            return to_terminal.render(report, page)
        case Format.JSON:
            from ccsvi_triage.render import to_json  # noqa: PLC0415

            return to_json.render(report, page)
        case Format.MD:
            from ccsvi_triage.render import to_markdown  # noqa: PLC0415

            return to_markdown.render(report, page)
        case Format.HTML:
            from ccsvi_triage.render import to_html  # noqa: PLC0415

            return to_html.render(report, page)
        case Format.CSV:
            from ccsvi_triage.render import to_csv  # noqa: PLC0415

            return to_csv.render(report, page)
        case Format.SVG:
            from ccsvi_triage.render import to_svg  # noqa: PLC0415

            return to_svg.render(report, page)
        case _:
            assert_never(format_)
