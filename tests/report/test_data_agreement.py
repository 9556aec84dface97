"""The data on reviewers fit the schema, and leave a blank a blank."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.of_agreement import of_agreement
from ccsvi_triage.report.schema import report_schema

WORDS = st.none() | st.sampled_from(("Y", "PY", "PN", "N", "NI"))
NAMES = ("1.1", "1.2", "1.3", "2.1", "2.2", "2.6", "3.1", "4.1", "4.2", "4.3", "4.4", "4.5", "5.1", "5.2", "5.3")
ANSWERS = st.dictionaries(st.sampled_from(NAMES), WORDS, min_size=8).map(
    lambda words: {name: word for name, word in words.items() if word}
)


@settings(max_examples=40)
@given(st.lists(ANSWERS, min_size=2, max_size=4))
def test_every_report_fits_its_schema_and_every_difference_is_shown(panel: Any, drawn: list[dict[str, str]]) -> None:
    told = panel.agreed(*drawn)
    report = of_agreement(told, "1", full=True)
    Draft202012Validator(report_schema()).validate(json.loads(render(report, Format.JSON, Page())))
    text = render(report, Format.TABLE, Page(width=1000))
    for domain in told.compared[0].domains:
        for difference in domain.differences:
            assert difference.question.text in text or difference.follows


def test_what_nobody_answered_is_null_and_no_disagreement(panel: Any) -> None:
    data = json.loads(render(of_agreement(panel.agreed({**panel.low, "1.2": "N"}, {}), "1"), Format.JSON, Page()))
    (compared,) = data["compared"]
    first = compared["domains"][0]
    assert [judged["judgement"] for judged in first["judgements"]] == ["high", None]
    assert [judged["by"] for judged in first["judgements"]] == ["table", None]
    assert [compared["judgement_differs"], first["differences"]] == [False, []]


def test_no_figure_has_a_signed_zero_or_more_digits_than_machines_agree_on(panel: Any) -> None:
    data = of_agreement(panel.agreed(panel.low, {**panel.low, "1.1": "PY", "4.1": "PN"}), "1").data
    values = [one[name]["value"] for one in data["figures"] for name in ("observed", "kappa", "ac1")]
    numbers = [value for value in values if value is not None]
    assert numbers
    assert all(str(value) != "-0.0" and round(value, 6) == value for value in numbers)
