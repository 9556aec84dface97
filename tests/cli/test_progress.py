"""Somebody who waits at a terminal is told how far a run has come, and nobody else is."""

import io
import re
import sys
from threading import Event
from typing import Any

import pytest

from ccsvi_triage.cli.progress import Progress


class Terminal(io.StringIO):
    """A terminal that tells when something was written to it."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self.terminal = terminal
        self.written = Event()

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def screen_of(text: str) -> str:
    """Give the line that is left on a screen."""
    line: list[str] = []
    at = 0
    for sign in text:
        if sign == "\r":
            at = 0
            continue
        line[at : at + 1] = [sign]
        at += 1
    return "".join(line).rstrip()


def test_a_long_run_says_what_it_does_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress(patience=0.0) as progress:
        for thing in progress.through(range(1200), "judging studies"):
            if thing == 1100:
                terminal.written.clear()
                assert terminal.written.wait(10)
    assert re.search(r"\rtriage: judging studies 1,100 of 1,200 \.\.\.", terminal.getvalue())
    assert screen_of(terminal.getvalue()) == ""
    assert "\n" not in terminal.getvalue()


def test_what_cannot_be_counted_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress(patience=0.0) as progress:
        progress.doing("reading the library")
        terminal.written.clear()
        assert terminal.written.wait(10)
        assert terminal.written.wait(10)
    assert "\rtriage: reading the library ..." in terminal.getvalue()


def test_what_ends_soon_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress() as progress:
        assert list(progress.through(range(3), "judging studies")) == [0, 1, 2]
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("settings", [{"quiet": True}, {}])
def test_nobody_is_told_who_does_not_look(settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(terminal=bool(settings))
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress(patience=0.0, **settings) as progress:
        progress.doing("reading the library")
        assert not terminal.written.wait(0.5)


def test_a_closed_stream_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with Progress(patience=0.0) as progress:
        assert list(progress.through("ab", "judging studies")) == ["a", "b"]


def test_a_terminal_that_goes_away_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone(Terminal):
        def write(self, text: str) -> int:
            super().write(text)
            raise OSError

    terminal = Gone()
    monkeypatch.setattr(sys, "stderr", terminal)
    with Progress(patience=0.0):
        assert terminal.written.wait(10)


def test_an_interruption_clears_the_line_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        with Progress(patience=0.0) as progress:
            progress.doing("reading the library")
            terminal.written.clear()
            assert terminal.written.wait(10)
            raise KeyboardInterrupt

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert screen_of(terminal.getvalue()) == ""
