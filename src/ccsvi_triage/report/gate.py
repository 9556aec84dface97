"""What a gate decides: which findings trip it, which are waived, and which were known before."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ccsvi_triage.logic.gate import Condition, rules_of
from ccsvi_triage.model.policy import Waiver
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import Finding
from ccsvi_triage.report.findings import fingerprints


class Known(NamedTuple):
    """A finding as a baseline keeps it.

    Attributes:
        message: What it said when it was kept; only for people.
    """

    fingerprint: str
    rule: str
    study: str
    outcome: str
    claim: str
    message: str


class Baseline(NamedTuple):
    """The findings that are known.

    Attributes:
        file: As it is shown.
        by: The command that wrote it, which tells what it looked at.
    """

    file: str
    by: str
    findings: tuple[Known, ...]


class Waived(NamedTuple):
    """A finding with the waiver that accepts it."""

    finding: Finding
    waiver: Waiver


class Reckoning(NamedTuple):
    """What a gate decided.

    Attributes:
        findings: All that there is to show, those that are waived as notes that say so.
        tripped: Each condition that holds, with the findings by which it does.
        waived: The findings that trip nothing for a while.
        known: Findings that would trip a condition and are in the baseline.
        gone: What the baseline has and nobody finds any more.
        problems: Waivers that have expired, and those that waive nothing.
    """

    findings: tuple[Finding, ...]
    conditions: tuple[Condition, ...]
    tripped: tuple[tuple[Condition, tuple[Finding, ...]], ...]
    waived: tuple[Waived, ...] = ()
    known: tuple[Finding, ...] = ()
    gone: tuple[Known, ...] = ()
    problems: tuple[Problem, ...] = ()
    baseline: Baseline | None = None


def reckon(  # noqa: PLR0913 -- what a gate looks at
    shown: Sequence[Finding],
    beside: Sequence[Finding],
    conditions: Sequence[Condition],
    *,
    waivers: Sequence[Waiver] = (),
    baseline: Baseline | None = None,
    day: str = "",
    by: str = "",
    looked: Sequence[str] = (),
) -> Reckoning:
    """Decide.

    Args:
        shown: The findings that the report shows.
        beside: Those that it does not show and a gate may look at.
        conditions: What trips the gate.
        waivers: What is accepted, until when.
        baseline: What was known before.
        day: The day on which waivers are judged; one without waivers needs none.
        by: The command that looks.
        looked: Beginnings of the rules that it looks at, such as ``judgement:``; where it is empty, all of them.
    """
    every = (*shown, *beside)
    marks = fingerprints(every)
    of = [_waiver(finding, waivers, day) for finding in every]
    old = {known.fingerprint for known in baseline.findings} if baseline is not None else set()
    live = [(finding, mark in old) for finding, mark, waiver in zip(every, marks, of, strict=True) if waiver is None]
    problems = tuple(_wrong(waivers, every, day, looked))
    told = tuple(Finding(p.code, p.severity, p.message, p.place, p.hint, key=p.message) for p in problems)
    new = (*(finding for finding, known in live if not known), *told)
    here = zip(shown, marks, of, strict=False)
    return Reckoning(
        findings=(*(_seen(f, w, conditions, known=mark in old) for f, mark, w in here), *told),
        conditions=tuple(conditions),
        tripped=tuple(_tripped(conditions, new)),
        waived=tuple(Waived(finding, waiver) for finding, waiver in zip(every, of, strict=True) if waiver is not None),
        known=tuple(f for f, known in live if known and any(each.holds(f.rule, f.level) for each in conditions)),
        gone=tuple(_gone(baseline, set(marks), by)) if baseline is not None else (),
        problems=problems,
        baseline=baseline,
    )


def _seen(finding: Finding, waiver: Waiver | None, conditions: Sequence[Condition], *, known: bool) -> Finding:
    """Show a finding as the gate sees it: what is waived as a note, and what trips it as an error."""
    if waiver is not None:
        return waived(finding, waiver)
    if not known and any(each.holds(finding.rule, finding.level) for each in conditions):
        return finding._replace(level=Severity.ERROR)
    return finding


def _tripped(
    conditions: Sequence[Condition], findings: Sequence[Finding]
) -> Iterator[tuple[Condition, tuple[Finding, ...]]]:
    for condition in conditions:
        found = tuple(finding for finding in findings if condition.holds(finding.rule, finding.level))
        if found:
            yield condition, found


def _gone(baseline: Baseline, marks: set[str], by: str) -> Iterator[Known]:
    """Give what is found no more, where the same command looks as the one that wrote the baseline."""
    return (known for known in baseline.findings if baseline.by == by and known.fingerprint not in marks)


def waived(finding: Finding, waiver: Waiver) -> Finding:
    """Show a finding as one that is waived: a note that says until when, by whom and why."""
    return finding._replace(
        level=Severity.NOTE, message=f"{finding.message} ({waiver_words(waiver)})", waived=waiver_words(waiver)
    )


def waiver_words(waiver: Waiver) -> str:
    """Say until when, by whom and why something is waived."""
    return f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"


def expired(waiver: Waiver, day: str) -> bool:
    """Tell whether a waiver's last day lies before a day, or before all of a month or year."""
    return str(waiver.expires)[: len(day)] < day


