"""What a sentence comes near to, told as a report."""

from collections.abc import Iterator
from typing import Any

from ccsvi_triage.model.nearness import Manner, Near, Nearness
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
from ccsvi_triage.report.say import place_data

NOTICE = (
    "Words were compared and nothing was understood. Which of these claims the sentence is, if any, and whether it "
    "asserts or denies it, is for a reader to say; no verdict was looked at."
)
_TONE = {
    Manner.ASSERTS: Tone.PLAIN,
    Manner.DENIES: Tone.PLAIN,
    Manner.ASKS: Tone.PLAIN,
    Manner.HEDGES: Tone.PLAIN,
    Manner.UNSURE: Tone.OPEN,
}


def of_nearness(nearness: Nearness, claims: int, version: str) -> Report:
    """Tell which stored claims a sentence comes near to.

    Args:
        nearness: What was found.
        claims: How many claims the library has.
        version: The tool's version.
    """
    blocks: list[Block] = [Line((Mark(f'"{nearness.text}"', Tone.STRONG),)), Gap()]
    if nearness.near:
        columns = (
            Column("Near", right=True),
            Column("Claim", whole=True),
            Column("Nearest wording"),
            Column("A guess"),
        )
        rows = tuple(
            (str(each.score), Mark(str(each.claim.id), Tone.CODE), f'"{each.wording}"', _guess(each))
            for each in nearness.near
        )
        blocks += [Table("Claims that it comes near to", columns, rows), Gap()]
        blocks.append(Pairs(tuple(_why(nearness)), title="By what"))
        best = str(nearness.near[0].claim.id)
        blocks += [Gap(), Line(("What the evidence lets anybody say: ", Mark(f"triage claim {best}", Tone.CODE)))]
    else:
        number = "the 1 claim" if claims == 1 else f"the {claims} claims"
        blocks.append(Text(f"None comes near: of {number} of the library, none has enough of these words."))
    blocks += [Gap(), Text(NOTICE, Tone.MUTED)]
    return Report(tuple(blocks), _data(nearness, version), "A sentence and the claims near it", (_wide(nearness),))


def _guess(near: Near) -> Cell:
    return Mark(near.guess.manner.value, _TONE[near.guess.manner])


def _why(nearness: Nearness) -> Iterator[tuple[Cell, Cell]]:
    for each in nearness.near:
        cues = f" ({', '.join(each.guess.cues)})" if each.guess.cues else ""
        said = f"shares {', '.join(each.shared)}; {each.guess.manner.value}: {each.guess.because}{cues}"
        yield Mark(str(each.claim.id), Tone.CODE), said


# for programs


_COLUMNS = ("claim", "text", "score", "wording", "shared", "guess", "cues", "because")


def _wide(nearness: Nearness) -> Table:
    rows = tuple(
        (
            str(each.claim.id),
            each.claim.text,
            str(each.score),
            each.wording,
            " ".join(each.shared),
            each.guess.manner.value,
            " ".join(each.guess.cues),
            each.guess.because,
        )
        for each in nearness.near
    )
    return Table("", tuple(Column(name) for name in _COLUMNS), rows)


def _data(nearness: Nearness, version: str) -> dict[str, Any]:
    return {
        "schema": f"ccsvi-triage/nearness/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "notice": NOTICE,
        "text": nearness.text,
        "least": nearness.least,
        "claims": [
            {
                "id": str(each.claim.id),
                "text": each.claim.text,
                "place": place_data(each.claim.where.record),
                "score": each.score,
                "wording": each.wording,
                "shared": list(each.shared),
                "guess": {
                    "manner": each.guess.manner.value,
                    "cues": list(each.guess.cues),
                    "because": each.guess.because,
                },
            }
            for each in nearness.near
        ],
    }
