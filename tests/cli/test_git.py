import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.cli.exits import Stop
from ccsvi_triage.cli.git import commit_of, library_at

Run = Callable[..., Any]
STUDY = "studies: [{id: a, title: A, kind: news}]\n"
WHO = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *words: str) -> str:
    ended = subprocess.run(
        ["git", *words], cwd=folder, env={**os.environ, **WHO}, capture_output=True, check=True, text=True
    )
    return ended.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "data" / "news").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    (folder / "data" / "studies.yaml").write_text(STUDY)
    (folder / "data" / "news" / "b.yml").write_bytes(b"studies: []\r\n")
    (folder / "data" / ".hidden.yaml").write_text("nothing")
    (folder / "data" / "notes.txt").write_text("nothing")
    (folder / "other.yaml").write_text("nothing")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "begin")
    return folder


def files(folder: str) -> dict[str, bytes]:
    found = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def at(revision: str, folder: Path, **more: Any) -> dict[str, bytes]:
    with library_at(commit_of(revision, str(folder)), revision, str(folder), **more) as made:
        return files(made)


def test_the_yaml_files_of_a_revision_are_given_byte_for_byte(repository: Path) -> None:
    (repository / "data" / "studies.yaml").write_text("changed")
    assert at("HEAD", repository / "data") == {"studies.yaml": STUDY.encode(), "news/b.yml": b"studies: []\r\n"}


def test_the_folder_of_the_repository_itself_may_be_the_library(repository: Path) -> None:
    assert set(at("main", repository)) == {"other.yaml", "data/studies.yaml", "data/news/b.yml"}


def test_a_single_file_may_be_the_library(repository: Path) -> None:
    file = str(repository / "data" / "studies.yaml")
    with library_at(commit_of("HEAD", file), "HEAD", file) as made:
        assert Path(made).read_text() == STUDY


def test_nothing_of_the_work_tree_or_the_store_is_touched_and_nothing_is_left(repository: Path) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        found = (path for path in repository.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in found}

    before = state()
    with library_at(commit_of("HEAD", str(repository)), "HEAD", str(repository)) as made:
        pass
    assert state() == before
    assert not Path(made).exists()


@pytest.mark.parametrize("name", ["--output=x", "-h", "", "HEAD\n", "a\x00b", "--", "\udcff"])
def test_a_revision_is_a_name_and_never_an_option(name: str, repository: Path) -> None:
    with pytest.raises(Stop, match="is no name of a revision"):
        commit_of(name, str(repository))
    assert not (repository / "x").exists()


@pytest.mark.parametrize("name", ["nowhere", "HEAD~5", "HEAD:data", "^HEAD", "main..main", "$(touch x)", "; touch x"])
def test_a_revision_that_git_does_not_know_is_told(name: str, repository: Path) -> None:
    with pytest.raises(Stop, match="git knows no revision"):
        commit_of(name, str(repository))
    assert not (repository / "x").exists()


def test_a_folder_without_a_repository_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(Stop, match="is in no work tree of git"):
        commit_of("HEAD", str(tmp_path))


def test_a_machine_without_git_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Stop, match="there is no git on this machine"):
        commit_of("HEAD", str(repository))


def test_a_hook_of_another_repository_does_not_lead_astray(
    repository: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "index")
    monkeypatch.setenv("GIT_COMMON_DIR", str(tmp_path / "other"))
    assert set(at("HEAD", repository / "data")) == {"studies.yaml", "news/b.yml"}


def test_a_repository_of_somebody_else_is_told_with_what_to_do(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    with pytest.raises(Stop, match=r"git does not look into .*safe\.directory"):
        commit_of("HEAD", str(repository))


def test_what_attributes_would_leave_out_or_change_is_there_as_it_is(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.yaml export-ignore export-subst text eol=crlf\n")
    (repository / "data" / "studies.yaml").write_text(STUDY + "# $Format:%H$\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "attributes")
    assert at("HEAD", repository / "data")["studies.yaml"] == STUDY.encode() + b"# $Format:%H$\n"


def test_a_link_is_left_out_and_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "data" / "far.yaml").symlink_to("/etc/passwd")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "link")
    assert "far.yaml" not in at("HEAD", repository / "data")
    assert capsys.readouterr().err == "triage: left out at HEAD: far.yaml is a link there\n"
    at("HEAD", repository / "data", quiet=True)
    assert capsys.readouterr().err == ""


def test_names_of_files_are_only_names(repository: Path) -> None:
    names = ("a\nb.yaml", "-x.yaml", '"quoted".yaml', "blank and tab\t.yaml", "\u00fc.yaml", "a\\b.yaml")
    for name in names:
        (repository / "data" / name).write_text(name)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "names")
    found = at("HEAD", repository / "data")
    assert {name: found[name].decode() for name in names} == {name: name for name in names}


def test_a_revision_without_the_library_is_told(repository: Path) -> None:
    (repository / "new").mkdir()
    (repository / "new" / "c.yaml").write_text(STUDY)
    with (
        pytest.raises(Stop, match="has no YAML file in"),
        library_at(commit_of("HEAD", str(repository / "new")), "HEAD", str(repository / "new")),
    ):
        pass


def test_content_that_was_never_fetched_is_told_and_not_fetched(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:data/studies.yaml")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(Stop, match=r"git has not got studies\.yaml"):
        at("HEAD", repository / "data")