def meets(waiver: Waiver, finding: Finding) -> bool:
    """Tell whether a waiver is about a finding, expired or not."""
    about = ((waiver.study, finding.study), (waiver.claim, finding.claim), (waiver.outcome, finding.outcome))
    return finding.rule in rules_of(waiver.rule) and all(wanted in ("", there) for wanted, there in about)


def _waiver(finding: Finding, waivers: Sequence[Waiver], day: str) -> Waiver | None:
    return next((waiver for waiver in waivers if not expired(waiver, day) and meets(waiver, finding)), None)


def _wrong(
    waivers: Sequence[Waiver], findings: Sequence[Finding], day: str, looked: Sequence[str]
) -> Iterator[Problem]:
    """Tell of waivers that have expired and of those that waive nothing, as far as this command looked."""
    for number, waiver in enumerate(waivers):
        of = _about(waiver)
        place = waiver.where.record
        met = [finding for finding in findings if meets(waiver, finding)]
        if met:
            others = [other for at, other in enumerate(waivers) if _outlasts(other, waiver, earlier=at < number)]
            if all(_waiver(finding, others, day) for finding in met):
                hint = "delete it; another one accepts the same, and no shorter"
                yield Problem("P102", f"the waiver of {of} waives nothing", place, Severity.WARNING, hint)
            elif expired(waiver, day):
                hint = "mend what it was about, or renew it with a reason that still holds"
                said = f"the waiver of {of} has expired: its last day was {waiver.expires}"
                yield Problem("P101", said, place, Severity.WARNING, hint)
        elif not looked or any(rule.startswith(tuple(looked)) for rule in rules_of(waiver.rule)):
            hint = "delete it; what it was about is no longer found"
            yield Problem("P102", f"the waiver of {of} waives nothing", place, Severity.WARNING, hint)


def _outlasts(other: Waiver, waiver: Waiver, *, earlier: bool) -> bool:
    """Tell whether another waiver holds longer; of two that hold as long, the one that stands first counts."""
    return (str(other.expires), earlier) > (str(waiver.expires), False)


def _about(waiver: Waiver) -> str:
    named = (waiver.study, waiver.claim, waiver.outcome)
    return f"{waiver.rule!r} for {' '.join(name for name in named if name)}"


def kept(findings: Sequence[Finding]) -> tuple[Known, ...]:
    """Give findings as a baseline keeps them."""
    return tuple(
        Known(mark, f.rule, f.study, f.outcome, f.claim, f.message)
        for f, mark in zip(findings, fingerprints(findings), strict=True)
    )
