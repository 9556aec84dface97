"""Pictures of how studies are judged: traffic lights, and the shares of judgements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from ccsvi_triage.logic.wording import listed
from ccsvi_triage.model.appraisal import Appraisal, Judgement, OverallJudgement, StudyVerdict
from ccsvi_triage.model.instrument import Instrument, Judges, Overall, whole_levels
from ccsvi_triage.model.words import Status
from ccsvi_triage.report.blocks import TONE_OF, Cell, Column, Picture, Table
from ccsvi_triage.report.charts import (
    Bar,
    BarPanel,
    Heading,
    Label,
    Light,
    LightPanel,
    LightRow,
    Segment,
    Summary,
    TrafficLight,
    Weights,
)
from ccsvi_triage.report.lights import (
    STAR,
    domain_light,
    further_reports,
    has_star,
    labels,
    number_of,
    people_of,
    study_light,
    whole_light,
)
from ccsvi_triage.report.marks import Mark, Tone
from ccsvi_triage.report.of_appraisal import NOT_OFFICIAL, label_of
from ccsvi_triage.report.say import level_word

_OVERALL = Heading("Overall", "")


def traffic_light(verdicts: Sequence[StudyVerdict]) -> Picture:
    """Show each study's judgement in each domain, one panel for each instrument and axis.

    Args:
        verdicts: The studies, in the order in which they are shown; one that is not judged is named in a note.
    """
    named = labels(verdict.study for verdict in verdicts)
    panels = tuple(panel for sheaf in _sheaves(verdicts) for panel in _light_panels(sheaf, named))
    chart = TrafficLight(panels)
    judged = sum(bool(verdict.appraisals) for verdict in verdicts)
    forms = listed([panel.title for panel in panels]) if panels else "no instrument"
    said = f"Judgements of {number_of(judged, 'study', 'studies')} by domain, by {forms}."
    lights = [light for panel in panels for row in panel.rows for light in row.lights]
    wholes = [row.lights[-1] for panel in panels if panel.whole for row in panel.rows]
    said += _counted(wholes)
    notes = tuple(_notes(verdicts, star=has_star(lights)))
    return Picture("Judgements by study and domain", said, chart, tuple(map(_light_table, panels)), notes)


def _counted(lights: Iterable[Light | None]) -> str:
    counts: dict[str, int] = {}
    for light in lights:
        if light is not None:
            word = light.mark.text.removesuffix(" *")
            counts[word] = counts.get(word, 0) + 1
    return f" As a whole: {', '.join(f'{number} {word}' for word, number in counts.items())}." if counts else ""


def _notes(verdicts: Sequence[StudyVerdict], *, star: bool) -> Iterator[str]:
    without = [verdict for verdict in verdicts if not verdict.appraisals]
    if without:
        told = (f"{verdict.study.id} ({study_light(verdict).mark.text})" for verdict in without)
        yield f"Not judged, so not shown: {', '.join(told)}."
    if star:
        yield STAR
    yield NOT_OFFICIAL


class _Sheaf(NamedTuple):
    """The results that one instrument judges."""

    instrument: Instrument
    rows: tuple[tuple[StudyVerdict, Appraisal], ...]

    def axes(self) -> Iterator[tuple[str, str, Overall]]:
        """Give the main axis, and those beside it on which something is judged."""
        yield "", "", self.instrument.overall
        for axis in self.instrument.axes:
            if any(appraisal.on_axis(axis.id) for _, appraisal in self.rows):
                yield axis.id, axis.title, axis.overall

    def headings(self, axis: str) -> tuple[Heading, ...]:
        """Give the domains that any of the results has on an axis, in the instrument's order."""
        found: dict[str, Heading] = {}
        for _, appraisal in self.rows:
            for number, judgement in enumerate(appraisal.judgements, 1):
                if judgement.domain.axis == axis:
                    found.setdefault(judgement.domain.id, _heading(judgement, number))
        order = [domain.id for domain in self.instrument.domains if domain.id in found]
        return tuple(found[name] for name in order)

    def order(self, axis: str) -> tuple[str, ...]:
        """Give the ids of those domains."""
        known = {j.domain.id for _, appraisal in self.rows for j in appraisal.on_axis(axis)}
        return tuple(domain.id for domain in self.instrument.domains if domain.id in known)


