"""What a sentence comes near to is told with all that led to it, and decides nothing."""

from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.nearness import Guess, Manner, Near, Nearness
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Question, Strength
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.of_nearness import NOTICE, of_nearness
from ccsvi_triage.report.schema import report_schema

CLAIM = Claim(id=Id("tea"), text="Tea cures colds", kind=Question.BENEFIT, strength=Strength.EFFECT)
DENIED = Guess(Manner.DENIES, ("not",), "it is put with a negation")


def near(text: str = "Tea does not help", guess: Guess = DENIED) -> Nearness:
    return Nearness(text, (Near(CLAIM, 63, "Tea helps", ("tea", "help"), guess),), 30)


def shown(nearness: Nearness, form: Format = Format.TABLE) -> str:
    return render(of_nearness(nearness, 5, "1"), form, Page())


def test_score_wording_shared_words_and_guess_are_told() -> None:
    out = shown(near())
    for said in ("63", "tea", '"Tea helps"', "denies", "shares tea, help", "it is put with a negation (not)"):
        assert said in out
    assert "triage claim tea" in out


def test_every_format_says_that_nothing_was_decided() -> None:
    for form in (Format.TABLE, Format.MD, Format.JSON, Format.HTML):
        assert "nothing was understood" in " ".join(shown(near(), form).split())


def test_where_none_is_near_that_is_said() -> None:
    out = " ".join(shown(Nearness("Milk is white", (), 30)).split())
    assert "None comes near: of the 5 claims of the library" in out
    assert NOTICE in out


@pytest.mark.parametrize("manner", list(Manner))
def test_the_report_for_programs_keeps_to_its_schema(manner: Manner) -> None:
    for nearness in (near(guess=Guess(manner, (), "so")), Nearness("Milk", (), 30)):
        jsonschema.validate(of_nearness(nearness, 1, "1").data, report_schema())


def test_rows_for_programs_have_one_row_a_claim() -> None:
    assert shown(near(), Format.CSV).splitlines() == [
        "claim,text,score,wording,shared,guess,cues,because",
        "tea,Tea cures colds,63,Tea helps,tea help,denies,not,it is put with a negation",
    ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_hostile_text_steers_no_terminal_and_no_runner(data: st.DataObject, hostile: Any, commands_in: Any) -> None:
    text = data.draw(hostile)
    for form in (Format.TABLE, Format.MD, Format.HTML, Format.CSV):
        out = shown(near(text), form)
        assert "\x1b" not in out
        assert "\u202e" not in out
        assert not commands_in(out)
