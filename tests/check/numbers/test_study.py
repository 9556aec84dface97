"""All checks together: what they never do, whatever the study."""

import math
import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.study import faults_of, recheck
from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model import words
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.finding import Finding, Recheck
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Arm, Estimate, Numbers, Outcome, Result, Scale, Study
from ccsvi_triage.model.text import Id, Number, PValue, SourceRef
from ccsvi_triage.model.words import ArmRole, EffectMeasure, OutcomeRole, Severity, Silence, Unit, YesNo
from ccsvi_triage.stats.coherence import Scale as Symmetric
from ccsvi_triage.stats.coherence import Told, coherence
from ccsvi_triage.stats.counts import percent_of_count, percents_of
from ccsvi_triage.stats.distributions import normal_tail, t_tail
from ccsvi_triage.stats.grim import grim, grim_percent
from ccsvi_triage.stats.grimmer import grimmer
from ccsvi_triage.stats.matching import which_tests
from ccsvi_triage.stats.printed import read_printed
from ccsvi_triage.stats.sprite import possible_sample
from ccsvi_triage.stats.statistic import Kind, PrintedTest, check_statistic
from ccsvi_triage.stats.verdict import Verdict

Finds = Callable[..., list[Finding]]
Grave = Callable[[Sequence[Finding]], list[Finding]]

# studies whose authors were honest


def test_a_thousand_honest_studies_get_no_warning(honest: Callable[[int], Study], grave: Grave) -> None:
    for seed in range(1_000):
        assert grave(recheck(honest(seed)).findings) == [], seed


def test_ten_thousand_true_samples_pass_the_checks_of_a_mean_a_deviation_and_a_percentage(honestly: Any) -> None:
    for seed in range(10_000):
        random = honestly.chances(seed)
        n, step, top = random.randint(2, 60), random.choice((Fraction(1), Fraction(1, 2))), random.choice((3, 10, 20))
        values = honestly.values(random, n, step, top)
        decimals = random.choice((1, 2))
        average = read_printed(honestly.rounded(mean(values), decimals))
        deviation = read_printed(honestly.rounded(stdev(map(float, values)), decimals))
        assert grim(average, n, step=step).verdict is Verdict.CONSISTENT, seed
        assert grimmer(average, deviation, n, step=step).verdict is Verdict.CONSISTENT, seed
        sample = possible_sample(average, deviation, n, lowest=0, highest=step * top, step=step)
        assert sample.verdict is not Verdict.INCONSISTENT, seed
        count = random.randint(0, n)
        percent = read_printed(honestly.rounded(Fraction(100 * count, n), random.choice((0, 1, 2))))
        assert percent_of_count(count, n, percent).verdict is Verdict.CONSISTENT, seed
        assert grim_percent(percent, n).verdict is Verdict.CONSISTENT, seed
        shares = [Fraction(100 * part, n) for part in (count, n - count)]
        printed = [read_printed(honestly.rounded(share, 1)) for share in shares]
        assert percents_of(printed).verdict is Verdict.CONSISTENT, seed


def test_ten_thousand_true_p_values_pass_the_checks_of_p(honestly: Any) -> None:
    for seed in range(10_000):
        random = honestly.chances(seed)
        n, m = random.randint(2, 60), random.randint(2, 60)
        a, c = random.randint(0, n), random.randint(0, m)
        tests = honestly.tests(a, n, c, m)
        p = read_printed(honestly.p(random, random.choice(tests)))
        assert which_tests(p, dict(zip("abcdef", tests, strict=False))).verdict is Verdict.CONSISTENT, seed
        t, df = random.uniform(-4, 4), random.randint(1, 60)
        test = PrintedTest(Kind.T, read_printed(honestly.rounded(t, 2)), read_printed(str(df)))
        p = read_printed(honestly.p(random, 2 * t_tail(abs(t), df)))
        assert check_statistic(test, p).verdict is Verdict.CONSISTENT, seed
        log, error = random.gauss(0, 1), random.uniform(0.2, 1)
        ends = [read_printed(honestly.rounded(math.exp(log + side * 1.959964 * error), 2)) for side in (0, -1, 1)]
        p = read_printed(honestly.p(random, 2 * normal_tail(abs(log) / error)))
        told = coherence(Told(ends[0], ends[1], ends[2], Symmetric.RATIO, p))
        assert told.verdict is Verdict.CONSISTENT, seed


@settings(max_examples=150)
@given(st.data())
def test_no_honest_study_gets_a_warning(
    honest_studies: st.SearchStrategy[Study], grave: Grave, data: st.DataObject
) -> None:
    assert grave(recheck(data.draw(honest_studies)).findings) == []


@settings(max_examples=100)
@given(st.data())
def test_the_same_study_has_the_same_findings(honest_studies: st.SearchStrategy[Study], data: st.DataObject) -> None:
    study = data.draw(honest_studies)
    assert recheck(study) == recheck(study)


def changed(record: Result, **fields: object) -> Result:
    kept = {name: getattr(record, name) for name in ("unit", "arms", "estimates", "p", "statistic", "group")}
    return Result(**{**kept, **fields})


