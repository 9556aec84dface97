from collections.abc import Callable

import pytest

from ccsvi_triage.check.claims import NO_STUDIES, check_claims, ruling_problem
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.library import Choosing, Library
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import ClaimVerdict, Kind, Severity

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


# studies that do not bear on a claim

KINDS = """
studies:
  - {id: trial, title: T, kind: primary-study, design: randomised-trial}
  - {id: plan, title: P, kind: protocol}
  - {id: running, title: R, kind: primary-study, status: ongoing}
  - {id: news, title: N, kind: news}
  - {id: mice, title: M, kind: primary-study, design: animal-experiment}
  - {id: gone, title: G, kind: primary-study, status: retracted,
     notices: [{kind: retraction}]}
claims:
  - id: it-works
    text: It works
    kind: benefit
    strength: effect
    evidence:
"""


def unfit(library_of: LibraryOf, *evidence: str, kind: str = "benefit") -> list[tuple[str, str, int]]:
    lines = "".join(f"      - {{{words}, why: so}}\n" for words in evidence)
    problems = list(check_claims(library_of(KINDS.replace("kind: benefit", f"kind: {kind}") + lines)))
    assert all(problem.severity is Severity.WARNING and problem.hint for problem in problems)
    return [(p.code, p.message, p.place.line) for p in problems]


@pytest.mark.parametrize("study", ["plan", "running", "news"])
@pytest.mark.parametrize("bearing", ["for", "against", "unclear"])
def test_what_can_never_count_is_no_evidence(study: str, bearing: str, library_of: LibraryOf) -> None:
    ((code, message, line),) = unfit(library_of, f"study: {study}, bearing: {bearing}")
    assert (code, line) == ("C204", 16)
    assert message.startswith(f"the claim names {study!r} as {'unclear' if bearing == 'unclear' else bearing + ' it'}")
    assert unfit(library_of, f"study: {study}, bearing: context") == []


def test_what_was_retracted_may_have_pointed_some_way(library_of: LibraryOf) -> None:
    assert unfit(library_of, "study: gone, bearing: for") == []


def test_the_kinds_that_never_count_are_those_that_the_selection_rule_refuses(choosing: Choosing) -> None:
    refused = {
        word for choice in choosing.choices if choice.refusal for c in choice.when.clauses for word in c.get("kind", ())
    }
    kinds = {kind.value for kind in Kind}
    always = {
        kind
        for kind in refused & kinds
        if any(choice.refusal and choice.when.clauses == ({"kind": (kind,)},) for choice in choosing.choices)
    }
    assert {kind.value for kind in NO_STUDIES} == always - {"protocol"}


@pytest.mark.parametrize("bearing", ["against", "unclear"])
def test_animals_say_nothing_against_a_claim_about_people(bearing: str, library_of: LibraryOf) -> None:
    ((code, _, line),) = unfit(library_of, f"study: mice, bearing: {bearing}")
    assert (code, line) == ("C205", 16)
    assert unfit(library_of, f"study: mice, bearing: {bearing}", kind="mechanism") == []


def test_animals_speak_for_a_claim_about_people_where_no_study_in_people_does(library_of: LibraryOf) -> None:
    assert unfit(library_of, "study: mice, bearing: for") == []
    assert unfit(library_of, "study: mice, bearing: for", "study: trial, bearing: context") == []
    ((code, message, line),) = unfit(library_of, "study: trial, bearing: against", "study: mice, bearing: for")
    assert (code, line) == ("C205", 17)
    assert message.endswith("it says nothing beside studies in people")


# what a person decides

RULING = "\n    ruling: {{verdict: {verdict}, because: {because}, by: {by}, date: 2031-05-04}}\n"
LONG = "the trial of 2031 is not here yet, and found fewer relapses"


def ruled(library_of: LibraryOf, verdict: str, because: str = LONG, by: str = "A. Reviewer") -> Claim:
    ruling = RULING.format(verdict=verdict, because=f'"{because}"', by=f'"{by}"')
    return library_of(LIBRARY.replace("    evidence:\n", "") + ruling).claims["it-works"]


