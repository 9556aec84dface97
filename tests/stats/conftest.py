"""Numbers pinned from reference programs, and a way to hold ours against them."""

import csv
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ccsvi_triage.stats.effect_size import EffectSize, Share, Table

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


class Analysis(NamedTuple):
    """Some studies, and what a reference program averaged of them."""

    name: str
    measure: str
    told: Mapping[str, Any]
    sizes: list[EffectSize]
    """Those that the program could tell."""

    @property
    def tables(self) -> list[Table]:
        raw = self.told.get("raw") or {}
        return (
            [Table(*row) for row in zip(*(raw[key] for key in ("a", "n1", "c", "n2")), strict=True)]
            if "a" in raw
            else []
        )

    @property
    def shares(self) -> list[Share]:
        raw = self.told.get("raw") or {}
        return [Share(*row) for row in zip(raw["x"], raw["n"], strict=True)] if "x" in raw else []


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="session", params=["pinned", "whole"])
def analyses(request: pytest.FixtureRequest) -> list[Analysis]:
    """Give averages of published studies: the part of each that is kept here, and all of it where it is at hand."""
    folder = DATA if request.param == "pinned" else request.getfixturevalue("reference_data") / "stats"
    read = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    rows = read["analyses"] if isinstance(read, dict) else read
    assert len(rows) == 53
    return [
        Analysis(
            f"{row['dataset']} {row['measure']}",
            row["measure"],
            row,
            [
                EffectSize(y, v)
                for y, v in zip(listed(row["yi"]), listed(row["vi"]), strict=True)
                if y is not None and v is not None
            ],
        )
        for row in rows
    ]


class Held:
    """Values held against those of a reference program, all of them before any is complained of."""

    def __init__(self) -> None:
        self.seen = 0
        self.wrong: list[tuple[object, ...]] = []

    def near(self, what: object, value: float, expected: float | None, relative: float, scale: float = 0.0) -> None:
        """Hold a value to an expected one, if there is one, relative to it or to a scale that is larger."""
        if expected is None:
            return
        self.seen += 1
        if not abs(value - expected) <= max(relative * max(abs(expected), scale), 1e-300 if expected else 1e-12):
            self.wrong.append((what, value, expected))


@pytest.fixture
def held() -> Held:
    return Held()
