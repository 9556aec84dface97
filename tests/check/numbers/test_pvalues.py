from collections.abc import Callable

import pytest

from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]


def counts(a: int, n: int, c: int, m: int, p: str, more: str = "", unit: str = "patients") -> str:  # noqa: PLR0913, PLR0917
    return f'- unit: {unit}\n  arms: {{a: {{n: {n}, events: {a}}}, b: {{n: {m}, events: {c}}}}}\n  p: "{p}"\n{more}'


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


# two groups of people


@pytest.mark.parametrize(
    ("table", "p", "test"),
    [
        ((1, 49, 3, 55), ".62", "Fisher's exact test"),
        ((8, 206, 5, 70), "0.266", "chi-squared"),
        ((3, 9, 1, 10), "0.268", "Barnard's test"),
        ((38, 1165, 8, 376), "0.30", "Fisher's exact test"),
    ],
)
def test_the_test_that_gives_p_is_named(table: tuple[int, int, int, int], p: str, test: str, finds: Finds) -> None:
    found = only(finds(counts(*table, p), check="N-TEST"))
    assert (found.severity, found.fits) == (Severity.OK, Fits.CONSISTENT)
    assert test in found.said


def test_p_that_no_test_gives_is_a_note(finds: Finds) -> None:
    found = only(finds(counts(5, 52, 0, 28, "0.26"), check="N-TEST"))
    assert (found.severity, found.fits) == (Severity.NOTE, Fits.INCONSISTENT)
    assert found.said == "Fisher's exact test gives 0.156, not 0.26; no common test gives it"
    assert "5/52 (a) and 0/28 (b)" in found.shown[0]


def test_p_that_decides_otherwise_than_every_test_is_a_warning(finds: Finds) -> None:
    found = only(finds(counts(5, 52, 0, 28, "0.004"), check="N-TEST"))
    assert found.severity is Severity.WARNING
    assert found.said.endswith("and it decides differently")


def test_it_is_no_warning_where_counts_are_worked_out_or_people_told_elsewhere(finds: Finds) -> None:
    arms = "arms: [{id: a, role: intervention, n: 52}, {id: b, role: comparator, n: 28}]"
    bare = "- unit: patients\n  arms: {a: {events: 5}, b: {events: 0}}\n  p: 0.004\n"
    assert only(finds(bare, check="N-TEST", facts=arms)).severity is Severity.NOTE
    percents = "- unit: patients\n  arms: {a: {n: 52, percent: 9.6}, b: {n: 28, percent: 0.0}}\n  p: 0.004\n"
    assert only(finds(percents, check="N-TEST")).severity is Severity.NOTE


def test_p_of_an_adjusted_estimate_is_a_remark(finds: Finds) -> None:
    more = "  estimates: [{measure: OR, value: 9, low: 0.5, high: 170, adjusted: yes}]\n"
    assert only(finds(counts(5, 52, 0, 28, "0.004", more), check="N-TEST")).severity is Severity.INFO


def test_p_of_one_tail_is_a_remark(finds: Finds) -> None:
    found = only(finds(counts(8, 206, 5, 70, "0.133"), check="N-TEST"))
    assert (found.severity, found.fits) == (Severity.INFO, Fits.CONSISTENT)
    assert "one tail" in found.said


def test_p_with_digits_cut_off_is_a_note(finds: Finds) -> None:
    found = only(finds(counts(3, 9, 1, 10, "0.212"), check="N-TEST"))
    assert (found.severity, found.fits) == (Severity.NOTE, Fits.CONSISTENT)


def test_every_count_that_a_percentage_allows_is_tried(finds: Finds) -> None:
    arms = "- unit: patients\n  arms: {a: {n: 206, percent: 4}, b: {n: 70, percent: 7}}\n  p: 0.266\n"
    assert only(finds(arms, check="N-TEST")).severity is Severity.OK


def test_where_a_percentage_allows_too_many_counts_none_is_guessed(finds: Finds) -> None:
    arms = "- unit: patients\n  arms: {a: {n: 5000, percent: 4}, b: {n: 5000, percent: 7}}\n  p: 0.8\n"
    found = only(finds(arms, check="N-TEST"))
    assert (found.fits, found.missing) == (Fits.CANNOT_TELL, ("events and n of a", "events and n of b"))


