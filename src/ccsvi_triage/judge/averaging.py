"""The studies of a claim averaged, where that is sound; where it is not, the reason and what would mend it."""

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from ccsvi_triage.judge.entries import AVERAGED, Candidate, Entries, Faults, Gathered, is_review, time_of
from ccsvi_triage.judge.risk import Risk, absolute_of, risk_without, thresholds
from ccsvi_triage.logic.wording import figure, some
from ccsvi_triage.model.averaging import (
    Ahead,
    Averaging,
    Between,
    Entered,
    LeftOut,
    Mean,
    Method,
    Refusal,
    Refused,
    Slant,
    Sound,
    Votes,
    Without,
)
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import Contrast, Effect
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Weighed
from ccsvi_triage.model.words import Better, Concern, EffectMeasure
from ccsvi_triage.stats import pool as stats
from ccsvi_triage.stats.average import Average, Weighing, common_effect
from ccsvi_triage.stats.effect_size import Measure, Table, as_read
from ccsvi_triage.stats.mantel_haenszel import weights
from ccsvi_triage.stats.vote import vote

_TWO, _THREE = 2, 3
_MOST_LEFT_OUT = 100
"""Of more studies than this, none makes much difference by itself."""
_MOST_OPEN = 4
"""With more judgements that are open, only the best and the worst of all ways in which they may fall are looked at."""

_METHODS = {
    Weighing.MANTEL_HAENSZEL: Method.MANTEL_HAENSZEL,
    Weighing.INVERSE_VARIANCE: Method.INVERSE_VARIANCE,
    Weighing.HARTUNG_KNAPP: Method.HARTUNG_KNAPP,
    Weighing.HARTUNG_KNAPP_TRUNCATED: Method.HARTUNG_KNAPP_TRUNCATED,
}
_REFUSALS = {
    stats.Refusal.NO_STUDY: (
        Refusal.NO_RESULT,
        "in every study nobody, or everybody, had the event, and that tells nothing of a ratio",
        "studies in which some have the event and some do not",
    ),
    stats.Refusal.ONE_STUDY: (
        Refusal.ONE_STUDY,
        "in all studies but one nobody, or everybody, had the event, and that tells nothing of a ratio",
        "a second study in which some have the event and some do not",
    ),
    stats.Refusal.ONLY_HALVES: (
        Refusal.ONLY_HALVES,
        "all studies together have a group without any event, or with nothing else",
        "studies in which some people of both groups have the event",
    ),
}
_NOT_SAID = frozenset(
    {
        stats.Caution.FAULTY_LEFT_OUT,
        stats.Caution.WITHOUT_EVENTS,
        stats.Caution.ADJUSTED_WITH_CRUDE,
        stats.Caution.TOO_FEW_FOR_FUNNEL,
    }
)
"""What stands elsewhere: with the studies left out, with what a person lets pass, and with publication bias."""


def no_faults(_: Study) -> tuple[str, ...]:
    """Say that no number of a study is known to be wrong."""
    return ()


def average(claim: Claim, body: Sequence[Weighed], faults: Faults = no_faults) -> Averaging | None:
    """Average the studies that are rated together, or say why not, once; see ``Averager``."""
    return Averager(claim, faults).average(body)


