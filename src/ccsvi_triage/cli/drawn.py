"""The pictures that pages for a browser have beside their tables."""

from collections.abc import Iterator
from typing import NamedTuple

from ccsvi_triage.judge.sides import one_scale
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.comparison import Effect, Matched, Matching, Scaled
from ccsvi_triage.model.synthesis import Synthesis
from ccsvi_triage.report.blocks import Block, Gap, Line, Mark, Picture, Text, Tone
from ccsvi_triage.report.charts import Forest, Weights
from ccsvi_triage.report.of_library import Whole
from ccsvi_triage.report.of_pooled import pooled_effect, pooled_notes
from ccsvi_triage.report.plot_claims import timeline
from ccsvi_triage.report.plot_effects import forest
from ccsvi_triage.report.plot_studies import summary, traffic_light

MOST_STUDIES = 150
"""More studies than this are shown in a page by their shares alone; 'triage plot' draws any number."""
MOST_CLAIMS = 50
"""So many claims have their time line in the page of a library."""


class Counted(NamedTuple):
    """The studies that count on a claim, as pictures of results take them.

    Attributes:
        told: Each by the result by which it bears on the claim.
        handed: Their average, and how it was made; ``None`` where there is none.
    """

    verdicts: list[StudyVerdict]
    told: list[Scaled]
    matched: Matched
    handed: tuple[Effect, str] | None


def counted_on(synthesis: Synthesis) -> Counted:
    """Give the studies that count on a claim, for pictures of their results."""
    named = [each.named for each in synthesis.counted]
    told = [each.scaled for each in named]
    outcomes = {str(each.verdict.study.id): each.scaled.outcome for each in named}
    matched = Matched(Matching.CLAIM, str(synthesis.claim.id), outcomes)
    return Counted([each.verdict for each in named], told, matched, pooled_effect(synthesis.pooled))


def about_counted(picture: Picture, synthesis: Synthesis) -> Picture:
    """Say in a picture whose studies it shows, which are set aside, and what belongs to an average of them."""
    aside = ", ".join(f"{a.named.verdict.study.id} ({a.word.value.replace('-', ' ')})" for a in synthesis.aside)
    said = f'The studies that count on the claim "{synthesis.claim.text}".'
    said += f" Set aside, and not shown: {aside}." if aside else ""
    chart = picture.chart
    averaged = isinstance(chart, Forest) and any(panel.pooled is not None for panel in chart.panels)
    beside = pooled_notes(synthesis.pooled) if averaged else ()
    return picture._replace(notes=(said, *beside, *picture.notes))


def pictures_of_claim(synthesis: Synthesis) -> Iterator[Block]:
    """Draw how a claim stood over time, and the effects between groups of the studies that count."""
    if synthesis.history:
        yield from (Gap(), timeline(synthesis))
    counted = counted_on(synthesis)
    if any(each.effects for each in counted.told):
        by_id = {str(verdict.study.id): verdict for verdict in counted.verdicts}
        scale = one_scale(counted.told, counted.matched)
        drawn = forest(counted.told, by_id, scale, counted.matched, counted.handed)
        yield from (Gap(), about_counted(drawn, synthesis))


def pictures_of_library(whole: Whole) -> Iterator[Block]:
    """Draw the judgements of all studies, and how each claim stood over time."""
    judged = [verdict for verdict in whole.verdicts if verdict.appraisals]
    told = [synthesis for synthesis in whole.judged if synthesis.history]
    if judged:
        yield from (Gap(), Line((Mark("Judgements in pictures", Tone.STRONG),)), Gap())
        if len(judged) <= MOST_STUDIES:
            yield traffic_light(judged)
        else:
            yield Text(f"Domain by domain only shares are drawn here, of {len(judged):,} studies.", Tone.MUTED)
        yield from (Gap(), summary(judged, Weights.EQUAL))
    if told:
        yield from (Gap(), Line((Mark("Claims over time", Tone.STRONG),)))
        for synthesis in told[:MOST_CLAIMS]:
            yield from (Gap(), timeline(synthesis))
        if len(told) > MOST_CLAIMS:
            yield Gap()
            yield Text(f"The first {MOST_CLAIMS} of {len(told):,} claims are drawn here.", Tone.MUTED)