def test_p_of_an_estimate_is_placed_at_the_estimate(finds: Finds) -> None:
    more = "- unit: patients\n  estimates: [{measure: OR, value: 0.32, between: [a, b], p: .62}]\n"
    first = "- unit: patients\n  arms: {a: {n: 49, events: 1}, b: {n: 55, events: 3}}\n"
    found = only(finds(first + more, check="N-TEST"))
    assert (found.severity, found.place.line) == (Severity.OK, 13)


@pytest.mark.parametrize("p", ["0", "1", "1.0", "0.000", "<0.001", ">0.05", "0.0000000000000000001"])
def test_p_values_of_any_look_are_taken(p: str, finds: Finds) -> None:
    only(finds(counts(3, 9, 1, 10, p), check="N-TEST"))
    only(finds(counts(0, 1, 0, 1, p), check="N-TEST"))
    only(finds(counts(9, 9, 10, 10, p), check="N-TEST"))


def test_more_events_than_people_are_no_table(finds: Finds) -> None:
    assert only(finds(counts(10, 9, 1, 10, "0.2"), check="N-TEST")).fits is Fits.CANNOT_TELL


def test_an_estimate_between_ids_that_are_no_pair_is_left_alone(finds: Finds) -> None:
    for between in ("[a]", "[a, a]", "[a, a, b]", "[a, b, c]"):
        more = f"  estimates: [{{measure: OR, value: 2, between: {between}, p: 0.2}}]\n"
        finds(f"- unit: patients\n  arms: {{}}\n{more}")
    finds(
        "- unit: patients\n  estimates: [{measure: OR, value: 2}, {measure: OR, value: 3, between: [a, b]}]\n  p: 0.1\n"
    )
    found = finds(counts(3, 9, 1, 10, "0.2", "  estimates: [{measure: OR, value: 2, between: [x, y]}]\n"))
    assert not [each for each in found if each.check == "N-EFFECT"]


# more than two groups


THREE = "arms: [{id: a, role: whole, n: 30}, {id: b, role: whole, n: 30}, {id: c, role: whole, n: 30}]"


def three(events: tuple[int, int, int], p: str) -> str:
    arms = ", ".join(f"{key}: {{n: 30, events: {count}}}" for key, count in zip("abc", events, strict=True))
    return f"- unit: patients\n  arms: {{{arms}}}\n  p: {p}\n"


def test_p_of_three_groups_is_of_all_or_of_a_pair_of_them(finds: Finds) -> None:
    assert only(finds(three((5, 10, 15), "0.024"), check="N-TEST", facts=THREE)).said == (
        "p = 0.024 is what chi-squared of all groups gives"
    )
    assert only(finds(three((5, 10, 15), "0.006"), check="N-TEST", facts=THREE)).said == (
        "p = 0.006 is what a test of a and c gives"
    )
    found = only(finds(three((5, 10, 15), "0.5"), check="N-TEST", facts=THREE))
    assert (found.severity, found.fits) == (Severity.NOTE, Fits.INCONSISTENT)


def test_groups_without_any_event_have_no_test(finds: Finds) -> None:
    for events in ((0, 0, 0), (30, 30, 30)):
        assert only(finds(three(events, "0.5"), check="N-TEST", facts=THREE)).fits is Fits.CANNOT_TELL


def test_groups_without_counts_cannot_be_told(finds: Finds) -> None:
    arms = "- unit: patients\n  arms: {a: {events: 1}, b: {percent: 5}, c: {told: few}}\n  p: 0.2\n"
    found = only(finds(arms, check="N-TEST", facts=THREE))
    assert found.missing == ("events and n of b", "events and n of c")


# several p values of one outcome


