from collections.abc import Callable

import pytest

from ccsvi_triage.check.claims import check_claims
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Severity

LibraryOf = Callable[[str], Library]

LIBRARY = """
studies:
  - {id: a, title: A, kind: primary-study, outcomes: [{id: relapse, name: R}, {id: lesions, name: L}]}
  - {id: b, title: B, kind: primary-study}
claims:
  - id: it-works
    text: It works
    kind: benefit
    strength: effect
    evidence:
"""


def found(library_of: LibraryOf, *evidence: str) -> list[Problem]:
    return list(check_claims(library_of(LIBRARY + "".join(f"      - {{{words}, why: so}}\n" for words in evidence))))


def test_each_study_named_once_with_an_outcome_that_it_has_is_no_problem(library_of: LibraryOf) -> None:
    assert found(library_of, "study: a, bearing: for, outcome: lesions", "study: b, bearing: against") == []


def test_a_study_named_twice_is_a_warning_at_the_second_with_the_line_of_the_first(library_of: LibraryOf) -> None:
    (problem,) = found(
        library_of,
        "study: a, bearing: for, outcome: relapse",
        "study: b, bearing: for",
        "study: a, bearing: against, outcome: lesions",
    )
    assert (problem.code, problem.severity) == ("C201", Severity.WARNING)
    assert (problem.message, problem.hint) == ("the claim names 'a' twice", "first on line 11")
    assert problem.place.line == 13


@pytest.mark.parametrize(("study", "known"), [("a", "relapse, lesions"), ("b", "none")])
def test_an_outcome_that_the_study_does_not_have_is_an_error_with_those_it_has(
    study: str, known: str, library_of: LibraryOf
) -> None:
    (problem,) = found(library_of, f"study: {study}, bearing: for, outcome: relapses")
    assert (problem.code, problem.severity) == ("C202", Severity.ERROR)
    assert problem.message == f"the study {study!r} has no outcome 'relapses'"
    assert problem.hint == f"its outcomes are: {known}"
    assert problem.place.line == 11


def test_two_claims_may_name_the_same_study(library_of: LibraryOf) -> None:
    claim = LIBRARY[LIBRARY.index("  - id: it-works") :].replace("it-works", "it-harms")
    text = (
        LIBRARY + "      - {study: a, bearing: for, why: so}\n" + claim + "      - {study: a, bearing: for, why: so}\n"
    )
    assert list(check_claims(library_of(text))) == []


def test_nothing_is_wrong_with_the_claims_that_ship(shipped: Library) -> None:
    assert [str(problem) for problem in check_claims(shipped)] == []


RATED = """
    certainty:
      - {reason: imprecision, steps: 2, because: so, by: A, date: 2031}
      - {reason: large-effect, steps: 2, because: so, by: A, date: 2031}
"""


def test_ratings_of_certainty_that_can_be_are_no_problem(library_of: LibraryOf) -> None:
    assert list(check_claims(library_of(LIBRARY.replace("    evidence:\n", RATED)))) == []


def test_a_rating_by_too_many_steps_or_given_twice_is_an_error(library_of: LibraryOf) -> None:
    text = LIBRARY.replace("    evidence:\n", RATED)
    (problem,) = check_claims(library_of(text.replace("large-effect, steps: 2", "large-effect, steps: 3")))
    assert (problem.code, problem.severity) == ("C203", Severity.ERROR)
    assert "2 steps at most" in problem.message
    (problem,) = check_claims(library_of(text.replace("large-effect", "imprecision")))
    assert (problem.code, problem.hint) == ("C203", "first on line 12")
