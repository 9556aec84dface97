"""The table by which claims are judged, told as a report."""

from typing import Any

from ccsvi_triage.logic.condition import condition_words
from ccsvi_triage.model.synthesis import VerdictTable
from ccsvi_triage.model.words import ClaimVerdict
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Column,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)


def of_verdicts(table: VerdictTable, version: str) -> Report:
    """Tell by which rules claims are judged.

    Args:
        table: The table.
        version: The tool's version.
    """
    blocks: list[Block] = [
        Line((Mark("How claims are judged", Tone.STRONG),), Mark("verdicts", Tone.CODE)),
        Gap(),
        Text(
            "Of all rules that hold, the one with the gravest verdict decides; from the mildest to the gravest: "
            f"{', '.join(verdict.value for verdict in ClaimVerdict)}. A rule looks at how much the studies that "
            "count can carry at most, for the claim, showing no such thing (null), and against it. While a judgement "
            "is open, every way in which it may come out is gone through, and all verdicts that are possible are "
            "told. The rules are this project's own."
        ),
        Gap(),
        Text(
            "A study leans by its numbers: for, where the interval of an effect between groups leaves out no effect on "
            "the claim's side; null, where no difference is shown; against, on the other side. Where it tells nothing "
            "in numbers that are about people, its record tells it, and where numbers and record point to different "
            "sides it is unclear and decides nothing. Of a harm, that none is shown counts only where the interval "
            "leaves out what matters: the claim's threshold, else a quarter more; and a result that shows nothing is "
            "unclear where its interval holds what others show."
        ),
        Gap(),
        Text(
            "Studies that are averaged count by what their average shows, and not each by what it shows alone, unless "
            "their effects differ so much that it is not to be quoted alone. Where it says another thing without the "
            "studies judged serious or worse, it speaks for the others only; every way in which open judgements may "
            "fall is gone through for it too. What each study can carry stays as it is."
        ),
        Gap(),
        Text(
            "Not counted: what was retracted, plans, what is no study, context, further reports of a study that "
            "counts, and reviews that conclude in words and give no number."
        ),
    ]
    caps = tuple(
        (Mark(str(cap.id), Tone.CODE), condition_words(cap.when), cap.at_most.value, cap.because) for cap in table.caps
    )
    columns = (Column("Cap", whole=True), Column("When"), Column("Carries at most"), Column("Because"))
    blocks += [Gap(), Table("What keeps a study from carrying what its design could", columns, caps)]
    rules = tuple(
        (Mark(str(rule.id), Tone.CODE), condition_words(rule.when), rule.then.value, rule.because)
        for rule in table.rules
    )
    columns = (Column("Rule", whole=True), Column("When"), Column("Verdict"), Column("Because"))
    blocks += [
        Gap(),
        Table("Rules of the verdict", columns, rules),
        Gap(),
        Text("What may be said, the first that fits:"),
    ]
    for row in table.sayings:
        said = tuple(("May not", text) for text in row.may_not)
        when = condition_words(row.when)
        blocks += [Gap(), Pairs((("When", when), ("May say", row.may), *said), title=str(row.id))]
    blocks += [Gap(), Text("Which study is missing:")]
    for wanting in table.missing:
        blocks += [
            Gap(),
            Pairs(
                (
                    ("Claims of", ", ".join(kind.value for kind in wanting.kind)),
                    ("When", condition_words(wanting.when)),
                    ("Design", wanting.design),
                    ("Blind", wanting.blinding),
                    ("Length", wanting.follow_up),
                ),
                title=str(wanting.id),
            ),
        ]
    data = {
        "schema": f"ccsvi-triage/explanation/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "pages": [_data(table)],
    }
    return Report(tuple(blocks), data)


def _data(table: VerdictTable) -> dict[str, Any]:
    return {
        "group": "verdicts",
        "caps": [
            {
                "id": str(cap.id),
                "when": condition_words(cap.when),
                "at_most": cap.at_most.value,
                "because": cap.because,
            }
            for cap in table.caps
        ],
        "rules": [
            {
                "id": str(rule.id),
                "when": condition_words(rule.when),
                "verdict": rule.then.value,
                "because": rule.because,
            }
            for rule in table.rules
        ],
        "sayings": [
            {"id": str(row.id), "when": condition_words(row.when), "may": row.may, "may_not": list(row.may_not)}
            for row in table.sayings
        ],
        "missing": [
            {
                "id": str(wanting.id),
                "kind": [kind.value for kind in wanting.kind],
                "when": condition_words(wanting.when),
                "design": wanting.design,
                "blinding": wanting.blinding,
                "follow_up": wanting.follow_up,
            }
            for wanting in table.missing
        ],
    }
