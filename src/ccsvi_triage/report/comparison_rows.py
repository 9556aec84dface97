"""The lines of a comparison: a fact, a result or a judgement of every study beside the others."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ccsvi_triage.logic.wording import concerns, effect_text, figure
from ccsvi_triage.model.appraisal import Appraisal, StudyVerdict, speaking
from ccsvi_triage.model.comparison import Comparison, Contrast, Effect, Scaled, Side
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import Counts, whole_levels
from ccsvi_triage.model.study import Arm, Study
from ccsvi_triage.model.words import Concern, Status
from ccsvi_triage.report.blocks import TONE_OF, Cell, Mark, Tone
from ccsvi_triage.report.grounds import result_words
from ccsvi_triage.report.judgement import label_of
from ccsvi_triage.report.reading import reading_words
from ccsvi_triage.report.say import DESIGN, level_word


class Row(NamedTuple):
    """One line of the comparison.

    Attributes:
        section: Under which heading it stands where the studies differ in it.
        cells: One for each study, in the order of the studies.
    """

    key: str
    section: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def same(self) -> bool:
        """All studies have the same here."""
        return len({cell_text(cell) for cell in self.cells}) == 1


def comparison_rows(comparison: Comparison) -> Iterator[Row]:
    """Give every line of a comparison: facts, then the result compared, then judgements."""
    verdicts = comparison.verdicts
    scaled = [comparison.scaled[str(verdict.study.id)] for verdict in verdicts]
    studies = [verdict.study for verdict in verdicts]
    yield from (Row(key, "Study", label, tuple(map(cell, studies))) for key, label, cell in _OF_STUDY)
    yield from (Row(key, "Result", label, tuple(map(cell, scaled))) for key, label, cell in _OF_RESULT)
    effects = tuple(_effect_cell(told, comparison) for told in scaled)
    yield Row("effect", "Result", "Effect", effects)
    yield Row("p-printed", "Result", "p, as printed", tuple(map(_p_printed, scaled)))
    yield Row("p-recomputed", "Result", "p, recomputed", tuple(map(_p_recomputed, scaled)))
    yield Row(
        "finds", "Result", "Could find", tuple(told.finds or Mark("cannot be told", Tone.MUTED) for told in scaled)
    )
    yield Row("says", "Result", "Says", tuple(_says(comparison, verdict) for verdict in verdicts))
    yield from _judgements(comparison)


_OPEN = Mark("open", Tone.OPEN)
_MUTED_NONE = Mark("none", Tone.MUTED)


def cell_text(cell: Cell) -> str:
    """Give what a cell says, without its tone."""
    return cell.text if isinstance(cell, Mark) else cell


def _fact(fact: Fact[Any] | None) -> Cell:
    if fact is None:
        return _OPEN
    word = fact.word()
    return word.replace("-", " ") if fact.silence is not None or not isinstance(fact.value, str) else _plain(word, fact)


def _plain(word: str, fact: Fact[Any]) -> str:
    """Write a word of a closed list without hyphens, and a text of a person as it stands."""
    return word if type(fact.value) is str else word.replace("-", " ")


def _design(study: Study) -> Cell:
    if study.design is None or study.design.value is None:
        return _fact(study.design)
    return DESIGN[study.design.value].lower()


def _arms(study: Study) -> Cell:
    said = [_arm(arm) for arm in study.arms]
    return "; ".join(said) or _OPEN


def _arm(arm: Arm) -> str:
    n = arm.n.word() if arm.n is not None else "open"
    parts = [n]
    if arm.analysed is not None:
        parts.append(f"{arm.analysed.word()} analysed")
    if arm.lost is not None:
        parts.append(f"{arm.lost.word()} lost")
    return f"{arm.id} {', '.join(parts)}"


def _blind(role: str) -> Any:  # noqa: ANN401 -- a function of a study
    def cell(study: Study) -> Cell:
        return _fact(getattr(study.blinding, role)) if study.blinding is not None else _OPEN

    return cell


def _of_fact(name: str) -> Any:  # noqa: ANN401 -- a function of a study
    def cell(study: Study) -> Cell:
        return _fact(getattr(study, name))

    return cell


_OF_STUDY: tuple[tuple[str, str, Any], ...] = (
    ("design", "Design", _design),
    ("enrolled", "Enrolled", _of_fact("enrolled")),
    ("arms", "Arms", _arms),
    ("population", "Population", _of_fact("population")),
    ("intervention", "Given or tested", _of_fact("intervention")),
    ("control", "Control", _of_fact("control")),
    ("randomised", "Randomised", _of_fact("randomised")),
    ("concealed", "Concealed", _of_fact("concealed")),
    ("blinding.participants", "Blind: participants", _blind("participants")),
    ("blinding.carers", "Blind: carers", _blind("carers")),
    ("blinding.assessors", "Blind: assessors", _blind("assessors")),
    ("sites", "Sites", _of_fact("sites")),
    ("follow_up", "Follow-up", _of_fact("follow_up")),
    ("funding", "Paid by", lambda study: _fact(study.funding.kind) if study.funding is not None else _OPEN),
    ("interests", "Interests", _of_fact("interests")),
)


def _outcome(told: Scaled) -> Cell:
    return told.outcome.name if told.outcome is not None else Mark("no such outcome", Tone.OPEN)


def _of_outcome(name: str) -> Any:  # noqa: ANN401 -- a function of a result
    def cell(told: Scaled) -> Cell:
        return _fact(getattr(told.outcome, name)) if told.outcome is not None else _MUTED_NONE

    return cell


def _unit(told: Scaled) -> Cell:
    return told.result.unit.value if told.result is not None else _MUTED_NONE


def _as_printed(told: Scaled) -> Cell:
    return result_words(told.result) if told.result is not None else Mark("no result recorded", Tone.OPEN)


_OF_RESULT: tuple[tuple[str, str, Any], ...] = (
    ("outcome", "Outcome", _outcome),
    ("measure", "Measured", _of_outcome("measure")),
    ("importance", "Matters", _of_outcome("importance")),
    ("time", "Time point", _of_outcome("time")),
    ("assessed_by", "Read by", _of_outcome("assessed_by")),
    ("assessors_blinded", "Reader blind", _of_outcome("assessors_blinded")),
    ("unit", "Counts", _unit),
    ("as-printed", "As recorded", _as_printed),
)


def _effect_cell(told: Scaled, comparison: Comparison) -> Cell:
    if told.contrast is Contrast.WITHIN:
        return "none between groups: before and after in one group"
    effect = shown_effect(told, comparison)
    if effect is None:
        return f"none: {told.lacks}" if told.lacks else _MUTED_NONE
    how = _how(told, effect)
    return f"{effect_text(effect)}; {how}"


def _how(told: Scaled, effect: Effect) -> str:
    if not effect.computed:
        between = f" of {' v '.join(told.pair)}" if told.pair else ""
        return f"as printed{between}"
    derived = ", counts worked out by us" if told.derived else ""
    return f"{told.given}, {effect.method}{derived}"


def shown_effect(told: Scaled, comparison: Comparison) -> Effect | None:
    """Give the effect that is shown: the one on the common scale, else the first that there is."""
    measure = comparison.scale.measure
    on = told.on(measure) if measure is not None else None
    return on or next(iter(told.effects), None)


def _p_printed(told: Scaled) -> Cell:
    return told.printed_p or Mark("none printed", Tone.MUTED)


def _p_recomputed(told: Scaled) -> Cell:
    if not told.tests:
        return f"cannot be: {told.lacks}" if told.lacks else _MUTED_NONE
    said = "; ".join(f"{_p(test.p)} ({test.test})" for test in told.tests)
    others = [name for name in told.gives if name not in {test.test for test in told.tests}]
    if told.printed_p and others and not any(test.test in told.gives for test in told.tests):
        said += f"; {' or '.join(others)} gives the printed one"
    return said


_LEAST_P = 0.0001


def _p(value: float) -> str:
    return f"<{_LEAST_P}" if value < _LEAST_P else figure(min(value, 1))


def _says(comparison: Comparison, verdict: StudyVerdict) -> Cell:
    stand = comparison.stands.get(str(verdict.study.id))
    if stand is None:
        return Mark("never counted", Tone.CRITICAL)
    return Mark("cannot be told", Tone.OPEN) if stand.side is Side.UNKNOWN else stand.said


def _judgements(comparison: Comparison) -> Iterator[Row]:
    verdicts = comparison.verdicts
    speaks = [speaking_appraisal(verdict) for verdict in verdicts]
    yield Row("instrument", "Judgement", "Instrument", tuple(map(_instrument, verdicts, speaks)))
    one = {appraisal.instrument.id for appraisal in speaks if appraisal is not None}
    most = max((len(a.on_axis("")) for a in speaks if a is not None), default=0)
    for at in range(most):
        cells = tuple(_domain(appraisal, at, named=len(one) > 1) for appraisal in speaks)
        label = (
            next(_domain_name(a, at) for a in speaks if a is not None) if len(one) == 1 else "Domains" if not at else ""
        )
        yield Row(f"domain-{at + 1}", "Judgement", label, cells)
    yield Row("overall", "Judgement", "OVERALL", tuple(map(_overall, verdicts)))
    yield Row("checklist", "Judgement", "Checklist", tuple(map(_tally, verdicts)))
    yield Row("reading", "Judgement", "Reading", tuple(_reading(comparison, verdict) for verdict in verdicts))
    yield Row("can-carry", "Judgement", "Can carry", tuple(map(_can_carry, verdicts)))


def speaking_appraisal(verdict: StudyVerdict) -> Appraisal | None:
    """Give the appraisal that speaks for a study; while none does, the first of them."""
    return speaking(verdict.appraisals) or next(iter(verdict.appraisals), None)


def _instrument(verdict: StudyVerdict, appraisal: Appraisal | None) -> Cell:
    if appraisal is not None:
        return f"{appraisal.instrument.id} {appraisal.instrument.version}"
    if verdict.study.status is Status.RETRACTED:
        return Mark("retracted", Tone.CRITICAL)
    wants = verdict.choice.wants if verdict.choice is not None else ""
    return Mark(f"not judged; wants {wants}" if wants else "not judged", Tone.MUTED)


def _domain_name(appraisal: Appraisal, at: int) -> str:
    judgement = appraisal.on_axis("")[at]
    return f"{label_of(judgement, at + 1)} {judgement.domain.short or judgement.domain.title}"


def _domain(appraisal: Appraisal | None, at: int, *, named: bool) -> Cell:
    """Give a domain's step on the common ladder, and the instrument's own word where it is another one."""
    if appraisal is None or at >= len(appraisal.on_axis("")):
        return ""
    judgement = appraisal.on_axis("")[at]
    instrument = appraisal.instrument
    after = f": {_domain_name(appraisal, at)}" if named else ""
    if judgement.final is None:
        return Mark(f"open{after}", Tone.OPEN)
    concern = instrument.levels[judgement.final]
    own = level_word(instrument, judgement.final)
    star = "" if judgement.confirmed else " *"
    return Mark(f"{_step(concern, own)}{star}{after}", TONE_OF[concern])


def _step(concern: Concern, own: str) -> str:
    if concern is Concern.UNPLACED:
        return f"{own} (not on the ladder)"
    step = concern.name.lower()
    return step if step == own else f"{step} ({own})"


def _overall(verdict: StudyVerdict) -> Cell:
    if verdict.study.status is Status.RETRACTED:
        return Mark("retracted, never counted", Tone.CRITICAL)
    appraisal = speaking_appraisal(verdict)
    if appraisal is None:
        return Mark("not judged", Tone.MUTED)
    if appraisal.overall is None:
        return Mark("by domain only", Tone.APART)
    if verdict.worst is not None and appraisal.overall.final is not None:
        own = level_word(appraisal.instrument, appraisal.overall.final, appraisal.instrument.overall)
        star = "" if appraisal.overall.confirmed else " *"
        return Mark(f"{_step(verdict.worst, own)}{star}", TONE_OF[verdict.worst])
    if appraisal.overall.final is not None and len(verdict.appraisals) == 1:
        levels = whole_levels(appraisal.instrument)
        own = level_word(appraisal.instrument, appraisal.overall.final, appraisal.instrument.overall)
        return Mark(_step(levels[appraisal.overall.final], own), TONE_OF[levels[appraisal.overall.final]])
    possible = sorted(concerns(verdict))
    between = f": {possible[0].name.lower()} to {possible[-1].name.lower()}" if len(possible) > 1 else ""
    return Mark(f"open{between}", Tone.OPEN)


def _tally(verdict: StudyVerdict) -> Cell:
    tally = verdict.tally
    if tally is None:
        return _MUTED_NONE
    kinds = (
        ("met", Counts.MET), ("not met", Counts.NOT_MET), ("not reported", Counts.NOT_REPORTED), ("open", None)
    )  # fmt: skip
    said = ", ".join(f"{name} {tally.number(kind)}" for name, kind in kinds)
    return f"{said}, n/a {tally.number(Counts.NOT_APPLICABLE)}"


def _reading(comparison: Comparison, verdict: StudyVerdict) -> Cell:
    return reading_words(comparison.readings[str(verdict.study.id)])


def _can_carry(verdict: StudyVerdict) -> Cell:
    return f'"{verdict.carries.may}"' if verdict.carries is not None else Mark("nothing", Tone.MUTED)
