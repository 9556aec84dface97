"""What the tests of printed numbers share: findings on a few lines of YAML, and studies whose authors were honest."""

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random
from statistics import mean, stdev
from textwrap import dedent, indent
from typing import NamedTuple

import pytest
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.datum import Datum
from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Arm, Estimate, Numbers, Outcome, Result, Scale, Study
from ccsvi_triage.model.text import Id, Number, PValue
from ccsvi_triage.model.words import ArmRole, EffectMeasure, Kind, Severity, Unit, YesNo
from ccsvi_triage.stats.coherence import Ratio
from ccsvi_triage.stats.continuous import Group, mean_difference
from ccsvi_triage.stats.distributions import normal_tail, t_from_tail, t_tail
from ccsvi_triage.stats.exact import fisher
from ccsvi_triage.stats.family import intervals_of
from ccsvi_triage.stats.interval import Interval
from ccsvi_triage.stats.paired import mcnemar
from ccsvi_triage.stats.pvalue import chi_squared

LibraryOf = Callable[[str], Library]
Finds = Callable[..., list[Finding]]

SOURCES = """
sources:
  - {id: paper, kind: page, title: A paper}
  - {id: news, kind: news, title: News of it}
"""
TWO_ARMS = "arms: [{id: a, role: intervention, n: 40}, {id: b, role: comparator, n: 50}]"


@pytest.fixture(scope="session")
def finds(library_of: LibraryOf) -> Finds:
    """Give a function that rechecks a study of one outcome ``o``, from the lines of its results.

    Arms ``a`` of 40 and ``b`` of 50 people are there unless ``facts`` tells of others. With ``check``, only the
    findings of that check are given.
    """

    def find(results: str, *, check: str = "", facts: str = TWO_ARMS, outcome: str = "") -> list[Finding]:
        study = written(library_of, results, facts, outcome)
        return [finding for finding in recheck(study).findings if check in {"", finding.check}]

    return find


@pytest.fixture(scope="session")
def datum_of(library_of: LibraryOf) -> Callable[..., Datum]:
    """Give a function that reads the first result of such a study."""

    def datum(results: str, *, facts: str = TWO_ARMS) -> Datum:
        study = written(library_of, results, facts, "")
        return Datum(study, study.outcomes[0], study.outcomes[0].results[0])

    return datum


def written(library_of: LibraryOf, results: str, facts: str, outcome: str) -> Study:
    """Read a study ``s``, which begins on the second line; two sources, ``paper`` and ``news``, come after it."""
    lines = ["outcomes:", "  - id: o", "    name: An outcome", *(f"    {line}" for line in outcome.splitlines())]
    lines += ["    results:", indent(dedent(results).strip("\n"), " " * 6)] if results else []
    about = ["id: s", "title: A study", *dedent(facts).strip("\n").splitlines(), *lines, "kind: primary-study"]
    text = "studies:\n  -\n" + indent("\n".join(about), "    ") + SOURCES
    return library_of(text).studies["s"]


@pytest.fixture(scope="session")
def grave() -> Callable[[Sequence[Finding]], list[Finding]]:
    """Give a function that keeps what is a warning or an error."""
    return lambda found: [finding for finding in found if finding.severity in {Severity.WARNING, Severity.ERROR}]


# studies whose authors were honest: whole people, the program's numbers, rounded once


def rounded(value: float | Fraction, decimals: int) -> str:
    """Print a number as it is rounded by a careful person: a half goes up."""
    scaled = Fraction(value) * 10**decimals
    whole = math.floor(abs(scaled) + Fraction(1, 2))
    digits = str(whole).rjust(decimals + 1, "0")
    text = f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits
    return f"-{text}" if scaled < 0 and whole else text


def p_printed(random: Random, p: float) -> PValue:
    """Print a p value in one of the ways in use."""
    p = min(1.0, p)
    if p < 0.001:
        return PValue(random.choice(("<0.001", "< .001", "<0.01", "<0.05")))
    way = random.randrange(4)
    if way == 0 and p < 0.05:
        return PValue("<0.05")
    if way == 0 and p > 0.05:
        return PValue(">0.05")
    if rounded(p, 3) == "1.000" or way == 1:
        text = rounded(p, 2)
        return PValue(text) if float(text) else PValue("<0.01")
    return PValue(rounded(p, 3))


def tests_of_counts(a: int, n: int, c: int, m: int) -> list[float]:
    exact, chi = fisher(a, n, c, m), chi_squared(a, n, c, m)
    values = [exact.two_sided, exact.mid_p, chi.plain, chi.yates, chi.n_minus_one]
    cells = (a, n - a, c, m - c)
    if all(cells):
        error = math.sqrt(sum(1 / cell for cell in cells))
        values.append(2 * normal_tail(abs(math.log(a * (m - c) / ((n - a) * c))) / error))
    return values


