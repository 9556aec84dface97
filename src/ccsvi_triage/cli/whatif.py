"""``triage whatif``."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ccsvi_triage import version
from ccsvi_triage.cli.appraise import check_outcome, stop_on_errors
from ccsvi_triage.cli.exits import Exit, Stop
from ccsvi_triage.cli.library import Shelf, open_for, open_library, pick, pick_study
from ccsvi_triage.cli.requests import WhatIfRequest
from ccsvi_triage.cli.streams import say
from ccsvi_triage.cli.verdicts import Bench
from ccsvi_triage.judge.appraise import Judge, main_outcome
from ccsvi_triage.judge.minimal import minimal
from ccsvi_triage.judge.whatif import (
    compare,
    empty_sheet,
    paths_of,
    with_answers,
    with_fact,
    with_flaw,
    without_flaw,
    word_at,
)
from ccsvi_triage.load.nearest import did_you_mean
from ccsvi_triage.load.single import not_among, read_fact, settable, unknown
from ccsvi_triage.logic.table import PART_ANSWERS
from ccsvi_triage.model.appraisal import Appraisal, Judgement, StudyVerdict
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import Form, Instrument, OverallRule, whole_levels
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.sheet import OVERALL, Sheet
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.text import Reference
from ccsvi_triage.model.whatif import ClaimShift, Minimal, Of, Supposed, Turning, WhatIf
from ccsvi_triage.model.words import Flaw, Severity, YesNo
from ccsvi_triage.report.of_whatif import of_whatif

_SETUP, _JUDGEMENT = "setup.", "judgement."
_PREFIX = {Of.SETUP: _SETUP, Of.JUDGEMENT: _JUDGEMENT}


def run(request: WhatIfRequest) -> int:
    """Say what would change, and what it would take; no file is touched."""
    supposes = bool(request.set or request.add_flaw or request.drop_flaw)
    if not supposes and not request.minimal:
        raise Stop(
            Exit.CANNOT, "triage: say what to suppose (--set FACT=VALUE), or ask for the smallest change (--minimal)"
        )
    library, no_claims = _open(request, supposes=supposes)
    study = pick_study(request.study, library, exact=request.exact)
    bench = Bench(library, Shelf(library))
    desk = _Desk(bench, study, request)
    before = bench.verdict(study, desk.instrument, desk.outcome)
    stop_on_errors([before], quiet=request.common.quiet)
    told = _suppose(desk, before, request, no_claims) if supposes else None
    after = told.after if told else before
    turnings = _minimal(after, request.domain) if request.minimal else None
    say(of_whatif(before, told, turnings, version(), domain=request.domain), request.common)
    return Exit.DONE


_BROKEN = "the library has errors elsewhere ('triage lint' lists them), so that no claim was judged"


def _open(request: WhatIfRequest, *, supposes: bool) -> tuple[Library, str]:
    """Read the library; where only the study can be read, that part of it, with why claims are not looked at."""
    if not supposes:
        return open_for((request.study,), request.common), ""
    try:
        return open_library(request.common), ""
    except Stop:
        if any(one.partition("=")[0] in ("companion_of", "instrument") for one in request.set):
            raise
        return open_for((request.study,), request.common._replace(quiet=True)), _BROKEN


class _Desk:
    """A study on the bench, with what the command line says of how to judge it."""

    def __init__(self, bench: Bench, study: Study, request: WhatIfRequest) -> None:
        self.bench = bench
        self.study = study
        self.instrument = pick("instrument", request.instrument, bench.shelf.ids) if request.instrument else ""
        self.outcome = request.outcome or ""
        if self.outcome:
            check_outcome(self.outcome, [study])


class _Typed(NamedTuple):
    """``PATH=WORD`` as it was typed."""

    path: str
    word: str

    def wrong(self, message: str) -> str:
        """Write what is wrong with it."""
        return f"triage: --set {self.path}={self.word}: {message}"


def _suppose(desk: _Desk, before: StudyVerdict, request: WhatIfRequest, no_claims: str) -> WhatIf:
    """Suppose facts and flaws first, since they settle which instrument's questions are meant; then answers."""
    typed = list(_typed(request.set))
    facts = [one for one in typed if one.path in settable()]
    others = [one for one in typed if one.path not in settable()]
    study, supposed, wrong = _with_facts(desk, before, facts)
    study, flaws, wrong_flaws = _with_flaws(study, request)
    supposed += flaws
    wrong += wrong_flaws
    _stop(wrong)
    bench = desk.bench.supposing(study)
    after = bench.verdict(study, desk.instrument, desk.outcome)
    if others:
        sheets, answers = _with_answers(desk, bench, after, others)
        supposed += answers
        bench = bench.supposing(study, sheets)
        after = bench.verdict(study, desk.instrument, desk.outcome)
    chosen_by = {*paths_of(choice.when for choice in bench.choosing.choices), "question", "instrument", "status"}
    readings = (desk.bench.readings([before])[before.study.id], bench.readings([after])[study.id])
    told = compare(supposed, before, after, readings, chosen_by)
    return told._replace(no_claims=no_claims) if no_claims else _with_claims(told, desk.bench, bench)


