"""Sheets that cannot be: answers to questions that are not asked, words that are no answers, rulings without reason."""

from collections.abc import Iterator, Mapping

from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.table import PART_ANSWERS, DomainLogic, applies, assumed_setup, full_setup, impossible
from ccsvi_triage.model.instrument import (
    NOT_ASKED,
    Asked,
    Domain,
    Instrument,
    OverallRule,
    whole_levels,
)
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import OVERALL, Judged, Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity, YesNo


def check_sheet(sheet: Sheet, instrument: Instrument, study: Study | None) -> Iterator[Problem]:
    """Find what is wrong with a sheet.

    Args:
        sheet: The sheet.
        instrument: The instrument that it fills in.
        study: The study that it is about, where there is one.
    """
    yield from _head(sheet, instrument, study)
    yield from _setup(sheet, instrument)
    setup = full_setup(instrument, sheet.setup)
    setup |= assumed_setup(instrument, setup)
    domains = [domain for domain in instrument.domains if applies(domain, setup)]
    yield from _answers(sheet, instrument, domains, setup)
    yield from _rulings(sheet, instrument, domains)
    yield from _judgements(sheet, instrument, domains, setup)


def waits(sheet: Sheet, instrument: Instrument) -> bool:
    """Tell whether a sheet waits to be begun: nothing is answered in it, and its set-up is not settled.

    Such a sheet counts for nothing, as if it were not there; once it has an answer, its set-up has to be settled.
    """
    if sheet.answers or sheet.judgements or sheet.rulings or sheet.directions:
        return False
    full = full_setup(instrument, sheet.setup)
    return any(setup.id not in sheet.setup and not full.get(setup.id) for setup in instrument.setup)


def _head(sheet: Sheet, instrument: Instrument, study: Study | None) -> Iterator[Problem]:
    if sheet.version != instrument.version:
        message = f"the sheet fills in version {sheet.version!r}; this is {instrument.id} {instrument.version!r}"
        hint = "read the questions again and change the version"
        yield Problem("E-VERSION", message, sheet.where["version"], Severity.WARNING, hint)
    if study is not None and sheet.outcome and sheet.outcome not in {o.id for o in study.outcomes}:
        known = ", ".join(outcome.id for outcome in study.outcomes) or "none"
        message = f"the study has no outcome {sheet.outcome!r}"
        yield Problem("E-OUTCOME", message, sheet.where["outcome"], hint=f"its outcomes are: {known}")


def _setup(sheet: Sheet, instrument: Instrument) -> Iterator[Problem]:
    place = sheet.where["setup"]
    known = {setup.id: setup for setup in instrument.setup}
    for name, word in sheet.setup.items():
        if name not in known:
            hint = f"known are {', '.join(known) or 'none'}"
            yield Problem("E-SETUP", f"{instrument.title} has no set-up {name!r}", place, hint=hint)
        elif known[name].options and word not in known[name].options:
            hint = f"write {' or '.join(known[name].options)}"
            yield Problem("E-SETUP", f"{word!r} is no answer to the set-up {name!r}", place, hint=hint)
    full = full_setup(instrument, sheet.setup)
    severity = Severity.WARNING if waits(sheet, instrument) else Severity.ERROR
    for setup in instrument.setup:
        if not setup.options and not full.get(setup.id, "").strip():
            message = f"the set-up does not say {setup.id!r}: {setup.text}"
            hint = "the instrument leaves this to you; write it in your words"
            yield Problem("E-SETUP", message, place, severity, hint)
        if setup.options and setup.id not in full and setup.id not in sheet.setup:
            message = f"the set-up does not say {setup.id!r}, and without it the domains are not known"
            yield Problem("E-SETUP", message, place, severity, f"write {' or '.join(setup.options)}")
    words = {name: given.answer for name, given in sheet.answers.items()}
    for rule in impossible(instrument, full, words):
        yield Problem(rule.code or "E-SETUP", rule.because, place)


