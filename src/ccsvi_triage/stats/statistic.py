"""Does a printed p value follow from the test statistic printed beside it?"""

import math
from collections.abc import Iterator
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from ccsvi_triage.stats.distributions import chi_squared_tail, f_tail, normal_tail, t_tail
from ccsvi_triage.stats.printed import Printed, Rounding, Sign, Span
from ccsvi_triage.stats.verdict import Alternative, Verdict

_SLACK = 1e-9
_FRACTIONAL_DF = 1e-3
"""By how much of itself a range of p is widened where degrees of freedom are rounded: F is not monotone in them."""


class Kind(StrEnum):
    """A test statistic that a p value can be computed from."""

    T = "t"
    F = "F"
    CHI_SQUARED = "chi2"
    R = "r"
    Z = "z"
    Q = "Q"
    Q_WITHIN = "Qw"
    Q_BETWEEN = "Qb"


_SIGNED = frozenset({Kind.T, Kind.R, Kind.Z})
"""Statistics that may lie below zero, and whose p value may count one tail or two."""


class PrintedTest(NamedTuple):
    """A test as printed.

    Attributes:
        df1: The degrees of freedom; for F those of the numerator; ``None`` for z, and where they are not printed.
        df2: For F those of the denominator; ``None`` for all others.
    """

    kind: Kind
    statistic: Printed
    df1: Printed | None = None
    df2: Printed | None = None

    @property
    def whole(self) -> bool:
        """Whether all is told that a p value needs."""
        return self.kind is Kind.Z or (self.df1 is not None and (self.kind is not Kind.F or self.df2 is not None))


class Recomputed(NamedTuple):
    """What is said of a p value beside its test statistic.

    Attributes:
        explained_by: What had to be taken for granted where p does not follow as it stands.
        p: The p value of the statistic as printed, two-sided where the test has two sides; ``None`` where it cannot be
            computed, or the statistic is only bounded.
        low: The least p value that the rounding of the statistic allows; ``None`` where it cannot be computed.
        high: The greatest.
        flips: Whether p as printed and as computed stand on different sides of alpha, whatever the rounding; ``None``
            where that cannot be told.
    """

    verdict: Verdict
    explained_by: tuple[Alternative, ...]
    p: float | None
    low: float | None
    high: float | None
    flips: bool | None


def p_of(kind: Kind, value: float, df1: float = math.nan, df2: float = math.nan, *, one_sided: bool = False) -> float:
    """Give the p value of a test statistic.

    Args:
        kind: Which statistic.
        value: The statistic; a correlation from -1 to 1, any number for t and z, from 0 for all others.
        df1: The degrees of freedom, above 0; for F those of the numerator; not looked at for z.
        df2: Those of the denominator of F, above 0.
        one_sided: Count one tail of t, r or z. All others have one tail, and are as they are.

    Returns:
        The p value, from 0 to 1.

    Raises:
        ValueError: The statistic or the degrees of freedom are impossible.
    """
    size = abs(value)
    match kind:
        case Kind.Z:
            tail = normal_tail(size)
        case Kind.T:
            tail = t_tail(size, df1)
        case Kind.R:
            if size > 1:
                message = "a correlation lies from -1 to 1"
                raise ValueError(message)
            tail = t_tail(size * math.sqrt(df1 / ((1 - size) * (1 + size))), df1) if size < 1 else 0.0
        case _ if value < 0:
            message = f"{kind} is never below zero"
            raise ValueError(message)
        case Kind.F:
            return f_tail(value, df1, df2)
        case _:
            return chi_squared_tail(value, df1)
    return tail if one_sided else 2 * tail


def check_statistic(test: PrintedTest, p: Printed, *, alpha: Fraction = Fraction(1, 20)) -> Recomputed:
    """Tell whether a printed p value follows from a printed test statistic.

    Rounding of both, digits cut off, one tail and rounded degrees of freedom are tried before anything is called wrong.

    Args:
        test: The statistic as printed.
        p: The p value as printed; "not significant" is ``> alpha``. A printed 0 is a small number.
        alpha: From where on a p value is called significant, to tell a difference that changes the conclusion.

    Returns:
        The verdict; ``cannot tell`` where degrees of freedom are missing, or a sign says nothing.
    """
    if not 0 <= p.value <= 1:
        return Recomputed(Verdict.INCONSISTENT, (), None, None, None, None)
    if not test.whole or Sign.ABOUT in (p.sign, test.statistic.sign):
        return Recomputed(Verdict.CANNOT_TELL, (), None, None, None, None)
    if not _possible(test):
        return Recomputed(Verdict.INCONSISTENT, (), None, None, None, None)
    point = _p(test, float(test.statistic.value)) if test.statistic.exact else None
    bounds = _bounds(test, Rounding.NEAREST)
    if bounds is None:
        return Recomputed(Verdict.CANNOT_TELL, (), None, None, None, None)
    low, high = bounds
    flips = _flips(p, low, high, float(alpha))
    for explained, tried_low, tried_high, span in _readings(test, p):
        if p_within(span, tried_low, tried_high):
            return Recomputed(Verdict.CONSISTENT, explained, point, low, high, flips and not explained)
    return Recomputed(Verdict.INCONSISTENT, (), point, low, high, flips)