class Averager:
    """Where the studies of one claim are averaged, now and as they were known earlier; what is the same is made once.

    Two studies, and rare events, are averaged as if all had the same effect, unless they differ by more than chance:
    two are then not averaged at all. Others are averaged by REML with Hartung and Knapp's limits, or with the truncated
    ones where the former are narrower than those of a common effect.
    """

    def __init__(self, claim: Claim, faults: Faults = no_faults) -> None:
        """Begin with a claim.

        Args:
            claim: The claim, with what a person lets pass and the threshold that matters.
            faults: Tells which numbers of a study cannot be right; a study with such a number is left out, and said.
        """
        self._claim = claim
        self._faults = faults
        self._entries = Entries(claim, faults)
        self._bare: dict[tuple[str, EffectMeasure | None], Entered] = {}
        self._means: dict[tuple[EffectMeasure, tuple[str, ...]], Mean | None] = {}

    def average(self, body: Sequence[Weighed], *, whole: bool = True) -> Averaging | None:
        """Average studies, or say why not. The order of the studies makes no difference.

        Args:
            body: The studies; each of them counts.
            whole: Also what nothing but a reader wants: the interval of the variance between studies, the average
                without each study, and what is to be said of how their numbers were had.

        Returns:
            Averages with all that must be said beside them, or reasons; ``None`` for a kind of claim whose studies are
            not averaged at all, and where nothing is rated.
        """
        if self._claim.kind not in AVERAGED or not body:
            return None
        found = self._entries.gather(body)
        votes = _votes(body, found, self._faults)
        refused, pooled = found.refused, None
        if not refused and found.measure is not None:
            pooled = _pool(found.candidates, found.measure, whole=whole)
            apart = _refused(pooled)
            refused = (apart,) if apart is not None else ()
        if refused or pooled is None or found.measure is None:
            entered = tuple(self._entered(each, found.measure) for each in found.candidates)
            return Averaging(found.measure, entered, found.left_out, refused, found.passed, votes=votes)
        return self._told(found, found.measure, pooled, whole=whole)

    def _told(self, found: Gathered, measure: EffectMeasure, pooled: stats.Pooled, *, whole: bool) -> Averaging:
        names = set(pooled.names)
        kept = [each for each in found.candidates if each.weighed.id in names]
        dropped = [LeftOut(name, "nobody, or everybody, had the event: no ratio") for name in pooled.left_out]
        quoted = _quoted(pooled, measure)
        assert quoted is not None
        assert pooled.common is not None
        entered = tuple(
            Entered(bare.study, bare.effect, bare.given, weight, bare.concerns, bare.time)
            for bare, weight in zip(
                [self._entered(each, measure) for each in kept], _weights(kept, measure, pooled), strict=True
            )
        )
        random, common, between = pooled.random, _mean(pooled.common, measure, len(kept)), _between(pooled)
        against = Whole(quoted, common, between)
        risk = risk_without([each.weighed for each in kept])
        cautions = [caution.value for caution in pooled.cautions if caution not in _NOT_SAID]
        return Averaging(
            measure=measure,
            entered=entered,
            left_out=(*found.left_out, *dropped),
            refused=(),
            passed=found.passed,
            cautions=(*cautions, *(_cautions(kept, measure) if whole else ())),
            quoted=quoted,
            common=common,
            random=_mean(random.average, measure, len(kept)) if random is not None and random.average else None,
            truncated=_mean(random.truncated, measure, len(kept)) if random is not None else None,
            between=between,
            ahead=_ahead(pooled, measure),
            without=tuple(self._without(kept, measure, against)) if whole else (),
            shares=_shares(entered),
            sound=tuple(self._sound(kept, measure, against, risk)),
            some_ways=len(_open(kept)) > _MOST_OPEN,
            slant=Slant(pooled.egger.slope, pooled.egger.p) if pooled.egger is not None else None,
            absolute=absolute_of(quoted.effect, risk),
        )

    def _entered(self, candidate: Candidate, measure: EffectMeasure | None) -> Entered:
        """Give a study without its weight; on the first measure that it has where there is no common one."""
        key = candidate.weighed.id, measure
        found = self._bare.get(key)
        if found is None:
            on = measure if measure is not None else next(iter(candidate.sizes))
            effect, given, time = candidate.effect(on), candidate.given(on), time_of(candidate.scaled)
            found = Entered(candidate.weighed.id, effect, given, 0.0, candidate.concerns, time)
            self._bare[key] = found
        return found

    def _again(self, candidates: Sequence[Candidate], measure: EffectMeasure) -> Mean | None:
        """Average some of the studies by the same rules; of one, give its own result."""
        key = measure, tuple([each.weighed.id for each in candidates])
        if key not in self._means:
            self._means[key] = _again(candidates, measure)
        return self._means[key]

    def _without(self, kept: Sequence[Candidate], measure: EffectMeasure, whole: "Whole") -> Iterator[Without]:
        if not _THREE <= len(kept) <= _MOST_LEFT_OUT:
            return
        for n, each in enumerate(kept):
            mean = self._again([*kept[:n], *kept[n + 1 :]], measure)
            if mean is not None:
                changes = _holds_none(mean.effect) is not _holds_none(whole.beside(mean).effect)
                yield Without(each.weighed.id, mean, changes)

    def _sound(
        self, kept: Sequence[Candidate], measure: EffectMeasure, whole: "Whole", risk: Risk | None
    ) -> Iterator[Sound]:
        """Average those that are not judged serious or worse, in each way in which open judgements may fall."""
        if any(None in each.concerns for each in kept):
            return
        open_ = [each.weighed.id for each in _open(kept)]
        every = [True, False]
        ways = product(every, repeat=len(open_)) if len(open_) <= _MOST_OPEN else ((way,) * len(open_) for way in every)
        for way in ways:
            falls = dict(zip(open_, way, strict=True))
            left = [each for each in kept if falls.get(each.weighed.id, each.may_be_sound)]
            names = tuple([each.weighed.id for each in left])
            if len(left) == len(kept):
                yield Sound(names, whole.quoted, changes=False)
                continue
            mean = self._again(left, measure)
            changes = mean is None or says_other(self._claim, mean.effect, whole.beside(mean).effect, risk)
            yield Sound(names, mean, changes)


