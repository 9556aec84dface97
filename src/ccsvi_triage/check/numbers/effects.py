"""An estimate against its interval, its p value, the people behind it, and the counts that it is made of."""

import math
from collections.abc import Iterator
from fractions import Fraction

from ccsvi_triage.check.numbers.datum import Counts, Datum, Pair, adjusted, printed
from ccsvi_triage.check.numbers.wording import finding, number, p_number, p_told, reasons, severity, told
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.study import Estimate
from ccsvi_triage.model.words import EffectMeasure, Severity, YesNo
from ccsvi_triage.stats.coherence import (
    Coherence,
    Ratio,
    Scale,
    Story,
    Told,
    coherence,
    effect_of_percents,
    odds_ratio_width,
)
from ccsvi_triage.stats.effect import odds_ratio, risk_difference, risk_ratio
from ccsvi_triage.stats.interval import Interval
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.verdict import Verdict

_RATIOS = frozenset(
    {EffectMeasure.ODDS_RATIO, EffectMeasure.RISK_RATIO, EffectMeasure.HAZARD_RATIO, EffectMeasure.RATE_RATIO}
)
_DIFFERENCES = frozenset(
    {EffectMeasure.RISK_DIFFERENCE, EffectMeasure.MEAN_DIFFERENCE, EffectMeasure.STANDARDISED_MEAN_DIFFERENCE}
)
_CRUDE = {
    EffectMeasure.ODDS_RATIO: (Ratio.ODDS_RATIO, odds_ratio),
    EffectMeasure.RISK_RATIO: (Ratio.RISK_RATIO, risk_ratio),
    EffectMeasure.RISK_DIFFERENCE: (Ratio.RISK_DIFFERENCE, risk_difference),
}
_CRUDE_DIFFERS = (
    "the estimate is adjusted, stratified or corrected",
    "its denominators are not the ones that are printed",
)
_P_DIFFERS = "p comes from another test than the interval (log-rank, exact, likelihood ratio, chi-squared)"
_CLOSE = 0.1
_ALPHA = 0.05


def check_effects(datum: Datum) -> Iterator[Finding]:
    """Check each estimate of a result."""
    for index, estimate in enumerate(datum.result.estimates):
        impossible = False
        for found in _interval(datum, estimate, index):
            impossible = found.severity is Severity.ERROR and found.check == "N-INTERVAL"
            yield found
        if not impossible:
            yield from _width(datum, estimate)
        yield from _crude(datum, estimate)


def p_of_estimate(datum: Datum, estimate: Estimate) -> Printed | None:
    """Give the p value that belongs to an estimate, if one does."""
    if estimate.p is not None:
        return printed(estimate.p)
    return printed(datum.result.p) if len(datum.result.estimates) == 1 else None


def _said(estimate: Estimate) -> str:
    limits = f" ({estimate.low} to {estimate.high})" if estimate.low is not None and estimate.high is not None else ""
    return f"{estimate.measure.value} {estimate.value}{limits}"


def _interval(datum: Datum, estimate: Estimate, index: int) -> Iterator[Finding]:
    value, low, high = printed(estimate.value), printed(estimate.low), printed(estimate.high)
    p = p_of_estimate(datum, estimate)
    if low is None or high is None or value is None:
        if p is not None and index == 0:
            said = f"whether {p_told(p)} goes with {_said(estimate)} cannot be told without an interval"
            found = finding(datum, "N-INTERVAL", Verdict.CANNOT_TELL, Severity.INFO, said, estimate.where["value"])
            yield found._replace(missing=("low and high of the estimate",))
        return
    scale = _scale(estimate.measure)
    if scale is None:
        return
    level = printed(estimate.level)
    share = float(level.value) / 100 if level is not None and 0 < level.value < 100 else None  # noqa: PLR2004
    result = coherence(Told(value, low, high, scale, p, share))
    if result.story in {Story.OUTSIDE, Story.REVERSED, Story.NEGATIVE}:
        yield _impossible(datum, estimate, result)
    else:
        yield _coherent(datum, estimate, result, p)


