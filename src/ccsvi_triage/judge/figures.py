"""How far reviewers agree, in figures: over all answers, by domain and question, and over the levels reached."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from ccsvi_triage.judge.own import GIVEN
from ccsvi_triage.model.agreement import Compared, Figures, Measured, Scope
from ccsvi_triage.model.appraisal import Answered, Origin
from ccsvi_triage.model.instrument import NOT_ASKED, whole_levels
from ccsvi_triage.model.words import Concern
from ccsvi_triage.stats.agreement import (
    Coefficient,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    linear_weights,
    pair_table,
    rating_counts,
)
from ccsvi_triage.stats.proportion import wilson

LADDER = ("Y", "PY", "PN", "N")
"""Answers that stand in an order; to have no information is no step of it."""

_LEAST_STEPS = 3
_PAIR = 2

Words = Mapping[str, tuple[Origin, str | None]]
"""What each reviewer said to one thing."""


class _Pool(NamedTuple):
    """Things that may be counted together.

    Attributes:
        scale: What could be said, as far as it is known until now.
        ladder: What of it stands in an order.
    """

    scope: Scope
    name: str
    scale: dict[str, None]
    ladder: Callable[[Sequence[str]], tuple[str, ...]]
    things: list[Words]


def figures_of(compared: Sequence[Compared]) -> Iterator[Figures]:
    """Take the figures for each panel of three reviewers or more, and for each two, by instrument and version.

    Args:
        compared: Sheets on the same thing; a reviewer is known by the name on the sheet.

    Returns:
        For each of them all answers first, then domains, questions (where several results or studies were
        judged), levels of domains, and levels of the whole (likewise).
    """
    by_form: dict[tuple[str, str], list[Compared]] = {}
    for one in compared:
        by_form.setdefault((one.instrument.id, one.sheets[0].version), []).append(one)
    for (name, version), units in by_form.items():
        for team in _teams(units):
            together = [unit for unit in units if set(team) <= set(_reviewers(unit))]
            names = {reviewer_key(sheet.reviewer): sheet.reviewer for unit in together for sheet in unit.sheets}
            for pool in _pools(together):
                yield _figures(name, version, pool, team, names)


def reviewer_key(name: str) -> str:
    """Give what two ways to write one reviewer's name have in common."""
    return " ".join(name.split()).casefold()


def _reviewers(unit: Compared) -> list[str]:
    return [reviewer_key(sheet.reviewer) for sheet in unit.sheets]


def _teams(units: Iterable[Compared]) -> Iterator[tuple[str, ...]]:
    """Give each panel of three or more that judged something together, then each two."""
    panels = [tuple(_reviewers(unit)) for unit in units]
    teams: dict[frozenset[str], tuple[str, ...]] = {}
    for panel in panels:
        if len(panel) > _PAIR:
            teams.setdefault(frozenset(panel), panel)
    for panel in panels:
        for pair in combinations(panel, _PAIR):
            teams.setdefault(frozenset(pair), pair)
    yield from teams.values()


# what may be counted together


def _pools(units: Sequence[Compared]) -> list[_Pool]:
    """Put together answers of one scale and levels of one axis; two axes are never folded into one."""
    pools: dict[tuple[Scope, str, frozenset[str]], _Pool] = {}
    for unit in units:
        for scope, name, scale, ladder, words in _things(unit, several=len(units) > 1):
            base = unit.instrument.options if ladder is _answer_ladder else unit.instrument.levels
            own = set(scale) - {NOT_ASKED} <= set(base)
            key = (scope, name, frozenset() if own else frozenset(scale))
            pool = pools.setdefault(key, _Pool(scope, name, {}, ladder, []))
            pool.scale.update(dict.fromkeys(word for word in (*base, *scale) if word in scale))
            pool.things.append(words)
    order = list(Scope)
    return sorted(pools.values(), key=lambda pool: order.index(pool.scope))


_Thing = tuple[Scope, str, Sequence[str], Callable[[Sequence[str]], tuple[str, ...]], Words]


