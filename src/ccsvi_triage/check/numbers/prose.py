"""Statistics in prose: p against its test, an interval against its estimate, a percentage against its count."""

from bisect import bisect_right

from ccsvi_triage.check.numbers.wording import (
    conflict_severity,
    fits,
    impossible_said,
    p_beside_interval,
    p_number,
    p_told,
    reasons,
    severity,
    share,
    spread,
)
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.words import Severity
from ccsvi_triage.stats.coherence import Coherence, Scale, Story, Told, coherence
from ccsvi_triage.stats.counts import percent_of_count
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.reported import FoundEffect, FoundShare, FoundTest, find, find_tests
from ccsvi_triage.stats.reported import Place as Stretch
from ccsvi_triage.stats.statistic import StatcheckOptions, as_statcheck, check_statistic
from ccsvi_triage.stats.verdict import Alternative, Verdict

_MOST_QUOTED = 90


class Prose:
    """A text with its places."""

    def __init__(self, text: str, name: str) -> None:
        """Take a text.

        Args:
            text: All of it.
            name: What it is called in places.
        """
        self.text = text
        self._name = name
        self._lines = [0, *(n + 1 for n, sign in enumerate(text) if sign == "\n")]

    def place(self, stretch: Stretch) -> Place:
        """Give the place of a stretch of the text."""
        (line, column), (end_line, end_column) = self._spot(stretch.start), self._spot(stretch.end)
        return Place(self._name, line, column, end_line, end_column)

    def quoted(self, stretch: Stretch) -> str:
        """Give a stretch as one short line."""
        words = " ".join(self.text[stretch.start : stretch.end].split())
        return words if len(words) <= _MOST_QUOTED else f"{words[: _MOST_QUOTED - 3]}..."

    def _spot(self, at: int) -> tuple[int, int]:
        line = bisect_right(self._lines, at)
        return line, at - self._lines[line - 1] + 1


def recheck_text(text: str, name: str) -> tuple[Finding, ...]:
    """Recompute what a text prints, in the order of the text.

    Args:
        text: An abstract, a paper or a page, as plain text.
        name: What the text is called in places.
    """
    prose = Prose(text, name)
    found = find(text)
    findings = [
        *(_test(prose, test) for test in found.tests),
        *(_effect(prose, effect) for effect in found.effects),
        *(_share(prose, each) for each in found.shares),
    ]
    return tuple(sorted(findings, key=lambda finding: (finding.place.line, finding.place.column)))


def as_statcheck_does(text: str, name: str) -> tuple[Finding, ...]:
    """Judge the tests of a text as the R package statcheck 1.6.0 does: strict APA form only, and by its rules."""
    prose = Prose(text, name)
    one_sided = any(word in text.lower() for word in ("one-tailed", "one tailed", "one-sided", "directional"))
    return tuple(_statcheck(prose, test, one_sided=one_sided) for test in find_tests(text) if test.apa)


def _test(prose: Prose, test: FoundTest) -> Finding:
    quoted, place = prose.quoted(test.place), prose.place(test.place)
    if test.p is None:
        said = f"whether it is significant follows from nothing that is printed: {quoted}"
        return Finding("N-STATISTIC", fits(Verdict.CANNOT_TELL), Severity.INFO, said, place, missing=("p",))
    result = check_statistic(test.test, test.p)
    shown: tuple[str, ...] = ()
    if result.p is not None and result.low is not None and result.high is not None:
        shown = (f"it gives p {p_number(result.p)}, within rounding {p_number(result.low)} to {p_number(result.high)}",)
    if result.verdict is Verdict.CONSISTENT:
        said = f"p follows: {quoted}"
    elif result.verdict is Verdict.CANNOT_TELL:
        said = f"p cannot be set beside the test: {quoted}"
    else:
        said = f"p does not follow{', and decides differently' if result.flips else ''}: {quoted}"
    wrong = Severity.ERROR if result.flips else Severity.WARNING
    grave = severity(result.verdict, result.explained_by, wrong)
    missing = () if test.test.whole else ("degrees of freedom",)
    innocent = reasons(result.explained_by)
    if grave is wrong:
        innocent = ("a misprint", "p was adjusted, or is of another test")
    return Finding(
        "N-STATISTIC", fits(result.verdict), grave, said, place, shown=shown, innocent=innocent, missing=missing
    )


def _effect(prose: Prose, effect: FoundEffect) -> Finding:
    quoted, place = prose.quoted(effect.place), prose.place(effect.place)
    ratio = effect.measure.is_ratio
    scale = Scale.RATIO if ratio else Scale.DIFFERENCE
    level = float(effect.level.value) / 100 if effect.level is not None else None
    if level is not None and not 0 < level < 1:
        said = f"an interval has a level between 0 and 100 %: {quoted}"
        return Finding("N-INTERVAL", fits(Verdict.INCONSISTENT), Severity.WARNING, said, place)
    p = None if ratio is None else effect.p
    result = coherence(Told(effect.estimate, effect.low, effect.high, scale, p, level))
    impossible = impossible_said(result, quoted)
    if impossible:
        grave = severity(result.verdict, result.explained_by, Severity.ERROR)
        return Finding(
            "N-INTERVAL",
            fits(result.verdict),
            grave,
            impossible,
            place,
            innocent=("a misprint", "two numbers of two things"),
        )
    if effect.p is None or ratio is None:
        return _without_p(effect, result, quoted, place)
    return _with_p(effect, effect.p, result, quoted, place)


