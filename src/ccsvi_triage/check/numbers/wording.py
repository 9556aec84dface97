"""How numbers, verdicts and innocent reasons are worded in findings."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from ccsvi_triage.check.numbers.datum import Datum
from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.words import Severity
from ccsvi_triage.stats.coherence import Coherence, Story
from ccsvi_triage.stats.printed import Printed, Sign
from ccsvi_triage.stats.statistic import span_of_p
from ccsvi_triage.stats.verdict import Alternative, Verdict

_FITS = {
    Verdict.CONSISTENT: Fits.CONSISTENT,
    Verdict.INCONSISTENT: Fits.INCONSISTENT,
    Verdict.CANNOT_TELL: Fits.CANNOT_TELL,
}
_LEAST_P = 0.0001
_NEAR = 2
"""By what factor p values of honest methods differ near the line, and a little more."""

BECAUSE = {
    Alternative.TRUNCATED: "digits were cut off, not rounded",
    Alternative.ONE_SIDED: "the p value counts one tail",
    Alternative.LEVEL_90: "the interval is one of 90 %",
    Alternative.LEVEL_95: "the interval is one of 95 %",
    Alternative.LEVEL_99: "the interval is one of 99 %",
    Alternative.STUDENT: "the interval and p come from a t distribution with few degrees of freedom",
    Alternative.SCORE: "the interval is a score interval, which is narrower where people are few",
    Alternative.POPULATION_SD: "the standard deviation was divided by n, not by n - 1",
}
"""What was tried and fits, in words."""


def fits(verdict: Verdict) -> Fits:
    """Turn a verdict on numbers into that of a finding."""
    return _FITS[verdict]


def severity(verdict: Verdict, explained: Sequence[Alternative], wrong: Severity) -> Severity:
    """Place a verdict on the ladder.

    Args:
        verdict: What the check says.
        explained: The readings under which it fits, where it does not as it stands.
        wrong: The severity where nothing that was tried makes it fit.
    """
    if verdict is Verdict.INCONSISTENT:
        return wrong
    if verdict is Verdict.CANNOT_TELL:
        return Severity.INFO
    if not explained:
        return Severity.OK
    return Severity.NOTE if Alternative.TRUNCATED in explained else Severity.INFO


def conflict_severity(p: Printed, found: Coherence) -> Severity:
    """Place a p value and an interval that decide differently.

    Where p lies within twice its range, the two may be of two methods (a rank, exact or likelihood-ratio test beside a
    normal interval) that fall to either side of the line. Further off, one of the two is of something else.
    """
    if found.low is None or found.high is None:
        return Severity.ERROR
    least, most = map(float, span_of_p(p).ends)
    return Severity.NOTE if found.low <= _NEAR * most and least <= _NEAR * found.high else Severity.ERROR


def reasons(explained: Iterable[Alternative]) -> tuple[str, ...]:
    """Say what makes a number fit."""
    return tuple(BECAUSE[alternative] for alternative in explained)


def finding(  # noqa: PLR0913, PLR0917 -- what every finding has
    datum: Datum, check: str, verdict: Verdict, severity: Severity, said: str, place: Place
) -> Finding:
    """Begin a finding on a result."""
    result = datum.result
    return Finding(
        check,
        fits(verdict),
        severity,
        said,
        place,
        outcome=datum.outcome.id,
        about=result.group,
        source=result.source,
        locator=result.locator,
    )


def number(value: float) -> str:
    """Write a number with three digits, and no exponent unless it is very large or small."""
    if value == 0 or not abs(value) < float("inf"):
        return "0" if value == 0 else "infinity"
    text = f"{value:.3g}"
    if "e" in text and 1e-4 <= abs(value) < 1e9:  # noqa: PLR2004 -- what people read without effort
        text = f"{value:.0f}" if abs(value) >= 1 else f"{value:.6f}".rstrip("0")
    return text


def p_text(value: float) -> str:
    """Write a computed p value."""
    return f"p {'' if value < _LEAST_P else '= '}{p_number(value)}"


def p_number(value: float) -> str:
    """Write a computed p value without its letter."""
    return f"< {_LEAST_P}" if value < _LEAST_P else f"{min(value, 1.0):.3g}"


def told(number: Printed) -> str:
    """Write a printed number as it was printed."""
    return number.text.strip() or str(float(number.value))


def p_told(p: Printed) -> str:
    """Write a printed p value with its sign."""
    text = told(p).lstrip("<>=\u2264\u2265 ")
    return f"p {'=' if p.sign is Sign.EQUAL else p.sign.value} {text}"


_IMPOSSIBLE = {
    Story.OUTSIDE: "the interval does not contain its own estimate",
    Story.REVERSED: "the limits of the interval are the wrong way round",
    Story.NEGATIVE: "a ratio is never below zero",
}


def impossible_said(found: Coherence, effect: str) -> str:
    """Say what no interval can be; nothing where this one can be.

    Args:
        found: What the interval was found to be.
        effect: The estimate with its interval, as printed.
    """
    if found.story not in _IMPOSSIBLE:
        return ""
    unless = ", unless digits were cut off" if found.verdict is Verdict.CONSISTENT else ""
    return f"{_IMPOSSIBLE[found.story]}: {effect}{unless}"


def p_beside_interval(p: Printed, found: Coherence, effect: str) -> str:
    """Say how a p value stands to an interval that does not decide otherwise.

    Args:
        p: The p value, as printed.
        found: What the two were found to be.
        effect: The estimate with its interval, as printed.
    """
    if found.story is Story.COHERENT:
        return f"the interval and {p_told(p)} go together: {effect}"
    if found.explained_by:
        return f"{p_told(p)} follows from the interval if {' or '.join(reasons(found.explained_by))}: {effect}"
    return f"{p_told(p)} does not follow from the interval: {effect}"


def share(count: int, total: int) -> str:
    """Write a share with its percentage."""
    return f"{count}/{total} = {hundredths(Fraction(100 * count, total))} %"


def hundredths(value: Fraction) -> str:
    """Write an exact number with at most two decimals."""
    text = f"{float(value):.2f}"
    return text.rstrip("0").rstrip(".")


def spread(totals: range) -> str:
    """Write the totals of which a percentage can be."""
    if not totals:
        return "no whole number"
    first, last = totals[0], totals[-1]
    return str(first) if first == last else f"{first} to {last}"


def some(numbers: Sequence[int], most: int = 12) -> str:
    """Write numbers, the first of many."""
    shown = ", ".join(map(str, numbers[:most]))
    return f"{shown}, ..." if len(numbers) > most else shown
