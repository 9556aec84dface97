"""The same files give the same bytes, wherever and whenever."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

Run = Callable[..., Any]

SETTINGS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LANG": "tr_TR.UTF-8", "LC_ALL": "C.UTF-8", "LINES": "5"},
)


@pytest.mark.parametrize(
    "words",
    [
        ("appraise", "hope-2009", "sham-2014", "--full"),
        ("appraise", "--all", "--format", "json"),
        ("claim",),
        ("claim", "widening-helps", "--trace"),
        ("compare", "hope-2009", "sham-2014", "undone-2012"),
        ("lint", "--format", "json"),
        ("appraise", "--all", "--full", "--format", "html"),
        ("recheck", "--all", "--full", "--format", "csv"),
        ("schema",),
        *(
            ("report", "--format", name)
            for name in ("table", "md", "json", "html", "csv", "sarif", "github", "gitlab", "junit")
        ),
    ],
    ids=" ".join,
)
def test_hash_seed_time_zone_language_and_place_change_no_byte(
    words: tuple[str, ...], desk: Path, tmp_path: Path, spawn: Run
) -> None:
    elsewhere = tmp_path / "else" / "where"
    copytree(desk / "data", elsewhere / "data")
    told = {spawn(*words, cwd=desk, env=settings) for settings in SETTINGS}
    told |= {spawn(*words, cwd=elsewhere, env={"PYTHONUTF8": "1"})}
    assert len(told) == 1
    assert next(iter(told)).code == 0
