"""A bar is as long as its shares, and says every share in words."""

import re

import pytest

from ccsvi_triage.render.draw.bars import draw, width_of
from ccsvi_triage.render.draw.pen import Pen
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.report.charts import Bar, BarPanel, Heading, Segment, Summary, Weights
from ccsvi_triage.report.marks import Mark, Tone


def drawn(*shares: float) -> str:
    tones = (Tone.GOOD, Tone.SOME, Tone.SERIOUS, Tone.OPEN)
    parts = tuple(
        Segment(Mark(tone.value, tone), share, f"{share:.0%}", 2) for tone, share in zip(tones, shares, strict=False)
    )
    panel = BarPanel("Instrument", (Bar(Heading("D1", "Domain"), parts),), 4, 300, whole=False)
    pen = Pen(Palette.COCHRANE)
    draw(Summary(Weights.PEOPLE, (panel,)), pen, 0, 0, 700)
    return "\n".join(pen.elements)


def test_the_parts_of_a_bar_follow_each_other_and_are_as_wide_as_their_shares() -> None:
    found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawn(0.5, 0.3, 0.2))
    parts = [(float(x), float(wide)) for x, wide in found]
    whole = sum(wide for _, wide in parts)
    assert [wide / whole for _, wide in parts] == pytest.approx([0.5, 0.3, 0.2])
    assert parts[1][0] == pytest.approx(parts[0][0] + parts[0][1])


def test_a_part_too_narrow_for_its_sign_is_told_below_all_the_same() -> None:
    said = drawn(0.99, 0.01)
    assert said.count('font-weight="bold">+<') + said.count('fill="#000000">+<') == 1
    assert 'fill="#000000">-<' not in said
    assert "- some 1% (2 studies)" in said


def test_a_panel_says_how_many_are_counted() -> None:
    assert "Instrument: 4 studies with 300 people" in drawn(1.0)


def test_no_panel_takes_no_room() -> None:
    assert width_of(Summary(Weights.EQUAL, ())) == 0
