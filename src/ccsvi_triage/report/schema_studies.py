"""JSON Schema of studies, listed and judged."""

from typing import Any

from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.instrument import Counts, Priority
from ccsvi_triage.model.words import Basis, Kind, NoticeKind, Relation, Status, Strength, Unit
from ccsvi_triage.report.schema_words import (
    CONCERN,
    COUNT,
    DIRECTION,
    FLAG,
    MAYBE,
    MAYBE_COUNT,
    TEXT,
    TEXTS,
    closed,
    list_of,
    map_of,
    or_null,
    ref,
    words,
)

INVENTORY = {
    "id": TEXT,
    "citation": TEXT,
    "title": TEXT,
    "year": MAYBE_COUNT,
    "kind": words(*(kind.value for kind in Kind)),
    "status": words(*(status.value for status in Status)),
    "design": MAYBE,
    "enrolled": MAYBE_COUNT,
    "instrument": MAYBE,
    "wanted": MAYBE,
    "judgement": TEXT,
    "reading": ref("reading"),
    "flaws": TEXTS,
    "place": ref("place"),
}

APPRAISALS = {
    "notice": TEXT,
    "instruments": list_of(
        closed({"id": TEXT, "title": TEXT, "version": TEXT, "ours": FLAG, "licence": TEXT, "notice": TEXT})
    ),
    "studies": list_of(ref("study")),
    "sources": map_of(TEXT),
}

ANSWERED = {
    "question": TEXT,
    "answer": MAYBE,
    "origin": words(*(origin.value for origin in Origin)),
    "because": TEXT,
    "grounds": list_of(
        closed(
            {
                "what": TEXT,
                "word": TEXT,
                "source": MAYBE,
                "locator": TEXT,
                "basis": words(*(basis.value for basis in Basis)),
                "note": TEXT,
                "place": ref("place"),
            }
        )
    ),
}

OF_JUDGEMENTS: dict[str, Any] = {
    "ruling": or_null(closed({"level": TEXT, "reason": TEXT, "by": TEXT, "date": TEXT})),
    "judgement": closed(
        {
            "id": TEXT,
            "label": TEXT,
            "title": TEXT,
            "judgement": MAYBE,
            "concern": CONCERN,
            "suggested": MAYBE,
            "possible": TEXTS,
            "axis": MAYBE,
            "by_person": FLAG,
            "complete": FLAG,
            "confirmed": FLAG,
            "rules": list_of(ref("fired")),
            "depends_on": TEXTS,
            "signs": list_of(ref("sign")),
            "judged": ref("judged"),
            "ruling": ref("ruling"),
            "direction": DIRECTION,
            "answers": list_of(closed(ANSWERED)),
        }
    ),
    "appraisal": closed(
        {
            "instrument": TEXT,
            "version": TEXT,
            "sheet": MAYBE,
            "reviewer": MAYBE,
            "outcome": MAYBE,
            "outcome_name": MAYBE,
            "setup": map_of(TEXT),
            "assumed": TEXTS,
            "proposed": TEXTS,
            "complete": FLAG,
            "domains": list_of(ref("judgement")),
            "overall": ref("overall"),
            "axes": list_of(closed({"id": TEXT, "title": TEXT, "overall": ref("overall")})),
        }
    ),
    "overall": or_null(
        closed(
            {
                "judgement": MAYBE,
                "concern": CONCERN,
                "suggested": MAYBE,
                "possible": TEXTS,
                "confirmed": FLAG,
                "rules": list_of(ref("fired")),
                "judged": ref("judged"),
                "ruling": ref("ruling"),
                "direction": DIRECTION,
                "step": MAYBE,
            }
        )
    ),
    "fired": closed({"id": TEXT, "then": TEXT, "because": TEXT}),
    "sign": closed({"because": TEXT, "against": TEXTS}),
    "judged": or_null(
        closed(
            {
                "level": TEXT,
                "because": TEXT,
                "source": MAYBE,
                "locator": TEXT,
                "basis": words(*(basis.value for basis in Basis)),
                "by": TEXT,
                "place": ref("place"),
            }
        )
    ),
    "scale": closed(
        {
            "instrument": TEXT,
            "version": TEXT,
            "legacy": TEXT,
            "sheet": MAYBE,
            "low": {"type": "integer"},
            "high": {"type": "integer"},
            "most": {"type": "integer"},
            "items": list_of(closed({**ANSWERED, "points": {"type": ["integer", "null"]}})),
        }
    ),
    "reading": closed(
        {
            "priority": words(*(priority.value for priority in Priority)),
            "possible": list_of(words(*(priority.value for priority in Priority))),
            "because": TEXT,
            "open": TEXTS,
        }
    ),
    "checklist": closed(
        {
            "instrument": TEXT,
            "version": TEXT,
            "met": COUNT,
            "not_met": COUNT,
            "not_reported": COUNT,
            "not_applicable": COUNT,
            "open": COUNT,
            "criteria": list_of(
                closed({**ANSWERED, "counts": words(*(counts.value for counts in Counts), maybe=True), "opens": TEXT})
            ),
        }
    ),
}

