"""Instruments whose tables have holes, overlap, or can never be reached."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from itertools import pairwise, product
from types import NoneType
from typing import Any, get_args, get_origin

from ccsvi_triage.logic.condition import counts_hold
from ccsvi_triage.logic.facts import GIVEN, fact_types
from ccsvi_triage.logic.overall import every_count
from ccsvi_triage.logic.table import PART_ANSWERS, DomainLogic, applies, conditions_of
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import (
    NOT_ASKED,
    Asked,
    Domain,
    Form,
    Instrument,
    Overall,
    OverallRule,
    Rule,
    whole_levels,
)
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.words import Concern, Silence

_MOST_SETUPS = 256


def check_instrument(instrument: Instrument) -> Iterator[Problem]:
    """Find what is wrong with an instrument: words, names, and tables that do not decide every case by one rule."""
    named = list(_names(instrument))
    yield from named
    if named:
        return
    seen: set[str] = set()
    for domain in instrument.domains:
        reached: set[str] = set()
        asked: set[str] = set()
        judged = False
        for setup in _setups(instrument, domain):
            if not applies(domain, setup):
                continue
            judged = True
            logic = DomainLogic(instrument, domain, setup)
            for whole in logic.completions({}):
                asked.update(q.id for q in domain.questions if logic.asks(q, whole))
                reached.update(rule.id for rule in logic.firing(whole))
            yield from _holes(logic, domain, seen)
        if judged:
            yield from _unreached(domain, reached, asked)
        else:
            message = f"no set-up leads to the domain {domain.id!r}"
            yield Problem("T106", message, domain.where["id"], hint="mend its 'applies'")
        for question in domain.questions:
            if question.parts:
                yield from _of_parts(question, question.options or instrument.options)
    yield from _counted(instrument)


def _of_parts(question: Asked, options: tuple[str, ...]) -> Iterator[Problem]:
    """Prove the table by which a question's answer follows from its parts."""
    logic = DomainLogic.of_parts(question, options)
    reached: set[str] = set()
    for whole in logic.completions({}):
        reached.update(rule.id for rule in logic.firing(whole))
    for hole in logic.holes():
        case = ", ".join(f"{name} = {word}" for name, word in hole.answers.items())
        place = question.where["from_parts"]
        if hole.rules:
            rules = " and ".join(rule.id for rule in hole.rules)
            yield Problem("T102", f"rules {rules} both hold for {case}", place, hint="exactly one must")
        else:
            yield Problem("T101", f"no rule of {question.id!r} covers {case}", place, hint="add one")
        return
    yield from _unreached_rules(question.from_parts, reached)


def _counted(instrument: Instrument) -> Iterator[Problem]:
    """Prove a table on counts over every way in which the domains of its axis can stand."""
    for axis, overall in (("", instrument.overall), *((axis.id, axis.overall) for axis in instrument.axes)):
        if overall.rule is not OverallRule.COUNTED:
            continue
        domains = [domain for domain in instrument.domains if domain.axis == axis]
        reached: set[str] = set()
        told = False
        for counts in every_count(len(domains), tuple(instrument.levels)):
            rules = [rule for rule in overall.rules if counts_hold(rule.when, counts)]
            reached.update(rule.id for rule in rules)
            if len(rules) != 1 and not told:
                told = True
                case = ", ".join(f"{level} = {number}" for level, number in counts.items())
                place = overall.where["rules"]
                if rules:
                    ids = " and ".join(rule.id for rule in rules)
                    yield Problem("T102", f"rules {ids} both hold for {case}", place, hint="exactly one must")
                else:
                    yield Problem("T101", f"no rule of the whole covers {case}", place, hint="add one")
        yield from _unreached_rules(overall.rules, reached)


def _unreached_rules(rules: Iterable[Rule], reached: set[str]) -> Iterator[Problem]:
    for rule in rules:
        if rule.id not in reached:
            message = f"no set of answers reaches the rule {rule.id!r}"
            yield Problem("T103", message, rule.where["id"], hint="take it out, or mend its 'when'")


def _setups(instrument: Instrument, domain: Domain) -> Iterator[dict[str, str]]:
    """Give every possible set-up of an instrument, as far as a domain looks at it."""
    looked_at = domain.applies.names().union(*(condition.names() for condition in conditions_of(domain)))
    choices = [setup for setup in instrument.setup if setup.options and setup.id in looked_at]
    for number, words in enumerate(product(*(setup.options for setup in choices))):
        if number == _MOST_SETUPS:
            return
        yield {setup.id: word for setup, word in zip(choices, words, strict=True)}


