"""Means and deviations against whole people and the scale that they are measured on."""

from collections.abc import Iterator
from fractions import Fraction

from ccsvi_triage.check.numbers.datum import Datum, People, deviation, printed, step_of
from ccsvi_triage.check.numbers.wording import finding, hundredths, reasons, severity, told
from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.study import Numbers
from ccsvi_triage.model.words import Severity
from ccsvi_triage.stats.grim import grim
from ccsvi_triage.stats.grimmer import grimmer
from ccsvi_triage.stats.printed import Printed
from ccsvi_triage.stats.sprite import possible_sample
from ccsvi_triage.stats.verdict import Verdict

_MISSING = (
    "some values are missing, so that fewer people make up the mean",
    "the mean is adjusted or weighted",
    "values move in finer steps than the scale says",
)


def check_means(datum: Datum) -> Iterator[Finding]:
    """Check each mean of a result whose outcome tells in which steps values move."""
    step = step_of(datum.outcome)
    for key, numbers in datum.result.arms.items():
        yield from _below_zero(datum, key, numbers)
        mean = printed(numbers.mean)
        if mean is None:
            continue
        off = list(_off_scale(datum, key, numbers, mean))
        yield from off
        people = datum.people(key)
        if step is None or people is None:
            continue
        found = _mean(datum, key, mean, people, step)
        yield found
        sd = deviation(numbers)
        if sd is not None and not off and found.fits is Fits.CONSISTENT:
            yield _spread(datum, key, sd, people, step)


def _below_zero(datum: Datum, key: str, numbers: Numbers) -> Iterator[Finding]:
    for field, words in (("sd", "standard deviation"), ("se", "standard error")):
        number = printed(getattr(numbers, field))
        if number is not None and number.value < 0:
            said = f"a {words} is never below zero: {told(number)} ({key})"
            found = finding(datum, "N-DEVIATION", Verdict.INCONSISTENT, Severity.ERROR, said, numbers.where[field])
            yield found._replace(innocent=("a dash was read as a minus", "a misprint"))


def _ends(datum: Datum) -> tuple[Fraction | None, Fraction | None]:
    scale = datum.outcome.scale
    low = printed(scale.low) if scale is not None else None
    high = printed(scale.high) if scale is not None else None
    return (low.value if low else None), (high.value if high else None)


def _off_scale(datum: Datum, key: str, numbers: Numbers, mean: Printed) -> Iterator[Finding]:
    low, high = _ends(datum)
    bottom, top = mean.rounded().ends
    if (low is not None and top < low) or (high is not None and bottom > high):
        limits = f"{hundredths(low) if low is not None else '...'} to {hundredths(high) if high is not None else '...'}"
        said = f"a mean of {told(mean)} lies outside the scale of {limits} ({key})"
        found = finding(datum, "N-SCALE", Verdict.INCONSISTENT, Severity.ERROR, said, numbers.where["mean"])
        yield found._replace(innocent=("it is a change and no value", "another form of the scale", "a misprint"))


def _mean(datum: Datum, key: str, mean: Printed, people: People, step: tuple[Fraction, int]) -> Finding:
    size, items = step
    result = grim(mean, people.n, items=items, step=size)
    place = datum.result.arms[key].where["mean"]
    steps = f"steps of {hundredths(size / items)}"
    near = f"nearest: {float(result.below):.4f} and {float(result.above):.4f}"
    if result.verdict is Verdict.INCONSISTENT:
        said = f"no {people.n} people whose values move in {steps} have a mean of {told(mean)} ({key})"
        grave = Severity.WARNING if people.beside else Severity.NOTE
        found = finding(datum, "N-MEAN", result.verdict, grave, said, place)
        return found._replace(shown=(near,), innocent=_MISSING)
    said = f"{people.n} people can have a mean of {told(mean)} in {steps} ({key})"
    said += ", with digits cut off and not rounded" if result.explained_by else ""
    grave = severity(result.verdict, result.explained_by, Severity.WARNING)
    found = finding(datum, "N-MEAN", result.verdict, grave, said, place)
    shown = (near,) if result.explained_by else () if result.telling else ("every such mean is possible",)
    return found._replace(shown=shown, innocent=reasons(result.explained_by))


def _spread(datum: Datum, key: str, sd: Printed, people: People, step: tuple[Fraction, int]) -> Finding:
    numbers = datum.result.arms[key]
    mean = printed(numbers.mean)
    assert mean is not None
    size, items = step
    low, high = _ends(datum)
    place = numbers.where["sd"]
    whole_scale = low is not None and high is not None and ((high - low) * items / size).denominator == 1
    if whole_scale and low is not None and high is not None and high >= low:
        sample = possible_sample(mean, sd, people.n, lowest=low, highest=high, items=items, step=size)
        verdict, explained, obstacle, check = sample.verdict, sample.explained_by, sample.obstacle, "N-SCALE"
        where = f" on a scale from {hundredths(low)} to {hundredths(high)}"
    else:
        spread = grimmer(mean, sd, people.n, items=items, step=size)
        verdict, explained, obstacle, check = spread.verdict, spread.explained_by, spread.obstacle, "N-DEVIATION"
        where = ""
    numbers_told = f"a mean of {told(mean)} with a deviation of {told(sd)}"
    if verdict is Verdict.INCONSISTENT:
        said = f"no {people.n} people{where} have {numbers_told} ({key})"
        grave = Severity.WARNING if people.beside else Severity.NOTE
        found = finding(datum, check, verdict, grave, said, place)
        return found._replace(shown=(obstacle.value,), innocent=(*_MISSING, "it is no standard deviation but an error"))
    said = f"{people.n} people{where} can have {numbers_told} ({key})"
    if verdict is Verdict.CANNOT_TELL:
        said = f"whether {people.n} people{where} can have {numbers_told} cannot be told: {obstacle.value} ({key})"
    grave = severity(verdict, explained, Severity.WARNING)
    return finding(datum, check, verdict, grave, said, place)._replace(innocent=reasons(explained))
