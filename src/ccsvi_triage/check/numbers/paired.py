"""The same people before and after: can the printed p value come from what is printed?"""

import math
from collections.abc import Callable, Iterator
from functools import lru_cache

from ccsvi_triage.check.numbers.datum import AFTER, BEFORE, MOST_PEOPLE, Datum, deviation, printed, whole
from ccsvi_triage.check.numbers.wording import finding, number, p_number, p_told, reasons, severity
from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.words import Severity
from ccsvi_triage.stats.counts import fitting_counts
from ccsvi_triage.stats.distributions import t_from_tail, t_tail
from ccsvi_triage.stats.matching import reachable_p
from ccsvi_triage.stats.paired import mcnemar
from ccsvi_triage.stats.printed import Printed, Rounding
from ccsvi_triage.stats.statistic import p_within, span_of_p
from ccsvi_triage.stats.verdict import Alternative, Verdict

_EXACT, _PLAIN, _CORRECTED, _MID = (
    "McNemar's exact test",
    "McNemar's chi-squared",
    "McNemar's chi-squared with correction",
    "McNemar's mid-p",
)
_MOST_PAIRINGS = 50_000
"""How many counts before, times counts after, times people: beyond that it takes longer than anybody waits."""
_INNOCENT = (
    "more people than these were seen before and after, or each was seen more than once",
    "another test: of rates, of ranks, or one that takes the two columns as different people",
)


def check_paired(datum: Datum) -> Iterator[Finding]:
    """Check the p value of a comparison before and after."""
    p = printed(datum.result.p)
    if p is None or not datum.paired:
        return
    before, after = datum.result.arms[BEFORE], datum.result.arms[AFTER]
    if before.mean is not None and after.mean is not None:
        yield from _means(datum, p)
    elif datum.counts_people:
        yield from _shares(datum, p)


