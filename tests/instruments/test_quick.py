import re
from collections.abc import Callable

import pytest

from ccsvi_triage.judge.appraise import Judge, main_outcome, tally
from ccsvi_triage.model.appraisal import Counted, Origin, Tally
from ccsvi_triage.model.instrument import Counts, Form, Instrument
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study

InstrumentOf = Callable[[str], Instrument]
SheetOf = Callable[..., Sheet]
StudyOf = Callable[[str], Study]
Count = Callable[..., dict[str, Counted]]


@pytest.fixture(scope="module")
def quick(instrument_of: InstrumentOf) -> Instrument:
    return instrument_of("quick")


@pytest.fixture(scope="module")
def count(quick: Instrument, study_of: StudyOf) -> Count:
    """Give a function that counts the criteria that the facts of a study meet."""

    def counted(facts: str, sheet: Sheet | None = None) -> dict[str, Counted]:
        study = study_of(facts)
        return {row.answered.question.id: row for row in tally(study, quick, sheet, main_outcome(study)).rows}

    return counted


def numbers(found: Tally) -> dict[str, int]:
    kinds: tuple[Counts | None, ...] = (*Counts, None)
    return {kind.value if kind else "open": found.number(kind) for kind in kinds}


def test_it_has_twenty_five_criteria_each_of_which_names_what_a_bad_answer_opens(quick: Instrument) -> None:
    questions = [question for domain in quick.domains for question in domain.questions]
    assert [question.id for question in questions] == [f"q{number:02}" for number in range(1, 26)]
    assert [question.id for question in questions if not question.opens] == []
    assert [question.id for question in questions if not question.short] == []


def test_the_five_states_stay_apart(count: Count) -> None:
    found = count("sites: 2\nrandomised: no\ncontrol: not-reported\nfollow_up: not-applicable")
    assert found["q09"].counts is Counts.MET
    assert found["q01"].counts is Counts.NOT_MET
    assert found["q03"].counts is Counts.NOT_REPORTED
    assert found["q11"].counts is Counts.NOT_APPLICABLE
    assert found["q21"].counts is None
    assert found["q21"].answered.origin is Origin.OPEN


def test_the_tally_of_every_shipped_study_adds_up(quick: Instrument, shipped: Library) -> None:
    for study in shipped.studies.values():
        found = numbers(tally(study, quick, None, main_outcome(study)))
        assert sum(found.values()) == 25, study.id
        assert set(found) == {"met", "not-met", "not-reported", "not-applicable", "open"}


def test_a_criterion_is_met_only_by_a_fact_and_never_by_a_flaw_or_by_silence(quick: Instrument) -> None:
    silences = {"not-reported", "not-applicable"}
    for domain in quick.domains:
        for question in domain.questions:
            for proposal in (p for p in question.proposals if p.answer == "yes"):
                for clause in proposal.when.clauses:
                    facts = [set(words) for path, words in clause.items() if path != "flaw"]
                    assert any(words.isdisjoint(silences) for words in facts), question.id


def test_every_criterion_that_a_shipped_study_meets_rests_on_facts_of_its_file(
    quick: Instrument, shipped: Library
) -> None:
    for study in shipped.studies.values():
        for row in tally(study, quick, None, main_outcome(study)).rows:
            if row.counts is Counts.MET:
                assert {ground.what for ground in row.answered.grounds} - {"flaw"}, (study.id, row.answered.question.id)


def test_it_judges_nothing(quick: Instrument, shipped: Library) -> None:
    assert quick.form is Form.TALLY
    assert dict(quick.levels) == {}
    appraisal = Judge().appraise(shipped.studies["zamboni-2009-jvs"], quick)
    assert appraisal.judgements == ()
    assert appraisal.overall is None


def test_it_says_of_itself_that_it_measures_no_quality(quick: Instrument) -> None:
    assert "not a measure of quality" in quick.about
    assert "do not compare it across designs" in quick.about


def test_it_gives_no_score_no_percentage_and_no_letter(quick: Instrument, study_of: StudyOf) -> None:
    found = tally(study_of("sites: 2"), quick)
    assert {name for name in dir(found) if re.search(r"score|percent|grade|points|weight", name)} == set()


# one criterion after the other: what settles it, and what does not


