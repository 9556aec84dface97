"""What reviewers agree on, told as a report: first what changes a judgement."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.agreement import (
    Agreement,
    Compared,
    Difference,
    DomainComparison,
    Exchange,
    Standing,
    WholeComparison,
)
from ccsvi_triage.model.instrument import Instrument, Judges, Overall, OverallRule
from ccsvi_triage.model.sheet import OVERALL, Sheet
from ccsvi_triage.model.words import YesNo
from ccsvi_triage.report.agreement_figures import figure_blocks
from ccsvi_triage.report.blocks import Block, Cell, Column, Divider, Gap, Line, Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.data_agreement import agreement_data
from ccsvi_triage.report.judgement import domain_label
from ccsvi_triage.report.licences import NOT_OFFICIAL
from ccsvi_triage.report.reached import Reached, answer_cell, answer_reasons, held_levels, reached_why
from ccsvi_triage.report.say import cite, level_mark, level_word, possible_words

_FEW_SETS = 3


def of_agreement(told: Agreement, version: str, *, full: bool = False) -> Report:
    """Tell what reviewers agree on, and where they part.

    Args:
        told: What is said of their sheets.
        version: The tool's version.
        full: The figures by domain and question too.
    """
    blocks: list[Block] = []
    for one in told.compared:
        if blocks:
            blocks += [Gap(), Divider(), Gap()]
        blocks += _compared(one)
    blocks += figure_blocks(told.figures, told.compared, full=full)
    if told.apart:
        rows: tuple[tuple[Cell, Cell], ...] = tuple((one.sheet.id, one.because) for one in told.apart)
        blocks += [Gap(), Pairs(rows, title="Compared with none")]
    blocks += [Gap(), Text(NOT_OFFICIAL, Tone.MUTED)]
    title = f"{len(told.compared)} comparisons of reviewers" if len(told.compared) > 1 else ""
    return Report(tuple(blocks), agreement_data(told, version), title)


# one group of sheets


def _compared(one: Compared) -> Iterator[Block]:
    yield Line((Mark(cite(one.study), Tone.STRONG),), Mark(one.study.id, Tone.CODE))
    yield Text(one.study.title)
    yield Gap()
    yield Pairs(tuple(_head(one)))
    yield Gap()
    yield Text(_summary(one))
    differing = [(n, d) for n, d in enumerate(one.domains, 1) if d.standing is Standing.DIFFERS]
    wholes = [whole for whole in one.wholes if whole.standing is Standing.DIFFERS]
    if differing or wholes:
        yield Gap()
        yield _levels(one, differing, wholes)
    for number, domain in differing:
        yield Gap()
        yield from _domain(one, number, domain)
    for whole in wholes:
        if _rule(one, whole).rule is OverallRule.PERSON or any(judged.ruling for judged in whole.judgements):
            yield Gap()
            yield _table(
                _whole_name(whole), list(_level_rows(one, whole.judgements, whole.consensus, _rule(one, whole)))
            )
    others = [(n, d) for n, d in enumerate(one.domains, 1) if d.standing is not Standing.DIFFERS and d.differences]
    if others:
        yield Gap()
        yield from _others(one, others)
    open_ = list(_still_open(one))
    if open_:
        yield Gap()
        yield Pairs(tuple(open_), title="Judgements that are still open")


def _other_title(one: Compared) -> str:
    if all(domain.standing is Standing.NONE for domain in one.domains):
        return "Answers that differ"
    return "Other disagreements: they change no judgement, or it is open whether they do"


def _head(one: Compared) -> Iterator[tuple[Cell, Cell]]:
    instrument = one.instrument
    if one.outcome is not None and instrument.judges is Judges.RESULT:
        yield "Result", one.outcome.name
    ours = ", our own instrument" if instrument.ours is YesNo.YES else ""
    yield "Instrument", f"{instrument.title}, {one.sheets[0].version}{ours}"
    said = [f"{name} {word}" for name, word in one.setup if word != "no"]
    if said:
        yield "Set-up", ", ".join(said)
    for sheet in one.sheets:
        yield sheet.reviewer, _sheet(sheet)
    if one.consensus is not None:
        yield "Consensus", f"{_sheet(one.consensus)}, by {one.consensus.reviewer}"
    yield from (("Note", note) for note in one.notes)


def _sheet(sheet: Sheet) -> str:
    return f"sheet {sheet.id}" + (f", {sheet.date}" if sheet.date else "")


def _summary(one: Compared) -> str:
    """Count what differs, in one sentence."""
    answers = sum(not difference.follows for domain in one.domains for difference in domain.differences)
    judged = [domain for domain in one.domains if domain.judgements]
    levels = sum(domain.standing is Standing.DIFFERS for domain in judged)
    open_ = sum(domain.standing is Standing.OPEN for domain in judged)
    said = f"Answers differ to {_number(answers, 'question')}" if answers else "No two answers differ"
    if judged:
        said += f", and {levels or 'none'} of {_number(len(judged), 'domain')} {_comes(levels)} out differently"
        said += f" ({open_} still open)" if open_ else ""
    main = next((whole for whole in one.wholes if whole.axis is None), None)
    if main is not None:
        same_way = " too" if main.standing is Standing.DIFFERS and levels else ""
        said += f"; the whole {_WHOLE[main.standing]}{same_way}"
    if one.consensus is not None:
        said += "; all of it is settled by the consensus" if not one.unsettled else "; the consensus leaves some open"
    return f"{said}."


_WHOLE = {
    Standing.DIFFERS: "does",
    Standing.OPEN: "is still open",
    Standing.SAME: "is the same",
    Standing.NONE: "is not judged",
}


def _comes(number: int) -> str:
    return "comes" if number <= 1 else "come"


def _number(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


# judgements that differ


def _levels(one: Compared, domains: Sequence[tuple[int, DomainComparison]], wholes: Sequence[WholeComparison]) -> Table:
    """Tell the judgements that differ, side by side, and which answers they turn on."""
    names = [sheet.reviewer for sheet in one.sheets] + (["Consensus"] if one.consensus else [])
    columns = (Column("Domain"), *(Column(name) for name in names), Column("Turns on"))
    rows: list[tuple[Cell, ...]] = []
    for number, domain in domains:
        marks = [*(_mark(one.instrument, j) for j in domain.judgements), *_settled_mark(one, domain.consensus)]
        name = f"{domain_label(domain.domain, number)} {domain.domain.short or domain.domain.title}"
        rows.append((name, *marks, _turns_on(domain)))
    for whole in wholes:
        rule = _rule(one, whole)
        reached = (_mark(one.instrument, judged, rule) for judged in whole.judgements)
        marks = [*reached, *_settled_mark(one, whole.consensus, rule)]
        rows.append((Mark(_whole_name(whole), Tone.STRONG), *marks, _whole_turns_on(one, whole)))
    return Table("Judgements that differ", columns, tuple(rows), last_apart=len(wholes) == 1 and bool(domains))


def _mark(instrument: Instrument, judged: Reached, rule: Overall | None = None) -> Mark:
    if judged.final is not None:
        return level_mark(instrument, judged.final, rule)
    return Mark(possible_words(instrument, judged.possible, rule), Tone.OPEN)


def _settled_mark(one: Compared, judged: Reached | None, rule: Overall | None = None) -> list[Cell]:
    if one.consensus is None:
        return []
    return [_mark(one.instrument, judged, rule) if judged is not None else Mark("open", Tone.OPEN)]


def _rule(one: Compared, whole: WholeComparison) -> Overall:
    return whole.axis.overall if whole.axis else one.instrument.overall


def _whole_name(whole: WholeComparison) -> str:
    return f"{OVERALL.upper()}, {whole.axis.title.lower()}" if whole.axis else OVERALL.upper()


def _turns_on(domain: DomainComparison) -> str:
    """Name the smallest sets of answers that make the difference, or what else does."""
    alone = [d.question.id for d in domain.differences if any(exchange.changes for exchange in d.alone)]
    if alone:
        return _alone(alone)
    if any(judgement.ruling for judgement in domain.judgements):
        return "a ruling"
    if any(judgement.by_person for judgement in domain.judgements):
        return "the reviewers' own levels"
    return _sets(domain.smallest) or "what one of them left open"


def _whole_turns_on(one: Compared, whole: WholeComparison) -> str:
    labels = {domain.domain.id: domain_label(domain.domain, number) for number, domain in enumerate(one.domains, 1)}
    exchanges = [exchange._replace(names=tuple(labels[name] for name in exchange.names)) for exchange in whole.smallest]
    single = {exchange.names[0] for exchange in exchanges if len(exchange.names) == 1}
    alone = [label for label in labels.values() if label in single]
    if alone:
        return _alone(alone)
    if exchanges:
        return _sets(exchanges)
    if any(judged.ruling for judged in whole.judgements):
        return "a ruling"
    if _rule(one, whole).rule is OverallRule.PERSON:
        return "the reviewers' own levels"
    return "what is still open"


def _alone(names: Sequence[str]) -> str:
    return f"{listed(names, 'or')}{', each' if len(names) > 1 else ''} alone"


def _sets(exchanges: Sequence[Exchange]) -> str:
    if not exchanges:
        return ""
    least = min(len(exchange.names) for exchange in exchanges)
    sets = list(dict.fromkeys(listed(exchange.names) for exchange in exchanges if len(exchange.names) == least))
    more = f", or {len(sets) - _FEW_SETS} other sets" if len(sets) > _FEW_SETS else ""
    return f"{', or '.join(sets[:_FEW_SETS])}{' together' if least > 1 else ''}{more}"


# answers that differ


def _domain(one: Compared, number: int, domain: DomainComparison) -> Iterator[Block]:
    """Tell who answers what, question by question, and what an exchange of answers would do."""
    rows = list(_level_rows(one, domain.judgements, domain.consensus))
    sections = [(0, "The judgement")]
    for difference in domain.differences:
        if not difference.follows:
            sections.append((len(rows), f"{difference.question.id} {difference.question.text}"))
            rows += _answer_rows(one, difference)
    yield _table(f"{domain_label(domain.domain, number)} {domain.domain.title}", rows, sections)
    yield from _following([domain])
    together = [exchange for exchange in domain.smallest if len(exchange.names) > 1]
    if together:
        told = list(_exchanges(one, together, "the answers to {names}"))
        more = f"; {_number(len(told) - _FEW_SETS, 'other set')} too" if len(told) > _FEW_SETS else ""
        yield Text(f"Smallest sets: {'; '.join(told[:_FEW_SETS])}{more}.", under=True)
    if not domain.searched:
        yield Text("Not all sets of answers were tried: there are too many.", Tone.SOME, under=True)


def _others(one: Compared, domains: Sequence[tuple[int, DomainComparison]]) -> Iterator[Block]:
    """Tell the answers that differ where the judgement is the same, is open, or is none."""
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    for number, domain in domains:
        about = (
            f"{domain_label(domain.domain, number)}, {_together(one, domain)}"
            if domain.judgements
            else domain_label(domain.domain, number)
        )
        for difference in domain.differences:
            if not difference.follows:
                sections.append((len(rows), f"{difference.question.id} {difference.question.text} ({about})"))
                rows += _answer_rows(one, difference)
    if rows:
        yield _table(_other_title(one), rows, sections)
    yield from _following([domain for _, domain in domains])


def _still_open(one: Compared) -> Iterator[tuple[Cell, Cell]]:
    """Name the domains that reviewers have not settled, and the questions on which that depends."""
    for number, domain in enumerate(one.domains, 1):
        if domain.standing is Standing.OPEN:
            pairs = zip(one.sheets, domain.judgements, strict=True)
            told = [f"{s.reviewer}: {reached_why(j)}" for s, j in pairs if j.final is None]
            yield f"{domain_label(domain.domain, number)} {domain.domain.short or domain.domain.title}", "; ".join(told)
    for whole in one.wholes:
        if whole.standing is Standing.OPEN:
            rule, reached = _rule(one, whole), zip(one.sheets, whole.judgements, strict=True)
            told = [f"{s.reviewer}: {possible_words(one.instrument, held_levels(j), rule)}" for s, j in reached]
            yield _whole_name(whole), "; ".join(told)


def _following(domains: Iterable[DomainComparison]) -> Iterator[Block]:
    names = [difference.question.id for domain in domains for difference in domain.differences if difference.follows]
    if names:
        yield Text(f"Asked of some only, as their earlier answers have it: {', '.join(names)}.", under=True)


def _table(title: str, rows: Sequence[tuple[Cell, ...]], sections: Sequence[tuple[int, str]] = ()) -> Table:
    columns = (Column("Reviewer"), Column("Says"), Column("Why, and where it stands"))
    return Table(title, columns, tuple(rows), sections=tuple(sections))


def _together(one: Compared, domain: DomainComparison) -> str:
    if domain.standing is Standing.SAME:
        return f"{level_word(one.instrument, domain.judgements[0].final)} by all"
    pairs = zip(one.sheets, domain.judgements, strict=True)
    words = [f"{possible_words(one.instrument, held_levels(j))} ({s.reviewer})" for s, j in pairs]
    return f"still open: {', '.join(words)}"


def _level_rows(
    one: Compared,
    judgements: Sequence[Reached],
    consensus: Reached | None,
    rule: Overall | None = None,
) -> Iterator[tuple[Cell, ...]]:
    for sheet, judged in zip(one.sheets, judgements, strict=True):
        yield sheet.reviewer, _mark(one.instrument, judged, rule), reached_why(judged)
    if one.consensus is not None and consensus is not None:
        yield Mark("Consensus", Tone.STRONG), _mark(one.instrument, consensus, rule), reached_why(consensus)


def _answer_rows(one: Compared, difference: Difference) -> Iterator[tuple[Cell, ...]]:
    for sheet, answered in zip(one.sheets, difference.answers, strict=True):
        yield sheet.reviewer, answer_cell(answered), answer_reasons(answered)
    if one.consensus is not None and difference.consensus is not None:
        by = one.consensus.answers.get(difference.question.id)
        decided = f"decided by {by.by}: " if by and by.by else ""
        reasons = f"{decided}{answer_reasons(difference.consensus)}"
        yield Mark("Consensus", Tone.STRONG), answer_cell(difference.consensus), reasons
    if difference.alone:
        told = "; ".join(_exchanges(one, difference.alone, "the answer"))
        yield Mark("Exchanged", Tone.MUTED), "", told or "alone it changes no judgement"


def _exchanges(one: Compared, exchanges: Iterable[Exchange], what: str) -> Iterator[str]:
    """Tell where another one's answers change a level, or open it; what does the same is told once."""
    names = {str(sheet.id): sheet.reviewer for sheet in one.sheets}
    alike: dict[tuple[str, _Effect], list[str]] = {}
    for exchange in exchanges:
        if set(exchange.before) != set(exchange.after):
            effect = (exchange.names, exchange.before, exchange.after)
            alike.setdefault((names[exchange.sheet], effect), []).append(names[exchange.other])
    whose: dict[tuple[tuple[str, ...], _Effect], list[str]] = {}
    for (reviewer, effect), others in alike.items():
        whose.setdefault((tuple(others), effect), []).append(reviewer)
    for (others_, (asked, before, after)), reviewers in whose.items():
        was, becomes = possible_words(one.instrument, before), possible_words(one.instrument, after)
        given = what.format(names=listed(asked))
        opened = "open: " if set(before) & set(after) else ""
        yield f"{' or '.join(reviewers)} with {given} of {' or '.join(others_)}: {was} becomes {opened}{becomes}"


_Effect: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