def _scale(measure: EffectMeasure) -> Scale | None:
    if measure in _RATIOS:
        return Scale.RATIO
    return Scale.DIFFERENCE if measure in _DIFFERENCES else None


def _impossible(datum: Datum, estimate: Estimate, result: Coherence) -> Finding:
    words = {
        Story.OUTSIDE: "the interval does not contain its own estimate",
        Story.REVERSED: "the limits of the interval are the wrong way round",
        Story.NEGATIVE: "a ratio is never below zero",
    }
    said = f"{words[result.story]}: {_said(estimate)}"
    said += ", unless digits were cut off" if result.verdict is Verdict.CONSISTENT else ""
    grave = severity(result.verdict, result.explained_by, Severity.ERROR)
    found = finding(datum, "N-INTERVAL", result.verdict, grave, said, estimate.where["value"])
    return found._replace(innocent=("a misprint, in the paper or in our file",))


def _coherent(datum: Datum, estimate: Estimate, result: Coherence, p: Printed | None) -> Finding:
    place = estimate.where["value"]
    shown: tuple[str, ...] = ()
    if result.p is not None and result.low is not None and result.high is not None:
        bounds = f"from {p_number(result.low)} to {p_number(result.high)} within rounding"
        shown = (f"the interval gives p = {p_number(result.p)} ({bounds})".replace("p = <", "p <"),)
    if result.symmetric is False:
        shown += ("the estimate is not in the middle of its interval: exact, profiled, bootstrapped or misprinted",)
    if p is None:
        said = f"the interval holds its estimate: {_said(estimate)}"
        fine = result.verdict is not Verdict.CANNOT_TELL
        grave = Severity.OK if fine else Severity.INFO
        return finding(datum, "N-INTERVAL", result.verdict, grave, said, place)._replace(shown=shown)
    if result.story is Story.COHERENT:
        said = f"the interval and {p_told(p)} go together: {_said(estimate)}"
        grave = Severity.INFO if result.verdict is Verdict.CANNOT_TELL else Severity.OK
        return finding(datum, "N-P-INTERVAL", result.verdict, grave, said, place)._replace(shown=shown)
    conflict = result.story is Story.DECISION
    said = f"{p_told(p)} does not follow from the interval: {_said(estimate)}"
    if result.explained_by and not conflict:
        said = (
            f"{p_told(p)} follows from the interval if {' or '.join(reasons(result.explained_by))}: {_said(estimate)}"
        )
    if conflict:
        side = "leaves out" if result.excludes_none else "holds"
        said = f"the interval {side} no effect, and {p_told(p)} says otherwise: {_said(estimate)}"
    if result.explained_by:
        innocent = reasons(result.explained_by)
    else:
        innocent = (
            _P_DIFFERS,
            *(f"{reason}, though another level is printed" for reason in reasons(result.other_levels)),
        )
    wrong = Severity.ERROR if conflict else Severity.INFO if _near(p, result) else Severity.NOTE
    grave = severity(result.verdict, result.explained_by, wrong)
    found = finding(datum, "N-P-INTERVAL", result.verdict, grave, said, place)
    return found._replace(shown=shown, innocent=innocent)


def _near(p: Printed, result: Coherence) -> bool:
    """Tell whether a p value misses its range by less than a tenth of itself, far from where it would matter."""
    if result.low is None or result.high is None or not p.value or not p.exact:
        return False
    value = float(p.value)
    gap = max(result.low - value, value - result.high)
    return gap <= _CLOSE * value and value > 2 * _ALPHA


