"""One datum as several sources print it."""

from collections.abc import Iterator
from itertools import combinations

from ccsvi_triage.check.numbers.datum import Datum, data_of, printed
from ccsvi_triage.check.numbers.wording import finding
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.study import Numbers, Study
from ccsvi_triage.model.words import Severity, YesNo
from ccsvi_triage.stats.verdict import Verdict

_FIELDS = ("n", "events", "percent", "mean", "sd", "se", "median", "low", "high")
_INNOCENT = (
    "the sources speak of different people, days or analyses that the record does not tell apart",
    "one of them rounds, or has a misprint",
)


def check_accounts(study: Study) -> Iterator[Finding]:
    """Find numbers of the same arm, outcome and group that two sources print differently."""
    printed_ones = [datum for datum in data_of(study) if datum.result.derived is not YesNo.YES]
    for one, other in combinations(printed_ones, 2):
        if _same(one, other):
            yield from _between(one, other)


def _same(one: Datum, other: Datum) -> bool:
    a, b = one.result, other.result
    sources = a.source != b.source and a.source and b.source
    return bool(sources) and one.outcome is other.outcome and a.group == b.group and a.unit is b.unit


def _between(one: Datum, other: Datum) -> Iterator[Finding]:
    for key, numbers in other.result.arms.items():
        first = one.result.arms.get(key)
        if first is not None:
            yield from _of_arm(one, other, key, (first, numbers))
    p_one, p_other = printed(one.result.p), printed(other.result.p)
    same_estimates = len(one.result.estimates) <= 1 and len(other.result.estimates) <= 1
    if p_one is not None and p_other is not None and same_estimates:
        yield _told(one, other, "p", (str(one.result.p), str(other.result.p)), agrees=p_one.agrees(p_other))


def _of_arm(one: Datum, other: Datum, key: str, both: tuple[Numbers, Numbers]) -> Iterator[Finding]:
    for name in _FIELDS:
        first, second = (getattr(numbers, name) for numbers in both)
        a, b = printed(first), printed(second)
        if a is not None and b is not None:
            found = _told(one, other, f"{name} of {key}", (str(first), str(second)), agrees=a.agrees(b))
            yield found._replace(place=both[1].where[name])


def _told(one: Datum, other: Datum, what: str, values: tuple[str, str], *, agrees: bool) -> Finding:
    a, b = values
    sources = f"{one.result.source} and {other.result.source}"
    place = other.result.where["p"] if what == "p" else other.result.where.record
    if agrees:
        said = f"{sources} print the same {what}: {a}" + (f" and {b}" if a != b else "")
        return finding(other, "N-SOURCES", Verdict.CONSISTENT, Severity.OK, said, place)
    said = f"two sources print different numbers for {what}: {a} ({one.result.source}), {b} ({other.result.source})"
    known = any(
        {account.source for account in conflict.accounts} >= {one.result.source, other.result.source}
        for conflict in other.study.conflicts
    )
    found = finding(other, "N-SOURCES", Verdict.INCONSISTENT, Severity.INFO if known else Severity.WARNING, said, place)
    if known:
        found = found._replace(shown=("the record lists it among its conflicts",))
    return found._replace(innocent=_INNOCENT)
