"""Every run ends with the exit code that a script may rely on, and a crash never looks like a verdict."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccsvi_triage.cli import appraise, explain, inventory
from ccsvi_triage.cli.exits import Exit

Run = Callable[..., Any]
TRIAGE = (sys.executable, "-m", "ccsvi_triage")
EVERY_WAY = (
    ("list",),
    ("appraise", "hope-2009", "--format", "json"),
    ("list", "--kind", "news"),
    ("explain", "rob2"),
    ("report",),
    ("report", "--format", "json"),
    ("schema",),
    ("--help",),
)
FULL = Path("/dev/full")


def test_the_exit_codes_are_those_of_the_documentation() -> None:
    assert {code.name: code.value for code in Exit} == {
        "DONE": 0,
        "GATE": 1,
        "CANNOT": 2,
        "FAULT": 3,
        "INTERRUPTED": 130,
        "READER_GONE": 141,
    }


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("appraise", "hope-2009"), 0),
        (("list", "--kind", "blog"), 0),
        (("--version",), 0),
        (("--help",), 0),
        (("appraise", "-h"), 0),
        (("appraise", "hope-2009", "--fail-on", "critical"), 1),
        (("appraise", "hope-2009", "--fail-on", "critical", "--exit-zero"), 0),
        (("lint", "--strict"), 0),
        ((), 2),
        (("apraise",), 2),
        (("appraise",), 2),
        (("appraise", "--all", "hope-2009"), 2),
        (("appraise", "nobody-1999"), 2),
        (("appraise", "hope-2009", "--instrument", "nothing"), 2),
        (("appraise", "hope-2009", "--outcome", "nothing"), 2),
        (("appraise", "hope-2009", "--fail-on", "bad"), 2),
        (("appraise", "hope-2009", "--format", "xml"), 2),
        (("appraise", "hope-2009", "--width", "39"), 2),
        (("appraise", "hope-2009", "--color", "sometimes"), 2),
        (("list", "--year", "soon"), 2),
        (("list", "--flaw", "no-contol"), 2),
        (("list", "--judgement", "awful"), 2),
        (("show", "nobody-1999"), 2),
        (("explain", "nothing-of-that-name"), 2),
        (("explain", "rob2/9.9"), 2),
        (("lint", "nowhere"), 2),
        (("list", "--data", "nowhere"), 2),
        (("schema", "everything"), 2),
        (("list", "-o", "nowhere/at/all.txt"), 2),
    ],
)
def test_a_run_ends_with_the_code_for_its_end(words: tuple[str, ...], code: int, run: Run) -> None:
    ran = run(*words)
    assert ran.code == code
    assert (ran.code == 2 or ("--fail-on" in words)) == bool(ran.err)
    assert ran.code != 2 or ran.out == ""


@pytest.mark.usefixtures("desk")
def test_python_can_run_the_package(spawn: Run) -> None:
    ran = spawn("--version")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("triage ")


@pytest.mark.parametrize("words", EVERY_WAY, ids=" ".join)
def test_a_reader_that_has_gone_ends_the_run_in_silence(
    words: tuple[str, ...], desk: Path, environment: dict[str, str]
) -> None:
    process = subprocess.Popen(
        [*TRIAGE, *words], cwd=desk, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, said = process.communicate()
    assert (process.returncode, said) == (141, b"")


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("words", EVERY_WAY, ids=" ".join)
def test_a_full_disk_is_told_in_one_line(words: tuple[str, ...], desk: Path, environment: dict[str, str]) -> None:
    with FULL.open("wb") as full:
        ended = subprocess.run(
            [*TRIAGE, *words], cwd=desk, env=environment, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)
    assert b"No space left" in ended.stderr


@pytest.mark.parametrize(
    ("closed", "words", "code"), [(1, "list", 2), (1, "schema", 2), (2, "list", 0), (2, "show x", 2)]
)
def test_a_closed_stream_is_no_crash(
    closed: int, words: str, code: int, desk: Path, environment: dict[str, str]
) -> None:
    command = f'exec "$0" -m ccsvi_triage {words} {closed}>&-'
    ended = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable], cwd=desk, env=environment, capture_output=True, check=False
    )
    assert ended.returncode == code
    assert b"Traceback" not in ended.stderr


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
def test_a_note_that_gets_lost_does_not_change_how_a_run_ends(desk: Path, environment: dict[str, str]) -> None:
    with FULL.open("wb") as full:
        ended = subprocess.run(
            [*TRIAGE, "show", "nobody-1999"],
            cwd=desk,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=full,
            check=False,
        )
    assert (ended.returncode, ended.stdout) == (2, b"")


def test_an_interrupted_run_ends_in_silence(desk: Path, environment: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(writing, b"x" * 4096)
    os.set_blocking(writing, True)
    process = subprocess.Popen([*TRIAGE, "list"], cwd=desk, env=environment, stdout=writing, stderr=subprocess.PIPE)
    with pytest.raises(subprocess.TimeoutExpired):  # nobody reads, so that it waits with its report in hand
        process.wait(timeout=2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    os.close(reading)
    os.close(writing)
    assert (process.returncode, err) == (130, b"")


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("module", "words"), [(inventory, ("list",)), (explain, ("explain",))])
def test_an_interruption_has_its_code_whichever_way_the_words_were_read(
    module: Any, words: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "run", interrupted)
    assert run(*words) == (130, "", "")


FAULTS = [(appraise, ("appraise", "hope-2009")), (explain, ("explain",))]


def broken(_: object) -> int:
    message = "a hole\n::error::in the floor"
    raise RuntimeError(message)


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("module", "words"), FAULTS)
def test_a_fault_of_ours_is_told_in_one_line(
    module: Any, words: tuple[str, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "run", broken)
    ran = run(*words)
    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)
    assert "a fault of ours: RuntimeError: a hole ::error::in the floor" in ran.err


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(("module", "words"), FAULTS)
def test_debug_shows_where_a_fault_of_ours_happened(
    module: Any,
    words: tuple[str, ...],
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    commands_in: Callable[[str], list[str]],
) -> None:
    monkeypatch.setattr(module, "run", broken)
    ran = run("--debug", *words)
    assert ran.code == 3
    assert "Traceback" in ran.err
    assert "in broken" in ran.err
    assert not commands_in(ran.err)


@pytest.mark.usefixtures("desk")
def test_debug_changes_nothing_where_nothing_is_wrong(run: Run) -> None:
    assert run("list", "--debug") == run("list")


def test_a_folder_that_has_gone_is_told_in_one_line(desk: Path, environment: dict[str, str]) -> None:
    gone = desk / "gone"
    gone.mkdir()
    command = 'rmdir "$PWD" && exec "$0" -m ccsvi_triage list'
    ended = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable], cwd=gone, env=environment, capture_output=True, check=False
    )
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)
