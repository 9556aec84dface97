"""Do an estimate, its interval and its p value tell one story?

Ratios are judged on the log scale. Every step works with the ranges that rounding leaves.
"""

import math
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.stats.distributions import normal_from_tail, normal_tail, t_from_tail, t_tail
from ccsvi_triage.stats.printed import Printed, Rounding, Sign, Span
from ccsvi_triage.stats.statistic import claims_significance, p_within, span_of_p
from ccsvi_triage.stats.verdict import Alternative, Verdict

_SLACK = 1e-9
_LEVELS = {0.90: Alternative.LEVEL_90, 0.95: Alternative.LEVEL_95, 0.99: Alternative.LEVEL_99}
_FEW: tuple[int, ...] = (*range(1, 31), 40, 60, 120)
"""Degrees of freedom that are tried where nobody tells them."""


class Scale(StrEnum):
    """On which scale an effect is symmetric, and which value means none."""

    RATIO = "ratio"
    DIFFERENCE = "difference"


class Story(StrEnum):
    """What an estimate, its interval and its p value say of each other."""

    COHERENT = "coherent"
    P_DIFFERS = "p differs from interval"
    DECISION = "decision conflict"
    OUTSIDE = "impossible: estimate outside interval"
    REVERSED = "impossible: bounds reversed"
    NEGATIVE = "impossible: a ratio below zero"


class Coherence(NamedTuple):
    """What is said of an estimate with its interval and p value.

    Attributes:
        explained_by: What would explain a story that is not coherent: each alone is enough.
        other_levels: The levels at which p would follow, where another level is printed: then one of the two is wrong.
        df: The most degrees of freedom with which p would follow, where they are not told and few would explain it.
        story: As printed, with a normal distribution at the level that is told.
        symmetric: Whether the estimate can be the middle of the interval on its scale; where not, the interval is
            exact, profiled or bootstrapped (or misprinted), and p cannot be had from it. ``None`` where that is open.
        p: The p value of the interval and the estimate as printed.
        low: The least p value that rounding allows.
        high: The greatest.
        excludes_none: Whether the interval as printed excludes "no effect".
        touches_none: Whether a limit may be "no effect" itself, within its rounding.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    other_levels: tuple[Alternative, ...]
    df: int | None
    story: Story
    symmetric: bool | None
    p: float | None
    low: float | None
    high: float | None
    excludes_none: bool | None
    touches_none: bool | None


class Told(NamedTuple):
    """An estimate with its interval, as printed.

    Attributes:
        level: The confidence level as a share of 1, where it is printed; 0.95 is taken where it is not.
        df: Degrees of freedom, where the interval is from a t distribution and they are known.
    """

    estimate: Printed
    low: Printed
    high: Printed
    scale: Scale
    p: Printed | None = None
    level: float | None = None
    df: float | None = None

    @property
    def taken_level(self) -> float:
        """The level that the interval is judged at."""
        return 0.95 if self.level is None else self.level


def coherence(told: Told) -> Coherence:
    """Tell whether an estimate lies in its interval, and whether its p value follows from both.

    Args:
        told: What is printed. A p value may be left out; then only the order is judged, and p computed.

    Returns:
        ``inconsistent`` where the numbers cannot be so, or p does not follow and nothing tried explains it. A p value
        that does not follow may still be right: another test (log-rank, exact, likelihood ratio) was used. ``cannot
        tell`` where a number is a bound or a guess, or where p does not follow from an interval that is not symmetric.

    Raises:
        ValueError: The level is not between 0 and 1.

    Source:
        Altman DG, Bland JM. BMJ 2011;343:d2090 and d2304, with exact tails in place of their approximations.
    """
    if not 0 < told.taken_level < 1:
        message = "a level lies between 0 and 1"
        raise ValueError(message)
    numbers = (told.estimate, told.low, told.high)
    if not all(number.exact for number in numbers):
        return _without_p(Verdict.CANNOT_TELL, (), Story.COHERENT)
    impossible = _impossible(told, Rounding.NEAREST)
    if impossible is not None:
        cut = _impossible(told, Rounding.ANY) is None
        explained = (Alternative.TRUNCATED,) if cut else ()
        verdict = Verdict.CONSISTENT if cut else Verdict.INCONSISTENT
        return _without_p(verdict, explained, impossible)
    return _judge(told)


def _without_p(verdict: Verdict, explained: tuple[Alternative, ...], story: Story) -> Coherence:
    return Coherence(
        verdict,
        explained,
        other_levels=(),
        df=None,
        story=story,
        symmetric=None,
        p=None,
        low=None,
        high=None,
        excludes_none=None,
        touches_none=None,
    )


def _judge(told: Told) -> Coherence:
    box = _Box(told, Rounding.NEAREST)
    width = _width(told.taken_level, told.df)
    low, high = box.p_range(width, told.df)
    excludes, touches = _excludes(told), _touches(told)
    story = _story(told, low, high, excludes=excludes, touches=touches)
    symmetric = box.symmetric()
    explained: tuple[Alternative, ...] = ()
    levels: tuple[Alternative, ...] = ()
    few: int | None = None
    if story is Story.COHERENT:
        verdict = Verdict.CONSISTENT
    else:
        explained = tuple(_explanations(told))
        levels = tuple(_other_levels(told))
        few = _few(told)
        if few is not None:
            explained = (*explained, Alternative.STUDENT)
        if told.level is None:
            explained, levels = (*explained, *levels), ()
        verdict = Verdict.CONSISTENT if explained else Verdict.INCONSISTENT
        if story is Story.P_DIFFERS and not explained and not symmetric:
            verdict = Verdict.CANNOT_TELL
    if told.p is not None and told.p.sign is Sign.ABOUT:
        verdict = Verdict.CANNOT_TELL
    return Coherence(
        verdict,
        explained,
        other_levels=levels,
        df=few,
        story=story,
        symmetric=symmetric,
        p=box.p(width, told.df),
        low=low,
        high=high,
        excludes_none=excludes,
        touches_none=touches,
    )


class Width(NamedTuple):
    """What is said of how narrow an interval is.

    Attributes:
        explained_by: A score interval, another level, or digits cut off, that would make it wide enough.
        error: The largest standard error, of the logarithm, that the printed limits allow.
        least: The smallest that so many independent people can have.
        people: How many people, in groups of the same proportion, so narrow an interval needs at least.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    error: float
    least: float
    people: int


