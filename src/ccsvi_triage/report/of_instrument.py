"""An instrument, or one question or rule of it, told as a report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ccsvi_triage.logic.condition import condition_words
from ccsvi_triage.model.instrument import (
    Asked,
    Domain,
    Form,
    Instrument,
    Overall,
    OverallRule,
    Proposal,
    Rule,
    Sign,
    Tells,
    whole_levels,
)
from ccsvi_triage.model.words import Concern, YesNo
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


def of_instrument(instrument: Instrument, version: str, *, full: bool = False) -> Report:
    """Tell a whole instrument: what it is for, its questions, its tables, its sources and licence.

    Args:
        instrument: The instrument.
        version: The tool's version.
        full: Each question too, with its hint, the proposals that facts make, and its sources.
    """
    blocks = list(_instrument(instrument))
    if full:
        for domain in instrument.domains:
            for question in domain.questions:
                blocks += [Gap(), *_question(instrument, domain, question)]
    return Report(tuple(blocks), _data([_instrument_data(instrument)], version))


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
            if part == question.id or any(part == smaller.id for smaller in question.parts):
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
        names.update(dict.fromkeys(part.id for question in domain.questions for part in question.parts))
        names.update(dict.fromkeys(rule.id for rule in _rules(domain)))
    return tuple(names)


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
            (Mark(s.id, Tone.CODE), s.text, ", ".join(s.options) or "free words", s.default or "none: it must be given")
            for s in instrument.setup
        )
        yield Table("Set-up", (Column("Id"), Column("Question"), Column("Options"), Column("Default")), rows)
    for domain in instrument.domains:
        yield Gap()
        label = f"{domain.label}: " if domain.label else ""
        yield Line((Mark(f"{label}{domain.title}", Tone.STRONG),), Mark(f"{instrument.id}/{domain.id}", Tone.CODE))
        yield from _domain(instrument, domain)
    for axis, overall in (("", instrument.overall), *((a.title, a.overall) for a in instrument.axes)):
        if overall.rules:
            yield Gap()
            title = f"Table for the whole, {axis.lower()}" if axis else "Table for the whole"
            yield Table(
                f"{title}: how many domains stand where",
                (Column("Rule", whole=True), Column("When"), Column("Then"), Column("Because")),
                tuple(_rule_row(instrument, rule, overall) for rule in overall.rules),
            )
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
    if instrument.provisional is YesNo.YES:
        yield "Provisional", "a draft: its tables suggest, and no level holds until a person gives it"
    if instrument.form is Form.TALLY:
        yield "Gives", "a tally, and never a judgement"
    elif instrument.form is Form.SCALE:
        yield "Gives", "a total of points as its authors define it, and never a judgement"
        yield "Asked for", f"triage appraise STUDY --legacy {instrument.legacy}"
        if instrument.suits.clauses:
            yield "Made for", condition_words(instrument.suits)
    else:
        yield "Tells", _TELLS[instrument.tells]
        yield "Levels", _levels_words(instrument.levels, instrument.level_words)
        for title, overall in (("Overall", instrument.overall), *((a.title, a.overall) for a in instrument.axes)):
            yield title, _overall_words(instrument, overall)


_TELLS = {
    Tells.BIAS: "how far bias may have moved a result",
    Tells.CONFIDENCE: "how far a review can be relied on",
    Tells.TRUSTWORTHINESS: "whether the data can be trusted at all, before any question of bias",
    Tells.EVIDENCE_LEVEL: "how strong a design is for a question; not how well the study was done",
    Tells.CHECKLIST: "which points a report meets",
}


def _levels_words(levels: Mapping[str, Concern], words: Mapping[str, str]) -> str:
    """Write levels best first, and those that are no step of the common ladder apart."""
    placed = [words.get(level, level) for level, concern in levels.items() if concern is not Concern.UNPLACED]
    apart = [words.get(level, level) for level, concern in levels.items() if concern is Concern.UNPLACED]
    said = " < ".join(placed)
    if not apart:
        return said
    return f"{said}; and, no step of the ladder: {', '.join(apart)}" if said else ", ".join(apart)


def _overall_words(instrument: Instrument, overall: Overall) -> str:
    said = [_OVERALL[overall.rule]]
    if overall.levels:
        said.append(_levels_words(overall.levels, overall.level_words))
    step = overall.escalation
    if step is not None:
        words = {**instrument.level_words, **overall.level_words}
        word, raised = words.get(step.level, step.level), words.get(step.to, step.to)
        of = f" and the whole at {words.get(step.whole, step.whole)}" if step.whole else ""
        said.append(f"with {step.at_least} or more domains at {word}{of}, a person may record {raised} with a reason")
    if overall.note:
        said.append(overall.note.rstrip("."))
    return "; ".join(said)


_OVERALL = {
    OverallRule.WORST: "the worst domain decides; never by counting",
    OverallRule.COUNTED: "by the table on counts below",
    OverallRule.PERSON: "a person judges it, with a reason",
    OverallRule.NONE: "none",
}


def _domain(instrument: Instrument, domain: Domain) -> Iterator[Block]:
    yield from _domain_head(instrument, domain)
    rows = []
    for question in domain.questions:
        cells: list[Cell] = [Mark(question.id, Tone.CODE), question.text]
        if instrument.form is Form.TALLY:
            cells.append(question.opens)
        elif instrument.form is Form.SCALE:
            cells += [_points_words(instrument, question), condition_words(question.asked_when)]
        else:
            cells += [" ".join(question.options or instrument.options), condition_words(question.asked_when)]
        rows.append(tuple(cells))
    last: tuple[Column, ...] = (Column("Answers"), Column("Asked when"))
    if instrument.form is Form.TALLY:
        last = (Column("A bad answer opens"),)
    if rows:
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
    if domain.signs:
        yield Gap()
        yield Table(
            "Signs: what answers speak for; a level that they speak against is warned of, and not overruled",
            (Column("When"), Column("Speaks for"), Column("Against")),
            tuple(_sign_row(instrument, sign) for sign in domain.signs),
        )


def _domain_head(instrument: Instrument, domain: Domain) -> Iterator[Block]:
    if domain.axis:
        yield Text(f"On an axis of its own: {domain.axis}.")
    if domain.applies.clauses:
        yield Text(f"Judged when {condition_words(domain.applies)}.")
    if instrument.form is Form.JUDGED and not domain.tables:
        levels = ", ".join(instrument.level_words.get(x, x).lower() for x in domain.levels or instrument.levels)
        yield Text(f"A person judges this domain, with a reason: {levels}.")
    if domain.help:
        yield Text(domain.help)


def _sign_row(instrument: Instrument, sign: Sign) -> tuple[Cell, ...]:
    against = ", ".join(instrument.level_words.get(level, level).lower() for level in sign.against)
    return condition_words(sign.when), sign.because, against


def _points_words(instrument: Instrument, question: Asked) -> str:
    points = question.points or instrument.points
    return ", ".join(f"{word} {points.get(word, '0')}" for word in question.options or instrument.options)


def _rule_row(instrument: Instrument, rule: Rule, whole: Overall | None = None) -> tuple[Cell, ...]:
    return (Mark(rule.id, Tone.CODE), condition_words(rule.when), _level(instrument, rule.then, whole), rule.because)


def _level(instrument: Instrument, level: str, whole: Overall | None = None) -> Mark:
    levels = whole_levels(instrument, whole) if whole else instrument.levels
    words = {**instrument.level_words, **(whole.level_words if whole else {})}
    return Mark(words.get(level, level), TONE_OF[levels[level]])


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
    if question.parts:
        yield Gap()
        parts_: tuple[tuple[Cell, ...], ...] = tuple((Mark(p.id, Tone.CODE), p.text) for p in question.parts)
        yield Table("Parts, each yes or no", (Column("Id", whole=True), Column("Asks whether")), parts_)
        yield Gap()
        follows: tuple[tuple[Cell, ...], ...] = tuple(
            (Mark(r.id, Tone.CODE), condition_words(r.when), r.then, r.because) for r in question.from_parts
        )
        columns = (Column("Rule", whole=True), Column("When"), Column("Then"), Column("Because"))
        yield Table("What follows from the parts", columns, follows)
    if question.proposals:
        yield Gap()
        proposed: tuple[tuple[Cell, ...], ...] = tuple(
            (p.answer, condition_words(p.when), p.because) for p in question.proposals
        )
        heads = (Column("Proposes", whole=True), Column("When the facts say"), Column("Because"))
        yield Table("Proposals, the first that holds; for a person to confirm", heads, proposed)
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
    return {
        "group": "instrument",
        "word": instrument.id,
        "title": instrument.title,
        "version": instrument.version,
        "about": instrument.about,
        "form": instrument.form.value,
        "judges": instrument.judges.value,
        "tells": instrument.tells.value,
        "ours": instrument.ours is YesNo.YES,
        "provisional": instrument.provisional is YesNo.YES,
        "legacy": instrument.legacy or None,
        "licence": instrument.licence,
        "notice": instrument.notice,
        "options": {option: instrument.option_words.get(option, option) for option in instrument.options},
        "points": {word: int(points) for word, points in instrument.points.items()},
        "levels": _levels_data(instrument.levels, instrument.level_words),
        "escalation": _escalation_data(instrument.overall),
        "overall": _whole_data(instrument, instrument.overall),
        "axes": [
            {"id": axis.id, "title": axis.title, "overall": _whole_data(instrument, axis.overall)}
            for axis in instrument.axes
        ],
        "setup": [
            {
                "id": s.id,
                "text": s.text,
                "options": list(s.options),
                "default": s.default or None,
                "proposals": [_proposal_data(proposal) for proposal in s.proposals],
            }
            for s in instrument.setup
        ],
        "domains": [_domain_data(instrument, domain) for domain in instrument.domains],
        "sources": [citation_data(citation) for citation in instrument.sources],
    }


def _levels_data(levels: Mapping[str, Concern], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give levels for JSON; one that is no step of the common ladder has no concern."""
    return [
        {
            "id": level,
            "word": words.get(level, level),
            "concern": None if concern is Concern.UNPLACED else concern.name.lower(),
        }
        for level, concern in levels.items()
    ]


