"""Appraisals told as a report."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ccsvi_triage.model.appraisal import (
    Answered,
    Appraisal,
    Ground,
    Judgement,
    Origin,
    OverallJudgement,
    Reading,
    ScaleTotal,
    StudyVerdict,
    Tally,
    speaking,
)
from ccsvi_triage.model.instrument import (
    Counts,
    Instrument,
    Judges,
    Overall,
    OverallRule,
    Priority,
    Rule,
    Sign,
    whole_levels,
)
from ccsvi_triage.model.library import Library
from ccsvi_triage.model.record import items
from ccsvi_triage.model.sheet import Judged, Ruling
from ccsvi_triage.model.study import Estimate, Numbers, Outcome, Result, Study
from ccsvi_triage.model.words import Basis, Concern, Severity, Status, YesNo
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Divider,
    Each,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.of_recheck import finding_data, numbers_pairs
from ccsvi_triage.report.say import (
    cite,
    described,
    level_mark,
    level_word,
    place_data,
    possible_words,
    problem_data,
    source_line,
)

NOT_OFFICIAL = (
    "Not the official form of any instrument and not endorsed by its authors; questions are our paraphrases. "
    "The tally counts what is reported; it measures no quality and does not compare designs."
)


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
    return Report(tuple(blocks), _data(verdicts, library, version), title)


def of_many(
    verdicts: Sequence[StudyVerdict],
    library: Library,
    version: str,
    readings: Mapping[str, Reading],
    *,
    grouped: bool = True,
) -> Report:
    """Tell many studies, one row each.

    Args:
        verdicts: What is said of each study, in the order in which they are shown.
        library: The library, for the sources.
        version: The tool's version.
        readings: By the study's id: when to read it.
        grouped: The studies stand in the order of reading.
    """
    judged = sum(bool(verdict.appraisals) for verdict in verdicts)
    wanted = Counter(v.choice.wants for v in verdicts if v.choice and v.choice.wants and not v.appraisals)
    refused = sum(bool(verdict.choice and verdict.choice.refusal) for verdict in verdicts)
    records = "1 record" if len(verdicts) == 1 else f"{len(verdicts)} records"
    said = f"{records}: {judged} judged, {refused} no evidence to be judged"
    blocks: list[Block] = [studies_table(verdicts, readings, grouped=grouped), Gap(), Text(said), STUDIES_LEGEND]
    if wanted:
        pairs: tuple[tuple[Cell, Cell], ...] = tuple((str(n), name) for name, n in wanted.most_common())
        title = "Instruments that this version does not have, and how many studies want them"
        blocks += [Gap(), Pairs(pairs, title=title)]
    blocks += licences(verdicts)
    data = _data(verdicts, library, version, readings)
    return Report(tuple(blocks), data, f"Appraisals of {len(verdicts)} records", (many_table(verdicts, readings),))


def studies_table(verdicts: Sequence[StudyVerdict], readings: Mapping[str, Reading], *, grouped: bool = True) -> Table:
    """Lay out many studies, one row each."""
    columns = (
        Column("Study", whole=True),
        Column("Judgement"),
        Column("Instrument"),
        Column("Checklist", whole=True),
    )
    rows = [_row(verdict) for verdict in verdicts]
    return read_table(columns, rows, [readings[verdict.study.id] for verdict in verdicts], grouped=grouped)


_MANY_COLUMNS = (
    *("study", "citation", "year", "judgement", "confirmed", "concern", "instrument", "instrument_version"),
    *("checklist_met", "checklist_not_met", "checklist_not_reported", "checklist_open", "checklist_not_applicable"),
    *("read", "reason", "notice"),
)


def many_table(verdicts: Sequence[StudyVerdict], readings: Mapping[str, Reading]) -> Table:
    """Tell many studies to a program, one row each; a cell is empty where there is nothing to say."""
    rows = tuple(tuple(_many_cells(verdict, readings[verdict.study.id])) for verdict in verdicts)
    return Table("", tuple(Column(name) for name in _MANY_COLUMNS), rows)


def _many_cells(verdict: StudyVerdict, reading: Reading) -> Iterator[Cell]:
    study = verdict.study
    yield from (study.id, cite(study), str(study.year) if study.year is not None else "")
    yield judgement_mark(verdict)
    decided = _decided(verdict)
    yield "" if not decided else "yes" if any(overall.confirmed for overall in decided) else "no"
    yield verdict.worst.name.lower() if verdict.worst is not None else ""
    instrument = verdict.appraisals[0].instrument if verdict.appraisals else None
    yield from (instrument.id, instrument.version) if instrument else ("", "")
    tally = verdict.tally
    kinds = (Counts.MET, Counts.NOT_MET, Counts.NOT_REPORTED, None, Counts.NOT_APPLICABLE)
    yield from (str(tally.number(kind)) if tally else "" for kind in kinds)
    yield from reading_cells(reading)
    yield _NO_FORM if instrument and instrument.ours is not YesNo.YES else ""


_NO_FORM = "not the official form of the instrument, and not endorsed by its authors"


def reading_cells(reading: Reading) -> tuple[str, str]:
    """Give when to read a study, and why, or what is open, for a program that reads rows."""
    if len(reading.possible) == 1:
        return reading.priority.value, reading.because
    return _span(reading, " to "), f"open: {', '.join(reading.unsettled)}"


def is_proposed(verdict: StudyVerdict) -> bool:
    """Tell whether a study is judged, and by recorded facts alone: no reviewer has confirmed it."""
    decided = _decided(verdict)
    return bool(decided) and not any(overall.confirmed for overall in decided)


def _decided(verdict: StudyVerdict) -> list[OverallJudgement]:
    return [a.overall for a in verdict.appraisals if a.overall and a.overall.final is not None]


READ = (
    "an order of reading by level of evidence, directness and judgement, and no measure of quality "
    "('triage explain selection')"
)


def read_table(
    columns: Sequence[Column], rows: Sequence[tuple[Cell, ...]], readings: Sequence[Reading], *, grouped: bool
) -> Table:
    """Tell studies with when to read each: under a heading for each reason, or with a column of its own.

    Args:
        columns: The columns without it.
        rows: One for each study.
        readings: One for each study.
        grouped: Studies that are read for the same reason stand together.
    """
    if not grouped:
        told = tuple((*row, _short_reading(reading)) for row, reading in zip(rows, readings, strict=True))
        return Table("", (*columns, Column("Read")), told, flush=True)
    words = [reading_words(reading) for reading in readings]
    sections = tuple((n, said) for n, said in enumerate(words) if n == 0 or said != words[n - 1])
    return Table("", tuple(columns), tuple(rows), flush=True, sections=sections)


_WHEN = {
    Priority.HOLD: "HOLD, not to be read as evidence",
    Priority.FIRST: "P1, read first",
    Priority.NEXT: "P2, read next",
    Priority.BACKGROUND: "P3, background",
    Priority.UNKNOWN: "P?, not known",
}


def _short_reading(reading: Reading) -> str:
    if len(reading.possible) == 1:
        return f"{reading.priority.value} {reading.because}"
    return f"{_span(reading, '-')} open: {', '.join(reading.unsettled)}"


def _span(reading: Reading, to: str) -> str:
    """Write between which priorities it is open; nothing is known where none of the rows may be the one."""
    if Priority.UNKNOWN in reading.possible:
        return Priority.UNKNOWN.value
    return to.join((reading.possible[0].value, reading.possible[-1].value))


def reading_words(reading: Reading) -> str:
    """Write when to read a study, and why; where it is open, between what, and what is open."""
    if len(reading.possible) == 1:
        return f"{_WHEN[reading.priority]}: {reading.because}"
    return f"{_span(reading, ' to ')}, open: {', '.join(reading.unsettled)}"


def licences(verdicts: Sequence[StudyVerdict]) -> Iterator[Block]:
    """Name the instruments used, with their versions and licences."""
    used = _instruments(verdicts)
    if used:
        yield Gap()
        rows = tuple((name, f"{i.title}, {i.version}. {i.licence}") for name, i in used.items())
        yield Pairs(rows, title="Instruments")
    yield Gap()
    yield Text(NOT_OFFICIAL, Tone.MUTED)


def _instruments(verdicts: Iterable[StudyVerdict]) -> dict[str, Instrument]:
    used: dict[str, Instrument] = {}
    for verdict in verdicts:
        used |= {a.instrument.id: a.instrument for a in (*verdict.appraisals, *verdict.beside)}
        used |= {scale.instrument.id: scale.instrument for scale in verdict.scales}
        if verdict.tally:
            used[verdict.tally.instrument.id] = verdict.tally.instrument
    return {name: used[name] for name in sorted(used)}


_PROPOSED = "proposed from recorded facts; no reviewer has confirmed it"
STUDIES_LEGEND = Pairs(
    (("*", _PROPOSED), ("Checklist", "criteria met / not met / not reported / open"), ("P1 to P3", READ))
)
"""What the columns of ``studies_table`` mean."""


def judgement_mark(verdict: StudyVerdict) -> Mark:
    """Mark the judgement of a study: the worst of its results, or why there is none."""
    if verdict.study.status is Status.RETRACTED:
        return _RETRACTED
    if verdict.choice is None and not verdict.appraisals:
        return _UNCLEAR
    if any(problem.severity is Severity.ERROR for problem in verdict.problems):
        return _WRONG
    speaks = speaking(verdict.appraisals)
    if speaks is not None and speaks.overall is not None:
        return level_mark(speaks.instrument, speaks.overall.final, speaks.instrument.overall)
    if verdict.appraisals and all(_by_domain(appraisal) for appraisal in verdict.appraisals):
        return _BY_DOMAIN
    return _OPEN if verdict.appraisals else _NOT_JUDGED


def _by_domain(appraisal: Appraisal) -> bool:
    """Tell whether every domain is judged, and the instrument has no judgement of the whole."""
    return appraisal.overall is None and all(judgement.final is not None for judgement in appraisal.judgements)


_WRONG = Mark("wrong, see lint", Tone.OPEN)
_RETRACTED = Mark("retracted", Tone.CRITICAL)
_OPEN = Mark("open", Tone.OPEN)
_UNCLEAR = Mark("unclear design", Tone.OPEN)
_NOT_JUDGED = Mark("not judged", Tone.MUTED)
_BY_DOMAIN = Mark("by domain", Tone.APART)

NO_JUDGEMENT = (_WRONG, _RETRACTED, _OPEN, _UNCLEAR, _NOT_JUDGED, _BY_DOMAIN)
"""What stands in a judgement's place where there is none."""