def swapped(study: Study) -> Study:
    """Give the same study, in which the second group is the first: other ids, other order, the same people."""
    (outcome,) = study.outcomes
    other = {"a": "b", "b": "a"}
    results = []
    for result in outcome.results:
        arms = {other.get(key, key): numbers for key, numbers in reversed(list(result.arms.items()))}
        estimates = tuple(
            Estimate(
                measure=e.measure, value=e.value, low=e.low, high=e.high, level=e.level,
                between=tuple(other[key] for key in e.between),
            )
            for e in result.estimates
        )  # fmt: skip
        results.append(changed(result, arms=arms, estimates=estimates))
    first, second = study.arms
    groups = (
        Arm(id=Id("a"), role=second.role, n=second.n),
        Arm(id=Id("b"), role=first.role, n=first.n),
    )
    return Study(
        id=study.id, title=study.title, kind=study.kind, randomised=study.randomised, screened=study.screened,
        excluded=study.excluded, enrolled=study.enrolled, arms=groups,
        outcomes=(Outcome(id=outcome.id, name=outcome.name, scale=outcome.scale, results=tuple(results)),),
    )  # fmt: skip


def named(study: Study) -> Study:
    """Give the same study, in which each estimate of two arms says so."""
    (outcome,) = study.outcomes
    results = tuple(
        changed(
            result,
            estimates=tuple(
                Estimate(measure=e.measure, value=e.value, low=e.low, high=e.high, level=e.level, between=("a", "b"))
                for e in result.estimates
            ),
        )
        for result in outcome.results
    )
    made = Outcome(id=outcome.id, name=outcome.name, scale=outcome.scale, results=results)
    return Study(
        id=study.id, title=study.title, kind=study.kind, randomised=study.randomised, screened=study.screened,
        excluded=study.excluded, enrolled=study.enrolled, arms=study.arms, outcomes=(made,),
    )  # fmt: skip


@settings(max_examples=150)
@given(st.data())
def test_to_swap_the_arms_changes_no_severity(honest_studies: st.SearchStrategy[Study], data: st.DataObject) -> None:
    study = named(data.draw(honest_studies))
    told = sorted((found.check, found.severity) for found in recheck(study).findings)
    assert told == sorted((found.check, found.severity) for found in recheck(swapped(study)).findings)


# studies that nobody could have made


