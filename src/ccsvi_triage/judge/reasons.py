"""What may make studies disagree, most likely first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccsvi_triage.judge.matching import significant
from ccsvi_triage.judge.sides import UNKNOWN, Desk, effect_of, ground_of, word_of
from ccsvi_triage.logic.facts import FLAW, ground_of_flaw
from ccsvi_triage.logic.wording import effect_text
from ccsvi_triage.model.appraisal import Answered, Appraisal, Ground, Judgement, speaking
from ccsvi_triage.model.comparison import (
    Effect,
    Judged,
    Parting,
    Reason,
    Scaled,
    Side,
    Standing,
)
from ccsvi_triage.model.finding import Finding
from ccsvi_triage.model.instrument import Proposal, Rule
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import (
    Concern,
    Control,
    Design,
    Disagreement,
    Flaw,
    Severity,
)

FLAWS: Mapping[Disagreement, tuple[Flaw, ...]] = {
    Disagreement.COMPARISON: (
        Flaw.NO_CONTROL,
        Flaw.REGRESSION_TO_MEAN,
        Flaw.CONVENIENCE_CONTROLS,
        Flaw.CONTAMINATED_CONTROLS,
        Flaw.CONTROLS_CROSSED_OVER,
    ),
    Disagreement.ALLOCATION: (
        Flaw.NOT_RANDOMISED,
        Flaw.NO_CONCEALMENT,
        Flaw.RANDOMISATION_BROKEN,
        Flaw.BASELINE_IMBALANCE,
        Flaw.CONFOUNDING,
        Flaw.NO_TIME_ORDER,
    ),
    Disagreement.BLINDING: (
        Flaw.UNBLINDED_PARTICIPANTS,
        Flaw.UNBLINDED_CARERS,
        Flaw.UNBLINDED_ASSESSORS,
        Flaw.NO_SHAM,
        Flaw.BLINDING_NOT_REPORTED,
        Flaw.BLINDING_FAILED,
        Flaw.UNBLINDED_PRIMARY_STUDIES,
        Flaw.SINGLE_OPERATOR,
        Flaw.SUBJECTIVE_OUTCOME,
        Flaw.RECALL_BIAS,
    ),
    Disagreement.OUTCOME: (
        Flaw.SURROGATE_OUTCOME,
        Flaw.UNVALIDATED_OUTCOME,
        Flaw.UNRELIABLE_MEASUREMENT,
        Flaw.LOOSE_DEFINITION,
        Flaw.PARTIAL_VERIFICATION,
        Flaw.DIFFERENTIAL_VERIFICATION,
        Flaw.UNIT_OF_ANALYSIS,
        Flaw.OUTCOME_MISMATCH,
        Flaw.EXPOSURE_NOT_MEASURED,
        Flaw.SHORT_FOLLOW_UP,
    ),
    Disagreement.POPULATION: (
        Flaw.SPECTRUM_BIAS,
        Flaw.SELECTION_BIAS,
        Flaw.POPULATION_CHANGED,
        Flaw.MIXED_POPULATION,
        Flaw.INDIRECT_POPULATION,
        Flaw.ANIMAL_MODEL,
        Flaw.SINGLE_SITE,
    ),
    Disagreement.TREATMENT: (
        Flaw.TREATMENT_NOT_DELIVERED,
        Flaw.CO_TREATMENT,
        Flaw.SINGLE_DOSE,
        Flaw.DOSE_NOT_TRANSLATABLE,
        Flaw.NO_DOSE_RESPONSE,
        Flaw.PREVENTIVE_DOSING,
    ),
    Disagreement.PRECISION: (
        Flaw.SMALL_SAMPLE,
        Flaw.UNDERPOWERED,
        Flaw.IMPRECISE,
        Flaw.FEW_TRIALS,
        Flaw.STOPPED_EARLY,
        Flaw.IMPLAUSIBLE_EFFECT,
    ),
    Disagreement.REPORTING: (
        Flaw.ATTRITION,
        Flaw.MULTIPLE_OUTCOMES,
        Flaw.MULTIPLE_PRIMARY_OUTCOMES,
        Flaw.POST_HOC_ANALYSIS,
        Flaw.POST_HOC_EXCLUSIONS,
        Flaw.POST_HOC_SUBGROUP,
        Flaw.OUTCOME_CHANGED,
        Flaw.SELECTIVE_REPORTING,
        Flaw.FOLLOW_UP_UNREPORTED,
        Flaw.ANALYSIS_CHOICE,
        Flaw.LATE_PROTOCOL,
        Flaw.NOT_REGISTERED,
        Flaw.RESULTS_BEFORE_REVIEW,
        Flaw.HETEROGENEITY,
        Flaw.DOUBLE_ZERO_EXCLUDED,
        Flaw.OUTLIERS_REMOVED,
        Flaw.QUESTIONABLE_POOLING,
        Flaw.OVERCLAIM,
    ),
    Disagreement.INTERESTS: (Flaw.FINANCIAL_INTEREST, Flaw.FUNDER_INTEREST, Flaw.INTELLECTUAL_INTEREST),
    Disagreement.NUMBERS: (
        Flaw.IMPOSSIBLE_NUMBERS,
        Flaw.INCONSISTENT_REPORTING,
        Flaw.CONFLICTING_ACCOUNTS,
    ),
}
"""The flaws that stand behind each reason."""

FACTS: Mapping[Disagreement, tuple[str, ...]] = {
    Disagreement.COMPARISON: ("control", "between_groups", "entered_when_active", "repeated_baseline"),
    Disagreement.ALLOCATION: ("randomised", "concealed", "baseline_alike", "confounders_adjusted"),
    Disagreement.BLINDING: (
        "blinding.participants",
        "blinding.carers",
        "blinding.assessors",
        "outcome.assessors_blinded",
        "outcome.measure",
        "outcome.assessed_by",
    ),
    Disagreement.OUTCOME: ("outcome.time", "outcome.importance"),
    Disagreement.POPULATION: ("species", "sampling"),
    Disagreement.TREATMENT: ("co_interventions_alike",),
    Disagreement.PRECISION: ("stopped_early",),
    Disagreement.REPORTING: ("analysis_set", "registration.before_enrolment", "registration.outcome_kept"),
    Disagreement.INTERESTS: ("funding.kind", "interests"),
}
"""The facts on which studies are compared for each reason, by their paths."""

_MEANS: Mapping[tuple[str, str], Flaw] = {
    ("control", "none"): Flaw.NO_CONTROL,
    ("randomised", "no"): Flaw.NOT_RANDOMISED,
    ("concealed", "no"): Flaw.NO_CONCEALMENT,
    ("blinding.participants", "no"): Flaw.UNBLINDED_PARTICIPANTS,
    ("blinding.carers", "no"): Flaw.UNBLINDED_CARERS,
    ("blinding.assessors", "no"): Flaw.UNBLINDED_ASSESSORS,
    ("outcome.assessors_blinded", "no"): Flaw.UNBLINDED_ASSESSORS,
    ("outcome.measure", "subjective"): Flaw.SUBJECTIVE_OUTCOME,
    ("outcome.importance", "surrogate"): Flaw.SURROGATE_OUTCOME,
    ("stopped_early", "yes"): Flaw.STOPPED_EARLY,
}
"""Facts that are a flaw by themselves, whether or not somebody states it."""


def flaw_of(ground: Ground) -> Flaw | None:
    """Give the flaw that a ground is: the one that it states, or the one that the fact amounts to."""
    return Flaw(ground.word) if ground.what == FLAW else _MEANS.get((ground.what, ground.word))


def reasons_for(desk: Desk, standing: Standing) -> Iterator[Reason]:
    """Look for what sets studies apart, reason by reason in the order in which reasons are looked at.

    A point counts only where it sets a study of one side apart from one of the other; what nobody knows of a study is
    no difference. Nothing is weighed or added up.

    Args:
        desk: The studies with their results and sides.
        standing: Whether they disagree; while that is unknown, every pair is looked at.
    """
    pairs = desk.pairs(standing)
    for word in Disagreement:
        partings = tuple(_own_partings(desk, word, pairs)) + tuple(_of_facts(desk, word, pairs))
        flaws = tuple(_of_flaws(desk, word, pairs))
        findings = tuple(_findings(desk, pairs)) if word is Disagreement.NUMBERS else ()
        if not (partings or flaws or findings):
            continue
        grounds = [ground for parting in partings for _, ground in parting.grounds] + [ground for _, ground in flaws]
        named = frozenset(flaw for ground in grounds if (flaw := flaw_of(ground)))
        among = tuple(dict.fromkeys(name for pair in pairs for name in pair))
        judged = tuple(_judged(desk, word, [name for name in desk.stands if name in among]))
        yield Reason(word, partings, flaws, judged, findings, named)


def _of_flaws(desk: Desk, word: Disagreement, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Ground]]:
    """Give the flaws that are stated of one study of a pair and not of the other."""
    stated = {name: {flaw.code for flaw in desk.verdicts[name].study.flaws} for name in desk.stands}
    for flaw in FLAWS.get(word, ()):
        if _settled(desk, flaw):
            continue
        if any((flaw in stated[one]) != (flaw in stated[other]) for one, other in pairs):
            for name in desk.stands:
                for own in desk.verdicts[name].study.flaws:
                    if own.code is flaw:
                        yield name, ground_of_flaw(own)


def _settled(desk: Desk, flaw: Flaw) -> bool:
    """Tell whether the fact behind a flaw is known of all and the same, whoever states the flaw."""
    for (path, _), means in _MEANS.items():
        words = {word_of(desk.scaled[name], path) for name in desk.stands}
        if means is flaw and len(words) == 1 and not words & UNKNOWN:
            return True
    return False


def _of_facts(desk: Desk, word: Disagreement, pairs: Sequence[tuple[str, str]]) -> Iterator[Parting]:
    for path in FACTS.get(word, ()):
        words = {name: word_of(desk.scaled[name], path) for name in desk.stands}
        if any(_differ(_sort(path, words[one]), _sort(path, words[other])) for one, other in pairs):
            grounds = tuple((name, ground) for name in desk.stands if (ground := ground_of(desk.scaled[name], path)))
            yield Parting(path, tuple(words.items()), grounds)


def _sort(path: str, word: str) -> str:
    """Take controls that look like the treatment and hold nothing of it for one sort."""
    return _INACTIVE if path == "control" and word in _LOOKING_ALIKE else word


_INACTIVE = Control.PLACEBO.value
_LOOKING_ALIKE = frozenset({Control.PLACEBO.value, Control.SHAM.value, Control.VEHICLE.value})


def _differ(one: str, other: str) -> bool:
    """Tell whether two words are known and not the same; what nobody knows is no difference."""
    return one != other and one not in UNKNOWN and other not in UNKNOWN


def _own_partings(desk: Desk, word: Disagreement, pairs: Sequence[tuple[str, str]]) -> Iterator[Parting]:
    """Give what sets studies apart beside single facts and flaws."""
    if word is Disagreement.CHANCE:
        yield from _chance(desk)
    elif word is Disagreement.OUTCOME:
        yield from _outcomes(desk, pairs)
    elif word is Disagreement.POPULATION:
        yield from _subjects(desk, pairs)
        yield from _texts(desk, "population", pairs)
    elif word is Disagreement.TREATMENT:
        yield from _texts(desk, "intervention", pairs)
    elif word is Disagreement.PRECISION:
        yield from _precision(desk, pairs)


def _chance(desk: Desk) -> Iterator[Parting]:
    """Say where results on one scale differ no more than chance can make them."""
    measure = desk.scale.measure
    if measure is None or not desk.scale.one:
        return
    pairs = desk.sides_apart()
    overlapping: dict[str, str] = {}
    blind: dict[str, str] = {}
    for pair in pairs:
        effects = {name: desk.scaled[name].on(measure) for name in pair}
        if all(effect is not None and _limits(effect) for effect in effects.values()) and _overlap(
            *(effect for effect in effects.values() if effect is not None)
        ):
            overlapping.update({name: effect_text(effect) for name, effect in effects.items() if effect is not None})
        for one, other in (pair, pair[::-1]):
            null, shown = effects[one], effects[other]
            if desk.stands[one].side is Side.NOT_SHOWN and null and shown and _could_not_find(null, shown):
                blind[one] = desk.scaled[one].finds
                blind[other] = effect_text(shown)
    if overlapping:
        yield Parting("intervals overlap", tuple((n, overlapping[n]) for n in desk.stands if n in overlapping))
    if blind:
        said = "too small to see it"
        yield Parting(said, tuple((name, blind[name]) for name in desk.stands if name in blind))


def _limits(effect: Effect) -> bool:
    return effect.low is not None and effect.high is not None


def _overlap(one: Effect, other: Effect) -> bool:
    assert one.low is not None
    assert one.high is not None
    assert other.low is not None
    assert other.high is not None
    return one.low <= other.high and other.low <= one.high


def _could_not_find(null: Effect, shown: Effect) -> bool:
    """Tell whether a study is too small to have found the effect of another one with 80 % power."""
    if null.finds_below is None and null.finds_above is None:
        return False
    if shown.value < shown.none:
        return null.finds_below is None or shown.value > null.finds_below
    return null.finds_above is None or shown.value < null.finds_above


def _outcomes(desk: Desk, pairs: Sequence[tuple[str, str]]) -> Iterator[Parting]:
    names = {name: _outcome_name(desk.scaled[name]) for name in desk.stands}
    ids = {name: str(o.id) if (o := desk.scaled[name].outcome) else "" for name in desk.stands}
    if any(ids[one] and ids[other] and ids[one] != ids[other] and names[one] != names[other] for one, other in pairs):
        yield Parting("outcome", tuple(names.items()))
    units = {name: r.unit.value if (r := desk.scaled[name].result) else "open" for name in desk.stands}
    if any(_differ(units[one], units[other]) for one, other in pairs):
        yield Parting("unit", tuple(units.items()))


def _outcome_name(told: Scaled) -> str:
    return told.outcome.name if told.outcome is not None else "open"


def _subjects(desk: Desk, pairs: Sequence[tuple[str, str]]) -> Iterator[Parting]:
    """Set studies of animals or of the laboratory apart from those of people."""
    words = {name: _studied(desk.verdicts[name].study) for name in desk.stands}
    if any(_differ(words[one], words[other]) for one, other in pairs):
        grounds = tuple((name, ground) for name in desk.stands if (ground := ground_of(desk.scaled[name], "design")))
        yield Parting("studied in", tuple(words.items()), grounds)


def _studied(study: Study) -> str:
    design = study.design.value if study.design is not None else None
    if design is None:
        return "open"
    return {Design.ANIMAL_EXPERIMENT: "animals", Design.LABORATORY: "the laboratory"}.get(design, "people")


def _texts(desk: Desk, path: str, pairs: Sequence[tuple[str, str]]) -> Iterator[Parting]:
    """Give what records say in free text, where two of them share no word that means anything."""
    words = {name: word_of(desk.scaled[name], path) for name in desk.stands}
    parts = {name: significant(word) for name, word in words.items()}
    if any(_differ(words[one], words[other]) and not parts[one] & parts[other] for one, other in pairs):
        grounds = tuple((name, ground) for name in desk.stands if (ground := ground_of(desk.scaled[name], path)))
        yield Parting(path, tuple(words.items()), grounds)


def _precision(desk: Desk, pairs: Sequence[tuple[str, str]]) -> Iterator[Parting]:
    """Say what a result that shows no difference leaves open."""
    among = {name for pair in pairs for name in pair}
    said = []
    for name, stand in desk.stands.items():
        told = desk.scaled[name]
        effect = effect_of(told, desk.scale.measure)
        if name in among and stand.side is Side.NOT_SHOWN and effect is not None and _limits(effect):
            finds = f"; {told.finds}" if told.finds else ""
            said.append((name, f"{effect_text(effect)}{finds}"))
    if said:
        yield Parting("left open", tuple(said))


def _findings(desk: Desk, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Finding]]:
    """Give the numbers of the outcomes compared that cannot be right."""
    among = {name for pair in pairs for name in pair}
    for name in desk.stands:
        outcome = desk.scaled[name].outcome
        recheck = desk.verdicts[name].numbers
        if name in among and outcome is not None and recheck is not None:
            for finding in recheck.findings:
                if finding.outcome == outcome.id and finding.severity in (Severity.ERROR, Severity.WARNING):
                    yield name, finding


def _judged(desk: Desk, word: Disagreement, names: Iterable[str]) -> Iterator[Judged]:
    """Name the domains in which a study is judged seriously or critically by rules that look at such facts."""
    paths = set(FACTS.get(word, ()))
    flaws = {flaw.value for flaw in FLAWS.get(word, ())}
    for name in names:
        appraisals = desk.verdicts[name].appraisals
        for appraisal in [speaking(appraisals) or appraisals[0]] if appraisals else []:
            for judgement in appraisal.on_axis(""):
                concern = appraisal.instrument.levels[judgement.final] if judgement.final is not None else None
                if concern in (Concern.SERIOUS, Concern.CRITICAL):
                    proposals = [p for answered in _asked(judgement) for p in _proposals(answered)]
                    looks = {path for proposal in proposals for path in proposal.when.names()}
                    clauses = [clause for proposal in proposals for clause in proposal.when.clauses]
                    said = {code for clause in clauses for code in clause.get(FLAW, ())}
                    if looks & paths or said & flaws:
                        yield _of_domain(name, appraisal, judgement, concern)


def _proposals(answered: Answered) -> list[Proposal]:
    """Give the proposals of a question that say what was answered."""
    return [proposal for proposal in answered.question.proposals if proposal.answer == answered.answer]


def _asked(judgement: Judgement) -> list[Answered]:
    """Give the questions on which the rules that decided a domain rest, as they were answered."""
    names = {name for rule in deciding(judgement) for name in rule.when.names()}
    return [answered for answered in judgement.answers if answered.question.id in names and answered.answer]


def deciding(judgement: Judgement) -> tuple[Rule, ...]:
    """Give the rules that put a domain where it stands."""
    return tuple(rule for rule in judgement.rules if rule.then == judgement.final)


def _of_domain(name: str, appraisal: Appraisal, judgement: Judgement, concern: Concern | None) -> Judged:
    assert concern is not None
    rules = ("ruling",) if judgement.ruling else tuple(str(rule.id) for rule in deciding(judgement))
    domain = judgement.domain
    title = f"{domain.label or domain.id} {domain.short or domain.title}"
    return Judged(name, str(appraisal.instrument.id), title, concern.name.lower(), rules)
