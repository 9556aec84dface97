"""Tails of the common distributions, and the values that leave a given tail.

A tail is kept as a small number wherever it is one, and never found as 1 minus a large one, so that a p value of 1e-50
has as many right digits as one of 0.05. How many digits that are stands in
``docs/decisions/0011``, and is held by tests.
"""

import math
from collections.abc import Callable
from functools import lru_cache

from ccsvi_triage.stats.root import root

_HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)
_TINY = 5e-324
_SMALLEST = 1e-300
_FAR = 700.0
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)
_SERIES_FROM = 15.0


def normal_tail(z: float) -> float:
    """Tell how often a standard normal value lies above ``z``.

    Args:
        z: Any number, in standard deviations.

    Returns:
        The upper, one-sided tail, from 0 to 1. Relative error below 1e-12 down to 1e-300.

    Raises:
        ValueError: ``z`` is not a number.
    """
    _known(z)
    return 0.5 * math.erfc(z / math.sqrt(2))


def normal_from_tail(tail: float) -> float:
    """Give the standard normal value above which a share of values lies.

    Args:
        tail: The upper, one-sided tail; above 0 and below 1.

    Returns:
        The value in standard deviations; 1.959964 for 0.025. Error below 1e-14 of the value, or of 1 near zero.

    Raises:
        ValueError: The tail is not between 0 and 1, or is below 1e-300.

    Source:
        A first guess by Abramowitz and Stegun 26.2.23, made exact by Halley's method.
    """
    _check_tail(tail)
    if tail > 0.5:
        # 1 - tail is exact here, and -normal_from_tail keeps both halves mirror images
        return -normal_from_tail(1 - tail) if 1 - tail >= _SMALLEST else -math.inf
    root_of_log = math.sqrt(-2 * math.log(tail))
    z = root_of_log - (2.515517 + root_of_log * (0.802853 + root_of_log * 0.010328)) / (
        1 + root_of_log * (1.432788 + root_of_log * (0.189269 + root_of_log * 0.001308))
    )
    for _ in range(3):
        density = math.exp(-0.5 * z * z - _HALF_LOG_TWO_PI)
        step = (normal_tail(z) - tail) / density
        z += step / (1 - 0.5 * z * step)
    return z


def t_tail(t: float, df: float) -> float:
    """Tell how often Student's t lies above a value.

    Args:
        t: Any number. Beyond 1e150 the tail is given as 0 (or 1).
        df: Degrees of freedom, above 0, whole or not; infinity gives the normal distribution.

    Returns:
        The upper, one-sided tail, from 0 to 1.

    Raises:
        ValueError: ``t`` is not a number, or ``df`` is not above 0.
    """
    _known(t)
    _check_df(df)
    if math.isinf(df):
        return normal_tail(t)
    if abs(t) > 1e150:
        return 0.0 if t > 0 else 1.0
    square = t * t
    outer = 0.5 * _beta(df / 2, 0.5, df / (df + square), square / (df + square))[0]
    return outer if t >= 0 else 1 - outer


def t_from_tail(tail: float, df: float) -> float:
    """Give the value of Student's t above which a share of values lies.

    Args:
        tail: The upper, one-sided tail; above 0 and below 1.
        df: Degrees of freedom, above 0, whole or not.

    Returns:
        The value; 2.228139 for a tail of 0.025 and 10 degrees of freedom.

    Raises:
        ValueError: The tail is not between 0 and 1 or so small that the value would pass 1e150, or ``df`` is not
            above 0.
    """
    _check_tail(tail)
    _check_df(df)
    if math.isinf(df):
        return normal_from_tail(tail)
    if tail == 0.5:
        return 0.0
    if tail > 0.5:
        return -t_from_tail(1 - tail, df)
    return _t_beyond(tail, df)


@lru_cache(maxsize=1024)
def _t_beyond(tail: float, df: float) -> float:
    """Give the value of Student's t for a tail below a half; several limits of one average ask for the same one."""
    odds = _odds_from_lower(2 * tail, 1 - 2 * tail, df / 2, 0.5)
    return math.sqrt(df) * math.exp(-odds / 2)


def chi_squared_tail(x: float, df: float) -> float:
    """Tell how often a chi-squared value lies above ``x``.

    Args:
        x: A number from 0.
        df: Degrees of freedom, above 0.

    Returns:
        The upper tail, from 0 to 1.

    Raises:
        ValueError: ``x`` is below 0 or not a number, or ``df`` is not above 0.
    """
    _check_from_zero(x)
    _check_df(df)
    return _gamma(df / 2, x / 2)[1]