def _with_claims(told: WhatIf, now: Bench, then: Bench) -> WhatIf:
    """Judge the claims that name the study, before and after; where another study is broken, none of them."""
    study = told.before.study
    claims = [c for c in now.library.claims.values() if any(bears.study == str(study.id) for bears in c.evidence)]
    if not claims:
        return told
    from ccsvi_triage.cli.claim import ClaimDesk  # noqa: PLC0415 -- few studies are in no claim, and they need none

    desks = ClaimDesk(now.library, now), ClaimDesk(then.library, then)
    shifts = tuple(ClaimShift(claim, *(desk.judge(claim) for desk in desks)) for claim in claims)
    wrong = (problem for verdict in desks[0].all() for problem in verdict.problems)
    if any(problem.severity is Severity.ERROR for problem in wrong):
        return told._replace(no_claims=_BROKEN)
    return told._replace(claims=shifts)


def _typed(words: Iterable[str]) -> Iterator[_Typed]:
    seen: set[str] = set()
    wrong = []
    for word in words:
        path, sign, value = word.partition("=")
        one = _Typed(path.strip(), value.strip())
        if not sign or not one.path:
            wrong.append(f"triage: --set {word}: write FACT=VALUE; FACT= alone leaves it open")
        elif one.path in seen:
            wrong.append(one.wrong("it is set twice"))
        seen.add(one.path)
        yield one
    _stop(wrong)


def _stop(wrong: Sequence[str]) -> None:
    if wrong:
        raise Stop(Exit.CANNOT, *wrong)


# facts and flaws


def _with_facts(desk: _Desk, before: StudyVerdict, typed: Iterable[_Typed]) -> tuple[Study, list[Supposed], list[str]]:
    study = desk.study
    outcomes = _outcomes(study, before)
    supposed: list[Supposed] = []
    wrong: list[str] = []
    for one in typed:
        value = read_fact(one.path, one.word)
        message = value.wrong or _astray(value.value, desk.bench)
        if one.path.startswith("outcome.") and not outcomes:
            message = "the study has no outcome"
        if message:
            wrong.append(one.wrong(message))
            continue
        old = word_at(study, one.path, outcomes[0] if outcomes else None)
        study = with_fact(study, one.path, value.value, {outcome.id for outcome in outcomes})
        at = next((outcome for outcome in study.outcomes if outcomes and outcome.id == outcomes[0].id), None)
        supposed.append(Supposed(Of.FACT, one.path, old, word_at(study, one.path, at)))
    return study, supposed, wrong


def _outcomes(study: Study, before: StudyVerdict) -> list[Outcome]:
    """Give the outcomes that are judged; where none is, the main one."""
    judged = [a.outcome for a in (*before.appraisals, *before.beside) if a.outcome is not None]
    main = main_outcome(study)
    return list({outcome.id: outcome for outcome in judged}.values()) or ([main] if main else [])


def _astray(value: object, bench: Bench) -> str:
    """Write that an id leads to no record of the library."""
    inner = value.value if isinstance(value, Fact) else value
    if not isinstance(inner, Reference) or not inner:
        return ""
    known = {name for name, records in bench.library._asdict().items() if name in inner.TO for name in records}
    known |= set(bench.shelf.ids) if "instruments" in inner.TO else set()
    if inner in known:
        return ""
    meant = did_you_mean(inner, known)
    return f"there is no {inner!r}" + (f" ({meant})" if meant else "")


def _with_flaws(study: Study, request: WhatIfRequest) -> tuple[Study, list[Supposed], list[str]]:
    supposed: list[Supposed] = []
    wrong: list[str] = []
    codes = {flaw.value: flaw for flaw in Flaw}
    for option, words in (("--add-flaw", request.add_flaw), ("--drop-flaw", request.drop_flaw)):
        for word in words:
            stated = {flaw.code for flaw in study.flaws}
            flaw = codes.get(word)
            if flaw is None:
                wrong.append(f"triage: {option} {unknown(word, sorted(codes))}")
            elif option == "--add-flaw" and flaw in stated:
                wrong.append(f"triage: {option} {word}: the study has this flaw already")
            elif option == "--drop-flaw" and flaw not in stated:
                has = ", ".join(sorted(code.value for code in stated)) or "none"
                wrong.append(f"triage: {option} {word}: the study does not have this flaw (it has {has})")
            elif option == "--add-flaw":
                study = with_flaw(study, flaw)
                supposed.append(Supposed(Of.FLAW, word, "", "stated"))
            else:
                study = without_flaw(study, flaw)
                supposed.append(Supposed(Of.FLAW, word, "stated", ""))
    return study, supposed, wrong


