"""Every step of the common ladder has a tone of its own, and so has what is open."""

from ccsvi_triage.model.words import Concern
from ccsvi_triage.report.blocks import TONE_OF, Tone


def test_every_concern_and_an_open_one_have_tones_that_differ() -> None:
    assert set(TONE_OF) == {None, *Concern}
    assert len(set(TONE_OF.values())) == len(TONE_OF)
    assert TONE_OF[None] is Tone.OPEN
