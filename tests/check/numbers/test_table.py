from collections.abc import Callable

import pytest

from ccsvi_triage.check.numbers.study import recheck
from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity

ARMS = "arms: [{id: a, role: intervention, n: 40}, {id: b, role: comparator, n: 40}]"


@pytest.fixture
def rows(study_of: Callable[[str], Study]) -> Callable[..., list[Finding]]:
    """Give a function that screens rows of a table at the start: mean and deviation of both groups."""

    def screen(*table: tuple[str, str, str, str], randomised: str = "yes") -> list[Finding]:
        lines = [f"randomised: {randomised}", ARMS, "outcomes:"]
        for number, (mean_a, sd_a, mean_b, sd_b) in enumerate(table):
            lines += [f"  - id: o{number}", f"    name: Row {number}", "    role: baseline", "    results:"]
            arms = f"{{a: {{mean: {mean_a}, sd: {sd_a}}}, b: {{mean: {mean_b}, sd: {sd_b}}}}}"
            lines.append(f"      - {{unit: points, arms: {arms}}}")
        return [each for each in recheck(study_of("\n".join(lines))).findings if each.check == "N-BASELINE"]

    return screen


ROW = ("50.1", "10.2", "49.0", "9.8")


def test_eight_rows_of_a_randomised_study_are_screened_together_as_a_remark(rows: Callable[..., list[Finding]]) -> None:
    (found,) = rows(*[ROW] * 8)
    assert (found.severity, found.fits) == (Severity.INFO, Fits.CONSISTENT)
    assert found.said.startswith("the 8 rows at the start, taken together: p from ")
    assert found.shown[-1].endswith("a screen, never a verdict")
    assert found.innocent


def test_fewer_rows_or_groups_that_chance_did_not_make_are_not_screened(rows: Callable[..., list[Finding]]) -> None:
    assert rows(*[ROW] * 7) == []
    assert rows(*[ROW] * 8, randomised="no") == []


def test_a_deviation_like_a_standard_error_is_a_note_at_its_place(rows: Callable[..., list[Finding]]) -> None:
    (found,) = rows(("50.1", "1.6", "49.0", "9.8"))
    assert (found.severity, found.fits) == (Severity.NOTE, Fits.CANNOT_TELL)
    assert found.said == "the deviation of a, 1.6, looks like a standard error beside 9.8"


@pytest.mark.parametrize("row", [("50", "0", "50", "0"), ("50", "-1", "50", "2"), ("50", "0", "51", "0")])
def test_odd_deviations_end_no_run(row: tuple[str, str, str, str], rows: Callable[..., list[Finding]]) -> None:
    assert {each.severity for each in rows(*[row] * 9)} <= {Severity.INFO}