def _without_p(effect: FoundEffect, result: Coherence, quoted: str, place: Place) -> Finding:
    if effect.p is not None:
        said = f"what is measured is not told, so p cannot be set beside it: {quoted}"
        return Finding("N-P-INTERVAL", fits(Verdict.CANNOT_TELL), Severity.INFO, said, place, missing=("the measure",))
    grave = Severity.OK if result.verdict is Verdict.CONSISTENT else Severity.INFO
    known = result.p is not None and effect.measure.is_ratio is not None
    shown = (f"it gives p {p_number(result.p or 0.0)}",) if known else ()
    said = f"the interval holds its estimate: {quoted}"
    return Finding("N-INTERVAL", fits(result.verdict), grave, said, place, shown=shown)


def _with_p(effect: FoundEffect, p: Printed, result: Coherence, quoted: str, place: Place) -> Finding:
    shown: tuple[str, ...] = ()
    if result.low is not None and result.high is not None:
        shown = (f"the interval gives p from {p_number(result.low)} to {p_number(result.high)} within rounding",)
    if result.story is Story.COHERENT:
        said = p_beside_interval(p, result, quoted)
        grave = Severity.OK if result.verdict is Verdict.CONSISTENT else Severity.INFO
        return Finding("N-P-INTERVAL", fits(result.verdict), grave, said, place, shown=shown)
    conflict = result.story is Story.DECISION
    said = p_beside_interval(p, result, quoted)
    said = f"the interval and {p_told(p)} decide differently: {quoted}" if conflict else said
    wrong = conflict_severity(p, result) if conflict else Severity.INFO if effect.adjusted else Severity.NOTE
    grave = severity(result.verdict, result.explained_by, wrong)
    innocent = reasons(result.explained_by) or ("p comes from another test than the interval", "a misprint")
    return Finding("N-P-INTERVAL", fits(result.verdict), grave, said, place, shown=shown, innocent=innocent)


def _share(prose: Prose, found: FoundShare) -> Finding:
    quoted, place = prose.quoted(found.place), prose.place(found.place)
    result = percent_of_count(found.part, found.total, found.percent)
    shown = []
    if found.total is not None and found.part <= found.total and found.total:
        shown.append(share(found.part, found.total))
    if result.totals is not None and result.verdict is not Verdict.CONSISTENT:
        shown.append(f"{found.part} would be so many per cent of {spread(result.totals)}")
    innocent = reasons(result.explained_by)
    missing: tuple[str, ...] = ()
    wrong = Severity.WARNING
    if found.total is None:
        said, missing = f"of how many is not told: {quoted}", ("the total",)
    elif not found.total and not found.part:
        said = f"nobody is no share: {quoted}"
    elif found.part > found.total:
        said, innocent = f"the count is larger than its total: {quoted}", ("a misprint",)
        result, wrong = result._replace(verdict=Verdict.INCONSISTENT), Severity.ERROR
    elif result.verdict is Verdict.INCONSISTENT:
        said, innocent = f"the percentage is not the count's: {quoted}", ("another total is meant", "a misprint")
    else:
        cut = ", with digits cut off" if Alternative.TRUNCATED in result.explained_by else ""
        said = f"the percentage is the count's{cut}: {quoted}"
    grave = severity(result.verdict, result.explained_by, wrong)
    found_so = Finding("N-PERCENT", fits(result.verdict), grave, said, place)
    return found_so._replace(shown=tuple(shown), innocent=innocent, missing=missing)


def _statcheck(prose: Prose, test: FoundTest, *, one_sided: bool) -> Finding:
    quoted, place = prose.quoted(test.place), prose.place(test.place)
    try:
        verdict = as_statcheck(test.test, test.p, StatcheckOptions(), one_sided_told=one_sided)
    except ValueError:
        said = f"no p value follows from such numbers: {quoted}"
        return Finding("N-STATISTIC", fits(Verdict.CANNOT_TELL), Severity.INFO, said, place)
    shown = (f"computed p {p_number(verdict.p)}",)
    if verdict.decision_error:
        said, grave = f"decision error: {quoted}", Severity.ERROR
    elif verdict.error:
        said, grave = f"error: {quoted}", Severity.WARNING
    else:
        said, grave = f"consistent: {quoted}", Severity.OK
    good = Verdict.INCONSISTENT if verdict.error else Verdict.CONSISTENT
    return Finding("N-STATISTIC", fits(good), grave, said, place, shown=shown)
