"""Which of the studies that a claim names count, which way each leans, and how much it can carry."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from ccsvi_triage.judge.directness import matches_of, measured
from ccsvi_triage.judge.matching import has_numbers
from ccsvi_triage.judge.risk import thresholds
from ccsvi_triage.judge.sides import stand_of
from ccsvi_triage.logic.condition import holds
from ccsvi_triage.logic.wording import concerns, effect_text, figure
from ccsvi_triage.model.claim import Bears, Claim
from ccsvi_triage.model.comparison import GO_TOGETHER, Effect, Scaled, Side, Stand
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import STEPS, Aside, Cap, Carried, Leaning, Named, SetAside, Weighed
from ccsvi_triage.model.words import (
    Asserts,
    Bearing,
    Better,
    Concern,
    Design,
    EffectMeasure,
    Flaw,
    Kind,
    NoticeKind,
    Question,
    Reading,
    Status,
    Strength,
    Unit,
)


class Sorted(NamedTuple):
    """The studies that a claim names: those that count, in order of weight, and those that do not."""

    counted: tuple[Weighed, ...]
    aside: tuple[SetAside, ...]


def end_of(date: str) -> str:
    """Give the last day that a date may mean: ``2009`` may be as late as its last day."""
    return f"{date}-12-31"[:10] if len(date) == _YEAR else f"{date}-31"[:10]


_YEAR = 4


def date_of(study: Study) -> str:
    """Tell when a study appeared, as precisely as it is known; empty where it is not."""
    return str(study.date) if study.date is not None else str(study.year) if study.year is not None else ""


class Evidence:
    """The studies that a claim names, to be sorted as of any date; what depends on no date is found once."""

    def __init__(
        self,
        claim: Claim,
        named: Sequence[Named],
        caps: Sequence[Cap],
        *,
        excluded: Collection[Concern] = (),
        roots: Mapping[str, str] | None = None,
    ) -> None:
        """Look the studies over.

        Args:
            claim: The claim.
            named: Its studies, in the order of the file.
            caps: What keeps a study from carrying what its design could.
            excluded: Studies that are judged so for sure are left out.
            roots: For a further report, by its id: the study that it is a report of.
        """
        self._claim = claim
        self._caps = caps
        self._told = [_Told(claim, each, excluded, roots or {}) for each in named]
        self._ids = tuple(dict.fromkeys(each.id for each in self._told))
        self._known: dict[str, _Known] = {}

    def sort(self, as_of: str = "") -> Sorted:
        """Sort the studies into those that count and those that are only shown.

        Args:
            as_of: A date; what appeared later, or may have, is left out.
        """
        aside: dict[str, SetAside] = {}
        left: list[_Told] = []
        by = end_of(as_of) if as_of else ""
        for each in self._told:
            found = each.aside(by)
            if found is None:
                left.append(each)
            else:
                aside.setdefault(each.id, found)
        for each, main in _companions(left):
            why = f"a further report of {main}, with which it counts once"
            aside[each.id] = SetAside(each.named, Aside.COMPANION, why)
        left = [each for each in left if each.id not in aside]
        aside.update((each.id, each.excluded) for each in left if each.excluded is not None)
        known = [self._weigh(each) for each in left if each.id not in aside]
        shown = _Shown(known)
        counted = [each.beside(shown) for each in sorted(known, key=attrgetter("order"))]
        return Sorted(tuple(counted), tuple([aside[name] for name in self._ids if name in aside]))

    def _weigh(self, told: "_Told") -> "_Known":
        known = self._known.get(told.id)
        if known is None:
            known = _Known(_weighed(self._claim, told.named, self._caps))
            self._known[told.id] = known
        return known


class _Told:
    """A study that a claim names, and what keeps it from counting."""

    def __init__(self, claim: Claim, named: Named, excluded: Collection[Concern], roots: Mapping[str, str]) -> None:
        """Look a study over."""
        study = named.verdict.study
        self.named = named
        self.id = str(study.id)
        self.date = date_of(study)
        self.end = end_of(self.date)
        self.root = roots.get(self.id) or str(study.companion_of) or self.id
        self.excluded = _excluded(named, excluded)
        always, by_date = _retracted(named), _unfit(claim, named)
        self._always = always or by_date
        self._retracted = always is not None
        self._undated = SetAside(named, Aside.UNDATED, "nobody knows when it appeared")
        self._later = SetAside(named, Aside.LATER, f"appeared {self.date}")
        self._perhaps = SetAside(named, Aside.LATER, f"appeared {self.date}, or may have")

    def aside(self, by: str) -> SetAside | None:
        """Tell why it does not count as of a day, or of none; ``None`` where nothing about itself keeps it out."""
        if by and not self._retracted:
            if not self.date:
                return self._undated
            if self.end > by:
                return self._perhaps if self.end[:_YEAR] == by[:_YEAR] else self._later
        return self._always


class _Known:
    """A study that counts at some date, weighed, with what its place among others depends on."""

    def __init__(self, weighed: Weighed) -> None:
        """Take it as it is by itself."""
        self.weighed = weighed
        self.order = _weight(weighed)
        self.kind = _kind_of(weighed)
        self.rank = _rank(weighed)
        self._open = weighed.leaning is Leaning.NULL and weighed.numbers
        self._imprecise: dict[tuple[EffectMeasure, float, str], Weighed] = {}

    def beside(self, shown: "_Shown") -> Weighed:
        """Leave a result that shows nothing unclear where it is too imprecise to differ from what others show."""
        found = shown.all_within(self) if self._open else None
        if found is None:
            return self.weighed
        own, value, name = found
        key = own.measure, value, name
        if key not in self._imprecise:
            because = (
                f"{self.weighed.because}, but too imprecise to speak against {name}: {effect_text(own)} has its "
                f"{figure(value)} within"
            )
            self._imprecise[key] = self.weighed._replace(leaning=Leaning.UNCLEAR, because=because)
        return self._imprecise[key]


def _weight(weighed: Weighed) -> tuple[int, int, int, str, str]:
    """Give the key of the order of weight: what can carry most first, then the less grave judgement."""
    worst = max((each.concern for each in weighed.carries if each.concern is not None), default=Concern.CRITICAL)
    most, least = STEPS.index(weighed.most), STEPS.index(weighed.least)
    return -most, -least, int(worst), date_of(weighed.named.verdict.study), weighed.id


# who does not count


def _retracted(named: Named) -> SetAside | None:
    study = named.verdict.study
    if study.status is Status.RETRACTED or any(notice.kind is NoticeKind.RETRACTION for notice in study.notices):
        return SetAside(named, Aside.RETRACTED, "retracted; it is shown and never counted")
    return None


def _unfit(claim: Claim, named: Named) -> SetAside | None:
    """Tell why a study does not count whenever it appeared, unless it was retracted."""
    study, choice = named.verdict.study, named.verdict.choice
    if study.kind is Kind.PROTOCOL or study.status in (Status.PLANNED, Status.ONGOING):
        return SetAside(named, Aside.PLAN, "a plan, without results")
    if choice is None:
        why = "its facts fit no one kind of study, so that nobody knows what it can carry"
        return SetAside(named, Aside.NO_STUDY, why)
    if choice.refusal:
        return SetAside(named, Aside.NO_STUDY, f"{study.kind.value.replace('-', ' ')}: {choice.because}")
    if named.bears.bearing is Bearing.CONTEXT:
        return SetAside(named, Aside.CONTEXT, named.bears.why)
    return SetAside(named, Aside.CONCLUSION, _NO_RESULT) if _only_concludes(claim, named) else None


def _excluded(named: Named, excluded: Collection[Concern]) -> SetAside | None:
    possible = concerns(named.verdict) if excluded else frozenset()
    if not possible or not possible <= set(excluded):
        return None
    because = f"judged {' or '.join(concern.name.lower() for concern in sorted(possible))}, left out as asked"
    return SetAside(named, Aside.EXCLUDED, because)


_NO_RESULT = (
    "what a review concludes in words is no result; its studies count by themselves, where the claim names them"
)


def _only_concludes(claim: Claim, named: Named) -> bool:
    """Tell whether a review gives no number on the claim; that it found studies is a fact by itself."""
    study = named.verdict.study
    design = study.design.value if study.design else None
    if study.kind is not Kind.SYSTEMATIC_REVIEW and design not in (Design.REVIEW, Design.META_ANALYSIS):
        return False
    if claim.kind is Question.FACTUAL and study.review is not None and study.review.studies is not None:
        return False
    return named.scaled.outcome is None or not has_numbers(named.scaled.outcome)


def _companions(left: Sequence[_Told]) -> Iterator[tuple[_Told, str]]:
    """Give the further reports of studies that count already, each with the one that does."""
    cohorts: dict[str, list[_Told]] = {}
    for each in left:
        cohorts.setdefault(each.root, []).append(each)
    if len(cohorts) == len(left):
        return
    for root, reports in cohorts.items():
        first = min(reports, key=lambda each: (each.id != root, each.end, each.id))
        yield from ((each, first.id) for each in reports if each is not first)


def roots_of(studies: Mapping[str, Study]) -> dict[str, str]:
    """Give the study at the end of each chain of further reports, by the id of each report."""
    roots = {}
    for name, study in studies.items():
        seen = {name}
        above = str(study.companion_of)
        while above and above in studies and above not in seen and studies[above].companion_of:
            seen.add(above)
            above = str(studies[above].companion_of)
        if above:
            roots[name] = above
    return roots


# what it can carry


def _weighed(claim: Claim, named: Named, caps: Sequence[Cap]) -> Weighed:
    study, choice = named.verdict.study, named.verdict.choice
    assert choice is not None
    animals = study.design is not None and study.design.value is Design.ANIMAL_EXPERIMENT
    lean = leaning_of(claim, named)
    direct = measured(claim, named)
    words = {
        "kind": claim.kind.value,
        "side": lean.leaning.value,
        "animals": "yes" if animals else "no",
        "direct": {True: "yes", False: "no", None: "unknown"}[direct],
        "asked": study.question.value.value if study.question and study.question.value else "open",
    }
    known: list[Concern | None] = [*sorted(concerns(named.verdict))]
    return Weighed(
        id=str(study.id),
        named=named,
        leaning=lean.leaning,
        because=lean.because,
        numbers=lean.numbers,
        shown=lean.shown,
        rules_out=lean.rules_out,
        animals=animals,
        randomised=STEPS.index(choice.ceiling) >= STEPS.index(Strength.EFFECT),
        direct=direct,
        matches=matches_of(claim, named),
        carries=tuple(_carried(choice.ceiling, concern, words, caps) for concern in known or [None]),
    )


def _carried(design: Strength, concern: Concern | None, words: Mapping[str, str], caps: Sequence[Cap]) -> Carried:
    known = {**words, "concern": concern.name.lower() if concern is not None else "unplaced"}
    hit = tuple(cap for cap in caps if holds(cap.when, known) and STEPS.index(cap.at_most) < STEPS.index(design))
    strength = min((design, *(cap.at_most for cap in hit)), key=STEPS.index)
    return Carried(concern, strength, hit)


def telling(scaled: Scaled) -> Scaled:
    """Leave out the effects that tell less than the one that goes first.

    Where a printed effect stands before those that the counts give, it is adjusted for what else differed between the
    groups; what the bare counts give then tells nothing more.
    """
    if not scaled.effects or scaled.effects[0].computed:
        return scaled
    return scaled._replace(effects=tuple(effect for effect in scaled.effects if not effect.computed))


# which way it leans


class Lean(NamedTuple):
    """Which way a study leans, and by what; see ``model.synthesis.Weighed``."""

    leaning: Leaning
    because: str
    numbers: bool
    shown: bool = False
    rules_out: bool = False


def leaning_of(claim: Claim, named: Named) -> Lean:
    """Tell which way a study leans on a claim: by its numbers where they tell it, else by its record.

    Where numbers and record point to different sides, it is unclear, and said.
    """
    bearing, scaled = named.bears.bearing, named.scaled
    if bearing is Bearing.UNCLEAR:
        return Lean(Leaning.UNCLEAR, f"recorded as unclear: {named.bears.why}", numbers=False)
    if named.verdict.study.read is Reading.SECOND_HAND and stand_of(scaled, None).side is Side.UNKNOWN:
        because = f"known at second hand only, without a number on the claim: {named.bears.why}"
        return Lean(Leaning.UNCLEAR, because, numbers=False)
    absence = claim.asserts is Asserts.ABSENCE
    meant = bearing if not absence else _FLIPPED[bearing]
    stand = stand_of(scaled, None)
    found = _of_presence(claim.kind, stand, meant, named.bears.why, of_people=of_people(scaled))
    if stand.side is Side.UNKNOWN and goes_together(scaled):
        found = found._replace(because=f"{stand.said}, so {found.because}")
    rules_out = found.leaning is not Leaning.FOR and _rules_out(claim, scaled)
    if absence:
        return found._replace(leaning=_ABSENT[found.leaning], rules_out=rules_out)
    same = _all_alike(scaled) if found.leaning is Leaning.NULL and found.numbers else ""
    if same:
        return found._replace(leaning=Leaning.UNCLEAR, because=f"{same}, which tells neither more nor fewer")
    if claim.kind is Question.HARM and found.leaning is Leaning.NULL and not rules_out:
        because = f"{found.because}; that no harm is shown is not that there is none"
        return found._replace(leaning=Leaning.UNCLEAR, because=because)
    return found._replace(rules_out=rules_out)


def _all_alike(scaled: Scaled) -> str:
    """Tell whether nobody, or everybody, had the event in both groups."""
    if scaled.counts is None:
        return ""
    first, people, second, others = scaled.counts
    if first == second == 0:
        return "nobody in either group had it"
    return "everybody in both groups had it" if (first, second) == (people, others) else ""


def numbers_against(claim: Claim, bears: Bears, scaled: Scaled) -> str:
    """Tell what the numbers of a study say where its record points another way.

    Args:
        claim: The claim.
        bears: How the claim names the study.
        scaled: The result by which it bears on the claim.

    Returns:
        Such as "no difference shown"; ``""`` where the numbers tell nothing or say what the record says.
    """
    if bears.bearing not in (Bearing.FOR, Bearing.AGAINST):
        return ""
    meant = bears.bearing if claim.asserts is Asserts.PRESENCE else _FLIPPED[bears.bearing]
    stand = stand_of(scaled, None)
    found = _of_presence(claim.kind, stand, meant, bears.why, of_people=of_people(scaled))
    parted = found.leaning is Leaning.UNCLEAR or (meant is Bearing.FOR and found.leaning is Leaning.NULL)
    return stand.said if found.numbers and parted else ""


_PIECES = frozenset({Unit.VESSELS, Unit.PROCEDURES, Unit.PARAMETERS})
_FLIPPED = {Bearing.FOR: Bearing.AGAINST, Bearing.AGAINST: Bearing.FOR, Bearing.CONTEXT: Bearing.CONTEXT}
_ABSENT = {
    Leaning.FOR: Leaning.AGAINST,
    Leaning.NULL: Leaning.FOR,
    Leaning.AGAINST: Leaning.FOR,
    Leaning.UNCLEAR: Leaning.UNCLEAR,
}
_OF_BENEFIT = {Side.FOR: Leaning.FOR, Side.AGAINST: Leaning.AGAINST}
_OF_HARM = {Side.FOR: Leaning.AGAINST, Side.AGAINST: Leaning.FOR}


def _of_presence(kind: Question, stand: Stand, bearing: Bearing, why: str, *, of_people: bool) -> Lean:
    """Tell which way a study leans on whether there is something; an interval on pieces of people tells nothing."""
    recorded = Leaning.FOR if bearing is Bearing.FOR else Leaning.NULL
    if stand.side is Side.UNKNOWN:
        return Lean(recorded, f"by its record: {why}", numbers=False)
    if not of_people:
        return Lean(recorded, f"its numbers count pieces of people, so by its record: {why}", numbers=False)
    if stand.side is Side.NOT_SHOWN:
        return Lean(Leaning.NULL, stand.said, numbers=True)
    by_numbers = _by_numbers(kind, stand.side, bearing)
    if by_numbers is None or (by_numbers is Leaning.FOR) is not (bearing is Bearing.FOR):
        because = f"its numbers and its record point to different sides: {stand.said}, but {why}"
        return Lean(Leaning.UNCLEAR, because, numbers=True)
    return Lean(by_numbers, stand.said, numbers=True, shown=not stand.within and by_numbers is Leaning.FOR)


def of_people(scaled: Scaled) -> bool:
    """Tell whether numbers are about people, and not about pieces of them, several of which go together in each."""
    pieces = scaled.result is not None and scaled.result.unit in _PIECES
    return not pieces and all(flaw.code is not Flaw.UNIT_OF_ANALYSIS for flaw in scaled.study.flaws)


def goes_together(scaled: Scaled) -> bool:
    """Tell whether a study's people are not independent of each other, though it tells numbers of them."""
    design = scaled.study.design.value if scaled.study.design is not None else None
    return design in GO_TOGETHER and scaled.result is not None and bool(scaled.result.arms)


