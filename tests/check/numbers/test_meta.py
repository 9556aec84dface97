"""A row for a meta-analysis has what is printed, only where it is whole, and says why a result has none."""

from collections.abc import Callable
from decimal import Decimal
from textwrap import indent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.check.numbers.meta import meta_rows, plain
from ccsvi_triage.model.export import ArmNumbers, MetaRows
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study

StudyOf = Callable[[str], Study]

ARMS = "arms: [{id: t, role: intervention, n: 60}, {id: c, role: comparator, n: 61}]"


def rows(study_of: StudyOf, *results: str, facts: str = "", outcome: str = "id: o, name: O") -> MetaRows:
    head = f"{ARMS}\n{facts}\noutcomes:\n  - {{{outcome}, results: [\n"
    return meta_rows(study_of(head + ",\n".join(indent(result, "    ") for result in results) + "]}"))


COUNTS = "{unit: patients, arms: {t: {events: 9, n: 53}, c: {events: 8, n: 51}}}"
MEANS = "{unit: points, arms: {t: {mean: 5.10, sd: 1.0, n: 20}, c: {mean: -.5, sd: 0.90, n: 21}}}"


def test_events_and_people_of_two_groups_are_a_row(study_of: StudyOf) -> None:
    (row,) = rows(study_of, COUNTS).rows
    assert row.arms == ("t", "c")
    assert (row.first, row.second) == (ArmNumbers(events="9", n="53"), ArmNumbers(events="8", n="51"))
    assert row.effect is None


def test_means_keep_the_decimals_that_are_printed(study_of: StudyOf) -> None:
    (row,) = rows(study_of, MEANS).rows
    assert (row.first, row.second) == (
        ArmNumbers(n="20", mean="5.10", sd="1.0"),
        ArmNumbers(n="21", mean="-0.5", sd="0.90"),
    )


def test_the_group_of_interest_comes_first_whichever_stands_first(study_of: StudyOf) -> None:
    (row,) = rows(study_of, "{unit: patients, arms: {c: {events: 8, n: 51}, t: {events: 9, n: 53}}}").rows
    assert (row.arms, row.first.events) == (("t", "c"), "9")


def test_an_effect_stands_as_printed_beside_its_groups(study_of: StudyOf) -> None:
    told = COUNTS[:-1] + ", estimates: [{measure: RR, value: '1.10', low: 0.50, high: 2.50, level: 90}]}"
    (row,) = rows(study_of, told).rows
    assert row.first.events == "9"
    assert row.effect is not None
    assert row.effect[:6] == ("RR", True, "1.10", "0.50", "2.50", "90")


def test_a_level_that_is_not_printed_is_not_filled_in(study_of: StudyOf) -> None:
    (row,) = rows(study_of, "{unit: patients, estimates: [{measure: OR, value: 2, low: 1, high: 4}]}").rows
    assert row.effect is not None
    assert row.effect.level == ""


def test_two_effects_of_the_same_groups_have_a_row_each(study_of: StudyOf) -> None:
    told = ", ".join(f"{{measure: {m}, value: 1.1, low: 0.5, high: 2.5}}" for m in ("RR", "OR"))
    found = rows(study_of, f"{COUNTS[:-1]}, estimates: [{told}]}}").rows
    assert [(row.first.events, row.effect and row.effect.measure) for row in found] == [
        ("9", None), ("", "RR"), ("", "OR"),
    ]  # fmt: skip


def test_a_rate_ratio_bears_the_name_that_meta_has_for_it(study_of: StudyOf) -> None:
    told = "{unit: lesions, estimates: [{measure: rate-ratio, value: 0.7, low: 0.3, high: 1.6}]}"
    (row,) = rows(study_of, told).rows
    assert row.effect is not None
    assert row.effect.measure == "IRR"