OF_STUDY: dict[str, Any] = {
    "study": closed(
        {
            "id": TEXT,
            "title": TEXT,
            "citation": TEXT,
            "year": MAYBE_COUNT,
            "kind": words(*(kind.value for kind in Kind)),
            "status": words(*(status.value for status in Status)),
            "notices": list_of(
                closed(
                    {
                        "kind": words(*(kind.value for kind in NoticeKind)),
                        "date": MAYBE,
                        "source": MAYBE,
                        "locator": TEXT,
                        "note": TEXT,
                    }
                )
            ),
            "retraction_check": MAYBE,
            "counts_as_evidence": FLAG,
            "companion_of": MAYBE,
            "relation": words(*(relation.value for relation in Relation), maybe=True),
            "companions": TEXTS,
            "read": MAYBE,
            "described": TEXT,
            "place": ref("place"),
            "selection": closed(
                {
                    "row": MAYBE,
                    "chosen_by": words("rule", "file", "option"),
                    "instrument": MAYBE,
                    "wanted": MAYBE,
                    "refusal": MAYBE,
                    "because": MAYBE,
                    "warning": MAYBE,
                }
            ),
            "worst_concern": CONCERN,
            "appraisals": list_of(ref("appraisal")),
            "beside": list_of(ref("appraisal")),
            "scales": list_of(ref("scale")),
            "reading": or_null(ref("reading")),
            "checklist": or_null(ref("checklist")),
            "ceiling": or_null(
                closed({"strength": words(*(step.value for step in Strength)), "may": TEXT, "may_not": TEXTS})
            ),
            "flaws": list_of(
                closed(
                    {
                        "code": TEXT,
                        "detail": TEXT,
                        "basis": words(*(basis.value for basis in Basis)),
                        "source": MAYBE,
                        "locator": TEXT,
                        "place": ref("place"),
                    }
                )
            ),
            "results": list_of(
                closed(
                    {
                        "outcome": TEXT,
                        "outcome_name": TEXT,
                        "group": TEXT,
                        "unit": words(*(unit.value for unit in Unit)),
                        "arms": map_of(map_of({"anyOf": [TEXT, map_of(TEXT)]})),
                        "estimates": list_of(map_of({"anyOf": [TEXT, TEXTS]})),
                        "p": MAYBE,
                        "statistic": TEXT,
                        "told": TEXT,
                        "derived": FLAG,
                        "source": MAYBE,
                        "locator": TEXT,
                        "place": ref("place"),
                    }
                )
            ),
            "conflicts": list_of(
                closed(
                    {
                        "about": TEXT,
                        "accounts": list_of(closed({"says": TEXT, "source": MAYBE, "locator": TEXT})),
                        "note": TEXT,
                    }
                )
            ),
            "unseen": TEXTS,
            "numbers": or_null(list_of(ref("finding"))),
            "problems": list_of(ref("problem")),
        }
    ),
}
