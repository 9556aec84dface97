from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ccsvi_triage.judge import entries, evidence
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import Bearing
from ccsvi_triage.stats import pool

Judge = Callable[..., Synthesis]
Trials = Callable[..., Library]
RELAPSES = "angioplasty-reduces-relapses-rrms"


def test_the_study_that_is_missing_has_a_design_blinding_length_and_a_size_with_its_reason(
    shipped: Library, judge_claim: Judge
) -> None:
    missing = judge_claim(shipped, RELAPSES).missing
    assert missing.wanting is not None
    assert "randomised trial" in missing.wanting.design
    assert missing.size.people == 3696
    assert "7/65" in missing.size.because
    assert missing.so_far == ("6 months", "1 year")


def test_a_size_that_cannot_be_computed_says_why(shipped: Library, judge_claim: Judge) -> None:
    size = judge_claim(shipped, RELAPSES, as_of="2012").missing.size
    assert size.people is None
    assert size.because.startswith("cannot be computed")
    assert "not computed for a claim of mechanism" in judge_claim(shipped, "nimodipine-eae").missing.size.because


def test_a_claim_that_is_supported_as_it_is_asserted_misses_no_study(shipped: Library, judge_claim: Judge) -> None:
    assert judge_claim(shipped, "untreated-rrms-improves").missing.wanting is None
    assert judge_claim(shipped, "no-controlled-hbo-trials").missing.wanting is None


def test_that_an_effect_was_not_shown_is_never_called_a_proof_of_none(shipped: Library, judge_claim: Judge) -> None:
    for claim in shipped.claims:
        words = judge_claim(shipped, claim).words
        assert "no effect" not in words.may
        assert "proven" not in words.may
    assert "it is proven useless" in judge_claim(shipped, RELAPSES).words.may_not


def test_no_claim_of_harm_lets_anybody_say_that_it_is_safe(shipped: Library, judge_claim: Judge) -> None:
    for date in ("2009", "2011", ""):
        words = judge_claim(shipped, "angioplasty-is-safe", as_of=date).words
        assert "it is safe" in words.may_not or date == ""
        assert "it is safe" not in words.may


def test_what_may_be_said_waits_while_the_verdict_is_open(shipped: Library, judge_claim: Judge) -> None:
    words = judge_claim(shipped, "angioplasty-improves-function").words
    assert words.may.startswith("what the studies let anybody say is open")
    assert {"it works", "it has been shown"} <= set(words.may_not)


def test_overstated_claims_say_what_less_holds(shipped: Library, judge_claim: Judge) -> None:
    words = judge_claim(shipped, RELAPSES, as_of="2012").words
    assert words.by == "zamboni-2009-jvs"
    assert words.may == "less than is asserted: worth testing in a controlled, blinded trial"
    assert "animals" in judge_claim(shipped, "nimodipine-eae").words.may
    assert "animals" in judge_claim(shipped, "nimodipine-treats-ms").words.may


def test_no_words_are_left_to_be_filled_in(shipped: Library, judge_claim: Judge) -> None:
    for claim in shipped.claims:
        for date in ("2009", "2012", "2014", ""):
            words = judge_claim(shipped, claim, as_of=date).words
            assert all("{" not in said and said.strip() for said in (words.may, *words.may_not))


COHORT = st.sampled_from((6, 20, 40, 150)).flatmap(
    lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(0, n), st.sampled_from(Bearing))
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@example(
    [
        (1, 6, 2, Bearing.FOR),
        (47, 150, 39, Bearing.FOR),
        (6, 40, 14, Bearing.FOR),
        (7, 80, 9, Bearing.FOR),
        (3, 20, 2, Bearing.UNCLEAR),
    ]
)
@given(st.lists(COHORT, min_size=2, max_size=6))
def test_whatever_cohorts_show_while_their_judgements_are_open_something_may_not_be_said(
    trials_of: Trials, judge_claim: Judge, told: list[tuple[int, int, int, Bearing]]
) -> None:
    other = {
        f"t{n}": {"design: randomised-trial": "design: cohort", "        better: lower\n": ""} for n in range(len(told))
    }
    library = trials_of(*((a, n, b, n) for a, n, b, _ in told), other=other, kind="association")
    claim = library.claims["it"]
    pairs = zip(claim.evidence, told, strict=True)
    evidence = tuple(replaced(each, bearing=bearing) for each, (*_, bearing) in pairs)
    claims = {"it": replaced(claim, evidence=evidence)}
    words = judge_claim(library._replace(claims=claims), "it").words
    assert words.may
    assert words.may_not


def test_viewpoints_speak_only_where_one_of_their_studies_may(shipped: Library, judge_claim: Judge) -> None:
    views = judge_claim(shipped, "ccsvi-causes-ms", as_of="2010").views
    assert [view.viewpoint.value for view in views] == ["consistency", "analogy"]
    assert len(judge_claim(shipped, "ccsvi-causes-ms").views) == 5


def test_a_trial_that_tells_a_p_value_alone_lets_nobody_say_how_large_its_effect_is(
    trials_of: Callable[..., Library], judge_claim: Judge
) -> None:
    library = trials_of("- {unit: patients, told: fewer relapses, p: 0.03}")
    bears = library.claims["it"].evidence[0]
    claim = replaced(library.claims["it"], evidence=(replaced(bears, bearing=Bearing.FOR),))
    words = judge_claim(library._replace(claims={"it": claim}), "it").words
    assert words.may == "it was reported, and not by numbers of people that can be checked"


def test_a_history_looks_at_each_study_once_and_not_at_every_date(
    trials_of: Trials, judge_claim: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def call(*args: Any, **options: Any) -> Any:
            calls[name] += 1
            return real(*args, **options)

        monkeypatch.setattr(module, name, call)

    counted(evidence, "_weighed")
    counted(entries, "_candidate")
    counted(pool, "profile")
    library = trials_of(*((5 + n, 60, 9 + n % 3, 60) for n in range(12)))
    assert len(judge_claim(library, "it").history) == 12
    # the interval of the variance between studies is told of now, and of no earlier date
    assert calls == {"_weighed": 12, "_candidate": 12, "profile": 1}
