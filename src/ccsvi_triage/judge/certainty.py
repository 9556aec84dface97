"""How certain the studies of a claim make us, after GRADE: proposed where records tell it, decided by a person."""

import math
from collections.abc import Iterator, Sequence
from itertools import product

from ccsvi_triage.judge.averaging import Whole
from ccsvi_triage.judge.directness import indirectness
from ccsvi_triage.judge.evidence import alongside, goes_together, of_people, one_measurement
from ccsvi_triage.judge.risk import IMPORTANT, Risk, control_risk, own_thresholds, risk_without, thresholds
from ccsvi_triage.logic.wording import effect_text, figure, some
from ccsvi_triage.model.averaging import Averaging, Mean, Refusal, Sound
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import DIFFERENCES, RATIOS, Effect
from ccsvi_triage.model.synthesis import Assurance, Leaning, Step, Weighed
from ccsvi_triage.model.words import Better, Certainty, CertaintyReason, Concern, EffectMeasure, Flaw, Question
from ccsvi_triage.stats.distributions import normal_from_tail
from ccsvi_triage.stats.pool import Caution
from ccsvi_triage.stats.power import InformationSize, detectable_effect, optimal_information_size

LEVELS = tuple(Certainty)
RATED = (Question.BENEFIT, Question.HARM, Question.CAUSE, Question.ASSOCIATION)
"""The kinds of claim whose certainty is rated: those that are about the effect of something, or might be."""
UPWARD = (CertaintyReason.LARGE_EFFECT, CertaintyReason.DOSE_RESPONSE, CertaintyReason.OPPOSING_CONFOUNDING)
_LARGE, _VERY_LARGE = 2.0, 5.0
_FUNNEL = 10
"""Fewer studies than this tell nothing by the shape of their funnel (Cochrane Handbook, chapter 13)."""


def certainty_of(claim: Claim, counted: Sequence[Weighed], pooled: Averaging | None = None) -> Assurance:
    """Rate how certain the studies that count make us of what they show together.

    Randomised studies begin high and others low; where there are randomised ones, only those are rated. Each reason is
    proposed as far as the records tell it, and stays a range of steps while something is open. What a person decides
    holds instead, and both are kept.

    Args:
        claim: The claim, with what a person decided.
        counted: The studies that count.
        pooled: What came of averaging them; an average takes the place of the narrowest interval.

    Source:
        GRADE guidelines 3 to 9, J Clin Epidemiol 2011;64; how each step is proposed is this project's own.
    """
    body = body_of(counted)
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
    up = [Step(reason, True, *found) for reason, found in _up(claim, body, down, pooled, randomised=randomised)]  # noqa: FBT003
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


def body_of(counted: Sequence[Weighed]) -> tuple[Weighed, ...]:
    """Give the studies that are rated together: the randomised ones, else the others, else animals."""
    speak = [each for each in counted if each.leaning is not Leaning.UNCLEAR or each.numbers]
    people = [each for each in speak if not each.animals]
    randomised = [each for each in people if each.randomised]
    return tuple(randomised or people or speak)


_Found = tuple[tuple[int, ...], str]


def _down(claim: Claim, body: Sequence[Weighed], pooled: Averaging | None) -> Iterator[tuple[CertaintyReason, _Found]]:
    averaged = pooled if pooled is not None and pooled.quoted is not None else None
    yield CertaintyReason.RISK_OF_BIAS, _bias(body) if averaged is None else _bias_of_average(averaged)
    yield CertaintyReason.INCONSISTENCY, _inconsistency(claim, body, pooled)
    weights = {each.study: each.weight for each in averaged.entered} if averaged is not None else None
    yield CertaintyReason.INDIRECTNESS, indirectness(claim, body, weights)
    yield CertaintyReason.IMPRECISION, _imprecision(claim, body, averaged)
    yield CertaintyReason.PUBLICATION_BIAS, _publication(body, averaged)


def _bias(body: Sequence[Weighed]) -> _Found:
    unplaced = [each.id for each in body if any(carried.concern is None for carried in each.carries)]
    if unplaced:
        return (0, 1, 2), f"open: on the common ladder nothing is known of {some(unplaced)}"
    best = [min(carried.concern or Concern.NONE for carried in each.carries) for each in body]
    worst = [max(carried.concern or Concern.NONE for carried in each.carries) for each in body]
    low, high = _steps_of_bias(body, best), _steps_of_bias(body, worst)
    open_ = [each.id for each, one, other in zip(body, best, worst, strict=True) if one is not other]
    if low != high:
        return tuple(range(min(low, high), max(low, high) + 1)), f"open: depends on the judgement of {some(open_)}"
    if all(concern < Concern.SERIOUS for concern in worst):
        return (0,), _FAIR
    return (low,), (_BIAS_OF_ONE if len(body) == 1 else _BIAS)[low]


