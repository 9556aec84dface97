"""Judgements as rows of traffic lights for robvis, which reads a word it does not know as something else."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ccsvi_triage.model.appraisal import Appraisal, StudyVerdict
from ccsvi_triage.model.export import LeftOut, Light, Lights, LightsTool
from ccsvi_triage.model.instrument import Domain, Instrument, Overall

_RESERVED = frozenset({"study", "overall", "weight"})


class _Seen(NamedTuple):
    """A study with its appraisals by an instrument of the template."""

    verdict: StudyVerdict
    appraisals: tuple[Appraisal, ...]


def lights(verdicts: Sequence[StudyVerdict], tool: LightsTool, *, weighted: bool = False) -> Lights:
    """Lay out judgements for a template of robvis, one row a result.

    What is open stays out and is refused: robvis would show it as "no information", which is something that a reviewer
    found. So is what nobody has confirmed, and what would count a study twice.

    Args:
        verdicts: The studies, in the order of the rows.
        tool: The template.
        weighted: Give each row the number of people enrolled.
    """
    seen, apart = [], []
    for verdict in verdicts:
        found = tuple(_appraisals(verdict, tool))
        if verdict.choice is not None and verdict.choice.refusal:
            apart.append(LeftOut(str(verdict.study.id), "", f"it is never scored ({verdict.choice.title})"))
        elif found:
            seen.append(_Seen(verdict, found))
        else:
            apart.append(LeftOut(str(verdict.study.id), "", _other(verdict, tool)))
    mixed = _mixed(seen)
    if mixed:
        return Lights((), (), (mixed,), tuple(apart))
    columns = tool.columns or _labels(seen)
    rows: list[Light] = []
    refused: list[LeftOut] = []
    ids = {str(one.verdict.study.id) for one in seen}
    for one in seen:
        wrong = list(_wrong_study(one, ids, weighted=weighted))
        wrong += [left for appraisal in one.appraisals for left in _wrong(appraisal, tool, columns)]
        refused += wrong
        if not wrong:
            rows += _rows(one, tool, columns, weighted=weighted)
    named = tool.columns or _titles(seen)
    return Lights(named, tuple(rows), tuple(refused), tuple(apart))


def _appraisals(verdict: StudyVerdict, tool: LightsTool) -> Iterator[Appraisal]:
    """Give the appraisals that a template is for: by its instruments, or by the one that judges the study."""
    if not tool.instruments:
        yield from verdict.appraisals
        return
    for appraisal in (*verdict.appraisals, *verdict.beside):
        if appraisal.instrument.id in tool.instruments:
            yield appraisal


def _other(verdict: StudyVerdict, tool: LightsTool) -> str:
    judging = ", ".join(dict.fromkeys(str(a.instrument.id) for a in verdict.appraisals)) or "no instrument"
    wanted = " or ".join(tool.instruments) or "an instrument that judges"
    return f"{judging} judges it, and the template is for {wanted}"


def _mixed(seen: Sequence[_Seen]) -> LeftOut | None:
    """Refuse several instruments in one table: their domains have nothing in common but their place."""
    by: dict[str, list[str]] = {}
    for one in seen:
        for name in dict.fromkeys(str(appraisal.instrument.id) for appraisal in one.appraisals):
            by.setdefault(name, []).append(str(one.verdict.study.id))
    if len(by) < 2:  # noqa: PLR2004 -- several
        return None
    each = "; ".join(f"{name} ({', '.join(studies)})" for name, studies in by.items())
    return LeftOut("", "", f"one table shows one instrument, and these are judged by {len(by)}: {each}")


# what a template cannot show


def _wrong_study(one: _Seen, ids: set[str], *, weighted: bool) -> Iterator[LeftOut]:
    study = one.verdict.study
    if study.companion_of in ids:
        yield LeftOut(str(study.id), "", f"it is a further report of {study.companion_of}: a study counts once")
    if weighted and _enrolled(one.verdict) is None:
        yield LeftOut(str(study.id), "", "how many people enrolled is not recorded, so that it has no weight")
    taken: dict[tuple[object, ...], Appraisal] = {}
    for appraisal in one.appraisals:
        first = taken.setdefault(_result(appraisal), appraisal)
        if first is not appraisal:
            sheets = [each.sheet.id for each in (first, appraisal) if each.sheet is not None]
            said = f"{' and '.join(sheets)} judge one and the same, and no consensus settles them"
            yield LeftOut(str(study.id), _about(appraisal), said)


def _result(appraisal: Appraisal) -> tuple[object, ...]:
    """Tell what an appraisal judges; a sheet's own words for it are no key, since two reviewers choose other words."""
    return (_about(appraisal), appraisal.setup)


