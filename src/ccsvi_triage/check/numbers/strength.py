"""What a comparison of two groups could have found, and how little would change it."""

from collections.abc import Iterator

from ccsvi_triage.check.numbers.datum import Counts, Datum, Pair
from ccsvi_triage.check.numbers.wording import finding, p_number
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.words import OutcomeRole, Severity, YesNo
from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.fragility import Flip, fragility
from ccsvi_triage.stats.power import detectable_risks
from ccsvi_triage.stats.verdict import Verdict

_ALPHA = 0.05
_MOST_FLIPPED = 2_000
_FEW = 3


def check_strength(datum: Datum) -> Iterator[Finding]:
    """Tell how far a comparison of counts of people carries, in a study that compares groups formed by chance."""
    randomised = datum.study.randomised
    if randomised is None or randomised.value is not YesNo.YES or not datum.counts_people or datum.paired:
        return
    role = datum.outcome.role
    pair = datum.pair()
    if (
        pair is None
        or (role is not None and role.value is OutcomeRole.BASELINE)
        or not set(pair) <= datum.result.arms.keys()
    ):
        return
    first, second = datum.own_counts(pair.first), datum.own_counts(pair.second)
    if first is None or second is None or len(first.events) * len(second.events) > 1:
        return
    if first.n + second.n > _MOST_FLIPPED:
        return
    yield _strength(datum, pair, first, second)


def _strength(datum: Datum, pair: Pair, first: Counts, second: Counts) -> Finding:
    a, c = first.events[0], second.events[0]
    given = f"{a}/{first.n} ({pair.first}) and {c}/{second.n} ({pair.second})"
    result = fragility(a, first.n, c, second.n)
    shown = [f"{given}: Fisher's exact test {p_number(result.p)}"]
    if result.fewest is None:
        said = "no change within one group would turn the conclusion"
    else:
        people = "1 person" if result.fewest == 1 else f"{result.fewest} people"
        verb = "take significance away" if result.significant else "make it significant"
        ways = " or ".join(_way(way, pair) for way in result.by)
        said = f"{people} of one group with the other outcome would {verb} ({ways})"
    if not result.significant:
        shown += _found(first, second, c)
    place = datum.result.arms[pair.first].where.record
    found = finding(datum, "N-STRENGTH", Verdict.CONSISTENT, Severity.INFO, said, place)
    few = result.fewest is not None and result.fewest <= _FEW
    innocent = ("it is a property of small groups, and nobody's mistake",) if few else ()
    return found._replace(shown=tuple(shown), innocent=innocent)


def _way(way: Flip, pair: Pair) -> str:
    """Say in which group people would have fared otherwise, and how."""
    more = way in {Flip.MORE_IN_A, Flip.MORE_IN_B}
    group = pair.first if way in {Flip.MORE_IN_A, Flip.FEWER_IN_A} else pair.second
    return f"{'more' if more else 'fewer'} in {group}"


def _found(first: Counts, second: Counts, events: int) -> list[str]:
    """Say what risk in the first group the study would probably have told from the second's."""
    lines = []
    risk = events / second.n
    detectable = detectable_risks(risk, first.n, second.n)
    ends = []
    if detectable.below is not None:
        ends.append(f"{100 * detectable.below:.0f} % or less")
    if detectable.above is not None:
        ends.append(f"{100 * detectable.above:.0f} % or more")
    against = f"against {100 * risk:.0f} %"
    if ends:
        lines.append(f"with 80 % power it finds only {' or '.join(ends)} {against}")
    else:
        lines.append(f"with 80 % power it finds no difference at all {against}")
    more = next(
        (k for k in range(events * first.n // second.n, first.n + 1) if _significant(k, first.n, events, second.n)),
        None,
    )
    if more is not None:
        lines.append(f"the first significant result upwards would have been {more}/{first.n}")
    return lines


def _significant(a: int, n: int, c: int, m: int) -> bool:
    return a * m > c * n and fisher(a, n, c, m).two_sided < _ALPHA
