"""Studies of a claim are averaged where that is sound, and never else."""

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge.averaging import average
from ccsvi_triage.judge.certainty import body_of
from ccsvi_triage.logic.wording import effect_text
from ccsvi_triage.model.averaging import Averaging, Method, Refusal
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Carried, Synthesis, Weighed
from ccsvi_triage.model.words import Concern, EffectMeasure, Flaw, Strength
from ccsvi_triage.stats import pool as stats
from ccsvi_triage.stats.effect_size import Measure, Share, Table

Judge = Callable[..., Synthesis]
Trials = Callable[..., Library]
RELAPSES = "angioplasty-reduces-relapses-rrms"
CHECKS = Path(__file__).parent.parent / "check" / "numbers" / "data" / "ccsvi_checks.json"
FIVE = ((12, 100, 20, 100), (8, 60, 15, 60), (5, 80, 9, 78), (20, 150, 33, 149), (3, 40, 8, 42))
HALF = """
pooling:
  allow: [{}]
  because: so it is
  by: A. Reviewer
  date: 2031-05-04
"""


def averaged(library: Library, judge: Judge, **options: Any) -> Averaging:
    found = judge(library, "it", **options).pooled
    assert found is not None
    return found


def refusals(averaging: Averaging) -> list[Refusal]:
    return [refused.word for refused in averaging.refused]


def judged_as(body: Sequence[Weighed], *concerns: tuple[Concern, ...]) -> list[Weighed]:
    """Give studies of a body other judgements, each that is possible."""
    return [
        each._replace(carries=tuple(Carried(concern, Strength.EFFECT, ()) for concern in possible))
        for each, possible in zip(body, concerns, strict=True)
    ]


# the case that ships


def test_the_two_sham_controlled_trials_average_as_the_reference_says(shipped: Library, judge_claim: Judge) -> None:
    (row,) = (each for each in json.loads(CHECKS.read_text("utf-8")) if each["id"] == "cc48")
    found = judge_claim(shipped, RELAPSES).pooled
    assert found is not None
    assert found.quoted is not None
    assert found.quoted.method is Method.MANTEL_HAENSZEL
    assert found.quoted.effect.measure is EffectMeasure.RISK_RATIO
    assert found.quoted.effect.value == pytest.approx(row["expected"]["mh_rr"], abs=5e-5)
    assert [found.quoted.effect.low, found.quoted.effect.high] == pytest.approx(row["expected"]["mh_rr_ci"], abs=5e-4)
    assert (found.random, found.ahead) == (None, None)
    assert [each.given for each in found.entered] == [
        "3/9 (angioplasty) v 1/10 (sham)",
        "5/49 (venoplasty) v 6/55 (sham)",
    ]


def test_what_counts_parameters_and_not_people_is_not_averaged(shipped: Library, judge_claim: Judge) -> None:
    (row,) = (each for each in json.loads(CHECKS.read_text("utf-8")) if each["id"] == "cc47")
    assert row["check"] == "unit_of_analysis"
    found = judge_claim(shipped, "ccsvi-more-prevalent-in-ms").pooled
    assert found is not None
    why = {each.study: each.because for each in found.left_out}
    assert why["zamboni-2009-jnnp"] == "it counts parameters, not people"


def test_without_a_persons_leave_the_two_trials_are_not_averaged(shipped: Library, judge_claim: Judge) -> None:
    claim = replaced(shipped.claims[RELAPSES], pooling=None)
    found = judge_claim(shipped._replace(claims={**shipped.claims, RELAPSES: claim}), RELAPSES).pooled
    assert found is not None
    assert refusals(found) == [Refusal.TIMES]
    assert found.quoted is None
    assert "6 months (siddiqui-2014-premise)" in found.refused[0].because
    assert "allow: [time]" in found.refused[0].mend


def test_what_is_worse_in_one_study_and_better_in_another_is_never_averaged(
    shipped: Library, judge_claim: Judge
) -> None:
    found = judge_claim(shipped, "angioplasty-improves-function").pooled
    assert found is not None
    assert Refusal.DIRECTIONS in refusals(found)


def test_claims_of_other_kinds_are_not_averaged_at_all(shipped: Library, judge_claim: Judge) -> None:
    assert judge_claim(shipped, "zamboni-ultrasound-criteria-accurate").pooled is None
    assert judge_claim(shipped, "nimodipine-treats-ms").pooled is None


