"""What a gate decided, told at the end of a report."""

from collections.abc import Iterator, Sequence
from typing import Any

from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Column,
    Each,
    Finding,
    Gap,
    Line,
    Mark,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.findings import counts, finding_data, fingerprints
from ccsvi_triage.report.gate import Known, Reckoning, Waived
from ccsvi_triage.report.say import problem_data

_MOST_TOLD = 100
"""So many findings of a kind are told one by one to people."""


def with_gate(report: Report, reckoning: Reckoning, *, told: bool) -> Report:
    """Add to a report what its gate decided.

    Args:
        report: The report.
        reckoning: What the gate decided on its findings.
        told: There is a gate that somebody has settled; else nothing is said of one.
    """
    if not told:
        return report._replace(data={**report.data, "gate": None})
    data = {**report.data, **_findings(report, reckoning.findings), "gate": gate_data(reckoning)}
    return report._replace(blocks=(*report.blocks, *_blocks(reckoning)), data=data, findings=reckoning.findings)


def _findings(report: Report, findings: Sequence[Finding]) -> dict[str, Any]:
    """Give the findings with what is waived among them, for a report that tells programs of its findings."""
    if "findings" not in report.data:
        return {}
    shown = tuple(zip(findings, fingerprints(findings), strict=True))
    return {
        "summary": {**report.data["summary"], "findings": counts(findings)},
        "findings": Each(shown, lambda pair: finding_data(*pair)),
    }


def _blocks(reckoning: Reckoning) -> Iterator[Block]:
    yield Gap()
    yield Line((Mark("Gate", Tone.STRONG),))
    yield Gap()
    yield Text(_summary(reckoning))
    for condition, findings in reckoning.tripped:
        yield Gap()
        yield _table(f"Tripped: {condition.word}", findings)
    if reckoning.waived:
        yield Gap()
        yield _waived(reckoning.waived)
    for problem in reckoning.problems:
        hint = f" ({problem.hint})" if problem.hint else ""
        yield Line((f"{problem.place}: ", Mark(problem.code, Tone.CODE), f": {problem.message}{hint}"))
    if reckoning.gone:
        yield Gap()
        rows = tuple((Mark(_about(each), Tone.CODE), each.rule, each.message) for each in reckoning.gone[:_MOST_TOLD])
        columns = (Column("About", whole=True), Column("Rule"), Column("What it was"))
        yield Table("In the baseline, and no longer found", columns, rows)


def _summary(reckoning: Reckoning) -> str:
    words = ", ".join(condition.word for condition in reckoning.conditions)
    parts = [f"Asked for: {words or 'nothing'}"]
    tripped = sum(len(findings) for _, findings in reckoning.tripped)
    parts.append(f"tripped by {tripped}" if tripped else "not tripped")
    if reckoning.waived:
        parts.append(f"{len(reckoning.waived)} waived")
    if reckoning.baseline is not None:
        parts.append(f"{len(reckoning.known)} known before, {len(reckoning.gone)} gone")
    return "; ".join(parts)


def _table(title: str, findings: Sequence[Finding]) -> Table:
    rows = tuple((Mark(_about(f), Tone.CODE), f.rule, f.message) for f in findings[:_MOST_TOLD])
    return Table(title, (Column("About", whole=True), Column("Rule"), Column("What")), rows)


def _about(finding: Finding | Known) -> str:
    return finding.study or finding.claim or "the files"


def _waived(some: Sequence[Waived]) -> Table:
    columns = (
        Column("About", whole=True),
        Column("Rule"),
        Column("Until", whole=True),
        Column("Owner"),
        Column("Reason"),
    )
    rows = tuple(
        (Mark(_about(f), Tone.CODE), f.rule, str(waiver.expires), waiver.owner, waiver.reason)
        for f, waiver in some[:_MOST_TOLD]
    )
    return Table("Waived: shown, and tripping no gate until their day", columns, rows)


# for programs


def gate_data(reckoning: Reckoning) -> dict[str, Any]:
    """Give what a gate decided for JSON."""
    baseline = reckoning.baseline
    return {
        "conditions": [condition.word for condition in reckoning.conditions],
        "tripped": [
            {"condition": condition.word, "findings": [_data(finding) for finding in findings]}
            for condition, findings in reckoning.tripped
        ],
        "waived": [
            {
                **_data(finding),
                "until": str(waiver.expires),
                "owner": waiver.owner,
                "reason": waiver.reason,
            }
            for finding, waiver in reckoning.waived
        ],
        "waivers": [problem_data(problem) for problem in reckoning.problems],
        "baseline": None
        if baseline is None
        else {
            "file": baseline.file,
            "known": len(reckoning.known),
            "gone": [_known_data(each) for each in reckoning.gone],
        },
    }


def _data(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "study": finding.study or None,
        "outcome": finding.outcome or None,
        "claim": finding.claim or None,
        "message": finding.message,
    }


def baseline_data(known: Sequence[Known], by: str, version: str) -> dict[str, Any]:
    """Give findings for the file of a baseline.

    Args:
        known: The findings.
        by: The command that found them.
        version: The tool's version.
    """
    return {
        "schema": f"ccsvi-triage/baseline/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "by": by,
        "findings": [_known_data(each) for each in known],
    }


def _known_data(known: Known) -> dict[str, Any]:
    return {name: value or None for name, value in known._asdict().items()}