def odds_ratio_width(
    low: Printed, high: Printed, people_a: int, people_b: int, *, level: float = 0.95, matched: bool = False
) -> Width:
    """Tell whether the interval of an odds ratio is wider than so many independent people must leave it.

    The standard error of a log odds ratio is least where half of each group have the event. A smaller one needs more
    people, or counts several things in each (veins, visits, parameters) as if they were people. Adjusting a logistic
    model does not make it smaller. Score intervals are narrower by a little where people are few, and are allowed for;
    penalised and Bayesian ones may be narrower still.

    Args:
        low: The lower limit as printed, above 0.
        high: The upper limit as printed, not below the lower.
        people_a: People in one group, at least 1.
        people_b: People in the other, at least 1; for matched data the same number.
        level: The confidence level as a share of 1.
        matched: Whether the groups are matched one to one, and the odds ratio is of the discordant pairs.

    Returns:
        The verdict; ``cannot tell`` where a limit is a bound or a guess, or the lower one may be 0.

    Raises:
        ValueError: A group is empty, the level is not between 0 and 1, or the limits are out of order or below 0.

    Source:
        1/a + 1/(n - a) is at least 4/n. Robinson LD, Jewell NP. Int Stat Rev 1991;59:227-240, for adjustment.
    """
    if min(people_a, people_b) < 1 or not 0 < level < 1:
        message = "groups have people, and a level lies between 0 and 1"
        raise ValueError(message)
    if low.value < 0 or high.value < low.value:
        message = "limits of an odds ratio are in order, and not below zero"
        raise ValueError(message)
    squared = Fraction(4, min(people_a, people_b)) if matched else Fraction(4, people_a) + Fraction(4, people_b)
    least = math.sqrt(squared)
    widest = _log_width(low, high, Rounding.NEAREST)
    error = widest / (2 * _width(level, None))
    people = math.ceil((people_a + people_b) * (least / error) ** 2 * (1 - _SLACK)) if error else people_a + people_b
    if not (low.exact and high.exact) or math.isinf(error):
        return Width(Verdict.CANNOT_TELL, (), error, least, people)
    if error >= least * (1 - _SLACK):
        return Width(Verdict.CONSISTENT, (), error, least, people)
    # the narrowest limits that a score interval can have, with half of each group and the larger one endless
    share = _width(level, None) / math.sqrt(min(people_a, people_b))
    explained = [Alternative.SCORE] if error >= least * math.asinh(share) / share * (1 - _SLACK) else []
    explained += [
        name
        for other, name in _LEVELS.items()
        if other < level and widest / (2 * _width(other, None)) >= least * (1 - _SLACK)
    ]
    if _log_width(low, high, Rounding.ANY) / (2 * _width(level, None)) >= least * (1 - _SLACK):
        explained.append(Alternative.TRUNCATED)
    return Width(Verdict.CONSISTENT if explained else Verdict.INCONSISTENT, tuple(explained), error, least, people)