def _row(verdict: StudyVerdict) -> tuple[Cell, ...]:
    mark = judgement_mark(verdict)
    if is_proposed(verdict):
        mark = _starred(mark)
    return Mark(verdict.study.id, Tone.CODE), mark, _instrument_words(verdict), _tally_words(verdict.tally)


def _instrument_words(verdict: StudyVerdict) -> str:
    if verdict.appraisals:
        return verdict.appraisals[0].instrument.id
    return "none yet" if verdict.choice is not None and verdict.choice.wants else "none"


def _tally_words(tally: Tally | None) -> str:
    """Write a tally short: met / not met / not reported / open."""
    if tally is None:
        return ""
    kinds = (Counts.MET, Counts.NOT_MET, Counts.NOT_REPORTED, None)
    return "/".join(str(tally.number(kind)) for kind in kinds)


def _starred(mark: Mark) -> Mark:
    return Mark(f"{mark.text} *", mark.tone)


def _study(verdict: StudyVerdict, library: Library, *, full: bool) -> Iterator[Block]:
    study = verdict.study
    names = sources_used(verdict) if full else _sources_shown(study)
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
    yield from _scales(verdict.scales, full=full)
    pairs = tuple(_pairs(verdict))
    if pairs:
        yield Gap()
        yield Pairs(pairs)
    yield from _flaws(study, number)
    if full:
        for appraisal in (*verdict.appraisals, *verdict.beside):
            yield from _answers(appraisal, number)
        yield from _checklist(verdict, number)
        yield from _results(study, number)
    yield from _conflicts(study, number)
    yield from _sources(names, library)


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
    label = domain.label or (domain.id if len(domain.id) <= _SHORT else str(number))
    name = f"{label} {domain.short or domain.title}"
    mark = level_mark(instrument, judgement.final)
    if not judgement.confirmed and judgement.final is not None:
        mark = _starred(mark)
    return name, mark, why(instrument, judgement), _rule_ids(judgement)


