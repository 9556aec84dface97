"""Weight comes from judgement and design together; where they part, or a judgement is open, neither carries more."""

from collections.abc import Callable

import pytest

from ccsvi_triage.judge.weight import counts, weigh
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.words import Concern, Strength

Lay = Callable[..., Comparison]


@pytest.fixture
def verdicts(side_by_side: Library, lay: Lay) -> dict[str, StudyVerdict]:
    laid = lay(side_by_side, "open-2009", "sham-2014", "large-2018", "undone-2012")
    return {str(verdict.study.id): verdict for verdict in laid.verdicts}


def judged(verdict: StudyVerdict, level: str, strength: Strength) -> StudyVerdict:
    """Put a study at a level of its instrument, with a design that can carry so much."""
    appraisal = verdict.appraisals[0]
    assert appraisal.overall is not None
    overall = appraisal.overall._replace(possible=(level,), suggested=level)
    assert verdict.choice is not None
    choice = replaced(verdict.choice, ceiling=strength)
    return verdict._replace(appraisals=(appraisal._replace(overall=overall),), choice=choice)


def test_a_critical_study_carries_less_whatever_is_still_open(verdicts: dict[str, StudyVerdict]) -> None:
    weight = weigh([verdicts["open-2009"], verdicts["sham-2014"]])
    (outranked,) = weight.outranked
    assert (outranked.study, outranked.by) == ("open-2009", "sham-2014")
    assert weight.most == ("sham-2014",)
    assert "critical" in outranked.because[0]
    assert "C3" in outranked.because[0]


def test_while_both_are_open_neither_carries_more(verdicts: dict[str, StudyVerdict]) -> None:
    weight = weigh([verdicts["sham-2014"], verdicts["large-2018"]])
    assert weight.outranked == ()
    assert weight.most == ("sham-2014", "large-2018")
    assert "may come out anywhere from none to serious" in weight.apart[0][2]


@pytest.mark.parametrize(
    ("levels", "strengths", "most"),
    [
        (("low", "high"), (Strength.EFFECT, Strength.EFFECT), ("sham-2014",)),
        (("low", "low"), (Strength.EFFECT, Strength.ASSOCIATION), ("sham-2014",)),
        (("low", "high"), (Strength.ASSOCIATION, Strength.EFFECT), ("sham-2014", "large-2018")),
        (("low", "low"), (Strength.EFFECT, Strength.EFFECT), ("sham-2014", "large-2018")),
        (("high", "low"), (Strength.ASSOCIATION, Strength.EFFECT), ("large-2018",)),
    ],
)
def test_judgement_and_design_are_never_set_off_against_each_other(
    verdicts: dict[str, StudyVerdict],
    levels: tuple[str, str],
    strengths: tuple[Strength, Strength],
    most: tuple[str, ...],
) -> None:
    one = judged(verdicts["sham-2014"], levels[0], strengths[0])
    other = judged(verdicts["large-2018"], levels[1], strengths[1])
    assert weigh([one, other]).most == most
    assert set(weigh([other, one]).most) == set(most)


def test_the_open_study_of_a_better_design_does_not_win_by_design_alone(verdicts: dict[str, StudyVerdict]) -> None:
    other = judged(verdicts["large-2018"], "low", Strength.ASSOCIATION)
    weight = weigh([verdicts["sham-2014"], other])
    assert weight.outranked == ()
    assert "which a judgement may still take away" in weight.apart[0][2]


def test_a_retracted_study_has_no_weight(verdicts: dict[str, StudyVerdict]) -> None:
    assert not counts(verdicts["undone-2012"])
    weight = weigh([verdicts["undone-2012"], verdicts["sham-2014"]])
    assert weight.never == ("undone-2012",)
    assert weight.most == ("sham-2014",)
    assert verdicts["open-2009"].worst is Concern.CRITICAL
