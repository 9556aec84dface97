"""What the tests of all rooms share is itself able to fail."""

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    "line",
    [
        "::add-mask::2018",
        "  \t::error file=a.yaml,line=1::wrong",
        "\u00a0::group::x",
        "a title ##[add-mask]MS",
        "##[Error]x",
        "##vso[task.setvariable variable=x]y",
        "one\r::warning::two",
    ],
)
def test_the_port_of_the_runner_acts_on_commands(line: str, commands_in: Callable[[str], list[str]]) -> None:
    assert commands_in(f"before\n{line}\nafter")


@pytest.mark.parametrize(
    "line", ["a ::error::x", ": :error::x", "::nothing::x", "::error x", "##[nothing]x", "## [error]"]
)
def test_the_port_of_the_runner_leaves_other_lines_alone(line: str, commands_in: Callable[[str], list[str]]) -> None:
    assert not commands_in(line)
