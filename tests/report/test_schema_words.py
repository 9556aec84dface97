"""The words of the schema say no more than is meant: keys are closed, and only what may be is null."""

import pytest
from jsonschema import Draft202012Validator

from ccsvi_triage.report.schema_words import COUNT, MAYBE, TEXT, closed, list_of, map_of, or_null, ref, words


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (closed({"a": TEXT}), [{"a": ""}], [{}, {"a": None}, {"a": "", "b": ""}, []]),
        (list_of(COUNT), [[], [0, 3]], [[-1], ["0"], [None], 0]),
        (map_of(MAYBE), [{}, {"x": None, "y": ""}], [{"x": 1}, []]),
        (words("a", "b"), ["a", "b"], ["c", None, ""]),
        (words("a", maybe=True), ["a", None], ["b"]),
        (or_null(closed({})), [None, {}], [{"a": 1}, ""]),
        ({**ref("a"), "$defs": {"a": COUNT}}, [1], [None, "1"]),
    ],
)
def test_a_shape_takes_what_is_meant_and_refuses_the_rest(
    schema: dict[str, object], good: list[object], bad: list[object]
) -> None:
    validator = Draft202012Validator(schema)
    assert [each for each in good if not validator.is_valid(each)] == []
    assert [each for each in bad if validator.is_valid(each)] == []
