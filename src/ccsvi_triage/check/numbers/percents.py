"""Percentages against counts, and against whole people."""

import math
from collections.abc import Iterator

from ccsvi_triage.check.numbers.datum import Datum, People, fact, printed, whole
from ccsvi_triage.check.numbers.wording import finding, reasons, severity, share, some, spread, told
from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.words import Severity
from ccsvi_triage.stats.counts import counted_as_people, percent_of_count
from ccsvi_triage.stats.grim import fitting_totals, grim_percent
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.verdict import Verdict

_MOST_TOTALS = 2_000
_ALL = 100
_OTHERS_COUNTED = (
    "the percentage is of other people than the group is said to have: those with a value, or those who stayed",
    "it is an estimate (a life table, a model) and no share of people",
)


def check_percents(datum: Datum) -> Iterator[Finding]:
    """Check each percentage of a result, and each count against its total."""
    if not datum.counts_shares:
        return
    alone: dict[People, list[tuple[str, Printed]]] = {}
    lacking: list[str] = []
    for key, numbers in datum.result.arms.items():
        percent, events, people = printed(numbers.percent), whole(numbers.events), datum.people(key)
        if percent is not None and not 0 <= percent.value <= _ALL:
            yield _no_share(datum, key, percent)
        elif events is not None and people is not None and people.beside and events > people.n:
            yield _too_many(datum, key, events, people)
        elif percent is not None and events is not None:
            yield _of_count(datum, key, events, percent)
        elif percent is not None and people is not None:
            alone.setdefault(people, []).append((key, percent))
        elif percent is not None:
            lacking.append(key)
    for people, percents in alone.items():
        yield _of_people(datum, people, percents)
    if lacking:
        yield _unknown(datum, lacking)


def _no_share(datum: Datum, key: str, percent: Printed) -> Finding:
    said = f"{told(percent)} % of {datum.things} cannot be: a share lies from 0 to 100 % ({key})"
    place = datum.result.arms[key].where["percent"]
    found = finding(datum, "N-PERCENT", Verdict.INCONSISTENT, Severity.ERROR, said, place)
    return found._replace(innocent=("it is a change and no share", "a misprint"))


def _too_many(datum: Datum, key: str, events: int, people: People) -> Finding:
    verdict = counted_as_people(events, people.n).verdict
    said = f"{events} {datum.things} with the event are more than the {people.n} that there are ({key})"
    found = finding(datum, "N-PERCENT", verdict, Severity.ERROR, said, datum.result.arms[key].where["events"])
    return found._replace(innocent=("events and not people are counted: then 'unit' is events", "a misprint"))


def _of_count(datum: Datum, key: str, events: int, percent: Printed) -> Finding:
    people = datum.people(key)
    place = datum.result.arms[key].where["percent"]
    result = percent_of_count(events, people.n if people else None, percent)
    implied = ""
    if result.totals is not None:
        implied = spread(result.totals)
    if people is None or result.verdict is Verdict.CANNOT_TELL:
        said = f"{events} are {told(percent)} % ({key})" + (f" of {implied}" if implied else "")
        found = finding(datum, "N-PERCENT", Verdict.CANNOT_TELL, Severity.INFO, said, place)
        return found._replace(missing=(f"n of {key}",) if people is None else ())
    shown: tuple[str, ...] = (share(events, people.n),) if events <= people.n else ()
    if implied:
        shown += (f"{events} would be {told(percent)} % of {implied}",)
    if result.verdict is Verdict.INCONSISTENT:
        said = f"{events} of {people.n} is not {told(percent)} % ({key})"
        grave = Severity.WARNING if people.beside else Severity.INFO
        found = finding(datum, "N-PERCENT", result.verdict, grave, said, place)
        innocent = _OTHERS_COUNTED if people.beside else _OTHERS_COUNTED[:1]
        return found._replace(shown=shown, innocent=innocent)
    said = f"{events} of {people.n} is {told(percent)} % ({key})"
    said += ", cut off and not rounded" if result.explained_by else ""
    grave = severity(result.verdict, result.explained_by, Severity.WARNING)
    found = finding(datum, "N-PERCENT", result.verdict, grave, said, place)
    return found._replace(shown=shown[:1], innocent=reasons(result.explained_by))


