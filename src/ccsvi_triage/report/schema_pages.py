"""JSON Schema of what is explained: flaws, words, biases, rules, and instruments part by part."""

from typing import Any

from ccsvi_triage.model.instrument import Form, Judges, OverallRule, Tells
from ccsvi_triage.model.words import ClaimVerdict, Direction, Flaw, Strength
from ccsvi_triage.report.schema_words import (
    CONCERN,
    COUNT,
    FLAG,
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

PAGES = ("entry", "bias", "topics", "selection", "verdicts", "instrument", "domain", "question", "rule")

OF_PAGES: dict[str, Any] = {
    "citation": closed({"cite": TEXT, "doi": TEXT, "url": TEXT, "licence": TEXT, "note": TEXT}),
    "entry": closed(
        {
            "group": TEXT,
            "word": TEXT,
            "title": TEXT,
            "what": TEXT,
            "why": TEXT,
            "mend": TEXT,
            "example": TEXT,
            "see": TEXTS,
            "sevco": TEXT,
            "sources": list_of(ref("citation")),
            "bias": list_of(ref("bias")),
        }
    ),
    "bias": closed(
        {
            "group": {"const": "bias"},
            "word": TEXT,
            "title": TEXT,
            "flaws": list_of(words(*(flaw.value for flaw in Flaw))),
            "direction": words(*(direction.value for direction in Direction)),
            "size": TEXT,
            "contested": TEXT,
            "about": TEXT,
            "sources": list_of(ref("citation")),
        }
    ),
    "selection": closed(
        {
            "group": {"const": "selection"},
            "rows": list_of(
                closed(
                    {
                        "id": TEXT,
                        "title": TEXT,
                        "first": FLAG,
                        "when": TEXT,
                        "instrument": MAYBE,
                        "wants": MAYBE,
                        "refusal": TEXT,
                        "warning": TEXT,
                        "barred": MAYBE,
                        "also": TEXTS,
                        "ceiling": words(*(step.value for step in Strength)),
                        "because": TEXT,
                    }
                )
            ),
            "reading": list_of(closed({"priority": TEXT, "when": TEXT, "because": TEXT})),
        }
    ),
    "verdicts": closed(
        {
            "group": {"const": "verdicts"},
            "caps": list_of(
                closed(
                    {
                        "id": TEXT,
                        "when": TEXT,
                        "at_most": words(*(step.value for step in Strength)),
                        "because": TEXT,
                    }
                )
            ),
            "rules": list_of(
                closed(
                    {
                        "id": TEXT,
                        "when": TEXT,
                        "verdict": words(*(verdict.value for verdict in ClaimVerdict)),
                        "because": TEXT,
                    }
                )
            ),
            "sayings": list_of(closed({"id": TEXT, "when": TEXT, "may": TEXT, "may_not": TEXTS})),
            "missing": list_of(
                closed(
                    {
                        "id": TEXT,
                        "kind": TEXTS,
                        "when": TEXT,
                        "design": TEXT,
                        "blinding": TEXT,
                        "follow_up": TEXT,
                    }
                )
            ),
        }
    ),
    "topics": closed({"group": TEXT, "words": TEXTS}),
    "instrument": closed(
        {
            "group": {"const": "instrument"},
            "word": TEXT,
            "title": TEXT,
            "version": TEXT,
            "about": TEXT,
            "form": words(*(form.value for form in Form)),
            "judges": words(*(judges.value for judges in Judges)),
            "tells": words(*(tells.value for tells in Tells)),
            "ours": FLAG,
            "provisional": FLAG,
            "legacy": MAYBE,
            "licence": TEXT,
            "notice": TEXT,
            "options": map_of(TEXT),
            "points": map_of({"type": "integer"}),
            "levels": list_of(ref("level")),
            "escalation": ref("escalation"),
            "overall": ref("whole"),
            "axes": list_of(closed({"id": TEXT, "title": TEXT, "overall": ref("whole")})),
            "setup": list_of(
                closed(
                    {
                        "id": TEXT,
                        "text": TEXT,
                        "options": TEXTS,
                        "default": MAYBE,
                        "proposals": list_of(closed({"when": TEXT, "answer": TEXT, "because": TEXT})),
                    }
                )
            ),
            "domains": list_of(ref("domain")),
            "sources": list_of(ref("citation")),
        }
    ),
    "level": closed({"id": TEXT, "word": TEXT, "concern": CONCERN}),
    "escalation": or_null(closed({"level": TEXT, "at_least": COUNT, "whole": TEXT, "to": TEXT, "because": TEXT})),
    "whole": closed(
        {
            "rule": words(*(rule.value for rule in OverallRule)),
            "levels": list_of(ref("level")),
            "rules": list_of(closed({"id": TEXT, "when": TEXT, "then": TEXT, "because": TEXT})),
            "escalation": ref("escalation"),
            "note": TEXT,
        }
    ),
    "domain": closed(
        {
            "group": {"const": "domain"},
            "instrument": TEXT,
            "id": TEXT,
            "label": TEXT,
            "title": TEXT,
            "axis": MAYBE,
            "applies": TEXT,
            "help": TEXT,
            "levels": TEXTS,
            "by_person": FLAG,
            "signs": list_of(closed({"when": TEXT, "because": TEXT, "against": TEXTS})),
            "questions": list_of(ref("question")),
            "terms": map_of(TEXT),
            "tables": list_of(closed({"id": TEXT, "rules": list_of(ref("rule"))})),
        }
    ),
    "question": closed(
        {
            "group": {"const": "question"},
            "instrument": TEXT,
            "domain": TEXT,
            "id": TEXT,
            "text": TEXT,
            "help": TEXT,
            "options": TEXTS,
            "asked_when": TEXT,
            "opens": TEXT,
            "points": map_of({"type": "integer"}),
            "parts": list_of(closed({"id": TEXT, "text": TEXT, "help": TEXT})),
            "from_parts": list_of(closed({"id": TEXT, "when": TEXT, "then": TEXT, "because": TEXT})),
            "rules": TEXTS,
            "proposals": list_of(closed({"when": TEXT, "answer": TEXT, "because": TEXT})),
            "sources": list_of(ref("citation")),
        }
    ),
    "rule": closed(
        {
            "group": {"const": "rule"},
            "instrument": TEXT,
            "domain": TEXT,
            "id": TEXT,
            "when": TEXT,
            "then": TEXT,
            "because": TEXT,
            "terms": map_of(TEXT),
        }
    ),
}
