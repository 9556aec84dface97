"""A command loads what it needs and nothing dear besides."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

DEAR = ("typer", "rich", "rapidfuzz", "pydantic", "dataclasses", "inspect", "tempfile", "yaml", "jsonschema")
SCRIPT = """
import json, sys
sys.argv = ["triage", *sys.argv[1:]]
from ccsvi_triage.cli.main import main
try:
    main()
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""
OURS = "ccsvi_triage"


def loaded(words: str, desk: Path, environment: dict[str, str]) -> set[str]:
    """Give the packages that a run has loaded."""
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words.split()], cwd=desk, env=environment, capture_output=True, check=False
    )
    return set(json.loads(ended.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("appraise hope-2009 --format json", {"yaml"}),
        ("list --format json", {"yaml"}),
        ("show hope-2009 --format json", {"yaml"}),
        ("appraise hope-2009 --format json -o report.json", {"yaml", "tempfile"}),
        ("appraise hope-2009", {"yaml", "rich", "dataclasses", "inspect"}),
        ("list", {"yaml", "rich", "dataclasses", "inspect"}),
        ("appraise hope --format json", {"yaml"}),
        ("appraise 10.5555/hope.2009 --format json", {"yaml"}),
        ("appraise hpoe-2099 --format json", {"yaml", "rapidfuzz"}),
        ("--help", {"typer", "dataclasses", "inspect"}),
        ("--version", {"typer", "dataclasses", "inspect"}),
        ("appraise --help", {"typer", "pydantic", "dataclasses", "inspect", "tempfile"}),
        ("schema", {"typer", "pydantic", "dataclasses", "inspect", "tempfile", "yaml"}),
        ("lint --format json", {"typer", "pydantic", "dataclasses", "inspect", "tempfile", "yaml"}),
        ("claim --format json", {"typer", "pydantic", "dataclasses", "inspect", "tempfile", "yaml"}),
        (
            "claim --text hope --format json",
            {"typer", "pydantic", "dataclasses", "inspect", "tempfile", "yaml", "rapidfuzz"},
        ),
        ("explain rob2 --format json", {"typer", "pydantic", "dataclasses", "inspect", "tempfile", "yaml"}),
        ("explain rob2", {"typer", "pydantic", "dataclasses", "inspect", "tempfile", "yaml", "rich"}),
    ],
)
def test_a_command_loads_nothing_dear_that_it_does_not_need(
    words: str, allowed: set[str], desk: Path, environment: dict[str, str]
) -> None:
    assert loaded(words, desk, environment) & set(DEAR) <= allowed


def test_the_guard_would_see_what_is_loaded(desk: Path, environment: dict[str, str]) -> None:
    assert {"yaml", OURS} <= loaded("appraise hope-2009 --format json", desk, environment)
    assert "rich" in loaded("appraise hope-2009", desk, environment)
    assert "typer" in loaded("lint", desk, environment)
    assert "rapidfuzz" in loaded("list --flaw no-contol", desk, environment)


# the statistics are for those who ask for them

WHOLE = SCRIPT.replace('{name.partition(".")[0] for name in sys.modules}', "set(sys.modules)")


def modules(words: str, desk: Path, environment: dict[str, str]) -> set[str]:
    """Give the modules that a run has loaded."""
    ended = subprocess.run(
        [sys.executable, "-c", WHOLE, *words.split()], cwd=desk, env=environment, capture_output=True, check=False
    )
    return set(json.loads(ended.stderr.splitlines()[-1]))


DRAWING = (f"{OURS}.render.draw", f"{OURS}.render.sketch")


def statistics(loaded: set[str]) -> set[str]:
    return {name for name in loaded if name.startswith((f"{OURS}.stats", f"{OURS}.check.numbers"))}


@pytest.mark.parametrize("words", ["list", "list --format md", "appraise hope-2009"])
def test_who_asks_for_no_picture_loads_nothing_that_draws(words: str, desk: Path, environment: dict[str, str]) -> None:
    assert not {name for name in modules(words, desk, environment) if name.startswith(DRAWING)}


def test_a_picture_loads_what_draws_it(desk: Path, environment: dict[str, str]) -> None:
    found = modules("plot traffic-light --all --format table", desk, environment)
    assert set(DRAWING) <= found


@pytest.mark.parametrize("words", ["list", "list --format json", "show hope-2009", "--help", "--version", "schema"])
def test_who_asks_for_no_number_loads_no_statistics(words: str, desk: Path, environment: dict[str, str]) -> None:
    assert statistics(modules(words, desk, environment)) == set()


def test_the_command_line_itself_loads_no_statistics(environment: dict[str, str]) -> None:
    script = "import json, sys, ccsvi_triage.cli.main; print(json.dumps(sorted(sys.modules)))"
    ended = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    assert statistics(set(json.loads(ended.stdout))) == set()


def test_a_recheck_loads_the_statistics_and_no_library_of_others_for_them(
    desk: Path, environment: dict[str, str]
) -> None:
    found = modules("recheck --all --format json", desk, environment)
    assert statistics(found)
    assert not {"numpy", "scipy", "statsmodels", "pandas"} & found