_BIAS = (
    "without the studies judged serious or worse, the others point the same way",
    "what the studies show comes from studies judged serious or worse",
    "every study is judged critical",
)


_BIAS_OF_ONE = ("", "what is shown comes from one study, which is judged serious", "the only study is judged critical")
_FAIR = "no study is judged serious or worse"


def _steps_of_bias(body: Sequence[Weighed], at: Sequence[Concern]) -> int:
    if all(concern is Concern.CRITICAL for concern in at):
        return 2
    sound = {each.leaning for each, concern in zip(body, at, strict=True) if concern < Concern.SERIOUS}
    return 0 if sound == {each.leaning for each in body} else 1


def _bias_of_average(pooled: Averaging) -> _Found:
    """Propose by whether the average would be another without the studies judged serious or worse."""
    shares = ", ".join(f"{100 * share:.0f} % {word}" for word, share in pooled.shares)
    weights = f"by weight, the average is of studies judged {shares}"
    known = [each.concerns for each in pooled.entered]
    unplaced = [each.study for each in pooled.entered if None in each.concerns]
    if unplaced:
        return (0, 1, 2), f"open: on the common ladder nothing is known of {some(unplaced)}; {weights}"
    steps = {n for sound in pooled.sound for n in _steps_without(sound, known)} | (
        {0, 1} if pooled.some_ways else set()
    )
    if len(steps) > 1:
        open_ = [each.study for each in pooled.entered if len(each.concerns) > 1]
        return tuple(range(min(steps), max(steps) + 1)), f"open: depends on the judgement of {some(open_)}; {weights}"
    (step,) = steps
    said = _BIAS[2] if step == _BY_ALL else _OF_AVERAGE[step]
    if all(concern is not None and concern < Concern.SERIOUS for each in known for concern in each):
        said = _FAIR
    left = pooled.sound[0]
    if step < _BY_ALL and len(left.studies) < len(known) and left.mean is not None:
        assert pooled.quoted is not None
        whole = Whole(pooled.quoted, pooled.common, pooled.between).beside(left.mean)
        said = f"{said}: {effect_text(left.mean.effect)} instead of {effect_text(whole.effect)}"
    return (step,), f"{said}; {weights}"


_BY_ALL = 2
_OF_AVERAGE = (
    "without the studies judged serious or worse, the average says the same",
    "without the studies judged serious or worse, the average says another thing, or there is none",
)


def _steps_without(sound: Sound, known: Sequence[Sequence[Concern | None]]) -> Iterator[int]:
    """Give the steps where open judgements fall in one way; every study may be critical, or must be, or none is."""
    if sound.studies:
        yield int(sound.changes)
        return
    if not all(set(concerns) == {Concern.CRITICAL} for concerns in known):
        yield 1
    if all(Concern.CRITICAL in concerns for concerns in known):
        yield _BY_ALL


def _quoted(pooled: Averaging) -> Effect:
    assert pooled.quoted is not None
    return pooled.quoted.effect


def _inconsistency(  # noqa: PLR0911 -- one case after the other
    claim: Claim, body: Sequence[Weighed], pooled: Averaging | None
) -> _Found:
    mixed = [each.id for each in body if any(f.code is Flaw.HETEROGENEITY for f in each.named.verdict.study.flaws)]
    if mixed:
        return (1,), f"the studies in {some(mixed)} differ among themselves"
    if len(body) == 1:
        return (0,), "there is one study, and none to differ from it"
    if pooled is not None and pooled.quoted is not None:
        return _inconsistency_of_average(claim, pooled, risk_without(_entered(body, pooled)))
    apart = [each for each in pooled.refused if each.word is Refusal.DISAGREE] if pooled is not None else []
    if apart:
        return (1,), apart[0].because
    sides = {each.leaning for each in body} - {Leaning.UNCLEAR}
    if Leaning.FOR not in sides or len(sides) == 1:
        return (0,), "none points another way"
    overlap = _overlap(body)
    if overlap is None:
        return (0, 1), "open: some show it and some do not, and whether their intervals overlap is not known of all"
    if overlap:
        return (0,), "some show it and some do not, but their intervals overlap"
    return (1,), "some show it and some do not, and their intervals lie apart"


