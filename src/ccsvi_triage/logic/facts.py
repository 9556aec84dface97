"""The facts of a study by their path, as an instrument's conditions name them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple, Protocol, TypeAlias, overload

from ccsvi_triage.logic.condition import compares, is_comparison
from ccsvi_triage.model.appraisal import Ground
from ccsvi_triage.model.condition import Clause, Condition
from ccsvi_triage.model.fact import Fact
from ccsvi_triage.model.record import Record, fields_of
from ccsvi_triage.model.study import Outcome, StatedFlaw, Study
from ccsvi_triage.model.words import Basis, Flaw, NoticeKind, YesNo

FLAW = "flaw"
GIVEN = "given"


class HasWhen(Protocol):
    """Anything that holds when a condition on facts does: a proposal, a row of the selection rule."""

    @property
    def when(self) -> Condition:
        """The condition."""


class Facts:
    """What is known of one study and of the outcome that is judged, looked up by path.

    Of each path the words that the fact meets are worked out once a study, whoever looks at it; what they rest on only
    when somebody asks.
    """

    __slots__ = ("_known", "outcome", "study")

    def __init__(self, study: Study, outcome: Outcome | None = None) -> None:
        """Look at a study, and at one outcome where a result is judged."""
        self.study = study
        self.outcome = outcome
        self._known = _known_of(study, outcome)

    def meets(self, condition: Condition) -> "Grounds | None":
        """Give what a condition rests on where it holds, or ``None`` where it does not.

        A fact that is open meets nothing: nobody has looked.
        """
        known = _conditions.get(id(condition))
        if known is None:
            known = condition, _made_ready(condition)
            _conditions[id(condition)] = known
        clause = self._clause(known[1])
        return None if clause is None else Grounds(self, clause)

    def first(self, holders: Sequence[HasWhen]) -> "tuple[int, Grounds] | None":
        """Find the first of some holders whose condition holds: its number, and what it rests on."""
        fits = self.fitting(holders)
        return (fits[0][0], Grounds(self, fits[0][1])) if fits else None

    def fitting(self, holders: Sequence[HasWhen]) -> "Fits":
        """Find the holders whose condition holds: each one's number, and the clause by which it does.

        Studies that say the same of what the holders look at are told apart no further: the second one is looked up.
        """
        group = _groups.get(id(holders))
        if group is None:
            group = _Group(holders)
            _groups[id(holders)] = group
        try:
            told = group.look_up(self._known)
        except KeyError:
            self._work_out(group.paths)
            told = group.look_up(self._known)
        fits = group.memory.get(told)
        if fits is None:
            clauses = ((number, self._clause(ready)) for number, ready in enumerate(group.ready))
            fits = tuple((number, clause) for number, clause in clauses if clause is not None)
            if len(group.memory) < _MOST:
                group.memory[told] = fits
        return fits

    def _clause(self, ready: "_Ready") -> Clause | None:
        """Find the first clause that holds."""
        known = self._known
        for atoms, clause in ready:
            for path, words, comparisons in atoms:
                if path not in known:
                    self._work_out((path,))
                if known[path].isdisjoint(words) and not (comparisons and self._compares(path, comparisons)):
                    break
            else:
                return clause
        return None

    def ground(self, path: str) -> Ground | None:
        """Give a fact with its provenance, or ``None`` while it is open."""
        computed = _COMPUTED.get(path)
        if computed:
            found = computed(self.study)
            return self._ground_of(path, found) if found else None
        owner_of, name = _way(path)
        owner = owner_of(self.study, self.outcome)
        value = getattr(owner, name) if owner is not None else None
        if value is None or value == "":
            return None
        if isinstance(value, Fact):
            return ground_of_fact(path, value)
        return Ground(path, str(value), "", "", Basis.STATED, "", owner.where[name])

    def _ground_of(self, path: str, computed: "_Computed") -> Ground:
        fact = getattr(self.study, computed.stands_at)
        if isinstance(fact, Fact):
            return ground_of_fact(path, fact)._replace(word=computed.word)
        place = self.study.where[computed.stands_at]
        return Ground(path, computed.word, "", "", Basis.STATED, "", place)

    def grounds(self, clause: Clause) -> Iterator[Ground]:
        """Give what a clause that holds rests on."""
        for path, words in clause.items():
            if path == FLAW:
                yield next(ground_of_flaw(flaw) for flaw in self.study.flaws if flaw.code.value in words)
            elif (ground := self.ground(path)) is not None:
                yield ground

    def _work_out(self, paths: Iterable[str]) -> None:
        """Work out the words that facts meet: their own, and ``given`` for a value; none while a fact is open."""
        known = self._known
        for path in paths:
            if path in known:
                continue
            value = _resolver(path)(self.study, self.outcome)
            if value is None:
                known[path] = _NONE
            elif isinstance(value, frozenset):
                known[path] = known[FLAW] & value
            elif isinstance(value, tuple):
                known[path] = _NONE.union(*(_words_of(item) for item in value))
            else:
                known[path] = _words_of(value)

    def _compares(self, path: str, comparisons: Sequence[str]) -> bool:
        number = _resolver(path)(self.study, self.outcome)
        return isinstance(number, int | float) and any(compares(word, number) for word in comparisons)


class Grounds(Sequence[Ground]):
    """What a condition rests on, worked out when it is looked at: most judgements are never asked why."""

    __slots__ = ("_clause", "_facts", "_found")

    def __init__(self, facts: Facts, clause: Clause) -> None:
        """Keep the clause that holds."""
        self._facts = facts
        self._clause = clause
        self._found: tuple[Ground, ...] | None = None

    def _all(self) -> tuple[Ground, ...]:
        if self._found is None:
            self._found = tuple(self._facts.grounds(self._clause))
        return self._found

    @overload
    def __getitem__(self, index: int) -> Ground: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Ground, ...]: ...

    def __getitem__(self, index: int | slice) -> Ground | tuple[Ground, ...]:
        """Give one ground, or some."""
        return self._all()[index]

    def __len__(self) -> int:
        """Count the grounds."""
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        """Compare the grounds."""
        return self._all() == (other._all() if isinstance(other, Grounds) else other)

    def __hash__(self) -> int:
        """Hash the grounds."""
        return hash(self._all())


class _Atom(NamedTuple):
    """One name of a clause, made ready: the words that meet it, and comparisons with a number."""

    path: str
    words: frozenset[str]
    comparisons: tuple[str, ...]


_OUTCOME = "outcome"
_Ready = tuple[tuple[tuple[_Atom, ...], Clause], ...]
_conditions: dict[int, tuple[Condition, _Ready]] = {}
"""What was made ready, by the identity of its owner, which is kept beside it so that it stays its own."""

Fits: TypeAlias = tuple[tuple[int, Clause], ...]
_MOST = 4096


class _Group:
    """Some holders made ready, with the paths that they look at and what they said to studies before."""

    __slots__ = ("holders", "look_up", "memory", "paths", "ready")

    def __init__(self, holders: Sequence[HasWhen]) -> None:
        """Find what the holders look at; of the flaws only those that one of them names; others part nothing."""
        self.holders = holders
        self.ready = [_made_ready(holder.when) for holder in holders]
        self.memory: dict[Any, Fits] = {}
        atoms = [atom for ready in self.ready for clause, _ in ready for atom in clause]
        flaws = frozenset[str]().union(*(atom.words for atom in atoms if atom.path == FLAW))
        own_flaws = f"{FLAW}/{' '.join(sorted(flaws))}"
        self.paths = tuple(dict.fromkeys(own_flaws if a.path == FLAW else a.path for a in atoms)) or (FLAW,)
        self.look_up = itemgetter(*self.paths)


_groups: dict[int, _Group] = {}


def _made_ready(condition: Condition) -> _Ready:
    clauses = condition.clauses or ({},)
    return tuple((tuple(_atom(*name) for name in clause.items()), clause) for clause in clauses)


def _atom(path: str, words: tuple[str, ...]) -> _Atom:
    return _Atom(path, frozenset(words), tuple(word for word in words if is_comparison(word)))


_Known: TypeAlias = dict[str, frozenset[str]]
_last: list[tuple[Study, Outcome | None, _Known]] = []


def _known_of(study: Study, outcome: Outcome | None) -> _Known:
    """Give what was worked out of a study and outcome; the last are remembered, since several look at them in turn."""
    for at, about, known in _last:
        if at is study and about is outcome:
            return known
    if _last and _last[0][0] is not study:
        _last.clear()
    fresh: _Known = {FLAW: frozenset([flaw.code.value for flaw in study.flaws])}
    _last.append((study, outcome, fresh))
    return fresh


_Resolver: TypeAlias = Callable[[Study, Outcome | None], Any]
_resolvers: dict[str, _Resolver] = {}


def _resolver(path: str) -> _Resolver:
    """Give the way to a path's value: the fact's own, its silence, or ``None`` while it is open."""
    known = _resolvers.get(path)
    if known is None:
        known = _made_resolver(path)
        _resolvers[path] = known
    return known


def _made_resolver(path: str) -> _Resolver:
    computed = _COMPUTED.get(path)
    if computed is not None:
        return lambda study, _: found.value if (found := computed(study)) else None
    if path.startswith(f"{FLAW}/"):
        flaws = frozenset(path.partition("/")[2].split())
        return lambda _study, _outcome: flaws
    owner_of, name = _way(path)

    def resolve(study: Study, outcome: Outcome | None) -> Any:  # noqa: ANN401 -- a fact's value
        owner = owner_of(study, outcome)
        value = getattr(owner, name) if owner is not None else None
        if isinstance(value, Fact):
            return value.value if value.silence is None else value.silence
        return value

    return resolve


def _way(path: str) -> tuple[_Resolver, str]:
    """Give the way to the record that has a stored fact, and the fact's name there."""
    first, _, last = path.partition(".")
    if first == _OUTCOME:
        return (lambda _study, outcome: outcome), last
    if last:
        return (lambda study, _outcome: getattr(study, first)), last
    return (lambda study, _outcome: study), first


