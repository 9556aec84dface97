"""A sentence comes near to the claims whose words it has, and to none where it is about something else."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.load.nearby import LEAST, MOST_CHARACTERS, nearby, wordings_of
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.nearness import Manner
from ccsvi_triage.model.record import replaced

LibraryOf = Callable[[str], Library]


def ids(text: str, library: Library, top: int = 3) -> list[str]:
    return [str(each.claim.id) for each in nearby(text, library, top).near]


def test_every_wording_of_a_claim_that_ships_comes_nearest_to_it(shipped: Library) -> None:
    for claim in shipped.claims.values():
        for said in wordings_of(claim):
            best = nearby(said, shipped).near[0]
            assert (best.claim.id, best.wording) == (claim.id, said)
            assert best.score >= 75, said


def test_a_long_form_is_its_abbreviation_where_a_title_writes_it_out(shipped: Library) -> None:
    long_form = "Chronic cerebrospinal venous insufficiency does not cause multiple sclerosis"
    (best, *_) = nearby(long_form, shipped).near
    assert (best.claim.id, best.score, best.guess.manner) == ("ccsvi-causes-ms", 100, Manner.DENIES)


def test_another_form_of_a_word_and_a_slip_of_the_finger_are_that_word(shipped: Library) -> None:
    assert ids("nimodpine protected animals", shipped)[0] == "nimodipine-eae"
    assert ids("hyperbaric oxigen for MS", shipped)[0] in ("oxygen-helps-ms", "no-controlled-hbo-trials")


def test_another_name_of_a_treatment_counts_for_every_claim_about_it(shipped: Library) -> None:
    assert "liberation" not in " ".join(wordings_of(shipped.claims["angioplasty-improves-function"])).lower()
    assert ids("the liberation procedure improves disability", shipped)[0] == "angioplasty-improves-function"


ELSEWHERE = [
    "coffee is good for you",
    "vitamin D prevents multiple sclerosis",
    "Gluten-free diets cure MS",
    "Smoking makes MS worse",
    "Interferon slows progression in multiple sclerosis",
    "Cannabis eases spasticity in MS",
    "Stem cell transplantation stops relapses",
    "Statins lower cholesterol in adults",
    "Vaccines cause autism",
    "Knee surgery is safe",
    "Healthy people sleep eight hours",
    "Climate change raises sea levels",
    "Chocolate improves memory",
    "The liberation of Paris began in August 1944",
    "The train to London was late again",
    "The stock market fell sharply on Monday",
    "Beta-blockers lower blood pressure",
    "a",
    "42",
    "\u2026 !!! \u674e\u6653\u660e",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_sentence_about_something_else_comes_near_to_none(text: str, shipped: Library) -> None:
    assert ids(text, shipped) == []


def test_the_nearest_come_first_and_no_more_than_asked_for(shipped: Library) -> None:
    text = "Opening the veins does not stop relapses"
    scores = [each.score for each in nearby(text, shipped, 20).near]
    assert len(scores) > 3
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= LEAST
    assert ids(text, shipped, 2) == ids(text, shipped, 20)[:2]


def test_what_is_shared_stands_in_the_sentence(shipped: Library) -> None:
    for each in nearby("Opening the veins does not stop relapses", shipped).near:
        assert set(each.shared) <= {"opening", "veins", "stop", "relapses"}


def test_the_order_of_the_claims_makes_no_difference(shipped: Library) -> None:
    turned = shipped._replace(claims=dict(list(shipped.claims.items())[::-1]))
    for claim in shipped.claims.values():
        assert nearby(claim.aliases[0], shipped) == nearby(claim.aliases[0], turned)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.data())
def test_any_text_is_held_against_the_claims(data: st.DataObject, hostile: Any, shipped: Library) -> None:
    text = data.draw(st.one_of(hostile, st.text(max_size=300)))
    found = nearby(text, shipped)
    assert len(found.near) <= 3
    assert all(LEAST <= each.score <= 100 and each.shared for each in found.near)


def test_the_longest_sentence_is_held_against_the_claims_with_little_work(
    shipped: Library, calls_of: Callable[[Callable[[], object]], int]
) -> None:
    words = " ".join(f"relapse{number}" for number in range(300))[:MOST_CHARACTERS]
    assert calls_of(lambda: nearby(words, shipped)) < 1_000_000


def test_a_library_with_one_claim_without_other_words_will_do(library_of: LibraryOf) -> None:
    library = library_of("claims:\n  - {id: tea, text: Tea cures colds, kind: benefit, strength: effect}\n")
    assert ids("Tea does nothing against colds", library) == ["tea"]
    assert ids("Milk is white", library) == []
    silent = library_of("claims:\n  - {id: so, text: It is so, kind: factual, strength: effect}\n")
    assert ids("It is so", silent) == []


def test_a_claim_is_found_by_words_like_those_that_it_lacks(shipped: Library) -> None:
    """Each other wording is taken away from its claim in turn and looked for without it."""
    found = asked = 0
    for claim in shipped.claims.values():
        for alias in claim.aliases:
            without = replaced(claim, aliases=tuple(other for other in claim.aliases if other != alias))
            asked += 1
            found += str(claim.id) in ids(alias, shipped._replace(claims={**shipped.claims, claim.id: without}))
    assert asked >= 60
    assert found / asked >= 0.5


# sentences that were labelled by hand

MEANT = {
    "ccsvi-causes-ms": "ccsvi-causes-ms",
    "ccsvi-more-frequent-in-ms": "ccsvi-more-prevalent-in-ms",
    "venoplasty-improves-disability": "angioplasty-improves-function",
    "venoplasty-reduces-relapses": "angioplasty-reduces-relapses-rrms",
    "venoplasty-reduces-lesions": "angioplasty-reduces-mri-lesions",
    "venoplasty-is-safe": "angioplasty-is-safe",
    "nimodipine-protects-myelin": "nimodipine-eae",
    "bosentan-restores-perfusion": "bosentan-raises-naa",
}
"""The claims that ship, by what the labels call them; no claim about interferon ships."""
PUT = {"same": {Manner.ASSERTS, Manner.ASKS, Manner.HEDGES}, "opposite": {Manner.DENIES}}


@pytest.fixture(scope="module")
def labelled(reference_data: Path) -> list[dict[str, str]]:
    read: list[dict[str, str]] = yaml.safe_load(
        (reference_data / "import" / "claims" / "queries.yaml").read_text("utf-8")
    )
    return read


def test_labelled_sentences_come_near_to_the_claims_that_ship(labelled: list[dict[str, str]], shipped: Library) -> None:
    found = asked = directed = 0
    for query in labelled:
        meant = MEANT.get(query["expect"])
        near = {str(each.claim.id): each for each in nearby(query["q"], shipped).near}
        if meant is None:
            assert not near, query["q"]
            continue
        asked += 1
        if meant in near:
            found += 1
            directed += near[meant].guess.manner in PUT[query["polarity"]]
    assert (found, asked, directed) == (8, 9, 8)


def test_labelled_sentences_come_near_to_claims_without_other_wordings(
    labelled: list[dict[str, str]], reference_data: Path, library_of: LibraryOf
) -> None:
    registry = yaml.safe_load((reference_data / "import" / "claims" / "registry.yaml").read_text("utf-8"))
    bare = [{**claim, "kind": "benefit", "strength": "effect"} for claim in registry]
    library = library_of(yaml.safe_dump({"claims": bare}))
    expected = [query for query in labelled if query["expect"] != "none"]
    found = sum(query["expect"] in ids(query["q"], library) for query in expected)
    none = sum(not ids(query["q"], library) for query in labelled if query["expect"] == "none")
    assert (found, len(expected), none) == (8, 10, 2)