def one_measurement(body: Sequence[Weighed]) -> bool:
    """Tell whether all outcomes are of one id or of one name, so that their means have one scale."""
    told = [each.named.scaled.outcome for each in body if each.named.scaled.outcome is not None]
    return len({str(each.id) for each in told}) <= 1 or len({each.name.casefold() for each in told}) <= 1


def alongside(like: Weighed, weighed: Weighed, measure: EffectMeasure) -> Effect | None:
    """Give a study's effect as it stands beside another study's on a measure; ``None`` where the two have no one scale.

    Means of different measurements have none but in standard deviations, and these are turned round where more of one
    thing is as good as less of the other. A ratio of good things is not the inverse of one of bad things.
    """
    effect, one, other = weighed.named.scaled.on(measure), like.named.scaled.outcome, weighed.named.scaled.outcome
    if effect is None or one is None or other is None:
        return None
    if measure is EffectMeasure.MEAN_DIFFERENCE and not one_measurement((like, weighed)):
        return None
    if one.better is other.better:
        return effect
    if measure is not EffectMeasure.STANDARDISED_MEAN_DIFFERENCE or None in (one.better, other.better):
        return None
    low, high = (None if end is None else -end for end in (effect.high, effect.low))
    return effect._replace(value=-effect.value, low=low, high=high)


