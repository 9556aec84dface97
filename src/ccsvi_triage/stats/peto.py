"""Peto's average of odds ratios, for rare events, groups of about the same size and effects that are not large."""

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.average import Average, Weighing, average_of
from ccsvi_triage.stats.distributions import chi_squared_tail
from ccsvi_triage.stats.effect_size import Table
from ccsvi_triage.stats.heterogeneity import Cochran
from ccsvi_triage.stats.interval import check_level
from ccsvi_triage.stats.mantel_haenszel import check_tables

RARE = 0.01
"""Events are rare below this share of people."""
BALANCED = 2.0
"""No study may have one group more than so many times as large as the other. A mark of our own."""
SMALL = 2.0
"""An odds ratio further from 1 than this, or than its inverse, is not small. A mark of our own."""


class Unmet(StrEnum):
    """A condition of Peto's method that the tables do not meet, so that its average may be biased."""

    NOT_RARE = "events are not rare"
    UNBALANCED = "a study has groups of very different size"
    LARGE = "the effect is not small"


class Peto(NamedTuple):
    """Peto's average of logarithms of odds ratios.

    Attributes:
        average: On the logarithmic scale.
        scatter: Cochran's q about it, from the studies with an event in some but not all people.
        unmet: The conditions that do not hold; with any, another method is to be preferred.
    """

    average: Average
    scatter: Cochran
    unmet: tuple[Unmet, ...]


def peto(tables: Sequence[Table], *, level: float = 0.95) -> Peto | None:
    """Average the odds ratios of tables by observed less expected events.

    Args:
        tables: At least one table, counts from 0 to their totals, totals of at least 1. Zeros stay zeros.
        level: Confidence level as a share of 1.

    Returns:
        The average with the conditions that it breaks; its p value is that of Cochran, Mantel and Haenszel's test
        without a correction for continuity; ``None`` where every table has nobody, or everybody, with the
        event.

    Raises:
        ValueError: There is no table, a total is below 1, a count lies outside its total, or the level is not between
            0 and 1.

    Source:
        Yusuf S, Peto R et al. Prog Cardiovasc Dis 1985;27:335-371. Conditions: Bradburn MJ et al. Stat Med
        2007;26:53-77 (events below 1 %, balanced groups, no large effect); Brockhaus AC et al. Biom J
        2016;58:1428-1444. Neither gives a sharp mark for balance and size.
    """
    check_tables(tables)
    check_level(level)
    told = [(table, _chance(table)) for table in tables]
    seen = [(table, _excess(table), variance) for table, variance in told if variance]
    if not seen:
        return None
    weight = math.fsum([variance for _, _, variance in seen])
    estimate = math.fsum([gap for _, gap, _ in seen]) / weight
    average = average_of(estimate, 1 / math.sqrt(weight), level=level, weighing=Weighing.PETO)
    q = math.fsum([(gap - variance * estimate) ** 2 / variance for _, gap, variance in seen])
    df = len(seen) - 1
    return Peto(
        average,
        Cochran(q, df, chi_squared_tail(q, df) if df else 1.0),
        tuple(_unmet([table for table, _, _ in seen], estimate, tables)),
    )


def rare(tables: Sequence[Table]) -> bool:
    """Tell whether events came in fewer than ``RARE`` of all people.

    Raises:
        ValueError: There is no table, a total is below 1, or a count lies outside its total.
    """
    check_tables(tables)
    events = sum(table.events_a + table.events_b for table in tables)
    return events < RARE * sum(table.total_a + table.total_b for table in tables)


def _unmet(seen: Sequence[Table], estimate: float, tables: Sequence[Table]) -> list[Unmet]:
    unmet = []
    if not rare(tables):
        unmet.append(Unmet.NOT_RARE)
    if any(max(t.total_a, t.total_b) > BALANCED * min(t.total_a, t.total_b) for t in seen):
        unmet.append(Unmet.UNBALANCED)
    if abs(estimate) > math.log(SMALL):
        unmet.append(Unmet.LARGE)
    return unmet


def _excess(table: Table) -> float:
    """Give how many more events group A had than its part of all events in the table."""
    return (table.events_a * table.total_b - table.events_b * table.total_a) / (table.total_a + table.total_b)


def _chance(table: Table) -> float:
    """Give how much that excess varies by chance: the variance of the hypergeometric distribution."""
    people, events = table.total_a + table.total_b, table.events_a + table.events_b
    return table.total_a * table.total_b * events * (people - events) / (people * people * (people - 1))
