"""An estimate against its interval, its p value, the people behind it, and the counts that it is made of."""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from ccsvi_triage.check.numbers.datum import Counts, Datum, Pair, adjusted, fact, printed
from ccsvi_triage.check.numbers.pvalues import giving
from ccsvi_triage.check.numbers.wording import (
    conflict_severity,
    finding,
    impossible_said,
    number,
    p_beside_interval,
    p_number,
    p_text,
    p_told,
    reasons,
    severity,
    told,
)
from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.study import Estimate
from ccsvi_triage.model.words import Design, EffectMeasure, Severity, YesNo
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
from ccsvi_triage.stats.family import intervals_of
from ccsvi_triage.stats.interval import Interval
from ccsvi_triage.stats.printed import Printed, Rounding
from ccsvi_triage.stats.verdict import Alternative, Verdict

_RATIOS = frozenset(
    {EffectMeasure.ODDS_RATIO, EffectMeasure.RISK_RATIO, EffectMeasure.HAZARD_RATIO, EffectMeasure.RATE_RATIO}
)
_DIFFERENCES = frozenset(
    {EffectMeasure.RISK_DIFFERENCE, EffectMeasure.MEAN_DIFFERENCE, EffectMeasure.STANDARDISED_MEAN_DIFFERENCE}
)
_CRUDE = {
    EffectMeasure.ODDS_RATIO: Ratio.ODDS_RATIO,
    EffectMeasure.RISK_RATIO: Ratio.RISK_RATIO,
    EffectMeasure.RISK_DIFFERENCE: Ratio.RISK_DIFFERENCE,
}
_MOST_TABLES = 36
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
    share = _level(estimate)
    if estimate.level is not None and share is None:
        yield _no_level(datum, estimate)
    result = coherence(Told(value, low, high, scale, p, share))
    impossible = impossible_said(result, _said(estimate))
    if impossible:
        yield _impossible(datum, estimate, result, impossible)
    else:
        yield _coherent(datum, estimate, result, p)


def _level(estimate: Estimate) -> float | None:
    """Give the level of an interval as a share, or ``None`` where none is told, or none that could be."""
    level = printed(estimate.level)
    return float(level.value) / 100 if level is not None and 1 < level.value < 100 else None  # noqa: PLR2004 -- per cent


def _no_level(datum: Datum, estimate: Estimate) -> Finding:
    said = f"no interval has a level of {estimate.level} %: {_said(estimate)}"
    place = estimate.where["level"]
    found = finding(datum, "N-INTERVAL", Verdict.INCONSISTENT, Severity.WARNING, said, place)
    return found._replace(innocent=("a share where per cent are meant (0.95 for 95)", "a misprint"))


def _scale(measure: EffectMeasure) -> Scale | None:
    if measure in _RATIOS:
        return Scale.RATIO
    return Scale.DIFFERENCE if measure in _DIFFERENCES else None


def _impossible(datum: Datum, estimate: Estimate, result: Coherence, said: str) -> Finding:
    grave = severity(result.verdict, result.explained_by, Severity.ERROR)
    found = finding(datum, "N-INTERVAL", result.verdict, grave, said, estimate.where["value"])
    return found._replace(innocent=("a misprint, in the paper or in our file",))


