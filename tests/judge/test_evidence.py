from collections.abc import Callable

import pytest

from ccsvi_triage.check.numbers.scale import on_scale
from ccsvi_triage.judge.evidence import alongside, date_of, end_of, numbers_against, roots_of
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import Aside, Leaning, Synthesis, Weighed
from ccsvi_triage.model.words import CertaintyReason, EffectMeasure, Strength

LibraryOf = Callable[[str], Library]
Judge = Callable[..., Synthesis]

TRIAL = """
  - id: {id}
    title: A trial
    kind: primary-study
    year: 2014
    question: benefit
    design: randomised-trial
    randomised: yes
    control: sham
    arms: [{{id: a, role: intervention, n: {n}}}, {{id: b, role: comparator, n: {n}}}]
    outcomes:
      - id: relapse
        name: People with a relapse
        measure: objective
        importance: {importance}
        {better}
        results:
          - unit: {unit}
            arms: {{a: {{events: {a}, n: {n}}}, b: {{events: {b}, n: {n}}}}}
"""
CLAIM = """
claims:
  - id: it
    text: It is so
    kind: {kind}
    strength: effect
    asserts: {asserts}
    evidence: [{evidence}]
"""


def trial(id_: str = "t", a: int = 10, b: int = 10, n: int = 20, **words: str) -> str:
    known = {"importance": "patient-important", "better": "better: lower", "unit": "patients", **words}
    return TRIAL.format(id=id_, a=a, b=b, n=n, **known)


def library(
    library_of: LibraryOf, studies: str, *evidence: str, kind: str = "benefit", asserts: str = "presence"
) -> Library:
    told = ", ".join(f"{{{bears}, why: so it is}}" for bears in evidence)
    return library_of("studies:" + studies + CLAIM.format(kind=kind, asserts=asserts, evidence=told))


@pytest.fixture(scope="module")
def weighed(library_of: LibraryOf, judge_claim: Judge) -> Callable[..., Weighed]:
    """Give a function that weighs one trial on a claim."""

    def weigh(bearing: str = "for", kind: str = "benefit", asserts: str = "presence", **facts: str | int) -> Weighed:
        told = f"study: t, bearing: {bearing}, outcome: relapse"
        found = library(library_of, trial(**facts), told, kind=kind, asserts=asserts)  # type: ignore[arg-type]
        (each,) = judge_claim(found, "it").counted
        return each

    return weigh


@pytest.mark.parametrize(
    ("kind", "a", "b", "leaning"),
    [
        ("benefit", 10, 80, Leaning.FOR),
        ("benefit", 80, 10, Leaning.UNCLEAR),
        ("benefit", 50, 50, Leaning.NULL),
        ("harm", 80, 10, Leaning.FOR),
        ("harm", 10, 80, Leaning.UNCLEAR),
    ],
)
def test_a_study_leans_by_its_numbers_and_is_unclear_where_its_record_says_otherwise(
    kind: str, a: int, b: int, leaning: Leaning, weighed: Callable[..., Weighed]
) -> None:
    assert weighed("for", kind, a=a, b=b, n=100).leaning is leaning


def test_a_result_on_the_other_side_is_against_where_its_record_says_so(weighed: Callable[..., Weighed]) -> None:
    assert weighed("against", a=80, b=10, n=100).leaning is Leaning.AGAINST


def test_a_study_that_is_recorded_as_unclear_stays_so_whatever_its_numbers(weighed: Callable[..., Weighed]) -> None:
    each = weighed("unclear", a=10, b=80, n=100)
    assert (each.leaning, each.numbers) == (Leaning.UNCLEAR, False)


def test_that_no_harm_is_shown_counts_only_where_the_interval_leaves_out_what_matters(
    weighed: Callable[..., Weighed],
) -> None:
    assert weighed("against", "harm", a=5, b=5, n=20).leaning is Leaning.UNCLEAR
    assert weighed("against", "harm", a=5000, b=5000, n=20000).leaning is Leaning.NULL


def test_a_claim_that_there_is_none_is_shown_by_an_interval_and_not_by_silence(
    weighed: Callable[..., Weighed],
) -> None:
    small, large = (weighed("for", "harm", "absence", a=n, b=n, n=4 * n) for n in (5, 5000))
    assert (small.leaning, small.rules_out) == (Leaning.FOR, False)
    assert (large.leaning, large.rules_out) == (Leaning.FOR, True)