def estimate_of(random: Random, measure: EffectMeasure, interval: Interval) -> Estimate | None:
    numbers = (interval.estimate, interval.low, interval.high)
    if any(number is None or not math.isfinite(number) or abs(number) > 1e6 for number in numbers):
        return None
    points = measure is EffectMeasure.RISK_DIFFERENCE and random.random() < 0.5
    decimals = random.choice((1, 2, 3)) if points else random.choice((2, 3))
    value, low, high = (Number(rounded((100 if points else 1) * (number or 0.0), decimals)) for number in numbers)
    level = Number(rounded(100 * interval.level, 0)) if interval.level != 0.95 or random.random() < 0.5 else None
    return Estimate(measure=measure, value=value, low=low, high=high, level=level)


def _of_counts(random: Random) -> Result:
    """Two groups: counts, percentages, an effect by one method, p by one test."""
    n, m = (
        random.choice(((9, 10), (35, 31))) if random.random() < 0.3 else (random.randint(3, 90), random.randint(3, 90))
    )
    risk_a, risk_b = random.random(), random.random()
    a, c = (sum(random.random() < risk for _ in range(size)) for risk, size in ((risk_a, n), (risk_b, m)))
    decimals = random.choice((0, 0, 1, 2))
    shown = random.choice(("both", "count", "percent"))

    def arm(count: int, size: int) -> Numbers:
        percent = Number(rounded(Fraction(100 * count, size), decimals)) if shown != "count" else None
        return Numbers(n=Number(str(size)), events=Number(str(count)) if shown != "percent" else None, percent=percent)

    effect = random.choice(tuple(Ratio))
    level = random.choice((0.95, 0.95, 0.95, 0.90, 0.99))
    interval = random.choice(list(intervals_of(effect, a, n, c, m, level=level)))
    estimate = estimate_of(random, EffectMeasure(effect.value), interval)
    return Result(
        unit=Unit.PATIENTS,
        arms={"a": arm(a, n), "b": arm(c, m)},
        estimates=(estimate,) if estimate and random.random() < 0.8 else (),
        p=p_printed(random, random.choice(tests_of_counts(a, n, c, m))),
    )


def _of_pairs(random: Random) -> Result:
    """The same people before and after."""
    n = random.randint(2, 80)
    before, change = random.random(), random.random()
    first = [random.random() < before for _ in range(n)]
    second = [(random.random() < before) if random.random() < change else had for had in first]
    lost = sum(one and not other for one, other in zip(first, second, strict=True))
    gained = sum(other and not one for one, other in zip(first, second, strict=True))
    test = mcnemar(lost, gained)
    decimals = random.choice((0, 1))
    percents = [Number(rounded(Fraction(100 * sum(column), n), decimals)) for column in (first, second)]
    return Result(
        unit=Unit.PATIENTS,
        arms={
            key: Numbers(n=Number(str(n)), percent=percent)
            for key, percent in zip(("before", "after"), percents, strict=True)
        },
        p=p_printed(random, random.choice((test.exact, test.asymptotic, test.corrected))),
    )


STEPS = (Fraction(1), Fraction(1, 2), Fraction(1, 10))


def values_of(random: Random, n: int, step: Fraction, top: int) -> list[Fraction]:
    middle, wide = random.random() * top, random.random() * top
    return [step * min(top, max(0, round(random.gauss(middle, wide / 2)))) for _ in range(n)]


def numbers_of(values: Sequence[Fraction], decimals: int) -> Numbers:
    average, spread = mean(values), stdev(map(float, values))
    return Numbers(
        n=Number(str(len(values))), mean=Number(rounded(average, decimals)), sd=Number(rounded(spread, decimals))
    )


def _of_means(random: Random) -> tuple[Result, Scale]:
    """Two groups on a scale that goes up in steps."""
    step, top = random.choice(STEPS), random.choice((3, 10, 20))
    groups = [values_of(random, random.randint(2, 45), step, top) for _ in range(2)]
    decimals = random.choice((1, 2, 3))
    scale = Scale(
        low=Number("0"), high=Number(str(float(step * top))) if random.random() < 0.6 else None,
        step=Number(str(float(step))),
    )  # fmt: skip
    floats = [Group(mean(map(float, group)), stdev(map(float, group)), len(group)) for group in groups]
    estimates: tuple[Estimate, ...] = ()
    p = None
    if all(group.deviation > 0 for group in floats):
        result = mean_difference(*floats, same_spread=random.random() < 0.5)
        p = p_printed(random, result.p)
        made = estimate_of(random, EffectMeasure.MEAN_DIFFERENCE, result.interval)
        estimates = (made,) if made else ()
    arms = {key: numbers_of(group, decimals) for key, group in zip("ab", groups, strict=True)}
    return Result(unit=Unit.POINTS, arms=arms, estimates=estimates, p=p), scale


