"""What is counted beside the judgement: criteria met, and the totals of old scales."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.model.appraisal import Origin, ScaleTotal, Tally
from ccsvi_triage.model.instrument import Counts
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Mark, Pairs, Table, Tone


def tally_words(tally: Tally | None) -> str:
    """Write a tally short: met / not met / not reported / open."""
    if tally is None:
        return ""
    kinds = (Counts.MET, Counts.NOT_MET, Counts.NOT_REPORTED, None)
    return "/".join(str(tally.number(kind)) for kind in kinds)


def tally_sentence(tally: Tally) -> str:
    """Write a tally out, as an interval where criteria are not reported or open."""
    met, not_met = tally.number(Counts.MET), tally.number(Counts.NOT_MET)
    unsaid, open_ = tally.number(Counts.NOT_REPORTED), tally.number(None)
    n_a = tally.number(Counts.NOT_APPLICABLE)
    applicable = len(tally.rows) - n_a
    most = met + unsaid + open_
    span = f"{met}" if most == met else f"{met} to {most}"
    counts = f"met {met} · not met {not_met} · not reported {unsaid} · open {open_} · n/a {n_a}"
    return f"{counts} ({span} of {applicable} applicable)"


def tally_numbers(tally: Tally) -> dict[str, int]:
    """Give a tally as numbers, by the names that they have in data."""
    return {
        "met": tally.number(Counts.MET),
        "not_met": tally.number(Counts.NOT_MET),
        "not_reported": tally.number(Counts.NOT_REPORTED),
        "not_applicable": tally.number(Counts.NOT_APPLICABLE),
        "open": tally.number(None),
    }


def scale_blocks(scales: Sequence[ScaleTotal], *, full: bool) -> Iterator[Block]:
    """Tell the totals of old scales, apart from every judgement."""
    if not scales:
        return
    yield Gap()
    rows: tuple[tuple[Cell, Cell], ...] = tuple((scale.instrument.title, scale_words(scale)) for scale in scales)
    yield Pairs(rows, title="Legacy scales: totals as their authors define them; they judge nothing")
    for scale in scales if full else ():
        yield Gap()
        columns = (Column("Item", whole=True), Column("Answer"), Column("Points", right=True), Column("What it asks"))
        yield Table(f"Items of {scale.instrument.title}", columns, tuple(_scale_row(scale)))


def scale_words(scale: ScaleTotal) -> str:
    """Write a total, as an interval where items are open."""
    by = f"; sheet {scale.sheet.id} by {scale.sheet.reviewer}" if scale.sheet else "; proposed from recorded facts"
    return scale_span(scale) + by


def scale_span(scale: ScaleTotal) -> str:
    """Write a total without saying by whom."""
    open_ = sum(row.answered.answer is None for row in scale.rows)
    span = f"{scale.low}" if scale.low == scale.high else f"{scale.low} to {scale.high}"
    of = f"{span} of {scale.most}"
    return f"{of}, {open_} open" if open_ else of


def _scale_row(scale: ScaleTotal) -> Iterator[tuple[Cell, ...]]:
    for answered, points in scale.rows:
        word: Cell = Mark("open", Tone.OPEN) if answered.answer is None else answered.answer
        if answered.origin is Origin.PROPOSED:
            word = f"{answered.answer} *"
        question = answered.question
        yield Mark(question.id, Tone.CODE), word, "" if points is None else str(points), question.short or question.text
