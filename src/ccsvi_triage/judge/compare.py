"""Studies side by side: whether they disagree, what may make them, and which carry more weight."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from ccsvi_triage.judge.reasons import reasons_for
from ccsvi_triage.judge.sides import Desk, borne_by, one_scale, stand_of
from ccsvi_triage.judge.weight import counts, weigh
from ccsvi_triage.model.appraisal import Reading, StudyVerdict
from ccsvi_triage.model.claim import Claim
from ccsvi_triage.model.comparison import (
    Comparison,
    Matched,
    Scaled,
    Standing,
)
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import (
    Kind,
    Status,
)

FEWEST, MOST = 2, 8
"""How many studies can stand side by side."""


def objection(verdicts: Sequence[StudyVerdict]) -> str:
    """Say why some studies cannot be compared, in a sentence that helps; empty where they can.

    A companion report is the same study twice, and what has no results, or is no study, would make a table of nonsense.
    A retracted study is shown beside the others, and never counted.
    """
    for verdict in verdicts:
        said = _no_results(verdict, verdicts)
        if said:
            return said
    for one, other in combinations(verdicts, 2):
        said = _same_study(one.study, other.study) or _same_study(other.study, one.study)
        if said:
            return said
    if sum(counts(verdict) for verdict in verdicts) == 0:
        return "none of them counts as evidence: all were retracted"
    return ""


def _no_results(verdict: StudyVerdict, verdicts: Sequence[StudyVerdict]) -> str:
    study = verdict.study
    retracted = study.status is Status.RETRACTED
    planned = study.kind is Kind.PROTOCOL or study.status in (Status.PLANNED, Status.ONGOING)
    if planned and not retracted:
        of = next((str(v.study.id) for v in verdicts if v.study.id == str(study.companion_of)), "")
        if of:
            return (
                f"{study.id} is the plan of {of} and has no results; what the report did otherwise stands "
                f"under its flaws ('triage appraise {of}')"
            )
        results = f"; its results are in {study.companion_of}" if study.companion_of else ""
        return f"{study.id} is a plan and has no results to compare{results}"
    if verdict.choice is not None and verdict.choice.refusal and not retracted:
        kind = study.kind.value.replace("-", " ")
        return f"{study.id} is no study with results ({kind}): {verdict.choice.refusal}"
    return ""


def _same_study(companion: Study, other: Study) -> str:
    """Say that two reports are of one study, and which of them counts."""
    if str(companion.companion_of) == other.id:
        relation = f" ({companion.relation.value.replace('-', ' ')})" if companion.relation else ""
        return (
            f"{companion.id} is a further report{relation} of {other.id}: they are one study and count once, by "
            f"{other.id}; compare that one with another study"
        )
    if companion.companion_of and companion.companion_of == other.companion_of and companion.id < other.id:
        return (
            f"{companion.id} and {other.id} are further reports of one study, {companion.companion_of}, which counts; "
            "compare that one with another study"
        )
    return ""


def compare(
    verdicts: Sequence[StudyVerdict],
    scaled: Mapping[str, Scaled],
    matched: Matched,
    *,
    claims: Iterable[Claim] = (),
    readings: Mapping[str, Reading],
) -> Comparison:
    """Lay studies side by side.

    Args:
        verdicts: What is said of each, in the order in which they are shown.
        scaled: The result of each that is compared, by its id.
        matched: How these results were found.
        claims: The claims of the library.
        readings: When to read each, by its id.

    Returns:
        The same findings whatever the order of the studies.
    """
    counted = tuple(str(verdict.study.id) for verdict in verdicts if counts(verdict))
    told = [scaled[name] for name in counted]
    scale = one_scale(told, matched)
    stands = {name: stand_of(scaled[name], scale.measure) for name in counted}
    borne = tuple(borne_by(claims, counted))
    desk = Desk({str(v.study.id): v for v in verdicts}, scaled, matched, scale, stands, borne)
    standing, because = desk.standing()
    return Comparison(
        verdicts=tuple(verdicts),
        readings=readings,
        counted=counted,
        matched=matched,
        scaled=scaled,
        scale=scale,
        stands=stands,
        borne=borne,
        standing=standing,
        because=because,
        alike=tuple(desk.alike()) if standing is Standing.DISAGREE else (),
        reasons=tuple(reasons_for(desk, standing)) if standing is not Standing.AGREE else (),
        weight=weigh(verdicts),
    )