_SHORT = 3
_FEW_RULES = 2


def _rule_ids(judgement: Judgement) -> str:
    if judgement.ruling is not None:
        return "ruling"
    if judgement.judged is not None:
        return "person"
    if judgement.suggested is None:
        return ""
    ids = [rule.id for rule in judgement.rules]
    return " ".join(ids) if len(ids) <= _FEW_RULES else f"{ids[0]} +{len(ids) - 1}"


def why(instrument: Instrument, judgement: Judgement) -> str:
    """Say what makes a domain what it is."""
    if judgement.ruling is not None:
        tables = possible_words(instrument, judgement.possible)
        if not judgement.domain.tables:
            return f"{judgement.ruling.reason} ({judgement.ruling.by}, {judgement.ruling.date})"
        return f"{judgement.ruling.reason} ({judgement.ruling.by}, {judgement.ruling.date}; the tables give {tables})"
    if judgement.by_person:
        return _by_person(instrument, judgement)
    if judgement.suggested is None:
        on = ", ".join(question.id for question in judgement.matters)
        depends = f"depends on {on}" if on else "such a set-up cannot be"
        return f"{possible_words(instrument, judgement.possible)}: {depends}"
    said = _reasons(judgement)
    if judgement.complete:
        return said
    open_ = _open_ids(judgement)
    says = "says" if len(open_) == 1 else "say"
    return f"{said}, whatever {', '.join(open_)} {says}"


def _by_person(instrument: Instrument, judgement: Judgement) -> str:
    """Say why a person gives a domain its level, or that nobody has; and what the answers speak for."""
    judged = judgement.judged
    signs = [sign.because for sign in judgement.signs if judged is None or judged.level in sign.against]
    told = f"the answers say: {'; '.join(signs)}" if signs else ""
    if judged is not None:
        by = f" ({judged.by})" if judged.by else ""
        return f"{judged.because}{by}; but {told}" if told else f"{judged.because}{by}"
    if judgement.suggested is not None:
        suggested = f"its table suggests {level_word(instrument, judgement.suggested)}: {_reasons(judgement)}"
        told = f"{suggested}; {told}" if told else suggested
    return f"a person judges it, and nobody has yet; {told}" if told else "a person judges it, and nobody has yet"


