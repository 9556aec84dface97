"""What the rules of findings are about, from the pages of ``triage explain``."""

from collections.abc import Iterable, Mapping

from ccsvi_triage.load.files import load_ours
from ccsvi_triage.model.entry import Entry
from ccsvi_triage.render.formats import Format
from ccsvi_triage.report.blocks import Report, RulePage

_GROUPS = {"flaw": ("flaw",), "claim": ("claim-verdict", "house"), "judgement": ("concern", "status")}
"""In which groups of words the second half of a rule is explained."""
_FILES = ("problems.yaml", "checks.yaml", "flaws.yaml", "words.yaml")


def with_rules(report: Report, format_: Format) -> Report:
    """Add what the rules of the findings are about, where a format shows it."""
    if format_ is not Format.SARIF:
        return report
    return report._replace(rules=pages_of({finding.rule for finding in report.findings}))


def pages_of(rules: Iterable[str]) -> Mapping[str, RulePage]:
    """Give the page of each rule that has one."""
    entries: dict[tuple[str, str], Entry] = {}
    for file in _FILES:
        entries |= {
            (entry.group, entry.id): entry for entry in load_ours("catalogue", file, section="entries", kind=Entry)
        }
    pages = {}
    for rule in rules:
        of, _, word = rule.rpartition(":")
        found = (entries.get((group, word)) for group in _GROUPS.get(of, ("problem", "check")))
        entry = next((each for each in found if each is not None), None)
        if entry is not None:
            pages[rule] = RulePage(
                entry.title, entry.what, " ".join(filter(None, (entry.why, entry.mend))) or entry.what
            )
    return pages
