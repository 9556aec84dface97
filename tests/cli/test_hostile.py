"""Names and words that nobody would choose in good faith steer neither terminal nor runner, on either stream."""

import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Run = Callable[..., Any]
Find = Callable[[str], list[str]]

NAMES = (
    "\x1b[31mred.yaml",
    "\x1b]0;title\x07.yaml",
    "x\u202ey.yaml",
    "x\x9b2Jy.yaml",
    "[red]x[bold].yaml",
    "##[add-mask]x.yaml",
    "::add-mask::x.yaml",
    "x\n::error::y.yaml",
    "x\r::error::y.yaml",
    "\udcff.yaml",
    "a b\t.yaml",
)
COMMANDS = (("list",), ("appraise", "--all"), ("lint",), ("show", "a"), ("lint", "-f", "json"), ("list", "-f", "json"))


def steers(text: str) -> list[str]:
    kept = "\n\u200c\u200d\u00ad\u2060"
    return [c for c in text if c not in kept and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"}]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("broken", [True, False])
def test_the_name_of_a_file_is_only_a_name(
    name: str,
    broken: bool,  # noqa: FBT001
    tmp_path: Path,
    run: Run,
    commands_in: Find,
) -> None:
    (tmp_path / name).write_text(f"studies: [{{id: a, title: A, kind: news}}]\n{'odd: 1' * broken}\n", encoding="utf-8")
    for words in COMMANDS:
        for encoding in ("utf-8", "ascii"):
            ran = run(*words, "--data", str(tmp_path), encoding=encoding)
            assert ran.code in ((1, 2) if broken else (0,))
            assert not steers(ran.out + ran.err)
            assert not commands_in(ran.out)
            assert not commands_in(ran.err)
            assert "Traceback" not in ran.err


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_report_is_only_a_name(name: str, desk: Path, run: Run, commands_in: Find) -> None:
    ran = run("list", "-f", "json", "-o", name)
    assert ran == (0, "", "")
    assert os.fsencode(name) in os.listdir(os.fsencode(desk))
    ran = run("list", "-o", f"{name}/deeper")
    assert ran.code == 2
    assert not steers(ran.err)
    assert not commands_in(ran.err)


@pytest.mark.usefixtures("desk")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_whatever_is_typed_is_only_text(
    run: Run, hostile: st.SearchStrategy[str], commands_in: Find, data: st.DataObject
) -> None:
    typed = data.draw(hostile.filter(lambda text: "\x00" not in text))
    for words in (("appraise", typed), ("show", typed), ("explain", typed), ("list", "--flaw", typed), (typed,)):
        ran = run(*words, "--color", "never")
        assert ran.code in (0, 2)
        assert not steers(ran.out + ran.err)
        assert not commands_in(ran.out)
        assert not commands_in(ran.err)


TITLES = ("[red]x[/red]", "[/x]", "::add-mask::2018", "A ##[add-mask]MS", "李晓明 é 👩‍⚕️", "<b>|`*_#~", "\\[bold]")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("format_", ["table", "json"])
def test_a_title_from_a_file_is_shown_to_the_letter_and_steers_nothing(
    title: str, format_: str, tmp_path: Path, run: Run, commands_in: Find
) -> None:
    written = title.replace("'", "''")
    (tmp_path / "a.yaml").write_text(
        f"studies: [{{id: a, title: '{written}', kind: news, authors: ['{written}'], journal: '{written}',\n"
        f"  unseen: ['{written}'], flaws: [{{code: no-control, detail: '{written}', basis: inferred}}]}}]\n",
        encoding="utf-8",
    )
    for words in (("appraise", "a", "--full"), ("appraise", "--all"), ("list",), ("show", "a")):
        ran = run(*words, "--data", str(tmp_path), "--format", format_, "--width", "200")
        assert ran.code == 0
        assert not commands_in(ran.out)
        assert not commands_in(ran.err)
    shown = run("appraise", "a", "--data", str(tmp_path), "--width", "200").out
    assert unicodedata.normalize("NFC", title) in re.sub("\u2060", "", shown)