_NONE: frozenset[str] = frozenset()
_SILENT = frozenset(("not-reported", "not-applicable"))
_words_known: dict[str, frozenset[str]] = {"": _NONE}


def _words_of(value: Any) -> frozenset[str]:  # noqa: ANN401 -- a fact's value
    """Give the words that one value meets; those of a closed vocabulary are remembered."""
    if value is None:
        return _NONE
    if not isinstance(value, StrEnum):
        return frozenset((str(value), GIVEN)) if value != "" else _NONE
    known = _words_known.get(value)
    if known is None:
        known = frozenset((value.value,)) if value.value in _SILENT else frozenset((value.value, GIVEN))
        _words_known[value] = known
    return known


def ground_of_fact(path: str, fact: Fact[Any]) -> Ground:
    """Tell where a fact stands and who says so."""
    place = fact.where["value"]
    return Ground(path, fact.word(), fact.source, fact.locator, fact.basis, fact.note, place)


def ground_of_flaw(flaw: StatedFlaw) -> Ground:
    """Tell where a flaw stands and who says so."""
    return Ground(FLAW, flaw.code.value, flaw.source, flaw.locator, flaw.basis, flaw.detail, flaw.where["code"])


class _Computed(NamedTuple):
    """A fact that follows from others: its value, its words, and the fact where it stands."""

    value: Any
    word: str
    stands_at: str


