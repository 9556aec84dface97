"""Studies that are averaged say together what their average says, and not each what it shows by itself.

That one trial shows a difference and another does not is no disagreement where both have room for the same effect, and
several that show nothing one by one may show it together.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ccsvi_triage.judge.evidence import Lean, leaning_of
from ccsvi_triage.judge.sides import stand_of
from ccsvi_triage.logic.wording import effect_text
from ccsvi_triage.model.averaging import Averaging, Mean, Method, Sound
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import Effect, Side
from ccsvi_triage.model.record import replaced
from ccsvi_triage.model.synthesis import Leaning, Voice, Weighed
from ccsvi_triage.model.words import Bearing, Concern, EffectMeasure
from ccsvi_triage.stats.pool import Caution


class Heard(NamedTuple):
    """The studies as the verdict takes them.

    Attributes:
        ways: All studies that count, those that speak together with what they say together: once, or once for each way
            in which open judgements may fall, where what is said depends on them.
        voice: What they say together; ``None`` where each speaks for itself, and where it depends.
    """

    ways: tuple[tuple[Weighed, ...], ...]
    voice: Voice | None


def hear(claim: Claim, counted: Sequence[Weighed], pooled: Averaging | None) -> Heard:
    """Let studies that are averaged speak by their average, where it can stand for them.

    It cannot where effects differ so much that the average is not to be quoted alone, nor where the record of one of
    its studies contradicts that study's numbers. Studies that are judged serious or worse speak for themselves where
    the others say another thing without them. What each study can carry stays as it is: that there are many makes none
    of them stronger.

    Args:
        claim: The claim.
        counted: The studies that count.
        pooled: What came of averaging those that are rated.
    """
    alone = Heard((tuple(counted),), None)
    if pooled is None or pooled.quoted is None or Caution.BOTH_SIDES.value in pooled.cautions:
        return alone
    entered = {each.study for each in pooled.entered}
    speak = [each for each in counted if each.id in entered]
    if pooled.measure is EffectMeasure.PROPORTION or any(map(_contradicted, speak)):
        return alone
    spoken = [(sound, _speech(claim, speak, pooled, sound)) for sound in pooled.sound or (None,)]
    first = spoken[0][1]
    if all({**_leanings(speak), **_of(speech)} == {**_leanings(speak), **_of(first)} for _, speech in spoken):
        names = tuple(each.study for each in pooled.entered if each.study in first)
        said = next(iter(first.values()), None)
        voice = Voice(names, said.leaning, said.because) if said is not None else None
        return Heard((tuple(_with(counted, first)),), voice)
    ways = (tuple(_fallen(_with(counted, speech), entered, sound)) for sound, speech in spoken)
    return Heard(tuple(ways), None)


def _of(speech: Mapping[str, Lean]) -> dict[str, Leaning]:
    return {name: lean.leaning for name, lean in speech.items()}


def _leanings(studies: Sequence[Weighed]) -> dict[str, Leaning]:
    return {each.id: each.leaning for each in studies}


def _with(counted: Sequence[Weighed], speech: Mapping[str, Lean]) -> Iterator[Weighed]:
    """Give the studies with what those that speak together say."""
    for each in counted:
        lean = speech.get(each.id)
        yield each if lean is None else each._replace(**lean._asdict())


def _fallen(studies: Iterable[Weighed], entered: Container[str], sound: Sound | None) -> Iterator[Weighed]:
    """Give the studies as they are judged where open judgements fall in one way."""
    for each in studies:
        if sound is None or each.id not in entered:
            yield each
            continue
        fair = each.id in sound.studies
        carries = (one for one in each.carries if one.concern is not None and (one.concern < Concern.SERIOUS) is fair)
        yield each._replace(carries=tuple(carries))


def _speech(claim: Claim, speak: Sequence[Weighed], pooled: Averaging, sound: Sound | None) -> dict[str, Lean]:
    """Tell what studies say together, by their ids, where open judgements fall in one way.

    Those that are judged serious or worse are not among them where without them another thing is said.
    """
    names = {each.id for each in speak}
    mean: Mean | None = _spoken(pooled)
    if sound is not None and sound.studies and sound.changes:
        several = sound.mean is not None and sound.mean.method is not Method.ALONE
        names, mean = set(sound.studies), sound.mean if several else None
    told = [each for each in speak if each.id in names]
    lean = _lean(claim, told, mean) if mean is not None else None
    return {} if lean is None else dict.fromkeys((each.id for each in told), lean)


def _spoken(pooled: Averaging) -> Mean | None:
    """Give the average by which studies speak.

    Where no variance between them can be seen, what their common effect shows is not unsaid by limits that make room
    for such a variance, and that are twice as wide with three studies as with many.
    """
    between, common = pooled.between, pooled.common
    if between is not None and between.tau2 == 0 and common is not None and common.effect.leaves_out_none:
        return common
    return pooled.quoted


def _contradicted(weighed: Weighed) -> bool:
    """Tell whether a study's numbers show a difference that its record denies."""
    side = stand_of(weighed.named.scaled, None).side
    return weighed.leaning is Leaning.UNCLEAR and side not in (Side.NOT_SHOWN, Side.UNKNOWN)


_COMMON = frozenset({Method.MANTEL_HAENSZEL, Method.INVERSE_VARIANCE})


def _lean(claim: Claim, speak: Sequence[Weighed], mean: Mean) -> Lean | None:
    """Tell which way an average leans, and by what; ``None`` where nothing says which way is the claim's."""
    found = _leaning(claim, speak, mean.effect)
    if found is None:
        return None
    how = ", as if all had one effect" if mean.method in _COMMON else ""
    return found._replace(because=f"{effect_text(mean.effect)}{how}: {found.because}", numbers=True)


def _leaning(claim: Claim, speak: Sequence[Weighed], effect: Effect) -> Lean | None:
    told = next((each for each in speak if each.named.scaled.outcome and each.named.scaled.outcome.better), speak[0])
    scaled = told.named.scaled._replace(effects=(effect,), counts=None, significant=None)
    leans = {
        bearing: leaning_of(
            claim,
            told.named._replace(bears=replaced(told.named.bears, bearing=bearing), scaled=scaled),
        )
        for bearing in (Bearing.FOR, Bearing.AGAINST)
    }
    if not effect.leaves_out_none:
        return leans[Bearing.FOR]
    known = {bearing: lean for bearing, lean in leans.items() if lean.leaning is not Leaning.UNCLEAR}
    if len({lean.leaning for lean in known.values()}) == 1:
        return next(iter(known.values()))
    recorded = {each.named.bears.bearing for each in speak}
    return known.get(recorded.pop()) if len(recorded) == 1 else None
