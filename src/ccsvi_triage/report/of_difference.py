"""What differs between two judgements of a library, told as a report.

Whatever comes from a file is marked as code, so that in the comments of a forge no name in it calls anybody and no
address in it is a link.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ccsvi_triage.model.difference import Brief, Change, Changed, Difference, Part, Standing, Way, Why
from ccsvi_triage.report.blocks import (
    SCHEMA_VERSION,
    Block,
    Cell,
    Column,
    Gap,
    Line,
    Mark,
    Pairs,
    Report,
    Table,
    Text,
    Tone,
)
from ccsvi_triage.report.licences import NOT_OFFICIAL

_WAYS = {
    Way.WORSE: Mark("worse", Tone.SERIOUS),
    Way.BETTER: Mark("better", Tone.GOOD),
    Way.NEITHER: Mark("changed", Tone.APART),
}
_PARTS = {
    Part.VERDICT: "verdict",
    Part.CERTAINTY: "certainty",
    Part.WORDING: "the claim's",
    Part.COUNTED: "counted:",
    Part.INSTRUMENT: "instrument",
    Part.JUDGEMENT: "judgement",
    Part.DOMAIN: "domain",
    Part.CARRIES: "can carry",
    Part.NUMBER: "number",
}
_NONE = "-"
_COLUMNS = (Column("Way", whole=True), Column("What"), Column("Before"), Column("After"))


class Against(NamedTuple):
    """What a library is compared with.

    Attributes:
        name: A revision or a file, as it was typed.
        commit: What git calls the revision; empty for a file.
        tool: The version of the program that judged it.
    """

    name: str
    commit: str
    tool: str


def of_difference(difference: Difference, against: Against, version: str) -> Report:
    """Tell what differs, claims first, and of each kind the worst first.

    Args:
        difference: What differs.
        against: What the library was compared with.
        version: The tool's version.
    """
    blocks = tuple(_blocks(difference, against))
    return Report(blocks, _data(difference, against, version), f"What differs from {against.name}")


def _blocks(difference: Difference, against: Against) -> Iterator[Block]:
    yield Line((Mark("What differs from", Tone.STRONG),), _code(against.name))
    yield Gap()
    yield Text(_summary(difference))
    if difference.tools is not None:
        yield Text("The two were judged by two versions of triage, which may differ by themselves.")
        yield Pairs((("Before", _code(difference.tools.before)), ("After", _code(difference.tools.after))))
    for heading, changed in (("Claims", difference.claims), ("Studies", difference.studies)):
        if changed:
            yield Gap()
            yield Line((Mark(heading, Tone.STRONG),))
        for each in _worst_first(changed):
            yield Gap()
            yield from _changed(each)
    yield from _standing(difference.standing)
    for title, briefs in (
        ("New claims", difference.new_claims),
        ("Claims that are gone", difference.gone_claims),
        ("New studies", difference.new_studies),
        ("Studies that are gone", difference.gone_studies),
    ):
        if briefs:
            yield Gap()
            yield Pairs(tuple((_code(each.id), _code(each.said)) for each in briefs), title=title)
    yield Gap()
    yield Text(NOT_OFFICIAL, Tone.MUTED)


def _worst_first(changed: Sequence[Changed]) -> list[Changed]:
    ways = list(Way)
    return sorted(changed, key=lambda each: ways.index(each.way))


def _summary(difference: Difference) -> str:
    if difference.empty:
        return "Nothing differs: every judgement, number and verdict is what it was."
    ways = _ways(difference)
    moved = _both(len(difference.claims), len(difference.studies), " and ")
    parts = [f"{moved or 'No claim and no study'} changed"]
    if moved:
        parts[0] += f": {ways[Way.WORSE]} worse, {ways[Way.BETTER]} better, {ways[Way.NEITHER]} neither"
    for word, claims, studies in (
        ("new", difference.new_claims, difference.new_studies),
        ("gone", difference.gone_claims, difference.gone_studies),
    ):
        there = _both(len(claims), len(studies), ", ")
        parts += [f"{word}: {there}"] * bool(there)
    if difference.standing:
        parts.append(f"{_counted(len(difference.standing), 'claim')} touched whose verdict stands")
    return "; ".join(parts)


def _ways(difference: Difference) -> Counter[Way]:
    return Counter(change.way for _, change in difference.changes())


def _both(claims: int, studies: int, between: str) -> str:
    told = [_counted(claims, "claim")] * bool(claims) + [_counted(studies, "study", "studies")] * bool(studies)
    return between.join(told)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _changed(changed: Changed) -> Iterator[Block]:
    yield Line((_code(changed.id),), _WAYS[changed.way])
    yield Line((_code(changed.title),))
    rows = [row for change in changed.changes for row in _rows(change)]
    yield Table("", _COLUMNS, tuple(rows))


def _rows(change: Change) -> Iterator[tuple[Cell, ...]]:
    """Give a change and, under it, each reason with what it was and what it is."""
    what = _PARTS[change.part]
    before, after = (_worded(text, change.part) for text in (change.before, change.after))
    yield _WAYS[change.way], _code(f"{what} {change.name}".strip()), _told(before), _told(after)
    for why in change.because:
        yield "", _code(f"by {why.what}"), _told(why.before), _told(why.after)


_LEVELS = frozenset({Part.VERDICT, Part.CERTAINTY, Part.JUDGEMENT, Part.DOMAIN})


def _worded(text: str, part: Part) -> str:
    """Write the words of verdicts and levels as people read them."""
    return text.replace("-", " ") if part in _LEVELS else text


def _told(text: str) -> Cell:
    return _code(text) if text else _NONE


def _code(text: str) -> Mark:
    return Mark(text, Tone.CODE)


def _standing(standing: Sequence[Standing]) -> Iterator[Block]:
    if not standing:
        return
    rows = tuple((_code(each.id), _code("; ".join(_stands(each)))) for each in standing)
    yield Gap()
    yield Pairs(rows, title="Claims that stand, and name a study that differs")


def _stands(standing: Standing) -> Iterator[str]:
    yield _worded(standing.said, Part.VERDICT)
    told = {why.what for why in standing.because}
    yield from map(_why_words, standing.because)
    others = [study for study in standing.studies if f"study {study}" not in told]
    if others:
        yield f"names {', '.join(others)}"


def _why_words(why: Why) -> str:
    return f"{why.what}: {why.before or _NONE} -> {why.after or _NONE}"


# for programs


def _data(difference: Difference, against: Against, version: str) -> dict[str, Any]:
    ways = _ways(difference)
    return {
        "schema": f"ccsvi-triage/difference/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOT_OFFICIAL,
        "before": {"name": against.name, "commit": against.commit or None, "tool": against.tool},
        "summary": {way.value: ways[way] for way in Way},
        "claims": [_changed_data(each) for each in difference.claims],
        "studies": [_changed_data(each) for each in difference.studies],
        "standing": [
            {
                "id": each.id,
                "title": each.title,
                "said": each.said,
                "studies": list(each.studies),
                "because": [_why_data(why) for why in each.because],
            }
            for each in difference.standing
        ],
        "new": {"claims": _briefs(difference.new_claims), "studies": _briefs(difference.new_studies)},
        "gone": {"claims": _briefs(difference.gone_claims), "studies": _briefs(difference.gone_studies)},
    }


def _changed_data(changed: Changed) -> dict[str, Any]:
    return {
        "id": changed.id,
        "title": changed.title,
        "way": changed.way.value,
        "changes": [_change_data(change) for change in changed.changes],
    }


def _change_data(change: Change) -> dict[str, Any]:
    return {
        "part": change.part.value,
        "name": change.name,
        "before": change.before or None,
        "after": change.after or None,
        "way": change.way.value,
        "because": [_why_data(why) for why in change.because],
    }


def _why_data(why: Why) -> dict[str, Any]:
    return {"what": why.what, "before": why.before or None, "after": why.after or None}


def _briefs(briefs: Sequence[Brief]) -> list[dict[str, Any]]:
    return [brief._asdict() for brief in briefs]
