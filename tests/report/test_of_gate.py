from jsonschema import Draft202012Validator

from ccsvi_triage.logic.gate import Kind, words_of
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.policy import Waiver
from ccsvi_triage.model.text import Day
from ccsvi_triage.model.words import Severity
from ccsvi_triage.render.formats import Format, render
from ccsvi_triage.render.page import Page
from ccsvi_triage.report.blocks import Finding, Report
from ccsvi_triage.report.gate import Baseline, Reckoning, kept, reckon
from ccsvi_triage.report.of_gate import baseline_data, gate_data, with_gate
from ccsvi_triage.report.schema import report_schema

FOUND = (
    Finding("judgement:critical", Severity.ERROR, "s: critical", NOWHERE, study="s"),
    Finding("claim:overstated", Severity.WARNING, "c: OVERSTATED", NOWHERE, claim="c"),
    Finding("flaw:no-control", Severity.NOTE, "t: no-control", NOWHERE, study="t"),
)
WAIVER = Waiver(rule="overstated", claim="c", reason="asked the authors", owner="AB", expires=Day("2030-06-15"))
GONE = Finding("F102", Severity.ERROR, "a study has no 'tilte'", NOWHERE, study="gone-2020")


def reckoned(found: tuple[Finding, ...] = FOUND) -> Reckoning:
    words = words_of(Kind)
    conditions = [words[word] for word in ("critical", "overstated", "flaw:no-control")]
    known = Baseline("known.json", "report", kept((FOUND[2], GONE)))
    return reckon(found, (), conditions, waivers=[WAIVER], baseline=known, day="2030-06-01", by="report")


def test_a_report_tells_what_tripped_what_is_waived_and_what_has_gone() -> None:
    out = render(with_gate(Report((), {}), reckoned(), told=True), Format.TABLE, Page())
    told = " ".join(out.split())
    assert "Asked for: critical, overstated, flaw:no-control; tripped by 1; 1 waived; 1 known before, 1 gone" in told
    assert "Tripped: critical About Rule What s judgement:critical s: critical" in told
    assert "c claim:overstated 2030-06-15 AB asked the authors" in told
    assert "gone-2020 F102 a study has no 'tilte'" in told


def test_a_report_without_a_gate_says_nothing_of_one() -> None:
    report = with_gate(Report((), {"x": 1}), reckoned(), told=False)
    assert (report.blocks, report.data) == ((), {"x": 1, "gate": None})


def test_what_programs_are_told_keeps_to_its_schema() -> None:
    definitions = report_schema()["$defs"]
    Draft202012Validator({"$ref": "#/$defs/gate", "$defs": definitions}).validate(gate_data(reckoned()))
    Draft202012Validator(report_schema()).validate(baseline_data(kept(FOUND), "report", "1"))


def test_a_waived_finding_is_a_note_in_the_formats_of_findings() -> None:
    report = with_gate(Report((), {}), reckoned(), told=True)
    assert [finding.level for finding in report.findings] == [Severity.ERROR, Severity.NOTE, Severity.NOTE]
    out = render(report, Format.SARIF, Page())
    assert '"justification": "waived until 2030-06-15 by AB: asked the authors."' in out
    assert out.count('"suppressions"') == 1