def span_of_p(p: Printed, rounding: Rounding = Rounding.NEAREST) -> Span:
    """Give the range of p values that a printed one stands for, within 0 to 1; a printed 0 is a small number."""
    if p.value == 0 and p.sign in (Sign.BELOW, Sign.AT_MOST):
        return Span(Fraction(0), p.unit)
    span = p.span(rounding)
    if span.low is None or span.low < 0:
        span = span._replace(low=Fraction(0), low_closed=True)
    if span.high is None or span.high > 1:
        span = span._replace(high=Fraction(1), high_closed=True)
    return span


def claims_significance(p: Printed, alpha: Fraction) -> bool | None:
    """Tell on which side of alpha a printed p value stands; ``None`` where rounding or its sign leaves that open."""
    low, high = span_of_p(p).ends
    if p.sign in (Sign.BELOW, Sign.AT_MOST):
        return True if high <= alpha else None
    if p.sign in (Sign.ABOVE, Sign.AT_LEAST):
        return False if low >= alpha else None
    return True if high < alpha else False if low > alpha else None


def p_within(span: Span, low: float, high: float) -> bool:
    """Tell whether a range of printed p values meets one of computed ones, with room for floating point.

    Raises:
        ValueError: The printed range has an open side; see ``span_of_p``.
    """
    least, most = span.ends
    return low * (1 - _SLACK) <= float(most) and high * (1 + _SLACK) >= float(least)


class AsStatcheck(NamedTuple):
    """What statcheck says of a result: see ``as_statcheck``."""

    p: float
    error: bool
    decision_error: bool


class StatcheckOptions(NamedTuple):
    """The options of statcheck that change its verdicts, under names of ours; each default is its own.

    Attributes:
        alpha: From where on a p value is significant, and what "ns" is above.
        all_one_sided: Take every test of two sides as one-sided.
        one_sided_where_told: Let a one-sided p value explain an error where the text speaks of a one-sided test.
        alpha_is_significant: Whether a p value that equals alpha is significant.
        zero_is_wrong: Whether a printed p value of 0 is an error.
    """

    alpha: float = 0.05
    all_one_sided: bool = False
    one_sided_where_told: bool = False
    alpha_is_significant: bool = True
    zero_is_wrong: bool = True


STATCHECK = StatcheckOptions()
"""As statcheck runs unless told otherwise."""


def as_statcheck(
    test: PrintedTest, p: Printed | None, options: StatcheckOptions = STATCHECK, *, one_sided_told: bool = False
) -> AsStatcheck:
    """Give the verdict that statcheck 1.6 gives, for comparison with work that used it.

    It differs from ``check_statistic``: it knows neither truncation nor rounded degrees of freedom, wraps a statistic
    smaller than its own rounding round zero, and takes a p value that equals alpha as significant.

    Args:
        test: The statistic as printed, with its degrees of freedom.
        p: The p value as printed; ``None`` for "ns".
        options: The options that statcheck was run with.
        one_sided_told: Whether the text speaks of a one-sided test.

    Raises:
        ValueError: The degrees of freedom are missing, or the statistic is impossible.

    Source:
        Nuijten MB et al. Behav Res Methods 2016;48:1205-1226.
    """
    if not test.whole:
        message = "no p value without degrees of freedom"
        raise ValueError(message)
    plain = _statcheck(test, p, options, one_sided=options.all_one_sided)
    if plain.error and options.one_sided_where_told and one_sided_told and not options.all_one_sided:
        halved = _statcheck(test, p, options, one_sided=True)
        return plain if halved.error else halved
    return plain


def _statcheck(test: PrintedTest, p: Printed | None, options: StatcheckOptions, *, one_sided: bool) -> AsStatcheck:
    value, half = float(test.statistic.value), float(test.statistic.unit / 2)
    away = half if value >= 0 else -half
    computed = _p(test, value, one_sided=one_sided)
    # a statistic that rounds to nearly nothing is wrapped round zero there, and never reaches a p value of 1
    low, high = _p(test, value + away, one_sided=one_sided), _p(test, value - away, one_sided=one_sided)
    told, sign = (options.alpha, Sign.ABOVE) if p is None else (float(p.value), p.sign)
    decimals = 2 if p is None else p.decimals
    error = _statcheck_error((test.statistic.sign, sign), told, low, high, decimals)
    error = error or (options.zero_is_wrong and told <= 0)
    return AsStatcheck(computed, error, error and _contradicts(test.statistic.sign, sign, told, computed, options))


def _statcheck_error(  # noqa: PLR0911 -- nine cases, seven of them with a rule of their own
    signs: tuple[Sign, Sign], told: float, low: float, high: float, decimals: int
) -> bool:
    """Tell whether a p value is wrong, by the signs before the statistic and before p."""
    match signs:
        case Sign.EQUAL, Sign.EQUAL:
            return not round(low, decimals) <= told <= round(high, decimals)
        case Sign.EQUAL, Sign.BELOW:
            return told < low
        case Sign.EQUAL, _:
            return told > high
        case Sign.BELOW, Sign.EQUAL:
            return told < round(high, decimals)
        case Sign.BELOW, Sign.BELOW:
            return told < high
        case Sign.ABOVE, Sign.EQUAL:
            return told > round(low, decimals)
        case Sign.ABOVE, Sign.ABOVE:
            return told > low
        case _:
            return False


