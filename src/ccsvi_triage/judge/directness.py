"""Whether the people, treatment, comparison and outcome of studies are those that a claim is about."""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.logic.wording import listed, some
from ccsvi_triage.model.claim import PARTS, Claim
from ccsvi_triage.model.synthesis import Named, Weighed
from ccsvi_triage.model.words import Flaw, Importance, Match, Question

_OF_TREATMENTS = (Question.BENEFIT, Question.HARM)
_MOST = 2


def matches_of(claim: Claim, named: Named) -> dict[str, Match | None]:
    """Tell of each part of a claim's question how what was studied stands to it; ``None`` where nothing says so.

    What the claim says of the study holds. Without it the study's own record tells of its people by its flaws, and of
    its outcome by whether that stands in for another.
    """
    told = named.bears.directness
    found = {part: getattr(told, part) if told is not None else None for part in PARTS}
    if found["population"] is None:
        found["population"] = next((match for code, match in _BY_FLAW.items() if _has(named, code)), None)
    if claim.kind in _OF_TREATMENTS:
        found["outcome"] = _outcome_of(claim, named)
    return found


_BY_FLAW = {Flaw.INDIRECT_POPULATION: Match.OTHER, Flaw.MIXED_POPULATION: Match.PARTLY}


def _has(named: Named, code: Flaw) -> bool:
    return any(flaw.code is code for flaw in named.verdict.study.flaws)


def measured(claim: Claim, named: Named) -> bool | None:
    """Tell whether a study measured the outcome of the claim, or what stands in for it; ``None`` where it is open."""
    match = _outcome_of(claim, named)
    return None if match in _OPEN else match is Match.SAME


def _outcome_of(claim: Claim, named: Named) -> Match | None:
    told = named.bears.directness
    if told is not None and told.outcome is not None:
        return told.outcome
    if claim.importance is Importance.SURROGATE:
        return Match.SAME
    outcome = named.scaled.outcome
    importance = outcome.importance.value if outcome is not None and outcome.importance is not None else None
    if importance is None:
        return None
    return Match.OTHER if importance is Importance.SURROGATE else Match.SAME


_OPEN = (None, Match.UNCLEAR, Match.PARTLY)


def indirectness(
    claim: Claim, body: Sequence[Weighed], weights: Mapping[str, float] | None = None
) -> tuple[tuple[int, ...], str]:
    """Propose by how many steps certainty goes down, since what was studied is not what the claim is about.

    One part that differs is a step, two or more are two. Where some studies differ, it is none if the others point the
    same ways without them and have half of the weight or more, else one. A part that nobody has looked at may be
    either; so may one that matches in part, as whether that changes the effect is for a person to say.

    Args:
        claim: The claim.
        body: The studies that are rated together.
        weights: Where they were averaged, the share of the weight of each that entered, from 0 to 1.

    Returns:
        Every number of steps that is possible, fewest first, and why.

    Source:
        GRADE guidelines 8, J Clin Epidemiol 2011;64:1303-1310, names the four parts; how steps are counted is this
        project's own.
    """
    if all(each.animals for each in body):
        return (_MOST,), "done in animals, and the claim is about people"
    matches = {each.id: each.matches for each in body}
    least = _steps(body, {name: _differing(match, (Match.OTHER,)) for name, match in matches.items()}, weights)
    most = _steps(body, {name: _differing(match, (Match.OTHER, *_OPEN)) for name, match in matches.items()}, weights)
    names = _NAMES if claim.kind in _OF_TREATMENTS else {**_NAMES, "intervention": "exposure"}
    told = [text for part in PARTS for text in _differs(part, names[part], body, matches)]
    told += _still(names, matches)
    said = "; ".join(told)
    if least != most:
        return tuple(range(least, most + 1)), f"open: {said}"
    if least:
        return (least,), said
    if said:
        ways = "ways" if len({each.leaning for each in body}) > 1 else "way"
        return (0,), f"{said}; without, the others point the same {ways}"
    return (0,), f"{listed(list(names.values()))} are recorded as the claim's own"


_NAMES = {"population": "people", "intervention": "treatment", "comparator": "comparison", "outcome": "outcome"}


def _differing(matches: Mapping[str, Match | None], among: Sequence[Match | None]) -> int:
    return min(sum(match in among for match in matches.values()), _MOST)


def _steps(body: Sequence[Weighed], differing: Mapping[str, int], weights: Mapping[str, float] | None) -> int:
    direct = [each for each in body if not differing[each.id]]
    if not direct:
        return min(differing.values())
    agree = {each.leaning for each in direct} == {each.leaning for each in body}
    heavy = weights is None or sum(weights.get(each.id, 0.0) for each in direct) >= _HALF
    return 0 if agree and heavy else 1


_HALF = 0.5
_Matches = Mapping[str, Mapping[str, Match | None]]


def _differs(part: str, name: str, body: Sequence[Weighed], matches: _Matches) -> Iterator[str]:
    differing = [each for each in body if matches[each.id][part] is Match.OTHER]
    if not differing:
        return
    told = [each.named.bears.directness for each in differing]
    if part == "outcome" and all(each is None or each.outcome is None for each in told):
        what = "what was measured stands in for the outcome of the claim"
    else:
        what = f"{'other' if part == 'population' else 'another'} {name} {_VERBS[part]}"
    yield f"{what} ({some([each.id for each in differing])})"


_VERBS = {
    "population": "were studied",
    "intervention": "was studied",
    "comparator": "was made",
    "outcome": "was measured",
}


def _still(names: Mapping[str, str], matches: _Matches) -> Iterator[str]:
    """Say what keeps the steps open: what is not recorded, what is unclear, and what matches in part."""
    for match, (before, after) in _SAID.items():
        parts = [part for part in PARTS if any(each[part] is match for each in matches.values())]
        if parts:
            verb = "match" if len(parts) > 1 or parts == ["population"] else "matches"
            what = f"{listed([names[part] for part in parts])} {verb} the claim"
            yield f"{before}{what}{after} {some([name for name, each in matches.items() if match in each.values()])}"


_SAID: dict[Match | None, tuple[str, str]] = {
    None: ("whether ", " is not recorded of"),
    Match.UNCLEAR: ("whether ", " is unclear of"),
    Match.PARTLY: ("", " in part in"),
}
