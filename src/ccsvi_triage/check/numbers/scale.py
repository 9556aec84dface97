"""The result of one outcome of a study, put on the scales on which it can stand beside those of other studies."""

import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import NamedTuple

from ccsvi_triage.check.numbers.datum import AFTER, BEFORE, Datum, Pair, deviation, printed
from ccsvi_triage.check.numbers.effects import p_of_estimate
from ccsvi_triage.check.numbers.pvalues import FISHER, ordinary_p
from ccsvi_triage.check.numbers.wording import number
from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.comparison import DIFFERENCES, GO_TOGETHER, RATIOS, Change, Contrast, Effect, OwnTest, Scaled
from ccsvi_triage.model.study import Estimate, Numbers, Outcome, Result, Study
from ccsvi_triage.model.words import ArmRole, Design, EffectMeasure, Unit, YesNo
from ccsvi_triage.stats.coherence import Scale, Story, coherence
from ccsvi_triage.stats.coherence import Told as ToldInterval
from ccsvi_triage.stats.continuous import Group, mean_difference, pooled_deviation, standardised_difference
from ccsvi_triage.stats.effect import odds_ratio, risk_difference, risk_ratio
from ccsvi_triage.stats.interval import Interval, Method, normal_width
from ccsvi_triage.stats.matching import which_tests
from ccsvi_triage.stats.power import Detectable, detectable_effect, detectable_means, detectable_risks
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.statistic import claims_significance
from ccsvi_triage.stats.verdict import Verdict

_FIVE_PER_CENT = Fraction(1, 20)
_LEVEL = 0.95
_PRINTED = "as printed"
_METHODS = {
    Method.KATZ: "Katz",
    Method.KOOPMAN: "Koopman",
    Method.NEWCOMBE: "Newcombe",
    Method.WOOLF: "Woolf",
    Method.CONDITIONAL_EXACT: "exact",
    Method.WELCH: "Welch",
    Method.NORMAL: "normal",
}
_WELCH = "Welch's t test"
_OF_INTERVAL = "from the printed interval"
_BY_CHANCE = GO_TOGETHER | {Design.RANDOMISED_TRIAL}
"""Designs in which chance made the groups alike; in others an adjusted effect tells more than bare counts."""
_MOST_COUNTED = 1_000_000
"""Of larger groups nothing is computed: an exact test of them would take long."""
_INTEREST = frozenset({ArmRole.INTERVENTION, ArmRole.CASES})


class _Compared(NamedTuple):
    """Two groups of a result, with what can be had from them.

    Attributes:
        rank: Lower ones are taken first: people, then means, then what is only printed.
    """

    datum: Datum
    pair: Pair | None
    estimate: Estimate | None
    rank: int
    given: str
    effects: tuple[Effect, ...]
    tests: tuple[OwnTest, ...]
    family: dict[str, float]
    finds: str
    counts: tuple[int, int, int, int] | None = None


def on_scale(study: Study, outcome: Outcome | None) -> Scaled:
    """Put what a study tells of one outcome on every scale on which it can stand.

    Counts of people in two groups give a risk ratio, a risk difference and an odds ratio; means with deviations a
    difference, plain and standardised; an effect that is printed stands as printed. Nothing is turned into another
    thing: events are no people, and a change in one group is no effect between groups. Of clusters and of crossing over
    nothing is made of counts or means of people who go together; and where something other than chance made the groups,
    an effect that is printed as adjusted stands before what the bare counts give.

    Args:
        study: The study.
        outcome: One of its outcomes; ``None`` where it has none of that kind.
    """
    if outcome is None:
        return Scaled(study, None, None, Contrast.NONE, lacks="no such outcome is recorded")
    data = [Datum(study, outcome, result) for result in outcome.results]
    compared = [found for datum in data for found in _between(datum)]
    if compared:
        return _told(study, outcome, min(compared, key=_preference), compared)
    within = next((datum for datum in data if datum.paired), None)
    if within is not None:
        return _within(study, outcome, within)
    if not data:
        return Scaled(study, outcome, None, Contrast.NONE, lacks="no result is recorded")
    best = min(data, key=lambda datum: (bool(datum.result.group), not datum.result.arms))
    return _without_effect(study, outcome, best)


# two groups


