"""JSON Schema of claims: verdicts, averages, and claims near a sentence."""

from typing import Any

from ccsvi_triage.model.averaging import Method, Refusal
from ccsvi_triage.model.claim import PARTS
from ccsvi_triage.model.nearness import Manner
from ccsvi_triage.model.synthesis import Aside, Leaning
from ccsvi_triage.model.words import (
    Asserts,
    Bearing,
    Certainty,
    CertaintyReason,
    ClaimVerdict,
    Difference,
    EffectMeasure,
    Match,
    Question,
    Stance,
    Strength,
    Viewpoint,
)
from ccsvi_triage.report.schema_words import (
    CONCERN,
    COUNT,
    FLAG,
    MAYBE,
    MAYBE_COUNT,
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

VERDICT = words(*(verdict.value for verdict in ClaimVerdict), maybe=True)
LEVEL = words(*(level.value for level in Certainty), maybe=True)
_STRENGTH = words(*(step.value for step in Strength), maybe=True)
_BEARING = words(*(bearing.value for bearing in Bearing))
DECIDED: dict[str, Any] = {
    "verdict": VERDICT,
    "possible": list_of(VERDICT),
    "deciding": TEXTS,
    "depends_on": TEXTS,
}

_AVERAGE: dict[str, Any] = or_null(ref("average"))

CLAIMS: dict[str, Any] = {
    "notice": TEXT,
    "as_of": MAYBE,
    "claims": list_of(ref("claim")),
    "sources": map_of(TEXT),
}

OF_CLAIMS: dict[str, Any] = {
    "standing": closed({**DECIDED, "certainty": LEVEL, "certainty_possible": list_of(LEVEL)}),
    "claim": closed(
        {
            "id": TEXT,
            "text": TEXT,
            "kind": words(*(kind.value for kind in Question)),
            "asserts": words(*(word.value for word in Asserts)),
            "strength": _STRENGTH,
            "place": ref("place"),
            **DECIDED,
            "ruling": or_null(closed({"verdict": VERDICT, "because": TEXT, "by": TEXT, "date": TEXT, "better": FLAG})),
            "rules": list_of(closed({"id": TEXT, "verdict": VERDICT, "because": TEXT})),
            "known": map_of(TEXTS),
            "certainty": closed(
                {
                    "studies": TEXTS,
                    "start": LEVEL,
                    "because": TEXT,
                    "proposed": list_of(LEVEL),
                    "possible": list_of(LEVEL),
                    "level": LEVEL,
                    "steps": list_of(ref("step")),
                }
            ),
            "averaging": or_null(ref("averaging")),
            "since": MAYBE,
            "studies": list_of(ref("weighed")),
            "set_aside": list_of(
                closed(
                    {
                        "study": TEXT,
                        "citation": TEXT,
                        "reason": words(*(aside.value for aside in Aside)),
                        "because": TEXT,
                        "bearing": _BEARING,
                    }
                )
            ),
            "left_out": list_of(closed({"study": TEXT, "why": TEXT})),
            "history": list_of(
                closed(
                    {
                        "date": MAYBE,
                        "studies": TEXTS,
                        "changed": FLAG,
                        **DECIDED,
                        "certainty": LEVEL,
                        "certainty_possible": list_of(LEVEL),
                        "average": _AVERAGE,
                    }
                )
            ),
            "viewpoints": list_of(
                closed(
                    {
                        "viewpoint": words(*(viewpoint.value for viewpoint in Viewpoint)),
                        "bearing": _BEARING,
                        "studies": TEXTS,
                        "because": TEXT,
                    }
                )
            ),
            "may": TEXT,
            "may_not": TEXTS,
            "missing": or_null(
                closed(
                    {
                        "design": TEXT,
                        "blinding": TEXT,
                        "follow_up": TEXT,
                        "people": MAYBE_COUNT,
                        "events": MAYBE_COUNT,
                        "size_because": TEXT,
                        "so_far": TEXTS,
                    }
                )
            ),
            "said_by": list_of(
                closed(
                    {
                        "who": TEXT,
                        "stance": words(*(stance.value for stance in Stance)),
                        "source": MAYBE,
                        "locator": TEXT,
                        "note": TEXT,
                    }
                )
            ),
        }
    ),
    "step": closed(
        {
            "reason": words(*(reason.value for reason in CertaintyReason)),
            "way": words("down", "up"),
            "proposed": list_of(COUNT),
            "because": TEXT,
            "decided": or_null(closed({"steps": COUNT, "because": TEXT, "by": TEXT, "date": TEXT})),
        }
    ),
    "weighed": closed(
        {
            "study": TEXT,
            "citation": TEXT,
            "date": MAYBE,
            "bearing": _BEARING,
            "leaning": words(*(leaning.value for leaning in Leaning)),
            "because": TEXT,
            "by_numbers": FLAG,
            "shown": FLAG,
            "rules_out": FLAG,
            "animals": FLAG,
            "randomised": FLAG,
            "direct": {"type": ["boolean", "null"]},
            "matches": closed(dict.fromkeys(PARTS, words(*(word.value for word in Match), maybe=True))),
            "design": _STRENGTH,
            "carries": list_of(closed({"concern": CONCERN, "strength": _STRENGTH, "caps": TEXTS})),
            "outcome": MAYBE,
            "result": TEXT,
            "place": ref("place"),
        }
    ),
}

NEARNESS: dict[str, Any] = {
    "notice": TEXT,
    "text": TEXT,
    "least": COUNT,
    "claims": list_of(
        closed(
            {
                "id": TEXT,
                "text": TEXT,
                "place": ref("place"),
                "score": COUNT,
                "wording": TEXT,
                "shared": TEXTS,
                "guess": closed(
                    {"manner": words(*(manner.value for manner in Manner)), "cues": TEXTS, "because": TEXT}
                ),
            }
        )
    ),
}

_ANY_NUMBER: dict[str, Any] = {"type": "number"}
_ON_MEASURE: dict[str, Any] = {
    "measure": words(*(measure.value for measure in EffectMeasure)),
    "value": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
    "level": _ANY_NUMBER,
}

OF_AVERAGES: dict[str, Any] = {
    "average": closed(
        {
            **_ON_MEASURE,
            "method": words(*(method.value for method in Method)),
            "p": NUMBER,
            "df": NUMBER,
            "studies": COUNT,
        }
    ),
    "averaging": closed(
        {
            "measure": words(*(measure.value for measure in EffectMeasure), maybe=True),
            "refused": list_of(
                closed({"word": words(*(word.value for word in Refusal)), "because": TEXT, "mend": TEXT})
            ),
            "allowed": list_of(
                closed(
                    {
                        "difference": words(*(word.value for word in Difference)),
                        "said": TEXT,
                        "because": TEXT,
                        "by": TEXT,
                        "date": TEXT,
                    }
                )
            ),
            "studies": list_of(
                closed(
                    {
                        "study": TEXT,
                        "effect": or_null(closed(_ON_MEASURE)),
                        "given": TEXT,
                        "weight": NUMBER,
                        "concerns": list_of(CONCERN),
                        "time": TEXT,
                    }
                )
            ),
            "left_out": list_of(closed({"study": TEXT, "because": TEXT})),
            "cautions": TEXTS,
            "average": _AVERAGE,
            "absolute": or_null(
                closed(
                    {
                        "events": COUNT,
                        "people": COUNT,
                        **dict.fromkeys(("without", "with", "with_low", "with_high"), _ANY_NUMBER),
                    }
                )
            ),
            "common": _AVERAGE,
            "random": _AVERAGE,
            "truncated": _AVERAGE,
            "prediction": or_null(closed({"low": NUMBER, "high": NUMBER, "basis": TEXT})),
            "between": or_null(
                closed(
                    {
                        "q": _ANY_NUMBER,
                        "df": COUNT,
                        "p": _ANY_NUMBER,
                        "tau2": NUMBER,
                        "tau2_low": NUMBER,
                        "tau2_high": NUMBER,
                        "i2": NUMBER,
                        "i2_low": NUMBER,
                        "i2_high": NUMBER,
                    }
                )
            ),
            "leave_one_out": list_of(closed({"study": TEXT, "average": ref("average"), "changes": FLAG})),
            "weight_by_judgement": map_of(_ANY_NUMBER),
            "not_serious": list_of(closed({"studies": TEXTS, "average": _AVERAGE, "changes": FLAG})),
            "small_studies": or_null(closed({"slope": _ANY_NUMBER, "p": _ANY_NUMBER})),
            "directions": or_null(
                closed(
                    {
                        "one_way": words("better", "more"),
                        "first": TEXTS,
                        "second": TEXTS,
                        "without": TEXTS,
                        "share": _ANY_NUMBER,
                        "low": _ANY_NUMBER,
                        "high": _ANY_NUMBER,
                        "p": _ANY_NUMBER,
                    }
                )
            ),
        }
    ),
}
