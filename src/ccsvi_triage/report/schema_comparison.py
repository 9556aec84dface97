"""JSON Schema of studies side by side."""

from typing import Any

from ccsvi_triage.model.comparison import Change, Contrast, Matching, Side, Standing
from ccsvi_triage.model.words import Basis, Bearing, Disagreement, Status, Unit
from ccsvi_triage.report.blocks import Tone
from ccsvi_triage.report.schema_findings import OF_FINDINGS
from ccsvi_triage.report.schema_words import (
    CONCERN,
    COUNT,
    FLAG,
    MAYBE,
    MEASURE,
    NUMBER,
    TEXT,
    TEXTS,
    closed,
    list_of,
    map_of,
    ref,
    words,
)

COMPARISON: dict[str, Any] = {
    "notice": TEXT,
    "studies": list_of(ref("compared-study")),
    "outcome": closed({"by": words(*(by.value for by in Matching)), "words": TEXT}),
    "rows": list_of(
        closed(
            {
                "key": TEXT,
                "section": TEXT,
                "label": TEXT,
                "same": FLAG,
                "cells": list_of(closed({"text": TEXT, "tone": words(*(tone.value for tone in Tone))})),
            }
        )
    ),
    "scale": closed({"one": FLAG, "measure": MEASURE, "why_not": TEXTS, "cautions": TEXTS}),
    "disagreement": closed(
        {
            "standing": words(*(standing.value for standing in Standing)),
            "because": TEXTS,
            "alike": TEXTS,
            "reasons": list_of(ref("reason")),
        }
    ),
    "claims": list_of(
        closed(
            {
                "id": TEXT,
                "text": TEXT,
                "bearings": list_of(
                    closed({"study": TEXT, "bearing": words(*(bearing.value for bearing in Bearing)), "why": TEXT})
                ),
            }
        )
    ),
    "weight": closed(
        {
            "most": TEXTS,
            "outranked": list_of(closed({"study": TEXT, "by": TEXT, "because": TEXTS})),
            "neither": list_of(closed({"studies": TEXTS, "because": TEXT})),
            "never": TEXTS,
        }
    ),
    "cannot_say": TEXTS,
    "sources": map_of(TEXT),
}

OF_COMPARISON: dict[str, Any] = {
    "compared-study": closed(
        {
            "id": TEXT,
            "name": TEXT,
            "citation": TEXT,
            "status": words(*(status.value for status in Status)),
            "counted": FLAG,
            "companion_of": MAYBE,
            "place": ref("place"),
            "outcome": MAYBE,
            "outcome_name": MAYBE,
            "result": ref("scaled"),
            "side": words(*(side.value for side in Side), maybe=True),
            "says": MAYBE,
            "instrument": MAYBE,
            "complete": FLAG,
            "concern": CONCERN,
            "possible": list_of(CONCERN),
            "domains": list_of(
                closed({"id": TEXT, "title": TEXT, "judgement": MAYBE, "concern": CONCERN, "confirmed": FLAG})
            ),
            "reading": ref("reading"),
            "may": MAYBE,
            "may_not": TEXTS,
            "conflicts": list_of(
                closed(
                    {
                        "about": TEXT,
                        "accounts": list_of(closed({"says": TEXT, "source": MAYBE, "locator": TEXT})),
                        "note": TEXT,
                    }
                )
            ),
            "numbers": list_of(ref("finding")),
        }
    ),
    "scaled": closed(
        {
            "contrast": words(*(contrast.value for contrast in Contrast)),
            "arms": TEXTS,
            "unit": words(*(unit.value for unit in Unit), maybe=True),
            "group": TEXT,
            "given": TEXT,
            "derived": FLAG,
            "source": MAYBE,
            "locator": TEXT,
            "place": ref("place"),
            "effects": list_of(
                closed(
                    {
                        "measure": MEASURE,
                        "value": NUMBER,
                        "low": NUMBER,
                        "high": NUMBER,
                        "level": NUMBER,
                        "method": TEXT,
                        "computed": FLAG,
                        "finds_below": NUMBER,
                        "finds_above": NUMBER,
                    }
                )
            ),
            "p_printed": MAYBE,
            "p_computed": list_of(closed({"p": NUMBER, "test": TEXT})),
            "p_given_by": TEXTS,
            "could_find": MAYBE,
            "change": words(*(change.value for change in Change), maybe=True),
            "lacks": MAYBE,
            "others": COUNT,
        }
    ),
    "ground": closed(
        {
            "study": TEXT,
            "what": TEXT,
            "word": TEXT,
            "source": MAYBE,
            "locator": TEXT,
            "basis": words(*(basis.value for basis in Basis)),
            "note": TEXT,
            "place": ref("place"),
        }
    ),
    "reason": closed(
        {
            "reason": words(*(word.value for word in Disagreement)),
            "said": TEXT,
            "partings": list_of(
                closed(
                    {
                        "what": TEXT,
                        "says": list_of(closed({"study": TEXT, "word": TEXT})),
                        "grounds": list_of(ref("ground")),
                    }
                )
            ),
            "flaws": list_of(ref("ground")),
            "judged": list_of(
                closed({"study": TEXT, "instrument": TEXT, "domain": TEXT, "concern": CONCERN, "rules": TEXTS})
            ),
            "findings": list_of(closed({"study": TEXT, **OF_FINDINGS["finding"]["properties"]})),
            "notes": list_of(ref("bias")),
        }
    ),
}
