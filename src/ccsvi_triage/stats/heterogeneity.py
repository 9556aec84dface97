"""How much the effects of several studies differ beyond what chance within each of them explains.

Everything is computed from distances to the most precise study, so that neither a large common offset nor one study
that outweighs all others costs digits.
"""

import math
from collections.abc import Callable, Sequence
from enum import StrEnum
from operator import mul
from typing import NamedTuple

from ccsvi_triage.stats.distributions import chi_squared_from_tail, chi_squared_tail
from ccsvi_triage.stats.effect_size import EffectSize, check_sizes
from ccsvi_triage.stats.interval import check_level
from ccsvi_triage.stats.root import root

_FINEST = 1 / 16
"""The likelihood is searched from this part of the least variance on; below it no weight changes by much."""
_ROOM = 1 + 1e-9
"""What rounding may need above a bound that is exact."""


class Estimator(StrEnum):
    """How the variance between studies was estimated."""

    DERSIMONIAN_LAIRD = "dersimonian-laird"
    PAULE_MANDEL = "paule-mandel"
    REML = "reml"


class Cochran(NamedTuple):
    """Cochran's test of whether the studies differ by more than chance.

    Attributes:
        q: The weighted sum of squared distances from the common effect, from 0.
        df: The number of studies less one.
        p: From 0 to 1; with few studies a large one does not say that they agree.
    """

    q: float
    df: int
    p: float


class TauSquared(NamedTuple):
    """The variance of true effects between studies.

    Attributes:
        value: From 0, in the squared unit of the effects.
        maxima: How many separate values the likelihood has a peak at; 1 for an estimator that searches no peak.
        estimator: How it was found.
    """

    value: float
    maxima: int
    estimator: Estimator


class Spread(NamedTuple):
    """Two limits of a confidence interval for the variance between studies, and what share of all variance they are.

    Attributes:
        tau2_low: The lower limit of the variance, from 0.
        tau2_high: The upper limit.
        i2_low: The lower limit as a share of all variance, from 0 to 1.
        i2_high: The upper limit likewise.
        empty: Whether the studies are more alike than chance should allow, so that no variance is compatible with
            them; both limits are then told as 0.
    """

    tau2_low: float
    tau2_high: float
    i2_low: float
    i2_high: float
    empty: bool
    level: float


def cochran(sizes: "Sized") -> Cochran:
    """Test whether studies differ by more than chance.

    Args:
        sizes: At least one study; with one, q and df are 0 and p is 1.

    Raises:
        ValueError: A size cannot be averaged (see ``check_sizes``).

    Source:
        Cochran WG. Biometrics 1954;10:101-129.
    """
    scatter = scatter_of(sizes)
    q, df = scatter.q(0.0), len(scatter) - 1
    return Cochran(q, df, chi_squared_tail(q, df) if df else 1.0)


def dersimonian_laird(sizes: Sequence[EffectSize]) -> TauSquared:
    """Estimate the variance between studies by the method of moments, not below 0.

    Args:
        sizes: At least one study; with one, the variance is told as 0.

    Raises:
        ValueError: A size cannot be averaged (see ``check_sizes``).

    Source:
        DerSimonian R, Laird N. Control Clin Trials 1986;7:177-188.
    """
    check_sizes(sizes)
    scatter, df = Scatter(sizes), len(sizes) - 1
    value = max(0.0, (scatter.q(0.0) - df) / scatter.room(0.0)) if df else 0.0
    return TauSquared(value, 1, Estimator.DERSIMONIAN_LAIRD)


def paule_mandel(sizes: Sequence[EffectSize]) -> TauSquared:
    """Estimate the variance between studies as the one that brings Cochran's q to its expectation.

    Args:
        sizes: At least one study; with one, the variance is told as 0.

    Raises:
        ValueError: A size cannot be averaged (see ``check_sizes``).

    Source:
        Paule RC, Mandel J. J Res Natl Bur Stand 1982;87:377-385.
    """
    check_sizes(sizes)
    df = len(sizes) - 1
    value = Scatter(sizes).where_q_is(df) if df else 0.0
    return TauSquared(value, 1, Estimator.PAULE_MANDEL)


