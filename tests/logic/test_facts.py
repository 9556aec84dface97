from collections.abc import Callable

import pytest

from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Basis

StudyOf = Callable[[str], Study]


def meets(study: Study, *clauses: dict[str, tuple[str, ...]]) -> bool:
    return Facts(study).meets(Condition(clauses)) is not None


def test_an_open_fact_meets_nothing_not_even_a_silence(study_of: StudyOf) -> None:
    study = study_of("")
    for words in (("yes",), ("no",), ("unclear",), ("not-reported",), ("not-applicable",), ("given",)):
        assert not meets(study, {"randomised": words})
        assert not meets(study, {"blinding.participants": words})
        assert not meets(study, {"outcome.measure": words})
    assert not meets(study, {"sites": ("> 0",)})
    assert not meets(study, {"lost.percent": ("<= 100",)})


def test_a_fact_meets_its_own_word_and_no_other(study_of: StudyOf) -> None:
    study = study_of("randomised: no\nblinding: {participants: yes}")
    assert meets(study, {"randomised": ("no",)})
    assert not meets(study, {"randomised": ("yes", "unclear", "not-reported")})
    assert meets(study, {"blinding.participants": ("yes", "no")})
    assert not meets(study, {"blinding.carers": ("yes", "no", "unclear", "not-reported")})


@pytest.mark.parametrize("silence", ["not-reported", "not-applicable"])
def test_a_silence_is_a_word_of_its_own_and_no_value(study_of: StudyOf, silence: str) -> None:
    study = study_of(f"control: {silence}\nenrolled: {silence}\nsequence: {silence}")
    other = {"not-reported", "not-applicable"} - {silence}
    for path in ("control", "enrolled", "sequence"):
        assert meets(study, {path: (silence,)})
        assert not meets(study, {path: ("given",)})
        assert not meets(study, {path: tuple(other)})
    assert not meets(study, {"enrolled": (">= 0",)})


def test_given_is_any_value_at_all(study_of: StudyOf) -> None:
    study = study_of("sequence: a computer list\nenrolled: 65\ncontrol: [sham, usual-care]\nrandomised: unclear")
    for path in ("sequence", "enrolled", "control", "randomised"):
        assert meets(study, {path: ("given",)})


def test_a_list_meets_a_word_that_is_among_its_own(study_of: StudyOf) -> None:
    study = study_of("control: [sham, usual-care]")
    assert meets(study, {"control": ("usual-care",)})
    assert meets(study, {"control": ("none", "sham")})
    assert not meets(study, {"control": ("none", "placebo")})


@pytest.mark.parametrize(("sites", "several"), [(1, False), (2, True), (45, True)])
def test_a_number_is_compared_as_a_number(study_of: StudyOf, sites: int, *, several: bool) -> None:
    study = study_of(f"sites: {sites}")
    assert meets(study, {"sites": ("> 1",)}) is several
    assert meets(study, {"sites": (str(sites),)})


@pytest.mark.parametrize(
    ("lost", "enrolled", "few", "many"),
    [
        (0, 65, True, False),
        (5, 100, True, False),
        (6, 100, False, False),
        (20, 100, False, False),
        (21, 100, False, True),
        (1, 19, False, False),
    ],
)
def test_losses_are_per_cent_of_those_who_entered(
    study_of: StudyOf, lost: int, enrolled: int, *, few: bool, many: bool
) -> None:
    study = study_of(f"lost: {lost}\nenrolled: {enrolled}")
    assert meets(study, {"lost.percent": ("<= 5",)}) is few
    assert meets(study, {"lost.percent": ("> 20",)}) is many


@pytest.mark.parametrize(
    "facts", ["lost: 3", "enrolled: 65", "lost: not-reported\nenrolled: 65", "lost: 3\nenrolled: not-reported"]
)
def test_losses_without_both_numbers_are_no_per_cent(study_of: StudyOf, facts: str) -> None:
    study = study_of(facts)
    assert Facts(study).ground("lost.percent") is None
    assert not meets(study, {"lost.percent": (">= 0",)})
    assert not meets(study, {"lost.percent": ("given",)})


def test_nothing_is_divided_by_nobody(study_of: StudyOf) -> None:
    assert Facts(study_of("lost: 0\nenrolled: 0")).ground("lost.percent") is None


