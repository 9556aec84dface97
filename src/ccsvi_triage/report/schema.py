"""The JSON reports as JSON Schema: the contract for scripts."""

from typing import Any

from ccsvi_triage.report.blocks import SCHEMA_VERSION
from ccsvi_triage.report.of_plot import KINDS, shape_of
from ccsvi_triage.report.schema_agreement import AGREEMENT, OF_AGREEMENT
from ccsvi_triage.report.schema_claims import CLAIMS, NEARNESS, OF_AVERAGES, OF_CLAIMS
from ccsvi_triage.report.schema_comparison import COMPARISON, OF_COMPARISON
from ccsvi_triage.report.schema_findings import FOUND, OF_FINDINGS, OF_GATE, PROBLEMS
from ccsvi_triage.report.schema_library import DIFFERENCE, OF_DIFFERENCE, OF_REPORT, REPORT
from ccsvi_triage.report.schema_pages import OF_PAGES, PAGES
from ccsvi_triage.report.schema_studies import APPRAISALS, INVENTORY, OF_JUDGEMENTS, OF_STUDY
from ccsvi_triage.report.schema_whatif import OF_WHATIF, WHATIF
from ccsvi_triage.report.schema_words import COUNT, TEXT, TEXTS, closed, list_of, ref


def report_schema() -> dict[str, Any]:
    """Give the schema of every JSON report; which one it is stands in the report's own key ``schema``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Reports of triage",
        "oneOf": [
            _report("appraisals", APPRAISALS),
            _report("inventory", {"known": COUNT, "studies": list_of(closed(INVENTORY))}),
            _report("record", {"list": TEXT, "place": ref("place"), "record": {"type": "object"}}),
            _report("problems", PROBLEMS),
            _report("recheck", {"studies": list_of(closed({"id": TEXT, **FOUND}))}),
            _report("prose", {"text": TEXT, **FOUND}),
            _report("agreement", AGREEMENT),
            _report("explanation", {"pages": list_of({"anyOf": [ref(name) for name in PAGES]})}),
            _report("whatif", WHATIF),
            _report("comparison", COMPARISON),
            _report("claims", CLAIMS),
            _report("nearness", NEARNESS),
            _report("report", REPORT),
            _report("difference", DIFFERENCE),
            _report("baseline", {"by": TEXT, "findings": list_of(ref("known"))}),
            _report("plot", _PLOT),
        ],
        "$defs": {
            **OF_PAGES,
            **OF_FINDINGS,
            **OF_JUDGEMENTS,
            **OF_AGREEMENT,
            **OF_STUDY,
            **OF_WHATIF,
            **OF_COMPARISON,
            **OF_CLAIMS,
            **OF_AVERAGES,
            **OF_REPORT,
            **OF_DIFFERENCE,
            **OF_GATE,
        },
    }


def _report(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    tool = closed({"name": {"const": "ccsvi-triage"}, "version": TEXT})
    schema = {"const": f"ccsvi-triage/{name}/{SCHEMA_VERSION}"}
    return closed({"schema": schema, "tool": tool, **properties})


_PLOT: dict[str, Any] = {
    "kind": {"enum": list(KINDS)},
    "title": TEXT,
    "description": TEXT,
    "notes": TEXTS,
    "chart": {"anyOf": [shape_of(chart) for chart in KINDS.values()]},
}
