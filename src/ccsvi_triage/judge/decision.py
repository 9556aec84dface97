"""The verdict on a claim: every rule of the table that holds, of which the gravest decides."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from ccsvi_triage.logic.condition import holds
from ccsvi_triage.model.claim import Claim, View
from ccsvi_triage.model.synthesis import STEPS, Decided, Leaning, VerdictRule, Weighed
from ccsvi_triage.model.words import (
    Asserts,
    Bearing,
    ClaimVerdict,
    Question,
    Sampling,
    Strength,
    Viewpoint,
)

NONE = "none"
_YES_NO = ("yes", "no")
_RANKS = (NONE, "weaker", "equal", "stronger")
_STRENGTHS = (NONE, *(strength.value for strength in Strength))

WORDS: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(kind.value for kind in Question),
    "asserts": tuple(word.value for word in Asserts),
    "asserted": tuple(strength.value for strength in Strength),
    "for": _STRENGTHS,
    "null": _STRENGTHS,
    "against": _STRENGTHS,
    "null_rank": _RANKS,
    "against_rank": _RANKS,
    "enough": _YES_NO,
    "shown": _YES_NO,
    "ruled_out": _YES_NO,
    "sampled": _YES_NO,
    "veto": _YES_NO,
    "animals": ("for", "no"),
}
"""What the rules look at, and the words that each of it may have."""

GRAVITY = tuple(ClaimVerdict)
_REPRESENTATIVE = frozenset({Sampling.CONSECUTIVE, Sampling.RANDOM, Sampling.POPULATION})


class Table:
    """The decision table made ready; claims of which the same is known are decided once."""

    def __init__(self, rules: Sequence[VerdictRule]) -> None:
        """Take the rules."""
        self._rules = rules
        self._known: dict[tuple[tuple[str, str], ...], tuple[VerdictRule, ...]] = {}

    def decide(self, claim: Claim, *ways: Sequence[Weighed], views: Iterable[View] = ()) -> Decided:
        """Judge a claim by the studies that count.

        Args:
            claim: The claim.
            ways: The studies; several times, each time the same ones in the same order, where it is open how they lean.
            views: What is recorded from viewpoints on a cause; only those that name a study that counts speak.

        Returns:
            One verdict, or all that the open judgements leave possible, with the rules that hold in each case and the
            studies on whose judgement it depends.
        """
        views = tuple(views)
        known = [_known(claim, counted, views) for counted in ways]
        possible, fired, deciding = self._possible(claim, known)
        hinges: tuple[str, ...] = ()
        if len(possible) > 1:
            hinges = tuple(self._hinges(claim, ways, views, possible))
        return Decided(
            possible=tuple(verdict for verdict in GRAVITY if verdict in possible),
            rules=tuple(sorted(fired, key=lambda rule: -GRAVITY.index(rule.then))),
            deciding=tuple(rule for rule in self._rules if rule in deciding),
            hinges=hinges,
            known=_joined(known),
        )

    def rules_for(self, words: Mapping[str, str]) -> tuple[VerdictRule, ...]:
        """Give the rules that hold for words that are all known."""
        key = tuple(words.items())
        found = self._known.get(key)
        if found is None:
            found = tuple(rule for rule in self._rules if holds(rule.when, words))
            self._known[key] = found
        return found

    def _possible(
        self, claim: Claim, known: Iterable[Mapping[str, tuple[str, ...]]]
    ) -> tuple[set[ClaimVerdict], list[VerdictRule], list[VerdictRule]]:
        verdicts: set[ClaimVerdict] = set()
        fired: dict[str, VerdictRule] = {}
        deciding: dict[str, VerdictRule] = {}
        for words in (words for each in known for words in _cases(claim, each)):
            rules = self.rules_for(words)
            gravest = max((rule.then for rule in rules), key=GRAVITY.index)
            verdicts.add(gravest)
            fired.update((str(rule.id), rule) for rule in rules)
            deciding.update((str(rule.id), rule) for rule in rules if rule.then is gravest)
        return verdicts, list(fired.values()), list(deciding.values())

    def _hinges(
        self,
        claim: Claim,
        ways: Sequence[Sequence[Weighed]],
        views: Sequence[View],
        possible: set[ClaimVerdict],
    ) -> Iterator[str]:
        """Name the studies of which a settled judgement would leave other verdicts possible."""
        alike: dict[tuple[object, ...], bool] = {}
        for at, every in enumerate(zip(*ways, strict=True)):
            ends = {
                min((each.least for each in every), key=STEPS.index),
                max((each.most for each in every), key=STEPS.index),
            }
            if len(ends) == 1:
                continue
            key = tuple(
                (each.leaning, each.animals, tuple(carried.strength for carried in each.carries)) for each in every
            )
            if key not in alike:
                settled = ([_known(claim, each, views) for each in _settled(ways, at, end)] for end in sorted(ends))
                alike[key] = any(self._possible(claim, each)[0] != possible for each in settled)
            if alike[key]:
                yield every[0].id


def _settled(ways: Sequence[Sequence[Weighed]], at: int, strength: Strength) -> Iterator[list[Weighed]]:
    """Give the studies as they would be if the judgement of one of them came out so."""
    for counted in ways:
        carries = tuple(each for each in counted[at].carries if each.strength is strength)
        if carries:
            yield [*counted[:at], counted[at]._replace(carries=carries), *counted[at + 1 :]]


def _joined(known: Sequence[dict[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Put together what may be known; the words of each stand in the order in which they are known."""
    return {name: tuple(word for word in WORDS[name] if any(word in each[name] for each in known)) for name in known[0]}


