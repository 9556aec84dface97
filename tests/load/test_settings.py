from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.load.files import CannotRead
from ccsvi_triage.load.settings import Settings, read_project, read_settings


def read(folder: Path, text: str | bytes) -> tuple[Settings, list[tuple[str, int]]]:
    path = folder / ".triage.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    settings, problems = read_settings(str(path))
    return settings, [(problem.code, problem.place.line) for problem in problems]


def test_a_project_says_where_its_library_lies(tmp_path: Path) -> None:
    settings, problems = read(tmp_path, "# ours\ndata: evidence/ccsvi\n")
    assert settings.data == "evidence/ccsvi"
    assert problems == []


def test_a_folder_called_no_stays_no(tmp_path: Path) -> None:
    assert read(tmp_path, "data: no\n")[0].data == "no"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("date: x\n", [("F102", 1)]),
        ("data: {a: b}\n", [("F101", 1)]),
        ("data: [a, b]\n", [("F101", 1)]),
        ("data:\n- a\n", [("F101", 2)]),
        ("data:\n- a\n- b\n", [("F101", 2)]),
        ("data: a\ndata: b\n", [("F004", 2)]),
        ("# nothing\n", [("F002", 2)]),
        ("- data\n", [("F003", 1)]),
        ("data: [\n", [("F001", 2)]),
        (b"data: \xff\n", [("F011", 1)]),
        ("dat: x\ndata: y\ndata: z\nqqq: 5\n", [("F102", 1), ("F004", 3), ("F102", 4)]),
    ],
)
def test_settings_are_read_as_strictly_as_a_library(
    tmp_path: Path, text: str | bytes, told: list[tuple[str, int]]
) -> None:
    settings, problems = read(tmp_path, text)
    assert problems == told
    assert isinstance(settings, Settings)


def test_a_slip_of_the_pen_is_told_with_what_was_meant(tmp_path: Path) -> None:
    path = tmp_path / ".triage.yaml"
    path.write_text("date: x\n")
    _, (problem,) = read_settings(str(path))
    assert problem.message == "a settings file has no 'date'"
    assert problem.hint == "did you mean 'data'?"
    assert problem.place.file == str(path)


def test_settings_that_may_not_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="missing"):
        read_settings(str(tmp_path / "missing"))


@given(st.binary(max_size=40) | st.text("data: [x]{}\n-&*'\"", max_size=40).map(str.encode))
def test_reading_settings_never_raises(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    settings, problems = read(tmp_path_factory.mktemp("settings"), raw)
    assert isinstance(settings.data, str)
    assert all(code.startswith("F") for code, _ in problems)


# the policy of a project

WAIVER = "{rule: critical, study: s, reason: known, owner: AB, expires: 2030-06-15}"


def told(folder: Path, text: str) -> list[str]:
    path = folder / ".triage.yaml"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in read_settings(str(path), ".triage.yaml")[1]]


def test_a_policy_names_gates_waivers_and_a_baseline(tmp_path: Path) -> None:
    text = f"fail-on: [critical, 'flaw:no-control']\nbaseline: known.json\nwaivers:\n  - {WAIVER}\n"
    settings, problems = read(tmp_path, text)
    assert problems == []
    assert settings.fail_on == ("critical", "flaw:no-control")
    assert settings.baseline == "known.json"
    (waiver,) = settings.waivers
    assert (waiver.rule, waiver.study, waiver.owner, waiver.expires) == ("critical", "s", "AB", "2030-06-15")
    assert read(tmp_path, "fail-on: worse\n")[0].fail_on == ("worse",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_on: [critical]\n", "1:1: error[F102]: a settings file has no 'fail_on' (did you mean 'fail-on'?)"),
        (
            "fail-on: critical, worse\n",
            "1:10: error[F105]: 'critical, worse' is no word of a gate (several are a list: [critical, worse])",
        ),
        ("fail-on: [critcal]\n", "1:10: error[F105]: 'critcal' is no word of a gate (did you mean 'critical'?)"),
        (f"waivers: [{WAIVER.replace('study: s, ', '')}]\n", "1:11: error[F103]: a waiver needs 'study' or 'claim'"),
        (f"waivers: [{WAIVER.replace('owner: AB, ', '')}]\n", "1:11: error[F103]: a waiver needs 'owner'"),
        ("waivers: [" + WAIVER.replace("known", "' '") + "]\n", "1:46: error[F103]: a waiver needs 'reason'"),
        (f"waivers: [{WAIVER.replace('2030-06-15', '2030-06')}]\n", "1:73: error[F104]: '2030-06' is not a day"),
        (f"waivers: [{WAIVER.replace('2030-06-15', '2030-06-31')}]\n", "1:73: error[F104]: '2030-06-31' is not a day"),
        (f"waivers: [{WAIVER.replace('critical', 'F1O2')}]\n", "1:18: error[F105]: 'F1O2' is no rule of a finding"),
        (f"waivers: [{WAIVER.replace('study', 'studdy')}]\n", "error[F102]: a waiver has no 'studdy' (did you mean"),
    ],
)
def test_what_is_wrong_with_a_policy_is_told_with_its_place_and_mend(tmp_path: Path, text: str, said: str) -> None:
    problems = told(tmp_path, text)
    assert any(said in problem for problem in problems), problems


