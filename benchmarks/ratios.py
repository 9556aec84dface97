"""Run commands in turn and print what each costs against the first, round by round.

The machine's speed drifts; a ratio inside one round does not. Every command is a whole process, timed from outside by
the processor time that the system charges to it.
"""

import argparse
import os
import shlex
import statistics
import subprocess
from collections.abc import Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """What one command cost.

    Attributes:
        seconds: Processor time of a run, the median.
        ratio: Against the first command, the median of the rounds.
        least: The smallest ratio of a round.
        most: The largest.
        megabytes: The most memory that a run held.
    """

    label: str
    seconds: float
    ratio: float
    least: float
    most: float
    megabytes: float


def measure(commands: Sequence[tuple[str, Sequence[str]]], rounds: int) -> list[Row]:
    """Run every command once a round, after a round that does not count.

    Args:
        commands: A label and the words of each; the first is what the others are measured against.
        rounds: How many rounds count.
    """
    seconds: dict[str, list[float]] = {label: [] for label, _ in commands}
    memory: dict[str, float] = {}
    for turn in range(rounds + 1):
        for label, words in commands:
            spent, held = once(words)
            if turn:
                seconds[label].append(spent)
                memory[label] = max(memory.get(label, 0.0), held)
    first = seconds[commands[0][0]]
    rows = []
    for label, _ in commands:
        ratios = [mine / base for mine, base in zip(seconds[label], first, strict=True)]
        rows.append(
            Row(
                label,
                statistics.median(seconds[label]),
                statistics.median(ratios),
                min(ratios),
                max(ratios),
                memory[label],
            )
        )
    return rows


def once(words: Sequence[str]) -> tuple[float, float]:
    """Run a command, and give its processor seconds and its peak memory in megabytes.

    Raises:
        RuntimeError: It did not end well.
    """
    with open(os.devnull, "wb") as nowhere:
        process = subprocess.Popen(list(words), stdout=nowhere, stderr=subprocess.PIPE)
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        message = f"{shlex.join(words)} ended with {process.returncode}: {said.decode(errors='replace')[-500:]}"
        raise RuntimeError(message)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def show(rows: Sequence[Row]) -> None:
    """Print a table."""
    width = max(len(row.label) for row in rows)
    print(f"{'':{width}}  seconds  ratio (least to most)      MB")
    for row in rows:
        span = f"({row.least:.2f} to {row.most:.2f})"
        print(f"{row.label:{width}}  {row.seconds:7.3f}  {row.ratio:5.2f} {span:>16}  {row.megabytes:6.0f}")


def rounds_wanted(about: str, usual: int) -> int:
    """Read the number of rounds from the command line."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("-n", "--rounds", type=int, default=usual)
    number: int = parser.parse_args().rounds
    return number
