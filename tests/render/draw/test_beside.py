"""A label takes the room and the height that it is said to take."""

import re

from ccsvi_triage.render.draw.beside import height_of, room_for, text_height, write
from ccsvi_triage.render.draw.pen import Pen
from ccsvi_triage.render.palette import Palette
from ccsvi_triage.report.charts import Label

LONG = Label("a", "van der Meer-Lindqvist " * 6, "retracted: never counted")
SHORT = Label("b", "Ito 1990")


def test_a_column_is_neither_narrow_nor_wider_than_a_page_has_room_for() -> None:
    assert 100 < room_for([SHORT]) < room_for([LONG, SHORT]) < 200
    assert room_for([]) > 100


def test_what_must_be_known_stands_below_the_name() -> None:
    assert height_of(LONG, 120) > height_of(SHORT._replace(about="retracted"), 120) > height_of(SHORT, 120)


def test_a_label_ends_within_its_height() -> None:
    pen = Pen(Palette.COCHRANE)
    write(pen, LONG, 0, 100, 120)
    lowest = max(float(y) for y in re.findall(r' y="([\d.]+)"', "".join(pen.elements)))
    assert 100 < lowest < 100 + height_of(LONG, 120)


def test_a_study_without_a_name_is_called_by_its_id() -> None:
    pen = Pen(Palette.COCHRANE)
    write(pen, Label("some-id", " "), 0, 0, 120)
    assert "some-id" in pen.elements[0]


def test_no_text_has_no_height() -> None:
    assert text_height("", 100) == 0
