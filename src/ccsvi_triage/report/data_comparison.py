"""Studies side by side as data, for JSON."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ccsvi_triage.logic.wording import concerns
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.comparison import Comparison, Contrast, Reason, Scaled
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Cell, Mark, Tone
from ccsvi_triage.report.comparison_rows import Row, speaking_appraisal
from ccsvi_triage.report.data_appraisal import concern_word, conflicts_data, ground_data
from ccsvi_triage.report.disagreement import SAID, notes_on
from ccsvi_triage.report.grounds import source_words
from ccsvi_triage.report.licences import NOT_OFFICIAL
from ccsvi_triage.report.of_entry import note_data
from ccsvi_triage.report.of_recheck import finding_data
from ccsvi_triage.report.reading import reading_data
from ccsvi_triage.report.say import cite, place_data
from ccsvi_triage.report.weight import barred, shared_limits


def wrong_findings(verdict: StudyVerdict) -> tuple[Finding, ...]:
    """Give what cannot be right, or is hardly right, in a study's printed numbers."""
    found = verdict.numbers.findings if verdict.numbers is not None else ()
    return tuple(f for f in found if f.severity in (Severity.ERROR, Severity.WARNING))


def sources_compared(comparison: Comparison) -> tuple[str, ...]:
    """Name the sources of what sets the studies apart, in the order of their first use."""
    names = [str(account.source) for v in comparison.verdicts for c in v.study.conflicts for account in c.accounts]
    for reason in comparison.reasons:
        names += [str(ground.source) for parting in reason.partings for _, ground in parting.grounds]
        names += [str(ground.source) for _, ground in reason.flaws]
    return tuple(dict.fromkeys(name for name in names if name))


def comparison_data(  # noqa: PLR0913, PLR0917 -- all that is told
    comparison: Comparison,
    rows: Sequence[Row],
    names: Mapping[str, str],
    library: Library,
    version: str,
    notes: Sequence[BiasNote],
) -> dict[str, Any]:
    """Give all that a comparison says, for JSON."""
    results = [told.result.source for told in comparison.scaled.values() if told.result is not None]
    used = sorted({*sources_compared(comparison), *(name for name in results if name)})
    return {
        "schema": f"ccsvi-triage/comparison/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "studies": [_study_data(comparison, verdict, names) for verdict in comparison.verdicts],
        "outcome": {"by": comparison.matched.by.value, "words": comparison.matched.words},
        "rows": [
            {
                "key": row.key,
                "section": row.section,
                "label": row.label,
                "same": row.same,
                "cells": [_cell_data(cell) for cell in row.cells],
            }
            for row in rows
        ],
        "scale": {
            "one": comparison.scale.one,
            "measure": comparison.scale.measure.value if comparison.scale.measure is not None else None,
            "why_not": list(comparison.scale.why_not),
            "cautions": list(comparison.scale.cautions),
        },
        "disagreement": {
            "standing": comparison.standing.value,
            "because": list(comparison.because),
            "alike": list(comparison.alike),
            "reasons": [_reason_data(reason, notes_on(reason, notes)) for reason in comparison.reasons],
        },
        "claims": [
            {
                "id": borne.claim,
                "text": borne.text,
                "bearings": [
                    {"study": name, "bearing": bearing.value, "why": borne.whys[name]}
                    for name, bearing in borne.bearings.items()
                ],
            }
            for borne in comparison.borne
        ],
        "weight": {
            "most": list(comparison.weight.most),
            "outranked": [
                {"study": each.study, "by": each.by, "because": list(each.because)}
                for each in comparison.weight.outranked
            ],
            "neither": [{"studies": [one, other], "because": why} for one, other, why in comparison.weight.apart],
            "never": list(comparison.weight.never),
        },
        "cannot_say": list(shared_limits([v for v in comparison.verdicts if v.study.id in comparison.counted])),
        "sources": {name: source_words(name, library) for name in used},
    }


def _cell_data(cell: Cell) -> dict[str, str]:
    if isinstance(cell, Mark):
        return {"text": cell.text, "tone": cell.tone.value}
    return {"text": cell, "tone": Tone.PLAIN.value}