def _pool(candidates: Sequence[Candidate], measure: EffectMeasure, *, whole: bool) -> stats.Pooled:
    return stats.pool([each.entry(measure) for each in candidates], whole=whole)


def _refused(pooled: stats.Pooled) -> Refused | None:
    """Say why the numbers themselves do not let the studies be averaged; ``None`` where they do."""
    if pooled.refusal is not None:
        return Refused(*_REFUSALS[pooled.refusal])
    if stats.Caution.DISAGREE in pooled.cautions and pooled.scatter is not None:
        scatter = f"Q {figure(pooled.scatter.q)}, p {figure(pooled.scatter.p)}"
        because = f"{' and '.join(pooled.names)} differ by more than chance ({scatter})"
        mend = "a third study, so that it can be told how much effects differ; one common effect describes neither"
        return Refused(Refusal.DISAGREE, because, mend)
    return None


# the averages


def _quoted(pooled: stats.Pooled, measure: EffectMeasure) -> Mean | None:
    """Choose the average to quote."""
    if pooled.common is None:
        return None
    random = pooled.random
    if _common(pooled) or random is None:
        return _mean(pooled.common, measure, len(pooled.sizes))
    narrow = random.average is None or stats.Caution.NARROWER in pooled.cautions
    chosen = random.truncated if narrow or random.average is None else random.average
    return _mean(chosen, measure, len(pooled.sizes))


def _common(pooled: stats.Pooled) -> bool:
    """Tell whether the common effect is quoted; where events are rare, only if the studies differ by chance alone."""
    differ = pooled.scatter is not None and pooled.scatter.p < stats.DISAGREE
    return pooled.random is None or (pooled.prefer_common and not differ)


def _mean(found: Average, measure: EffectMeasure, studies: int) -> Mean:
    on = Measure(measure.value)
    value, low, high = (as_read(end, on) for end in (found.estimate, found.low, found.high))
    method = _METHODS[found.weighing]
    effect = Effect(measure, value, low, high, found.level, method.value, computed=True)
    p = None if measure is EffectMeasure.PROPORTION else found.p
    return Mean(effect, method, p, found.df if math.isfinite(found.df) else None, studies)


