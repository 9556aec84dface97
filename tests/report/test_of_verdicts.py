from ccsvi_triage.load.files import load_verdicts
from ccsvi_triage.report.blocks import Table
from ccsvi_triage.report.of_verdicts import of_verdicts


def test_every_rule_and_cap_is_told_to_people_and_programs() -> None:
    table = load_verdicts()
    report = of_verdicts(table, "0")
    (page,) = report.data["pages"]
    assert [row["id"] for row in page["rules"]] == [rule.id for rule in table.rules]
    assert [row["id"] for row in page["caps"]] == [cap.id for cap in table.caps]
    told = [len(block.rows) for block in report.blocks if isinstance(block, Table)]
    assert told == [len(table.caps), len(table.rules)]
