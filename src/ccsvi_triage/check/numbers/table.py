"""The table of how people were at the start."""

from collections.abc import Iterator

from ccsvi_triage.check.numbers.datum import Datum, deviation, printed
from ccsvi_triage.check.numbers.wording import finding, fits, p_number, told
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import OutcomeRole, Severity, YesNo
from ccsvi_triage.stats.baseline import LEAST_ROWS, Group, row_test, screen, suspicion
from ccsvi_triage.stats.verdict import Verdict

_SCREEN = (
    "rows that go together (weight and height) are counted as if they were apart",
    "groups were made alike on purpose (stratified, minimised)",
)


def check_baseline(study: Study, data: list[Datum]) -> Iterator[Finding]:
    """Screen the rows of a baseline table of a randomised study, each by itself and all together."""
    ranges = []
    for datum in data:
        role = datum.outcome.role
        if role is None or role.value is not OutcomeRole.BASELINE:
            continue
        groups = _groups(datum)
        if groups is None:
            continue
        test = row_test(*groups)
        ranges.append((test.student_low, test.student_high))
        yield from _suspicions(datum, groups)
    randomised = study.randomised
    combined = screen(ranges) if randomised is not None and randomised.value is YesNo.YES else None
    if combined is not None:
        place = study.where.record
        said = (
            f"the {combined.rows} rows at the start, taken together: p from {p_number(combined.fisher_low)} to "
            f"{p_number(combined.fisher_high)} that chance makes groups so different"
        )
        found = Finding("N-BASELINE", fits(Verdict.CONSISTENT), Severity.INFO, said, place)
        yield found._replace(
            shown=(
                f"Fisher's method over {combined.rows} rows; at least {LEAST_ROWS} are asked for",
                "near 0: less alike than chance makes them; near 1: more alike; a screen, never a verdict",
            ),
            innocent=_SCREEN,
        )


def _groups(datum: Datum) -> tuple[Group, Group] | None:
    pair = datum.pair()
    if pair is None or not set(pair) <= datum.result.arms.keys():
        return None
    groups = []
    for key in pair:
        numbers, people = datum.result.arms[key], datum.people(key)
        mean, sd = printed(numbers.mean), deviation(numbers)
        if mean is None or not mean.exact or sd is None or sd.value < 0 or people is None or people.n < 2:  # noqa: PLR2004
            return None
        groups.append(Group(mean, sd, people.n))
    first, second = groups
    return first, second


def _suspicions(datum: Datum, groups: tuple[Group, Group]) -> Iterator[Finding]:
    keys = datum.pair()
    assert keys is not None
    scale = datum.outcome.scale
    low = printed(scale.low) if scale is not None else None
    from_zero = low is not None and low.value >= 0
    for key, own, other in zip(keys, groups, groups[::-1], strict=True):
        doubt = suspicion(own, other, from_zero=from_zero)
        if doubt.like_standard_error:
            said = f"the deviation of {key}, {told(own.sd)}, looks like a standard error beside {told(other.sd)}"
            place = datum.result.arms[key].where["sd"]
            found = finding(datum, "N-BASELINE", Verdict.CANNOT_TELL, Severity.NOTE, said, place)
            yield found._replace(innocent=("one group is more alike than the other",))