def restricted_likelihood(sizes: "Sized") -> TauSquared:
    """Estimate the variance between studies by restricted maximum likelihood: our default.

    The likelihood may have several peaks. Its slope is followed over all values that can have one, at steps of a factor
    of two, 0 included, and the highest peak is taken; of two equal ones the smaller variance.

    Args:
        sizes: At least one study; with one, the variance is told as 0.

    Raises:
        ValueError: A size cannot be averaged (see ``check_sizes``).

    Source:
        Viechtbauer W. J Educ Behav Stat 2005;30:261-293.
    """
    scatter = scatter_of(sizes)
    if len(scatter) == 1:
        return TauSquared(0.0, 1, Estimator.REML)
    bound = scatter.highest_peak()
    peaks = []
    left, at_left = 0.0, scatter.slope(0.0)
    if at_left <= 0:
        peaks.append(0.0)
    step = scatter.least * _FINEST
    while left < bound:
        right = min(step, bound)
        at_right = scatter.slope(right)
        if at_left > 0 >= at_right:
            peaks.append(scatter.crossing(scatter.slope, left, right))
        left, at_left, step = right, at_right, 2 * step
    # rounding may leave the slope at the bound a hair above zero
    best = max(peaks, key=scatter.likelihood, default=bound)
    return TauSquared(best, max(1, len(peaks)), Estimator.REML)


def share_between(sizes: "Sized", tau2: float) -> float:
    """Tell which share of all variance lies between studies: I squared, from the variance between them.

    Args:
        sizes: At least one study; with one, the share is 0.
        tau2: The variance between studies, from 0.

    Returns:
        A share from 0 to 1. It grows with the size of the studies, and says little without its interval.

    Raises:
        ValueError: A size cannot be averaged, or the variance is below 0.

    Source:
        Higgins JPT, Thompson SG. Stat Med 2002;21:1539-1558: the typical variance within studies.
    """
    scatter = scatter_of(sizes)
    _check_tau2(tau2)
    if len(scatter) == 1:
        return 0.0
    return _share(tau2, (len(scatter) - 1) / scatter.room(0.0))


def profile(sizes: "Sized", *, level: float = 0.95) -> Spread | None:
    """Give the variances between studies that Cochran's q does not speak against.

    Args:
        sizes: At least one study.
        level: Confidence level as a share of 1.

    Returns:
        Limits for the variance and for its share of all variance; ``None`` for fewer than 3 studies, where they would
        run from nothing to nearly everything.

    Raises:
        ValueError: A size cannot be averaged, or the level is not between 0 and 1.

    Source:
        Viechtbauer W. Stat Med 2007;26:37-52.
    """
    scatter, tail = scatter_of(sizes), (1 - level) / 2
    check_level(level)
    df = len(scatter) - 1
    if df < 2:
        return None
    least = chi_squared_from_tail(1 - tail, df)
    low = scatter.where_q_is(chi_squared_from_tail(tail, df))
    high = scatter.where_q_is(least)
    within = df / scatter.room(0.0)
    return Spread(low, high, _share(low, within), _share(high, within), scatter.q(0.0) < least, level)


