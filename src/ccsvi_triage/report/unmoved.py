"""What a supposition leaves as it is, and why."""

from collections.abc import Iterator

from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.appraisal import Answered, Origin
from ccsvi_triage.model.whatif import AppraisalShift, Heeded, WhatIf, instruments_of, level_of
from ccsvi_triage.report.judgement import domains_named
from ccsvi_triage.report.of_minimal import levels_mark, result_name, short_name, whole_name
from ccsvi_triage.report.shifts import deciding_words, judged_by, question_of


def reasons(told: WhatIf) -> Iterator[str]:
    """Say why what might have been expected to change does not: no more than what is seen to hold."""
    if told.supposed and all(one.before == one.after for one in told.supposed):
        yield "All that is supposed is recorded already."
        return
    if told.unheeded and not any(shift.changed for shift in told.claims):
        asked = [*instruments_of(told.after), *([told.after.tally.instrument.id] if told.after.tally else [])]
        by = f", and no question of {listed(list(dict.fromkeys(asked)), 'or')}" if asked else ""
        yield f"Nothing looks at {listed(told.unheeded, 'or')}: no row of the selection rule{by}."
    moved = any(domain.answers for shift in told.appraisals for domain in shift.domains)
    if not told.chosen_otherwise and not moved:
        judges = instruments_of(told.after)
        heeded = (one for one in told.heeded if not told.changed or (one.instrument and one.instrument.id in judges))
        yield from dict.fromkeys(_heeded(one) for one in heeded)
    several = len(told.appraisals) > 1
    for shift in told.appraisals:
        yield from _standing_still(shift, several=several)


def _heeded(one: Heeded) -> str:
    """Say what looks at a fact, and why it comes out as before."""
    if one.answered is None or one.instrument is None:
        return f"The selection rule looks at {one.path}, and picks the same row."
    return f"{one.instrument.id}/{one.answered.question.id} looks at {one.path}, and {_stays(one.answered)}."


def _stays(answered: Answered) -> str:
    if answered.origin is Origin.NOT_ASKED:
        return "is not asked"
    if answered.answer is None:
        return "stays open"
    if answered.origin is Origin.PROPOSED:
        by = ", ".join(dict.fromkeys(f"{ground.what} {ground.word}" for ground in answered.grounds))
        return f"stays {answered.answer}: {by} decides it"
    return f"stays {answered.answer}: a sheet answers it"


def _standing_still(shift: AppraisalShift, *, several: bool) -> Iterator[str]:
    """Say why a domain stands still although answers to it change, and the whole although domains do."""
    if shift.before is None or shift.after is None:
        return
    name = result_name(shift.after)
    of = f"{name}: " if several and name else ""
    for domain in shift.domains:
        if domain.answers and not domain.changed and domain.after is not None:
            ids = [question_of(answer) for answer in domain.answers]
            word = levels_mark(shift.after.instrument, level_of(domain.after)).text
            stands = "is still open" if len(level_of(domain.after)) > 1 else f"stands at {word} either way"
            changes = "changes" if len(ids) == 1 else "change"
            yield f"{of}{listed(ids)} {changes}, and domain {short_name(shift.after, domain.after)} {stands}."
    if any(domain.answers or domain.changed for domain in shift.domains):
        for whole in shift.wholes:
            if whole.after is not None and not whole.changed:
                stays = "is still open" if len(level_of(whole.after)) > 1 else "stays"
                yield f"{of}{whole_name(whole.axis)} {stays}: {deciding_words(shift.after, whole.after, whole.axis)}."


def unchanged_words(told: WhatIf) -> Iterator[str]:
    """Name what stays as it is."""
    if not told.chosen_otherwise:
        yield f"judged by {judged_by(told.before)}"
    several = len(told.appraisals) > 1
    for shift in told.appraisals:
        said = list(_same(shift))
        name = result_name(shift.after) if shift.after else ""
        if said:
            yield f"{name}: {listed(said)}" if several and name else "; ".join(said)
    if not told.criteria and told.after.tally is not None:
        yield "the checklist"
    if not told.read_otherwise:
        yield "when to read it"
    if not told.carries_otherwise and told.after.carries is not None:
        yield "what it can carry"


def _same(shift: AppraisalShift) -> Iterator[str]:
    if shift.before is None or shift.after is None:
        return
    same = [short_name(shift.after, d.after) for d in shift.domains if d.after is not None and not d.changed]
    if same:
        yield domains_named(same)
    for whole in shift.wholes:
        if not whole.changed and whole.after is not None:
            levels = level_of(whole.after)
            word = levels_mark(shift.after.instrument, levels, whole.axis, whole=True).text
            yield f"{whole_name(whole.axis)} ({word if len(levels) == 1 else 'open'})"