def _reasons(judgement: Judgement) -> str:
    """Give the reasons of the rules that decide: those of several tables hold together, those of one are either-or."""
    rules = _deciding(judgement)
    reasons = list(dict.fromkeys(rule.because for rule in rules))
    tables = sum(any(rule in rules for rule in table.rules) for table in judgement.domain.tables)
    if len(reasons) > _FEW_RULES:
        return reasons[0]
    return ("; " if len(rules) == tables else ", or ").join(reasons)


def _deciding(judgement: Judgement) -> Sequence[Rule]:
    """Give the rules that make a decided domain what it is: those at its level."""
    at = tuple(rule for rule in judgement.rules if rule.then == judgement.suggested)
    return at or judgement.rules


def _open_ids(judgement: Judgement) -> list[str]:
    return [a.question.id for a in judgement.answers if a.origin is Origin.OPEN]


def _overall_row(appraisal: Appraisal, overall: OverallJudgement, rule: Overall, axis: str) -> tuple[Cell, ...]:
    mark = level_mark(appraisal.instrument, overall.final, rule)
    if not overall.confirmed and overall.final is not None:
        mark = _starred(mark)
    by = "person" if overall.judged is not None else " ".join(r.id for r in overall.rules)
    rules = "ruling" if overall.ruling is not None else by
    return Mark("OVERALL", Tone.STRONG), mark, _overall_why(appraisal, overall, rule, axis), rules


def overall_why(appraisal: Appraisal, overall: OverallJudgement) -> str:
    """Say what makes the whole of an appraisal what it is."""
    return _overall_why(appraisal, overall, appraisal.instrument.overall, "")


def _overall_why(appraisal: Appraisal, overall: OverallJudgement, rule: Overall, axis: str) -> str:
    said = possible_words(appraisal.instrument, overall.possible, rule)
    if overall.ruling is not None:
        ruled = f"{overall.ruling.reason} ({overall.ruling.by}, {overall.ruling.date}"
        return f"{ruled})" if rule.rule is OverallRule.PERSON else f"{ruled}; the domains give {said})"
    if overall.judged is not None:
        return overall.judged.because
    if rule.rule is OverallRule.PERSON:
        return f"a person judges it, and nobody has yet: {said}"
    numbered = enumerate(appraisal.judgements, 1)
    undecided = [label_of(j, n) for n, j in numbered if j.final is None and j.domain.axis == axis]
    if overall.suggested is None:
        return f"{said}: depends on {_listed(undecided)}"
    why = "; ".join(dict.fromkeys(r.because for r in overall.rules)) or "the worst domain decides"
    return f"{why}, whatever {_listed(undecided)} will say" if undecided else why


def label_of(judgement: Judgement, number: int) -> str:
    """Name a domain shortly: by its label, its id or its number."""
    domain = judgement.domain
    return domain.label or (domain.id if len(domain.id) <= _SHORT else str(number))


def _listed(labels: Sequence[str]) -> str:
    if not labels:
        return "a person's ruling"
    what = "domain" if len(labels) == 1 else "domains"
    return f"{what} {', '.join(labels)}"


def _pairs(verdict: StudyVerdict) -> Iterator[tuple[Cell, Cell]]:
    if any(not j.confirmed for a in verdict.appraisals for j in a.judgements if j.final is not None):
        yield "*", _PROPOSED
    tally = verdict.tally
    if tally is not None:
        yield "Checklist", tally_sentence(tally)
    if verdict.ceiling is not None and not (verdict.choice and verdict.choice.refusal):
        yield "Can carry", f'"{verdict.ceiling.may}"'
        if verdict.ceiling.may_not:
            yield "Cannot", ", ".join(f'"{said}"' for said in verdict.ceiling.may_not)
    if verdict.numbers is not None:
        yield from numbers_pairs(verdict.numbers)
    change = _would_change(verdict)
    if change:
        yield "Would change", change
    if verdict.study.unseen:
        yield "Not seen", ", ".join(verdict.study.unseen)


def tally_sentence(tally: Tally) -> str:
    """Write a tally out, as an interval where criteria are not reported or open."""
    met, not_met = tally.number(Counts.MET), tally.number(Counts.NOT_MET)
    unsaid, open_ = tally.number(Counts.NOT_REPORTED), tally.number(None)
    n_a = tally.number(Counts.NOT_APPLICABLE)
    applicable = len(tally.rows) - n_a
    most = met + unsaid + open_
    span = f"{met}" if most == met else f"{met} to {most}"
    counts = f"met {met} · not met {not_met} · not reported {unsaid} · open {open_} · n/a {n_a}"
    return f"{counts} ({span} of {applicable} applicable)"


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
            names = _listed(labels)
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
        yield f"a person's judgement of {_listed(people)}"
    if appraisal.instrument.overall.rule is OverallRule.PERSON:
        yield "a person's judgement of the whole"