def _between(datum: Datum) -> Iterator[_Compared]:
    """Give each comparison of two groups that a result holds."""
    if datum.paired:
        return
    pairs: list[tuple[Pair | None, Estimate | None]] = [
        (datum.pair(estimate), estimate) for estimate in datum.result.estimates if _usable(estimate)
    ]
    if not datum.result.estimates:
        pairs = [(datum.pair(), None)]
    seen = set()
    for pair, estimate in pairs:
        if pair is None and len(datum.study.arms) == 1:
            continue
        beside = [e for p, e in pairs if p == pair and e is not None and estimate and e.compares == estimate.compares]
        found = _compared(datum, pair, estimate, beside)
        key = (pair, estimate.measure if estimate and not found.tests else None)
        if found.effects and key not in seen:
            seen.add(key)
            yield found


def _usable(estimate: Estimate) -> bool:
    return estimate.measure in RATIOS | DIFFERENCES


def _compared(datum: Datum, pair: Pair | None, estimate: Estimate | None, beside: list[Estimate]) -> _Compared:
    """Put one comparison on every scale.

    Args:
        datum: The result.
        pair: The two groups.
        estimate: The printed effect that is told; ``None`` where none is printed.
        beside: Every printed effect of this comparison.
    """
    own = _of_people(datum, pair) or _of_means(datum, pair) or _nothing(datum, pair)
    if _design(datum) in GO_TOGETHER:
        own = own._replace(effects=(), tests=(), family={}, finds="")
    if own.effects:
        return own._replace(estimate=estimate, effects=_with_printed(datum, own.effects, beside))
    told = _as_printed(estimate) if estimate is not None else None
    if told is None:
        return own._replace(estimate=estimate)
    rank = own.rank if own.counts is not None else _ONLY_PRINTED
    if datum.result.unit in _PIECES:
        # several of them in each person go together, so that the interval is too narrow for what could be made of it
        plain = told._replace(finds_below=None, finds_above=None)
        return own._replace(estimate=estimate, rank=rank, effects=(plain,))
    tests, finds = _of_interval(datum, estimate), _finds_of_printed(told)
    return own._replace(estimate=estimate, rank=rank, effects=(told,), tests=tests, finds=finds)


def _with_printed(datum: Datum, own: tuple[Effect, ...], beside: list[Estimate]) -> tuple[Effect, ...]:
    """Put printed effects on other measures behind what the numbers of the groups give, and adjusted ones before it."""
    by_chance = _design(datum) in _BY_CHANCE
    first: dict[EffectMeasure, Effect] = {}
    last: dict[EffectMeasure, Effect] = {}
    for estimate in beside:
        told = _as_printed(estimate)
        if told is not None:
            where = first if estimate.adjusted is YesNo.YES and not by_chance and told.low is not None else last
            where.setdefault(told.measure, told)
    known = {effect.measure for effect in own} | first.keys()
    return (
        *first.values(),
        *(effect for effect in own if effect.measure not in first),
        *(effect for effect in last.values() if effect.measure not in known),
    )


def _design(datum: Datum) -> Design | None:
    told = datum.study.design
    return told.value if told is not None else None


_PEOPLE, _MEANS, _ONLY_PRINTED = 0, 1, 2


def _nothing(datum: Datum, pair: Pair | None) -> _Compared:
    return _Compared(datum, pair, None, _ONLY_PRINTED, "", (), (), {}, "")


def _of_people(datum: Datum, pair: Pair | None) -> _Compared | None:
    if pair is None or not datum.counts_people:
        return None
    first, second = (datum.counts(key, _MOST_COUNTED) for key in pair)
    if first is None or second is None or len(first.events) * len(second.events) > 1:
        return None
    a, n, c, m = first.events[0], first.n, second.events[0], second.n
    found = detectable_risks(c / m, n, m)
    effects = tuple(
        effect
        for measure, interval, below, above in (
            (EffectMeasure.RISK_RATIO, risk_ratio(a, n, c, m), *_ratios(found, c / m)),
            (EffectMeasure.RISK_DIFFERENCE, risk_difference(a, n, c, m), *_differences(found, c / m)),
            (EffectMeasure.ODDS_RATIO, odds_ratio(a, n, c, m), *_odds_ratios(found, c / m)),
        )
        if (effect := _effect(measure, interval, below, above)) is not None
    )
    family = ordinary_p(a, n, c, m)
    given = f"{a}/{n} ({pair.first}) v {c}/{m} ({pair.second})"
    tests = (OwnTest(family[FISHER], FISHER),)
    return _Compared(
        datum, pair, None, _PEOPLE, given, effects, tests, family, _finds_of_people(found, c, m), (a, n, c, m)
    )


