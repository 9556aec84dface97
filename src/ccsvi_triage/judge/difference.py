"""What differs between two judgements of a library: pure, and the same whichever way the two were come by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TypeVar

from ccsvi_triage.model.difference import Brief, Change, Changed, Difference, Ladder, Part, Standing, Way, Why
from ccsvi_triage.model.snapshot import (
    WHOLE,
    AnswerSeen,
    ClaimSeen,
    JudgedSeen,
    LevelSeen,
    NumberSeen,
    Snapshot,
    StudySeen,
)
from ccsvi_triage.model.words import Certainty, ClaimVerdict, Concern, Severity, Strength

_CONCERNS = tuple(concern.name.lower() for concern in sorted(Concern) if concern >= 0)
_VERDICTS = tuple(verdict.value for verdict in ClaimVerdict)
_CERTAINTIES = tuple(certainty.value for certainty in Certainty)
_STRENGTHS = tuple(strength.value for strength in reversed(Strength))
_ANSWER = "answer"
"""What the grounds of an answer call a reviewer's own, which is no fact of the study."""
_SEVERITIES = (Severity.WARNING, Severity.ERROR)
T = TypeVar("T")


def differ(before: Snapshot, after: Snapshot, ladders: Mapping[str, Ladder]) -> Difference:
    """Say what differs.

    Something is worse where it may be worse than it could be before, and better where the worst that it could be has
    gone. So a judgement that becomes open is worse where a worse one becomes possible, and one that is settled is
    never better than what it might have been, unless something worse is ruled out.

    Args:
        before: The library as it was judged.
        after: The library as it is judged.
        ladders: The levels of each instrument; where one is missing, its levels are neither better nor worse.
    """
    tools = Why("triage", before.tool, after.tool) if before.tool != after.tool else None
    studies = [
        Changed(name, study.citation, changes)
        for name, study in after.studies.items()
        if name in before.studies and (changes := tuple(_study(before.studies[name], study, ladders, tools)))
    ]
    moved = {changed.id for changed in studies} | (before.studies.keys() ^ after.studies.keys())
    claims: list[Changed] = []
    standing: list[Standing] = []
    for name, claim in after.claims.items():
        old = before.claims.get(name)
        if old is None:
            continue
        changes = tuple(_claim(old, claim, tools))
        if changes:
            claims.append(Changed(name, claim.wording["text"], changes))
        if not {change.part for change in changes} & {Part.VERDICT, Part.CERTAINTY}:
            standing += _standing(old, claim, moved)
    return Difference(
        claims=tuple(claims),
        studies=tuple(studies),
        standing=tuple(standing),
        new_claims=tuple(_claim_briefs(after.claims, before.claims)),
        gone_claims=tuple(_claim_briefs(before.claims, after.claims)),
        new_studies=tuple(_study_briefs(after.studies, before.studies)),
        gone_studies=tuple(_study_briefs(before.studies, after.studies)),
        tools=tools,
    )


def possible_words(level: str, possible: Sequence[str]) -> str:
    """Write what a judgement or verdict is, or may be while it is open."""
    if level:
        return level
    return f"open: {' or '.join(possible)}" if possible else "open"


def _way(before: Iterable[str], after: Iterable[str], ladder: Sequence[str]) -> Way:
    """Compare two sets of what may be by the worst of each, on a ladder that begins with the best."""
    known = {word: step for step, word in enumerate(ladder)}
    old, new = ([known.get(word) for word in words] for words in (before, after))
    was, is_ = (max((step for step in steps if step is not None), default=None) for steps in (old, new))
    if was is None or is_ is None or None in old or None in new or was == is_:
        return Way.NEITHER
    return Way.WORSE if is_ > was else Way.BETTER


def _differing(before: Mapping[str, str], after: Mapping[str, str], what: str = "{}") -> Iterator[Why]:
    """Give the entries of two mappings that differ, in the order of both."""
    for name in dict.fromkeys((*after, *before)):
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            yield Why(what.format(name), old, new)


# studies


def _study(before: StudySeen, after: StudySeen, ladders: Mapping[str, Ladder], tools: Why | None) -> Iterator[Change]:
    yield from _counted(before, after)
    yield from _instrument(before, after)
    for old, new in _paired(before.judged, after.judged):
        yield from _judged(old, new, ladders, tools)
    if before.carries != after.carries:
        way = _way([before.carries], [after.carries], _STRENGTHS)
        yield Change(Part.CARRIES, "", before.carries, after.carries, way, tuple(_facts(before, after)))
    yield from _numbers(before.numbers, after.numbers)


def _counted(before: StudySeen, after: StudySeen) -> Iterator[Change]:
    if before.status != after.status:
        yield Change(Part.COUNTED, "status", before.status, after.status, _counts_way(before, after))
    elif before.counts != after.counts:
        was, is_ = ("counts" if study.counts else "never counted" for study in (before, after))
        why = tuple(_facts(before, after))
        yield Change(Part.COUNTED, "as evidence", was, is_, _counts_way(before, after), why)