def _width(datum: Datum, estimate: Estimate) -> Iterator[Finding]:
    low, high = printed(estimate.low), printed(estimate.high)
    if estimate.measure is not EffectMeasure.ODDS_RATIO or low is None or high is None or low.value <= 0:
        return
    people = _people_of(datum, datum.pair(estimate))
    if people is None or high.value < low.value:
        return
    level = printed(estimate.level)
    share = float(level.value) / 100 if level is not None and 0 < level.value < 100 else 0.95  # noqa: PLR2004
    first, second = people
    result = odds_ratio_width(low, high, first, second, level=share)
    shown = (
        f"its standard error, of the logarithm, is {number(result.error)} at most",
        f"{first} and {second} independent people leave {number(result.least)} at least: sqrt(4/{first} + 4/{second})",
    )
    place = estimate.where["low"]
    if result.verdict is Verdict.INCONSISTENT:
        said = (
            f"an interval as narrow as {estimate.low} to {estimate.high} needs {result.people} independent people or "
            f"more, and there are {first + second}"
        )
        found = finding(datum, "N-WIDTH", result.verdict, Severity.ERROR, said, place)
        yield found._replace(
            shown=shown,
            innocent=(
                "not people were counted but several things in each (veins, visits, measurements)",
                "the interval is of another level, or of a model with priors",
                "a misprint",
            ),
        )
        return
    said = f"the interval is as wide as {first} and {second} people make it, or wider"
    grave = severity(result.verdict, result.explained_by, Severity.ERROR)
    yield finding(datum, "N-WIDTH", result.verdict, grave, said, place)._replace(
        shown=shown, innocent=reasons(result.explained_by)
    )


def _people_of(datum: Datum, pair: Pair | None) -> tuple[int, int] | None:
    """Tell how many people are in the two groups, whatever is counted in them."""
    if pair is None:
        return None
    sizes = []
    for key in pair:
        arm = datum.arm(key)
        counted = datum.counts(key)
        told_of = (arm.analysed or arm.n) if arm is not None else None
        size = counted.n if counted and datum.counts_people else told_of.value if told_of is not None else None
        sizes.append(size)
    first, second = sizes
    return (first, second) if first and second else None


def _crude(datum: Datum, estimate: Estimate) -> Iterator[Finding]:
    pair = datum.pair(estimate)
    value = printed(estimate.value)
    if estimate.measure not in _CRUDE or pair is None or value is None or not value.exact or not datum.counts_shares:
        return
    first, second = datum.counts(pair.first), datum.counts(pair.second)
    if first is not None and second is not None:
        yield _from_counts(datum, estimate, pair, first, second)
        return
    percents = [printed(numbers.percent) for key in pair if (numbers := datum.result.arms.get(key)) is not None]
    if len(percents) == 2 and all(p is not None and 0 <= p.value <= 100 for p in percents):  # noqa: PLR2004
        yield _from_percents(datum, estimate, [p for p in percents if p is not None])


def _from_counts(datum: Datum, estimate: Estimate, pair: Pair, first: Counts, second: Counts) -> Finding:
    value = printed(estimate.value)
    assert value is not None
    _, measure = _CRUDE[estimate.measure]
    tries = [(a, c, measure(a, first.n, c, second.n)) for a in first.events for c in second.events]
    scaled = 100 if _in_points(estimate) else 1
    a, c, nearest = min(tries, key=lambda each: _gap(each[2], value, scaled))
    word = estimate.measure.value
    given = f"{a}/{first.n} ({pair.first}) and {c}/{second.n} ({pair.second})"
    if nearest.estimate is None:
        said = f"{given} give no {word}: nobody had the event"
        return finding(datum, "N-EFFECT", Verdict.CANNOT_TELL, Severity.INFO, said, estimate.where["value"])
    shown = (f"{given} give {word} {_interval_text(nearest, scaled)}, crude, {nearest.method.value}",)
    if _hits(nearest.estimate, value, scaled):
        return _reproduced(datum, estimate, nearest, scaled, shown)
    upside = nearest.estimate and estimate.measure in _RATIOS and _hits(1 / nearest.estimate, value, 1)
    if upside:
        said = f"{_said(estimate)} is the crude {word} the other way round"
        found = finding(datum, "N-EFFECT", Verdict.CONSISTENT, Severity.INFO, said, estimate.where["value"])
        return found._replace(shown=shown)
    said = f"{_said(estimate)} is not the crude {word} of the counts, {number(nearest.estimate * scaled)}"
    other_side = _decision(nearest, estimate)
    said += ", and they decide differently" if other_side else ""
    plain = Severity.WARNING if other_side else Severity.NOTE
    grave = Severity.INFO if adjusted(estimate) else plain
    found = finding(datum, "N-EFFECT", Verdict.INCONSISTENT, grave, said, estimate.where["value"])
    return found._replace(shown=shown, innocent=_CRUDE_DIFFERS)


