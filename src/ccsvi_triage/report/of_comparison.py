"""Studies side by side, told as a report."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ccsvi_triage.logic.wording import concern_words, concerns, effect_text, figure
from ccsvi_triage.model.appraisal import Appraisal, Ground, StudyVerdict, speaking
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.comparison import (
    Comparison,
    Contrast,
    Effect,
    Matching,
    Parting,
    Reason,
    Scaled,
    Side,
    Standing,
)
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.instrument import Citation, Counts, whole_levels
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Arm, Study
from ccsvi_triage.model.words import Concern, Direction, Disagreement, Severity, Status
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    TONE_OF,
    Block,
    Cell,
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
from ccsvi_triage.report.grounds import result_words, source_words, who_says
from ccsvi_triage.report.judgement import label_of
from ccsvi_triage.report.licences import NOT_OFFICIAL, licences
from ccsvi_triage.report.of_entry import note_data
from ccsvi_triage.report.of_recheck import finding_data
from ccsvi_triage.report.reading import reading_data, reading_words
from ccsvi_triage.report.say import DESIGN, cite, level_word, place_data

SAID: Mapping[Disagreement, str] = {
    Disagreement.CHANCE: "results may differ no more than chance makes them",
    Disagreement.COMPARISON: "with what people were compared, and what happens without treatment",
    Disagreement.ALLOCATION: "how people came into the groups",
    Disagreement.BLINDING: "who knew the group, and whether opinion could enter",
    Disagreement.OUTCOME: "what was measured, in what unit, and when",
    Disagreement.POPULATION: "who was studied",
    Disagreement.TREATMENT: "what was given, and whether it arrived",
    Disagreement.PRECISION: "how much the numbers can tell",
    Disagreement.REPORTING: "which results were reported, and of whom",
    Disagreement.INTERESTS: "who stood to gain, in money or in standing",
    Disagreement.NUMBERS: "what cannot be right as printed",
}
"""Each reason in a line; ``triage explain`` has its page."""

_PAIR = 2
_FEW_STUDIES = 3
_MOST_FINDINGS = 3
_DIRECTIONS = {
    Direction.FAVOURS_EXPERIMENTAL: "usually for the treatment",
    Direction.FAVOURS_COMPARATOR: "usually against the treatment",
    Direction.TOWARDS_NULL: "usually towards no effect",
    Direction.AWAY_FROM_NULL: "usually away from no effect",
    Direction.UNPREDICTABLE: "in no constant direction",
}


class Row(NamedTuple):
    """One line of the comparison.

    Attributes:
        section: Under which heading it stands where the studies differ in it.
        cells: One for each study, in the order of the studies.
    """

    key: str
    section: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        """All studies have the same here."""
        return len({_text(cell) for cell in self.cells}) == 1


def of_comparison(  # noqa: PLR0913 -- what is told, and how
    comparison: Comparison,
    library: Library,
    version: str,
    notes: Sequence[BiasNote] = (),
    *,
    beside: int = 8,
    folded: bool = False,
) -> Report:
    """Tell studies side by side: first what differs, then why they may disagree and what carries more weight.

    Args:
        comparison: What is to be told.
        library: The library, for the sources.
        version: The tool's version.
        notes: What is known of the size of biases; each is told with the first reason behind which its flaw stands.
        beside: How many studies stand side by side in one table; more of them follow in further tables.
        folded: Whether rows that are the same in all studies are only counted.
    """
    studies = [verdict.study for verdict in comparison.verdicts]
    names = short_names(studies)
    asked = {study.question.value for study in studies if study.question is not None}
    notes = [note for note in notes if not note.questions or asked.intersection(note.questions)]
    rows = tuple(_rows(comparison))
    used = _sources_used(comparison)
    number = {name: f"[{n}]" for n, name in enumerate(used, 1)}
    blocks: list[Block] = [*_head(comparison, names), Gap()]
    blocks += _tables(rows, [names[str(study.id)] for study in studies], max(1, beside))
    blocks += _same(rows, folded=folded)
    blocks += [*_one_scale(comparison), *_conflicts(studies, number), *_wrong_numbers(comparison)]
    blocks += [*_disagreement(comparison, number, notes), *_weight(comparison), *_ceilings(comparison)]
    if used:
        listed = tuple((Mark(number[name], Tone.CODE), source_words(name, library)) for name in used)
        blocks += [Gap(), Pairs(listed, title="Sources")]
    blocks += licences([verdict._replace(beside=()) for verdict in comparison.verdicts])
    data = _data(comparison, rows, names, library, version, notes)
    return Report(tuple(blocks), data, tables=(_wide(rows, [str(study.id) for study in studies]),))


def _wide(rows: Sequence[Row], ids: Sequence[str]) -> Table:
    """Give all rows for programs, with a column for each study."""
    columns = tuple(Column(name) for name in ("key", "section", "label", "same", *ids))
    told = ((row.key, row.section, row.label, "yes" if row.same else "no", *row.cells) for row in rows)
    return Table("", columns, tuple(told))


def short_names(studies: Sequence[Study]) -> dict[str, str]:
    """Give each study a short name, by its id: first author and year, with a letter where that is not enough.

    The letters follow the ids, so that the order of the studies makes no difference.
    """
    plain = {str(study.id): _short_name(study) for study in studies}
    many = {name for name, number in Counter(plain.values()).items() if number > 1}
    letters: Counter[str] = Counter()
    named = {}
    for key in sorted(plain):
        name = plain[key]
        if name in many:
            letters[name] += 1
            name = f"{name} {chr(ord('a') + letters[name] - 1)}"
        named[key] = name
    return {key: named[key] for key in plain}


def _short_name(study: Study) -> str:
    first = study.authors[0].rsplit(" ", 1)[0] if study.authors else ""
    return f"{first} {study.year}" if first and study.year is not None else str(study.id)


# the head


def _head(comparison: Comparison, names: Mapping[str, str]) -> Iterator[Block]:
    yield Line((Mark(f"{len(names)} studies side by side", Tone.STRONG),))
    rows: list[tuple[Cell, ...]] = []
    for verdict in comparison.verdicts:
        study = verdict.study
        rows.append((names[str(study.id)], Mark(study.id, Tone.CODE), f"{cite(study)}{_standing(verdict)}"))
    yield Table("", (Column("Name"), Column("Id", whole=True), Column("Publication")), tuple(rows))
    for verdict in comparison.verdicts:
        if verdict.study.status is Status.RETRACTED:
            yield Line((Mark("retracted", Tone.CRITICAL), f": {verdict.study.id} is shown, and never counted"))
    yield Text(_compared(comparison), under=True)


def _standing(verdict: StudyVerdict) -> str:
    study = verdict.study
    if study.companion_of:
        return f"; a further report of {study.companion_of}, with which it counts once"
    return "" if study.status is Status.PUBLISHED else f"; {study.status.value.replace('-', ' ')}"


def _compared(comparison: Comparison) -> str:
    matched = comparison.matched
    match matched.by:
        case Matching.ASKED:
            return f"Outcome compared: {matched.words!r}, as asked for"
        case Matching.ID:
            return f"Outcome compared: {matched.words}, which has the same id in each"
        case Matching.CLAIM:
            return f"Outcome compared: the one by which each bears on the claim {matched.words}"
        case Matching.WORDS:
            return f'Outcome compared: the one of each whose name has the word "{matched.words}"'
        case Matching.MAIN:
            return "No outcome of all has one id, claim or word in common: each study's own main outcome is shown"


# the table


def _rows(comparison: Comparison) -> Iterator[Row]:
    verdicts = comparison.verdicts
    scaled = [comparison.scaled[str(verdict.study.id)] for verdict in verdicts]
    studies = [verdict.study for verdict in verdicts]
    yield from (Row(key, "Study", label, tuple(map(cell, studies))) for key, label, cell in _OF_STUDY)
    yield from (Row(key, "Result", label, tuple(map(cell, scaled))) for key, label, cell in _OF_RESULT)
    effects = tuple(_effect_cell(told, comparison) for told in scaled)
    yield Row("effect", "Result", "Effect", effects)
    yield Row("p-printed", "Result", "p, as printed", tuple(map(_p_printed, scaled)))
    yield Row("p-recomputed", "Result", "p, recomputed", tuple(map(_p_recomputed, scaled)))
    yield Row(
        "finds", "Result", "Could find", tuple(told.finds or Mark("cannot be told", Tone.MUTED) for told in scaled)
    )
    yield Row("says", "Result", "Says", tuple(_says(comparison, verdict) for verdict in verdicts))
    yield from _judgements(comparison)


_OPEN = Mark("open", Tone.OPEN)
_MUTED_NONE = Mark("none", Tone.MUTED)


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Mark) else cell


def _fact(fact: Fact[Any] | None) -> Cell:
    if fact is None:
        return _OPEN
    word = fact.word()
    return word.replace("-", " ") if fact.silence is not None or not isinstance(fact.value, str) else _plain(word, fact)


def _plain(word: str, fact: Fact[Any]) -> str:
    """Write a word of a closed list without hyphens, and a text of a person as it stands."""
    return word if type(fact.value) is str else word.replace("-", " ")


def _design(study: Study) -> Cell:
    if study.design is None or study.design.value is None:
        return _fact(study.design)
    return DESIGN[study.design.value].lower()


def _arms(study: Study) -> Cell:
    said = [_arm(arm) for arm in study.arms]
    return "; ".join(said) or _OPEN


def _arm(arm: Arm) -> str:
    n = arm.n.word() if arm.n is not None else "open"
    parts = [n]
    if arm.analysed is not None:
        parts.append(f"{arm.analysed.word()} analysed")
    if arm.lost is not None:
        parts.append(f"{arm.lost.word()} lost")
    return f"{arm.id} {', '.join(parts)}"


def _blind(role: str) -> Any:  # noqa: ANN401 -- a function of a study
    def cell(study: Study) -> Cell:
        return _fact(getattr(study.blinding, role)) if study.blinding is not None else _OPEN

    return cell


def _of_fact(name: str) -> Any:  # noqa: ANN401 -- a function of a study
    def cell(study: Study) -> Cell:
        return _fact(getattr(study, name))

    return cell


_OF_STUDY: tuple[tuple[str, str, Any], ...] = (
    ("design", "Design", _design),
    ("enrolled", "Enrolled", _of_fact("enrolled")),
    ("arms", "Arms", _arms),
    ("population", "Population", _of_fact("population")),
    ("intervention", "Given or tested", _of_fact("intervention")),
    ("control", "Control", _of_fact("control")),
    ("randomised", "Randomised", _of_fact("randomised")),
    ("concealed", "Concealed", _of_fact("concealed")),
    ("blinding.participants", "Blind: participants", _blind("participants")),
    ("blinding.carers", "Blind: carers", _blind("carers")),
    ("blinding.assessors", "Blind: assessors", _blind("assessors")),
    ("sites", "Sites", _of_fact("sites")),
    ("follow_up", "Follow-up", _of_fact("follow_up")),
    ("funding", "Paid by", lambda study: _fact(study.funding.kind) if study.funding is not None else _OPEN),
    ("interests", "Interests", _of_fact("interests")),
)


def _outcome(told: Scaled) -> Cell:
    return told.outcome.name if told.outcome is not None else Mark("no such outcome", Tone.OPEN)


def _of_outcome(name: str) -> Any:  # noqa: ANN401 -- a function of a result
    def cell(told: Scaled) -> Cell:
        return _fact(getattr(told.outcome, name)) if told.outcome is not None else _MUTED_NONE

    return cell


def _unit(told: Scaled) -> Cell:
    return told.result.unit.value if told.result is not None else _MUTED_NONE


def _as_printed(told: Scaled) -> Cell:
    return result_words(told.result) if told.result is not None else Mark("no result recorded", Tone.OPEN)


_OF_RESULT: tuple[tuple[str, str, Any], ...] = (
    ("outcome", "Outcome", _outcome),
    ("measure", "Measured", _of_outcome("measure")),
    ("importance", "Matters", _of_outcome("importance")),
    ("time", "Time point", _of_outcome("time")),
    ("assessed_by", "Read by", _of_outcome("assessed_by")),
    ("assessors_blinded", "Reader blind", _of_outcome("assessors_blinded")),
    ("unit", "Counts", _unit),
    ("as-printed", "As recorded", _as_printed),
)


def _effect_cell(told: Scaled, comparison: Comparison) -> Cell:
    if told.contrast is Contrast.WITHIN:
        return "none between groups: before and after in one group"
    effect = _shown(told, comparison)
    if effect is None:
        return f"none: {told.lacks}" if told.lacks else _MUTED_NONE
    how = _how(told, effect)
    return f"{effect_text(effect)}; {how}"


def _how(told: Scaled, effect: Effect) -> str:
    if not effect.computed:
        between = f" of {' v '.join(told.pair)}" if told.pair else ""
        return f"as printed{between}"
    derived = ", counts worked out by us" if told.derived else ""
    return f"{told.given}, {effect.method}{derived}"


def _shown(told: Scaled, comparison: Comparison) -> Effect | None:
    measure = comparison.scale.measure
    on = told.on(measure) if measure is not None else None
    return on or next(iter(told.effects), None)


def _p_printed(told: Scaled) -> Cell:
    return told.printed_p or Mark("none printed", Tone.MUTED)


def _p_recomputed(told: Scaled) -> Cell:
    if not told.tests:
        return f"cannot be: {told.lacks}" if told.lacks else _MUTED_NONE
    said = "; ".join(f"{_p(test.p)} ({test.test})" for test in told.tests)
    others = [name for name in told.gives if name not in {test.test for test in told.tests}]
    if told.printed_p and others and not any(test.test in told.gives for test in told.tests):
        said += f"; {' or '.join(others)} gives the printed one"
    return said


_LEAST_P = 0.0001


def _p(value: float) -> str:
    return f"<{_LEAST_P}" if value < _LEAST_P else figure(min(value, 1))


def _says(comparison: Comparison, verdict: StudyVerdict) -> Cell:
    stand = comparison.stands.get(str(verdict.study.id))
    if stand is None:
        return Mark("never counted", Tone.CRITICAL)
    return Mark("cannot be told", Tone.OPEN) if stand.side is Side.UNKNOWN else stand.said


def _judgements(comparison: Comparison) -> Iterator[Row]:
    verdicts = comparison.verdicts
    speaks = [_speaks(verdict) for verdict in verdicts]
    yield Row("instrument", "Judgement", "Instrument", tuple(map(_instrument, verdicts, speaks)))
    one = {appraisal.instrument.id for appraisal in speaks if appraisal is not None}
    most = max((len(a.on_axis("")) for a in speaks if a is not None), default=0)
    for at in range(most):
        cells = tuple(_domain(appraisal, at, named=len(one) > 1) for appraisal in speaks)
        label = (
            next(_domain_name(a, at) for a in speaks if a is not None) if len(one) == 1 else "Domains" if not at else ""
        )
        yield Row(f"domain-{at + 1}", "Judgement", label, cells)
    yield Row("overall", "Judgement", "OVERALL", tuple(map(_overall, verdicts)))
    yield Row("checklist", "Judgement", "Checklist", tuple(map(_tally, verdicts)))
    yield Row("reading", "Judgement", "Reading", tuple(_reading(comparison, verdict) for verdict in verdicts))
    yield Row("can-carry", "Judgement", "Can carry", tuple(map(_can_carry, verdicts)))


def _speaks(verdict: StudyVerdict) -> Appraisal | None:
    return speaking(verdict.appraisals) or next(iter(verdict.appraisals), None)


def _instrument(verdict: StudyVerdict, appraisal: Appraisal | None) -> Cell:
    if appraisal is not None:
        return f"{appraisal.instrument.id} {appraisal.instrument.version}"
    if verdict.study.status is Status.RETRACTED:
        return Mark("retracted", Tone.CRITICAL)
    wants = verdict.choice.wants if verdict.choice is not None else ""
    return Mark(f"not judged; wants {wants}" if wants else "not judged", Tone.MUTED)


def _domain_name(appraisal: Appraisal, at: int) -> str:
    judgement = appraisal.on_axis("")[at]
    return f"{label_of(judgement, at + 1)} {judgement.domain.short or judgement.domain.title}"


def _domain(appraisal: Appraisal | None, at: int, *, named: bool) -> Cell:
    """Give a domain's step on the common ladder, and the instrument's own word where it is another one."""
    if appraisal is None or at >= len(appraisal.on_axis("")):
        return ""
    judgement = appraisal.on_axis("")[at]
    instrument = appraisal.instrument
    after = f": {_domain_name(appraisal, at)}" if named else ""
    if judgement.final is None:
        return Mark(f"open{after}", Tone.OPEN)
    concern = instrument.levels[judgement.final]
    own = level_word(instrument, judgement.final)
    star = "" if judgement.confirmed else " *"
    return Mark(f"{_step(concern, own)}{star}{after}", TONE_OF[concern])


def _step(concern: Concern, own: str) -> str:
    if concern is Concern.UNPLACED:
        return f"{own} (not on the ladder)"
    step = concern.name.lower()
    return step if step == own else f"{step} ({own})"


def _overall(verdict: StudyVerdict) -> Cell:
    if verdict.study.status is Status.RETRACTED:
        return Mark("retracted, never counted", Tone.CRITICAL)
    appraisal = _speaks(verdict)
    if appraisal is None:
        return Mark("not judged", Tone.MUTED)
    if appraisal.overall is None:
        return Mark("by domain only", Tone.APART)
    if verdict.worst is not None and appraisal.overall.final is not None:
        own = level_word(appraisal.instrument, appraisal.overall.final, appraisal.instrument.overall)
        star = "" if appraisal.overall.confirmed else " *"
        return Mark(f"{_step(verdict.worst, own)}{star}", TONE_OF[verdict.worst])
    if appraisal.overall.final is not None and len(verdict.appraisals) == 1:
        levels = whole_levels(appraisal.instrument)
        own = level_word(appraisal.instrument, appraisal.overall.final, appraisal.instrument.overall)
        return Mark(_step(levels[appraisal.overall.final], own), TONE_OF[levels[appraisal.overall.final]])
    possible = sorted(concerns(verdict))
    between = f": {possible[0].name.lower()} to {possible[-1].name.lower()}" if len(possible) > 1 else ""
    return Mark(f"open{between}", Tone.OPEN)


def _tally(verdict: StudyVerdict) -> Cell:
    tally = verdict.tally
    if tally is None:
        return _MUTED_NONE
    kinds = (
        ("met", Counts.MET), ("not met", Counts.NOT_MET), ("not reported", Counts.NOT_REPORTED), ("open", None)
    )  # fmt: skip
    said = ", ".join(f"{name} {tally.number(kind)}" for name, kind in kinds)
    return f"{said}, n/a {tally.number(Counts.NOT_APPLICABLE)}"


def _reading(comparison: Comparison, verdict: StudyVerdict) -> Cell:
    return reading_words(comparison.readings[str(verdict.study.id)])


def _can_carry(verdict: StudyVerdict) -> Cell:
    if verdict.ceiling is None or (verdict.choice is not None and verdict.choice.refusal):
        return Mark("nothing", Tone.MUTED)
    return f'"{verdict.ceiling.may}"'


def _tables(rows: Sequence[Row], names: Sequence[str], beside: int) -> Iterator[Block]:
    """Give the rows that differ, some studies at a time where not all have room beside each other."""
    differing = [row for row in rows if not row.same]
    pages = -(-len(names) // beside)
    size = -(-len(names) // pages)
    for page, start in enumerate(range(0, len(names), size), 1):
        if page > 1:
            yield Gap()
        shown = slice(start, start + size)
        title = f"What differs, part {page} of {pages}" if pages > 1 else "What differs"
        columns = (Column(""), *(Column(name) for name in names[shown]))
        told = [row for row in differing if any(map(_text, row.cells[shown]))]
        table = tuple((row.label, *row.cells[shown]) for row in told)
        heads = [row.section for row in told]
        sections = tuple((n, head) for n, head in enumerate(heads) if n == 0 or head != heads[n - 1])
        yield Table(title, columns, table, sections=sections)
    if any("*" in _text(cell) for row in rows for cell in row.cells):
        yield Text("* proposed from recorded facts; no reviewer has confirmed it", Tone.MUTED, under=True)
    said = "Judgements stand on one ladder (none < some < serious < critical), each by the study's own instrument"
    yield Text(f"{said}, whose own word is in brackets; they are never added up.", Tone.MUTED, under=True)


def _same(rows: Sequence[Row], *, folded: bool) -> Iterator[Block]:
    same = [row for row in rows if row.same]
    if not same:
        return
    yield Gap()
    number = "1 row is" if len(same) == 1 else f"{len(same)} rows are"
    if folded:
        yield Text(f"{number} the same in all and left out: {', '.join(row.label for row in same)}")
        return
    yield Pairs(tuple((row.label, row.cells[0]) for row in same), title="The same in all")


# numbers


def _one_scale(comparison: Comparison) -> Iterator[Block]:
    scale = comparison.scale
    yield Gap()
    rows: list[tuple[Cell, Cell]] = []
    if scale.one and scale.measure is not None:
        rows.append(("On one scale", f"yes: {scale.measure.value}"))
    else:
        rows += [("Not on one scale" if not n else "", why) for n, why in enumerate(scale.why_not)]
        if not scale.why_not:
            rows.append(("Not on one scale", "no result has an effect between groups"))
    rows += [("Mind" if not n else "", caution) for n, caution in enumerate(scale.cautions)]
    yield Pairs(tuple(rows))


def _conflicts(studies: Sequence[Study], number: Mapping[str, str]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    for study in studies:
        for conflict in study.conflicts:
            sections.append((len(rows), f"{study.id}: {conflict.about}"))
            rows += [(account.says, who_says(account.source, account.locator, number)) for account in conflict.accounts]
    if rows:
        yield Gap()
        columns = (Column("Says"), Column("Who says so"))
        yield Table("Sources disagree; nothing is averaged", columns, tuple(rows), sections=tuple(sections))


def _wrong(verdict: StudyVerdict) -> tuple[Finding, ...]:
    found = verdict.numbers.findings if verdict.numbers is not None else ()
    return tuple(f for f in found if f.severity in (Severity.ERROR, Severity.WARNING))


def _wrong_numbers(comparison: Comparison) -> Iterator[Block]:
    rows: list[tuple[Cell, Cell]] = []
    for verdict in comparison.verdicts:
        wrong = _wrong(verdict)
        label: Cell = Mark(verdict.study.id, Tone.CODE)
        for finding in wrong[:_MOST_FINDINGS]:
            rows.append((label, f"{finding.said} ({finding.check})"))
            label = ""
        if len(wrong) > _MOST_FINDINGS:
            rows.append(("", f"and {len(wrong) - _MOST_FINDINGS} more: triage recheck {verdict.study.id}"))
    if rows:
        yield Gap()
        yield Pairs(tuple(rows), title="Numbers that cannot be right as printed")


# why they disagree


def notes_on(reason: Reason, notes: Sequence[BiasNote]) -> list[BiasNote]:
    """Give the notes on the size of the biases that stand behind a reason."""
    return [note for note in notes if reason.bias.intersection(note.flaw)]


def _disagreement(comparison: Comparison, number: Mapping[str, str], notes: Sequence[BiasNote]) -> Iterator[Block]:
    yield Gap()
    heads = {
        Standing.DISAGREE: "They disagree",
        Standing.AGREE: "They do not disagree",
        Standing.UNKNOWN: "Whether they disagree cannot be told",
    }
    yield Line((Mark(heads[comparison.standing], Tone.STRONG),))
    for because in comparison.because:
        yield Text(f"{because}.", under=True)
    for alike in comparison.alike:
        yield Text(f"Alike {alike}.", Tone.MUTED, under=True)
    if comparison.standing is Standing.AGREE:
        return
    if not comparison.reasons:
        yield Text("Nothing recorded sets them apart.", under=True)
        return
    yield Gap()
    disagree = comparison.standing is Standing.DISAGREE
    head = (
        "Why they disagree, most likely first"
        if disagree
        else "What sets them apart, in the order in which it would be looked at"
    )
    yield Line((Mark(head, Tone.STRONG),))
    note = (
        "The order is the same for all studies ('triage explain disagreement'); nothing is weighed or added up. Flaws "
        "are stated of whole studies: whether each bears on the outcome compared is for a reader to judge."
    )
    yield Text(note, Tone.MUTED, under=True)
    if any(notes_on(reason, notes) for reason in comparison.reasons):
        yield Text(
            "The size of a bias is what other studies found on average, told up to its first figure; 'triage explain "
            "bias' has the rest, what contests it, where it holds, and all sources. No figure measures these studies.",
            Tone.MUTED,
            under=True,
        )
    told: list[BiasNote] = []
    for place, reason in enumerate(comparison.reasons, 1):
        yield Gap()
        rows = tuple(
            _reason(comparison, reason, number, [note for note in notes_on(reason, notes) if note not in told])
        )
        told += notes_on(reason, notes)
        yield Pairs(rows, title=f"{place} {reason.word.value}: {SAID[reason.word]}")


def _reason(
    comparison: Comparison, reason: Reason, number: Mapping[str, str], new: Sequence[BiasNote]
) -> Iterator[tuple[Cell, Cell]]:
    for parting in reason.partings:
        yield parting.what, _parting(parting, number)
    few = len(comparison.verdicts) <= _FEW_STUDIES
    for code in dict.fromkeys(ground.word for _, ground in reason.flaws):
        told = [(name, ground) for name, ground in reason.flaws if ground.word == code]
        yield Mark(code, Tone.CODE), "; ".join(_flaw(name, ground, number, full=few) for name, ground in told)
    for judged in reason.judged:
        rules = f", {', '.join(judged.rules)}" if judged.rules else ""
        yield "judged", f"{judged.study}: {judged.domain}, {judged.concern} ({judged.instrument}{rules})"
    for name, finding in reason.findings:
        yield Mark(finding.check, Tone.CODE), f"{name}: {finding.said}"
    yield from (("size of bias", _note(note)) for note in new)


def _parting(parting: Parting, number: Mapping[str, str]) -> str:
    sources = {name: ground.source for name, ground in parting.grounds}
    said = []
    for name, word in parting.says:
        source = sources.get(name, "")
        said.append(f"{name}: {word}" + (f" {number.get(source, source)}" if source else ""))
    return "; ".join(said)


def _flaw(name: str, ground: Ground, number: Mapping[str, str], *, full: bool) -> str:
    who = who_says(ground.source, ground.locator if full else "", number)
    basis = f"{ground.basis.value}, {who}" if who else f"{ground.basis.value}, no source"
    detail = f": {ground.note}" if full and ground.note else ""
    return f"{name}{detail} ({basis})"


def _note(note: BiasNote) -> str:
    """Write a note shortly: up to its first figure, that it is contested, and its first source."""
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", note.size)
    figures = [n for n, sentence in enumerate(sentences, 1) if any(letter.isdigit() for letter in sentence)]
    first = " ".join(sentences[: figures[0] if figures else 1]).rstrip(".")
    first = first[:1].lower() + first[1:] if first[1:2].islower() else first
    contested = "; contested" if note.contested else ""
    others = f" and {len(note.sources) - 1} more" if len(note.sources) > 1 else ""
    where = f"{_cite(note.sources[0])}{others}"
    return f"{note.title}: {first}; {_DIRECTIONS[note.direction]}{contested} [{where}]"


def _cite(source: Citation) -> str:
    where = f"doi:{source.doi}" if source.doi else source.url or ""
    return f"{source.cite} {where}".strip()


# what carries more weight


def _weight(comparison: Comparison) -> Iterator[Block]:
    weight = comparison.weight
    yield Gap()
    rows: list[tuple[Cell, Cell]] = []
    counted = comparison.counted
    alone = len(weight.most) == 1
    if len(counted) == 1:
        rows.append(("Only", f"{counted[0]} counts"))
    elif len(weight.most) == len(counted):
        rows.append(("More weight", "neither" if len(counted) == _PAIR else "none of them"))
    else:
        rows.append(("More weight" if alone else "Outranked by none", ", ".join(weight.most)))
    rows += _pairwise(comparison) if len(counted) <= _FEW_STUDIES else _one_by_one(comparison)
    rows += [(Mark("never counted", Tone.CRITICAL), name) for name in weight.never]
    title = "What carries more weight: by judgement and design together, never one against the other"
    yield Pairs(tuple(rows), title=title)


def _pairwise(comparison: Comparison) -> Iterator[tuple[Cell, Cell]]:
    """Say of each pair why one outranks the other, or why neither does."""
    for each in comparison.weight.outranked:
        yield from ((Mark("because", Tone.MUTED) if not n else "", said) for n, said in enumerate(each.because))
    for one, other, why in comparison.weight.apart:
        yield Mark("neither", Tone.MUTED), f"{one}, {other}: {why}"


def _one_by_one(comparison: Comparison) -> Iterator[tuple[Cell, Cell]]:
    """Say of each study which of the others outrank it, and by what it stands."""
    over: dict[str, list[str]] = {}
    for each in comparison.weight.outranked:
        over.setdefault(each.study, []).append(each.by)
    for verdict in comparison.verdicts:
        name = str(verdict.study.id)
        if name not in comparison.counted:
            continue
        by = f"outranked by {', '.join(over[name])}; " if name in over else ""
        strength = verdict.choice.ceiling.value.replace("-", " ") if verdict.choice is not None else "not known"
        said = f"{by}on the ladder judged {concern_words(verdict)}; by design at most: {strength}"
        yield Mark(name, Tone.CODE), said


def _ceilings(comparison: Comparison) -> Iterator[Block]:
    told = [verdict for verdict in comparison.verdicts if str(verdict.study.id) in comparison.counted]
    rows: list[tuple[Cell, Cell]] = []
    shared = shared_limits(told)
    if shared:
        rows.append(("None of them" if len(told) > _PAIR else "Neither", ", ".join(f'"{said}"' for said in shared)))
    for verdict in told:
        own = [said for said in _may_not(verdict) if said not in shared]
        if own:
            rows.append((Mark(verdict.study.id, Tone.CODE), f"nor {', '.join(f'{_quoted(said)}' for said in own)}"))
    for name, stand in comparison.stands.items():
        effect = _shown(comparison.scaled[name], comparison)
        if stand.side is Side.NOT_SHOWN and effect is not None:
            finds = comparison.scaled[name].finds
            smallest = f"; it could have found {finds}" if finds else ""
            said = f"no difference shown is no proof of none: {effect_text(effect)}{smallest}"
            rows.append((Mark(name, Tone.CODE), said))
    if rows:
        yield Gap()
        yield Pairs(tuple(rows), title="What they cannot say")


def _quoted(said: str) -> str:
    return f'"{said}"'


def _may_not(verdict: StudyVerdict) -> tuple[str, ...]:
    return verdict.ceiling.may_not if verdict.ceiling is not None else ()


def shared_limits(verdicts: Sequence[StudyVerdict]) -> tuple[str, ...]:
    """Give what none of some studies may be said to show, in an order that is not theirs."""
    limits = [set(_may_not(verdict)) for verdict in verdicts]
    return tuple(sorted(set.intersection(*limits))) if limits else ()


# sources


def _sources_used(comparison: Comparison) -> tuple[str, ...]:
    names = [str(account.source) for v in comparison.verdicts for c in v.study.conflicts for account in c.accounts]
    for reason in comparison.reasons:
        names += [str(ground.source) for parting in reason.partings for _, ground in parting.grounds]
        names += [str(ground.source) for _, ground in reason.flaws]
    return tuple(dict.fromkeys(name for name in names if name))


# for machines


def _data(  # noqa: PLR0913, PLR0917 -- all that is told
    comparison: Comparison,
    rows: Sequence[Row],
    names: Mapping[str, str],
    library: Library,
    version: str,
    notes: Sequence[BiasNote],
) -> dict[str, Any]:
    results = [told.result.source for told in comparison.scaled.values() if told.result is not None]
    used = sorted({*_sources_used(comparison), *(name for name in results if name)})
    return {
        "schema": f"ccsvi-triage/comparison/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "studies": [_study_data(comparison, verdict, names) for verdict in comparison.verdicts],
        "outcome": {"by": comparison.matched.by.value, "words": comparison.matched.words},
        "rows": [
            {
                "key": row.key,
                "section": row.section,
                "label": row.label,
                "same": row.same,
                "cells": [_cell_data(cell) for cell in row.cells],
            }
            for row in rows
        ],
        "scale": {
            "one": comparison.scale.one,
            "measure": comparison.scale.measure.value if comparison.scale.measure is not None else None,
            "why_not": list(comparison.scale.why_not),
            "cautions": list(comparison.scale.cautions),
        },
        "disagreement": {
            "standing": comparison.standing.value,
            "because": list(comparison.because),
            "alike": list(comparison.alike),
            "reasons": [_reason_data(reason, notes_on(reason, notes)) for reason in comparison.reasons],
        },
        "claims": [
            {
                "id": borne.claim,
                "text": borne.text,
                "bearings": [
                    {"study": name, "bearing": bearing.value, "why": borne.whys[name]}
                    for name, bearing in borne.bearings.items()
                ],
            }
            for borne in comparison.borne
        ],
        "weight": {
            "most": list(comparison.weight.most),
            "outranked": [
                {"study": each.study, "by": each.by, "because": list(each.because)}
                for each in comparison.weight.outranked
            ],
            "neither": [{"studies": [one, other], "because": why} for one, other, why in comparison.weight.apart],
            "never": list(comparison.weight.never),
        },
        "cannot_say": list(shared_limits([v for v in comparison.verdicts if v.study.id in comparison.counted])),
        "sources": {name: source_words(name, library) for name in used},
    }


def _cell_data(cell: Cell) -> dict[str, str]:
    if isinstance(cell, Mark):
        return {"text": cell.text, "tone": cell.tone.value}
    return {"text": cell, "tone": Tone.PLAIN.value}


def _study_data(comparison: Comparison, verdict: StudyVerdict, names: Mapping[str, str]) -> dict[str, Any]:
    study = verdict.study
    name = str(study.id)
    told = comparison.scaled[name]
    stand = comparison.stands.get(name)
    appraisal = _speaks(verdict)
    return {
        "id": name,
        "name": names[name],
        "citation": cite(study),
        "status": study.status.value,
        "counted": name in comparison.counted,
        "companion_of": str(study.companion_of) or None,
        "place": place_data(study.where.record),
        "outcome": str(told.outcome.id) if told.outcome is not None else None,
        "outcome_name": told.outcome.name if told.outcome is not None else None,
        "result": _result_data(told),
        "side": stand.side.value if stand is not None else None,
        "says": stand.said if stand is not None else None,
        "instrument": str(appraisal.instrument.id) if appraisal is not None else None,
        "complete": bool(verdict.appraisals) and all(each.complete for each in verdict.appraisals),
        "concern": verdict.worst.name.lower() if verdict.worst is not None else None,
        "possible": [concern.name.lower() for concern in sorted(concerns(verdict))],
        "domains": [
            {
                "id": judgement.domain.id,
                "title": judgement.domain.title,
                "judgement": judgement.final,
                "concern": _concern(appraisal.instrument.levels[judgement.final]) if judgement.final else None,
                "confirmed": judgement.confirmed,
            }
            for judgement in (appraisal.on_axis("") if appraisal is not None else ())
        ]
        if appraisal is not None
        else [],
        "reading": reading_data(comparison.readings[name]),
        "may": verdict.ceiling.may if verdict.ceiling is not None else None,
        "may_not": list(_may_not(verdict)),
        "conflicts": [
            {
                "about": conflict.about,
                "accounts": [
                    {"says": a.says, "source": a.source or None, "locator": a.locator} for a in conflict.accounts
                ],
                "note": conflict.note,
            }
            for conflict in study.conflicts
        ],
        "numbers": [finding_data(finding) for finding in _wrong(verdict)],
    }


def _concern(concern: Concern) -> str | None:
    return None if concern is Concern.UNPLACED else concern.name.lower()


def _result_data(told: Scaled) -> dict[str, Any]:
    """Give numbers that we computed as numbers, and what is printed as text."""
    return {
        "contrast": told.contrast.value,
        "arms": list(told.pair),
        "unit": told.result.unit.value if told.result is not None else None,
        "group": told.result.group if told.result is not None else "",
        "given": told.given,
        "derived": told.derived,
        "source": (told.result.source or None) if told.result is not None else None,
        "locator": told.result.locator if told.result is not None else "",
        "place": place_data(told.result.where.record) if told.result is not None else None,
        "effects": [
            {
                "measure": effect.measure.value,
                "value": _number(effect.value),
                "low": _number(effect.low),
                "high": _number(effect.high),
                "level": effect.level,
                "method": effect.method,
                "computed": effect.computed,
                "finds_below": _number(effect.finds_below),
                "finds_above": _number(effect.finds_above),
            }
            for effect in told.effects
        ],
        "p_printed": told.printed_p or None,
        "p_computed": [{"p": test.p, "test": test.test} for test in told.tests],
        "p_given_by": list(told.gives),
        "could_find": told.finds or None,
        "change": told.change.value if told.contrast is Contrast.WITHIN else None,
        "lacks": told.lacks or None,
        "others": told.others,
    }


def _number(value: float | None) -> float | None:
    """Give a number for JSON, which has no infinity: a limit that is not there is ``null``."""
    return None if value is None or math.isinf(value) else value


def _reason_data(reason: Reason, notes: Sequence[BiasNote]) -> dict[str, Any]:
    return {
        "reason": reason.word.value,
        "said": SAID[reason.word],
        "partings": [
            {
                "what": parting.what,
                "says": [{"study": name, "word": word} for name, word in parting.says],
                "grounds": [_ground_data(name, ground) for name, ground in parting.grounds],
            }
            for parting in reason.partings
        ],
        "flaws": [_ground_data(name, ground) for name, ground in reason.flaws],
        "judged": [
            {
                "study": judged.study,
                "instrument": judged.instrument,
                "domain": judged.domain,
                "concern": judged.concern,
                "rules": list(judged.rules),
            }
            for judged in reason.judged
        ],
        "findings": [{"study": name, **finding_data(finding)} for name, finding in reason.findings],
        "notes": [note_data(note) for note in notes],
    }


def _ground_data(name: str, ground: Ground) -> dict[str, Any]:
    return {
        "study": name,
        "what": ground.what,
        "word": ground.word,
        "source": ground.source or None,
        "locator": ground.locator,
        "basis": ground.basis.value,
        "note": ground.note,
        "place": place_data(ground.place),
    }
