"""The facts of a study by their path, as an instrument's conditions name them."""

from collections.abc import Iterator
from typing import Any

from ccsvi_triage.logic.condition import compares, is_comparison
from ccsvi_triage.model.appraisal import Ground
from ccsvi_triage.model.condition import Clause, Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.study import Outcome, StatedFlaw, Study
from ccsvi_triage.model.words import Basis

FLAW = "flaw"
GIVEN = "given"


class Facts:
    """What is known of one study and of the outcome that is judged, looked up by path."""

    __slots__ = ("_flaws", "_found", "outcome", "study")

    def __init__(self, study: Study, outcome: Outcome | None = None) -> None:
        """Look at a study, and at one outcome where a result is judged."""
        self.study = study
        self.outcome = outcome
        self._found: dict[str, tuple[Any, Ground] | None] = {}
        self._flaws: dict[str, StatedFlaw] = {flaw.code.value: flaw for flaw in reversed(study.flaws)}

    def meets(self, condition: Condition) -> tuple[Ground, ...] | None:
        """Give what a condition rests on where it holds, or ``None`` where it does not.

        A fact that is open meets nothing: nobody has looked.
        """
        if not condition.clauses:
            return ()
        for clause in condition.clauses:
            grounds = self._meets_clause(clause)
            if grounds is not None:
                return grounds
        return None

    def ground(self, path: str) -> Ground | None:
        """Give a fact with its provenance, or ``None`` while it is open."""
        found = self._look_up(path)
        return found[1] if found else None

    def _meets_clause(self, clause: Clause) -> tuple[Ground, ...] | None:
        grounds: list[Ground] = []
        for path, words in clause.items():
            if path == FLAW:
                flaw = next((self._flaws[word] for word in words if word in self._flaws), None)
                if flaw is None:
                    return None
                grounds.append(ground_of_flaw(flaw))
                continue
            found = self._look_up(path)
            if found is None or not _among(found[0], words):
                return None
            grounds.append(found[1])
        return tuple(grounds)

    def _look_up(self, path: str) -> tuple[Any, Ground] | None:
        if path in self._found:
            return self._found[path]
        computed = _COMPUTED.get(path)
        found = computed(self) if computed else self._stored(path)
        self._found[path] = found
        return found

    def _stored(self, path: str) -> tuple[Any, Ground] | None:
        first, _, last = path.partition(".")
        if first == "outcome":
            owner: Any = self.outcome
            name = last
        elif last:
            owner = getattr(self.study, first)
            name = last
        else:
            owner = self.study
            name = first
        value = getattr(owner, name) if owner is not None else None
        if value is None or value == "":
            return None
        if isinstance(value, Fact):
            return value.silence or value.value, ground_of_fact(path, value)
        return value, Ground(path, str(value), "", "", Basis.STATED, "", owner.where[name])


def ground_of_fact(path: str, fact: Fact[Any]) -> Ground:
    """Tell where a fact stands and who says so."""
    place = fact.where["value"]
    return Ground(path, fact.word(), fact.source, fact.locator, fact.basis, fact.note, place)


def ground_of_flaw(flaw: StatedFlaw) -> Ground:
    """Tell where a flaw stands and who says so."""
    return Ground(FLAW, flaw.code.value, flaw.source, flaw.locator, flaw.basis, flaw.detail, flaw.where["code"])


def _among(value: Any, words: tuple[str, ...]) -> bool:  # noqa: ANN401 -- a fact's value
    if isinstance(value, tuple):
        return any(_among(item, words) for item in value)
    if value is None:
        return False
    text = str(value)
    for word in words:
        if word == text or (word == GIVEN and text not in _SILENT):
            return True
        if is_comparison(word) and isinstance(value, int | float) and compares(word, value):
            return True
    return False


_SILENT = frozenset(("not-reported", "not-applicable"))


def _numbers(facts: Facts, *names: str) -> Iterator[tuple[int, Ground]]:
    for name in names:
        fact = getattr(facts.study, name)
        if fact is not None and fact.value is not None:
            yield fact.value, ground_of_fact(name, fact)


def _lost_percent(facts: Facts) -> tuple[Any, Ground] | None:
    found = list(_numbers(facts, "lost", "enrolled"))
    if len(found) != 2 or found[1][0] == 0:  # noqa: PLR2004 -- both, and nothing is divided by nobody
        return None
    (lost, ground), (enrolled, _) = found
    percent = 100 * lost / enrolled
    return percent, ground._replace(what="lost.percent", word=f"{lost} of {enrolled} ({percent:.1f} %)")


def _target_reached(facts: Facts) -> tuple[Any, Ground] | None:
    found = list(_numbers(facts, "target", "enrolled"))
    if len(found) != 2:  # noqa: PLR2004 -- both
        return None
    (target, ground), (enrolled, _) = found
    word = "yes" if enrolled >= target else "no"
    return word, ground._replace(what="target.reached", word=f"{enrolled} of {target} planned")


def _arms_count(facts: Facts) -> tuple[Any, Ground] | None:
    arms = facts.study.arms
    if not arms:
        return None
    return len(arms), Ground("arms.count", str(len(arms)), "", "", Basis.STATED, "", facts.study.where["arms"])


_COMPUTED = {
    "lost.percent": _lost_percent,
    "target.reached": _target_reached,
    "arms.count": _arms_count,
}

COMPUTED = frozenset(_COMPUTED)
"""Paths that are computed from other facts."""
