"""The data of a comparison fit the schema, whatever is compared, and hold no number that JSON has not."""

import json
import math
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.model.comparison import Comparison
from ccsvi_triage.model.library import Library
from ccsvi_triage.report.of_comparison import of_comparison
from ccsvi_triage.report.schema import report_schema

Lay = Callable[..., Comparison]


def test_folding_leaves_the_json_as_it_is(shipped: Library, lay: Lay) -> None:
    laid = lay(shipped, "zamboni-2009-jvs", "siddiqui-2014-premise")
    assert of_comparison(laid, shipped, "1", folded=True).data == of_comparison(laid, shipped, "1").data


@pytest.mark.parametrize("ids", [("open-2009", "sham-2014"), ("sham-2014", "undone-2012")])
def test_the_data_fit_the_schema(ids: Sequence[str], side_by_side: Library, lay: Lay) -> None:
    data = dict(of_comparison(lay(side_by_side, *ids), side_by_side, "1.0").data)
    Draft202012Validator(report_schema()).validate(json.loads(json.dumps(data, allow_nan=False)))


def test_a_limit_that_is_not_there_is_null(side_by_side: Library, lay: Lay) -> None:
    comparison = lay(side_by_side, "open-2009", "sham-2014")
    told = comparison.scaled["sham-2014"]
    endless = told._replace(effects=tuple(effect._replace(high=math.inf) for effect in told.effects))
    laid = comparison._replace(scaled={**comparison.scaled, "sham-2014": endless})
    (study,) = [s for s in of_comparison(laid, side_by_side, "1.0").data["studies"] if s["id"] == "sham-2014"]
    assert study["result"]["effects"]
    assert all(effect["high"] is None for effect in study["result"]["effects"])
    assert all(effect["low"] is not None for effect in study["result"]["effects"])


def test_every_source_that_is_pointed_to_is_written_out(shipped: Library, lay: Lay) -> None:
    data: dict[str, Any] = dict(
        of_comparison(lay(shipped, "zamboni-2009-jvs", "siddiqui-2014-premise"), shipped, "1.0").data
    )
    flaws = [flaw["source"] for reason in data["disagreement"]["reasons"] for flaw in reason["flaws"]]
    assert {name for name in flaws if name} <= set(data["sources"])
    assert any(flaws)


def test_a_study_that_is_never_counted_may_be_said_to_show_nothing(side_by_side: Library, lay: Lay) -> None:
    data = of_comparison(lay(side_by_side, "sham-2014", "undone-2012"), side_by_side, "1.0").data
    assert [(study["id"], study["may"] is None) for study in data["studies"]] == [
        ("sham-2014", False), ("undone-2012", True),
    ]  # fmt: skip