def _effect(
    measure: EffectMeasure, interval: Interval, below: float | None, above: float | None, error: float | None = None
) -> Effect | None:
    """Turn a computed interval into an effect; one without a finite estimate is none."""
    if interval.estimate is None or not math.isfinite(interval.estimate):
        return None
    method = _METHODS[interval.method]
    return Effect(
        measure, interval.estimate, interval.low, interval.high, interval.level, method, computed=True,
        finds_below=below, finds_above=above, error=error,
    )  # fmt: skip


def _ratios(found: Detectable, risk: float) -> tuple[float | None, float | None]:
    if not risk:
        return None, None
    return _turned(found, lambda end: end / risk)


def _differences(found: Detectable, risk: float) -> tuple[float | None, float | None]:
    return _turned(found, lambda end: end - risk)


def _odds_ratios(found: Detectable, risk: float) -> tuple[float | None, float | None]:
    if not 0 < risk < 1:
        return None, None
    odds = risk / (1 - risk)
    return _turned(found, lambda end: end / (1 - end) / odds if end < 1 else None)


def _turned(found: Detectable, turn: Callable[[float], float | None]) -> tuple[float | None, float | None]:
    below, above = (None if end is None else turn(end) for end in (found.below, found.above))
    return below, above


def _finds_of_people(found: Detectable, events: int, people: int) -> str:
    """Say which risks the study finds with 80 % power against that in the second group."""
    ends = []
    if found.below is not None:
        ends.append(f"{_percent(found.below)} or less")
    if found.above is not None:
        ends.append(f"{_percent(found.above)} or more")
    against = f"against {events}/{people} = {_percent(events / people)}"
    if not ends:
        return f"no risk at all with 80 % power, {against}"
    return f"with 80 % power a risk of {' or of '.join(ends)}, {against}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share == 0 or share >= _TENTH else f"{100 * share:.2g} %"


_TENTH = 0.1


def _of_means(datum: Datum, pair: Pair | None) -> _Compared | None:
    if pair is None:
        return None
    groups = []
    for key in pair:
        numbers, people = datum.result.arms.get(key), datum.people(key)
        mean = printed(numbers.mean) if numbers is not None else None
        if mean is None or not mean.exact or numbers is None or people is None or people.n < 2:  # noqa: PLR2004
            return None
        sd = _spread(numbers, people.n)
        if sd is None:
            return None
        groups.append(Group(float(mean.value), sd, people.n))
    first, second = groups
    test, standardised = mean_difference(first, second), standardised_difference(first, second)
    spread = pooled_deviation(first, second)
    reach = detectable_means(spread, first.people, second.people)
    one = _effect(EffectMeasure.MEAN_DIFFERENCE, test.interval, -reach, reach, test.standard_error)
    other = _effect(EffectMeasure.STANDARDISED_MEAN_DIFFERENCE, standardised.interval, -reach / spread, reach / spread)
    given = " v ".join(
        f"mean {datum.result.arms[key].mean}, {_spread_words(datum.result.arms[key])}, n {group.people} ({key})"
        for key, group in zip(pair, groups, strict=True)
    )
    finds = f"with 80 % power a difference of {number(reach)} or more, either way"
    effects = tuple(effect for effect in (one, other) if effect is not None)
    return _Compared(datum, pair, None, _MEANS, given, effects, (OwnTest(test.p, _WELCH),), {_WELCH: test.p}, finds)


def _spread(numbers: Numbers, people: int) -> float | None:
    """Give a standard deviation as printed, else that of the printed standard error of a mean."""
    sd, se = deviation(numbers), printed(numbers.se)
    if sd is not None:
        return float(sd.value) if sd.value > 0 else None
    return float(se.value) * math.sqrt(people) if se is not None and se.exact and se.value > 0 else None


def _spread_words(numbers: Numbers) -> str:
    return f"SD {numbers.sd}" if deviation(numbers) is not None else f"SE {numbers.se}"


# as printed


