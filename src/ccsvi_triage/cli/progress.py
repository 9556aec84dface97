"""How far a long run has come, for somebody who waits at a terminal."""

import sys
from collections.abc import Collection, Iterator
from threading import Event, Thread
from types import TracebackType
from typing import Self, TypeVar

_PATIENCE = 1.0
"""Seconds before anything is shown: what ends sooner has nothing to tell."""
_BETWEEN = 0.2
_WIDEST = 79

T = TypeVar("T")


class Progress:
    """One line on standard error that says what is being done; it is gone when the run goes on to its report.

    Nothing of it is ever seen where standard error is no terminal, where notes are not wanted, or within the first
    second.
    """

    def __init__(self, *, quiet: bool = False, patience: float = _PATIENCE) -> None:
        """Look whether somebody is there to see it.

        Args:
            quiet: Notes are not wanted.
            patience: Seconds before anything is shown.
        """
        self._seen = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._patience = patience
        self._said = ""
        self._done = 0
        self._total = 0
        self._shown = 0
        self._ended = Event()
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        """Begin to wait."""
        if self._seen:
            self._thread = Thread(target=self._tell, daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away."""
        if self._thread is not None:
            self._ended.set()
            self._thread.join()
            self._write("\r" + " " * self._shown + "\r" if self._shown else "")

    def doing(self, what: str) -> None:
        """Say what is being done now, of which nobody knows how far it has come."""
        self._said, self._done, self._total = what, 0, 0

    def through(self, things: Collection[T], what: str) -> Iterator[T]:
        """Go through things one by one, and count them."""
        self._said, self._done, self._total = what, 0, len(things)
        for thing in things:
            yield thing
            self._done += 1

    def _tell(self) -> None:
        wait = self._patience
        while not self._ended.wait(wait):
            wait = _BETWEEN
            line = self._line()
            self._write("\r" + line + " " * (self._shown - len(line)))
            self._shown = len(line)

    def _line(self) -> str:
        far = f" {self._done:,} of {self._total:,}" if self._total else ""
        return f"triage: {self._said}{far} ..."[:_WIDEST]

    @staticmethod
    def _write(text: str) -> None:
        """Write to standard error; where that fails, nobody is told."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except (OSError, ValueError):
            pass
