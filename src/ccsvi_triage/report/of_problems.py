"""Problems told as a report."""

from collections.abc import Iterator, Sequence

from ccsvi_triage.model.library import Library
from ccsvi_triage.model.problem import PROBLEM_SEVERITIES, Problem
from ccsvi_triage.model.words import Severity
from ccsvi_triage.report.blocks import SCHEMA_VERSION, Block, Column, Line, Mark, Report, Table, Text, Tone
from ccsvi_triage.report.findings import problem_findings
from ccsvi_triage.report.say import problem_data

_TONE = {Severity.ERROR: Tone.CRITICAL, Severity.WARNING: Tone.SOME, Severity.NOTE: Tone.OPEN}


def of_problems(  # noqa: PLR0913 -- what was looked at, and where
    problems: Sequence[Problem], files: int, library: Library, version: str, *, folder: str = "", shipped: bool = False
) -> Report:
    """Tell what is wrong with a library, in the order of its files and lines.

    Args:
        problems: What is wrong.
        files: How many files were read.
        library: What could be read.
        version: The tool's version.
        folder: The library's folder as places show it.
        shipped: It is the case that comes with the program, which is said: nobody should take it for their own.
    """
    blocks = tuple(_blocks(problems, files, library, shipped=shipped))
    data = {
        "schema": f"ccsvi-triage/problems/{SCHEMA_VERSION}",
        "tool": {"name": "ccsvi-triage", "version": version},
        "files": files,
        "counts": {severity.value: _number(problems, severity) for severity in PROBLEM_SEVERITIES},
        "problems": [problem_data(problem) for problem in problems],
    }
    found = tuple(problem_findings(problems, library, folder))
    subjects = (*map(str, library.studies), *map(str, library.claims))
    return Report(blocks, data, "Problems of the library", (problems_table(problems),), found, subjects)


_COLUMNS = ("file", "line", "column", "severity", "code", "message", "hint")


def problems_table(problems: Sequence[Problem], title: str = "") -> Table:
    """Tell the problems to a program, one row each."""
    rows = tuple(
        (p.place.file, str(p.place.line), str(p.place.column), p.severity.value, p.code, p.message, p.hint)
        for p in problems
    )
    return Table(title, tuple(Column(name) for name in _COLUMNS), rows)


def _blocks(problems: Sequence[Problem], files: int, library: Library, *, shipped: bool) -> Iterator[Block]:
    yield from map(problem_line, problems)
    held = ", ".join(
        (
            _counted(len(library.studies), "study", "studies"),
            _counted(len(library.claims), "claim"),
            _counted(len(library.sheets), "sheet"),
            _counted(len(library.sources), "source"),
        )
    )
    counts = ", ".join(
        _counted(number, severity.value) for severity in PROBLEM_SEVERITIES if (number := _number(problems, severity))
    )
    whose = " of the shipped case" if shipped else ""
    yield Text(f"{_counted(files, 'file')}{whose}: {held}; {counts or 'nothing wrong'}")


def problem_line(problem: Problem) -> Line:
    """Tell a problem in one line, as editors read it."""
    hint = f" ({problem.hint})" if problem.hint else ""
    word = Mark(f"{problem.severity.value}[{problem.code}]", _TONE[problem.severity])
    return Line((f"{problem.place}: ", word, f": {problem.message}{hint}"), whole=True)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _number(problems: Sequence[Problem], severity: Severity) -> int:
    return sum(problem.severity is severity for problem in problems)