def _heading(judgement: Judgement, number: int) -> Heading:
    label = label_of(judgement, number)
    return Heading(f"D{label}" if label[:1].isdigit() else label, judgement.domain.short or judgement.domain.title)


def _sheaves(verdicts: Iterable[StudyVerdict]) -> Iterator[_Sheaf]:
    found: dict[str, list[tuple[StudyVerdict, Appraisal]]] = {}
    for verdict in verdicts:
        for appraisal in verdict.appraisals:
            found.setdefault(appraisal.instrument.id, []).append((verdict, appraisal))
    for rows in found.values():
        yield _Sheaf(rows[0][1].instrument, tuple(rows))


def _title(instrument: Instrument, axis: str) -> str:
    return f"{instrument.title}, {instrument.version}{': ' if axis else ''}{axis}"


def _light_panels(sheaf: _Sheaf, named: Mapping[str, Label]) -> Iterator[LightPanel]:
    for axis, title, rule in sheaf.axes():
        whole = any(_whole(appraisal, axis) is not None for _, appraisal in sheaf.rows)
        rows = tuple(
            LightRow(
                _row_label(named, verdict, appraisal), _lights(appraisal, axis, sheaf.order(axis), rule, whole=whole)
            )
            for verdict, appraisal in sheaf.rows
        )
        headings = (*sheaf.headings(axis), *([_OVERALL] if whole else []))
        yield LightPanel(_title(sheaf.instrument, title), headings, rows, whole)


def _whole(appraisal: Appraisal, axis: str) -> OverallJudgement | None:
    if not axis:
        return appraisal.overall
    return next((judged.overall for judged in appraisal.axes if judged.axis.id == axis), None)


def _lights(
    appraisal: Appraisal, axis: str, order: Sequence[str], rule: Overall, *, whole: bool
) -> tuple[Light | None, ...]:
    known = {judgement.domain.id: judgement for judgement in appraisal.on_axis(axis)}
    lights = [domain_light(appraisal, known[name]) if name in known else None for name in order]
    if whole:
        overall = _whole(appraisal, axis)
        lights.append(whole_light(appraisal, overall, rule) if overall is not None else None)
    return tuple(lights)


def _row_label(named: Mapping[str, Label], verdict: StudyVerdict, appraisal: Appraisal) -> Label:
    """Name a row; where a study has several, by its result and its reviewer."""
    label = named[str(verdict.study.id)]
    alike = [a for a in verdict.appraisals if a.instrument is appraisal.instrument]
    said = [label.about] if label.about else []
    if len(alike) > 1:
        if len({str(a.outcome.id) for a in alike if a.outcome}) > 1 and appraisal.outcome is not None:
            said.append(appraisal.outcome.name)
        if appraisal.sheet is not None and len({a.sheet.reviewer for a in alike if a.sheet}) > 1:
            said.append(f"by {appraisal.sheet.reviewer}")
    elif appraisal.outcome is not None and appraisal.instrument.judges is Judges.RESULT:
        said.append(appraisal.outcome.name)
    return label._replace(about="; ".join(said))


def name_of(heading: Heading) -> str:
    """Write a heading out."""
    return f"{heading.label} {heading.title}".strip()


def _light_table(panel: LightPanel) -> Table:
    columns = (Column("Study", whole=True), Column("Result"), *(Column(name_of(heading)) for heading in panel.headings))
    rows = tuple(
        (
            Mark(row.study.id, Tone.CODE),
            row.study.about,
            *(light.mark if light is not None else "" for light in row.lights),
        )
        for row in panel.rows
    )
    return Table(panel.title, columns, rows)


