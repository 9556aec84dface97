"""The same people before and after: can the printed p value come from what is printed?"""

import math
from collections.abc import Iterator

from ccsvi_triage.check.numbers.datum import AFTER, BEFORE, MOST_PEOPLE, Datum, deviation, printed, whole
from ccsvi_triage.check.numbers.wording import finding, listed, number, p_number, p_told, severity
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.words import Severity
from ccsvi_triage.stats.counts import fitting_counts
from ccsvi_triage.stats.distributions import t_from_tail, t_tail
from ccsvi_triage.stats.matching import reachable_p
from ccsvi_triage.stats.paired import mcnemar
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.verdict import Verdict

_EXACT, _PLAIN, _CORRECTED, _MID = (
    "McNemar's exact test",
    "McNemar's chi-squared",
    "McNemar's chi-squared with correction",
    "McNemar's mid-p",
)
_TESTS = {
    _EXACT: lambda lost, gained: mcnemar(lost, gained).exact,
    _PLAIN: lambda lost, gained: mcnemar(lost, gained).asymptotic,
    _CORRECTED: lambda lost, gained: mcnemar(lost, gained).corrected,
    _MID: lambda lost, gained: mcnemar(lost, gained).mid_p,
}
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
    result = reachable_p(p, people.n, first, second, _TESTS)
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
        said = f"{p_told(p)} cannot come from any McNemar test on {people.n} people with these percentages"
        found = finding(datum, "N-PAIRED", result.verdict, Severity.WARNING, said, place)
        yield found._replace(shown=shown, innocent=_INNOCENT)
        return
    usual = [name for name in result.fitting if name != _MID]
    said = f"{p_told(p)} can come from {listed(list(result.fitting), 'or')} on {people.n} people"
    grave = severity(result.verdict, result.explained_by, Severity.WARNING)
    if not usual:
        said = f"only {_MID}, which few use, can give {p_told(p)} on {people.n} people with these percentages"
        grave = Severity.WARNING
    found = finding(datum, "N-PAIRED", result.verdict, grave, said, place)
    yield found._replace(shown=shown, innocent=() if usual else _INNOCENT)


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
    if not (p.exact and one.exact and two.exact and 0 < p.value < 1):
        return
    gap = abs(float(one.value - two.value))
    slack = float(one.unit + two.unit) / 2
    spread = float((sd_one.unit + sd_two.unit) / 2)
    first, second = float(sd_one.value), float(sd_two.value)
    root_n = math.sqrt(people.n)
    narrow, wide = max(0.0, abs(first - second) - spread), first + second + spread
    least = 2 * t_tail((gap + slack) * root_n / narrow, people.n - 1) if narrow else 0.0
    most = 2 * t_tail(max(0.0, gap - slack) * root_n / wide, people.n - 1)
    half = float(p.unit / 2)
    if float(p.value) + half < least or float(p.value) - half > most:
        said = f"no paired t test on {people.n} people with these means and deviations gives {p_told(p)}"
        grave = Severity.WARNING if people.beside else Severity.NOTE
        found = finding(datum, "N-PAIRED", Verdict.INCONSISTENT, grave, said, place)
        bounds = f"from {p_number(least)} to {p_number(most)}, however alike the two measurements are"
        yield found._replace(shown=(bounds,), innocent=("a rank test", *_INNOCENT[:1]))
        return
    t = t_from_tail(float(p.value) / 2, people.n - 1)
    variance = (gap * root_n / t) ** 2
    alike = (first**2 + second**2 - variance) / (2 * first * second) if first and second else math.nan
    said = f"{p_told(p)} can come from a paired t test on {people.n} people"
    shown: tuple[str, ...] = ()
    if -1 <= alike <= 1:
        shown = (f"it needs a correlation of {number(alike)} between the two measurements of a person",)
    yield finding(datum, "N-PAIRED", Verdict.CONSISTENT, Severity.OK, said, place)._replace(shown=shown)
