"""A condition on answers or facts: any of several clauses, each of which wants all its words."""

from collections.abc import Mapping
from typing import NamedTuple

Clause = Mapping[str, tuple[str, ...]]


class Condition(NamedTuple):
    """Holds where one of its clauses holds; a clause holds where each of its names has one of the words given.

    In a file a mapping is one clause (``{control: [none], sites: 1}``), and a list of mappings is several. A word
    that begins with ``<``, ``<=``, ``>`` or ``>=`` compares a number. No clause at all holds always.
    """

    clauses: tuple[Clause, ...] = ()

    def names(self) -> set[str]:
        """Give every name that the condition looks at."""
        return {name for clause in self.clauses for name in clause}


ALWAYS = Condition()