def _scales(scales: Sequence[ScaleTotal], *, full: bool) -> Iterator[Block]:
    if not scales:
        return
    yield Gap()
    rows: tuple[tuple[Cell, Cell], ...] = tuple((scale.instrument.title, scale_words(scale)) for scale in scales)
    yield Pairs(rows, title="Legacy scales: totals as their authors define them; they judge nothing")
    for scale in scales if full else ():
        yield Gap()
        columns = (Column("Item", whole=True), Column("Answer"), Column("Points", right=True), Column("What it asks"))
        yield Table(f"Items of {scale.instrument.title}", columns, tuple(_scale_row(scale)))


def scale_words(scale: ScaleTotal) -> str:
    """Write a total, as an interval where items are open."""
    by = f"; sheet {scale.sheet.id} by {scale.sheet.reviewer}" if scale.sheet else "; proposed from recorded facts"
    return scale_span(scale) + by


def scale_span(scale: ScaleTotal) -> str:
    """Write a total without saying by whom."""
    open_ = sum(row.answered.answer is None for row in scale.rows)
    span = f"{scale.low}" if scale.low == scale.high else f"{scale.low} to {scale.high}"
    of = f"{span} of {scale.most}"
    return f"{of}, {open_} open" if open_ else of


def _scale_row(scale: ScaleTotal) -> Iterator[tuple[Cell, ...]]:
    for answered, points in scale.rows:
        word: Cell = Mark("open", Tone.OPEN) if answered.answer is None else answered.answer
        if answered.origin is Origin.PROPOSED:
            word = f"{answered.answer} *"
        question = answered.question
        yield Mark(question.id, Tone.CODE), word, "" if points is None else str(points), question.short or question.text


def _flaws(study: Study, number: Mapping[str, str]) -> Iterator[Block]:
    if not study.flaws:
        return
    rows = tuple(
        (
            Mark(flaw.code.value, Tone.CODE),
            f"{flaw.detail} ({flaw.basis.value}, {who_says(flaw.source, flaw.locator, number) or 'no source'})".strip(),
        )
        for flaw in study.flaws
    )
    yield Gap()
    columns = (Column("Flaw", whole=True), Column("What, and who says so"))
    yield Table("Flaws", columns, rows)


