"""The studies of a claim averaged, or why they are not, told as a part of its report."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from ccsvi_triage.logic.wording import effect_text, figure, some
from ccsvi_triage.model.averaging import (
    Absolute,
    Ahead,
    Averaging,
    Between,
    Entered,
    Mean,
    Method,
    Passed,
    Sound,
    Votes,
    Without,
)
from ccsvi_triage.model.comparison import Effect
from ccsvi_triage.model.synthesis import Era, Synthesis
from ccsvi_triage.model.words import Concern, EffectMeasure
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Mark, Pairs, Table, Tone

_BY = {
    Method.MANTEL_HAENSZEL: "as if all had one effect (Mantel-Haenszel)",
    Method.INVERSE_VARIANCE: "as if all had one effect (inverse variance)",
    Method.HARTUNG_KNAPP: "of effects that differ (REML, Hartung-Knapp)",
    Method.HARTUNG_KNAPP_TRUNCATED: "of effects that differ (REML, Hartung-Knapp, truncated)",
    Method.ALONE: "its own result",
}
COLUMNS = ("average", "average_low", "average_high", "average_measure", "average_method", "averaged", "not_averaged")
"""What a row of the table of all claims has of an average."""


def pooled_blocks(synthesis: Synthesis) -> Iterator[Block]:
    """Tell what comes of averaging the studies of a claim; nothing where its kind is not averaged."""
    pooled = synthesis.pooled
    if pooled is None:
        return
    yield Gap()
    if pooled.quoted is None:
        yield Pairs(tuple(_not_averaged(pooled)), title="Studies not averaged")
        return
    columns = (Column("Study", whole=True), Column("Weight"), Column("Judged"), Column("Result"))
    rows = tuple(_row(each) for each in pooled.entered)
    yield Table("Studies averaged", columns, rows)
    yield Gap()
    yield Pairs(tuple(_averaged(pooled, synthesis.history)))


def _row(entered: Entered) -> tuple[Cell, ...]:
    """Give a row; the counts of two groups stand in the table of the studies that count, those of one do not."""
    share = entered.effect is not None and entered.effect.measure is EffectMeasure.PROPORTION
    given = entered.given if share or entered.effect is None else ""
    return (
        Mark(entered.study, Tone.CODE),
        _percent(entered.weight),
        _judged(entered.concerns),
        "; ".join(filter(None, (_own(entered), given, entered.time))),
    )


def _own(entered: Entered) -> str:
    return effect_text(entered.effect) if entered.effect is not None else ""


def _judged(concerns: Sequence[Concern | None]) -> Cell:
    known = [concern for concern in concerns if concern is not None]
    if len(known) < len(concerns) or not known:
        return Mark("on no ladder", Tone.OPEN)
    low, high = min(known).name.lower(), max(known).name.lower()
    return low if low == high else Mark(f"open, {low} to {high}", Tone.OPEN)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _not_averaged(pooled: Averaging) -> Iterator[tuple[Cell, Cell]]:
    for refused in pooled.refused:
        yield Mark(refused.word.value.replace("-", " "), Tone.STRONG), refused.because
        yield Mark("mend", Tone.MUTED), refused.mend
    yield from _passed(pooled.passed)
    yield from _left_out(pooled)
    if pooled.votes is not None:
        yield "directions", _votes(pooled.votes)


def _averaged(pooled: Averaging, history: Sequence[Era]) -> Iterator[tuple[Cell, Cell]]:
    quoted = pooled.quoted
    assert quoted is not None
    yield Mark("average", Tone.STRONG), mean_text(quoted)
    if pooled.absolute is not None:
        yield Mark("of 1,000", Tone.STRONG), absolute_text(pooled.absolute)
    for other in (pooled.common, pooled.random, pooled.truncated):
        if other is not None and other.method is not quoted.method:
            yield "beside it", mean_text(other)
    if pooled.ahead is not None:
        yield "prediction", _ahead(pooled.ahead)
    if pooled.between is not None:
        yield "they differ", _between(pooled.between)
    for caution in pooled.cautions:
        yield "caution", caution
    yield from _passed(pooled.passed)
    yield "by bias", _by_bias(pooled)
    yield from _sounds(pooled)
    yield from _left_out_one_by_one(pooled)
    if pooled.slant is not None:
        yield "small studies", f"Egger's test, p {figure(pooled.slant.p)}"
    yield from _by_date(history)
    yield from _left_out(pooled)


def pooled_effect(pooled: Averaging | None) -> tuple[Effect, str] | None:
    """Give the average that is quoted, and how it was made of how many studies; ``None`` where there is none."""
    if pooled is None or pooled.quoted is None:
        return None
    mean = pooled.quoted
    return mean.effect, f"{_number(mean.studies)}, {_BY[mean.method]}"


def pooled_notes(pooled: Averaging | None) -> Iterator[str]:
    """Say what nobody may overlook beside an average: who is not in it, and how much the studies differ."""
    if pooled is None or pooled.quoted is None:
        return
    if pooled.left_out:
        yield f"Not averaged: {'; '.join(f'{each.study}, {each.because}' for each in pooled.left_out)}."
    if pooled.between is not None:
        yield f"How much the averaged effects differ: {_between(pooled.between)}."
    if pooled.ahead is not None:
        yield f"Prediction: {_ahead(pooled.ahead)}."


def mean_text(mean: Mean) -> str:
    """Write an average with its interval, and how it was found."""
    p = "" if mean.p is None else f", p {figure(mean.p)}"
    return f"{effect_text(mean.effect)}{p}, {_BY[mean.method]}"


def absolute_text(absolute: Absolute) -> str:
    """Write what an average ratio means for 1,000 people like those of the groups compared with."""
    without = f"{_of_thousand(absolute.without)} without, as in {absolute.events} of {absolute.people} compared with"
    limits = f"{_of_thousand(absolute.low)} to {_of_thousand(absolute.high)}"
    low, high = (_change(end - absolute.without) for end in (absolute.low, absolute.high))
    change = f"{_change(absolute.risk - absolute.without)} ({low} to {high})"
    return f"{without}; {_of_thousand(absolute.risk)} with ({limits}): {change}"


def _of_thousand(share: float) -> str:
    number = 1000 * share
    return f"{number:.0f}" if number >= _ROUND or number == 0 else f"{number:.1f}"


_ROUND = 9.95


def _change(difference: float) -> str:
    if difference == 0:
        return "none"
    return f"{_of_thousand(abs(difference))} {'more' if difference > 0 else 'fewer'}"


def _between(between: Between) -> str:
    said = f"Q {figure(between.q)} on {between.df} df, p {figure(between.p)}"
    if between.tau2 is None or between.tau2_low is None or between.tau2_high is None:
        return said
    assert between.i2 is not None
    assert between.i2_low is not None
    assert between.i2_high is not None
    tau2 = f"tau2 {figure(between.tau2)} ({figure(between.tau2_low)} to {figure(between.tau2_high)})"
    i2 = f"I2 {_percent(between.i2)} ({_percent(between.i2_low)} to {_percent(between.i2_high)})"
    return f"{said}; {tau2}, {i2}"


def _ahead(ahead: Ahead) -> str:
    return f"another study's effect may lie from {figure(ahead.low)} to {figure(ahead.high)} ({ahead.basis})"


def _passed(passed: Sequence[Passed]) -> Iterator[tuple[Cell, Cell]]:
    for each in passed:
        yield "allowed", f"{each.what.value}: {each.said}"
        yield Mark("a person", Tone.STRONG), f"allowed by {each.by.by}, {each.by.date}: {each.by.because}"


def _by_bias(pooled: Averaging) -> str:
    shares = ", ".join(f"{_percent(share)} {word}" for word, share in pooled.shares)
    more = "; of open judgements only the best and the worst are looked at" if pooled.some_ways else ""
    return f"share of the weight by judgement: {shares}{more}"


_FEW = 3


def _sounds(pooled: Averaging) -> Iterator[tuple[Cell, Cell]]:
    """Tell the averages of the studies that are not judged serious or worse; of many ways, how they come out."""
    ways = [sound for sound in pooled.sound if len(sound.studies) < len(pooled.entered)]
    if len(ways) <= _FEW:
        yield from ((Mark("without", Tone.MUTED), _sound(sound, pooled)) for sound in ways)
        return
    other = sum(sound.mean is not None and sound.changes for sound in ways)
    none = sum(sound.mean is None for sound in ways)
    said = (
        f"of {len(ways)} ways in which some of them are judged serious or worse, {other} {_give(other)} another answer"
    )
    yield (
        Mark("without", Tone.MUTED),
        f"{said}, and {none} {'leaves' if none == 1 else 'leave'} nothing that can be averaged",
    )


def _give(number: int) -> str:
    return "gives" if number == 1 else "give"


def _left_out_one_by_one(pooled: Averaging) -> Iterator[tuple[Cell, Cell]]:
    """Tell the average without each study; of many, those without which it changes."""
    many = len(pooled.without) > _MANY
    told = [without for without in pooled.without if without.changes or not many]
    yield from ((Mark("leave out", Tone.MUTED), _without(without)) for without in told)
    if many:
        rest = len(pooled.without) - len(told)
        yield Mark("leave out", Tone.MUTED), f"each of {rest} others, one at a time: the answer stays as it is"


_MANY = 10


def _sound(sound: Sound, pooled: Averaging) -> str:
    out = [each.study for each in pooled.entered if each.study not in sound.studies]
    worse = f"{some(out)}, if judged serious or worse"
    if sound.mean is None:
        left = "what is left cannot be averaged" if sound.studies else "nothing is left to average"
        return f"{worse}: {left}"
    return f"{worse}: {effect_text(sound.mean.effect)}" + (", another answer" if sound.changes else ", the same answer")


def _without(without: Without) -> str:
    changes = ", which changes whether no effect lies within" if without.changes else ""
    return f"{without.study}: {effect_text(without.mean.effect)}{changes}"


def _by_date(history: Sequence[Era]) -> Iterator[tuple[Cell, Cell]]:
    """Tell the average at each date on which it changed; looking again after every study finds more by chance."""
    told = list(course(history))
    for era, mean in told if len(told) > 1 else ():
        yield "by date", f"{era.date or 'undated'}, {_number(mean.studies)}: {effect_text(mean.effect)}"


def course(history: Sequence[Era]) -> Iterator[tuple[Era, Mean]]:
    """Give the dates on which the average changed, with what it was then."""
    before = None
    for era in history:
        if era.mean is not None and era.mean != before:
            yield era, era.mean
        before = era.mean


def _number(studies: int) -> str:
    return "1 study" if studies == 1 else f"{studies} studies"


def _left_out(pooled: Averaging) -> Iterator[tuple[Cell, Cell]]:
    for each in pooled.left_out:
        yield Mark("left out", Tone.MUTED), f"{each.study}: {each.because}"


_OTHER_WAY = {"better": "worse", "more": "less"}


def _votes(votes: Votes) -> str:
    first, second = len(votes.first), len(votes.second)
    said = f"{first} {votes.one_way} and {second} {_OTHER_WAY[votes.one_way]} in the first group"
    share = f"{_percent(votes.share)} ({_percent(votes.low)} to {_percent(votes.high)})"
    unknown = f", {len(votes.without)} not known" if votes.without else ""
    return f"{said}{unknown}; {share}, sign test p {figure(votes.p)}; how large an effect is, directions do not tell"


# for programs


def pooled_cells(pooled: Averaging | None) -> Iterator[Cell]:
    """Give the cells of a row of the table of all claims; empty where there is no average."""
    quoted = pooled.quoted if pooled is not None else None
    if pooled is None or quoted is None or pooled.measure is None:
        yield from [""] * (len(COLUMNS) - 1)
        yield " ".join(refused.word.value for refused in pooled.refused) if pooled is not None else ""
        return
    effect = quoted.effect
    yield from (_cell(effect.value), _cell(effect.low), _cell(effect.high), pooled.measure.value, quoted.method.value)
    yield " ".join(each.study for each in pooled.entered)
    yield ""


def _cell(number: float | None) -> str:
    return "" if number is None else f"{number:.6g}"


def pooled_data(pooled: Averaging | None) -> dict[str, Any] | None:
    """Give an average for JSON; ``None`` for a kind of claim whose studies are not averaged."""
    if pooled is None:
        return None
    between, ahead, slant, votes = pooled.between, pooled.ahead, pooled.slant, pooled.votes
    return {
        "measure": pooled.measure.value if pooled.measure is not None else None,
        "refused": [refused._asdict() for refused in pooled.refused],
        "allowed": [
            {
                "difference": each.what.value,
                "said": each.said,
                "because": each.by.because,
                "by": each.by.by,
                "date": str(each.by.date),
            }
            for each in pooled.passed
        ],
        "studies": [
            {
                "study": each.study,
                "effect": _effect_data(each.effect),
                "given": each.given,
                "weight": each.weight if pooled.quoted is not None else None,
                "concerns": [concern.name.lower() if concern is not None else None for concern in each.concerns],
                "time": each.time,
            }
            for each in pooled.entered
        ],
        "left_out": [each._asdict() for each in pooled.left_out],
        "cautions": list(pooled.cautions),
        "average": mean_data(pooled.quoted),
        "absolute": _absolute_data(pooled.absolute),
        "common": mean_data(pooled.common),
        "random": mean_data(pooled.random),
        "truncated": mean_data(pooled.truncated),
        "prediction": _finite(ahead._asdict()) if ahead is not None else None,
        "between": _finite(between._asdict()) if between is not None else None,
        "leave_one_out": [
            {"study": each.study, "average": mean_data(each.mean), "changes": each.changes} for each in pooled.without
        ],
        "weight_by_judgement": dict(pooled.shares),
        "not_serious": [
            {"studies": list(each.studies), "average": mean_data(each.mean), "changes": each.changes}
            for each in pooled.sound
        ],
        "small_studies": slant._asdict() if slant is not None else None,
        "directions": {
            name: list(value) if isinstance(value, tuple) else value for name, value in votes._asdict().items()
        }
        if votes is not None
        else None,
    }


def _absolute_data(absolute: Absolute | None) -> dict[str, Any] | None:
    if absolute is None:
        return None
    return {
        "events": absolute.events,
        "people": absolute.people,
        "without": absolute.without,
        "with": absolute.risk,
        "with_low": absolute.low,
        "with_high": absolute.high,
    }


def mean_data(mean: Mean | None) -> dict[str, Any] | None:
    """Give an average effect for JSON."""
    if mean is None:
        return None
    found = _effect_data(mean.effect)
    assert found is not None
    return {**found, "method": mean.method.value, "p": mean.p, "df": mean.df, "studies": mean.studies}


def _effect_data(effect: Effect | None) -> dict[str, Any] | None:
    if effect is None:
        return None
    ends = _finite({"value": effect.value, "low": effect.low, "high": effect.high})
    return {"measure": effect.measure.value, **ends, "level": effect.level}


def _finite(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out numbers without end, of which JSON has none."""
    return {name: None if isinstance(value, float) and math.isinf(value) else value for name, value in values.items()}