def _again(candidates: Sequence[Candidate], measure: EffectMeasure) -> Mean | None:
    """Average some of the studies by the same rules; of one, give its own result."""
    if not candidates:
        return None
    pooled = _pool(candidates, measure, whole=False)
    if _refused(pooled) is None:
        return _quoted(pooled, measure)
    if len(candidates) > 1:
        return None
    own = candidates[0].effect(measure)
    if own is not None and own.low is not None:
        return Mean(own, Method.ALONE, None, None, 1)
    if not pooled.sizes:
        return None
    alone = _mean(common_effect(pooled.sizes), measure, 1)
    return alone._replace(method=Method.ALONE, p=None)


def _weights(kept: Sequence[Candidate], measure: EffectMeasure, pooled: stats.Pooled) -> tuple[float, ...]:
    """Give each study's share of the weight in the average that is quoted."""
    common = pooled.common
    random = pooled.random
    if random is not None and not _common(pooled):
        found = [1 / (size.variance + random.tau2.value) for size in pooled.sizes]
    elif common is not None and common.weighing is Weighing.MANTEL_HAENSZEL:
        tables = [size for each in kept if isinstance(size := each.sizes[measure], Table)]
        return weights(tables, Measure(measure.value))
    else:
        found = [1 / size.variance for size in pooled.sizes]
    total = math.fsum(found)
    return tuple(weight / total for weight in found)


def _between(pooled: stats.Pooled) -> Between | None:
    scatter, random = pooled.scatter, pooled.random
    if scatter is None:
        return None
    if random is None:
        return Between(scatter.q, scatter.df, scatter.p)
    spread = random.spread
    if spread is None:
        return Between(scatter.q, scatter.df, scatter.p, random.tau2.value, i2=random.i2)
    return Between(
        scatter.q, scatter.df, scatter.p, random.tau2.value, spread.tau2_low, spread.tau2_high,
        random.i2, spread.i2_low, spread.i2_high,
    )  # fmt: skip


def _ahead(pooled: stats.Pooled, measure: EffectMeasure) -> Ahead | None:
    if pooled.random is None:
        return None
    found, on = pooled.random.prediction, Measure(measure.value)
    return Ahead(as_read(found.low, on), as_read(found.high, on), found.basis.value)


def _cautions(kept: Sequence[Candidate], measure: EffectMeasure) -> Iterator[str]:
    """Say what a reader should know of what is averaged."""
    worked_out = [each.weighed.id for each in kept if each.scaled.derived and isinstance(each.sizes[measure], Table)]
    if worked_out:
        yield f"counts that were worked out, and are not printed so: {some(worked_out)}"
    crude = [each.weighed.id for each in kept if not each.weighed.randomised and isinstance(each.sizes[measure], Table)]
    if crude:
        yield f"counts of groups that chance did not make, not adjusted for what else differs: {some(crude)}"
    parts = [
        each.weighed.id
        for each in kept
        if each.scaled.result is not None and each.scaled.result.group and not each.scaled.pair
    ]
    if parts:
        yield f"of a part of the people only: {some(parts)}"
    several = [each.weighed.id for each in kept if each.scaled.others]
    if several:
        yield f"have other comparisons of the outcome too, of which the first was taken: {some(several)}"


# what it depends on


_AS_IF_ONE = frozenset({Method.MANTEL_HAENSZEL, Method.INVERSE_VARIANCE, Method.ALONE})


class Whole(NamedTuple):
    """The averages of all studies, against which those of some of them are held."""

    quoted: Mean
    common: Mean | None
    between: Between | None

    def beside(self, mean: Mean) -> Mean:
        """Give the average of all against which that of some is held.

        Of two studies only the common effect is averaged. Held against the wider limits of three that do not vary more
        than by chance, it would seem to change the answer where nothing but the method does; it is held against their
        common effect.
        """
        alike = self.between is not None and self.between.tau2 == 0
        return self.common if alike and self.common is not None and mean.method in _AS_IF_ONE else self.quoted