def _coherent(datum: Datum, estimate: Estimate, result: Coherence, p: Printed | None) -> Finding:
    place = estimate.where["value"]
    shown: tuple[str, ...] = ()
    if result.p is not None and result.low is not None and result.high is not None:
        bounds = f"from {p_number(result.low)} to {p_number(result.high)} within rounding"
        shown = (f"the interval gives {p_text(result.p)} ({bounds})",)
    if result.symmetric is False:
        shown += ("the estimate is not in the middle of its interval: exact, profiled, bootstrapped or misprinted",)
    if p is None:
        said = f"the interval holds its estimate: {_said(estimate)}"
        fine = result.verdict is not Verdict.CANNOT_TELL
        grave = Severity.OK if fine else Severity.INFO
        return finding(datum, "N-INTERVAL", result.verdict, grave, said, place)._replace(shown=shown)
    if result.story is Story.COHERENT:
        said = p_beside_interval(p, result, _said(estimate))
        grave = Severity.INFO if result.verdict is Verdict.CANNOT_TELL else Severity.OK
        return finding(datum, "N-P-INTERVAL", result.verdict, grave, said, place)._replace(shown=shown)
    conflict = result.story is Story.DECISION
    said = p_beside_interval(p, result, _said(estimate))
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
    wrong = conflict_severity(p, result) if conflict else Severity.INFO if _near(p, result) else Severity.NOTE
    tests = giving(datum, p, estimate) if wrong is not Severity.INFO and not result.explained_by else ()
    if tests:
        # p is right, and so is the interval: two methods, of which both are in use
        wrong = Severity.NOTE if conflict else Severity.INFO
        innocent = (f"p is that of {listed(tests, 'or')}, and the interval is of another method",)
    grave = severity(result.verdict, result.explained_by, wrong)
    # what is explained is never graver than what is near and is not
    grave = Severity.INFO if grave is Severity.NOTE and not conflict and _near(p, result) else grave
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
    share = _level(estimate) or 0.95
    first, second = people
    result = odds_ratio_width(low, high, first, second, level=share)
    shown = (
        f"its standard error, of the logarithm, is {number(result.error)} at most",
        f"{first} and {second} independent people leave {number(result.least)} at least: sqrt(4/{first} + 4/{second})",
    )
    place = estimate.where["low"]
    matched = odds_ratio_width(low, high, first, second, level=share, matched=True)
    pairs = _may_be_matched(datum) and matched.verdict is Verdict.CONSISTENT and not matched.explained_by
    if result.verdict is Verdict.INCONSISTENT and pairs:
        said = f"an interval as narrow as {estimate.low} to {estimate.high} is one of matched pairs, if it is right"
        found = finding(datum, "N-WIDTH", Verdict.CONSISTENT, Severity.INFO, said, place)
        yield found._replace(shown=shown, innocent=("each person of one group was matched with one of the other",))
        return
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
        told_of = [fact(arm.analysed), fact(arm.n)] if arm is not None else []
        # the larger one: a model may take in people whose outcome is missing
        size = counted.n if counted and datum.counts_people else max((n for n in told_of if n), default=0)
        sizes.append(size)
    first, second = sizes
    return (first, second) if first > 0 and second > 0 else None


def _may_be_matched(datum: Datum) -> bool:
    """Tell whether people of the two groups may belong together one by one, or be the same."""
    randomised, design = datum.study.randomised, datum.study.design
    crossed = design is not None and design.value is Design.CROSSOVER_TRIAL
    return crossed or randomised is None or randomised.value is not YesNo.YES


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
    told_so = _Told(estimate)
    tables = list(product(first.events, second.events))
    tables.sort(key=lambda table: told_so.gap(_own(estimate, table, first, second)))
    # counts that only a percentage tells are several tables; the nearest are tried
    tried = [_Crude(told_so, (a, first.n, c, second.n)) for a, c in tables[:_MOST_TABLES]]
    best = min(tried, key=lambda crude: crude.rank)
    word = estimate.measure.value
    a, n, c, m = best.table
    given = f"{a}/{n} ({pair.first}) and {c}/{m} ({pair.second})"
    place = estimate.where["value"]
    nearest = best.own
    if nearest.estimate is None:
        said = f"{given} give no {word}: {'everybody' if a else 'nobody'} had the event"
        return finding(datum, "N-EFFECT", Verdict.CANNOT_TELL, Severity.INFO, said, place)
    shown = (f"{given} give {word} {best.text(nearest)}, crude, {nearest.method.value}",)
    if best.as_told is not None:
        return _reproduced(datum, estimate, best, shown)
    if best.turned:
        said = f"{_said(estimate)} is the crude {word} {best.turned}"
        return finding(datum, "N-EFFECT", Verdict.CONSISTENT, Severity.INFO, said, place)._replace(shown=shown)
    said = f"{_said(estimate)} is not the crude {word} of the counts, {number(nearest.estimate * best.scaled)}"
    said += ", and they decide differently" if best.decides_otherwise else ""
    plain = Severity.WARNING if best.decides_otherwise and first.sure and second.sure else Severity.NOTE
    grave = Severity.INFO if adjusted(estimate) else plain
    found = finding(datum, "N-EFFECT", Verdict.INCONSISTENT, grave, said, place)
    return found._replace(shown=shown, innocent=_CRUDE_DIFFERS)


def _own(estimate: Estimate, table: tuple[int, int], first: Counts, second: Counts) -> float | None:
    """Give the estimate of a table by our own choice of method."""
    (a, c), n, m = table, first.n, second.n
    match _CRUDE[estimate.measure]:
        case Ratio.RISK_DIFFERENCE:
            return a / n - c / m
        case Ratio.RISK_RATIO:
            above, below = a * m, c * n
        case Ratio.ODDS_RATIO:
            above, below = a * (m - c), c * (n - a)
    return above / below if below else math.inf if above else None


