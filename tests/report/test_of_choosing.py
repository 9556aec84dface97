"""The rule that picks an instrument is told row by row, and so is the order of reading."""

from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.model.library import Choosing
from ccsvi_triage.model.words import YesNo
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.of_choosing import of_choosing


def test_every_row_is_told_with_its_instrument_or_its_refusal_and_its_reason(choosing: Choosing) -> None:
    shown = render(of_choosing(choosing, "1"), Format.TABLE, Page(width=1000))
    for choice in choosing.choices:
        for said in (choice.title, choice.because, choice.refusal, choice.warning, choice.instrument):
            assert said in shown, choice.id


def test_rows_that_settle_the_matter_stand_first(choosing: Choosing) -> None:
    shown = render(of_choosing(choosing, "1"), Format.TABLE, Page(width=1000))
    first = [shown.index(f"({choice.id})") for choice in choosing.choices if choice.first is YesNo.YES]
    others = [shown.index(f"({choice.id})") for choice in choosing.choices if choice.first is not YesNo.YES]
    assert max(first) < min(others)


def test_every_row_of_the_order_of_reading_is_told(choosing: Choosing) -> None:
    assert choosing.reading is not None
    report = of_choosing(choosing, "1")
    shown = render(report, Format.MD, Page())
    (page,) = report.data["pages"]
    assert len(page["reading"]) == len(choosing.reading.rows)
    assert all(row.because in shown for row in choosing.reading.rows)


def test_machines_are_told_the_same_rows(choosing: Choosing) -> None:
    (page,) = of_choosing(choosing, "1").data["pages"]
    assert [row["id"] for row in page["rows"]] == [choice.id for choice in choosing.choices]
    assert {row["instrument"] for row in page["rows"]} - {None} <= set(shelf_ids())
