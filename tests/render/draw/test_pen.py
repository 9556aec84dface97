"""What a pen writes is text and nothing else, and a blank leaves no trace."""

from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.render.draw.pen import Pen, escape, glued, light_title, mark_height, number, rules
from ccsvi_triage.render.palette import DARK, Palette
from ccsvi_triage.report.charts import Light
from ccsvi_triage.report.marks import Mark, Tone


def pen() -> Pen:
    return Pen(Palette.COCHRANE)


@given(st.text())
def test_an_escaped_text_has_no_sign_that_means_something(text: str) -> None:
    assert not set(escape(text)) & set("<>\"'")
    assert "&" not in escape(text).replace("&amp;", "").replace("&lt;", "").replace("&gt;", "").replace(
        "&quot;", ""
    ).replace("&#39;", "")


@given(st.floats(-1e5, 1e5))
def test_a_coordinate_has_one_decimal_at_most_and_no_minus_before_nothing(value: float) -> None:
    assert abs(float(number(value)) - value) <= 0.0501
    assert number(-0.01) == "0"
    assert "e" not in number(value)


def test_a_blank_text_leaves_no_trace() -> None:
    paper = pen()
    paper.text(1, 1, " \u2028 ")
    paper.sign(1, 1, Tone.PLAIN)
    assert paper.elements == []


def test_a_text_in_another_alphabet_is_pressed_into_its_estimate() -> None:
    paper = pen()
    paper.text(1, 1, "李")
    paper.text(1, 1, "Li")
    assert ['textLength="' in element for element in paper.elements] == [True, False]


def test_a_cell_has_a_title_and_one_without_words_has_none() -> None:
    paper = pen()
    with paper.cell("Ito 1990", "low"):
        paper.line(0, 0, 1, 1)
    with paper.cell("", " "):
        paper.line(0, 0, 1, 1)
    assert paper.elements[0] == "<g><title>Ito 1990: low</title>"
    assert paper.elements[3] == "<g>"


def test_lines_follow_each_other_and_a_paragraph_tells_where_it_ends() -> None:
    paper = pen()
    assert paper.lines(0, 10, []) == 10
    assert paper.paragraph(0, 10, "one two", 30) > paper.paragraph(0, 10, "one", 30) > 10


def test_a_judgement_takes_the_height_that_is_foretold() -> None:
    for word in ("low", "some concerns, and then some more"):
        mark = Mark(word, Tone.SOME)
        assert pen().mark(0, 7, mark, 80) == 7 + mark_height(mark, 80)


def test_a_star_is_glued_to_its_word() -> None:
    assert glued(Mark("low *", Tone.GOOD)) == "low\u00a0*"


def test_a_title_says_word_and_detail() -> None:
    assert light_title(Light(Mark("open", Tone.OPEN), "low or high")) == "open: low or high"
    assert light_title(Light(Mark("low", Tone.GOOD))) == "low"


def test_the_rules_name_every_part_in_its_colour() -> None:
    written = rules(DARK)
    for part in ("text", "page", "quiet", "band"):
        assert f".p-{part}{{fill:{DARK[part]}}}" in written
