"""The data of a picture are its chart, in JSON that its own schema describes."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import get_type_hints

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.report.blocks import Column, Picture, Table
from ccsvi_triage.report.charts import Forest, ForestPanel, ForestRow, Label, Light, Spread, Weights
from ccsvi_triage.report.marks import Mark, Tone
from ccsvi_triage.report.of_plot import KINDS, of_plot, plain, shape_of
from ccsvi_triage.report.schema import report_schema

ROW = ForestRow(
    Label("a", "A 2009"), "1/2 v 1/2", Spread(1.0, 0.0, math.inf), "1", None, Light(Mark("open", Tone.OPEN))
)
CHART = Forest((ForestPanel("RR", ratio=True, none=1.0, less="l", more="m", rows=(ROW,)),))
PICTURE = Picture("T", "D", CHART, (Table("", (Column("Study"),), (("a",),)),), ("N",))


def test_a_report_of_a_picture_has_its_chart_as_data_and_its_tables_as_rows() -> None:
    report = of_plot(PICTURE, "1.0")
    assert report.blocks == (PICTURE,)
    assert report.tables == PICTURE.tables
    assert report.data["kind"] == "forest"
    assert report.data["chart"]["panels"][0]["rows"][0]["study"]["id"] == "a"


def test_a_number_without_a_limit_is_null_in_json() -> None:
    spread = plain(ROW.spread)
    assert spread == {"value": 1.0, "low": 0.0, "high": None}
    json.dumps(plain(CHART), allow_nan=False)


def test_words_of_closed_vocabularies_are_written_as_their_words() -> None:
    assert plain((Weights.PEOPLE, Mark("low", Tone.GOOD))) == ["people", {"text": "low", "tone": "good"}]


def test_the_schema_describes_the_data() -> None:
    Draft202012Validator(report_schema()).validate(json.loads(json.dumps(of_plot(PICTURE, "1.0").data)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_shape_of_each_kind_is_a_closed_schema(kind: str) -> None:
    shape = shape_of(KINDS[kind])
    Draft202012Validator.check_schema(shape)
    assert shape["additionalProperties"] is False
    assert list(shape["properties"]) == list(get_type_hints(KINDS[kind]))


@pytest.mark.parametrize("studies", [1, 12])
def test_the_schema_describes_every_kind_of_picture(
    studies: int, made_pictures: Callable[[int], dict[str, Picture]]
) -> None:
    validator = Draft202012Validator(report_schema())
    for kind, picture in made_pictures(studies).items():
        data = json.loads(json.dumps(of_plot(picture, "1.0").data, allow_nan=False))
        assert data["kind"] == kind
        validator.validate(data)


def test_the_schema_refuses_what_is_no_such_chart() -> None:
    data = json.loads(json.dumps(of_plot(PICTURE, "1.0").data))
    data["chart"]["panels"][0]["rows"][0]["more"] = 1
    assert not Draft202012Validator(report_schema()).is_valid(data)


def test_a_picture_never_names_a_folder_of_the_machine() -> None:
    assert str(Path.cwd()) not in json.dumps(of_plot(PICTURE, "1.0").data)
