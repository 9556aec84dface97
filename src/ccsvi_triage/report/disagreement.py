"""Why studies may disagree, most likely first, with the flaws and the notes on bias behind it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.model.appraisal import Ground
from ccsvi_triage.model.bias import BiasNote
from ccsvi_triage.model.comparison import Comparison, Parting, Reason, Standing
from ccsvi_triage.model.instrument import Citation
from ccsvi_triage.model.words import Direction, Disagreement
from ccsvi_triage.report.blocks import Block, Cell, Gap, Line, Mark, Pairs, Text, Tone
from ccsvi_triage.report.grounds import who_says

SAID: Mapping[Disagreement, str] = {
    Disagreement.CHANCE: "results may differ no more than chance makes them",
    Disagreement.COMPARISON: "with what people were compared, and what happens without treatment",
    Disagreement.ALLOCATION: "how people came into the groups",
    Disagreement.BLINDING: "who knew the group, and whether opinion could enter",
    Disagreement.OUTCOME: "what was measured, in what unit, and when",
    Disagreement.POPULATION: "who was studied",
    Disagreement.TREATMENT: "what was given, and whether it arrived",
    Disagreement.PRECISION: "how much the numbers can tell",
    Disagreement.REPORTING: "which results were reported, and of whom",
    Disagreement.INTERESTS: "who stood to gain, in money or in standing",
    Disagreement.NUMBERS: "what cannot be right as printed",
}
"""Each reason in a line; ``triage explain`` has its page."""

FEW_STUDIES = 3
"""Up to this many studies each pair is told in full; of more, what is said is kept short."""

_DIRECTIONS = {
    Direction.FAVOURS_EXPERIMENTAL: "usually for the treatment",
    Direction.FAVOURS_COMPARATOR: "usually against the treatment",
    Direction.TOWARDS_NULL: "usually towards no effect",
    Direction.AWAY_FROM_NULL: "usually away from no effect",
    Direction.UNPREDICTABLE: "in no constant direction",
}


def notes_on(reason: Reason, notes: Sequence[BiasNote]) -> list[BiasNote]:
    """Give the notes on the size of the biases that stand behind a reason."""
    return [note for note in notes if reason.bias.intersection(note.flaw)]


def disagreement_blocks(
    comparison: Comparison, number: Mapping[str, str], notes: Sequence[BiasNote]
) -> Iterator[Block]:
    """Tell whether studies disagree, and what may lie behind it."""
    yield Gap()
    heads = {
        Standing.DISAGREE: "They disagree",
        Standing.AGREE: "They do not disagree",
        Standing.UNKNOWN: "Whether they disagree cannot be told",
    }
    yield Line((Mark(heads[comparison.standing], Tone.STRONG),))
    for because in comparison.because:
        yield Text(f"{because}.", under=True)
    for alike in comparison.alike:
        yield Text(f"Alike {alike}.", Tone.MUTED, under=True)
    if comparison.standing is Standing.AGREE:
        return
    if not comparison.reasons:
        yield Text("Nothing recorded sets them apart.", under=True)
        return
    yield Gap()
    disagree = comparison.standing is Standing.DISAGREE
    head = (
        "Why they disagree, most likely first"
        if disagree
        else "What sets them apart, in the order in which it would be looked at"
    )
    yield Line((Mark(head, Tone.STRONG),))
    note = (
        "The order is the same for all studies ('triage explain disagreement'); nothing is weighed or added up. Flaws "
        "are stated of whole studies: whether each bears on the outcome compared is for a reader to judge."
    )
    yield Text(note, Tone.MUTED, under=True)
    if any(notes_on(reason, notes) for reason in comparison.reasons):
        yield Text(
            "The size of a bias is what other studies found on average, told up to its first figure; 'triage explain "
            "bias' has the rest, what contests it, where it holds, and all sources. No figure measures these studies.",
            Tone.MUTED,
            under=True,
        )
    told: list[BiasNote] = []
    for place, reason in enumerate(comparison.reasons, 1):
        yield Gap()
        rows = tuple(
            _reason(comparison, reason, number, [note for note in notes_on(reason, notes) if note not in told])
        )
        told += notes_on(reason, notes)
        yield Pairs(rows, title=f"{place} {reason.word.value}: {SAID[reason.word]}")


def _reason(
    comparison: Comparison, reason: Reason, number: Mapping[str, str], new: Sequence[BiasNote]
) -> Iterator[tuple[Cell, Cell]]:
    for parting in reason.partings:
        yield parting.what, _parting(parting, number)
    few = len(comparison.verdicts) <= FEW_STUDIES
    for code in dict.fromkeys(ground.word for _, ground in reason.flaws):
        told = [(name, ground) for name, ground in reason.flaws if ground.word == code]
        yield Mark(code, Tone.CODE), "; ".join(_flaw(name, ground, number, full=few) for name, ground in told)
    for judged in reason.judged:
        rules = f", {', '.join(judged.rules)}" if judged.rules else ""
        yield "judged", f"{judged.study}: {judged.domain}, {judged.concern} ({judged.instrument}{rules})"
    for name, finding in reason.findings:
        yield Mark(finding.check, Tone.CODE), f"{name}: {finding.said}"
    yield from (("size of bias", _note(note)) for note in new)


def _parting(parting: Parting, number: Mapping[str, str]) -> str:
    sources = {name: ground.source for name, ground in parting.grounds}
    said = []
    for name, word in parting.says:
        source = sources.get(name, "")
        said.append(f"{name}: {word}" + (f" {number.get(source, source)}" if source else ""))
    return "; ".join(said)


def _flaw(name: str, ground: Ground, number: Mapping[str, str], *, full: bool) -> str:
    who = who_says(ground.source, ground.locator if full else "", number)
    basis = f"{ground.basis.value}, {who}" if who else f"{ground.basis.value}, no source"
    detail = f": {ground.note}" if full and ground.note else ""
    return f"{name}{detail} ({basis})"


def _note(note: BiasNote) -> str:
    """Write a note shortly: up to its first figure, that it is contested, and its first source."""
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", note.size)
    figures = [n for n, sentence in enumerate(sentences, 1) if any(letter.isdigit() for letter in sentence)]
    first = " ".join(sentences[: figures[0] if figures else 1]).rstrip(".")
    first = first[:1].lower() + first[1:] if first[1:2].islower() else first
    contested = "; contested" if note.contested else ""
    others = f" and {len(note.sources) - 1} more" if len(note.sources) > 1 else ""
    where = f"{_cite(note.sources[0])}{others}"
    return f"{note.title}: {first}; {_DIRECTIONS[note.direction]}{contested} [{where}]"


def _cite(source: Citation) -> str:
    where = f"doi:{source.doi}" if source.doi else source.url or ""
    return f"{source.cite} {where}".strip()