def _contradicts(of: Sign, sign: Sign, told: float, computed: float, options: StatcheckOptions) -> bool:
    """Tell whether the printed p value claims one side of alpha and the computed one stands on the other."""
    alpha = options.alpha

    def significant(p: float) -> bool:
        return p <= alpha if options.alpha_is_significant else p < alpha

    claims_it = significant(told) if sign is Sign.EQUAL else sign is Sign.BELOW and told <= alpha
    denies_it = not significant(told) if sign is Sign.EQUAL else sign is Sign.ABOVE and told >= alpha
    match of:
        case Sign.BELOW:
            return claims_it and computed >= alpha
        case Sign.ABOVE:
            return denies_it and computed <= alpha
        case _:
            return (claims_it and not significant(computed)) or (denies_it and significant(computed))


def _possible(test: PrintedTest) -> bool:
    """Tell whether such a statistic can be: its sign, its size, its degrees of freedom, each within its rounding."""
    if any(df is not None and df.value <= 0 for df in (test.df1, test.df2)):
        return False
    low, high = test.statistic.rounded().ends
    if test.kind is Kind.R:
        return low <= 1 and high >= -1
    return test.kind in _SIGNED or high >= 0


def _p(
    test: PrintedTest, value: float, df: tuple[float | None, float | None] = (None, None), *, one_sided: bool = False
) -> float:
    """Give the p value of a test, with its value drawn back to what is possible."""
    if test.kind is Kind.R:
        value = max(-1.0, min(1.0, value))
    elif test.kind not in _SIGNED:
        value = max(0.0, value)
    first, second = (
        math.nan if printed is None else float(printed.value) if tried is None else tried
        for printed, tried in zip((test.df1, test.df2), df, strict=True)
    )
    return _known_p(test.kind, value, first, second, one_sided=one_sided)


_known_p = lru_cache(maxsize=512)(p_of)
"""One statistic is read in several ways, which ask for many of the same p values."""


def _bounds(test: PrintedTest, rounding: Rounding) -> tuple[float, float] | None:
    """Give the least and the greatest p value that the printing allows; ``None`` where a sign says nothing."""
    sizes = _sizes(test, rounding)
    if sizes is None:
        return None
    least, most = sizes
    corners = [(one, two) for one in _df(test.df1, rounding) for two in _df(test.df2, rounding)]
    low = 0.0 if most is None else min(_p(test, float(most), corner) for corner in corners)
    high = max(_p(test, float(least), corner) for corner in corners)
    slack = _FRACTIONAL_DF if len(corners) > 1 else _SLACK
    return low * (1 - slack), min(1.0, high * (1 + slack))


def _sizes(test: PrintedTest, rounding: Rounding) -> tuple[Fraction, Fraction | None] | None:
    """Give the least and the greatest size of the statistic; ``None`` as the greatest is without bound."""
    statistic = test.statistic
    match statistic.sign:
        case Sign.EQUAL:
            low, high = statistic.rounded(rounding).ends
            if test.kind not in _SIGNED:
                return max(low, Fraction(0)), max(high, Fraction(0))
            least, most = sorted((abs(low), abs(high)))
            return (Fraction(0) if low <= 0 <= high else least), most
        case Sign.BELOW | Sign.AT_MOST:
            return (Fraction(0), statistic.value) if statistic.value >= 0 else (-statistic.value, None)
        case _:
            return (statistic.value, None) if statistic.value >= 0 else None


def _df(df: Printed | None, rounding: Rounding) -> tuple[float | None, ...]:
    """Give the degrees of freedom to try: as printed where they are whole, else all that round to them."""
    if df is None or df.decimals <= 0:
        return (None,)
    tiny = df.unit / 10
    low, high = (float(max(end, tiny)) for end in df.rounded(rounding).ends)
    return low, (low + high) / 2, high


def _readings(test: PrintedTest, p: Printed) -> Iterator[tuple[tuple[Alternative, ...], float, float, Span]]:
    one_sided = test.kind in _SIGNED or (test.df1 is not None and test.df1.value == 1 and test.df1.decimals <= 0)
    for halved in (False, True) if one_sided else (False,):
        for rounding in (Rounding.NEAREST, Rounding.ANY):
            bounds = _bounds(test, rounding)
            assert bounds is not None
            cut = (Alternative.TRUNCATED,) if rounding is Rounding.ANY else ()
            half = (Alternative.ONE_SIDED,) if halved else ()
            low, high = (bounds[0] / 2, bounds[1] / 2) if halved else bounds
            yield half + cut, low, high, span_of_p(p, rounding)


def _flips(p: Printed, low: float, high: float, alpha: float) -> bool | None:
    claimed = claims_significance(p, Fraction(alpha))
    computed = True if high < alpha else False if low > alpha else None
    return None if claimed is None or computed is None else claimed != computed
