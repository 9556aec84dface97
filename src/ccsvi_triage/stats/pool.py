"""Averaging the results of several studies, where that is sound; where it is not, the reason stands in its place.

Nothing here raises for studies that do not go together: that they do not is the answer.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ccsvi_triage.stats.average import Average, Basis, Prediction, Weighing, common_effect, prediction, random_effects
from ccsvi_triage.stats.effect_size import (
    OF_TABLES,
    EffectSize,
    Measure,
    Share,
    Table,
    no_effect,
    share_size,
    table_size,
)
from ccsvi_triage.stats.heterogeneity import (
    Cochran,
    Scatter,
    Spread,
    TauSquared,
    cochran,
    profile,
    restricted_likelihood,
    scatter_of,
    share_between,
)
from ccsvi_triage.stats.interval import check_level
from ccsvi_triage.stats.mantel_haenszel import mantel_haenszel, scatter_about
from ccsvi_triage.stats.peto import Peto, peto, rare
from ccsvi_triage.stats.sensitivity import LEAST_STUDIES
from ccsvi_triage.stats.small_study import LEAST_STUDIES as LEAST_FOR_EGGER
from ccsvi_triage.stats.small_study import Egger, egger

FEW = 5
"""With fewer studies a prediction interval is hardly to be used."""
MUCH = 0.5
"""From this share of variance between studies on, an average whose prediction interval holds both benefit and harm is
not to be quoted alone."""
DISAGREE = 0.1
"""Below this p value two studies are said to disagree: the test finds little with so few."""


class Entry(NamedTuple):
    """One study's result, as it is put up for pooling.

    Attributes:
        name: The study's name; the same people are put up once.
        measure: What the result measures.
        result: A table of two groups, a share of one group, or an effect on the scale of pooling.
        outcome: What was measured, when and in which unit, in any words; studies are averaged only where the words are
            the same.
        design: How the studies compare, in any words; likewise.
        adjusted: Whether the effect was adjusted for other differences between the groups.
        faulty: Whether a number of the study cannot be right; such a study is left out.
    """

    name: str
    measure: Measure
    result: Table | Share | EffectSize
    outcome: str = ""
    design: str = ""
    adjusted: bool = False
    faulty: bool = False


class Refusal(StrEnum):
    """Why there is no average at all."""

    NO_STUDY = "no study has a result that can be averaged"
    ONE_STUDY = "one study alone is no body of evidence: its own result stands"
    SAME_STUDY_TWICE = "a study is named twice, and its people would count twice"
    MEASURES_DIFFER = "the studies measure effects in ways that cannot be turned into each other"
    RESULT_IS_OTHER = "a result is not of the kind that its measure takes"
    OUTCOMES_DIFFER = "the studies measured different outcomes, or at different times, or in different units"
    DESIGNS_DIFFER = "the studies compare in different ways, so that chance is not all that their averages share"
    ONLY_HALVES = (
        "all studies together have a group without any event, or with nothing else: only added halves would tell"
    )


class Caution(StrEnum):
    """What must be said beside an average."""

    TWO_STUDIES = "two studies cannot tell how much effects differ between studies: only a common effect is averaged"
    DISAGREE = "the two studies differ by more than chance, and a common effect does not describe them"
    FEW = "with fewer than five studies a prediction interval is hardly to be used"
    FAULTY_LEFT_OUT = "a study with numbers that cannot be right was left out"
    WITHOUT_EVENTS = "studies in which nobody, or everybody, had the event tell nothing of a ratio and were left out"
    HALVES_ADDED = "a half was added to the counts of studies with a zero"
    RARE = "events are rare: the common effect is to be preferred, since it adds no halves"
    ADJUSTED_WITH_CRUDE = "adjusted and unadjusted effects are averaged together"
    BOTH_SIDES = "effects differ so much that another study may well find the opposite: not the average alone"
    SEVERAL_PEAKS = "the likelihood of the variance between studies has several peaks; the highest was taken"
    NARROWER = "the limits are narrower than those of a common effect: look at the truncated ones too"
    ALIKE = "all effects are the same, and Hartung and Knapp's limits do not exist: only the truncated ones are told"
    MORE_ALIKE = "the studies are more alike than chance should let them be"
    TOO_FEW_FOR_FUNNEL = "whether small studies show other effects cannot be told from fewer than ten"
    FUNNEL_OF_ODDS = "whether small studies show other effects is not tested: the test is biased for odds ratios"


class Random(NamedTuple):
    """The average of studies whose true effects differ, by REML.

    Attributes:
        average: With Hartung and Knapp's limits; ``None`` where all effects are the same.
        truncated: With limits never narrower than without Hartung and Knapp; to be shown beside the average.
        tau2: The variance between studies.
        i2: Its share of all variance, from 0 to 1.
        spread: The confidence interval of both, by q's profile; ``None`` where it was not asked for.
        prediction: Where a further study's true effect would lie; its ``basis`` is to be told with it. It takes the
            truncated standard error where the average has none, or has limits narrower than those of a common effect.
    """

    average: Average | None
    truncated: Average
    tau2: TauSquared
    i2: float
    spread: Spread | None
    prediction: Prediction


class Pooled(NamedTuple):
    """What comes of the attempt to average studies.

    Attributes:
        measure: What is averaged; ``None`` where the studies differ in it.
        names: The studies that are in, in the order given.
        sizes: Their effects, for a forest plot, and for leaving one out or adding them one by one.
        left_out: The studies that are not in.
        refusal: Why there is no average; all that follows is then ``None``.
        cautions: What must be said beside it.
        common: The average as if all had the same true effect: Mantel and Haenszel's where all give tables.
        peto: Peto's odds ratio, where all give tables, with the conditions that do not hold.
        scatter: Cochran's test of whether the studies differ, about the common effect.
        random: The average as if their true effects differ; ``None`` for two studies.
        egger: Whether small studies show other effects; ``None`` where that cannot be told.
        prefer_common: Whether the common effect is the one to quote: with two studies, or rare events.
    """

    measure: Measure | None
    names: tuple[str, ...]
    sizes: tuple[EffectSize, ...]
    left_out: tuple[str, ...]
    refusal: Refusal | None
    cautions: tuple[Caution, ...] = ()
    common: Average | None = None
    peto: Peto | None = None
    scatter: Cochran | None = None
    random: Random | None = None
    egger: Egger | None = None
    prefer_common: bool = False


def pool(
    entries: Sequence[Entry],
    *,
    level: float = 0.95,
    basis: Basis = Basis.ONE_LESS,
    keep_faulty: bool = False,
    whole: bool = True,
) -> Pooled:
    """Average the results of studies, or tell why not.

    Args:
        entries: The studies, in any number.
        level: Confidence level as a share of 1.
        basis: Which distribution the prediction interval takes.
        keep_faulty: Whether studies whose numbers cannot be right stay in, to see what they would change.
        whole: Also what no average needs, and what is half of the work: Peto's average, and the interval of the
            variance between studies with the caution that comes of it.

    Returns:
        Averages as far as they are sound, on the scale of pooling (see ``effect_size.as_read``), or the refusal. One
        study is never an average; two are averaged as a common effect only.

    Raises:
        ValueError: The level is not between 0 and 1, or a number is none: a count outside its total, a variance that is
            not above 0.

    Source:
        Cochrane Handbook for Systematic Reviews of Interventions 6.5, chapter 10.
    """
    check_level(level)
    sound = [entry for entry in entries if keep_faulty or not entry.faulty]
    cautions = [Caution.FAULTY_LEFT_OUT] if len(sound) < len(entries) else []
    measures = {entry.measure for entry in sound}
    measure = measures.pop() if len(measures) == 1 else None
    names = tuple(entry.name for entry in entries)
    refusal = _apart(sound, names)
    if refusal is not None or measure is None:
        return Pooled(measure, (), (), names, refusal or Refusal.NO_STUDY, tuple(cautions))
    told = [(entry, _size(entry)) for entry in sound]
    seen = [(entry, size) for entry, size in told if size is not None]
    if len(seen) < len(told):
        cautions.append(Caution.WITHOUT_EVENTS)
    kept = {entry.name for entry, _ in seen}
    pooled = Pooled(
        measure,
        tuple(entry.name for entry, _ in seen),
        tuple(size for _, size in seen),
        tuple(name for name in names if name not in kept),
        _too_few(seen),
        tuple(cautions),
    )
    if pooled.refusal is not None:
        return pooled
    return _averaged(pooled, measure, [entry for entry, _ in seen], level, basis, whole=whole)


def _apart(entries: Sequence[Entry], names: Sequence[str]) -> Refusal | None:
    """Tell why entries do not go together, whatever their numbers; names are those of faulty entries too."""
    checks = (
        (not entries, Refusal.NO_STUDY),
        (len(set(names)) < len(names), Refusal.SAME_STUDY_TWICE),
        (len({entry.measure for entry in entries}) > 1, Refusal.MEASURES_DIFFER),
        (not all(map(_fits, entries)), Refusal.RESULT_IS_OTHER),
        (len({entry.outcome for entry in entries}) > 1, Refusal.OUTCOMES_DIFFER),
        (len({entry.design for entry in entries}) > 1, Refusal.DESIGNS_DIFFER),
    )
    return next((refusal for holds, refusal in checks if holds), None)


def _fits(entry: Entry) -> bool:
    if isinstance(entry.result, Table):
        return entry.measure in OF_TABLES
    return not isinstance(entry.result, Share) or entry.measure is Measure.PROPORTION


def _size(entry: Entry) -> EffectSize | None:
    if isinstance(entry.result, Table):
        return _table_size(entry.result, entry.measure)
    return share_size(entry.result) if isinstance(entry.result, Share) else entry.result


_table_size = lru_cache(maxsize=4096)(table_size)
"""The same studies are averaged with others and without them; what each has does not change by that."""


def _too_few(seen: Sequence[tuple[Entry, EffectSize]]) -> Refusal | None:
    if not seen:
        return Refusal.NO_STUDY
    return Refusal.ONE_STUDY if len(seen) == 1 else None


def _averaged(
    pooled: Pooled, measure: Measure, entries: Sequence[Entry], level: float, basis: Basis, *, whole: bool
) -> Pooled:
    sizes, laid_out = pooled.sizes, scatter_of(pooled.sizes)
    tables = [entry.result for entry in entries if isinstance(entry.result, Table)]
    if len(tables) == len(entries):
        found = mantel_haenszel(tables, measure, level=level)
        if found is None:
            return pooled._replace(refusal=Refusal.ONLY_HALVES)
        common, scatter = found, scatter_about(tables, measure, found, sizes=sizes)
        by_peto = peto(tables, level=level) if whole and measure is Measure.ODDS_RATIO else None
        seldom = rare(tables)
    else:
        common, scatter = common_effect(laid_out, level=level), cochran(laid_out)
        by_peto, seldom = None, False
    two = len(sizes) < LEAST_STUDIES
    averaged = pooled._replace(
        common=common,
        peto=by_peto,
        scatter=scatter,
        random=None if two else _random(laid_out, level, basis, whole=whole),
        egger=None if measure is Measure.ODDS_RATIO else egger(sizes),
        prefer_common=two or seldom,
    )
    said = {
        Caution.TWO_STUDIES: two,
        Caution.DISAGREE: two and scatter.p < DISAGREE,
        Caution.ADJUSTED_WITH_CRUDE: len({entry.adjusted for entry in entries}) > 1,
        Caution.RARE: seldom,
        Caution.HALVES_ADDED: any(size.halved for size in sizes)
        and not (two and common.weighing is Weighing.MANTEL_HAENSZEL),
        Caution.TOO_FEW_FOR_FUNNEL: len(sizes) < LEAST_FOR_EGGER,
        Caution.FUNNEL_OF_ODDS: len(sizes) >= LEAST_FOR_EGGER and measure is Measure.ODDS_RATIO,
    }
    cautions = [*pooled.cautions, *(caution for caution, holds in said.items() if holds)]
    if averaged.random is not None:
        cautions += _said_of(averaged.random, laid_out, measure)
    return averaged._replace(cautions=tuple(cautions))


def _random(sizes: Scatter, level: float, basis: Basis, *, whole: bool) -> Random | None:
    tau2 = restricted_likelihood(sizes)
    average = random_effects(sizes, tau2.value, level=level)
    truncated = random_effects(sizes, tau2.value, level=level, weighing=Weighing.HARTUNG_KNAPP_TRUNCATED)
    spread = profile(sizes, level=level) if whole else None
    if truncated is None or (whole and spread is None):
        return None
    ahead = prediction(_not_narrower(average, truncated, sizes, level), tau2.value, len(sizes), basis=basis)
    if ahead is None:
        return None
    return Random(average, truncated, tau2, share_between(sizes, tau2.value), spread, ahead)


def _not_narrower(average: Average | None, truncated: Average, sizes: Scatter, level: float) -> Average:
    """Give the average that may be quoted, so that no prediction comes out narrower than what it is made of."""
    alone = common_effect(sizes, level=level)
    narrow = average is None or average.high - average.low < alone.high - alone.low
    return truncated if narrow or average is None else average


def _said_of(random: Random, sizes: Scatter, measure: Measure) -> list[Caution]:
    level = random.truncated.level
    alone = common_effect(sizes, level=level)
    null = no_effect(measure)
    said = {
        Caution.FEW: len(sizes) < FEW,
        Caution.ALIKE: random.average is None,
        Caution.NARROWER: random.average is not None
        and random.average.high - random.average.low < alone.high - alone.low,
        Caution.SEVERAL_PEAKS: random.tau2.maxima > 1,
        Caution.MORE_ALIKE: random.spread is not None and random.spread.empty,
        Caution.BOTH_SIDES: null is not None
        and random.i2 >= MUCH
        and random.prediction.low < null < random.prediction.high,
    }
    return [caution for caution, holds in said.items() if holds]
