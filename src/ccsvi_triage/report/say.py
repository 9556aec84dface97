"""Small pieces of speech that several reports share."""

from collections.abc import Mapping, Sequence
from typing import Any

from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.instrument import Instrument, Overall, Tells, whole_levels
from ccsvi_triage.model.place import NOWHERE, Place
from ccsvi_triage.model.problem import Problem
from ccsvi_triage.model.source import Source
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Design, Kind, YesNo
from ccsvi_triage.report.blocks import TONE_OF, Mark

DESIGN = {
    Design.RANDOMISED_TRIAL: "Randomised trial",
    Design.CLUSTER_RANDOMISED_TRIAL: "Cluster-randomised trial",
    Design.CROSSOVER_TRIAL: "Crossover trial",
    Design.QUASI_RANDOMISED_TRIAL: "Quasi-randomised trial",
    Design.NON_RANDOMISED_TRIAL: "Non-randomised trial",
    Design.HISTORICALLY_CONTROLLED: "Historically controlled study",
    Design.COHORT: "Cohort study",
    Design.SINGLE_ARM: "Single-arm study",
    Design.CASE_SERIES: "Case series",
    Design.CASE_REPORT: "Case report",
    Design.CASE_CONTROL: "Case-control study",
    Design.CROSS_SECTIONAL: "Cross-sectional study",
    Design.ONE_GROUP_FOLLOW_UP: "Follow-up of one group",
    Design.REVIEW: "Review",
    Design.META_ANALYSIS: "Meta-analysis",
    Design.ANIMAL_EXPERIMENT: "Animal experiment",
    Design.LABORATORY: "Laboratory study",
    Design.NOT_A_STUDY: "Not a study",
}


def cite(study: Study) -> str:
    """Write a short citation, such as ``Zamboni 2009, J Vasc Surg 50(6):1348-58``."""
    first = study.authors[0].rsplit(" ", 1)[0] if study.authors else ""
    year = str(study.year) if study.year is not None else "undated"
    issue = f"({study.issue})" if study.issue else ""
    where = f"{study.volume}{issue}"
    where += f"{':' if where else ''}{study.pages}" if study.pages else ""
    if not first:
        return f"{study.journal or study.title} {where}".strip() + f", {year}"
    return ", ".join(part for part in (f"{first} {year}", f"{study.journal} {where}".strip()) if part)


def described(study: Study) -> str:
    """Write in one line what a study is: design, people, control, sites, blinding, length; what is open is left out."""
    parts = [_design(study), _people(study), _control(study), _sites(study), _blinding(study)]
    if study.follow_up is not None and study.follow_up.value is not None:
        parts.append(str(study.follow_up.value))
    return " · ".join(part for part in parts if part)


def _design(study: Study) -> str:
    design = study.design.value if study.design else None
    name = DESIGN[design] if design else "Design not recorded"
    if study.kind is Kind.PRIMARY_STUDY or design is Design.NOT_A_STUDY:
        return name if study.kind is Kind.PRIMARY_STUDY else study.kind.value.replace("-", " ").capitalize()
    return f"{study.kind.value.replace('-', ' ').capitalize()} ({name.lower()})"


def _people(study: Study) -> str:
    if study.enrolled is None or study.enrolled.value is None:
        return ""
    unit = f"animals ({study.species.value})" if study.species and study.species.value else "people"
    if study.design and study.design.value in (Design.META_ANALYSIS, Design.REVIEW):
        unit = "people"
    return f"{study.enrolled.value} {unit}"


def _control(study: Study) -> str:
    if study.control is None or study.control.value is None:
        return ""
    words = [word.value.replace("-", " ") for word in study.control.value]
    return "no control group" if words == ["none"] else f"control: {', '.join(words)}"


def _sites(study: Study) -> str:
    if study.sites is None or study.sites.value is None:
        return ""
    return "1 site" if study.sites.value == 1 else f"{study.sites.value} sites"


def _blinding(study: Study) -> str:
    if study.blinding is None:
        return ""
    blind: list[str] = []
    seeing: list[str] = []
    for role in ("participants", "carers", "assessors"):
        fact: Fact[YesNo] | None = getattr(study.blinding, role)
        if fact is not None and fact.value is YesNo.YES:
            blind.append(role)
        elif fact is not None and fact.value is YesNo.NO:
            seeing.append(role)
    if blind:
        return f"blind: {', '.join(blind)}"
    return f"not blind: {', '.join(seeing)}" if seeing else ""


def level_word(instrument: Instrument, level: str | None, whole: Overall | None = None) -> str:
    """Write a level as people read it; an open one is called open.

    Args:
        instrument: The instrument.
        level: The level, or ``None`` while it is open.
        whole: The rule for the whole where the level is the whole's, which may have words of its own.
    """
    if level is None:
        return "open"
    own = whole.level_words if whole else {}
    word = own.get(level) or instrument.level_words.get(level, level)
    return word if instrument.tells is Tells.EVIDENCE_LEVEL else word.lower()


def level_mark(instrument: Instrument, level: str | None, whole: Overall | None = None) -> Mark:
    """Mark a level with its step on the common ladder."""
    levels = whole_levels(instrument, whole) if whole else instrument.levels
    concern = None if level is None else levels[level]
    return Mark(level_word(instrument, level, whole), TONE_OF[concern])


def possible_words(instrument: Instrument, levels: Sequence[str], whole: Overall | None = None) -> str:
    """Write what is still possible, such as ``low or high``."""
    return listed([level_word(instrument, level, whole) for level in levels], "or")


def place_data(place: Place) -> dict[str, Any] | None:
    """Give a place for JSON."""
    if place == NOWHERE:
        return None
    return dict(zip(Place._fields, place, strict=True))


def problem_data(problem: Problem) -> dict[str, Any]:
    """Give a problem for JSON."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        "place": place_data(problem.place),
    }


def source_line(name: str, sources: Mapping[str, Source], studies: Mapping[str, Study]) -> tuple[str, str]:
    """Write a source out: its id and what it is, and where it can be found."""
    source = sources.get(name)
    if source is not None:
        seen = f" Seen: {source.seen}." if source.seen else ""
        where = f"doi:{source.doi}" if source.doi else source.url or ""
        return f"{name}: {source.title}.{seen}", where
    study = studies.get(name)
    if study is None:
        return name, ""
    where = f"doi:{study.doi}" if study.doi else study.url or ""
    return f"{name}: {cite(study)}. {study.title}.", where
