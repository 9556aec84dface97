"""The selection rule that ships, held against the published order of instruments."""

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

import pytest

from ccsvi_triage.check.instruments import unknown_facts
from ccsvi_triage.judge.choose import ceiling, choose
from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import Choice, Form, Instrument
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.study import Review, StatedFlaw, Study
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Basis, Concern, Control, Design, Flaw, Kind, Question, Status, Strength

StudyOf = Callable[[str], Study]

TEXTS = (
    Kind.PROTOCOL,
    Kind.NARRATIVE_REVIEW,
    Kind.APPRAISAL,
    Kind.GUIDELINE,
    Kind.STATEMENT,
    Kind.COMMENTARY,
    Kind.NEWS,
    Kind.BLOG,
    Kind.BOOK,
    Kind.PROJECT,
)
TRIALS = (Design.RANDOMISED_TRIAL, Design.CLUSTER_RANDOMISED_TRIAL, Design.CROSSOVER_TRIAL)
COMPARED = (Design.QUASI_RANDOMISED_TRIAL, Design.NON_RANDOMISED_TRIAL, Design.HISTORICALLY_CONTROLLED)
NOTHING = "no instrument"
REFUSED = "refused"


def record(kind: Kind, design: Design, question: Question, **more: Any) -> Study:
    return Study(
        id=Id("s"), title="A study", kind=kind, design=Fact(value=design), question=Fact(value=question), **more
    )


def told(choice: Choice | None) -> str:
    """Say in one word what a row does with a study."""
    assert choice is not None
    if choice.refusal:
        return REFUSED
    return choice.instrument or choice.wants or NOTHING


def published(kind: Kind, design: Design, question: Question) -> str:  # noqa: C901, PLR0911, PLR0912 -- row by row
    """Give the instrument by the published order, for a record of which nothing else is known."""
    if kind in TEXTS:
        return REFUSED
    if kind is Kind.SYSTEMATIC_REVIEW:
        return "amstar-2" if question in (Question.BENEFIT, Question.HARM) else "robis"
    match design:
        case Design.ANIMAL_EXPERIMENT:
            return "syrcle"
        case Design.LABORATORY | Design.CASE_REPORT:
            return NOTHING
        case Design.NOT_A_STUDY:
            return REFUSED
        case Design.REVIEW | Design.META_ANALYSIS:
            return "robis"
    if question is Question.ACCURACY:
        return "quadas-3"
    if design is Design.CASE_CONTROL:
        return "jbi-case-control"
    if question is Question.PREVALENCE:
        return "jbi-prevalence"
    if design is Design.CROSS_SECTIONAL:
        return "jbi-cross-sectional"
    if question is Question.PROGNOSIS or design is Design.ONE_GROUP_FOLLOW_UP:
        return NOTHING
    if design in TRIALS:
        return "rob2"
    if design in COMPARED:
        return "robins-i"
    if design is Design.COHORT:
        return "robins-i" if question in (Question.BENEFIT, Question.HARM) else "robins-e"
    if design is Design.SINGLE_ARM or question is Question.BENEFIT:
        return "single-arm"
    return "jbi-case-series"


def test_every_kind_design_and_question_fit_exactly_one_row_and_the_published_one(choosing: Choosing) -> None:
    for kind, design, question in product(Kind, Design, Question):
        chosen = choose(record(kind, design, question), choosing)
        assert chosen.problems == (), (kind, design, question)
        assert told(chosen.choice) == published(kind, design, question), (kind, design, question)


@pytest.mark.parametrize("kind", TEXTS)
def test_what_is_no_evidence_of_efficacy_is_refused_with_a_friendly_sentence(kind: Kind, choosing: Choosing) -> None:
    for design, question in product(Design, Question):
        choice = choose(record(kind, design, question), choosing).choice
        assert choice is not None
        assert choice.refusal.endswith(".")
        assert len(choice.refusal.split()) >= 8
        assert (choice.instrument, choice.wants) == ("", "")


