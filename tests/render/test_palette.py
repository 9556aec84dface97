"""A sign and a word say what a colour says."""

from ccsvi_triage.model.words import Concern
from ccsvi_triage.render.palette import PAINT, SIGN, STYLE
from ccsvi_triage.report.blocks import TONE_OF, Tone


def test_every_tone_has_a_style() -> None:
    assert set(STYLE) == set(Tone)


def test_every_sign_has_a_ground_of_its_own_on_a_page() -> None:
    assert set(PAINT) == set(SIGN)
    assert len({ground for ground, _ in PAINT.values()}) == len(PAINT)


def test_every_judgement_has_a_sign_of_its_own_in_ascii() -> None:
    signs = [SIGN[TONE_OF[concern]] for concern in (None, *Concern)]
    assert len(set(signs)) == len(signs)
    assert all(sign.isascii() and sign.isprintable() and len(sign) == 1 for sign in signs)
