"""On a line of time what came later stands further right, and what has no date is not on it."""

import re

from ccsvi_triage.render.draw.pen import Pen
from ccsvi_triage.render.draw.times import draw, width_of
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.report.charts import Happening, Label, Light, Moment, Stretch, Timeline
from ccsvi_triage.report.marks import Mark, Tone

LOW = Light(Mark("low", Tone.GOOD))
FOR = Mark("for", Tone.GOOD)


def happening(year: int | None) -> Happening:
    when = None if year is None else Moment(str(year), float(year), year + 1.0)
    return Happening(Label(f"s-{year}", f"Study {year}"), when, FOR, counted=True, people=None, judgement=LOW)


def drawn(chart: Timeline) -> str:
    pen = Pen(Palette.COCHRANE)
    draw(chart, pen, 0, 0, width_of(chart))
    return "\n".join(pen.elements)


def test_what_came_later_stands_further_right() -> None:
    said = drawn(Timeline((), (happening(2009), happening(2014), happening(2018))))
    titles = re.findall(r"<title>(Study \d+, \d+): for</title>\n<line[^>]*/>\n<circle cx=\"([\d.]+)\"", said)
    assert [title for title, _ in titles] == ["Study 2009, 2009", "Study 2014, 2014", "Study 2018, 2018"]
    places = [float(x) for _, x in titles]
    assert places == sorted(set(places))


def test_what_has_no_date_is_named_and_has_no_place_in_time() -> None:
    said = drawn(Timeline((), (happening(2009), happening(None))))
    assert "undated" in said
    assert "Study None" in said
    assert said.count("<circle") == 2 * 2 + 1


def test_a_verdict_lasts_until_the_next_one() -> None:
    stretches = (
        Stretch(Moment("2009", 2009.0, 2010.0), Mark("OVERSTATED", Tone.SOME), "very low"),
        Stretch(Moment("2014", 2014.0, 2015.0), Mark("NOT SUPPORTED", Tone.CRITICAL), "low"),
    )
    said = drawn(Timeline(stretches, (happening(2009), happening(2014), happening(2018))))
    bars = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="16" class="p-edge"', said)
    (first, wide), (second, _) = [(float(x), float(w)) for x, w in bars]
    assert abs(first + wide - second) < 0.2
    assert "since 2014" in said
    assert "since 2009: OVERSTATED: certainty very low" in said


def test_a_claim_on_which_nothing_appeared_draws_nothing() -> None:
    assert drawn(Timeline((), ())) == ""