def _entered(body: Sequence[Weighed], pooled: Averaging | None) -> list[Weighed]:
    """Give the studies that were averaged, or all where none were."""
    names = {each.study for each in pooled.entered} if pooled is not None else None
    return [each for each in body if names is None or each.id in names]


def _inconsistency_of_average(claim: Claim, pooled: Averaging, risk: Risk | None) -> _Found:
    """Propose by the prediction interval against what matters; of two studies, by whether chance explains them."""
    between, ahead, centre = pooled.between, pooled.ahead, _centre(pooled)
    assert between is not None
    told = f"Q {figure(between.q)} on {between.df} df, p {figure(between.p)}"
    if ahead is None or centre is None:
        return (0,), f"the two studies differ by no more than chance: {told}, a test that finds little with two"
    if between.tau2 == 0:
        return (0,), f"no variance between the studies can be seen ({told})"
    effect = centre.effect
    reach = f"another study's effect may lie from {figure(ahead.low)} to {figure(ahead.high)}"
    for end in (*(thresholds(claim, effect.measure, risk) or ()), effect.none):
        one_side = effect.low is not None and effect.high is not None and not effect.low < end < effect.high
        if one_side and ahead.low < end < ahead.high:
            return (1,), f"{reach}, on both sides of {figure(end)}, and the average on one ({told})"
    return (0,), f"{reach}, on no other side of what matters than the average ({told})"


def _centre(pooled: Averaging) -> Mean | None:
    """Give the average of which the prediction is made."""
    narrow = pooled.random is None or Caution.NARROWER.value in pooled.cautions
    return pooled.truncated if narrow else pooled.random


_DISAGREE = 0.1
"""Below this p value two studies are said to differ by more than chance: the test finds little with so few."""


def _overlap(body: Sequence[Weighed]) -> bool | None:
    """Tell whether the intervals of all studies overlap, on one measure; ``None`` where not all tell one on it."""
    for measure in EffectMeasure:
        effects = [alongside(body[0], each, measure) for each in body]
        ends = [(e.low, e.high) for e in effects if e is not None and e.low is not None and e.high is not None]
        if len(ends) == len(body):
            return max(low for low, _ in ends) <= min(high for _, high in ends)
    return None


def _imprecision(claim: Claim, body: Sequence[Weighed], pooled: Averaging | None) -> _Found:
    effect = _quoted(pooled) if pooled is not None else _narrowest(claim, body)
    if effect is None or effect.low is None or effect.high is None:
        return (0, 1, 2), "open: no interval of an effect between groups is known"
    told = f"the {'average' if pooled is not None else 'narrowest interval'} is {effect_text(effect)}"
    entered = _entered(body, pooled)
    risk = risk_without(entered)
    own = own_thresholds(claim, effect.measure, risk)
    wide = effect.measure in RATIOS and _extremely_wide(effect.low, effect.high)
    if own is not None:
        told += _moved(claim, effect, own, risk)
        found = _by_person(effect, own, wide=wide)
    elif wide:
        found = 3, "a large effect one way and a very large one the other are both within"
    elif effect.measure in RATIOS:
        found = _by_quarter(effect)
    elif not effect.leaves_out_none:
        return (1, 2), f"{told}: it holds no effect; which difference matters is not recorded"
    else:
        return (0, 1), f"{told}: it leaves out no effect; which difference matters is not recorded"
    if found is not None:
        return (found[0],), f"{told}: {found[1]}"
    return _by_size(claim, effect, entered, own, told)


def _extremely_wide(low: float, high: float) -> bool:
    """Tell whether an interval of a ratio holds a large effect one way and a very large one the other.

    Source:
        GRADE guidance 34, J Clin Epidemiol 2022;150:216-224, for rating down by three; large and very large as GRADE
        guidelines 9, J Clin Epidemiol 2011;64:1311-1316, have them.
    """
    return (low < 1 / _LARGE and high > _VERY_LARGE) or (low < 1 / _VERY_LARGE and high > _LARGE)


