from pathlib import Path

import pytest

from ccsvi_triage.cli.exits import Stop
from ccsvi_triage.cli.library import Located, locate
from ccsvi_triage.cli.policy import policy_of
from ccsvi_triage.cli.requests import Common

POLICY = "fail-on: [critical]\nbaseline: known.json\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "deep" / "data").mkdir(parents=True)
    (folder / "deep" / "data" / "studies.yaml").write_text("studies: [{id: a, title: A, kind: news}]\n")
    monkeypatch.chdir(folder)
    return folder


def fail_on(located: Located) -> tuple[str, ...]:
    found = policy_of(located).found
    return found.settings.fail_on if found is not None else ()


def test_the_nearest_settings_upward_from_the_library_hold(project: Path) -> None:
    library = Located("deep/data", "deep/data")
    assert fail_on(library) == ()
    (project / ".triage.yaml").write_text(POLICY)
    assert fail_on(library) == ("critical",)
    (project / "deep" / "pyproject.toml").write_text('[tool.triage]\nfail-on = ["serious"]\n')
    assert fail_on(library) == ("serious",)
    (project / "deep" / ".triage.yaml").write_text("fail-on: some\n")
    assert fail_on(library) == ("some",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".triage.yml", "fail-on: [some]\n"),
        ("pyproject.toml", '[tool]\ntriage = {fail-on = ["some"]}\n'),
        ("pyproject.toml", '[ tool . "triage" ]\nfail-on = ["some"]\n'),
        ("pyproject.toml", 'tool.triage.fail-on = "some"\n'),
        ("pyproject.toml", '["tool".triage]\nfail-on = "some"\n'),
        ("pyproject.toml", 'tool = {triage = {fail-on = "some"}}\n'),
        ("pyproject.toml", '[tool]\n[tool.other]\n[tool.triage]\nfail-on = "some"\n'),
    ],
)
def test_a_gate_is_heeded_however_its_file_is_written(name: str, text: str, project: Path) -> None:
    (project / name).write_text(text)
    assert fail_on(Located("deep/data", "deep/data")) == ("some",)


def test_settings_that_lead_nowhere_are_no_open_gate(project: Path) -> None:
    (project / ".triage.yaml").symlink_to("nowhere.yaml")
    with pytest.raises(Stop, match=r"cannot read .*\.triage\.yaml: No such file"):
        fail_on(Located("deep/data", "deep/data"))


def test_the_first_of_several_settings_of_a_folder_is_read(project: Path) -> None:
    for name, word in ((".triage.yml", "some"), (".triage.yaml", "critical")):
        (project / name).write_text(f"fail-on: {word}\n")
    assert fail_on(Located("deep/data", "deep/data")) == ("critical",)


def test_settings_where_somebody_stands_say_nothing_of_another_library(project: Path, tmp_path: Path) -> None:
    (project / ".triage.yaml").write_text(POLICY)
    other = tmp_path / "other"
    other.mkdir()
    assert fail_on(Located(str(other), str(other))) == ()


def test_the_settings_that_name_a_library_hold_for_it_wherever_it_lies(project: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (project / ".triage.yaml").write_text(f"{POLICY}data: ../other\n")
    assert fail_on(locate(Common())) == ("critical",)


def test_the_case_that_ships_has_no_policy(project: Path) -> None:
    (project / ".triage.yaml").write_text(POLICY)
    assert fail_on(Located(str(project / "deep" / "data"), "x", shipped=True)) == ()


def test_a_baseline_lies_where_the_settings_do(project: Path) -> None:
    (project / ".triage.yaml").write_text(POLICY)
    policy = policy_of(Located("deep/data", "deep/data"))
    assert policy.shown == ".triage.yaml"
    assert policy.baseline == (str(project / "known.json"), "known.json")


def test_a_single_file_is_a_library_with_a_policy(project: Path) -> None:
    (project / ".triage.yaml").write_text(POLICY)
    assert fail_on(Located("deep/data/studies.yaml", "deep/data/studies.yaml")) == ("critical",)


def test_settings_that_are_wrong_stop_a_run_with_their_place(project: Path) -> None:
    (project / ".triage.yaml").write_text("fail-on: [critcal]\n")
    with pytest.raises(Stop, match=r"\.triage\.yaml:1:10: error\[F105\]: 'critcal'.*did you mean 'critical'"):
        policy_of(Located("deep/data", "deep/data"))