def _whole_data(instrument: Instrument, overall: Overall) -> dict[str, Any]:
    return {
        "rule": overall.rule.value,
        "levels": _levels_data(whole_levels(instrument, overall), {**instrument.level_words, **overall.level_words}),
        "rules": [_bare_rule_data(rule) for rule in overall.rules],
        "escalation": _escalation_data(overall),
        "note": overall.note,
    }


def _escalation_data(overall: Overall) -> dict[str, Any] | None:
    step = overall.escalation
    if step is None:
        return None
    return {
        "level": step.level,
        "at_least": step.at_least,
        "whole": step.whole or step.level,
        "to": step.to,
        "because": step.because,
    }


def _bare_rule_data(rule: Rule) -> dict[str, str]:
    return {"id": rule.id, "when": condition_words(rule.when), "then": rule.then, "because": rule.because}


def _proposal_data(proposal: Proposal) -> dict[str, str]:
    return {"when": condition_words(proposal.when), "answer": proposal.answer, "because": proposal.because}


def _domain_data(instrument: Instrument, domain: Domain) -> dict[str, Any]:
    return {
        "group": "domain",
        "instrument": instrument.id,
        "id": domain.id,
        "label": domain.label or domain.id,
        "title": domain.title,
        "axis": domain.axis or None,
        "applies": condition_words(domain.applies),
        "help": domain.help,
        "levels": list(domain.levels or instrument.levels),
        "by_person": instrument.form is Form.JUDGED and not domain.tables,
        "signs": [
            {"when": condition_words(sign.when), "because": sign.because, "against": list(sign.against)}
            for sign in domain.signs
        ],
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
        "points": {word: int(points) for word, points in question.points.items()},
        "parts": [{"id": part.id, "text": part.text, "help": part.help} for part in question.parts],
        "from_parts": [_bare_rule_data(rule) for rule in question.from_parts],
        "rules": [rule.id for rule in _rules(domain) if question.id in rule.when.names()],
        "proposals": [_proposal_data(proposal) for proposal in question.proposals],
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