def _by_person(effect: Effect, ends: tuple[float, float], *, wide: bool) -> tuple[int, str] | None:
    """Count the thresholds of a person that lie within an interval; with both in an extremely wide one, it is three."""
    assert effect.low is not None
    assert effect.high is not None
    within = [figure(end) for end in ends if effect.low < end < effect.high]
    if not within:
        return None
    what = "the threshold" if len(within) == 1 else "both thresholds"
    said = f"{what} of what matters, {' and '.join(within)}, {_LIES[len(within) > 1]} within"
    if wide and len(within) > 1:
        return 3, f"{said}, and so do a large effect one way and a very large one the other"
    return len(within), said


def _moved(claim: Claim, effect: Effect, ends: tuple[float, float], risk: Risk | None) -> str:
    """Say what a person's threshold on another measure is on that of an effect; nothing where it is on the same."""
    own = claim.threshold
    if own is None or own.measure is effect.measure or risk is None:
        return ""
    low, high = map(figure, ends)
    said = f"{own.measure.value} {own.less} and {own.more} from {risk[0]}/{risk[1]}"
    return f"; {said} are {effect.measure.value} {low} and {high}"


_LIES = ("lies", "lie")


def _by_quarter(effect: Effect) -> tuple[int, str] | None:
    """Where nobody set a threshold, look for no effect, and for a quarter less or more."""
    assert effect.low is not None
    assert effect.high is not None
    benefit, harm = effect.low < 1 - IMPORTANT, effect.high > 1 + IMPORTANT
    if benefit and harm:
        return 2, "a quarter less and a quarter more are both within"
    if not effect.leaves_out_none and (benefit or harm):
        return 1, "no effect and one that matters are both within"
    return None


def _by_size(
    claim: Claim, effect: Effect, body: Sequence[Weighed], own: tuple[float, float] | None, told: str
) -> _Found:
    """Look whether the studies hold as many people as one good trial would take, or tell a difference as exactly."""
    if effect.measure in DIFFERENCES:
        return _by_width(effect, own, told)
    people = people_of(body) if effect.measure in RATIOS else None
    more, change = change_of(claim, body)
    size = size_of(body, more=more, change=change)
    if size is None or people is None:
        return (0, 1), f"{told}; whether the studies hold enough people cannot be computed"
    if people < size.people:
        return (1,), f"{told}, but {people} people are fewer than the {size.people} that one good trial would take"
    return (0,), f"{told}, with {people} people where one good trial would take {size.people}"


def _by_width(effect: Effect, own: tuple[float, float] | None, told: str) -> _Found:
    """Look whether a difference is told as exactly as one good trial tells one that matters.

    Such a trial finds the smallest difference that matters with 80 % power; what the studies could have found follows
    from the width of their interval, so that no standard deviation has to be known.
    """
    if own is None or effect.low is None or effect.high is None or not effect.high > effect.low:
        return (0, 1), f"{told}; whether the studies hold enough people cannot be computed"
    error = effect.error or (effect.high - effect.low) / (2 * normal_from_tail((1 - effect.level) / 2))
    found, least = detectable_effect(error), min(map(abs, own))
    said = (
        f"an interval so wide finds a difference of {figure(found)} with 80 % power, and one of {figure(least)} matters"
    )
    return ((0,), f"{told}; {said}") if found <= least else ((1,), f"{told}, but {said}")


def change_of(claim: Claim, body: Sequence[Weighed]) -> tuple[bool, float]:
    """Tell which change of the risk a trial has to find: whether it is more people with the event, and by which share.

    A person's threshold on risks tells the share, else it is a quarter. Where no fall can be as large as what matters,
    a rise is to be found.
    """
    more = _wants_more(claim, body)
    ends = own_thresholds(claim, EffectMeasure.RISK_RATIO, risk_without(body))
    if ends is None:
        return more, IMPORTANT
    return (False, 1 - ends[0]) if not more and ends[0] > 0 else (True, ends[1] - 1)


def _wants_more(claim: Claim, body: Sequence[Weighed]) -> bool:
    """Tell whether what is claimed is that more people of the first group have the event, and not fewer."""
    ways = (each.named.scaled.outcome.better for each in body if each.named.scaled.outcome is not None)
    better = next((way for way in ways if way is not None), None)
    if claim.kind is Question.BENEFIT:
        return better is Better.HIGHER
    return claim.kind is not Question.HARM or better is not Better.HIGHER


