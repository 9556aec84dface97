"""How far several people who answer the same questions agree, beyond what chance alone would give.

Kappa and AC1 differ in what they take chance to be. Where nearly all answers are the same word, kappa can be near zero
although people hardly ever differ (the paradox of prevalence); AC1 stays near the observed agreement there. The two
stand side by side, and beside the observed agreement, since none of them tells the whole.

All limits take the items to be independent of each other and to be many; of few items they are a rough guide.
"""

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from ccsvi_triage.stats.distributions import t_from_tail
from ccsvi_triage.stats.interval import Method, check_level, normal_width

Matrix = Sequence[Sequence[float]]

_SAME = 1e-12
"""Below this a variance or a distance from 1 is what rounding leaves of zero."""


class Coefficient(NamedTuple):
    """A coefficient of agreement: 1 is full agreement, 0 is what chance would give, below 0 is less than that.

    Attributes:
        error: The standard error.
        low: The lower limit, not below -1; ``None`` where the error is zero, since limits that fall together with
            the estimate would say that nothing is uncertain.
        high: The upper limit, not above 1; ``None`` likewise.
        level: Confidence level as a share of 1.
        method: By which quantile the limits were found.
    """

    value: float
    error: float
    low: float | None
    high: float | None
    level: float
    method: Method


def pair_table(pairs: Sequence[tuple[Hashable, Hashable]], categories: Sequence[Hashable]) -> list[list[int]]:
    """Count how often two people gave which answers.

    Args:
        pairs: The answers of the first and the second person to each item.
        categories: Every answer that could be given, also those that nobody gave.

    Returns:
        A row for each answer of the first person, in it a column for each answer of the second.

    Raises:
        ValueError: An answer is none of the categories.
    """
    at = {category: number for number, category in enumerate(categories)}
    table = [[0] * len(at) for _ in at]
    for first, second in pairs:
        if first not in at or second not in at:
            message = f"{first if first not in at else second!r} is none of the categories"
            raise ValueError(message)
        table[at[first]][at[second]] += 1
    return table


def rating_counts(rows: Sequence[Sequence[Hashable]], categories: Sequence[Hashable]) -> list[list[int]]:
    """Count how many people gave each answer, item by item.

    Args:
        rows: For each item the answers of all people.
        categories: Every answer that could be given, also those that nobody gave.

    Raises:
        ValueError: An answer is none of the categories.
    """
    at = {category: number for number, category in enumerate(categories)}
    counts = []
    for row in rows:
        found = [0] * len(at)
        for word in row:
            if word not in at:
                message = f"{word!r} is none of the categories"
                raise ValueError(message)
            found[at[word]] += 1
        counts.append(found)
    return counts


def linear_weights(categories: int) -> list[list[float]]:
    """Give the weights by which answers count as partly the same the nearer they stand: 1 - distance / longest one.

    Args:
        categories: How many steps the ladder has, at least 2.

    Raises:
        ValueError: There are fewer than 2.

    Source:
        Cicchetti DV, Allison T. Am J EEG Technol 1971;11:101-110.
    """
    if categories < 2:
        message = "a ladder has at least 2 steps"
        raise ValueError(message)
    longest = categories - 1
    return [[1 - abs(i - j) / longest for j in range(categories)] for i in range(categories)]


