"""On which side each of some studies stands, and whether their results can be read on one scale."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from ccsvi_triage.logic.facts import ground_of_fact
from ccsvi_triage.model.appraisal import Ground, StudyVerdict
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import (
    MEASURES,
    Borne,
    Change,
    Contrast,
    Effect,
    Matched,
    OneScale,
    Scaled,
    Side,
    Stand,
    Standing,
)
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.words import (
    Bearing,
    Better,
    EffectMeasure,
)


def one_scale(told: Sequence[Scaled], matched: Matched) -> OneScale:
    """Say on which measure some results can stand side by side, and what keeps them from being read as one."""
    why_not: list[str] = []
    if not matched.same:
        why_not.append("they are different outcomes: no outcome of all has one id, one claim or a word in common")
    for one in told:
        if one.contrast is Contrast.WITHIN:
            why_not.append(f"{one.study.id}: a change in one group is no effect between groups")
        elif not one.effects:
            why_not.append(f"{one.study.id}: {one.lacks or 'no effect is printed, nor what it could be made of'}")
    units = {one.result.unit.value: str(one.study.id) for one in told if one.result is not None}
    if len(units) > 1:
        each = [f"{one.study.id} {one.result.unit.value}" for one in told if one.result is not None]
        why_not.append(f"they count different things: {', '.join(each)}")
    with_effect = [one for one in told if one.effects]
    measure = next(
        (m for m in MEASURES if matched.same and with_effect and all(one.on(m) for one in with_effect)), None
    )
    if measure is EffectMeasure.MEAN_DIFFERENCE and not _one_measurement(with_effect):
        measure = next((m for m in MEASURES[-1:] if all(one.on(m) for one in with_effect)), None)
    if measure is None and len(with_effect) > 1 and matched.same:
        each = [f"{one.study.id} {one.effects[0].measure.value}" for one in with_effect]
        why_not.append(f"no measure can be had of all: {', '.join(each)}")
    return OneScale(measure, tuple(why_not), tuple(_cautions(told)))


def _one_measurement(told: Sequence[Scaled]) -> bool:
    """Tell whether means are of one measurement: an outcome of the same id, or of the same name."""
    ids = {str(one.outcome.id) for one in told if one.outcome}
    names = {one.outcome.name.lower() for one in told if one.outcome}
    return len(ids) == 1 or len(names) == 1


def _cautions(told: Sequence[Scaled]) -> Iterator[str]:
    times = {str(one.study.id): word_of(one, "outcome.time") for one in told}
    known = {time for time in times.values() if time not in UNKNOWN}
    if len(known) > 1:
        yield f"measured at different times: {', '.join(f'{name} {time}' for name, time in times.items())}"
    ways = {one.outcome.better for one in told if one.outcome is not None and one.outcome.better is not None}
    if len(ways) > 1:
        yield "of one of them more is better, of another less: look which event is counted"
    for one in told:
        contrast = one.result is not None and any(estimate.compares for estimate in one.result.estimates)
        if one.result is not None and one.result.group and not one.pair and not contrast:
            yield f"{one.study.id}: of a part only, {one.result.group}"
        if one.others:
            number = "another comparison" if one.others == 1 else f"{one.others} other comparisons"
            yield f"{one.study.id}: has {number} of this outcome; the first of the main groups is taken"


UNKNOWN = frozenset({"open", "not-reported", "not-applicable"})


# sides


def stand_of(told: Scaled, measure: EffectMeasure | None) -> Stand:
    """Say on which side a result stands, by its interval, else by its p value."""
    study = told.study
    if told.contrast is Contrast.WITHIN:
        return _stand_within(told)
    effect = effect_of(told, measure)
    if effect is None:
        return Stand(study, Side.UNKNOWN, within=False, said=told.lacks or "no effect")
    shown = effect.leaves_out_none
    if shown is None:
        shown = told.significant
    if shown is None:
        return Stand(study, Side.UNKNOWN, within=False, said="an effect without an interval or p value")
    if not shown:
        return Stand(study, Side.NOT_SHOWN, within=False, said="no difference shown")
    more = effect.value > effect.none
    side, said = _side(told, more=more)
    return Stand(study, side, within=False, said=said)


def _side(told: Scaled, *, more: bool) -> tuple[Side, str]:
    better = told.outcome.better if told.outcome is not None else None
    if better is None:
        return (Side.MORE, "more in the first group") if more else (Side.LESS, "less in the first group")
    good = more == (better is Better.HIGHER)
    return (Side.FOR, "better in the first group") if good else (Side.AGAINST, "worse in the first group")


def _stand_within(told: Scaled) -> Stand:
    if told.significant is None or told.change is Change.UNKNOWN:
        return Stand(told.study, Side.UNKNOWN, within=True, said="a change whose size or p value is not printed")
    if not told.significant or told.change is Change.SAME:
        return Stand(told.study, Side.NOT_SHOWN, within=True, said="no change shown")
    side, _ = _side(told, more=told.change is Change.MORE)
    words = {Side.FOR: "better than before", Side.AGAINST: "worse than before"}
    return Stand(told.study, side, within=True, said=words.get(side, f"{told.change.value} than before"))


def effect_of(told: Scaled, measure: EffectMeasure | None) -> Effect | None:
    """Give the effect on a measure, or where there is none the first that a result has."""
    on = told.on(measure) if measure is not None else None
    return on or next(iter(told.effects), None)


def borne_by(claims: Iterable[Claim], counted: Sequence[str]) -> Iterator[Borne]:
    """Give the claims on which at least two of the studies bear, for or against."""
    for claim in claims:
        told = {
            str(bears.study): bears
            for bears in claim.evidence
            if bears.study in counted and bears.bearing in (Bearing.FOR, Bearing.AGAINST)
        }
        if len(told) > 1:
            ordered = [told[name] for name in counted if name in told]
            bearings = {str(bears.study): bears.bearing for bears in ordered}
            yield Borne(str(claim.id), claim.text, bearings, {str(bears.study): bears.why for bears in ordered})


class Desk(NamedTuple):
    """What reasons are looked for in."""

    verdicts: Mapping[str, StudyVerdict]
    scaled: Mapping[str, Scaled]
    matched: Matched
    scale: OneScale
    stands: Mapping[str, Stand]
    borne: tuple[Borne, ...]

    def sides_apart(self) -> tuple[tuple[str, str], ...]:
        """Give each pair whose results stand on different sides of one outcome."""
        if not self.matched.same:
            return ()
        known = [name for name, stand in self.stands.items() if stand.side is not Side.UNKNOWN]
        return tuple(pair for pair in combinations(known, 2) if _apart(*(self.stands[name].side for name in pair)))

    def claims_apart(self) -> tuple[tuple[Borne, str, str], ...]:
        """Give each pair that the library records as bearing on a claim in opposite ways."""
        return tuple(
            (claim, one, other)
            for claim in self.borne
            for one, other in combinations(claim.bearings, 2)
            if claim.bearings[one] is not claim.bearings[other]
        )

    def standing(self) -> tuple[Standing, tuple[str, ...]]:
        """Tell whether the studies disagree, and by what."""
        because = []
        if self.sides_apart():
            said = ", ".join(f"{name} {_said(stand)}" for name, stand in self.stands.items())
            because.append(f"on the outcome compared: {said}")
        for claim in dict.fromkeys(claim.claim for claim, _, _ in self.claims_apart()):
            bearings = next(borne.bearings for borne in self.borne if borne.claim == claim)
            said = ", ".join(f"{name} {bearing.value}" for name, bearing in bearings.items())
            because.append(f"on the claim {claim}: {said}")
        if because:
            return Standing.DISAGREE, tuple(because)
        alike = tuple(self.alike())
        if alike:
            return Standing.AGREE, alike
        return Standing.UNKNOWN, tuple(self._why_unknown())

    def alike(self) -> Iterator[str]:
        """Give on what all of them agree."""
        known = {stand.side for stand in self.stands.values()}
        if self.matched.same and len(self.stands) > 1 and len(known) == 1 and Side.UNKNOWN not in known:
            said = ", ".join(f"{name} {stand.said}" for name, stand in self.stands.items())
            yield f"on the outcome compared: {said}"
        for claim in self.borne:
            if len(claim.bearings) == len(self.stands) and len(set(claim.bearings.values())) == 1:
                bearing = next(iter(claim.bearings.values()))
                yield f"on the claim {claim.claim}: each is recorded as {bearing.value} it"

    def _why_unknown(self) -> Iterator[str]:
        if len(self.stands) <= 1:
            yield "only one of them counts"
            return
        if not self.matched.same:
            yield "their results are about different outcomes"
        for name, stand in self.stands.items():
            if stand.side is Side.UNKNOWN:
                yield f"{name}: {stand.said}"
        if self.matched.same and all(stand.side is not Side.UNKNOWN for stand in self.stands.values()):
            yield "which way is better is recorded of some and not of all"
        yield "no claim of the library has them for and against it"

    def pairs(self, standing: Standing) -> tuple[tuple[str, str], ...]:
        """Give the pairs between which a reason is looked for: those that disagree, or all while that is unknown."""
        if standing is Standing.UNKNOWN:
            return tuple(combinations(self.stands, 2))
        found = [*self.sides_apart(), *((one, other) for _, one, other in self.claims_apart())]
        return tuple(dict.fromkeys(found))


def _said(stand: Stand) -> str:
    return "cannot be told" if stand.side is Side.UNKNOWN else stand.said


_WITH_A_WAY = frozenset({Side.FOR, Side.AGAINST})
_WITHOUT = frozenset({Side.MORE, Side.LESS})


def _apart(one: Side, other: Side) -> bool:
    """Tell whether two known sides differ; one of better or worse says nothing against one of more or less."""
    mixed = {one, other} & _WITH_A_WAY and {one, other} & _WITHOUT
    return one is not other and not mixed


def fact_of(told: Scaled, path: str) -> Fact[Any] | None:
    """Give a fact of a study, or of the outcome that is compared, by its path."""
    owner: Any = told.study
    first, _, last = path.partition(".")
    if last:
        owner, first = (told.outcome if first == "outcome" else getattr(owner, first)), last
    fact = getattr(owner, first) if owner is not None else None
    return fact if isinstance(fact, Fact) else None


def word_of(told: Scaled, path: str) -> str:
    """Write a fact; ``open`` where nobody has looked."""
    fact = fact_of(told, path)
    return fact.word() if fact is not None else "open"


def ground_of(told: Scaled, path: str) -> Ground | None:
    """Tell where a fact stands and who says so."""
    fact = fact_of(told, path)
    return ground_of_fact(path, fact) if fact is not None else None