def test_a_text_without_any_facts_is_refused_too(choosing: Choosing) -> None:
    for kind in TEXTS:
        choice = choose(Study(id=Id("s"), title="A text", kind=kind), choosing).choice
        assert choice is not None
        assert choice.refusal


@pytest.mark.parametrize("kind", Kind)
def test_a_retracted_paper_of_any_kind_is_shown_and_never_judged(kind: Kind, choosing: Choosing) -> None:
    for design, question in product(Design, Question):
        study = record(kind, design, question, status=Status.RETRACTED, control=Fact(value=(Control.SHAM,)))
        choice = choose(study, choosing).choice
        assert choice is not None
        assert choice.id == "retracted"
        assert (choice.instrument, choice.wants) == ("", "")
        assert "never counts as evidence" in choice.refusal


@pytest.mark.parametrize("status", [Status.PLANNED, Status.ONGOING])
def test_a_study_without_results_is_not_judged(status: Status, choosing: Choosing) -> None:
    for design, question in product(Design, Question):
        study = record(Kind.PRIMARY_STUDY, design, question, status=status)
        choice = choose(study, choosing).choice
        assert choice is not None
        assert choice.id == "no-results"
        assert choice.refusal


@pytest.mark.parametrize("status", [Status.STOPPED, Status.PREPRINT, Status.ABSTRACT_ONLY, Status.UNPUBLISHED])
def test_a_study_with_results_is_judged_whatever_became_of_it(status: Status, choosing: Choosing) -> None:
    study = record(Kind.PRIMARY_STUDY, Design.RANDOMISED_TRIAL, Question.BENEFIT, status=status)
    assert told(choose(study, choosing).choice) == "rob2"


# facts that go together


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ("design: randomised-trial\nrandomised: yes\ncontrol: sham", "rob2"),
        ("design: randomised-trial\nrandomised: yes\ncontrol: [active, usual-care]", "rob2"),
        ("design: cluster-randomised-trial\nrandomised: yes\ncontrol: usual-care", "rob2"),
        ("design: crossover-trial\nrandomised: yes\ncontrol: placebo", "rob2"),
        ("design: quasi-randomised-trial\nrandomised: no\ncontrol: usual-care", "robins-i"),
        ("design: non-randomised-trial\nrandomised: no\ncontrol: no-treatment", "robins-i"),
        ("design: historically-controlled\nrandomised: no\ncontrol: historical", "robins-i"),
        ("design: cohort\nrandomised: no\ncontrol: usual-care", "robins-i"),
        ("design: single-arm\nrandomised: no\ncontrol: none", "single-arm"),
        ("design: case-series\nrandomised: not-applicable\ncontrol: not-applicable", "single-arm"),
        ("design: single-arm\ncontrol: not-reported", "single-arm"),
        ("kind: secondary-analysis\ndesign: randomised-trial\nrandomised: yes\ncontrol: sham", "rob2"),
    ],
)
def test_facts_that_agree_with_the_design_leave_one_row(
    facts: str, wanted: str, study_of: StudyOf, choosing: Choosing
) -> None:
    chosen = choose(study_of(f"question: benefit\n{facts}"), choosing)
    assert chosen.problems == ()
    assert told(chosen.choice) == wanted


