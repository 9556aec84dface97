from ccsvi_triage.model.finding import Finding, Fits, Recheck
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.text import Id
from ccsvi_triage.model.words import Kind, Severity


def finding(severity: Severity) -> Finding:
    return Finding("N-TEST", Fits.CONSISTENT, severity, severity.value, NOWHERE)


def test_findings_of_a_severity_come_with_all_graver_ones_in_their_order() -> None:
    findings = tuple(map(finding, (Severity.OK, Severity.ERROR, Severity.NOTE, Severity.WARNING, Severity.INFO)))
    recheck = Recheck(Study(id=Id("s"), title="S", kind=Kind.PRIMARY_STUDY), findings)
    assert [found.said for found in recheck.at_least(Severity.ERROR)] == ["error"]
    assert [found.said for found in recheck.at_least(Severity.NOTE)] == ["error", "note", "warning"]
    assert recheck.at_least(list(Severity)[-1]) == findings


def test_a_finding_alleges_nothing_unless_somebody_says_so() -> None:
    bare = finding(Severity.NOTE)
    assert (bare.outcome, bare.about, bare.source, bare.locator) == ("", "", "", "")
    assert (bare.shown, bare.innocent, bare.missing) == ((), (), ())