def _as_printed(estimate: Estimate) -> Effect | None:
    value, low, high = printed(estimate.value), printed(estimate.low), printed(estimate.high)
    if value is None or not value.exact:
        return None
    scaled = 100 if _in_points(estimate, value) else 1
    ends = [None if end is None else float(end.value) / scaled for end in (low, high)]
    level = printed(estimate.level)
    share = float(level.value) / 100 if level is not None and 0 < level.value < 100 else _LEVEL  # noqa: PLR2004
    effect = Effect(estimate.measure, float(value.value) / scaled, ends[0], ends[1], share, _PRINTED, computed=False)
    error = _error(effect)
    if error is None:
        return effect
    reach = detectable_effect(error)
    if estimate.measure in RATIOS:
        return effect._replace(finds_below=math.exp(-reach), finds_above=math.exp(reach))
    return effect._replace(finds_below=-reach, finds_above=reach)


def _in_points(estimate: Estimate, value: Printed) -> bool:
    """Tell whether a risk difference is printed in percentage points."""
    return estimate.measure is EffectMeasure.RISK_DIFFERENCE and abs(value.value) > 1


def _error(effect: Effect) -> float | None:
    """Work the standard error out of a printed interval, of the logarithm where it is a ratio."""
    low, high = effect.low, effect.high
    if low is None or high is None or not low < high:
        return None
    if effect.measure in RATIOS:
        if low <= 0:
            return None
        low, high = math.log(low), math.log(high)
    return (high - low) / (2 * normal_width(effect.level))


def _finds_of_printed(effect: Effect) -> str:
    below, above = effect.finds_below, effect.finds_above
    if below is None or above is None:
        return ""
    return f"with 80 % power {effect.measure.value} {number(below)} or below, or {number(above)} or above"


def _of_interval(datum: Datum, estimate: Estimate | None) -> tuple[OwnTest, ...]:
    """Give the p value that a printed interval has."""
    if estimate is None:
        return ()
    value, low, high = printed(estimate.value), printed(estimate.low), printed(estimate.high)
    if value is None or low is None or high is None:
        return ()
    level = printed(estimate.level)
    share = float(level.value) / 100 if level is not None and 0 < level.value < 100 else None  # noqa: PLR2004
    scale = Scale.RATIO if estimate.measure in RATIOS else Scale.DIFFERENCE
    result = coherence(ToldInterval(value, low, high, scale, p_of_estimate(datum, estimate), share))
    odd = result.story in {Story.OUTSIDE, Story.REVERSED, Story.NEGATIVE} or result.symmetric is False
    return () if result.p is None or odd else (OwnTest(result.p, _OF_INTERVAL),)


# what is told of it


def _preference(found: _Compared) -> tuple[bool, bool, int]:
    """Take everybody before a subgroup, the group of interest before others, and people before other things."""
    datum, pair = found.datum, found.pair
    result = datum.result
    whole = not result.group or any(
        set(e.between) <= {arm.id for arm in datum.study.arms} for e in result.estimates if e.between
    )
    first = datum.arm(pair.first) if pair is not None else None
    return not whole, first is None or first.role not in _INTEREST, found.rank


def _told(study: Study, outcome: Outcome, found: _Compared, every: list[_Compared]) -> Scaled:
    p = _printed_p(found)
    reading = printed(p)
    gives: tuple[str, ...] = ()
    if reading is not None and found.family and 0 <= reading.value <= 1:
        matched = which_tests(reading, found.family)
        gives = matched.fitting if matched.verdict is Verdict.CONSISTENT and not matched.explained_by else ()
    distinct = {(one.pair, one.datum.result.group, one.estimate.compares if one.estimate else "") for one in every}
    return Scaled(
        study=study,
        outcome=outcome,
        result=found.datum.result,
        contrast=Contrast.BETWEEN,
        pair=tuple(found.pair) if found.pair is not None else (),
        given=found.given,
        derived=found.rank == _PEOPLE and _is_derived(found),
        effects=found.effects,
        printed_p=p,
        significant=claims_significance(reading, _FIVE_PER_CENT) if reading is not None else None,
        tests=found.tests,
        gives=gives,
        lacks="" if found.tests else _why_no_test(found.datum.result),
        finds=found.finds,
        others=len(distinct) - 1,
        counts=found.counts,
    )


def _why_no_test(result: Result) -> str:
    if result.unit in _PIECES:
        return f"{result.unit.value} are counted, not people"
    return "neither counts nor an interval are printed to compute it from"


def _is_derived(found: _Compared) -> bool:
    """Tell whether the counts are worked out: by the authors of the record, or from percentages that allow no other."""
    if found.datum.result.derived is YesNo.YES:
        return True
    return any(
        (counts := found.datum.own_counts(key, _MOST_COUNTED)) is None or not counts.told for key in found.pair or ()
    )


