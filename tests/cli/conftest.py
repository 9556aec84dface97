"""What the tests of the command line share: a small library, and two ways to run the program on it."""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import pytest

from ccsvi_triage.cli.main import main

ENVIRONMENT = ("TRIAGE_DATA", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "TERM")


class Ran(NamedTuple):
    """How a run ended, and what it said."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


class Screen(TextIOWrapper):
    """A stream that is kept; it may say that it is a terminal."""

    def __init__(self, encoding: str, *, terminal: bool) -> None:
        self.kept = BytesIO()
        self.terminal = terminal
        super().__init__(self.kept, encoding=encoding)

    def isatty(self) -> bool:
        return self.terminal

    def text(self) -> str:
        self.flush()
        return self.kept.getvalue().decode(self.encoding)


class Keyboard(TextIOWrapper):
    """What somebody types, or pipes in; it may say that it is a terminal."""

    def __init__(self, typed: bytes | str, *, terminal: bool) -> None:
        self.terminal = terminal
        super().__init__(BytesIO(typed.encode("utf-8") if isinstance(typed, str) else typed), encoding="utf-8")

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the person who runs the tests may have set."""
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs the program in this process, on streams of its own."""

    def run(*words: str, encoding: str = "utf-8", terminal: bool = False, typed: bytes | str = b"") -> Ran:
        out, err = Screen(encoding, terminal=terminal), Screen(encoding, terminal=terminal)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdin", Keyboard(typed, terminal=terminal))
            patch.setattr(sys, "argv", ["triage", *words])
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as left:
                main()
        assert isinstance(left.value.code, int)
        return Ran(left.value.code, out.text(), err.text())

    return run


@pytest.fixture
def spawn() -> Run:
    """Give a function that runs the program in a process of its own."""

    def spawn(*words: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Ran:
        ended = subprocess.run(
            [sys.executable, "-m", "ccsvi_triage", *words],
            cwd=cwd,
            env={**plain_environment(), **(env or {})},
            capture_output=True,
            check=False,
        )
        return Ran(ended.returncode, ended.stdout.decode("utf-8"), ended.stderr.decode("utf-8"))

    return spawn


def plain_environment() -> dict[str, str]:
    """Give the environment without what changes the output."""
    return {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}


@pytest.fixture
def environment() -> dict[str, str]:
    return plain_environment()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Give a copy of a small library: six studies, a sheet, a claim, two sources."""
    return Path(copytree(Path(__file__).parent / "library", tmp_path / "library"))


@pytest.fixture
def desk(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder that has the small library as ``data``."""
    small.rename(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def checkout(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in the checkout, whose ``data`` is the case that ships."""
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Give a function that holds text against the file of a name; ``GOLDEN=write`` writes the files anew."""

    def hold(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / f"{name}.txt"
        if os.environ.get("GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path.name} is missing: GOLDEN=write pytest writes it"
        assert text == path.read_text(encoding="utf-8")

    return hold