def _counts_way(before: StudySeen, after: StudySeen) -> Way:
    if before.counts == after.counts:
        return Way.NEITHER
    return Way.BETTER if after.counts else Way.WORSE


def _instrument(before: StudySeen, after: StudySeen) -> Iterator[Change]:
    """Tell of another instrument; the two are compared by their steps on the common ladder."""
    if before.instrument != after.instrument:
        way = _way([before.worst], [after.worst], _CONCERNS)
        why = tuple(_facts(before, after))
        yield Change(Part.INSTRUMENT, "", before.instrument, after.instrument, way, why)


def _facts(before: StudySeen, after: StudySeen) -> Iterator[Why]:
    old, new = ({"selection": study.row, "described": study.described} for study in (before, after))
    yield from _differing(old, new)


def _paired(
    before: Sequence[JudgedSeen], after: Sequence[JudgedSeen]
) -> Iterator[tuple[JudgedSeen | None, JudgedSeen | None]]:
    """Pair what was judged of the same result by the same instrument: sheet by sheet, and what is left in its order."""
    for key in dict.fromkeys(_key(each) for each in (*after, *before)):
        old = [each for each in before if _key(each) == key]
        new = [each for each in after if _key(each) == key]
        sheets = {each.sheet for each in old} & {each.sheet for each in new}
        for sheet in (each.sheet for each in new if each.sheet in sheets):
            yield next(each for each in old if each.sheet == sheet), next(each for each in new if each.sheet == sheet)
        yield from zip_longest(*([each for each in side if each.sheet not in sheets] for side in (old, new)))


def _key(judged: JudgedSeen) -> tuple[str, str]:
    return judged.instrument, judged.outcome


def _judged(
    before: JudgedSeen | None, after: JudgedSeen | None, ladders: Mapping[str, Ladder], tools: Why | None
) -> Iterator[Change]:
    known = after or before
    assert known is not None
    name = " ".join(part for part in (known.instrument, known.outcome) if part)
    if before is None or after is None:
        yield Change(Part.JUDGEMENT, name, _whole_words(before), _whole_words(after), Way.NEITHER)
        return
    made = _differing({"version": before.version}, {"version": after.version}, f"{known.instrument} {{}}")
    others = (*made, *((tools,) if tools else ()))
    old = {level.name: level for level in before.levels}
    new = {level.name: level for level in after.levels}
    ladder = ladders.get(known.instrument)
    domains = [
        change
        for each in dict.fromkeys((*new, *old))
        if (change := _level(old.get(each), new.get(each), ladder, name, others))
    ]
    moved = tuple(
        Why(change.name.removeprefix(f"{name} "), change.before, change.after)
        for change in domains
        if change.part is Part.DOMAIN
    )
    for change in domains:
        yield change._replace(because=(*moved, *change.because)) if change.part is Part.JUDGEMENT else change


def _whole_words(judged: JudgedSeen | None) -> str:
    if judged is None:
        return ""
    whole = next((level for level in judged.levels if level.name == WHOLE), None)
    return possible_words(whole.level, whole.possible) if whole else "by domain"


def _level(
    before: LevelSeen | None, after: LevelSeen | None, ladder: Ladder | None, name: str, others: Sequence[Why]
) -> Change | None:
    """Say how a judgement differs, or ``None`` where it does not: its reasons alone are no difference."""
    old, new = _words(before), _words(after)
    known = after or before
    assert known is not None
    if old == new:
        return None
    steps: Sequence[str] = ()
    if ladder is not None:
        steps = ladder.axes.get(known.name, ladder.whole) if known.sums_up else ladder.levels
    way = _way(_may_be(before), _may_be(after), steps) if before and after else Way.NEITHER
    because = tuple(_reasons(before, after)) or tuple(others)
    part = Part.JUDGEMENT if known.sums_up else Part.DOMAIN
    return Change(part, name if known.name == WHOLE else f"{name} {known.label}", old, new, way, because)


def _words(level: LevelSeen | None) -> str:
    return possible_words(level.level, level.possible) if level else ""


def _may_be(level: LevelSeen) -> tuple[str, ...]:
    return (level.level,) if level.level else level.possible


def _reasons(before: LevelSeen | None, after: LevelSeen | None) -> Iterator[Why]:
    """Give what makes the difference, from the facts on: facts, answers, what a person decided, rules."""
    if before is None or after is None:
        return
    old, new = ({each.question: each for each in level.answers} for level in (before, after))
    asked = tuple(dict.fromkeys((*new, *old)))
    facts: dict[Why, None] = {}
    for question in asked:
        facts.update(dict.fromkeys(_differing(_grounds(old.get(question)), _grounds(new.get(question)), "fact {}")))
    yield from facts
    for question in asked:
        was, is_ = _answer(old.get(question)), _answer(new.get(question))
        if was != is_:
            yield Why(f"answer {question}", was, is_)
    if before.person != after.person:
        yield Why("a person", before.person, after.person)
    rules = [", ".join(f"{name}: {because}" for name, because in level.rules) for level in (before, after)]
    if before.rules != after.rules:
        yield Why("rule", *rules)


