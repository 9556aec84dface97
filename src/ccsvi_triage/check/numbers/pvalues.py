"""A p value against the counts or means that it was computed from."""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product

from ccsvi_triage.check.numbers.datum import Counts, Datum, Pair, adjusted, counted, deviation, printed, whole
from ccsvi_triage.check.numbers.wording import finding, fits, p_number, p_told, reasons, severity
from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.study import Estimate, Outcome
from ccsvi_triage.model.words import Severity, Unit
from ccsvi_triage.stats.baseline import Group, check_row
from ccsvi_triage.stats.distributions import normal_tail
from ccsvi_triage.stats.exact import barnard_p, boschloo_p, fisher
from ccsvi_triage.stats.matching import Matched, chi_squared_of_table, rate_p, which_tests
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.pvalue import chi_squared
from ccsvi_triage.stats.reported import find_tests
from ccsvi_triage.stats.statistic import check_statistic, claims_significance
from ccsvi_triage.stats.verdict import Alternative, Verdict

FISHER, _CHI, _YATES, _LESS_ONE, _MID = (
    "Fisher's exact test",
    "chi-squared",
    "chi-squared with Yates' correction",
    "chi-squared times (N - 1)/N",
    "mid-p",
)
_WALD, _BOSCHLOO, _BARNARD = "Wald's test of the log odds ratio", "Boschloo's test", "Barnard's test"
_SHORT = {
    FISHER: "Fisher",
    _CHI: "chi-squared",
    _YATES: "with Yates' correction",
    _LESS_ONE: "times (N - 1)/N",
    _MID: "mid-p",
    _WALD: "Wald",
    _BOSCHLOO: "Boschloo",
    _BARNARD: "Barnard",
}
_ORDINARY = (FISHER, _CHI, _YATES, _LESS_ONE, _MID)
_MOST_UNCONDITIONAL = 200
_ALPHA = 0.05
_FIVE_PER_CENT = Fraction(1, 20)
_MOST_TABLES = 144
_MOST_DEAR = 4
_NONE_FITS = (
    "another test, or an adjusted or stratified analysis",
    "other denominators than are printed",
)


def check_p_values(datum: Datum) -> Iterator[Finding]:
    """Check each p value of a result against what it was computed from."""
    p = printed(datum.result.p)
    if datum.result.statistic:
        yield from _statistic(datum, p)
    for estimate in datum.result.estimates:
        own = printed(estimate.p)
        pair = datum.pair(estimate)
        if own is not None and pair is not None:
            yield from _of_pair(datum, own, pair, estimate)
    if p is None or datum.paired:
        return
    rows = _rows_of_parts(datum)
    counted_too = any(numbers.events is not None for numbers in datum.result.arms.values())
    found = _of_parts(datum, p, rows) if rows else None
    # beside events, p is of the events unless the parts give it
    if found is not None and (not counted_too or found.fits is Fits.CONSISTENT):
        yield found
        return
    only = datum.result.estimates[0] if len(datum.result.estimates) == 1 else None
    pair = datum.pair(only)
    keys = tuple(datum.result.arms)
    if pair is not None:
        yield from _of_pair(datum, p, pair, only)
    elif len(keys) > 2 and datum.counts_shares:  # noqa: PLR2004 -- more than a pair
        yield from _of_many(datum, p, keys)


def giving(datum: Datum, p: Printed, estimate: Estimate) -> tuple[str, ...]:
    """Name the tests of counts that give a p value; none where there are no counts."""
    pair = datum.pair(estimate)
    tables = _tables(datum, p, pair) if pair is not None and datum.counts_shares else []
    return min(tables, key=lambda table: _rank(table[1]))[1].fitting if tables else ()


def _place(datum: Datum, estimate: Estimate | None) -> Place:
    """Give where a p value stands: with its estimate, or with the result."""
    own = estimate is not None and estimate.p is not None
    return estimate.where["p"] if own and estimate is not None else datum.result.where["p"]