def _answers(appraisal: Appraisal, number: Mapping[str, str]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    for judgement in appraisal.judgements:
        rows += [_answer_row(a, number) for a in judgement.answers if a.origin is not Origin.NOT_ASKED]
    if not rows:
        return
    yield Gap()
    columns = (Column("Question", whole=True), Column("Answer"), Column("What is asked, and why so answered"))
    yield Table(f"Answers to {appraisal.instrument.title}", columns, tuple(rows))


def _answer_row(answered: Answered, number: Mapping[str, str]) -> tuple[Cell, ...]:
    question = answered.question
    if answered.answer is None:
        return Mark(question.id, Tone.CODE), Mark("open", Tone.OPEN), question.short or question.text
    word: Cell = f"{answered.answer} *" if answered.origin is Origin.PROPOSED else answered.answer
    return Mark(question.id, Tone.CODE), word, _grounded(question.short or question.text, answered, number)


def _grounded(asked: str, answered: Answered, number: Mapping[str, str]) -> str:
    """Write what is asked, why it is so answered, and what that rests on."""
    grounds = "; ".join(_ground_words(ground, number) for ground in answered.grounds)
    because = f"{answered.because} ({grounds})" if grounds else answered.because
    return f"{asked} {because}".strip()


def _ground_words(ground: Ground, number: Mapping[str, str]) -> str:
    said = "" if ground.what == "answer" else f"{ground.what}: {ground.word}"
    who = who_says(ground.source, ground.locator, number)
    basis = "inferred" if ground.basis is Basis.INFERRED else ""
    where = str(ground.place) if ground.place.file else ""
    return ", ".join(part for part in (said, who, basis, where) if part)


def who_says(source: str, locator: str, number: Mapping[str, str]) -> str:
    """Write who says a thing by the number of the source in the list below, and where in it."""
    return " ".join(part for part in (number.get(source, source), locator) if part)


def _checklist(verdict: StudyVerdict, number: Mapping[str, str]) -> Iterator[Block]:
    if verdict.tally is None:
        return
    bad = [row for row in verdict.tally.rows if row.counts is Counts.NOT_MET]
    if not bad:
        return
    rows = tuple(
        (
            Mark(row.answered.question.id, Tone.CODE),
            _grounded(f"{row.answered.question.short}:", row.answered, number),
            row.answered.question.opens,
        )
        for row in bad
    )
    yield Gap()
    columns = (Column("Id", whole=True), Column("Not met, and why"), Column("Opens"))
    yield Table("Checklist, criteria not met", columns, rows)


def _results(study: Study, number: Mapping[str, str]) -> Iterator[Block]:
    rows = [
        (outcome.name if not n else "", result_words(result), who_says(result.source, result.locator, number))
        for outcome in study.outcomes
        for n, result in enumerate(outcome.results)
    ]
    if not rows:
        return
    yield Gap()
    columns = (Column("Outcome"), Column("As printed"), Column("Source"))
    yield Table("Results", columns, tuple(rows))


def result_words(result: Result) -> str:
    """Write a result as it is printed."""
    group = f"{result.group}: " if result.group else ""
    arms = [f"{arm} {_arm_numbers(numbers)}".strip() for arm, numbers in result.arms.items()]
    parts = [" v ".join(arms)]
    for estimate in result.estimates:
        interval = f" ({estimate.low} to {estimate.high})" if estimate.low is not None else ""
        about = f" {estimate.compares}" if estimate.compares else ""
        adjusted = "adjusted " if estimate.adjusted is YesNo.YES else ""
        own = f", {_p(estimate.p)}" if estimate.p is not None else ""
        parts.append(f"{adjusted}{estimate.measure.value}{about} {estimate.value}{interval}{own}")
    if result.statistic:
        parts.append(result.statistic)
    if result.p is not None:
        parts.append(_p(result.p))
    if result.told:
        parts.append(result.told)
    derived = " (reconstructed by us)" if result.derived is YesNo.YES else ""
    return f"{group}{'; '.join(part for part in parts if part)}{derived} [{result.unit.value}]"


def _arm_numbers(numbers: Numbers) -> str:
    parts = []
    if numbers.events is not None:
        parts.append(f"{numbers.events}/{numbers.n}" if numbers.n is not None else f"{numbers.events}")
    elif numbers.n is not None:
        parts.append(f"n {numbers.n}")
    if numbers.percent is not None:
        parts.append(f"{numbers.percent} %")
    if numbers.mean is not None:
        spread = f" (SD {numbers.sd})" if numbers.sd is not None else ""
        parts.append(f"mean {numbers.mean}{spread}")
    if numbers.median is not None:
        span = f" ({numbers.low} to {numbers.high})" if numbers.low is not None else ""
        parts.append(f"median {numbers.median}{span}")
    for pieces, sign in ((numbers.parts, ""), (numbers.shares, " %")):
        if pieces:
            parts.append("of these " + ", ".join(f"{name} {piece}{sign}" for name, piece in pieces.items()))
    if numbers.told:
        parts.append(numbers.told)
    return ", ".join(parts)


def _p(value: str) -> str:
    return f"p {value}" if value[0] in "<>=≤≥" else f"p = {value}"


def _conflicts(study: Study, number: Mapping[str, str]) -> Iterator[Block]:
    for conflict in study.conflicts:
        rows = tuple((a.says, who_says(a.source, a.locator, number)) for a in conflict.accounts)
        yield Gap()
        yield Table(f"Sources disagree: {conflict.about}", (Column("Says"), Column("Who says so")), rows)
        if conflict.note:
            yield Text(conflict.note, Tone.MUTED, under=True)


def _sources(names: Sequence[str], library: Library) -> Iterator[Block]:
    if not names:
        return
    yield Gap()
    rows = tuple((Mark(f"[{n}]", Tone.CODE), source_words(name, library)) for n, name in enumerate(names, 1))
    yield Pairs(rows, title="Sources")


def source_words(name: str, library: Library) -> str:
    """Write a source out, with where it can be found."""
    said, where = source_line(name, library.sources, library.studies)
    return f"{said} {where}".strip()


def _sources_shown(study: Study) -> tuple[str, ...]:
    """Name the sources of the flaws and of what sources tell differently."""
    names = [flaw.source for flaw in study.flaws]
    names += [account.source for conflict in study.conflicts for account in conflict.accounts]
    return tuple(dict.fromkeys(name for name in names if name))


def sources_used(verdict: StudyVerdict) -> tuple[str, ...]:
    """Name the sources that a report on a study points to, in the order of their first use."""
    study = verdict.study
    names: list[str] = [flaw.source for flaw in study.flaws]
    for appraisal in (*verdict.appraisals, *verdict.beside):
        names += [j.judged.source for j in appraisal.judgements if j.judged is not None]
        names += [g.source for j in appraisal.judgements for a in j.answers for g in a.grounds]
    names += [result.source for outcome in study.outcomes for result in outcome.results]
    names += [account.source for conflict in study.conflicts for account in conflict.accounts]
    return tuple(dict.fromkeys(name for name in names if name))


def _data(
    verdicts: Sequence[StudyVerdict],
    library: Library,
    version: str,
    readings: Mapping[str, Reading] = MappingProxyType({}),
) -> dict[str, Any]:
    names = dict.fromkeys(name for verdict in verdicts for name in sources_used(verdict))
    return {
        "schema": f"ccsvi-triage/appraisals/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "instruments": instruments_data(verdicts),
        "studies": studies_data(verdicts, readings),
        "sources": {name: source_words(name, library) for name in sorted(names)},
    }


def instruments_data(verdicts: Iterable[StudyVerdict]) -> list[dict[str, Any]]:
    """Give the instruments by which studies are judged for JSON."""
    return [_instrument_data(instrument) for instrument in _instruments(verdicts).values()]


def studies_data(verdicts: Sequence[StudyVerdict], readings: Mapping[str, Reading]) -> Each[StudyVerdict]:
    """Give studies for JSON, each made when it is looked at."""
    return Each(verdicts, lambda verdict: _study_data(verdict, readings.get(verdict.study.id)))


def _instrument_data(instrument: Instrument) -> dict[str, Any]:
    return {
        "id": instrument.id,
        "title": instrument.title,
        "version": instrument.version,
        "ours": instrument.ours is YesNo.YES,
        "licence": instrument.licence,
        "notice": instrument.notice,
    }


def _study_data(verdict: StudyVerdict, reading: Reading | None) -> dict[str, Any]:
    study = verdict.study
    choice = verdict.choice
    return {
        "id": study.id,
        "title": study.title,
        "citation": cite(study),
        "year": study.year,
        "kind": study.kind.value,
        "status": study.status.value,
        "notices": [
            {"kind": n.kind.value, "date": n.date, "source": n.source or None, "locator": n.locator, "note": n.note}
            for n in study.notices
        ],
        "retraction_check": study.retraction_check or None,
        "counts_as_evidence": study.status is not Status.RETRACTED and bool(choice) and not choice.refusal
        if choice
        else False,
        "companion_of": study.companion_of or None,
        "relation": study.relation.value if study.relation else None,
        "companions": list(verdict.companions),
        "read": study.read.value if study.read else None,
        "described": described(study),
        "place": place_data(study.where.record),
        "selection": {
            "row": choice.id if choice else None,
            "chosen_by": verdict.chosen_by,
            "instrument": verdict.appraisals[0].instrument.id if verdict.appraisals else None,
            "wanted": (choice.wants or None) if choice else None,
            "refusal": (choice.refusal or None) if choice else None,
            "because": choice.because if choice else None,
            "warning": (choice.warning or None) if choice else None,
        },
        "worst_concern": verdict.worst.name.lower() if verdict.worst is not None else None,
        "appraisals": [_appraisal_data(appraisal) for appraisal in verdict.appraisals],
        "beside": [_appraisal_data(appraisal) for appraisal in verdict.beside],
        "scales": [_scale_data(scale) for scale in verdict.scales],
        "reading": reading_data(reading) if reading is not None else None,
        "checklist": _tally_data(verdict.tally) if verdict.tally else None,
        "ceiling": _ceiling_data(verdict),
        "flaws": [
            {
                "code": flaw.code.value,
                "detail": flaw.detail,
                "basis": flaw.basis.value,
                "source": flaw.source or None,
                "locator": flaw.locator,
                "place": place_data(flaw.where["code"]),
            }
            for flaw in study.flaws
        ],
        "results": [_result_data(outcome, result) for outcome in study.outcomes for result in outcome.results],
        "conflicts": [
            {
                "about": conflict.about,
                "accounts": [
                    {"says": a.says, "source": a.source or None, "locator": a.locator} for a in conflict.accounts
                ],
                "note": conflict.note,
            }
            for conflict in study.conflicts
        ],
        "unseen": list(study.unseen),
        "numbers": [finding_data(finding) for finding in verdict.numbers.findings] if verdict.numbers else None,
        "problems": [problem_data(problem) for problem in verdict.problems],
    }


def _result_data(outcome: Outcome, result: Result) -> dict[str, Any]:
    """Give the numbers of a result as printed, so as text; what was not printed is left out."""
    return {
        "outcome": outcome.id,
        "outcome_name": outcome.name,
        "group": result.group,
        "unit": result.unit.value,
        "arms": {arm: _printed(numbers) for arm, numbers in result.arms.items()},
        "estimates": [_printed(estimate) for estimate in result.estimates],
        "p": result.p,
        "statistic": result.statistic,
        "told": result.told,
        "derived": result.derived is YesNo.YES,
        "source": result.source or None,
        "locator": result.locator,
        "place": place_data(result.where.record),
    }


def _printed(numbers: Numbers | Estimate) -> dict[str, Any]:
    """Give what is printed of numbers: texts as they are, lists and mappings of texts as such, and nothing empty."""
    return {name: _plain(value) for name, value in items(numbers) if value}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(name): str(part) for name, part in value.items()}
    return [str(part) for part in value] if isinstance(value, tuple) else str(value)