@pytest.mark.parametrize(
    ("facts", "rows"),
    [
        ("design: randomised-trial\ncontrol: none", ("randomised-trial", "single-arm")),
        ("design: randomised-trial\nrandomised: no", ("randomised-trial", "non-randomised-trial")),
        ("design: randomised-trial\ncontrol: historical", ("randomised-trial", "historical-control")),
        ("design: crossover-trial\nrandomised: no", ("randomised-variant", "non-randomised-trial")),
        ("design: cluster-randomised-trial\ncontrol: none", ("randomised-variant", "single-arm")),
        ("design: single-arm\ncontrol: sham", ("non-randomised-trial", "single-arm")),
        ("design: single-arm\nrandomised: yes", ("randomised-trial", "single-arm")),
        ("design: single-arm\ncontrol: external", ("historical-control", "single-arm")),
        ("design: non-randomised-trial\nrandomised: yes", ("randomised-trial", "non-randomised-trial")),
        ("design: non-randomised-trial\ncontrol: none", ("non-randomised-trial", "single-arm")),
        ("design: quasi-randomised-trial\nrandomised: yes", ("randomised-trial", "non-randomised-trial")),
        ("design: historically-controlled\ncontrol: none", ("historical-control", "single-arm")),
        ("design: cohort\ncontrol: none", ("cohort-of-treatment", "single-arm")),
        (
            "kind: secondary-analysis\ndesign: crossover-trial\nrandomised: no",
            ("randomised-variant-secondary", "non-randomised-trial"),
        ),
    ],
)
def test_facts_that_contradict_the_design_are_a_problem_that_names_both_rows(
    facts: str, rows: tuple[str, str], study_of: StudyOf, choosing: Choosing
) -> None:
    chosen = choose(study_of(f"question: benefit\n{facts}"), choosing)
    assert chosen.choice is None
    (problem,) = chosen.problems
    assert problem.code == "E-DESIGN"
    assert [row for row in rows if f"'{row}'" not in problem.message] == []
    assert problem.place.line == 6 if "kind:" not in facts else 7


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ("", "kind primary-study, design open, question open"),
        ("design: randomised-trial", "kind primary-study, design randomised-trial, question open"),
        ("question: benefit", "kind primary-study, design open, question benefit"),
        ("design: not-reported\nquestion: benefit", "design not-reported, question benefit"),
    ],
)
def test_too_few_facts_for_any_row_are_a_problem_that_says_what_is_known(
    facts: str, known: str, study_of: StudyOf, choosing: Choosing
) -> None:
    chosen = choose(study_of(facts), choosing)
    assert chosen.choice is None
    (problem,) = chosen.problems
    assert problem.code == "E-DESIGN"
    assert known in problem.message


def test_healthy_people_beside_the_ill_make_a_cross_sectional_study_one_of_two_gates(
    study_of: StudyOf, choosing: Choosing
) -> None:
    facts = "design: cross-sectional\nquestion: association\ncontrol: healthy"
    assert told(choose(study_of(facts), choosing).choice) == "jbi-case-control"


# reviews


@pytest.mark.parametrize(
    ("facts", "row", "strength"),
    [
        ("review: {includes: randomised-trial}", "review-of-randomised-trials", Strength.CONFIRMED_EFFECT),
        (
            "review: {includes: [randomised-trial, crossover-trial]}",
            "review-of-randomised-trials",
            Strength.CONFIRMED_EFFECT,
        ),
        ("control: sham", "review-of-randomised-trials", Strength.CONFIRMED_EFFECT),
        ("review: {includes: [randomised-trial, cohort]}", "review-of-mixed-designs", Strength.ASSOCIATION),
        (
            "control: sham\nreview: {includes: [randomised-trial, cohort]}",
            "review-of-mixed-designs",
            Strength.ASSOCIATION,
        ),
        ("review: {includes: single-arm}", "review-of-mixed-designs", Strength.ASSOCIATION),
        ("", "review-of-interventions", Strength.ASSOCIATION),
        ("randomised: not-applicable", "review-of-interventions", Strength.ASSOCIATION),
        ("flaws: [{code: empty-review, basis: stated}]", "empty-review", Strength.HYPOTHESIS),
    ],
)
def test_a_review_of_an_intervention_carries_what_the_studies_in_it_can(
    facts: str, row: str, strength: Strength, study_of: StudyOf, choosing: Choosing
) -> None:
    choice = choose(study_of(f"kind: systematic-review\nquestion: benefit\n{facts}"), choosing).choice
    assert choice is not None
    assert (choice.id, choice.ceiling, choice.instrument) == (row, strength, "amstar-2")