def _reproduced(datum: Datum, estimate: Estimate, crude: Interval, scaled: int, shown: tuple[str, ...]) -> Finding:
    low, high = printed(estimate.low), printed(estimate.high)
    place = estimate.where["value"]
    word = estimate.measure.value
    limits = low is None or high is None or (_hits(crude.low, low, scaled) and _hits(crude.high, high, scaled))
    if limits:
        said = f"{_said(estimate)} is the crude {word} of the counts"
        return finding(datum, "N-EFFECT", Verdict.CONSISTENT, Severity.OK, said, place)._replace(shown=shown)
    said = f"{word} {estimate.value} is the crude {word} of the counts, and its interval is another"
    other_side = _decision(crude, estimate)
    said += ", which decides differently" if other_side else ""
    grave = Severity.WARNING if other_side and not adjusted(estimate) else Severity.INFO
    found = finding(datum, "N-EFFECT", Verdict.CONSISTENT, grave, said, place)
    innocent = ("the interval is adjusted or stratified, or was found by another method",)
    return found._replace(shown=shown, innocent=innocent)


def _in_points(estimate: Estimate) -> bool:
    """Tell whether a risk difference is printed in percentage points."""
    return (
        estimate.measure is EffectMeasure.RISK_DIFFERENCE
        and abs(float(str(estimate.value).replace(",", "").replace("\u2212", "-"))) > 1
    )


def _gap(crude: Interval, value: Printed, scaled: int) -> float:
    if crude.estimate is None or not math.isfinite(crude.estimate):
        return math.inf
    return abs(crude.estimate * scaled - float(value.value))


def _hits(crude: float, value: Printed, scaled: int) -> bool:
    """Tell whether a computed number is printed so, within the last digit."""
    if not math.isfinite(crude):
        return False
    unit = value.unit
    return abs(Fraction(crude) * scaled - value.value) <= unit * Fraction(51, 100)


def _decision(crude: Interval, estimate: Estimate) -> bool:
    """Tell whether the printed interval and the crude one stand on different sides of no effect."""
    low, high = printed(estimate.low), printed(estimate.high)
    none = 1 if estimate.measure in _RATIOS else 0
    if low is None or high is None:
        return False
    told_excludes = not low.value <= none <= high.value
    return told_excludes != (not crude.low <= none <= crude.high)


def _interval_text(crude: Interval, scaled: int) -> str:
    estimate = crude.estimate if crude.estimate is not None else math.nan
    return f"{number(estimate * scaled)} ({number(crude.low * scaled)} to {number(crude.high * scaled)})"


def _from_percents(datum: Datum, estimate: Estimate, percents: list[Printed]) -> Finding:
    value = printed(estimate.value)
    assert value is not None
    ratio, _ = _CRUDE[estimate.measure]
    first, second = percents
    points = value if estimate.measure is not EffectMeasure.RISK_DIFFERENCE or _in_points(estimate) else None
    if points is None:
        points = value._replace(value=value.value * 100, decimals=value.decimals - 2)
    result = effect_of_percents(ratio, first, second, points)
    low, high = result.span.low, result.span.high
    upper = "without end" if high is None else f"to {number(float(high))}"
    given = f"{told(first)} % and {told(second)} %"
    word = estimate.measure.value
    shown = (f"{given} give {word} {number(float(low)) if low is not None else 0} {upper} within rounding",)
    if result.verdict is Verdict.INCONSISTENT:
        said = f"{word} {estimate.value} is not the crude {word} of {given}"
        grave = Severity.INFO if estimate.adjusted is YesNo.YES else Severity.NOTE
        found = finding(datum, "N-EFFECT", result.verdict, grave, said, estimate.where["value"])
        return found._replace(shown=shown, innocent=(*_CRUDE_DIFFERS, "the percentages are of a life table"))
    said = f"{word} {estimate.value} can come from {given}"
    grave = severity(result.verdict, result.explained_by, Severity.NOTE)
    found = finding(datum, "N-EFFECT", result.verdict, grave, said, estimate.where["value"])
    return found._replace(shown=shown, innocent=reasons(result.explained_by))
