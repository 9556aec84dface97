from collections.abc import Callable

import pytest

from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]


def result(arms: str, more: str = "", unit: str = "patients") -> str:
    return f"- unit: {unit}\n  arms: {{{arms}}}\n{more}"


# a count with its percentage


def test_a_percentage_that_is_its_counts_comes_out(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 34, events: 12, percent: 35}"), check="N-PERCENT")
    assert (found.severity, found.said, found.shown) == (Severity.OK, "12 of 34 is 35 % (a)", ("12/34 = 35.29 %",))


def test_a_percentage_with_digits_cut_off_is_a_note_that_says_so(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 35, events: 3, percent: 8}"), check="N-PERCENT")
    assert (found.severity, found.fits) == (Severity.NOTE, Fits.CONSISTENT)
    assert found.said == "3 of 35 is 8 % (a), cut off and not rounded"
    assert found.innocent


def test_a_percentage_of_another_total_is_a_warning_that_names_the_totals_that_fit(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 259, events: 15, percent: 6.3}"), check="N-PERCENT")
    assert (found.severity, found.fits) == (Severity.WARNING, Fits.INCONSISTENT)
    assert found.said == "15 of 259 is not 6.3 % (a)"
    assert found.shown == ("15/259 = 5.79 %", "15 would be 6.3 % of 237 to 240")
    assert found.innocent


def test_a_percentage_of_another_total_than_the_arm_has_is_a_remark_since_people_are_lost(finds: Finds) -> None:
    (found,) = finds(result("a: {events: 11, percent: 37}"), check="N-PERCENT")
    assert (found.severity, found.said) == (Severity.INFO, "11 of 40 is not 37 % (a)")


def test_more_people_with_the_event_than_there_are_is_an_error(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 9, events: 10, percent: 111}"), check="N-PERCENT")
    assert found.severity is Severity.ERROR
    (found,) = finds(result("a: {n: 9, events: 10}"), check="N-PERCENT")
    assert (found.severity, found.said) == (
        Severity.ERROR,
        "10 people with the event are more than the 9 that there are (a)",
    )


@pytest.mark.parametrize("percent", ["101", "-1", "100.01"])
def test_a_share_below_nothing_or_above_all_is_an_error_whatever_stands_beside_it(percent: str, finds: Finds) -> None:
    for arm in (f"a: {{percent: {percent}}}", f"a: {{n: 35, percent: {percent}}}"):
        (found,) = [each for each in finds(result(arm)) if each.check == "N-PERCENT"]
        assert (found.severity, found.fits) == (Severity.ERROR, Fits.INCONSISTENT)
        assert "a share lies from 0 to 100 %" in found.said
        assert not [each for each in finds(result(arm)) if each.check == "N-WHOLE"]


@pytest.mark.parametrize("unit", ["events", "lesions", "points", "other"])
def test_what_is_no_share_is_not_set_beside_people(unit: str, finds: Finds) -> None:
    assert finds(result("a: {n: 9, events: 17, percent: 250}", unit=unit), check="N-PERCENT") == []


def test_a_count_whose_total_nobody_tells_cannot_be_judged_and_the_field_is_named(finds: Finds) -> None:
    (found,) = finds(result("a: {events: 15, percent: 6.3}"), check="N-PERCENT", facts="enrolled: 20")
    assert (found.severity, found.fits, found.missing) == (Severity.INFO, Fits.CANNOT_TELL, ("n of a",))
    assert found.said == "15 are 6.3 % (a) of 237 to 240"


def test_nobody_of_nobody_is_no_share_of_the_arm(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 0, events: 0, percent: 0}"), check="N-PERCENT")
    assert found.fits is Fits.CANNOT_TELL


def test_a_total_beyond_all_counting_does_not_end_the_run(finds: Finds) -> None:
    (found,) = finds(
        result("a: {n: 1000000000, events: 99999999999999999999, percent: 0.0000000001}"), check="N-PERCENT"
    )
    assert found.severity is Severity.ERROR
    (found,) = finds(
        result("a: {events: 99999999999999999999, percent: 0.0000000001}"), check="N-PERCENT", facts="enrolled: 3"
    )
    assert found.fits is Fits.CANNOT_TELL


# a percentage of whole people