def test_p_values_of_different_tests_in_one_outcome_are_a_note(finds: Finds) -> None:
    arms = "arms: [{id: a, role: cases, n: 1165}, {id: b, role: controls, n: 376}, {id: c, role: controls, n: 226}]"
    results = """
    - unit: patients
      group: first
      arms: {a: {n: 1165, events: 38}, b: {n: 376, events: 8}}
      p: 0.30
    - unit: patients
      group: second
      arms: {c: {n: 226, events: 7}, b: {n: 376, events: 8}}
      p: 0.46
    """
    last = finds(results, check="N-TEST", facts=arms)[-1]
    assert (last.severity, last.said) == (Severity.NOTE, "the p values of this outcome come from different tests")
    assert last.innocent
    assert len(finds(results.replace("0.46", "0.59"), check="N-TEST", facts=arms)) == 2


# events


PEOPLE = "arms: [{id: a, role: intervention, n: 9}, {id: b, role: comparator, n: 10}]"


def events(a: int, c: int, p: str, more: str = "") -> str:
    return counts(a, 9, c, 10, p, unit="events") + more


def test_p_of_events_that_is_larger_than_each_on_its_own_gives_is_as_it_should_be(finds: Finds) -> None:
    found = only(finds(events(17, 3, "0.066"), check="N-UNIT", facts=PEOPLE))
    assert found.severity is Severity.OK
    assert "as it should be" in found.said
    assert found.shown == ("17 in 9 people (a) and 3 in 10 people (b), events, each on its own (Poisson): 0.00105",)


def test_p_of_events_taken_as_if_each_came_on_its_own_is_a_note(finds: Finds) -> None:
    found = only(finds(events(17, 3, "0.001"), check="N-UNIT", facts=PEOPLE))
    assert (found.severity, found.fits) == (Severity.NOTE, Fits.CONSISTENT)
    assert "they cluster in people" in found.said


def test_a_bound_of_p_does_not_tell_how_events_were_taken(finds: Finds) -> None:
    found = only(finds(events(20, 2, "<0.001"), check="N-UNIT", facts=PEOPLE))
    assert (found.severity, found.fits) == (Severity.INFO, Fits.CANNOT_TELL)


def test_p_of_events_that_is_smaller_than_it_could_be_is_a_warning_where_it_decides_differently(finds: Finds) -> None:
    for p in ("0.01", "<0.05"):
        found = only(finds(events(4, 1, p), check="N-UNIT", facts=PEOPLE))
        assert (found.severity, found.fits) == (Severity.WARNING, Fits.INCONSISTENT)


def test_p_of_the_people_with_an_event_comes_out(finds: Finds) -> None:
    people = counts(3, 9, 1, 10, "0.303").replace('  p: "0.303"\n', "")
    assert only(finds(events(4, 1, "0.303", people), check="N-UNIT", facts=PEOPLE)).severity is Severity.OK
    found = only(finds(events(4, 1, "0.389", people), check="N-UNIT", facts=PEOPLE))
    assert found.severity is Severity.NOTE
    assert found.said.startswith("Fisher's exact test of people gives 0.303, not 0.389")


def test_events_of_nobody_knows_how_many_people_cannot_be_told(finds: Finds) -> None:
    bare = "- unit: lesions\n  arms: {a: {events: 17}, b: {events: 3}}\n  p: 0.066\n"
    found = only(finds(bare, check="N-UNIT", facts="arms: [{id: a, role: whole}, {id: b, role: whole}]"))
    assert found.missing == ("events and n of a", "events and n of b")


# means


def means(a: str, b: str, p: str) -> str:
    return f"- unit: points\n  arms: {{a: {{n: 20, {a}}}, b: {{n: 20, {b}}}}}\n  p: {p}\n"


def test_p_of_means_is_set_beside_both_t_tests(finds: Finds) -> None:
    found = only(finds(means("mean: 5.0, sd: 1.0", "mean: 4.3, sd: 1.0", "0.03"), check="N-TEST"))
    assert found.severity is Severity.OK
    assert found.shown[0].startswith("Student's t test 0.0329, Welch's 0.0329; within rounding from ")