# what always holds

TABLES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(30, 90), st.integers(0, 30), st.integers(30, 90)), min_size=2, max_size=6
)


@pytest.fixture(scope="module")
def body(trials_of: Trials, judge_claim: Judge) -> tuple[Library, tuple[Weighed, ...]]:
    library = trials_of(*FIVE, (1, 10, 2, 10))
    return library, body_of(judge_claim(library, "it").counted)


def with_tables(body: Sequence[Weighed], tables: Sequence[tuple[int, int, int, int]]) -> list[Weighed]:
    told = []
    for each, counts in zip(body, tables, strict=False):
        scaled = each.named.scaled._replace(counts=counts)
        told.append(each._replace(named=each.named._replace(scaled=scaled)))
    return told


@given(tables=TABLES, data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_the_studies_makes_no_difference(
    tables: list[tuple[int, int, int, int]], data: st.DataObject, body: tuple[Library, tuple[Weighed, ...]]
) -> None:
    library, studies = body
    told = with_tables(studies, tables)
    found = average(library.claims["it"], told)
    assert found is not None
    assert found == average(library.claims["it"], data.draw(st.permutations(told)))


@given(tables=TABLES)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_average_is_what_the_statistics_give_for_the_same_counts_and_its_weights_add_up_to_one(
    tables: list[tuple[int, int, int, int]], body: tuple[Library, tuple[Weighed, ...]]
) -> None:
    library, studies = body
    found = average(library.claims["it"], with_tables(studies, tables))
    assert found is not None
    told = [stats.Entry(str(n), Measure.RISK_RATIO, Table(*each)) for n, each in enumerate(tables)]
    pooled = stats.pool(told)
    disagree = stats.Caution.DISAGREE in pooled.cautions
    assert (found.quoted is None) is (pooled.refusal is not None or disagree)
    if found.quoted is None or pooled.common is None:
        return
    assert found.common is not None
    assert found.common.effect.value == pytest.approx(math.exp(pooled.common.estimate))
    assert found.common.effect.low == pytest.approx(math.exp(pooled.common.low))
    assert math.fsum(each.weight for each in found.entered) == pytest.approx(1)
    assert math.fsum(share for _, share in found.shares) == pytest.approx(1)
    assert found.quoted in (found.common, found.random, found.truncated)
    assert (found.ahead is not None) is (len(found.entered) > 2)


@given(tables=TABLES)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_study_is_never_an_average(
    tables: list[tuple[int, int, int, int]], body: tuple[Library, tuple[Weighed, ...]]
) -> None:
    library, studies = body
    found = average(library.claims["it"], with_tables(studies, tables)[:1])
    assert found is not None
    assert (found.quoted, refusals(found)) == (None, [Refusal.ONE_STUDY])


# which average is quoted


def test_two_studies_have_a_common_effect_and_nothing_that_takes_three(trials_of: Trials, judge_claim: Judge) -> None:
    found = averaged(trials_of(*FIVE[:2]), judge_claim)
    assert found.quoted == found.common
    assert (found.random, found.truncated, found.ahead, found.without) == (None, None, None, ())
    assert any("two studies" in caution for caution in found.cautions)


def test_three_and_more_differ_by_reml_with_a_prediction_interval_and_each_left_out_once(
    trials_of: Trials, judge_claim: Judge
) -> None:
    tables = ((12, 100, 20, 100), (30, 60, 15, 60), (5, 80, 19, 78), (20, 150, 33, 149), (33, 140, 18, 142))
    found = averaged(trials_of(*tables), judge_claim)
    assert found.quoted is not None
    assert found.quoted.method is Method.HARTUNG_KNAPP
    assert found.quoted == found.random
    assert found.ahead is not None
    assert found.ahead.basis == "t, k - 1"
    assert found.between is not None
    assert found.between.tau2 is not None
    assert [each.study for each in found.without] == [f"t{n}" for n in range(5)]
    alone = averaged(trials_of(*tables[1:]), judge_claim).quoted
    assert found.without[0].mean == alone


def test_limits_narrower_than_those_of_a_common_effect_are_not_quoted(trials_of: Trials, judge_claim: Judge) -> None:
    found = averaged(trials_of(*[(10 + n, 100, 20 + 2 * n, 100) for n in range(4)]), judge_claim)
    assert found.quoted is not None
    assert found.quoted == found.truncated
    assert found.quoted.method is Method.HARTUNG_KNAPP_TRUNCATED


def test_two_studies_that_differ_by_more_than_chance_are_not_averaged(trials_of: Trials, judge_claim: Judge) -> None:
    found = averaged(trials_of((10, 400, 100, 400), (100, 400, 90, 400)), judge_claim)
    assert (found.quoted, refusals(found)) == (None, [Refusal.DISAGREE])
    third = averaged(trials_of((10, 400, 100, 400), (100, 400, 90, 400), (50, 400, 95, 400)), judge_claim)
    assert third.quoted is not None
    assert third.quoted.method in (Method.HARTUNG_KNAPP, Method.HARTUNG_KNAPP_TRUNCATED)


def test_rare_events_that_differ_by_more_than_chance_have_no_common_effect(
    trials_of: Trials, judge_claim: Judge
) -> None:
    found = averaged(trials_of((1, 3000, 40, 3000), (30, 3000, 25, 3000), (40, 3000, 12, 3000)), judge_claim)
    assert found.quoted is not None
    assert found.quoted.method is not Method.MANTEL_HAENSZEL


def test_studies_that_stand_on_no_ladder_are_neither_sound_nor_serious(
    body: tuple[Library, tuple[Weighed, ...]],
) -> None:
    library, studies = body
    told = [studies[0]._replace(carries=(Carried(None, Strength.EFFECT, ()),)), *studies[1:]]
    found = average(library.claims["it"], told)
    assert found is not None
    assert found.sound == ()
    assert "on no step of the common ladder" in dict(found.shares)


def test_rare_events_have_a_common_effect(trials_of: Trials, judge_claim: Judge) -> None:
    found = averaged(trials_of((1, 900, 4, 900), (2, 800, 5, 800), (0, 700, 3, 700)), judge_claim)
    assert found.quoted is not None
    assert found.quoted.method is Method.MANTEL_HAENSZEL


def test_printed_effects_beside_counts_are_averaged_on_the_measure_that_all_have(
    trials_of: Trials, judge_claim: Judge
) -> None:
    printed = "- {unit: patients, estimates: [{measure: OR, value: 0.60, low: 0.30, high: 1.20}]}"
    found = averaged(trials_of(*FIVE[:2], printed), judge_claim)
    assert found.measure is EffectMeasure.ODDS_RATIO
    assert found.common is not None
    assert found.common.method is Method.INVERSE_VARIANCE
    assert [bool(each.given) for each in found.entered] == [True, True, False]


def test_means_are_weighed_by_their_own_standard_error_and_not_by_the_width_of_a_t_interval(
    trials_of: Trials, judge_claim: Judge
) -> None:
    means = "- {{unit: points, arms: {{drug: {{mean: {}, sd: 2.0, n: 6}}, sham: {{mean: 5.0, sd: 2.0, n: 6}}}}}}"
    found = averaged(trials_of(means.format("4.0"), means.format("3.0")), judge_claim)
    assert found.measure is EffectMeasure.MEAN_DIFFERENCE
    assert found.quoted is not None
    assert found.quoted.effect.value == pytest.approx(-1.5)
    error = math.sqrt((2 * 4 / 6) / 2)
    assert found.quoted.effect.high == pytest.approx(-1.5 + 1.959964 * error, abs=1e-5)


# what is averaged with what


@pytest.mark.parametrize(
    ("old", "new", "refusal", "word"),
    [
        ("time: 6 months", "time: 2 years", Refusal.TIMES, "time"),
        ("        time: 6 months\n", "", Refusal.TIMES, "time"),
        ("better: lower", "better: higher", Refusal.DIRECTIONS, ""),
        ("- id: relapse\n        name: Relapse", "- id: relapse\n        name: Any relapse", None, ""),
    ],
)
def test_one_other_fact_is_refused_with_its_mend_and_only_some_may_be_allowed(  # noqa: PLR0913, PLR0917
    old: str, new: str, refusal: Refusal | None, word: str, trials_of: Trials, judge_claim: Judge
) -> None:
    library = trials_of(*FIVE[:3], other={"t1": {old: new}})
    found = averaged(library, judge_claim)
    assert refusals(found) == ([refusal] if refusal else [])
    assert (found.quoted is None) is bool(refusal)
    assert all(refused.mend for refused in found.refused)
    for allowed in ("time", "outcome", "adjustment"):
        library = trials_of(*FIVE[:3], other={"t1": {old: new}}, claim=HALF.format(allowed))
        found = averaged(library, judge_claim)
        assert (found.quoted is not None) is (refusal is None or allowed == word)
        assert [each.by.by for each in found.passed] == (["A. Reviewer"] if word and allowed == word else [])


@pytest.mark.parametrize(
    ("one", "other"), [("1 year", "12 months"), ("2 weeks", "14 days"), ("6.0 months", "6 months")]
)
def test_times_that_are_the_same_by_the_calendar_are_the_same(
    one: str, other: str, trials_of: Trials, judge_claim: Judge
) -> None:
    times = {"t0": {"time: 6 months": f"time: {one}"}, "t1": {"time: 6 months": f"time: {other}"}}
    assert averaged(trials_of(*FIVE[:2], other=times), judge_claim).quoted is not None


def test_adjusted_effects_stand_beside_crude_ones_only_where_a_person_allows_it(
    trials_of: Trials, judge_claim: Judge
) -> None:
    printed = "- {{unit: patients, estimates: [{{measure: OR, value: 0.6, low: 0.30, high: 1.20{}}}]}}"
    results = (printed.format(", adjusted: yes"), printed.format(", adjusted: no"))
    assert refusals(averaged(trials_of(*results), judge_claim)) == [Refusal.ADJUSTMENT]
    found = averaged(trials_of(*results, claim=HALF.format("adjustment")), judge_claim)
    assert found.quoted is not None
    assert [each.what.value for each in found.passed] == ["adjustment"]


def test_effects_that_no_one_measure_tells_are_refused(trials_of: Trials, judge_claim: Judge) -> None:
    printed = "- {{unit: patients, estimates: [{{measure: {}, value: 0.6, low: 0.30, high: 1.20}}]}}"
    found = averaged(trials_of(printed.format("OR"), printed.format("HR")), judge_claim)
    assert refusals(found) == [Refusal.MEASURES]
    assert found.measure is None


def test_lesions_are_left_out_and_said(trials_of: Trials, judge_claim: Judge) -> None:
    lesions = "- {unit: lesions, estimates: [{measure: rate-ratio, value: 0.60, low: 0.30, high: 1.20}]}"
    found = averaged(trials_of(*FIVE[:2], lesions), judge_claim)
    assert [(each.study, each.because) for each in found.left_out] == [("t2", "it counts lesions, not people")]
    assert found.quoted is not None
    assert len(found.entered) == 2


def test_a_study_whose_numbers_cannot_be_right_is_left_out_and_said(trials_of: Trials, judge_claim: Judge) -> None:
    people = {
        "t2": {"role: intervention": "role: intervention, n: 310", "role: comparator": "role: comparator, n: 350"}
    }
    printed = "- {{unit: patients, estimates: [{{measure: OR, value: 0.93, low: {}, high: {}}}]}}"
    found = averaged(trials_of(*FIVE[:2], printed.format("0.60", "1.44"), other=people), judge_claim)
    assert [each.study for each in found.entered] == ["t0", "t1", "t2"]
    # an interval that takes thousands of people, and one that leaves out its own estimate
    for low, high, why in (("0.90", "0.96", "N-WIDTH"), ("0.97", "1.44", "interval")):
        found = averaged(trials_of(*FIVE[:2], printed.format(low, high), other=people), judge_claim)
        assert [each.study for each in found.entered] == ["t0", "t1"]
        ((study, because),) = found.left_out
        assert study == "t2"
        assert why in because


def test_faults_come_from_outside_and_leave_a_study_out(body: tuple[Library, tuple[Weighed, ...]]) -> None:
    library, studies = body
    found = average(library.claims["it"], studies, lambda study: ("N-X",) if study.id == "t3" else ())
    assert found is not None
    assert [each.study for each in found.left_out] == ["t3"]
    assert "N-X" in found.left_out[0].because
    assert found.quoted is not None
    assert found.quoted.studies == 5


def test_a_study_without_any_event_tells_nothing_of_a_ratio_and_is_said_to_be_out(
    trials_of: Trials, judge_claim: Judge
) -> None:
    found = averaged(trials_of(*FIVE[:3], (0, 50, 0, 50)), judge_claim)
    assert [each.study for each in found.left_out] == ["t3"]
    assert found.quoted is not None
    assert refusals(averaged(trials_of((0, 50, 0, 50), (0, 40, 0, 40)), judge_claim)) == [Refusal.NO_RESULT]
    assert refusals(averaged(trials_of((0, 50, 3, 50), (0, 40, 2, 40)), judge_claim)) == [Refusal.ONLY_HALVES]


def test_a_flaw_of_the_unit_leaves_a_study_out(trials_of: Trials, judge_claim: Judge) -> None:
    flaw = f"flaws: [{{code: {Flaw.UNIT_OF_ANALYSIS.value}, basis: inferred}}]"
    found = averaged(trials_of(*FIVE[:3], facts={"t1": flaw}), judge_claim)
    assert [each.study for each in found.left_out] == ["t1"]


# over time, and by risk of bias


def test_the_average_comes_about_date_by_date(trials_of: Trials, judge_claim: Judge) -> None:
    library = trials_of(*FIVE)
    history = judge_claim(library, "it").history
    for n, era in enumerate(history, start=1):
        then = judge_claim(library, "it", as_of=era.date).pooled
        assert then is not None
        assert era.mean == then.quoted
        assert era.certainty == judge_claim(library, "it", as_of=era.date).certainty
        assert (era.mean.studies if era.mean else 1) == n


def test_each_way_in_which_open_judgements_may_fall_is_averaged(body: tuple[Library, tuple[Weighed, ...]]) -> None:
    library, studies = body
    low, high = (Concern.NONE,), (Concern.SERIOUS,)
    told = judged_as(studies[:4], low, low, high, (Concern.SOME, Concern.SERIOUS))
    found = average(library.claims["it"], told)
    assert found is not None
    ids = [each.id for each in told]
    assert sorted(set(each.studies) for each in found.sound) == sorted(
        [set(ids[:2]), {ids[0], ids[1], ids[3]}], key=len
    )
    for sound in found.sound:
        again = average(library.claims["it"], [each for each in told if each.id in sound.studies])
        assert again is not None
        assert sound.mean == again.quoted
    assert dict(found.shares).keys() == {"none", "serious", "open (some to serious)"}


def test_more_open_judgements_than_can_be_gone_through_are_said_to_be_more(
    body: tuple[Library, tuple[Weighed, ...]],
) -> None:
    library, studies = body
    told = judged_as(studies, *[(Concern.NONE, Concern.SERIOUS)] * 6)
    found = average(library.claims["it"], told)
    assert found is not None
    assert found.some_ways
    assert [len(each.studies) for each in found.sound] == [6, 0]


# shares, and directions


SHARE = """
- unit: patients
  arms: {{all: {{events: {}, n: {}}}}}
"""


def prevalence(trials_of: Trials, *shares: tuple[int, int]) -> Library:
    one = {
        "{id: drug, role: intervention}\n      - {id: sham, role: comparator}": "{id: all, role: whole}",
        "design: randomised-trial": "design: cross-sectional",
    }
    return trials_of(
        *(SHARE.format(*share) for share in shares),
        other={f"t{n}": one for n in range(len(shares))},
        kind="prevalence",
    )


def test_shares_are_averaged_as_logits(trials_of: Trials, judge_claim: Judge) -> None:
    shares = ((10, 100), (30, 120), (15, 90), (22, 80))
    found = averaged(prevalence(trials_of, *shares), judge_claim)
    assert found.measure is EffectMeasure.PROPORTION
    assert found.quoted is not None
    pooled = stats.pool([stats.Entry(str(s), Measure.PROPORTION, Share(*s)) for s in shares])
    assert pooled.random is not None
    assert pooled.random.average is not None
    assert found.quoted.effect.value == pytest.approx(1 / (1 + math.exp(-pooled.random.average.estimate)))
    assert found.quoted.p is None
    assert [each.given for each in found.entered] == ["10/100", "30/120", "15/90", "22/80"]


def test_two_shares_are_listed_and_not_averaged(trials_of: Trials, judge_claim: Judge) -> None:
    found = averaged(prevalence(trials_of, (10, 100), (30, 120)), judge_claim)
    assert refusals(found) == [Refusal.FEW_SHARES]


BARE = "- {{unit: patients, estimates: [{{measure: OR, value: {}}}]}}"


def test_where_most_tell_no_interval_directions_are_counted_whatever_their_p_values(
    trials_of: Trials, judge_claim: Judge
) -> None:
    values = ("0.5", "0.7", "0.9", "1.2", "0.8", "0.99")
    with_p = [BARE.format(value).replace("}]}", "}], p: 0.001}") for value in values]
    for results in ([BARE.format(value) for value in values], with_p):
        found = averaged(trials_of(*results), judge_claim)
        assert refusals(found) == [Refusal.NO_RESULT]
        assert found.votes is not None
        assert (found.votes.one_way, len(found.votes.first), found.votes.second) == ("better", 5, ("t3",))
        assert found.votes.p == pytest.approx(7 / 32)


def test_directions_are_not_counted_where_most_are_not_known_or_effects_can_be_averaged(
    trials_of: Trials, judge_claim: Judge
) -> None:
    words = "- {unit: patients, told: no difference}"
    assert averaged(trials_of(BARE.format("0.5"), BARE.format("0.7"), words, words), judge_claim).votes is None
    assert averaged(trials_of(*FIVE), judge_claim).votes is None


def test_the_share_of_one_study_lies_within_its_interval(
    library_of: Callable[[str], Library], judge_claim: Judge
) -> None:
    study = """
  - id: p{n}
    title: A survey
    kind: primary-study
    year: 200{n}
    question: prevalence
    design: cross-sectional
    sampling: population
    arms: [{{id: all, role: whole}}]
    outcomes: [{{id: has, name: Has it, results: [{{unit: patients, arms: {{all: {{events: {events}, n: 50}}}}}}]}}]
"""
    told = "studies:" + "".join(study.format(n=n, events=events) for n, events in enumerate((0, 5, 7, 50)))
    evidence = ", ".join(f"{{study: p{n}, bearing: for, why: so, outcome: has}}" for n in range(4))
    told += f"claims: [{{id: it, text: So, kind: prevalence, strength: description, evidence: [{evidence}]}}]\n"
    entered = averaged(library_of(told), judge_claim).entered
    for each in entered:
        assert each.effect is not None
        assert each.effect.low is not None
        assert each.effect.high is not None
        assert each.effect.low <= each.effect.value <= each.effect.high
    effect = entered[0].effect
    assert effect is not None
    assert effect_text(effect) == "proportion 0 (0 to 0.0713)"
    other = entered[1].effect
    assert other is not None
    assert "+" not in effect_text(other)


ALIKE = ((60, 400, 85, 400), (70, 500, 98, 500), (45, 300, 60, 300))
"""Three trials whose common effect is shown; limits that make room for a variance between three hold no effect."""


def test_to_leave_out_one_of_three_alike_studies_changes_nothing_by_the_method_alone(
    trials_of: Trials, judge_claim: Judge
) -> None:
    found = averaged(trials_of(*ALIKE), judge_claim)
    assert found.quoted is not None
    assert found.quoted.effect.high is not None
    assert found.quoted.effect.high > 1
    assert [without.changes for without in found.without] == [False, False, False]


def test_what_leaving_out_a_study_changes_is_told_where_it_does(trials_of: Trials, judge_claim: Judge) -> None:
    found = averaged(trials_of((140, 600, 180, 600), (86, 500, 96, 500), (78, 450, 87, 450)), judge_claim)
    assert [without.changes for without in found.without] == [True, False, False]


def test_bare_counts_of_groups_that_chance_did_not_make_are_told_as_such(
    trials_of: Callable[..., Library], judge_claim: Callable[..., Synthesis]
) -> None:
    tables = (5, 100, 10, 100), (7, 80, 12, 90)
    cohorts = {f"t{n}": {"design: randomised-trial": "design: cohort"} for n in range(len(tables))}
    for other, said in ((cohorts, True), ({}, False)):
        pooled = judge_claim(trials_of(*tables, other=other), "it").pooled
        assert pooled is not None
        assert pooled.quoted is not None
        told = "counts of groups that chance did not make, not adjusted for what else differs: t0, t1"
        assert (told in pooled.cautions) is said
