"""Which outcomes are set beside each other is found by ids, claims and words, and never by order."""

from collections.abc import Callable
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.judge.matching import main_of, match_outcomes, significant
from ccsvi_triage.model.comparison import Matched, Matching
from ccsvi_triage.model.library import Library

NUMBERS = "results: [{unit: patients, arms: {a: {events: 1, n: 9}}}]"
LibraryOf = Callable[[str], Library]


def library(library_of: LibraryOf, *outcomes: str, claims: str = "") -> Library:
    studies = "".join(
        f"  - {{id: s{n}, title: T, kind: primary-study, arms: [{{id: a, role: whole}}], outcomes: [{told}]}}\n"
        for n, told in enumerate(outcomes, 1)
    )
    return library_of(f"studies:\n{studies}{claims}")


def matched(library: Library, asked: str = "") -> Matched:
    return match_outcomes(list(library.studies.values()), library.claims.values(), asked)


def ids(found: Matched) -> list[str | None]:
    return [str(outcome.id) if outcome else None for outcome in found.outcomes.values()]


def test_the_same_id_goes_before_words(library_of: LibraryOf) -> None:
    two = library(
        library_of,
        f"{{id: pain, name: Ache, {NUMBERS}}}, {{id: gait, name: Walking speed, {NUMBERS}}}",
        f"{{id: walk, name: Walking speed, {NUMBERS}}}, {{id: pain, name: Soreness, {NUMBERS}}}",
    )
    found = matched(two)
    assert (found.by, found.words, ids(found)) == (Matching.ID, "pain", ["pain", "pain"])


def test_an_id_without_any_number_gives_way_to_words_with_numbers(library_of: LibraryOf) -> None:
    two = library(
        library_of,
        f"{{id: quality, name: Life}}, {{id: relapse-year, name: Relapses in a year, {NUMBERS}}}",
        f"{{id: quality, name: Life}}, {{id: relapse-any, name: Any relapse, {NUMBERS}}}",
    )
    found = matched(two)
    assert (found.by, found.words) == (Matching.WORDS, "relapse")


def test_a_claim_says_which_outcomes_belong_together(library_of: LibraryOf) -> None:
    claims = (
        "claims: [{id: c, text: It helps, kind: benefit, strength: effect, evidence: [{study: s1, bearing: for, why: w,"
        " outcome: doppler}, {study: s2, bearing: against, why: w, outcome: ccsvi}]}]\n"
    )
    outcomes = (f"{{id: doppler, name: Flow, {NUMBERS}}}", f"{{id: ccsvi, name: Veins, {NUMBERS}}}")
    found = matched(library(library_of, *outcomes, claims=claims))
    assert (found.by, found.words, ids(found)) == (Matching.CLAIM, "c", ["doppler", "ccsvi"])
    assert matched(library(library_of, *outcomes)).by is Matching.MAIN


def test_without_anything_in_common_each_main_outcome_is_taken(library_of: LibraryOf) -> None:
    found = matched(
        library(
            library_of,
            f"{{id: x, name: Xylitol, {NUMBERS}}}, {{id: y, name: Yttrium, role: primary}}",
            "{id: z, name: Zinc}, {id: q, name: Quality, importance: patient-important}",
        )
    )
    assert not found.same
    assert (found.by, ids(found)) == (Matching.MAIN, ["y", "q"])


def test_words_that_are_said_of_any_outcome_match_nothing(library_of: LibraryOf) -> None:
    found = matched(
        library(
            library_of,
            f"{{id: a, name: Number of patients with pain after one year, {NUMBERS}}}",
            f"{{id: b, name: Number of patients with cramps after one year, {NUMBERS}}}",
        )
    )
    assert found.by is Matching.MAIN
    assert significant("Number of patients with two relapses within a year") == {"relapse"}


def test_what_is_asked_for_is_an_id_or_words(library_of: LibraryOf) -> None:
    two = library(
        library_of,
        f"{{id: new-lesions, name: New lesions, {NUMBERS}}}",
        f"{{id: t2, name: Lesions on T2 images, {NUMBERS}}}, {{id: pain, name: Pain}}",
    )
    assert ids(matched(two, "lesion")) == ["new-lesions", "t2"]
    assert ids(matched(two, "T2 lesions")) == [None, "t2"]
    assert ids(matched(two, "pain")) == [None, "pain"]
    assert ids(matched(two, "liver")) == [None, None]


def test_a_study_without_outcomes_has_none(library_of: LibraryOf) -> None:
    two = library(library_of, f"{{id: x, name: Xylitol, {NUMBERS}}}", "")
    assert main_of(two.studies["s2"]) is None
    assert ids(matched(two)) == ["x", None]


@given(st.permutations(["open-2009", "sham-2014", "large-2018", "undone-2012"]))
def test_the_order_of_the_studies_makes_no_difference(side_by_side: Library, order: list[str]) -> None:
    def of(names: list[str]) -> Matched:
        return match_outcomes([side_by_side.studies[name] for name in names], side_by_side.claims.values())

    plain = of(sorted(order))
    assert of(order)[:2] == plain[:2]
    assert of(order).outcomes == plain.outcomes


def test_pairs_of_the_shipped_case_match_alike_both_ways(shipped: Library) -> None:
    names = ("zamboni-2009-jvs", "siddiqui-2014-premise", "zamboni-2018-bravedreams", "traboulsee-2018")
    for pair in permutations(names, 2):
        one, other = ([shipped.studies[name] for name in order] for order in (pair, pair[::-1]))
        claims = shipped.claims.values()
        assert match_outcomes(one, claims).outcomes == match_outcomes(other, claims).outcomes
