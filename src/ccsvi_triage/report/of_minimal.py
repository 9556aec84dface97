"""The smallest changes to answers that turn a judgement, told as a piece of a report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import prod
from typing import Any

from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.appraisal import Appraisal, Ground, Judgement, OverallJudgement
from ccsvi_triage.model.instrument import Asked, Axis, Instrument, Judges, whole_levels
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.whatif import AnswerSet, By, Change, Minimal, Need, Part, Reach, Turning, Way
from ccsvi_triage.model.words import Concern
from ccsvi_triage.report.blocks import TONE_OF, Block, Cell, Column, Gap, Mark, Pairs, Table, Tone
from ccsvi_triage.report.judgement import label_of
from ccsvi_triage.report.say import place_data

_SHOWN = 4
"""So many sets of answers are written out of one judgement; the others are counted."""

_Rows = Iterator[tuple[Cell, Cell]]
"""What a judgement would be, and by what."""


# words that both halves of the report share


def levels_mark(
    instrument: Instrument, levels: Sequence[str], axis: Axis | None = None, *, whole: bool = False
) -> Mark:
    """Mark a level, or several that are possible; ``-`` stands for none."""
    if not levels:
        return Mark("-", Tone.MUTED)
    overall = axis.overall if axis else instrument.overall
    concerns: Mapping[str, Concern] = whole_levels(instrument, overall) if whole else instrument.levels
    words = {**instrument.level_words, **overall.level_words} if whole else instrument.level_words
    said = [words.get(level, level).lower() for level in levels]
    if len(said) == 1:
        return Mark(said[0], TONE_OF[concerns.get(levels[0])])
    return Mark(listed(said, "or"), Tone.OPEN)


def whole_name(axis: Axis | None) -> str:
    """Name the whole, or an axis."""
    return axis.title.upper() if axis else "OVERALL"


def domain_name(appraisal: Appraisal, judgement: Judgement) -> str:
    """Name a domain by its label and its title."""
    return f"{short_name(appraisal, judgement)} {judgement.domain.short or judgement.domain.title}"


def short_name(appraisal: Appraisal, judgement: Judgement) -> str:
    """Name a domain by its label alone."""
    return label_of(judgement, appraisal.judgements.index(judgement) + 1)


def result_name(appraisal: Appraisal) -> str:
    """Name the result that is judged; ``""`` where the study is."""
    if appraisal.outcome is None or appraisal.instrument.judges is not Judges.RESULT:
        return ""
    return appraisal.outcome.name


# the smallest changes


def minimal_blocks(found: Minimal, *, alone: bool) -> Iterator[Block]:
    """Tell the smallest changes to one appraisal.

    Args:
        found: The changes.
        alone: One domain is wanted: every level of it, and every set.
    """
    appraisal = found.appraisal
    name = result_name(appraisal)
    rows: list[tuple[Cell, Cell]] = [("Result", name)] if name else []
    rows.append(("Instrument", f"{appraisal.instrument.title}, {appraisal.instrument.version}"))
    yield Pairs(tuple(rows))
    yield Gap()
    columns = (Column("Domain"), Column("Now"), Column("Would be"), Column("Fewest answers"))
    table: list[tuple[Cell, ...]] = []
    for turnings in _alike(appraisal, found.domains):
        names = _domain_names(appraisal, [turning.held for turning in turnings if isinstance(turning.held, Judgement)])
        table += _turning_rows(appraisal, turnings[0], names, alone=alone)
    for turning in found.wholes:
        table += _turning_rows(appraisal, turning, Mark(whole_name(turning.axis), Tone.STRONG), alone=alone)
    yield Table("", columns, tuple(table))
    yield from _never(found)


def needs_of(turnings: Iterable[Turning]) -> set[Need]:
    """Give what the changes that are told take."""
    return {change.need for turning in turnings for change in _changes_of(turning) if change.question is not None}


def _changes_of(turning: Turning) -> Iterator[Change]:
    for way in (way for reach in (turning.better, turning.worse, *turning.levels) for way in reach.ways):
        yield from (change for plan in way.plans for part in plan.parts for one in part.sets for change in one.changes)


def legend(needs: Iterable[Need]) -> Iterator[Block]:
    """Say what the words in brackets mean."""
    rows: tuple[tuple[Cell, Cell], ...] = tuple((word, said) for need, word, said in _LEGEND if need in set(needs))
    if rows:
        yield Gap()
        yield Pairs(rows, title="In brackets: what the answer is now")


_LEGEND = (
    (Need.OPEN, "open", "nobody has answered yet"),
    (Need.PROPOSED, "proposed", "recorded facts propose it; a person may answer otherwise"),
    (Need.REVIEWER, "answered", "a reviewer answered so"),
    (Need.DESIGN, "by design", "settled by how the study was built; no reading changes it"),
)


def _alike(appraisal: Appraisal, turnings: Iterable[Turning]) -> Iterator[list[Turning]]:
    """Put domains that a person judges, and that stand at the same, together."""

    def kind(turning: Turning) -> tuple[object, ...]:
        assert isinstance(turning.held, Judgement)
        person = turning.by is By.PERSON
        return (person, _held_mark(appraisal, turning)) if person else (person, turning.held.domain.id)

    for _, alike in groupby(turnings, kind):
        yield list(alike)


def _domain_names(appraisal: Appraisal, judgements: Sequence[Judgement]) -> str:
    if len(judgements) == 1:
        return domain_name(appraisal, judgements[0])
    return listed([short_name(appraisal, judgement) for judgement in judgements])


def _turning_rows(appraisal: Appraisal, turning: Turning, name: Cell, *, alone: bool) -> Iterator[tuple[Cell, ...]]:
    """Give the rows of one judgement, which is named in the first of them; what repeats is written once."""
    first: tuple[Cell, Cell] = (name, _held_mark(appraisal, turning))
    above: Cell = ""
    for would, how in _turning(appraisal, turning, alone=alone) or (("", "nothing turns it"),):
        yield *first, "" if would == above else would, how
        first, above = ("", ""), would


def _held_mark(appraisal: Appraisal, turning: Turning) -> Mark:
    held = turning.held
    if held.final is None:
        return Mark("open", Tone.OPEN)
    return levels_mark(appraisal.instrument, (held.final,), turning.axis, whole=isinstance(held, OverallJudgement))


def _turning(appraisal: Appraisal, turning: Turning, *, alone: bool) -> list[tuple[Cell, Cell]]:
    if turning.by is By.RULING:
        return [("", "a person's ruling stands, whatever is answered")]
    if turning.by is By.PERSON:
        return [("", "a person's judgement, whatever is answered")]
    rows: list[tuple[Cell, Cell]] = []
    for reach in turning.levels if alone else (turning.better, turning.worse):
        rows += _reach(appraisal, turning, reach, alone=alone)
    built = [] if alone else list(_as_built(appraisal, turning))
    if built:
        said = f"{_word(appraisal, turning, built)}: nothing short of another design"
        rows.append((Mark("never as built", Tone.MUTED), said))
    return rows


def _as_built(appraisal: Appraisal, turning: Turning) -> Iterator[str]:
    """Name the levels on the ladder that take another design, where no row above says so."""
    told = [level for reach in (turning.better, turning.worse) if reach.need is Need.DESIGN for level in reach.levels]
    concerns = appraisal.instrument.levels
    for (level, *_), need in ((reach.levels, reach.need) for reach in turning.levels):
        if need is Need.DESIGN and level not in told and concerns.get(level) is not Concern.UNPLACED:
            yield level


def _never(found: Minimal) -> Iterator[Block]:
    """Name the levels to which no answers lead; judgements of which the same is said stand together."""
    appraisal = found.appraisal
    named: dict[str, list[str]] = {}
    for turning in (*found.domains, *found.wholes):
        never = [reach.levels[0] for reach in turning.levels if not reach.ways]
        if never:
            held = turning.held
            name = short_name(appraisal, held) if isinstance(held, Judgement) else whole_name(turning.axis)
            named.setdefault(_word(appraisal, turning, never), []).append(name)
    if named:
        yield Gap()
        rows: tuple[tuple[Cell, Cell], ...] = tuple((said, _listed(names)) for said, names in named.items())
        yield Pairs(rows, title="Never, whatever is answered")


def _listed(names: Sequence[str]) -> str:
    """List domains and wholes; bare numbers are called what they are."""
    numbers = [name for name in names if name.isdigit()]
    others = [name for name in names if not name.isdigit()]
    domains = [f"domain{'s' if len(numbers) > 1 else ''} {listed(numbers)}"] if numbers else []
    return listed([*domains, *others])


def _word(appraisal: Appraisal, turning: Turning, levels: Sequence[str]) -> str:
    whole = isinstance(turning.held, OverallJudgement)
    return levels_mark(appraisal.instrument, levels, turning.axis, whole=whole).text


def _reach(appraisal: Appraisal, turning: Turning, reach: Reach, *, alone: bool) -> _Rows:
    for number, way in enumerate(reach.ways):
        if isinstance(turning.held, Judgement):
            rows = list(_set_rows(appraisal, way, alone=alone))
        else:
            rows = list(_plan_rows(appraisal, turning, way))
        for index, (mark, how) in enumerate(rows):
            yield mark, f"{'' if index else _lead(way, number)}{how}"


def _lead(way: Way, number: int) -> str:
    if way.need is Need.DESIGN:
        return "or, with another design: " if number else "nothing short of another design: "
    return "or, with fewer: " if number else ""


def _set_rows(appraisal: Appraisal, way: Way, *, alone: bool) -> _Rows:
    """Write the sets of a domain out, as many as are shown."""
    sets = [one for plan in way.plans for part in plan.parts for one in part.sets]
    shown = sets if alone else sets[:_SHOWN]
    for number, one in enumerate(shown):
        yield (
            levels_mark(appraisal.instrument, one.result),
            f"{'or ' if number else ''}{_written(appraisal, one.changes, asks=not alone)}",
        )
    if len(sets) > len(shown):
        yield "", f"or {len(sets) - len(shown)} other sets of {_number(way.size)} (--domain shows them)"


def _number(size: int) -> str:
    return "1 answer" if size == 1 else f"{size} answers"


def _plan_rows(appraisal: Appraisal, turning: Turning, way: Way) -> _Rows:
    """Write how domains change together, by what comes of it; alternatives of one domain each stand one by one."""
    results = dict.fromkeys(plan.result for plan in way.plans)
    hidden = False
    for number, result in enumerate(results):
        mark = levels_mark(appraisal.instrument, result, turning.axis, whole=True)
        plans = [plan.parts for plan in way.plans if plan.result == result]
        if all(len(parts) == 1 for parts in plans):
            rows = list(_parts(appraisal, _one_a_domain(parts[0] for parts in plans), "or"))
            shown = rows[:_SHOWN]
            hidden = hidden or len(rows) > _SHOWN
        else:
            shown = [_together(appraisal, plans[0])]
            hidden = hidden or sum(map(_ways, plans)) > 1
        yield from ((mark, f"{'or ' if number and not index else ''}{row}") for index, row in enumerate(shown))
    if hidden:
        yield "", f"({way.number} ways in all, of {_number(way.size)} each)"


def _one_a_domain(parts: Iterable[Part]) -> Iterator[Part]:
    """Put the sets of each domain together, whatever level of the domain each of them leads to."""
    sets: dict[str, Part] = {}
    for part in parts:
        known = sets.get(part.domain.id)
        sets[part.domain.id] = part._replace(sets=(*known.sets, *part.sets)) if known else part
    yield from sets.values()


def _ways(parts: Iterable[Part]) -> int:
    return prod(len(part.sets) for part in parts)


def _together(appraisal: Appraisal, parts: Sequence[Part]) -> str:
    """Write what several domains take together: their answers, the open ones first, then what people judge."""
    changes = [change for part in parts for change in part.sets[0].changes if change.question is not None]
    changes.sort(key=lambda change: change.need is not Need.OPEN)
    judged = [part for part in parts if any(change.question is None for change in part.sets[0].changes)]
    said = [_written(appraisal, changes)] if changes else []
    return " and ".join([*said, *_parts(appraisal, judged, "and")])


def _parts(appraisal: Appraisal, parts: Iterable[Part], conjunction: str) -> Iterator[str]:
    """Write what each domain takes; domains that take the same are named together."""
    labels = {judgement.domain.id: short_name(appraisal, judgement) for judgement in appraisal.judgements}
    said: dict[str, list[str]] = {}
    for part in parts:
        others = len(part.sets) - 1
        more = f" (or {others} other set{'s' if others > 1 else ''})" if others else ""
        changes = _written(appraisal, part.sets[0].changes)
        said.setdefault(f"{changes}{more}", []).append(labels[part.domain.id])
    for number, (text, names) in enumerate(said.items()):
        where = f"domain {listed(names, conjunction)}" if names[0].isdigit() else listed(names, conjunction)
        yield f"{f'{conjunction} ' if number and conjunction == 'or' else ''}{where}: {text}"


def _written(appraisal: Appraisal, all_changes: Iterable[Change], *, asks: bool = True) -> str:
    """Write the answers of a set; those that are open stand together."""
    said: list[str] = []
    for is_open, group in groupby(all_changes, lambda change: change.question is not None and change.need is Need.OPEN):
        changes = [_change(appraisal, change, asks=asks) for change in group]
        if is_open:
            said.append(f"{listed(changes)} (open)")
        else:
            said += changes
    return " and ".join(said)


def _change(appraisal: Appraisal, change: Change, *, asks: bool) -> str:
    if change.question is None:
        levels = levels_mark(appraisal.instrument, change.words).text
        now = "open" if change.now is None else f"now {levels_mark(appraisal.instrument, (change.now,)).text}"
        return f"{levels} (a person's judgement, {now})"
    now = "" if change.need is Need.OPEN else f" ({_now(change)})"
    text = f' "{change.question.short or change.question.text}"' if asks and change.need is Need.DESIGN else ""
    return f"{change.question.id}={'/'.join(change.words)}{text}{now}"


def _now(change: Change) -> str:
    if change.need is Need.DESIGN:
        return f"{change.now} by design: {_grounds(change.grounds)}"
    return f"{'proposed' if change.need is Need.PROPOSED else 'answered'} {change.now}"


def _grounds(grounds: Iterable[Ground]) -> str:
    return ", ".join(dict.fromkeys(f"{ground.what} {ground.word}" for ground in grounds))


def questions(turnings: Iterable[Minimal]) -> Iterator[Block]:
    """Say what the questions of some domains ask, those that are named in a set."""
    asked: dict[str, Asked] = {}
    order: list[str] = []
    for turning in (turning for found in turnings for turning in found.domains):
        assert isinstance(turning.held, Judgement)
        order += [question.id for question in turning.held.domain.questions]
        for change in _changes_of(turning):
            if change.question is not None:
                asked[change.question.id] = change.question
    rows: tuple[tuple[Cell, Cell], ...] = tuple(
        (Mark(name, Tone.CODE), asked[name].short or asked[name].text) for name in dict.fromkeys(order) if name in asked
    )
    if rows:
        yield Gap()
        yield Pairs(rows, title="What they ask")


# for programs


def minimal_data(found: Minimal) -> dict[str, Any]:
    """Give the smallest changes to one appraisal for JSON."""
    appraisal = found.appraisal
    return {
        "instrument": appraisal.instrument.id,
        "outcome": appraisal.outcome.id if appraisal.outcome else None,
        "sheet": appraisal.sheet.id if appraisal.sheet and appraisal.sheet.where.record != NOWHERE else None,
        "domains": [
            {"id": turning.held.domain.id, **_turning_data(turning)}
            for turning in found.domains
            if isinstance(turning.held, Judgement)
        ],
        "wholes": [
            {"axis": turning.axis.id if turning.axis else None, **_turning_data(turning)} for turning in found.wholes
        ],
    }


def _turning_data(turning: Turning) -> dict[str, Any]:
    return {
        "judgement": turning.held.final,
        "possible": list(turning.held.possible),
        "by": turning.by.value,
        "better": _reach_data(turning.better),
        "worse": _reach_data(turning.worse),
        "levels": [
            {"level": reach.levels[0], "needs": reach.need.value if reach.need else None, **_reach_data(reach)}
            for reach in turning.levels
        ],
    }


def _reach_data(reach: Reach) -> dict[str, Any]:
    return {"to": list(reach.levels), "ways": [_way_data(way) for way in reach.ways]}


def _way_data(way: Way) -> dict[str, Any]:
    return {
        "needs": way.need.value,
        "size": way.size,
        "number": way.number,
        "plans": [
            {
                "result": list(plan.result),
                "parts": [
                    {"domain": part.domain.id, "sets": [_set_data(one) for one in part.sets]} for part in plan.parts
                ],
            }
            for plan in way.plans
        ],
    }


def _set_data(one: AnswerSet) -> dict[str, Any]:
    return {
        "result": list(one.result),
        "changes": [
            {
                "question": change.question.id if change.question else None,
                "asks": (change.question.short or change.question.text) if change.question else None,
                "now": change.now,
                "to": list(change.words),
                "needs": change.need.value,
                "grounds": [
                    {"what": g.what, "word": g.word, "source": g.source or None, "place": place_data(g.place)}
                    for g in change.grounds
                ],
            }
            for change in one.changes
        ],
    }