def _ceiling_data(verdict: StudyVerdict) -> dict[str, Any] | None:
    if verdict.ceiling is None or (verdict.choice and verdict.choice.refusal):
        return None
    return {
        "strength": verdict.ceiling.strength.value,
        "may": verdict.ceiling.may,
        "may_not": list(verdict.ceiling.may_not),
    }


def _appraisal_data(appraisal: Appraisal) -> dict[str, Any]:
    overall = appraisal.overall
    instrument = appraisal.instrument
    return {
        "instrument": instrument.id,
        "version": instrument.version,
        "sheet": appraisal.sheet.id if appraisal.sheet else None,
        "reviewer": appraisal.sheet.reviewer if appraisal.sheet else None,
        "outcome": appraisal.outcome.id if appraisal.outcome else None,
        "outcome_name": appraisal.outcome.name if appraisal.outcome else None,
        "setup": dict(appraisal.setup),
        "assumed": list(appraisal.assumed),
        "proposed": list(appraisal.proposed),
        "complete": appraisal.complete,
        "domains": [_judgement_data(instrument, judgement) for judgement in appraisal.judgements],
        "overall": _overall_data(instrument, overall, instrument.overall) if overall else None,
        "axes": [
            {
                "id": axis.id,
                "title": axis.title,
                "overall": _overall_data(instrument, judged, axis.overall) if judged else None,
            }
            for axis, judged in appraisal.axes
        ],
    }


