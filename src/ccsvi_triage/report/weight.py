"""Which of several studies carries more weight, and what none of them can say."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.logic.wording import concern_words, effect_text
from ccsvi_triage.model.appraisal import StudyVerdict
from ccsvi_triage.model.comparison import Comparison, Side
from ccsvi_triage.report.blocks import Block, Cell, Gap, Mark, Pairs, Tone
from ccsvi_triage.report.comparison_rows import shown_effect
from ccsvi_triage.report.disagreement import FEW_STUDIES

_PAIR = 2


def weight_blocks(comparison: Comparison) -> Iterator[Block]:
    """Tell which studies carry more weight than others, and by what."""
    weight = comparison.weight
    yield Gap()
    rows: list[tuple[Cell, Cell]] = []
    counted = comparison.counted
    alone = len(weight.most) == 1
    if len(counted) == 1:
        rows.append(("Only", f"{counted[0]} counts"))
    elif len(weight.most) == len(counted):
        rows.append(("More weight", "neither" if len(counted) == _PAIR else "none of them"))
    else:
        rows.append(("More weight" if alone else "Outranked by none", ", ".join(weight.most)))
    rows += _pairwise(comparison) if len(counted) <= FEW_STUDIES else _one_by_one(comparison)
    rows += [(Mark("never counted", Tone.CRITICAL), name) for name in weight.never]
    title = "What carries more weight: by judgement and design together, never one against the other"
    yield Pairs(tuple(rows), title=title)


def _pairwise(comparison: Comparison) -> Iterator[tuple[Cell, Cell]]:
    """Say of each pair why one outranks the other, or why neither does."""
    for each in comparison.weight.outranked:
        yield from ((Mark("because", Tone.MUTED) if not n else "", said) for n, said in enumerate(each.because))
    for one, other, why in comparison.weight.apart:
        yield Mark("neither", Tone.MUTED), f"{one}, {other}: {why}"


def _one_by_one(comparison: Comparison) -> Iterator[tuple[Cell, Cell]]:
    """Say of each study which of the others outrank it, and by what it stands."""
    over: dict[str, list[str]] = {}
    for each in comparison.weight.outranked:
        over.setdefault(each.study, []).append(each.by)
    for verdict in comparison.verdicts:
        name = str(verdict.study.id)
        if name not in comparison.counted:
            continue
        by = f"outranked by {', '.join(over[name])}; " if name in over else ""
        strength = verdict.choice.ceiling.value.replace("-", " ") if verdict.choice is not None else "not known"
        said = f"{by}on the ladder judged {concern_words(verdict)}; by design at most: {strength}"
        yield Mark(name, Tone.CODE), said


def limit_blocks(comparison: Comparison) -> Iterator[Block]:
    """Tell what the studies that count cannot say, and what a result that shows nothing leaves possible."""
    told = [verdict for verdict in comparison.verdicts if str(verdict.study.id) in comparison.counted]
    rows: list[tuple[Cell, Cell]] = []
    shared = shared_limits(told)
    if shared:
        rows.append(("None of them" if len(told) > _PAIR else "Neither", ", ".join(f'"{said}"' for said in shared)))
    for verdict in told:
        own = [said for said in barred(verdict) if said not in shared]
        if own:
            rows.append((Mark(verdict.study.id, Tone.CODE), f"nor {', '.join(f'{_quoted(said)}' for said in own)}"))
    for name, stand in comparison.stands.items():
        effect = shown_effect(comparison.scaled[name], comparison)
        if stand.side is Side.NOT_SHOWN and effect is not None:
            finds = comparison.scaled[name].finds
            smallest = f"; it could have found {finds}" if finds else ""
            said = f"no difference shown is no proof of none: {effect_text(effect)}{smallest}"
            rows.append((Mark(name, Tone.CODE), said))
    if rows:
        yield Gap()
        yield Pairs(tuple(rows), title="What they cannot say")


def _quoted(said: str) -> str:
    return f'"{said}"'


def barred(verdict: StudyVerdict) -> tuple[str, ...]:
    """Give what a study may not be said to show."""
    return verdict.ceiling.may_not if verdict.ceiling is not None else ()


def shared_limits(verdicts: Sequence[StudyVerdict]) -> tuple[str, ...]:
    """Give what none of some studies may be said to show, in an order that is not theirs."""
    limits = [set(barred(verdict)) for verdict in verdicts]
    return tuple(sorted(set.intersection(*limits))) if limits else ()
