"""The results of a study as rows that a meta-analysis reads: two groups, numbers as printed, nothing filled in."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.check.numbers.datum import Datum, Pair, printed
from ccsvi_triage.model.comparison import DIFFERENCES, RATIOS
from ccsvi_triage.model.export import ArmNumbers, LeftOut, MetaRow, MetaRows, PrintedEffect
from ccsvi_triage.model.study import Estimate, Numbers, Study
from ccsvi_triage.model.words import EffectMeasure, NoticeKind, OutcomeRole, Status, YesNo

_META = {EffectMeasure.RATE_RATIO: "IRR"}
"""Measures that the R package meta calls otherwise; it has our words for the rest."""

_NOTHING = ArmNumbers()


def meta_rows(study: Study) -> MetaRows:
    """Lay out the results of a study for a meta-analysis of two groups, the first against the second.

    A row has only what is printed for it, and only where it is whole: events and people of both groups, or mean,
    standard deviation and people of both, or an effect with its interval. What counts events, lesions or vessels gives
    no 2 by 2 table: an event is no person, and several vessels of one person go together. What was measured before
    treatment is no outcome. A retracted study gives no row.

    Args:
        study: The study.

    Returns:
        The rows in the order of the file, and what is left out, each with its reason.
    """
    if study.status is Status.RETRACTED or any(notice.kind is NoticeKind.RETRACTION for notice in study.notices):
        return MetaRows((), (LeftOut(str(study.id), "", "it is retracted, and never counted"),))
    rows: list[MetaRow] = []
    left_out: list[LeftOut] = []
    for outcome in study.outcomes:
        for number, result in enumerate(outcome.results, 1):
            datum = Datum(study, outcome, result)
            name = str(result.id) if result.id is not None else str(number)
            found = [] if _before_treatment(datum) else list(_rows(datum, name))
            rows += found
            if not found:
                left_out.append(LeftOut(str(study.id), f"{outcome.id} {name}", _lacks(datum)))
    return MetaRows(tuple(rows), tuple(left_out))


def _before_treatment(datum: Datum) -> bool:
    role = datum.outcome.role
    return role is not None and role.value is OutcomeRole.BASELINE


def _rows(datum: Datum, name: str) -> Iterator[MetaRow]:
    """Give the groups' numbers, with the effect that is printed of them; further effects have rows of their own."""
    pair = datum.pair() if not datum.paired else None
    first, second = _groups(datum, pair)
    effects = [] if datum.paired else [(datum.pair(e), _effect(e)) for e in datum.result.estimates if _whole(e)]
    if first != _NOTHING:
        own = [each for each in effects if each[0] == pair]
        beside = own[0] if len(own) == 1 else None
        yield _row(datum, name, pair, (first, second), beside[1] if beside else None)
        effects = [each for each in effects if each is not beside]
    for at, effect in effects:
        yield _row(datum, name, at, (_NOTHING, _NOTHING), effect)


def _row(
    datum: Datum, name: str, pair: Pair | None, groups: tuple[ArmNumbers, ArmNumbers], effect: PrintedEffect | None
) -> MetaRow:
    result = datum.result
    return MetaRow(
        study=datum.study,
        outcome=datum.outcome,
        result=name,
        group=result.group,
        unit=result.unit.value,
        derived=result.derived is YesNo.YES,
        arms=(pair.first, pair.second) if pair is not None else ("", ""),
        first=groups[0],
        second=groups[1],
        effect=effect,
        source=str(result.source),
        locator=result.locator,
    )


# groups


def _groups(datum: Datum, pair: Pair | None) -> tuple[ArmNumbers, ArmNumbers]:
    """Give the numbers of two groups, of each kind that is whole in both."""
    arms = [datum.result.arms.get(key) for key in pair] if pair is not None else []
    if len(arms) != 2 or arms[0] is None or arms[1] is None:  # noqa: PLR2004 -- a pair
        return _NOTHING, _NOTHING
    both = (arms[0], arms[1])
    counted = datum.counts_people and _told(both, "events", "n")
    measured = _told(both, "mean", "sd", "n")
    if not counted and not measured:
        return _NOTHING, _NOTHING
    return _numbers(both[0], counted, measured), _numbers(both[1], counted, measured)


def _told(arms: Sequence[Numbers], *fields: str) -> bool:
    return all(printed(getattr(numbers, field)) is not None for numbers in arms for field in fields)


def _numbers(numbers: Numbers, counted: bool, measured: bool) -> ArmNumbers:  # noqa: FBT001 -- two kinds
    return ArmNumbers(
        events=plain(numbers.events) if counted else "",
        n=plain(numbers.n),
        mean=plain(numbers.mean) if measured else "",
        sd=plain(numbers.sd) if measured else "",
    )


# effects


def _whole(estimate: Estimate) -> bool:
    """Tell whether an effect can be read as one between two groups, with both ends of its interval."""
    return (
        estimate.measure in RATIOS | DIFFERENCES
        and not _in_points(estimate)
        and all(printed(number) is not None for number in (estimate.value, estimate.low, estimate.high))
    )


def _in_points(estimate: Estimate) -> bool:
    """Tell whether a risk difference is printed in percentage points, which meta would read as a hundred times more."""
    numbers = [printed(number) for number in (estimate.value, estimate.low, estimate.high)]
    large = any(number is not None and abs(number.value) > 1 for number in numbers)
    return estimate.measure is EffectMeasure.RISK_DIFFERENCE and large


def _effect(estimate: Estimate) -> PrintedEffect:
    return PrintedEffect(
        measure=_META.get(estimate.measure, estimate.measure.value),
        ratio=estimate.measure in RATIOS,
        value=plain(estimate.value),
        low=plain(estimate.low),
        high=plain(estimate.high),
        level=plain(estimate.level),
        compares=estimate.compares,
        adjusted=estimate.adjusted.value if estimate.adjusted is not None else "",
    )


def plain(number: str | None) -> str:
    """Write a printed number so that a program reads it, with the decimals that it has.

    Only its dress changes: a true minus sign becomes a hyphen, commas between thousands go, and a point does not stand
    first. An empty text stands for a number that is not printed.
    """
    if number is None:
        return ""
    text = str(number).replace("\u2212", "-").replace(",", "").removeprefix("+")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return f"{sign}0{digits}" if digits.startswith(".") else f"{sign}{digits}"


# what is left out


def _lacks(datum: Datum) -> str:  # noqa: PLR0911 -- one reason each
    """Say why a result gives no row."""
    result, arms = datum.result, datum.result.arms
    if _before_treatment(datum):
        return "measured before treatment, and no outcome"
    if datum.paired:
        return "the same people before and after, and no two groups"
    if result.estimates:
        return _lacks_effect(result.estimates[0])
    if not arms:
        return "no numbers of groups and no effect are printed"
    if len(arms) == 1:
        return "one group, and nothing to compare it with"
    if datum.pair() is None:
        return f"it has {len(arms)} groups, and a row has two"
    if not datum.counts_people and any(numbers.events is not None for numbers in arms.values()):
        return f"it counts {result.unit.value}, which are not people"
    return "events and people, or mean, standard deviation and people, are not printed for both groups"


def _lacks_effect(estimate: Estimate) -> str:
    if estimate.measure not in RATIOS | DIFFERENCES:
        return f"{estimate.measure.value} is no effect between two groups that meta reads"
    if _in_points(estimate):
        return "a risk difference in percentage points; write it as a share"
    return "an effect without its interval"
