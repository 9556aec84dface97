"""The JSON reports as JSON Schema: the contract for scripts."""

from typing import Any

from ccsvi_triage.model.agreement import Scope
from ccsvi_triage.model.agreement import Standing as Agreeing
from ccsvi_triage.model.appraisal import Origin
from ccsvi_triage.model.averaging import Method, Refusal
from ccsvi_triage.model.comparison import Change, Contrast, Matching, Side, Standing
from ccsvi_triage.model.difference import Part, Way
from ccsvi_triage.model.finding import Fits
from ccsvi_triage.model.instrument import Counts, Form, Judges, OverallRule, Priority, Tells
from ccsvi_triage.model.nearness import Manner
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES
from ccsvi_triage.model.synthesis import Aside, Leaning
from ccsvi_triage.model.whatif import By, Need, Of
from ccsvi_triage.model.words import (
    Asserts,
    Basis,
    Bearing,
    Certainty,
    CertaintyReason,
    ClaimVerdict,
    Concern,
    Difference,
    Direction,
    Disagreement,
    EffectMeasure,
    Flaw,
    Kind,
    NoticeKind,
    Question,
    Relation,
    Severity,
    Stance,
    Status,
    Strength,
    Unit,
    Viewpoint,
)
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Tone
from ccsvi_triage.report.findings import TELLING
from ccsvi_triage.report.of_library import STANDINGS
from ccsvi_triage.report.of_plot import KINDS, shape_of

_TEXT: dict[str, Any] = {"type": "string"}
_MAYBE: dict[str, Any] = {"type": ["string", "null"]}
_FLAG: dict[str, Any] = {"type": "boolean"}
_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_MAYBE_COUNT: dict[str, Any] = {"type": ["integer", "null"], "minimum": 0}
_TEXTS: dict[str, Any] = {"type": "array", "items": _TEXT}


