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
    SVG = "svg"
    ROBVIS = "robvis"
    META_CSV = "meta-csv"
    CSL_JSON = "csl-json"
    RIS = "ris"
    BIBTEX = "bibtex"
    SARIF = "sarif"
    GITHUB = "github"
    GITLAB = "gitlab"
    JUNIT = "junit"


FOR_PROGRAMS = (Format.ROBVIS, Format.CSL_JSON, Format.RIS, Format.BIBTEX, Format.META_CSV)
"""What ``triage export`` writes, and no other command."""

OF_FINDINGS = (Format.SARIF, Format.GITHUB, Format.GITLAB, Format.JUNIT)
"""The formats that show findings, and nothing else of a report."""


def render(report: Report, format_: Format, page: Page) -> str:
    """Write a report in a format.

    Pure: the same report and page give the same text, byte for byte.
    """
    return "".join(pieces(report, format_, page))


def pieces(  # noqa: C901, PLR0911, PLR0912 -- one case a format
    report: Report, format_: Format, page: Page
) -> Iterator[str]:
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
        case Format.CSV | Format.ROBVIS | Format.META_CSV:
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
        case Format.CSL_JSON:
            from ccsvi_triage.render import to_csl_json  # noqa: PLC0415

            return iter((to_csl_json.render(report, page),))
        case Format.RIS:
            from ccsvi_triage.render import to_ris  # noqa: PLC0415

            return iter((to_ris.render(report, page),))
        case Format.BIBTEX:
            from ccsvi_triage.render import to_bibtex  # noqa: PLC0415

            return iter((to_bibtex.render(report, page),))
        case Format.SVG:
            from ccsvi_triage.render import to_svg  # noqa: PLC0415

            return iter((to_svg.render(report, page),))
        case _:
            assert_never(format_)