def _holes(logic: DomainLogic, domain: Domain, seen: set[str]) -> Iterator[Problem]:
    for hole in logic.holes():
        name = f"{domain.id}/{hole.table.id}"
        if name in seen:
            continue
        seen.add(name)
        ids = {q.id for q in domain.questions}
        case = ", ".join(f"{name} = {word}" for name, word in hole.answers.items() if name in ids)
        place = hole.table.where.record
        if hole.rules:
            rules = " and ".join(rule.id for rule in hole.rules)
            yield Problem("T102", f"rules {rules} both hold for {case}", place, hint="exactly one must")
        else:
            yield Problem("T101", f"no rule of the domain {domain.id!r} covers {case}", place, hint="add one")


def _unreached(domain: Domain, reached: set[str], asked: set[str]) -> Iterator[Problem]:
    for table in domain.tables:
        yield from _unreached_rules(table.rules, reached)
    for question in domain.questions:
        if question.id not in asked:
            message = f"no set of answers asks {question.id!r}"
            yield Problem("T104", message, question.where["id"], hint="mend its 'asked_when'")


def _names(instrument: Instrument) -> Iterator[Problem]:
    """Find names and words that are not there."""
    setup = {s.id: s.options for s in instrument.setup}
    rules: set[str] = set()
    domains: set[str] = set()
    for domain in instrument.domains:
        if domain.id in domains:
            yield Problem("T105", f"two domains are called {domain.id!r}", domain.where["id"])
        domains.add(domain.id)
        options = {q.id: (*(q.options or instrument.options), NOT_ASKED) for q in domain.questions}
        terms = dict.fromkeys(domain.terms, ("yes", "no"))
        known: dict[str, tuple[str, ...]] = {**setup, **options, **terms}
        for condition in (*conditions_of(domain), domain.applies):
            for clause in condition.clauses:
                yield from _clause(clause, known, f"the domain {domain.id!r}", domain.where["id"])
        for sign in domain.signs:
            for clause in sign.when.clauses:
                yield from _clause(clause, known, f"a sign of the domain {domain.id!r}", sign.where["when"])
        yield from _gates(domain, set(setup))
        yield from _levels(instrument, domain, rules)
        yield from _proposals(instrument, domain)
    yield from _question_names(instrument)
    yield from _setup_names(instrument)
    yield from _overalls(instrument)
    yield from _form(instrument)
    for path, words in unknown_facts(instrument.suits):
        message = f"'suits' looks at {path}: {', '.join(words)}, which no study can have"
        yield Problem("T105", message, instrument.where["suits"])
    if not instrument.sources:
        yield Problem("T107", "an instrument needs its sources", instrument.where["sources"])


def _form(instrument: Instrument) -> Iterator[Problem]:
    """Find what the form of an instrument wants and is not there."""
    if instrument.form is Form.TALLY:
        for word in instrument.options:
            if word not in instrument.counts:
                message = f"the answer {word!r} counts nowhere"
                yield Problem("T105", message, instrument.where["counts"], hint="name it under 'counts'")
    elif instrument.form is Form.SCALE:
        for domain in instrument.domains:
            for question in domain.questions:
                points = question.points or instrument.points
                for word in question.options or instrument.options:
                    if word not in points:
                        message = f"the answer {word!r} to {question.id!r} has no points"
                        place = question.where["points"] if question.points else instrument.where["points"]
                        yield Problem("T105", message, place, hint="name it under 'points', with 0 where it adds none")
    elif not instrument.levels:
        yield Problem("T105", "an instrument that judges needs 'levels'", instrument.where.record)


def _question_names(instrument: Instrument) -> Iterator[Problem]:
    """Find what is wrong with parts; their ids are no others', since a sheet answers by id alone."""
    questions = [question for domain in instrument.domains for question in domain.questions]
    owners = {question.id: question.id for question in questions}
    for question in questions:
        for part in question.parts:
            if part.id in owners:
                message = f"a part of {question.id!r} is called {part.id!r}, and so is something of {owners[part.id]!r}"
                yield Problem("T105", message, part.where["id"])
            owners[part.id] = question.id
        if question.parts and not question.from_parts:
            message = f"{question.id!r} has parts and no table 'from_parts' by which its answer follows from them"
            yield Problem("T105", message, question.where["parts"], hint="add 'from_parts'")
        yield from _part_names(question, question.options or instrument.options)