def _wrong(appraisal: Appraisal, tool: LightsTool, columns: tuple[str, ...]) -> Iterator[LeftOut]:
    study, about = str(appraisal.study.id), _about(appraisal)
    whole = appraisal.overall
    judgements = appraisal.on_axis("")
    labels = tuple(_label(judgement.domain) for judgement in judgements)
    if labels != columns:
        yield LeftOut(study, about, f"its domains are {', '.join(labels)}, and those wanted are {', '.join(columns)}")
        return
    if whole is None:
        yield LeftOut(study, about, f"{appraisal.instrument.id} has no judgement of the whole")
        return
    judged = [(_label(j.domain), j.final, j.confirmed) for j in judgements]
    judged.append(("overall", whole.final, whole.confirmed))
    opened = [name for name, level, _ in judged if level is None]
    if opened:
        yield LeftOut(study, about, f'open: {", ".join(opened)}; open is not "no information"')
    guessed = [name for name, level, confirmed in judged if level is not None and not confirmed]
    if guessed:
        yield LeftOut(study, about, f"proposed from recorded facts, and confirmed by nobody: {', '.join(guessed)}")
    for name, level, _ in judged:
        overall = appraisal.instrument.overall if name == "overall" else None
        if level is not None and _word(appraisal.instrument, level, tool, overall) is None:
            said = _own_word(appraisal.instrument, level, overall)
            yield LeftOut(study, about, f"{name} is '{said}', which {tool.name} of robvis does not know")
    yield from _merged(appraisal, tool)


def _merged(appraisal: Appraisal, tool: LightsTool) -> Iterator[LeftOut]:
    """Find two levels of an instrument that the template would show as one."""
    shown: dict[str, str] = {}
    for level in appraisal.instrument.levels:
        own = _own_word(appraisal.instrument, level)
        word = _word(appraisal.instrument, level, tool)
        if word is None:
            continue
        seen_as = tool.alike[0] if word in tool.alike else word
        other = shown.setdefault(seen_as, own)
        if other != own:
            said = f"{tool.name} of robvis shows '{other}' and '{own}' of {appraisal.instrument.id} as one"
            yield LeftOut(str(appraisal.study.id), _about(appraisal), said)


def _own_word(instrument: Instrument, level: str, overall: Overall | None = None) -> str:
    words: Mapping[str, str] = overall.level_words if overall is not None else {}
    return words.get(level) or instrument.level_words.get(level, level)


def _word(instrument: Instrument, level: str, tool: LightsTool, overall: Overall | None = None) -> str | None:
    """Give a level in a word that the template reads, or ``None`` where it has none."""
    known = {word.casefold(): word for word in tool.words}
    written = {word.casefold(): meant for word, meant in tool.written.items()}
    own = _own_word(instrument, level, overall).casefold()
    return written.get(own) or known.get(own)


# rows


def _rows(one: _Seen, tool: LightsTool, columns: tuple[str, ...], *, weighted: bool) -> Iterator[Light]:
    for appraisal in one.appraisals:
        instrument, whole = appraisal.instrument, appraisal.overall
        levels = [judgement.final for judgement in appraisal.on_axis("")]
        words = [_word(instrument, level, tool) for level in levels if level is not None]
        final = whole.final if whole is not None else None
        words.append(_word(instrument, final, tool, instrument.overall) if final is not None else None)
        told = tuple(word for word in words if word is not None)
        if len(told) != len(columns) + 1:
            message = f"{one.verdict.study.id} passed with {len(told)} of {len(columns) + 1} judgements"
            raise ValueError(message)
        weight = _enrolled(one.verdict) if weighted else None
        yield Light(one.verdict.study, _told_apart(appraisal, one.appraisals), told, weight)


def _told_apart(appraisal: Appraisal, others: Sequence[Appraisal]) -> str:
    """Name a result where its study has several: by its outcome, and by the set-up where that is the same too."""
    if len(others) == 1:
        return ""
    same = [other for other in others if _about(other) == _about(appraisal)]
    differing = [word for name, word in appraisal.setup if any(dict(other.setup).get(name) != word for other in same)]
    return ", ".join(part for part in (_about(appraisal), *differing) if part)


def _about(appraisal: Appraisal) -> str:
    return str(appraisal.outcome.id) if appraisal.outcome is not None else ""


def _enrolled(verdict: StudyVerdict) -> int | None:
    told = verdict.study.enrolled
    value = told.value if told is not None else None
    return value if isinstance(value, int) and value > 0 else None


# columns


def _label(domain: Domain) -> str:
    return domain.label or domain.id


def _labels(seen: Sequence[_Seen]) -> tuple[str, ...]:
    return tuple(_label(judgement.domain) for judgement in seen[0].appraisals[0].on_axis("")) if seen else ()


def _titles(seen: Sequence[_Seen]) -> tuple[str, ...]:
    """Name the domains in words; robvis prints them below its picture."""
    if not seen:
        return ()
    domains = [judgement.domain for judgement in seen[0].appraisals[0].on_axis("")]
    titles = [domain.title for domain in domains]
    return tuple(
        title if titles.count(title) == 1 and title.casefold() not in _RESERVED else f"{title} ({_label(domain)})"
        for title, domain in zip(titles, domains, strict=True)
    )
