"""Sums that have to come out: people through a study, parts of a whole."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.check.numbers.datum import Datum, counted, fact, printed, whole
from ccsvi_triage.check.numbers.wording import finding, fits, hundredths, reasons, severity, told
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.study import Numbers, Study
from ccsvi_triage.model.words import ArmRole, Design, Severity
from ccsvi_triage.stats.counts import Flow, Relation, Sum, parts_of, percents_of, sums_of
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.verdict import Verdict

_NOT_ALL = ("an arm or a group is not told", "the numbers are of different days, or of different people")


def check_flow(study: Study) -> Iterator[Finding]:
    """Check that people who come in and go out of a study add up."""
    arms = tuple(arm for arm in study.arms if fact(arm.n) is not None)
    all_told = len(arms) == len(study.arms)
    apart = all_told and not _overlap(study)
    sizes = tuple(fact(arm.n) or 0 for arm in arms)
    flow = Flow(
        screened=fact(study.screened),
        excluded=fact(study.excluded),
        enrolled=fact(study.enrolled),
        arms=sizes if apart else (),
        analysed=tuple(fact(arm.analysed) for arm in arms) if apart else (),
        lost=tuple(fact(arm.lost) for arm in arms) if apart else (),
    )
    places = _places(study)
    for total in (*sums_of(flow), *_of_everybody(study)):
        yield _of_study(study, total, places)


def _overlap(study: Study) -> bool:
    """Tell whether a person may be in two arms: who crossed over, and who is one of everybody."""
    crossed = study.design is not None and study.design.value is Design.CROSSOVER_TRIAL
    return crossed or (len(study.arms) > 1 and any(arm.role is ArmRole.WHOLE for arm in study.arms))


def _of_everybody(study: Study) -> Iterator[Sum]:
    enrolled = fact(study.enrolled)
    for name in ("analysed", "lost"):
        number = fact(getattr(study, name))
        if enrolled is not None and number is not None:
            yield Sum(f"{name} \u2264 enrolled", number, Relation.AT_MOST, enrolled)


def _places(study: Study) -> dict[str, Place]:
    told_of = {name: getattr(study, name) for name in ("screened", "excluded", "enrolled")}
    return {name: record.where.record for name, record in told_of.items() if record is not None}


def _of_study(study: Study, total: Sum, places: dict[str, Place]) -> Finding:
    place = places.get("enrolled", study.where.record)
    words = _named(total, study)
    good = total.verdict is Verdict.CONSISTENT
    said = f"{words}: {total.left} {total.relation.value} {total.right}"
    if not good:
        verb = "is not" if total.relation is Relation.EQUAL else "is more than"
        said = f"{words} does not hold: {total.left} {verb} {total.right}"
    wrong = Severity.ERROR if total.relation is Relation.AT_MOST else Severity.WARNING
    grave = Severity.OK if good else wrong
    return Finding("N-SUM", fits(total.verdict), grave, said, place, innocent=() if good else _NOT_ALL)


def _named(total: Sum, study: Study) -> str:
    words = total.what
    # the last first: "arm 1" is the beginning of "arm 10"
    for number, arm in reversed(list(enumerate(study.arms, 1))):
        words = words.replace(f"\u2264 arm {number}", f"\u2264 all of {arm.id}")
        words = words.replace(f"in arm {number}", f"in {arm.id}")
    return words


def check_parts(datum: Datum) -> Iterator[Finding]:
    """Check that the parts of a result make up the whole that is printed beside them."""
    for key, numbers in datum.result.arms.items():
        if numbers.parts:
            yield from _parts(datum, key, numbers)
        if numbers.shares:
            yield from _shares(datum, key, numbers)


def _parts(datum: Datum, key: str, numbers: Numbers) -> Iterator[Finding]:
    parts = counted(numbers.parts)
    all_of = whole(numbers.events) if numbers.events is not None else whole(numbers.n)
    place = numbers.where["parts"]
    if parts is None or all_of is None:
        found = finding(
            datum, "N-SUM", Verdict.CANNOT_TELL, Severity.INFO, f"the parts of {key} have no printed sum", place
        )
        yield found._replace(missing=(f"events or n of {key}",))
        return
    total = parts_of(parts, all_of)
    sides = f"{' + '.join(map(str, parts))} = {sum(parts)}"
    good = total.verdict is Verdict.CONSISTENT
    said = f"the parts add up: {sides} ({key})" if good else f"the parts do not add up: {sides}, not {all_of} ({key})"
    found = finding(datum, "N-SUM", total.verdict, Severity.OK if good else Severity.WARNING, said, place)
    yield found._replace(innocent=() if good else _NOT_ALL)


def _shares(datum: Datum, key: str, numbers: Numbers) -> Iterator[Finding]:
    read = [printed(part) for part in numbers.shares.values()]
    shares: Sequence[Printed] = [share for share in read if share is not None]
    if len(shares) < len(read):
        # a share that cannot be read leaves a hole in the sum
        return
    percent = printed(numbers.percent)
    result = percents_of(shares, percent)
    goal = f"{told(percent)} %" if percent is not None else "100 %"
    sides = f"{' + '.join(told(share) for share in shares)} = {hundredths(result.sum)} %"
    grave = severity(result.verdict, result.explained_by, Severity.WARNING)
    place = numbers.where["shares"]
    if result.verdict is Verdict.INCONSISTENT:
        said = f"the shares do not add up to {goal}: {sides} ({key})"
        found = finding(datum, "N-SUM", result.verdict, grave, said, place)
        yield found._replace(innocent=(*_NOT_ALL, "people may be in more than one part"))
        return
    said = f"the shares add up to {goal} within rounding: {sides} ({key})"
    yield finding(datum, "N-SUM", result.verdict, grave, said, place)._replace(innocent=reasons(result.explained_by))