# shares


def summary(verdicts: Sequence[StudyVerdict], weights: Weights) -> Picture:
    """Show how large a share has which judgement, domain by domain.

    Args:
        verdicts: The studies; one that was retracted is left out and named, and so is a further report of another.
        weights: By people, a study whose number of people is not recorded is left out and named; the results of one
            study share its weight equally, so that nobody is counted twice.
    """
    standing = [verdict for verdict in verdicts if verdict.study.status is not Status.RETRACTED]
    again = further_reports([verdict.study for verdict in standing if verdict.appraisals])
    counted = [verdict for verdict in standing if str(verdict.study.id) not in again]
    unknown = [v for v in counted if v.appraisals and weights is Weights.PEOPLE and _weight(v, weights) is None]
    weighed = [verdict for verdict in counted if verdict not in unknown]
    panels = tuple(panel for sheaf in _sheaves(weighed) for panel in _bar_panels(sheaf, weights))
    by = "by the number of their people" if weights is Weights.PEOPLE else "each study counting once"
    forms = "; ".join(f"{panel.title}, {_size(panel)}" for panel in panels) or "none is judged"
    notes = [*_proposed(weighed), *_shared(weighed), *_summary_notes(verdicts, unknown, again, weights)]
    return Picture(
        "Judgements by domain",
        f"Shares of judgements by domain, {by}: {forms}.",
        Summary(weights, panels),
        tuple(_bar_table(panel, weights) for panel in panels),
        tuple(notes),
    )


def _proposed(verdicts: Sequence[StudyVerdict]) -> Iterator[str]:
    """Say how many of the judgements that are counted are nobody's but the program's."""
    counted: list[Judgement | OverallJudgement] = []
    for appraisal in (appraisal for verdict in verdicts for appraisal in verdict.appraisals):
        wholes = (_whole(appraisal, axis) for axis in ("", *(str(axis.axis.id) for axis in appraisal.axes)))
        counted += [*appraisal.judgements, *(whole for whole in wholes if whole is not None)]
    number = sum(judged.final is not None and not judged.confirmed for judged in counted)
    if number:
        said = number_of(number, "judgement counted here is", "judgements counted here are")
        yield f"{said} proposed from recorded facts; no reviewer has confirmed {'it' if number == 1 else 'them'}."


def _shared(verdicts: Sequence[StudyVerdict]) -> Iterator[str]:
    """Say why the studies of a bar may add up to more than there are."""
    if any(len(sheaf.rows) > len({verdict.study.id for verdict, _ in sheaf.rows}) for sheaf in _sheaves(verdicts)):
        yield (
            "A study that is judged more than once, by several results or reviewers, is shared among its judgements "
            "and counted at each."
        )


def _size(panel: BarPanel) -> str:
    studies = number_of(panel.studies, "study", "studies")
    return studies if panel.people is None else f"{studies} with {panel.people} people"


def _summary_notes(
    verdicts: Sequence[StudyVerdict], unknown: Sequence[StudyVerdict], again: AbstractSet[str], weights: Weights
) -> Iterator[str]:
    if weights is Weights.PEOPLE:
        yield "Weights: people, as analysed or else as enrolled. They say how many, not how good."
    else:
        yield "Weights: equal, each study counting once."
    if unknown:
        yield f"Left out, since the number of people is not recorded: {_ids(unknown)}."
    retracted = [verdict for verdict in verdicts if verdict.study.status is Status.RETRACTED]
    if retracted:
        yield f"Left out, since retracted: {_ids(retracted)}."
    reported = [verdict for verdict in verdicts if verdict.study.id in again]
    if reported:
        yield f"Left out, since further reports of studies that are counted: {_ids(reported)}."
    without = [v for v in verdicts if not v.appraisals and v not in retracted]
    if without:
        yield f"Left out, since not judged: {_ids(without)}."
    yield NOT_OFFICIAL


