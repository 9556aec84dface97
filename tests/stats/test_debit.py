from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.stats.debit import debit
from ccsvi_triage.stats.grimmer import Obstacle
from ccsvi_triage.stats.printed import Printed, read_printed
from ccsvi_triage.stats.verdict import Alternative, Verdict

Rows = Callable[[str], list[Mapping[str, str]]]


def printed(count: int, n: int, decimals: int, freedom: int) -> tuple[Printed, Printed]:
    """Give the mean and the standard deviation of so many ones as a paper would print them."""
    mean = Printed(Fraction(round(Fraction(count, n) * 10**decimals), 10**decimals), decimals)
    with localcontext() as context:
        context.prec = 40
        root = (Decimal(count * (n - count)) / Decimal(n * freedom)).sqrt()
        return mean, read_printed(str(root.quantize(Decimal(10) ** -decimals, ROUND_HALF_EVEN)))


def test_every_row_is_as_counted(rows: Rows) -> None:
    for row in rows("debit"):
        result = debit(read_printed(row["mean"]), read_printed(row["sd"]), int(row["n"]))
        assert (result.verdict is Verdict.CONSISTENT and not result.explained_by) == (row["expected"] == "1"), row
        if row["expected"] == "1":
            assert result.ones is not None


@given(st.integers(2, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.integers(1, 4))
def test_a_true_share_is_never_called_inconsistent(group: tuple[int, int], decimals: int) -> None:
    count, n = group
    result = debit(*printed(count, n, decimals, n - 1), n)
    assert (result.verdict, result.explained_by) == (Verdict.CONSISTENT, ())
    assert debit(*printed(count, n, decimals, n), n).verdict is Verdict.CONSISTENT


def test_a_deviation_that_scrutiny_lets_pass_is_seen() -> None:
    for mean, sd, n in (("0.05", "0.21", 19), ("0.20", "0.44", 5)):
        result = debit(read_printed(mean), read_printed(sd), n)
        assert result.verdict is Verdict.INCONSISTENT or result.explained_by


def test_a_deviation_divided_by_n_is_an_explanation() -> None:
    result = debit(read_printed("0.500"), read_printed("0.500"), 20)
    assert (result.verdict, result.explained_by, result.ones) == (
        Verdict.CONSISTENT,
        (Alternative.POPULATION_SD,),
        10,
    )


@pytest.mark.parametrize(
    ("mean", "sd", "n", "verdict", "obstacle"),
    [
        ("0.5", "0.5", 1, Verdict.CANNOT_TELL, Obstacle.TOO_LITTLE),
        ("<0.5", "0.5", 9, Verdict.CANNOT_TELL, Obstacle.TOO_LITTLE),
        ("0.5", "-0.5", 9, Verdict.INCONSISTENT, Obstacle.NEGATIVE),
        ("1.50", "0.50", 9, Verdict.INCONSISTENT, Obstacle.MEAN),
        ("0.51", "0.32", 10, Verdict.INCONSISTENT, Obstacle.MEAN),
        ("0.50", "0.10", 10, Verdict.INCONSISTENT, Obstacle.SQUARES),
        ("0", "0", 10**8, Verdict.CANNOT_TELL, Obstacle.TOO_LARGE),
    ],
)
def test_what_does_not_fit_is_told_with_its_obstacle(
    mean: str, sd: str, n: int, verdict: Verdict, obstacle: Obstacle
) -> None:
    result = debit(read_printed(mean), read_printed(sd), n)
    assert (result.verdict, result.obstacle, result.ones) == (verdict, obstacle, None)


def test_nobody_has_no_share() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        debit(read_printed("0.5"), read_printed("0.5"), 0)
