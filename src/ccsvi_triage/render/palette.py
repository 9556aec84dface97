"""One sign and one style for each tone; the sign and the word say it all without the colour."""

from collections.abc import Mapping
from enum import StrEnum

from ccsvi_triage.report.marks import Tone

SIGN = {
    Tone.GOOD: "+",
    Tone.SOME: "-",
    Tone.SERIOUS: "!",
    Tone.CRITICAL: "X",
    Tone.OPEN: "?",
    Tone.APART: "=",
}
STYLE = {
    Tone.GOOD: "green",
    Tone.SOME: "yellow",
    Tone.SERIOUS: "red",
    Tone.CRITICAL: "bold red",
    Tone.OPEN: "cyan",
    Tone.APART: "magenta",
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.MUTED: "dim",
    Tone.CODE: "bright_blue",
}
PAINT = {
    Tone.GOOD: ("#02c100", "#000000"),
    Tone.SOME: ("#e2df07", "#000000"),
    Tone.SERIOUS: ("#bf0000", "#ffffff"),
    Tone.CRITICAL: ("#820000", "#ffffff"),
    Tone.OPEN: ("#4ea1f7", "#000000"),
    Tone.APART: ("#c9a0ff", "#000000"),
}
"""On a page: the ground on which a sign stands, and the colour of the sign."""


class Palette(StrEnum):
    """Which colours a picture has; signs and words are the same in all."""

    COCHRANE = "cochrane"
    COLOURBLIND = "colourblind"
    MONO = "mono"


PALETTES: Mapping[Palette, Mapping[Tone, tuple[str, str]]] = {
    Palette.COCHRANE: PAINT,
    Palette.COLOURBLIND: {
        Tone.GOOD: ("#ffffd4", "#000000"),
        Tone.SOME: ("#fed98e", "#000000"),
        Tone.SERIOUS: ("#fe9929", "#000000"),
        Tone.CRITICAL: ("#993404", "#ffffff"),
        Tone.OPEN: ("#4ea1f7", "#000000"),
        Tone.APART: ("#bdbdbd", "#000000"),
    },
    Palette.MONO: {
        Tone.GOOD: ("#ffffff", "#000000"),
        Tone.SOME: ("#d0d0d0", "#000000"),
        Tone.SERIOUS: ("#6b6b6b", "#ffffff"),
        Tone.CRITICAL: ("#1a1a1a", "#ffffff"),
        Tone.OPEN: ("#f0f0f0", "#000000"),
        Tone.APART: ("#b0b0b0", "#000000"),
    },
}
"""As ``PAINT``; the colours for people who see few are ColorBrewer's YlOrBr with a blue, told apart by lightness."""

LIGHT = {
    "text": "#1b1b1b",
    "page": "#ffffff",
    "quiet": "#595959",
    "band": "#f1f1f1",
    "line": "#8c8c8c",
    "link": "#0b4fb3",
}
DARK = {
    "text": "#e8e8e8",
    "page": "#161616",
    "quiet": "#b4b4b4",
    "band": "#262626",
    "line": "#7d7d7d",
    "link": "#8ab4f8",
}
"""The colours of a page by day and by night; each text stands at 4.5 to 1 or more against ``page`` and ``band``."""
