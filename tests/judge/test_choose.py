from collections.abc import Callable

import pytest

from ccsvi_triage.judge.choose import ceiling, choose, override
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Ceiling, Choice
from ccsvi_triage.model.library import Choosing
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Concern, Question, Strength, YesNo

StudyOf = Callable[[str], Study]


def row(name: str, *, first: bool = False, **when: str) -> Choice:
    return Choice(
        id=Id(name),
        title=f"Row {name}",
        when=Condition(({path: (word,) for path, word in when.items()},)),
        first=YesNo.YES if first else YesNo.NO,
        ceiling=Strength.HYPOTHESIS,
        because="so",
    )


def said(
    name: str, strength: Strength, question: tuple[Question, ...] = (), concern: tuple[Concern, ...] = ()
) -> Ceiling:
    return Ceiling(id=Id(name), strength=strength, question=question, concern=concern, may="this")


def test_the_one_row_that_fits_is_chosen(study_of: StudyOf) -> None:
    choosing = Choosing((row("a", randomised="yes"), row("b", randomised="no")), ())
    chosen = choose(study_of("randomised: no"), choosing)
    assert chosen.choice is not None
    assert (chosen.choice.id, chosen.problems) == ("b", ())


def test_a_first_row_settles_the_matter_wherever_it_stands(study_of: StudyOf) -> None:
    rows = (row("a", randomised="yes"), row("b", control="sham"), row("c", first=True, status="retracted"))
    chosen = choose(study_of("randomised: yes\ncontrol: sham\nstatus: retracted"), Choosing(rows, ()))
    assert chosen.choice is not None
    assert chosen.choice.id == "c"


def test_of_several_first_rows_the_first_that_fits_counts(study_of: StudyOf) -> None:
    rows = (row("a", first=True, sites="3"), row("b", first=True, sites="1"), row("c", first=True, randomised="yes"))
    chosen = choose(study_of("sites: 1\nrandomised: yes"), Choosing(rows, ()))
    assert chosen.choice is not None
    assert chosen.choice.id == "b"


def test_two_rows_that_fit_are_a_problem_at_the_design_that_names_both(study_of: StudyOf) -> None:
    choosing = Choosing((row("a", randomised="yes"), row("b", control="none")), ())
    chosen = choose(study_of("randomised: yes\ndesign: single-arm\ncontrol: none"), choosing)
    assert chosen.choice is None
    (problem,) = chosen.problems
    assert problem.code == "E-DESIGN"
    assert "'a' (Row a) and 'b' (Row b)" in problem.message
    assert str(problem.place) == "library.yaml:6:13"


def test_no_row_that_fits_is_a_problem_that_says_what_is_known(study_of: StudyOf) -> None:
    chosen = choose(study_of("design: cohort"), Choosing((row("a", randomised="yes"),), ()))
    assert chosen.choice is None
    (problem,) = chosen.problems
    assert problem.code == "E-DESIGN"
    assert "kind primary-study, design cohort, question open" in problem.message


def test_without_a_row_nothing_is_said_of_what_a_study_can_carry(study_of: StudyOf) -> None:
    assert ceiling(study_of(""), None, Concern.NONE, Choosing((), (said("a", Strength.HYPOTHESIS),))) is None


@pytest.mark.parametrize(
    ("worst", "entry"),
    [(Concern.NONE, "fair"), (Concern.SERIOUS, "biased"), (Concern.CRITICAL, "open"), (None, "open")],
)
def test_the_first_ceiling_that_fits_strength_question_and_judgement_counts(
    worst: Concern | None, entry: str, study_of: StudyOf
) -> None:
    entries = (
        said("other-strength", Strength.EFFECT),
        said("other-question", Strength.HYPOTHESIS, (Question.HARM,)),
        said("fair", Strength.HYPOTHESIS, (Question.BENEFIT,), (Concern.NONE,)),
        said("biased", Strength.HYPOTHESIS, (Question.BENEFIT,), (Concern.SERIOUS,)),
        said("open", Strength.HYPOTHESIS, (Question.BENEFIT,)),
        said("later", Strength.HYPOTHESIS),
    )
    found = ceiling(study_of("question: benefit"), row("a"), worst, Choosing((), entries))
    assert found is not None
    assert found.id == entry


def test_a_study_whose_question_is_open_takes_only_a_ceiling_without_a_question(study_of: StudyOf) -> None:
    entries = (said("a", Strength.HYPOTHESIS, (Question.BENEFIT,)), said("b", Strength.HYPOTHESIS))
    for facts in ("", "question: not-reported"):
        found = ceiling(study_of(facts), row("a"), None, Choosing((), entries))
        assert found is not None
        assert found.id == "b"


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ("", ""),
        ("instrument: rob2", "rob2"),
        ("instrument: {value: rob2, note: my reason}", "rob2"),
        ("instrument: not-applicable", ""),
    ],
)
def test_a_study_may_name_an_instrument_that_is_there(facts: str, name: str, study_of: StudyOf) -> None:
    assert override(study_of(facts), ("rob2", "single-arm")) == name