def _things(unit: Compared, *, several: bool) -> Iterator[_Thing]:
    """Give everything that the reviewers of some sheets may agree on, once for each scope in which it counts."""
    instrument = unit.instrument
    for compared in unit.domains:
        domain = compared.domain
        for n, question in enumerate(domain.questions):
            words = _said(unit, (found[n] for found in compared.answers))
            options = question.options or instrument.options
            yield Scope.ANSWERS, "", options, _answer_ladder, words
            yield Scope.DOMAIN, domain.id, options, _answer_ladder, words
            if several:
                yield Scope.QUESTION, question.id, options, _answer_ladder, words
        if compared.judgements:
            levels = [judgement.final for judgement in compared.judgements]
            ladder = _level_ladder(instrument.levels)
            yield Scope.LEVELS, domain.axis, domain.levels or tuple(instrument.levels), ladder, _held(unit, levels)
    for whole in unit.wholes if several else ():
        known = whole_levels(instrument, whole.axis.overall if whole.axis else None)
        levels = [overall.final for overall in whole.judgements]
        name = whole.axis.id if whole.axis else ""
        yield Scope.WHOLE, name, tuple(known), _level_ladder(known), _held(unit, levels)


def _said(unit: Compared, answers: Iterable[Answered]) -> Words:
    told = ((a.origin, a.answer if a.origin in GIVEN else None) for a in answers)
    return dict(zip(_reviewers(unit), told, strict=True))


def _held(unit: Compared, levels: Sequence[str | None]) -> Words:
    told = ((Origin.OPEN if level is None else Origin.ANSWERED, level) for level in levels)
    return dict(zip(_reviewers(unit), told, strict=True))


def _answer_ladder(scale: Sequence[str]) -> tuple[str, ...]:
    return _steps([word for word in LADDER if word in scale])


def _level_ladder(levels: Mapping[str, Concern]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    def ladder(scale: Sequence[str]) -> tuple[str, ...]:
        return _steps([level for level in levels if level in scale and levels[level] is not Concern.UNPLACED])

    return ladder


def _steps(words: Sequence[str]) -> tuple[str, ...]:
    """Give a ladder; with two steps there is nothing to weigh."""
    return tuple(words) if len(words) >= _LEAST_STEPS else ()


# the figures


def _figures(instrument: str, version: str, pool: _Pool, team: tuple[str, ...], names: Mapping[str, str]) -> Figures:
    scale = tuple(pool.scale)
    ladder = pool.ladder(scale)
    rows: list[tuple[str, ...]] = []
    not_asked = asked_of_some = left_open = 0
    for words in pool.things:
        said = [words[who] for who in team]
        told = tuple(word for _, word in said if word is not None)
        unasked = sum(origin is Origin.NOT_ASKED for origin, _ in said)
        if len(told) == len(team):
            rows.append(told)
        elif unasked == len(team):
            not_asked += 1
        elif unasked:
            asked_of_some += 1
        else:
            left_open += 1
    agreed = sum(len(set(row)) == 1 for row in rows)
    pair = len(team) == _PAIR
    return Figures(
        instrument=instrument,
        version=version,
        scope=pool.scope,
        name=pool.name,
        reviewers=tuple(names[who] for who in team),
        scale=scale,
        ladder=ladder,
        items=len(rows),
        agreed=agreed,
        not_asked=not_asked,
        asked_of_some=asked_of_some,
        left_open=left_open,
        observed=_observed(agreed, len(rows)),
        kappa=_measured(len(rows), lambda: _kappa(rows, scale) if pair else fleiss_kappa(rating_counts(rows, scale))),
        weighted=_weighted(rows, ladder) if pair else None,
        ac1=_measured(len(rows), lambda: gwet_ac1(rating_counts(rows, scale))),
    )


def _observed(agreed: int, items: int) -> Measured:
    if not items:
        return Measured(None, None, None, 0, "there is nothing that all of them settled")
    share = wilson(agreed, items)
    return Measured(share.estimate, share.low, share.high, items)


def _kappa(rows: Sequence[tuple[str, ...]], scale: Sequence[str]) -> Coefficient:
    return cohen_kappa(pair_table([(first, second) for first, second in rows], scale))


def _weighted(rows: Sequence[tuple[str, ...]], ladder: Sequence[str]) -> Measured:
    """Give the linearly weighted kappa over what stands on the ladder."""
    if not ladder:
        return Measured(None, None, None, 0, f"fewer than {_LEAST_STEPS} of the words stand in an order")
    pairs = [(first, second) for first, second in rows if first in ladder and second in ladder]
    weights = linear_weights(len(ladder))
    return _measured(len(pairs), lambda: cohen_kappa(pair_table(pairs, ladder), weights=weights))


def _measured(items: int, coefficient: Callable[[], Coefficient]) -> Measured:
    """Give a coefficient, or the reason for which it is refused."""
    try:
        found = coefficient()
    except ValueError as refused:
        return Measured(None, None, None, items, str(refused))
    nothing = "" if found.low is not None else "its standard error comes out as zero, which tells nothing"
    return Measured(found.value, found.low, found.high, items, nothing)
