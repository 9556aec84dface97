from collections.abc import Callable

import pytest

from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]
ARMS = "arms: [{id: a, role: intervention, n: 76}, {id: b, role: comparator, n: 39}]"


def told(found: list[Finding]) -> list[tuple[str, Severity]]:
    return [(each.said, each.severity) for each in found]


def test_people_who_come_in_and_are_divided_add_up(finds: Finds) -> None:
    assert told(finds("", check="N-SUM", facts=f"screened: 177\nexcluded: 62\nenrolled: 115\n{ARMS}")) == [
        ("screened less excluded = enrolled: 115 = 115", Severity.OK),
        ("all arms = enrolled: 115 = 115", Severity.OK),
    ]


def test_people_who_do_not_add_up_are_a_warning(finds: Finds) -> None:
    assert told(finds("", check="N-SUM", facts=f"screened: 177\nexcluded: 60\nenrolled: 115\n{ARMS}"))[0] == (
        "screened less excluded = enrolled does not hold: 117 is not 115",
        Severity.WARNING,
    )
    assert told(finds("", check="N-SUM", facts=f"enrolled: 116\n{ARMS}")) == [
        ("all arms = enrolled does not hold: 115 is not 116", Severity.WARNING)
    ]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ("screened: 100\nenrolled: 115", "enrolled \u2264 screened does not hold: 115 is more than 100"),
        ("enrolled: 115\nanalysed: 116", "analysed \u2264 enrolled does not hold: 116 is more than 115"),
        ("enrolled: 115\nlost: 116", "lost \u2264 enrolled does not hold: 116 is more than 115"),
        (
            "arms: [{id: a, role: whole, n: 9, analysed: 10}]",
            "analysed in a \u2264 all of a does not hold: 10 is more than 9",
        ),
        ("arms: [{id: a, role: whole, n: 9, lost: 10}]", "lost in a \u2264 all of a does not hold: 10 is more than 9"),
    ],
)
def test_more_people_than_there_were_are_an_error(facts: str, said: str, finds: Finds) -> None:
    (found,) = finds("", check="N-SUM", facts=facts)
    assert (found.said, found.severity, found.fits) == (said, Severity.ERROR, Fits.INCONSISTENT)
    assert found.innocent


def test_arms_whose_people_may_be_in_two_of_them_are_not_added_up(finds: Finds) -> None:
    both = "arms: [{id: a, role: intervention, n: 40}, {id: b, role: comparator, n: 40}]"
    crossed = f"design: crossover-trial\nenrolled: 40\n{both}"
    whole = "enrolled: 40\narms: [{id: all, role: whole, n: 40}, {id: b, role: comparator, n: 20}]"
    assert finds("", check="N-SUM", facts=crossed) == finds("", check="N-SUM", facts=whole) == []


def test_an_arm_whose_size_is_not_told_leaves_the_sum_open(finds: Finds) -> None:
    facts = "enrolled: 40\narms: [{id: a, role: intervention, n: not-reported}, {id: b, role: comparator, n: 20}]"
    assert finds("", check="N-SUM", facts=facts) == []


def test_ten_arms_are_named_each_by_its_id(finds: Finds) -> None:
    arms = ", ".join(f"{{id: arm-{k}, role: intervention, n: 5, analysed: {5 + k // 9}}}" for k in range(10))
    found = finds("", check="N-SUM", facts=f"enrolled: 50\narms: [{arms}]")
    assert [each.said for each in found if each.severity is Severity.ERROR] == [
        "analysed in arm-9 \u2264 all of arm-9 does not hold: 6 is more than 5"
    ]


# parts


def test_parts_that_make_up_their_whole_come_out_and_others_are_a_warning(finds: Finds) -> None:
    def of(parts: str) -> list[tuple[str, Severity]]:
        return told(finds(f"- unit: patients\n  arms: {{a: {{n: 13, parts: {{{parts}}}}}}}", check="N-SUM"))

    assert of("x: 11, y: 2") == [("the parts add up: 11 + 2 = 13 (a)", Severity.OK)]
    assert of("x: 11, y: 3") == [("the parts do not add up: 11 + 3 = 14, not 13 (a)", Severity.WARNING)]


def test_parts_make_up_the_events_where_there_are_some(finds: Finds) -> None:
    (found,) = finds("- unit: patients\n  arms: {a: {n: 29, events: 13, parts: {x: 11, y: 2}}}", check="N-SUM")
    assert found.severity is Severity.OK


def test_parts_without_a_printed_whole_cannot_be_told(finds: Finds) -> None:
    (found,) = finds("- unit: patients\n  arms: {a: {parts: {x: 11, y: 2}}}", check="N-SUM")
    assert (found.fits, found.missing) == (Fits.CANNOT_TELL, ("events or n of a",))
    (found,) = finds("- unit: patients\n  arms: {a: {n: 13, parts: {x: 11, y: 1.5}}}", check="N-SUM")
    assert found.fits is Fits.CANNOT_TELL


def test_shares_make_up_their_whole_within_rounding(finds: Finds) -> None:
    def of(shares: str, more: str = "") -> list[tuple[Severity, Fits]]:
        found = finds(f"- unit: patients\n  arms: {{a: {{{more}shares: {{{shares}}}}}}}", check="N-SUM")
        return [(each.severity, each.fits) for each in found]

    assert of("x: 43.5, y: 49.5, z: 3.1", "percent: 96.1, n: 586, ") == [(Severity.OK, Fits.CONSISTENT)]
    assert of("x: 33, y: 33, z: 33") == [(Severity.OK, Fits.CONSISTENT)]
    assert of("x: 33.3, y: 33.3, z: 33.2") == [(Severity.NOTE, Fits.CONSISTENT)]
    assert of("x: 60, y: 71") == [(Severity.WARNING, Fits.INCONSISTENT)]


def test_a_share_that_cannot_be_read_leaves_a_hole_and_no_finding(finds: Finds) -> None:
    endless = "9" * 30
    assert finds(f"- unit: patients\n  arms: {{a: {{shares: {{x: {endless}, y: 2}}}}}}", check="N-SUM") == []
    assert finds(f"- unit: patients\n  arms: {{a: {{shares: {{x: {endless}}}}}}}", check="N-SUM") == []