def _part_names(question: Asked, options: tuple[str, ...]) -> Iterator[Problem]:
    known = {part.id: PART_ANSWERS for part in question.parts}
    for rule in question.from_parts:
        for clause in rule.when.clauses:
            yield from _clause(clause, known, f"the parts of {question.id!r}", rule.where["when"])
        if rule.then not in options:
            message = f"{rule.then!r} is no answer to {question.id!r}"
            yield Problem("T105", message, rule.where["then"], hint=f"it takes {', '.join(options)}")


def _clause(
    clause: Mapping[str, tuple[str, ...]], known: Mapping[str, tuple[str, ...]], of: str, place: Place
) -> Iterator[Problem]:
    for name, words in clause.items():
        if name not in known:
            message = f"a condition of {of} names {name!r}, which is no question, term or set-up"
            yield Problem("T105", message, place)
            continue
        for word in words:
            if known[name] and word not in known[name]:
                message = f"a condition of {of} wants {name} = {word}, which is no answer to it"
                hint = f"answers are {', '.join(known[name])}"
                yield Problem("T105", message, place, hint=hint)


def _setup_names(instrument: Instrument) -> Iterator[Problem]:
    """Find defaults that are no answers, and names in an impossible set-up that are not there."""
    known = {setup.id: setup.options for setup in instrument.setup}
    for setup in instrument.setup:
        if setup.default and setup.options and setup.default not in setup.options:
            message = f"the default {setup.default!r} is no answer to the set-up {setup.id!r}"
            hint = f"answers are {', '.join(setup.options)}"
            yield Problem("T105", message, setup.where["default"], hint=hint)
        for proposal in setup.proposals:
            if proposal.answer not in setup.options:
                message = f"a proposal answers the set-up {setup.id} with {proposal.answer!r}"
                yield Problem("T105", message, proposal.where["answer"], hint=f"it takes {', '.join(setup.options)}")
            for path, words in unknown_facts(proposal.when):
                message = f"a proposal looks at {path}: {', '.join(words)}, which no study can have"
                yield Problem("T105", message, proposal.where["when"])
    for domain in instrument.domains:
        for question in domain.questions:
            options = (*(question.options or instrument.options), NOT_ASKED)
            known[question.id] = (*known.get(question.id, ()), *options)
    for rule in instrument.impossible:
        for clause in rule.when.clauses:
            yield from _clause(clause, known, "an impossible set-up", rule.where["when"])


def _overalls(instrument: Instrument) -> Iterator[Problem]:
    """Find levels out of order, axes that are not there, and rules for the whole that name what there is not."""
    yield from _ladder(instrument.levels, instrument.where["levels"])
    axes = {axis.id: axis.overall for axis in instrument.axes}
    for domain in instrument.domains:
        if domain.axis and domain.axis not in axes:
            hint = f"axes are {', '.join(axes) or 'none'}"
            yield Problem("T105", f"there is no axis {domain.axis!r}", domain.where["axis"], hint=hint)
        for level in domain.levels:
            if level not in instrument.levels:
                yield _no_level(level, instrument.levels, domain.where["levels"])
        for sign in domain.signs:
            for level in sign.against:
                if level not in (domain.levels or instrument.levels):
                    yield _no_level(level, domain.levels or instrument.levels, sign.where["against"])
    for overall in (instrument.overall, *axes.values()):
        yield from _overall(instrument, overall)


def _overall(instrument: Instrument, overall: Overall) -> Iterator[Problem]:
    whole = whole_levels(instrument, overall)
    yield from _ladder(overall.levels, overall.where["levels"])
    if overall.rule is OverallRule.COUNTED and not overall.rules:
        yield Problem("T105", "a whole that is counted needs 'rules'", overall.where.record)
    if overall.rule is OverallRule.WORST and overall.levels:
        message = "where the worst domain decides, the whole has the words of the domains"
        yield Problem("T105", message, overall.where["levels"], hint="take 'levels' out here")
    for rule in overall.rules:
        yield from _counting_rule(instrument, rule, whole)
    step = overall.escalation
    if step is None:
        return
    for level, known in ((step.level, instrument.levels), (step.to, whole), (step.whole, {**whole, "": None})):
        if level not in known:
            yield _no_level(level, [name for name in known if name], overall.where["escalation"])


