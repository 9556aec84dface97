"""The data of an appraisal hold all that its tables show, fit the schema, and tell open from answered."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.report.blocks import Report
from ccsvi_triage.report.schema import report_schema

Reported = Callable[..., Report]
Text = Callable[..., str]


def told(report: Report) -> Any:
    """Give the data as a reader of JSON gets them, having held them against the schema."""
    data = json.loads(json.dumps({**report.data, "studies": list(report.data["studies"])}))
    Draft202012Validator(report_schema()).validate(data)
    return data


@pytest.mark.parametrize("every", [False, True])
def test_every_way_to_tell_studies_has_the_same_data_but_for_when_to_read_them(
    *, every: bool, reported: Reported, judged_trial: Text, low: str
) -> None:
    (study,) = told(reported(judged_trial(low), every=every))["studies"]
    assert (study["reading"] is not None) == every
    (other,) = told(reported(judged_trial(low), every=not every))["studies"]
    assert {**study, "reading": None} == {**other, "reading": None}


def test_an_open_answer_and_an_open_judgement_are_null(reported: Reported, judged_trial: Text) -> None:
    (study,) = told(reported(judged_trial("1.2: Y, 1.3: N")))["studies"]
    (appraisal,) = study["appraisals"]
    first = appraisal["domains"][0]
    answers = {answer["question"]: answer["answer"] for answer in first["answers"]}
    assert answers == {"1.1": None, "1.2": "Y", "1.3": "N"}
    assert (first["judgement"], first["concern"], first["rules"]) == (None, None, [])
    assert first["possible"] == ["low", "some-concerns"]
    assert (appraisal["overall"]["judgement"], study["worst_concern"]) == (None, None)
    assert not appraisal["complete"]


def test_a_ruling_stands_beside_what_the_tables_give(reported: Reported, judged_trial: Text, low: str) -> None:
    ruling = "D1: {level: high, reason: we asked them, by: A. B., date: 2024-05-06}"
    (study,) = told(reported(judged_trial((low, ruling, "a", "first"))))["studies"]
    first = study["appraisals"][0]["domains"][0]
    assert (first["judgement"], first["suggested"]) == ("high", "low")
    assert first["ruling"] == {"level": "high", "reason": "we asked them", "by": "A. B.", "date": "2024-05-06"}


def test_printed_numbers_stay_text_and_what_is_not_printed_is_left_out(reported: Reported, trial: str) -> None:
    result = 'results: [{unit: points, arms: {a: {mean: "5.10", n: 3}}, estimates: [{measure: MD, value: "1.0"}]}]'
    text = trial.replace("name: First", f"name: First, {result}")
    (study,) = told(reported(text))["studies"]
    assert study["results"][0]["arms"] == {"a": {"n": "3", "mean": "5.10"}}
    assert study["results"][0]["estimates"] == [{"measure": "MD", "value": "1.0"}]


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        ("{id: s, title: S, kind: primary-study, status: retracted}", False),
        ("{id: s, title: S, kind: news}", False),
        ("{id: s, title: S, kind: primary-study, question: benefit, design: single-arm, control: none}", True),
    ],
)
def test_only_what_is_evidence_is_said_to_count(row: str, counts: object, reported: Reported) -> None:
    (study,) = told(reported(f"studies: [{row}]"))["studies"]
    assert study["counts_as_evidence"] is counts
    assert (study["ceiling"] is None) != counts