def _printed_p(found: _Compared) -> str:
    """Give the p value of the comparison: its own, or that of a result on the same people that tells it otherwise."""
    if found.estimate is not None and found.estimate.p is not None:
        return str(found.estimate.p)
    if found.datum.result.p is not None:
        return str(found.datum.result.p)
    for other in found.datum.outcome.results:
        beside = Datum(found.datum.study, found.datum.outcome, other)
        same = other.unit is found.datum.result.unit and other.group == found.datum.result.group
        if same and other.p is not None and found.pair is not None and beside.pair() == found.pair:
            return str(other.p)
    return ""


def _within(study: Study, outcome: Outcome, datum: Datum) -> Scaled:
    """Tell of the same people before and after, which is no effect between groups."""
    before, after = datum.result.arms[BEFORE], datum.result.arms[AFTER]
    reading = printed(datum.result.p)
    people = datum.people(BEFORE)
    of = f", {people.n} people" if people is not None and people.beside else ""
    given = f"{_one(before)} before, {_one(after)} after{of}"
    return Scaled(
        study=study,
        outcome=outcome,
        result=datum.result,
        contrast=Contrast.WITHIN,
        given=given,
        printed_p=str(datum.result.p) if datum.result.p is not None else "",
        significant=claims_significance(reading, _FIVE_PER_CENT) if reading is not None else None,
        lacks="the same people before and after; who changed is not printed",
        change=_change(before, after),
    )


def _one(numbers: Numbers) -> str:
    if numbers.events is not None and numbers.n is not None:
        return f"{numbers.events}/{numbers.n}"
    if numbers.percent is not None:
        return f"{numbers.percent} %"
    if numbers.mean is not None:
        return f"mean {numbers.mean}"
    return str(numbers.events) if numbers.events is not None else "no number"


def _change(before: Numbers, after: Numbers) -> Change:
    for name in ("percent", "mean", "events"):
        first, second = printed(getattr(before, name)), printed(getattr(after, name))
        if first is not None and second is not None and first.exact and second.exact:
            if name == "events" and before.n != after.n:
                continue
            if first.value == second.value:
                return Change.SAME
            return Change.LESS if second.value < first.value else Change.MORE
    return Change.UNKNOWN


def _without_effect(study: Study, outcome: Outcome, datum: Datum) -> Scaled:
    """Tell of a result from which no effect can be had, and why."""
    result = datum.result
    reading = printed(result.p)
    together = _design(datum) in GO_TOGETHER and len(result.arms) > 1
    why = _why_of_design(datum) if together else _why_none(datum, result)
    return Scaled(
        study=study,
        outcome=outcome,
        result=result,
        contrast=Contrast.NONE,
        printed_p=str(result.p) if result.p is not None else "",
        significant=None,
        lacks=why if reading is None or result.arms else f"{why}; p alone",
    )


def _why_none(datum: Datum, result: Result) -> str:
    if not result.arms:
        measures = listed([estimate.measure.value for estimate in result.estimates])
        return f"{measures} is no effect of two groups" if measures else "told in words, without numbers"
    if result.unit in _CLUSTERED:
        return f"{result.unit.value} are counted, not people; they cluster in people"
    if datum.pair() is None:
        return "numbers of one group only" if len(result.arms) == 1 else "not two groups"
    if any(numbers.mean is not None for numbers in result.arms.values()):
        return "means without standard deviations or errors, or without numbers of people"
    if any(datum.counts(key, _MOST_COUNTED) is None for key in result.arms):
        large = any((people := datum.people(key)) is not None and people.n > _MOST_COUNTED for key in result.arms)
        return _TOO_LARGE if large else "counts or numbers of people are not printed"
    return "the printed percentages fit several counts"


_TOO_LARGE = f"of groups of more than {_MOST_COUNTED} people nothing is computed"


def _why_of_design(datum: Datum) -> str:
    told = "means" if any(numbers.mean is not None for numbers in datum.result.arms.values()) else "counts"
    design = _design(datum)
    assert design is not None
    return f"its {told} do not tell how people of a {design.value.replace('-', ' ')} go together"


_PIECES = frozenset({Unit.VESSELS, Unit.PROCEDURES, Unit.PARAMETERS})
_CLUSTERED = frozenset({Unit.EVENTS, Unit.LESIONS}) | _PIECES