def report_schema() -> dict[str, Any]:
    """Give the schema of every JSON report; which one it is stands in the report's own key ``schema``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Reports of triage",
        "oneOf": [
            _report("appraisals", _APPRAISALS),
            _report("inventory", {"known": _COUNT, "studies": _list(_object(_INVENTORY))}),
            _report("record", {"list": _TEXT, "place": _ref("place"), "record": {"type": "object"}}),
            _report("problems", _PROBLEMS),
            _report("recheck", {"studies": _list(_object({"id": _TEXT, **_FOUND}))}),
            _report("prose", {"text": _TEXT, **_FOUND}),
            _report("agreement", _AGREEMENT),
            _report("explanation", {"pages": _list({"anyOf": [_ref(name) for name in _PAGES]})}),
            _report("whatif", _WHATIF),
            _report("comparison", _COMPARISON),
            _report("claims", _CLAIMS),
            _report("nearness", _NEARNESS),
            _report("report", _REPORT),
            _report("difference", _DIFFERENCE),
            _report("baseline", {"by": _TEXT, "findings": _list(_ref("known"))}),
            _report("plot", _PLOT),
        ],
        "$defs": {
            **_DEFINITIONS,
            **_OF_WHATIF,
            **_OF_COMPARISON,
            **_OF_CLAIMS,
            **_OF_AVERAGES,
            **_OF_REPORT,
            **_OF_DIFFERENCE,
            **_OF_GATE,
        },
    }


def _object(properties: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 -- JSON
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        **more,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _map(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}"}


def _words(*words: str, maybe: bool = False) -> dict[str, Any]:
    return {"enum": [*words, None] if maybe else list(words)}


def _report(name: str, properties: dict[str, Any]) -> dict[str, Any]:
    tool = _object({"name": {"const": "ccsvi-triage"}, "version": _TEXT})
    schema = {"const": f"ccsvi-triage/{name}/{SCHEMA_VERSION}"}
    return _object({"schema": schema, "tool": tool, **properties})


_CONCERN = _words(*(concern.name.lower() for concern in Concern if concern >= 0), maybe=True)
_DIRECTION = _words(*(direction.value for direction in Direction), maybe=True)

_INVENTORY = {
    "id": _TEXT,
    "citation": _TEXT,
    "title": _TEXT,
    "year": _MAYBE_COUNT,
    "kind": _words(*(kind.value for kind in Kind)),
    "status": _words(*(status.value for status in Status)),
    "design": _MAYBE,
    "enrolled": _MAYBE_COUNT,
    "instrument": _MAYBE,
    "wanted": _MAYBE,
    "judgement": _TEXT,
    "reading": _ref("reading"),
    "flaws": _TEXTS,
    "place": _ref("place"),
}

_FOUND: dict[str, Any] = {
    "counts": _object({severity.value: _COUNT for severity in Severity}),
    "findings": _list(_ref("finding")),
}
_PROBLEMS = {
    "files": _COUNT,
    "counts": _object({severity.value: _COUNT for severity in PROBLEM_SEVERITIES}),
    "problems": _list(_ref("problem")),
}

_APPRAISALS = {
    "notice": _TEXT,
    "instruments": _list(
        _object({"id": _TEXT, "title": _TEXT, "version": _TEXT, "ours": _FLAG, "licence": _TEXT, "notice": _TEXT})
    ),
    "studies": _list(_ref("study")),
    "sources": _map(_TEXT),
}

_ANSWERED = {
    "question": _TEXT,
    "answer": _MAYBE,
    "origin": _words(*(origin.value for origin in Origin)),
    "because": _TEXT,
    "grounds": _list(
        _object(
            {
                "what": _TEXT,
                "word": _TEXT,
                "source": _MAYBE,
                "locator": _TEXT,
                "basis": _words(*(basis.value for basis in Basis)),
                "note": _TEXT,
                "place": _ref("place"),
            }
        )
    ),
}

_AGREEMENT = {
    "notice": _TEXT,
    "compared": _list(_ref("compared")),
    "apart": _list(_object({"sheet": _TEXT, "because": _TEXT})),
    "figures": _list(_ref("figures")),
}

_NUMBER = {"type": ["number", "null"]}
_SHEET = {"id": _TEXT, "reviewer": _TEXT, "date": _MAYBE, "place": _ref("place")}
_STANDING = _words(*(standing.value for standing in Agreeing))
_SAID = {name: kind for name, kind in _ANSWERED.items() if name != "question"}
_REACHED = {
    "anyOf": [
        {"type": "null"},
        _object(
            {
                "sheet": _TEXT,
                "judgement": _MAYBE,
                "possible": _TEXTS,
                "by": _words("table", "person", "ruling", maybe=True),
                "because": _TEXT,
                "place": {"anyOf": [{"type": "null"}, _ref("place")]},
            }
        ),
    ]
}

_PAGES = ("entry", "bias", "topics", "selection", "verdicts", "instrument", "domain", "question", "rule")

_DEFINITIONS: dict[str, Any] = {
    "citation": _object({"cite": _TEXT, "doi": _TEXT, "url": _TEXT, "licence": _TEXT, "note": _TEXT}),
    "entry": _object(
        {
            "group": _TEXT,
            "word": _TEXT,
            "title": _TEXT,
            "what": _TEXT,
            "why": _TEXT,
            "mend": _TEXT,
            "example": _TEXT,
            "see": _TEXTS,
            "sevco": _TEXT,
            "sources": _list(_ref("citation")),
            "bias": _list(_ref("bias")),
        }
    ),
    "bias": _object(
        {
            "group": {"const": "bias"},
            "word": _TEXT,
            "title": _TEXT,
            "flaws": _list(_words(*(flaw.value for flaw in Flaw))),
            "direction": _words(*(direction.value for direction in Direction)),
            "size": _TEXT,
            "contested": _TEXT,
            "about": _TEXT,
            "sources": _list(_ref("citation")),
        }
    ),
    "selection": _object(
        {
            "group": {"const": "selection"},
            "rows": _list(
                _object(
                    {
                        "id": _TEXT,
                        "title": _TEXT,
                        "first": _FLAG,
                        "when": _TEXT,
                        "instrument": _MAYBE,
                        "wants": _MAYBE,
                        "refusal": _TEXT,
                        "warning": _TEXT,
                        "barred": _MAYBE,
                        "also": _TEXTS,
                        "ceiling": _words(*(step.value for step in Strength)),
                        "because": _TEXT,
                    }
                )
            ),
            "reading": _list(_object({"priority": _TEXT, "when": _TEXT, "because": _TEXT})),
        }
    ),
    "verdicts": _object(
        {
            "group": {"const": "verdicts"},
            "caps": _list(
                _object(
                    {
                        "id": _TEXT,
                        "when": _TEXT,
                        "at_most": _words(*(step.value for step in Strength)),
                        "because": _TEXT,
                    }
                )
            ),
            "rules": _list(
                _object(
                    {
                        "id": _TEXT,
                        "when": _TEXT,
                        "verdict": _words(*(verdict.value for verdict in ClaimVerdict)),
                        "because": _TEXT,
                    }
                )
            ),
            "sayings": _list(_object({"id": _TEXT, "when": _TEXT, "may": _TEXT, "may_not": _TEXTS})),
            "missing": _list(
                _object(
                    {
                        "id": _TEXT,
                        "kind": _TEXTS,
                        "when": _TEXT,
                        "design": _TEXT,
                        "blinding": _TEXT,
                        "follow_up": _TEXT,
                    }
                )
            ),
        }
    ),
    "topics": _object({"group": _TEXT, "words": _TEXTS}),
    "instrument": _object(
        {
            "group": {"const": "instrument"},
            "word": _TEXT,
            "title": _TEXT,
            "version": _TEXT,
            "about": _TEXT,
            "form": _words(*(form.value for form in Form)),
            "judges": _words(*(judges.value for judges in Judges)),
            "tells": _words(*(tells.value for tells in Tells)),
            "ours": _FLAG,
            "provisional": _FLAG,
            "legacy": _MAYBE,
            "licence": _TEXT,
            "notice": _TEXT,
            "options": _map(_TEXT),
            "points": _map({"type": "integer"}),
            "levels": _list(_ref("level")),
            "escalation": _ref("escalation"),
            "overall": _ref("whole"),
            "axes": _list(_object({"id": _TEXT, "title": _TEXT, "overall": _ref("whole")})),
            "setup": _list(
                _object(
                    {
                        "id": _TEXT,
                        "text": _TEXT,
                        "options": _TEXTS,
                        "default": _MAYBE,
                        "proposals": _list(_object({"when": _TEXT, "answer": _TEXT, "because": _TEXT})),
                    }
                )
            ),
            "domains": _list(_ref("domain")),
            "sources": _list(_ref("citation")),
        }
    ),
    "level": _object({"id": _TEXT, "word": _TEXT, "concern": _CONCERN}),
    "escalation": {
        "anyOf": [
            {"type": "null"},
            _object({"level": _TEXT, "at_least": _COUNT, "whole": _TEXT, "to": _TEXT, "because": _TEXT}),
        ]
    },
    "whole": _object(
        {
            "rule": _words(*(rule.value for rule in OverallRule)),
            "levels": _list(_ref("level")),
            "rules": _list(_object({"id": _TEXT, "when": _TEXT, "then": _TEXT, "because": _TEXT})),
            "escalation": _ref("escalation"),
            "note": _TEXT,
        }
    ),
    "domain": _object(
        {
            "group": {"const": "domain"},
            "instrument": _TEXT,
            "id": _TEXT,
            "label": _TEXT,
            "title": _TEXT,
            "axis": _MAYBE,
            "applies": _TEXT,
            "help": _TEXT,
            "levels": _TEXTS,
            "by_person": _FLAG,
            "signs": _list(_object({"when": _TEXT, "because": _TEXT, "against": _TEXTS})),
            "questions": _list(_ref("question")),
            "terms": _map(_TEXT),
            "tables": _list(_object({"id": _TEXT, "rules": _list(_ref("rule"))})),
        }
    ),
    "question": _object(
        {
            "group": {"const": "question"},
            "instrument": _TEXT,
            "domain": _TEXT,
            "id": _TEXT,
            "text": _TEXT,
            "help": _TEXT,
            "options": _TEXTS,
            "asked_when": _TEXT,
            "opens": _TEXT,
            "points": _map({"type": "integer"}),
            "parts": _list(_object({"id": _TEXT, "text": _TEXT, "help": _TEXT})),
            "from_parts": _list(_object({"id": _TEXT, "when": _TEXT, "then": _TEXT, "because": _TEXT})),
            "rules": _TEXTS,
            "proposals": _list(_object({"when": _TEXT, "answer": _TEXT, "because": _TEXT})),
            "sources": _list(_ref("citation")),
        }
    ),
    "rule": _object(
        {
            "group": {"const": "rule"},
            "instrument": _TEXT,
            "domain": _TEXT,
            "id": _TEXT,
            "when": _TEXT,
            "then": _TEXT,
            "because": _TEXT,
            "terms": _map(_TEXT),
        }
    ),
    "place": {
        "anyOf": [
            {"type": "null"},
            _object({"file": _TEXT, "line": _COUNT, "column": _COUNT, "end_line": _COUNT, "end_column": _COUNT}),
        ]
    },
    "finding": _object(
        {
            "check": _TEXT,
            "severity": _words(*(severity.value for severity in Severity)),
            "verdict": _words(*(fits.value for fits in Fits)),
            "said": _TEXT,
            "outcome": _TEXT,
            "about": _TEXT,
            "shown": _TEXTS,
            "innocent": _TEXTS,
            "missing": _TEXTS,
            "source": _TEXT,
            "locator": _TEXT,
            "place": _ref("place"),
        }
    ),
    "problem": _object(
        {
            "code": _TEXT,
            "severity": _words(*(severity.value for severity in PROBLEM_SEVERITIES)),
            "message": _TEXT,
            "hint": _TEXT,
            "place": _ref("place"),
        }
    ),
    "ruling": {"anyOf": [{"type": "null"}, _object({"level": _TEXT, "reason": _TEXT, "by": _TEXT, "date": _TEXT})]},
    "judgement": _object(
        {
            "id": _TEXT,
            "label": _TEXT,
            "title": _TEXT,
            "judgement": _MAYBE,
            "concern": _CONCERN,
            "suggested": _MAYBE,
            "possible": _TEXTS,
            "axis": _MAYBE,
            "by_person": _FLAG,
            "complete": _FLAG,
            "confirmed": _FLAG,
            "rules": _list(_ref("fired")),
            "depends_on": _TEXTS,
            "signs": _list(_ref("sign")),
            "judged": _ref("judged"),
            "ruling": _ref("ruling"),
            "direction": _DIRECTION,
            "answers": _list(_object(_ANSWERED)),
        }
    ),
    "appraisal": _object(
        {
            "instrument": _TEXT,
            "version": _TEXT,
            "sheet": _MAYBE,
            "reviewer": _MAYBE,
            "outcome": _MAYBE,
            "outcome_name": _MAYBE,
            "setup": _map(_TEXT),
            "assumed": _TEXTS,
            "proposed": _TEXTS,
            "complete": _FLAG,
            "domains": _list(_ref("judgement")),
            "overall": _ref("overall"),
            "axes": _list(_object({"id": _TEXT, "title": _TEXT, "overall": _ref("overall")})),
        }
    ),
    "overall": {
        "anyOf": [
            {"type": "null"},
            _object(
                {
                    "judgement": _MAYBE,
                    "concern": _CONCERN,
                    "suggested": _MAYBE,
                    "possible": _TEXTS,
                    "confirmed": _FLAG,
                    "rules": _list(_ref("fired")),
                    "judged": _ref("judged"),
                    "ruling": _ref("ruling"),
                    "direction": _DIRECTION,
                    "step": _MAYBE,
                }
            ),
        ]
    },
    "fired": _object({"id": _TEXT, "then": _TEXT, "because": _TEXT}),
    "sign": _object({"because": _TEXT, "against": _TEXTS}),
    "judged": {
        "anyOf": [
            {"type": "null"},
            _object(
                {
                    "level": _TEXT,
                    "because": _TEXT,
                    "source": _MAYBE,
                    "locator": _TEXT,
                    "basis": _words(*(basis.value for basis in Basis)),
                    "by": _TEXT,
                    "place": _ref("place"),
                }
            ),
        ]
    },
    "scale": _object(
        {
            "instrument": _TEXT,
            "version": _TEXT,
            "legacy": _TEXT,
            "sheet": _MAYBE,
            "low": {"type": "integer"},
            "high": {"type": "integer"},
            "most": {"type": "integer"},
            "items": _list(_object({**_ANSWERED, "points": {"type": ["integer", "null"]}})),
        }
    ),
    "reading": _object(
        {
            "priority": _words(*(priority.value for priority in Priority)),
            "possible": _list(_words(*(priority.value for priority in Priority))),
            "because": _TEXT,
            "open": _TEXTS,
        }
    ),
    "checklist": _object(
        {
            "instrument": _TEXT,
            "version": _TEXT,
            "met": _COUNT,
            "not_met": _COUNT,
            "not_reported": _COUNT,
            "not_applicable": _COUNT,
            "open": _COUNT,
            "criteria": _list(
                _object(
                    {**_ANSWERED, "counts": _words(*(counts.value for counts in Counts), maybe=True), "opens": _TEXT}
                )
            ),
        }
    ),
    "compared": _object(
        {
            "study": _TEXT,
            "citation": _TEXT,
            "instrument": _TEXT,
            "version": _TEXT,
            "outcome": _MAYBE,
            "setup": _map(_TEXT),
            "sheets": _list(_object(_SHEET)),
            "consensus": {"anyOf": [{"type": "null"}, _object(_SHEET)]},
            "judgement_differs": _FLAG,
            "disagrees": _FLAG,
            "settled": _FLAG,
            "domains": _list(
                _object(
                    {
                        "id": _TEXT,
                        "label": _TEXT,
                        "title": _TEXT,
                        "axis": _MAYBE,
                        "standing": _STANDING,
                        "judgements": _list(_REACHED),
                        "consensus": _REACHED,
                        "differences": _list(_ref("difference")),
                        "smallest": _list(_ref("exchange")),
                        "searched": _FLAG,
                    }
                )
            ),
            "wholes": _list(
                _object(
                    {
                        "axis": _MAYBE,
                        "standing": _STANDING,
                        "judgements": _list(_REACHED),
                        "consensus": _REACHED,
                        "smallest": _list(_ref("exchange")),
                    }
                )
            ),
            "notes": _TEXTS,
        }
    ),
    "difference": _object(
        {
            "question": _TEXT,
            "text": _TEXT,
            "follows": _FLAG,
            "parts": _TEXTS,
            "changes_judgement": _FLAG,
            "answers": _list(_object({"sheet": _TEXT, **_SAID})),
            "consensus": {"anyOf": [{"type": "null"}, _object(_SAID)]},
            "alone": _list(_ref("exchange")),
        }
    ),
    "exchange": _object(
        {
            "sheet": _TEXT,
            "other": _TEXT,
            "exchanged": _TEXTS,
            "before": _TEXTS,
            "after": _TEXTS,
            "changes": _FLAG,
        }
    ),
    "measured": _object({"value": _NUMBER, "low": _NUMBER, "high": _NUMBER, "items": _COUNT, "refusal": _MAYBE}),
    "figures": _object(
        {
            "instrument": _TEXT,
            "version": _TEXT,
            "scope": _words(*(scope.value for scope in Scope)),
            "name": _TEXT,
            "reviewers": _TEXTS,
            "scale": _TEXTS,
            "ladder": _TEXTS,
            "items": _COUNT,
            "agreed": _COUNT,
            "not_asked": _COUNT,
            "asked_of_some": _COUNT,
            "open": _COUNT,
            "observed": _ref("measured"),
            "kappa": _ref("measured"),
            "weighted_kappa": {"anyOf": [{"type": "null"}, _ref("measured")]},
            "ac1": _ref("measured"),
        }
    ),
    "study": _object(
        {
            "id": _TEXT,
            "title": _TEXT,
            "citation": _TEXT,
            "year": _MAYBE_COUNT,
            "kind": _words(*(kind.value for kind in Kind)),
            "status": _words(*(status.value for status in Status)),
            "notices": _list(
                _object(
                    {
                        "kind": _words(*(kind.value for kind in NoticeKind)),
                        "date": _MAYBE,
                        "source": _MAYBE,
                        "locator": _TEXT,
                        "note": _TEXT,
                    }
                )
            ),
            "retraction_check": _MAYBE,
            "counts_as_evidence": _FLAG,
            "companion_of": _MAYBE,
            "relation": _words(*(relation.value for relation in Relation), maybe=True),
            "companions": _TEXTS,
            "read": _MAYBE,
            "described": _TEXT,
            "place": _ref("place"),
            "selection": _object(
                {
                    "row": _MAYBE,
                    "chosen_by": _words("rule", "file", "option"),
                    "instrument": _MAYBE,
                    "wanted": _MAYBE,
                    "refusal": _MAYBE,
                    "because": _MAYBE,
                    "warning": _MAYBE,
                }
            ),
            "worst_concern": _CONCERN,
            "appraisals": _list(_ref("appraisal")),
            "beside": _list(_ref("appraisal")),
            "scales": _list(_ref("scale")),
            "reading": {"anyOf": [{"type": "null"}, _ref("reading")]},
            "checklist": {"anyOf": [{"type": "null"}, _ref("checklist")]},
            "ceiling": {
                "anyOf": [
                    {"type": "null"},
                    _object({"strength": _words(*(step.value for step in Strength)), "may": _TEXT, "may_not": _TEXTS}),
                ]
            },
            "flaws": _list(
                _object(
                    {
                        "code": _TEXT,
                        "detail": _TEXT,
                        "basis": _words(*(basis.value for basis in Basis)),
                        "source": _MAYBE,
                        "locator": _TEXT,
                        "place": _ref("place"),
                    }
                )
            ),
            "results": _list(
                _object(
                    {
                        "outcome": _TEXT,
                        "outcome_name": _TEXT,
                        "group": _TEXT,
                        "unit": _words(*(unit.value for unit in Unit)),
                        "arms": _map(_map({"anyOf": [_TEXT, _map(_TEXT)]})),
                        "estimates": _list(_map({"anyOf": [_TEXT, _TEXTS]})),
                        "p": _MAYBE,
                        "statistic": _TEXT,
                        "told": _TEXT,
                        "derived": _FLAG,
                        "source": _MAYBE,
                        "locator": _TEXT,
                        "place": _ref("place"),
                    }
                )
            ),
            "conflicts": _list(
                _object(
                    {
                        "about": _TEXT,
                        "accounts": _list(_object({"says": _TEXT, "source": _MAYBE, "locator": _TEXT})),
                        "note": _TEXT,
                    }
                )
            ),
            "unseen": _TEXTS,
            "numbers": {"anyOf": [{"type": "null"}, _list(_ref("finding"))]},
            "problems": _list(_ref("problem")),
        }
    ),
}

_WHATIF = {
    "notice": _TEXT,
    "study": _TEXT,
    "citation": _TEXT,
    "supposed": {"anyOf": [{"type": "null"}, _ref("supposed")]},
    "minimal": {"anyOf": [{"type": "null"}, _list(_ref("minimal"))]},
}


def _shift(of: dict[str, Any]) -> dict[str, Any]:
    """Describe something before and after."""
    return {"changed": _FLAG, "before": of, "after": of}


def _maybe(of: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [{"type": "null"}, of]}


_TURNING = {
    "judgement": _MAYBE,
    "possible": _TEXTS,
    "by": _words(*(by.value for by in By)),
    "better": _ref("reach"),
    "worse": _ref("reach"),
    "levels": _list(
        _object(
            {
                "level": _TEXT,
                "needs": _words(*(need.value for need in Need), maybe=True),
                "to": _TEXTS,
                "ways": _list(_ref("way")),
            }
        )
    ),
}

_OF_WHATIF: dict[str, Any] = {
    "supposed": _object(
        {
            "changed": _FLAG,
            "suppositions": _list(
                _object({"of": _words(*(of.value for of in Of)), "what": _TEXT, "before": _MAYBE, "after": _MAYBE})
            ),
            "reasons": _TEXTS,
            "selection": _object(
                _shift(
                    _object(
                        {
                            "row": _MAYBE,
                            "chosen_by": _words("rule", "file", "option"),
                            "instruments": _TEXTS,
                            "wanted": _MAYBE,
                            "refusal": _MAYBE,
                        }
                    )
                )
            ),
            "appraisals": _list(
                _object(
                    {
                        "instrument": _TEXT,
                        "outcome": _MAYBE,
                        "sheet": _MAYBE,
                        "judged": _object({"before": _FLAG, "after": _FLAG}),
                        "changed": _FLAG,
                        "domains": _list(
                            _object(
                                {
                                    "id": _TEXT,
                                    **_shift(_maybe(_ref("held"))),
                                    "why": _MAYBE,
                                    "answers": _list(_ref("answer-shift")),
                                }
                            )
                        ),
                        "wholes": _list(_object({"axis": _MAYBE, **_shift(_maybe(_ref("held"))), "why": _MAYBE})),
                    }
                )
            ),
            "checklist": _object({**_shift(_maybe(_ref("tally"))), "criteria": _list(_ref("answer-shift"))}),
            "ceiling": _object(_shift(_maybe(_object({"may": _TEXT, "may_not": _TEXTS})))),
            "reading": _object(_shift(_ref("reading"))),
            "claims": _list(_object({"id": _TEXT, "text": _TEXT, **_shift(_ref("standing"))})),
            "no_claims": _MAYBE,
            "brought": _list(_ref("problem")),
            "mended": _list(_ref("problem")),
            "heeded": _list(_object({"what": _TEXT, "instrument": _MAYBE, "question": _MAYBE})),
            "unheeded": _TEXTS,
        }
    ),
    "held": _object({"judgement": _MAYBE, "possible": _TEXTS}),
    "answer-shift": _object(
        {"question": _TEXT, "before": _maybe(_ref("answer-word")), "after": _maybe(_ref("answer-word"))}
    ),
    "answer-word": _object(
        {"answer": _MAYBE, "origin": _words(*(origin.value for origin in Origin)), "because": _TEXT}
    ),
    "tally": _object(
        {
            "instrument": _TEXT,
            "met": _COUNT,
            "not_met": _COUNT,
            "not_reported": _COUNT,
            "not_applicable": _COUNT,
            "open": _COUNT,
            "said": _TEXT,
        }
    ),
    "minimal": _object(
        {
            "instrument": _TEXT,
            "outcome": _MAYBE,
            "sheet": _MAYBE,
            "domains": _list(_object({"id": _TEXT, **_TURNING})),
            "wholes": _list(_object({"axis": _MAYBE, **_TURNING})),
        }
    ),
    "reach": _object({"to": _TEXTS, "ways": _list(_ref("way"))}),
    "way": _object(
        {
            "needs": _words(*(need.value for need in Need)),
            "size": _COUNT,
            "number": _COUNT,
            "plans": _list(
                _object(
                    {
                        "result": _TEXTS,
                        "parts": _list(_object({"domain": _TEXT, "sets": _list(_ref("answer-set"))})),
                    }
                )
            ),
        }
    ),
    "answer-set": _object(
        {
            "result": _TEXTS,
            "changes": _list(
                _object(
                    {
                        "question": _MAYBE,
                        "asks": _MAYBE,
                        "now": _MAYBE,
                        "to": _TEXTS,
                        "needs": _words(*(need.value for need in Need)),
                        "grounds": _list(
                            _object({"what": _TEXT, "word": _TEXT, "source": _MAYBE, "place": _ref("place")})
                        ),
                    }
                )
            ),
        }
    ),
}

_MEASURE = _words(*(measure.value for measure in EffectMeasure), maybe=True)
_TOLD = {"study": _TEXT}

_COMPARISON: dict[str, Any] = {
    "notice": _TEXT,
    "studies": _list(_ref("compared-study")),
    "outcome": _object({"by": _words(*(by.value for by in Matching)), "words": _TEXT}),
    "rows": _list(
        _object(
            {
                "key": _TEXT,
                "section": _TEXT,
                "label": _TEXT,
                "same": _FLAG,
                "cells": _list(_object({"text": _TEXT, "tone": _words(*(tone.value for tone in Tone))})),
            }
        )
    ),
    "scale": _object({"one": _FLAG, "measure": _MEASURE, "why_not": _TEXTS, "cautions": _TEXTS}),
    "disagreement": _object(
        {
            "standing": _words(*(standing.value for standing in Standing)),
            "because": _TEXTS,
            "alike": _TEXTS,
            "reasons": _list(_ref("reason")),
        }
    ),
    "claims": _list(
        _object(
            {
                "id": _TEXT,
                "text": _TEXT,
                "bearings": _list(
                    _object({**_TOLD, "bearing": _words(*(bearing.value for bearing in Bearing)), "why": _TEXT})
                ),
            }
        )
    ),
    "weight": _object(
        {
            "most": _TEXTS,
            "outranked": _list(_object({**_TOLD, "by": _TEXT, "because": _TEXTS})),
            "neither": _list(_object({"studies": _TEXTS, "because": _TEXT})),
            "never": _TEXTS,
        }
    ),
    "cannot_say": _TEXTS,
    "sources": _map(_TEXT),
}

_OF_COMPARISON: dict[str, Any] = {
    "compared-study": _object(
        {
            "id": _TEXT,
            "name": _TEXT,
            "citation": _TEXT,
            "status": _words(*(status.value for status in Status)),
            "counted": _FLAG,
            "companion_of": _MAYBE,
            "place": _ref("place"),
            "outcome": _MAYBE,
            "outcome_name": _MAYBE,
            "result": _ref("scaled"),
            "side": _words(*(side.value for side in Side), maybe=True),
            "says": _MAYBE,
            "instrument": _MAYBE,
            "complete": _FLAG,
            "concern": _CONCERN,
            "possible": _list(_CONCERN),
            "domains": _list(
                _object({"id": _TEXT, "title": _TEXT, "judgement": _MAYBE, "concern": _CONCERN, "confirmed": _FLAG})
            ),
            "reading": _ref("reading"),
            "may": _MAYBE,
            "may_not": _TEXTS,
            "conflicts": _list(
                _object(
                    {
                        "about": _TEXT,
                        "accounts": _list(_object({"says": _TEXT, "source": _MAYBE, "locator": _TEXT})),
                        "note": _TEXT,
                    }
                )
            ),
            "numbers": _list(_ref("finding")),
        }
    ),
    "scaled": _object(
        {
            "contrast": _words(*(contrast.value for contrast in Contrast)),
            "arms": _TEXTS,
            "unit": _words(*(unit.value for unit in Unit), maybe=True),
            "group": _TEXT,
            "given": _TEXT,
            "derived": _FLAG,
            "source": _MAYBE,
            "locator": _TEXT,
            "place": _ref("place"),
            "effects": _list(
                _object(
                    {
                        "measure": _MEASURE,
                        "value": _NUMBER,
                        "low": _NUMBER,
                        "high": _NUMBER,
                        "level": _NUMBER,
                        "method": _TEXT,
                        "computed": _FLAG,
                        "finds_below": _NUMBER,
                        "finds_above": _NUMBER,
                    }
                )
            ),
            "p_printed": _MAYBE,
            "p_computed": _list(_object({"p": _NUMBER, "test": _TEXT})),
            "p_given_by": _TEXTS,
            "could_find": _MAYBE,
            "change": _words(*(change.value for change in Change), maybe=True),
            "lacks": _MAYBE,
            "others": _COUNT,
        }
    ),
    "ground": _object(
        {
            **_TOLD,
            "what": _TEXT,
            "word": _TEXT,
            "source": _MAYBE,
            "locator": _TEXT,
            "basis": _words(*(basis.value for basis in Basis)),
            "note": _TEXT,
            "place": _ref("place"),
        }
    ),
    "reason": _object(
        {
            "reason": _words(*(word.value for word in Disagreement)),
            "said": _TEXT,
            "partings": _list(
                _object(
                    {
                        "what": _TEXT,
                        "says": _list(_object({**_TOLD, "word": _TEXT})),
                        "grounds": _list(_ref("ground")),
                    }
                )
            ),
            "flaws": _list(_ref("ground")),
            "judged": _list(
                _object({**_TOLD, "instrument": _TEXT, "domain": _TEXT, "concern": _CONCERN, "rules": _TEXTS})
            ),
            "findings": _list(_object({**_TOLD, **_DEFINITIONS["finding"]["properties"]})),
            "notes": _list(_ref("bias")),
        }
    ),
}

_VERDICT = _words(*(verdict.value for verdict in ClaimVerdict), maybe=True)
_LEVEL = _words(*(level.value for level in Certainty), maybe=True)
_STRENGTH = _words(*(step.value for step in Strength), maybe=True)
_BEARING = _words(*(bearing.value for bearing in Bearing))
_DECIDED: dict[str, Any] = {
    "verdict": _VERDICT,
    "possible": _list(_VERDICT),
    "deciding": _TEXTS,
    "depends_on": _TEXTS,
}

_AVERAGE: dict[str, Any] = {"anyOf": [{"type": "null"}, _ref("average")]}

_CLAIMS: dict[str, Any] = {
    "notice": _TEXT,
    "as_of": _MAYBE,
    "claims": _list(_ref("claim")),
    "sources": _map(_TEXT),
}

_OF_CLAIMS: dict[str, Any] = {
    "standing": _object({**_DECIDED, "certainty": _LEVEL, "certainty_possible": _list(_LEVEL)}),
    "claim": _object(
        {
            "id": _TEXT,
            "text": _TEXT,
            "kind": _words(*(kind.value for kind in Question)),
            "asserts": _words(*(word.value for word in Asserts)),
            "strength": _STRENGTH,
            "place": _ref("place"),
            **_DECIDED,
            "ruling": {
                "anyOf": [
                    {"type": "null"},
                    _object({"verdict": _VERDICT, "because": _TEXT, "by": _TEXT, "date": _TEXT, "better": _FLAG}),
                ]
            },
            "rules": _list(_object({"id": _TEXT, "verdict": _VERDICT, "because": _TEXT})),
            "known": _map(_TEXTS),
            "certainty": _object(
                {
                    "studies": _TEXTS,
                    "start": _LEVEL,
                    "because": _TEXT,
                    "proposed": _list(_LEVEL),
                    "possible": _list(_LEVEL),
                    "level": _LEVEL,
                    "steps": _list(_ref("step")),
                }
            ),
            "averaging": {"anyOf": [{"type": "null"}, _ref("averaging")]},
            "together": {
                "anyOf": [
                    {"type": "null"},
                    _object(
                        {
                            "studies": _TEXTS,
                            "leaning": _words(*(leaning.value for leaning in Leaning)),
                            "because": _TEXT,
                        }
                    ),
                ]
            },
            "since": _MAYBE,
            "studies": _list(_ref("weighed")),
            "set_aside": _list(
                _object(
                    {
                        **_TOLD,
                        "citation": _TEXT,
                        "reason": _words(*(aside.value for aside in Aside)),
                        "because": _TEXT,
                        "bearing": _BEARING,
                    }
                )
            ),
            "left_out": _list(_object({**_TOLD, "why": _TEXT})),
            "history": _list(
                _object(
                    {
                        "date": _MAYBE,
                        "studies": _TEXTS,
                        "changed": _FLAG,
                        **_DECIDED,
                        "certainty": _LEVEL,
                        "certainty_possible": _list(_LEVEL),
                        "average": _AVERAGE,
                    }
                )
            ),
            "viewpoints": _list(
                _object(
                    {
                        "viewpoint": _words(*(viewpoint.value for viewpoint in Viewpoint)),
                        "bearing": _BEARING,
                        "studies": _TEXTS,
                        "because": _TEXT,
                    }
                )
            ),
            "may": _TEXT,
            "may_not": _TEXTS,
            "missing": {
                "anyOf": [
                    {"type": "null"},
                    _object(
                        {
                            "design": _TEXT,
                            "blinding": _TEXT,
                            "follow_up": _TEXT,
                            "people": _MAYBE_COUNT,
                            "events": _MAYBE_COUNT,
                            "size_because": _TEXT,
                            "so_far": _TEXTS,
                        }
                    ),
                ]
            },
            "said_by": _list(
                _object(
                    {
                        "who": _TEXT,
                        "stance": _words(*(stance.value for stance in Stance)),
                        "source": _MAYBE,
                        "locator": _TEXT,
                        "note": _TEXT,
                    }
                )
            ),
        }
    ),
    "step": _object(
        {
            "reason": _words(*(reason.value for reason in CertaintyReason)),
            "way": _words("down", "up"),
            "proposed": _list(_COUNT),
            "because": _TEXT,
            "decided": {
                "anyOf": [
                    {"type": "null"},
                    _object({"steps": _COUNT, "because": _TEXT, "by": _TEXT, "date": _TEXT}),
                ]
            },
        }
    ),
    "weighed": _object(
        {
            **_TOLD,
            "citation": _TEXT,
            "date": _MAYBE,
            "bearing": _BEARING,
            "leaning": _words(*(leaning.value for leaning in Leaning)),
            "because": _TEXT,
            "by_numbers": _FLAG,
            "shown": _FLAG,
            "rules_out": _FLAG,
            "animals": _FLAG,
            "randomised": _FLAG,
            "direct": {"type": ["boolean", "null"]},
            "design": _STRENGTH,
            "carries": _list(_object({"concern": _CONCERN, "strength": _STRENGTH, "caps": _TEXTS})),
            "outcome": _MAYBE,
            "result": _TEXT,
            "place": _ref("place"),
        }
    ),
}

_NEARNESS: dict[str, Any] = {
    "notice": _TEXT,
    "text": _TEXT,
    "least": _COUNT,
    "claims": _list(
        _object(
            {
                "id": _TEXT,
                "text": _TEXT,
                "place": _ref("place"),
                "score": _COUNT,
                "wording": _TEXT,
                "shared": _TEXTS,
                "guess": _object(
                    {"manner": _words(*(manner.value for manner in Manner)), "cues": _TEXTS, "because": _TEXT}
                ),
            }
        )
    ),
}

_ANY_NUMBER: dict[str, Any] = {"type": "number"}
_ON_MEASURE: dict[str, Any] = {
    "measure": _words(*(measure.value for measure in EffectMeasure)),
    "value": _NUMBER,
    "low": _NUMBER,
    "high": _NUMBER,
    "level": _ANY_NUMBER,
}

_OF_AVERAGES: dict[str, Any] = {
    "average": _object(
        {
            **_ON_MEASURE,
            "method": _words(*(method.value for method in Method)),
            "p": _NUMBER,
            "df": _NUMBER,
            "studies": _COUNT,
        }
    ),
    "averaging": _object(
        {
            "measure": _words(*(measure.value for measure in EffectMeasure), maybe=True),
            "refused": _list(
                _object({"word": _words(*(word.value for word in Refusal)), "because": _TEXT, "mend": _TEXT})
            ),
            "allowed": _list(
                _object(
                    {
                        "difference": _words(*(word.value for word in Difference)),
                        "said": _TEXT,
                        "because": _TEXT,
                        "by": _TEXT,
                        "date": _TEXT,
                    }
                )
            ),
            "studies": _list(
                _object(
                    {
                        **_TOLD,
                        "effect": {"anyOf": [{"type": "null"}, _object(_ON_MEASURE)]},
                        "given": _TEXT,
                        "weight": _NUMBER,
                        "concerns": _list(_CONCERN),
                        "time": _TEXT,
                    }
                )
            ),
            "left_out": _list(_object({**_TOLD, "because": _TEXT})),
            "cautions": _TEXTS,
            "average": _AVERAGE,
            "common": _AVERAGE,
            "random": _AVERAGE,
            "truncated": _AVERAGE,
            "prediction": _maybe(_object({"low": _NUMBER, "high": _NUMBER, "basis": _TEXT})),
            "between": _maybe(
                _object(
                    {
                        "q": _ANY_NUMBER,
                        "df": _COUNT,
                        "p": _ANY_NUMBER,
                        "tau2": _NUMBER,
                        "tau2_low": _NUMBER,
                        "tau2_high": _NUMBER,
                        "i2": _NUMBER,
                        "i2_low": _NUMBER,
                        "i2_high": _NUMBER,
                    }
                )
            ),
            "leave_one_out": _list(_object({**_TOLD, "average": _ref("average"), "changes": _FLAG})),
            "weight_by_judgement": _map(_ANY_NUMBER),
            "not_serious": _list(_object({"studies": _TEXTS, "average": _AVERAGE, "changes": _FLAG})),
            "small_studies": _maybe(_object({"slope": _ANY_NUMBER, "p": _ANY_NUMBER})),
            "directions": _maybe(
                _object(
                    {
                        "one_way": _words("better", "more"),
                        "first": _TEXTS,
                        "second": _TEXTS,
                        "without": _TEXTS,
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

_LEVELS = _object({severity.value: _COUNT for severity in PROBLEM_SEVERITIES})

_REPORT: dict[str, Any] = {
    "data": _object({"version": _TEXT, "files": _COUNT}),
    "date": _MAYBE,
    "notice": _TEXT,
    "instruments": _APPRAISALS["instruments"],
    "summary": _object(
        {
            "studies": _COUNT,
            "judgements": _map(_COUNT),
            "proposed": _map(_COUNT),
            "concerns": _object(dict.fromkeys(STANDINGS, _COUNT)),
            "claims": _COUNT,
            "verdicts": _object(dict.fromkeys((*(verdict.value for verdict in ClaimVerdict), "open"), _COUNT)),
            "numbers": _object({severity.value: _COUNT for severity in TELLING}),
            "problems": _LEVELS,
            "findings": _LEVELS,
        }
    ),
    "studies": _list(_ref("study")),
    "claims": _list(_ref("claim")),
    "numbers": _list(_object({**_TOLD, **_DEFINITIONS["finding"]["properties"]})),
    "problems": _list(_ref("problem")),
    "sources": _map(_TEXT),
    "findings": _list(_ref("shown")),
    "gate": {"anyOf": [{"type": "null"}, _ref("gate")]},
}

_OF_REPORT: dict[str, Any] = {
    "shown": _object(
        {
            "rule": _TEXT,
            "level": _words(*(severity.value for severity in PROBLEM_SEVERITIES)),
            "message": _TEXT,
            "help": _TEXT,
            "study": _MAYBE,
            "outcome": _MAYBE,
            "claim": _MAYBE,
            "waived": _MAYBE,
            "fingerprint": _TEXT,
            "place": _ref("place"),
        }
    ),
}


_WAY = _words(*(way.value for way in Way))
_BRIEFS = _object(
    {
        "claims": _list(_object({"id": _TEXT, "title": _TEXT, "said": _TEXT})),
        "studies": _list(_object({"id": _TEXT, "title": _TEXT, "said": _TEXT})),
    }
)

_DIFFERENCE: dict[str, Any] = {
    "notice": _TEXT,
    "before": _object({"name": _TEXT, "commit": _MAYBE, "tool": _TEXT}),
    "summary": _object({way.value: _COUNT for way in Way}),
    "claims": _list(_ref("changed")),
    "studies": _list(_ref("changed")),
    "standing": _list(
        _object({"id": _TEXT, "title": _TEXT, "said": _TEXT, "studies": _TEXTS, "because": _list(_ref("why"))})
    ),
    "new": _BRIEFS,
    "gone": _BRIEFS,
}

_OF_DIFFERENCE: dict[str, Any] = {
    "why": _object({"what": _TEXT, "before": _MAYBE, "after": _MAYBE}),
    "changed": _object(
        {
            "id": _TEXT,
            "title": _TEXT,
            "way": _WAY,
            "changes": _list(
                _object(
                    {
                        "part": _words(*(part.value for part in Part)),
                        "name": _TEXT,
                        "before": _MAYBE,
                        "after": _MAYBE,
                        "way": _WAY,
                        "because": _list(_ref("why")),
                    }
                )
            ),
        }
    ),
}


_TRIPPING = {"rule": _TEXT, "study": _MAYBE, "outcome": _MAYBE, "claim": _MAYBE, "message": _TEXT}

_OF_GATE: dict[str, Any] = {
    "gate": _object(
        {
            "conditions": _TEXTS,
            "tripped": _list(_object({"condition": _TEXT, "findings": _list(_object(_TRIPPING))})),
            "waived": _list(_object({**_TRIPPING, "until": _TEXT, "owner": _TEXT, "reason": _TEXT})),
            "waivers": _list(_ref("problem")),
            "baseline": {
                "anyOf": [
                    {"type": "null"},
                    _object({"file": _TEXT, "known": _COUNT, "gone": _list(_ref("known"))}),
                ]
            },
        }
    ),
    "known": _object({"fingerprint": _TEXT, **_TRIPPING}),
}

_PLOT: dict[str, Any] = {
    "kind": {"enum": list(KINDS)},
    "title": _TEXT,
    "description": _TEXT,
    "notes": _TEXTS,
    "chart": {"anyOf": [shape_of(chart) for chart in KINDS.values()]},
}
