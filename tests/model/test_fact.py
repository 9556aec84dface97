from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.words import Control, Silence, YesNo


def test_a_fact_is_written_as_the_file_has_it() -> None:
    assert Fact(value=65).word() == "65"
    assert Fact(value=YesNo.UNCLEAR).word() == "unclear"
    assert Fact(value=(Control.SHAM, Control.USUAL_CARE)).word() == "sham, usual-care"


def test_a_silence_is_written_as_the_word_that_stands_in_the_values_place() -> None:
    assert Fact[int](value=None, silence=Silence.NOT_REPORTED).word() == "not-reported"


def test_a_silence_and_a_no_are_two_things() -> None:
    assert Fact[YesNo](value=None, silence=Silence.NOT_REPORTED) != Fact(value=YesNo.NO)
