"""JSON Schema of a whole library as one report, and of what differs between two."""

from typing import Any

from ccsvi_triage.model.difference import Part, Way
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES
from ccsvi_triage.model.words import ClaimVerdict
from ccsvi_triage.report.findings import TELLING
from ccsvi_triage.report.of_library import STANDINGS
from ccsvi_triage.report.schema_findings import LEVELS, OF_FINDINGS
from ccsvi_triage.report.schema_studies import APPRAISALS
from ccsvi_triage.report.schema_words import (
    COUNT,
    MAYBE,
    TEXT,
    TEXTS,
    closed,
    list_of,
    map_of,
    or_null,
    ref,
    words,
)

REPORT: dict[str, Any] = {
    "data": closed({"version": TEXT, "files": COUNT}),
    "date": MAYBE,
    "notice": TEXT,
    "instruments": APPRAISALS["instruments"],
    "summary": closed(
        {
            "studies": COUNT,
            "judgements": map_of(COUNT),
            "proposed": map_of(COUNT),
            "concerns": closed(dict.fromkeys(STANDINGS, COUNT)),
            "claims": COUNT,
            "verdicts": closed(dict.fromkeys((*(verdict.value for verdict in ClaimVerdict), "open"), COUNT)),
            "numbers": closed({severity.value: COUNT for severity in TELLING}),
            "problems": LEVELS,
            "findings": LEVELS,
        }
    ),
    "studies": list_of(ref("study")),
    "claims": list_of(ref("claim")),
    "numbers": list_of(closed({"study": TEXT, **OF_FINDINGS["finding"]["properties"]})),
    "problems": list_of(ref("problem")),
    "sources": map_of(TEXT),
    "findings": list_of(ref("shown")),
    "gate": or_null(ref("gate")),
}

OF_REPORT: dict[str, Any] = {
    "shown": closed(
        {
            "rule": TEXT,
            "level": words(*(severity.value for severity in PROBLEM_SEVERITIES)),
            "message": TEXT,
            "help": TEXT,
            "study": MAYBE,
            "outcome": MAYBE,
            "claim": MAYBE,
            "waived": MAYBE,
            "fingerprint": TEXT,
            "place": ref("place"),
        }
    ),
}


_WAY = words(*(way.value for way in Way))
_BRIEFS = closed(
    {
        "claims": list_of(closed({"id": TEXT, "title": TEXT, "said": TEXT})),
        "studies": list_of(closed({"id": TEXT, "title": TEXT, "said": TEXT})),
    }
)

DIFFERENCE: dict[str, Any] = {
    "notice": TEXT,
    "before": closed({"name": TEXT, "commit": MAYBE, "tool": TEXT}),
    "summary": closed({way.value: COUNT for way in Way}),
    "claims": list_of(ref("changed")),
    "studies": list_of(ref("changed")),
    "standing": list_of(
        closed({"id": TEXT, "title": TEXT, "said": TEXT, "studies": TEXTS, "because": list_of(ref("why"))})
    ),
    "new": _BRIEFS,
    "gone": _BRIEFS,
}

OF_DIFFERENCE: dict[str, Any] = {
    "why": closed({"what": TEXT, "before": MAYBE, "after": MAYBE}),
    "changed": closed(
        {
            "id": TEXT,
            "title": TEXT,
            "way": _WAY,
            "changes": list_of(
                closed(
                    {
                        "part": words(*(part.value for part in Part)),
                        "name": TEXT,
                        "before": MAYBE,
                        "after": MAYBE,
                        "way": _WAY,
                        "because": list_of(ref("why")),
                    }
                )
            ),
        }
    ),
}