class _Told:
    """An estimate of counts as printed, on the scale or the scales on which it may be."""

    def __init__(self, estimate: Estimate) -> None:
        value = printed(estimate.value)
        assert value is not None
        self.estimate = estimate
        self.effect = _CRUDE[estimate.measure]
        self.value = value
        self.low, self.high = printed(estimate.low), printed(estimate.high)
        self.level = _level(estimate) or 0.95
        difference = self.effect is Ratio.RISK_DIFFERENCE
        self.scales = (1,) if not difference else (100,) if _in_points(estimate) else (1, 100)

    def gap(self, crude: float | None) -> float:
        """Tell how far a computed estimate is from the printed one."""
        if crude is None or not math.isfinite(crude):
            return math.inf
        return min(abs(crude * scaled - float(self.value.value)) for scaled in self.scales)

    def holds(self, crude: Interval, scaled: int, rounding: Rounding) -> bool:
        """Tell whether the estimate and the limits are those of a computed interval."""
        if not self.is_estimate(crude.estimate, scaled, rounding):
            return False
        ends = ((self.low, crude.low), (self.high, crude.high))
        return all(end is None or _hits(value, end, scaled, rounding) for end, value in ends)

    def is_estimate(self, crude: float | None, scaled: int, rounding: Rounding = Rounding.NEAREST) -> bool:
        """Tell whether a computed estimate is printed so."""
        return crude is not None and _hits(crude, self.value, scaled, rounding)


class _Crude:
    """What a table of counts makes of a printed estimate.

    Attributes:
        own: The effect by our own choice of method.
        scaled: 100 where a difference is printed in percentage points, else 1.
        as_told: The method that gives the printed estimate and, where one does, its limits.
        whole: Whether that method gives the limits too.
        cut: Whether that takes digits that were cut off.
        turned: How the estimate has to be read where it is the table's, but turned round; empty where it is not.
    """

    def __init__(self, told: _Told, table: tuple[int, int, int, int]) -> None:
        self.table = table
        self.family = list(intervals_of(told.effect, *table, level=told.level))
        self.own = self.family[0]
        self.scaled = told.scales[0]
        self.as_told: Interval | None = None
        self.whole = self.cut = False
        self.turned = ""
        self._told = told
        for rounding in (Rounding.NEAREST, Rounding.ANY):
            for scaled in told.scales:
                self._match(scaled, rounding)
        if self.as_told is None:
            self.turned = self._turn()

    def _match(self, scaled: int, rounding: Rounding) -> None:
        if self.whole:
            return
        whole = next((each for each in self.family if self._told.holds(each, scaled, rounding)), None)
        some = next((each for each in self.family if self._told.is_estimate(each.estimate, scaled, rounding)), None)
        if whole is not None or (some is not None and self.as_told is None):
            self.as_told, self.scaled = whole or some, scaled
            self.whole, self.cut = whole is not None, rounding is Rounding.ANY

    def _turn(self) -> str:
        """Read the estimate of the second group against the first, and of those without the event."""
        told, own = self._told, self.own.estimate
        a, n, c, m = self.table
        if own is None:
            return ""
        if told.effect is Ratio.RISK_DIFFERENCE:
            return "the other way round" if any(told.is_estimate(-own, scaled) for scaled in told.scales) else ""
        if own and told.is_estimate(1 / own, 1):
            return "the other way round"
        if told.effect is Ratio.RISK_RATIO and a < n and c < m:
            without = (n - a) * m / (n * (m - c))
            if told.is_estimate(without, 1) or told.is_estimate(1 / without, 1):
                return "of those without the event"
        return ""

    @property
    def rank(self) -> tuple[int, float]:
        """Set what fits before what does not, and what is near before what is far."""
        fit = 0 if self.whole else 1 if self.as_told else 2 if self.turned else 3
        return 2 * fit + self.cut, self._told.gap(self.own.estimate)

    @property
    def decides_otherwise(self) -> bool:
        """Whether the printed interval and every computed one stand on different sides of no effect."""
        low, high = self._told.low, self._told.high
        if low is None or high is None:
            return False
        none = 0 if self._told.effect is Ratio.RISK_DIFFERENCE else 1
        if low.rounded().holds(none) or high.rounded().holds(none):
            return False
        excludes = not low.value <= none <= high.value
        return all(excludes != (not each.low <= none <= each.high) for each in self.family)

    def text(self, crude: Interval) -> str:
        """Write an interval on the scale that is printed."""
        estimate = crude.estimate if crude.estimate is not None else math.nan
        ends = f"{number(crude.low * self.scaled)} to {number(crude.high * self.scaled)}"
        return f"{number(estimate * self.scaled)} ({ends})"


