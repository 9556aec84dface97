"""Appraisals told as a report, one study after the other."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.model.appraisal import Appraisal, Judgement, OverallJudgement, StudyVerdict
from ccsvi_triage.model.instrument import Judges, Overall, OverallRule, whole_levels
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.study import Outcome
from ccsvi_triage.model.words import Status, YesNo
from ccsvi_triage.report.blocks import Block, Cell, Column, Divider, Gap, Line, Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.counted import scale_blocks, tally_sentence
from ccsvi_triage.report.data_appraisal import appraisals_data
from ccsvi_triage.report.grounds import (
    answers_table,
    conflict_tables,
    criteria_table,
    flaws_table,
    results_table,
    sources_list,
    sources_shown,
    sources_used,
)
from ccsvi_triage.report.judgement import PROPOSED, domains_listed, label_of, rule_ids, starred, whole_why, why
from ccsvi_triage.report.licences import licences
from ccsvi_triage.report.of_recheck import numbers_pairs
from ccsvi_triage.report.say import cite, described, level_mark


def of_verdicts(verdicts: Sequence[StudyVerdict], library: Library, version: str, *, full: bool = False) -> Report:
    """Tell studies one after the other.

    Args:
        verdicts: What is said of each study.
        library: The library, for the sources.
        version: The tool's version.
        full: Every answer, criterion and printed result too, each with its source and place.
    """
    blocks: list[Block] = []
    for verdict in verdicts:
        if blocks:
            blocks += [Gap(), Divider(), Gap()]
        blocks += _study(verdict, library, full=full)
    if not full:
        ids = " ".join(verdict.study.id for verdict in verdicts)
        blocks += [
            Gap(),
            Line(("Every answer, criterion and result: ", Mark(f"triage appraise {ids} --full", Tone.CODE))),
        ]
        if len(verdicts) == 1 and verdicts[0].appraisals:
            blocks.append(Line(("The least that would change it: ", Mark(f"triage whatif {ids} --minimal", Tone.CODE))))
    blocks += licences(verdicts)
    title = f"Appraisals of {len(verdicts)} studies" if len(verdicts) > 1 else ""
    return Report(tuple(blocks), appraisals_data(verdicts, library, version), title)


def _study(verdict: StudyVerdict, library: Library, *, full: bool) -> Iterator[Block]:
    study = verdict.study
    names = sources_used(verdict) if full else sources_shown(study)
    number = {name: f"[{n}]" for n, name in enumerate(names, 1)}
    yield Line((Mark(cite(study), Tone.STRONG),), Mark(study.id, Tone.CODE))
    yield Text(study.title)
    yield Text(described(study))
    yield from _standing(verdict)
    for appraisal in verdict.appraisals:
        yield Gap()
        yield from _appraisal(appraisal)
    for appraisal in verdict.beside:
        yield Gap()
        yield Line((Mark("Beside it", Tone.STRONG), ", and no part of the judgement above"))
        yield from _appraisal(appraisal)
    yield from scale_blocks(verdict.scales, full=full)
    pairs = tuple(_pairs(verdict))
    if pairs:
        yield Gap()
        yield Pairs(pairs)
    yield from flaws_table(study, number)
    if full:
        for appraisal in (*verdict.appraisals, *verdict.beside):
            yield from answers_table(appraisal, number)
        yield from criteria_table(verdict, number)
        yield from results_table(study, number)
    yield from conflict_tables(study, number)
    yield from sources_list(names, library)


def _standing(verdict: StudyVerdict) -> Iterator[Block]:
    study = verdict.study
    if study.status is Status.RETRACTED:
        yield Line((Mark("retracted", Tone.CRITICAL), ": shown, and never counted"))
    elif study.status is not Status.PUBLISHED:
        yield Line((f"Status: {study.status.value.replace('-', ' ')}",))
    for notice in study.notices:
        when = f" {notice.date}" if notice.date else ""
        yield Line((f"Notice: {notice.kind.value.replace('-', ' ')}{when}",))
    if study.companion_of:
        relation = study.relation.value.replace("-", " ") if study.relation else "companion"
        yield Line((f"A further report ({relation}) of ", Mark(study.companion_of, Tone.CODE), "; they count once"))
    if verdict.companions:
        yield Text(f"Further reports of the same study: {', '.join(verdict.companions)}; they count once")
    if study.read is not None:
        retraction = f"; retraction status: {study.retraction_check}" if study.retraction_check else ""
        yield Text(f"Read for this record: {study.read.value.replace('-', ' ')}{retraction}", Tone.MUTED)
    choice = verdict.choice
    if choice is not None and choice.refusal:
        yield Gap()
        yield Text(choice.refusal)
    elif choice is not None and choice.wants and not verdict.appraisals:
        yield Gap()
        counts = " What a checklist counts stands below; it is no judgement." if verdict.tally else ""
        yield Text(f"Such a study is judged by {choice.wants}, which this version does not have yet.{counts}")
    if choice is not None and choice.warning and verdict.appraisals:
        yield Line((Mark("note", Tone.SOME), f": {choice.warning}"))


def _appraisal(appraisal: Appraisal) -> Iterator[Block]:
    instrument = appraisal.instrument
    ours = ", our own instrument" if instrument.ours is YesNo.YES else ""
    yield Pairs(tuple(_head(appraisal, f"{instrument.title}, {instrument.version}{ours}")))
    yield Gap()
    yield from _domains(appraisal, "", "", appraisal.overall, instrument.overall)
    for axis, overall in appraisal.axes:
        if appraisal.on_axis(axis.id):
            yield Gap()
            yield from _domains(appraisal, axis.id, axis.title, overall, axis.overall)


def _domains(
    appraisal: Appraisal, axis: str, title: str, overall: OverallJudgement | None, rule: Overall
) -> Iterator[Block]:
    """Tell the domains of one axis, and the whole of it where the instrument has one."""
    columns = (Column("Domain"), Column("Judgement"), Column("Why"), Column("Rule", whole=True))
    numbered = enumerate(appraisal.judgements, 1)
    rows = [_domain_row(appraisal, number, j) for number, j in numbered if j.domain.axis == axis]
    if overall is not None:
        rows.append(_overall_row(appraisal, overall, rule, axis))
    yield Table(title, columns, tuple(rows), last_apart=overall is not None)
    if overall is None:
        yield Text(rule.note or "This instrument gives no judgement of the whole.", Tone.MUTED, under=True)
        return
    if overall.step:
        yield Text(overall.step, Tone.SOME, under=True)
    if rule.note:
        yield Text(rule.note, Tone.MUTED, under=True)


def _head(appraisal: Appraisal, instrument: str) -> Iterator[tuple[Cell, Cell]]:
    if appraisal.outcome is not None and appraisal.instrument.judges is Judges.RESULT:
        yield "Result", _outcome_words(appraisal.outcome)
    yield "Instrument", instrument
    sheet = appraisal.sheet
    if sheet is not None:
        when = f", {sheet.date}" if sheet.date else ""
        of = f", a consensus of {', '.join(sheet.consensus_of)}" if sheet.consensus_of else ""
        yield "Answers", f"sheet {sheet.id} by {sheet.reviewer}{when}{of}; what it leaves open is open"
    else:
        yield "Answers", "none yet; what is shown is proposed from recorded facts, for a person to confirm"
    if appraisal.instrument.provisional is YesNo.YES:
        yield "Provisional", "a draft: what its tables suggest is no judgement until a person gives one"
    said = _setup_words(appraisal)
    if said:
        yield "Set-up", ", ".join(said)
    if appraisal.proposed:
        words = dict(appraisal.setup)
        yield "Proposed", f"{', '.join(f'{name} {words[name]}' for name in appraisal.proposed)}; from recorded facts"
    if appraisal.assumed:
        assumed = ", ".join(f"{name} {dict(appraisal.setup)[name]}" for name in appraisal.assumed)
        yield "Assumed", f"{assumed}; nobody has settled the set-up"


def _setup_words(appraisal: Appraisal) -> list[str]:
    """Write what is settled; yes-or-no set-ups of one group by the short names of those that are ``yes``."""
    asked = {setup.id: setup for setup in appraisal.instrument.setup}
    said: list[str] = []
    groups: dict[str, list[str]] = {}
    for name, word in appraisal.setup:
        setup = asked[name]
        if setup.group and word == "yes":
            groups.setdefault(setup.group, []).append(setup.short or name)
        elif not setup.group and word != "no" and name not in (*appraisal.assumed, *appraisal.proposed):
            said.append(f"{setup.short or name} {word}")
    return said + [f"{group} {' '.join(names)}" for group, names in groups.items()]


def _outcome_words(outcome: Outcome) -> str:
    parts = [outcome.name]
    if outcome.role is not None and outcome.role.value is not None:
        parts.append(outcome.role.value.value)
    if outcome.time is not None and outcome.time.value is not None:
        parts.append(outcome.time.value)
    return ", ".join(parts)


def _domain_row(appraisal: Appraisal, number: int, judgement: Judgement) -> tuple[Cell, ...]:
    instrument = appraisal.instrument
    domain = judgement.domain
    name = f"{label_of(judgement, number)} {domain.short or domain.title}"
    mark = level_mark(instrument, judgement.final)
    if not judgement.confirmed and judgement.final is not None:
        mark = starred(mark)
    return name, mark, why(instrument, judgement), rule_ids(judgement)


def _overall_row(appraisal: Appraisal, overall: OverallJudgement, rule: Overall, axis: str) -> tuple[Cell, ...]:
    mark = level_mark(appraisal.instrument, overall.final, rule)
    if not overall.confirmed and overall.final is not None:
        mark = starred(mark)
    by = "person" if overall.judged is not None else " ".join(r.id for r in overall.rules)
    rules = "ruling" if overall.ruling is not None else by
    return Mark("OVERALL", Tone.STRONG), mark, whole_why(appraisal, overall, rule, axis), rules


def _pairs(verdict: StudyVerdict) -> Iterator[tuple[Cell, Cell]]:
    if any(not j.confirmed for a in verdict.appraisals for j in a.judgements if j.final is not None):
        yield "*", PROPOSED
    tally = verdict.tally
    if tally is not None:
        yield "Checklist", tally_sentence(tally)
    if verdict.carries is not None:
        yield "Can carry", f'"{verdict.carries.may}"'
        if verdict.carries.may_not:
            yield "Cannot", ", ".join(f'"{said}"' for said in verdict.carries.may_not)
    if verdict.numbers is not None:
        yield from numbers_pairs(verdict.numbers)
    change = _would_change(verdict)
    if change:
        yield "Would change", change
    if verdict.study.unseen:
        yield "Not seen", ", ".join(verdict.study.unseen)


def _would_change(verdict: StudyVerdict) -> str:
    """Say what could change the overall judgement, or that nothing in the file can."""
    said = []
    several = len(verdict.appraisals) > 1
    for appraisal in verdict.appraisals:
        overall, instrument = appraisal.overall, appraisal.instrument
        if overall is None:
            continue
        of = f"{appraisal.outcome.name}: " if several and appraisal.outcome else ""
        if overall.suggested is None:
            said += [f"{of}{change}" for change in _still_to_say(appraisal)]
        elif overall.suggested == list(whole_levels(instrument))[-1]:
            if instrument.overall.rule is not OverallRule.WORST:
                said.append(f"{of}no open answer can: it stands at the worst level by what is recorded already")
                continue
            worst = [j for j in appraisal.judgements if j.final == overall.suggested]
            labels = [label_of(j, appraisal.judgements.index(j) + 1) for j in worst]
            names = domains_listed(labels)
            stand = "stands" if len(labels) == 1 else "stand"
            said.append(f"{of}no open answer can: {names} {stand} at the worst level by what is recorded already")
        elif not appraisal.complete:
            said.append(f"{of}no open answer")
    return "; ".join(dict.fromkeys(said))


def _still_to_say(appraisal: Appraisal) -> Iterator[str]:
    """Name what has still to be answered or judged before there is a judgement of the whole."""
    if appraisal.overall is not None and appraisal.overall.final is not None:
        return
    undecided = [(n, j) for n, j in enumerate(appraisal.on_axis(""), 1) if j.final is None]
    ids = [question.id for _, j in undecided if not j.by_person for question in j.matters]
    people = [label_of(j, n) for n, j in undecided if j.by_person]
    if ids:
        yield f"answers to {', '.join(ids)}"
    if people:
        yield f"a person's judgement of {domains_listed(people)}"
    if appraisal.instrument.overall.rule is OverallRule.PERSON:
        yield "a person's judgement of the whole"
