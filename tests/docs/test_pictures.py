"""The pictures of the documentation are those that the program draws; ``GOLDEN=write`` draws them anew."""

import os
from collections.abc import Iterator
from contextlib import redirect_stdout
from importlib.util import module_from_spec, spec_from_file_location
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from ccsvi_triage.cli.app import parse_with_typer
from ccsvi_triage.cli.dispatch import dispatch

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "docs" / "pictures"
CLAIM = "angioplasty-reduces-relapses-rrms"
OF_THE_CASE = {
    "case-timeline.svg": ("timeline", CLAIM),
    "case-traffic-light.svg": ("traffic-light", "--claim", CLAIM),
    "case-forest.svg": ("forest", "--claim", CLAIM),
}
"""Pictures of the shipped case, and how they are drawn."""


def made_up() -> Iterator[tuple[str, str]]:
    specification = spec_from_file_location("pictures", ROOT / "benchmarks" / "pictures.py")
    assert specification is not None
    assert specification.loader is not None
    pictures = module_from_spec(specification)
    specification.loader.exec_module(pictures)
    yield from pictures.drawn()


MADE_UP = dict(made_up())


def kept(name: str, drawn: str) -> str:
    if os.environ.get("GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / name).write_text(drawn, encoding="utf-8", newline="\n")
    return (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MADE_UP)
def test_a_made_up_picture_is_drawn_as_it_is_kept(name: str) -> None:
    assert kept(name, MADE_UP[name]) == MADE_UP[name], "draw them anew: python benchmarks/pictures.py"


@pytest.mark.parametrize("name", OF_THE_CASE)
def test_a_picture_of_the_shipped_case_is_drawn_as_it_is_kept(name: str) -> None:
    words = ["plot", *OF_THE_CASE[name], "--format", "svg", "--data", str(ROOT / "data"), "--quiet"]
    asked = parse_with_typer(words)
    assert not isinstance(asked, int)
    said = StringIO()
    with redirect_stdout(said):
        assert dispatch(asked) == 0
    again = f"draw it anew: triage plot {' '.join(OF_THE_CASE[name])} -o docs/pictures/{name}"
    assert kept(name, said.getvalue()) == said.getvalue(), again


def test_no_picture_is_kept_that_nothing_draws() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*MADE_UP, *OF_THE_CASE}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.svg")), ids=lambda path: path.name)
def test_each_picture_is_one_well_formed_document(path: Path) -> None:
    assert ET.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314 -- our own file