def _answers(
    sheet: Sheet, instrument: Instrument, domains: list[Domain], setup: Mapping[str, str]
) -> Iterator[Problem]:
    parts = {part.id for domain in domains for question in domain.questions for part in question.parts}
    asked = parts.union(question.id for domain in domains for question in domain.questions)
    elsewhere = {question.id for domain in instrument.domains for question in domain.questions}
    needing = {question.id: question.needs_reason for domain in domains for question in domain.questions}
    for name, given in sheet.answers.items():
        if name not in asked:
            message = f"{instrument.title} has no question {name!r}"
            hint = f"'triage explain {instrument.id}' lists them"
            if name in elsewhere:
                message += " under this set-up"
                hint = "the set-up decides which domains are judged"
            yield Problem("E-QUESTION", message, given.where.record, hint=hint)
        elif not given.because:
            message = f"the answer to {name} has no reason"
            strict = given.answer in needing.get(name, ())
            severity = Severity.ERROR if strict else Severity.WARNING
            hint = "this answer counts only with its reason" if strict else "add 'because' and 'source'"
            yield Problem("E-BECAUSE", message, given.where["answer"], severity, hint)
    for domain in domains:
        logic = DomainLogic(instrument, domain, setup)
        answers = {q.id: sheet.answers[q.id].answer for q in domain.questions if q.id in sheet.answers}
        sound = {name: answer for name, answer in answers.items() if answer in logic.options[name]}
        unasked = set(logic.unasked_answers(answers))
        yield from _parts(sheet, logic, unasked)
        for question in domain.questions:
            if question.id in answers:
                place = sheet.answers[question.id].where["answer"]
                because = _closed_by(question, domain, {**setup, **sound}) if question.id in unasked else None
                yield from _answer(question, answers[question.id], place, logic, sound, because)


def _parts(sheet: Sheet, logic: DomainLogic, unasked: set[str]) -> Iterator[Problem]:
    """Find answers to parts that are no answers, are not asked, or contradict the answer to the whole question."""
    for question in logic.domain.questions:
        given = {part.id: sheet.answers[part.id] for part in question.parts if part.id in sheet.answers}
        if not given:
            continue
        first = next(iter(given.values())).where["answer"]
        if question.id in unasked:
            message = f"parts of {question.id} are answered although it is not asked"
            yield Problem("E-UNASKED", message, first, hint="take them out, or correct the earlier answer")
        for name, part in given.items():
            if part.answer not in PART_ANSWERS:
                message = f"{part.answer!r} is no answer to the part {name}"
                yield Problem("E-ANSWER", message, part.where["answer"], hint="write yes or no")
        whole = sheet.answers.get(question.id)
        if whole is None:
            continue
        words = {name: part.answer for name, part in given.items()}
        possible = DomainLogic.of_parts(question, logic.options[question.id]).decide(words).possible
        if whole.answer not in possible:
            message = f"{question.id} is answered {whole.answer}, and by its parts it is {' or '.join(possible)}"
            yield Problem("E-PARTS", message, whole.where["answer"], hint="correct one of them, or leave the whole out")


def _answer(  # noqa: PLR0913, PLR0917 -- one answer in all its surroundings
    question: Asked,
    word: str,
    place: Place,
    logic: DomainLogic,
    sound: Mapping[str, str],
    because: str | None,
) -> Iterator[Problem]:
    options = logic.options[question.id]
    if because is not None:
        message = f"{question.id} is answered {word} although it is not asked" + (f" ({because})" if because else "")
        yield Problem("E-UNASKED", message, place, hint="take the answer out, or correct the earlier one")
    elif word == NOT_ASKED and word not in options:
        if logic.asked(question.id, sound):
            message = f"{question.id} is answered NA although it is asked"
            yield Problem("E-NA", message, place, hint=f"answer {', '.join(options)}, or leave it out")
    elif word not in options:
        message = f"{word!r} is no answer to {question.id}"
        yield Problem("E-ANSWER", message, place, hint=f"it takes {', '.join(options)}")


def _closed_by(question: Asked, domain: Domain, known: Mapping[str, str]) -> str:
    """Tell the answers that close a question's gate; behind an open answer, those that close the gate of that one."""
    earlier = {q.id: q for q in domain.questions}
    told: dict[str, None] = {}
    wanted = [question]
    while wanted:
        for name in sorted(_looked_at(wanted.pop(), domain)):
            if name in known:
                told[f"{name} = {known[name]}"] = None
            elif name in earlier:
                wanted.append(earlier[name])
    return ", ".join(told)


