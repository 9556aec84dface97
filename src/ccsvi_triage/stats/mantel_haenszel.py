"""Averages of tables of counts that need no correction of zeros: Mantel and Haenszel's."""

import math
from collections.abc import Sequence

from ccsvi_triage.stats.average import Average, Weighing, average_of
from ccsvi_triage.stats.distributions import chi_squared_tail
from ccsvi_triage.stats.effect_size import OF_TABLES, EffectSize, Measure, Table, table_size
from ccsvi_triage.stats.heterogeneity import Cochran
from ccsvi_triage.stats.interval import check_count, check_level


def mantel_haenszel(tables: Sequence[Table], measure: Measure, *, level: float = 0.95) -> Average | None:
    """Average tables of counts that are taken to have one and the same true effect.

    Args:
        tables: At least one table, counts from 0 to their totals, totals of at least 1. Zeros stay zeros, and tables
            without events may be among them: they weigh nothing for a ratio.
        measure: A risk ratio, an odds ratio (both averaged as logarithms) or a risk difference.
        level: Confidence level as a share of 1.

    Returns:
        The average; ``None`` where the tables carry none: a ratio without any event in one of the groups (for an odds
        ratio: where no table has both an event in one group and somebody without it in the other), or where the
        standard error is 0.

    Raises:
        ValueError: There is no table, a total is below 1, a count lies outside its total, a table does not give the
            measure, or the level is not between 0 and 1.

    Source:
        Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748. Variances: Robins J, Breslow N, Greenland S.
        Biometrics 1986;42:311-323 (odds ratio); Greenland S, Robins JM. Biometrics 1985;41:55-68 (risk ratio); Sato T.
        Biometrics 1989;45:1323-1324 (risk difference).
    """
    check_tables(tables)
    check_level(level)
    if measure not in OF_TABLES:
        message = f"a table of counts gives no {measure.value}"
        raise ValueError(message)
    if measure is Measure.ODDS_RATIO:
        found = _odds_ratio(tables)
    elif measure is Measure.RISK_RATIO:
        found = _risk_ratio(tables)
    else:
        found = _risk_difference(tables)
    if found is None or found[1] <= 0:
        return None
    return average_of(found[0], math.sqrt(found[1]), level=level, weighing=Weighing.MANTEL_HAENSZEL)


def scatter_about(
    tables: Sequence[Table], measure: Measure, average: Average, *, sizes: Sequence[EffectSize | None] = ()
) -> Cochran:
    """Test whether tables differ from their Mantel-Haenszel average by more than chance.

    Args:
        tables: The tables that were averaged. Those in which nobody, or everybody, had the event are left out, since
            only added halves would speak for them.
        measure: As for the average.
        average: The average of these tables.
        sizes: The effect of each of them by ``table_size``, where these are known already.

    Returns:
        Cochran's q about that average; studies with a zero enter it with halves added.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or a table does not give the measure.
    """
    known = sizes or [table_size(table, measure) for table in tables]
    pairs = zip(tables, known, strict=True)
    told = [size for (a, n1, c, n2), size in pairs if size is not None and 0 < a + c < n1 + n2]
    q = math.fsum([(size.estimate - average.estimate) ** 2 / size.variance for size in told])
    df = max(0, len(told) - 1)
    return Cochran(q, df, chi_squared_tail(q, df) if df else 1.0)


def weights(tables: Sequence[Table], measure: Measure) -> tuple[float, ...]:
    """Tell how much each table weighs in the Mantel-Haenszel average.

    Args:
        tables: At least one table, counts from 0 to their totals, totals of at least 1.
        measure: A risk ratio, an odds ratio or a risk difference.

    Returns:
        Shares from 0 to 1 that add up to 1: of the average of the ratios, or differences, themselves and not of their
        logarithms. All are 0 where nothing weighs anything.

    Raises:
        ValueError: There is no table, a total is below 1, a count lies outside its total, or a table does not give the
            measure.

    Source:
        Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748; for the risk ratio Greenland S, Robins JM. Biometrics
        1985;41:55-68.
    """
    check_tables(tables)
    if measure not in OF_TABLES:
        message = f"a table of counts gives no {measure.value}"
        raise ValueError(message)
    if measure is Measure.ODDS_RATIO:
        found = [(n1 - a) * c / (n1 + n2) for a, n1, c, n2 in tables]
    elif measure is Measure.RISK_RATIO:
        found = [c * n1 / (n1 + n2) for a, n1, c, n2 in tables]
    else:
        found = [n1 * n2 / (n1 + n2) for a, n1, c, n2 in tables]
    total = math.fsum(found)
    return tuple(weight / total if total else 0.0 for weight in found)


def check_tables(tables: Sequence[Table]) -> None:
    """Refuse what is no sequence of tables.

    Raises:
        ValueError: There is no table, a total is below 1, or a count lies outside its total.
    """
    if not tables:
        message = "without a table there is nothing to average"
        raise ValueError(message)
    for a, n1, c, n2 in tables:
        if not (0 <= a <= n1 >= 1 <= n2 >= c >= 0):
            check_count(a, n1)
            check_count(c, n2)


def _odds_ratio(tables: Sequence[Table]) -> tuple[float, float] | None:
    r, s, rp, mixed, sq = [], [], [], [], []
    for a, n1, c, n2 in tables:
        people, b, d = n1 + n2, n1 - a, n2 - c
        along, across = a * d / people, b * c / people
        p, q = (a + d) / people, (b + c) / people
        r.append(along)
        s.append(across)
        rp.append(along * p)
        mixed.append(along * q + across * p)
        sq.append(across * q)
    for_it, against_it = math.fsum(r), math.fsum(s)
    if not for_it or not against_it:
        return None
    variance = (
        math.fsum(rp) / (2 * for_it * for_it)
        + math.fsum(mixed) / (2 * for_it * against_it)
        + math.fsum(sq) / (2 * against_it * against_it)
    )
    return math.log(for_it) - math.log(against_it), variance


def _risk_ratio(tables: Sequence[Table]) -> tuple[float, float] | None:
    of_a = math.fsum([a * n2 / (n1 + n2) for a, n1, c, n2 in tables])
    of_b = math.fsum([c * n1 / (n1 + n2) for a, n1, c, n2 in tables])
    if not of_a or not of_b:
        return None
    spread = math.fsum([(n1 * n2 * (a + c) - a * c * (n1 + n2)) / (n1 + n2) ** 2 for a, n1, c, n2 in tables])
    return math.log(of_a) - math.log(of_b), spread / (of_a * of_b)


def _risk_difference(tables: Sequence[Table]) -> tuple[float, float]:
    weight = math.fsum([n1 * n2 / (n1 + n2) for a, n1, c, n2 in tables])
    difference = math.fsum([(a * n2 - c * n1) / (n1 + n2) for a, n1, c, n2 in tables]) / weight
    lean = math.fsum(
        [(n1 * n1 * c - n2 * n2 * a + n1 * n2 * (n2 - n1) / 2) / (n1 + n2) ** 2 for a, n1, c, n2 in tables]
    )
    spread = math.fsum([(a * (n2 - c) + c * (n1 - a)) / (2 * (n1 + n2)) for a, n1, c, n2 in tables])
    return difference, (difference * lean + spread) / (weight * weight)