def _holds_none(effect: Effect) -> bool:
    """Tell whether no effect lies within an interval; a share is never none."""
    return effect.measure is not EffectMeasure.PROPORTION and effect.leaves_out_none is False


def _shares(entered: Sequence[Entered]) -> tuple[tuple[str, float], ...]:
    """Add up the weight of the studies of each judgement."""
    found: dict[str, float] = {}
    words: dict[tuple[Concern | None, ...], str] = {}
    for each in entered:
        word = words.get(each.concerns)
        if word is None:
            word = words[each.concerns] = judged_words(each.concerns)
        found[word] = found.get(word, 0.0) + each.weight
    return tuple(found.items())


def judged_words(concerns: Sequence[Concern | None]) -> str:
    """Write at which step of the common ladder a study stands, or may stand."""
    known = [concern for concern in concerns if concern is not None]
    if len(known) < len(concerns) or not known:
        return "on no step of the common ladder"
    low, high = min(known).name.lower(), max(known).name.lower()
    return low if low == high else f"open ({low} to {high})"


def _open(kept: Sequence[Candidate]) -> list[Candidate]:
    """Give the studies of which it is open whether they are judged serious or worse."""
    return [each for each in kept if each.may_be_sound and each.may_be_unsound]


def says_other(claim: Claim, one: Effect, other: Effect, risk: Risk | None) -> bool:
    """Tell whether two averages let anybody say different things, beyond how wide their intervals are.

    They do where one leaves out no effect and the other does not; where both leave it out, but the estimate of one
    matters and that of the other does not; and where their estimates matter in opposite ways.
    """
    if _holds_none(one) is not _holds_none(other):
        return True
    apart = abs(_matters(claim, one, risk) - _matters(claim, other, risk))
    return apart > 1 or (apart > 0 and not _holds_none(one))


def _matters(claim: Claim, effect: Effect, risk: Risk | None) -> int:
    """Tell whether an estimate is a change that matters: -1 for less, 1 for more, 0 where it is none or not known."""
    ends = thresholds(claim, effect.measure, risk)
    if ends is None:
        return 0
    return -1 if effect.value <= ends[0] else int(effect.value >= ends[1])


# where nothing can be averaged


def _votes(body: Sequence[Weighed], found: Gathered, faults: Faults) -> Votes | None:
    """Count directions where most of the studies tell no effect that can be averaged."""
    apart = any(refused.word is Refusal.MEASURES for refused in found.refused)
    if not apart and len(found.candidates) * 2 >= len(body):
        return None
    told = {each.id: _way(each) for each in body if not is_review(each.named.verdict.study)}
    for each in body:
        if told.get(each.id) is not None and faults(each.named.verdict.study):
            told[each.id] = None
    by_better = any(way is not None and way[0] for way in told.values())
    first: list[str] = []
    second: list[str] = []
    without: list[str] = []
    for name in sorted(told):
        way = told[name]
        if way is None or way[0] is not by_better or way[1] == 0:
            without.append(name)
        else:
            (first if way[1] > 0 else second).append(name)
    counted = vote(len(first), len(second), len(without))
    # of few known directions nobody can tell whether they are like the others
    if counted is None or counted.counted < _TWO or counted.counted <= counted.without:
        return None
    share = counted.share
    assert share.estimate is not None
    one_way = "better" if by_better else "more"
    return Votes(one_way, tuple(first), tuple(second), tuple(without), share.estimate, share.low, share.high, counted.p)


def _way(weighed: Weighed) -> tuple[bool, int] | None:
    """Tell which way an effect between groups points: whether that is better or worse is known, and the sign."""
    scaled = weighed.named.scaled
    effect = next(iter(scaled.effects), None)
    if scaled.contrast is not Contrast.BETWEEN or effect is None:
        return None
    sign = (effect.value > effect.none) - (effect.value < effect.none)
    better = scaled.outcome.better if scaled.outcome is not None else None
    if better is None:
        return False, sign
    return True, sign if better is Better.HIGHER else -sign
