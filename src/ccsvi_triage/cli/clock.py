"""The one clock of the house: whether a waiver has run out depends on the day, and nothing that is printed does."""

import time

from ccsvi_triage.cli.dates import day


def today() -> str:
    """Give the day that it is, in universal time, so that all machines agree on it."""
    return day(int(time.time()))
