"""What would change a judgement as data, for JSON."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ccsvi_triage.model.appraisal import Answered, Judgement, OverallJudgement, StudyVerdict
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.whatif import (
    AnswerShift,
    AppraisalShift,
    ClaimShift,
    DomainShift,
    Minimal,
    WhatIf,
    instruments_of,
)
from ccsvi_triage.report.blocks import SCHEMA_VERSION
from ccsvi_triage.report.counted import tally_numbers, tally_sentence
from ccsvi_triage.report.judgement import why
from ccsvi_triage.report.licences import NOT_OFFICIAL
from ccsvi_triage.report.of_claim import decided_data
from ccsvi_triage.report.of_minimal import minimal_data
from ccsvi_triage.report.reading import reading_data
from ccsvi_triage.report.say import cite, problem_data
from ccsvi_triage.report.shifts import deciding_words, question_of
from ccsvi_triage.report.unmoved import reasons

T = TypeVar("T")


def whatif_data(
    before: StudyVerdict, told: WhatIf | None, turnings: Sequence[Minimal] | None, version: str
) -> dict[str, Any]:
    """Give what is supposed with what comes of it, and the smallest changes, for JSON."""
    return {
        "schema": f"ccsvi-triage/whatif/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "study": before.study.id,
        "citation": cite(before.study),
        "supposed": _supposed_data(told) if told else None,
        "minimal": [minimal_data(found) for found in turnings] if turnings is not None else None,
    }


def _supposed_data(told: WhatIf) -> dict[str, Any]:
    return {
        "changed": told.changed,
        "suppositions": [
            {"of": one.of.value, "what": one.what, "before": one.before or None, "after": one.after or None}
            for one in told.supposed
        ],
        "reasons": list(reasons(told)),
        "selection": _both(told.before, told.after, _selection_data),
        "appraisals": [_appraisal_data(shift) for shift in told.appraisals],
        "checklist": {
            **_both(told.before, told.after, _tally_data),
            "criteria": [_answer_data(answer) for answer in told.criteria],
        },
        "ceiling": _both(told.before, told.after, _ceiling_data),
        "reading": {
            "changed": told.read_otherwise,
            "before": reading_data(told.readings[0]),
            "after": reading_data(told.readings[1]),
        },
        "claims": [_claim_data(shift) for shift in told.claims],
        "no_claims": told.no_claims or None,
        "brought": [problem_data(problem) for problem in told.brought],
        "mended": [problem_data(problem) for problem in told.mended],
        "heeded": [
            {
                "what": one.path,
                "instrument": one.instrument.id if one.instrument else None,
                "question": one.answered.question.id if one.answered else None,
            }
            for one in told.heeded
        ],
        "unheeded": list(told.unheeded),
    }


def _claim_data(shift: ClaimShift) -> dict[str, Any]:
    return {
        "id": str(shift.claim.id),
        "text": shift.claim.text,
        **_both(shift.before, shift.after, _standing_data),
    }


def _standing_data(synthesis: Synthesis) -> dict[str, Any]:
    certainty = synthesis.certainty
    return {
        **decided_data(synthesis.decided),
        "certainty": certainty.final.value if certainty.final is not None else None,
        "certainty_possible": [level.value for level in certainty.possible],
    }


def _both(before: T, after: T, data: Callable[[T], dict[str, Any] | None]) -> dict[str, Any]:
    old, new = data(before), data(after)
    return {"changed": old != new, "before": old, "after": new}


def _selection_data(verdict: StudyVerdict) -> dict[str, Any]:
    choice = verdict.choice
    return {
        "row": choice.id if choice else None,
        "chosen_by": verdict.chosen_by,
        "instruments": list(instruments_of(verdict)),
        "wanted": (choice.wants or None) if choice else None,
        "refusal": (choice.refusal or None) if choice else None,
    }


def _tally_data(verdict: StudyVerdict) -> dict[str, Any] | None:
    tally = verdict.tally
    if tally is None:
        return None
    return {
        "instrument": tally.instrument.id,
        **tally_numbers(tally),
        "said": tally_sentence(tally),
    }


def _ceiling_data(verdict: StudyVerdict) -> dict[str, Any] | None:
    ceiling = verdict.carries
    return {"may": ceiling.may, "may_not": list(ceiling.may_not)} if ceiling else None


def _appraisal_data(shift: AppraisalShift) -> dict[str, Any]:
    kept = shift.after or shift.before
    assert kept is not None
    return {
        "instrument": kept.instrument.id,
        "outcome": kept.outcome.id if kept.outcome else None,
        "sheet": kept.sheet.id if kept.sheet and kept.sheet.where.record != NOWHERE else None,
        "judged": {"before": shift.before is not None, "after": shift.after is not None},
        "changed": shift.changed,
        "domains": [
            {
                "id": _kept(domain).domain.id,
                "changed": domain.changed,
                "before": _held_data(domain.before),
                "after": _held_data(domain.after),
                "why": why(shift.after.instrument, domain.after) if shift.after and domain.after else None,
                "answers": [_answer_data(answer) for answer in domain.answers],
            }
            for domain in shift.domains
        ],
        "wholes": [
            {
                "axis": whole.axis.id if whole.axis else None,
                "changed": whole.changed,
                "before": _held_data(whole.before),
                "after": _held_data(whole.after),
                "why": deciding_words(shift.after, whole.after, whole.axis) if shift.after and whole.after else None,
            }
            for whole in shift.wholes
        ],
    }


def _kept(shift: DomainShift) -> Judgement:
    kept = shift.after or shift.before
    assert kept is not None
    return kept


def _held_data(held: Judgement | OverallJudgement | None) -> dict[str, Any] | None:
    return {"judgement": held.final, "possible": list(held.possible)} if held else None


def _answer_data(shift: AnswerShift) -> dict[str, Any]:
    return {
        "question": question_of(shift),
        "before": _word_data(shift.before),
        "after": _word_data(shift.after),
    }


def _word_data(answered: Answered | None) -> dict[str, Any] | None:
    if answered is None:
        return None
    return {"answer": answered.answer, "origin": answered.origin.value, "because": answered.because}
