from collections.abc import Callable
from textwrap import dedent, indent

import pytest

from ccsvi_triage.check.coherence import CONTRADICTED_BY, check_studies, check_study
from ccsvi_triage.load.files import Read
from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity

StudyOf = Callable[[str], Study]
Check = Callable[[str], list[Problem]]


@pytest.fixture(scope="module")
def check(study_of: StudyOf) -> Check:
    """Give a function that finds what is wrong with the facts of one study."""

    def found(facts: str) -> list[Problem]:
        study = study_of(facts)
        return list(check_study(study, {study.id: study}))

    return found


def flaw(code: str) -> str:
    return f"flaws: [{{code: {code}, basis: stated, source: s}}]"


def told(problems: list[Problem]) -> list[tuple[str, Severity]]:
    return [(problem.code, problem.severity) for problem in problems]


# a flaw against a fact


CONTRADICTIONS = [
    ("no-control", "control: sham", "control: none"),
    ("no-control", "control: [none, healthy]", "control: historical"),
    ("not-randomised", "randomised: yes", "randomised: no"),
    ("no-concealment", "concealed: yes", "concealed: no"),
    ("unblinded-participants", "blinding: {participants: yes}", "blinding: {participants: no}"),
    ("unblinded-carers", "blinding: {carers: yes}", "blinding: {carers: unclear}"),
    ("unblinded-assessors", "blinding: {assessors: yes}", "blinding: {assessors: not-reported}"),
    ("no-sham", "control: sham", "control: usual-care"),
    ("single-site", "sites: 2", "sites: 1"),
    ("retrospective", "prospective: yes", "prospective: no"),
    ("not-registered", "registration: {id: NCT01450072}", "registration: {id: not-reported}"),
    ("stopped-early", "stopped_early: no", "stopped_early: yes"),
    ("baseline-imbalance", "baseline_alike: yes", "baseline_alike: no"),
    ("outcome-changed", "registration: {outcome_kept: yes}", "registration: {outcome_kept: no}"),
]


@pytest.mark.parametrize(("code", "against", "_with"), CONTRADICTIONS)
def test_a_flaw_that_a_fact_contradicts_is_found_at_the_flaw_and_names_the_fact_and_its_line(
    code: str, against: str, _with: str, check: Check
) -> None:
    (problem,) = check(f"{against}\n{flaw(code)}")
    assert told([problem]) == [("C101", Severity.ERROR)]
    assert f"the flaw {code!r} contradicts" in problem.message
    assert "(line 5)" in problem.message
    assert problem.place.line == 6


@pytest.mark.parametrize(("code", "_against", "agrees"), CONTRADICTIONS)
def test_a_flaw_that_a_fact_bears_out_or_leaves_open_is_no_problem(
    code: str, _against: str, agrees: str, check: Check
) -> None:
    assert check(f"{agrees}\n{flaw(code)}") == []
    assert check(flaw(code)) == []


def test_every_contradiction_that_is_looked_for_is_tried_here() -> None:
    assert {code.value for code in CONTRADICTED_BY} == {code for code, _, _ in CONTRADICTIONS}


def test_a_fact_alone_contradicts_nothing(check: Check) -> None:
    for _, against, agrees in CONTRADICTIONS:
        assert check(against) == []
        assert check(agrees) == []


# the design against a fact


@pytest.mark.parametrize(
    ("design", "against"),
    [
        ("randomised-trial", "randomised: no"),
        ("cluster-randomised-trial", "randomised: no"),
        ("crossover-trial", "randomised: no"),
        ("randomised-trial", "control: none"),
        ("cluster-randomised-trial", "control: none"),
        ("non-randomised-trial", "randomised: yes"),
        ("non-randomised-trial", "control: none"),
        ("historically-controlled", "randomised: yes"),
        ("single-arm", "randomised: yes"),
        ("single-arm", "control: sham"),
        ("case-series", "control: healthy"),
        ("case-report", "control: placebo"),
        ("one-group-follow-up", "control: no-treatment"),
    ],
)
def test_a_design_that_a_fact_contradicts_is_found_at_the_fact_and_names_the_line_of_the_design(
    design: str, against: str, check: Check
) -> None:
    (problem,) = check(f"design: {design}\n{against}")
    assert told([problem]) == [("C102", Severity.ERROR)]
    assert f"the design {design!r} contradicts {against}" in problem.message
    assert problem.place.line == 6
    assert "line 5" in problem.hint