ODD = (
    "0", "1", "2", "3", "9", "10", "35", "49", "64", "100", "101", "73", "12.5", "0.0", "37.0", "-1", "-0.5", "0.93",
    "1,234", "1000000000", "99999999999999999999", "0.0000000001", "1.2", "1.85", "9" * 25,
)  # fmt: skip
ODD_P = ("0.05", "0.03", "<0.001", "> 0.05", "0", "1", "1.00", "0.000", "\u22640.05", "<.0001", "0." + "0" * 300 + "1")
NUMBER = st.sampled_from(ODD).map(Number)
PERHAPS = st.none() | NUMBER
COUNT = st.none() | st.one_of(
    st.sampled_from((0, 1, 2, 9, 35, 150, 20_000, 10**9, -5)).map(lambda value: Fact(value=value)),
    st.just(Fact[int](value=None, silence=Silence.NOT_REPORTED)),
)
PARTS = st.dictionaries(st.sampled_from(("x", "y", "z")), NUMBER, max_size=3)
NUMBERS = st.builds(
    Numbers, n=PERHAPS, events=PERHAPS, percent=PERHAPS, mean=PERHAPS, sd=PERHAPS, se=PERHAPS, parts=PARTS, shares=PARTS
)
P = st.none() | st.sampled_from(ODD_P).map(PValue)
ESTIMATE = st.builds(
    Estimate,
    measure=st.sampled_from(EffectMeasure),
    value=NUMBER,
    low=PERHAPS,
    high=PERHAPS,
    level=st.none() | st.sampled_from(("0", "68", "90", "95", "100", "0.95", "101")).map(Number),
    between=st.lists(st.sampled_from(("a", "b", "nobody")), max_size=3).map(tuple),
    adjusted=st.none() | st.sampled_from(YesNo),
    p=P,
)
RESULT = st.builds(
    Result,
    group=st.sampled_from(("", "some")),
    people=COUNT,
    unit=st.sampled_from(Unit),
    arms=st.dictionaries(st.sampled_from(("a", "b", "c", "before", "after", "nobody")), NUMBERS, max_size=4),
    estimates=st.lists(ESTIMATE, max_size=3).map(tuple),
    p=P,
    statistic=st.sampled_from(("", "chi2 = 8.71, df = 3", "t(0) = 2.2", "F(1, 0) = 3", "r(10) = 1.5", "chi2(1) = -3")),
    derived=st.sampled_from((YesNo.NO, YesNo.YES)),
    source=st.sampled_from(("paper", "news")).map(SourceRef),
)
SCALE = st.none() | st.builds(
    Scale, low=PERHAPS, high=PERHAPS, step=PERHAPS, items=st.sampled_from((None, 0, 1, 10**6))
)
OUTCOME = st.builds(
    Outcome,
    id=st.just(Id("o")),
    name=st.just("O"),
    role=st.none() | st.sampled_from(OutcomeRole).map(lambda role: Fact(value=role)),
    scale=SCALE,
    results=st.lists(RESULT, max_size=3).map(tuple),
)
ARM = st.builds(
    Arm, id=st.sampled_from("abc").map(Id), role=st.sampled_from(ArmRole), n=COUNT, analysed=COUNT, lost=COUNT
)
STUDY = st.builds(
    Study,
    id=st.just(Id("s")),
    title=st.just("S"),
    kind=st.just(words.Kind.PRIMARY_STUDY),
    randomised=st.none() | st.sampled_from(YesNo).map(lambda word: Fact(value=word)),
    screened=COUNT,
    excluded=COUNT,
    enrolled=COUNT,
    analysed=COUNT,
    lost=COUNT,
    arms=st.lists(ARM, max_size=4, unique_by=lambda arm: arm.id).map(tuple),
    outcomes=st.lists(OUTCOME, max_size=2).map(tuple),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(STUDY)
def test_no_study_ends_the_run_and_every_finding_can_be_told(study: Study) -> None:
    found = recheck(study)
    assert isinstance(found, Recheck)
    for finding in found.findings:
        assert finding.said
        assert not finding.said.endswith(".")
        assert finding.check.startswith("N-")


def test_every_code_has_its_page_and_every_page_its_code(root: Path) -> None:
    room = root / "src" / "ccsvi_triage" / "check" / "numbers"
    used = {code for path in room.glob("*.py") for code in re.findall(r'"(N-[A-Z-]+)"', path.read_text("utf-8"))}
    pages = load_ours("catalogue", "checks.yaml", section="entries", kind=Entry)
    assert {page.id for page in pages if page.id.startswith("N-")} == used


# one after the other


def test_findings_come_in_the_order_of_the_file_after_the_people_and_before_the_whole_table(finds: Finds) -> None:
    results = """
    - unit: patients
      arms: {a: {n: 34, events: 12, percent: 35}}
    - unit: patients
      arms: {b: {n: 34, events: 12, percent: 36}}
    """
    facts = "enrolled: 90\narms: [{id: a, role: intervention, n: 40}, {id: b, role: comparator, n: 50}]"
    assert [found.check for found in finds(results, facts=facts)] == ["N-SUM", "N-PERCENT", "N-PERCENT"]


def test_a_study_without_numbers_has_no_findings(finds: Finds) -> None:
    assert finds("- unit: patients\n  told: fewer\n", facts="sites: 1") == []


def test_what_we_worked_out_is_never_checked_as_if_it_were_printed(finds: Finds) -> None:
    derived = """
    - unit: patients
      derived: yes
      note: so
      arms: {a: {n: 9, events: 10, percent: 99}, b: {n: 3, events: 9}}
      estimates: [{measure: OR, value: 3, low: 4, high: 5}]
      p: 0.9
      statistic: t(3) = 9
    """
    assert finds(derived, facts="sites: 1") == []


def test_one_table_told_twice_tells_its_strength_once(finds: Finds) -> None:
    table = "- unit: patients\n  arms: {a: {n: 9, events: 3}, b: {n: 10, events: 1}}\n"
    facts = "randomised: yes\narms: [{id: a, role: intervention, n: 9}, {id: b, role: comparator, n: 10}]"
    assert len(finds(table + table, check="N-STRENGTH", facts=facts)) == 1


def test_ten_arms_of_many_people_are_checked_with_little_work(
    finds: Finds, calls_of: Callable[[Callable[[], object]], int]
) -> None:
    keys = [f"arm-{number}" for number in range(10)]
    facts = f"arms: [{', '.join(f'{{id: {key}, role: whole, n: 2000}}' for key in keys)}]"
    arms = ", ".join(f"{key}: {{n: 2000, events: {900 + k}, percent: 45}}" for k, key in enumerate(keys))
    result = f"- unit: patients\n  arms: {{{arms}}}\n  p: 0.5\n"
    assert finds(result, facts=facts)
    assert calls_of(lambda: finds(result, facts=facts)) < 1_000_000


@pytest.mark.parametrize("severity", Severity)
def test_every_severity_is_reached(severity: Severity, finds: Finds) -> None:
    results = """
    - {unit: patients, arms: {a: {n: 9, events: 10}}}
    - {unit: patients, arms: {a: {n: 31, events: 11, percent: 37}}}
    - {unit: patients, arms: {a: {n: 35, events: 3, percent: 8}}}
    - {unit: patients, arms: {a: {percent: 41}}}
    - {unit: patients, arms: {a: {n: 34, events: 12, percent: 35}}}
    """
    assert severity in {found.severity for found in finds(results)}


def test_the_faults_of_a_study_are_its_errors_and_nothing_less(shipped: Library) -> None:
    for study in shipped.studies.values():
        errors = tuple(found.check for found in recheck(study).at_least(Severity.ERROR))
        assert faults_of(study) == errors
    assert faults_of(shipped.studies["napoli-2020"])
