from collections.abc import Callable

import pytest

from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]
TRIAL = "randomised: yes\narms: [{id: a, role: intervention, n: 9}, {id: b, role: comparator, n: 10}]"


def table(a: str, b: str, more: str = "") -> str:
    return f"- unit: patients\n  arms: {{a: {{{a}}}, b: {{{b}}}}}\n{more}"


def test_a_small_trial_tells_how_far_it_carries(finds: Finds) -> None:
    (found,) = finds(table("n: 9, events: 3", "n: 10, events: 1"), check="N-STRENGTH", facts=TRIAL)
    assert (found.severity, found.fits) == (Severity.INFO, Fits.CONSISTENT)
    assert found.said == "3 people of one group with the other outcome would make it significant (more in a)"
    assert found.shown == (
        "3/9 (a) and 1/10 (b): Fisher's exact test 0.303",
        "with 80 % power it finds only 69 % or more against 10 %",
        "the first significant result upwards would have been 6/9",
    )
    assert found.innocent


def test_a_significant_result_tells_how_few_would_take_it_away(finds: Finds) -> None:
    (found,) = finds(table("n: 31, events: 0", "n: 35, events: 7"), check="N-STRENGTH", facts=TRIAL)
    assert found.said == "1 person of one group with the other outcome would take significance away (more in a)"
    assert len(found.shown) == 1


def test_counts_that_we_worked_out_tell_of_strength_and_of_nothing_else(finds: Finds) -> None:
    derived = table("n: 9, events: 3, percent: 99", "n: 10, events: 1", "  derived: yes\n  note: so\n  p: 0.9\n")
    assert [each.check for each in finds(derived, facts=TRIAL)] == ["N-STRENGTH"]


@pytest.mark.parametrize(
    ("facts", "result"),
    [
        (TRIAL.replace("yes", "no"), table("n: 9, events: 3", "n: 10, events: 1")),
        (TRIAL, table("n: 9, events: 3", "n: 10, events: 1").replace("patients", "lesions")),
        (TRIAL, table("n: 9, events: 3", "told: none")),
        (TRIAL, table("n: 9, events: 10", "n: 10, events: 1")),
        (TRIAL, "- unit: patients\n  arms: {before: {n: 9, events: 3}, after: {n: 9, events: 1}}"),
        (TRIAL, table("n: 900, percent: 3", "n: 10, events: 1")),
    ],
)
def test_what_is_no_comparison_of_people_by_chance_tells_nothing_of_strength(
    facts: str, result: str, finds: Finds
) -> None:
    assert finds(result, check="N-STRENGTH", facts=facts) == []


def test_groups_at_the_start_are_no_result(finds: Finds) -> None:
    start = finds(
        table("n: 9, events: 3", "n: 10, events: 1"), check="N-STRENGTH", facts=TRIAL, outcome="role: baseline"
    )
    assert start == []


@pytest.mark.parametrize("tables", [("n: 1, events: 0", "n: 1, events: 1"), ("n: 5, events: 0", "n: 5, events: 0")])
def test_the_smallest_groups_and_no_event_end_no_run(tables: tuple[str, str], finds: Finds) -> None:
    assert len(finds(table(*tables), check="N-STRENGTH", facts=TRIAL)) == 1


def test_large_groups_are_left_out_and_the_largest_taken_are_little_work(
    finds: Finds, calls_of: Callable[[Callable[[], object]], int]
) -> None:
    largest = table("n: 1000, events: 500", "n: 1000, events: 300")
    assert len(finds(largest, check="N-STRENGTH", facts=TRIAL)) == 1
    assert calls_of(lambda: finds(largest, check="N-STRENGTH", facts=TRIAL)) < 1_000_000
    assert finds(table("n: 1001, events: 500", "n: 1000, events: 300"), check="N-STRENGTH", facts=TRIAL) == []
