"""How certain the studies of a claim make us, after GRADE: proposed where records tell it, decided by a person."""

import math
from collections.abc import Iterator, Sequence
from itertools import product

from ccsvi_triage.judge.evidence import IMPORTANT, of_people
from ccsvi_triage.logic.wording import effect_text
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import RATIOS, Effect
from ccsvi_triage.model.synthesis import Assurance, Leaning, Step, Weighed
from ccsvi_triage.model.words import Certainty, CertaintyReason, Concern, Flaw, Question
from ccsvi_triage.stats.power import InformationSize, optimal_information_size

LEVELS = tuple(Certainty)
RATED = (Question.BENEFIT, Question.HARM, Question.CAUSE, Question.ASSOCIATION)
"""The kinds of claim whose certainty is rated: those that are about the effect of something, or might be."""
UPWARD = (CertaintyReason.LARGE_EFFECT, CertaintyReason.DOSE_RESPONSE, CertaintyReason.OPPOSING_CONFOUNDING)
MOST_STEPS = 3
_LARGE, _VERY_LARGE = 2.0, 5.0
_FUNNEL = 10
"""Fewer studies than this tell nothing by the shape of their funnel (Cochrane Handbook, chapter 13)."""


def certainty_of(claim: Claim, counted: Sequence[Weighed], pooled: Effect | None = None) -> Assurance:
    """Rate how certain the studies that count make us of what they show together.

    Randomised studies begin high and others low; where there are randomised ones, only those are rated. Each reason is
    proposed as far as the records tell it, and stays a range of steps while something is open. What a person decides
    holds instead, and both are kept.

    Args:
        claim: The claim, with what a person decided.
        counted: The studies that count.
        pooled: Their effect pooled, where that was done.

    Source:
        GRADE guidelines 3 to 9, J Clin Epidemiol 2011;64; how each step is proposed is this project's own.
    """
    body = _body(counted)
    if not body:
        return Assurance((), None, "there is nothing to rate: no study counts that points any way")
    names = tuple(each.id for each in body)
    if claim.kind not in RATED:
        return Assurance(names, None, f"not rated: what is laid out here is not made for claims of {claim.kind.value}")
    randomised = body[0].randomised
    start = Certainty.HIGH if randomised else Certainty.LOW
    number = "1 study" if len(body) == 1 else f"{len(body)} studies"
    what = "randomised" if randomised else "in animals" if body[0].animals else "not randomised"
    down = [Step(reason, False, *found) for reason, found in _down(claim, body, pooled)]  # noqa: FBT003 -- a field
    up = [Step(reason, True, *found) for reason, found in _up(body, down, pooled, randomised=randomised)]  # noqa: FBT003
    rated = {each.reason: each for each in claim.certainty}
    steps = tuple(step._replace(rated=rated.get(step.reason)) for step in (*down, *up))
    bare = tuple(step._replace(rated=None) for step in steps)
    return Assurance(names, start, f"{number}, {what}", steps, levels(start, bare), levels(start, steps))


def levels(start: Certainty, steps: Sequence[Step]) -> tuple[Certainty, ...]:
    """Give every level that some steps leave possible, highest first; nothing goes above high or below very low."""
    ends = {
        LEVELS.index(start) + sum(n if not step.up else -n for n, step in zip(each, steps, strict=True))
        for each in product(*((min(step.final), max(step.final)) for step in steps))
    }
    low, high = min(max(min(ends), 0), len(LEVELS) - 1), min(max(ends), len(LEVELS) - 1)
    return LEVELS[low : max(high, 0) + 1]


