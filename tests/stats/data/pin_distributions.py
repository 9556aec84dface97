"""Make ``distributions.csv``: tails to fifty digits. It needs mpmath, which neither the package nor its tests do."""

import csv
import importlib
import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

mp: Any = importlib.import_module("mpmath").mp
mp.dps = 50


def lower_beta(a: float, b: float, x: Any) -> Any:
    return mp.betainc(mp.mpf(a), mp.mpf(b), 0, x, regularized=True)


def t_tail(t: float, df: float) -> Any:
    square = mp.mpf(t) ** 2
    outer = lower_beta(mp.mpf(df) / 2, 0.5, df / (df + square)) / 2
    return outer if t >= 0 else 1 - outer


def noncentral_t_tail(t: float, df: float, shift: float) -> Any:
    t, df, shift = mp.mpf(t), mp.mpf(df), mp.mpf(shift)
    scale = mp.log(2) + df / 2 * mp.log(df / 2) - mp.loggamma(df / 2)

    def term(u: Any) -> Any:
        density = mp.exp(scale + df * u - df / 2 * mp.exp(2 * u))
        return density * mp.erfc((t * mp.exp(u) - shift) / mp.sqrt(2)) / 2

    return mp.quad(term, [-120, -40, -20, -8, -4, -2, -1, -0.5, -0.2, 0, 0.2, 0.5, 1, 1.5, 2])


def at_most(count: int, total: int, share: float) -> Any:
    exact = Fraction(share)
    value = sum(comb(total, k) * exact**k * (1 - exact) ** (total - k) for k in range(count + 1))
    return mp.mpf(value.numerator) / value.denominator


def rows() -> Iterator[tuple[Any, ...]]:
    for z in (-8, -1.959963984540054, 0, 0.5, 1.2815515655446004, 1.959963984540054, 5, 10, 20, 37):
        yield "normal_tail", z, "", "", mp.erfc(mp.mpf(z) / mp.sqrt(2)) / 2
    for t, df in itertools.product((-2.5, 0.001, 0.7, 2.1, 12.7, 300), (1, 2, 3.7, 17, 250, 10000)):
        yield "t_tail", t, df, "", t_tail(t, df)
    for x, df in itertools.product((0.001, 0.5, 3.841458820694124, 30, 900), (1, 2, 3, 7, 40, 1000)):
        yield "chi_squared_tail", x, df, "", mp.gammainc(mp.mpf(df) / 2, mp.mpf(x) / 2, mp.inf, regularized=True)
    for f, (df1, df2) in itertools.product((0.01, 0.9, 2.5, 40), ((1, 1), (1, 17), (3, 12), (20, 5), (60, 900))):
        whole = mp.mpf(df2) + df1 * mp.mpf(f)
        yield "f_tail", f, df1, df2, lower_beta(df2 / 2, df1 / 2, df2 / whole)
    for x, (a, b) in itertools.product((1e-8, 0.01, 0.3, 0.5, 0.97), ((0.5, 0.5), (1, 30), (8, 3), (250, 700))):
        yield "beta_below", x, a, b, lower_beta(a, b, mp.mpf(x))
    for count, total, share in (
        (0, 10, 0.3),
        (3, 30, 0.2),
        (29, 30, 0.2),
        (5, 400, 0.5),
        (250, 1000, 0.3),
        (1, 5, 1e-9),
    ):
        yield "binomial_at_most", count, total, share, at_most(count, total, share)
        yield "binomial_at_least", count, total, share, 1 - (at_most(count - 1, total, share) if count else 0)
        yield (
            "binomial_at",
            count,
            total,
            share,
            at_most(count, total, share) - (at_most(count - 1, total, share) if count else 0),
        )
    for t, df, shift in (
        (2.306, 8, 0.8),
        (2.306, 8, -6),
        (12.706, 1, 0.5),
        (1.97, 198, 2.8),
        (1.97, 198, -5),
        (0, 5, 1),
    ):
        yield "noncentral_t_tail", t, df, shift, noncentral_t_tail(t, df, shift)


if __name__ == "__main__":
    with (Path(__file__).parent / "distributions.csv").open("w", newline="", encoding="utf-8") as file:
        file.write("# Computed to fifty digits by pin_distributions.py, beside this file, with mpmath 1.4.1.\n")
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("function", "x", "a", "b", "value"))
        for function, x, a, b, value in rows():
            if value > mp.mpf("1e-290"):
                writer.writerow((function, repr(x), a, b, mp.nstr(value, 20)))