def _answer(answer: AnswerSeen | None) -> str:
    return "" if answer is None else answer.answer or "open"


def _grounds(answer: AnswerSeen | None) -> dict[str, str]:
    """Give the facts and flaws that an answer rests on; several words of one fact stand side by side."""
    told: dict[str, list[str]] = {}
    for what, word in answer.grounds if answer is not None else ():
        if what == _ANSWER:
            continue
        told.setdefault(what, []).append(word)
    return {what: ", ".join(words) for what, words in told.items()}


def _numbers(before: Sequence[NumberSeen], after: Sequence[NumberSeen]) -> Iterator[Change]:
    """Tell of numbers that cannot be right and are new, mended or another one."""
    old, new = _left(before, after), _left(after, before)
    for key in dict.fromkeys(_number_key(each) for each in (*new, *old)):
        of = [[each for each in side if _number_key(each) == key] for side in (old, new)]
        for was, is_ in zip_longest(*of):
            yield Change(Part.NUMBER, " ".join(filter(None, key)), _number(was), _number(is_), _number_way(was, is_))


def _left(some: Sequence[T], others: Sequence[T]) -> list[T]:
    """Give what is left of some when as many of each are taken away as there are among others."""
    there = Counter(others)
    left = []
    for each in some:
        if there[each]:
            there[each] -= 1
        else:
            left.append(each)
    return left


def _number_key(number: NumberSeen) -> tuple[str, str, str]:
    return number.check, number.outcome, number.about


def _number(number: NumberSeen | None) -> str:
    return "" if number is None else f"{number.severity.value}: {number.said}"


def _number_way(before: NumberSeen | None, after: NumberSeen | None) -> Way:
    steps = ("", *(severity.value for severity in _SEVERITIES))
    return _way([before.severity.value if before else ""], [after.severity.value if after else ""], steps)


def _study_briefs(some: Mapping[str, StudySeen], others: Mapping[str, StudySeen]) -> Iterator[Brief]:
    for name, study in some.items():
        if name not in others:
            judged = [_in_brief(each) for each in study.judged if not each.beside]
            said = "; ".join(judged) if study.counts else f"never counted ({study.status})"
            yield Brief(name, study.citation, said or "not judged")


def _in_brief(judged: JudgedSeen) -> str:
    """Say in words how a result was judged."""
    of = " ".join(part for part in (judged.instrument, judged.outcome) if part)
    return f"{of}: {_whole_words(judged).replace('-', ' ')}"


# claims


def _claim(before: ClaimSeen, after: ClaimSeen, tools: Why | None) -> Iterator[Change]:
    wording = tuple(_differing(before.wording, after.wording))
    evidence = tuple(_differing(before.evidence, after.evidence, "study {}"))
    others = (tools,) if tools else ()
    old, new = (possible_words(claim.verdict, claim.possible) for claim in (before, after))
    if old != new:
        rule = [", ".join(f"{name}: {because}" for name, because in claim.deciding) for claim in (before, after)]
        because = (*wording, *evidence) or tuple(_differing(before.known, after.known)) or others
        if before.deciding != after.deciding:
            because = (*because, Why("rule", *rule))
        way = _way(_verdicts(before), _verdicts(after), _VERDICTS)
        yield Change(Part.VERDICT, "", old, new, way, because)
    old, new = _certainty(before), _certainty(after)
    if old != new:
        steps = tuple(_differing(before.steps, after.steps))
        because = (*evidence, *steps) or others
        way = _way(before.certainty_possible, after.certainty_possible, _CERTAINTIES)
        yield Change(Part.CERTAINTY, "", old, new, way, because)
    for why in wording:
        yield Change(Part.WORDING, why.what, why.before, why.after, Way.NEITHER)


def _verdicts(claim: ClaimSeen) -> tuple[str, ...]:
    return (claim.verdict,) if claim.verdict else claim.possible


def _certainty(claim: ClaimSeen) -> str:
    if not claim.certainty_possible:
        return "not rated"
    return possible_words(claim.certainty, claim.certainty_possible)


def _standing(before: ClaimSeen, after: ClaimSeen, moved: set[str]) -> Iterator[Standing]:
    """Tell of a claim that stands, where a study that it names does not, or where it names others."""
    evidence = tuple(_differing(before.evidence, after.evidence, "study {}"))
    named = dict.fromkeys((*after.evidence, *before.evidence))
    studies = tuple(name for name in named if name in moved or before.evidence.get(name) != after.evidence.get(name))
    if studies:
        yield Standing(after.id, after.wording["text"], _claim_words(after), studies, evidence)


def _claim_words(claim: ClaimSeen) -> str:
    return f"{possible_words(claim.verdict, claim.possible)}, certainty {_certainty(claim)}"


def _claim_briefs(some: Mapping[str, ClaimSeen], others: Mapping[str, ClaimSeen]) -> Iterator[Brief]:
    for name, claim in some.items():
        if name not in others:
            yield Brief(name, claim.wording["text"], _claim_words(claim).replace("-", " "))
