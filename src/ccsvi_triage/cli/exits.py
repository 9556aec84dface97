"""How a run ends."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes; a script may rely on them."""

    DONE = 0
    GATE = 1
    CANNOT = 2
    FAULT = 3
    INTERRUPTED = 130
    READER_GONE = 141


class Stop(Exception):  # noqa: N818 -- not an error of ours
    """End the run with a code, after one or more lines on standard error."""

    def __init__(self, code: Exit, *lines: str) -> None:
        """Say why on standard error, line by line."""
        super().__init__(*lines)
        self.code = code
        self.lines = lines