# answers, set-ups and levels of a person


def _with_answers(
    desk: _Desk, bench: Bench, after: StudyVerdict, typed: Sequence[_Typed]
) -> tuple[list[Sheet], list[Supposed]]:
    """Put what is typed into the sheets by which the study is judged, or into a supposed one."""
    by_instrument: dict[str, list[Supposed]] = {}
    supposed: list[Supposed] = []
    wrong: list[str] = []
    for one in typed:
        found = _meant(one, after)
        if isinstance(found, str):
            wrong.append(one.wrong(found))
            continue
        instrument, meant = found
        sheets = bench.sheets_of(after.study, instrument.id, desk.outcome)
        by_instrument.setdefault(instrument.id, []).append(meant)
        words = list(dict.fromkeys(_standing(after, instrument, meant, sheets)))
        supposed.append(
            meant._replace(what=f"{instrument.id}/{_PREFIX.get(meant.of, '')}{meant.what}", before=_joined(words))
        )
    _stop(wrong)
    changed = []
    for name, all_meant in by_instrument.items():
        sheets = bench.sheets_of(after.study, name, desk.outcome) or [_empty(desk, bench, after, name)]
        changed += [with_answers(sheet, all_meant) for sheet in sheets]
    return changed, supposed


def _joined(words: Sequence[str]) -> str:
    """Write what stands in several sheets; ``""`` where it is open in all of them."""
    return " or ".join(word or "open" for word in words) if any(words) else ""


def _empty(desk: _Desk, bench: Bench, after: StudyVerdict, name: str) -> Sheet:
    appraisal = next((a for a in after.appraisals if a.instrument.id == name), None)
    return empty_sheet(after.study, bench.shelf[name], dict(appraisal.setup) if appraisal else {}, desk.outcome)


def _standing(verdict: StudyVerdict, instrument: Instrument, meant: Supposed, sheets: Iterable[Sheet]) -> Iterator[str]:
    """Give what stands there without it, result by result: as the sheets have it, or as facts propose it."""
    appraisals = [a for a in (*verdict.appraisals, *verdict.beside) if a.instrument.id == instrument.id]
    if meant.of is Of.SETUP:
        yield from (dict(appraisal.setup).get(meant.what, "") for appraisal in appraisals)
    elif meant.of is Of.JUDGEMENT:
        yield from (sheet.judgements[meant.what].level if meant.what in sheet.judgements else "" for sheet in sheets)
    elif appraisals:
        yield from (_answer_in(appraisal, meant.what) for appraisal in appraisals)
    elif verdict.tally is not None:
        rows = [row.answered for row in verdict.tally.rows if row.answered.question.id == meant.what]
        yield from (answered.answer or "" for answered in rows)


def _answer_in(appraisal: Appraisal, question: str) -> str:
    """Give an answer as a sheet has it, or as it was proposed; ``""`` while it is open."""
    given = appraisal.sheet.answers.get(question) if appraisal.sheet else None
    if given is not None:
        return given.answer
    answers = (answered for judgement in appraisal.judgements for answered in judgement.answers)
    return next((answered.answer or "" for answered in answers if answered.question.id == question), "")


def _meant(one: _Typed, after: StudyVerdict) -> tuple[Instrument, Supposed] | str:
    """Find the question, set-up or domain that a path means, and check its word; else say what is wrong."""
    if one.path == "flaw":
        return "flaws are supposed by --add-flaw CODE and --drop-flaw CODE"
    known = _instruments(after)
    name, sign, rest = one.path.partition("/")
    if not sign:
        instrument = next(iter(known.values()), None)
        if instrument is None or (not after.appraisals and instrument.form is not Form.TALLY):
            return unknown(one.path, sorted(settable()), "no instrument judges the study")
        return _of_instrument(instrument, one.path, one.word, (*settable(), *_every_path(instrument)))
    if name not in known:
        judged = f"it is judged by {', '.join(known)}" if known else "nothing judges it"
        return f"the study is not judged by {name!r} ({judged})"
    return _of_instrument(known[name], rest, one.word, _every_path(known[name]))


