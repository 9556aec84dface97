"""An instrument, or one question or rule of it, told as a report."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.instrument import Asked, Domain, Form, Instrument, Rule
from ccsvi_triage.model.words import YesNo
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
from ccsvi_triage.report.of_entry import citation_data, sources_block


def of_instrument(instrument: Instrument, version: str) -> Report:
    """Tell a whole instrument: what it is for, its questions, its tables, its sources and licence.

    Args:
        instrument: The instrument.
        version: The tool's version.
    """
    return Report(tuple(_instrument(instrument)), _data([_instrument_data(instrument)], version))


def of_part(instrument: Instrument, part: str, version: str) -> Report:
    """Tell one domain, question or rule; where variants share the name, all of them.

    Args:
        instrument: The instrument.
        part: The part's id.
        version: The tool's version.
    """
    blocks: list[Block] = []
    pages: list[dict[str, Any]] = []
    for domain in instrument.domains:
        if part in (domain.id, domain.label):
            blocks += [*_gap(blocks), _part_head(instrument, domain.title, domain.id), *_domain(instrument, domain)]
            pages.append(_domain_data(instrument, domain))
        for question in domain.questions:
            if question.id == part:
                blocks += [*_gap(blocks), *_question(instrument, domain, question)]
                pages.append(_question_data(instrument, domain, question))
        for rule in _rules(domain):
            if rule.id == part:
                blocks += [*_gap(blocks), *_rule(instrument, domain, rule)]
                pages.append(_rule_data(instrument, domain, rule))
    return Report(tuple(blocks), _data(pages, version))


def parts(instrument: Instrument) -> tuple[str, ...]:
    """Name the parts of an instrument that can be explained."""
    names: dict[str, None] = {}
    for domain in instrument.domains:
        names.update(dict.fromkeys(name for name in (domain.id, domain.label) if name))
        names.update(dict.fromkeys(question.id for question in domain.questions))
        names.update(dict.fromkeys(rule.id for rule in _rules(domain)))
    return tuple(names)


def condition_words(condition: Condition) -> str:
    """Write a condition as people read it: ``2.3 = Y or PY, and 2.4 = N``; clauses are joined by ``; or``."""
    if not condition.clauses:
        return "always"
    clauses = [
        ", and ".join(f"{name} = {' or '.join(words)}" for name, words in clause.items()) or "always"
        for clause in condition.clauses
    ]
    return "; or ".join(clauses)


def _rules(domain: Domain) -> Iterator[Rule]:
    for table in domain.tables:
        yield from table.rules


def _gap(blocks: Sequence[Block]) -> Sequence[Block]:
    return (Gap(),) if blocks else ()


def _part_head(instrument: Instrument, title: str, part: str) -> Line:
    return Line((Mark(title, Tone.STRONG),), Mark(f"{instrument.id}/{part}", Tone.CODE))


def _instrument(instrument: Instrument) -> Iterator[Block]:
    yield Line((Mark(f"{instrument.title}, {instrument.version}", Tone.STRONG),), Mark(instrument.id, Tone.CODE))
    yield Gap()
    yield Text(instrument.about)
    yield Gap()
    yield Pairs(tuple(_facts(instrument)))
    if instrument.setup:
        yield Gap()
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (Mark(s.id, Tone.CODE), s.text, ", ".join(s.options), s.default or "none: it must be given")
            for s in instrument.setup
        )
        yield Table("Set-up", (Column("Id"), Column("Question"), Column("Options"), Column("Default")), rows)
    for domain in instrument.domains:
        yield Gap()
        label = f"{domain.label}: " if domain.label else ""
        yield Line((Mark(f"{label}{domain.title}", Tone.STRONG),), Mark(f"{instrument.id}/{domain.id}", Tone.CODE))
        yield from _domain(instrument, domain)
    yield from sources_block(instrument.sources)


def _facts(instrument: Instrument) -> Iterator[tuple[Cell, Cell]]:
    ours = instrument.ours is YesNo.YES
    whose = "made by those who keep it, not by a method group" if ours else "a published instrument, paraphrased"
    yield "Whose", whose
    yield "Judges", f"one {instrument.judges.value} at a time"
    yield "Licence", instrument.licence
    yield "Notice", instrument.notice
    words = instrument.option_words
    yield "Answers", ", ".join(f"{o} ({words[o]})" if words.get(o, o) != o else o for o in instrument.options)
    if instrument.form is Form.TALLY:
        yield "Gives", "a tally, and never a judgement"
    else:
        levels = " < ".join(instrument.level_words.get(level, level) for level in instrument.levels)
        yield "Levels", f"{levels}; the worst domain decides"
        step = instrument.overall.escalation
        if step is not None:
            word = instrument.level_words.get(step.level, step.level)
            raised = instrument.level_words.get(step.to, step.to)
            said = f"with {step.at_least} or more domains at {word}, a person may record {raised} with a reason"
            yield "Overall", f"{said}; never by counting"


def _domain(instrument: Instrument, domain: Domain) -> Iterator[Block]:
    if domain.applies.clauses:
        yield Text(f"Judged when {condition_words(domain.applies)}.")
    rows = []
    for question in domain.questions:
        cells: list[Cell] = [Mark(question.id, Tone.CODE), question.text]
        if instrument.form is Form.TALLY:
            cells.append(question.opens)
        else:
            cells += [" ".join(question.options or instrument.options), condition_words(question.asked_when)]
        rows.append(tuple(cells))
    last = (
        (Column("A bad answer opens"),) if instrument.form is Form.TALLY else (Column("Answers"), Column("Asked when"))
    )
    yield Table("", (Column("Id", whole=True), Column("Asks whether"), *last), tuple(rows))
    if domain.terms:
        yield Gap()
        yield Pairs(tuple((name, condition_words(when)) for name, when in domain.terms.items()), title="Terms")
    for table in domain.tables:
        yield Gap()
        name = f"Table {table.id}" if table.id else "Table"
        yield Table(
            f"{name} (of several tables the worst speaks)" if len(domain.tables) > 1 else name,
            (Column("Rule", whole=True), Column("When"), Column("Then"), Column("Because")),
            tuple(_rule_row(instrument, rule) for rule in table.rules),
        )


def _rule_row(instrument: Instrument, rule: Rule) -> tuple[Cell, ...]:
    return (Mark(rule.id, Tone.CODE), condition_words(rule.when), _level(instrument, rule.then), rule.because)


def _level(instrument: Instrument, level: str) -> Mark:
    return Mark(instrument.level_words.get(level, level), TONE_OF[instrument.levels[level]])


def _question(instrument: Instrument, domain: Domain, question: Asked) -> Iterator[Block]:
    yield _part_head(instrument, question.text, question.id)
    yield Gap()
    rows: list[tuple[Cell, Cell]] = [("Domain", f"{domain.label or domain.id}: {domain.title}")]
    if question.help:
        rows.append(("Hint", question.help))
    rows.append(("Answers", ", ".join(question.options or instrument.options)))
    rows.append(("Asked when", condition_words(question.asked_when)))
    if question.opens:
        rows.append(("Bad opens", question.opens))
    using = [rule.id for rule in _rules(domain) if question.id in rule.when.names()]
    if using:
        rows.append(("Rules", ", ".join(using)))
    yield Pairs(tuple(rows))
    if question.proposals:
        yield Gap()
        proposed: tuple[tuple[Cell, ...], ...] = tuple(
            (p.answer, condition_words(p.when), p.because) for p in question.proposals
        )
        columns = (Column("Proposes", whole=True), Column("When the facts say"), Column("Because"))
        yield Table("Proposals, the first that holds; for a person to confirm", columns, proposed)
    yield from sources_block(question.sources)


def _rule(instrument: Instrument, domain: Domain, rule: Rule) -> Iterator[Block]:
    yield _part_head(instrument, f"Rule {rule.id}", rule.id)
    yield Gap()
    yield Pairs(
        (
            ("Domain", f"{domain.label or domain.id}: {domain.title}"),
            ("When", condition_words(rule.when)),
            ("Then", _level(instrument, rule.then)),
            ("Because", rule.because),
        )
    )
    terms = {name: domain.terms[name] for name in rule.when.names() if name in domain.terms}
    if terms:
        yield Gap()
        yield Pairs(tuple((name, condition_words(when)) for name, when in terms.items()), title="Terms")


def _data(pages: list[dict[str, Any]], version: str) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/explanation/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "pages": pages,
    }


def _instrument_data(instrument: Instrument) -> dict[str, Any]:
    step = instrument.overall.escalation
    return {
        "group": "instrument",
        "word": instrument.id,
        "title": instrument.title,
        "version": instrument.version,
        "about": instrument.about,
        "form": instrument.form.value,
        "judges": instrument.judges.value,
        "ours": instrument.ours is YesNo.YES,
        "licence": instrument.licence,
        "notice": instrument.notice,
        "options": {option: instrument.option_words.get(option, option) for option in instrument.options},
        "levels": [
            {"id": level, "word": instrument.level_words.get(level, level), "concern": concern.name.lower()}
            for level, concern in instrument.levels.items()
        ],
        "escalation": {"level": step.level, "at_least": step.at_least, "to": step.to, "because": step.because}
        if step
        else None,
        "setup": [
            {"id": s.id, "text": s.text, "options": list(s.options), "default": s.default or None}
            for s in instrument.setup
        ],
        "domains": [_domain_data(instrument, domain) for domain in instrument.domains],
        "sources": [citation_data(citation) for citation in instrument.sources],
    }


def _domain_data(instrument: Instrument, domain: Domain) -> dict[str, Any]:
    return {
        "group": "domain",
        "instrument": instrument.id,
        "id": domain.id,
        "label": domain.label or domain.id,
        "title": domain.title,
        "applies": condition_words(domain.applies),
        "questions": [_question_data(instrument, domain, question) for question in domain.questions],
        "terms": _terms_data(domain, domain.terms),
        "tables": [
            {"id": table.id, "rules": [_rule_data(instrument, domain, rule) for rule in table.rules]}
            for table in domain.tables
        ],
    }


def _question_data(instrument: Instrument, domain: Domain, question: Asked) -> dict[str, Any]:
    return {
        "group": "question",
        "instrument": instrument.id,
        "domain": domain.id,
        "id": question.id,
        "text": question.text,
        "help": question.help,
        "options": list(question.options or instrument.options),
        "asked_when": condition_words(question.asked_when),
        "opens": question.opens,
        "rules": [rule.id for rule in _rules(domain) if question.id in rule.when.names()],
        "proposals": [
            {"when": condition_words(p.when), "answer": p.answer, "because": p.because} for p in question.proposals
        ],
        "sources": [citation_data(citation) for citation in question.sources],
    }


def _rule_data(instrument: Instrument, domain: Domain, rule: Rule) -> dict[str, Any]:
    return {
        "group": "rule",
        "instrument": instrument.id,
        "domain": domain.id,
        "id": rule.id,
        "when": condition_words(rule.when),
        "then": rule.then,
        "because": rule.because,
        "terms": _terms_data(domain, rule.when.names()),
    }


def _terms_data(domain: Domain, names: Iterable[str]) -> dict[str, str]:
    return {name: condition_words(domain.terms[name]) for name in names if name in domain.terms}
