from collections.abc import Callable

import pytest

from ccsvi_triage.check.thresholds import check_thresholds
from ccsvi_triage.model.library import Library

CLAIM = """
claims:
  - id: it
    text: It helps
    kind: benefit
    strength: effect
    threshold: {{measure: {}, less: {}, more: {}, because: so it is, by: A. Reviewer, date: 2031-05-04}}
"""


@pytest.mark.parametrize(
    ("measure", "less", "more", "lines"),
    [
        ("RR", "0.75", "1.25", []),
        ("MD", "-0.5", "0.5", []),
        ("RR", "1.25", "0.75", [7]),
        ("MD", "0.5", "1.5", [7]),
        ("sensitivity", "0.5", "1.5", [7]),
    ],
)
def test_a_threshold_that_cannot_be_is_an_error_at_its_place(
    measure: str, less: str, more: str, lines: list[int], library_of: Callable[[str], Library]
) -> None:
    found = list(check_thresholds(library_of(CLAIM.format(measure, less, more))))
    assert [(each.code, each.place.line) for each in found] == [("C221", line) for line in lines]
