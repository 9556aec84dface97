"""JSON Schema of problems, of recomputed numbers, and of gates."""

from typing import Any

from ccsvi_triage.model.finding import Fits
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.schema_words import COUNT, MAYBE, TEXT, TEXTS, closed, list_of, or_null, ref, words

FOUND: dict[str, Any] = {
    "counts": closed({severity.value: COUNT for severity in Severity}),
    "findings": list_of(ref("finding")),
}
PROBLEMS = {
    "files": COUNT,
    "counts": closed({severity.value: COUNT for severity in PROBLEM_SEVERITIES}),
    "problems": list_of(ref("problem")),
}

OF_FINDINGS: dict[str, Any] = {
    "place": or_null(closed({"file": TEXT, "line": COUNT, "column": COUNT, "end_line": COUNT, "end_column": COUNT})),
    "finding": closed(
        {
            "check": TEXT,
            "severity": words(*(severity.value for severity in Severity)),
            "verdict": words(*(fits.value for fits in Fits)),
            "said": TEXT,
            "outcome": TEXT,
            "about": TEXT,
            "shown": TEXTS,
            "innocent": TEXTS,
            "missing": TEXTS,
            "source": TEXT,
            "locator": TEXT,
            "place": ref("place"),
        }
    ),
    "problem": closed(
        {
            "code": TEXT,
            "severity": words(*(severity.value for severity in PROBLEM_SEVERITIES)),
            "message": TEXT,
            "hint": TEXT,
            "place": ref("place"),
        }
    ),
}

LEVELS = closed({severity.value: COUNT for severity in PROBLEM_SEVERITIES})


TRIPPING = {"rule": TEXT, "study": MAYBE, "outcome": MAYBE, "claim": MAYBE, "message": TEXT}

OF_GATE: dict[str, Any] = {
    "gate": closed(
        {
            "conditions": TEXTS,
            "tripped": list_of(closed({"condition": TEXT, "findings": list_of(closed(TRIPPING))})),
            "waived": list_of(closed({**TRIPPING, "until": TEXT, "owner": TEXT, "reason": TEXT})),
            "waivers": list_of(ref("problem")),
            "baseline": or_null(closed({"file": TEXT, "known": COUNT, "gone": list_of(ref("known"))})),
        }
    ),
    "known": closed({"fingerprint": TEXT, **TRIPPING}),
}
