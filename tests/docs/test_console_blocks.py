"""The console blocks of the documentation show what the program prints."""

import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from ccsvi_triage.cli.main import main

ROOT = Path(__file__).parent.parent.parent
PAGES = tuple(sorted(str(page.relative_to(ROOT)) for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))))
PROMPT = "$ "
EXIT_CODE = "; echo $?"
PIPED = " < "
LEFT_OUT = "..."


class Block(NamedTuple):
    language: str
    line: int
    lines: tuple[str, ...]

    @property
    def file(self) -> str:
        """The file that a block stands for: a comment in its first line, such as ``# my-library/studies.yaml``."""
        ending = {"yaml": "ya?ml", "text": "txt"}.get(self.language)
        named = re.fullmatch(rf"# (\S+\.{ending})", self.lines[0]) if ending and self.lines else None
        return named[1] if named else ""

    @property
    def content(self) -> str:
        """What stands in that file; in a text that is typed line by line the comment has no place."""
        return "\n".join(self.lines[self.language == "text" :]) + "\n"


class Shown(NamedTuple):
    command: str
    line: int
    output: tuple[str, ...]


def blocks(page: str) -> Iterator[Block]:
    language, first = "", 0
    lines: list[str] = []
    for number, line in enumerate((ROOT / page).read_text(encoding="utf-8").splitlines(), 1):
        fence = re.fullmatch(r"\s*```(\w*)", line)
        if fence and not first:
            language, first, lines = fence[1], number, []
        elif fence:
            yield Block(language, first, tuple(lines))
            first = 0
        elif first:
            lines.append(line)
    assert not first, f"{page}:{first}: a block that is not closed"


def commands(block: Block) -> Iterator[Shown]:
    at = [number for number, line in enumerate(block.lines) if line.startswith(PROMPT)]
    for start, end in zip(at, [*at[1:], len(block.lines)], strict=True):
        command = block.lines[start].removeprefix(PROMPT)
        yield Shown(command, block.line + 1 + start, block.lines[start + 1 : end])


def run(command: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Run a command line in this process, with both streams in one, as a terminal of 80 columns shows them."""
    command, _, typed = command.partition(PIPED)
    words = shlex.split(command.removesuffix(EXIT_CODE))
    monkeypatch.setattr(sys, "argv", words)
    monkeypatch.setattr(sys, "stdin", StringIO(Path(typed).read_text(encoding="utf-8") if typed else ""))
    raw = BytesIO()
    stream = TextIOWrapper(raw, encoding="utf-8", write_through=True)
    with redirect_stdout(stream), redirect_stderr(stream), pytest.raises(SystemExit) as left:
        main()
    lines = raw.getvalue().decode("utf-8").splitlines()
    return [*lines, str(left.value.code)] if command.endswith(EXIT_CODE) else lines


def fits(shown: tuple[str, ...], printed: list[str]) -> bool:
    """Tell whether a block shows what was printed; a line ``...`` stands for any lines, or for none."""
    parts = [
        r"(?:[^\n]*\n)*?" if line == LEFT_OUT else re.escape(line.rstrip()) + r"[ ]*\n" for line in _trimmed(shown)
    ]
    return re.fullmatch("".join(parts), "".join(f"{line.rstrip()}\n" for line in _trimmed(printed))) is not None


def _trimmed(lines: tuple[str, ...] | list[str]) -> list[str]:
    text = "\n".join(lines).rstrip()
    return text.split("\n") if text else []


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that has the shipped library as ``data``, and nothing of the reader's own settings."""
    (tmp_path / "data").symlink_to(ROOT / "data", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    for name in ("TRIAGE_DATA", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_each_console_block_shows_what_the_program_prints(
    page: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = []
    for block in blocks(page):
        if block.file:
            path = desk / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.content, encoding="utf-8")
        if block.language != "console":
            continue
        for shown in commands(block):
            printed = run(shown.command, monkeypatch)
            if not fits(shown.output, printed):
                expected, got = "\n".join(shown.output), "\n".join(printed)
                wrong.append(f"{page}:{shown.line}: {shown.command}\n--- shows\n{expected}\n--- prints\n{got}")
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("page", PAGES)
def test_a_console_block_begins_with_a_command_of_the_program(page: str) -> None:
    firsts = [block.lines[0] for block in blocks(page) if block.language == "console"]
    assert all(first.startswith("$ triage ") for first in firsts), firsts


def test_there_are_console_blocks_on_the_pages_that_people_read_first() -> None:
    for page in ("README.md", "docs/tutorial/ccsvi.md"):
        assert any(block.language == "console" for block in blocks(page)), page


def test_a_line_of_dots_stands_for_any_lines_and_for_no_others() -> None:
    printed = ["one", "two", "three"]
    assert fits(("one", "...", "three"), printed)
    assert fits(("one", "two", "three", "..."), printed)
    assert not fits(("one", "three"), printed)
    assert not fits(("one", "...", "four"), printed)
    assert not fits(("one", "two"), printed)
