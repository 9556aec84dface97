"""How few people would have had to fare otherwise for a result to change sides of the significance level.

Only for counts of independent people in two groups. A result that is adjusted, paired or of times to an event has other
numbers behind it, and its counts must not be brought here. The index is a transform of p and the number of people: it
tells a reader what p means in people, and is nothing to judge a study by on its own.
"""

from enum import StrEnum
from typing import NamedTuple

from ccsvi_triage.stats.exact import fisher, fisher_one_sided, fisher_two_sided


class Flip(StrEnum):
    """In which group people are moved, and which way."""

    MORE_IN_A = "more-in-a"
    FEWER_IN_A = "fewer-in-a"
    MORE_IN_B = "more-in-b"
    FEWER_IN_B = "fewer-in-b"


class Fragility(NamedTuple):
    """How many people stand between a result and the other side of the significance level."""

    p: float
    """Fisher's two-sided p value of the table as it is."""
    significant: bool
    more_in_a: int | None
    """People in A without the event who would have had to have it; ``None`` where no number of them changes sides."""
    fewer_in_a: int | None
    more_in_b: int | None
    fewer_in_b: int | None
    fewest: int | None
    """The fragility index: the smallest of the four; ``None`` where people of one group alone cannot change sides."""
    by: tuple[Flip, ...]
    """Which of the four are the smallest."""
    quotient: float | None
    """The fragility index as a share of all people."""
    walsh: int | None
    """Walsh's index: events added to the group with fewer of them. ``None`` where the result is not significant, where
    both have as many, or where that rule never changes sides, which happens in groups of unequal size."""


def fragility(events_a: int, total_a: int, events_b: int, total_b: int, *, significance: float = 0.05) -> Fragility:
    """Count how many people of one group would have had to fare otherwise for significance to be lost, or won.

    Args:
        events_a: People in A with the event, a whole number from 0 to ``total_a``.
        total_a: People in A, at least 1.
        events_b: People in B with the event, a whole number from 0 to ``total_b``.
        total_b: People in B, at least 1.
        significance: The two-sided level, between 0 and 1; p has to be below it to be significant.

    Returns:
        The numbers of people for each of the four ways to move people of one group, and the smallest of them. Compare
        the smallest with the number of people lost to follow-up.

    Raises:
        ValueError: A total is below 1, a count lies outside its total, or the significance is not between 0 and 1.

    Source:
        Walsh M et al. J Clin Epidemiol 2014;67:622-628; both groups and both ways, since that rule fails where groups
        are unequal.
    """
    if not 0 < significance < 1:
        message = f"a significance level lies between 0 and 1, and {significance!r} does not"
        raise ValueError(message)
    table = _Table(total_a, total_b, significance, events_a * total_b >= events_b * total_a)
    p = fisher(events_a, total_a, events_b, total_b).two_sided
    significant = p < significance

    def flips(step_a: int, step_b: int) -> int | None:
        room = min(
            total_a - events_a if step_a > 0 else events_a if step_a else total_a + total_b,
            total_b - events_b if step_b > 0 else events_b if step_b else total_a + total_b,
        )
        parting = (step_a - step_b > 0) is table.more_in_a
        start = 1
        if significant and not parting:
            start += table.surely_up_to(room, events_a, events_b, step_a, step_b)
        for moved in range(start, room + 1):
            a, b = events_a + moved * step_a, events_b + moved * step_b
            if table.significant(a, b) is not significant:
                return moved
            if significant and parting and table.surely_significant(a, b):
                return None
        return None

    more_in_a, fewer_in_a, more_in_b, fewer_in_b = flips(1, 0), flips(-1, 0), flips(0, 1), flips(0, -1)
    ways = zip(Flip, (more_in_a, fewer_in_a, more_in_b, fewer_in_b), strict=True)
    known = {way: moved for way, moved in ways if moved is not None}
    fewest = min(known.values(), default=None)
    walsh = None
    if significant and events_a != events_b:
        walsh = more_in_a if events_a < events_b else more_in_b
    return Fragility(
        p,
        significant,
        more_in_a,
        fewer_in_a,
        more_in_b,
        fewer_in_b,
        fewest,
        tuple(way for way, moved in known.items() if moved == fewest),
        None if fewest is None else fewest / (total_a + total_b),
        walsh,
    )


class _Table(NamedTuple):
    """Two groups of fixed size, of which one had more events to begin with."""

    total_a: int
    total_b: int
    significance: float
    more_in_a: bool

    def significant(self, a: int, b: int) -> bool:
        return fisher_two_sided(a, self.total_a, b, self.total_b) < self.significance

    def surely_significant(self, a: int, b: int) -> bool:
        """Tell whether this table is significant, and all between it and the greatest possible difference.

        The one-sided p only falls as groups part, and the two-sided one is at most so many times as large as there
        are tables with the same margins, since each table that it adds is no likelier than the observed one.
        """
        one_sided = fisher_one_sided(a, self.total_a, b, self.total_b, more_in_a=self.more_in_a)
        return one_sided * (min(self.total_a, self.total_b) + 2) < self.significance

    def surely_up_to(self, room: int, a: int, b: int, step_a: int, step_b: int) -> int:
        """Give a number of people, the largest, up to which moving them leaves the table surely significant."""
        least, beyond = 0, room + 1
        while beyond - least > 1:
            middle = (least + beyond) // 2
            if self.surely_significant(a + middle * step_a, b + middle * step_b):
                least = middle
            else:
                beyond = middle
        return least
