"""The options that commands share reach each of them as one record."""

import inspect
from typing import Annotated

import pytest
import typer

from ccsvi_triage.cli.app import COMMANDS, parse_with_typer
from ccsvi_triage.cli.requests import Common
from ccsvi_triage.cli.shared import common_of, one_of, sharing
from ccsvi_triage.render.formats import Format

SHARED = ("data", "output", "quiet")
TYPED = ["--data", "here", "-f", "json", "-o", "there", "--color", "never", "--width", "90", "-q"]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("schema", "fill")])
def test_every_command_on_a_library_has_the_options_that_all_share(name: str) -> None:
    assert set(SHARED) <= set(inspect.signature(COMMANDS[name][0]).parameters)


@pytest.mark.parametrize(
    ("words", "zero"),
    [(["appraise", "a", "--exit-zero"], True), (["compare", "a", "b"], False), (["claim"], False), (["list"], False)],
)
def test_what_is_typed_reaches_the_command(words: list[str], zero: bool) -> None:  # noqa: FBT001
    asked = parse_with_typer([*words, *TYPED])
    assert isinstance(asked, tuple)
    assert asked.common == Common("here", Format.JSON, "there", "never", 90, quiet=True, exit_zero=zero)


def test_a_command_keeps_its_own_parameters_and_its_words() -> None:
    @sharing("json", "csv", gate=True)
    def count(
        number: Annotated[int, typer.Argument(help="How many.")],
        *,
        common: Common,
    ) -> tuple[int, Common]:
        """Count."""
        return number, common

    assert count.__doc__ == "Count."
    names = ["number", "data", "format_", "output", "color", "width", "quiet", "exit_zero"]
    assert list(inspect.signature(count).parameters) == names
    usual = {name: known.default for name, known in inspect.signature(count).parameters.items() if name != "number"}
    assert count(number=3, **usual) == (3, Common(format=Format.JSON))


@pytest.mark.parametrize(("word", "known"), [("xml", ("json", "csv")), ("", ("json",))])
def test_a_word_that_an_option_does_not_take_is_refused_with_those_that_it_takes(
    word: str, known: tuple[str, ...]
) -> None:
    one_of(known[0], known, "--format")
    with pytest.raises(typer.BadParameter, match="is not one of json"):
        one_of(word, known, "--format")


@pytest.mark.parametrize("width", [0, 39, 1001, -80])
def test_a_line_has_a_width_that_can_be_read(width: int) -> None:
    with pytest.raises(typer.BadParameter, match="40 to 1000"):
        common_of(width=width)
    assert common_of(width=40).width == 40
