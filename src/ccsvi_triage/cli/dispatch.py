"""From a request to the command that does it; only that command's module is loaded."""

from ccsvi_triage.cli.requests import (
    AgreeRequest,
    AppraiseRequest,
    ClaimRequest,
    CompareRequest,
    DiffRequest,
    ExplainRequest,
    ExportRequest,
    FillRequest,
    LintRequest,
    ListRequest,
    NewRequest,
    PlotRequest,
    RecheckRequest,
    ReportRequest,
    Request,
    SchemaRequest,
    ShowRequest,
    WhatIfRequest,
)


def dispatch(request: Request) -> int:  # noqa: C901, PLR0911, PLR0912 -- one branch a command
    """Do what was asked and give the exit code."""
    match request:
        case AppraiseRequest():
            from ccsvi_triage.cli import appraise  # noqa: PLC0415 -- one command, one module

            return appraise.run(request)
        case ClaimRequest():
            from ccsvi_triage.cli import claim  # noqa: PLC0415

            return claim.run(request)
        case CompareRequest():
            from ccsvi_triage.cli import compare  # noqa: PLC0415

            return compare.run(request)
        case DiffRequest():
            from ccsvi_triage.cli import diff  # noqa: PLC0415

            return diff.run(request)
        case ListRequest():
            from ccsvi_triage.cli import inventory  # noqa: PLC0415

            return inventory.run(request)
        case ShowRequest():
            from ccsvi_triage.cli import show  # noqa: PLC0415

            return show.run(request)
        case ExplainRequest():
            from ccsvi_triage.cli import explain  # noqa: PLC0415

            return explain.run(request)
        case LintRequest():
            from ccsvi_triage.cli import lint  # noqa: PLC0415

            return lint.run(request)
        case RecheckRequest():
            from ccsvi_triage.cli import recheck  # noqa: PLC0415

            return recheck.run(request)
        case ReportRequest():
            from ccsvi_triage.cli import report  # noqa: PLC0415

            return report.run(request)
        case SchemaRequest():
            from ccsvi_triage.cli import schema  # noqa: PLC0415

            return schema.run(request)
        case NewRequest():
            from ccsvi_triage.cli import new  # noqa: PLC0415

            return new.run(request)
        case FillRequest():
            from ccsvi_triage.cli import fill  # noqa: PLC0415

            return fill.run(request)
        case ExportRequest():
            from ccsvi_triage.cli import export  # noqa: PLC0415

            return export.run(request)
        case PlotRequest():
            from ccsvi_triage.cli import plot  # noqa: PLC0415

            return plot.run(request)
        case AgreeRequest():
            from ccsvi_triage.cli import agree  # noqa: PLC0415

            return agree.run(request)
        case WhatIfRequest():
            from ccsvi_triage.cli import whatif  # noqa: PLC0415

            return whatif.run(request)