def _study_data(comparison: Comparison, verdict: StudyVerdict, names: Mapping[str, str]) -> dict[str, Any]:
    study = verdict.study
    name = str(study.id)
    told = comparison.scaled[name]
    stand = comparison.stands.get(name)
    appraisal = speaking_appraisal(verdict)
    return {
        "id": name,
        "name": names[name],
        "citation": cite(study),
        "status": study.status.value,
        "counted": name in comparison.counted,
        "companion_of": str(study.companion_of) or None,
        "place": place_data(study.where.record),
        "outcome": str(told.outcome.id) if told.outcome is not None else None,
        "outcome_name": told.outcome.name if told.outcome is not None else None,
        "result": _result_data(told),
        "side": stand.side.value if stand is not None else None,
        "says": stand.said if stand is not None else None,
        "instrument": str(appraisal.instrument.id) if appraisal is not None else None,
        "complete": bool(verdict.appraisals) and all(each.complete for each in verdict.appraisals),
        "concern": verdict.worst.name.lower() if verdict.worst is not None else None,
        "possible": [concern.name.lower() for concern in sorted(concerns(verdict))],
        "domains": [
            {
                "id": judgement.domain.id,
                "title": judgement.domain.title,
                "judgement": judgement.final,
                "concern": concern_word(appraisal.instrument.levels, judgement.final),
                "confirmed": judgement.confirmed,
            }
            for judgement in (appraisal.on_axis("") if appraisal is not None else ())
        ]
        if appraisal is not None
        else [],
        "reading": reading_data(comparison.readings[name]),
        "may": verdict.carries.may if verdict.carries is not None else None,
        "may_not": list(barred(verdict)),
        "conflicts": conflicts_data(study),
        "numbers": [finding_data(finding) for finding in wrong_findings(verdict)],
    }


def _result_data(told: Scaled) -> dict[str, Any]:
    """Give numbers that we computed as numbers, and what is printed as text."""
    return {
        "contrast": told.contrast.value,
        "arms": list(told.pair),
        "unit": told.result.unit.value if told.result is not None else None,
        "group": told.result.group if told.result is not None else "",
        "given": told.given,
        "derived": told.derived,
        "source": (told.result.source or None) if told.result is not None else None,
        "locator": told.result.locator if told.result is not None else "",
        "place": place_data(told.result.where.record) if told.result is not None else None,
        "effects": [
            {
                "measure": effect.measure.value,
                "value": _number(effect.value),
                "low": _number(effect.low),
                "high": _number(effect.high),
                "level": effect.level,
                "method": effect.method,
                "computed": effect.computed,
                "finds_below": _number(effect.finds_below),
                "finds_above": _number(effect.finds_above),
            }
            for effect in told.effects
        ],
        "p_printed": told.printed_p or None,
        "p_computed": [{"p": test.p, "test": test.test} for test in told.tests],
        "p_given_by": list(told.gives),
        "could_find": told.finds or None,
        "change": told.change.value if told.contrast is Contrast.WITHIN else None,
        "lacks": told.lacks or None,
        "others": told.others,
    }


def _number(value: float | None) -> float | None:
    """Give a number for JSON, which has no infinity: a limit that is not there is ``null``."""
    return None if value is None or math.isinf(value) else value


def _reason_data(reason: Reason, notes: Sequence[BiasNote]) -> dict[str, Any]:
    return {
        "reason": reason.word.value,
        "said": SAID[reason.word],
        "partings": [
            {
                "what": parting.what,
                "says": [{"study": name, "word": word} for name, word in parting.says],
                "grounds": [{"study": name, **ground_data(ground)} for name, ground in parting.grounds],
            }
            for parting in reason.partings
        ],
        "flaws": [{"study": name, **ground_data(ground)} for name, ground in reason.flaws],
        "judged": [
            {
                "study": judged.study,
                "instrument": judged.instrument,
                "domain": judged.domain,
                "concern": judged.concern,
                "rules": list(judged.rules),
            }
            for judged in reason.judged
        ],
        "findings": [{"study": name, **finding_data(finding)} for name, finding in reason.findings],
        "notes": [note_data(note) for note in notes],
    }
