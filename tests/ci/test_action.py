"""The action does what it says with what a runner gives it, whatever is typed into it."""

import json
import os
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
def work(root: Path, tmp_path: Path) -> Path:
    """Give a folder to work in that has the small library as ``data``."""
    copytree(root / "tests" / "cli" / "library", tmp_path / "work" / "data")
    return tmp_path / "work"


@pytest.fixture
def runner(root: Path, action: dict[str, Any], tmp_path: Path, work: Path) -> Callable[..., Ran]:
    """Give a function that runs the script as a runner would, but with what is installed here instead of pip's."""
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
        told = {**defaults, "python": str(python), **{name.replace("_", "-"): value for name, value in inputs.items()}}
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "RUNNER_TEMP": str(room),
            "GITHUB_OUTPUT": str(tmp_path / "outputs"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_ACTIONS": "true",
            "ACTION_PATH": str(root),
            **{f"INPUT_{name.upper().replace('-', '_')}": value for name, value in told.items()},
        }
        assert BASH
        ended = subprocess.run(
            [BASH, "--noprofile", "--norc", "-eo", "pipefail", "-c", script_of(action)],
            cwd=work,
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
    assert "title=claim%3A" in ran.log
    assert ran.summary.startswith("# Report on ")
    assert (tmp_path / "installed").read_text(encoding="utf-8").endswith(f"{root}\n")


@needs_bash
def test_a_library_that_is_wrong_ends_with_2_and_says_where(runner: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "work" / "data" / "odd.yaml").write_text("studies: [{id: a, tilte: T, kind: news}]\n", encoding="utf-8")
    ran = runner()
    assert (ran.code, ran.outputs) == (2, "exit-code=2\n")
    assert "title=F102::" in ran.log
    assert "F102" in ran.summary


@needs_bash
def test_a_gate_fails_the_job_only_where_it_is_set(runner: Callable[..., Ran]) -> None:
    lax, strict = runner(), runner(fail_on="critical,not-supported")
    assert (lax.code, strict.code) == (0, 1)
    assert "::error " not in lax.log
    assert "title=judgement%3Acritical" in strict.log
    assert "TRIAGE_FAIL_ON: critical is tripped by" in strict.log


@needs_bash
def test_a_gate_of_unknown_words_is_told(runner: Callable[..., Ran]) -> None:
    ran = runner(fail_on="purple")
    assert (ran.code, ran.outputs) == (2, "exit-code=2\n")
    assert "purple" in ran.log


@needs_bash
def test_findings_go_to_a_file_as_sarif(runner: Callable[..., Ran], tmp_path: Path) -> None:
    assert runner(sarif="found.sarif").code == 0
    told = json.loads((tmp_path / "work" / "found.sarif").read_text(encoding="utf-8"))
    assert told["runs"][0]["results"]


@needs_bash
def test_what_trips_the_gate_is_an_error_in_sarif_as_in_the_annotations(
    runner: Callable[..., Ran], tmp_path: Path
) -> None:
    assert runner(sarif="found.sarif", fail_on="critical").code == 1
    told = json.loads((tmp_path / "work" / "found.sarif").read_text(encoding="utf-8"))
    levels = {result["level"] for result in told["runs"][0]["results"] if result["ruleId"] == "judgement:critical"}
    assert levels == {"error"}


@pytest.fixture
def edited(work: Path) -> Path:
    """Give a work tree in which a study has been retracted since its one commit."""
    if shutil.which("git") is None:
        pytest.skip("there is no git here")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "as it was"]):
        subprocess.run([*git, *words], cwd=work, check=True)
    studies = next(path for path in work.rglob("*.yaml") if "id: sham-2014" in path.read_text(encoding="utf-8"))
    text = studies.read_text(encoding="utf-8")
    studies.write_text(text.replace("id: sham-2014\n", "id: sham-2014\n    status: retracted\n", 1), encoding="utf-8")
    return work


@needs_bash
@pytest.mark.usefixtures("edited")
def test_the_summary_says_first_what_differs_from_a_revision(runner: Callable[..., Ran]) -> None:
    ran = runner(against="HEAD")
    assert ran.code == 0
    differs, report = ran.summary.split("\n# Report on ")
    assert differs.startswith("# What differs")
    assert "retracted" in differs
    assert report


@needs_bash
@pytest.mark.usefixtures("edited")
def test_what_gets_worse_fails_the_job_where_that_is_asked_for(runner: Callable[..., Ran]) -> None:
    ran = runner(against="HEAD", fail_on="contradicted,worse")
    assert (ran.code, ran.outputs) == (1, "exit-code=1\n")
    assert "TRIAGE_FAIL_ON: worse is tripped by" in ran.log


@needs_bash
def test_a_summary_is_never_larger_than_github_takes(edited: Path, runner: Callable[..., Ran], tmp_path: Path) -> None:
    studies = [f"  - {{id: '{'s' * 60}{n}', title: T, kind: news}}" for n in range(6000)]
    (edited / "data" / "studies-more.yaml").write_text("studies:\n" + "\n".join(studies) + "\n", encoding="utf-8")
    ran = runner(against="HEAD")
    assert ran.code == 0
    assert "*What differs is longer than this" in ran.summary
    assert "*The summary of a step holds no more" in ran.summary
    assert (tmp_path / "summary.md").stat().st_size <= 1_048_576


@needs_bash
def test_what_differed_in_an_earlier_use_is_not_told_again(
    edited: Path, runner: Callable[..., Ran], tmp_path: Path
) -> None:
    runner(against="HEAD")
    (tmp_path / "summary.md").unlink()
    ran = runner(against="nowhere")
    assert ran.code == 2
    assert "# What differs" not in ran.summary
    assert edited.is_dir()


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
@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("name", ["fail_on", "against"])
def test_what_else_is_typed_is_only_a_word(
    name: str, typed: str, runner: Callable[..., Ran], tmp_path: Path, commands_in: Find
) -> None:
    ran = runner(**{name: typed})
    assert (ran.code, ran.outputs) == (2, "exit-code=2\n")
    assert not list(tmp_path.rglob("taken"))
    # only annotations, which name what they are about, are for the runner
    assert all(found.startswith(("::error", "::warning", "::notice")) for found in commands_in(ran.log))


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
    assert ran.code == 2
    assert "add-mask" in ran.log
    assert all(found.startswith(("::error", "::warning", "::notice")) for found in commands_in(ran.log))
    assert "<script>" not in ran.summary.replace("\\<script\\>", "")


def test_no_expression_stands_in_the_script(action: dict[str, Any]) -> None:
    assert "${{" not in script_of(action)


def test_every_input_reaches_the_script_through_its_environment(action: dict[str, Any]) -> None:
    (step,) = action["runs"]["steps"]
    told = {name for name in step["env"] if name.startswith("INPUT_")}
    assert told == {f"INPUT_{name.upper().replace('-', '_')}" for name in action["inputs"]}
    assert all(f"${name}" in script_of(action) or f"${{{name}" in script_of(action) for name in step["env"])


def test_the_action_uses_no_other_action(action: dict[str, Any]) -> None:
    assert not [step for step in action["runs"]["steps"] if "uses" in step]