@pytest.mark.parametrize(
    "facts",
    [
        "design: randomised-trial\nrandomised: yes\ncontrol: sham",
        "design: crossover-trial\nrandomised: yes\ncontrol: placebo",
        "design: non-randomised-trial\nrandomised: no\ncontrol: usual-care",
        "design: quasi-randomised-trial\nrandomised: no",
        "design: historically-controlled\nrandomised: no\ncontrol: historical",
        "design: single-arm\nrandomised: no\ncontrol: none",
        "design: single-arm\nrandomised: not-applicable\ncontrol: not-reported",
        "design: case-control\nrandomised: no\ncontrol: healthy",
        "randomised: yes\ncontrol: none",
        "design: not-reported\ncontrol: none",
    ],
)
def test_a_design_that_its_facts_bear_out_is_no_problem(facts: str, check: Check) -> None:
    assert check(facts) == []


# numbers of people


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ("enrolled: 35\nanalysed: 65", "analysed: 65 is more than enrolled: 35"),
        ("enrolled: 35\nlost: 36", "lost: 36 is more than enrolled: 35"),
    ],
)
def test_more_people_than_entered_are_found(facts: str, problem: str, check: Check) -> None:
    found = check(facts)
    assert told(found) == [("C103", Severity.ERROR)]
    assert found[0].message == problem
    assert found[0].place.line == 6


@pytest.mark.parametrize(
    "facts",
    [
        "enrolled: 35\nanalysed: 35\nlost: 35",
        "analysed: 65\nlost: 3",
        "enrolled: not-reported\nanalysed: 65",
        "enrolled: 0\nanalysed: 0",
    ],
)
def test_as_many_people_as_entered_or_nobody_knows_how_many_is_no_problem(facts: str, check: Check) -> None:
    assert check(facts) == []


# arms and outcomes


def test_two_arms_and_two_outcomes_of_one_id_are_found_with_the_line_of_the_first(check: Check) -> None:
    facts = """
        arms:
          - {id: sham, role: comparator}
          - {id: sham, role: comparator}
        outcomes:
          - {id: relapse, name: A}
          - {id: relapse, name: B}
    """
    found = check(facts)
    assert told(found) == [("C104", Severity.ERROR)] * 2
    assert [(problem.message, problem.hint) for problem in found] == [
        ("two of the study's arms are called 'sham'", "first on line 6"),
        ("two of the study's outcomes are called 'relapse'", "first on line 9"),
    ]
    assert [problem.place.line for problem in found] == [7, 10]


def test_an_arm_and_an_outcome_may_share_an_id(check: Check) -> None:
    assert check("arms: [{id: a, role: whole}]\noutcomes: [{id: a, name: A}]") == []


def test_a_result_of_an_arm_that_there_is_not_is_found_with_those_there_are(check: Check) -> None:
    facts = """
        arms: [{id: sham, role: comparator}]
        outcomes:
          - id: relapse
            name: Relapses
            results:
              - unit: patients
                arms: {placebo: {events: 1, n: 10}}
    """
    (problem,) = check(facts)
    assert told([problem]) == [("C105", Severity.ERROR)]
    assert problem.message == "the study has no arm 'placebo'"
    assert problem.hint == "its arms are after, before, sham"
    assert problem.place.line == 11


def test_where_a_study_tells_no_arms_a_result_of_one_is_sent_to_them(check: Check) -> None:
    facts = """
        outcomes:
          - id: relapse
            name: Relapses
            results:
              - unit: patients
                arms: {placebo: {events: 1, n: 10}}
    """
    (problem,) = check(facts)
    assert problem.code == "C105"
    assert problem.hint.startswith("write it as an id under 'arms:' of the study")


def test_results_of_arms_and_of_before_and_after_are_no_problem(check: Check) -> None:
    facts = """
        arms: [{id: sham, role: comparator}]
        outcomes:
          - id: relapse
            name: Relapses
            results:
              - {unit: patients, arms: {sham: {events: 1}, before: {events: 2}, after: {events: 1}}}
    """
    assert check(facts) == []


# retractions


def test_a_retraction_notice_beside_another_status_is_an_error(check: Check) -> None:
    found = check("notices: [{kind: retraction, source: s}]")
    assert told(found) == [("C106", Severity.ERROR)]
    assert found[0].hint == "write status: retracted"


def test_a_retracted_study_without_its_notice_is_a_warning(check: Check) -> None:
    assert told(check("status: retracted")) == [("C106", Severity.WARNING)]


@pytest.mark.parametrize(
    "facts",
    [
        "status: retracted\nnotices: [{kind: retraction, source: s}]",
        "notices: [{kind: correction, source: s}]",
        "notices: [{kind: expression-of-concern, source: s}]",
        "",
    ],
)
def test_a_correction_or_a_concern_is_no_retraction(facts: str, check: Check) -> None:
    assert check(facts) == []


# companion reports


