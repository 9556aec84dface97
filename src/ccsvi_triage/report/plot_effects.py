"""Pictures of effects: with their intervals, and by their directions."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.logic.wording import effect_text, figure
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.comparison import RATIOS, Change, Contrast, Effect, Matched, Matching, OneScale, Scaled
from ccsvi_triage.model.words import Better, EffectMeasure, Status
from ccsvi_triage.report.blocks import Column, Picture, Table
from ccsvi_triage.report.charts import (
    DirectionRow,
    Directions,
    Forest,
    ForestPanel,
    ForestRow,
    Label,
    Pooled,
    Spread,
    Way,
)
from ccsvi_triage.report.lights import STAR, further_reports, has_star, labels, number_of, people_of, study_light
from ccsvi_triage.report.marks import Mark, Tone
from ccsvi_triage.report.of_appraisal import NOT_OFFICIAL

MEASURE = {
    EffectMeasure.RISK_RATIO: "Risk ratio",
    EffectMeasure.ODDS_RATIO: "Odds ratio",
    EffectMeasure.HAZARD_RATIO: "Hazard ratio",
    EffectMeasure.RATE_RATIO: "Rate ratio",
    EffectMeasure.RISK_DIFFERENCE: "Risk difference in percentage points",
    EffectMeasure.MEAN_DIFFERENCE: "Mean difference",
    EffectMeasure.STANDARDISED_MEAN_DIFFERENCE: "Standardised mean difference",
}
_NO_EFFECT = "No effect between groups to draw"


def forest(
    told: Sequence[Scaled],
    verdicts: Mapping[str, StudyVerdict],
    scale: OneScale,
    matched: Matched,
    pooled: tuple[Effect, str] | None = None,
) -> Picture:
    """Show effects with their intervals, and each study's judgement beside it.

    Effects on different measures never stand on one axis. Nothing is pooled here.

    Args:
        told: The result of each study, in the order in which they are shown.
        verdicts: By the study's id.
        scale: On which measure they can stand side by side.
        matched: How the outcomes were found.
        pooled: An effect that was pooled elsewhere, and by which model, of how many studies.
    """
    named = labels(verdict.study for verdict in verdicts.values())
    measures = [*([pooled[0].measure] if pooled is not None else []), *([scale.measure] if scale.measure else [])]
    groups: dict[tuple[EffectMeasure, str], list[tuple[Scaled, Effect]]] = {}
    without = []
    for one in told:
        effect = _effect(one, measures)
        if effect is None:
            without.append(one)
        else:
            groups.setdefault((effect.measure, _apart(one, effect, scale)), []).append((one, effect))
    panels = []
    for (measure, about), rows in groups.items():
        drawn = tuple(_row(one, effect, named, verdicts, different=not matched.same) for one, effect in rows)
        less, more = _sides([one for one, _ in rows])
        ratio = measure in RATIOS
        title = f"{MEASURE[measure]}{': ' if about else ''}{about}"
        none = 1.0 if ratio else 0.0
        panels.append(ForestPanel(title, ratio, none, less, more, drawn, _pooled(measure, pooled)))
    if without:
        absent = tuple(_absent(one, named, verdicts) for one in without)
        panels.append(ForestPanel(_NO_EFFECT, ratio=False, none=0.0, less="", more="", rows=absent))
    number = sum(len(rows) for rows in groups.values())
    said = f"{number_of(number, 'effect')} with intervals, of {_outcome(matched)}."
    notes, chart = tuple(_forest_notes(panels, scale, matched)), Forest(tuple(panels))
    return Picture("Effects and judgements", said, chart, tuple(map(_table, panels)), notes, tuple(_squares(panels)))


def _effect(one: Scaled, measures: Sequence[EffectMeasure]) -> Effect | None:
    """Give the effect that is drawn: on the measure of the average, else of all, else the first that there is."""
    if one.contrast is Contrast.WITHIN:
        return None
    on = (one.on(measure) for measure in measures)
    first = (effect for effect in one.effects if effect.measure in MEASURE)
    return next((effect for effect in (*on, *first) if effect is not None), None)


def _apart(one: Scaled, effect: Effect, scale: OneScale) -> str:
    """Name what keeps a difference of means from standing beside others: what was measured."""
    if effect.measure is scale.measure or effect.measure is not EffectMeasure.MEAN_DIFFERENCE or one.outcome is None:
        return ""
    return one.outcome.name


def _row(
    one: Scaled, effect: Effect, named: Mapping[str, Label], verdicts: Mapping[str, StudyVerdict], *, different: bool
) -> ForestRow:
    points = _scale(effect.measure)
    between = f" of {' v '.join(one.pair)}" if one.pair else ""
    return ForestRow(
        _label(one, named, different=different),
        one.given or f"as printed{between}",
        spread_of(effect, points),
        _said(effect, points),
        people_of(one.study, one),
        study_light(verdicts[str(one.study.id)]),
    )


def _scale(measure: EffectMeasure) -> float:
    return 100 if measure is EffectMeasure.RISK_DIFFERENCE else 1


def _pooled(measure: EffectMeasure, handed: tuple[Effect, str] | None) -> Pooled | None:
    if handed is None or handed[0].measure is not measure:
        return None
    effect, how = handed
    return Pooled("Pooled", spread_of(effect, _scale(measure)), _said(effect, _scale(measure)), how)


def spread_of(effect: Effect, scale: float = 1) -> Spread:
    """Give an effect's numbers, each times a scale."""
    low = None if effect.low is None else effect.low * scale
    high = None if effect.high is None else effect.high * scale
    return Spread(effect.value * scale, low, high)


