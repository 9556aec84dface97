"""What a person sees who fills in a sheet question by question."""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.logic.condition import condition_words
from ccsvi_triage.model.appraisal import Appraisal, Judgement, Origin, OverallJudgement, ScaleTotal, Tally
from ccsvi_triage.model.asking import Step, Wanted, says_more
from ccsvi_triage.model.instrument import Domain, Instrument, whole_levels
from ccsvi_triage.model.sheet import OVERALL, Given, Judged, Sheet
from ccsvi_triage.model.study import Outcome, Study
from ccsvi_triage.model.words import Concern
from ccsvi_triage.report.blocks import TONE_OF, Block, Cell, Column, Gap, Line, Mark, Pairs, Report, Table, Text, Tone
from ccsvi_triage.report.counted import scale_span, tally_sentence
from ccsvi_triage.report.say import cite

KEYS = "? help, b back, s skip (it stays open), q leave"


def of_opening(  # noqa: PLR0913, PLR0917 -- all that a sheet is about
    sheet: Sheet,
    study: Study,
    instrument: Instrument,
    outcome: Outcome | None,
    answered: int,
    due: int,
    held: Mapping[str, str] | None = None,
) -> Report:
    """Tell what is going to be filled in.

    Args:
        sheet: The sheet.
        study: The study.
        instrument: The instrument.
        outcome: The outcome judged, where one is.
        answered: Steps that are settled already.
        due: Steps that are open and matter, as far as they are known yet.
        held: Set-ups that are not asked, since something holds where the sheet is silent.
    """
    rows: list[tuple[Cell, Cell]] = [("Instrument", f"{instrument.title}, {instrument.version}")]
    if outcome is not None:
        rows.append(("Result", outcome.name))
    if sheet.reviewer.strip():
        rows.append(("Reviewer", sheet.reviewer))
    if held:
        said = ", ".join(f"{name}: {word}" for name, word in held.items())
        rows.append(("Set-up", f"not asked, and held unless you write another into the file: {said}"))
    rows.append(("So far", f"{answered} answered, {due} to ask now; answers may close questions or open others"))
    rows.append(("Keys", f"{KEYS}. Each answer is saved at once"))
    return _report(
        Line((Mark(cite(study), Tone.STRONG),), Mark(sheet.id, Tone.CODE)),
        Text(instrument.notice, Tone.MUTED),
        Gap(),
        Pairs(tuple(rows)),
    )


def of_step(step: Step, forming: Appraisal, told: Sequence[str] = (), *, full: bool = False) -> Report:
    """Tell what is asked.

    Args:
        step: What is asked.
        forming: The judgement as it stands; a person who gives a level sees what it rests on.
        told: The options whose meaning was told last; they are not told again.
        full: The gate and what every answer is called, too.
    """
    if step.wanted is Wanted.LEVEL:
        blocks: list[Block] = [Gap(), Text(_whose_level(step), Tone.STRONG)]
    else:
        blocks = [Gap(), Text(_where(step), Tone.MUTED), Text(f"{step.name}  {step.text}", Tone.STRONG)]
    rows = list(_rows(step, told, full=full))
    if rows:
        blocks.append(Pairs(tuple(rows)))
    if step.wanted is Wanted.LEVEL:
        blocks += _ground(step, forming)
    return _report(*blocks)


def of_forming(appraisal: Appraisal, domain: str = "") -> Report:
    """Tell the judgement as it forms: one domain and the whole, or all domains where none is named.

    Args:
        appraisal: The judgement by the sheet alone.
        domain: A domain's id.
    """
    rows: list[tuple[Cell, Cell]] = []
    for judgement in appraisal.judgements:
        if not domain or judgement.domain.id == domain:
            title = judgement.domain.short or judgement.domain.title
            rows.append((f"{_name(judgement.domain)} {title}".strip(), _judged(judgement, appraisal.instrument)))
    for name, overall, levels, words in _wholes(appraisal):
        rows.append((name, _whole(overall, levels, words)))
    return _report(Pairs(tuple(rows))) if rows else _report()


def of_counted(counted: Tally | ScaleTotal | None) -> Report:
    """Tell what an instrument that judges nothing has counted so far.

    Args:
        counted: What it counts by the sheet alone; ``None`` where it judges.
    """
    if counted is None:
        return _report()
    words = tally_sentence(counted) if isinstance(counted, Tally) else scale_span(counted)
    return _report(Pairs((("Count" if isinstance(counted, Tally) else "Points", words),)))


def of_doubts(appraisal: Appraisal, domain: str) -> Report:
    """Tell the signs that speak against the level that a person gave to a domain; nothing is overruled."""
    rows: list[tuple[Cell, Cell]] = [
        ("Doubt", f"the answers speak against {_word(judgement.judged.level, appraisal.instrument)}: {sign.because}")
        for judgement in appraisal.judgements
        if judgement.domain.id == domain and judgement.judged is not None
        for sign in judgement.signs
        if judgement.judged.level in sign.against
    ]
    return _report(Pairs(tuple(rows))) if rows else _report()


def of_end(appraisal: Appraisal, left: Sequence[Step], counted: Tally | ScaleTotal | None = None) -> Report:
    """Tell how a sheet stands when nothing more is asked.

    Args:
        appraisal: The judgement by the sheet alone.
        left: What was skipped, or is open for another reason.
        counted: What an instrument that judges nothing counts by the sheet alone.
    """
    said = "Nothing is left to ask." if not left else f"Left open: {', '.join(step.name for step in left)}."
    blocks: list[Block] = [Gap(), Text(said, Tone.STRONG), *of_forming(appraisal).blocks, *of_counted(counted).blocks]
    if appraisal.overall is not None and appraisal.overall.step:
        blocks.append(Text(f"A step that only a ruling can take: {appraisal.overall.step}"))
    command = f"triage appraise {appraisal.study.id} --instrument {appraisal.instrument.id} --full"
    if appraisal.outcome is not None and len(appraisal.study.outcomes) > 1:
        command += f" --outcome {appraisal.outcome.id}"
    blocks += [Gap(), Text("All of it:"), Text(command, Tone.CODE)]
    return _report(*blocks)


