"""What runs on a CI server keeps to its schema, and the linters of that trade find nothing in it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "how-to" / "use-in-ci.md"
SNIPPETS = {
    ".github/workflows/evidence.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: pip install -e . --group dev")
    return found


def run(*words: str) -> str:
    ended = subprocess.run(words, capture_output=True, check=False)
    said = (ended.stdout + ended.stderr).decode("utf-8")
    assert ended.returncode == 0, said
    return said


def snippet(name: str) -> str:
    """Give a block of the page, by the file whose name stands in its first line."""
    _, found, rest = PAGE.read_text(encoding="utf-8").partition(f"```yaml\n# {name}\n")
    assert found, f"{PAGE.name} has no block {name}"
    return rest.partition("\n```")[0] + "\n"


@pytest.fixture(params=SNIPPETS)
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """Give a snippet of the page as the file that it is to become."""
    path = tmp_path / str(request.param)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(snippet(request.param), encoding="utf-8")
    return str(request.param), path


def test_the_action_keeps_to_its_schema() -> None:
    run(tool("check-jsonschema"), "--builtin-schema", "vendor.github-actions", str(ROOT / "action.yml"))


def test_each_snippet_keeps_to_its_schema(written: tuple[str, Path]) -> None:
    name, path = written
    run(tool("check-jsonschema"), "--builtin-schema", SNIPPETS[name], str(path))


def test_zizmor_finds_nothing_in_the_action() -> None:
    run(tool("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", str(ROOT / "action.yml"))


def test_zizmor_finds_nothing_in_the_workflow(tmp_path: Path) -> None:
    path = tmp_path / ".github" / "workflows" / "evidence.yml"
    path.parent.mkdir(parents=True)
    path.write_text(snippet(".github/workflows/evidence.yml"), encoding="utf-8")
    run(tool("zizmor"), "--offline", "--no-progress", "--persona", "pedantic", str(path))


def test_shellcheck_finds_nothing_in_the_script(tmp_path: Path) -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = tmp_path / "action.sh"
    script.write_text(f"#!/usr/bin/env bash\n{action['runs']['steps'][0]['run']}", encoding="utf-8")
    run(tool("shellcheck"), "--enable=all", "--exclude=SC2154,SC2250", str(script))


def test_every_action_of_the_workflow_is_pinned_to_a_commit_and_has_no_rights_but_reading() -> None:
    workflow = yaml.safe_load(snippet(".github/workflows/evidence.yml"))
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        for step in job["steps"]:
            if "uses" in step:
                assert len(step["uses"].partition("@")[2]) == 40


def test_the_action_s_inputs_in_the_workflow_are_those_that_there_are() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    workflow = yaml.safe_load(snippet(".github/workflows/evidence.yml"))
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    (own,) = [step for step in steps if "ccsvi-triage@" in step.get("uses", "")]
    assert set(own["with"]) <= set(action["inputs"])


def test_shellcheck_finds_nothing_in_the_checks_of_the_project_itself() -> None:
    run(tool("shellcheck"), str(ROOT / ".ci" / "run"))


def test_no_pipe_of_the_checks_ends_in_a_reader_that_leaves_early() -> None:
    # triage ends with 141 where its reader has gone, as it promises; with pipefail that fails the checks by chance
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "pipefail" in script
    assert not re.findall(r"\| *(?:head|grep -\w*[qlm])\b.*", script)
