"""Facts that contradict each other, and flaws that contradict facts."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ccsvi_triage.logic.facts import Facts
from ccsvi_triage.model.condition import Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.place import NOWHERE
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Design, Flaw, NoticeKind, Severity, Status


def check_studies(library: Library) -> Iterator[Problem]:
    """Find what is wrong with the studies of a library, each by itself and with its companions."""
    for study in library.studies.values():
        yield from check_study(study, library.studies)


def check_study(study: Study, studies: Mapping[str, Study]) -> Iterator[Problem]:
    """Find what is wrong with one study."""
    yield from _flaws_against_facts(study)
    yield from _design_against_facts(study)
    yield from _counts(study)
    yield from _arms(study)
    yield from _status(study)
    yield from _companion(study, studies)
    yield from _unproven_flaws(study)
    yield from _override(study)
    yield from _authors(study)


def _one(path: str, *words: str) -> Condition:
    return Condition(({path: words},))


_CONTROLLED = (
    "sham", "placebo", "vehicle", "active", "dose", "usual-care", "waiting-list", "no-treatment",
    "healthy", "other-disease", "relatives", "other-form-of-the-disease",
)  # fmt: skip

CONTRADICTED_BY: dict[Flaw, Condition] = {
    Flaw.NO_CONTROL: _one("control", *_CONTROLLED),
    Flaw.NOT_RANDOMISED: _one("randomised", "yes"),
    Flaw.NO_CONCEALMENT: _one("concealed", "yes"),
    Flaw.UNBLINDED_PARTICIPANTS: _one("blinding.participants", "yes"),
    Flaw.UNBLINDED_CARERS: _one("blinding.carers", "yes"),
    Flaw.UNBLINDED_ASSESSORS: _one("blinding.assessors", "yes"),
    Flaw.NO_SHAM: _one("control", "sham"),
    Flaw.SINGLE_SITE: _one("sites", "> 1"),
    Flaw.RETROSPECTIVE: _one("prospective", "yes"),
    Flaw.NOT_REGISTERED: _one("registration.id", "given"),
    Flaw.STOPPED_EARLY: _one("stopped_early", "no"),
    Flaw.BASELINE_IMBALANCE: _one("baseline_alike", "yes"),
    Flaw.OUTCOME_CHANGED: _one("registration.outcome_kept", "yes"),
}
"""Flaws that say the opposite of a fact, with the fact's words that contradict them."""


def _flaws_against_facts(study: Study) -> Iterator[Problem]:
    facts = Facts(study)
    for flaw in study.flaws:
        against = CONTRADICTED_BY.get(flaw.code)
        grounds = facts.meets(against) if against else None
        if grounds:
            ground = grounds[0]
            line = f" (line {ground.place.line})" if ground.place != NOWHERE else ""
            message = f"the flaw {flaw.code.value!r} contradicts {ground.what}: {ground.word}{line}"
            hint = "one of the two is wrong; where the sources disagree, write both under 'conflicts'"
            yield Problem("C101", message, flaw.where["code"], hint=hint)


class _Clash(NamedTuple):
    designs: tuple[Design, ...]
    facts: Condition


_RANDOMISED = (Design.RANDOMISED_TRIAL, Design.CLUSTER_RANDOMISED_TRIAL, Design.CROSSOVER_TRIAL)
_ONE_GROUP = (Design.SINGLE_ARM, Design.CASE_SERIES, Design.CASE_REPORT, Design.ONE_GROUP_FOLLOW_UP)

_CLASHES = (
    _Clash(_RANDOMISED, _one("randomised", "no")),
    _Clash(_RANDOMISED[:2], _one("control", "none")),
    _Clash((Design.NON_RANDOMISED_TRIAL, Design.HISTORICALLY_CONTROLLED, *_ONE_GROUP), _one("randomised", "yes")),
    _Clash((Design.NON_RANDOMISED_TRIAL,), _one("control", "none")),
    _Clash(_ONE_GROUP, _one("control", *_CONTROLLED)),
)


_ONE_IS_WRONG = "one of the two is wrong"


def _design_against_facts(study: Study) -> Iterator[Problem]:
    if study.design is None:
        return
    facts = Facts(study)
    for clash in _CLASHES:
        if study.design.value not in clash.designs:
            continue
        for ground in facts.meets(clash.facts) or ():
            message = f"the design {study.design.word()!r} contradicts {ground.what}: {ground.word}"
            place = study.design.where.record
            hint = f"the design is on line {place.line}; one of the two is wrong" if place != NOWHERE else _ONE_IS_WRONG
            yield Problem("C102", message, ground.place, hint=hint)