def _report(*blocks: Block) -> Report:
    return Report(blocks, {})


def _where(step: Step) -> str:
    if step.domain is None:
        return "Set-up" if step.wanted is Wanted.SETUP else "Overall"
    return _domain(step.domain)


def _domain(domain: Domain) -> str:
    name = _name(domain)
    return f"Domain {name}: {domain.title}" if name else f"Domain: {domain.title}"


def _name(domain: Domain) -> str:
    """Give what a domain is called beside its title; an id that is a mere word would say the title twice."""
    return domain.label or ("" if domain.id.replace("-", "").isalpha() else domain.id)


def _whose_level(step: Step) -> str:
    if step.domain is not None:
        return f"{_domain(step.domain)}, which a person judges"
    return "The whole, which a person judges" if step.name == OVERALL else f"{step.text}, which a person judges"


def _rows(step: Step, told: Sequence[str], *, full: bool) -> Iterator[tuple[Cell, Cell]]:
    if step.wanted is Wanted.PART and step.question is not None:
        yield "Part of", f"{step.question.id} {step.question.text}"
    if step.help:
        yield "Hint", step.help
    if step.options and (full or tuple(told) != step.options):
        yield (
            "Levels" if step.wanted is Wanted.LEVEL else "Answers",
            ", ".join(
                f"{option} ({step.words[option]})" if says_more(option, step.words) else option
                for option in step.options
            ),
        )
    if full and step.question is not None:
        yield "Asked when", condition_words(step.question.asked_when)
        if step.question.needs_reason:
            yield "Reason", f"{', '.join(step.question.needs_reason)} counts only with it"
    if step.proposed is not None:
        facts = "; ".join(f"{ground.what}: {ground.word}" for ground in step.proposed.grounds)
        who = "The facts" if facts else "Proposed"
        said = f"propose {step.proposed.answer} because {step.proposed.because} ({facts})" if facts else ""
        yield who, said or f"{step.proposed.answer}: {step.proposed.because}"
    if step.held is not None:
        yield "In the file", _held(step.held)


def _held(held: Given | Judged | str) -> str:
    if isinstance(held, str):
        return held
    word = held.answer if isinstance(held, Given) else held.level
    return f"{word}: {held.because}" if held.because else word


def _ground(step: Step, forming: Appraisal) -> Iterator[Block]:
    """Show what a level rests on: the answers and signs of a domain, or the levels of the domains."""
    if step.domain is None:
        yield from of_forming(forming).blocks
        return
    for judgement in forming.judgements:
        if judgement.domain.id != step.domain.id:
            continue
        rows: list[tuple[Cell, ...]] = []
        for answered in judgement.answers:
            if answered.origin is Origin.NOT_ASKED:
                continue
            rows.append((Mark(answered.question.id, Tone.CODE), answered.answer or "open", answered.because))
        if rows:
            columns = (Column("Question", whole=True), Column("Answer", whole=True), Column("Because"))
            yield Table("", columns, tuple(rows))
        signs: tuple[tuple[Cell, Cell], ...] = tuple(("Sign", sign.because) for sign in judgement.signs)
        if signs:
            yield Pairs(signs)


def _judged(judgement: Judgement, instrument: Instrument) -> Mark:
    if judgement.final is not None:
        tone = TONE_OF[instrument.levels[judgement.final]]
        because = _because(judgement)
        word = _word(judgement.final, instrument)
        return Mark(f"{word}: {because}" if because else word, tone)
    if judgement.by_person:
        return Mark("open: a person judges it", Tone.OPEN)
    depends = ", ".join(question.id for question in judgement.matters)
    possible = _either(judgement.possible, instrument.level_words)
    return Mark(f"{possible}: depends on {depends}" if depends else possible, Tone.OPEN)


def _because(judgement: Judgement) -> str:
    if judgement.ruling is not None:
        return judgement.ruling.reason
    if judgement.judged is not None:
        return judgement.judged.because
    fired = [rule.because for rule in judgement.rules if rule.then == judgement.final]
    return "; ".join(dict.fromkeys(fired))


def _wholes(
    appraisal: Appraisal,
) -> Iterator[tuple[str, OverallJudgement, Mapping[str, Concern], Mapping[str, str]]]:
    instrument = appraisal.instrument
    found = [("OVERALL", instrument.overall, appraisal.overall)]
    found += [(axis.axis.title, axis.axis.overall, axis.overall) for axis in appraisal.axes]
    for name, rule, overall in found:
        if overall is not None:
            words = {**instrument.level_words, **rule.level_words}
            yield name, overall, whole_levels(instrument, rule), words


def _whole(overall: OverallJudgement, levels: Mapping[str, Concern], words: Mapping[str, str]) -> Mark:
    if overall.final is not None:
        return Mark(words.get(overall.final, overall.final).lower(), TONE_OF[levels[overall.final]])
    return Mark(_either(overall.possible, words), Tone.OPEN)


def _either(levels: Sequence[str], words: Mapping[str, str]) -> str:
    said = [words.get(level, level).lower() for level in levels]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} or {said[-1]}"


def _word(level: str, instrument: Instrument) -> str:
    return instrument.level_words.get(level, level).lower()