def companions(library_of: Callable[[str], Library], **of: str) -> list[Problem]:
    studies = [
        f"- {{id: {name}, title: T, kind: primary-study{f', {more}' if more else ''}}}" for name, more in of.items()
    ]
    return list(check_studies(library_of("studies:\n" + indent("\n".join(studies), "  "))))


def test_a_companion_needs_its_relation_and_a_relation_its_companion(library_of: Callable[[str], Library]) -> None:
    assert companions(library_of, a="", b="companion_of: a, relation: follow-up") == []
    (without,) = companions(library_of, a="", b="companion_of: a")
    assert (without.code, without.message) == ("C107", "a companion report without its relation")
    (alone,) = companions(library_of, a="relation: follow-up")
    assert (alone.code, alone.message) == ("C107", "a relation is given, and no study that it is to")


def test_companions_in_a_circle_are_found_and_a_chain_is_none(library_of: Callable[[str], Library]) -> None:
    follow_up = "companion_of: {}, relation: follow-up".format
    assert companions(library_of, a="", b=follow_up("a"), c=follow_up("b")) == []
    (itself,) = companions(library_of, a=follow_up("a"))
    assert (itself.code, itself.message) == ("C108", "companion reports in a circle: a -> a")
    found = companions(library_of, a=follow_up("c"), b=follow_up("a"), c=follow_up("b"))
    assert {problem.code for problem in found} == {"C108"}
    assert found[0].message == "companion reports in a circle: a -> c -> b -> a"


def test_a_companion_that_leads_into_a_circle_ends(library_of: Callable[[str], Library]) -> None:
    follow_up = "companion_of: {}, relation: follow-up".format
    found = companions(library_of, a=follow_up("b"), b=follow_up("a"), c=follow_up("a"))
    assert [problem.code for problem in found] == ["C108"] * 3


def test_a_companion_of_a_study_that_there_is_not_ends(read_text: Callable[[str], Read]) -> None:
    read = read_text("studies: [{id: a, title: T, kind: primary-study, companion_of: gone, relation: follow-up}]")
    assert [problem.code for problem in read.problems] == ["F202"]
    assert list(check_studies(read.library)) == []


# who says so


def test_a_flaw_without_a_source_is_a_warning_where_it_stands(check: Check) -> None:
    found = check("flaws:\n  - code: attrition\n    basis: stated")
    assert told(found) == [("C109", Severity.WARNING)]
    assert found[0].place.line == 6
    assert check(flaw("attrition")) == []


# every study by itself


def test_the_problems_of_all_studies_are_found_in_one_run(library_of: Callable[[str], Library]) -> None:
    text = dedent("""
        studies:
          - {id: a, title: A, kind: primary-study, status: retracted}
          - {id: b, title: B, kind: primary-study, enrolled: 1, lost: 2}
          - {id: c, title: C, kind: primary-study}
    """)
    assert [problem.code for problem in check_studies(library_of(text))] == ["C106", "C103"]


def test_no_flaw_that_ships_is_contradicted_by_a_fact(shipped: Library) -> None:
    for study in shipped.studies.values():
        for stated in study.flaws:
            against = CONTRADICTED_BY.get(stated.code)
            assert against is None or Facts(study).meets(against) is None, (study.id, stated.code)


@pytest.mark.parametrize(
    ("authors", "hint"),
    [
        ("Okafor N, Lind P", "several authors are a list"),
        ("'Okafor N; Lind P.K.; de la Cruz M'", "several authors are a list"),
        ("[Okafor N and Lind P]", "several authors are a list"),
        ("['Okafor, N.']", "surname and initials are one author"),
        ("[Okafor, N.]", "surname and initials are one author"),
        ("[Okafor N, et al.]", "take 'et al' out"),
        ("Okafor N et al", "take 'et al' out"),
    ],
)
def test_an_author_who_is_not_one_is_told_with_how_to_write_it(authors: str, hint: str, check: Check) -> None:
    (problem,) = check(f"authors: {authors}")
    assert told([problem]) == [("C111", Severity.WARNING)]
    assert problem.hint.startswith(hint)


@pytest.mark.parametrize(
    "authors",
    [
        "[Okafor N, Lind PK, van Zuuren EJ, O'Brien T, Martínez-Yélamos S, Müller J-P]",
        "[Helen, MS Society UK, PRISMS Study Group, 'College of Family Physicians, Alberta']",
        "[Smith & Nephew, Centers for Disease Control and Prevention, 'FDA, Silver Spring', Betal K]",
        "[A. Reviewer, FDA, NICE, WHO]",
    ],
)
def test_persons_and_bodies_are_let_be(authors: str, check: Check) -> None:
    assert list(check(f"authors: {authors}")) == []
