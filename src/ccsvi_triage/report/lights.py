"""How a study and its judgement stand in the cell of a picture."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ccsvi_triage.model.appraisal import Appraisal, Judgement, OverallJudgement, StudyVerdict
from ccsvi_triage.model.comparison import Scaled
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import Overall
from ccsvi_triage.model.study import Result, Study
from ccsvi_triage.model.words import Status, Unit
from ccsvi_triage.report.charts import Label, Light
from ccsvi_triage.report.judgement import NO_JUDGEMENT, PROPOSED, judgement_mark, starred, why
from ccsvi_triage.report.marks import Mark, Tone
from ccsvi_triage.report.say import level_mark, possible_words

RETRACTED = "retracted: never counted"
STAR = f"* {PROPOSED}."
"""What a star behind a judgement says."""


def labels(studies: Iterable[Study]) -> dict[str, Label]:
    """Name studies, by their ids; where two would have one name, the id stands below it.

    A study that was retracted says so wherever it is named, and so does a further report of another.
    """
    listed = list({str(study.id): study for study in studies}.values())
    names = Counter(_name(study) for study in listed)
    return {str(study.id): _label(study, alone=names[_name(study)] == 1) for study in listed}


def _label(study: Study, *, alone: bool) -> Label:
    said = [] if alone or _name(study) == study.id else [str(study.id)]
    said += [RETRACTED] if study.status is Status.RETRACTED else []
    said += [f"a further report of {study.companion_of}"] if study.companion_of else []
    return Label(str(study.id), _name(study), "; ".join(said))


def _name(study: Study) -> str:
    if not study.authors:
        return str(study.id)
    year = str(study.year) if study.year is not None else "undated"
    return f"{study.authors[0].rsplit(' ', 1)[0]} {year}"


def study_light(verdict: StudyVerdict) -> Light:
    """Give the judgement of a study as a whole, or why there is none."""
    mark = judgement_mark(verdict)
    overalls = [a.overall for a in verdict.appraisals if a.overall is not None]
    decided = [overall for overall in overalls if overall.final is not None]
    if decided and mark not in NO_JUDGEMENT and not any(overall.confirmed for overall in decided):
        mark = starred(mark)
    if mark.tone is Tone.MUTED:
        mark = Mark(mark.text, Tone.APART)
    detail = dict.fromkeys(_by(appraisal) for appraisal in verdict.appraisals)
    return Light(mark, "; ".join(detail))


def _by(appraisal: Appraisal) -> str:
    overall, instrument = appraisal.overall, appraisal.instrument
    said = f"by {instrument.title}"
    if overall is not None and overall.final is None:
        return f"{said}: {possible_words(instrument, overall.possible, instrument.overall)}"
    return said


def domain_light(appraisal: Appraisal, judgement: Judgement) -> Light:
    """Give the judgement of one domain, with what makes it what it is."""
    mark = level_mark(appraisal.instrument, judgement.final)
    if not judgement.confirmed and judgement.final is not None:
        mark = starred(mark)
    return Light(mark, why(appraisal.instrument, judgement))


def whole_light(appraisal: Appraisal, overall: OverallJudgement, rule: Overall) -> Light:
    """Give the judgement of the whole, or of an axis."""
    mark = level_mark(appraisal.instrument, overall.final, rule)
    if overall.final is None:
        return Light(mark, possible_words(appraisal.instrument, overall.possible, rule))
    return Light(mark if overall.confirmed else starred(mark))


def has_star(lights: Iterable[Light | None]) -> bool:
    """Tell whether a mere proposal stands among judgements."""
    return any(light is not None and light.mark.text.endswith(" *") for light in lights)


def further_reports(studies: Sequence[Study]) -> set[str]:
    """Give the ids of those that report again on a study among them, so that nobody is counted twice.

    Where only further reports of a study are there, the first of them stands for it.
    """
    parents = {str(study.id): str(study.companion_of) for study in studies}
    known: set[str] = set()
    again: set[str] = set()
    for study in sorted(studies, key=lambda study: bool(study.companion_of)):
        root, seen = str(study.id), {str(study.id)}
        while (above := parents.get(root, "")) and above not in seen:
            seen.add(above)
            root = above
        if root in known:
            again.add(str(study.id))
        known.add(root)
    return again


def people_of(study: Study, scaled: Scaled | None = None) -> int | None:
    """Tell how many people a result is about, or the study where that is not told apart.

    Returns:
        The number, or ``None`` where nobody says, as of a part of the people that is not counted.
    """
    if scaled is not None and scaled.counts is not None:
        return scaled.counts[1] + scaled.counts[3]
    result = scaled.result if scaled is not None else None
    if scaled is not None and result is not None:
        beside = _beside(result, scaled.pair or _ONE_GROUP[:1])
        if beside is not None:
            return beside
        if result.people is not None and result.people.value is not None:
            return result.people.value
        if result.group:
            return None
    told: tuple[Fact[int] | None, ...] = (study.analysed, study.enrolled)
    return next((fact.value for fact in told if fact is not None and fact.value is not None), None)


_ONE_GROUP = ("before", "after")


def _beside(result: Result, groups: Sequence[str]) -> int | None:
    """Add up the people that are printed beside a result's numbers, if all of them are."""
    if result.unit is not Unit.PATIENTS:
        return None
    printed = [result.arms[group].n for group in groups if group in result.arms]
    whole = [int(n.replace(",", "")) for n in printed if n is not None and n.replace(",", "").isdecimal()]
    return sum(whole) if len(whole) == len(groups) else None


def number_of(number: int, what: str, several: str = "") -> str:
    """Write a number with what it counts."""
    return f"{number} {what}" if number == 1 else f"{number} {several or what + 's'}"
