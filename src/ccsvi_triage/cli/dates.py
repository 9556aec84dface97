"""The day of a report: what somebody says it is, and never what a clock says."""

import os
import re

from ccsvi_triage.cli.exits import Exit, Stop

_VARIABLE = "SOURCE_DATE_EPOCH"
_SECONDS_A_DAY = 86_400
_LATEST = 253_402_300_799
"""The last second of the year 9999."""
_DAYS_OF_400_YEARS = 146_097
_DAYS_BEFORE_1970 = 719_468
"""From the first of March of the year 0 on."""


def day_of(told: str | None) -> str:
    """Give the day of a report: as it is told, else as ``SOURCE_DATE_EPOCH`` has it, else none.

    Raises:
        Stop: The variable holds no number of seconds.
    """
    if told is not None:
        return told
    seconds = os.environ.get(_VARIABLE, "")
    if not seconds:
        return ""
    if not re.fullmatch(r"[0-9]{1,12}", seconds, re.ASCII) or int(seconds) > _LATEST:
        raise Stop(Exit.CANNOT, f"triage: {_VARIABLE} holds {seconds[:40]!r}, which is no number of seconds since 1970")
    return day(int(seconds))


def day(seconds: int) -> str:
    """Give the day, in universal time, on which so many seconds since the beginning of 1970 had gone by.

    Source:
        The calendar of 400 years repeats; within it a year is counted from March, so that a leap day ends it.
    """
    eras, days = divmod(seconds // _SECONDS_A_DAY + _DAYS_BEFORE_1970, _DAYS_OF_400_YEARS)
    year = (days - days // 1460 + days // 36_524 - days // 146_096) // 365
    days -= 365 * year + year // 4 - year // 100
    month = (5 * days + 2) // 153
    date = days - (153 * month + 2) // 5 + 1
    month = month + 3 if month < 10 else month - 9  # noqa: PLR2004 -- January and February end the year before
    return f"{year + 400 * eras + (month <= 2):04d}-{month:02d}-{date:02d}"  # noqa: PLR2004