def _by_numbers(kind: Question, side: Side, bearing: Bearing) -> Leaning | None:
    """Turn a difference that is shown into a side; which event is counted is not known where no way is better."""
    if kind is Question.BENEFIT and side in _OF_BENEFIT:
        return _OF_BENEFIT[side]
    if kind is Question.HARM and side in _OF_HARM:
        return _OF_HARM[side]
    if side is Side.MORE:
        return Leaning.FOR
    return Leaning.FOR if bearing is Bearing.FOR else Leaning.AGAINST


def _rules_out(claim: Claim, scaled: Scaled) -> bool:
    """Tell whether an interval leaves out an effect that matters, of the kind that is claimed.

    What matters is a person's threshold, on the measure that it is set for; without one a quarter less or more of a
    ratio. Where it is not known which way is better, an effect either way has to be left out.
    """
    if not of_people(scaled):
        return False
    own = claim.threshold.measure if claim.threshold is not None else None
    effects = [effect for effect in scaled.effects if effect.measure is own] or list(scaled.effects)
    for effect in effects:
        ends = thresholds(claim, effect.measure, None)
        if ends is None or effect.low is None or effect.high is None:
            continue
        better = scaled.outcome.better if scaled.outcome is not None else None
        no_less, no_more = effect.low >= ends[0], effect.high <= ends[1]
        if claim.kind not in (Question.BENEFIT, Question.HARM):
            return no_more
        if better is None:
            return no_less and no_more
        return no_less if (claim.kind is Question.BENEFIT) is (better is Better.LOWER) else no_more
    return False


