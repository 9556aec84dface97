"""What reviewers agree on as data, for JSON."""

from collections.abc import Mapping, Sequence
from typing import Any

from ccsvi_triage.model.agreement import (
    Agreement,
    Compared,
    Difference,
    DomainComparison,
    Exchange,
    Figures,
    Measured,
    WholeComparison,
)
from ccsvi_triage.model.appraisal import Answered
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.report.blocks import SCHEMA_VERSION
from ccsvi_triage.report.data_appraisal import answered_data
from ccsvi_triage.report.judgement import domain_label
from ccsvi_triage.report.licences import NOT_OFFICIAL
from ccsvi_triage.report.reached import Reached, held_levels, reached_why
from ccsvi_triage.report.say import cite, place_data

_DIGITS = 6


def agreement_data(told: Agreement, version: str) -> dict[str, Any]:
    """Give all that is said of reviewers' sheets, for JSON."""
    return {
        "schema": f"ccsvi-triage/agreement/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "compared": [_compared_data(one) for one in told.compared],
        "apart": [{"sheet": one.sheet.id, "because": one.because} for one in told.apart],
        "figures": [_figure_data(one) for one in told.figures],
    }


def _compared_data(one: Compared) -> dict[str, Any]:
    return {
        "study": one.study.id,
        "citation": cite(one.study),
        "instrument": one.instrument.id,
        "version": one.sheets[0].version,
        "outcome": one.outcome.id if one.outcome else None,
        "setup": dict(one.setup),
        "sheets": [_sheet_data(sheet) for sheet in one.sheets],
        "consensus": _sheet_data(one.consensus) if one.consensus else None,
        "judgement_differs": one.differs,
        "disagrees": one.disagrees,
        "settled": one.consensus is not None and not one.unsettled,
        "domains": [_domain_data(one, number, domain) for number, domain in enumerate(one.domains, 1)],
        "wholes": [_whole_data(one, whole) for whole in one.wholes],
        "notes": list(one.notes),
    }


def _sheet_data(sheet: Sheet) -> dict[str, Any]:
    return {
        "id": sheet.id,
        "reviewer": sheet.reviewer,
        "date": sheet.date,
        "place": place_data(sheet.where.record),
    }


def _domain_data(one: Compared, number: int, domain: DomainComparison) -> dict[str, Any]:
    return {
        "id": domain.domain.id,
        "label": domain_label(domain.domain, number),
        "title": domain.domain.title,
        "axis": domain.domain.axis or None,
        "standing": domain.standing.value,
        "judgements": _judgements_data(one, domain.judgements),
        "consensus": _judgement_data(one.consensus, domain.consensus),
        "differences": [_difference_data(one, difference) for difference in domain.differences],
        "smallest": [_exchange_data(exchange) for exchange in domain.smallest],
        "searched": domain.searched,
    }


def _whole_data(one: Compared, whole: WholeComparison) -> dict[str, Any]:
    return {
        "axis": whole.axis.id if whole.axis else None,
        "standing": whole.standing.value,
        "judgements": _judgements_data(one, whole.judgements),
        "consensus": _judgement_data(one.consensus, whole.consensus),
        "smallest": [_exchange_data(exchange) for exchange in whole.smallest],
    }


def _judgements_data(one: Compared, judgements: Sequence[Reached]) -> list[dict[str, Any] | None]:
    return [_judgement_data(sheet, judged) for sheet, judged in zip(one.sheets, judgements, strict=False)]


def _judgement_data(sheet: Sheet | None, judged: Reached | None) -> dict[str, Any] | None:
    if sheet is None or judged is None:
        return None
    decided = judged.ruling or judged.judged
    return {
        "sheet": sheet.id,
        "judgement": judged.final,
        "possible": list(held_levels(judged)),
        "by": "ruling" if judged.ruling else "person" if judged.judged else "table" if judged.final else None,
        "because": reached_why(judged),
        "place": place_data(decided.where.record) if decided else None,
    }


def _difference_data(one: Compared, difference: Difference) -> dict[str, Any]:
    pairs = zip(one.sheets, difference.answers, strict=True)
    return {
        "question": difference.question.id,
        "text": difference.question.text,
        "follows": difference.follows,
        "parts": list(difference.parts),
        "changes_judgement": any(exchange.changes for exchange in difference.alone),
        "answers": [{"sheet": sheet.id, **_said_data(answered)} for sheet, answered in pairs],
        "consensus": _said_data(difference.consensus) if difference.consensus else None,
        "alone": [_exchange_data(exchange) for exchange in difference.alone],
    }


def _said_data(answered: Answered) -> Mapping[str, Any]:
    return {name: value for name, value in answered_data(answered).items() if name != "question"}


def _exchange_data(exchange: Exchange) -> dict[str, Any]:
    return {
        "sheet": exchange.sheet,
        "other": exchange.other,
        "exchanged": list(exchange.names),
        "before": list(exchange.before),
        "after": list(exchange.after),
        "changes": exchange.changes,
    }


def _figure_data(one: Figures) -> dict[str, Any]:
    return {
        "instrument": one.instrument,
        "version": one.version,
        "scope": one.scope.value,
        "name": one.name,
        "reviewers": list(one.reviewers),
        "scale": list(one.scale),
        "ladder": list(one.ladder),
        "items": one.items,
        "agreed": one.agreed,
        "not_asked": one.not_asked,
        "asked_of_some": one.asked_of_some,
        "open": one.left_open,
        "observed": _measured_data(one.observed),
        "kappa": _measured_data(one.kappa),
        "weighted_kappa": _measured_data(one.weighted) if one.weighted else None,
        "ac1": _measured_data(one.ac1),
    }


def _measured_data(one: Measured) -> dict[str, Any]:
    return {
        "value": _rounded(one.value),
        "low": _rounded(one.low),
        "high": _rounded(one.high),
        "items": one.items,
        "refusal": one.refusal or None,
    }


def _rounded(value: float | None) -> float | None:
    """Leave out digits that differ from one machine to the next; never a zero with a sign."""
    return None if value is None else round(value, _DIGITS) + 0.0
