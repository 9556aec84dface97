"""Which results of a claim's studies can be averaged, on which measure, and what keeps them apart."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from ccsvi_triage.judge.evidence import date_of, end_of, of_people
from ccsvi_triage.logic.threshold import number_of
from ccsvi_triage.logic.wording import some
from ccsvi_triage.model.averaging import LeftOut, Passed, Refusal, Refused
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import RATIOS, Contrast, Effect, Scaled
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.synthesis import Weighed
from ccsvi_triage.model.words import (
    ArmRole,
    Better,
    Concern,
    Design,
    Difference,
    EffectMeasure,
    Kind,
    Question,
    Silence,
    Unit,
    YesNo,
)
from ccsvi_triage.stats.effect_size import OF_TABLES, EffectSize, Measure, Share, Table
from ccsvi_triage.stats.interval import normal_width
from ccsvi_triage.stats.pool import Entry
from ccsvi_triage.stats.proportion import wilson

Faults = Callable[[Study], Sequence[str]]
"""Gives the codes of the checks by which a printed number of a study cannot be right."""

AVERAGED = (Question.BENEFIT, Question.HARM, Question.CAUSE, Question.ASSOCIATION, Question.PREVALENCE)
"""The kinds of claim whose studies may be averaged."""
_ORDER = (
    EffectMeasure.RISK_RATIO,
    EffectMeasure.ODDS_RATIO,
    EffectMeasure.HAZARD_RATIO,
    EffectMeasure.RATE_RATIO,
    EffectMeasure.MEAN_DIFFERENCE,
    EffectMeasure.STANDARDISED_MEAN_DIFFERENCE,
    EffectMeasure.RISK_DIFFERENCE,
)
"""The first of these that all studies have is averaged: relative measures differ less between studies."""
_FEWEST_SHARES = 3
_LEVEL = 0.95


class Candidate:
    """A study that has a result that can be averaged; what is asked of it at every date is found once.

    Attributes:
        sizes: What it has on each measure: counts, or an effect on the scale of pooling.
    """

    def __init__(self, weighed: Weighed, sizes: Mapping[EffectMeasure, Table | Share | EffectSize]) -> None:
        """Take a study with what it has."""
        self.weighed = weighed
        self.sizes = sizes
        self._entries: dict[EffectMeasure, Entry] = {}
        self._adjusted: dict[EffectMeasure, bool] = {}

    @property
    def scaled(self) -> Scaled:
        """Its result."""
        return self.weighed.named.scaled

    @cached_property
    def measures(self) -> frozenset[EffectMeasure]:
        """On which it has something."""
        return frozenset(self.sizes)

    @cached_property
    def design(self) -> Design | None:
        """How it was built."""
        told = self.scaled.study.design
        return told.value if told is not None else None

    @cached_property
    def better(self) -> Better | None:
        """Which way is better; ``None`` where that is not known."""
        return self.scaled.outcome.better if self.scaled.outcome is not None else None

    @cached_property
    def outcome(self) -> tuple[str, str] | None:
        """The id and the name of its outcome; ``None`` where it has none."""
        outcome = self.scaled.outcome
        return (str(outcome.id), outcome.name.casefold()) if outcome is not None else None

    @cached_property
    def may_be_sound(self) -> bool:
        """Tell whether it may be judged less than serious."""
        return any(concern is not None and concern < Concern.SERIOUS for concern in self.concerns)

    @cached_property
    def may_be_unsound(self) -> bool:
        """Tell whether it may be judged serious or worse, or stands on no step of the common ladder."""
        return any(concern is None or concern >= Concern.SERIOUS for concern in self.concerns)

    @cached_property
    def concerns(self) -> tuple[Concern | None, ...]:
        """The steps of the common ladder at which it may stand; ``None`` for one that stands on none."""
        return tuple(carried.concern for carried in self.weighed.carries)

    @cached_property
    def time(self) -> tuple[str, str]:
        """A key by which times are the same, empty where it is not known, and the time in words."""
        return _time(self)

    def effect(self, measure: EffectMeasure) -> Effect | None:
        """Give its own effect on a measure that it has; ``None`` for a ratio without an event in the second group."""
        own = self.sizes[measure]
        if isinstance(own, Share):
            found = wilson(own.events, own.total, level=_LEVEL)
            share = own.events / own.total
            return Effect(measure, share, found.low, found.high, _LEVEL, "Wilson", computed=True)
        return self.scaled.on(measure)

    def given(self, measure: EffectMeasure) -> str:
        """Say what its effect is made of; empty where it is taken as printed."""
        own = self.sizes[measure]
        if isinstance(own, Share):
            return f"{own.events}/{own.total}"
        return self.scaled.given if isinstance(own, Table) else ""

    def adjusted(self, measure: EffectMeasure) -> bool:
        """Tell whether its effect is told to be adjusted for other differences between the groups."""
        found = self._adjusted.get(measure)
        if found is None:
            found = self._is_adjusted(measure)
            self._adjusted[measure] = found
        return found

    def entry(self, measure: EffectMeasure) -> Entry:
        """Put it up for averaging."""
        found = self._entries.get(measure)
        if found is None:
            found = Entry(self.weighed.id, Measure(measure.value), self.sizes[measure])
            self._entries[measure] = found
        return found

    def _is_adjusted(self, measure: EffectMeasure) -> bool:
        effect, result = self.scaled.on(measure), self.scaled.result
        if effect is None or effect.computed or result is None:
            return False
        return any(
            each.measure is measure
            and each.adjusted is YesNo.YES
            and f"{number_of(each.value):.9g}" in _printed(effect.value)
            for each in result.estimates
        )


def _printed(value: float) -> tuple[str, str]:
    """Give a value as it may be printed, in points too."""
    return f"{value:.9g}", f"{value * 100:.9g}"


class Gathered(NamedTuple):
    """The studies of a claim as far as they can be averaged.

    Attributes:
        candidates: By date.
        measure: On which all of them have a result.
        refused: What keeps them apart.
        passed: Differences that a person lets pass.
    """

    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]
    measure: EffectMeasure | None
    refused: tuple[Refused, ...]
    passed: tuple[Passed, ...]


class Entries:
    """The studies of one claim with what can be averaged of each, found once however often they are gathered."""

    def __init__(self, claim: Claim, faults: Faults) -> None:
        """Begin with none.

        Args:
            claim: The claim, with the differences that a person allows.
            faults: Tells which numbers of a study cannot be right; asked only of studies that would be averaged.
        """
        self._claim = claim
        self._faults = faults
        self._known: dict[str, _Known] = {}

    def gather(self, body: Sequence[Weighed]) -> Gathered:
        """Find the results that can be averaged, and everything that keeps them apart.

        Args:
            body: The studies that are rated together.
        """
        ordered = sorted(map(self._of, body), key=attrgetter("order"))
        several = sum(each.candidate is not None for each in ordered) > 1
        left_out: list[LeftOut] = []
        candidates: list[Candidate] = []
        for each in ordered:
            out = each.left_out or (each.faulty if several else None)
            if out is not None:
                left_out.append(out)
            elif each.candidate is not None:
                candidates.append(each.candidate)
        if len(candidates) < 2:  # noqa: PLR2004 -- two are the fewest that can be averaged
            return Gathered(tuple(candidates), tuple(left_out), None, (_too_few(candidates),), ())
        measure, refused, passed = _together(self._claim, candidates)
        return Gathered(tuple(candidates), tuple(left_out), measure, refused, passed)

    def _of(self, weighed: Weighed) -> "_Known":
        known = self._known.get(weighed.id)
        if known is None:
            known = _Known(self._claim, weighed, self._faults)
            self._known[weighed.id] = known
        return known


class _Known:
    """What can be averaged of one study, or why nothing can."""

    def __init__(self, claim: Claim, weighed: Weighed, faults: Faults) -> None:
        """Look a study over."""
        study = weighed.named.verdict.study
        found = _candidate(claim, weighed)
        self.order = end_of(date_of(study)), weighed.id
        self.candidate = None if isinstance(found, str) else found
        self.left_out = LeftOut(weighed.id, found) if isinstance(found, str) else None
        self._name = weighed.id
        self._study = weighed.named.scaled.study
        self._faults = faults

    @cached_property
    def faulty(self) -> LeftOut | None:
        """Say which printed numbers of it cannot be right; ``None`` where none is known to be wrong."""
        codes = tuple(dict.fromkeys(self._faults(self._study)))
        if not codes:
            return None
        why = f"printed numbers of it cannot be right ({', '.join(codes)}): triage recheck {self._name}"
        return LeftOut(self._name, why)


def _together(
    claim: Claim, candidates: Sequence[Candidate]
) -> tuple[EffectMeasure | None, tuple[Refused, ...], tuple[Passed, ...]]:
    """Find the measure that studies share, what keeps them apart, and what of it a person lets pass."""
    measure, apart = _measure(candidates)
    refused, passed = list(apart), []
    if claim.kind is Question.PREVALENCE and len(candidates) < _FEWEST_SHARES:
        refused.append(
            Refused(
                Refusal.FEW_SHARES,
                "two shares differ by more than people: where and how people were found decides",
                "read them one by one; three and more can be averaged",
            )
        )
    allowed = claim.pooling
    for what, found_apart in _differences(candidates, measure):
        if what is not None and allowed is not None and what in allowed.allow:
            passed.append(Passed(what, found_apart.because, allowed))
        else:
            refused.append(found_apart)
    return measure, tuple(refused), tuple(passed)


def _too_few(candidates: Sequence[Candidate]) -> Refused:
    if not candidates:
        mend = "record the people with the event in both groups, or an effect between groups with its interval"
        return Refused(Refusal.NO_RESULT, "no study tells a result that can be averaged", mend)
    because = f"{candidates[0].weighed.id} alone tells one, and one study is no average: its own result stands"
    return Refused(Refusal.ONE_STUDY, because, "a second study with a result on the outcome of the claim")


# who can be averaged


def _candidate(claim: Claim, weighed: Weighed) -> Candidate | str:
    """Give a study with what can be averaged of it, or why nothing can."""
    study = weighed.named.verdict.study
    if is_review(study):
        return "a review: the studies in it may be here by themselves, and their people would count twice"
    if weighed.animals:
        return "animals are counted, not people"
    return _share(weighed) if claim.kind is Question.PREVALENCE else _effects(weighed)


def _effects(weighed: Weighed) -> Candidate | str:  # noqa: PLR0911 -- one reason after the other
    scaled = weighed.named.scaled
    study = scaled.study
    if scaled.contrast is Contrast.WITHIN:
        return "a change in one group is no effect between groups"
    if not scaled.effects:
        return scaled.lacks or "no effect between groups is told"
    if scaled.result is not None and scaled.result.unit not in _OF_PEOPLE:
        return f"it counts {scaled.result.unit.value.replace('other', 'other things')}, not people"
    if not of_people(scaled):
        return "it counts pieces of people as if each were a person"
    arm = next((arm for arm in study.arms if scaled.pair and str(arm.id) == scaled.pair[0]), None)
    if arm is not None and arm.role not in _FIRST:
        return f"its first group is {arm.id}, not that of the claim"
    sizes = {measure: size for measure in _ORDER if (size := _size(scaled, measure)) is not None}
    if not sizes:
        return "an effect without a usable interval"
    return Candidate(weighed, sizes)


def is_review(study: Study) -> bool:
    """Tell whether it is a study of studies."""
    design = study.design.value if study.design is not None else None
    return study.kind is Kind.SYSTEMATIC_REVIEW or design in (Design.REVIEW, Design.META_ANALYSIS)


_OF_PEOPLE = (Unit.PATIENTS, Unit.POINTS)
_FIRST = frozenset({ArmRole.INTERVENTION, ArmRole.CASES})


def _size(scaled: Scaled, measure: EffectMeasure) -> Table | EffectSize | None:
    effect = scaled.on(measure)
    # where the first effect is printed, it tells more than counts do: it is adjusted, or people go together
    if scaled.counts is not None and Measure(measure.value) in OF_TABLES and scaled.effects[0].computed:
        return Table(*scaled.counts)
    return _of_interval(effect) if effect is not None else None


def _of_interval(effect: Effect) -> EffectSize | None:
    """Turn an effect with its interval into a number on the scale of pooling, and its variance."""
    value, low, high = effect.value, effect.low, effect.high
    if low is None or high is None or not low <= value <= high or not low < high:
        return None
    if effect.measure in RATIOS:
        if low <= 0 or not math.isfinite(high):
            return None
        value, low, high = math.log(value), math.log(low), math.log(high)
    error = effect.error or (high - low) / (2 * normal_width(effect.level))
    size = EffectSize(value, error * error)
    return size if abs(value) < _MOST_SIZE and _LEAST_VARIANCE < size.variance < _MOST_SIZE else None


_MOST_SIZE, _LEAST_VARIANCE = 1e40, 1e-40


def _share(weighed: Weighed) -> Candidate | str:
    """Give the share of one group with the event; which of several is meant, nobody can tell."""
    outcome, study = weighed.named.scaled.outcome, weighed.named.scaled.study
    if outcome is None:
        return "no outcome of it is named"
    found = []
    for result in outcome.results:
        told = [(name, each) for name, each in result.arms.items() if each.events is not None]
        if result.unit is Unit.PATIENTS and not result.group and len(told) == 1 == len(result.arms):
            name, numbers = told[0]
            arm = next((arm for arm in study.arms if str(arm.id) == name), None)
            analysed = arm.analysed.value if arm is not None and arm.analysed is not None else None
            total = _whole(str(numbers.n)) if numbers.n is not None else analysed
            events = _whole(str(numbers.events))
            if events is not None and total is not None and 0 <= events <= total and total > 0:
                found.append(Share(events, total))
    if not found:
        return "no result tells how many people of one group had it, and of how many"
    if len(set(found)) > 1:
        return "its results tell different counts, and which is meant nobody can tell"
    return Candidate(weighed, {EffectMeasure.PROPORTION: found[0]})


def _whole(text: str) -> int | None:
    plain = text.replace(",", "")
    return int(plain) if re.fullmatch(r"[0-9]{1,12}", plain) else None


# on which measure


def _measure(candidates: Sequence[Candidate]) -> tuple[EffectMeasure | None, tuple[Refused, ...]]:
    """Find the measure that all have, or why there is none."""
    order: Sequence[EffectMeasure] = (*_ORDER, EffectMeasure.PROPORTION)
    if any(each.design is Design.CASE_CONTROL for each in candidates):
        # how many cases there are was chosen, so that a ratio of risks is nothing that could be carried over
        order = (EffectMeasure.ODDS_RATIO, *(m for m in order if m is not EffectMeasure.ODDS_RATIO))
    common = frozenset.intersection(*(each.measures for each in candidates))
    shared = [measure for measure in order if measure in common]
    if not shared:
        each_has = [(each.weighed.id, next(m for m in order if m in each.sizes).value) for each in candidates]
        because = f"no one measure can be had of all: {grouped(each_has)}"
        mend = "record the people with the event in both groups, or the effect of each on one measure"
        return None, (Refused(Refusal.MEASURES, because, mend),)
    if shared[0] is EffectMeasure.MEAN_DIFFERENCE and _outcomes_apart(candidates):
        if EffectMeasure.STANDARDISED_MEAN_DIFFERENCE in shared:
            return EffectMeasure.STANDARDISED_MEAN_DIFFERENCE, ()
        named = grouped([(each.weighed.id, _outcome_name(each)) for each in candidates])
        mend = "record means with standard deviations, so that differences can be counted in those"
        return shared[0], (Refused(Refusal.SCALES, f"their means are not of one measurement: {named}", mend),)
    return shared[0], ()


# what keeps them apart


def _differences(
    candidates: Sequence[Candidate], measure: EffectMeasure | None
) -> Iterator[tuple[Difference | None, Refused]]:
    """Give everything in which the studies differ, with the word of those differences that a person may allow."""
    if len({each.design for each in candidates}) > 1:
        designs = [(each.weighed.id, _words(each.design)) for each in candidates]
        because = f"their designs differ: {grouped(designs)}"
        yield None, Refused(Refusal.DESIGNS, because, "designs are never averaged together; read each by itself")
    if len({each.better for each in candidates} - {None}) > 1:
        ways = [(each.weighed.id, f"{each.better.value} is better") for each in candidates if each.better is not None]
        because = f"they count opposite things: {grouped(ways)}"
        yield None, Refused(Refusal.DIRECTIONS, because, "name outcomes that count the same thing")
    if _outcomes_apart(candidates):
        named = grouped([(each.weighed.id, _outcome_name(each)) for each in candidates])
        because = f"their outcomes are not of one id or name: {named}"
        mend = _mend(Difference.OUTCOME, "name the same outcome of each")
        yield Difference.OUTCOME, Refused(Refusal.OUTCOMES, because, mend)
    timed = [each for each in candidates if each.design not in _AT_ONE_TIME]
    keys = {each.time[0] for each in timed}
    if len(keys) > 1 or _UNKNOWN in keys:
        times = [(each.weighed.id, each.time[1]) for each in timed]
        because = f"not known to be measured at one time: {grouped(times)}"
        mend = _mend(Difference.TIME, "record the time of each outcome")
        yield Difference.TIME, Refused(Refusal.TIMES, because, mend)
    if measure is None or measure is EffectMeasure.PROPORTION:
        return
    if len({each.adjusted(measure) for each in candidates}) > 1:
        adjusted = [(each.weighed.id, "adjusted" if each.adjusted(measure) else "crude") for each in candidates]
        because = f"adjusted effects stand beside crude ones: {grouped(adjusted)}"
        mend = _mend(Difference.ADJUSTMENT, "record adjusted effects of all")
        yield Difference.ADJUSTMENT, Refused(Refusal.ADJUSTMENT, because, mend)


_AT_ONE_TIME = frozenset({Design.CASE_CONTROL, Design.CROSS_SECTIONAL})
"""Designs that measure once, so that there is no time after anything."""
_UNKNOWN = ""


def _mend(what: Difference, first: str) -> str:
    return f"{first}; or allow it in the claim, with a reason, a name and a date (pooling: allow: [{what.value}])"


def _outcomes_apart(candidates: Sequence[Candidate]) -> bool:
    outcomes = {each.outcome for each in candidates if each.outcome is not None}
    return len({name for name, _ in outcomes}) > 1 and len({name for _, name in outcomes}) > 1


def _outcome_name(candidate: Candidate) -> str:
    outcome = candidate.scaled.outcome
    return outcome.name if outcome is not None else "none"


def time_of(scaled: Scaled) -> str:
    """Say when an outcome was measured; where that is not recorded, how long its study followed people."""
    outcome, study = scaled.outcome, scaled.study
    if outcome is not None and outcome.time is not None:
        return outcome.time.word().replace("-", " ") if outcome.time.value is None else str(outcome.time.value)
    if study.follow_up is not None and study.follow_up.value is not None:
        return f"time not recorded, of a study of {study.follow_up.value}"
    return "time not recorded"


def _time(candidate: Candidate) -> tuple[str, str]:
    """Give a key by which times are the same, empty where it is not known, and the time in words."""
    outcome = candidate.scaled.outcome
    said = time_of(candidate.scaled)
    if outcome is None or outcome.time is None:
        return _UNKNOWN, said
    if outcome.time.value is None:
        return (said if outcome.time.silence is Silence.NOT_APPLICABLE else _UNKNOWN), said
    return _same(str(outcome.time.value)), said


_LONGER = {"year": (12, "month"), "week": (7, "day"), "hour": (60, "minute")}


def _same(duration: str) -> str:
    """Give one text for durations that are the same by the calendar: a year is 12 months."""
    number, unit = re.fullmatch(r"(.*) ([a-z]+?)s?", duration, re.DOTALL).groups()  # type: ignore[union-attr]
    if "-" in number:
        return f"{number.replace(' ', '')} {unit}"
    times, smaller = _LONGER.get(unit, (1, unit))
    return f"{float(number) * times:g} {smaller}"


def _words(design: Design | None) -> str:
    return design.value.replace("-", " ") if design is not None else "design not recorded"


def grouped(pairs: Sequence[tuple[str, str]]) -> str:
    """Write what each of some studies has, those that have the same together."""
    having: dict[str, list[str]] = {}
    for name, word in pairs:
        having.setdefault(word, []).append(name)
    return "; ".join(f"{word} ({some(names)})" for word, names in having.items())
