"""JSON Schema of suppositions and smallest changes."""

from typing import Any

from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.whatif import By, Need, Of
from ccsvi_triage.report.schema_words import COUNT, FLAG, MAYBE, TEXT, TEXTS, closed, list_of, or_null, ref, words

WHATIF = {
    "notice": TEXT,
    "study": TEXT,
    "citation": TEXT,
    "supposed": or_null(ref("supposed")),
    "minimal": or_null(list_of(ref("minimal"))),
}


def _shift(of: dict[str, Any]) -> dict[str, Any]:
    """Describe something before and after."""
    return {"changed": FLAG, "before": of, "after": of}


_TURNING = {
    "judgement": MAYBE,
    "possible": TEXTS,
    "by": words(*(by.value for by in By)),
    "better": ref("reach"),
    "worse": ref("reach"),
    "levels": list_of(
        closed(
            {
                "level": TEXT,
                "needs": words(*(need.value for need in Need), maybe=True),
                "to": TEXTS,
                "ways": list_of(ref("way")),
            }
        )
    ),
}

OF_WHATIF: dict[str, Any] = {
    "supposed": closed(
        {
            "changed": FLAG,
            "suppositions": list_of(
                closed({"of": words(*(of.value for of in Of)), "what": TEXT, "before": MAYBE, "after": MAYBE})
            ),
            "reasons": TEXTS,
            "selection": closed(
                _shift(
                    closed(
                        {
                            "row": MAYBE,
                            "chosen_by": words("rule", "file", "option"),
                            "instruments": TEXTS,
                            "wanted": MAYBE,
                            "refusal": MAYBE,
                        }
                    )
                )
            ),
            "appraisals": list_of(
                closed(
                    {
                        "instrument": TEXT,
                        "outcome": MAYBE,
                        "sheet": MAYBE,
                        "judged": closed({"before": FLAG, "after": FLAG}),
                        "changed": FLAG,
                        "domains": list_of(
                            closed(
                                {
                                    "id": TEXT,
                                    **_shift(or_null(ref("held"))),
                                    "why": MAYBE,
                                    "answers": list_of(ref("answer-shift")),
                                }
                            )
                        ),
                        "wholes": list_of(closed({"axis": MAYBE, **_shift(or_null(ref("held"))), "why": MAYBE})),
                    }
                )
            ),
            "checklist": closed({**_shift(or_null(ref("tally"))), "criteria": list_of(ref("answer-shift"))}),
            "ceiling": closed(_shift(or_null(closed({"may": TEXT, "may_not": TEXTS})))),
            "reading": closed(_shift(ref("reading"))),
            "claims": list_of(closed({"id": TEXT, "text": TEXT, **_shift(ref("standing"))})),
            "no_claims": MAYBE,
            "brought": list_of(ref("problem")),
            "mended": list_of(ref("problem")),
            "heeded": list_of(closed({"what": TEXT, "instrument": MAYBE, "question": MAYBE})),
            "unheeded": TEXTS,
        }
    ),
    "held": closed({"judgement": MAYBE, "possible": TEXTS}),
    "answer-shift": closed(
        {"question": TEXT, "before": or_null(ref("answer-word")), "after": or_null(ref("answer-word"))}
    ),
    "answer-word": closed({"answer": MAYBE, "origin": words(*(origin.value for origin in Origin)), "because": TEXT}),
    "tally": closed(
        {
            "instrument": TEXT,
            "met": COUNT,
            "not_met": COUNT,
            "not_reported": COUNT,
            "not_applicable": COUNT,
            "open": COUNT,
            "said": TEXT,
        }
    ),
    "minimal": closed(
        {
            "instrument": TEXT,
            "outcome": MAYBE,
            "sheet": MAYBE,
            "domains": list_of(closed({"id": TEXT, **_TURNING})),
            "wholes": list_of(closed({"axis": MAYBE, **_TURNING})),
        }
    ),
    "reach": closed({"to": TEXTS, "ways": list_of(ref("way"))}),
    "way": closed(
        {
            "needs": words(*(need.value for need in Need)),
            "size": COUNT,
            "number": COUNT,
            "plans": list_of(
                closed(
                    {
                        "result": TEXTS,
                        "parts": list_of(closed({"domain": TEXT, "sets": list_of(ref("answer-set"))})),
                    }
                )
            ),
        }
    ),
    "answer-set": closed(
        {
            "result": TEXTS,
            "changes": list_of(
                closed(
                    {
                        "question": MAYBE,
                        "asks": MAYBE,
                        "now": MAYBE,
                        "to": TEXTS,
                        "needs": words(*(need.value for need in Need)),
                        "grounds": list_of(
                            closed({"what": TEXT, "word": TEXT, "source": MAYBE, "place": ref("place")})
                        ),
                    }
                )
            ),
        }
    ),
}