class Ratio(StrEnum):
    """A measure that two risks alone make."""

    ODDS_RATIO = "OR"
    RISK_RATIO = "RR"
    RISK_DIFFERENCE = "RD"


class FromRisks(NamedTuple):
    """What is said of an effect beside two printed percentages.

    Attributes:
        explained_by: ``truncated`` where that is needed.
        span: Where the effect of the unrounded percentages lies; without an upper bound where that is infinite.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    span: Span


def effect_of_percents(measure: Ratio, first: Printed, second: Printed, effect: Printed) -> FromRisks:
    """Tell whether a crude effect can come from two percentages as printed.

    Args:
        measure: Which effect; a risk difference is in percentage points.
        first: The percentage with the event in the group above the line, from 0 to 100.
        second: The one in the group below the line.
        effect: The effect as printed. Where it fits upside down, for the event's absence or the other group, it fits.

    Returns:
        ``inconsistent`` where it cannot; an adjusted analysis, other denominators or a life table explain that.

    Raises:
        ValueError: A percentage lies outside 0 to 100.
    """
    if not all(0 <= percent.value <= 100 for percent in (first, second)):
        message = "a percentage lies from 0 to 100"
        raise ValueError(message)
    span = _effect_span(measure, first, second, Rounding.NEAREST)
    if not (first.exact and second.exact and effect.exact):
        return FromRisks(Verdict.CANNOT_TELL, (), span)
    for rounding, explained in ((Rounding.NEAREST, ()), (Rounding.ANY, (Alternative.TRUNCATED,))):
        printed = effect.rounded(rounding)
        for one, other in ((first, second), (second, first)):
            if _effect_span(measure, one, other, rounding).meets(printed):
                return FromRisks(Verdict.CONSISTENT, explained, span)
    return FromRisks(Verdict.INCONSISTENT, (), span)


def _effect_span(measure: Ratio, first: Printed, second: Printed, rounding: Rounding) -> Span:
    (low_a, high_a), (low_b, high_b) = (_share(percent, rounding) for percent in (first, second))
    if measure is Ratio.RISK_DIFFERENCE:
        return Span(100 * (low_a - high_b), 100 * (high_a - low_b))
    if measure is Ratio.RISK_RATIO:
        return Span(low_a / high_b if high_b else None, high_a / low_b if low_b else None)
    return Span(_odds_ratio(low_a, high_b), _odds_ratio(high_a, low_b))


def _odds_ratio(first: Fraction, second: Fraction) -> Fraction | None:
    below = second * (1 - first)
    return first * (1 - second) / below if below else None


def _share(percent: Printed, rounding: Rounding) -> tuple[Fraction, Fraction]:
    low, high = percent.rounded(rounding).ends
    return max(low, Fraction(0)) / 100, min(high, Fraction(100)) / 100


class _Box:
    """The estimate and the limits on the scale on which the interval is symmetric, each from where to where."""

    def __init__(self, told: Told, rounding: Rounding) -> None:
        self._scale = told.scale
        self._middle = self._on_scale(told.estimate.rounded(rounding))
        self._low = self._on_scale(told.low.rounded(rounding))
        self._high = self._on_scale(told.high.rounded(rounding))
        values = (told.estimate.value, told.low.value, told.high.value)
        self._points = tuple(map(self._value, values))

    def _value(self, value: Fraction) -> float:
        if self._scale is Scale.DIFFERENCE:
            return float(value)
        return math.log(value) if value > 0 else -math.inf

    def _on_scale(self, span: Span) -> tuple[float, float]:
        low, high = span.ends
        return self._value(low), self._value(high)

    def symmetric(self) -> bool | None:
        if math.isinf(self._low[0]):
            return None
        low, high = (self._low[0] + self._high[0]) / 2, (self._low[1] + self._high[1]) / 2
        slack = _SLACK * max(1.0, abs(low), abs(high))
        return self._middle[0] <= high + slack and self._middle[1] >= low - slack

    def p_range(self, width: float, df: float | None) -> tuple[float, float]:
        """Give the least and the greatest p value, with an interval of so many standard errors to each side."""
        widest = (self._high[1] - self._low[0]) / (2 * width)
        narrowest = max(0.0, self._high[0] - self._low[1]) / (2 * width)
        least = 0.0 if self._middle[0] <= 0 <= self._middle[1] else min(map(abs, self._middle))
        return _two_sided(max(map(abs, self._middle)), narrowest, df), _two_sided(least, widest, df)

    def p(self, width: float, df: float | None) -> float | None:
        middle, low, high = self._points
        if not all(map(math.isfinite, self._points)) or high <= low:
            return None
        return _two_sided(abs(middle), (high - low) / (2 * width), df)


def _two_sided(size: float, error: float, df: float | None) -> float:
    if math.isinf(error) or size == 0:
        return 1.0
    if error == 0 or math.isinf(size):
        return 0.0
    return 2 * (normal_tail(size / error) if df is None else t_tail(size / error, df))


def _width(level: float, df: float | None) -> float:
    tail = (1 - level) / 2
    return normal_from_tail(tail) if df is None else t_from_tail(tail, df)


def _impossible(told: Told, rounding: Rounding) -> Story | None:
    estimate, low, high = (number.rounded(rounding) for number in (told.estimate, told.low, told.high))
    if told.low.value > told.high.value and not low.meets(high):
        return Story.REVERSED
    if told.scale is Scale.RATIO and min(told.estimate.value, told.low.value, told.high.value) < 0:
        return Story.NEGATIVE
    least, most = estimate.ends
    return None if low.ends[0] <= most and least <= high.ends[1] else Story.OUTSIDE


def _none(scale: Scale) -> Fraction:
    return Fraction(1 if scale is Scale.RATIO else 0)


def _excludes(told: Told) -> bool:
    none = _none(told.scale)
    return told.low.value > none or told.high.value < none


def _touches(told: Told) -> bool:
    none = _none(told.scale)
    return told.low.rounded().holds(none) or told.high.rounded().holds(none)


def _story(told: Told, low: float, high: float, *, excludes: bool, touches: bool) -> Story:
    if told.p is None:
        return Story.COHERENT
    claimed = claims_significance(told.p, 1 - Fraction(str(told.taken_level)))
    if claimed is not None and not touches and claimed != excludes:
        return Story.DECISION
    return Story.COHERENT if p_within(span_of_p(told.p), low, high) else Story.P_DIFFERS


def _explanations(told: Told) -> Iterator[Alternative]:
    """Give each reading under which the p value follows from the interval."""
    assert told.p is not None
    near, cut = _Box(told, Rounding.NEAREST), _Box(told, Rounding.ANY)
    width = _width(told.taken_level, told.df)
    if p_within(span_of_p(told.p, Rounding.ANY), *cut.p_range(width, told.df)):
        yield Alternative.TRUNCATED
    low, high = near.p_range(width, told.df)
    if p_within(span_of_p(told.p), low / 2, high / 2):
        yield Alternative.ONE_SIDED


def _other_levels(told: Told) -> Iterator[Alternative]:
    assert told.p is not None
    box = _Box(told, Rounding.NEAREST)
    for level, name in _LEVELS.items():
        if level != told.taken_level and p_within(span_of_p(told.p), *box.p_range(_width(level, told.df), told.df)):
            yield name


def _few(told: Told) -> int | None:
    """Give the most degrees of freedom with which the p value follows from the interval of a difference."""
    assert told.p is not None
    if told.scale is not Scale.DIFFERENCE or told.df is not None:
        return None
    box, span = _Box(told, Rounding.NEAREST), span_of_p(told.p)
    for few in reversed(_FEW):
        if p_within(span, *box.p_range(_width(told.taken_level, few), few)):
            return few
    return None


def _log_width(low: Printed, high: Printed, rounding: Rounding) -> float:
    """Give the greatest width of an interval on the log scale that two printed limits allow."""
    bottom, top = low.rounded(rounding).ends[0], high.rounded(rounding).ends[1]
    return math.inf if bottom <= 0 else math.log(top) - math.log(bottom)