def test_every_design_that_chance_did_not_make_keeps_a_review_from_a_confirmed_effect(choosing: Choosing) -> None:
    for design in set(Design) - set(TRIALS):
        (mixed,) = (row for row in choosing.choices if row.id == "review-of-mixed-designs")
        (clause,) = mixed.when.clauses
        assert design.value in clause["review.includes"]


def test_the_review_of_sham_controlled_trials_that_ships_is_described_as_one(
    shipped: Library, choosing: Choosing
) -> None:
    study = shipped.studies["cochrane-2019"]
    choice = choose(study, choosing).choice
    assert choice is not None
    assert choice.id == "review-of-randomised-trials"
    assert choice.instrument == "amstar-2"
    said = ceiling(study, choice, None, choosing)
    assert said is not None
    assert said.may.startswith("taken together, randomised trials give this estimate")


def test_the_review_that_found_no_study_confirms_nothing(shipped: Library, choosing: Choosing) -> None:
    choice = choose(shipped.studies["cochrane-2012"], choosing).choice
    assert choice is not None
    assert (choice.id, choice.ceiling) == ("empty-review", Strength.HYPOTHESIS)


# designs that the instrument does not quite fit


@pytest.mark.parametrize("kind", [Kind.PRIMARY_STUDY, Kind.SECONDARY_ANALYSIS])
@pytest.mark.parametrize("design", [Design.CLUSTER_RANDOMISED_TRIAL, Design.CROSSOVER_TRIAL])
def test_clusters_and_crossovers_are_judged_with_a_warning_and_without_a_low(
    kind: Kind, design: Design, choosing: Choosing
) -> None:
    for question in set(Question) - {Question.ACCURACY, Question.PREVALENCE, Question.PROGNOSIS}:
        choice = choose(record(kind, design, question), choosing).choice
        assert choice is not None
        assert choice.instrument == "rob2"
        assert choice.warning.startswith("W-ROB2-VARIANT")
        assert choice.barred == "low"


def test_a_parallel_trial_is_judged_without_a_warning_or_a_bar(choosing: Choosing) -> None:
    for kind in (Kind.PRIMARY_STUDY, Kind.SECONDARY_ANALYSIS):
        choice = choose(record(kind, Design.RANDOMISED_TRIAL, Question.BENEFIT), choosing).choice
        assert choice is not None
        assert (choice.warning, choice.barred) == ("", "")


# the rows by themselves


def test_each_row_names_an_instrument_that_is_there_or_one_that_is_wanted_or_refuses_or_says_nothing_of_any(
    choosing: Choosing, instrument_of: Callable[[str], Instrument]
) -> None:
    for row in choosing.choices:
        assert sum(map(bool, (row.instrument, row.wants, row.refusal))) <= 1, row.id
        if row.instrument:
            assert row.instrument in shelf_ids(), row.id
            assert not row.barred or row.barred in instrument_of(row.instrument).levels
        assert row.wants not in shelf_ids(), row.id
        assert row.because, row.id


def test_the_rows_look_only_at_facts_that_a_study_can_have(choosing: Choosing) -> None:
    assert [(row.id, *wrong) for row in choosing.choices for wrong in unknown_facts(row.when)] == []


def test_no_two_rows_and_no_two_ceilings_have_one_id(choosing: Choosing) -> None:
    for names in ([row.id for row in choosing.choices], [entry.id for entry in choosing.ceilings]):
        assert len(names) == len(set(names))


def test_every_row_is_the_one_for_some_study(choosing: Choosing) -> None:
    assert {row.id for row in choosing.choices} - set(chosen_rows(choosing)) == set()


def test_the_checklist_that_counts_every_study_is_there_and_counts(
    choosing: Choosing, instrument_of: Callable[[str], Instrument]
) -> None:
    assert instrument_of(choosing.checklist).form is Form.TALLY


# what a study can carry