def test_p_of_means_that_no_t_test_gives_is_a_note_or_a_warning(finds: Finds) -> None:
    assert (
        only(finds(means("mean: 5.0, sd: 1.0", "mean: 4.9, sd: 1.0", "0.50"), check="N-TEST")).severity is Severity.NOTE
    )
    found = only(finds(means("mean: 5.0, sd: 1.0", "mean: 4.9, sd: 1.0", "0.001"), check="N-TEST"))
    assert found.severity is Severity.WARNING
    assert "SE printed as SD" in found.innocent


def test_means_that_lack_something_cannot_be_told_and_negative_deviations_end_no_run(finds: Finds) -> None:
    found = only(finds(means("mean: 5.0", "mean: 4.3, sd: 1.0", "0.03"), check="N-TEST"))
    assert (found.fits, found.missing) == (Fits.CANNOT_TELL, ("sd of a",))
    found = only(finds(means("mean: 5.0, sd: -1.0", "mean: 4.3, sd: 1.0", "0.03"), check="N-TEST"))
    assert found.fits is Fits.CANNOT_TELL
    only(finds(means("mean: 5, sd: 0", "mean: 5, sd: 0", "0.03"), check="N-TEST"))


# test statistics


def statistic(text: str, p: str = "") -> str:
    return f'- unit: other\n  statistic: "{text}"\n' + (f"  p: {p}\n" if p else "")


@pytest.mark.parametrize(
    ("text", "p", "severity"),
    [
        ("chi2 = 8.71, df = 3", "0.03", Severity.OK),
        ("t(38) = 2.20", "0.034", Severity.OK),
        ("t(38) = 2.20, p = .034", "", Severity.OK),
        ("t(38) = 2.20", "<0.05", Severity.OK),
        ("Spearman's rank, t(38) = 2.20", "0.034", Severity.OK),
        ("t(38) = 2.20", "0.017", Severity.INFO),
        ("t(38) = 2.20", "0.04", Severity.WARNING),
        ("t(38) = 2.20", "0.30", Severity.ERROR),
        ("t(38) = 2.20, ns", "", Severity.INFO),
        ("t(0) = 2.20", "0.30", Severity.WARNING),
        ("no statistic", "0.30", Severity.INFO),
        ("t = 2.20", "", Severity.INFO),
    ],
)
def test_p_is_recomputed_from_its_statistic(text: str, p: str, severity: Severity, finds: Finds) -> None:
    assert only(finds(statistic(text, p), check="N-STATISTIC")).severity is severity


def test_a_table_of_parts_tells_its_own_chi_squared(finds: Finds) -> None:
    arms = "  arms: {a: {n: 31, parts: {w: 11, x: 1, y: 0, z: 19}}, b: {n: 35, parts: {w: 7, x: 3, y: 7, z: 18}}}\n"
    found = only(finds(statistic("chi2 = 8.71, df = 3", "0.03") + arms, check="N-STATISTIC"))
    assert found.shown[-1] == ("the parts give chi-squared 8.71 with 3 degrees of freedom; 4 cells expect fewer than 5")


@pytest.mark.parametrize("parts", ["w: 0, x: 0", "w: 1.5, x: 2", "w: 3, x: 0"])
def test_a_table_that_is_none_tells_nothing(parts: str, finds: Finds) -> None:
    arms = f"  arms: {{a: {{parts: {{{parts}}}}}, b: {{parts: {{{parts}}}}}}}\n"
    assert len(only(finds(statistic("chi2 = 8.71, df = 3", "0.03") + arms, check="N-STATISTIC")).shown) == 1


def test_a_p_value_beside_parts_is_set_beside_their_chi_squared(finds: Finds) -> None:
    arms = "{a: {n: 31, parts: {up: 11, down: 0, same: 20}}, b: {n: 35, parts: {up: 7, down: 7, same: 21}}}"
    good = only(finds(f"- unit: patients\n  arms: {arms}\n  p: 0.021\n", check="N-TEST"))
    assert (good.severity, good.said) == (Severity.OK, "p = 0.021 is what chi-squared of the parts gives")
    bad = only(finds(f"- unit: patients\n  arms: {arms}\n  p: 0.2\n", check="N-TEST"))
    assert (bad.severity, bad.fits) == (Severity.NOTE, Fits.INCONSISTENT)
