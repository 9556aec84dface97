"""Every rule that a finding may have is explained from the pages of the program."""

from ccsvi_triage.cli.rules import pages_of, with_rules
from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.words import Flaw, Severity
from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.blocks import Finding, Report
from ccsvi_triage.report.judged import GRAVE, UNSUPPORTED


def test_every_rule_has_a_page() -> None:
    rules = [f"flaw:{flaw.value}" for flaw in Flaw]
    rules += [f"claim:{verdict.value}" for verdict in UNSUPPORTED] + ["claim:open"]
    rules += [f"judgement:{concern.name.lower()}" for concern in GRAVE] + ["judgement:retracted"]
    for file in ("problems.yaml", "checks.yaml"):
        rules += [entry.id for entry in load_ours("catalogue", file, section="entries", kind=Entry)]
    pages = pages_of(rules)
    assert set(pages) == set(rules)
    assert all(page.title and page.about and page.help for page in pages.values())
    assert pages["claim:open"].title == "Open"
    assert pages["judgement:critical"].title == "Critical concern"


def test_a_rule_that_nobody_knows_has_none() -> None:
    assert pages_of(["X999", "flaw:nothing", "claim:no-control"]) == {}


def test_pages_are_read_only_where_a_format_shows_them() -> None:
    report = Report((), {}, findings=(Finding("flaw:no-control", Severity.NOTE, "said", NOWHERE),))
    assert with_rules(report, Format.JSON) is report
    assert set(with_rules(report, Format.SARIF).rules) == {"flaw:no-control"}
