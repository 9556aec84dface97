"""What reviewers agree on, told as a report: first what changes a judgement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from ccsvi_triage.model.agreement import (
    Agreement,
    Compared,
    Difference,
    DomainComparison,
    Exchange,
    Figures,
    Measured,
    Scope,
    Standing,
    WholeComparison,
)
from ccsvi_triage.model.appraisal import Answered, Ground, Judgement, Origin, OverallJudgement
from ccsvi_triage.model.instrument import Instrument, Judges, Overall, OverallRule
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.sheet import OVERALL, Sheet
from ccsvi_triage.model.words import Basis, YesNo
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Divider,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.data_appraisal import answered_data
from ccsvi_triage.report.licences import NOT_OFFICIAL
from ccsvi_triage.report.say import cite, level_mark, level_word, place_data, possible_words

Reached: TypeAlias = Judgement | OverallJudgement

_SHORT = 3
_PAIR = 2
_FEW_SETS = 3
_DIGITS = 6
_SMALL = 0.005

KAPPA_NOTE = (
    "0 is what chance alone would give and 1 is full agreement; behind each figure stand its limits at 95 %. Kappa "
    "counts the same word only (of three or more people it is Fleiss'); the weighted one counts neighbouring steps as "
    "partly alike, and leaves out what is no step, such as NI. Where nearly all answers are one word, kappa can be "
    "near 0 although people hardly ever differ: AC1 stands beside it for that. Few items give wide limits, and "
    "questions on one study are not independent of each other, so that the true limits may be wider still."
)


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
    blocks += _figures(told.figures, told.compared, full=full)
    if told.apart:
        rows: tuple[tuple[Cell, Cell], ...] = tuple((one.sheet.id, one.because) for one in told.apart)
        blocks += [Gap(), Pairs(rows, title="Compared with none")]
    blocks += [Gap(), Text(NOT_OFFICIAL, Tone.MUTED)]
    title = f"{len(told.compared)} comparisons of reviewers" if len(told.compared) > 1 else ""
    return Report(tuple(blocks), _data(told, version), title)


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
        name = f"{_label(domain, number)} {domain.domain.short or domain.domain.title}"
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


def _label(domain: DomainComparison, number: int) -> str:
    own = domain.domain
    return own.label or (own.id if len(own.id) <= _SHORT else str(number))


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
    labels = {domain.domain.id: _label(domain, number) for number, domain in enumerate(one.domains, 1)}
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
    return f"{names[0]} alone" if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}, each alone"


def _sets(exchanges: Sequence[Exchange]) -> str:
    if not exchanges:
        return ""
    least = min(len(exchange.names) for exchange in exchanges)
    sets = list(dict.fromkeys(_and(exchange.names) for exchange in exchanges if len(exchange.names) == least))
    more = f", or {len(sets) - _FEW_SETS} other sets" if len(sets) > _FEW_SETS else ""
    return f"{', or '.join(sets[:_FEW_SETS])}{' together' if least > 1 else ''}{more}"


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


# answers that differ


def _domain(one: Compared, number: int, domain: DomainComparison) -> Iterator[Block]:
    """Tell who answers what, question by question, and what an exchange of answers would do."""
    rows = list(_level_rows(one, domain.judgements, domain.consensus))
    sections = [(0, "The judgement")]
    for difference in domain.differences:
        if not difference.follows:
            sections.append((len(rows), f"{difference.question.id} {difference.question.text}"))
            rows += _answer_rows(one, difference)
    yield _table(f"{_label(domain, number)} {domain.domain.title}", rows, sections)
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
        about = f"{_label(domain, number)}, {_together(one, domain)}" if domain.judgements else _label(domain, number)
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
            told = [f"{s.reviewer}: {_why(j)}" for s, j in pairs if j.final is None]
            yield f"{_label(domain, number)} {domain.domain.short or domain.domain.title}", "; ".join(told)
    for whole in one.wholes:
        if whole.standing is Standing.OPEN:
            rule, reached = _rule(one, whole), zip(one.sheets, whole.judgements, strict=True)
            told = [f"{s.reviewer}: {possible_words(one.instrument, _held(j), rule)}" for s, j in reached]
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
    words = [f"{possible_words(one.instrument, _held(j))} ({s.reviewer})" for s, j in pairs]
    return f"still open: {', '.join(words)}"


def _held(judged: Reached) -> Sequence[str]:
    return (judged.final,) if judged.final is not None else judged.possible


def _level_rows(
    one: Compared,
    judgements: Sequence[Reached],
    consensus: Reached | None,
    rule: Overall | None = None,
) -> Iterator[tuple[Cell, ...]]:
    for sheet, judged in zip(one.sheets, judgements, strict=True):
        yield sheet.reviewer, _mark(one.instrument, judged, rule), _why(judged)
    if one.consensus is not None and consensus is not None:
        yield Mark("Consensus", Tone.STRONG), _mark(one.instrument, consensus, rule), _why(consensus)


def _why(judged: Reached) -> str:
    if judged.ruling is not None:
        by = f"ruling of {judged.ruling.by}, {judged.ruling.date}"
        return _bracketed(judged.ruling.reason, by, judged.ruling.where.record)
    if judged.judged is not None:
        by = f"; decided by {judged.judged.by}" if judged.judged.by else ""
        source = f"{judged.judged.source} {judged.judged.locator}".strip()
        return _bracketed(f"{judged.judged.because}{by}", source, judged.judged.where.record)
    if isinstance(judged, Judgement) and judged.final is None and judged.matters:
        return f"depends on {', '.join(question.id for question in judged.matters)}"
    if judged.final is None:
        return "nobody has judged it yet"
    rules = [rule for rule in judged.rules if rule.then == judged.final] or judged.rules
    return "; ".join(dict.fromkeys(f"{rule.because} ({rule.id})" for rule in rules)) or "the worst domain decides"


def _answer_rows(one: Compared, difference: Difference) -> Iterator[tuple[Cell, ...]]:
    for sheet, answered in zip(one.sheets, difference.answers, strict=True):
        yield sheet.reviewer, _word(answered), _reasons(answered)
    if one.consensus is not None and difference.consensus is not None:
        by = one.consensus.answers.get(difference.question.id)
        decided = f"decided by {by.by}: " if by and by.by else ""
        reasons = f"{decided}{_reasons(difference.consensus)}"
        yield Mark("Consensus", Tone.STRONG), _word(difference.consensus), reasons
    if difference.alone:
        told = "; ".join(_exchanges(one, difference.alone, "the answer"))
        yield Mark("Exchanged", Tone.MUTED), "", told or "alone it changes no judgement"


def _word(answered: Answered) -> Cell:
    if answered.origin is Origin.NOT_ASKED:
        return Mark("not asked", Tone.MUTED)
    if answered.answer is None:
        return Mark("open", Tone.OPEN)
    return answered.answer


def _reasons(answered: Answered) -> str:
    """Give the reason of an answer, or of those to its parts, each with its source and place."""
    if answered.origin is Origin.ANSWERED:
        return "; ".join(_ground(ground) for ground in answered.grounds)
    parts = [f"{ground.what} {ground.word}: {_ground(ground)}" for ground in answered.grounds]
    return f"by its parts: {'; '.join(parts)}" if parts else ""


def _ground(ground: Ground) -> str:
    source = f"{ground.source} {ground.locator}".strip()
    inferred = Basis.INFERRED.value if ground.basis is Basis.INFERRED else ""
    about = ", ".join(part for part in (source, inferred) if part)
    return _bracketed(ground.note or "no reason", about, ground.place)


def _bracketed(said: str, source: str, place: Place) -> str:
    about = [part for part in (source, str(place) if place != NOWHERE and place.file else "") if part]
    return f"{said} ({'; '.join(about)})" if about else said


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
        given = what.format(names=_and(asked))
        opened = "open: " if set(before) & set(after) else ""
        yield f"{' or '.join(reviewers)} with {given} of {' or '.join(others_)}: {was} becomes {opened}{becomes}"


_Effect: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


# figures


_SCOPE = {
    Scope.ANSWERS: "All answers",
    Scope.DOMAIN: "{name}",
    Scope.QUESTION: "{name}",
    Scope.LEVELS: "Judgements",
    Scope.WHOLE: "The whole",
}


def _figures(figures: Sequence[Figures], compared: Sequence[Compared], *, full: bool) -> Iterator[Block]:
    shown = [one for one in figures if full or one.scope in (Scope.ANSWERS, Scope.LEVELS, Scope.WHOLE)]
    by_form: dict[tuple[str, str], list[Figures]] = {}
    for one in shown:
        by_form.setdefault((one.instrument, one.version), []).append(one)
    titles = {str(one.instrument.id): one.instrument.title for one in compared}
    labels = {d.domain.id: _label(d, number) for one in compared for number, d in enumerate(one.domains, 1)}
    for (name, version), rows in by_form.items():
        yield Gap()
        several = f", {titles[name]} {version}" if len(by_form) > 1 else ""
        yield from _figure_table(f"How far they agree{several}", rows, labels)
    if shown:
        yield Text(KAPPA_NOTE, Tone.MUTED)
        if not full:
            yield Line(("By domain and question: ", Mark("triage agree ... --full", Tone.CODE)))


def _figure_table(title: str, figures: Sequence[Figures], labels: Mapping[str, str]) -> Iterator[Block]:
    letters: dict[str, str] = {}

    def measured(one: Measured) -> str:
        letter = letters.setdefault(one.refusal, _letter(len(letters))) if one.refusal else ""
        return _measured(one, letter)

    columns = (
        Column("Over"),
        Column("Items", right=True),
        Column("Alike"),
        Column("Kappa"),
        Column("Weighted"),
        Column("AC1"),
    )
    rows: list[tuple[Cell, ...]] = []
    sections: list[tuple[int, str]] = []
    left: list[tuple[Cell, Cell]] = []
    team: tuple[str, ...] = ()
    for one in figures:
        if one.reviewers != team:
            team = one.reviewers
            sections.append((len(rows), _and(team)))
        weighted = measured(one.weighted) if one.weighted is not None else "for two only"
        over = _SCOPE[one.scope].format(name=labels.get(one.name, one.name))
        over += f", {one.name}" if one.name and one.scope in (Scope.LEVELS, Scope.WHOLE) else ""
        alike = _share(one.observed) if one.items else measured(one.observed)
        rows.append((over, str(one.items), alike, measured(one.kappa), weighted, measured(one.ac1)))
        out = _left_out(one)
        if out and one.scope is Scope.ANSWERS:
            left.append((_and(team), out))
    yield Table(title, columns, tuple(rows), sections=tuple(sections))
    yield Gap()
    notes: list[tuple[Cell, Cell]] = [(f"({letter})", reason) for reason, letter in letters.items()]
    if notes:
        yield Pairs(tuple(notes))
    if left:
        yield Pairs(tuple(left), title="Questions left out")
    if notes or left:
        yield Gap()


def _letter(number: int) -> str:
    return chr(ord("a") + number % 26)


def _measured(one: Measured, letter: str) -> str:
    note = f"({letter})" if letter else ""
    if one.value is None:
        return f"none {note}"
    value = _decimal(one.value)
    if one.low is None or one.high is None:
        return f"{value} {note}".strip()
    return f"{value} [{_decimal(one.low)},{_decimal(one.high)}]"


def _decimal(value: float) -> str:
    return "0.00" if abs(value) < _SMALL else f"{value:.2f}"


def _share(one: Measured) -> str:
    if one.value is None or one.low is None or one.high is None:
        return ""
    return f"{100 * one.value:.0f}% [{100 * one.low:.0f},{100 * one.high:.0f}]"


def _left_out(one: Figures) -> str:
    """Say what was not counted, and why."""
    who = "neither" if len(one.reviewers) == _PAIR else "none"
    counts = ((one.not_asked, f"asked of {who}"), (one.asked_of_some, "asked of some only"), (one.left_open, "open"))
    told = [f"{number} {said}" for number, said in counts if number]
    if one.weighted is not None and one.ladder and one.weighted.items < one.items:
        number = one.items - one.weighted.items
        told.append(f"{number} off the steps {' '.join(one.ladder)} (from the weighted kappa alone)")
    return ", ".join(told)


# for machines


def _data(told: Agreement, version: str) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/agreement/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "compared": [_compared_data(one) for one in told.compared],
        "apart": [{"sheet": one.sheet.id, "because": one.because} for one in told.apart],
        "figures": [_figure_data(one) for one in told.figures],
    }


def _compared_data(one: Compared) -> dict[str, Any]:
    return {
        "study": one.study.id,
        "citation": cite(one.study),
        "instrument": one.instrument.id,
        "version": one.sheets[0].version,
        "outcome": one.outcome.id if one.outcome else None,
        "setup": dict(one.setup),
        "sheets": [_sheet_data(sheet) for sheet in one.sheets],
        "consensus": _sheet_data(one.consensus) if one.consensus else None,
        "judgement_differs": one.differs,
        "disagrees": one.disagrees,
        "settled": one.consensus is not None and not one.unsettled,
        "domains": [_domain_data(one, number, domain) for number, domain in enumerate(one.domains, 1)],
        "wholes": [_whole_data(one, whole) for whole in one.wholes],
        "notes": list(one.notes),
    }


def _sheet_data(sheet: Sheet) -> dict[str, Any]:
    return {
        "id": sheet.id,
        "reviewer": sheet.reviewer,
        "date": sheet.date,
        "place": place_data(sheet.where.record),
    }


def _domain_data(one: Compared, number: int, domain: DomainComparison) -> dict[str, Any]:
    return {
        "id": domain.domain.id,
        "label": _label(domain, number),
        "title": domain.domain.title,
        "axis": domain.domain.axis or None,
        "standing": domain.standing.value,
        "judgements": _judgements_data(one, domain.judgements),
        "consensus": _judgement_data(one.consensus, domain.consensus),
        "differences": [_difference_data(one, difference) for difference in domain.differences],
        "smallest": [_exchange_data(exchange) for exchange in domain.smallest],
        "searched": domain.searched,
    }


def _whole_data(one: Compared, whole: WholeComparison) -> dict[str, Any]:
    return {
        "axis": whole.axis.id if whole.axis else None,
        "standing": whole.standing.value,
        "judgements": _judgements_data(one, whole.judgements),
        "consensus": _judgement_data(one.consensus, whole.consensus),
        "smallest": [_exchange_data(exchange) for exchange in whole.smallest],
    }


def _judgements_data(one: Compared, judgements: Sequence[Reached]) -> list[dict[str, Any] | None]:
    return [_judgement_data(sheet, judged) for sheet, judged in zip(one.sheets, judgements, strict=False)]


def _judgement_data(sheet: Sheet | None, judged: Reached | None) -> dict[str, Any] | None:
    if sheet is None or judged is None:
        return None
    decided = judged.ruling or judged.judged
    return {
        "sheet": sheet.id,
        "judgement": judged.final,
        "possible": list(_held(judged)),
        "by": "ruling" if judged.ruling else "person" if judged.judged else "table" if judged.final else None,
        "because": _why(judged),
        "place": place_data(decided.where.record) if decided else None,
    }


def _difference_data(one: Compared, difference: Difference) -> dict[str, Any]:
    pairs = zip(one.sheets, difference.answers, strict=True)
    return {
        "question": difference.question.id,
        "text": difference.question.text,
        "follows": difference.follows,
        "parts": list(difference.parts),
        "changes_judgement": any(exchange.changes for exchange in difference.alone),
        "answers": [{"sheet": sheet.id, **_said_data(answered)} for sheet, answered in pairs],
        "consensus": _said_data(difference.consensus) if difference.consensus else None,
        "alone": [_exchange_data(exchange) for exchange in difference.alone],
    }


def _said_data(answered: Answered) -> Mapping[str, Any]:
    return {name: value for name, value in answered_data(answered).items() if name != "question"}


def _exchange_data(exchange: Exchange) -> dict[str, Any]:
    return {
        "sheet": exchange.sheet,
        "other": exchange.other,
        "exchanged": list(exchange.names),
        "before": list(exchange.before),
        "after": list(exchange.after),
        "changes": exchange.changes,
    }


def _figure_data(one: Figures) -> dict[str, Any]:
    return {
        "instrument": one.instrument,
        "version": one.version,
        "scope": one.scope.value,
        "name": one.name,
        "reviewers": list(one.reviewers),
        "scale": list(one.scale),
        "ladder": list(one.ladder),
        "items": one.items,
        "agreed": one.agreed,
        "not_asked": one.not_asked,
        "asked_of_some": one.asked_of_some,
        "open": one.left_open,
        "observed": _measured_data(one.observed),
        "kappa": _measured_data(one.kappa),
        "weighted_kappa": _measured_data(one.weighted) if one.weighted else None,
        "ac1": _measured_data(one.ac1),
    }


def _measured_data(one: Measured) -> dict[str, Any]:
    return {
        "value": _rounded(one.value),
        "low": _rounded(one.low),
        "high": _rounded(one.high),
        "items": one.items,
        "refusal": one.refusal or None,
    }


def _rounded(value: float | None) -> float | None:
    """Leave out digits that differ from one machine to the next; never a zero with a sign."""
    return None if value is None else round(value, _DIGITS) + 0.0