def _said(effect: Effect, scale: float) -> str:
    value = figure(effect.value * scale)
    if effect.low is None or effect.high is None:
        return f"{value}, no interval printed"
    level = "" if math.isclose(effect.level, _USUAL) else f" [{100 * effect.level:g} %]"
    return f"{value} ({figure(effect.low * scale)} to {figure(effect.high * scale)}){level}"


_USUAL = 0.95


def _sides(told: Sequence[Scaled]) -> tuple[str, str]:
    """Say what lies on either side of no effect: which is better where all records say so alike."""
    firsts = {one.pair[0] for one in told if one.pair}
    first = firsts.pop() if len(firsts) == 1 and all(one.pair for one in told) else "the first group"
    ways = {one.outcome.better if one.outcome is not None else None for one in told}
    if ways == {Better.LOWER}:
        return f"better with {first}", f"worse with {first}"
    if ways == {Better.HIGHER}:
        return f"worse with {first}", f"better with {first}"
    return f"less with {first}", f"more with {first}"


def _label(one: Scaled, named: Mapping[str, Label], *, different: bool) -> Label:
    label = named[str(one.study.id)]
    said = [label.about] if label.about else []
    if different and one.outcome is not None:
        said.append(one.outcome.name)
    return label._replace(about="; ".join(said))


def _absent(one: Scaled, named: Mapping[str, Label], verdicts: Mapping[str, StudyVerdict]) -> ForestRow:
    said = f"before and after in one group: {one.given}" if one.contrast is Contrast.WITHIN else one.lacks
    light = study_light(verdicts[str(one.study.id)])
    return ForestRow(named[str(one.study.id)], "", None, said or "none is recorded", people_of(one.study, one), light)


def _outcome(matched: Matched) -> str:
    return _FOUND[matched.by].format(matched.words)


_FOUND = {
    Matching.ASKED: 'what was asked for, "{}"',
    Matching.ID: 'the outcome "{}"',
    Matching.CLAIM: "the outcomes by which studies bear on the claim {}",
    Matching.WORDS: 'outcomes that have the word "{}" in common',
    Matching.MAIN: "each study's own main outcome",
}


def _forest_notes(panels: Sequence[ForestPanel], scale: OneScale, matched: Matched) -> Iterator[str]:
    drawn = [row for panel in panels for row in panel.rows if row.spread is not None]
    if drawn:
        yield f"Intervals are at 95 % unless a row says otherwise. Outcome: {_outcome(matched)}."
    if len(drawn) > 1 and (len([panel for panel in panels if panel.title != _NO_EFFECT]) > 1 or not matched.same):
        yield f"Not to be read as one: {'; '.join(scale.why_not)}." if scale.why_not else "Not to be read as one."
    if scale.cautions:
        yield f"To be known: {'; '.join(scale.cautions)}."
    if not any(panel.pooled for panel in panels):
        yield "Nothing is pooled here."
    if has_star(row.judgement for panel in panels for row in panel.rows):
        yield STAR
    yield NOT_OFFICIAL


def _squares(panels: Sequence[ForestPanel]) -> Iterator[str]:
    """Say how the shapes are to be read, as far as there are such."""
    drawn = [row for panel in panels for row in panel.rows if row.spread is not None]
    if any(row.people is None for row in drawn):
        yield "All squares have one size, since not every study's number of people is recorded."
    elif drawn:
        yield "The area of a square grows with the number of people, from a least size on; it is no weight."