def _reproduced(datum: Datum, estimate: Estimate, crude: _Crude, shown: tuple[str, ...]) -> Finding:
    place = estimate.where["value"]
    word = estimate.measure.value
    assert crude.as_told is not None
    if crude.as_told.method is not crude.own.method:
        shown += (f"{crude.as_told.method.value} gives {crude.text(crude.as_told)}",)
    explained = (Alternative.TRUNCATED,) if crude.cut else ()
    if crude.whole:
        said = f"{_said(estimate)} is the crude {word} of the counts" + (", with digits cut off" if crude.cut else "")
        grave = severity(Verdict.CONSISTENT, explained, Severity.NOTE)
        found = finding(datum, "N-EFFECT", Verdict.CONSISTENT, grave, said, place)
        return found._replace(shown=shown, innocent=reasons(explained))
    said = f"{word} {estimate.value} is the crude {word} of the counts, and its interval is another"
    said += ", which decides differently" if crude.decides_otherwise else ""
    grave = Severity.NOTE if crude.decides_otherwise and not adjusted(estimate) else Severity.INFO
    found = finding(datum, "N-EFFECT", Verdict.CONSISTENT, grave, said, place)
    innocent = ("the interval is adjusted or stratified, or was found by another method",)
    return found._replace(shown=shown, innocent=(*reasons(explained), *innocent))


def _in_points(estimate: Estimate) -> bool:
    """Tell whether a risk difference can only be printed in percentage points."""
    ends = (printed(number) for number in (estimate.value, estimate.low, estimate.high))
    return any(end is not None and abs(end.value) > 1 for end in ends)


def _hits(crude: float, value: Printed, scaled: int, rounding: Rounding = Rounding.NEAREST) -> bool:
    """Tell whether a computed number is printed so, with a hundredth of the last digit for what others round before."""
    if not math.isfinite(crude):
        return False
    low, high = value.rounded(rounding).ends
    slack = value.unit / 100
    return low - slack <= Fraction(crude) * scaled <= high + slack


def _from_percents(datum: Datum, estimate: Estimate, percents: list[Printed]) -> Finding:
    value = printed(estimate.value)
    assert value is not None
    ratio = _CRUDE[estimate.measure]
    first, second = percents
    results = [effect_of_percents(ratio, first, second, points) for points in _as_points(estimate, value)]
    result = min(results, key=lambda each: (each.verdict is Verdict.INCONSISTENT, len(each.explained_by)))
    low, high = result.span.low, result.span.high
    upper = "without end" if high is None else f"to {number(float(high))}"
    given = f"{told(first)} % and {told(second)} %"
    word = estimate.measure.value
    shown = (f"{given} give {word} {number(float(low)) if low is not None else 0} {upper} within rounding",)
    if result.verdict is Verdict.INCONSISTENT:
        said = f"{word} {estimate.value} is not the crude {word} of {given}"
        grave = Severity.INFO if adjusted(estimate) else Severity.NOTE
        found = finding(datum, "N-EFFECT", result.verdict, grave, said, estimate.where["value"])
        return found._replace(shown=shown, innocent=(*_CRUDE_DIFFERS, "the percentages are of a life table"))
    said = f"{word} {estimate.value} can come from {given}"
    grave = severity(result.verdict, result.explained_by, Severity.NOTE)
    found = finding(datum, "N-EFFECT", result.verdict, grave, said, estimate.where["value"])
    return found._replace(shown=shown, innocent=reasons(result.explained_by))


def _as_points(estimate: Estimate, value: Printed) -> Iterator[Printed]:
    """Give an effect as it is, and a difference, of which either sign may be printed, in percentage points."""
    if estimate.measure is not EffectMeasure.RISK_DIFFERENCE:
        yield value
        return
    for sized in (value, value._replace(value=-value.value)):
        yield sized
        if not _in_points(estimate):
            yield sized._replace(value=sized.value * 100, decimals=sized.decimals - 2)