def chi_squared_from_tail(tail: float, df: float) -> float:
    """Give the chi-squared value above which a share of values lies.

    Args:
        tail: The upper tail; above 0 and below 1.
        df: Degrees of freedom, above 0.

    Returns:
        The value; 3.841459 for a tail of 0.05 and one degree of freedom.

    Raises:
        ValueError: The tail is not between 0 and 1, or ``df`` is not above 0.
    """
    _check_tail(tail)
    _check_df(df)
    return 2 * math.exp(_where(lambda u: _gamma(df / 2, math.exp(u))[::-1], tail, 1 - tail, -_FAR, _FAR))


def f_tail(f: float, df1: float, df2: float) -> float:
    """Tell how often an F value lies above ``f``.

    Args:
        f: A number from 0.
        df1: Degrees of freedom of the numerator, above 0.
        df2: Degrees of freedom of the denominator, above 0.

    Returns:
        The upper tail, from 0 to 1.

    Raises:
        ValueError: ``f`` is below 0 or not a number, or a number of degrees of freedom is not above 0.
    """
    _check_from_zero(f)
    _check_df(df1)
    _check_df(df2)
    if math.isinf(df2):
        return 0.0 if math.isinf(f) else chi_squared_tail(df1 * f, df1)
    if math.isinf(f):
        return 0.0
    whole = df2 + df1 * f
    return _beta(df2 / 2, df1 / 2, df2 / whole, df1 * f / whole)[0]


def f_from_tail(tail: float, df1: float, df2: float) -> float:
    """Give the F value above which a share of values lies.

    Args:
        tail: The upper tail; above 0 and below 1.
        df1: Degrees of freedom of the numerator, above 0 and finite.
        df2: Degrees of freedom of the denominator, above 0 and finite.

    Returns:
        The value; 4.964603 for a tail of 0.05 with 1 and 10 degrees of freedom.

    Raises:
        ValueError: The tail is not between 0 and 1, or a number of degrees of freedom is not above 0 or not finite.
    """
    _check_tail(tail)
    _check_shape(df1, df2)
    return df2 / df1 * math.exp(-_odds_from_lower(tail, 1 - tail, df2 / 2, df1 / 2))


def beta_below(x: float, a: float, b: float) -> float:
    """Tell how often a beta value lies below ``x``: the regularised incomplete beta function.

    Args:
        x: A number from 0 to 1.
        a: First shape, above 0.
        b: Second shape, above 0.

    Returns:
        The lower tail, from 0 to 1. The upper one is ``beta_below(1 - x, b, a)``.

    Raises:
        ValueError: ``x`` is not from 0 to 1, or a shape is not above 0 or not finite.
    """
    _check_share(x)
    _check_shape(a, b)
    return _beta(a, b, x, 1 - x)[0]


def beta_from_below(share: float, a: float, b: float) -> float:
    """Give the beta value below which a share of values lies.

    Args:
        share: The lower tail; above 0 and below 1.
        a: First shape, above 0.
        b: Second shape, above 0.

    Returns:
        The value, from 0 to 1.

    Raises:
        ValueError: The share is not between 0 and 1, or a shape is not above 0 or not finite.
    """
    _check_tail(share)
    _check_shape(a, b)
    odds = _odds_from_lower(share, 1 - share, a, b)
    return 1 / (1 + math.exp(-odds)) if odds > -_FAR else math.exp(odds)


def binomial_at(count: int, total: int, share: float) -> float:
    """Tell how often exactly ``count`` of ``total`` independent trials succeed.

    Args:
        count: A whole number; outside 0 to ``total`` the answer is 0.
        total: Number of trials, from 0.
        share: How often one trial succeeds, from 0 to 1.

    Returns:
        A share from 0 to 1.

    Raises:
        ValueError: ``total`` is below 0, or ``share`` is not from 0 to 1.

    Source:
        Loader C. Fast and accurate computation of binomial probabilities. 2000.
    """
    _check_trials(total)
    _check_share(share)
    if not 0 <= count <= total:
        return 0.0
    if share in (0, 1):
        return float(count == share * total)
    if count in (0, total):
        return math.exp(total * (math.log1p(-share) if count == 0 else math.log(share)))
    rest = total - count
    return _beta_front(count, rest, share, 1 - share) * total / (count * rest)


def binomial_at_most(count: int, total: int, share: float) -> float:
    """Tell how often at most ``count`` of ``total`` independent trials succeed.

    Args:
        count: A whole number; below 0 the answer is 0, from ``total`` on it is 1.
        total: Number of trials, from 0.
        share: How often one trial succeeds, from 0 to 1.

    Returns:
        The lower tail, from 0 to 1, the point itself included.

    Raises:
        ValueError: ``total`` is below 0, or ``share`` is not from 0 to 1.
    """
    _check_trials(total)
    _check_share(share)
    if count < 0:
        return 0.0
    if count >= total:
        return 1.0
    return _beta(total - count, count + 1.0, 1 - share, share)[0]