def _ids(verdicts: Iterable[StudyVerdict]) -> str:
    return ", ".join(str(verdict.study.id) for verdict in verdicts)


def _weight(verdict: StudyVerdict, weights: Weights) -> int | None:
    """Give a study's weight, or ``None`` where it is not known; nobody in it is no weight either."""
    return (people_of(verdict.study) or None) if weights is Weights.PEOPLE else 1


def _bar_panels(sheaf: _Sheaf, weights: Weights) -> Iterator[BarPanel]:
    studies = {str(verdict.study.id): verdict for verdict, _ in sheaf.rows}
    people = sum(_weight(v, weights) or 0 for v in studies.values()) if weights is Weights.PEOPLE else None
    for axis, title, rule in sheaf.axes():
        bars = []
        for name, heading in zip(sheaf.order(axis), sheaf.headings(axis), strict=True):
            told = ((v, a, j) for v, a in sheaf.rows for j in a.on_axis(axis) if j.domain.id == name)
            levels = [(verdict, judgement.final) for verdict, _, judgement in told]
            bars.append(Bar(heading, tuple(_segments(sheaf.instrument, None, levels, weights))))
        wholes = [(v, o.final) for v, a in sheaf.rows if (o := _whole(a, axis)) is not None]
        if wholes:
            bars.append(Bar(_OVERALL, tuple(_segments(sheaf.instrument, rule, wholes, weights))))
        yield BarPanel(_title(sheaf.instrument, title), tuple(bars), len(studies), people, bool(wholes))


def _segments(
    instrument: Instrument, rule: Overall | None, told: Sequence[tuple[StudyVerdict, str | None]], weights: Weights
) -> Iterator[Segment]:
    """Share weight among levels, best first, and what is open last."""
    times: dict[str, int] = {}
    for verdict, _ in told:
        times[verdict.study.id] = times.get(verdict.study.id, 0) + 1
    levels = whole_levels(instrument, rule) if rule is not None else instrument.levels
    amounts: dict[str | None, float] = dict.fromkeys((*levels, None), 0.0)
    ids: dict[str | None, set[str]] = {level: set() for level in amounts}
    for verdict, level in told:
        amounts[level] += (_weight(verdict, weights) or 0) / times[verdict.study.id]
        ids[level].add(verdict.study.id)
    total = sum(amounts.values())
    for level, amount in amounts.items():
        if amount:
            tone = TONE_OF[None if level is None else levels[level]]
            yield Segment(
                Mark(level_word(instrument, level, rule), tone),
                amount / total,
                percent(amount / total),
                len(ids[level]),
            )


def percent(share: float) -> str:
    """Write a share; what is there and rounds to nothing is more than nothing, and what lacks something is not all."""
    rounded = round(100 * share)
    if share > 0 and not rounded:
        return "<1 %"
    return ">99 %" if share < _ALMOST_ALL and rounded == 100 else f"{rounded} %"  # noqa: PLR2004 -- per cent


_ALMOST_ALL = 1 - 1e-9


def _bar_table(panel: BarPanel, weights: Weights) -> Table:
    words = list(dict.fromkeys(segment.mark for bar in panel.bars for segment in bar.segments))
    columns = (Column("Domain"), *(Column(mark.text) for mark in words))
    rows = []
    for bar in panel.bars:
        shares = {segment.mark: segment for segment in bar.segments}
        cells: list[Cell] = [name_of(bar.heading)]
        for mark in words:
            part = shares.get(mark)
            cells.append(Mark(f"{part.said} ({part.studies})", mark.tone) if part else "")
        rows.append(tuple(cells))
    by = "people" if weights is Weights.PEOPLE else "studies"
    return Table(f"{panel.title}: share of {by} (number of studies)", columns, tuple(rows), last_apart=panel.whole)