def _table(panel: ForestPanel) -> Table:
    columns = (
        Column("Study", whole=True),
        Column("Made of"),
        Column("People", right=True),
        Column("Effect"),
        Column("Judgement"),
    )
    rows = [
        (
            Mark(row.study.id, Tone.CODE),
            "; ".join(part for part in (row.study.about, row.given) if part),
            "not recorded" if row.people is None else str(row.people),
            row.said,
            row.judgement.mark,
        )
        for row in panel.rows
    ]
    if panel.pooled is not None:
        rows.append(
            (Mark(panel.pooled.name, Tone.STRONG), panel.pooled.how, "", panel.pooled.said, Mark("", Tone.PLAIN))
        )
    return Table(panel.title, columns, tuple(rows), last_apart=panel.pooled is not None)


# directions


def directions(told: Sequence[Scaled], verdicts: Mapping[str, StudyVerdict], matched: Matched) -> Picture:
    """Show which way each effect goes, by its estimate alone: never by whether it is significant.

    Args:
        told: The result of each study, in the order in which they are shown.
        verdicts: By the study's id.
        matched: How the outcomes were found.

    Source:
        Boon MH, Thomson H. The effect direction plot revisited. Res Synth Methods 2021;12:29-33.
    """
    named = labels(verdict.study for verdict in verdicts.values())
    rows = tuple(
        DirectionRow(
            _label(one, named, different=not matched.same),
            way_of(one),
            one.contrast is Contrast.WITHIN,
            _result(one),
            people_of(one.study, one),
            study_light(verdicts[str(one.study.id)]),
        )
        for one in told
    )
    left = {str(v.study.id) for v in verdicts.values() if v.study.status is Status.RETRACTED}
    left |= further_reports([one.study for one in told])
    counts = Counter(row.way for row in rows if not row.within and row.study.id not in left)
    said = f"Directions of {number_of(len(rows), 'result')}, of {_outcome(matched)}. Between groups: "
    said += (", ".join(f"{counts[way]} {way.value}" for way in Way if counts[way]) or "none") + "."
    notes = ["Directions go by the estimate alone, whether or not chance could have made it."]
    if any(row.within for row in rows):
        notes.append("A change in one group is no difference between groups.")
    drawing = ["A hollow arrow is a change in one group."] if any(row.within for row in rows) else []
    drawing += ["The area of an arrow grows with the number of people, from a least size on."]
    if any(row.people is None for row in rows):
        drawing.append("Where the number of people is not recorded, the arrow has that size, and says nothing by it.")
    if not matched.same and len(rows) > 1:
        notes.append("These are different outcomes, not to be counted together.")
    notes += [STAR] if has_star(row.judgement for row in rows) else []
    table = Table(
        "Directions",
        (
            Column("Study", whole=True),
            Column("Direction"),
            Column("People", right=True),
            Column("Result"),
            Column("Judgement"),
        ),
        tuple(map(_cells, rows)),
    )
    chart = Directions(_outcome(matched), rows)
    return Picture("Directions of effects", said, chart, (table,), (*notes, NOT_OFFICIAL), tuple(drawing))


def _cells(row: DirectionRow) -> tuple[str | Mark, ...]:
    way = f"{row.way.value}, in one group" if row.within else row.way.value
    people = "not recorded" if row.people is None else str(row.people)
    said = "; ".join(part for part in (row.study.about, row.said) if part)
    return Mark(row.study.id, Tone.CODE), way, people, said, row.judgement.mark


def _result(one: Scaled) -> str:
    if one.contrast is Contrast.WITHIN:
        return f"{one.given}: one group" if one.given else "one group"
    if one.effects:
        return effect_text(one.effects[0])
    return one.lacks or "none is recorded"


def way_of(one: Scaled) -> Way:
    """Tell which way a result goes, by its estimate alone, or by the change in one group."""
    better = one.outcome.better if one.outcome is not None else None
    if one.contrast is Contrast.WITHIN:
        return _WITHIN[one.change] if one.change not in _ORDERED else _valued(one.change is Change.MORE, better)
    effect = next(iter(one.effects), None)
    if effect is None:
        return Way.UNKNOWN
    if effect.value == effect.none:
        return Way.SAME
    return _valued(effect.value > effect.none, better)


_ORDERED = (Change.MORE, Change.LESS)
_WITHIN = {Change.SAME: Way.SAME, Change.UNKNOWN: Way.UNKNOWN}


def _valued(more: bool, better: Better | None) -> Way:  # noqa: FBT001 -- which of two ways
    if better is None:
        return Way.MORE if more else Way.LESS
    return Way.BETTER if more == (better is Better.HIGHER) else Way.WORSE