def test_losses_say_of_how_many_they_are(study_of: StudyOf) -> None:
    study = study_of("lost: {value: 3, source: s, locator: table 2, basis: inferred}\nenrolled: 115")
    ground = Facts(study).ground("lost.percent")
    assert ground is not None
    assert ground.word == "3 of 115 (2.6 %)"
    assert (ground.source, ground.locator, ground.basis) == ("s", "table 2", Basis.INFERRED)


@pytest.mark.parametrize(("enrolled", "word"), [(99, "no"), (100, "yes"), (101, "yes")])
def test_the_planned_number_is_reached_by_as_many(study_of: StudyOf, enrolled: int, word: str) -> None:
    study = study_of(f"target: 100\nenrolled: {enrolled}")
    assert meets(study, {"target.reached": (word,)})
    assert not meets(study, {"target.reached": ("no" if word == "yes" else "yes",)})


@pytest.mark.parametrize("facts", ["target: 100", "enrolled: 100", "target: not-reported\nenrolled: 100"])
def test_a_plan_that_is_not_told_is_neither_reached_nor_missed(study_of: StudyOf, facts: str) -> None:
    assert not meets(study_of(facts), {"target.reached": ("yes", "no")})


def test_arms_are_counted_where_there_are_any(study_of: StudyOf) -> None:
    assert not meets(study_of(""), {"arms.count": (">= 0",)})
    study = study_of("arms: [{id: a, role: intervention}, {id: b, role: comparator}]")
    assert meets(study, {"arms.count": ("2",)})
    assert meets(study, {"arms.count": ("> 1",)})


def test_any_of_the_flaws_named_is_enough_and_the_ground_is_the_one_that_is_stated(study_of: StudyOf) -> None:
    study = study_of("flaws: [{code: single-site, basis: stated, source: s, locator: page 3, detail: One centre}]")
    grounds = Facts(study).meets(Condition(({"flaw": ("no-control", "single-site")},)))
    assert grounds is not None
    (ground,) = grounds
    assert (ground.what, ground.word, ground.source, ground.locator) == ("flaw", "single-site", "s", "page 3")
    assert ground.note == "One centre"
    assert not meets(study, {"flaw": ("no-control", "no-sham")})


def test_of_a_flaw_stated_twice_the_first_speaks(study_of: StudyOf) -> None:
    study = study_of(
        "flaws: [{code: attrition, basis: stated, detail: a}, {code: attrition, basis: stated, detail: b}]"
    )
    grounds = Facts(study).meets(Condition(({"flaw": ("attrition",)},)))
    assert grounds is not None
    assert [ground.note for ground in grounds] == ["a"]


def test_a_fact_of_the_outcome_is_that_of_the_outcome_judged(study_of: StudyOf) -> None:
    study = study_of("outcomes: [{id: a, name: A, measure: subjective}, {id: b, name: B, measure: objective}]")
    objective = Condition(({"outcome.measure": ("objective",)},))
    assert Facts(study, study.outcomes[0]).meets(objective) is None
    assert Facts(study, study.outcomes[1]).meets(objective) is not None
    assert Facts(study).meets(objective) is None


def test_a_ground_says_what_the_file_says_who_says_so_and_where_it_stands(study_of: StudyOf) -> None:
    study = study_of("sites:\n  value: 1\n  source: s\n  locator: Concerns\n  basis: inferred\n  note: Ferrara")
    ground = Facts(study).ground("sites")
    assert ground is not None
    assert (ground.what, ground.word, ground.source, ground.locator, ground.note) == (
        "sites", "1", "s", "Concerns", "Ferrara",
    )  # fmt: skip
    assert ground.basis is Basis.INFERRED
    assert str(ground.place) == "library.yaml:6:14"


def test_a_condition_that_holds_gives_all_that_it_rests_on(study_of: StudyOf) -> None:
    study = study_of("randomised: yes\ncontrol: sham")
    grounds = Facts(study).meets(Condition(({"randomised": ("yes",), "control": ("sham",)},)))
    assert grounds is not None
    assert [(ground.what, ground.word) for ground in grounds] == [("randomised", "yes"), ("control", "sham")]


def test_the_condition_that_always_holds_rests_on_nothing(study_of: StudyOf) -> None:
    assert Facts(study_of("")).meets(Condition()) == ()
