"""A study is missed only where records show that it bears on a claim."""

from collections.abc import Callable

import pytest

from ccsvi_triage.check.left_out import check_left_out
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.words import Severity

LibraryOf = Callable[[str], Library]

STUDY = (
    "  - {{id: {id}, title: T, kind: {kind}, "
    "outcomes: [{{id: relapse, name: R, results: [{{unit: patients}}]}}]{more}}}\n"
)


def study(name: str, more: str = "", kind: str = "primary-study") -> str:
    return STUDY.format(id=name, kind=kind, more=f", {more}" if more else "")


def claim(name: str, *evidence: str, intervention: str = "tea", more: str = "") -> str:
    named = "".join(f"      - {{{words}, why: so}}\n" for words in evidence)
    head = f"  - id: {name}\n    text: T\n    kind: benefit\n    strength: effect\n    intervention: {intervention}\n"
    return head + (f"    {more}\n" if more else "") + (f"    evidence:\n{named}" if named else "")


def missed(library_of: LibraryOf, studies: str, claims: str) -> list[tuple[str, str]]:
    library = library_of(f"studies:\n{studies}claims:\n{claims}")
    problems = list(check_left_out(library))
    assert all(problem.code == "C207" and problem.severity is Severity.WARNING for problem in problems)
    lines = {each.where["id"].line: name for name, each in library.claims.items()}
    return [(lines[problem.place.line], problem.message) for problem in problems]


TWO = study("a") + study("b")
HELPS = claim("helps", "study: a, bearing: for, outcome: relapse")


def test_a_study_that_another_claim_on_the_same_names_and_that_measured_the_same_is_missed(
    library_of: LibraryOf,
) -> None:
    heals = claim("heals", "study: b, bearing: against", intervention="TEA or coffee")
    assert missed(library_of, TWO, HELPS + heals) == [
        ("helps", "the claim leaves out a study: b (measured relapse, and is named by heals on the same)"),
    ]


def test_a_study_that_the_claim_says_it_leaves_out_is_not_missed(library_of: LibraryOf) -> None:
    heals = claim("heals", "study: b, bearing: against")
    settled = claim("helps", "study: a, bearing: for, outcome: relapse", more="left_out: [{study: b, why: so}]")
    assert missed(library_of, TWO, settled + heals) == []


@pytest.mark.parametrize(
    "heals",
    [
        claim("heals", "study: b, bearing: against", intervention="teas"),
        claim("heals", "study: b, bearing: context"),
        claim("heals", "study: b, bearing: against", intervention='""'),
    ],
)
def test_another_intervention_or_context_makes_no_study_missed(heals: str, library_of: LibraryOf) -> None:
    assert missed(library_of, TWO, HELPS + heals) == []


@pytest.mark.parametrize(
    "other",
    [
        study("b").replace("id: relapse", "id: lesions"),
        study("b").replace(", results: [{unit: patients}]", ""),
        study("b").replace("name: R", "name: R, role: baseline"),
        study("b", "status: ongoing"),
        study("b", kind="protocol"),
        study("b", kind="news"),
        study("b", "companion_of: a, relation: follow-up"),
    ],
)
def test_what_did_not_measure_it_or_cannot_count_beside_is_not_missed(other: str, library_of: LibraryOf) -> None:
    heals = claim("heals", "study: b, bearing: against", "study: a, bearing: context")
    assert missed(library_of, study("a") + other, HELPS + heals) == []


def test_the_study_that_a_named_one_is_a_further_report_of_is_missed(library_of: LibraryOf) -> None:
    studies = study("a", "companion_of: b, relation: follow-up") + study("b")
    assert missed(library_of, studies, HELPS) == [
        ("helps", "the claim leaves out a study: b (a is a further report of it)")
    ]
    both = claim("helps", "study: a, bearing: for, outcome: relapse", "study: b, bearing: context")
    assert missed(library_of, studies, both) == []


def test_a_study_of_the_same_registration_is_missed_unless_it_is_a_report_of_the_same(library_of: LibraryOf) -> None:
    registered = "registration: {id: NCT00000001}"
    assert missed(library_of, study("a", registered) + study("b", registered), HELPS) == [
        ("helps", "the claim leaves out a study: b (registered as NCT00000001, as a is)")
    ]
    report = study("b", f"{registered}, companion_of: a, relation: subset")
    assert missed(library_of, study("a", registered) + report, HELPS) == []


def test_all_that_a_claim_leaves_out_is_one_problem_each_study_once(library_of: LibraryOf) -> None:
    studies = study("a") + study("b") + study("c")
    others = claim("one", "study: b, bearing: for", "study: c, bearing: for") + claim("two", "study: b, bearing: for")
    ((name, message),) = missed(library_of, studies, HELPS + others)
    assert name == "helps"
    assert message.startswith("the claim leaves out 2 studies: b (")
    assert message.count("b (") == 1
    assert "named by one on the same" in message


def test_reports_in_a_circle_are_looked_at_once(library_of: LibraryOf) -> None:
    studies = study("a", "companion_of: b, relation: subset") + study("b", "companion_of: a, relation: subset")
    assert missed(library_of, studies, HELPS) == [
        ("helps", "the claim leaves out a study: b (a is a further report of it)")
    ]


def test_no_claim_that_ships_leaves_out_a_study(shipped: Library) -> None:
    assert [str(problem) for problem in check_left_out(shipped)] == []
