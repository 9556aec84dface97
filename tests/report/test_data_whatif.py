"""The data of a supposition say what the tables say, and fit the schema."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.schema import report_schema

Said = Callable[..., str]


def test_the_data_say_what_the_table_says(supposing: Said) -> None:
    data: dict[str, Any] = json.loads(supposing("sham-2014", "1.2=PN", form=Format.JSON))
    supposed = data["supposed"]
    (appraisal,) = supposed["appraisals"]
    changed = {domain["id"]: domain for domain in appraisal["domains"] if domain["changed"]}
    assert set(changed) == {"D1"}
    assert (changed["D1"]["before"]["judgement"], changed["D1"]["after"]["judgement"]) == ("low", "high")
    assert (appraisal["wholes"][0]["changed"], supposed["changed"], data["minimal"]) == (True, True, None)
    assert supposed["ceiling"]["changed"]
    assert supposed["reading"]["before"] != supposed["reading"]["after"]


@pytest.mark.parametrize(
    ("study", "sets"), [("sham-2014", ["1.2=PN"]), ("hope-2009", ["status=retracted"]), ("hope-2009", ["year=2010"])]
)
def test_the_data_of_every_supposition_fit_the_schema(study: str, sets: list[str], supposing: Said) -> None:
    data = json.loads(supposing(study, *sets, form=Format.JSON))
    Draft202012Validator(report_schema()).validate(data)
    for part in ("selection", "checklist", "ceiling", "reading"):
        told = data["supposed"][part]
        assert told["changed"] == (told["before"] != told["after"])


def test_nothing_is_carried_by_what_is_refused(supposing: Said) -> None:
    ceiling = json.loads(supposing("hope-2009", "status=retracted", form=Format.JSON))["supposed"]["ceiling"]
    assert ceiling["before"] is not None
    assert ceiling["after"] is None


def test_what_can_be_carried_is_told_as_changed_in_the_data_and_in_the_table_alike(supposing: Said) -> None:
    asked = ("herald-2011", "question=benefit", "kind=primary-study", "design=single-arm", "control=none")
    data = json.loads(supposing(*asked, form=Format.JSON))
    assert data["supposed"]["ceiling"]["changed"]
    assert "Can carry" in supposing(*asked)
