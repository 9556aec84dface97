from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.judge.decision import GRAVITY, NONE, WORDS, Table, cases, derived
from ccsvi_triage.load.files import load_verdicts
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.words import ClaimVerdict, Strength

Judge = Callable[..., Synthesis]
FUNCTION = "angioplasty-improves-function"
strengths = st.sampled_from(WORDS["for"])


@given(st.sampled_from(Strength), strengths, strengths, strengths)
def test_ranks_follow_from_what_each_side_carries(asserted: Strength, points: str, null: str, against: str) -> None:
    words = derived(asserted, points, null, against)
    assert (words["null_rank"] == NONE) == (null == NONE)
    assert (words["null_rank"] == "stronger") <= (WORDS["for"].index(null) > WORDS["for"].index(points))
    if null == points != NONE:
        assert words["null_rank"] == "equal"
    assert words["enough"] == "no" or points != NONE


def test_a_confirmed_effect_does_not_outrank_an_effect() -> None:
    assert derived(Strength.EFFECT, "effect", "confirmed-effect", NONE)["null_rank"] == "equal"


def test_verdicts_grow_graver_to_the_end() -> None:
    assert GRAVITY[0] is ClaimVerdict.SUPPORTED
    assert GRAVITY[-1] is ClaimVerdict.CONTRADICTED


def test_a_verdict_is_open_where_the_ways_in_which_judgements_may_come_out_differ(
    shipped: Library, judge_claim: Judge
) -> None:
    judged = judge_claim(shipped, FUNCTION)
    assert judged.decided.final is None
    trials = ("siddiqui-2014-premise", "traboulsee-2018", "zamboni-2018-bravedreams", "napoli-2020")
    assert judged.decided.hinges == trials
    verdicts = {rule.then for rule in judged.decided.deciding}
    assert verdicts == set(judged.decided.possible)


def test_settling_every_judgement_leaves_one_of_the_verdicts_that_were_possible(
    shipped: Library, judge_claim: Judge
) -> None:
    table = Table(load_verdicts().rules)
    for name, claim in shipped.claims.items():
        judged = judge_claim(shipped, name)
        for at in (0, -1):
            settled = [each._replace(carries=(each.carries[at],)) for each in judged.counted]
            decided = table.decide(claim, settled, views=judged.views)
            assert decided.final in judged.decided.possible
            assert decided.hinges == ()


def test_a_study_on_which_the_verdict_does_not_depend_is_not_called_a_hinge(
    shipped: Library, judge_claim: Judge
) -> None:
    judged = judge_claim(shipped, FUNCTION)
    table = Table(load_verdicts().rules)
    for at, each in enumerate(judged.counted):
        if each.id in judged.decided.hinges or each.least is each.most:
            continue
        for carried in each.carries:
            counted = [*judged.counted]
            counted[at] = each._replace(carries=(carried,))
            assert table.decide(judged.claim, counted).possible == judged.decided.possible


def test_all_cases_of_a_claim_have_every_word_that_rules_look_at(shipped: Library, judge_claim: Judge) -> None:
    for name, claim in shipped.claims.items():
        for words in cases(claim, judge_claim(shipped, name).counted, ()):
            assert words.keys() == WORDS.keys()
            assert all(words[key] in WORDS[key] for key in words)


def test_claims_of_which_the_same_is_known_stand_alike(shipped: Library, judge_claim: Judge) -> None:
    claim = replaced(shipped.claims[FUNCTION], text="Something else", aliases=())
    library = shipped._replace(claims={**shipped.claims, FUNCTION: claim})
    assert judge_claim(library, FUNCTION).decided == judge_claim(shipped, FUNCTION).decided
