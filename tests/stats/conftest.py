"""Numbers pinned from reference programs, and a way to hold ours against them."""

import csv
import math
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Row = Mapping[str, str]
Rows = Callable[[str], list[Row]]
Compare = Callable[..., None]

DATA = Path(__file__).parent / "data"


def read(path: Path) -> list[Row]:
    """Read a table; a line that begins with ``#`` tells where it comes from."""
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[Row] = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert rows, f"{path} is empty"
    return rows


@pytest.fixture(scope="session")
def pinned() -> Rows:
    """Give a function that reads one of the tables beside the tests."""
    return lambda name: read(DATA / f"{name}.csv")


@pytest.fixture(scope="session", params=["pinned", "whole"])
def rows(request: pytest.FixtureRequest, pinned: Rows) -> Rows:
    """Give a function that reads a table by its name: the part that is kept here, and all of it where it is at hand."""
    if request.param == "pinned":
        return pinned
    folder: Path = request.getfixturevalue("reference_data")
    return lambda name: read(folder / "stats" / f"{name}.csv")


def misses(value: float | None, expected: str, relative: float) -> bool:
    """Tell whether a value is not what a reference program printed."""
    wanted = float(expected)
    if value is None or math.isinf(wanted) or math.isinf(value):
        return value != wanted
    return abs(value - wanted) > max(relative * abs(wanted), 1e-300 if wanted else 1e-12)


@pytest.fixture(scope="session")
def compare() -> Compare:
    """Give a function that holds values against the columns of a table that have them."""

    def held(rows: list[Row], values: Callable[[Row], Mapping[str, float | None]], relative: float) -> None:
        wrong, seen, named = [], set(), set()
        for row in rows:
            for column, value in values(row).items():
                named.add(column)
                if row[column] != "":
                    seen.add(column)
                    if misses(value, row[column], relative):
                        wrong.append((dict(row), column, value))
        assert wrong == []
        assert named
        assert seen == named, "a column that is never told holds nothing"

    return held
