"""Which library a run reads, and how one that is broken is told."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.cli.exits import Stop
from ccsvi_triage.cli.library import pick
from ccsvi_triage.load.files import CannotRead

Run = Callable[..., Any]

NEWS = "studies: [{{id: {name}, title: What was read, kind: news}}]\n"


def library(folder: Path, name: str) -> Path:
    """Make a library that holds one record of a name."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "studies.yaml").write_text(NEWS.format(name=name), encoding="utf-8")
    return folder


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand deep in a project that has every kind of library; none is that of the checkout."""
    project = tmp_path / "project"
    inside = project / "deep" / "down"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    return project


def read(run: Run, *words: str) -> str:
    """Give the one id that a run has listed."""
    code, out, err = run("list", *words)
    assert (code, err) == (0, "")
    return str(out.splitlines()[3].split()[0])


def test_the_option_goes_before_the_environment_the_settings_and_the_folder(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    library(project / "data", "upward")
    assert read(run) == "upward"
    library(project / "mine", "by-setting")
    (project / ".triage.yaml").write_text("data: mine\n", encoding="utf-8")
    assert read(run) == "by-setting"
    monkeypatch.setenv("TRIAGE_DATA", str(library(project / "env", "by-environment")))
    assert read(run) == "by-environment"
    assert read(run, "--data", str(library(project / "option", "by-option"))) == "by-option"


def test_settings_may_stand_in_pyproject_toml(project: Path, run: Run) -> None:
    library(project / "data", "upward")
    library(project / "mine", "by-setting")
    (project / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert read(run) == "upward"
    (project / "pyproject.toml").write_text('[tool.triage]\ndata = "mine"\n', encoding="utf-8")
    assert read(run) == "by-setting"


def test_the_nearest_folder_upward_counts(project: Path, run: Run) -> None:
    library(project / "data", "far")
    library(project / "deep" / "data", "near")
    assert read(run) == "near"


def test_a_folder_called_data_without_studies_is_passed_over(project: Path, run: Run) -> None:
    library(project / "data", "far")
    (project / "deep" / "data").mkdir()
    assert read(run) == "far"


def test_a_file_may_be_a_library(project: Path, run: Run) -> None:
    library(project / "somewhere", "a-file")
    assert read(run, "--data", str(project / "somewhere" / "studies.yaml")) == "a-file"


@pytest.mark.usefixtures("project")
def test_without_any_library_the_shipped_case_is_read_and_that_is_said_in_one_line(run: Run) -> None:
    code, out, err = run("appraise", "zamboni-2009-jvs")
    assert (code, err.count("\n")) == (0, 1)
    assert "CCSVI" in err
    assert "zamboni-2009-jvs" in out
    assert run("appraise", "zamboni-2009-jvs", "-q") == (0, out, "")
    assert run("list").err == err


def test_of_many_names_those_are_told_in_which_the_wrong_one_stands() -> None:
    known = ["okafor-2031-rob2", "okafor-2031-quick", "salvi-2012-single-arm"]
    with pytest.raises(Stop) as stop:
        pick("sheet", "okafor", known)
    assert stop.value.lines == ("triage: no sheet 'okafor' (there are: okafor-2031-rob2, okafor-2031-quick)",)
    with pytest.raises(Stop) as stop:
        pick("sheet", "q", ["abc", "xyz"])
    assert stop.value.lines == ("triage: no sheet 'q' (there are: abc, xyz)",)


def test_in_a_folder_of_yaml_files_it_is_told_how_to_read_these_instead_of_the_shipped_case(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("list").err.endswith("(--data DIR for yours)\n")
    library(tmp_path, "a")
    assert run("list").err.endswith("(--data . for the YAML files of this folder)\n")
    assert "\na " in run("list", "--data", ".").out


def test_the_shipped_case_is_the_folder_to_edit(project: Path, root: Path, run: Run) -> None:
    assert project.is_dir()
    assert run("list", "-q").out == run("list", "--data", str(root / "data")).out


def test_places_are_shown_as_the_folder_was_given(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    library(project / "data", "a")
    assert "../../data/studies.yaml:1:11" in run("show", "a").out
    monkeypatch.chdir(project)
    assert " data/studies.yaml:1:11" in run("show", "a").out
    assert " data/studies.yaml:1:11" in run("show", "a", "--data", "./data/").out
    assert f"{project}/data/studies.yaml:1:11" in run("show", "a", "--data", str(project / "data")).out


@pytest.mark.parametrize("words", [("list",), ("appraise", "--all"), ("show", "x"), ("lint",), ("appraise", "x")])
def test_a_folder_that_is_not_there_is_told(words: tuple[str, ...], tmp_path: Path, run: Run) -> None:
    code, out, err = run(*words, "--data", str(tmp_path / "nowhere"))
    assert (code, out) == (2, "")
    assert err == f"triage: cannot read {tmp_path}/nowhere: No such file or directory\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_file_that_is_closed_to_the_user_is_told(project: Path, run: Run) -> None:
    library(project / "data", "a")
    (project / "data" / "studies.yaml").chmod(0)
    code, _, err = run("list")
    assert (code, "Permission denied" in err) == (2, True)


BROKEN = {
    "a.yaml": "studies:\n  - id: a\n    titl: A\n    kind: new\n  - id: b\n    title: B\n    kind: blog\n    year: x\n",
    "b.yaml": "studies: [\n",
    "c.yaml": "claims:\n  - id: c\n    id: c\n",
}


@pytest.mark.parametrize("words", [("list",), ("appraise", "--all"), ("show", "b")])
def test_every_problem_of_every_file_is_told_in_order_and_nothing_is_judged(
    words: tuple[str, ...], project: Path, run: Run
) -> None:
    library(project / "data", "z")
    for name, text in BROKEN.items():
        (project / "data" / name).write_text(text, encoding="utf-8")
    code, out, err = run(*words, "--data", str(project / "data"))
    assert (code, out) == (2, "")
    *problems, last = err.splitlines()
    assert [line.rpartition("/")[2].split(": ")[:2] for line in problems] == [
        ["a.yaml:2:5", "error[F103]"],
        ["a.yaml:3:5", "error[F102]"],
        ["a.yaml:4:11", "error[F105]"],
        ["a.yaml:8:11", "error[F104]"],
        ["b.yaml:2:1", "error[F001]"],
        ["c.yaml:2:5", "error[F103]"],
        ["c.yaml:2:5", "error[F103]"],
        ["c.yaml:2:5", "error[F103]"],
        ["c.yaml:3:5", "error[F004]"],
    ]
    assert last == "triage: 9 errors in the library; nothing was judged ('triage lint' lists them)"


def test_a_flood_of_problems_is_cut_short_and_counted(project: Path, run: Run) -> None:
    records = "".join(f"  - {{id: s{n}, title: S, kind: nws}}\n" for n in range(80))
    library(project / "data", "z")
    (project / "data" / "many.yaml").write_text(f"studies:\n{records}", encoding="utf-8")
    code, _, err = run("list", "--data", str(project / "data"))
    assert (code, len(err.splitlines())) == (2, 52)
    assert err.splitlines()[-2:] == [
        "... and 30 more",
        "triage: 80 errors in the library; nothing was judged ('triage lint' lists them)",
    ]


def test_settings_that_are_wrong_are_told(project: Path, run: Run) -> None:
    (project / ".triage.yaml").write_text("dta: mine\n", encoding="utf-8")
    code, _, err = run("list")
    assert (code, "did you mean 'data'?" in err) == (2, True)
    (project / ".triage.yaml").unlink()
    (project / "pyproject.toml").write_text("[tool.triage]\ndata = 3\n", encoding="utf-8")
    code, _, err = run("list")
    assert (code, "pyproject.toml:2:1: error[F104]: 3 is no text" in err) == (2, True)
    (project / "pyproject.toml").write_text("[tool.triage]\ndata = \n", encoding="utf-8")
    code, _, err = run("list")
    assert (code, "not TOML" in err) == (2, True)


def test_a_comment_that_names_the_section_is_no_setting(project: Path, run: Run) -> None:
    library(project / "data", "upward")
    (project / "pyproject.toml").write_text("# [tool.triage] is not set here\n", encoding="utf-8")
    assert read(run) == "upward"


def test_settings_that_are_closed_to_the_user_are_told(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: str) -> bytes:
        message = f"{path}: Permission denied"
        raise CannotRead(message)

    (project / ".triage.yaml").write_text("", encoding="utf-8")
    monkeypatch.setattr("ccsvi_triage.load.settings.read_bytes", closed)
    code, _, err = run("list")
    assert (code, "Permission denied" in err) == (2, True)


# which study is meant


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    "words",
    [
        ("hope-2009",),
        ("HOPE-2009",),
        ("hope_2009",),
        ("hope 2009",),
        ("Hope", "09"),
        ("hope 09",),
        ("hope",),
        ("10.5555/hope.2009",),
        ("https://doi.org/10.5555/HOPE.2009",),
        ("11111111",),
        ("pmid:11111111",),
        ("hope", "widening", "veins"),
    ],
)
def test_a_study_is_found_by_what_people_type(words: tuple[str, ...], run: Run) -> None:
    code, out, err = run("appraise", *words, "-q")
    assert (code, err) == (0, "")
    assert out == run("appraise", "hope-2009").out


@pytest.mark.usefixtures("desk")
def test_an_ambiguous_study_lists_the_candidates_with_whole_ids(run: Run) -> None:
    code, out, err = run("appraise", "sham")
    assert (code, out) == (2, "")
    assert "may be any of 2 studies" in err
    assert "  sham-2014  Sham 2014, Journal of Trials 7:1-9\n" in err
    assert "  sham-2016-follow-up  Sham 2016\n" in err


@pytest.mark.usefixtures("desk")
def test_a_study_that_nobody_can_mean_is_told(run: Run) -> None:
    code, out, err = run("appraise", "qqqqqq")
    assert (code, out, err) == (2, "", "triage: no study 'qqqqqq' ('triage list' shows all)\n")


@pytest.mark.usefixtures("desk")
def test_several_studies_are_told_in_the_order_they_were_named_and_each_once(run: Run) -> None:
    out = run("appraise", "sham-2014", "hope-2009", "sham-2014").out
    assert out.count("A randomised, sham-controlled trial") == 1
    assert out.index("sham-2014\n") < out.index("hope-2009\n")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("word", ["HOPE-2009", "hope", "10.5555/hope.2009", "hope 09"])
def test_a_script_may_forbid_guessing(word: str, run: Run) -> None:
    for command in ("appraise", "show"):
        code, out, err = run(command, word, "--exact")
        assert (code, out) == (2, "")
        assert "because of --exact" in err
        assert run(command, "hope-2009", "--exact").code == 0


@pytest.mark.usefixtures("desk")
def test_a_short_name_mistyped_is_only_suggested(run: Run) -> None:
    code, out, err = run("appraise", "hpoe-2009", "-q")
    assert (code, out) == (2, "")
    assert "did you mean" in err
    assert "hope-2009" in err
