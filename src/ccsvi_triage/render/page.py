"""What a renderer may know of the place where its text will be read."""

from typing import NamedTuple

from ccsvi_triage.render.palette import Palette


class Page(NamedTuple):
    """A terminal, a pipe or a file.

    Attributes:
        width: In characters.
        colour: Whether colour is wanted.
        ascii: Whether only ASCII can be shown.
        palette: Which colours pictures have.
    """

    width: int = 80
    colour: bool = False
    ascii: bool = False
    palette: Palette = Palette.COCHRANE
