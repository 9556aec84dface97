"""The options that commands share, written once; a command gets them as one record."""

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, TypeAlias, TypeVar

import typer

from ccsvi_triage.cli.requests import Common
from ccsvi_triage.render.formats import Format

Data: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--data", metavar="DIR", help="The library: a folder of YAML files.", show_default="the nearest data/"
    ),
]
Output: TypeAlias = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write the report to a file, in one step.")
]
Color: TypeAlias = Annotated[str, typer.Option("--color", metavar="WHEN", help="auto, always or never.")]
Width: TypeAlias = Annotated[
    int | None,
    typer.Option("--width", metavar="N", help="Characters a line, 40 to 1000.", show_default="the terminal's, or 80"),
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="No notes on standard error.")]
ExitZero: TypeAlias = Annotated[bool, typer.Option("--exit-zero", help="Leave with 0 where a gate would give 1.")]

T = TypeVar("T")


def sharing(*formats: str, gate: bool = False) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Give a command the options that all share; they reach it as its parameter ``common``.

    Args:
        formats: What ``--format`` takes, in the order in which help names them; the first is the usual one.
        gate: The command has one, so that ``--exit-zero`` can open it.
    """
    told = f"{', '.join(formats[:-1])} or {formats[-1]}."
    options: dict[str, tuple[Any, Any]] = {
        "data": (Data, None),
        "format_": (Annotated[str, typer.Option("--format", "-f", metavar="FORMAT", help=told)], formats[0]),
        "output": (Output, None),
        "color": (Color, "auto"),
        "width": (Width, None),
        "quiet": (Quiet, False),
        **({"exit_zero": (ExitZero, False)} if gate else {}),
    }

    def wrap(command: Callable[..., T]) -> Callable[..., T]:
        signature = inspect.signature(command)
        own = [parameter for name, parameter in signature.parameters.items() if name != "common"]
        shared = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=usual)
            for name, (kind, usual) in options.items()
        ]

        @functools.wraps(command)
        def run(**given: Any) -> T:  # noqa: ANN401 -- the command's own parameters
            asked = {name: given.pop(name) for name in options}
            return command(**given, common=common_of(**asked, formats=formats))

        described: Any = run
        described.__signature__ = signature.replace(parameters=[*own, *shared])
        described.__annotations__ = {each.name: each.annotation for each in (*own, *shared)}
        return run

    return wrap


def common_of(  # noqa: PLR0913 -- the options that commands share
    *,
    data: str | None = None,
    format_: str = "table",
    output: str | None = None,
    color: str = "auto",
    width: int | None = None,
    quiet: bool = False,
    exit_zero: bool = False,
    formats: tuple[str, ...] = ("table",),
) -> Common:
    """Put the options that commands share into one record.

    Raises:
        typer.BadParameter: A word or number is none that an option takes.
    """
    one_of(format_, formats, "--format")
    one_of(color, ("auto", "always", "never"), "--color")
    if width is not None and width not in range(40, 1001):
        message = "a line has 40 to 1000 characters"
        raise typer.BadParameter(message, param_hint="--width")
    return Common(data, Format(format_), output, color, width, quiet, exit_zero)


def one_of(word: str, known: tuple[str, ...], option: str) -> None:
    """Refuse a word that an option does not take.

    Raises:
        typer.BadParameter: It is none of those that are known.
    """
    if word not in known:
        message = f"{word!r} is not one of {', '.join(known)}"
        raise typer.BadParameter(message, param_hint=option)
