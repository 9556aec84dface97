"""The house keeps the rules that no other tool holds it to."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from ccsvi_triage.load.files import shelf_ids
from ccsvi_triage.model.words import Design

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "ccsvi_triage"
MODULES = tuple(sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")))


def tree_of(module: str) -> ast.Module:
    return ast.parse((SOURCE / module).read_text(encoding="utf-8"))


def docstrings(tree: ast.Module) -> set[int]:
    """Give the identity of each string that only documents."""
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    return {
        id(statement.value)
        for body in bodies
        for statement in body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }


def strings(tree: ast.Module) -> Iterator[str]:
    """Give every string that the program uses."""
    documenting = docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documenting:
            yield node.value


# no Python names an instrument

DESIGNS = "model/words.py"
"""Where a design may bear the name of the instrument that is made for it."""


@pytest.mark.parametrize("module", MODULES)
def test_no_python_names_an_instrument(module: str) -> None:
    names = set(shelf_ids())
    if module == DESIGNS:
        names -= {design.value for design in Design}
    named = {
        (name, text)
        for text in strings(tree_of(module))
        for name in names
        if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    }
    assert not named


# what touches the outside

OUTSIDE = ("cli/", "load/files.py")
"""Where files may be opened, and streams and the environment be touched."""

TOUCHING = re.compile(
    r"open|print|input|os\.(environ|getenv|getcwd|listdir|scandir|open|replace|unlink|stat|path\.(exists|isfile|isdir))"
    r"|sys\.(stdout|stderr|stdin|argv|exit)|pathlib\..*|Path|tempfile\..*|subprocess\..*|socket\..*|urllib\..*"
)
CLOCKS = {"datetime", "time", "random", "secrets", "uuid", "socket", "urllib", "http", "subprocess"}
ALLOWED = {"cli/git.py": {"subprocess"}, "cli/clock.py": {"time"}}
"""The one module that runs another program (the user's own git), and the one that asks what day it is."""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("module", [name for name in MODULES if not name.startswith(OUTSIDE)])
def test_only_the_command_line_and_the_loader_touch_files_streams_and_the_environment(module: str) -> None:
    tree = tree_of(module)
    touched = {name for node in ast.walk(tree) if TOUCHING.fullmatch(name := dotted(node))}
    assert not touched


@pytest.mark.parametrize("module", MODULES)
def test_no_module_knows_the_time_the_network_or_chance(module: str) -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree_of(module))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not imported & CLOCKS - ALLOWED.get(module, set())


def test_the_loader_reads_and_never_writes() -> None:
    calls = [node for node in ast.walk(tree_of("load/files.py")) if isinstance(node, ast.Call)]
    modes = [
        argument.value
        for call in calls
        if dotted(call.func) == "open"
        for argument in call.args[1:]
        if isinstance(argument, ast.Constant)
    ]
    assert modes
    assert set(modes) == {"rb"}


# every module has its tests

UNTESTED = {
    "__main__.py": "one call; tests/cli/test_main.py runs the package",
    "cli/dispatch.py": "one line a command; every command is run in tests/cli",
    "cli/exits.py": "the codes are held in tests/cli/test_main.py",
    "cli/requests.py": "fields only; tests/cli/test_app.py fills every one",
    "model/appraisal.py": "fields, and what follows from them by one line; tests/judge and tests/report read all of it",
    "model/asking.py": "fields only; tests/judge/test_asking.py fills them",
    "model/synthesis.py": "fields, and what follows from them by one line; tests/judge/test_synthesis.py fills all",
    "model/averaging.py": "fields only; tests/judge/test_averaging.py fills them",
    "model/comparison.py": "fields, and what follows from them by one line; tests/judge/test_compare.py fills all",
    "model/claim.py": "fields only; tests/load reads them",
    "model/difference.py": "fields, and what follows from them by one line; tests/judge/test_difference.py fills all",
    "model/policy.py": "fields only; tests/load/test_settings.py reads them",
    "model/snapshot.py": "fields only; tests/judge/test_difference.py fills them",
    "model/entry.py": "fields only; tests/report/test_of_entry.py reads them",
    "model/export.py": "fields only; tests/judge/test_lights.py and tests/check/numbers/test_meta.py fill them",
    "model/instrument.py": "fields only; tests/instruments read them",
    "model/library.py": "fields only; tests/load fills them",
    "model/nearness.py": "fields only; tests/load/test_nearby.py fills them",
    "model/sheet.py": "fields only; tests/load reads them",
    "model/source.py": "fields only; tests/load reads them",
    "model/study.py": "fields only; tests/load reads them",
    "report/charts.py": "fields only; tests/report/test_of_plot.py fills them",
    "report/marks.py": "fields only; tests/report/test_blocks.py reads them",
    "report/schema_agreement.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "report/schema_claims.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "report/schema_comparison.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "report/schema_findings.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "report/schema_library.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "report/schema_pages.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "report/schema_studies.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "report/schema_whatif.py": "shapes only; tests/cli/test_schema.py holds every report against them",
    "render/page.py": "fields only; tests/render fills them",
    "stats/verdict.py": "words only; the tests of every check in tests/stats read them",
}
"""Modules without a test file of their own, and why."""


def mirror(module: str) -> Path:
    path = Path(module)
    return ROOT / "tests" / path.parent / f"test_{path.name}"


@pytest.mark.parametrize("module", [name for name in MODULES if not name.endswith("__init__.py")])
def test_every_module_has_a_test_file_in_the_mirrored_place_or_a_reason(module: str) -> None:
    assert mirror(module).is_file() != (module in UNTESTED)


def test_every_reason_is_about_a_module_that_there_is() -> None:
    assert set(UNTESTED) <= set(MODULES)


# words that do not belong in the house

STRAY = re.compile(
    r"/work/|\bsessions?\b|\bworkplace\b|\bhelpers?\b|\b(?:issue|pull request|PR|ticket) ?(?:no\.? ?)?#?\d",
    re.IGNORECASE,
)
PAGES = tuple(
    sorted(
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "tests", "docs", "data", "benchmarks", ".ci", ".")
        for path in ((ROOT / folder).glob("*") if folder == "." else (ROOT / folder).rglob("*"))
        if path.is_file() and (path.suffix in {".py", ".md", ".toml", ".yaml", ".yml"} or folder == ".ci")
    )
)


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a file that people wrote for people: all of a page, the comments and docstrings of code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".md":
        yield from enumerate(text.splitlines(), 1)
    elif path.suffix == ".py":
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.COMMENT or (token.type == tokenize.STRING and token.string.startswith('"""')):
                yield token.start[0], token.string
    else:
        for number, line in enumerate(text.splitlines(), 1):
            comment = re.search(r"(?:^|\s)#(.*)", line)
            if comment:
                yield number, comment[1]


@pytest.mark.parametrize("page", PAGES)
def test_no_page_and_no_comment_tells_of_how_the_house_was_built(page: str) -> None:
    assert [(number, line) for number, line in prose(ROOT / page) if STRAY.search(line)] == []


def test_the_guard_sees_stray_words() -> None:
    for line in ("as session 3 said", "see issue #12", "in /work/main", "issue 4"):
        assert STRAY.search(line)
    for line in ("the issue of a journal", "Tools for Practice #43", "volume 50, number 6"):
        assert not STRAY.search(line)