def binomial_at_least(count: int, total: int, share: float) -> float:
    """Tell how often at least ``count`` of ``total`` independent trials succeed.

    Args:
        count: A whole number; up to 0 the answer is 1, above ``total`` it is 0.
        total: Number of trials, from 0.
        share: How often one trial succeeds, from 0 to 1.

    Returns:
        The upper tail, from 0 to 1, the point itself included.

    Raises:
        ValueError: ``total`` is below 0, or ``share`` is not from 0 to 1.
    """
    _check_trials(total)
    _check_share(share)
    if count <= 0:
        return 1.0
    if count > total:
        return 0.0
    return _beta(float(count), total - count + 1.0, share, 1 - share)[0]


def noncentral_t_tail(t: float, df: float, shift: float) -> float:
    """Tell how often a noncentral t lies above a value: what the power of a t test is made of.

    Args:
        t: Any finite number.
        df: Degrees of freedom, at least 1.
        shift: The noncentrality: how far the true effect lies from none, in standard errors; finite.

    Returns:
        The upper tail, from 0 to 1. Relative error below 1e-11 for ``t`` from 0 on, where no tail is found
        as 1 minus another.

    Raises:
        ValueError: A number is not finite, or ``df`` is below 1.

    Source:
        Definition: T = (Z + shift) / S, where S squared is chi-squared over its df. The normal tail is averaged over
        the density of log S by the trapezoidal rule, which converges geometrically for such integrands
        (Trefethen LN, Weideman JAC. SIAM Rev 2014;56:385-458).
    """
    if not (math.isfinite(t) and math.isfinite(shift) and math.isfinite(df)):
        message = "a noncentral t needs finite numbers"
        raise ValueError(message)
    if df < 1:
        message = f"degrees of freedom are at least 1 here, and {df!r} is not"
        raise ValueError(message)
    if t < 0:
        return 1 - noncentral_t_tail(-t, df, -shift)
    log_scale = math.log(2) + 0.5 * df * math.log(0.5 * df) - math.lgamma(0.5 * df)
    # the square of the integrand's steepest bend, so that the step is a quarter of its narrowest width
    step = 0.25 / math.sqrt(2 * df + 2 * t * t + shift * shift)

    def term(index: int) -> float:
        u = index * step
        return math.exp(log_scale + df * u - 0.5 * df * math.exp(2 * u)) * normal_tail(t * math.exp(u) - shift)

    total = [term(0)]
    for direction in (1, -1):
        index, largest = direction, 0.0
        while True:
            value = term(index)
            largest = max(largest, value)
            total.append(value)
            if value <= 1e-19 * max(largest, total[0]) and abs(index) * step * math.sqrt(df) > 2:
                break
            index += direction
    return min(1.0, step * math.fsum(total))


# the regularised incomplete functions


def _beta(a: float, b: float, x: float, y: float) -> tuple[float, float]:
    """Give the lower and the upper tail of a beta distribution at ``x``; ``y`` is 1 - x, with all its digits."""
    if x <= 0:
        return 0.0, 1.0
    if y <= 0:
        return 1.0, 0.0
    if x * (a + b + 2) < a + 1:
        lower = min(1.0, _beta_front(a, b, x, y) / a * _beta_fraction(a, b, x))
        return lower, 1 - lower
    upper = min(1.0, _beta_front(b, a, y, x) / b * _beta_fraction(b, a, y))
    return 1 - upper, upper


