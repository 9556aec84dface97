"""Where reviewers agree and where they part: first what changes a judgement."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ccsvi_triage.judge.exchange import DomainExchanges, apart, held_by, whole_exchanges
from ccsvi_triage.judge.figures import figures_of, reviewer_key
from ccsvi_triage.judge.own import GIVEN, OwnAnswers, levels_given, outcome_of
from ccsvi_triage.logic.table import applies, full_setup
from ccsvi_triage.model.agreement import (
    Agreement,
    Apart,
    Compared,
    Difference,
    DomainComparison,
    Standing,
    WholeComparison,
)
from ccsvi_triage.model.appraisal import Answered, Appraisal, Judgement, Origin, OverallJudgement
from ccsvi_triage.model.instrument import Domain, Instrument
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

_ENOUGH = 2


class Desk(NamedTuple):
    """Where sheets are compared.

    Attributes:
        studies: By id.
        instrument: Gives an instrument by its id.
        barred: Gives the level that the tables of an instrument may not give to a study without a ruling, or ``""``.
        consensus: The sheets that settle others.
    """

    studies: Mapping[str, Study]
    instrument: Callable[[str], Instrument]
    barred: Callable[[Study, Instrument], str]
    consensus: Sequence[Sheet]


def agree(sheets: Sequence[Sheet], desk: Desk) -> Agreement:
    """Compare sheets of different reviewers on the same thing.

    A reviewer's answers and levels are those on the sheet; what facts of the study propose counts as open, since two
    who left a question out do not agree on it.

    Args:
        sheets: The sheets; nothing may be wrong with them. Those that cannot be compared are told apart, with the
            reason.
        desk: The studies, instruments and consensus sheets.

    Returns:
        What each group of sheets on the same thing agrees on, and the figures over all of them.
    """
    given = list({sheet.id: sheet for sheet in sheets}.values())
    alike: dict[tuple[object, ...], list[Sheet]] = {}
    left: list[Apart] = []
    for sheet in given:
        if sheet.consensus_of:
            left.append(Apart(sheet, "it is a consensus, and settles the sheets of reviewers"))
        else:
            alike.setdefault(_about(sheet, desk), []).append(sheet)
    groups: list[list[Sheet]] = []
    for together in alike.values():
        several = [sheet for sheet in together if _same_hand(sheet, together)]
        for sheet in several:
            others = ", ".join(other.id for other in together if other is not sheet and _same_reviewer(sheet, other))
            left.append(Apart(sheet, f"{sheet.reviewer} filled in {others} too; name the one that counts"))
        alone = [sheet for sheet in together if sheet not in several]
        if len(alone) >= _ENOUGH:
            groups.append(alone)
        else:
            left += [Apart(sheet, _why_alone(sheet, given, desk)) for sheet in alone]
    own = OwnAnswers()
    compared = tuple(_compare(group, desk, own) for group in groups)
    order = {sheet.id: number for number, sheet in enumerate(given)}
    left.sort(key=lambda one: order[one.sheet.id])
    return Agreement(compared, tuple(left), tuple(figures_of(compared)))


# which sheets are about the same thing


def _about(sheet: Sheet, desk: Desk) -> tuple[object, ...]:
    return sheet.study, sheet.instrument, sheet.version, sheet.outcome, tuple(_closed_setup(sheet, desk).items())


def _closed_setup(sheet: Sheet, desk: Desk) -> dict[str, str]:
    """Give the set-up, without what each reviewer writes in own words."""
    instrument = desk.instrument(sheet.instrument)
    free = {setup.id for setup in instrument.setup if not setup.options}
    return {name: word for name, word in full_setup(instrument, sheet.setup).items() if name not in free}


def _same_reviewer(sheet: Sheet, other: Sheet) -> bool:
    return reviewer_key(sheet.reviewer) == reviewer_key(other.reviewer)


def _same_hand(sheet: Sheet, together: Sequence[Sheet]) -> bool:
    return any(other is not sheet and _same_reviewer(sheet, other) for other in together)


def _why_alone(sheet: Sheet, sheets: Sequence[Sheet], desk: Desk) -> str:
    """Tell what keeps a sheet from the one that comes nearest to it."""
    others = [other for other in sheets if other is not sheet and not other.consensus_of]
    reasons = [_why_apart(sheet, other, desk) for other in others]
    if not reasons:
        return "there is no other sheet to compare it with"
    step, said = max(reasons, key=lambda reason: reason[0])
    return said if step else "no other sheet is about this study"


def _why_apart(sheet: Sheet, other: Sheet, desk: Desk) -> tuple[int, str]:
    """Give the first thing in which two sheets differ, and how many they have in common before it."""
    if sheet.study != other.study:
        return 0, f"{other.id} is about another study ({other.study})"
    if sheet.instrument != other.instrument:
        return 1, f"{other.id} fills in another instrument ({other.instrument})"
    if sheet.version != other.version:
        return 2, f"{other.id} fills in another version ({other.version})"
    if sheet.outcome != other.outcome:
        return 3, f"{other.id} judges another outcome ({other.outcome or 'it names none'})"
    here, there = _closed_setup(sheet, desk), _closed_setup(other, desk)
    differing = [f"{name} {there.get(name, 'open')}" for name in {**here, **there} if here.get(name) != there.get(name)]
    if differing:
        return 4, f"{other.id} has another set-up ({', '.join(differing)})"
    return 5, f"{other.id} is by a reviewer who filled in several"


# one group of sheets


def _compare(sheets: Sequence[Sheet], desk: Desk, own: OwnAnswers) -> Compared:
    study = desk.studies[sheets[0].study]
    instrument = own.bare(desk.instrument(sheets[0].instrument))
    names = {sheet.id for sheet in sheets}
    consensus = next((sheet for sheet in desk.consensus if names <= set(sheet.consensus_of)), None)
    barred = desk.barred(study, instrument)
    appraisals = [own.appraise(study, instrument, sheet, barred) for sheet in sheets]
    settled = own.appraise(study, instrument, consensus, barred) if consensus else None
    setup = appraisals[0].setup
    domains = [domain for domain in instrument.domains if applies(domain, dict(setup))]
    made = _Group(study, instrument, tuple(sheets), consensus, tuple(appraisals), settled, dict(setup), own)
    return Compared(
        study=study,
        instrument=instrument,
        outcome=outcome_of(study, instrument, sheets[0]),
        sheets=tuple(sheets),
        consensus=consensus,
        setup=tuple(_closed_setup(sheets[0], desk).items()),
        domains=tuple(_domain(made, domain) for domain in domains),
        wholes=tuple(_wholes(made)),
        notes=tuple(_notes(sheets, instrument)),
    )


class _Group(NamedTuple):
    """Sheets on one thing, judged."""

    study: Study
    instrument: Instrument
    sheets: tuple[Sheet, ...]
    consensus: Sheet | None
    appraisals: tuple[Appraisal, ...]
    settled: Appraisal | None
    setup: Mapping[str, str]
    own: OwnAnswers

    def answers(self, domain: Domain, sheet: Sheet, judgement: Judgement | None) -> tuple[Answered, ...]:
        return self.own.answers(self.study, self.instrument, domain, self.setup, sheet, judgement)


def _domain(group: _Group, domain: Domain) -> DomainComparison:
    judgements: tuple[Judgement, ...] = ()
    settled = None
    if levels_given(group.instrument):
        judgements = tuple(judged for appraisal in group.appraisals for judged in _judgements(appraisal, domain))
        settled = next(_judgements(group.settled, domain), None) if group.settled else None
    of_each = judgements or (None,) * len(group.sheets)
    answers = tuple(group.answers(domain, s, j) for s, j in zip(group.sheets, of_each, strict=True))
    consensus = group.answers(domain, group.consensus, settled) if group.consensus else None
    standing = _standing(judgements)
    exchanges = None
    if standing is Standing.DIFFERS:
        exchanges = DomainExchanges(group.own, group.study, group.instrument, domain, group.sheets, judgements, answers)
    smallest, searched = exchanges.smallest() if exchanges else ((), True)
    return DomainComparison(
        domain=domain,
        standing=standing,
        answers=answers,
        judgements=judgements,
        consensus=settled,
        differences=tuple(_differences(group, domain, answers, consensus, exchanges)),
        smallest=smallest,
        searched=searched,
    )


def _judgements(appraisal: Appraisal, domain: Domain) -> Iterator[Judgement]:
    """Give the judgement of a domain, where the set-up has it judged."""
    yield from (judgement for judgement in appraisal.judgements if judgement.domain is domain)


def _standing(judgements: Sequence[Judgement] | Sequence[OverallJudgement]) -> Standing:
    held = [held_by(judgement) for judgement in judgements]
    if not held:
        return Standing.NONE
    if any(apart(first, second) for first in held for second in held):
        return Standing.DIFFERS
    return Standing.SAME if all(judgement.final is not None for judgement in judgements) else Standing.OPEN


def _differences(
    group: _Group,
    domain: Domain,
    answers: Sequence[Sequence[Answered]],
    consensus: Sequence[Answered] | None,
    exchanges: DomainExchanges | None,
) -> Iterator[Difference]:
    for n, question in enumerate(domain.questions):
        said = tuple(found[n] for found in answers)
        words = {answered.answer for answered in said if answered.origin in GIVEN}
        parts = tuple(part.id for part in question.parts if _part_differs(group.sheets, part.id))
        follows = len(words) == 1 and any(answered.origin is Origin.NOT_ASKED for answered in said)
        if len(words) > 1 or parts or follows:
            yield Difference(
                question=question,
                answers=said,
                parts=parts,
                follows=follows and not parts,
                consensus=consensus[n] if consensus else None,
                alone=exchanges.alone(question) if exchanges else (),
            )


def _part_differs(sheets: Sequence[Sheet], part: str) -> bool:
    return len({sheet.answers[part].answer for sheet in sheets if part in sheet.answers}) > 1


def _wholes(group: _Group) -> Iterator[WholeComparison]:
    instrument = group.instrument
    for axis in (None, *instrument.axes):
        given = [_overall(appraisal, axis.id if axis else "") for appraisal in group.appraisals]
        found = tuple(overall for overall in given if overall is not None)
        if len(found) < len(group.sheets):
            continue
        standing = _standing(found)
        domains = [appraisal.on_axis(axis.id if axis else "") for appraisal in group.appraisals]
        rule = axis.overall if axis else instrument.overall
        differs = standing is Standing.DIFFERS
        yield WholeComparison(
            axis=axis,
            standing=standing,
            judgements=found,
            consensus=_overall(group.settled, axis.id if axis else "") if group.settled else None,
            smallest=whole_exchanges(instrument, rule, group.sheets, domains, found) if differs else (),
        )


def _overall(appraisal: Appraisal, axis: str) -> OverallJudgement | None:
    if not axis:
        return appraisal.overall
    return next((judged.overall for judged in appraisal.axes if judged.axis.id == axis), None)


def _notes(sheets: Sequence[Sheet], instrument: Instrument) -> Iterator[str]:
    """Tell what each reviewer wrote in own words, where that may not mean the same."""
    if len({" ".join(sheet.result.split()) for sheet in sheets}) > 1:
        yield "the sheets put the result in different words; whether they mean the same one, a person has to see"
    for setup in instrument.setup:
        if not setup.options and len({sheet.setup.get(setup.id, "") for sheet in sheets}) > 1:
            yield f"the sheets put the set-up {setup.id} in different words; compare them before the answers"
