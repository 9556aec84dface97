"""Studies side by side, told as a report."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.comparison import Comparison, Matching
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Status
from ccsvi_triage.report.blocks import Block, Cell, Column, Gap, Line, Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.comparison_rows import Row, cell_text, comparison_rows
from ccsvi_triage.report.data_comparison import comparison_data, sources_compared, wrong_findings
from ccsvi_triage.report.disagreement import disagreement_blocks
from ccsvi_triage.report.grounds import source_words, who_says
from ccsvi_triage.report.judgement import PROPOSED
from ccsvi_triage.report.licences import licences
from ccsvi_triage.report.say import cite
from ccsvi_triage.report.weight import limit_blocks, weight_blocks

_MOST_FINDINGS = 3


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
    rows = tuple(comparison_rows(comparison))
    used = sources_compared(comparison)
    number = {name: f"[{n}]" for n, name in enumerate(used, 1)}
    blocks: list[Block] = [*_head(comparison, names), Gap()]
    blocks += _tables(rows, [names[str(study.id)] for study in studies], max(1, beside))
    blocks += _same(rows, folded=folded)
    blocks += [*_one_scale(comparison), *_conflicts(studies, number), *_wrong_numbers(comparison)]
    blocks += [*disagreement_blocks(comparison, number, notes), *weight_blocks(comparison), *limit_blocks(comparison)]
    if used:
        listed = tuple((Mark(number[name], Tone.CODE), source_words(name, library)) for name in used)
        blocks += [Gap(), Pairs(listed, title="Sources")]
    blocks += licences([verdict._replace(beside=()) for verdict in comparison.verdicts])
    data = comparison_data(comparison, rows, names, library, version, notes)
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
        told = [row for row in differing if any(map(cell_text, row.cells[shown]))]
        table = tuple((row.label, *row.cells[shown]) for row in told)
        heads = [row.section for row in told]
        sections = tuple((n, head) for n, head in enumerate(heads) if n == 0 or head != heads[n - 1])
        yield Table(title, columns, table, sections=sections)
    if any("*" in cell_text(cell) for row in rows for cell in row.cells):
        yield Text(f"* {PROPOSED}", Tone.MUTED, under=True)
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


def _wrong_numbers(comparison: Comparison) -> Iterator[Block]:
    rows: list[tuple[Cell, Cell]] = []
    for verdict in comparison.verdicts:
        wrong = wrong_findings(verdict)
        label: Cell = Mark(verdict.study.id, Tone.CODE)
        for finding in wrong[:_MOST_FINDINGS]:
            rows.append((label, f"{finding.said} ({finding.check})"))
            label = ""
        if len(wrong) > _MOST_FINDINGS:
            rows.append(("", f"and {len(wrong) - _MOST_FINDINGS} more: triage recheck {verdict.study.id}"))
    if rows:
        yield Gap()
        yield Pairs(tuple(rows), title="Numbers that cannot be right as printed")
