"""JSON Schema of what reviewers agree on."""

from typing import Any

from ccsvi_triage.model.agreement import Scope
from ccsvi_triage.model.agreement import Standing as Agreeing
from ccsvi_triage.report.schema_studies import ANSWERED
from ccsvi_triage.report.schema_words import (
    COUNT,
    FLAG,
    MAYBE,
    NUMBER,
    TEXT,
    TEXTS,
    closed,
    list_of,
    map_of,
    or_null,
    ref,
    words,
)

AGREEMENT = {
    "notice": TEXT,
    "compared": list_of(ref("compared")),
    "apart": list_of(closed({"sheet": TEXT, "because": TEXT})),
    "figures": list_of(ref("figures")),
}
_SHEET = {"id": TEXT, "reviewer": TEXT, "date": MAYBE, "place": ref("place")}
_STANDING = words(*(standing.value for standing in Agreeing))
_SAID = {name: kind for name, kind in ANSWERED.items() if name != "question"}
_REACHED = or_null(
    closed(
        {
            "sheet": TEXT,
            "judgement": MAYBE,
            "possible": TEXTS,
            "by": words("table", "person", "ruling", maybe=True),
            "because": TEXT,
            "place": or_null(ref("place")),
        }
    )
)

OF_AGREEMENT: dict[str, Any] = {
    "compared": closed(
        {
            "study": TEXT,
            "citation": TEXT,
            "instrument": TEXT,
            "version": TEXT,
            "outcome": MAYBE,
            "setup": map_of(TEXT),
            "sheets": list_of(closed(_SHEET)),
            "consensus": or_null(closed(_SHEET)),
            "judgement_differs": FLAG,
            "disagrees": FLAG,
            "settled": FLAG,
            "domains": list_of(
                closed(
                    {
                        "id": TEXT,
                        "label": TEXT,
                        "title": TEXT,
                        "axis": MAYBE,
                        "standing": _STANDING,
                        "judgements": list_of(_REACHED),
                        "consensus": _REACHED,
                        "differences": list_of(ref("difference")),
                        "smallest": list_of(ref("exchange")),
                        "searched": FLAG,
                    }
                )
            ),
            "wholes": list_of(
                closed(
                    {
                        "axis": MAYBE,
                        "standing": _STANDING,
                        "judgements": list_of(_REACHED),
                        "consensus": _REACHED,
                        "smallest": list_of(ref("exchange")),
                    }
                )
            ),
            "notes": TEXTS,
        }
    ),
    "difference": closed(
        {
            "question": TEXT,
            "text": TEXT,
            "follows": FLAG,
            "parts": TEXTS,
            "changes_judgement": FLAG,
            "answers": list_of(closed({"sheet": TEXT, **_SAID})),
            "consensus": or_null(closed(_SAID)),
            "alone": list_of(ref("exchange")),
        }
    ),
    "exchange": closed(
        {
            "sheet": TEXT,
            "other": TEXT,
            "exchanged": TEXTS,
            "before": TEXTS,
            "after": TEXTS,
            "changes": FLAG,
        }
    ),
    "measured": closed({"value": NUMBER, "low": NUMBER, "high": NUMBER, "items": COUNT, "refusal": MAYBE}),
    "figures": closed(
        {
            "instrument": TEXT,
            "version": TEXT,
            "scope": words(*(scope.value for scope in Scope)),
            "name": TEXT,
            "reviewers": TEXTS,
            "scale": TEXTS,
            "ladder": TEXTS,
            "items": COUNT,
            "agreed": COUNT,
            "not_asked": COUNT,
            "asked_of_some": COUNT,
            "open": COUNT,
            "observed": ref("measured"),
            "kappa": ref("measured"),
            "weighted_kappa": or_null(ref("measured")),
            "ac1": ref("measured"),
        }
    ),
}