def _of_paired_means(random: Random) -> tuple[Result, Scale]:
    n, step, top = random.randint(2, 45), random.choice(STEPS), random.choice((3, 10, 20))
    first, noise = values_of(random, n, step, top), values_of(random, n, step, top)
    second = [random.choice(pair) for pair in zip(first, noise, strict=True)]
    gaps = [float(one - other) for one, other in zip(first, second, strict=True)]
    spread = stdev(gaps)
    # alike gaps leave the test undefined, and a program prints nothing
    p = 2 * t_tail(abs(mean(gaps)) * math.sqrt(n) / spread, n - 1) if spread else None
    decimals = random.choice((1, 2))
    arms = {"before": numbers_of(first, decimals), "after": numbers_of(second, decimals)}
    told = None if p is None else p_printed(random, p)
    return Result(unit=Unit.POINTS, arms=arms, p=told), Scale(step=Number(str(float(step))))


def _of_parts(random: Random) -> Result:
    parts = [random.randint(0, 40) for _ in range(random.randint(2, 6))]
    whole = sum(parts) or 1
    shares = (
        {f"g{k}": Number(rounded(Fraction(100 * part, whole), 1)) for k, part in enumerate(parts)} if sum(parts) else {}
    )
    counts = {f"g{k}": Number(str(part)) for k, part in enumerate(parts)}
    arms = {"a": Numbers(n=Number(str(sum(parts))), parts=counts, shares=shares)}
    return Result(unit=Unit.PATIENTS, arms=arms)


def _of_statistics(random: Random) -> Result:
    kind = random.choice(("t", "z", "r"))
    df = random.randint(2, 60)
    if kind == "z":
        value = random.uniform(-4, 4)
        text, p = f"z = {rounded(value, 2)}", 2 * normal_tail(abs(value))
    elif kind == "t":
        value = random.uniform(-4, 4)
        text, p = f"t({df}) = {rounded(value, 2)}", 2 * t_tail(abs(value), df)
    else:
        value = random.uniform(-0.95, 0.95)
        text = f"r({df}) = {rounded(value, 2)}"
        p = 2 * t_tail(abs(value) * math.sqrt(df / (1 - value * value)), df)
    return Result(unit=Unit.OTHER, statistic=text, p=p_printed(random, p))


def _of_models(random: Random) -> Result:
    """A ratio of a model, with an interval and p of its own."""
    log, error = random.gauss(0, 1), random.uniform(0.3, 1)
    width = t_from_tail(0.025, 1e6)
    numbers = [rounded(math.exp(log + side * width * error), 2) for side in (0, -1, 1)]
    value, low, high = map(Number, numbers)
    measure = random.choice((EffectMeasure.HAZARD_RATIO, EffectMeasure.RATE_RATIO))
    estimate = Estimate(measure=measure, value=value, low=low, high=high)
    return Result(unit=Unit.OTHER, estimates=(estimate,), p=p_printed(random, 2 * normal_tail(abs(log) / error)))


def honest_study(random: Random) -> Study:
    """Make up a study of one outcome, and print its numbers as an honest author would."""
    scale = None
    match random.randrange(7):
        case 0 | 1:
            result = _of_counts(random)
        case 2:
            result = _of_pairs(random)
        case 3:
            result, scale = _of_means(random)
        case 4:
            result, scale = _of_paired_means(random)
        case 5:
            result = random.choice((_of_parts, _of_statistics))(random)
        case _:
            result = _of_models(random)
    sizes = {key: int(str(numbers.n)) for key, numbers in result.arms.items() if numbers.n is not None}
    n, m = sizes.get("a", 50), sizes.get("b", 60)
    screened = n + m + random.randint(0, 50)
    return Study(
        id=Id("s"), title="A study", kind=Kind.PRIMARY_STUDY,
        randomised=Fact(value=random.choice((YesNo.YES, YesNo.NO))),
        screened=Fact(value=screened), excluded=Fact(value=screened - n - m), enrolled=Fact(value=n + m),
        arms=(
            Arm(id=Id("a"), role=ArmRole.INTERVENTION, n=Fact(value=n)),
            Arm(id=Id("b"), role=ArmRole.COMPARATOR, n=Fact(value=m)),
        ),
        outcomes=(Outcome(id=Id("o"), name="O", scale=scale, results=(result,)),),
    )  # fmt: skip


def seeded(seed: int) -> Random:
    """Give chances that are the same for the same seed."""
    return Random(seed)  # noqa: S311 -- nothing is kept secret with it


@pytest.fixture(scope="session")
def honest() -> Callable[[int], Study]:
    """Give a function that makes up such a study, the same for the same seed."""
    return lambda seed: honest_study(seeded(seed))


class Honest(NamedTuple):
    """How honest authors come by their numbers and print them."""

    chances: Callable[[int], Random]
    values: Callable[[Random, int, Fraction, int], list[Fraction]]
    rounded: Callable[[float | Fraction, int], str]
    p: Callable[[Random, float], PValue]
    tests: Callable[[int, int, int, int], list[float]]


@pytest.fixture(scope="session")
def honestly() -> Honest:
    return Honest(seeded, values_of, rounded, p_printed, tests_of_counts)


@pytest.fixture(scope="session")
def honest_studies() -> st.SearchStrategy[Study]:
    """Give a way to draw such studies."""
    return st.integers(0, 2**32).map(lambda seed: honest_study(seeded(seed)))
