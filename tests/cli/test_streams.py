"""The report goes where it was wanted, as wide and as colourful as the place allows."""

import errno
import io
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.cli.exits import Stop
from ccsvi_triage.cli.streams import Talk, say_aside, write

Run = Callable[..., Any]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
APPRAISE = ("appraise", "hope-2009", "sham-2014", "--full")


def test_what_is_asked_and_what_is_piped_in_are_shown_and_steer_nothing(
    monkeypatch: pytest.MonkeyPatch, commands_in: Callable[[str], list[str]]
) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stdin", io.StringIO("one\n##[error]x\x1b\r\nlast"))
    talk = Talk()
    assert [talk.ask(prompt) for prompt in ("a> ", "\x1b[31mb> ", "c> ", "d> ")] == [
        "one",
        "##[error]x\x1b",
        "last",
        None,
    ]
    assert (talk.terminal, talk.lines) == (False, 3)
    assert out.getvalue().startswith("a> one\n")
    assert "\x1b" not in out.getvalue()
    assert not commands_in(out.getvalue())


@pytest.mark.parametrize("stdin", [None, io.StringIO("")])
def test_an_input_that_is_closed_or_empty_has_no_lines(
    stdin: io.StringIO | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", stdin)
    talk = Talk()
    assert (talk.ask("a> "), talk.lines, talk.terminal) == (None, 0, False)


def test_a_person_at_a_terminal_is_asked_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Terminal()
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stdin", Terminal("one\n"))
    talk = Talk()
    assert (talk.terminal, talk.ask("a> "), talk.ask("b> ")) == (True, "one", None)
    assert out.getvalue() == "a> b> \n"


def widest(text: str) -> int:
    return max(map(len, text.splitlines()))


@pytest.mark.usefixtures("desk")
def test_a_pipe_is_80_characters_wide(run: Run) -> None:
    assert run(*APPRAISE).out == run(*APPRAISE, "--width", "80").out


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("width", [40, 62, 80, 120, 200, 1000])
def test_no_line_is_wider_than_was_asked_for_and_none_ends_in_blanks(width: int, run: Run) -> None:
    lines = run(*APPRAISE, "--width", str(width)).out.splitlines()
    assert not [line for line in lines if len(line) > width or line != line.rstrip()]


@pytest.mark.usefixtures("desk")
def test_the_environment_may_say_how_wide_a_line_is_and_the_option_knows_better(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert run(*APPRAISE).out == run(*APPRAISE, "--width", "60").out
    assert widest(run(*APPRAISE, "--width", "100").out) > 60


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("columns", ["", "0", "-5", "wide", "1e3", "\u0663\u0660", "9" * 5000])
def test_a_width_that_makes_no_sense_is_passed_over(columns: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = run(*APPRAISE).out
    monkeypatch.setenv("COLUMNS", columns)
    assert run(*APPRAISE).out == usual


@pytest.mark.usefixtures("desk")
def test_the_same_lines_come_with_and_without_colour(run: Run) -> None:
    for words in (APPRAISE, ("list",), ("appraise", "--all"), ("explain", "rob2")):
        coloured = run(*words, "--color", "always").out
        assert "\x1b[" in coloured
        assert COLOUR.sub("", coloured) == run(*words, "--color", "never").out == run(*words).out


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("settings", "coloured"),
    [
        (({}, (), True), True),
        (({}, (), False), False),
        (({"NO_COLOR": "1"}, (), True), False),
        (({"NO_COLOR": ""}, (), True), True),
        (({"FORCE_COLOR": "1"}, (), False), True),
        (({"NO_COLOR": "1", "FORCE_COLOR": "1"}, (), True), False),
        (({"TERM": "dumb"}, (), True), False),
        (({"NO_COLOR": "1"}, ("--color", "always"), False), True),
        (({"FORCE_COLOR": "1"}, ("--color", "never"), True), False),
        (({"TERM": "dumb"}, ("--color", "always"), False), True),
        (({"FORCE_COLOR": "1"}, ("--format", "json"), True), False),
    ],
)
def test_colour_comes_where_somebody_can_see_it_or_asks_for_it(
    settings: tuple[dict[str, str], tuple[str, ...], bool],
    coloured: bool,  # noqa: FBT001
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environment, options, terminal = settings
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in run("list", *options, terminal=terminal).out) == coloured


@pytest.mark.usefixtures("desk")
def test_a_dumb_terminal_keeps_the_width_that_was_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    wide = run(*APPRAISE, "--width", "120", "--color", "always").out
    assert COLOUR.sub("", wide) == run(*APPRAISE, "--width", "120").out


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_a_terminal_gets_colour_and_its_own_width(desk: Path, environment: dict[str, str]) -> None:
    import fcntl  # noqa: PLC0415 -- not on every system
    import pty  # noqa: PLC0415
    import struct  # noqa: PLC0415
    import termios  # noqa: PLC0415

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 64, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "ccsvi_triage", *APPRAISE], cwd=desk, env=environment, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(ours)
    text = seen.decode().replace("\r\n", "\n")
    assert process.wait() == 0
    assert "\x1b[" in text
    assert 58 <= widest(COLOUR.sub("", text)) <= 64


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_without_utf_8_gets_ascii_signs(encoding: str, run: Run) -> None:
    ran = run(*APPRAISE, encoding=encoding)
    assert (ran.code, ran.out.isascii()) == (0, True)
    assert "X critical" in ran.out
    assert "met 2 - not met 8" in ran.out
    assert [len(line) for line in ran.out.splitlines()] == [len(line) for line in run(*APPRAISE).out.splitlines()]


@pytest.mark.usefixtures("desk")
def test_json_on_a_stream_without_utf_8_says_the_same(run: Run) -> None:
    import json  # noqa: PLC0415

    words = ("appraise", "hope-2009", "--format", "json")
    assert json.loads(run(*words, encoding="ascii").out) == json.loads(run(*words).out)


def test_the_encoding_of_the_environment_is_heeded(desk: Path, spawn: Run) -> None:
    ran = spawn("appraise", "hope-2009", cwd=desk, env={"PYTHONIOENCODING": "ascii"})
    assert (ran.code, ran.out.isascii(), ran.err) == (0, True, "")


@pytest.mark.usefixtures("desk")
def test_what_is_said_aside_fits_a_stream_without_utf_8(run: Run) -> None:
    ran = run(
        "show", "Martínez · \N{LEFT SINGLE QUOTATION MARK}quoted\N{RIGHT SINGLE QUOTATION MARK} 李", encoding="ascii"
    )
    assert ran.code == 2
    assert "Martinez - 'quoted' ?" in ran.err


def test_what_is_said_aside_is_one_line_that_steers_nothing(
    capsys: pytest.CaptureFixture[str], commands_in: Callable[[str], list[str]]
) -> None:
    say_aside("::error::a\x1b[31m\nb ##[add-mask]c\u202e")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert not commands_in(said)
    assert not any(character in said for character in "\x1b\u202e")


# files


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("words", [("list",), ("appraise", "hope-2009"), ("explain", "rob2"), ("schema",), ("lint",)])
def test_a_report_goes_to_a_file_as_it_would_to_a_pipe(words: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    ran = run(*words, "-o", "report.txt")
    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == run(*words).out
    assert run(*words, "-o", "-").out == run(*words).out


@pytest.mark.usefixtures("desk")
def test_a_file_is_utf_8_and_has_no_colour_that_nobody_asked_for(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    run("appraise", "hope-2009", "-o", "report.txt", encoding="ascii", terminal=True)
    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "met 2 · not met 8" in text
    assert "\x1b" not in text
    run("list", "-o", "report.txt", "--color", "always")
    assert "\x1b[" in (tmp_path / "report.txt").read_text(encoding="utf-8")


def test_a_new_file_has_the_permissions_that_the_user_gives_to_new_files(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write(str(tmp_path / "new.txt"), "text")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "new.txt").stat().st_mode) == 0o640


def test_an_old_file_keeps_its_permissions(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old", encoding="utf-8")
    old.chmod(0o604)
    write(str(old), "new")
    assert old.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(old.stat().st_mode) == 0o604


@pytest.mark.parametrize("there", [True, False])
def test_a_link_is_written_through(there: bool, tmp_path: Path) -> None:  # noqa: FBT001
    target = tmp_path / "elsewhere" / "target.txt"
    target.parent.mkdir()
    if there:
        target.write_text("old", encoding="utf-8")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write(str(link), "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("fails", ["replace", "fsync", "chmod"])
def test_the_old_file_stays_where_writing_fails(fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old.txt"
    old.write_text("old", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, fails, fail)
    with pytest.raises(Stop) as stop:
        write(str(old), "new")
    assert (stop.value.code, "No space left" in stop.value.lines[0]) == (2, True)
    assert [path.name for path in tmp_path.iterdir()] == ["old.txt"]
    assert old.read_text(encoding="utf-8") == "old"


def test_nothing_is_left_behind_where_writing_is_interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(str(tmp_path / "new.txt"), "new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("desk")
def test_a_folder_is_no_file_to_write_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = run("list", "-o", "folder")
    assert (ran.code, ran.out) == (2, "")
    assert "cannot write folder: Is a directory" in ran.err


@pytest.mark.usefixtures("desk")
def test_a_name_that_is_none_of_a_file_is_told(run: Run, tmp_path: Path) -> None:
    for name in ("", "reports/", f"{tmp_path}/new/"):
        assert run("list", "-o", name) == (2, "", f"triage: {name!r} names no file to write to\n")
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("desk")
@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to this user")
def test_a_folder_that_is_closed_to_the_user_is_told(run: Run, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    ran = run("list", "-o", "closed/report.txt")
    assert (ran.code, "Permission denied" in ran.err) == (2, True)


@pytest.mark.parametrize("name", ["/dev/stdout", "/proc/self/fd/1"])
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="standard output has no name here")
def test_the_names_of_standard_output_mean_standard_output(
    name: str, desk: Path, spawn: Run, environment: dict[str, str]
) -> None:
    piped = spawn("list", "-o", name, cwd=desk)
    assert piped == spawn("list", cwd=desk)
    log = desk / "log.txt"
    log.write_text("before\n", encoding="utf-8")
    with log.open("ab") as file:
        subprocess.run(
            [sys.executable, "-m", "ccsvi_triage", "list", "-o", name],
            cwd=desk,
            env=environment,
            stdout=file,
            check=True,
        )
    assert log.read_text(encoding="utf-8") == f"before\n{piped.out}"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_device_is_written_to_as_it_is(run: Run, desk: Path) -> None:
    assert run("list", "-o", "/dev/null") == (0, "", "")
    ran = run("list", "-o", "/dev/full")
    assert (ran.code, "No space left" in ran.err) == (2, True)
    assert desk.is_dir()
