"""What is counted is a span where answers are open, and never counts a blank."""

from collections.abc import Callable

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.instrument import Counts
from ccsvi_triage.report.blocks import Cell, Mark, Pairs, Table
from ccsvi_triage.report.counted import scale_blocks, scale_span, scale_words, tally_sentence, tally_words

VerdictsOf = Callable[..., list[StudyVerdict]]


def test_a_tally_with_open_criteria_is_a_span_up_to_what_could_be_met(verdicts_of: VerdictsOf, trial: str) -> None:
    (verdict,) = verdicts_of(trial)
    tally = verdict.tally
    assert tally is not None
    met, open_ = tally.number(Counts.MET), tally.number(None)
    unsaid, beside = tally.number(Counts.NOT_REPORTED), tally.number(Counts.NOT_APPLICABLE)
    assert open_
    span = f"({met} to {met + unsaid + open_} of {len(tally.rows) - beside} applicable)"
    assert tally_sentence(tally).endswith(span)
    assert f" open {open_} " in tally_sentence(tally)
    assert tally_words(tally) == f"{met}/{tally.number(Counts.NOT_MET)}/{unsaid}/{open_}"


def test_a_tally_without_open_criteria_is_one_number(verdicts_of: VerdictsOf, before_and_after: str) -> None:
    (verdict,) = verdicts_of(before_and_after)
    assert verdict.tally is not None
    rows = tuple(row for row in verdict.tally.rows if row.counts in (Counts.MET, Counts.NOT_MET))
    tally = verdict.tally._replace(rows=rows)
    assert rows
    assert tally_sentence(tally).endswith(f"({tally.number(Counts.MET)} of {len(rows)} applicable)")


def test_where_nothing_is_counted_nothing_is_said() -> None:
    assert tally_words(None) == ""
    assert list(scale_blocks((), full=True)) == []


def test_a_total_with_open_items_is_a_span_and_says_how_many_are_open(
    verdicts_of: VerdictsOf, before_and_after: str
) -> None:
    (verdict,) = verdicts_of(before_and_after.replace("single-arm", "randomised-trial"), legacy=["jadad"])
    (scale,) = verdict.scales
    open_ = sum(row.answered.answer is None for row in scale.rows)
    assert open_
    assert scale.low < scale.high
    assert scale_span(scale) == f"{scale.low} to {scale.high} of {scale.most}, {open_} open"
    assert scale_words(scale) == f"{scale_span(scale)}; proposed from recorded facts"


def test_only_a_full_report_tells_a_scale_item_by_item(verdicts_of: VerdictsOf, before_and_after: str) -> None:
    (verdict,) = verdicts_of(before_and_after.replace("single-arm", "randomised-trial"), legacy=["jadad"])
    (short,) = [block for block in scale_blocks(verdict.scales, full=False) if isinstance(block, Pairs)]
    assert "they judge nothing" in short.title
    assert not [block for block in scale_blocks(verdict.scales, full=False) if isinstance(block, Table)]
    (table,) = [block for block in scale_blocks(verdict.scales, full=True) if isinstance(block, Table)]
    assert len(table.rows) == len(verdict.scales[0].rows)
    told = {row.answered.question.id: row.points for row in verdict.scales[0].rows}
    for name, _, points, _ in table.rows:
        assert points == ("" if told[text_of(name)] is None else str(told[text_of(name)]))


def text_of(cell: Cell) -> str:
    return cell.text if isinstance(cell, Mark) else cell