class Scatter:
    """Effects as distances from the most precise one, with what is computed of them for any variance between them."""

    def __init__(self, sizes: Sequence[EffectSize]) -> None:
        """Take sizes that passed ``check_sizes``, in any order."""
        ordered = sorted(sizes, key=lambda size: (size.variance, size.estimate))
        self.origin, self.least = ordered[0].estimate, ordered[0].variance
        self._apart = [size.estimate - self.origin for size in ordered]
        self._variances = [size.variance for size in ordered]

    def __len__(self) -> int:
        """Give the number of studies."""
        return len(self._apart)

    def weights(self, tau2: float) -> list[float]:
        """Give the weight of every study, the most precise first."""
        return [1 / (variance + tau2) for variance in self._variances]

    def centre(self, tau2: float) -> tuple[float, float]:
        """Give the weighted mean as a distance from ``origin``, and the sum of the weights."""
        weights = self.weights(tau2)
        total = math.fsum(weights)
        return math.fsum(map(mul, weights, self._apart)) / total, total

    def q(self, tau2: float) -> float:
        """Give the weighted sum of squared distances from the weighted mean."""
        weights, away = self._away(tau2)
        return math.fsum(map(mul, map(mul, weights, away), away))

    def room(self, tau2: float) -> float:
        """Give how fast the expectation of q grows with the variance between studies; above 0 for two studies on."""
        return _room(self.weights(tau2))

    def slope(self, tau2: float) -> float:
        """Give twice the slope of the restricted log-likelihood."""
        weights, away = self._away(tau2)
        return math.hypot(*map(mul, weights, away)) ** 2 - _room(weights)

    def likelihood(self, tau2: float) -> float:
        """Give twice the restricted log-likelihood, but for a constant."""
        weights = self.weights(tau2)
        return math.fsum(map(math.log, weights)) - math.log(math.fsum(weights)) - self.q(tau2)

    def where_q_is(self, value: float) -> float:
        """Give the variance between studies at which q falls to a value above 0; 0 where q is never above it."""
        if self.q(0.0) <= value:
            return 0.0
        # no weight is above 1 / (least + tau2), so that q is at most the plain sum of squares times that
        return self.crossing(lambda tau2: self.q(tau2) - value, 0.0, self._squares() / value * _ROOM)

    def highest_peak(self) -> float:
        """Give a variance between studies above which the restricted likelihood only falls.

        The weighted squares are at most the plain ones over (least + tau2) squared, and what is taken from them is at
        least the degrees of freedom over (greatest + tau2); the bound is where the two are equal.
        """
        plain = self._squares() / (len(self._apart) - 1)
        wider = self._variances[-1] - self.least
        return max(0.0, (plain + math.sqrt(plain) * math.sqrt(plain + 4 * wider)) / 2 * _ROOM - self.least)

    def crossing(self, function: Callable[[float], float], low: float, high: float) -> float:
        """Give where a function of the variance between studies falls through zero, to twelve digits of least + it."""
        if function(high) >= 0:
            return high
        least = self.least

        def stretched(u: float) -> float:
            return function(least * math.expm1(u))

        return least * math.expm1(root(stretched, math.log1p(low / least), math.log1p(high / least) + 1e-12))

    def alike(self) -> bool:
        """Tell whether all effects are the same but for rounding."""
        largest = max(abs(self.origin + apart) for apart in (min(self._apart), max(self._apart)))
        return max(self._apart) - min(self._apart) <= max(1e-14 * largest, 1e-12 * math.sqrt(self.least))

    def _away(self, tau2: float) -> tuple[list[float], list[float]]:
        """Give the weights, and how far each effect lies from the weighted mean."""
        weights = self.weights(tau2)
        mean = math.fsum(map(mul, weights, self._apart)) / math.fsum(weights)
        return weights, [apart - mean for apart in self._apart]

    def _squares(self) -> float:
        mean = math.fsum(self._apart) / len(self._apart)
        return math.hypot(*[apart - mean for apart in self._apart]) ** 2


Sized = Sequence[EffectSize] | Scatter
"""Studies as they come, or laid out already: several numbers of the same studies then lay them out once."""


def scatter_of(sizes: Sized) -> Scatter:
    """Lay studies out, unless they are.

    Raises:
        ValueError: A size cannot be averaged (see ``check_sizes``).
    """
    if isinstance(sizes, Scatter):
        return sizes
    check_sizes(sizes)
    return Scatter(sizes)


def _room(weights: list[float]) -> float:
    """Give the sum of the weights less the sum of their squares over it, without loss where the first outweighs all."""
    lighter = weights[1:]
    others = math.fsum(lighter)
    total = weights[0] + others
    # none of the lighter ones is above half of the total, so that little is lost in this difference
    return (weights[0] * others + (others * total - math.hypot(*lighter) ** 2)) / total


def _share(tau2: float, within: float) -> float:
    return tau2 / (tau2 + within)


def _check_tau2(tau2: float) -> None:
    if not 0 <= tau2 < math.inf:
        message = f"a variance between studies is a number from 0, and {tau2!r} is not"
        raise ValueError(message)
