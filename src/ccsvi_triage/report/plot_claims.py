"""Pictures of a claim: how it stood over time, and the evidence on it."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.logic.wording import effect_text, listed
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Aside, Era, Named, SetAside, Synthesis, Weighed
from ccsvi_triage.report.blocks import Cell, Column, Picture, Table
from ccsvi_triage.report.charts import Evidence, EvidenceRow, Happening, Label, Moment, Stretch, Timeline
from ccsvi_triage.report.lights import STAR, has_star, labels, number_of, people_of, study_light
from ccsvi_triage.report.marks import Mark, Tone
from ccsvi_triage.report.of_claim import (
    NOTICE,
    SAYS,
    carries_cell,
    certainty_words,
    decided_mark,
    result_text,
    verdict_mark,
)
from ccsvi_triage.report.of_pooled import pooled_effect, pooled_notes
from ccsvi_triage.report.say import DESIGN

_UNDATED = "undated"


def moment_of(date: str) -> Moment | None:
    """Place a date in time; one that is known to the year or month alone may mean any day of it.

    Args:
        date: Such as ``2009``, ``2009-12`` or ``2009-12-08``; empty where none is known.
    """
    if not date:
        return None
    year, *rest = map(int, date.split("-"))
    if not rest:
        return Moment(date, float(year), float(year + 1))
    month = year + (rest[0] - 1) / 12
    if len(rest) == 1:
        return Moment(date, month, month + 1 / 12)
    day = month + (rest[1] - 1) / _DAYS
    return Moment(date, day, day + 1 / _DAYS)


_DAYS = 12 * 31


def timeline(synthesis: Synthesis) -> Picture:
    """Show how a claim stood since when, and the studies that appeared, those that never count among them."""
    every = [*(each.named for each in synthesis.counted), *(each.named for each in synthesis.aside)]
    named = labels(each.verdict.study for each in every)
    stretches = tuple(_stretches(synthesis.history))
    happenings = [*(_counts(each, named[each.id]) for each in synthesis.counted)]
    happenings += [_apart(each, named[str(each.named.verdict.study.id)]) for each in synthesis.aside]
    happenings.sort(key=_when)
    verdicts = [f"{s.since.said if s.since else _UNDATED} {s.verdict.text}" for s in _turns(stretches)]
    said = f"{_quoted(synthesis)}: {', then '.join(verdicts) or 'no study counts'}."
    said += f" {number_of(len(synthesis.counted), 'study counts', 'studies count')}"
    said += f", {number_of(len(synthesis.aside), 'is', 'are')} set aside." if synthesis.aside else "."
    notes = [*_about(synthesis), *_undated(happenings)]
    notes += [STAR] if has_star(each.judgement for each in happenings) else []
    tables = (_stretch_table(stretches), _happening_table(happenings))
    chart = Timeline(stretches, tuple(happenings))
    drawing = tuple(_read_as(chart))
    return Picture(f"{_quoted(synthesis)} over time", said, chart, tables, (*notes, NOTICE), drawing)


def _read_as(chart: Timeline) -> Iterator[str]:
    """Say how the shapes are to be read, as far as there are such."""
    if any(each.when is not None for each in chart.happenings):
        yield "A line through a sign is the time in which the study may have appeared, where no day is known."
    if any(stretch.since is not None for stretch in chart.stretches):
        yield (
            "A line before a bar is the time in which the claim may have come to stand so. The last bar goes on, "
            "since nothing that changes it has appeared."
        )


def _turns(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """Give the stretches with which the verdict changed, whatever the certainty."""
    return (s for n, s in enumerate(stretches) if not n or s.verdict != stretches[n - 1].verdict)


def _stretches(history: Sequence[Era]) -> Iterator[Stretch]:
    """Give the times in which verdict and certainty stayed as they were."""
    before = None
    for era in history:
        mark, certainty = decided_mark(era.decided), certainty_words(era.certainty)
        if (mark, certainty) != before:
            yield Stretch(moment_of(era.date), mark, certainty)
        before = mark, certainty


def _quoted(synthesis: Synthesis) -> str:
    return f'"{synthesis.claim.text}"'


def _about(synthesis: Synthesis) -> Iterator[str]:
    if synthesis.as_of:
        yield f"As far as could be known by {synthesis.as_of}."


def _undated(happenings: Sequence[Happening]) -> Iterator[str]:
    undated = [each.study.id for each in happenings if each.when is None]
    if undated:
        yield f"Without a date, so not on the line of time: {', '.join(undated)}."


def _date(study: Study) -> str:
    return str(study.date or study.year or "")


def _when(happening: Happening) -> tuple[bool, float, float, str]:
    when = happening.when
    return when is None, when.last if when else 0.0, when.first if when else 0.0, happening.study.id


def _counts(weighed: Weighed, label: Label) -> Happening:
    named = weighed.named
    return _happening(named, label, SAYS[weighed.leaning], counted=True)


def _apart(aside: SetAside, label: Label) -> Happening:
    word = "never counted: retracted" if aside.word is Aside.RETRACTED else f"set aside: {aside.word.value}"
    return _happening(aside.named, label, Mark(word.replace("-", " "), Tone.APART), counted=False)


def _happening(named: Named, label: Label, says: Mark, *, counted: bool) -> Happening:
    study = named.verdict.study
    when = moment_of(_date(study))
    return Happening(label, when, says, counted, people_of(study, named.scaled), study_light(named.verdict))


def _stretch_table(stretches: Sequence[Stretch]) -> Table:
    columns = (Column("Since", whole=True), Column("Verdict"), Column("Certainty"))
    rows = tuple((s.since.said if s.since else _UNDATED, s.verdict, s.certainty) for s in stretches)
    return Table("How the claim stood", columns, rows)


def _happening_table(happenings: Sequence[Happening]) -> Table:
    columns = (Column("When", whole=True), Column("Study", whole=True), Column("Says"), Column("Judgement"))
    rows: list[tuple[Cell, ...]] = [
        (each.when.said if each.when else _UNDATED, Mark(each.study.id, Tone.CODE), each.says, each.judgement.mark)
        for each in happenings
    ]
    return Table("What appeared", columns, tuple(rows))


def evidence(synthesis: Synthesis) -> Picture:
    """Show the studies that count on a claim, those that can carry most first, and what they come to."""
    named = labels(each.named.verdict.study for each in synthesis.counted)
    rows = tuple(_evidence_row(each, named[each.id]) for each in synthesis.counted)
    verdict, certainty = verdict_mark(synthesis), certainty_words(synthesis.certainty)
    said = f"{_quoted(synthesis)}: {verdict.text}; certainty {certainty}. "
    said += f"{number_of(len(rows), 'study counts', 'studies count')}."
    notes = list(_about(synthesis))
    if synthesis.aside:
        told = [f"{each.named.verdict.study.id} ({each.word.value.replace('-', ' ')})" for each in synthesis.aside]
        notes.append(f"Set aside, shown and never counted here: {listed(told)}.")
    handed = pooled_effect(synthesis.pooled)
    if handed is not None:
        notes.append(f"Averaged: {effect_text(handed[0])}; {handed[1]}.")
        notes += pooled_notes(synthesis.pooled)
    notes += [STAR] if has_star(row.judgement for row in rows) else []
    chart = Evidence(synthesis.claim.text, verdict, certainty, synthesis.words.may, rows)
    return Picture(f"Evidence on {_quoted(synthesis)}", said, chart, (_evidence_table(chart),), (*notes, NOTICE))


def _evidence_row(weighed: Weighed, label: Label) -> EvidenceRow:
    study = weighed.named.verdict.study
    carries = carries_cell(weighed)
    design = study.design.value if study.design is not None else None
    return EvidenceRow(
        label,
        _date(study) or _UNDATED,
        DESIGN[design] if design is not None else "not recorded",
        people_of(study, weighed.named.scaled),
        SAYS[weighed.leaning],
        study_light(weighed.named.verdict),
        carries if isinstance(carries, Mark) else Mark(carries, Tone.PLAIN),
        result_text(weighed),
    )


EVIDENCE_COLUMNS = ("Study", "When", "Design", "People", "Says", "Judgement", "Can carry", "Result")


def _evidence_table(chart: Evidence) -> Table:
    columns = tuple(
        Column(name, whole=name == "Study", right=name == "People", under=name == "Result") for name in EVIDENCE_COLUMNS
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Mark(row.study.id, Tone.CODE),
            row.when,
            row.design,
            "not recorded" if row.people is None else str(row.people),
            row.says,
            row.judgement.mark,
            row.carries,
            row.result,
        )
        for row in chart.rows
    ]
    return Table(f'"{chart.claim}"', columns, tuple(rows))