def cases(claim: Claim, counted: Sequence[Weighed], views: Sequence[View]) -> Iterator[dict[str, str]]:
    """Give what the rules look at, once for every way in which open judgements may come out."""
    yield from _cases(claim, _known(claim, counted, views))


def _cases(claim: Claim, known: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, str]]:
    for points in product(known["for"], known["null"], known["against"]):
        yield {**{name: words[0] for name, words in known.items()}, **derived(claim.strength, *points)}


def derived(asserted: Strength, points: str, null: str, against: str) -> dict[str, str]:
    """Give what follows from how much the studies of each side can carry at most."""
    return {
        "asserted": asserted.value,
        "for": points,
        "null": null,
        "against": against,
        "null_rank": _ranked(null, points),
        "against_rank": _ranked(against, points),
        "enough": "yes" if points != NONE and _step(points) >= _step(asserted.value) else "no",
    }


def _step(word: str) -> int:
    return _STRENGTHS.index(word)


def _ranked(word: str, points: str) -> str:
    """Tell how one side stands beside the claim's own; a confirmed effect outranks no effect."""
    if word == NONE:
        return NONE
    top = _step(Strength.EFFECT.value)
    gap = min(_step(word), top) - min(_step(points), top)
    return "equal" if not gap else "stronger" if gap > 0 else "weaker"


def _known(claim: Claim, counted: Sequence[Weighed], views: Sequence[View]) -> dict[str, tuple[str, ...]]:
    people = [each for each in counted if not each.animals or claim.kind is Question.MECHANISM]
    animals = [each for each in counted if each.animals and claim.kind is not Question.MECHANISM]
    points = [each for each in people if each.leaning is Leaning.FOR]
    sides = {side: _most([each for each in people if each.leaning is side]) for side in Leaning}
    return {
        "kind": (claim.kind.value,),
        "asserts": (claim.asserts.value,),
        "asserted": (claim.strength.value,),
        "for": sides[Leaning.FOR],
        "null": sides[Leaning.NULL],
        "against": sides[Leaning.AGAINST],
        "shown": (_word(any(each.shown for each in points)),),
        "ruled_out": (_word(any(each.rules_out and each.randomised for each in points)),),
        "sampled": (_word(any(map(_sampled, points))),),
        "veto": (_word(vetoed(views, [each.id for each in counted])),),
        "animals": ("for" if any(each.leaning is Leaning.FOR for each in animals) else "no",),
    }


def _word(holds_so: bool) -> str:  # noqa: FBT001 -- turned into a word
    return "yes" if holds_so else "no"


def _most(side: Sequence[Weighed]) -> tuple[str, ...]:
    """Give the most that some studies can carry: every step at which that may come out."""
    if not side:
        return (NONE,)
    least = max(STEPS.index(each.least) for each in side)
    steps = {STEPS.index(carried.strength) for each in side for carried in each.carries}
    return tuple(STEPS[step].value for step in sorted(steps) if step >= least)


def _sampled(weighed: Weighed) -> bool:
    sampling = weighed.named.verdict.study.sampling
    return sampling is not None and sampling.value in _REPRESENTATIVE


def vetoed(views: Iterable[View], counted: Sequence[str]) -> bool:
    """Tell whether a study that counts is recorded to show that the cause does not come first."""
    return any(
        view.viewpoint is Viewpoint.TEMPORALITY
        and view.bearing is Bearing.AGAINST
        and any(study in counted for study in view.studies)
        for view in views
    )
