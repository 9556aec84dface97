"""The file of the findings that a project knows of already."""

import json
from typing import Any, NamedTuple

from ccsvi_triage.load.snapshot import NotAReport, check_schema

KIND = "baseline"


class Kept(NamedTuple):
    """What such a file holds: who wrote it, and each finding by the names of its fields."""

    by: str
    findings: tuple[dict[str, str], ...]


_FIELDS = ("fingerprint", "rule", "study", "outcome", "claim", "message")


def read_baseline(raw: bytes) -> Kept:
    """Read what ``--write-baseline`` wrote.

    Raises:
        NotAReport: It is something else, or not whole.
    """
    try:
        data: Any = json.loads(raw)
    except (ValueError, RecursionError):
        message = "it is not JSON"
        raise NotAReport(message) from None
    check_schema(data, KIND)
    by, listed = data.get("by"), data.get("findings")
    if not isinstance(by, str) or not isinstance(listed, list):
        message = "it has no 'by' or no list of 'findings'"
        raise NotAReport(message)
    return Kept(by, tuple(_finding(each, number) for number, each in enumerate(listed)))


def _finding(each: object, number: int) -> dict[str, str]:
    told = {key: each.get(key) or "" for key in _FIELDS} if isinstance(each, dict) else {}
    texts = {key: value for key, value in told.items() if isinstance(value, str)}
    if len(texts) < len(_FIELDS) or not texts["fingerprint"]:
        message = f"findings[{number}] is not a finding"
        raise NotAReport(message)
    return texts