def test_percentages_that_no_whole_people_give_are_a_warning_with_the_nearest_and_those_that_fit(finds: Finds) -> None:
    (found,) = finds(result("before: {n: 35, percent: 73}, after: {n: 35, percent: 50}"), check="N-WHOLE")
    assert (found.severity, found.fits) == (Severity.WARNING, Fits.INCONSISTENT)
    assert found.said == "73 % and 50 % cannot both be whole people out of 35"
    assert found.shown[0] == "nearest to 73 %: 25/35 = 71.43 % and 26/35 = 74.29 %"
    assert found.shown[2] == "fitting all of them, up to 35: 22, 26, 30"
    assert (found.place.line, found.innocent != ()) == (11, True)


def test_one_that_fits_is_not_blamed_with_one_that_does_not(finds: Finds) -> None:
    (found,) = finds(result("before: {n: 34, percent: 35}, after: {n: 34, percent: 36}"), check="N-WHOLE")
    assert found.said == "36 % cannot be whole people out of 34"


def test_three_that_do_not_fit_cannot_all_be(finds: Finds) -> None:
    arms = "a: {n: 7, percent: 50}, b: {n: 7, percent: 51}, c: {n: 7, percent: 52}"
    founds = finds(result(arms), check="N-WHOLE")
    assert [found.said for found in founds] == [
        "50 % cannot be whole people out of 7",
        "51 % cannot be whole people out of 7",
        "52 % cannot be whole people out of 7",
    ]
    facts = "enrolled: 7"
    arms = "before: {percent: 50}, after: {percent: 51}, a: {percent: 52}"
    (found, _) = finds(result(arms, "  people: 7\n"), check="N-WHOLE", facts=facts)
    assert found.said.startswith("50 % and 51 % cannot both be")


def test_of_a_group_whose_size_is_told_elsewhere_it_is_a_remark(finds: Finds) -> None:
    (found,) = finds(result("a: {percent: 41}"), check="N-WHOLE")
    assert (found.severity, found.said) == (
        Severity.INFO,
        "41 % cannot be whole people out of 40, the size of a",
    )


def test_of_a_group_whose_size_the_record_tells_it_is_a_warning(finds: Finds) -> None:
    (found,) = finds(result("a: {percent: 41}", "  group: some\n  people: 40\n"), check="N-WHOLE")
    assert found.severity is Severity.WARNING


def test_of_a_group_whose_size_nobody_tells_it_cannot_be_told(finds: Finds) -> None:
    (found,) = finds(result("a: {percent: 41}", "  group: some\n"), check="N-WHOLE")
    assert (found.fits, found.missing) == (Fits.CANNOT_TELL, ("n of a",))
    (found,) = finds(result("a: {percent: 41}, b: {percent: 3}", "  group: some\n"), check="N-WHOLE")
    assert found.said == "of how many 41 % and 3 % are is not told"


def test_whole_people_come_out_with_the_count(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 65, percent: 46}"), check="N-WHOLE")
    assert (found.severity, found.said, found.shown) == (
        Severity.OK,
        "46 % can be whole people out of 65",
        ("30/65 = 46.15 %",),
    )


def test_cut_digits_are_a_note_and_a_remark_where_the_total_is_told_elsewhere(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 76, percent: 40}"), check="N-WHOLE")
    assert (found.severity, found.said) == (Severity.NOTE, "40 % can be whole people out of 76, with digits cut off")
    (found,) = finds(result("b: {percent: 40}"), check="N-WHOLE", facts="arms: [{id: b, role: whole, n: 76}]")
    assert found.severity is Severity.INFO


def test_a_check_that_could_not_have_failed_says_so(finds: Finds) -> None:
    (found,) = finds(result("a: {n: 1000000000, percent: 40}"), check="N-WHOLE")
    assert found.severity is Severity.OK
    assert found.shown[-1] == "with so many people every such percentage is possible"


def test_vessels_are_not_the_people_of_the_arm(finds: Finds) -> None:
    (found,) = finds(result("a: {percent: 41}", unit="vessels"), check="N-WHOLE")
    assert found.fits is Fits.CANNOT_TELL
    (found,) = finds(result("a: {n: 35, percent: 41}", unit="vessels"), check="N-WHOLE")
    assert found.said == "41 % cannot be whole vessels out of 35"
