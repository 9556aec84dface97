"""What is supposed is told with what changes by it, and why what might have changed does not."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.cli.exits import Exit
from ccsvi_triage.cli.requests import Common, WhatIfRequest
from ccsvi_triage.cli.whatif import run
from ccsvi_triage.load.single import read_fact
from ccsvi_triage.render.formats import Format

LIBRARY = Path(__file__).parent.parent / "cli" / "library"

Said = Callable[..., str]


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Said:
    """Give a function that supposes something of a study of the small library, and gives the report."""

    def ask(study: str, *sets: str, drop: Sequence[str] = (), form: Format = Format.TABLE) -> str:
        common = Common(data=str(LIBRARY), format=form, width=300, quiet=True)
        request = WhatIfRequest(study, set=sets, drop_flaw=tuple(drop), common=common)
        assert run(request) == Exit.DONE
        return capsys.readouterr().out

    return ask


@pytest.fixture
def said(report: Said) -> Said:
    """Give the same with single blanks."""

    def ask(study: str, *sets: str, drop: Sequence[str] = ()) -> str:
        return "\n".join(" ".join(line.split()) for line in report(study, *sets, drop=drop).splitlines())

    return ask


def test_what_is_supposed_stands_first_with_what_is_recorded(said: Said) -> None:
    text = said("hope-2009", "sites=2", "concealed=no", drop=["single-site"])
    head = text.split("\n\n")[1]
    assert head.splitlines() == [
        "Supposed, and written nowhere",
        "sites 1 -> 2",
        "concealed open -> no",
        "flaw single-site stated -> not stated",
    ]


def test_a_domain_is_told_before_and_after_with_why(said: Said) -> None:
    text = said("sham-2014", "1.2=PN")
    assert "D1 Randomisation + low ! high somebody could foresee the next group" in text
    assert "OVERALL ? open ! high the worst domain decides: domain D1 stands at high" in text
    assert "rob2/1.2 Y PN supposed" in text


def test_a_whole_that_stays_says_which_domain_holds_it(said: Said) -> None:
    text = said("hope-2009", "4.2=N")
    assert "OVERALL stays: the worst domain decides: domains 1, 2 stand at critical." in text


def test_where_nothing_changes_it_says_what_looks_at_the_fact_and_why_it_stays(said: Said) -> None:
    text = said("sham-2014", "randomised=yes", "year=2015")
    assert "Nothing changes." in text
    assert "randomised yes, as it is" in text
    assert "Unchanged" not in text
    text = said("hope-2009", "year=2010")
    assert "Nothing looks at year: no row of the selection rule, and no question of single-arm or quick." in text
    assert said("hope-2009", "sites=1").count("All that is supposed is recorded already.") == 1


def test_an_answer_on_a_sheet_is_named_as_what_goes_before_a_fact(said: Said) -> None:
    text = said("sham-2014", "blinding.participants=no")
    assert "rob2/2.1 looks at blinding.participants, and stays N: a sheet answers it." in text


def test_another_instrument_is_told_with_the_row_that_picks_it(said: Said) -> None:
    text = said("hope-2009", "design=randomised-trial", "randomised=yes", "control=sham", drop=["no-control"])
    assert "Judged by single-arm rob2 " in text
    assert "OVERALL X critical - single-arm judges it no more" in text
    assert "D1 Randomisation - ? open" in text


def test_a_retracted_paper_carries_nothing_and_rules_nothing_out(said: Said) -> None:
    text = said("hope-2009", "status=retracted")
    assert "Judged by single-arm none: retracted" in text
    assert "HOLD: retracted" in text
    assert "it never counts as evidence" in text
    assert "nothing ruled out" not in text


def test_errors_that_it_brings_are_said_to_stop_the_judging(said: Said) -> None:
    stops = "'triage appraise' judges nothing of the study"
    assert stops in said("hope-2009", "control=sham")
    assert stops not in said("hope-2009", "sites=2", drop=["single-site"])


def test_the_problems_that_come_and_go_are_told_apart(said: Said) -> None:
    text = said("hope-2009", "sites=2")
    assert "Problems that this brings" in text
    assert "X C101 the flaw 'single-site' contradicts sites: 2" in text
    assert "Problems that this takes away" not in text


@given(typed=st.text(min_size=1, max_size=20))
def test_what_is_typed_has_no_control_character(typed: str) -> None:
    read = read_fact("countries", typed)
    assert (
        read.wrong
        or read.value is None
        or all(unicodedata.category(sign) != "Cc" for item in read.value.value for sign in item)
    )


def test_the_data_say_what_the_table_says(report: Said) -> None:
    data: dict[str, Any] = json.loads(report("sham-2014", "1.2=PN", form=Format.JSON))
    supposed = data["supposed"]
    (appraisal,) = supposed["appraisals"]
    changed = {domain["id"]: domain for domain in appraisal["domains"] if domain["changed"]}
    assert set(changed) == {"D1"}
    assert (changed["D1"]["before"]["judgement"], changed["D1"]["after"]["judgement"]) == ("low", "high")
    assert (appraisal["wholes"][0]["changed"], supposed["changed"], data["minimal"]) == (True, True, None)
    assert supposed["ceiling"]["changed"]
    assert supposed["reading"]["before"] != supposed["reading"]["after"]