def _shares(datum: Datum, p: Printed) -> Iterator[Finding]:
    place = datum.result.where["p"]
    people = datum.people(BEFORE)
    if people is None or people.n > MOST_PEOPLE:
        said = f"whether {p_told(p)} can come from these percentages cannot be told without the number of people"
        yield finding(datum, "N-PAIRED", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(missing=("n",))
        return
    first, second = (_candidates(datum, key, people.n) for key in (BEFORE, AFTER))
    if not first or not second:
        return
    if len(first) * len(second) * people.n > _MOST_PAIRINGS:
        said = f"whether {p_told(p)} can come from these percentages of {people.n} people takes too many tries"
        missing = ("events before and after", "how many changed each way")
        yield finding(datum, "N-PAIRED", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(missing=missing)
        return
    tests = _tests()
    result = reachable_p(p, people.n, first, second, tests)
    one, other = (listed(list(map(str, counts)), "or") for counts in (first, second))
    shown = (
        f"{people.n} people, {one} before and {other} after; over all pairings:",
        *(f"{name} {_bounds(*bounds)}" for name, bounds in result.bounds.items()),
    )
    if result.verdict is Verdict.CANNOT_TELL:
        said = f"{p_told(p)} cannot be set beside these percentages"
        yield finding(datum, "N-PAIRED", result.verdict, Severity.INFO, said, place)
        return
    if result.verdict is Verdict.INCONSISTENT:
        one_sided = reachable_p(p, people.n, first, second, _tests(0.5))
        if one_sided.verdict is Verdict.CONSISTENT:
            said = f"{p_told(p)} can come from one tail of {listed(list(one_sided.fitting), 'or')}"
            said += f" on {people.n} people"
            found = finding(datum, "N-PAIRED", Verdict.CONSISTENT, Severity.INFO, said, place)
            yield found._replace(shown=shown, innocent=reasons((Alternative.ONE_SIDED,)))
            return
        said = f"{p_told(p)} cannot come from any McNemar test on {people.n} people with these {_printed_as(datum)}"
        grave = Severity.WARNING if people.beside else Severity.NOTE
        found = finding(datum, "N-PAIRED", result.verdict, grave, said, place)
        yield found._replace(shown=shown, innocent=_INNOCENT)
        return
    usual = [name for name in result.fitting if name != _MID]
    said = f"{p_told(p)} can come from {listed(list(result.fitting), 'or')} on {people.n} people"
    grave = severity(result.verdict, result.explained_by, Severity.WARNING)
    innocent = reasons(result.explained_by)
    if not usual:
        said = f"only {_MID}, which few use, can give {p_told(p)} on {people.n} people with these {_printed_as(datum)}"
        grave = Severity.WARNING if people.beside else Severity.NOTE
        innocent = _INNOCENT
        one_sided = reachable_p(p, people.n, first, second, _tests(0.5))
        others = [name for name in one_sided.fitting if name != _MID]
        innocent += (f"the p value counts one tail of {listed(others, 'or')}",) if others else ()
    found = finding(datum, "N-PAIRED", result.verdict, grave, said, place)
    yield found._replace(shown=shown, innocent=innocent)


def _tests(share: float = 1.0) -> dict[str, Callable[[int, int], float]]:
    """Give the tests of those who changed; 0.5 for one tail of each."""
    return {
        _EXACT: lambda lost, gained: share * _mcnemar(lost, gained).exact,
        _PLAIN: lambda lost, gained: share * _mcnemar(lost, gained).asymptotic,
        _CORRECTED: lambda lost, gained: share * _mcnemar(lost, gained).corrected,
        _MID: lambda lost, gained: share * _mcnemar(lost, gained).mid_p,
    }


_mcnemar = lru_cache(maxsize=16_384)(mcnemar)
"""Each test asks for the same pairings, and so do results of groups that are alike."""


def _printed_as(datum: Datum) -> str:
    counted = all(datum.result.arms[key].events is not None for key in (BEFORE, AFTER))
    return "counts" if counted else "percentages"


def _bounds(least: float, most: float) -> str:
    return f"from {p_number(least)} to {p_number(most)}"


def _candidates(datum: Datum, key: str, n: int) -> tuple[int, ...]:
    """Give the counts that a number before or after allows; where none does, those next to it."""
    numbers = datum.result.arms[key]
    events, percent = whole(numbers.events), printed(numbers.percent)
    if events is not None:
        return (events,) if events <= n else ()
    if percent is None or not percent.exact or not 0 <= percent.value <= 100:  # noqa: PLR2004 -- per cent
        return ()
    fitting = tuple(fitting_counts(percent, n))
    below = int(percent.value * n // 100)
    return fitting or tuple(count for count in (below, below + 1) if count <= n)


def _means(datum: Datum, p: Printed) -> Iterator[Finding]:
    """Tell how alike the two measurements of a person would have to be for a paired t test to give p."""
    before, after = datum.result.arms[BEFORE], datum.result.arms[AFTER]
    people = datum.people(BEFORE)
    one, two = printed(before.mean), printed(after.mean)
    sd_one, sd_two = deviation(before), deviation(after)
    place = datum.result.where["p"]
    if one is None or two is None or sd_one is None or sd_two is None or people is None or people.n < 2:  # noqa: PLR2004
        lacks = [w for w, v in (("n", people), ("sd before", sd_one), ("sd after", sd_two)) if v is None]
        said = f"whether {p_told(p)} can come from these means cannot be told"
        yield finding(datum, "N-PAIRED", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(missing=tuple(lacks))
        return
    gap = abs(float(one.value - two.value))
    slack = float(one.unit + two.unit) / 2
    spread = float((sd_one.unit + sd_two.unit) / 2)
    first, second = float(sd_one.value), float(sd_two.value)
    root_n = math.sqrt(people.n)
    narrow, wide = max(0.0, abs(first - second) - spread), first + second + spread
    least = 2 * t_tail((gap + slack) * root_n / narrow, people.n - 1) if narrow else 0.0
    most = 2 * t_tail(max(0.0, gap - slack) * root_n / wide, people.n - 1)
    span = span_of_p(p, Rounding.ANY)
    one_tail = not p_within(span, least, most) and p_within(span, least / 2, most / 2)
    if one_tail:
        said = f"{p_told(p)} can come from one tail of a paired t test on {people.n} people"
        found = finding(datum, "N-PAIRED", Verdict.CONSISTENT, Severity.INFO, said, place)
        yield found._replace(innocent=reasons((Alternative.ONE_SIDED,)))
        return
    if not p_within(span, least, most):
        said = f"no paired t test on {people.n} people with these means and deviations gives {p_told(p)}"
        grave = Severity.WARNING if people.beside else Severity.NOTE
        found = finding(datum, "N-PAIRED", Verdict.INCONSISTENT, grave, said, place)
        bounds = f"from {p_number(least)} to {p_number(most)}, however alike the two measurements are"
        yield found._replace(shown=(bounds,), innocent=("a rank test", *_INNOCENT[:1]))
        return
    said = f"{p_told(p)} can come from a paired t test on {people.n} people"
    shown: tuple[str, ...] = ()
    alike = _alike(float(p.value), gap * root_n, (first, second), people.n - 1) if p.exact else math.nan
    if -1 <= alike <= 1:
        shown = (f"it needs a correlation of {number(alike)} between the two measurements of a person",)
    yield finding(datum, "N-PAIRED", Verdict.CONSISTENT, Severity.OK, said, place)._replace(shown=shown)


def _alike(p: float, gap: float, deviations: tuple[float, float], df: int) -> float:
    """Give the correlation of two measurements that a paired t test needs to give p; no number where none does."""
    first, second = deviations
    if not (0 < p < 1 and first and second):
        return math.nan
    variance = (gap / t_from_tail(p / 2, df)) ** 2
    return (first**2 + second**2 - variance) / (2 * first * second)
