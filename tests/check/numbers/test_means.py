from collections.abc import Callable

import pytest

from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]
HALVES = "scale: {step: 0.5}"
TEN = "scale: {low: 0, high: 10, step: 1}"


def mean(numbers: str) -> str:
    return f"- unit: points\n  arms: {{a: {{{numbers}}}}}\n"


def told(found: list[Finding]) -> list[tuple[str, Severity, Fits]]:
    return [(each.check, each.severity, each.fits) for each in found if each.check != "N-SUM"]


def test_a_mean_that_no_whole_steps_give_is_a_warning_with_the_nearest(finds: Finds) -> None:
    (found,) = finds(mean("n: 29, mean: 2.25"), outcome="scale: {step: 1}")
    assert told([found]) == [("N-MEAN", Severity.WARNING, Fits.INCONSISTENT)]
    assert found.said == "no 29 people whose values move in steps of 1 have a mean of 2.25 (a)"
    assert found.shown == ("nearest: 2.2414 and 2.2759",)


def test_of_people_told_elsewhere_it_is_a_note(finds: Finds) -> None:
    (found,) = finds(mean("mean: 2.27"), outcome="scale: {step: 1}")
    assert found.severity is Severity.OK
    (found,) = finds(mean("mean: 2.29"), outcome="scale: {step: 1}")
    assert told([found]) == [("N-MEAN", Severity.NOTE, Fits.INCONSISTENT)]


def test_a_mean_with_digits_cut_off_is_a_note(finds: Finds) -> None:
    (found,) = finds(mean("n: 29, mean: 2.27"), outcome=HALVES)
    assert told([found]) == [("N-MEAN", Severity.NOTE, Fits.CONSISTENT)]
    assert found.shown == ("nearest: 2.2586 and 2.2759",)


def test_a_mean_and_a_deviation_of_whole_steps_come_out(finds: Finds) -> None:
    found = finds(mean("n: 29, mean: 1.98, sd: 0.92"), outcome=HALVES)
    assert told(found) == [
        ("N-MEAN", Severity.OK, Fits.CONSISTENT),
        ("N-DEVIATION", Severity.OK, Fits.CONSISTENT),
    ]


def test_a_deviation_that_no_whole_steps_have_is_a_warning(finds: Finds) -> None:
    found = finds(mean("n: 10, mean: 2.5, sd: 0.1"), outcome="scale: {step: 1}")
    assert told(found)[1:] == [("N-DEVIATION", Severity.WARNING, Fits.INCONSISTENT)]
    assert "an error" in found[1].innocent[-1]


def test_a_deviation_that_was_divided_by_n_is_a_remark(finds: Finds) -> None:
    found = finds(mean("n: 4, mean: 2.50, sd: 0.50"), outcome="scale: {step: 1}")
    assert told(found)[1:] == [("N-DEVIATION", Severity.INFO, Fits.CONSISTENT)]


def test_a_mean_off_its_scale_is_an_error_and_its_deviation_is_not_blamed_too(finds: Finds) -> None:
    found = finds(mean("n: 10, mean: 11.0, sd: 2.0"), outcome=TEN)
    assert told(found) == [
        ("N-SCALE", Severity.ERROR, Fits.INCONSISTENT),
        ("N-MEAN", Severity.OK, Fits.CONSISTENT),
    ]
    assert "it is a change and no value" in found[0].innocent


def test_a_deviation_that_the_scale_does_not_allow_is_a_warning(finds: Finds) -> None:
    found = finds(mean("n: 10, mean: 9.0, sd: 5.0"), outcome=TEN)
    assert told(found)[1:] == [("N-SCALE", Severity.WARNING, Fits.INCONSISTENT)]
    assert found[1].said == "no 10 people on a scale from 0 to 10 have a mean of 9.0 with a deviation of 5.0 (a)"


def test_a_deviation_below_zero_is_an_error_whatever_the_scale(finds: Finds) -> None:
    for field, words in (("sd", "standard deviation"), ("se", "standard error")):
        (found,) = finds(mean(f"n: 10, mean: 9.0, {field}: -5.0"))
        assert told([found]) == [("N-DEVIATION", Severity.ERROR, Fits.INCONSISTENT)]
        assert found.said == f"a {words} is never below zero: -5.0 (a)"


def test_without_a_scale_or_people_a_mean_is_not_judged(finds: Finds) -> None:
    assert told(finds(mean("n: 29, mean: 2.27, sd: 0.93"))) == []
    assert told(finds(mean("n: 0, mean: 2.27, sd: 0.93"), outcome=HALVES)) == []
    assert told(finds(mean("mean: 2.27, sd: 0.93"), outcome=HALVES, facts="sites: 1")) == []


def test_one_person_has_no_deviation_to_judge(finds: Finds) -> None:
    found = finds(mean("n: 1, mean: 2.5, sd: 0.0"), outcome=HALVES)
    assert told(found)[1:] == [("N-DEVIATION", Severity.INFO, Fits.CANNOT_TELL)]


def test_a_mean_that_says_nothing_of_so_many_says_so(finds: Finds) -> None:
    (found,) = finds(mean("n: 1000000000, mean: 2.27"), outcome=HALVES)
    assert found.shown == ("every such mean is possible",)


@pytest.mark.parametrize(
    "scale",
    [
        "{step: 0}",
        "{step: -1}",
        "{step: 1, items: 0}",
        "{low: 10, high: 0, step: 1}",
        "{low: 0, high: 10, step: 3}",
        "{low: 0, high: 1000000000, step: 0.0001}",
        "{step: 0.0000000001, items: 1000000}",
    ],
)
def test_odd_scales_end_no_run(scale: str, finds: Finds) -> None:
    for numbers in ("n: 2, mean: 5.5, sd: 2.1", "n: 1000000000, mean: 5, sd: 2", "n: 3, mean: 5, sd: 1000000000"):
        assert isinstance(finds(mean(numbers), outcome=f"scale: {scale}"), list)