def _number(study: Study, name: str) -> int | None:
    fact: Fact[int] | None = getattr(study, name)
    return fact.value if fact is not None else None


def _lost_percent(study: Study) -> _Computed | None:
    lost, enrolled = _number(study, "lost"), _number(study, "enrolled")
    if lost is None or not enrolled:
        return None
    percent = 100 * lost / enrolled
    return _Computed(percent, f"{lost} of {enrolled} ({percent:.1f} %)", "lost")


def _target_reached(study: Study) -> _Computed | None:
    target, enrolled = _number(study, "target"), _number(study, "enrolled")
    if target is None or enrolled is None:
        return None
    return _Computed("yes" if enrolled >= target else "no", f"{enrolled} of {target} planned", "target")


def _arms_count(study: Study) -> _Computed | None:
    return _Computed(len(study.arms), str(len(study.arms)), "arms") if study.arms else None


def _notice(study: Study) -> _Computed | None:
    kinds = tuple(notice.kind for notice in study.notices)
    return _Computed(kinds, ", ".join(kind.value for kind in kinds), "notices") if kinds else None


def _conflicts_count(study: Study) -> _Computed | None:
    number = len(study.conflicts)
    return _Computed(number, f"sources disagree on {number}", "conflicts") if number else None


_COMPUTED: dict[str, Callable[[Study], _Computed | None]] = {
    "lost.percent": _lost_percent,
    "target.reached": _target_reached,
    "arms.count": _arms_count,
    "notice": _notice,
    "conflicts.count": _conflicts_count,
}

COMPUTED: dict[str, Any] = {
    "lost.percent": float,
    "target.reached": YesNo,
    "arms.count": int,
    "notice": tuple[NoticeKind, ...],
    "conflicts.count": int,
}
"""Paths that are computed from other facts, with the type of their value."""


def fact_types() -> dict[str, Any]:
    """Give every path by which a condition may name a fact, with the type of the fact."""
    outcome = {f"outcome.{name}": hint for name, hint in _types(Outcome)}
    types = {FLAW: Flaw, **COMPUTED, **dict(_types(Study)), **outcome}
    return {path: hint for path, hint in types.items() if path not in ("outcomes", "arms")}


def _types(kind: type[Record]) -> Iterator[tuple[str, Any]]:
    for name, hint in fields_of(kind).items():
        inner = [a for a in getattr(hint, "__args__", ()) if isinstance(a, type) and issubclass(a, Record)]
        if inner and inner[0] is not Fact and "tuple" not in str(hint):
            yield from ((f"{name}.{last}", deeper) for last, deeper in fields_of(inner[0]).items())
        else:
            yield name, hint