class _Shown:
    """What studies show between groups, gathered by how much their designs can carry, and by what they measured."""

    def __init__(self, known: Iterable[_Known]) -> None:
        """Gather the studies that show a difference in the claim's own direction."""
        self._groups: dict[tuple[object, ...], list[Weighed]] = {}
        self._ends: dict[tuple[object, ...], tuple[float, float] | None] = {}
        for each in known:
            if each.weighed.shown:
                self._groups.setdefault(each.kind, []).append(each.weighed)

    def all_within(self, known: _Known) -> tuple[Effect, float, str] | None:
        """Give the interval of a study that holds all that is shown by designs no weaker, and one of those values."""
        first, weighed = None, known.weighed
        for key, group in self._groups.items():
            if _rank(group[0]) < known.rank:
                continue
            for own in weighed.named.scaled.effects:
                ends = self._range(key, group, known, own.measure)
                if ends is not None:
                    break
            else:
                return None
            if own.low is None or own.high is None or not own.low <= ends[0] <= ends[1] <= own.high:
                return None
            if first is None:
                effect = alongside(weighed, group[0], own.measure)
                first = (own, effect.value, group[0].id) if effect is not None else None
        return first

    def _range(
        self, key: tuple[object, ...], group: Sequence[Weighed], like: _Known, on: EffectMeasure
    ) -> tuple[float, float] | None:
        """Give the ends of what a group shows, beside another study; ``None`` where they have no one scale."""
        place = (*key, *like.kind[1:], on)
        if place not in self._ends:
            effects = [alongside(like.weighed, each, on) for each in group]
            values = [effect.value for effect in effects if effect is not None]
            self._ends[place] = (min(values), max(values)) if len(values) == len(group) else None
        return self._ends[place]


def _kind_of(weighed: Weighed) -> tuple[object, ...]:
    """Give what two studies have in common that stand beside others in the same way."""
    outcome = weighed.named.scaled.outcome
    measured = (str(outcome.id), outcome.name.casefold(), outcome.better) if outcome is not None else ()
    return (_rank(weighed), frozenset(effect.measure for effect in weighed.named.scaled.effects), *measured)


def _rank(weighed: Weighed) -> int:
    choice = weighed.named.verdict.choice
    return min(STEPS.index(choice.ceiling), STEPS.index(Strength.EFFECT)) if choice is not None else -1