def _counts(study: Study) -> Iterator[Problem]:
    enrolled = study.enrolled
    if enrolled is None or enrolled.value is None:
        return
    for name in ("analysed", "lost"):
        fact: Fact[int] | None = getattr(study, name)
        if fact is not None and fact.value is not None and fact.value > enrolled.value:
            message = f"{name}: {fact.value} is more than enrolled: {enrolled.value}"
            yield Problem("C103", message, fact.where["value"], hint="do both count the same people?")


def _arms(study: Study) -> Iterator[Problem]:
    """Find two arms or outcomes of one id, and results about an arm that there is not."""
    for name, records in (("arm", study.arms), ("outcome", study.outcomes)):
        first: dict[str, int] = {}
        for record in records:
            line = record.where["id"].line
            if record.id in first:
                message = f"two of the study's {name}s are called {record.id!r}"
                yield Problem("C104", message, record.where["id"], hint=f"first on line {first[record.id]}")
            first.setdefault(record.id, line)
    arms = {arm.id for arm in study.arms} | {"before", "after"}
    told = f"its arms are {', '.join(sorted(arms))}"
    without = "write it as an id under 'arms:' of the study; without that, only before and after may stand here"
    for outcome in study.outcomes:
        for result in outcome.results:
            for arm in result.arms:
                if arm not in arms:
                    hint = told if study.arms else without
                    yield Problem("C105", f"the study has no arm {arm!r}", result.where["arms"], hint=hint)


def _status(study: Study) -> Iterator[Problem]:
    retraction = next((n for n in study.notices if n.kind is NoticeKind.RETRACTION), None)
    if retraction and study.status is not Status.RETRACTED:
        message = f"a retraction notice stands beside status: {study.status}"
        yield Problem("C106", message, retraction.where["kind"], hint="write status: retracted")
    if study.status is Status.RETRACTED and not retraction:
        message = "the study is called retracted, and no retraction notice is given"
        hint = "add it under 'notices' with its source"
        yield Problem("C106", message, study.where["status"], Severity.WARNING, hint)


def _companion(study: Study, studies: Mapping[str, Study]) -> Iterator[Problem]:
    if not study.companion_of:
        if study.relation is not None:
            message = "a relation is given, and no study that it is to"
            yield Problem("C107", message, study.where["relation"], hint="add 'companion_of'")
        return
    if study.relation is None:
        hint = "add 'relation', such as protocol or secondary-analysis"
        yield Problem("C107", "a companion report without its relation", study.where["companion_of"], hint=hint)
    seen = [study.id]
    at = study
    while at.companion_of and (following := studies.get(at.companion_of)):
        if following.id in seen:
            message = f"companion reports in a circle: {' -> '.join([*seen, following.id])}"
            yield Problem("C108", message, study.where["companion_of"], hint="one of them is the study itself")
            return
        seen.append(following.id)
        at = following


def _unproven_flaws(study: Study) -> Iterator[Problem]:
    for flaw in study.flaws:
        if not flaw.source:
            message = f"the flaw {flaw.code.value!r} has no source"
            hint = "say who states it, or where the study shows it"
            yield Problem("C109", message, flaw.where["code"], Severity.WARNING, hint)


def _override(study: Study) -> Iterator[Problem]:
    """Find an instrument that is named instead of the one that fits, without a reason."""
    if study.instrument is not None and not study.instrument.note.strip():
        message = f"the study names the instrument {study.instrument.word()!r} without a reason"
        hint = "write {value: ..., note: why it is to be used instead of the one that fits}"
        yield Problem("C110", message, study.where["instrument"], hint=hint)


_INITIALS = r"(?:[A-Z]\.?[ -]?){1,4}"
_PERSON = re.compile(rf"[^\W\d_]\S*(?: \S+){{0,2}} {_INITIALS}")
_BARE_INITIALS = re.compile(r"[A-Z]|(?:[A-Z]\.[ -]?){1,4}")
_REVERSED = re.compile(rf"[^\W\d_][^,;&]*, {_INITIALS}")
_BETWEEN = re.compile(r"[,;] ?(?:and )?| and | ?& ?")
_ET_AL = re.compile(r"(?:.*[\s,;])?et\.? al\.?", re.IGNORECASE)


def _authors(study: Study) -> Iterator[Problem]:
    """Find an author who is plainly several, half a name, or the words for more of them."""
    for name in study.authors:
        if _ET_AL.fullmatch(name):
            hint = "take 'et al' out, and write et_al: yes"
        elif len(names := _BETWEEN.split(name)) > 1 and all(map(_PERSON.fullmatch, names)):
            hint = "several authors are a list: [Okafor N, Lind P]"
        elif _BARE_INITIALS.fullmatch(name) or _REVERSED.fullmatch(name):
            hint = "surname and initials are one author, without a comma: [Okafor N, Lind P]"
        else:
            continue
        yield Problem("C111", f"{name!r} is not the name of one author", study.where["authors"], Severity.WARNING, hint)
