"""Appraisals as data, for JSON."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ccsvi_triage.model.appraisal import (
    Answered,
    Appraisal,
    Ground,
    Judgement,
    OverallJudgement,
    Reading,
    ScaleTotal,
    StudyVerdict,
    Tally,
)
from ccsvi_triage.model.instrument import Counts, Instrument, Overall, Rule, Sign, whole_levels
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import items
from ccsvi_triage.model.sheet import Judged, Ruling
from ccsvi_triage.model.study import Estimate, Numbers, Outcome, Result, Study
from ccsvi_triage.model.words import Concern, Status, YesNo
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Each
from ccsvi_triage.report.counted import tally_numbers
from ccsvi_triage.report.grounds import source_words, sources_used
from ccsvi_triage.report.licences import NOT_OFFICIAL, instruments_data
from ccsvi_triage.report.of_recheck import finding_data
from ccsvi_triage.report.reading import reading_data
from ccsvi_triage.report.say import cite, described, place_data, problem_data


def appraisals_data(
    verdicts: Sequence[StudyVerdict],
    library: Library,
    version: str,
    readings: Mapping[str, Reading] = MappingProxyType({}),
) -> dict[str, Any]:
    """Give all that an appraisal of one or more studies says, for JSON."""
    names = dict.fromkeys(name for verdict in verdicts for name in sources_used(verdict))
    return {
        "schema": f"ccsvi-triage/appraisals/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "instruments": instruments_data(verdicts),
        "studies": studies_data(verdicts, readings),
        "sources": {name: source_words(name, library) for name in sorted(names)},
    }


def studies_data(verdicts: Sequence[StudyVerdict], readings: Mapping[str, Reading]) -> Each[StudyVerdict]:
    """Give studies for JSON, each made when it is looked at."""
    return Each(verdicts, lambda verdict: _study_data(verdict, readings.get(verdict.study.id)))


def _study_data(verdict: StudyVerdict, reading: Reading | None) -> dict[str, Any]:
    study = verdict.study
    choice = verdict.choice
    return {
        "id": study.id,
        "title": study.title,
        "citation": cite(study),
        "year": study.year,
        "kind": study.kind.value,
        "status": study.status.value,
        "notices": [
            {"kind": n.kind.value, "date": n.date, "source": n.source or None, "locator": n.locator, "note": n.note}
            for n in study.notices
        ],
        "retraction_check": study.retraction_check or None,
        "counts_as_evidence": bool(choice and not choice.refusal) and study.status is not Status.RETRACTED,
        "companion_of": study.companion_of or None,
        "relation": study.relation.value if study.relation else None,
        "companions": list(verdict.companions),
        "read": study.read.value if study.read else None,
        "described": described(study),
        "place": place_data(study.where.record),
        "selection": {
            "row": choice.id if choice else None,
            "chosen_by": verdict.chosen_by,
            "instrument": verdict.appraisals[0].instrument.id if verdict.appraisals else None,
            "wanted": (choice.wants or None) if choice else None,
            "refusal": (choice.refusal or None) if choice else None,
            "because": choice.because if choice else None,
            "warning": (choice.warning or None) if choice else None,
        },
        "worst_concern": verdict.worst.name.lower() if verdict.worst is not None else None,
        "appraisals": [_appraisal_data(appraisal) for appraisal in verdict.appraisals],
        "beside": [_appraisal_data(appraisal) for appraisal in verdict.beside],
        "scales": [_scale_data(scale) for scale in verdict.scales],
        "reading": reading_data(reading) if reading is not None else None,
        "checklist": _tally_data(verdict.tally) if verdict.tally else None,
        "ceiling": _ceiling_data(verdict),
        "flaws": [
            {
                "code": flaw.code.value,
                "detail": flaw.detail,
                "basis": flaw.basis.value,
                "source": flaw.source or None,
                "locator": flaw.locator,
                "place": place_data(flaw.where["code"]),
            }
            for flaw in study.flaws
        ],
        "results": [_result_data(outcome, result) for outcome in study.outcomes for result in outcome.results],
        "conflicts": conflicts_data(study),
        "unseen": list(study.unseen),
        "numbers": [finding_data(finding) for finding in verdict.numbers.findings] if verdict.numbers else None,
        "problems": [problem_data(problem) for problem in verdict.problems],
    }


def conflicts_data(study: Study) -> list[dict[str, Any]]:
    """Give what sources tell differently of a study for JSON."""
    return [
        {
            "about": conflict.about,
            "accounts": [{"says": a.says, "source": a.source or None, "locator": a.locator} for a in conflict.accounts],
            "note": conflict.note,
        }
        for conflict in study.conflicts
    ]


def _result_data(outcome: Outcome, result: Result) -> dict[str, Any]:
    """Give the numbers of a result as printed, so as text; what was not printed is left out."""
    return {
        "outcome": outcome.id,
        "outcome_name": outcome.name,
        "group": result.group,
        "unit": result.unit.value,
        "arms": {arm: _printed(numbers) for arm, numbers in result.arms.items()},
        "estimates": [_printed(estimate) for estimate in result.estimates],
        "p": result.p,
        "statistic": result.statistic,
        "told": result.told,
        "derived": result.derived is YesNo.YES,
        "source": result.source or None,
        "locator": result.locator,
        "place": place_data(result.where.record),
    }


def _printed(numbers: Numbers | Estimate) -> dict[str, Any]:
    """Give what is printed of numbers: texts as they are, lists and mappings of texts as such, and nothing empty."""
    return {name: _plain(value) for name, value in items(numbers) if value}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): str(part) for name, part in value.items()}
    return [str(part) for part in value] if isinstance(value, tuple) else str(value)


def _ceiling_data(verdict: StudyVerdict) -> dict[str, Any] | None:
    if verdict.carries is None:
        return None
    return {
        "strength": verdict.carries.strength.value,
        "may": verdict.carries.may,
        "may_not": list(verdict.carries.may_not),
    }


def _appraisal_data(appraisal: Appraisal) -> dict[str, Any]:
    overall = appraisal.overall
    instrument = appraisal.instrument
    return {
        "instrument": instrument.id,
        "version": instrument.version,
        "sheet": appraisal.sheet.id if appraisal.sheet else None,
        "reviewer": appraisal.sheet.reviewer if appraisal.sheet else None,
        "outcome": appraisal.outcome.id if appraisal.outcome else None,
        "outcome_name": appraisal.outcome.name if appraisal.outcome else None,
        "setup": dict(appraisal.setup),
        "assumed": list(appraisal.assumed),
        "proposed": list(appraisal.proposed),
        "complete": appraisal.complete,
        "domains": [_judgement_data(instrument, judgement) for judgement in appraisal.judgements],
        "overall": _overall_data(instrument, overall, instrument.overall) if overall else None,
        "axes": [
            {
                "id": axis.id,
                "title": axis.title,
                "overall": _overall_data(instrument, judged, axis.overall) if judged else None,
            }
            for axis, judged in appraisal.axes
        ],
    }


def _overall_data(instrument: Instrument, overall: OverallJudgement, rule: Overall) -> dict[str, Any]:
    return {
        "judgement": overall.final,
        "concern": concern_word(whole_levels(instrument, rule), overall.final),
        "suggested": overall.suggested,
        "possible": list(overall.possible),
        "confirmed": overall.confirmed,
        "rules": [_rule_data(rule) for rule in overall.rules],
        "judged": _judged_data(overall.judged),
        "ruling": _ruling_data(overall.ruling),
        "direction": overall.direction.value if overall.direction else None,
        "step": overall.step or None,
    }


def _judgement_data(instrument: Instrument, judgement: Judgement) -> dict[str, Any]:
    return {
        "id": judgement.domain.id,
        "label": judgement.domain.label or judgement.domain.id,
        "title": judgement.domain.title,
        "axis": judgement.domain.axis or None,
        "by_person": judgement.by_person,
        "judgement": judgement.final,
        "concern": concern_word(instrument.levels, judgement.final),
        "suggested": judgement.suggested,
        "possible": list(judgement.possible),
        "complete": judgement.complete,
        "confirmed": judgement.confirmed,
        "rules": [_rule_data(rule) for rule in (judgement.rules if judgement.suggested is not None else ())],
        "depends_on": [question.id for question in judgement.matters],
        "signs": [_sign_data(sign) for sign in judgement.signs],
        "judged": _judged_data(judgement.judged),
        "ruling": _ruling_data(judgement.ruling),
        "direction": judgement.direction.value if judgement.direction else None,
        "answers": [answered_data(answered) for answered in judgement.answers],
    }


def concern_word(levels: Mapping[str, Concern], level: str | None) -> str | None:
    """Give the step of a level on the common ladder; one that has none is no concern and no "none"."""
    concern = levels[level] if level is not None else Concern.UNPLACED
    return None if concern is Concern.UNPLACED else concern.name.lower()


def _rule_data(rule: Rule) -> dict[str, str]:
    return {"id": rule.id, "then": rule.then, "because": rule.because}


def _sign_data(sign: Sign) -> dict[str, Any]:
    return {"because": sign.because, "against": list(sign.against)}


def _judged_data(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "level": judged.level,
        "because": judged.because,
        "source": judged.source or None,
        "locator": judged.locator,
        "basis": judged.basis.value,
        "by": judged.by,
        "place": place_data(judged.where.record),
    }


def _scale_data(scale: ScaleTotal) -> dict[str, Any]:
    return {
        "instrument": scale.instrument.id,
        "version": scale.instrument.version,
        "legacy": scale.instrument.legacy,
        "sheet": scale.sheet.id if scale.sheet else None,
        "low": scale.low,
        "high": scale.high,
        "most": scale.most,
        "items": [{**answered_data(row.answered), "points": row.points} for row in scale.rows],
    }


def _ruling_data(ruling: Ruling | None) -> Mapping[str, Any] | None:
    if ruling is None:
        return None
    return {"level": ruling.level, "reason": ruling.reason, "by": ruling.by, "date": ruling.date}


def answered_data(answered: Answered) -> dict[str, Any]:
    """Give an answer with what it rests on for JSON."""
    return {
        "question": answered.question.id,
        "answer": answered.answer,
        "origin": answered.origin.value,
        "because": answered.because,
        "grounds": [ground_data(ground) for ground in answered.grounds],
    }


def ground_data(ground: Ground) -> dict[str, Any]:
    """Give what an answer or a reason rests on for JSON."""
    return {
        "what": ground.what,
        "word": ground.word,
        "source": ground.source or None,
        "locator": ground.locator,
        "basis": ground.basis.value,
        "note": ground.note,
        "place": place_data(ground.place),
    }


def _tally_data(tally: Tally) -> dict[str, Any]:
    return {
        "instrument": tally.instrument.id,
        "version": tally.instrument.version,
        **tally_numbers(tally),
        "criteria": [
            {
                **answered_data(row.answered),
                "counts": row.counts.value if row.counts else None,
                "opens": row.answered.question.opens if row.counts is Counts.NOT_MET else "",
            }
            for row in tally.rows
        ],
    }
