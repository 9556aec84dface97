"""A shift says what changes, and a reach the least that it takes."""

from collections.abc import Callable

from ccsvi_triage.model.appraisal import OverallJudgement
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.model.whatif import NEEDS, ClaimShift, Need, Reach, Way, WholeShift, level_of

Judge = Callable[..., Synthesis]
RELAPSES = "angioplasty-reduces-relapses-rrms"


def whole(*possible: str) -> OverallJudgement:
    suggested = possible[0] if len(possible) == 1 else None
    return OverallJudgement(possible, suggested, (), None, None, "", None, confirmed=True)


def test_what_holds_is_one_level_or_all_that_are_possible_or_none() -> None:
    assert level_of(whole("low")) == ("low",)
    assert level_of(whole("low", "high")) == ("low", "high")
    assert level_of(None) == ()


def test_a_whole_changes_where_its_level_does_or_what_is_possible_does() -> None:
    assert WholeShift(None, whole("low"), whole("high")).changed
    assert WholeShift(None, whole("low", "high"), whole("low")).changed
    assert WholeShift(None, None, whole("low")).changed
    assert not WholeShift(None, whole("low"), whole("low")).changed


def test_a_reach_takes_what_its_easiest_way_takes_and_nothing_where_there_is_none() -> None:
    ways = (Way(Need.OPEN, 3, 1, ()), Way(Need.DESIGN, 1, 1, ()))
    assert Reach(("low",), ways).need is Need.OPEN
    assert Reach(("low",), ()).need is None


def test_needs_stand_from_the_easiest_to_what_no_reading_can_do() -> None:
    assert NEEDS == (Need.OPEN, Need.PROPOSED, Need.REVIEWER, Need.DESIGN)


def test_a_claim_changes_where_its_verdict_or_its_certainty_does(shipped: Library, judge_claim: Judge) -> None:
    now, then = (judge_claim(shipped, RELAPSES, as_of=date) for date in ("2018", "2010"))
    shift = ClaimShift(now.claim, now, then)
    assert shift.changed
    assert shift.decided_otherwise
    assert not ClaimShift(now.claim, now, now).changed
    rated = ClaimShift(now.claim, now, now._replace(certainty=then.certainty))
    assert (rated.changed, rated.decided_otherwise, rated.rated_otherwise) == (True, False, True)
