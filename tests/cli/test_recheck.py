"""`triage recheck` tells of studies and of texts, leaves as it was asked to, and reads whatever it is given."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

Run = Callable[..., Any]
HERE = Path(__file__).parent
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def numbers(desk: Path) -> Path:
    """Stand beside a library that has a study with numbers of every kind, and an abstract."""
    copy(HERE / "numbers.yaml", desk / "data" / "numbers.yaml")
    copy(HERE / "abstract.txt", desk / "abstract.txt")
    return desk


def severities(out: str) -> set[str]:
    data = json.loads(out)
    studies = data.get("studies", [data])
    return {finding["severity"] for study in studies for finding in study["findings"]}


# how it leaves


@pytest.mark.usefixtures("numbers")
def test_findings_change_nothing_of_how_a_run_ends_unless_that_is_asked_for(run: Run) -> None:
    assert run("recheck", "numbers-2030").code == 0
    assert run("recheck", "--all").code == 0
    assert run("recheck", "--text", "abstract.txt").code == 0


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize("words", [("numbers-2030",), ("--all",), ("--text", "abstract.txt")])
def test_the_gate_trips_at_a_severity_and_at_all_graver_ones(words: tuple[str, ...], run: Run) -> None:
    assert run("recheck", *words, "--fail-on", "error").code == 1
    assert run("recheck", *words, "--fail-on", "warning").code == 1
    assert run("recheck", *words, "--fail-on", "error", "--exit-zero").code == 0


def test_the_gate_of_errors_lets_warnings_through_and_that_of_warnings_lets_notes_through(
    numbers: Path, run: Run
) -> None:
    (numbers / "a.txt").write_text("11 (37%) of 31", encoding="utf-8")
    assert run("recheck", "--text", "a.txt", "--fail-on", "error").code == 0
    assert run("recheck", "--text", "a.txt", "--fail-on", "warning").code == 1
    (numbers / "a.txt").write_text("3 of 35 (8%)", encoding="utf-8")
    assert run("recheck", "--text", "a.txt", "--fail-on", "warning").code == 0


@pytest.mark.usefixtures("checkout")
def test_the_largest_sham_controlled_trial_trips_no_gate(run: Run) -> None:
    assert run("recheck", "traboulsee-2018", "--fail-on", "warning").code == 0


@pytest.mark.usefixtures("numbers")
@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--all", "numbers-2030"),
        ("--text", "abstract.txt", "--all"),
        ("--text", "abstract.txt", "numbers-2030"),
        ("numbers-2030", "--statcheck"),
        ("numbers-2030", "--fail-on", "serious"),
        ("--text", "nowhere.txt"),
        ("--text", "data"),
        ("numbers-2O30", "--exact"),
        ("nothing-like-it-at-all",),
    ],
)
def test_what_cannot_be_done_as_asked_is_said_in_a_line_and_leaves_with_two(words: tuple[str, ...], run: Run) -> None:
    ran = run("recheck", *words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.strip()


@pytest.mark.usefixtures("numbers")
def test_a_study_that_is_named_twice_is_told_once(run: Run) -> None:
    assert run("recheck", "numbers-2030", "numbers-2030").out == run("recheck", "numbers-2030").out


@pytest.mark.usefixtures("numbers")
def test_a_study_is_found_by_words_as_elsewhere(run: Run) -> None:
    assert "numbers-2030" in run("recheck", "number 2030").out


# what it reads


def test_a_text_may_come_from_standard_input(numbers: Path, environment: dict[str, str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "ccsvi_triage", "recheck", "--text", "-", "--format", "json"],
        input=(numbers / "abstract.txt").read_bytes(), cwd=numbers, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    data = json.loads(ended.stdout)
    assert (ended.returncode, data["text"]) == (0, "standard input")
    assert data["findings"][0]["place"]["file"] == "standard input"
    assert len(data["findings"]) == 8


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_lines_are_counted_alike_however_they_end(ending: str, numbers: Path, run: Run) -> None:
    (numbers / "a.txt").write_bytes(f"\ufeffOne.{ending}{ending}Two, 12 of 34 (35%).{ending}".encode())
    ((finding,),) = [json.loads(run("recheck", "--text", "a.txt", "--format", "json").out)["findings"]]
    assert (finding["place"]["line"], finding["place"]["column"]) == (3, 6)


def test_bytes_that_are_no_text_are_refused_with_their_place(numbers: Path, run: Run) -> None:
    (numbers / "a.txt").write_bytes(b"12 of 34 (35%) \xff")
    ran = run("recheck", "--text", "a.txt")
    assert ran.code == 2
    assert "byte 16" in ran.err


def test_a_text_beyond_all_reading_is_refused(numbers: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ccsvi_triage.cli.recheck._MOST_BYTES", 10)
    (numbers / "a.txt").write_text("12 of 34 (35%)", encoding="utf-8")
    assert run("recheck", "--text", "a.txt").code == 2


def test_an_empty_text_and_one_of_nothing_but_zeros_have_nothing_to_check(numbers: Path, run: Run) -> None:
    for raw in (b"", b"\0" * 100):
        (numbers / "a.txt").write_bytes(raw)
        ran = run("recheck", "--text", "a.txt")
        assert (ran.code, ran.err) == (0, "")
        assert "No printed number that could be checked" in ran.out


def test_what_a_text_says_to_a_terminal_or_a_runner_is_not_said(
    numbers: Path, run: Run, commands_in: Callable[[str], list[str]]
) -> None:
    hostile = "\n::error::x\nt(28) = 2.20, \x1b[31m= 3\x07, p = .060 ##[error]x\n12 of 34 \x1b]0;x\x07 (35%)\n"
    (numbers / "a.txt").write_text(hostile + "11 of\n::warning::y 31 (37%)", encoding="utf-8")
    for shape in ("table", "md", "json", "csv", "html"):
        out = run("recheck", "--text", "a.txt", "--full", "--format", shape).out
        assert "\x1b" not in out
        assert "\x07" not in out
        assert not commands_in(out)


# what it writes


@pytest.mark.usefixtures("numbers")
def test_json_has_every_finding_whether_or_not_people_are_shown_all(run: Run) -> None:
    short, full = (run("recheck", "numbers-2030", "--format", "json", *more).out for more in ((), ("--full",)))
    assert short == full
    assert severities(short) == {"error", "warning", "note", "info", "ok"}


@pytest.mark.usefixtures("numbers")
def test_people_in_a_pipe_and_at_a_terminal_are_told_the_same_words(run: Run) -> None:
    piped = run("recheck", "numbers-2030").out
    shown = run("recheck", "numbers-2030", terminal=True).out
    assert COLOUR.sub("", shown).replace(" ", "") == piped.replace(" ", "")
    coloured = run("recheck", "numbers-2030", "--color", "always").out
    assert COLOUR.search(coloured)
    assert COLOUR.sub("", coloured) == piped


@pytest.mark.usefixtures("numbers")
def test_who_wants_no_colour_gets_none(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("recheck", "numbers-2030", terminal=True).out


@pytest.mark.usefixtures("numbers")
def test_where_the_terminal_knows_ascii_only_it_gets_ascii_only(run: Run) -> None:
    ran = run("recheck", "numbers-2030", "--full", encoding="ascii")
    assert ran.code == 0
    assert ran.out.isascii()


@pytest.mark.usefixtures("numbers")
def test_a_report_goes_to_the_file_that_is_named(numbers: Path, run: Run) -> None:
    ran = run("recheck", "numbers-2030", "-o", "numbers.txt")
    assert (ran.code, ran.out) == (0, "")
    assert (numbers / "numbers.txt").read_text(encoding="utf-8") == run("recheck", "numbers-2030").out


@pytest.mark.usefixtures("numbers")
def test_the_same_files_give_the_same_bytes(spawn: Run, numbers: Path) -> None:
    outs = {spawn("recheck", "--all", "--full", cwd=numbers, env={"PYTHONHASHSEED": seed}).out for seed in "012"}
    assert len(outs) == 1


# as statcheck does


@pytest.mark.usefixtures("numbers")
def test_statcheck_strings_are_judged_with_all_shown_and_the_gate_holds_there_too(run: Run) -> None:
    ran = run("recheck", "--text", "abstract.txt", "--statcheck", "--format", "json")
    assert [finding["severity"] for finding in json.loads(ran.out)["findings"]] == ["ok", "error"]
    assert run("recheck", "--text", "abstract.txt", "--statcheck", "--fail-on", "error").code == 1


def test_a_closed_standard_input_is_said_to_be_unreadable(
    numbers: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert numbers
    for stdin in (None, io.StringIO("12 of 34 (35%)")):
        monkeypatch.setattr(sys, "stdin", stdin)
        ran = run("recheck", "--text", "-")
        assert ran.code in {0, 2}
        assert "Traceback" not in ran.err