@pytest.mark.parametrize(
    ("bearing", "asserts", "a", "said"),
    [
        ("for", "presence", 10, "no difference shown"),
        ("for", "presence", 19, "worse in the first group"),
        ("for", "presence", 1, ""),
        ("against", "presence", 1, "better in the first group"),
        ("against", "presence", 10, ""),
        ("against", "presence", 19, ""),
        ("for", "absence", 10, ""),
        ("for", "absence", 1, "better in the first group"),
        ("against", "absence", 10, "no difference shown"),
        ("against", "absence", 1, ""),
        ("unclear", "presence", 19, ""),
        ("context", "presence", 19, ""),
    ],
)
def test_numbers_speak_against_a_record_that_says_more_than_they_do(
    bearing: str, asserts: str, a: int, said: str, library_of: LibraryOf
) -> None:
    known = library(library_of, trial(a=a), f"study: t, bearing: {bearing}, outcome: relapse", asserts=asserts)
    claim, study = known.claims["it"], known.studies["t"]
    scaled = on_scale(study, study.outcomes[0])
    assert numbers_against(claim, claim.evidence[0], scaled) == said


def test_pieces_of_people_are_not_counted_as_people(weighed: Callable[..., Weighed]) -> None:
    each = weighed("for", a=10, b=80, n=100, unit="vessels")
    assert (each.leaning, each.numbers, each.shown) == (Leaning.FOR, False, False)


def test_a_surrogate_carries_less_on_a_claim_of_benefit(weighed: Callable[..., Weighed]) -> None:
    assert weighed(a=10, b=80, n=100).most is Strength.EFFECT
    assert weighed(a=10, b=80, n=100, importance="surrogate").most is Strength.ASSOCIATION


def test_a_small_result_that_shows_nothing_does_not_speak_against_what_it_cannot_exclude(
    library_of: LibraryOf, judge_claim: Judge
) -> None:
    shown, small = "study: big, bearing: for, outcome: relapse", "study: small, bearing: against, outcome: relapse"
    known = library(library_of, trial("big", 30, 60, 200) + trial("small", 3, 4, 10), shown, small)
    leanings = {each.id: each.leaning for each in judge_claim(known, "it").counted}
    assert leanings == {"big": Leaning.FOR, "small": Leaning.UNCLEAR}
    known = library(library_of, trial("big", 30, 60, 200) + trial("small", 500, 500, 2000), shown, small)
    leanings = {each.id: each.leaning for each in judge_claim(known, "it").counted}
    assert leanings == {"big": Leaning.FOR, "small": Leaning.NULL}


ASIDE = {
    "status: retracted": Aside.RETRACTED,
    "notices: [{kind: retraction}]": Aside.RETRACTED,
    "status: ongoing": Aside.PLAN,
}


@pytest.mark.parametrize("fact", ASIDE)
def test_what_never_counts_is_set_aside_with_its_reason(fact: str, library_of: LibraryOf, judge_claim: Judge) -> None:
    known = library(library_of, trial() + f"    {fact}\n", "study: t, bearing: for, outcome: relapse")
    judged = judge_claim(known, "it")
    assert (judged.counted, [each.word for each in judged.aside]) == ((), [ASIDE[fact]])


@pytest.mark.parametrize("kind", ["news", "blog", "statement", "commentary", "guideline", "appraisal", "book"])
def test_opinion_never_counts(kind: str, library_of: LibraryOf, judge_claim: Judge) -> None:
    known = library(library_of, f"\n  - {{id: t, title: T, kind: {kind}}}\n", "study: t, bearing: for")
    judged = judge_claim(known, "it")
    assert [each.word for each in judged.aside] == [Aside.NO_STUDY]


def test_a_retracted_study_that_is_only_context_is_still_called_retracted(
    library_of: LibraryOf, judge_claim: Judge
) -> None:
    known = library(library_of, trial() + "    status: retracted\n", "study: t, bearing: context")
    assert [each.word for each in judge_claim(known, "it").aside] == [Aside.RETRACTED]


