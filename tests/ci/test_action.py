"""The action does what it says with what a runner gives it, whatever is typed into it."""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

import pytest
import yaml

Find = Callable[[str], list[str]]

BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="the action's script is for bash, which is not installed")


class Ran(NamedTuple):
    code: int
    log: str
    outputs: str
    summary: str


@pytest.fixture(scope="session")
def action(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "action.yml").read_text(encoding="utf-8"))
    return found


def script_of(action: dict[str, Any]) -> str:
    (step,) = action["runs"]["steps"]
    return str(step["run"])


@pytest.fixture
def runner(root: Path, action: dict[str, Any], tmp_path: Path) -> Callable[..., Ran]:
    """Give a function that runs the script as a runner would, but with what is installed here instead of pip's."""
    copytree(root / "tests" / "cli" / "library", tmp_path / "work" / "data")
    room = tmp_path / "temp"
    room.mkdir()
    python = tmp_path / "python-here"
    python.write_text(
        "#!/bin/sh\n# makes what 'python -m venv' makes, with the program that is being tested\n"
        'mkdir -p "$3/bin"\n'
        f'printf \'#!/bin/sh\\necho "$@" > "{tmp_path}/installed"\\n\' > "$3/bin/pip"\n'
        f'printf \'#!/bin/sh\\nexec "{sys.executable}" -m ccsvi_triage "$@"\\n\' > "$3/bin/triage"\n'
        'chmod +x "$3/bin/pip" "$3/bin/triage"\n',
        encoding="utf-8",
    )
    python.chmod(python.stat().st_mode | stat.S_IXUSR)

    def run(**inputs: str) -> Ran:
        defaults = {name: str(given["default"]) for name, given in action["inputs"].items()}
        told = {**defaults, "python": str(python), **inputs}
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "RUNNER_TEMP": str(room),
            "GITHUB_OUTPUT": str(tmp_path / "outputs"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_ACTIONS": "true",
            "ACTION_PATH": str(root),
            **{f"INPUT_{name.upper()}": value for name, value in told.items()},
        }
        assert BASH
        ended = subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", script_of(action)],
            cwd=tmp_path / "work",
            env=environment,
            capture_output=True,
            check=False,
        )
        files = [tmp_path / "outputs", tmp_path / "summary.md"]
        outputs, summary = (path.read_text(encoding="utf-8") if path.is_file() else "" for path in files)
        return Ran(ended.returncode, (ended.stdout + ended.stderr).decode("utf-8"), outputs, summary)

    return run


@needs_bash
def test_a_sound_library_ends_with_0_and_a_summary(runner: Callable[..., Ran], tmp_path: Path, root: Path) -> None:
    ran = runner()
    assert (ran.code, ran.outputs) == (0, "exit-code=0\n")
    assert "nothing wrong" in ran.log
    assert re.fullmatch(r"### triage lint\n\n(    .*\n)+\n", ran.summary)
    assert (tmp_path / "installed").read_text(encoding="utf-8").endswith(f"{root}\n")


@needs_bash
def test_what_is_wrong_ends_with_1_and_is_told(runner: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "work" / "data" / "odd.yaml").write_text("studies: [{id: a, tilte: T, kind: news}]\n", encoding="utf-8")
    ran = runner()
    assert (ran.code, ran.outputs) == (1, "exit-code=1\n")
    assert "F102" in ran.log
    assert "F102" in ran.summary


@needs_bash
def test_a_warning_fails_only_where_it_is_asked_to(runner: Callable[..., Ran], tmp_path: Path) -> None:
    sheets = tmp_path / "work" / "data" / "sheets.yaml"
    sheets.write_text(sheets.read_text(encoding="utf-8").replace("2019-08-22", "2018"), encoding="utf-8")
    lax, strict = runner(), runner(strict="true")
    assert "warning[E-VERSION]" in lax.log
    assert (lax.code, strict.code) == (0, 1)


@needs_bash
def test_a_folder_that_is_not_there_ends_with_2(runner: Callable[..., Ran]) -> None:
    ran = runner(data="nowhere")
    assert (ran.code, ran.outputs) == (2, "exit-code=2\n")


HOSTILE = (
    "$(touch taken)",
    "`touch taken`",
    "; touch taken",
    "x\ntouch taken",
    "data; touch taken #",
    '" && touch taken && echo "',
    "' && touch taken && echo '",
    "--help",
    "-o taken",
    "--output=taken",
    "x\n::add-mask::y",
    "##[add-mask]y",
    "x\nexit-code=0",
    "${{ github.token }}",
    "*",
)


@needs_bash
@pytest.mark.parametrize("typed", HOSTILE)
def test_a_folder_s_name_is_only_a_name(
    typed: str, runner: Callable[..., Ran], tmp_path: Path, commands_in: Find
) -> None:
    ran = runner(data=typed)
    assert (ran.code, ran.outputs) == (2, "exit-code=2\n")
    assert not list(tmp_path.rglob("taken"))
    assert not commands_in(ran.log)
    assert not commands_in(ran.summary)


@needs_bash
@pytest.mark.parametrize("typed", ["", "yes", "TRUE", *HOSTILE])
def test_strict_is_true_or_false(typed: str, runner: Callable[..., Ran], tmp_path: Path, commands_in: Find) -> None:
    ran = runner(strict=typed)
    assert (ran.code, ran.outputs, ran.summary) == (2, "", "")
    assert ran.log == "strict is true or false\n"
    assert not list(tmp_path.rglob("taken"))
    assert not commands_in(ran.log)


@needs_bash
def test_no_folder_at_all_is_an_error(runner: Callable[..., Ran]) -> None:
    ran = runner(data="")
    assert ran.code != 0
    assert "data names no folder" in ran.log


@needs_bash
def test_what_a_title_says_neither_commands_the_runner_nor_leaves_its_lines(
    runner: Callable[..., Ran], tmp_path: Path, commands_in: Find
) -> None:
    (tmp_path / "work" / "data" / "odd.yaml").write_text(
        "studies: [{id: a, title: T, kind: '##[add-mask]x ``` </pre><script>'}]\n", encoding="utf-8"
    )
    ran = runner()
    assert ran.code == 1
    assert "add-mask" in ran.log
    assert not commands_in(ran.log)
    heading, _, rest = ran.summary.partition("\n\n")
    assert heading == "### triage lint"
    assert all(line.startswith("    ") or not line for line in rest.splitlines())


def test_no_expression_stands_in_the_script(action: dict[str, Any]) -> None:
    assert "${{" not in script_of(action)


def test_every_input_reaches_the_script_through_its_environment(action: dict[str, Any]) -> None:
    (step,) = action["runs"]["steps"]
    told = {name for name in step["env"] if name.startswith("INPUT_")}
    assert told == {f"INPUT_{name.upper()}" for name in action["inputs"]}
    assert all(f"${name}" in script_of(action) or f"${{{name}" in script_of(action) for name in step["env"])


def test_the_action_uses_no_other_action(action: dict[str, Any]) -> None:
    assert not [step for step in action["runs"]["steps"] if "uses" in step]
