"""How the levels of domains become one level for the whole.

Domains that are not decided yet are taken with every level that they may still have, so that what is possible for the
whole is exactly what some completion gives, and never an average.
"""

from collections.abc import Iterator, Mapping, Sequence

from ccsvi_triage.logic.condition import counts_hold
from ccsvi_triage.model.instrument import Rule

_Counts = tuple[int, ...]


def worst(held: Sequence[Sequence[str]], ladder: Sequence[str]) -> tuple[str, ...]:
    """Give the levels that the worst of some domains may have.

    Args:
        held: For each domain the levels that it may still have; at least one domain, and each with a level.
        ladder: All levels, best first.
    """
    step = {level: number for number, level in enumerate(ladder)}
    floor = max(min(step[level] for level in levels) for levels in held)
    reachable = {step[level] for levels in held for level in levels}
    return tuple(level for level, at in step.items() if at == floor or (at > floor and at in reachable))


def counted(
    held: Sequence[Sequence[str]], rules: Sequence[Rule], levels: Sequence[str], whole: Sequence[str]
) -> tuple[tuple[str, ...], tuple[Rule, ...]]:
    """Give the levels of the whole that a table on counts may come to, and the rules by which it does.

    Args:
        held: For each domain the levels that it may still have.
        rules: The table; each rule's condition is on how many domains stand at a level.
        levels: The levels of domains.
        whole: The levels of the whole, best first.
    """
    reached: set[_Counts] = {(0,) * len(levels)}
    at = {level: number for number, level in enumerate(levels)}
    for possible in held:
        reached = {_one_more(counts, at[level]) for counts in reached for level in possible}
    fired = [rule for rule in rules if any(counts_hold(rule.when, _named(c, levels)) for c in reached)]
    given = {rule.then for rule in fired}
    return tuple(level for level in whole if level in given), tuple(fired)


def every_count(domains: int, levels: Sequence[str]) -> Iterator[Mapping[str, int]]:
    """Give every way in which some domains can stand at some levels, by how many stand at each.

    Args:
        domains: How many domains there are.
        levels: The levels.
    """
    if not levels:
        return

    def fill(left: int, at: int) -> Iterator[_Counts]:
        if at == len(levels) - 1:
            yield (left,)
            return
        for number in range(left + 1):
            yield from ((number, *rest) for rest in fill(left - number, at + 1))

    for counts in fill(domains, 0):
        yield _named(counts, levels)


def _one_more(counts: _Counts, at: int) -> _Counts:
    return (*counts[:at], counts[at] + 1, *counts[at + 1 :])


def _named(counts: _Counts, levels: Sequence[str]) -> dict[str, int]:
    return dict(zip(levels, counts, strict=True))