def test_a_chain_of_further_reports_is_one_study(library_of: LibraryOf, judge_claim: Judge) -> None:
    studies = trial("a") + trial("b") + "    companion_of: a\n" + trial("c") + "    companion_of: b\n"
    known = library(
        library_of, studies, "study: c, bearing: for, outcome: relapse", "study: b, bearing: for, outcome: relapse"
    )
    judged = judge_claim(known, "it")
    assert [each.id for each in judged.counted] == ["b"]
    assert [each.word for each in judged.aside] == [Aside.COMPANION]
    assert roots_of(known.studies)["c"] == "a"


def test_reports_that_call_each_other_companions_end_somewhere(library_of: LibraryOf, judge_claim: Judge) -> None:
    studies = trial("a") + "    companion_of: b\n" + trial("b") + "    companion_of: a\n"
    known = library(
        library_of, studies, "study: a, bearing: for, outcome: relapse", "study: b, bearing: for, outcome: relapse"
    )
    assert len(judge_claim(known, "it").counted) >= 1


@pytest.mark.parametrize(
    ("date", "end"), [("2009", "2009-12-31"), ("2009-02", "2009-02-31"), ("2009-02-03", "2009-02-03")]
)
def test_a_date_is_taken_to_the_last_day_that_it_may_mean(date: str, end: str) -> None:
    assert end_of(date) == end


def test_a_study_without_a_date_counts_only_where_no_date_is_asked_for(
    library_of: LibraryOf, judge_claim: Judge
) -> None:
    known = library(library_of, trial().replace("    year: 2014\n", ""), "study: t, bearing: for, outcome: relapse")
    assert date_of(known.studies["t"]) == ""
    assert len(judge_claim(known, "it").counted) == 1
    assert [each.word for each in judge_claim(known, "it", as_of="2030").aside] == [Aside.UNDATED]
    assert [era.date for era in judge_claim(known, "it").history] == [""]


@pytest.mark.parametrize(
    ("events", "said"), [(0, "nobody in either group had it"), (20, "everybody in both groups had it")]
)
def test_a_trial_in_which_nobody_or_everybody_had_the_event_speaks_neither_way(
    events: int, said: str, weighed: Callable[..., Weighed]
) -> None:
    for bearing in ("for", "against"):
        found = weighed(bearing, a=events, b=events)
        assert found.leaning is Leaning.UNCLEAR
    assert weighed("against", a=events, b=events).because.startswith(said)
    assert weighed("against", a=10, b=10).leaning is Leaning.NULL


def test_that_no_harm_was_seen_in_either_group_is_silence_and_not_nothing(weighed: Callable[..., Weighed]) -> None:
    found = weighed("for", kind="harm", asserts="absence", a=0, b=0)
    assert (found.leaning, found.rules_out) == (Leaning.FOR, False)


def test_a_trial_by_clusters_leans_by_its_record_where_it_tells_bare_counts(
    library_of: LibraryOf, judge_claim: Judge
) -> None:
    text = trial(a=40, b=80, n=400).replace("design: randomised-trial", "design: cluster-randomised-trial")
    (found,) = judge_claim(library(library_of, text, "study: t, bearing: for, outcome: relapse"), "it").counted
    assert (found.leaning, found.numbers, found.shown) == (Leaning.FOR, False, False)
    assert found.because.startswith(
        "its counts do not tell how people of a cluster randomised trial go together, so by"
    )


def test_a_cohort_leans_by_its_adjusted_effect_and_not_by_bare_counts(
    library_of: LibraryOf, judge_claim: Judge
) -> None:
    text = trial(a=40, b=80, n=400).replace("design: randomised-trial\n    randomised: yes", "design: cohort")
    text = text.replace(
        "arms: {a: {events",
        "estimates: [{measure: HR, value: 0.95, low: 0.70, high: 1.25, adjusted: yes}]\n            arms: {a: {events",
    )
    (found,) = judge_claim(library(library_of, text, "study: t, bearing: against, outcome: relapse"), "it").counted
    assert (found.leaning, found.numbers) == (Leaning.NULL, True)
    assert [each.measure for each in found.named.scaled.effects] == [EffectMeasure.HAZARD_RATIO]


