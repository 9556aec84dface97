"""What a renderer may know of the place where its text will be read."""

from typing import NamedTuple

from ccsvi_triage.render.palette import Palette


class Page(NamedTuple):
    """A terminal, a pipe or a file.

    Attributes:
        width: In characters.
        colour: Whether colour is wanted.
        ascii: Whether only ASCII can be shown.
        here: The folder from which the names of files in a report count, absolute; empty where nobody knows it.
        root: The folder from which a service counts the names of files, absolute; empty where it is ``here``.
        raw: Cells of CSV that a spreadsheet would compute are left as they are.
        excel: CSV begins with the mark by which Excel knows UTF-8.
        file_attribute: Cases of JUnit name their files in an attribute, which GitLab reads and Jenkins refuses.
        palette: Which colours pictures have.
    """

    width: int = 80
    colour: bool = False
    ascii: bool = False
    here: str = ""
    root: str = ""
    raw: bool = False
    excel: bool = False
    file_attribute: bool = False
    palette: Palette = Palette.COCHRANE