def _narrowest(claim: Claim, body: Sequence[Weighed]) -> Effect | None:
    """Give the narrowest interval of an effect on people, on one measure, ratios before differences.

    The measure of a person's threshold goes before all. Means of several measurements have no one scale, so that among
    their intervals there is no narrowest.
    """
    told = [each.named.scaled for each in body if of_people(each.named.scaled)]
    known = [effect for scaled in told for effect in scaled.effects if _width(effect) is not None]
    own = frozenset({claim.threshold.measure}) if claim.threshold is not None else frozenset()
    for measures in (own, RATIOS, *map(frozenset, _ONE_BY_ONE)):
        found = [effect for effect in known if effect.measure in measures]
        if found and not (EffectMeasure.MEAN_DIFFERENCE in measures and not one_measurement(body)):
            return min(found, key=lambda effect: _width(effect) or 0.0)
    return None


_ONE_BY_ONE = (
    {EffectMeasure.MEAN_DIFFERENCE},
    {EffectMeasure.STANDARDISED_MEAN_DIFFERENCE},
    {EffectMeasure.RISK_DIFFERENCE},
)


def _width(effect: Effect) -> float | None:
    if effect.low is None or effect.high is None or not math.isfinite(effect.high):
        return None
    if effect.measure in RATIOS:
        return math.log(effect.high / effect.low) if effect.low > 0 else None
    return effect.high - effect.low


def people_of(body: Sequence[Weighed]) -> int | None:
    """Tell how many people were counted in both groups together; ``None`` where no study counts people one by one."""
    counts = [each.named.scaled.counts for each in body if not goes_together(each.named.scaled)]
    known = [each for each in counts if each is not None]
    return sum(n + m for _, n, _, m in known) if known else None


def size_of(body: Sequence[Weighed], *, more: bool = False, change: float = IMPORTANT) -> InformationSize | None:
    """Tell how many people one good trial would take for a change of the risk in the second groups.

    Args:
        body: The studies whose second groups tell the risk.
        more: Whether it is to find more, not less.
        change: By which share of that risk; a quarter where nobody said otherwise.
    """
    risk = control_risk(body)
    if risk is None:
        return None
    events, people = risk
    share = events / people
    if not 0 < share < 1 or not change > 0 or (share * (1 + change) >= 1 if more else change >= 1):
        return None
    return optimal_information_size(share, reduction=-change if more else change)


def _publication(body: Sequence[Weighed], pooled: Averaging | None) -> _Found:
    number = len(body) if pooled is None else len(pooled.entered)
    if number < _FUNNEL:
        few = f"cannot be seen with fewer than {_FUNNEL} studies; a person may know of results that never appeared"
        return (0,), few
    slant = pooled.slant if pooled is not None else None
    if slant is None:
        return (0, 1), f"open: with {number} studies, somebody has to look at the shape of their funnel"
    if slant.p < _DISAGREE:
        said = f"open: small studies show other effects than large ones (Egger's test, p {figure(slant.p)})"
        return (0, 1), f"{said}; whether because others never appeared, a person has to say"
    return (0,), f"small studies do not show other effects than large ones by Egger's test (p {figure(slant.p)})"


def _up(
    claim: Claim, body: Sequence[Weighed], down: Sequence[Step], pooled: Averaging | None, *, randomised: bool
) -> Iterator[tuple[CertaintyReason, _Found]]:
    if randomised:
        return
    large = _large(claim, body, pooled)
    if any(max(step.proposed) for step in down):
        large = (0,), "not where anything is rated down or may be"
    yield CertaintyReason.LARGE_EFFECT, large
    for reason in UPWARD[1:]:
        yield reason, ((0,), "nothing of it is recorded; a person has to say")


def _large(claim: Claim, body: Sequence[Weighed], pooled: Averaging | None) -> _Found:
    effect = pooled.quoted.effect if pooled is not None and pooled.quoted is not None else _narrowest(claim, body)
    if effect is None or effect.measure not in RATIOS or effect.low is None or effect.high is None:
        return (0,), "no ratio with an interval is known"
    least = effect.low if effect.value > 1 else 1 / effect.high if effect.high else 0.0
    size = effect.value if effect.value > 1 else 1 / effect.value if effect.value else math.inf
    if size > _VERY_LARGE and least > _LARGE:
        return (2,), f"very large: {effect_text(effect)}"
    if size > _LARGE and least > 1:
        return (1,), f"large: {effect_text(effect)}"
    return (0,), f"not large: {effect_text(effect)}"