OWN = "    threshold: {{measure: {}, less: {}, more: {}, because: so, by: A. Reviewer, date: 2031-05-04}}\n"


@pytest.mark.parametrize(
    ("threshold", "ruled_out"),
    [("", "yes"), (OWN.format("RR", 0.95, 1.05), "no"), (OWN.format("RD", -0.05, 0.05), "yes"),
     (OWN.format("RD", -0.01, 0.01), "no")],
)  # fmt: skip
def test_what_is_left_out_is_measured_by_a_persons_threshold(
    library_of: LibraryOf, judge_claim: Judge, threshold: str, ruled_out: str
) -> None:
    told = CLAIM.format(kind="harm", asserts="absence", evidence="{study: t, bearing: for, why: so, outcome: relapse}")
    text = "studies:" + trial(a=500, b=500, n=2000) + told + threshold
    (found,) = judge_claim(library_of(text), "it").counted
    assert found.rules_out is (ruled_out == "yes")


def test_where_no_way_is_better_an_effect_either_way_has_to_be_left_out(weighed: Callable[..., Weighed]) -> None:
    assert weighed("for", asserts="absence", a=500, b=500, n=2000, better="").rules_out
    assert not weighed("for", asserts="absence", a=380, b=460, n=2000, better="").rules_out


POINTS = """
  - id: {id}
    title: A trial
    kind: primary-study
    year: 2014
    question: benefit
    design: randomised-trial
    arms: [{{id: a, role: intervention}}, {{id: b, role: comparator}}]
    outcomes:
      - id: {outcome}
        name: {outcome}
        better: {better}
        results: [{{unit: points, arms: {{a: {{mean: {a}, sd: {sd}, n: {n}}}, b: {{mean: {b}, sd: {sd}, n: {n}}}}}}}]
"""


def points(id_: str, outcome: str, better: str, **numbers: float) -> str:
    return POINTS.format(id=id_, outcome=outcome, better=better, **numbers)


@pytest.mark.parametrize(
    "other",
    [
        # the same in standard deviations, on a scale a tenth as long
        points("u", "small-scale", "lower", a=3.4, b=3.8, sd=2, n=60),
        # the same in standard deviations, where more is good
        points("u", "function", "higher", a=52, b=48, sd=20, n=60),
    ],
)
def test_an_imprecise_result_on_another_scale_does_not_speak_against_what_others_show(
    library_of: LibraryOf, judge_claim: Judge, other: str
) -> None:
    shown = points("t", "pain", "lower", a=40, b=48, sd=20, n=200)
    outcome = "small-scale" if "small-scale" in other else "function"
    told = library(
        library_of, shown + other, "study: t, bearing: for, outcome: pain",
        f"study: u, bearing: against, outcome: {outcome}",
    )  # fmt: skip
    by_id = {each.id: each for each in judge_claim(told, "it").counted}
    assert by_id["t"].leaning is Leaning.FOR
    assert by_id["u"].leaning is Leaning.UNCLEAR
    assert "too imprecise to speak against t" in by_id["u"].because


def test_effects_stand_beside_each_other_on_one_scale_only(library_of: LibraryOf, judge_claim: Judge) -> None:
    told = library(
        library_of,
        points("t", "pain", "lower", a=40, b=48, sd=20, n=200)
        + points("u", "function", "higher", a=60, b=52, sd=20, n=200),
        "study: t, bearing: for, outcome: pain",
        "study: u, bearing: for, outcome: function",
    )
    judged = judge_claim(told, "it")
    by_id = {each.id: each for each in judged.counted}
    pain, function = by_id["t"], by_id["u"]
    assert alongside(pain, function, EffectMeasure.MEAN_DIFFERENCE) is None
    turned = alongside(pain, function, EffectMeasure.STANDARDISED_MEAN_DIFFERENCE)
    assert turned is not None
    assert turned.low is not None
    assert turned.high is not None
    assert turned.low < turned.value < turned.high < 0
    (inconsistency,) = (each for each in judged.certainty.steps if each.reason is CertaintyReason.INCONSISTENCY)
    assert inconsistency.proposed == (0,)
    (imprecision,) = (each for each in judged.certainty.steps if each.reason is CertaintyReason.IMPRECISION)
    assert imprecision.because.startswith("the narrowest interval is SMD")
