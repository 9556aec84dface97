from collections.abc import Callable

import pytest

from ccsvi_triage.model.finding import Finding, Fits
from ccsvi_triage.model.words import Severity

Finds = Callable[..., list[Finding]]
ARMS = "arms: [{id: a, role: whole, n: 40}]"


def accounts(one: str, other: str, more: str = "") -> str:
    return (
        f"- unit: patients\n  source: paper\n  arms: {{a: {{{one}}}}}\n"
        f"- unit: patients\n  source: news\n  arms: {{a: {{{other}}}}}\n{more}"
    )


def told(found: list[Finding]) -> list[tuple[str, Severity, Fits]]:
    return [(each.said, each.severity, each.fits) for each in found]


def test_two_sources_that_print_one_number_agree(finds: Finds) -> None:
    assert told(finds(accounts("mean: 5.1", "mean: 5.12"), check="N-SOURCES", facts=ARMS)) == [
        ("paper and news print the same mean of a: 5.1 and 5.12", Severity.OK, Fits.CONSISTENT)
    ]


def test_two_sources_that_print_different_numbers_are_a_warning_at_the_second(finds: Finds) -> None:
    (found,) = finds(accounts("percent: 46", "percent: 64"), check="N-SOURCES", facts=ARMS)
    assert told([found]) == [
        (
            "two sources print different numbers for percent of a: 46 (paper), 64 (news)",
            Severity.WARNING,
            Fits.INCONSISTENT,
        )
    ]
    assert (found.source, found.place.line) == ("news", 15)


def test_a_conflict_that_the_record_lists_is_a_remark(finds: Finds) -> None:
    facts = f"{ARMS}\nconflicts: [{{about: x, accounts: [{{says: y, source: paper}}, {{says: z, source: news}}]}}]"
    (found,) = finds(accounts("percent: 46", "percent: 64"), check="N-SOURCES", facts=facts)
    assert (found.severity, found.shown) == (Severity.INFO, ("the record lists it among its conflicts",))


@pytest.mark.parametrize("change", ["  derived: yes\n  note: so\n", "  group: women\n"])
def test_what_is_ours_or_of_others_is_not_compared(change: str, finds: Finds) -> None:
    text = accounts("percent: 46", "percent: 64", change)
    assert finds(text, check="N-SOURCES", facts=ARMS) == []


def test_one_source_in_two_results_is_not_compared_with_itself(finds: Finds) -> None:
    text = accounts("percent: 46", "percent: 64").replace("news", "paper")
    assert finds(text, check="N-SOURCES", facts=ARMS) == []


def test_p_values_are_compared_with_their_signs(finds: Finds) -> None:
    def of(first: str, second: str) -> list[Severity]:
        text = f'- unit: patients\n  source: paper\n  p: "{first}"\n- unit: patients\n  source: news\n  p: "{second}"\n'
        return [each.severity for each in finds(text, check="N-SOURCES", facts=ARMS)]

    assert of("0.03", "<0.05") == [Severity.OK]
    assert of("0.03", "0.033") == [Severity.OK]
    assert of("0.03", "0.3") == [Severity.WARNING]
    assert of("0.06", "<0.05") == [Severity.WARNING]
