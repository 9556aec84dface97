import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.load.baseline import read_baseline
from ccsvi_triage.load.snapshot import NotAReport
from ccsvi_triage.report.gate import Known
from ccsvi_triage.report.of_gate import baseline_data

KNOWN = Known("ab", "F102", "s", "", "", "a study has no 'tilte'")


def test_what_was_kept_is_read_back() -> None:
    told = read_baseline(json.dumps(baseline_data([KNOWN], "lint", "1")).encode())
    assert told.by == "lint"
    assert [Known(**each) for each in told.findings] == [KNOWN]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON"),
        ("[" * 100_000, "it is not JSON"),
        ('{"schema": "ccsvi-triage/report/1.1"}', "it holds report, where a baseline is wanted"),
        ('{"schema": "ccsvi-triage/baseline/2.0"}', "of version 2"),
        ('{"schema": "ccsvi-triage/baseline/1.0", "by": "lint"}', "no list of 'findings'"),
        ('{"schema": "ccsvi-triage/baseline/1.0", "by": "lint", "findings": [{}]}', r"findings\[0\] is not a finding"),
        ('{"schema": "ccsvi-triage/baseline/1.0", "by": "lint", "findings": [3]}', r"findings\[0\] is not a finding"),
    ],
)
def test_what_is_no_baseline_is_met_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NotAReport, match=said):
        read_baseline(text.encode())


JSON = (
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()) | st.dictionaries(st.text(), st.text())
)


@given(st.sampled_from(("by", "findings", "schema", "rule", "study", "fingerprint")), JSON)
def test_whatever_stands_in_a_baseline_it_is_read_or_refused(key: str, value: Any) -> None:
    data = json.loads(json.dumps(baseline_data([KNOWN], "lint", "1")))
    (data if key in data else data["findings"][0])[key] = value
    try:
        read_baseline(json.dumps(data).encode())
    except NotAReport:
        return