@pytest.mark.parametrize(
    ("facts", "question", "counts"),
    [
        ("randomised: yes\nsequence: a computer list", "q01", Counts.MET),
        ("randomised: yes\nsequence: not-reported", "q01", Counts.NOT_REPORTED),
        ("randomised: yes", "q01", None),
        ("randomised: no", "q01", Counts.NOT_MET),
        ("randomised: unclear", "q01", None),
        ("design: case-control\nrandomised: no", "q01", Counts.NOT_APPLICABLE),
        ("concealed: yes", "q02", Counts.MET),
        ("concealed: no", "q02", Counts.NOT_MET),
        ("randomised: no", "q02", Counts.NOT_APPLICABLE),
        ("control: sham", "q03", Counts.MET),
        ("control: none", "q03", Counts.NOT_MET),
        ("control: historical", "q03", Counts.NOT_MET),
        ("blinding: {participants: yes}", "q04", Counts.MET),
        ("blinding: {participants: no}", "q04", Counts.NOT_MET),
        ("blinding: {participants: unclear}", "q04", None),
        ("blinding: {participants: yes}\nflaws: [{code: blinding-failed, basis: stated}]", "q04", Counts.NOT_MET),
        ("blinding: {carers: no}", "q05", Counts.NOT_MET),
        ("blinding: {assessors: yes}", "q06", Counts.MET),
        ("blinding: {assessors: yes}\noutcomes: [{id: o, name: O, assessors_blinded: no}]", "q06", Counts.NOT_MET),
        ("outcomes: [{id: o, name: O, measure: objective}]", "q07", Counts.MET),
        ("outcomes: [{id: o, name: O, measure: subjective}]", "q07", Counts.NOT_MET),
        ("outcomes: [{id: o, name: O, importance: surrogate}]", "q08", Counts.NOT_MET),
        ("sites: 1", "q09", Counts.NOT_MET),
        ("sites: 2", "q09", Counts.MET),
        ("target: 40\nenrolled: 40", "q10", Counts.MET),
        ("target: 40\nenrolled: 39", "q10", Counts.NOT_MET),
        ("target: not-reported\nenrolled: 39", "q10", Counts.NOT_REPORTED),
        ("follow_up: 18 months", "q11", None),
        ("flaws: [{code: short-follow-up, basis: stated}]", "q11", Counts.NOT_MET),
        ("lost: 5\nenrolled: 100", "q12", Counts.MET),
        ("lost: 6\nenrolled: 100", "q12", None),
        ("lost: 20\nenrolled: 100", "q12", None),
        ("lost: 21\nenrolled: 100", "q12", Counts.NOT_MET),
        ("analysis_set: intention-to-treat", "q13", Counts.MET),
        ("analysis_set: per-protocol", "q13", Counts.NOT_MET),
        ("registration: {before_enrolment: yes}", "q14", None),
        ("registration: {before_enrolment: yes, protocol: yes}", "q14", Counts.MET),
        ("registration: {before_enrolment: no}", "q14", Counts.NOT_MET),
        ("registration: {outcome_kept: yes}", "q15", Counts.MET),
        ("flaws: [{code: outcome-changed, basis: stated}]", "q15", Counts.NOT_MET),
        ("randomised: yes\nbaseline_alike: yes", "q16", Counts.MET),
        ("baseline_alike: yes", "q16", None),
        ("control: none", "q16", Counts.NOT_APPLICABLE),
        ("sampling: consecutive", "q17", Counts.MET),
        ("sampling: self-selected", "q17", Counts.NOT_MET),
        ("co_interventions_alike: yes", "q18", Counts.MET),
        ("randomised: yes\ncontrol: sham", "q19", Counts.MET),
        ("randomised: yes\ncontrol: sham\nbetween_groups: no", "q19", Counts.NOT_MET),
        ("control: none\nentered_when_active: yes", "q19", Counts.NOT_MET),
        ("stopped_early: yes", "q20", Counts.NOT_MET),
        ("stopped_early: no", "q20", None),
        ("harms_sought: yes", "q21", Counts.MET),
        ("harms: none told", "q21", None),
        ("funding: {kind: public}\ninterests: financial", "q22", Counts.MET),
        ("funding: {kind: public}", "q22", None),
        ("peer_reviewed: yes", "q23", Counts.MET),
        ("peer_reviewed: yes\nstatus: preprint", "q23", Counts.NOT_MET),
        ("peer_reviewed: yes\nstatus: retracted", "q23", Counts.NOT_MET),
        ("question: benefit", "q24", Counts.NOT_APPLICABLE),
        ("question: accuracy\naccuracy: {read_blind: no}", "q24", Counts.NOT_MET),
        ("question: accuracy\naccuracy: {read_blind: yes}", "q24", None),
        ("between_groups: yes", "q25", Counts.MET),
        ("between_groups: no", "q25", Counts.NOT_MET),
        ("control: none", "q25", Counts.NOT_MET),
    ],
)
def test_a_criterion_is_settled_by_what_is_recorded(
    facts: str, question: str, counts: Counts | None, count: Count
) -> None:
    assert count(facts)[question].counts is counts


@pytest.mark.parametrize(
    ("flaw", "question"),
    [
        ("not-randomised", "q01"),
        ("no-concealment", "q02"),
        ("no-control", "q03"),
        ("unblinded-participants", "q04"),
        ("no-sham", "q04"),
        ("unblinded-carers", "q05"),
        ("unblinded-assessors", "q06"),
        ("subjective-outcome", "q07"),
        ("surrogate-outcome", "q08"),
        ("single-site", "q09"),
        ("underpowered", "q10"),
        ("attrition", "q12"),
        ("post-hoc-exclusions", "q13"),
        ("not-registered", "q14"),
        ("regression-to-mean", "q19"),
        ("stopped-early", "q20"),
        ("passive-reports", "q21"),
    ],
)
def test_a_stated_flaw_settles_its_criterion_against_the_study(flaw: str, question: str, count: Count) -> None:
    row = count(f"flaws: [{{code: {flaw}, basis: stated, source: s, locator: page 1}}]")[question]
    assert row.counts is Counts.NOT_MET
    assert row.answered.origin is Origin.PROPOSED
    assert [(ground.word, ground.source, ground.locator) for ground in row.answered.grounds] == [(flaw, "s", "page 1")]


def test_what_a_reviewer_answers_goes_before_what_the_facts_settle(
    quick: Instrument, sheet_of: SheetOf, count: Count
) -> None:
    row = count("sites: 1", sheet_of(quick, {"q09": "yes"}))["q09"]
    assert (row.counts, row.answered.origin) == (Counts.MET, Origin.ANSWERED)


@pytest.mark.parametrize("word", ["Banana", "NA", ""])
def test_a_word_that_is_no_answer_counts_nowhere(word: str, quick: Instrument, sheet_of: SheetOf, count: Count) -> None:
    row = count("sites: 2", sheet_of(quick, {"q09": word}))["q09"]
    assert (row.counts, row.answered.answer, row.answered.origin) == (None, None, Origin.OPEN)