def _of_pair(datum: Datum, p: Printed, pair: Pair, estimate: Estimate | None) -> Iterator[Finding]:
    if datum.counts_shares:
        yield from _of_shares(datum, p, pair, estimate)
    elif datum.result.unit in {Unit.EVENTS, Unit.LESIONS}:
        yield from _of_events(datum, p, pair, _place(datum, estimate))
    if all((numbers := datum.result.arms.get(key)) is not None and numbers.mean is not None for key in pair):
        yield from _of_means(datum, p, pair, estimate)


def _of_shares(datum: Datum, p: Printed, pair: Pair, estimate: Estimate | None) -> Iterator[Finding]:
    tables = _tables(datum, p, pair)
    if not tables:
        if any(key in datum.result.arms for key in pair) and not datum.result.statistic:
            lacking = [key for key in pair if datum.counts(key) is None]
            missing = tuple(f"events and n of {key}" for key in lacking or pair)
            said = f"which test gives {p_told(p)} cannot be told without counts"
            place = _place(datum, estimate)
            yield finding(datum, "N-TEST", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(missing=missing)
        return
    best = min(tables, key=lambda table: _rank(table[1]))
    yield _matched(datum, p, pair, best, estimate)


def _tables(datum: Datum, p: Printed, pair: Pair) -> list[tuple[tuple[int, int, int, int], Matched]]:
    first, second = datum.counts(pair.first), datum.counts(pair.second)
    if first is None or second is None:
        return []
    every = list(product(first.events, second.events))
    if len(every) > _MOST_TABLES:
        # to leave out some could leave out the true one
        return []
    tables = [(a, first.n, c, second.n) for a, c in every]
    tried = [(table, which_tests(p, ordinary_p(*table))) for table in tables]
    if len(tables) > _MOST_DEAR or any(matched.verdict is not Verdict.INCONSISTENT for _, matched in tried):
        return tried
    return [(table, which_tests(p, {**ordinary_p(*table), **_unconditional(*table)})) for table in tables]


def _rank(matched: Matched) -> tuple[bool, bool, float]:
    """Set a table that gives p before one that does not, and one that comes near before one that is far."""
    value = matched.values.get(matched.nearest or "", 0.0)
    return matched.verdict is not Verdict.CONSISTENT, bool(matched.explained_by), -value


def ordinary_p(a: int, n: int, c: int, m: int) -> dict[str, float]:
    """Compute p by each test that is in use for two groups."""
    exact, chi = fisher(a, n, c, m), chi_squared(a, n, c, m)
    values = {
        FISHER: exact.two_sided,
        _CHI: chi.plain,
        _YATES: chi.yates,
        _LESS_ONE: chi.n_minus_one,
        _MID: exact.mid_p,
    }
    cells = (a, n - a, c, m - c)
    if all(cells):
        error = math.sqrt(sum(1 / cell for cell in cells))
        values[_WALD] = 2 * normal_tail(abs(math.log(a * (m - c) / ((n - a) * c))) / error)
    return values


def _unconditional(a: int, n: int, c: int, m: int) -> dict[str, float]:
    """Compute p by the tests that few use and that take long, for groups in which they do not take too long."""
    if n + m > _MOST_UNCONDITIONAL:
        return {}
    return {_BOSCHLOO: boschloo_p(a, n, c, m), _BARNARD: barnard_p(a, n, c, m)}


def _matched(
    datum: Datum, p: Printed, pair: Pair, best: tuple[tuple[int, int, int, int], Matched], estimate: Estimate | None
) -> Finding:
    (a, n, c, m), matched = best
    place = _place(datum, estimate)
    given = f"{a}/{n} ({pair.first}) and {c}/{m} ({pair.second})"
    shown = (f"{given}: " + "; ".join(f"{_SHORT[name]} {p_number(value)}" for name, value in matched.values.items()),)
    if matched.verdict is Verdict.CONSISTENT:
        said = f"{p_told(p)} is what {listed(matched.fitting, 'or')} gives"
        said += ", with digits cut off" if matched.explained_by else ""
        grave = severity(matched.verdict, matched.explained_by, Severity.NOTE)
        return finding(datum, "N-TEST", matched.verdict, grave, said, place)._replace(shown=shown)
    if matched.verdict is Verdict.CANNOT_TELL:
        said = f"{p_told(p)} says too little to be checked"
        return finding(datum, "N-TEST", matched.verdict, Severity.INFO, said, place)._replace(shown=shown)
    one_sided = which_tests(p, _one_sided(a, n, c, m))
    if one_sided.verdict is Verdict.CONSISTENT:
        said = f"{p_told(p)} is what one tail of {listed(one_sided.fitting, 'or')} gives"
        found = finding(datum, "N-TEST", Verdict.CONSISTENT, Severity.INFO, said, place)
        return found._replace(shown=shown, innocent=reasons((Alternative.ONE_SIDED,)))
    exact = p_number(matched.values[FISHER])
    said = f"Fisher's exact test gives {exact}, not {p_told(p)[2:].lstrip('= ')}; no common test gives it"
    flips = _flips(p, matched.values)
    said += ", and it decides differently" if flips else ""
    sure = all(counts is not None and counts.sure for counts in (datum.counts(pair.first), datum.counts(pair.second)))
    grave = Severity.WARNING if flips and sure else Severity.NOTE
    grave = Severity.INFO if adjusted(estimate) else grave
    found = finding(datum, "N-TEST", matched.verdict, grave, said, place)
    return found._replace(shown=shown, innocent=_NONE_FITS)


def _one_sided(a: int, n: int, c: int, m: int) -> dict[str, float]:
    exact, chi = fisher(a, n, c, m), chi_squared(a, n, c, m)
    more = a * m >= c * n
    return {FISHER: exact.more_in_a if more else exact.fewer_in_a, _CHI: chi.plain / 2, _YATES: chi.yates / 2}


def _flips(p: Printed, values: Mapping[str, float]) -> bool:
    """Tell whether p as printed and every ordinary test stand on different sides of 0.05."""
    claimed = claims_significance(p, _FIVE_PER_CENT)
    if claimed is None:
        return False
    return all((values[name] < _ALPHA) != claimed for name in _ORDINARY)


def _of_many(datum: Datum, p: Printed, keys: tuple[str, ...]) -> Iterator[Finding]:
    """Try the whole table, then each pair of its groups."""
    counts: dict[str, Counts] = {key: of for key in keys if (of := datum.counts(key)) is not None}
    place = datum.result.where["p"]
    if len(counts) < len(keys) or any(len(of.events) > 1 for of in counts.values()):
        missing = tuple(f"events and n of {key}" for key in keys if key not in counts)
        said = f"which test gives {p_told(p)} cannot be told without counts"
        yield finding(datum, "N-TEST", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(missing=missing)
        return
    rows = [(of.events[0], of.n - of.events[0]) for of in counts.values()]
    if not all(map(any, zip(*rows, strict=True))):
        said = f"{p_told(p)} cannot be set beside groups that do not differ: all have the event, or nobody has it"
        yield finding(datum, "N-TEST", Verdict.CANNOT_TELL, Severity.INFO, said, place)
        return
    table = chi_squared_of_table(rows)
    shown = [f"chi-squared of all groups: {p_number(table.p)} with {table.df} degrees of freedom"]
    if which_tests(p, {_CHI: table.p}).verdict is Verdict.CONSISTENT:
        said = f"{p_told(p)} is what chi-squared of all groups gives"
        yield finding(datum, "N-TEST", Verdict.CONSISTENT, Severity.OK, said, place)._replace(shown=tuple(shown))
        return
    fitting = []
    for one, other in combinations(counts, 2):
        values = ordinary_p(counts[one].events[0], counts[one].n, counts[other].events[0], counts[other].n)
        matched = which_tests(p, values)
        shown.append(f"{one} and {other}: {FISHER} {p_number(values[FISHER])}, {_CHI} {p_number(values[_CHI])}")
        if matched.verdict is Verdict.CONSISTENT:
            fitting.append(f"{one} and {other}")
    if fitting:
        said = f"{p_told(p)} is what a test of {listed(fitting, 'or')} gives"
        yield finding(datum, "N-TEST", Verdict.CONSISTENT, Severity.OK, said, place)._replace(shown=tuple(shown))
        return
    said = f"no common test of these groups gives {p_told(p)}"
    found = finding(datum, "N-TEST", Verdict.INCONSISTENT, Severity.NOTE, said, place)
    yield found._replace(shown=tuple(shown), innocent=_NONE_FITS)


def _of_events(datum: Datum, p: Printed, pair: Pair, place: Place) -> Iterator[Finding]:
    """Set a p value beside the one that events would have if each came on its own."""
    told = {key: whole(numbers.events) for key in pair if (numbers := datum.result.arms.get(key)) is not None}
    people = {key: of.n for key in pair if (of := datum.people(key)) is not None}
    first, second = told.get(pair.first), told.get(pair.second)
    if first is None or second is None or len(people) < 2:  # noqa: PLR2004 -- a pair
        if told and datum.result.arms[next(iter(told))].mean is None:
            said = f"what gives {p_told(p)} cannot be told without the numbers of events and of people"
            yield finding(datum, "N-UNIT", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(
                missing=tuple(f"events and n of {key}" for key in pair if told.get(key) is None or key not in people)
            )
        return
    if first + second <= _MOST_EVENTS:
        yield _naive(datum, p, pair, rate_p(first, people[pair.first], second, people[pair.second]), place)


def _naive(datum: Datum, p: Printed, pair: Pair, naive: float, place: Place) -> Finding:
    """Judge a printed p value beside the one of events that are taken as if each came on its own."""
    things = datum.result.unit.value
    counts = {key: (datum.result.arms[key].events, datum.people(key)) for key in pair}
    given = " and ".join(f"{events} in {of.n} people ({key})" for key, (events, of) in counts.items() if of)
    people = _people_with(datum, pair)
    values = {"Poisson": naive, **people}
    shown = [f"{given}, {things}, each on its own (Poisson): {p_number(naive)}"]
    if people:
        shown.append("people with one: " + "; ".join(f"{_SHORT[name]} {p_number(people[name])}" for name in people))
    matched = which_tests(p, values)
    if matched.verdict is Verdict.CONSISTENT and not p.exact:
        said = f"{p_told(p)} holds if {things} come on their own; what it is if they cluster in people is not told"
        return finding(datum, "N-UNIT", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(shown=tuple(shown))
    if matched.verdict is Verdict.CONSISTENT:
        on_own = matched.fitting == ("Poisson",)
        said = f"{p_told(p)} takes {things} as if each came on its own; they cluster in people"
        said = said if on_own else f"{p_told(p)} is what {listed(matched.fitting, 'or')} gives"
        found = finding(datum, "N-UNIT", Verdict.CONSISTENT, Severity.NOTE if on_own else Severity.OK, said, place)
        return found._replace(shown=tuple(shown), innocent=("few people had more than one",) if on_own else ())
    larger = float(p.value) > naive
    claimed = claims_significance(p, _FIVE_PER_CENT)
    if larger and naive < _ALPHA:
        said = (
            f"{things} are counted, not people; {p_told(p)} is larger than each on its own would give, as it should be"
        )
        return finding(datum, "N-UNIT", Verdict.CONSISTENT, Severity.OK, said, place)._replace(shown=tuple(shown))
    said = f"no common test of these {things} gives {p_told(p)}"
    if people:
        said = (
            f"Fisher's exact test of people gives {p_number(people[FISHER])}, not {p_told(p)[2:].lstrip('= ')}; {said}"
        )
    grave = Severity.WARNING if not larger and claimed and naive > _ALPHA else Severity.NOTE
    found = finding(datum, "N-UNIT", Verdict.INCONSISTENT, grave, said, place)
    innocent = (*_NONE_FITS, "a model that takes into account how events cluster in people")
    return found._replace(shown=tuple(shown), innocent=innocent)


def _people_with(datum: Datum, pair: Pair) -> dict[str, float]:
    """Give the p values of people with at least one event, where another result of the outcome tells how many."""
    for other in datum.outcome.results:
        beside = Datum(datum.study, datum.outcome, other)
        if other.unit is Unit.PATIENTS and other.group == datum.result.group and set(pair) <= other.arms.keys():
            first, second = beside.own_counts(pair.first), beside.own_counts(pair.second)
            if first is not None and second is not None and len(first.events) == len(second.events) == 1:
                table = (first.events[0], first.n, second.events[0], second.n)
                return {**ordinary_p(*table), **_unconditional(*table)}
    return {}


_MOST_EVENTS = 20_000


def _of_means(datum: Datum, p: Printed, pair: Pair, estimate: Estimate | None) -> Iterator[Finding]:
    groups, missing = [], []
    for key in pair:
        numbers, people = datum.result.arms[key], datum.people(key)
        mean, sd = printed(numbers.mean), deviation(numbers)
        if mean is None or sd is None or people is None or people.n < 2 or not mean.exact:  # noqa: PLR2004
            lacks = [word for word, value in (("sd", sd), ("n", people)) if value is None]
            missing.append(f"{listed(lacks) or 'mean'} of {key}")
        else:
            groups.append(Group(mean, sd, people.n))
    place = datum.result.where["p"]
    if missing:
        said = f"which test gives {p_told(p)} cannot be told from these means"
        yield finding(datum, "N-TEST", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(missing=tuple(missing))
        return
    if not 0 <= p.value <= 1:
        return
    verdict, explained, test = check_row(groups[0], groups[1], p)
    values = [
        f"{name} {p_number(value)}"
        for name, value in (("Student's t test", test.student), ("Welch's", test.welch))
        if value is not None
    ]
    bounds = f"within rounding from {p_number(test.low)} to {p_number(test.high)}"
    shown = (f"{', '.join(values)}; {bounds}",)
    if verdict is Verdict.INCONSISTENT:
        claimed = claims_significance(p, _FIVE_PER_CENT)
        flips = claimed is not None and (test.high < _ALPHA if not claimed else test.low > _ALPHA)
        said = f"no t test of these means gives {p_told(p)}" + (", and they decide differently" if flips else "")
        grave = Severity.INFO if adjusted(estimate) else Severity.WARNING if flips else Severity.NOTE
        found = finding(datum, "N-TEST", verdict, grave, said, place)
        yield found._replace(
            shown=shown, innocent=("a rank test, or an analysis adjusted for the start", "SE printed as SD", "other n")
        )
        return
    said = f"{p_told(p)} is what a t test of these means can give"
    grave = severity(verdict, explained, Severity.NOTE)
    yield finding(datum, "N-TEST", verdict, grave, said, place)._replace(shown=shown, innocent=reasons(explained))


def _statistic(datum: Datum, p: Printed | None) -> Iterator[Finding]:
    """Recompute p from a test statistic that is printed beside it, and the statistic from a table of parts."""
    text = datum.result.statistic
    place = datum.result.where["statistic"]
    tests = find_tests(text)
    if not tests and p is not None:
        tests = find_tests(f"{text}, {p_told(p)}")
    if not tests:
        said = f"{text!r} is no test statistic with its degrees of freedom and p that we can read"
        found = finding(datum, "N-STATISTIC", Verdict.CANNOT_TELL, Severity.INFO, said, place)
        yield found._replace(missing=("degrees of freedom", "p"))
        return
    test = tests[0]
    if test.p is None:
        said = f"whether it is significant follows from no p that is printed: {text}"
        yield finding(datum, "N-STATISTIC", Verdict.CANNOT_TELL, Severity.INFO, said, place)._replace(missing=("p",))
        return
    result = check_statistic(test.test, test.p)
    shown: tuple[str, ...] = ()
    if result.p is not None and result.low is not None and result.high is not None:
        shown = (f"{text} gives {p_number(result.p)} (from {p_number(result.low)} to {p_number(result.high)})",)
    if result.verdict is Verdict.CONSISTENT:
        said = f"{p_told(test.p)} follows from {text}"
    elif result.verdict is Verdict.CANNOT_TELL:
        said = f"{p_told(test.p)} cannot be set beside {text}"
    else:
        said = f"{p_told(test.p)} does not follow from {text}" + (
            ", and it decides differently" if result.flips else ""
        )
    wrong = Severity.ERROR if result.flips else Severity.WARNING
    grave = severity(result.verdict, result.explained_by, wrong)
    found = finding(datum, "N-STATISTIC", result.verdict, grave, said, place)
    yield found._replace(shown=shown + _table_of_parts(datum), innocent=reasons(result.explained_by))


def _rows_of_parts(datum: Datum) -> list[tuple[int, ...]]:
    """Give the table that the printed parts of the groups make, or nothing where they make none."""
    rows = [counted(numbers.parts) for numbers in datum.result.arms.values() if numbers.parts]
    named = [tuple(numbers.parts) for numbers in datum.result.arms.values() if numbers.parts]
    told_rows = [row for row in rows if row is not None and any(row)]
    columns = [column for column in zip(*told_rows, strict=False) if any(column)]
    whole_table = None not in rows and len(set(named)) == 1
    return told_rows if whole_table and min(len(told_rows), len(columns)) > 1 else []


def _of_parts(datum: Datum, p: Printed, rows: list[tuple[int, ...]]) -> Finding:
    """Set a p value beside chi-squared of the table that the parts of the groups make."""
    table = chi_squared_of_table(rows)
    matched = which_tests(p, {_CHI: table.p})
    place = datum.result.where["p"]
    shown = (f"chi-squared of the parts: {p_number(table.p)} with {table.df} degrees of freedom",)
    if matched.verdict is Verdict.INCONSISTENT:
        said = f"chi-squared of the parts does not give {p_told(p)}"
        found = finding(datum, "N-TEST", matched.verdict, Severity.NOTE, said, place)
        return found._replace(shown=shown, innocent=("Fisher's exact test of the whole table", *_NONE_FITS))
    said = f"{p_told(p)} is what chi-squared of the parts gives"
    grave = severity(matched.verdict, matched.explained_by, Severity.NOTE)
    found = finding(datum, "N-TEST", matched.verdict, grave, said, place)
    return found._replace(shown=shown, innocent=reasons(matched.explained_by))


def _table_of_parts(datum: Datum) -> tuple[str, ...]:
    """Say what chi-squared the printed parts of the groups have."""
    rows = _rows_of_parts(datum)
    if not rows:
        return ()
    table = chi_squared_of_table(rows)
    small = f"; {table.small} cells expect fewer than 5" if table.small else ""
    return (f"the parts give chi-squared {float(table.statistic):.2f} with {table.df} degrees of freedom{small}",)


def check_one_test(outcome: Outcome, found: list[Finding]) -> Iterator[Finding]:
    """Tell where the p values of one outcome each fit a test, and no one test fits them all."""
    ours = [f for f in found if f.check == "N-TEST" and f.outcome == outcome.id and f.severity is Severity.OK]
    fitting = [frozenset(name for name in _ORDINARY if _names(f, name)) for f in ours]
    told = [names for names in fitting if names]
    if len(told) < 2 or frozenset.intersection(*told):  # noqa: PLR2004 -- two that could differ
        return
    said = "the p values of this outcome come from different tests"
    place = ours[0].place
    shown = tuple(f"{f.about or 'everybody'}: {f.said}" for f in ours)
    yield Finding(
        "N-TEST",
        fits(Verdict.CONSISTENT),
        Severity.NOTE,
        said,
        place,
        outcome=outcome.id,
        source=ours[0].source,
        locator=ours[0].locator,
        shown=shown,
        innocent=("an exact test where cells are small, and an approximate one where they are not",),
    )


def _names(found: Finding, name: str) -> bool:
    given = found.said.partition(" is what ")[2].removesuffix(" gives")
    return name in given.replace(" or ", ", ").split(", ")