def test_a_ruling_without_reason_or_name_is_an_error(library_of: LibraryOf) -> None:
    for words, field in (({"because": " "}, "because"), ({"by": ""}, "by")):
        claim = ruled(library_of, "supported", **words)
        (problem,) = check_claims(
            Library(studies={}, claims={"it-works": claim}, sheets={}, sources={}, instruments={})
        )
        assert (problem.code, problem.severity) == ("C209", Severity.ERROR)
        assert repr(field) in problem.message


def test_a_ruling_better_than_the_rules_allow_needs_a_reason_of_substance(library_of: LibraryOf) -> None:
    claim = ruled(library_of, "supported", "I am sure, sure, quite sure of it all")
    problem = ruling_problem(claim, [ClaimVerdict.NOT_SUPPORTED])
    assert problem is not None
    assert (problem.code, problem.severity, problem.place.line) == ("C210", Severity.WARNING, 11)
    assert "supported, better than the rules allow: not supported" in problem.message
    assert ruling_problem(ruled(library_of, "supported"), [ClaimVerdict.NOT_SUPPORTED]) is None


def test_a_ruling_that_the_rules_leave_possible_or_that_is_graver_needs_no_more(library_of: LibraryOf) -> None:
    possible = [ClaimVerdict.OVERSTATED, ClaimVerdict.NOT_SUPPORTED]
    for verdict in ("overstated", "inconsistent", "not-supported", "contradicted"):
        assert ruling_problem(ruled(library_of, verdict, "so"), possible) is None
    assert ruling_problem(library_of(LIBRARY.replace("    evidence:\n", "")).claims["it-works"], possible) is None


def test_a_study_left_out_and_named_is_an_error_and_so_is_one_without_a_reason(library_of: LibraryOf) -> None:
    text = LIBRARY + "      - {study: a, bearing: for, why: so}\n    left_out: [{study: b, why: so}"
    assert list(check_claims(library_of(f"{text}]\n"))) == []
    for more, said in (
        (", {study: a, why: so}", "stands in the claim already"),
        (", {study: b, why: so}", "stands in the claim already"),
    ):
        (problem,) = check_claims(library_of(f"{text}{more}]\n"))
        assert (problem.code, problem.severity) == ("C208", Severity.ERROR)
        assert said in problem.message
    blank = text.replace("b, why: so", "b, why: ' '")
    (problem,) = check_claims(library_of(f"{blank}]\n"))
    assert (problem.code, problem.message) == ("C208", "'b' is left out without a reason")


DIFFERS = "study: a, bearing: for, outcome: relapse, directness: {population: %s, because: '%s'}"


@pytest.mark.parametrize(
    ("match", "because", "codes"),
    [
        ("other", "", ["C211"]),
        ("partly", " ", ["C211"]),
        ("other", "they were children", []),
        ("same", "", []),
        ("unclear", "", []),
    ],
)
def test_a_part_that_differs_needs_a_reason(match: str, because: str, codes: list[str], library_of: LibraryOf) -> None:
    problems = found(library_of, DIFFERS % (match, because))
    assert [each.code for each in problems] == codes
    for each in problems:
        assert each.severity is Severity.WARNING
        assert each.place.line == 11
        assert "population" in each.message


@pytest.mark.parametrize(
    ("kind", "more", "codes"),
    [
        ("benefit", "", ["C211"]),
        ("harm", "", ["C211"]),
        ("association", "", []),
        ("benefit", "    importance: surrogate\n", []),
    ],
)
def test_a_surrogate_said_to_be_the_claims_own_outcome_needs_a_reason(
    kind: str, more: str, codes: list[str], library_of: LibraryOf
) -> None:
    text = LIBRARY.replace("kind: benefit", f"kind: {kind}").replace("    evidence:\n", f"{more}    evidence:\n")
    text = text.replace("name: L}", "name: L, importance: surrogate}")
    said = "      - {study: a, bearing: for, outcome: lesions, directness: {outcome: same%s}, why: so}\n"
    assert [each.code for each in check_claims(library_of(text + said % ""))] == codes
    assert list(check_claims(library_of(text + said % ", because: it decides on the treatment"))) == []