def _beta_front(a: float, b: float, x: float, y: float) -> float:
    """Give ``x**a * y**b / B(a, b)`` without the loss of digits that large logarithms of gamma would bring.

    Source:
        Loader C. Fast and accurate computation of binomial probabilities. 2000: the saddle-point form.
    """
    whole = a + b
    exponent = _stirling(whole) - _stirling(a) - _stirling(b) - _excess(a, whole * x) - _excess(b, whole * y)
    return math.exp(exponent) * math.sqrt(a * b / (2 * math.pi * whole))


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Give the continued fraction of the incomplete beta function, by Lentz's method.

    Source:
        NIST Digital Library of Mathematical Functions 8.17.22.
    """
    numerator = 1.0
    denominator = 1 / _away(1 - (a + b) * x / (a + 1))
    value = denominator
    for m in range(1, _most_terms(a + b)):
        for factor in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            denominator = 1 / _away(1 + factor * denominator)
            numerator = _away(1 + factor / numerator)
            change = denominator * numerator
            value *= change
        if abs(change - 1) <= 2.3e-16:
            break
    return value


def _gamma(a: float, x: float) -> tuple[float, float]:
    """Give the lower and the upper tail of a gamma distribution with shape ``a`` and scale 1 at ``x``."""
    if x <= 0:
        return 0.0, 1.0
    if math.isinf(x):
        return 1.0, 0.0
    front = math.exp(-_stirling(a) - _excess(a, x)) * math.sqrt(a / (2 * math.pi))
    if x < a + 1:
        term = value = 1 / a
        shape = a
        while term > 1e-17 * value:
            shape += 1
            term *= x / shape
            value += term
        lower = min(1.0, front * value)
        return lower, 1 - lower
    # NIST Digital Library of Mathematical Functions 8.9.2, by Lentz's method
    below = x + 1 - a
    numerator = 1e300
    denominator = 1 / below
    value = denominator
    for m in range(1, _most_terms(a + x)):
        factor = -m * (m - a)
        below += 2
        denominator = 1 / _away(below + factor * denominator)
        numerator = _away(below + factor / numerator)
        change = denominator * numerator
        value *= change
        if abs(change - 1) <= 2.3e-16:
            break
    upper = min(1.0, front * value)
    return 1 - upper, upper


def _stirling(n: float) -> float:
    """Give what Stirling's formula for the logarithm of n! leaves out."""
    if n <= _SERIES_FROM:
        return math.lgamma(n + 1) - (n + 0.5) * math.log(n) + n - _HALF_LOG_TWO_PI
    square = n * n
    value = 0.0
    for coefficient in reversed(_STIRLING):
        value = value / square + coefficient
    return value / n


def _excess(x: float, mean: float) -> float:
    """Give ``x * log(x / mean) + mean - x``, exact where both are close."""
    gap = x - mean
    if abs(gap) >= 0.1 * (x + mean):
        return x * math.log(x / mean) - gap if mean > _SMALLEST else x * (math.log(x) - math.log(mean)) - gap
    ratio = gap / (x + mean)
    value = gap * ratio
    power = 2 * x * ratio
    divisor = 3.0
    while True:
        power *= ratio * ratio
        more = value + power / divisor
        if more == value:
            return value
        value = more
        divisor += 2


def _away(value: float) -> float:
    """Keep a divisor away from zero, as Lentz's method asks."""
    return value if abs(value) > 1e-300 else 1e-300


def _most_terms(size: float) -> int:
    """Bound the terms of a continued fraction: it needs about as many as the square root of its size."""
    return 500 + int(20 * math.sqrt(min(size, 1e12)))


# from a tail back to the value


def _odds_from_lower(lower: float, upper: float, a: float, b: float) -> float:
    """Give ``log(x / (1 - x))`` for the beta value ``x`` that has these two tails."""

    def tails(u: float) -> tuple[float, float]:
        grown = math.exp(-abs(u))
        small, large = grown / (1 + grown), 1 / (1 + grown)
        low, high = _beta(a, b, small, large) if u < 0 else _beta(a, b, large, small)
        return low, high

    return _where(tails, lower, upper, -_FAR, _FAR)


def _where(
    tails: Callable[[float], tuple[float, float]], first: float, second: float, low: float, high: float
) -> float:
    """Find where two tails that sum to 1 have the values asked for, by the smaller one, on a logarithmic scale."""
    side = 0 if first <= second else 1
    wanted = math.log(min(first, second))
    return root(lambda u: math.log(max(tails(u)[side], _TINY)) - wanted, low, high)


# what a number may be


def _known(value: float) -> None:
    if math.isnan(value):
        message = "nan is not a number"
        raise ValueError(message)


def _check_tail(tail: float) -> None:
    if not _SMALLEST <= tail < 1:
        message = f"a tail lies above 0 (here: from {_SMALLEST}) and below 1, and {tail!r} does not"
        raise ValueError(message)


def _check_df(df: float) -> None:
    if not df > 0:
        message = f"degrees of freedom are above 0, and {df!r} is not"
        raise ValueError(message)


def _check_shape(*shapes: float) -> None:
    for shape in shapes:
        if not 0 < shape < math.inf:
            message = f"a shape is above 0 and finite, and {shape!r} is not"
            raise ValueError(message)


def _check_share(share: float) -> None:
    if not 0 <= share <= 1:
        message = f"a share is from 0 to 1, and {share!r} is not"
        raise ValueError(message)


def _check_from_zero(value: float) -> None:
    if not value >= 0:
        message = f"{value!r} is not a number from 0"
        raise ValueError(message)


def _check_trials(total: int) -> None:
    if total < 0:
        message = f"a number of trials is at least 0, and {total!r} is not"
        raise ValueError(message)