@pytest.mark.parametrize("rule", ["judgement:critical", "N-WHOLE", "F102", "E-BECAUSE", "claim:open", "no-control"])
def test_every_rule_of_a_finding_can_be_waived(tmp_path: Path, rule: str) -> None:
    assert told(tmp_path, f"waivers: [{WAIVER.replace('critical', f'{rule!r}')}]\n") == []


# in pyproject.toml

PROJECT = """\
[project]
name = "x"

[tool.triage]
data = "evidence"
fail-on = ["critical",
  "worse"]

[[tool.triage.waivers]]
rule = "critical"
study = "s"
reason = "known\\tand \\u00fc"
owner = "AB"
expires = 2030-06-15

[[tool.triage.waivers]]
rule = "overstated"
claim = "c"
reason = "known"
owner = "AB"
expires = "2031-01-01"
"""


def project(folder: Path, text: str) -> tuple[Settings | None, list[str]]:
    path = folder / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    settings, problems = read_project(str(path), "pyproject.toml")
    return settings, [str(problem) for problem in problems]


def test_a_project_may_keep_its_policy_with_its_other_settings(tmp_path: Path) -> None:
    settings, problems = project(tmp_path, PROJECT)
    assert problems == []
    assert settings is not None
    assert (settings.data, settings.fail_on) == ("evidence", ("critical", "worse"))
    assert [waiver.expires for waiver in settings.waivers] == ["2030-06-15", "2031-01-01"]
    assert settings.waivers[0].reason == "known\tand \u00fc"
    assert [str(waiver.where.record) for waiver in settings.waivers] == ["pyproject.toml:10:1", "pyproject.toml:17:1"]


@pytest.mark.parametrize(
    "text", ["", "[project]\nname = 'triage'\n", "[tool.other]\ntriage = 1\n", "tool = 3 # triage\n"]
)
def test_a_project_without_our_settings_has_none(tmp_path: Path, text: str) -> None:
    assert project(tmp_path, text) == (None, [])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('data = "evidence"', 'dta = "evidence"', "pyproject.toml:5:1: error[F102]: a settings file has no 'dta'"),
        ('data = "evidence"', "data = 3", "pyproject.toml:5:1: error[F104]: 3 is no text (write it between quotes)"),
        ('data = "evidence"', "data = true", "pyproject.toml:5:1: error[F104]: True is no text"),
        ('data = "evidence"', "data = ", "pyproject.toml:5:8: error[F001]: not TOML:"),
        ('"worse"', '"worst"', "pyproject.toml:6:1: error[F105]: 'worst' is no word of a gate (did you mean 'worse'?)"),
        ('claim = "c"', 'clam = "c"', "pyproject.toml:18:1: error[F102]: a waiver has no 'clam'"),
        ('claim = "c"', "", "pyproject.toml:17:1: error[F103]: a waiver needs 'study' or 'claim'"),
        (
            'owner = "AB"\nexpires = 2030-06-15',
            "expires = 2030-06-15",
            "pyproject.toml:10:1: error[F103]: a waiver needs",
        ),
        (
            "expires = 2030-06-15",
            "expires = 2030-06-15T01:02:03",
            "pyproject.toml:14:1: error[F104]: '2030-06-15 01:02:03'",
        ),
        ('study = "s"', 'study = ["s"]', "pyproject.toml:11:1: error[F101]: one value is wanted here, not a list"),
    ],
)
def test_what_is_wrong_with_settings_in_toml_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    _, problems = project(tmp_path, PROJECT.replace(old, new))
    assert any(problem.startswith(said) for problem in problems), problems


def test_settings_in_toml_may_be_written_in_one_line(tmp_path: Path) -> None:
    inline = '{rule = "critical", study = "s", reason = "r", owner = "AB", expires = 2030-06-15}'
    settings, problems = project(tmp_path, f"tool.triage.waivers = [{inline}]\n")
    assert problems == []
    assert settings is not None
    assert str(settings.waivers[0].where.record) == "pyproject.toml:1:1"


@given(st.text("[]tool.triage={}\"'\n #data-fon\\", max_size=60))
def test_reading_a_project_never_raises(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    settings, problems = project(tmp_path_factory.mktemp("project"), f"{text}\n[tool.triage]\n{text}")
    assert settings is None or isinstance(settings, Settings)
    assert all(problem.startswith("pyproject.toml:") for problem in problems)