def _of_instrument(
    instrument: Instrument, path: str, word: str, others: Iterable[str]
) -> tuple[Instrument, Supposed] | str:
    """Take a question, a set-up or a domain of an instrument; what it may have been is among the others."""
    options = _questions(instrument)
    if path.startswith(_SETUP):
        return _setup(instrument, path.removeprefix(_SETUP), word)
    if path.startswith(_JUDGEMENT):
        return _judgement(instrument, path.removeprefix(_JUDGEMENT), word)
    if path not in options:
        return unknown(path, sorted(others), f"'triage explain {instrument.id}' lists its questions")
    if word and word not in options[path]:
        return not_among(word, list(options[path]), path)
    return instrument, Supposed(Of.ANSWER, path, "", word)


def _every_path(instrument: Instrument) -> list[str]:
    """Give what can be supposed of an instrument."""
    setups = (f"{_SETUP}{setup.id}" for setup in instrument.setup)
    return [*_questions(instrument), *setups, *(f"{_JUDGEMENT}{name}" for name, _ in _by_person(instrument))]


def _instruments(verdict: StudyVerdict) -> dict[str, Instrument]:
    """Give the instruments that speak of a study: what judges it first, then the checklist, then those beside."""
    known: dict[str, Instrument] = {appraisal.instrument.id: appraisal.instrument for appraisal in verdict.appraisals}
    if verdict.tally is not None:
        known.setdefault(verdict.tally.instrument.id, verdict.tally.instrument)
    for appraisal in verdict.beside:
        known.setdefault(appraisal.instrument.id, appraisal.instrument)
    return known


def _questions(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Give the answers that each question takes, and each part of one."""
    options: dict[str, tuple[str, ...]] = {}
    for domain in instrument.domains:
        for question in domain.questions:
            options.setdefault(question.id, question.options or instrument.options)
            options.update(dict.fromkeys((part.id for part in question.parts), PART_ANSWERS))
    return options


def _setup(instrument: Instrument, name: str, word: str) -> tuple[Instrument, Supposed] | str:
    known = {setup.id: setup for setup in instrument.setup}
    if name not in known:
        return unknown(name, list(known), f"its set-ups are {', '.join(known) or 'none'}")
    options = known[name].options
    if word and options and word not in options:
        return not_among(word, list(options), f"the set-up {name!r}")
    return instrument, Supposed(Of.SETUP, name, "", word)


def _judgement(instrument: Instrument, name: str, word: str) -> tuple[Instrument, Supposed] | str:
    """Take a person's level where a person judges; where tables do, answers are what can be supposed."""
    levels = dict(_by_person(instrument))
    if name not in levels:
        domains = {domain.id for domain in instrument.domains} | {OVERALL, *(axis.id for axis in instrument.axes)}
        if name in domains:
            return f"{name!r} is judged from answers, not by a person; suppose those"
        return unknown(name, sorted(domains))
    if word and word not in levels[name]:
        return not_among(word, list(levels[name]), name)
    return instrument, Supposed(Of.JUDGEMENT, name, "", word)


def _by_person(instrument: Instrument) -> Iterator[tuple[str, tuple[str, ...]]]:
    for domain in instrument.domains:
        if not domain.tables or instrument.provisional is YesNo.YES:
            yield domain.id, domain.levels or tuple(instrument.levels)
    for name, overall in ((OVERALL, instrument.overall), *((axis.id, axis.overall) for axis in instrument.axes)):
        if overall.rule is OverallRule.PERSON:
            yield name, tuple(whole_levels(instrument, overall))


# the smallest changes


def _minimal(verdict: StudyVerdict, domain: str | None) -> list[Minimal]:
    found = []
    judge = Judge()
    for appraisal in verdict.appraisals:
        if any(problem.severity is Severity.ERROR for problem in appraisal.problems):
            continue
        choice = verdict.choice
        fits = choice is not None and choice.instrument == appraisal.instrument.id
        found.append(minimal(appraisal, choice.barred if choice is not None and fits else "", judge))
    if domain is None:
        return found
    if not found:
        raise Stop(Exit.CANNOT, "triage: no instrument judges the study, so that it has no domains")
    names = [name for one in found for turning in one.domains for name in _names(turning)]
    wanted = pick("domain", domain, dict.fromkeys(names))
    return [
        one._replace(domains=tuple(turning for turning in one.domains if wanted in _names(turning)), wholes=())
        for one in found
    ]


def _names(turning: Turning) -> tuple[str, ...]:
    """Give the names by which a domain is asked for."""
    held = turning.held
    assert isinstance(held, Judgement)
    return tuple(name for name in (held.domain.id, held.domain.label) if name)