def _looked_at(question: Asked, domain: Domain) -> set[str]:
    """Give the answers that a gate looks at, those of its terms among them."""
    names = question.asked_when.names()
    return names.union(*(domain.terms[name].names() for name in names & domain.terms.keys())) - domain.terms.keys()


def _rulings(sheet: Sheet, instrument: Instrument, domains: list[Domain]) -> Iterator[Problem]:
    levels = {domain.id: domain.levels or tuple(instrument.levels) for domain in domains}
    levels[OVERALL] = tuple(whole_levels(instrument))
    levels |= {axis.id: tuple(whole_levels(instrument, axis.overall)) for axis in instrument.axes}
    known = set(levels)
    for name, ruling in sheet.rulings.items():
        if name not in known:
            hint = f"its domains are {', '.join(sorted(known - {OVERALL}))}; the whole is 'overall'"
            yield Problem("E-RULING", f"there is no domain {name!r} to rule on", ruling.where.record, hint=hint)
        elif ruling.level not in levels[name]:
            message = f"{ruling.level!r} is no level of {instrument.title}"
            yield Problem("E-RULING", message, ruling.where["level"], hint=f"write {', '.join(levels[name])}")
        for field in ("reason", "by"):
            if not getattr(ruling, field).strip():
                message = f"a ruling without {field!r} is none"
                yield Problem("E-RULING", message, ruling.where[field])
    for name in sheet.directions:
        if name not in known:
            message = f"there is no domain {name!r} to give a direction of bias for"
            yield Problem("E-RULING", message, sheet.where["directions"])


def _judgements(
    sheet: Sheet, instrument: Instrument, domains: list[Domain], setup: Mapping[str, str]
) -> Iterator[Problem]:
    """Find levels given where tables judge, levels that are none, and those that a sign speaks against."""
    overalls = {OVERALL: instrument.overall} | {axis.id: axis.overall for axis in instrument.axes}
    by_id = {domain.id: domain for domain in domains}
    for name, judged in sheet.judgements.items():
        if name in by_id:
            domain = by_id[name]
            by_tables = bool(domain.tables) and instrument.provisional is YesNo.NO
            yield from _judged(judged, name, domain.levels or tuple(instrument.levels), by_tables=by_tables)
            yield from _doubts(sheet, domain, judged, setup)
        elif name in overalls:
            by_person = overalls[name].rule is OverallRule.PERSON
            yield from _judged(judged, name, tuple(whole_levels(instrument, overalls[name])), by_tables=not by_person)
        else:
            hint = f"its domains are {', '.join(sorted(by_id))}"
            yield Problem("E-JUDGED", f"there is no domain {name!r} to judge", judged.where.record, hint=hint)


def _judged(judged: Judged, name: str, levels: tuple[str, ...], *, by_tables: bool) -> Iterator[Problem]:
    if by_tables:
        message = f"{name!r} is judged from the answers, not typed in"
        hint = "answer its questions; to overrule them, write a ruling with reason, name and date"
        yield Problem("E-JUDGED", message, judged.where["level"], hint=hint)
    elif judged.level not in levels:
        message = f"{judged.level!r} is no level of {name!r}"
        yield Problem("E-JUDGED", message, judged.where["level"], hint=f"write {', '.join(levels)}")
    if not judged.because.strip():
        yield Problem("E-JUDGED", "a level without a reason is none", judged.where["because"], hint="say why")


def _doubts(sheet: Sheet, domain: Domain, judged: Judged, setup: Mapping[str, str]) -> Iterator[Problem]:
    """Warn where what is answered speaks against the level that the reviewer gives."""
    known = {**setup, **{q.id: sheet.answers[q.id].answer for q in domain.questions if q.id in sheet.answers}}
    known |= {name: "yes" if holds(when, known) else "no" for name, when in domain.terms.items()}
    for sign in domain.signs:
        if judged.level in sign.against and holds(sign.when, known):
            message = f"{domain.id} is judged {judged.level}, and its answers speak against that: {sign.because}"
            hint = "nothing is overruled; correct one of them, or say in 'because' why both hold"
            yield Problem("E-DOUBT", message, judged.where["level"], Severity.WARNING, hint)