@pytest.mark.parametrize(
    ("result", "because"),
    [
        (
            "{unit: events, arms: {t: {events: 4, n: 9}, c: {events: 1, n: 10}}}",
            "it counts events, which are not people",
        ),
        ("{unit: vessels, arms: {t: {events: 4, n: 9}, c: {events: 1, n: 10}}}", "it counts vessels"),
        ("{unit: patients, arms: {t: {events: 4}, c: {events: 1, n: 10}}}", "are not printed for both groups"),
        ("{unit: patients, arms: {t: {percent: 40}, c: {percent: 50}}}", "are not printed for both groups"),
        ("{unit: points, arms: {t: {mean: 4, n: 9}, c: {mean: 1, sd: 1, n: 10}}}", "are not printed for both groups"),
        ("{unit: patients, arms: {t: {events: 4, n: 9}}}", "one group"),
        ("{unit: patients, arms: {before: {events: 4, n: 9}, after: {events: 2, n: 9}}}", "before and after"),
        ("{unit: patients, told: no difference}", "no numbers of groups and no effect"),
        ("{unit: patients, estimates: [{measure: OR, value: 2}]}", "without its interval"),
        ("{unit: patients, estimates: [{measure: kappa, value: 0.5, low: 0.1, high: 0.8}]}", "kappa is no effect"),
        ("{unit: patients, estimates: [{measure: RD, value: 7, low: 1, high: 12}]}", "percentage points"),
        ("{unit: patients, estimates: [{measure: RD, value: 0.9, low: 0.1, high: 12}]}", "percentage points"),
    ],
)
def test_what_is_not_whole_or_means_something_else_is_left_out_with_its_reason(
    study_of: StudyOf, result: str, because: str
) -> None:
    found = rows(study_of, result)
    assert not found.rows
    (left,) = found.left_out
    assert (left.study, left.about) == ("s", "o 1")
    assert because in left.because


def test_people_known_from_elsewhere_are_not_filled_in(study_of: StudyOf) -> None:
    found = rows(study_of, "{unit: points, arms: {t: {mean: 4, sd: 1}, c: {mean: 1, sd: 1}}}", facts="enrolled: 121")
    assert not found.rows


def test_three_groups_are_no_pair(study_of: StudyOf) -> None:
    study = study_of(
        "arms: [{id: a, role: cases}, {id: b, role: controls}, {id: d, role: controls}]\n"
        "outcomes: [{id: o, name: O, results: [{unit: patients, arms: "
        "{a: {events: 1, n: 5}, b: {events: 2, n: 5}, d: {events: 2, n: 6}}}]}]"
    )
    found = meta_rows(study)
    assert not found.rows
    assert found.left_out[0].because == "it has 3 groups, and a row has two"


def test_what_was_measured_before_treatment_is_no_outcome(study_of: StudyOf) -> None:
    found = rows(study_of, COUNTS, outcome="id: o, name: O, role: baseline")
    assert [left.because for left in found.left_out] == ["measured before treatment, and no outcome"]


@pytest.mark.parametrize("facts", ["status: retracted", "notices: [{kind: retraction}]"])
def test_a_retracted_study_gives_no_row(study_of: StudyOf, facts: str) -> None:
    found = rows(study_of, COUNTS, facts=facts)
    assert not found.rows
    assert "retracted" in found.left_out[0].because


def test_every_result_of_the_shipped_case_gives_a_row_or_a_reason(shipped: Library) -> None:
    for study in shipped.studies.values():
        found = meta_rows(study)
        seen = {(row.outcome.id, row.result) for row in found.rows}
        left = {left.about for left in found.left_out}
        assert len(seen) + len(left) == sum(len(outcome.results) for outcome in study.outcomes), study.id
        assert not {f"{outcome} {result}" for outcome, result in seen} & left


@given(
    st.sampled_from(("", "-", "+", "\u2212")), st.integers(0, 10**9), st.none() | st.integers(0, 10**6), st.booleans()
)
def test_a_number_keeps_its_value_and_its_decimals(sign: str, whole: int, part: int | None, commas: bool) -> None:  # noqa: FBT001
    digits = f"{whole:,}" if commas else str(whole)
    text = f"{sign}{digits}" + ("" if part is None else f".{part}")
    read = plain(text)
    meant = text.replace("\u2212", "-").replace(",", "")
    assert Decimal(read) == Decimal(meant)
    assert Decimal(read).as_tuple().exponent == Decimal(meant).as_tuple().exponent
    assert set(read) <= set("-0123456789.")
    assert float(read) == float(meant)


def test_a_point_does_not_stand_first_and_nothing_is_nothing() -> None:
    assert [plain(text) for text in (".5", "-.50", None)] == ["0.5", "-0.50", ""]