STRENGTHS = {
    "rob2": {Strength.EFFECT, Strength.HYPOTHESIS},
    "single-arm": {Strength.HYPOTHESIS},
}


def test_a_single_arm_carries_a_hypothesis_and_nothing_stronger(choosing: Choosing) -> None:
    for row in choosing.choices:
        if row.instrument in STRENGTHS:
            assert row.ceiling in STRENGTHS[row.instrument], row.id


def test_nothing_that_is_refused_carries_more_than_a_hypothesis(choosing: Choosing) -> None:
    for row in choosing.choices:
        if row.refusal:
            assert row.ceiling in (Strength.DESCRIPTION, Strength.HYPOTHESIS), row.id


def test_what_every_study_can_carry_is_found_whatever_is_asked_and_judged(choosing: Choosing) -> None:
    questions: Iterable[Question | None] = (*Question, None)
    for row, question, worst in product(choosing.choices, questions, (*Concern, None)):
        fact: Fact[Question] | None = Fact(value=question) if question else None
        study = Study(id=Id("s"), title="A study", kind=Kind.PRIMARY_STUDY, question=fact)
        if question is None and row.ceiling in (Strength.EFFECT, Strength.CONFIRMED_EFFECT):
            continue  # such rows are picked by the question
        said = ceiling(study, row, worst, choosing)
        assert said is not None, (row.id, question, worst)
        assert said.strength is row.ceiling
        assert said.may
        assert said.may_not


def test_no_ceiling_is_hidden_behind_another(choosing: Choosing) -> None:
    row_of = {row.ceiling: row for row in choosing.choices}
    found = set()
    for strength, question, worst in product(row_of, (*Question, None), (*Concern, None)):
        fact: Fact[Question] | None = Fact(value=question) if question else None
        study = Study(id=Id("s"), title="A study", kind=Kind.PRIMARY_STUDY, question=fact)
        said = ceiling(study, row_of[strength], worst, choosing)
        found |= {said.id} if said else set()
    assert {entry.id for entry in choosing.ceilings} - found == set()


@pytest.mark.parametrize(
    ("worst", "entry"),
    [
        (Concern.NONE, "effect-benefit-fair"),
        (Concern.SOME, "effect-benefit-some"),
        (Concern.SERIOUS, "effect-benefit-biased"),
        (Concern.CRITICAL, "effect-benefit-biased"),
        (None, "effect-benefit-open"),
    ],
)
def test_what_a_trial_can_carry_follows_its_judgement_and_an_open_one_is_never_the_best_case(
    worst: Concern | None, entry: str, choosing: Choosing
) -> None:
    study = record(Kind.PRIMARY_STUDY, Design.RANDOMISED_TRIAL, Question.BENEFIT)
    said = ceiling(study, choose(study, choosing).choice, worst, choosing)
    assert said is not None
    assert said.id == entry


def test_no_ceiling_ever_lets_anybody_say_that_it_works_or_is_safe(choosing: Choosing) -> None:
    for entry in choosing.ceilings:
        assert "works" not in entry.may
        assert "is safe" not in entry.may


def chosen_rows(choosing: Choosing) -> Iterator[str]:
    """Give the row of every combination of the facts that rows look at."""
    variants: tuple[dict[str, Any], ...] = (
        {},
        {"control": Fact(value=(Control.NONE,))},
        {"control": Fact(value=(Control.SHAM,))},
        {"control": Fact(value=(Control.HEALTHY,))},
        {"review": Review(includes=Fact(value=(Design.RANDOMISED_TRIAL, Design.COHORT)))},
        {"flaws": (StatedFlaw(code=Flaw.EMPTY_REVIEW, basis=Basis.STATED),)},
        {"status": Status.RETRACTED},
        {"status": Status.PLANNED},
    )
    for kind, design, question, more in product(Kind, Design, Question, variants):
        choice = choose(record(kind, design, question, **more), choosing).choice
        if choice is not None:
            yield choice.id
