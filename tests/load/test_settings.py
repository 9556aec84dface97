from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccsvi_triage.load.files import CannotRead
from ccsvi_triage.load.settings import Settings, read_settings


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
