"""What a project has settled for the gates on its library."""

import os
from typing import NamedTuple

from ccsvi_triage.cli.library import Found, Located, settings_in

_NOTHING_ABOVE = 64
"""So many folders upward are looked into at most."""


class Policy(NamedTuple):
    """What holds for the gates of a run.

    Attributes:
        found: The settings, or ``None`` where there are none.
    """

    found: Found | None

    @property
    def shown(self) -> str:
        """The file of the settings, as it is shown."""
        return self.found.shown if self.found is not None else ""

    @property
    def baseline(self) -> tuple[str, str]:
        """The file of the findings that are known, as it is opened and as it is shown; empty where there is none."""
        if self.found is None or not self.found.settings.baseline:
            return "", ""
        name = self.found.settings.baseline
        return os.path.join(self.found.folder, name), os.path.join(os.path.dirname(self.found.shown), name)


def policy_of(located: Located) -> Policy:
    """Find the policy of a library: in the settings that name it, else in the nearest ones upward from it.

    The case that comes with the package has none.

    Raises:
        Stop: The settings cannot be read, or something in them is wrong.
    """
    if located.shipped:
        return Policy(None)
    if located.settings is not None:
        return Policy(located.settings)
    folder = os.path.abspath(located.folder)
    for _ in range(_NOTHING_ABOVE):
        if os.path.isdir(folder):
            shown = os.path.relpath(folder)
            found = settings_in(folder, "" if shown == os.curdir else shown)
            if found is not None:
                return Policy(found)
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return Policy(None)