def _body(counted: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Give the studies that are rated together: the randomised ones, else the others, else animals."""
    speak = [each for each in counted if each.leaning is not Leaning.UNCLEAR or each.numbers]
    people = [each for each in speak if not each.animals]
    randomised = [each for each in people if each.randomised]
    return tuple(randomised or people or speak)


_Found = tuple[tuple[int, ...], str]


def _down(claim: Claim, body: Sequence[Weighed], pooled: Effect | None) -> Iterator[tuple[CertaintyReason, _Found]]:
    yield CertaintyReason.RISK_OF_BIAS, _bias(body)
    yield CertaintyReason.INCONSISTENCY, _inconsistency(body)
    yield CertaintyReason.INDIRECTNESS, _indirectness(claim, body)
    yield CertaintyReason.IMPRECISION, _imprecision(body, pooled)
    yield CertaintyReason.PUBLICATION_BIAS, _publication(body)


def _bias(body: Sequence[Weighed]) -> _Found:
    unplaced = [each.id for each in body if any(carried.concern is None for carried in each.carries)]
    if unplaced:
        return (0, 1, 2), f"open: on the common ladder nothing is known of {_some(unplaced)}"
    best = [min(carried.concern or Concern.NONE for carried in each.carries) for each in body]
    worst = [max(carried.concern or Concern.NONE for carried in each.carries) for each in body]
    low, high = _steps_of_bias(body, best), _steps_of_bias(body, worst)
    open_ = [each.id for each, one, other in zip(body, best, worst, strict=True) if one is not other]
    if low != high:
        return tuple(range(min(low, high), max(low, high) + 1)), f"open: depends on the judgement of {_some(open_)}"
    return (low,), _BIAS[low]


_BIAS = (
    "without the studies judged serious or worse, the others point the same way",
    "what the studies show comes from studies judged serious or worse",
    "every study is judged critical",
)


def _steps_of_bias(body: Sequence[Weighed], at: Sequence[Concern]) -> int:
    if all(concern is Concern.CRITICAL for concern in at):
        return 2
    sound = {each.leaning for each, concern in zip(body, at, strict=True) if concern < Concern.SERIOUS}
    return 0 if sound == {each.leaning for each in body} else 1


def _inconsistency(body: Sequence[Weighed]) -> _Found:
    mixed = [each.id for each in body if any(f.code is Flaw.HETEROGENEITY for f in each.named.verdict.study.flaws)]
    if mixed:
        return (1,), f"the studies in {_some(mixed)} differ among themselves"
    if len(body) == 1:
        return (0,), "there is one study, and none to differ from it"
    sides = {each.leaning for each in body} - {Leaning.UNCLEAR}
    if Leaning.FOR not in sides or len(sides) == 1:
        return (0,), "none points another way"
    if _overlap(body):
        return (0,), "some show it and some do not, but their intervals overlap"
    return (1,), "some show it and some do not"


def _overlap(body: Sequence[Weighed]) -> bool:
    """Tell whether the intervals of all studies overlap, on one measure."""
    for measure in {effect.measure for each in body for effect in each.named.scaled.effects}:
        effects = [each.named.scaled.on(measure) for each in body]
        known = [e for e in effects if e is not None and e.low is not None and e.high is not None]
        if len(known) == len(body):
            return max(e.low for e in known if e.low is not None) <= min(e.high for e in known if e.high is not None)
    return False


def _indirectness(  # noqa: PLR0911 -- one case after the other
    claim: Claim, body: Sequence[Weighed]
) -> _Found:
    if all(each.animals for each in body):
        return (2,), "done in animals, and the claim is about people"
    if claim.kind not in _OF_OUTCOMES:
        return (0,), _NOT_INDIRECT
    stand_in = [each.id for each in body if each.direct is False]
    unknown = [each.id for each in body if each.direct is None]
    if len(stand_in) == len(body):
        return (1,), "what was measured stands in for the outcome of the claim"
    if all(_has(each, Flaw.INDIRECT_POPULATION) for each in body):
        return (1,), "done in other people than the claim is about"
    if all(_has(each, Flaw.INDIRECT_POPULATION) or _has(each, Flaw.MIXED_POPULATION) for each in body):
        return (0, 1), "open: other people were studied too; whether that matters for this claim, a person has to say"
    if len(stand_in) + len(unknown) == len(body):
        said = f"open: whether what was measured matters to patients by itself is not recorded of {_some(unknown)}"
        return (0, 1), said
    return (0,), _NOT_INDIRECT


_NOT_INDIRECT = (
    "nothing of it is recorded; whether people, treatment and comparison are the claim's, a person has to say"
)
_OF_OUTCOMES = (Question.BENEFIT, Question.HARM)


def _has(weighed: Weighed, code: Flaw) -> bool:
    return any(flaw.code is code for flaw in weighed.named.verdict.study.flaws)


def _imprecision(  # noqa: PLR0911 -- one case after the other
    body: Sequence[Weighed], pooled: Effect | None
) -> _Found:
    effect = pooled or _narrowest(body)
    if effect is None or effect.low is None or effect.high is None:
        return (0, 1, 2), "open: no interval of an effect between groups is known"
    told = effect_text(effect) if pooled is not None else f"the narrowest interval is {effect_text(effect)}"
    if effect.measure not in RATIOS:
        if effect.low <= effect.none <= effect.high:
            return (1, 2), f"{told}: it holds no effect; which difference matters is not recorded"
        return (0, 1), f"{told}: it leaves out no effect; which difference matters is not recorded"
    benefit, harm = effect.low < 1 - IMPORTANT, effect.high > 1 + IMPORTANT
    if benefit and harm:
        return (2,), f"{told}: a quarter less and a quarter more are both within"
    if effect.low <= effect.none <= effect.high and (benefit or harm):
        return (1,), f"{told}: no effect and one that matters are both within"
    people, size = people_of(body), size_of(body)
    if size is None or people is None:
        return (0, 1), f"{told}; whether the studies hold enough people cannot be computed"
    if people < size.people:
        return (1,), f"{told}, but {people} people are fewer than the {size.people} that one good trial would take"
    return (0,), f"{told}, with {people} people where one good trial would take {size.people}"


def _narrowest(body: Sequence[Weighed]) -> Effect | None:
    told = [each.named.scaled for each in body if of_people(each.named.scaled)]
    known = [effect for scaled in told for effect in scaled.effects if _width(effect) is not None]
    ratios = [effect for effect in known if effect.measure in RATIOS]
    return min(ratios or known, key=lambda effect: _width(effect) or 0.0, default=None)


def _width(effect: Effect) -> float | None:
    if effect.low is None or effect.high is None or not math.isfinite(effect.high):
        return None
    if effect.measure in RATIOS:
        return math.log(effect.high / effect.low) if effect.low > 0 else None
    return effect.high - effect.low


def people_of(body: Sequence[Weighed]) -> int | None:
    """Tell how many people were counted in both groups together; ``None`` where no study counts people."""
    counts = [each.named.scaled.counts for each in body]
    known = [each for each in counts if each is not None]
    return sum(n + m for _, n, _, m in known) if known else None


def size_of(body: Sequence[Weighed], *, more: bool = False) -> InformationSize | None:
    """Tell how many people one good trial would take for a change by a quarter of the risk in the second groups.

    Args:
        body: The studies whose second groups tell the risk.
        more: Whether it is to find a quarter more, not a quarter less.
    """
    risk = control_risk(body)
    if risk is None:
        return None
    events, people = risk
    share = events / people
    if not 0 < share < 1 or (more and share * (1 + IMPORTANT) >= 1):
        return None
    return optimal_information_size(share, reduction=-IMPORTANT if more else IMPORTANT)


def control_risk(body: Sequence[Weighed]) -> tuple[int, int] | None:
    """Give the events and the people in the second groups of all studies that count people."""
    known = [counts for each in body if (counts := each.named.scaled.counts) is not None]
    return (sum(c for _, _, c, _ in known), sum(m for _, _, _, m in known)) if known else None


def _publication(body: Sequence[Weighed]) -> _Found:
    if len(body) < _FUNNEL:
        return (
            0,
        ), f"cannot be seen with fewer than {_FUNNEL} studies; a person may know of results that never appeared"
    return (0, 1), f"open: with {len(body)} studies, somebody has to look at the shape of their funnel"


def _up(
    body: Sequence[Weighed], down: Sequence[Step], pooled: Effect | None, *, randomised: bool
) -> Iterator[tuple[CertaintyReason, _Found]]:
    if randomised:
        return
    large = _large(body, pooled)
    if any(max(step.proposed) for step in down):
        large = (0,), "not where anything is rated down or may be"
    yield CertaintyReason.LARGE_EFFECT, large
    for reason in UPWARD[1:]:
        yield reason, ((0,), "nothing of it is recorded; a person has to say")


def _large(body: Sequence[Weighed], pooled: Effect | None) -> _Found:
    effect = pooled or _narrowest(body)
    if effect is None or effect.measure not in RATIOS or effect.low is None or effect.high is None:
        return (0,), "no ratio with an interval is known"
    least = effect.low if effect.value > 1 else 1 / effect.high if effect.high else 0.0
    size = effect.value if effect.value > 1 else 1 / effect.value if effect.value else math.inf
    if size > _VERY_LARGE and least > _LARGE:
        return (2,), f"very large: {effect_text(effect)}"
    if size > _LARGE and least > 1:
        return (1,), f"large: {effect_text(effect)}"
    return (0,), f"not large: {effect_text(effect)}"


_FEW = 3


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return f"{', '.join(names[:_FEW])}{more}"
