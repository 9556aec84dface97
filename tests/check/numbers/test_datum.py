from collections.abc import Callable

import pytest

from ccsvi_triage.check.numbers.datum import Counts, Datum, Pair, People, adjusted, counted, data_of, printed, whole

DatumOf = Callable[..., Datum]
ARMS = "arms: [{id: a, role: comparator, n: 40, analysed: 35}, {id: b, role: intervention, n: 50}]"


# how many people


@pytest.mark.parametrize(
    ("numbers", "more", "people"),
    [
        ("n: 9", "", People(9, beside=True, of="a")),
        ("told: x", "", People(35, beside=False, of="a")),
        ("told: x", "  group: some\n", None),
        ("told: x", "  group: some\n  people: 7\n", People(7, beside=True, of="some")),
        ("n: 9", "  group: some\n  people: 7\n", People(9, beside=True, of="a")),
        ("n: 0", "  people: 7\n", None),
        ("n: 9.5", "", None),
        ("n: -9", "", None),
        ("told: x", "  people: 0\n", None),
        ("told: x", "  people: not-reported\n", People(35, beside=False, of="a")),
    ],
)
def test_people_are_those_told_beside_a_number_then_of_the_group_then_of_the_arm(
    numbers: str, more: str, people: People | None, datum_of: DatumOf
) -> None:
    datum = datum_of(f"- unit: patients\n  arms: {{a: {{{numbers}}}}}\n{more}", facts=ARMS)
    assert datum.people("a") == people


def test_an_arm_whose_analysed_people_are_not_reported_has_those_who_began(datum_of: DatumOf) -> None:
    facts = "arms: [{id: a, role: whole, n: 40, analysed: not-reported}]"
    assert datum_of("- unit: patients\n  arms: {a: {events: 3}}", facts=facts).people("a") == People(
        40, beside=False, of="a"
    )


def test_the_same_people_seen_twice_are_the_study(datum_of: DatumOf) -> None:
    datum = datum_of("- unit: patients\n  arms: {before: {percent: 3}, after: {percent: 4}}", facts="enrolled: 65")
    assert datum.paired
    assert datum.people("before") == People(65, beside=False, of="the study")


def test_an_arm_that_nobody_knows_has_no_people(datum_of: DatumOf) -> None:
    datum = datum_of("- unit: patients\n  arms: {a: {events: 3}}", facts=ARMS)
    assert datum.people("nobody") is None
    assert datum.counts("nobody") is None


def test_a_group_that_only_names_a_contrast_is_the_whole_arm(datum_of: DatumOf) -> None:
    estimates = "  estimates: [{measure: OR, value: 2, between: [a, b]}]\n"
    datum = datum_of(f"- unit: patients\n  group: a against b\n{estimates}", facts=ARMS)
    assert datum.people("b") == People(50, beside=False, of="b")


# how many of them


def test_counts_are_told_or_allowed_by_a_percentage(datum_of: DatumOf) -> None:
    def counts(numbers: str) -> Counts | None:
        return datum_of(f"- unit: patients\n  arms: {{b: {{{numbers}}}}}", facts=ARMS).counts("b")

    assert counts("n: 9, events: 3") == Counts((3,), 9, told=True, beside=True)
    assert counts("events: 3") == Counts((3,), 50, told=True, beside=False)
    assert counts("n: 200, percent: 3") == Counts((5, 6, 7), 200, told=False, beside=True)
    assert counts("n: 9, events: 10") is None
    assert counts("n: 9, percent: 120") is None
    assert counts("events: 3, percent: 40") is None
    assert counts("n: 20001, events: 3") is None
    assert counts("n: 20000, percent: 3") is None


def test_counts_may_be_told_in_another_result_of_the_same_people(datum_of: DatumOf) -> None:
    other = "- unit: patients\n  arms: {b: {n: 9, events: 3}}\n"
    estimate = "- unit: patients\n  estimates: [{measure: OR, value: 2}]\n"
    assert datum_of(estimate + other, facts=ARMS).counts("b") == Counts((3,), 9, told=True, beside=True)
    for changed in (other + "  group: women\n", other.replace("patients", "lesions")):
        assert datum_of(estimate + changed, facts=ARMS).counts("b") is None


def test_counts_that_we_worked_out_are_not_told(datum_of: DatumOf) -> None:
    derived = "- unit: patients\n  derived: yes\n  note: so\n  arms: {b: {n: 9, events: 3}}\n"
    counts = datum_of(derived, facts=ARMS).counts("b")
    assert counts is not None
    assert (counts.told, counts.sure) == (False, False)


# which two groups


def test_the_treated_come_first_whatever_the_order_of_the_file(datum_of: DatumOf) -> None:
    datum = datum_of("- unit: patients\n  arms: {a: {events: 3}, b: {events: 4}}", facts=ARMS)
    assert datum.pair() == Pair("b", "a")


@pytest.mark.parametrize(
    ("between", "pair"),
    [("[a, b]", Pair("a", "b")), ("[a]", None), ("[a, a]", None), ("[a, a, b]", None), ("[a, b, c]", None)],
)
def test_an_estimate_names_its_own_pair_or_none(between: str, pair: Pair | None, datum_of: DatumOf) -> None:
    datum = datum_of(f"- unit: patients\n  estimates: [{{measure: OR, value: 2, between: {between}}}]", facts=ARMS)
    assert datum.pair(datum.result.estimates[0]) == pair
    assert datum.pair() == pair


def test_a_pair_that_only_the_second_estimate_names_is_taken(datum_of: DatumOf) -> None:
    estimates = "[{measure: OR, value: 2}, {measure: OR, value: 3, between: [a, b]}]"
    datum = datum_of(f"- unit: patients\n  estimates: {estimates}", facts=ARMS)
    assert datum.pair() == datum.pair(datum.result.estimates[0]) == Pair("a", "b")


def test_three_groups_one_group_and_pairs_in_time_are_no_pair(datum_of: DatumOf) -> None:
    for arms in ("a: {n: 1}, b: {n: 1}, c: {n: 1}", "a: {n: 1}", "before: {n: 1}, after: {n: 1}"):
        assert datum_of(f"- unit: patients\n  arms: {{{arms}}}", facts=ARMS).pair() is None


# numbers


def test_numbers_are_read_or_nothing_is() -> None:
    assert [whole(text) for text in ("12", "1,234", "12.0", "1.5", "-3", "<5", "~5", "x", None, "9" * 25)] == [
        *(12, 1234, 12),
        *[None] * 7,
    ]
    assert printed("9" * 25) is None
    assert counted({"x": "1", "y": "2"}) == (1, 2)
    assert counted({"x": "1", "y": "2.5"}) is None


def test_results_come_in_the_order_of_the_file_and_only_a_yes_is_adjusted(datum_of: DatumOf) -> None:
    estimates = (
        "[{measure: OR, value: 2, adjusted: yes}, {measure: OR, value: 2, adjusted: no}, {measure: OR, value: 2}]"
    )
    datum = datum_of(f"- unit: patients\n  estimates: {estimates}\n- unit: events\n", facts=ARMS)
    assert [each.result.unit.value for each in data_of(datum.study)] == ["patients", "events"]
    assert [adjusted(estimate) for estimate in datum.result.estimates] == [True, False, False]
    assert not adjusted(None)
