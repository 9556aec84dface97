"""A record is told as its file has it, and to machines as it was understood."""

import json
from collections.abc import Callable

from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Instrument
from ccsvi_triage.model.study import Study
from ccsvi_triage.report.blocks import Verbatim
from ccsvi_triage.report.of_record import of_record, plain

StudyOf = Callable[[str], Study]


def test_numbers_stay_as_printed_and_what_is_open_is_left_out(study_of: StudyOf) -> None:
    study = study_of(
        """
        year: 2009
        sites: {value: 1, source: s, locator: p. 3, basis: inferred}
        concealed: not-reported
        outcomes:
          - id: o
            name: O
            results: [{unit: points, arms: {before: {mean: "5.10", n: 7}}, p: <0.001, source: s}]
        """
    )
    told = plain(study)
    assert told["year"] == 2009
    assert told["sites"] == {"value": 1, "source": "s", "locator": "p. 3", "basis": "inferred"}
    assert told["concealed"] == {"value": None, "silence": "not-reported"} or told["concealed"] == {
        "silence": "not-reported"
    }
    assert told["outcomes"][0]["results"][0]["arms"] == {"before": {"n": "7", "mean": "5.10"}}
    assert told["outcomes"][0]["results"][0]["p"] == "<0.001"
    assert "randomised" not in told
    assert "where" not in told


def test_every_instrument_can_be_told_to_machines(instrument_of: Callable[[str], Instrument]) -> None:
    for name in ("rob2", "quick", "single-arm"):
        told = plain(instrument_of(name))
        assert json.loads(json.dumps(told)) == told
        assert told["id"] == name


def test_a_condition_is_told_clause_by_clause() -> None:
    assert plain(Condition(({"a": ("Y", "PY")}, {"b": ("N",)}))) == [{"a": ["Y", "PY"]}, {"b": ["N"]}]


def test_the_lines_of_the_file_are_told_as_they_stand(study_of: StudyOf) -> None:
    report = of_record("studies", study_of("year: 2009"), "id: s\n\n# a remark\nyear:   2009", "1")
    assert report.blocks[-1] == Verbatim("id: s\n\n# a remark\nyear:   2009")
    assert report.data["list"] == "studies"
    assert report.data["place"]["file"] == "library.yaml"
