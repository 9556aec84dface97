"""The hook checks a library in somebody else's repository."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest
import yaml

from ccsvi_triage.cli.app import parse_with_typer
from ccsvi_triage.cli.requests import LintRequest

HOOKS = ".pre-commit-hooks.yaml"
PACKAGE = ("src", "data", "README.md", "LICENSE", "NOTICE", "CHANGELOG.md", "pyproject.toml", HOOKS)
OFFLINE = re.compile(
    r"Could not find a version|No matching distribution|NewConnectionError|Temporary failure|timed out"
)


def git(folder: Path, *words: str) -> None:
    settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *words], cwd=folder, check=True, capture_output=True)


def repository(folder: Path) -> Path:
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "all of it")
    return folder


@pytest.fixture
def hook(root: Path, tmp_path: Path) -> Path:
    """Give a repository that has the package as it is now."""
    folder = tmp_path / "package"
    folder.mkdir()
    for name in PACKAGE:
        if (root / name).is_dir():
            copytree(root / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(root / name, folder / name)
    return repository(folder)


@pytest.fixture
def library(root: Path, tmp_path: Path) -> Path:
    """Give a repository that has the small library as ``data``."""
    copytree(root / "tests" / "cli" / "library", tmp_path / "theirs" / "data")
    return repository(tmp_path / "theirs")


def test_the_hook_is_a_command_that_lint_understands(root: Path) -> None:
    (hook,) = yaml.safe_load((root / HOOKS).read_text(encoding="utf-8"))
    assert hook["id"] == "triage-lint"
    assert hook["pass_filenames"] is False
    words = hook["entry"].split()
    assert words[0] == "triage"
    assert isinstance(parse_with_typer([*words[1:], "data", "--strict"]), LintRequest)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_hook_lets_a_sound_library_pass_and_stops_a_broken_one(hook: Path, library: Path, tmp_path: Path) -> None:
    pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install -e . --group dev")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home")}
    environment.pop("PYTHONPATH", None)

    def tried() -> tuple[int, str]:
        ended = subprocess.run(
            [sys.executable, "-m", "pre_commit", "try-repo", str(hook), "triage-lint", "--all-files", "--verbose"],
            cwd=library,
            env=environment,
            capture_output=True,
            check=False,
        )
        said = (ended.stdout + ended.stderr).decode("utf-8", "replace")
        if OFFLINE.search(said):
            pytest.skip("pre-commit cannot install what the hook needs: no package index can be reached")
        return ended.returncode, said

    code, said = tried()
    assert code == 0, said
    assert "Passed" in said
    assert "nothing wrong" in said
    with (library / "data" / "studies.yaml").open("a", encoding="utf-8") as file:
        file.write("  - {id: odd-2030, tilte: Odd, kind: news}\n")
    git(library, "add", "--all")
    code, said = tried()
    assert code == 1
    assert "did you mean 'title'?" in said
    assert re.search(r"data/studies\.yaml:\d+:\d+", said)