def _of_people(datum: Datum, people: People, percents: list[tuple[str, Printed]]) -> Finding:
    """Tell whether percentages can be whole people out of one number of people."""
    results = [(key, percent, grim_percent(percent, people.n)) for key, percent in percents]
    bad = [(key, percent, grim) for key, percent, grim in results if grim.verdict is Verdict.INCONSISTENT]
    place = datum.result.arms[(bad or results)[0][0]].where["percent"]
    if not all(percent.exact for _, percent in percents):
        said = "a percentage that is only bounded tells nothing of whole people"
        return finding(datum, "N-WHOLE", Verdict.CANNOT_TELL, Severity.INFO, said, place)
    if bad:
        return _not_whole(datum, people, [percent for _, percent in percents], [b[1] for b in bad])._replace(
            place=place
        )
    words = listed([f"{told(percent)} %" for _, percent, _ in results])
    explained = tuple(dict.fromkeys(reason for _, _, grim in results for reason in grim.explained_by))
    said = f"{words} can be whole {datum.things} out of {people.n}"
    said += ", with digits cut off" if explained else ""
    counts = [(grim.sums[0] if grim.sums else _cut(percent, people.n)) for _, percent, grim in results]
    shown = tuple(share(count, people.n) for count in counts)
    if not any(grim.telling for _, _, grim in results):
        shown += ("with so many people every such percentage is possible",)
    grave = severity(Verdict.CONSISTENT, explained, Severity.OK)
    # of a number of people that is not beside it, a percentage may not be at all
    grave = Severity.INFO if explained and not people.beside else grave
    found = finding(datum, "N-WHOLE", Verdict.CONSISTENT, grave, said, place)
    return found._replace(shown=shown, innocent=reasons(explained))


def _cut(percent: Printed, n: int) -> int:
    """Give the smallest count whose percentage begins with the digits of a printed one."""
    return math.ceil(percent.value * n / 100)


def _not_whole(datum: Datum, people: People, percents: list[Printed], bad: list[Printed]) -> Finding:
    shown = [f"nearest to {told(percent)} %: {_nearest(percent, people.n)}" for percent in bad]
    most = min(max(people.n, fact(datum.study.enrolled) or 0), _MOST_TOTALS)
    totals = fitting_totals(percents, most)
    every = "all of them" if len(percents) > 1 else "it"
    shown.append(f"fitting {every}, up to {most}: {some(totals) or 'no number of people'}")
    words = listed([f"{told(percent)} %" for percent in bad])
    verb = "cannot both be" if len(bad) == 2 else "cannot be" if len(bad) == 1 else "cannot all be"  # noqa: PLR2004
    said = f"{words} {verb} whole {datum.things} out of {people.n}"
    said += f", the size of {people.of}" if not people.beside else ""
    grave = Severity.WARNING if people.beside else Severity.INFO
    found = finding(datum, "N-WHOLE", Verdict.INCONSISTENT, grave, said, datum.result.where.record)
    return found._replace(shown=tuple(shown), innocent=_OTHERS_COUNTED)


def _nearest(percent: Printed, n: int) -> str:
    below = int(percent.value * n // 100)
    counts = [count for count in (below, below + 1) if 0 <= count <= n]
    return " and ".join(share(count, n) for count in counts)


def _unknown(datum: Datum, keys: list[str]) -> Finding:
    percents = [f"{datum.result.arms[key].percent} %" for key in keys]
    said = (
        f"of how many {listed(percents)} are is not told"
        if len(keys) > 1
        else f"of how many {percents[0]} is, is not told"
    )
    place = datum.result.arms[keys[0]].where["percent"]
    found = finding(datum, "N-WHOLE", Verdict.CANNOT_TELL, Severity.INFO, said, place)
    return found._replace(missing=tuple(f"n of {key}" for key in keys))
