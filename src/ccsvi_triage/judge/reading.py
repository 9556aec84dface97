"""When to read a study: an order of reading with its reason, and no measure of quality."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from ccsvi_triage.logic.condition import holds
from ccsvi_triage.model.appraisal import Appraisal, Reading, StudyVerdict
from ccsvi_triage.model.instrument import Priority, ReadingOrder, ReadingRow, Tells, whole_levels
from ccsvi_triage.model.study import Study
from ccsvi_triage.model.words import Concern, Importance, NoticeKind, Question

OPEN_NAMES: Mapping[str, str] = {
    "trust": "trustworthiness",
    "level": "level of evidence",
    "direct": "importance of the outcome",
    "concern": "judgement",
}
"""What may be open of a study, as people read it."""

_YES, _NO = ("yes",), ("no",)
_NONE = ("none",)
_EITHER = ("yes", "no")
_EVERY_CONCERN = tuple(concern.name.lower() for concern in Concern if concern is not Concern.UNPLACED)
_UNPLACED = Concern.UNPLACED.name.lower()
_ABOUT_TREATMENT = (Question.BENEFIT, Question.HARM)

_Known = tuple[tuple[str, tuple[str, ...]], ...]


class ReadingDesk:
    """The reading order made ready; studies of which the same is known are placed once."""

    def __init__(self, order: ReadingOrder) -> None:
        """Take the rows."""
        self._rows = order.rows
        self._memory: dict[_Known, Reading] = {}

    def place(self, verdict: StudyVerdict, level: Appraisal | None) -> Reading:
        """Say when to read a study, and why.

        Args:
            verdict: What is said of the study.
            level: The study's level of evidence, where one is to be had.

        Returns:
            One priority, or ``P?`` with all that are still possible and what is open.
        """
        known = _known(verdict, level)
        found = self._memory.get(known)
        if found is None:
            found = _place(self._rows, known)
            self._memory[known] = found
        return found


def _place(rows: Sequence[ReadingRow], known: _Known) -> Reading:
    names = [name for name, _ in known]
    fits: dict[tuple[str, ...], int] = {}
    for words in product(*(possible for _, possible in known)):
        whole = dict(zip(names, words, strict=True))
        fits[words] = next(number for number, row in enumerate(rows) if holds(row.when, whole))
    numbers = sorted(set(fits.values()))
    possible = tuple(p for p in Priority if any(rows[number].priority is p for number in numbers))
    if len(possible) == 1:
        because = " or ".join(rows[number].because for number in numbers)
        return Reading(possible[0], possible, because, (), numbers[0])
    priorities = {words: rows[number].priority for words, number in fits.items()}
    return Reading(Priority.UNKNOWN, possible, "", tuple(_open(names, priorities)), numbers[0])


def _open(names: Sequence[str], fits: Mapping[tuple[str, ...], Priority]) -> Iterable[str]:
    """Name what is open and makes a difference."""
    for at, name in enumerate(names):
        others: dict[tuple[str, ...], set[Priority]] = {}
        for words, priority in fits.items():
            others.setdefault((*words[:at], *words[at + 1 :]), set()).add(priority)
        if any(len(priorities) > 1 for priorities in others.values()):
            yield OPEN_NAMES.get(name, name)


def _known(verdict: StudyVerdict, level: Appraisal | None) -> _Known:
    """Give what is known of a study; of a record that is no evidence nothing else matters."""
    study, choice = verdict.study, verdict.choice
    refused = choice is not None and bool(choice.refusal)
    return (
        ("status", (study.status.value,)),
        ("notice", (_gravest(study),)),
        ("relation", (study.relation.value if study.relation else "none",)),
        ("refused", _YES if refused else _NO),
        ("trust", _trust(verdict.beside)),
        ("level", _NONE if refused else _levels(level)),
        ("direct", _NONE if refused else _direct(verdict, study)),
        ("concern", _NONE if refused else _concerns(verdict.appraisals)),
    )


def _gravest(study: Study) -> str:
    """Give the gravest notice that a journal has printed; the words stand gravest first."""
    kinds = [notice.kind for notice in study.notices]
    return next((kind.value for kind in NoticeKind if kind in kinds), "none")


def _trust(beside: Iterable[Appraisal]) -> tuple[str, ...]:
    """Give what was found on trustworthiness; unlike a judgement of bias, it is not owed for every study."""
    found = [a.concern for a in beside if a.instrument.tells is Tells.TRUSTWORTHINESS]
    known = [concern for concern in found if concern is not None]
    return (max(known).name.lower(),) if known else _NONE


def _levels(level: Appraisal | None) -> tuple[str, ...]:
    if level is None or level.overall is None:
        return _NONE
    return (level.overall.final,) if level.overall.final is not None else level.overall.possible


def _direct(verdict: StudyVerdict, study: Study) -> tuple[str, ...]:
    """Tell whether an outcome is direct; whom a surrogate stands for is a question of treatments only."""
    question = study.question.value if study.question else None
    if question is not None and question not in _ABOUT_TREATMENT:
        return _YES
    outcomes = [a.outcome for a in verdict.appraisals if a.outcome is not None]
    words = [o.importance.value for o in outcomes if o.importance is not None and o.importance.value is not None]
    if any(word is not Importance.SURROGATE for word in words):
        return _YES
    return _NO if words and len(words) == len(outcomes) else _EITHER


def _concerns(appraisals: Sequence[Appraisal]) -> tuple[str, ...]:
    """Give the concerns at which the worst result of a study may stand."""
    if not appraisals:
        return _EVERY_CONCERN
    worst = _concerns_of(appraisals[0])
    for appraisal in appraisals[1:]:
        worst = {max(one, other) for one in worst for other in _concerns_of(appraisal)}
    return tuple(concern.name.lower() for concern in sorted(worst))


def _concerns_of(appraisal: Appraisal) -> set[Concern]:
    if appraisal.overall is None:
        return {Concern.UNPLACED} if appraisal.complete else set(Concern)
    overall, levels = appraisal.overall, whole_levels(appraisal.instrument)
    return {levels[overall.final]} if overall.final is not None else {levels[level] for level in overall.possible}


def reading_key(verdict: StudyVerdict, reading: Reading) -> tuple[object, ...]:
    """Give the key that puts studies in the order of reading.

    By the best priority that is still possible, since what may be read first is not put behind what never will be;
    settled before open; by reason; then the less grave judgement first, the fewer domains that are not at their best,
    the fewer open questions, and the id.
    """
    each = [(appraisal, judgement) for appraisal in verdict.appraisals for judgement in appraisal.judgements]
    marred = sum(j.final is not None and j.final != next(iter(a.instrument.levels)) for a, j in each)
    open_ = sum(answered.answer is None for _, judgement in each for answered in judgement.answers)
    worst = verdict.worst if verdict.worst is not None else len(_EVERY_CONCERN)
    of_reason = reading.rank, len(reading.possible), reading.because, reading.unsettled
    best = min(map(_ORDER.index, reading.possible or (reading.priority,)))
    return best, len(reading.possible) > 1, of_reason, int(worst), marred, open_, str(verdict.study.id)


_ORDER = (Priority.FIRST, Priority.NEXT, Priority.UNKNOWN, Priority.BACKGROUND, Priority.HOLD)
