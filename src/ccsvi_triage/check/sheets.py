"""Sheets that cannot be: answers to questions that are not asked, words that are no answers, rulings without reason."""

from collections.abc import Iterator, Mapping

from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.table import DomainLogic, applies, full_setup
from ccsvi_triage.model.instrument import NOT_ASKED, Asked, Domain, Instrument
from ccsvi_triage.model.place import Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.sheet import Sheet
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Severity

OVERALL = "overall"


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
    domains = [domain for domain in instrument.domains if applies(domain, setup)]
    yield from _answers(sheet, instrument, domains, setup)
    yield from _rulings(sheet, instrument, domains)


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
    for setup in instrument.setup:
        if setup.options and setup.id not in full:
            message = f"the set-up does not say {setup.id!r}, and without it the domains are not known"
            yield Problem("E-SETUP", message, place, hint=f"write {' or '.join(setup.options)}")
    for rule in instrument.impossible:
        if holds(rule.when, full):
            yield Problem(rule.code or "E-SETUP", rule.because, place)


def _answers(
    sheet: Sheet, instrument: Instrument, domains: list[Domain], setup: Mapping[str, str]
) -> Iterator[Problem]:
    asked = {question.id for domain in domains for question in domain.questions}
    elsewhere = {question.id for domain in instrument.domains for question in domain.questions}
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
            yield Problem("E-BECAUSE", message, given.where["answer"], Severity.WARNING, "add 'because' and 'source'")
    for domain in domains:
        logic = DomainLogic(instrument, domain, setup)
        answers = {q.id: sheet.answers[q.id].answer for q in domain.questions if q.id in sheet.answers}
        sound = {name: answer for name, answer in answers.items() if answer in logic.options[name]}
        unasked = set(logic.unasked_answers(answers))
        for question in domain.questions:
            if question.id in answers:
                place = sheet.answers[question.id].where["answer"]
                yield from _answer(question, answers[question.id], place, logic, sound, question.id in unasked)


def _answer(  # noqa: PLR0913, PLR0917 -- one answer in all its surroundings
    question: Asked,
    word: str,
    place: Place,
    logic: DomainLogic,
    sound: Mapping[str, str],
    unasked: bool,  # noqa: FBT001
) -> Iterator[Problem]:
    options = logic.options[question.id]
    if unasked:
        names = sorted(question.asked_when.names() & sound.keys())
        because = ", ".join(f"{name} = {sound[name]}" for name in names)
        message = f"{question.id} is answered {word} although it is not asked" + (f" ({because})" if because else "")
        yield Problem("E-UNASKED", message, place, hint="take the answer out, or correct the earlier one")
    elif word == NOT_ASKED and word not in options:
        if logic.asked(question.id, sound):
            message = f"{question.id} is answered NA although it is asked"
            yield Problem("E-NA", message, place, hint=f"answer {', '.join(options)}, or leave it out")
    elif word not in options:
        message = f"{word!r} is no answer to {question.id}"
        yield Problem("E-ANSWER", message, place, hint=f"it takes {', '.join(options)}")


def _rulings(sheet: Sheet, instrument: Instrument, domains: list[Domain]) -> Iterator[Problem]:
    known = {domain.id for domain in domains} | {OVERALL}
    for name, ruling in sheet.rulings.items():
        if name not in known:
            hint = f"its domains are {', '.join(sorted(known - {OVERALL}))}; the whole is 'overall'"
            yield Problem("E-RULING", f"there is no domain {name!r} to rule on", ruling.where.record, hint=hint)
        if ruling.level not in instrument.levels:
            message = f"{ruling.level!r} is no level of {instrument.title}"
            yield Problem("E-RULING", message, ruling.where["level"], hint=f"write {', '.join(instrument.levels)}")
        for field in ("reason", "by"):
            if not getattr(ruling, field).strip():
                message = f"a ruling without {field!r} is none"
                yield Problem("E-RULING", message, ruling.where[field])
    for name in sheet.directions:
        if name not in known:
            message = f"there is no domain {name!r} to give a direction of bias for"
            yield Problem("E-RULING", message, sheet.where["directions"])
