"""Which of some studies carry more weight: by judgement and design together, never by a sum."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from ccsvi_triage.judge.reasons import deciding
from ccsvi_triage.logic.wording import concern_words, concerns
from ccsvi_triage.model.appraisal import StudyVerdict, speaking
from ccsvi_triage.model.comparison import (
    Outranked,
    Weight,
)
from ccsvi_triage.model.words import (
    Status,
    Strength,
)

_STEPS = tuple(Strength)


def weigh(verdicts: Sequence[StudyVerdict]) -> Weight:
    """Say which studies carry more weight: by judgement and design together, and never by one against the other."""
    counted = [verdict for verdict in verdicts if counts(verdict)]
    outranked: list[Outranked] = []
    apart: list[tuple[str, str, str]] = []
    for one, other in combinations(counted, 2):
        better, worse, because = _outranks(one, other)
        if better is not None and worse is not None:
            outranked.append(Outranked(str(worse.study.id), str(better.study.id), because))
        else:
            apart.append((str(one.study.id), str(other.study.id), because[0]))
    below = {each.study for each in outranked}
    most = tuple(str(v.study.id) for v in counted if v.study.id not in below)
    never = tuple(str(v.study.id) for v in verdicts if not counts(v))
    return Weight(most, tuple(outranked), tuple(apart), never)


def _outranks(
    one: StudyVerdict, other: StudyVerdict
) -> tuple[StudyVerdict | None, StudyVerdict | None, tuple[str, ...]]:
    """Give the study of a pair that carries more weight and the other one, or neither and why."""
    ladder = _by_ladder(one, other)
    design = _by_design(one, other)
    because = tuple(_because(one, other, ladder, design))
    if ladder is None:
        return None, None, (_open(one, other, design),)
    if design is None:
        return None, None, ("what the design of one of them can carry is not known",)
    if ladder * design < 0:
        return None, None, ("the judgements speak for one of them, and the designs for the other",)
    if not (ladder or design):
        return None, None, ("they stand alike by judgement and by design",)
    return (one, other, because) if ladder > 0 or design > 0 else (other, one, because)


def _because(one: StudyVerdict, other: StudyVerdict, ladder: int | None, design: int | None) -> Iterator[str]:
    if ladder:
        better, worse = (one, other) if ladder > 0 else (other, one)
        yield (
            f"{worse.study.id} is judged {concern_words(worse)} ({_by(worse)}), "
            f"{better.study.id} {concern_words(better)} ({_by(better)})"
        )
    elif ladder == 0:
        yield f"both are judged {concern_words(one)}"
    if design:
        better, worse = (one, other) if design > 0 else (other, one)
        yield (
            f"by its design {better.study.id} can carry {_strength(better)} at most, "
            f"{worse.study.id} {_strength(worse)}"
        )


def _by(verdict: StudyVerdict) -> str:
    """Name the instrument and what decides: the rules of the whole, or those of its worst domains."""
    speaks = speaking(verdict.appraisals) or verdict.appraisals[0]
    overall = speaks.overall
    if overall is None or overall.final is None:
        return str(speaks.instrument.id)
    if overall.ruling is not None or overall.judged is not None:
        return f"{speaks.instrument.id}, by a person"
    rules = [str(rule.id) for rule in overall.rules] or [
        str(rule.id) for j in speaks.on_axis("") if j.final == overall.final for rule in deciding(j)
    ]
    named = f", {', '.join(rules[:_FEW])}" if rules else ""
    return f"{speaks.instrument.id}{named}" + (f" and {len(rules) - _FEW} more" if len(rules) > _FEW else "")


_FEW = 3


def _by_ladder(one: StudyVerdict, other: StudyVerdict) -> int | None:
    """Compare two studies on the common ladder: 1 where the first stands better, whatever is still open."""
    mine, theirs = concerns(one), concerns(other)
    if not mine or not theirs:
        return None
    if max(mine) < min(theirs):
        return 1
    if min(mine) > max(theirs):
        return -1
    return 0 if len(mine) == len(theirs) == 1 else None


def _by_design(one: StudyVerdict, other: StudyVerdict) -> int | None:
    if one.choice is None or other.choice is None:
        return None
    gap = _STEPS.index(one.choice.ceiling) - _STEPS.index(other.choice.ceiling)
    return (gap > 0) - (gap < 0)


def _strength(verdict: StudyVerdict) -> str:
    words = {
        Strength.DESCRIPTION: "a description",
        Strength.HYPOTHESIS: "a hypothesis",
        Strength.ASSOCIATION: "an association",
        Strength.EFFECT: "an effect",
        Strength.CONFIRMED_EFFECT: "a confirmed effect",
    }
    return words[verdict.choice.ceiling] if verdict.choice is not None else "nothing that is known"


def _open(one: StudyVerdict, other: StudyVerdict, design: int | None) -> str:
    """Say what is open between two studies."""
    said = []
    for verdict in (one, other):
        if not concerns(verdict):
            said.append(f"{verdict.study.id} is not judged as a whole on the common ladder")
        elif len(concerns(verdict)) > 1:
            said.append(f"{verdict.study.id} may come out anywhere from {_ends(verdict)}")
    if design:
        better, worse = (one, other) if design > 0 else (other, one)
        said.append(
            f"by its design {better.study.id} can carry more ({_strength(better)} against {_strength(worse)}), which "
            "a judgement may still take away"
        )
    return "; ".join(said)


def _ends(verdict: StudyVerdict) -> str:
    possible = sorted(concerns(verdict))
    return f"{possible[0].name.lower()} to {possible[-1].name.lower()}"


def counts(verdict: StudyVerdict) -> bool:
    """Tell whether a study counts as evidence; a retracted one never does."""
    return verdict.study.status is not Status.RETRACTED