def _overall_data(instrument: Instrument, overall: OverallJudgement, rule: Overall) -> dict[str, Any]:
    return {
        "judgement": overall.final,
        "concern": _concern(whole_levels(instrument, rule), overall.final),
        "suggested": overall.suggested,
        "possible": list(overall.possible),
        "confirmed": overall.confirmed,
        "rules": [_rule_data(rule) for rule in overall.rules],
        "judged": _judged_data(overall.judged),
        "ruling": _ruling_data(overall.ruling),
        "direction": overall.direction.value if overall.direction else None,
        "step": overall.step or None,
    }


def _judgement_data(instrument: Instrument, judgement: Judgement) -> dict[str, Any]:
    return {
        "id": judgement.domain.id,
        "label": judgement.domain.label or judgement.domain.id,
        "title": judgement.domain.title,
        "axis": judgement.domain.axis or None,
        "by_person": judgement.by_person,
        "judgement": judgement.final,
        "concern": _concern(instrument.levels, judgement.final),
        "suggested": judgement.suggested,
        "possible": list(judgement.possible),
        "complete": judgement.complete,
        "confirmed": judgement.confirmed,
        "rules": [_rule_data(rule) for rule in (judgement.rules if judgement.suggested is not None else ())],
        "depends_on": [question.id for question in judgement.matters],
        "signs": [_sign_data(sign) for sign in judgement.signs],
        "judged": _judged_data(judgement.judged),
        "ruling": _ruling_data(judgement.ruling),
        "direction": judgement.direction.value if judgement.direction else None,
        "answers": [answered_data(answered) for answered in judgement.answers],
    }


def _concern(levels: Mapping[str, Concern], level: str | None) -> str | None:
    """Give the step of a level on the common ladder; one that has none is no concern and no "none"."""
    concern = levels[level] if level is not None else Concern.UNPLACED
    return None if concern is Concern.UNPLACED else concern.name.lower()


def _rule_data(rule: Rule) -> dict[str, str]:
    return {"id": rule.id, "then": rule.then, "because": rule.because}


def _sign_data(sign: Sign) -> dict[str, Any]:
    return {"because": sign.because, "against": list(sign.against)}


def _judged_data(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    return {
        "level": judged.level,
        "because": judged.because,
        "source": judged.source or None,
        "locator": judged.locator,
        "basis": judged.basis.value,
        "by": judged.by,
        "place": place_data(judged.where.record),
    }


def reading_data(reading: Reading) -> dict[str, Any]:
    """Give when to read a study for JSON."""
    return {
        "priority": reading.priority.value,
        "possible": [priority.value for priority in reading.possible],
        "because": reading.because,
        "open": list(reading.unsettled),
    }


def _scale_data(scale: ScaleTotal) -> dict[str, Any]:
    return {
        "instrument": scale.instrument.id,
        "version": scale.instrument.version,
        "legacy": scale.instrument.legacy,
        "sheet": scale.sheet.id if scale.sheet else None,
        "low": scale.low,
        "high": scale.high,
        "most": scale.most,
        "items": [{**answered_data(row.answered), "points": row.points} for row in scale.rows],
    }


def _ruling_data(ruling: Ruling | None) -> Mapping[str, Any] | None:
    if ruling is None:
        return None
    return {"level": ruling.level, "reason": ruling.reason, "by": ruling.by, "date": ruling.date}


def answered_data(answered: Answered) -> dict[str, Any]:
    """Give an answer with what it rests on for JSON."""
    return {
        "question": answered.question.id,
        "answer": answered.answer,
        "origin": answered.origin.value,
        "because": answered.because,
        "grounds": [
            {
                "what": ground.what,
                "word": ground.word,
                "source": ground.source or None,
                "locator": ground.locator,
                "basis": ground.basis.value,
                "note": ground.note,
                "place": place_data(ground.place),
            }
            for ground in answered.grounds
        ],
    }


def _tally_data(tally: Tally) -> dict[str, Any]:
    return {
        "instrument": tally.instrument.id,
        "version": tally.instrument.version,
        "met": tally.number(Counts.MET),
        "not_met": tally.number(Counts.NOT_MET),
        "not_reported": tally.number(Counts.NOT_REPORTED),
        "not_applicable": tally.number(Counts.NOT_APPLICABLE),
        "open": tally.number(None),
        "criteria": [
            {
                **answered_data(row.answered),
                "counts": row.counts.value if row.counts else None,
                "opens": row.answered.question.opens if row.counts is Counts.NOT_MET else "",
            }
            for row in tally.rows
        ],
    }
