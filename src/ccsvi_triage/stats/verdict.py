"""What a check of a printed number can say, and what may explain a number that does not fit as it stands."""

from enum import StrEnum


class Verdict(StrEnum):
    """What a check says of a printed number.

    A number that fits only under an alternative (see ``Alternative``) is consistent, and the check names what it took.
    """

    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    CANNOT_TELL = "cannot tell"


class Alternative(StrEnum):
    """An innocent reading under which a number fits that does not fit as it stands; tried before anything is wrong."""

    TRUNCATED = "truncated"
    """Digits were cut off, not rounded."""
    ONE_SIDED = "one-sided"
    """The p value counts one tail."""
    LEVEL_90 = "90 % interval"
    LEVEL_95 = "95 % interval"
    LEVEL_99 = "99 % interval"
    STUDENT = "t distribution"
    """The interval and the p value come from a t distribution with few degrees of freedom."""
    SCORE = "score interval"
    """The interval is a score interval, which is narrower than the usual one where people are few."""
    POPULATION_SD = "SD with n"
    """The standard deviation was divided by n, not by n - 1."""