def cohen_kappa(table: Sequence[Sequence[int]], *, weights: Matrix | None = None, level: float = 0.95) -> Coefficient:
    """Give Cohen's kappa of two people, or the weighted one, with limits.

    Args:
        table: How often the first person gave the answer of a row and the second that of a column.
        weights: How far two answers count as the same, from 0 to 1, with 1 where they are; none means that only the
            same answer counts.
        level: Confidence level as a share of 1.

    Returns:
        The coefficient, from -1 to 1, with limits by its large-sample standard error.

    Raises:
        ValueError: The table is not square or counts fewer than 2 items; the weights do not fit it; or chance alone
            would make both agree on everything, so that kappa is not defined.

    Source:
        Cohen J. Educ Psychol Meas 1960;20:37-46. Weighted: Cohen J. Psychol Bull 1968;70:213-220.
        Standard error: Fleiss JL, Cohen J, Everitt BS. Psychol Bull 1969;72:323-327.
    """
    size = len(table)
    items = _check_table(table)
    weigh = [[float(i == j) for j in range(size)] for i in range(size)] if weights is None else weights
    _check_weights(weigh, size)
    cells = range(size)
    share = [[count / items for count in row] for row in table]
    first = [sum(row) for row in share]
    second = [sum(share[i][j] for i in cells) for j in cells]
    observed = sum(weigh[i][j] * share[i][j] for i in cells for j in cells)
    expected = sum(weigh[i][j] * first[i] * second[j] for i in cells for j in cells)
    if 1 - expected < _SAME:
        message = "both gave one and the same answer to everything, so that chance alone would make them agree"
        raise ValueError(message)
    value = (observed - expected) / (1 - expected)
    by_first = [sum(weigh[i][j] * second[j] for j in cells) for i in cells]
    by_second = [sum(weigh[i][j] * first[i] for i in cells) for j in cells]
    spread = sum(
        share[i][j] * (weigh[i][j] - (by_first[i] + by_second[j]) * (1 - value)) ** 2 for i in cells for j in cells
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (items * (1 - expected) ** 2)
    return _with_limits(value, variance, normal_width(level), level, Method.NORMAL)


def gwet_ac1(counts: Sequence[Sequence[int]], *, level: float = 0.95) -> Coefficient:
    """Give Gwet's AC1 of two or more people, with limits.

    Args:
        counts: For each item how many people gave each answer; every item has the same number of people, at least 2.
            The columns are all answers that could be given, since AC1 depends on how many there are.
        level: Confidence level as a share of 1.

    Returns:
        The coefficient, at most 1, with limits by its standard error over items and Student's t.

    Raises:
        ValueError: There are fewer than 2 items, people or answers, or the items differ in the number of people.

    Source:
        Gwet KL. Br J Math Stat Psychol 2008;61:29-48. Student's t instead of the normal quantile: Gwet KL. Handbook
        of inter-rater reliability, 4th ed. 2014, as the reference program irrCAC has it.
    """
    people = _check_counts(counts)
    categories = len(counts[0])
    shares = _shares(counts, people)
    chance = [share * (1 - share) for share in shares]
    expected = sum(chance) / (categories - 1)
    by_item = [sum(n / people * (1 - shares[at]) for at, n in enumerate(row)) / (categories - 1) for row in counts]
    return _over_items(counts, people, expected, by_item, level)


def fleiss_kappa(counts: Sequence[Sequence[int]], *, level: float = 0.95) -> Coefficient:
    """Give Fleiss' kappa of two or more people, with limits.

    Args:
        counts: For each item how many people gave each answer; every item has the same number of people, at least 2.
        level: Confidence level as a share of 1.

    Returns:
        The coefficient, at most 1. Its limits do not suppose that people agree by chance only, as the error that was
        given with it in 1971 does.

    Raises:
        ValueError: There are fewer than 2 items, people or answers; the items differ in the number of people; or all
            gave one and the same answer to everything, so that it is not defined.

    Source:
        Fleiss JL. Psychol Bull 1971;76:378-382. Standard error: Gwet KL. Br J Math Stat Psychol 2008;61:29-48, that of
        the generalised pi; Student's t as for :func:`gwet_ac1`.
    """
    people = _check_counts(counts)
    shares = _shares(counts, people)
    expected = sum(share * share for share in shares)
    if 1 - expected < _SAME:
        message = "all gave one and the same answer to everything, so that chance alone would make them agree"
        raise ValueError(message)
    by_item = [sum(n / people * shares[at] for at, n in enumerate(row)) for row in counts]
    return _over_items(counts, people, expected, by_item, level)


def _over_items(
    counts: Sequence[Sequence[int]], people: int, expected: float, by_item: Sequence[float], level: float
) -> Coefficient:
    """Give (observed - expected) / (1 - expected) with its error, by how each item bears on both."""
    items = len(counts)
    agreed = [sum(n * (n - 1) for n in row) / (people * (people - 1)) for row in counts]
    value = (sum(agreed) / items - expected) / (1 - expected)
    bearing = [
        (agrees - expected) / (1 - expected) - 2 * (1 - value) * (by_chance - expected) / (1 - expected)
        for agrees, by_chance in zip(agreed, by_item, strict=True)
    ]
    variance = sum((one - value) ** 2 for one in bearing) / (items * (items - 1))
    check_level(level)
    return _with_limits(value, variance, t_from_tail((1 - level) / 2, items - 1), level, Method.STUDENT)


def _with_limits(value: float, variance: float, width: float, level: float, method: Method) -> Coefficient:
    if variance < _SAME:
        return Coefficient(value, 0.0, None, None, level, method)
    error = math.sqrt(variance)
    return Coefficient(value, error, max(-1.0, value - width * error), min(1.0, value + width * error), level, method)


def _shares(counts: Sequence[Sequence[int]], people: int) -> list[float]:
    return [sum(row[at] for row in counts) / (len(counts) * people) for at in range(len(counts[0]))]


def _check_table(table: Sequence[Sequence[int]]) -> int:
    if any(len(row) != len(table) for row in table):
        message = "the table has as many rows as columns"
        raise ValueError(message)
    if any(count < 0 for row in table for count in row):
        message = "a count is not below 0"
        raise ValueError(message)
    items = sum(map(sum, table))
    _check_items(items)
    return items


def _check_items(items: int) -> None:
    if items < 2:
        message = "fewer than 2 items tell nothing of agreement beyond chance"
        raise ValueError(message)


def _check_weights(weights: Matrix, size: int) -> None:
    if len(weights) != size or any(len(row) != size for row in weights):
        message = "there is one weight for each cell of the table"
        raise ValueError(message)
    if any(weights[i][i] != 1 for i in range(size)) or any(not 0 <= weight <= 1 for row in weights for weight in row):
        message = "weights lie from 0 to 1, and the same answer has 1"
        raise ValueError(message)


def _check_counts(counts: Sequence[Sequence[int]]) -> int:
    _check_items(len(counts))
    people = sum(counts[0])
    if any(sum(row) != people or len(row) != len(counts[0]) or min(row, default=0) < 0 for row in counts):
        message = "every item has the same number of people and of answers"
        raise ValueError(message)
    if people < 2:
        message = "fewer than 2 people do not agree or disagree"
        raise ValueError(message)
    if len(counts[0]) < 2:
        message = "with fewer than 2 answers to choose from there is nothing to agree on"
        raise ValueError(message)
    return people
