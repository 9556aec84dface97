from collections.abc import Callable
from time import perf_counter

import pytest

from ccsvi_triage.check.numbers import paired
from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]


def shares(before: str, after: str, p: str, n: str = "n: 35, ", unit: str = "patients") -> str:
    return f'- unit: {unit}\n  arms: {{before: {{{n}{before}}}, after: {{{n}{after}}}}}\n  p: "{p}"\n'


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


def test_p_that_no_pairing_gives_is_a_warning_with_the_bounds_of_each_test(finds: Finds) -> None:
    found = only(finds(shares("percent: 73", "percent: 50", "0.0014"), check="N-PAIRED"))
    assert (found.severity, found.fits) == (Severity.WARNING, Fits.INCONSISTENT)
    assert found.said == "p = 0.0014 cannot come from any McNemar test on 35 people with these percentages"
    assert found.shown[0] == "35 people, 25 or 26 before and 17 or 18 after; over all pairings:"
    assert "McNemar's exact test from 0.00391 to 0.248" in found.shown
    assert len(found.innocent) == 2


def test_p_that_only_mid_p_gives_is_a_warning_that_names_what_else_would(finds: Finds) -> None:
    found = only(finds(shares("percent: 50", "percent: 12", "<0.0001"), check="N-PAIRED"))
    assert (found.severity, found.fits) == (Severity.WARNING, Fits.CONSISTENT)
    assert found.said.startswith("only McNemar's mid-p, which few use")
    assert found.innocent[-1] == "the p value counts one tail of McNemar's exact test or McNemar's chi-squared"


def test_p_that_a_pairing_gives_comes_out(finds: Finds) -> None:
    found = only(finds(shares("events: 26", "events: 17", "0.012"), check="N-PAIRED"))
    assert (found.severity, found.fits) == (Severity.OK, Fits.CONSISTENT)


def test_p_of_one_tail_is_a_remark(finds: Finds) -> None:
    found = only(finds(shares("events: 26", "events: 17", "0.00135"), check="N-PAIRED"))
    assert (found.severity, found.fits) == (Severity.INFO, Fits.CONSISTENT)
    assert found.said == "p = 0.00135 can come from one tail of McNemar's chi-squared on 35 people"


def test_of_people_told_elsewhere_it_is_a_note(finds: Finds) -> None:
    found = only(finds(shares("percent: 73", "percent: 50", "0.0014", ""), check="N-PAIRED", facts="enrolled: 35"))
    assert found.severity is Severity.NOTE


@pytest.mark.parametrize("n", ["", "n: 0, ", "n: 1000000000, "])
def test_without_a_number_of_people_that_can_be_tried_it_cannot_be_told(n: str, finds: Finds) -> None:
    facts = "enrolled: not-reported"
    found = only(finds(shares("percent: 73", "percent: 50", "0.0014", n), check="N-PAIRED", facts=facts))
    assert (found.fits, found.missing) == (Fits.CANNOT_TELL, ("n",))


def test_too_many_pairings_are_not_tried_and_that_is_said_at_once(finds: Finds) -> None:
    begun = perf_counter()
    found = only(finds(shares("percent: 73", "percent: 50", "0.0014", "n: 15000, "), check="N-PAIRED"))
    assert perf_counter() - begun < 1
    assert found.fits is Fits.CANNOT_TELL
    assert "how many changed each way" in found.missing


@pytest.mark.parametrize("before", ["events: 36", "percent: 120", "percent: -3", "mean: 3", "told: many"])
def test_a_half_that_is_missing_or_impossible_is_left_to_other_checks(before: str, finds: Finds) -> None:
    assert finds(shares(before, "percent: 50", "0.0014"), check="N-PAIRED") == []
    assert finds("- unit: patients\n  arms: {before: {n: 35, percent: 73}}\n  p: 0.01\n", check="N-PAIRED") == []


def test_events_of_the_same_people_are_no_pairs(finds: Finds) -> None:
    assert finds(shares("events: 26", "events: 17", "0.0001", unit="events"), check="N-PAIRED") == []


def means(before: str, after: str, p: str, n: str = "n: 20, ") -> str:
    return shares(before, after, p, n, unit="points")


def test_p_of_paired_means_is_possible_with_some_correlation_which_is_told(finds: Finds) -> None:
    found = only(finds(means("mean: 5.0, sd: 1.0", "mean: 4.5, sd: 1.0", "0.03"), check="N-PAIRED"))
    assert (found.severity, found.fits) == (Severity.OK, Fits.CONSISTENT)
    assert found.shown == ("it needs a correlation of 0.546 between the two measurements of a person",)


def test_p_of_paired_means_beyond_every_correlation_is_a_warning(finds: Finds) -> None:
    found = only(finds(means("mean: 5.0, sd: 3.0", "mean: 4.5, sd: 1.0", "0.001"), check="N-PAIRED"))
    assert (found.severity, found.fits) == (Severity.WARNING, Fits.INCONSISTENT)
    assert "however alike the two measurements are" in found.shown[0]
    elsewhere = means("mean: 5.0, sd: 3.0", "mean: 4.5, sd: 1.0", "0.001", "")
    assert only(finds(elsewhere, check="N-PAIRED", facts="enrolled: 20")).severity is Severity.NOTE


def test_half_of_a_two_sided_p_of_paired_means_is_one_tail(finds: Finds) -> None:
    found = only(finds(means("mean: 5.00, sd: 3.00", "mean: 4.50, sd: 1.00", "0.15"), check="N-PAIRED"))
    assert (found.severity, found.fits) == (Severity.INFO, Fits.CONSISTENT)


def test_what_paired_means_lack_is_named(finds: Finds) -> None:
    found = only(finds(means("mean: 5.0", "mean: 4.5, sd: 1.0", "0.03"), check="N-PAIRED"))
    assert (found.fits, found.missing) == (Fits.CANNOT_TELL, ("sd before",))


@pytest.mark.parametrize("p", ["0", "1", "<0.05", ">0.05", "0.0000000000000000001"])
@pytest.mark.parametrize("sd", ["0", "-1", "0.0", "1000000000"])
def test_odd_deviations_and_p_values_end_no_run(p: str, sd: str, finds: Finds) -> None:
    assert len(finds(means(f"mean: 5, sd: {sd}", f"mean: 5, sd: {sd}", p), check="N-PAIRED")) == 1
    assert len(finds(means(f"mean: 5, sd: {sd}", f"mean: 9, sd: {sd}", p, "n: 1, "), check="N-PAIRED")) == 1


def test_pairings_that_were_tried_once_are_not_computed_again(finds: Finds) -> None:
    told = shares("percent: 50", "percent: 27", "0.030")
    paired._mcnemar.cache_clear()
    first = finds(told)
    computed = paired._mcnemar.cache_info().misses
    assert computed > 0
    assert finds(told) == first
    assert paired._mcnemar.cache_info().misses == computed
