"""What changes is told as it is now and as it would be, with what makes it so."""

import re
from collections.abc import Callable

Said = Callable[..., str]


def test_a_domain_is_told_before_and_after_with_why(supposed: Said) -> None:
    text = supposed("sham-2014", "1.2=PN")
    assert "D1 Randomisation + low ! high somebody could foresee the next group" in text
    assert "OVERALL ? open ! high the worst domain decides: domain D1 stands at high" in text
    assert "rob2/1.2 Y PN supposed" in text


def test_another_instrument_is_told_with_the_row_that_picks_it(supposed: Said) -> None:
    text = supposed("hope-2009", "design=randomised-trial", "randomised=yes", "control=sham", drop=["no-control"])
    assert "Judged by single-arm rob2 " in text
    assert "OVERALL X critical - single-arm judges it no more" in text
    assert "D1 Randomisation - ? open" in text


def test_a_retracted_paper_carries_nothing_and_rules_nothing_out(supposed: Said) -> None:
    text = supposed("hope-2009", "status=retracted")
    assert "Judged by single-arm none: retracted" in text
    assert "HOLD: retracted" in text
    assert "it never counts as evidence" in text
    assert "nothing ruled out" not in text


def test_when_to_read_it_and_what_it_can_carry_are_told_before_and_after(supposed: Said) -> None:
    text = supposed("hope-2009", "status=retracted")
    (line,) = [line for line in text.splitlines() if line.startswith("Reading order")]
    assert re.fullmatch(r"Reading order P\d: .+ HOLD: retracted", line)
    (line,) = [line for line in text.splitlines() if line.startswith("Can carry")]
    assert re.fullmatch(r'Can carry ".+" - .+ never counts as evidence.*', line)


def test_what_does_not_change_has_no_row(supposed: Said) -> None:
    rows = supposed("sham-2014", "1.2=PN").split("\n\n")[2].splitlines()
    assert [row.split()[0] for row in rows if row.startswith("D")] == ["D1"]


def test_a_record_that_becomes_evidence_is_told_what_it_can_carry_then(supposed: Said) -> None:
    text = supposed("herald-2011", "kind=primary-study", "question=benefit", "design=single-arm", "control=none")
    (line,) = [line for line in text.splitlines() if line.startswith("Can carry")]
    assert re.fullmatch(r'Can carry - ".+"', line)