def _counting_rule(instrument: Instrument, rule: Rule, whole: Iterable[str]) -> Iterator[Problem]:
    if rule.then not in whole:
        yield _no_level(rule.then, whole, rule.where["then"])
    for clause in rule.when.clauses:
        for name, words in clause.items():
            if name not in instrument.levels:
                yield _no_level(name, instrument.levels, rule.where["when"])
            for word in words:
                if not _NUMBER.fullmatch(word):
                    message = f"{word!r} is no number and no comparison"
                    yield Problem("T105", message, rule.where["when"], hint="write 0, or '<= 1'")


def _no_level(level: str, known: Iterable[str], place: Place) -> Problem:
    return Problem("T105", f"{level!r} is no level of the instrument", place, hint=f"write {', '.join(known)}")


def _ladder(levels: Mapping[str, Concern], place: Place) -> Iterator[Problem]:
    """Find levels that do not stand best first, by which the worst would be told wrongly."""
    placed = [(level, concern) for level, concern in levels.items() if concern is not Concern.UNPLACED]
    for (better, concern), (worse, graver) in pairwise(placed):
        if concern > graver:
            message = f"the level {worse!r} stands behind {better!r} and is the better one"
            yield Problem("T105", message, place, hint="put the best level first")


def _gates(domain: Domain, elsewhere: set[str]) -> Iterator[Problem]:
    earlier = set(elsewhere)
    seen: set[str] = set()
    for name, term in domain.terms.items():
        for other in sorted(term.names() & domain.terms.keys()):
            message = f"the term {name!r} names the term {other!r}"
            yield Problem("T105", message, domain.where["terms"], hint="name questions and set-ups only")
    for question in domain.questions:
        names = question.asked_when.names()
        behind = names.union(*(domain.terms[name].names() for name in names & domain.terms.keys()))
        for name in sorted(behind - earlier - domain.terms.keys()):
            message = f"{question.id!r} depends on {name!r}, which does not stand before it"
            yield Problem("T105", message, question.where["id"], hint="put the questions in order")
        if question.id in seen:
            yield Problem("T105", f"two questions are called {question.id!r}", question.where["id"])
        seen.add(question.id)
        earlier.add(question.id)


def _levels(instrument: Instrument, domain: Domain, rules: set[str]) -> Iterator[Problem]:
    levels = domain.levels or tuple(instrument.levels)
    for table in domain.tables:
        for rule in table.rules:
            if rule.then not in levels:
                yield _no_level(rule.then, levels, rule.where["then"])
            if rule.id in rules:
                yield Problem("T105", f"two rules are called {rule.id!r}", rule.where["id"])
            rules.add(rule.id)


def _proposals(instrument: Instrument, domain: Domain) -> Iterator[Problem]:
    for question in domain.questions:
        options = question.options or instrument.options
        for proposal in question.proposals:
            if proposal.answer not in options:
                message = f"a proposal answers {question.id} with {proposal.answer!r}"
                yield Problem("T105", message, proposal.where["answer"], hint=f"it takes {', '.join(options)}")
            for path, words in unknown_facts(proposal.when):
                message = f"a proposal looks at {path}: {', '.join(words)}, which no study can have"
                yield Problem("T105", message, proposal.where["when"])


def unknown_facts(condition: Condition) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Find what a condition on facts wants and no study can have: a path that there is not, or words that are none."""
    known = fact_types()
    for clause in condition.clauses:
        for path, words in clause.items():
            if path not in known:
                yield path, words
            elif wrong := tuple(word for word in words if not _can_be(word, known[path])):
                yield path, wrong


_NUMBER = re.compile(r"([<>]=?)? ?\d+(\.\d+)?")


def _can_be(word: str, hint: Any) -> bool:  # noqa: ANN401 -- an annotation
    """Tell whether a fact of a type can ever meet a word of a condition."""
    inner = [part for part in get_args(hint) if part not in (NoneType, Ellipsis)]
    if word == GIVEN or (get_origin(hint) is Fact and word in tuple(Silence)):
        return True
    if inner:
        return any(_can_be(word, part) for part in inner)
    if issubclass(hint, Enum):
        return word in {str(member.value) for member in hint}
    if issubclass(hint, int | float):
        return _NUMBER.fullmatch(word) is not None
    return True
