"""On a line of time what came later stands further right, and what has no date is not on it."""

import re

from hypothesis import given
from hypothesis import strategies as st

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
    ((first, wide),) = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="16" class="p-edge"', said)
    ((second, _),) = pointed(said)
    assert abs(float(first) + float(wide) - second) < 0.2
    assert "since 2014" in said
    assert "since 2009: OVERSTATED: certainty very low" in said


def pointed(said: str) -> list[tuple[float, float]]:
    """Give where bars that go on begin, and how wide they are without their point."""
    corners = re.findall(r'<polygon points="([\d.]+),[\d.]+ ([\d.]+),[\d. ,]+" class="p-edge"', said)
    return [(float(start), float(end) - float(start)) for start, end in corners]


@given(st.lists(st.integers(1900, 2199), min_size=1, max_size=5, unique=True))
def test_the_last_verdict_is_always_seen_and_goes_on(years: list[int]) -> None:
    stretches = tuple(Stretch(Moment(str(y), y, y + 1), Mark("SAID", Tone.SOME), "low") for y in sorted(years))
    said = drawn(Timeline(stretches, tuple(happening(year) for year in sorted(years))))
    ((_, wide),) = pointed(said)
    assert wide > 0.079 * 320


def test_a_verdict_that_is_dated_by_the_year_has_a_line_over_that_year_before_its_bar() -> None:
    stretches = (Stretch(Moment("2009", 2009.0, 2010.0), Mark("SAID", Tone.SOME), "low"),)
    said = drawn(Timeline(stretches, (happening(2009),)))
    lines = re.findall(r'<line x1="([\d.]+)" y1="[\d.]+" x2="([\d.]+)" y2="[\d.]+" class="p-text-stroke"', said)
    ((start, _),) = pointed(said)
    assert float(lines[0][1]) == start
    assert lines[0] in lines[1:], "the line of the year is that of the study that appeared in it"


def test_signs_stand_on_the_level_of_what_they_say_however_long_the_name_is() -> None:
    long = happening(2009)._replace(study=Label("s", "A very long name " * 6))
    heights = re.findall(r'<circle cx="[\d.]+" cy="([\d.]+)"', drawn(Timeline((), (long,))))
    assert len(set(heights)) == 1


def test_a_claim_on_which_nothing_appeared_draws_nothing() -> None:
    assert drawn(Timeline((), ())) == ""
